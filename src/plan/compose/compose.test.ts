import { describe, expect, it } from "vitest";
import { composeJson, fakeCompose } from "../../../test/helpers/compose.ts";
import { placeOf, rejectionOf } from "../../../test/helpers/failures.ts";
import { inputsFor, lines, makeRepository, type Files } from "../../../test/helpers/repository.ts";
import type { Inputs } from "../../model/inputs.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { Workspace } from "../../workspace/workspace.ts";
import { makePlan } from "../plan.ts";

const nginx = lines("server {", "  listen 80;", "  server_name shop.example.com;", "  location / {", "    proxy_pass http://app:8080;", "  }", "}");
const composeFile = lines(
  "services:", //
  "  app:",
  "    build: ./app",
  "    restart: always",
  "    container_name: fixed",
  "    mem_limit: 64m",
  "    environment:",
  "      PORT: 3000",
  "    ports:",
  '      - "8081:3000"',
  "    depends_on: [db]",
  "  db:",
  "    image: postgres:16",
  "  web:",
  "    image: nginx:1.29",
  "    volumes:",
  "      - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro",
  "    ports:",
  '      - "80:80"',
);
const files: Files = {
  "compose.yaml": composeFile,
  "nginx.conf": nginx,
  "app/Dockerfile": lines("FROM node:22", "WORKDIR /srv", "COPY . .", 'CMD ["node", "server.js"]'),
  "app/server.js": "require('http')\n",
};

type Services = Record<string, Record<string, unknown>>;

function usual(root: string): Services {
  return {
    app: {
      build: { context: `${root}/app` },
      restart: "always",
      container_name: "fixed",
      mem_limit: "67108864",
      environment: { PORT: "3000" },
      ports: [{ target: 3000, published: "8081", protocol: "tcp" }],
      depends_on: { db: { condition: "service_healthy" } },
      networks: { default: null },
    },
    db: { image: "postgres:16", networks: { default: null } },
    web: {
      image: "nginx:1.29",
      volumes: [{ type: "bind", source: `${root}/nginx.conf`, target: "/etc/nginx/conf.d/default.conf", read_only: true }],
      ports: [{ target: 80, published: "80" }],
      networks: { default: null },
    },
  };
}

