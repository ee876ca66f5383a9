import { describe, expect, it } from "vitest";
import { inputsFor, lines, makeWorkspace } from "../../test/helpers/repository.ts";
import type { Plan } from "../model/plan.ts";
import type { Port } from "../model/units.ts";
import { planDockerfile } from "./dockerfile/plan.ts";
import { throughPublished } from "./listeners.ts";

function planOf(...servers: readonly string[]): Plan {
  const workspace = makeWorkspace({ Dockerfile: "FROM node:22\n", "nginx.conf": lines(...servers) });
  return planDockerfile(inputsFor(workspace.root), workspace);
}

const server = (...head: readonly string[]): string => `server { ${head.join(" ")} location / { proxy_pass http://app:1; } }`;
const asked = (...head: readonly string[]): string[] =>
  planOf(server(...head)).probes.map(({ name, inside, proxyProtocol }) => [name, ...(inside === undefined ? [] : [`inside ${inside}`]), ...(proxyProtocol === true ? ["PROXY"] : [])].join(" "));

describe("listeners", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["every port of a server, the plain one first", ["listen 443 ssl;", "listen 80;", "listen 8080;"], ["http://localhost/", "http://localhost:8080/", "https://localhost/"]],
    ["one request for a port with two addresses", ["listen 80;", "listen [::]:80;"], ["http://localhost/"]],
    ["TLS first where plain requests are sent elsewhere", ["listen 80;", "listen 443 ssl;", "if ($scheme = http) { return 301 https://$host; }"], ["https://localhost/", "http://localhost/"]],
    ["no HTTP/3", ["listen 443 quic;", "listen 443 ssl;"], ["https://localhost/"]],
    ["the loopback from inside", ["listen 127.0.0.1:8081;"], ["http://localhost:8081/ inside 127.0.0.1"]],
    ["localhost from inside", ["listen localhost:8081;"], ["http://localhost:8081/ inside 127.0.0.1"]],
    ["IPv6 alone from inside", ["listen [::]:80;"], ["http://localhost/ inside ::1"]],
    ["IPv6 that takes IPv4 too from outside", ["listen [::]:80 ipv6only=off;"], ["http://localhost/"]],
    ["the PROXY protocol", ["listen 8080 proxy_protocol;"], ["http://localhost:8080/ PROXY"]],
    ["a listener without the PROXY protocol first", ["listen 8080 proxy_protocol;", "listen 81;"], ["http://localhost:81/", "http://localhost:8080/ PROXY"]],
    ["the first of a range of ports", ["listen 8080-8082;"], ["http://localhost:8080/"]],
  ])("asks %s", (_name, head, expected) => {
    expect(asked(...head)).toEqual(expected);
  });

  it("are asked as clients reach them where their port is published", () => {
    const { probes } = planOf(server("listen 127.0.0.1:8081;"), server("listen [::]:82;", "server_name b.test;"));
    const published = throughPublished(probes, [{ target: 8081 as Port }]);
    expect(published.map(({ port, inside }) => [port, inside])).toEqual([
      [8081, undefined],
      [82, "::1"],
    ]);
  });

  it("takes what one server says of a socket for all that share it", () => {
    const planned = planOf(server("listen 443 ssl proxy_protocol;", "server_name a.test;"), server("listen 443;", "server_name b.test;"));
    expect(planned.probes.map(({ name, proxyProtocol }) => [name, proxyProtocol])).toEqual([
      ["https://a.test/", true],
      ["https://b.test/", true],
    ]);
  });

  it.each<[string, string, string]>([
    ["a socket", "listen unix:/run/x.sock;", "location / is not asked: its server listens on no TCP port"],
    ["HTTP/3 alone", "listen 443 quic;", "location / is not asked: its server listens on no TCP port"],
    ["an address of the deployment", "listen 203.0.113.9:80;", "location / is not asked: its server listens on 203.0.113.9:80 alone, an address that CI does not have"],
  ])("says why it does not ask: %s", (_name, listen, expected) => {
    const planned = planOf(server(listen));
    expect(planned.probes).toEqual([]);
    expect(planned.notes.map((note) => note.text)).toContain(expected);
  });
});
