import { describe, expect, it } from "vitest";
import { causesOf, findingOf, placeOf } from "../../test/helpers/conclusions.ts";
import { at, attempt, direct, evidence, proxied, proxyPlan, proxyRecord, proxyService, refusedError, route, service, sockets, target, type Given } from "../../test/helpers/evidence.ts";
import { hostName, type Plan, type Service } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";
import type { Port } from "../model/units.ts";

const entry = (text: string): ReturnType<typeof at> => at("compose.yaml", 6, `      - "${text}"`);
const onHost = proxyService({ attachments: [], networkOf: { value: hostName } });

/** nginx dials the host; what it dials refuses. */
function dialsHost(to: Target, services: readonly Service[], given: Given = {}): ReturnType<typeof evidence> {
  const plan: Partial<Plan> = { topology: { value: "host" }, services, proxy: proxyPlan({ routes: [route([to])] }), ...given.plan };
  const facts = { sockets: [sockets("app", ["0.0.0.0:3000"])], proxy: proxyRecord({ attempts: [attempt(502, "127.0.0.1:8080")], errors: [refusedError] }), probes: [proxied(502)], ...given.facts };
  return evidence({ ...given, plan, facts });
}

describe("a port of the host that is not published", () => {
  it("is mistaken for the container's own: nginx dials the host's side", () => {
    const app = service("app", { ports: [{ target: 3000 as Port, published: 9000 as Port, at: entry("9000:3000") }] });
    const finding = findingOf("port-mismatch", dialsHost(target("127.0.0.1", 3000), [app, onHost]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:14", "    proxy_pass http://127.0.0.1:9000;"]);
    expect(finding.related).toMatchObject([{ at: { path: "compose.yaml", line: 6 } }]);
    expect(causesOf(dialsHost(target("127.0.0.1", 3000), [app, onHost]))).toEqual(["port-mismatch"]);
  });

  it("is published by a line more where the service publishes none", () => {
    const image = { kind: "build" as const, context: "" as never, dockerfile: "Dockerfile" as never, args: {}, at: at("compose.yaml", 3, "    build: .") };
    const finding = findingOf("port-mismatch", dialsHost(target("127.0.0.1", 3000), [service("app", { image }), onHost]));
    expect([placeOf(finding), finding.fix.edits[0]]).toEqual(["compose.yaml:2", { path: "compose.yaml", startLine: 3, endLine: 2, replacement: '    ports:\n      - "3000:3000"' }]);
  });

  it("is none of the host's when nginx has a container of its own", () => {
    const app = service("app", { ports: [{ target: 3000 as Port, published: 9000 as Port }] });
    expect(causesOf(dialsHost(target("127.0.0.1", 3000), [app, proxyService()]))).toEqual(["proxy-dials-itself"]);
  });
});

describe("a published port that leads to a closed one", () => {
  const through = (text: string): Target => target("app", 8080, { through: { host: "127.0.0.1", port: 80, at: entry(text) } });

  it.each([
    ["80:8080", '      - "80:3000"'],
    ["127.0.0.1:80:8080/tcp", '      - "127.0.0.1:80:3000/tcp"'],
  ])("is corrected in %s", (text, replacement) => {
    const given = dialsHost(through(text), [service("app"), onHost], { facts: { sockets: [sockets("app", ["0.0.0.0:3000"])], probes: [proxied(502), direct({ error: "refused" })] } });
    const finding = findingOf("port-mismatch", given);
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["compose.yaml:6", replacement]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", services: ["app"] });
  });

  it("is not the host's side dialled in a container", () => {
    const app = service("app", { ports: [{ target: 3000 as Port, published: 8080 as Port, at: entry("8080:3000") }] });
    const given = dialsHost(through("80:8080"), [app, onHost], { facts: { probes: [proxied(502), direct({ error: "refused" })] } });
    expect(causesOf(given)).not.toContain("published-port-dialled");
  });
});

describe("a port published on the host's loopback", () => {
  it("is published on all addresses for a proxy in a container", () => {
    const mapped = proxyService({ settings: { extraHosts: ["host.docker.internal:host-gateway"] } });
    const forwards = [{ inside: hostName, listen: "127.0.0.1", port: 3000 as Port, toHost: "app", toPort: 3000 as Port, at: entry("127.0.0.1:3000:3000") }];
    const given = dialsHost(target("host.docker.internal", 3000), [service("app"), mapped], { plan: { topology: { value: "container" }, forwards } });
    const finding = findingOf("loopback-bind", given);
    expect([placeOf(finding), finding.fix.edits[0]?.replacement, finding.service]).toEqual(["compose.yaml:6", '      - "3000:3000"', "app"]);
  });
});
