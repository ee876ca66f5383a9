import { once } from "node:events";
import net from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { sendRequest } from "./client.ts";

const servers: net.Server[] = [];

/** A server that keeps what it is sent and answers it with 204. */
async function listening(): Promise<{ readonly port: number; readonly heard: () => string }> {
  let heard = "";
  const server = net.createServer((socket) => {
    socket.on("data", (data) => {
      heard += data.toString("latin1");
      if (heard.includes("\r\n\r\n")) socket.end("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as net.AddressInfo).port, heard: () => heard };
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe("sendRequest", () => {
  const request = { method: "GET", scheme: "http" as const, address: "127.0.0.1", host: "a.test", path: "/", timeoutMs: 5000 };

  it("sends a PROXY line first where one is wanted, with the connection's own addresses", async () => {
    const { port, heard } = await listening();
    const answer = await sendRequest({ ...request, port, proxyProtocol: true });
    expect(answer).toMatchObject({ ok: true, status: 204 });
    expect(heard()).toMatch(new RegExp(`^PROXY TCP4 127\\.0\\.0\\.1 127\\.0\\.0\\.1 ${answer.localPort} ${port}\r\nGET / HTTP/1\\.1\r\n`));
  });

  it("sends none otherwise", async () => {
    const { port, heard } = await listening();
    await sendRequest({ ...request, port });
    expect(heard()).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
  });
});
