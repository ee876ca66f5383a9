import { describe, expect, it } from "vitest";
import { at, sampleFinding } from "../test/helpers/sample-report.ts";
import { excerptsOf } from "./excerpts.ts";

const text = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join("\n");
const workspace = { read: (path: string) => (path === "absent" ? undefined : `${text}\n`) };

describe("excerpts", () => {
  it("hold two lines before and after each place, one stretch for places that are close", () => {
    const finding = sampleFinding({
      location: at("a", 1),
      related: [
        { at: at("a", 4), note: "" },
        { at: at("a", 29), note: "" },
        { at: at("absent", 3), note: "" },
      ],
    });
    expect(excerptsOf(workspace as never, [finding]).map(({ path, from, lines }) => [path, from, lines.length, lines[0]])).toEqual([
      ["a", 1, 6, "line 1"],
      ["a", 27, 4, "line 27"],
    ]);
  });
});
