import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import {
  attempt,
  at,
  direct,
  evidence,
  log,
  plan,
  proxied,
  proxyPlan,
  proxyRecord,
  proxyService,
  record,
  refusedCase,
  refusedError,
  route,
  service,
  sockets,
  target,
  type Given,
} from "../../../test/helpers/evidence.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { millis, type Port } from "../../model/units.ts";

/** The usual project with another app. */
function withApp(changes: Partial<Service>, proxy = proxyPlan()): Partial<Plan> {
  return { services: [service("app", changes), ...plan().services.slice(1)], proxy };
}

const dials = (host: string, port = 8080): Partial<Plan> => ({ proxy: proxyPlan({ routes: [route([target(host, port)])] }) });

describe("port-mismatch", () => {
  it("is the proxy line when the app listens elsewhere, with an edit of the port alone", () => {
    const finding = findingOf("port-mismatch", refusedCase(["0.0.0.0:3000"]));
    expect(finding).toMatchObject({ confidence: "likely", service: "app", title: "nginx dials app:8080, but app listens on 3000" });
    expect(placeOf(finding)).toBe("nginx/app.conf:14");
    expect(finding.fix.edits).toEqual([{ path: "nginx/app.conf", startLine: 14, endLine: 14, replacement: "    proxy_pass http://app:3000;" }]);
    expect(finding.intervention).toMatchObject({ kind: "redial", from: { host: "app", port: 8080 }, to: { host: "app", port: 3000 } });
  });

  it("is the app's line when that was touched since the base", () => {
    const given: Given = { sources: { ports: [{ port: 3000, at: at("server.js", 5, "app.listen(3000)"), weight: 8 }], changed: { "server.js": [5] } } };
    const finding = findingOf("port-mismatch", refusedCase(["[::]:3000"], given));
    expect(placeOf(finding)).toBe("server.js:5");
    expect(finding.related).toMatchObject([{ at: { path: "nginx/app.conf", line: 14 } }]);
    const untouched = findingOf("port-mismatch", refusedCase(["[::]:3000"], { sources: { ...given.sources, changed: {} } }));
    expect([placeOf(untouched), untouched.related[0]?.at.path]).toEqual(["nginx/app.conf:14", "server.js"]);
  });

  it("is the variable's line when a template put the port in", () => {
    const line = at("compose.yaml", 18, "      APP_PORT: 8080");
    const from = { value: "8080", at: line };
    const { portSpan: _portSpan, ...spanless } = target();
    const web = proxyService({ variables: { APP_PORT: from } });
    const finding = findingOf("port-mismatch", refusedCase(["0.0.0.0:3000"], { plan: { services: [service("app"), web], proxy: proxyPlan({ routes: [route([{ ...spanless, portFrom: from }])] }) } }));
    expect(placeOf(finding)).toBe("compose.yaml:18");
    expect(finding.fix.edits[0]?.replacement).toBe("      APP_PORT: 3000");
    expect(finding.intervention).toMatchObject({ variable: { service: "web", name: "APP_PORT", value: "3000" } });
  });

  it("changes the port alone in a variable that holds the whole address", () => {
    const from = { value: "http://app:8080", at: at("compose.yaml", 18, "      BACKEND: http://app:8080") };
    const { portSpan: _portSpan, ...spanless } = target();
    const web = proxyService({ variables: { BACKEND: from } });
    const finding = findingOf("port-mismatch", refusedCase(["0.0.0.0:3000"], { plan: { services: [service("app"), web], proxy: proxyPlan({ routes: [route([{ ...spanless, portFrom: from }])] }) } }));
    expect(finding.fix.edits[0]?.replacement).toBe("      BACKEND: http://app:3000");
    expect(finding.intervention).toMatchObject({ variable: { value: "http://app:3000" } });
  });

  it("adds the port where none is written", () => {
    const { portSpan: _portSpan, ...implied } = target("app", 80, { at: at("nginx/app.conf", 14, "    proxy_pass http://app;") });
    expect(findingOf("port-mismatch", refusedCase(["0.0.0.0:3000"], { plan: { proxy: proxyPlan({ routes: [route([implied])] }) } })).fix.edits[0]?.replacement).toBe("    proxy_pass http://app:3000;");
  });

  it("is only possible with several open ports, and prefers the one the project names to a debugger's", () => {
    const finding = findingOf("port-mismatch", refusedCase(["0.0.0.0:5678", "0.0.0.0:8000"]));
    expect(finding).toMatchObject({ confidence: "possible" });
    expect(finding.title).toContain("listens on 8000");
    expect(findingOf("port-mismatch", refusedCase(["0.0.0.0:4000", "0.0.0.0:5000"], { plan: withApp({ ports: [{ target: 5000 as Port }] }) })).title).toContain("listens on 5000");
  });

  it.each<[string, ReturnType<typeof refusedCase>]>([
    ["something listens on the port", refusedCase(["0.0.0.0:8080"])],
    ["the app listens on the loopback only", refusedCase(["127.0.0.1:3000"])],
    ["the app listens on nothing", refusedCase([])],
    ["the port is the host's side of a mapping", refusedCase(["0.0.0.0:80"], { plan: withApp({ ports: [{ target: 80 as Port, published: 8080 as Port }] }) })],
    ["a Unix socket is dialled", refusedCase(["0.0.0.0:3000"], { plan: { proxy: proxyPlan({ routes: [route([target("", 0, { socket: "/run/a.sock" })])] }) } })],
    [
      "the connection timed out",
      refusedCase(["0.0.0.0:3000"], {
        facts: {
          proxy: proxyRecord({ attempts: [attempt(504, "10.0.0.2:8080")], errors: [{ ...refusedError, errno: 110, message: "upstream timed out" }] }),
          probes: [proxied(504), direct({ error: "timed-out" })],
        },
      }),
    ],
    ["nothing went wrong", evidence({ facts: { sockets: [sockets("app", ["0.0.0.0:3000"])] } })],
  ])("is not found when %s", (_name, given) => {
    expect(causesOf(given)).not.toContain("port-mismatch");
  });

  it("is unknown when the sockets could not be read", () => {
    expect(fateOf("port-mismatch", refusedCase([], { facts: { sockets: "the witness has ended" } }))).toBe("unknown");
    expect(becauseOf("port-mismatch", refusedCase([], { facts: { sockets: [] } }))).toContain("sockets of app could not be read");
  });
});

