import { a as cutText } from "./clean-text.js";
import { n as plainProgress, r as Now, t as lineOf } from "./plain.js";
import { a as makePaint, o as usesColor } from "./terminal.js";

// src/model/progress.ts
/** Tells nothing. */
const silence = {
	take: () => void 0,
	stop: () => void 0
};

// src/progress/live.ts
const frames = [
	"⠋",
	"⠙",
	"⠹",
	"⠸",
	"⠼",
	"⠴",
	"⠦",
	"⠧",
	"⠇",
	"⠏"
];
const frameMs = 120;
const clearLine = "\r\x1B[2K";
/** For a terminal: what happened stands above, and the last line tells what is happening now and for how long. Leaves no trace of that line. */
function liveProgress(options) {
	const state = new Now(options.now());
	let frame = 0;
	const draw = () => {
		const room = Math.max(20, options.width()) - 3;
		const sign = frames[frame++ % frames.length] ?? "";
		options.write(`${clearLine}${options.paint("place", sign)} ${options.paint("quiet", cutText(state.status(options.now()), room))}`);
	};
	const end = options.every(frameMs, draw);
	const take = (event) => {
		const lasted = state.take(event, options.now());
		const text = event.kind === "stage" && !options.isVerbose ? void 0 : lineOf(event, lasted, options.isVerbose);
		if (text === void 0) return;
		options.write(`${clearLine}${options.paint("quiet", `${state.elapsed(options.now())}  ${text}`)}\n`);
		draw();
	};
	return {
		take,
		stop: () => {
			end();
			options.write(clearLine);
		}
	};
}

// src/sinks.ts
/**
* Where progress goes: a live line on a terminal, plain lines elsewhere; nowhere when it is not wanted, or when only data is (JSON
* into a pipe).
*/
function progressSink(format, values, terminal, environment) {
	const isVerbose = values["verbose"] === true;
	if (values["quiet"] === true || format === "json" && terminal.isTTY !== true && !isVerbose) return silence;
	const options = sinkOptions(terminal, isVerbose);
	if (terminal.isTTY !== true || environment["TERM"] === "dumb" || environment["CI"] === "true") return plainProgress(options);
	return liveProgress({
		...options,
		paint: makePaint(usesColor(environment, true)),
		width: () => terminal.columns ?? 80
	});
}
/** A sink's view of a stream and of the clock. */
function sinkOptions(stream, isVerbose) {
	return {
		write: (text) => void stream.write(text),
		now: () => performance.now(),
		every: (milliseconds, work) => {
			const timer = setInterval(work, milliseconds).unref();
			return () => clearInterval(timer);
		},
		isVerbose
	};
}

export { sinkOptions as n, progressSink as t };