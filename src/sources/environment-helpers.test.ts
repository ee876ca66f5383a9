import { describe, expect, it } from "vitest";
import { repo } from "../../test/helpers/repository.ts";
import { codeLines } from "./code-lines.ts";
import { askedMentions, environmentHelpers } from "./environment-helpers.ts";

const helpers = (path: string, text: string): string[] => environmentHelpers(repo(path), text);
const asked = (text: string): (string | number)[][] => askedMentions(codeLines(repo("a.js"), text), new Set(["required", "must_env"])).map(({ name, at }) => [name, at.line]);

describe("environmentHelpers", () => {
  it.each([
    ["a.js", "function required(name) {\n  const value = process.env[name];\n}", "required"],
    ["a.ts", "const need = (key: string): string => process.env[key] ?? fail(key);", "need"],
    ["a.py", "def must_env(name):\n    value = os.environ.get(name)\n", "must_env"],
    ["a.go", "func mustEnv(key string) string {\n\tvalue := os.Getenv(key)\n", "mustEnv"],
    ["a.rb", "def setting(name)\n  ENV[name] or raise name\nend", "setting"],
    ["a.php", "function env_or_fail(string $name): string {\n  $v = getenv($name);", "env_or_fail"],
  ])("are found in %s", (path, text, name) => {
    expect(helpers(path, text)).toEqual([name]);
  });

  it.each([
    ["a.js", "function port() {\n  return process.env[PORT_NAME];\n}"],
    ["a.js", "const value = process.env.NAME;"],
    ["a.py", 'def port():\n    return os.environ["PORT"]\n'],
  ])("are none in %s: %s", (path, text) => {
    expect(helpers(path, text)).toEqual([]);
  });
});

describe("askedMentions", () => {
  it("names the variable and the line that asks for it", () => {
    expect(asked('const a = {\n  token: required("API_TOKEN"),\n};\n')).toEqual([["API_TOKEN", 2]]);
    expect(asked("key = must_env 'SIGNING_KEY'")).toEqual([["SIGNING_KEY", 1]]);
  });

  it.each(['required("API_TOKEN", "none")', 'other("API_TOKEN")', 'required("token")', 'this.required("API_TOKEN")'])("passes over %s", (text) => {
    expect(asked(text)).toEqual([]);
  });
});
