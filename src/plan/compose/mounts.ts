import type { Location, RepoPath } from "../../model/location.ts";
import type { Mount } from "../../model/plan.ts";
import type { DraftContext, DraftService, Told } from "./draft.ts";
import type { ComposeModel, ComposeService, ComposeVolume } from "./model.ts";
import { absentNote, hostVolume, suppliedFolder } from "./absent-binds.ts";
import { textMounts } from "./texts.ts";

/** Paths of the host that are only there to give time, names, users or the engine; the image has its own. */
const ignoredHostPaths = /^\/(etc\/(localtime|timezone|resolv\.conf|hosts|hostname|machine-id|passwd|group|shadow)|var\/run\/docker\.sock|run\/docker\.sock|proc|sys|dev)(\/|$)/;

/** What a service mounts: volumes, binds of the project's files, memory, configs and secrets. */
export function mountsOf(context: DraftContext, name: string, service: ComposeService, told: Told): Mount[] {
  const mounts = (service.volumes ?? []).flatMap((volume, index) => mountOf(context, name, volume, index, told));
  const tmpfs = (typeof service.tmpfs === "string" ? [service.tmpfs] : (service.tmpfs ?? [])).map((entry): Mount => {
    const [target = "", options] = entry.split(":");
    return { kind: "tmpfs", target, ...(options === undefined ? {} : { options }) };
  });
  return [...mounts, ...tmpfs, ...textMounts(context, name, service, told)];
}

function mountOf(context: DraftContext, name: string, volume: ComposeVolume, index: number, told: Told): Mount[] {
  const at = context.locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === volume.target);
  const placed = at ? { at } : {};
  if (volume.type === "tmpfs") return [{ kind: "tmpfs", target: volume.target, ...tmpfsOptions(volume), ...placed }];
  const common = { target: volume.target, readOnly: volume.read_only === true, ...placed };
  if (volume.type === "volume") return [namedVolume(context, name, volume, common, index, told)];
  return volume.type === "bind" && volume.source !== undefined ? bindMount(context, name, volume.source, common, told) : [];
}

function tmpfsOptions({ tmpfs }: ComposeVolume): { readonly options?: string } {
  const options = [...(tmpfs?.size === undefined ? [] : [`size=${tmpfs.size}`]), ...(tmpfs?.mode === undefined ? [] : [`mode=${tmpfs.mode.toString(8)}`])];
  return options.length > 0 ? { options: options.join(",") } : {};
}

interface Common {
  readonly target: string;
  readonly readOnly: boolean;
  readonly at?: Location;
}

/** A volume of the run's own; one that is only a name for a folder of the project is a bind of it. */
function namedVolume(context: DraftContext, name: string, { source }: ComposeVolume, common: Common, index: number, told: Told): Mount {
  const options = source === undefined ? undefined : context.model.volumes?.[source]?.driver_opts;
  const folder = options?.device !== undefined && /(^|,)r?bind(,|$)/.test(options.o ?? "") ? context.workspace.toRepo(options.device) : undefined;
  if (folder === undefined) return { kind: "volume", volume: source ?? `${name}-anonymous-${index}`, ...common };
  noteAbsent(context, folder, common.at, told);
  return { kind: "files", repo: folder, isFolder: true, ...common };
}

function bindMount(context: DraftContext, name: string, source: string, common: Common, told: Told): Mount[] {
  const inside = context.workspace.toRepo(source);
  if (inside !== undefined) {
    noteAbsent(context, inside, common.at, told);
    return [{ kind: "files", repo: inside, isFolder: context.workspace.kindOf(inside) !== "file", ...common }];
  }
  if (ignoredHostPaths.test(source)) return [];
  told.supplied.push({ what: suppliedFolder(common.target), why: `${name} binds ${source} of the host, which CI does not have`, ...(common.at ? { at: common.at } : {}) });
  return [{ kind: "volume", volume: hostVolume(source), ...common }];
}

function noteAbsent({ workspace }: DraftContext, path: RepoPath, at: Location | undefined, { notes }: Told): void {
  if (workspace.kindOf(path) === undefined) notes.push({ text: absentNote(path), ...(at ? { at } : {}) });
}

/** The path in the container that an entry of `volumes` names. */
export function mountTarget(entry: unknown): string | undefined {
  if (typeof entry === "object" && entry !== null) return String((entry as { target?: unknown }).target).replace(/(.)\/$/, "$1");
  const parts = String(entry)
    .replace(/\$\{[^}]*\}/g, "$")
    .split(":");
  const text = parts.length === 1 ? parts[0] : parts[1];
  return text?.replace(/(.)\/$/, "$1");
}

/** The services with what `volumes_from` gives them of others'. */
export function withVolumesFrom(model: ComposeModel, drafts: readonly DraftService[]): DraftService[] {
  return drafts.map((draft) => {
    const added = (model.services[draft.name]?.volumes_from ?? []).flatMap((entry) => {
      const [from, mode] = entry.split(":");
      const other = drafts.find((each) => each.name === from);
      return (other?.mounts ?? []).filter((mount) => mount.kind === "volume" || mount.kind === "files").map((mount) => (mode === "ro" ? { ...mount, readOnly: true } : mount));
    });
    const mounts = added.reduce<readonly Mount[]>((all, mount) => (all.some((each) => each.target === mount.target) ? all : [...all, mount]), draft.mounts);
    return mounts === draft.mounts ? draft : { ...draft, mounts };
  });
}
