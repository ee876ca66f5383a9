import type { ServiceRecord } from "../model/evidence.ts";
import type { Location } from "../model/location.ts";
import type { Plan, Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import { lastLines, outputOf, readCrash } from "./crash.ts";
import { portPlaces, type Candidate } from "./places.ts";

/** A port that a program could not open and what it said of that as it ended. */
export interface BindFailure {
  readonly said: string;
  /** The account, as far as it is known. */
  readonly lines: readonly string[];
  readonly address?: string;
  readonly port?: number;
  /** The line of the project's own code that asked for it. */
  readonly at?: Location;
}

/** Words of a port that another listener has. */
const taken = /EADDRINUSE|address (?:is )?already in use|AddrInUse|connection in use:|\bport \d+ (?:is|was) (?:already )?(?:in use|taken|allocated|being used)/i;
/** Words of a port that the user may not open; a file is not meant. */
const denied = /EACCES|permission denied|PermissionDenied/i;
const binds = /\bbind|listen|make_sock|could not bind|server_bind|ServerSocket/i;

/** How many last lines tell of an end. */
const lastWords = 12;

/** The port that was taken when a program ended of it; undefined when that did not end it. */
export function portTaken(record: ServiceRecord, sources: SourceFacts): BindFailure | undefined {
  return failureOf(record, sources, (line) => taken.test(line));
}

/** The port that the program's user might not open, when it ended of it. */
export function portDenied(record: ServiceRecord, sources: SourceFacts): BindFailure | undefined {
  const failure = failureOf(record, sources, (line) => denied.test(line));
  return failure && !namesFile(failure.said) && failure.lines.some((line) => binds.test(line)) ? failure : undefined;
}

/** `listen EACCES: permission denied /run/app.sock`, `[Errno 13] Permission denied: '/data'`. */
function namesFile(said: string): boolean {
  return /denied:? ['"]?\/|\bunix\b|(?:open|mkdir|unlink|exec)\b.{0,20}['"]?\//i.test(said);
}

function failureOf(record: ServiceRecord, sources: SourceFacts, speaks: (line: string) => boolean): BindFailure | undefined {
  if (record.exits.length === 0) return undefined;
  const crash = readCrash(record, sources);
  const tail = lastLines(record, lastWords);
  const last = tail.findLast(speaks);
  const isTold = crash !== undefined && speaks(crash.message);
  if (!isTold && (last === undefined || (crash !== undefined && isBefore(record, last, crash.message)))) return undefined;
  const said = isTold ? crash.message : (last ?? "").trim().slice(0, 400);
  const lines = isTold ? crash.lines : tail;
  const named = [said, ...lines.filter(speaks)].map(addressIn).find((each) => each?.port !== undefined);
  return { said, lines, ...named, ...(isTold && crash.at ? { at: crash.at } : {}) };
}

/** What was survived comes before what was not. */
function isBefore(record: ServiceRecord, line: string, crash: string): boolean {
  const output = outputOf(record);
  return output.lastIndexOf(line) < output.lastIndexOf(crash);
}

/** The address in words of a failure: "('0.0.0.0', 8000)", "port 3000", "[::]:80", ":::3000". */
function addressIn(text: string): { address?: string; port: number } | undefined {
  const plain = text.replace(/\d{1,2}:\d\d:\d\d(?:[.,]\d+)?/g, "");
  const tuple = /\(['"]([^'"]*)['"], (\d{1,5})\b/.exec(plain);
  const words = /(?:"([^"\s]*)" )?\bport (\d{1,5})\b/i.exec(plain);
  const joined = /(?:^|[\s/('"])((?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]*\]|::|\*|localhost)?):(\d{1,5})(?![\d.]|:\d)/i.exec(plain);
  const match = tuple ?? words ?? joined;
  const port = Number(match?.[2]);
  if (!match || port < 1 || port > 65_535) return undefined;
  const address = match[1]?.replace(/^\[|\]$/g, "");
  return { port, ...(address === undefined || address === "" || address === "*" ? {} : { address }) };
}

/** Every service in the network namespace of one, itself first. */
export function namespaceOf(plan: Plan, service: Service): Service[] {
  const root = service.networkOf?.value ?? service.name;
  return [service, ...plan.services.filter((each) => each !== service && (each.name === root || each.networkOf?.value === root))];
}

/** Words of a listener that is not the one for the public. */
const side = /metric|debug|admin|inspect|pprof|health|monitor|prom|internal|control|grpc|socket|worker/i;

/** Lines that make a service take a port, that of the failed listener first; those that say nothing of which it is have one weight. */
export function takerPlaces(service: Service, sources: SourceFacts, failure: BindFailure, port: number, set: readonly string[]): Candidate[] {
  const names = Object.entries(service.variables);
  const speaksOf = ({ at }: Candidate): boolean => {
    const variable = names.find(([, { at: set_ }]) => set_ !== undefined && set_.path === at.path && set_.line === at.line)?.[0];
    return variable !== undefined && failure.lines.some((line) => line.includes(variable));
  };
  const addressed = ({ at }: Candidate): number => (failure.address === undefined || at.text === undefined ? 0 : hasAddress(at.text) === isFour(failure.address) ? 2 : 0);
  const own = (candidate: Candidate): number => (failure.at && candidate.at.path === failure.at.path && candidate.at.line === failure.at.line ? 20 : 0);
  return portPlaces(service, sources, port, set)
    .map((candidate) => ({
      at: candidate.at,
      weight: candidate.weight + own(candidate) + (speaksOf(candidate) ? 10 : 0) + addressed(candidate) + (side.test(`${candidate.at.path} ${candidate.at.text ?? ""}`) ? 1 : 0),
    }))
    .toSorted((a, b) => b.weight - a.weight);
}

function hasAddress(text: string): boolean {
  return /\d{1,3}(?:\.\d{1,3}){3}/.test(text);
}

function isFour(address: string): boolean {
  return !address.includes(":");
}
