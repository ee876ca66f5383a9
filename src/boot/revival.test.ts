import { describe, expect, it } from "vitest";
import { plan, service } from "../../test/helpers/evidence.ts";
import { dependenciesOf, isRestarted, restartDelay } from "./revival.ts";

describe("isRestarted", () => {
  it.each([
    ["always", 0, true],
    ["unless-stopped", 1, true],
    ["on-failure", 1, true],
    ["on-failure:3", 2, true],
    ["on-failure", 0, false],
    ["no", 1, false],
    [undefined, 1, false],
  ])("restart: %s, exit code %i: %s", (policy, code, expected) => {
    expect(isRestarted(service("app", policy === undefined ? {} : { restart: { value: policy } }), code)).toBe(expected);
  });
});

describe("restartDelay", () => {
  const ends = (...words: string[]): { words: string }[] => words.map((each) => ({ words: each }));

  it("starts again at once, then with pauses", () => {
    expect(restartDelay([], "refused")).toBe(0);
    expect(restartDelay(ends("refused"), "refused")).toBe(1000);
    expect(restartDelay(ends("refused", "starting up"), "other")).toBe(2000);
  });

  it("leaves what comes to the same end twice, and what does not come up in six starts", () => {
    expect(restartDelay(ends("refused", "refused"), "refused")).toBeUndefined();
    expect(restartDelay(ends("a", "b", "c", "d", "e"), "f")).toBeUndefined();
  });
});

describe("dependenciesOf", () => {
  it("is what the app depends on, without the proxy, tasks, and what is on another network", () => {
    const services = [
      ...plan().services,
      service("job", { role: "task" }),
      service("far", { role: "dependency", attachments: [{ network: "back", aliases: ["far"] }] }),
      service("idle", { role: "dependency", essential: false }),
    ];
    expect(dependenciesOf(plan({ services }), service("app")).map((each) => each.name)).toEqual(["db"]);
  });
});
