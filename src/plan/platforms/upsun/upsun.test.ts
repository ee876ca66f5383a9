import { describe, expect, it } from "vitest";
import { inputsFor, lines, makeWorkspace, type Files } from "../../../../test/helpers/repository.ts";
import { failureOf } from "../../../../test/helpers/failures.ts";
import { applyEdits } from "../../../text/edits.ts";
import type { Plan, Service } from "../../../model/plan.ts";
import { serviceNamed } from "../../../model/plan.ts";
import { planUpsun } from "./plan.ts";
import { upsunFiles } from "./read.ts";

const upsun = (...text: readonly string[]): Files => ({ ".upsun/config.yaml": lines(...text) });

function planOf(files: Files): Plan {
  const workspace = makeWorkspace(files);
  return planUpsun(inputsFor(workspace.root), workspace);
}

function serviceOf(plan: Plan, name: string): Service {
  const service = serviceNamed(plan, name);
  if (!service) throw new Error(`there is no ${name}`);
  return service;
}

const recipeOf = (service: Service): readonly string[] => (service.image.kind === "build" ? (service.image.inline ?? "").trimEnd().split("\n") : []);

function decoded(service: Service, name: string): unknown {
  return JSON.parse(Buffer.from(service.variables[name]?.value ?? "", "base64").toString()) as unknown;
}

const app = (...more: readonly string[]): readonly string[] => ["applications:", "  web:", "    type: python:3.12", ...more.map((line) => `    ${line}`)];
const started = (...more: readonly string[]): readonly string[] => app("web:", "  commands:", "    start: python app.py", ...more);
const locations = (...more: readonly string[]): readonly string[] => started("  locations:", ...more.map((line) => `    ${line}`));

/** What nginx dials, from where in the configuration, and the line that says so. */
function routesOf(plan: Plan): string[] {
  return plan.proxy.routes.flatMap((route) =>
    route.targets.map((target) => `${route.location} -> ${target.socket ?? `${target.host}:${target.port}`} (${target.service}) ${target.at?.path}:${target.at?.line}`),
  );
}

const configOf = (plan: Plan): string =>
  serviceOf(plan, "ingress")
    .mounts.flatMap((mount) => (mount.kind === "text" && mount.target.endsWith("default.conf") ? [mount.text] : []))
    .join("");

