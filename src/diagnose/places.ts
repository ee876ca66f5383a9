import { isLoopback } from "../model/address.ts";
import type { Location, RelatedLocation, RepoPath } from "../model/location.ts";
import { sameLine } from "../model/location.ts";
import type { Service, StartStep } from "../model/plan.ts";
import type { SourceFacts, VariableMention } from "../model/source.ts";

/** A line that could be the one, and how much speaks for it. */
export interface Candidate {
  readonly at: Location;
  readonly weight: number;
}

/** Whether a file of the repository has a part in a service: it is built, mounted or read into it. */
export function belongsTo(service: Service, path: RepoPath): boolean {
  if (service.image.kind === "build" && path === service.image.dockerfile) return true;
  if (service.start.some((step) => step.at?.path === path)) return true;
  return service.paths.some((mapping) => mapping.repo === "" || path === mapping.repo || path.startsWith(`${mapping.repo}/`)) || isInContext(service, path);
}

/** A multi-stage build takes its sources from the context and shows none of them in the end. */
function isInContext(service: Service, path: RepoPath): boolean {
  if (service.image.kind !== "build" || service.paths.length > 0) return false;
  return service.image.context === "" || path.startsWith(`${service.image.context}/`);
}

/** Lines on the app's side that make it listen on a port, the likeliest first. */
export function portPlaces(service: Service, sources: SourceFacts, port: number, set: readonly string[] = []): Candidate[] {
  const names = new RegExp(`(?<![\\w.])${port}(?!\\w|\\.\\d)`);
  const started = service.start.flatMap((step) => (step.at && names.test(step.text) ? [{ at: step.at, weight: 9 }] : []));
  const variables = Object.values(service.variables).flatMap(({ value, at }) => (at && names.test(value) ? [{ at, weight: value === String(port) ? 8 : 5 }] : []));
  const fallbacks = sources.variables
    .filter((mention) => belongsTo(service, mention.at.path) && mention.fallback !== undefined && names.test(mention.fallback) && !set.includes(mention.name))
    .map(({ at }) => ({ at, weight: 7 }));
  const mentions = sources.ports
    .filter((mention) => mention.port === port && belongsTo(service, mention.at.path))
    .map(({ at, weight }) => ({ at, weight: isExpose(at) ? weight - 6 : isSetting(at) ? 8 : isOverridden(sources, at, set) ? weight - 6 : weight }));
  return strongest(sources, [...started, ...variables, ...fallbacks, ...mentions]);
}

/** EXPOSE is documentation: it opens no port. */
function isExpose(at: Location): boolean {
  return /^\s*EXPOSE\b/i.test(at.text ?? "");
}

/** `ENV PORT=3000` in a Dockerfile, `PORT=3000` in a variables file. */
function isSetting(at: Location): boolean {
  return /^\s*(?:ENV\s+)?\w*PORT\w*[= ]\d+\s*$/i.test(at.text ?? "") && /(^|\/)([\w.-]*Dockerfile[\w.-]*|\.env[\w.-]*|[\w.-]*\.env)$/.test(at.path);
}

/** A default beside the reading of a variable that is set has no effect. */
function isOverridden(sources: SourceFacts, at: Location, set: readonly string[]): boolean {
  return sources.variables.some((mention) => set.includes(mention.name) && mention.fallback !== undefined && sameLine(mention.at, at));
}

