import type { ProbeResult } from "./evidence.ts";
import type { Expectation, Plan } from "./plan.ts";

/** Statuses by which a gateway says that it could not get an answer. */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** Whether a result speaks of a gateway that failed, or breaks what the user demands. An app that answers anything else has answered; for an ended worker its server did. */
export function isFailing(result: Pick<ProbeResult, "status" | "error" | "unmet" | "refusal" | "endedWorker">, expect?: Expectation): boolean {
  if (result.error !== undefined || result.unmet !== undefined) return true;
  const { status } = result;
  if (status === undefined) return true;
  if (expect?.status?.includes(status) === true) return false;
  return gatewayStatuses.has(status) || result.refusal !== undefined || result.endedWorker !== undefined;
}

/** Whether an answer may come from a server that was spoken to in the wrong protocol: some say so by a 400, which nginx passes on. */
export function mayBeMisspoken(plan: Plan, result: Pick<ProbeResult, "status" | "probe" | "unmet">): boolean {
  const probe = plan.probes[result.probe];
  const route = probe?.route === undefined ? undefined : plan.proxy.routes[probe.route];
  return result.status === 400 && route !== undefined && route.scheme !== "https" && route.scheme !== "grpcs" && probe?.expect?.status?.includes(400) !== true;
}
