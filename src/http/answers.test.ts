import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { sendRequest, type HttpAnswer } from "./client.ts";

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** What comes of a request to a server that does this with each connection. */
async function answerOf(serve: (socket: Socket) => void, timeoutMs = 5000): Promise<HttpAnswer> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => serve(socket));
  });
  servers.push(server);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  return sendRequest({ method: "GET", scheme: "http", address: "127.0.0.1", port, host: "localhost", path: "/", timeoutMs });
}

describe("an answer", () => {
  it("has the size of its head, byte for byte", async () => {
    const head = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n";
    const answer = await answerOf((socket) => socket.end(`${head}no`));
    expect(answer).toMatchObject({ ok: true, status: 404, body: "no", headerBytes: head.length, headers: { "set-cookie": "a=1, b=2" } });
  });

  it("may have a head larger than any proxy takes, of which the start is kept", async () => {
    const answer = await answerOf((socket) => socket.end(`HTTP/1.1 200 OK\r\nLink: ${"x".repeat(100_000)}\r\nContent-Length: 0\r\n\r\n`));
    expect(answer).toMatchObject({ ok: true, status: 200, headerBytes: 100_046 });
    expect(answer.headers?.["link"]).toHaveLength(4096);
  });

  it.each([
    ["is shorter than announced", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"],
    ["lacks its last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"],
  ])("that %s is broken off, with what came", async (_name, text) => {
    expect(await answerOf((socket) => socket.end(text))).toMatchObject({ ok: false, status: 200, error: "closed", body: "half" });
  });

  it.each([
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n"],
    ["no status line", "hello\r\n"],
  ])("with %s is not HTTP", async (_name, text) => {
    const answer = await answerOf((socket) => socket.end(text));
    expect(answer).toMatchObject({ ok: false, error: "not-http" });
    expect(answer.status).toBeUndefined();
  });

  it("that stands still in the middle until the time is up is broken off", async () => {
    const answer = await answerOf((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"), 200);
    expect(answer).toMatchObject({ ok: false, status: 200, error: "timed-out" });
  });

  it("that still flows when the time is up is an answer", async () => {
    const answer = await answerOf((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      const timer = setInterval(() => socket.write("2\r\non\r\n"), 20);
      socket.on("close", () => clearInterval(timer));
    }, 200);
    expect(answer).toMatchObject({ ok: true, status: 200 });
  });

  it("that never begins has timed out", async () => {
    expect(await answerOf(() => undefined, 100)).toMatchObject({ ok: false, error: "timed-out" });
  });
});
