import type { Attachment, Mount, Need, Note, Service } from "../../model/plan.ts";
import type { DraftContext, DraftService } from "./draft.ts";
import type { ComposeModel, ComposeService } from "./model.ts";

/** Containers of one service that are run: more of them show no more. */
const mostRun = 2;

/** How many containers of a service Compose would start. */
export function replicasOf({ scale, deploy }: Pick<ComposeService, "scale" | "deploy">): number {
  return scale ?? deploy?.replicas ?? 1;
}

/** The names that Compose gives the containers of a service. */
export function containerNames({ name: project }: ComposeModel, name: string, service: ComposeService): string[] {
  return Array.from({ length: Math.min(Math.max(replicasOf(service), 1), 100) }, (_, index) => `${project}-${name}-${index + 1}`);
}

/** The drafts without services of which no container is started, and what is said of them. */
export function withoutUnscaled({ model, locator }: DraftContext, drafts: readonly DraftService[]): { services: DraftService[]; notes: Note[] } {
  const isNone = ({ name }: DraftService): boolean => replicasOf(model.services[name] ?? {}) === 0;
  const notes = drafts.filter(isNone).map(({ name }): Note => {
    const at = locator.key(name, ["scale"]) ?? locator.key(name, ["deploy", "replicas"]);
    return { text: `${name} is not started: it has no replicas`, ...(at ? { at } : {}) };
  });
  return { services: drafts.filter((draft) => !isNone(draft)), notes };
}

/** The services with a second container of each that has replicas: its name leads to several addresses then. The proxy stays alone. */
export function withReplicas(model: ComposeModel, services: readonly Service[], proxy: string): { services: Service[]; notes: Note[] } {
  const copied = services.filter(({ name, role }) => name !== proxy && (role === "app" || role === "dependency") && replicasOf(model.services[name] ?? {}) >= mostRun);
  const copies = new Map(copied.map((service) => [service.name, copyOf(model, services, service)]));
  const all = services.flatMap((service) => {
    const copy = copies.get(service.name);
    return copy ? [alone(model, service), copy] : [service];
  });
  const notes = copied.flatMap(({ name, at }): Note[] => {
    const count = replicasOf(model.services[name] ?? {});
    return count > mostRun ? [{ text: `${mostRun} of the ${count} replicas of ${name} are run`, ...(at ? { at } : {}) }] : [];
  });
  return { services: all.map((service) => ({ ...service, needs: service.needs.flatMap((need) => [need, ...needOfCopy(need, copies)]) })), notes };
}

function needOfCopy(need: Need, copies: ReadonlyMap<string, Service>): Need[] {
  const copy = copies.get(need.service);
  return copy ? [{ ...need, service: copy.name }] : [];
}

/** The first container: the names of the others are theirs. */
function alone(model: ComposeModel, service: Service): Service {
  return { ...service, attachments: renamed(service.attachments, containerNames(model, service.name, model.services[service.name] ?? {}).slice(1)) };
}

function copyOf(model: ComposeModel, services: readonly Service[], service: Service): Service {
  const wished = `${service.name}-${mostRun}`;
  const name = services.some((other) => other.name === wished) ? `${service.name}-replica-${mostRun}` : wished;
  const [first = ""] = containerNames(model, service.name, model.services[service.name] ?? {});
  const prefix = `${service.name}-anonymous-`;
  const mounts = service.mounts.map((mount): Mount => (mount.kind === "volume" && mount.volume.startsWith(prefix) ? { ...mount, volume: `${name}${mount.volume.slice(service.name.length)}` } : mount));
  return { ...service, name, mounts, ports: [], attachments: renamed(service.attachments, [first]) };
}

function renamed(attachments: readonly Attachment[], without: readonly string[]): Attachment[] {
  return attachments.map((attachment) => ({ ...attachment, aliases: attachment.aliases.filter((alias) => !without.includes(alias)) }));
}
