import { describe, expect, it } from "vitest";
import { plan, proxyPlan, proxyService, route, service, target } from "../../test/helpers/evidence.ts";
import { repo } from "../../test/helpers/repository.ts";
import type { ContainerSpec } from "../docker/engine.ts";
import { newRun, runLabel } from "../docker/labels.ts";
import { toCreateOptions } from "../docker/create-options.ts";
import type { Mount, Service } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";
import type { Port } from "../model/units.ts";
import { socketVolumes, specificationOf, volumeName, type SpecificationInput } from "./specification.ts";

const run = newRun();
const input: SpecificationInput = { run, image: "sha256:1", generation: 0, isProxy: false };
const specify = (changes: Partial<Service>, given: Partial<SpecificationInput> = {}): ContainerSpec => specificationOf(service("app", changes), { ...input, ...given });

describe("specificationOf", () => {
  it("never lets a restart policy, published ports or a fixed name reach the engine", () => {
    const spec = specify({
      restart: { value: "unless-stopped" },
      ports: [{ target: 80 as Port, published: 18080 as Port }],
      attachments: [{ network: "default", aliases: ["app", "my-fixed-name"] }],
    });
    const options = JSON.stringify(toCreateOptions(spec));
    expect(options).not.toMatch(/unless-stopped|18080|PortBindings/);
    expect(spec.name).not.toContain("my-fixed-name");
    expect(spec.network?.aliases).toEqual(["app", "my-fixed-name"]);
  });

  it("gives every run, service and generation a name of its own, and the run's labels", () => {
    const names = [specify({}), specify({}, { generation: 1 }), specificationOf(service("db"), input), specify({}, { run: newRun() })].map((spec) => spec.name);
    expect(new Set(names).size).toBe(4);
    expect(specify({}).labels[runLabel]).toBe(run.id);
  });

  it("passes on what the project says of the container", () => {
    const spec = specify({
      entrypoint: { value: ["/entry"] },
      command: { value: [] },
      variables: { PORT: { value: "80" }, EMPTY: { value: "" } },
      user: { value: "1000" },
      workingDir: "/srv",
      settings: { init: true, capDrop: ["ALL"], stopSignal: "SIGINT" },
    });
    expect(spec).toMatchObject({
      image: "sha256:1",
      entrypoint: ["/entry"],
      command: [],
      variables: ["PORT=80", "EMPTY="],
      user: "1000",
      workingDir: "/srv",
      init: true,
      capDrop: ["ALL"],
      stopSignal: "SIGINT",
    });
  });

  it("leaves entrypoint and command to the image when the project does not set them", () => {
    const keys = Object.keys(specify({}));
    expect(keys).not.toContain("entrypoint");
    expect(keys).not.toContain("command");
  });

  it("joins the network of the run by its first attachment", () => {
    const spec = specify({
      attachments: [
        { network: "front", aliases: ["app"] },
        { network: "back", aliases: ["app"] },
      ],
    });
    expect(spec.network?.name).toContain(run.id);
    expect(spec.network?.name).toContain("front");
  });

  it("shares a namespace without what the engine refuses there", () => {
    const spec = specify({ settings: { hostname: "a", dns: ["1.1.1.1"], extraHosts: ["a:1.2.3.4"], init: true } }, { networkOf: "id-of-web" });
    expect(spec).toMatchObject({ networkOf: "id-of-web", init: true });
    expect(Object.keys(spec)).not.toEqual(expect.arrayContaining(["hostname"]));
    expect([spec.network, spec.dns, spec.extraHosts]).toEqual([undefined, undefined, undefined]);
  });

  it("gives the proxy a volume for its logs, one for each generation", () => {
    const logs = (generation: number): string | undefined => specify({}, { isProxy: true, generation }).mounts?.find((mount) => mount.target === "/upstream-gate")?.volume;
    expect(logs(0)).toBeDefined();
    expect(logs(0)).not.toBe(logs(1));
    expect(specify({}).mounts).toEqual([]);
  });

  it("leaves a read-only folder writable where something else is put into it", () => {
    const mounts: Mount[] = [
      { kind: "files", repo: repo("static"), target: "/static", isFolder: true, readOnly: true },
      { kind: "files", repo: repo("a.css"), target: "/static/a.css", isFolder: false, readOnly: true },
    ];
    expect(specify({ mounts }).mounts).toMatchObject([{ target: "/static", readOnly: false }]);
  });

  it("makes volumes of bound folders, and keeps what is read-only so", () => {
    const mounts: Mount[] = [
      { kind: "files", repo: repo("static"), target: "/static", isFolder: true, readOnly: true },
      { kind: "volume", volume: "data", target: "/data", readOnly: true },
      { kind: "files", repo: repo("a.conf"), target: "/etc/a.conf", isFolder: false, readOnly: true },
      { kind: "tmpfs", target: "/tmp" },
    ];
    const spec = specify({ mounts });
    expect(spec.mounts).toMatchObject([
      { target: "/static", readOnly: true, copyImage: false },
      { target: "/data", readOnly: true, copyImage: true },
    ]);
    expect(spec.tmpfs).toEqual(["/tmp"]);
  });

  it("turns the folders of single files into volumes when the container is read-only", () => {
    const mounts: Mount[] = [
      { kind: "text", text: "x", target: "/etc/app/a.conf", mode: 0o644 },
      { kind: "files", repo: repo("b"), target: "/etc/app/b.conf", isFolder: false, readOnly: true },
    ];
    expect(specify({ mounts, settings: { readOnly: true } }).mounts).toMatchObject([{ target: "/etc/app", copyImage: true }]);
  });
});

