import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import {
  answeredCase,
  at,
  attempt,
  crashCase,
  direct,
  ended,
  evidence,
  log,
  plan,
  proxied,
  proxyPlan,
  proxyRecord,
  record,
  refusedCase,
  route,
  service,
  target,
  type Given,
} from "../../../test/helpers/evidence.ts";
import type { Evidence, NginxError, ProbeResult, ServiceRecord } from "../../model/evidence.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { parseErrorRecord } from "../../nginx/logs.ts";

function withApp(changes: Partial<Service>, more: Partial<Plan> = {}): Partial<Plan> {
  return { services: [service("app", changes), ...plan().services.slice(1)], ...more };
}

function logged(message: string): NginxError {
  const parsed = parseErrorRecord(`2026/01/01 00:00:00 [error] 7#7: *5 ${message}, client: 10.0.0.1, server: localhost, request: "GET / HTTP/1.1", upstream: "http://10.0.0.2:8080/"`);
  if (!parsed) throw new Error("not a record");
  return parsed;
}

const closed = "upstream prematurely closed connection while reading response header from upstream";
const reset = "recv() failed (104: Connection reset by peer) while reading response header from upstream";
const gaveUp = "upstream timed out (110: Connection timed out) while reading response header from upstream";

/** nginx logged this about the only request; the app wrote these lines and runs on. */
function cutCase(message: string, output: readonly string[], given: Given = {}, results: readonly ProbeResult[] = [proxied(502, { durationMs: 2900 }), direct({ error: "closed" })]): Evidence {
  const app: ServiceRecord = record("app", { log: log(output) });
  return evidence({
    ...given,
    facts: {
      services: [app, record("db"), record("web")],
      proxy: proxyRecord({ attempts: [attempt(results[0]?.status ?? 502, "10.0.0.2:8080")], errors: [logged(message)] }),
      probes: results,
      ...given.facts,
    },
  });
}

const workerTimeout = "[2026-11-21 20:51:22 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:11)";
const killed = "[2026-11-21 20:51:23 +0000] [1] [ERROR] Worker (pid:11) was sent SIGKILL! Perhaps out of memory?";
const segfault = "[2026-11-21 20:51:23 +0000] [1] [ERROR] Worker (pid:11) was sent SIGSEGV!";

