import { diagnose } from "./diagnose/diagnose.ts";
import { requireBoundFiles } from "./diagnose/absent-files.ts";
import { evidenceVersion, type Evidence, type EvidenceKey, type Facts } from "./model/evidence.ts";
import { failure, type FailureError } from "./model/failure.ts";
import type { Plan } from "./model/plan.ts";
import { noTimings } from "./model/timings.ts";
import type { Report } from "./model/verdict.ts";
import { version } from "./version.ts";

/** Diagnoses stored evidence again. Throws a Failure for a file that is none, or of another version. */
export function diagnoseEvidence(text: string, name: string): Report {
  const evidence = parseEvidence(text, name);
  requireBoundFiles(evidence.plan, evidence.facts);
  const { findings, ruledOut, unknown, symptoms } = diagnose(evidence);
  const { facts } = evidence;
  const probes = "value" in facts.probes ? facts.probes.value.map((result) => ({ ...result, trial: "first" as const })) : [];
  return {
    version,
    verdict: symptoms.length > 0 ? "fail" : "pass",
    plan: evidence.plan,
    findings,
    ruledOut,
    unknown,
    probes,
    sockets: "value" in facts.sockets ? facts.sockets.value : [],
    timeline: evidence.timeline ?? [],
    facts,
    timings: { ...noTimings, ...evidence.timings },
  };
}

function parseEvidence(text: string, name: string): Evidence {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw failure("usage", `${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { remedy: "Give the file that check wrote with --evidence FILE." });
  }
  if (!isRecord(data) || !("schema" in data && "facts" in data && "plan" in data && "experiments" in data)) throw noEvidence(name, "it has no schema, plan and facts");
  if (data["schema"] !== evidenceVersion)
    throw failure("usage", `${name} has version ${String(data["schema"])}; this program reads version ${evidenceVersion}.`, { remedy: "Use the version of Upstream Gate that wrote it." });
  const lacking = shapeless(data);
  if (lacking !== undefined) throw noEvidence(name, lacking);
  const evidence = data as unknown as Evidence;
  return { ...evidence, facts: withLaterFacts(evidence.facts, evidence.plan) };
}

function noEvidence(name: string, because: string): FailureError {
  return failure("usage", `${name} is not an evidence file: ${because}.`, { remedy: "Give the file that check wrote with --evidence FILE." });
}

/** "later": evidence written before there was the key lacks it, and the rules that need it then say so. "tried": it then has no entry of what was tried. */
const factKeys: Readonly<Record<EvidenceKey, "always" | "later" | "tried">> = {
  builds: "always",
  services: "always",
  sockets: "always",
  proxy: "always",
  probes: "always",
  sources: "always",
  paths: "later",
  protocols: "tried",
};

function withLaterFacts(facts: Facts, plan: Plan): Facts {
  const absent = Object.entries(factKeys).filter(([key]) => !(key in facts));
  const dialsSocket = plan.proxy.routes.some((route) => route.targets.some((target) => target.socket !== undefined));
  // Without a Unix socket there was nothing to look at, then as now.
  const paths = "paths" in facts || dialsSocket ? {} : { paths: { value: { records: [], workers: [], users: {} } } };
  return { ...facts, ...Object.fromEntries(absent.map(([key, since]) => [key, since === "tried" ? { value: [] } : { missing: "the evidence was written before it was collected" }])), ...paths };
}

/** What is not as in evidence, as far as a look at its outside tells; undefined when nothing is. */
function shapeless({ plan, facts, experiments }: Readonly<Record<string, unknown>>): string | undefined {
  if (!isRecord(plan) || !isRecord(plan["proxy"]) || !["services", "probes", "networks", "notes"].every((key) => Array.isArray(plan[key]))) return "its plan is none";
  const isFact = (value: unknown): boolean => isRecord(value) && ("value" in value || typeof value["missing"] === "string");
  const missing = Object.entries(factKeys).find(([key, since]) => !isRecord(facts) || (key in facts ? !isFact(facts[key]) : since === "always"))?.[0];
  if (missing !== undefined) return `its facts tell nothing of ${missing}`;
  return Array.isArray(experiments) ? undefined : "its experiments are no list";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
