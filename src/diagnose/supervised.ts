import type { ServiceRecord } from "../model/evidence.ts";
import type { Edit } from "../model/edit.ts";
import type { Location } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import { replaceWord } from "./edits.ts";
import { belongsTo } from "./places.ts";

/** A program that a process manager in a container was told to start and could not. */
export interface Unsupervised {
  readonly program: string;
  readonly said: string;
  readonly what: string;
  /** The line that names it. */
  readonly at?: Location;
  /** The line with the program's plain name in place of a path or a version. */
  readonly edits: readonly Edit[];
}

/** How supervisord and others say so: group 1 is the program. */
const failures: readonly (readonly [RegExp, string])[] = [
  [/can't find command ['"]([^'"\s]+)/, "is not in the image"],
  [/command at ['"]([^'"\s]+)['"] is not executable/, "may not be executed"],
  [/no permission to run command ['"]([^'"\s]+)/, "may not be executed"],
  [/(?:s6|runit|runsv)[\w-]*: fatal: unable to (?:exec|spawn|start) ([^\s:]+):? ?.*No such file/, "is not in the image"],
];

/** What a process manager says last of a program that it cannot start; undefined when it says nothing of the kind. */
export function unsupervised(service: Service, record: ServiceRecord, sources: SourceFacts): Unsupervised | undefined {
  for (const { text } of record.log.toReversed()) {
    for (const [pattern, what] of failures) {
      const program = pattern.exec(text)?.[1];
      if (program !== undefined) return { program, said: text.trim().slice(0, 300), what: `${program} ${what}`, ...placeOf(service, sources, program) };
    }
  }
  return undefined;
}

function placeOf(service: Service, sources: SourceFacts, program: string): Pick<Unsupervised, "at" | "edits"> {
  const naming = (sources.supervised ?? []).filter((each) => each.program === program && belongsTo(service, each.at.path));
  const [only] = naming;
  if (!only || naming.length > 1) return { edits: [] };
  const plain = plainName(program);
  return { at: only.at, edits: plain === program ? [] : replaceWord(only.at, program, plain) };
}

/** "/usr/sbin/php-fpm7.0" is called "php-fpm" wherever the image has another version of it. */
function plainName(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1).replace(/(?<=[a-z])-?\d+(?:\.\d+)*$/i, "");
}
