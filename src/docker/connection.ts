import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { Agent } from "node:https";
import { homedir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { failure } from "../model/failure.ts";
import { SshAgent, sshArguments } from "./ssh.ts";

/** Where the engine is, and how to speak to it. */
export interface Connection {
  readonly options: Docker.DockerOptions;
  /** As the docker client writes it: `unix:///var/run/docker.sock`. */
  readonly host: string;
}

/** What a context of the docker client says. */
interface Context {
  readonly host: string;
  /** The folder with its certificates. */
  readonly certificates?: string;
  readonly isUnverified: boolean;
}

/**
 * Where the engine is, as the docker client finds it: DOCKER_HOST, DOCKER_CONTEXT, the current context, the usual sockets. Throws a Failure
 * for a context that is not there and an address of a kind that is not spoken.
 */
export function connectionOptions(environment: NodeJS.ProcessEnv): Connection {
  const given = environment["DOCKER_HOST"] || undefined;
  const context = given === undefined ? currentContext(environment) : undefined;
  const host = given ?? context?.host ?? defaultSocket(environment);
  const unix = /^unix:\/\/(.+)$/.exec(host);
  if (unix) return { options: { socketPath: unix[1] ?? "" }, host };
  const ssh = sshArguments(host);
  if (ssh) {
    const options = { protocol: "http" as const, host: "docker", port: 80, agent: new SshAgent(ssh, environment) };
    return { options, host };
  }
  const remote = /^(tcp|https?):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(host);
  if (!remote) throw unspoken(host);
  const tls = context ? contextTls(context, remote[1] ?? "") : environmentTls(environment, remote[1] ?? "");
  return { options: { ...tls, host: (remote[2] ?? "").replace(/^\[|\]$/g, ""), port: Number(remote[3] ?? (tls.protocol === "https" ? 2376 : 2375)) }, host };
}

function unspoken(host: string): Error {
  return failure("engine-unreachable", `The Docker address ${host} is of a kind that the gate does not speak.`, {
    remedy: host.startsWith("ssh://") ? "Write it as ssh://USER@HOST:PORT, without a password." : "Use a unix://, tcp:// or ssh:// address.",
  });
}

/** TLS by DOCKER_TLS_VERIFY or https://; certificates from DOCKER_CERT_PATH. */
function environmentTls(environment: NodeJS.ProcessEnv, scheme: string): Docker.DockerOptions {
  const isVerified = Boolean(environment["DOCKER_TLS_VERIFY"]);
  if (!isVerified && scheme !== "https") return { protocol: "http" };
  return { protocol: "https", ...certificatesIn(environment["DOCKER_CERT_PATH"] || configFolder(environment)) };
}

function contextTls({ certificates, isUnverified }: Context, scheme: string): Docker.DockerOptions {
  if (certificates === undefined && !isUnverified && scheme !== "https") return { protocol: "http" };
  const files = certificates === undefined ? {} : certificatesIn(certificates);
  return { protocol: "https", ...files, ...(isUnverified ? { agent: new Agent({ rejectUnauthorized: false }) } : {}) };
}

function certificatesIn(folder: string): Pick<Docker.DockerOptions, "ca" | "cert" | "key"> {
  const read = (name: "ca" | "cert" | "key"): Pick<Docker.DockerOptions, "ca" | "cert" | "key"> => {
    const path = join(folder, `${name}.pem`);
    return existsSync(path) ? { [name]: readFileSync(path) } : {};
  };
  return { ...read("ca"), ...read("cert"), ...read("key") };
}

/** undefined for the default one, which is the environment's. */
function currentContext(environment: NodeJS.ProcessEnv): Context | undefined {
  const name = environment["DOCKER_CONTEXT"] || configuredContext(environment);
  if (name === undefined || name === "default") return undefined;
  const id = createHash("sha256").update(name).digest("hex");
  const folder = join(configFolder(environment), "contexts");
  const { Endpoints } = (readJson(join(folder, "meta", id, "meta.json")) ?? {}) as { Endpoints?: { docker?: { Host?: unknown; SkipTLSVerify?: unknown } } };
  const host = Endpoints?.docker?.Host;
  if (typeof host !== "string" || host === "")
    throw failure("engine-unreachable", `The Docker context "${name}" cannot be read.`, { remedy: "docker context ls lists those that there are; DOCKER_CONTEXT=default takes none." });
  const certificates = join(folder, "tls", id, "docker");
  return { host, isUnverified: Endpoints?.docker?.SkipTLSVerify === true, ...(existsSync(certificates) ? { certificates } : {}) };
}

function configuredContext(environment: NodeJS.ProcessEnv): string | undefined {
  const { currentContext: name } = (readJson(join(configFolder(environment), "config.json")) ?? {}) as { currentContext?: unknown };
  return typeof name === "string" && name !== "" ? name : undefined;
}

function configFolder(environment: NodeJS.ProcessEnv): string {
  return environment["DOCKER_CONFIG"] || join(environment["HOME"] || homedir(), ".docker");
}

/** undefined for a file that is not there or is no JSON. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as unknown;
  } catch {
    return undefined;
  }
}

function defaultSocket(environment: NodeJS.ProcessEnv): string {
  const runtime = environment["XDG_RUNTIME_DIR"];
  const candidates = ["/var/run/docker.sock", ...(runtime ? [join(runtime, "docker.sock")] : []), join(homedir(), ".docker/run/docker.sock"), join(homedir(), ".docker/desktop/docker.sock")];
  return `unix://${candidates.find((path) => existsSync(path)) ?? "/var/run/docker.sock"}`;
}
