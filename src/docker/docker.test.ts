import { randomBytes } from "node:crypto";
import { duplexPair, PassThrough, type Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { toCreateOptions } from "./create-options.ts";
import { createdLabel, isAbandoned, newRun, objectName, runLabel } from "./labels.ts";
import { Demultiplexer, LineSplitter, plainStream } from "./streams.ts";
import { fileEntry, packArchive, streamArchive, unpackArchive, type ArchiveEntry } from "./tar.ts";

describe("newRun", () => {
  const run = newRun(new Date("2026-01-02T03:04:05Z"));

  it("labels with id and time, as the contract says", () => {
    expect(run.labels[runLabel]).toBe(run.id);
    expect(run.labels[createdLabel]).toBe("2026-01-02T03:04:05.000Z");
    expect([runLabel, createdLabel]).toEqual(["upstream-gate.run", "upstream-gate.created"]);
  });

  it("gives every run an id of its own", () => {
    expect(new Set(Array.from({ length: 50 }, () => newRun().id)).size).toBe(50);
  });

  it.each(["web-0", "a b/c", "Größe", "x".repeat(300)])("names an object for %s as the engine allows", (part) => {
    const name = objectName(run, part);
    expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
    expect(name).toContain(run.id);
    expect(name.length).toBeLessThanOrEqual(120);
  });
});

describe("objectName", () => {
  const run = newRun();

  it.each([
    ["capitals", "API-0", "api-0"],
    ["signs that the engine does not allow", "files-/conf/d", "files-/conf.d"],
    ["what is cut", `${"a".repeat(110)}-0`, `${"a".repeat(110)}-1`],
    ["signs in a row", "a__b", "a-b"],
    ["the whole of it", "ä", "ö"],
  ])("keeps names apart that differ in %s", (_name, one, other) => {
    expect(objectName(run, one)).not.toBe(objectName(run, other));
  });

  it("leaves a plain part as it is, and cannot be made to give one name for two parts", () => {
    expect(objectName(run, "web-0")).toBe(`upstream-gate-${run.id}-web-0`);
    const hashed = objectName(run, "API").slice(`upstream-gate-${run.id}-`.length);
    expect(objectName(run, hashed)).not.toBe(objectName(run, "API"));
  });
});

describe("isAbandoned", () => {
  const day = 24 * 60 * 60 * 1000;
  const now = Date.parse("2026-01-02T00:00:00Z");
  const { labels } = newRun(new Date(now));
  const owner = Object.entries(labels).find(([name]) => name.endsWith("owner")) ?? ["", ""];
  const owned = (change: (parts: string[]) => string[]): Record<string, string> => ({ ...labels, [owner[0]]: change(owner[1].split("/")).join("/") });

  it("spares what this process made, however old", () => {
    expect(isAbandoned(labels, now + 30 * day)).toBe(false);
  });

  it("takes what a process made that is gone, and what another process with the same id made", () => {
    expect(
      isAbandoned(
        owned(([machine = ""]) => [machine, "99999999", "1"]),
        now,
      ),
    ).toBe(true);
    expect(
      isAbandoned(
        owned(([machine = "", pid = ""]) => [machine, pid, "1"]),
        now,
      ),
    ).toBe(true);
  });

  it("has patience with what another machine made", () => {
    const foreign = owned((parts) => ["elsewhere", ...parts.slice(1)]);
    expect(isAbandoned(foreign, now + 60 * 60 * 1000)).toBe(false);
    expect(isAbandoned(foreign, now + day)).toBe(true);
  });

  it("spares what does not say when it was made", () => {
    expect(isAbandoned({}, now)).toBe(false);
    expect(isAbandoned({ [createdLabel]: "yesterday" }, now)).toBe(false);
  });
});

/** A frame of the engine's multiplexed output. */
function frame(stream: 0 | 1 | 2, text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

describe("Demultiplexer", () => {
  it.each([1, 3, 8, 9, 1000])("takes frames apart that come in pieces of %i bytes", (size) => {
    const seen: string[] = [];
    const demultiplexer = new Demultiplexer((stream, data) => seen.push(`${stream}:${data.toString()}`));
    const bytes = Buffer.concat([frame(1, "one"), frame(2, "two"), frame(1, ""), frame(0, "three")]);
    for (let at = 0; at < bytes.length; at += size) demultiplexer.push(bytes.subarray(at, at + size));
    expect(seen).toEqual(["out:one", "err:two", "out:", "out:three"]);
  });
});

describe("LineSplitter", () => {
  function split(chunks: readonly Buffer[], longest?: number): string[] {
    const seen: string[] = [];
    const splitter = new LineSplitter((line) => seen.push(line), longest);
    for (const chunk of chunks) splitter.push(chunk);
    splitter.end();
    return seen;
  }

  it("joins a line that comes in pieces, and gives the last one without an end", () => {
    expect(split([Buffer.from("a"), Buffer.from("b\r\nc\n\nd")])).toEqual(["ab", "c", "", "d"]);
  });

  it("does not break a letter of several bytes", () => {
    const bytes = Buffer.from("Größe €\n");
    expect(split([...bytes].map((byte) => Buffer.from([byte])))).toEqual(["Größe €"]);
  });

  it("cuts a line that never ends, and goes on with the next", () => {
    expect(split([Buffer.from("x".repeat(50)), Buffer.from("y".repeat(50)), Buffer.from("z\nnext\n")], 10)).toEqual(["x".repeat(10), "next"]);
  });

  it("says nothing at the end of complete lines", () => {
    expect(split([Buffer.from("a\n")])).toEqual(["a"]);
  });
});

describe("plainStream", () => {
  it("gives a process's output, keeps its errors apart, and passes input on", async () => {
    const [near, far] = duplexPair() as [Duplex, Duplex];
    const errors: string[] = [];
    const plain = plainStream(near, (data) => errors.push(data.toString()));
    const input = new PassThrough();
    far.pipe(input);
    plain.end("question");
    far.write(Buffer.concat([frame(2, "warning"), frame(1, "ans")]));
    far.end(frame(1, "wer"));
    const output: string[] = [];
    for await (const chunk of plain) output.push(String(chunk));
    expect(output.join("")).toBe("answer");
    expect(errors).toEqual(["warning"]);
    expect((await input.toArray()).join("")).toBe("question");
  });
});

describe("tar", () => {
  it("gives back what was packed: files, folders, links, modes, owners", async () => {
    const content = randomBytes(200_000);
    const long = `${"deep/".repeat(30)}name-${"x".repeat(80)}.txt`;
    const entries: ArchiveEntry[] = [
      { kind: "folder", path: "a", mode: 0o750, uid: 1000, gid: 1001 },
      { kind: "file", path: "a/run.sh", content, mode: 0o755, uid: 1000, gid: 1001 },
      { kind: "link", path: "a/link", target: "../b" },
      fileEntry(`/${long}`, "Größe"),
    ];
    const [folder, file, link, deep] = await unpackArchive(await packArchive(entries));
    expect(folder).toMatchObject({ kind: "folder", path: "a", mode: 0o750, uid: 1000, gid: 1001 });
    expect(file).toMatchObject({ kind: "file", path: "a/run.sh", mode: 0o755 });
    expect(file?.kind === "file" && file.content.equals(content)).toBe(true);
    expect(link).toMatchObject({ kind: "link", path: "a/link", target: "../b" });
    expect(deep).toMatchObject({ path: long, mode: 0o644 });
    expect(deep?.kind === "file" && deep.content.toString()).toBe("Größe");
  });

  it("unpacks an archive without entries, and refuses what is none", async () => {
    expect(await unpackArchive(await packArchive([]))).toEqual([]);
    await expect(unpackArchive(Buffer.from("x".repeat(2000)))).rejects.toThrow();
  });

  it("takes entries only as they are read", () => {
    let taken = 0;
    function* entries(): Generator<ArchiveEntry> {
      for (; taken < 100; taken++) yield fileEntry(`f${taken}`, "x".repeat(100_000));
    }
    streamArchive(entries());
    expect(taken).toBeLessThan(100);
  });

  it("passes on what goes wrong while entries are made", async () => {
    // oxlint-disable-next-line require-yield
    function* entries(): Generator<ArchiveEntry> {
      throw new Error("unreadable");
    }
    await expect(packArchive(entries())).rejects.toThrow("unreadable");
  });
});

describe("toCreateOptions", () => {
  const spec = { name: "n", image: "i", labels: { a: "b" } };

  it("never lets the engine restart or publish", () => {
    const options = toCreateOptions(spec);
    expect(options.HostConfig?.RestartPolicy).toEqual({ Name: "no" });
    expect(JSON.stringify(options)).not.toMatch(/PortBindings|PublishAllPorts|ExposedPorts|Privileged|Binds/);
  });

  it("leaves out what is not set, so that the image's own holds", () => {
    expect(Object.keys(toCreateOptions(spec))).toEqual(["name", "Image", "Labels", "HostConfig"]);
  });

  it("gives durations in nanoseconds and no swap beyond the memory", () => {
    const options = toCreateOptions({ ...spec, memory: 64, cpus: 0.5, healthcheck: { test: ["CMD", "x"], interval: 1500 } });
    expect(options.Healthcheck).toEqual({ Test: ["CMD", "x"], Interval: 1_500_000_000 });
    expect(options.HostConfig).toMatchObject({ Memory: 64, MemorySwap: 64, NanoCpus: 500_000_000 });
  });

  it("joins the namespace of another container", () => {
    expect(toCreateOptions({ ...spec, networkOf: "abc" }).HostConfig?.NetworkMode).toBe("container:abc");
  });
});
