import { nearest } from "./model/names.ts";
import { ruleOf, rules } from "./diagnose/rules/index.ts";
import { failure } from "./model/failure.ts";

/** The page of one root cause as plain text; the catalogue without one. Throws a Failure for an unknown id. */
export function explain(cause: string | undefined): string {
  if (cause === undefined) return `${catalogue().join("\n")}\n\nupstream-gate explain CAUSE shows one of them.\n`;
  const rule = ruleOf(cause);
  if (!rule) {
    const meant = nearest(
      cause,
      rules.map((each) => each.id),
    );
    throw failure("usage", `There is no root cause "${cause}".`, { remedy: meant === undefined ? "upstream-gate explain lists them." : `Did you mean ${meant}?` });
  }
  const { what, why, fix } = rule.doc;
  return `${rule.id}: ${rule.title}\n\nWhat happens\n${wrapped(what)}\n\nWhy\n${wrapped(why)}\n\nWhat to do\n${wrapped(fix)}\n`;
}

function catalogue(): string[] {
  const width = Math.max(...rules.map((rule) => rule.id.length));
  return rules.map((rule) => `${rule.id.padEnd(width)}  ${rule.title}`);
}

function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 96) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.join("\n");
}
