import type { Tuning } from "../model/proxy.ts";
import { named, type Directive } from "./parser.ts";
import type { PlaceOf } from "./place.ts";

const tuned = /^(?:(?:proxy|fastcgi|uwsgi|scgi|grpc)_(?:(?:connect|send|read)_timeout|buffer_size|buffers|busy_buffers_size)|proxy_http_version)$/;

/** The timeouts, buffers and HTTP version in effect in a block; `scope` are the blocks around the pass, innermost first. Of each directive the innermost level decides. */
export function tuningOf(scope: readonly (readonly Directive[])[], placeOf: PlaceOf): Tuning[] {
  const names = new Set(scope.flatMap((block) => block.map((directive) => directive.name).filter((name) => tuned.test(name))));
  return [...names].flatMap((name) => {
    const depth = scope.findIndex((block) => named(block, name).length > 0);
    const directive = named(scope[depth], name)[0];
    return directive === undefined || directive.args.length === 0 ? [] : [readTuning(directive, depth, placeOf)];
  });
}

function readTuning(directive: Directive, depth: number, placeOf: PlaceOf): Tuning {
  const { name, args, file, line, nameToken } = directive;
  const { at } = placeOf(file, line, nameToken.column, nameToken.length);
  const places = args.map((arg) => placeOf(file, arg.line, arg.column, arg.length));
  const from = places.find((place) => place.from)?.from;
  const [first] = places;
  const last = places.at(-1);
  const isOnOneLine = args.every((arg) => arg.line === line) && first?.span && last?.span;
  const span = isOnOneLine && first.span && last.span ? { ...first.span, length: last.span.column + last.span.length - first.span.column } : undefined;
  return { name, args: args.map((arg) => arg.text), depth, ...(at ? { at } : {}), ...(span ? { span } : {}), ...(from ? { from } : {}) };
}
