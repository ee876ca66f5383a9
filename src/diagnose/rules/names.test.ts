import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import {
  at,
  attempt,
  direct,
  ended,
  evidence,
  noSources,
  proxied,
  proxyPlan,
  proxyRecord,
  proxyService,
  proxyStartCase,
  record,
  refusedError,
  route,
  service,
  sockets,
  target,
  type Given,
} from "../../../test/helpers/evidence.ts";
import type { Attachment, Plan, Service } from "../../model/plan.ts";
import { hostName } from "../../model/plan.ts";
import type { NameServers } from "../../model/proxy.ts";
import type { Port } from "../../model/units.ts";

const dials = (host: string, port = 8080): Pick<Plan, "proxy"> => ({ proxy: proxyPlan({ routes: [route([target(host, port)])] }) });
const on = (network: string, ...aliases: readonly string[]): Attachment => ({ network, aliases });

describe("networks-disjoint", () => {
  const flow = (path: string, line: number, names: string): ReturnType<typeof at> => at(path, line, `    networks: [${names}]`);
  const app = (changes: Partial<Service> = {}): Service => service("app", { attachments: [on("back", "app")], networksAt: flow("compose.yaml", 4, "back"), ...changes });
  const web = (changes: Partial<Service> = {}): Service => proxyService({ attachments: [on("front", "web")], networksAt: flow("compose.yaml", 20, "front"), ...changes });
  const apart = (services: readonly Service[], given: Given = {}): ReturnType<typeof evidence> =>
    proxyStartCase('host not found in upstream "app"', 14, { ...given, plan: { ...dials("app"), services }, facts: { services: [record("app"), ended("web", [])], ...given.facts } });

  it("adds the app's network to those of nginx", () => {
    const finding = findingOf("networks-disjoint", apart([app(), web()]));
    expect([placeOf(finding), finding.fix.edits]).toEqual(["compose.yaml:20", [{ path: "compose.yaml", startLine: 20, endLine: 20, replacement: "    networks: [front, back]" }]]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", services: ["web"] });
    expect(finding.what).toContain("app is on back; web is on front");
  });

  it("adds the default network to those of the app when nginx names none", () => {
    const { networksAt: _none, ...plain } = web({ attachments: [on("default", "web")] });
    const finding = findingOf("networks-disjoint", apart([app(), plain]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["compose.yaml:4", "    networks: [back, default]"]);
  });

  it("prefers the side that was changed", () => {
    expect(placeOf(findingOf("networks-disjoint", apart([app(), web()], { sources: { changed: { "compose.yaml": [4] } } })))).toBe("compose.yaml:4");
  });

  it.each<[string, string, string]>([
    ["a list of lines", "      - front", "      - front\n      - back"],
    ["a map", "      front:", "      back:\n      front:"],
  ])("extends %s", (_name, text, replacement) => {
    const proxy = web({ networksAt: at("compose.yaml", 20, "    networks:"), attachments: [{ ...on("front", "web"), at: at("compose.yaml", 21, text) }] });
    expect(findingOf("networks-disjoint", apart([app(), proxy])).fix.edits).toEqual([{ path: "compose.yaml", startLine: 21, endLine: 21, replacement }]);
  });

  it("takes nginx off the network of the host", () => {
    const { networksAt: _none, ...plain } = app({ attachments: [on("default", "app")] });
    const proxy = web({ attachments: [], networkOf: { value: hostName, at: at("compose.yaml", 22, "    network_mode: host") } });
    const finding = findingOf("networks-disjoint", apart([plain, proxy]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["compose.yaml:22", ""]);
    expect(finding.what).toContain("web is in the network of the host");
  });

  it.each<[string, ReturnType<typeof evidence>, string]>([
    ["both share a network", apart([app({ attachments: [on("back", "app"), on("front", "app")] }), web()]), "share a network"],
    ["the owner of the name is down", apart([app(), web()], { facts: { services: [ended("app", []), ended("web", [])] } }), "does not run"],
    ["nobody has the name", proxyStartCase('host not found in upstream "other"', 14, { plan: dials("other") }), "no other service has the name"],
  ])("is ruled out when %s", (_name, given, because) => {
    expect(causesOf(given)).not.toContain("networks-disjoint");
    expect(`${becauseOf("networks-disjoint", given)} which does not run`).toContain(because);
  });
});

describe("host-gateway-missing", () => {
  const ports = [{ target: 3000 as Port, published: 8080 as Port, at: at("compose.yaml", 6, '      - "8080:3000"') }];
  const unmapped = (services: readonly Service[], host = "host.docker.internal"): ReturnType<typeof evidence> =>
    proxyStartCase(`host not found in upstream "${host}"`, 14, {
      plan: { ...dials(host), services },
      facts: { services: [record("app"), ended("web", [])], sockets: [sockets("app", ["0.0.0.0:3000"])] },
    });

  it("dials the service behind the published port", () => {
    const finding = findingOf("host-gateway-missing", unmapped([service("app", { ports }), proxyService()]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:14", "    proxy_pass http://app:3000;"]);
    expect(finding.intervention).toMatchObject({ kind: "redial", to: { host: "app", port: 3000 } });
    expect(causesOf(unmapped([service("app", { ports }), proxyService()]))).toEqual(["host-gateway-missing"]);
  });

  it("maps the name when nothing of the project is behind it", () => {
    const image = { kind: "reference" as const, reference: "nginx:1.29", at: at("compose.yaml", 15, "    image: nginx:1.29") };
    const finding = findingOf("host-gateway-missing", unmapped([service("app", { attachments: [on("other", "app")] }), proxyService({ image })]));
    expect(finding.fix.edits).toEqual([{ path: "compose.yaml", startLine: 15, endLine: 14, replacement: '    extra_hosts:\n      - "host.docker.internal:host-gateway"' }]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", services: ["web"] });
  });

  it("is ruled out for a name that is mapped, or is not the host's", () => {
    const mapped = proxyService({ settings: { extraHosts: ["host.docker.internal:host-gateway"] } });
    expect(fateOf("host-gateway-missing", unmapped([service("app"), mapped]))).toBe("ruled out");
    expect(fateOf("host-gateway-missing", unmapped([service("app"), proxyService()], "host.example"))).toBe("ruled out");
  });
});

describe("resolver-unusable", () => {
  const passLine = "        proxy_pass http://$backend:8080;";
  const asked = (message: string, resolver: NameServers | undefined, given: Given = {}, host = "app"): ReturnType<typeof evidence> => {
    const way = route([target(host, 8080)], { value: "http://$backend:8080", hasVariables: true, at: at("nginx/app.conf", 9, passLine), ...(resolver ? { resolver } : {}) });
    const { errno: _errno, ...plain } = { ...refusedError, message };
    const errors = [message.includes("could not") ? { ...plain, errno: 3 } : plain];
    return evidence({
      ...given,
      plan: { proxy: proxyPlan({ routes: [way] }), ...given.plan },
      facts: { proxy: proxyRecord({ attempts: [attempt(502, "")], errors }), probes: [proxied(502), direct({ status: 200 })], ...given.facts },
    });
  };
  const google: NameServers = { addresses: ["8.8.8.8", "1.1.1.1"], at: at("nginx/app.conf", 3, "    resolver 8.8.8.8 1.1.1.1 valid=30s ipv6=off;") };
  const docker: NameServers = { addresses: ["127.0.0.11"], at: at("nginx/app.conf", 3, "    resolver 127.0.0.11;") };

  it("asks Docker's name server in place of another, and keeps the parameters", () => {
    const finding = findingOf("resolver-unusable", asked("app could not be resolved", google));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:3", "    resolver 127.0.0.11 valid=30s ipv6=off;"]);
    expect(finding.what).toContain("says that there is no such name");
    expect(causesOf(asked("app could not be resolved", google))).toEqual(["resolver-unusable"]);
  });

  it("names one in front of the address when there is none", () => {
    const finding = findingOf("resolver-unusable", asked("no resolver defined to resolve app", undefined));
    expect(finding.fix.edits).toEqual([{ path: "nginx/app.conf", startLine: 9, endLine: 8, replacement: "        resolver 127.0.0.11 valid=10s;" }]);
    expect(placeOf(finding)).toBe("nginx/app.conf:9");
  });

  it("writes a name of /etc/hosts without the variable", () => {
    const way = route([target("legacy", 8080)], { value: "$backend", hasVariables: true, at: at("nginx/app.conf", 9, "        proxy_pass $backend;"), resolver: docker });
    const services = [service("app"), proxyService({ settings: { extraHosts: ["legacy:10.1.2.3"] } })];
    const finding = findingOf("resolver-unusable", asked("legacy could not be resolved", docker, { plan: { proxy: proxyPlan({ routes: [way] }), services } }, "legacy"));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:9", "        proxy_pass http://legacy:8080;"]);
  });

  it("replaces a resolver that is a name nobody knows", () => {
    const line = at("nginx/app.conf", 3, "    resolver kube-dns.kube-system.svc.cluster.local valid=10s;");
    const finding = findingOf("resolver-unusable", proxyStartCase('host not found in resolver "kube-dns.kube-system.svc.cluster.local"', 3, { sources: { ...noSources, proxyLines: [line] } }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:3", "    resolver 127.0.0.11 valid=10s;"]);
  });

  it.each<[string, ReturnType<typeof evidence>, string]>([
    ["Docker's name server was asked", asked("app could not be resolved", docker), "ruled out"],
    ["the name is no service's", asked("other could not be resolved", google, {}, "other"), "ruled out"],
    ["the service is on other networks", asked("app could not be resolved", google, { plan: { services: [service("app", { attachments: [on("back", "app")] }), proxyService()] } }), "ruled out"],
    [
      "the container's own system does not find the name either",
      asked("app could not be resolved", google, {
        facts: { proxy: proxyRecord({ attempts: [attempt(502, "")], errors: [{ ...refusedError, message: "app could not be resolved", errno: 3 }], names: [{ name: "app", addresses: [] }] }) },
      }),
      "unknown",
    ],
    ["nginx resolved the name", asked("connect() failed", google), "ruled out"],
  ])("is not found when %s", (_name, given, fate) => {
    expect(fateOf("resolver-unusable", given)).toBe(fate);
  });
});
