import { a as sameLine, o as showLocation } from "./location.js";
import { t as fatalProblems } from "./platform.js";
import { a as serviceNamed } from "./plan.js";
import { n as rules } from "./rules.js";
import { u as serviceOf } from "./address.js";
import { n as mayBeMisspoken } from "./judgement.js";
import { n as showTarget } from "./proxy.js";

// src/diagnose/platform-symptoms.ts
/** What the platform refuses is known before anything is built: then there is no other symptom. */
function readPlatformSymptoms(plan) {
	return fatalProblems(plan).map((problem) => ({
		kind: "platform",
		problem
	}));
}

// src/diagnose/rank.ts
const grades = {
	proven: 3,
	likely: 2,
	possible: 1
};
/** Keeps for every symptom the cause that explains it best, each cause once, roots before what follows from them. */
function choose(plan, suspicions) {
	const refuted = suspicions.filter(({ finding }) => finding.proof.result === "refuted");
	const open = suspicions.filter(({ finding }) => finding.proof.result !== "refuted");
	const unknown = [];
	const kept = [];
	const candidates = [];
	for (const symptom of new Set(open.map((each) => each.symptom))) {
		const standing = rivals(open.filter((each) => each.symptom === symptom));
		candidates.push(...standing);
		const [best, ...others] = standing;
		if (best) kept.push(best);
		unknown.push(...others.map(({ finding }) => ({
			cause: finding.cause,
			because: `it fits too: ${finding.what}`
		})));
	}
	return {
		findings: unique$1(kept.filter((each) => !kept.some((other) => other !== each && isRootOf(plan, other, each))).map(({ finding }) => finding)).toSorted((a, b) => grades[b.confidence] - grades[a.confidence]),
		unknown,
		candidates,
		ruledOut: refuted.map(({ finding }) => ({
			cause: finding.cause,
			because: `it was tried: ${finding.proof.intervention ?? "the change"} did not help (${finding.proof.treatment ?? "no change"})`
		}))
	};
}
/** Candidates for one symptom, best first; those that another explains, or that fall short of a proven one, are gone. */
function rivals(candidates) {
	const isProven = candidates.some(({ finding }) => finding.confidence === "proven");
	const standing = candidates.filter(({ finding }) => !isProven || finding.confidence === "proven");
	const explained = new Set(standing.flatMap(({ rule, finding }) => grades[finding.confidence] >= 2 ? rule.explains ?? [] : []));
	const left = standing.filter(({ rule }) => !explained.has(rule.id));
	return (left.length > 0 ? left : standing).toSorted((a, b) => grades[b.finding.confidence] - grades[a.finding.confidence]);
}
/** A fault of what a service needs explains what that service does. */
function isRootOf(plan, cause, effect) {
	const { service: from } = cause.finding;
	const { service: to } = effect.finding;
	if (from === void 0 || cause.symptom.kind !== "exit" || from === to) return false;
	return to !== void 0 && dependsOn(plan, to, from, /* @__PURE__ */ new Set());
}
function dependsOn(plan, service, on, seen) {
	if (seen.has(service)) return false;
	seen.add(service);
	const needs = serviceNamed(plan, service)?.needs.map((need) => need.service) ?? [];
	return needs.includes(on) || needs.some((need) => dependsOn(plan, need, on, seen));
}
function unique$1(findings) {
	return findings.filter((finding, index) => findings.findIndex((other) => other.cause === finding.cause && other.service === finding.service && (sameLine(other.location, finding.location) || other.location === finding.location)) === index);
}

