import { c as httpStatus, f as isReachable, l as showBytes, n as dialFromProxy, r as passedHost, t as targetsOf, u as speeches, v as leniently } from "./targets.js";
import { o as isLoopback } from "./address.js";
import { n as mayBeMisspoken, t as isFailing } from "./judgement.js";
import { t as passedPath } from "./proxy.js";
import { isIP } from "node:net";
import tls from "node:tls";

// src/http/exchange.ts
/** More than this of an answer is not listened to. */
const mostHeard = 2048;
/** Speaks to a peer in one protocol, over a connection of its own. Never rejects. */
async function speak(peer, speech, question, limitMs) {
	const { bytes, end } = await exchange(peer, speech.message(question), limitMs, (heard) => speech.understands(heard) || heard.length >= 256);
	const status = httpStatus(bytes);
	const outcome = speech.understands(bytes) ? "understood" : bytes.length > 0 ? "otherwise" : end === "enough" ? "silent" : end;
	return {
		said: speech.said,
		outcome,
		...status === void 0 ? {} : { status },
		...bytes.length > 0 ? { heard: showBytes(bytes) } : {}
	};
}
/** Listens to a peer without a word: some speak first. Never rejects. */
async function listen(peer, limitMs) {
	const { bytes, end } = await exchange(peer, void 0, limitMs, (heard) => heard.length > 0);
	return {
		said: "nothing",
		outcome: bytes.length > 0 ? "otherwise" : end === "enough" ? "silent" : end,
		...bytes.length > 0 ? { heard: showBytes(bytes) } : {}
	};
}
async function exchange({ dial, address, port }, message, limitMs, isEnough) {
	const limit = AbortSignal.timeout(limitMs);
	let stream;
	try {
		stream = await dial(address, port, limit);
	} catch {
		return {
			bytes: Buffer.alloc(0),
			end: limit.aborted ? "silent" : "unreachable"
		};
	}
	let bytes = Buffer.alloc(0);
	const end = await new Promise((resolve) => {
		limit.addEventListener("abort", () => resolve("silent"), { once: true });
		stream.on("data", (chunk) => {
			bytes = Buffer.concat([bytes, chunk]).subarray(0, mostHeard);
			if (isEnough(bytes)) resolve("enough");
		});
		for (const event of [
			"end",
			"close",
			"error"
		]) stream.once(event, () => resolve("closed"));
		if (message) stream.write(message, () => void 0);
	});
	stream.on("error", () => void 0).destroy();
	return {
		bytes,
		end
	};
}

