import { describe, expect, it } from "vitest";
import { FailureError } from "../../../model/failure.ts";
import type { Inputs } from "../../../model/inputs.ts";
import type { Plan, Service } from "../../../model/plan.ts";
import type { PlatformProblem } from "../../../model/platform.ts";
import type { Bytes } from "../../../model/units.ts";
import { applyEdits } from "../../../text/edits.ts";
import { Workspace } from "../../../workspace/workspace.ts";
import { inputsFor, lines, makeRepository, type Files } from "../../../../test/helpers/repository.ts";
import { makePlan } from "../../plan.ts";

const docker = { Dockerfile: 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n', "app.py": "print(1)\n" };

async function plan(files: Files, changes: Partial<Inputs> = {}): Promise<Plan> {
  const root = makeRepository(files);
  return makePlan(inputsFor(root, changes), { workspace: new Workspace(root), runCompose: () => Promise.reject(new Error("Compose is not asked")), environment: {} });
}

/** The plan of a file over a Dockerfile of the docker environment. */
function planOf(...text: readonly string[]): Promise<Plan> {
  return plan({ ...docker, "amvera.yml": lines(...text) });
}

function app(planned: Plan): Service {
  return planned.services.find((service) => service.name === "app") as Service;
}

function dialled(planned: Plan): number | undefined {
  return planned.proxy.routes[0]?.targets[0]?.port;
}

function inline(planned: Plan): string {
  const { image } = app(planned);
  return image.kind === "build" ? (image.inline ?? image.dockerfile) : image.reference;
}

function problems(planned: Plan): PlatformProblem[] {
  return [...(planned.platformProblems ?? [])];
}

const meta = ["meta:", "  environment: docker", "  toolchain:", "    name: docker"];
const python = ["meta:", "  environment: python", "  toolchain:", "    name: pip", "    version: '3.12'"];

describe("an Amvera project", () => {
  it.each([
    ["80 when nothing is said", [], 80, 1],
    ["80 below run", ["run:", "  persistenceMount: /data"], 80, 5],
    ["a number", ["run:", "  containerPort: 5000"], 5000, 6],
    ["a text", ["run:", '  containerPort: "5000"'], 5000, 6],
    ["the first of a list in a text", ["run:", "  containerPort: 8000,8080"], 8000, 6],
    ["the first of a list", ["run:", "  containerPort: [8000, 8080]"], 8000, 6],
    ["the one that is paired with service port 80", ["run:", '  containerPort: "8080, 3000"', '  servicePort: "8080, 80"'], 3000, 6],
    ["80 for a null", ["run:", "  containerPort: null"], 80, 6],
  ])("is dialled on %s", async (_, run, port, line) => {
    const planned = await planOf(...meta, ...run);
    expect(dialled(planned)).toBe(port);
    expect(planned.proxy.routes[0]?.targets[0]?.at).toMatchObject({ path: "amvera.yml", line });
    expect(app(planned).variables["PORT"]?.value).toBe(String(port));
    expect(planned).toMatchObject({ platform: "amvera", topology: { value: "container" }, proxy: { kind: "stub", errors: [] }, platformFiles: ["amvera.yml"] });
  });

  it.each([
    ["a section run", ["run:", "    persistenceMount: /data"], "run:\n    containerPort: 3000"],
    ["an empty run", ["run:"], "run:\n  containerPort: 3000"],
    ["no run", [], "    name: docker\nrun:\n  containerPort: 3000"],
    ["a null port", ["run:", "  containerPort: null"], "  containerPort: 3000"],
  ])("tells how %s would name the port", async (_, run, written) => {
    const { portLine } = (await planOf(...meta, ...run)).proxy.routes[0]?.targets[0] ?? {};
    expect(`${portLine?.before}3000${portLine?.after}`).toBe(written);
  });

  it.each(["amvera.yml", "amvera.yaml", "amverum.yml", "amverum.yaml"])("is one by its %s, and no Compose file is read then", async (name) => {
    const planned = await plan({ ...docker, [name]: lines(...meta), "compose.yaml": "services: {}\n" });
    expect(planned.platform).toBe("amvera");
    expect(planned.notes.map((note) => note.text)).toContainEqual(expect.stringContaining("compose.yaml is not read"));
  });

  it("is one without a file when it is asked for", async () => {
    const planned = await plan(docker, { platform: "amvera" });
    expect(dialled(planned)).toBe(80);
    expect(planned.proxy.routes[0]?.targets[0]?.portBecause).toBe("Amvera's default, since there is no amvera.yml");
  });

  it("is not one when a Compose file is named", async () => {
    await expect(plan({ ...docker, "amvera.yml": lines(...meta) }, { composeFiles: ["compose.yaml"] })).rejects.toThrow(FailureError);
  });

  it("tells of the second of two files", async () => {
    const planned = await plan({ ...docker, "amvera.yml": lines(...meta, "run:", "  containerPort: 5000"), "amvera.yaml": lines(...meta) });
    expect(dialled(planned)).toBe(5000);
    expect(planned.notes).toContainEqual(expect.objectContaining({ text: expect.stringMatching(/amvera\.yml is read and amvera\.yaml is not/) as string }));
  });

  it.each([
    [["amvera/Dockerfile", "Dockerfile"], "amvera/Dockerfile"],
    [["Dockerfile", "docker/Dockerfile"], "Dockerfile"],
    [["docker/Dockerfile", "deploy/Dockerfile"], "docker/Dockerfile"],
    [["deployment/Dockerfile"], "deployment/Dockerfile"],
  ])("of %s is built from %s", async (paths, chosen) => {
    const planned = await plan({ "amvera.yml": lines(...meta), ...Object.fromEntries(paths.map((path) => [path, "FROM python:3.12-slim\n"])) });
    expect(app(planned).image).toMatchObject({ kind: "build", dockerfile: chosen, context: "" });
  });

  it("takes run.command for ENTRYPOINT and run.args for CMD", async () => {
    const planned = await planOf(...meta, "run:", "  command: gunicorn -w 2 app:app", "  args: sleep 1 && ls");
    expect(app(planned)).toMatchObject({ entrypoint: { value: ["gunicorn", "-w", "2", "app:app"], at: { line: 6 } }, command: { value: ["sh", "-c", "sleep 1 && ls"], at: { line: 7 } } });
  });

  it("keeps low ports for root, and its data in the mount", async () => {
    const planned = await planOf(...meta, "run:", "  persistenceMount: /storage/");
    expect(app(planned)).toMatchObject({ settings: { sysctls: { "net.ipv4.ip_unprivileged_port_start": "1024" } }, mounts: [{ kind: "volume", target: "/storage", at: { line: 6 } }] });
    expect(app(await planOf(...meta)).mounts).toMatchObject([{ kind: "volume", target: "/data" }]);
  });

  it("is limited as a tariff is", async () => {
    const planned = await plan({ ...docker, "amvera.yml": lines(...meta) }, { memory: (256 * 1024 ** 2) as Bytes, cpus: 0.5 });
    expect(app(planned)).toMatchObject({ memory: { value: 256 * 1024 ** 2 }, cpus: 0.5 });
  });

  it("of an environment that the gate cannot build is no finding", async () => {
    await expect(planOf("meta:", "  environment: haskell")).rejects.toMatchObject({ failure: { kind: "config-invalid", at: { line: 2 } } });
  });
});

describe("a project without a Dockerfile", () => {
  it.each([
    [
      "python/pip",
      [...python, "run:", "  scriptName: main.py"],
      { "requirements.txt": "flask\n" },
      ["FROM python:3.12\n", "python3 -m venv /app/venv", "pip install -r 'requirements.txt'"],
      "python3 main.py",
    ],
    ["python/pip by a command", [...python, "run:", "  command: gunicorn app:app"], {}, ["FROM python:3.12\n"], "gunicorn app:app"],
    [
      "node/npm",
      [
        "meta:",
        "  environment: node",
        "  toolchain:",
        "    name: npm",
        "    version: 22",
        "build:",
        "  additionalCommands: npm run build",
        "run:",
        "  scriptName: a.js",
        "  nodeArguments: --inspect",
        "  scriptArguments: x y",
      ],
      { "a.js": "" },
      ["FROM node:22\n", "npm install && npm run build"],
      "node --inspect a.js x y",
    ],
    ["node/npm without the install", ["meta:", "  environment: node", "build:", "  skip: 'yes'", "run:", "  command: npm start"], {}, ["FROM node:latest\n"], "npm start"],
    [
      "node/browser",
      ["meta:", "  environment: node", "  toolchain:", "    name: browser", "    version: 20"],
      {},
      ["FROM node:20 AS sources", "npm install && npm run build", "for each in build/*;", "FROM nginx:stable", "COPY --from=sources /artifacts/ /usr/share/nginx/html/"],
      undefined,
    ],
    [
      "jvm/maven",
      ["meta:", "  environment: jvm", "  toolchain:", "    name: maven", "    version: 17", "build:", "  args: -DskipTests", "run:", "  jarName: app.jar"],
      {},
      ["FROM maven:3-openjdk-17 AS sources", "mvn clean package -DskipTests", "for each in target/*.jar;", "FROM bellsoft/liberica-openjre-debian:17"],
      "java -jar app.jar",
    ],
    [
      "jvm/gradle",
      ["meta:", "  environment: jvm", "  toolchain:", "    name: gradle", "    version: 21", "run:", "  jarName: app.jar"],
      {},
      ["FROM gradle:jdk21 AS sources", "gradle build", "for each in build/libs/*.jar;"],
      "java -jar app.jar",
    ],
    ["golang", ["meta:", "  environment: golang", "  toolchain:", "    name: go", "    version: 1.20"], {}, ["FROM golang:1.20\n", "go build"], 'exec "$(ls -d /usr/local/app/* | head -n 1)"'],
    [
      "csharp/dotnet",
      ["meta:", "  environment: csharp", "  toolchain:", "    name: dotnet", "    version: 8.0", "run:", "  buildFileName: bin/publish/Api.dll"],
      {},
      ["FROM mcr.microsoft.com/dotnet/sdk:8.0\n", "dotnet publish"],
      "dotnet bin/publish/Api.dll",
    ],
    [
      "csharp/mono",
      ["meta:", "  environment: csharp", "  toolchain:", "    name: mono", "    version: 6", "build:", "  mainFile: Program.cs"],
      {},
      ["FROM mono:6\n", "mcs -out:/app/main.exe 'Program.cs'"],
      "exec mono main.exe",
    ],
    [
      "ruby/bundle",
      ["meta:", "  environment: ruby", "  toolchain:", "    name: bundle", "    version: 3.3", "run:", "  mainScript: app.rb"],
      { Gemfile: "" },
      ["FROM ruby:3.3\n", "bundle install"],
      "ruby app.rb",
    ],
    [
      "php/composer",
      ["meta:", "  environment: php", "  toolchain:", "    name: composer", "    version: '8.4'", "run:", "  command: apache2-foreground"],
      { "composer.json": "{}" },
      ["FROM php:8.4-apache\n", "composer install"],
      "apache2-foreground",
    ],
  ])("is built for %s", async (_, text, files, expected, command) => {
    const planned = await plan({ "main.py": "", "amvera.yml": lines(...text), ...files });
    for (const part of expected) expect(inline(planned)).toContain(part);
    expect(app(planned).command?.value).toEqual(command === undefined ? undefined : ["sh", "-c", command]);
    expect(problems(planned).filter((problem) => problem.isFatal)).toEqual([]);
  });

  it("is built without a list of packages that is not there, and says so", async () => {
    const planned = await plan({
      "main.py": "",
      "requirements/prod.txt": "flask\n",
      "amvera.yml": lines(...python, "build:", "  requirementsPath: requirements.txt", "run:", "  scriptName: main.py"),
    });
    expect(inline(planned)).not.toContain("pip install");
    expect(problems(planned)).toMatchObject([{ key: "build.requirementsPath", manifest: "requirements.txt", meant: "requirements/prod.txt", changes: "build", at: { line: 7 } }]);
  });

  it("lets nothing of its file be a line of the Dockerfile", async () => {
    const planned = await plan({
      "main.py": "",
      "amvera.yml": lines(
        "meta:",
        "  environment: node",
        "  toolchain:",
        "    name: npm",
        '    version: "22\\nRUN touch /x"',
        "build:",
        '  additionalCommands: "a\\nRUN b"',
        "run:",
        "  command: node a.js",
      ),
    });
    expect(
      inline(planned)
        .split("\n")
        .filter((line) => line.startsWith("RUN")),
    ).toHaveLength(1);
  });
});

describe("the strict reader", () => {
  const bad = (line: number, key: string, more: Partial<PlatformProblem> = {}): unknown => expect.objectContaining({ key, ...more, at: expect.objectContaining({ line }) as unknown });

  it.each<[string, string[], unknown[]]>([
    ["a port beside run", [...meta, "containerPort: 5000"], [bad(5, "containerPort", { meant: "run.containerPort", changes: "port", port: 5000 })]],
    ["a port in build", [...meta, "build:", "  containerPort: 5000"], [bad(6, "build.containerPort", { meant: "run.containerPort", changes: "port" })]],
    ["a port under another name", [...meta, "run:", "  port: 3000"], [bad(6, "run.port", { meant: "run.containerPort", port: 3000 })]],
    ["a misspelt port", [...meta, "run:", "  contanerPort: 3000"], [bad(6, "run.contanerPort", { meant: "run.containerPort" })]],
    ["a misspelt port with the default", [...meta, "run:", "  contanerPort: 80"], [bad(6, "run.contanerPort", { changes: "nothing", edits: [] })]],
    ["a port that stands twice", [...meta, "run:", "  containerPort: 80", "  port: 3000"], [bad(7, "run.port", { changes: "nothing", edits: [] })]],
    ["another name of the mount", [...meta, "run:", "  persistenceFolder: /uploads"], [bad(6, "run.persistenceFolder", { meant: "run.persistenceMount", changes: "files" })]],
    ["services", [...meta, "services:", "  web: {}"], [bad(5, "services", { changes: "nothing" })]],
    ["a list where a section belongs", [...meta, "build:", "  - npm ci"], [bad(5, "build", { changes: "build" })]],
    ["a switch where a path belongs", [...meta, "build:", "  dockerfile: true"], [bad(6, "build.dockerfile", { changes: "build" })]],
    ["a text for a port", [...meta, "run:", "  containerPort: http"], [bad(6, "run.containerPort", { changes: "port" })]],
    ["a key of another environment", [...meta, "run:", "  scriptName: a.py"], [bad(6, "run.scriptName", { changes: "nothing" })]],
    ["a toolchain that is none", ["meta:", "  environment: docker", "  toolchain: docker"], [bad(3, "meta.toolchain", { changes: "build" })]],
    ["ports that do not pair up", [...meta, "run:", "  containerPort: 8000,8080", "  servicePort: 80"], [bad(7, "run.servicePort", { changes: "nothing" })]],
    ["a port out of range", [...meta, "run:", "  containerPort: 80000"], [bad(6, "run.containerPort", { changes: "port" })]],
    [
      "a section that slipped into another",
      [...meta, "build:", "  run:", "  containerPort: 3000"],
      [bad(6, "build.run", { meant: "run", changes: "start", edits: [expect.objectContaining({ replacement: "run:" })] as never }), bad(7, "build.containerPort")],
    ],
    ["no meta", ["run:", "  containerPort: 80"], [bad(1, "meta", { changes: "nothing" })]],
    ["a mount over the app", [...meta, "run:", "  persistenceMount: /app"], [bad(6, "run.persistenceMount", { changes: "files" })]],
    ["a mount in the app's folder", [...meta, "run:", "  persistenceMount: /app/data"], [bad(6, "run.persistenceMount", { changes: "nothing" })]],
    ["an environment that is misspelt", ["meta:", "  environment: dokcer"], [bad(2, "meta.environment", { meant: "docker", isFatal: true })]],
    ["a file that is no YAML", ["meta:", "  environment: docker", " run:"], [bad(3, "", { isFatal: true })]],
    ["nothing wrong", [...meta, "build:", "  dockerfile: ./Dockerfile", "run:", "  image: null", "  command: null", "  containerPort: '80'", "  servicePort: 80"], []],
  ])("tells %s", async (_, text, expected) => {
    expect(problems(await planOf(...text))).toEqual(expected);
  });

  it.each<[string, string[], string, string]>([
    ["a command", [...python, "run:", "  scriptName: uvicorn app:app --host 0.0.0.0"], "run.command: uvicorn app:app --host 0.0.0.0", "  command: uvicorn app:app --host 0.0.0.0"],
    ["a script of the shell", [...python, "run:", "  scriptName: entrypoint.sh"], "run.command: sh entrypoint.sh", "  command: sh entrypoint.sh"],
    ["a file and its arguments", [...python, "run:", "  scriptName: manage.py runserver"], "run.command: python3 manage.py runserver", "  command: python3 manage.py runserver"],
    ["a script of package.json", ["meta:", "  environment: node", "run:", "  scriptName: start"], "run.command: npm start", "  command: npm start"],
  ])("tells %s in scriptName", async (_, text, meant, replacement) => {
    const files = { "entrypoint.sh": "", "manage.py": "", "package.json": '{"scripts":{"start":"node a.js"}}', "amvera.yml": lines(...text) };
    const found = problems(await plan(files));
    expect(found).toMatchObject([{ key: "run.scriptName", meant, changes: "start", edits: [{ replacement }] }]);
  });

  it.each([["a.py"], ["src/main.py"], ["missing.py"]])("takes %s for a script", async (name) => {
    expect(problems(await plan({ "a.py": "", "src/main.py": "", "amvera.yml": lines(...python, "run:", `  scriptName: ${name}`) }))).toEqual([]);
  });

  it("keeps 3.10 as it is written", async () => {
    const planned = await plan({ "a.py": "", "amvera.yml": lines("meta:", "  environment: python", "  toolchain:", "    name: pip", "    version: 3.10", "run:", "  scriptName: a.py") });
    expect(inline(planned)).toContain("FROM python:3.10\n");
    expect(problems(planned)).toMatchObject([{ key: "meta.toolchain.version", changes: "nothing", at: { line: 5 }, edits: [{ replacement: '    version: "3.10"' }] }]);
  });

  it("refuses a project that names nothing to start, and one without a Dockerfile", async () => {
    expect(problems(await plan({ "amvera.yml": lines(...python) }))).toMatchObject([{ key: "run", isFatal: true }]);
    expect(problems(await plan({ "amvera.yml": lines(...meta) }))).toMatchObject([{ key: "build.dockerfile", isFatal: true, at: { line: 1 } }]);
  });

  it("tells of the environment that stands outside meta before it misses a Dockerfile", async () => {
    const found = problems(await plan({ "a.py": "", "amvera.yml": lines("environment: python", "run:", "  scriptName: a.py") }));
    expect(found.filter((problem) => problem.isFatal)).toMatchObject([{ key: "environment", meant: "meta.environment" }]);
  });

  it.each([
    ["out of another section", [...meta, "build:", "  containerPort: 5000", "run:", "  persistenceMount: /data"], "build:\n\nrun:\n  containerPort: 5000\n  persistenceMount: /data"],
    ["to the section before it", [...meta, "run:", "  persistenceMount: /data", "containerPort: 5000"], "run:\n  persistenceMount: /data\n  containerPort: 5000"],
    ["into a section that is not there yet", [...meta, "containerPort: 5000"], "run:\n  containerPort: 5000"],
  ])("moves a key %s", async (_, text, expected) => {
    const written = lines(...text);
    const [problem] = problems(await plan({ ...docker, "amvera.yml": written }));
    const mended = applyEdits(written, problem?.edits ?? []);
    expect(mended).toContain(expected);
    expect(problems(await plan({ ...docker, "amvera.yml": mended }))).toEqual([]);
  });
});
