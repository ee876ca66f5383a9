import type { ProbeResult } from "./evidence.ts";
import type { Expectation } from "./plan.ts";

/** Statuses by which a gateway says that it could not get an answer. */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** Whether a result speaks of a gateway that failed, or breaks what the user demands. An app that answers anything else has answered. */
export function isFailing(result: Pick<ProbeResult, "status" | "error" | "unmet" | "refusal">, expect?: Expectation): boolean {
  if (result.error !== undefined || result.unmet !== undefined) return true;
  const { status } = result;
  if (status === undefined) return true;
  if (expect?.status?.includes(status) === true) return false;
  return gatewayStatuses.has(status) || result.refusal !== undefined;
}
