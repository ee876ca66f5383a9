import { lstatSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/**
 * Writes a result file, with the folders that lead to it. Inside `root`, where a pull request may have put links, nothing is followed
 * out of it: what stands in the file's place and is no file is replaced. Elsewhere the path is the user's own. Throws what the system
 * does, and an Error for a folder that leads out of `root`.
 */
export function writeResult(path: string, text: string, root: string): void {
  const target = resolve(path);
  if (isInside(target, resolve(root))) clearWay(target, resolve(root));
  else mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function isInside(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Makes the folders one by one, each a folder of its own; removes a link or a pipe from the last place. */
function clearWay(target: string, root: string): void {
  const home = realpathSync(root);
  let folder = root;
  for (const part of relative(root, dirname(target))
    .split(sep)
    .filter((each) => each !== "")) {
    folder = join(folder, part);
    mkdirSync(folder, { recursive: true });
    const real = realpathSync(folder);
    if (real !== home && !isInside(real, home)) throw new Error(`${folder} is a link that leads to ${real}`);
  }
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats && !stats.isFile() && !stats.isDirectory()) rmSync(target);
}
