import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCertificate } from "../../src/certificates/make.ts";
import { findPlugin } from "../../src/docker/cli.ts";
import { docker, requireEngine } from "../helpers/engine.ts";
import { root } from "../helpers/render-docs.ts";
import { runTool, type ToolResult } from "../helpers/tool.ts";

/** What a run says, whatever the way to the engine. */
interface Answer {
  readonly code: number;
  readonly verdict: string;
  readonly findings: readonly { readonly cause: string; readonly confidence: string; readonly location: { readonly path: string; readonly line: number } | null }[];
  readonly statuses: readonly (number | null)[];
}

const scratch = mkdtempSync(join(tmpdir(), "upstream-gate-remote-"));
const socket = /^unix:\/\/(.+)$/.exec(process.env["DOCKER_HOST"] ?? "")?.[1] ?? "/var/run/docker.sock";
const cli = join(root, "dist", "cli.js");
const servers: Server[] = [];
let address: string;
let safeAddress: string;

beforeAll(async () => {
  await requireEngine();
  address = await listen(createServer(passOn));
  const authority = makeCertificate({ names: ["authority"], kind: "ec", isAuthority: true });
  const own = makeCertificate({ names: ["127.0.0.1"], kind: "ec", issuer: authority });
  const client = makeCertificate({ names: ["client"], kind: "ec", issuer: authority });
  for (const [name, text] of Object.entries({ ca: authority.certificate, cert: client.certificate, key: client.key })) writeFileSync(join(scratch, `${name}.pem`), text);
  safeAddress = await listen(createTlsServer({ cert: own.certificate, key: own.key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true }, passOn));
});

/** Passes bytes on between a client and the engine. */
function passOn(client: Socket): void {
  const engine = connect(socket);
  client.pipe(engine).pipe(client);
  for (const [one, other] of [
    [client, engine],
    [engine, client],
  ] as const)
    one.once("error", () => other.destroy()).once("close", () => other.destroy());
}

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(scratch, { recursive: true, force: true });
});

function answerOf({ code, out, err }: ToolResult): Answer {
  if (!out.startsWith("{")) throw new Error(`no report: ${out}${err}`);
  const { verdict, findings, probes } = JSON.parse(out) as { verdict: string; findings: Answer["findings"]; probes: { via: string; status: number | null; trial: string }[] };
  const statuses = probes.filter((probe) => probe.via === "proxy").map((probe) => probe.status);
  return { code, verdict, findings: findings.map(({ cause, confidence, location }) => ({ cause, confidence, location: location && { path: location.path, line: location.line } })), statuses };
}

async function check(project: string, env: NodeJS.ProcessEnv): Promise<Answer> {
  return answerOf(await runTool(process.execPath, [cli, "check", join(root, "examples", project), "--format", "json"], { env }));
}

/** A folder of the docker client's with a context that is the current one. */
function contextFolder(host: string): string {
  const folder = join(scratch, "docker");
  const meta = join(folder, "contexts", "meta", createHash("sha256").update("far").digest("hex"), "meta.json");
  mkdirSync(dirname(meta), { recursive: true });
  writeFileSync(meta, JSON.stringify({ Name: "far", Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } }));
  writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: "far" }));
  return folder;
}

/** As a container job of a workflow does it: the gate in a container on a network of its own, with the engine's socket and nothing else of the host. */
async function checkInContainer(project: string): Promise<Answer> {
  const command = ["node", "/gate/cli.js", "check", "/work", "--format", "json"];
  const created = await runTool(docker, ["create", "--volume", `${socket}:/var/run/docker.sock`, "node:22-slim", ...command]);
  const container = created.out.trim();
  if (created.code !== 0) throw new Error(created.err);
  try {
    const tools = (["buildx", "compose"] as const).map((name) => [findPlugin(name, process.env).program, `/usr/libexec/docker/cli-plugins/docker-${name}`] as const);
    const plugins = join(scratch, "plugins", "docker", "cli-plugins");
    mkdirSync(plugins, { recursive: true });
    for (const [program, target] of tools) writeFileSync(join(plugins, target.slice(target.lastIndexOf("/") + 1)), readFileSync(program), { mode: 0o755 });
    for (const [from, to] of [
      [dirname(cli), "/gate"],
      [join(root, "examples", project), "/work"],
      [join(scratch, "plugins", "docker"), "/usr/libexec/docker"],
    ] as const) {
      const copied = await runTool(docker, ["cp", from, `${container}:${to}`]);
      if (copied.code !== 0) throw new Error(copied.err);
    }
    return answerOf(await runTool(docker, ["start", "--attach", container]));
  } finally {
    await runTool(docker, ["rm", "--force", container]);
  }
}

/** The folder of an `ssh` that runs on this machine what it is to run on the other one. */
function sshFolder(): string {
  const folder = join(scratch, "ssh");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "ssh"), '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift 2\nunset DOCKER_HOST\nexec "$@"\n', { mode: 0o755 });
  return folder;
}

const ways: readonly (readonly [string, (project: string) => Promise<Answer>])[] = [
  ["the engine's own socket", (project) => check(project, {})],
  ["an engine behind TCP, whose containers are out of reach", (project) => check(project, { DOCKER_HOST: address })],
  ["a context of the docker client", (project) => check(project, { DOCKER_HOST: "", DOCKER_CONFIG: contextFolder(address) })],
  ["ssh", (project) => check(project, { DOCKER_HOST: "ssh://me@far:2222", PATH: `${sshFolder()}:${process.env["PATH"] ?? ""}` })],
  ["a container job", checkInContainer],
];

describe.each(ways)("through %s", (_name, run) => {
  it("a sound project passes", async () => {
    expect(await run("compose-fixed")).toEqual({ code: 0, verdict: "pass", findings: [], statuses: [200] });
  });

  it("a broken project fails of the same cause, proven", async () => {
    const answer = await run("compose-502");
    expect(answer).toMatchObject({ code: 1, verdict: "fail", findings: [{ cause: "port-mismatch", confidence: "proven", location: { path: "nginx/app.conf", line: 6 } }] });
    expect([answer.statuses[0], answer.statuses.at(-1)]).toEqual([502, 200]);
  });
});

it("an engine that asks for certificates is spoken to over TLS, and without them not at all", async () => {
  const answer = await check("compose-fixed", { DOCKER_HOST: safeAddress, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: scratch });
  expect(answer).toEqual({ code: 0, verdict: "pass", findings: [], statuses: [200] });
  const refused = await check("compose-fixed", { DOCKER_HOST: safeAddress, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: join(scratch, "none") });
  expect([refused.code, refused.verdict]).toEqual([3, "error"]);
});
