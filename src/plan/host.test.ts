import { describe, expect, it } from "vitest";
import { at, plan as planOf, proxyPlan, proxyService, route, service, target } from "../../test/helpers/evidence.ts";
import { composeJson, fakeCompose } from "../../test/helpers/compose.ts";
import { inputsFor, lines, makeRepository, type Files } from "../../test/helpers/repository.ts";
import type { Inputs } from "../model/inputs.ts";
import { hostName, type Plan, type PublishedPort, type Service } from "../model/plan.ts";
import type { Port } from "../model/units.ts";
import { Workspace } from "../workspace/workspace.ts";
import { withHost } from "./host.ts";
import { withNotices } from "./notices.ts";
import { withoutOutside } from "./outside.ts";
import { makePlan } from "./plan.ts";

const published = (text: string): PublishedPort[] => {
  const [inside = "", outside, address] = text.split(":").toReversed();
  return [{ target: Number(inside) as Port, published: Number(outside) as Port, ...(address === undefined ? {} : { hostAddress: address }), at: at("compose.yaml", 6) }];
};
const gateway = proxyService({ settings: { extraHosts: ["host.docker.internal:host-gateway"] } });
const dials = (host: string, port: number, services: readonly Service[]): Plan => planOf({ services, proxy: proxyPlan({ routes: [route([target(host, port)])] }) });
const targetOf = (plan: Plan): unknown => plan.proxy.routes[0]?.targets[0];

describe("withHost", () => {
  it("leads a published port of the host to the service behind it", () => {
    const planned = withHost(dials("host.docker.internal", 9000, [service("app", { ports: published("9000:3000") }), gateway]));
    expect(planned.forwards).toEqual([{ inside: hostName, listen: "0.0.0.0", port: 9000, toHost: "app", toPort: 3000, at: at("compose.yaml", 6) }]);
    expect(targetOf(planned)).toMatchObject({ host: "app", port: 3000, through: { host: "host.docker.internal", port: 9000, at: { line: 6 } } });
    expect(planned.supplied.at(-1)?.what).toContain("9000");
  });

  it("does not lead a container to what is published on the host's loopback", () => {
    const planned = withHost(dials("host.docker.internal", 9000, [service("app", { ports: published("127.0.0.1:9000:3000") }), gateway]));
    expect(planned.forwards).toMatchObject([{ listen: "127.0.0.1" }]);
    expect(targetOf(planned)).toMatchObject({ host: "host.docker.internal", port: 9000 });
  });

  it("leads nginx on the host there, and leaves it its own ports", () => {
    const onHost = proxyService({ attachments: [], networkOf: { value: hostName } });
    const planned = withHost(dials("localhost", 9000, [service("app", { ports: published("127.0.0.1:9000:3000") }), service("db", { ports: published("80:5432") }), onHost]));
    expect(planned.forwards.map((forward) => forward.port)).toEqual([9000]);
    expect(targetOf(planned)).toMatchObject({ host: "app", port: 3000, through: { host: "localhost" } });
  });

  it("leads the address of Docker's bridge to the host, for ports of the project alone", () => {
    const services = [service("app", { ports: published("9000:3000") }), proxyService()];
    expect(withHost(dials("172.17.0.1", 9000, services)).forwards).toMatchObject([
      { inside: hostName, port: 9000 },
      { inside: "web", listen: "172.17.0.1", port: 9000, toHost: hostName, toPort: 9000 },
    ]);
    expect(withHost(dials("172.17.0.1", 8000, services)).forwards).toEqual([]);
  });

  it("takes what runs on the host for what is dialled there", () => {
    const resident = service("app", { attachments: [], networkOf: { value: hostName, at: at("compose.yaml", 4) } });
    expect(targetOf(withHost(dials("host.docker.internal", 3000, [resident, gateway])))).toMatchObject({ host: "app", port: 3000, through: { host: "host.docker.internal" } });
  });

  it("changes nothing where nobody dials the host", () => {
    const planned = dials("app", 8080, [service("app", { ports: published("9000:3000") }), proxyService()]);
    expect(withHost(planned)).toBe(planned);
  });
});

describe("a program on the host", () => {
  const asked = (host: string, proxy: Service, ports: readonly PublishedPort[] = []): Plan => withoutOutside(withHost(dials(host, 5173, [service("app", { ports }), proxy])));

  it("is outside the project and not asked", () => {
    const planned = asked("host.docker.internal", gateway);
    expect(planned.probes).toEqual([]);
    expect(planned.notes.at(-1)?.text).toContain("a program on the host");
  });

  it("is asked when the name is not mapped: nginx does not start with it", () => {
    expect(asked("host.docker.internal", proxyService()).probes).toHaveLength(1);
  });

  it("is a mistake when a container has that port, published as another", () => {
    expect(asked("host.docker.internal", gateway, published("9000:5173")).probes).toHaveLength(1);
  });
});

