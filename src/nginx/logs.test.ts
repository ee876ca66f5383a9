import { describe, expect, it } from "vitest";
import { instrument } from "./instrument.ts";
import { parseAccessLog, parseErrorLog, parseStartErrors } from "./logs.ts";

describe("error log", () => {
  it("takes a connect error apart", () => {
    const text =
      '2026/01/02 03:04:05 [error] 29#29: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 172.18.0.1, server: example.com, request: "GET /a, b HTTP/1.1", upstream: "http://172.18.0.2:8080/a", host: "example.com"';
    expect(parseErrorLog(`${text}\n`)).toEqual([
      {
        level: "error",
        connection: 7,
        message: "connect() failed",
        errno: 111,
        action: "connecting to upstream",
        server: "example.com",
        request: "GET /a, b HTTP/1.1",
        upstream: "http://172.18.0.2:8080/a",
        host: "example.com",
        text,
      },
    ]);
  });

  it("keeps a record together that spans lines, and one that was cut", () => {
    const log =
      '2026/01/02 03:04:05 [error] 1#1: *1 FastCGI sent in stderr: "PHP message: a\nb" while reading response header from upstream, client: 1.1.1.1, server: , request: "GET / HTTP/1.1", upstream: "fastcgi://1.1.1.2:9000", host: "x"\n2026/01/02 03:04:06 [error] 1#1: *2 upstream timed out (110: Operation timed out) while connecting to upstream, client: 1.1.1.1, server: , request: "GET /aaaa\n';
    expect(parseErrorLog(log)).toMatchObject([
      { message: 'FastCGI sent in stderr: "PHP message: a\nb"', upstream: "fastcgi://1.1.1.2:9000" },
      { errno: 110, action: "connecting to upstream", connection: 2 },
    ]);
  });

  it("reads resolver records without a connection", () => {
    expect(parseErrorLog("2026/01/02 03:04:05 [error] 9#9: send() failed (111: Connection refused) while resolving, resolver: 127.0.0.11:53\n")).toMatchObject([
      { errno: 111, action: "resolving, resolver: 127.0.0.11:53" },
    ]);
  });
});

describe("start errors", () => {
  it("joins the two forms and takes the place off", () => {
    const text =
      '2026/01/02 03:04:05 [emerg] 1#1: host not found in upstream "web" in /etc/nginx/conf.d/default.conf:5\nnginx: [emerg] host not found in upstream "web" in /etc/nginx/conf.d/default.conf:5\n';
    expect(parseStartErrors(text)).toEqual([{ level: "emerg", message: 'host not found in upstream "web"', file: "/etc/nginx/conf.d/default.conf", line: 5 }]);
  });

  it("keeps messages without a place", () => {
    expect(parseStartErrors('nginx: [emerg] no "events" section in configuration\n')).toEqual([{ level: "emerg", message: 'no "events" section in configuration' }]);
  });
});

describe("access log", () => {
  it("splits attempts and passes over other lines", () => {
    const line =
      '{"connection":"4","port":"50312","server":"_","host":"x","request":"GET / HTTP/1.1","status":"502","time":"0.001","addr":"10.0.0.1:80, 10.0.0.2:80","upstream":"502, 502","connect":"-, -","header":"-, -","response":"0.000, 0.001"}';
    expect(parseAccessLog(`junk\n${line}\n{"connection":broken\n`)).toMatchObject([
      { connection: 4, remotePort: 50312, status: 502, upstreamAddr: ["10.0.0.1:80", "10.0.0.2:80"], headerTime: ["-", "-"], bytesReceived: [] },
    ]);
  });
});

describe("instrumentation", () => {
  const options = { isMain: true, hasLimits: false, version: [1, 25, 0] };
  it("adds on lines that stand, and touches nothing else", () => {
    const text = "user x;\nhttp {\n  access_log /a.log;\n  server {\n    access_log\n off;\n    error_log /b.log crit;\n    location / { proxy_pass http://a; }\n  }\n}\n";
    const changed = instrument(text, options);
    expect(changed.split("\n")).toHaveLength(text.split("\n").length);
    expect(changed).toMatch(/^error_log \/upstream-gate\/error\.log info; user x;\nhttp \{ log_format upstream_gate_json [^\n]*}';\n {2}access_log \/a\.log; access_log \/upstream-gate/);
    expect(changed).toContain(
      "    access_log /upstream-gate/access.log upstream_gate_json;\n\n    error_log /b.log crit; error_log /upstream-gate/error.log info;\n    location / { proxy_pass http://a; }\n  }\n}\n",
    );
  });

  it("leaves a broken configuration as it is, and a fragment without logs too", () => {
    expect(instrument("http { ;", options)).toBe("http { ;");
    expect(instrument("server { listen 80; }", { ...options, isMain: false })).toBe("server { listen 80; }");
  });

  it("uses only variables that the version has", () => {
    expect(instrument("http { }", { isMain: true, hasLimits: true })).not.toContain("limit_req_status");
    expect(instrument("http { }", { ...options, hasLimits: true })).toContain("$limit_req_status");
  });
});
