import type { NginxStartError } from "../model/evidence.ts";
import type { Location } from "../model/location.ts";
import type { Edit } from "../model/edit.ts";
import { serviceNamed, type Plan, type Service } from "../model/plan.ts";
import { wholeLine, wholeText } from "./edits.ts";

/** What a template step did to a line. */
export interface TemplateFault {
  readonly what: string;
  readonly fix: string;
  /** The fix as a change of the project's files; empty when only the user can make it. */
  readonly edits: readonly Edit[];
  /** The line that makes the step do so, where it is known. */
  readonly at?: Location;
}

/** What a template step did to the line that nginx refuses, and what to do about it; undefined when it did nothing. */
export function templateFault(plan: Plan, error: NginxStartError, at: Location | undefined): TemplateFault | undefined {
  const file = plan.proxy.files.find((each) => each.renderedAs !== undefined && each.renderedAs === error.file);
  const service = serviceNamed(plan, plan.proxy.service);
  if (!file || !service || at?.text === undefined) return undefined;
  const names = [...new Set([...at.text.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].map((match) => match[1] ?? match[2] ?? ""))];
  const undefinedNames = names.filter((name) => !(name in service.variables));
  if (file.emptiesUnknown === true) {
    if (undefinedNames.length === 0) return undefined;
    const own = undefinedNames.map((name) => `$${name}`).join(", ");
    return {
      what: `envsubst is called without a list of names and puts in nothing for what the environment of ${service.name} does not define: ${own} in ${file.repo}.`,
      fix: `Give envsubst the names that it is to replace, in single quotes, so that ${own} stays.`,
      ...withNames(service),
    };
  }
  const left = undefinedNames.filter((name) => at.text?.includes(`\${${name}}`) === true && error.message.toLowerCase().includes(name.toLowerCase()));
  if (left.length === 0) return undefined;
  return {
    what: `The template step replaces what the environment of ${service.name} defines and leaves the rest as it is written; ${left.join(" and ")} ${left.length === 1 ? "is" : "are"} not defined there.`,
    fix: `Define ${left.join(" and ")} in the environment of ${service.name}, or write the value into ${file.repo}.`,
    edits: [],
  };
}

/** The one call of envsubst that gives no names, with those that the project sets for the service. */
function withNames(service: Service): Pick<TemplateFault, "edits" | "at"> {
  const names = Object.entries(service.variables).flatMap(([name, { at }]) => (at ? [name] : []));
  const calls = service.start.flatMap(({ at }) => (at && /\benvsubst\s*</.test(wholeText(at) ?? "") ? [at] : []));
  const [at] = calls;
  const [before = "", after = "", ...more] = (at && wholeText(at)?.split(/(?<=\benvsubst)(?=\s*<)/)) ?? [];
  // Within single quotes there can be no others.
  if (!at || calls.length > 1 || more.length > 0 || names.length === 0 || before.split("'").length % 2 === 0) return { edits: [] };
  const dollar = isComposeFile(at.path) ? "$$" : "$";
  return { at, edits: [wholeLine(at, `${before} '${names.map((name) => dollar + name).join(" ")}'${after}`)] };
}

/** Compose reads a dollar as its own, and two as one. */
function isComposeFile(path: string): boolean {
  return /\.ya?ml$/.test(path);
}
