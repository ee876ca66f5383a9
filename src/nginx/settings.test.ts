import { describe, expect, it } from "vitest";
import type { RepoPath } from "../model/location.ts";
import type { Route } from "../model/proxy.ts";
import { loadConfig } from "./config.ts";
import type { PlaceOf } from "./place.ts";
import { readServers } from "./servers.ts";

const placeOf: PlaceOf = (file, line, column, length) => ({ at: { path: file.slice(1) as RepoPath, line, column, text: "the line" }, span: { line, column, length } });

/** The routes of an http block. */
function routesOf(text: string): readonly Route[] {
  const config = loadConfig("/n.conf", { read: (path) => (path === "/n.conf" ? `events {}\nhttp {\n${text}\n}\n` : undefined), list: () => [] });
  return readServers(config, placeOf).routes;
}

describe("settings of a route", () => {
  it("are those of the innermost block that has the directive, of the pass's own family", () => {
    const [first] = routesOf("proxy_ssl_verify on;\ngrpc_ssl_verify off;\nserver {\n listen 80;\n location / {\n proxy_ssl_name a;\n proxy_pass https://app:1;\n}\n}");
    expect(first?.settings?.map(({ name, values, isInherited }) => [name, values, isInherited])).toEqual([
      ["proxy_ssl_name", ["a"], undefined],
      ["proxy_ssl_verify", ["on"], true],
    ]);
    expect(routesOf("server { location / { proxy_pass http://app:1; } }")[0]?.settings).toBeUndefined();
  });

  it("tell no value of a header that may be a secret, nor its line", () => {
    const [first] = routesOf(
      'server {\n proxy_set_header X-Key "s3cr3t";\n proxy_set_header X-Real-IP $remote_addr;\n proxy_set_header Connection "Upgrade";\n location / { proxy_pass http://app:1; }\n}',
    );
    expect(first?.settings?.map((setting) => setting.values)).toEqual([["X-Key"], ["X-Real-IP", "$remote_addr"], ["Connection", "Upgrade"]]);
    expect(first?.settings?.[0]?.at).toEqual({ path: "n.conf", line: 4 });
  });
});

describe("addresses with variables", () => {
  it("take $scheme for that of the server's listeners", () => {
    expect(routesOf("server { listen 443 ssl; location / { proxy_pass $scheme://app:1; } }")[0]).toMatchObject({ scheme: "https", targets: [{ host: "app", port: 1 }] });
    expect(routesOf("server { listen 80; listen 443 ssl; location / { proxy_pass $scheme://app:1; } }")[0]).toMatchObject({ scheme: "http" });
  });

  it("keep the place of host and port in a row of a map", () => {
    const [first] = routesOf("map $uri $to {\n ~^/a  left:81;\n default right:82;\n}\nserver { location / { proxy_pass http://$to; } }");
    expect(first?.targets).toMatchObject([
      { host: "left", port: 81, hostSpan: { line: 4, column: 8, length: 4 }, portSpan: { line: 4, column: 13, length: 2 } },
      { host: "right", port: 82, portSpan: { line: 5, column: 16 } },
    ]);
  });

  it("know the host beside a part of the URI that only a request tells, and then no URI", () => {
    const [first] = routesOf("server { location ~ ^/(?<rest>.*) { set $up http://app:1; proxy_pass $up/q/$rest; } }");
    expect(first).toMatchObject({ targets: [{ host: "app", port: 1 }] });
    expect(first?.uri).toBeUndefined();
    expect(routesOf("server { location / { proxy_pass http://$http_x:1/a; } }")[0]?.targets).toEqual([]);
  });
});
