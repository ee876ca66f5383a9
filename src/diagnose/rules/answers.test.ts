import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, attempt, direct, evidence, log, plan, proxied, proxyPlan, proxyRecord, record, route, sockets, target, type Given } from "../../../test/helpers/evidence.ts";
import type { Evidence, NginxError, ProbeResult, RawAnswer } from "../../model/evidence.ts";
import type { Plan } from "../../model/plan.ts";
import type { Route, Tuning } from "../../model/proxy.ts";
import type { SourceFacts } from "../../model/source.ts";
import { parseErrorRecord } from "../../nginx/logs.ts";
import { roomFor } from "./response-header-too-big.ts";

function logged(message: string): NginxError {
  const parsed = parseErrorRecord(
    `2026/01/01 00:00:00 [error] 7#7: *5 ${message}, client: 10.0.0.1, server: localhost, request: "GET / HTTP/1.1", upstream: "http://10.0.0.2:8080/", host: "localhost"`,
  );
  if (!parsed) throw new Error("not a record");
  return parsed;
}

const passAt = { ...at("nginx/app.conf", 14, "    proxy_pass http://app:8080;"), column: 5 };
const passed = (changes: Partial<Route> = {}): Route => route([target()], { at: passAt, ...changes });
const through = (changes: Partial<Route>): Partial<Plan> => ({ proxy: proxyPlan({ routes: [passed(changes)] }) });
const tuned = (words: string, depth = 0): Tuning => {
  const [name = "", ...args] = words.split(" ");
  return { name, args, depth, at: { ...at("nginx/app.conf", 12, `    ${words};`), column: 5 }, span: { line: 12, column: 6 + name.length, length: words.length - name.length - 1 } };
};

/** nginx logged this about the only request, and this came of it. */
function loggedCase(message: string, results: readonly ProbeResult[], given: Given = {}): Evidence {
  const status = results[0]?.status ?? 9;
  return evidence({
    plan: { ...plan(), ...through({}) },
    ...given,
    facts: { proxy: proxyRecord({ version: "1.27.5", attempts: [attempt(status, "10.0.0.2:8080", status < 500)], errors: [logged(message)] }), probes: results, ...given.facts },
  });
}

const tooBig = "upstream sent too big header while reading response header from upstream";

