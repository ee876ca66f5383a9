import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { observeProxy } from "../../src/boot/proxy-config.ts";
import { specificationOf } from "../../src/boot/specification.ts";
import { connectEngine } from "../../src/docker/dockerode-engine.ts";
import type { Engine } from "../../src/docker/engine.ts";
import { newRun, objectName } from "../../src/docker/labels.ts";
import { fileEntry, packArchive, unpackArchive } from "../../src/docker/tar.ts";
import type { AccessRecord, NginxError } from "../../src/model/evidence.ts";
import { accessLogPath, logFolder } from "../../src/nginx/instrument.ts";
import { parseAccessLog, parseErrorLog } from "../../src/nginx/logs.ts";
import { proxyPlan, service } from "../helpers/evidence.ts";
import { requireEngine } from "../helpers/engine.ts";

const folder = join(import.meta.dirname, "identity");
const source = (name: string): Buffer => readFileSync(join(folder, name));
const configuration: readonly (readonly [string, Buffer])[] = [
  ["/etc/nginx/nginx.conf", source("nginx.conf")],
  ["/etc/nginx/conf.d/default.conf", source("default.conf")],
  ["/etc/nginx/silent.inc", source("silent.inc")],
  ["/etc/nginx/users", source("users")],
];

const run = newRun();
const network = objectName(run, "net-default");
const containers: string[] = [];
const volumes: string[] = [];
let engine: Engine;

const asked = ["/", "/index.html", "/missing", "/50x.html", "/assets/index.html", "/no-etag/index.html", "/tried/nowhere", "/tried-code/nowhere", "/teapot", "/text", "/moved", "/absolute"]
  .concat(["/closed", "/mapped?kind=special", "/inherits", "/own-header", "/always", "/not-always", "/replaced", "/kept", "/named", "/rewritten/text", "/rewrite-redirect/a", "/members"])
  .concat(["/read-only", "/guarded", "/silent", "/dead", "/dead-page", "/denied", "/if", "/if?quiet=1", "/no-keepalive", "/echo?a=1&b=%20", "/echo11/x", "/length", "/chunked", "/big"])
  .concat(["/stream", "/cookies", "/redirect", "/error", "/intercepted", "/conditional", "/json", "/substituted", "/hidden"]);

const plainRequest = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: site.test\r\nConnection: close\r\n\r\n`;

/** Name → bytes sent on one connection. */
const requests: ReadonlyMap<string, string> = new Map([
  ...asked.map((path) => [`GET ${path}`, plainRequest(path)] as const),
  ...asked.map((path) => [`GET ${path} HTTP/1.0`, `GET ${path} HTTP/1.0\r\nHost: site.test\r\n\r\n`] as const),
  ...asked.map((path) => [`HEAD ${path}`, `HEAD ${path} HTTP/1.1\r\nHost: site.test\r\nConnection: close\r\n\r\n`] as const),
  ...["/assets/index.html", "/length", "/big"].map((path) => [`range ${path}`, plainRequest(path).replace("\r\n\r\n", "\r\nRange: bytes=5-20\r\n\r\n")] as const),
  ...["/json", "/assets/index.html"].map((path) => [`gzip ${path}`, plainRequest(path).replace("\r\n\r\n", "\r\nAccept-Encoding: gzip\r\n\r\n")] as const),
  ["if-none-match", plainRequest("/conditional").replace("\r\n\r\n", '\r\nIf-None-Match: "v1"\r\n\r\n')],
  ["if-modified-since", plainRequest("/assets/index.html").replace("\r\n\r\n", "\r\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n\r\n")],
  ["password", plainRequest("/members").replace("\r\n\r\n", "\r\nAuthorization: Basic cmVhZGVyOnNlY3JldA==\r\n\r\n")],
  ["post", "POST /echo HTTP/1.1\r\nHost: site.test\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello"],
  ["post chunked", "POST /echo HTTP/1.1\r\nHost: site.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"],
  ["post refused", "POST /read-only HTTP/1.1\r\nHost: site.test\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"],
  ["post guarded", "POST /guarded HTTP/1.1\r\nHost: site.test\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"],
  ["post too large", `POST /echo HTTP/1.1\r\nHost: site.test\r\nConnection: close\r\nContent-Length: 2000\r\n\r\n${"x".repeat(2000)}`],
  ["upgrade", "GET /socket HTTP/1.1\r\nHost: site.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\nping"],
  ["two on one connection", `GET /text HTTP/1.1\r\nHost: site.test\r\n\r\n${plainRequest("/inherits")}`],
  ["another host", plainRequest("/text").replace("site.test", "other.test:80")],
  ["no host", "GET /text HTTP/1.1\r\n\r\n"],
  ["not HTTP", "\x16\x03\x01 hello\r\n\r\n"],
]);

/** What one connection gives back, to its end. */
function send(address: string, bytes: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(80, address, () => socket.write(bytes, "latin1"));
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no end of the answer to ${bytes.slice(0, 60)}`)));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject).on("end", () => resolve(Buffer.concat(chunks)));
  });
}

