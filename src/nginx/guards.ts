import type { Location } from "../model/location.ts";
import type { Guard, GuardedLocation, VirtualServer } from "../model/proxy.ts";
import type { Config } from "./config.ts";
import { readCondition, type ConditionContext } from "./conditions.ts";
import { named, type Directive } from "./parser.ts";
import type { PlaceOf } from "./place.ts";
import type { LocationBlock, ServerBlock } from "./servers.ts";
import { Variables } from "./variables.ts";

/** What reading guards needs beside the configuration. */
export interface GuardContext {
  readonly placeOf: PlaceOf;
  /** What brings a file to a path of the container, when the project does. */
  readonly fileAt: (path: string) => Location | undefined;
}

/** Blocks around a directive, innermost first. */
type Scope = readonly (readonly Directive[])[];

/** The servers, each with what may answer in it before anybody is asked. */
export function guardedServers(config: Config, blocks: readonly ServerBlock[], context: GuardContext): VirtualServer[] {
  const http = named(config.directives, "http").flatMap((directive) => directive.block ?? []);
  const reader = new GuardReader(http, context);
  return blocks.map((block) => reader.server(block));
}

class GuardReader {
  readonly #http: readonly Directive[];
  readonly #context: GuardContext;
  readonly #conditions: ConditionContext;

  constructor(http: readonly Directive[], context: GuardContext) {
    this.#http = http;
    this.#context = context;
    this.#conditions = { ...context, variables: new Variables(http) };
  }

  server({ server, directive, locations }: ServerBlock): VirtualServer {
    const scope = [directive.block ?? [], this.#http];
    const guards = [...this.#returns(scope), ...this.#limits(scope, true)];
    const inside = locations.map((location) => this.#location(location, scope));
    return guards.length > 0 || inside.some(isGuarded) ? { ...server, guards, locations: inside } : server;
  }

  #location({ modifier, pattern, directive, children }: LocationBlock, outer: Scope): GuardedLocation {
    const scope = [directive.block ?? [], ...outer];
    const tried = named(directive.block, "try_files").at(-1);
    const last = tried?.args.at(-1)?.text ?? "";
    const handsTo = /^[@/]/.test(last) ? last.replace(/[?$].*$/, "") : "";
    return {
      modifier,
      pattern,
      guards: [...this.#returns(scope), ...this.#limits(scope, pattern === "/" && (modifier === "" || modifier === "^~")), ...(tried ? this.#lastResort(tried, last) : [])],
      ...(handsTo === "" ? {} : { handsTo }),
      children: children.map((child) => this.#location(child, scope)),
    };
  }

  /** `return` of the innermost block and of its `if` blocks, in their order. */
  #returns(scope: Scope): Guard[] {
    return (scope[0] ?? []).flatMap((directive): Guard[] => {
      if (directive.name === "return") return this.#returned(directive);
      if (directive.name !== "if" || !directive.block) return [];
      const asked = readCondition(directive, [directive.block, ...scope], this.#conditions);
      return named(directive.block, "return").flatMap((each) => this.#returned(each).map(({ holds: _always, ...guard }) => ({ ...guard, ...asked })));
    });
  }

  #returned(directive: Directive): Guard[] {
    const status = Number(directive.args[0]?.text);
    return status >= 500 && status <= 599 ? [{ kind: "return", status, ...this.#place(directive), holds: true }] : [];
  }

  #lastResort(tried: Directive, last: string): Guard[] {
    const status = Number(/^=(5\d\d)$/.exec(last)?.[1]);
    const files = tried.args.slice(0, -1).map((arg) => arg.text);
    return Number.isNaN(status) ? [] : [{ kind: "try_files", status, ...this.#place(tried), condition: `there is no file ${files.join(" or ")}` }];
  }

  /** Limits are all or nothing per level: the innermost level that has any decides. */
  #limits(scope: Scope, isWholeServer: boolean): Guard[] {
    return (["limit_conn", "limit_req"] as const).flatMap((kind) => {
      const depth = scope.findIndex((block) => named(block, kind).length > 0);
      const status = Number(scope.map((block) => named(block, `${kind}_status`)[0]).find((each) => each !== undefined)?.args[0]?.text ?? 503);
      return named(scope[depth], kind).flatMap((directive) => this.#limit(kind, directive, status, isWholeServer || depth > 0));
    });
  }

  #limit(kind: "limit_req" | "limit_conn", directive: Directive, status: number, isWide: boolean): Guard[] {
    const words = directive.args.map((arg) => arg.text);
    const zone = kind === "limit_conn" ? words[0] : words.flatMap((word) => /^zone=(.+)$/.exec(word)?.[1] ?? [])[0];
    if (zone === undefined) return [];
    const burst = Number(words.flatMap((word) => /^burst=(\d+)$/.exec(word)?.[1] ?? [])[0] ?? 0);
    return [{ kind, status, zone, ...(kind === "limit_req" ? { burst } : {}), ...this.#place(directive), ...(isWide ? { isWide: true as const } : {}) }];
  }

  #place(directive: Directive): { at?: Location } {
    const { at } = this.#context.placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length);
    return at ? { at } : {};
  }
}

function isGuarded(location: GuardedLocation): boolean {
  return location.guards.length > 0 || location.children.some(isGuarded);
}
