import type { FactTypes } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { Dialect, PeerProtocols } from "../../model/protocols.ts";
import { showTarget, type Route, type Target } from "../../model/proxy.ts";
import { replaceAt, replaceWord } from "../edits.ts";
import { gatewayWitnesses, isRefused } from "../gateway.ts";
import { dialectNames, dialectOf, peerOf, peerWitnesses, takesTls, understood, usesTls, wasSilent } from "../peers.ts";
import { portPlaces } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import { swapEdits } from "../swap.ts";
import type { GatewaySymptom, MisspokenSymptom } from "../symptoms.ts";
import { diagnoseUpgrade } from "../websocket.ts";

export const upstreamProtocolMismatch = defineRule({
  id: "upstream-protocol-mismatch",
  title: "nginx speaks another protocol than the app",
  since: "0.1.0",
  symptoms: ["gateway", "misspoken", "status"],
  needs: ["protocols", "services", "sources"],
  absent: "no answer that nginx waited for failed",
  doc: {
    what: "The port is open and nginx reaches it, but the directive that passes the request on speaks another protocol than the server behind it: `proxy_pass` (HTTP) onto PHP-FPM, a uwsgi socket or a gRPC server, `fastcgi_pass` or `uwsgi_pass` onto an HTTP server, `grpc_pass` onto HTTP/1.1. A WebSocket that is passed on as an ordinary request belongs here too.",
    why: "A server that gets what it cannot read closes the connection, waits for the rest, or answers in its own protocol. nginx answers 502 or 504, passes on a 400 of the app, or hands out the bytes as they are.",
    fix: "Use the directive of the protocol that the server speaks: `proxy_pass` for HTTP, `fastcgi_pass` for PHP-FPM, `uwsgi_pass` for uWSGI's `socket =` (or open it with `http-socket =`), `scgi_pass`, `grpc_pass`. A WebSocket needs `proxy_http_version 1.1` and the headers `Upgrade` and `Connection`.",
  },
  diagnose(symptom, facts, plan) {
    if (symptom.kind === "status") return diagnoseUpgrade(symptom, plan);
    const { route, service, target } = symptom;
    if (!service || !target) return ruledOut("the address dialled is no port of a service of the project");
    const dialled = showTarget(target);
    if (symptom.kind === "gateway" && isRefused(symptom)) return ruledOut(`the connection to ${dialled} was refused`);
    const peer = peerOf(plan, facts.protocols, target);
    if (!peer)
      return symptom.directs.some((direct) => direct.status !== undefined) ? ruledOut(`${dialled} answers in HTTP when it is asked directly`) : unknown(`what ${dialled} understands was not tried`);
    const wanted = dialectOf(route.scheme);
    const spoken = understood(peer);
    if (usesTls(route.scheme) || takesTls(peer)) return ruledOut(usesTls(route.scheme) ? `nginx speaks TLS to ${dialled}` : `${dialled} takes TLS`);
    if (spoken.includes(wanted)) return ruledOut(`${dialled} understands ${dialectNames[wanted]}, in which nginx speaks to it`);
    const heard = strangerIn(peer);
    if (spoken.length > 0 || heard !== undefined) return mismatch(symptom, service, target, peer, heard, facts, plan);
    return wasSilent(peer) ? unknown(`${dialled} left without an answer what it was told`) : ruledOut(`${dialled} understood none of the protocols that were tried`);
  },
});

/** Servers that give themselves away in what they say first, or in what they say to a request in HTTP. */
const strangers: readonly (readonly [RegExp, string])[] = [
  [/^SSH-\d/, "SSH"],
  [/^220[ -][^\r]*(?:SMTP|ESMTP|Postfix|mail)/i, "SMTP"],
  [/^220[ -]/, "FTP or SMTP"],
  [/^\+OK\b/, "POP3"],
  [/^\* OK\b/, "IMAP"],
  [/^AMQP/, "AMQP"],
  [/^.\\x00\\x00\\x00\\x0a\d|^\\x[0-9a-f]{2}\\x00\\x00\\x00(?:\\n|\\x0a)\d/, "MySQL"],
  [/^-ERR (?:unknown|wrong number)/, "Redis"],
];

function strangerIn(peer: PeerProtocols): string | undefined {
  const said = peer.trials.filter((trial) => trial.outcome === "otherwise" && (trial.said === "nothing" || trial.said === "http")).flatMap((trial) => trial.heard ?? []);
  return strangers.find(([shape]) => said.some((text) => shape.test(text)))?.[1];
}

