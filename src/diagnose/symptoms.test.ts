import { describe, expect, it } from "vitest";
import {
  answeredCase,
  attempt,
  crashCase,
  direct,
  ended,
  evidence,
  plan,
  proxied,
  proxyPlan,
  proxyRecord,
  proxyService,
  proxyStartCase,
  record,
  refusedCase,
  refusedError,
  route,
  service,
  target,
} from "../../test/helpers/evidence.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Plan } from "../model/plan.ts";
import { diagnose } from "./diagnose.ts";
import { answeredByApp, attemptOf, readSymptoms, type Symptom } from "./symptoms.ts";

function symptomsOf({ plan: planned, facts }: Evidence): Symptom[] {
  const value = <K extends "builds" | "services" | "proxy" | "probes">(key: K) => ("value" in facts[key] ? facts[key].value : undefined) as never;
  return readSymptoms(planned, { builds: value("builds"), services: value("services"), proxy: value("proxy"), probes: value("probes") });
}

/** The usual plan whose request demands one of these statuses. */
function expecting(status: readonly number[]): Plan {
  const usual = plan();
  return plan({ probes: usual.probes.map((probe) => ({ ...probe, expect: { status } })) });
}

const kinds = (given: Evidence): string[] => symptomsOf(given).map((symptom) => symptom.kind);

describe("readSymptoms", () => {
  it.each<[string, Evidence, readonly string[]]>([
    ["a healthy run", evidence(), []],
    ["a connection that is refused", refusedCase(["0.0.0.0:3000"]), ["gateway"]],
    ["an answer of the app's own", answeredCase(503), ["status"]],
    ["an app that ended; that nginx then answers 502 is no second symptom", crashCase(["bye"]), ["exit"]],
    ["nginx that did not start; that nobody answers is no second symptom", proxyStartCase("unknown directive", 1), ["proxy-start"]],
    ["a build that failed", evidence({ facts: { builds: [{ service: "app", ok: false, durationMs: 1, log: [] }], services: [ended("app", [])] } }), ["build"]],
    ["nginx that gives no answer", evidence({ facts: { probes: [proxied(undefined, { error: "reset" })] } }), ["silence"]],
    ["nginx that closes the connection because it is told to", evidence({ facts: { proxy: proxyRecord({ attempts: [attempt(444, "")] }), probes: [proxied(undefined, { error: "closed" })] } }), []],
    [
      "nginx that closes and passed nothing on",
      evidence({ facts: { proxy: proxyRecord({ attempts: [attempt(499, "10.0.0.2:8080")] }), probes: [proxied(undefined, { error: "closed" })] } }),
      ["silence"],
    ],
    ["an answer that nginx broke off", evidence({ facts: { probes: [proxied(200, { error: "closed" })] } }), ["gateway"]],
    [
      "an answer that nginx made nothing of and passed on",
      evidence({ facts: { proxy: proxyRecord({ attempts: [attempt(9, "10.0.0.2:8080", true)], errors: [refusedError] }), probes: [proxied(undefined, { error: "not-http" })] } }),
      ["gateway"],
    ],
    ["nginx that takes too long", evidence({ facts: { proxy: proxyRecord(), probes: [proxied(undefined, { error: "timed-out" })] } }), ["gateway"]],
    ["bytes that are no HTTP, which nginx passes through", evidence({ facts: { probes: [proxied(undefined, { error: "not-http" })] } }), ["gateway"]],
    [
      "the same when nginx still waits for more",
      evidence({ facts: { proxy: proxyRecord({ attempts: [attempt(9, "10.0.0.2:8080", true)] }), probes: [proxied(undefined, { error: "closed" })] } }),
      ["gateway"],
    ],
    [
      "the same when nobody waited for it",
      evidence({
        facts: {
          proxy: proxyRecord({ attempts: [attempt(499, "10.0.0.2:8080", true)], errors: [{ ...refusedError, errno: undefined as never, message: "upstream sent no valid HTTP/1.0 header" }] }),
          probes: [proxied(undefined, { error: "timed-out" })],
        },
      }),
      ["gateway"],
    ],
    ["a 400 of the app's own", answeredCase(400), []],
    ["a 404 that nobody forbids", answeredCase(404), []],
    ["a 500 of the app's own", answeredCase(500), []],
    ["a 500 that nginx made", evidence({ facts: { proxy: proxyRecord({ attempts: [attempt(500, "10.0.0.2:8080")] }), probes: [proxied(500)] } }), ["gateway"]],
    ["a 503 that the user's probe asks for", answeredCase(503, { plan: expecting([503]) }), []],
    ["a 503 where the user's probe asks for 200", answeredCase(503, { plan: expecting([200]) }), ["status"]],
    ["a demand that is not met", answeredCase(200, { facts: { probes: [proxied(200, { unmet: "body lacks ok" })] } }), ["status"]],
  ])("%s", (_name, given, expected) => {
    expect(kinds(given)).toEqual(expected);
  });

  it.each<[string, Parameters<typeof service>[1], Parameters<typeof record>[1], boolean]>([
    ["an app ends well", {}, { state: "exited", exits: [{ code: 0, at: 1, oomKilled: false }] }, true],
    ["a task ends well", { role: "task" }, { state: "exited", exits: [{ code: 0, at: 1, oomKilled: false }] }, false],
    ["a task fails", { role: "task" }, { state: "exited", exits: [{ code: 2, at: 1, oomKilled: false }] }, true],
    ["something that nobody needs fails", { role: "other", essential: false }, { state: "exited", exits: [{ code: 2, at: 1, oomKilled: false }] }, false],
    ["it was held back by another", {}, { state: "not-started", heldBackBy: "db" }, false],
    ["it could not be started", {}, { state: "not-started", startError: "no such file" }, true],
    ["it is unhealthy and nobody waits for that", {}, { health: { status: "unhealthy", log: [] } }, false],
  ])("an exit is a symptom or not when %s", (_name, changes, recorded, expected) => {
    const services = [service("app"), service("extra", changes), ...plan().services.slice(1)];
    const given = evidence({ plan: { services }, facts: { services: [record("app"), record("extra", recorded), record("db"), record("web")] } });
    expect(kinds(given).includes("exit")).toBe(expected);
  });

  it("is one for one address, however many requests show it", () => {
    const probes = [plan().probes[0]!, { ...plan().probes[0]!, name: "http://localhost/a", path: "/a" }];
    const given = refusedCase([], {
      plan: { probes },
      facts: {
        proxy: proxyRecord({ attempts: [attempt(502, "10.0.0.2:8080"), { ...attempt(502, "10.0.0.2:8080"), remotePort: 40_001 }], errors: [refusedError] }),
        probes: [proxied(502), proxied(502, { probe: 1, request: "GET http://localhost/a", localPort: 40_001 })],
      },
    });
    expect(kinds(given)).toEqual(["gateway"]);
  });

  it("names the address that nginx dialled, of several, by the container's address", () => {
    const services = [service("app"), service("api"), proxyService()];
    const proxy = proxyPlan({ routes: [route([target("app"), target("api", 9000)])] });
    const given = evidence({
      plan: { services, proxy },
      facts: {
        services: [record("app", { addresses: ["10.0.0.2"] }), record("api", { addresses: ["10.0.0.3"] }), record("web")],
        proxy: proxyRecord({ attempts: [attempt(502, "10.0.0.3:9000")] }),
        probes: [proxied(502)],
      },
    });
    expect(symptomsOf(given)).toMatchObject([{ kind: "gateway", target: { host: "api", port: 9000 }, service: { name: "api" }, isMasked: false }]);
  });

  it("sees an address that refuses although another answered in its place", () => {
    const proxy = proxyPlan({ routes: [route([target("app"), target("app", 8081)])] });
    const given = evidence({ plan: { proxy }, facts: { probes: [proxied(200), direct({ status: 200 }), direct({ error: "refused" }, 8081)] } });
    expect(symptomsOf(given)).toMatchObject([{ kind: "gateway", target: { port: 8081 }, isMasked: true }]);
    const spare = proxyPlan({ routes: [route([target("app"), target("app", 8081, { backup: true })])] });
    expect(kinds({ ...given, plan: plan({ proxy: spare }) })).toEqual([]);
  });

  it("keeps what nginx wrote of this very connection", () => {
    const other = { ...refusedError, connection: 9 };
    const [symptom] = symptomsOf(refusedCase([], { facts: { proxy: proxyRecord({ attempts: [attempt(502, "10.0.0.2:8080")], errors: [refusedError, other] }) } }));
    expect(symptom).toMatchObject({ errors: [{ connection: 5 }] });
    expect(symptom?.kind === "gateway" && symptom.errors).toHaveLength(1);
  });
});

