import { describe, expect, it } from "vitest";
import { mayRefuseHost } from "./host-trials.ts";
import { pausesFor } from "./pace.ts";
import { proxied } from "../../test/helpers/evidence.ts";

const sum = (pauses: readonly number[]): number => pauses.reduce((total, each) => total + each, 0);

describe("pausesFor", () => {
  it.each([0, 0.1, 1, 3])("doubles for a limit that refills in %s s", (refill) => {
    expect(pausesFor(refill)).toEqual([1, 2, 4, 8]);
  });

  it.each([4, 6, 12, 14])("ends just after a limit that refills in %s s must let a request through", (refill) => {
    const pauses = pausesFor(refill);
    expect(pauses.slice(0, 2)).toEqual([1, 2]);
    expect(sum(pauses) - refill).toBeCloseTo(0.5);
  });

  it.each([15, 60, 3600])("has no more than 15 s for one that refills in %s s", (refill) => {
    expect(sum(pausesFor(refill))).toBe(15);
  });
});

describe("mayRefuseHost", () => {
  it.each([400, 403, 421])("takes %s for what can be a refusal", (status) => {
    expect(mayRefuseHost(proxied(status))).toBe(true);
  });

  it.each([200, 301, 401, 404, 500, 503, undefined])("does not take %s for one", (status) => {
    expect(mayRefuseHost(proxied(status))).toBe(false);
  });
});
