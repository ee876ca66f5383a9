import { describe, expect, it } from "vitest";
import { repo } from "../../test/helpers/repository.ts";
import { silenced, withoutStatement, type Manner } from "./without-statement.ts";

const instead = (path: string, text: string, manner: Manner = "blank"): string | undefined => silenced({ path: repo(path), line: 3, text }, manner)[0]?.replacement;

describe("silenced", () => {
  it.each([
    ["rules.py", "TOTAL = BASE + EXTRA", "TOTAL = None"],
    ["rules.py", "    self.total: int = len(names)", "    self.total: int = None"],
    ["rules.py", "        limit=limits['most'],", "        limit=None,"],
    ["rules.py", '    "most": int(values["most"]),', '    "most": None,'],
    ["rules.py", "    return {r['a']: float(r['b']) for r in rows}", "    return None"],
    ["rules.py", '    raise ValueError("no")', "    pass"],
    ["rules.py", "host, port = address.split(':')", "host, port = None, None"],
    ["rules.py", "bot.run_polling()", "pass"],
    ["rules.py", "time.sleep(3)", "pass"],
    ["a.js", "const opening = settings.hours.from;", "const opening = undefined;"],
    ["a.js", "  names = rooms.map((room) => room.name);", "  names = undefined;"],
    ["a.mjs", "const { host, port } = settings.server;", "const { host, port } = {};"],
    ["a.js", "module.exports = JSON.parse(text);", "module.exports = undefined;"],
    ["a.js", "  throw new TypeError(`${key} must be set`);", "  ;"],
    ["a.mjs", "await watchInbox('inbox');", ";"],
    ["a.rb", "    @names = fetch.map { |item| item['name'] }", "    @names = nil"],
    ["a.rb", "raise 'no settings' unless settings", "nil"],
    ["a.php", "$limit = $limits['most'];", "$limit = null;"],
    ["a.php", "throw new RuntimeException('no');", ";"],
    ["a.pm", '    $line =~ /^(\\w+)\\s*=\\s*(.*?)\\s*$/ or die "no setting";', "    ;"],
    ["a.pl", "my ($name, $value) = split /=/, $line;", "my ($name, $value) = ();"],
    ["a.pl", "my $limit = $limits->{most}{of};", "my $limit = undef;"],
    ["a.go", "\tr.entries[name] = entry", ""],
    ["a.go", "\tt.counts[page]++", ""],
    ["A.java", '        limits.put("a", null);', "        ;"],
  ])("leaves out in %s: %s", (path, text, expected) => {
    expect(instead(path, text)).toBe(expected);
  });

  it.each([
    ["a.py", 'self.send_header("Content-Length", str(n))', "pass"],
    ["a.py", "    response.status_code = 503", "    pass"],
    ["a.php", "    ->with('X-Build Version', '1')", ""],
    ["a.php", "    ->with('X-Build Version', '1');", "    ;"],
    ["a.mjs", "      ...upstream.headers,", ""],
    ["a.pl", "        'X Poll Interval: 30',", ""],
    ["a.js", '  "content-length": size,', ""],
    ["a.js", "const size = page.length;", "const size = undefined;"],
  ])("drops from %s: %s", (path, text, expected) => {
    expect(instead(path, text, "drop")).toBe(expected);
  });

  it.each([
    ["a.py", "for name in names:"],
    ["a.py", "def read(path):"],
    ["a.py", "@app.get('/')"],
    ["a.py", "from flask import Markup"],
    ["a.py", "    values = dict("],
    ["a.py", "    )"],
    ["a.py", '    """Reads the limits.'],
    ["a.py", "    read(limits),"],
    ["a.js", "app.get('/', (request, response) => {"],
    ["a.js", "} else {"],
    ["a.js", "  || fallback();"],
    ["a.js", "import { a } from './a.js';"],
    ["a.js", "function read(path) {}"],
    ["a.rb", "names.each do |name|"],
    ["a.rb", "if names.empty? then puts 'none' end"],
    ["a.go", "names := read(path)[0]"],
    ["a.go", "return parts[1]"],
    ["a.go", "var pages = template.Must(template.ParseGlob(pattern))"],
    ["A.java", 'String name = names.get("a");'],
    ["settings.ini", "a = b"],
    ["start.sh", "run_server"],
  ])("cannot leave out in %s: %s", (path, text) => {
    expect(instead(path, text)).toBeUndefined();
  });

  it("leaves a line alone that is not known whole", () => {
    expect(instead("a.py", `a = "${"x".repeat(300)}"`)).toBeUndefined();
    expect(silenced({ path: repo("a.py"), line: 1 }, "blank")).toEqual([]);
  });
});

describe("withoutStatement", () => {
  it("makes the service's container again, and is marked as no repair", () => {
    expect(withoutStatement({ path: repo("a.py"), line: 2, text: "run()" }, "app", "blank", [418])).toEqual({
      intervention: { kind: "edit-files", edits: [{ path: "a.py", startLine: 2, endLine: 2, replacement: "pass" }], services: ["app"], isBlank: true, failing: [418] },
    });
    expect(withoutStatement({ path: repo("a.py"), line: 2, text: "while True:" }, "app", "blank")).toEqual({});
  });
});
