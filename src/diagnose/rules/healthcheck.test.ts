import { describe, expect, it } from "vitest";
import { becauseOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, evidence, plan, record, service } from "../../../test/helpers/evidence.ts";
import type { ListeningSocket } from "../../model/evidence.ts";
import type { Healthcheck } from "../../model/plan.ts";

const testLine = `      test: ["CMD", "curl", "-f", "http://localhost:3000/health"]`;

function check(text: string, changes: Partial<Healthcheck> = {}): Healthcheck {
  return { test: ["CMD-SHELL", text], at: at("compose.yaml", 4, "    healthcheck:"), testAt: at("compose.yaml", 5, testLine), ...changes };
}

function open(port: number, changes: Partial<ListeningSocket> = {}): ListeningSocket {
  return { family: "tcp4", address: "0.0.0.0", port, since: 900, ...changes };
}

/** nginx waits for the app to be healthy; the app's check said this. */
function unhealthy(
  said: string,
  healthcheck = check("curl -f http://localhost:3000/health"),
  sockets: readonly ListeningSocket[] = [open(3000)],
  command = "node server.js",
): ReturnType<typeof evidence> {
  const [, web = service("web")] = plan().services;
  const needs = [{ service: "app", condition: "healthy" as const, required: true, at: at("compose.yaml", 12, "      app:") }];
  return evidence({
    plan: { services: [service("app", { healthcheck }), { ...web, needs }] },
    facts: {
      services: [record("app", { health: { status: "unhealthy", log: ["curl: (7) earlier", said] }, processes: [{ pid: 1, command }] }), record("web", { state: "not-started", heldBackBy: "app" })],
      sockets: [{ service: "app", sockets: [...sockets], readAt: 1000 }],
      proxy: { state: "not-started", observed: false, startErrors: [], errors: [], attempts: [] },
      probes: [],
    },
  });
}

describe("healthcheck-invalid", () => {
  it.each([
    [`OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown`, "curl"],
    ["/bin/sh: 1: curl: not found", "curl"],
    ["/bin/sh: wget: not found", "wget"],
    ["bash: line 1: nc: command not found", "nc"],
  ])("is a program that the image lacks: %s", (said, program) => {
    const finding = findingOf("healthcheck-invalid", unhealthy(said, check(`${program} http://localhost:3000/health || exit 1`)));
    expect(finding.title).toBe(`the health check of app runs ${program}, which its image does not have`);
    expect(placeOf(finding)).toBe("compose.yaml:5");
  });

  it("asks the same by what runs there", () => {
    const { fix } = findingOf("healthcheck-invalid", unhealthy("/bin/sh: 1: curl: not found"));
    expect(fix.edits.map((edit) => edit.replacement)).toEqual([`      test: ["CMD", "node", "-e", "fetch('http://localhost:3000/health').then((r) => { if (!r.ok) throw r.status; })"]`]);
  });

  it("knows of no replacement where nothing is known that runs there", () => {
    const finding = findingOf("healthcheck-invalid", unhealthy("sh: curl: not found", undefined, [open(3000)], "/app/server"));
    expect([finding.fix.edits, finding.intervention]).toEqual([[], { kind: "waive-health", service: "app" }]);
  });

  it("is a port that nobody listens on", () => {
    const finding = findingOf("healthcheck-invalid", unhealthy("curl: (7) Failed to connect to localhost port 3000: Connection refused", undefined, [open(8000)]));
    expect(finding.title).toBe("the health check of app asks port 3000, but app listens on 8000");
    expect(finding.fix.edits.map((edit) => edit.replacement)).toEqual([testLine.replace("3000", "8000")]);
  });

  it("adds the port where none is written", () => {
    const line = `test: wget -qO- http://localhost/ || exit 1`;
    const healthcheck = check("wget -qO- http://localhost/ || exit 1", { testAt: at("compose.yaml", 5, line) });
    expect(findingOf("healthcheck-invalid", unhealthy("wget: can't connect to remote host (127.0.0.1): Connection refused", healthcheck, [open(9000)])).fix.edits[0]?.replacement).toBe(
      "test: wget -qO- http://localhost:9000/ || exit 1",
    );
  });

  it("is localhost by IPv6 where the app has IPv4 only", () => {
    const finding = findingOf("healthcheck-invalid", unhealthy("wget: can't connect to remote host ([::1]:3000): Connection refused"));
    expect(finding.fix.edits.map((edit) => edit.replacement)).toEqual([testLine.replace("localhost", "127.0.0.1")]);
  });

  it.each(["curl: (22) The requested URL returned error: 404", "urllib.error.HTTPError: HTTP Error 404: Not Found", "in `open_http': 404 Not Found (OpenURI::HTTPError)"])(
    "is a path that the app does not know: %s",
    (said) => {
      expect(findingOf("healthcheck-invalid", unhealthy(said)).title).toBe("the health check of app asks /health, which app answers with 404");
    },
  );

  it("is not it when the app says itself that it is unwell", () => {
    expect(becauseOf("healthcheck-invalid", unhealthy("curl: (22) The requested URL returned error: 503"))).toBe("app answers its health check with 503");
  });

  it.each([
    ["curl: (7) Failed to connect to localhost port 3000: Connection refused", "the port is there by now"],
    ["Health check exceeded timeout (2s)", "it took too long"],
    ["", "it said nothing"],
    ["Error: not found", "its own words speak of something that is not there"],
  ])("is unknown: %s (%s)", (said) => {
    expect(fateOf("healthcheck-invalid", unhealthy(said))).toBe("unknown");
  });

  it("leaves the time to slow-start, and what is not time not", () => {
    expect(fateOf("slow-start", unhealthy("curl: (7) Failed to connect to localhost port 3000: Connection refused"))).toContain("found");
    expect(becauseOf("slow-start", unhealthy("sh: curl: not found"))).toContain("for another reason than time");
  });
});
