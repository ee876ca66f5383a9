import type { ProbeResult } from "../model/evidence.ts";
import type { Experiment, Intervention, Proof } from "../model/experiment.ts";
import type { Finding } from "../model/finding.ts";
import { showSize } from "../model/units.ts";
import { describeIntervention, isTryable } from "./apply.ts";

/** What one trial showed. */
export interface Outcome {
  readonly probes: readonly ProbeResult[];
  /** What became of each service: "running", "exit code 1", "could not be started". */
  readonly states: ReadonlyMap<string, string>;
  /** The last words of each service that ended, without numbers: tells one end from another. */
  readonly words?: ReadonlyMap<string, string>;
  /** The most memory that a service took by its end, in bytes; only where a trial was about that. */
  readonly peaks?: ReadonlyMap<string, number>;
}

/** Runs trials; passed in, so that the logic of a proof needs no engine. */
export interface Laboratory {
  /** The same trial once more, without the change. */
  control(intervention: Intervention): Promise<Outcome>;
  /** The trial with the change; a text when the change could not be made. */
  treatment(intervention: Intervention): Promise<Outcome | string>;
}

/** A finding with the symptom it explains. */
export interface Candidate {
  readonly finding: Finding;
  readonly symptom: number;
}

/** More experiments than this cost more than they tell. */
const mostExperiments = 6;

/** Tries the findings' interventions, best first, for each symptom until one is confirmed; lines without their effect only then. */
export async function prove(candidates: readonly Candidate[], first: Outcome, laboratory: Laboratory, subjectOf: (finding: Finding) => string): Promise<Experiment[]> {
  const experiments: Experiment[] = [];
  const tried = new Map<string, Proof>();
  const settled = new Set<number>();
  const refuted = new Set<Finding>();
  for (const { finding, symptom } of inOrder(candidates)) {
    const { intervention } = finding;
    if (!intervention || settled.has(symptom) || tried.size >= mostExperiments) continue;
    if (isBlank(finding) && candidates.find((each) => each.symptom === symptom && !refuted.has(each.finding))?.finding !== finding) continue;
    const key = JSON.stringify(intervention);
    const proof = tried.get(key) ?? (await proveOne(finding, intervention, first, laboratory));
    tried.set(key, proof);
    if (proof.result === "confirmed") settled.add(symptom);
    if (proof.result === "refuted") refuted.add(finding);
    experiments.push({ cause: finding.cause, subject: subjectOf(finding), proof });
  }
  return experiments;
}

/** A line without its effect silences many a cause: every other change comes first. */
function inOrder(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => Number(isBlank(a.finding)) - Number(isBlank(b.finding)));
}

function isBlank({ intervention }: Finding): boolean {
  return intervention?.kind === "edit-files" && intervention.isBlank === true;
}

async function proveOne(finding: Finding, intervention: Intervention, first: Outcome, laboratory: Laboratory): Promise<Proof> {
  const described = describeIntervention(intervention);
  if (!isTryable(intervention)) return { result: "not-attempted", because: "the line to change could not be rewritten by itself" };
  const control = await laboratory.control(intervention);
  const relevant = relevantProbes(finding, first);
  const isBad = badFor(intervention);
  const again = stillFailing(relevant, control, isBad);
  if (again.length === 0)
    return { result: "inconclusive", intervention: described, control: showProbes(relevant, control), because: "without the change it passed this time: the failure is not stable" };
  const treatment = await laboratory.treatment(intervention);
  if (typeof treatment === "string") return { result: "inconclusive", intervention: described, control: showProbes(again, control), treatment: treatment, because: treatment };
  return {
    ...judge(finding, again, control, treatment),
    intervention: described,
    control: showProbes(again, control),
    treatment: showProbes(again, treatment) + stateOf(finding, treatment) + neededBy(finding, treatment),
  };
}

/** Green where it was red; refuted only when nothing at all has changed. */
function judge(finding: Finding, relevant: readonly string[], control: Outcome, treatment: Outcome): Pick<Proof, "result" | "because"> {
  const isBad = badFor(finding.intervention);
  const still = stillFailing(relevant, treatment, isBad);
  const broken = passing(control, isBad).filter((key) => !passing(treatment, isBad).includes(key) && keysOf(treatment).includes(key));
  if (still.length === 0 && broken.length === 0) return { result: "confirmed" };
  if (still.length === 0) return { result: "inconclusive", because: "it passes now, but something else has failed" };
  const isSame = still.length === relevant.length && showProbes(relevant, control) === showProbes(relevant, treatment) && endOf(finding, control) === endOf(finding, treatment);
  return isSame && isDecisive(finding.intervention)
    ? { result: "refuted" }
    : { result: "inconclusive", because: isSame ? "this change alone did not help" : "the change made a difference, but something still fails" };
}

