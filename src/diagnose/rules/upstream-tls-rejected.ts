import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { PeerCertificate, PeerProtocols } from "../../model/protocols.ts";
import { showTarget, type Route, type Setting, type Target } from "../../model/proxy.ts";
import { addBehind, replaceDirective } from "../edits.ts";
import { gatewayWitnesses, isRefused } from "../gateway.ts";
import { peerOf, peerWitnesses, takesTls, usesTls } from "../peers.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { GatewaySymptom } from "../symptoms.ts";

export const upstreamTlsRejected = defineRule({
  id: "upstream-tls-rejected",
  title: "nginx and the app do not agree on TLS terms",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["protocols"],
  absent: "no TLS handshake of nginx failed",
  doc: {
    what: "nginx and the app both speak TLS, and the handshake fails all the same: the app wants the server name that nginx does not send, offers no version of TLS that nginx may use, demands a certificate of nginx, or shows one that nginx is told not to trust.",
    why: "nginx sends no server name (SNI) to what it dials unless `proxy_ssl_server_name on` is set, uses the name in `proxy_pass` (of an upstream group: the group's name) for it and for the check, and verifies only where `proxy_ssl_verify on` is set. Where one side breaks the handshake off, nginx answers 502.",
    fix: "Send the name (`proxy_ssl_server_name on`, `proxy_ssl_name`), let both sides have a version in common (`proxy_ssl_protocols`), name the authority that signed the app's certificate (`proxy_ssl_trusted_certificate`), and show a certificate where one is demanded (`proxy_ssl_certificate`).",
  },
  diagnose(symptom, facts, plan) {
    const { route, service, target } = symptom;
    if (!service || !target) return ruledOut("the address dialled is no port of a service of the project");
    const dialled = showTarget(target);
    if (!usesTls(route.scheme)) return ruledOut(`nginx speaks no TLS to ${dialled}`);
    if (isRefused(symptom)) return ruledOut(`the connection to ${dialled} was refused`);
    const peer = peerOf(plan, facts.protocols, target);
    // The demand for a certificate may be lost with the connection, and nginx then only sees that it is closed.
    const said = symptom.errors.find((error) => tlsTrouble.test(error.text))?.text ?? (peer?.handshakes.some((trial) => trial.alert === certificateRequired) === true ? "" : undefined);
    if (said === undefined) return ruledOut(`nginx did not complain of TLS with ${dialled}`);
    if (!peer) return unknown(`what ${dialled} understands was not tried`);
    if (!takesTls(peer)) return ruledOut(`${dialled} takes no TLS handshake`);
    const trouble: Trouble = { symptom, route, service, target, peer, said, plan };
    return wrongName(trouble) ?? untrusted(trouble) ?? demandsCertificate(trouble) ?? lacksName(trouble) ?? noCommonVersion(trouble) ?? unexplained(trouble);
  },
});

/** The alert of TLS 1.3 to a client without a certificate. */
const certificateRequired = 116;

