import { n as cleanLine } from "./clean-text.js";
import { t as socketTable } from "./sockets.js";
import { c as failingResult, d as shortAnswer, l as firstTrial, o as answerOf, p as wayOf, u as hasFailed } from "./headline.js";
import { u as serviceOf } from "./address.js";
import { n as showTarget } from "./proxy.js";

// src/report/events.ts
/** What happened when, oldest first: starts, listeners, ends, requests, and what the gate noted. */
function timelineOf(report) {
	const starts = startsOf(report);
	return {
		isAligned: starts.size > 0,
		events: [
			...noteEvents(report),
			...serviceEvents(report, starts),
			...requestEvents(report, starts)
		].toSorted((a, b) => a.at - b.at)
	};
}
/** The first start of each service, in milliseconds since the boot began. */
function startsOf({ timeline }) {
	const starts = /* @__PURE__ */ new Map();
	for (const { at, started } of timeline) if (started !== void 0 && !starts.has(started)) starts.set(started, at);
	return starts;
}
function noteEvents({ timeline }) {
	return timeline.map(({ at, text, started }) => ({
		at,
		who: cleanLine(started ?? "", 60),
		text: cleanLine(text, 200),
		kind: started === void 0 ? "note" : "start"
	}));
}
function serviceEvents({ facts }, starts) {
	const services = facts && "value" in facts.services ? facts.services.value : [];
	const sockets = facts && "value" in facts.sockets ? facts.sockets.value : [];
	return [...services.flatMap((service) => endEvents(service, starts)), ...sockets.flatMap((each) => listenEvents(each, starts))];
}
function endEvents({ name, exits, restarts = [] }, starts) {
	return [...restarts, ...exits].map(({ at, code, oomKilled }) => ({
		at: (starts.get(name) ?? 0) + at,
		who: cleanLine(name, 60),
		text: `${cleanLine(name, 60)} ended with exit code ${code}${oomKilled ? ", out of memory" : ""}`,
		kind: "end"
	}));
}
/** A socket that was there at the only look may have been there long before: that says nothing of when. */
function listenEvents({ service, sockets, readAt }, starts) {
	return sockets.filter((socket) => socket.since < readAt && socket.address !== "127.0.0.11").slice(0, 8).map(({ address, port, since, family }) => ({
		at: (starts.get(service) ?? 0) + since,
		who: cleanLine(service, 60),
		text: cleanLine(`${service} is seen to listen on ${family === "unix" ? address : family === "tcp6" ? `[${address}]:${port}` : `${address}:${port}`}`, 200),
		kind: "listen"
	}));
}
function requestEvents(report, starts) {
	const offset = starts.get(report.plan?.proxy.service ?? "") ?? 0;
	return firstTrial(report).filter((probe) => probe.tries > 0).map((probe) => ({
		at: offset + probe.at,
		who: probe.via === "proxy" ? cleanLine(report.plan?.proxy.service ?? "", 60) : cleanLine(probe.target?.service ?? "", 60),
		text: `${cleanLine(probe.request, 120)} ${wayOf(probe)}: ${answerOf(probe)}${probe.tries > 1 ? ` (try ${probe.tries})` : ""}`,
		kind: hasFailed(report, probe) ? "failure" : "request"
	}));
}

// src/report/code-frame.ts
const mostPlaces = 6;
/** The places of a finding as code, the file of the cause first, with the lines around them where they are known. */
function codeFrames(report, { location, related }) {
	const places = [...location ? [{
		at: location,
		mark: "cause"
	}] : [], ...related.map(({ at, note }) => ({
		at,
		mark: "related",
		note: cleanLine(note, 160)
	}))].slice(0, mostPlaces);
	return [...new Set(places.map(({ at }) => at.path))].map((path) => ({
		path: cleanLine(path, 200),
		rows: rowsOf(path, places.filter(({ at }) => at.path === path), report)
	}));
}
function rowsOf(path, places, { excerpts = [] }) {
	const rows = /* @__PURE__ */ new Map();
	for (const excerpt of excerpts.filter((each) => each.path === path)) for (const [index, text] of excerpt.lines.entries()) rows.set(excerpt.from + index, {
		line: excerpt.from + index,
		text: codeLine(text)
	});
	for (const { at, mark, note } of places.toReversed()) rows.set(at.line, {
		line: at.line,
		text: codeLine(at.text ?? rows.get(at.line)?.text ?? ""),
		mark,
		...note === void 0 || note === "" ? {} : { note }
	});
	const sorted = [...rows.values()].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
	return sorted.flatMap((row, index) => {
		const before = sorted[index - 1]?.line;
		return before !== void 0 && row.line !== void 0 && row.line > before + 1 ? [{
			line: void 0,
			text: ""
		}, row] : [row];
	});
}
function codeLine(text) {
	return cleanLine(text, 200).trimEnd();
}

