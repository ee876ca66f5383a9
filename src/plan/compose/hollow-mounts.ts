import type { Mount, Note, Service, Supplied } from "../../model/plan.ts";
import { filesNamedBy } from "../../nginx/named-files.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { hostSource, suppliedFolder } from "./absent-binds.ts";
import type { PlannedProxy } from "../proxy.ts";

/** The part of a plan in which a mount that brings nothing shows. */
interface Parts {
  readonly services: readonly Service[];
  readonly supplied: readonly Supplied[];
  readonly notes: readonly Note[];
}

/**
 * Mounts of single files that the repository does not have: the configuration names their targets as files, so an empty file stands
 * there and what belongs there is supplied. Without that the engine would make folders of them.
 */
export function withoutHollowMounts(workspace: Workspace, planned: PlannedProxy, parts: Parts): Parts {
  const { named, included } = filePaths(planned);
  const service = parts.services.find((each) => each.name === planned.proxy.service);
  const hollow = (service?.mounts ?? []).filter(
    (mount) => (named.has(mount.target) && (hostSource(mount) !== undefined || isAbsent(workspace, mount))) || (included.has(mount.target) && hostSource(mount) !== undefined),
  );
  if (!service || hollow.length === 0) return parts;
  const mounts = service.mounts.map((mount): Mount => (hollow.includes(mount) ? { kind: "text", text: "", target: mount.target, mode: 0o644, ...(mount.at ? { at: mount.at } : {}) } : mount));
  const ofFolder = ({ what }: Supplied): Mount | undefined => hollow.find((mount) => what === suppliedFolder(mount.target));
  const isOfHollow = ({ text }: Note): boolean => hollow.some((mount) => mount.kind === "files" && text.startsWith(`${mount.repo} is not in the repository`));
  return {
    services: parts.services.map((each) => (each === service ? { ...each, mounts } : each)),
    supplied: parts.supplied.flatMap((each) => {
      const mount = ofFolder(each);
      return mount === undefined ? [each] : included.has(mount.target) ? [{ ...each, what: `an empty file at ${mount.target}` }] : [];
    }),
    notes: parts.notes.filter((each) => !isOfHollow(each)),
  };
}

function filePaths({ config, proxy }: PlannedProxy): { readonly named: ReadonlySet<string>; readonly included: ReadonlySet<string> } {
  const { pairs, others } = filesNamedBy(config.directives, proxy.main.slice(0, proxy.main.lastIndexOf("/")));
  return { named: new Set([...pairs.flatMap(({ certificate, key }) => [certificate.path, key.path]), ...others.map(({ path }) => path)]), included: new Set(config.absent.map(({ path }) => path)) };
}

function isAbsent(workspace: Workspace, mount: Mount): boolean {
  return mount.kind === "files" && mount.isFolder && workspace.kindOf(mount.repo) === undefined;
}