const tlsTrouble = /SSL_do_handshake\(\) failed|SSL_read\(\) failed \(SSL: |peer closed connection in SSL handshake|while SSL handshaking to upstream|upstream SSL certificate/;

interface Trouble {
  readonly symptom: GatewaySymptom;
  readonly route: Route;
  readonly service: Service;
  readonly target: Target;
  readonly peer: PeerProtocols;
  /** nginx's own record of it. */
  readonly said: string;
  readonly plan: Plan;
}

interface Explanation {
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly at?: Location | undefined;
  readonly edits?: readonly Edit[];
  /** Edits that show the cause and are no advice. */
  readonly trial?: readonly Edit[];
  readonly confidence?: "likely" | "possible";
}

function explained({ symptom, route, service, target, peer, plan }: Trouble, explanation: Explanation): Conclusion {
  const edits = explanation.edits ?? [];
  const trial = explanation.trial ?? edits;
  const location = explanation.at ?? route.at ?? target.at;
  const isElsewhere = route.at !== undefined && explanation.at !== undefined && explanation.at.line !== route.at.line;
  return found({
    confidence: explanation.confidence ?? "likely",
    title: explanation.title,
    service: service.name,
    ...(location ? { location } : {}),
    related: isElsewhere && route.at ? [{ at: route.at, note: "nginx passes the request on here" }] : [],
    what: explanation.what,
    why: explanation.why,
    fix: { text: explanation.fix, edits },
    evidence: [...peerWitnesses(peer), ...gatewayWitnesses(symptom)],
    ...(trial.length > 0 ? { intervention: { kind: "edit-files" as const, edits: trial, services: [plan.proxy.service] } } : {}),
  });
}

/** The setting of the pass's own family in effect: "verify" for `proxy_ssl_verify`. */
function settingOf(route: Route, name: string): Setting | undefined {
  return route.settings?.find((setting) => setting.name === `${familyOf(route)}_ssl_${name}`);
}

function familyOf(route: Route): string {
  return route.directive.replace("_pass", "");
}

/** One `*_ssl_*` directive changed where it stands, or added behind the pass. */
function withSetting(route: Route, name: string, value: string): Edit[] {
  const directive = `${familyOf(route)}_ssl_${name}`;
  const line = `${directive} ${value};`;
  const present = settingOf(route, name);
  return present ? replaceDirective(present.at, directive, [line]) : addBehind(route.at, route.directive, [line]);
}

/** Several directives at once; those that are added are put behind the pass together. */
function withSettings(route: Route, wanted: Readonly<Record<string, string>>): Edit[] {
  const absent = Object.entries(wanted).filter(([name]) => !settingOf(route, name));
  const present = Object.entries(wanted).filter(([name]) => settingOf(route, name));
  const added =
    absent.length === 0
      ? []
      : addBehind(
          route.at,
          route.directive,
          absent.map(([name, value]) => `${familyOf(route)}_ssl_${name} ${value};`),
        );
  return [...added, ...present.flatMap(([name, value]) => withSetting(route, name, value))];
}

function certificateOf(peer: PeerProtocols): PeerCertificate | undefined {
  return peer.handshakes.find((trial) => trial.certificate !== undefined)?.certificate;
}

/** The name that nginx has for the peer when none is set. */
function usualName(route: Route, target: Target): string {
  return route.group ?? target.host;
}

function wrongName(trouble: Trouble): Conclusion | undefined {
  const { route, service, target, peer, said } = trouble;
  const checked = /upstream SSL certificate does not match "([^"]*)"/.exec(said)?.[1];
  if (checked === undefined) return undefined;
  const names = certificateOf(peer)?.names ?? [];
  const fitting = [target.host, ...names].find((name) => names.includes(name) && !name.startsWith("*") && /^[\w.-]+$/.test(name));
  const edits = fitting === undefined ? [] : withSettings(route, { name: fitting });
  return explained(trouble, {
    title: `the certificate of ${service.name} is not for "${checked}", which nginx checks`,
    at: settingOf(route, "name")?.at,
    what: `nginx checks the certificate of ${showTarget(target)} for "${checked}". It is for ${names.join(", ") || "no name at all"}.`,
    why: "Unless `proxy_ssl_name` is set, nginx checks for the name in `proxy_pass`; of an upstream group that is the group's name.",
    fix: fitting === undefined ? `Give ${service.name} a certificate for "${checked}".` : `Have nginx check for ${fitting}, or give ${service.name} a certificate for "${checked}".`,
    edits,
  });
}

function untrusted(trouble: Trouble): Conclusion | undefined {
  const { route, service, target, peer, said } = trouble;
  const [, code, reason = ""] = /upstream SSL certificate verify error: \((\d+):([^)]*)\)/.exec(said) ?? [];
  if (code === undefined) return undefined;
  const certificate = certificateOf(peer);
  const signed = certificate === undefined ? "" : certificate.isSelfSigned ? ` It is self-signed (${certificate.subject}).` : ` It was signed by ${certificate.issuer}.`;
  const trusted = settingOf(route, "trusted_certificate")?.values[0];
  const isExpired = code === "10";
  return explained(trouble, {
    title: `nginx does not trust the certificate of ${service.name}: ${reason}`,
    at: settingOf(route, "verify")?.at,
    what: `nginx verifies the certificate of ${showTarget(target)} and rejects it: ${reason}.${signed}${trusted === undefined ? "" : ` nginx trusts what ${trusted} holds.`}`,
    why: "With `proxy_ssl_verify on` nginx goes on only when an authority that it is told to trust has signed the certificate. Otherwise it breaks the handshake off and answers 502.",
    fix: isExpired
      ? `Renew the certificate of ${service.name}.`
      : `Name the authority that signed the certificate of ${service.name} (a self-signed one is its own) in \`${familyOf(route)}_ssl_trusted_certificate\`, or leave verification off where the network between is your own.`,
    trial: withSetting(route, "verify", "off"),
  });
}

function demandsCertificate(trouble: Trouble): Conclusion | undefined {
  const { route, service, target, peer, said } = trouble;
  const isDemanded = /alert certificate required|alert number 116/.test(said) || peer.handshakes.some((trial) => trial.alert === certificateRequired);
  if (!isDemanded) return undefined;
  const shown = settingOf(route, "certificate");
  return explained(trouble, {
    title: `${service.name} demands a certificate of nginx`,
    at: shown?.at,
    what: `${showTarget(target)} demands a client certificate${shown ? ` and does not take the one in ${shown.values[0] ?? "the configuration"}` : ", and nginx has none to show"}.`,
    why: "A server that demands a client certificate ends the connection of a client without one; nginx answers 502.",
    fix: `Give nginx a certificate that ${service.name} trusts (\`${familyOf(route)}_ssl_certificate\` and \`${familyOf(route)}_ssl_certificate_key\`), or do not demand one between the two.`,
  });
}