// src/report/nginx-reasons.ts
/** What the kernel's error numbers say of a connection. */
const errnoWords = {
	2: "no such file",
	13: "permission denied",
	24: "too many open files",
	99: "no address to dial from",
	104: "connection reset",
	110: "connection timed out",
	111: "connection refused",
	113: "no route to host"
};
const quietLevels = [
	"debug",
	"info",
	"notice"
];
/** What nginx logged of one request, the last word; undefined when it logged nothing. */
function errorLine(nginx, proxied) {
	const connection = nginx?.attempts.find((attempt) => attempt.remotePort === proxied?.localPort)?.connection;
	const errors = nginx?.errors.filter((error) => !quietLevels.includes(error.level)) ?? [];
	return errors.findLast((error) => connection !== void 0 && error.connection === connection) ?? errors.findLast((error) => error.upstream !== void 0);
}
/** Why the way from nginx to the app ends, in a few clean words: what nginx met, else what the same address answered when it was asked directly; "" when neither tells. */
function refusalOf(nginx, proxied, direct) {
	const error = errorLine(nginx, proxied);
	if (error !== void 0) return wordsOf(error);
	return direct?.error === void 0 ? "" : shortAnswer(direct);
}
function wordsOf({ message, errno }) {
	const known = errno === void 0 ? void 0 : errnoWords[errno];
	if (known !== void 0) return known;
	const plain = (/^FastCGI sent in stderr: "(?:PHP message: )?(.+?)"?$/.exec(message)?.[1] ?? message).replace(/(?<!:)\s*\([^()]*\)\s*$/, "");
	return cleanLine(plain, 70);
}

