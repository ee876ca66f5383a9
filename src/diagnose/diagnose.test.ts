import { describe, expect, it } from "vitest";
import { causesOf, findingOf, placeOf } from "../../test/helpers/conclusions.ts";
import {
  answeredCase,
  at,
  attempt,
  crashCase,
  ended,
  evidence,
  localCase,
  log,
  plan,
  probe,
  proxied,
  proxyPlan,
  proxyRecord,
  proxyStartCase,
  record,
  refusalCase,
  refusedCase,
  route,
  service,
  sockets,
  target,
} from "../../test/helpers/evidence.ts";
import { filesOf } from "../../test/helpers/traceback.ts";
import { tracebacks } from "../../test/helpers/tracebacks.ts";
import { makeWorkspace, repo } from "../../test/helpers/repository.ts";
import type { Evidence, EvidenceKey } from "../model/evidence.ts";
import type { Experiment, ProofResult } from "../model/experiment.ts";
import { frameMentions } from "../sources/frames.ts";
import { diagnose, subjectOf } from "./diagnose.ts";
import { rules } from "./rules/index.ts";

const mismatch = refusedCase(["0.0.0.0:3000"]);
const cases: readonly (readonly [string, Evidence])[] = [
  ["a healthy run", evidence()],
  ["a port mismatch", mismatch],
  ["a loopback", refusedCase(["127.0.0.1:8080"])],
  ["a crash", crashCase(["Traceback (most recent call last):", '  File "/app/a.py", line 1, in <module>', "KeyError: 'DATABASE_URL'"])],
  ["an unknown host", proxyStartCase('host not found in upstream "apo"', 14)],
  ["an answer of the app's own", answeredCase(503)],
  ["an answer of nginx's own", localCase(503)],
  ["a host that the app refuses", refusalCase(400, "shop.test", "localhost")],
  ["a script that is not there", scriptCase()],
];

/** PHP-FPM answers that it has no script of the name that nginx gives. */
function scriptCase(): Evidence {
  const php = route([target("app", 9000)], { directive: "fastcgi_pass", scheme: "fastcgi", fastcgi: { params: { SCRIPT_FILENAME: { value: "/srv/index.php" } }, splits: false } });
  const said = { level: "error", message: "FastCGI sent in stderr", connection: 5, text: 'FastCGI sent in stderr: "Primary script unknown"' };
  return evidence({
    plan: { proxy: proxyPlan({ routes: [php] }), probes: [{ ...probe, script: "/srv/index.php" }] },
    facts: { proxy: proxyRecord({ attempts: [attempt(404, "10.0.0.2:9000", true)], errors: [said] }), probes: [proxied(404, { body: "File not found.", unmet: "there is no script" })] },
  });
}

function tried(cause: string, result: ProofResult): Experiment {
  return { cause, subject: subjectOf({ service: "app", location: at("nginx/app.conf", 14) }), proof: { result, intervention: "nginx dialled app:3000", treatment: "GET http://localhost/ -> 502" } };
}

