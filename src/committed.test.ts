import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeRepository } from "../test/helpers/repository.ts";
import { committedReader } from "./committed.ts";

it("reads what is committed and stands so on disk, from a folder inside the repository too", async () => {
  const root = makeRepository({ "web/app.conf": "listen 80;\n", "web/changed.conf": "one\n", "web/-x": "dash\n" });
  const git = (...args: string[]): string => execFileSync("git", ["-C", root, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { encoding: "utf8" });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "one");
  writeFileSync(join(root, "web", "changed.conf"), "two\n");
  writeFileSync(join(root, "web", "secret.env"), "KEY=1\n");
  const read = committedReader(join(root, "web"), process.env);
  expect(await Promise.all(["app.conf", "-x", "changed.conf", "secret.env", "../web/app.conf", "absent"].map(read))).toEqual([
    "listen 80;\n",
    "dash\n",
    undefined,
    undefined,
    "listen 80;\n",
    undefined,
  ]);
});

it("reads nothing where there is no repository", async () => {
  expect(await committedReader(makeRepository({ "app.conf": "x\n" }), { ...process.env, GIT_CEILING_DIRECTORIES: "/tmp" })("app.conf")).toBeUndefined();
});
