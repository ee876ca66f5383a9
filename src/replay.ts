import { diagnose } from "./diagnose/diagnose.ts";
import { evidenceVersion, type Evidence } from "./model/evidence.ts";
import { failure } from "./model/failure.ts";
import { noTimings, type Report } from "./model/verdict.ts";
import { version } from "./version.ts";

/** Diagnoses stored evidence again. Throws a Failure for a file that is none, or of another version. */
export function diagnoseEvidence(text: string, name: string): Report {
  const evidence = parseEvidence(text, name);
  const { findings, ruledOut, unknown, symptoms } = diagnose(evidence);
  const { facts } = evidence;
  const probes = "value" in facts.probes ? facts.probes.value.map((result) => ({ ...result, trial: "first" as const })) : [];
  return { version, verdict: symptoms.length > 0 ? "fail" : "pass", plan: evidence.plan, findings, ruledOut, unknown, probes, sockets: "value" in facts.sockets ? facts.sockets.value : [], timeline: [], timings: { ...noTimings, ...evidence.timings } };
}

function parseEvidence(text: string, name: string): Evidence {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw failure("usage", `${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give the file that check wrote with --evidence FILE." });
  }
  if (!isRecord(data) || !("schema" in data && "facts" in data && "plan" in data && "experiments" in data)) throw failure("usage", `${name} is not an evidence file: it has no schema, plan and facts.`, { remedy: "Give the file that check wrote with --evidence FILE." });
  if (data["schema"] !== evidenceVersion) throw failure("usage", `${name} has version ${String(data["schema"])}; this program reads version ${evidenceVersion}.`, { remedy: "Use the version of Upstream Gate that wrote it." });
  return data as unknown as Evidence;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
