import { i as cleanText } from "./clean-text.js";
import { t as withoutCommands } from "./without-commands.js";

// src/github/crash.ts
/** Has what nobody caught told like everything else: Node would print the error as it is, and a runner act on what stands in it. */
function guardCrashes(stream = process.stderr, exit = (code) => process.exit(code)) {
	const onCrash = (error) => {
		const text = error instanceof Error ? error.stack ?? error.message : String(error);
		stream.write(`This is a fault of Upstream Gate, not of the project: ${withoutCommands(cleanText(text))}\n`);
		exit(3);
	};
	process.on("uncaughtException", onCrash);
	process.on("unhandledRejection", onCrash);
	return onCrash;
}

export { guardCrashes as t };