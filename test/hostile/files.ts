import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { folderEntries } from "../../src/boot/files.ts";
import { buildImages, type BuildContext } from "../../src/build/build.ts";
import { readInputs } from "../../src/command-line.ts";
import { newRun } from "../../src/docker/labels.ts";
import { FailureError } from "../../src/model/failure.ts";
import type { ImageBuild, Plan } from "../../src/model/plan.ts";
import { writeResult } from "../../src/safe-write.ts";
import { readSettings } from "../../src/settings/read.ts";
import { readRegularFile } from "../../src/workspace/regular-file.ts";
import { Workspace } from "../../src/workspace/workspace.ts";
import { failureOf, rejectionOf } from "../helpers/failures.ts";
import { makeRepository, repo, type Files } from "../helpers/repository.ts";
import type { Attack, Attacks } from "./attack.ts";

/** A project beside which a file lies that is none of its. */
function besideSecret(files: Files = {}): { root: string; outside: string } {
  return { root: makeRepository(files), outside: makeRepository({ "secret.txt": "outside-secret", Dockerfile: "FROM node:22\n" }) };
}

/** A `buildx` that would say what it was given. */
function builder(workspace: Workspace): { context: BuildContext; calls: string } {
  const calls = join(makeRepository({}), "calls");
  const tool = { program: "/bin/sh", prefix: ["-c", 'printf "%s\\n" "$@" >> "$0"; exit 0', calls] };
  const context = {
    workspace,
    run: newRun(),
    environment: {},
    signal: new AbortController().signal,
    buildx: () => tool,
    client: () => tool,
    onLine: () => undefined,
    engine: { image: () => Promise.resolve(undefined) },
  };
  return { context: context as unknown as BuildContext, calls };
}

async function build(workspace: Workspace, image: Partial<ImageBuild>): Promise<string[]> {
  const { context, calls } = builder(workspace);
  const service = { name: "app", image: { kind: "build", context: repo(""), dockerfile: repo("Dockerfile"), args: {}, ...image }, settings: {} };
  await buildImages({ services: [service], overlay: workspace.edits } as unknown as Plan, context);
  return existsSync(calls) ? readFileSync(calls, "utf8").split("\n") : [];
}

function linkedBuild(what: string, naive: string, link: (root: string, outside: string) => Partial<ImageBuild>): Attack {
  return {
    what,
    naive,
    holds: async () => {
      const { root, outside } = besideSecret({ "sub/x": "" });
      const image = link(root, outside);
      const failure = await rejectionOf(build(new Workspace(root), image));
      expect([failure.kind, failure.message]).toEqual(["refused", expect.stringContaining("neither a file nor a folder inside the project")]);
    },
  };
}

function pipe(path: string): void {
  execFileSync("mkfifo", [path]);
}

