import { describe, expect, it } from "vitest";
import { ended, plan, record, service } from "../../test/helpers/evidence.ts";
import { lines, makeWorkspace, repo, type Files } from "../../test/helpers/repository.ts";
import type { Service } from "../model/plan.ts";
import type { Manifest } from "../model/source.ts";
import { parseDiff } from "./changed.ts";
import { codeLines } from "./code-lines.ts";
import { frameMentions } from "./frames.ts";
import { hostMentions, portMentions, statusMentions } from "./literals.ts";
import { isManifest, readManifest } from "./manifests.ts";
import { programFiles } from "./programs.ts";
import { namesPort, scanSources } from "./scan.ts";
import { variableMentions } from "./variables.ts";

describe("parseDiff", () => {
  it("collects the new side's lines by path", () => {
    const diff = lines(
      "diff --git a/a.js b/a.js",
      "--- a/a.js",
      "+++ b/a.js",
      "@@ -1,0 +2,2 @@ function f",
      "+x",
      "+y",
      "@@ -9 +11 @@",
      "-a",
      "+b",
      "--- a/dir/b c.txt",
      "+++ b/dir/b c.txt\t",
      "@@ -1 +1 @@",
      "-1",
      "+2",
    );
    expect(parseDiff(diff)).toEqual({ "a.js": [2, 3, 11], "dir/b c.txt": [1] });
  });

  it.each([
    ["lines that were only removed", lines("--- a/a", "+++ b/a", "@@ -3,2 +2,0 @@", "-x", "-y"), { a: [] }],
    ["a file that was removed", lines("--- a/a", "+++ /dev/null", "@@ -1,2 +0,0 @@", "-x"), {}],
    ["a file that is new", lines("--- /dev/null", "+++ b/n", "@@ -0,0 +1,3 @@", "+1", "+2", "+3"), { n: [1, 2, 3] }],
    ["a path in quotes", lines('--- "a/we\\"ird\\ttab"', '+++ "b/we\\"ird\\ttab"', "@@ -1 +7 @@", "-a", "+b"), { 'we"ird\ttab': [7] }],
    ["a path with bytes in quotes", lines('+++ "b/\\303\\244\\\\x"', "@@ -0,0 +1 @@", "+b"), { "ä\\x": [1] }],
    ["an added line that looks like a header", lines("--- a/a.md", "+++ b/a.md", "@@ -1,0 +2 @@", "+++ b/other", "@@ -9 +9 @@", "-a", "+b"), { "a.md": [2, 9] }],
    ["a removed line that looks like a header", lines("--- a/a.md", "+++ b/a.md", "@@ -1 +0,0 @@", "--- a/x", "@@ -9 +8 @@", "-a", "+b"), { "a.md": [8] }],
    [
      "files without a newline at their end",
      lines("+++ b/a", "@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+b", "\\ No newline at end of file", "+++ b/c", "@@ -1 +1 @@", "-a", "+b"),
      { a: [1], c: [1] },
    ],
    ["nothing", "", {}],
  ])("reads %s", (_name, diff, expected) => {
    expect(parseDiff(diff)).toEqual(expected);
  });
});

describe("codeLines", () => {
  it.each([
    ["a.py", ["x = 1  # why", "# all", "", "y"], ["1:x = 1", "4:y"]],
    ["a.js", ["x() // why", "// all", "/* a", " * b", 'u = "http://x"'], ["1:x()", '5:u = "http://x"']],
    [".env", ["A=1", "#B=2"], ["1:A=1"]],
    ["a.ini", ["; no", "a=1"], ["2:a=1"]],
  ])("leaves comments of %s out", (path, text, expected) => {
    expect(codeLines(repo(path), text.join("\n")).map((line) => `${line.line}:${line.text.trim()}`)).toEqual(expected);
  });

  it("leaves out lines that tools wrote", () => {
    expect(codeLines(repo("a.js"), "x".repeat(700))).toEqual([]);
  });
});

