import type { AbsentBind, Mount, Note, Service, Supplied } from "../../model/plan.ts";
import type { Workspace } from "../../workspace/workspace.ts";

const prefix = "host-";

/** The name of the volume that stands in place of a path of the host. */
export function hostVolume(source: string): string {
  return prefix + source;
}

/** The path of the host in whose place a mount stands; undefined when it is none of those. */
export function hostSource(mount: Mount): string | undefined {
  return mount.kind === "volume" && mount.volume.startsWith(`${prefix}/`) ? mount.volume.slice(prefix.length) : undefined;
}

/** Names that are those of files: in place of such a one an empty folder would only mislead. */
const fileName =
  /\.(?:conf|cnf|cfg|ini|json5?|ya?ml|toml|env|properties|xml|pem|crt|cer|key|p12|pfx|jks|txt|sql|sh|py|[cm]?[jt]s|rb|php|lua|db|sqlite3?|sock|mmdb|so|jar|log)$|(?:^|\/)\.env(?:\.\w+)?$/i;

interface Parts {
  readonly services: readonly Service[];
  readonly supplied: readonly Supplied[];
  readonly notes: readonly Note[];
}

/**
 * The services without binds of single files that CI does not have, but for the proxy, whose files are supplied: what the image has there
 * stays, and who needs another one says that there is none. With every bind of that kind, these and those that a folder stands in place of.
 */
export function withoutAbsentFiles(workspace: Workspace, parts: Parts, proxy: string): Parts & { readonly absentBinds: readonly AbsentBind[] } {
  const absentBinds = parts.services.flatMap((service) => service.mounts.flatMap((mount) => absentBind(workspace, service, mount) ?? []));
  const leftOut = absentBinds.filter((bind) => bind.service !== proxy && fileName.test(bind.target));
  const isLeftOut = (service: string, target: string): boolean => leftOut.some((bind) => bind.service === service && bind.target === target);
  return {
    services: parts.services.map((service) => ({ ...service, mounts: service.mounts.filter((mount) => !isLeftOut(service.name, mount.target)) })),
    supplied: parts.supplied.map((each) => leftOut.reduce((entry, { target }) => (entry.what === suppliedFolder(target) ? { ...entry, what: `nothing at ${target}` } : entry), each)),
    notes: parts.notes.map((each) =>
      leftOut.reduce((note, { source }) => (note.text === absentNote(source) ? { ...note, text: `${source} is not in the repository: nothing is put in its place` } : note), each),
    ),
    absentBinds,
  };
}

/** How the report calls what stands in place of a path of the host. */
export function suppliedFolder(target: string): string {
  return `an empty folder at ${target}`;
}

/** What is noted of a bind of the project that the repository does not have. */
export function absentNote(path: string): string {
  return `${path || "."} is not in the repository: Docker would make an empty folder of it`;
}

function absentBind(workspace: Workspace, service: Service, mount: Mount): AbsentBind | undefined {
  const host = hostSource(mount);
  const source = host ?? (mount.kind === "files" && mount.isFolder && workspace.kindOf(mount.repo) === undefined ? mount.repo : undefined);
  return source === undefined ? undefined : { service: service.name, source, isOfHost: host !== undefined, target: mount.target, ...("at" in mount && mount.at ? { at: mount.at } : {}) };
}
