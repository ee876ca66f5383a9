import type { Location } from "../../model/location.ts";
import type { Note, Supplied } from "../../model/plan.ts";
import type { DraftContext, DraftService } from "./draft.ts";

/** What the services use that is made outside the project, and what they get in its place. */
export function suppliedOutside({ model, locator }: DraftContext, services: readonly DraftService[]): Supplied[] {
  const supplied = (what: string, external: string, at: Location | undefined): Supplied => ({ what, why: `${external} is made outside the project`, ...(at ? { at } : {}) });
  const networks = Object.entries(model.networks ?? {}).flatMap(([name, network]) => {
    const user = services.find((service) => service.attachments.some((attachment) => attachment.network === name));
    if (network?.external !== true || !user) return [];
    return [supplied(`an empty network as ${name}`, `the external network ${network.name ?? name}`, user.attachments.find((attachment) => attachment.network === name)?.at)];
  });
  const volumes = Object.entries(model.volumes ?? {}).flatMap(([name, volume]) => {
    const user = services.find((service) => service.mounts.some((mount) => mount.kind === "volume" && mount.volume === name));
    const isRemote = volume?.driver_opts !== undefined || (volume?.driver !== undefined && volume.driver !== "local");
    if ((volume?.external !== true && !isRemote) || !user) return [];
    const at = user.mounts.find((mount) => mount.kind === "volume" && mount.volume === name)?.at ?? locator.service(user.name);
    return [supplied(`an empty volume as ${name}`, volume?.external === true ? `the external volume ${volume.name ?? name}` : `what the volume ${name} holds`, at)];
  });
  return [...networks, ...volumes];
}

/** What is said of hardware that a service reserves and the gate does not give. */
export function hardwareNotes({ model, locator }: DraftContext): Note[] {
  return Object.entries(model.services).flatMap(([name, service]): Note[] => {
    const at = locator.key(name, ["gpus"]) ?? locator.key(name, ["deploy", "resources", "reservations", "devices"]);
    const isAsked = (service.gpus ?? []).length > 0 || (service.deploy?.resources?.reservations?.devices ?? []).length > 0;
    return isAsked ? [{ text: `${name} reserves devices such as GPUs, which it does not get here`, ...(at ? { at } : {}) }] : [];
  });
}
