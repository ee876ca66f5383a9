import type { ContainerSpec, VolumeMount } from "../docker/engine.ts";
import { objectName, serviceLabel, type RunIdentity } from "../docker/labels.ts";
import { mountOver } from "../model/address.ts";
import type { RepoPath } from "../model/location.ts";
import { serviceNamed, type Mount, type Plan, type Service } from "../model/plan.ts";
import type { Bytes } from "../model/units.ts";
import { logFolder } from "../nginx/instrument.ts";
import { limitsOf } from "./limits.ts";

/** What a service's container is created from, beside the service itself. */
export interface SpecificationInput {
  readonly run: RunIdentity;
  readonly image: string;
  /** Tells containers of one service apart when it is created again. */
  readonly generation: number;
  /** The id of the container whose network namespace it shares. */
  readonly networkOf?: string;
  readonly isProxy: boolean;
  /** Folders into which the proxy's configuration is put. */
  readonly configFolders?: readonly string[];
  /** What a container may have at most, in bytes. */
  readonly mostMemory?: Bytes;
  /** Folders of the repository whose copy it does not share with other services. */
  readonly ownFolders?: readonly RepoPath[];
  /** Where it binds folders of the host. */
  readonly hostTargets?: readonly string[];
}

/**
 * The container of a service: as the project has it, but for what would collide with another run or hide a crash — no published
 * port, no fixed name, no restart by the engine.
 */
export function specificationOf(service: Service, input: SpecificationInput): ContainerSpec {
  const [first] = service.attachments;
  const network =
    input.networkOf !== undefined ? { networkOf: input.networkOf } : first ? { network: { name: objectName(input.run, `net-${first.network}`), aliases: first.aliases } } : { isAlone: true };
  return {
    name: objectName(input.run, `${service.name}-${input.generation}`),
    image: input.image,
    labels: { ...input.run.labels, [serviceLabel]: service.name },
    ...network,
    ...settingsOf(service, input.networkOf !== undefined),
    variables: Object.entries(service.variables).map(([name, { value }]) => `${name}=${value}`),
    mounts: volumeMounts(service, input),
    tmpfs: service.mounts.flatMap((mount) => (mount.kind === "tmpfs" ? [mount.options === undefined ? mount.target : `${mount.target}:${mount.options}`] : [])),
    ...(service.entrypoint ? { entrypoint: service.entrypoint.value } : {}),
    ...(service.command ? { command: service.command.value } : {}),
    ...(service.healthcheck ? { healthcheck: service.healthcheck } : {}),
    ...limitsOf(service, input.mostMemory),
    ...(service.user ? { user: service.user.value } : {}),
    ...(service.workingDir === undefined ? {} : { workingDir: service.workingDir }),
    ...(service.cpus === undefined ? {} : { cpus: service.cpus }),
  };
}

function settingsOf(service: Service, sharesNetwork: boolean): Partial<ContainerSpec> {
  const { readOnlyAt: _place, newPrivileges: _privileges, ...settings } = service.settings;
  if (!sharesNetwork) return settings;
  const { hostname: _hostname, domainName: _domainName, extraHosts: _extraHosts, dns: _dns, dnsSearch: _dnsSearch, ...rest } = settings;
  return rest;
}

/** The name of the volume that stands for a mount, within a run; `ownFolders` are not shared with other services. */
export function volumeName(run: RunIdentity, mount: Mount, ownFolders: readonly RepoPath[] = []): string | undefined {
  if (mount.kind === "volume") return objectName(run, `vol-${mount.volume}`);
  if (mount.kind === "files" && mount.isFolder) return objectName(run, `${ownFolders.includes(mount.repo) ? "own" : "files"}-/${mount.repo}`);
  return undefined;
}

/** The volumes that hold Unix sockets which the proxy dials, and the services that mount each. */
export function socketVolumes(run: RunIdentity, plan: Plan): ReadonlyMap<string, readonly string[]> {
  const proxy = serviceNamed(plan, plan.proxy.service);
  const dialled = plan.proxy.routes.flatMap((route) => route.targets.flatMap((target) => target.socket ?? []));
  const volumes = dialled.flatMap((socket) => {
    const mount = proxy && mountOver(proxy, socket);
    return (mount && volumeName(run, mount)) ?? [];
  });
  const usersOf = (volume: string): string[] => plan.services.filter((service) => service.mounts.some((mount) => volumeName(run, mount) === volume)).map((service) => service.name);
  return new Map(volumes.map((volume) => [volume, usersOf(volume)]));
}

function volumeMounts(service: Service, input: SpecificationInput): VolumeMount[] {
  const mounts = service.mounts.flatMap((mount): VolumeMount[] => {
    const volume = volumeName(input.run, mount, input.ownFolders);
    // The proxy's are filled with what CI lacks, which the engine refuses for a read-only volume.
    return volume === undefined || !("target" in mount)
      ? []
      : [
          {
            volume,
            target: mount.target,
            readOnly: (mount.kind === "volume" ? mount.readOnly : isKeptReadOnly(service, mount)) && !input.isProxy,
            copyImage: mount.kind === "volume" && mount.isEmpty !== true,
            ...(input.hostTargets?.includes(mount.target) === true ? { givesWay: true as const } : {}),
          },
        ];
  });
  const writable =
    service.settings.readOnly === true
      ? [...new Set([...singleFileFolders(service), ...(input.configFolders ?? [])])]
          .filter((folder) => !mounts.some((mount) => mount.target === folder))
          .map((folder) => ({ volume: objectName(input.run, `over-${service.name}${folder}`), target: folder, readOnly: false, copyImage: true }))
      : [];
  const logs = input.isProxy ? [{ volume: objectName(input.run, `logs-${service.name}-${input.generation}`), target: logFolder, readOnly: false, copyImage: false }] : [];
  return [...mounts, ...writable, ...logs];
}

/** Whether a folder that the project binds read-only is so in the run too: not where something else is put into it. */
export function isKeptReadOnly(service: Service, mount: Mount): boolean {
  return mount.kind === "files" && mount.isFolder && mount.readOnly && !service.mounts.some((other) => other !== mount && other.target.startsWith(`${mount.target.replace(/\/$/, "")}/`));
}

/** Nothing can be put into a read-only container but into its volumes: the folders of single files become volumes. */
function singleFileFolders(service: Service): string[] {
  const files = service.mounts.flatMap((mount) => (mount.kind === "text" || (mount.kind === "files" && !mount.isFolder) ? [mount.target] : []));
  return [...new Set(files.map((path) => path.slice(0, path.lastIndexOf("/"))))].filter((folder) => folder !== "");
}