// src/report/request-path.ts
/** The way of the request that a finding is about, with the place where it ends; of the first request where none fails. undefined without a plan. */
function requestPath(report, finding) {
	const trace = traceOf(report, finding);
	if (trace === void 0) return void 0;
	const end = breakOf(trace);
	const { proxied } = trace;
	const needed = end === "need" ? [{
		name: neededService(trace) ?? "",
		role: "dependency",
		detail: "",
		state: "untried"
	}] : [];
	const isTaken = proxied?.status !== void 0 || trace.proxyEnd === void 0 && end !== "proxy";
	return {
		request: cleanLine(proxied?.request ?? "", 120),
		stops: [
			{
				name: "client",
				role: "the gate",
				detail: clientDetail(proxied),
				state: "passed"
			},
			proxyStop(trace, end),
			appStop(trace, end),
			...needed
		],
		hops: [
			{
				label: requestLabel(trace),
				state: proxied !== void 0 && proxied.tries > 0 && isTaken ? "passed" : "untried"
			},
			appHop(trace, end),
			...needed.map(() => ({
				label: "cannot use it",
				state: "broken"
			}))
		]
	};
}
function clientDetail(proxied) {
	if (proxied === void 0) return "";
	if (proxied.tries === 0) return "asks in vain";
	return proxied.status === void 0 ? shortAnswer(proxied) : `gets ${shortAnswer(proxied)}`;
}
function traceOf(report, finding) {
	const { plan } = report;
	if (plan === void 0) return void 0;
	const proxied = chosenResult(report, finding);
	const route = routeOf(plan, proxied, finding);
	const target = route?.targets.find((each) => serviceOf(plan, each)?.name === finding?.service) ?? route?.targets[0];
	const app = (target && serviceOf(plan, target)?.name) ?? (finding?.service === plan.proxy.service ? void 0 : finding?.service) ?? plan.services.find((service) => service.role === "app")?.name;
	const directs = firstTrial(report).filter((result) => result.via === "direct" && result.probe === proxied?.probe);
	return {
		report,
		plan,
		finding,
		proxied,
		direct: directs.find((result) => result.target?.service === app) ?? directs[0],
		target,
		app,
		appEnd: app === void 0 ? void 0 : buildFailure(report, app) ?? endOf(serviceRecord(report, app)),
		proxyEnd: endOf(serviceRecord(report, plan.proxy.service)),
		nginx: report.facts && "value" in report.facts.proxy ? report.facts.proxy.value : void 0
	};
}
/** The failing request; else one whose direct twin was refused, or that was answered by an error; else the first. */
function chosenResult(report, finding) {
	const results = firstTrial(report);
	const proxied = results.filter((result) => result.via === "proxy");
	const refused = results.find((result) => result.via === "direct" && result.error === "refused");
	const odd = finding && (proxied.find((result) => result.probe === refused?.probe) ?? proxied.find((result) => (result.status ?? 0) >= 400));
	return failingResult(report, finding) ?? odd ?? proxied[0];
}
function routeOf(plan, proxied, finding) {
	return plan.proxy.routes[plan.probes[proxied?.probe ?? -1]?.route ?? -1] ?? plan.proxy.routes.find((route) => route.targets.some((target) => serviceOf(plan, target)?.name === finding?.service)) ?? plan.proxy.routes[0];
}
/** The one place at which the request ends, by what was observed; the finding decides between the two sides of a connection. */
function breakOf(trace) {
	const { report, finding, proxied, direct, appEnd, proxyEnd } = trace;
	if (report.verdict === "pass") return "nowhere";
	if (neededService(trace) !== void 0) return "need";
	const isOfProxy = finding !== void 0 && finding.service === trace.plan.proxy.service && trace.app !== trace.plan.proxy.service;
	if (appEnd !== void 0 && !isOfProxy && trace.app !== trace.plan.proxy.service) return "app";
	if (proxyEnd !== void 0) return namesUnknownHost(trace) ? "hop" : isHeldBack(trace) ? "app" : "proxy";
	if (proxied === void 0) return "nowhere";
	if (proxied.refusal !== void 0 || proxied.endedWorker !== void 0) return "app";
	if (trace.nginx?.observed === true && !hasReached(trace)) return /resolv/.test(errorLine(trace.nginx, proxied)?.message ?? "") || direct?.error === "refused" ? "hop" : "proxy";
	if (direct === void 0 || direct.error === "refused" || !hasFailed(report, direct)) return "hop";
	return isAtProxy(trace) && direct.error !== "timed-out" ? "hop" : "app";
}
/** Whether nginx has asked anybody for the request. */
function hasReached({ nginx, proxied }) {
	const attempt = nginx?.attempts.find((each) => each.remotePort === proxied?.localPort);
	return attempt === void 0 || attempt.upstreamAddr.some((address) => address !== "-" && address !== "");
}
function namesUnknownHost({ nginx }) {
	return nginx?.startErrors.some(({ message }) => message.startsWith("host not found in upstream")) === true;
}
function isHeldBack({ report, plan }) {
	return serviceRecord(report, plan.proxy.service)?.heldBackBy !== void 0;
}
function isAtProxy({ plan, finding }) {
	return plan.proxy.files.some((file) => file.repo === finding?.location?.path);
}
function requestLabel({ proxied }) {
	const match = /^(\S+) \w+:\/\/[^/]+(\/.*)$/.exec(proxied?.request ?? "");
	return cleanLine(match ? `${match[1]} ${match[2]}` : proxied?.request ?? "no request was sent", 60);
}
function proxyStop({ plan, proxied, proxyEnd, report }, end) {
	const state = end === "proxy" ? "broken" : proxyEnd === void 0 && proxied !== void 0 ? "passed" : "untried";
	const isOwnAnswer = end === "proxy" && proxied?.status !== void 0 && report.verdict === "fail";
	return {
		name: cleanLine(plan.proxy.service, 60),
		role: "nginx",
		detail: proxyEnd ?? (isOwnAnswer ? `answers ${proxied.status} itself` : ""),
		state
	};
}
function appStop(trace, end) {
	const { report, app, appEnd, direct, proxied } = trace;
	if (app === void 0) return {
		name: "app",
		role: "app",
		detail: "",
		state: "untried"
	};
	const state = end === "app" ? "broken" : end === "nowhere" && proxied !== void 0 ? "passed" : "untried";
	const answer = end !== "app" || direct === void 0 ? "" : `asked directly: ${shortAnswer(direct)}`;
	const refusal = proxied?.refusal === void 0 ? "" : cleanLine(`refuses the host ${proxied.refusal.sent}`, 70);
	const unready = end === "app" && isHeldBack(trace) ? "is not ready" : "";
	return {
		name: cleanLine(app, 60),
		role: "app",
		detail: appEnd ?? ([
			refusal,
			unready,
			answer
		].find((text) => text !== "") || listening(report, app)),
		state
	};
}
function appHop(trace, end) {
	const { target, proxied, appEnd } = trace;
	const dialled = target === void 0 ? "" : cleanLine(showTarget(target), 60);
	if (end === "hop") return {
		label: [dialled, namesUnknownHost(trace) ? "host not found" : refusalOf(trace.nginx, proxied, trace.direct)].filter((text) => text !== "").join(": "),
		state: "broken"
	};
	return {
		label: dialled,
		state: proxied?.status !== void 0 && end !== "proxy" && (appEnd === void 0 || hasReached(trace)) ? "passed" : "untried"
	};
}
function listening(report, service) {
	const rows = (socketTable(report, service)?.rows ?? []).filter((row) => row.process !== "-").map((row) => row.address);
	if (report.sockets.some((each) => each.service === service) && rows.length === 0) return "listens on no port";
	return rows.length === 0 ? "" : cleanLine(`listens on ${rows.slice(0, 2).join(", ")}`, 70);
}
/** What the app needs and does not get, where that is the cause. */
function neededService({ plan, finding, app }) {
	if (finding === void 0 || !/^dependency-(?:not-ready|unreachable)$/.test(finding.cause)) return void 0;
	const words = new Set(`${finding.title} ${finding.what}`.split(/[^\w-]+/));
	const named = plan.services.find((service) => service.name !== app && service.name !== plan.proxy.service && words.has(service.name));
	return named === void 0 ? "its dependency" : cleanLine(named.name, 60);
}
function buildFailure({ facts }, service) {
	return (facts && "value" in facts.builds ? facts.builds.value : []).some((build) => build.service === service && !build.ok) ? "its image is not built" : void 0;
}
function serviceRecord({ facts }, name) {
	return facts && "value" in facts.services ? facts.services.value.find((service) => service.name === name) : void 0;
}
/** How a container ended; undefined for one that runs, or of which nothing is known. */
function endOf(record) {
	if (record === void 0 || record.state === "running") return void 0;
	const [exit] = record.exits;
	if (exit !== void 0) return `ended with exit code ${exit.code}${exit.oomKilled ? ", out of memory" : ""}`;
	if (record.heldBackBy !== void 0) return cleanLine(`waits for ${record.heldBackBy}`, 60);
	return record.startError === void 0 ? "was not started" : "could not be started";
}