describe("frameMentions", () => {
  const files = {
    "main.py": "a\nb\nc\n",
    "lib/app.rb": "x\n".repeat(9),
    "svc/cmd/main.go": "x\n".repeat(20),
    "node_modules/x/index.js": "x\n",
    "server.js": "x\n".repeat(9),
    "entry.sh": "x\n".repeat(9),
    "src/main/java/com/acme/Main.java": "x\n".repeat(20),
  };

  function frames(output: readonly string[], changes: Partial<Service> = {}): string[] {
    const planned = plan({ services: [service("app", changes)] });
    const own = Object.keys(files).map(repo);
    return frameMentions(makeWorkspace(files), planned, [ended("app", output)], own).map((frame) => `${frame.file} > ${frame.at.path}:${frame.at.line}`);
  }

  it.each([
    ["Python", '  File "/app/main.py", line 3, in <module>', ["/app/main.py > main.py:3"]],
    ["a path relative to the working folder", '  File "main.py", line 2', ["main.py > main.py:2"]],
    ["Ruby", "/app/lib/app.rb:7:in 'run'", ["/app/lib/app.rb > lib/app.rb:7"]],
    ["Node", "    at f (/app/server.js:4:2)", ["/app/server.js > server.js:4"]],
    ["a shell", "/app/entry.sh: line 5: x: not found", ["/app/entry.sh > entry.sh:5"]],
    ["another shell", "/app/entry.sh: 5: x: not found", ["/app/entry.sh > entry.sh:5"]],
    ["Perl", "Can't locate X.pm at /app/main.py line 2.", ["/app/main.py > main.py:2"]],
    ["Ruby's own files", "<internal:/usr/local/lib/ruby/3.3.0/lib/app.rb>:3:in `require'", []],
    ["Java", "\tat com.acme.Main.boot(Main.java:17)", ["Main.java > src/main/java/com/acme/Main.java:17"]],
    ["a library's class of the same name", "\tat org.other.Main.boot(Main.java:17)", []],
    ["a compiled file that is not there", "    at f (/app/dist/server.js:4:2)", []],
    ["a package", "    at f (/app/node_modules/x/index.js:1:1)", []],
    ["the interpreter's own", "    at f (node:internal/main:1:1)", []],
    ["a file outside", '  File "/usr/lib/python3/main.py", line 3', []],
    ["a file that is not there", "    at f (/app/none.js:1:1)", []],
    ["no path", "listening on http://0.0.0.0:8080", []],
  ])("maps %s", (_name, line, expected) => {
    expect(frames([line])).toEqual(expected);
  });

  it("finds a file of a build stage by how its path ends, when only one does", () => {
    const built: Partial<Service> = {
      paths: [{ container: "/server", repo: repo("bin"), kind: "file", via: "copy" }],
      image: { kind: "build", context: repo("svc"), dockerfile: repo("svc/Dockerfile"), args: {} },
    };
    expect(frames(["\t/src/cmd/main.go:14 +0x1d"], built)).toEqual(["/src/cmd/main.go > svc/cmd/main.go:14"]);
  });

  it("names a place once, and quotes its line", () => {
    const planned = plan({ services: [service("app")] });
    const output = ['  File "/app/main.py", line 3', '  File "/app/main.py", line 3'];
    expect(frameMentions(makeWorkspace(files), planned, [ended("app", output)], [])).toMatchObject([{ service: "app", at: { text: "c" } }]);
  });
});

describe("variableMentions", () => {
  const read = (path: string, ...text: readonly string[]): string[] =>
    variableMentions(repo(path), lines(...text)).map((mention) => `${mention.at.line}:${mention.name}${mention.fallback === undefined ? "" : `=${mention.fallback}`}`);

  it.each<[string, string, readonly string[], readonly string[]]>([
    ["JavaScript", "a.js", ["const p = process.env.PORT || 3000;", 'process.env["HOST"] ?? "x"', "process.env.A"], ["1:PORT=3000", "2:HOST=x", "3:A"]],
    ["JavaScript, taken apart", "a.ts", ["const {", "  PORT = 3000,", "  HOST,", "} = process.env;"], ["2:PORT=3000", "3:HOST"]],
    ["Deno", "a.ts", ['Deno.env.get("PORT")'], ["1:PORT"]],
    ["Python", "a.py", ['os.environ["A"]', 'os.environ.get("B", "two")', "os.getenv('C', 3)", 'config("D", default="four")'], ["1:A", "2:B=two", "3:C=3", "4:D=four"]],
    ["pydantic", "a.py", ["class Settings(BaseSettings):", "    database_url: str", "    port: int = 8000", "x: int = 1"], ["2:DATABASE_URL", "3:PORT=8000"]],
    ["Ruby", "a.rb", ['ENV["A"]', 'ENV.fetch("B", "2")', 'ENV["C"] || "3"'], ["1:A", "2:B=2", "3:C=3"]],
    ["PHP", "a.php", ["getenv('A')", "$_ENV['B']", "$_SERVER['C']"], ["1:A", "2:B", "3:C"]],
    ["Go", "a.go", ['os.Getenv("A")', 'os.LookupEnv("B")'], ["1:A", "2:B"]],
    ["Java", "A.java", ['System.getenv("A")'], ["1:A"]],
    ["C#", "A.cs", ['Environment.GetEnvironmentVariable("A")'], ["1:A"]],
    ["Rust", "a.rs", ['env::var("A")', 'env!("B")'], ["1:A", "2:B"]],
    ["Elixir", "a.exs", ['System.fetch_env!("A")', 'System.get_env("B", "2")'], ["1:A", "2:B=2"]],
    ["Perl", "a.pl", ["$ENV{A} . $ENV{'B'}"], ["1:A", "1:B"]],
    ["a shell", "a.sh", ["exec x --port ${PORT:-80} $HOST", ": ${KEY:?must be set}"], ["1:PORT=80", "1:HOST", "2:KEY"]],
    ["Spring's properties", "application.yml", ["url: ${DATABASE_URL:jdbc:x}", "key: ${API_KEY}"], ["1:DATABASE_URL=jdbc:x", "2:API_KEY"]],
  ])("reads %s", (_name, path, text, expected) => {
    expect(read(path, ...text)).toEqual(expected);
  });

  it.each([
    ["a.js", 'process.env.KEY || fail("no KEY")'],
    ["a.js", "process.env.KEY ?? (() => { throw x })()"],
    ["a.js", "process.env.KEY ?? null"],
    ["a.py", 'os.environ.get("KEY", None)'],
    ["a.rb", 'ENV["KEY"] || raise("no KEY")'],
    ["a.rb", 'ENV["KEY"] || abort "no KEY"'],
  ])("%s: sees no default in %s", (path, text) => {
    expect(read(path, text)).toEqual(["1:KEY"]);
  });

  it("leaves comments out", () => {
    expect(read("a.py", '# os.environ["A"]', 'x = 1  # os.environ["B"]')).toEqual([]);
  });
});

