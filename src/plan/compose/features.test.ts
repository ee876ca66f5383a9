import { describe, expect, it } from "vitest";
import { composeJson, fakeCompose } from "../../../test/helpers/compose.ts";
import { placeOf, rejectionOf } from "../../../test/helpers/failures.ts";
import { inputsFor, lines, makeWorkspace, type Files } from "../../../test/helpers/repository.ts";
import { accessNames, type Inputs } from "../../model/inputs.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { makePlan } from "../plan.ts";

const site = lines("server {", "  listen 80;", "  location / {", "    proxy_pass http://app:8080;", "  }", "}");
const base: Files = { "compose.yaml": "services:\n  app:\n    image: x\n  web:\n    image: nginx:1.29\n", "site.conf": site };

interface Setting {
  readonly files?: Files;
  readonly app?: Readonly<Record<string, unknown>>;
  readonly others?: Readonly<Record<string, Record<string, unknown>>>;
  readonly web?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly inputs?: Partial<Inputs>;
  readonly environment?: NodeJS.ProcessEnv;
}

function plan({ files = {}, app = {}, others = {}, web, more, inputs, environment = {} }: Setting): Promise<Plan> {
  const workspace = makeWorkspace({ ...base, ...files });
  const volumes = [{ type: "bind", source: `${workspace.root}/site.conf`, target: "/etc/nginx/conf.d/default.conf" }];
  const services = { app: { image: "x", networks: { default: null }, ...app }, ...others, web: { image: "nginx:1.29", networks: { default: null }, ...(web ?? { volumes }) } };
  const text = composeJson(services, more).replaceAll("ROOT", workspace.root);
  return makePlan(inputsFor(workspace.root, inputs), { workspace, runCompose: fakeCompose(text).run, environment });
}

const named = (of: Plan, name: string): Service | undefined => of.services.find((service) => service.name === name);
const notes = (of: Plan): string[] => of.notes.map((note) => note.text);

describe("replicas", () => {
  it.each<[string, Record<string, unknown>]>([
    ["deploy", { deploy: { replicas: 3 } }],
    ["scale", { scale: 3 }],
  ])("runs a service of several twice: %s", async (_name, many) => {
    const planned = await plan({ app: { ...many, volumes: [{ type: "volume", target: "/cache" }], ports: [{ target: 8080, published: "81" }] } });
    expect(planned.services.map((service) => [service.name, service.role])).toEqual([
      ["app", "app"],
      ["app-2", "app"],
      ["web", "proxy"],
    ]);
    expect(named(planned, "app")?.attachments[0]?.aliases).toEqual(["app", "shop-app-1"]);
    expect(named(planned, "app-2")).toMatchObject({ ports: [], attachments: [{ aliases: ["app", "shop-app-2", "shop-app-3"] }], mounts: [{ volume: "app-2-anonymous-0" }] });
    expect(planned.volumes).toEqual(["app-anonymous-0", "app-2-anonymous-0"]);
    expect(notes(planned)).toContain("2 of the 3 replicas of app are run");
  });

  it("waits for every container of what is needed", async () => {
    const planned = await plan({ app: { scale: 2 }, others: { shell: { image: "x", depends_on: { app: { condition: "service_healthy" } } } } });
    expect(named(planned, "web")?.needs).toEqual([]);
    const waiting = await plan({ app: { depends_on: { db: { condition: "service_healthy" } } }, others: { db: { image: "postgres", scale: 2 } } });
    expect(named(waiting, "app")?.needs.map((need) => need.service)).toEqual(["db", "db-2"]);
  });

  it("runs none of a service that is scaled to nothing", async () => {
    const planned = await plan({ app: { deploy: { replicas: 0 } } });
    expect(planned.services.map((service) => service.name)).toEqual(["web"]);
    expect(notes(planned)).toContain("app is not started: it has no replicas");
  });
});

