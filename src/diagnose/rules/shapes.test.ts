import { describe, expect, it } from "vitest";
import { causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { answeredCase, at, crashCase, log, plan, record, refusedCase, service, type Given } from "../../../test/helpers/evidence.ts";
import type { Plan, Service } from "../../model/plan.ts";

// Causes by what only one ecosystem or process manager says.

function withApp(changes: Partial<Service>): Partial<Plan> {
  return { services: [service("app", changes), ...plan().services.slice(1)] };
}

const started = (text: string): Partial<Plan> => withApp({ start: [{ text, at: at("Dockerfile", 9, `CMD ${text}`) }] });

describe("a module of Perl that is not there", () => {
  const output = [
    "Can't locate Text/CSV.pm in @INC (you may need to install the Text::CSV module) (@INC entries checked: /etc/perl) at bin/report line 5.",
    "BEGIN failed--compilation aborted at bin/report line 5.",
  ];

  it("is added to the packages that the image installs", () => {
    const manifests = [{ ecosystem: "perl" as const, at: at("Dockerfile", 4, " && apt-get install -y libdbi-perl \\"), names: ["libdbi-perl"], lines: 9 }];
    const finding = findingOf("dependency-not-installed", crashCase(output, { sources: { manifests } }, 2));
    expect(placeOf(finding)).toBe("Dockerfile:4");
    expect(finding.title).toBe("Text::CSV is not installed in the image of app");
    expect(finding.fix.edits).toEqual([{ path: "Dockerfile", startLine: 4, endLine: 4, replacement: " && apt-get install -y libdbi-perl libtext-csv-perl \\" }]);
  });

  it("is added to a cpanfile", () => {
    const manifests = [{ ecosystem: "perl" as const, at: at("cpanfile", 1, "requires 'DBI';"), names: ["DBI"], lines: 1 }];
    expect(findingOf("dependency-not-installed", crashCase(output, { sources: { manifests } }, 2)).fix.edits).toEqual([
      { path: "cpanfile", startLine: 1, endLine: 0, replacement: "requires 'Text::CSV';" },
    ]);
  });

  it("is none when the project has it: then its folder is not searched", () => {
    expect(causesOf(crashCase(output, { sources: { files: ["lib/Text/CSV.pm"] as never } }, 2))).not.toContain("dependency-not-installed");
  });
});

describe("a script that package.json does not have", () => {
  const given = (scripts: readonly string[]): Given => ({
    plan: started("npm run start:prod"),
    sources: { manifests: [{ ecosystem: "node", at: at("package.json", 1), names: [], lines: 5, scripts }] },
  });
  const said = ['npm error Missing script: "start:prod"'];

  it.each([
    [["build", "start"], "CMD npm run start"],
    [["start:prd", "build"], "CMD npm run start:prd"],
  ])("is one of %j", (scripts, line) => {
    expect(findingOf("start-command-invalid", crashCase(said, given(scripts))).fix.edits).toMatchObject([{ startLine: 9, replacement: line }]);
  });

  it("is left alone where none is near", () => {
    expect(findingOf("start-command-invalid", crashCase(said, given(["build"]))).fix.edits).toEqual([]);
  });
});

describe("a process manager that runs on without one of its programs", () => {
  const services = [record("app", { log: log(["INFO spawnerr: can't find command '/opt/old/bin/uvicorn'"]) }), record("web")];
  const supervised = [{ program: "/opt/old/bin/uvicorn", at: at("supervisord.conf", 6, "command=/opt/old/bin/uvicorn main:app") }];

  it("says which; that stands before what does not listen", () => {
    const given = refusedCase([], { facts: { services }, sources: { supervised } });
    const finding = findingOf("start-command-invalid", given);
    expect([placeOf(finding), finding.confidence]).toEqual(["supervisord.conf:6", "likely"]);
    expect(finding.intervention).toMatchObject({ edits: [{ replacement: "command=uvicorn main:app" }] });
    expect(causesOf(given)[0]).toBe("start-command-invalid");
  });

  it("stands behind it where no line names the program, and is none while it answers", () => {
    expect(fateOf("start-command-invalid", refusedCase([], { facts: { services } }))).toBe("unknown");
    expect(causesOf(answeredCase(503, { facts: { services } }))).not.toContain("start-command-invalid");
  });
});

describe("a module that starts a server of its own when it is imported", () => {
  const guards = [at("main.py", 11, 'if __name__ == "main":')];

  it("is told by its main guard although something listens", () => {
    const given = refusedCase(["127.0.0.1:5000"], { sources: { guards } });
    const finding = findingOf("nothing-listens", given);
    expect([placeOf(finding), finding.title]).toEqual(["main.py:11", "app runs and listens on 127.0.0.1:5000 (node server.js, pid 7) alone; nginx dials app:8080"]);
    expect(causesOf(given)[0]).toBe("nothing-listens");
  });

  it("is none of it where the port is open, on the loopback", () => {
    expect(causesOf(refusedCase(["127.0.0.1:8080"], { sources: { guards } }))).not.toContain("nothing-listens");
  });
});

describe("a crash that a trial can leave out", () => {
  const output = ["Traceback (most recent call last):", '  File "/app/main.py", line 3, in <module>', "    LIMIT = int(text)", "ValueError: invalid literal"];

  it("leaves its line without effect, and offers no edit", () => {
    const frames = [{ service: "app", file: "/app/main.py", at: at("main.py", 3, "LIMIT = int(text)") }];
    const finding = findingOf("crash-on-start", crashCase(output, { sources: { frames } }));
    expect(finding.fix.edits).toEqual([]);
    expect(finding.intervention).toEqual({ kind: "edit-files", edits: [{ path: "main.py", startLine: 3, endLine: 3, replacement: "LIMIT = None" }], services: ["app"], isBlank: true });
  });
});
