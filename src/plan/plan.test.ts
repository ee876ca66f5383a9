import { describe, expect, it } from "vitest";
import { at, plan as evidencePlan, proxyPlan, proxyService, route, service, target } from "../../test/helpers/evidence.ts";
import { failureOf } from "../../test/helpers/failures.ts";
import { inputsFor, lines, makeWorkspace, repo, type Files } from "../../test/helpers/repository.ts";
import type { Inputs } from "../model/inputs.ts";
import type { Plan, Probe, Service } from "../model/plan.ts";
import { millis, type Port } from "../model/units.ts";
import { planDockerfile } from "./dockerfile/plan.ts";
import { readRecipe } from "./image-recipe.ts";
import { repoPathOf } from "../workspace/paths.ts";
import { withoutOutside } from "./outside.ts";
import { assignRoles } from "./roles.ts";
import { optionValue, startChain } from "./start-chain.ts";
import { startTimeout } from "./timeouts.ts";
import { withUserProbes } from "./user-probes.ts";

const dockerfile = lines("FROM node:22", "WORKDIR /srv", "COPY . .", "EXPOSE 3000", 'CMD ["node", "server.js"]');
const conf = (...body: readonly string[]): string => lines("server {", "  listen 80;", ...body, "}");

function planOf(files: Files, changes: Partial<Inputs> = {}): Plan {
  const workspace = makeWorkspace({ Dockerfile: dockerfile, ...files });
  return planDockerfile(inputsFor(workspace.root, changes), workspace);
}

const probesOf = (...body: readonly string[]): string[] => planOf({ "nginx.conf": conf(...body) }).probes.map((probe) => probe.name);

describe("planning a Dockerfile project", () => {
  it("puts nginx in front of the app under the name that is dialled", () => {
    const planned = planOf({ "nginx/app.conf": conf("  location / { proxy_pass http://backend:3000; }") });
    expect(planned).toMatchObject({ platform: "dockerfile", topology: { value: "container" }, proxy: { kind: "stub", service: "proxy" } });
    expect(planned.services.map((each) => [each.name, each.role])).toEqual([
      ["app", "app"],
      ["proxy", "proxy"],
    ]);
    expect(planned.services[0]).toMatchObject({ image: { kind: "build", context: "", dockerfile: "Dockerfile" }, attachments: [{ aliases: ["app", "backend"] }] });
    expect(planned.supplied[0]?.what).toContain("nginx");
    expect(planned.notes[0]?.text).toContain("nginx/app.conf is taken for the proxy's configuration");
  });

  it("builds one app for each host that has a folder with a Dockerfile", () => {
    const planned = planOf({
      "api/Dockerfile": dockerfile,
      "web/Dockerfile": dockerfile,
      "nginx.conf": conf("  location / { proxy_pass http://web:80; }", "  location /api/ { proxy_pass http://api:80; }"),
    });
    expect(planned.services.map((each) => each.name)).toEqual(["web", "api", "proxy"]);
  });

  it("gives the app the name that answers at the root, and leaves the others to the outside", () => {
    const planned = planOf({ "nginx.conf": conf("  location /mail { proxy_pass http://mailhog:8025; }", "  location / { proxy_pass http://backend:80; }") });
    expect(planned.services[0]?.attachments[0]?.aliases).toEqual(["app", "backend"]);
    expect(withoutOutside(planned).probes.map((probe) => probe.path)).toEqual(["/"]);
  });

  it("takes nginx for the host's when it dials the loopback", () => {
    const planned = planOf({ "nginx.conf": conf("  location / { proxy_pass http://127.0.0.1:3000; }") });
    expect(planned.topology).toMatchObject({ value: "host", at: { path: "nginx.conf", line: 3 } });
  });

  it("uses an image that is given, and its limits and variables", () => {
    const planned = planOf({ "nginx.conf": conf("  location / { proxy_pass http://app:3000; }"), "ci.env": "A=1\n" }, { image: "shop:1", memory: 1024 as never, envFile: "ci.env" });
    expect(planned.services[0]).toMatchObject({ image: { kind: "reference", reference: "shop:1" }, memory: { value: 1024 }, variables: { A: { value: "1", at: { path: "ci.env", line: 1 } } } });
  });

  it("deploys a full configuration as such, with what it includes beside it", () => {
    const full = lines("events {}", "http {", "  include conf.d/*.conf;", "}");
    const planned = planOf({ "deploy/nginx.conf": full, "deploy/conf.d/a.conf": conf("  location / { proxy_pass http://app:3000; }") }, { nginxConfigs: ["deploy/nginx.conf"] });
    expect(planned.services.at(-1)?.mounts.flatMap((mount) => (mount.kind === "files" ? [`${mount.repo} ${mount.target}`] : []))).toEqual([
      "deploy/nginx.conf /etc/nginx/nginx.conf",
      "deploy/conf.d /etc/nginx/conf.d",
    ]);
    expect(planned.probes).toHaveLength(1);
  });

  it.each<[string, Files, Partial<Inputs>, string, RegExp]>([
    ["no configuration", {}, {}, "project-not-found", /no nginx configuration/],
    ["a configuration that is named and not there", {}, { nginxConfigs: ["x.conf"] }, "usage", /--nginx-config x.conf: there is no such file/],
  ])("refuses a project with %s", (_name, files, changes, kind, message) => {
    const failure = failureOf(() => planOf(files, changes));
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(message);
  });

  it("takes no template of another tool, sample or backup for the configuration", () => {
    const text = conf("  location / { proxy_pass http://app:3000; }");
    const workspace = makeWorkspace({ Dockerfile: dockerfile, "nginx.conf.erb": text, "deploy/nginx.conf.j2": text, "nginx.conf.sample": text, "nginx/site.conf.bak": text });
    expect(failureOf(() => planDockerfile(inputsFor(workspace.root), workspace))).toMatchObject({ kind: "project-not-found" });
  });

  it("refuses a project without a Dockerfile", () => {
    const workspace = makeWorkspace({ "nginx.conf": conf("  location / { proxy_pass http://app:3000; }") });
    expect(failureOf(() => planDockerfile(inputsFor(workspace.root), workspace))).toMatchObject({ kind: "project-not-found", message: "The repository has no Dockerfile." });
  });
});

