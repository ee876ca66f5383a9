import { readFileSync, readlinkSync } from "node:fs";
import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";

// src/docker/labels.ts
const runLabel = "upstream-gate.run";
const createdLabel = "upstream-gate.created";
const ownerLabel = "upstream-gate.owner";
const serviceLabel = "upstream-gate.service";
/** A new identity. The owner label says which process it is, so that a later run can tell whether this one still lives. */
function newRun(now = /* @__PURE__ */ new Date()) {
	const id = randomBytes(6).toString("hex");
	return {
		id,
		labels: {
			[runLabel]: id,
			[createdLabel]: now.toISOString(),
			[ownerLabel]: ownerOf(process.pid)
		}
	};
}
/** The longest part that is kept as it is; what goes before it is shorter than 30 characters. */
const longestPart = 80;
/** The name of an object of this run; unique to it, a valid name for the engine and for an image, and another one for every part. */
function objectName(run, part) {
	const plain = part.toLowerCase().replace(/^[^a-z0-9]+|[^a-z0-9]{2,}|[^a-z0-9_.-]|[^a-z0-9]$/g, "-").slice(0, longestPart);
	const isChanged = plain !== part || /-[0-9a-f]{8}$/.test(part);
	return `upstream-gate-${run.id}-${plain}${isChanged ? `-${createHash("sha256").update(part).digest("hex").slice(0, 8)}` : ""}`;
}
/** Objects whose owner cannot be asked (another machine or process namespace) are left alone for this long. */
const patience = 216e5;
/** Whether the run that made an object with these labels is over. */
function isAbandoned(labels, now) {
	const [machine, pid, started] = labels[ownerLabel]?.split("/") ?? [];
	if (machine === void 0 || machine !== machineId()) return now - Date.parse(labels["upstream-gate.created"] ?? "") > patience;
	return startTimeOf(Number(pid)) !== started;
}
/** Whether the run that made an object with these labels is known to go on: its process lives on this machine. */
function isAlive(labels) {
	const [machine, pid, started] = labels[ownerLabel]?.split("/") ?? [];
	return machine === machineId() && startTimeOf(Number(pid)) === started;
}
function ownerOf(pid) {
	return `${machineId()}/${pid}/${startTimeOf(pid) ?? ""}`;
}
/** This boot of this machine, seen from this process namespace. */
function machineId() {
	return `${attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) ?? hostname()}.${attempt(() => readlinkSync("/proc/self/ns/pid").replace(/\D/g, "")) ?? "0"}`;
}
/** The kernel's start time of a process, which with its id names it for good; undefined when it is gone. */
function startTimeOf(pid) {
	const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
	if (stat !== void 0) return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
	return attempt(() => process.kill(pid, 0)) === true ? "alive" : void 0;
}
function attempt(read) {
	try {
		return read();
	} catch {
		return;
	}
}

export { runLabel as a, objectName as i, isAlive as n, serviceLabel as o, newRun as r, isAbandoned as t };