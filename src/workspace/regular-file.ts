import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/**
 * The text of a file that may be anything: a FIFO, a device or a folder is not waited for, a large one not read. Throws an error with a
 * `code` as the system's do; EINVAL for what is no regular file, EFBIG for more than `most` bytes.
 */
export function readRegularFile(path: string, most = 2 * 1024 * 1024): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    const code = stats.isDirectory() ? "EISDIR" : !stats.isFile() ? "EINVAL" : stats.size > most ? "EFBIG" : undefined;
    if (code !== undefined) throw Object.assign(new Error(`${path} is not a file to be read`), { code });
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}