describe("readManifest", () => {
  function read(path: string, ...text: readonly string[]): readonly Manifest[] {
    const body = lines(...text);
    return readManifest(makeWorkspace({ [path]: body }), repo(path), body);
  }

  it.each<[string, readonly string[], Manifest["ecosystem"], readonly string[], number]>([
    ["requirements.txt", ["# web", "Flask==3.0", "psycopg2-binary>=2 ; python_version > '3'", "-r other.txt"], "python", ["Flask", "psycopg2-binary"], 1],
    ["Pipfile", ["[packages]", 'flask = "*"'], "python", ["flask"], 1],
    ["pyproject.toml", ["[project]", "dependencies = [", '  "fastapi>=0.1",', '  "uvicorn[standard]",', "]"], "python", ["fastapi", "uvicorn"], 2],
    ["package.json", ["{", '  "name": "a",', '  "dependencies": {', '    "express": "^4"', "  }", "}"], "node", ["express"], 3],
    ["Gemfile", ['source "https://rubygems.org"', 'gem "sinatra"', "gem 'puma', '~> 6'"], "ruby", ["sinatra", "puma"], 1],
    ["composer.json", ["{", '  "require": { "slim/slim": "^4" }', "}"], "php", ["slim/slim"], 2],
    ["go.mod", ["module x", "", "require (", "\tgithub.com/gin-gonic/gin v1.9.0", ")"], "go", ["github.com/gin-gonic/gin"], 3],
    ["pom.xml", ["<project>", "<dependencies>", "<artifactId>spring-boot</artifactId>"], "java", ["spring-boot"], 2],
  ])("reads %s", (path, text, ecosystem, names, line) => {
    const [manifest] = read(path, ...text);
    expect(isManifest(repo(path))).toBe(true);
    expect(manifest).toMatchObject({ ecosystem, at: { path, line }, lines: text.length });
    expect(manifest?.names).toEqual(expect.arrayContaining([...names]));
  });

  it("reads one that is broken or empty as one without names", () => {
    expect(read("package.json", "{").flatMap((each) => each.names)).toEqual([]);
    expect(readManifest(makeWorkspace({ "requirements.txt": "" }), repo("requirements.txt"), "")).toMatchObject([{ names: [], lines: 0 }]);
  });

  it.each(["a/requirements-dev.txt", "x/build.gradle.kts", "requirements/base.txt"])("%s is one by its name", (path) => expect(isManifest(repo(path))).toBe(true));
  it.each(["package-lock.json", "notes.txt", "requirements.md"])("%s is none", (path) => expect(isManifest(repo(path))).toBe(false));
});

