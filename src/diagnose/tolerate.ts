import type { Finding, Unknown } from "../model/finding.ts";
import type { CauseSetting } from "../model/inputs.ts";
import { showLocation } from "../model/location.ts";
import type { DiagnosisWithSymptoms } from "./diagnose.ts";

/** What remains of a diagnosis when causes are switched off or lowered. */
export interface Tolerated extends DiagnosisWithSymptoms {
  /** Symptoms that still fail the gate: those that no such cause explains. */
  readonly failing: readonly string[];
}

/**
 * Lowers and drops findings as the user asks. A symptom is tolerated when the cause that explains it best is one of theirs; any other fails the
 * gate as before, and is said to be unrecognised when no error is left that could stand for it. Pure.
 */
export function tolerate(diagnosis: DiagnosisWithSymptoms, settings: readonly CauseSetting[]): Tolerated {
  const settingOf = ({ cause, level }: Finding): CauseSetting | undefined => (level === "error" ? settings.find((each) => each.cause === cause) : undefined);
  const { findings, symptoms, candidates } = diagnosis;
  if (!findings.some((finding) => settingOf(finding))) return { ...diagnosis, failing: symptoms };
  const failing = symptoms.filter((_, index) => {
    const best = candidates.find((candidate) => candidate.symptom === index);
    return best === undefined || settingOf(best.finding) === undefined;
  });
  const kept = findings.flatMap((finding): Finding[] => {
    const setting = settingOf(finding);
    return setting === undefined ? [finding] : setting.level === "warning" ? [{ ...finding, level: "warning" }] : [];
  });
  const off = settings.filter(({ cause, level }) => level === "off" && findings.some((finding) => finding.cause === cause));
  const open = kept.some((finding) => finding.level === "error") ? [] : failing.map((because) => ({ cause: "unrecognised", because }));
  return { ...diagnosis, findings: kept, unknown: [...off.map(switchedOff), ...diagnosis.unknown, ...open], failing };
}

function switchedOff({ cause, at }: CauseSetting): Unknown {
  return { cause, because: `it was found and is switched off${at ? ` at ${showLocation({ path: at.path, line: at.line })}` : ""}: it does not fail the gate` };
}
