import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import net, { type AddressInfo } from "node:net";
import tls from "node:tls";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dialDirectly } from "./client.ts";
import { httpStatus, showBytes, speeches, type Question } from "./dialects.ts";
import { listen, speak, type Peer } from "./exchange.ts";
import { shakeHands } from "./handshake.ts";
import { requestUpgrade } from "./upgrade.ts";

const question: Question = { method: "GET", path: "/list?page=2", host: "shop.example.com" };
const limit = 2000;
const open: (net.Server | http.Server)[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function peerOf(server: net.Server | http.Server): Promise<Peer> {
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { dial: dialDirectly, address: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

/** A server that says `answer` once it has heard something, and closes. */
const answering = (answer: Buffer | string): net.Server => net.createServer((socket) => void socket.on("error", () => undefined).once("data", () => socket.end(answer)));

describe("speak", () => {
  it("knows an HTTP server by its status", async () => {
    const peer = await peerOf(http.createServer((request, response) => void response.writeHead(418).end(request.url)));
    expect(await speak(peer, speeches.http, question, limit)).toMatchObject({ said: "http", outcome: "understood", status: 418 });
  });

  it("knows HTTP/2 without TLS, which does not understand HTTP/1.1", async () => {
    const peer = await peerOf(http2.createServer() as unknown as net.Server);
    expect(await speak(peer, speeches.http2, question, limit)).toMatchObject({ outcome: "understood" });
    expect(await speak(peer, speeches.http, question, limit)).toMatchObject({ outcome: "otherwise" });
  });

  it.each([
    ["fastcgi", Buffer.from([1, 10, 0, 0, 0, 0, 0, 0])],
    ["uwsgi", "HTTP/1.1 200 OK\r\n\r\n"],
    ["scgi", "Content-Type: text/plain\r\nStatus: 200 OK\r\n\r\n"],
    ["redis", "+PONG\r\n"],
    ["memcached", "VERSION 1.6.38\r\n"],
    ["postgres", "N"],
  ] as const)("knows an answer in %s", async (said, answer) => {
    const peer = await peerOf(answering(answer));
    expect(await speak(peer, speeches[said], question, limit)).toMatchObject({ said, outcome: "understood" });
  });

  it("takes a line with a colon for no SCGI, and an HTTP answer for no FastCGI", async () => {
    const peer = await peerOf(answering("ERR: unknown command\r\n"));
    expect(await speak(peer, speeches.scgi, question, limit)).toMatchObject({ outcome: "otherwise", heard: "ERR: unknown command\\r\\n" });
    expect((await speak(await peerOf(answering("HTTP/1.1 400 Bad Request\r\n\r\n")), speeches.fastcgi, question, limit)).outcome).toBe("otherwise");
  });

  it("tells closing, silence and refusal apart", async () => {
    const closing = await peerOf(net.createServer((socket) => void socket.once("data", () => socket.destroy())));
    const silent = await peerOf(net.createServer((socket) => void socket.on("error", () => undefined).resume()));
    expect((await speak(closing, speeches.http, question, limit)).outcome).toBe("closed");
    expect((await speak(silent, speeches.http, question, 200)).outcome).toBe("silent");
    expect((await speak({ ...closing, dial: () => Promise.reject(new Error("no")) }, speeches.http, question, limit)).outcome).toBe("unreachable");
  });

  it("keeps what it is told in bounds", async () => {
    const peer = await peerOf(answering("x".repeat(1_000_000)));
    expect((await speak(peer, speeches.http, question, limit)).heard?.length).toBe(160);
  });
});

describe("listen", () => {
  it("hears who speaks first, and nothing from who does not", async () => {
    const greeting = await peerOf(net.createServer((socket) => void socket.on("error", () => undefined).write("SSH-2.0-x\r\n")));
    expect(await listen(greeting, limit)).toEqual({ said: "nothing", outcome: "otherwise", heard: "SSH-2.0-x\\r\\n" });
    const mute = await peerOf(net.createServer((socket) => void socket.on("error", () => undefined).resume()));
    expect(await listen(mute, 150)).toEqual({ said: "nothing", outcome: "silent" });
  });
});

describe("messages", () => {
  const said = (dialect: keyof typeof speeches): Buffer => speeches[dialect].message(question);

  it("have the lengths that they announce", () => {
    const uwsgi = said("uwsgi");
    expect(uwsgi.readUInt16LE(1)).toBe(uwsgi.length - 4);
    const scgi = said("scgi").toString("latin1");
    expect(Number(scgi.split(":")[0])).toBe(scgi.length - scgi.indexOf(":") - 2);
    expect(scgi).toContain("REQUEST_URI\0/list?page=2\0PATH_INFO\0/list\0QUERY_STRING\0page=2\0");
    expect(said("fastcgi").length % 8).toBe(0);
  });

  it("are shown without control characters", () => {
    expect(showBytes(Buffer.from([0, 27, 13, 10, 0x41, 0xff]))).toBe("\\x00\\x1b\\r\\nA\\xff");
    expect(httpStatus(Buffer.from("HTTP/2 200"))).toBeUndefined();
  });
});

describe("shakeHands", () => {
  const folder = mkdtempSync(join(tmpdir(), "upstream-gate-peers-"));
  let pair: { key: Buffer; cert: Buffer };

  beforeAll(() => {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const names = "subjectAltName=DNS:shop.internal,IP:127.0.0.1";
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=shop", "-addext", names, "-keyout", key, "-out", cert];
    execFileSync("openssl", request, { stdio: "ignore" });
    pair = { key: readFileSync(key), cert: readFileSync(cert) };
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const secure = (options: tls.TlsOptions, answer = "HTTP/1.1 404 Not Found\r\n\r\n"): tls.Server =>
    tls.createServer({ ...pair, ...options }, (socket) => void socket.on("error", () => undefined).once("data", () => socket.end(answer))).on("tlsClientError", () => undefined);

  it("reads the certificate, the version and the answer to a request", async () => {
    const trial = await shakeHands(await peerOf(secure({ maxVersion: "TLSv1.2" })), "shop.internal", question, limit);
    expect(trial).toMatchObject({ serverName: "shop.internal", outcome: "accepted", version: "TLSv1.2", status: 404 });
    expect(trial.certificate).toMatchObject({ subject: "CN=shop", names: ["shop.internal", "127.0.0.1"], isSelfSigned: true });
  });

  it("is rejected without the name that the server wants, and by one that demands a certificate", async () => {
    const byName = await peerOf(secure({ key: undefined, cert: undefined, SNICallback: (name, done) => (name === "shop" ? done(null, tls.createSecureContext(pair)) : done(new Error("unknown"))) }));
    expect(await shakeHands(byName, undefined, question, limit)).toMatchObject({ outcome: "rejected", alert: 40 });
    expect(await shakeHands(byName, "shop", question, limit)).toMatchObject({ outcome: "accepted" });
    const demanding = await peerOf(secure({ requestCert: true, rejectUnauthorized: true }));
    expect((await shakeHands(demanding, undefined, question, limit)).status).toBeUndefined();
  });

  it("is no TLS where the answer is in clear, or none comes", async () => {
    expect((await shakeHands(await peerOf(answering("HTTP/1.1 400 Bad Request\r\n\r\n")), undefined, question, limit)).outcome).toBe("not-tls");
    expect((await shakeHands(await peerOf(net.createServer((socket) => void socket.once("data", () => socket.end()))), undefined, question, limit)).outcome).toBe("closed");
    expect((await shakeHands(await peerOf(net.createServer((socket) => void socket.on("error", () => undefined).resume())), undefined, question, 200)).outcome).toBe("silent");
  });
});

describe("requestUpgrade", () => {
  const request = async (server: net.Server | http.Server): ReturnType<typeof requestUpgrade> => {
    const { address, port } = await peerOf(server);
    return requestUpgrade({ method: "GET", scheme: "http", address, port, host: "chat.example.com", path: "/socket", timeoutMs: 1000 });
  };

  it("is answered 101 by a server that takes it", async () => {
    const server = http.createServer().on("upgrade", (asked: http.IncomingMessage, socket: net.Socket) => {
      socket.end(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${asked.headers.upgrade}\r\nX-Key: ${asked.headers["sec-websocket-key"]?.length}\r\n\r\n`);
    });
    expect(await request(server)).toMatchObject({ ok: true, status: 101, headers: { upgrade: "websocket", "x-key": "24" } });
  });

  it("has the status of a refusal, and an error where none comes", async () => {
    expect(await request(http.createServer((_asked, response) => void response.writeHead(404).end("no")))).toMatchObject({ ok: true, status: 404 });
    expect(await request(answering("SSH-2.0-x\r\n"))).toMatchObject({ ok: false, error: "not-http" });
    expect(await request(net.createServer((socket) => void socket.once("data", () => socket.destroy())))).toMatchObject({ ok: false, error: "closed" });
  });
});
