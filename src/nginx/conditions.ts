import type { Location } from "../model/location.ts";
import type { Guard } from "../model/proxy.ts";
import { named, type Directive } from "./parser.ts";
import { toExpression } from "./pcre.ts";
import type { PlaceOf } from "./place.ts";
import type { Possible, Variables } from "./variables.ts";

/** What judging a condition needs beside its words. */
export interface ConditionContext {
  readonly placeOf: PlaceOf;
  /** What brings a file to a path of the container, when the project does. */
  readonly fileAt: (path: string) => Location | undefined;
  readonly variables: Variables;
}

type Told = Pick<Guard, "condition" | "holds" | "switchAt">;

/**
 * What an `if` asks and, as far as the configuration's own assignments and the project's files tell, whether it holds. `scope` are
 * the blocks around what it guards, innermost first.
 */
export function readCondition(directive: Directive, scope: readonly (readonly Directive[])[], context: ConditionContext): Told {
  const condition = directive.args
    .map((arg) => arg.text)
    .join(" ")
    .replace(/^\(\s*|\s*\)$/g, "");
  const file = /^(!?)-[fe]\s+(\S+)$/.exec(condition);
  const told = file ? aboutFile(file[2] ?? "", file[1] === "!", scope, context) : aboutVariable(condition, directive, scope, context);
  return { condition, ...told };
}

/** A file that the project brings is there; of any other nothing is known. */
function aboutFile(path: string, isNegated: boolean, scope: readonly (readonly Directive[])[], context: ConditionContext): Omit<Told, "condition"> {
  const root = scope.flatMap((block) => named(block, "root").slice(-1))[0]?.args[0]?.text ?? "/etc/nginx/html";
  const at = context.fileAt(path.replace("$document_root", root));
  if (!at) return {};
  return isNegated ? { holds: false } : { holds: true, switchAt: at };
}

function aboutVariable(condition: string, directive: Directive, scope: readonly (readonly Directive[])[], context: ConditionContext): Omit<Told, "condition"> {
  const parts = /^(\$\w+)(?:\s+(=|!=|~\*?|!~\*?)\s+(.*))?$/.exec(condition);
  if (!parts) return {};
  const [, name = "", operator, wanted = ""] = parts;
  const possible = context.variables.expand({ ...directive.nameToken, text: name }, directive.file, scope);
  const holding = possible.filter(({ text }) => holds(text, operator, wanted));
  const [only] = holding;
  const switchAt = holding.length === 1 && only ? placeOf(only, context) : undefined;
  return { ...(possible.length === 0 ? {} : isSame(holding, possible)), ...(switchAt ? { switchAt } : {}) };
}

function isSame(holding: readonly Possible[], possible: readonly Possible[]): { holds?: boolean } {
  return holding.length === possible.length ? { holds: true } : holding.length === 0 ? { holds: false } : {};
}

function holds(value: string, operator: string | undefined, wanted: string): boolean {
  if (operator === undefined) return value !== "" && value !== "0";
  if (operator === "=" || operator === "!=") return (value === wanted) === (operator === "=");
  const matches = toExpression(wanted, operator.endsWith("*"))?.test(value) === true;
  return matches !== operator.startsWith("!");
}

function placeOf({ token, file }: Possible, { placeOf: find }: ConditionContext): Location | undefined {
  return find(file, token.line, token.column, token.length).at;
}
