import { describe, expect, it } from "vitest";
import { lines, repo } from "../../test/helpers/repository.ts";
import { environmentPairs, imageSettings, parseDockerfile, resolvePath, stageLine, targetStage, type Dockerfile, type ImageSettings, type Instruction } from "./dockerfile.ts";

const path = repo("Dockerfile");

function parse(...text: readonly string[]): Dockerfile {
  return parseDockerfile(path, lines(...text));
}

function instructions(...text: readonly string[]): readonly Instruction[] {
  return parse("FROM alpine", ...text).stages[0]?.instructions ?? [];
}

function settings(...text: readonly string[]): ImageSettings {
  const file = parse("FROM alpine", ...text);
  const [stage] = file.stages;
  if (!stage) throw new Error("no stage");
  return imageSettings(file, stage);
}

describe("parseDockerfile", () => {
  it("numbers instructions by the line they begin on and gives multi-line ones their last line", () => {
    const [run, cmd] = instructions("RUN apk add \\", "      curl \\", "      git", "", 'CMD ["node", "server.js"]');
    expect(run).toMatchObject({ keyword: "RUN", at: { line: 2, endLine: 4, text: "RUN apk add \\" } });
    expect(run?.text.split(/\s+/)).toEqual(["apk", "add", "curl", "git"]);
    expect(cmd).toMatchObject({ keyword: "CMD", at: { line: 6 }, json: ["node", "server.js"] });
    expect(cmd?.at.endLine).toBeUndefined();
  });

  it("leaves comments and empty lines inside a continuation out", () => {
    const [run, next] = instructions("RUN a && \\", "    # why", "", "    b", "USER app");
    expect(run?.text.split(/\s+/)).toEqual(["a", "&&", "b"]);
    expect(next).toMatchObject({ keyword: "USER", text: "app", at: { line: 6 } });
  });

  it("takes keywords in any case", () => {
    expect(parse("from alpine as Build", "run true").stages[0]).toMatchObject({ name: "build", base: "alpine", instructions: [{ keyword: "RUN", text: "true" }] });
  });

  it("honours the escape directive, and only before the first instruction", () => {
    const windows = parse("# escape=`", "FROM alpine", "RUN a `", "  b", "COPY a C:\\dir\\");
    expect(windows.stages[0]?.instructions.map((each) => each.keyword)).toEqual(["RUN", "COPY"]);
    expect(windows.stages[0]?.instructions[0]?.text.split(/\s+/)).toEqual(["a", "b"]);
    const late = parse("FROM alpine", "# escape=`", "RUN a \\", "  b");
    expect(late.stages[0]?.instructions).toHaveLength(1);
  });

  it("reads an escape directive after a syntax directive", () => {
    expect(parse("# syntax=docker/dockerfile:1", "# escape=`", "FROM alpine", "RUN a `", "  b").stages[0]?.instructions).toHaveLength(1);
  });

  it("keeps lines that end as on Windows apart", () => {
    const file = parseDockerfile(path, 'FROM alpine\r\nEXPOSE 80\r\nCMD ["a"]\r\n');
    expect(file.stages[0]?.instructions.map((each) => [each.keyword, each.text, each.at.line])).toEqual([
      ["EXPOSE", "80", 2],
      ["CMD", '["a"]', 3],
    ]);
  });

  it.each([
    ["one heredoc", ["RUN <<EOF", "echo a", "USER root", "EOF"], ["echo a\nUSER root"], 5],
    ["a quoted delimiter", ["RUN <<'EOF' bash", "x", "EOF"], ["x"], 4],
    ["tabs before the end of <<-", ["RUN <<-EOF", "\tx", "\tEOF"], ["\tx"], 4],
    ["two in one COPY", ["COPY <<a <<b /etc/", "1", "a", "2", "b"], ["1", "2"], 6],
  ])("reads %s and goes on behind it", (_name, text, bodies, last) => {
    const [first, second] = instructions(...text, "EXPOSE 1");
    expect(first?.heredocs).toEqual(bodies);
    expect(first?.at.endLine).toBe(last);
    expect(second).toMatchObject({ keyword: "EXPOSE", at: { line: last + 1 } });
  });

  it.each(["RUN tee x <<<hello", "RUN echo $((1<<N))", "RUN echo $(( 1 << N ))", "RUN echo 'a<<b'", 'RUN echo "x <<EOF"', "RUN a<<EOF"])("sees no heredoc in %s", (run) => {
    expect(instructions(run, "EXPOSE 1").map((each) => each.keyword)).toEqual(["RUN", "EXPOSE"]);
  });

  it("does not take the shift of a CMD for a heredoc", () => {
    expect(instructions("CMD echo <<EOF", "EXPOSE 1").map((each) => each.keyword)).toEqual(["CMD", "EXPOSE"]);
  });

  it("ends with the file when a heredoc never ends", () => {
    const [run, ...others] = instructions("RUN <<EOF", "a", "b");
    expect(others).toEqual([]);
    expect(run?.heredocs[0]).toContain("a\nb");
  });

  it("takes flags off COPY and RUN, and leaves those of CMD to the program", () => {
    const [copy, run, cmd] = instructions("COPY --from=build --chown=app:app /a /b", "RUN --mount=type=cache,target=/root npm ci", "CMD --port=80");
    expect(copy).toMatchObject({ flags: { from: "build", chown: "app:app" }, text: "/a /b" });
    expect(run).toMatchObject({ flags: { mount: "type=cache,target=/root" }, text: "npm ci" });
    expect(cmd).toMatchObject({ flags: {}, text: "--port=80" });
  });

  it.each([
    ['["a", "b c"]', ["a", "b c"]],
    ["[]", []],
    ["['a']", undefined],
    ['["a", 1]', undefined],
    ["a [b]", undefined],
  ])("reads CMD %s as words %j", (text, words) => {
    expect(instructions(`CMD ${text}`)[0]?.json).toEqual(words);
  });

  it("replaces global arguments in FROM: a given one, else the default, which may use an earlier one", () => {
    const text = lines("ARG NODE=22", "ARG TAG=$NODE-alpine", "FROM node:${TAG}", "FROM node:${UNKNOWN:-20}");
    expect(parseDockerfile(path, text).stages.map((stage) => stage.base)).toEqual(["node:22-alpine", "node:20"]);
    expect(parseDockerfile(path, text, { TAG: "24" }).stages[0]?.base).toBe("node:24");
  });

  it("skips a platform flag of FROM", () => {
    expect(parse("FROM --platform=linux/amd64 golang:1.24 AS build").stages[0]).toMatchObject({ name: "build", base: "golang:1.24" });
  });

  it.each([
    ["an unknown word", ["FROM a", "RUNN b"], "unknown instruction RUNN", 2],
    ["an instruction before FROM", ["RUN a", "FROM b"], "RUN stands before the first FROM", 1],
    ["no FROM at all", ["# nothing"], "there is no FROM", 1],
  ])("reports %s with its line", (_name, text, message, line) => {
    expect(parse(...text).errors).toMatchObject([{ message, at: { path: "Dockerfile", line } }]);
  });
});