describe("response-header-too-big", () => {
  const big: ProbeResult = { ...direct({ status: 200 }), headerBytes: 6574 };

  it("is the location, with the size that was measured and buffers that nginx accepts", () => {
    const finding = findingOf("response-header-too-big", loggedCase(tooBig, [proxied(502), big], { plan: through({ locationAt: at("nginx/app.conf", 13, "  location / {") }) }));
    expect(finding).toMatchObject({ confidence: "likely", title: "The response header has 6.4 KiB, proxy_buffer_size is one memory page, usually 4k" });
    expect(placeOf(finding)).toBe("nginx/app.conf:13");
    expect(finding.fix.edits).toEqual([{ path: "nginx/app.conf", startLine: 14, endLine: 14, replacement: "    proxy_pass http://app:8080;\n    proxy_buffer_size 16k;\n    proxy_buffers 8 16k;" }]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", edits: finding.fix.edits, services: [] });
  });

  it("is the directive where one sets the buffer", () => {
    const finding = findingOf("response-header-too-big", loggedCase(tooBig, [proxied(502), big], { plan: through({ tuning: [tuned("proxy_buffer_size 4k", 1)] }) }));
    expect([placeOf(finding), finding.related[0]?.at.line]).toEqual(["nginx/app.conf:12", 14]);
    expect(finding.fix.edits.map((edit) => edit.replacement)).toEqual(["    proxy_buffer_size 16k;\n    proxy_buffers 8 16k;"]);
  });

  it("does not name a size that would have fitted, and needs no direct answer", () => {
    expect(findingOf("response-header-too-big", loggedCase(tooBig, [proxied(502), { ...big, headerBytes: 300 }])).title).toBe("The response header does not fit proxy_buffer_size");
    const php = through({ directive: "fastcgi_pass", scheme: "fastcgi" });
    expect(findingOf("response-header-too-big", loggedCase(tooBig, [proxied(502)], { plan: php })).fix.text).toContain("`fastcgi_buffer_size 32k;` and `fastcgi_buffers 8 32k;`");
  });

  it("is not any other 502", () => {
    expect(fateOf("response-header-too-big", loggedCase("upstream prematurely closed connection while reading response header from upstream", [proxied(502)]))).toBe("ruled out");
  });

  it.each<[string, readonly string[], number | undefined, readonly string[]]>([
    ["nothing set", [], 6000, ["proxy_buffer_size 16k", "proxy_buffers 8 16k"]],
    ["a larger head", [], 20_000, ["proxy_buffer_size 64k", "proxy_buffers 8 64k"]],
    ["buffers that have the room", ["proxy_buffers 16 16k"], 6000, ["proxy_buffer_size 16k"]],
    ["many small buffers, and the busy size set", ["proxy_buffer_size 4k", "proxy_buffers 16 4k", "proxy_busy_buffers_size 8k"], undefined, ["proxy_buffer_size 32k", "proxy_busy_buffers_size 32k"]],
    ["two buffers", ["proxy_buffers 2 4k"], 6000, ["proxy_buffer_size 16k", "proxy_buffers 8 16k"]],
    ["a busy size that is large already", ["proxy_buffers 4 8k", "proxy_busy_buffers_size 16k"], 6000, ["proxy_buffer_size 16k"]],
    ["a size that was not enough", ["proxy_buffer_size 32k", "proxy_buffers 8 32k"], undefined, ["proxy_buffer_size 64k"]],
  ])("makes room with %s", (_name, present, measured, expected) => {
    expect(roomFor(passed({ tuning: present.map((words) => tuned(words)) }), measured).map(({ name, value }) => `${name} ${value}`)).toEqual(expected);
  });

  it("knows that grpc has one buffer alone", () => {
    expect(roomFor(passed({ directive: "grpc_pass" }), 6000)).toEqual([{ name: "grpc_buffer_size", value: "16k" }]);
  });
});

const gaveUp = "upstream timed out (110: Connection timed out) while reading response header from upstream";
const took = (durationMs: number, outcome: Pick<ProbeResult, "status"> | Pick<ProbeResult, "error"> = { status: 200 }): ProbeResult => ({ ...direct(outcome), durationMs });
const short = through({ tuning: [tuned("proxy_read_timeout 3s", 2)] });

describe("proxy-timeout-too-short", () => {
  it("is the directive when the app answers, later than that", () => {
    const finding = findingOf("proxy-timeout-too-short", loggedCase(gaveUp, [proxied(504), took(6100)], { plan: short }));
    expect(finding).toMatchObject({ confidence: "likely", title: "app answers after 6.1 s, nginx gives up after 3.0 s" });
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:12", "    proxy_read_timeout 15s;"]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", isDecisive: true });
  });

  it("is the pass when nginx's own 60 s are not enough", () => {
    const finding = findingOf("proxy-timeout-too-short", loggedCase(gaveUp, [proxied(504), took(65_000)]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:14", "    proxy_pass http://app:8080;\n    proxy_read_timeout 180s;"]);
    expect(finding.what).toContain("1 min 0 s, since nothing sets it");
  });

  it("is the variable where a template puts the timeout in", () => {
    const { span: _span, ...spanless } = tuned("proxy_read_timeout 3s");
    const from = { value: "3s", at: at("compose.yaml", 9, "      READ_TIMEOUT: 3s") };
    const finding = findingOf("proxy-timeout-too-short", loggedCase(gaveUp, [proxied(504), took(6100)], { plan: through({ tuning: [{ ...spanless, from }] }) }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement, finding.related.map((each) => each.at.line)]).toEqual(["compose.yaml:9", "      READ_TIMEOUT: 15s", [12, 14]]);
  });

  it.each<[string, readonly ProbeResult[], string]>([
    ["the app does not answer a direct request either", [proxied(504), took(60_000, { error: "timed-out" })], "unknown"],
    ["the app answers a direct request in time", [proxied(504), took(40)], "ruled out"],
    ["the app closes a direct request", [proxied(504), took(40, { error: "closed" })], "ruled out"],
  ])("is not found when %s", (_name, results, fate) => {
    expect(fateOf("proxy-timeout-too-short", loggedCase(gaveUp, results, { plan: short }))).toBe(fate);
  });

  it("says how long the app was given directly", () => {
    expect(becauseOf("proxy-timeout-too-short", loggedCase(gaveUp, [proxied(504), took(60_000, { error: "timed-out" })]))).toBe("asked directly, app:8080 did not answer within 1 min 0 s either");
  });

  it("is only possible where no direct request can be made, and left open when a trial could not decide", () => {
    const php = { directive: "fastcgi_pass", scheme: "fastcgi" } as const;
    const finding = findingOf("proxy-timeout-too-short", loggedCase(gaveUp, [proxied(504)], { plan: through({ ...php, tuning: [tuned("fastcgi_read_timeout 2")] }) }));
    expect(finding).toMatchObject({ confidence: "possible", fix: { edits: [{ replacement: "    fastcgi_read_timeout 30s;" }] } });
    expect(fateOf("proxy-timeout-too-short", loggedCase(gaveUp, [proxied(504)], { plan: through(php) }))).toBe("unknown");
  });

  it("is found in the middle of an answer that goes on when asked directly", () => {
    const cut = "upstream timed out (110: Operation timed out) while reading upstream";
    const finding = findingOf("proxy-timeout-too-short", loggedCase(cut, [proxied(200, { error: "closed" }), took(5000)], { plan: short }));
    expect(finding).toMatchObject({ confidence: "likely", fix: { edits: [{ replacement: "    proxy_read_timeout 30s;" }] } });
    expect(finding.what).toContain("in the middle");
  });

  it.each([
    ["upstream timed out (110: Connection timed out) while connecting to upstream", "proxy_connect_timeout"],
    ["upstream timed out (110: Connection timed out) while SSL handshaking to upstream", "proxy_connect_timeout"],
    ["upstream timed out (110: Connection timed out) while sending request to upstream", "proxy_send_timeout"],
  ])("is only possible when %s", (message, directive) => {
    const finding = findingOf("proxy-timeout-too-short", loggedCase(message, [proxied(504), took(20)]));
    expect(finding.confidence).toBe("possible");
    expect(finding.fix.text).toContain(`\`${directive} `);
  });

  it("is not a connection that the kernel gave up", () => {
    expect(fateOf("proxy-timeout-too-short", loggedCase("connect() failed (110: Connection timed out) while connecting to upstream", [proxied(502)]))).toBe("ruled out");
  });
});

const raw = (head: string, changes: Partial<RawAnswer> = {}): RawAnswer => ({
  httpVersion: "1.0",
  head,
  bytes: head.length,
  ended: "closed",
  ...(head.includes("\r\n\r\n") ? { bodyBytes: head.length - head.indexOf("\r\n\r\n") - 4 } : {}),
  ...changes,
});
const both = 'upstream sent "Content-Length" and "Transfer-Encoding" headers at the same time while reading response header from upstream';
const notHttp = "upstream sent no valid HTTP/1.0 header while reading response header from upstream";
const closed = "upstream prematurely closed connection while reading upstream";
const names = (...found: readonly (readonly [string, string, number])[]): Partial<SourceFacts> => ({ headers: found.map(([name, path, line]) => ({ name, at: at(path, line), weight: 6 })) });

describe("invalid-response", () => {
  it("is the line that sets the header", () => {
    const sources = names(["content-length", "server.js", 4], ["transfer-encoding", "server.js", 5], ["location", "server.js", 6]);
    const finding = findingOf("invalid-response", loggedCase(both, [proxied(502)], { sources }));
    expect(finding).toMatchObject({ confidence: "likely", related: [{ at: { line: 14 } }] });
    expect(placeOf(finding)).toBe("server.js:5");
    expect(finding.what).toContain("nginx 1.23.0 and later refuse that (this is 1.27.5); older ones let it pass.");
  });

  it("is the pass when no line, or more than one, sets it", () => {
    expect(placeOf(findingOf("invalid-response", loggedCase(both, [proxied(502)])))).toBe("nginx/app.conf:14");
    const sources = names(["content-length", "a.js", 4], ["content-length", "b.js", 5]);
    expect(placeOf(findingOf("invalid-response", loggedCase(both, [proxied(502)], { sources })))).toBe("nginx/app.conf:14");
  });

  it("finds a name that is not one by its beginning", () => {
    const message = 'upstream sent invalid header: "X-Build\\x20Version: 1..." while reading response header from upstream';
    const finding = findingOf("invalid-response", loggedCase(message, [proxied(502)], { sources: names(["x-build version", "index.php", 11], ["x-request-id", "index.php", 12]) }));
    expect([placeOf(finding), finding.title]).toEqual(["index.php:11", 'app sends a header that has a space behind "X-Build", in its name']);
    expect(finding.what).not.toContain("1.23.0");
  });

  it("quotes what the address sends", () => {
    const head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nno";
    const texts = findingOf("invalid-response", loggedCase(both, [proxied(502), { ...direct({ error: "not-http" }), raw: raw(head) }])).evidence.map(({ text }) => text);
    expect(texts[0]).toBe('asked in HTTP/1.0, app:8080 sends "HTTP/1.1 200 OK" "Content-Length: 2" "Transfer-Encoding: chunked", then 2 bytes of body');
  });

  it.each<[string, Pick<ProbeResult, "raw">, string]>([
    ["a status line without a status", { raw: raw("HTTP/1.1 OK\r\n\r\n") }, "found at nginx/app.conf:14"],
    ["another protocol", { raw: raw("SSH-2.0-OpenSSH_9.2\r\n") }, "ruled out"],
    ["bytes that could not be read", {}, "unknown"],
  ])("judges what nginx took for HTTP/0.9 by the bytes: %s", (_name, more, fate) => {
    const given = loggedCase(notHttp, [proxied(undefined, { error: "not-http" }), { ...direct({ error: "not-http" }), ...more }]);
    expect(fateOf("invalid-response", given)).toBe(fate);
  });

  const cut = (answer: RawAnswer | undefined): ProbeResult[] => [proxied(200, { error: "closed" }), { ...direct({ status: 200 }), error: "closed", ...(answer ? { raw: answer } : {}) }];

  it("is a length that the body does not have", () => {
    const answer = raw("HTTP/1.0 200 OK\r\ncontent-length: 1998\r\n\r\nshort");
    const finding = findingOf("invalid-response", loggedCase(closed, cut(answer), { sources: names(["content-length", "app.py", 13]) }));
    expect(finding).toMatchObject({ confidence: "likely", title: "app announces a body of 1998 bytes and closes after 5" });
    expect(placeOf(finding)).toBe("app.py:13");
  });

  it("is only possible when the app's output tells of trouble", () => {
    const answer = raw("HTTP/1.0 200 OK\r\nContent-Length: 1998\r\n\r\nshort");
    const services = [record("app", { log: log(["Traceback (most recent call last):"]) }), record("db"), record("web")];
    expect(findingOf("invalid-response", loggedCase(closed, cut(answer), { facts: { services } })).confidence).toBe("possible");
  });

  it.each<[string, RawAnswer | undefined, string]>([
    ["is whole when asked directly", raw("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nwhole"), "ruled out"],
    ["announces no length", raw("HTTP/1.0 200 OK\r\n\r\nsome"), "ruled out"],
    ["was still coming", raw("HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\nsome", { ended: "timed-out" }), "ruled out"],
    ["could not be read", undefined, "unknown"],
  ])("is not an answer cut short that %s", (_name, answer, fate) => {
    expect(fateOf("invalid-response", loggedCase(closed, cut(answer)))).toBe(fate);
  });
});

describe("an app that takes nginx's connection", () => {
  it("is not slow to start, however late its socket was seen first", () => {
    const seen = (connectTime: string): Evidence =>
      loggedCase("upstream prematurely closed connection while reading response header from upstream", [proxied(502)], {
        facts: {
          sockets: [sockets("app", ["0.0.0.0:8080"], 61_000)],
          proxy: proxyRecord({ attempts: [{ ...attempt(502, "10.0.0.2:8080"), connectTime: [connectTime] }] }),
        },
      });
    expect(fateOf("slow-start", seen("-"))).not.toBe("ruled out");
    expect(fateOf("slow-start", seen("0.001"))).toBe("ruled out");
  });
});

describe("an address that closes before it answers", () => {
  it.each(["upstream prematurely closed connection while reading response header from upstream", "recv() failed (104: Connection reset by peer) while reading response header from upstream"])(
    "is none of these: %s",
    (message) => {
      expect(causesOf(loggedCase(message, [proxied(502), direct({ error: "closed" })]))).toEqual([]);
    },
  );
});
