import type { Intervention } from "../model/experiment.ts";
import type { Edit } from "../model/edit.ts";
import type { Plan, Service } from "../model/plan.ts";
import { millis, showDuration, showSize } from "../model/units.ts";

/** The changes to files of the repository that an intervention makes; none when it changes the plan alone. */
export function editsOf(intervention: Intervention): readonly Edit[] {
  return intervention.kind === "redial" || intervention.kind === "edit-files" ? intervention.edits : [];
}

/** Whether it can be tried at all: a redial needs a line or a variable that it can change. */
export function isTryable(intervention: Intervention): boolean {
  return intervention.kind !== "redial" || intervention.edits.length > 0 || intervention.variable !== undefined;
}

/** The services whose containers have to be made again for it, beside the proxy. */
export function servicesOf(intervention: Intervention): readonly string[] {
  switch (intervention.kind) {
    case "redial":
      return [];
    case "extend-start":
      return intervention.health === true ? [intervention.service] : [];
    case "edit-files":
      return intervention.services;
    default:
      return [intervention.service];
  }
}

/** The plan with the intervention made, but for its edits to files, which the plan is read from. */
export function applyIntervention(plan: Plan, intervention: Intervention): Plan {
  switch (intervention.kind) {
    case "redial":
      return intervention.variable ? withVariable(redialled(plan, intervention), intervention.variable.service, intervention.variable.name, intervention.variable.value) : plan;
    case "edit-files":
    case "start-after":
      return plan;
    case "forward-loopback":
      return { ...plan, forwards: [...plan.forwards, { inside: intervention.service, listen: "self", port: intervention.port, toHost: intervention.address, toPort: intervention.port }] };
    case "supply-pair":
      return { ...plan, proxy: { ...plan.proxy, absent: intervention.paths } };
    case "open-socket":
      return { ...plan, opened: [...(plan.opened ?? []), { service: intervention.service, path: intervention.path }] };
    case "set-variable":
      return withVariable(plan, intervention.service, intervention.name, intervention.value);
    case "open-low-ports":
      return withLowPorts(plan, intervention.service);
    case "raise-memory":
      return withService(plan, intervention.service, (service) => ({ ...service, memory: { value: intervention.bytes, because: "raised for this trial" } }));
    case "extend-start":
      return extended(plan, intervention);
    case "waive-health":
      return waived(plan, intervention.service);
    case "start-command":
      return withService(plan, intervention.service, (service) => ({ ...service, entrypoint: { value: intervention.command, because: "changed for this trial" }, command: { value: [] } }));
  }
}

/** More time before the gate gives up and, where a health check gave up, before that does. */
function extended(plan: Plan, { service, timeout, health }: Extract<Intervention, { kind: "extend-start" }>): Plan {
  const longer = { ...plan, startTimeout: { value: millis(plan.startTimeout.value + timeout), because: "extended for this trial" } };
  if (health !== true) return longer;
  return withService(longer, service, (each) => (each.healthcheck ? { ...each, healthcheck: { ...each.healthcheck, startPeriod: millis((each.healthcheck.startPeriod ?? 0) + timeout) } } : each));
}

function waived(plan: Plan, name: string): Plan {
  const services = plan.services.map((service) => ({
    ...service,
    needs: service.needs.map((need) => (need.service === name && need.condition === "healthy" ? { ...need, condition: "started" as const } : need)),
  }));
  return { ...plan, services };
}

/** The setting belongs to the namespace: it is made where that is opened. */
function withLowPorts(plan: Plan, name: string): Plan {
  const owner = plan.services.find((service) => service.name === name)?.networkOf?.value ?? name;
  return withService(plan, owner, (service) => ({ ...service, settings: { ...service.settings, sysctls: { ...service.settings.sysctls, "net.ipv4.ip_unprivileged_port_start": "0" } } }));
}

function withService(plan: Plan, name: string, change: (service: Service) => Service): Plan {
  return { ...plan, services: plan.services.map((service) => (service.name === name ? change(service) : service)) };
}

function withVariable(plan: Plan, name: string, variable: string, value: string): Plan {
  return withService(plan, name, (service) => ({ ...service, variables: { ...service.variables, [variable]: { value, because: "set for this trial" } } }));
}

function redialled(plan: Plan, { from, to }: Extract<Intervention, { kind: "redial" }>): Plan {
  const routes = plan.proxy.routes.map((route) => ({ ...route, targets: route.targets.map((target) => (target.host === from.host && target.port === from.port ? { ...target, ...to } : target)) }));
  return { ...plan, proxy: { ...plan.proxy, routes } };
}

function describeEdit({ path, startLine, endLine, replacement }: Edit): string {
  const text = replacement
    .split("\n")
    .map((line) => line.trim())
    .join(" / ");
  if (endLine < startLine) return `\`${text}\` was put in front of ${path}:${startLine}`;
  return text === "" ? `${path}:${startLine} was left out` : `${path}:${startLine} became \`${text}\``;
}

/** What was done, in the past tense, for the reader. */
export function describeIntervention(intervention: Intervention): string {
  switch (intervention.kind) {
    case "redial":
      return `nginx dialled ${intervention.to.host}:${intervention.to.port} in place of ${intervention.from.host}:${intervention.from.port}, in a copy`;
    case "edit-files":
      return `${intervention.edits.map(describeEdit).join(", ")}, in a copy`;
    case "forward-loopback":
      return `a forwarder inside ${intervention.service} passed port ${intervention.port} on to ${intervention.address}`;
    case "supply-pair":
      return `a certificate and key that belong together stood at ${intervention.paths.join(" and ")}`;
    case "open-socket":
      return `everybody was let to ${intervention.path} in ${intervention.service}`;
    case "set-variable":
      return `${intervention.name} was set for ${intervention.service}`;
    case "open-low-ports":
      return `${intervention.service} was allowed to open ports below 1024`;
    case "raise-memory":
      return `${intervention.service} was given ${showSize(intervention.bytes)} of memory`;
    case "extend-start":
      return `${intervention.service} was given ${showDuration(intervention.timeout)} more`;
    case "waive-health":
      return `what waits for ${intervention.service} to be healthy was started without that`;
    case "start-after":
      return `${intervention.service} was started once ${intervention.dependency} took connections`;
    case "start-command":
      return `${intervention.service} was started by \`${intervention.command.join(" ")}\``;
  }
}