describe("stages", () => {
  const file = parse("FROM node:22 AS Base", "WORKDIR /srv", "ENV A=1", "FROM base AS build", "ENV B=$A-2", "FROM nginx", "EXPOSE 80");

  it.each([
    [undefined, "nginx"],
    ["", "nginx"],
    ["BUILD", "base"],
    ["0", "node:22"],
    ["none", undefined],
    ["9", undefined],
  ])("target %j is the stage from %j", (target, base) => {
    expect(targetStage(file, target)?.base).toBe(base);
  });

  it("follows a stage to the image that its ancestor starts from, without looking forward", () => {
    const build = targetStage(file, "build");
    expect(build && stageLine(file, build)).toMatchObject({ base: "node:22", stages: [{ name: "base" }, { name: "build" }] });
    const itself = parse("FROM nginx AS nginx", "EXPOSE 80");
    expect(stageLine(itself, itself.stages[0]!)).toMatchObject({ base: "nginx", stages: [{ name: "nginx" }] });
  });

  it("inherits settings from earlier stages", () => {
    const build = targetStage(file, "build");
    expect(build && imageSettings(file, build)).toMatchObject({ workingDir: "/srv", variables: { A: { value: "1", at: { line: 3 } }, B: { value: "1-2", at: { line: 5 } } }, baseAt: { line: 1 } });
  });
});