interface Setting {
  readonly files?: Files;
  readonly services?: (root: string) => Services;
  readonly inputs?: Partial<Inputs>;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly warnings?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

async function plan(setting: Setting = {}): Promise<Plan> {
  const root = makeRepository({ ...files, ...setting.files });
  const workspace = new Workspace(root);
  const services = (setting.services ?? usual)(workspace.root);
  const { run } = fakeCompose(composeJson(services, setting.more), undefined, setting.warnings);
  return makePlan(inputsFor(workspace.root, setting.inputs), { workspace, runCompose: run, environment: setting.environment ?? {} });
}

/** The usual services with one changed. */
const changing =
  (name: string, changes: Record<string, unknown>) =>
  (root: string): Services => ({ ...usual(root), [name]: { ...usual(root)[name], ...changes } });

const named = (of: Plan, name: string): Service | undefined => of.services.find((service) => service.name === name);

describe("planning a Compose project", () => {
  it("finds proxy, app and dependency, and asks the location by its server name", async () => {
    const planned = await plan();
    expect(planned).toMatchObject({ platform: "compose", topology: { value: "container" }, proxy: { service: "web", kind: "service" } });
    expect(planned.services.map((service) => [service.name, service.role, service.essential])).toEqual([
      ["app", "app", true],
      ["db", "dependency", true],
      ["web", "proxy", true],
    ]);
    expect(planned.probes).toMatchObject([{ method: "GET", host: "shop.example.com", port: 80, path: "/", route: 0 }]);
    expect(planned.proxy.routes[0]).toMatchObject({ location: "/", at: { path: "nginx.conf", line: 5 }, targets: [{ host: "app", port: 8080, portSpan: { line: 5, column: 27, length: 4 } }] });
  });

  it("knows the line of every value", async () => {
    const app = named(await plan(), "app");
    expect(app).toMatchObject({
      at: { path: "compose.yaml", line: 2 },
      image: { kind: "build", context: "app", dockerfile: "app/Dockerfile", at: { line: 3 } },
      restart: { value: "always", at: { line: 4 } },
      memory: { value: 67_108_864, at: { line: 6 } },
      variables: { PORT: { value: "3000", at: { path: "compose.yaml", line: 8 } } },
      ports: [{ target: 3000, published: 8081, at: { line: 10 } }],
      needs: [{ service: "db", condition: "healthy", required: true, at: { line: 11 } }],
      paths: [{ container: "/srv", repo: "app", kind: "folder", via: "copy", at: { path: "app/Dockerfile", line: 3 } }],
    });
    expect(app?.start.map((step) => `${step.at?.path}:${step.at?.line}`)).toEqual(["app/Dockerfile:4", "app/server.js:1"]);
  });

  it("gives a service its name, its generated name and its fixed name on a network", async () => {
    expect(named(await plan(), "app")?.attachments[0]?.aliases).toEqual(["app", "shop-app-1", "fixed"]);
  });

  it("leaves out what nothing seems to need, and says so", async () => {
    const planned = await plan({ services: (root) => ({ ...usual(root), mailhog: { image: "mailhog" } }) });
    expect(planned.services.map((service) => service.name)).not.toContain("mailhog");
    expect(planned.notes.map((note) => note.text).join()).toContain("mailhog");
  });

  it("keeps a service that another names in its variables", async () => {
    const services = (root: string): Services => ({ ...changing("app", { environment: { CACHE: "redis://cache:6379" } })(root), cache: { image: "redis:7" } });
    expect(named(await plan({ services }), "cache")).toMatchObject({ role: "dependency", essential: true });
  });

  it("makes what is waited for to its end a task", async () => {
    const services = (root: string): Services => ({
      ...changing("app", { depends_on: { migrate: { condition: "service_completed_successfully", required: false } } })(root),
      migrate: { image: "migrate" },
    });
    const planned = await plan({ services });
    expect(named(planned, "migrate")?.role).toBe("task");
    expect(named(planned, "app")?.needs).toMatchObject([{ service: "migrate", condition: "completed", required: false }]);
  });

  it("shares a network namespace", async () => {
    const planned = await plan({ services: changing("app", { network_mode: "service:web", networks: undefined }) });
    expect(planned.topology).toMatchObject({ value: "shared", because: "app shares the network namespace of web" });
    expect(named(planned, "app")).toMatchObject({ networkOf: { value: "web" }, attachments: [] });
  });

  it("gives names by links and aliases", async () => {
    const services = (root: string): Services => ({ ...changing("app", { networks: { default: { aliases: ["backend"] } } })(root), other: { image: "x", links: ["app:api"] } });
    expect(named(await plan({ services }), "app")?.attachments[0]?.aliases).toEqual(expect.arrayContaining(["backend", "api"]));
  });

  it("undoes the doubling of dollars", async () => {
    expect(named(await plan({ services: changing("app", { environment: { PATTERN: "^a$$" } }) }), "app")?.variables["PATTERN"]?.value).toBe("^a$");
  });

  it("notes a variable that nothing sets, at the line that uses it", async () => {
    const planned = await plan({
      files: { "compose.yaml": `${composeFile}# $TAG\n` },
      warnings: 'time="x" level=warning msg="The \\"TAG\\" variable is not set. Defaulting to a blank string."',
    });
    expect(planned.notes.find((note) => note.text.includes("TAG"))).toMatchObject({ text: "the variable TAG is not set: it is empty", at: { line: 20 } });
  });

  it("reads variables files itself, and a committed example in place of one that is not committed", async () => {
    const withEnv = composeFile.replace("    restart: always\n", "    env_file: app.env\n");
    const given = await plan({ files: { "compose.yaml": withEnv, "app.env": "A=1\nPORT=1\n" } });
    expect(named(given, "app")?.variables).toMatchObject({ A: { value: "1", at: { path: "app.env", line: 1 } }, PORT: { value: "3000", at: { path: "compose.yaml" } } });
    const absent = await plan({ files: { "compose.yaml": withEnv, "app.env.example": "A=2\n" } });
    expect(named(absent, "app")?.variables["A"]).toMatchObject({ value: "2", at: { path: "app.env.example" } });
    expect(absent.notes.map((note) => note.text)).toContain("app.env is not in the repository: app.env.example is used in its place");
  });

  it("takes a health check's allowance for the start budget, and the user's before it", async () => {
    const services = changing("app", { healthcheck: { test: ["CMD", "true"], start_period: "2m0s", interval: "10s", retries: 3 } });
    expect((await plan({ services })).startTimeout).toMatchObject({ value: 150_000, because: "the health check of app allows it" });
    expect((await plan({ services, inputs: { startTimeout: 7000 as never } })).startTimeout.value).toBe(7000);
    expect((await plan()).startTimeout.value).toBe(60_000);
  });

  it("gives what the host has an empty stand-in, and leaves out what only gives time", async () => {
    const binds = [
      { type: "bind", source: "/srv/uploads", target: "/uploads" },
      { type: "bind", source: "/etc/localtime", target: "/etc/localtime" },
    ];
    const planned = await plan({ services: changing("app", { volumes: binds }) });
    expect(named(planned, "app")?.mounts).toMatchObject([{ kind: "volume", target: "/uploads" }]);
    expect(planned.supplied).toMatchObject([{ what: "an empty folder at /uploads" }]);
  });

  it("leaves out single files of the host that others than nginx bind, and keeps where they were", async () => {
    const binds = ["/opt/shop.yml:/app/shop.yml", "/etc/ssl/ca.crt:/etc/ssl/ca.crt", "/var/www/example.com:/www"];
    const bind = (entry: string): object => ({ type: "bind", source: entry.split(":")[0], target: entry.split(":")[1] });
    const planned = await plan({ services: (root) => changing("app", { volumes: [...binds, `${root}/local.json:/app/local.json`].map(bind) })(root) });
    expect(named(planned, "app")?.mounts).toMatchObject([{ kind: "volume", target: "/www" }]);
    expect(planned.supplied.map((each) => each.what)).toEqual(["nothing at /app/shop.yml", "nothing at /etc/ssl/ca.crt", "an empty folder at /www"]);
    expect(planned.absentBinds?.map((bind) => `${bind.service} ${bind.source} ${bind.target}`)).toEqual([
      "app /opt/shop.yml /app/shop.yml",
      "app /etc/ssl/ca.crt /etc/ssl/ca.crt",
      "app /var/www/example.com /www",
      "app local.json /app/local.json",
    ]);
    expect(planned.notes.map((note) => note.text)).toContain("local.json is not in the repository: nothing is put in its place");
  });

  it("puts an empty file where a single file of the host is named by the configuration, for what belongs there to be supplied", async () => {
    const tls = nginx.replace("listen 80;", "listen 443 ssl; ssl_certificate /a.crt; ssl_certificate_key /a.key; include /etc/nginx/extra.conf;");
    const binds = (root: string): object[] =>
      [`${root}/nginx.conf:/etc/nginx/conf.d/default.conf`, "/opt/a.crt:/a.crt", `${root}/certs/a.key:/a.key`, "/opt/extra.conf:/etc/nginx/extra.conf", "/opt/www:/www"].map((entry) => {
        const [source, target] = entry.split(":");
        return { type: "bind", source, target };
      });
    const planned = await plan({ files: { "nginx.conf": tls }, services: (root) => changing("web", { volumes: binds(root) })(root) });
    const mounts = named(planned, "web")?.mounts.map((mount) => `${mount.kind} ${mount.target}`);
    expect(mounts).toEqual(["files /etc/nginx/conf.d/default.conf", "text /a.crt", "text /a.key", "text /etc/nginx/extra.conf", "volume /www"]);
    expect(planned.supplied.map((each) => each.what)).toEqual(["an empty file at /etc/nginx/extra.conf", "an empty folder at /www"]);
    expect(planned.notes.map((note) => note.text)).not.toContain("certs/a.key is not in the repository: Docker would make an empty folder of it");
  });

  it("places what two files set in the later one", async () => {
    const planned = await plan({ files: { "compose.override.yaml": lines("services:", "  app:", "    environment:", "      PORT: 3000") } });
    expect(named(planned, "app")?.variables["PORT"]?.at).toMatchObject({ path: "compose.override.yaml", line: 4 });
    expect(named(planned, "app")?.memory?.at).toMatchObject({ path: "compose.yaml", line: 6 });
  });

  it.each<[string, readonly string[], readonly [number, string][], readonly number[]]>([
    [
      "one host port that ends another",
      ['"8080:3000"', '"80:4000"'],
      [
        [3000, "8080"],
        [4000, "80"],
      ],
      [10, 11],
    ],
    [
      "one app port under two",
      ['"8080:3000"', '"9090:3000"'],
      [
        [3000, "8080"],
        [3000, "9090"],
      ],
      [10, 11],
    ],
    [
      "addresses of the host",
      ['"127.0.0.1:81:3000"', '"[::1]:82:4000/tcp"'],
      [
        [3000, "81"],
        [4000, "82"],
      ],
      [10, 11],
    ],
    [
      "variables",
      ['"${WEB:-8080}:3000"', '"$OTHER:4000"'],
      [
        [3000, "8080"],
        [4000, "82"],
      ],
      [10, 11],
    ],
    [
      "maps",
      ["{ target: 3000, published: 81 }", '{ target: 3000, published: "82" }'],
      [
        [3000, "81"],
        [3000, "82"],
      ],
      [10, 11],
    ],
    [
      "a range",
      ['"8000-8001:3000-3001"'],
      [
        [3000, "8000"],
        [3001, "8001"],
      ],
      [10, 10],
    ],
  ])("places ports: %s", async (_name, written, published, expected) => {
    const text = composeFile.replace('      - "8081:3000"\n', lines(...written.map((each) => `      - ${each}`)));
    const ports = published.map(([target, outside]) => ({ target, published: outside, protocol: "tcp" }));
    const planned = await plan({ files: { "compose.yaml": text }, services: (root) => ({ ...usual(root), app: { ...usual(root)["app"], ports } }) });
    expect(named(planned, "app")?.ports.map((each) => each.at?.line)).toEqual(expected);
  });

  it("places what is inherited where it is written", async () => {
    const base = lines("services:", "  base:", "    image: x", "    mem_limit: 64m");
    const extending = composeFile.replace("    mem_limit: 64m\n", "    extends: { file: base.yaml, service: base }\n");
    expect(named(await plan({ files: { "compose.yaml": extending, "base.yaml": base } }), "app")?.memory?.at).toMatchObject({ path: "base.yaml", line: 4 });
  });

  it("gives Compose the files in order, and never a variables file of a service", async () => {
    const root = makeRepository({ ...files, "compose.override.yaml": "services:\n  app:\n    env_file: x.env\n" });
    const workspace = new Workspace(root);
    const compose = fakeCompose(composeJson(usual(workspace.root)));
    await makePlan(inputsFor(workspace.root), { workspace, runCompose: compose.run, environment: {} });
    const given = compose.calls[0]?.filter((_word, index, words) => words[index - 1] === "-f") ?? [];
    expect(given.slice(0, 2)).toEqual([`${workspace.root}/compose.yaml`, `${workspace.root}/compose.override.yaml`]);
    expect(compose.calls[0]?.slice(-3)).toEqual(["config", "--format", "json"]);
  });
});

describe("refusals", () => {
  const refuse = async (setting: Setting) => rejectionOf(plan(setting));

  it.each<[string, Record<string, unknown>, string, RegExp, string | undefined]>([
    ["privileged", { privileged: true }, "refused", /asks for access to the host \(privileged\)/, undefined],
    ["the host's processes", { pid: "host" }, "refused", /pid: host/, undefined],
    ["devices", { devices: ["/dev/kvm"] }, "refused", /devices/, undefined],
    ["the engine's socket", { volumes: [{ type: "bind", source: "/var/run/docker.sock", target: "/var/run/docker.sock" }] }, "refused", /a bind of \/var\/run\/docker.sock/, undefined],
    ["the host's root", { volumes: [{ type: "bind", source: "/", target: "/host" }] }, "refused", /a bind of \//, undefined],
    ["a capability over the host", { cap_add: ["CHOWN", "SYS_ADMIN"] }, "refused", /cap_add: SYS_ADMIN/, undefined],
    ["all capabilities", { cap_add: ["all"] }, "refused", /cap_add: all/, undefined],
    ["kernel modules", { cap_add: ["CAP_SYS_MODULE"] }, "refused", /cap_add: CAP_SYS_MODULE/, undefined],
    ["raw devices", { cap_add: ["SYS_RAWIO"] }, "refused", /cap_add: SYS_RAWIO/, undefined],
    ["no confinement", { security_opt: ["no-new-privileges:true", "seccomp:unconfined"] }, "refused", /security_opt: seccomp:unconfined/, undefined],
    ["no labels", { security_opt: ["label=disable"] }, "refused", /security_opt: label=disable/, undefined],
    ["a build outside the project", { build: { context: "/elsewhere" } }, "refused", /outside the project/, "compose.yaml:3"],
    ["neither image nor build", { build: undefined }, "config-invalid", /neither an image nor a build/, "compose.yaml:2"],
  ])("refuses %s", async (_name, changes, kind, message, place) => {
    const failure = await refuse({ services: changing("app", changes) });
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(message);
    if (place !== undefined) expect(placeOf(failure)).toBe(place);
    expect(failure.remedy).toBeTruthy();
  });

  it("names the line of what asks for the host", async () => {
    const asking = composeFile.replace("    mem_limit: 64m\n", "    cap_add:\n      - NET_BIND_SERVICE\n      - SYS_ADMIN\n");
    const failure = await refuse({ files: { "compose.yaml": asking }, services: changing("app", { cap_add: ["NET_BIND_SERVICE", "SYS_ADMIN"] }) });
    expect(placeOf(failure)).toBe("compose.yaml:8");
  });

  it("lets a service have capabilities that stay inside", async () => {
    const planned = await plan({ services: changing("app", { cap_add: ["NET_BIND_SERVICE"], security_opt: ["no-new-privileges:true"] }) });
    expect(named(planned, "app")?.settings).toMatchObject({ capAdd: ["NET_BIND_SERVICE"], securityOpt: ["no-new-privileges:true"] });
  });

  it("lets a service ask for the host when nothing needs it", async () => {
    const planned = await plan({ services: (root) => ({ ...usual(root), agent: { image: "agent", privileged: true } }) });
    expect(planned.services.map((service) => service.name)).not.toContain("agent");
  });

  it("names the line of a Compose file that is no YAML", async () => {
    const failure = await refuse({ files: { "compose.yaml": "services:\n  app: [a\n" } });
    expect(failure).toMatchObject({ kind: "config-invalid" });
    expect(failure.at?.path).toBe("compose.yaml");
  });

  it("passes on why Compose refuses, at the key that it names", async () => {
    const workspace = new Workspace(makeRepository(files));
    const { run } = fakeCompose("", { code: 15, err: 'time="x" level=warning msg="obsolete"\nservices.app.mem_limit must be a string\n' });
    const failure = await rejectionOf(makePlan(inputsFor(workspace.root), { workspace, runCompose: run, environment: {} }));
    expect([failure.kind, placeOf(failure)]).toEqual(["config-invalid", "compose.yaml:6"]);
    expect(failure.message).toBe("docker compose refuses compose.yaml: services.app.mem_limit must be a string");
  });

  it.each<[string, Setting, string, RegExp]>([
    ["a Compose file that is named and not there", { inputs: { composeFiles: ["none.yaml"] } }, "usage", /--compose-file none.yaml: there is no such file/],
    ["a Compose file outside", { inputs: { composeFiles: ["../x.yaml"] } }, "usage", /no such file in the project/],
    [
      "a project without nginx when Compose is asked for",
      { inputs: { platform: "compose" }, files: { "nginx.conf": "" }, services: (root) => ({ db: usual(root)["db"] ?? {} }) },
      "project-not-found",
      /no service of compose.yaml runs nginx/i,
    ],
    ["a platform whose file is not there", { inputs: { platform: "upsun" } }, "project-not-found", /There is no \.upsun\/config\.yaml/],
  ])("refuses %s", async (_name, setting, kind, message) => {
    const failure = await refuse(setting);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(message);
  });
});
