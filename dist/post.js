import { a as getState, f as warning, i as getInput, o as info } from "./shared/core.js";
import { i as removeLeftovers, r as ofRun } from "./shared/leftovers2.js";
import { t as connectEngine } from "./shared/dockerode-engine.js";
import { t as guardCrashes } from "./shared/crash.js";
import { t as withoutCommands } from "./shared/without-commands.js";
import { n as cleanLine } from "./shared/clean-text.js";

// src/post.ts
/** After the job, also a cancelled one: whatever of the run is still there goes. Never fails the job. */
async function main() {
	const run = getState("run");
	if (run === "" || getInput("keep") === "true") return;
	const removed = await removeLeftovers(await connectEngine(process.env), ofRun(run));
	if (removed > 0) info(`Removed ${removed} objects that the run had left.`);
}
guardCrashes();
try {
	await main();
} catch (error) {
	warning(`Upstream Gate could not clean up: ${withoutCommands(cleanLine(error instanceof Error ? error.message : String(error)))}`);
}

export {  };