import type { NginxStartError } from "../model/evidence.ts";
import type { Witness } from "../model/finding.ts";
import type { Location } from "../model/location.ts";
import { serviceNamed, type Attachment, type Plan, type Service } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";
import { gatewayWitnesses } from "./gateway.ts";
import type { GatewaySymptom, ProxySymptom } from "./symptoms.ts";

/** The name that nginx could not resolve, and what it said. */
export interface Unresolved {
  readonly host: string;
  /** Absent when it was looked up for a request. */
  readonly error?: NginxStartError;
  /** What the name server answered, as nginx numbers it: 3 for "no such name", 110 for silence. */
  readonly code?: number;
  readonly said: readonly Witness[];
}

/** The name of an address that nginx did not find, at its start or for a request; undefined when that was not the matter. */
export function unresolvedName(symptom: ProxySymptom | GatewaySymptom): Unresolved | undefined {
  return symptom.kind === "proxy-start" ? atStart(symptom) : atRequest(symptom);
}

function atStart(symptom: ProxySymptom): Unresolved | undefined {
  for (const error of symptom.errors) {
    const host = /host not found in upstream "([^"]+?)(?::\d+)?"/.exec(error.message)?.[1];
    if (host !== undefined) return { host: hostOnly(host), error, said: [{ kind: "nginx", text: showStartError(error) }] };
  }
  return undefined;
}

/** nginx's words with the place it names. */
export function showStartError(error: NginxStartError): string {
  return `${error.message}${error.file === undefined ? "" : ` in ${error.file}:${error.line}`}`;
}

/** nginx quotes a `proxy_pass` without its scheme, with its path. */
function hostOnly(text: string): string {
  return text.replace(/^\w+:\/\//, "").replace(/[/:].*$/, "");
}

function atRequest(symptom: GatewaySymptom): Unresolved | undefined {
  for (const { message, errno } of symptom.errors) {
    const host = /^(\S+) could not be resolved\b/.exec(message)?.[1];
    if (host !== undefined) return { host, said: gatewayWitnesses(symptom), ...(errno === undefined ? {} : { code: errno }) };
  }
  return undefined;
}

/** The address of the configuration with that host: the one at the place that nginx names, else the first. */
export function targetNamed(plan: Plan, host: string, error: NginxStartError | undefined): Target | undefined {
  const targets = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.host === host);
  const place = error && errorPlace(plan, error);
  return targets.find((target) => place !== undefined && target.at?.path === place.path && target.at.line === place.line) ?? targets[0];
}

/** The place in the repository of the container file and line that nginx names. */
export function errorPlace(plan: Plan, error: NginxStartError): Location | undefined {
  const file = plan.proxy.files.find((each) => (each.renderedAs ?? each.container) === error.file);
  return file && error.line !== undefined ? { path: file.repo, line: error.line } : undefined;
}

/** The service that has a name on any network; what runs on the host has its own name on none, and is meant by it all the same. */
export function ownerOf(plan: Plan, host: string): Service | undefined {
  return (
    plan.services.find((service) => service.attachments.some((attachment) => attachment.aliases.includes(host))) ??
    plan.services.find((service) => service.name === host && service.networkOf !== undefined)
  );
}

/** The networks on which a service is, or the one whose network namespace it shares. */
export function networksOf(plan: Plan, name: string): readonly Attachment[] {
  const service = serviceNamed(plan, name);
  return (service?.networkOf ? serviceNamed(plan, service.networkOf.value) : service)?.attachments ?? [];
}

/** Whether the proxy has a network in common with a service. */
export function shareNetwork(plan: Plan, name: string): boolean {
  const own = networksOf(plan, plan.proxy.service);
  return networksOf(plan, name).some((attachment) => own.some((each) => each.network === attachment.network));
}

/** Names that the proxy's container knows from `extra_hosts`. */
export function extraHosts(plan: Plan): string[] {
  return (serviceNamed(plan, plan.proxy.service)?.settings.extraHosts ?? []).flatMap((entry) => entry.split(/[:=]/)[0] ?? []);
}
