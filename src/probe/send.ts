import { relayThrough } from "../boot/relay.ts";
import type { Environment } from "../boot/environment.ts";
import { dialDirectly, sendRequest, type Dial, type HttpAnswer } from "../http/client.ts";
import { requestUpgrade } from "../http/upgrade.ts";
import type { ProbeResult } from "../model/evidence.ts";
import type { Plan, Probe } from "../model/plan.ts";
import { passedPath, type Route } from "../model/proxy.ts";

/** Longer than nginx's own usual patience (60 s): its 504 shall be seen, not our impatience. */
export const requestTimeoutMs = 75_000;

/** Sends one probe to the proxy; where nginx asks for a user of a password file that the run supplied, once more as that user. */
export async function sendThroughProxy(environment: Environment, probe: Probe, signal: AbortSignal): Promise<HttpAnswer> {
  const answer = await sendOnce(environment, probe, probe.headers, signal);
  const account = environment.supply?.account;
  const isAsked = answer.ok && answer.status === 401 && /^basic\b/i.test(answer.headers["www-authenticate"] ?? "");
  if (account === undefined || !isAsked || Object.keys(probe.headers ?? {}).some((name) => name.toLowerCase() === "authorization")) return answer;
  return sendOnce(environment, probe, { ...probe.headers, authorization: `Basic ${Buffer.from(account).toString("base64")}` }, signal);
}

async function sendOnce(environment: Environment, probe: Probe, headers: Probe["headers"], signal: AbortSignal): Promise<HttpAnswer> {
  const { proxy, supply } = environment;
  const address = probe.inside ?? environment.addressOf(environment.plan.proxy.service);
  if (!proxy || address === undefined) return { ok: false, error: "unreachable", text: "the proxy has no address", durationMs: 0 };
  return senderFor(probe)(
    {
      method: probe.method,
      scheme: probe.scheme,
      address,
      port: probe.port,
      host: hostOf(probe),
      path: probe.path,
      timeoutMs: requestTimeoutMs,
      signal,
      ...(probe.proxyProtocol === true ? { proxyProtocol: true } : {}),
      ...(supply?.client ? { identity: supply.client } : {}),
      ...(headers ? { headers } : {}),
    },
    await dialProxy(environment, probe),
  );
}

/** Dials the proxy from here where that is possible; what only its own container reaches, from inside that. */
async function dialProxy(environment: Environment, probe: Probe): Promise<Dial> {
  const { proxy, engine } = environment;
  return proxy && (probe.inside !== undefined || !(await environment.canReach())) ? relayThrough(engine, proxy.container) : dialDirectly;
}

function senderFor(probe: Probe): typeof sendRequest {
  return probe.websocket === true ? requestUpgrade : sendRequest;
}

function hostOf(probe: Probe): string {
  const usual = probe.scheme === "https" ? 443 : 80;
  return probe.port === usual ? probe.host : `${probe.host}:${probe.port}`;
}

/** A place to send the same request to without the proxy. */
export interface DirectTarget {
  readonly service: string;
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

/** Sends a probe straight to the app, from the proxy's place in the network, as nginx would pass it on; with another Host header when one is given. */
export async function sendDirect(environment: Environment, probe: Probe, target: DirectTarget, dial: Dial, timeoutMs: number, host?: string): Promise<HttpAnswer> {
  const route = probe.route === undefined ? undefined : environment.plan.proxy.routes[probe.route];
  const scheme = route?.scheme === "https" ? "https" : "http";
  return senderFor(probe)(
    { method: probe.method, scheme, address: target.address, port: target.port, host: host ?? passedHost(probe, route, target), path: passedPath(probe, route), timeoutMs },
    dial,
  );
}

/** The Host header that nginx sends on. */
export function passedHost(probe: Probe, route: Route | undefined, target: Pick<DirectTarget, "host" | "port">): string {
  const written = route?.sendsHost ?? "$host";
  if (written === "$proxy_host") return route?.group ?? (target.port === 80 ? target.host : `${target.host}:${target.port}`);
  return written.includes("$") ? probe.host : written;
}

/** Dials from the proxy's network namespace while it runs; from here otherwise. */
export function dialFromProxy(environment: Environment): Dial {
  const { proxy, engine } = environment;
  return proxy?.isRunning === true ? relayThrough(engine, proxy.container) : dialDirectly;
}

/** An answer as a result of the trial. */
export function resultOf(plan: Plan, index: number, via: "proxy" | "direct", answer: HttpAnswer, more: Pick<ProbeResult, "tries" | "at" | "target">): ProbeResult {
  const probe = plan.probes[index];
  const common = {
    name: probe?.name ?? "",
    request: `${probe?.method ?? "GET"} ${probe?.name ?? ""}`,
    via,
    probe: index,
    durationMs: Math.round(answer.durationMs * 10) / 10,
    tries: more.tries,
    at: more.at,
    ...(more.target ? { target: more.target } : {}),
    ...(answer.localPort === undefined ? {} : { localPort: answer.localPort }),
  };
  const { status, headers, headerBytes, body } = answer;
  const received = status === undefined ? {} : { status, ...(headers ? { headers } : {}), ...(headerBytes === undefined ? {} : { headerBytes }), ...(body === undefined ? {} : { body }) };
  return answer.ok ? { ...common, ...received } : { ...common, ...received, error: answer.error, errorText: answer.text };
}
