import { fileEntry, type ArchiveEntry } from "../../docker/tar.ts";
import type { NamedPair } from "../../nginx/named-files.ts";
import { holdsCertificates, isStandIn, privateKeyIn, type PrivateKey } from "../../certificates/pem.ts";
import type { ContainerFiles } from "./container-files.ts";
import type { Identity, makeCertificate } from "../../certificates/make.ts";

/** What is put at the paths of a pair of which something is lacking. */
export interface MadePair {
  readonly pair: NamedPair;
  readonly entries: readonly ArchiveEntry[];
  /** Whether the key that is there was kept. */
  readonly keepsKey: boolean;
}

/** How one pair stands in the container. */
type State = { readonly kind: "whole" } | { readonly kind: "lacking"; readonly key?: PrivateKey };

/** The pairs of which something is lacking. `absent`: paths that count as empty, whatever stands there. */
export async function lackingPairs(files: ContainerFiles, pairs: readonly NamedPair[], absent: readonly string[]): Promise<{ readonly pair: NamedPair; readonly key?: PrivateKey }[]> {
  const states = await Promise.all(pairs.map((pair) => stateOf(files, pair, absent)));
  return pairs.flatMap((pair, index) => {
    const state = states[index];
    return state?.kind === "lacking" ? [{ pair, ...(state.key ? { key: state.key } : {}) }] : [];
  });
}

async function stateOf(files: ContainerFiles, pair: NamedPair, absent: readonly string[]): Promise<State> {
  const read = async (path: string): Promise<Buffer | undefined> => {
    const content = absent.includes(path) ? undefined : await files.read(path);
    return content === undefined || isStandIn(content) ? undefined : content;
  };
  const [certificate, key, passwords] = await Promise.all([read(pair.certificate.path), read(pair.key.path), pair.passwords && read(pair.passwords.path)]);
  if (!key) return { kind: "lacking" };
  const isUnknown = pair.passwords !== undefined && !passwords && isLocked(key);
  if (certificate && !isUnknown) return { kind: "whole" };
  const own = certificate ? undefined : privateKeyIn(key, passwords?.toString("utf8").split(/\r?\n/));
  return { kind: "lacking", ...(own ? { key: own } : {}) };
}

function isLocked(key: Buffer): boolean {
  return /ENCRYPTED/.test(key.toString("latin1")) && !privateKeyIn(key) && !holdsCertificates(key);
}

/** Makes the pairs. Pairs that name one key get certificates for one key. */
export function makePairs(lacking: readonly { readonly pair: NamedPair; readonly key?: PrivateKey }[], make: typeof makeCertificate): MadePair[] {
  const made = new Map<string, Identity>();
  const keyFor = (path: string): string | undefined => made.get(path)?.key;
  return lacking.map(({ pair, key }) => {
    const known = key ?? privateKeyIn(Buffer.from(keyFor(pair.key.path) ?? ""));
    const identity = make({ names: pair.names.length > 0 ? pair.names : ["localhost"], kind: pair.needsRsa ? "rsa" : "ec", ...(known ? { key: known } : {}) });
    made.set(pair.key.path, identity);
    return { pair, keepsKey: key !== undefined, entries: entriesOf(pair, identity, key !== undefined) };
  });
}

/** One file may hold both. What nginx reads while it serves, its workers read, who are not root. */
function entriesOf({ certificate, key }: NamedPair, identity: Identity, keepsKey: boolean): ArchiveEntry[] {
  if (certificate.path === key.path) return [fileEntry(key.path, identity.key + identity.certificate)];
  return [fileEntry(certificate.path, identity.certificate), ...(keepsKey ? [] : [fileEntry(key.path, identity.key)])];
}