describe("an app of Upsun", () => {
  it("is dialled on the loopback at the port that it is handed", () => {
    const plan = planOf(upsun(...locations("/:", "  passthru: true")));
    expect(plan).toMatchObject({ platform: "upsun", topology: { value: "shared" } });
    expect(routesOf(plan)).toEqual(["/ -> 127.0.0.1:8888 (web) .upsun/config.yaml:4"]);
    expect(serviceOf(plan, "web").variables["PORT"]).toMatchObject({ value: "8888", at: { line: 4 } });
    expect(serviceOf(plan, "web").variables["SOCKET"]).toBeUndefined();
    expect(serviceOf(plan, "ingress").networkOf?.value).toBe("web");
  });

  it("is dialled at a Unix socket where its file says so, and then has no port", () => {
    const plan = planOf(upsun(...started("  upstream:", "    socket_family: unix")));
    expect(routesOf(plan)).toEqual(["/ -> /run/app.sock (web) .upsun/config.yaml:8"]);
    expect(serviceOf(plan, "web").variables["SOCKET"]?.value).toBe("/run/app.sock");
    expect(serviceOf(plan, "web").variables["PORT"]).toBeUndefined();
    const shared = (name: string): unknown => serviceOf(plan, name).mounts.filter((mount) => mount.target === "/run");
    expect(shared("web")).toEqual(shared("ingress"));
  });

  it("may write to its mounts and to the system's folders for passing files, and nowhere else", () => {
    const web = serviceOf(planOf(upsun(...started(), "    mounts:", '      "var/cache":', "        source: tmp", "      /uploads/:", "        source: storage")), "web");
    expect(web.settings).toMatchObject({ readOnly: true, readOnlyAt: { line: 7 } });
    expect(web.mounts.map((mount) => mount.target)).toEqual(["/app/var/cache", "/app/uploads", "/tmp", "/var/tmp", "/var/log", "/run"]);
    expect(recipeOf(web).at(-1)).toBe("RUN rm -rf '/app/var/cache' '/app/uploads' && mkdir -p '/app/var/cache' '/app/uploads'");
  });

  it("starts by its command, each line of which has its place", () => {
    const plan = planOf({ ...upsun(...app("web:", "  commands:", "    start: |", "      ./migrate", "      python app.py --port 3000")), "app.py": "" });
    const web = serviceOf(plan, "web");
    expect(web.command?.value).toEqual(["/bin/sh", "-c", "./migrate\npython app.py --port 3000"]);
    expect(web.start.map((step) => `${step.at?.path}:${step.at?.line}`)).toEqual([".upsun/config.yaml:6", ".upsun/config.yaml:7", ".upsun/config.yaml:8", "app.py:1"]);
  });

  it("has a command of one line on that line, also in a block", () => {
    expect(serviceOf(planOf(upsun(...app("web:", "  commands:", "    start: |", "      python app.py &"))), "web").command?.at?.line).toBe(7);
  });

  it("reads .environment first where there is one", () => {
    expect(serviceOf(planOf({ ...upsun(...started()), ".environment": "export A=1\n" }), "web").entrypoint?.value.join(" ")).toContain(". /app/.environment");
    expect(serviceOf(planOf(upsun(...started())), "web").entrypoint).toBeUndefined();
  });

  it("has its own variables with their lines, and the platform's", () => {
    const { variables } = serviceOf(planOf(upsun(...started(), "    variables:", "      env:", "        MODE: live", "      php:", "        memory_limit: 64M")), "web");
    expect(variables["MODE"]).toMatchObject({ value: "live", at: { line: 9 } });
    expect(variables["PLATFORM_APP_DIR"]?.value).toBe("/app");
    expect(JSON.parse(Buffer.from(variables["PLATFORM_VARIABLES"]?.value ?? "", "base64").toString())).toEqual({ "php:memory_limit": "64M" });
  });

  it("that serves files alone needs no command", () => {
    const plan = planOf(upsun("applications:", "  site:", "    type: nodejs:22", "    web:", "      locations:", "        /:", "          root: public"));
    expect(serviceOf(plan, "site")).toMatchObject({ role: "other", command: { value: ["sleep", "infinity"] } });
    expect(plan.proxy.routes).toEqual([]);
    expect(plan.probes.map((probe) => probe.path)).toEqual(["/"]);
  });

  it("has workers beside it that nobody dials, and a task for its deploy hook", () => {
    const plan = planOf(upsun(...started(), "    hooks:", "      deploy: python migrate.py", "    workers:", "      queue:", "        commands:", "          start: python queue.py"));
    expect(plan.services.map((service) => [service.name, service.role, service.essential])).toEqual([
      ["web-deploy", "task", false],
      ["web", "app", true],
      ["web-queue", "other", false],
      ["ingress", "proxy", true],
    ]);
    expect(serviceOf(plan, "web").needs).toEqual([{ service: "web-deploy", condition: "completed", required: false }]);
    expect(serviceOf(plan, "web-queue").variables["PORT"]).toBeUndefined();
  });
});

it("is no project of the Compose file beside it, and the plan says so", () => {
  expect(planOf({ ...upsun(...started()), "compose.yaml": "services: {}\n" }).notes.map((note) => note.text)).toContainEqual(expect.stringContaining("compose.yaml is not read"));
});