/** The bytes with what the clock decides made equal: the values of Date and Expires, and where a body is cut into chunks. Nothing else. */
function settled(response: Buffer): string {
  const text = response.toString("latin1").replace(/^(Date|Expires): .*$/gm, "$1: (time)");
  return /^Transfer-Encoding: chunked\r$/m.test(text) ? text.replace(/\r\n[\da-f]+\r\n(?!\r\n)/g, "") : text;
}

async function container(image: string, files: readonly (readonly [string, Buffer])[], name: string, command?: readonly string[]): Promise<string> {
  const attachments = [{ network: "default", aliases: [name] }];
  const specification = specificationOf(service(name, { attachments, ...(command ? { command: { value: command } } : {}) }), {
    run,
    image,
    generation: containers.length,
    isProxy: command === undefined,
  });
  for (const { volume } of specification.mounts ?? []) {
    await engine.createVolume(volume, run.labels);
    volumes.push(volume);
  }
  const id = await engine.create(specification);
  containers.push(id);
  await engine.upload(id, "/", await packArchive(files.map(([path, content]) => fileEntry(path, content))));
  return id;
}

/** Waits until nginx answers, and gives its address. */
async function started(id: string): Promise<string> {
  await engine.start(id);
  const { addresses } = await engine.inspect(id);
  const address = Object.values(addresses)[0] ?? "";
  for (const deadline = performance.now() + 20_000; ;) {
    const isUp = await send(address, plainRequest("/closed")).then(
      () => true,
      () => false,
    );
    if (isUp) return address;
    if (performance.now() > deadline) throw new Error("nginx does not answer");
  }
}

interface Answers {
  readonly responses: ReadonlyMap<string, string>;
  readonly access: readonly AccessRecord[];
  readonly errors: readonly NginxError[];
  readonly files: ReadonlyMap<string, string>;
}

/** Boots nginx, after `prepare` did something to its created container, and asks everything once, one request after the other. */
async function answersOf(prepare: (id: string) => Promise<void>): Promise<Answers> {
  const id = await container("nginx:stable", configuration, "web");
  await prepare(id);
  const files = await configurationOf(id);
  const address = await started(id);
  const responses = new Map<string, string>();
  for (const [name, bytes] of requests) responses.set(name, settled(await send(address, bytes)));
  const archive = await engine.download(id, logFolder);
  const logs = archive ? await unpackArchive(archive) : [];
  const log = (name: string): string => logs.map((entry) => (entry.kind === "file" && entry.path.endsWith(name) ? entry.content.toString("utf8") : "")).join("");
  await engine.remove(id);
  return { responses, access: parseAccessLog(log("access.log")), errors: parseErrorLog(log("error.log")), files };
}

async function configurationOf(id: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [path] of configuration) {
    const [entry] = await unpackArchive((await engine.download(id, path)) ?? Buffer.alloc(0));
    if (entry?.kind === "file") files.set(path, entry.content.toString("latin1"));
  }
  return files;
}

const observe = async (id: string): Promise<void> => void (await observeProxy(engine, id, proxyPlan({ main: "/etc/nginx/nginx.conf", files: [] }), service("web"), { NGINX_VERSION: "1.26.3" }));

