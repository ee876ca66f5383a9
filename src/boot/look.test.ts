import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { makeRepository } from "../../test/helpers/repository.ts";
import type { Engine, Session } from "../docker/engine.ts";
import { lookAt, openPaths, userNames, type Viewpoint } from "./look.ts";

/** Runs commands on this machine in place of a container. */
function here(): Viewpoint {
  const exec = (_container: string, [program = "", ...args]: readonly string[]): Promise<Session> => {
    const child = spawn(program, args);
    const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
    return Promise.resolve({ stream, errors: () => "", onErrors: () => undefined, exitCode: () => Promise.resolve(0), close: () => void child.kill() });
  };
  return { engine: { exec } as unknown as Engine, container: "", root: "" };
}

describe("lookAt", () => {
  it("tells kinds, modes, owners and links, in the order of the paths", async () => {
    const root = makeRepository({ "a.txt": "x" });
    mkdirSync(join(root, "folder"));
    chmodSync(join(root, "folder"), 0o750);
    chmodSync(join(root, "a.txt"), 0o640);
    symlinkSync("folder", join(root, "link"));
    const entries = await lookAt(
      here(),
      ["a.txt", "none", "folder", "link"].map((name) => join(root, name)),
    );
    expect(entries.map((entry) => [(entry.mode ?? 0).toString(8), entry.link])).toEqual([
      ["100640", ""],
      ["0", ""],
      ["40750", ""],
      ["120777", "folder"],
    ]);
    expect(entries[0]?.uid).toBe(process.getuid?.());
  });

  it("gives no path to a shell to read", async () => {
    const root = makeRepository({});
    const name = `${root}/$(touch ${root}/made)\`touch ${root}/made\`';touch ${root}/made;'`;
    writeFileSync(join(root, "seen"), "");
    await lookAt(here(), [name, join(root, "seen")]);
    expect((await lookAt(here(), [join(root, "made")]))[0]?.mode).toBeUndefined();
  });

  it("asks nothing without paths", async () => {
    expect(await lookAt({ ...here(), engine: {} as Engine }, [])).toEqual([]);
  });
});

it("opens a path for everybody", async () => {
  const root = makeRepository({ s: "" });
  chmodSync(join(root, "s"), 0o600);
  await openPaths(here(), [join(root, "s")]);
  expect(((await lookAt(here(), [join(root, "s")]))[0]?.mode ?? 0) & 0o777).toBe(0o777);
});

it("knows users by their number", async () => {
  expect((await userNames(here())).get(0)).toBe("root");
});
