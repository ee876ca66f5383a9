import type { Engine } from "../docker/engine.ts";
import { unpackArchive } from "../docker/tar.ts";
import type { AccessRecord } from "../model/evidence.ts";
import { logFolder } from "../nginx/instrument.ts";
import { parseAccessLog } from "../nginx/logs.ts";

/** The most that is read of the logs, in bytes. */
const mostRead = 4 * 1024 * 1024;

/** Our own two logs out of the proxy's container; undefined when our directives are not in effect there. */
export async function readProxyLogs(engine: Engine, container: string): Promise<{ readonly access: string; readonly error: string } | undefined> {
  const archive = await engine.download(container, logFolder);
  if (!archive) return undefined;
  const entries = await unpackArchive(archive, mostRead);
  const text = (name: string): string | undefined => {
    const entry = entries.find((each) => each.path.endsWith(name));
    return entry?.kind === "file" ? entry.content.toString("utf8") : undefined;
  };
  const error = text("error.log");
  // an nginx that has our log tells of its start in it
  return error === undefined || error === "" ? undefined : { error, access: text("access.log") ?? "" };
}

/** The requests that nginx has recorded so far; undefined when it does not record them. */
export async function readAttempts(engine: Engine, container: string): Promise<AccessRecord[] | undefined> {
  const logs = await readProxyLogs(engine, container);
  return logs && parseAccessLog(logs.access);
}
