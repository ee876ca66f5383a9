import { describe, expect, it } from "vitest";
import { record } from "../../test/helpers/evidence.ts";
import { unexpanded } from "./unexpanded.ts";

const started = (entrypoint: readonly string[], command: readonly string[]) => record("app", { image: { reference: "a", exposed: [], entrypoint, command, workingDir: "/", user: "" } });

describe("a variable that nobody expands", () => {
  it("stands in a command in exec form", () => {
    const found = unexpanded(started([], ["uvicorn", "app:app", "--port", "$PORT"]), "Error: Invalid value for '--port': '$PORT' is not a valid integer.");
    expect(found).toMatchObject({ word: "$PORT", instead: ["/bin/sh", "-c", "exec uvicorn app:app --port $PORT"] });
    expect(found?.said).toContain("not a valid integer");
  });

  it("has its dollar doubled", () => {
    const found = unexpanded(started(["sh", "-c"], ["exec app -port=$${PORT:-80}"]), "Invalid value '1{PORT:-80}' for port");
    expect(found).toMatchObject({ word: "$$", instead: ["sh", "-c", "exec app -port=${PORT:-80}"] });
  });

  it.each<[string, readonly string[], readonly string[], string]>([
    ["a shell reads the command", ["sh", "-c"], ["app --port $PORT"], "bad port: $PORT"],
    ["the output does not speak of it", [], ["app", "$PORT"], "bad port"],
    ["a word would not survive a shell", [], ["app", "--filter=a b;c", "$PORT"], "bad port: $PORT"],
    ["there is no variable", [], ["app"], "costs $5"],
  ])("is not told when %s", (_name, entrypoint, command, output) => {
    expect(unexpanded(started(entrypoint, command), output)).toBeUndefined();
  });
});
