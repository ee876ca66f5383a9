import { describe, expect, it } from "vitest";
import { parseNginx } from "../../src/nginx/parser.ts";
import { readAnswers } from "../nginx-agreement/answers.ts";
import { loadedProblem, problemText } from "../nginx-agreement/compare.ts";
import { configurationSamples, grammarSamples, luaSamples } from "../nginx-agreement/samples.ts";

const { samples } = readAnswers();

describe("what nginx said of our samples", () => {
  it("is recorded for each", () => {
    const titles = [grammarSamples, luaSamples, configurationSamples].flatMap((group) => Object.keys(group));
    expect(Object.keys(samples).toSorted()).toEqual(titles.toSorted());
  });

  it.each(Object.entries({ ...grammarSamples, ...luaSamples }))("is what the parser says of %s", (title, text) => {
    const { problem } = parseNginx(text, "", { grammarOnly: true });
    expect(problem ? `${problem.line}: ${problem.message}` : "read to the end").toBe(samples[title]);
  });

  it.each(Object.entries(configurationSamples))("is what the loader says of %s", (title, sample) => {
    const said = samples[title] ?? "";
    const problem = loadedProblem(sample);
    // a folder has no place in nginx's words, and what is wrong in the meaning is not the loader's
    if (said.startsWith(":: ")) expect(`:: ${problem?.message}`).toBe(said);
    else if (/unknown directive|invalid (?:percent value|number of arguments in "(?!include"))/.test(said)) expect(problem).toBeUndefined();
    else expect(problemText(problem)).toBe(said);
  });
});
