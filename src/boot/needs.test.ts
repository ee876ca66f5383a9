import { describe, expect, it } from "vitest";
import { plan, proxyPlan, proxyService, service } from "../../test/helpers/evidence.ts";
import type { Need, Plan, Service } from "../model/plan.ts";
import { afterTheirNeeds, needsOf } from "./needs.ts";

const healthy = (name: string): Need => ({ service: name, condition: "healthy", required: true });

function waitedFor(proxy: Partial<Service>, app: Partial<Service>, kind: Plan["proxy"]["kind"] = "service"): string[] {
  const web = proxyService({ needs: [], ...proxy });
  const whole = plan({ services: [service("app", app), service("db", { role: "dependency" }), service("cache", { role: "dependency", needs: [healthy("db")] }), web], proxy: proxyPlan({ kind }) });
  return needsOf(whole, web).needs.map((need) => `${need.service} ${need.condition}`);
}

describe("needsOf", () => {
  it("lets nginx wait for the app that it dials", () => {
    expect(waitedFor({}, {})).toEqual(["app started"]);
  });

  it.each<[string, Partial<Service>]>([
    ["waits for a healthy service", { needs: [healthy("db")] }],
    ["waits for one that does", { needs: [{ service: "cache", condition: "started", required: true }] }],
  ])("starts the project's nginx without an app that %s", (_name, app) => {
    expect(waitedFor({}, app)).toEqual([]);
  });

  it("waits all the same where nginx says so, would be started again, or is ours", () => {
    const app = { needs: [healthy("db")] };
    expect(waitedFor({ needs: [{ service: "app", condition: "started", required: true }] }, app)).toEqual(["app started"]);
    expect(waitedFor({ restart: { value: "unless-stopped" } }, app)).toEqual(["app started"]);
    expect(waitedFor({ restart: { value: "no" } }, app)).toEqual([]);
    expect(waitedFor({}, app, "stub")).toEqual(["app started"]);
  });
});

describe("afterTheirNeeds", () => {
  const needing = (name: string, ...others: string[]): Service => service(name, { needs: others.map((other) => ({ service: other, condition: "started", required: true })) });

  it.each([
    ["what is needed first", [needing("web", "app", "cache"), needing("cache"), needing("app", "db"), needing("db")], "cache db app web"],
    ["what needs nothing where it stands", [needing("b"), needing("a")], "b a"],
    ["each once where they need each other", [needing("a", "b"), needing("b", "a")], "b a"],
    ["without those that are not asked for", [needing("a", "elsewhere")], "a"],
  ])("puts %s", (_order, services, expected) => {
    expect(
      afterTheirNeeds(services)
        .map((each) => each.name)
        .join(" "),
    ).toBe(expected);
  });
});
