import { expect, it } from "vitest";
import { plan } from "../../test/helpers/evidence.ts";
import type { Environment } from "../boot/environment.ts";
import type { Engine, Session } from "../docker/engine.ts";
import { Readable, Duplex } from "node:stream";
import { collectPaths } from "./paths.ts";

type Files = Readonly<Record<string, { readonly stat: string; readonly link?: string }>>;

/** An environment whose containers hold these files and print this for every other command. */
function environmentOf(files: Files, other = ""): Environment {
  const exec = (_container: string, command: readonly string[]): Promise<Session> => {
    const isStat = command[2]?.includes("stat -c") === true;
    const text = isStat
      ? command
          .slice(4)
          .map((path) => `${files[path]?.stat ?? "absent"}\0${files[path]?.link ?? ""}\0`)
          .join("")
      : command[2]?.includes("nginx: worker") === true
        ? other
        : "root:x:0:0::/:/bin/sh\nwww-data:x:33:33::/:/bin/false\nmail:x:8:8::/:/bin/false\n";
    const stream = Duplex.from({
      readable: Readable.from([Buffer.from(text)]),
      writable: async (source: AsyncIterable<Buffer>) => {
        for await (const _ of source) continue;
      },
    });
    return Promise.resolve({ stream, errors: () => "", onErrors: () => undefined, exitCode: () => Promise.resolve(0), close: () => undefined });
  };
  const engine = { exec } as unknown as Engine;
  return {
    plan: plan(),
    viewOf: (name: string) => (name === "gone" ? Promise.reject(new Error("gone does not run")) : Promise.resolve({ engine, container: name, root: "/proc/1/root" })),
  } as unknown as Environment;
}

const files: Files = {
  "/var": { stat: "41ed 0 0" },
  "/var/run": { stat: "a1ff 0 0", link: "/run" },
  "/run": { stat: "41ed 0 0" },
  "/run/a.sock": { stat: "c1b0 33 33" },
  "/loop": { stat: "a1ff 0 0", link: "loop" },
};

it("follows links, and tells every step", async () => {
  const { records } = await collectPaths(environmentOf(files), [{ service: "app", path: "/var/run/a.sock" }]);
  expect(records).toEqual([
    {
      service: "app",
      path: "/var/run/a.sock",
      steps: [
        { path: "/run", kind: "folder", mode: 0o755, uid: 0, gid: 0 },
        { path: "/run/a.sock", kind: "socket", mode: 0o660, uid: 33, gid: 33 },
      ],
    },
  ]);
});

it("ends at what is absent, and at a link that leads to itself", async () => {
  const { records } = await collectPaths(environmentOf(files), [
    { service: "app", path: "/run/none/b.sock" },
    { service: "app", path: "/loop/a" },
    { service: "app", path: "relative" },
  ]);
  expect(records.map((record) => record.steps.map((step) => `${step.path} ${step.kind}`))).toEqual([["/run folder", "/run/none absent"], []]);
});

it("reads as whom nginx's workers run, and keeps the names that are spoken of", async () => {
  const status = "worker Uid:\t33\t33\t33\t33 Gid:\t33\t33\t33\t33 Groups:\t4 33 \n".replaceAll("\t", " ");
  const { workers, users } = await collectPaths(environmentOf(files, status + status), [{ service: "app", path: "/run/a.sock" }]);
  expect(workers).toEqual([{ uid: 33, gid: 33, groups: [4, 33] }]);
  expect(users["app"]).toEqual({ "0": "root", "33": "www-data" });
});

it("leaves out a container that cannot be looked into, and asks nothing without requests", async () => {
  expect((await collectPaths(environmentOf(files), [{ service: "gone", path: "/run/a.sock" }])).records).toEqual([]);
  expect(await collectPaths({} as Environment, [])).toEqual({ records: [], workers: [], users: {} });
});
