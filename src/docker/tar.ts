import { Readable } from "node:stream";
import { extract, pack, type Pack } from "tar-stream";

/** One entry of an archive. Paths are relative to the folder it is unpacked in, without leading slash. */
export type ArchiveEntry =
  | { readonly kind: "file"; readonly path: string; readonly content: Buffer; readonly mode: number; readonly uid?: number; readonly gid?: number; readonly isCut?: true }
  | { readonly kind: "folder"; readonly path: string; readonly mode: number; readonly uid?: number; readonly gid?: number }
  | { readonly kind: "link"; readonly path: string; readonly target: string };

/** Packs entries, in their order, as a tar archive. Entries are taken as they are read, so that a large folder is never all in memory. */
export function streamArchive(entries: Iterable<ArchiveEntry>): Readable {
  const archive = pack();
  const write = async (): Promise<void> => {
    for (const entry of entries) await writeEntry(archive, entry);
    archive.finalize();
  };
  write().catch((error: unknown) => archive.destroy(error as Error));
  return Readable.from(archive, { objectMode: false });
}

function writeEntry(archive: Pack, entry: ArchiveEntry): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve());
    const owner = { uid: "uid" in entry ? (entry.uid ?? 0) : 0, gid: "gid" in entry ? (entry.gid ?? 0) : 0 };
    if (entry.kind === "file") archive.entry({ name: entry.path, mode: entry.mode, ...owner, size: entry.content.length }, entry.content, done);
    else if (entry.kind === "folder") archive.entry({ name: entry.path, type: "directory", mode: entry.mode, ...owner }, done);
    else archive.entry({ name: entry.path, type: "symlink", linkname: entry.target }, done);
  });
}

/** The same as one buffer. */
export async function packArchive(entries: Iterable<ArchiveEntry>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamArchive(entries)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Unpacks an archive in memory, as far as it goes where it was cut; of a file larger than `largest` bytes only a beginning comes. */
export async function unpackArchive(archive: Buffer, largest = 8 * 1024 * 1024): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  const reader = extract();
  reader.on("entry", (header, stream, next) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // An archive that ends too early ends here too.
    stream.on("error", () => undefined);
    stream.on("data", (data) => {
      const chunk = data as Buffer;
      size += chunk.length;
      if (size <= largest) chunks.push(chunk);
    });
    stream.on("end", () => {
      const common = { path: header.name.replace(/\/$/, ""), mode: header.mode ?? 0o644, uid: header.uid ?? 0, gid: header.gid ?? 0 };
      if (header.type === "directory") entries.push({ kind: "folder", ...common });
      else if (header.type === "symlink") entries.push({ kind: "link", path: common.path, target: header.linkname ?? "" });
      else if (header.type === "file") entries.push({ kind: "file", ...common, content: Buffer.concat(chunks), ...(size > largest ? { isCut: true } : {}) });
      next();
    });
  });
  await new Promise<void>((resolve, reject) => {
    reader.on("finish", resolve).on("error", (error) => (/unexpected end/i.test(error.message) ? resolve() : reject(error)));
    Readable.from([archive]).pipe(reader);
  });
  return entries;
}

/** A file with the usual mode. */
export function fileEntry(path: string, content: string | Buffer, mode = 0o644): ArchiveEntry {
  return { kind: "file", path: path.replace(/^\/+/, ""), content: Buffer.from(content as string), mode };
}