describe("diagnose", () => {
  it("says nothing of a healthy run", () => {
    expect(diagnose(evidence())).toMatchObject({ findings: [], ruledOut: [], unknown: [], symptoms: [], candidates: [] });
  });

  it.each(cases)("gives the same for the same evidence: %s", (_name, given) => {
    expect(diagnose(structuredClone(given))).toEqual(diagnose(given));
    expect(JSON.stringify(diagnose(given))).toBe(JSON.stringify(diagnose(JSON.parse(JSON.stringify(given)) as Evidence)));
  });

  it.each(cases)("leaves the evidence as it is: %s", (_name, given) => {
    expect(() => diagnose(deepFreeze(structuredClone(given)))).not.toThrow();
  });

  it.each(cases.slice(1))("names every rule exactly once: found, ruled out or unknown: %s", (_name, given) => {
    const { findings, ruledOut, unknown } = diagnose(given);
    const found = new Set(findings.map((finding) => finding.cause));
    const named = [...found, ...ruledOut.map((each) => each.cause), ...unknown.map((each) => each.cause)].filter((cause) => cause !== "unrecognised");
    expect(named.toSorted()).toEqual([...new Set(named)].toSorted());
    const explained = rules.filter((rule) => findings.some((finding) => rules.find((each) => each.id === finding.cause)?.explains?.includes(rule.id))).map((rule) => rule.id);
    expect(new Set([...named, ...explained])).toEqual(new Set(rules.map((rule) => rule.id)));
  });

  it.each(["builds", "services", "proxy", "probes"] as const)("finds nothing, and does not pass, when %s is missing", (key) => {
    const { findings, symptoms, unknown } = diagnose(without(mismatch, key));
    expect([findings, symptoms]).toEqual([[], ["the evidence is incomplete"]]);
    expect(unknown[0]?.because).toBe(`${key} could not be read: the witness has ended`);
  });

  it.each(rules.flatMap((rule) => rule.needs.filter((key) => key === "sockets" || key === "sources").map((key) => [rule.id, key] as const)))(
    "%s is unknown, not ruled out, when %s is missing",
    (id, key) => {
      const rule = rules.find((each) => each.id === id);
      const asked = cases.map(([, given]) => given).filter((given) => diagnose(given).symptoms.length > 0);
      const outcomes = asked.map((given) => ({ before: diagnose(given), after: diagnose(without(given, key)) }));
      expect(outcomes.some(({ after }) => after.unknown.some((each) => each.cause === rule?.id && each.because.includes(`${key} could not be read`)))).toBe(true);
      expect(outcomes.flatMap(({ after }) => after.findings).map((finding) => finding.cause)).not.toContain(id);
    },
  );

  it("tells what was seen when no rule knows it", () => {
    const { findings, unknown } = diagnose(answeredCase(502, { facts: { sources: "not read" } }));
    expect(findings).toEqual([]);
    expect(unknown.map((each) => each.cause)).toContain("unrecognised");
    expect(unknown.at(-1)?.because).toBe("GET http://localhost/ was answered 502 by app");
  });

  it("stops at a build that failed", () => {
    const { symptoms } = diagnose(refusedCase([], { facts: { builds: [{ service: "app", ok: false, durationMs: 1, log: [] }] } }));
    expect(symptoms).toEqual(["the image of app could not be built: the builder did not say why"]);
  });
});

describe("proofs", () => {
  it("make a finding proven and its edits safe", () => {
    const { findings } = diagnose({ ...mismatch, experiments: [tried("port-mismatch", "confirmed")] });
    expect(findings[0]).toMatchObject({ cause: "port-mismatch", confidence: "proven", fix: { safe: true } });
  });

  it("rule a refuted finding out, and say what was tried", () => {
    const { findings, ruledOut } = diagnose({ ...mismatch, experiments: [tried("port-mismatch", "refuted")] });
    expect(findings).toEqual([]);
    expect(ruledOut.find((each) => each.cause === "port-mismatch")?.because).toBe("it was tried: nginx dialled app:3000 did not help (GET http://localhost/ -> 502)");
  });

  it.each<ProofResult>(["inconclusive", "not-attempted"])("leave a finding as it was when %s", (result) => {
    expect(findingOf("port-mismatch", { ...mismatch, experiments: [tried("port-mismatch", result)] })).toMatchObject({ confidence: "likely", fix: { safe: false } });
  });

  it("hold for their own place and service alone", () => {
    const elsewhere = { ...tried("port-mismatch", "refuted"), subject: "app@other.conf:1" };
    expect(causesOf({ ...mismatch, experiments: [elsewhere, tried("loopback-bind", "refuted")] })).toEqual(["port-mismatch"]);
  });
});

describe("edits", () => {
  it("are withheld as a whole when a line of them was redacted", () => {
    const line = "    proxy_pass http://app:8080; # token=[redacted:value]";
    const given = structuredClone(mismatch) as { plan: { proxy: { routes: { targets: { at: { text: string } }[] }[] } } } & Evidence;
    given.plan.proxy.routes[0]!.targets[0]!.at.text = line;
    const { fix } = findingOf("port-mismatch", { ...given, experiments: [tried("port-mismatch", "confirmed")] });
    expect(fix).toMatchObject({ edits: [], safe: false });
  });
});