describe("deriveProbes", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["a prefix", ["  location /api/ { proxy_pass http://app:1; }"], ["http://localhost/api/"]],
    ["an exact path", ["  location = /health { proxy_pass http://app:1; }"], ["http://localhost/health"]],
    ["a path below one that another location takes", ["  location /a { return 200; }", "  location / { proxy_pass http://app:1; }"], ["http://localhost/"]],
    ["a server name", ["  server_name .example.com;", "  location / { proxy_pass http://app:1; }"], ["http://example.com/"]],
    ["a wildcard", ["  server_name *.example.com;", "  location / { proxy_pass http://app:1; }"], ["http://www.example.com/"]],
    ["an internal location", ["  location /x { internal; proxy_pass http://app:1; }"], []],
    [
      "an internal location by what falls back to it",
      ["  location / { try_files $uri /index.php$is_args$args; }", "  location ~ ^/index\\.php(/|$) { internal; fastcgi_pass app:9000; }"],
      ["http://localhost/"],
    ],
    ["a location that answers itself", ["  location /x { return 404; proxy_pass http://app:1; }"], []],
    ["a named location by its caller", ["  location / { try_files $uri @app; }", "  location @app { proxy_pass http://app:1; }"], ["http://localhost/upstream-gate"]],
  ])("asks %s", (_name, body, expected) => {
    expect(probesOf(...body)).toEqual(expected);
  });

  it("asks a regular expression by a path that nginx leads there", () => {
    const [name] = probesOf("  location ~ \\.php$ { fastcgi_pass app:9000; }");
    expect(name).toMatch(/^http:\/\/localhost\/.*\.php$/);
  });

  it("asks a port other than the usual", () => {
    expect(planOf({ "nginx.conf": conf("  location / { proxy_pass http://app:1; }").replace("listen 80", "listen 8080") }).probes[0]).toMatchObject({ name: "http://localhost:8080/", port: 8080 });
  });

  it("notes what it does not ask", () => {
    const planned = planOf({ "nginx.conf": conf("  location / { proxy_pass http://app:1; }", "  location /x { internal; proxy_pass http://app:1; }") });
    expect(planned.notes.map((note) => note.text)).toContain("location /x is not asked: it is internal, and no other location falls back to it");
  });
});

