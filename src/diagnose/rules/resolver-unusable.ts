import { isLoopback } from "../../model/address.ts";
import type { Edit } from "../../model/edit.ts";
import type { NameLookUp } from "../../model/evidence.ts";
import type { Witness } from "../../model/finding.ts";
import type { Location } from "../../model/location.ts";
import type { Plan } from "../../model/plan.ts";
import type { NameServers } from "../../model/proxy.ts";
import { wholeLine } from "../edits.ts";
import { gatewayWitnesses } from "../gateway.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { GatewaySymptom, ProxySymptom } from "../symptoms.ts";
import { errorPlace, extraHosts, ownerOf, shareNetwork, showStartError, unresolvedName } from "../unresolved.ts";

/** Where the engine answers for the names of containers, in every container on a network of its own. */
const dockerResolver = "127.0.0.11";

export const resolverUnusable = defineRule({
  id: "resolver-unusable",
  title: "nginx has no name server that knows the name it dials",
  since: "0.1.0",
  symptoms: ["proxy-start", "gateway"],
  needs: ["services", "proxy", "sources"],
  absent: "nginx resolved every name that it dials",
  doc: {
    what: "The address in `proxy_pass` holds a variable, so nginx resolves the name for each request, and the `resolver` that it asks is absent, out of reach, or does not know the names of the project.",
    why: "For a name with a variable nginx does not use the system's look-up: it asks the name servers of the `resolver` directive, and reads neither /etc/hosts nor /etc/resolv.conf. Without a usable one every such request is a 502. A public name server knows no service of the project.",
    fix: "Name Docker's own name server: `resolver 127.0.0.11 valid=10s;`. Where the address need not change at run time, write it without a variable. A name that stands only in /etc/hosts (`extra_hosts`, `localhost`) cannot be resolved so at all.",
  },
  diagnose(symptom, facts, plan) {
    if (symptom.kind === "proxy-start") return unknownResolver(symptom, facts.sources.proxyLines, plan);
    const lacking = symptom.errors.flatMap((error) => /^no resolver defined to resolve (\S+)/.exec(error.message)?.[1] ?? [])[0];
    const unresolved = unresolvedName(symptom);
    const host = lacking ?? unresolved?.host;
    if (host === undefined) return ruledOut("the name was resolved");
    const { resolver } = symptom.route;
    const names = facts.proxy.names ?? [];
    if (isOnlyLocal(plan, host)) return onlyLocal(symptom, host, names, plan);
    const owner = ownerOf(plan, host);
    if (!owner || !shareNetwork(plan, owner.name)) return ruledOut(`"${host}" is no name on the networks of ${plan.proxy.service}`);
    if (lacking === undefined && !resolver) return unknown(`it is not known which resolver was asked for "${host}"`);
    if (lacking === undefined && resolver?.addresses.every((address) => address === dockerResolver) === true) return ruledOut("Docker's own name server was asked");
    if (facts.services.find((record) => record.name === owner.name)?.state !== "running") return ruledOut(`"${host}" is the name of ${owner.name}, which does not run`);
    if (names.some((name) => name.name === host && name.addresses.length === 0)) return unknown(`the system of ${plan.proxy.service} does not find "${host}" either`);
    return unusable(symptom, host, lacking === undefined ? resolver : undefined, names, plan);
  },
});

/** A name that stands in /etc/hosts alone, which nginx does not read for a request. */
function isOnlyLocal(plan: Plan, host: string): boolean {
  return isLoopback(host) || extraHosts(plan).includes(host);
}

function unusable(symptom: GatewaySymptom, host: string, resolver: NameServers | undefined, names: readonly NameLookUp[], plan: Plan): Conclusion {
  const { route } = symptom;
  const asked = resolver?.addresses.join(", ");
  const edits = resolver ? retargeted(resolver.at) : inserted(route.at);
  const location = resolver?.at ?? route.at;
  return found({
    confidence: "likely",
    title: asked === undefined ? `nginx has no resolver to look up "${host}" for a request` : `nginx asks ${asked} for "${host}", which does not know it`,
    ...(symptom.service ? { service: symptom.service.name } : {}),
    ...(location ? { location } : {}),
    related: resolver && route.at ? [{ at: route.at, note: "the address has a variable: it is looked up for each request" }] : [],
    what:
      asked === undefined
        ? `\`${route.value}\` holds a variable, so nginx looks "${host}" up for each request; no resolver is named for that.`
        : `\`${route.value}\` holds a variable, so nginx looks "${host}" up for each request, and asks ${asked}. That name server ${answerOf(symptom)}. "${host}" is a name of the containers' own network.`,
    why: "With a variable in the address nginx asks only the name servers of its resolver directive. The names of containers are known to Docker's own, 127.0.0.11.",
    fix: { text: resolver ? `Ask Docker's name server: resolver ${dockerResolver}.` : `Name Docker's name server beside the address: resolver ${dockerResolver} valid=10s.`, edits },
    evidence: [...lookUps(host, names, plan), ...gatewayWitnesses(symptom)],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [plan.proxy.service] } } : {}),
  });
}

