import { u as setSecret } from "./core.js";
import { randomUUID } from "node:crypto";

// src/github/quiet-log.ts
/**
* Runs `print` while the runner takes no workflow commands from what is printed, and lets it take them again in any case. `print`
* must be synchronous; annotations made inside are lost.
*/
function withCommandsStopped(print) {
	const resume = stopCommands();
	try {
		print();
	} finally {
		resume();
	}
}
/** What ends the present silence of the runner. */
let current;
/**
* From now on the runner takes no workflow commands from what is printed, until the answered function is called. The token that
* ends this is new each time and never shown: the runner repeats it in the log, and not every runner masks it by itself.
*/
function stopCommands() {
	current = randomUUID();
	setSecret(current);
	process.stdout.write(`\n::stop-commands::${current}\n`);
	return resumeCommands;
}
function resumeCommands() {
	if (current !== void 0) process.stdout.write(`\n::${current}::\n`);
	current = void 0;
}
/** Gives the runner commands of ours, also where it takes none from what is printed otherwise. */
function withCommandsTaken(give) {
	const isStopped = current !== void 0;
	resumeCommands();
	give();
	if (isStopped) stopCommands();
}

export { withCommandsStopped as n, withCommandsTaken as r, stopCommands as t };