describe("the image of an app", () => {
  const recipe = (files: Files): readonly string[] => recipeOf(serviceOf(planOf(files), "web"));

  it.each([
    ["python:3.11", "python:3.11-slim"],
    ["nodejs:20", "node:20-slim"],
    ["php:8.2", "php:8.2-fpm"],
    ["golang:1.23", "golang:1.23"],
  ])("of type %s begins with %s", (type, image) => {
    expect(recipe(upsun("applications:", "  web:", `    type: "${type}"`))[0]).toBe(`FROM ${image} AS app-web`);
  });

  it.each([
    ["a list", ["stack:", '  - "python@3.12"', '  - "nodejs@22"']],
    ["a map", ["type: composable:25.05", "stack:", "  runtimes:", '    - "python@3.12"', '    - "nodejs@22"']],
  ])("of a stack written as %s begins with the first runtime and takes the other's files", (_name, written) => {
    const text = recipe(upsun("applications:", "  web:", ...written.map((line) => `    ${line}`)));
    expect(text[0]).toBe("FROM python:3.12-slim AS app-web");
    expect(text).toContain("COPY --from=node:22-slim /usr/local/bin /usr/local/bin");
  });

  it("runs the flavour of its runtime, then the build hook, in its folder", () => {
    const files = {
      ...upsun("applications:", "  web:", "    type: nodejs:22", "    source:", "      root: /front", "    hooks:", "      build: |", "        npm run build", "        echo done"),
      "front/package.json": "{}",
    };
    const text = recipe(files);
    expect(text).toContain('COPY ["front/", "/app/"]');
    expect(text.slice(-2)).toEqual(['RUN ["/bin/sh","-c","npm install"]', 'RUN ["/bin/sh","-c","npm run build\\necho done\\n"]']);
  });

  it.each([
    ["none", "none"],
    ["no manifest", ""],
  ])("has no flavour with %s", (_name, flavor) => {
    const files = {
      ...upsun("applications:", "  web:", "    type: nodejs:22", ...(flavor === "" ? [] : ["    build:", `      flavor: ${flavor}`])),
      ...(flavor === "" ? {} : { "package.json": "{}" }),
    };
    expect(recipe(files).join("\n")).not.toContain("npm install");
  });

  it("leads each of its lines back to the file", () => {
    const files = upsun(...started(), "    dependencies:", "      python3:", '        pipenv: "*"', "    hooks:", "      build: pipenv install");
    const { image } = serviceOf(planOf(files), "web");
    const places = image.kind === "build" ? (image.places ?? []) : [];
    const written = (start: string): number | undefined => places[recipeOf(serviceOf(planOf(files), "web")).findIndex((line) => line.startsWith(start))]?.line;
    expect([written("FROM python"), written('RUN ["/bin/sh","-c","pip install'), written('RUN ["/bin/sh","-c","pipenv install'), written("COPY")]).toEqual([3, 9, 11, 3]);
  });

  it.each<[string, Files, string]>([
    ["compilers for packages that are built from sources", { ...upsun(...started()), "requirements.txt": "psycopg2==2.9\n" }, "build-essential"],
    ["no compilers for those that come built", { ...upsun(...started()), "requirements.txt": "psycopg2-binary\n" }, ""],
    ["tools that its commands name", upsun(...started(), "    hooks:", "      deploy: echo $PLATFORM_ROUTES | base64 -d | jq ."), "jq"],
    ["Node where its build calls for it", upsun(...started(), "    hooks:", "      build: |", "        npm ci"), "COPY --from=node:22-slim"],
  ])("has %s", (_name, files, expected) => {
    const text = recipe(files).join("\n");
    expect(expected === "" ? !text.includes("build-essential") : text.includes(expected)).toBe(true);
  });

  it("has none of the variables by which a deployment is known", () => {
    expect(recipe(upsun(...started())).filter((line) => /PLATFORM_(?:BRANCH|ENVIRONMENT)/.test(line))).toEqual([]);
  });

  it("is refused where no image stands for its type", () => {
    expect(failureOf(() => planOf(upsun("applications:", "  web:", "    type: lisp:2.1")))).toMatchObject({ kind: "refused", at: { line: 3 } });
  });
});

describe("services and relationships", () => {
  const files = upsun(
    ...started(),
    "    relationships:",
    "      database: db:postgresql",
    "      cache:",
    "services:",
    "  db:",
    "    type: postgresql:16",
    "  cache:",
    "    type: redis:7",
    "  unused:",
    "    type: mariadb:11",
  );

  it("start what is needed under the names of the relationships", () => {
    const plan = planOf(files);
    expect(
      plan.services
        .filter((service) => service.role === "dependency")
        .map((service) => [service.name, service.image.kind === "reference" ? service.image.reference : "", service.attachments[0]?.aliases]),
    ).toEqual([
      ["db", "postgres:16", ["database.internal"]],
      ["cache", "redis:7", ["cache.internal"]],
    ]);
    expect(serviceOf(plan, "web").needs.map((need) => `${need.service} ${need.condition}`)).toEqual(["db healthy", "cache healthy"]);
  });

  it("are not waited for where nothing tells when they are there, and fail nothing then", () => {
    const plan = planOf(upsun(...started(), "    relationships:", "      index: search:opensearch", "services:", "  search:", "    type: opensearch:2"));
    expect(serviceOf(plan, "web").needs).toEqual([{ service: "search", condition: "started", required: false }]);
    expect(serviceOf(plan, "search").essential).toBe(false);
  });

  it("are told to the app twice", () => {
    const web = serviceOf(planOf(files), "web");
    expect(decoded(web, "PLATFORM_RELATIONSHIPS")).toMatchObject({
      database: [{ host: "database.internal", port: 5432, scheme: "pgsql", username: "main", path: "main" }],
      cache: [{ host: "cache.internal", port: 6379 }],
    });
    expect(["DATABASE_HOST", "DATABASE_PASSWORD", "CACHE_PORT"].map((name) => web.variables[name]?.value)).toEqual(["database.internal", "main", "6379"]);
  });

  it("lead to other apps by nginx", () => {
    const plan = planOf(
      upsun(
        "applications:",
        "  site:",
        "    type: nodejs:22",
        "    relationships:",
        "      backend: api:http",
        "    web:",
        "      commands:",
        "        start: node a.js",
        "  api:",
        "    type: golang:1.23",
        "    web:",
        "      commands:",
        "        start: ./api",
      ),
    );
    expect(serviceOf(plan, "site").variables["BACKEND_HOST"]?.value).toBe("backend.internal");
    expect(serviceOf(plan, "site").attachments[0]?.aliases).toEqual(["backend.internal"]);
    expect(serviceOf(plan, "site").needs).toEqual([]);
    expect(plan.proxy.servers.map((server) => server.names[0])).toContain("backend.internal");
  });
});

