import { desktopNames, isLoopback } from "../../model/address.ts";
import type { Inputs } from "../../model/inputs.ts";
import type { Sourced } from "../../model/location.ts";
import type { Attachment, Note, Service, Supplied, Topology } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { findNginxConfigs } from "../dockerfile/find.ts";
import type { PlannedProxy } from "../proxy.ts";
import { chooseConfigs, standsIn, stubProxy, stubService, stubTopology, suppliedStub } from "../stub.ts";
import type { DraftService } from "./draft.ts";

/** Our nginx in front of the services of a Compose file that brings none. */
export interface ComposeFront {
  readonly planned: PlannedProxy;
  readonly service: Service;
  readonly topology: Sourced<Topology>;
  readonly notes: readonly Note[];
  readonly supplied: Supplied;
}

/** The stub with the configuration that the user names or the repository has; undefined when there is none, or it has nothing to do with these services. */
export function composeStub(inputs: Inputs, workspace: Workspace, drafts: readonly DraftService[]): ComposeFront | undefined {
  if (inputs.nginxConfigs.length === 0 && findNginxConfigs(workspace).length === 0) return undefined;
  const configs = chooseConfigs(inputs, workspace);
  const name = drafts.some((draft) => draft.name === "proxy") ? "upstream-gate-proxy" : "proxy";
  const stub = stubProxy(workspace, configs.chosen, name);
  const targets = stub.planned.proxy.routes.flatMap((route) => route.targets);
  if (!drafts.some((draft) => draft.image.kind === "build") && !targets.some((target) => drafts.some((draft) => isMeant(draft, target)))) return undefined;
  const named = drafts.filter((draft) => targets.some((target) => answersTo(draft, target.host)));
  const topology = stubTopology(inputs, stub.planned.proxy, named.length > 0);
  const meant = [...named, ...drafts.filter((draft) => targets.some((target) => isMeant(draft, target))), ...drafts.filter((draft) => draft.image.kind === "build")];
  const inside = standsIn(topology, meant[0]?.name);
  return { planned: stub.planned, service: stubService(stub, configs.chosen, attachmentsTo(name, named.length > 0 ? named : drafts), inside), topology, notes: configs.notes, supplied: suppliedStub };
}

function answersTo(draft: DraftService, host: string): boolean {
  return draft.attachments.some((attachment) => attachment.aliases.includes(host));
}

/** Whether a target can be meant for a service: by its name, or by a port of the host that it has or publishes. */
function isMeant(draft: DraftService, target: Target): boolean {
  const isHost = isLoopback(target.host) || desktopNames.includes(target.host);
  return answersTo(draft, target.host) || (isHost && draft.ports.some((each) => each.target === target.port || each.published === target.port));
}

function attachmentsTo(name: string, drafts: readonly DraftService[]): Attachment[] {
  const networks = [...new Set(drafts.flatMap((draft) => draft.attachments.map((attachment) => attachment.network)))];
  return networks.map((network) => ({ network, aliases: [name] }));
}
