import { n as rules } from "./rules.js";
import { r as failure } from "./failure.js";
import { n as renderJson } from "./json.js";
import { i as cleanText, n as cleanLine, t as cleanJson } from "./clean-text.js";
import { a as sentence, c as firstTrial, l as hasFailed, o as answerOf, r as place, t as headlineOf } from "./headline.js";
import { lstatSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

// src/report/junit.ts
/**
* The report as JUnit XML: a testcase for each probe through the proxy, for each root cause, and for a run that could not be made. Times
* are in seconds.
*/
function renderJunit(report) {
	const probes = firstTrial(report).filter((probe) => probe.via === "proxy");
	const errors = report.findings.filter((finding) => finding.level === "error");
	const cases = [
		...probes.map((probe) => probeCase(report, probe)),
		...errors.map(findingCase),
		...wholeRunCase(report, errors.length)
	];
	const counts = {
		tests: cases.length,
		failures: countOf(cases, "failure"),
		errors: countOf(cases, "error")
	};
	const skipped = countOf(cases, "skipped");
	return [
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		"<testsuites>",
		`  <testsuite${attributes({
			name: "upstream-gate",
			...strings({
				...counts,
				...skipped > 0 ? { skipped } : {}
			}),
			time: seconds(report.timings.total)
		})}>`,
		...cases.flatMap(caseLines),
		"  </testsuite>",
		"</testsuites>",
		""
	].join("\n");
}
function countOf(cases, kind) {
	return cases.filter(({ outcome }) => outcome?.kind === kind).length;
}
function probeCase(report, probe) {
	const about = {
		classname: "upstream-gate.probe",
		name: probe.name === "" ? probe.request : probe.name,
		time: seconds(probe.durationMs)
	};
	if (!hasFailed(report, probe)) return { attributes: about };
	const message = `${probe.request}: ${answerOf(probe)}`;
	return {
		attributes: about,
		outcome: {
			kind: report.verdict === "pass" ? "skipped" : "failure",
			type: "probe",
			message,
			text: message
		}
	};
}
function findingCase(finding) {
	const { cause, title, location, what, why, fix, evidence } = finding;
	const at = location === void 0 ? {} : {
		file: location.path,
		line: String(location.line)
	};
	const text = [
		...location ? [place(location)] : [],
		sentence(what),
		sentence(why),
		`Fix: ${sentence(fix.text)}`,
		...evidence.slice(0, 12).map((witness) => `${witness.kind}: ${witness.text}`)
	].join("\n");
	return {
		attributes: {
			classname: "upstream-gate.cause",
			name: cause,
			...at,
			time: "0"
		},
		outcome: {
			kind: "failure",
			type: cause,
			message: title,
			text
		}
	};
}
function wholeRunCase(report, errorCount) {
	if (report.verdict === "pass" || report.verdict === "fail" && errorCount > 0) return [];
	const kind = report.verdict === "error" ? "error" : "failure";
	const text = [headlineOf(report), report.failure?.remedy ?? ""].join("\n").trimEnd();
	return [{
		attributes: {
			classname: "upstream-gate",
			name: "run",
			time: seconds(report.timings.total)
		},
		outcome: {
			kind,
			type: report.failure?.kind ?? "unexplained",
			message: headlineOf(report),
			text
		}
	}];
}
function caseLines({ attributes: about, outcome }) {
	if (outcome === void 0) return [`    <testcase${attributes(about)}/>`];
	const { kind, type, message, text } = outcome;
	return [
		`    <testcase${attributes(about)}>`,
		`      <${kind}${attributes(kind === "skipped" ? { message } : {
			type,
			message
		})}>${escapeXml(cleanText(text))}</${kind}>`,
		"    </testcase>"
	];
}
function attributes(values) {
	return Object.entries(values).map(([name, value]) => ` ${name}="${escapeXml(cleanLine(value))}"`).join("");
}
function escapeXml(text) {
	return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/'/g, "&apos;");
}
function strings(counts) {
	return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
}
function seconds(milliseconds) {
	return (milliseconds / 1e3).toFixed(3);
}

// src/report/sarif.ts
const levels = {
	error: "error",
	warning: "warning",
	notice: "note"
};
/**
* The findings as SARIF 2.1.0 for code scanning; those without any place in the project are left out, as a result needs one.
* `prefix` stands before every path: the checked folder's path in the repository, "" or ending in "/".
*/
function renderSarif(report, rules, prefix = "") {
	const log = {
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [{
			tool: { driver: {
				name: "upstream-gate",
				semanticVersion: report.version,
				rules: rules.map(ruleData)
			} },
			automationDetails: { id: "upstream-gate/" },
			invocations: [invocation(report)],
			results: report.findings.flatMap((finding) => resultData(finding, rules, prefix))
		}]
	};
	return `${cleanJson(JSON.stringify(log, void 0, 2))}\n`;
}
function ruleData({ id, title, doc }) {
	return {
		id,
		name: id,
		shortDescription: { text: title },
		fullDescription: { text: doc.what },
		help: {
			text: `${doc.what}\n\n${doc.why}\n\n${doc.fix}`,
			markdown: `**What happens.** ${doc.what}\n\n**Why.** ${doc.why}\n\n**Fix.** ${doc.fix}`
		},
		defaultConfiguration: { level: "error" },
		properties: {
			tags: ["deployment", "nginx"],
			precision: "very-high",
			"problem.severity": "error"
		}
	};
}
function invocation(report) {
	if (report.verdict !== "error") return { executionSuccessful: true };
	return {
		executionSuccessful: false,
		toolExecutionNotifications: [{
			level: "error",
			message: { text: headlineOf(report) }
		}]
	};
}
function resultData(finding, rules, prefix) {
	const at = finding.location ?? finding.related[0]?.at;
	if (at === void 0) return [];
	const index = rules.findIndex((rule) => rule.id === finding.cause);
	return [{
		ruleId: finding.cause,
		...index < 0 ? {} : { ruleIndex: index },
		level: levels[finding.level],
		message: { text: [
			sentence(finding.what),
			sentence(finding.why),
			sentence(finding.fix.text)
		].join(" ") },
		locations: [{ physicalLocation: physicalLocation(at, prefix) }],
		relatedLocations: finding.related.map((related, position) => relatedData(related, position, prefix)),
		partialFingerprints: { primaryLocationLineHash: fingerprint(finding, at) },
		properties: { confidence: finding.confidence }
	}];
}
function relatedData({ at, note }, position, prefix) {
	return {
		id: position + 1,
		physicalLocation: physicalLocation(at, prefix),
		message: { text: sentence(note) }
	};
}
function physicalLocation(at, prefix) {
	const region = {
		startLine: Math.max(1, at.line),
		...at.column === void 0 ? {} : { startColumn: at.column },
		...at.endLine === void 0 ? {} : { endLine: Math.max(at.line, at.endLine) }
	};
	return {
		artifactLocation: {
			uri: uriOf(`${prefix}${at.path}`),
			uriBaseId: "%SRCROOT%"
		},
		region
	};
}
function uriOf(path) {
	return path.split("/").map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, "�"))).join("/");
}
/** The same for the same defect after other lines moved: cause, service, path and the line's text, never its number. */
function fingerprint(finding, at) {
	return `${hash([
		finding.cause,
		finding.service ?? "",
		at.path,
		cleanLine(at.text ?? "").replace(/\s+/g, " ").trim()
	].join("\0"))}:1`;
}
/** FNV-1a of 64 bits, in hexadecimal. */
function hash(text) {
	let value = 14695981039346656037n;
	for (const byte of new TextEncoder().encode(text)) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 1099511628211n);
	return value.toString(16).padStart(16, "0");
}