describe("routes and locations", () => {
  it("lead to several apps, each with a port of its own", () => {
    const two = [
      "applications:",
      "  site:",
      "    type: nodejs:22",
      "    web: { commands: { start: node a.js } }",
      "  api:",
      "    type: golang:1.23",
      "    web: { commands: { start: ./api }, upstream: { socket_family: unix } }",
    ];
    const plan = planOf(upsun(...two, "routes:", "  https://{default}/:", "    type: upstream", "    upstream: site:http", "  https://{default}/api:", "    type: upstream", "    upstream: api:http"));
    expect(routesOf(plan)).toEqual(["/api -> /run/api.sock (api) .upsun/config.yaml:7", "/ -> 127.0.0.1:8888 (site) .upsun/config.yaml:4"]);
    expect(serviceOf(plan, "api").networkOf?.value).toBe("site");
    expect(plan.probes.every((probe) => probe.isHostInvented)).toBe(true);
  });

  it("send files first, where a location has them, and the app the rest", () => {
    const text = configOf(planOf(upsun(...locations("/:", "  root: public", "  passthru: true", "  index: [index.html]", "/static:", "  root: assets", "/private:", "  allow: false"))));
    expect(text).toContain("root /app/public;\n        try_files $uri $uri/index.html @app");
    expect(text).toContain("location /static/ {\n        alias /app/assets/;\n        try_files $uri =404;");
    expect(text).toContain("location /private {\n        return 403;");
  });

  it("give PHP its scripts by their path in the app's container", () => {
    const plan = planOf(
      upsun("applications:", "  web:", "    type: php:8.3", "    web:", "      locations:", "        /:", "          root: public", "          passthru: /index.php", "          index: [index.php]"),
    );
    expect(plan.proxy.routes.map((route) => [route.directive, route.fastcgi?.params["SCRIPT_FILENAME"]?.value, route.targets[0]?.socket])).toEqual([
      ["fastcgi_pass", "/app/public$fastcgi_script_name", "/run/app.sock"],
      ["fastcgi_pass", "/app/public/index.php", "/run/app.sock"],
    ]);
    expect(recipeOf(serviceOf(plan, "web")).join("\n")).toContain("listen = /run/app.sock");
  });

  it("pass everything on where an app has no locations", () => {
    expect(routesOf(planOf(upsun(...started())))).toEqual(["/ -> 127.0.0.1:8888 (web) .upsun/config.yaml:4"]);
  });

  it.each([["/; return 503; #"], ['/a" {']])("keep a path such as %s out of the configuration", (path) => {
    expect(configOf(planOf(upsun(...locations(`${JSON.stringify(path)}:`, "  passthru: true", "/:", "  passthru: true"))))).not.toContain("return 503");
  });
});