// src/http/handshake.ts
/** Tries a TLS handshake with a server name or none, and a request over it. What the certificate is worth is not judged. Never rejects. */
async function shakeHands({ dial, address, port }, serverName, question, limitMs) {
	const named = serverName === void 0 ? {} : { serverName };
	const limit = AbortSignal.timeout(limitMs);
	let stream;
	try {
		stream = await dial(address, port, limit);
	} catch {
		return {
			...named,
			outcome: limit.aborted ? "silent" : "unreachable"
		};
	}
	const secure = tls.connect({
		socket: stream,
		...leniently,
		...serverName !== void 0 && isIP(serverName) === 0 ? { servername: serverName } : {}
	});
	const ending = await askSecurely(secure, question, limit);
	const version = secure.getProtocol() ?? void 0;
	const certificate = ending.outcome === "accepted" || version !== void 0 ? certificateOf(secure.getPeerCertificate()) : void 0;
	secure.on("error", () => void 0).destroy();
	stream.on("error", () => void 0).destroy();
	return {
		...named,
		...ending,
		...version === void 0 || ending.outcome !== "accepted" ? {} : { version },
		...certificate ? { certificate } : {}
	};
}
/** How long a peer has after the handshake to object to it. */
const objectionMs = 200;
/**
* With TLS 1.3 a peer that wants a client's certificate says so only after the handshake, or sends a session ticket. The request waits for
* either: on its way it would have the connection reset, and the alert lost.
*/
function askSecurely(secure, question, limit) {
	return new Promise((resolve) => {
		let isSecure = false;
		let isAsked = false;
		let heard = Buffer.alloc(0);
		const answered = () => ({
			outcome: "accepted",
			...httpStatus(heard) === void 0 ? {} : { status: httpStatus(heard) }
		});
		const ask = () => {
			if (isAsked || !secure.writable) return;
			isAsked = true;
			secure.write(speeches.http.message(question), () => void 0);
		};
		secure.once("secureConnect", () => {
			isSecure = true;
			secure.once("session", ask);
			setTimeout(ask, objectionMs).unref();
		});
		secure.on("data", (chunk) => {
			heard = Buffer.concat([heard, chunk]).subarray(0, 2048);
			if (httpStatus(heard) !== void 0 || heard.length >= 256) resolve(answered());
		});
		secure.once("error", (error) => resolve(isSecure && !/alert/i.test(error.message) ? answered() : brokenOff(error)));
		for (const event of ["end", "close"]) secure.once(event, () => resolve(isSecure ? answered() : { outcome: "closed" }));
		limit.addEventListener("abort", () => resolve(isSecure ? answered() : { outcome: "silent" }), { once: true });
	});
}
/** What OpenSSL says of bytes that are none of TLS. */
const strange = /wrong version number|packet length too long|record layer failure|unknown protocol|http request|bad record type|unexpected message/i;
function brokenOff(error) {
	const alert = /SSL alert number (\d+)/.exec(error.message)?.[1];
	const text = (error.reason ?? error.code ?? error.message).replace(/\s+/g, " ").slice(0, 120);
	if (alert !== void 0) return {
		outcome: "rejected",
		alert: Number(alert),
		error: text
	};
	if (strange.test(error.message)) return {
		outcome: "not-tls",
		error: text
	};
	if (error.code?.startsWith("ERR_SSL") === true) return {
		outcome: "rejected",
		error: text
	};
	return {
		outcome: "closed",
		error: text
	};
}
function certificateOf(peer) {
	if (!("subject" in peer) || Object.keys(peer).length === 0) return void 0;
	const alternatives = (peer.subjectaltname ?? "").split(", ").flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);
	const common = textOf(peer.subject.CN);
	const until = new Date(peer.valid_to);
	return {
		subject: nameOf(peer.subject),
		issuer: nameOf(peer.issuer),
		names: (alternatives.length > 0 ? alternatives : [common]).filter((name) => name !== "").slice(0, 20),
		isSelfSigned: JSON.stringify(peer.subject) === JSON.stringify(peer.issuer),
		validUntil: Number.isNaN(until.getTime()) ? "" : until.toISOString()
	};
}
function nameOf(name) {
	return Object.entries(name).map(([key, value]) => `${key}=${textOf(value)}`).join(", ").slice(0, 200);
}
function textOf(value) {
	return (Array.isArray(value) ? value.join(" ") : value ?? "").slice(0, 200);
}

