import { t as diagnose } from "./diagnose.js";
import { t as requireBoundFiles } from "./absent-files.js";
import { r as failure } from "./failure.js";
import { n as noTimings, t as version } from "./version.js";

// src/replay.ts
/** Diagnoses stored evidence again. Throws a Failure for a file that is none, or of another version. */
function diagnoseEvidence(text, name) {
	const evidence = parseEvidence(text, name);
	requireBoundFiles(evidence.plan, evidence.facts);
	const { findings, ruledOut, unknown, symptoms } = diagnose(evidence);
	const { facts } = evidence;
	const probes = "value" in facts.probes ? facts.probes.value.map((result) => ({
		...result,
		trial: "first"
	})) : [];
	return {
		version,
		verdict: symptoms.length > 0 ? "fail" : "pass",
		plan: evidence.plan,
		findings,
		ruledOut,
		unknown,
		probes,
		sockets: "value" in facts.sockets ? facts.sockets.value : [],
		timeline: evidence.timeline ?? [],
		facts,
		timings: {
			...noTimings,
			...evidence.timings
		}
	};
}
function parseEvidence(text, name) {
	let data;
	try {
		data = JSON.parse(text);
	} catch (error) {
		throw failure("usage", `${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give the file that check wrote with --evidence FILE." });
	}
	if (!isRecord(data) || !("schema" in data && "facts" in data && "plan" in data && "experiments" in data)) throw noEvidence(name, "it has no schema, plan and facts");
	if (data["schema"] !== 1) throw failure("usage", `${name} has version ${String(data["schema"])}; this program reads version ${1}.`, { remedy: "Use the version of Upstream Gate that wrote it." });
	const lacking = shapeless(data);
	if (lacking !== void 0) throw noEvidence(name, lacking);
	const evidence = data;
	return {
		...evidence,
		facts: withLaterFacts(evidence.facts, evidence.plan)
	};
}
function noEvidence(name, because) {
	return failure("usage", `${name} is not an evidence file: ${because}.`, { remedy: "Give the file that check wrote with --evidence FILE." });
}
/** "later": evidence written before there was the key lacks it, and the rules that need it then say so. "tried": it then has no entry of what was tried. */
const factKeys = {
	builds: "always",
	services: "always",
	sockets: "always",
	proxy: "always",
	probes: "always",
	sources: "always",
	paths: "later",
	protocols: "tried"
};
function withLaterFacts(facts, plan) {
	const absent = Object.entries(factKeys).filter(([key]) => !(key in facts));
	const dialsSocket = plan.proxy.routes.some((route) => route.targets.some((target) => target.socket !== void 0));
	const paths = "paths" in facts || dialsSocket ? {} : { paths: { value: {
		records: [],
		workers: [],
		users: {}
	} } };
	return {
		...facts,
		...Object.fromEntries(absent.map(([key, since]) => [key, since === "tried" ? { value: [] } : { missing: "the evidence was written before it was collected" }])),
		...paths
	};
}
/** What is not as in evidence, as far as a look at its outside tells; undefined when nothing is. */
function shapeless({ plan, facts, experiments }) {
	if (!isRecord(plan) || !isRecord(plan["proxy"]) || ![
		"services",
		"probes",
		"networks",
		"notes"
	].every((key) => Array.isArray(plan[key]))) return "its plan is none";
	const isFact = (value) => isRecord(value) && ("value" in value || typeof value["missing"] === "string");
	const missing = Object.entries(factKeys).find(([key, since]) => !isRecord(facts) || (key in facts ? !isFact(facts[key]) : since === "always"))?.[0];
	if (missing !== void 0) return `its facts tell nothing of ${missing}`;
	return Array.isArray(experiments) ? void 0 : "its experiments are no list";
}
function isRecord(value) {
	return typeof value === "object" && value !== null;
}

export { diagnoseEvidence };