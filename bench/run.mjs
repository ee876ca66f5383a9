#!/usr/bin/env node
// Times the gate in pairs against the floor (docker client alone) and against docker compose, on one healthy project whose images
// are built already; then from a fault to its verdict, and from start to the first engine call.
// usage: node bench/run.mjs [--rounds N]
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:net";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "..");
const project = join(root, "bench", "project");
const cli = join(root, "dist", "cli.js");
const docker = process.env["DOCKER"] ?? "docker";
/** The plugin itself where the client that comes first on the path does not find it. */
const plugins = ["/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins", "/usr/local/lib/docker/cli-plugins"].map((folder) => join(folder, "docker-compose"));
const composeTool = plugins.find((path) => existsSync(path)) ?? docker;
const composeWords = composeTool === docker ? ["compose"] : [];
const { values } = parseArgs({ options: { rounds: { type: "string", default: "10" } } });
const rounds = Number(values.rounds);

/** Runs a program; answers its exit code, output and milliseconds. */
function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, { cwd: root, ...options, env: { ...process.env, NO_COLOR: "1", ...options.env } });
    let out = "";
    child.stdout.on("data", (chunk) => (out += chunk));
    child.stderr.on("data", (chunk) => (out += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, took: performance.now() - began, endedAt: Date.now() }));
  });
}

async function must(expected, program, args, options) {
  const result = await run(program, args, options);
  if (result.code !== expected) throw new Error(`${program} ${args.join(" ")} ended with ${result.code}, expected ${expected}:\n${result.out}`);
  return result;
}

const gate = (folder, args = [], expected = 0) => must(expected, process.execPath, [cli, "check", folder, "--format", "pretty", ...args]);
const floor = () => must(0, join(root, "bench", "floor.sh"), ["ug-bench-app", join(project, "nginx", "default.conf")]);

async function compose() {
  const began = performance.now();
  const options = { cwd: project };
  await must(0, composeTool, [...composeWords, "-p", "ug-bench", "up", "-d", "--wait", "--no-build"], options);
  await must(0, "curl", ["-sf", "--retry", "20", "--retry-connrefused", "--retry-delay", "0", "http://127.0.0.1:18080/"]);
  await must(0, composeTool, [...composeWords, "-p", "ug-bench", "down", "-t", "0"], options);
  return { took: performance.now() - began };
}

function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
}

const show = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** The project with something changed in its Compose file. */
function changed(environment) {
  const folder = mkdtempSync(join(tmpdir(), "upstream-gate-bench-"));
  cpSync(project, folder, { recursive: true });
  const path = join(folder, "compose.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace("    image: ug-bench-app\n", `    image: ug-bench-app\n    environment:\n      ${environment}\n`));
  return folder;
}

/** Moments of the app's containers, as the engine tells them, while `work` runs. */
async function withEvents(event, work) {
  const child = spawn(docker, ["events", "--filter", "label=upstream-gate.service=app", "--filter", `event=${event}`, "--format", "{{.TimeNano}}"]);
  let out = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  try {
    const result = await work();
    return { result, first: Number(out.split("\n")[0]) / 1e6 };
  } finally {
    child.kill();
  }
}

async function faults() {
  const crashing = changed('CRASH: "1"');
  const loopback = changed("LISTEN: 127.0.0.1");
  const evidence = join(crashing, "evidence.json");
  try {
    for (const [title, args] of Object.entries({ "without proof": ["--no-prove"], "proof included": [] })) {
      const crash = await withEvents("die", () => gate(crashing, args, 1));
      console.log(`container exited -> verdict, crashing app, ${title}: ${show(crash.result.endedAt - crash.first)}`);
      const bind = await withEvents("start", () => gate(loopback, [...args, "--evidence", evidence], 1));
      const [record] = JSON.parse(readFileSync(evidence, "utf8")).facts.sockets.value.filter((each) => each.service === "app");
      console.log(`listening -> verdict, loopback bind, ${title}: ${show(bind.result.endedAt - bind.first - record.sockets[0].since)}`);
    }
  } finally {
    for (const folder of [crashing, loopback]) rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from the start of the program to its first byte on the engine's socket. */
async function toFirstCall() {
  const folder = mkdtempSync(join(tmpdir(), "upstream-gate-bench-"));
  const path = join(folder, "docker.sock");
  let first = 0;
  const server = createServer((socket) =>
    socket.once("data", () => {
      first ||= performance.now();
      socket.destroy();
    }),
  );
  await new Promise((resolve) => server.listen(path, resolve));
  const started = performance.now();
  await run(process.execPath, [cli, "check", project, "--format", "pretty"], { env: { DOCKER_HOST: `unix://${path}` } });
  server.close();
  rmSync(folder, { recursive: true, force: true });
  return first - started;
}

await must(0, docker, ["build", "-q", "-t", "ug-bench-app", join(project, "app")]);
await gate(project);
const times = { gate: [], floor: [], compose: [] };
for (let round = 0; round < rounds; round++) {
  times.gate.push((await gate(project)).took);
  times.floor.push((await floor()).took);
  times.compose.push((await compose()).took);
}
const results = { gate: summary(times.gate), floor: summary(times.floor), compose: summary(times.compose) };
for (const [name, { p50, p95 }] of Object.entries(results)) console.log(`${name.padEnd(8)} p50 ${show(p50)}  p95 ${show(p95)}  (${rounds} rounds)`);
const toFloor = results.gate.p50 / results.floor.p50;
const toCompose = results.gate.p50 / results.compose.p50;
console.log(`gate / floor   ${toFloor.toFixed(2)}  (target 1.20: ${toFloor <= 1.2 ? "met" : "not met"})`);
console.log(`gate / compose ${toCompose.toFixed(2)}  (target 0.40: ${toCompose <= 0.4 ? "met" : "not met"})`);
const calls = [];
for (let round = 0; round < 5; round++) calls.push(await toFirstCall());
const start = summary(calls).p50;
console.log(`start -> first engine call ${Math.round(start)} ms  (target 200 ms: ${start <= 200 ? "met" : "not met"})`);
await faults();
await run(docker, ["rmi", "-f", "ug-bench-app"]);