// src/report/log-excerpts.ts
/** What was logged, whole, what matters to a finding first. Empty where nothing was collected. */
function logsOf(report, finding) {
	const { facts } = report;
	if (facts === void 0) return [];
	const proxyName = report.plan?.proxy.service;
	const services = valueOf(facts.services) ?? [];
	const rank = ({ name, state }) => name === finding?.service ? 0 : state === "running" ? name === proxyName ? 2 : 3 : 1;
	return [
		...(valueOf(facts.builds) ?? []).filter((build) => !build.ok).map(buildLog),
		...errorLog(facts),
		...services.toSorted((a, b) => rank(a) - rank(b)).map(serviceLog)
	].filter(({ lines }) => lines.length > 0);
}
/** The last lines of a log, and how many went before. */
function lastLines({ lines }, most) {
	const left = Math.max(0, lines.length - most);
	return {
		lines: lines.slice(left),
		left
	};
}
function buildLog({ service, error, log }) {
	return {
		title: `Build of ${cleanLine(service, 80)}`,
		file: fileName(`build-${service}`),
		lines: [...log, ...error === void 0 ? [] : [error]].map(clean)
	};
}
function serviceLog({ name, log, truncated }) {
	const lines = log.map(({ at, text }) => `${(at / 1e3).toFixed(2).padStart(7)}s  ${clean(text)}`);
	const note = truncated > 0 ? [`${truncated} lines between the first and the last ones were not kept`] : [];
	return {
		title: `Output of ${cleanLine(name, 80)}`,
		file: fileName(name),
		lines: [...note, ...lines]
	};
}
function errorLog({ proxy }) {
	return [{
		title: "Error log of nginx",
		file: "nginx-error.log",
		lines: (valueOf(proxy)?.errors ?? []).filter(({ level }) => ![
			"notice",
			"info",
			"debug"
		].includes(level)).map(({ text }) => clean(text))
	}];
}
function fileName(name) {
	return `${name.replace(/[^\w.-]/g, "_").replace(/^\.+/, "_").slice(0, 80)}.log`;
}
function valueOf(collected) {
	return collected !== void 0 && "value" in collected ? collected.value : void 0;
}
function clean(text) {
	return cleanLine(text, 400);
}

// src/report/reproduce.ts
/** The package as npm fetches it from its repository; `dist/` is committed, so nothing is built. */
const program = "npx --yes github:upstream-gate/upstream-gate";
/** The command that makes the same run on another machine, for a POSIX shell; clean, one line. */
function reproduction({ command }) {
	return [program, ...(command ?? ["check", "."]).map(shellWord)].join(" ");
}
/** A word as a POSIX shell reads it back: as it is, or in single quotes. */
function shellWord(word) {
	const clean = cleanLine(word, 400);
	return /^[\w@%+=:,./-]+$/.test(clean) ? clean : `'${clean.replaceAll("'", `'\\''`)}'`;
}

export { codeFrames as a, requestPath as i, lastLines as n, timelineOf as o, logsOf as r, reproduction as t };