// src/safe-write.ts
/**
* Writes a result file, with the folders that lead to it. Inside `root`, where a pull request may have put links, nothing is followed
* out of it: what stands in the file's place and is no file is replaced. Elsewhere the path is the user's own. Throws what the system
* does, and an Error for a folder that leads out of `root`.
*/
function writeResult(path, text, root) {
	const target = resolve(path);
	if (isInside(target, resolve(root))) clearWay(target, resolve(root));
	else mkdirSync(dirname(target), { recursive: true });
	writeFileSync(target, text);
}
function isInside(path, root) {
	return path.startsWith(root.endsWith(sep) ? root : root + sep);
}
/** Makes the folders one by one, each a folder of its own; removes a link or a pipe from the last place. */
function clearWay(target, root) {
	const home = realpathSync(root);
	let folder = root;
	for (const part of relative(root, dirname(target)).split(sep).filter((each) => each !== "")) {
		folder = join(folder, part);
		mkdirSync(folder, { recursive: true });
		const real = realpathSync(folder);
		if (real !== home && !isInside(real, home)) throw new Error(`${folder} is a link that leads to ${real}`);
	}
	const stats = lstatSync(target, { throwIfNoEntry: false });
	if (stats && !stats.isFile() && !stats.isDirectory()) rmSync(target);
}

// src/outputs.ts
/** Writes the files that were asked for. Throws a Failure for a path that cannot be written. */
function writeOutputs({ report, evidence }, destinations) {
	write(destinations.report, () => renderJson(report));
	write(destinations.sarif, () => renderSarif(report, rules));
	write(destinations.junit, () => renderJunit(report));
	if (evidence) write(destinations.evidence, () => `${JSON.stringify(evidence, null, 1)}\n`);
}
function write(path, render) {
	if (path === void 0) return;
	try {
		writeResult(path, render(), process.env["GITHUB_WORKSPACE"] || process.cwd());
	} catch (error) {
		throw failure("usage", `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give a path in a folder that may be written." });
	}
}

export { writeOutputs as t };