// src/diagnose/symptom-words.ts
/** A symptom in a few words, for the reader and for what stays unknown. */
function describeSymptom(symptom) {
	switch (symptom.kind) {
		case "platform": return `${symptom.problem.at.path} cannot be deployed: ${symptom.problem.what}`;
		case "build": return `the image of ${symptom.service.name} could not be built: ${symptom.build.error ?? "the builder did not say why"}${symptom.build.line === void 0 ? "" : ` (line ${symptom.build.line} of its Dockerfile)`}`;
		case "exit": return symptom.record.startError !== void 0 ? `${symptom.service.name} could not be started` : symptom.record.exits.length > 0 ? `${symptom.service.name} ended with exit code ${symptom.record.exits[0]?.code}` : `${symptom.service.name} is unhealthy`;
		case "proxy-start": return `nginx did not start${showStartError(symptom.errors)}`;
		case "gateway": return symptom.probe.status !== void 0 && symptom.probe.error !== void 0 ? `the answer ${symptom.probe.status} to ${symptom.probe.request} broke off` : symptom.probe.error === "not-http" || symptom.probe.error === "closed" ? `${symptom.probe.request} got no usable answer through nginx (${symptom.probe.error})` : symptom.probe.endedWorker !== void 0 ? `${symptom.probe.request} was answered ${symptom.probe.status} while the app server of ${symptom.service?.name ?? "the app"} ended its worker` : `${symptom.probe.request} was answered ${symptom.probe.status ?? symptom.probe.error} by nginx${showUnmet(symptom.probe)}`;
		case "status": return `${symptom.probe.request} was answered ${symptom.probe.status ?? symptom.probe.error} by ${symptom.service?.name ?? "the app"}${showUnmet(symptom.probe)}`;
		case "local": return `${symptom.probe.request} was answered ${symptom.probe.status} by nginx, which asked nobody`;
		case "refusal": return `${symptom.probe.request} was answered ${symptom.probe.status} by ${symptom.service?.name ?? "the app"}, which refuses the host ${symptom.refusal.sent}`;
		case "script": return `${symptom.probe.request} was answered 404 by ${symptom.service?.name ?? "the FastCGI server"}, which has no script ${symptom.script}`;
		case "misspoken": return `${symptom.probe.request} was answered 400 by ${symptom.service?.name ?? "the app"}, which did not understand what nginx passed on`;
		case "silence": return `${symptom.probe.request} got no answer from nginx (${symptom.probe.error})`;
	}
}
function showStartError(errors) {
	const told = errors.filter((each) => each.level === "emerg");
	const error = told.findLast((each) => !each.message.startsWith("still could not")) ?? told.at(-1);
	return error === void 0 ? "" : `: ${error.message}${error.file === void 0 ? "" : ` in ${error.file}:${error.line}`}`;
}
function showUnmet(probe) {
	return probe.unmet === void 0 ? "" : `, which is not what the probe expects: ${probe.unmet}`;
}

