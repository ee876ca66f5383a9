import { describe, expect, it } from "vitest";
import { direct, proxied } from "../../test/helpers/evidence.ts";
import type { ProbeResult } from "../model/evidence.ts";
import { isGivenUp, Patience } from "./patience.ts";

const gaveUp = proxied(504, { durationMs: 3000, tries: 1 });
const took = (durationMs: number, outcome: Pick<ProbeResult, "status"> | Pick<ProbeResult, "error"> = { status: 200 }): ProbeResult => ({ ...direct(outcome), durationMs });

interface Asked {
  readonly settled: readonly ProbeResult[];
  readonly timeouts: readonly number[];
  readonly retries: number;
}

/** Settles a request with these answers to direct ones, in turn. */
async function settle(answers: readonly (readonly ProbeResult[])[], given: { proxied?: ProbeResult; startMs?: number; isThorough?: boolean } = {}): Promise<Asked> {
  const queue = [...answers];
  const timeouts: number[] = [];
  let retries = 0;
  const patience = new Patience(given.startMs ?? 60_000, given.isThorough ?? true);
  const settled = await patience.settle(given.proxied ?? gaveUp, [took(10_000, { error: "timed-out" })], {
    direct: (timeoutMs) => {
      timeouts.push(timeoutMs);
      return Promise.resolve(queue.shift() ?? []);
    },
    proxied: (tries) => {
      retries++;
      return Promise.resolve(proxied(200, { tries }));
    },
  });
  return { settled, timeouts, retries };
}

describe("patience with what nginx gave up on", () => {
  it("asks once more when the address answers in less time, for then it was a first request or one of many", async () => {
    const { settled, retries } = await settle([[took(40)]]);
    expect(retries).toBe(1);
    expect(settled.map(({ via, status, tries }) => [via, status, tries])).toEqual([
      ["proxy", 200, 2],
      ["direct", 200, 3],
    ]);
  });

  it("lets it stand when the address takes longer, alone and asked twice, and keeps the shorter time", async () => {
    const { settled, retries, timeouts } = await settle([[took(9000)], [took(6000)]]);
    expect([retries, timeouts.length]).toEqual([0, 2]);
    expect(settled.map((result) => [result.status, result.durationMs])).toEqual([
      [504, 3000],
      [200, 6000],
    ]);
  });

  it("asks once more when only the second direct answer is quick", async () => {
    expect((await settle([[took(9000)], [took(30)]])).retries).toBe(1);
  });

  it("lets it stand when nobody answers, and says how long was waited", async () => {
    const { settled, retries } = await settle([[took(60_000, { error: "timed-out" })]]);
    expect(retries).toBe(0);
    expect(settled[1]).toMatchObject({ error: "timed-out", durationMs: 60_000 });
  });

  it.each([
    [3000, 60_000, 60_000],
    [3000, 10_000, 18_000],
    [60_012.4, 60_000, 75_000],
  ])("waits, after %i ms of nginx and with a start budget of %i ms, for %i ms", async (durationMs, startMs, expected) => {
    expect((await settle([[took(1)]], { proxied: { ...gaveUp, durationMs }, startMs })).timeouts).toEqual([expected]);
  });

  it("asks only nginx again where no address can be asked, and only when that costs little", async () => {
    expect((await settle([])).retries).toBe(1);
    expect((await settle([], { proxied: { ...gaveUp, durationMs: 60_000 } })).retries).toBe(0);
  });

  it("asks no address again in a repeated trial", async () => {
    const quick = await settle([[took(1)]], { isThorough: false });
    expect([quick.timeouts.length, quick.retries]).toEqual([0, 1]);
    expect((await settle([], { isThorough: false, proxied: { ...gaveUp, durationMs: 60_000 } })).retries).toBe(0);
  });
});

describe("giving up", () => {
  it.each([
    ["a 504", proxied(504), true],
    ["an answer that broke off", proxied(200, { error: "closed" }), true],
    ["a 502", proxied(502), false],
    ["no answer at all", proxied(undefined, { error: "closed" }), false],
    ["an answer", proxied(200), false],
  ])("of %s: %s", (_name, result, expected) => {
    expect(isGivenUp(result)).toBe(expected);
  });
});