describe("volumeName", () => {
  it("is one for all services that mount a volume, and another for each volume", () => {
    const of = (volume: string): string | undefined => volumeName(run, { kind: "volume", volume, target: "/x", readOnly: false });
    expect(of("data")).toBe(of("data"));
    expect(of("data")).not.toBe(of("cache"));
  });

  it.each([
    ["conf/d", "conf.d"],
    ["", "root"],
    ["Conf", "conf"],
  ])("tells the folders %j and %j apart", (one, other) => {
    const of = (path: string): string | undefined => volumeName(run, { kind: "files", repo: repo(path), target: "/x", isFolder: true, readOnly: true });
    expect(of(one)).not.toBe(of(other));
  });

  it("is none for a single file", () => {
    expect(volumeName(run, { kind: "files", repo: repo("a"), target: "/a", isFolder: false, readOnly: true })).toBeUndefined();
  });

  it("keeps a folder that is the service's own apart from the one that others share", () => {
    const mount: Mount = { kind: "files", repo: repo("nginx"), target: "/etc/nginx", isFolder: true, readOnly: true };
    expect(volumeName(run, mount, [repo("nginx")])).not.toBe(volumeName(run, mount));
    expect(volumeName(run, mount, [repo("web")])).toBe(volumeName(run, mount));
  });
});

describe("a read-only proxy", () => {
  it("has a volume for each folder of its configuration that is none already", () => {
    const mounts: Mount[] = [{ kind: "files", repo: repo("conf"), target: "/etc/nginx/conf.d", isFolder: true, readOnly: true }];
    const spec = specify({ settings: { readOnly: true }, mounts }, { isProxy: true, configFolders: ["/etc/nginx", "/etc/nginx/conf.d"] });
    expect(spec.mounts?.map((mount) => mount.target)).toEqual(["/etc/nginx/conf.d", "/etc/nginx", "/upstream-gate"]);
  });
});

describe("socketVolumes", () => {
  const volume = (name: string, folder: string): Mount => ({ kind: "volume", volume: name, target: folder, readOnly: false });

  it("are those with a socket that the proxy dials, and who mounts them", () => {
    const dialled: Target = { host: "", port: 0, socket: "/var/run/app/a.sock", service: "app", backup: false, down: false };
    const given = plan({
      services: [service("app", { mounts: [volume("run", "/srv/run"), volume("data", "/data")] }), proxyService({ mounts: [volume("run", "/run/app"), volume("logs", "/logs")] })],
      proxy: proxyPlan({ routes: [route([dialled]), route([target()])] }),
    });
    const found = [...socketVolumes(run, given)];
    expect(found).toEqual([[volumeName(run, volume("run", "/x")), ["app", "web"]]]);
  });

  it("are none without such a socket, or where it lies in no volume", () => {
    expect([...socketVolumes(run, plan())]).toEqual([]);
  });
});
