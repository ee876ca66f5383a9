import type { Edit } from "../model/edit.ts";
import type { ServiceRecord } from "../model/evidence.ts";
import type { Location } from "../model/location.ts";
import type { Mount, Plan, Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import type { Denial } from "./denials.ts";
import { wholeLine, wholeText } from "./edits.ts";
import { mountEdits } from "./platform-mounts.ts";

/** What keeps a path from being written, and the smallest change that lets it be. */
export interface Obstacle {
  readonly confidence: "likely" | "possible";
  readonly at?: Location;
  readonly relatedAt?: Location;
  /** For the title: "its mount is read-only". */
  readonly because: string;
  readonly what: string;
  readonly fix: string;
  readonly edits: readonly Edit[];
  /** What a trial changes. */
  readonly trial: readonly Edit[];
}

export interface Container {
  readonly plan: Plan;
  readonly service: Service;
  readonly record: ServiceRecord;
  readonly sources: SourceFacts;
}

/** What refuses a path to a service; undefined when nothing of the project does. `others`: folders that it is known to write as well. */
export function obstacleTo(container: Container, denial: Denial, path: string | undefined, others: readonly string[] = []): Obstacle | undefined {
  const { service } = container;
  const mount = path === undefined ? only(service.mounts.filter(isReadOnly)) : mountOf(service, path);
  if (denial.kind !== "denied") {
    if (mount && isReadOnly(mount)) return readOnlyMount(service, mount);
    if (!mount && service.settings.readOnly === true) return readOnlyContainer(container, path, denial, others);
  }
  return denial.kind === "read-only" ? undefined : otherUser(container, denial, path, mount);
}

/** The mount that a path lies in: the innermost. */
function mountOf(service: Service, path: string): Mount | undefined {
  const within = service.mounts.filter((mount) => path === mount.target || path.startsWith(`${mount.target.replace(/\/$/, "")}/`));
  return within.toSorted((a, b) => b.target.length - a.target.length)[0];
}

function isReadOnly(mount: Mount): boolean {
  return "readOnly" in mount && mount.readOnly;
}

function readOnlyMount(service: Service, mount: Mount): Obstacle {
  const at = "at" in mount ? mount.at : undefined;
  const text = wholeText(at);
  const writable = text
    ?.replace(/:ro(?=["']?\s*$)/, "")
    .replace(/:ro,/, ":")
    .replace(/,ro(?=[,"'\s]|$)/, "");
  const edits = at && text !== undefined && writable !== undefined && writable !== text ? [wholeLine(at, writable)] : [];
  return {
    confidence: "likely",
    ...(at ? { at } : {}),
    because: "its mount is read-only",
    what: `${service.name} has ${mount.target} mounted read-only.`,
    fix: `Mount ${mount.target} so that it can be written, or have the app write elsewhere.`,
    edits,
    trial: edits,
  };
}

/** The folder to mount for a path. What stands directly in the app's folder is taken for one itself unless it is named like a file. */
function mountable(path: string, denial: Denial): string {
  const folder = folderOf(path, denial);
  return folder === "/app" && !/\.\w+$/.test(path) ? path : folder;
}

/** On a platform nothing but its mounts can be written while the app runs. */
function unmounted(service: Service, folder: string | undefined): Obstacle {
  const at = service.settings.readOnlyAt;
  const edits = folder === undefined ? [] : mountEdits(service, folder);
  return {
    confidence: "likely",
    ...(at ? { at } : {}),
    because: "no mount of the app is there",
    what: `The platform runs ${service.name} with a read-only file system, but for its mounts and /tmp, and no mount is there.`,
    fix:
      folder === undefined || folder.startsWith("/app/")
        ? `Declare a mount for ${folder ?? "the folder that it writes"}, or write to /tmp what may be lost.`
        : "Write to a mount of the app, or to /tmp what may be lost.",
    edits,
    trial: edits,
  };
}

function readOnlyContainer({ plan, service }: Container, path: string | undefined, denial: Denial, others: readonly string[]): Obstacle {
  if (plan.platform === "upsun") return unmounted(service, path === undefined ? undefined : mountable(path, denial));
  const at = service.settings.readOnlyAt;
  const text = wholeText(at);
  const folder = path === undefined ? undefined : folderOf(path, denial);
  const folders = [...new Set([folder ?? "/", ...others])].filter((each, _index, all) => !all.some((other) => each.startsWith(`${other}/`)));
  const indent = /^\s*/.exec(text ?? "")?.[0] ?? "";
  const hasTmpfs = service.mounts.some((mount) => mount.kind === "tmpfs" && mount.at === undefined);
  const edits =
    at && text !== undefined && folder !== undefined && folder !== "/" && !hasTmpfs ? [wholeLine(at, [text, `${indent}tmpfs:`, ...folders.map((each) => `${indent}  - ${each}`)].join("\n"))] : [];
  const opened = at && text !== undefined ? [wholeLine(at, text.replace(/\btrue\b/, "false"))] : [];
  return {
    confidence: "likely",
    ...(at ? { at } : {}),
    because: "the container is read-only",
    what: `The file system of ${service.name} is read-only, and nothing writable is mounted there.`,
    fix: `Give ${service.name} a tmpfs at ${folder === undefined ? "the folder that it writes" : folders.join(" and ")}, or a volume where the files have to last.`,
    edits,
    trial: edits.length > 0 ? edits : opened,
  };
}

function otherUser({ service, record, sources }: Container, denial: Denial, path: string | undefined, mount: Mount | undefined): Obstacle | undefined {
  const user = service.user?.value ?? record.image.user;
  if (/^(?:|0|root)(?::.*)?$/.test(user)) return undefined;
  const mention = service.user ? undefined : sources.users?.find((each) => each.service === service.name);
  const at = service.user?.at ?? mention?.at;
  const folder = path === undefined ? undefined : folderOf(path, denial);
  // Files that are bound come with the owner they have outside.
  const isBound = mount?.kind === "files";
  const edits = mention ? ownershipEdits(mention.at, user, folder, isBound) : service.user ? withoutLine(service.user.at) : [];
  const mountAt = mount && "at" in mount ? mount.at : undefined;
  return {
    confidence: at && !isBound ? "likely" : "possible",
    ...(at ? { at } : service.image.at ? { at: service.image.at } : {}),
    ...(mountAt ? { relatedAt: mountAt } : {}),
    because: `it runs as ${user}`,
    what: `${service.name} runs as the user ${user}, and ${folder ?? "the folder"}${mount ? `, mounted from ${mount.kind === "volume" ? "a volume" : "the repository"},` : ""} belongs to another.`,
    fix: mention
      ? `Give ${folder ?? "the folder"} to ${user} before the USER instruction.`
      : `Give ${folder ?? "the folder"} to ${user} in the image, or run ${service.name} as the user that owns it.`,
    edits,
    trial: edits,
  };
}

function ownershipEdits(at: Location, user: string, folder: string | undefined, isBound: boolean): Edit[] {
  const text = wholeText(at);
  if (text === undefined || folder === undefined || isBound || folder === "/" || !/^[\w.-]+(?::[\w.-]+)?$/.test(user) || !/^[\w./@-]+$/.test(folder)) return [];
  return [wholeLine(at, `RUN mkdir -p ${folder} && chown -R ${user} ${folder}\n${text}`)];
}

function withoutLine(at: Location | undefined): Edit[] {
  return at && /^\s*user:\s*\S+\s*$/.test(wholeText(at) ?? "") ? [{ path: at.path, startLine: at.line, endLine: at.line, replacement: "" }] : [];
}

function folderOf(path: string, denial: Denial): string {
  return denial.isFolder ? path : path.slice(0, path.lastIndexOf("/")) || "/";
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
