import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What nginx said of the samples, by their titles; written by `script/nginx-agreement --record`. */
export interface Answers {
  /** As `nginx -v` has it. */
  readonly nginx: string;
  readonly samples: Readonly<Record<string, string>>;
}

const path = join(import.meta.dirname, "answers.json");

export function readAnswers(): Answers {
  return JSON.parse(readFileSync(path, "utf8")) as Answers;
}

export function writeAnswers(answers: Answers): void {
  writeFileSync(path, `${JSON.stringify(answers, null, 2)}\n`);
}