/** What the name server said, as nginx numbers it. */
function answerOf(symptom: GatewaySymptom): string {
  const code = unresolvedName(symptom)?.code;
  return code === 3 ? "says that there is no such name" : code === 110 || code === undefined ? "does not answer" : `answers with an error (${code})`;
}

/** A name of /etc/hosts written without a variable is looked up by the system, once. */
function onlyLocal(symptom: GatewaySymptom, host: string, names: readonly NameLookUp[], plan: Plan): Conclusion {
  const { route, target } = symptom;
  const edits = target ? literal(route.at, route.value, `${route.scheme}://${isLoopback(host) ? "127.0.0.1" : host}:${target.port}`) : [];
  return found({
    confidence: edits.length > 0 ? "likely" : "possible",
    title: `nginx looks "${host}" up for a request, and it stands only in /etc/hosts`,
    ...(symptom.service ? { service: symptom.service.name } : {}),
    ...(route.at ? { location: route.at } : {}),
    related: route.resolver?.at ? [{ at: route.resolver.at, note: "the name server that is asked" }] : [],
    what: `\`${route.value}\` holds a variable, so nginx asks a name server for "${host}". The name stands in /etc/hosts of ${plan.proxy.service} only, which nginx does not read for that.`,
    why: "With a variable in the address nginx speaks to name servers itself. /etc/hosts counts only for names that it resolves at its start.",
    fix: { text: `Write the address without a variable${isLoopback(host) ? ", or as 127.0.0.1" : ""}.`, edits },
    evidence: [...lookUps(host, names, plan), ...gatewayWitnesses(symptom)],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [plan.proxy.service] } } : {}),
  });
}

/** nginx does not start since the resolver itself is a name that nobody knows. */
function unknownResolver(symptom: ProxySymptom, lines: readonly Location[], plan: Plan): Conclusion {
  const error = symptom.errors.find((each) => each.message.startsWith("host not found in resolver "));
  if (!error) return ruledOut("nginx does not complain of a resolver");
  const name = /"([^"]+)"/.exec(error.message)?.[1] ?? "";
  const named = errorPlace(plan, error);
  const location = lines.find((line) => line.path === named?.path && line.line === named.line) ?? named;
  const edits = retargeted(location);
  return found({
    confidence: "likely",
    title: `nginx does not start: its resolver "${name}" is no host that it can find`,
    service: plan.proxy.service,
    ...(location ? { location } : {}),
    what: `The name server of nginx is given as "${name}", which the container ${plan.proxy.service} cannot resolve itself.`,
    why: "nginx resolves the name of its resolver at its start and does not start without it. Names of a cluster's name server exist in that cluster alone.",
    fix: { text: `Name Docker's name server: resolver ${dockerResolver}.`, edits },
    evidence: [{ kind: "nginx", text: showStartError(error) }],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [plan.proxy.service] } } : {}),
  });
}

function lookUps(host: string, names: readonly NameLookUp[], plan: Plan): Witness[] {
  return names
    .filter((name) => name.name === host && name.addresses.length > 0)
    .map((name) => ({ kind: "attempt", text: `getent hosts ${host} in ${plan.proxy.service}: ${name.addresses.join(", ")}` }));
}

/** The directive with Docker's name server in place of its own, its parameters kept. */
function retargeted(at: Location | undefined): Edit[] {
  const match = /^(.*?\bresolver\s+)([^;{}]+)(;.*)$/.exec(at?.text ?? "");
  if (!at || !match) return [];
  const kept = (match[2] ?? "").split(/\s+/).filter((word) => word.includes("="));
  return [wholeLine(at, `${match[1]}${[dockerResolver, ...kept].join(" ")}${match[3]}`)];
}

/** A resolver in front of the line that passes on; in the same block, or around it when that block is written on one line. */
function inserted(at: Location | undefined): Edit[] {
  const indent = /^\s*/.exec(at?.text ?? "")?.[0];
  return !at || at.text === undefined || indent === undefined ? [] : [{ path: at.path, startLine: at.line, endLine: at.line - 1, replacement: `${indent}resolver ${dockerResolver} valid=10s;` }];
}

/** The argument with the variable replaced; none when it has more than the address in it. */
function literal(at: Location | undefined, value: string, replacement: string): Edit[] {
  if (at?.text === undefined || at.text.length >= 300 || !/^(?:\w+:\/\/)?\$\{?\w+\}?(?::\d+)?$/.test(value)) return [];
  const parts = at.text.split(value);
  return parts.length === 2 ? [wholeLine(at, parts.join(replacement))] : [];
}
