import { runCommand } from "../docker/cli.ts";
import type { Engine } from "../docker/engine.ts";
import { fileEntry, type ArchiveEntry } from "../docker/tar.ts";
import type { Supplied } from "../model/plan.ts";
import { named, walk, type Directive } from "../nginx/parser.ts";
import { resolvePath } from "../text/dockerfile.ts";

/** What a configuration names and CI cannot have, made for one run. */
export interface SuppliedFiles {
  readonly entries: readonly ArchiveEntry[];
  readonly supplied: readonly Supplied[];
}

/** A certificate with its key, and the names it is for. */
interface Pair {
  readonly certificate: string;
  readonly key: string;
  readonly names: readonly string[];
}

const why = "it is not in the repository or the image, and a deployment brings its own";

/** Makes what the configuration names and the container lacks (`absent`: included files that are not there): certificates with their keys, password files, the snippets that certbot writes. */
export async function supplyFiles(engine: Engine, container: string, main: string, directives: readonly Directive[], absent: readonly string[]): Promise<SuppliedFiles> {
  const folder = main.slice(0, main.lastIndexOf("/"));
  const isAbsent = async (path: string): Promise<boolean> => (await engine.download(container, path)) === undefined;
  const all = [...walk(directives)];
  const pairs = await asyncFilter(pairsOf(directives, folder), async ({ certificate, key }) => (await isAbsent(certificate)) || (await isAbsent(key)));
  const users = await asyncFilter(pathsOf(all, "auth_basic_user_file", folder), isAbsent);
  const groups = await asyncFilter(pathsOf(all, "ssl_dhparam", folder), isAbsent);
  const group = groups.length > 0 ? await openssl(["genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048"], "DH PARAMETERS") : [];
  const snippets = [...new Set(absent)].filter((path) => path.startsWith("/etc/letsencrypt/"));
  const made = (await Promise.all(pairs.map(makePair))).flat();
  return {
    entries: [
      ...made,
      ...groups.flatMap((path) => group.map((text) => fileEntry(path, text))),
      ...users.map((path) => fileEntry(path, "upstream-gate:{PLAIN}upstream-gate\n")),
      ...snippets.map((path) => fileEntry(path, "# supplied by Upstream Gate\n")),
    ],
    supplied: [
      ...(made.length > 0 ? pairs.map(({ certificate }) => ({ what: `a self-signed certificate at ${certificate}`, why })) : []),
      ...(group.length > 0 ? groups.map((path) => ({ what: `Diffie-Hellman parameters at ${path}`, why })) : []),
      ...users.map((path) => ({ what: `a password file at ${path}`, why })),
      ...snippets.map((path) => ({ what: `an empty file at ${path}`, why })),
    ],
  };
}

/** Certificates and keys of each block, in their order: the first key belongs to the first certificate. */
function pairsOf(directives: readonly Directive[], folder: string): Pair[] {
  const blocks = [...walk(directives)].flatMap((directive) => (directive.block ? [directive.block] : []));
  const pairs = blocks.flatMap((block) => {
    const keys = pathsOf(block, "ssl_certificate_key", folder);
    const names = named(block, "server_name")
      .flatMap((directive) => directive.args.map((arg) => arg.text))
      .filter((name) => /^[\w.*-]+\.\w+$/.test(name));
    return pathsOf(block, "ssl_certificate", folder).flatMap((certificate, index): Pair[] => (keys[index] === undefined ? [] : [{ certificate, key: keys[index], names }]));
  });
  return [...new Map(pairs.map((pair) => [pair.certificate, pair])).values()];
}

/** Absolute paths that directives of a name give; those with variables are known only to a request. */
function pathsOf(directives: readonly Directive[], name: string, folder: string): string[] {
  const texts = named(directives, name).flatMap((directive) => directive.args.slice(0, 1).map((arg) => arg.text));
  return [...new Set(texts)].filter((text) => !text.includes("$") && !/^(?:data|engine|store):/.test(text) && text !== "off").map((text) => resolvePath(folder, text));
}

async function asyncFilter<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(test));
  return items.filter((_, index) => kept[index]);
}

/** A self-signed certificate of the machine's own openssl; nothing where there is none, and nginx then says what it lacks. */
async function makePair({ certificate, key, names }: Pair): Promise<ArchiveEntry[]> {
  const alternatives = (names.length > 0 ? names : ["localhost"]).map((name) => `DNS:${name}`).join(",");
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=upstream-gate", "-addext", `subjectAltName=${alternatives}`];
  const [keyText, certificateText] = await openssl([...request, "-keyout", "-", "-out", "-"], "PRIVATE KEY", "CERTIFICATE");
  return keyText === undefined || certificateText === undefined ? [] : [fileEntry(certificate, certificateText), fileEntry(key, keyText)];
}

/** The PEM blocks of these kinds that a run of openssl prints; none when it cannot be run or prints others. */
async function openssl(words: readonly string[], ...kinds: readonly string[]): Promise<string[]> {
  const result = await runCommand("openssl", words, { timeout: 20_000 }).catch(() => undefined);
  return kinds.flatMap((kind) => new RegExp(`-----BEGIN ${kind}-----[\\s\\S]*?-----END ${kind}-----\n`).exec(result?.out ?? "") ?? []);
}
