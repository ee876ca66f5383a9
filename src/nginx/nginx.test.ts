import { describe, expect, it } from "vitest";
import { loadConfig } from "./config.ts";
import { parseNginx } from "./parser.ts";
import { sampleOf, toExpression } from "./pcre.ts";
import { selectLocation, selectServer } from "./select.ts";
import type { PlaceOf } from "./place.ts";
import { readServers } from "./servers.ts";
import { renderTemplate, sourceColumn } from "./template.ts";
import type { RepoPath } from "../model/location.ts";

const filesOf = (files: Record<string, string>) => ({
  read: (path: string) => files[path],
  list: (folder: string) => Object.keys(files).filter((path) => path.slice(0, path.lastIndexOf("/")) === folder),
});
const placeOf: PlaceOf = (file, line, column, length) => ({ at: { path: file.slice(1) as RepoPath, line, column }, span: { line, column, length } });
const words = (text: string) => parseNginx(text, "f").directives.map((directive) => [directive.name, ...directive.args.map((arg) => arg.text)]);

describe("lexer and parser", () => {
  it.each([
    ["a b;", [["a", "b"]]],
    ["a /x#y it's a}b;", [["a", "/x#y", "it's", "a}b"]]],
    ['a "x y" \'p;q\' "";', [["a", "x y", "p;q", ""]]],
    ["a ${x}y $z{;", undefined],
    ["a ${x}y;", [["a", "${x}y"]]],
    ['a b\\ c \\d \\" \\;;', [["a", "b\\ c", "\\d", '"', "\\;"]]],
    ['if ($a = "b") { c; }', [["if", "($a", "=", "b", ")"]]],
    ['"root" /a;', [["root", "/a"]]],
    ["# only a comment", []],
  ])("reads %s", (text, expected) => {
    if (expected) expect(words(text)).toEqual(expected);
    else expect(parseNginx(text, "f").problem).toBeDefined();
  });

  it.each([
    ["a b", 'unexpected end of file, expecting ";" or "}"', 1],
    ["a {\n b;\n", 'unexpected end of file, expecting "}"', 3],
    ["a;\n}\n", 'unexpected "}"', 2],
    ["\n;", 'unexpected ";"', 2],
    ['a "b"c;', 'unexpected "c"', 1],
    ["types {\n a b;\n c { }\n}", 'unexpected "{"', 3],
    [`a "${"x".repeat(5000)}";`, 'too long parameter, probably missing terminating """ character', 1],
  ])("refuses %# as nginx does", (text, message, line) => {
    expect(parseNginx(text, "f").problem).toMatchObject({ message, line });
  });

  it("holds nginx's limit on words to the byte", () => {
    expect(parseNginx(`a "${"x".repeat(4094)}";`, "f").problem).toBeUndefined();
    expect(parseNginx(`a "${"x".repeat(4095)}";`, "f").problem).toBeDefined();
  });

  it("keeps lines, columns and the line of the terminator", () => {
    const [server] = parseNginx("server {\n  listen\n    80;\n}\n", "f").directives;
    expect(server).toMatchObject({ line: 1, endLine: 1, closeLine: 4 });
    expect(server?.block?.[0]).toMatchObject({ name: "listen", line: 2, endLine: 3 });
    expect(server?.block?.[0]?.args[0]).toMatchObject({ text: "80", line: 3, column: 5, length: 2 });
  });

  it("reads Lua blocks by Lua's rules", () => {
    const { directives, problem } = parseNginx('content_by_lua_block {\n  local s = "}" -- }\n  if x then { } end [[ } ]]\n}\na;\n', "f");
    expect(problem).toBeUndefined();
    expect(directives.map((directive) => [directive.name, directive.line])).toEqual([
      ["content_by_lua_block", 1],
      ["a", 5],
    ]);
  });

  it("follows includes relative to the main file, in byte order, without hidden files", () => {
    const config = loadConfig(
      "/etc/nginx/nginx.conf",
      filesOf({ "/etc/nginx/nginx.conf": "include conf.d/*.conf;\ninclude nope/*.conf;", "/etc/nginx/conf.d/b.conf": "b;", "/etc/nginx/conf.d/B.conf": "B;", "/etc/nginx/conf.d/.c.conf": "c;" }),
    );
    expect(config.directives.map((directive) => directive.name)).toEqual(["B", "b"]);
    expect(config.problem).toBeUndefined();
  });

  it("says where an include is that names no file, and ends on one that includes itself", () => {
    const absent = loadConfig("/n.conf", filesOf({ "/n.conf": "\ninclude /x.conf;" }));
    expect(absent.problem).toMatchObject({ file: "/n.conf", line: 2, message: 'open() "/x.conf" failed (2: No such file or directory)' });
    expect(loadConfig("/n.conf", filesOf({ "/n.conf": "include /n.conf;" })).problem).toBeDefined();
  });
});

