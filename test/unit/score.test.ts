import { describe, expect, it } from "vitest";
import type { Outcome } from "../helpers/corpus-run.ts";
import { mark, renderScore, type Mark } from "../helpers/score.ts";

const told = (cause: string | undefined, confidence = "likely", line = 1): Outcome => ({
  verdict: "fail",
  findings: cause === undefined ? [] : [{ cause, level: "error", confidence, location: { path: "a", line } }],
});
const passed: Outcome = { verdict: "pass", findings: [] };
const broken = { name: "x", isBlind: false, expect: { verdict: "fail" as const, cause: "port-mismatch", at: ["a:1"] } };
const healthy = { name: "y", isBlind: true, expect: { verdict: "pass" as const } };

describe("marking a case", () => {
  it.each<[string, typeof broken | typeof healthy, Outcome, Mark]>([
    ["the right cause", broken, told("port-mismatch"), "right"],
    ["no cause", broken, told(undefined), "abstained"],
    ["a failure that nobody can explain", { ...broken, expect: { verdict: "fail" as const } } as typeof broken, told(undefined), "right"],
    ["a run that could not be made", broken, { verdict: "error", findings: [] }, "abstained"],
    ["another cause, as possible", broken, told("slow-start", "possible"), "abstained"],
    ["another cause, as likely", broken, told("slow-start"), "wrong"],
    ["a pass of what is broken", broken, passed, "wrong"],
    ["two causes where there is one", broken, { ...told("port-mismatch"), findings: [...told("port-mismatch").findings, ...told("slow-start").findings] }, "wrong"],
    ["a healthy project that passes", healthy, passed, "right"],
    ["a healthy project that fails", healthy, told(undefined), "red"],
  ])("knows %s", (_name, each, outcome, expected) => {
    expect(mark(each, outcome).mark).toBe(expected);
  });

  it("tells the line and the proof apart from the cause", () => {
    expect(mark(broken, told("port-mismatch", "proven", 2))).toMatchObject({ mark: "right", isPlaced: false, isProven: true });
  });
});

describe("the page", () => {
  it("counts each cause, all, the blind ones, and what was called red", () => {
    const page = renderScore([mark(broken, told("port-mismatch", "proven")), mark({ ...broken, isBlind: true }, told("slow-start")), mark(healthy, told(undefined))], ["Measured."]);
    expect(page).toContain("| `port-mismatch` | 2 | 1 (50 %) | 1 (50 %) | 1 (50 %) | 0 | 1 |");
    expect(page).toContain("| **blind** | 1 | 0 (0 %) | 0 (0 %) | 0 (0 %) | 0 | 1 |");
    expect(page).toContain("| blind | 1 | 1 |");
    expect(page).toContain("- x: wrong");
  });
});
