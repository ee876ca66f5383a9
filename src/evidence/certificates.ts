import type { Environment } from "../boot/environment.ts";
import type { Running } from "../boot/running.ts";
import { placeOf } from "../boot/supply/supply.ts";
import { readPem } from "../certificates/pem.ts";
import { unpackArchive } from "../docker/tar.ts";
import type { CertificateFile, CertificateRecord, NamedPath } from "../model/evidence.ts";
import type { NamedFile } from "../nginx/named-files.ts";

/** Folders and bytes that are looked through for a certificate or key that could be meant. */
const mostFolders = 6;
const largestFolder = 8 * 1024 * 1024;
const largestFile = 64 * 1024;
const mostFiles = 100;

/** What the proxy's configuration names as certificates and keys, and what those files and their neighbours hold; no key is kept. */
export async function collectCertificates(environment: Environment, running: Running): Promise<CertificateRecord> {
  const { proxy } = environment.plan;
  const pairs = environment.supply?.pairs ?? [];
  const place = ({ path, directive }: NamedFile): NamedPath => {
    const at = placeOf(proxy, directive);
    return { path, written: directive.args[0]?.text ?? "", ...(at ? { at } : {}) };
  };
  const folders = new Set(pairs.flatMap(({ certificate, key }) => [parentOf(certificate.path), parentOf(key.path)]));
  const files = await Promise.all([...folders].slice(0, mostFolders).map((folder) => filesIn(environment, running.container, folder)));
  return {
    pairs: pairs.map(({ certificate, key, passwords }) => ({ certificate: place(certificate), key: place(key), ...(passwords ? { passwords: place(passwords) } : {}) })),
    files: files.flat().slice(0, mostFiles),
  };
}

async function filesIn(environment: Environment, container: string, folder: string): Promise<CertificateFile[]> {
  const archive = await environment.engine.download(container, folder);
  if (!archive || archive.length > largestFolder) return [];
  const entries = await unpackArchive(archive, largestFile);
  return entries.flatMap((entry): CertificateFile[] => {
    const path = `${parentOf(folder)}/${entry.path}`;
    if (entry.kind !== "file" || parentOf(path) !== folder || entry.content.length === 0) return [];
    const { certificate, key, isLocked } = readPem(entry.content);
    const isNone = certificate === undefined && key === undefined && !isLocked;
    return [{ path, ...(certificate === undefined ? {} : { certificate }), ...(key === undefined ? {} : { key }), ...(isLocked ? { isLocked } : {}), ...(isNone ? { isNone } : {}) }];
  });
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
