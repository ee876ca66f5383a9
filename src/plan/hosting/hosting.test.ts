import { describe, expect, it } from "vitest";
import { composeJson, fakeCompose } from "../../../test/helpers/compose.ts";
import { placeOf, rejectionOf } from "../../../test/helpers/failures.ts";
import { inputsFor, lines, makeWorkspace, type Files } from "../../../test/helpers/repository.ts";
import type { Inputs } from "../../model/inputs.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { makePlan } from "../plan.ts";

const dockerfile = (...more: string[]): string => lines("FROM node:22", ...more, 'CMD ["node", "server.js"]');

function plan(files: Files, inputs: Partial<Inputs> = {}, services: Record<string, unknown> = {}): Promise<Plan> {
  const workspace = makeWorkspace(files);
  const out = composeJson(JSON.parse(JSON.stringify(services).replaceAll("ROOT", workspace.root)) as Record<string, unknown>);
  return makePlan(inputsFor(workspace.root, inputs), { workspace, runCompose: fakeCompose(out).run, environment: {} });
}

/** "app:8080", and the line that says so. */
const dialled = ({ proxy }: Plan): (string | undefined)[] => proxy.routes.flatMap((route) => route.targets.flatMap(({ host, port, at }) => [`${host}:${port}`, at && `${at.path}:${at.line}`]));
const app = (of: Plan): Service | undefined => of.services.find((service) => service.name === "app");
const value = (of: Plan, name: string): string | undefined => app(of)?.variables[name]?.value;

describe("a Dockerfile alone", () => {
  it.each<[string, Files, string, string]>([
    ["EXPOSE", { Dockerfile: dockerfile("EXPOSE 8181") }, "app:8181", "Dockerfile:2"],
    ["EXPOSE beside ports that are not the app's", { Dockerfile: dockerfile("EXPOSE 9229 8443 4000") }, "app:4000", "Dockerfile:2"],
    ["the one of them that PORT names", { Dockerfile: dockerfile("ENV PORT=4001", "EXPOSE 4000 4001") }, "app:4001", "Dockerfile:3"],
    ["a flag of the command", { Dockerfile: 'FROM x\nCMD ["uvicorn", "a:app", "--host", "0.0.0.0", "--port", "8123"]\n' }, "app:8123", "Dockerfile:2"],
    ["an address of the command", { Dockerfile: "FROM x\nCMD gunicorn -b 0.0.0.0:8124 a:app\n" }, "app:8124", "Dockerfile:2"],
    ["ENV PORT", { Dockerfile: dockerfile("ENV PORT=4002") }, "app:4002", "Dockerfile:2"],
    ["the program", { Dockerfile: dockerfile("COPY . ."), "server.js": "const port = process.env.PORT || 4003;\n" }, "app:4003", "server.js:1"],
  ])("is asked at the port of %s", async (_name, files, target, place) => {
    const planned = await plan(files);
    expect(dialled(planned)).toEqual([target, place]);
    expect(planned.notes[0]?.text).toMatch(/^assumed: requests come to port/);
    expect(planned).toMatchObject({
      platform: "dockerfile",
      topology: { value: "container" },
      probes: [{ path: "/" }],
      supplied: [{ what: expect.stringContaining("a plain reverse proxy to port") as string }],
    });
  });

  it("is refused when no line names a port, rather than asked at a guess", async () => {
    const failure = await rejectionOf(plan({ Dockerfile: dockerfile() }));
    expect(failure).toMatchObject({ kind: "project-not-found", remedy: expect.stringContaining("EXPOSE") as string });
  });

  it("is not asked at either of two ports of its program", async () => {
    const files = { Dockerfile: dockerfile("COPY . ."), "server.js": "a.listen(4000);\nb.listen(4001);\n" };
    expect((await rejectionOf(plan(files))).kind).toBe("project-not-found");
  });

  it("is taken behind a configuration that the repository has", async () => {
    const planned = await plan({ Dockerfile: dockerfile("EXPOSE 1234"), "nginx.conf": "server { listen 80; location / { proxy_pass http://app:9000; } }\n" });
    expect(dialled(planned)).toEqual(["app:9000", "nginx.conf:1"]);
  });
});

