import type { FactTypes, NginxStartError } from "../../model/evidence.ts";
import type { Witness } from "../../model/finding.ts";
import type { Location } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import { gatewayWitnesses } from "../gateway.ts";
import { serviceMeant } from "../meant.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import { socketsOf, socketWitnesses } from "../sockets.ts";
import type { GatewaySymptom, ProxySymptom } from "../symptoms.ts";
import { redialEdits } from "./proxy-dials-itself.ts";

/** The name that nginx could not resolve, and what it said. */
interface Unresolved {
  readonly host: string;
  readonly error?: NginxStartError;
  readonly said: readonly Witness[];
}

export const upstreamHostUnknown = defineRule({
  id: "upstream-host-unknown",
  title: "nginx dials a host name that does not exist",
  since: "0.1.0",
  symptoms: ["proxy-start", "gateway"],
  needs: ["services", "sockets"],
  absent: "nginx resolved every name that it dials",
  doc: {
    what: "The host in `proxy_pass` or in an `upstream` block is no name of a service, a container or an alias on nginx's networks.",
    why: "nginx resolves the names it dials when it starts and refuses to start when one is unknown: `host not found in upstream`. Whatever asks it then gets no answer, or a 502 from what stands in front of it.",
    fix: "Dial the service by the name that the Compose file gives it, or give the service that name with `networks: aliases:`.",
  },
  diagnose(symptom, facts, plan) {
    const unresolved = symptom.kind === "proxy-start" ? atStart(symptom) : atRequest(symptom);
    if (!unresolved) return ruledOut(symptom.kind === "proxy-start" ? "nginx does not complain of a host name" : "the name was resolved");
    const { host } = unresolved;
    const owner = plan.services.find((service) => service.attachments.some((attachment) => attachment.aliases.includes(host)));
    if (owner) return ownedName(owner, host, facts.services);
    return missing(unresolved, facts.sockets, plan);
  },
});

function atStart(symptom: ProxySymptom): Unresolved | undefined {
  for (const error of symptom.errors) {
    const host = /host not found in (?:upstream|resolver) "([^"]+?)(?::\d+)?"/.exec(error.message)?.[1];
    if (host !== undefined && /upstream/.test(error.message))
      return { host: hostOnly(host), error, said: [{ kind: "nginx", text: `${error.message}${error.file === undefined ? "" : ` in ${error.file}:${error.line}`}` }] };
  }
  return undefined;
}

/** nginx quotes a `proxy_pass` without its scheme, with its path. */
function hostOnly(text: string): string {
  return text.replace(/^\w+:\/\//, "").replace(/[/:].*$/, "");
}

function atRequest(symptom: GatewaySymptom): Unresolved | undefined {
  const host = symptom.errors.flatMap((error) => /^(\S+) could not be resolved\b/.exec(error.message)?.[1] ?? [])[0];
  return host === undefined ? undefined : { host, said: gatewayWitnesses(symptom) };
}

/** The name is right: its owner is not there, or not on nginx's networks. */
function ownedName(owner: Service, host: string, records: FactTypes["services"]): Conclusion {
  const record = records.find((each) => each.name === owner.name);
  if (record && record.state !== "running") return ruledOut(`"${host}" is the name of ${owner.name}, which does not run`);
  return unknown(`"${host}" is the name of ${owner.name}, which runs; nginx does not find it all the same`);
}

function missing(unresolved: Unresolved, sockets: FactTypes["sockets"], plan: Plan): Conclusion {
  const { host, error, said } = unresolved;
  const target = targetOf(plan, host, error);
  const location = target?.hostFrom?.at ?? target?.at ?? (error ? errorPlace(plan, error) : undefined);
  const meant = target ? serviceMeant(plan, sockets, host, target.port) : undefined;
  const edits = target && meant ? redialEdits(target, meant) : [];
  return found({
    confidence: "likely",
    title: `nginx dials "${host}", and there is no such host`,
    ...(location ? { location } : {}),
    related: meant?.service.at ? [{ at: meant.service.at, note: `the service is called ${meant.host} here` }] : [],
    what: `"${host}" is no name on the networks of ${plan.proxy.service}. Known there: ${knownNames(plan).join(", ") || "none"}.${meant ? ` Meant is most likely ${meant.host}: ${meant.because}.` : ""}`,
    why: "nginx resolves the names that it dials once, at its start, and does not start when one is unknown.",
    fix: {
      text: meant
        ? `Dial ${meant.host}${target && meant.port === target.port ? "" : `:${meant.port}`}, or give ${meant.service.name} the alias ${host}.`
        : `Add a service called ${host}, or dial one that exists.`,
      edits,
    },
    evidence: [...said, ...(meant ? socketWitnesses(meant.service.name, socketsOf(plan, sockets, meant.service.name) ?? []) : [])],
    ...(meant ? { service: meant.service.name } : {}),
    ...(target && meant ? { intervention: { kind: "redial" as const, from: { host, port: target.port }, to: { host: meant.host, port: meant.port }, edits } } : {}),
  });
}

function targetOf(plan: Plan, host: string, error: NginxStartError | undefined): Target | undefined {
  const targets = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.host === host);
  const place = error && errorPlace(plan, error);
  return targets.find((target) => place !== undefined && target.at?.path === place.path && target.at.line === place.line) ?? targets[0];
}

/** The place in the repository of the container file and line that nginx names. */
export function errorPlace(plan: Plan, error: NginxStartError): Location | undefined {
  const file = plan.proxy.files.find((each) => (each.renderedAs ?? each.container) === error.file);
  return file && error.line !== undefined ? { path: file.repo, line: error.line } : undefined;
}

function knownNames(plan: Plan): string[] {
  return plan.services.filter((service) => service.name !== plan.proxy.service).map((service) => service.name);
}