describe("ranking", () => {
  const python = ["Traceback (most recent call last):", '  File "/app/a.py", line 1, in <module>'];

  it("drops what another finding explains", () => {
    expect(causesOf(crashCase([...python, "ModuleNotFoundError: No module named 'redis'"]))).toEqual(["dependency-not-installed"]);
  });

  it("prefers what is proven to what is likely, also against an explanation", () => {
    const given = refusedCase([]);
    expect(causesOf(given)).toEqual(["nothing-listens"]);
    const proof = { cause: "slow-start", subject: subjectOf({ service: "app", location: at("Dockerfile", 9) }), proof: { result: "confirmed" as const } };
    expect(causesOf({ ...given, experiments: [proof] })).toEqual(["slow-start"]);
  });

  it("has no other candidate beside a proven one", () => {
    const variables = [{ name: "API_TOKEN", at: at("config.py", 4) }];
    const given = crashCase(["API_TOKEN is required", "ModuleNotFoundError: No module named 'redis'"], { sources: { variables } });
    expect(
      diagnose(given)
        .candidates.map(({ finding }) => finding.cause)
        .toSorted(),
    ).toEqual(["dependency-not-installed", "variable-missing"]);
    const proof = { cause: "variable-missing", subject: subjectOf({ service: "app", location: at("config.py", 4) }), proof: { result: "confirmed" as const } };
    const proven = diagnose({ ...given, experiments: [proof] });
    expect(proven.candidates.map(({ finding }) => finding.cause)).toEqual(["variable-missing"]);
    expect(proven.unknown.map((each) => each.cause)).not.toContain("dependency-not-installed");
  });

  it("lists what fits too as unknown, with its reason", () => {
    const { findings, unknown } = diagnose(refusedCase([]));
    expect(findings.map((finding) => finding.cause)).toEqual(["nothing-listens"]);
    expect(unknown.find((each) => each.cause === "slow-start")?.because).toMatch(/^it fits too: /);
  });

  it("names a dependency's fault, and not what the app does because of it", () => {
    const services = [
      service("app", { needs: [{ service: "db", condition: "started", required: true }] }),
      service("db", { role: "dependency", start: [], at: at("compose.yaml", 8) }),
      ...plan().services.slice(2),
    ];
    const given = refusedCase([], { plan: { services }, facts: { services: [ended("app", [...python, "OSError: no database"]), ended("db", ["initdb: error: no password"]), record("web")] } });
    const { findings } = diagnose(given);
    expect(findings.map((finding) => finding.service)).toEqual(["db"]);
    expect(placeOf(findings[0])).toBe("compose.yaml:8");
  });

  it("follows dependencies of dependencies, and a circle of them to its end", () => {
    const need = (name: string) => [{ service: name, condition: "started" as const, required: true }];
    const services = [service("app", { needs: need("cache") }), service("cache", { needs: need("db"), start: [] }), service("db", { needs: need("app"), start: [] }), ...plan().services.slice(2)];
    const given = (down: readonly string[]): Evidence =>
      refusedCase([], { plan: { services }, facts: { services: ["app", "cache", "db"].map((name) => (down.includes(name) ? ended(name, ["bye"]) : record(name))).concat(record("web")) } });
    expect(diagnose(given(["app", "db"])).findings.length).toBeLessThanOrEqual(1);
    const apart = services.map((each) => (each.name === "cache" ? { ...each, needs: need("app") } : { ...each, needs: each.name === "app" ? need("cache") : [] }));
    expect(
      diagnose({ ...given(["app", "db"]), plan: plan({ services: apart }) })
        .findings.map((finding) => finding.service)
        .toSorted(),
    ).toEqual(["app", "db"]);
    const straight = services.map((each) => (each.name === "db" ? { ...each, needs: [] } : each));
    expect(diagnose({ ...given(["app", "db"]), plan: plan({ services: straight }) }).findings.map((finding) => finding.service)).toEqual(["db"]);
  });

  it("keeps two services that fail for reasons of their own", () => {
    const services = [service("app"), service("api", { start: [{ text: "api", at: at("api/Dockerfile", 3) }] }), ...plan().services.slice(2)];
    const given = refusedCase([], { plan: { services }, facts: { services: [ended("app", ["a"]), ended("api", ["b"]), record("web")] } });
    expect(
      diagnose(given)
        .findings.map((finding) => finding.service)
        .toSorted(),
    ).toEqual(["api", "app"]);
  });

  it("keeps the candidates of a symptom for experiments, best first, those that are refuted left out", () => {
    const { candidates } = diagnose(refusedCase([]));
    expect(candidates.map(({ finding }) => finding.cause)).toEqual(["nothing-listens", "slow-start"]);
    expect(diagnose({ ...mismatch, experiments: [tried("port-mismatch", "refuted")] }).candidates).toEqual([]);
  });
});

