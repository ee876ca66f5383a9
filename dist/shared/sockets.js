import { i as cleanText, n as cleanLine } from "./clean-text.js";
import { r as place } from "./headline.js";
import { a as serviceNamed } from "./plan.js";
import { c as pathSeenBy, l as plainPath, o as isLoopback, u as serviceOf } from "./address.js";

// src/report/diff.ts
/** A fix's edits as a small diff. Lines of the original are shown where the finding quotes them, and counted where it does not. */
function diffOf(finding) {
	const known = quotedLines(finding);
	return finding.fix.edits.flatMap((edit) => editLines(edit, known));
}
function quotedLines(finding) {
	const places = [finding.location, ...finding.related.map((each) => each.at)];
	return new Map(places.filter((at) => at?.text !== void 0).map((at) => [`${at.path}:${at.line}`, at.text]));
}
function editLines(edit, known) {
	const removed = Array.from({ length: Math.max(0, Math.min(200, edit.endLine - edit.startLine + 1)) }, (_, index) => edit.startLine + index).map((line) => known.get(`${edit.path}:${line}`));
	const areAllKnown = removed.every((text) => text !== void 0);
	return [
		{
			sign: "@",
			text: cleanText(`${edit.path}:${range(edit)}${areAllKnown ? "" : ", replaced by"}`, 240).replaceAll("\n", " ")
		},
		...areAllKnown ? removed.map((text) => ({
			sign: "-",
			text: oneLine(text ?? "")
		})) : [],
		...edit.replacement.split("\n").map((text) => ({
			sign: "+",
			text: oneLine(text)
		}))
	];
}
function range(edit) {
	if (edit.endLine < edit.startLine) return `${edit.startLine}, inserted before it`;
	return edit.endLine === edit.startLine ? String(edit.startLine) : `${edit.startLine}-${edit.endLine}`;
}
function oneLine(text) {
	return cleanText(text, 300).replaceAll("\n", " ").trimEnd();
}

// src/report/sockets.ts
/** The embedded name server of the engine, in every container. */
const engineResolver = "127.0.0.11";
/** The table for a service: its listening sockets, then the addresses that are dialled and nothing listens on. undefined when they were not read. */
function socketTable(report, service) {
	const record = report.sockets.find((each) => each.service === service);
	if (record === void 0) return void 0;
	const targets = targetsOf(report.plan, record.service);
	const sockets = record.sockets.filter((socket) => socket.address !== engineResolver);
	const seen = targets.map((target) => asSeenBy(report.plan, record.service, target));
	const rows = [...sockets.map((socket) => socketRow(socket, seen, report.plan, record)), ...missingRows(report.sockets, sockets, seen)];
	return {
		service: cleanLine(record.service, 80),
		readAt: record.readAt,
		rows
	};
}
function targetsOf(plan, service) {
	if (plan === void 0) return [];
	return plan.proxy.routes.flatMap((route) => route.targets).filter((target) => serviceOf(plan, target)?.name === service);
}
/** A Unix socket by the path at which the service has it, where nginx has its folder at another. */
function asSeenBy(plan, service, target) {
	const proxy = plan && serviceNamed(plan, plan.proxy.service);
	const own = plan && serviceNamed(plan, service);
	return target.socket === void 0 || !proxy || !own ? target : {
		...target,
		socket: plainPath(pathSeenBy(proxy, own, target.socket) ?? target.socket)
	};
}
function socketRow(socket, targets, plan, record) {
	const dialled = targets.filter((target) => isSamePort(socket, target)).map((target) => needOf(socket, target));
	const published = plan?.topology.value === "host" ? publishedPlaces(plan, record.service, socket) : [];
	const needs = [.../* @__PURE__ */ new Set([...dialled, ...published])];
	return {
		process: processName(socket),
		address: addressOf(socket),
		neededBy: needs.length === 0 ? "nobody" : needs.slice(0, 2).join(", ")
	};
}
function processName(socket) {
	if (socket.process === void 0) return "unknown";
	const program = socket.process.command.trim().split(/\s+/)[0] ?? "";
	return `${cleanLine(program.split("/").at(-1) ?? "", 40)} (pid ${socket.process.pid})`;
}
function addressOf(socket) {
	if (socket.family === "unix") return cleanLine(`unix:${socket.address}`, 120);
	return cleanLine(socket.family === "tcp6" ? `[${socket.address}]:${socket.port}` : `${socket.address}:${socket.port}`, 120);
}
function isSamePort(socket, target) {
	return socket.family === "unix" ? target.socket === plainPath(socket.address) : target.socket === void 0 && target.port === socket.port;
}
function needOf(socket, target) {
	const isOutOfReach = socket.family !== "unix" && isLoopback(socket.address) && !isLoopback(target.host);
	return `${dialledAt(target)}${isOutOfReach ? ", which cannot reach a loopback address" : ""}`;
}
function dialledAt(target) {
	return target.at === void 0 ? "nginx" : place(target.at);
}
function publishedPlaces(plan, service, socket) {
	return (serviceNamed(plan, service)?.ports.filter((each) => each.target === socket.port && each.published !== void 0) ?? []).map((each) => `port ${each.published} of the host${each.at === void 0 ? "" : `, ${place(each.at)}`}`);
}
function missingRows(everywhere, sockets, targets) {
	const unixSockets = everywhere.flatMap((each) => each.sockets).filter((socket) => socket.family === "unix");
	const rows = targets.filter((target) => !(target.socket === void 0 ? sockets : unixSockets).some((socket) => isSamePort(socket, target))).map((target) => ({
		process: "-",
		address: cleanLine(target.socket === void 0 ? `port ${target.port}` : `unix:${target.socket}`, 120),
		neededBy: dialledAt(target)
	}));
	return rows.filter((row, index) => rows.findIndex((other) => other.address === row.address && other.neededBy === row.neededBy) === index);
}

export { diffOf as n, socketTable as t };