/** Lines on the app's side that make it listen on the loopback, the likeliest first. */
export function loopbackPlaces(service: Service, sources: SourceFacts, port: number): Candidate[] {
  const ports = portPlaces(service, sources, port);
  const nearness = (at: Location): number => (ports.some((each) => sameLine(each.at, at)) ? 4 : ports.some((each) => each.at.path === at.path && Math.abs(each.at.line - at.line) <= 5) ? 1 : 0);
  const literal = /(?<![\w.-])(127\.0\.0\.1|localhost|\[?::1\]?)(?![\w.-])/;
  const started = service.start.flatMap((step) => (step.at && listensOn(step.text, literal) ? [{ at: step.at, weight: 9 + nearness(step.at) }] : []));
  const variables = Object.entries(service.variables).flatMap(([name, { value, at }]) =>
    at && isLoopback(value) && /HOST|BIND|ADDR|LISTEN|IP$/i.test(name) && !/DB|REDIS|MYSQL|POSTGRES|MONGO|MAIL|SMTP|CACHE|AMQP|KAFKA/i.test(name) ? [{ at, weight: 9 }] : [],
  );
  const fallbacks = sources.variables
    .filter(
      (mention) => belongsTo(service, mention.at.path) && mention.fallback !== undefined && isLoopback(mention.fallback) && /^(?:\w+_)?(?:HOST|BIND|ADDR|ADDRESS|LISTEN)(?:_\w+)?$/i.test(mention.name),
    )
    .map(({ at }) => ({ at, weight: 6 + nearness(at) }));
  const mentions = sources.hosts
    .filter((mention) => isLoopback(mention.host.replace(/^\[|\]$/g, "")) && belongsTo(service, mention.at.path))
    .map(({ at, weight }) => ({ at, weight: weight + nearness(at) }));
  return strongest(sources, [...started, ...variables, ...fallbacks, ...mentions]);
}

/** An address in a start command is one to listen on unless it is part of a URL or of a health request. */
function listensOn(text: string, literal: RegExp): boolean {
  return text.split(/&&|;|\|\|/).some((command) => literal.test(command) && !/:\/\/|\b(?:curl|wget|nc|pg_isready|redis-cli|mysqladmin|wait-for)/.test(command));
}

const leastWeight = 3;

/** Those that weigh enough, each line once, the heaviest first; of two alike the one touched since the base. */
function strongest(sources: SourceFacts, candidates: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>();
  for (const { at, weight } of candidates) {
    const key = `${at.path}:${at.line}`;
    const candidate = { at, weight: weight + (isTouched(sources, at) ? 0.5 : 0) };
    if (weight >= leastWeight && candidate.weight > (best.get(key)?.weight ?? -1)) best.set(key, candidate);
  }
  return [...best.values()].toSorted((a, b) => b.weight - a.weight || a.at.path.localeCompare(b.at.path) || a.at.line - b.at.line);
}

/** The first of the candidates when nothing else comes near it; undefined when it would be a guess. */
export function clearest(candidates: readonly Candidate[]): Location | undefined {
  const [first, second] = candidates;
  if (!first) return undefined;
  return second === undefined || first.weight > second.weight ? first.at : undefined;
}

/** The line that starts the service: its command or entrypoint, else where it is declared. */
export function startPlace(service: Service): Location | undefined {
  return startStep(service)?.at ?? service.at;
}

/** The command as the files have it: what is given last wins, an entrypoint that only hands over comes second. */
export function startStep(service: Service): StartStep | undefined {
  const own = service.start.filter(
    (step) => step.at !== undefined && (sameLine(step.at, service.command?.at) || sameLine(step.at, service.entrypoint?.at) || /^\s*(CMD|ENTRYPOINT)\b/i.test(step.at.text ?? "")),
  );
  return own.at(-1) ?? service.start.find((step) => step.at !== undefined);
}

/** Lines of a service that read a variable; in the order of the files. */
export function readersOf(service: Service, sources: SourceFacts, name: string): VariableMention[] {
  return sources.variables.filter((mention) => mention.name === name && belongsTo(service, mention.at.path) && !isSide(mention.at.path));
}

function isSide(path: string): boolean {
  return /(^|\/)(tests?|__tests__|spec|docs?|examples?)\//i.test(path);
}

function isTouched({ changed }: SourceFacts, at: Location): boolean {
  return changed?.[at.path]?.includes(at.line) ?? false;
}

/** Of two lines that could change: the one touched since the base, else the first. The other becomes related. */
export function preferChanged(
  sources: SourceFacts,
  first: Location,
  second: Location | undefined,
  notes: { readonly first: string; readonly second: string },
): { location: Location; related: RelatedLocation[] } {
  if (second === undefined || sameLine(first, second)) return { location: first, related: [] };
  if (isTouched(sources, second) && !isTouched(sources, first)) return { location: second, related: [{ at: first, note: notes.first }] };
  return { location: first, related: [{ at: second, note: notes.second }] };
}