describe("imageSettings", () => {
  it("lets later instructions win and folds WORKDIR", () => {
    const read = settings("WORKDIR /srv", "WORKDIR app/../web", "ENV PORT=80", "ENV PORT=81", "USER root", "USER app:app");
    expect(read).toMatchObject({ workingDir: "/srv/web", variables: { PORT: { value: "81", at: { line: 5 } } }, user: { value: "app:app", at: { line: 7 } } });
  });

  it("exposes several ports of one line, with protocols and variables", () => {
    expect(settings("ENV PORT=3000", "EXPOSE $PORT 8080/tcp").exposed.map(({ value, at }) => [value, at?.line])).toEqual([
      [3000, 3],
      [8080, 3],
    ]);
  });

  it.each([
    ["EXPOSE 8000-8002", [8000, 8001, 8002]],
    ["EXPOSE 8000-8001/tcp 9000", [8000, 8001, 9000]],
    ["EXPOSE 8002-8000", []],
    ["EXPOSE http", []],
  ])("reads the ports of %s", (text, ports) => {
    expect(settings(text).exposed.map(({ value }) => value)).toEqual(ports);
  });

  it("uses arguments of the build, and does not keep them as variables", () => {
    const read = settings("ARG PORT=9000", "ENV LISTEN=:$PORT");
    expect(read.variables).toMatchObject({ LISTEN: { value: ":9000" } });
    expect(read.variables["PORT"]).toBeUndefined();
  });

  it("forgets CMD when ENTRYPOINT comes after it", () => {
    expect(settings('CMD ["a"]', 'ENTRYPOINT ["b"]').command).toBeUndefined();
    expect(settings('ENTRYPOINT ["b"]', 'CMD ["a"]').command?.json).toEqual(["a"]);
  });

  it("keeps health check and volumes in both forms", () => {
    const read = settings("HEALTHCHECK --interval=5s CMD curl localhost", 'VOLUME ["/a", "/b"]', "VOLUME /c /d");
    expect(read.healthcheck).toMatchObject({ flags: { interval: "5s" }, at: { line: 2 } });
    expect(read.volumes).toEqual(["/a", "/b", "/c", "/d"]);
  });
});

describe("environmentPairs", () => {
  it.each([
    [
      "A=1 B=2",
      [
        ["A", "1"],
        ["B", "2"],
      ],
    ],
    ["A one two", [["A", "one two"]]],
    [
      'A="one two" B=a\\ b',
      [
        ["A", "one two"],
        ["B", "a b"],
      ],
    ],
    ["URL=http://x/?a=b", [["URL", "http://x/?a=b"]]],
    ["A=", [["A", ""]]],
  ])("reads %s", (text, pairs) => {
    expect(environmentPairs(text)).toEqual(pairs);
  });
});

describe("resolvePath", () => {
  it.each([
    ["/srv", "app", "/srv/app"],
    ["/srv", "/app/", "/app"],
    ["/srv/", "./a/../b", "/srv/b"],
    ["/", "../..", "/"],
    ["/srv", ".", "/srv"],
  ])("%s and %s are %s", (base, path, resolved) => {
    expect(resolvePath(base, path)).toBe(resolved);
  });
});
