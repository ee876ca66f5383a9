import type { Edit } from "../model/edit.ts";
import type { ServiceRecord } from "../model/evidence.ts";
import type { Intervention } from "../model/experiment.ts";
import type { Location, RelatedLocation } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";
import type { SourceFacts } from "../model/source.ts";
import { wholeLine, wholeText } from "./edits.ts";
import { belongsTo, startPlace } from "./places.ts";
import { withoutStatement } from "./without-statement.ts";

/** What runs in place of a server or before it, and the change that shows it. */
export interface Block {
  readonly at?: Location;
  readonly related: readonly RelatedLocation[];
  /** A sentence for the finding. */
  readonly what?: string;
  readonly fix?: string;
  readonly edits: readonly Edit[];
  readonly intervention?: Intervention;
}

interface Scene {
  readonly service: Service;
  readonly record: ServiceRecord;
  readonly target: Target;
  readonly sources: SourceFacts;
}

/** What keeps the server of a service from listening, as far as anything tells: the clearest sign first. */
export function blockOf(scene: Scene): Block {
  const at = blockingStep(scene.service, scene.record) ?? startPlace(scene.service);
  return guardOf(scene) ?? modeOf(scene) ?? replacedCommand(scene) ?? waitingLine(scene) ?? { ...(at ? { at } : {}), related: [], edits: [] };
}

