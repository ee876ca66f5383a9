import type { AccessName } from "../../model/inputs.ts";
import type { Location } from "../../model/location.ts";
import type { ContainerSettings } from "../../model/plan.ts";
import { isExtraCapability, isLooser } from "./access.ts";
import type { DraftContext, HostAccess } from "./draft.ts";
import type { ComposeService, ComposeVolume } from "./model.ts";
import { mountTarget } from "./mounts.ts";

const isSocket = (source: string): boolean => /docker\.sock$/.test(source);
const isHostFolder = (source: string): boolean => /^\/$|^\/(proc|sys|dev|var\/lib\/docker)(\/|$)/.test(source);

/** Every way in which a service would reach the host itself, with its line. */
export function hostAccessOf(context: DraftContext, name: string, service: ComposeService): HostAccess[] {
  const { locator } = context;
  const access = (isAsked: boolean, allowed: AccessName, what: string, at: Location | undefined): HostAccess[] => (isAsked ? [{ name: allowed, what, ...(at ? { at } : {}) }] : []);
  const key = (of: string): Location | undefined => locator.key(name, [of]);
  const listed = (of: "cap_add" | "security_opt", allowed: AccessName, isAccess: (each: string) => boolean): HostAccess[] =>
    (service[of] ?? []).filter(isAccess).flatMap((asked) => access(true, allowed, `${of}: ${asked}`, locator.entry(name, [of], (entry) => entry === asked) ?? key(of)));
  const bound = (allowed: AccessName, isAccess: (source: string) => boolean): HostAccess[] =>
    bindsOf(service, isAccess).flatMap((volume) =>
      access(
        true,
        allowed,
        `a bind of ${volume.source ?? ""}`,
        locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === volume.target),
      ),
    );
  return [
    ...access(service.privileged === true, "privileged", "privileged", key("privileged")),
    ...access(service.pid === "host", "host-pid", "pid: host", key("pid")),
    ...access(service.ipc === "host", "host-ipc", "ipc: host", key("ipc")),
    ...access(service.uts === "host", "host-uts", "uts: host", key("uts")),
    ...access(service.userns_mode === "host", "host-users", "userns_mode: host", key("userns_mode")),
    ...access(service.cgroup === "host", "host-cgroup", "cgroup: host", key("cgroup")),
    ...access((service.devices ?? []).length > 0, "devices", "devices", key("devices")),
    ...listed("cap_add", "capabilities", isExtraCapability),
    ...listed("security_opt", "unconfined", isLooser),
    ...bound("docker-socket", isSocket),
    ...bound("host-files", isHostFolder),
  ];
}

function bindsOf(service: ComposeService, isAccess: (source: string) => boolean): ComposeVolume[] {
  return (service.volumes ?? []).filter((volume) => volume.type === "bind" && isAccess(volume.source ?? ""));
}

/** What the container of a service is given beyond the usual, for the ways to the host that are allowed. */
export function accessSettings(context: DraftContext, name: string, service: ComposeService): ContainerSettings {
  const has = new Set(
    hostAccessOf(context, name, service)
      .map((each) => each.name)
      .filter((each) => context.allowed.includes(each)),
  );
  const binds = [...(has.has("docker-socket") ? bindsOf(service, isSocket) : []), ...(has.has("host-files") ? bindsOf(service, isHostFolder) : [])];
  return {
    ...(has.has("privileged") ? { privileged: true } : {}),
    ...(has.has("host-pid") ? { processes: "host" as const } : {}),
    ...(has.has("host-ipc") ? { ipc: "host" as const } : {}),
    ...(has.has("host-uts") ? { uts: "host" as const } : {}),
    ...(has.has("host-users") ? { users: "host" as const } : {}),
    ...(has.has("host-cgroup") ? { cgroup: "host" as const } : {}),
    ...(has.has("devices") ? { devices: devicesOf(service) } : {}),
    ...(binds.length > 0 ? { binds: binds.map((volume) => ({ source: volume.source ?? "", target: volume.target, readOnly: volume.read_only === true })) } : {}),
  };
}

function devicesOf(service: ComposeService): NonNullable<ContainerSettings["devices"]> {
  return (service.devices ?? []).map((device) => {
    const [source = "", target = source, permissions = "rwm"] = typeof device === "string" ? device.split(":") : [device.source, device.target, device.permissions];
    return { source, target, permissions };
  });
}