export const files: Attacks = {
  title: "files",
  attacks: [
    {
      what: "a link to a file outside the project",
      naive: "read it",
      hits: () => {
        const { root, outside } = besideSecret();
        symlinkSync(join(outside, "secret.txt"), join(root, "nginx.conf"));
        return readFileSync(join(root, "nginx.conf"), "utf8") === "outside-secret";
      },
      holds: () => {
        const { root, outside } = besideSecret();
        symlinkSync(join(outside, "secret.txt"), join(root, "nginx.conf"));
        const workspace = new Workspace(root);
        expect([workspace.read(repo("nginx.conf")), workspace.bytes(repo("nginx.conf"))]).toEqual([undefined, undefined]);
      },
    },
    {
      what: "a link to a folder outside, and a path through it",
      naive: "check the path's text alone",
      holds: () => {
        const { root, outside } = besideSecret();
        symlinkSync(outside, join(root, "conf"));
        const workspace = new Workspace(root);
        expect([workspace.read(repo("conf/secret.txt")), workspace.list(repo("conf")), [...folderEntries(workspace, repo("conf"))]]).toEqual([undefined, [], []]);
      },
    },
    {
      what: "`..` in a path that the project names",
      naive: "join it to the project's folder",
      hits: () => join("/repo", "../etc/passwd") === "/etc/passwd",
      holds: () => {
        const workspace = new Workspace(makeRepository({}));
        expect(["../x", "a/../../x", "/etc/passwd", "..", "a/..//../x"].map((path) => workspace.toRepo(path))).toEqual([undefined, undefined, undefined, undefined, undefined]);
      },
    },
    {
      what: "a folder whose name begins like the project's",
      naive: "compare the beginning of the path",
      hits: () => "/projects/shop-secret/x".startsWith("/projects/shop"),
      holds: () => {
        const root = join(makeRepository({ "shop/a": "", "shop-secret/x": "outside-secret" }), "shop");
        symlinkSync(`${root}-secret/x`, join(root, "x"));
        expect([new Workspace(root).toRepo(`${root}-secret/x`), new Workspace(root).read(repo("x"))]).toEqual([undefined, undefined]);
      },
    },
    linkedBuild("a build context that is a link to the runner's home", "have the builder copy it into an image", (root, outside) => {
      symlinkSync(outside, join(root, "ctx"));
      return { context: repo("ctx"), dockerfile: repo("ctx/Dockerfile") };
    }),
    linkedBuild("a build context below such a link", "check the last part of the path", (root, outside) => {
      mkdirSync(join(outside, "deep"));
      symlinkSync(outside, join(root, "ctx"));
      return { context: repo("ctx/deep") };
    }),
    linkedBuild("a Dockerfile that is a link to a file outside", "send it, and print its lines in the error", (root, outside) => {
      symlinkSync(join(outside, "secret.txt"), join(root, "Dockerfile"));
      return {};
    }),
    linkedBuild("a Dockerfile in a folder that is a link outside", "send what lies there", (root, outside) => {
      symlinkSync(outside, join(root, "docker"));
      return { dockerfile: repo("docker/Dockerfile") };
    }),
    linkedBuild("a Dockerfile that is a named pipe", "wait for ever", (root) => {
      pipe(join(root, "Dockerfile"));
      return {};
    }),
    linkedBuild("a `.dockerignore` that is a named pipe", "wait for ever", (root) => {
      writeFileSync(join(root, "Dockerfile"), "FROM node:22\n");
      pipe(join(root, ".dockerignore"));
      return {};
    }),
    {
      what: "a trial's edit of a file behind a link that leads back to the project",
      naive: "change the user's own file",
      holds: async () => {
        const root = makeRepository({ Dockerfile: "FROM node:22\n", "real/app.conf": "one\n" });
        symlinkSync(join(root, "real"), join(root, "conf"));
        const workspace = new Workspace(root).withEdits([{ path: repo("conf/app.conf"), startLine: 1, endLine: 1, replacement: "changed" }]);
        const failure = await rejectionOf(build(workspace, {}));
        expect([failure.kind, readFileSync(join(root, "real/app.conf"), "utf8")]).toEqual(["refused", "one\n"]);
      },
    },
    {
      what: "a trial's edit of a file that is itself such a link",
      naive: "write through the link",
      holds: async () => {
        const root = makeRepository({ Dockerfile: "FROM node:22\n", "real.conf": "one\n" });
        symlinkSync(join(root, "real.conf"), join(root, "app.conf"));
        await build(new Workspace(root).withEdits([{ path: repo("app.conf"), startLine: 1, endLine: 1, replacement: "changed" }]), {});
        expect(readFileSync(join(root, "real.conf"), "utf8")).toBe("one\n");
      },
    },
    {
      what: "a named pipe in a build context that a trial copies",
      naive: "fail in the middle of a proof",
      holds: async () => {
        const root = makeRepository({ Dockerfile: "FROM node:22\n", "app.conf": "one\n" });
        pipe(join(root, "pipe"));
        expect(await build(new Workspace(root).withEdits([{ path: repo("app.conf"), startLine: 1, endLine: 1, replacement: "two" }]), {})).toContain("build");
      },
    },
    {
      what: "a named pipe in place of nginx.conf",
      naive: "wait for ever",
      holds: () => {
        const root = makeRepository({});
        pipe(join(root, "nginx.conf"));
        const workspace = new Workspace(root);
        expect([workspace.read(repo("nginx.conf")), workspace.bytes(repo("nginx.conf")), workspace.isStray(repo("nginx.conf"))]).toEqual([undefined, undefined, true]);
      },
    },
    {
      what: "a named pipe in place of the gate's own settings",
      naive: "wait for ever",
      holds: () => {
        const root = makeRepository({ ".github/x": "" });
        pipe(join(root, ".github/upstream-gate.yml"));
        expect(failureOf(() => readSettings(root, undefined)).kind).toBe("config-invalid");
        expect(failureOf(() => readSettings(root, ".github/upstream-gate.yml")).kind).toBe("usage");
      },
    },
    {
      what: "settings that are a link to a file outside",
      naive: "show its lines in the message about the mistake",
      holds: () => {
        const { root, outside } = besideSecret({ ".github/x": "" });
        symlinkSync(join(outside, "secret.txt"), join(root, ".github/upstream-gate.yml"));
        const failure = failureOf(() => readSettings(root, undefined));
        expect([failure.kind, JSON.stringify(failure).includes("outside-secret")]).toEqual(["config-invalid", false]);
      },
    },
    {
      what: "a setting `env-file:` that names a file of the runner",
      naive: "give its variables to the containers",
      holds: () => {
        const { root, outside } = besideSecret({ ".github/upstream-gate.yml": "" });
        for (const path of [join(outside, "secret.txt"), "/etc/os-release"]) {
          writeFileSync(join(root, ".github/upstream-gate.yml"), `env-file: ${path}\n`);
          expect(failureOf(() => readInputs(root, {})).message).toContain("not a file inside the project");
        }
      },
    },
    {
      what: "a device in place of a file",
      naive: "read it without end",
      holds: () => expect(() => readRegularFile("/dev/zero")).toThrow("is not a file to be read"),
    },
    {
      what: "a nginx.conf of a gibibyte that takes no room in git",
      naive: "read it into memory",
      holds: () => {
        const root = makeRepository({ "nginx.conf": "", "data.bin": "" });
        truncateSync(join(root, "nginx.conf"), 1024 ** 3);
        truncateSync(join(root, "data.bin"), 3 * 1024 ** 3);
        const workspace = new Workspace(root);
        expect([workspace.read(repo("nginx.conf")), workspace.bytes(repo("data.bin"))]).toEqual([undefined, undefined]);
        expect(() => readRegularFile(join(root, "nginx.conf"))).toThrow(Error);
      },
    },
    {
      what: "links that lead round in a circle",
      naive: "follow them for ever",
      holds: () => {
        const root = makeRepository({ "a/x": "" });
        symlinkSync("..", join(root, "a/up"));
        symlinkSync("loop", join(root, "loop"));
        const workspace = new Workspace(root);
        expect([...workspace.entries(repo(""))].length).toBe(4);
        expect(workspace.read(repo("loop"))).toBeUndefined();
      },
    },
    {
      what: "a report path that the pull request made a link",
      naive: "overwrite what it leads to",
      hits: () => {
        const { root, outside } = besideSecret();
        symlinkSync(join(outside, "secret.txt"), join(root, "report.json"));
        writeFileSync(join(root, "report.json"), "{}");
        return readFileSync(join(outside, "secret.txt"), "utf8") === "{}";
      },
      holds: () => {
        const { root, outside } = besideSecret();
        symlinkSync(join(outside, "secret.txt"), join(root, "report.json"));
        writeResult(join(root, "report.json"), "{}", root);
        expect([readFileSync(join(outside, "secret.txt"), "utf8"), readFileSync(join(root, "report.json"), "utf8")]).toEqual(["outside-secret", "{}"]);
      },
    },
    {
      what: "a report's folder that the pull request made a link",
      naive: "write outside",
      holds: () => {
        const { root, outside } = besideSecret();
        symlinkSync(outside, join(root, "out"));
        expect(() => writeResult(join(root, "out/deep/report.json"), "{}", root)).toThrow("is a link that leads to");
        expect(existsSync(join(outside, "deep"))).toBe(false);
      },
    },
    {
      what: "a report path that is a named pipe",
      naive: "wait for ever",
      holds: () => {
        const root = makeRepository({});
        pipe(join(root, "report.json"));
        writeResult(join(root, "report.json"), "{}", root);
        expect(lstatSync(join(root, "report.json")).isFile()).toBe(true);
      },
    },
    {
      what: "`.git` with the checkout's token in a bound folder",
      naive: "copy it into the container",
      holds: () => {
        const workspace = new Workspace(makeRepository({ ".git/config": "token", "sub/.git/config": "token", "a.txt": "" }));
        expect([...folderEntries(workspace, repo(""))].map((entry) => entry.path)).toEqual(["a.txt", "sub"]);
      },
    },
    {
      what: "an image name that is an option of `docker pull`",
      naive: "pass it on as one",
      holds: async () => {
        const { context, calls } = builder(new Workspace(makeRepository({})));
        for (const reference of ["--all-tags", "../containers/json?x=", "a b", "-", "x\n::error::y"]) {
          const plan = { services: [{ name: "app", image: { kind: "reference", reference }, settings: {} }], overlay: [] } as unknown as Plan;
          expect((await rejectionOf(buildImages(plan, context))).kind).toBe("config-invalid");
        }
        expect(existsSync(calls)).toBe(false);
        await buildImages({ services: [{ name: "app", image: { kind: "reference", reference: "ghcr.io:443/a/b_c:1.0@sha256:abc123" }, settings: {} }], overlay: [] } as unknown as Plan, context);
        expect(readFileSync(calls, "utf8").split("\n").slice(-3)).toEqual(["--", "ghcr.io:443/a/b_c:1.0@sha256:abc123", ""]);
      },
    },
    {
      what: "shell signs in names of services, targets and arguments",
      naive: "build a command line of them",
      holds: async () => {
        const root = makeRepository({ Dockerfile: "FROM node:22\n" });
        const evil = `$(touch ${root}/pwned);\`touch ${root}/pwned\``;
        const words = await build(new Workspace(root), { target: evil, args: { A: evil } });
        expect([words.includes(evil), words.includes(`A=${evil}`), existsSync(join(root, "pwned"))]).toEqual([true, true, false]);
      },
    },
    {
      what: "a file name with a line end and a workflow command",
      naive: "tell two files, or a command",
      holds: () => {
        const root = makeRepository({});
        writeFileSync(join(root, "a\n::error::x"), "");
        expect([...new Workspace(root).entries(repo(""))].map((entry) => entry.path)).toEqual(["a\n::error::x"]);
        expect(() => new Workspace(join(root, "a\n::error::x"))).toThrow(FailureError);
      },
    },
  ],
};