describe("robustness", () => {
  // A generator of its own, so that a failure can be had again.
  function random(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
  }

  const scraps = [
    "(",
    "[",
    "\\",
    "*",
    "+?",
    "$&",
    "${PORT}",
    "\u0000",
    "\u001b[31m",
    "Traceback (most recent call last):",
    "Error:",
    'exec: "": stat : no such file or directory',
    "No module named '",
    "Field required",
    "é€𝄞",
    "Cannot find module ''",
    "a".repeat(5000),
    ":99999999999999999999:",
    'Attribute "(" not found in module ""',
    "KeyError: 'A_B_C'",
    "exit code 127",
    "sh: 1: (: not found",
  ];

  function mutate(text: string, next: () => number): string {
    const cut = Math.floor(next() * (text.length + 1));
    const scrap = scraps[Math.floor(next() * scraps.length)] ?? "";
    const way = Math.floor(next() * 4);
    if (way === 0) return text.slice(0, cut) + scrap + text.slice(cut);
    if (way === 1) return text.slice(0, cut);
    return way === 2 ? scrap : text.slice(cut) + text.slice(0, cut);
  }

  it("does not throw on 300 mutations of what a program printed", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed);
      const traceback = tracebacks[seed % tracebacks.length]!;
      const output = traceback.output.map((line) => (next() < 0.4 ? mutate(line, next) : line));
      const crashed = next() < 0.2 ? record("app", { state: "not-started", startError: output.join("\n") }) : ended("app", output, [1, 0, 126, 127, 137][seed % 5]);
      const frames = frameMentions(makeWorkspaceOnce(), plan(), [crashed], [repo("main.py")]);
      const variables = [{ name: "A_B_C", at: at("main.py", 1) }];
      const given = refusedCase([], { sources: { frames, variables, files: [repo("main.py")] }, facts: { services: [crashed, record("web")] } });
      expect(() => diagnose(given), `seed ${seed}: ${JSON.stringify(output).slice(0, 300)}`).not.toThrow();
    }
  });

  it("does not throw on 100 mutations of what nginx wrote", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const next = random(seed);
      const message = mutate(['host not found in upstream "apo"', 'unknown directive "porxy_pass"', 'invalid number of arguments in "proxy_pass" directive'][seed % 3]!, next);
      expect(() => diagnose(proxyStartCase(message, Math.floor(next() * 40))), message).not.toThrow();
    }
  });

  it("ends in good time on a long output of awkward lines", () => {
    const given = crashCase(Array.from({ length: 4000 }, (_, index) => `${"a.".repeat(200)}(${index}) ${"  ".repeat(100)}:${"/x".repeat(100)}`));
    const began = performance.now();
    diagnose({
      ...given,
      facts: {
        ...given.facts,
        services: {
          value: [
            ended(
              "app",
              log(["x"]).map((line) => line.text),
            ),
            record("web"),
          ],
        },
        sockets: { value: [sockets("app", [])] },
      },
    });
    diagnose(given);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  let workspace: ReturnType<typeof makeWorkspace> | undefined;
  function makeWorkspaceOnce(): ReturnType<typeof makeWorkspace> {
    return (workspace ??= makeWorkspace(filesOf(tracebacks[0]!)));
  }
});

function without(given: Evidence, key: EvidenceKey): Evidence {
  return { ...given, facts: { ...given.facts, [key]: { missing: "the witness has ended" } } };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
