import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { answeredCase, at, crashCase, direct, ended, log, plan, proxied, record, refusedCase, service, sockets, type Given } from "../../../test/helpers/evidence.ts";
import type { ListeningSocket, ServiceRecord } from "../../model/evidence.ts";
import type { Service } from "../../model/plan.ts";

const listening = (...addresses: string[]): readonly ListeningSocket[] => sockets("db", addresses).sockets;
const urlLine = at("compose.yaml", 5, "      DATABASE_URL: postgresql://app:pw@db:5432/app");
const url = (value: string): Partial<Service> => ({ variables: { DATABASE_URL: { value, at: { ...urlLine, text: `      DATABASE_URL: ${value}` } } } });

/** The app ended with these words, or still runs; the database listens where `open` says. */
function wanting(output: readonly string[], open: readonly string[], app: Partial<Service> = {}, ends: Partial<ServiceRecord> = {}, db: Partial<Service> = {}): ReturnType<typeof crashCase> {
  const [, database, web] = plan().services;
  const given: Given = {
    plan: { services: [service("app", app), { ...(database ?? service("db")), ...db }, ...(web ? [web] : [])] },
    facts: { services: [ended("app", output, 1, ends), record("db", { addresses: ["10.0.0.3"], listening: listening(...open) }), record("web")] },
  };
  return crashCase(output, given);
}

const refused = 'connection to server at "db" (10.0.0.3), port 5432 failed: Connection refused';

describe("dependency-not-ready", () => {
  const listed = at("compose.yaml", 7, "      - db");
  const needs = { needs: [{ service: "db", condition: "started" as const, required: true, at: listed }] };

  it("is found at depends_on when the dependency takes connections by now", () => {
    const finding = findingOf("dependency-not-ready", wanting([refused], ["0.0.0.0:5432"], { ...url("postgresql://app:pw@db:5432/app"), ...needs }));
    expect([placeOf(finding), finding.confidence]).toEqual(["compose.yaml:7", "likely"]);
    expect(finding.intervention).toEqual({ kind: "start-after", service: "app", dependency: "db" });
  });

  it("writes every need with its condition, and a health check where the image has a usual one", () => {
    const db = { image: { kind: "reference" as const, reference: "postgres:16", at: at("compose.yaml", 9, "    image: postgres:16") } };
    const { fix } = findingOf("dependency-not-ready", wanting([refused], ["0.0.0.0:5432"], needs, {}, db));
    expect(fix.edits.map((edit) => edit.replacement.split("\n"))).toEqual([
      ["    image: postgres:16", "    healthcheck:", '      test: ["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "postgres"]', "      interval: 2s", "      retries: 15"],
      ["      db:", "        condition: service_healthy"],
    ]);
  });

  it("is the start command when nothing is declared", () => {
    expect(fateOf("dependency-not-ready", wanting([refused], ["0.0.0.0:5432"]))).toBe("found at Dockerfile:9");
  });

  it.each<[string, ReturnType<typeof crashCase>, string]>([
    ["the port is another one", wanting([refused], ["0.0.0.0:5433"]), "does not listen on port 5432"],
    ["it was started again and ended again", wanting([refused], ["0.0.0.0:5432"], {}, { restarts: [{ code: 1, at: 300, oomKilled: false }] }), "started again"],
    ["the password was refused", wanting(['FATAL: password authentication failed for user "app"'], ["0.0.0.0:5432"], url("postgresql://app:pw@db:5432/app")), "refused the password"],
    ["the host is outside", wanting(["getaddrinfo ENOTFOUND db.example.com"], ["0.0.0.0:5432"]), "no other service"],
    ["it ended of something else", wanting(["TypeError: x", "    at f (/app/a.js:1:1)"], ["0.0.0.0:5432"]), "name no other program"],
  ])("is ruled out when %s", (_name, given, because) => {
    expect(fateOf("dependency-not-ready", given)).toBe("ruled out");
    expect(becauseOf("dependency-not-ready", given)).toContain(because);
  });
});

