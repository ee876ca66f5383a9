import { describe, expect, it } from "vitest";
import { ended, plan, record } from "../../test/helpers/evidence.ts";
import type { Environment } from "../boot/environment.ts";
import { Notifier } from "../boot/notifier.ts";
import type { ExitRecord, ServiceRecord } from "../model/evidence.ts";
import type { Readiness } from "./readiness.ts";
import { withUnaskedRuns } from "./unasked.ts";

/** An environment whose app, made again, ends after `endsAt` milliseconds or not at all. */
function environment(endsAt: number | undefined, again: string[], failing = false): Environment {
  const exits: ExitRecord[] = [];
  const began = performance.now();
  const changed = new Notifier();
  if (endsAt !== undefined)
    setTimeout(() => {
      exits.push({ code: 1, at: endsAt, oomKilled: false });
      changed.notify();
    }, endsAt);
  const running = {
    exits,
    get isDown() {
      return exits.length > 0;
    },
    get age() {
      return performance.now() - began;
    },
  };
  const fake = {
    plan: plan(),
    changed,
    signal: new AbortController().signal,
    again: (names: readonly string[]) => {
      again.push(...names);
      return failing ? Promise.reject(new Error("no room")) : Promise.resolve();
    },
    running: () => running,
  };
  return fake as unknown as Environment;
}

const open = new Map<string, Readiness>([["app:8080", "open"]]);
const short = (at: number): ServiceRecord => ended("app", [], 1, { exits: [{ code: 1, at, oomKilled: false }] });

describe("a second life without requests", () => {
  it("tells of one that goes on for more than twice as long", async () => {
    const again: string[] = [];
    const [app] = await withUnaskedRuns(environment(undefined, again), [short(20), record("db")], open);
    expect(again).toEqual(["app"]);
    expect(app?.unasked?.hasEnded).toBe(false);
    expect(app?.unasked?.ranMs).toBeGreaterThanOrEqual(1040);
  });

  it("tells of one that ends too", async () => {
    const [app, other] = await withUnaskedRuns(environment(30, []), [short(20), record("db")], open);
    expect(app?.unasked).toEqual({ ranMs: 30, hasEnded: true });
    expect(other?.unasked).toBeUndefined();
  });

  it.each<[string, ServiceRecord, ReadonlyMap<string, Readiness>]>([
    ["what runs", record("app"), open],
    ["what never opened its port", short(20), new Map<string, Readiness>([["app:8080", "down"]])],
    ["what lived so long that it would take too long", short(12_000), open],
  ])("leaves %s alone", async (_name, given, readiness) => {
    const again: string[] = [];
    const records = [given];
    expect(await withUnaskedRuns(environment(undefined, again), records, readiness)).toBe(records);
    expect(again).toEqual([]);
  });

  it("has nothing to tell when the container cannot be made again", async () => {
    const records = [short(20)];
    expect(await withUnaskedRuns(environment(undefined, [], true), records, open)).toBe(records);
  });
});
