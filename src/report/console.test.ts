import { describe, expect, it } from "vitest";
import { renderConsole } from "./console.ts";
import { at, brokenReport, failedReport, harmful, hostileReport, hostileTexts, passedReport, sampleFinding, samplePlan, sampleProbe } from "../../test/helpers/sample-report.ts";

const plain = { color: false };

describe("a failed gate", () => {
  it("reads as the shape we adopted", () => {
    expect(renderConsole(failedReport(), plain)).toBe(`error[port-mismatch] nginx dials app:8080, but the app listens on 3000   (proven)
  --> nginx/app.conf:14  proxy_pass http://app:8080;
  ==> Dockerfile:9       ENV PORT=3000                <- the port is set here
  what  nginx dials port 8080 of app; node listens on 3000.
  why   A connection to a port without a listener is refused, and nginx answers 502.
  saw   what listens in "app", 4.2 s after its start
        PROCESS       ADDRESS       NEEDED BY
        node (pid 7)  0.0.0.0:3000  nobody
        -             port 8080     nginx/app.conf:14
  saw   GET http://app.example.com/
        direct to app:3000  200  3.1 ms
        through nginx       502  0.3 ms
  saw   nginx    connect() failed (111: Connection refused) while connecting to upstream
  proof changed: nginx dials app:3000 instead of app:8080
        without the change: GET / -> 502
        with the change: GET / -> 200, 3 of 3
  fix   Dial port 3000.
        nginx/app.conf:14
        -     proxy_pass http://app:8080;
        +     proxy_pass http://app:3000;

  ruled out
        out-of-memory (peak memory was 40 MiB of 512 MiB)
  unknown
        keepalive-race (no drill was run)
  time  12.3 s (boot 4.2 s, probe 90 ms)
  more  upstream-gate explain port-mismatch
`);
  });

  it("says that a loopback address is out of reach, and that nothing listens", () => {
    const report = failedReport();
    const loopback = [{ service: "app", readAt: 10, sockets: [{ family: "tcp4" as const, address: "127.0.0.1", port: 8080, since: 0 }] }];
    expect(renderConsole({ ...report, sockets: loopback }, plain)).toContain("unknown  127.0.0.1:8080  nginx/app.conf:14, which cannot reach a loopback address");
    expect(renderConsole({ ...report, sockets: [{ service: "app", readAt: 10, sockets: [] }] }, plain)).toContain(
      'nothing listens in "app", 10 ms after its start; port 8080 is dialled by nginx/app.conf:14',
    );
  });

  it("shows who publishes a port when nginx is on the host", () => {
    const plan = samplePlan();
    const ports = [{ target: 3000 as never, published: 8081 as never, at: at("compose.yaml", 9) }];
    const host = { ...plan, topology: { value: "host" as const }, services: plan.services.map((each) => ({ ...each, ports })) };
    expect(renderConsole({ ...failedReport(), plan: host }, plain)).toContain("0.0.0.0:3000  port 8081 of the host, compose.yaml:9");
  });

  it("bounds the evidence and counts what it leaves out", () => {
    const log = Array.from({ length: 50 }, (_, index) => `line ${index}`).join("\n");
    const text = renderConsole(failedReport(sampleFinding({ evidence: [{ kind: "log", text: log }] })), plain);
    expect(text.match(/line \d+/g)).toHaveLength(5);
    expect(text).toContain("45 more lines in the JSON report");
  });

  it("does not show old lines that nobody quoted", () => {
    const finding = sampleFinding({ fix: { text: "Do", edits: [{ path: at("a.conf", 1).path, startLine: 3, endLine: 5, replacement: "x;" }], safe: false } });
    expect(renderConsole(failedReport(finding), plain)).toContain("a.conf:3-5, replaced by\n        + x;");
    const inserted = sampleFinding({ fix: { text: "Do", edits: [{ path: at("a.conf", 1).path, startLine: 3, endLine: 2, replacement: "x;" }], safe: false } });
    expect(renderConsole(failedReport(inserted), plain)).toContain("a.conf:3, inserted before it\n        + x;");
  });

  it("says why there is no proof, and nothing when that is not known", () => {
    expect(renderConsole(failedReport(sampleFinding({ proof: { result: "not-attempted", because: "it has no experiment" } })), plain)).toContain("proof not tried: it has no experiment.");
    expect(renderConsole(failedReport(sampleFinding({ proof: { result: "not-attempted" } })), plain)).not.toContain("proof");
    expect(renderConsole(failedReport(sampleFinding({ proof: { result: "refuted" } })), plain)).toContain("proof refuted: the change did not turn it green");
  });

  it("abstains in words when no cause was found", () => {
    const text = renderConsole({ ...failedReport(), findings: [] }, plain);
    expect(text).toContain("error: GET http://app.example.com/ through nginx: 502, and no known cause explains it.");
    expect(text).toContain("direct to app:3000  200");
  });
});

describe("other verdicts", () => {
  it("passes in a few lines", () => {
    const notice = sampleFinding({ level: "notice", cause: "stale-upstream-address", title: "the name is resolved once" });
    const text = renderConsole({ ...passedReport(), findings: [notice] }, plain);
    expect(text).toContain("pass  1 probe through nginx answered as expected.");
    expect(text).toContain("probe GET http://app.example.com/  200  4.0 ms");
    expect(text).toContain("time  12.3 s");
    expect(text).toContain("notice[stale-upstream-address] the name is resolved once");
    expect(text).not.toContain("error");
  });

  it("says what could not be done, where, and what to do", () => {
    expect(renderConsole(brokenReport(), plain)).toBe(`could not run: Docker does not answer at unix:///var/run/docker.sock.
  at    .github/upstream-gate.yml:3  engine: local
  do    Start Docker.
  saw   dial unix: connect: no such file
`);
  });

  it("counts a status that the user expects as an answer", () => {
    const plan = { ...samplePlan(), probes: samplePlan().probes.map((probe) => ({ ...probe, expect: { status: [503] } })) };
    expect(renderConsole({ ...passedReport(), plan, probes: [sampleProbe({ status: 503 })] }, plain)).not.toContain("failed");
    expect(renderConsole({ ...passedReport(), probes: [sampleProbe({ status: 503 })] }, plain)).toContain("503 (failed)");
  });
});

describe("hostile text", () => {
  it.each(hostileTexts)("does nothing to the terminal: %j", (text) => {
    const report = hostileReport(text);
    const without = renderConsole(report, plain);
    expect(without).not.toMatch(harmful);
    const colored = renderConsole(report, { color: true });
    expect(colored).toContain("\u001b[1;31merror[port-mismatch]\u001b[0m");
    // oxlint-disable-next-line no-control-regex -- our own codes are taken out
    expect(colored.replace(/\u001b\[(?:1;31|1;33|36|32|31|1|2|0)m/g, "")).toBe(without);
    const failed = renderConsole({ ...brokenReport(), failure: { kind: "internal", message: text, remedy: text, detail: text, at: at(text, 1, text) } }, plain);
    expect(failed).not.toMatch(harmful);
  });

  it("stays in its lines", () => {
    const once = renderConsole(failedReport(), plain).split("\n").length;
    const long = hostileReport("x".repeat(100_000));
    expect(renderConsole(long, plain).split("\n").length).toBeLessThan(once + 20);
    expect(renderConsole(long, plain).length).toBeLessThan(20_000);
  });
});