describe("port-variable-ignored", () => {
  const handed = (name: string, value: string): Partial<Plan> => withApp({ variables: { [name]: { value, at: at("compose.yaml", 6, `      ${name}: "${value}"`) } } });
  const listens: Partial<SourceFacts> = { ports: [{ port: 3000, at: at("server.js", 5, "app.listen(3000)"), weight: 8 }] };

  it("is the line with the number, and the trial puts the handed one there", () => {
    const finding = findingOf("port-variable-ignored", refusedCase(["0.0.0.0:3000"], { plan: handed("PORT", "8080"), sources: listens }));
    expect(finding).toMatchObject({ confidence: "likely", title: "app is handed PORT=8080 and listens on 3000 all the same" });
    expect([placeOf(finding), ...finding.related.map((each) => `${each.at.path}:${each.at.line}`)]).toEqual(["server.js:5", "compose.yaml:6", "nginx/app.conf:14"]);
    expect(finding.intervention).toEqual({ kind: "edit-files", edits: [{ path: "server.js", startLine: 5, endLine: 5, replacement: "app.listen(8080)" }], services: ["app"] });
  });

  it("makes port-mismatch give way", () => {
    expect(causesOf(refusedCase(["0.0.0.0:3000"], { plan: handed("PORT", "8080"), sources: listens }))).toEqual(["port-variable-ignored"]);
  });

  it("takes ENV of the Dockerfile, and the start command for the place", () => {
    const start = [{ text: "gunicorn --bind 0.0.0.0:5000 app", at: at("Dockerfile", 7, 'CMD ["gunicorn", "--bind", "0.0.0.0:5000", "app"]') }];
    const ports = [{ port: 8080, at: at("Dockerfile", 6, "ENV A=1 PORT=8080"), weight: 3 }];
    expect(fateOf("port-variable-ignored", refusedCase(["0.0.0.0:5000"], { plan: withApp({ start }), sources: { ports } }))).toBe("found at Dockerfile:7");
  });

  it.each<[string, Given, readonly string[]]>([
    ["a program reads it", { plan: handed("PORT", "8080"), sources: { ...listens, variables: [{ name: "PORT", at: at("config.js", 1) }] } }, ["0.0.0.0:3000"]],
    ["the start command reads it", { plan: { ...withApp({ ...handed("PORT", "8080").services?.[0], start: [{ text: "serve -l $PORT" }] }) }, sources: listens }, ["0.0.0.0:3000"]],
    ["the start script sets another", { plan: { ...withApp({ ...handed("PORT", "8080").services?.[0], start: [{ text: "export PORT=3000" }] }) }, sources: listens }, ["0.0.0.0:3000"]],
    ["another port is handed", { plan: handed("PORT", "9000"), sources: listens }, ["0.0.0.0:3000"]],
    ["the variable is another service's port", { plan: handed("DB_PORT", "8080"), sources: listens }, ["0.0.0.0:3000"]],
    ["no line fixes the port that is open", { plan: handed("PORT", "8080") }, ["0.0.0.0:3000"]],
    ["two ports are open", { plan: handed("PORT", "8080"), sources: listens }, ["0.0.0.0:3000", "0.0.0.0:3001"]],
  ])("is port-mismatch when %s", (_name, given, open) => {
    expect(causesOf(refusedCase(open, given))).toEqual(["port-mismatch"]);
  });

  it.each([
    ["the app listens on the loopback", ["127.0.0.1:3000"], "listens on the loopback only"],
    ["the app listens on nothing", [], "listens on no port at all"],
  ])("is ruled out when %s", (_name, open, because) => {
    expect(becauseOf("port-variable-ignored", refusedCase(open, { plan: handed("PORT", "8080"), sources: listens }))).toContain(because);
  });
});