describe("a platform's file", () => {
  const image = { Dockerfile: dockerfile("EXPOSE 3000") };

  it.each<[string, Files, string, string | undefined]>([
    ["fly.toml", { ...image, "fly.toml": "app = 'x'\n[http_service]\ninternal_port = 8087\n" }, "app:8087", "fly.toml:3"],
    ["fly.toml with services", { ...image, "fly.toml": "app = 'x'\n[[services]]\ninternal_port = 8088\n[[services]]\ninternal_port = 1\n" }, "app:8088", "fly.toml:3"],
    ["fly.toml without a port", { ...image, "fly.toml": "app = 'x'\n" }, "app:8080", undefined],
    ["heroku.yml", { ...image, "heroku.yml": "build:\n  docker:\n    web: Dockerfile\n" }, "app:17364", undefined],
    ["Procfile", { "requirements.txt": "", Procfile: "web: gunicorn a:app\n" }, "app:17364", undefined],
    ["render.yaml", { ...image, "render.yaml": "services:\n  - type: web\n    runtime: docker\n" }, "app:3000", "Dockerfile:2"],
    ["render.yaml with PORT", { ...image, "render.yaml": lines("services:", "  - type: web", "    envVars:", "      - key: PORT", "        value: 4000") }, "app:4000", "render.yaml:5"],
    ["render.yaml without any port", { "package.json": '{"scripts":{"start":"node a"}}', "render.yaml": "services:\n  - type: web\n    runtime: node\n" }, "app:10000", undefined],
    ["railway.json", { "package.json": "{}", "railway.json": '{"deploy":{"startCommand":"node a"}}' }, "app:8080", undefined],
    ["railway.toml", { "package.json": "{}", "railway.toml": '[deploy]\nstartCommand = "serve --port 4100"\n' }, "app:4100", "railway.toml:2"],
    ["app.yaml", { "requirements.txt": "", "app.yaml": "runtime: python312\n" }, "app:8080", undefined],
    ["config/deploy.yml", { ...image, "config/deploy.yml": "service: x\nimage: me/x\nproxy:\n  app_port: 3001\n" }, "app:3001", "config/deploy.yml:4"],
    ["config/deploy.yml without a port", { ...image, "config/deploy.yml": "service: x\nimage: me/x\n" }, "app:80", undefined],
  ])("names the port: %s", async (_name, files, target, place) => {
    expect(dialled(await plan(files))).toEqual([target, place]);
  });

  it("hands out the port where the platform does", async () => {
    expect(value(await plan({ "requirements.txt": "", Procfile: "web: gunicorn a:app\n" }), "PORT")).toBe("17364");
    expect(value(await plan({ ...image, "fly.toml": "app = 'x'\n" }), "PORT")).toBeUndefined();
  });

  it("gives fly.toml's command, variables, build and volume", async () => {
    const fly = lines(
      "app = 'x'",
      "[build]",
      "dockerfile = 'api/Dockerfile'",
      "build-target = 'run'",
      "[build.args]",
      "V = '1'",
      "[env]",
      "A = 'b'",
      "[processes]",
      "web = 'node web.js'",
      "[mounts]",
      "destination = '/data'",
      "[http_service]",
      "internal_port = 1234",
      "processes = ['web']",
    );
    const planned = await plan({ "api/Dockerfile": "FROM x AS run\n", "fly.toml": fly });
    expect(app(planned)).toMatchObject({
      image: { kind: "build", context: "", dockerfile: "api/Dockerfile", target: "run", args: { V: "1" } },
      command: { value: ["node", "web.js"], at: { line: 10 } },
      mounts: [{ target: "/data" }],
    });
    expect(app(planned)?.variables["A"]).toMatchObject({ value: "b", at: { path: "fly.toml", line: 8 } });
  });

  it("gives Heroku's command to a shell, and the values of app.json", async () => {
    const planned = await plan({ "requirements.txt": "", Procfile: "worker: a\nweb: gunicorn -b :$PORT a:app\n", "app.json": '{"env":{"A":"1","K":{"generator":"secret"},"N":{"required":true}}}' });
    expect(app(planned)?.command).toMatchObject({ value: ["sh", "-c", "gunicorn -b :$PORT a:app"], at: { path: "Procfile", line: 2 } });
    expect([value(planned, "A"), value(planned, "K"), value(planned, "N")]).toEqual(["1", "upstream-gate", undefined]);
  });

  it("gives Render's and Kamal's variables", async () => {
    const rendered = await plan({
      ...image,
      "render.yaml": lines(
        "services:",
        "  - type: worker",
        "  - type: web",
        "    envVars:",
        "      - { key: A, value: 1 }",
        "      - { key: B, generateValue: true }",
        "      - { key: C, sync: false }",
      ),
    });
    expect([value(rendered, "A"), value(rendered, "B"), value(rendered, "C")]).toEqual(["1", "upstream-gate", undefined]);
    expect(value(await plan({ ...image, "config/deploy.yml": "service: x\nimage: y\nenv:\n  clear:\n    A: 2\n  secret: [S]\n" }), "A")).toBe("2");
  });

  it.each<[string, Files, RegExp]>([
    ["python", { "requirements.txt": "", "runtime.txt": "python-3.11.9\n" }, /^FROM python:3.11-slim\n[\s\S]*pip install/],
    ["node", { "package.json": '{"engines":{"node":">=20"},"scripts":{"build":"x"}}' }, /^FROM node:20-slim\n[\s\S]*npm install[\s\S]*npm run build/],
    ["ruby", { Gemfile: 'ruby "3.2.1"\n' }, /^FROM ruby:3.2-slim\n[\s\S]*bundle install/],
    ["go", { "go.mod": "module x\n\ngo 1.22\n" }, /^FROM golang:1.22\n[\s\S]*go build/],
  ])("makes an image for %s without a Dockerfile", async (_name, files, expected) => {
    const image = app(await plan({ ...files, Procfile: "web: run\n" }))?.image;
    expect(image?.kind === "build" ? image.inline : "").toMatch(expected);
  });

  it("reads no Procfile beside a Dockerfile, and says which of several files it took", async () => {
    expect(dialled(await plan({ ...image, Procfile: "web: x\n" }))).toEqual(["app:3000", "Dockerfile:2"]);
    const several = await plan({ ...image, "fly.toml": "app = 'x'\n", "render.yaml": "services:\n  - type: web\n" });
    expect(several.notes.map((note) => note.text)).toContain("fly.toml is taken for the deployment; not read: render.yaml");
  });

  it.each<[string, Files]>([
    ["app.yaml of another tool", { "app.yaml": "name: x\nservices: []\n" }],
    ["deploy.yml of another tool", { "config/deploy.yml": "stages: [a]\n" }],
    ["a Procfile without a web process", { Procfile: "worker: x\n" }],
  ])("passes over %s", async (_name, files) => {
    expect(dialled(await plan({ ...image, ...files }))).toEqual(["app:3000", "Dockerfile:2"]);
  });

  it("is refused at the line of what cannot be built", async () => {
    const failure = await rejectionOf(plan({ "fly.toml": "app = 'x'\n[build]\ndockerfile = 'none/Dockerfile'\n" }));
    expect(failure.message).toContain("there is no none/Dockerfile");
    expect(placeOf(failure)).toBe("fly.toml:3");
  });
});