describe("regular expressions", () => {
  it.each(["^/api/v\\d+/", "\\.php$", "^/(a|b)/(?<id>[0-9]{3,})$", "^~?/x", "(?i)\\.(png|jpe?g)$", "^/[^/]+/edit$", "^(?!/static).*$"])("finds a path for %s", (pattern) => {
    const sample = sampleOf(pattern);
    expect(sample).toBeDefined();
    expect(toExpression(pattern, false)?.test(sample ?? "")).toBe(true);
  });

  it("gives up on what it cannot match", () => {
    expect(sampleOf("(")).toBeUndefined();
    expect(sampleOf("^(?=a)b$")).toBeUndefined();
  });
});

describe("servers and routes", () => {
  const text = `
http {
  upstream app { server web:5000; server spare:5001 backup; }
  map $http_x $pick { default http://one:1; b http://two:2; }
  server {
    listen 80 default_server; listen [::]:443 ssl; server_name example.com *.example.org;
    location / { proxy_pass http://app; }
    location = /exact { proxy_pass http://web:8080/x; }
    location ~ \\.php$ { fastcgi_pass unix:/run/php.sock; }
    location /v { set $u "http://dyn:9000"; proxy_pass $u$request_uri; }
    location /m { proxy_pass $pick; }
    location /api/ { location /api/in/ { proxy_pass https://deep; } if ($arg_x) { proxy_pass http://iffy:1; } }
  }
}`;
  const model = readServers(loadConfig("/nginx.conf", filesOf({ "/nginx.conf": text })), placeOf);

  it("finds every pass with its targets", () => {
    const shown = model.routes.map((route) => [route.location, route.scheme, ...route.targets.map((target) => target.socket ?? `${target.host}:${target.port}`)]);
    expect(shown).toEqual([
      ["/", "http", "web:5000", "spare:5001"],
      ["= /exact", "http", "web:8080"],
      ["~ \\.php$", "fastcgi", "/run/php.sock"],
      ["/v", "http", "dyn:9000"],
      ["/m", "http", "one:1", "two:2"],
      ["/api/", "http", "iffy:1"],
      ["/api/in/", "https", "deep:443"],
    ]);
  });

  it("knows where a port is written", () => {
    expect(model.routes[1]?.targets[0]?.portSpan).toEqual({ line: 8, column: 47, length: 4 });
    expect(model.routes[0]?.targets[0]?.at?.line).toBe(3);
    expect(model.routes[3]?.targets[0]?.at?.line).toBe(10);
  });

  it("knows the resolver in effect, a port beside a variable, and the brackets of an address", () => {
    const dynamic = `http { resolver 9.9.9.9 valid=1s;
      server { location /a { set $h app; proxy_pass http://$h:8080/x; } location /b { resolver 127.0.0.11 [::1]:53; proxy_pass http://[::1]:3000; } } }`;
    const [a, b] = readServers(loadConfig("/nginx.conf", filesOf({ "/nginx.conf": dynamic })), placeOf).routes;
    expect([a?.resolver?.addresses, a?.resolver?.at?.line, b?.resolver?.addresses]).toEqual([["9.9.9.9"], 1, ["127.0.0.11", "[::1]:53"]]);
    expect(a?.targets[0]).toMatchObject({ host: "app", port: 8080, portAt: { line: 2 }, portSpan: { line: 2, length: 4 } });
    expect(b?.targets[0]).toMatchObject({ host: "::1", hostSpan: { line: 2, length: 5 } });
  });

  it("reads listen and server_name", () => {
    expect(model.blocks[0]?.server).toMatchObject({
      names: ["example.com", "*.example.org"],
      listens: [
        { port: 80, isDefault: true, tls: false },
        { address: "[::]", port: 443, tls: true },
      ],
    });
  });

  it("chooses locations as nginx does", () => {
    const pick = (path: string) => selectLocation(model.blocks[0]?.locations ?? [], path)?.pattern;
    expect([pick("/exact"), pick("/exact/"), pick("/api/in/x"), pick("/api/x.php"), pick("/zzz")]).toEqual(["/exact", "/", "/api/in/", "\\.php$", "/"]);
  });

  it("chooses servers as nginx does", () => {
    const listens = [{ address: "*", port: 80, tls: false, isDefault: false, proxyProtocol: false }];
    const servers = [["a.com"], ["*.b.com"], ["~^x\\d+$"], ["_"]].map((names) => ({ names, listens }));
    expect(["a.com", "q.b.com", "x12", "other"].map((host) => selectServer(servers, 80, host))).toEqual([0, 1, 2, 0]);
  });
});

describe("templates", () => {
  it("keeps undefined names as the official image does and maps columns back", () => {
    const rendered = renderTemplate("proxy_pass http://app:${PORT}$uri;", { PORT: { value: "8080" } }, { onlyDefined: true });
    expect(rendered.text).toBe("proxy_pass http://app:8080$uri;");
    expect(rendered.undefinedNames).toEqual([{ name: "uri", line: 1 }]);
    expect(sourceColumn(rendered.substitutions, 1, 23, 4).touched?.variable).toBe("PORT");
    expect(sourceColumn(rendered.substitutions, 1, 27, 4)).toEqual({ column: 30 });
  });

  it("wipes every variable when no list is given", () => {
    expect(renderTemplate("a $host;", {}, { onlyDefined: false }).text).toBe("a ;");
  });
});
