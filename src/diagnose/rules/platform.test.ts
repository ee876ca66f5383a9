import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { answeredCase, at, crashCase, plan, proxyPlan, refusedCase, route, service, target } from "../../../test/helpers/evidence.ts";
import type { Plan } from "../../model/plan.ts";
import type { PlatformProblem } from "../../model/platform.ts";
import { diagnose } from "../diagnose.ts";

const stray: PlatformProblem = {
  key: "port",
  at: at("amvera.yml", 7, "port: 3000"),
  what: "`port` stands at the top level, where Amvera does not read it",
  expected: "`run.containerPort`: a port number",
  meant: "run.containerPort",
  changes: "port",
  port: 3000,
  edits: [{ path: at("amvera.yml", 7).path, startLine: 7, endLine: 7, replacement: "run:\n  containerPort: 3000" }],
};
const command: PlatformProblem = {
  key: "run.scriptName",
  at: at("amvera.yml", 9, "  scriptName: a b"),
  what: "it is a command",
  expected: "a file",
  changes: "start",
  edits: [{ ...stray.edits[0]!, startLine: 9, endLine: 9, replacement: "  command: a b" }],
};

const withProblems = (...platformProblems: PlatformProblem[]): Partial<Plan> => ({ platform: "amvera", platformFiles: [at("amvera.yml", 1).path], platformProblems });
const crashed = ["python3: can't open file '/app/a b'"];

