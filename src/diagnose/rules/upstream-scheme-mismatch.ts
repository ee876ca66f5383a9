import type { FactTypes } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import { serviceNamed, type Plan, type Service } from "../../model/plan.ts";
import type { PeerProtocols } from "../../model/protocols.ts";
import { showTarget, type Route, type Target } from "../../model/proxy.ts";
import { wholeLine, wholeText } from "../edits.ts";
import { gatewayWitnesses, isRefused } from "../gateway.ts";
import { dialectOf, peerOf, peerWitnesses, takesTls, understood, usesTls } from "../peers.ts";
import { portPlaces, preferChanged } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { GatewaySymptom, MisspokenSymptom } from "../symptoms.ts";

export const upstreamSchemeMismatch = defineRule({
  id: "upstream-scheme-mismatch",
  title: "nginx and the app disagree about TLS",
  since: "0.1.0",
  symptoms: ["gateway", "misspoken"],
  needs: ["protocols", "sources"],
  absent: "no answer that nginx waited for failed",
  doc: {
    what: "nginx speaks TLS to a port that takes plain HTTP, or plain HTTP to a port that takes TLS: the scheme in `proxy_pass` is not that of the app.",
    why: "A plain server takes a TLS handshake for a broken request, and nginx takes its answer for a broken handshake (`wrong version number`): 502, or 504 when the server waits on. A TLS server closes the connection when it gets plain HTTP, which is 502 as well, or answers it with 400, which nginx passes on as if the app had meant it.",
    fix: "Write the scheme that the app speaks: `proxy_pass http://…` for a plain server, `proxy_pass https://…` for one with a certificate (`grpc://` and `grpcs://` for gRPC). TLS that ends at nginx needs no TLS behind it.",
  },
  diagnose(symptom, facts, plan) {
    const { route, service, target } = symptom;
    if (!service || !target) return ruledOut("the address dialled is no port of a service of the project");
    const dialled = showTarget(target);
    if (symptom.kind === "gateway" && isRefused(symptom)) return ruledOut(`the connection to ${dialled} was refused`);
    const peer = peerOf(plan, facts.protocols, target);
    if (!peer)
      return symptom.directs.some((direct) => direct.status !== undefined) ? ruledOut(`${dialled} answers in HTTP when it is asked directly`) : unknown(`what ${dialled} understands was not tried`);
    if (usesTls(route.scheme)) {
      if (takesTls(peer)) return ruledOut(`${dialled} takes TLS, as nginx speaks it`);
      if (!understood(peer).includes(dialectOf(route.scheme))) return ruledOut(`${dialled} takes neither TLS nor what nginx speaks inside it`);
    } else {
      if (!takesTls(peer)) return ruledOut(`${dialled} takes no TLS handshake`);
      if (route.scheme !== "http" && route.scheme !== "grpc") return ruledOut(`nginx speaks neither http nor grpc to ${dialled}`);
      if (understood(peer).includes(dialectOf(route.scheme))) return ruledOut(`${dialled} answers without TLS as well`);
    }
    return mismatch(symptom, service, target, peer, facts, plan);
  },
});

const others = { http: "https", https: "http", grpc: "grpcs", grpcs: "grpc" } as const;