describe("what else a service says", () => {
  it.each<[object, string | undefined]>([
    [{ restart: "always" }, "always"],
    [{ deploy: { restart_policy: { condition: "any" } } }, "always"],
    [{ deploy: { restart_policy: {} } }, "always"],
    [{ restart: "always", deploy: { restart_policy: { condition: "none" } } }, "no"],
    [{ deploy: { restart_policy: { condition: "on-failure", max_attempts: 3 } } }, "on-failure:3"],
    [{}, undefined],
  ])("reads the restart policy of %j", async (app, expected) => {
    expect(named(await plan({ app: app as Record<string, unknown> }), "app")?.restart?.value).toBe(expected);
  });

  it("takes an image that another service builds for that build", async () => {
    const app = { image: "shop/app", build: { context: "ROOT/app" }, depends_on: { migrate: { condition: "service_completed_successfully" } } };
    const planned = await plan({ files: { "app/Dockerfile": "FROM x\n" }, app, others: { migrate: { image: "shop/app" } } });
    expect(named(planned, "migrate")?.image).toMatchObject({ kind: "build", context: "app" });
  });

  it("joins the network of a container of the project by its name, and tells of one outside it", async () => {
    const joined = await plan({
      app: { container_name: "front", networks: undefined },
      others: {},
      web: { network_mode: "container:front", networks: undefined, volumes: [{ type: "bind", source: "ROOT/site.conf", target: "/etc/nginx/conf.d/default.conf" }] },
    });
    expect(named(joined, "web")?.networkOf?.value).toBe("app");
    const lost = await plan({ app: { network_mode: "container:elsewhere", networks: undefined } });
    expect(named(lost, "app")?.attachments.map((each) => each.network)).toEqual(["default"]);
    expect(notes(lost).join()).toContain("the container elsewhere, which is outside the project");
  });

  it("gives what volumes_from names, read-only where it says so", async () => {
    const app = {
      volumes: [
        { type: "volume", source: "data", target: "/data" },
        { type: "tmpfs", target: "/run", tmpfs: { size: 1000, mode: 448 } },
      ],
      depends_on: { files: { condition: "service_started" } },
    };
    const planned = await plan({ app, others: { files: { image: "x", volumes_from: ["app:ro"] } } });
    expect(named(planned, "files")?.mounts).toMatchObject([{ kind: "volume", volume: "data", readOnly: true }]);
    expect(named(planned, "app")?.mounts[1]).toMatchObject({ kind: "tmpfs", target: "/run", options: "size=1000,mode=700" });
  });

  it("keeps the options of a tmpfs apart from its path", async () => {
    expect(named(await plan({ app: { tmpfs: ["/run:mode=755"] } }), "app")?.mounts).toEqual([{ kind: "tmpfs", target: "/run", options: "mode=755" }]);
  });

  it("follows a volume that is a name for a folder of the project", async () => {
    const volumes = { code: { driver_opts: { type: "none", o: "bind", device: "ROOT/src" } }, share: { driver_opts: { type: "nfs", device: ":/x" } }, outside: { external: true, name: "prod" } };
    const mounts = Object.keys(volumes).map((source) => ({ type: "volume", source, target: `/${source}` }));
    const planned = await plan({ files: { "src/a.txt": "a" }, app: { volumes: mounts }, more: { volumes } });
    expect(named(planned, "app")?.mounts.map((mount) => mount.kind)).toEqual(["files", "volume", "volume"]);
    expect(planned.supplied.map((each) => each.what)).toEqual(["an empty volume as share", "an empty volume as outside"]);
  });

  it("names a network that is made elsewhere", async () => {
    const planned = await plan({ app: { networks: { default: null, edge: null } }, more: { networks: { default: {}, edge: { external: true, name: "proxy" } } } });
    expect(planned.supplied).toMatchObject([{ what: "an empty network as edge", why: "the external network proxy is made outside the project" }]);
  });

  it("tells of hardware that it does not give", async () => {
    expect(notes(await plan({ app: { gpus: [{ count: -1 }] } })).join()).toContain("app reserves devices such as GPUs");
  });
});

