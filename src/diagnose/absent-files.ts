import type { Facts, ServiceRecord } from "../model/evidence.ts";
import { failure, type FailureError } from "../model/failure.ts";
import type { AbsentBind, Plan } from "../model/plan.ts";
import { literally } from "../model/pattern.ts";

/** How programs say that a file is not there, or not what they expect. */
const isLacking = /no such file|not found|cannot find|could not (?:find|open|load|read)|can'?t open|does not exist|doesn't exist|is a directory|ENOENT|EISDIR|ENOTDIR|is not a file|is empty/i;
/** What a program said before that is about something else. */
const lastWords = 40;

/**
 * Refuses to judge a project of which a container ended for want of a file that it binds: that CI lacks it is no fault of the project.
 * Throws a Failure where the last words of such a container name the path.
 */
export function requireBoundFiles({ absentBinds = [] }: Plan, { services }: Facts): void {
  for (const bind of absentBinds) {
    const record = "value" in services ? services.value.find((each) => each.name === bind.service) : undefined;
    const said = record && lastWordsOf(record).find((text) => isLacking.test(text) && names(text, bind.target));
    if (said !== undefined) throw refusal(bind, said);
  }
}

function lastWordsOf(record: ServiceRecord): string[] {
  return record.exits.length === 0 ? [] : record.log.slice(-lastWords).map((line) => line.text);
}

/** Whether a text names a path, or one below it, or it by its last part alone, as programs do in their own folder. */
function names(text: string, path: string): boolean {
  const plain = path.replace(/(.)\/$/, "$1");
  const last = plain.slice(plain.lastIndexOf("/") + 1);
  return hasWord(text, plain) || (last.includes(".") ? hasWord(text, last) : new RegExp(`(?<![\\w.-])${literally(last)}/`).test(text));
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w.-])${literally(word)}(?![\\w.-])`).test(text);
}

function refusal({ service, source, isOfHost, target, at }: AbsentBind, said: string): FailureError {
  const where = isOfHost ? `${source} of the host; a path outside the project is not mounted` : `${source}, which is not in the repository`;
  return failure("refused", `The service ${service} needs ${target}, which it binds from ${where}, and ${service} ended without it.`, {
    remedy: `Commit ${isOfHost ? "an example of the file and bind that" : "it, or an example of it and bind that"}, in the same file or in a Compose file for the gate beside it: a later --compose-file that mounts something at ${target} replaces this line.`,
    detail: said.slice(0, 500),
    ...(at ? { at } : {}),
  });
}
