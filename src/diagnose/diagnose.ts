import type { Evidence, EvidenceKey, FactTypes, Facts } from "../model/evidence.ts";
import type { Experiment } from "../model/experiment.ts";
import type { Diagnosis, Finding, RuledOut, Unknown } from "../model/finding.ts";
import { showLocation } from "../model/location.ts";
import { readPlatformSymptoms } from "./platform-symptoms.ts";
import { choose, type Suspicion } from "./rank.ts";
import type { Draft } from "./rule.ts";
import { rules, type AnyRule } from "./rules/index.ts";
import { describeSymptom } from "./symptom-words.ts";
import { readBuildSymptoms, readSymptoms, type Symptom } from "./symptoms.ts";

/** What a diagnosis rests on: the plan, the facts, and what has been tried. */
export type Case = Pick<Evidence, "plan" | "facts" | "experiments">;

/** The findings, and what was looked for besides. */
export interface DiagnosisWithSymptoms extends Diagnosis {
  /** What went wrong, in a few words each; empty when nothing did. */
  readonly symptoms: readonly string[];
  /** Every finding that is not refuted, with the symptom it is for: what experiments can decide between. */
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  readonly finding: Finding;
  /** Index among the symptoms. */
  readonly symptom: number;
}

/** Asks every rule about every symptom and ranks the answers. Pure: the same evidence gives the same findings. */
export function diagnose({ plan, facts, experiments }: Case): DiagnosisWithSymptoms {
  const refused = readPlatformSymptoms(plan);
  const isBuilt = refused.length === 0 && (!("value" in facts.builds) || facts.builds.value.every((build) => build.ok));
  const missing = missingOf(facts, isBuilt ? ["builds", "services", "proxy", "probes"] : ["builds"]);
  if (missing !== undefined) return { findings: [], ruledOut: [], unknown: [{ cause: "any", because: missing }], symptoms: ["the evidence is incomplete"], candidates: [] };
  const symptoms =
    refused.length > 0 ? refused : isBuilt ? readSymptoms(plan, valuesOf(facts, ["builds", "services", "proxy", "probes", "protocols"])) : readBuildSymptoms(plan, valuesOf(facts, ["builds"]).builds);
  const suspicions: Suspicion[] = [];
  const ruledOut: RuledOut[] = [];
  const absent: RuledOut[] = [];
  const unknown: Unknown[] = [];
  for (const rule of symptoms.length > 0 ? rules : []) {
    const asked = symptoms.filter((symptom) => rule.symptoms.includes(symptom.kind));
    // Of what was never started nothing is ruled out.
    if (asked.length === 0 && isBuilt) absent.push({ cause: rule.id, because: rule.absent });
    for (const symptom of asked) {
      const lacking = missingOf(facts, rule.needs);
      const answer = lacking === undefined ? rule.diagnose(symptom, valuesOf(facts, [...rule.needs, ...(rule.wants ?? [])]) as FactTypes, plan) : { kind: "unknown" as const, because: lacking };
      if (answer.kind === "finding") suspicions.push({ symptom, rule, finding: findingOf(rule, answer.draft, experiments) });
      else (answer.kind === "ruled-out" ? ruledOut : unknown).push({ cause: rule.id, because: answer.because });
    }
  }
  const chosen = choose(plan, suspicions);
  // What was tried and what was looked at tells more than what never came up.
  const settled = [...chosen.ruledOut, ...ruledOut, ...absent];
  const causes = new Set(chosen.findings.map((finding) => finding.cause));
  const open = firstOfEach([...chosen.unknown, ...unknown].filter(({ cause }) => !causes.has(cause)));
  const openCauses = new Set(open.map(({ cause }) => cause));
  return {
    findings: chosen.findings,
    ruledOut: firstOfEach(settled.filter(({ cause }) => !causes.has(cause) && !openCauses.has(cause))),
    unknown: [...open, ...unexplained(symptoms, chosen.findings)],
    symptoms: symptoms.map(describeSymptom),
    candidates: chosen.candidates.map(({ finding, symptom }) => ({ finding, symptom: symptoms.indexOf(symptom) })),
  };
}

/** The key under which a finding's experiment is kept. */
export function subjectOf(draft: Pick<Draft, "location" | "service">): string {
  return `${draft.service ?? ""}@${draft.location ? showLocation({ path: draft.location.path, line: draft.location.line }) : ""}`;
}

function findingOf(rule: AnyRule, draft: Draft, experiments: readonly Experiment[]): Finding {
  const subject = subjectOf(draft);
  const proof = experiments.find((experiment) => experiment.cause === rule.id && experiment.subject === subject)?.proof ?? { result: "not-attempted" as const };
  const edits = draft.fix.edits.filter((edit) => !edit.replacement.includes("[redacted:"));
  const isWhole = edits.length === draft.fix.edits.length;
  return {
    cause: rule.id,
    level: "error",
    related: [],
    ...draft,
    title: draft.title ?? rule.title,
    confidence: proof.result === "confirmed" ? "proven" : draft.confidence,
    fix: { text: draft.fix.text, edits: isWhole ? edits : [], safe: proof.result === "confirmed" && isWhole && edits.length > 0 },
    proof,
  };
}

function missingOf(facts: Facts, keys: readonly EvidenceKey[]): string | undefined {
  for (const key of keys) {
    const fact = facts[key];
    if ("missing" in fact) return `${key} could not be read: ${fact.missing}`;
  }
  return undefined;
}

function valuesOf<K extends EvidenceKey>(facts: Facts, keys: readonly K[]): Pick<FactTypes, K> {
  return Object.fromEntries(keys.flatMap((key) => ("value" in facts[key] ? [[key, facts[key].value]] : []))) as unknown as Pick<FactTypes, K>;
}

function firstOfEach<T extends { readonly cause: string }>(items: readonly T[]): T[] {
  const seen = new Set<string>();
  return items.filter(({ cause }) => !seen.has(cause) && seen.add(cause));
}

/** When nothing is found at all, the symptoms themselves are what is known. */
function unexplained(symptoms: readonly Symptom[], findings: readonly Finding[]): Unknown[] {
  return findings.some((finding) => finding.level === "error") ? [] : symptoms.map((symptom) => ({ cause: "unrecognised", because: describeSymptom(symptom) }));
}