// src/diagnose/symptoms.ts
/** An image that cannot be built leaves nothing to boot: then there is no other symptom. */
function readBuildSymptoms(plan, builds) {
	return builds.filter((build) => !build.ok).flatMap((build) => {
		const service = plan.services.find((each) => each.name === build.service);
		return service ? [{
			kind: "build",
			service,
			build
		}] : [];
	});
}
/** Reads the symptoms out of the facts; what follows from a container that is down is not listed again. */
function readSymptoms(plan, facts) {
	const builds = readBuildSymptoms(plan, facts.builds);
	if (builds.length > 0) return builds;
	const exits = exitSymptoms(plan, facts);
	const proxyRecord = facts.services.find((record) => record.name === plan.proxy.service);
	const isRefused = facts.proxy.startErrors.some((error) => error.level === "emerg");
	const proxyDown = facts.proxy.state === "exited" && proxyRecord && isRefused ? [{
		kind: "proxy-start",
		errors: facts.proxy.startErrors,
		record: proxyRecord
	}] : [];
	const down = new Set(exits.map((symptom) => symptom.record.name));
	const answers = facts.proxy.state !== "running" ? [] : probeSymptoms(plan, facts, down, proxyRecord);
	return [
		...exits,
		...proxyDown,
		...answers
	];
}
function exitSymptoms(plan, facts) {
	return plan.services.flatMap((service) => {
		const record = facts.services.find((each) => each.name === service.name);
		const isMute = service.name === plan.proxy.service && !facts.proxy.startErrors.some((error) => error.level === "emerg");
		if (!record || !service.essential || !isDown(service, record, plan, isMute)) return [];
		return [{
			kind: "exit",
			service,
			record
		}];
	});
}
/** A task may end well; nginx that says why has a symptom of its own; what was held back has its reason elsewhere. */
function isDown(service, record, plan, isMuteProxy) {
	if (record.startError !== void 0) return true;
	if (record.heldBackBy !== void 0) return false;
	const [exit] = record.exits;
	if (exit && service.name === plan.proxy.service) return isMuteProxy;
	if (exit) return !(exit.code === 0 && service.role !== "app");
	return record.health?.status === "unhealthy" && plan.services.some((other) => other.needs.some((need) => need.service === service.name && need.condition === "healthy"));
}
function probeSymptoms(plan, facts, down, proxyRecord) {
	return unique(facts.probes.filter((result) => result.via === "proxy" && !isExpected(plan, result)).flatMap((probe) => {
		const directs = facts.probes.filter((result) => result.via === "direct" && result.probe === probe.probe);
		const routeIndex = plan.probes[probe.probe]?.route;
		const route = routeIndex === void 0 ? void 0 : plan.proxy.routes[routeIndex];
		if (probe.error !== void 0 && attemptOf(facts.proxy.attempts, probe)?.status === 444) return [];
		if (probe.error !== void 0 && probe.error !== "timed-out" && !isPassedOn(facts, probe) && !(route && isPassedThrough(facts, probe))) return [{
			kind: "silence",
			probe,
			...proxyRecord ? { record: proxyRecord } : {}
		}];
		const local = localSymptom(facts, probe, directs, route);
		if (local) return [local];
		if (!route || routeIndex === void 0) return isGatewayStatus(probe.status) || probe.unmet !== void 0 ? [{
			kind: "status",
			probe,
			directs
		}] : [];
		return routeSymptoms(plan, facts, probe, directs, route, routeIndex);
	}).filter((symptom) => !("service" in symptom && symptom.service && down.has(symptom.service.name)) && !isMissed(plan, symptom, down)));
}
/** Whether a port is refused in a network namespace that a container shared which is down: then that one was to open it. */
function isMissed(plan, symptom, down) {
	if (symptom.kind !== "gateway" || !symptom.service || !symptom.directs.some((direct) => direct.error === "refused" && direct.target?.port === symptom.target?.port)) return false;
	const root = symptom.service.networkOf?.value ?? symptom.service.name;
	return plan.services.some((other) => down.has(other.name) && (other.name === root || other.networkOf?.value === root));
}
/** Whether what came, whole or not, came by nginx from an address that it dials. */
function isPassedOn({ proxy }, probe) {
	const attempt = attemptOf(proxy.attempts, probe);
	if (attempt === void 0 || attempt.status === clientClosed || attempt.upstreamAddr.every((address) => address === "" || address === "-")) return false;
	const isTold = proxy.errors.some((error) => error.connection === attempt.connection && error.upstream !== void 0);
	return probe.status !== void 0 || isTold && (probe.error === "not-http" || probe.error === "closed");
}
/** What is no HTTP at all nginx takes for HTTP/0.9 and passes through as it is, under the status 009. It complains all the same. */
function isPassedThrough({ proxy }, probe) {
	const attempt = attemptOf(proxy.attempts, probe);
	const isStrange = attempt !== void 0 && proxy.errors.some((error) => error.connection === attempt.connection && error.message.startsWith("upstream sent no valid HTTP"));
	return probe.error === "not-http" || attempt?.status === 9 || isStrange;
}
/** nginx's status for a client that went away first. */
const clientClosed = 499;
function routeSymptoms(plan, facts, probe, directs, route, routeIndex) {
	const attempt = attemptOf(facts.proxy.attempts, probe);
	const errors = attempt ? errorsOf(facts, attempt) : facts.proxy.errors.filter((error) => error.request?.includes(plan.probes[probe.probe]?.path ?? "\0") === true);
	const script = plan.probes[probe.probe]?.script;
	if (script !== void 0 && probe.status === 404 && plan.probes[probe.probe]?.expect === void 0) return probe.unmet !== void 0 && isScriptUnknown(facts, errors, directs) ? [scriptSymptom(plan, facts, route, script, probe, directs, errors)] : [];
	const isFailing = isGatewayStatus(probe.status) || probe.error !== void 0 || probe.unmet !== void 0 || isProxyError(probe, attempt) || probe.endedWorker !== void 0;
	const shared = {
		route,
		routeIndex,
		probe,
		directs,
		errors,
		...attempt ? { attempt } : {}
	};
	const described = (target, isMasked) => {
		const service = target && serviceOf(plan, target);
		const record = service && facts.services.find((each) => each.name === service.name);
		return {
			kind: "gateway",
			...shared,
			isMasked,
			...target ? { target } : {},
			...service ? { service } : {},
			...record ? { record } : {}
		};
	};
	const misspoken = isFailing ? void 0 : misspokenTo(plan, facts, probe, route);
	if (misspoken) return [{
		...statusSymptom(plan, facts, probe, directs, route, attempt),
		kind: "misspoken",
		route,
		target: misspoken
	}];
	if (probe.refusal) return [{
		...statusSymptom(plan, facts, probe, directs, route, attempt),
		kind: "refusal",
		refusal: probe.refusal
	}];
	if (!isFailing) return refusedTargets(plan, route, directs, errors).map((target) => described(target, true));
	if (answeredByApp(attempt) && probe.error === void 0 && probe.endedWorker === void 0 || attempt === void 0 && directs.some((direct) => direct.status === probe.status && isGatewayStatus(direct.status))) return [statusSymptom(plan, facts, probe, directs, route, attempt)];
	const dialled = dialledTargets(plan, facts, route, attempt);
	return dialled.length > 0 ? dialled.map((target) => described(target, false)) : [described(void 0, false)];
}
/** An error of nginx that no address has a part in: it dialled none, and complains of nothing but its own limits. */
function localSymptom(facts, probe, directs, route) {
	const attempt = attemptOf(facts.proxy.attempts, probe);
	if (!attempt || attempt.status !== probe.status || !isGatewayStatus(probe.status) && probe.status !== 500) return void 0;
	if ([...attempt.upstreamAddr, ...attempt.upstreamStatus].some((each) => each !== "" && each !== "-")) return void 0;
	const errors = facts.proxy.errors.filter((error) => error.connection === attempt.connection);
	return errors.every((error) => /^(?:info|notice|debug)$/.test(error.level) || /^limiting (?:requests|connections)/.test(error.message)) ? {
		kind: "local",
		probe,
		directs,
		attempt,
		errors,
		...route ? { route } : {}
	} : void 0;
}
/** PHP-FPM says so on its error stream, which nginx logs. Without a log the words of its answer have to do. */
function isScriptUnknown(facts, errors, directs) {
	return !facts.proxy.observed || errors.some((error) => error.text.includes("Primary script unknown")) || directs.some((direct) => direct.stderr?.includes("Primary script unknown") === true);
}
function scriptSymptom(plan, facts, route, script, probe, directs, errors) {
	const [target] = route.targets;
	const service = target && serviceOf(plan, target);
	const record = service && facts.services.find((each) => each.name === service.name);
	return {
		kind: "script",
		route,
		script,
		asked: plan.probes[probe.probe]?.path ?? "/",
		probe,
		directs,
		errors,
		...service ? { service } : {},
		...record ? { record } : {}
	};
}
/** nginx's records of an attempt. "No live upstreams" only says that earlier ones failed: then theirs tell why. */
function errorsOf(facts, attempt) {
	const own = facts.proxy.errors.filter((error) => error.connection === attempt.connection);
	if (!own.some((error) => error.message.startsWith("no live upstreams"))) return own;
	const requests = new Set(own.map((error) => error.request));
	return facts.proxy.errors.filter((error) => requests.has(error.request));
}
/** Addresses of the route that refuse a direct connection although the proxy's answer was fine. Whose a Unix socket is may be a guess: there nginx itself must have found nobody. */
function refusedTargets(plan, route, directs, errors) {
	return route.targets.filter((target) => {
		const service = serviceOf(plan, target);
		if (target.socket !== void 0 && !errors.some((error) => error.message === `connect() to unix:${target.socket} failed`)) return false;
		return service !== void 0 && !target.backup && !target.down && directs.some((direct) => direct.target?.service === service.name && direct.target.port === target.port && direct.error === "refused");
	});
}
function statusSymptom(plan, facts, probe, directs, route, attempt) {
	const target = (attempt && dialledTargets(plan, facts, route, {
		...attempt,
		upstreamAddr: attempt.upstreamAddr.slice(-1)
	})[0]) ?? route.targets[0];
	const service = target && serviceOf(plan, target);
	const record = service && facts.services.find((each) => each.name === service.name);
	return {
		kind: "status",
		probe,
		directs,
		route,
		...service ? { service } : {},
		...record ? { record } : {}
	};
}
/** nginx's record of a probe: the one with our side's port, else the last of the same request and status. */
function attemptOf(attempts, probe) {
	const byPort = probe.localPort === void 0 ? void 0 : attempts.findLast((attempt) => attempt.remotePort === probe.localPort);
	if (byPort) return byPort;
	const path = /^\S+ \w+:\/\/[^/]+(\/.*)$/.exec(probe.request)?.[1] ?? "/";
	return attempts.findLast((attempt) => attempt.request.includes(` ${path} `) && attempt.status === probe.status);
}
/** nginx writes its own 502 and 504 into $upstream_status too; only a header time shows that the app answered. */
function answeredByApp(attempt) {
	const last = attempt?.headerTime.at(-1);
	return last !== void 0 && last !== "" && last !== "-";
}
/** The target that answered 400 and was found to speak another protocol than nginx does to it. */
function misspokenTo(plan, facts, probe, route) {
	if (!mayBeMisspoken(plan, probe)) return void 0;
	return route.targets.find((target) => {
		const peer = facts.protocols?.find((each) => each.service === serviceOf(plan, target)?.name && each.port === target.port);
		return peer !== void 0 && isMisspoken(route.scheme, peer);
	});
}
/** Whether a peer takes TLS alone where nginx speaks in clear, or HTTP where nginx speaks FastCGI, uwsgi or SCGI. A 400 that it gives to all alike is its answer. */
function isMisspoken(scheme, peer) {
	const inClear = peer.trials.find((trial) => trial.said === "http");
	if (scheme !== "http") return inClear?.outcome === "understood" && inClear.status !== 400;
	const secured = peer.handshakes.filter((trial) => trial.outcome === "accepted");
	const isAboutTls = secured.some((trial) => trial.status === void 0) && /https|tls|ssl/i.test(inClear?.heard ?? "");
	return inClear?.status === 400 && (secured.some((trial) => trial.status !== void 0 && trial.status !== 400) || isAboutTls);
}
function isGatewayStatus(status) {
	return status === 502 || status === 503 || status === 504;
}
/** A 500 that nginx made while passing on. */
function isProxyError(probe, attempt) {
	return probe.status === 500 && attempt !== void 0 && !answeredByApp(attempt);
}
/** The targets of a route that nginx's record shows as dialled; the only one there is when it shows none. */
function dialledTargets(plan, facts, route, attempt) {
	const addresses = (attempt?.upstreamAddr ?? []).filter((address) => address !== "" && address !== "-");
	const matching = route.targets.filter((target) => {
		const service = serviceOf(plan, target);
		const own = [
			target,
			...(facts.services.find((each) => each.name === service?.name)?.addresses ?? []).map((host) => ({
				...target,
				host
			})),
			...target.through ? [target.through] : []
		].map(showTarget);
		return addresses.some((address) => own.includes(address));
	});
	if (matching.length > 0) return matching;
	return route.targets.length === 1 ? [...route.targets] : addresses.length === 0 ? [] : route.targets.filter((target) => !target.down && !target.backup);
}
/** One symptom for each address and kind of answer, however many probes show it. */
function unique(symptoms) {
	const seen = /* @__PURE__ */ new Set();
	return symptoms.filter((symptom) => {
		const key = JSON.stringify(keyOf(symptom));
		return !seen.has(key) && seen.add(key);
	});
}
function keyOf(symptom) {
	if (symptom.kind === "gateway") return [
		"gateway",
		symptom.target?.host,
		symptom.target?.port,
		symptom.target?.socket,
		symptom.target ? "" : symptom.route.value,
		symptom.probe.status,
		symptom.errors.at(-1)?.errno,
		symptom.errors.at(-1)?.message
	];
	if (symptom.kind === "script") return [
		"script",
		symptom.service?.name,
		symptom.script
	];
	if (symptom.kind === "status") return [
		"status",
		symptom.service?.name,
		symptom.probe.status,
		symptom.probe.unmet === void 0 ? "" : symptom.probe.name
	];
	if (symptom.kind === "local") return [
		"local",
		symptom.attempt.server,
		symptom.probe.status,
		symptom.attempt.limitReq,
		symptom.attempt.limitConn,
		symptom.route?.server
	];
	if (symptom.kind === "platform") return [
		"platform",
		symptom.problem.key,
		symptom.problem.at.line
	];
	if (symptom.kind === "refusal") return [
		"refusal",
		symptom.service?.name,
		symptom.refusal.sent
	];
	return [symptom.kind, symptom.kind === "silence" ? symptom.probe.error : ""];
}
/** Whether the user's probe asks for just this answer. */
function isExpected(plan, { probe, status, unmet }) {
	return unmet === void 0 && status !== void 0 && plan.probes[probe]?.expect?.status?.includes(status) === true;
}

