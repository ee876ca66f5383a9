import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { changedLines, parseDiff } from "../../src/sources/changed.ts";
import { toolEnvironment } from "../../src/docker/cli.ts";
import { rejectionOf } from "../helpers/failures.ts";
import { makeRepository } from "../helpers/repository.ts";
import type { Attacks } from "./attack.ts";

function git(root: string, ...words: string[]): string {
  return execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@b", ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function committed(files: Record<string, string>): string {
  const root = makeRepository(files);
  git(root, "init", "-q");
  git(root, "add", "-A");
  git(root, "commit", "-qm", "one");
  return root;
}

/** A folder that git takes for a repository of its own, with a configuration that starts a program. */
function disguised(): { root: string; mark: string } {
  const root = makeRepository({ HEAD: "ref: refs/heads/main\n", "objects/x": "", "refs/x": "", "tree/a.txt": "a" });
  const mark = join(root, "pwned");
  writeFileSync(join(root, "run.sh"), `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
  writeFileSync(join(root, "config"), `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ${join(root, "tree")}\n\tfsmonitor = ${join(root, "run.sh")}\n`);
  return { root, mark };
}

export const revisions: Attacks = {
  title: "git",
  attacks: [
    {
      what: "a folder made to look like a repository whose `core.fsmonitor` is a program",
      naive: "start it with the runner's rights when lines are compared",
      hits: () => {
        const { root, mark } = disguised();
        try {
          git(root, "diff", "--quiet");
        } catch {
          // What git answers does not matter.
        }
        return existsSync(mark);
      },
      holds: async () => {
        const { root, mark } = disguised();
        await rejectionOf(changedLines(root, "main", process.env));
        expect(existsSync(mark)).toBe(false);
      },
    },
    {
      what: "`core.fsmonitor` in the checkout's own configuration",
      naive: "start it when lines are compared",
      hits: () => {
        const root = committed({ "a.txt": "one\n" });
        const mark = join(makeRepository({}), "pwned");
        git(root, "config", "core.fsmonitor", `touch ${mark};`);
        git(root, "diff");
        return existsSync(mark);
      },
      holds: async () => {
        const root = committed({ "a.txt": "one\n" });
        const mark = join(makeRepository({}), "pwned");
        git(root, "config", "core.fsmonitor", `touch ${mark};`);
        writeFileSync(join(root, "a.txt"), "two\n");
        expect(await changedLines(root, "HEAD", process.env)).toEqual({ "a.txt": [1] });
        expect(existsSync(mark)).toBe(false);
      },
    },
    {
      what: "an external diff or text filter that `.gitattributes` asks for",
      naive: "run it on the file",
      hits: () => {
        const root = committed({ "a.txt": "one\n", ".gitattributes": "*.txt diff=evil\n" });
        const mark = join(makeRepository({}), "pwned");
        git(root, "config", "diff.evil.command", `touch ${mark}; true`);
        writeFileSync(join(root, "a.txt"), "two\n");
        git(root, "diff");
        return existsSync(mark);
      },
      holds: async () => {
        const root = committed({ "a.txt": "one\n", ".gitattributes": "*.txt diff=evil\n" });
        const mark = join(makeRepository({}), "pwned");
        for (const key of ["command", "textconv"]) git(root, "config", `diff.evil.${key}`, `touch ${mark}; true`);
        writeFileSync(join(root, "a.txt"), "two\n");
        expect(await changedLines(root, "HEAD", process.env)).toEqual({ "a.txt": [1] });
        expect(existsSync(mark)).toBe(false);
      },
    },
    {
      what: "a revision that is an option, as `--base=--output=x`",
      naive: "let git write a file",
      hits: () => {
        const root = committed({ "a.txt": "one\n" });
        git(root, "diff", `--output=${join(root, "pwned")}`);
        return existsSync(join(root, "pwned"));
      },
      holds: async () => {
        const root = committed({ "a.txt": "one\n" });
        for (const base of [`--output=${join(root, "pwned")}`, "--upload-pack=touch x", "-Ox"]) expect((await rejectionOf(changedLines(root, base, process.env))).kind).toBe("usage");
        expect(existsSync(join(root, "pwned"))).toBe(false);
      },
    },
    {
      what: "shell signs in a revision",
      naive: "put it into a command line",
      holds: async () => {
        const root = committed({ "a.txt": "one\n" });
        expect((await rejectionOf(changedLines(root, `HEAD; touch ${join(root, "pwned")} $(touch ${join(root, "pwned")})`, process.env))).kind).toBe("usage");
        expect(existsSync(join(root, "pwned"))).toBe(false);
      },
    },
    {
      what: "a missing object of a repository that fetches what it lacks",
      naive: "let git start the remote's program",
      holds: async () => {
        const root = committed({ "a.txt": "one\n" });
        const mark = join(root, "pwned");
        for (const [key, value] of [
          ["remote.origin.url", root],
          ["remote.origin.promisor", "true"],
          ["remote.origin.uploadpack", `touch ${mark}; git-upload-pack`],
          ["extensions.partialClone", "origin"],
          ["core.repositoryformatversion", "1"],
        ] as const)
          git(root, "config", key, value);
        const blob = git(root, "rev-parse", "HEAD:a.txt").trim();
        writeFileSync(join(root, "a.txt"), "two\n");
        rmSync(join(root, ".git/objects", blob.slice(0, 2), blob.slice(2)));
        await changedLines(root, "HEAD", process.env).catch(() => undefined);
        expect(existsSync(mark)).toBe(false);
      },
    },
    {
      what: "a file name that is a diff's own line",
      naive: "take the lines of one file for those of another",
      holds: async () => {
        const root = committed({ "app.py": "a\n" });
        mkdirSync(join(root, "b"));
        writeFileSync(join(root, "app.py"), "a\n+++ b/nginx.conf\n@@ -0,0 +1,9 @@\n");
        expect(await changedLines(root, "HEAD", process.env)).toEqual({ "app.py": [2, 3] });
        expect(Object.keys(parseDiff('+++ "b/a\\n+++ b\\057x"\n@@ -0,0 +1 @@\n+x\n'))).toEqual(["a\n+++ b/x"]);
      },
    },
    {
      what: "the job's token in the environment of the tools that read the project",
      naive: "hand every variable on, and a Compose file puts it into a container",
      holds: () => {
        const names = [
          "GITHUB_TOKEN",
          "GH_TOKEN",
          "ACTIONS_RUNTIME_TOKEN",
          "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
          "ACTIONS_ID_TOKEN_REQUEST_URL",
          "INPUT_MEMORY",
          "STATE_run",
          "NPM_TOKEN",
          "NODE_AUTH_TOKEN",
        ];
        expect(Object.keys(toolEnvironment({ ...Object.fromEntries(names.map((name) => [name, "x"])), PATH: "/bin" }))).toEqual(["PATH"]);
      },
    },
  ],
};
