import { r as failure } from "./failure.js";
import { i as repoPath } from "./location.js";
import { n as noTimings, t as version } from "./version.js";
import { t as appResult } from "./json.js";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";

// src/report/merge.ts
/**
* One report of those of several apps. It fails when one of them fails; else it could not run when one of them could not, or one of `expected`
* has no report; a pass is one of all.
*/
function mergeReports(shards, expected, version) {
	const missing = expected.filter(({ name }) => !shards.some((shard) => shard.app.name === name)).map(missingResult);
	const apps = [...shards.map(({ app, report }) => appResult(report, app)), ...missing].toSorted((a, b) => a.name < b.name ? -1 : 1);
	const verdict = worst(apps.map((app) => app.verdict));
	const all = (of) => shards.flatMap(of);
	return {
		version,
		verdict,
		...verdict === "error" ? { failure: failureOf(shards, missing) } : {},
		findings: all(({ app, report }) => report.findings.map((finding) => ({
			...finding,
			app: app.name,
			title: `${app.name}: ${finding.title}`
		}))).toSorted((a, b) => Number(a.level !== "error") - Number(b.level !== "error")),
		ruledOut: all(({ app, report }) => report.ruledOut.map(({ cause, because }) => ({
			cause,
			because: `${app.name}: ${because}`
		}))),
		unknown: [...all(({ app, report }) => report.unknown.map(({ cause, because }) => ({
			cause,
			because: `${app.name}: ${because}`
		}))), ...apps.flatMap(({ name, verdict: own, headline }) => own === "error" ? [{
			cause: "any",
			because: `${name}: ${headline}`
		}] : [])],
		probes: all(({ app, report }) => report.probes.map((probe) => ({
			...probe,
			app: app.name,
			name: `${app.name}: ${probe.name}`,
			request: `${app.name}: ${probe.request}`
		}))),
		sockets: [],
		timeline: [],
		timings: shards.reduce((sum, { report }) => added(sum, report.timings), noTimings),
		apps
	};
}
function missingResult({ name, directory }) {
	return {
		name,
		directory,
		verdict: "error",
		cause: "",
		headline: "Could not run: there is no report of this app."
	};
}
/** A fail says something of the project, and nothing changes it; a pass needs every report. */
function worst(verdicts) {
	return verdicts.includes("fail") ? "fail" : verdicts.includes("error") ? "error" : "pass";
}
function failureOf(shards, missing) {
	const first = shards.find(({ report }) => report.verdict === "error");
	if (first) return {
		...first.report.failure ?? {
			kind: "internal",
			message: "No reason was given."
		},
		message: `${first.app.name}: ${first.report.failure?.message ?? "no reason was given"}`
	};
	return {
		kind: "interrupted",
		message: `There is no report of ${missing.map(({ name }) => name).join(", ")}.`,
		remedy: "See how the job of that app ended, and run it again."
	};
}
function added(a, b) {
	return Object.fromEntries(Object.entries(a).map(([stage, time]) => [stage, Number(time) + b[stage]]));
}