describe("attemptOf", () => {
  it("goes by our own port, else by request and status", () => {
    const attempts = [
      { ...attempt(502, "a:1"), remotePort: 1 },
      { ...attempt(200, "b:1"), remotePort: 2 },
    ];
    expect(attemptOf(attempts, proxied(502, { localPort: 2 }))?.status).toBe(200);
    expect(attemptOf(attempts, proxied(502, { localPort: 7 }))?.remotePort).toBe(1);
    expect(attemptOf(attempts, proxied(504, { localPort: 7 }))).toBeUndefined();
  });
});

describe("answeredByApp", () => {
  it.each([
    [["0.002"], true],
    [["-"], false],
    [["-", "0.010"], true],
    [["0.010", "-"], false],
    [[""], false],
    [[], false],
  ])("header times %j: %s", (headerTime, expected) => {
    expect(answeredByApp({ ...attempt(502, "a:1"), headerTime })).toBe(expected);
  });
});

describe("describeSymptom", () => {
  it.each<[Evidence, string]>([
    [refusedCase([]), "GET http://localhost/ was answered 502 by nginx"],
    [answeredCase(503), "GET http://localhost/ was answered 503 by app"],
    [crashCase(["x"], {}, 3), "app ended with exit code 3"],
    [proxyStartCase("x", 1), "nginx did not start: x in /etc/nginx/conf.d/app.conf:1"],
    [evidence({ facts: { probes: [proxied(undefined, { error: "closed" })] } }), "GET http://localhost/ got no answer from nginx (closed)"],
  ])("says it in a few words", (given, words) => {
    expect(diagnose(given).symptoms).toEqual([words]);
  });
});
