import type { FastcgiRoute } from "../model/proxy.ts";
import { sourced, type Location, type Sourced } from "../model/location.ts";
import { named, type Directive } from "./parser.ts";

/** Answers where a directive stands in the repository; undefined when no file of it holds it. */
export type DirectivePlace = (directive: Directive) => Location | undefined;

/** What holds for a `fastcgi_pass`: `scope` are the blocks around it, innermost first. Parameters are all or nothing per level. */
export function readFastcgi(scope: readonly (readonly Directive[])[], placeOf: DirectivePlace): FastcgiRoute {
  const params = scope.map((block) => named(block, "fastcgi_param")).find((level) => level.length > 0) ?? [];
  const root = rootOf(scope, placeOf);
  const index = innermost(scope, "fastcgi_index")?.args[0]?.text;
  return {
    params: Object.fromEntries(params.flatMap((param): [string, Sourced<string>][] => (param.args[1] ? [[param.args[0]?.text ?? "", sourced(param.args[1].text, placeOf(param))]] : []))),
    splits: innermost(scope, "fastcgi_split_path_info")?.args[0]?.text.includes("php") === true,
    ...(root ? { root } : {}),
    ...(index === undefined ? {} : { index }),
  };
}

/** The root of the innermost block that has one. What `alias`, a variable or a relative path makes of it depends on the request or the image. */
function rootOf(scope: readonly (readonly Directive[])[], placeOf: DirectivePlace): Sourced<string> | undefined {
  const level = scope.find((block) => block.some((directive) => directive.name === "root" || directive.name === "alias"));
  const directive = level?.findLast((each) => each.name === "root" || each.name === "alias");
  const text = directive?.args[0]?.text;
  if (!directive || directive.name === "alias" || text?.startsWith("/") !== true || text.includes("$")) return undefined;
  return sourced(text, placeOf(directive));
}

function innermost(scope: readonly (readonly Directive[])[], name: string): Directive | undefined {
  return scope.flatMap((block) => named(block, name).slice(0, 1))[0];
}