describe("the files of Platform.sh", () => {
  const own = {
    ".platform.app.yaml": lines("name: shop", "type: php:8.3", "disk: 512", "relationships:", "  database: 'mysql:mysql'"),
    ".platform/services.yaml": lines("mysql:", "  type: mariadb:10.11"),
  };

  it("say the same in other places", () => {
    const plan = planOf({ ...own, ".platform/routes.yaml": lines("https://{default}/:", "  type: upstream", "  upstream: shop:http") });
    expect(plan.services.map((service) => service.name)).toEqual(["shop", "mysql", "ingress"]);
    expect(recipeOf(serviceOf(plan, "shop"))).toContain("RUN docker-php-ext-install pdo_mysql mysqli");
  });

  it("count below the root only where the platform's own folder stands there", () => {
    const workspace = makeWorkspace({ "examples/shop/.platform.app.yaml": lines("name: shop", "type: php:8.3") });
    expect(upsunFiles(workspace)).toEqual([]);
  });

  it("stand in the folder of each app", () => {
    const plan = planOf({
      "a/.platform.app.yaml": lines("name: a", "type: nodejs:22", "web: { commands: { start: node a.js } }"),
      ".platform/services.yaml": "",
      "b/.platform.app.yaml": lines("name: b", "type: nodejs:22", "web: { commands: { start: node b.js } }"),
    });
    expect(["a", "b"].map((name) => recipeOf(serviceOf(plan, name)).find((line) => line.startsWith("COPY")))).toEqual(['COPY ["a/", "/app/"]', 'COPY ["b/", "/app/"]']);
  });
});

describe("what the platform refuses", () => {
  const problems = (files: Files): unknown =>
    planOf(files)
      .platformProblems?.filter((problem) => problem.isFatal)
      .map(({ key, at, meant }) => [key, at.line, meant]);

  it.each<[string, readonly string[], unknown]>([
    ["a misspelt key", started("  location:", "    /:", "      passthru: true"), [["applications.web.web.location", 7, "`locations`"]]],
    ["a misspelt part", ["application:", "  web:", "    type: php:8.3"], [["application", 1, "`applications`"]]],
    ["a relationship to nobody", [...started(), "    relationships:", "      database: dbs:postgresql", "services:", "  db:", "    type: postgresql:16"], [["relationships.database", 8, "`db`"]]],
    ["a route to nobody", [...started(), "routes:", "  https://{default}/:", "    type: upstream", "    upstream: app:http"], [["routes.https://{default}/.upstream", 10, "`web`"]]],
    ["an unknown family", started("  upstream:", "    socket_family: unx"), [["web.upstream.socket_family", 8, "`unix`"]]],
    ["no type", ["applications:", "  web:", "    web: {}"], [["type", 2, undefined]]],
  ])("is %s", (_name, text, expected) => {
    expect(problems(upsun(...text))).toEqual(expected);
  });

  it.each<[string, readonly string[]]>([
    ["a key that nothing like it is known of", [...started(), "    flux_capacitor: on"]],
    ["a part of one's own", ["x-shared: {}", ...started()]],
    [
      "a route to a cache in front of the app",
      [...started(), "services:", "  varnish:", "    type: varnish:7", "routes:", "  https://{default}/:", "    type: upstream", "    upstream: varnish:http"],
    ],
    ["a newer kind of key below a free name", [...started(), "    crons:", "      a:", "        spec: '* * * * *'", "        commands: { start: ls }"]],
  ])("is not %s", (_name, text) => {
    expect(problems(upsun(...text)) ?? []).toEqual([]);
  });

  it("is mended by one word", () => {
    const text = lines(...started("  location:", "    /:", "      passthru: true"));
    const [problem] = planOf({ ".upsun/config.yaml": text }).platformProblems ?? [];
    expect(planOf({ ".upsun/config.yaml": applyEdits(text, problem?.edits ?? []) }).platformProblems).toBeUndefined();
  });
});

describe("the other kind of address", () => {
  const flipped = (...text: readonly string[]): string => {
    const edit = planOf(upsun(...text)).proxy.routes[0]?.targets[0]?.otherFamily;
    return edit ? applyEdits(lines(...text), [edit]) : "";
  };

  it.each<[string, readonly string[]]>([
    ["in place of the one written", started("  upstream: ", "    socket_family: tcp")],
    ["beside the protocol", started("  upstream:", "    protocol: http")],
    ["as a section of its own", started()],
  ])("is written %s", (_name, text) => {
    expect(routesOf(planOf({ ".upsun/config.yaml": flipped(...text) }))[0]).toContain("/run/app.sock");
  });

  it("is not written into a map on one line", () => {
    expect(flipped(...app("web: { commands: { start: a } }"))).toBe("");
  });
});
