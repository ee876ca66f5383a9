import type { Engine } from "../docker/engine.ts";

/** Where a command looks at a container's files: in the container itself, or in one of ours beside it, by way of its first process. */
export interface Viewpoint {
  readonly engine: Engine;
  readonly container: string;
  /** What stands before every path. */
  readonly root: "" | "/proc/1/root";
}

/** What stands at one path, links not followed. */
export interface Entry {
  readonly path: string;
  /** Type and permission bits as the kernel has them; absent when nothing is there. */
  readonly mode?: number;
  readonly uid: number;
  readonly gid: number;
  /** Where a link leads, as written; "" for anything else. */
  readonly link: string;
}

/** As whom a process runs. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

const timeoutMs = 10_000;
const mostOutput = 256 * 1024;

const statScript = 'root=$0; for p; do printf "%s\\0" "$(stat -c "%f %u %g" "$root$p" 2>/dev/null || echo absent)" "$(readlink "$root$p" 2>/dev/null)"; done';
const workerScript =
  'for p in /proc/[0-9]*; do case "$(tr "\\0" " " < $p/cmdline 2>/dev/null)" in "nginx: worker"*) echo "worker $(grep -E "^(Uid|Gid|Groups):" $p/status | tr "\\t\\n" "  ")";; esac; done';
const openScript = 'root=$0; for p; do chmod a+rwx "$root$p"; done';

/** What stands at paths, in their order. Rejects when the command could not be run. */
export async function lookAt(view: Viewpoint, paths: readonly string[]): Promise<Entry[]> {
  if (paths.length === 0) return [];
  const words = (await run(view, ["sh", "-c", statScript, view.root, ...paths])).split("\0");
  return paths.map((path, index): Entry => {
    const found = /^([0-9a-f]+) (\d+) (\d+)$/.exec(words[index * 2] ?? "");
    const link = words[index * 2 + 1] ?? "";
    return found ? { path, mode: Number.parseInt(found[1] ?? "0", 16), uid: Number(found[2]), gid: Number(found[3]), link } : { path, uid: 0, gid: 0, link: "" };
  });
}

/** As whom nginx's workers run in that container's process namespace; each kind once. */
export async function nginxWorkers(view: Viewpoint): Promise<Credentials[]> {
  const lines = (await run(view, ["sh", "-c", workerScript])).split("\n");
  const found = lines.flatMap((line): [string, Credentials][] => {
    const match = /^worker Uid:\s+\d+\s+(\d+)\s[\d\s]*Gid:\s+\d+\s+(\d+)\s[\d\s]*Groups:([\d\s]*)$/.exec(line);
    const groups = (match?.[3] ?? "")
      .trim()
      .split(/\s+/)
      .filter((group) => group !== "");
    return match ? [[line, { uid: Number(match[1]), gid: Number(match[2]), groups: groups.map(Number) }]] : [];
  });
  return [...new Map(found).values()];
}

/** Names of users by their number, as the container has them; empty without such a file. */
export async function userNames(view: Viewpoint): Promise<ReadonlyMap<number, string>> {
  const text = await run(view, ["sh", "-c", 'head -c 65536 "$0/etc/passwd" 2>/dev/null', view.root]);
  return new Map(
    text
      .split("\n")
      .map((line) => line.split(":"))
      .flatMap(([name, , uid]): [number, string][] => (name !== undefined && /^[\w.-]{1,32}$/.test(name) && /^\d+$/.test(uid ?? "") ? [[Number(uid), name]] : []))
      .toReversed(),
  );
}

/** Lets everybody open paths: folders to be searched, a socket to be written to. */
export async function openPaths(view: Viewpoint, paths: readonly string[]): Promise<void> {
  await run(view, ["sh", "-c", openScript, view.root, ...paths]);
}

/** The most memory that a container took so far, in bytes, by the kernel's record; undefined where there is none to read. */
export async function memoryPeak(engine: Engine, container: string): Promise<number | undefined> {
  const told = await run({ engine, container }, ["cat", "/sys/fs/cgroup/memory.peak"]);
  return /^\d{1,15}\s*$/.test(told) ? Number(told) : undefined;
}

/** What a command prints. Its arguments are never read by a shell. */
async function run({ engine, container }: Pick<Viewpoint, "engine" | "container">, command: readonly string[]): Promise<string> {
  const session = await engine.exec(container, command, { user: "0" });
  const timer = setTimeout(() => session.close(), timeoutMs);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    session.stream.end();
    for await (const chunk of session.stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > mostOutput) break;
    }
  } finally {
    clearTimeout(timer);
    session.close();
  }
  return Buffer.concat(chunks).toString("utf8");
}
