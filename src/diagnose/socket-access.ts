import type { Edit } from "../model/edit.ts";
import type { PathStep } from "../model/evidence.ts";
import { sameLine, type Location } from "../model/location.ts";
import type { Plan, Service } from "../model/plan.ts";
import type { SocketMention, SourceFacts } from "../model/source.ts";
import { wholeLine } from "./edits.ts";
import { socketMentions, socketPlace, speaksOf } from "./paths.ts";
import { startPlace } from "./places.ts";

/** The line that decides who may open something, and the change that lets nginx in; no edit where none is sure. */
export interface AccessPlace {
  readonly at: Location | undefined;
  readonly edits: readonly Edit[];
}

export interface AccessQuestion {
  readonly plan: Plan;
  readonly service: Service;
  readonly sources: SourceFacts;
  /** The socket, as the service's container has it. */
  readonly path: string;
  /** What turned nginx away: the socket, or a folder that leads to it. */
  readonly denied: PathStep;
  /** The user of nginx's workers where the service's container knows them by the same name: it is nginx's own. */
  readonly workerName?: string;
}

/** Finds the line that sets mode or owner of what turned nginx away. */
export function accessPlace(question: AccessQuestion): AccessPlace {
  return question.denied.kind === "folder" ? folderPlace(question) : (poolPlace(question) ?? umaskPlace(question) ?? listeningPlace(question));
}

/** A pool file of PHP-FPM: owner where nginx is known there by name, else mode, else the line that opens the socket. */
function poolPlace({ plan, service, sources, path, denied, workerName }: AccessQuestion): AccessPlace | undefined {
  const mentions = socketMentions(plan, service, sources);
  const listen = mentions.find((mention) => mention.kind === "path" && /^\s*listen\s*=/.test(mention.at.text ?? "") && sameSocket(mention.socket, path));
  if (!listen) return undefined;
  const own = mentions.filter((mention) => mention.at.path === listen.at.path && /^\s*listen\.(?:mode|owner|group)\s*=/.test(mention.at.text ?? ""));
  const owner = own.find((mention) => /^\s*listen\.owner/.test(mention.at.text ?? ""))?.at;
  const mode = own.find((mention) => mention.kind === "mode")?.at;
  if (owner && workerName !== undefined && (denied.mode & 0o200) !== 0) return { at: owner, edits: replaced(owner, /=\s*[^\s;]+/, `= ${workerName}`) };
  if (mode) return { at: mode, edits: replaced(mode, /=\s*[^\s;]+/, "= 0666") };
  return { at: owner ?? listen.at, edits: [{ path: listen.at.path, startLine: listen.at.line + 1, endLine: listen.at.line, replacement: "listen.mode = 0666" }] };
}

function sameSocket(written: string | undefined, path: string): boolean {
  return written !== undefined && path.endsWith(written.slice(written.lastIndexOf("/")));
}

/** Options and calls that narrow the mode: what is found is made to let everybody in. */
const widenings: readonly (readonly [RegExp, string])[] = [
  [/(--umask(?:=|["',\s]+))(?:0o?)?[0-7]{1,4}/, "$1000"],
  [/([?&]umask=)0?[0-7]{1,4}/, "$10111"],
  [/(\bchmod[-_]socket\s*[=:]\s*["']?)0?[0-7]{3}/, "$1666"],
  [/(\bumask\s*[=(]\s*)(?:0o)?[0-7]{1,4}/, "$10"],
  [/(\bchmod(?:Sync)?\s*\([^)]*,\s*)(?:0o?|["'])?[0-7]{3,4}/, "$10o666"],
  [/(\bchmod\s+)0?[0-7]{3}(?=\s)/, "$1666"],
  [/(\bumask\s+)0?[0-7]{3}/, "$1000"],
];

function umaskPlace({ plan, service, sources, path }: AccessQuestion): AccessPlace | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const started = service.start.flatMap((step) => (step.at && /--umask\b|\bumask\s+0?[0-7]{3}|[?&]umask=|--chmod-socket/.test(step.text) ? [step.at] : []));
  const mentioned = socketMentions(plan, service, sources)
    .filter((mention) => isNarrowing(mention, name))
    .map((mention) => mention.at);
  const places = [...started, ...mentioned].filter((at, index, all) => all.findIndex((other) => sameLine(other, at)) === index);
  const [at] = places;
  if (!at) return undefined;
  const rule = widenings.find(([pattern]) => pattern.test(at.text ?? ""));
  return { at, edits: rule ? replaced(at, rule[0], rule[1]) : [] };
}

/** A line that sets the mode of this very socket, or the umask under which it is made. */
function isNarrowing({ kind, at }: SocketMention, name: string): boolean {
  if (kind === "mode" || kind === "umask") return true;
  return kind === "chmod" && /\bchmod/.test(at.text ?? "") && ((at.text ?? "").includes(name) || /chmod(?:Sync)?\s*\(/.test(at.text ?? ""));
}

/** Where nothing sets the mode, the line that opens the socket: the mode is then that of the usual umask. */
function listeningPlace({ plan, service, sources, path }: AccessQuestion): AccessPlace {
  const calls = socketMentions(plan, service, sources).filter((mention) => mention.kind === "listen" && /\.listen\s*\(|\bListen\s*\(|\bserve_forever\b|\bunix_socket\b/.test(mention.at.text ?? ""));
  const started = service.start.find((step) => step.at !== undefined && (step.text.includes(path) || /--bind|--uds|-b\s/.test(step.text)))?.at;
  return { at: started ?? (calls.length === 1 ? calls[0]?.at : undefined) ?? socketPlace(plan, service, sources, path) ?? startPlace(service), edits: [] };
}

/** The line that makes the folder or sets its mode. */
function folderPlace({ plan, service, sources, path, denied }: AccessQuestion): AccessPlace {
  const lines = socketMentions(plan, service, sources).filter((mention) => mention.kind === "chmod" && (mention.at.text ?? "").includes(denied.path));
  const at = lines[0]?.at ?? socketMentions(plan, service, sources).find((mention) => mention.kind === "chmod" && speaksOf(mention.at.text ?? "", path))?.at;
  if (!at) return { at: socketPlace(plan, service, sources, path) ?? startPlace(service), edits: [] };
  const widened = [/(\b(?:mkdir|install)\b[^&|;]*?\s-m\s*)0?[0-7]{3}/, /(\bchmod\s+)0?[0-7]{3}(?=\s)/].find((pattern) => pattern.test(at.text ?? ""));
  return { at, edits: widened ? replaced(at, widened, "$1755") : [] };
}

function replaced(at: Location, pattern: RegExp, replacement: string): Edit[] {
  if (at.text === undefined || at.text.length >= 300 || at.text.includes("[redacted:")) return [];
  const text = at.text.replace(pattern, replacement);
  return text === at.text ? [] : [wholeLine(at, text)];
}
