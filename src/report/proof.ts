import type { ProofResult } from "../model/experiment.ts";
import type { Finding } from "../model/finding.ts";
import { cleanLine } from "./clean-text.ts";
import { sentence } from "./headline.ts";

const resultWords: Readonly<Record<Exclude<ProofResult, "not-attempted" | "confirmed">, string>> = {
  refuted: "refuted: the change did not turn it green",
  inconclusive: "inconclusive",
};

/** What was changed and what came of it without and with the change, a clean line each; why it was not tried; nothing when neither is known. */
export function proofLines({ proof }: Finding): string[] {
  const because = proof.because === undefined ? "" : `: ${sentence(proof.because)}`;
  if (proof.result === "not-attempted") return because === "" ? [] : [`not tried${because}`];
  return [
    ...(proof.result === "confirmed" ? [] : [`${resultWords[proof.result]}${because}`]),
    ...part("changed", proof.intervention),
    ...part("without the change", proof.control),
    ...part("with the change", proof.treatment),
  ];
}

function part(label: string, text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : [`${label}: ${cleanLine(text, 400)}`];
}
