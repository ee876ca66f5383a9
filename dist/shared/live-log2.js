import { d as startGroup, r as endGroup } from "./core.js";
import { o as showDuration } from "./units.js";
import { i as stageWords, r as Now, t as lineOf } from "./plain.js";
import { t as stopCommands } from "./quiet-log.js";
import { t as withoutCommands } from "./without-commands.js";

// src/github/live-log.ts
const silenceMs = 1e4;
/**
* The log of a step while a run goes on: a group for each stage, with the output of builders line by line, what is waited for and
* why, and how long each stage took. The runner takes no command from what is printed inside a group.
*/
function liveLog({ write, now, every, isVerbose }) {
	const state = new Now(now());
	let printedAt = now();
	let resume;
	let began = now();
	const print = (text) => {
		printedAt = now();
		write(`${state.elapsed(printedAt)}  ${withoutCommands(text)}\n`);
	};
	const close = () => {
		if (resume === void 0) return;
		resume();
		resume = void 0;
		endGroup();
		write(`${state.stage ?? "start"}: ${showDuration(now() - began)}\n`);
	};
	const end = every(1e3, () => {
		if (now() - printedAt >= silenceMs) print(state.status(now()));
	});
	const take = (event) => {
		if (event.kind === "stage") {
			if (event.stage === state.stage) return;
			close();
			state.take(event, now());
			began = now();
			printedAt = began;
			startGroup(`${event.stage}: ${stageWords[event.stage]}`);
			resume = stopCommands();
			return;
		}
		const lasted = state.take(event, now());
		const text = lineOf(event, lasted, isVerbose);
		if (text !== void 0) print(text);
	};
	return {
		take,
		stop: () => {
			end();
			close();
		}
	};
}

export { liveLog as t };