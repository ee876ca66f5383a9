import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { crashCase } from "../test/helpers/evidence.ts";
import { makeRepository } from "../test/helpers/repository.ts";
import { failedReport } from "../test/helpers/sample-report.ts";
import { failureOf } from "../test/helpers/failures.ts";
import { writeOutputs } from "./outputs.ts";

const report = { ...failedReport(), facts: crashCase(["Error: boom"]).facts };

describe("the files of a run", () => {
  it("are those that were asked for, with paths from the repository's root", () => {
    const folder = makeRepository({});
    const path = (name: string): string => join(folder, "out", name);
    writeOutputs({ report }, { format: "json", sarif: path("s.sarif"), junit: path("j.xml"), html: path("p.html"), logs: path("logs") }, "services/web/");
    expect(readdirSync(path("")).toSorted()).toEqual(["j.xml", "logs", "p.html", "s.sarif"]);
    expect(readFileSync(path("s.sarif"), "utf8")).toContain('"uri": "services/web/nginx/app.conf"');
    expect(readFileSync(path("j.xml"), "utf8")).toContain('file="services/web/nginx/app.conf"');
    expect(readFileSync(path("p.html"), "utf8")).toMatch(/^<!doctype html>/);
    expect(readFileSync(join(path("logs"), "app.log"), "utf8")).toContain("Error: boom\n");
  });

  it("are refused where nothing can be written", () => {
    const folder = makeRepository({ file: "" });
    expect(failureOf(() => writeOutputs({ report }, { format: "json", html: join(folder, "file", "p.html") })).kind).toBe("usage");
  });
});