describe("dependency-unreachable", () => {
  it("names the service that is meant by a name that nobody has", () => {
    const finding = findingOf("dependency-unreachable", wanting(['could not translate host name "postgres" to address'], ["0.0.0.0:5432"], url("postgresql://app:pw@postgres:5432/app")));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["compose.yaml:5", "      DATABASE_URL: postgresql://app:pw@db:5432/app"]);
  });

  it("names it for localhost, and for a line of the sources", () => {
    const line = at("app.js", 3, 'connect("localhost", 5432)');
    const given = wanting(["Error: connect ECONNREFUSED 127.0.0.1:5432"], ["0.0.0.0:5432"]);
    const sources = { ...("value" in given.facts.sources ? given.facts.sources.value : {}), peers: [{ host: "localhost", port: 5432, at: line }] };
    const finding = findingOf("dependency-unreachable", { ...given, facts: { ...given.facts, sources: { value: sources as never } } });
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["app.js:3", 'connect("db", 5432)']);
  });

  it("corrects the port to the one that is open", () => {
    const words = 'connection to server at "db" (10.0.0.3), port 5433 failed: Connection refused';
    const finding = findingOf("dependency-unreachable", wanting([words], ["0.0.0.0:5432"], url("postgresql://app:pw@db:5433/app")));
    expect(finding.fix.edits[0]?.replacement).toBe("      DATABASE_URL: postgresql://app:pw@db:5432/app");
  });

  it("tries the dependency's own password and tells nobody", () => {
    const db = { variables: { POSTGRES_PASSWORD: { value: "right-one", at: at("compose.yaml", 12) } } };
    const finding = findingOf("dependency-unreachable", wanting(['password authentication failed for user "app"'], ["0.0.0.0:5432"], url("postgresql://app:wrong@db:5432/app"), {}, db));
    expect(finding.intervention).toEqual({ kind: "set-variable", service: "app", name: "DATABASE_URL", value: "postgresql://app:right-one@db:5432/app" });
    expect(finding.fix.edits).toEqual([]);
    expect(JSON.stringify([finding.title, finding.what, finding.fix, finding.evidence])).not.toContain("right-one");
  });

  it("is found where networks differ", () => {
    const line = at("compose.yaml", 6, "      - front");
    const app = { ...url("postgresql://app:pw@db:5432/app"), attachments: [{ network: "front", aliases: ["app"], at: line }] };
    const finding = findingOf("dependency-unreachable", wanting(["getaddrinfo ENOTFOUND db"], ["0.0.0.0:5432"], app));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["compose.yaml:6", "      - front\n      - default"]);
  });

  it("is found while the app waits and listens on nothing", () => {
    const waiting = record("app", { log: log(['could not translate host name "dbb" to address']) });
    const given = {
      plan: { services: [service("app", url("postgresql://app:pw@dbb:5432/app")), ...plan().services.slice(1)] },
      facts: { services: [waiting, record("db", { listening: listening("0.0.0.0:5432") }), record("web")] },
    };
    expect(causesOf(refusedCase([], given))).toEqual(["dependency-unreachable"]);
  });

  it("is found when the app answers 503 and says why", () => {
    const app = record("app", { log: log(["getaddrinfo ENOTFOUND dbb"]) });
    const given = {
      plan: { services: [service("app", url("postgresql://app:pw@dbb:5432/app")), ...plan().services.slice(1)] },
      facts: { services: [app, record("db", { listening: listening("0.0.0.0:5432") }), record("web")], probes: [proxied(503), direct({ status: 503 })] },
    };
    expect(causesOf(answeredCase(503, given))).toEqual(["dependency-unreachable"]);
  });

  it("is unknown for a host outside, and so is the crash", () => {
    const given = wanting(["Error: getaddrinfo ENOTFOUND orders.rds.example.com"], ["0.0.0.0:5432"]);
    expect(becauseOf("dependency-unreachable", given)).toContain("no part of the project");
    expect(causesOf(given)).toEqual([]);
  });
});

describe("filesystem-not-writable", () => {
  const denied = "Error: EACCES: permission denied, open '/data/x.log'";
  const readOnly = "open /data/x.log: read-only file system";

  it("is the mount that is read-only", () => {
    const mounts = [{ kind: "volume" as const, volume: "data", target: "/data", readOnly: true, at: at("compose.yaml", 8, "      - data:/data:ro") }];
    const finding = findingOf("filesystem-not-writable", wanting([readOnly], [], { mounts }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["compose.yaml:8", "      - data:/data"]);
  });

  it("is the container that is read-only", () => {
    const settings = { readOnly: true, readOnlyAt: at("compose.yaml", 4, "    read_only: true") };
    const finding = findingOf("filesystem-not-writable", wanting([readOnly], [], { settings }));
    expect(finding.fix.edits[0]?.replacement).toBe("    read_only: true\n    tmpfs:\n      - /data");
  });

  it("is the user", () => {
    const user = { value: "1000", at: at("compose.yaml", 4, '    user: "1000"') };
    expect(fateOf("filesystem-not-writable", wanting([denied], [], { user }))).toBe("found at compose.yaml:4");
  });

  it("is the user of the image, with the folder given to it", () => {
    const given = wanting([denied], [], {}, { image: { ...record("app").image, user: "node" } });
    const sources = { ...("value" in given.facts.sources ? given.facts.sources.value : {}), users: [{ service: "app", user: "node", at: at("Dockerfile", 7, "USER node") }] };
    const finding = findingOf("filesystem-not-writable", { ...given, facts: { ...given.facts, sources: { value: sources as never } } });
    expect(finding.fix.edits[0]?.replacement).toBe("RUN mkdir -p /data && chown -R node /data\nUSER node");
  });

  it("is unknown when nothing of the project refuses it", () => {
    expect(fateOf("filesystem-not-writable", wanting([denied], []))).toBe("unknown");
    expect(fateOf("filesystem-not-writable", wanting(["boom"], []))).toBe("ruled out");
  });
});
