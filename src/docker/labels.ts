import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type { Labels } from "./engine.ts";

export const runLabel = "upstream-gate.run";
export const createdLabel = "upstream-gate.created";
const ownerLabel = "upstream-gate.owner";
export const serviceLabel = "upstream-gate.service";

/** One run of the gate: its id and the labels that everything it makes carries. */
export interface RunIdentity {
  readonly id: string;
  readonly labels: Labels;
}

/** A new identity. The owner label says which process it is, so that a later run can tell whether this one still lives. */
export function newRun(now: Date = new Date()): RunIdentity {
  const id = randomBytes(6).toString("hex");
  return { id, labels: { [runLabel]: id, [createdLabel]: now.toISOString(), [ownerLabel]: ownerOf(process.pid) } };
}

/** The longest part that is kept as it is; what goes before it is shorter than 30 characters. */
const longestPart = 80;

/** The name of an object of this run; unique to it, a valid name for the engine and for an image, and another one for every part. */
export function objectName(run: RunIdentity, part: string): string {
  const plain = part
    .toLowerCase()
    .replace(/^[^a-z0-9]+|[^a-z0-9]{2,}|[^a-z0-9_.-]|[^a-z0-9]$/g, "-")
    .slice(0, longestPart);
  const isChanged = plain !== part || /-[0-9a-f]{8}$/.test(part);
  return `upstream-gate-${run.id}-${plain}${isChanged ? `-${createHash("sha256").update(part).digest("hex").slice(0, 8)}` : ""}`;
}

/** Objects whose owner cannot be asked (another machine or process namespace) are left alone for this long. */
const patience = 6 * 60 * 60 * 1000;

/** Whether the run that made an object with these labels is over. */
export function isAbandoned(labels: Labels, now: number): boolean {
  const owner = labels[ownerLabel];
  const [machine, pid, started] = owner?.split("/") ?? [];
  if (machine === undefined || machine !== machineId()) return now - Date.parse(labels[createdLabel] ?? "") > patience;
  return startTimeOf(Number(pid)) !== started;
}

/** Whether the run that made an object with these labels is known to go on: its process lives on this machine. */
export function isAlive(labels: Labels): boolean {
  const [machine, pid, started] = labels[ownerLabel]?.split("/") ?? [];
  return machine === machineId() && startTimeOf(Number(pid)) === started;
}

function ownerOf(pid: number): string {
  return `${machineId()}/${pid}/${startTimeOf(pid) ?? ""}`;
}

/** This boot of this machine, seen from this process namespace. */
function machineId(): string {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) ?? hostname();
  const namespace = attempt(() => readlinkSync("/proc/self/ns/pid").replace(/\D/g, "")) ?? "0";
  return `${boot}.${namespace}`;
}

/** The kernel's start time of a process, which with its id names it for good; undefined when it is gone. */
function startTimeOf(pid: number): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat !== undefined) return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return attempt(() => process.kill(pid, 0)) === true ? "alive" : undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
