import { describe, expect, it } from "vitest";
import { proxied } from "../../test/helpers/evidence.ts";
import { isScriptMissing, unmetBy } from "./judge.ts";

const script = "/var/www/html/index.php";
const missing = proxied(404, { body: "File not found.\n" });

describe("unmetBy", () => {
  it("names a script that PHP-FPM does not have although the project leads to it", () => {
    expect(unmetBy(missing, { script })).toBe(`the FastCGI server has no script ${script}`);
    expect(isScriptMissing(missing, { script })).toBe(true);
  });

  it.each<[string, Parameters<typeof unmetBy>]>([
    ["nothing tells that there is a script", [missing, {}]],
    ["the app's own page says that nothing is found", [proxied(404, { body: "<h1>File not found.</h1>" }), { script }]],
    ["the app answers with these words and another status", [proxied(200, { body: "File not found." }), { script }]],
    ["the user expects the status", [missing, { script, expect: { status: [404] } }]],
  ])("is met when %s", (_name, [result, probe]) => {
    expect(unmetBy(result, probe)).toBeUndefined();
  });

  it("names what the user demands first", () => {
    expect(unmetBy(missing, { script, expect: { status: [200] } })).toBe("status 404, expected 200");
  });
});
