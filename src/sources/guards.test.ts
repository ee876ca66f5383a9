import { describe, expect, it } from "vitest";
import { repo } from "../../test/helpers/repository.ts";
import { misspeltGuards } from "./guards.ts";

const linesOf = (text: string, path = "app.py"): number[] => misspeltGuards(repo(path), `import os\n${text}\n    run()\n`).map(({ line }) => line);

describe("misspeltGuards", () => {
  it.each(['if __name__ == "main":', "if __name__ == '__main':", 'if __name__ == "__Main__":', 'if "_main_" == __name__:', 'if (__name__ == "__name__"):'])("finds %s", (text) => {
    expect(linesOf(text)).toEqual([2]);
  });

  it.each(['if __name__ == "__main__":', 'if __name__ == "worker":', '# if __name__ == "main":', 'if name == "main":', '    if __name__ == "main":', "if __name__ != 'main':"])(
    "passes over %s",
    (text) => {
      expect(linesOf(text)).toEqual([]);
    },
  );

  it("reads programs alone, and no tests", () => {
    expect(linesOf('if __name__ == "main":', "notes.txt")).toEqual([]);
    expect(linesOf('if __name__ == "main":', "tests/run.py")).toEqual([]);
  });
});