describe("loopback-bind", () => {
  it("is the line that sets the address, and its edit opens it", () => {
    const hosts = [{ host: "127.0.0.1", at: at("server.js", 7, 'server.listen(8080, "127.0.0.1")'), weight: 5 }];
    const finding = findingOf("loopback-bind", refusedCase(["127.0.0.1:8080"], { sources: { hosts } }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["server.js:7", 'server.listen(8080, "0.0.0.0")']);
    expect(finding.intervention).toEqual({ kind: "forward-loopback", service: "app", port: 8080, address: "127.0.0.1" });
  });

  it.each(["127.0.0.1:8080", "[::1]:8080", "[::ffff:127.0.0.1]:8080"])("takes %s for a loopback, and the start command when no line names it", (open) => {
    expect(fateOf("loopback-bind", refusedCase([open]))).toBe("found at Dockerfile:9");
  });

  it("is only possible, and nothing is tried, when the port differs too", () => {
    const finding = findingOf("loopback-bind", refusedCase(["127.0.0.1:5000"]));
    expect(finding.confidence).toBe("possible");
    expect(finding.intervention).toBeUndefined();
  });

  it.each([
    ["the port is open on all addresses as well", ["127.0.0.1:8080", "0.0.0.0:8080"]],
    ["another port is open, and only a debugger is on the loopback", ["0.0.0.0:3000", "127.0.0.1:9229"]],
    ["the IPv6 wildcard is open", ["[::]:8080"]],
    ["nothing listens", []],
    ["there is a Unix socket only", ["/run/app.sock"]],
  ])("is not found when %s", (_name, open) => {
    expect(fateOf("loopback-bind", refusedCase(open))).toBe("ruled out");
  });

  it("does not take a database's address for the one to listen on", () => {
    const variables = { DB_HOST: { value: "localhost", at: at("compose.yaml", 5, "DB_HOST: localhost") }, HOST: { value: "localhost", at: at("compose.yaml", 6, "HOST: localhost") } };
    expect(fateOf("loopback-bind", refusedCase(["127.0.0.1:8080"], { plan: withApp({ variables }) }))).toBe("found at compose.yaml:6");
  });
});

describe("nothing-listens", () => {
  it("names what runs in place of a server, at the line of the start script that runs it", () => {
    const start = [
      ...service("app").start,
      { text: "python migrate.py", at: at("entrypoint.sh", 4, "python migrate.py") },
      { text: "exec gunicorn app:app", at: at("entrypoint.sh", 5, "exec gunicorn app:app") },
    ];
    const services = [
      record("app", {
        processes: [
          { pid: 1, command: "sh ./entrypoint.sh" },
          { pid: 7, command: "/usr/local/bin/python migrate.py" },
        ],
      }),
      record("web"),
    ];
    const finding = findingOf("nothing-listens", refusedCase([], { plan: withApp({ start }), facts: { services } }));
    expect(placeOf(finding)).toBe("entrypoint.sh:4");
    expect(finding.what).toContain("python migrate.py");
  });

  it("is the start command without such a line", () => {
    expect(fateOf("nothing-listens", refusedCase([]))).toBe("found at Dockerfile:9");
  });

  it.each(["waiting for postgres to become ready", "connect ECONNREFUSED 10.0.0.3:5432", 'could not translate host name "db" to address'])("is unknown when the app waits for another: %s", (words) => {
    const services = [record("app", { log: log(["starting", words]) }), record("web")];
    expect(fateOf("nothing-listens", refusedCase([], { facts: { services } }))).toBe("unknown");
  });

  it.each<[string, ReturnType<typeof refusedCase>]>([
    ["it listens on another port", refusedCase(["0.0.0.0:3000"])],
    ["it listens on the loopback", refusedCase(["127.0.0.1:8080"])],
    ["it has ended", refusedCase([], { facts: { services: [record("app", { state: "exited" }), record("web")] } })],
    ["the connection was not refused", evidence({ facts: { sockets: [sockets("app", [])], proxy: proxyRecord({ attempts: [attempt(504, "10.0.0.2:8080")] }), probes: [proxied(504)] } })],
  ])("is not found when %s", (_name, given) => {
    expect(causesOf(given)).not.toContain("nothing-listens");
  });
});

describe("slow-start", () => {
  const short = { startTimeout: { value: millis(5000), at: at("compose.yaml", 5), because: "the health check of app allows it" } };
  const late = refusedCase([], { plan: short, facts: { sockets: [sockets("app", ["0.0.0.0:8080"], 9000)] } });

  it("is the timeout that expired when the port came later, and explains that nothing listened", () => {
    expect(causesOf(late)).toEqual(["slow-start"]);
    const finding = findingOf("slow-start", late);
    expect([placeOf(finding), finding.confidence]).toEqual(["compose.yaml:5", "likely"]);
    expect(finding.intervention).toEqual({ kind: "extend-start", service: "app", timeout: 20_000 });
  });

  it("is possible as long as nothing listens at all", () => {
    expect(fateOf("slow-start", refusedCase([]))).toBe("unknown");
    expect(becauseOf("slow-start", refusedCase([]))).toContain("it fits too");
  });

  it.each<[string, ReturnType<typeof refusedCase>]>([
    ["it listened in time, elsewhere", refusedCase(["0.0.0.0:3000"])],
    ["another port came late", refusedCase([], { plan: short, facts: { sockets: [sockets("app", ["0.0.0.0:3000"], 9000)] } })],
    ["it has ended", refusedCase([], { facts: { services: [record("app", { state: "exited" }), record("web")] } })],
  ])("is ruled out when %s", (_name, given) => {
    expect(fateOf("slow-start", given)).toBe("ruled out");
  });
});

describe("published-port-dialled", () => {
  const ports = [{ target: 3000 as Port, published: 8080 as Port, at: at("compose.yaml", 6, '      - "8080:3000"') }];

  it("dials the container's side, at the proxy line", () => {
    const finding = findingOf("published-port-dialled", refusedCase(["0.0.0.0:3000"], { plan: withApp({ ports }) }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:14", "    proxy_pass http://app:3000;"]);
    expect(finding.related).toMatchObject([{ at: { line: 6 } }]);
  });

  it.each<[string, readonly string[], Partial<Service>]>([
    ["both sides are the same", ["0.0.0.0:3000"], { ports: [{ target: 8080 as Port, published: 8080 as Port }] }],
    ["nothing listens on the container's side either", ["0.0.0.0:4000"], { ports }],
    ["another port is published", ["0.0.0.0:3000"], { ports: [{ target: 3000 as Port, published: 9000 as Port }] }],
    ["something listens on the port all the same", ["0.0.0.0:3000", "0.0.0.0:8080"], { ports }],
  ])("is not found when %s", (_name, open, changes) => {
    expect(causesOf(refusedCase(open, { plan: withApp(changes) }))).not.toContain("published-port-dialled");
  });
});

describe("proxy-dials-itself", () => {
  const toLocalhost = (open: readonly string[], given: Given = {}): ReturnType<typeof refusedCase> =>
    refusedCase(open, {
      ...given,
      plan: { ...dials("localhost"), ...given.plan },
      facts: { proxy: proxyRecord({ attempts: [attempt(502, "127.0.0.1:8080")], errors: [refusedError] }), probes: [proxied(502)], ...given.facts },
    });

  it("names the service meant, and rewrites host and port at once", () => {
    const finding = findingOf("proxy-dials-itself", toLocalhost(["0.0.0.0:8080"]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement, finding.service]).toEqual(["nginx/app.conf:14", "    proxy_pass http://app:8080;", "app"]);
    const moved = findingOf("proxy-dials-itself", toLocalhost(["0.0.0.0:3000"]));
    expect(moved.fix.edits[0]?.replacement).toBe("    proxy_pass http://app:3000;");
  });

  it("explains a port that nobody listens on", () => {
    expect(causesOf(toLocalhost(["0.0.0.0:3000"]))).toEqual(["proxy-dials-itself"]);
  });

  it("sees that nginx dials nginx", () => {
    const own = { proxy: proxyPlan({ routes: [route([target("127.0.0.1", 80)])] }) };
    const given = evidence({
      plan: own,
      facts: { proxy: proxyRecord({ attempts: [attempt(502, "127.0.0.1:80")], errors: [{ ...refusedError, errno: 104, message: "recv() failed" }] }), probes: [proxied(502)] },
    });
    expect(findingOf("proxy-dials-itself", given).what).toContain("that is nginx itself");
  });

  it("is not found where app and nginx share a network namespace", () => {
    const app = service("app", { networkOf: { value: "web" }, attachments: [] });
    expect(fateOf("proxy-dials-itself", toLocalhost(["0.0.0.0:3000"], { plan: { services: [app, proxyService()] } }))).toBe("ruled out");
  });

  it("is not found when a service is dialled by name", () => {
    expect(fateOf("proxy-dials-itself", refusedCase(["0.0.0.0:3000"]))).toBe("ruled out");
  });
});

describe("out-of-memory", () => {
  const limit = 64 * 1024 * 1024;
  const memory = { value: limit as never, at: at("compose.yaml", 5, "    mem_limit: 64m") };
  const killed = (changes: Partial<ReturnType<typeof record>>): ReturnType<typeof refusedCase> =>
    refusedCase([], {
      plan: withApp({ memory }),
      facts: { services: [record("app", { state: "exited", exits: [{ code: 137, at: 900, oomKilled: false }], memory: { limit, peak: 0, oomEvents: 0 }, ...changes }), record("web")] },
    });

  it.each<[string, Partial<ReturnType<typeof record>>]>([
    ["the engine's event", { memory: { limit, peak: 0, oomEvents: 1 } }],
    ["a peak at the limit", { memory: { limit, peak: limit, oomEvents: 0 } }],
    ["the program's own words", { log: log(["FATAL ERROR: JavaScript heap out of memory"]) }],
    ["the engine's flag", { exits: [{ code: 137, at: 900, oomKilled: true }] }],
  ])("needs SIGKILL and %s", (_name, changes) => {
    const finding = findingOf("out-of-memory", killed(changes));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["compose.yaml:5", "    mem_limit: 1024m"]);
    expect(finding.intervention).toEqual({ kind: "raise-memory", service: "app", bytes: 1024 ** 3 });
  });

  it("names no limit where the project sets none", () => {
    const finding = findingOf("out-of-memory", killed({ memory: { limit: 0, peak: 0, oomEvents: 1 } }));
    expect([finding.title, finding.intervention, finding.fix.text]).toEqual(["app takes all the memory that it can get, and is killed", undefined, "Make app need less memory."]);
    expect(finding.what).toContain("The project sets it no limit");
  });

  it("explains every other account of the same end", () => {
    expect(causesOf(killed({ memory: { limit, peak: limit, oomEvents: 1 }, log: log(["TypeError: x", "    at a (/app/a.js:1:1)"]) }))).toEqual(["out-of-memory"]);
  });

  it.each<[string, Partial<ReturnType<typeof record>>, string]>([
    ["SIGKILL alone", {}, "ruled out"],
    ["words alone", { exits: [{ code: 1, at: 9, oomKilled: false }], log: log(["MemoryError"]) }, "unknown"],
    ["SIGKILL and words without a limit of its own", { memory: { limit: 0, peak: 0, oomEvents: 0 }, log: log(["cannot allocate memory"]) }, "unknown"],
    ["a usual exit", { exits: [{ code: 1, at: 9, oomKilled: false }], log: log(["bye"]) }, "ruled out"],
  ])("does not take %s for it", (_name, changes, fate) => {
    expect(fateOf("out-of-memory", killed(changes))).toBe(fate);
  });
});
