import { createHash } from "node:crypto";
import type { Agent } from "node:https";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../test/helpers/failures.ts";
import { makeRepository, type Files } from "../../test/helpers/repository.ts";
import { connectionOptions, type Connection } from "./connection.ts";

const idOf = (name: string): string => createHash("sha256").update(name).digest("hex");

/** Files as the docker client writes them for a context. */
function contextFiles(name: string, host: string, more: { readonly skips?: boolean; readonly tls?: boolean } = {}): Files {
  const meta = JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: more.skips === true } } });
  const tls = more.tls === true ? Object.fromEntries(["ca", "cert", "key"].map((part) => [`contexts/tls/${idOf(name)}/docker/${part}.pem`, `${part} of ${name}`])) : {};
  return { [`contexts/meta/${idOf(name)}/meta.json`]: meta, ...tls };
}

function connect(environment: NodeJS.ProcessEnv, files: Files = {}): Connection {
  return connectionOptions({ DOCKER_CONFIG: makeRepository({ "config.json": "{}", ...files }), ...environment });
}

describe("connectionOptions", () => {
  it("takes DOCKER_HOST, before any context", () => {
    const files = { ...contextFiles("far", "tcp://far:2375"), "config.json": '{"currentContext":"far"}' };
    expect(connect({ DOCKER_HOST: "unix:///tmp/d.sock", DOCKER_CONTEXT: "far" }, files)).toEqual({ options: { socketPath: "/tmp/d.sock" }, host: "unix:///tmp/d.sock" });
    expect(connect({ DOCKER_HOST: "tcp://10.0.0.1" }).options).toEqual({ protocol: "http", host: "10.0.0.1", port: 2375 });
    expect(connect({ DOCKER_HOST: "tcp://[fd00::1]:4000" }).options).toEqual({ protocol: "http", host: "fd00::1", port: 4000 });
  });

  it("takes the context that is named or current", () => {
    const files = { ...contextFiles("far", "tcp://far:2375"), ...contextFiles("own", "unix:///run/own.sock"), "config.json": '{"currentContext":"own"}' };
    expect(connect({}, files)).toEqual({ options: { socketPath: "/run/own.sock" }, host: "unix:///run/own.sock" });
    expect(connect({ DOCKER_CONTEXT: "far" }, files).options).toEqual({ protocol: "http", host: "far", port: 2375 });
    expect(connect({ DOCKER_CONTEXT: "default" }, files).host).toMatch(/^unix:\/\//);
  });

  it("speaks TLS with the certificates of the context", () => {
    const { options } = connect({ DOCKER_CONTEXT: "safe" }, contextFiles("safe", "tcp://safe:2376", { tls: true }));
    expect(options).toEqual({ protocol: "https", host: "safe", port: 2376, ca: Buffer.from("ca of safe"), cert: Buffer.from("cert of safe"), key: Buffer.from("key of safe") });
    const lax = connect({ DOCKER_CONTEXT: "lax" }, contextFiles("lax", "tcp://lax:2376", { skips: true })).options as { agent: Agent };
    expect(lax.agent.options.rejectUnauthorized).toBe(false);
  });

  it("speaks TLS as the environment says", () => {
    const folder = makeRepository({ "ca.pem": "ca", "cert.pem": "cert", "key.pem": "key" });
    const expected = { protocol: "https", host: "h", port: 2376, ca: Buffer.from("ca"), cert: Buffer.from("cert"), key: Buffer.from("key") };
    expect(connect({ DOCKER_HOST: "tcp://h:2376", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: folder }).options).toEqual(expected);
    expect(connect({ DOCKER_HOST: "https://h", DOCKER_CERT_PATH: folder }).options).toEqual(expected);
    expect(connect({ DOCKER_HOST: "tcp://h:2375", DOCKER_TLS_VERIFY: "" }).options).toEqual({ protocol: "http", host: "h", port: 2375 });
  });

  it.each<[string, NodeJS.ProcessEnv, Files, RegExp, RegExp]>([
    ["ssh with a password", { DOCKER_HOST: "ssh://me:secret@far" }, {}, /is of a kind that the gate does not speak/, /ssh:\/\/USER@HOST:PORT, without a password/],
    ["ssh in a context, with an option for a host", { DOCKER_CONTEXT: "s" }, contextFiles("s", "ssh://-oProxyCommand=x"), /does not speak/, /ssh:\/\/USER@HOST/],
    ["a named pipe", { DOCKER_HOST: "npipe:////./pipe/docker_engine" }, {}, /does not speak/, /unix:\/\/, tcp:\/\/ or ssh:\/\//],
    ["a context that is not there", { DOCKER_CONTEXT: "none" }, {}, /The Docker context "none" cannot be read/, /docker context ls/],
    ["a context that is no JSON", { DOCKER_CONTEXT: "bad" }, { [`contexts/meta/${idOf("bad")}/meta.json`]: "{" }, /"bad" cannot be read/, /docker context ls/],
  ])("refuses %s and says what to do", (_name, environment, files, message, remedy) => {
    const failure = failureOf(() => connect(environment, files));
    expect(failure.kind).toBe("engine-unreachable");
    expect(failure.message).toMatch(message);
    expect(failure.remedy).toMatch(remedy);
  });
});
