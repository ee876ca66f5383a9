import type { EvidenceKey, FactTypes } from "../model/evidence.ts";
import type { Finding, Fix, Witness } from "../model/finding.ts";
import type { Intervention } from "../model/experiment.ts";
import type { Location, RelatedLocation } from "../model/location.ts";
import type { Plan } from "../model/plan.ts";
import type { Symptom, SymptomKind } from "./symptoms.ts";

/** A root cause as a rule makes it out, before anything has been tried. */
export interface Draft {
  readonly confidence: "likely" | "possible";
  /** Overrides the rule's own title with one that has the numbers. */
  readonly title?: string;
  readonly level?: Finding["level"];
  readonly service?: string;
  readonly location?: Location;
  readonly related?: readonly RelatedLocation[];
  readonly what: string;
  readonly why: string;
  readonly fix: Omit<Fix, "safe">;
  readonly evidence: readonly Witness[];
  readonly intervention?: Intervention;
}

/** A rule's answer to one symptom. */
export type Conclusion = { readonly kind: "finding"; readonly draft: Draft } | { readonly kind: "ruled-out"; readonly because: string } | { readonly kind: "unknown"; readonly because: string };

/** The root cause is there. */
export function found(draft: Draft): Conclusion {
  return { kind: "finding", draft };
}

/** It is not there; `because` is one clause that names the observation. */
export function ruledOut(because: string): Conclusion {
  return { kind: "ruled-out", because };
}

/** It cannot be told; `because` says what is lacking. */
export function unknown(because: string): Conclusion {
  return { kind: "unknown", because };
}

/** One root cause and how it is recognised: pure, total, and blind to every fact it does not name. */
export interface Rule<S extends SymptomKind = SymptomKind, K extends EvidenceKey = EvidenceKey, W extends EvidenceKey = EvidenceKey> {
  /** The cause's id in the contract; also its page and its corpus folder. */
  readonly id: string;
  /** A noun phrase of the defect, under 60 characters. */
  readonly title: string;
  readonly since: string;
  /** What it can be the cause of; asked for no other symptom. */
  readonly symptoms: readonly S[];
  /** All it may read. Lacking any of it, the rule is not asked and counts as unknown. */
  readonly needs: readonly K[];
  /** What it reads besides where that is there. */
  readonly wants?: readonly W[];
  /** Causes that this one makes redundant when both are found for one symptom. */
  readonly explains?: readonly string[];
  /** Why it is ruled out when none of its symptoms occurred. */
  readonly absent: string;
  readonly doc: { readonly what: string; readonly why: string; readonly fix: string };
  diagnose(symptom: Extract<Symptom, { kind: S }>, facts: Pick<FactTypes, K> & Partial<Pick<FactTypes, W>>, plan: Plan): Conclusion;
}

/** Gives a rule its types: `diagnose` sees the symptoms and facts that it names, nothing else. */
export function defineRule<const S extends SymptomKind, const K extends EvidenceKey, const W extends EvidenceKey = never>(rule: Rule<S, K, W>): Rule<S, K, W> {
  return rule;
}
