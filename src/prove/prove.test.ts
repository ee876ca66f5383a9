import { describe, expect, it } from "vitest";
import { at, direct, plan, proxied } from "../../test/helpers/evidence.ts";
import { repo } from "../../test/helpers/repository.ts";
import type { ProbeResult } from "../model/evidence.ts";
import type { Intervention, Proof } from "../model/experiment.ts";
import type { Finding } from "../model/finding.ts";
import { millis, type Bytes, type Port } from "../model/units.ts";
import { applyIntervention, describeIntervention, editsOf, isTryable, servicesOf } from "./apply.ts";
import { prove, type Candidate, type Laboratory, type Outcome } from "./experiment.ts";

const redial: Intervention = {
  kind: "redial",
  from: { host: "app", port: 8080 },
  to: { host: "app", port: 3000 },
  edits: [{ path: repo("nginx/app.conf"), startLine: 14, endLine: 14, replacement: "    proxy_pass http://app:3000;" }],
};

function finding(changes: Partial<Finding> = {}): Finding {
  return {
    cause: "port-mismatch",
    title: "t",
    level: "error",
    confidence: "likely",
    location: at("nginx/app.conf", 14),
    related: [],
    what: "",
    why: "",
    fix: { text: "", edits: [], safe: false },
    evidence: [],
    service: "app",
    intervention: redial,
    proof: { result: "not-attempted" },
    ...changes,
  };
}

function outcome(probes: readonly ProbeResult[], states: Readonly<Record<string, string>> = { app: "running" }): Outcome {
  return { probes, states: new Map(Object.entries(states)) };
}

/** A change that settles it either way. */
const longer: Intervention = { kind: "edit-files", edits: [{ path: repo("nginx/app.conf"), startLine: 12, endLine: 12, replacement: "    proxy_read_timeout 30s;" }], services: [], isDecisive: true };

const other = (status: number): ProbeResult => proxied(status, { name: "http://localhost/other", request: "GET http://localhost/other", probe: 1 });
const red = outcome([proxied(502), other(200)]);
const green = outcome([proxied(200), other(200)]);

/** A laboratory with given answers, which counts what it is asked. */
class FakeLaboratory implements Laboratory {
  readonly asked: string[] = [];
  readonly #control: Outcome;
  readonly #treatment: Outcome | string;

  constructor(control: Outcome, treatment: Outcome | string) {
    this.#control = control;
    this.#treatment = treatment;
  }

