import { desktopNames, isLoopback } from "../../model/address.ts";
import type { FactTypes } from "../../model/evidence.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { serviceMeant } from "../meant.ts";
import { redialEdits } from "../redial.ts";
import { defineRule, found, ruledOut, type Conclusion } from "../rule.ts";
import { socketsOf, socketWitnesses } from "../sockets.ts";
import { errorPlace, extraHosts, ownerOf, shareNetwork, targetNamed, unresolvedName, type Unresolved } from "../unresolved.ts";

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
    const unresolved = unresolvedName(symptom);
    if (!unresolved) return ruledOut(symptom.kind === "proxy-start" ? "nginx does not complain of a host name" : "the name was resolved");
    const { host } = unresolved;
    if (desktopNames.includes(host)) return ruledOut(`"${host}" is a name of the host, not of a service`);
    if (isLoopback(host)) return ruledOut(`every container knows "${host}"`);
    if (extraHosts(plan).includes(host)) return ruledOut(`"${host}" is among the extra_hosts of ${plan.proxy.service}`);
    const owner = ownerOf(plan, host);
    if (owner) return ownedName(owner, host, facts.services, plan);
    return missing(unresolved, facts.sockets, plan);
  },
});

/** The name is right: its owner is not there, or nginx cannot learn its address. */
function ownedName(owner: Service, host: string, records: FactTypes["services"], plan: Plan): Conclusion {
  const record = records.find((each) => each.name === owner.name);
  if (record && record.state !== "running") return ruledOut(`"${host}" is the name of ${owner.name}, which does not run`);
  if (!shareNetwork(plan, owner.name)) return ruledOut(`"${host}" is the name of ${owner.name}, which runs on other networks`);
  return ruledOut(`"${host}" is the name of ${owner.name} on the networks of nginx`);
}

function missing(unresolved: Unresolved, sockets: FactTypes["sockets"], plan: Plan): Conclusion {
  const { host, error, said } = unresolved;
  const target = targetNamed(plan, host, error);
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

function knownNames(plan: Plan): string[] {
  return plan.services.filter((service) => service.name !== plan.proxy.service).map((service) => service.name);
}
