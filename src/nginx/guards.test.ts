import { describe, expect, it } from "vitest";
import { lines } from "../../test/helpers/repository.ts";
import type { Location, RepoPath } from "../model/location.ts";
import type { Guard } from "../model/proxy.ts";
import { guardsOn } from "../plan/guards.ts";
import { loadConfig } from "./config.ts";
import { guardedServers } from "./guards.ts";
import { readLimits } from "./limits.ts";
import type { PlaceOf } from "./place.ts";
import { readServers } from "./servers.ts";

const placeOf: PlaceOf = (_file, line) => ({ at: { path: "n.conf" as RepoPath, line } });
const flag: Location = { path: "web/Dockerfile" as RepoPath, line: 3 };

function load(...text: readonly string[]): ReturnType<typeof loadConfig> {
  return loadConfig("/n.conf", { read: (path) => (path === "/n.conf" ? lines(...text) : undefined), list: () => [] });
}

/** What stands on the way of a path through the first server of an `http` block. */
function guards(path: string, ...http: readonly string[]): Guard[] {
  const config = load("http {", ...http, "}");
  const { blocks } = readServers(config, placeOf);
  const [server] = guardedServers(config, blocks, { placeOf, fileAt: (each) => (each === "/srv/closed" ? flag : undefined) });
  return server ? guardsOn(server, path) : [];
}

const brief = (found: readonly Guard[]): string[] =>
  found.map((each) => `${each.kind} ${each.status} :${each.at?.line}${each.condition === undefined ? "" : ` if ${each.condition}`} ${each.holds ?? "?"}`);

describe("guards", () => {
  it("are nothing where nginx answers nothing of the kind itself", () => {
    const config = load("http {", "server { location / { proxy_pass http://a; } return 301 /x; }", "}");
    const { blocks } = readServers(config, placeOf);
    expect(guardedServers(config, blocks, { placeOf, fileAt: () => undefined })[0]).not.toHaveProperty("guards");
  });

  it("are the server's, then the location's, in their order", () => {
    expect(brief(guards("/a", "server {", "if ($x) { return 503; }", "location / {", "return 502;", "}", "}"))).toEqual(["return 503 :3 if $x ?", "return 502 :5 true"]);
  });

  it("do not reach into a location from the one around it", () => {
    expect(guards("/a/b", "server {", "location /a { return 503; location /a/b { proxy_pass http://a; } }", "}")).toEqual([]);
  });

  it("are those of where try_files hands over, and its own last resort", () => {
    const server = ["server {", "location / { try_files $uri @app; }", "location @app { return 503; }", "location /f { try_files $uri =503; }", "}"];
    expect(brief(guards("/", ...server))).toEqual(["return 503 :4 true"]);
    expect(brief(guards("/f", ...server))).toEqual(["try_files 503 :5 if there is no file $uri ?"]);
    expect(brief(guards("/", "server { location / { try_files $uri /x; } location /x { try_files $uri /; } }"))).toEqual([]);
  });

  it.each<[string, readonly string[], boolean | undefined, number | undefined]>([
    ["-f /srv/closed", [], true, 3],
    ["!-f /srv/closed", [], false, undefined],
    ["-f /srv/other", [], undefined, undefined],
    ["-f $document_root/closed", ["root /srv;"], true, 3],
    ["$closed", ["set $closed 1;"], true, 3],
    ["$closed", ["set $closed 0;"], false, undefined],
    ["$closed = on", ["set $closed off;", "if ($arg_x) { set $closed on; }"], undefined, 4],
    ["$closed != off", ["set $closed on;"], true, 3],
    ["$closed ~* ^(on|yes)$", ["set $closed YES;"], true, 3],
    ["$http_x_key = secret", [], undefined, undefined],
  ])("know whether `if (%s)` holds after %j", (condition, before, holds, line) => {
    const [guard] = guards("/", "server {", ...before, `if (${condition}) { return 503; }`, "}");
    expect([guard?.condition, guard?.holds, guard?.switchAt?.line]).toEqual([condition, holds, line]);
  });

  it("know the row of a map that closes the site", () => {
    const [guard] = guards("/", "map $host $closed {", "default 0;", "shop.test 1;", "}", "server { if ($closed) { return 503; } }");
    expect([guard?.holds, guard?.switchAt?.line]).toEqual([undefined, 4]);
  });

  it("are the limits of the innermost level that has any, with their status", () => {
    const http = [
      "limit_req zone=all;",
      "limit_req_status 529;",
      "server {",
      "limit_conn peers 4;",
      "location /login { limit_req zone=login burst=5 nodelay; }",
      "location / { limit_req zone=pages; }",
      "}",
    ];
    const short = (path: string): unknown[] => guards(path, ...http).map((each) => [each.kind, each.zone, each.status, each.burst, each.isWide]);
    expect(short("/login")).toEqual([
      ["limit_conn", "peers", 503, undefined, true],
      ["limit_req", "login", 529, 5, undefined],
    ]);
    expect(short("/x")).toEqual([
      ["limit_conn", "peers", 503, undefined, true],
      ["limit_req", "pages", 529, 0, true],
    ]);
  });
});

describe("limits", () => {
  it("are read with their numbers and the text that gives them", () => {
    const config = load(
      "worker_rlimit_nofile 2048;",
      "events { worker_connections 64; }",
      "http {",
      "limit_req_zone $binary_remote_addr zone=a:1m rate=2r/s;",
      "limit_req_zone $binary_remote_addr zone=b:1m rate=6r/m;",
      "upstream x { server a:80 max_conns=3; server b:80; }",
      "}",
    );
    expect(readLimits(config, placeOf).map(({ kind, name, value, text, at }) => [kind, name, value, text, at.line])).toEqual([
      ["worker_rlimit_nofile", undefined, 2048, "2048", 1],
      ["worker_connections", undefined, 64, "64", 2],
      ["limit_req_zone", "a", 120, "rate=2r/s", 4],
      ["limit_req_zone", "b", 6, "rate=6r/m", 5],
      ["max_conns", "a:80", 3, "max_conns=3", 6],
    ]);
  });

  it("are left out where no file of the project has them", () => {
    expect(readLimits(load("events { worker_connections 64; }"), () => ({}))).toEqual([]);
  });
});
