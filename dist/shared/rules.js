import { a as isHostAddress, c as pathSeenBy, f as serviceOfTarget, i as isControlSocket, l as plainPath, n as foldersAbove, o as isLoopback, r as isAddressLiteral, s as mountOver, t as desktopNames } from "./address.js";
import { a as port, i as parseSize, n as parseDuration, o as showDuration, s as showSize, t as millis } from "./units.js";
import { a as literally, r as scriptNameOf, t as patienceIn } from "./patience.js";
import { n as showTarget, t as passedPath } from "./proxy.js";
import { a as sameLine } from "./location.js";
import { a as serviceNamed, n as hostGateway, r as hostName$1 } from "./plan.js";
import { t as nearest$1 } from "./names.js";

// src/diagnose/edits.ts
/** A line's text when it is known as it stands in the file: neither cut nor with a secret taken out. */
function wholeText(at) {
	return at?.text === void 0 || at.text.length >= 300 || at.text.includes("[redacted:") ? void 0 : at.text;
}
/** The line at a place with one stretch of it replaced; none when the line's text is not known whole. */
function replaceAt(at, span, replacement) {
	const text = wholeText(at);
	if (!at || text === void 0 || !span) return [];
	const start = span.column - 1;
	return [wholeLine(at, text.slice(0, start) + replacement + text.slice(start + span.length))];
}
/** The line at a place with the only occurrence of a word replaced; none when it is not there exactly once. */
function replaceWord(at, word, replacement) {
	const text = wholeText(at);
	if (!at || text === void 0 || word === "") return [];
	const pattern = new RegExp(`(?<![\\w.])${literally(word)}(?![\\w])`, "g");
	const hits = [...text.matchAll(pattern)];
	const [hit] = hits;
	if (hits.length !== 1 || !hit) return [];
	return [wholeLine(at, text.slice(0, hit.index) + replacement + text.slice(hit.index + word.length))];
}
/** The line at a place without a directive of that name; without the `if` around it when that stands on the same line. None when it is not there once, whole. */
function withoutDirective(at, name) {
	const text = wholeText(at);
	if (!at || text === void 0) return [];
	const pattern = new RegExp(`(?:\\bif\\s*\\([^{};]*\\)\\s*\\{\\s*${name}\\s[^;{}]*;\\s*\\}|(?<![\\w$])${name}\\s[^;{}]*;)`, "g");
	const hits = [...text.matchAll(pattern)];
	const [hit] = hits;
	if (hits.length !== 1 || !hit) return [];
	return [wholeLine(at, (text.slice(0, hit.index) + text.slice(hit.index + hit[0].length)).trimEnd())];
}
/** A line replaced as a whole. */
function wholeLine(at, replacement) {
	return {
		path: at.path,
		startLine: at.line,
		endLine: at.line,
		replacement
	};
}
/** Lines put behind a directive that ends on the line of a place, indented like it; none when the line's text is not known whole. */
function addBehind(at, directive, lines) {
	const text = wholeText(at);
	if (!at || text === void 0) return [];
	const start = text.search(new RegExp(`(?<![\\w$])${directive}\\s`));
	const end = start < 0 ? -1 : text.indexOf(";", start);
	if (end < 0) return [];
	const isAlone = text.slice(0, start).trim() === "" && /^\s*(?:#.*)?$/.test(text.slice(end + 1));
	const indent = /^\s*/.exec(text)?.[0] ?? "";
	return [wholeLine(at, isAlone ? [text, ...lines.map((line) => indent + line)].join("\n") : `${text.slice(0, end + 1)} ${lines.join(" ")}${text.slice(end + 1)}`)];
}
/** A directive on the line of a place, put in place of the one there; none when that is not known whole or spans lines. */
function replaceDirective(at, directive, lines) {
	const text = wholeText(at);
	if (!at || text === void 0) return [];
	const start = text.search(new RegExp(`(?<![\\w$])${directive}\\s`));
	const end = start < 0 ? -1 : text.indexOf(";", start);
	if (end < 0) return [];
	const indent = /^\s*/.exec(text)?.[0] ?? "";
	const isAlone = text.slice(0, start).trim() === "";
	return [wholeLine(at, text.slice(0, start) + lines.join(isAlone ? `\n${indent}` : " ") + text.slice(end + 1))];
}

// src/diagnose/gateway.ts
const connectionRefused = 111;
/** For a Unix socket: there is no such file. */
const noSuchFile = 2;
/** Whether the address that nginx dialled had nobody to take the connection: by nginx's own error number, else by our own try. */
function isRefused(symptom) {
	if (symptom.errors.some((error) => error.errno === connectionRefused)) return true;
	if (symptom.target?.socket !== void 0) return socketErrno(symptom) === noSuchFile;
	return symptom.directs.some((direct) => direct.error === "refused" && (symptom.target === void 0 || direct.target?.port === symptom.target.port));
}
/** The number of the error with which nginx's connection to a Unix socket failed; undefined when it did not, or nginx did not say. */
function socketErrno(symptom) {
	const own = symptom.errors.filter((error) => error.message.startsWith("connect() to unix:") && error.errno !== void 0);
	return (own.findLast((error) => error.message.includes(`unix:${symptom.target?.socket} `)) ?? own.at(-1))?.errno;
}
/** What nginx wrote and what came back, through it and past it. */
function gatewayWitnesses(symptom) {
	const [error] = (symptom.errors ?? []).filter((each) => each.level !== "info" && each.level !== "notice").slice(-1);
	return [
		{
			kind: "attempt",
			text: showResult(symptom.probe)
		},
		...symptom.directs.slice(0, 3).map((direct) => ({
			kind: "attempt",
			text: showResult(direct)
		})),
		...error ? [{
			kind: "nginx",
			text: error.text.slice(0, 500)
		}] : []
	];
}
/** "GET http://localhost/ through nginx: 502 in 1 ms". */
function showResult(result) {
	const where = result.via === "proxy" ? "through nginx" : `straight to ${result.target?.service ?? "the app"}:${result.target?.port === 0 ? result.target.address : result.target?.port ?? ""}`;
	const outcome = result.status === void 0 ? result.error ?? "no answer" : result.error === void 0 ? String(result.status) : `${result.status}, broken off`;
	return `${result.request} ${where}: ${outcome} in ${Math.round(result.durationMs)} ms`;
}
/** The address dialled, as written. */
function dialled({ target, route }) {
	return target ? showTarget(target.through ?? target) : route.value;
}
/** Where nginx comes from when it dials, after "nginx dials …": nothing reaches a published port but what stands behind it. */
function wayTo({ target }) {
	return target?.through ? `on the host, where port ${target.through.port} is published` : "from another container";
}

// src/diagnose/places.ts
/** Whether a file of the repository has a part in a service: it is built, mounted or read into it. */
function belongsTo(service, path) {
	if (service.image.kind === "build" && path === service.image.dockerfile) return true;
	if (service.start.some((step) => step.at?.path === path)) return true;
	return service.paths.some((mapping) => mapping.repo === "" || path === mapping.repo || path.startsWith(`${mapping.repo}/`)) || isInContext(service, path);
}
/** A multi-stage build takes its sources from the context and shows none of them in the end. */
function isInContext(service, path) {
	if (service.image.kind !== "build" || service.paths.length > 0) return false;
	return service.image.context === "" || path.startsWith(`${service.image.context}/`);
}
/** Lines on the app's side that make it listen on a port, the likeliest first. */
function portPlaces(service, sources, port, set = []) {
	const names = new RegExp(`(?<![\\w.])${port}(?!\\w|\\.\\d)`);
	const started = service.start.flatMap((step) => step.at && names.test(step.text) ? [{
		at: step.at,
		weight: 9
	}] : []);
	const variables = Object.values(service.variables).flatMap(({ value, at }) => at && names.test(value) ? [{
		at,
		weight: value === String(port) ? 8 : 5
	}] : []);
	const fallbacks = sources.variables.filter((mention) => belongsTo(service, mention.at.path) && mention.fallback !== void 0 && names.test(mention.fallback) && !set.includes(mention.name)).map(({ at }) => ({
		at,
		weight: 7
	}));
	const mentions = sources.ports.filter((mention) => mention.port === port && belongsTo(service, mention.at.path)).map(({ at, weight }) => ({
		at,
		weight: isExpose(at) ? weight - 6 : isSetting$1(at) ? 8 : isOverridden(sources, at, set) ? weight - 6 : weight
	}));
	return strongest(sources, [
		...started,
		...variables,
		...fallbacks,
		...mentions
	]);
}
/** EXPOSE is documentation: it opens no port. */
function isExpose(at) {
	return /^\s*EXPOSE\b/i.test(at.text ?? "");
}
/** `ENV PORT=3000` in a Dockerfile, `PORT=3000` in a variables file. */
function isSetting$1(at) {
	return /^\s*(?:ENV\s+)?\w*PORT\w*[= ]\d+\s*$/i.test(at.text ?? "") && /(^|\/)([\w.-]*Dockerfile[\w.-]*|\.env[\w.-]*|[\w.-]*\.env)$/.test(at.path);
}
/** A default beside the reading of a variable that is set has no effect. */
function isOverridden(sources, at, set) {
	return sources.variables.some((mention) => set.includes(mention.name) && mention.fallback !== void 0 && sameLine(mention.at, at));
}
/** Lines on the app's side that make it listen on the loopback, the likeliest first. */
function loopbackPlaces(service, sources, port) {
	const ports = portPlaces(service, sources, port);
	const nearness = (at) => ports.some((each) => sameLine(each.at, at)) ? 4 : ports.some((each) => each.at.path === at.path && Math.abs(each.at.line - at.line) <= 5) ? 1 : 0;
	const literal = /(?<![\w.-])(127\.0\.0\.1|localhost|\[?::1\]?)(?![\w.-])/;
	const started = service.start.flatMap((step) => step.at && listensOn$1(step.text, literal) ? [{
		at: step.at,
		weight: 9 + nearness(step.at)
	}] : []);
	const variables = Object.entries(service.variables).flatMap(([name, { value, at }]) => at && isLoopback(value) && /HOST|BIND|ADDR|LISTEN|IP$/i.test(name) && !/DB|REDIS|MYSQL|POSTGRES|MONGO|MAIL|SMTP|CACHE|AMQP|KAFKA/i.test(name) ? [{
		at,
		weight: 9
	}] : []);
	const fallbacks = sources.variables.filter((mention) => belongsTo(service, mention.at.path) && mention.fallback !== void 0 && isLoopback(mention.fallback) && /^(?:\w+_)?(?:HOST|BIND|ADDR|ADDRESS|LISTEN)(?:_\w+)?$/i.test(mention.name)).map(({ at }) => ({
		at,
		weight: 6 + nearness(at)
	}));
	const mentions = sources.hosts.filter((mention) => isLoopback(mention.host.replace(/^\[|\]$/g, "")) && belongsTo(service, mention.at.path)).map(({ at, weight }) => ({
		at,
		weight: weight + nearness(at)
	}));
	return strongest(sources, [
		...started,
		...variables,
		...fallbacks,
		...mentions
	]);
}
/** An address in a start command is one to listen on unless it is part of a URL or of a health request. */
function listensOn$1(text, literal) {
	return text.split(/&&|;|\|\|/).some((command) => literal.test(command) && !/:\/\/|\b(?:curl|wget|nc|pg_isready|redis-cli|mysqladmin|wait-for)/.test(command));
}
const leastWeight = 3;
/** Those that weigh enough, each line once, the heaviest first; of two alike the one touched since the base. */
function strongest(sources, candidates) {
	const best = /* @__PURE__ */ new Map();
	for (const { at, weight } of candidates) {
		const key = `${at.path}:${at.line}`;
		const candidate = {
			at,
			weight: weight + (isTouched(sources, at) ? .5 : 0)
		};
		if (weight >= leastWeight && candidate.weight > (best.get(key)?.weight ?? -1)) best.set(key, candidate);
	}
	return [...best.values()].toSorted((a, b) => b.weight - a.weight || a.at.path.localeCompare(b.at.path) || a.at.line - b.at.line);
}
/** The first of the candidates when nothing else comes near it; undefined when it would be a guess. */
function clearest(candidates) {
	const [first, second] = candidates;
	if (!first) return void 0;
	return second === void 0 || first.weight > second.weight ? first.at : void 0;
}
/** The line that starts the service: its command or entrypoint, else where it is declared. */
function startPlace(service) {
	return startStep(service)?.at ?? service.at;
}
/** The command as the files have it: what is given last wins, an entrypoint that only hands over comes second. */
function startStep(service) {
	return service.start.filter((step) => step.at !== void 0 && (sameLine(step.at, service.command?.at) || sameLine(step.at, service.entrypoint?.at) || /^\s*(CMD|ENTRYPOINT)\b/i.test(step.at.text ?? ""))).at(-1) ?? service.start.find((step) => step.at !== void 0);
}
/** Lines of a service that read a variable; in the order of the files. */
function readersOf(service, sources, name) {
	return sources.variables.filter((mention) => mention.name === name && belongsTo(service, mention.at.path) && !isSide(mention.at.path));
}
function isSide(path) {
	return /(^|\/)(tests?|__tests__|spec|docs?|examples?)\//i.test(path);
}
function isTouched({ changed }, at) {
	return changed?.[at.path]?.includes(at.line) ?? false;
}
/** Of two lines that could change: the one touched since the base, else the first. The other becomes related. */
function preferChanged(sources, first, second, notes) {
	if (second === void 0 || sameLine(first, second)) return {
		location: first,
		related: []
	};
	if (isTouched(sources, second) && !isTouched(sources, first)) return {
		location: second,
		related: [{
			at: first,
			note: notes.first
		}]
	};
	return {
		location: first,
		related: [{
			at: second,
			note: notes.second
		}]
	};
}

// src/diagnose/rule.ts
/** The root cause is there. */
function found(draft) {
	return {
		kind: "finding",
		draft
	};
}
/** It is not there; `because` is one clause that names the observation. */
function ruledOut(because) {
	return {
		kind: "ruled-out",
		because
	};
}
/** It cannot be told; `because` says what is lacking. */
function unknown(because) {
	return {
		kind: "unknown",
		because
	};
}
/** Gives a rule its types: `diagnose` sees the symptoms and facts that it names, nothing else. */
function defineRule(rule) {
	return rule;
}

// src/diagnose/sockets.ts
/** What listens in the network namespace of a service; undefined when it was not read. */
function socketsOf(plan, recorded, service) {
	const owner = serviceNamed(plan, service)?.networkOf?.value;
	const names = [
		service,
		owner,
		...owner === void 0 || owner === "@host" ? [] : plan.services.filter((each) => each.networkOf?.value === owner).map((each) => each.name),
		...plan.services.filter((each) => each.networkOf?.value === service).map((each) => each.name)
	];
	return recorded.find((each) => names.includes(each.service))?.sockets;
}
/** Whether nginx lives in the network namespace of a service: its loopback is nginx's own, and nginx's ports are among its sockets. */
function isBesideProxy(plan, service) {
	const owner = serviceNamed(plan, plan.proxy.service)?.networkOf?.value;
	return service.name === plan.proxy.service || service.networkOf?.value === plan.proxy.service || owner === service.name || owner !== void 0 && owner !== "@host" && service.networkOf?.value === owner;
}
/**
* What an address that nginx dials could be meant for: the sockets of a service without those by which programs are controlled and, where
* nginx lives beside it, without nginx's own ports and what other routes dial. undefined when they were not read.
*/
function ownSockets(plan, recorded, service, target) {
	const sockets = socketsOf(plan, recorded, service.name)?.filter((socket) => socket.family !== "unix" || !isControlSocket(socket.address));
	if (!sockets || !isBesideProxy(plan, service)) return sockets;
	const listens = plan.proxy.servers.flatMap((server) => server.listens.map((listen) => listen.port));
	const others = plan.proxy.routes.flatMap((route) => route.targets).filter((other) => other.port !== target.port || other.socket !== target.socket);
	const isTaken = (socket) => socket.family === "unix" ? others.some((other) => other.socket !== void 0 && plainPath(other.socket) === plainPath(socket.address)) : listens.includes(socket.port) || others.some((other) => other.socket === void 0 && other.port === socket.port);
	return sockets.filter((socket) => !isTaken(socket));
}
/** TCP sockets that other containers can reach. */
function reachable(sockets) {
	return sockets.filter((socket) => socket.family !== "unix" && !isLoopback(socket.address));
}
/** TCP sockets that only their own container can reach. */
function loopbackOnly(sockets) {
	return sockets.filter((socket) => socket.family !== "unix" && isLoopback(socket.address));
}
/** Unix sockets. */
function unixOnly(sockets) {
	return sockets.filter((socket) => socket.family === "unix");
}
/** "0.0.0.0:3000 (node, pid 7)". */
function showSocket(socket) {
	const address = socket.family === "unix" ? socket.address : `${socket.address.includes(":") ? `[${socket.address}]` : socket.address}:${socket.port}`;
	return socket.process ? `${address} (${programName(socket.process.command)}, pid ${socket.process.pid})` : address;
}
function programName(command) {
	return command.trim().split(/\s+/).slice(0, 2).join(" ").slice(0, 60);
}
/** The sockets of a service as evidence. */
function socketWitnesses(service, sockets) {
	if (sockets.length === 0) return [{
		kind: "socket",
		text: `${service} listens on nothing`
	}];
	return sockets.slice(0, 8).map((socket) => ({
		kind: "socket",
		text: `${service} listens on ${showSocket(socket)} since ${(socket.since / 1e3).toFixed(1)} s after its start`
	}));
}

// src/diagnose/without-statement.ts
const python$1 = {
	value: "None",
	statement: "pass",
	end: ""
};
const ruby$1 = {
	value: "nil",
	statement: "nil",
	end: ""
};
const silences = [
	[/\.py$/, python$1],
	[/\.(?:rb|ru)$/, ruby$1],
	[/\.[cm]?[jt]sx?$/, {
		value: "undefined",
		statement: ";",
		end: ";"
	}],
	[/\.php$/, {
		value: "null",
		statement: ";",
		end: ";"
	}],
	[/\.(?:p[lm]|psgi)$/, {
		value: "undef",
		statement: ";",
		end: ";"
	}],
	[/\.java$/, {
		statement: ";",
		end: ";"
	}],
	[/\.go$/, {
		statement: "",
		end: ""
	}]
];
/**
* A trial without what one line of a program does: shows that the line takes part, and is no repair. None when the line is not one whole statement
* or element by itself.
*/
function withoutStatement(at, service, manner, failing = []) {
	const edits = silenced(at, manner);
	return edits.length === 0 ? {} : { intervention: {
		kind: "edit-files",
		edits,
		services: [service],
		isBlank: true,
		...failing.length > 0 ? { failing } : {}
	} };
}
/** The line at a place without its effect; none when its text is not known whole or is no statement by itself. */
function silenced(at, manner) {
	const text = wholeText(at);
	const silence = silences.find(([names]) => names.test(at?.path ?? ""))?.[1];
	if (!at || text === void 0 || !silence) return [];
	const code = text.trim();
	const instead = isWhole(code, silence) ? insteadOf(code, silence, manner) : void 0;
	return instead === void 0 ? [] : [wholeLine(at, instead === "" ? "" : (/^\s*/.exec(text)?.[0] ?? "") + instead)];
}
/** Declarations, and parts of what spans lines. */
const partial = /^(?:[?:&|+*%<>=]|(?:and|or|else|elif|elsif|elseif|case|when|default|catch|except|finally|rescue|ensure|end|def|class|function|func|sub|module|import|from|require|require_once|require_relative|use|package|namespace|include|export (?:default|function|class|async)|async def|async function|try|begin|do)\b(?!\s*[=(.[]))|(?:(?<!\+)\+|(?<!-)-|[*/%&|=<>\\:{([]|\b(?:and|or|do|then|not|in)|\bdo\s*\|[^|]*\|)$/;
function isWhole(code, silence) {
	if (code === "" || partial.test(code) || !isBalanced(code)) return false;
	return !(silence === ruby$1 && /^(?:if|unless|while|until|for)\b/.test(code)) && !(silence === python$1 && code.startsWith("@"));
}
const closers = {
	"(": ")",
	"[": "]",
	"{": "}"
};
/** Whether brackets and quotation marks that open on the line close on it. */
function isBalanced(code) {
	const open = [];
	let quote = "";
	for (let index = 0; index < code.length; index++) {
		const letter = code[index] ?? "";
		if (letter === "\\") index++;
		else if (quote !== "") quote = letter === quote ? "" : quote;
		else if (/["'`]/.test(letter)) quote = letter;
		else if (closers[letter] !== void 0) open.push(closers[letter]);
		else if (/[)\]}]/.test(letter) && open.pop() !== letter) return false;
	}
	return quote === "" && open.length === 0;
}
/** What stands in place of a whole statement; undefined when nothing can. */
function insteadOf(code, silence, manner) {
	if (/^(?:\?\.|->|\.)[A-Za-z_]/.test(code)) return code.endsWith(";") ? ";" : "";
	if (code.endsWith(",")) return insteadOfElement(code, silence, manner);
	if (/^return\b/.test(code)) return silence.value === void 0 ? void 0 : `return ${silence.value}${silence.end}`;
	return insteadOfAssignment(code, silence, manner) ?? (isDeclaration(code) ? void 0 : silence.statement);
}
/** An entry of a list of arguments, or of a table of names and values. */
function insteadOfElement(code, { value }, manner) {
	if (manner === "drop") return "";
	const name = /^((?:[\w$]+|"[^"]*"|'[^']*')\s*(?::|=>|=)\s*)[^=>].*,$/.exec(code)?.[1];
	return name === void 0 || value === void 0 ? void 0 : `${name}${value},`;
}
function isDeclaration(code) {
	return /^(?:export\s+)?(?:const|let|var|my|our|local)\b|^\w+(?:\s*,\s*\w+)*\s*:=|^[A-Z][\w<>[\], ]*\s+\w+\s*=/.test(code);
}
function insteadOfAssignment(code, { value, statement, end }, manner) {
	if (value === void 0) return void 0;
	if (manner === "drop" && !isDeclaration(code)) return statement;
	const taken = /^((?:export\s+)?(?:const|let|var)\s*)(\{[^{}]*\}|\[[^[\]]*\])\s*=(?![=>])/.exec(code);
	if (taken) return `${taken[1]}${taken[2]} = ${taken[2]?.startsWith("{") === true ? "{}" : "[]"}${end}`;
	const list = /^(my\s*\([^()]*\))\s*=(?![=>~])/.exec(code)?.[1];
	if (list !== void 0) return `${list} = ()${end}`;
	const several = /^(\w+(?:\s*,\s*\w+)+)\s*=(?!=)/.exec(code)?.[1];
	if (several !== void 0) return `${several} = ${several.split(",").fill(value).join(", ")}${end}`;
	const target = /^((?:(?:export|const|let|var|my|our|local|static)\s+)*[$@%]{0,2}\w[\w$.[\]"'>{}-]*(?:\s*:\s*[\w[\]|., ]+?)?)\s*(?:\|\|)?=(?![=>~])/.exec(code)?.[1];
	return target === void 0 ? void 0 : `${target} = ${value}${end}`;
}

// src/diagnose/blocking.ts
/** What keeps the server of a service from listening, as far as anything tells: the clearest sign first. */
function blockOf(scene) {
	const at = blockingStep(scene.service, scene.record) ?? startPlace(scene.service);
	return guardOf(scene) ?? modeOf(scene) ?? replacedCommand(scene) ?? waitingLine(scene) ?? {
		...at ? { at } : {},
		related: [],
		edits: []
	};
}
/** A main guard that compares with another word than Python's. */
function guardOf({ service, sources }) {
	const guards = (sources.guards ?? []).filter((at) => belongsTo(service, at.path));
	const [at] = guards;
	const text = wholeText(at);
	if (!at || text === void 0 || guards.length > 1) return void 0;
	const edits = [wholeLine(at, text.replace(/(__name__\s*==\s*)(["'])[^"']*\2/, "$1$2__main__$2").replace(/(["'])[^"']*\1(\s*==\s*__name__)/, "$1__main__$1$2"))];
	return {
		at,
		related: [],
		what: `\`${text.trim()}\` holds neither when the file is started nor when a server imports it as it should: Python calls the program that it starts \`__main__\`.`,
		fix: "Compare `__name__` with `__main__`.",
		edits,
		intervention: {
			kind: "edit-files",
			edits,
			services: [service.name]
		}
	};
}
/** Names of variables that choose what a container does. */
const choosing = /^(?:[A-Z]+_)?(?:(?:CONTAINER|APP|SERVICE|PROCESS|DYNO|RUN|START|SERVER|INSTANCE|POD|WORKER|LAUNCH|BOOT)_)?(?:MODE|ROLE|TYPE|KIND|PROCESS|COMPONENT)$/;
const notChoosing = /PORT|HOST|URL|URI|DSN|PATH|DIR|FILE|KEY|TOKEN|SECRET|PASSWORD|TIMEOUT|LEVEL|DEBUG|NAME|LOG|CACHE|DB|DATABASE|SESSION|STORAGE|QUEUE|MAIL|AUTH|TLS|SSL|ID$/;
/** Values that tell where an app runs, not what it does. */
const surroundings = /^(?:prod(?:uction)?|staging|dev(?:elopment)?|test(?:ing)?|debug|release|local|true|false|\d*)$/i;
/** A variable that the start reads, set to something else than the value that it has when nobody sets it. */
function modeOf({ service, sources }) {
	const isStart = (at) => service.start.some((step) => step.at?.path === at.path);
	const isTold = (value) => value.length > 1 && service.start.some((step) => step.text.includes(value));
	const chosen = sources.variables.flatMap((mention) => {
		const { name, at, fallback } = mention;
		const set = service.variables[name];
		if (fallback === void 0 || !set?.at || set.value === fallback || surroundings.test(set.value) || !belongsTo(service, at.path) || notChoosing.test(name)) return [];
		return choosing.test(name) || isStart(at) && isTold(set.value) ? [{
			name,
			at,
			fallback,
			value: set.value,
			set: set.at
		}] : [];
	});
	const names = new Set(chosen.map(({ name }) => name));
	const [only] = chosen;
	if (!only || names.size !== 1) return void 0;
	return {
		at: only.set,
		related: [{
			at: only.at,
			note: `${only.name} is read here`
		}],
		what: `${only.name} is \`${only.value.slice(0, 60)}\`; the start takes \`${only.fallback.slice(0, 60)}\` when it is not set.`,
		fix: `Set ${only.name} to \`${only.fallback.slice(0, 60)}\`, or leave it out, in the container that nginx dials.`,
		edits: [],
		intervention: {
			kind: "set-variable",
			service: service.name,
			name: only.name,
			value: only.fallback
		}
	};
}
/** A command that stands in place of the image's own, on a line of its own. */
function replacedCommand({ service, record }) {
	const { command, entrypoint } = service;
	const own = record.image.command;
	const text = wholeText(command?.at);
	if (!command?.at || entrypoint || service.image.kind !== "build" || own.length === 0 || own.join(" ") === command.value.join(" ")) return void 0;
	const isLine = text !== void 0 && /^\s*command\s*:\s*[^\s|>&*].*$/.test(text) && !/[[{]\s*$/.test(text);
	return {
		at: command.at,
		related: [],
		what: `The image's own command would be \`${own.join(" ").slice(0, 120)}\`; this line puts another in its place.`,
		edits: [],
		...isLine ? { intervention: {
			kind: "edit-files",
			edits: [wholeLine(command.at, "")],
			services: [service.name]
		} } : {}
	};
}
/** The line on which a program was when it was interrupted, where it is the one that is to open the port, or a step before it. */
function waitingLine({ service, record, target, sources }) {
	const frames = framesOf(record, sources);
	const [outermost] = frames;
	const innermost = frames.at(-1);
	if (!outermost || !innermost) return void 0;
	if (!sources.ports.some(({ port, at }) => port === target.port && at.path === outermost.at.path) && blockingStep(service, record) === void 0) return void 0;
	const isLooped = record.interrupted?.some((line) => line.includes("/asyncio/")) === true;
	const called = isLooped ? void 0 : frames.findLast(({ at, isTop }) => !isTop && at.path === outermost.at.path);
	const { at } = called ?? innermost;
	const yielding = isLooped ? yieldingSleep(at) : [];
	return {
		at,
		...yielding.length > 0 ? { fix: "Await `asyncio.sleep` in place of it; what else blocks belongs into a thread (`asyncio.to_thread`)." } : {},
		related: called && called.at !== innermost.at ? [{
			at: innermost.at,
			note: "it waits here"
		}] : [],
		what: `Interrupted, it says that it was at ${at.path}:${at.line}.`,
		edits: [],
		...yielding.length > 0 ? { intervention: {
			kind: "edit-files",
			edits: yielding,
			services: [service.name]
		} } : withoutStatement(at, service.name, "blank")
	};
}
/** A sleep that stops the event loop, as one that lets it go on; for a trial, since the module may not be imported there. */
function yieldingSleep(at) {
	const match = /^(\s*)(?:\w+\.)?sleep\(([^()]*)\)\s*$/.exec(wholeText(at) ?? "");
	return match ? [wholeLine(at, `${match[1]}await __import__("asyncio").sleep(${match[2]})`)] : [];
}
/** The project's own frames of what an interrupted program says, the outermost first. */
function framesOf(record, sources) {
	const own = sources.frames.filter((frame) => frame.service === record.name);
	const lines = record.interrupted ?? [];
	const python = lines.flatMap((line) => framed(own, /File "([^"]+)", line (\d+), in (\S+)/.exec(line), /^<module>$/));
	if (python.length > 0) return python;
	return lines.flatMap((line) => framed(own, /([^\s:]+\.(?:rb|ru)):(\d+):in [`'](.+)'/.exec(line), /^<(?:main|top )/)).toReversed();
}
function framed(own, match, top) {
	const frame = own.find(({ file, at }) => file === match?.[1] && at.line === Number(match[2]));
	return frame && match ? [{
		at: frame.at,
		isTop: top.test(match[3] ?? "")
	}] : [];
}
/** The line of a start script whose command is what now runs, when the script has come no further. */
function blockingStep(service, record) {
	const scripted = service.start.filter((step) => step.at?.text?.includes(step.text) === true && !/^\s*(CMD|ENTRYPOINT)\b/i.test(step.at.text));
	const running = record.processes.map((process) => simplified(process.command));
	return scripted.filter((step) => running.some((command) => command.length > 3 && matchesCommand(command, simplified(step.text)))).at(-1)?.at;
}
function simplified(command) {
	return command.replace(/^exec\s+/, "").replace(/\/(?:usr\/(?:local\/)?)?s?bin\//g, "").replace(/\s+/g, " ").trim();
}
/** Interpreters stand before the name in the process list: `/usr/bin/python /usr/bin/celery -A app worker`. */
function matchesCommand(running, written) {
	return written.length > 3 && (running === written || running.endsWith(` ${written}`) || running.replace(/^(python|ruby|node|perl|php|sh|bash)[\d.]* /, "") === written || running.replace(/^(python|ruby|node)[\d.]* /, "$1 ") === written);
}

// src/diagnose/accounts.ts
/**
* The last account of a crash in the output of a program that ended with an exit code, in whatever language; undefined when there is
* none. What a server tells of a handler that it outlived counts when no exit code is given.
*/
function lastAccount(lines, exitCode) {
	const own = exitCode === void 0 ? [goHandler] : exitCode === fatalExitCode ? [goLog] : [];
	const told = [
		...readers$1,
		...exitCode === 0 ? [] : [perl],
		...own
	].flatMap((reader) => accountsBy(reader, lines).slice(-1));
	return told.filter((account) => !told.some((other) => other.from < account.from && account.from < other.to)).toSorted((a, b) => b.to - a.to || a.from - b.from)[0];
}
function accountsBy(reader, lines) {
	const accounts = [];
	for (let from = 0; from < lines.length;) {
		const read = reader.begins.test(lines[from] ?? "") ? reader.read(lines, from) : void 0;
		if (read) accounts.push({
			from,
			...read,
			innermostLast: reader.innermostLast === true
		});
		from = read?.to ?? from + 1;
	}
	return accounts;
}
const longestAccount = 200;
/** The first line from `start` that does not match. */
function endOf(lines, start, continues) {
	let to = start;
	while (to < lines.length && to - start < longestAccount && continues.test(lines[to] ?? "")) to++;
	return to;
}
/** A reader of accounts whose first line says what happened. */
function headed(begins, continues) {
	return {
		begins,
		read: (lines, from) => ({
			to: endOf(lines, from + 1, continues),
			message: from
		})
	};
}
const python = {
	begins: /^\s*Traceback \(most recent call last\):|^\s+File "[^"]+", line \d+$/,
	innermostLast: true,
	read(lines, from) {
		const message = endOf(lines, from + 1, /^\s/);
		if (message >= lines.length) return {
			to: message,
			message: from
		};
		return {
			to: endOf(lines, message + 1, /^\s|^$|^[\w.]+$/),
			message
		};
	}
};
const nodeHead = /^(?:error: )?(?:Uncaught )?(?:\(in promise\) )?(?:[A-Z]\w*)?(?:Error|Exception)\b(?: \[\w+\])?(?::|$)|^\[UnhandledPromiseRejection/;
const nodePlace = /^(?:file:\/\/)?\/[^\s:]+:\d+$|^node:[\w/]+:\d+$/;
const node = {
	begins: new RegExp(`${nodeHead.source}|${nodePlace.source}`),
	read(lines, from) {
		const message = nodePlace.test(lines[from] ?? "") ? behindCaret(lines, from) : from;
		if (message === void 0) return void 0;
		const beyond = lines.slice(message + 1, message + 30);
		const frame = beyond.findIndex((line) => /^\s+at /.test(line));
		const other = beyond.findIndex((line) => nodeHead.test(line) || nodePlace.test(line));
		return {
			to: endOf(lines, frame === -1 || other !== -1 && other < frame ? message + 1 : message + 1 + frame, /^\s|^$|^Node\.js v|^[{}]|^Require stack:|^- /),
			message
		};
	}
};
/** Node shows the line of a place, marks the spot below it, and only then says what happened. */
function behindCaret(lines, place) {
	const caret = lines.findIndex((line, index) => index > place && index <= place + 6 && /^\s*[\^~]+\s*$/.test(line));
	const message = caret === -1 ? -1 : lines.findIndex((line, index) => index > caret && line.trim() !== "");
	return message === -1 ? void 0 : message;
}
const java = {
	begins: /^(?:Exception in thread "[^"]*" |Caused by: )?(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)\b/,
	read(lines, from) {
		const to = endOf(lines, from + 1, /^\s+at |^\s+\.\.\. \d+ (?:more|common frames)|^\s*(?:Caused by|Suppressed): |^$/);
		const cause = lines.findLastIndex((line, index) => index > from && index < to && line.startsWith("Caused by: "));
		return cause === -1 ? {
			to,
			message: from
		} : {
			to,
			message: cause,
			cause
		};
	}
};
const rust = {
	begins: /^thread '[^']*' (?:\(\d+\) )?panicked at /,
	read(lines, from) {
		const message = lines[from]?.endsWith(":") === true && from + 1 < lines.length ? from + 1 : from;
		return {
			to: endOf(lines, message + 1, /^\s|^$|^note: |^stack backtrace:/),
			message
		};
	}
};
const dotnet = {
	begins: /^Unhandled [Ee]xception[.:] \S|^\s+(?:[A-Z]\w*\.)+[A-Z]\w*Exception\b/,
	read(lines, from) {
		if (/^\s/.test(lines[from] ?? "") && !/^\s+(?:at |---> )/.test(lines[from + 1] ?? "")) return void 0;
		const to = endOf(lines, from + 1, /^\s|^$/);
		const frames = lines.findIndex((line, index) => index > from && /^\s+at /.test(line));
		const inner = lines.findLastIndex((line, index) => index > from && index < (frames === -1 ? to : Math.min(frames, to)) && /^\s+---> /.test(line));
		return {
			to,
			message: inner === -1 ? from : inner
		};
	}
};
const spring = {
	begins: /^APPLICATION FAILED TO START$/,
	read(lines, from) {
		const description = lines.findIndex((line, index) => index > from && index <= from + 6 && line === "Description:");
		const message = description === -1 ? -1 : lines.findIndex((line, index) => index > description && line.trim() !== "");
		return message === -1 ? void 0 : {
			to: endOf(lines, message + 1, /\S|^$/),
			message
		};
	}
};
const bun = {
	begins: /^error: \S/,
	read(lines, from) {
		return /^\s+at /.test(lines[from + 1] ?? "") ? {
			to: endOf(lines, from + 2, /^\s+at |^$|^Bun v/),
			message: from
		} : void 0;
	}
};
const cplusplus = {
	begins: /^terminate called after throwing an instance of /,
	read(lines, from) {
		const isExplained = /^\s+what\(\): /.test(lines[from + 1] ?? "");
		return {
			to: from + (isExplained ? 2 : 1),
			message: from + (isExplained ? 1 : 0)
		};
	}
};
const ruby = headed(/^\S.*\.r[bu]>?:\d+:in .*\([A-Z][\w:]*\)$|^\S.*\.r[bu]>?:\d+:in [`'].*: .*|^\S+\.r[bu]:\d+: syntax error/, /^\s|^$|^>\s*\d+ /);
const php = headed(/^(?:PHP )?(?:Fatal error|Parse error):\s+/, /^#\d+ |^Stack trace:|^\s+thrown in|^$/);
const goFrames = /^\s|^goroutine \d+|^[\w./*()-]+\(.*\)$|^created by |^$|^\[signal |^exit status/;
const go = headed(/^(?:panic|fatal error): /, goFrames);
/** A panic in a handler, which net/http catches. */
const goHandler = headed(/\bhttp: panic serving \S+: /, goFrames);
/** What Python's faulthandler writes: the innermost frame first. */
const pythonFault = headed(/^Fatal Python error: /, /^$|^(?:Current thread|Thread) 0x|^\s+File "|^Extension modules: /);
const perl = headed(/^\S.* at (?:\S+|\(eval \d+\)) line \d+(?:, <[^>]*> (?:line|chunk) \d+)?\.$|^\S.* at \S+\.(?:p[lm]|psgi|cgi|t) line \d+(?:$|, (?:near|at EOF))/, /^BEGIN failed|^Compilation failed|^Execution of \S+ aborted|^\s/);
const elixir = headed(/^\*\* \([A-Z][\w.]*\) /, /^\s|^$/);
const shell = headed(/^\S+\.(?:sh|bash): (?:line )?\d+: \S|^\/?[\w./-]+: line \d+: \S|^(?:\/\S+|sh|ash|dash): \d+: .*(?:not found|not set|No such file|Permission denied|[Ss]yntax error|[Bb]ad substitution|Illegal|cannot |can't )/, /^(?!)/);
/** What Go's `log.Fatal` ends a program with. */
const fatalExitCode = 1;
/** A line that names its place, as Go's log package can have it: the program's last word when `log.Fatal` wrote it. */
const goLog = {
	begins: /^(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? )?[\w./-]+\.go:\d+: /,
	read(lines, from) {
		const to = endOf(lines, from + 1, /^\s*$|^exit status/);
		return to === lines.length ? {
			to,
			message: from
		} : void 0;
	}
};
const readers$1 = [
	java,
	spring,
	dotnet,
	python,
	pythonFault,
	ruby,
	php,
	go,
	rust,
	elixir,
	cplusplus,
	bun,
	shell,
	node
];

// src/diagnose/crash.ts
const mostLines = 14;
const colours = /\u001b\[[0-9;]*m/g;
/** The last crash that a container's output tells of; undefined when it tells none. */
function readCrash(record, sources) {
	const lines = ungrouped(record.log.map(plainText));
	const account = ownAccount(lines, record.exits[0]?.code);
	if (!account) return void 0;
	const at = ownFrame(lines, account, sources.frames.filter((frame) => frame.service === record.name));
	return {
		message: (lines[account.message] ?? "").trim().replace(/^---> /, "").slice(0, 400),
		lines: excerpt(lines.slice(account.from, account.to)),
		...at ? { at } : {}
	};
}
/** A server may end in its own code for what befell its workers. */
const ofWorkers = /HaltServer|Worker failed to boot/;
/** The last account of an end that is not a server's of its workers, while there is one. */
function ownAccount(lines, exitCode) {
	const last = lastAccount(lines, exitCode);
	if (!last || !ofWorkers.test(lines[last.message] ?? "")) return last;
	return ownAccount(lines.slice(0, last.from), exitCode) ?? last;
}
/** Python draws a frame around the tracebacks of an ExceptionGroup; what stands in it, without the frame. */
function ungrouped(lines) {
	let isInside = false;
	return lines.map((line) => {
		if (/^\s*\+ Exception Group Traceback/.test(line)) isInside = true;
		else if (!/^\s*[|+]/.test(line)) isInside = false;
		return isInside ? line.replace(/^\s*(?:\+-[-+]* .*|\+-+$|\+ Exception Group |\| ?)/, "") : line;
	});
}
/** Without colours, and without what loggers and process managers put before a line. */
function plainText(line) {
	return line.text.replace(colours, "").replace(/^\[\d{4}-[^\]]*\] \[\d+\] \[\w+\] |^[A-Z]+: +(?=Traceback \()/, "");
}
function excerpt(lines) {
	const told = lines.filter((line) => line.trim() !== "");
	return told.length <= mostLines ? told : [
		...told.slice(0, 4),
		"…",
		...told.slice(-9)
	];
}
/** The innermost frame of the project's own; where one error has another for its cause, the cause's. */
function ownFrame(lines, account, frames) {
	const named = (from) => lines.slice(from, account.to).flatMap((line) => frames.filter((frame) => names(line, frame)).map((frame) => frame.at));
	return account.innermostLast ? named(account.from).at(-1) : named(account.cause ?? account.from)[0] ?? named(account.from)[0];
}
function names(line, frame) {
	const at = line.indexOf(frame.file);
	return at !== -1 && new RegExp(`^\\D{1,12}${frame.at.line}(?!\\d)`).test(line.slice(at + frame.file.length));
}
/** The last lines of a container's output, without colours. */
function lastLines(record, count) {
	return record.log.map(plainText).filter((line) => line.trim() !== "").slice(-count);
}
/** All of a container's output, one text. */
function outputOf(record) {
	return record.log.map(plainText).join("\n");
}
/** "exit code 1 after 0.4 s", "SIGKILL (exit code 137) after 2.0 s". */
function showExit(record) {
	const [exit] = record.exits;
	if (!exit) return "it did not end";
	const after = `after ${(exit.at / 1e3).toFixed(1)} s`;
	return exit.code > 128 && exit.code < 160 ? `killed by signal ${exit.code - 128} (exit code ${exit.code}) ${after}` : `exit code ${exit.code} ${after}`;
}

// src/diagnose/paths.ts
/** What was seen at a path of a service's container; undefined when it was not looked at. */
function pathRecord(paths, service, path) {
	return paths.records.find((record) => record.service === service && record.steps.length > 0 && plainPath(record.path) === plainPath(path));
}
/** What stands at the end of a path; undefined where the path, or a folder that leads to it, is absent. */
function standsThere(record) {
	const last = record?.steps.at(-1);
	return last === void 0 || last.kind === "absent" ? void 0 : last;
}
/** The first step of a path at which an account is turned away: a folder that it may not search, a socket that it may not write to. */
function deniedAt(record, account) {
	if (account.uid === 0) return void 0;
	return record.steps.find((step) => step.kind !== "absent" && !permits(step, account, step.kind === "folder" ? 1 : 2));
}
function permits({ mode, uid, gid }, account, bit) {
	if (uid === account.uid) return (mode >> 6 & bit) !== 0;
	if (gid === account.gid || account.groups.includes(gid)) return (mode >> 3 & bit) !== 0;
	return (mode & bit) !== 0;
}
/** "0660". */
function showMode(mode) {
	return mode.toString(8).padStart(4, "0");
}
/** "www-data (33)", "user 33". */
function showUser(paths, service, uid) {
	const name = paths.users[service]?.[String(uid)];
	return name === void 0 ? `user ${uid}` : `${name} (${uid})`;
}
/** What stands at a path in a container, for the reader. */
function pathWitness(paths, service, path) {
	const record = pathRecord(paths, service, path);
	if (!record) return [];
	const last = standsThere(record);
	const absent = record.steps.at(-1);
	return [{
		kind: "socket",
		text: `in ${service} at ${path}: ${last ? `a ${last.kind}, mode ${showMode(last.mode)}, of ${showUser(paths, service, last.uid)}, group ${last.gid}` : `nothing${absent && absent.path !== plainPath(path) ? `: there is no ${absent.path}` : ""}`}`
	}];
}
/** The absolute path of a socket that a program may have opened by a path relative to its folder. */
function absolutePath(service, record, socket) {
	if (socket.address.startsWith("/")) return socket.address;
	return `${(service.workingDir ?? record?.image.workingDir ?? "/").replace(/\/$/, "")}/${socket.address.replace(/^\.\//, "")}`;
}
/** Where nginx has what a service has at a path, and the other way round; undefined when they share no such folder. */
function seenByProxy(plan, service, path) {
	const proxy = serviceNamed(plan, plan.proxy.service);
	return proxy && pathSeenBy(service, proxy, path);
}
function seenByService(plan, service, path) {
	const proxy = serviceNamed(plan, plan.proxy.service);
	return proxy && pathSeenBy(proxy, service, path);
}
/** Lines on the app's side about sockets; those of nginx's own files are left out. */
function socketMentions(plan, service, sources) {
	const proxied = new Set(plan.proxy.files.map((file) => file.repo));
	return (sources.sockets ?? []).filter((mention) => belongsTo(service, mention.at.path) && !proxied.has(mention.at.path) && !/\.nginx$|(^|\/)nginx[\w.-]*\.conf$/.test(mention.at.path));
}
/** The line on the app's side that names the path on which it listens; what starts the service counts more than a file of settings, that more than code. */
function socketPlace(plan, service, sources, path) {
	const name = path.slice(path.lastIndexOf("/") + 1);
	const fits = (text) => text.includes(path) || text.includes(plainPath(path)) ? 3 : text.includes(name) ? 1 : 0;
	const started = service.start.flatMap((step) => step.at && fits(step.text) > 0 && !/\b(?:rm|mkdir|chmod|chown|test|wait)\b/.test(step.text) ? [{
		at: step.at,
		weight: 3 + fits(step.text)
	}] : []);
	const variables = Object.values(service.variables).flatMap(({ value, at }) => at && fits(value) > 0 ? [{
		at,
		weight: 2 + fits(value)
	}] : []);
	const mentions = socketMentions(plan, service, sources).flatMap(({ kind, socket = "", at }) => kind === "path" && fits(socket) > 0 ? [{
		at,
		weight: fits(socket) + (/^\s*(?:listen|bind|socket|http-socket)\b|--bind|--uds|unix:/.test(at.text ?? "") ? 3 : 0) - (isHousekeeping(at) ? 3 : 0)
	}] : []);
	return [
		...started,
		...variables,
		...mentions
	].toSorted((a, b) => b.weight - a.weight)[0]?.at;
}
const servers$3 = /php-fpm|gunicorn|uwsgi|unicorn|puma|uvicorn|hypercorn|daphne/;
/** Whether a Unix socket is one that requests are meant for: nginx dials it or has its folder, the project names it, or a server of web applications holds it. Programs open others for themselves. */
function isMeantForRequests(plan, service, sources, socket) {
	if (plan.proxy.routes.flatMap((route) => route.targets.flatMap((target) => target.socket ?? [])).some((path) => plainPath(path) === plainPath(socket.address))) return true;
	if (service.name !== plan.proxy.service && seenByProxy(plan, service, socket.address) !== void 0) return true;
	return servers$3.test(socket.process?.command ?? "") || socketPlace(plan, service, sources, socket.address) !== void 0;
}
function isHousekeeping(at) {
	return /\b(?:rm|rmSync|unlink|mkdir|chmod|chown|healthcheck|curl)\b|\btest\s/i.test(at.text ?? "");
}
/** Whether a line is about a path or a folder that leads to it. */
function speaksOf(text, path) {
	return foldersAbove(path).filter((folder) => folder.split("/").length > 2).some((folder) => text.includes(folder));
}

// src/diagnose/rules/nothing-listens.ts
const nothingListens = defineRule({
	id: "nothing-listens",
	title: "The app runs and listens on no port",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: [
		"sockets",
		"services",
		"sources"
	],
	absent: "no connection that nginx tried was refused",
	doc: {
		what: "The app's process runs, but it never opens a port: something else runs in place of the server or before it and does not return. Typical are a bot that polls, a migration that waits, a worker command, a main guard that is never true.",
		why: "Without a listener every connection is refused, and nginx answers 502. A container that runs is not yet a server.",
		fix: "Start the web server in the container that nginx dials. What blocks belongs into a process, a container or a background task of its own."
	},
	diagnose(symptom, facts, plan) {
		const { service, record, target } = symptom;
		if (!service || !record || !target) return ruledOut("the address dialled is no port or socket of a service of the project");
		if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		const sockets = ownSockets(plan, facts.sockets, service, target);
		if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
		const [first] = [
			...reachable(sockets),
			...loopbackOnly(sockets),
			...unixOnly(sockets).filter((socket) => target.socket !== void 0 || isMeantForRequests(plan, service, facts.sources, socket))
		];
		const guard = first && !sockets.some((socket) => socket.port === target.port) ? guardOf({
			service,
			sources: facts.sources
		}) : void 0;
		if (first && !guard) return ruledOut(first.family === "unix" ? `${service.name} listens on the Unix socket ${first.address}` : `${service.name} listens on port ${first.port}`);
		if (record.state !== "running") return ruledOut(`${service.name} does not run`);
		const waiting = lastLines(record, 20).findLast((line) => waits.test(line));
		if (waiting !== void 0) return unknown(`${service.name} listens on nothing, and its output speaks of something it cannot reach: ${waiting.trim().slice(0, 160)}`);
		const block = guard ?? blockOf({
			service,
			record,
			target,
			sources: facts.sources
		});
		const listensOn = first ? `listens on ${showSocket(first)} alone` : "listens on no port";
		const last = lastLines(record, 3);
		return found({
			confidence: "likely",
			title: isBesideProxy(plan, service) ? `${service.name} runs, and nothing in it listens for nginx at ${dialled(symptom)}` : `${service.name} runs and ${listensOn}; nginx dials ${dialled(symptom)}`,
			service: service.name,
			...block.at ? { location: block.at } : {},
			related: [...block.related, ...target.at ? [{
				at: target.at,
				note: "nginx dials it here"
			}] : []],
			what: `${showDuration(record.watchedMs)} after its start ${service.name} ${first ? listensOn : `has opened no ${isBesideProxy(plan, service) ? "socket that could be meant by it" : "port"}`}. Its processes: ${processList(record)}.${block.what === void 0 ? "" : ` ${block.what}`}`,
			why: isBesideProxy(plan, service) ? "Several programs live in one container. The one that is to listen there was not started, or has ended while the others go on. Without a listener every connection is refused, and nginx answers 502." : "Something runs in place of the web server, or before it without coming to an end. Without a listener every connection is refused, and nginx answers 502.",
			fix: {
				text: block.fix ?? `Start the server that is to listen on ${target.socket ?? `port ${target.port}`} in ${service.name}${isBesideProxy(plan, service) ? "" : "; move what blocks it into a process or container of its own"}.`,
				edits: block.edits
			},
			...block.intervention ? { intervention: block.intervention } : {},
			evidence: [
				{
					kind: "socket",
					text: first ? `${service.name} ${listensOn}` : isBesideProxy(plan, service) ? `nothing in ${service.name} listens at ${dialled(symptom)}` : `${service.name} listens on nothing`
				},
				...last.map((text) => ({
					kind: "log",
					text
				})),
				...gatewayWitnesses(symptom)
			]
		});
	}
});
/** Words of a program that waits for another one: what keeps it from listening is then not in itself. */
const waits = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|connection (?:to .{1,80} )?(?:was )?(?:refused|failed|timed out)|could(?: not|n't) (?:connect|translate host name|resolve)|can(?:not|'t) connect|failed to connect|unable to connect|name or service not known|temporary failure in name resolution|no route to host|waiting for .{1,60}(?:to (?:be|come|become|start)|:\d{2,5}|database|postgres|mysql|redis|mongo|rabbit)|password authentication failed|access denied for user|is unavailable|not ready|retrying/i;
/** As much again as the budget, and at least what a slow runtime needs. */
function extended(plan) {
	return millis(Math.min(12e4, Math.max(2e4, plan.startTimeout.value)));
}
function processList(record) {
	const commands = record.processes.slice(0, 4).map((process) => `\`${process.command.slice(0, 80)}\``);
	return commands.length > 0 ? commands.join(", ") : "unknown";
}
/** A listener that came after the budget was used up. */
function lateListener(plan, sockets, service, port) {
	return (socketsOf(plan, sockets, service)?.find((socket) => socket.port === port && socket.since > plan.startTimeout.value))?.since;
}

// src/diagnose/rules/address-family-mismatch.ts
const addressFamilyMismatch = defineRule({
	id: "address-family-mismatch",
	title: "nginx and the app speak different families of IP",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["sockets", "sources"],
	absent: "no connection that nginx tried was refused",
	doc: {
		what: "The app listens on the port that nginx dials, but on addresses of IPv6 alone while nginx comes by IPv4, or the other way round.",
		why: "127.0.0.1 and ::1 are two addresses, and a socket on `::` need not take IPv4: some runtimes switch that off (asyncio and with it uvicorn, Go's `tcp6`, Node's `ipv6Only`). Others resolve `localhost` to ::1 first. The connection by the other family is refused, and nginx answers 502.",
		fix: "Have both name the same address: listen on `0.0.0.0` where the proxy comes by IPv4, as on Docker's usual networks, and write `127.0.0.1` in place of `localhost` on both sides."
	},
	diagnose(symptom, facts, plan) {
		const { service, target } = symptom;
		if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
		if (!isRefused(symptom) && !isWithoutV6(symptom, target)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		const sockets = socketsOf(plan, facts.sockets, service.name);
		if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
		const own = sockets.filter((socket) => socket.family !== "unix" && socket.port === target.port);
		if (own.length === 0) return ruledOut(`${service.name} does not listen on port ${target.port}`);
		if (lateListener(plan, facts.sockets, service.name, target.port) !== void 0) return ruledOut(`${service.name} opened port ${target.port} late`);
		const [first] = own;
		const dialsV6 = target.host.includes(":");
		if (!first || own.some((socket) => takes(socket, dialsV6 ? "6" : "4"))) return ruledOut(`${service.name} listens on port ${target.port} of IPv${dialsV6 ? 6 : 4} too`);
		return isLoopback(target.host) ? insideMismatch(symptom, target, service, first, facts.sources) : listensOnV6(symptom, target, service, own, facts.sources);
	}
});
/** Without IPv6 in a network namespace its addresses cannot even be dialled: errno 97, 99 or 101. */
function isWithoutV6(symptom, target) {
	return target.host.includes(":") && symptom.errors.some((error) => error.errno === 97 || error.errno === 99 || error.errno === 101);
}
/** Whether a socket takes connections of a family, by its own address. */
function takes(socket, family) {
	if (socket.family === "tcp4" || /^::ffff:/i.test(socket.address)) return family === "4";
	return family === "6" || socket.address === "::" && socket.v6Only !== true;
}
/** nginx comes over the network by IPv4; the app takes IPv6 alone. */
function listensOnV6(symptom, target, service, own, sources) {
	const socket = own.find((each) => each.address === "::");
	if (!socket) return ruledOut(`${service.name} listens on port ${target.port} of its loopback only`);
	const location = v6Places(service, sources, target.port)[0] ?? startPlace(service);
	const inward = port(target.port);
	return found({
		confidence: "likely",
		title: `${service.name} takes port ${target.port} over IPv6 only; nginx comes by IPv4`,
		service: service.name,
		...location ? { location } : {},
		related: target.at ? [{
			at: target.at,
			note: "nginx dials it here"
		}] : [],
		what: `${service.name} listens on ${showSocket(socket)} and takes no connection over IPv4 there: one to 127.0.0.1:${target.port} in its container was refused. nginx dials ${dialled(symptom)}, which has an IPv4 address.`,
		why: "A socket on :: takes IPv4 too only where the program leaves that on. Docker's networks speak IPv4 unless IPv6 is switched on for them.",
		fix: {
			text: `Make ${service.name} listen on 0.0.0.0:${target.port}, or on both families.`,
			edits: openEdits$1(location)
		},
		evidence: [...socketWitnesses(service.name, own), ...gatewayWitnesses(symptom)],
		...inward === void 0 ? {} : { intervention: {
			kind: "forward-loopback",
			service: service.name,
			port: inward,
			address: "::1"
		} }
	});
}
/** Both stand in one network namespace and name its loopback by different families. */
function insideMismatch(symptom, target, service, socket, sources) {
	const isV6 = socket.family === "tcp6";
	const dialledFamily = isV6 ? "IPv4" : "IPv6";
	const to = isV6 ? "::1" : "127.0.0.1";
	const edits = replaceAt(target.at, target.hostSpan, isV6 ? "[::1]" : to);
	const appPlace = (isV6 ? v6Places(service, sources, target.port) : []).concat(loopbackPlaces(service, sources, target.port).map((each) => each.at))[0] ?? startPlace(service);
	const proxyPlace = target.hostFrom?.at ?? target.at;
	const notes = {
		first: `nginx dials ${target.host} here`,
		second: "the address that is listened on is set here"
	};
	return found({
		confidence: "likely",
		title: `nginx dials ${dialled(symptom)} by ${dialledFamily}, and ${service.name} listens on ${showSocket(socket).split(" ")[0]}`,
		service: service.name,
		...proxyPlace ? preferChanged(sources, proxyPlace, appPlace, notes) : { related: [] },
		what: `nginx and ${service.name} share a network namespace. nginx dials ${dialled(symptom)} there by ${dialledFamily}; ${service.name} listens on ${showSocket(socket)} only.`,
		why: "127.0.0.1 and ::1 are different addresses. `localhost` stands for either: which one a program takes first depends on its runtime.",
		fix: {
			text: `Dial ${isV6 ? "[::1]" : to}:${target.port}, or make ${service.name} listen on ${isV6 ? "127.0.0.1" : "::1"}.`,
			edits
		},
		evidence: [...socketWitnesses(service.name, [socket]), ...gatewayWitnesses(symptom)],
		intervention: {
			kind: "redial",
			from: {
				host: target.host,
				port: target.port
			},
			to: {
				host: to,
				port: target.port
			},
			edits
		}
	});
}
const anyV6 = /(?<![\w:.])(?:\[::\]|::)(?![\w:])|\btcp6\b|\bipv6Only\s*:\s*true|\bIPV6_V6ONLY\b/;
/** Lines of a service that make it listen on IPv6, the likeliest first. */
function v6Places(service, sources, port) {
	const started = service.start.flatMap((step) => step.at && anyV6.test(step.text) ? [{
		at: step.at,
		weight: 10
	}] : []);
	const variables = Object.entries(service.variables).flatMap(([name, { value, at }]) => at && /HOST|BIND|ADDR|LISTEN/i.test(name) && anyV6.test(value) ? [{
		at,
		weight: 10
	}] : []);
	const ports = portPlaces(service, sources, port).filter(({ at }) => anyV6.test(at.text ?? ""));
	const hosts = sources.hosts.filter((mention) => /^\[?::\]?$/.test(mention.host) && belongsTo(service, mention.at.path));
	return [
		...started,
		...variables,
		...ports,
		...hosts
	].toSorted((a, b) => b.weight - a.weight).map(({ at }) => at);
}
/** The line with both families, or IPv4, in place of IPv6 alone. */
function openEdits$1(at) {
	if (at?.text === void 0 || at.text.length >= 300) return [];
	const replaced = at.text.replace(/\btcp6\b/, "tcp").replace(/(\bipv6Only\s*:\s*)true/, "$1false");
	const opened = replaced === at.text ? at.text.replace(/(?<![\w:.])(?:\[::\]|::)(?![\w:])/, "0.0.0.0") : replaced;
	return opened === at.text ? [] : [wholeLine(at, opened)];
}

// src/diagnose/rules/app-hangs.ts
const timedOut$1 = 110;
/** Who says nothing for this long, while it answers other requests, is not taken to be slow. */
const longMs = 6e4;
const appHangs = defineRule({
	id: "app-hangs",
	title: "The app takes the request and never answers it",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["sources", "probes"],
	absent: "nginx gave up waiting for no answer",
	doc: {
		what: "The handler waits for something that never comes: a lock that is held, a promise that nobody settles, a queue without a reader, another service without a timeout.",
		why: "The connection stands and nothing comes. nginx gives up after `proxy_read_timeout`, logs `upstream timed out (110)` and answers 504. Asked directly, with more time, the app says nothing either: the gate names how long it waited.",
		fix: "See what the handler waits for, and give that wait a timeout of its own. When the work does end some time, it is `proxy_read_timeout` that is too short."
	},
	diagnose(symptom, { sources, probes }, plan) {
		const error = symptom.errors.findLast(({ errno, message }) => errno === timedOut$1 && message.startsWith("upstream timed out"));
		if (!error) return ruledOut(`nginx did not give up waiting for ${dialled(symptom)}`);
		if (error.action !== "reading response header from upstream") return ruledOut(`nginx gave up ${error.action ?? "otherwise"}, not waiting for an answer to begin`);
		const { service, target } = symptom;
		if (!service || !target) return ruledOut("no service is behind the address");
		const directs = symptom.directs.filter((direct) => direct.target?.port === target.port && direct.target.service === service.name);
		if (directs.length === 0) return unknown(`${dialled(symptom)} could not be asked directly`);
		const answered = directs.find((direct) => direct.error !== "timed-out" || direct.status !== void 0);
		if (answered) return ruledOut(answered.status === void 0 ? `asked directly, ${dialled(symptom)} closes the connection` : `asked directly, ${dialled(symptom)} answers after ${showDuration(answered.durationMs)}`);
		const silentMs = Math.max(...directs.map((direct) => direct.durationMs));
		const others = probes.filter((result) => isAnswerOf(symptom, result));
		const handler = handlerOf$1(symptom, sources, plan);
		const location = handler ?? plan.probes[symptom.probe.probe]?.at ?? symptom.route.at;
		const passes = symptom.route.locationAt ?? symptom.route.at;
		return found({
			confidence: silentMs >= longMs && others.length > 0 ? "likely" : "possible",
			title: `${service.name} takes the request and says nothing for ${showDuration(silentMs)}`,
			service: service.name,
			...location ? { location } : {},
			related: handler && passes ? [{
				at: passes,
				note: "nginx passes the request on here"
			}] : [],
			what: `nginx gave up on ${dialled(symptom)} after ${showDuration(symptom.probe.durationMs)}. Asked directly, with no other request beside it, it took the connection and said nothing for ${showDuration(silentMs)}, as long as the gate waits.${others.length > 0 ? " Other requests it answers." : ""}`,
			why: "A handler that waits for what never comes keeps its connection open and says nothing; nginx answers 504 in its place.",
			fix: {
				text: "See what the handler waits for: a lock, an event, a queue, another service; give the wait a timeout.",
				edits: []
			},
			evidence: gatewayWitnesses({
				...symptom,
				errors: [error]
			})
		});
	}
});
/** Whether a result is an answer that the same address gave to another request. */
function isAnswerOf({ target, service, probe }, result) {
	return result.via === "direct" && result.probe !== probe.probe && result.target?.service === service?.name && result.target?.port === target?.port && result.status !== void 0;
}
/** The line that leads the path to its handler, when one alone does. */
function handlerOf$1({ probe, route, service }, sources, plan) {
	const planned = plan.probes[probe.probe];
	if (!planned || !service) return void 0;
	const path = passedPath(planned, route);
	const own = (sources.routes ?? []).filter((mention) => mention.path === path && belongsTo(service, mention.at.path));
	return own.length === 1 ? own[0]?.at : void 0;
}

// src/diagnose/rules/app-returned-error.ts
const appReturnedError = defineRule({
	id: "app-returned-error",
	title: "The app itself answers 502, 503 or 504",
	since: "0.1.0",
	symptoms: ["status"],
	needs: ["sources"],
	absent: "no app answered 502, 503 or 504 itself",
	doc: {
		what: "nginx reached the app and passed its answer on: the status comes from the app, not from nginx.",
		why: "The app found something it needs not to be there, is in maintenance, or answers so on purpose. The proxy's configuration has no part in it.",
		fix: "See what the handler waits for. If the answer is right for this path, tell the gate what to expect of it, or have it ask another path."
	},
	diagnose({ service, record, probe, directs, route }, { sources }) {
		if (probe.status === void 0 || ![
			502,
			503,
			504
		].includes(probe.status)) return ruledOut("the app answered another status");
		const same = directs.find((direct) => direct.status === probe.status);
		if (!service) return ruledOut("the address is no service of the project");
		const status = probe.status;
		const place = placeOf$2(service, sources, status);
		const location = place?.at ?? startPlace(service);
		return found({
			confidence: same ? "likely" : "possible",
			title: `${service.name} itself answers ${status}`,
			service: service.name,
			...location ? { location } : {},
			related: route?.at ? [{
				at: route.at,
				note: "nginx passes the request on here"
			}] : [],
			what: `nginx reached ${service.name}, which answered ${status} itself${same ? "; asked directly it answers the same" : ""}.${place && !place.isSure ? " Several lines of this file can answer so." : ""}`,
			why: "The answer was made by the app and passed on; nginx is not the cause.",
			fix: {
				text: "See why the handler answers so: usually something it needs is not there, or a maintenance switch is on.",
				edits: []
			},
			evidence: [
				{
					kind: "attempt",
					text: showResult(probe)
				},
				...directs.slice(0, 2).map((direct) => ({
					kind: "attempt",
					text: showResult(direct)
				})),
				...same?.body ? [{
					kind: "attempt",
					text: `body: ${same.body.slice(0, 200)}`
				}] : [],
				...record ? lastLines(record, 3).map((text) => ({
					kind: "log",
					text
				})) : []
			],
			...withoutStatement(place?.at, service.name, "drop")
		});
	}
});
function placeOf$2(service, sources, status) {
	const [first, ...others] = sources.statuses.filter((mention) => mention.status === status && mention.weight > 0 && belongsTo(service, mention.at.path) && !/\.(?:conf|ya?ml|json|toml|ini)$/.test(mention.at.path)).toSorted((a, b) => b.weight - a.weight);
	if (!first) return void 0;
	const rivals = others.filter((other) => other.weight === first.weight);
	if (rivals.some((other) => other.at.path !== first.at.path)) return void 0;
	return {
		at: first.at,
		isSure: rivals.length === 0
	};
}

// src/diagnose/builds.ts
/** Whether a failed step could not reach the network: a fault of the moment, or of the machine. */
function lacksNetwork(build) {
	return build.log.findLast((line) => /Temporary failure (?:in name )?resol|Could not resolve (?:host|'|proxy)|EAI_AGAIN|ENOTFOUND|ETIMEDOUT|ECONNRESET|network is unreachable|Name or service not known|NewConnectionError|Connection timed out|Could not connect to|i\/o timeout|dial tcp|SSL: CERTIFICATE_VERIFY_FAILED|x509: certificate|Network unreachable|\b50[234] (?:Bad Gateway|Service Unavailable|Gateway Time)/.test(line));
}
const complaint$1 = /error|failed|cannot|could not|not found|invalid|no such|undefined|unknown|unable/i;
/** The last lines of the step that read like a complaint, and the builder's own words. */
function buildWitnesses(build) {
	const lines = build.log.filter((line) => line.trim() !== "" && !/^npm (?:notice|warn)|^npm error(?: (?:Run "npm help|A complete log|aliases:|\[).*)?$/.test(line));
	const told = lines.filter((line) => complaint$1.test(line));
	return [...(told.length > 0 ? told : lines).slice(-5).map((text) => ({
		kind: "log",
		text
	})), ...build.error === void 0 ? [] : [{
		kind: "log",
		text: build.error
	}]];
}
/** What the step said last that reads like a complaint. */
function lastComplaint(build) {
	return (build.log.findLast((line) => complaint$1.test(line) && !/^npm (?:notice|warn)|A complete log of this run/.test(line)) ?? build.log.at(-1) ?? build.error ?? "the builder did not say why").trim();
}
/** The physical line of the step that holds a word; its first line when none does. */
function lineWith$1(build, word) {
	return build.step?.lines.find((line) => line.text?.includes(word) === true) ?? build.step?.at;
}

// src/diagnose/rules/build-failed.ts
const buildFailed = defineRule({
	id: "build-failed",
	title: "A step of the image build fails",
	since: "0.1.0",
	symptoms: ["build"],
	needs: ["builds"],
	absent: "every image could be built",
	doc: {
		what: "An instruction of the Dockerfile ends with an error: a compiler or test that fails, a package that does not exist, a base image with a misspelt tag, an instruction that Docker does not know.",
		why: "Without the image the app cannot be started. On a platform the old version goes on running, or nothing does and its proxy answers 503.",
		fix: "The step's own output says what is wrong; `docker build` shows the same. The page names the instruction, and the lines of the project that the output names."
	},
	diagnose({ service, build }) {
		const { step } = build;
		const offline = lacksNetwork(build);
		if (offline !== void 0) return unknown(`a step of the build could not reach the network: ${offline.slice(0, 200)}`);
		if (step?.absent.length) return ruledOut(`the step lacks ${step.absent[0]?.name}`);
		const location = step?.at ?? service.image.at ?? service.at;
		const edits = correction(build);
		const code = /exit code: (\d+)/.exec(build.error ?? "")?.[1];
		return found({
			confidence: "likely",
			title: step ? `${step.keyword} fails${code === void 0 ? "" : ` with exit code ${code}`}: the image of ${service.name} is not built` : `The image of ${service.name} cannot be built`,
			service: service.name,
			...location ? { location } : {},
			related: (step?.mentions ?? []).map((at) => ({
				at,
				note: "the output of the step names this line"
			})),
			what: `The image of ${service.name} is not built: ${lastComplaint(build).slice(0, 300)}`,
			why: "Without the image there is nothing to start, and nothing behind nginx.",
			fix: {
				text: step ? "Mend what the step complains of; docker build shows the same." : "Correct the build settings; docker build shows the same.",
				edits
			},
			evidence: buildWitnesses(build),
			...edits.length > 0 ? { intervention: {
				kind: "edit-files",
				edits,
				services: [service.name]
			} } : withoutStatement(step?.mentions[0], service.name, "blank")
		});
	}
});
/** An instruction that Docker does not know, by the name that it takes to be meant. */
function correction(build) {
	const [, unknownWord = "", meant = ""] = /unknown instruction: (\w+) \(did you mean (\w+)\?\)/.exec(build.error ?? "") ?? [];
	return meant === "" ? [] : replaceWord(build.step?.at, unknownWord, meant);
}

// src/diagnose/rules/certificate-unusable.ts
const complaints = [
	[/^cannot load certificate "([^"]+)"/, "certificate"],
	[/^cannot load certificate key "([^"]+)"/, "key"],
	[/^SSL_CTX_use_PrivateKey\w*\("([^"]+)"\) failed/, "mismatch"],
	[/^SSL_(?:CTX_load_verify_locations|load_client_CA_file)\("([^"]+)"\) failed/, "authority"],
	[/^no "ssl_certificate_key" is defined for certificate "([^"]+)"/, "no-key"]
];
const certificateUnusable = defineRule({
	id: "certificate-unusable",
	title: "nginx cannot use a certificate or its key",
	since: "0.1.0",
	symptoms: ["proxy-start"],
	needs: ["proxy", "sources"],
	absent: "nginx did not complain of a certificate or key",
	doc: {
		what: "A certificate and the key beside it do not belong together, one of them is named in place of the other, the key has a pass phrase that nginx is not given, or the file is not PEM.",
		why: "nginx loads every certificate and key when it starts, and starts not at all when one pair is unusable: one site takes all others with it. A pair that is merely not in the repository is no fault: the gate supplies one.",
		fix: "Name the key that belongs to the certificate. `openssl x509 -noout -pubkey -in FILE` and `openssl pkey -pubout -in FILE` print the same for a pair. Give a pass phrase with `ssl_password_file`, or store the key without one."
	},
	diagnose(symptom, { proxy, sources }, plan) {
		const complaint = complaintOf(symptom);
		if (!complaint) return ruledOut("nginx does not complain of a certificate or key");
		if (/BIO_new_file\(\)|fopen\(|No such file|Permission denied/.test(complaint.error.message)) return unknown(`nginx cannot open ${complaint.path}, and it is not known what a deployment has there`);
		const record = proxy.certificates ?? {
			pairs: [],
			files: []
		};
		const lineOf = ({ at, path, written }) => at ? sources.proxyLines.find((line) => sameLine(line, at)) ?? at : sources.proxyLines.find((line) => line.text?.includes(written === "" ? path : written));
		const fileAt = (path) => record.files.find((file) => file.path === path);
		const pair = record.pairs.find(({ certificate, key }) => (complaint.kind === "certificate" ? certificate.path : key.path) === complaint.path);
		return found(draftOf({
			complaint,
			plan,
			record,
			sources,
			lineOf,
			fileAt,
			...pair ? { pair } : {}
		}));
	}
});
function complaintOf({ errors }) {
	const error = errors.findLast((each) => each.level === "emerg");
	for (const [pattern, kind] of error ? complaints : []) {
		const path = pattern.exec(error?.message ?? "")?.[1];
		if (path !== void 0 && error) return {
			kind,
			path,
			error
		};
	}
}
function draftOf(it) {
	const account = accountOf(it);
	const { edits } = account.fix;
	const service = it.plan.proxy.service;
	const paths = it.pair ? [.../* @__PURE__ */ new Set([it.pair.certificate.path, it.pair.key.path])] : it.complaint.kind === "no-key" ? [] : [it.complaint.path];
	const supply = paths.length > 0 ? { intervention: {
		kind: "supply-pair",
		service,
		paths
	} } : {};
	return {
		confidence: "likely",
		service,
		...account,
		why: "nginx loads every certificate and key before it opens a port, so no site of it is served.",
		evidence: [{
			kind: "nginx",
			text: `[${it.complaint.error.level}] ${it.complaint.error.message}`
		}, ...paths.flatMap((path) => contentWitness(it, path))],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [service]
		} } : supply
	};
}
function contentWitness({ fileAt }, path) {
	const file = fileAt(path);
	if (!file) return [];
	return [{
		kind: "config",
		text: `${path} holds ${[
			...file.certificate === void 0 ? [] : [`a certificate for the public key ${file.certificate}`],
			...file.key === void 0 ? [] : [`the private key of the public key ${file.key}`],
			...file.isLocked === true ? ["a private key under a pass phrase"] : []
		].join(" and ") || "neither a certificate nor a key in PEM form"}`
	}];
}
function accountOf(it) {
	const { complaint, pair } = it;
	if (complaint.kind === "no-key") return withoutKey(it);
	if (!pair) return unreadable(it, {
		path: complaint.path,
		written: complaint.path
	}, complaint.kind === "authority" ? "certificate of an authority" : complaint.kind === "key" ? "key" : "certificate");
	if (complaint.kind === "mismatch") return mismatch$3(it, pair);
	if (complaint.kind === "certificate") return isSwapped(it, pair) ? swapped(it, pair) : unreadable(it, pair.certificate, "certificate", pair.key);
	return it.fileAt(pair.key.path)?.isLocked === true || /bad password read|bad decrypt|problems getting password/.test(complaint.error.message) ? locked(it, pair) : unreadable(it, pair.key, "key", pair.certificate);
}
function mismatch$3(it, { certificate, key }) {
	const [first, second] = bySide(it, {
		certificate,
		key
	});
	const fitting = first.file;
	return {
		title: `the key ${key.written} does not belong to the certificate ${certificate.written}`,
		...first.at ? { location: first.at } : {},
		related: second.at ? [{
			at: second.at,
			note: `the ${second.what}`
		}] : [],
		what: `The private key in ${key.path} is not the one of the certificate in ${certificate.path}: their public keys differ.${fitting ? ` ${fitting.path} holds the ${first.what} that belongs to the other.` : ""}`,
		fix: fitting ? {
			text: `Name ${fitting.path}.`,
			edits: renamed(first.named, first.at, fitting)
		} : {
			text: `Put the key that belongs to the certificate at ${shown$1(it.plan, key.path)}, or the certificate that was made for this key at ${shown$1(it.plan, certificate.path)}.`,
			edits: []
		}
	};
}
/** The two lines of a pair, first the one to change: that for which there is a file, the one changed since the base, the key's. */
function bySide(it, { certificate, key }) {
	const wantedKey = it.fileAt(certificate.path)?.certificate;
	const wantedCertificate = it.fileAt(key.path)?.key;
	const ofKey = {
		what: "key",
		named: key,
		at: it.lineOf(key),
		file: wantedKey === void 0 ? void 0 : other(it, key.path, (file) => file.key === wantedKey)
	};
	const ofCertificate = {
		what: "certificate",
		named: certificate,
		at: it.lineOf(certificate),
		file: wantedCertificate === void 0 ? void 0 : other(it, certificate.path, (file) => file.certificate === wantedCertificate)
	};
	const isTouched = ({ at }) => at !== void 0 && it.sources.changed?.[at.path]?.includes(at.line) === true;
	const weight = (side) => (side.file ? 2 : 0) + (isTouched(side) ? 1 : 0);
	return weight(ofCertificate) > weight(ofKey) ? [ofCertificate, ofKey] : [ofKey, ofCertificate];
}
/** Each of the two files holds what the other one should. */
function isSwapped({ fileAt }, { certificate, key }) {
	const first = fileAt(certificate.path);
	const second = fileAt(key.path);
	return first?.certificate === void 0 && (first?.key !== void 0 || first?.isLocked === true) && second?.certificate !== void 0 && second.key === void 0;
}
function swapped(it, { certificate, key }) {
	const certificateAt = it.lineOf(certificate);
	const keyAt = it.lineOf(key);
	const edits = [...replaceWord(certificateAt, certificate.written, key.written), ...replaceWord(keyAt, key.written, certificate.written)];
	return {
		title: "the certificate and its key are named in each other's place",
		...certificateAt ? { location: certificateAt } : {},
		related: keyAt ? [{
			at: keyAt,
			note: "names the certificate in place of the key"
		}] : [],
		what: `${certificate.path}, named as the certificate, holds a private key, and ${key.path}, named as its key, holds the certificate.`,
		fix: {
			text: "Exchange the two paths.",
			edits: edits.length === 2 ? edits : []
		}
	};
}
function locked(it, { certificate, key, passwords }) {
	const keyAt = it.lineOf(key);
	const wanted = it.fileAt(certificate.path)?.certificate;
	const open = wanted === void 0 ? void 0 : other(it, key.path, (file) => file.key === wanted);
	const given = passwords ? `, and none of the pass phrases in ${passwords.path} opens it` : "";
	return {
		title: `the key ${key.written} has a pass phrase that nginx is not given`,
		...keyAt ? { location: keyAt } : {},
		related: [],
		what: `The private key in ${key.path} is encrypted${given}. nginx asks for the pass phrase at its start, and nobody is there to type it.`,
		fix: open ? {
			text: `Name ${open.path}, which holds the same key without a pass phrase.`,
			edits: renamed(key, keyAt, open)
		} : {
			text: "Give the pass phrase in a file named by ssl_password_file, or store the key without one (openssl pkey -in FILE -out FILE).",
			edits: []
		}
	};
}
/** A file that holds something else: a certificate in place of a key, another format, no PEM at all. */
function unreadable(it, named, what, partner) {
	const at = it.lineOf(named);
	const file = it.fileAt(named.path);
	const theirs = partner && it.fileAt(partner.path);
	const fitting = what === "key" ? theirs?.certificate !== void 0 && other(it, named.path, (each) => each.key === theirs.certificate) : theirs?.key !== void 0 && other(it, named.path, (each) => each.certificate === theirs.key);
	const holds = file?.certificate !== void 0 ? "a certificate" : file?.key !== void 0 || file?.isLocked === true ? "a private key" : void 0;
	const content = holds === void 0 ? `is no PEM file: it holds no ${what} that OpenSSL can read` : `holds ${holds} and no ${what}`;
	return {
		title: `${named.written} ${holds === void 0 ? `is no ${what} in PEM form` : `holds ${holds}, no ${what}`}`,
		...at ? { location: at } : {},
		related: [],
		what: `${named.path} is named as the ${what} and ${content}.${fitting ? ` ${fitting.path} holds the ${what} that fits.` : ""}`,
		fix: fitting ? {
			text: `Name ${fitting.path}.`,
			edits: renamed(named, at, fitting)
		} : {
			text: `Put the ${what} there as PEM, the text that begins with -----BEGIN.`,
			edits: []
		}
	};
}
function withoutKey(it) {
	const at = it.lineOf({
		path: it.complaint.path,
		written: it.complaint.path
	});
	const own = it.fileAt(it.complaint.path);
	const fitting = own?.certificate === void 0 ? void 0 : other(it, it.complaint.path, (file) => file.key === own.certificate);
	const line = at?.text !== void 0 && fitting ? [{
		path: at.path,
		startLine: at.line,
		endLine: at.line,
		replacement: `${at.text}\n${/^\s*/.exec(at.text)?.[0] ?? ""}ssl_certificate_key ${fitting.path};`
	}] : [];
	return {
		title: `the certificate ${it.complaint.path} has no key`,
		...at ? { location: at } : {},
		related: [],
		what: `No ssl_certificate_key goes with the certificate ${it.complaint.path}.`,
		fix: {
			text: `Name its key with ssl_certificate_key${fitting ? `: ${fitting.path}` : ""}.`,
			edits: line
		}
	};
}
/** The file of the repository that stands at a path of the container; the path when none does. */
function shown$1(plan, path) {
	const mapping = (plan.services.find((service) => service.name === plan.proxy.service)?.paths ?? []).findLast(({ container, kind }) => path === container || kind === "folder" && path.startsWith(`${container}/`));
	return mapping === void 0 ? path : `${mapping.repo}${path.slice(mapping.container.length)}`.replace(/^\//, "");
}
/** The only other file beside a path that holds what is wanted. */
function other({ record }, path, isWanted) {
	const fitting = record.files.filter((file) => file.path !== path && isWanted(file));
	return fitting.length === 1 ? fitting[0] : void 0;
}
/** The line with another file named, written as the old one was where both are in one folder. */
function renamed(named, at, file) {
	const folder = (path) => path.slice(0, path.lastIndexOf("/") + 1);
	const path = folder(file.path) === folder(named.path) ? folder(named.written) + file.path.slice(folder(file.path).length) : file.path;
	return replaceWord(at, named.written, path);
}

// src/diagnose/rules/connections-exhausted.ts
/** No few requests use up as many connections as this: then it is something else. */
const plenty = 100;
const emptyPool = /^(\d+) worker_connections are not enough/;
const tooManyFiles = 24;
const connectionsExhausted = defineRule({
	id: "connections-exhausted",
	title: "A limit on connections is used up by a few requests",
	since: "0.1.0",
	symptoms: [
		"gateway",
		"status",
		"silence"
	],
	needs: ["proxy"],
	explains: ["app-returned-error"],
	absent: "nginx had a connection for every request",
	doc: {
		what: "`worker_connections`, `max_conns` or the number of open files (`nofile`, `worker_rlimit_nofile`) is so low that nginx has no connection left for single requests.",
		why: "A request that is passed on takes two connections of a worker, and listening sockets count too. Without a free one nginx answers 500 or nothing at all. An address whose `max_conns` are in use is passed over, and nginx answers 502 with `no live upstreams`.",
		fix: "Raise the limit: nginx's own default for `worker_connections` is 512, and the engine's for open files is far higher than any worker needs."
	},
	diagnose(symptom, { proxy }, plan) {
		if (symptom.kind === "status") return nested(symptom, proxy.errors, plan);
		const errors = symptom.kind === "gateway" ? symptom.errors : proxy.errors.filter((error) => error.connection === void 0);
		const pool = errors.find((error) => emptyPool.test(error.message));
		if (pool) return poolIsEmpty(symptom, pool, plan);
		const files = errors.find((error) => error.errno === tooManyFiles && /^(?:socket|accept4?)\(\)/.test(error.message));
		if (files) return told(symptom, files, openFiles(plan));
		if (symptom.kind === "silence") return ruledOut("nginx's error log speaks of no lack of connections");
		return groupIsFull(symptom, plan);
	}
});
function poolIsEmpty(symptom, error, plan) {
	const number = Number(emptyPool.exec(error.message)?.[1]);
	if (number >= plenty) return unknown(`${number} worker_connections are used up, and not by the requests of the gate`);
	const limit = plan.proxy.limits?.find((each) => each.kind === "worker_connections" && each.value === number);
	const edits = limit ? replaceWord(limit.at, limit.text, "1024") : [];
	return told(symptom, error, {
		limit: `${number} worker_connections`,
		of: "a worker of nginx",
		edits,
		services: [],
		fix: "Set worker_connections to 1024.",
		...limit ? { at: limit.at } : {}
	});
}
function openFiles(plan) {
	const own = plan.proxy.limits?.find((each) => each.kind === "worker_rlimit_nofile");
	const given = serviceNamed(plan, plan.proxy.service)?.settings.ulimits?.find((each) => each.name === "nofile");
	const fix = "Raise the limit to 65536, or leave it to the engine.";
	if (own) return {
		limit: `worker_rlimit_nofile ${own.value}`,
		of: "a worker of nginx",
		at: own.at,
		edits: replaceWord(own.at, own.text, "65536"),
		services: [],
		fix
	};
	if (!given) return {
		limit: "the number of open files",
		of: "nginx",
		edits: [],
		services: [],
		fix
	};
	const edits = [[given.at, given.soft], [given.hardAt, given.hard]].flatMap(([at, value]) => at ? replaceWord(at, String(value), "65536") : []);
	return {
		limit: `nofile ${given.soft}`,
		of: plan.proxy.service,
		edits,
		services: [plan.proxy.service],
		fix,
		...given.at ? { at: given.at } : {}
	};
}
/** An app that asks something through nginx while it answers: its own request finds no connection left. */
function nested(symptom, errors, plan) {
	const addresses = symptom.record?.addresses ?? [];
	const own = errors.filter((error) => addresses.some((address) => error.text.includes(`, client: ${address},`)));
	const full = own.find((error) => error.message.startsWith("no live upstreams"));
	const limits = symptom.route ? maxConns(plan, symptom.route) : [];
	if (!full || limits.length === 0 || own.some((error) => error.errno !== void 0)) return ruledOut("nginx had a connection for every request of the app");
	return told(symptom, full, fullGroup(limits));
}
function maxConns(plan, route) {
	return (plan.proxy.limits ?? []).filter((each) => each.kind === "max_conns" && each.value > 0 && route.targets.some((target) => sameLine(target.at, each.at)));
}
function fullGroup(limits) {
	const [first] = limits;
	return {
		limit: limits.map((each) => each.text).join(", "),
		of: first?.name ?? "the address",
		edits: limits.flatMap((each) => replaceWord(each.at, each.text, "max_conns=100")),
		services: [],
		fix: "Raise max_conns, or remove it.",
		...first ? { at: first.at } : {}
	};
}
/** "No live upstreams" without an earlier failure of theirs: all their connections were in use. */
function groupIsFull(symptom, plan) {
	const full = symptom.errors.find((error) => error.message.startsWith("no live upstreams"));
	if (!full) return ruledOut("nginx had a connection for the request");
	if (symptom.errors.some((error) => error.errno !== void 0)) return ruledOut("the addresses failed before nginx passed over them");
	const limits = maxConns(plan, symptom.route);
	return limits.length === 0 ? ruledOut("no max_conns is set for the addresses") : told(symptom, full, fullGroup(limits));
}
function told(symptom, error, { limit, of, at, edits, services, fix }) {
	return found({
		confidence: at ? "likely" : "possible",
		title: `Too few connections: ${limit}`,
		...at ? { location: at } : {},
		related: symptom.kind !== "silence" && symptom.route?.at ? [{
			at: symptom.route.at,
			note: "the request would be passed on here"
		}] : [],
		what: `${limit} of ${of} were used up by requests that came a few at a time: ${error.message}${error.errno === void 0 ? "" : ` (${error.errno})`}.`,
		why: "A request that nginx passes on takes a connection on each side. Without a free one it can only refuse.",
		fix: {
			text: fix,
			edits
		},
		evidence: witnesses$3(symptom, error),
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services
		} } : {}
	});
}
function witnesses$3(symptom, error) {
	if (symptom.kind === "gateway") return gatewayWitnesses(symptom);
	return [{
		kind: "attempt",
		text: showResult(symptom.probe)
	}, {
		kind: "nginx",
		text: error.text.slice(0, 500)
	}];
}

// src/diagnose/rules/copy-source-missing.ts
const copySourceMissing = defineRule({
	id: "copy-source-missing",
	title: "COPY names a file that the build context lacks",
	since: "0.1.0",
	symptoms: ["build"],
	needs: ["builds"],
	explains: ["build-failed"],
	absent: "every image could be built",
	doc: {
		what: "A COPY or ADD names a file or folder that is not in the build context: misspelt, in another folder, in other case, or left out by `.dockerignore`.",
		why: "The builder sees only the context folder. What is not in it, or what `.dockerignore` keeps out, does not exist for COPY, and the build ends there.",
		fix: "Write the path as it is in the context, case included, or take the file out of `.dockerignore`. Paths are relative to the context (`build: context:`), not to the Dockerfile."
	},
	diagnose({ service, build }) {
		const { step } = build;
		if (step === void 0 || step.keyword !== "COPY" && step.keyword !== "ADD") return ruledOut(`the step that failed is no COPY`);
		const [absent] = step.absent;
		if (absent === void 0) return ruledOut("everything that the COPY names is in the context");
		const location = lineWith$1(build, absent.name);
		const edits = editsFor$1(build, absent, location);
		const [meant] = absent.alike;
		const uncommittedAt = meant ? void 0 : absent.uncommittedAt;
		return found({
			confidence: uncommittedAt ? "possible" : "likely",
			title: `${step.keyword} names "${absent.name}", which ${absent.ignoredAt ? `${absent.ignoredAt.path} leaves out` : uncommittedAt ? `${uncommittedAt.path} keeps out of the repository` : "is not in the build context"}`,
			service: service.name,
			...location ? { location } : {},
			related: absent.ignoredAt ? [{
				at: absent.ignoredAt,
				note: "this line keeps it out of the context"
			}] : uncommittedAt ? [{
				at: uncommittedAt,
				note: "this line keeps it out of the repository"
			}] : [],
			what: `The image of ${service.name} is not built: ${step.keyword} names "${absent.name}", ${state(absent)}`,
			why: "COPY takes files from the build context alone. Without the image there is nothing to start, and nothing behind nginx.",
			fix: {
				text: absent.ignoredAt ? `Take ${absent.name} out of ${absent.ignoredAt.path}.` : meant ? `Write ${meant.path}, as the file is called.` : uncommittedAt ? `Make ${absent.name} in the job before the check, as it is made where the image is built for production; or mount it instead of copying it.` : `Add ${absent.name} to the context, or take the COPY out.`,
				edits
			},
			evidence: buildWitnesses(build),
			...edits.length > 0 ? { intervention: {
				kind: "edit-files",
				edits,
				services: [service.name]
			} } : {}
		});
	}
});
function state(absent) {
	if (absent.ignoredAt) return `which is in the repository and kept out of the context by ${absent.ignoredAt.path}:${absent.ignoredAt.line}.`;
	const alike = absent.alike.map((each) => each.path).join(", ");
	return `which the build context does not have.${alike === "" ? "" : ` It has ${alike}.`}${absent.outside === void 0 ? "" : ` The repository has ${absent.outside}, outside the context.`}`;
}
function editsFor$1(build, absent, at) {
	if (absent.ignoredAt?.text !== void 0) return [wholeLine(absent.ignoredAt, `${absent.ignoredAt.text}\n!${absent.name.replace(/^(\.?\/)+/, "")}`)];
	const [meant, second] = absent.alike;
	if (meant === void 0 || second !== void 0 && !isSameBut(meant.path, absent.name)) return [];
	return replaceWord(at, absent.name, absent.name.startsWith("./") ? `./${meant.path}` : meant.path);
}
/** Whether two paths differ in case alone. */
function isSameBut(a, b) {
	return a.toLowerCase() === b.replace(/^(\.?\/)+/, "").toLowerCase();
}

// src/diagnose/endpoints.ts
const url$1 = /^(?:jdbc:)?([a-z][\w+.-]{0,30}):\/\/(?:[^\s/@]*@)?(\[[0-9a-f:]+\]|[^\s/:@?,[\]]+)(?::(\d{1,5}))?/i;
const hostName = /(?:^|_)(?:HOST(?:NAME)?|SERVERS?|ADDR(?:ESS)?|ENDPOINT|NODES?|BROKERS?)$|^PGHOST$/i;
/** Variables by which a server is told its own name or where to listen. */
const ownName = /^(?:HOST(?:NAME)?|SERVER|ADDR(?:ESS)?|BIND\w*|LISTEN\w*|SERVER_(?:HOST|NAME|ADDRESS)|VIRTUAL_HOST|APP_HOST|HTTP_HOST|PUBLIC_HOST|ALLOWED_HOSTS?)$/i;
/** Every place that names a host for a service to connect to: its variables, then lines of its files that they do not override. */
function endpointsOf(service, sources) {
	const variables = Object.entries(service.variables).flatMap(([name, { value, at }]) => endpointOfVariable(service, name, value, at) ?? []);
	const fallbacks = sources.variables.flatMap((mention) => {
		if (mention.fallback === void 0 || mention.name in service.variables || !belongsTo(service, mention.at.path)) return [];
		const found = endpointOfVariable(service, mention.name, mention.fallback, mention.at);
		return found ? [withoutVariable(found)] : [];
	});
	const overridden = new Set(sources.variables.filter((mention) => mention.name in service.variables).map((mention) => `${mention.at.path}:${mention.at.line}`));
	const lines = (sources.peers ?? []).filter((peer) => belongsTo(service, peer.at.path) && !overridden.has(`${peer.at.path}:${peer.at.line}`)).map((peer) => ({
		host: peer.host,
		at: peer.at,
		...peer.port === void 0 ? {} : { port: peer.port }
	}));
	return [
		...variables,
		...fallbacks,
		...lines
	];
}
function withoutVariable({ variable: _variable, portVariable: _port, ...rest }) {
	return rest;
}
function endpointOfVariable(service, name, value, at) {
	const variable = {
		name,
		value
	};
	const placed = at ? {
		at,
		variable
	} : { variable };
	const parsed = url$1.exec(value);
	if (parsed) return {
		host: (parsed[2] ?? "").replace(/^\[|\]$/g, ""),
		scheme: (parsed[1] ?? "").toLowerCase(),
		...portOf(parsed[3]),
		...placed
	};
	const dsn = /(?:^|[\s;:])host=([\w.-]+)/.exec(value);
	if (dsn) return {
		host: dsn[1] ?? "",
		...portOf(/(?:^|[\s;:])port=(\d{1,5})/.exec(value)?.[1]),
		...placed
	};
	const plain = /^([\w.-]+)(?::(\d{1,5}))?$/.exec(value);
	if (!plain || !hostName.test(name) || ownName.test(name) || /^(?:0\.0\.0\.0|true|false)$/.test(value)) return void 0;
	const portName = name.replace(/(?:HOST(?:NAME)?|SERVERS?|ADDR(?:ESS)?|ENDPOINT|NODES?|BROKERS?)$/i, "PORT");
	const sibling = service.variables[portName];
	const portVariable = sibling ? { portVariable: {
		name: portName,
		...sibling.at ? { at: sibling.at } : {}
	} } : {};
	return {
		host: plain[1] ?? "",
		...portOf(plain[2] ?? sibling?.value),
		...portVariable,
		...placed
	};
}
function portOf(text) {
	return text !== void 0 && /^\d{1,5}$/.test(text) ? { port: Number(text) } : {};
}
/** What is known of programs by their image, their scheme and their usual port. */
const programs$1 = [
	{
		image: /postgres|postgis|timescale/,
		scheme: /^(?:postgres|pgsql)/,
		port: 5432,
		words: /postgres|libpq|\bPG\b|pgsql|psycopg|SCRAM|role "|database "|password authentication failed/i
	},
	{
		image: /mysql|mariadb|percona/,
		scheme: /^(?:mysql|mariadb)/,
		port: 3306,
		words: /mysql|mariadb|access denied for user|unknown database/i
	},
	{
		image: /redis|valkey|keydb|dragonfly/,
		scheme: /^rediss?/,
		port: 6379,
		words: /redis|WRONGPASS|NOAUTH/i
	},
	{
		image: /mongo/,
		scheme: /^mongodb/,
		port: 27017,
		words: /mongo/i
	},
	{
		image: /rabbit/,
		scheme: /^amqp/,
		port: 5672,
		words: /amqp|rabbit/i
	},
	{
		image: /elasticsearch|opensearch/,
		scheme: /^elastic/,
		port: 9200,
		words: /elastic/i
	},
	{
		image: /memcached/,
		scheme: /^memcache/,
		port: 11211,
		words: /memcache/i
	},
	{
		image: /kafka|redpanda/,
		scheme: /^kafka/,
		port: 9092,
		words: /kafka/i
	}
];
/** The port that goes without saying for a scheme. */
function usualPort(scheme) {
	return scheme === void 0 ? void 0 : programs$1.find((program) => program.scheme.test(scheme))?.port;
}
/** The port on which an image's program listens when nobody says otherwise. */
function portOfImage(service) {
	const { image } = service;
	return image.kind === "reference" ? programs$1.find((program) => program.image.test(image.reference))?.port : void 0;
}
/** The port that a program's own words point to: those of a PostgreSQL client to 5432. */
function portOfWords(words) {
	return programs$1.find((program) => program.words.test(words))?.port;
}
/** The endpoint that a complaint is about: of the same host or, where words name an address, of a host with that address. */
function endpointFor(endpoints, host, port, isSame) {
	const portOfEndpoint = (endpoint) => endpoint.port ?? usualPort(endpoint.scheme);
	const near = host === void 0 ? [] : endpoints.filter((endpoint) => endpoint.host === host || isSame(host, endpoint.host) || isLoopback(host) && isLoopback(endpoint.host));
	return near.find((endpoint) => port !== void 0 && portOfEndpoint(endpoint) === port) ?? near.find((endpoint) => port === void 0 || portOfEndpoint(endpoint) === void 0) ?? (near.length === 1 ? near[0] : void 0);
}

// src/diagnose/troubles.ts
const kinds$1 = [
	["starting", /is starting up|is not yet accepting connections|LOADING .{1,40}is loading|the database system is in recovery/i],
	["rejected", /(?:password |peer |ident |gss )?authentication failed|access denied for user|WRONGPASS|NOAUTH|AUTH <password>|invalid (?:username-password|password)|no password (?:supplied|was provided)|client password must be|(?:database|role|user) ["'][^"']{1,80}["'] does not exist|unknown database/i],
	["unknown-name", /could not translate host name|name or service not known|temporary failure in name resolution|nodename nor servname|\b(?:ENOTFOUND|EAI_AGAIN)\b|no such host|server misbehaving|UnknownHost|unknown (?:mysql server )?host|getaddrinfo|failed to resolve|could(?: not|n't) resolve|no address associated/i],
	["refused", /ECONNREFUSED|connection (?:to .{1,160} )?(?:was )?refused|actively refused|connection to server on socket/i],
	["silent", /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|connection (?:to .{1,160} )?timed out|no route to host|network is unreachable|i\/o timeout|connect(?:ion)? timeout/i]
];
/** Where a program's words have the host (group 1), its address (group "ip") and the port (group "port"). */
const places$1 = [
	/host name "([^"]{1,200})"/,
	/(?:ENOTFOUND|EAI_AGAIN) ([\w.-]{1,200})/,
	/lookup ([\w.-]{1,200})(?: on |:)/,
	/getaddrinfo for ([\w.-]{1,200}) failed/,
	/UnknownHostException: ([\w.-]{1,200})/,
	/server host '([^']{1,200})'/i,
	/server at "([^"]{1,200})"(?: \((?<ip>[^)]{1,60})\))?, port (?<port>\d{1,5})/,
	/(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH) ((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]*::[0-9a-f:]*?|[\w.-]{1,200}):(?<port>\d{2,5})/,
	/dial tcp \[?([\w.:-]{1,200}?)\]?:(?<port>\d{2,5})/,
	/connect(?:ing)? to ([\w.-]{1,200}):(?<port>\d{2,5})/i,
	/(?:^|[\s"'(@,]|:\/\/)(localhost|(?:\d{1,3}\.){3}\d{1,3}|[a-z][\w-]{0,60}(?:\.[\w-]{1,60}){0,6}):(?<port>\d{2,5})(?![\d:])/i
];
const isFileName = /\.(?:js|mjs|cjs|ts|py|rb|go|php|java|sh|rs|kt|ru)$/i;
/** What the last words of a service that ended say of another program; none when it told of one and went on. */
function lastTroubles(record, sources) {
	return troublesIn(lastWordsOf(record, sources));
}
/** The account of its end that a service gave, else its last lines. */
function lastWordsOf(record, sources) {
	const lines = lastLines(record, 200);
	const crash = readCrash(record, sources);
	const from = crash ? lines.lastIndexOf(crash.lines[0] ?? "") : -1;
	const told = crash ? [...crash.lines, ...from === -1 ? [] : lines.slice(from)] : lines.slice(-8);
	return crash ? [crash.message, ...told] : told;
}
/** What the latest output of a service that runs says of another program. */
function recentTroubles(record) {
	return troublesIn(lastLines(record, 20));
}
/** Each line that speaks of another program, the ones that say most first. */
function troublesIn(lines) {
	const told = lines.flatMap((line) => troubleOf(line) ?? []);
	const score = (trouble) => (trouble.host === void 0 ? 0 : 2) + (trouble.kind === "rejected" || trouble.kind === "starting" ? 3 : 0) + (trouble.port === void 0 ? 0 : 1);
	return told.filter((trouble, index) => told.findIndex((other) => other.said === trouble.said) === index).toSorted((a, b) => score(b) - score(a));
}
function troubleOf(line) {
	if (/\bbind(?:ing)?\b|EADDRINUSE|address already in use|listen(?:ing)? on/i.test(line)) return void 0;
	const text = line.slice(0, 1e3);
	const kind = kinds$1.find(([, pattern]) => pattern.test(text))?.[0];
	if (kind === void 0) return void 0;
	return {
		kind,
		said: text.trim().slice(0, 300),
		...placeIn(text),
		...kind === "rejected" ? { refused: refusedIn(text) } : {}
	};
}
function placeIn(text) {
	for (const pattern of places$1) {
		const match = pattern.exec(text);
		const host = match?.[1];
		if (!match || host === void 0 || isFileName.test(host)) continue;
		const { ip, port } = match.groups ?? {};
		return {
			host,
			...ip === void 0 ? {} : { address: ip },
			...port === void 0 ? {} : { port: Number(port) }
		};
	}
	return {};
}
function refusedIn(text) {
	if (/database ["'][^"']{1,80}["'] does not exist|unknown database/i.test(text)) return "database";
	return /role ["'][^"']{1,80}["'] does not exist/i.test(text) ? "user" : "password";
}

// src/diagnose/wanted.ts
/** What the first of the complaints that can be placed is about; undefined when none can. */
function wantedBy(around, troubles) {
	const endpoints = endpointsOf(around.service, around.sources);
	for (const trouble of troubles) {
		const wanted = trouble.host === void 0 ? unnamed(around, endpoints, trouble) : named(around, endpoints, trouble, trouble.host);
		if (wanted) return wanted;
	}
}
function named(around, endpoints, trouble, host) {
	const isSame = (address, other) => {
		const peer = peerOf$1(around, other);
		return peer.kind === "service" && peer.record?.addresses.includes(address) === true;
	};
	const endpoint = endpointFor(endpoints, host, trouble.port, isSame);
	const peer = peerOf$1(around, host);
	if (endpoint === void 0 && peer.kind !== "service" && peer.kind !== "own" && trouble.kind !== "unknown-name" && !isAddressLiteral(host)) return void 0;
	return made(trouble, endpoint, endpoint?.host ?? host, peer);
}
function unnamed(around, endpoints, trouble) {
	const placed = endpoints.filter((endpoint) => endpoint.variable !== void 0 || !endpoint.host.includes(".")).map((endpoint) => ({
		endpoint,
		peer: peerOf$1(around, endpoint.host)
	}));
	const port = portOfWords(trouble.said);
	const fits = placed.filter(({ endpoint, peer }) => {
		if (trouble.kind === "unknown-name") return peer.kind === "nobody" || peer.kind === "outside" || peer.kind === "service" && !peer.isShared;
		if (port === void 0) return peer.kind === "service";
		return (endpoint.port ?? usualPort(endpoint.scheme) ?? (peer.kind === "service" ? portOfImage(peer.service) : void 0)) === port;
	});
	const [first] = fits;
	if (first && new Set(fits.map(({ endpoint }) => endpoint.host)).size === 1) return made(trouble, first.endpoint, first.endpoint.host, first.peer);
	if (fits.length > 0 || port === void 0 || trouble.kind === "unknown-name") return void 0;
	const alone = only$3(others$2(around).filter((service) => portOfImage(service) === port));
	return alone ? {
		trouble,
		host: alone.name,
		port,
		peer: { ...peerOf$1(around, alone.name) }
	} : void 0;
}
function made(trouble, endpoint, host, peer) {
	const port = trouble.port ?? endpoint?.port ?? usualPort(endpoint?.scheme) ?? (peer.kind === "service" ? portOfImage(peer.service) : void 0) ?? portOfWords(trouble.said);
	return {
		trouble,
		host,
		peer,
		...endpoint ? { endpoint } : {},
		...port === void 0 ? {} : { port }
	};
}
/** Where a host leads from a service's networks. */
function peerOf$1({ plan, service, records }, host) {
	if (isLoopback(host)) return { kind: "own" };
	const networks = service.attachments.map((attachment) => attachment.network);
	const recordOf = (name) => records.find((record) => record.name === name);
	const owners = plan.services.filter((each) => each.attachments.some((attachment) => attachment.aliases.includes(host)) || recordOf(each.name)?.addresses.includes(host) === true);
	const isShared = (each) => each.attachments.some((attachment) => networks.includes(attachment.network) && (attachment.aliases.includes(host) || isAddressLiteral(host)));
	const owner = owners.find(isShared) ?? owners[0];
	if (owner?.name === service.name) return { kind: "own" };
	const record = owner && recordOf(owner.name);
	if (owner) return {
		kind: "service",
		service: owner,
		isShared: isShared(owner),
		...record ? { record } : {}
	};
	const isMapped = service.settings.extraHosts?.some((entry) => entry.startsWith(`${host}:`)) === true;
	return host.includes(".") || host.includes(":") || isMapped ? { kind: "outside" } : { kind: "nobody" };
}
/** The service that a host most likely stands for that does not lead to it, and the port on which it takes connections. */
function serviceWanted(around, wanted) {
	const candidates = others$2(around);
	const usual = usualPort(wanted.endpoint?.scheme) ?? portOfWords(wanted.trouble.said) ?? wanted.port;
	const taking = (service) => openPorts(around.records.find((record) => record.name === service.name));
	const answer = (service, because) => {
		if (!service) return void 0;
		const open = taking(service);
		const port = wanted.port !== void 0 && open.includes(wanted.port) ? wanted.port : open.includes(portOfImage(service) ?? 0) ? portOfImage(service) : open.length === 1 ? open[0] : void 0;
		return {
			service,
			host: service.attachments[0]?.aliases[0] ?? service.name,
			because,
			...port === void 0 ? {} : { port }
		};
	};
	const names = candidates.flatMap((service) => service.attachments.flatMap((attachment) => attachment.aliases));
	const alias = wanted.peer.kind === "nobody" ? nearest$1(wanted.host, names) : void 0;
	return answer(only$3(candidates.filter((service) => wanted.port !== void 0 && taking(service).includes(wanted.port))), `it alone takes connections on port ${wanted.port}`) ?? answer(only$3(candidates.filter((service) => usual !== void 0 && portOfImage(service) === usual)), "it alone runs such a program") ?? answer(only$3(candidates.filter((service) => alias !== void 0 && service.attachments.some((attachment) => attachment.aliases.includes(alias)))), `its name is nearest to "${wanted.host}"`);
}
/** The program for want of which a service ended, when the project has none that could be meant; undefined when it has, or when it ended otherwise. */
function absentPeer(around, record) {
	const wanted = wantedBy(around, lastTroubles(record, around.sources));
	if (!wanted || wanted.peer.kind === "service") return void 0;
	return wanted.peer.kind === "outside" || !serviceWanted(around, wanted) ? showWanted(wanted) : void 0;
}
/** Services of the project that another one can want. */
function others$2({ plan, service }) {
	return plan.services.filter((other) => other.name !== service.name && other.name !== plan.proxy.service && other.role !== "task");
}
/** The ports on which other containers can connect to a service; none when it was not looked at. */
function openPorts(record) {
	return [...new Set(reachable(record?.listening ?? []).map((socket) => socket.port))];
}
/** "db:5432". */
function showWanted({ host, port }) {
	return port === void 0 ? host : `${host}:${port}`;
}
function only$3(items) {
	return items.length === 1 ? items[0] : void 0;
}

// src/diagnose/rules/crash-on-start.ts
const crashOnStart = defineRule({
	id: "crash-on-start",
	title: "The app ends with an error at its start",
	since: "0.1.0",
	symptoms: ["exit"],
	needs: ["sources", "services"],
	absent: "everything that the proxy depends on kept running",
	doc: {
		what: "The app's process ends with an error before it can answer anything.",
		why: "With no process there is no listener: nginx cannot connect and answers 502. A restart policy hides this by starting the app again and again; the gate follows it once, and further where the app may have ended for want of a dependency.",
		fix: "The last lines of the app's output say what happened; the gate names the innermost line of the project's own code in them."
	},
	diagnose({ service, record }, { sources, services }, plan) {
		const [exit] = record.exits;
		if (record.startError !== void 0) return unknown(`the engine could not start ${service.name}: ${record.startError.slice(0, 200)}`);
		if (!exit) return unknown(`${service.name} runs, but its health check fails`);
		if (record.unasked?.hasEnded === false) return ruledOut(`started once more and asked nothing, ${service.name} ran on for ${showDuration(record.unasked.ranMs)}`);
		const crash = readCrash(record, sources);
		if (exit.code === 0 && !crash) return ruledOut(`${service.name} ended with exit code 0 and told of no error`);
		const absent = absentPeer({
			plan,
			service,
			records: services,
			sources
		}, record);
		if (absent !== void 0) return unknown(`${service.name} ended for want of ${absent}, which the project does not have: whether it is there in production cannot be told here`);
		const location = crash?.at ?? startPlace(service);
		const said = crash?.message ?? lastLines(record, 1)[0] ?? "it said nothing";
		return found({
			confidence: crash || exit.code !== 0 ? "likely" : "possible",
			title: `${service.name} ends at its start: ${said.slice(0, 120)}`,
			service: service.name,
			...location ? { location } : {},
			what: `${service.name} ended: ${showExit(record)}. ${crash ? `Its last error: ${said}.` : `Its last words: ${said}.`}`,
			why: "Without a process nothing listens, and nginx answers 502.",
			fix: {
				text: crash?.at ? "Correct what raises the error on this line." : "Correct what ends the process; its output is quoted above.",
				edits: []
			},
			evidence: [...(crash?.lines ?? lastLines(record, 8)).map((text) => ({
				kind: "log",
				text
			})), {
				kind: "exit",
				text: showExit(record)
			}],
			...withoutStatement(crash?.at, service.name, "blank")
		});
	}
});

// src/diagnose/rules/dependency-manifest-missing.ts
const dependencyManifestMissing = defineRule({
	id: "dependency-manifest-missing",
	title: "The file that lists the packages is not there",
	since: "0.1.0",
	symptoms: ["build", "exit"],
	needs: ["builds"],
	explains: [
		"build-failed",
		"dependency-not-installed",
		"start-command-invalid",
		"crash-on-start"
	],
	absent: "every image could be built, and nothing that the proxy depends on ended",
	doc: {
		what: "A build step installs packages from a file (`requirements.txt`, `package.json`, `package-lock.json`, `Gemfile`, `composer.json`, `go.mod`, `pom.xml`) that is not where the step looks for it.",
		why: "The file is in another folder, has another name, or is copied into the image only after the step that reads it. The package manager ends with an error, and the build with it.",
		fix: "Name the file by its path in the image, seen from `WORKDIR`, and copy it before the step that installs from it."
	},
	diagnose(symptom, _facts, plan) {
		if (symptom.kind === "exit") return passedOver(symptom, plan);
		const { service, build } = symptom;
		const { step } = build;
		if (step?.keyword !== "RUN") return ruledOut("the step that failed installs nothing");
		const [absent] = step.absent;
		if (absent === void 0) return ruledOut("the output of the step names no missing list of packages");
		const location = lineWith$1(build, absent.name) ?? step.at;
		const { edits, text } = fixFor$1(build, absent, location, step.workingDir);
		return found({
			confidence: "likely",
			title: `${absent.name} is not there when the packages of ${service.name} are installed`,
			service: service.name,
			location,
			related: absent.ignoredAt ? [{
				at: absent.ignoredAt,
				note: "this line keeps it out of the context"
			}] : [],
			what: `The image of ${service.name} is not built: the step works in ${step.workingDir} and finds no ${absent.name} there. ${whereabouts(absent)}`,
			why: "A package manager that does not find its list ends with an error. Without the image there is nothing to start, and nothing behind nginx.",
			fix: {
				text,
				edits
			},
			evidence: buildWitnesses(build),
			...edits.length > 0 ? { intervention: {
				kind: "edit-files",
				edits,
				services: [service.name]
			} } : {}
		});
	}
});
/** A platform that does not find the list goes on without it: only the start shows what is lacking. */
function passedOver({ service, record }, plan) {
	const problem = plan.platformProblems?.find((each) => each.manifest !== void 0);
	if (!problem) return ruledOut("no list of packages that is read was found missing");
	const said = lastLines(record, 200).findLast((line) => /No module named|ModuleNotFoundError|command not found|: not found$|No such file or directory|PackageNotFoundError/.test(line));
	if (said === void 0) return ruledOut(`the output of ${service.name} names nothing that is not installed`);
	return found({
		confidence: "likely",
		title: `${problem.manifest} is not there, so no package is installed for ${service.name}`,
		service: service.name,
		location: problem.at,
		what: `${sentence$1(problem.what)}. ${service.name} ends at its start (${showExit(record)}): ${said}.`,
		why: "The platform passes over a list of packages that is not there. The program ends when what it imports is not there; nothing is left to answer.",
		fix: {
			text: problem.meant === void 0 ? `Add ${problem.manifest} to the repository.` : `Name ${problem.meant}.`,
			edits: problem.edits
		},
		evidence: [{
			kind: "log",
			text: said
		}, {
			kind: "exit",
			text: showExit(record)
		}],
		...problem.edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits: problem.edits,
			services: [service.name]
		} } : {}
	});
}
function sentence$1(text) {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
function whereabouts(absent) {
	const [meant] = absent.alike;
	if (absent.ignoredAt) return `${absent.ignoredAt.path}:${absent.ignoredAt.line} keeps it out of the build context.`;
	if (meant === void 0) return "The build context has no such file.";
	return meant.landed === void 0 ? `The build context has ${meant.path}; no COPY before this step takes it.` : `The image has ${meant.landed}, from ${meant.path}.`;
}
function fixFor$1(build, absent, at, workingDir) {
	const [meant] = absent.alike;
	if (absent.ignoredAt?.text !== void 0) return {
		text: `Take ${absent.name} out of ${absent.ignoredAt.path}.`,
		edits: [wholeLine(absent.ignoredAt, `${absent.ignoredAt.text}\n!${absent.name}`)]
	};
	if (absent.name === "package-lock.json" && meant === void 0) return {
		text: "Commit package-lock.json, or install with npm install.",
		edits: replaceWord(at, "ci", "install")
	};
	if (meant === void 0) return {
		text: `Add ${absent.name} to the build context and copy it before this step.`,
		edits: []
	};
	if (meant.landed !== void 0) {
		const seen = meant.landed.startsWith(`${workingDir}/`) ? meant.landed.slice(workingDir.length + 1) : meant.landed;
		const edits = replaceWord(at, absent.name, seen);
		return {
			text: edits.length > 0 ? `Name ${seen}.` : `Run the step in ${meant.landed.replace(/\/[^/]*$/, "")}, where ${meant.path} is, or copy it to ${workingDir}.`,
			edits
		};
	}
	const first = build.step?.at;
	const target = absent.name.startsWith("/") ? absent.name : `./${absent.name.replace(/^\.\//, "")}`;
	return {
		text: `Copy ${meant.path} before this step.`,
		edits: first?.text === void 0 ? [] : [wholeLine(first, `COPY ${meant.path} ${target}\n${first.text}`)]
	};
}

// src/diagnose/packages.ts
/** Names under which a Python package is imported, where they differ from the name it is installed by. */
const pythonNames = new Map(Object.entries({
	yaml: "PyYAML",
	dotenv: "python-dotenv",
	psycopg2: "psycopg2-binary",
	PIL: "Pillow",
	cv2: "opencv-python",
	bs4: "beautifulsoup4",
	dateutil: "python-dateutil",
	jwt: "PyJWT",
	MySQLdb: "mysqlclient",
	sklearn: "scikit-learn",
	telegram: "python-telegram-bot",
	telebot: "pyTelegramBotAPI",
	jose: "python-jose",
	multipart: "python-multipart",
	flask_cors: "Flask-Cors",
	flask_sqlalchemy: "Flask-SQLAlchemy",
	flask_migrate: "Flask-Migrate",
	flask_login: "Flask-Login",
	rest_framework: "djangorestframework",
	corsheaders: "django-cors-headers",
	environ: "django-environ",
	decouple: "python-decouple",
	whitenoise: "whitenoise",
	pymysql: "PyMySQL",
	magic: "python-magic",
	git: "GitPython",
	google: "google-api-python-client",
	serial: "pyserial",
	socketio: "python-socketio",
	pkg_resources: "setuptools"
}));
const of = (ecosystem, programs) => programs.map((name) => [name, {
	ecosystem,
	name
}]);
/** Programs that come with a package. */
const programs = new Map([
	...of("python", [
		"gunicorn",
		"uvicorn",
		"hypercorn",
		"daphne",
		"flask",
		"celery",
		"streamlit",
		"granian",
		"uwsgi",
		"alembic",
		"django-admin",
		"fastapi"
	]),
	["waitress-serve", {
		ecosystem: "python",
		name: "waitress"
	}],
	...of("node", [
		"next",
		"nuxt",
		"vite",
		"nodemon",
		"tsx",
		"pm2",
		"serve",
		"http-server",
		"ts-node",
		"prisma",
		"sequelize",
		"knex",
		"concurrently",
		"cross-env",
		"strapi",
		"remix-serve",
		"astro",
		"webpack",
		"gatsby"
	]),
	["nest", {
		ecosystem: "node",
		name: "@nestjs/cli"
	}],
	["tsc", {
		ecosystem: "node",
		name: "typescript"
	}],
	...of("ruby", [
		"puma",
		"unicorn",
		"thin",
		"rails",
		"sidekiq",
		"foreman",
		"rackup"
	])
]);
/** The name by which what is imported as `module` is installed. */
function packageOf(ecosystem, module) {
	if (ecosystem === "python") {
		const top = module.split(".")[0] ?? module;
		return pythonNames.get(top) ?? top;
	}
	if (ecosystem === "node") return module.startsWith("@") ? module.split("/").slice(0, 2).join("/") : module.split("/")[0] ?? module;
	if (ecosystem === "perl") return module.replace(/\.pm$/, "").replaceAll("/", "::");
	return ecosystem === "ruby" ? module.split("/")[0] ?? module : module;
}
/** The package that brings a program; undefined for programs of the system. */
function packageOfProgram(program) {
	return programs.get(program);
}
/** The package of Debian that brings a module of Perl. */
function debianOfPerl(module) {
	return `lib${module.toLowerCase().replaceAll("::", "-").replaceAll("_", "-")}-perl`;
}
/** Whether a manifest lists a package; Python's names ignore case and treat `-`, `_` and `.` alike. */
function lists(manifest, name) {
	const plain = (text) => manifest.ecosystem === "python" ? text.toLowerCase().replace(/[-_.]+/g, "-") : text;
	if (manifest.ecosystem === "perl") return manifest.names.some((each) => each === name || each === debianOfPerl(name));
	return manifest.names.some((each) => plain(each) === plain(name) || manifest.ecosystem === "python" && plain(each) === `${plain(name)}-binary`);
}

// src/diagnose/unexpanded.ts
/** Reads a variable that nobody expanded out of a program's complaint, where its command has the same; undefined when there is none. */
function unexpanded(record, output) {
	const words = [...record.image.entrypoint, ...record.image.command];
	const script = words.findIndex((word, index) => index > 0 && /^-\w*c$/.test(words[index - 1] ?? "") && /(?:^|\/)(?:ba|da|a)?sh$/.test(words[0] ?? ""));
	return script === -1 ? inExecForm(words, output) : doubled(words, script, output);
}
/** No shell stands between: the program is given the dollar and the name. */
function inExecForm(words, output) {
	const variable = words.flatMap((word) => /\$\{?[A-Za-z_]\w*[^\s"']*/.exec(word)?.[0] ?? []).find((each) => output.includes(each));
	if (variable === void 0 || words.some((word) => /[\s;&|<>'"`]/.test(word))) return void 0;
	return {
		word: variable,
		said: lineWith(output, variable),
		what: `${variable} is not expanded: the command is in exec form, which no shell reads`,
		fix: `Write the command in shell form, or as ["sh", "-c", "exec ${words.join(" ")}"].`,
		instead: [
			"/bin/sh",
			"-c",
			`exec ${words.join(" ")}`
		]
	};
}
/** `$$` is the shell's own number: `$${PORT}` becomes `1{PORT}`. */
function doubled(words, at, output) {
	const text = words[at] ?? "";
	const name = /\$\$\{?([A-Za-z_]\w*)/.exec(text)?.[1];
	const said = name === void 0 ? void 0 : new RegExp(`\\d+\\{?${name}\\b`).exec(output)?.[0];
	if (name === void 0 || said === void 0) return void 0;
	return {
		word: "$$",
		said: lineWith(output, said),
		what: `$$ is the number of the shell, so that ${name} comes to the program as ${said}`,
		fix: `Write one dollar: $\{${name}}.`,
		instead: words.map((word, index) => index === at ? word.replaceAll("$$", "$") : word)
	};
}
function lineWith(output, text) {
	return (output.split("\n").find((line) => line.includes(text)) ?? text).trim().slice(0, 300);
}

// src/diagnose/supervised.ts
/** How supervisord and others say so: group 1 is the program. */
const failures = [
	[/can't find command ['"]([^'"\s]+)/, "is not in the image"],
	[/command at ['"]([^'"\s]+)['"] is not executable/, "may not be executed"],
	[/no permission to run command ['"]([^'"\s]+)/, "may not be executed"],
	[/(?:s6|runit|runsv)[\w-]*: fatal: unable to (?:exec|spawn|start) ([^\s:]+):? ?.*No such file/, "is not in the image"]
];
/** What a process manager says last of a program that it cannot start; undefined when it says nothing of the kind. */
function unsupervised(service, record, sources) {
	for (const { text } of record.log.toReversed()) for (const [pattern, what] of failures) {
		const program = pattern.exec(text)?.[1];
		if (program !== void 0) return {
			program,
			said: text.trim().slice(0, 300),
			what: `${program} ${what}`,
			...placeOf$1(service, sources, program)
		};
	}
}
function placeOf$1(service, sources, program) {
	const naming = (sources.supervised ?? []).filter((each) => each.program === program && belongsTo(service, each.at.path));
	const [only] = naming;
	if (!only || naming.length > 1) return { edits: [] };
	const plain = plainName(program);
	return {
		at: only.at,
		edits: plain === program ? [] : replaceWord(only.at, program, plain)
	};
}
/** "/usr/sbin/php-fpm7.0" is called "php-fpm" wherever the image has another version of it. */
function plainName(program) {
	return program.slice(program.lastIndexOf("/") + 1).replace(/(?<=[a-z])-?\d+(?:\.\d+)*$/i, "");
}

// src/diagnose/rules/start-command-invalid.ts
const startCommandInvalid = defineRule({
	id: "start-command-invalid",
	title: "The start command cannot be run",
	since: "0.1.0",
	symptoms: ["exit", "gateway"],
	needs: ["sources"],
	explains: [
		"crash-on-start",
		"nothing-listens",
		"worker-died"
	],
	absent: "every start command could be run",
	doc: {
		what: "The command, the script or the module that should start is not there, may not be executed, or is made for another system.",
		why: "The engine or the shell gives up before the app's own code runs: exit codes 126 and 127, `exec format error`, `no such file or directory` for a script with Windows line ends.",
		fix: "Correct the name or path in CMD, ENTRYPOINT or `command`; give a script a Unix shebang line, Unix line ends and the executable bit."
	},
	diagnose(symptom, { sources }) {
		if (symptom.kind === "gateway") return ofManager(symptom, sources);
		const { service, record } = symptom;
		const mistake = mistakeOf(service, record, sources);
		if (!mistake) return ruledOut(record.startError === void 0 ? `the start command of ${service.name} was run` : `${service.name} could not be started for another reason`);
		const step = stepWith(service, mistake.word);
		const location = step?.at ?? service.at;
		const edits = mistake.meant === void 0 ? [] : replaceWord(step?.at, mistake.word, mistake.meant);
		const intervention = interventionOf$2(service, record, mistake, edits);
		return found({
			confidence: "likely",
			title: `${service.name} cannot be started: ${mistake.what}`,
			service: service.name,
			...location ? { location } : {},
			related: relatedFile(service, mistake, sources, location),
			what: `${service.name} does not start: ${mistake.what}.`,
			why: "Without a process nothing listens, and nginx answers 502.",
			fix: {
				text: mistake.fix,
				edits
			},
			evidence: [{
				kind: record.startError === void 0 ? "log" : "exit",
				text: mistake.said
			}, ...record.exits.length > 0 ? [{
				kind: "exit",
				text: showExit(record)
			}] : []],
			...intervention ? { intervention } : {}
		});
	}
});
/** The container runs, and the process manager in it could not start one of its programs. */
function ofManager(symptom, sources) {
	const { service, record } = symptom;
	if (!service || !record || !isRefused(symptom)) return ruledOut("what nginx dials was started");
	const failed = record.state === "running" ? unsupervised(service, record, sources) : void 0;
	if (!failed) return ruledOut(`no process manager in ${service.name} tells of a program that it cannot start`);
	const location = failed.at ?? startStep(service)?.at ?? service.at;
	return found({
		confidence: failed.at ? "likely" : "possible",
		title: `a program in ${service.name} cannot be started: ${failed.what}`,
		service: service.name,
		...location ? { location } : {},
		what: `${service.name} runs, and its process manager says of one of its programs: ${failed.said}.`,
		why: "The other programs run on; nothing listens where this one should, and nginx answers 502.",
		fix: {
			text: `Name a program that the image of ${service.name} has, or install ${failed.program}.`,
			edits: failed.edits
		},
		evidence: [{
			kind: "log",
			text: failed.said
		}, ...gatewayWitnesses(symptom)],
		...failed.edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits: failed.edits,
			services: [service.name]
		} } : {}
	});
}
function interventionOf$2(service, record, mistake, edits) {
	if (mistake.instead) return {
		kind: "start-command",
		service: service.name,
		command: [...mistake.instead, ...argumentsAfter(service, record, mistake.word)]
	};
	return edits.length > 0 ? {
		kind: "edit-files",
		edits,
		services: [service.name]
	} : void 0;
}
/** What the wrong word is given: the rest of the words that the engine runs. */
function argumentsAfter(service, record, word) {
	const entrypoint = service.entrypoint?.value ?? record.image.entrypoint;
	const command = service.command?.value ?? (service.entrypoint ? [] : record.image.command);
	const words = [...entrypoint, ...command];
	const at = words.findIndex((each) => each === word || each.endsWith(`/${word.replace(/^\.?\//, "")}`));
	return at === -1 ? [] : words.slice(at + 1);
}
function relatedFile(service, mistake, sources, location) {
	const file = sources.programs.find((each) => each.service === service.name && sameProgram(each, mistake.word));
	return file && mistake.meant === void 0 && file.at.path !== location?.path ? [{
		at: file.at,
		note: "this is the file"
	}] : [];
}
function sameProgram(file, word) {
	return file.container === word || file.container.endsWith(`/${word.replace(/^\.?\//, "")}`);
}
/** The step of the start whose text has the word; else the command. */
function stepWith(service, word) {
	const name = word.slice(word.lastIndexOf("/") + 1);
	const main = startStep(service);
	if (main && (word === "" || main.text.includes(name))) return main;
	return service.start.findLast((step) => step.at !== void 0 && name !== "" && step.text.includes(name)) ?? main;
}
function mistakeOf(service, record, sources) {
	const output = outputOf(record);
	const said = record.startError ?? output;
	return engineMistake(service, record.startError, sources) ?? shellMistake(service, record, output, sources) ?? interpreterMistake(service, said, sources) ?? unexpanded(record, output) ?? serverMistake(service, output, sources);
}
/** A program that the engine or a shell did not find. */
function missingProgram(record, output) {
	const engine = /exec: "([^"]+)": executable file not found in \$PATH/.exec(record.startError ?? "");
	if (engine) return {
		program: engine[1] ?? "",
		said: engine[0]
	};
	if (record.exits[0]?.code !== 127 && !/exit(?:ed)?(?: with)?(?: code| status)? 127/.test(output)) return void 0;
	const shell = /^.*?(?:sh|bash|line \d+|\d+): (?:\d+: )?([\w./@-]+): (?:command )?not found$/m.exec(output);
	return shell ? {
		program: shell[1] ?? "",
		said: shell[0].trim()
	} : void 0;
}
function engineMistake(service, startError, sources) {
	if (startError === void 0) return void 0;
	const said = startError.replace(/^.*?(?=exec|stat|open)/s, "").slice(0, 300);
	const absent = /exec: "([^"]+)": (?:executable file not found in \$PATH|stat [^:]+: no such file or directory)/.exec(startError) ?? /stat ([^:\s]+): no such file or directory/.exec(startError);
	if (absent) return notThere(service, absent[1] ?? "", said, sources);
	const denied = /exec: "([^"]+)": permission denied/.exec(startError) ?? /exec ([^:\s]+): permission denied/.exec(startError);
	if (denied) return notExecutable(denied[1] ?? "", said);
	return runtimeMistake(service, startError, sources);
}
/** What the kernel says of a file that is there: a script without a usable interpreter, or a program for another machine. */
function runtimeMistake(service, text, sources) {
	const format = /exec (?:user process caused: |(\S+): )?exec format error/.exec(text);
	if (format) {
		const word = format[1] ?? scriptOf(service) ?? "";
		const file = sources.programs.find((each) => each.service === service.name && sameProgram(each, word));
		return {
			word,
			said: format[0],
			what: `${word} has no shebang line, or is made for another processor`,
			fix: "Begin the script with #!/bin/sh, or build the program for this platform.",
			...file ? { instead: ["/bin/sh", file.container] } : {}
		};
	}
	const interpreter = /exec (\S+): no such file or directory|(?:^|\s)env: ['‘]?[\w.-]+(?:\\r|\r)['’]?: No such file/.exec(text);
	if (!interpreter) return void 0;
	const word = interpreter[1] ?? scriptOf(service) ?? "";
	const file = sources.programs.find((each) => each.service === service.name && sameProgram(each, word));
	if (!file) return notThere(service, word, interpreter[0].trim(), sources);
	if (!file.hasCarriageReturns) return {
		word,
		said: interpreter[0].trim(),
		what: `the interpreter that ${word} names in its first line is not in the image`,
		fix: "Name an interpreter that the image has."
	};
	return {
		word,
		said: interpreter[0].trim(),
		what: `${word} has Windows line ends, so its interpreter is sought with a carriage return in its name`,
		fix: `Save ${file.at.path} with Unix line ends (and keep it so: *.sh text eol=lf in .gitattributes).`,
		instead: [
			"/bin/sh",
			"-c",
			`tr -d '\\r' < ${file.container} > /tmp/upstream-gate-start && exec /bin/sh /tmp/upstream-gate-start "$@"`,
			"sh"
		]
	};
}
function scriptOf(service) {
	return service.start.flatMap((step) => /(\/?[\w./-]+\.sh)\b/.exec(step.text)?.[1] ?? [])[0];
}
function notExecutable(word, said) {
	return {
		word,
		said,
		what: `${word} may not be executed`,
		fix: `Give it the executable bit: git update-index --chmod=+x, or RUN chmod +x ${word} in the Dockerfile.`,
		instead: ["/bin/sh", word]
	};
}
function notThere(service, word, said, sources) {
	const meant = nearestFile(service, word, sources);
	const name = word.slice(word.lastIndexOf("/") + 1);
	const byName = meant === void 0 && word.startsWith("/") && name !== "" ? { instead: [name] } : {};
	return {
		word,
		said,
		what: `${word} is not in the image`,
		fix: meant === void 0 ? `Name a program that the image has, or install ${word}.` : `Write ${meant} in place of ${word}.`,
		...meant === void 0 ? byName : { meant }
	};
}
/** A file of the service whose name or place is close to a wrong one, written as the wrong one is. */
function nearestFile(service, word, sources) {
	const own = sources.files.filter((file) => belongsTo(service, file));
	const name = word.slice(word.lastIndexOf("/") + 1);
	const near = nearest$1(name, own.map((file) => file.slice(file.lastIndexOf("/") + 1)));
	if (near !== void 0) return word.slice(0, word.length - name.length) + near;
	const elsewhere = own.filter((file) => file.endsWith(`/${name}`) || file === name);
	const [only] = elsewhere;
	const context = service.image.kind === "build" ? service.image.context : "";
	return elsewhere.length === 1 && only !== void 0 && !word.startsWith("/") ? only.slice(context === "" ? 0 : context.length + 1) : void 0;
}
function shellMistake(service, record, output, sources) {
	const missing = missingProgram(record, output);
	if (missing) return notThere(service, missing.program, missing.said, sources);
	if (record.exits[0]?.code !== 126 && record.exits[0]?.code !== 127) return runtimeMistake(service, output, sources);
	const denied = /^.*?(?:sh|bash|line \d+|\d+): (?:\d+: )?([\w./@-]+): Permission denied$/im.exec(output);
	return denied ? notExecutable(denied[1] ?? "", denied[0].trim()) : runtimeMistake(service, output, sources);
}
/** What interpreters say when the file they are given is not there. */
const scripts = [
	/can't open file '([^']+)': \[Errno 2\]/,
	/Could not open input file: (\S+)/,
	/No such file or directory -- (\S+) \(LoadError\)/,
	/Can't open perl script "([^"]+)"/,
	/Unable to access jarfile (\S+)/,
	/Could not find or load main class ([\w.$]+)/,
	/(?:sh|bash): (?:\d+: )?(?:cannot open|can't open) '?([^\s':]+)'?/,
	/Cannot find module '(\/[^']+)'(?![\s\S]*Require stack:\s*\n\s*- \/)/
];
function interpreterMistake(service, said, sources) {
	for (const pattern of scripts) {
		const match = pattern.exec(said);
		const path = match?.[1];
		if (match === null || path === void 0) continue;
		const step = service.start.find((each) => path === each.text || path.endsWith(`/${lastWord(each.text)}`) || each.text.includes(path.slice(path.lastIndexOf("/") + 1)));
		if (!step) continue;
		const name = path.slice(path.lastIndexOf("/") + 1);
		return notThere(service, step.text.split(/[\s"',[\]]+/).find((word) => word === name || word.endsWith(`/${name}`)) ?? name, firstLine(match[0]), sources);
	}
	const script = /(?:Missing script: "?|npm error Missing script: "?|error Command ")([\w:-]+)"?/.exec(said)?.[1];
	if (script === void 0) return void 0;
	const meant = scriptMeant(service, sources, script);
	return {
		word: script,
		said: firstLine(said.slice(said.indexOf(script) - 20)),
		what: `package.json has no script "${script}"`,
		fix: meant === void 0 ? `Add the script "${script}" to package.json, or start one that is there.` : `Start "${meant}", or add the script "${script}" to package.json.`,
		...meant === void 0 ? {} : { meant }
	};
}
/** The script that is there: one whose name is near, or the same without what stands behind a colon. */
function scriptMeant(service, sources, script) {
	const there = sources.manifests.filter((each) => each.isDevelopment !== true && belongsTo(service, each.at.path)).flatMap((each) => each.scripts ?? []);
	const plain = script.split(":")[0] ?? script;
	return nearest$1(script, there) ?? (plain !== script && there.includes(plain) ? plain : void 0);
}
function lastWord(text) {
	return text.split(/\s+/).at(-1) ?? text;
}
function firstLine(text) {
	return (text.trim().split("\n")[0] ?? "").slice(0, 300);
}
/** What application servers say when the module or object they are given is not there. */
const servers$2 = [
	/Failed to find attribute '(\w+)' in '([\w.]+)'/,
	/Attribute "(\w+)" not found in module "([\w.]+)"/,
	/Could not import module "([\w.]+)"/,
	/Could not import '([\w.]+)'/,
	/Failed to find Flask application or factory in module '([\w.]+)'/,
	/No module named '?([\w./-]+)'?/
];
function serverMistake(service, output, sources) {
	for (const pattern of servers$2) {
		const match = pattern.exec(output);
		const word = match?.[1];
		const module = match?.[2] ?? word;
		if (match === null || word === void 0 || module === void 0) continue;
		if (!service.start.some((step) => new RegExp(`(?<![\\w.])${module.replaceAll(".", "\\.")}(?::\\w+|$|(?=["'\\s]))`).test(step.text))) continue;
		const meant = match[2] === void 0 ? moduleMeant(module, modulesOf(service, sources)) : nearestObject(word, output);
		return {
			word,
			said: match[0],
			what: match[2] === void 0 ? `there is no module ${module}` : `${module} has no ${word}`,
			fix: meant === void 0 ? "Name the module and the object as they are." : `Write ${meant} in place of ${word}.`,
			...meant === void 0 ? {} : { meant }
		};
	}
}
/** A path in place of a name, or the name that is nearest. */
function moduleMeant(module, modules) {
	const last = module.slice(module.lastIndexOf("/") + 1);
	return module.includes("/") && modules.includes(last) ? last : nearest$1(module, modules);
}
function modulesOf(service, sources) {
	const context = service.image.kind === "build" ? service.image.context : "";
	return sources.files.filter((file) => belongsTo(service, file) && file.endsWith(".py")).map((file) => file.slice(context === "" ? 0 : context.length + 1).replace(/(\/__init__)?\.py$/, "").replaceAll("/", "."));
}
/** Servers look for the usual names themselves; the one that is a letter off is meant. */
function nearestObject(word, output) {
	return /Did you mean:? '?(\w+)'?/.exec(output)?.[1] ?? nearest$1(word, [
		"app",
		"application",
		"create_app",
		"main",
		"api",
		"server",
		"asgi",
		"wsgi"
	]);
}

// src/diagnose/rules/dependency-not-installed.ts
const dependencyNotInstalled = defineRule({
	id: "dependency-not-installed",
	title: "A package that the app needs is not installed",
	since: "0.1.0",
	symptoms: ["exit"],
	needs: ["sources"],
	explains: [
		"crash-on-start",
		"start-command-invalid",
		"worker-died"
	],
	absent: "nothing that the proxy depends on ended",
	doc: {
		what: "The app imports a module, or starts a program, that is not in the image.",
		why: "The package is installed on the developer's machine and is not in the manifest from which the image installs, or it is a development dependency there. The process ends at the import.",
		fix: "Add the package to the manifest (`requirements.txt`, `package.json`, `Gemfile`, `composer.json`) and build again."
	},
	diagnose({ service, record }, { sources }) {
		const missing = missingOf$1(service, record, sources);
		if (!missing) return ruledOut(`the output of ${service.name} names no missing module`);
		const manifests = sources.manifests.filter((each) => each.ecosystem === missing.ecosystem && belongsTo(service, each.at.path));
		const lacking = manifests.find((each) => each.isDevelopment !== true && !lists(each, missing.name));
		const listed = manifests.find((each) => each.isDevelopment !== true && lists(each, missing.name));
		const development = listed ? void 0 : manifests.find((each) => each.isDevelopment === true && lists(each, missing.name));
		const importedAt = readCrash(record, sources)?.at;
		const location = (listed ? void 0 : lacking?.at) ?? importedAt ?? startPlace(service);
		const edits = listed || !lacking ? [] : development ? moved(lacking, development, missing.name) : addition(lacking, missing.name, "*");
		return found({
			confidence: "likely",
			title: `${missing.name} is not installed in the image of ${service.name}`,
			service: service.name,
			...location ? { location } : {},
			related: importedAt && importedAt !== location ? [{
				at: importedAt,
				note: "it is asked for here"
			}] : [],
			what: `${service.name} ends at its start (${showExit(record)}): ${missing.said}. ${listed ? `${listed.at.path} lists ${missing.name}, but the image does not have it.` : development ? `${development.at.path} lists ${missing.name} for development only.` : lacking ? `${lacking.at.path} does not list ${missing.name}.` : "No manifest of its kind was found."}`,
			why: "A program ends when what it imports is not there; nothing is left to answer, and nginx answers 502.",
			fix: {
				text: listed ? `Have the image install what ${listed.at.path} lists, ${missing.name} included.` : `Add ${missing.name} to ${lacking?.at.path ?? "the manifest"}.`,
				edits
			},
			evidence: [
				{
					kind: "log",
					text: missing.said
				},
				...lastLines(record, 4).filter((line) => line !== missing.said).map((text) => ({
					kind: "log",
					text
				})),
				{
					kind: "exit",
					text: showExit(record)
				}
			],
			...edits.length > 0 ? { intervention: {
				kind: "edit-files",
				edits,
				services: [service.name]
			} } : {}
		});
	}
});
/** What the words of each ecosystem name: group 1 is the module. */
const patterns = [
	["python", /(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)'?/],
	["python", /^\S*python[\d.]*: No module named ([\w.]+)$/],
	["node", /Cannot find (?:module|package) '([^'./][^']*)'/],
	["ruby", /cannot load such file -- ([\w][\w./-]*) \(LoadError\)/],
	["ruby", /Could not find gem '([\w.-]+)[^']*'/],
	["ruby", /Could not find ([\w.-]+?)-\d[\w.]* in (?:any of the sources|locally installed gems|cached gems)/],
	["perl", /Can't locate ([\w/]+\.pm) in @INC/],
	["php", /Failed opening required '[^']*\/(vendor)\/autoload\.php'/],
	["java", /(?:ClassNotFoundException|NoClassDefFoundError): ([\w./$]+)/]
];
function missingOf$1(service, record, sources) {
	const lines = lastLines(record, 200);
	for (const [ecosystem, pattern] of patterns) {
		const said = lines.findLast((line) => pattern.test(line));
		const module = said === void 0 ? void 0 : pattern.exec(said)?.[1];
		if (said === void 0 || module === void 0 || isOwn(service, sources, ecosystem, module)) continue;
		return {
			ecosystem,
			name: packageOf(ecosystem, module),
			said: said.trim()
		};
	}
	return missingTool(record);
}
/** A program of a package, named by the shell or the engine as not found. */
function missingTool(record) {
	const missing = missingProgram(record, outputOf(record));
	const brought = missing && packageOfProgram(missing.program);
	return brought ? {
		...brought,
		said: missing.said
	} : void 0;
}
/** Programs that are given the app's module. */
const servers$1 = /\b(?:gunicorn|uvicorn|hypercorn|daphne|waitress-serve|granian|uwsgi|celery|flask)\b/;
/** A module of the project itself is not a package: then its place or name is wrong. */
function isOwn(service, sources, ecosystem, module) {
	if (module.startsWith("/")) return true;
	if (ecosystem === "perl") return sources.files.some((file) => file === module || file.endsWith(`/${module}`));
	const path = ecosystem === "python" ? module.split(".")[0] : module.split("/")[0];
	const own = sources.files.some((file) => belongsTo(service, file) && new RegExp(`(^|/)${literally(path ?? "")}(\\.\\w+$|/)`).test(file));
	const isStarted = service.start.some((step) => new RegExp(`(?<![\\w.])${literally(path ?? "")}(?:\\.\\w+)*(?::\\w+|(?=["'\\]\\s]*$))`).test(step.text) && servers$1.test(step.text));
	return own || ecosystem === "python" && isStarted;
}
/** The lines that add a package; none where the manifest's form is not plain. */
function addition(manifest, name, version) {
	const { path } = manifest.at;
	if (path.endsWith(".txt")) return [{
		path,
		startLine: manifest.lines + 1,
		endLine: manifest.lines,
		replacement: name
	}];
	if (path.endsWith("Gemfile")) return [{
		path,
		startLine: manifest.lines + 1,
		endLine: manifest.lines,
		replacement: `gem "${name}"`
	}];
	if (manifest.ecosystem === "perl") return perlAddition(manifest.at, name);
	if (path.endsWith("package.json")) return jsonAddition(manifest.at, name, version, manifest.names.length > 0);
	return [];
}
function perlAddition(at, name) {
	const text = wholeText(at);
	if (text === void 0) return [];
	if (at.path.endsWith("cpanfile")) return [{
		path: at.path,
		startLine: at.line,
		endLine: at.line - 1,
		replacement: `requires '${name}';`
	}];
	return [wholeLine(at, text.replace(/^(.*(?<![\w.-])lib[a-z0-9.+-]+-perl)(?![\w.-])/, `$1 ${debianOfPerl(name)}`))];
}
/** An entry taken out of the development list and added to the other: npm leaves out what stands in both. None where a comma would be left over. */
function moved(to, from, name) {
	const entry = from.entries?.[name];
	const isRemovable = entry?.text !== void 0 && /^\s*"[^"]+"\s*:\s*"[^"]*",?\s*$/.test(entry.text) && (entry.text.trimEnd().endsWith(",") || from.names.length === 1);
	const added = addition(to, name, from.versions?.[name] ?? "*");
	return entry && isRemovable && added.length > 0 ? [...added, {
		path: entry.path,
		startLine: entry.line,
		endLine: entry.line,
		replacement: ""
	}] : [];
}
function jsonAddition(at, name, version, hasOthers) {
	const opened = /^(\s*)"dependencies"\s*:\s*\{\s*$/.exec(at.text ?? "");
	if (opened && hasOthers) return [{
		path: at.path,
		startLine: at.line + 1,
		endLine: at.line,
		replacement: `${opened[1]}  "${name}": "${version}",`
	}];
	const empty = /^(\s*"dependencies"\s*:\s*\{)\s*(\},?)\s*$/.exec(at.text ?? "");
	return empty ? [{
		path: at.path,
		startLine: at.line,
		endLine: at.line,
		replacement: `${empty[1]} "${name}": "${version}" ${empty[2]}`
	}] : [];
}

// src/diagnose/corrections.ts
/** The text with a host, and the port behind it, exchanged where it stands as one; undefined when it is not there once. */
function withHost$1(text, from, host, port) {
	const escaped = literally(from.host);
	const places = [
		`(?<=@)\\[?${escaped}\\]?`,
		`(?<=:\\/\\/)\\[?${escaped}\\]?`,
		`(?<=host=)${escaped}`,
		`(?<=["'])${escaped}(?=["':])`,
		`(?<=[\\s=:,(]|^)${escaped}`
	];
	for (const place of places) {
		const hits = [...text.matchAll(new RegExp(`${place}(?::(\\d{1,5}))?(?=[/"'\\s,;)?\\]]|$)`, "g"))];
		const [hit] = hits;
		if (!hit) continue;
		if (hits.length > 1) return void 0;
		const written = hit[1];
		const isOther = port !== void 0 && from.port !== void 0 && from.port !== port;
		const tail = text.slice(hit.index + hit[0].length);
		const shown = written === void 0 ? isOther && from.port === void 0 ? `:${port}` : "" : `:${isOther ? port : written}`;
		const rest = written === void 0 && isOther ? tail.replace(new RegExp(`(?<!\\d)${from.port}(?!\\d)`), String(port)) : tail;
		return text.slice(0, hit.index) + host + shown + rest;
	}
}
/** How a service is told to dial another host and port. */
function redirected(service, endpoint, lines, host, port) {
	const spot = [endpoint, ...lines.filter((each) => each.host === endpoint.host && each.at?.path.includes(".env") === true)].find((each) => each.at?.text?.includes(endpoint.host) === true);
	const isPortApart = endpoint.portVariable !== void 0 && port !== void 0 && port !== endpoint.port;
	const at = isPortApart && host === endpoint.host ? endpoint.portVariable.at : spot?.at ?? endpoint.at;
	const edits = [...host === endpoint.host && isPortApart ? [] : lineEdits(spot?.at, (text) => withHost$1(text, endpoint, host, isPortApart ? void 0 : port)), ...isPortApart ? portEdits$2(endpoint, port) : []];
	const intervention = interventionOf$1(service, endpoint, edits, host, isPortApart ? void 0 : port, isPortApart ? port : void 0);
	return {
		...at ? { at } : {},
		edits,
		...intervention ? { intervention } : {}
	};
}
function portEdits$2(endpoint, port) {
	const pattern = new RegExp(`(?<!\\d)${endpoint.port}(?!\\d)`);
	return lineEdits(endpoint.portVariable?.at, (text) => pattern.test(text) ? text.replace(pattern, String(port)) : void 0);
}
function lineEdits(at, change) {
	const text = wholeText(at);
	const changed = text === void 0 ? void 0 : change(text);
	return at && changed !== void 0 && changed !== text ? [wholeLine(at, changed)] : [];
}
function interventionOf$1(service, endpoint, edits, host, port, portApart) {
	const needed = (host === endpoint.host && portApart !== void 0 ? 0 : 1) + (portApart === void 0 ? 0 : 1);
	if (edits.length === needed) return {
		kind: "edit-files",
		edits,
		services: [service.name]
	};
	if (portApart !== void 0 && host === endpoint.host && endpoint.portVariable) return {
		kind: "set-variable",
		service: service.name,
		name: endpoint.portVariable.name,
		value: String(portApart)
	};
	const value = endpoint.variable && withHost$1(endpoint.variable.value, endpoint, host, port);
	return endpoint.variable && value !== void 0 && portApart === void 0 ? {
		kind: "set-variable",
		service: service.name,
		name: endpoint.variable.name,
		value
	} : void 0;
}
/** A line of a list with another of the same kind behind it. */
function anotherEntry(at, word, added) {
	const text = wholeText(at);
	if (!at || text === void 0) return [];
	const item = /^(\s*-\s+)["']?([\w.-]+)["']?\s*$/.exec(text);
	if (item && item[2] === word) return [wholeLine(at, `${text}\n${item[1] ?? ""}${added}`)];
	const inline = /^(\s*[\w.-]+:\s*\[)([^\]]*)(\].*)$/.exec(text);
	return inline ? [wholeLine(at, `${inline[1] ?? ""}${(inline[2] ?? "").trimEnd()}, ${added}${inline[3] ?? ""}`)] : [];
}
/** The place and its note, unless it is the main one. */
function besides(location, at, note) {
	return at && !sameLine(at, location) ? [{
		at,
		note
	}] : [];
}

// src/diagnose/unresolved.ts
/** The name of an address that nginx did not find, at its start or for a request; undefined when that was not the matter. */
function unresolvedName(symptom) {
	return symptom.kind === "proxy-start" ? atStart(symptom) : atRequest(symptom);
}
function atStart(symptom) {
	for (const error of symptom.errors) {
		const host = /host not found in upstream "([^"]+?)(?::\d+)?"/.exec(error.message)?.[1];
		if (host !== void 0) return {
			host: hostOnly(host),
			error,
			said: [{
				kind: "nginx",
				text: showStartError(error)
			}]
		};
	}
}
/** nginx's words with the place it names. */
function showStartError(error) {
	return `${error.message}${error.file === void 0 ? "" : ` in ${error.file}:${error.line}`}`;
}
/** nginx quotes a `proxy_pass` without its scheme, with its path. */
function hostOnly(text) {
	return text.replace(/^\w+:\/\//, "").replace(/[/:].*$/, "");
}
function atRequest(symptom) {
	for (const { message, errno } of symptom.errors) {
		const host = /^(\S+) could not be resolved\b/.exec(message)?.[1];
		if (host !== void 0) return {
			host,
			said: gatewayWitnesses(symptom),
			...errno === void 0 ? {} : { code: errno }
		};
	}
}
/** The address of the configuration with that host: the one at the place that nginx names, else the first. */
function targetNamed(plan, host, error) {
	const targets = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.host === host);
	const place = error && errorPlace(plan, error);
	return targets.find((target) => place !== void 0 && target.at?.path === place.path && target.at.line === place.line) ?? targets[0];
}
/** The place in the repository of the container file and line that nginx names. */
function errorPlace(plan, error) {
	const file = plan.proxy.files.find((each) => (each.renderedAs ?? each.container) === error.file);
	return file && error.line !== void 0 ? {
		path: file.repo,
		line: error.line
	} : void 0;
}
/** The service that has a name on any network; what runs on the host has its own name on none, and is meant by it all the same. */
function ownerOf(plan, host) {
	return plan.services.find((service) => service.attachments.some((attachment) => attachment.aliases.includes(host))) ?? plan.services.find((service) => service.name === host && service.networkOf !== void 0);
}
/** The networks on which a service is, or the one whose network namespace it shares. */
function networksOf$1(plan, name) {
	const service = serviceNamed(plan, name);
	return (service?.networkOf ? serviceNamed(plan, service.networkOf.value) : service)?.attachments ?? [];
}
/** Whether the proxy has a network in common with a service. */
function shareNetwork$1(plan, name) {
	const own = networksOf$1(plan, plan.proxy.service);
	return networksOf$1(plan, name).some((attachment) => own.some((each) => each.network === attachment.network));
}
/** Names that the proxy's container knows from `extra_hosts`. */
function extraHosts(plan) {
	return (serviceNamed(plan, plan.proxy.service)?.settings.extraHosts ?? []).flatMap((entry) => entry.split(/[:=]/)[0] ?? []);
}

// src/diagnose/rules/dependency-not-ready.ts
const dependencyNotReady = defineRule({
	id: "dependency-not-ready",
	title: "The app starts before its dependency takes connections",
	since: "0.1.0",
	symptoms: ["exit", "proxy-start"],
	needs: ["services", "sources"],
	explains: ["crash-on-start", "variable-missing"],
	absent: "nothing that the proxy depends on ended, and nginx started",
	doc: {
		what: "The app connects to a database, a cache or another service at its start, and ends when that takes no connections yet. Started a little later it works. nginx does the same with the name of an app that is started after it.",
		why: "`depends_on` alone waits for the dependency's container, not for what runs in it. The app is gone by the time the dependency is ready, and nginx answers 502.",
		fix: "Give the dependency a health check and wait for it with `condition: service_healthy`, have the app try again, or have a restart policy start it again."
	},
	diagnose(symptom, { services, sources }, plan) {
		if (symptom.kind === "proxy-start") return nginxTooEarly(symptom, services, plan);
		const { service, record } = symptom;
		if (record.exits.length === 0) return ruledOut(`${service.name} did not end`);
		const troubles = lastTroubles(record, sources);
		if (troubles.length === 0) return ruledOut(`the last words of ${service.name} name no other program`);
		const wanted = wantedBy({
			plan,
			service,
			records: services,
			sources
		}, troubles);
		if (!wanted) return unknown(`${service.name} cannot reach another program, and which one is not known`);
		const { peer, trouble } = wanted;
		if (peer.kind !== "service" || !peer.isShared) return ruledOut(`${showWanted(wanted)} leads ${service.name} to no other service of the project`);
		const dependency = peer.service;
		if (trouble.kind === "rejected") return ruledOut(`${dependency.name} took the connection and refused the ${trouble.refused ?? "password"}`);
		if (peer.record?.state !== "running") return ruledOut(`${dependency.name} itself does not run`);
		if (!peer.record.listening) return unknown(`what listens in ${dependency.name} could not be read`);
		const open = openPorts(peer.record);
		if (open.length === 0) return unknown(`${dependency.name} takes no connections at all`);
		if (wanted.port !== void 0 && !open.includes(wanted.port)) return ruledOut(`${dependency.name} does not listen on port ${wanted.port}`);
		if ((record.restarts?.length ?? 0) > 0) return ruledOut(`${service.name} was started again when ${dependency.name} took connections, and ended again`);
		const need = service.needs.find((each) => each.service === dependency.name);
		const location = need?.at ?? startPlace(service);
		const edits = need ? waitEdits(service, dependency) : [];
		return found({
			confidence: "likely",
			title: `${service.name} does not wait until ${dependency.name} takes connections`,
			service: service.name,
			...location ? { location } : {},
			related: besides(location, dependency.healthcheck?.at ?? dependency.at, dependency.healthcheck ? "its health check, which nobody waits for" : "the dependency, which has no health check"),
			what: `${service.name} ended (${showExit(record)}) because it could not connect to ${showWanted(wanted)}. ${dependency.name} takes connections there by now.`,
			why: waitsFor(need),
			fix: {
				text: `Wait for ${dependency.name}: ${dependency.healthcheck ? "" : "give it a health check, and "}let ${service.name} depend on it with \`condition: service_healthy\`${service.needs.length === 0 ? "" : " in `depends_on`"}.`,
				edits
			},
			evidence: [
				{
					kind: "log",
					text: trouble.said
				},
				{
					kind: "exit",
					text: showExit(record)
				},
				{
					kind: "socket",
					text: `${dependency.name} listens on port ${open.join(", ")} by now`
				}
			],
			intervention: {
				kind: "start-after",
				service: service.name,
				dependency: dependency.name
			}
		});
	}
});
/** nginx resolves the names that it dials at its start; a container that is not started has none. */
function nginxTooEarly(symptom, records, plan) {
	const unresolved = unresolvedName(symptom);
	const app = unresolved && ownerOf(plan, unresolved.host);
	const proxy = serviceNamed(plan, plan.proxy.service);
	if (!unresolved || !app || !proxy) return ruledOut("nginx does not miss the name of a service");
	const isThere = records.some((record) => record.name === app.name && record.state === "running");
	if (!isThere || !shareNetwork$1(plan, app.name)) return ruledOut(`"${unresolved.host}" is the name of ${app.name}, which ${isThere ? "runs on other networks" : "does not run"}`);
	const need = app.needs.find((each) => each.condition === "healthy");
	const edits = dependsEdits(proxy, app);
	const location = edits.length > 0 ? proxy.image.at : proxy.at;
	return found({
		confidence: "likely",
		title: `nginx starts before ${app.name}, whose name it needs`,
		service: proxy.name,
		...location ? { location } : {},
		related: [...unresolved.error ? [errorPlace(plan, unresolved.error)].flatMap((at) => at ? [{
			at,
			note: "nginx looks the name up here, at its start"
		}] : []) : [], ...need?.at ? [{
			at: need.at,
			note: `${app.name} is started only once ${need.service} is healthy`
		}] : []],
		what: `nginx was started at once and found no host "${unresolved.host}": ${app.name} is started later${need ? `, once ${need.service} is healthy` : ""}. It runs by now.`,
		why: "A name is known while its container runs. nginx looks it up once, at its start, and ends when it is not there; nothing starts it again.",
		fix: {
			text: `Let ${proxy.name} depend on ${app.name}, or give it a restart policy.`,
			edits
		},
		evidence: unresolved.said,
		intervention: {
			kind: "start-after",
			service: proxy.name,
			dependency: app.name
		}
	});
}
function waitsFor(need) {
	if (!need) return "Nothing makes the app wait for it. The app ends, and nginx answers 502.";
	return need.condition === "healthy" ? "The health check that is waited for passes before connections are taken. The app ends, and nginx answers 502." : "`depends_on` waits for the start of the container, not for what runs in it. The app ends, and nginx answers 502.";
}
/** Every need written with its condition, and a health check where there is none. None when one of the lines has another form. */
function waitEdits(service, dependency) {
	const check = dependency.healthcheck ? [] : checkEdits(dependency);
	const needs = needEdits(service, dependency);
	return needs.length > 0 && (dependency.healthcheck || check.length > 0) ? [...check, ...needs] : [];
}
/** A `depends_on` for a service that has none; none where its first line has another form. */
function dependsEdits({ needs, at, image }, app) {
	const text = wholeText(image.at);
	const indent = /^(\s+)(?:image|build):\s*\S/.exec(text ?? "")?.[1];
	if (needs.length > 0 || !at || !image.at || text === void 0 || indent === void 0 || image.at.path !== at.path) return [];
	return [wholeLine(image.at, `${text}\n${indent}depends_on:\n${indent}  - ${app.name}`)];
}
const conditions = {
	started: "service_started",
	healthy: "service_healthy",
	completed: "service_completed_successfully"
};
function indentOf$1(at) {
	return /^\s*/.exec(at?.text ?? "")?.[0].length ?? 0;
}
function needEdits({ needs, image }, dependency) {
	const conditionOf = (need) => need.service === dependency.name ? "service_healthy" : conditions[need.condition];
	const [first] = needs;
	const inline = /^(\s*)depends_on:\s*\[[^\]]*\]\s*$/.exec(wholeText(first?.at) ?? "");
	if (inline && first?.at) {
		const lines = needs.map((need) => `${inline[1]}  ${need.service}:\n${inline[1]}    condition: ${conditionOf(need)}`);
		return [wholeLine(first.at, [`${inline[1]}depends_on:`, ...lines].join("\n"))];
	}
	const edits = needs.flatMap((need) => {
		const item = /^(\s*)-\s+["']?[\w.-]+["']?\s*$/.exec(wholeText(need.at) ?? "");
		const indent = indentOf$1(need.at) > indentOf$1(image.at) ? item?.[1] ?? "" : `${item?.[1] ?? ""}  `;
		return item && need.at ? [wholeLine(need.at, `${indent}${need.service}:\n${indent}  condition: ${conditionOf(need)}`)] : [];
	});
	return edits.length === needs.length ? edits : [];
}
/** What an image's own tools say of whether it takes connections. */
const checks = {
	5432: (user) => `["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "${user}"]`,
	3306: () => "[\"CMD\", \"mysqladmin\", \"ping\", \"-h\", \"127.0.0.1\"]",
	6379: () => "[\"CMD\", \"redis-cli\", \"ping\"]"
};
function checkEdits(dependency) {
	const { at } = dependency.image;
	const image = /^(\s*)image:\s*\S+\s*$/.exec(wholeText(at) ?? "");
	const user = dependency.variables["POSTGRES_USER"]?.value ?? "postgres";
	const check = checks[portOfImage(dependency) ?? 0]?.(user);
	if (!at || !image || check === void 0 || !/^[\w-]+$/.test(user)) return [];
	const indent = image[1] ?? "";
	return [wholeLine(at, [
		wholeText(at),
		`${indent}healthcheck:`,
		`${indent}  test: ${check}`,
		`${indent}  interval: 2s`,
		`${indent}  retries: 15`
	].join("\n"))];
}

// src/diagnose/credentials.ts
const ownVariables = {
	password: /^(?:POSTGRES|MYSQL|MARIADB|MONGO_INITDB_ROOT|RABBITMQ_DEFAULT|REDIS)_(?:PASSWORD|PASS)$/,
	user: /^(?:POSTGRES_USER|MYSQL_USER|MARIADB_USER|MONGO_INITDB_ROOT_USERNAME|RABBITMQ_DEFAULT_USER)$/,
	database: /^(?:POSTGRES_DB|MYSQL_DATABASE|MARIADB_DATABASE|MONGO_INITDB_DATABASE)$/
};
const theirVariables = {
	password: /(?:PASS(?:WORD|WD)?|PWD)$/,
	user: /USER(?:NAME)?$/,
	database: /(?:DATABASE|_DB|DB_?NAME|_NAME|^DB)$/
};
/** The variable by which a service tells a dependency the part that it refuses, with the trial that sets it as the dependency has it. */
function credentialOf(service, dependency, wanted) {
	const part = wanted.trouble.refused ?? "password";
	const given = Object.entries(dependency.variables).find(([name]) => ownVariables[part].test(name));
	const source = given ? { given: {
		name: given[0],
		...given[1].at ? { at: given[1].at } : {}
	} } : dependency.command?.at ? { given: {
		name: "requirepass",
		at: dependency.command.at
	} } : {};
	const value = valueOf(dependency, part, given?.[1].value);
	const { endpoint } = wanted;
	const inUrl = endpoint?.variable && /:\/\//.test(endpoint.variable.value) ? endpoint.variable : void 0;
	if (inUrl && endpoint) {
		const corrected = value === void 0 ? void 0 : withPart(inUrl.value, part, value);
		return {
			name: inUrl.name,
			...source,
			...endpoint.at ? { at: endpoint.at } : {},
			...trial(service, inUrl.name, inUrl.value, corrected)
		};
	}
	const apart = partVariable(service, part, endpoint?.variable?.name);
	if (!apart) return {
		...source,
		...endpoint?.at ? { at: endpoint.at } : {}
	};
	const [name, held] = apart;
	return {
		name,
		...source,
		...held.at ? { at: held.at } : {},
		...trial(service, name, held.value, value)
	};
}
/** What the image's program takes when its own variable is not set. */
function valueOf(dependency, part, given) {
	if (given !== void 0) return given;
	const command = dependency.command?.value ?? [];
	const flag = command.indexOf("--requirepass");
	if (part === "password") return flag === -1 ? void 0 : command[flag + 1];
	const user = Object.entries(dependency.variables).find(([name]) => ownVariables.user.test(name))?.[1].value;
	return dependency.image.kind === "reference" && /postg/.test(dependency.image.reference) ? user ?? "postgres" : void 0;
}
function partVariable(service, part, hostVariable) {
	const all = Object.entries(service.variables).filter(([name]) => theirVariables[part].test(name));
	const prefix = hostVariable?.replace(/_?(?:HOST(?:NAME)?|SERVER|ADDR(?:ESS)?)$/, "");
	const near = prefix === void 0 || prefix === "" ? [] : all.filter(([name]) => name.startsWith(prefix));
	return near.length === 1 ? near[0] : all.length === 1 ? all[0] : void 0;
}
function trial(service, name, before, value) {
	return value === void 0 || value === before ? {} : { intervention: {
		kind: "set-variable",
		service: service.name,
		name,
		value
	} };
}
/** A URL with another password, user or database. */
function withPart(url, part, value) {
	const match = /^([a-z][\w+.:-]*?:\/\/)(?:([^\s:/@]*)(?::([^\s@]*))?@)?([^/?\s]+)(\/[^?]*)?(.*)$/i.exec(url);
	if (!match) return void 0;
	const [, scheme = "", user = "", password = "", place = "", path = "", rest = ""] = match;
	const parts = {
		user,
		password,
		database: path.slice(1),
		[part]: part === "database" ? value : encodeURIComponent(value)
	};
	const info = parts.password === "" ? parts.user : `${parts.user}:${parts.password}`;
	return `${scheme}${info === "" ? "" : `${info}@`}${place}${parts.database === "" && path === "" ? "" : `/${parts.database}`}${rest}`;
}

// src/diagnose/rules/dependency-unreachable.ts
const dependencyUnreachable = defineRule({
	id: "dependency-unreachable",
	title: "The app looks for a dependency in the wrong place",
	since: "0.1.0",
	symptoms: [
		"exit",
		"gateway",
		"status"
	],
	needs: [
		"services",
		"sources",
		"sockets"
	],
	explains: [
		"crash-on-start",
		"variable-missing",
		"app-returned-error",
		"nothing-listens",
		"slow-start"
	],
	absent: "nothing ended, and no app refused connections or answered 502, 503 or 504",
	doc: {
		what: "The app connects to a database, a cache or another service by a host, a port or credentials that are not those of the one that runs: a name that no service has, localhost in place of the service, the wrong port, another password or database, a network that they do not share.",
		why: "The app gives up at its start, waits for ever before it listens, or answers 503 for want of its dependency. In each case clients get 502 or 503.",
		fix: "Name the dependency as the deployment does: the service's name, the port inside its container, the user, password and database it was made with."
	},
	diagnose(symptom, facts, plan) {
		const { service, record } = symptom;
		if (!service || !record) return ruledOut("the address is no service of the project");
		const troubles = troublesOf(symptom, facts, plan);
		if (typeof troubles === "string") return ruledOut(troubles);
		if (troubles.length === 0) return ruledOut(`the output of ${service.name} names no other program that it cannot reach`);
		const around = {
			plan,
			service,
			records: facts.services,
			sources: facts.sources
		};
		const wanted = wantedBy(around, troubles);
		if (!wanted) return unknown(`${service.name} cannot reach another program, and which one is not known: ${(troubles[0]?.said ?? "").slice(0, 160)}`);
		return conclude$1(around, wanted, record);
	}
});
/** What the service says of others; a text when it cannot matter. */
function troublesOf(symptom, { sockets, sources }, plan) {
	const { record, service } = symptom;
	if (!record || !service) return [];
	if (symptom.kind === "exit") return record.exits.length === 0 ? `${service.name} did not end` : lastTroubles(record, sources);
	if (symptom.kind === "status") {
		if (symptom.probe.status === void 0 || ![
			502,
			503,
			504
		].includes(symptom.probe.status)) return "the app answered another status";
		const bodies = symptom.directs.flatMap((direct) => direct.body?.slice(0, 2e3).split("\n") ?? []);
		return troublesIn([...bodies, ...recentTroubles(record).map((trouble) => trouble.said)]);
	}
	if (!isRefused(symptom)) return "the connection was not refused";
	const open = socketsOf(plan, sockets, service.name) ?? [];
	if (record.state !== "running" || [...reachable(open), ...loopbackOnly(open)].length > 0) return `${service.name} listens`;
	return recentTroubles(record);
}
function conclude$1(around, wanted, record) {
	const { peer, trouble } = wanted;
	const { name } = around.service;
	if (peer.kind === "outside") return unknown(`${name} cannot reach ${showWanted(wanted)}, which is no part of the project: whether it is there in production cannot be told here`);
	if (peer.kind !== "service") return misnamed(around, wanted, record);
	const dependency = peer.service;
	if (!peer.isShared) return apart(around, wanted, dependency, record);
	if (!peer.record || peer.record.state !== "running") return ruledOut(`${dependency.name} itself does not run`);
	if (trouble.kind === "rejected") return rejected(around, wanted, dependency, record);
	if (trouble.kind === "starting") return ruledOut(`${dependency.name} took the connection and was still starting`);
	if (!peer.record.listening) return unknown(`what listens in ${dependency.name} could not be read`);
	const open = openPorts(peer.record);
	if (wanted.port !== void 0 && open.includes(wanted.port)) return ruledOut(`${showWanted(wanted)} takes connections by now`);
	if (open.length === 0) return unknown(`${name} cannot reach ${showWanted(wanted)}, and ${dependency.name} listens on nothing that others can reach`);
	if (trouble.kind !== "refused" || wanted.port === void 0) return unknown(`${name} cannot reach ${showWanted(wanted)}; ${dependency.name} listens on port ${open.join(", ")}`);
	return wrongPort(around, wanted, dependency, open, record);
}
/** A name that nobody has, or the app's own loopback. */
function misnamed(around, wanted, record) {
	const { service, plan } = around;
	const meant = serviceWanted(around, wanted);
	const isOwn = wanted.peer.kind === "own";
	if (!meant && plan.platform !== "compose") return unknown(`${service.name} cannot reach ${showWanted(wanted)}, and the project says nothing of where it runs`);
	const correction = meant && wanted.endpoint ? redirected(service, wanted.endpoint, endpointsOf({
		...service,
		variables: {}
	}, around.sources), meant.host, meant.port) : void 0;
	const target = meant && showWanted({
		host: meant.host,
		...meant.port === void 0 ? {} : { port: meant.port }
	});
	return located$1(around, wanted, record, {
		confidence: meant && wanted.endpoint ? "likely" : "possible",
		title: isOwn ? `${service.name} looks for ${portText(wanted)} in its own container` : `${service.name} looks for ${showWanted(wanted)}, which does not exist`,
		...correction?.at ? { location: correction.at } : {},
		what: `${service.name} connects to ${showWanted(wanted)}. ${isOwn ? "That is its own container, in which nothing listens there" : `No ${plan.platform === "upsun" ? "relationship" : "service"} is called ${wanted.host}`}${meant ? `; ${plan.platform === "upsun" ? "the service " : ""}${meant.service.name} is meant: ${meant.because}` : ""}.`,
		fix: {
			text: target === void 0 ? `Name the service that ${service.name} needs, or add it.` : `Have ${service.name} connect to ${target}.`,
			edits: correction?.edits ?? []
		},
		related: besides(correction?.at, meant?.service.at, "the service that is meant"),
		...correction?.intervention ? { intervention: correction.intervention } : {}
	});
}
function portText({ port, host }) {
	return port === void 0 ? host : `port ${port}`;
}
function wrongPort(around, wanted, dependency, open, record) {
	const { service } = around;
	const meant = serviceWanted(around, {
		...wanted,
		peer: { kind: "own" }
	});
	const port = open.length === 1 ? open[0] : meant?.service.name === dependency.name ? meant.port : void 0;
	const correction = port !== void 0 && wanted.endpoint ? redirected(service, {
		...wanted.endpoint,
		...wanted.port === void 0 ? {} : { port: wanted.port }
	}, endpointsOf({
		...service,
		variables: {}
	}, around.sources), wanted.endpoint.host, port) : void 0;
	return located$1(around, wanted, record, {
		confidence: "likely",
		title: `${service.name} connects to ${showWanted(wanted)}; ${dependency.name} listens on ${open.join(", ")}`,
		...correction?.at ? { location: correction.at } : {},
		what: `${service.name} connects to ${showWanted(wanted)} and is refused. ${dependency.name} listens on port ${open.join(", ")}.`,
		fix: {
			text: port === void 0 ? `Give ${service.name} a port on which ${dependency.name} listens.` : `Have ${service.name} connect to port ${port}.`,
			edits: correction?.edits ?? []
		},
		related: besides(correction?.at, dependency.at, "the service that is meant"),
		...correction?.intervention ? { intervention: correction.intervention } : {}
	});
}
function rejected(around, wanted, dependency, record) {
	const { service } = around;
	const part = wanted.trouble.refused ?? "password";
	const credential = credentialOf(service, dependency, wanted);
	const { given } = credential;
	return located$1(around, wanted, record, {
		confidence: given || part !== "password" ? "likely" : "possible",
		title: `${dependency.name} refuses the ${part} that ${service.name} gives`,
		...credential.at ? { location: credential.at } : {},
		what: `${service.name} reaches ${dependency.name}, which refuses its ${part}${credential.name === void 0 ? "" : `. ${service.name} has it from ${credential.name}`}.`,
		fix: {
			text: `Give ${service.name} the ${part} that ${dependency.name} was made with${given ? `: the value of ${given.name}` : ""}. A volume that was filled before keeps the earlier one.`,
			edits: []
		},
		related: besides(credential.at, given?.at, `${dependency.name} has its own from here`),
		...credential.intervention ? { intervention: credential.intervention } : {}
	});
}
/** The service exists, on networks that the app is not on. */
function apart(around, wanted, dependency, record) {
	const { service } = around;
	const [own] = service.attachments;
	const [theirs] = dependency.attachments;
	const at = service.attachments.findLast((attachment) => attachment.at)?.at ?? own?.at ?? dependency.attachments.find((attachment) => attachment.at)?.at;
	const word = service.attachments.findLast((attachment) => attachment.at)?.network ?? "";
	const edits = theirs ? anotherEntry(at, word, theirs.network) : [];
	return located$1(around, wanted, record, {
		confidence: "likely",
		title: `${service.name} and ${dependency.name} share no network`,
		...at ? { location: at } : {},
		what: `${service.name} looks for ${wanted.host}. That is a service of the project, on ${networksOf(dependency)}; ${service.name} is on ${networksOf(service)}.`,
		fix: {
			text: `Put ${service.name} on a network of ${dependency.name}.`,
			edits
		},
		related: besides(at, theirs?.at, `${dependency.name} is on this network`),
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [service.name]
		} } : {}
	});
}
function networksOf(service) {
	const names = service.attachments.map((attachment) => `the network ${attachment.network}`);
	return names.length > 0 ? names.join(" and ") : "no network";
}
function located$1(around, wanted, record, draft) {
	const location = draft.location ?? wanted.endpoint?.at ?? startPlace(around.service);
	const isDown = record.exits.length > 0;
	const evidence = [
		{
			kind: "log",
			text: wanted.trouble.said
		},
		...isDown ? [{
			kind: "exit",
			text: showExit(record)
		}] : [],
		...openWitness(around, wanted)
	];
	return found({
		...draft,
		service: around.service.name,
		...location ? { location } : {},
		why: isDown ? "The app gives up without it; nothing is left to answer, and nginx answers 502." : "Without it the app does not come to serve: it does not listen, or answers with an error itself.",
		evidence
	});
}
function openWitness(around, { peer }) {
	const ports = peer.kind === "service" ? openPorts(peer.record) : [];
	return peer.kind === "service" && ports.length > 0 ? [{
		kind: "socket",
		text: `${peer.service.name} listens on port ${ports.join(", ")}`
	}] : [];
}

// src/diagnose/foreground.ts
/** How servers are made to leave the foreground. */
const habits = [
	{
		program: /^gunicorn$/,
		flag: /^(?:-D|--daemon)$/
	},
	{
		program: /^php-fpm[\d.]*$/,
		flag: /^(?:-D|--daemonize)$/
	},
	{
		program: /^uwsgi$/,
		flag: /^--daemonize2?(?:=.*)?$/
	},
	{
		program: /^(?:unicorn|unicorn_rails|rackup|plackup|starman|starlet|passenger|rainbows|twiggy)$/,
		flag: /^(?:-D|--daemonize|--daemon)$/
	},
	{
		program: /^(?:puma|thin|rails|webrick)$/,
		flag: /^(?:-d|--daemon|--daemonize)$/
	},
	{
		program: /^start-stop-daemon$/,
		flag: /^(?:-b|--background)$/
	},
	{
		program: /^php$/,
		flag: /^(?:-d|-D|--daemon|--daemonize)$/,
		verb: /\.php$|^artisan$/
	},
	{
		program: /^pm2$/,
		verb: /^(?:start|reload|restart)$/,
		unless: /^--no-daemon$/,
		instead: () => ["pm2-runtime", "start"]
	},
	{
		program: /^forever$/,
		verb: /^start$/,
		instead: () => ["forever"]
	},
	{
		program: /^caddy$/,
		verb: /^start$/,
		instead: () => ["caddy", "run"]
	},
	{
		program: /^catalina\.sh$/,
		verb: /^start$/,
		instead: () => ["catalina.sh", "run"]
	},
	{
		program: /^(?:apachectl|apache2ctl)$/,
		verb: /^(?:start|restart|graceful)$/,
		unless: /FOREGROUND/,
		instead: ([program = ""]) => [
			program,
			"-D",
			"FOREGROUND"
		]
	},
	{
		program: /^httpd$/,
		unless: /FOREGROUND|^-(?:t|v|V|S|M|l|L)$/,
		add: ["-D", "FOREGROUND"]
	},
	{
		program: /^(?:service|systemctl|rc-service)$/,
		unless: /^(?:status|stop)$/,
		instead: foregroundOf
	},
	{
		program: /^supervisord$/,
		unless: /^(?:-n|--nodaemon|-v|--version)$/,
		add: ["-n"]
	},
	{
		program: /^nginx$/,
		unless: /daemon off|^-[tTsvVh]$/,
		add: ["-g", "daemon off;"]
	},
	{
		program: /^openresty$/,
		unless: /daemon off|^-[tTsvVh]$/,
		add: ["-g", "daemon off;"]
	},
	{
		program: /^lighttpd$/,
		unless: /^-(?:D|t|v|V|h)/,
		add: ["-D"]
	},
	{
		program: /^hypnotoad$/,
		unless: /^(?:-f|--foreground|-t|-s)$/,
		add: ["-f"]
	},
	{
		program: /^spawn-fcgi$/,
		unless: /^-n$/,
		add: ["-n"]
	}
];
/** Services that stand beside a server and are meant to be in the background. */
const beside = /^(?:redis(?:-server)?|memcached|cron|crond|anacron|rsyslogd?|syslogd?|sshd?|postgresql|mysql|mariadb|rabbitmq-server|dbus|supercronic|tail)$/;
/** `service nginx start`, `systemctl start nginx`: the same in the foreground, where it is known. */
function foregroundOf(words) {
	const name = words.slice(1).find((word) => !/^(?:start|restart|reload|-.*)$/.test(word)) ?? "";
	if (name === "nginx") return [
		"nginx",
		"-g",
		"daemon off;"
	];
	if (/^(?:apache2|httpd)$/.test(name)) return [
		"apachectl",
		"-D",
		"FOREGROUND"
	];
	const version = /^php([\d.]*)-fpm$/.exec(name)?.[1];
	return version === void 0 ? void 0 : [`php-fpm${version}`, "-F"];
}
/** The last thing in a service's start that sends a server to the background; undefined when nothing is seen to. */
function detachmentOf(service, sources) {
	const steps = (sources.startLines ?? []).filter((line) => line.service === service.name).map((line) => detachedBy(line.commands, line.at));
	const setting = (sources.detaching ?? []).find((at) => belongsTo(service, at.path));
	return steps.findLast((each) => each !== void 0) ?? (setting ? ofSetting(setting) : void 0);
}
function ofSetting(at) {
	const written = (at.text ?? "").trim();
	const flipped = wholeText(at)?.replace(/\b(yes|true|True|on|1|no|false|0)(?=\s*;?\s*$)/, (word) => opposites$1[word] ?? word);
	const edits = flipped === void 0 ? [] : [wholeLine(at, flipped === at.text ? "" : flipped)];
	return {
		at,
		what: `\`${written}\` sends the server to the background`,
		fix: "Leave the server in the foreground.",
		edits
	};
}
const opposites$1 = {
	yes: "no",
	true: "false",
	True: "False",
	on: "off",
	"1": "0",
	no: "yes",
	false: "true",
	"0": "1"
};
function detachedBy(commands, at) {
	return commands.flatMap((command, index) => ofHabit(command.words, at) ?? ofAmpersand(command, at, commands.slice(index + 1)) ?? []).at(-1);
}
/** What runs a server for someone else: `bundle exec puma`, `poetry run gunicorn`, `python -m gunicorn`. */
function withoutRunner(words) {
	const [first = "", second = ""] = words.map(nameOf);
	if (/^(?:bundle|poetry|pipenv|uv|npx|pnpm|yarn)$/.test(first)) return words.slice(/^(?:exec|run|dlx)$/.test(second) ? 2 : 1);
	if (/^python[\d.]*$/.test(first)) return second === "-m" ? words.slice(2) : words;
	return words;
}
function ofHabit(given, at) {
	const words = withoutRunner(given);
	const name = nameOf(words[0] ?? "");
	const script = /^\/etc\/init\.d\/([\w.-]+)$/.exec(words[0] ?? "")?.[1];
	if (script !== void 0) return beside.test(script) ? void 0 : replaced$2(at, words, [
		"service",
		script,
		"start"
	], foregroundOf([
		"service",
		script,
		"start"
	]));
	const habit = habits.find((each) => each.program.test(name));
	if (!habit || words.slice(1).some((word) => beside.test(word))) return void 0;
	const rest = words.slice(1);
	if (habit.verb && !habit.verb.test(rest[0] ?? "")) return void 0;
	if (habit.flag) {
		const flag = rest.find((word) => habit.flag?.test(word));
		return flag === void 0 ? void 0 : withoutFlag(at, name, flag, rest);
	}
	if (habit.unless && rest.some((word) => habit.unless?.test(word))) return void 0;
	if (habit.add) return withWords(at, words[0] ?? "", habit.add);
	const count = habit.verb ? 2 : words.length;
	return replaced$2(at, words.slice(0, count), words.slice(0, count), habit.instead?.(words));
}
function withoutFlag(at, name, flag, rest) {
	const text = wholeText(at);
	const value = /^--daemonize2?$/.test(flag) && name === "uwsgi" ? rest[rest.indexOf(flag) + 1] : void 0;
	const words = value === void 0 ? [flag] : [flag, value];
	const edited = text === void 0 ? void 0 : cut(text, words);
	return {
		at,
		what: `\`${flag}\` sends ${name} to the background`,
		fix: `Leave out ${words.join(" ")}.`,
		edits: edited === void 0 ? [] : [wholeLine(at, edited)],
		flag
	};
}
/** The text without these words, as a shell or a list in JSON writes them; undefined when they are not there once. */
function cut(text, words) {
	const inShell = new RegExp(`[ \\t]+${words.map(literally).join("[ \\t]+")}(?=[\\s"'&|;]|$)`, "g");
	const inList = new RegExp(`,[ \\t]*${words.map((word) => `["']${literally(word)}["']`).join(",[ \\t]*")}`, "g");
	const hits = [...text.matchAll(inList), ...text.matchAll(inShell)];
	const [hit] = hits;
	return hits.length === 1 && hit ? text.slice(0, hit.index) + text.slice(hit.index + hit[0].length) : void 0;
}
function withWords(at, program, words) {
	const name = nameOf(program);
	const text = wholeText(at);
	const inList = new RegExp(`(["'])${literally(program)}\\1(?=\\s*[,\\]])`);
	const hit = (text === void 0 ? [] : [...text.matchAll(new RegExp(`(?<![\\w./-])${literally(program)}(?![\\w./-])`, "g"))]).at(-1);
	const shown = words.map((word) => /[ ;]/.test(word) ? `'${word}'` : word).join(" ");
	const edited = text === void 0 || !hit ? void 0 : inList.test(text) ? text.replace(inList, (whole) => `${whole}, ${words.map((word) => JSON.stringify(word)).join(", ")}`) : `${text.slice(0, hit.index + program.length)} ${shown}${text.slice(hit.index + program.length)}`;
	return {
		at,
		what: `${name} without \`${words.join(" ")}\` goes to the background`,
		fix: `Start it as ${name} ${shown}.`,
		edits: edited === void 0 ? [] : [wholeLine(at, edited)]
	};
}
function replaced$2(at, written, shown, instead) {
	const text = wholeText(at);
	const what = `\`${shown.join(" ")}\` starts a server in the background and comes back`;
	if (instead === void 0) return {
		at,
		what,
		fix: "Start the server itself, in the foreground.",
		edits: []
	};
	const line = instead.map((word) => /[ ;]/.test(word) ? `'${word}'` : word).join(" ");
	const inShell = new RegExp(written.map(literally).join("[ \\t]+"));
	const inList = new RegExp(written.map((word) => `["']${literally(word)}["']`).join(",[ \\t]*"));
	const list = instead.map((word) => JSON.stringify(word)).join(", ");
	const edited = text === void 0 ? void 0 : inList.test(text) ? text.replace(inList, () => list) : inShell.test(text) ? text.replace(inShell, () => line) : void 0;
	return {
		at,
		what,
		fix: `Write ${line}.`,
		edits: edited === void 0 ? [] : [wholeLine(at, edited)]
	};
}
/** A command that the shell does not wait for. */
function ofAmpersand(command, at, later) {
	const name = nameOf(command.words[0] ?? "");
	if (!command.isInBackground || beside.test(name) || later.some(({ words }) => words[0] === "wait")) return void 0;
	const text = wholeText(at);
	const edited = text?.replace(/[ \t]*(?<![&>])&[ \t]*(?=["'\]\s]*$)/, "");
	const edits = edited === void 0 || edited === text ? [] : [wholeLine(at, edited)];
	return {
		at,
		what: `\`&\` sends ${name} to the background, and the shell comes to its end`,
		fix: "Leave out the & of the server, or end the script with wait.",
		edits
	};
}
/** "gunicorn" of "/usr/local/bin/gunicorn". */
function nameOf(program) {
	return program.slice(program.lastIndexOf("/") + 1);
}

// src/diagnose/servers.ts
/** By the package that brings it; the first that a manifest lists is tried. `app` is what most call their application. */
const servers = [
	["uvicorn", (module, port) => [
		"python",
		"-m",
		"uvicorn",
		`${module}:app`,
		"--host",
		"0.0.0.0",
		"--port",
		String(port)
	]],
	["gunicorn", (module, port) => [
		"python",
		"-m",
		"gunicorn",
		"--bind",
		`0.0.0.0:${port}`,
		`${module}:app`
	]],
	["flask", (module, port) => [
		"python",
		"-m",
		"flask",
		"--app",
		module,
		"run",
		"--host",
		"0.0.0.0",
		"--port",
		String(port)
	]]
];
/** A trial in which a Python program that only defines its application is served; none where nothing tells by what, or on which port. */
function servedInstead(plan, service, record, sources) {
	const module = moduleOf$1([...service.entrypoint?.value ?? record.image.entrypoint, ...service.command?.value ?? record.image.command]);
	const ports = new Set(plan.proxy.routes.flatMap((route) => route.targets.filter((target) => target.service === service.name || isNamed$1(service, target.host)).map((target) => target.port)));
	const manifests = sources.manifests.filter((each) => each.ecosystem === "python" && belongsTo(service, each.at.path));
	const server = servers.find(([name]) => manifests.some((each) => lists(each, name)))?.[1];
	const [port] = ports;
	if (module === void 0 || !server || port === void 0 || port === 0 || ports.size !== 1) return void 0;
	return {
		kind: "start-command",
		service: service.name,
		command: server(module, port)
	};
}
function isNamed$1(service, host) {
	return service.attachments.some((attachment) => attachment.aliases.includes(host));
}
/** "python -m shop.web" and "python shop/web.py" start the module shop.web. */
function moduleOf$1(words) {
	const [program = "", ...others] = words.filter((word) => word !== "-u");
	if (!/^(?:.*\/)?python[\d.]*$/.test(program)) return void 0;
	if (others[0] === "-m") return others[1];
	return others.length === 1 && /^[\w/]+\.py$/.test(others[0] ?? "") && !others[0]?.startsWith("/") ? others[0]?.slice(0, -3).replaceAll("/", ".") : void 0;
}

// src/diagnose/rules/exits-immediately.ts
const exitsImmediately = defineRule({
	id: "exits-immediately",
	title: "The main process does not stay in the foreground",
	since: "0.1.0",
	symptoms: ["exit"],
	needs: ["sources"],
	absent: "everything that the proxy depends on kept running",
	doc: {
		what: "The container's first process ends without an error: the server was sent to the background (`--daemon`, `daemonize = yes`, `service … start`, `pm2 start`, `&` at the end of a script), or the command never starts one (a shell without a terminal, a script that comes to its end).",
		why: "A container lives as long as its first process. When that ends, everything else in it is killed, the server in the background as well; then nothing listens, and nginx answers 502.",
		fix: "Start the server in the foreground: without `--daemon`, `php-fpm -F`, `nginx -g 'daemon off;'`, `supervisord -n`, `pm2-runtime`, `exec` in the last line of a script."
	},
	diagnose({ service, record }, { sources }, plan) {
		const [exit] = record.exits;
		if (record.startError !== void 0) return ruledOut(`${service.name} could not be started at all`);
		if (!exit) return ruledOut(`${service.name} keeps running`);
		if (exit.code !== 0) return ruledOut(`${service.name} ended with exit code ${exit.code}`);
		const detachment = detachmentOf(service, sources);
		if (detachment) return detached(service, record, detachment);
		const crash = readCrash(record, sources);
		if (crash) return ruledOut(`${service.name} told of an error before it ended: ${crash.message.slice(0, 120)}`);
		return unpassed(service, record) ?? finished(plan, service, record, sources);
	}
});
function detached(service, record, detachment) {
	const start = startPlace(service);
	const { edits } = detachment;
	const intervention = edits.length > 0 ? {
		kind: "edit-files",
		edits,
		services: [service.name]
	} : startWithout(service, record, detachment.flag);
	return found({
		confidence: "likely",
		title: `${service.name} ends at once: ${detachment.what}`,
		service: service.name,
		location: detachment.at,
		related: start && !sameLine(start, detachment.at) ? [{
			at: start,
			note: "the container starts here"
		}] : [],
		what: `${service.name} ended without an error: ${showExit(record)}. ${detachment.what}.`,
		why: "A container ends with its first process, and the server in the background is killed with it. Nothing listens then, and nginx answers 502.",
		fix: {
			text: detachment.fix,
			edits
		},
		evidence: [...lastLines(record, 4).map((text) => ({
			kind: "log",
			text
		})), {
			kind: "exit",
			text: showExit(record)
		}],
		...intervention ? { intervention } : {}
	});
}
/** The container's own words without the flag. */
function startWithout(service, record, flag) {
	const words = wordsOf$1(service, record);
	if (flag === void 0 || words.filter((word) => word === flag).length !== 1) return void 0;
	return {
		kind: "start-command",
		service: service.name,
		command: words.filter((word) => word !== flag)
	};
}
function wordsOf$1(service, record) {
	return [...service.entrypoint?.value ?? record.image.entrypoint, ...service.command?.value ?? (service.entrypoint ? [] : record.image.command)];
}
/** Shells and interpreters that read their input to its end when no file is given to them. */
const interactive = /^(?:ba|da|a|z|k)?sh$|^(?:python[\d.]*|node|nodejs|irb|ruby|perl|lua|julia|R|ghci|iex|erl|jshell|psql)$/;
/** Words of a program that ends because something is missing or wrong, and says so in its own way. */
const complaint = /\b(?:errors?|fail(?:ed|ure)?|exception|fatal|cannot|can't|could ?n[o']t|unable|refused|denied|missing|not (?:found|set|valid|available|ready|supported)|invalid|abort(?:ed|ing)?|usage:|required)\b/i;
/** An entrypoint script that comes to its end without handing over to the command; undefined when there is none. */
function unpassed(service, record) {
	const [first, ...rest] = service.start;
	const path = rest[0]?.at?.path;
	const script = rest.filter((step) => step.at?.path === path && path !== first?.at?.path);
	const [command] = rest.filter((step) => step.at?.path !== path);
	const at = script.at(-1)?.at;
	const isHandedOver = script.some((step) => /\$[@*1]|\$\{[@*1]\}|\bexec\b/.test(step.text));
	const text = wholeText(at);
	if (!first || !command || !at || text?.trim() !== script.at(-1)?.text.trim() || isHandedOver) return void 0;
	const edits = text === void 0 ? [] : [wholeLine(at, `${text}\n${/^\s*/.exec(text)?.[0] ?? ""}exec "$@"`)];
	const shown = command.text.slice(0, 80);
	return found({
		confidence: "likely",
		title: `the entrypoint of ${service.name} ends without running its command ${shown}`,
		service: service.name,
		location: at,
		related: command.at ? [{
			at: command.at,
			note: "the command that is never run"
		}] : [],
		what: `${path ?? "The entrypoint"} is handed \`${shown}\` as its arguments, and nothing in it runs them: ${showExit(record)}, without an error.`,
		why: "With an ENTRYPOINT the CMD is no program of its own, only what the entrypoint is called with. When the script ends, so does the container.",
		fix: {
			text: "End the script with `exec \"$@\"`, which runs the command in its place.",
			edits
		},
		evidence: [...lastLines(record, 4).map((line) => ({
			kind: "log",
			text: line
		})), {
			kind: "exit",
			text: showExit(record)
		}],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [service.name]
		} } : {}
	});
}
function finished(plan, service, record, sources) {
	const words = wordsOf$1(service, record);
	const name = nameOf(words.at(-1) ?? "");
	const isShell = interactive.test(name) && words.slice(0, -1).every((word) => !word.startsWith("-") && !interactive.test(nameOf(word)));
	const last = lastLines(record, 6);
	const complains = last.findLast((line) => complaint.test(line));
	if (!isShell && complains !== void 0) return unknown(`${service.name} ended with exit code 0, and its output speaks of a fault: ${complains.trim().slice(0, 160)}`);
	const location = startPlace(service);
	const shown = words.join(" ").slice(0, 120);
	const intervention = isShell ? void 0 : servedInstead(plan, service, record, sources);
	return found({
		confidence: "likely",
		title: isShell ? `${service.name} ends at once: ${name} has no terminal and nothing to run` : `${service.name} comes to its end: nothing in it keeps serving`,
		service: service.name,
		...location ? { location } : {},
		what: isShell ? `\`${shown}\` reads commands from an input that is at its end, and stops. ${service.name} ended: ${showExit(record)}.` : `\`${shown}\` ran to its end and told of no error: ${showExit(record)}. ${last.length === 0 ? "It said nothing." : `Its last words: ${last.at(-1)?.trim().slice(0, 160)}.`}`,
		why: "A container ends with its first process. What it starts has to be a server that goes on running; nothing listens otherwise, and nginx answers 502.",
		fix: {
			text: isShell ? "Name the program that serves." : "Start the server: let the program call its run or listen function, or name the server that runs it (gunicorn, uvicorn, puma, php-fpm).",
			edits: []
		},
		evidence: [...last.map((text) => ({
			kind: "log",
			text
		})), {
			kind: "exit",
			text: showExit(record)
		}],
		...intervention ? { intervention } : {}
	});
}

// src/diagnose/rules/fastcgi-script-missing.ts
const fastcgiScriptMissing = defineRule({
	id: "fastcgi-script-missing",
	title: "nginx names a script that PHP-FPM does not have",
	since: "0.1.0",
	symptoms: ["script"],
	needs: ["paths", "sources"],
	absent: "no FastCGI server lacked the script that nginx named",
	doc: {
		what: "`SCRIPT_FILENAME`, most often `$document_root` with the script's name behind it, is a path that is not in the container of PHP-FPM.",
		why: "nginx sends no file, only a path, and PHP-FPM opens it in its own container. When nothing is there it answers 404 with `File not found.`, and nginx logs `FastCGI sent in stderr: \"Primary script unknown\"`. The folder that nginx serves files from need not have the same path there. `$realpath_root` is empty when the container of nginx container has no such folder.",
		fix: "Set `root` to a folder that both containers have at the same path, or name the path in PHP-FPM's container: `fastcgi_param SCRIPT_FILENAME /var/www/html/public$fastcgi_script_name;`."
	},
	diagnose(symptom, { paths, sources }, plan) {
		const { service, route, script } = symptom;
		const { fastcgi } = route;
		const param = fastcgi?.params["SCRIPT_FILENAME"];
		if (!service || !fastcgi || !param) return ruledOut("the address dialled is no service of the project, or nginx names no script");
		const asked = pathRecord(paths, service.name, script);
		if (!asked) return unknown(`the files of ${service.name} could not be looked at`);
		const unresolved = unresolvedRoot(symptom, param);
		if (unresolved) return unresolved;
		if (standsThere(asked)) return unknown(`${service.name} has ${script}, and PHP-FPM could not open it`);
		const name = script.endsWith(scriptNameOf(fastcgi, symptom.asked)) ? scriptNameOf(fastcgi, symptom.asked) : script.slice(script.lastIndexOf("/"));
		const actual = nearest(existing(paths, service.name, name), script);
		const change = changeOf(fastcgi, param, script, actual === void 0 ? void 0 : actual.slice(0, -name.length), name, standsThere(pathRecord(paths, plan.proxy.service, script)) !== void 0);
		const placed = change.at ? preferChanged(sources, change.at, change.other, {
			first: "the path begins with this",
			second: change.note
		}) : { related: [] };
		const missing = asked.steps.at(-1)?.path ?? script;
		return found({
			confidence: actual === void 0 ? "possible" : "likely",
			title: actual === void 0 ? `nginx names ${script}, which ${service.name} does not have` : `nginx names ${script}; in ${service.name} it is ${actual}`,
			service: service.name,
			...placed,
			related: [...placed.related, ...route.at ? [{
				at: route.at,
				note: `the request is passed to ${service.name} here`
			}] : []],
			what: `nginx tells ${service.name} to run ${script}. In the container of ${service.name} there is no ${missing}${actual === void 0 ? `, and no ${name.slice(1)} in the folders where it could be` : `; the script is at ${actual}`}.`,
			why: "PHP-FPM opens the path that nginx names in its own container. Nothing is there, so it answers 404 with `File not found.`",
			fix: {
				text: actual === void 0 ? `Put the scripts into the image of ${service.name} or mount them, and name their path there.` : `Name the path that ${service.name} has: ${actual}.`,
				edits: change.edits
			},
			evidence: [
				{
					kind: "attempt",
					text: showResult(symptom.probe)
				},
				...symptom.directs.slice(0, 2).map((direct) => ({
					kind: "attempt",
					text: `${showResult(direct)}${direct.stderr === void 0 ? "" : `: ${direct.stderr.split("\n")[0]}`}`
				})),
				...symptom.errors.filter((error) => error.text.includes("Primary script unknown")).slice(-1).map((error) => ({
					kind: "nginx",
					text: error.text.slice(0, 500)
				})),
				...pathWitness(paths, service.name, script),
				...actual === void 0 ? [] : pathWitness(paths, service.name, actual)
			],
			...change.edits.length > 0 ? { intervention: {
				kind: "edit-files",
				edits: change.edits,
				services: []
			} } : {}
		});
	}
});
/** `$realpath_root` makes nginx resolve a folder of its own container; where it has none, the name of the script begins with nothing. */
function unresolvedRoot({ errors, route, service, probe, directs }, param) {
	const folder = errors.map((error) => /^realpath\(\) "([^"]*)" failed/.exec(error.message)?.[1]).findLast((each) => each !== void 0);
	if (folder === void 0 || !param.at || !param.value.includes("$realpath_root")) return void 0;
	const edits = replaceWord(param.at, "$realpath_root", "$document_root");
	return found({
		confidence: "likely",
		title: `nginx cannot resolve ${folder}, which its own container does not have`,
		...service ? { service: service.name } : {},
		location: param.at,
		related: route.fastcgi?.root?.at ? [{
			at: route.fastcgi.root.at,
			note: "the root is set here"
		}] : [],
		what: `\`$realpath_root\` is ${folder} with its links followed. nginx's container has no ${folder}: what it names to ${service?.name ?? "the FastCGI server"} is the script without its folder.`,
		why: "`$realpath_root` is resolved in nginx's own container, while `$document_root` is passed on as it is written. PHP-FPM has no script of the name that is left and answers 404 with `File not found.`",
		fix: {
			text: `Name the script by $document_root, or mount ${folder} into nginx's container.`,
			edits
		},
		evidence: [
			{
				kind: "attempt",
				text: showResult(probe)
			},
			...directs.slice(0, 2).map((direct) => ({
				kind: "attempt",
				text: showResult(direct)
			})),
			...errors.filter((error) => error.message.startsWith("realpath()")).slice(-1).map((error) => ({
				kind: "nginx",
				text: error.text.slice(0, 500)
			}))
		],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: []
		} } : {}
	});
}
/** Places in a service's container at which a script of that name stands, in the order in which they were looked for. */
function existing(paths, service, name) {
	return paths.records.filter((record) => record.service === service && record.path.endsWith(name) && standsThere(record)?.kind === "file").map((record) => record.path);
}
/** The one whose folders are most like those that were named, from the end. */
function nearest(places, script) {
	const wanted = script.split("/").toReversed();
	const alike = (path) => {
		const parts = path.split("/").toReversed();
		const differing = parts.findIndex((part, index) => part !== wanted[index]);
		return differing === -1 ? parts.length : differing;
	};
	const isPublic = (path) => /\/(?:public|web|htdocs|webroot)\//.test(path) ? 1 : 0;
	return places.toSorted((a, b) => alike(b) - alike(a) || isPublic(b) - isPublic(a))[0];
}
/** The line to change: `root` where nginx itself has nothing there either, else the parameter, since files are served from that root. */
function changeOf(fastcgi, param, script, folder, name, isServed) {
	const { root } = fastcgi;
	const usesRoot = /\$\{?(?:document_root|realpath_root|request_filename)\b/.test(param.value);
	if (usesRoot && root?.at && (!isServed || param.at === void 0)) return {
		at: root.at,
		other: param.at,
		note: "the root becomes part of the script's path here",
		edits: isServed || folder === void 0 ? [] : replaceWord(root.at, root.value, folder || "/")
	};
	return {
		at: param.at ?? root?.at,
		other: usesRoot ? root?.at : void 0,
		note: "files are served from this root",
		edits: folder === void 0 ? [] : paramEdits(param, usesRoot, script, folder, name)
	};
}
function paramEdits(param, usesRoot, script, folder, name) {
	const text = param.at?.text;
	if (!param.at || text === void 0 || text.length >= 300) return [];
	const written = usesRoot ? /\$\{?(?:document_root|realpath_root)\}?/.exec(param.value)?.[0] : script.endsWith(name) ? script.slice(0, -name.length) : void 0;
	if (written === void 0 || written === "" || text.split(written).length !== 2) return [];
	return [wholeLine(param.at, text.replace(written, () => folder))];
}

// src/diagnose/denials.ts
const kinds = [
	["database", /unable to open database file|attempt to write a readonly database|SQLITE_(?:READONLY|CANTOPEN)/i],
	["read-only", /EROFS|read-only file system|readonly file system|ENOENT: no such file or directory, mkdir/i],
	["denied", /EACCES|EPERM|permission denied|AccessDeniedException|isn't writable|is not writable/i]
];
/** Refusals that are no matter of files that are written. */
const others$1 = /\b(?:listen|bind|connect|socket|setuid|setgid|chown|exec|spawn|kill)\b|docker\.sock|for (?:table|relation|schema|database)|authentication|publickey/i;
/** How programs name the file. */
const paths = [
	/stream or file "([^"]{1,300})"/,
	/\b(?:open|mkdir|unlink|rename|copyfile|access|scandir|chmod|rmdir|symlink|utime) '([^']{1,300})'/,
	/(?:denied|read-only file system): [bu]?['"]([^'"]{1,300})['"]/i,
	/\b(?:open|openfile|mkdir|create|remove|rename|createtemp) (\/?[^\s:]{1,300}): (?:permission denied|read-only)/i,
	/@ \w{1,40} - ([^\s(]{1,300})/,
	/(?:stream or file|file|directory|folder|path) ["'`]([^"'`]{1,300})["'`]/i,
	/\b(?:file_put_contents|fopen|mkdir|touch|tempnam|copy|rename)\(([^),\s]{1,300})\)/,
	/cannot (?:create|touch|open|make)(?: regular file| directory| file)? ['‘"]?([^'’":\s]{1,300})['’"]?:/i,
	/'([^']{1,300})' isn't writable/,
	/AccessDeniedException: (\S{1,300})/,
	/\((\/[^()\s]{1,300}) \(permission denied\)/i,
	/(?:^|[\s"'(])(\/[\w./@-]{2,300}):? ?(?:\()?(?:permission denied|read-only file system)/i
];
/** What lines tell of files that may not be written, those that name one first. */
function denialsIn(lines) {
	const told = lines.flatMap((line) => denialOf(line.slice(0, 1e3)) ?? []);
	return [...told.filter((denial) => denial.path !== void 0), ...told.filter((denial) => denial.path === void 0)];
}
function denialOf(line) {
	const kind = kinds.find(([, pattern]) => pattern.test(line))?.[0];
	if (kind === void 0) return void 0;
	const path = paths.map((pattern) => pattern.exec(line)?.[1]).find((each) => each !== void 0);
	if (kind === "denied" && path === void 0) return void 0;
	if (others$1.test(path === void 0 ? line : line.replace(path, ""))) return void 0;
	return {
		kind,
		said: line.trim().slice(0, 300),
		isFolder: /mkdir|directory|makedirs/i.test(line),
		...path === void 0 ? {} : { path }
	};
}
/** The path in the container, absolute; undefined when neither the words nor a setting of the service name one. */
function pathOf(denial, service, record, sources) {
	const written = denial.path ?? (denial.kind === "database" ? databasePath(service, sources) : void 0);
	if (written === void 0) return void 0;
	return absolute(service.workingDir ?? record.image.workingDir, written);
}
/** The only file of a database that the variables of a service name, or their defaults. */
function databasePath(service, sources) {
	const values = [...Object.values(service.variables).map(({ value }) => value), ...sources.variables.flatMap((mention) => mention.fallback !== void 0 && !(mention.name in service.variables) && belongsTo(service, mention.at.path) ? [mention.fallback] : [])];
	const found = new Set(values.flatMap((value) => /^(?:sqlite3?:\/{2,3}|file:)?([\w./-]{1,300}\.(?:db|sqlite3?))$/i.exec(value)?.[1] ?? []));
	return found.size === 1 ? [...found][0] : void 0;
}
function absolute(folder, path) {
	const parts = (path.startsWith("/") ? path : `${folder}/${path}`).split("/");
	const kept = [];
	for (const part of parts) if (part === "..") kept.pop();
	else if (part !== "" && part !== ".") kept.push(part);
	return `/${kept.join("/")}`;
}

// src/diagnose/platform-mounts.ts
/** The folder of an app on a platform whose file system is read-only but for its mounts. */
const appFolder = "/app/";
/** One mount more in the platform's file, for a folder of the app; none where the path cannot be mounted or the file is written otherwise. */
function mountEdits(service, folder) {
	const place = service.settings.readOnlyAt;
	const path = folder.startsWith(appFolder) ? folder.slice(5) : "";
	if (!place || !/^[\w.@-]+(?:\/[\w.@-]+)*$/.test(path)) return [];
	const entry = `"${path}": { source: ${/\.platform\b/.test(place.path) ? "local" : "storage"}, source_path: ${path.replaceAll("/", "_")} }`;
	const first = service.mounts.flatMap((mount) => mount.at?.path === place.path && mount.target.startsWith(appFolder) ? [mount.at] : []).toSorted((a, b) => a.line - b.line)[0];
	if (first) return isBlock(first) ? [before(first, `${indentOf(first)}${entry}`)] : [];
	const indent = indentOf(place);
	return /^\s*["']?mounts\b/.test(place.text ?? "") || !isBlock(place) ? [] : [before(place, `${indent}mounts:\n${indent}  ${entry}`)];
}
/** Whether a key begins its line, so that another one can stand above it. */
function isBlock(at) {
	return /^\s*["']?[\w./@-]+["']?\s*:/.test(wholeText(at) ?? "");
}
function indentOf(at) {
	return /^\s*/.exec(at.text ?? "")?.[0] ?? "";
}
function before(at, text) {
	return {
		path: at.path,
		startLine: at.line,
		endLine: at.line - 1,
		replacement: text
	};
}

// src/diagnose/obstacles.ts
/** What refuses a path to a service; undefined when nothing of the project does. `others`: folders that it is known to write as well. */
function obstacleTo(container, denial, path, others = []) {
	const { service } = container;
	const mount = path === void 0 ? only$2(service.mounts.filter(isReadOnly)) : mountOf(service, path);
	if (denial.kind !== "denied") {
		if (mount && isReadOnly(mount)) return readOnlyMount(service, mount);
		if (!mount && service.settings.readOnly === true) return readOnlyContainer(container, path, denial, others);
	}
	return denial.kind === "read-only" ? void 0 : otherUser(container, denial, path, mount);
}
/** The mount that a path lies in: the innermost. */
function mountOf(service, path) {
	return service.mounts.filter((mount) => path === mount.target || path.startsWith(`${mount.target.replace(/\/$/, "")}/`)).toSorted((a, b) => b.target.length - a.target.length)[0];
}
function isReadOnly(mount) {
	return "readOnly" in mount && mount.readOnly;
}
function readOnlyMount(service, mount) {
	const at = "at" in mount ? mount.at : void 0;
	const text = wholeText(at);
	const writable = text?.replace(/:ro(?=["']?\s*$)/, "").replace(/:ro,/, ":").replace(/,ro(?=[,"'\s]|$)/, "");
	const edits = at && text !== void 0 && writable !== void 0 && writable !== text ? [wholeLine(at, writable)] : [];
	return {
		confidence: "likely",
		...at ? { at } : {},
		because: "its mount is read-only",
		what: `${service.name} has ${mount.target} mounted read-only.`,
		fix: `Mount ${mount.target} so that it can be written, or have the app write elsewhere.`,
		edits,
		trial: edits
	};
}
/** The folder to mount for a path. What stands directly in the app's folder is taken for one itself unless it is named like a file. */
function mountable(path, denial) {
	const folder = folderOf(path, denial);
	return folder === "/app" && !/\.\w+$/.test(path) ? path : folder;
}
/** On a platform nothing but its mounts can be written while the app runs. */
function unmounted(service, folder) {
	const at = service.settings.readOnlyAt;
	const edits = folder === void 0 ? [] : mountEdits(service, folder);
	return {
		confidence: "likely",
		...at ? { at } : {},
		because: "no mount of the app is there",
		what: `The platform runs ${service.name} with a read-only file system, but for its mounts and /tmp, and no mount is there.`,
		fix: folder === void 0 || folder.startsWith("/app/") ? `Declare a mount for ${folder ?? "the folder that it writes"}, or write to /tmp what may be lost.` : "Write to a mount of the app, or to /tmp what may be lost.",
		edits,
		trial: edits
	};
}
function readOnlyContainer({ plan, service, record }, path, denial, others) {
	if (plan.platform === "upsun") return unmounted(service, path === void 0 ? void 0 : mountable(path, denial));
	const at = service.settings.readOnlyAt;
	const text = wholeText(at);
	const folder = path === void 0 ? void 0 : folderOf(path, denial);
	const folders = [.../* @__PURE__ */ new Set([folder ?? "/", ...others])].filter((each, _index, all) => !all.some((other) => each.startsWith(`${other}/`)));
	const indent = /^\s*/.exec(text ?? "")?.[0] ?? "";
	const hasTmpfs = service.mounts.some((mount) => mount.kind === "tmpfs" && mount.at === void 0);
	const options = isRoot(service.user?.value ?? record.image.user) ? "" : ":mode=1777";
	const edits = at && text !== void 0 && folder !== void 0 && folder !== "/" && !hasTmpfs ? [wholeLine(at, [
		text,
		`${indent}tmpfs:`,
		...folders.map((each) => `${indent}  - ${each}${options}`)
	].join("\n"))] : [];
	const opened = at && text !== void 0 ? [wholeLine(at, text.replace(/\btrue\b/, "false"))] : [];
	return {
		confidence: "likely",
		...at ? { at } : {},
		because: "the container is read-only",
		what: `The file system of ${service.name} is read-only, and nothing writable is mounted there.`,
		fix: `Give ${service.name} a tmpfs at ${folder === void 0 ? "the folder that it writes" : folders.join(" and ")}, or a volume where the files have to last.`,
		edits,
		trial: edits.length > 0 ? edits : opened
	};
}
function isRoot(user) {
	return /^(?:|0|root)(?::.*)?$/.test(user);
}
function otherUser({ service, record, sources }, denial, path, mount) {
	const user = service.user?.value ?? record.image.user;
	if (isRoot(user)) return void 0;
	const mention = service.user ? void 0 : sources.users?.find((each) => each.service === service.name);
	const at = service.user?.at ?? mention?.at;
	const folder = path === void 0 ? void 0 : folderOf(path, denial);
	const isBound = mount?.kind === "files";
	const edits = mention ? ownershipEdits(mention.at, user, folder, isBound) : service.user ? withoutLine$1(service.user.at) : [];
	const mountAt = mount && "at" in mount ? mount.at : void 0;
	return {
		confidence: at && !isBound ? "likely" : "possible",
		...at ? { at } : service.image.at ? { at: service.image.at } : {},
		...mountAt ? { relatedAt: mountAt } : {},
		because: `it runs as ${user}`,
		what: `${service.name} runs as the user ${user}, and ${folder ?? "the folder"}${mount ? `, mounted from ${mount.kind === "volume" ? "a volume" : "the repository"},` : ""} belongs to another.`,
		fix: mention ? `Give ${folder ?? "the folder"} to ${user} before the USER instruction.` : `Give ${folder ?? "the folder"} to ${user} in the image, or run ${service.name} as the user that owns it.`,
		edits,
		trial: edits
	};
}
function ownershipEdits(at, user, folder, isBound) {
	const text = wholeText(at);
	if (text === void 0 || folder === void 0 || isBound || folder === "/" || !/^[\w.-]+(?::[\w.-]+)?$/.test(user) || !/^[\w./@-]+$/.test(folder)) return [];
	return [wholeLine(at, `RUN mkdir -p ${folder} && chown -R ${user} ${folder}\n${text}`)];
}
function withoutLine$1(at) {
	return at && /^\s*user:\s*\S+\s*$/.test(wholeText(at) ?? "") ? [{
		path: at.path,
		startLine: at.line,
		endLine: at.line,
		replacement: ""
	}] : [];
}
function folderOf(path, denial) {
	return denial.isFolder ? path : path.slice(0, path.lastIndexOf("/")) || "/";
}
function only$2(items) {
	return items.length === 1 ? items[0] : void 0;
}

// src/diagnose/rules/filesystem-not-writable.ts
const filesystemNotWritable = defineRule({
	id: "filesystem-not-writable",
	title: "A program may not write where it writes at its start",
	since: "0.1.0",
	symptoms: [
		"exit",
		"status",
		"proxy-start"
	],
	needs: ["services", "sources"],
	explains: ["crash-on-start", "app-returned-error"],
	absent: "nothing ended, nginx started, and no app answered 502, 503 or 504",
	doc: {
		what: "The app, or nginx itself, opens a file for writing, or makes a folder, where it may not: the mount or the whole container is read-only, or the path belongs to root and the app runs as another user.",
		why: "The app ends at its start, or answers 503 because it cannot store anything. nginx answers 502 without a process behind it. nginx that may not write its process id or its temporary files does not start at all.",
		fix: "Make that one path writable: mount it without `ro`, give a read-only container a tmpfs or a volume there, or give the folder to the user in the Dockerfile."
	},
	diagnose(symptom, { services, sources }, plan) {
		if (symptom.kind === "proxy-start") return refusedToNginx(symptom, sources, plan);
		const { service, record } = symptom;
		if (!service || !record) return ruledOut("the address is no service of the project");
		const lines = wordsOf(symptom, {
			services,
			sources
		});
		if (typeof lines === "string") return ruledOut(lines);
		const [denial] = denialsIn(lines);
		if (!denial) return ruledOut(`the output of ${service.name} tells of no file that it may not write`);
		const path = pathOf(denial, service, record, sources);
		const obstacle = obstacleTo({
			plan,
			service,
			record,
			sources
		}, denial, path);
		if (!obstacle) return unknown(`${service.name} may not write ${path ?? "a file"}, and no mount, user or setting of the project says why`);
		return found({
			confidence: obstacle.confidence,
			title: `${service.name} may not write ${path ?? "its database file"}: ${obstacle.because}`,
			service: service.name,
			...obstacle.at ? { location: obstacle.at } : {},
			related: besides(obstacle.at, obstacle.relatedAt, "the path is mounted here"),
			what: `${service.name} was refused ${path === void 0 ? "a file" : path}: ${denial.said}. ${obstacle.what}`,
			why: record.exits.length > 0 ? "The app gives up; nothing is left to answer, and nginx answers 502." : "The app runs, and answers with an error itself because it cannot write.",
			fix: {
				text: obstacle.fix,
				edits: obstacle.edits
			},
			evidence: evidenceOf(denial, symptom),
			...obstacle.trial.length > 0 ? { intervention: {
				kind: "edit-files",
				edits: obstacle.trial,
				services: [service.name]
			} } : {}
		});
	}
});
/** Folders that nginx writes at its start in the official image, beside that of its process id. */
const nginxFolders = ["/var/cache/nginx", "/run"];
function refusedToNginx({ errors, record }, sources, plan) {
	const service = serviceNamed(plan, plan.proxy.service);
	const [[said = "", call = "", path = "", errno] = []] = errors.filter((error) => error.level === "emerg").flatMap((error) => [...error.message.matchAll(/^(open|mkdir|chown)\(\) "([^"]+)" failed \((13|30): ([^)]*)\)/g)]);
	if (!service || said === "") return ruledOut("nginx was refused no file that it writes");
	const denial = {
		kind: errno === "30" ? "read-only" : "denied",
		path,
		isFolder: call !== "open",
		said
	};
	const others = nginxFolders.filter((folder) => !(folder === "/run" && path.startsWith("/var/run/")));
	const obstacle = obstacleTo({
		plan,
		service,
		record,
		sources
	}, denial, path, others);
	if (!obstacle) return unknown(`nginx may not write ${path}, and no mount, user or setting of the project says why`);
	return found({
		confidence: obstacle.confidence,
		title: `nginx may not write ${path}: ${obstacle.because}`,
		service: service.name,
		...obstacle.at ? { location: obstacle.at } : {},
		related: besides(obstacle.at, obstacle.relatedAt, "the path is mounted here"),
		what: `nginx in ${service.name} was refused ${path}: ${said}. ${obstacle.what}`,
		why: "nginx writes its process id and makes folders for temporary files before it serves anything. Without them it does not start.",
		fix: {
			text: obstacle.fix,
			edits: obstacle.edits
		},
		evidence: [{
			kind: "nginx",
			text: said
		}, ...record.exits.length > 0 ? [{
			kind: "exit",
			text: showExit(record)
		}] : []],
		...obstacle.trial.length > 0 ? { intervention: {
			kind: "edit-files",
			edits: obstacle.trial,
			services: [service.name]
		} } : {}
	});
}
function wordsOf(symptom, { sources }) {
	const { record } = symptom;
	if (!record) return [];
	if (symptom.kind === "exit") {
		const [exit] = record.exits;
		return !exit ? `${record.name} did not end` : exit.code === 126 ? "the start command was refused, not a file" : lastWordsOf(record, sources);
	}
	if (symptom.probe.status === void 0 || ![
		502,
		503,
		504
	].includes(symptom.probe.status)) return "the app answered another status";
	return [...symptom.directs.flatMap((direct) => direct.body?.slice(0, 2e3).split("\n") ?? []), ...lastLines(record, 20)];
}
function evidenceOf(denial, { record }) {
	return [{
		kind: "log",
		text: denial.said
	}, ...record && record.exits.length > 0 ? [{
		kind: "exit",
		text: showExit(record)
	}] : []];
}

// src/diagnose/health.ts
const url = /\b(https?):\/\/(\[[\da-f:]+\]|[\w.-]+)(?::(\d{1,5}))?(\/[^\s"'\])|;,]*)?/i;
const missing$1 = [
	/exec: "([^"\s]+)": (?:executable file not found|stat [^:]+: no such file)/,
	/(?:^|[\s:/])([\w./+-]+): (?:command )?not found/,
	/can't open '?([^\s':]+)'?: No such file/
];
const statuses = [
	/returned error: (\d{3})/,
	/HTTP Error (\d{3})/,
	/\bERROR (\d{3})\b/,
	/server returned error: HTTP\/[\d.]+ (\d{3})/i,
	/\bstatus(?: code)?:? (\d{3})\b/i,
	/\b([45]\d\d) (?:[A-Z][a-z]+ ?){1,3}\b/
];
const refusals$1 = /refused|failed to connect|can't connect|couldn't connect/i;
/** What the check asks for on the container's own loopback; undefined when it asks for nothing by HTTP there. */
function healthUrl(check) {
	const match = url.exec(check.test.join(" "));
	if (!match) return void 0;
	const [text, scheme = "http", host = "", port, path = "/"] = match;
	if (host !== "localhost" && host !== "0.0.0.0" && !isLoopback(host.replace(/^\[|\]$/g, ""))) return void 0;
	return {
		text,
		host,
		port: port === void 0 ? scheme.toLowerCase() === "https" ? 443 : 80 : Number(port),
		path
	};
}
/** How long a check is patient, in milliseconds from the container's start. */
function patienceOf(check) {
	return (check.startPeriod ?? 0) + (check.interval ?? 3e4) * (check.retries ?? 3);
}
/** Why the check gave up on a container that runs on; undefined when nothing shows that it is not the app that is late or unwell. */
function healthFault(service, record, sockets) {
	const check = service.healthcheck;
	const lines = (record.health?.log.at(-1) ?? "").split("\n").map((line) => line.trim());
	if (!check) return void 0;
	const program = matchIn(lines, missing$1);
	if (program && isNamed(check, program.word)) return {
		kind: "program",
		program: program.word,
		said: program.said
	};
	const asked = healthUrl(check);
	const status = matchIn(lines, statuses);
	if (!asked || status) return asked && status && {
		kind: "status",
		status: Number(status.word),
		said: status.said
	};
	const said = lines.findLast((line) => refusals$1.test(line));
	return said !== void 0 && sockets ? refusedFault(asked, said, sockets) : void 0;
}
function isNamed(check, program) {
	return check.test.some((word) => word.split(/[\s;&|()]+/).some((each) => each === program || each.endsWith(`/${program}`) || program.endsWith(`/${each}`)));
}
/** The first line that one of the patterns fits, with the word that it captures. */
function matchIn(lines, patterns) {
	for (const said of lines) {
		const word = patterns.map((pattern) => pattern.exec(said)?.[1]).find((each) => each !== void 0);
		if (word !== void 0) return {
			word,
			said
		};
	}
}
function refusedFault(asked, said, sockets) {
	const tcp = sockets.filter((socket) => socket.family !== "unix");
	if (tcp.length === 0) return void 0;
	const ports = [...new Set(tcp.map((socket) => socket.port))];
	if (!ports.includes(asked.port)) return {
		kind: "port",
		said,
		asked: asked.port,
		open: ports
	};
	const own = tcp.filter((socket) => socket.port === asked.port);
	return asked.host === "localhost" && /\[?::1\]?/.test(said) && own.every((socket) => socket.family === "tcp4") ? {
		kind: "family",
		said
	} : void 0;
}

// src/diagnose/rules/healthcheck-invalid.ts
const healthcheckInvalid = defineRule({
	id: "healthcheck-invalid",
	title: "The health check fails although the app serves",
	since: "0.1.0",
	symptoms: ["exit"],
	needs: ["services", "sockets"],
	explains: ["slow-start"],
	absent: "nothing that is waited for was unhealthy",
	doc: {
		what: "The health check can never pass: it runs a program that the image does not have (`curl` in a slim image), asks a port or an address at which the app does not listen, or a path that the app does not know.",
		why: "What waits for the service with `condition: service_healthy` is not started: neither is nginx, and nobody answers. A platform takes an unhealthy container out of its router and answers 502 or 503.",
		fix: "Let the check use what the image has, and ask the port, address and path that the app serves."
	},
	diagnose({ service, record }, facts, plan) {
		const check = service.healthcheck;
		if (record.state !== "running" || record.health?.status !== "unhealthy" || !check) return ruledOut(`no health check of ${service.name} gave up on it`);
		const sockets = socketsOf(plan, facts.sockets, service.name);
		const fault = healthFault(service, record, sockets);
		if (!fault) return unknown(`what the health check of ${service.name} says does not tell what is wrong with it`);
		if (fault.kind === "status" && fault.status >= 500) return ruledOut(`${service.name} answers its health check with ${fault.status}`);
		const asked = healthUrl(check);
		const edits = editsFor(fault, check, asked, record);
		const location = check.testAt ?? check.at;
		const [waiting] = waitingFor(plan, service);
		return found({
			confidence: "likely",
			title: titleOf(service, fault, asked),
			service: service.name,
			...location ? { location } : {},
			related: waiting?.at ? [{
				at: waiting.at,
				note: `${waiting.name} waits for it to be healthy`
			}] : [],
			what: `The health check of ${service.name} failed until its patience of about ${Math.round(patienceOf(check) / 1e3)} s was over: ${fault.said.slice(0, 200)}. The container runs on.`,
			why: `${waiting?.name ?? "What waits for it"} is started only once ${service.name} is healthy, so it never is.`,
			fix: {
				text: fixFor(service, fault, asked),
				edits
			},
			evidence: [
				{
					kind: "log",
					text: fault.said.slice(0, 300)
				},
				...(sockets ?? []).slice(0, 4).map((socket) => ({
					kind: "socket",
					text: `${service.name} listens on ${showSocket(socket)} since ${(socket.since / 1e3).toFixed(1)} s after its start`
				})),
				...lastLines(record, 2).map((text) => ({
					kind: "log",
					text
				}))
			],
			intervention: edits.length > 0 ? {
				kind: "edit-files",
				edits,
				services: [service.name]
			} : {
				kind: "waive-health",
				service: service.name
			}
		});
	}
});
function waitingFor(plan, service) {
	return plan.services.flatMap((other) => {
		const need = other.needs.find((each) => each.service === service.name && each.condition === "healthy");
		return need ? [{
			name: other.name,
			...need.at ? { at: need.at } : {}
		}] : [];
	});
}
function titleOf({ name }, fault, asked) {
	switch (fault.kind) {
		case "program": return `the health check of ${name} runs ${fault.program}, which its image does not have`;
		case "status": return `the health check of ${name} asks ${asked?.path ?? "/"}, which ${name} answers with ${fault.status}`;
		case "port": return `the health check of ${name} asks port ${fault.asked}, but ${name} listens on ${fault.open.join(", ")}`;
		case "family": return `the health check of ${name} asks localhost by IPv6, but ${name} listens on IPv4 only`;
	}
}
function fixFor({ name }, fault, asked) {
	switch (fault.kind) {
		case "program": return `Check with a program that the image of ${name} has, or install ${fault.program} in it.`;
		case "status": return `Ask a path that ${name} answers with 200, in place of ${asked?.path ?? "/"}.`;
		case "port": return `Ask port ${fault.open.join(" or ")} in the health check of ${name}.`;
		case "family": return "Ask 127.0.0.1 in place of localhost.";
	}
}
function editsFor(fault, check, asked, record) {
	if (!asked) return [];
	const [open] = fault.kind === "port" && fault.open.length === 1 ? fault.open : [];
	if (open !== void 0) return portEdits$1(check, asked, open);
	if (fault.kind === "family") return replaceWord(check.testAt, "localhost", "127.0.0.1");
	return fault.kind === "program" ? otherProgram(check, asked, record) : [];
}
function portEdits$1({ testAt }, asked, port) {
	const text = wholeText(testAt);
	if (!testAt || text === void 0 || text.split(asked.text).length !== 2) return [];
	const [scheme = "", rest = ""] = asked.text.split("://");
	return [wholeLine(testAt, text.replace(asked.text, `${scheme}://${rest.replace(/^([^/]*?)(?::\d+)?(?=\/|$)/, `$1:${port}`)}`))];
}
/** How a runtime asks for a URL by itself and ends with 1 unless that is answered well. */
const askers = [
	[/^node(?:js)?$/, (program, url) => [
		program,
		"-e",
		"fetch('URL').then((r) => { if (!r.ok) throw r.status; })".replace("URL", () => url)
	]],
	[/^python[\d.]*$/, (program, url) => [
		program,
		"-c",
		`import urllib.request; urllib.request.urlopen('${url}')`
	]],
	[/^ruby[\d.]*$/, (program, url) => [
		program,
		"-rnet/http",
		"-e",
		`exit Net::HTTP.get_response(URI('${url}')).is_a?(Net::HTTPSuccess)`
	]]
];
/** The same question asked by what runs in the container anyway. */
function otherProgram({ testAt }, asked, record) {
	const line = /^(\s*test:\s*)(?:\[.*\]|[^|>[\s].*)$/.exec(wholeText(testAt) ?? "");
	const instruction = /^(HEALTHCHECK\b.*?\bCMD\s+).*[^\\]$/.exec(wholeText(testAt) ?? "");
	const [words] = record.processes.flatMap(({ command }) => command.trim().split(/\s+/, 1)).map((program) => program.slice(program.lastIndexOf("/") + 1)).flatMap((program) => {
		const ask = askers.find(([shape]) => shape.test(program))?.[1];
		return ask ? [ask(program, asked.text)] : [];
	});
	if (!testAt || !words) return [];
	const shown = (list) => `[${list.map((word) => JSON.stringify(word)).join(", ")}]`;
	if (line) return [wholeLine(testAt, `${line[1] ?? ""}${shown(["CMD", ...words])}`)];
	return instruction ? [wholeLine(testAt, `${instruction[1] ?? ""}${shown(words)}`)] : [];
}

// src/diagnose/meant.ts
/** Finds the service meant by a host and port that lead nowhere; undefined when several fit equally. */
function serviceMeant(plan, recorded, host, port) {
	const others = plan.services.filter((service) => service.name !== plan.proxy.service && shareNetwork(plan, service));
	const open = (service) => [...new Set(reachable(socketsOf(plan, recorded, service.name) ?? []).map((socket) => socket.port))];
	const made = (service, because) => {
		if (!service) return void 0;
		const ports = open(service);
		const published = service.ports.find((each) => each.published === port && ports.includes(each.target))?.target;
		const chosen = ports.includes(port) ? port : published ?? (ports.length === 1 ? ports[0] : service.ports.find((each) => ports.includes(each.target))?.target);
		return {
			service,
			host: service.attachments[0]?.aliases[0] ?? service.name,
			port: chosen ?? port,
			because
		};
	};
	const alias = nearest$1(host, others.flatMap((service) => service.attachments.flatMap((attachment) => attachment.aliases)));
	const alike = others.filter((service) => alias !== void 0 && service.attachments.some((attachment) => attachment.aliases.includes(alias)));
	const listening = others.filter((service) => open(service).includes(port));
	const loopback = others.filter((service) => loopbackOnly(socketsOf(plan, recorded, service.name) ?? []).some((socket) => socket.port === port));
	const publishing = others.filter((service) => service.ports.some((each) => each.published === port || each.target === port));
	return made(only$1(alike), `its name is nearest to "${host}"`) ?? made(only$1(listening), `it alone listens on port ${port}`) ?? made(only$1(loopback), `it alone listens on port ${port}`) ?? made(only$1(publishing), `it alone has port ${port}`) ?? made(only$1(others.filter((service) => open(service).length > 0)), "it alone listens at all") ?? made(only$1(others.filter((service) => service.image.kind === "build")), "it alone is built from this repository");
}
function only$1(items) {
	return items.length === 1 ? items[0] : void 0;
}
function shareNetwork(plan, service) {
	const networks = plan.services.find((each) => each.name === plan.proxy.service)?.attachments.map((attachment) => attachment.network) ?? [];
	return service.attachments.some((attachment) => networks.includes(attachment.network));
}

// src/diagnose/redial.ts
/** The address replaced by that of another service. */
function redialEdits(target, meant) {
	if (target.hostFrom) return replaceWord(target.hostFrom.at, target.host, meant.host);
	const { hostSpan, portSpan } = target;
	if (meant.port === target.port || !hostSpan) return replaceAt(target.at, hostSpan, meant.host);
	if (!portSpan) return target.portFrom ? replaceAt(target.at, hostSpan, meant.host) : replaceAt(target.at, hostSpan, `${meant.host}:${meant.port}`);
	if (portSpan.line !== hostSpan.line) return [];
	return replaceAt(target.at, {
		...hostSpan,
		length: portSpan.column + portSpan.length - hostSpan.column
	}, `${meant.host}:${meant.port}`);
}
/** nginx dialling another port of the same host. */
function redialPort(target, port, plan) {
	const implied = target.portSpan === void 0 && target.portFrom === void 0;
	const { portLine } = target;
	const edits = portLine ? [{
		path: portLine.path,
		startLine: portLine.startLine,
		endLine: portLine.endLine,
		replacement: `${portLine.before}${port}${portLine.after}`
	}] : target.portFrom ? replaceWord(target.portFrom.at, String(target.port), String(port)) : implied ? replaceAt(target.at, target.hostSpan, `${target.host}:${port}`) : replaceAt(target.portAt ?? target.at, target.portSpan, String(port));
	const name = target.portFrom && Object.entries(plan.services.find((each) => each.name === plan.proxy.service)?.variables ?? {}).find(([, variable]) => variable === target.portFrom || variable.value === target.portFrom?.value && variable.at?.line === target.portFrom.at?.line)?.[0];
	const value = target.portFrom?.value.replace(new RegExp(`(?<![\\w.])${target.port}(?!\\w)`), String(port)) ?? String(port);
	const variable = name === void 0 ? {} : { variable: {
		service: plan.proxy.service,
		name,
		value
	} };
	return {
		edits,
		intervention: {
			kind: "redial",
			from: {
				host: target.host,
				port: target.port
			},
			to: {
				host: target.host,
				port
			},
			edits: name === void 0 ? edits : [],
			...variable
		}
	};
}

// src/diagnose/rules/host-gateway-missing.ts
const hostGatewayMissing = defineRule({
	id: "host-gateway-missing",
	title: "nginx dials a name of the host that is not mapped",
	since: "0.1.0",
	symptoms: ["proxy-start", "gateway"],
	needs: ["sockets"],
	absent: "nginx resolved every name that it dials",
	doc: {
		what: "nginx dials `host.docker.internal`, which is a name on Docker Desktop only. The engine on Linux, on a server or in CI, does not know it.",
		why: "nginx resolves the names it dials when it starts and refuses to start when one is unknown: `host not found in upstream`. What works on a developer's machine is down everywhere else.",
		fix: "When the app is a service of the same project, dial it by its service name and container port. When it really runs on the host, map the name: `extra_hosts: [\"host.docker.internal:host-gateway\"]`."
	},
	diagnose(symptom, { sockets }, plan) {
		const unresolved = unresolvedName(symptom);
		if (!unresolved) return ruledOut(symptom.kind === "proxy-start" ? "nginx does not complain of a host name" : "the name was resolved");
		if (!desktopNames.includes(unresolved.host)) return ruledOut(`"${unresolved.host}" is no name of the host`);
		if (extraHosts(plan).includes(unresolved.host)) return ruledOut(`"${unresolved.host}" is among the extra_hosts of ${plan.proxy.service}`);
		return unmapped(unresolved, sockets, plan);
	}
});
function unmapped(unresolved, sockets, plan) {
	const { host, error, said } = unresolved;
	const target = targetNamed(plan, host, error);
	const behind = target && serviceBehind(plan, sockets, target);
	const redial = target && behind ? redialEdits(target, behind) : [];
	const mapping = redial.length > 0 ? [] : mappingEdits(serviceNamed(plan, plan.proxy.service), host);
	const edits = redial.length > 0 ? redial : mapping;
	const location = target?.hostFrom?.at ?? target?.at ?? (error ? errorPlace(plan, error) : void 0);
	const intervention = target && behind && redial.length > 0 ? {
		kind: "redial",
		from: {
			host,
			port: target.port
		},
		to: {
			host: behind.host,
			port: behind.port
		},
		edits
	} : mapping.length > 0 ? {
		kind: "edit-files",
		edits,
		services: [plan.proxy.service]
	} : void 0;
	return found({
		confidence: "likely",
		title: `nginx dials "${host}", which only Docker Desktop knows`,
		...behind ? { service: behind.service.name } : {},
		...location ? { location } : {},
		related: behind?.at ? [{
			at: behind.at,
			note: `port ${target?.port} of the host is ${behind.service.name} here`
		}] : [],
		what: `"${host}" is no name in the container ${plan.proxy.service}: no extra_hosts maps it, and the engine on Linux does not provide it.${behind ? ` Behind port ${target?.port} of the host stands ${behind.service.name}.` : ""}`,
		why: "Docker Desktop gives containers a name for the host; on Linux they have it only when extra_hosts maps it to host-gateway.",
		fix: {
			text: behind ? `Dial ${behind.host}:${behind.port}, or map the name: extra_hosts: ["${host}:${hostGateway}"].` : `Map the name for ${plan.proxy.service}: extra_hosts: ["${host}:${hostGateway}"].`,
			edits
		},
		evidence: [...said, ...behind ? socketWitnesses(behind.service.name, reachable(socketsOf(plan, sockets, behind.service.name) ?? [])) : []],
		...intervention ? { intervention } : {}
	});
}
/** What the port of the host leads to, where nginx could dial it directly. */
function serviceBehind(plan, sockets, target) {
	for (const service of plan.services) {
		const mapping = service.ports.find((each) => each.published === target.port);
		if (!mapping || service.name === plan.proxy.service || !shareNetwork$1(plan, service.name)) continue;
		return {
			service,
			host: service.attachments[0]?.aliases[0] ?? service.name,
			port: mapping.target,
			...mapping.at ? { at: mapping.at } : {}
		};
	}
	const meant = serviceMeant(plan, sockets, target.host, target.port);
	return meant?.port === target.port ? {
		...meant,
		at: meant.service.at
	} : void 0;
}
/** `extra_hosts` put in front of the line that names the image of nginx, where that stands on a line of its own. */
function mappingEdits(proxy, host) {
	const at = proxy?.image.at;
	const indent = /^(\s+)(?:build|image):/.exec(at?.text ?? "")?.[1];
	if (!proxy || !at || indent === void 0 || proxy.settings.extraHosts !== void 0) return [];
	return [{
		path: at.path,
		startLine: at.line,
		endLine: at.line - 1,
		replacement: `${indent}extra_hosts:\n${indent}  - "${host}:${hostGateway}"`
	}];
}

// src/diagnose/rules/host-header-rejected.ts
const hostHeaderRejected = defineRule({
	id: "host-header-rejected",
	title: "The app refuses the Host header that nginx passes on",
	since: "0.1.0",
	symptoms: ["refusal"],
	needs: ["sources"],
	absent: "no app refused the Host header alone",
	doc: {
		what: "The app answers 400, 403 or 421 to the Host header that nginx passes on, and answers the same request with another one. Django's ALLOWED_HOSTS, Rails' config.hosts, Starlette's TrustedHostMiddleware and Vite's allowedHosts work so. A refusal of a host that the gate had to make up, for want of a server_name, is not counted.",
		why: "The list of hosts that the app answers to lacks the public name; or nginx passes on another: without `proxy_set_header Host` it sends the name of the upstream group.",
		fix: "Add the public host to the app's list, or pass it on with `proxy_set_header Host $host`."
	},
	diagnose(symptom, { sources }, plan) {
		const { service, refusal, probe, route } = symptom;
		if (!service) return ruledOut("the address is no service of the project");
		const { at, edits, intervention, text, related } = remedyOf(symptom, service, sources, plan);
		const taken = refusal.taken.map(({ host, status }) => `${host} (${status})`).join(", ");
		return found({
			confidence: edits.length > 0 ? "likely" : "possible",
			title: `${service.name} refuses the host ${refusal.sent}`,
			service: service.name,
			...at ? { location: at } : {},
			related,
			what: `nginx passes the Host header ${refusal.sent} on, and ${service.name} answers ${probe.status} to it. Asked directly it does the same, and takes ${taken}.`,
			why: route?.sendsHost === "$proxy_host" ? "Without proxy_set_header Host, nginx names the address or group of its proxy_pass as the host." : "The app answers only to the hosts that it is told of.",
			fix: {
				text,
				edits: [...edits]
			},
			evidence: [
				{
					kind: "attempt",
					text: showResult(probe)
				},
				...[{
					host: refusal.sent,
					status: probe.status
				}, ...refusal.taken].slice(0, 5).map(({ host, status }) => ({
					kind: "attempt",
					text: `straight to ${service.name} with Host: ${host}: ${status}`
				})),
				...probe.body ? [{
					kind: "attempt",
					text: `body: ${probe.body.slice(0, 200)}`
				}] : []
			],
			...intervention ? { intervention } : {}
		});
	}
});
function remedyOf(symptom, service, sources, plan) {
	const { route, refusal } = symptom;
	const own = listOf(service, sources, refusal.sent.replace(/:\d+$/, ""));
	if (route?.sendsHost === "$proxy_host" && route.at && takesPublic(symptom, plan)) return passedOn(route.at, own);
	const passing = route?.at ? [{
		at: route.at,
		note: `nginx passes the request on here, with ${route.sendsHost === "$proxy_host" ? "no Host header of its own" : `Host ${route.sendsHost}`}`
	}] : [];
	if (!own?.at) return {
		...route?.at ? { at: route.at } : {},
		edits: [],
		text: `Let ${service.name} take the host ${refusal.sent}, or pass on one that it takes.`,
		related: []
	};
	return {
		...own,
		related: [...own.related, ...passing]
	};
}
/** Whether the app takes the host that clients ask for; where the gate made that up, one that they can ask for. */
function takesPublic({ probe, refusal }, plan) {
	const asked = plan.probes[probe.probe];
	return refusal.taken.some(({ host }) => host === asked?.host || asked?.isHostInvented === true && host.includes(".") && !isLoopback(host));
}
/** nginx told to pass the public host on: nobody would add the name of a group to the app's list. */
function passedOn(pass, own) {
	const text = wholeText(pass);
	const indent = /^\s*/.exec(text ?? "")?.[0] ?? "";
	const isAlone = /^\s*\w+_pass\s[^;{}]*;\s*(?:#.*)?$/.test(text ?? "");
	const edits = text !== void 0 && isAlone ? [wholeLine(pass, `${text}\n${indent}proxy_set_header Host $host;`)] : [];
	return {
		at: pass,
		edits,
		text: "Pass the public host on: proxy_set_header Host $host.",
		related: own?.at ? [{
			at: own.at,
			note: "the hosts that the app takes are set here"
		}] : [],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: []
		} } : {}
	};
}
const listName = /(?<![a-z])(?:allowed|trusted|permitted|accepted|valid)_?host(?:name)?s?(?![a-z])/i;
/** The list of hosts that a service takes: in a variable that is set, else in its code; with the host added. */
function listOf(service, sources, host) {
	const mentions = (sources.hostLists ?? []).filter((mention) => belongsTo(service, mention.at.path));
	const readers = mentions.flatMap((mention) => sources.variables.filter((variable) => variable.at.path === mention.at.path && variable.at.line === mention.at.line).map((variable) => variable.name));
	const name = Object.keys(service.variables).find((each) => readers.includes(each)) ?? Object.keys(service.variables).find((each) => listName.test(each));
	const set = name === void 0 ? void 0 : service.variables[name];
	const mention = mentions.find((each) => each.hosts.length > 0) ?? mentions[0];
	if (name !== void 0 && set?.at) return inVariable(service, name, {
		value: set.value,
		at: set.at
	}, mention, sources, host);
	return mention && inCode(service, mention, host);
}
function inVariable(service, name, set, mention, sources, host) {
	const separator = /[,;\s]/.exec(set.value)?.[0] ?? ",";
	const value = set.value === "" ? host : `${set.value}${separator}${host}`;
	const text = wholeText(set.at);
	const index = set.value === "" ? -1 : text?.lastIndexOf(set.value) ?? -1;
	const edits = text !== void 0 && index >= 0 ? [wholeLine(set.at, text.slice(0, index) + value + text.slice(index + set.value.length))] : [];
	const placed = preferChanged(sources, set.at, mention?.at, {
		first: "the list is set here",
		second: `${name} is read here`
	});
	return {
		at: placed.location,
		related: placed.related,
		edits,
		text: `Add ${host} to ${name}.`,
		intervention: {
			kind: "set-variable",
			service: service.name,
			name,
			value
		}
	};
}
function inCode(service, mention, host) {
	const at = mention.lastAt ?? mention.at;
	const text = wholeText(at);
	const changed = text === void 0 ? void 0 : withHost(text, mention.hosts, host);
	const edits = changed === void 0 ? [] : [wholeLine(at, changed)];
	return {
		at: mention.at,
		edits,
		related: [],
		text: `Add ${host} to the hosts that ${service.name} takes.`,
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [service.name]
		} } : {}
	};
}
/** A line with the host added behind the last one that it names; undefined when that cannot be done by itself. */
function withHost(line, known, host) {
	const alone = /^(\s*)(["'`])((?:(?!\2).){1,300})\2\s*(,?)\s*$/.exec(line);
	if (alone) return `${alone[1]}${alone[2]}${alone[3]}${alone[2]},\n${alone[1]}${alone[2]}${host}${alone[2]}${alone[4]}`;
	const last = [...line.matchAll(/(["'`])((?:(?!\1).){0,300})\1/g)].findLast((each) => (each[2] ?? "").split(/[\s,;]+/).some((word) => known.includes(word)));
	if (!last) return /\[\s*\]/.test(line) ? line.replace(/\[\s*\]/, `["${host}"]`) : void 0;
	const [whole, quote = "\"", inner = ""] = last;
	const end = last.index + whole.length;
	const separator = /[,;]/.exec(inner)?.[0];
	if (separator !== void 0 || /environ|getenv|ENV\b|env\(|^\s*["']\w+["']\s*:/.test(line)) return `${line.slice(0, end - 1)}${separator ?? ","}${host}${line.slice(end - 1)}`;
	const joint = /<<\s*$/.test(line.slice(0, last.index)) ? " << " : ", ";
	return `${line.slice(0, end)}${joint}${quote}${host}${quote}${line.slice(end)}`;
}

// src/diagnose/defects.ts
const strict = "1.23.0";
const readers = [
	[/^upstream sent invalid header: "([^"]{0,200})/, (match) => {
		const [name = "", code = ""] = (match[1] ?? "").split("\\x");
		return {
			what: `sends a header that has ${code.startsWith("20") ? "a space" : code.startsWith("0d") || code.startsWith("0a") ? "a line end" : `the byte 0x${code.slice(0, 2)}`} behind ${JSON.stringify(name)}, in its name`,
			headers: name === "" ? [] : [`${name.toLowerCase()}${code.startsWith("20") ? " " : ""}`],
			outcome: "refuses"
		};
	}],
	[/^upstream sent duplicate header line: "([\w-]{1,60})/, (match) => ({
		what: `sends the header ${match[1]} twice`,
		headers: [(match[1] ?? "").toLowerCase()],
		since: strict,
		outcome: "refuses"
	})],
	[/^upstream sent "(?:Content-Length|Transfer-Encoding)" and "(?:Content-Length|Transfer-Encoding)" headers at the same time/, () => ({
		what: "sends Content-Length and Transfer-Encoding in one answer, which contradict each other",
		headers: ["transfer-encoding", "content-length"],
		since: strict,
		outcome: "refuses"
	})],
	[/^upstream sent invalid "Content-Length" header: "?(?:Content-Length: )?([^"]{0,100})/, (match) => ({
		what: `sends a Content-Length that is no number: ${JSON.stringify((match[1] ?? "").trim())}`,
		headers: ["content-length"],
		since: strict,
		outcome: "refuses"
	})],
	[/^upstream sent unknown "Transfer-Encoding": "([^"]{0,100})/, (match) => ({
		what: `sends the Transfer-Encoding ${JSON.stringify(match[1] ?? "")}; nginx knows "chunked" alone`,
		headers: ["transfer-encoding"],
		since: strict,
		outcome: "refuses"
	})],
	[/^upstream sent invalid status "([^"]{0,100})/, (match) => ({
		what: `sends the status ${JSON.stringify(match[1] ?? "")}, which does not begin with a number`,
		headers: ["status"],
		outcome: "refuses"
	})],
	[/^upstream sent HTTP\/1\.0 response with early hints/, () => ({
		what: "sends early hints (103) in HTTP/1.0, which has none",
		headers: ["http/"],
		outcome: "refuses"
	})],
	[/^upstream sent invalid chunked response/, () => ({
		what: "announces a chunked body and sends one that is not",
		headers: ["transfer-encoding"],
		outcome: "breaks off"
	})],
	[/^upstream sent no valid HTTP\/1\.0 header/, () => ({
		what: "sends a status line that is none",
		headers: ["http/"],
		outcome: "passes on as it is",
		isAmbiguous: true
	})]
];
/** What an error of nginx says is wrong with an answer; undefined when it speaks of something else. */
function defectOf(error) {
	for (const [pattern, read] of readers) {
		const match = pattern.exec(error.message);
		if (match) return read(match);
	}
}
/** Whether nginx lost an address in the middle of an answer. */
function isCutShort(error) {
	return error.message.startsWith("upstream prematurely closed connection") && error.action?.startsWith("reading upstream") === true;
}

// src/diagnose/rules/invalid-response.ts
const invalidResponse = defineRule({
	id: "invalid-response",
	title: "The app's answer is not valid HTTP",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["proxy", "sources"],
	absent: "nginx found nothing wrong with what it was answered",
	doc: {
		what: "The app answers, and its answer breaks the rules of HTTP: a header name with a space, Content-Length beside Transfer-Encoding, a length that is not that of the body.",
		why: "nginx cannot tell where such an answer begins or ends. It refuses it with 502, or breaks off what it has already begun to pass on. Browsers and test clients are more lenient, so the app seems fine without nginx. Since 1.23.0 nginx refuses contradicting or repeated length headers, which older versions let through.",
		fix: "Leave Content-Length, Transfer-Encoding and Connection to the server library. What forwards another server's answer has to leave out the headers that speak of its connection. Count a length in bytes, after compression."
	},
	diagnose(symptom, facts) {
		const error = symptom.errors.findLast((each) => defectOf(each) !== void 0);
		const defect = error && defectOf(error);
		const asked = symptom.directs.find(({ raw, target }) => raw !== void 0 && (symptom.target === void 0 || target?.port === symptom.target.port));
		if (error && defect) return judge$1(symptom, facts, error, defect, asked?.raw);
		const cut = symptom.errors.findLast(isCutShort);
		return cut ? judgeLength(symptom, facts, cut, asked?.raw) : ruledOut("nginx found nothing wrong with the form of an answer");
	}
});
function judge$1(symptom, facts, error, defect, raw) {
	if (defect.isAmbiguous === true) {
		if (!raw) return unknown(`${dialled(symptom)} sends no status line, and what it sends could not be read`);
		if (!raw.head.startsWith("HTTP/")) return ruledOut(`${dialled(symptom)} does not answer in HTTP at all`);
	}
	return draft$4(symptom, facts, error, defect, raw, "likely");
}
/** An address that closes in the middle: with the body at its end, the length that it announced was wrong. */
function judgeLength(symptom, facts, error, raw) {
	if (!raw) return unknown(`${dialled(symptom)} closed in the middle of its answer, and the answer could not be read directly`);
	const announced = announcedLength(raw);
	if (announced === void 0) return ruledOut("the answer that broke off announces no length");
	if (raw.ended !== "closed" || raw.bodyBytes === void 0 || raw.bodyBytes >= announced) return ruledOut("asked directly, the answer is as long as it announces");
	return draft$4(symptom, facts, error, {
		what: `announces a body of ${announced} bytes and closes after ${raw.bodyBytes}`,
		headers: ["content-length"],
		outcome: "breaks off"
	}, raw, isUntroubled(symptom.record) ? "likely" : "possible");
}
/** Whether nothing suggests that the app ended or threw while it answered. */
function isUntroubled(record) {
	return record?.exits.length === 0 && !record.log.some(({ text }) => /\b(?:traceback|exception|panic|fatal|segfault|signal|worker|killed|error)\b/i.test(text));
}
function announcedLength({ head }) {
	const digits = /^content-length:\s*(\d{1,15})\s*$/im.exec(head.split("\r\n\r\n")[0] ?? "")?.[1];
	return digits === void 0 ? void 0 : Number(digits);
}
const outcomes$1 = {
	refuses: "nginx throws the answer away and answers 502.",
	"breaks off": "The client already has its status: nginx can only close the connection, and the answer lacks its end.",
	"passes on as it is": "nginx takes what comes for an answer in HTTP/0.9, which has no headers, and passes the bytes on as they are."
};
function draft$4(symptom, facts, error, defect, raw, confidence) {
	const { service, route } = symptom;
	const name = service?.name ?? dialled(symptom);
	const handler = service && handlerOf(service, facts.sources, defect);
	const location = handler ?? route.at;
	return found({
		confidence,
		title: `${name} ${defect.what}`.slice(0, 160),
		...service ? { service: service.name } : {},
		...location ? { location } : {},
		related: handler && route.at ? [{
			at: route.at,
			note: "nginx passes the request on here"
		}] : [],
		what: `${name} ${defect.what}.${showVersion(defect, facts.proxy)}`,
		why: outcomes$1[defect.outcome],
		fix: {
			text: fixOf(defect),
			edits: []
		},
		evidence: [...rawWitnesses(dialled(symptom), raw), ...gatewayWitnesses({
			...symptom,
			errors: [error]
		})],
		...service ? withoutStatement(handler, service.name, "drop") : {}
	});
}
function showVersion({ since }, { version }) {
	return since === void 0 ? "" : ` nginx ${since} and later refuse that${version === void 0 ? "" : ` (this is ${version})`}; older ones let it pass.`;
}
function fixOf({ headers }) {
	const [first = ""] = headers;
	if (first === "http/") return "Begin the answer with a line like `HTTP/1.1 200 OK`, or leave it to a server library.";
	if (first === "transfer-encoding") return "Leave Transfer-Encoding out, and let the server library choose how the body is sent.";
	if (first === "content-length") return "Set Content-Length once, to the number of bytes that are really sent, or leave it out.";
	if (first === "status") return "Give the status as a number of three digits, with words behind it if at all.";
	return "Give the header a name of letters, digits and hyphens.";
}
/** The project's line that sets one of the headers, when one alone does. */
function handlerOf(service, sources, defect) {
	const own = (sources.headers ?? []).filter((mention) => mention.weight > 0 && belongsTo(service, mention.at.path));
	for (const wanted of defect.headers) {
		const setting = own.filter(({ name }) => name === wanted || (wanted.length > 2 || wanted.endsWith(" ")) && name.startsWith(wanted) && !defaultNames.has(wanted));
		const place = clearest(setting.toSorted((a, b) => b.weight - a.weight));
		if (place) return place;
	}
}
/** Names that are whole: a longer one is another header. */
const defaultNames = /* @__PURE__ */ new Set([
	"content-length",
	"transfer-encoding",
	"status",
	"http/"
]);
function rawWitnesses(address, raw) {
	if (!raw) return [];
	const [head = ""] = raw.head.split("\r\n\r\n");
	const lines = head.split("\r\n").slice(0, 8);
	const body = raw.bodyBytes === void 0 ? "" : `, then ${raw.bodyBytes} bytes of body`;
	return [{
		kind: "attempt",
		text: `asked in HTTP/${raw.httpVersion}, ${address} sends ${lines.map((line) => JSON.stringify(line.slice(0, 120))).join(" ")}${body}`
	}];
}

// src/diagnose/host.ts
/** nginx dials a port of the host on which nothing is published; undefined when it does not, or nothing tells what was meant. */
function notPublished(symptom, recorded, sources, plan) {
	const { target, service } = symptom;
	if (!target || service || !isHostAddress(plan.services, plan.proxy.service, target.host) || !isRefused(symptom) || loopbackForward(plan, target)) return void 0;
	const meant = publishableAs(plan, recorded, target.port);
	if (!meant) return void 0;
	const { service: owner, mapping } = meant;
	const published = mapping?.published;
	const redial = published === void 0 ? void 0 : redialPort(target, published, plan);
	const edits = redial?.edits ?? publishEdits(owner, target.port);
	const proxyPlace = target.portFrom?.at ?? target.portAt ?? target.at;
	const ownPlace = mapping?.at ?? owner.at;
	const notes = {
		first: `nginx dials port ${target.port} of the host here`,
		second: mapping ? `${owner.name} is published as ${published} here` : `${owner.name} publishes no port`
	};
	const first = mapping ? proxyPlace : ownPlace;
	const placed = first ? preferChanged(sources, first, mapping ? ownPlace : proxyPlace, mapping ? notes : {
		first: notes.second,
		second: notes.first
	}) : { related: [] };
	return found({
		confidence: "likely",
		title: mapping ? `nginx dials ${dialled(symptom)} on the host, but ${owner.name} is published as ${published}` : `nginx dials ${dialled(symptom)} on the host, where ${owner.name} publishes no port`,
		service: owner.name,
		...placed,
		what: `nginx dials port ${target.port} of the host; nothing is published there. ${mapping ? `Port ${mapping.target} of ${owner.name} is published as ${published}.` : `${owner.name} publishes no port.`}`,
		why: "On the host only the left-hand side of `ports:` exists. Where nothing is published the connection is refused, and nginx answers 502.",
		fix: {
			text: mapping ? `Dial ${published} in nginx, or publish ${owner.name} as ${target.port}:${mapping.target}.` : `Publish the port: ports: ["${target.port}:${target.port}"] in ${owner.name}.`,
			edits
		},
		evidence: [...socketWitnesses(owner.name, reachable(socketsOf(plan, recorded, owner.name) ?? [])), ...gatewayWitnesses(symptom)],
		...redial ? { intervention: redial.intervention } : edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [owner.name]
		} } : {}
	});
}
/** The service most likely meant by a port of the host: the one whose own port it is, else the only one that is published or listens. */
function publishableAs(plan, recorded, port) {
	const others = plan.services.filter((service) => service.name !== plan.proxy.service && service.attachments.length > 0);
	const published = others.flatMap((service) => service.ports.filter((each) => each.published !== void 0).map((mapping) => ({
		service,
		mapping
	})));
	const opens = (service, wanted) => reachable(socketsOf(plan, recorded, service.name) ?? []).some((socket) => wanted === void 0 || socket.port === wanted);
	const listening = published.filter(({ service, mapping }) => mapping !== void 0 && opens(service, mapping.target));
	return only(listening.filter(({ mapping }) => mapping?.target === port)) ?? only(others.filter((service) => opens(service, port) && !published.some((each) => each.service === service)).map((service) => ({ service }))) ?? only(listening.filter(({ service }) => service.image.kind === "build")) ?? only(listening);
}
function only(items) {
	return items.length === 1 ? items[0] : void 0;
}
/** `ports:` put in front of the line that names the service's image, where that stands on a line of its own. */
function publishEdits(service, port) {
	const at = service.image.at;
	const indent = /^(\s+)(?:build|image):/.exec(at?.text ?? "")?.[1];
	if (!at || indent === void 0 || service.ports.length > 0) return [];
	return [{
		path: at.path,
		startLine: at.line,
		endLine: at.line - 1,
		replacement: `${indent}ports:\n${indent}  - "${port}:${port}"`
	}];
}
/** The published port leads to one of the container that is not open. */
function publishedElsewhere(symptom, through, service, chosen, sources) {
	const port = symptom.target?.port ?? 0;
	const edits = retargetEdits(through.at, port, chosen.port);
	const appPlace = portPlaces(service, sources, chosen.port)[0]?.at;
	const notes = {
		first: `${port} of ${service.name} is published here`,
		second: `the app's port ${chosen.port} is set here`
	};
	const placed = through.at ? preferChanged(sources, through.at, appPlace, notes) : { related: [] };
	const dialledAt = symptom.target?.at ? [{
		at: symptom.target.at,
		note: "nginx dials it here"
	}] : [];
	return found({
		confidence: "likely",
		title: `port ${through.port} of the host leads to port ${port} of ${service.name}, which listens on ${chosen.port}`,
		service: service.name,
		...placed,
		related: [...placed.related, ...dialledAt],
		what: `nginx dials ${dialled(symptom)}, which is published as port ${port} of ${service.name}. Nothing listens there; ${service.name} listens on ${showSocket(chosen)}.`,
		why: "The engine takes the connection on the host and finds nobody in the container: it closes it without an answer, and nginx answers 502.",
		fix: {
			text: `Publish ${through.port}:${chosen.port}, or make ${service.name} listen on ${port}.`,
			edits
		},
		evidence: [...socketWitnesses(service.name, [chosen]), ...gatewayWitnesses(symptom)],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [service.name]
		} } : {}
	});
}
/** The container's side of a mapping changed: `"8080:8080"`, `target: 8080`. */
function retargetEdits(at, from, to) {
	if (at?.text === void 0 || at.text.length >= 300) return [];
	const replaced = at.text.replace(new RegExp(`(:\\s*["']?)${from}(?=["']?(?:/tcp)?["']?\\s*(?:#.*)?$)`), `$1${to}`);
	return replaced === at.text ? [] : [wholeLine(at, replaced)];
}
/** The port is published on the host's own loopback, which containers do not reach; undefined when it is not so. */
function publishedOnLoopback(symptom, plan) {
	const { target, service } = symptom;
	const forward = target && !service && isHostAddress(plan.services, plan.proxy.service, target.host) && isRefused(symptom) ? loopbackForward(plan, target) : void 0;
	if (!target || !forward) return void 0;
	const { at } = forward;
	const opened = at?.text?.replace(/(["'\s-])(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):(?=\d)/, "$1");
	const edits = at && opened !== void 0 && opened !== at.text ? [wholeLine(at, opened)] : [];
	return found({
		confidence: "likely",
		title: `port ${forward.port} is published on ${forward.listen} of the host, which containers do not reach`,
		service: forward.toHost,
		...at ? { location: at } : {},
		related: target.at ? [{
			at: target.at,
			note: "nginx dials it here"
		}] : [],
		what: `Port ${forward.toPort} of ${forward.toHost} is published on ${forward.listen}:${forward.port} only. nginx, in a container, reaches the host by another of its addresses.`,
		why: "What is published on the loopback of the host can be dialled by programs of the host alone. The connection is refused, and nginx answers 502.",
		fix: {
			text: `Publish it on all addresses of the host, or dial ${forward.toHost}:${forward.toPort}.`,
			edits
		},
		evidence: [{
			kind: "config",
			text: `${forward.listen}:${forward.port} -> ${forward.toHost}:${forward.toPort}`
		}, ...gatewayWitnesses(symptom)],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [forward.toHost]
		} } : {}
	});
}
/** A published port that the proxy would reach if it were not for the host's loopback alone. */
function loopbackForward(plan, target) {
	if (serviceNamed(plan, plan.proxy.service)?.networkOf?.value === "@host") return void 0;
	return plan.forwards.find((forward) => forward.inside === "@host" && forward.port === target.port && isLoopback(forward.listen));
}

// src/diagnose/rules/loopback-bind.ts
const loopbackBind = defineRule({
	id: "loopback-bind",
	title: "The app listens on its own loopback only",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["sockets", "sources"],
	absent: "no connection that nginx tried was refused",
	doc: {
		what: "The app listens on 127.0.0.1 (or ::1) of its container. Only processes of the same container can reach it; nginx stands in another one.",
		why: "Every container has a loopback of its own. A connection to the container's address finds no listener there and is refused, and nginx answers 502. A request made inside the container works, which hides the mistake.",
		fix: "Listen on all addresses: `0.0.0.0`, or `::` for IPv6 as well. Many development servers listen on the loopback unless told otherwise (`flask run --host=0.0.0.0`, `uvicorn --host 0.0.0.0`, `php artisan serve --host=0.0.0.0`, `vite --host`)."
	},
	diagnose(symptom, facts, plan) {
		const { service, target } = symptom;
		const published = publishedOnLoopback(symptom, plan);
		if (published) return published;
		if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
		if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		if (isBesideProxy(plan, service) && isLoopback(target.host)) return ruledOut(`nginx lives beside ${service.name} and reaches its loopback`);
		if (isLoopback(target.host)) return ruledOut(`nginx dials ${dialled(symptom)} from the network namespace of ${service.name}, whose loopback it reaches`);
		const sockets = socketsOf(plan, facts.sockets, service.name);
		if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
		const own = loopbackOnly(sockets).find((socket) => socket.port === target.port);
		if (reachable(sockets).some((socket) => socket.port === target.port)) return ruledOut(`${service.name} listens on port ${target.port} of all addresses`);
		const other = reachable(sockets).length === 0 ? loopbackOnly(sockets)[0] : void 0;
		const socket = own ?? other;
		if (!socket) return ruledOut(reachable(sockets).length > 0 ? `${service.name} does not listen on the loopback only` : `${service.name} listens on no port at all`);
		const place = placeOf(service, facts.sources, socket);
		const inward = port(target.port);
		return found({
			confidence: own ? "likely" : "possible",
			title: `${service.name} listens on ${socket.address}:${socket.port}, which nginx cannot reach`,
			service: service.name,
			...place,
			related: target.at ? [{
				at: target.at,
				note: "nginx dials it here"
			}] : [],
			what: `${service.name} listens on ${showSocket(socket)} only. nginx dials ${dialled(symptom)} ${wayTo(symptom)}.${own ? "" : ` The port differs too: nginx dials ${target.port}.`}`,
			why: "The loopback of a container is reached from that container alone; the connection is refused, and nginx answers 502.",
			fix: {
				text: `Make ${service.name} listen on 0.0.0.0:${target.port}.`,
				edits: own ? openEdits(place.location, socket) : []
			},
			evidence: [...socketWitnesses(service.name, sockets), ...gatewayWitnesses(symptom)],
			...own && inward !== void 0 ? { intervention: {
				kind: "forward-loopback",
				service: service.name,
				port: inward,
				address: socket.address
			} } : {}
		});
	}
});
/** The line that sets the address; the start command when no line does, since it then is the server's own default. */
function placeOf(service, sources, socket) {
	const [first, second] = loopbackPlaces(service, sources, socket.port);
	const location = first !== void 0 && (second === void 0 || first.weight > second.weight || first.at.path === second.at.path) ? first.at : callPlace(service, sources, socket.port) ?? startPlace(service);
	return location ? { location } : {};
}
/** The call that opens the port without naming an address, where a program does it itself. */
function callPlace(service, sources, port) {
	const calls = portPlaces(service, sources, port).filter(({ at }) => /\.py$/.test(at.path) && defaultCall.test(at.text ?? ""));
	return clearest(calls);
}
/** A server of Python that is told its port and listens on the loopback unless it is told more. */
const defaultCall = /\brun(?:_simple)?\(.*(?<![\w.])port\s*=/;
function openEdits(at, socket) {
	if (at?.text === void 0 || at.text.length >= 300) return [];
	if (/\.py$/.test(at.path) && defaultCall.test(at.text) && !/\bhost\s*=/.test(at.text)) return [wholeLine(at, at.text.replace(/(?<![\w.])port\s*=/, "host=\"0.0.0.0\", $&"))];
	const told = withAddress(at.text, socket.port);
	if (told !== void 0) return [wholeLine(at, told)];
	const isSix = socket.address === "::1";
	const replaced = at.text.replace(/(?<![\w.-])(127\.0\.0\.1|localhost)(?![\w.-])/, isSix ? "::" : "0.0.0.0").replace(/(?<![\w.:])::1(?![\w:])/, "::");
	return replaced === at.text ? [] : [wholeLine(at, replaced)];
}
/** A start command of a server that listens on the loopback unless it is told more, with the address; undefined for any other. */
function withAddress(text, port) {
	if (/127\.0\.0\.1|localhost|::1|--host|--bind|\s-b\s/.test(text)) return void 0;
	const [server] = [
		[/(?<=[\s"']|^)(runserver)(?:\s+\d+)?(?=\s|$)/, `$1 0.0.0.0:${port}`],
		[/(?<=\s|^)(uvicorn|flask(?:\s+[\w=-]+)*\s+run)(?=\s|$)/, "$1 --host 0.0.0.0"],
		[/"(uvicorn)",/, "\"$1\", \"--host\", \"0.0.0.0\","],
		[/(?<=\s|^)(gunicorn)(?=\s|$)/, `$1 --bind 0.0.0.0:${port}`],
		[/"(gunicorn)",/, `"$1", "--bind", "0.0.0.0:${port}",`]
	].filter(([pattern]) => pattern.test(text));
	return server ? text.replace(server[0], server[1]) : void 0;
}

// src/diagnose/rules/maintenance-mode.ts
const maintenanceMode = defineRule({
	id: "maintenance-mode",
	title: "nginx answers with a fixed error instead of asking",
	since: "0.1.0",
	symptoms: ["local"],
	needs: ["sources"],
	absent: "nginx answered no request with a fixed error",
	doc: {
		what: "A line of the nginx configuration answers 502 or 503 by itself: a `return 503` that was left in, a maintenance switch that is on or whose flag file is deployed, `try_files … =503`, or the server for unknown hosts, which takes a host whose name is misspelt elsewhere. The app is never asked.",
		why: "Such a line acts before anything is passed on. The app is well, and its logs show nothing.",
		fix: "Turn the switch off, take the flag file out of what is deployed, or remove the line. Where a host falls to the server for unknown ones, write its name right in `server_name`."
	},
	diagnose(symptom, { sources }, plan) {
		const { attempt, probe } = symptom;
		if (attempt.limitReq === "REJECTED" || attempt.limitConn === "REJECTED") return ruledOut("a limit of nginx refused the request");
		const asked = plan.probes[probe.probe];
		const candidates = actingGuards(asked, probe.status);
		if (!asked || candidates.length === 0) return unknown(`no line of the project's nginx configuration is known to answer ${probe.status} to this request`);
		return strayHost(symptom, asked, candidates, plan) ?? caught(symptom, candidates, sources);
	}
});
/** Guards that can have answered, in nginx's order: none behind the first that acts in any case. */
function actingGuards(probe, status) {
	const possible = (probe?.guards ?? []).filter((guard) => !guard.kind.startsWith("limit_") && guard.status === status && guard.holds !== false);
	const sure = possible.findIndex((guard) => guard.holds === true);
	return sure === -1 ? possible : possible.slice(0, sure + 1);
}
function caught(symptom, candidates, sources) {
	const guard = candidates.find((each) => each.holds === true) ?? candidates.find((each) => each.switchAt !== void 0) ?? candidates[0];
	if (!guard) return unknown("no line is known to answer so");
	const others = candidates.filter((each) => each !== guard).flatMap((each) => each.at ? [{
		at: each.at,
		note: "this line can answer so too"
	}] : []);
	const placed = guard.at && preferChanged(sources, guard.at, guard.switchAt, {
		first: "this line answers",
		second: "this is what makes its condition hold"
	});
	const removed = withoutDirective(guard.at, guard.kind);
	const flipped = flippedSwitch(guard);
	const edits = flipped.length > 0 ? flipped : guard.switchAt ? [] : removed;
	const tried = flipped.length > 0 ? flipped : removed;
	const name = guard.kind === "return" ? `return ${guard.status}` : `try_files … =${guard.status}`;
	const when = guard.condition === void 0 ? "" : guard.kind === "return" ? `, since \`if (${guard.condition})\` holds` : `, since ${guard.condition}`;
	return found({
		confidence: candidates.length === 1 && guard.at ? "likely" : "possible",
		title: `nginx answers ${guard.status} itself: \`${name}\` catches the request`,
		...placed ? { location: placed.location } : {},
		related: [
			...placed?.related ?? [],
			...others,
			...passLine(symptom)
		],
		what: `\`${name}\` answers ${symptom.probe.request}${when}. nginx asked nobody.`,
		why: "The line acts before the request is passed on; what stands behind nginx has no part in it.",
		fix: {
			text: fixText$1(guard),
			edits
		},
		evidence: witnesses$2(symptom, guard),
		...tried.length > 0 ? { intervention: {
			kind: "edit-files",
			edits: tried,
			services: []
		} } : {}
	});
}
function passLine({ route }) {
	return route?.at ? [{
		at: route.at,
		note: "the request would be passed on here"
	}] : [];
}
function fixText$1({ condition, switchAt, kind, status }) {
	if (condition === void 0) return `Remove \`${kind} ${status}\`, or give it a condition.`;
	if (kind === "try_files") return `Let try_files end in the pass instead of =${status}.`;
	const file = /^-[fe]\s+(\S+)$/.exec(condition)?.[1];
	if (file !== void 0) return `Take ${file} out of what is deployed, or remove the check.`;
	return switchAt ? "Turn the switch off." : "Let the condition hold only when the site is closed, or remove the check.";
}
function witnesses$2({ probe, attempt, directs }, guard) {
	return [
		{
			kind: "attempt",
			text: showResult(probe)
		},
		...directs.slice(0, 2).map((direct) => ({
			kind: "attempt",
			text: showResult(direct)
		})),
		{
			kind: "nginx",
			text: `"${attempt.request}": status ${attempt.status}, server ${attempt.server || "without a name"}, no upstream address`
		},
		...guard.at?.text === void 0 ? [] : [{
			kind: "config",
			text: guard.at.text.trim()
		}]
	];
}
const opposites = {
	on: "off",
	"1": "0",
	true: "false",
	yes: "no",
	enabled: "disabled"
};
/** The switch in its other position, where that is plain. */
function flippedSwitch({ condition, switchAt }) {
	if (condition === void 0 || !/^\$\w+(?:\s+=\s+\S+)?$/.test(condition)) return [];
	const value = /["']?([\w-]+)["']?\s*;\s*(?:#.*)?$/.exec(switchAt?.text ?? "")?.[1];
	const opposite = value === void 0 ? void 0 : opposites[value.toLowerCase()];
	return value !== void 0 && opposite !== void 0 ? replaceWord(switchAt, value, opposite) : [];
}
/** A host that no server names and the catch-all took, although another server was most likely meant for it; undefined when it is none. */
function strayHost(symptom, asked, [guard], plan) {
	const taker = asked.server === void 0 ? void 0 : plan.proxy.servers[asked.server];
	if (!guard || !taker || guard.condition !== void 0 || symptom.route?.server === asked.server || taker.names.includes(asked.host)) return void 0;
	const meant = serverMeant(plan, asked);
	if (!meant) return void 0;
	const { server, name, isNear } = meant;
	const edits = replaceWord(server.namesAt, name, isNear ? asked.host : `${name} ${asked.host}`);
	return found({
		confidence: isNear ? "likely" : "possible",
		title: isNear ? `No server is called ${asked.host}: server_name says ${name}` : `No server is called ${asked.host}: the one for unknown hosts answers ${guard.status}`,
		...server.namesAt ?? guard.at ? { location: server.namesAt ?? guard.at } : {},
		related: guard.at ? [{
			at: guard.at,
			note: `the server for unknown hosts answers ${guard.status} here`
		}] : [],
		what: `${asked.host} is in no server_name, so the server for unknown hosts took the request and answered ${guard.status}. ${name} passes its requests on.`,
		why: "nginx chooses the server by the Host header. A name that is not written there falls to the default server.",
		fix: {
			text: isNear ? `Write ${asked.host} in server_name.` : `Add ${asked.host} to the server_name of the server that is meant.`,
			edits
		},
		evidence: witnesses$2(symptom, guard),
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: []
		} } : {}
	});
}
/** The server whose name is nearest to the host, else the only one that has a name and passes requests on. */
function serverMeant(plan, asked) {
	const named = [...new Set(plan.proxy.routes.map((route) => route.server))].flatMap((index) => plan.proxy.servers[index] ?? []).flatMap((server) => server.names.filter((name) => /^[\w.-]+$/.test(name) && name !== "_" && name !== "localhost").map((name) => ({
		server,
		name
	})));
	const near = nearest$1(asked.host, named.map(({ name }) => name));
	const [only, ...others] = named;
	const chosen = near === void 0 ? others.every((other) => other.server === only?.server) ? only : void 0 : named.find(({ name }) => name === near);
	return chosen && {
		...chosen,
		isNear: near !== void 0
	};
}

// src/diagnose/rules/networks-disjoint.ts
const networksDisjoint = defineRule({
	id: "networks-disjoint",
	title: "nginx and the app have no network in common",
	since: "0.1.0",
	symptoms: ["proxy-start", "gateway"],
	needs: ["services", "sources"],
	absent: "nginx resolved every name that it dials",
	doc: {
		what: "The service that nginx dials exists and runs, but on networks that nginx has not joined.",
		why: "A service that lists `networks:` is on these alone, no longer on the default one. Names are known, and addresses can be reached, only within a network: nginx does not find the host, at its start or for each request.",
		fix: "Put both on one network: add the app's network to the `networks:` of nginx, or the other way round. A service without `networks:` is on `default`."
	},
	diagnose(symptom, { services, sources }, plan) {
		const unresolved = unresolvedName(symptom);
		if (!unresolved) return ruledOut(symptom.kind === "proxy-start" ? "nginx does not complain of a host name" : "the name was resolved");
		const owner = ownerOf(plan, unresolved.host);
		const proxy = serviceNamed(plan, plan.proxy.service);
		if (!owner || !proxy || owner === proxy) return ruledOut(`no other service has the name "${unresolved.host}"`);
		if (shareNetwork$1(plan, owner.name)) return ruledOut(`${owner.name} and ${proxy.name} share a network`);
		if (services.find((record) => record.name === owner.name)?.state !== "running") return ruledOut(`${owner.name} does not run`);
		return disjoint(unresolved, proxy, owner, sources, plan);
	}
});
function disjoint(unresolved, proxy, owner, sources, plan) {
	const ways = [joining(plan, proxy, owner), joining(plan, owner, proxy)].filter((way) => way !== void 0);
	const [first, second] = ways;
	const placed = first ? preferChanged(sources, first.at, second?.at, {
		first: namesOf(plan, first.service),
		second: second ? namesOf(plan, second.service) : ""
	}) : { related: [] };
	const chosen = ways.find((way) => way.at === ("location" in placed ? placed.location : void 0));
	const target = targetNamed(plan, unresolved.host, unresolved.error);
	const edits = chosen?.edits ?? [];
	return found({
		confidence: "likely",
		title: `${owner.name} and ${proxy.name} have no network in common`,
		service: owner.name,
		...placed,
		related: [...placed.related, ...target?.at ? [{
			at: target.at,
			note: "nginx dials it here"
		}] : []],
		what: `"${unresolved.host}" is the name of ${owner.name}, which runs. ${namesOf(plan, owner.name)}; ${namesOf(plan, proxy.name)}.`,
		why: "A name is known, and its address can be reached, only within a network. nginx does not find the host.",
		fix: {
			text: chosen?.text ?? `Put ${proxy.name} and ${owner.name} on one network.`,
			edits
		},
		evidence: [
			{
				kind: "config",
				text: namesOf(plan, owner.name)
			},
			{
				kind: "config",
				text: namesOf(plan, proxy.name)
			},
			...unresolved.said
		],
		...chosen && edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [chosen.service]
		} } : {}
	});
}
/** "web is on frontend and cache". */
function namesOf(plan, name) {
	if (serviceNamed(plan, name)?.networkOf?.value === "@host") return `${name} is in the network of the host`;
	const names = networksOf$1(plan, name).map((attachment) => attachment.network);
	return `${name} is on ${names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0] ?? "no network"}`;
}
/** How one service comes to a network of the other; undefined when it names no networks of its own. */
function joining(plan, service, other) {
	if (service.networkOf?.value === "@host") return leavingHost(service, other);
	const network = networksOf$1(plan, other.name)[0]?.network;
	if (!service.networksAt || network === void 0) return void 0;
	const [only, ...more] = service.attachments;
	return {
		at: only?.at && more.length === 0 ? only.at : service.networksAt,
		service: service.name,
		text: `Add ${network} to the networks of ${service.name}.`,
		edits: addedNetwork(service, service.networksAt, network)
	};
}
/** Without its mode a service is on the default network. */
function leavingHost(service, other) {
	const at = service.networkOf?.at;
	if (!at) return void 0;
	const isEnough = other.attachments.some((attachment) => attachment.network === "default") && /^\s*network_mode:\s*["']?host["']?\s*$/.test(at.text ?? "");
	return {
		at,
		service: service.name,
		text: `Take ${service.name} off the network of the host, or dial a published port from there.`,
		edits: isEnough ? [wholeLine(at, "")] : []
	};
}
/** The network added to a list in brackets, a list of lines, or a map. */
function addedNetwork(service, at, network) {
	const listed = /^(\s*networks:\s*\[)([^\]]*)(\].*)$/.exec(at.text ?? "");
	if (listed) return [wholeLine(at, `${listed[1]}${listed[2]?.trim() === "" ? network : `${listed[2]?.trimEnd()}, ${network}`}${listed[3]}`)];
	const last = service.attachments.flatMap((attachment) => attachment.at ?? []).toSorted((a, b) => b.line - a.line)[0];
	if (!last || last.line === at.line || last.path !== at.path) return [];
	const item = /^(\s*)-\s+\S/.exec(last.text ?? "");
	if (item) return [wholeLine(last, `${last.text}\n${item[1]}- ${network}`)];
	const key = /^(\s+)[\w"'.-]+:/.exec(last.text ?? "");
	return key ? [wholeLine(last, `${key[1]}${network}:\n${last.text}`)] : [];
}

// src/diagnose/rules/out-of-memory.ts
/** What programs say when memory runs out. */
const words = /out of memory|outofmemory|cannot allocate memory|memoryerror|std::bad_alloc|heap limit|allocation failed|exhausted memory|allowed memory size|OOMKilled|ENOMEM/i;
/** gunicorn says so of every worker that was killed, also of one that it killed itself. */
const guessed = /was sent SIGKILL! Perhaps out of memory\?/;
/** What is said of a process that was killed, for whatever reason. */
const killed = /\bKilled\b|signal(?:ed)? (?:9|KILL|SIGKILL)|exited on signal 9|was sent SIGKILL|exit(?:ed)?(?: with)?(?: code| status)? 137/i;
const outOfMemory = defineRule({
	id: "out-of-memory",
	title: "The kernel ends the app for want of memory",
	since: "0.1.0",
	symptoms: [
		"exit",
		"gateway",
		"status"
	],
	needs: ["services"],
	explains: [
		"crash-on-start",
		"nothing-listens",
		"slow-start",
		"app-returned-error",
		"start-command-invalid",
		"worker-died"
	],
	absent: "nothing that the proxy depends on was ended",
	doc: {
		what: "A process needed more memory than its container may have, and the kernel killed it.",
		why: "When a container reaches its limit the kernel kills a process of it with SIGKILL. Exit code 137 alone does not show this: anyone may send that signal. The gate asks for two independent witnesses.",
		fix: "Raise the limit, or lower the need: fewer workers, smaller caches, a bounded heap."
	},
	diagnose(symptom, _facts, plan) {
		const { service, record } = symptom;
		if (!service || !record) return ruledOut("no service is behind the address");
		const witnesses = witnessesOf(record);
		if (witnesses.length === 0) return ruledOut(`the kernel reported no lack of memory in ${service.name}`);
		if (witnesses.length === 1) return unknown(`one witness only speaks for it (${witnesses[0]?.text}); two are needed`);
		const limit = record.memory?.limit ?? 0;
		if (limit === 0 && !witnesses.some((witness) => witness.kind === "cgroup")) return unknown(`${service.name} has no memory limit of its own, and the engine reported no kill for memory`);
		const location = service.memory?.at ?? startPlace(service);
		const more = Math.max(limit * 8, 1024 ** 3);
		return found({
			confidence: "likely",
			title: limit > 0 ? `${service.name} is killed at its memory limit of ${showSize(limit)}` : `${service.name} takes all the memory that it can get, and is killed`,
			service: service.name,
			...location ? { location } : {},
			what: `${service.name} was killed for want of memory. ${limit > 0 ? `Its limit is ${showSize(limit)}` : "The project sets it no limit; the gate lets a container have most of the machine's memory"}${record.memory && record.memory.peak > 0 ? `, its peak was ${showSize(record.memory.peak)}` : ""}.`,
			why: symptom.kind === "exit" ? "At the limit the kernel kills the process; nothing is left to answer, and nginx answers 502." : "At the limit the kernel kills a worker while it serves; the request it had is lost.",
			fix: {
				text: limit > 0 ? fixText(service, limit, plan) : `Make ${service.name} need less memory.`,
				edits: limitEdits(service, limit, more)
			},
			evidence: [...witnesses, ...record.exits.length > 0 ? [{
				kind: "exit",
				text: showExit(record)
			}] : []],
			...plan.services.includes(service) && limit > 0 ? { intervention: {
				kind: "raise-memory",
				service: service.name,
				bytes: more
			} } : {}
		});
	}
});
/** Independent witnesses: the engine's event or flag, a death by SIGKILL, the program's own words, a peak at the limit. A death alone is none of a lack of memory. */
function witnessesOf(record) {
	const [exit] = record.exits;
	const { memory } = record;
	const lines = lastLines(record, 40);
	const said = lines.find((line) => words.test(line) && !guessed.test(line));
	const death = exit?.code === 137 ? "the main process ended by SIGKILL (exit code 137)" : lines.find((line) => killed.test(line));
	const isAtLimit = memory !== void 0 && memory.limit > 0 && memory.peak >= memory.limit * .97;
	const ofMemory = [
		...exit?.oomKilled === true || (memory?.oomEvents ?? 0) > 0 ? [{
			kind: "cgroup",
			text: "the engine reported a kill for want of memory"
		}] : [],
		...isAtLimit ? [{
			kind: "cgroup",
			text: `memory peaked at ${showSize(memory.peak)} of ${showSize(memory.limit)}`
		}] : [],
		...said === void 0 ? [] : [{
			kind: "log",
			text: said
		}]
	];
	return ofMemory.length > 0 && death !== void 0 ? [...ofMemory, {
		kind: "exit",
		text: death
	}] : ofMemory;
}
/** A limit that was given for the run stands for a plan or tariff: what the trial took is the figure to choose by. */
function fixText(service, limit, plan) {
	if (plan.platformFiles === void 0 || service.memory?.at !== void 0) return `Raise the memory limit of ${service.name}, or make it need less.`;
	return `Choose a tariff with more memory than ${showSize(limit)}, or make ${service.name} need less. A trial tells how much it took.`;
}
function limitEdits(service, limit, more) {
	const written = /(?:mem_limit|memory)\s*:\s*["']?([\d.]+\s*[a-zA-Z]*)/.exec(service.memory?.at?.text ?? "")?.[1];
	return written === void 0 || limit === 0 ? [] : replaceWord(service.memory?.at, written.trim(), `${Math.ceil(more / 1024 / 1024)}m`);
}

// src/diagnose/rules/platform-config-invalid.ts
/** What of a run each symptom can come from. */
const parts = {
	build: ["build"],
	exit: [
		"start",
		"files",
		"build"
	],
	gateway: [
		"port",
		"start",
		"serving"
	],
	status: ["serving", "files"]
};
const platformConfigInvalid = defineRule({
	id: "platform-config-invalid",
	title: "The platform's file is not as the platform reads it",
	since: "0.1.0",
	symptoms: [
		"platform",
		"build",
		"exit",
		"gateway",
		"status"
	],
	needs: ["builds"],
	wants: ["sockets"],
	explains: [
		"port-mismatch",
		"port-variable-ignored",
		"start-command-invalid",
		"crash-on-start",
		"exits-immediately",
		"nothing-listens",
		"dependency-not-installed",
		"dependency-manifest-missing",
		"build-failed",
		"copy-source-missing"
	],
	absent: "no platform's file is there, or all of it is read as it stands",
	doc: {
		what: "A key of the platform's file is misspelt, stands in the wrong section, or has a value of another kind than the platform takes. The platform does not read it and goes by its default, or refuses the file.",
		why: "Platforms pass over what they do not know. A port under a wrong name leaves the default one in force, and the platform's proxy dials where nobody listens; a command where a file name belongs is looked for as a file, and the program ends at once.",
		fix: "Write the key as the platform's reference has it, in the section where it belongs. docs/platforms.md lists what is read of each file."
	},
	diagnose(symptom, facts, plan) {
		if (symptom.kind === "platform") return report(symptom.problem, plan, "likely", "The platform stops there: nothing is built or started, and its proxy has nobody to ask.");
		const problems = plan.platformProblems ?? [];
		if (problems.length === 0) return ruledOut(isHosted(plan) ? "all of the platform's file is read as it stands" : "the project has no platform's file");
		const wanted = problems.filter((problem) => problem.manifest === void 0 && parts[symptom.kind]?.includes(problem.changes) === true);
		if (wanted.length === 0) return ruledOut("what the platform does not read of its file has no part in this");
		if (symptom.kind === "gateway" && !isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		return ofWanted(symptom, wanted, facts, plan);
	}
});
function isHosted(plan) {
	return plan.platformFiles !== void 0;
}
/** A port that was meant explains a refusal only when the app opened it. */
function ofWanted(symptom, wanted, facts, plan) {
	const service = "service" in symptom ? symptom.service : void 0;
	const open = (service && facts.sockets && socketsOf(plan, facts.sockets, service.name)) ?? [];
	const [problem] = wanted.filter((each) => each.changes !== "port" || each.port === void 0 || open.some((socket) => socket.port === each.port));
	if (!problem) return ruledOut(`${service?.name ?? "the app"} does not listen on ${wanted[0]?.port}, the port that the unread key has`);
	return report(problem, plan, problem.edits.length > 0 ? "likely" : "possible", effects[problem.changes], service?.name);
}
const effects = {
	nothing: "",
	port: "The platform's proxy dials its default port in place of the one that the file was to set. Nobody listens there: the connection is refused, and it answers 502.",
	start: "What is started is not what was meant; it ends, and the platform's proxy has nobody to ask.",
	build: "The image is built otherwise than was meant, and what is started in it lacks something.",
	files: "The files that the app starts from are not where it looks for them.",
	serving: "The platform's proxy answers otherwise than was meant."
};
function report(problem, plan, confidence, why, service) {
	const edits = editsWith(problem, plan);
	const services = plan.services.filter((each) => each.role === "app").map((each) => each.name);
	const name = service ?? services[0];
	return found({
		confidence,
		title: problem.title ?? (problem.meant === void 0 ? problem.what : `${problem.what}: did you mean ${problem.meant}?`),
		...name === void 0 ? {} : { service: name },
		location: problem.at,
		what: `${sentence(problem.what)}. Expected is ${problem.expected}.`,
		why,
		fix: {
			text: problem.meant === void 0 ? `Write ${problem.expected}.` : problem.key.endsWith(`.${problem.meant}`) ? `Put ${problem.expected}.` : `Write ${problem.meant}.`,
			edits
		},
		evidence: [{
			kind: "config",
			text: `${problem.at.path}:${problem.at.line}${problem.at.text === void 0 ? "" : `: ${problem.at.text.trim()}`}`
		}],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services
		} } : {}
	});
}
/** A port alone is put right by itself; what keeps the app from starting together with everything else that is read otherwise. */
function editsWith(problem, plan) {
	if (problem.meant !== void 0 && /^\w+$/.test(problem.meant) && problem.key.endsWith(`.${problem.meant}`) || problem.changes === "port" || problem.edits.length === 0) return problem.edits;
	return (plan.platformProblems ?? []).filter((each) => each !== problem && each.changes !== "nothing" && each.manifest === void 0).reduce((edits, each) => joined(edits, each.edits) ?? edits, problem.edits);
}
/** Edits of two problems as one; lines that both add behind the same one are added after each other. undefined when they are at odds. */
function joined(first, second) {
	let edits = first;
	for (const edit of second) {
		const same = edits.find((each) => each.path === edit.path && each.startLine <= edit.endLine && edit.startLine <= each.endLine);
		if (!same) edits = [...edits, edit];
		else {
			const both = same.startLine === edit.startLine && same.endLine === edit.endLine ? addedBoth(same.replacement, edit.replacement) : void 0;
			if (both === void 0) return void 0;
			edits = edits.map((each) => each === same ? {
				...each,
				replacement: both
			} : each);
		}
	}
	return edits;
}
function addedBoth(first, second) {
	const [a, b] = [first.split("\n"), second.split("\n")];
	const shared = a.findIndex((line, index) => line !== b[index]);
	return shared > 0 ? [...a, ...b.slice(shared)].join("\n") : void 0;
}
function sentence(text) {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

// src/diagnose/bind.ts
/** Words of a port that another listener has. */
const taken = /EADDRINUSE|address (?:is )?already in use|AddrInUse|connection in use:|\bport \d+ (?:is|was) (?:already )?(?:in use|taken|allocated|being used)/i;
/** Words of a port that the user may not open; a file is not meant. */
const denied = /EACCES|permission denied|PermissionDenied/i;
const binds = /\bbind|listen|make_sock|could not bind|server_bind|ServerSocket/i;
/** How many last lines tell of an end. */
const lastWords = 12;
/** The port that was taken when a program ended of it; undefined when that did not end it. */
function portTaken(record, sources) {
	return failureOf(record, sources, (line) => taken.test(line));
}
/** The port that the program's user might not open, when it ended of it. */
function portDenied(record, sources) {
	const failure = failureOf(record, sources, (line) => denied.test(line));
	return failure && !namesFile(failure.said) && failure.lines.some((line) => binds.test(line)) ? failure : void 0;
}
/** `listen EACCES: permission denied /run/app.sock`, `[Errno 13] Permission denied: '/data'`. */
function namesFile(said) {
	return /denied:? ['"]?\/|\bunix\b|(?:open|mkdir|unlink|exec)\b.{0,20}['"]?\//i.test(said);
}
function failureOf(record, sources, speaks) {
	if (record.exits.length === 0) return void 0;
	const crash = readCrash(record, sources);
	const tail = lastLines(record, lastWords);
	const last = tail.findLast(speaks);
	const isTold = crash !== void 0 && speaks(crash.message);
	if (!isTold && (last === void 0 || crash !== void 0 && isBefore(record, last, crash.message))) return void 0;
	const said = isTold ? crash.message : (last ?? "").trim().slice(0, 400);
	const lines = isTold ? crash.lines : tail;
	return {
		said,
		lines,
		...[said, ...lines.filter(speaks)].map(addressIn).find((each) => each?.port !== void 0),
		...isTold && crash.at ? { at: crash.at } : {}
	};
}
/** What was survived comes before what was not. */
function isBefore(record, line, crash) {
	const output = outputOf(record);
	return output.lastIndexOf(line) < output.lastIndexOf(crash);
}
/** The address in words of a failure: "('0.0.0.0', 8000)", "port 3000", "[::]:80", ":::3000". */
function addressIn(text) {
	const plain = text.replace(/\d{1,2}:\d\d:\d\d(?:[.,]\d+)?/g, "");
	const tuple = /\(['"]([^'"]*)['"], (\d{1,5})\b/.exec(plain);
	const words = /(?:"([^"\s]*)" )?\bport (\d{1,5})\b/i.exec(plain);
	const joined = /(?:^|[\s/('"])((?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]*\]|::|\*|localhost)?):(\d{1,5})(?![\d.]|:\d)/i.exec(plain);
	const match = tuple ?? words ?? joined;
	const port = Number(match?.[2]);
	if (!match || port < 1 || port > 65535) return void 0;
	const address = match[1]?.replace(/^\[|\]$/g, "");
	return {
		port,
		...address === void 0 || address === "" || address === "*" ? {} : { address }
	};
}
/** Every service in the network namespace of one, itself first. */
function namespaceOf(plan, service) {
	const root = service.networkOf?.value ?? service.name;
	return [service, ...plan.services.filter((each) => each !== service && (each.name === root || each.networkOf?.value === root))];
}
/** Words of a listener that is not the one for the public. */
const side = /metric|debug|admin|inspect|pprof|health|monitor|prom|internal|control|grpc|socket|worker/i;
/** Lines that make a service take a port, that of the failed listener first; those that say nothing of which it is have one weight. */
function takerPlaces(service, sources, failure, port, set) {
	const names = Object.entries(service.variables);
	const speaksOf = ({ at }) => {
		const variable = names.find(([, { at: set_ }]) => set_ !== void 0 && set_.path === at.path && set_.line === at.line)?.[0];
		return variable !== void 0 && failure.lines.some((line) => line.includes(variable));
	};
	const addressed = ({ at }) => failure.address === void 0 || at.text === void 0 ? 0 : hasAddress(at.text) === isFour(failure.address) ? 2 : 0;
	const own = (candidate) => failure.at && candidate.at.path === failure.at.path && candidate.at.line === failure.at.line ? 20 : 0;
	return portPlaces(service, sources, port, set).map((candidate) => ({
		at: candidate.at,
		weight: candidate.weight + own(candidate) + (speaksOf(candidate) ? 10 : 0) + addressed(candidate) + (side.test(`${candidate.at.path} ${candidate.at.text ?? ""}`) ? 1 : 0)
	})).toSorted((a, b) => b.weight - a.weight);
}
function hasAddress(text) {
	return /\d{1,3}(?:\.\d{1,3}){3}/.test(text);
}
function isFour(address) {
	return !address.includes(":");
}

// src/diagnose/rules/port-in-use.ts
const portInUse = defineRule({
	id: "port-in-use",
	title: "Two listeners want the same port",
	since: "0.1.0",
	symptoms: ["exit", "proxy-start"],
	needs: [
		"sockets",
		"sources",
		"services"
	],
	explains: ["crash-on-start"],
	absent: "nothing that the proxy depends on ended",
	doc: {
		what: "A program opens a port on which another one listens already: a second listener of the same program, another process of the container, or a container that shares the network namespace (`network_mode: service:…`).",
		why: "The kernel gives a port of one network namespace to one listener. The second one fails with `EADDRINUSE`, and most programs end of it; then nothing listens for nginx, which answers 502. Containers have ports of their own unless they share a namespace.",
		fix: "Give the second listener a port of its own. A namespace that is shared, and a start script with two servers, need a port for each."
	},
	diagnose(symptom, facts, plan) {
		if (symptom.kind === "proxy-start") return ofProxy$1(symptom.errors, facts, plan);
		const { service, record } = symptom;
		const failure = portTaken(record, facts.sources);
		if (!failure) return ruledOut(`${service.name} did not end for want of a port`);
		const port = failure.port ?? guessedPort(plan, service, facts.sockets);
		const places = port === void 0 ? [] : takerPlaces(service, facts.sources, failure, port, record.variables);
		const [first, second] = places;
		const isClear = first !== void 0 && (second === void 0 || first.weight > second.weight);
		const location = (isClear ? first.at : void 0) ?? failure.at ?? first?.at ?? startPlace(service);
		const holder = port === void 0 ? void 0 : holderOf(plan, service, facts, port);
		const free = port === void 0 ? void 0 : freePort(plan, service, facts.sockets, port);
		const edits = isClear && (second !== void 0 || holder !== void 0) && free !== void 0 ? replaceWord(location, String(port), String(free)) : [];
		const shown = port === void 0 ? "its port" : `port ${port}`;
		return found({
			confidence: "likely",
			title: `${service.name} ends because ${shown} is taken${holder ? ` by ${holder.name}` : ""}`,
			service: service.name,
			...location ? { location } : {},
			related: otherTakers(places, location, holder),
			what: `${service.name} wanted to listen on ${failure.address ?? ""}${port === void 0 ? shown : failure.address === void 0 ? shown : `:${port}`}, where ${holder ? `${holder.name}, in the same network namespace, listens already` : "a listener of its own container was first"}. ${service.name} ended: ${showExit(record)}.`,
			why: "One network namespace has each port once. The second listener fails, its process ends, and nginx gets no answer from it.",
			fix: {
				text: holder ? `Let ${service.name} listen on ${free ?? "another port"}.` : `Give one of the two listeners another port${free === void 0 ? "" : `, such as ${free}`}.`,
				edits
			},
			evidence: [...witnesses$1(failure, plan, service, facts.sockets, port), {
				kind: "exit",
				text: showExit(record)
			}],
			...edits.length > 0 ? { intervention: {
				kind: "edit-files",
				edits,
				services: namespaceOf(plan, service).map((each) => each.name)
			} } : {}
		});
	}
});
/** nginx names the address, and neither file nor line. */
function ofProxy$1(errors, facts, plan) {
	const proxy = plan.services.find((each) => each.name === plan.proxy.service);
	const said = errors.find((error) => /^bind\(\) to .* failed \(98: /.test(error.message))?.message;
	const match = /^bind\(\) to (\S+):(\d+) failed/.exec(said ?? "");
	if (!proxy || said === void 0 || !match) return ruledOut("nginx did not miss a port");
	const port = Number(match[2]);
	const listens = plan.proxy.servers.flatMap((server) => server.listens).filter((listen) => listen.port === port);
	const listen = (listens.find((each) => each.address === match[1]?.replace(/^\[|\]$/g, "")) ?? listens.at(-1))?.at;
	const holder = holderOf(plan, proxy, facts, port);
	const wanted = holder && unansweredPort(plan, proxy, facts.sockets, port);
	const set = facts.services.find((each) => each.name === holder?.name)?.variables ?? [];
	const theirs = holder && portPlaces(holder, facts.sources, port, set)[0]?.at;
	const moved = wanted === void 0 ? [] : replaceWord(theirs, String(port), String(wanted));
	const free = freePort(plan, proxy, facts.sockets, port);
	const edits = moved.length > 0 ? moved : holder ? replaceWord(listen, String(port), String(free)) : [];
	const location = moved.length > 0 ? theirs : listen ?? proxy.at;
	const other = moved.length > 0 ? listen : theirs;
	return found({
		confidence: "likely",
		title: `nginx cannot listen on port ${port}: ${holder ? `${holder.name} has it` : "another process has it"}`,
		service: moved.length > 0 && holder ? holder.name : proxy.name,
		...location ? { location } : {},
		related: other && !sameLine(other, location) ? [{
			at: other,
			note: moved.length > 0 ? "nginx listens here" : `${holder?.name} takes the port here`
		}] : [],
		what: `nginx could not open ${match[1]}:${port}${holder ? `: ${holder.name}, in the same network namespace, listens there` : ", where another listener of its namespace was first"}.${wanted === void 0 ? "" : ` nginx dials ${holder?.name} on ${wanted}, where nothing listens.`}`,
		why: "One network namespace has each port once. nginx tries for some seconds and ends; then nobody answers.",
		fix: {
			text: moved.length > 0 ? `Let ${holder?.name} listen on ${wanted}, which nginx dials.` : `Let nginx and ${holder?.name ?? "the other process"} listen on different ports.`,
			edits
		},
		evidence: [{
			kind: "nginx",
			text: said
		}, ...holder ? socketLines(plan, holder, facts.sockets, port) : []],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: namespaceOf(plan, proxy).map((each) => each.name)
		} } : {}
	});
}
/** The service of the same namespace that has the port: by the socket that was seen and what its files name. */
function holderOf(plan, service, facts, port) {
	const running = namespaceOf(plan, service).slice(1).filter((each) => facts.services.some((record) => record.name === each.name && record.state === "running"));
	const naming = running.filter((each) => portPlaces(each, facts.sources, port).length > 0 || each.name === plan.proxy.service && listensOn(plan, port));
	const isOpen = socketsOf(plan, facts.sockets, service.name)?.some((socket) => socket.port === port) === true;
	return naming[0] ?? (isOpen && running.length === 1 ? running[0] : void 0);
}
function listensOn(plan, port) {
	return plan.proxy.servers.some((server) => server.listens.some((listen) => listen.port === port));
}
/** A port of the service's namespace that nginx dials and that nobody has opened. */
function unansweredPort(plan, service, recorded, except) {
	const members = new Set(namespaceOf(plan, service).map((each) => each.name));
	const open = socketsOf(plan, recorded, service.name);
	if (members.size === 1 || !open) return void 0;
	return plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.port > 0 && members.has(serviceOfTarget(plan, target.host)?.name ?? "")).find((target) => target.port !== except && !open.some((socket) => socket.port === target.port))?.port;
}
/** A port that the namespace has free: one that nginx waits for, else the next. */
function freePort(plan, service, recorded, taken) {
	const wanted = unansweredPort(plan, service, recorded, taken);
	if (wanted !== void 0) return wanted;
	const open = (socketsOf(plan, recorded, service.name) ?? []).map((socket) => socket.port);
	return [
		1,
		2,
		3,
		4,
		5,
		6,
		7,
		8,
		9
	].map((step) => taken + step).find((port) => !open.includes(port) && !listensOn(plan, port)) ?? taken + 1e3;
}
/** A program that does not say which port it wanted most likely wanted the one that nginx dials. */
function guessedPort(plan, service, recorded) {
	const members = new Set(namespaceOf(plan, service).map((each) => each.name));
	const dialled = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.port > 0 && members.has(serviceOfTarget(plan, target.host)?.name ?? "")).map((target) => target.port);
	const open = (socketsOf(plan, recorded, service.name) ?? []).map((socket) => socket.port);
	const both = [...new Set(dialled)].filter((port) => open.includes(port));
	const [only, ...more] = both.length > 0 ? both : new Set(dialled);
	return more.length === 0 ? only : void 0;
}
function otherTakers(places, location, holder) {
	const named = places.filter(({ at }) => !sameLine(at, location)).slice(0, 2);
	const start = holder && startPlace(holder);
	return [...start && !sameLine(start, location) ? [{
		at: start,
		note: `${holder.name} is started here`
	}] : [], ...named.filter(({ at }) => !sameLine(at, start)).map(({ at }) => ({
		at,
		note: "the port is named here too"
	}))];
}
function witnesses$1(failure, plan, service, recorded, port) {
	const lines = failure.lines.slice(-6).map((text) => ({
		kind: "log",
		text
	}));
	return port === void 0 || namespaceOf(plan, service).length === 1 ? lines : [...lines, ...socketLines(plan, service, recorded, port)];
}
function socketLines(plan, service, recorded, port) {
	return (socketsOf(plan, recorded, service.name) ?? []).filter((socket) => socket.port === port).slice(0, 2).map((socket) => ({
		kind: "socket",
		text: `in the network namespace of ${service.name} listens ${showSocket(socket)}`
	}));
}

// src/diagnose/handed-port.ts
/** PORT, or what frameworks and people call the one to listen on. */
const isPortName = (name) => /^(?:(?:APP|WEB|HTTP|SERVER|LISTEN|API|NUXT|NITRO|UVICORN|FLASK_RUN|SERVICE|NODE|BACKEND|ASPNETCORE_HTTP|CONTAINER)_?)?PORTS?$/.test(name);
/** The variable that hands a service the port which is dialled, when nothing of the service reads it and one line fixes the port that is open instead. */
function ignoredPort(service, sources, target, open, set) {
	const handed = variablesOf(service, sources).find(({ name, value }) => isPortName(name) && value.trim() === String(target.port));
	const ports = [...new Set(open.map((socket) => socket.port))];
	const [fixedPort] = ports;
	if (target.through || !handed || fixedPort === void 0 || ports.length > 1 || isRead(service, sources, handed.name)) return void 0;
	const fixedAt = clearest(portPlaces(service, sources, fixedPort, set).filter(({ at }) => !isSetting(service, at)));
	return fixedAt ? {
		name: handed.name,
		setAt: handed.at,
		fixedAt,
		fixedPort
	} : void 0;
}
/** What the container gets: by its own settings, else by ENV of its Dockerfile. */
function variablesOf(service, sources) {
	const own = Object.entries(service.variables).flatMap(([name, { value, at }]) => at ? [{
		name,
		value,
		at
	}] : []);
	const dockerfile = service.image.kind === "build" ? service.image.dockerfile : void 0;
	const built = sources.ports.filter(({ at }) => at.path === dockerfile && /^\s*ENV\s/i.test(at.text ?? "")).map(({ at }) => at).flatMap((at) => [...(at.text ?? "").matchAll(/(?<=\s)(\w+)[= ]"?(\d{2,5})"?(?=\s|$)/g)].map(([, name = "", value = ""]) => ({
		name,
		value,
		at
	})));
	return [...own, ...built.filter(({ name }) => own.every((each) => each.name !== name))];
}
/** Whether a program, a start command or another setting of the service names the variable. */
function isRead(service, sources, name) {
	const names = new RegExp(`\\$\\{?${name}\\b|\\b${name}=`);
	return sources.variables.some((mention) => mention.name === name && belongsTo(service, mention.at.path)) || service.start.some((step) => names.test(step.text)) || Object.values(service.variables).some(({ value }) => names.test(value));
}
/** A line that sets a variable fixes no port in the program. */
function isSetting(service, at) {
	return Object.values(service.variables).some((variable) => variable.at?.path === at.path && variable.at.line === at.line) || /^\s*(?:ENV|EXPOSE|ARG)\b/i.test(at.text ?? "");
}

// src/diagnose/rules/port-mismatch.ts
const portMismatch = defineRule({
	id: "port-mismatch",
	title: "nginx dials a port that nobody listens on",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: [
		"sockets",
		"sources",
		"services"
	],
	absent: "no connection that nginx tried was refused",
	doc: {
		what: "The app runs and listens, but on another port than the one nginx dials.",
		why: "The kernel refuses a connection to a port without a listener at once; nginx answers 502 and logs `connect() failed (111: Connection refused)`.",
		fix: "Make both sides name the same port: change the port in `proxy_pass` or in the `upstream` block, or the port on which the app listens. `EXPOSE` and `ports:` open nothing inside the container."
	},
	diagnose(symptom, facts, plan) {
		const { service, target } = symptom;
		const unpublished = notPublished(symptom, facts.sockets, facts.sources, plan);
		if (unpublished) return unpublished;
		if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
		if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		const sockets = socketsOf(plan, facts.sockets, service.name);
		if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
		if (sockets.some((socket) => socket.port === target.port)) return ruledOut(`something listens on port ${target.port} of ${service.name}`);
		const open = dialable(service, target, sockets, facts.sockets, plan);
		if (open.length === 0) return ruledOut(loopbackOnly(sockets).length > 0 ? `${service.name} listens on the loopback only` : `${service.name} listens on no port at all`);
		if (publishedAs(service, target.port, open)) return ruledOut(`${target.port} is the host's side of a published port`);
		const set = facts.services.find((record) => record.name === service.name)?.variables ?? [];
		const handed = ignoredPort(service, facts.sources, target, open, set);
		if (handed) return ruledOut(`${service.name} is handed the port that nginx dials, by ${handed.name}, and does not read it`);
		return mismatch$2(symptom, service, target, open, facts, plan);
	}
});
/** The service's sockets that nginx could dial. Where it lives beside the app, it reaches the loopback too, and some of the sockets are its own or meant for other routes. */
function dialable(service, target, sockets, recorded, plan) {
	return isBesideProxy(plan, service) ? (ownSockets(plan, recorded, service, target) ?? []).filter((socket) => socket.family !== "unix") : openTo(target, sockets, plan);
}
/** What nginx can reach: in a network namespace that it shares, the loopback too, and its own ports are not the app's. */
function openTo(target, sockets, plan) {
	if (!isLoopback(target.host)) return reachable(sockets);
	const own = new Set(plan.proxy.servers.flatMap((server) => server.listens.map((listen) => listen.port)));
	return [...reachable(sockets), ...loopbackOnly(sockets)].filter((socket) => !own.has(socket.port));
}
/** The container's port behind a port of the host that was dialled in its place. */
function publishedAs(service, dialledPort, open) {
	return service.ports.find((each) => each.published === dialledPort && each.target !== dialledPort && open.some((socket) => socket.port === each.target));
}
function mismatch$2(symptom, service, target, open, facts, plan) {
	const chosen = likeliest(service, open, facts);
	if (target.through?.at) return publishedElsewhere(symptom, target.through, service, chosen, facts.sources);
	const set = facts.services.find((record) => record.name === service.name)?.variables ?? [];
	const appPlace = portPlaces(service, facts.sources, chosen.port, set)[0]?.at;
	const redial = redialPort(target, chosen.port, plan);
	const proxyPlace = target.portFrom?.at ?? target.portAt ?? target.at;
	const others = [...new Set(open.map((socket) => socket.port))].filter((port) => port !== chosen.port);
	const placed = proxyPlace ? preferChanged(facts.sources, proxyPlace, appPlace, {
		first: `nginx dials ${target.port} here`,
		second: `the app's port ${chosen.port} is set here`
	}) : { related: [] };
	const setBy = target.portFrom?.at && target.at ? [{
		at: target.at,
		note: "the variable is used here"
	}] : [];
	return found({
		confidence: others.length === 0 ? "likely" : "possible",
		title: `nginx dials ${dialled(symptom)}, but ${service.name} listens on ${chosen.port}`,
		service: service.name,
		...placed,
		related: [...placed.related, ...setBy],
		what: `nginx dials port ${target.port} of ${service.name}${target.portBecause === void 0 ? "" : ` (${target.portBecause})`}; nothing listens there. ${service.name} listens on ${showSocket(chosen)}${others.length > 0 ? ` (and on ${others.join(", ")})` : ""}.`,
		why: symptom.isMasked ? "A connection to a port without a listener is refused. nginx asks another server of the group in its place; when that one is gone too, it answers 502." : "A connection to a port without a listener is refused, and nginx answers 502.",
		fix: {
			text: `Dial ${chosen.port} in nginx, or make ${service.name} listen on ${target.port}.`,
			edits: redial.edits
		},
		evidence: [...socketWitnesses(service.name, open), ...gatewayWitnesses(symptom)],
		intervention: redial.intervention
	});
}
const debugPorts = /* @__PURE__ */ new Set([
	9229,
	5678,
	5005,
	9090,
	9091,
	9100,
	9464,
	35729,
	24678,
	6060
]);
/** Of several open ports the one that looks most like the web server's. */
function likeliest(service, open, facts) {
	const image = facts.services.find((record) => record.name === service.name)?.image;
	const score = ({ port }) => (service.ports.some((each) => each.target === port) ? 6 : 0) + (image?.exposed.includes(port) ? 4 : 0) + (portPlaces(service, facts.sources, port)[0]?.weight ?? 0) / 3 - (debugPorts.has(port) ? 6 : 0);
	return open.toSorted((a, b) => score(b) - score(a) || a.port - b.port)[0];
}

// src/diagnose/rules/port-variable-ignored.ts
const portVariableIgnored = defineRule({
	id: "port-variable-ignored",
	title: "The app ignores the port that it is handed",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: [
		"sockets",
		"sources",
		"services"
	],
	absent: "no connection that nginx tried was refused",
	doc: {
		what: "The service is given a port by a variable, PORT or the like, and nginx dials that port. The app never reads the variable and listens on a number in its source or start command.",
		why: "Compose and platforms only set the variable; they open nothing. nginx dials the agreed port, where nobody listens, and answers 502.",
		fix: "Read the variable where the app listens (`process.env.PORT`, `os.environ['PORT']`, `os.Getenv(\"PORT\")`, `--bind 0.0.0.0:$PORT` in a shell), or put the agreed number there."
	},
	diagnose(symptom, facts, plan) {
		const { service, target } = symptom;
		if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
		if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		const sockets = socketsOf(plan, facts.sockets, service.name);
		if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
		if (sockets.some((socket) => socket.port === target.port)) return ruledOut(`something listens on port ${target.port} of ${service.name}`);
		const open = dialable(service, target, sockets, facts.sockets, plan);
		if (open.length === 0) return ruledOut(loopbackOnly(sockets).length > 0 ? `${service.name} listens on the loopback only` : `${service.name} listens on no port at all`);
		const set = facts.services.find((record) => record.name === service.name)?.variables ?? [];
		const handed = ignoredPort(service, facts.sources, target, open, set);
		if (!handed) return ruledOut(`no variable that ${service.name} ignores hands it port ${target.port}`);
		return draft$3(symptom, service, target, handed, socketWitnesses(service.name, open), plan);
	}
});
/** How a language reads a variable, by the ending of its files; without those that need more than one word for it. */
const readings = [{
	files: /\.[cm]?[jt]s$/,
	words: (name) => [
		"process",
		"env",
		name
	].join(".")
}, {
	files: /\.(?:rb|ru)$/,
	words: (name) => `ENV["${name}"]`
}];
/** The number replaced by the variable, where that is one word more. */
function readingEdits(at, name, port) {
	const reading = readings.find(({ files }) => files.test(at.path));
	return reading ? replaceWord(at, String(port), `${reading.words(name)} || ${port}`) : [];
}
function draft$3(symptom, service, target, { name, setAt, fixedAt, fixedPort }, sockets, plan) {
	const isChosen = plan.platform === "upsun";
	const edits = replaceWord(fixedAt, String(fixedPort), isChosen ? wordFor(service, fixedAt, name, target.port) : String(target.port));
	const dialledAt = target.portFrom?.at ?? target.at;
	return found({
		confidence: "likely",
		title: `${service.name} is handed ${name}=${target.port} and listens on ${fixedPort} all the same`,
		service: service.name,
		location: fixedAt,
		related: [{
			at: setAt,
			note: `${name} is set here`
		}, ...dialledAt ? [{
			at: dialledAt,
			note: `nginx dials ${target.port} here`
		}] : []],
		what: `${service.name} has ${name}=${target.port}, the port that nginx dials. Nothing in its files reads ${name}; it listens on ${fixedPort}, as this line says.`,
		why: "A variable opens nothing by itself: a connection to a port without a listener is refused, and nginx answers 502.",
		fix: isChosen ? {
			text: `Listen on the port that ${name} names: the platform chooses it.`,
			edits
		} : dialledAt ? {
			text: `Listen on the port that ${name} names, or put ${target.port} in place of ${fixedPort}.`,
			edits
		} : {
			text: `Listen on the port that ${name} names: it is another one with each start.`,
			edits: readingEdits(fixedAt, name, fixedPort)
		},
		evidence: [...sockets, ...gatewayWitnesses(symptom)],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [service.name]
		} } : {}
	});
}
/** What stands for the variable's value on a line: a shell and JavaScript can read it in place; for anything else the number is tried. */
function wordFor(service, at, name, port) {
	if (sameLine(service.command?.at, at) || service.start.some((step) => sameLine(step.at, at) && /\.ya?ml$/.test(at.path))) return `$${name}`;
	return /\.[cm]?[jt]sx?$/.test(at.path) && !/["'`][^"'`]*\d+[^"'`]*["'`]/.test(at.text ?? "") ? [
		"process",
		"env",
		name
	].join(".") : String(port);
}

// src/diagnose/rules/privileged-port.ts
/** Ports below it are for the system, unless a namespace says otherwise. */
const firstPlainPort = 1024;
const setting = "net.ipv4.ip_unprivileged_port_start";
const privilegedPort = defineRule({
	id: "privileged-port",
	title: "The user may not open a port below 1024",
	since: "0.1.0",
	symptoms: ["exit", "proxy-start"],
	needs: ["sources"],
	explains: ["crash-on-start"],
	absent: "nothing that the proxy depends on ended",
	doc: {
		what: "A program that runs as a plain user, or as root without its capabilities, opens a port below 1024, and its container does not allow that.",
		why: `Below \`${setting}\` the kernel wants the capability NET_BIND_SERVICE. Docker sets it to 0 in every container, so that any user may open any port; a project that sets it to 1024, an older engine and many platforms do not. The program ends, and nginx gets no answer.`,
		fix: `Listen on a port from 1024 up and dial it in nginx; \`ports:\` can still publish 80 or 443. Else allow it: leave out \`${setting}\`, or add \`cap_add: [NET_BIND_SERVICE]\` for root.`
	},
	diagnose(symptom, { sources }, plan) {
		if (symptom.kind === "proxy-start") return ofProxy(symptom.errors, plan);
		const { service, record } = symptom;
		const failure = portDenied(record, sources);
		if (!failure) return ruledOut(`${service.name} did not end for want of the right to open a port`);
		const port = failure.port ?? lowPortDialled(plan, service);
		if (port === void 0 || port >= firstPlainPort) return ruledOut(`the port that ${service.name} may not open is not known to be below ${firstPlainPort}`);
		const [place] = takerPlaces(service, sources, failure, port, record.variables);
		const location = place?.at ?? failure.at ?? startPlace(service);
		const edits = movingEdits(plan, service, location, port);
		return found({
			confidence: "likely",
			title: `${service.name} may not open port ${port} as ${userOf(service, record.image.user)}`,
			service: service.name,
			...location ? { location } : {},
			related: userPlace(service, location),
			what: `${service.name} runs as ${userOf(service, record.image.user)}, and the kernel refused it port ${port}. ${service.name} ended: ${showExit(record)}.`,
			why: whyRefused(service),
			fix: {
				text: `Let ${service.name} listen on ${plainPort(port)}, and dial that in nginx, or let its user open low ports.`,
				edits
			},
			evidence: [
				...failure.lines.slice(-6).map((text) => ({
					kind: "log",
					text
				})),
				...setWitness(service),
				{
					kind: "exit",
					text: showExit(record)
				}
			],
			intervention: edits.length > 0 ? {
				kind: "edit-files",
				edits,
				services: [service.name]
			} : {
				kind: "open-low-ports",
				service: service.name
			}
		});
	}
});
function ofProxy(errors, plan) {
	const proxy = plan.services.find((each) => each.name === plan.proxy.service);
	const said = errors.find((error) => /^bind\(\) to .*:\d+ failed \(13: /.test(error.message))?.message;
	const match = /^bind\(\) to (\S+):(\d+) failed/.exec(said ?? "");
	const port = Number(match?.[2]);
	if (!proxy || said === void 0 || !match || port >= firstPlainPort) return ruledOut("nginx was refused no port below 1024");
	const location = plan.proxy.servers.flatMap((server) => server.listens).filter((listen) => listen.port === port)[0]?.at ?? proxy.at;
	return found({
		confidence: "likely",
		title: `nginx may not open port ${port} as ${userOf(proxy, "")}`,
		service: proxy.name,
		...location ? { location } : {},
		related: userPlace(proxy, location),
		what: `nginx runs as ${userOf(proxy, "")}, and the kernel refused it ${match[1]}:${port}.`,
		why: whyRefused(proxy).replace("and nginx gets no answer", "and nobody answers"),
		fix: {
			text: `Listen on ${plainPort(port)} and publish that as ${port}, or let its user open low ports.`,
			edits: []
		},
		evidence: [{
			kind: "nginx",
			text: said
		}, ...setWitness(proxy)],
		intervention: {
			kind: "open-low-ports",
			service: proxy.name
		}
	});
}
function userOf(service, imageUser) {
	const user = service.user?.value ?? imageUser;
	return user === "" ? service.settings.capDrop ? "root without its capabilities" : "the image's user" : /^(?:0|root)(?::|$)/.test(user) ? "root without its capabilities" : `user ${user}`;
}
function userPlace(service, location) {
	const at = service.user?.at;
	return at && !sameLine(at, location) ? [{
		at,
		note: "the user is set here"
	}] : [];
}
function limitOf$1(service) {
	return service.settings.sysctls?.[setting];
}
function whyRefused(service) {
	const limit = limitOf$1(service);
	return `Ports below ${limit ?? firstPlainPort} need the capability NET_BIND_SERVICE${limit === void 0 ? "" : ` in this container, which sets ${setting} to ${limit}`}. Without it the program ends, and nginx gets no answer.`;
}
function setWitness(service) {
	const limit = limitOf$1(service);
	return limit === void 0 ? [] : [{
		kind: "config",
		text: `${service.name} has ${setting}=${limit}`
	}];
}
/** 8080 for 80, 8443 for 443. */
function plainPort(port) {
	return port + 8e3;
}
/** The low port on which nginx dials a service; undefined when there are several, or none. */
function lowPortDialled(plan, service) {
	const dialled = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.port > 0 && serviceOfTarget(plan, target.host)?.name === service.name);
	const [port, ...more] = new Set(dialled.map((target) => target.port));
	return more.length === 0 && port !== void 0 && port < firstPlainPort ? port : void 0;
}
/** The app's port and every place where nginx dials it, moved together; none when one of them cannot be rewritten. */
function movingEdits(plan, service, location, port) {
	const own = replaceWord(location, String(port), String(plainPort(port)));
	const redialled = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.port === port && serviceOfTarget(plan, target.host)?.name === service.name).map((target) => redialPort(target, plainPort(port), plan).edits);
	if (own.length === 0 || redialled.length === 0 || redialled.some((edits) => edits.length === 0)) return [];
	const all = [...own, ...redialled.flat()];
	return all.filter((edit, index) => all.findIndex((other) => other.path === edit.path && other.startLine === edit.startLine) === index);
}

// src/diagnose/config-repairs.ts
/** Repairs of what nginx says of several lines together, or of a file as a whole. */
function repairOfSeveral(plan, error, named, lines) {
	return balancedBuffers(error, lines) ?? withoutDuplicate(error, named, lines) ?? withServer(error, named, lines) ?? asMain(plan, error, named, lines);
}
/** nginx names no line for buffers that do not fit each other: the one that sets their size. */
function balancedBuffers({ message }, lines) {
	const module = /^"(proxy|fastcgi|uwsgi|scgi)_busy_buffers_size" must be/.exec(message)?.[1];
	if (module === void 0) return void 0;
	const setting = (name) => lines.filter((line) => new RegExp(`^\\s*${module}_${name}\\s`).test(line.text ?? ""));
	const [sizes, several, busy] = [
		setting("buffer_size"),
		setting("buffers"),
		setting("busy_buffers_size")
	];
	const only = [
		busy,
		sizes,
		several
	].find((places) => places.length > 0);
	const [at] = only ?? [];
	if (!at || only?.length !== 1) return void 0;
	const value = new RegExp(`${module}_buffer_size\\s+(\\d+[kKmM]?)\\s*;`).exec(at.text ?? "")?.[1];
	if (value !== void 0 && several.length === 0) {
		const directive = `${module}_buffers 4 ${value};`;
		return {
			at,
			edits: addBehind(at, `${module}_buffer_size`, [directive]),
			text: `Set \`${directive}\` beside it: the buffers have to hold twice the first one, and one more.`
		};
	}
	return {
		at,
		edits: [],
		trial: commentedOut(at),
		text: `Let ${module}_buffers have at least one buffer more than ${module}_busy_buffers_size needs.`
	};
}
function commentedOut(at) {
	const text = wholeText(at);
	return text !== void 0 && /^\s*\w+\s[^{};]*;\s*(?:#.*)?$/.test(text) ? [wholeLine(at, `# ${text}`)] : [];
}
/** The second of two blocks with the same path, left out as a whole. */
function withoutDuplicate({ message }, named, lines) {
	const path = /^duplicate (?:location|upstream) "([^"]+)"/.exec(message)?.[1];
	const block = path === void 0 || !named ? void 0 : blockAt(named, lines);
	const [at] = block ?? [];
	const last = block?.at(-1);
	if (!at || !last || path === void 0) return void 0;
	return {
		at,
		edits: [],
		trial: [{
			path: at.path,
			startLine: at.line,
			endLine: last.line,
			replacement: ""
		}],
		text: `Make one block of the two for ${path}.`
	};
}
/** The lines of the block that begins at a place; undefined when its end is not found on lines of its own. */
function blockAt(at, lines) {
	const own = lines.filter((line) => line.path === at.path && line.line >= at.line).toSorted((a, b) => a.line - b.line);
	let depth = 0;
	for (const [index, line] of own.entries()) {
		const code = (line.text ?? "").replace(/(^|\s)#.*$/, "");
		depth += code.split("{").length - code.split("}").length;
		if (index === 0 && depth !== 1) return void 0;
		if (depth === 0) return code.trim() === "}" ? own.slice(0, index + 1) : void 0;
	}
}
/** A group without servers: the first of those that are commented out. */
function withServer({ message }, named, lines) {
	if (!named || !message.startsWith("no servers are inside upstream")) return void 0;
	const before = lines.filter((line) => line.path === named.path && line.line <= named.line).toSorted((a, b) => a.line - b.line);
	const from = before.findLastIndex((line) => /^\s*upstream\s/.test(line.text ?? ""));
	const at = before[from];
	if (!at) return void 0;
	const silent = before.slice(from).find((line) => /^\s*#\s*server\s+[^;{}]+;\s*$/.test(wholeText(line) ?? ""));
	return {
		at,
		edits: silent?.text === void 0 ? [] : [wholeLine(silent, silent.text.replace(/#\s*/, ""))],
		text: "Name a server in the group."
	};
}
/** A whole configuration that stands where nginx includes fragments: it belongs in place of nginx's own. */
function asMain(plan, { message }, named, lines) {
	const file = plan.proxy.files.find((each) => each.repo === named?.path && each.container !== plan.proxy.main && each.renderedAs === void 0);
	const isWhole = /directive is not allowed here/.test(message) && lines.some((line) => line.path === named?.path && /^\s*http\s*\{/.test(line.text ?? ""));
	const mount = wholeText(file?.at);
	const at = named && lines.find((line) => sameLine(line, named));
	if (!isWhole || !file?.at || mount === void 0 || !at || mount.split(file.container).length !== 2) return void 0;
	return {
		at,
		edits: [wholeLine(file.at, mount.replace(file.container, plan.proxy.main))],
		text: `The file is a whole configuration: put it in place of ${plan.proxy.main}, or leave out all but its server blocks.`
	};
}

// src/diagnose/nginx-words.ts
/** Directives that configurations of proxies use, for "did you mean". */
const knownDirectives = "accept_mutex access_log add_header aio alias allow auth_basic auth_basic_user_file auth_request autoindex break brotli charset chunked_transfer_encoding client_body_buffer_size client_body_timeout client_header_buffer_size client_header_timeout client_max_body_size default_type deny directio error_log error_page etag events expires fastcgi_buffers fastcgi_buffer_size fastcgi_cache fastcgi_connect_timeout fastcgi_hide_header fastcgi_index fastcgi_intercept_errors fastcgi_param fastcgi_pass fastcgi_read_timeout fastcgi_send_timeout fastcgi_split_path_info geo grpc_pass grpc_read_timeout grpc_send_timeout grpc_set_header gzip gzip_comp_level gzip_disable gzip_http_version gzip_min_length gzip_proxied gzip_static gzip_types gzip_vary hash http http2 if if_modified_since include index internal ip_hash keepalive keepalive_requests keepalive_timeout large_client_header_buffers least_conn limit_conn limit_conn_zone limit_except limit_rate limit_req limit_req_status limit_req_zone lingering_close listen location log_format log_not_found map map_hash_bucket_size merge_slashes multi_accept open_file_cache pid port_in_redirect proxy_bind proxy_buffering proxy_buffers proxy_buffer_size proxy_busy_buffers_size proxy_cache proxy_cache_bypass proxy_cache_key proxy_cache_path proxy_cache_use_stale proxy_cache_valid proxy_connect_timeout proxy_cookie_domain proxy_cookie_path proxy_headers_hash_max_size proxy_hide_header proxy_http_version proxy_ignore_headers proxy_intercept_errors proxy_max_temp_file_size proxy_method proxy_next_upstream proxy_next_upstream_timeout proxy_next_upstream_tries proxy_no_cache proxy_pass proxy_pass_header proxy_pass_request_body proxy_pass_request_headers proxy_read_timeout proxy_redirect proxy_request_buffering proxy_send_timeout proxy_set_body proxy_set_header proxy_socket_keepalive proxy_ssl_certificate proxy_ssl_name proxy_ssl_protocols proxy_ssl_server_name proxy_ssl_session_reuse proxy_ssl_trusted_certificate proxy_ssl_verify proxy_store proxy_temp_path real_ip_header real_ip_recursive recursive_error_pages resolver resolver_timeout return rewrite root satisfy scgi_pass send_timeout sendfile server server_name server_names_hash_bucket_size server_tokens set set_real_ip_from split_clients ssl ssl_certificate ssl_certificate_key ssl_ciphers ssl_dhparam ssl_prefer_server_ciphers ssl_protocols ssl_session_cache ssl_session_tickets ssl_session_timeout ssl_stapling ssl_stapling_verify stream stub_status sub_filter tcp_nodelay tcp_nopush try_files types types_hash_bucket_size types_hash_max_size underscores_in_headers upstream use user uwsgi_param uwsgi_pass uwsgi_read_timeout valid_referers worker_connections worker_processes worker_rlimit_nofile zone".split(" ");

// src/diagnose/templates.ts
/** What a template step did to the line that nginx refuses, and what to do about it; undefined when it did nothing. */
function templateFault(plan, error, at) {
	const file = plan.proxy.files.find((each) => each.renderedAs !== void 0 && each.renderedAs === error.file);
	const service = serviceNamed(plan, plan.proxy.service);
	if (!file || !service || at?.text === void 0) return void 0;
	const undefinedNames = [...new Set([...at.text.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].map((match) => match[1] ?? match[2] ?? ""))].filter((name) => !(name in service.variables));
	if (file.emptiesUnknown === true) {
		if (undefinedNames.length === 0) return void 0;
		const own = undefinedNames.map((name) => `$${name}`).join(", ");
		return {
			what: `envsubst is called without a list of names and puts in nothing for what the environment of ${service.name} does not define: ${own} in ${file.repo}.`,
			fix: `Give envsubst the names that it is to replace, in single quotes, so that ${own} stays.`,
			...withNames(service)
		};
	}
	const left = undefinedNames.filter((name) => at.text?.includes(`\${${name}}`) === true && error.message.toLowerCase().includes(name.toLowerCase()));
	if (left.length === 0) return void 0;
	return {
		what: `The template step replaces what the environment of ${service.name} defines and leaves the rest as it is written; ${left.join(" and ")} ${left.length === 1 ? "is" : "are"} not defined there.`,
		fix: `Define ${left.join(" and ")} in the environment of ${service.name}, or write the value into ${file.repo}.`,
		edits: []
	};
}
/** The one call of envsubst that gives no names, with those that the project sets for the service. */
function withNames(service) {
	const names = Object.entries(service.variables).flatMap(([name, { at }]) => at ? [name] : []);
	const calls = service.start.flatMap(({ at }) => at && /\benvsubst\s*</.test(wholeText(at) ?? "") ? [at] : []);
	const [at] = calls;
	const [before = "", after = "", ...more] = (at && wholeText(at)?.split(/(?<=\benvsubst)(?=\s*<)/)) ?? [];
	if (!at || calls.length > 1 || more.length > 0 || names.length === 0 || before.split("'").length % 2 === 0) return { edits: [] };
	const dollar = isComposeFile(at.path) ? "$$" : "$";
	return {
		at,
		edits: [wholeLine(at, `${before} '${names.map((name) => dollar + name).join(" ")}'${after}`)]
	};
}
/** Compose reads a dollar as its own, and two as one. */
function isComposeFile(path) {
	return /\.ya?ml$/.test(path);
}

// src/diagnose/rules/proxy-config-invalid.ts
/** Messages that do not speak of the configuration itself, but of what it meets at run time. */
const othersBusiness = /host not found in|^bind\(\) to|cannot load certificate|no "ssl_certificate_key" is defined for certificate|SSL_CTX_|SSL_load_client_CA_file|BIO_new_file|setrlimit|(?:open|mkdir)\(\) "[^"]*" failed \((?!2:)|open\(\) "[^"]*\.pid"|still could not bind|worker_connections exceed/;
const proxyConfigInvalid = defineRule({
	id: "proxy-config-invalid",
	title: "nginx refuses its configuration",
	since: "0.1.0",
	symptoms: ["proxy-start"],
	needs: ["sources"],
	absent: "nginx did not complain of its configuration",
	doc: {
		what: "The configuration has a mistake of grammar or meaning; nginx names it with file and line and does not start.",
		why: "nginx checks all of its configuration before it opens a port. One unknown directive or missing semicolon stops every site of that nginx.",
		fix: "Correct the line. `nginx -t` checks a configuration without starting; a missing semicolon shows at the next line, because nginx reads on to it."
	},
	diagnose(symptom, { sources }, plan) {
		const error = symptom.errors.findLast((each) => each.level === "emerg" && !othersBusiness.test(each.message));
		if (!error) {
			const other = symptom.errors.findLast((each) => each.level === "emerg");
			return other ? ruledOut(`nginx loaded the configuration as such; it stopped at: ${other.message}`) : unknown("nginx ended without saying why");
		}
		const named = errorPlace(plan, error) ?? lineOfPath(error, sources.proxyLines);
		const template = templateFault(plan, error, located(named, sources.proxyLines));
		const repair = template ? void 0 : repairOfSeveral(plan, error, named, sources.proxyLines) ?? (named && repairOf$1(error, named, sources.proxyLines));
		const location = template?.at ?? repair?.at ?? located(named, sources.proxyLines) ?? stepPlace(plan, error);
		const edits = template?.edits ?? repair?.edits ?? [];
		const trial = edits.length > 0 ? edits : repair?.trial ?? withoutLine(location);
		return found({
			confidence: "likely",
			title: `nginx does not start: ${error.message}`,
			service: plan.proxy.service,
			...location ? { location } : {},
			related: named && location && !sameLine(named, location) ? [{
				at: located(named, sources.proxyLines) ?? named,
				note: "nginx stops here"
			}] : [],
			what: `nginx refuses the configuration: ${error.message}${error.file === void 0 ? "" : ` in ${error.file}:${error.line}`}.${template ? ` ${template.what}` : ""}`,
			why: "nginx opens no port before its whole configuration is valid, so no request is answered.",
			fix: {
				text: template?.fix ?? repair?.text ?? "Correct the directive; nginx -t checks it.",
				edits
			},
			evidence: [{
				kind: "nginx",
				text: `[${error.level}] ${error.message}${error.file === void 0 ? "" : ` in ${error.file}:${error.line}`}`
			}],
			...trial.length > 0 ? { intervention: {
				kind: "edit-files",
				edits: trial,
				services: [plan.proxy.service]
			} } : {}
		});
	}
});
/** nginx names no line for a log or a cache whose folder is not there: the only line with that path. */
function lineOfPath({ message }, lines) {
	const path = /^(?:open|mkdir)\(\) "([^"]+)" failed/.exec(message)?.[1];
	const naming = path === void 0 ? [] : lines.filter((line) => line.text?.includes(path) === true);
	return naming.length === 1 ? naming[0] : void 0;
}
/** A file that a template step wrote is decided by its template; when that is unknown, by the service. */
function stepPlace(plan, error) {
	return plan.proxy.files.find((each) => each.container === error.file)?.at ?? plan.services.find((service) => service.name === plan.proxy.service)?.at;
}
function located(at, lines) {
	return at && (lines.find((line) => sameLine(line, at)) ?? at);
}
function repairOf$1(error, named, lines) {
	const directive = /^unknown directive "(.+)"$/.exec(error.message)?.[1];
	if (directive !== void 0) return respelt(directive, located(named, lines)) ?? endedBefore(named, lines);
	if (/^(?:unexpected "\}"|unexpected "\{"|invalid number of arguments|directive "[^"]+" is not terminated|invalid parameter|invalid value|unexpected end of file)/.test(error.message)) return endedBefore(named, lines, /in "([^"]+)" directive|directive "([^"]+)"/.exec(error.message)?.slice(1).find(Boolean));
	if (error.message.startsWith("invalid URL prefix")) return prefixed(located(named, lines));
}
function respelt(directive, at) {
	const meant = nearest$1(directive, knownDirectives);
	const index = at?.text?.indexOf(directive) ?? -1;
	if (meant === void 0 || at?.text === void 0 || index === -1) return void 0;
	return {
		at,
		edits: [wholeLine(at, at.text.slice(0, index) + meant + at.text.slice(index + directive.length))],
		text: `Write ${meant} in place of ${directive}.`
	};
}
/** The line before which a semicolon is missing: the last one up to the named line that ends neither a directive nor a block. */
function endedBefore(named, lines, directive) {
	const before = lines.filter((line) => line.path === named.path && line.line <= named.line && named.line - line.line <= 20).toReversed();
	const open = before.find((line, index) => !isComment(line) && !/[;{}]\s*(?:#.*)?$/.test(line.text ?? "") && !(index === 0 && before.length > 1 && /[;{}]/.test(line.text ?? "")) && (directive === void 0 || startsWith(line, directive)));
	if (open?.text === void 0) return void 0;
	return {
		at: open,
		edits: [wholeLine(open, open.text.replace(/\s*(#.*)?$/, (_, comment) => comment === void 0 ? ";" : `; ${comment}`))],
		text: "End the directive with a semicolon."
	};
}
function startsWith(line, directive) {
	return (line.text ?? "").trimStart().startsWith(`${directive} `) || (line.text ?? "").trim() === directive;
}
function isComment(line) {
	return /^\s*(#|$)/.test(line.text ?? "");
}
function prefixed(at) {
	const match = /^(\s*(?:proxy_pass|grpc_pass)\s+)(\S.*)$/.exec(at?.text ?? "");
	if (!at || !match) return void 0;
	const scheme = match[1]?.includes("grpc") === true ? "grpc" : "http";
	return {
		at,
		edits: [wholeLine(at, `${match[1]}${scheme}://${match[2]}`)],
		text: `Begin the address with ${scheme}://.`
	};
}
/** Leaving out a directive that stands on one line of its own shows whether it is the only thing wrong. */
function withoutLine(at) {
	return at?.text !== void 0 && /^\s*[\w]+\s[^{}]*;\s*(?:#.*)?$/.test(at.text) ? [wholeLine(at, `# ${at.text}`)] : [];
}

// src/diagnose/rules/proxy-dials-itself.ts
const proxyDialsItself = defineRule({
	id: "proxy-dials-itself",
	title: "nginx dials its own container",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["sockets"],
	explains: ["port-mismatch"],
	absent: "nginx dials no loopback address",
	doc: {
		what: "`proxy_pass http://localhost:3000` in a container means that container itself, where only nginx runs. The app is in another one.",
		why: "Every container has its own loopback. Nobody but nginx listens there, the connection is refused (or comes back to nginx itself), and nginx answers 502.",
		fix: "Dial the app by its service name: `proxy_pass http://app:3000`. `localhost` is right only where nginx and the app share a network namespace, or where nginx is installed on the host."
	},
	diagnose(symptom, facts, plan) {
		const { target } = symptom;
		if (!target || target.port === 0 || !isLoopback(target.host)) return ruledOut(`nginx dials ${dialled(symptom)}, which is not its own loopback`);
		if (isHostAddress(plan.services, plan.proxy.service, target.host)) return ruledOut(`nginx runs on the host: ${target.host} is the host, where ports are published`);
		if (symptom.service) return ruledOut(`${symptom.service.name} shares the network namespace of nginx: ${target.host} is right`);
		const isOwn = plan.proxy.servers.some((server) => server.listens.some((listen) => listen.port === target.port));
		if (!isOwn && !isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		const meant = serviceMeant(plan, facts.sockets, target.host, target.port);
		const edits = meant ? redialEdits(target, meant) : [];
		const location = target.hostFrom?.at ?? target.at;
		return found({
			confidence: meant ? "likely" : "possible",
			title: meant ? `nginx dials ${dialled(symptom)}, which is its own container; ${meant.service.name} is another` : `nginx dials ${dialled(symptom)}, which is its own container`,
			...meant ? { service: meant.service.name } : {},
			...location ? { location } : {},
			related: meant?.service.at ? [{
				at: meant.service.at,
				note: `${meant.service.name} runs in a container of its own`
			}] : [],
			what: `nginx runs in the container ${plan.proxy.service} and dials ${dialled(symptom)} there; ${isOwn ? "that is nginx itself" : "nothing listens there"}.${meant ? ` The service meant is most likely ${meant.service.name}: ${meant.because}.` : ""}`,
			why: "localhost in a container is that container alone. The connection never leaves it, and nginx answers 502.",
			fix: {
				text: meant ? `Dial ${meant.host}:${meant.port}.` : "Dial the app by its service name.",
				edits
			},
			evidence: [...meant ? socketWitnesses(meant.service.name, socketsOf(plan, facts.sockets, meant.service.name) ?? []) : [], ...gatewayWitnesses(symptom)],
			...meant ? { intervention: {
				kind: "redial",
				from: {
					host: target.host,
					port: target.port
				},
				to: {
					host: meant.host,
					port: meant.port
				},
				edits
			} } : {}
		});
	}
});

// src/diagnose/tuning.ts
/** "proxy", "fastcgi", …: what the route's directives begin with. */
function moduleOf(route) {
	return route.directive.replace(/_pass$/, "");
}
/** The directive of that name in effect for the route; undefined when it is left to nginx. */
function settingOf$2(route, name) {
	return route.tuning?.find((each) => each.name === name);
}
/** Where the value of a directive is written: in the variable that gives it, else in the directive. */
function placeOfSetting(setting) {
	return setting.from?.at ?? setting.at;
}
/** Other lines to look at beside that of a finding: where a variable is used, and where nginx passes the request on. */
function placesBeside(route, setting, location) {
	const used = setting?.from && setting.at ? [{
		at: setting.at,
		note: "the variable is used here"
	}] : [];
	const passes = route.at && !sameLine(route.at, location) ? [{
		at: route.at,
		note: "nginx passes the request on here"
	}] : [];
	return [...used, ...passes];
}
/**
* The edits by which settings come into effect for a route. The first stands where the directive stands that is in effect, else
* right behind the pass; so do the others, but never further out than the first: other locations keep what they have. None when
* not all of them can be made.
*/
function tuningEdits(route, settings) {
	const [first] = settings;
	const main = first && settingOf$2(route, first.name);
	const depth = main?.depth ?? 0;
	const changes = [];
	const added = [];
	for (const { name, value } of settings) {
		const present = settingOf$2(route, name);
		if (!present || present.depth > depth) {
			added.push(`${name} ${value};`);
			continue;
		}
		if (present.from) {
			const edits = settings.length === 1 ? replaceWord(present.from.at, present.from.value, value) : [];
			if (edits.length > 0) return edits;
		}
		const change = replaced$1(present, value);
		if (!change) return [];
		changes.push(change);
	}
	if (added.length > 0) {
		const isLone = main === void 0;
		if (isLone && route.isConditional === true) return [];
		const change = insertion(isLone ? route.at : main.at, added);
		if (!change) return [];
		changes.push(change);
	}
	return applied(changes);
}
function replaced$1({ at, span }, value) {
	if (!at || !span || span.line !== at.line) return void 0;
	return {
		at,
		from: span.column - 1,
		to: span.column - 1 + span.length,
		text: value
	};
}
/** Directives put behind the one at a place: on lines of their own, or on its line when something follows there. */
function insertion(at, directives) {
	if (at?.text === void 0 || at.column === void 0) return void 0;
	const end = /^\w+\s+(?:"[^"]*"|'[^']*'|[^;"'])*;/.exec(at.text.slice(at.column - 1))?.[0].length;
	if (end === void 0) return void 0;
	const from = at.column - 1 + end;
	const indent = /^\s*/.exec(at.text)?.[0] ?? "";
	const isAlone = /^\s*(?:#.*)?$/.test(at.text.slice(from)) && at.text.slice(0, at.column - 1).trim() === "";
	const to = isAlone ? at.text.length : from;
	const rest = at.text.slice(from, to).trimEnd();
	return {
		at,
		from,
		to,
		text: isAlone ? rest + directives.map((each) => `\n${indent}${each}`).join("") : directives.map((each) => ` ${each}`).join("")
	};
}
/** The changes as edits of whole lines; none when a line's text is not known whole. */
function applied(changes) {
	const edits = changes.filter(({ at }, index) => changes.findIndex((other) => sameLine(other.at, at)) === index).map(({ at }) => {
		const own = changes.filter((change) => sameLine(change.at, at));
		if (at.text === void 0 || at.text.length >= 300 || at.text.includes("[redacted:")) return void 0;
		const text = own.toSorted((a, b) => b.from - a.from).reduce((line, { from, to, text: put }) => line.slice(0, from) + put + line.slice(to), at.text);
		return wholeLine(at, text);
	});
	return edits.every((edit) => edit !== void 0) ? edits : [];
}

// src/diagnose/rules/proxy-timeout-too-short.ts
const timedOut = 110;
/** What nginx waits where nothing is set. */
const usualTimeout = 6e4;
const proxyTimeoutTooShort = defineRule({
	id: "proxy-timeout-too-short",
	title: "nginx gives up before the app has answered",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["proxy"],
	absent: "nginx gave up waiting for no answer",
	doc: {
		what: "The app works on its answer longer than nginx waits: `proxy_read_timeout`, or `fastcgi_read_timeout` and the like for other protocols. For a stream it is the silence between two pieces that counts.",
		why: "When nothing comes for that long, 60 s if nothing is set, nginx closes the connection, logs `upstream timed out (110)` and answers 504. In the middle of an answer it can only break off: the client has its 200 and half a body.",
		fix: "Raise the timeout in the location that needs it, not for the whole server. Work that takes minutes is better handed to a queue, and a stream should send something now and then."
	},
	diagnose(symptom) {
		const error = symptom.errors.findLast((each) => each.errno === timedOut && each.message.startsWith("upstream timed out"));
		if (!error) return ruledOut(`nginx did not give up waiting for ${dialled(symptom)}`);
		const wait = waitOf(symptom.route, error);
		if (!wait) return ruledOut(`nginx gave up ${error.action ?? "waiting"}, for which it has no timeout of its own`);
		return judge(symptom, error, wait);
	}
});
function waitOf(route, { action = "" }) {
	const kind = action.startsWith("reading") ? "read" : action.startsWith("sending request") ? "send" : /^(?:connecting|SSL handshaking)/.test(action) ? "connect" : void 0;
	if (kind === void 0 || moduleOf(route) === "memcached") return void 0;
	const directive = `${moduleOf(route)}_${kind}_timeout`;
	return {
		directive,
		limit: parseDuration(settingOf$2(route, directive)?.args[0] ?? "") ?? usualTimeout,
		isInBody: action.startsWith("reading upstream")
	};
}
function judge(symptom, error, wait) {
	const directs = symptom.directs.filter((direct) => symptom.target === void 0 || direct.target?.port === symptom.target.port);
	if (directs.length === 0 && wait.limit >= usualTimeout) return unknown(`${dialled(symptom)} could not be asked directly, and nginx waited ${showDuration(wait.limit)}`);
	if (directs.length === 0) return draft$2(symptom, error, wait, void 0);
	const answered = directs.filter((direct) => direct.status !== void 0 && direct.error === void 0);
	if (answered.length === 0) {
		const longest = Math.max(...directs.map((direct) => direct.durationMs));
		return directs.every((direct) => direct.error === "timed-out") ? unknown(`asked directly, ${dialled(symptom)} did not answer within ${showDuration(longest)} either`) : ruledOut(`asked directly, ${dialled(symptom)} gives no answer either`);
	}
	const slowest = answered.reduce((a, b) => a.durationMs > b.durationMs ? a : b);
	if (wait.directive.endsWith("_read_timeout") && !wait.isInBody && slowest.durationMs < wait.limit) return ruledOut(`asked directly, ${dialled(symptom)} answers in ${showDuration(slowest.durationMs)}, within the ${showDuration(wait.limit)} of ${wait.directive}`);
	return draft$2(symptom, error, wait, slowest);
}
function draft$2(symptom, error, wait, answer) {
	const { route, service } = symptom;
	const current = settingOf$2(route, wait.directive);
	const needed = answer !== void 0 && !wait.isInBody && answer.durationMs > wait.limit ? answer.durationMs : void 0;
	const value = `${longer$1(wait.limit, needed) / 1e3}s`;
	const edits = tuningEdits(route, [{
		name: wait.directive,
		value
	}]);
	const location = current ? placeOfSetting(current) : route.at ?? route.locationAt;
	const name = service?.name ?? dialled(symptom);
	const limit = `${showDuration(wait.limit)}${current ? "" : ", since nothing sets it"}`;
	const told = needed === void 0 ? "" : ` Asked directly, it answers ${answer?.status} after ${showDuration(needed)}.`;
	return found({
		confidence: needed === void 0 && !(wait.isInBody && answer) ? "possible" : "likely",
		title: needed === void 0 ? `nginx gives up on ${name} after ${showDuration(wait.limit)}` : `${name} answers after ${showDuration(needed)}, nginx gives up after ${showDuration(wait.limit)}`,
		...service ? { service: service.name } : {},
		...location ? { location } : {},
		related: placesBeside(route, current, location),
		what: wait.isInBody ? `nginx broke off the answer of ${name} in the middle: for longer than ${wait.directive}, ${limit}, nothing more of it came.${answer ? " Asked directly, it goes on." : ""}` : `nginx gave up on ${name} after ${wait.directive}, ${limit}.${told}`,
		why: wait.isInBody ? "When nothing comes for that long, nginx closes the connection. The client already has its status, so nothing but the missing end shows it." : "When nothing comes for that long, nginx closes the connection and answers 504. The app goes on working for nobody.",
		fix: {
			text: `Set \`${wait.directive} ${value};\`${current ? "" : " for this location"}, or have the app ${wait.isInBody ? "send something more often" : "answer sooner"}.`,
			edits
		},
		evidence: gatewayWitnesses({
			...symptom,
			errors: [error]
		}),
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [],
			isDecisive: true
		} } : {}
	});
}
/** Timeouts that people set, in milliseconds. */
const steps = [
	5,
	10,
	15,
	30,
	60,
	120,
	180,
	300,
	600,
	900,
	1800,
	3600
].map((seconds) => seconds * 1e3);
/** A timeout with room: twice what was needed; where that is not known, several times the present one. */
function longer$1(limit, needed) {
	const wanted = needed === void 0 ? Math.max(limit * 4, 3e4) : needed * 2;
	return steps.find((step) => step >= wanted && step > limit) ?? Math.ceil(wanted / 1e3) * 1e3;
}

// src/diagnose/rules/published-port-dialled.ts
const publishedPortDialled = defineRule({
	id: "published-port-dialled",
	title: "nginx dials the host's side of a published port",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["sockets"],
	absent: "no port that nginx dials is refused",
	doc: {
		what: "`ports: \"8000:80\"` publishes the container's port 80 as port 8000 of the host. Between containers only the container's own port exists, and nginx dials the other one.",
		why: "Containers talk over their own network, where the port mapping does not apply: nobody listens on the host's port there, and the connection is refused.",
		fix: "Dial the right-hand side of the mapping: the port on which the app listens in its container."
	},
	diagnose(symptom, facts, plan) {
		const { service, target } = symptom;
		if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
		if (target.through) return ruledOut(`nginx dials the host, where ${target.through.port} is published`);
		if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		const sockets = socketsOf(plan, facts.sockets, service.name);
		if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
		if (sockets.some((socket) => socket.port === target.port)) return ruledOut(`something listens on port ${target.port} of ${service.name}`);
		const mapping = publishedAs(service, target.port, reachable(sockets));
		if (!mapping) return ruledOut(`${target.port} is not the host's side of a port that ${service.name} publishes`);
		const redial = redialPort(target, mapping.target, plan);
		const location = target.portFrom?.at ?? target.portAt ?? target.at;
		return found({
			confidence: "likely",
			title: `nginx dials ${dialled(symptom)}, the port on the host; in the container it is ${mapping.target}`,
			service: service.name,
			...location ? { location } : {},
			related: mapping.at ? [{
				at: mapping.at,
				note: `${mapping.target} in the container is published as ${target.port} on the host`
			}] : [],
			what: `nginx dials port ${target.port} of ${service.name}. That is the host's side of the mapping ${target.port}:${mapping.target}; in the container ${service.name} listens on ${mapping.target}.`,
			why: "Port mappings apply on the host only. On the containers' network nobody listens on the host's port, and nginx answers 502.",
			fix: {
				text: `Dial ${service.name}:${mapping.target}.`,
				edits: redial.edits
			},
			evidence: [...socketWitnesses(service.name, reachable(sockets)), ...gatewayWitnesses(symptom)],
			intervention: redial.intervention
		});
	}
});

// src/diagnose/rules/rate-limited.ts
const rateLimited = defineRule({
	id: "rate-limited",
	title: "A limit of nginx refuses ordinary requests",
	since: "0.1.0",
	symptoms: ["local"],
	needs: ["sources"],
	absent: "no limit of nginx refused a request",
	doc: {
		what: "`limit_req` or `limit_conn` answers 503 to requests that come one at a time, up to 15 s apart. What was refused at the gate's own pace is sent again alone and ever more slowly, and counts only when that is refused too. A limit for the whole site that lets a second request through only after more than 15 s, without a burst, is asked twice.",
		why: "A page of a browser is many requests from one address. Beyond the rate and the burst nginx answers 503, or what limit_req_status says, and asks nobody. A limiter that answers 429 is not counted: that status says what it is.",
		fix: "Raise the rate, add a burst with `nodelay`, or set the limit for the location that needs it alone."
	},
	diagnose(symptom, { sources }, plan) {
		const { attempt, probe } = symptom;
		const kind = attempt.limitReq === "REJECTED" ? "limit_req" : attempt.limitConn === "REJECTED" ? "limit_conn" : void 0;
		if (kind === void 0) return ruledOut("nginx's record of the request names no limit that refused it");
		const said = symptom.errors.find((error) => error.message.startsWith("limiting "));
		const name = /by zone "([^"]+)"/.exec(said?.message ?? "")?.[1];
		const guard = plan.probes[probe.probe]?.guards?.find((each) => each.kind === kind && (name === void 0 || each.zone === name));
		const zone = plan.proxy.limits?.find((limit) => limit.kind === `${kind}_zone` && limit.name === (guard?.zone ?? name));
		const edits = higher(kind, guard, zone);
		const placed = guard?.at && preferChanged(sources, guard.at, zone?.at, {
			first: "the limit is applied here",
			second: "the zone and its rate are set here"
		});
		const limit = zone && kind === "limit_req" ? `${zone.text.replace("rate=", "")}${guard?.burst ? ` with a burst of ${guard.burst}` : ", without a burst"}` : guard?.at?.text?.trim() ?? kind;
		return found({
			confidence: guard ? "likely" : "possible",
			title: `${kind} refuses ordinary requests${zone && kind === "limit_req" ? `: ${limit}` : ""}`,
			...placed ? { location: placed.location } : {},
			related: [...placed?.related ?? [], ...symptom.route?.at ? [{
				at: symptom.route.at,
				note: "the request would be passed on here"
			}] : []],
			what: `The zone ${guard?.zone ?? name ?? ""} (${limit}) refused ${probe.request} ${refusals(symptom)}.`,
			why: "A limit counts the requests of one address. What is beyond it nginx answers by itself.",
			fix: {
				text: kind === "limit_req" ? "Raise the rate or give the limit a burst; keep strict limits to the locations that need them." : "Raise the number of connections.",
				edits
			},
			evidence: [
				{
					kind: "attempt",
					text: showResult(probe)
				},
				...symptom.directs.slice(0, 1).map((direct) => ({
					kind: "attempt",
					text: showResult(direct)
				})),
				{
					kind: "nginx",
					text: said?.text.slice(0, 500) ?? `"${attempt.request}": ${kind} REJECTED`
				},
				...zone?.at.text === void 0 ? [] : [{
					kind: "config",
					text: zone.at.text.trim()
				}]
			],
			...edits.length > 0 ? { intervention: {
				kind: "edit-files",
				edits,
				services: []
			} } : {}
		});
	}
});
function refusals({ probe }) {
	return probe.tries > 1 ? `also when it was sent alone, ${probe.tries} times in all and ever more slowly` : "when it was sent alone";
}
/** The limit raised to what a browser needs: the rate where the project sets it, else a burst. */
function higher(kind, guard, zone) {
	if (kind === "limit_conn") return replaceWord(guard?.at, /\s(\d+)\s*;/.exec(guard?.at?.text ?? "")?.[1] ?? "", "100");
	const raised = zone ? replaceWord(zone.at, zone.text, "rate=10r/s") : [];
	const word = `zone=${guard?.zone ?? ""}`;
	return raised.length > 0 ? raised : replaceWord(guard?.at, word, `${word} burst=20 nodelay`);
}

// src/diagnose/rules/request-header-too-big.ts
const requestHeaderTooBig = defineRule({
	id: "request-header-too-big",
	title: "The request header does not fit the app server's buffer",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["services", "sources"],
	absent: "no answer that nginx waited for failed",
	doc: {
		what: "uWSGI reads the head of a request into a buffer of `buffer-size` bytes, 4096 if nothing is set. Cookies, long URLs and headers that nginx adds make it bigger than that.",
		why: "uWSGI drops a request whose head does not fit and closes the connection. nginx sees it reset and answers 502: to visitors with large cookies only, which is why it works for everybody else.",
		fix: "Raise `buffer-size` (65535 at most), or send less in headers."
	},
	diagnose(symptom, { sources }) {
		const { service, record, route } = symptom;
		if (!service || !record) return ruledOut("the address dialled is no port of a service of the project");
		const refusal = record.log.flatMap((line) => refusalIn(line.text, route.scheme) ?? []).at(-1);
		if (!refusal) return ruledOut(`the output of ${service.name} tells of no request that was too big`);
		const setting = settingOf$1(service, sources);
		const location = setting?.at ?? startPlace(service);
		const edits = setting?.edits ?? [];
		const size = refusal.size === void 0 ? "" : ` of ${refusal.size} bytes`;
		return found({
			confidence: "likely",
			title: `the request header${size} does not fit uWSGI's buffer of ${refusal.max}`,
			service: service.name,
			...location ? { location } : {},
			related: route.at ? [{
				at: route.at,
				note: "nginx passes the request on here"
			}] : [],
			what: `The head of ${symptom.probe.request}${size} is bigger than the ${refusal.max} bytes that uWSGI of ${service.name} takes.`,
			why: "uWSGI closes the connection without an answer, and nginx answers 502. Requests with fewer headers work.",
			fix: {
				text: setting ? `Raise buffer-size to ${roomy}.` : `Set buffer-size = ${roomy} for uWSGI; nothing sets it, so it is ${refusal.max}.`,
				edits
			},
			evidence: [{
				kind: "log",
				text: refusal.said
			}, ...gatewayWitnesses(symptom)],
			...edits.length > 0 ? { intervention: {
				kind: "edit-files",
				edits,
				services: [service.name]
			} } : setting ? {} : { intervention: {
				kind: "set-variable",
				service: service.name,
				name: "UWSGI_BUFFER_SIZE",
				value: String(roomy)
			} }
		});
	}
});
/** Enough for nginx's own default of four request header buffers of 8 KB. */
const roomy = 32768;
/** Over another protocol the size is made of letters of the request: it says nothing of how big that is. */
function refusalIn(said, scheme) {
	const block = /invalid request block size: (\d+) \(max (\d+)\)/.exec(said);
	if (block) return scheme === "uwsgi" ? {
		said,
		size: Number(block[1]),
		max: Number(block[2])
	} : void 0;
	const head = /invalid HTTP request size \(max (\d+)\)/.exec(said);
	return head ? {
		said,
		max: Number(head[1])
	} : void 0;
}
/** Where the project sets the size: in the command that starts the server, else in a settings file. */
function settingOf$1(service, sources) {
	const flag = /(?<![\w-])(?:--buffer-size|-b)(?:=|\s+|["']\s*,\s*["'])(\d{1,6})(?!\d)/;
	for (const { at } of service.start) {
		const value = flag.exec(at?.text ?? "")?.[1];
		if (at && value !== void 0) return {
			at,
			edits: replaceWord(at, value, String(roomy))
		};
	}
	const [only, ...others] = (sources.timeouts ?? []).filter(({ name, at }) => name === "buffer-size" && belongsTo(service, at.path));
	return only && others.length === 0 ? {
		at: only.at,
		edits: replaceWord(only.at, only.value, String(roomy))
	} : void 0;
}

// src/diagnose/rules/resolver-unusable.ts
/** Where the engine answers for the names of containers, in every container on a network of its own. */
const dockerResolver = "127.0.0.11";
const resolverUnusable = defineRule({
	id: "resolver-unusable",
	title: "nginx has no name server that knows the name it dials",
	since: "0.1.0",
	symptoms: ["proxy-start", "gateway"],
	needs: [
		"services",
		"proxy",
		"sources"
	],
	absent: "nginx resolved every name that it dials",
	doc: {
		what: "The address in `proxy_pass` holds a variable, so nginx resolves the name for each request, and the `resolver` that it asks is absent, out of reach, or does not know the names of the project.",
		why: "For a name with a variable nginx does not use the system's look-up: it asks the name servers of the `resolver` directive, and reads neither /etc/hosts nor /etc/resolv.conf. Without a usable one every such request is a 502. A public name server knows no service of the project.",
		fix: "Name Docker's own name server: `resolver 127.0.0.11 valid=10s;`. Where the address need not change at run time, write it without a variable. A name that stands only in /etc/hosts (`extra_hosts`, `localhost`) cannot be resolved so at all."
	},
	diagnose(symptom, facts, plan) {
		if (symptom.kind === "proxy-start") return unknownResolver(symptom, facts.sources.proxyLines, plan);
		const lacking = symptom.errors.flatMap((error) => /^no resolver defined to resolve (\S+)/.exec(error.message)?.[1] ?? [])[0];
		const unresolved = unresolvedName(symptom);
		const host = lacking ?? unresolved?.host;
		if (host === void 0) return ruledOut("the name was resolved");
		const { resolver } = symptom.route;
		const names = facts.proxy.names ?? [];
		if (isOnlyLocal(plan, host)) return onlyLocal(symptom, host, names, plan);
		const owner = ownerOf(plan, host);
		if (!owner || !shareNetwork$1(plan, owner.name)) return ruledOut(`"${host}" is no name on the networks of ${plan.proxy.service}`);
		if (lacking === void 0 && !resolver) return unknown(`it is not known which resolver was asked for "${host}"`);
		if (lacking === void 0 && resolver?.addresses.every((address) => address === dockerResolver) === true) return ruledOut("Docker's own name server was asked");
		if (facts.services.find((record) => record.name === owner.name)?.state !== "running") return ruledOut(`"${host}" is the name of ${owner.name}, which does not run`);
		if (names.some((name) => name.name === host && name.addresses.length === 0)) return unknown(`the system of ${plan.proxy.service} does not find "${host}" either`);
		return unusable(symptom, host, lacking === void 0 ? resolver : void 0, names, plan);
	}
});
/** A name that stands in /etc/hosts alone, which nginx does not read for a request. */
function isOnlyLocal(plan, host) {
	return isLoopback(host) || extraHosts(plan).includes(host);
}
function unusable(symptom, host, resolver, names, plan) {
	const { route } = symptom;
	const asked = resolver?.addresses.join(", ");
	const edits = resolver ? retargeted(resolver.at) : inserted(route.at);
	const location = resolver?.at ?? route.at;
	return found({
		confidence: "likely",
		title: asked === void 0 ? `nginx has no resolver to look up "${host}" for a request` : `nginx asks ${asked} for "${host}", which does not know it`,
		...symptom.service ? { service: symptom.service.name } : {},
		...location ? { location } : {},
		related: resolver && route.at ? [{
			at: route.at,
			note: "the address has a variable: it is looked up for each request"
		}] : [],
		what: asked === void 0 ? `\`${route.value}\` holds a variable, so nginx looks "${host}" up for each request; no resolver is named for that.` : `\`${route.value}\` holds a variable, so nginx looks "${host}" up for each request, and asks ${asked}. That name server ${answerOf(symptom)}. "${host}" is a name of the containers' own network.`,
		why: "With a variable in the address nginx asks only the name servers of its resolver directive. The names of containers are known to Docker's own, 127.0.0.11.",
		fix: {
			text: resolver ? `Ask Docker's name server: resolver ${dockerResolver}.` : `Name Docker's name server beside the address: resolver ${dockerResolver} valid=10s.`,
			edits
		},
		evidence: [...lookUps(host, names, plan), ...gatewayWitnesses(symptom)],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [plan.proxy.service]
		} } : {}
	});
}
/** What the name server said, as nginx numbers it. */
function answerOf(symptom) {
	const code = unresolvedName(symptom)?.code;
	return code === 3 ? "says that there is no such name" : code === 110 || code === void 0 ? "does not answer" : `answers with an error (${code})`;
}
/** A name of /etc/hosts written without a variable is looked up by the system, once. */
function onlyLocal(symptom, host, names, plan) {
	const { route, target } = symptom;
	const edits = target ? literal(route.at, route.value, `${route.scheme}://${isLoopback(host) ? "127.0.0.1" : host}:${target.port}`) : [];
	return found({
		confidence: edits.length > 0 ? "likely" : "possible",
		title: `nginx looks "${host}" up for a request, and it stands only in /etc/hosts`,
		...symptom.service ? { service: symptom.service.name } : {},
		...route.at ? { location: route.at } : {},
		related: route.resolver?.at ? [{
			at: route.resolver.at,
			note: "the name server that is asked"
		}] : [],
		what: `\`${route.value}\` holds a variable, so nginx asks a name server for "${host}". The name stands in /etc/hosts of ${plan.proxy.service} only, which nginx does not read for that.`,
		why: "With a variable in the address nginx speaks to name servers itself. /etc/hosts counts only for names that it resolves at its start.",
		fix: {
			text: `Write the address without a variable${isLoopback(host) ? ", or as 127.0.0.1" : ""}.`,
			edits
		},
		evidence: [...lookUps(host, names, plan), ...gatewayWitnesses(symptom)],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [plan.proxy.service]
		} } : {}
	});
}
/** nginx does not start since the resolver itself is a name that nobody knows. */
function unknownResolver(symptom, lines, plan) {
	const error = symptom.errors.find((each) => each.message.startsWith("host not found in resolver "));
	if (!error) return ruledOut("nginx does not complain of a resolver");
	const name = /"([^"]+)"/.exec(error.message)?.[1] ?? "";
	const named = errorPlace(plan, error);
	const location = lines.find((line) => line.path === named?.path && line.line === named.line) ?? named;
	const edits = retargeted(location);
	return found({
		confidence: "likely",
		title: `nginx does not start: its resolver "${name}" is no host that it can find`,
		service: plan.proxy.service,
		...location ? { location } : {},
		what: `The name server of nginx is given as "${name}", which the container ${plan.proxy.service} cannot resolve itself.`,
		why: "nginx resolves the name of its resolver at its start and does not start without it. Names of a cluster's name server exist in that cluster alone.",
		fix: {
			text: `Name Docker's name server: resolver ${dockerResolver}.`,
			edits
		},
		evidence: [{
			kind: "nginx",
			text: showStartError(error)
		}],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [plan.proxy.service]
		} } : {}
	});
}
function lookUps(host, names, plan) {
	return names.filter((name) => name.name === host && name.addresses.length > 0).map((name) => ({
		kind: "attempt",
		text: `getent hosts ${host} in ${plan.proxy.service}: ${name.addresses.join(", ")}`
	}));
}
/** The directive with Docker's name server in place of its own, its parameters kept. */
function retargeted(at) {
	const match = /^(.*?\bresolver\s+)([^;{}]+)(;.*)$/.exec(at?.text ?? "");
	if (!at || !match) return [];
	const kept = (match[2] ?? "").split(/\s+/).filter((word) => word.includes("="));
	return [wholeLine(at, `${match[1]}${[dockerResolver, ...kept].join(" ")}${match[3]}`)];
}
/** A resolver in front of the line that passes on; in the same block, or around it when that block is written on one line. */
function inserted(at) {
	const indent = /^\s*/.exec(at?.text ?? "")?.[0];
	return !at || at.text === void 0 || indent === void 0 ? [] : [{
		path: at.path,
		startLine: at.line,
		endLine: at.line - 1,
		replacement: `${indent}resolver ${dockerResolver} valid=10s;`
	}];
}
/** The argument with the variable replaced; none when it has more than the address in it. */
function literal(at, value, replacement) {
	if (at?.text === void 0 || at.text.length >= 300 || !/^(?:\w+:\/\/)?\$\{?\w+\}?(?::\d+)?$/.test(value)) return [];
	const parts = at.text.split(value);
	return parts.length === 2 ? [wholeLine(at, parts.join(replacement))] : [];
}

// src/diagnose/rules/response-header-too-big.ts
const responseHeaderTooBig = defineRule({
	id: "response-header-too-big",
	title: "The response header does not fit nginx's buffer",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["proxy"],
	absent: "nginx found no response header too big",
	doc: {
		what: "The app answers, and the headers of its answer are longer than the buffer in which nginx reads them: `proxy_buffer_size`, or `fastcgi_buffer_size` and the like for other protocols. Large cookies, tokens, `Link`, `Content-Security-Policy` and debug headers are the usual reason.",
		why: "nginx keeps the status line and all headers in one buffer, by default of one memory page: 4 KiB on most machines. What does not fit is thrown away, nginx logs `upstream sent too big header` and answers 502, though the app logs a success.",
		fix: "Give the location a larger buffer: `proxy_buffer_size 16k;` with `proxy_buffers 8 16k;`, since the buffers must be able to hold it, too. Or have the app send less in its headers."
	},
	diagnose(symptom) {
		const { route, service } = symptom;
		if (!symptom.errors.findLast((each) => each.message.startsWith("upstream sent too big header"))) return ruledOut("nginx logged no header that is too big");
		const name = `${moduleOf(route)}_buffer_size`;
		const current = settingOf$2(route, name);
		const limit = current?.args[0] ?? "one memory page, usually 4k";
		const measured = measuredHead(symptom, parseSize(current?.args[0] ?? "") ?? usualBuffers.size);
		const settings = roomFor(route, measured);
		const edits = tuningEdits(route, settings);
		const location = current ? placeOfSetting(current) : route.locationAt ?? route.at;
		const asked = settings.map(({ name: each, value }) => `\`${each} ${value};\``).join(" and ");
		return found({
			confidence: "likely",
			title: measured === void 0 ? `The response header does not fit ${name}` : `The response header has ${showSize(measured)}, ${name} is ${limit}`,
			...service ? { service: service.name } : {},
			...location ? { location } : {},
			related: placesBeside(route, current, location),
			what: `${service?.name ?? "The address"} answers${measured === void 0 ? "" : ` with ${measured} bytes of status line and headers`}, and ${name} is ${limit}${current ? "" : ", since nothing sets it"}.`,
			why: "nginx reads the whole head of an answer into one buffer. It does not fit, and nginx answers 502 in its place.",
			fix: {
				text: `Set ${asked}${current ? "" : " for this location"}, or have the app send smaller headers.`,
				edits
			},
			evidence: [...measured === void 0 ? [] : [{
				kind: "attempt",
				text: `the head of the direct answer has ${measured} bytes`
			}], ...gatewayWitnesses(symptom)],
			...edits.length > 0 ? { intervention: {
				kind: "edit-files",
				edits,
				services: []
			} } : {}
		});
	}
});
/** Bytes of the head that the same address sends to a direct request; undefined when that one was small enough. */
function measuredHead({ directs, target }, limit) {
	return directs.find((direct) => (direct.headerBytes ?? 0) > limit && (target === void 0 || direct.target?.port === target.port))?.headerBytes;
}
const usualBuffers = {
	count: 8,
	size: 4096
};
/** Settings with which nginx loads and the head fits, twice over when its size is known. grpc has the one buffer alone. */
function roomFor(route, measured) {
	const module = moduleOf(route);
	const present = sizeOf(route, `${module}_buffer_size`) ?? 0;
	const wanted = nextPower(Math.max(16384, (measured ?? 12288) * 2, present * 2));
	const size = {
		name: `${module}_buffer_size`,
		value: inKilobytes(wanted)
	};
	if (module === "grpc" || module === "memcached") return [size];
	const set = settingOf$2(route, `${module}_buffers`);
	const buffers = {
		count: Number(set?.args[0] ?? usualBuffers.count),
		size: parseSize(set?.args[1] ?? "") ?? usualBuffers.size
	};
	const busy = sizeOf(route, `${module}_busy_buffers_size`);
	const fits = (count, each) => {
		const largest = Math.max(wanted, each);
		return (busy === void 0 ? 2 * largest : Math.max(busy, largest)) < (count - 1) * each;
	};
	const isEnough = fits(buffers.count, buffers.size);
	const each = isEnough ? buffers.size : wanted;
	const count = isEnough || fits(buffers.count, wanted) ? buffers.count : usualBuffers.count;
	return [
		size,
		...isEnough ? [] : [{
			name: `${module}_buffers`,
			value: `${count} ${inKilobytes(each)}`
		}],
		...busy !== void 0 && busy < Math.max(wanted, each) ? [{
			name: `${module}_busy_buffers_size`,
			value: inKilobytes(Math.max(wanted, each))
		}] : []
	];
}
function sizeOf(route, name) {
	return parseSize(settingOf$2(route, name)?.args[0] ?? "");
}
function nextPower(bytes) {
	return 2 ** Math.ceil(Math.log2(bytes));
}
function inKilobytes(bytes) {
	return `${bytes / 1024}k`;
}

// src/diagnose/rules/slow-start.ts
const slowStart = defineRule({
	id: "slow-start",
	title: "The app needs longer to start than it is given",
	since: "0.1.0",
	symptoms: ["gateway", "exit"],
	needs: ["sockets", "services"],
	explains: ["nothing-listens"],
	absent: "everything that nginx dials was open within the start budget",
	doc: {
		what: "The app would open its port, but later than the time it is given: the gate's start budget, or the start period of a health check.",
		why: "Until the app listens, every connection is refused and nginx answers 502. A platform that gives up first restarts the app, which then never gets there.",
		fix: "Give it the time it needs (`--start-timeout`, `start_period` of the health check), or make the start shorter: migrate and download when the image is built, load models after the port is open."
	},
	diagnose(symptom, facts, plan) {
		if (symptom.kind === "exit") return givenUp(symptom, plan, facts.sockets);
		const { service, record, target } = symptom;
		if (!service || !record || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
		if (/^\d/.test(symptom.attempt?.connectTime.at(-1) ?? "")) return ruledOut(`${service.name} took the connection of nginx`);
		const late = lateListener(plan, facts.sockets, service.name, target.port);
		if (late === void 0 && !isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		const sockets = ownSockets(plan, facts.sockets, service, target);
		if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
		const tcp = [
			...reachable(sockets),
			...loopbackOnly(sockets),
			...unixOnly(ownSockets(plan, facts.sockets, service, target) ?? [])
		];
		if (late === void 0 && tcp.length > 0) return ruledOut(`${service.name} listens since ${showDuration(tcp[0]?.since ?? 0)} after its start`);
		if (record.state !== "running") return ruledOut(`${service.name} does not run`);
		const budget = plan.startTimeout;
		const location = budget.at ?? startPlace(service);
		return found({
			confidence: late === void 0 ? "possible" : "likely",
			title: `${service.name} does not listen within its ${showDuration(budget.value)}`,
			service: service.name,
			...location ? { location } : {},
			related: target.at ? [{
				at: target.at,
				note: "nginx dials it here"
			}] : [],
			what: late === void 0 ? `After ${showDuration(record.watchedMs)} ${service.name} has opened no port yet.` : `${service.name} opened port ${target.port} ${showDuration(late)} after its start; it had ${showDuration(budget.value)}.`,
			why: `The start budget is ${showDuration(budget.value)} (${budget.because ?? "set by the project"}). Until the port is open, nginx answers 502.`,
			fix: {
				text: `Give ${service.name} more time to start (--start-timeout), or make its start shorter.`,
				edits: []
			},
			evidence: [...lastLines(record, 3).map((text) => ({
				kind: "log",
				text
			})), ...gatewayWitnesses(symptom)],
			intervention: {
				kind: "extend-start",
				service: service.name,
				timeout: extended(plan)
			}
		});
	}
});
/** A health check that ran out of patience while the container went on. */
function givenUp({ service, record }, plan, recorded) {
	const check = service.healthcheck;
	if (record.state !== "running" || record.health?.status !== "unhealthy" || !check) return ruledOut(`no health check of ${service.name} gave up on it`);
	const fault = healthFault(service, record, socketsOf(plan, recorded, service.name));
	if (fault && fault.kind !== "port") return ruledOut(`the health check of ${service.name} fails for another reason than time`);
	const location = check.limitAt ?? check.at ?? startPlace(service);
	const patience = patienceOf(check);
	return found({
		confidence: "possible",
		title: `the health check of ${service.name} gives up after ${showDuration(patience)}`,
		service: service.name,
		...location ? { location } : {},
		what: `The health check of ${service.name} failed until its patience of about ${showDuration(patience)} was over; the container still runs. What waits for it to be healthy is never started.`,
		why: "Compose starts what depends on a healthy service only once it is healthy, and gives up when it is not in time.",
		fix: {
			text: `Raise start_period or retries of the health check of ${service.name}, or make its start shorter.`,
			edits: []
		},
		evidence: [...record.health.log.slice(-2).map((text) => ({
			kind: "log",
			text: text.trim().slice(0, 200)
		})), ...lastLines(record, 3).map((text) => ({
			kind: "log",
			text
		}))],
		intervention: {
			kind: "extend-start",
			service: service.name,
			timeout: extended(plan),
			health: true
		}
	});
}

// src/diagnose/rules/socket-family-mismatch.ts
const socketFamilyMismatch = defineRule({
	id: "socket-family-mismatch",
	title: "One side uses a Unix socket, the other a TCP port",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: [
		"sockets",
		"paths",
		"services",
		"sources"
	],
	absent: "no connection that nginx tried was refused",
	doc: {
		what: "nginx dials a Unix socket and the app listens on a TCP port, or nginx dials a port and the app listens on a Unix socket only.",
		why: "The two are different kinds of address: a server that listens on one cannot be reached by the other. nginx answers 502 and logs error 2 (no such file) or 111 (connection refused).",
		fix: "Choose one for both sides: `fastcgi_pass php:9000` with `listen = 9000`, or `fastcgi_pass unix:/run/php/fpm.sock` with `listen = /run/php/fpm.sock` in a volume that both containers mount."
	},
	diagnose(symptom, facts, plan) {
		const { service, target } = symptom;
		if (!target || !service && target.socket === void 0) return ruledOut("the address dialled is no service of the project");
		if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
		if (!service) return unknown(`nothing tells which service is to open ${target.socket}`);
		const sockets = ownSockets(plan, facts.sockets, service, target);
		if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
		const unix = unixOnly(sockets).filter((socket) => isMeantForRequests(plan, service, facts.sources, socket));
		const tcp = sockets.filter((socket) => socket.family !== "unix");
		if (unix.length === 0 && tcp.length === 0) return ruledOut(`${service.name} listens on no socket at all`);
		const context = {
			symptom,
			service,
			target,
			facts,
			plan
		};
		if (target.socket !== void 0) return unix.length > 0 ? ruledOut(`${service.name} listens on a Unix socket too: ${unix[0]?.address}`) : listensOnPort(context, tcp);
		return tcp.length > 0 ? ruledOut(`${service.name} listens on a TCP port too: ${tcp[0]?.port}`) : listensOnPath(context, unix);
	}
});
/** nginx dials a Unix socket, the app has a port. */
function listensOnPort(context, tcp) {
	const { service, target, facts, plan } = context;
	const isBeside = isBesideProxy(plan, service);
	const open = tcp.filter((socket) => isBeside || !isLoopback(socket.address));
	const chosen = open[0] ?? tcp[0];
	if (!chosen) return ruledOut(`${service.name} listens on no port`);
	const set = facts.services.find((record) => record.name === service.name)?.variables ?? [];
	const host = isBeside ? "127.0.0.1" : service.attachments[0]?.aliases[0] ?? service.name;
	const edits = target.otherFamily ? [target.otherFamily] : open.length > 0 ? replaceSocket(target, `${host}:${chosen.port}`) : [];
	return conclude(context, {
		chosen,
		isSure: new Set(tcp.map((socket) => socket.port)).size === 1 && open.length > 0,
		appPlace: portPlaces(service, facts.sources, chosen.port, set)[0]?.at,
		edits,
		services: target.otherFamily ? [service.name] : [],
		fix: target.otherFamily ? `Tell the platform that ${service.name} listens on a port, and listen on the one that PORT names; or make ${service.name} listen on the socket that SOCKET names.` : open.length > 0 ? `Dial ${host}:${chosen.port} in nginx, or make ${service.name} listen on unix:${target.socket}.` : `Make ${service.name} listen on 0.0.0.0:${chosen.port} and dial ${host}:${chosen.port} in nginx.`
	});
}
/** nginx dials a port, the app has a Unix socket. */
function listensOnPath(context, unix) {
	const { service, target, facts, plan } = context;
	const chosen = unix[0];
	const record = facts.services.find((each) => each.name === service.name);
	const path = absolutePath(service, record, chosen);
	const seen = seenByProxy(plan, service, path);
	const appPlace = socketPlace(plan, service, facts.sources, path);
	const onProxy = target.otherFamily ? [target.otherFamily] : seen === void 0 ? [] : replacePort(target, `unix:${seen}`, context.symptom.route.directive);
	const onApp = onProxy.length > 0 ? [] : portEdits(appPlace, path, target.port);
	return conclude(context, {
		chosen,
		isSure: unix.length === 1,
		appPlace,
		edits: onProxy.length > 0 ? onProxy : onApp,
		services: onProxy.length > 0 && !target.otherFamily ? [] : [service.name],
		fix: target.otherFamily ? `Tell the platform that ${service.name} listens on a Unix socket, and listen on the one that SOCKET names; or make ${service.name} listen on the port that PORT names.` : seen === void 0 ? `Make ${service.name} listen on port ${target.port}, or put the folder of ${path} into a volume that nginx mounts too and dial it there.` : `Dial unix:${seen} in nginx, or make ${service.name} listen on port ${target.port}.`
	});
}
function conclude({ symptom, service, target, facts, plan }, { chosen, isSure, appPlace, edits, services, fix }) {
	const place = target.hostFrom?.at ?? target.portFrom?.at ?? target.at;
	const kinds = target.socket === void 0 ? ["a TCP port", "a Unix socket"] : ["a Unix socket", "a TCP port"];
	const notes = {
		first: `nginx dials ${dialled(symptom)} here`,
		second: `${service.name} is told to listen on ${showSocketAddress(chosen)} here`
	};
	const placed = place ? preferChanged(facts.sources, place, appPlace, notes) : { related: [] };
	const tried = edits.length > 0 ? { intervention: {
		kind: "edit-files",
		edits,
		services
	} } : {};
	return found({
		confidence: isSure ? "likely" : "possible",
		title: `nginx dials ${dialled(symptom)}, but ${service.name} listens on ${showSocketAddress(chosen)}`,
		service: service.name,
		...placed,
		what: `nginx dials ${kinds[0]}, ${dialled(symptom)}. ${service.name} listens on ${kinds[1]} only: ${showSocket(chosen)}.`,
		why: "A server that listens on one kind of address cannot be reached by the other: the connection finds nobody, and nginx answers 502.",
		fix: {
			text: fix,
			edits: [...edits]
		},
		evidence: [
			...socketWitnesses(service.name, [chosen]),
			...target.socket === void 0 ? [] : pathWitness(facts.paths, plan.proxy.service, target.socket),
			...gatewayWitnesses(symptom)
		],
		...tried
	});
}
function showSocketAddress(socket) {
	return socket.family === "unix" ? `unix:${socket.address}` : `port ${socket.port}`;
}
/** The line of `unix:/path` with an address in its place. */
function replaceSocket(target, address) {
	return replaceWord(target.hostFrom?.at ?? target.at, `unix:${target.socket}`, address);
}
/** The line of `host:port` with a Unix socket in its place; none where a variable or the URI of `proxy_pass` has a part in it. */
function replacePort(target, socket, directive) {
	const { hostSpan, portSpan } = target;
	if (!hostSpan || target.portFrom && !portSpan || target.hostFrom) return [];
	const end = portSpan && portSpan.line === hostSpan.line ? portSpan.column + portSpan.length : hostSpan.column + hostSpan.length;
	const hasUri = directive === "proxy_pass" && target.at?.text?.[end - 1] === "/";
	return replaceAt(target.at, {
		...hostSpan,
		length: end - hostSpan.column
	}, hasUri ? `${socket}:` : socket);
}
/** The app's line with a port in place of the path; none where the program would not take a bare port there. */
function portEdits(at, path, port) {
	const text = at?.text;
	if (!at || text === void 0 || text.length >= 300 || text.includes("[redacted:")) return [];
	const escaped = literally(path);
	const pool = new RegExp(`^(\\s*listen\\s*=\\s*)${escaped}\\s*$`);
	const bound = new RegExp(`unix:(?://)?${escaped}`);
	if (pool.test(text)) return [wholeLine(at, text.replace(pool, `$1${port}`))];
	if (!/\bbind\b|-b\b/.test(text) || !bound.test(text)) return [];
	return [wholeLine(at, text.replace(bound, /["']unix:\/\//.test(text) ? `tcp://0.0.0.0:${port}` : `0.0.0.0:${port}`))];
}

// src/diagnose/rules/unix-socket-path-mismatch.ts
const unixSocketPathMismatch = defineRule({
	id: "unix-socket-path-mismatch",
	title: "nginx dials a Unix socket that is not there",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: [
		"sockets",
		"paths",
		"services",
		"sources"
	],
	absent: "no Unix socket that nginx dials was absent",
	doc: {
		what: "nginx dials the path of a Unix socket at which nothing listens, while the app listens on a socket at another path, or at the same path of a folder that nginx's container does not share.",
		why: "A Unix socket is a file. It is found by its path alone, and only in a folder that both containers have. nginx answers 502 and logs `connect() to unix:… failed (2: No such file or directory)`, or 111 where a dead process left its file behind.",
		fix: "Name the same path on both sides, and put its folder into a volume that both containers mount. The path of PHP-FPM's socket often holds the version of PHP, which changes with the image or the distribution."
	},
	diagnose(symptom, facts, plan) {
		const { service, target, record } = symptom;
		if (target?.socket === void 0) return ruledOut("nginx dials no Unix socket");
		if (!isRefused(symptom)) return ruledOut(`nginx found a socket at ${target.socket}${socketErrno(symptom) === void 0 ? "" : ` and failed with error ${socketErrno(symptom)}`}`);
		if (!service) return unknown(`nothing tells which service is to open ${target.socket}`);
		const sockets = ownSockets(plan, facts.sockets, service, target);
		if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
		const all = unixOnly(sockets);
		const meant = all.filter((socket) => isMeantForRequests(plan, service, facts.sources, socket));
		const opened = meant.length > 0 ? meant : all;
		if (opened.length === 0) return ruledOut(sockets.length > 0 ? `${service.name} listens on no Unix socket, but on ${showSocket(sockets[0])}` : `${service.name} listens on no socket at all`);
		const wanted = plainPath(seenByService(plan, service, target.socket) ?? target.socket);
		const paths = opened.map((socket) => absolutePath(service, record, socket));
		if (!paths.some((path) => plainPath(path) === wanted)) return elsewhere({
			symptom,
			service,
			target,
			facts,
			plan
		}, nearestPath(paths, wanted), opened, meant.length === 1);
		if (standsThere(pathRecord(facts.paths, plan.proxy.service, target.socket))) return ruledOut(`${service.name} listens on ${target.socket}, and nginx's container has it`);
		return notShared({
			symptom,
			service,
			target,
			facts,
			plan
		}, wanted, opened);
	}
});
/** The path that has most in common with the wanted one: its name, else its folder. */
function nearestPath(paths, wanted) {
	const name = (path) => path.slice(path.lastIndexOf("/") + 1);
	const alike = (path) => common(name(path), name(wanted)) * 2 + common(path, wanted);
	return paths.toSorted((a, b) => alike(b) - alike(a))[0] ?? wanted;
}
function common(a, b) {
	let length = 0;
	while (length < a.length && a[length] === b[length]) length++;
	return length;
}
/** `unix:///run/app.sock` names the path with three slashes. */
function shown(path) {
	return path.replace(/^\/+/, "/");
}
/** A path below /run written below /var/run where the other one is. */
function inStyleOf(written, path) {
	return /^\/*var\/run\//.test(written) && path.startsWith("/run/") ? `/var${path}` : path;
}
/** The app listens on another path. */
function elsewhere({ symptom, service, target, facts, plan }, path, opened, isSure) {
	const dialledPath = target.socket ?? "";
	const reachable = seenByProxy(plan, service, path);
	const wanted = seenByService(plan, service, dialledPath);
	const appPlace = socketPlace(plan, service, facts.sources, path);
	const proxyPlace = target.hostFrom?.at ?? target.at;
	const notes = {
		proxy: `nginx dials ${shown(dialledPath)} here`,
		app: `${service.name} is told to listen on ${path} here`
	};
	const onProxy = reachable === void 0 ? [] : replaceWord(proxyPlace, dialledPath, inStyleOf(dialledPath, reachable));
	const onApp = wanted === void 0 ? [] : replaceWord(appPlace, path, wanted);
	const isAppAtFault = reachable === void 0 && onApp.length > 0;
	const first = isAppAtFault ? appPlace : proxyPlace;
	const second = isAppAtFault ? proxyPlace : appPlace;
	const placed = first ? preferChanged(facts.sources, first, second, isAppAtFault ? {
		first: notes.app,
		second: notes.proxy
	} : {
		first: notes.proxy,
		second: notes.app
	}) : { related: [] };
	const edits = isAppAtFault ? onApp : onProxy;
	return found({
		confidence: isSure ? "likely" : "possible",
		title: `nginx dials ${dialled(symptom)}, but ${service.name} listens on ${path}`,
		service: service.name,
		...placed,
		what: `nginx dials ${shown(dialledPath)}, where nobody listens. ${service.name} listens on ${path}${reachable === void 0 ? ", which nginx's container does not share" : reachable === plainPath(path) ? "" : `, which nginx has at ${reachable}`}.`,
		why: "A Unix socket is found by its path alone. nginx finds nobody at the one it dials and answers 502.",
		fix: {
			text: reachable === void 0 ? `Make ${service.name} listen in a folder that it shares with nginx${wanted === void 0 ? "" : `: ${wanted}`}.` : `Dial unix:${reachable} in nginx, or make ${service.name} listen on ${wanted ?? shown(dialledPath)}.`,
			edits
		},
		evidence: [
			...socketWitnesses(service.name, opened),
			...pathWitness(facts.paths, plan.proxy.service, dialledPath),
			...gatewayWitnesses(symptom)
		],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: isAppAtFault ? [service.name] : []
		} } : {}
	});
}
/** The app listens at the very path that is dialled, but nginx's container has another folder there. */
function notShared({ symptom, service, target, facts, plan }, path, opened) {
	const proxy = serviceNamed(plan, plan.proxy.service);
	const dialledPath = target.socket ?? "";
	const own = proxy && mountOver(proxy, dialledPath);
	const theirs = mountOver(service, path);
	const edits = proxy ? sharingEdits(dialledPath, path, {
		service: proxy,
		mount: own
	}, {
		service,
		mount: theirs
	}) : [];
	const first = own?.at ?? theirs?.at ?? target.at;
	const second = own?.at ? theirs?.at : void 0;
	const placed = first ? preferChanged(facts.sources, first, second, {
		first: "nginx has this there",
		second: `${service.name} has this there`
	}) : { related: [] };
	const folder = path.slice(0, path.lastIndexOf("/"));
	return found({
		confidence: "likely",
		title: `${service.name} listens on ${path}, which nginx's container does not share`,
		service: service.name,
		...placed,
		related: [...placed.related, ...target.at && first !== target.at ? [{
			at: target.at,
			note: "nginx dials it here"
		}] : []],
		what: `${service.name} listens on ${path} in its own container. nginx's container has ${showMount(own)} there, ${service.name} ${showMount(theirs)}: they are different files.`,
		why: "Each container has a file system of its own. A socket is there for another container only when its folder is a volume that both mount; nginx finds nothing at the path and answers 502.",
		fix: {
			text: `Mount one volume at ${folder} of ${service.name} and at ${shown(dialledPath.slice(0, dialledPath.lastIndexOf("/")))} of ${plan.proxy.service}.`,
			edits
		},
		evidence: [
			...socketWitnesses(service.name, opened),
			...pathWitness(facts.paths, plan.proxy.service, dialledPath),
			...gatewayWitnesses(symptom)
		],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [service.name]
		} } : {}
	});
}
function showMount(mount) {
	if (!mount) return "a folder of its own";
	return mount.kind === "volume" ? `the volume ${mount.volume}` : mount.kind === "files" ? `the folder ${mount.repo} of the repository` : `a ${mount.kind} of its own`;
}
/** The edit that makes two containers mount one named volume; none when the lines do not allow a sure one. */
function sharingEdits(dialledPath, path, proxy, app) {
	const inside = (from, full) => plainPath(full).slice(plainPath(from.target).length);
	if (proxy.mount?.kind === "volume" && app.mount?.kind === "volume") return inside(proxy.mount, dialledPath) === inside(app.mount, path) ? renamedVolume(proxy.mount.at, proxy.mount.volume, app.mount.volume) : [];
	if (app.mount?.kind === "volume" && proxy.mount === void 0) return addedMount(proxy.service, app.mount.volume, without(dialledPath, inside(app.mount, path)));
	if (proxy.mount?.kind === "volume" && app.mount === void 0) return addedMount(app.service, proxy.mount.volume, without(path, inside(proxy.mount, dialledPath)));
	return [];
}
/** The line of a mount, in the short or the long form, with another volume. */
function renamedVolume(at, from, to) {
	const head = /^\s*(?:-\s*)?(?:source:\s*)?["']?/.exec(at?.text ?? "")?.[0] ?? "";
	const rest = (at?.text ?? "").slice(head.length);
	if (!at?.text || !rest.startsWith(from) || !/^(?:[:"'\s]|$)/.test(rest.slice(from.length)) || at.text.length >= 300) return [];
	return [wholeLine(at, head + to + rest.slice(from.length))];
}
function without(path, end) {
	const plain = plainPath(path);
	return plain.endsWith(end) ? plain.slice(0, plain.length - end.length) : "";
}
/** A line for a volume below another mount of the service, in the same form. */
function addedMount(service, volume, folder) {
	const line = service.mounts.map((mount) => mount.at).findLast((at) => at?.text !== void 0 && /^\s*-\s+[^\s{[][^{]*:[^\s]/.test(at.text) && !/^\s*-\s+(?:type|source|target):/.test(at.text));
	const indent = /^\s*-\s+/.exec(line?.text ?? "")?.[0];
	if (!line || indent === void 0 || folder === "" || !/^[\w.-]+$/.test(volume)) return [];
	return [{
		path: line.path,
		startLine: line.line + 1,
		endLine: line.line,
		replacement: `${indent}${volume}:${folder}`
	}];
}

// src/diagnose/socket-access.ts
/** Finds the line that sets mode or owner of what turned nginx away. */
function accessPlace(question) {
	return question.denied.kind === "folder" ? folderPlace(question) : poolPlace(question) ?? umaskPlace(question) ?? listeningPlace(question);
}
/** A pool file of PHP-FPM: owner where nginx is known there by name, else mode, else the line that opens the socket. */
function poolPlace({ plan, service, sources, path, denied, workerName }) {
	const mentions = socketMentions(plan, service, sources);
	const listen = mentions.find((mention) => mention.kind === "path" && /^\s*listen\s*=/.test(mention.at.text ?? "") && sameSocket(mention.socket, path));
	if (!listen) return void 0;
	const own = mentions.filter((mention) => mention.at.path === listen.at.path && /^\s*listen\.(?:mode|owner|group)\s*=/.test(mention.at.text ?? ""));
	const owner = own.find((mention) => /^\s*listen\.owner/.test(mention.at.text ?? ""))?.at;
	const mode = own.find((mention) => mention.kind === "mode")?.at;
	if (owner && workerName !== void 0 && (denied.mode & 128) !== 0) return {
		at: owner,
		edits: replaced(owner, /=\s*[^\s;]+/, `= ${workerName}`)
	};
	if (mode) return {
		at: mode,
		edits: replaced(mode, /=\s*[^\s;]+/, "= 0666")
	};
	return {
		at: owner ?? listen.at,
		edits: [{
			path: listen.at.path,
			startLine: listen.at.line + 1,
			endLine: listen.at.line,
			replacement: "listen.mode = 0666"
		}]
	};
}
function sameSocket(written, path) {
	return written !== void 0 && path.endsWith(written.slice(written.lastIndexOf("/")));
}
/** Options and calls that narrow the mode: what is found is made to let everybody in. */
const widenings = [
	[/(--umask(?:=|["',\s]+))(?:0o?)?[0-7]{1,4}/, "$1000"],
	[/([?&]umask=)0?[0-7]{1,4}/, "$10111"],
	[/(\bchmod[-_]socket\s*[=:]\s*["']?)0?[0-7]{3}/, "$1666"],
	[/(\bumask\s*[=(]\s*)(?:0o)?[0-7]{1,4}/, "$10"],
	[/(\bchmod(?:Sync)?\s*\([^)]*,\s*)(?:0o?|["'])?[0-7]{3,4}/, "$10o666"],
	[/(\bchmod\s+)0?[0-7]{3}(?=\s)/, "$1666"],
	[/(\bumask\s+)0?[0-7]{3}/, "$1000"]
];
function umaskPlace({ plan, service, sources, path }) {
	const name = path.slice(path.lastIndexOf("/") + 1);
	const started = service.start.flatMap((step) => step.at && /--umask\b|\bumask\s+0?[0-7]{3}|[?&]umask=|--chmod-socket/.test(step.text) ? [step.at] : []);
	const mentioned = socketMentions(plan, service, sources).filter((mention) => isNarrowing(mention, name)).map((mention) => mention.at);
	const [at] = [...started, ...mentioned].filter((at, index, all) => all.findIndex((other) => sameLine(other, at)) === index);
	if (!at) return void 0;
	const rule = widenings.find(([pattern]) => pattern.test(at.text ?? ""));
	return {
		at,
		edits: rule ? replaced(at, rule[0], rule[1]) : []
	};
}
/** A line that sets the mode of this very socket, or the umask under which it is made. */
function isNarrowing({ kind, at }, name) {
	if (kind === "mode" || kind === "umask") return true;
	return kind === "chmod" && /\bchmod/.test(at.text ?? "") && ((at.text ?? "").includes(name) || /chmod(?:Sync)?\s*\(/.test(at.text ?? ""));
}
/** Where nothing sets the mode, the line that opens the socket: the mode is then that of the usual umask. */
function listeningPlace({ plan, service, sources, path }) {
	const calls = socketMentions(plan, service, sources).filter((mention) => mention.kind === "listen" && /\.listen\s*\(|\bListen\s*\(|\bserve_forever\b|\bunix_socket\b/.test(mention.at.text ?? ""));
	return {
		at: service.start.find((step) => step.at !== void 0 && (step.text.includes(path) || /--bind|--uds|-b\s/.test(step.text)))?.at ?? (calls.length === 1 ? calls[0]?.at : void 0) ?? socketPlace(plan, service, sources, path) ?? startPlace(service),
		edits: []
	};
}
/** The line that makes the folder or sets its mode. */
function folderPlace({ plan, service, sources, path, denied }) {
	const at = socketMentions(plan, service, sources).filter((mention) => mention.kind === "chmod" && (mention.at.text ?? "").includes(denied.path))[0]?.at ?? socketMentions(plan, service, sources).find((mention) => mention.kind === "chmod" && speaksOf(mention.at.text ?? "", path))?.at;
	if (!at) return {
		at: socketPlace(plan, service, sources, path) ?? startPlace(service),
		edits: []
	};
	const widened = [/(\b(?:mkdir|install)\b[^&|;]*?\s-m\s*)0?[0-7]{3}/, /(\bchmod\s+)0?[0-7]{3}(?=\s)/].find((pattern) => pattern.test(at.text ?? ""));
	return {
		at,
		edits: widened ? replaced(at, widened, "$1755") : []
	};
}
function replaced(at, pattern, replacement) {
	if (at.text === void 0 || at.text.length >= 300 || at.text.includes("[redacted:")) return [];
	const text = at.text.replace(pattern, replacement);
	return text === at.text ? [] : [wholeLine(at, text)];
}

// src/diagnose/rules/unix-socket-permission.ts
const permissionDenied = 13;
const unixSocketPermission = defineRule({
	id: "unix-socket-permission",
	title: "nginx's user may not open the app's Unix socket",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["paths", "sources"],
	absent: "no Unix socket that nginx dials refused it",
	doc: {
		what: "The app listens on the Unix socket that nginx dials, but the socket's mode and owner, or those of a folder that leads to it, keep the user of nginx's workers off.",
		why: "To connect to a Unix socket a process needs the right to write to it, and the right to search every folder on the way. nginx answers 502 and logs `connect() to unix:… failed (13: Permission denied)`. Root may do everything, so that a test made as root shows nothing.",
		fix: "Widen the mode of the socket (`listen.mode = 0666`, gunicorn's `--umask 0`, uWSGI's `chmod-socket = 666`), or give it to nginx's user (`listen.owner`, `listen.group`). Between containers only the numbers of users and groups count, not their names."
	},
	diagnose(symptom, { paths, sources }, plan) {
		const { service, target } = symptom;
		if (target?.socket === void 0) return ruledOut("nginx dials no Unix socket");
		const errno = socketErrno(symptom);
		if (errno !== permissionDenied) return ruledOut(errno === void 0 ? `nginx was not kept off ${target.socket}` : `nginx's connection to ${target.socket} failed with error ${errno}, not with 13`);
		if (!service) return unknown(`nothing tells which service is to open ${target.socket}`);
		const record = pathRecord(paths, plan.proxy.service, target.socket);
		if (!record || paths.workers.length === 0) return unknown(`mode and owner of ${target.socket} could not be read`);
		const worker = paths.workers.find((each) => deniedAt(record, each) !== void 0);
		const denied = worker && deniedAt(record, worker);
		if (!worker || !denied) return unknown(`mode and owner of ${target.socket} let nginx's user in; something else keeps it off`);
		const path = seenByService(plan, service, target.socket) ?? target.socket;
		const name = showUser(paths, plan.proxy.service, worker.uid);
		const workerName = service.name === plan.proxy.service ? paths.users[plan.proxy.service]?.[String(worker.uid)] : void 0;
		const place = accessPlace({
			plan,
			service,
			sources,
			path,
			denied,
			...workerName === void 0 ? {} : { workerName }
		});
		const others = worker.groups.filter((group) => group !== worker.gid);
		const owner = `of ${showUser(paths, service.name, denied.uid)} and group ${denied.gid}`;
		const what = denied.kind === "folder" ? `the folder ${denied.path} has mode ${showMode(denied.mode)}, ${owner}` : `that socket has mode ${showMode(denied.mode)}, ${owner}`;
		return found({
			confidence: "likely",
			title: `nginx's user ${name} may not open ${target.socket}: mode ${showMode(denied.mode)}, ${owner}`,
			service: service.name,
			...place.at ? { location: place.at } : {},
			related: target.at ? [{
				at: target.at,
				note: "nginx dials it here"
			}] : [],
			what: `${service.name} listens on ${path}, but ${what}. nginx's workers run as ${name}, group ${worker.gid}${others.length > 0 ? `, also ${others.slice(0, 6).join(", ")}` : ""}.`,
			why: `nginx needs the right to ${denied.kind === "folder" ? "search the folder" : "write to the socket"} and has it neither as owner, by a group, nor as anybody. It answers 502.`,
			fix: {
				text: workerName === void 0 ? `Let others ${denied.kind === "folder" ? `search ${denied.path} (mode 0755)` : "write to the socket (mode 0666)"}, or give it to the user ${worker.uid} or the group ${worker.gid}.` : `Give the socket to ${workerName}, or let others write to it (mode 0666).`,
				edits: place.edits
			},
			evidence: [
				...pathWitness(paths, plan.proxy.service, target.socket),
				...standsThere(record) ? [] : pathWitness(paths, service.name, path),
				...gatewayWitnesses(symptom)
			],
			intervention: place.edits.length > 0 ? {
				kind: "edit-files",
				edits: place.edits,
				services: [service.name]
			} : {
				kind: "open-socket",
				service: service.name,
				path
			}
		});
	}
});

// src/diagnose/rules/upstream-host-unknown.ts
const upstreamHostUnknown = defineRule({
	id: "upstream-host-unknown",
	title: "nginx dials a host name that does not exist",
	since: "0.1.0",
	symptoms: ["proxy-start", "gateway"],
	needs: ["services", "sockets"],
	absent: "nginx resolved every name that it dials",
	doc: {
		what: "The host in `proxy_pass` or in an `upstream` block is no name of a service, a container or an alias on nginx's networks.",
		why: "nginx resolves the names it dials when it starts and refuses to start when one is unknown: `host not found in upstream`. Whatever asks it then gets no answer, or a 502 from what stands in front of it.",
		fix: "Dial the service by the name that the Compose file gives it, or give the service that name with `networks: aliases:`."
	},
	diagnose(symptom, facts, plan) {
		const unresolved = unresolvedName(symptom);
		if (!unresolved) return ruledOut(symptom.kind === "proxy-start" ? "nginx does not complain of a host name" : "the name was resolved");
		const { host } = unresolved;
		if (desktopNames.includes(host)) return ruledOut(`"${host}" is a name of the host, not of a service`);
		if (isLoopback(host)) return ruledOut(`every container knows "${host}"`);
		if (extraHosts(plan).includes(host)) return ruledOut(`"${host}" is among the extra_hosts of ${plan.proxy.service}`);
		const owner = ownerOf(plan, host);
		if (owner) return ownedName(owner, host, facts.services, plan);
		return missing(unresolved, facts.sockets, plan);
	}
});
/** The name is right: its owner is not there, or nginx cannot learn its address. */
function ownedName(owner, host, records, plan) {
	const record = records.find((each) => each.name === owner.name);
	if (record && record.state !== "running") return ruledOut(`"${host}" is the name of ${owner.name}, which does not run`);
	if (!shareNetwork$1(plan, owner.name)) return ruledOut(`"${host}" is the name of ${owner.name}, which runs on other networks`);
	return ruledOut(`"${host}" is the name of ${owner.name} on the networks of nginx`);
}
function missing(unresolved, sockets, plan) {
	const { host, error, said } = unresolved;
	const target = targetNamed(plan, host, error);
	const location = target?.hostFrom?.at ?? target?.at ?? (error ? errorPlace(plan, error) : void 0);
	const meant = target ? serviceMeant(plan, sockets, host, target.port) : void 0;
	const edits = target && meant ? redialEdits(target, meant) : [];
	return found({
		confidence: "likely",
		title: `nginx dials "${host}", and there is no such host`,
		...location ? { location } : {},
		related: meant?.service.at ? [{
			at: meant.service.at,
			note: `the service is called ${meant.host} here`
		}] : [],
		what: `"${host}" is no name on the networks of ${plan.proxy.service}. Known there: ${knownNames(plan).join(", ") || "none"}.${meant ? ` Meant is most likely ${meant.host}: ${meant.because}.` : ""}`,
		why: "nginx resolves the names that it dials once, at its start, and does not start when one is unknown.",
		fix: {
			text: meant ? `Dial ${meant.host}${target && meant.port === target.port ? "" : `:${meant.port}`}, or give ${meant.service.name} the alias ${host}.` : `Add a service called ${host}, or dial one that exists.`,
			edits
		},
		evidence: [...said, ...meant ? socketWitnesses(meant.service.name, socketsOf(plan, sockets, meant.service.name) ?? []) : []],
		...meant ? { service: meant.service.name } : {},
		...target && meant ? { intervention: {
			kind: "redial",
			from: {
				host,
				port: target.port
			},
			to: {
				host: meant.host,
				port: meant.port
			},
			edits
		} } : {}
	});
}
function knownNames(plan) {
	return plan.services.filter((service) => service.name !== plan.proxy.service).map((service) => service.name);
}

// src/diagnose/peers.ts
/** Protocols as they are called. */
const dialectNames = {
	http: "HTTP/1.1",
	http2: "HTTP/2 without TLS",
	fastcgi: "FastCGI",
	uwsgi: "uwsgi",
	scgi: "SCGI",
	redis: "Redis",
	memcached: "memcached",
	postgres: "PostgreSQL"
};
/** The protocol that a route speaks, inside TLS where it uses that. */
function dialectOf(scheme) {
	return scheme === "https" ? "http" : scheme === "grpc" || scheme === "grpcs" ? "http2" : scheme;
}
/** Whether a route speaks TLS to what it dials. */
function usesTls(scheme) {
	return scheme === "https" || scheme === "grpcs";
}
/** What the target was found to understand; undefined when it was not tried. */
function peerOf(plan, peers, target) {
	const service = serviceOfTarget(plan, target.host)?.name;
	return peers.find((peer) => peer.service === service && peer.port === target.port);
}
/** The protocols without TLS that a peer understands. A mere 400 is no understanding; who answers in HTTP to what is none of it speaks HTTP. */
function understood(peer) {
	const carriesHttp = (said) => said === "http" || said === "uwsgi" || said === "scgi";
	if (peer.trials.some((trial) => !carriesHttp(trial.said) && trial.heard?.startsWith("HTTP/1.") === true)) return takesTls(peer) ? [] : ["http"];
	return peer.trials.filter((trial) => trial.outcome === "understood" && trial.said !== "nothing" && !(carriesHttp(trial.said) && trial.status === 400)).map((trial) => trial.said);
}
/** Whether a peer speaks TLS, though it may not come to terms with a client. */
function takesTls(peer) {
	return peer.handshakes.some((trial) => trial.outcome === "accepted" || trial.outcome === "rejected");
}
/** Whether a peer left something without an answer, so that nothing can be said for certain. */
function wasSilent(peer) {
	return peer.trials.some((trial) => trial.said !== "nothing" && trial.outcome === "silent") || peer.handshakes.some((trial) => trial.outcome === "silent");
}
/** What was said and heard, as evidence. */
function peerWitnesses(peer) {
	const place = `${peer.service}:${peer.port}`;
	const trials = peer.trials.filter((trial) => trial.outcome === "understood" || trial.said === "http" || trial.heard !== void 0).map((trial) => {
		const heard = trial.heard === void 0 ? "" : `: ${trial.heard.slice(0, 80)}`;
		const said = trial.said === "nothing" ? "nothing" : dialectNames[trial.said];
		return {
			kind: "attempt",
			text: `${place} was told ${said}, and ${trial.outcome === "understood" ? "understood" : trial.outcome === "otherwise" ? "answered otherwise" : outcomes[trial.outcome]}${heard}`
		};
	});
	const handshakes = [...new Set(peer.handshakes.map((trial) => showHandshake(place, trial)))];
	return [...trials.slice(0, 4), ...handshakes.slice(0, 2).map((text) => ({
		kind: "attempt",
		text
	}))];
}
const outcomes = {
	closed: "closed the connection",
	silent: "did not answer",
	unreachable: "could not be reached"
};
function showHandshake(place, trial) {
	const asked = trial.serverName === void 0 ? "without a server name" : `for ${trial.serverName}`;
	const certificate = trial.certificate ? `, certificate for ${trial.certificate.names.slice(0, 3).join(", ")}` : "";
	if (trial.outcome === "accepted") return `${place} took a TLS handshake ${asked} (${trial.version ?? "TLS"}${certificate})${trial.status === void 0 ? "" : ` and answered ${trial.status}`}`;
	if (trial.outcome === "rejected") return `${place} broke off a TLS handshake ${asked}: ${trial.error ?? "no reason given"}`;
	return `${place} was offered a TLS handshake, and ${trial.outcome === "not-tls" ? "answered in something else" : outcomes[trial.outcome]}`;
}

// src/diagnose/swap.ts
/** Lines that pass a request on in a protocol; undefined for one that nginx has no directive for, or that carries no requests. */
function passLines(dialect, address, uri, script) {
	switch (dialect) {
		case "http": return [`proxy_pass http://${address}${uri};`];
		case "http2": return [`grpc_pass grpc://${address};`];
		case "fastcgi": return [
			"include fastcgi_params;",
			"fastcgi_index index.php;",
			`fastcgi_param SCRIPT_FILENAME ${script};`,
			`fastcgi_pass ${address};`
		];
		case "uwsgi":
		case "scgi": return [`include ${dialect}_params;`, `${dialect}_pass ${address};`];
		default: return;
	}
}
/** The pass of a route written in another protocol; none when its line is not known whole or its address is chosen elsewhere. `script` is for FastCGI alone. */
function swapEdits(route, dialect, script) {
	const written = new RegExp(`(?<![\\w$])${route.directive}\\s+["']?([^\\s;"']+)`).exec(route.at?.text ?? "")?.[1] ?? "";
	const [, scheme, address, uri = ""] = /^([a-z]+:\/\/)?([^/\s]+)(\/\S*)?$/i.exec(written) ?? [];
	if (address === void 0 || scheme === void 0 && route.directive === "proxy_pass") return [];
	const lines = passLines(dialect, address, uri, script);
	return lines ? replaceDirective(route.at, route.directive, lines) : [];
}

// src/diagnose/websocket.ts
/** A WebSocket that the app takes when it is asked directly, and that nginx passes on as an ordinary request. */
function diagnoseUpgrade(symptom, plan) {
	const { probe, directs, route, service } = symptom;
	if (plan.probes[probe.probe]?.websocket !== true) return ruledOut("the app answered in the protocol in which nginx asked it");
	if (!route || route.directive !== "proxy_pass") return ruledOut("the request was not passed on by proxy_pass");
	const taken = directs.find((direct) => direct.status === 101);
	if (!taken) return directs.length === 0 ? unknown("no WebSocket was asked for directly") : ruledOut("the app takes no WebSocket when it is asked directly either");
	const lacking = lackingOf(route);
	if (!lacking.version && !lacking.upgrade && !lacking.connection) return ruledOut("nginx sends HTTP/1.1 with Upgrade and Connection, as a WebSocket needs it");
	const edits = upgradeEdits(route, lacking);
	const names = [
		...lacking.version ? ["HTTP/1.1"] : [],
		...lacking.upgrade ? ["Upgrade"] : [],
		...lacking.connection ? ["Connection"] : []
	];
	return found({
		confidence: "likely",
		title: `nginx does not pass the WebSocket on to ${service?.name ?? "the app"}`,
		...service ? { service: service.name } : {},
		...route.at ? { location: route.at } : {},
		what: `${service?.name ?? "The app"} takes a WebSocket at ${plan.probes[probe.probe]?.path ?? "this path"} when it is asked directly. nginx passes the request on without ${names.join(" and ")}, and it is answered ${probe.status}.`,
		why: "Upgrade and Connection belong to one connection and are not passed on by themselves, and nginx asks in HTTP/1.0 unless told otherwise. The app sees an ordinary request.",
		fix: {
			text: `Send ${names.join(" and ")} on in this location.`,
			edits
		},
		evidence: witnesses(probe, taken),
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [plan.proxy.service]
		} } : {}
	});
}
function witnesses(probe, taken) {
	return [{
		kind: "attempt",
		text: showResult(probe)
	}, {
		kind: "attempt",
		text: showResult(taken)
	}];
}
function lackingOf(route) {
	const headers = headersOf(route);
	const valueOf = (name) => headers.find((setting) => setting.values[0]?.toLowerCase() === name)?.values[1];
	const version = route.settings?.find((setting) => setting.name === "proxy_http_version")?.values[0];
	const connection = valueOf("connection");
	return {
		version: version === void 0 || version === "1.0",
		upgrade: valueOf("upgrade") === void 0,
		connection: connection === void 0 || /^(?:close|keep-alive|)$/i.test(connection)
	};
}
function headersOf(route) {
	return (route.settings ?? []).filter((setting) => setting.name === "proxy_set_header");
}
/** The lines that are lacking, behind the pass. A level's headers replace all of the outer ones: those that are inherited are written again. */
function upgradeEdits(route, lacking) {
	const headers = headersOf(route);
	const inherited = headers.filter((setting) => setting.isInherited === true);
	if (inherited.some((setting) => setting.values.length < 2)) return [];
	const wrong = lacking.connection ? headers.find(isConnection) : void 0;
	const stale = lacking.version ? route.settings?.find((setting) => setting.name === "proxy_http_version" && setting.isInherited !== true) : void 0;
	const line = "proxy_set_header Connection \"upgrade\";";
	const version = "proxy_http_version 1.1;";
	const isReplaced = wrong !== void 0 && wrong.isInherited !== true;
	const again = inherited.filter((setting) => !(lacking.connection && isConnection(setting))).map(({ values: [name = "", value = ""] }) => `proxy_set_header ${name} ${/^[$\w./:-]+$/.test(value) ? value : `"${value}"`};`);
	const wanted = [
		...lacking.version && !stale ? [version] : [],
		...lacking.upgrade || lacking.connection && !isReplaced ? again : [],
		...lacking.upgrade ? ["proxy_set_header Upgrade $http_upgrade;"] : [],
		...lacking.connection && !isReplaced ? [line] : []
	];
	return [
		...stale ? replaceDirective(stale.at, "proxy_http_version", [version]) : [],
		...isReplaced ? replaceDirective(wrong.at, "proxy_set_header", [line]) : [],
		...wanted.length > 0 ? addBehind(route.at, "proxy_pass", wanted) : []
	];
}
function isConnection(setting) {
	return setting.values[0]?.toLowerCase() === "connection";
}

// src/diagnose/rules/upstream-protocol-mismatch.ts
const upstreamProtocolMismatch = defineRule({
	id: "upstream-protocol-mismatch",
	title: "nginx speaks another protocol than the app",
	since: "0.1.0",
	symptoms: [
		"gateway",
		"misspoken",
		"status"
	],
	needs: [
		"protocols",
		"services",
		"sources"
	],
	absent: "no answer that nginx waited for failed",
	doc: {
		what: "The port is open and nginx reaches it, but the directive that passes the request on speaks another protocol than the server behind it: `proxy_pass` (HTTP) onto PHP-FPM, a uwsgi socket or a gRPC server, `fastcgi_pass` or `uwsgi_pass` onto an HTTP server, `grpc_pass` onto HTTP/1.1. A WebSocket that is passed on as an ordinary request belongs here too.",
		why: "A server that gets what it cannot read closes the connection, waits for the rest, or answers in its own protocol. nginx answers 502 or 504, passes on a 400 of the app, or hands out the bytes as they are.",
		fix: "Use the directive of the protocol that the server speaks: `proxy_pass` for HTTP, `fastcgi_pass` for PHP-FPM, `uwsgi_pass` for uWSGI's `socket =` (or open it with `http-socket =`), `scgi_pass`, `grpc_pass`. A WebSocket needs `proxy_http_version 1.1` and the headers `Upgrade` and `Connection`."
	},
	diagnose(symptom, facts, plan) {
		if (symptom.kind === "status") return diagnoseUpgrade(symptom, plan);
		const { route, service, target } = symptom;
		if (!service || !target) return ruledOut("the address dialled is no port of a service of the project");
		const dialled = showTarget(target);
		if (symptom.kind === "gateway" && isRefused(symptom)) return ruledOut(`the connection to ${dialled} was refused`);
		const peer = peerOf(plan, facts.protocols, target);
		if (!peer) return symptom.directs.some((direct) => direct.status !== void 0) ? ruledOut(`${dialled} answers in HTTP when it is asked directly`) : unknown(`what ${dialled} understands was not tried`);
		const wanted = dialectOf(route.scheme);
		const spoken = understood(peer);
		if (usesTls(route.scheme) || takesTls(peer)) return ruledOut(usesTls(route.scheme) ? `nginx speaks TLS to ${dialled}` : `${dialled} takes TLS`);
		if (spoken.includes(wanted)) return ruledOut(`${dialled} understands ${dialectNames[wanted]}, in which nginx speaks to it`);
		const heard = strangerIn(peer);
		if (spoken.length > 0 || heard !== void 0) return mismatch$1(symptom, service, target, peer, heard, facts, plan);
		return wasSilent(peer) ? unknown(`${dialled} left without an answer what it was told`) : ruledOut(`${dialled} understood none of the protocols that were tried`);
	}
});
/** Servers that give themselves away in what they say first, or in what they say to a request in HTTP. */
const strangers = [
	[/^SSH-\d/, "SSH"],
	[/^220[ -][^\r]*(?:SMTP|ESMTP|Postfix|mail)/i, "SMTP"],
	[/^220[ -]/, "FTP or SMTP"],
	[/^\+OK\b/, "POP3"],
	[/^\* OK\b/, "IMAP"],
	[/^AMQP/, "AMQP"],
	[/^.\\x00\\x00\\x00\\x0a\d|^\\x[0-9a-f]{2}\\x00\\x00\\x00(?:\\n|\\x0a)\d/, "MySQL"],
	[/^-ERR (?:unknown|wrong number)/, "Redis"]
];
function strangerIn(peer) {
	const said = peer.trials.filter((trial) => trial.outcome === "otherwise" && (trial.said === "nothing" || trial.said === "http")).flatMap((trial) => trial.heard ?? []);
	return strangers.find(([shape]) => said.some((text) => shape.test(text)))?.[1];
}
function mismatch$1(symptom, service, target, peer, heard, facts, plan) {
	const { route } = symptom;
	const [spoken] = understood(peer);
	const wanted = dialectNames[dialectOf(route.scheme)];
	const speaks = spoken === void 0 ? heard ?? "something else" : dialectNames[spoken];
	const repair = repairOf(route, target, spoken, peer, facts);
	const appPlace = portPlaces(service, facts.sources, target.port)[0]?.at;
	const location = repair.port === void 0 ? route.at ?? target.at : target.portFrom?.at ?? target.at ?? route.at;
	const isOther = appPlace !== void 0 && !(location?.path === appPlace.path && location.line === appPlace.line);
	const isDoubtful = spoken === "http2" && peer.trials.some((trial) => trial.said === "http" && trial.outcome === "closed");
	return found({
		confidence: isDoubtful ? "possible" : "likely",
		title: `nginx speaks ${wanted} to ${showTarget(target)}, where ${service.name} speaks ${speaks}`,
		service: service.name,
		...location ? { location } : {},
		related: isOther ? [{
			at: appPlace,
			note: `the app's port ${target.port} is set here`
		}] : [],
		what: `\`${route.directive}\` speaks ${wanted}. What listens on ${showTarget(target)} does not understand it; it speaks ${speaks}.${repair.port === void 0 ? "" : ` ${wanted} is spoken on port ${repair.port} of ${service.name}.`}`,
		why: symptom.kind === "misspoken" ? "A server answers 400 to what it cannot read as a request. nginx passes that on: every visitor gets it, for every page." : "What is no answer in its own protocol is none to nginx: it answers 502, waits until its patience is over (504), or hands out the bytes as they are.",
		fix: {
			text: repair.text,
			edits: repair.edits
		},
		evidence: [...peerWitnesses(peer), ...gatewayWitnesses(symptom)],
		...repair.edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits: repair.edits,
			services: [plan.proxy.service],
			failing: [400]
		} } : {}
	});
}
/** A port of the same service where nginx's protocol is spoken; else the directive of the protocol that is spoken here. */
function repairOf(route, target, spoken, peer, facts) {
	const wanted = dialectOf(route.scheme);
	const elsewhere = facts.protocols.find((other) => other.service === peer.service && other.port !== peer.port && understood(other).includes(wanted));
	if (elsewhere) {
		const to = String(elsewhere.port);
		const edits = target.portFrom ? replaceWord(target.portFrom.at, String(target.port), to) : target.portSpan ? replaceAt(target.at, target.portSpan, to) : replaceAt(target.at, target.hostSpan, `${target.host}:${to}`);
		return {
			text: `Dial port ${to}, where ${peer.service} speaks ${dialectNames[wanted]}.`,
			edits,
			port: elsewhere.port
		};
	}
	if (spoken === void 0 || spoken === "redis" || spoken === "memcached" || spoken === "postgres") return {
		text: `Dial the app's own port: ${showTarget(target)} is not one that answers requests of visitors.`,
		edits: []
	};
	const folder = facts.services.find((record) => record.name === peer.service)?.image.workingDir ?? "/";
	const edits = swapEdits(route, spoken, `${folder === "/" ? "" : folder}$fastcgi_script_name`);
	return {
		text: `${swapTexts[spoken]} ${spoken === "http2" ? "Clients of gRPC need `http2` on nginx's own `listen` line, too." : ""}`.trim(),
		edits
	};
}
const swapTexts = {
	http: "Pass the request on in HTTP, by `proxy_pass http://…`, or start the app behind a server of nginx's protocol.",
	http2: "Pass the request on by `grpc_pass`.",
	fastcgi: "Pass the request on by `fastcgi_pass`, with `include fastcgi_params` and a SCRIPT_FILENAME as the app's container has the file.",
	uwsgi: "Pass the request on by `uwsgi_pass` with `include uwsgi_params`, or have uWSGI open the port with `http-socket`.",
	scgi: "Pass the request on by `scgi_pass` with `include scgi_params`."
};

// src/diagnose/rules/upstream-scheme-mismatch.ts
const upstreamSchemeMismatch = defineRule({
	id: "upstream-scheme-mismatch",
	title: "nginx and the app disagree about TLS",
	since: "0.1.0",
	symptoms: ["gateway", "misspoken"],
	needs: ["protocols", "sources"],
	absent: "no answer that nginx waited for failed",
	doc: {
		what: "nginx speaks TLS to a port that takes plain HTTP, or plain HTTP to a port that takes TLS: the scheme in `proxy_pass` is not that of the app.",
		why: "A plain server takes a TLS handshake for a broken request, and nginx takes its answer for a broken handshake (`wrong version number`): 502, or 504 when the server waits on. A TLS server closes the connection when it gets plain HTTP, which is 502 as well, or answers it with 400, which nginx passes on as if the app had meant it.",
		fix: "Write the scheme that the app speaks: `proxy_pass http://…` for a plain server, `proxy_pass https://…` for one with a certificate (`grpc://` and `grpcs://` for gRPC). TLS that ends at nginx needs no TLS behind it."
	},
	diagnose(symptom, facts, plan) {
		const { route, service, target } = symptom;
		if (!service || !target) return ruledOut("the address dialled is no port of a service of the project");
		const dialled = showTarget(target);
		if (symptom.kind === "gateway" && isRefused(symptom)) return ruledOut(`the connection to ${dialled} was refused`);
		const peer = peerOf(plan, facts.protocols, target);
		if (!peer) return symptom.directs.some((direct) => direct.status !== void 0) ? ruledOut(`${dialled} answers in HTTP when it is asked directly`) : unknown(`what ${dialled} understands was not tried`);
		if (usesTls(route.scheme)) {
			if (takesTls(peer)) return ruledOut(`${dialled} takes TLS, as nginx speaks it`);
			if (!understood(peer).includes(dialectOf(route.scheme))) return ruledOut(`${dialled} takes neither TLS nor what nginx speaks inside it`);
		} else {
			if (!takesTls(peer)) return ruledOut(`${dialled} takes no TLS handshake`);
			if (route.scheme !== "http" && route.scheme !== "grpc") return ruledOut(`nginx speaks neither http nor grpc to ${dialled}`);
			if (understood(peer).includes(dialectOf(route.scheme))) return ruledOut(`${dialled} answers without TLS as well`);
		}
		return mismatch(symptom, service, target, peer, facts, plan);
	}
});
const others = {
	http: "https",
	https: "http",
	grpc: "grpcs",
	grpcs: "grpc"
};
function mismatch(symptom, service, target, peer, facts, plan) {
	const { route } = symptom;
	const scheme = route.scheme;
	const other = others[scheme];
	const variable = schemeVariable(route, plan, scheme);
	const edits = variable ? [wholeLine(variable.at, variable.replaced(other))] : schemeEdits(route, target, scheme, other);
	const proxyPlace = variable?.at ?? places(route, target).find((at) => edits.some((edit) => edit.path === at.path && edit.startLine === at.line)) ?? route.at ?? target.at;
	const appPlace = portPlaces(service, facts.sources, target.port)[0]?.at;
	const notes = {
		first: `nginx speaks ${scheme} here`,
		second: `the app's port ${target.port} is set here`
	};
	const placed = proxyPlace ? preferChanged(facts.sources, proxyPlace, appPlace, notes) : { related: [] };
	const [speaks, takes] = usesTls(scheme) ? ["TLS", "no TLS"] : ["no TLS", "nothing but TLS"];
	return found({
		confidence: "likely",
		title: `nginx speaks ${scheme} to ${showTarget(target)}, where ${service.name} speaks ${other}`,
		service: service.name,
		...placed,
		what: `nginx speaks ${speaks} to ${showTarget(target)}; ${service.name} takes ${takes} on that port.`,
		why: whyOf(symptom),
		fix: {
			text: `${variable ? `Set ${variable.name} to ${other}` : `Write ${other}:// in the address`}, or make ${service.name} speak ${scheme} on port ${target.port}.`,
			edits
		},
		evidence: [...peerWitnesses(peer), ...gatewayWitnesses(symptom)],
		...edits.length > 0 ? { intervention: {
			kind: "edit-files",
			edits,
			services: [plan.proxy.service],
			failing: [400]
		} } : {}
	});
}
function whyOf(symptom) {
	if (usesTls(symptom.route.scheme)) return "A server without TLS takes the handshake for a broken request and answers it, closes it or waits on; nginx gets no handshake and answers 502 or 504.";
	return symptom.kind === "misspoken" ? "A server that takes TLS alone answers a request in clear with 400. nginx passes that on: every visitor gets it, for every page." : "A server that takes TLS alone has no use for a request in clear and closes the connection; nginx answers 502.";
}
/** Where the scheme may be written: in the pass itself, in the variable that gives the address, beside the address. */
function places(route, target) {
	return [
		route.at,
		target.hostFrom?.at,
		target.at
	].filter((at) => at !== void 0);
}
/** The variable of nginx's environment from which a template has the scheme, on the line that sets it. */
function schemeVariable(route, plan, scheme) {
	const name = /\s\$\{?([A-Za-z_]\w*)\}?:\/\//.exec(route.at?.text ?? "")?.[1];
	const set = name === void 0 ? void 0 : serviceNamed(plan, plan.proxy.service)?.variables[name];
	const text = set?.at && wholeText(set.at);
	if (name === void 0 || !set?.at || text === void 0 || set.value !== scheme) return void 0;
	const hits = [...text.matchAll(new RegExp(`(?<=\\b${name}["']?\\s*[=:]\\s*["']?)${scheme}(?=["'\\s]|$)`, "g"))];
	const [hit] = hits;
	return hit && hits.length === 1 ? {
		name,
		at: set.at,
		replaced: (other) => text.slice(0, hit.index) + other + text.slice(hit.index + scheme.length)
	} : void 0;
}
/** The scheme exchanged where it is written. A port that only the scheme implied is written out. */
function schemeEdits(route, target, from, to) {
	for (const at of places(route, target)) {
		const { text } = at;
		if (text === void 0 || text.length >= 300 || text.includes("[redacted:")) continue;
		const hits = [...text.matchAll(new RegExp(`(?<![\\w-])(?:${from}|\\$scheme|\\$\\{scheme\\})://`, "gi"))];
		const [hit] = hits;
		if (!hit || hits.length !== 1) continue;
		const behind = text.slice(hit.index + hit[0].length);
		const host = route.group === void 0 && !/^(?:\[[^\]]*\]|[^:/;\s"'$]+):\d/.test(behind) && !behind.startsWith("$") ? /^(?:\[[^\]]*\]|[\w.-]+)/.exec(behind)?.[0] ?? "" : "";
		const address = host === "" ? behind : `${host}:${target.port}${behind.slice(host.length)}`;
		return [wholeLine(at, `${text.slice(0, hit.index)}${to}://${address}`)];
	}
	return [];
}

// src/diagnose/rules/upstream-server-down.ts
const upstreamServerDown = defineRule({
	id: "upstream-server-down",
	title: "Every server of the upstream group is marked down",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["proxy"],
	absent: "no answer that nginx waited for failed",
	doc: {
		what: "The `upstream` group that the request is passed on to has no server left: each of its `server` lines carries `down`.",
		why: "`down` takes a server out of the group for good, whether it runs or not. With none left nginx dials nobody and answers 502; its log says `no live upstreams`.",
		fix: "Remove `down` from the server that is to answer."
	},
	diagnose(symptom, _facts, plan) {
		const { route, errors } = symptom;
		const { targets } = route;
		if (targets.length === 0 || !targets.every((target) => target.down)) return ruledOut("a server of the group is not marked down");
		if (!errors.some((error) => error.message.startsWith("no live upstreams"))) return ruledOut("nginx does not say that no server was left");
		const [first] = targets;
		const edits = targets.flatMap(withoutDown);
		const isWhole = edits.length === targets.length;
		const shown = targets.map(showTarget).join(", ");
		return found({
			confidence: "likely",
			title: targets.length === 1 ? `${shown}, the group's only server, is marked down` : `all ${targets.length} servers of the group are marked down`,
			...first?.at ? { location: first.at } : {},
			related: [...targets.slice(1).flatMap(({ at }) => at ? [{
				at,
				note: "marked down as well"
			}] : []), ...route.at ? [{
				at: route.at,
				note: "the request is passed on to the group here"
			}] : []],
			what: `${route.value} leads to a group of ${targets.length === 1 ? "one server" : `${targets.length} servers`} (${shown}), and \`down\` stands on ${targets.length === 1 ? "its line" : "each line"}.`,
			why: "nginx dials no server that is marked down, whether it runs or not. With none left it answers 502 at once.",
			fix: {
				text: "Remove `down` from the servers that are to answer.",
				edits: isWhole ? edits : []
			},
			evidence: gatewayWitnesses(symptom),
			...isWhole ? { intervention: {
				kind: "edit-files",
				edits,
				services: [plan.proxy.service]
			} } : {}
		});
	}
});
/** The server's line without the word; none when it is not there once. */
function withoutDown({ at }) {
	const text = wholeText(at);
	const hits = text === void 0 ? [] : [...text.matchAll(/\s+down(?=\s|;)/g)];
	return at && text !== void 0 && hits.length === 1 ? [wholeLine(at, text.replace(/\s+down(?=\s|;)/, ""))] : [];
}

// src/diagnose/rules/upstream-tls-rejected.ts
const upstreamTlsRejected = defineRule({
	id: "upstream-tls-rejected",
	title: "nginx and the app do not agree on TLS terms",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["protocols"],
	absent: "no TLS handshake of nginx failed",
	doc: {
		what: "nginx and the app both speak TLS, and the handshake fails all the same: the app wants the server name that nginx does not send, offers no version of TLS that nginx may use, demands a certificate of nginx, or shows one that nginx is told not to trust.",
		why: "nginx sends no server name (SNI) to what it dials unless `proxy_ssl_server_name on` is set, uses the name in `proxy_pass` (of an upstream group: the group's name) for it and for the check, and verifies only where `proxy_ssl_verify on` is set. Where one side breaks the handshake off, nginx answers 502.",
		fix: "Send the name (`proxy_ssl_server_name on`, `proxy_ssl_name`), let both sides have a version in common (`proxy_ssl_protocols`), name the authority that signed the app's certificate (`proxy_ssl_trusted_certificate`), and show a certificate where one is demanded (`proxy_ssl_certificate`)."
	},
	diagnose(symptom, facts, plan) {
		const { route, service, target } = symptom;
		if (!service || !target) return ruledOut("the address dialled is no port of a service of the project");
		const dialled = showTarget(target);
		if (!usesTls(route.scheme)) return ruledOut(`nginx speaks no TLS to ${dialled}`);
		if (isRefused(symptom)) return ruledOut(`the connection to ${dialled} was refused`);
		const peer = peerOf(plan, facts.protocols, target);
		const said = symptom.errors.find((error) => tlsTrouble.test(error.text))?.text ?? (peer?.handshakes.some((trial) => trial.alert === certificateRequired) === true ? "" : void 0);
		if (said === void 0) return ruledOut(`nginx did not complain of TLS with ${dialled}`);
		if (!peer) return unknown(`what ${dialled} understands was not tried`);
		if (!takesTls(peer)) return ruledOut(`${dialled} takes no TLS handshake`);
		const trouble = {
			symptom,
			route,
			service,
			target,
			peer,
			said,
			plan
		};
		return wrongName(trouble) ?? untrusted(trouble) ?? demandsCertificate(trouble) ?? lacksName(trouble) ?? noCommonVersion(trouble) ?? unexplained(trouble);
	}
});
/** The alert of TLS 1.3 to a client without a certificate. */
const certificateRequired = 116;
const tlsTrouble = /SSL_do_handshake\(\) failed|SSL_read\(\) failed \(SSL: |peer closed connection in SSL handshake|while SSL handshaking to upstream|upstream SSL certificate/;
function explained({ symptom, route, service, target, peer, plan }, explanation) {
	const edits = explanation.edits ?? [];
	const trial = explanation.trial ?? edits;
	const location = explanation.at ?? route.at ?? target.at;
	const isElsewhere = route.at !== void 0 && explanation.at !== void 0 && explanation.at.line !== route.at.line;
	return found({
		confidence: explanation.confidence ?? "likely",
		title: explanation.title,
		service: service.name,
		...location ? { location } : {},
		related: isElsewhere && route.at ? [{
			at: route.at,
			note: "nginx passes the request on here"
		}] : [],
		what: explanation.what,
		why: explanation.why,
		fix: {
			text: explanation.fix,
			edits
		},
		evidence: [...peerWitnesses(peer), ...gatewayWitnesses(symptom)],
		...trial.length > 0 ? { intervention: {
			kind: "edit-files",
			edits: trial,
			services: [plan.proxy.service]
		} } : {}
	});
}
/** The setting of the pass's own family in effect: "verify" for `proxy_ssl_verify`. */
function settingOf(route, name) {
	return route.settings?.find((setting) => setting.name === `${familyOf(route)}_ssl_${name}`);
}
function familyOf(route) {
	return route.directive.replace("_pass", "");
}
/** One `*_ssl_*` directive changed where it stands, or added behind the pass. */
function withSetting(route, name, value) {
	const directive = `${familyOf(route)}_ssl_${name}`;
	const line = `${directive} ${value};`;
	const present = settingOf(route, name);
	return present ? replaceDirective(present.at, directive, [line]) : addBehind(route.at, route.directive, [line]);
}
/** Several directives at once; those that are added are put behind the pass together. */
function withSettings(route, wanted) {
	const absent = Object.entries(wanted).filter(([name]) => !settingOf(route, name));
	const present = Object.entries(wanted).filter(([name]) => settingOf(route, name));
	return [...absent.length === 0 ? [] : addBehind(route.at, route.directive, absent.map(([name, value]) => `${familyOf(route)}_ssl_${name} ${value};`)), ...present.flatMap(([name, value]) => withSetting(route, name, value))];
}
function certificateOf(peer) {
	return peer.handshakes.find((trial) => trial.certificate !== void 0)?.certificate;
}
/** The name that nginx has for the peer when none is set. */
function usualName(route, target) {
	return route.group ?? target.host;
}
function wrongName(trouble) {
	const { route, service, target, peer, said } = trouble;
	const checked = /upstream SSL certificate does not match "([^"]*)"/.exec(said)?.[1];
	if (checked === void 0) return void 0;
	const names = certificateOf(peer)?.names ?? [];
	const fitting = [target.host, ...names].find((name) => names.includes(name) && !name.startsWith("*") && /^[\w.-]+$/.test(name));
	const edits = fitting === void 0 ? [] : withSettings(route, { name: fitting });
	return explained(trouble, {
		title: `the certificate of ${service.name} is not for "${checked}", which nginx checks`,
		at: settingOf(route, "name")?.at,
		what: `nginx checks the certificate of ${showTarget(target)} for "${checked}". It is for ${names.join(", ") || "no name at all"}.`,
		why: "Unless `proxy_ssl_name` is set, nginx checks for the name in `proxy_pass`; of an upstream group that is the group's name.",
		fix: fitting === void 0 ? `Give ${service.name} a certificate for "${checked}".` : `Have nginx check for ${fitting}, or give ${service.name} a certificate for "${checked}".`,
		edits
	});
}
function untrusted(trouble) {
	const { route, service, target, peer, said } = trouble;
	const [, code, reason = ""] = /upstream SSL certificate verify error: \((\d+):([^)]*)\)/.exec(said) ?? [];
	if (code === void 0) return void 0;
	const certificate = certificateOf(peer);
	const signed = certificate === void 0 ? "" : certificate.isSelfSigned ? ` It is self-signed (${certificate.subject}).` : ` It was signed by ${certificate.issuer}.`;
	const trusted = settingOf(route, "trusted_certificate")?.values[0];
	const isExpired = code === "10";
	return explained(trouble, {
		title: `nginx does not trust the certificate of ${service.name}: ${reason}`,
		at: settingOf(route, "verify")?.at,
		what: `nginx verifies the certificate of ${showTarget(target)} and rejects it: ${reason}.${signed}${trusted === void 0 ? "" : ` nginx trusts what ${trusted} holds.`}`,
		why: "With `proxy_ssl_verify on` nginx goes on only when an authority that it is told to trust has signed the certificate. Otherwise it breaks the handshake off and answers 502.",
		fix: isExpired ? `Renew the certificate of ${service.name}.` : `Name the authority that signed the certificate of ${service.name} (a self-signed one is its own) in \`${familyOf(route)}_ssl_trusted_certificate\`, or leave verification off where the network between is your own.`,
		trial: withSetting(route, "verify", "off")
	});
}
function demandsCertificate(trouble) {
	const { route, service, target, peer, said } = trouble;
	if (!(/alert certificate required|alert number 116/.test(said) || peer.handshakes.some((trial) => trial.alert === certificateRequired))) return void 0;
	const shown = settingOf(route, "certificate");
	return explained(trouble, {
		title: `${service.name} demands a certificate of nginx`,
		at: shown?.at,
		what: `${showTarget(target)} demands a client certificate${shown ? ` and does not take the one in ${shown.values[0] ?? "the configuration"}` : ", and nginx has none to show"}.`,
		why: "A server that demands a client certificate ends the connection of a client without one; nginx answers 502.",
		fix: `Give nginx a certificate that ${service.name} trusts (\`${familyOf(route)}_ssl_certificate\` and \`${familyOf(route)}_ssl_certificate_key\`), or do not demand one between the two.`
	});
}
function lacksName(trouble) {
	const { route, service, target, peer } = trouble;
	const sends = settingOf(route, "server_name")?.values[0] === "on";
	const usual = settingOf(route, "name")?.values[0] ?? usualName(route, target);
	const isTaken = (name) => peer.handshakes.some((trial) => trial.serverName === name && trial.outcome === "accepted");
	if (isTaken(sends ? usual : void 0)) return void 0;
	const names = peer.handshakes.filter((trial) => trial.outcome === "accepted").flatMap((trial) => trial.serverName ?? []);
	const name = names.includes(usual) ? usual : names[0];
	if (name === void 0) return void 0;
	const edits = withSettings(route, {
		...sends ? {} : { server_name: "on" },
		...name === usual ? {} : { name }
	});
	return explained(trouble, {
		title: sends ? `${service.name} has no certificate for "${usual}", the name that nginx sends` : `${service.name} wants a server name, and nginx sends none`,
		at: settingOf(route, sends ? "name" : "server_name")?.at,
		what: `${showTarget(target)} breaks the handshake off ${sends ? `when it is asked for "${usual}"` : "when it is asked for no name"}; asked for "${name}" it goes on.`,
		why: "A server with several certificates chooses by the name in the handshake (SNI). nginx sends that name to what it dials only with `proxy_ssl_server_name on`.",
		fix: `Send the name: \`${familyOf(route)}_ssl_server_name on\`${name === usual ? "" : ` with \`${familyOf(route)}_ssl_name ${name}\``}.`,
		edits
	});
}
function noCommonVersion(trouble) {
	const { route, service, target, peer, said } = trouble;
	if (!/alert protocol version|alert number 70|unsupported protocol|no protocols available|no shared cipher|no ciphers available|handshake failure/i.test(said)) return void 0;
	const taken = peer.handshakes.find((trial) => trial.outcome === "accepted" && trial.version !== void 0)?.version;
	if (taken === void 0) return void 0;
	const offered = settingOf(route, "protocols")?.values;
	const ciphers = settingOf(route, "ciphers");
	if (offered?.includes(taken) === true || offered === void 0 && ciphers) return ciphers && noCommonCipher(trouble, ciphers);
	const edits = withSetting(route, "protocols", [...offered ?? ["TLSv1.2"], taken].join(" "));
	return explained(trouble, {
		title: `${service.name} takes ${taken}, which nginx does not offer`,
		at: settingOf(route, "protocols")?.at,
		what: `${showTarget(target)} takes ${taken}. nginx offers ${offered?.join(", ") ?? "the versions of its default, in this release without it"}.`,
		why: "Without a version of TLS that both sides may use there is no handshake; nginx answers 502.",
		fix: `Add ${taken} to \`${familyOf(route)}_ssl_protocols\`.`,
		edits
	});
}
function noCommonCipher(trouble, ciphers) {
	const { route, service, target } = trouble;
	return explained(trouble, {
		title: `${service.name} takes none of the ciphers that nginx offers`,
		at: ciphers.at,
		what: `${showTarget(target)} takes a TLS handshake with the usual ciphers. nginx may use ${ciphers.values.join(" ")} alone.`,
		why: "Without a cipher that both sides may use there is no handshake; nginx answers 502.",
		fix: `Leave \`${familyOf(route)}_ssl_ciphers\` out, or name ciphers that ${service.name} takes.`,
		edits: withSetting(route, "ciphers", "DEFAULT")
	});
}
/** The handshake fails and no term is known to be the reason. */
function unexplained(trouble) {
	const { service, target, said } = trouble;
	const reason = /\(SSL: [^)]*?:([^:)]*(?::SSL alert number \d+)?)\)/.exec(said)?.[1] ?? "the connection is closed in the handshake";
	return explained(trouble, {
		confidence: "possible",
		title: `${service.name} breaks off nginx's TLS handshake`,
		what: `The TLS handshake with ${showTarget(target)} fails: ${reason}. No change of name or version was found that helps.`,
		why: "A handshake that one side breaks off leaves nginx without an answer: 502.",
		fix: `See in the log of ${service.name} which term of the handshake it does not take.`
	});
}

// src/diagnose/rules/variable-missing.ts
const variableMissing = defineRule({
	id: "variable-missing",
	title: "An environment variable that the app needs is not set",
	since: "0.1.0",
	symptoms: ["exit"],
	needs: ["sources", "services"],
	explains: ["crash-on-start", "worker-died"],
	absent: "nothing that the proxy depends on ended",
	doc: {
		what: "The app reads an environment variable at its start, does not find it, and ends.",
		why: "The variable is set on the developer's machine or in a file that is not committed, and nothing sets it where the app is deployed.",
		fix: "Set the variable where the deployment declares its environment, or give the reading line a default."
	},
	diagnose({ service, record }, { sources }, plan) {
		const missing = missingOf(service, record, sources);
		if (!missing) return ruledOut(`the output of ${service.name} names no variable that is not set`);
		const crash = readCrash(record, sources);
		const reader = missing.readers.find((at) => sameLine(at, crash?.at)) ?? missing.readers[0];
		const declared = service.variables[missing.name]?.at ?? declarations(service) ?? service.at;
		const location = reader ?? declared;
		const value = plausibleValue(missing.name, plan, service);
		return found({
			confidence: "likely",
			title: `${missing.name} is not set for ${service.name}`,
			service: service.name,
			...location ? { location } : {},
			related: reader && declared ? [{
				at: declared,
				note: `${missing.name} is not set here`
			}] : [],
			what: `${service.name} ends at its start (${showExit(record)}): ${missing.said}. Its container has no ${missing.name}.`,
			why: "The app gives up without the variable; nothing is left to answer, and nginx answers 502.",
			fix: {
				text: `Set ${missing.name} for ${service.name}, or give it a default where it is read.`,
				edits: []
			},
			evidence: [
				{
					kind: "log",
					text: missing.said
				},
				...(crash?.lines ?? lastLines(record, 4)).filter((line) => line.trim() !== missing.said).map((text) => ({
					kind: "log",
					text
				})),
				{
					kind: "exit",
					text: showExit(record)
				}
			],
			intervention: {
				kind: "set-variable",
				service: service.name,
				name: missing.name,
				value
			}
		});
	}
});
/** The first variable declared for a service: where one would add another. */
function declarations(service) {
	return Object.values(service.variables).find((variable) => variable.at !== void 0)?.at;
}
const lacks = /missing|required|must (?:be|have)|not (?:been )?(?:set|defined|found|provided|specified|configured|present)|isn't set|undefined|unset|unbound|no (?:value|such)|need|expected|empty|invalid|absent|without|could not resolve placeholder|parameter (?:null or )?not set|KeyError|key not found|NotPresent|environment variable/i;
function missingOf(service, record, sources) {
	const lines = lastLines(record, 120);
	for (const [index, line] of lines.entries()) {
		const context = lines.slice(Math.max(0, index - 3), index + 2).join("\n");
		if (!lacks.test(context)) continue;
		for (const name of namesIn(line)) {
			if (isSet(service, record, name)) continue;
			const readers = readersOf(service, sources, name).filter((mention) => mention.fallback === void 0).map((mention) => mention.at);
			if (readers.length > 0 || isToldPlainly(line, lines[index - 1], name)) return {
				name,
				said: line.trim().slice(0, 300),
				readers
			};
		}
	}
	return fieldOf(service, record, sources, lines);
}
function namesIn(line) {
	return [...new Set([...line.matchAll(/(?<![\w./-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)(?![\w/])/g)].map((match) => match[1] ?? "").filter((name) => name.length >= 3))];
}
/** An image that others made has no sources here: then its own words must name an environment variable as such. */
function isToldPlainly(line, before, name) {
	if (!name.includes("_")) return false;
	const text = `${before ?? ""} ${line}`;
	return /environment variable|\benv(?:ironment)? var|parameter (?:null or )?not set|unbound variable|You (?:must|need to) specify/i.test(text);
}
function isSet(service, record, name) {
	const planned = service.variables[name];
	return planned ? planned.value !== "" : record.variables.includes(name);
}
/** Settings classes name their fields in small letters: "database_url / Field required". */
function fieldOf(service, record, sources, lines) {
	for (const [index, line] of lines.entries()) {
		if (!/^\s*Field required/i.test(line)) continue;
		const field = (lines[index - 1] ?? "").trim();
		const readers = sources.variables.filter((mention) => mention.name.toLowerCase() === field.toLowerCase()).map((mention) => mention.at);
		if (/^\w+$/.test(field) && readers.length > 0 && !isSet(service, record, field.toUpperCase())) return {
			name: field.toUpperCase(),
			said: `${field}: ${line.trim()}`,
			readers
		};
	}
}
/** A value of the kind that the name asks for. */
function plausibleValue(name, plan, service) {
	const database = plan.services.find((each) => each.name !== service.name && each.image.kind === "reference" && /postgres|postgis|mysql|mariadb|mongo|redis|valkey/.test(each.image.reference));
	if (/(DATABASE|POSTGRES|PG|MYSQL|MARIADB|MONGO\w*|REDIS|DB|CACHE|BROKER|CELERY\w*)_?(URL|URI|DSN)$|_DSN$/.test(name)) return databaseUrl(name, database);
	if (/(URL|URI|ENDPOINT|ORIGIN)$/.test(name)) return "http://localhost";
	if (/PORT$/.test(name)) return String(plan.proxy.routes.flatMap((route) => route.targets).find((target) => target.port > 0)?.port ?? 8080);
	if (/(HOST|ADDR|ADDRESS)$/.test(name)) return database?.name ?? "localhost";
	if (/(TIMEOUT|COUNT|SIZE|LIMIT|WORKERS|THREADS|TTL|ID|NUMBER|MAX|MIN|_N)$/.test(name)) return "1";
	if (/(DEBUG|ENABLED?|DISABLED?|VERBOSE)$/.test(name)) return "false";
	return "upstream-gate";
}
function databaseUrl(name, database) {
	const value = (key, usual) => Object.entries(database?.variables ?? {}).find(([each]) => key.test(each))?.[1].value ?? usual;
	const image = database?.image.kind === "reference" ? database.image.reference : name.toLowerCase();
	const host = database?.name ?? "localhost";
	if (/redis|valkey|cache|broker|celery/.test(image)) return `redis://${host}:6379/0`;
	if (/mongo/.test(image)) return `mongodb://${host}:27017/app`;
	if (/mysql|maria/.test(image)) return `mysql://${value(/(MYSQL|MARIADB)_USER$/, "root")}:${value(/(MYSQL|MARIADB)(_ROOT)?_PASSWORD$/, "root")}@${host}:3306/${value(/(MYSQL|MARIADB)_DATABASE$/, "app")}`;
	return `postgresql://${value(/POSTGRES_USER$/, "postgres")}:${value(/POSTGRES_PASSWORD$/, "postgres")}@${host}:5432/${value(/POSTGRES_DB$/, "postgres")}`;
}

// src/diagnose/cut.ts
const reset = 104;
const brokenPipe = 32;
/** nginx's record of a connection that was taken and ended before the answer began; undefined when that is not what happened. */
function cutOff({ errors }) {
	return errors.findLast(({ message, errno, action = "" }) => /^(?:reading response header from|sending request to) upstream/.test(action) && (errno === reset || errno === brokenPipe || /^upstream (?:prematurely closed|sent unexpected FastCGI record)/.test(message)));
}

// src/diagnose/rules/worker-died.ts
const workerDied = defineRule({
	id: "worker-died",
	title: "The process that serves a request dies of it",
	since: "0.1.0",
	symptoms: ["gateway", "exit"],
	needs: ["sources"],
	absent: "no connection was cut before the answer, and everything kept running",
	doc: {
		what: "A request ends the process, worker or goroutine that serves it: an exception outside of the handler's own guard, a panic, a crash in a native library.",
		why: "With the process its connections go. nginx logs `upstream prematurely closed connection` or `recv() failed (104)` and answers 502. A process manager starts the next worker, which dies of the next request.",
		fix: "Handle the error where it is raised: the gate names the innermost line of the project's own code in what was said of the end."
	},
	diagnose(symptom, { sources }) {
		return symptom.kind === "exit" ? ofContainer(symptom, sources) : ofWorker(symptom, sources);
	}
});
/** A container that ended: of a request only when it runs on without one. */
function ofContainer({ service, record }, sources) {
	if (record.exits.length === 0) return ruledOut(`${service.name} did not end`);
	if (!record.unasked) return ruledOut(`${service.name} ended before it was asked, or when it was not known to be`);
	const { ranMs, hasEnded } = record.unasked;
	if (hasEnded) return ruledOut(`started once more and asked nothing, ${service.name} ended too, after ${showDuration(ranMs)}`);
	return draft$1(service, record, sources, {
		confidence: "likely",
		what: `${service.name} ended when it was asked: ${showExit(record)}. Started once more and asked nothing, it ran on for ${showDuration(ranMs)}.`,
		witnesses: [{
			kind: "exit",
			text: showExit(record)
		}]
	});
}
function ofWorker(symptom, sources) {
	const { service, record } = symptom;
	if (!service || !record) return ruledOut("no service is behind the address");
	if (!cutOff(symptom)) return ruledOut(`${dialled(symptom)} cut no connection before its answer began`);
	const patience = patienceIn(record.log);
	if (patience) return ruledOut(`${patience.server} ended the worker itself, for the time it took`);
	const death = deathOf(record);
	if (!death) return ruledOut(`${service.name} runs on, and its output tells of no process that ended`);
	if (death.isSurvived && !isOwnFault(readCrash(record, sources))) return unknown(`${service.name} tells of an error in a request that no line of the project takes part in`);
	return draft$1(service, record, sources, {
		confidence: death.isKill ? "possible" : "likely",
		what: `${dialled(symptom)} took the connection and closed it without an answer; ${service.name} says \`${death.line}\`.`,
		death,
		witnesses: [{
			kind: "log",
			text: death.line
		}, ...gatewayWitnesses(symptom)]
	});
}
function draft$1(service, record, sources, { confidence, what, death, witnesses }) {
	const crash = crashOf(record, sources, death);
	const location = crash?.at ?? startPlace(service);
	const said = crash?.message.replace(/^.*\bhttp: panic serving \S+: /, "") ?? death?.line ?? lastLines(record, 1)[0] ?? "it said nothing";
	return found({
		confidence,
		title: `a request ends what serves it in ${service.name}: ${said.slice(0, 120)}`,
		service: service.name,
		...location ? { location } : {},
		what: `${what}${crash && crash.message !== death?.line ? ` Its last error: \`${crash.message}\`.` : ""}`,
		why: "With the process that serves it the connection goes, and nginx answers 502. The next request meets the same end.",
		fix: {
			text: crash?.at ? "Correct what fails on this line, or handle the failure there." : "Correct what ends the process; what it said is quoted above.",
			edits: []
		},
		evidence: [...(crash?.lines ?? lastLines(record, 6)).map((text) => ({
			kind: "log",
			text
		})), ...witnesses],
		...withoutStatement(crash?.at, service.name, "blank")
	});
}
/** What was said of an error; of a worker that a signal ended, only what a runtime says of that: any other error was survived. */
function crashOf(record, sources, death) {
	const crash = readCrash(record, sources);
	return crash && (death?.isSignal !== true || /^Fatal Python error|\[BUG\]|^(?:panic|fatal error|SIG[A-Z]+): /.test(crash.message)) ? crash : void 0;
}
/** How the end of what serves a request is told, by process managers, runtimes and servers. Orderly ends are none. */
const deaths = [
	/\bWorker \(pid: ?\d+\) was sent SIG(?!TERM|INT|QUIT|HUP|USR)\w+!/,
	/\bWorker \(pid: ?\d+\) exited with code (?!0\b|3\b|4\b)\d+/,
	/^DAMN ! worker \d+ \(pid: \d+\) died/,
	/\bchild \d+ exited (?:on signal (?!15\b)\d+|with code (?!0\b)\d+)/,
	/\breaped #<Process::Status: pid \d+ (?:SIG(?!TERM|QUIT|INT)\w+|exit [1-9])/,
	/\bChild process \[\d+\] died/,
	/\bhttp: panic serving \S+: /,
	/^Exception (?:occurred|happened) during processing of request from /,
	/^Fatal Python error: /,
	/\[BUG\] Segmentation fault/,
	/^Node\.js v\d+\.\d+/,
	/\bSegmentation fault\b|\(core dumped\)/
];
/** What gunicorn and PHP-FPM put before what they say. */
const logger = /^\[\d[^\]]*\] (?:\[\d+\] \[\w+\] |[A-Z]+: )/;
/** An error on a line of the project, and none of a client that went away or spoke something else. */
function isOwnFault(crash) {
	return crash?.at !== void 0 && !/^(?:ssl\.)?SSL|^(?:ConnectionReset|ConnectionAborted|BrokenPipe|Timeout)Error\b/.test(crash.message);
}
function deathOf(record) {
	for (const pattern of deaths) {
		const line = record.log.findLast(({ text }) => pattern.test(text))?.text.replace(logger, "").trim().slice(0, 300);
		if (line !== void 0) return {
			line,
			isKill: /SIGKILL|signal 9\b/.test(line),
			isSignal: /\bSIG[A-Z]{2,}|\bsignal \d|Segmentation fault|core dumped/.test(line),
			isSurvived: /\bhttp: panic serving |during processing of request/.test(line)
		};
	}
}

// src/diagnose/rules/worker-timeout.ts
const workerTimeout = defineRule({
	id: "worker-timeout",
	title: "The app server ends a worker before it has answered",
	since: "0.1.0",
	symptoms: ["gateway"],
	needs: ["sources"],
	absent: "no connection was cut before the answer",
	doc: {
		what: "A request takes longer than the app server gives its workers: gunicorn's `--timeout` (30 s if nothing is set), uWSGI's `harakiri`, `request_terminate_timeout` of PHP-FPM, unicorn's `timeout`.",
		why: "The master process kills the worker, and with it the request. nginx sees the connection close without an answer and says 502 long before its own timeout would say 504. gunicorn may still answer 500 for a worker that it ends.",
		fix: "Raise the timeout of the app server, and `proxy_read_timeout` with it when the work takes more than 60 s. Work that takes minutes is better handed to a queue."
	},
	diagnose(symptom, { sources }) {
		const { service, record } = symptom;
		if (!service || !record) return ruledOut("no service is behind the address");
		if (!cutOff(symptom) && symptom.probe.endedWorker === void 0) return ruledOut(`${dialled(symptom)} cut no connection before its answer began`);
		const patience = patienceIn(record.log);
		if (!patience) return ruledOut(`the output of ${service.name} tells of no worker that took too long`);
		const limit = limitOf(patience, service, sources);
		const waited = Math.max(symptom.probe.durationMs, ...symptom.directs.map((direct) => direct.durationMs));
		if (limit.ms !== void 0 && waited < limit.ms / 2) return unknown(`${patience.server} ended a worker for the time it took, but this request was cut after ${showDuration(waited)}`);
		return draft(symptom, service, patience, limit, waited);
	}
});
/** What the trial allows. */
const longer = 120;
/** Settings in files, and how the start command says the same. */
const settings = {
	gunicorn: {
		names: ["timeout"],
		flag: /(?<![\w-])(?:--timeout|-t)(?:=|\s+|["']\s*,\s*["'])(\d{1,6})(?!\d)/g
	},
	uWSGI: {
		names: ["harakiri"],
		flag: /(?<![\w-])(?:--harakiri|-t)(?:=|\s+|["']\s*,\s*["'])(\d{1,6})(?!\d)/g
	},
	"PHP-FPM": { names: ["request_terminate_timeout"] },
	unicorn: { names: ["timeout"] },
	puma: { names: ["worker_timeout", "timeout"] }
};
function limitOf({ server }, service, sources) {
	const { names = [], flag } = settings[server] ?? {};
	return (flag && flagLimit(service, server, flag)) ?? fileLimit(service, sources, names) ?? {
		name: names[0] ?? "the timeout",
		edits: []
	};
}
/** The flag in the command that starts the server. */
function flagLimit(service, server, flag) {
	const places = [...service.start.flatMap((step) => step.at ?? []), ...Object.values(service.variables).flatMap(({ value, at }) => at && value.includes("--timeout") ? [at] : [])];
	for (const at of places) {
		const hits = [...(at.text ?? "").matchAll(flag)];
		const [hit] = hits;
		if (!hit || hits.length !== 1 || !new RegExp(server, "i").test(service.start.map((step) => step.text).join(" "))) continue;
		const from = hit.index + hit[0].length - (hit[1]?.length ?? 0);
		return {
			name: hit[0].match(/^-+\w+/)?.[0] ?? "the flag",
			ms: Number(hit[1]) * 1e3,
			at,
			edits: withValue(at, from, hit[1] ?? "", String(longer))
		};
	}
}
/** The line of a settings file of the service, when there is one alone. */
function fileLimit(service, sources, names) {
	const [only, ...others] = (sources.timeouts ?? []).filter(({ name, at }) => names.includes(name) && belongsTo(service, at.path));
	if (!only || others.length > 0) return void 0;
	const unit = /[smhd]$/.exec(only.value)?.[0] ?? "";
	const from = (only.at.text ?? "").lastIndexOf(only.value);
	return {
		name: only.name,
		ms: inMillis(Number.parseInt(only.value, 10), unit),
		at: only.at,
		edits: from === -1 ? [] : withValue(only.at, from, only.value, `${longer}${unit === "" ? "" : "s"}`)
	};
}
function inMillis(value, unit) {
	return value * ({
		m: 60,
		h: 3600,
		d: 86400
	}[unit] ?? 1) * 1e3;
}
function withValue(at, from, old, value) {
	const text = wholeText(at);
	return text === void 0 ? [] : [wholeLine(at, text.slice(0, from) + value + text.slice(from + old.length))];
}
/** The limit raised; where nothing sets gunicorn's, by the variable that it reads. */
function interventionOf({ server }, service, { edits, ms }) {
	if (edits.length > 0) return {
		kind: "edit-files",
		edits,
		services: [service.name]
	};
	if (server !== "gunicorn" || ms !== void 0) return void 0;
	const given = service.variables["GUNICORN_CMD_ARGS"]?.value;
	return {
		kind: "set-variable",
		service: service.name,
		name: "GUNICORN_CMD_ARGS",
		value: `${given === void 0 ? "" : `${given} `}--timeout ${longer}`
	};
}
function draft(symptom, service, patience, limit, waited) {
	const location = limit.at ?? startPlace(service);
	const intervention = interventionOf(patience, service, limit);
	const { at } = symptom.route;
	return found({
		confidence: "possible",
		title: `${patience.server} ends the worker of ${service.name} ${limit.ms === void 0 ? "for the time it takes" : `after ${showDuration(millis(limit.ms))}`}`,
		service: service.name,
		...location ? { location } : {},
		related: at ? [{
			at,
			note: "nginx passes the request on here"
		}] : [],
		what: `${patience.server} ended the worker that served the request, which had been waited for ${showDuration(waited)}: ${limit.name} ${limit.ms === void 0 ? "is not set" : `allows ${showDuration(millis(limit.ms))}`}.`,
		why: symptom.probe.endedWorker === void 0 ? "A worker takes its connections with it: nginx sees this one close without an answer and answers 502, whatever its own timeouts are." : `The worker is ended amid the request, which fails: what the client gets is the 500 of ${patience.server}, whatever nginx's timeouts are.`,
		fix: {
			text: `Raise ${limit.name}, or have the request done sooner.`,
			edits: limit.edits
		},
		evidence: [{
			kind: "log",
			text: patience.line
		}, ...gatewayWitnesses(symptom)],
		...intervention ? { intervention } : {}
	});
}

// src/diagnose/rules/index.ts
/** The catalogue, by id. */
const rules = [
	addressFamilyMismatch,
	appHangs,
	appReturnedError,
	buildFailed,
	certificateUnusable,
	connectionsExhausted,
	copySourceMissing,
	crashOnStart,
	dependencyManifestMissing,
	dependencyNotInstalled,
	dependencyNotReady,
	dependencyUnreachable,
	exitsImmediately,
	fastcgiScriptMissing,
	filesystemNotWritable,
	healthcheckInvalid,
	hostGatewayMissing,
	hostHeaderRejected,
	invalidResponse,
	loopbackBind,
	maintenanceMode,
	networksDisjoint,
	nothingListens,
	outOfMemory,
	platformConfigInvalid,
	portInUse,
	portMismatch,
	portVariableIgnored,
	privilegedPort,
	proxyConfigInvalid,
	proxyDialsItself,
	proxyTimeoutTooShort,
	publishedPortDialled,
	rateLimited,
	requestHeaderTooBig,
	resolverUnusable,
	responseHeaderTooBig,
	slowStart,
	socketFamilyMismatch,
	startCommandInvalid,
	unixSocketPathMismatch,
	unixSocketPermission,
	upstreamHostUnknown,
	upstreamProtocolMismatch,
	upstreamSchemeMismatch,
	upstreamServerDown,
	upstreamTlsRejected,
	variableMissing,
	workerDied,
	workerTimeout
];
/** The rule of a cause; undefined for an unknown id. */
function ruleOf(id) {
	return rules.find((rule) => rule.id === id);
}

export { rules as n, ruleOf as t };