import type { ProbeResult } from "../model/evidence.ts";
import type { Witness } from "../model/finding.ts";
import { showTarget } from "../model/proxy.ts";
import type { GatewaySymptom } from "./symptoms.ts";

const connectionRefused = 111;
/** For a Unix socket: there is no such file. */
const noSuchFile = 2;

/** Whether the address that nginx dialled had nobody to take the connection: by nginx's own error number, else by our own try. */
export function isRefused(symptom: GatewaySymptom): boolean {
  if (symptom.errors.some((error) => error.errno === connectionRefused)) return true;
  if (symptom.target?.socket !== undefined) return socketErrno(symptom) === noSuchFile;
  return symptom.directs.some((direct) => direct.error === "refused" && (symptom.target === undefined || direct.target?.port === symptom.target.port));
}

/** The number of the error with which nginx's connection to a Unix socket failed; undefined when it did not, or nginx did not say. */
export function socketErrno(symptom: GatewaySymptom): number | undefined {
  const own = symptom.errors.filter((error) => error.message.startsWith("connect() to unix:") && error.errno !== undefined);
  return (own.findLast((error) => error.message.includes(`unix:${symptom.target?.socket} `)) ?? own.at(-1))?.errno;
}

/** What nginx wrote and what came back, through it and past it. */
export function gatewayWitnesses(symptom: Pick<GatewaySymptom, "probe" | "directs"> & Partial<Pick<GatewaySymptom, "errors">>): Witness[] {
  const [error] = (symptom.errors ?? []).filter((each) => each.level !== "info" && each.level !== "notice").slice(-1);
  return [
    { kind: "attempt", text: showResult(symptom.probe) },
    ...symptom.directs.slice(0, 3).map((direct): Witness => ({ kind: "attempt", text: showResult(direct) })),
    ...(error ? [{ kind: "nginx" as const, text: error.text.slice(0, 500) }] : []),
  ];
}

/** "GET http://localhost/ through nginx: 502 in 1 ms". */
export function showResult(result: ProbeResult): string {
  const where = result.via === "proxy" ? "through nginx" : `straight to ${result.target?.service ?? "the app"}:${result.target?.port === 0 ? result.target.address : (result.target?.port ?? "")}`;
  const outcome = result.status === undefined ? (result.error ?? "no answer") : result.error === undefined ? String(result.status) : `${result.status}, broken off`;
  return `${result.request} ${where}: ${outcome} in ${Math.round(result.durationMs)} ms`;
}

/** The address dialled, as written. */
export function dialled({ target, route }: GatewaySymptom): string {
  return target ? showTarget(target.through ?? target) : route.value;
}

/** Where nginx comes from when it dials, after "nginx dials …": nothing reaches a published port but what stands behind it. */
export function wayTo({ target }: GatewaySymptom): string {
  return target?.through ? `on the host, where port ${target.through.port} is published` : "from another container";
}
