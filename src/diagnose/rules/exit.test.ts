import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, answeredCase, crashCase, direct, evidence, log, noSources, plan, proxied, record, refusedCase, route, service, type Given } from "../../../test/helpers/evidence.ts";
import { repo } from "../../../test/helpers/repository.ts";
import type { ServiceRecord } from "../../model/evidence.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { Manifest, SourceFacts } from "../../model/source.ts";

function withApp(changes: Partial<Service>): Partial<Plan> {
  return { services: [service("app", changes), ...plan().services.slice(1)] };
}

/** The app could not be started: the engine's words. */
function unstartable(words: string, given: Given = {}): ReturnType<typeof evidence> {
  const app: ServiceRecord = record("app", { state: "not-started", startError: words });
  return refusedCase([], { ...given, facts: { services: [app, record("web")] } });
}

const start = (text: string, line = 9): Partial<Plan> => withApp({ start: [{ text, at: at("Dockerfile", line, `CMD ${text}`) }] });

describe("crash-on-start", () => {
  const output = ["Traceback (most recent call last):", '  File "/app/main.py", line 3, in <module>', "    boom()", "ValueError: boom"];

  it("is the project's own innermost line, with the message in the title", () => {
    const frames = [{ service: "app", file: "/app/main.py", at: at("main.py", 3, "boom()") }];
    const finding = findingOf("crash-on-start", crashCase(output, { sources: { frames } }));
    expect([placeOf(finding), finding.confidence]).toEqual(["main.py:3", "likely"]);
    expect(finding.title).toContain("ValueError: boom");
    expect(finding.evidence.map((witness) => witness.text)).toEqual(expect.arrayContaining(["ValueError: boom", "exit code 1 after 0.4 s"]));
  });

  it("is the start command when no line of the project is named", () => {
    expect(fateOf("crash-on-start", crashCase(output))).toBe("found at Dockerfile:9");
  });

  it("quotes the last words without an account of a crash", () => {
    expect(findingOf("crash-on-start", crashCase(["goodbye"])).title).toBe("app ends at its start: goodbye");
    expect(findingOf("crash-on-start", crashCase([])).title).toContain("it said nothing");
  });

  it.each<[string, ReturnType<typeof evidence>]>([
    ["it ended well and told of nothing", crashCase(["done"], {}, 0)],
    ["the engine could not start it", unstartable("no such device")],
    ["a dependency that nobody waits for is unhealthy", evidence({ facts: { services: [record("app"), record("db", { health: { status: "unhealthy", log: [] } }), record("web")] } })],
    ["it told of an error and runs on", refusedCase(["0.0.0.0:3000"], { facts: { services: [record("app", { log: log(["TypeError: caught"]) }), record("web")] } })],
  ])("is not found when %s", (_name, given) => {
    expect(causesOf(given)).not.toContain("crash-on-start");
  });

  it("is unknown while the health check of a dependency fails, and sources were not read", () => {
    const services = [service("app", { needs: [{ service: "db", condition: "healthy", required: true }] }), ...plan().services.slice(1)];
    const unhealthy = evidence({
      plan: { services },
      facts: { services: [record("app", { state: "not-started", heldBackBy: "db" }), record("db", { health: { status: "unhealthy", log: [] } }), record("web")] },
    });
    expect(becauseOf("crash-on-start", unhealthy)).toContain("its health check fails");
    expect(fateOf("crash-on-start", crashCase(output, { facts: { sources: "not read" } }))).toBe("unknown");
  });
});

