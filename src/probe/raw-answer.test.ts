import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { direct, plan, proxied, proxyPlan, route, target } from "../../test/helpers/evidence.ts";
import type { Environment } from "../boot/environment.ts";
import type { NginxError, ProbeResult, RawAnswer } from "../model/evidence.ts";
import type { Route } from "../model/proxy.ts";
import { withRawAnswers } from "./raw-answer.ts";

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

const senseless: NginxError = { level: "error", message: 'upstream sent invalid header: "A\\x20..."', action: "reading response header from upstream", text: "" };

interface Asked {
  readonly answers: readonly RawAnswer[];
  readonly requests: readonly string[];
}

/** Asks a server that sends this text; its proxy is down, so that it is dialled from here. */
async function ask(text: string, errors: readonly NginxError[], given: { route?: Partial<Route>; nginx?: string } = {}): Promise<Asked> {
  const requests: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (data) => {
      requests.push(data.toString());
      socket.end(text, "latin1");
    });
  });
  servers.push(server);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  const environment = {
    plan: plan({ proxy: proxyPlan({ routes: [route([target("app", port)], given.route)] }) }),
    proxy: { isRunning: false, imageConfig: { variables: { NGINX_VERSION: given.nginx ?? "1.27.5" } } },
    running: () => ({ isDown: false }),
    engine: {},
  };
  const asked: ProbeResult = { ...direct({ status: 200 }, port), target: { service: "app", address: "127.0.0.1", port } };
  const results = await withRawAnswers(environment as unknown as Environment, [proxied(502), asked], errors);
  return { answers: results.flatMap(({ raw }) => raw ?? []), requests };
}

describe("a raw answer", () => {
  it("is what the address sends, byte for byte, with the size of its body", async () => {
    const { answers } = await ask("HTTP/1.1 200 OK\r\nA B: \xe9\r\n\r\nbody", [senseless]);
    expect(answers).toMatchObject([{ httpVersion: "1.0", head: "HTTP/1.1 200 OK\r\nA B: \xe9\r\n\r\nbody", bodyBytes: 4, ended: "closed" }]);
  });

  it("is kept from its start, however long it is", async () => {
    const { answers } = await ask(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(9000)}`, [senseless]);
    expect([answers[0]?.head.length, answers[0]?.bodyBytes]).toEqual([4096, 9000]);
  });

  it.each([
    [{}, "GET / HTTP/1.0"],
    [{ nginx: "1.29.7" }, "GET / HTTP/1.1"],
    [{ nginx: "1.29.6-alpine" }, "GET / HTTP/1.0"],
    [{ route: { tuning: [{ name: "proxy_http_version", args: ["1.1"], depth: 0 }] } }, "GET / HTTP/1.1"],
  ])("is asked for as nginx asks: %j", async (given, line) => {
    expect((await ask("", [senseless], given)).requests[0]?.split("\r\n")[0]).toBe(line);
  });

  it("is asked for with the Host that nginx sends, and no line end of a file's can add a header", async () => {
    const { requests } = await ask("", [senseless], { route: { sendsHost: "api.example.com\r\nX-Bad: 1" } });
    expect(requests[0]?.split("\r\n").slice(1, 3)).toEqual(["Host: api.example.comX-Bad: 1", "Connection: close"]);
  });

  it.each<[string, readonly NginxError[]]>([
    ["nothing was wrong with an answer", []],
    ["the address closed before it answered", [{ ...senseless, message: "upstream prematurely closed connection" }]],
    ["nginx gave up", [{ ...senseless, message: "upstream timed out", errno: 110 }]],
  ])("is not asked for when %s", async (_name, errors) => {
    expect(await ask("", errors)).toEqual({ answers: [], requests: [] });
  });

  it("is asked for when an answer was lost in the middle", async () => {
    expect((await ask("x", [{ ...senseless, message: "upstream prematurely closed connection", action: "reading upstream" }])).answers).toHaveLength(1);
  });
});