describe("a Compose project without a proxy", () => {
  const compose = { "compose.yaml": lines("services:", "  app:", "    build: .", "    ports:", '      - "81:3000"', "  db:", "    image: postgres"), Dockerfile: dockerfile("EXPOSE 3000") };
  const networks = { default: null };
  const built = { build: { context: "ROOT" }, networks };

  it("is asked at the port that its app publishes", async () => {
    const planned = await plan(
      compose,
      {},
      {
        app: {
          ...built,
          ports: [
            { target: 9229, published: "9229" },
            { target: 3000, published: "81" },
          ],
        },
        db: { image: "postgres", networks, ports: [{ target: 5432, published: "5432" }] },
      },
    );
    expect(dialled(planned)).toEqual(["app:3000", "compose.yaml:5"]);
    expect(planned).toMatchObject({ platform: "compose", proxy: { service: "ingress" } });
    expect(planned.notes[0]?.text).toBe("assumed: requests come to port 3000 of app: it is published as 81");
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["the one on port 80", { api: { ...built, ports: [{ target: 4000, published: "4000" }] }, app: { ...built, ports: [{ target: 3000, published: "80" }] } }, "app:3000"],
    ["the one that is built here", { site: { image: "ghost", networks, ports: [{ target: 2368, published: "80" }] }, app: { ...built, ports: [{ target: 3000, published: "3000" }] } }, "app:3000"],
    ["the one that exposes a port behind another proxy", { edge: { image: "traefik:v3", networks, ports: [{ target: 80, published: "80" }] }, app: built }, "app:3000"],
  ])("prefers %s", async (_name, services, target) => {
    expect(dialled(await plan(compose, {}, services))[0]).toBe(target);
  });

  it.each<[string, Record<string, unknown>]>([
    ["a database alone", { db: { image: "postgres", networks, ports: [{ target: 5432, published: "5432" }] } }],
    ["TLS alone", { app: { image: "x", networks, ports: [{ target: 443, published: "443" }] } }],
  ])("is no project for %s", async (_name, services) => {
    const failure = await rejectionOf(plan({ "compose.yaml": compose["compose.yaml"] }, { platform: "compose" }, services));
    expect(failure.kind).toBe("project-not-found");
  });
});
