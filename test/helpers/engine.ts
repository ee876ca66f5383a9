import { runTool } from "./tool.ts";

/** The docker client that the gate's plugins belong to. */
export const docker = process.env["DOCKER"] ?? "docker";

/** Fails when no engine answers: a test that needs one is never passed over in silence. */
export async function requireEngine(): Promise<void> {
  const { code, err } = await runTool(docker, ["version", "--format", "{{.Server.Version}}"]);
  if (code !== 0) throw new Error(`These tests need a Docker engine (script/setup makes one ready): ${err.trim()}`);
}

/** Names of everything on the engine that carries a run's label. */
export async function leftovers(): Promise<string[]> {
  const filter = ["--filter", "label=upstream-gate.run"];
  const lists = await Promise.all([
    runTool(docker, ["ps", "-aq", ...filter]),
    runTool(docker, ["network", "ls", "-q", ...filter]),
    runTool(docker, ["volume", "ls", "-q", ...filter]),
    runTool(docker, ["images", "-q", ...filter]),
  ]);
  return lists.flatMap(({ out }) => out.split("\n").filter((line) => line !== ""));
}
