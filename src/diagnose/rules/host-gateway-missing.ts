import { desktopNames } from "../../model/address.ts";
import type { Edit } from "../../model/edit.ts";
import type { FactTypes } from "../../model/evidence.ts";
import type { Intervention } from "../../model/experiment.ts";
import { hostGateway, serviceNamed, type Plan, type Service } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import { serviceMeant } from "../meant.ts";
import { redialEdits } from "../redial.ts";
import { defineRule, found, ruledOut, type Conclusion } from "../rule.ts";
import { reachable, socketsOf, socketWitnesses } from "../sockets.ts";
import { errorPlace, extraHosts, shareNetwork, targetNamed, unresolvedName, type Unresolved } from "../unresolved.ts";

export const hostGatewayMissing = defineRule({
  id: "host-gateway-missing",
  title: "nginx dials a name of the host that is not mapped",
  since: "0.1.0",
  symptoms: ["proxy-start", "gateway"],
  needs: ["sockets"],
  absent: "nginx resolved every name that it dials",
  doc: {
    what: "nginx dials `host.docker.internal`, which is a name on Docker Desktop only. The engine on Linux, on a server or in CI, does not know it.",
    why: "nginx resolves the names it dials when it starts and refuses to start when one is unknown: `host not found in upstream`. What works on a developer's machine is down everywhere else.",
    fix: 'When the app is a service of the same project, dial it by its service name and container port. When it really runs on the host, map the name: `extra_hosts: ["host.docker.internal:host-gateway"]`.',
  },
  diagnose(symptom, { sockets }, plan) {
    const unresolved = unresolvedName(symptom);
    if (!unresolved) return ruledOut(symptom.kind === "proxy-start" ? "nginx does not complain of a host name" : "the name was resolved");
    if (!desktopNames.includes(unresolved.host)) return ruledOut(`"${unresolved.host}" is no name of the host`);
    if (extraHosts(plan).includes(unresolved.host)) return ruledOut(`"${unresolved.host}" is among the extra_hosts of ${plan.proxy.service}`);
    return unmapped(unresolved, sockets, plan);
  },
});

function unmapped(unresolved: Unresolved, sockets: FactTypes["sockets"], plan: Plan): Conclusion {
  const { host, error, said } = unresolved;
  const target = targetNamed(plan, host, error);
  const behind = target && serviceBehind(plan, sockets, target);
  const redial = target && behind ? redialEdits(target, behind) : [];
  const mapping = redial.length > 0 ? [] : mappingEdits(serviceNamed(plan, plan.proxy.service), host);
  const edits = redial.length > 0 ? redial : mapping;
  const location = target?.hostFrom?.at ?? target?.at ?? (error ? errorPlace(plan, error) : undefined);
  const intervention: Intervention | undefined =
    target && behind && redial.length > 0
      ? { kind: "redial", from: { host, port: target.port }, to: { host: behind.host, port: behind.port }, edits }
      : mapping.length > 0
        ? { kind: "edit-files", edits, services: [plan.proxy.service] }
        : undefined;
  return found({
    confidence: "likely",
    title: `nginx dials "${host}", which only Docker Desktop knows`,
    ...(behind ? { service: behind.service.name } : {}),
    ...(location ? { location } : {}),
    related: behind?.at ? [{ at: behind.at, note: `port ${target?.port} of the host is ${behind.service.name} here` }] : [],
    what: `"${host}" is no name in the container ${plan.proxy.service}: no extra_hosts maps it, and the engine on Linux does not provide it.${behind ? ` Behind port ${target?.port} of the host stands ${behind.service.name}.` : ""}`,
    why: "Docker Desktop gives containers a name for the host; on Linux they have it only when extra_hosts maps it to host-gateway.",
    fix: {
      text: behind
        ? `Dial ${behind.host}:${behind.port}, or map the name: extra_hosts: ["${host}:${hostGateway}"].`
        : `Map the name for ${plan.proxy.service}: extra_hosts: ["${host}:${hostGateway}"].`,
      edits,
    },
    evidence: [...said, ...(behind ? socketWitnesses(behind.service.name, reachable(socketsOf(plan, sockets, behind.service.name) ?? [])) : [])],
    ...(intervention ? { intervention } : {}),
  });
}

/** What the port of the host leads to, where nginx could dial it directly. */
function serviceBehind(plan: Plan, sockets: FactTypes["sockets"], target: Target): { service: Service; host: string; port: number; at?: Service["at"] } | undefined {
  for (const service of plan.services) {
    const mapping = service.ports.find((each) => each.published === target.port);
    if (!mapping || service.name === plan.proxy.service || !shareNetwork(plan, service.name)) continue;
    return { service, host: service.attachments[0]?.aliases[0] ?? service.name, port: mapping.target, ...(mapping.at ? { at: mapping.at } : {}) };
  }
  const meant = serviceMeant(plan, sockets, target.host, target.port);
  return meant?.port === target.port ? { ...meant, at: meant.service.at } : undefined;
}

/** `extra_hosts` put in front of the line that names the image of nginx, where that stands on a line of its own. */
function mappingEdits(proxy: Service | undefined, host: string): Edit[] {
  const at = proxy?.image.at;
  const indent = /^(\s+)(?:build|image):/.exec(at?.text ?? "")?.[1];
  if (!proxy || !at || indent === undefined || proxy.settings.extraHosts !== undefined) return [];
  return [{ path: at.path, startLine: at.line, endLine: at.line - 1, replacement: `${indent}extra_hosts:\n${indent}  - "${host}:${hostGateway}"` }];
}
