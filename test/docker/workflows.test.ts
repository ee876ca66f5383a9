import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { docker, requireEngine } from "../helpers/engine.ts";
import { fakeToken, startGithub, type FakeGithub } from "../helpers/github-server.ts";
import { evaluate, nodes, Runner, type Job, type StepResult } from "../helpers/runner.ts";
import { runTool } from "../helpers/tool.ts";
import { exampleWorkflows, gateOf } from "../helpers/workflows.ts";

const fixed = join(import.meta.dirname, "..", "..", "examples", "compose-fixed");
const workflows = new Map(exampleWorkflows().map(([name, workflow]) => [name, workflow]));
const sha = `${process.pid.toString(16).padStart(8, "0")}${"c".repeat(32)}`;
const head = "1".repeat(40);
const event = { name: "merge_group", payload: { merge_group: { head_sha: head } } };

let github: FakeGithub;
let shop: Runner;

beforeAll(async () => {
  await requireEngine();
  shop = new Runner((workspace) => {
    cpSync(fixed, workspace, { recursive: true });
    for (const directory of ["services/shop", "services/admin"]) cpSync(fixed, join(workspace, directory), { recursive: true });
  });
});
afterAll(() => shop.close());
beforeEach(async () => void (github = await startGithub({ number: 7, state: "open", head: { sha: head } })));
afterEach(async () => {
  await github.close();
});

/** Runs the gate's step of a workflow, main and post. */
async function run(name: string, runner: Runner, more: Partial<Job> = {}): Promise<StepResult> {
  const workflow = workflows.get(name);
  if (!workflow) throw new Error(`there is no example ${name}`);
  const { inputs } = gateOf(workflow);
  const job: Job = { node: nodes().get(24) ?? process.execPath, event, sha, token: fakeToken, apiUrl: github.url, ...more };
  const main = await runner.main(inputs, job).ended;
  const post = await runner.post(inputs, job, main.state);
  expect([post.code, post.out]).toEqual([0, ""]);
  return main;
}

function expectPass(main: StepResult): void {
  expect([main.code, main.outputs["verdict"]], main.out).toEqual([0, "pass"]);
}

it.each(["zero-config.yml", "suggestions.yml", "self-hosted.yml"])("%s passes a healthy project", async (name) => {
  expectPass(await run(name, shop));
  expect(github.checks).toHaveLength(name === "zero-config.yml" ? 0 : 1);
});

it("build-push-image.yml takes the image that was built", async () => {
  const steps = Object.values(workflows.get("build-push-image.yml")?.jobs ?? {})[0]?.steps ?? [];
  const build = steps.find(({ uses }) => uses?.startsWith("docker/build-push-action@") === true)?.with ?? {};
  const tag = evaluate(String(build["tags"]), { token: "", sha });
  await runTool(docker, ["build", "-q", "-t", tag, join(shop.workspace, String(build["context"]))]);
  const main = await run("build-push-image.yml", shop);
  await runTool(docker, ["rmi", tag]);
  expectPass(main);
});

it("matrix.yml gives every project a check run of its own", async () => {
  const shards = gateOf(workflows.get("matrix.yml") ?? { on: {}, jobs: {} }).job.strategy?.matrix["directory"] ?? [];
  for (const directory of shards) expectPass(await run("matrix.yml", shop, { matrix: { directory } }));
  expect(github.checks.map(({ name }) => name)).toEqual(["Upstream Gate (services/shop)", "Upstream Gate (services/admin)"]);
});

it("docker-in-docker.yml needs nothing of the engine but its port", async () => {
  const server = createServer((client) => {
    const engine = connect("/var/run/docker.sock");
    client.pipe(engine).pipe(client);
    for (const socket of [client, engine]) socket.on("error", () => (client.destroy(), engine.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { DOCKER_HOST: written } = gateOf(workflows.get("docker-in-docker.yml") ?? { on: {}, jobs: {} }).job.env ?? {};
  const port = (server.address() as AddressInfo).port;
  const main = await run("docker-in-docker.yml", shop, { env: { DOCKER_HOST: (written ?? "").replace("2375", String(port)) } });
  server.close();
  expectPass(main);
});

const platforms = {
  amvera: { "amvera.yml": "meta:\n  environment: docker\nbuild:\n  dockerfile: Dockerfile\nrun:\n  containerPort: 3000\n" },
  upsun: {
    ".upsun/config.yaml":
      'applications:\n  app:\n    type: "nodejs:22"\n    source:\n      root: app\n    web:\n      commands:\n        start: node server.js\nroutes:\n  "https://{default}/":\n    type: upstream\n    upstream: "app:http"\n',
  },
};

it.each(Object.entries(platforms))("%s.yml is taken for what it says", async (platform, files) => {
  const runner = new Runner((workspace) => {
    // Amvera builds from the folder of its file.
    cpSync(join(fixed, "app"), join(workspace, platform === "amvera" ? "." : "app"), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(workspace, path, ".."), { recursive: true });
      writeFileSync(join(workspace, path), text);
    }
  });
  const main = await run(`${platform}.yml`, runner);
  runner.close();
  expectPass(main);
});