describe("worker-timeout", () => {
  const started = (text: string): Partial<Plan> => withApp({ start: [{ text, at: at("Dockerfile", 9, `CMD ${text}`) }] });

  it("is the flag, raised for the trial", () => {
    const finding = findingOf("worker-timeout", cutCase(closed, [workerTimeout], { plan: started("gunicorn -w 2 --timeout 2 app") }));
    expect(finding).toMatchObject({ confidence: "possible", title: "gunicorn ends the worker of app after 2.0 s" });
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["Dockerfile:9", "CMD gunicorn -w 2 --timeout 120 app"]);
  });

  it.each([
    ['["gunicorn", "--timeout", "2", "app"]', '["gunicorn", "--timeout", "120", "app"]'],
    ["gunicorn --timeout=2 app", "gunicorn --timeout=120 app"],
    ["gunicorn -t 2 --graceful-timeout 2 app", "gunicorn -t 120 --graceful-timeout 2 app"],
  ])("rewrites %s", (text, becomes) => {
    const plan = withApp({ start: [{ text: text.replace(/["[\],]+/g, " "), at: at("Dockerfile", 9, `CMD ${text}`) }] });
    expect(findingOf("worker-timeout", cutCase(closed, [workerTimeout], { plan })).fix.edits[0]?.replacement).toBe(`CMD ${becomes}`);
  });

  it("is gunicorn's own variable where nothing sets its timeout", () => {
    const finding = findingOf("worker-timeout", cutCase(closed, [workerTimeout, killed], { plan: started("gunicorn app") }));
    expect([placeOf(finding), finding.intervention]).toEqual(["Dockerfile:9", { kind: "set-variable", service: "app", name: "GUNICORN_CMD_ARGS", value: "--timeout 120" }]);
  });

  it("is a 500 for which the server ended the worker, of which nginx says nothing", () => {
    const probes = [proxied(500, { endedWorker: workerTimeout, durationMs: 2100 })];
    const facts = { services: [record("app", { log: log([workerTimeout]) }), record("db"), record("web")] };
    const given = answeredCase(500, { plan: started("gunicorn --timeout 2 app"), facts: { ...facts, probes } });
    expect(findingOf("worker-timeout", given)).toMatchObject({ confidence: "possible", why: expect.stringContaining("the 500 of gunicorn") as string });
    expect(causesOf(given)).toEqual(["worker-timeout"]);
    expect(causesOf(answeredCase(500, { plan: started("gunicorn --timeout 2 app"), facts }))).toEqual([]);
    const silent = answeredCase(500, { facts: { probes, services: [record("app"), record("db"), record("web")] } });
    expect(becauseOf("unrecognised", silent)).toContain("was answered 500 while the app server of app ended its worker");
  });

  it.each([
    ["uWSGI", closed, "Sat Nov 21 20:51:15 2026 - *** HARAKIRI ON WORKER 2 (pid: 11, try: 1, graceful: yes) ***", "harakiri", "2", "harakiri = 120"],
    [
      "PHP-FPM",
      reset,
      `[21-Nov-2026 20:51:11] WARNING: [pool www] child 9, script '/app/a.php' (request: "GET /a") execution timed out (2.5 sec), terminating`,
      "request_terminate_timeout",
      "2s",
      "request_terminate_timeout = 120s",
    ],
    ["unicorn", closed, "E, [2026-11-21] ERROR -- : worker=0 PID:12 timeout (3s > 2s), killing", "timeout", "2", "timeout = 120"],
  ])("is the line of the settings of %s", (_server, message, line, name, value, becomes) => {
    const timeouts = [{ name, value, at: at("settings.ini", 4, `${name} = ${value}`) }];
    const finding = findingOf("worker-timeout", cutCase(message, [line], { sources: { timeouts } }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["settings.ini:4", becomes]);
  });

  it.each<[string, Evidence, string]>([
    ["no worker was ended", cutCase(closed, ["no WORKER TIMEOUT today"]), "ruled out"],
    ["the connection was not cut", cutCase(gaveUp, [workerTimeout]), "ruled out"],
    ["this request was cut at once", cutCase(closed, [workerTimeout], { plan: started("gunicorn --timeout 30 app") }), "unknown"],
  ])("is not found when %s", (_name, given, fate) => {
    expect(fateOf("worker-timeout", given)).toBe(fate);
  });

  it("rules worker-died and out-of-memory out, though gunicorn guesses at memory", () => {
    const given = cutCase(closed, [workerTimeout, killed], { plan: started("gunicorn --timeout 2 app") });
    const limited = record("app", { log: log([workerTimeout, killed]), memory: { limit: 2 ** 28, peak: 2 ** 25, oomEvents: 0 } });
    expect([fateOf("worker-died", given), becauseOf("worker-died", given)]).toEqual(["ruled out", "gunicorn ended the worker itself, for the time it took"]);
    expect(fateOf("out-of-memory", cutCase(closed, [], { facts: { services: [limited, record("db"), record("web")] } }))).toBe("ruled out");
  });
});

describe("worker-died", () => {
  it.each<[string, string, readonly string[]]>([
    ["gunicorn", closed, [segfault]],
    ["uWSGI", reset, ["DAMN ! worker 2 (pid: 11) died, killed by signal 11 :( trying respawn ..."]],
    [
      "PHP-FPM",
      "upstream prematurely closed FastCGI stdout while reading response header from upstream",
      ["[21-Nov-2026 20:51:11] WARNING: [pool www] child 9 exited on signal 11 (SIGSEGV) after 5.4 seconds"],
    ],
    ["uvicorn", closed, ["INFO:     Child process [12] died"]],
    ["unicorn", closed, ["E, [2026-11-21] ERROR -- : reaped #<Process::Status: pid 12 SIGSEGV (signal 11)> worker=0"]],
  ])("is the start command by the word of %s", (_server, message, output) => {
    const given = cutCase(message, output);
    expect([fateOf("worker-died", given), findingOf("worker-died", given).confidence]).toEqual(["found at Dockerfile:9", "likely"]);
  });

  it("is the handler's line when net/http outlives its panic, named by what was wrong", () => {
    const output = ["2026/11/21 20:51:11 http: panic serving 10.0.0.3:4: index out of range [1]", "goroutine 20 [running]:", "main.price(...)", "\t/app/price.go:13"];
    const finding = findingOf("worker-died", cutCase(closed, output, { sources: { frames: [{ service: "app", file: "/app/price.go", at: at("price.go", 13) }] } }));
    expect([placeOf(finding), finding.title]).toEqual(["price.go:13", "a request ends what serves it in app: index out of range [1]"]);
  });

  it("takes Python's fault handler at its word, innermost frame first", () => {
    const output = [
      "Fatal Python error: Segmentation fault",
      "",
      "Current thread 0x7f (most recent call first):",
      '  File "/app/a.py", line 9 in inner',
      '  File "/app/b.py", line 4 in outer',
      segfault,
    ];
    const frames = [
      { service: "app", file: "/app/a.py", at: at("a.py", 9) },
      { service: "app", file: "/app/b.py", at: at("b.py", 4) },
    ];
    expect(fateOf("worker-died", cutCase(closed, output, { sources: { frames } }))).toBe("found at a.py:9");
  });

  it("does not blame an error that was survived for what a signal ended", () => {
    const output = ["Traceback (most recent call last):", '  File "/app/a.py", line 9, in x', "ValueError: caught", segfault];
    const finding = findingOf("worker-died", cutCase(closed, output, { sources: { frames: [{ service: "app", file: "/app/a.py", at: at("a.py", 9) }] } }));
    expect([placeOf(finding), finding.title]).toEqual(["Dockerfile:9", "a request ends what serves it in app: Worker (pid:11) was sent SIGSEGV!"]);
  });

  it("is possible only when anybody may have sent the signal", () => {
    expect(findingOf("worker-died", cutCase(closed, [killed])).confidence).toBe("possible");
  });

  const handshake = ["Traceback (most recent call last):", '  File "/app/tours.py", line 9, in handle', "ssl.SSLError: [SSL: HTTP_REQUEST] http request (_ssl.c:2650)"];
  const ownLine: Partial<SourceFacts> = { frames: [{ service: "app", file: "/app/tours.py", at: at("tours.py", 9) }] };

  it.each<[string, Evidence, string]>([
    ["workers ended in order", cutCase(closed, ["Worker (pid:7) was sent SIGTERM!", "Worker exiting (pid: 7)", "child 9 exited with code 0 after 3 seconds"]), "ruled out"],
    ["a client spoke something else", cutCase(closed, ["Exception occurred during processing of request from ('10.0.0.3', 5)", ...handshake], { sources: ownLine }), "unknown"],
    ["no line of the project takes part", cutCase(closed, ["2026/11/21 20:51:11 http: panic serving 10.0.0.3:4: boom", "goroutine 20 [running]:"]), "unknown"],
    ["nginx gave up waiting", cutCase(gaveUp, [segfault]), "ruled out"],
    ["the answer had begun", cutCase("upstream prematurely closed connection while reading upstream", [segfault]), "ruled out"],
  ])("is not found when %s", (_name, given, fate) => {
    expect(fateOf("worker-died", given)).toBe(fate);
  });

  const ownFrame: Partial<SourceFacts> = { frames: [{ service: "app", file: "/app/main.py", at: at("main.py", 3) }] };
  const words = ["Traceback (most recent call last):", '  File "/app/main.py", line 3, in handle', "ValueError: boom"];
  const endedApp = (unasked?: ServiceRecord["unasked"]): Given => ({ sources: ownFrame, facts: { services: [ended("app", words, 1, unasked ? { unasked } : {}), record("db"), record("web")] } });

  it("is what ended a container that runs on when nobody asks it", () => {
    const given = crashCase(words, endedApp({ ranMs: 1800, hasEnded: false }));
    expect([causesOf(given), fateOf("worker-died", given)]).toEqual([["worker-died"], "found at main.py:3"]);
    expect(becauseOf("crash-on-start", given)).toBe("started once more and asked nothing, app ran on for 1.8 s");
  });

  it.each<[string, ServiceRecord["unasked"]]>([
    ["ends by itself too", { ranMs: 400, hasEnded: true }],
    ["was not started once more", undefined],
  ])("leaves a container that %s to crash-on-start", (_name, unasked) => {
    expect(causesOf(crashCase(words, endedApp(unasked)))).toEqual(["crash-on-start"]);
  });
});

describe("app-hangs", () => {
  const silent = (durationMs: number): ProbeResult => ({ ...direct({ error: "timed-out" }), durationMs });
  const hanging = (results: readonly ProbeResult[], given: Given = {}): Evidence => cutCase(gaveUp, [], given, results);
  const two = { probes: [...plan().probes, { ...plan().probes[0], name: "http://localhost/healthz", path: "/healthz" }] } as Partial<Plan>;

  it("is the handler's line, and names how long it was waited for", () => {
    const routes = [{ path: "/", at: at("server.js", 8, 'app.get("/", slow)') }];
    const finding = findingOf("app-hangs", hanging([proxied(504), silent(17_000)], { sources: { routes } }));
    expect(finding).toMatchObject({ confidence: "possible", title: "app takes the request and says nothing for 17.0 s" });
    expect([placeOf(finding), finding.related[0]?.at.line]).toEqual(["server.js:8", 14]);
  });

  it("is the probe's line without a handler, or with two that could be", () => {
    const probes = plan().probes.map((each) => ({ ...each, at: at("nginx/app.conf", 13) }));
    const routes = [1, 2].map((line) => ({ path: "/", at: at("server.js", line) }));
    expect(fateOf("app-hangs", hanging([proxied(504), silent(17_000)], { plan: { probes } }))).toBe("found at nginx/app.conf:13");
    expect(fateOf("app-hangs", hanging([proxied(504), silent(17_000)], { plan: { probes }, sources: { routes } }))).toBe("found at nginx/app.conf:13");
  });

  it("looks for the path that the app is asked for", () => {
    const proxy = proxyPlan({ routes: [route([target()], { location: "/api/", uri: "/v1/" })] });
    const probes = plan().probes.map((each) => ({ ...each, path: "/api/stock" }));
    const routes = [{ path: "/v1/stock", at: at("server.js", 8) }];
    expect(fateOf("app-hangs", hanging([proxied(504), silent(17_000)], { plan: { proxy, probes }, sources: { routes } }))).toBe("found at server.js:8");
  });

  it.each([
    [60_000, "likely"],
    [59_000, "possible"],
  ])("of an app that answers others, %i ms of silence are %s", (ms, confidence) => {
    const results = [proxied(504), silent(ms), { ...proxied(200), probe: 1 }, { ...direct({ status: 200 }), probe: 1 }];
    expect(findingOf("app-hangs", hanging(results, { plan: two })).confidence).toBe(confidence);
  });

  it.each<[string, Evidence, string]>([
    ["the app answers in the end", hanging([proxied(504), { ...direct({ status: 200 }), durationMs: 6000 }]), "ruled out"],
    ["the app closes", hanging([proxied(504), direct({ error: "closed" })]), "ruled out"],
    ["it could not be asked directly", hanging([proxied(504)]), "unknown"],
    ["the connection was cut", cutCase(closed, []), "ruled out"],
    ["nginx gave up in the middle", cutCase("upstream timed out (110: Connection timed out) while reading upstream", [], {}, [proxied(200, { error: "closed" }), silent(9000)]), "ruled out"],
  ])("is not found when %s", (_name, given, fate) => {
    expect(fateOf("app-hangs", given)).toBe(fate);
  });
});
