import { describe, expect, it } from "vitest";
import { loadConfig } from "./config.ts";
import { fileLevels, formatFile, instrument, type InstrumentOptions } from "./instrument.ts";

const main: InstrumentOptions = { isMain: true, level: "main" };
const included: InstrumentOptions = { isMain: false, level: "http" };
const change = (text: string, options: InstrumentOptions): string => instrument(Buffer.from(text), options).toString();

const access = "access_log /upstream-gate/access.log upstream_gate_json;";
const errors = "error_log /upstream-gate/error.log info;";

describe("instrument", () => {
  it("adds on lines that stand, and touches nothing else", () => {
    const text = "user x;\nhttp {\n  access_log /a.log;\n  server {\n    access_log\n off;\n    error_log /b.log crit;\n    location / { proxy_pass http://a; }\n  }\n}\n";
    expect(change(text, main)).toBe(
      `${errors} user x;\nhttp { include /upstream-gate/format.conf;\n  access_log /a.log; ${access}\n  server {\n    ${access}\n\n    error_log /b.log crit; ${errors}\n    location / { proxy_pass http://a; }\n  }\n}\n`,
    );
  });

  it("logs for a configuration that has no log of its own, once", () => {
    expect(change("events {}\nhttp {\n}\n", main)).toBe(`${errors} events {}\nhttp { include /upstream-gate/format.conf; ${access}\n}\n`);
  });

  it("leaves a broken configuration as it is, and a fragment without logs too", () => {
    for (const [text, options] of [
      ["http { ;", main],
      ["server { listen 80; }", included],
    ] as const) {
      expect(change(text, options)).toBe(text);
    }
  });

  it("is not put twice over a file that stands in a volume", () => {
    const once = change("events {}\nhttp { access_log /a.log; }\n", main);
    expect(change(once, main)).toBe(once);
  });

  it("reaches each level that silences the outer ones: if, limit_except, nested locations", () => {
    const text =
      "location /a {\n  error_log /dev/null crit;\n  if ($slow) {\n    access_log off;\n  }\n  limit_except GET {\n    access_log /x combined;\n  }\n  location /a/b {\n    access_log 'off';\n  }\n}\n";
    expect(change(text, included)).toBe(
      `location /a {\n  error_log /dev/null crit; ${errors}\n  if ($slow) {\n    ${access}\n  }\n  limit_except GET {\n    access_log /x combined; ${access}\n  }\n  location /a/b {\n    ${access}\n  }\n}\n`,
    );
  });

  it("gives `stream` and `mail` no access log: their formats are others", () => {
    const text = "stream {\n  access_log /s.log basic;\n  error_log /e.log;\n  server { access_log off; }\n}\nmail {\n  error_log /m.log;\n}\n";
    expect(change(text, main)).toBe(`${errors} stream {\n  access_log /s.log basic;\n  error_log /e.log; ${errors}\n  server { access_log off; }\n}\nmail {\n  error_log /m.log; ${errors}\n}\n`);
    expect(change("access_log /s.log basic;\nerror_log /e.log;\n", { isMain: false, level: "stream" })).toBe(`access_log /s.log basic;\nerror_log /e.log; ${errors}\n`);
  });

  it("takes no row of a map or a block of another module for a log", () => {
    const text = "http {\n  access_log /a.log;\n  map $uri $x { access_log 1; error_log 2; }\n}\nrtmp { access_log off; error_log /r.log; }\n";
    expect(change(text, main)).toBe(
      `${errors} http { include /upstream-gate/format.conf;\n  access_log /a.log; ${access}\n  map $uri $x { access_log 1; error_log 2; }\n}\nrtmp { access_log off; error_log /r.log; }\n`,
    );
  });

  it("leaves nginx to complain of an `off` with more words", () => {
    expect(change("access_log off main;\n", included)).toBe(`access_log off main; ${access}\n`);
  });

  it("keeps bytes that are no UTF-8, quoted names, and comments that name a directive", () => {
    const text = Buffer.from('# é access_log\nadd_header X "caf\xe9";\n"access_log" # access_log off;\n off; # ü\n', "latin1");
    expect(instrument(text, included).toString("latin1")).toBe(`# é access_log\nadd_header X "caf\xe9";\n${access}\n # ü\n`);
  });
});

describe("formatFile", () => {
  it("uses only variables that the version has", () => {
    expect(formatFile({ hasLimits: true })).not.toContain("limit_req_status");
    expect(formatFile({ hasLimits: true, version: [1, 25, 0] })).toContain("$limit_req_status");
    expect(formatFile({ hasLimits: false, version: [1, 25, 0] })).not.toContain("$limit_req_status");
  });

  it("does not ask for JSON where nginx cannot write it", () => {
    expect(formatFile({ hasLimits: false, version: [1, 10, 3] })).not.toContain("escape=json");
    expect(formatFile({ hasLimits: false })).toContain("escape=json");
  });
});

describe("fileLevels", () => {
  const levels = (files: Readonly<Record<string, string>>): Record<string, string> => {
    const list = (folder: string): string[] => Object.keys(files).filter((path) => path.slice(0, path.lastIndexOf("/")) === folder);
    const config = loadConfig("/n/nginx.conf", { read: (path) => files[path], list }, true);
    return Object.fromEntries(fileLevels(config, (path) => files[path]));
  };

  it("tells where each file stands", () => {
    expect(
      levels({
        "/n/nginx.conf": "include modules/*.conf;\nhttp {\n include http.d/*;\n map $a $b { include rows; }\n}\nstream { include stream.d/*; }\n",
        "/n/modules/a.conf": "worker_processes 1;\n",
        "/n/http.d/a": "server { include snippets/off; }\n",
        "/n/snippets/off": "access_log off;\n",
        "/n/rows": "error_log 1;\n",
        "/n/stream.d/a": "server { access_log off; }\n",
      }),
    ).toEqual({ "/n/nginx.conf": "main", "/n/modules/a.conf": "main", "/n/http.d/a": "http", "/n/snippets/off": "http", "/n/stream.d/a": "stream" });
  });

  it("names nothing when the file with `http` is broken, and the rest when another is", () => {
    expect(levels({ "/n/nginx.conf": "http {\n include a;\n sendfile on\n}\n", "/n/a": "access_log off;" })).toEqual({});
    expect(Object.keys(levels({ "/n/nginx.conf": "http {\n include a;\n include b;\n}\n", "/n/a": "access_log off;", "/n/b": "server { listen 80 }" }))).toContain("/n/a");
  });
});