describe("dependency-not-installed", () => {
  const python: Manifest = { ecosystem: "python", at: at("requirements.txt", 1, "flask"), names: ["flask", "PyYAML"], lines: 2 };
  const node: Manifest = { ecosystem: "node", at: at("package.json", 4, '  "dependencies": {'), names: ["express"], lines: 12 };
  const gems: Manifest = { ecosystem: "ruby", at: at("Gemfile", 1), names: ["sinatra"], lines: 3 };

  it.each<[string, readonly string[], Manifest, string, string]>([
    ["Python", ["ModuleNotFoundError: No module named 'redis'"], python, "redis", "requirements.txt:1"],
    ["Python, under another name", ["ModuleNotFoundError: No module named 'bs4.element'"], python, "beautifulsoup4", "requirements.txt:1"],
    ["Python, started with -m", ["/usr/local/bin/python: No module named uvicorn"], python, "uvicorn", "requirements.txt:1"],
    ["Node", ["Error: Cannot find module 'dotenv'"], node, "dotenv", "package.json:4"],
    ["Node, a scope", ["Error: Cannot find module '@acme/log/pretty'"], node, "@acme/log", "package.json:4"],
    ["Node, ES modules", ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pino' imported from /app/a.mjs"], node, "pino", "package.json:4"],
    ["Ruby", ["x.rb:1:in `require': cannot load such file -- webrick (LoadError)"], gems, "webrick", "Gemfile:1"],
    ["Ruby, bundler", ["Could not find puma-6.4.0 in any of the sources (Bundler::GemNotFound)"], gems, "puma", "Gemfile:1"],
  ])("names the package and its manifest: %s", (_name, output, manifest, name, place) => {
    const finding = findingOf("dependency-not-installed", crashCase(output, { sources: { manifests: [manifest] } }));
    expect([placeOf(finding), finding.title]).toEqual([place, `${name} is not installed in the image of app`]);
    expect(finding.fix.edits[0]?.replacement).toContain(name);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", services: ["app"] });
  });

  it("explains the crash that the import is", () => {
    expect(causesOf(crashCase(["Traceback (most recent call last):", '  File "/app/a.py", line 1, in <module>', "ModuleNotFoundError: No module named 'redis'"]))).toEqual([
      "dependency-not-installed",
    ]);
  });

  it("adds a line behind the last of requirements, and behind the opening line of dependencies", () => {
    const edits = (output: string, manifest: Manifest): unknown => findingOf("dependency-not-installed", crashCase([output], { sources: { manifests: [manifest] } })).fix.edits[0];
    expect(edits("ModuleNotFoundError: No module named 'redis'", python)).toEqual({ path: "requirements.txt", startLine: 3, endLine: 2, replacement: "redis" });
    expect(edits("Error: Cannot find module 'dotenv'", node)).toEqual({ path: "package.json", startLine: 5, endLine: 4, replacement: '    "dotenv": "*",' });
  });

  it("does not edit a manifest that lists it already, whatever its spelling", () => {
    const finding = findingOf("dependency-not-installed", crashCase(["ModuleNotFoundError: No module named 'yaml'"], { sources: { manifests: [{ ...python, names: ["pyyaml"] }] } }));
    expect(finding.fix.edits).toEqual([]);
    expect(finding.what).toContain("requirements.txt lists PyYAML");
  });

  it("knows the package that a program comes with", () => {
    const given = unstartable('exec: "gunicorn": executable file not found in $PATH', { sources: { manifests: [python] } });
    expect(findingOf("dependency-not-installed", given).title).toContain("gunicorn is not installed");
  });

  it.each<[string, readonly string[], Partial<SourceFacts>]>([
    ["the module is the project's own", ["ModuleNotFoundError: No module named 'shop.db'"], { files: [repo("shop/__init__.py")] }],
    ["the file is the project's own", ["Error: Cannot find module '/app/routes.js'"], {}],
    ["a relative file is missing", ["Error: Cannot find module './routes'"], {}],
    ["nothing is said of modules", ["ValueError: x"], {}],
  ])("is not found when %s", (_name, output, sources) => {
    expect(fateOf("dependency-not-installed", crashCase(output, { sources }))).toBe("ruled out");
  });
});

describe("start-command-invalid", () => {
  it.each<[string, ReturnType<typeof evidence>, string]>([
    ["the engine finds no program", unstartable('exec: "./start.sh": stat ./start.sh: no such file or directory', { plan: start("./start.sh") }), "./start.sh is not in the image"],
    ["a script may not be executed", unstartable('exec: "/app/run.sh": permission denied', { plan: start("/app/run.sh") }), "/app/run.sh may not be executed"],
    ["a script has no shebang line", crashCase(["exec /app/run.sh: exec format error"], { plan: start("/app/run.sh") }), "has no shebang line"],
    ["a shell finds no program", crashCase(["sh: 1: serv: not found"], { plan: start("serv --port 80") }, 127), "serv is not in the image"],
    ["Python finds no file", crashCase(["python: can't open file '/app/sever.py': [Errno 2] No such file or directory"], { plan: start("python sever.py") }, 2), "sever.py is not in the image"],
    ["Node finds no file", crashCase(["Error: Cannot find module '/app/sever.js'"], { plan: start("node sever.js") }), "sever.js is not in the image"],
    ["uvicorn finds no object", crashCase(['ERROR:    Error loading ASGI app. Attribute "aap" not found in module "main".'], { plan: start("uvicorn main:aap") }), "main has no aap"],
    ["Java finds no class", crashCase(["Error: Could not find or load main class com.acme.Mian"], { plan: start("java -cp app.jar com.acme.Mian") }), "com.acme.Mian is not in the image"],
    ["npm finds no script", crashCase(['npm error Missing script: "serve"'], { plan: start("npm run serve") }), 'no script "serve"'],
  ])("is the start command when %s", (_name, given, what) => {
    const finding = findingOf("start-command-invalid", given);
    expect(placeOf(finding)).toBe("Dockerfile:9");
    expect(finding.what).toContain(what);
  });

  it("says what is meant, and tries it", () => {
    const finding = findingOf(
      "start-command-invalid",
      crashCase(["Error: Cannot find module '/app/sever.js'"], { plan: start("node sever.js"), sources: { files: [repo("server.js"), repo("util.js")] } }),
    );
    expect(finding.fix.edits).toEqual([{ path: "Dockerfile", startLine: 9, endLine: 9, replacement: "CMD node server.js" }]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", services: ["app"] });
  });

  it("tells Windows line ends from an interpreter that is not there", () => {
    const words = "exec /app/run.sh: no such file or directory";
    const program = { service: "app", container: "/app/run.sh", at: at("run.sh", 1, "#!/bin/bash"), isExecutable: true, hasCarriageReturns: true };
    const find = (hasCarriageReturns: boolean) =>
      findingOf("start-command-invalid", crashCase([words], { plan: start("/app/run.sh"), sources: { programs: [{ ...program, hasCarriageReturns }] } }, 255));
    expect(find(true)).toMatchObject({ related: [{ at: { path: "run.sh" } }], intervention: { kind: "start-command", service: "app" } });
    expect(find(true).what).toContain("Windows line ends");
    expect(find(false).what).toContain("the interpreter that /app/run.sh names");
  });

  it("keeps the arguments when it starts a script in another way", () => {
    const app = record("app", {
      state: "not-started",
      startError: 'exec: "/app/run.sh": permission denied',
      image: { ...record("app").image, entrypoint: ["/app/run.sh"], command: ["serve", "--all"] },
    });
    const finding = findingOf("start-command-invalid", refusedCase([], { plan: start("/app/run.sh"), facts: { services: [app, record("web")] } }));
    expect(finding.intervention).toMatchObject({ command: ["/bin/sh", "/app/run.sh", "serve", "--all"] });
  });

  it.each<[string, ReturnType<typeof evidence>]>([
    ["a file that is missing is not the one that starts", crashCase(["FileNotFoundError: [Errno 2] No such file or directory: 'data.csv'"], { plan: start("python main.py") })],
    ["a module that is missing is not the one that starts", crashCase(["ModuleNotFoundError: No module named 'redis'"], { plan: start("uvicorn main:app") })],
    ["the engine has another reason", unstartable("driver failed programming external connectivity")],
    ["a tool is missing somewhere, and it ended for another reason", crashCase(["sh: 1: curl: not found", "ValueError: x"], { plan: start("python main.py") }, 1)],
  ])("is not found when %s", (_name, given) => {
    expect(causesOf(given)).not.toContain("start-command-invalid");
  });
});

describe("variable-missing", () => {
  const reader = (name: string, line = 4): SourceFacts["variables"] => [{ name, at: at("config.py", line, `os.environ["${name}"]`) }];

  it("is the line that reads it", () => {
    const finding = findingOf(
      "variable-missing",
      crashCase(["Traceback (most recent call last):", '  File "/app/config.py", line 4, in <module>', "KeyError: 'API_TOKEN'"], { sources: { variables: reader("API_TOKEN") } }),
    );
    expect([placeOf(finding), finding.title]).toEqual(["config.py:4", "API_TOKEN is not set for app"]);
    expect(finding.intervention).toMatchObject({ kind: "set-variable", service: "app", name: "API_TOKEN" });
  });

  it("explains the crash", () => {
    expect(causesOf(crashCase(["Traceback (most recent call last):", "KeyError: 'API_TOKEN'"], { sources: { variables: reader("API_TOKEN") } }))).toEqual(["variable-missing"]);
  });

  it("counts a variable that is set to nothing as missing", () => {
    const given = crashCase(["API_TOKEN is required"], { plan: withApp({ variables: { API_TOKEN: { value: "", at: at("compose.yaml", 6) } } }), sources: { variables: reader("API_TOKEN") } });
    expect(findingOf("variable-missing", given).related).toMatchObject([{ at: { path: "compose.yaml", line: 6 } }]);
  });

  it("reads the fields of a settings class", () => {
    const output = ["pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings", "database_url", "  Field required [type=missing]"];
    expect(findingOf("variable-missing", crashCase(output, { sources: { variables: reader("DATABASE_URL") } })).title).toBe("DATABASE_URL is not set for app");
  });

  it.each([
    ["DATABASE_URL", "postgresql://shop:pw@db:5432/shop"],
    ["PUBLIC_URL", "http://localhost"],
    ["APP_PORT", "8080"],
    ["DB_HOST", "db"],
    ["REQUEST_TIMEOUT", "1"],
    ["FEATURE_ENABLED", "false"],
    ["API_TOKEN", "upstream-gate"],
  ])("tries a value of the kind that %s asks for", (name, value) => {
    const variables = { POSTGRES_USER: { value: "shop" }, POSTGRES_PASSWORD: { value: "pw" }, POSTGRES_DB: { value: "shop" } };
    const services = plan().services.map((each) => (each.name === "db" ? { ...each, variables } : each));
    expect(findingOf("variable-missing", crashCase([`${name} is not set`], { plan: { services }, sources: { variables: reader(name) } })).intervention).toMatchObject({ value });
  });

  it.each<[string, ReturnType<typeof evidence>]>([
    ["the variable is set", crashCase(["KeyError: 'API_TOKEN'"], { plan: withApp({ variables: { API_TOKEN: { value: "x" } } }), sources: { variables: reader("API_TOKEN") } })],
    [
      "the image sets it",
      crashCase(["KeyError: 'API_TOKEN'"], {
        sources: { variables: reader("API_TOKEN") },
        facts: {
          services: [
            record("app", { state: "exited", exits: [{ code: 1, at: 9, oomKilled: false }], variables: ["API_TOKEN"], log: [{ at: 1, stream: "err", text: "KeyError: 'API_TOKEN'" }] }),
            record("web"),
          ],
        },
      }),
    ],
    ["no line reads it and nothing calls it a variable", crashCase(["KeyError: 'API_TOKEN'"])],
    ["it is only read in tests", crashCase(["KeyError: 'API_TOKEN'"], { sources: { variables: [{ name: "API_TOKEN", at: at("tests/a.py", 1) }] } })],
    [
      "the line that reads it has a default",
      crashCase(["WARNING LOG_LEVEL is not set, using INFO", "Traceback (most recent call last):", '  File "/app/a.py", line 9, in <module>', "ValueError: bad rows"], {
        sources: { variables: [{ name: "LOG_LEVEL", at: at("a.py", 1), fallback: "INFO" }] },
      }),
    ],
    ["a line in capitals speaks of no lack", crashCase(["API_TOKEN accepted", "bye"], { sources: { variables: reader("API_TOKEN") } })],
  ])("is not found when %s", (_name, given) => {
    expect(causesOf(given)).not.toContain("variable-missing");
  });
});

describe("app-returned-error", () => {
  const statuses = [{ status: 503, at: at("health.py", 13, "return 503"), weight: 4 }];

  it("is the line that answers so", () => {
    const finding = findingOf("app-returned-error", answeredCase(503, { sources: { statuses } }));
    expect([placeOf(finding), finding.confidence, finding.related[0]?.at.path]).toEqual(["health.py:13", "likely", "nginx/app.conf"]);
  });

  it("is the start command when two files could answer so", () => {
    const two = [...statuses, { status: 503, at: at("other.py", 2), weight: 4 }];
    expect(fateOf("app-returned-error", answeredCase(503, { sources: { statuses: two } }))).toBe("found at Dockerfile:9");
  });

  it("is only possible when the app answers otherwise to a direct request", () => {
    const given = answeredCase(503, { facts: { probes: [proxied(503), direct({ status: 200 })] } });
    expect(findingOf("app-returned-error", given).confidence).toBe("possible");
  });

  it.each<[string, ReturnType<typeof evidence>]>([
    ["nginx answered", refusedCase(["0.0.0.0:8080"])],
    ["the app answered 500", answeredCase(500)],
    ["the app answered 404 where a request demands 200", answeredCase(404, { facts: { probes: [proxied(404, { unmet: "status is 404, expected 200" })] } })],
    ["no service is behind the address", answeredCase(503, { plan: { proxy: { ...plan().proxy, routes: [route([{ host: "api.example.com", port: 80, backup: false, down: false }])] } } })],
  ])("is not found when %s", (_name, given) => {
    expect(causesOf(given)).not.toContain("app-returned-error");
  });

  it("ignores the lines of settings files", () => {
    expect(fateOf("app-returned-error", answeredCase(503, { sources: { ...noSources, statuses: [{ ...statuses[0]!, at: at("app.yaml", 3) }] } }))).toBe("found at Dockerfile:9");
  });
});
