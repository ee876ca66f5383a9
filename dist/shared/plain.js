import { o as showDuration } from "./units.js";
import { n as cleanLine } from "./clean-text.js";

// src/progress/now.ts
/** What is done in each stage. */
const stageWords = {
	plan: "reading the project",
	build: "building and fetching images",
	boot: "starting containers",
	probe: "sending requests",
	diagnose: "looking for the cause",
	prove: "trying the cause",
	cleanup: "removing what was made"
};
/** Keeps what is happening now, and since when. Times are milliseconds of one clock. */
var Now = class {
	#began;
	#waits = /* @__PURE__ */ new Map();
	#stage;
	#since;
	#output = "";
	constructor(now) {
		this.#began = now;
		this.#since = now;
	}
	get stage() {
		return this.#stage;
	}
	/** Takes an event in; answers how long what it ends had lasted: a stage, or a wait. */
	take(event, now) {
		switch (event.kind) {
			case "stage": return this.#begin(event.stage, now);
			case "output":
				this.#output = `${cleanLine(event.service, 40)}: ${cleanLine(event.text, 160)}`;
				return 0;
			case "wait":
				this.#waits.set(event.what, {
					since: this.#waits.get(event.what)?.since ?? now,
					because: event.because
				});
				return 0;
			case "waited": return this.#endWait(event.what, now);
			case "note": return 0;
		}
	}
	#begin(stage, now) {
		const lasted = now - this.#since;
		this.#stage = stage;
		this.#since = now;
		this.#output = "";
		this.#waits.clear();
		return lasted;
	}
	#endWait(what, now) {
		const wait = this.#waits.get(what);
		this.#waits.delete(what);
		return wait === void 0 ? 0 : now - wait.since;
	}
	/** What is happening, since when and why, in one clean line: "waiting for app:8080 since 8 s: nothing listens there yet". */
	status(now) {
		const [first, ...others] = [...this.#waits].toSorted(([, a], [, b]) => a.since - b.since);
		if (first !== void 0) {
			const [what, { since, because }] = first;
			const more = others.length === 0 ? "" : `; and for ${others.length} more`;
			return `waiting for ${cleanLine(what, 80)} since ${seconds(now - since)}: ${cleanLine(because, 160)}${more}`;
		}
		if (this.#stage === void 0) return `starting since ${seconds(now - this.#since)}`;
		return `${stageWords[this.#stage]} since ${seconds(now - this.#since)}${this.#output === "" ? "" : ` (${this.#output})`}`;
	}
	/** How long the run has lasted: "  12.3 s". */
	elapsed(now) {
		return showDuration(now - this.#began).padStart(8);
	}
};
function seconds(milliseconds) {
	return milliseconds < 6e4 ? `${Math.floor(milliseconds / 1e3)} s` : showDuration(milliseconds);
}

// src/progress/plain.ts
/** When nothing was printed for so long, what is going on is. */
const silenceMs = 1e4;
/** A wait that lasted so long is told when it ends. */
const longWaitMs = 2e3;
/** One line for each thing that happens, and one every ten seconds in which nothing does: for pipes, logs and simple terminals. */
function plainProgress(options) {
	const state = new Now(options.now());
	let printedAt = options.now();
	const print = (text) => {
		printedAt = options.now();
		options.write(`${state.elapsed(printedAt)}  ${text}\n`);
	};
	const end = options.every(1e3, () => {
		if (options.now() - printedAt >= silenceMs) print(state.status(options.now()));
	});
	const take = (event) => {
		const text = lineOf(event, state.take(event, options.now()), options.isVerbose);
		if (text !== void 0) print(text);
	};
	return {
		take,
		stop: end
	};
}
/** The line that tells an event; undefined for one that is not told by itself. `lasted` is how long what it ends did. */
function lineOf(event, lasted, isVerbose) {
	switch (event.kind) {
		case "stage": return `${event.stage}: ${stageWords[event.stage]}`;
		case "output": return isVerbose && event.text.trim() !== "" ? `${cleanLine(event.service, 40)} | ${cleanLine(event.text, 200)}` : void 0;
		case "note": return cleanLine(event.text, 200);
		case "wait": return;
		case "waited": return lasted >= longWaitMs ? `waited ${showDuration(lasted)} for ${cleanLine(event.what, 80)}` : void 0;
	}
}

export { stageWords as i, plainProgress as n, Now as r, lineOf as t };