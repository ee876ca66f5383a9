import { describe, expect, it } from "vitest";
import { crashCase, evidence, localCase, proxyStartCase, refusalCase, refusedCase, service, answeredCase, plan } from "../../test/helpers/evidence.ts";
import { failedReport, hostileReport, hostileTexts, sampleFinding } from "../../test/helpers/sample-report.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import { noTimings } from "../model/timings.ts";
import type { Report } from "../model/verdict.ts";
import { pathChart } from "./mermaid.ts";
import { requestPath } from "./request-path.ts";

function reportOf({ plan: planned, facts }: Evidence, verdict: Report["verdict"] = "fail"): Report {
  const probes = "value" in facts.probes ? facts.probes.value.map((result) => ({ ...result, trial: "first" as const })) : [];
  const sockets = "value" in facts.sockets ? facts.sockets.value : [];
  return { version: "0.0.0", verdict, plan: planned, findings: [], ruledOut: [], unknown: [], probes, sockets, timeline: [], timings: noTimings, facts };
}

/** The way in one line; `!` marks where it ends, `?` what was not reached. */
function wayOf(from: Evidence, finding: Finding | null = sampleFinding(), verdict: Report["verdict"] = "fail"): string {
  const sign = { passed: "", broken: "!", untried: "?" } as const;
  const path = requestPath(reportOf(from, verdict), finding ?? undefined);
  return path?.stops.map((stop, index) => `${sign[stop.state]}${stop.name}(${stop.detail})${path.hops[index] ? ` -${sign[path.hops[index].state]}[${path.hops[index].label}]- ` : ""}`).join("") ?? "";
}

describe("the way of a request", () => {
  it("ends between nginx and the app when the connection is refused", () => {
    expect(wayOf(refusedCase(["0.0.0.0:3000"]))).toBe("client(gets 502) -[GET /]- web() -![app:8080: connection refused]- ?app(listens on 0.0.0.0:3000)");
    expect(wayOf(refusedCase([]))).toContain("?app(listens on no port)");
  });

  it("ends in the app that fails directly as well, or that refuses the host", () => {
    expect(wayOf(answeredCase(503), null)).toBe("client(gets 503) -[GET /]- web() -[app:8080]- !app(asked directly: 503)");
    expect(wayOf(refusalCase(400, "shop.example.com", "localhost"), null)).toContain("!app(refuses the host shop.example.com)");
  });

  it("ends in an app that has ended or was not built", () => {
    expect(wayOf(crashCase(["Error: boom"], {}, 3))).toMatch(/ !app\(ended with exit code 3\)$/);
    expect(
      wayOf(evidence({ facts: { builds: [{ service: "app", ok: false, durationMs: 1, log: [] }], services: "nothing was started", sockets: [], probes: [], proxy: "nothing was started" } })),
    ).toBe("client() -?[no request was sent]- ?web() -?[app:8080]- !app(its image is not built)");
  });

  it("ends in nginx that does not start, or that asks nobody", () => {
    expect(wayOf(proxyStartCase("unknown directive", 3), sampleFinding({ service: "web" }))).toContain(" !web(ended with exit code 1) ");
    expect(wayOf(localCase(503))).toBe("client(gets 503) -[GET /]- !web(answers 503 itself) -?[app:8080]- ?app(listens on 0.0.0.0:8080)");
  });

  it("ends at a name that nginx does not find at its start", () => {
    expect(wayOf(proxyStartCase('host not found in upstream "app:8080"', 3), null)).toMatch(/ \?web\(ended with exit code 1\) -!\[app:8080: host not found\]- \?app/);
  });

  it("leads on to what the app needs, where that is the cause", () => {
    const finding = sampleFinding({ cause: "dependency-unreachable", title: "app connects to db:5433; db listens on 5432" });
    const given = { plan: { services: [...plan().services.filter(({ name }) => name !== "db"), service("db", { role: "dependency" })] } };
    expect(wayOf(crashCase(["ECONNREFUSED"], given), finding)).toMatch(/\?app\(ended with exit code 1\) -!\[cannot use it\]- \?db\(\)$/);
  });

  it("is whole after a pass, and unknown without a plan", () => {
    expect(wayOf(evidence(), null, "pass")).toBe("client(gets 200) -[GET /]- web() -[app:8080]- app(listens on 0.0.0.0:8080)");
    const { plan: _, ...planless } = failedReport();
    expect(requestPath(planless)).toBeUndefined();
  });
});

describe("the chart of it", () => {
  it("marks the hop that breaks", () => {
    const path = requestPath(failedReport(), failedReport().findings[0]);
    expect(path && pathChart(path)).toEqual([
      "flowchart LR",
      '  s0["client<br/>gets 502"]',
      '  s1["nginx: web"]',
      '  s2["app<br/>listens on 0.0.0.0:3000"]:::untried',
      '  s0 -->|"GET /"| s1',
      '  s1 --x|"✗ app:8080"| s2',
      "  classDef broken stroke:#cf222e,stroke-width:3px",
      "  classDef untried stroke-dasharray:4 3",
      "  linkStyle 1 stroke:#cf222e,stroke-width:3px",
    ]);
  });

  it.each([...hostileTexts, '"] ; click s0 "javascript:alert(1)"', "%%{init: {}}%%", '#quot;"--> s9'])("takes nothing of a project's for a statement: %j", (text) => {
    const report = hostileReport(text);
    const named = { ...report, plan: report.plan && { ...report.plan, services: report.plan.services.map((each) => ({ ...each, name: each.role === "app" ? text : each.name })) } };
    for (const each of [report, named as Report]) {
      const path = requestPath(each, each.findings[0]);
      for (const line of path ? pathChart(path) : [])
        expect(line).toMatch(
          /^(?:flowchart LR|  s\d\["[^"`;#%{}<>&|]*(?:<br\/>[^"`;#%{}<>&|]*)?"\](?::::\w+)?|  s\d (?:-->|--x|-\.->)(?:\|"[^"`;#%{}<>&|]*"\|)? s\d|  (?:classDef|linkStyle) [\w :#,-]+)$/,
        );
    }
  });
});