/** Names of the requests that two runs answered differently. */
function differing(one: Answers, other: Answers): string[] {
  return [...one.responses].filter(([name, response]) => other.responses.get(name) !== response).map(([name]) => name);
}

let plain: Answers;
let observed: Answers;

beforeAll(async () => {
  await requireEngine();
  engine = await connectEngine(process.env);
  await engine.createNetwork(network, { internal: false, labels: run.labels });
  await engine.start(await container("node:22-slim", [["/backend.cjs", source("backend.cjs")]], "backend", ["node", "/backend.cjs"]));
  plain = await answersOf(() => Promise.resolve());
  observed = await answersOf(observe);
});

afterAll(async () => {
  for (const id of containers) await engine.remove(id);
  for (const volume of volumes) await engine.removeVolume(volume);
  await engine.removeNetwork(network);
});

describe("nginx with our logs", () => {
  it("answers with the same bytes as without, headers included", () => {
    expect(requests.size).toBeGreaterThan(150);
    for (const [name, response] of plain.responses) expect(observed.responses.get(name), name).toBe(response);
    expect(plain.responses.get("upgrade")).toMatch(/^HTTP\/1\.1 101 [^]*echo ping$/);
    expect([...new Set([...plain.responses.values()].map((response) => response.slice(9, 12)))].toSorted()).toEqual(
      ["", "101", "200", "202", "206", "301", "302", "304", "400", "401", "403", "404", "413", "418", "502", "503"].toSorted(),
    );
  });

  it("has no directive more but the logs, and no line more", () => {
    const ours = [/error_log \/upstream-gate\/error\.log info;/g, / ?include \/upstream-gate\/format\.conf;/g];
    for (const [path, text] of plain.files) {
      const changed = observed.files.get(path) ?? "";
      const words = (each: string): string[] => each.split(/\s+/).filter((word) => word !== "");
      const without = ours.reduce((rest, pattern) => rest.replace(pattern, " "), changed).replaceAll(`access_log ${accessLogPath} upstream_gate_json;`, " ");
      expect(words(without), path).toEqual(words(text.replaceAll("access_log off;", " ")));
      expect(changed.split("\n").length, path).toBe(text.split("\n").length);
    }
    expect(observed.files.get("/etc/nginx/nginx.conf")).not.toBe(plain.files.get("/etc/nginx/nginx.conf"));
  });

  it("records every request, also where the project logs nothing, and why each dead end was one", () => {
    const recorded = (path: string): AccessRecord[] => observed.access.filter((record) => record.request.split(" ")[1] === path);
    for (const path of asked) expect(recorded(path).length, path).toBeGreaterThanOrEqual(3);
    for (const path of ["/dead", "/silent", "/dead-page"]) {
      for (const { connection, upstreamStatus, headerTime } of recorded(path)) {
        expect([upstreamStatus, headerTime]).toEqual([["502"], ["-"]]);
        expect(
          observed.errors.filter((error) => error.connection === connection && error.errno === 111),
          path,
        ).toHaveLength(1);
      }
    }
    const info = observed.errors.filter((error) => error.level === "info").map((error) => error.message);
    expect(info).toContainEqual(expect.stringContaining("client sent invalid"));
    expect(plain.access).toEqual([]);
  });

  it("would be found out if it added a header", async () => {
    const withDirective = (directive: string) => async (id: string) => {
      await observe(id);
      const text = (await configurationOf(id)).get("/etc/nginx/nginx.conf") ?? "";
      await engine.upload(id, "/", await packArchive([fileEntry("/etc/nginx/nginx.conf", Buffer.from(text.replace("http {", `http { ${directive}`), "latin1"))]));
    };
    const changed = differing(plain, await answersOf(withDirective("add_header X-Upstream-Gate 1;")));
    expect(changed).toEqual(expect.arrayContaining(["GET /inherits", "HEAD /length", "GET / HTTP/1.0"]));
    // a level with headers of its own does not inherit it
    expect(changed).not.toContain("GET /own-header");
  });
});
