import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { leftovers, requireEngine } from "../helpers/engine.ts";
import { runTool, type ToolResult } from "../helpers/tool.ts";

const cli = join(import.meta.dirname, "..", "..", "dist", "cli.js");
const made: string[] = [];

/** A project of these files in a folder of its own. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "upstream-gate-failure-"));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const check = (folder: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<ToolResult> => runTool(process.execPath, [cli, "check", folder, ...args], { env });

const nginxConf = "server {\n  listen 80;\n  location / { proxy_pass http://app:3000; }\n}\n";
const compose = (image: string): string => `services:\n  app:\n    image: ${image}\n  nginx:\n    image: nginx:stable\n    volumes:\n      - ./app.conf:/etc/nginx/conf.d/default.conf:ro\n`;

beforeAll(requireEngine);
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** One message, no stack trace, nothing left running. */
async function expectClear({ code, out, err }: ToolResult, exit: number, words: readonly (string | RegExp)[]): Promise<void> {
  const text = out + err;
  expect(code, text).toBe(exit);
  for (const word of words) expect(text).toMatch(word);
  expect(text).not.toMatch(/^\s+at .*\.(?:js|ts):\d+/m);
  expect(await leftovers()).toEqual([]);
}

describe("what the gate says when it cannot run", () => {
  it("names the address at which no engine answers", async () => {
    const result = await check(project({ "compose.yaml": compose("redis:7"), "app.conf": nginxConf }), [], { DOCKER_HOST: "unix:///nowhere/docker.sock" });
    await expectClear(result, 3, ["/nowhere/docker.sock", /Start Docker|DOCKER_HOST/]);
  });

  it("names the image that cannot be pulled, with the line that asks for it", async () => {
    const result = await check(project({ "compose.yaml": compose("localhost:1/no/such-image:1"), "app.conf": nginxConf }));
    await expectClear(result, 3, ["localhost:1/no/such-image:1", "compose.yaml:3"]);
  });

  it("names the version of an engine that is too old", async () => {
    const folder = project({ "compose.yaml": compose("redis:7"), "app.conf": nginxConf });
    const socket = join(folder, "docker.sock");
    const engine = createServer((_request, response) => response.end(JSON.stringify({ Version: "19.03.1", ApiVersion: "1.40", Os: "linux" })));
    await new Promise<void>((resolve) => engine.listen(socket, resolve));
    try {
      await expectClear(await check(folder, [], { DOCKER_HOST: `unix://${socket}` }), 3, ["19.03.1", /20\.10/]);
    } finally {
      engine.close();
    }
  });

  it("says that the engine's disk is full", async () => {
    const folder = project({
      "compose.yaml": compose("example.invalid/app:1"),
      "app.conf": nginxConf,
      "bin/docker": "#!/bin/sh\necho 'write /var/lib/docker/tmp/x: no space left on device' >&2\nexit 1\n",
    });
    chmodSync(join(folder, "bin", "docker"), 0o755);
    await expectClear(await check(folder, [], { PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}` }), 3, [/no disk space/, /docker system prune/]);
  });

  it("does not judge an app that ends for want of a file of the host", async () => {
    const bound = 'services:\n  app:\n    image: redis:7\n    command: ["cat", "/srv/settings.json"]\n    volumes:\n      - /opt/shop/settings.json:/srv/settings.json\n';
    const result = await check(project({ "compose.yaml": compose("redis:7").replace(/services:\n {2}app:\n.*\n/, bound), "app.conf": nginxConf }));
    await expectClear(result, 2, ["app needs /srv/settings.json", "/opt/shop/settings.json of the host", "compose.yaml:6", "--compose-file"]);
  });

  it("says that a file which is bound is not in the repository, where the image has another", async () => {
    const bound = "services:\n  app:\n    image: redis:7\n    volumes:\n      - ./users:/etc/passwd\n";
    const result = await check(project({ "compose.yaml": compose("redis:7").replace(/services:\n {2}app:\n.*\n/, bound), "app.conf": nginxConf }));
    await expectClear(result, 2, ["app binds users, which is not in the repository", "/etc/passwd", "compose.yaml:5", /Commit the file/]);
  });

  it("says what is missing where there is no project of a kind it knows", async () => {
    await expectClear(await check(project({ "README.md": "# empty\n" })), 2, [/nginx configuration/]);
  });

  it("names file and line of a Compose file that is invalid", async () => {
    const result = await check(project({ "compose.yaml": "services:\n  app:\n    image: redis:7\n    ports: 80\n", "app.conf": nginxConf }));
    await expectClear(result, 2, [/compose\.yaml:\d+/]);
  });

  it("names file and line of a setting it does not know", async () => {
    const result = await check(project({ "compose.yaml": compose("redis:7"), "app.conf": nginxConf, ".github/upstream-gate.yml": "platform: compose\nprobs:\n  - /\n" }));
    await expectClear(result, 2, [/upstream-gate\.yml:2/, /probes/]);
  });

  it("refuses a project that asks for the host's Docker socket, with the line", async () => {
    const file =
      "services:\n  app:\n    image: redis:7\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n  nginx:\n    image: nginx:stable\n    volumes:\n      - ./app.conf:/etc/nginx/conf.d/default.conf:ro\n";
    await expectClear(await check(project({ "compose.yaml": file, "app.conf": nginxConf })), 2, [/compose\.yaml:5/, /host/]);
  });

  it("gives usage errors exit code 2 and one line", async () => {
    await expectClear(await check(".", ["--start-timeout", "soon"]), 2, ["--start-timeout soon", /90s/]);
    await expectClear(await check(".", ["--nonsense"]), 2, ["--nonsense"]);
    await expectClear(await check("/no/such/folder"), 2, ["/no/such/folder"]);
  });
});