describe("literals", () => {
  const line = (text: string) => codeLines(repo("server.js"), text)[0]!;
  const side = (text: string) => codeLines(repo("test/a.js"), text)[0]!;

  it.each([
    ["app.listen(3000)", [3000]],
    ["const port = 8080;", [8080]],
    ['http.ListenAndServe(":8081", nil)', [8081]],
    ["gunicorn --bind 0.0.0.0:5000 app", [5000]],
    ["retry(3000)", []],
    ["width: 1024px", []],
    ["redis.connect({ port: 6379 })", []],
    ["listen(99999)", []],
    ["v = 1.8080", []],
  ])("finds the ports of %s", (text, ports) => {
    expect(portMentions(line(text), new Set()).map((mention) => mention.port)).toEqual(ports);
  });

  it("keeps a port that is asked for at any weight, and gives its column", () => {
    expect(portMentions(line("retry(3000)"), new Set([3000]))).toMatchObject([{ port: 3000, weight: 0, at: { line: 1, column: 7 } }]);
  });

  it("weighs a test's line less", () => {
    expect(portMentions(side("app.listen(3000)"), new Set([3000]))[0]?.weight).toBeLessThan(portMentions(line("app.listen(3000)"), new Set())[0]?.weight ?? 0);
  });

  it.each([
    ['server.listen(3000, "127.0.0.1")', ["127.0.0.1"]],
    ["--host localhost", ["localhost"]],
    ["fetch('http://localhost:3000')", []],
    ['DB_HOST = "localhost"', []],
    ["log('127.0.0.1')", []],
    ['listener, err := net.Listen("tcp6", address)', ["::"]],
    ["  ipv6Only: true,", ["::"]],
    ["sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)", []],
    ['server.listen(3000, "::")', ["::"]],
    ["Rack::Handler::WEBrick.run(app)", []],
  ])("finds the addresses of %s", (text, hosts) => {
    expect(hostMentions(line(text)).map((mention) => mention.host)).toEqual(hosts);
  });

  it.each([
    ["res.status(503).end()", [503]],
    ["raise ServiceUnavailable()", [503]],
    ["return HTTP_502_BAD_GATEWAY", [502]],
    ["throw new GatewayTimeout()", [504]],
    ["x = 503", []],
    ["id: 15030", []],
  ])("finds the statuses of %s", (text, statuses) => {
    expect(statusMentions(line(text)).map((mention) => mention.status)).toEqual(statuses);
  });
});

describe("scanSources", () => {
  const files: Files = {
    "server.js": "app.listen(process.env.PORT || 3000)\n",
    "test/server.test.js": "app.listen(4000)\n",
    "node_modules/x/index.js": "app.listen(5000)\n",
    "package.json": '{ "dependencies": { "express": "1" } }\n',
    "run.sh!": "#!/bin/sh\r\nexec node server.js\r\n",
    "nginx/app.conf": "server { listen 80; }\n",
  };

  it("reads the project's own files and nobody else's", () => {
    const facts = scanSources({ workspace: makeWorkspace(files), plan: plan(), records: [record("app")], ports: new Set() });
    expect(facts.files).toEqual(expect.arrayContaining(["server.js", "package.json", "run.sh", "nginx/app.conf"]));
    expect(facts.files.some((path) => path.startsWith("node_modules"))).toBe(false);
    expect(facts.variables).toMatchObject([{ name: "PORT", fallback: "3000" }]);
    expect(facts.manifests.flatMap((manifest) => manifest.names)).toEqual(["express"]);
    expect(facts.ports.map((mention) => mention.port)).not.toContain(5000);
    expect(facts.proxyLines).toEqual([]);
  });

  it("gives the proxy's lines only when nginx ended, and changed lines only with a base", () => {
    const facts = scanSources({ workspace: makeWorkspace(files), plan: plan(), records: [ended("web", [])], ports: new Set(), changed: { "server.js": [1] } });
    expect(facts.proxyLines).toMatchObject([{ path: "nginx/app.conf", line: 1, text: "server { listen 80; }" }, { line: 2 }]);
    expect(facts.changed).toEqual({ "server.js": [1] });
  });

  it("tells what stands at the paths that a start command names", () => {
    const app = service("app", { start: [{ text: "./run.sh --all" }], workingDir: "/app" });
    expect(programFiles(makeWorkspace(files), [app], [record("app")])).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ container: "/app/run.sh", isExecutable: true, hasCarriageReturns: true }),
        expect.objectContaining({ container: "/app/server.js", isExecutable: false, hasCarriageReturns: false }),
      ]) as never,
    );
  });

  it("knows whether a port is named in the files of a service", () => {
    const workspace = makeWorkspace({ ...files, "compose.yaml": "ports: [9999:9999]\n" });
    const named = (port: number, except: readonly string[] = []): boolean => namesPort(workspace, [repo("")], port, new Set(except.map(repo)));
    expect([named(3000), named(3000, ["server.js"]), named(4000), named(9999)]).toEqual([true, false, false, false]);
  });
});
