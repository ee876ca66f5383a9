import type { NginxStartError } from "../model/evidence.ts";
import type { Location } from "../model/location.ts";
import { serviceNamed, type Plan } from "../model/plan.ts";

/** What a template step did to the line that nginx refuses, and what to do about it; undefined when it did nothing. */
export function templateFault(plan: Plan, error: NginxStartError, at: Location | undefined): { readonly what: string; readonly fix: string } | undefined {
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
    };
  }
  const left = undefinedNames.filter((name) => at.text?.includes(`\${${name}}`) === true && error.message.toLowerCase().includes(name.toLowerCase()));
  if (left.length === 0) return undefined;
  return {
    what: `The template step replaces what the environment of ${service.name} defines and leaves the rest as it is written; ${left.join(" and ")} ${left.length === 1 ? "is" : "are"} not defined there.`,
    fix: `Define ${left.join(" and ")} in the environment of ${service.name}, or write the value into ${file.repo}.`,
  };
}
