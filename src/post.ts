import * as core from "@actions/core";
import { ofRun, removeLeftovers } from "./boot/leftovers.ts";
import { connectEngine } from "./docker/dockerode-engine.ts";

/** After the job, also a cancelled one: whatever of the run is still there goes. Never fails the job. */
async function main(): Promise<void> {
  const run = core.getState("run");
  if (run === "" || core.getInput("keep") === "true") return;
  const removed = await removeLeftovers(await connectEngine(process.env), ofRun(run));
  if (removed > 0) core.info(`Removed ${removed} objects that the run had left.`);
}

try {
  await main();
} catch (error) {
  core.warning(`Upstream Gate could not clean up: ${error instanceof Error ? error.message : String(error)}`);
}
