import type { Environment } from "../boot/environment.ts";
import { readAttempts } from "../boot/proxy-logs.ts";
import type { AccessRecord, ProbeResult } from "../model/evidence.ts";
import { isFailing } from "../model/judgement.ts";
import type { Plan, Probe } from "../model/plan.ts";
import type { Guard } from "../model/proxy.ts";

/** No request is waited for longer than this in all, in seconds. */
const mostPatience = 15;

/** nginx writes its record once the answer is out: it may be a moment behind. */
const recordWithinMs = 500;

/** nginx's own record of a request just answered; undefined when it has none. */
async function recordOf(environment: Environment, result: ProbeResult): Promise<AccessRecord | undefined> {
  const { proxy, engine } = environment;
  const deadline = performance.now() + recordWithinMs;
  for (;;) {
    const attempts = proxy && (await readAttempts(engine, proxy.container));
    const alike = attempts?.filter((attempt) => attempt.status === result.status) ?? [];
    const record = result.localPort === undefined ? alike.at(-1) : alike.findLast((attempt) => attempt.remotePort === result.localPort);
    if (record || attempts === undefined || performance.now() > deadline) return record;
    await environment.changed.next(20);
  }
}

function guardsOf(probe: Probe, status: number | undefined, isLimit: boolean): Guard[] {
  return (probe.guards ?? []).filter((guard) => guard.status === status && guard.kind.startsWith("limit_") === isLimit);
}

/** Whether nginx answered a request out of its configuration, without asking anybody: more waiting cannot help. */
export async function isAnsweredByRule(environment: Environment, probe: Probe, result: ProbeResult): Promise<boolean> {
  if (guardsOf(probe, result.status, false).length === 0) return false;
  const record = await recordOf(environment, result);
  return record !== undefined && record.upstreamAddr.every((address) => address === "" || address === "-") && !isRejected(record);
}

function isRejected(record: AccessRecord): boolean {
  return record.limitReq === "REJECTED" || record.limitConn === "REJECTED";
}

/** How long a limit takes to let the next request through, in seconds: the slowest on a request's way. */
function refillOf(plan: Plan, probe: Probe, isAsked: (guard: Guard) => boolean = () => true): number {
  const zones = (probe.guards ?? []).filter((guard) => guard.kind === "limit_req" && isAsked(guard)).map((guard) => guard.zone);
  const rates = (plan.proxy.limits ?? []).filter((limit) => limit.kind === "limit_req_zone" && limit.value > 0 && zones.includes(limit.name));
  return Math.max(0, ...rates.map((limit) => 60 / limit.value));
}

/** Pauses between repeats, in seconds: ever calmer, up to where the limit must let a request through, if patience reaches so far. */
export function pausesFor(refill: number): number[] {
  const short = 1 + 2;
  return refill <= short ? [1, 2, 4, 8] : [1, 2, Math.min(refill + 0.5, mostPatience) - short];
}

/** Repeats one at a time what nginx's own limits refused, so that the gate's haste is never what is found. One for each observation. */
export class Pace {
  readonly #environment: Environment;
  #turn: Promise<unknown> = Promise.resolve();
  /** Zones that refused a request at the calmest pace. */
  readonly #closed = new Set<string>();
  readonly #repeated = new Set<string>();
  #calmed = 0;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** What the reader should know of it; empty when no limit was in the way. */
  get notes(): readonly string[] {
    const refused = this.#calmed === 1 ? "1 request was" : `${this.#calmed} requests were`;
    return this.#calmed === 0 ? [] : [`${refused} refused by a limit of nginx at the gate's own pace, and passed at a calmer one`];
  }

  /** Whether one of nginx's limits refused it, by its own record. */
  async isRefused(probe: Probe, result: ProbeResult): Promise<boolean> {
    if (guardsOf(probe, result.status, true).length === 0) return false;
    const record = await recordOf(this.#environment, result);
    return record !== undefined && isRejected(record);
  }

  /** Whether one answer says too little: a limit for the whole site that takes longer than our patience to let a second request through. */
  needsSecond(probe: Probe): boolean {
    const zones = (probe.guards ?? []).filter((guard) => guard.isWide === true && guard.burst === 0 && isFailing({ status: guard.status }));
    const isSlow = zones.length > 0 && refillOf(this.#environment.plan, probe, (guard) => zones.includes(guard)) > mostPatience;
    const key = zones.map((guard) => guard.zone).join();
    return isSlow && !this.#repeated.has(key) && this.#repeated.add(key).size > 0;
  }

  /** Sends again and again until it is not refused, or patience ends; `refused` is what came so far. */
  calmly(probe: Probe, refused: ProbeResult, send: () => Promise<ProbeResult>): Promise<{ readonly result: ProbeResult; readonly isRefused: boolean }> {
    const turn = this.#turn.then(() => this.#repeat(probe, refused, send));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #repeat(probe: Probe, refused: ProbeResult, send: () => Promise<ProbeResult>): Promise<{ readonly result: ProbeResult; readonly isRefused: boolean }> {
    const zones = guardsOf(probe, refused.status, true).map((guard) => guard.zone ?? "");
    let result = refused;
    if (zones.some((zone) => this.#closed.has(zone))) return { result, isRefused: true };
    for (const pause of pausesFor(refillOf(this.#environment.plan, probe))) {
      await rest(pause * 1000, this.#environment.signal);
      result = await send();
      const isFailed = isFailing(result, probe.expect);
      if (isFailed && (await this.isRefused(probe, result))) continue;
      if (!isFailed) this.#calmed++;
      return { result, isRefused: false };
    }
    for (const zone of zones) this.#closed.add(zone);
    return { result, isRefused: true };
  }
}

/** Waits without asking, which is what is measured here; rejects when the run is interrupted. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