// src/diagnose/diagnose.ts
/** Asks every rule about every symptom and ranks the answers. Pure: the same evidence gives the same findings. */
function diagnose({ plan, facts, experiments }) {
	const refused = readPlatformSymptoms(plan);
	const isBuilt = refused.length === 0 && (!("value" in facts.builds) || facts.builds.value.every((build) => build.ok));
	const missing = missingOf(facts, isBuilt ? [
		"builds",
		"services",
		"proxy",
		"probes"
	] : ["builds"]);
	if (missing !== void 0) return {
		findings: [],
		ruledOut: [],
		unknown: [{
			cause: "any",
			because: missing
		}],
		symptoms: ["the evidence is incomplete"],
		candidates: []
	};
	const symptoms = refused.length > 0 ? refused : isBuilt ? readSymptoms(plan, valuesOf(facts, [
		"builds",
		"services",
		"proxy",
		"probes",
		"protocols"
	])) : readBuildSymptoms(plan, valuesOf(facts, ["builds"]).builds);
	const suspicions = [];
	const ruledOut = [];
	const absent = [];
	const unknown = [];
	for (const rule of symptoms.length > 0 ? rules : []) {
		const asked = symptoms.filter((symptom) => rule.symptoms.includes(symptom.kind));
		if (asked.length === 0 && isBuilt) absent.push({
			cause: rule.id,
			because: rule.absent
		});
		for (const symptom of asked) {
			const lacking = missingOf(facts, rule.needs);
			const answer = lacking === void 0 ? rule.diagnose(symptom, valuesOf(facts, [...rule.needs, ...rule.wants ?? []]), plan) : {
				kind: "unknown",
				because: lacking
			};
			if (answer.kind === "finding") suspicions.push({
				symptom,
				rule,
				finding: findingOf(rule, answer.draft, experiments)
			});
			else (answer.kind === "ruled-out" ? ruledOut : unknown).push({
				cause: rule.id,
				because: answer.because
			});
		}
	}
	const chosen = choose(plan, suspicions);
	const settled = [
		...chosen.ruledOut,
		...ruledOut,
		...absent
	];
	const causes = new Set(chosen.findings.map((finding) => finding.cause));
	const open = firstOfEach([...chosen.unknown, ...unknown].filter(({ cause }) => !causes.has(cause)));
	const openCauses = new Set(open.map(({ cause }) => cause));
	return {
		findings: chosen.findings,
		ruledOut: firstOfEach(settled.filter(({ cause }) => !causes.has(cause) && !openCauses.has(cause))),
		unknown: [...open, ...unexplained(symptoms, chosen.findings)],
		symptoms: symptoms.map(describeSymptom),
		candidates: chosen.candidates.map(({ finding, symptom }) => ({
			finding,
			symptom: symptoms.indexOf(symptom)
		}))
	};
}
/** The key under which a finding's experiment is kept. */
function subjectOf(draft) {
	return `${draft.service ?? ""}@${draft.location ? showLocation({
		path: draft.location.path,
		line: draft.location.line
	}) : ""}`;
}
function findingOf(rule, draft, experiments) {
	const subject = subjectOf(draft);
	const proof = experiments.find((experiment) => experiment.cause === rule.id && experiment.subject === subject)?.proof ?? { result: "not-attempted" };
	const edits = draft.fix.edits.filter((edit) => !edit.replacement.includes("[redacted:"));
	const isWhole = edits.length === draft.fix.edits.length;
	return {
		cause: rule.id,
		level: "error",
		related: [],
		...draft,
		title: draft.title ?? rule.title,
		confidence: proof.result === "confirmed" ? "proven" : draft.confidence,
		fix: {
			text: draft.fix.text,
			edits: isWhole ? edits : [],
			safe: proof.result === "confirmed" && isWhole && edits.length > 0
		},
		proof
	};
}
function missingOf(facts, keys) {
	for (const key of keys) {
		const fact = facts[key];
		if ("missing" in fact) return `${key} could not be read: ${fact.missing}`;
	}
}
function valuesOf(facts, keys) {
	return Object.fromEntries(keys.flatMap((key) => "value" in facts[key] ? [[key, facts[key].value]] : []));
}
function firstOfEach(items) {
	const seen = /* @__PURE__ */ new Set();
	return items.filter(({ cause }) => !seen.has(cause) && seen.add(cause));
}
/** When nothing is found at all, the symptoms themselves are what is known. */
function unexplained(symptoms, findings) {
	return findings.some((finding) => finding.level === "error") ? [] : symptoms.map((symptom) => ({
		cause: "unrecognised",
		because: describeSymptom(symptom)
	}));
}

export { subjectOf as n, diagnose as t };