import { r as failure } from "./failure.js";
import { f as showDuration, l as parseDuration, u as parseSize } from "./location.js";
import { t as parseYaml } from "./yaml.js";
import { a as cutText, n as cleanLine, r as cleanLines } from "./clean-text.js";
import { n as diffOf, t as socketTable } from "./sockets.js";
import { a as sentence, c as firstTrial, i as rootCause, l as hasFailed, n as inBrackets, o as answerOf, r as place, s as compareFailing, t as headlineOf, u as showTook } from "./headline.js";
import { a as makePaint, i as labelled, n as firstLines, o as wrapText, r as indent, t as alignColumns } from "./terminal.js";
import { t as describeImage } from "./services.js";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

// src/settings.ts
/** Where the configuration is sought when no other file is named. */
const usualSettingsPath = ".github/upstream-gate.yml";
/** The settings that mean the same as the options of their names. */
const optionKeys = [
	"platform",
	"compose-file",
	"nginx-config",
	"topology",
	"image",
	"env-file",
	"start-timeout",
	"memory"
];
const probeKeys = [
	"path",
	"method",
	"host",
	"headers",
	"websocket",
	"expect"
];
const expectKeys = [
	"status",
	"headers",
	"body",
	"max-time"
];
/** Reads the configuration; empty settings when none is named and none is there. Throws a Failure with file and line for one that cannot be understood. */
function readSettings(directory, named) {
	const text = readText(named === void 0 ? join(directory, usualSettingsPath) : resolve(directory, named), named);
	if (text === void 0) return {
		options: {},
		places: {},
		probes: []
	};
	const file = parseYaml(named ?? ".github/upstream-gate.yml", text);
	const [problem] = file.errors;
	if (problem) throw failure("config-invalid", problem.message.split("\n")[0] ?? "", {
		at: problem.at,
		remedy: "Correct the YAML."
	});
	const options = optionsOf(file);
	const places = Object.keys(options).flatMap((key) => {
		const at = file.locate([key]);
		return at ? [[key, at]] : [];
	});
	return {
		options,
		places: Object.fromEntries(places),
		probes: probesOf(file)
	};
}
/** undefined when the usual file is not there. */
function readText(path, named) {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		const code = error.code ?? "";
		const isAbsent = code === "ENOENT" || code === "ENOTDIR";
		if (named === void 0 && isAbsent) return void 0;
		const because = isAbsent ? "there is no such file" : code === "EISDIR" ? "this is a folder, not a file" : `it cannot be read (${code})`;
		if (named === void 0) throw failure("config-invalid", `${usualSettingsPath}: ${because}.`, { remedy: "Put the settings into a file of this name, or name another with --config." });
		throw failure("usage", `--config ${named}: ${because}.`, { remedy: `Give a path relative to the project, or leave it out to use ${usualSettingsPath}.` });
	}
}
function optionsOf(file) {
	requireMap(file, []);
	knownKeys(file, [], [...optionKeys, "probes"]);
	const data = recordAt(file.data);
	return Object.fromEntries(optionKeys.flatMap((key) => {
		const value = data[key];
		if (value === void 0 || value === null) return [];
		const isList = key === "compose-file" || key === "nginx-config";
		const texts = (isList && Array.isArray(value) ? value : [value]).map((each) => typeof each === "boolean" ? void 0 : textOf(each));
		if (!texts.every((text) => text !== void 0)) throw wrong$1(file, [key], `${key} is to be ${isList ? "a path or a list of paths" : "a text"}`);
		return [[key, isList ? texts : texts[0] ?? ""]];
	}));
}
/** The text of a scalar; undefined for maps, lists and nothing. */
function textOf(value) {
	return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : void 0;
}
function probesOf(file) {
	const listed = recordAt(file.data)["probes"];
	if (listed === void 0 || listed === null) return [];
	if (!Array.isArray(listed)) throw wrong$1(file, ["probes"], "probes is to be a list");
	return listed.map((entry, index) => {
		const at = file.locate(["probes", index]);
		if (typeof entry === "string") return {
			path: pathOf(file, ["probes", index], entry),
			method: "GET",
			...at ? { at } : {}
		};
		return probeOf(file, ["probes", index], entry, at);
	});
}
function probeOf(file, path, entry, at) {
	requireMap(file, path, entry);
	knownKeys(file, path, probeKeys);
	const probe = recordAt(entry);
	const method = probe["method"] ?? "GET";
	if (typeof method !== "string" || !/^[A-Za-z]+$/.test(method)) throw wrong$1(file, [...path, "method"], "method is to be an HTTP method such as GET");
	const { host } = probe;
	if (host !== void 0 && (typeof host !== "string" || !/^[\w.:[\]-]+$/.test(host))) throw wrong$1(file, [...path, "host"], "host is to be a host name");
	const headers = headersOf(file, [...path, "headers"], probe["headers"]);
	const { websocket } = probe;
	if (isGiven(websocket) && typeof websocket !== "boolean") throw wrong$1(file, [...path, "websocket"], "websocket is to be true or false");
	const expected = expectationOf(file, [...path, "expect"], probe["expect"]);
	const expect = websocket === true && expected?.status === void 0 ? {
		...expected,
		status: [101]
	} : expected;
	return {
		path: pathOf(file, [...path, "path"], probe["path"]),
		method: method.toUpperCase(),
		...host === void 0 ? {} : { host },
		...headers ? { headers } : {},
		...websocket === true ? { websocket } : {},
		...expect ? { expect } : {},
		...at ? { at } : {}
	};
}
function pathOf(file, path, value) {
	if (typeof value !== "string" || !value.startsWith("/") || /[\s\p{Cc}]/u.test(value)) throw wrong$1(file, path, "path is to begin with / and to have no spaces");
	return value;
}
function headersOf(file, path, value) {
	if (value === void 0 || value === null) return void 0;
	requireMap(file, path, value);
	return Object.fromEntries(Object.entries(recordAt(value)).map(([name, each]) => {
		const text = textOf(each);
		if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || text === void 0 || /[\r\n\0]/.test(text)) throw wrong$1(file, [...path, name], "a header is to be a name and a text");
		return [name, text];
	}));
}
function expectationOf(file, path, value) {
	if (value === void 0 || value === null) return void 0;
	requireMap(file, path, value);
	knownKeys(file, path, expectKeys);
	const expect = recordAt(value);
	const headers = headersOf(file, [...path, "headers"], expect["headers"]);
	const status = statusesOf(expect["status"] ?? []);
	if (!status) throw wrong$1(file, [...path, "status"], "status is to be an HTTP status or a list of them");
	const body = textOf(expect["body"]);
	if (body === void 0 && isGiven(expect["body"])) throw wrong$1(file, [...path, "body"], "body is to be a text that the answer holds");
	const maxTime = parseDuration(textOf(expect["max-time"]) ?? "");
	if (isGiven(expect["max-time"]) && (maxTime === void 0 || maxTime <= 0)) throw wrong$1(file, [...path, "max-time"], "max-time is to be a duration such as 500ms or 2s");
	return {
		...status.length > 0 ? { status } : {},
		...headers ? { headers } : {},
		...body === void 0 ? {} : { body },
		...maxTime === void 0 ? {} : { maxTime }
	};
}
function statusesOf(value) {
	const listed = Array.isArray(value) ? value : [value];
	const statuses = listed.filter((each) => typeof each === "number" && Number.isInteger(each) && each >= 100 && each <= 599);
	return statuses.length === listed.length ? statuses : void 0;
}
function isGiven(value) {
	return value !== void 0 && value !== null;
}
function recordAt(value) {
	return typeof value === "object" && value !== null ? value : {};
}
function requireMap(file, path, value = file.data) {
	if (!(typeof value === "object" && value !== null && !Array.isArray(value)) && !(path.length === 0 && (value === void 0 || value === null))) throw wrong$1(file, path, `${path.at(-1) ?? "the file"} is to be a map of keys and values`);
}
function knownKeys(file, path, known) {
	const stray = file.keys(path).find((key) => !known.includes(key));
	if (stray !== void 0) throw wrong$1(file, [...path, stray], `there is no setting "${stray}" here; known are ${known.join(", ")}`, file.locateKey([...path, stray]));
}
function wrong$1(file, path, message, place) {
	const at = place ?? file.locate(path) ?? file.locate(path.slice(0, -1)) ?? {
		path: file.path,
		line: 1
	};
	return failure("config-invalid", `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, {
		at,
		remedy: "docs/configuration.md lists the settings."
	});
}

// src/command-line.ts
/** Options of `check` and `plan`, in the order of the contract. */
const checkOptions = {
	config: { type: "string" },
	platform: { type: "string" },
	"compose-file": {
		type: "string",
		multiple: true
	},
	"nginx-config": {
		type: "string",
		multiple: true
	},
	topology: { type: "string" },
	image: { type: "string" },
	"env-file": { type: "string" },
	base: { type: "string" },
	"start-timeout": { type: "string" },
	memory: { type: "string" },
	"no-prove": { type: "boolean" },
	keep: { type: "boolean" },
	format: { type: "string" },
	report: { type: "string" },
	evidence: { type: "string" },
	sarif: { type: "string" },
	junit: { type: "string" }
};
/** Parses words after a command. Throws a Failure of kind usage for an unknown option or a missing value. */
function parseWords(words, options, mostPositionals) {
	let parsed;
	try {
		parsed = parseArgs({
			args: [...words],
			options: {
				...options,
				help: {
					type: "boolean",
					short: "h"
				}
			},
			allowPositionals: true,
			strict: true
		});
	} catch (error) {
		throw failure("usage", (error instanceof Error ? error.message : String(error)).split(". ")[0] ?? "", { remedy: "upstream-gate --help lists the options." });
	}
	const extra = parsed.positionals[mostPositionals];
	if (extra !== void 0) throw failure("usage", `Unexpected argument: ${extra}`, { remedy: "upstream-gate --help shows the usage." });
	return parsed;
}
/** Makes Inputs of options and the configuration file; an option wins over a setting. Throws a Failure that names what is wrong. */
function readInputs(directory, given) {
	const root = resolve(directory);
	if (!existsSync(root) || !statSync(root).isDirectory()) throw failure("usage", `${directory} is not a folder.`, { remedy: "Give the folder of the project to check." });
	const settings = readSettings(root, text({
		values: given,
		places: {}
	}, "config"));
	const words = {
		values: {
			...settings.options,
			...defined(given)
		},
		places: {
			...settings.places,
			...Object.fromEntries(Object.keys(defined(given)).map((key) => [key, void 0]))
		}
	};
	const { values } = words;
	const startTimeout = measured(words, "start-timeout", (value) => parseDuration(value), "a duration such as 90s or 2m");
	const memory = measured(words, "memory", parseSize, "a size such as 512m or 1g");
	return {
		directory: root,
		platform: oneOf(words, "platform", [
			"auto",
			"compose",
			"dockerfile",
			"amvera",
			"upsun"
		]),
		composeFiles: list(values, "compose-file"),
		nginxConfigs: list(values, "nginx-config"),
		topology: oneOf(words, "topology", [
			"auto",
			"container",
			"host",
			"shared"
		]),
		prove: values["no-prove"] !== true,
		keep: values["keep"] === true,
		probes: settings.probes,
		...optional("config", text(words, "config")),
		...optional("image", text(words, "image")),
		...optional("envFile", variablesFile(words, root)),
		...optional("base", text(words, "base")),
		...optional("startTimeout", startTimeout),
		...optional("memory", memory)
	};
}
function defined(given) {
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== void 0));
}
function variablesFile(words, root) {
	const path = text(words, "env-file");
	const stats = path === void 0 ? void 0 : statSync(resolve(root, path), { throwIfNoEntry: false });
	if (path === void 0 || stats?.isDirectory() === false) return path;
	throw wrong(words, "env-file", path, stats ? "this is a folder, not a file" : "there is no such file", "Give a path relative to the project.");
}
/** An option that is wrong is a matter of the command line, a setting one of its file. */
function wrong({ places }, key, value, because, remedy) {
	const at = places[key];
	return at ? failure("config-invalid", `${key}: ${value}: ${because}.`, {
		at,
		remedy
	}) : failure("usage", `--${key} ${value}: ${because}.`, { remedy });
}
/** Where to write results. Relative paths are from the current folder. */
function readDestinations(values, usualFormat) {
	const words = {
		values,
		places: {}
	};
	const path = (key) => {
		const value = text(words, key);
		return value === void 0 ? void 0 : resolve(value);
	};
	return {
		format: values["format"] === void 0 ? usualFormat : oneOf(words, "format", [
			"pretty",
			"json",
			"github"
		]),
		...optional("report", path("report")),
		...optional("evidence", path("evidence")),
		...optional("sarif", path("sarif")),
		...optional("junit", path("junit"))
	};
}
function text({ values, places }, key) {
	const value = values[key];
	const at = places[key];
	if (value === "" && at) throw failure("config-invalid", `${key} needs a value.`, {
		at,
		remedy: "Give it one, or take the line out."
	});
	if (value === "") throw failure("usage", `--${key} needs a value.`, { remedy: "upstream-gate --help lists the options." });
	return typeof value === "string" ? value : void 0;
}
function list(values, key) {
	const value = values[key];
	return Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
}
function oneOf(words, key, known) {
	const value = words.values[key] ?? known[0];
	const found = known.find((each) => each === value);
	if (found === void 0) throw wrong(words, key, String(value), `expected ${known.slice(0, -1).join(", ")} or ${known.at(-1)}`, "Choose one of them.");
	return found;
}
function measured(words, key, parse, expected) {
	const value = text(words, key);
	if (value === void 0) return void 0;
	const parsed = parse(value);
	if (parsed === void 0 || typeof parsed === "number" && parsed <= 0) throw wrong(words, key, value, `expected ${expected}`, "Correct the value.");
	return parsed;
}
function optional(key, value) {
	return value === void 0 ? {} : { [key]: value };
}

// src/report/proof.ts
const resultWords = {
	refuted: "refuted: the change did not turn it green",
	inconclusive: "inconclusive"
};
/** What was changed and what came of it without and with the change, a clean line each; why it was not tried; nothing when neither is known. */
function proofLines({ proof }) {
	const because = proof.because === void 0 ? "" : `: ${sentence(proof.because)}`;
	if (proof.result === "not-attempted") return because === "" ? [] : [`not tried${because}`];
	return [
		...proof.result === "confirmed" ? [] : [`${resultWords[proof.result]}${because}`],
		...part("changed", proof.intervention),
		...part("without the change", proof.control),
		...part("with the change", proof.treatment)
	];
}
function part(label, text) {
	return text === void 0 || text === "" ? [] : [`${label}: ${cleanLine(text, 400)}`];
}

// src/report/console-finding.ts
/** Lines of tables and quotes for one finding. */
const mostEvidence = 12;
/** Quotes that are shown even when tables filled the rest. */
const leastQuotes = 3;
const mostSockets = 4;
const mostDiff = 14;
const widestCell = 60;
/** A root cause in full: title, places, what was seen, proof, fix. */
function renderFinding(report, finding, paint, width) {
	const room = width - indent.length;
	return [
		titleLine(finding, paint),
		...placeLines(finding, paint, width),
		...labelled("what", wrapText(sentence(finding.what), room), paint),
		...labelled("why", wrapText(sentence(finding.why), room), paint),
		...evidenceBlocks(report, finding, paint, room).flatMap((block) => labelled("saw", block, paint)),
		...labelled("proof", proofLines(finding).flatMap((line) => wrapText(line, room)), paint),
		...labelled("fix", [...wrapText(sentence(finding.fix.text), room), ...diffLines(finding, paint)], paint)
	];
}
/** A finding that does not fail the gate: title, places, fix. */
function renderShortFinding(finding, paint, width) {
	return [
		titleLine(finding, paint),
		...placeLines(finding, paint, width),
		...labelled("fix", wrapText(sentence(finding.fix.text), width - indent.length), paint)
	];
}
function titleLine({ level, cause, title, confidence }, paint) {
	return `${paint(level === "error" ? "error" : level === "warning" ? "warning" : "strong", `${level}[${cleanLine(cause, 60)}]`)} ${paint("strong", cleanLine(title, 200))}   ${paint("quiet", `(${confidence})`)}`;
}
function placeLines({ location, related }, paint, width) {
	const others = related.slice(0, 4).map(({ at, note }) => [
		`==> ${place(at)}`,
		codeOf(at, width),
		`<- ${cleanLine(note, 120)}`
	]);
	const rows = location === void 0 ? others : [[
		`--> ${place(location)}`,
		codeOf(location, width),
		""
	], ...others];
	return alignColumns(rows, paint, [
		"place",
		void 0,
		"quiet"
	]).map((line) => `  ${line}`);
}
function codeOf(at, width) {
	return cutText(cleanLine(at.text ?? "").trim(), Math.floor(width * .5));
}
function evidenceBlocks(report, finding, paint, room) {
	const tables = [socketLines(report, finding, paint), comparisonLines(report, finding, paint)];
	const used = tables.flat().length;
	const quotes = quoteLines(finding, room, (tables[0]?.length ?? 0) > 0);
	return [...tables, firstLines(quotes, Math.max(leastQuotes, mostEvidence - used), "in the JSON report")];
}
function socketLines(report, { service }, paint) {
	const table = socketTable(report, service);
	if (table === void 0) return [];
	const when = `${showDuration(table.readAt)} after its start`;
	if (table.rows.every((row) => row.process === "-")) return [`nothing listens in "${table.service}", ${when}${dialled(table.rows)}`];
	const rows = table.rows.slice(0, mostSockets).map((row) => [
		row.process,
		cutText(row.address, widestCell),
		row.neededBy
	]);
	return [`what listens in "${table.service}", ${when}`, ...alignColumns([[
		"PROCESS",
		"ADDRESS",
		"NEEDED BY"
	], ...rows], paint)];
}
function dialled(rows) {
	const [first] = rows;
	return first === void 0 ? "" : `; ${first.address} is dialled by ${first.neededBy}`;
}
function comparisonLines(report, finding, paint) {
	const compared = compareFailing(report, finding);
	if (compared === void 0) return [];
	return [compared.request, ...alignColumns(compared.rows.map((row) => [
		cutText(row.way, widestCell),
		cutText(row.answer, widestCell),
		row.took
	]), paint)];
}
function quoteLines({ evidence }, room, hasSocketTable) {
	return evidence.filter(({ kind }) => !(kind === "socket" && hasSocketTable)).flatMap(({ kind, text }) => cleanLines(text, room - 9).map((line, index) => `${(index === 0 ? kind : "").padEnd(9)}${line}`));
}
function diffLines(finding, paint) {
	const lines = diffOf(finding).map(({ sign, text }) => {
		if (sign === "@") return paint("place", text);
		return paint(sign === "-" ? "bad" : "good", `${sign} ${text}`);
	});
	return firstLines(lines, mostDiff, "of the change in the job summary");
}

// src/report/console.ts
const usualWidth = 110;
const leastWidth = 60;
const mostProbes = 12;
const mostBecauses = 10;
/** The report for a terminal: short, bounded, free of anything but our own escape codes, and of those too without colour. Ends in a newline. */
function renderConsole(report, options) {
	return `${renderVerdict(report, makePaint(options.color), Math.max(leastWidth, options.width ?? usualWidth)).join("\n")}\n`;
}
function renderVerdict(report, paint, width) {
	switch (report.verdict) {
		case "pass": return renderPass(report, paint, width);
		case "fail": return renderFail(report, paint, width);
		case "error": return renderFailure(report, paint, width);
	}
}
function renderPass(report, paint, width) {
	return [
		`${paint("good", "pass")}  ${headlineOf(report)}`,
		...labelled("boot", bootLines(report, paint), paint),
		...labelled("probe", probeLines(report, paint), paint),
		...labelled("note", noteLines(report, width), paint),
		...labelled("time", [timeLine(report)], paint),
		...report.findings.flatMap((finding) => ["", ...renderShortFinding(finding, paint, width)])
	];
}
function bootLines(report, paint) {
	const rows = (report.plan?.services ?? []).filter((service) => service.role !== "other").map((service) => [
		cleanLine(service.name, 40),
		service.role,
		describeImage(service)
	]);
	return firstLines(alignColumns(rows, paint), 8, "of services");
}
function probeLines(report, paint) {
	const rows = firstTrial(report).filter((probe) => probe.via === "proxy").map((probe) => [
		cleanLine(probe.request, 80),
		`${answerOf(probe)}${hasFailed(report, probe) ? " (failed)" : ""}`,
		showTook(probe.durationMs)
	]);
	return firstLines(alignColumns(rows, paint), mostProbes, "of probes");
}
function noteLines(report, width) {
	const supplied = (report.plan?.supplied ?? []).map(({ what, why }) => `supplied ${what}: ${why}`);
	const notes = (report.plan?.notes ?? []).filter((note) => note.isStanding !== true).map(({ text, at }) => `${text}${inBrackets(at)}`);
	const lines = [...supplied, ...notes].flatMap((text) => wrapText(cleanLine(text), width - indent.length));
	return firstLines(lines, 6, "of notes in the job summary");
}
function timeLine({ timings }) {
	const parts = [
		"plan",
		"build",
		"boot",
		"probe",
		"diagnose",
		"prove",
		"cleanup"
	].filter((stage) => timings[stage] > 0).map((stage) => `${stage} ${showDuration(timings[stage])}`);
	return `${showDuration(timings.total)}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`;
}
function renderFail(report, paint, width) {
	const errors = report.findings.filter((finding) => finding.level === "error");
	const others = report.findings.filter((finding) => finding.level !== "error");
	return [
		...errors.length > 0 ? errors.map((finding) => renderFinding(report, finding, paint, width)) : [unexplained(report, paint)],
		...others.map((finding) => renderShortFinding(finding, paint, width)),
		renderRest(report, paint, width)
	].filter((block) => block.length > 0).flatMap((block, index) => index === 0 ? block : ["", ...block]);
}
function unexplained(report, paint) {
	const compared = compareFailing(report);
	const rows = compared?.rows.map((row) => [
		row.way,
		row.answer,
		row.took
	]) ?? [];
	return [`${paint("error", "error")}: ${headlineOf(report)}`, ...labelled("saw", compared ? [compared.request, ...alignColumns(rows, paint)] : [], paint)];
}
function renderRest(report, paint, width) {
	const cause = rootCause(report)?.cause;
	return [
		...becauses("ruled out", report.ruledOut, paint, width),
		...becauses("unknown", report.unknown, paint, width),
		...labelled("time", [timeLine(report)], paint),
		...labelled("more", [cause === void 0 ? "upstream-gate explain" : `upstream-gate explain ${cleanLine(cause, 60)}`], paint)
	];
}
function becauses(title, items, paint, width) {
	if (items.length === 0) return [];
	const lines = items.map(({ cause, because }) => cleanLine(`${cause} (${because})`, width - indent.length));
	return [`  ${paint("strong", title)}`, ...firstLines(lines, mostBecauses, "in the JSON report").map((line) => indent + line)];
}
function renderFailure(report, paint, width) {
	const { failure } = report;
	const detail = failure?.detail === void 0 ? [] : cleanLines(failure.detail, width - indent.length).slice(-6);
	const at = failure?.at;
	const text = at?.text === void 0 ? "" : `  ${cleanLine(at.text, width - 40).trim()}`;
	return [
		`${paint("error", "could not run")}: ${sentence(failure?.message ?? "No reason was given")}`,
		...labelled("at", at === void 0 ? [] : [`${paint("place", place(at))}${text}`], paint),
		...labelled("do", failure?.remedy === void 0 ? [] : wrapText(sentence(failure.remedy), width - indent.length), paint),
		...labelled("saw", detail, paint)
	];
}

// src/signals.ts
/** Aborts on SIGINT, SIGTERM and SIGHUP, once; a second signal ends the process at once. `release` takes the listeners away. */
function abortOnSignals() {
	const controller = new AbortController();
	const names = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	];
	const onSignal = (name) => {
		if (controller.signal.aborted) process.exit(3);
		controller.abort(/* @__PURE__ */ new Error(`interrupted by ${name}`));
	};
	for (const name of names) process.on(name, onSignal);
	return {
		signal: controller.signal,
		release: () => {
			for (const name of names) process.off(name, onSignal);
		}
	};
}

export { readDestinations as a, parseWords as i, renderConsole as n, readInputs as o, checkOptions as r, usualSettingsPath as s, abortOnSignals as t };