function lacksName(trouble: Trouble): Conclusion | undefined {
  const { route, service, target, peer } = trouble;
  const sends = settingOf(route, "server_name")?.values[0] === "on";
  const written = settingOf(route, "name")?.values[0];
  const usual = written ?? usualName(route, target);
  const isTaken = (name: string | undefined): boolean => peer.handshakes.some((trial) => trial.serverName === name && trial.outcome === "accepted");
  if (isTaken(sends ? usual : undefined)) return undefined;
  const names = peer.handshakes.filter((trial) => trial.outcome === "accepted").flatMap((trial) => trial.serverName ?? []);
  const name = names.includes(usual) ? usual : names[0];
  if (name === undefined) return undefined;
  const edits = withSettings(route, { ...(sends ? {} : { server_name: "on" }), ...(name === usual ? {} : { name }) });
  return explained(trouble, {
    title: sends ? `${service.name} has no certificate for "${usual}", the name that nginx sends` : `${service.name} wants a server name, and nginx sends none`,
    at: settingOf(route, sends ? "name" : "server_name")?.at,
    what: `${showTarget(target)} breaks the handshake off ${sends ? `when it is asked for "${usual}"` : "when it is asked for no name"}; asked for "${name}" it goes on.`,
    why: "A server with several certificates chooses by the name in the handshake (SNI). nginx sends that name to what it dials only with `proxy_ssl_server_name on`.",
    fix: `Send the name: \`${familyOf(route)}_ssl_server_name on\`${name === usual ? "" : ` with \`${familyOf(route)}_ssl_name ${name}\``}.`,
    edits,
  });
}

function noCommonVersion(trouble: Trouble): Conclusion | undefined {
  const { route, service, target, peer, said } = trouble;
  if (!/alert protocol version|alert number 70|unsupported protocol|no protocols available|no shared cipher|no ciphers available|handshake failure/i.test(said)) return undefined;
  const taken = peer.handshakes.find((trial) => trial.outcome === "accepted" && trial.version !== undefined)?.version;
  if (taken === undefined) return undefined;
  const offered = settingOf(route, "protocols")?.values;
  const ciphers = settingOf(route, "ciphers");
  if (offered?.includes(taken) === true || (offered === undefined && ciphers)) return ciphers && noCommonCipher(trouble, ciphers);
  const edits = withSetting(route, "protocols", [...(offered ?? ["TLSv1.2"]), taken].join(" "));
  return explained(trouble, {
    title: `${service.name} takes ${taken}, which nginx does not offer`,
    at: settingOf(route, "protocols")?.at,
    what: `${showTarget(target)} takes ${taken}. nginx offers ${offered?.join(", ") ?? "the versions of its default, in this release without it"}.`,
    why: "Without a version of TLS that both sides may use there is no handshake; nginx answers 502.",
    fix: `Add ${taken} to \`${familyOf(route)}_ssl_protocols\`.`,
    edits,
  });
}

function noCommonCipher(trouble: Trouble, ciphers: Setting): Conclusion {
  const { route, service, target } = trouble;
  return explained(trouble, {
    title: `${service.name} takes none of the ciphers that nginx offers`,
    at: ciphers.at,
    what: `${showTarget(target)} takes a TLS handshake with the usual ciphers. nginx may use ${ciphers.values.join(" ")} alone.`,
    why: "Without a cipher that both sides may use there is no handshake; nginx answers 502.",
    fix: `Leave \`${familyOf(route)}_ssl_ciphers\` out, or name ciphers that ${service.name} takes.`,
    edits: withSetting(route, "ciphers", "DEFAULT"),
  });
}

/** The handshake fails and no term is known to be the reason. */
function unexplained(trouble: Trouble): Conclusion {
  const { service, target, said } = trouble;
  const reason = /\(SSL: [^)]*?:([^:)]*(?::SSL alert number \d+)?)\)/.exec(said)?.[1] ?? "the connection is closed in the handshake";
  return explained(trouble, {
    confidence: "possible",
    title: `${service.name} breaks off nginx's TLS handshake`,
    what: `The TLS handshake with ${showTarget(target)} fails: ${reason}. No change of name or version was found that helps.`,
    why: "A handshake that one side breaks off leaves nginx without an answer: 502.",
    fix: `See in the log of ${service.name} which term of the handshake it does not take.`,
  });
}