  control(intervention: Intervention): Promise<Outcome> {
    this.asked.push(`control ${intervention.kind}`);
    return Promise.resolve(this.#control);
  }

  treatment(intervention: Intervention): Promise<Outcome | string> {
    this.asked.push(`treatment ${intervention.kind}`);
    return Promise.resolve(this.#treatment);
  }
}

const subjectOf = (each: Finding): string => each.service ?? "";

async function proofOf(first: Outcome, control: Outcome, treatment: Outcome | string, changes: Partial<Finding> = {}): Promise<Proof | undefined> {
  const experiments = await prove([{ finding: finding(changes), symptom: 0 }], first, new FakeLaboratory(control, treatment), subjectOf);
  return experiments[0]?.proof;
}

describe("statuses that an intervention counts as failing", () => {
  const edit: Intervention = { kind: "edit-files", edits: [], services: ["web"], failing: [400] };
  const proofOf = async (first: Outcome, control: Outcome, treatment: Outcome): Promise<Proof["result"] | undefined> => {
    const [experiment] = await prove([{ finding: finding({ intervention: edit }), symptom: 0 }], first, new FakeLaboratory(control, treatment), () => "s");
    return experiment?.proof.result;
  };
  const answer = (status: number): Outcome => outcome([proxied(status), other(200)]);

  it("are what is to go away when nothing else fails", async () => {
    expect(await proofOf(answer(400), answer(400), answer(200))).toBe("confirmed");
    expect(await proofOf(answer(400), answer(200), answer(200))).toBe("inconclusive");
  });

  it("are no answer in place of a 502", async () => {
    expect(await proofOf(red, red, answer(400))).toBe("inconclusive");
    expect(await proofOf(red, red, green)).toBe("confirmed");
  });

  it("leave a request that has them all the time out of it when another fails", async () => {
    const both = (status: number): Outcome => outcome([proxied(status), other(400)]);
    expect(await proofOf(both(502), both(502), both(200))).toBe("confirmed");
  });
});

describe("prove", () => {
  it("confirms what turns red into green, and shows both", async () => {
    expect(await proofOf(red, red, green)).toMatchObject({
      result: "confirmed",
      intervention: "nginx dialled app:3000 in place of app:8080, in a copy",
      control: "GET http://localhost/ -> 502",
      treatment: "GET http://localhost/ -> 200",
    });
  });

  it.each<[string, Outcome, Outcome | string, Proof["result"], RegExp]>([
    ["refuted when nothing at all has changed", red, red, "refuted", /^$/],
    ["inconclusive when the failure is not stable", green, green, "inconclusive", /passed this time/],
    ["inconclusive when something else broke", red, outcome([proxied(200), other(502)]), "inconclusive", /something else has failed/],
    ["inconclusive when the status is another bad one", red, outcome([proxied(504), other(200)]), "inconclusive", /made a difference/],
    ["inconclusive when the app is in another state", red, outcome([proxied(502), other(200)], { app: "exit code 1" }), "inconclusive", /made a difference/],
    ["inconclusive when the change could not be made", red, "the line could not be written", "inconclusive", /the line could not be written/],
  ])("is %s", async (_name, control, treatment, result, because) => {
    const proof = await proofOf(red, control, treatment);
    expect(proof?.result).toBe(result);
    expect(proof?.because ?? "").toMatch(because);
  });

  it("does not make the change when the control is green", async () => {
    const laboratory = new FakeLaboratory(green, green);
    await prove([{ finding: finding(), symptom: 0 }], red, laboratory, subjectOf);
    expect(laboratory.asked).toEqual(["control redial"]);
  });

  it("does not confirm what vanished: a request that was not sent again is not green", async () => {
    expect((await proofOf(red, red, outcome([other(200)])))?.result).not.toBe("confirmed");
  });

  it("does not count what was red before as broken", async () => {
    const bothRed = outcome([proxied(502), other(502)]);
    expect((await proofOf(outcome([proxied(502)]), bothRed, outcome([proxied(200), other(502)])))?.result).toBe("confirmed");
  });

  it("counts a demand that is not met as red", async () => {
    const unmet = outcome([proxied(200, { unmet: "body lacks ok" })]);
    expect((await proofOf(unmet, unmet, outcome([proxied(200)])))?.result).toBe("confirmed");
  });

  it("takes a 500 for no success", async () => {
    expect((await proofOf(red, red, outcome([proxied(500), other(200)])))?.result).toBe("inconclusive");
  });

  it("judges by the requests that reach the finding's service", async () => {
    const first = outcome([proxied(502), other(502), direct({ error: "refused" }), { ...direct({ error: "refused" }, 9000, "api"), probe: 1 }]);
    const after = outcome([proxied(200), other(502), direct({ status: 200 }), { ...direct({ error: "refused" }, 9000, "api"), probe: 1 }]);
    expect((await proofOf(first, first, after))?.result).toBe("confirmed");
  });

  it("takes nginx that starts for green where there was nothing to ask", async () => {
    const nothing = outcome([]);
    expect(await proofOf(nothing, nothing, outcome([proxied(200)]))).toMatchObject({ result: "confirmed", control: "nginx did not start" });
    expect((await proofOf(nothing, nothing, nothing))?.result).toBe("refuted");
  });

  it("refutes by an edit only where it says that it settles the matter", async () => {
    const resultOf = async (intervention: Intervention): Promise<string | undefined> =>
      (await prove([{ finding: finding({ intervention }), symptom: 0 }], red, new FakeLaboratory(red, red), subjectOf))[0]?.proof.result;
    expect(await resultOf(longer)).toBe("refuted");
    expect(await resultOf({ kind: "edit-files", edits: longer.kind === "edit-files" ? longer.edits : [], services: [] })).toBe("inconclusive");
  });

  it("counts an answer that broke off as red, and says so", async () => {
    const cut = outcome([proxied(200, { error: "closed" })]);
    expect(await proofOf(cut, cut, outcome([proxied(200)]))).toMatchObject({ result: "confirmed", control: "GET http://localhost/ -> 200, broken off", treatment: "GET http://localhost/ -> 200" });
  });

  it("does not attempt a redial that it cannot write", async () => {
    const laboratory = new FakeLaboratory(red, green);
    const [experiment] = await prove([{ finding: finding({ intervention: { ...redial, edits: [] } }), symptom: 0 }], red, laboratory, subjectOf);
    expect([experiment?.proof.result, laboratory.asked]).toEqual(["not-attempted", []]);
  });

  it("keeps cause and subject with the proof", async () => {
    const [experiment] = await prove([{ finding: finding(), symptom: 0 }], red, new FakeLaboratory(red, green), () => "app@nginx/app.conf:14");
    expect(experiment).toMatchObject({ cause: "port-mismatch", subject: "app@nginx/app.conf:14" });
  });
});

describe("the order of experiments", () => {
  const wait: Intervention = { kind: "extend-start", service: "app", timeout: millis(20_000) };
  const candidates: Candidate[] = [
    { finding: finding({ cause: "one" }), symptom: 0 },
    { finding: finding({ cause: "two", intervention: wait }), symptom: 0 },
    { finding: finding({ cause: "three" }), symptom: 1 },
  ];

  it("stops at the first that is confirmed for a symptom", async () => {
    const laboratory = new FakeLaboratory(red, green);
    const experiments = await prove(candidates, red, laboratory, subjectOf);
    expect(experiments.map((each) => each.cause)).toEqual(["one", "three"]);
  });

  it("tries the same change once", async () => {
    const laboratory = new FakeLaboratory(red, red);
    const experiments = await prove(candidates, red, laboratory, subjectOf);
    expect(experiments.map((each) => each.proof.result)).toEqual(["refuted", "refuted", "refuted"]);
    expect(laboratory.asked.filter((each) => each.startsWith("treatment"))).toEqual(["treatment redial", "treatment extend-start"]);
  });

  it("tries no more than six changes", async () => {
    const many = Array.from({ length: 9 }, (_, index): Candidate => ({ finding: finding({ intervention: { kind: "set-variable", service: "app", name: `V${index}`, value: "1" } }), symptom: 0 }));
    const laboratory = new FakeLaboratory(red, red);
    expect(await prove(many, red, laboratory, subjectOf)).toHaveLength(6);
  });

  const blank: Intervention = { kind: "edit-files", edits: [{ path: repo("app.py"), startLine: 3, endLine: 3, replacement: "pass" }], services: ["app"], isBlank: true };
  const silenced = finding({ cause: "crash-on-start", intervention: blank });

  it("leaves a line without its effect only after all other changes", async () => {
    const laboratory = new FakeLaboratory(red, green);
    const experiments = await prove(
      [
        { finding: silenced, symptom: 0 },
        { finding: finding({ cause: "variable-missing", confidence: "possible" }), symptom: 0 },
      ],
      red,
      laboratory,
      subjectOf,
    );
    expect(experiments.map(({ cause, proof }) => [cause, proof.result])).toEqual([["variable-missing", "confirmed"]]);
  });

  it("does so only for what stands first, or behind what was refuted", async () => {
    const tried = async (before: Partial<Finding>, treatment: Outcome): Promise<string[]> => {
      const experiments = await prove(
        [
          { finding: finding(before), symptom: 0 },
          { finding: silenced, symptom: 0 },
        ],
        red,
        new FakeLaboratory(red, treatment),
        subjectOf,
      );
      return experiments.map(({ cause, proof }) => `${cause} ${proof.result}`);
    };
    expect(await tried({ intervention: longer }, red)).toEqual(["port-mismatch refuted", "crash-on-start inconclusive"]);
    expect(await tried({ intervention: { kind: "set-variable", service: "app", name: "A", value: "b" } }, red)).toEqual(["port-mismatch inconclusive"]);
  });

  it("passes over findings without an intervention", async () => {
    const { intervention: _intervention, ...without } = finding();
    expect(await prove([{ finding: without, symptom: 0 }], red, new FakeLaboratory(red, green), subjectOf)).toEqual([]);
  });
});

describe("applyIntervention", () => {
  const interventions: readonly Intervention[] = [
    redial,
    { ...redial, variable: { service: "web", name: "APP_PORT", value: "3000" } },
    { kind: "edit-files", edits: redial.edits, services: ["app"] },
    { kind: "forward-loopback", service: "app", port: 8080 as Port, address: "127.0.0.1" },
    { kind: "set-variable", service: "app", name: "A", value: "1" },
    { kind: "raise-memory", service: "app", bytes: (256 * 1024 * 1024) as Bytes },
    { kind: "extend-start", service: "app", timeout: millis(20_000) },
    { kind: "start-command", service: "app", command: ["/bin/sh", "run.sh"] },
    { kind: "supply-pair", service: "web", paths: ["/certs/a.crt", "/certs/a.key"] },
    { kind: "open-socket", service: "app", path: "/run/app.sock" },
    { kind: "open-low-ports", service: "app" },
  ];

  it.each(interventions.map((each) => [each.kind, each] as const))("does not change the plan that it is given: %s", (_kind, intervention) => {
    const given = plan();
    const before = structuredClone(given);
    applyIntervention(given, intervention);
    expect(given).toEqual(before);
  });

  it.each(interventions.map((each) => [each.kind, each] as const))("leaves everything else as it is, and says what was done: %s", (_kind, intervention) => {
    const given = plan();
    const changed = applyIntervention(given, intervention);
    expect(changed.services.map((each) => each.name)).toEqual(given.services.map((each) => each.name));
    expect([changed.probes, changed.overlay, changed.networks]).toEqual([given.probes, given.overlay, given.networks]);
    expect(describeIntervention(intervention).length).toBeGreaterThan(10);
    expect(isTryable(intervention)).toBe(true);
  });

  it("makes each change", () => {
    const [, byVariable, , forward, variable, memory, extend, command, pair, opened, low] = interventions.map((intervention) => applyIntervention(plan(), intervention));
    const app = (of: ReturnType<typeof plan> | undefined) => of?.services.find((each) => each.name === "app");
    expect(byVariable?.proxy.routes[0]?.targets[0]).toMatchObject({ host: "app", port: 3000 });
    expect(byVariable?.services.find((each) => each.name === "web")?.variables["APP_PORT"]?.value).toBe("3000");
    expect(forward?.forwards).toEqual([{ inside: "app", listen: "self", port: 8080, toHost: "127.0.0.1", toPort: 8080 }]);
    expect(app(variable)?.variables["A"]?.value).toBe("1");
    expect(app(memory)?.memory?.value).toBe(256 * 1024 * 1024);
    expect(extend?.startTimeout.value).toBe(80_000);
    expect(pair?.proxy.absent).toEqual(["/certs/a.crt", "/certs/a.key"]);
    expect(opened?.opened).toEqual([{ service: "app", path: "/run/app.sock" }]);
    expect(app(low)?.settings.sysctls).toEqual({ "net.ipv4.ip_unprivileged_port_start": "0" });
    expect(app(command)).toMatchObject({ entrypoint: { value: ["/bin/sh", "run.sh"] }, command: { value: [] } });
  });

  it("keeps the variables that a service has beside the one that is set", () => {
    const given = plan({ services: plan().services.map((each) => ({ ...each, variables: { KEPT: { value: "1" } } })) });
    const changed = applyIntervention(given, { kind: "set-variable", service: "app", name: "A", value: "2" });
    expect(changed.services.map((each) => Object.keys(each.variables).join())).toEqual(["KEPT,A", "KEPT", "KEPT"]);
  });

  it("names the edits, and the containers that are to be made again", () => {
    expect(interventions.map((each) => editsOf(each).length)).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(interventions.map((each) => servicesOf(each).join())).toEqual(["", "", "app", "app", "app", "app", "", "app", "web", "app", "app"]);
  });
});