describe("withNotices", () => {
  const notesOf = (plan: Plan): string[] => withNotices(plan).notes.map((note) => note.text);

  it("says once what is looked up when nginx loads", () => {
    const planned = planOf({ proxy: proxyPlan({ routes: [route([target("app"), target("db", 5432)]), route([target("app", 3000)])] }) });
    expect(notesOf(planned)).toEqual(["app and db are looked up once, when nginx loads: reload it after a deployment that gives a container another address"]);
    expect(withNotices(planned).notes[0]).toMatchObject({ isStanding: true, at: { path: "nginx/app.conf", line: 14 } });
  });

  it("says that localhost is two addresses where it is right to dial it", () => {
    const shared = [service("app", { networkOf: { value: "web" }, attachments: [] }), proxyService()];
    const planned = { ...dials("localhost", 8080, shared), topology: { value: "shared" as const } };
    expect(notesOf(planned).join()).toContain("localhost is ::1 as well as 127.0.0.1");
  });

  it("says nothing of a name that is looked up for each request, or of an address", () => {
    const planned = planOf({ proxy: proxyPlan({ routes: [route([target("app")], { hasVariables: true }), route([target("127.0.0.1")])] }) });
    expect(withNotices(planned)).toBe(planned);
  });
});

describe("an nginx beside a Compose file", () => {
  const site = (address: string): string => lines("server {", "  listen 80;", `  location / { proxy_pass ${address}; }`, "}");
  const compose = lines("services:", "  app:", "    build: .", "    ports:", '      - "127.0.0.1:8000:3000"');
  const plan = (files: Files, changes: Partial<Inputs> = {}, more: Record<string, unknown> = {}): Promise<Plan> => {
    const { root } = new Workspace(makeRepository({ "compose.yaml": compose, Dockerfile: "FROM node:22\n", ...files }));
    const app = { build: { context: root }, ports: [{ target: 3000, published: "8000", host_ip: "127.0.0.1" }], networks: { default: null } };
    return makePlan(inputsFor(root, changes), { workspace: new Workspace(root), runCompose: fakeCompose(composeJson({ app, ...more })).run, environment: {} });
  };

  it("stands on the host when it dials a published port", async () => {
    const planned = await plan({ "deploy/site.conf": site("http://127.0.0.1:8000") });
    expect(planned).toMatchObject({ platform: "compose", topology: { value: "host", at: { path: "deploy/site.conf" } }, proxy: { kind: "stub" } });
    expect(targetOf(planned)).toMatchObject({ host: "app", port: 3000, through: { port: 8000 } });
  });

  it("stands among the containers when it dials their names", async () => {
    const planned = await plan({ "deploy/site.conf": site("http://app:3000") });
    expect(planned.topology.value).toBe("container");
    expect(planned.services.at(-1)).toMatchObject({ name: "proxy", role: "proxy", attachments: [{ network: "default" }] });
  });

  it("stands where it is told to", async () => {
    const planned = await plan({ "deploy/site.conf": site("http://127.0.0.1:3000") }, { topology: "shared" });
    expect(planned.services.at(-1)).toMatchObject({ name: "proxy", networkOf: { value: "app" }, attachments: [] });
    expect(planned.topology).toEqual({ value: "shared", because: "given by --topology" });
  });

  it("takes the place of the Compose file's own when it is named", async () => {
    const files = { "edge/default.conf": site("http://app:3000"), "deploy/site.conf": site("http://127.0.0.1:8000") };
    const web = { image: "nginx:1.29", networks: { default: null } };
    const planned = await plan(files, { nginxConfigs: ["deploy/site.conf"] }, { web });
    expect(planned.proxy).toMatchObject({ kind: "stub", files: [{ repo: "deploy/site.conf" }] });
  });

  it("is another project's when nothing in the Compose file fits it", async () => {
    const { root } = new Workspace(makeRepository({ "compose.yaml": "services:\n  db:\n    image: postgres:16\n", Dockerfile: "FROM node:22\n", "nginx.conf": site("http://127.0.0.1:8000") }));
    const run = fakeCompose(composeJson({ db: { image: "postgres:16", networks: { default: null } } })).run;
    expect(await makePlan(inputsFor(root), { workspace: new Workspace(root), runCompose: run, environment: {} })).toMatchObject({ platform: "dockerfile", topology: { value: "host" } });
  });

  it("runs on the host when its service has the host's network", async () => {
    const compose = lines("services:", "  app:", "    build: .", "  web:", "    image: nginx:1.29", "    network_mode: host", "    volumes: [./nginx.conf:/etc/nginx/conf.d/default.conf]");
    const files = { "compose.yaml": compose, "nginx.conf": site("http://127.0.0.1:8000") };
    const { root } = new Workspace(makeRepository({ ...files, Dockerfile: "FROM node:22\n" }));
    const app = { build: { context: root }, ports: [{ target: 3000, published: "8000" }], networks: { default: null } };
    const web = { image: "nginx:1.29", network_mode: "host", volumes: [{ type: "bind", source: `${root}/nginx.conf`, target: "/etc/nginx/conf.d/default.conf" }] };
    const planned = await makePlan(inputsFor(root), { workspace: new Workspace(root), runCompose: fakeCompose(composeJson({ app, web })).run, environment: {} });
    expect(planned.topology).toMatchObject({ value: "host", at: { path: "compose.yaml", line: 6 }, because: "web runs in the network of the host" });
    expect(targetOf(planned)).toMatchObject({ host: "app", port: 3000 });
  });
});