function mismatch(
  symptom: GatewaySymptom | MisspokenSymptom,
  service: Service,
  target: Target,
  peer: PeerProtocols,
  heard: string | undefined,
  facts: Pick<FactTypes, "protocols" | "services" | "sources">,
  plan: Plan,
): Conclusion {
  const { route } = symptom;
  const [spoken] = understood(peer);
  const wanted = dialectNames[dialectOf(route.scheme)];
  const speaks = spoken === undefined ? (heard ?? "something else") : dialectNames[spoken];
  const repair = repairOf(route, target, spoken, peer, facts);
  const appPlace = portPlaces(service, facts.sources, target.port)[0]?.at;
  const location = repair.port === undefined ? (route.at ?? target.at) : (target.portFrom?.at ?? target.at ?? route.at);
  const isOther = appPlace !== undefined && !(location?.path === appPlace.path && location.line === appPlace.line);
  // Some servers of HTTP/2 speak HTTP/1.1 as well, and may have had a reason to close this connection.
  const isDoubtful = spoken === "http2" && peer.trials.some((trial) => trial.said === "http" && trial.outcome === "closed");
  return found({
    confidence: isDoubtful ? "possible" : "likely",
    title: `nginx speaks ${wanted} to ${showTarget(target)}, where ${service.name} speaks ${speaks}`,
    service: service.name,
    ...(location ? { location } : {}),
    related: isOther ? [{ at: appPlace, note: `the app's port ${target.port} is set here` }] : [],
    what: `\`${route.directive}\` speaks ${wanted}. What listens on ${showTarget(target)} does not understand it; it speaks ${speaks}.${repair.port === undefined ? "" : ` ${wanted} is spoken on port ${repair.port} of ${service.name}.`}`,
    why:
      symptom.kind === "misspoken"
        ? "A server answers 400 to what it cannot read as a request. nginx passes that on: every visitor gets it, for every page."
        : "What is no answer in its own protocol is none to nginx: it answers 502, waits until its patience is over (504), or hands out the bytes as they are.",
    fix: { text: repair.text, edits: repair.edits },
    evidence: [...peerWitnesses(peer), ...gatewayWitnesses(symptom)],
    ...(repair.edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits: repair.edits, services: [plan.proxy.service], failing: [400] } } : {}),
  });
}

interface Repair {
  readonly text: string;
  readonly edits: readonly Edit[];
  /** The port to dial in place of this one. */
  readonly port?: number;
}

/** A port of the same service where nginx's protocol is spoken; else the directive of the protocol that is spoken here. */
function repairOf(route: Route, target: Target, spoken: Dialect | undefined, peer: PeerProtocols, facts: Pick<FactTypes, "protocols" | "services">): Repair {
  const wanted = dialectOf(route.scheme);
  const elsewhere = facts.protocols.find((other) => other.service === peer.service && other.port !== peer.port && understood(other).includes(wanted));
  if (elsewhere) {
    const to = String(elsewhere.port);
    const edits = target.portFrom
      ? replaceWord(target.portFrom.at, String(target.port), to)
      : target.portSpan
        ? replaceAt(target.at, target.portSpan, to)
        : replaceAt(target.at, target.hostSpan, `${target.host}:${to}`);
    return { text: `Dial port ${to}, where ${peer.service} speaks ${dialectNames[wanted]}.`, edits, port: elsewhere.port };
  }
  if (spoken === undefined || spoken === "redis" || spoken === "memcached" || spoken === "postgres")
    return { text: `Dial the app's own port: ${showTarget(target)} is not one that answers requests of visitors.`, edits: [] };
  const folder = facts.services.find((record) => record.name === peer.service)?.image.workingDir ?? "/";
  const edits = swapEdits(route, spoken, `${folder === "/" ? "" : folder}$fastcgi_script_name`);
  return { text: `${swapTexts[spoken]} ${spoken === "http2" ? "Clients of gRPC need `http2` on nginx's own `listen` line, too." : ""}`.trim(), edits };
}

const swapTexts: Readonly<Record<"http" | "http2" | "fastcgi" | "uwsgi" | "scgi", string>> = {
  http: "Pass the request on in HTTP, by `proxy_pass http://…`, or start the app behind a server of nginx's protocol.",
  http2: "Pass the request on by `grpc_pass`.",
  fastcgi: "Pass the request on by `fastcgi_pass`, with `include fastcgi_params` and a SCRIPT_FILENAME as the app's container has the file.",
  uwsgi: "Pass the request on by `uwsgi_pass` with `include uwsgi_params`, or have uWSGI open the port with `http-socket`.",
  scgi: "Pass the request on by `scgi_pass` with `include scgi_params`.",
};
