import * as core from "@actions/core";
import { ofRun, removeLeftovers } from "./boot/leftovers.ts";
import { connectEngine } from "./docker/dockerode-engine.ts";
import { guardCrashes } from "./github/crash.ts";
import { withoutCommands } from "./github/without-commands.ts";
import { cleanLine } from "./report/clean-text.ts";

/** After the job, also a cancelled one: whatever of the run is still there goes. Never fails the job. */
async function main(): Promise<void> {
  const run = core.getState("run");
  if (run === "" || core.getInput("keep") === "true") return;
  const removed = await removeLeftovers(await connectEngine(process.env), ofRun(run));
  if (removed > 0) core.info(`Removed ${removed} objects that the run had left.`);
}

guardCrashes();
try {
  await main();
} catch (error) {
  core.warning(`Upstream Gate could not clean up: ${withoutCommands(cleanLine(error instanceof Error ? error.message : String(error)))}`);
}