/** Whether a change that does not help speaks against the cause: a value, a line or a command that was only guessed does not. */
function isDecisive(intervention: Intervention | undefined): boolean {
  if (intervention?.kind === "edit-files" && intervention.isDecisive === true) return true;
  return intervention !== undefined && intervention.kind !== "set-variable" && intervention.kind !== "edit-files" && intervention.kind !== "start-command";
}

function endOf(finding: Finding, outcome: Outcome): string {
  const service = finding.service ?? "";
  return `${outcome.states.get(service)} ${outcome.words?.get(service)}`;
}

/** Stands for every request through the proxy: a proxy that does not start may have left nothing to ask. */
const anything = "*";

function matches(key: string, result: ProbeResult): boolean {
  return key === anything ? result.via === "proxy" : keyOf(result) === key;
}

/** A request by its name and the way it took. */
function keyOf(result: ProbeResult): string {
  return result.via === "proxy" ? result.name : `${result.name} ${result.target?.service}`;
}

function keysOf(outcome: Outcome): string[] {
  return outcome.probes.map(keyOf);
}

type Judge = (result: ProbeResult) => boolean;

/** Tells results that fail in the trials of an intervention. */
function badFor(intervention: Intervention | undefined): Judge {
  const failing = [500, 502, 503, 504, ...(intervention?.kind === "edit-files" ? (intervention.failing ?? []) : [])];
  return (result) => result.error !== undefined || result.unmet !== undefined || result.refusal !== undefined || result.status === undefined || failing.includes(result.status);
}

/** The requests that the finding is about: those through the proxy that fail, else those straight to its service. */
function relevantProbes(finding: Finding, first: Outcome): string[] {
  const failing = first.probes.filter(badFor(undefined));
  const proxied = failing.filter((result) => result.via === "proxy");
  const isOwn = (result: ProbeResult): boolean =>
    finding.service === undefined || first.probes.some((direct) => direct.via === "direct" && direct.probe === result.probe && direct.target?.service === finding.service);
  // What fails by the intervention's own measure counts where nothing else does.
  const own =
    [proxied.filter(isOwn), proxied.length > 0 ? [] : first.probes.filter((result) => result.via === "proxy" && badFor(finding.intervention)(result))].find((results) => results.length > 0) ?? [];
  const chosen = own.length > 0 ? own : proxied.length > 0 ? proxied : failing.filter((result) => result.target?.service === finding.service);
  return first.probes.length === 0 ? [anything] : chosen.map(keyOf);
}

function stillFailing(keys: readonly string[], outcome: Outcome, isBad: Judge): string[] {
  return keys.filter((key) => outcome.probes.every((result) => !matches(key, result) || isBad(result)));
}

function passing(outcome: Outcome, isBad: Judge): string[] {
  return outcome.probes.filter((result) => result.via === "proxy" && !isBad(result)).map(keyOf);
}

/** "GET http://localhost/ -> 502". */
function showProbes(keys: readonly string[], outcome: Outcome): string {
  const shown = keys.slice(0, 3).map((key) => {
    const result = outcome.probes.find((each) => matches(key, each));
    return result ? `${result.request} -> ${showAnswer(result)}` : withoutAnswer(outcome);
  });
  return shown.join(", ") + (keys.length > 3 ? ` and ${keys.length - 3} more` : "");
}

/** Why there was nothing to ask. */
function withoutAnswer(outcome: Outcome): string {
  if (outcome.states.has("the platform")) return "nothing is deployed";
  const unbuilt = [...outcome.states].find(([, state]) => state === "could not be built")?.[0];
  return unbuilt === undefined ? "nginx did not start" : `the image of ${unbuilt} could not be built`;
}

function showAnswer({ status, error }: ProbeResult): string {
  return status === undefined ? (error ?? "no answer") : error === undefined ? String(status) : `${status}, broken off`;
}

/** The figure to choose a limit or a tariff by. */
function neededBy(finding: Finding, outcome: Outcome): string {
  const peak = outcome.peaks?.get(finding.service ?? "");
  return peak === undefined || peak <= 0 ? "" : ` (${finding.service} took ${showSize(peak)})`;
}

function stateOf(finding: Finding, outcome: Outcome): string {
  const state = outcome.states.get(finding.service ?? "");
  return state === undefined || state === "running" || state === "could not be built" ? "" : ` (${finding.service}: ${state})`;
}