/** A main guard that compares with another word than Python's. */
export function guardOf({ service, sources }: Pick<Scene, "service" | "sources">): Block | undefined {
  const guards = (sources.guards ?? []).filter((at) => belongsTo(service, at.path));
  const [at] = guards;
  const text = wholeText(at);
  if (!at || text === undefined || guards.length > 1) return undefined;
  const edits = [wholeLine(at, text.replace(/(__name__\s*==\s*)(["'])[^"']*\2/, "$1$2__main__$2").replace(/(["'])[^"']*\1(\s*==\s*__name__)/, "$1__main__$1$2"))];
  return {
    at,
    related: [],
    what: `\`${text.trim()}\` holds neither when the file is started nor when a server imports it as it should: Python calls the program that it starts \`__main__\`.`,
    fix: "Compare `__name__` with `__main__`.",
    edits,
    intervention: { kind: "edit-files", edits, services: [service.name] },
  };
}

/** Names of variables that choose what a container does. */
const choosing = /^(?:[A-Z]+_)?(?:(?:CONTAINER|APP|SERVICE|PROCESS|DYNO|RUN|START|SERVER|INSTANCE|POD|WORKER|LAUNCH|BOOT)_)?(?:MODE|ROLE|TYPE|KIND|PROCESS|COMPONENT)$/;
const notChoosing = /PORT|HOST|URL|URI|DSN|PATH|DIR|FILE|KEY|TOKEN|SECRET|PASSWORD|TIMEOUT|LEVEL|DEBUG|NAME|LOG|CACHE|DB|DATABASE|SESSION|STORAGE|QUEUE|MAIL|AUTH|TLS|SSL|ID$/;
/** Values that tell where an app runs, not what it does. */
const surroundings = /^(?:prod(?:uction)?|staging|dev(?:elopment)?|test(?:ing)?|debug|release|local|true|false|\d*)$/i;

/** A variable that the start reads, set to something else than the value that it has when nobody sets it. */
function modeOf({ service, sources }: Scene): Block | undefined {
  const isStart = (at: Location): boolean => service.start.some((step) => step.at?.path === at.path);
  const isTold = (value: string): boolean => value.length > 1 && service.start.some((step) => step.text.includes(value));
  const chosen = sources.variables.flatMap((mention) => {
    const { name, at, fallback } = mention;
    const set = service.variables[name];
    if (fallback === undefined || !set?.at || set.value === fallback || surroundings.test(set.value) || !belongsTo(service, at.path) || notChoosing.test(name)) return [];
    return choosing.test(name) || (isStart(at) && isTold(set.value)) ? [{ name, at, fallback, value: set.value, set: set.at }] : [];
  });
  const names = new Set(chosen.map(({ name }) => name));
  const [only] = chosen;
  if (!only || names.size !== 1) return undefined;
  return {
    at: only.set,
    related: [{ at: only.at, note: `${only.name} is read here` }],
    what: `${only.name} is \`${only.value.slice(0, 60)}\`; the start takes \`${only.fallback.slice(0, 60)}\` when it is not set.`,
    fix: `Set ${only.name} to \`${only.fallback.slice(0, 60)}\`, or leave it out, in the container that nginx dials.`,
    edits: [],
    intervention: { kind: "set-variable", service: service.name, name: only.name, value: only.fallback },
  };
}

/** A command that stands in place of the image's own, on a line of its own. */
function replacedCommand({ service, record }: Scene): Block | undefined {
  const { command, entrypoint } = service;
  const own = record.image.command;
  const text = wholeText(command?.at);
  if (!command?.at || entrypoint || service.image.kind !== "build" || own.length === 0 || own.join(" ") === command.value.join(" ")) return undefined;
  const isLine = text !== undefined && /^\s*command\s*:\s*[^\s|>&*].*$/.test(text) && !/[[{]\s*$/.test(text);
  return {
    at: command.at,
    related: [],
    what: `The image's own command would be \`${own.join(" ").slice(0, 120)}\`; this line puts another in its place.`,
    edits: [],
    ...(isLine ? { intervention: { kind: "edit-files", edits: [wholeLine(command.at, "")], services: [service.name] } } : {}),
  };
}

interface Frame {
  readonly at: Location;
  readonly isTop: boolean;
}

/** The line on which a program was when it was interrupted, where it is the one that is to open the port, or a step before it. */
function waitingLine({ service, record, target, sources }: Scene): Block | undefined {
  const frames = framesOf(record, sources);
  const [outermost] = frames;
  const innermost = frames.at(-1);
  if (!outermost || !innermost) return undefined;
  const isServer = sources.ports.some(({ port, at }) => port === target.port && at.path === outermost.at.path);
  if (!isServer && blockingStep(service, record) === undefined) return undefined;
  // An event loop is held by the innermost line; what awaits it further out would let others go on.
  const isLooped = record.interrupted?.some((line) => line.includes("/asyncio/")) === true;
  const called = isLooped ? undefined : frames.findLast(({ at, isTop }) => !isTop && at.path === outermost.at.path);
  const { at } = called ?? innermost;
  const yielding = isLooped ? yieldingSleep(at) : [];
  return {
    at,
    ...(yielding.length > 0 ? { fix: "Await `asyncio.sleep` in place of it; what else blocks belongs into a thread (`asyncio.to_thread`)." } : {}),
    related: called && called.at !== innermost.at ? [{ at: innermost.at, note: "it waits here" }] : [],
    what: `Interrupted, it says that it was at ${at.path}:${at.line}.`,
    edits: [],
    ...(yielding.length > 0 ? { intervention: { kind: "edit-files", edits: yielding, services: [service.name] } } : withoutStatement(at, service.name, "blank")),
  };
}

/** A sleep that stops the event loop, as one that lets it go on; for a trial, since the module may not be imported there. */
function yieldingSleep(at: Location): Edit[] {
  const match = /^(\s*)(?:\w+\.)?sleep\(([^()]*)\)\s*$/.exec(wholeText(at) ?? "");
  return match ? [wholeLine(at, `${match[1]}await __import__("asyncio").sleep(${match[2]})`)] : [];
}

/** The project's own frames of what an interrupted program says, the outermost first. */
function framesOf(record: ServiceRecord, sources: SourceFacts): Frame[] {
  const own = sources.frames.filter((frame) => frame.service === record.name);
  const lines = record.interrupted ?? [];
  const python = lines.flatMap((line) => framed(own, /File "([^"]+)", line (\d+), in (\S+)/.exec(line), /^<module>$/));
  if (python.length > 0) return python;
  return lines.flatMap((line) => framed(own, /([^\s:]+\.(?:rb|ru)):(\d+):in [`'](.+)'/.exec(line), /^<(?:main|top )/)).toReversed();
}

function framed(own: SourceFacts["frames"], match: RegExpExecArray | null, top: RegExp): Frame[] {
  const frame = own.find(({ file, at }) => file === match?.[1] && at.line === Number(match[2]));
  return frame && match ? [{ at: frame.at, isTop: top.test(match[3] ?? "") }] : [];
}

/** The line of a start script whose command is what now runs, when the script has come no further. */
function blockingStep(service: Service, record: ServiceRecord): Location | undefined {
  const scripted = service.start.filter((step) => step.at?.text?.includes(step.text) === true && !/^\s*(CMD|ENTRYPOINT)\b/i.test(step.at.text));
  const running = record.processes.map((process) => simplified(process.command));
  const matches = scripted.filter((step) => running.some((command) => command.length > 3 && matchesCommand(command, simplified(step.text))));
  return matches.at(-1)?.at;
}

function simplified(command: string): string {
  return command
    .replace(/^exec\s+/, "")
    .replace(/\/(?:usr\/(?:local\/)?)?s?bin\//g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Interpreters stand before the name in the process list: `/usr/bin/python /usr/bin/celery -A app worker`. */
function matchesCommand(running: string, written: string): boolean {
  return (
    written.length > 3 &&
    (running === written ||
      running.endsWith(` ${written}`) ||
      running.replace(/^(python|ruby|node|perl|php|sh|bash)[\d.]* /, "") === written ||
      running.replace(/^(python|ruby|node)[\d.]* /, "$1 ") === written)
  );
}