describe("platform-config-invalid", () => {
  it("is the stray key when the app opened the port that it has, and nothing else then", () => {
    const given = refusedCase(["0.0.0.0:3000"], { plan: withProblems(stray) });
    const finding = findingOf("platform-config-invalid", given);
    expect([placeOf(finding), finding.confidence, finding.title]).toEqual(["amvera.yml:7", "likely", `${stray.what}: did you mean run.containerPort?`]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", edits: stray.edits });
    expect(causesOf(given)).toEqual(["platform-config-invalid"]);
  });

  it("is not the stray key when the app opened another port", () => {
    const given = refusedCase(["0.0.0.0:5000"], { plan: withProblems(stray) });
    expect(becauseOf("platform-config-invalid", given)).toBe("app does not listen on 3000, the port that the unread key has");
    expect(causesOf(given)).toEqual(["port-mismatch"]);
  });

  it("is the command where a file belongs when the app ends, with every other change that its start needs", () => {
    const finding = findingOf("platform-config-invalid", crashCase(crashed, { plan: withProblems(stray, command) }));
    expect(placeOf(finding)).toBe("amvera.yml:9");
    expect(finding.fix.edits).toEqual([...command.edits, ...stray.edits]);
    expect(causesOf(crashCase(crashed, { plan: withProblems(command) }))).toEqual(["platform-config-invalid"]);
  });

  it("joins lines that two problems add behind the same one", () => {
    const added = (text: string): PlatformProblem["edits"] => [{ ...stray.edits[0]!, startLine: 5, endLine: 5, replacement: `run:\n  ${text}` }];
    const finding = findingOf("platform-config-invalid", crashCase(crashed, { plan: withProblems({ ...command, edits: added("command: a") }, { ...stray, edits: added("containerPort: 1") }) }));
    expect(finding.fix.edits).toMatchObject([{ startLine: 5, replacement: "run:\n  command: a\n  containerPort: 1" }]);
  });

  it("is only possible where nobody but the author knows what was meant", () => {
    const { unknown } = diagnose(crashCase(crashed, { plan: withProblems({ ...command, edits: [] }) }));
    expect(unknown).toContainEqual({ cause: "platform-config-invalid", because: "it fits too: It is a command. Expected is a file." });
  });

  it.each<[string, Partial<Plan>, string]>([
    ["no such file", {}, "the project has no platform's file"],
    ["a sound file", { platformFiles: [] }, "all of the platform's file is read as it stands"],
    ["a problem that changes nothing", withProblems({ ...stray, changes: "nothing" }), "what the platform does not read of its file has no part in this"],
    ["a problem of another part", withProblems(stray), "what the platform does not read of its file has no part in this"],
  ])("is ruled out of a crash by %s", (_, changed, because) => {
    expect(becauseOf("platform-config-invalid", crashCase(crashed, { plan: changed }))).toBe(because);
  });

  it("is all there is to tell of a file that its platform refuses", () => {
    const fatal: PlatformProblem = { ...command, isFatal: true };
    const given = answeredCase(200, { plan: { ...withProblems(fatal), services: [], probes: [], proxy: proxyPlan({ routes: [] }) } });
    const diagnosis = diagnose(given);
    expect(diagnosis.symptoms).toEqual(["amvera.yml cannot be deployed: it is a command"]);
    expect(diagnosis.findings).toMatchObject([{ cause: "platform-config-invalid", confidence: "likely", location: { line: 9 } }]);
    expect(diagnosis.ruledOut).toEqual([]);
  });
});

describe("port-mismatch behind a platform's proxy", () => {
  const { portSpan: _portSpan, hostSpan: _hostSpan, ...bare } = target();
  const line = at("amvera.yml", 5, "run:");
  const portLine = { path: line.path, startLine: 5, endLine: 5, before: "run:\n  containerPort: ", after: "" };
  const dialled = { ...bare, at: line, portLine, portBecause: "Amvera's default, since run.containerPort is not set" };
  const given = refusedCase(["0.0.0.0:3000"], { plan: { ...withProblems(), proxy: proxyPlan({ routes: [route([dialled])] }) } });

  it("writes the port that no line has yet, and says whose default it is", () => {
    const finding = findingOf("port-mismatch", given);
    expect(placeOf(finding)).toBe("amvera.yml:5");
    expect(finding.what).toContain("(Amvera's default, since run.containerPort is not set)");
    expect(finding.fix.edits).toEqual([{ path: "amvera.yml", startLine: 5, endLine: 5, replacement: "run:\n  containerPort: 3000" }]);
  });
});

describe("loopback-bind of a server that is told no address", () => {
  const loopback = (text: string, path = "amvera.yml"): ReturnType<typeof findingOf> => {
    const step = { text, at: at(path, 9, text) };
    return findingOf("loopback-bind", refusedCase(["127.0.0.1:8080"], { plan: { services: [service("app", { start: [step] }), ...plan().services.slice(1)] } }));
  };

  it.each([
    ["  command: uvicorn main:app --port 8080", "  command: uvicorn --host 0.0.0.0 main:app --port 8080"],
    ["  command: python manage.py runserver 8080", "  command: python manage.py runserver 0.0.0.0:8080"],
    ["  command: flask --app shop run -p 8080", "  command: flask --app shop run --host 0.0.0.0 -p 8080"],
    ["  command: gunicorn shop:app", "  command: gunicorn --bind 0.0.0.0:8080 shop:app"],
    ['CMD ["uvicorn", "main:app"]', 'CMD ["uvicorn", "--host", "0.0.0.0", "main:app"]'],
  ])("is mended in %s", (text, expected) => {
    expect(loopback(text).fix.edits).toMatchObject([{ startLine: 9, replacement: expected }]);
  });

  it("is the call that names the port", () => {
    const ports = [{ port: 8080, at: at("main.py", 13, "    uvicorn.run(app, port=8080)"), weight: 8 }];
    const finding = findingOf("loopback-bind", refusedCase(["127.0.0.1:8080"], { sources: { ports } }));
    expect(placeOf(finding)).toBe("main.py:13");
    expect(finding.fix.edits).toMatchObject([{ replacement: '    uvicorn.run(app, host="0.0.0.0", port=8080)' }]);
  });
});

describe("dependency-manifest-missing at the start", () => {
  const problem: PlatformProblem = { ...command, key: "build.requirementsPath", what: "there is no reqs.txt", changes: "build", manifest: "reqs.txt", meant: "requirements.txt" };
  const missing = ["ModuleNotFoundError: No module named 'flask'"];

  it("is the list that a platform passed over, and no package of it", () => {
    const given = crashCase(missing, { plan: withProblems(problem) });
    expect(placeOf(findingOf("dependency-manifest-missing", given))).toBe("amvera.yml:9");
    expect(causesOf(given)).toEqual(["dependency-manifest-missing"]);
  });

  it("is not that list when nothing is missed, or none is missing", () => {
    expect(becauseOf("dependency-manifest-missing", crashCase(["boom"], { plan: withProblems(problem) }))).toContain("names nothing that is not installed");
    expect(becauseOf("dependency-manifest-missing", crashCase(missing))).toContain("no list of packages that is read was found missing");
  });
});
