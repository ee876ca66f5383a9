import type { ProbeResult } from "../model/evidence.ts";
import { requestTimeoutMs } from "./send.ts";

/** How one probe is sent again while nothing else is. */
export interface Again {
  /** Straight to each address behind it; empty where none can be asked. */
  direct(timeoutMs: number): Promise<readonly ProbeResult[]>;
  proxied(tries: number): Promise<ProbeResult>;
}

/** What the requests that nginx gave up on may cost beyond their own time. */
export class Patience {
  /** The longest that an address may take to begin with when the project allows this much for a start. */
  readonly #startMs: number;
  /** Whether addresses are asked with patience; otherwise only nginx is asked again. */
  readonly #isThorough: boolean;
  #leftMs = 150_000;

  constructor(startMs: number, isThorough: boolean) {
    this.#startMs = startMs;
    this.#isThorough = isThorough;
  }

  /**
   * What stands when nginx gave up waiting: the addresses are asked alone, with more time than nginx gave them. Where one of them
   * answers in less, nginx's verdict may have been that of a first request, or of several at once, and nginx is asked again.
   */
  async settle(proxied: ProbeResult, directs: readonly ProbeResult[], again: Again): Promise<readonly ProbeResult[]> {
    if (!this.#isThorough) return proxied.durationMs > shortMs ? [proxied, ...directs] : [await this.#retried(proxied, again), ...directs];
    const asked = this.#leftMs > 0 ? await this.#ask(proxied, again) : [];
    const isQuicker = asked.length === 0 ? proxied.durationMs <= shortMs : asked.some((direct) => isWhole(direct) && direct.durationMs < proxied.durationMs);
    const known = asked.length > 0 ? asked : directs;
    return isQuicker && this.#leftMs > 0 ? [await this.#retried(proxied, again), ...known] : [proxied, ...known];
  }

  async #ask(proxied: ProbeResult, again: Again): Promise<readonly ProbeResult[]> {
    const timeout = Math.round(Math.min(requestTimeoutMs, Math.max(this.#startMs, proxied.durationMs + 15_000)));
    const first = await this.#timed(() => again.direct(timeout));
    // The first one may have waited for what the app still does for requests that nginx gave up on.
    const isWorthIt = first.some((direct) => isWhole(direct) && direct.durationMs >= proxied.durationMs && direct.durationMs < affordableMs);
    const second = isWorthIt ? await this.#timed(() => again.direct(timeout)) : [];
    return first.map((direct, index) => {
      const other = second[index];
      return other !== undefined && isWhole(other) && other.durationMs < direct.durationMs ? other : direct;
    });
  }

  #retried(proxied: ProbeResult, again: Again): Promise<ProbeResult> {
    return this.#timed(() => again.proxied(proxied.tries + 1));
  }

  async #timed<T>(ask: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await ask();
    this.#leftMs -= performance.now() - began;
    return result;
  }
}

/** A failure that took no longer than this is waited for once more without knowing better. */
const shortMs = 20_000;
/** An answer that took no longer than this is waited for twice. */
const affordableMs = 30_000;

/** Whether nginx gave up waiting: for an answer, or in the middle of one. */
export function isGivenUp(result: ProbeResult): boolean {
  return result.status === 504 || isBrokenOff(result);
}

/** Whether an answer began and did not come to its end. */
export function isBrokenOff(result: ProbeResult): boolean {
  return result.status !== undefined && result.error !== undefined;
}

function isWhole(result: ProbeResult): boolean {
  return result.status !== undefined && result.error === undefined;
}