describe("configs and secrets", () => {
  const grant = (source: string, more: object = {}): object => ({ source, target: `/run/secrets/${source}`, ...more });

  it("reads a file of the project, its example, a variable and a text", async () => {
    const secrets = { file: { file: "ROOT/a.txt" }, sample: { file: "ROOT/b.txt" }, variable: { environment: "TOKEN" } };
    const app = { secrets: [grant("file"), grant("sample"), grant("variable", { target: "token", mode: 256, uid: "1000" })], configs: [{ source: "text", target: "/etc/x", mode: "0440" }] };
    const planned = await plan({ files: { "a.txt": "a", "b.txt.example": "b", ".env": "TOKEN=t\n" }, app, more: { secrets, configs: { text: { content: "c\n" } } } });
    expect(named(planned, "app")?.mounts).toMatchObject([
      { kind: "text", text: "c\n", target: "/etc/x", mode: 0o440 },
      { kind: "files", repo: "a.txt", target: "/run/secrets/file" },
      { kind: "files", repo: "b.txt.example" },
      { kind: "text", text: "t", target: "/run/secrets/token", mode: 0o400, uid: 1000 },
    ]);
    expect(notes(planned)).toContain("b.txt is not in the repository: b.txt.example is used in its place");
    expect(planned.supplied).toEqual([]);
  });

  it("supplies what the repository does not have, the same text to all", async () => {
    const secrets = { password: { file: "ROOT/none.txt" }, key: { file: "ROOT/site.key" }, elsewhere: { external: true }, unset: { environment: "NOBODY" } };
    const app = { secrets: Object.keys(secrets).map((name) => grant(name)), configs: [{ source: "none" }] };
    const planned = await plan({ app, more: { secrets, configs: { none: { file: "/etc/none.conf" } } } });
    expect(named(planned, "app")?.mounts.map((mount) => (mount.kind === "text" ? `${mount.target}=${mount.text}` : ""))).toEqual([
      "/none=",
      "/run/secrets/password=upstream-gate",
      "/run/secrets/key=",
      "/run/secrets/elsewhere=upstream-gate",
      "/run/secrets/unset=upstream-gate",
    ]);
    expect(planned.supplied.map((each) => each.why)).toEqual([
      "the config none of app is in /etc/none.conf, which is not in the repository",
      "the secret password of app is in none.txt, which is not in the repository",
      "the secret key of app is in site.key, which is not in the repository",
      "the secret elsewhere of app is external",
      "the secret unset of app is the variable NOBODY, which is not set",
    ]);
  });

  const inline = lines(
    "services:",
    "  web: { image: nginx:1.29, configs: [{ source: site, target: /etc/nginx/conf.d/default.conf }] }",
    "configs:",
    "  site:",
    "    content: |",
    ...site
      .trimEnd()
      .split("\n")
      .map((line) => `      ${line}`),
  );
  const web = { configs: [{ source: "site", target: "/etc/nginx/conf.d/default.conf" }] };

  it("reads nginx configuration in the content of a config, with the lines of the Compose file", async () => {
    const planned = await plan({ files: { "compose.yaml": inline }, web, more: { configs: { site: { content: site } } } });
    expect(planned.proxy.files).toMatchObject([{ container: "/etc/nginx/conf.d/default.conf", repo: "compose.yaml", isPart: true }]);
    expect(planned.proxy.routes[0]).toMatchObject({ at: { path: "compose.yaml", line: 9 }, targets: [{ host: "app", port: 8080, portSpan: { line: 9, column: 33, length: 4 } }] });
    const [mount] = named(planned, "web")?.mounts ?? [];
    expect(mount?.kind === "text" ? mount.text.split("\n")[8] : "").toBe("          proxy_pass http://app:8080;");
  });

  it("gives no place in a line that a variable has moved", async () => {
    const planned = await plan({ files: { "compose.yaml": inline.replace(":8080", ":${PORT}") }, web, more: { configs: { site: { content: site } } } });
    expect(planned.proxy.routes[0]?.targets[0]?.portSpan).toBeUndefined();
    expect(planned.proxy.routes[0]?.at).toMatchObject({ path: "compose.yaml", line: 9 });
  });
});

describe("access to the host", () => {
  const asking: readonly [string, Record<string, unknown>, object][] = [
    ["privileged", { privileged: true }, { privileged: true }],
    [
      "docker-socket",
      { volumes: [{ type: "bind", source: "/var/run/docker.sock", target: "/var/run/docker.sock", read_only: true }] },
      { binds: [{ source: "/var/run/docker.sock", target: "/var/run/docker.sock", readOnly: true }] },
    ],
    ["host-files", { volumes: [{ type: "bind", source: "/proc", target: "/host/proc" }] }, { binds: [{ source: "/proc", target: "/host/proc", readOnly: false }] }],
    ["host-pid", { pid: "host" }, { processes: "host" }],
    ["host-ipc", { ipc: "host" }, { ipc: "host" }],
    ["host-uts", { uts: "host" }, { uts: "host" }],
    ["host-users", { userns_mode: "host" }, { users: "host" }],
    ["host-cgroup", { cgroup: "host" }, { cgroup: "host" }],
    ["devices", { devices: [{ source: "/dev/a", target: "/dev/b", permissions: "r" }] }, { devices: [{ source: "/dev/a", target: "/dev/b", permissions: "r" }] }],
    ["capabilities", { cap_add: ["SYS_ADMIN"] }, { capAdd: ["SYS_ADMIN"] }],
    ["unconfined", { security_opt: ["seccomp:unconfined"] }, { securityOpt: ["seccomp:unconfined"] }],
  ];

  it("has a name for each", () => expect(asking.map(([name]) => name)).toEqual([...accessNames]));

  it.each(asking)("refuses %s by its name, and gives it where that is allowed", async (name, app, settings) => {
    const failure = await rejectionOf(plan({ app }));
    expect(failure).toMatchObject({ kind: "refused" });
    expect(failure.remedy).toContain(`--allow ${name} `);
    expect(named(await plan({ app, inputs: { allow: [name] } }), "app")?.settings).toMatchObject(settings);
  });

  it("refuses what is not among the allowed, at its line", async () => {
    const files = { "compose.yaml": "services:\n  app:\n    image: x\n    privileged: true\n    pid: host\n" };
    const failure = await rejectionOf(plan({ files, app: { privileged: true, pid: "host" }, inputs: { allow: ["privileged"] } }));
    expect(failure.message).toContain("pid: host");
    expect(placeOf(failure)).toBe("compose.yaml:5");
  });
});
