import type { Environment } from "../boot/environment.ts";
import { relayThrough } from "../boot/relay.ts";
import { tryPort, type Dial, type HttpAnswer } from "../http/client.ts";
import { sendFastcgi } from "../http/fastcgi.ts";
import { isLoopback } from "../model/address.ts";
import type { ProbeResult } from "../model/evidence.ts";
import { fastcgiParameters } from "../model/fastcgi.ts";
import type { Probe } from "../model/plan.ts";
import type { Route } from "../model/proxy.ts";
import type { WatchedTarget } from "./readiness.ts";
import { dialFromProxy, resultOf, sendDirect } from "./send.ts";

/** How long an address may take to answer where nothing calls for more patience. */
const usualTimeoutMs = 10_000;

const knockTimeoutMs = 2000;

/** The same request past nginx, from its place, to every address behind the route that speaks HTTP or FastCGI. */
export async function directResults(environment: Environment, probe: Probe, index: number, targets: readonly WatchedTarget[], timeoutMs = usualTimeoutMs): Promise<ProbeResult[]> {
  const route = probe.route === undefined ? undefined : environment.plan.proxy.routes[probe.route];
  if (route && !["http", "https", "fastcgi"].includes(route.scheme)) return refusals(environment, index, targets);
  if (route?.scheme === "fastcgi" && route.fastcgi === undefined) return [];
  return Promise.all(
    // An address whose container is gone, or on networks out of reach, answers nothing for seconds, and nothing would be learnt.
    targets
      .filter((target) => environment.running(target.service)?.isDown === false && isNear(environment, target.service))
      .map(async (target) => {
        const address = target.socket ?? (isLoopback(target.host) ? target.host : (environment.addressOf(target.service) ?? target.host));
        const answer = await ask(environment, probe, route, { ...target, address }, timeoutMs);
        const asked = { service: target.service, address, port: target.port };
        const told = "stderr" in answer && typeof answer.stderr === "string" ? { stderr: answer.stderr } : {};
        return { ...resultOf(environment.plan, index, "direct", answer, { tries: 1, at: Math.round(environment.proxy?.age ?? 0), target: asked }), ...told };
      }),
  );
}

/** Of a protocol that is not spoken here only that nobody takes the connection can be told. */
async function refusals(environment: Environment, index: number, targets: readonly WatchedTarget[]): Promise<ProbeResult[]> {
  const near = targets.filter((target) => target.socket === undefined && environment.running(target.service)?.isDown === false && isNear(environment, target.service));
  const results = await Promise.all(
    near.map(async (target) => {
      const address = isLoopback(target.host) ? target.host : (environment.addressOf(target.service) ?? target.host);
      const began = performance.now();
      if ((await tryPort(address, target.port, knockTimeoutMs, dialFromProxy(environment))) !== "refused") return [];
      const answer: HttpAnswer = { ok: false, error: "refused", text: "the connection was refused", durationMs: performance.now() - began };
      return [resultOf(environment.plan, index, "direct", answer, { tries: 1, at: Math.round(environment.proxy?.age ?? 0), target: { service: target.service, address, port: target.port } })];
    }),
  );
  return results.flat();
}

async function ask(environment: Environment, probe: Probe, route: Route | undefined, target: WatchedTarget & { readonly address: string }, timeoutMs: number): Promise<HttpAnswer> {
  const dial = dialFor(environment, target);
  if (route?.fastcgi === undefined) return sendDirect(environment, probe, target, dial, timeoutMs);
  const { method, path, host, port, scheme } = probe;
  return sendFastcgi({ address: target.address, port: target.port, params: fastcgiParameters(route.fastcgi, { method, path, host, port, scheme }), timeoutMs }, dial);
}

/**
 * From nginx's container. A Unix socket is dialled in the app's own: whether nginx has it too is for nginx to show, and an image of
 * nginx may have nothing to dial it with.
 */
function dialFor(environment: Environment, target: WatchedTarget): Dial {
  const running = environment.running(target.service);
  return target.socket !== undefined && running?.isRunning === true ? relayThrough(environment.engine, running.container) : dialFromProxy(environment);
}

/** Whether the proxy can reach a service: it has a network in common with it, or lives in the same namespace. */
function isNear(environment: Environment, name: string): boolean {
  const [own, theirs] = [environment.namespaceOf(name), environment.namespaceOf(environment.plan.proxy.service)];
  return own === theirs || Object.keys(own?.addresses ?? {}).some((network) => theirs?.addresses[network]);
}