// src/report/read-json.ts
/** Reads a JSON report back. Throws a Failure of kind usage for a text that is none, or of another version. */
function readReport(text, name) {
	const data = parse(text, name);
	const [app] = data.apps;
	return {
		version: String(data.tool.version),
		verdict: data.verdict,
		...data.failure ? { failure: data.failure } : {},
		findings: data.findings.map(({ location, related, ...rest }) => ({
			...rest,
			...location ? { location } : {},
			related: related.map(({ note, ...at }) => ({
				at,
				note
			}))
		})),
		ruledOut: data.ruledOut,
		unknown: data.unknown,
		probes: probesOf(data.probes),
		sockets: [],
		timeline: [],
		timings: {
			...noTimings,
			...data.timings
		},
		...app && data.apps.length === 1 ? { app: {
			name: String(app.name),
			directory: app.directory
		} } : {}
	};
}
/** What is written as the control is the first trial, until a request through the proxy comes again. */
function probesOf(written) {
	const names = [...new Set(written.map((probe) => probe.name))];
	const isAgain = ({ via, request }, index) => via === "proxy" && written.findIndex((other) => other.via === "proxy" && other.request === request) < index;
	const end = written.findIndex(isAgain);
	return written.map(({ status, trial, ...probe }, index) => ({
		...probe,
		...status === null ? {} : { status },
		trial: trial === "treatment" ? trial : end === -1 || index < end ? "first" : "control",
		probe: names.indexOf(probe.name),
		tries: 1,
		at: 0
	}));
}
function parse(text, name) {
	let data;
	try {
		data = JSON.parse(text);
	} catch (error) {
		throw noReport(name, `it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
	}
	if (!isRecord(data) || data["schema"] !== 1) throw noReport(name, isRecord(data) && "schema" in data ? `it has version ${String(data["schema"])}, and this program reads version 1` : "it has no version");
	const isList = [
		"findings",
		"ruledOut",
		"unknown",
		"probes"
	].every((key) => Array.isArray(data[key]) && data[key].every(isRecord));
	const verdict = String(data["verdict"]);
	if (!isList || !isRecord(data["tool"]) || ![
		"pass",
		"fail",
		"error"
	].includes(verdict)) throw noReport(name, "it has no verdict, findings and probes");
	const apps = Array.isArray(data["apps"]) ? data["apps"].filter(isRecord) : [];
	return {
		...data,
		apps
	};
}
function noReport(name, because) {
	return failure("usage", `${name} is not a report: ${because}.`, { remedy: "Give files that check wrote with --report FILE." });
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/merge.ts
/**
* Merges the reports in files, each of one app. `matrix` is what `plan --matrix` printed: an app of it without a report is one that could not run.
* Throws a Failure for a file that is no report, two reports of one app, or none at all.
*/
function mergeFiles(paths, matrix) {
	const shards = paths.map(readShard);
	const twice = shards.find((shard, index) => shards.findIndex((other) => other.app.name === shard.app.name) !== index);
	if (twice) throw failure("usage", `There are two reports of ${twice.app.name}.`, { remedy: "Give one report of each app." });
	const expected = matrix === void 0 ? [] : appsOfMatrix(matrix);
	if (shards.length + expected.length === 0 && matrix === void 0) throw failure("usage", "merge-reports needs the reports to merge.", { remedy: "upstream-gate merge-reports FILE… [--matrix JSON]" });
	return mergeReports(shards, expected, version);
}
/** Files as they are named, and those that end in .json of folders. */
function filesOf(paths) {
	const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
	const inside = (path) => readdirSync(path, {
		recursive: true,
		encoding: "utf8"
	}).filter((name) => name.endsWith(".json")).map((name) => join(path, name));
	return [...new Set(paths.flatMap((path) => isFolder(path) ? inside(path) : [path]))].toSorted();
}
function readShard(path) {
	let text;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		throw failure("usage", `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give files that check wrote with --report FILE." });
	}
	const report = readReport(text, path);
	const { app = {
		name: basename(path).replace(/\.json$/, ""),
		directory: ""
	} } = report;
	return {
		app,
		report
	};
}
function appsOfMatrix(text) {
	const wrong = failure("usage", "--matrix is not what plan --matrix prints.", { remedy: "Give its JSON: {\"include\":[{\"app\":\"shop\",\"directory\":\"services/shop\"}]}" });
	let data;
	try {
		data = JSON.parse(text);
	} catch {
		throw wrong;
	}
	const include = typeof data === "object" && data !== null && "include" in data ? data.include : void 0;
	if (!Array.isArray(include)) throw wrong;
	return include.map((entry) => {
		const { app, directory } = typeof entry === "object" && entry !== null ? entry : {};
		const folder = typeof directory === "string" ? repoPath(directory) : void 0;
		if (typeof app !== "string" || folder === void 0) throw wrong;
		return {
			name: app,
			directory: folder
		};
	});
}

export { mergeFiles as n, filesOf as t };