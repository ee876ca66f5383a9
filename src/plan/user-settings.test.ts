import { describe, expect, it } from "vitest";
import { at, plan, proxyPlan, proxyService, route, service, target } from "../../test/helpers/evidence.ts";
import { failureOf, placeOf } from "../../test/helpers/failures.ts";
import { inputsFor, lines, makeWorkspace } from "../../test/helpers/repository.ts";
import type { ServiceSettings, StandIn } from "../model/inputs.ts";
import type { Bytes } from "../model/units.ts";
import { parseNginx, walk } from "../nginx/parser.ts";
import { planDockerfile } from "./dockerfile/plan.ts";
import { withoutOutside } from "./outside.ts";
import { makePlan } from "./plan.ts";
import { standInConfig, withStandIns } from "./stand-ins.ts";
import { withUserServices } from "./user-services.ts";

const settings = (changes: Partial<ServiceSettings> = {}): ServiceSettings => ({ service: "app", variables: {}, because: "set at gate.yml:3", at: at("gate.yml", 3), ...changes });

describe("settings of services", () => {
  it("set limits and variables over the project's own", () => {
    const own = plan({ services: [service("app", { memory: { value: 1 as Bytes, at: at("compose.yaml", 3) }, variables: { A: { value: "1" }, B: { value: "1" } } }), proxyService()] });
    const changed = withUserServices(own, inputsFor("/", { services: [settings({ memory: 64 as Bytes, cpus: 2, variables: { B: "2" } })] }));
    expect(changed.services[0]).toMatchObject({ memory: { value: 64, because: "set at gate.yml:3" }, cpus: 2, variables: { A: { value: "1" }, B: { value: "2", because: "set at gate.yml:3" } } });
    expect(changed.services[1]).toEqual(own.services[1]);
  });

  it("give processors to the app alone, where it has no limit", () => {
    const own = plan({ services: [service("app"), service("api", { cpus: 4 }), proxyService()] });
    expect(withUserServices(own, inputsFor("/", { cpus: 0.5 })).services.map((each) => each.cpus)).toEqual([0.5, 4, undefined]);
  });

  it("refuse a service that is not started, and name the one that is meant", () => {
    const failure = failureOf(() => withUserServices(plan(), inputsFor("/", { services: [settings({ service: "ap" })] })));
    expect([failure.kind, placeOf(failure)]).toEqual(["config-invalid", "gate.yml:3"]);
    expect(failure.message).toMatch(/^No service "ap" is started \(did you mean "app"\?\); the services are app,/);
  });

  it("lay variables over those of a file, each with its line", () => {
    const workspace = makeWorkspace({ Dockerfile: "FROM node:22\n", "nginx.conf": "server { location / { proxy_pass http://app:80; } }\n", ".env": lines("A=1", "B=1") });
    const planned = planDockerfile(inputsFor(workspace.root, { envFile: ".env", variables: { B: { value: "2", at: at("gate.yml", 5) } } }), workspace);
    expect(planned.services[0]?.variables).toMatchObject({ A: { value: "1", at: { path: ".env", line: 1 } }, B: { value: "2", at: { path: "gate.yml", line: 5 } } });
  });
});

describe("stand-ins", () => {
  const standIn = (host: string, changes: Partial<StandIn> = {}): StandIn => ({ host, ports: [80], status: 200, body: "{}", at: at("gate.yml", 7), ...changes });
  const dialling = plan({ proxy: proxyPlan({ routes: [route([target("api.example.com", 80)])] }) });

  it("answer to the hosts' names on every network, and are told", () => {
    const changed = withStandIns(dialling, [standIn("api.example.com"), standIn("b.example", { ports: [80, 443] })]);
    const added = changed.services.at(-1);
    expect(added).toMatchObject({ name: "stand-in", role: "dependency", essential: true });
    expect(added?.attachments).toEqual(dialling.networks.map(({ name }) => ({ network: name, aliases: ["api.example.com", "b.example"] })));
    expect(added?.mounts.map((mount) => mount.target)).toEqual(["/etc/nginx/conf.d/default.conf", "/etc/nginx/stand-in.pem", "/etc/nginx/stand-in.key"]);
    expect(changed.supplied.map(({ what }) => what)).toEqual(["api.example.com (port 80), which answers 200", "b.example (port 80, 443), which answers 200"]);
    expect(withStandIns(dialling, [])).toBe(dialling);
  });

  it("are the same in each plan of a run: what differs would be made again", () => {
    const [one, other] = [withStandIns(dialling, [standIn("c.example", { ports: [443] })]), withStandIns(dialling, [standIn("c.example", { ports: [443] })])];
    expect(one).toEqual(other);
  });

  it("make a host be asked that is otherwise left out", () => {
    expect(withoutOutside(dialling).probes).toEqual([]);
    expect(withoutOutside(withStandIns(dialling, [standIn("api.example.com")])).probes).toEqual(dialling.probes);
  });

  it("are out of reach for an nginx on the host, which is then not asked for them", () => {
    const files = {
      "compose.yaml": "",
      Dockerfile: "FROM node:22\n",
      "nginx.conf": "server { location / { proxy_pass http://127.0.0.1:8000; } location /x { proxy_pass http://api.example.com; } }\n",
    };
    const workspace = makeWorkspace(files);
    const inputs = inputsFor(workspace.root, { platform: "dockerfile", standIns: [standIn("api.example.com")] });
    return makePlan(inputs, { workspace, environment: {}, runCompose: () => Promise.reject(new Error("not run")) }).then((planned) => {
      expect(planned.topology.value).toBe("host");
      expect(planned.probes.map((probe) => probe.path)).toEqual(["/"]);
      expect(planned.notes.map((note) => note.text)).toContain("http://localhost/x is not asked: it leads outside the project");
    });
  });

  it("write configuration that says the body as it is", () => {
    const text = standInConfig([standIn("a.example", { status: 503, body: 'say "$1"; \\ }' })]);
    const found = parseNginx(text, "default.conf" as never);
    const returned = [...walk(found.directives)].find((directive) => directive.name === "return");
    expect(returned?.args.map((arg) => arg.text)).toEqual(["503", 'say "${dollar}1"; \\ }']);
  });
});
