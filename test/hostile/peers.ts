import net from "node:net";
import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { sendRequest, type HttpAnswer, type HttpRequest } from "../../src/http/client.ts";
import { requestUpgrade } from "../../src/http/upgrade.ts";
import type { Attack, Attacks } from "./attack.ts";

/** Sends one request to a peer that does with the connection what it likes. */
async function asked(
  serve: (socket: net.Socket) => void,
  send: typeof sendRequest = sendRequest,
  changes: Partial<HttpRequest> = {},
): Promise<{ answer: HttpAnswer; tookMs: number; connections: number }> {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    socket.on("error", () => undefined);
    socket.once("data", () => serve(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  const started = performance.now();
  try {
    const answer = await send({ method: "GET", scheme: "http", address: "127.0.0.1", port, host: "a", path: "/", timeoutMs: 1500, ...changes });
    return { answer, tookMs: performance.now() - started, connections };
  } finally {
    server.close();
  }
}

/** Writes as fast as it is taken, until the other side has had enough. */
function flood(socket: net.Socket, chunk: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", more);
  more();
}

function trickle(socket: net.Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 50);
  socket.on("close", () => clearInterval(timer));
}

function attack(what: string, naive: string, serve: (socket: net.Socket) => void, judge: (answer: HttpAnswer) => void): Attack {
  return {
    what,
    naive,
    holds: async () => {
      const before = process.memoryUsage().rss;
      const { answer, tookMs, connections } = await asked(serve);
      judge(answer);
      expect(tookMs).toBeLessThan(4000);
      expect(connections).toBe(1);
      expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
      expect(JSON.stringify(answer).length).toBeLessThan(1024 * 1024);
    },
  };
}

const head = "HTTP/1.1 200 OK\r\n";

export const peers: Attacks = {
  title: "answers",
  attacks: [
    attack(
      "a body of gigabytes",
      "read it to its end",
      (socket) => {
        socket.write(`${head}Content-Length: 99999999999\r\n\r\n`);
        flood(socket, Buffer.alloc(65_536, "x"));
      },
      (answer) => expect([answer.status, answer.body?.length]).toEqual([200, 2048]),
    ),
    attack(
      "a body that comes a byte at a time",
      "wait for its end",
      (socket) => {
        socket.write(`${head}Content-Length: 1000000\r\n\r\n`);
        trickle(socket, "x");
      },
      (answer) => expect(answer.status).toBe(200),
    ),
    attack(
      "headers that come a byte at a time",
      "wait for their end",
      (socket) => {
        socket.write(head);
        trickle(socket, "X");
      },
      (answer) => expect(answer.ok ? "" : answer.error).toBe("timed-out"),
    ),
    attack(
      "headers without end",
      "keep them all",
      (socket) => {
        socket.write(head);
        flood(socket, Buffer.from(`X-A: ${"y".repeat(1000)}\r\n`));
      },
      (answer) => expect(answer.ok).toBe(false),
    ),
    attack(
      "one header of many kilobytes",
      "keep it whole in evidence and report",
      (socket) => {
        socket.end(`${head}X-A: ${"y".repeat(200_000)}\r\nContent-Length: 0\r\n\r\n`);
      },
      (answer) => expect(answer.headers?.["x-a"]?.length).toBe(4096),
    ),
    attack(
      "a redirect to itself",
      "follow it for ever",
      (socket) => socket.end("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
      (answer) => expect(answer.status).toBe(302),
    ),
    attack(
      "a redirect to the cloud's metadata address",
      "follow it and print the answer",
      (socket) => socket.end("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/\r\nContent-Length: 0\r\n\r\n"),
      (answer) => expect(answer.status).toBe(302),
    ),
    attack(
      "a compressed body that unpacks to a gigabyte",
      "unpack it",
      (socket) => {
        const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
        socket.end(Buffer.concat([Buffer.from(`${head}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`), bomb]));
      },
      (answer) => expect([answer.status, (answer.body?.length ?? 0) <= 2048]).toEqual([200, true]),
    ),
    attack(
      "informational answers without end",
      "wait for the last one",
      (socket) => trickle(socket, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
      (answer) => expect(answer.ok).toBe(false),
    ),
    attack(
      "chunks whose size is a lie",
      "trust it",
      (socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx\r\n0\r\n\r\n`),
      (answer) => expect(answer.ok).toBe(false),
    ),
    attack(
      "bytes that are no HTTP at all",
      "wait for it, or fail",
      (socket) => socket.end(Buffer.alloc(100_000, Buffer.from([0, 255, 13, 27]))),
      (answer) => expect(answer.ok ? "" : answer.error).toBe("not-http"),
    ),
    attack(
      "silence",
      "wait for ever",
      () => undefined,
      (answer) => expect(answer.ok ? "" : answer.error).toBe("timed-out"),
    ),
    {
      what: "the same floods in answer to a WebSocket",
      naive: "read it to its end",
      holds: async () => {
        const { answer, tookMs } = await asked((socket) => flood(socket, Buffer.from(`X-A: ${"y".repeat(1000)}\r\n`)), requestUpgrade);
        expect([answer.ok, tookMs < 3000]).toEqual([false, true]);
      },
    },
    {
      what: "a line end in a path or a header of the project's",
      naive: "send a second request of the attacker's",
      holds: async () => {
        let heard = "";
        await asked(
          (socket) => {
            socket.end("HTTP/1.1 400 Bad\r\n\r\n");
          },
          async (request, dial) => {
            const spy: typeof dial = async (address, port, signal) => {
              const socket = net.connect({ host: address, port, signal });
              const write = socket.write.bind(socket);
              socket.write = ((chunk: string | Buffer, ...rest: never[]) => {
                heard += String(chunk);
                return write(chunk, ...rest);
              }) as typeof write;
              return Promise.resolve(socket);
            };
            return requestUpgrade({ ...request, path: "/a HTTP/1.1\r\nX: y\r\n\r\nGET /b", headers: { "x-b": "1\r\nX-C: 2" } }, spy);
          },
        );
        expect(heard.match(/\r\n\r\n/g)?.length).toBe(1);
        expect(heard).not.toMatch(/^(?:X-C|GET \/b)/m);
      },
    },
  ],
};
