import type { Location, Sourced } from "../../model/location.ts";
import type { Service } from "../../model/plan.ts";
import type { Span } from "../../model/proxy.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import type { ImageRecipe } from "../image-recipe.ts";
import { portOf } from "./yaml-values.ts";

/** A port that the project says it uses, and in which words. */
export interface UsedPort {
  readonly port: Sourced<number>;
  /** "EXPOSE in the Dockerfile". */
  readonly because: string;
}

/** Ports of tools beside the app, and of databases: never those by which requests come. */
export const otherPorts: ReadonlySet<number> = new Set([22, 25, 53, 465, 587, 1025, 1433, 1521, 2375, 2376, 3306, 4317, 4318, 5432, 5672, 5678, 5005, 6379, 9090, 9092, 9229, 11_211, 15_672, 27_017]);

/** Ports on which TLS is spoken as a rule. */
export const tlsPorts: ReadonlySet<number> = new Set([443, 8443]);

/** The port that a Dockerfile and what it starts name: EXPOSE, the start command, ENV PORT, the program's own default; undefined when none does. */
export function usedPort(workspace: Workspace, recipe: ImageRecipe | undefined, service: Pick<Service, "start">): UsedPort | undefined {
  return exposedPort(recipe) ?? commandPort(service) ?? variablePort(recipe) ?? sourcePort(workspace, service);
}

/** The only port that EXPOSE names, or the only one of them that can be the app's. */
export function exposedPort(recipe: ImageRecipe | undefined): UsedPort | undefined {
  const exposed = recipe?.settings.exposed ?? [];
  const likely = exposed.filter(({ value }) => !otherPorts.has(value) && !tlsPorts.has(value));
  const named = portOf(recipe?.settings.variables["PORT"]?.value);
  const [first] = likely.filter(({ value }) => value === named).concat(likely);
  return first && { port: first, because: "EXPOSE names it" };
}

/** A port that the start command fixes by a number. */
export function commandPort({ start }: Pick<Service, "start">): UsedPort | undefined {
  for (const step of start.slice(0, 1)) {
    const text = step.text.replace(/["',[\]]+/g, " ");
    const found =
      /(?:--port|--http-port|--server\.port|-p|--listen|--bind|-b|--addr|-S)[ =]+(?:\[?[\w.:*]*\]?:)?(\d{2,5})(?![\w.])/.exec(text) ?? /\b(?:0\.0\.0\.0|127\.0\.0\.1|localhost):(\d{2,5})\b/.exec(text);
    const port = portOf(found?.[1]);
    if (port !== undefined) return { port: { value: port, ...(step.at ? { at: step.at } : {}) }, because: "the start command names it" };
  }
  return undefined;
}

function variablePort(recipe: ImageRecipe | undefined): UsedPort | undefined {
  const written = recipe?.settings.variables["PORT"];
  const port = portOf(written?.value);
  return written && port !== undefined ? { port: { ...written, value: port }, because: "PORT is set to it" } : undefined;
}

const listening = [
  /(?:env\.PORT|ENV\.fetch\(\s*["']PORT["']|ENV\[["']PORT["']\]|(?:getenv|environ(?:\.get)?)[([]\s*["']PORT["'][\])]?|Getenv\("PORT"\))[^\n\d]{0,24}(\d{2,5})\b/g,
  /\.listen\(\s*(\d{2,5})\b/g,
  /ListenAndServe(?:TLS)?\(\s*"[^"\n:]*:(\d{2,5})"/g,
  /\b(?:port|PORT)["']?\s*(?:=|:|\|\||\?\?)\s*["']?(\d{4,5})\b/g,
  /\b(?:HTTPServer|TCPServer(?:\.new)?)\(\s*\(?\s*["'][^"'\n]*["']\s*,\s*(\d{2,5})\b/g,
];

/** The only port that the files which are started listen on, as far as their text tells. */
function sourcePort(workspace: Workspace, { start }: Pick<Service, "start">): UsedPort | undefined {
  const found: { value: number; at: Location }[] = [];
  for (const path of new Set(start.flatMap((step) => step.at?.path ?? []))) {
    (workspace.read(path) ?? "").split("\n").forEach((line, index) => {
      for (const pattern of listening) {
        for (const match of line.slice(0, 400).matchAll(pattern)) {
          const value = portOf(match[1]);
          if (value !== undefined && !otherPorts.has(value)) found.push({ value, at: workspace.locate(path, index + 1) });
        }
      }
    });
  }
  const [first] = found;
  return first && found.every(({ value }) => value === first.value) ? { port: first, because: "the program names it" } : undefined;
}

/** Where a number stands on its line, when it stands there once. */
export function numberSpan(at: Location | undefined, value: number): Span | undefined {
  const places = [...(at?.text ?? "").matchAll(new RegExp(`(?<![\\d.])${value}(?![\\d.])`, "g"))];
  const [only] = places;
  return at && only && places.length === 1 ? { line: at.line, column: only.index + 1, length: String(value).length } : undefined;
}
