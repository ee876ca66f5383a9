import type { BuildRecord } from "../model/evidence.ts";
import type { Witness } from "../model/finding.ts";
import type { Location } from "../model/location.ts";

/** Whether a failed step could not reach the network: a fault of the moment, or of the machine. */
export function lacksNetwork(build: BuildRecord): string | undefined {
  return build.log.findLast((line) =>
    /Temporary failure (?:in name )?resol|Could not resolve (?:host|'|proxy)|EAI_AGAIN|ENOTFOUND|ETIMEDOUT|ECONNRESET|network is unreachable|Name or service not known|NewConnectionError|Connection timed out|Could not connect to|i\/o timeout|dial tcp|SSL: CERTIFICATE_VERIFY_FAILED|x509: certificate|Network unreachable|\b50[234] (?:Bad Gateway|Service Unavailable|Gateway Time)/.test(
      line,
    ),
  );
}

const complaint = /error|failed|cannot|could not|not found|invalid|no such|undefined|unknown|unable/i;

/** The last lines of the step that read like a complaint, and the builder's own words. */
export function buildWitnesses(build: BuildRecord): Witness[] {
  const lines = build.log.filter((line) => line.trim() !== "" && !/^npm (?:notice|warn)|^npm error(?: (?:Run "npm help|A complete log|aliases:|\[).*)?$/.test(line));
  const told = lines.filter((line) => complaint.test(line));
  return [...(told.length > 0 ? told : lines).slice(-5).map((text): Witness => ({ kind: "log", text })), ...(build.error === undefined ? [] : [{ kind: "log" as const, text: build.error }])];
}

/** What the step said last that reads like a complaint. */
export function lastComplaint(build: BuildRecord): string {
  return (
    build.log.findLast((line) => complaint.test(line) && !/^npm (?:notice|warn)|A complete log of this run/.test(line)) ??
    build.log.at(-1) ??
    build.error ??
    "the builder did not say why"
  ).trim();
}

/** The physical line of the step that holds a word; its first line when none does. */
export function lineWith(build: BuildRecord, word: string): Location | undefined {
  return build.step?.lines.find((line) => line.text?.includes(word) === true) ?? build.step?.at;
}
