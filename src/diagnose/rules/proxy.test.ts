import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import {
  attempt,
  at,
  ended,
  evidence,
  proxied,
  proxyPlan,
  proxyRecord,
  proxyService,
  proxyStartCase,
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

const dials = (host: string, port = 8080): Partial<Plan> => ({ proxy: proxyPlan({ routes: [route([target(host, port)])] }) });
const unknownHost = (host: string, given: Given = {}): ReturnType<typeof evidence> => proxyStartCase(`host not found in upstream "${host}"`, 14, { ...given, plan: { ...dials(host), ...given.plan } });

describe("upstream-host-unknown", () => {
  it("is the proxy line, and means the service of the nearest name", () => {
    const finding = findingOf("upstream-host-unknown", unknownHost("apo"));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:14", "    proxy_pass http://app:8080;"]);
    expect(finding.related).toMatchObject([{ at: { path: "compose.yaml", line: 2 } }]);
    expect(finding.intervention).toMatchObject({ kind: "redial", to: { host: "app", port: 8080 } });
  });

  it("means the service that alone listens on the port when no name is near", () => {
    const finding = findingOf("upstream-host-unknown", unknownHost("backend", { facts: { sockets: [sockets("app", ["0.0.0.0:8080"]), sockets("db", ["0.0.0.0:5432"])] } }));
    expect(finding.what).toContain("it alone listens on port 8080");
  });

  it("rewrites the port too when the service meant listens elsewhere", () => {
    const finding = findingOf("upstream-host-unknown", unknownHost("apo", { facts: { sockets: [sockets("app", ["0.0.0.0:3000"])] } }));
    expect(finding.fix.edits[0]?.replacement).toBe("    proxy_pass http://app:3000;");
  });

  it("makes no guess between two that fit equally", () => {
    const services = [service("app1"), service("app2"), proxyService()];
    const finding = findingOf("upstream-host-unknown", unknownHost("app3", { plan: { services }, facts: { services: [record("app1"), record("app2"), ended("web", [])], sockets: [] } }));
    expect(finding.fix.edits).toEqual([]);
    expect(finding.intervention).toBeUndefined();
  });

  it("reads a name that could not be resolved at request time", () => {
    const error = { ...refusedError, errno: undefined, message: "backend could not be resolved (3: Host not found)" };
    const { errno: _errno, ...unresolved } = error;
    const given = evidence({ plan: dials("backend"), facts: { proxy: proxyRecord({ attempts: [{ ...attempt(502, "-"), upstreamAddr: [] }], errors: [unresolved] }), probes: [proxied(502)] } });
    expect(fateOf("upstream-host-unknown", given)).toBe("found at nginx/app.conf:14");
  });

  it("is not found when the owner of the name has ended: nginx then had nobody to find", () => {
    const given = unknownHost("app", { facts: { services: [ended("app", ["bye"]), ended("web", [])] } });
    expect(causesOf(given)).not.toContain("upstream-host-unknown");
    expect(becauseOf("upstream-host-unknown", given)).toContain("which does not run");
  });

  it("is ruled out when the owner of the name runs, or the name is not one of a service", () => {
    expect(fateOf("upstream-host-unknown", unknownHost("app"))).toBe("ruled out");
    expect(becauseOf("upstream-host-unknown", unknownHost("host.docker.internal"))).toContain("a name of the host");
  });

  it.each<[string, ReturnType<typeof evidence>]>([
    ["the resolver itself is unknown", proxyStartCase('host not found in resolver "kube-dns"', 3)],
    ["nginx stops at a directive", proxyStartCase('unknown directive "porxy_pass"', 14)],
    ["the connection is refused", refusedCase(["0.0.0.0:3000"])],
  ])("is not found when %s", (_name, given) => {
    expect(causesOf(given)).not.toContain("upstream-host-unknown");
  });
});

describe("proxy-config-invalid", () => {
  const config = (...text: readonly string[]): Given => ({ sources: { proxyLines: text.map((line, index) => at("nginx/app.conf", index + 1, line)) } });
  const lines = ["server {", "  listen 80;", "  location / {", "    proxy_pas http://app:8080;", "  }", "}"];

  it("respells a directive", () => {
    const finding = findingOf("proxy-config-invalid", proxyStartCase('unknown directive "proxy_pas"', 4, config(...lines)));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:4", "    proxy_pass http://app:8080;"]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", services: ["web"] });
  });

  it("finds the line before which a semicolon is missing, and names where nginx stops beside it", () => {
    const given = proxyStartCase(
      'invalid number of arguments in "proxy_pass" directive',
      5,
      config("server {", "  location / {", "    proxy_pass http://app:8080 # the app", "    proxy_set_header Host $host;", "  }"),
    );
    const finding = findingOf("proxy-config-invalid", given);
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:3", "    proxy_pass http://app:8080; # the app"]);
    expect(finding.related).toMatchObject([{ at: { line: 5 }, note: "nginx stops here" }]);
  });

  it("adds the scheme that an address lacks", () => {
    const finding = findingOf("proxy-config-invalid", proxyStartCase("invalid URL prefix", 1, config("    proxy_pass app:8080;")));
    expect(finding.fix.edits[0]?.replacement).toBe("    proxy_pass http://app:8080;");
  });

  it("proposes no edit where none is plain, and tries the configuration without the line", () => {
    const finding = findingOf("proxy-config-invalid", proxyStartCase('"gzip" directive is duplicate', 2, config("gzip on;", "gzip on;")));
    expect(finding.fix.edits).toEqual([]);
    expect(finding.intervention).toMatchObject({ edits: [{ startLine: 2, replacement: "# gzip on;" }] });
  });

  it("is the mount when the file is not the repository's", () => {
    const files = [{ container: "/etc/nginx/conf.d/app.conf", repo: "nginx/app.conf" as never, via: "bind", at: at("compose.yaml", 17) }];
    expect(fateOf("proxy-config-invalid", proxyStartCase("no events section", undefined, { plan: { proxy: proxyPlan({ files }) } }))).toBe("found at compose.yaml:14");
  });

  it("is at the template of a rendered file", () => {
    const files = [{ container: "/etc/nginx/templates/app.conf.template", renderedAs: "/etc/nginx/conf.d/app.conf", repo: "nginx/app.conf.template" as never, via: "bind" }];
    expect(fateOf("proxy-config-invalid", proxyStartCase('unknown directive "x"', 2, { plan: { proxy: proxyPlan({ files }) } }))).toBe("found at nginx/app.conf.template:2");
  });

  it.each<[string, ReturnType<typeof evidence>, string]>([
    ["a host is unknown", proxyStartCase('host not found in upstream "x"', 14), "ruled out"],
    ["a certificate is missing", proxyStartCase('cannot load certificate "/etc/ssl/a.pem"', 3), "ruled out"],
    ["a port is taken", proxyStartCase("bind() to 0.0.0.0:80 failed (98: Address already in use)", undefined), "ruled out"],
    ["nginx says nothing", evidence({ facts: { services: [record("app"), ended("web", [])], proxy: proxyRecord({ state: "exited" }), probes: [] } }), "ruled out"],
    ["nginx only warns", proxyStartCase("x", 1, { facts: { proxy: proxyRecord({ state: "exited", startErrors: [{ level: "warn", message: 'conflicting server name "a"' }] }) } }), "ruled out"],
    ["nginx runs", refusedCase(["0.0.0.0:3000"]), "ruled out"],
  ])("is not found when %s", (_name, given, fate) => {
    expect(fateOf("proxy-config-invalid", given)).toBe(fate);
  });
});

describe("dependency-not-ready of nginx", () => {
  const early = (changes: Partial<Service> = {}, running: "running" | "exited" = "running"): ReturnType<typeof evidence> => {
    const services = [
      service("app", { needs: [{ service: "db", condition: "healthy", required: true, at: at("compose.yaml", 20, "      db:") }] }),
      proxyService({ needs: [], at: at("compose.yaml", 2, "  web:"), image: { kind: "reference", reference: "nginx:stable", at: at("compose.yaml", 3, "    image: nginx:stable") }, ...changes }),
    ];
    return proxyStartCase('host not found in upstream "app:8080"', 14, {
      plan: { services },
      facts: { services: [record("app", { state: running, exits: running === "running" ? [] : [{ code: 1, at: 5, oomKilled: false }] }), record("web", { state: "exited" })] },
    });
  };

  it("is a name that is there by now, and lets nginx wait for it", () => {
    const finding = findingOf("dependency-not-ready", early());
    expect([placeOf(finding), finding.title, finding.intervention]).toEqual([
      "compose.yaml:3",
      "nginx starts before app, whose name it needs",
      { kind: "start-after", service: "web", dependency: "app" },
    ]);
    expect(finding.fix.edits.map((edit) => edit.replacement)).toEqual(["    image: nginx:stable\n    depends_on:\n      - app"]);
  });

  it("edits nothing where nginx depends on something already", () => {
    const finding = findingOf("dependency-not-ready", early({ needs: [{ service: "db", condition: "started", required: true }] }));
    expect([placeOf(finding), finding.fix.edits]).toEqual(["compose.yaml:2", []]);
  });

  it("is not it when the app ended", () => {
    expect(causesOf(early({}, "exited"))).not.toContain("dependency-not-ready");
  });
});