// src/probe/protocols.ts
/** How long one message may stay without an answer. */
const limitMs = 1500;
/** Servers that speak first do so at once. */
const listenMs = 700;
const mostPeers = 6;
const mostOtherPorts = 3;
/**
* What the addresses understand that failing requests were passed on to, from nginx's place in the network. Asked are those that took the
* connection: a port that refuses speaks no protocol. Ports that the same service has open besides are asked too.
*/
async function tryProtocols(environment, results, watches) {
	const dialled = suspectsOf(environment, results);
	const others = (await Promise.all(dialled.map((suspect) => besides(suspect, watches.get(suspect.service))))).flat();
	return Promise.all(uniqueSuspects([...dialled, ...others]).map((suspect) => tryPeer(environment, suspect)));
}
/** Whether nginx cannot be understood however long one waits: the peer serves, in another protocol or not by nginx's terms. */
async function isInVain(environment, probe) {
	const suspects = uniqueSuspects(suspectsFor(environment, probe));
	const peers = await Promise.all(suspects.map((suspect) => tryPeer(environment, suspect)));
	return peers.length > 0 && peers.every((peer, index) => refuses(peer, expected(suspects[index]?.scheme), peers.length));
}
function refuses(peer, wanted, peers) {
	const understood = spoken(peer);
	if (!understood.has(wanted)) return understood.size > 0;
	if (wanted !== "tls") return false;
	return peer.handshakes.some((trial) => trial.outcome === "rejected" || trial.status !== void 0 && peers === 1);
}
function expected(scheme) {
	return scheme === "https" || scheme === "grpcs" ? "tls" : scheme === "grpc" ? "http2" : scheme ?? "http";
}
function spoken(peer) {
	const understood = peer.trials.filter((trial) => trial.outcome === "understood" && trial.said !== "nothing" && trial.status !== 400).map((trial) => trial.said);
	return /* @__PURE__ */ new Set([...understood, ...peer.handshakes.some((trial) => trial.outcome === "accepted" || trial.outcome === "rejected") ? ["tls"] : []]);
}
function suspectsOf(environment, results) {
	const { plan } = environment;
	return uniqueSuspects(results.filter((result) => result.via === "proxy" && (isFailing(result, plan.probes[result.probe]?.expect) || mayBeMisspoken(plan, result))).flatMap((result) => suspectsFor(environment, plan.probes[result.probe]).filter((suspect) => !isSettled(suspect, result, results)))).slice(0, mostPeers);
}
/** Whether the direct request tells enough: a refused connection, or an answer in the very protocol that nginx uses. */
function isSettled(suspect, proxied, results) {
	const direct = results.find((result) => result.via === "direct" && result.probe === proxied.probe && result.target?.service === suspect.service && result.target.port === suspect.port);
	if (direct?.error === "refused" || direct?.error === "unreachable") return true;
	return suspect.scheme === "http" && direct?.status !== void 0 && direct.status !== 400;
}
function suspectsFor(environment, probe) {
	const route = probe?.route === void 0 ? void 0 : environment.plan.proxy.routes[probe.route];
	if (!probe || !route) return [];
	return targetsOf(environment, probe).flatMap((target) => {
		const address = isLoopback(target.host) ? target.host : environment.addressOf(target.service);
		if (address === void 0 || environment.running(target.service)?.isDown !== false) return [];
		const host = passedHost(probe, route, target);
		const question = {
			method: "GET",
			path: passedPath(probe, route),
			host
		};
		return [{
			service: target.service,
			address,
			port: target.port,
			scheme: route.scheme,
			question,
			serverNames: serverNames(route, target.host, probe)
		}];
	});
}
/** The name that nginx would send, then others that the project knows the peer by. */
function serverNames(route, host, probe) {
	const written = route.settings?.find((setting) => setting.name.endsWith("_ssl_name"))?.values[0];
	const names = [
		...written === void 0 || written.includes("$") ? [] : [written],
		route.group ?? host,
		host,
		probe.host
	].map((name) => name.replace(/:\d+$/, ""));
	return [...new Set(names)].filter((name) => !/^[\d.]+$|:/.test(name));
}
/** Other ports of the service that nginx could dial. */
async function besides(suspect, watch) {
	const open = (await watch?.read().catch(() => []) ?? []).filter((socket) => socket.family !== "unix" && isReachable(socket) && socket.port !== suspect.port).map((socket) => socket.port);
	return [...new Set(open)].slice(0, mostOtherPorts).map((port) => ({
		...suspect,
		port
	}));
}
function uniqueSuspects(suspects) {
	const seen = /* @__PURE__ */ new Set();
	return suspects.filter(({ service, port }) => !seen.has(`${service}:${port}`) && seen.add(`${service}:${port}`));
}
/** What is likeliest first, and one after another: a server with one worker answers one at a time. The rest only when nothing is understood. */
async function tryPeer(environment, suspect) {
	const { service, address, port, scheme, question } = suspect;
	const peer = {
		dial: dialFromProxy(environment),
		address,
		port
	};
	const trials = [];
	const say = async (dialect) => void trials.push(await speak(peer, speeches[dialect], question, limitMs));
	await say("http");
	const handshakes = await tryHandshakes(peer, suspect);
	const isKnown = () => handshakes.some((trial) => trial.outcome === "accepted" || trial.outcome === "rejected") || trials.some((trial) => trial.outcome === "understood");
	if (!isKnown() || scheme === "grpc" || scheme === "grpcs") await say("http2");
	if (!isKnown()) await Promise.all([...[
		"fastcgi",
		"uwsgi",
		"scgi",
		"redis",
		"memcached",
		"postgres"
	].map(say), listen(peer, listenMs).then((trial) => trials.push(trial))]);
	return {
		service,
		address,
		port,
		trials,
		handshakes
	};
}
async function tryHandshakes(peer, { question, serverNames: names }) {
	const first = await shakeHands(peer, void 0, question, limitMs);
	if (first.outcome !== "accepted" && first.outcome !== "rejected" && first.outcome !== "closed") return [first];
	return [first, ...await Promise.all(names.slice(0, 3).map((name) => shakeHands(peer, name, question, limitMs)))];
}

export { tryProtocols as n, isInVain as t };