describe("withUserProbes", () => {
  const api: Probe = { name: "http://shop.test:8080/api/", method: "GET", scheme: "http", host: "shop.test", port: 8080 as Port, path: "/api/", route: 1 };
  const root: Probe = { name: "http://shop.test:8080/", method: "GET", scheme: "http", host: "shop.test", port: 8080 as Port, path: "/", route: 0 };
  const planned = evidencePlan({ probes: [root, api], proxy: proxyPlan({ routes: [route([target()]), route([target("api")], { location: "/api/" })] }) });
  const added = (path: string, changes: object = {}): Probe | undefined => withUserProbes(planned, [{ path, method: "GET", ...changes }]).probes.at(-1);

  it("goes the way of the longest location that the path begins with", () => {
    expect(added("/api/users")).toMatchObject({ name: "http://shop.test:8080/api/users", route: 1, port: 8080, host: "shop.test" });
    expect(added("/about")).toMatchObject({ route: 0 });
  });

  it("takes the place of a derived request that asks the same, and keeps what it demands", () => {
    const probes = withUserProbes(planned, [{ path: "/", method: "GET", expect: { status: [401] }, at: at("g.yml", 2) }]).probes;
    expect(probes.map((probe) => probe.path)).toEqual(["/api/", "/"]);
    expect(probes[1]).toMatchObject({ expect: { status: [401] }, at: { line: 2 } });
  });

  it("stands beside a derived request of another method", () => {
    expect(withUserProbes(planned, [{ path: "/", method: "POST" }]).probes).toHaveLength(3);
  });

  it("asks a host that no route explains, without one, where nginx listens", () => {
    expect(added("/", { host: "other.test" })).toEqual({ name: "http://other.test:8080/", method: "GET", scheme: "http", host: "other.test", port: 8080, path: "/" });
    expect(withUserProbes({ ...planned, probes: [] }, [{ path: "/", method: "GET", host: "other.test" }]).probes[0]).toMatchObject({ name: "http://other.test/", port: 80 });
  });

  it("changes nothing without requests", () => {
    expect(withUserProbes(planned, [])).toBe(planned);
  });
});

describe("assignRoles", () => {
  const bare = (name: string, changes: Partial<Service> = {}): Service => service(name, { role: "other", essential: false, paths: [], start: [], ...changes });
  const roles = (services: readonly Service[], proxy = proxyPlan()): string[] => assignRoles(makeWorkspace({}), services, proxy).map((each) => `${each.name}:${each.role}${each.essential ? "!" : ""}`);
  const web = proxyService({ role: "other", essential: false });

  it("follows what is dialled and what that needs", () => {
    const app = bare("app", { needs: [{ service: "db", condition: "started", required: true }] });
    expect(roles([app, bare("db"), bare("mail"), web])).toEqual(["app:app!", "db:dependency!", "mail:other", "web:proxy!"]);
  });

  it("takes an address of the proxy itself for the service that has or publishes the port", () => {
    const proxy = proxyPlan({ routes: [route([target("localhost", 8081)])] });
    const published = bare("app", { ports: [{ target: 3000 as Port, published: 8081 as Port }] });
    expect(roles([published, bare("db"), web], proxy)).toEqual(["app:app!", "db:other", "web:proxy!"]);
  });

  it("keeps every service when a name is dialled that none has: any may be meant", () => {
    expect(roles([bare("app"), bare("db"), web], proxyPlan({ routes: [route([target("backend")])] }))).toEqual(["app:dependency!", "db:dependency!", "web:proxy!"]);
  });

  it("does not take a name inside a longer word for a service", () => {
    const app = bare("app", { variables: { X: { value: "my-db.example.com" }, Y: { value: "dbname" } } });
    expect(roles([app, bare("db"), web])).toContain("db:other");
  });
});

