import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import {
  answeredCase,
  at,
  attempt,
  evidence,
  localCase,
  probe,
  proxied,
  proxyPlan,
  proxyRecord,
  proxyService,
  record,
  refusalCase,
  route,
  service,
  target,
  type Given,
} from "../../../test/helpers/evidence.ts";
import type { AccessRecord, Evidence, NginxError } from "../../model/evidence.ts";
import type { Plan } from "../../model/plan.ts";
import type { Guard, ProxyLimit } from "../../model/proxy.ts";

/** The usual project, with what may answer on the way of its only request. */
function guarded(guards: readonly Guard[], changes: Partial<Plan> = {}): Partial<Plan> {
  return { probes: [{ ...probe, server: 0, guards }], ...changes };
}

const returned: Guard = { kind: "return", status: 503, at: at("nginx/app.conf", 6, "    return 503;"), holds: true };
const conditional = (changes: Partial<Guard>): Guard => {
  const { holds: _holds, ...rest } = returned;
  return { ...rest, ...changes };
};

describe("maintenance-mode", () => {
  it("is the line that answers, and leaves it out", () => {
    const finding = findingOf("maintenance-mode", localCase(503, { plan: guarded([returned]) }));
    expect(finding).toMatchObject({ confidence: "likely", title: "nginx answers 503 itself: `return 503` catches the request", fix: { edits: [{ startLine: 6, replacement: "" }] } });
    expect(placeOf(finding)).toBe("nginx/app.conf:6");
    expect(finding.intervention).toEqual({ kind: "edit-files", edits: finding.fix.edits, services: [] });
  });

  it("turns a switch off that is plain, and names its line", () => {
    const guard = conditional({ condition: "$closed = on", switchAt: at("nginx/app.conf", 2, "set $closed on;") });
    const finding = findingOf("maintenance-mode", localCase(503, { plan: guarded([guard]) }));
    expect(finding.fix.edits).toEqual([{ path: "nginx/app.conf", startLine: 2, endLine: 2, replacement: "set $closed off;" }]);
    expect([placeOf(finding), finding.related[0]?.at.line]).toEqual(["nginx/app.conf:6", 2]);
  });

  it("is the switch when that was touched since the base", () => {
    const guard = conditional({ condition: "$closed", switchAt: at("nginx/app.conf", 2, "set $closed 1;") });
    expect(placeOf(findingOf("maintenance-mode", localCase(503, { plan: guarded([guard]), sources: { changed: { "nginx/app.conf": [2] } } })))).toBe("nginx/app.conf:2");
  });

  it("proposes no edit where a file is the switch, and tries without the line", () => {
    const guard = conditional({ condition: "-f /srv/closed", holds: true, switchAt: at("nginx/Dockerfile", 3, "COPY closed /srv/closed") });
    const finding = findingOf("maintenance-mode", localCase(503, { plan: guarded([guard]) }));
    expect([finding.fix.edits, finding.fix.text]).toEqual([[], "Take /srv/closed out of what is deployed, or remove the check."]);
    expect(finding.intervention).toMatchObject({ edits: [{ path: "nginx/app.conf", startLine: 6 }] });
  });

  it("is only possible when several lines can have answered; those behind one that always acts cannot", () => {
    const first = conditional({ condition: "-f /srv/closed", at: at("nginx/app.conf", 4, "if (-f /srv/closed) { return 503; }") });
    expect(findingOf("maintenance-mode", localCase(503, { plan: guarded([first, conditional({ condition: "$x" })]) })).confidence).toBe("possible");
    expect(findingOf("maintenance-mode", localCase(503, { plan: guarded([returned, first]) })).confidence).toBe("likely");
    const unmet = { ...first, holds: false };
    expect(placeOf(findingOf("maintenance-mode", localCase(503, { plan: guarded([unmet, returned]) })))).toBe("nginx/app.conf:6");
  });

  it("takes the `if` away with its `return` when both are on one line", () => {
    const guard = conditional({ condition: "$arg_x", at: at("nginx/app.conf", 4, "    if ($arg_x) { return 503; } # x") });
    expect(findingOf("maintenance-mode", localCase(503, { plan: guarded([guard]) })).fix.edits[0]?.replacement).toBe("     # x");
  });

  describe("for a host that falls to the server for unknown ones", () => {
    const servers = [
      { names: ["_"], listens: [], at: at("nginx/app.conf", 1) },
      { names: ["shoop.test"], listens: [], namesAt: at("nginx/app.conf", 9, "    server_name shoop.test;") },
    ];
    const asked = (host: string, changes: Partial<Plan> = {}): Evidence => {
      const { route: _route, ...rest } = probe;
      const proxy = proxyPlan({ servers, routes: [route([target()], { server: 1 })] });
      return localCase(503, { plan: { proxy, probes: [{ ...rest, host, server: 0, guards: [returned] }], ...changes } });
    };

    it("is the name that was meant", () => {
      const finding = findingOf("maintenance-mode", asked("shop.test"));
      expect(finding).toMatchObject({ confidence: "likely", fix: { edits: [{ startLine: 9, replacement: "    server_name shop.test;" }] } });
      expect(placeOf(finding)).toBe("nginx/app.conf:9");
    });

    it("is only possible when no name is near, and adds the host", () => {
      const finding = findingOf("maintenance-mode", asked("mail.example.org"));
      expect([finding.confidence, finding.fix.edits[0]?.replacement]).toEqual(["possible", "    server_name shoop.test mail.example.org;"]);
    });

    it("is the `return` when no server can be meant", () => {
      expect(placeOf(findingOf("maintenance-mode", asked("shop.test", { proxy: proxyPlan({ servers, routes: [] }) })))).toBe("nginx/app.conf:6");
    });
  });

  it.each<[string, Evidence, RegExp]>([
    ["no line is known to answer so", localCase(503), /no line of the project's nginx configuration/],
    ["the line answers another status", localCase(502, { plan: guarded([returned]) }), /known to answer 502/],
    ["its condition does not hold", localCase(503, { plan: guarded([conditional({ condition: "$x", holds: false })]) }), /no line/],
    ["a limit refused it", localCase(503, { plan: guarded([returned]) }, { limitReq: "REJECTED" }), /a limit of nginx refused/],
    ["the app answered", answeredCase(503, { plan: guarded([returned]) }), /fixed error/],
  ])("is not found when %s", (_name, given, because) => {
    expect(causesOf(given)).not.toContain("maintenance-mode");
    expect(becauseOf("maintenance-mode", given)).toMatch(because);
  });

  it("is not asked when nginx says why it dialled nobody", () => {
    const error: NginxError = { level: "error", message: "app could not be resolved", connection: 5, text: "app could not be resolved" };
    const given = localCase(502, {
      plan: guarded([{ ...returned, status: 502 }]),
      facts: { proxy: proxyRecord({ attempts: [{ ...attempt(502, ""), upstreamAddr: [], upstreamStatus: [] }], errors: [error] }) },
    });
    expect(fateOf("maintenance-mode", given)).toBe("ruled out");
  });
});

describe("rate-limited", () => {
  const guard: Guard = { kind: "limit_req", status: 503, zone: "all", burst: 0, isWide: true, at: at("nginx/app.conf", 8, "  limit_req zone=all;") };
  const zone: ProxyLimit = { kind: "limit_req_zone", name: "all", value: 1, text: "rate=1r/m", at: at("nginx/app.conf", 1, "limit_req_zone $binary_remote_addr zone=all:1m rate=1r/m;") };
  const rejected = (limits: readonly ProxyLimit[], changes: Partial<AccessRecord> = { limitReq: "REJECTED" }, guards: readonly Guard[] = [guard]): Evidence =>
    localCase(503, { plan: guarded(guards, { proxy: proxyPlan({ limits }) }) }, changes);

  it("is the line of the limit, and raises the rate of its zone", () => {
    const finding = findingOf("rate-limited", rejected([zone]));
    expect(finding).toMatchObject({ confidence: "likely", title: "limit_req refuses ordinary requests: 1r/m, without a burst" });
    expect([placeOf(finding), finding.related[0]?.at.line]).toEqual(["nginx/app.conf:8", 1]);
    expect(finding.fix.edits).toEqual([{ path: "nginx/app.conf", startLine: 1, endLine: 1, replacement: "limit_req_zone $binary_remote_addr zone=all:1m rate=10r/s;" }]);
  });

  it("gives a burst where the project does not set the rate", () => {
    expect(findingOf("rate-limited", rejected([])).fix.edits[0]?.replacement).toBe("  limit_req zone=all burst=20 nodelay;");
  });

  it("takes the zone that nginx names", () => {
    const other: Guard = { ...guard, zone: "login", at: at("nginx/app.conf", 20, "  limit_req zone=login;") };
    const error: NginxError = { level: "error", message: 'limiting requests, excess: 0.9 by zone "login"', connection: 5, text: "limiting requests" };
    const given = localCase(503, {
      plan: guarded([guard, other]),
      facts: { proxy: proxyRecord({ attempts: [{ ...attempt(503, ""), upstreamAddr: [], upstreamStatus: [], limitReq: "REJECTED" }], errors: [error] }) },
    });
    expect(placeOf(findingOf("rate-limited", given))).toBe("nginx/app.conf:20");
  });

  it("raises a limit on connections", () => {
    const conn: Guard = { kind: "limit_conn", status: 503, zone: "perip", at: at("nginx/app.conf", 8, "  limit_conn perip 1;") };
    expect(findingOf("rate-limited", rejected([], { limitConn: "REJECTED" }, [conn])).fix.edits[0]?.replacement).toBe("  limit_conn perip 100;");
  });

  it("is ruled out when no limit refused the request", () => {
    expect(fateOf("rate-limited", localCase(503, { plan: guarded([guard, returned]) }, { limitReq: "PASSED" }))).toBe("ruled out");
  });
});

describe("connections-exhausted", () => {
  const said = (message: string, changes: Partial<NginxError> = {}): NginxError => ({ level: "alert", message, connection: 5, request: "GET / HTTP/1.1", text: message, ...changes });
  const limit = (kind: ProxyLimit["kind"], value: number, text: string, line: string): ProxyLimit => ({ kind, value, text, at: at("nginx/nginx.conf", 4, line) });
  const given = (status: number, errors: readonly NginxError[], changes: Given = {}, addr = ""): Evidence =>
    evidence({ ...changes, facts: { proxy: proxyRecord({ attempts: [{ ...attempt(status, addr), upstreamStatus: ["-"] }], errors }), probes: [proxied(status)], ...changes.facts } });

  it("is the number of worker connections", () => {
    const plan = { proxy: proxyPlan({ limits: [limit("worker_connections", 4, "4", "  worker_connections 4;")] }) };
    const finding = findingOf("connections-exhausted", given(500, [said("4 worker_connections are not enough", { action: "connecting to upstream" })], { plan }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/nginx.conf:4", "  worker_connections 1024;"]);
    const { connection: _connection, ...anonymous } = said("4 worker_connections are not enough");
    const silent = evidence({ plan, facts: { proxy: proxyRecord({ errors: [anonymous] }), probes: [proxied(undefined, { error: "closed" })] } });
    expect(placeOf(findingOf("connections-exhausted", silent))).toBe("nginx/nginx.conf:4");
  });

  it("leaves many connections that are used up to what uses them", () => {
    expect(fateOf("connections-exhausted", given(500, [said("1024 worker_connections are not enough")]))).toBe("unknown");
  });

  it("is the number of open files, on both lines where two give it", () => {
    const nofile = { name: "nofile", soft: 14, hard: 14, at: at("compose.yaml", 20, "        soft: 14"), hardAt: at("compose.yaml", 21, "        hard: 14") };
    const services = [service("app"), proxyService({ settings: { ulimits: [nofile] } })];
    const finding = findingOf("connections-exhausted", given(500, [said("socket() failed", { errno: 24 })], { plan: { services } }));
    expect([placeOf(finding), finding.fix.edits.map((edit) => edit.replacement)]).toEqual(["compose.yaml:20", ["        soft: 65536", "        hard: 65536"]]);
    expect(finding.intervention).toMatchObject({ services: ["web"] });
    const own = { services, proxy: proxyPlan({ limits: [limit("worker_rlimit_nofile", 12, "12", "worker_rlimit_nofile 12;")] }) };
    expect(placeOf(findingOf("connections-exhausted", given(500, [said("socket() failed", { errno: 24 })], { plan: own })))).toBe("nginx/nginx.conf:4");
    expect(findingOf("connections-exhausted", given(500, [said("socket() failed", { errno: 24 })])).confidence).toBe("possible");
  });

  const line = "  server app:8080 max_conns=1;";
  const group: Partial<Plan> = {
    proxy: proxyPlan({ routes: [route([target("app", 8080, { at: at("nginx/nginx.conf", 4, line) })], { group: "app" })], limits: [limit("max_conns", 1, "max_conns=1", line)] }),
  };

  it("is max_conns when nothing failed before nginx passed over the address", () => {
    expect(placeOf(findingOf("connections-exhausted", given(502, [said("no live upstreams")], { plan: group }, "app")))).toBe("nginx/nginx.conf:4");
    expect(fateOf("connections-exhausted", given(502, [said("connect() failed", { errno: 111 }), said("no live upstreams")], { plan: group }, "app"))).toBe("ruled out");
    expect(fateOf("connections-exhausted", given(502, [said("no live upstreams")], {}, "app"))).toBe("ruled out");
  });

  it("is max_conns when the app's own request found no connection", () => {
    const own = said("no live upstreams", { connection: 6, text: 'no live upstreams while connecting to upstream, client: 10.0.0.2, server: x, request: "GET /api HTTP/1.1"' });
    const answered = (errors: readonly NginxError[]): Evidence =>
      answeredCase(502, { plan: group, facts: { services: [record("app"), record("web")], proxy: proxyRecord({ attempts: [attempt(502, "10.0.0.2:8080", true)], errors }) } });
    expect(causesOf(answered([own]))).toEqual(["connections-exhausted"]);
    expect(causesOf(answered([{ ...own, text: own.text.replace("10.0.0.2", "10.0.0.9") }]))).not.toContain("connections-exhausted");
  });
});

describe("host-header-rejected", () => {
  const list = (text: string, hosts: readonly string[] = ["localhost"], lastAt?: ReturnType<typeof at>): Given => ({
    sources: { hostLists: [{ at: at("settings.py", 3, text), hosts, ...(lastAt ? { lastAt } : {}) }] },
  });
  const changed = (given: Given): string | undefined => findingOf("host-header-rejected", refusalCase(400, "shop.test", "localhost", given)).fix.edits[0]?.replacement;

  it("is the list of hosts, with the host added, and builds the app again", () => {
    const finding = findingOf("host-header-rejected", refusalCase(400, "shop.test", "localhost", list('ALLOWED_HOSTS = ["localhost"]')));
    expect(finding).toMatchObject({ confidence: "likely", title: "app refuses the host shop.test", service: "app", intervention: { kind: "edit-files", services: ["app"] } });
    expect(placeOf(finding)).toBe("settings.py:3");
  });

  it.each<[string, string]>([
    ['ALLOWED_HOSTS = ["localhost"]', 'ALLOWED_HOSTS = ["localhost", "shop.test"]'],
    ["ALLOWED_HOSTS = []", 'ALLOWED_HOSTS = ["shop.test"]'],
    ['ALLOWED_HOSTS = os.environ.get("HOSTS", "localhost").split(",")', 'ALLOWED_HOSTS = os.environ.get("HOSTS", "localhost,shop.test").split(",")'],
    ['  "AllowedHosts": "localhost;127.0.0.1"', '  "AllowedHosts": "localhost;127.0.0.1;shop.test"'],
    ['  config.hosts << "localhost"', '  config.hosts << "localhost" << "shop.test"'],
    ["  allowedHosts: ['localhost'],", "  allowedHosts: ['localhost', 'shop.test'],"],
  ])("adds to %s", (text, expected) => {
    expect(changed(list(text))).toBe(expected);
  });

  it("adds the host without its port", () => {
    expect(findingOf("host-header-rejected", refusalCase(400, "app:8080", "other.test", list('ALLOWED_HOSTS = ["other.test"]', ["other.test"]))).fix.edits[0]?.replacement).toBe(
      'ALLOWED_HOSTS = ["other.test", "app"]',
    );
  });

  it("adds a line of its own to a list that has one for each", () => {
    expect(changed(list("ALLOWED_HOSTS = [", ["localhost"], at("settings.py", 5, '    "localhost"')))).toBe('    "localhost",\n    "shop.test"');
  });

  it("is the variable that holds the list when that is set", () => {
    const variables = { SHOP_ALLOWED_HOSTS: { value: "localhost", at: at("compose.yaml", 7, "      SHOP_ALLOWED_HOSTS: localhost") } };
    const finding = findingOf("host-header-rejected", refusalCase(400, "shop.test", "localhost", { plan: { services: [service("app", { variables }), proxyService()] } }));
    expect(placeOf(finding)).toBe("compose.yaml:7");
    expect(finding).toMatchObject({
      fix: { edits: [{ replacement: "      SHOP_ALLOWED_HOSTS: localhost,shop.test" }] },
      intervention: { kind: "set-variable", service: "app", name: "SHOP_ALLOWED_HOSTS", value: "localhost,shop.test" },
    });
  });

  it("is the proxy line when nginx passes the name of its group on and the app takes the public host", () => {
    const proxy = proxyPlan({ routes: [route([target()], { sendsHost: "$proxy_host", group: "backend" })] });
    const finding = findingOf("host-header-rejected", refusalCase(400, "backend", "localhost", { plan: { proxy }, ...list('ALLOWED_HOSTS = ["localhost"]') }));
    expect(placeOf(finding)).toBe("nginx/app.conf:14");
    expect(finding.fix.edits[0]?.replacement).toBe("    proxy_pass http://app:8080;\n    proxy_set_header Host $host;");
    expect(finding.related[0]?.at.path).toBe("settings.py");
    const madeUp = { proxy, probes: [{ ...probe, isHostInvented: true as const }] };
    expect(placeOf(findingOf("host-header-rejected", refusalCase(400, "app:8080", "shop.test", { plan: madeUp })))).toBe("nginx/app.conf:14");
    const unheard = refusalCase(400, "backend", "other.test", { plan: { proxy }, ...list('ALLOWED_HOSTS = ["other.test"]', ["other.test"]) });
    expect(placeOf(findingOf("host-header-rejected", unheard))).toBe("settings.py:3");
  });

  it("is only possible, at the proxy line, when no list is known", () => {
    const finding = findingOf("host-header-rejected", refusalCase(403, "shop.test", "localhost"));
    expect([finding.confidence, placeOf(finding), finding.fix.edits]).toEqual(["possible", "nginx/app.conf:14", []]);
  });

  it("is ruled out when the app refuses for another reason", () => {
    expect(causesOf(answeredCase(400))).toEqual([]);
    expect(fateOf("host-header-rejected", answeredCase(503))).toBe("ruled out");
  });
});