function mismatch(symptom: GatewaySymptom | MisspokenSymptom, service: Service, target: Target, peer: PeerProtocols, facts: Pick<FactTypes, "sources">, plan: Plan): Conclusion {
  const { route } = symptom;
  const scheme = route.scheme as keyof typeof others;
  const other = others[scheme];
  const variable = schemeVariable(route, plan, scheme);
  const edits = variable ? [wholeLine(variable.at, variable.replaced(other))] : schemeEdits(route, target, scheme, other);
  const edited = variable?.at ?? places(route, target).find((at) => edits.some((edit) => edit.path === at.path && edit.startLine === at.line));
  const proxyPlace = edited ?? route.at ?? target.at;
  const appPlace = portPlaces(service, facts.sources, target.port)[0]?.at;
  const notes = { first: `nginx speaks ${scheme} here`, second: `the app's port ${target.port} is set here` };
  const placed = proxyPlace ? preferChanged(facts.sources, proxyPlace, appPlace, notes) : { related: [] };
  const [speaks, takes] = usesTls(scheme) ? ["TLS", "no TLS"] : ["no TLS", "nothing but TLS"];
  return found({
    confidence: "likely",
    title: `nginx speaks ${scheme} to ${showTarget(target)}, where ${service.name} speaks ${other}`,
    service: service.name,
    ...placed,
    what: `nginx speaks ${speaks} to ${showTarget(target)}; ${service.name} takes ${takes} on that port.`,
    why: whyOf(symptom),
    fix: { text: `${variable ? `Set ${variable.name} to ${other}` : `Write ${other}:// in the address`}, or make ${service.name} speak ${scheme} on port ${target.port}.`, edits },
    evidence: [...peerWitnesses(peer), ...gatewayWitnesses(symptom)],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [plan.proxy.service], failing: [400] } } : {}),
  });
}

function whyOf(symptom: GatewaySymptom | MisspokenSymptom): string {
  if (usesTls(symptom.route.scheme)) return "A server without TLS takes the handshake for a broken request and answers it, closes it or waits on; nginx gets no handshake and answers 502 or 504.";
  return symptom.kind === "misspoken"
    ? "A server that takes TLS alone answers a request in clear with 400. nginx passes that on: every visitor gets it, for every page."
    : "A server that takes TLS alone has no use for a request in clear and closes the connection; nginx answers 502.";
}

/** Where the scheme may be written: in the pass itself, in the variable that gives the address, beside the address. */
function places(route: Route, target: Target): Location[] {
  return [route.at, target.hostFrom?.at, target.at].filter((at) => at !== undefined);
}

/** The variable of nginx's environment from which a template has the scheme, on the line that sets it. */
function schemeVariable(route: Route, plan: Plan, scheme: string): { readonly name: string; readonly at: Location; readonly replaced: (other: string) => string } | undefined {
  const name = /\s\$\{?([A-Za-z_]\w*)\}?:\/\//.exec(route.at?.text ?? "")?.[1];
  const set = name === undefined ? undefined : serviceNamed(plan, plan.proxy.service)?.variables[name];
  const text = set?.at && wholeText(set.at);
  if (name === undefined || !set?.at || text === undefined || set.value !== scheme) return undefined;
  const hits = [...text.matchAll(new RegExp(`(?<=\\b${name}["']?\\s*[=:]\\s*["']?)${scheme}(?=["'\\s]|$)`, "g"))];
  const [hit] = hits;
  return hit && hits.length === 1 ? { name, at: set.at, replaced: (other) => text.slice(0, hit.index) + other + text.slice(hit.index + scheme.length) } : undefined;
}

/** The scheme exchanged where it is written. A port that only the scheme implied is written out. */
export function schemeEdits(route: Route, target: Target, from: string, to: string): Edit[] {
  for (const at of places(route, target)) {
    const { text } = at;
    if (text === undefined || text.length >= 300 || text.includes("[redacted:")) continue;
    const hits = [...text.matchAll(new RegExp(`(?<![\\w-])(?:${from}|\\$scheme|\\$\\{scheme\\})://`, "gi"))];
    const [hit] = hits;
    if (!hit || hits.length !== 1) continue;
    const behind = text.slice(hit.index + hit[0].length);
    const isImplied = route.group === undefined && !/^(?:\[[^\]]*\]|[^:/;\s"'$]+):\d/.test(behind) && !behind.startsWith("$");
    const host = isImplied ? (/^(?:\[[^\]]*\]|[\w.-]+)/.exec(behind)?.[0] ?? "") : "";
    const address = host === "" ? behind : `${host}:${target.port}${behind.slice(host.length)}`;
    return [wholeLine(at, `${text.slice(0, hit.index)}${to}://${address}`)];
  }
  return [];
}