describe("startChain", () => {
  function chain(files: Files, command?: readonly string[], entrypoint?: readonly string[]): string[] {
    const workspace = makeWorkspace({ Dockerfile: dockerfile, ...files });
    const recipe = readRecipe(workspace, { kind: "build", context: repo(""), dockerfile: repo("Dockerfile"), args: {} });
    const steps = startChain({
      workspace,
      recipe,
      paths: recipe?.paths ?? [],
      workingDir: "/srv",
      entrypoint: entrypoint && { value: entrypoint, at: at("compose.yaml", 4) },
      command: command && { value: command, at: at("compose.yaml", 5) },
    });
    return steps.map((step) => `${step.at?.path}:${step.at?.line} ${step.text}`);
  }

  it("is the image's own command and its program", () => {
    expect(chain({ "server.js": "" })).toEqual(['Dockerfile:5 ["node", "server.js"]', "server.js:1 server.js"]);
  });

  it.each<[string, Files, readonly string[], readonly string[]]>([
    [
      "a package script",
      { "package.json": lines("{", '  "scripts": {', '    "start": "tsx src/main.ts"', "  }", "}"), "src/main.ts": "" },
      ["npm", "start"],
      ["compose.yaml:5 npm start", "package.json:3 tsx src/main.ts", "src/main.ts:1 src/main.ts"],
    ],
    [
      "a shell script, line by line",
      { "run.sh": lines("#!/bin/sh", "# first", "python migrate.py", 'exec gunicorn "shop:app"'), "migrate.py": "", "shop.py": "" },
      ["./run.sh"],
      ["compose.yaml:5 ./run.sh", "run.sh:3 python migrate.py", "migrate.py:1 migrate.py", 'run.sh:4 exec gunicorn "shop:app"', "shop.py:1 shop.py"],
    ],
    ["commands in a shell", { "a.py": "", "b.py": "" }, ["sh", "-c", "python a.py && exec python b.py"], ["compose.yaml:5 sh -c 'python a.py && exec python b.py'", "a.py:1 a.py", "b.py:1 b.py"]],
    ["a module", { "shop/__main__.py": "" }, ["python", "-m", "shop"], ["compose.yaml:5 python -m shop", "shop/__main__.py:1 shop/__main__.py"]],
    ["an application object", { "shop/wsgi.py": "" }, ["gunicorn", "-b", ":80", "shop.wsgi:app"], ["compose.yaml:5 gunicorn -b :80 shop.wsgi:app", "shop/wsgi.py:1 shop/wsgi.py"]],
    ["a process file", { Procfile: "web: node a.js\n", "a.js": "" }, ["honcho", "start"], ["compose.yaml:5 honcho start", "Procfile:1 node a.js", "a.js:1 a.js"]],
    ["a file that is not there", {}, ["node", "none.js"], ["compose.yaml:5 node none.js"]],
  ])("follows %s", (_name, files, command, expected) => {
    expect(chain(files, command)).toEqual(expected);
  });

  it("forgets the image's command when an entrypoint is given", () => {
    expect(chain({ "server.js": "" }, undefined, ["python", "x"])).toEqual(["compose.yaml:4 python x"]);
  });

  it("ends with scripts that call each other", () => {
    expect(chain({ "a.sh": "sh b.sh\n", "b.sh": "sh a.sh\n" }, ["sh", "a.sh"]).length).toBeLessThan(6);
  });

  it.each([
    [["-c", "x"], "x"],
    [["--config=x"], "x"],
    [["-d"], undefined],
  ])("reads the option of %j", (words, value) => {
    expect(optionValue(words, ["-c", "--config"])).toBe(value);
  });
});

describe("small parts", () => {
  it("finds the repository's path behind a container's, the later mapping first", () => {
    const paths = [
      { container: "/srv", repo: repo(""), kind: "folder" as const, via: "copy" as const },
      { container: "/srv/conf", repo: repo("deploy"), kind: "folder" as const, via: "bind" as const },
    ];
    expect([repoPathOf(paths, "/srv/a.js")?.repo, repoPathOf(paths, "/srv/conf/x")?.repo, repoPathOf(paths, "/srv")?.repo, repoPathOf(paths, "/srv2/a")]).toEqual(["a.js", "deploy/x", "", undefined]);
  });

  it("leaves out of a recipe what .dockerignore keeps out", () => {
    const workspace = makeWorkspace({ Dockerfile: lines("FROM a", "COPY a.js b.js /x/"), "a.js": "", "b.js": "", ".dockerignore": "*.js\n!b.js\n" });
    expect(readRecipe(workspace, { kind: "build", context: repo(""), dockerfile: repo("Dockerfile"), args: {} })?.paths.map((path) => path.container)).toEqual(["/x/b.js"]);
  });

  it("takes the longest start period, and counts three tries at half a minute when the check does not say", () => {
    const check = (startPeriod: number) => service("a", { healthcheck: { test: [], startPeriod: millis(startPeriod) } });
    expect(startTimeout(inputsFor("/"), [check(1000), check(100_000)]).value).toBe(190_000);
    expect(startTimeout(inputsFor("/"), [service("a", { healthcheck: { test: [] } })]).value).toBe(60_000);
  });
});
