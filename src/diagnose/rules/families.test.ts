import { describe, expect, it } from "vitest";
import { causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, attempt, proxied, proxyPlan, proxyRecord, proxyService, refusedCase, refusedError, route, service, sockets, target, type Given } from "../../../test/helpers/evidence.ts";
import type { ServiceSockets } from "../../model/evidence.ts";
import type { Plan } from "../../model/plan.ts";

const v6Only = (address: string): ServiceSockets => {
  const read = sockets("app", [address]);
  return { ...read, sockets: read.sockets.map((socket) => ({ ...socket, v6Only: true })) };
};
const refused = (open: ServiceSockets, given: Given = {}): ReturnType<typeof refusedCase> => refusedCase([], { ...given, facts: { sockets: [open], ...given.facts } });

describe("address-family-mismatch between containers", () => {
  it("is the line that asks for IPv6 alone", () => {
    const app = service("app", { start: [{ text: "uvicorn main:app --host :: --port 8080", at: at("Dockerfile", 9, 'CMD ["uvicorn", "main:app", "--host", "::", "--port", "8080"]') }] });
    const finding = findingOf("address-family-mismatch", refused(v6Only("[::]:8080"), { plan: { services: [app, proxyService()] } }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["Dockerfile:9", 'CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8080"]']);
    expect(finding.intervention).toMatchObject({ kind: "forward-loopback", service: "app", port: 8080, address: "::1" });
    expect(causesOf(refused(v6Only("[::]:8080"), { plan: { services: [app, proxyService()] } }))).toEqual(["address-family-mismatch"]);
  });

  it("opens Go's tcp6 to both", () => {
    const listen = at("main.go", 12, '\tlistener, err := net.Listen("tcp6", ":8080")');
    const finding = findingOf("address-family-mismatch", refused(v6Only("[::]:8080"), { sources: { hosts: [{ host: "::", weight: 8, at: listen }] } }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["main.go:12", '\tlistener, err := net.Listen("tcp", ":8080")']);
  });

  it.each<[string, ServiceSockets]>([
    ["the socket takes IPv4 too", sockets("app", ["[::]:8080"])],
    ["IPv4 has a socket of its own", { ...v6Only("[::]:8080"), sockets: [...v6Only("[::]:8080").sockets, ...sockets("app", ["0.0.0.0:8080"]).sockets] }],
    ["the port is another", v6Only("[::]:3000")],
    ["the app listens on its loopback alone", sockets("app", ["127.0.0.1:8080"])],
    ["the port was opened late", { ...v6Only("[::]:8080"), sockets: v6Only("[::]:8080").sockets.map((socket) => ({ ...socket, since: 70_000 })) }],
  ])("is not found when %s", (_name, open) => {
    expect(causesOf(refused(open))).not.toContain("address-family-mismatch");
  });
});

describe("address-family-mismatch in one network namespace", () => {
  const shared = (host: string, open: ServiceSockets, errno = 111): ReturnType<typeof refusedCase> => {
    const plan: Partial<Plan> = { services: [service("app", { networkOf: { value: "web" }, attachments: [] }), proxyService()], proxy: proxyPlan({ routes: [route([target(host)])] }) };
    return refused(open, { plan, facts: { sockets: [open], proxy: proxyRecord({ attempts: [attempt(502, `${host}:8080`)], errors: [{ ...refusedError, errno }] }), probes: [proxied(502)] } });
  };

  it("dials ::1 where the app listens on that alone", () => {
    const finding = findingOf("address-family-mismatch", shared("127.0.0.1", sockets("app", ["[::1]:8080"])));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:14", "    proxy_pass http://[::1]:8080;"]);
    expect(causesOf(shared("127.0.0.1", sockets("app", ["[::1]:8080"])))).toEqual(["address-family-mismatch"]);
  });

  it("is found too where IPv6 cannot even be dialled", () => {
    const finding = findingOf("address-family-mismatch", shared("::1", sockets("app", ["127.0.0.1:8080"]), 99));
    expect(finding.intervention).toMatchObject({ kind: "redial", to: { host: "127.0.0.1", port: 8080 } });
  });

  it("leaves loopback-bind out of it: the loopback is reached", () => {
    expect(fateOf("loopback-bind", shared("127.0.0.1", sockets("app", ["127.0.0.1:3000"])))).toBe("ruled out");
    expect(causesOf(shared("127.0.0.1", sockets("app", ["127.0.0.1:3000"])))).toEqual(["port-mismatch"]);
  });
});
