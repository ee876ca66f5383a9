import type { Engine } from "../../docker/engine.ts";
import { fileEntry, type ArchiveEntry } from "../../docker/tar.ts";
import type { Location } from "../../model/location.ts";
import type { Service, Supplied } from "../../model/plan.ts";
import type { ProxyPlan } from "../../model/proxy.ts";
import type { Config } from "../../nginx/config.ts";
import { filesNamedBy, type NamedClients, type NamedFile, type NamedFiles, type NamedPair } from "../../nginx/named-files.ts";
import { parseNginx, walk, type Directive } from "../../nginx/parser.ts";
import { holdsCertificates, isStandIn } from "../../certificates/pem.ts";
import { resolvePath } from "../../text/dockerfile.ts";
import type { Identity } from "../../certificates/make.ts";
import { ContainerFiles } from "./container-files.ts";
import { hostFiles } from "./host.ts";
import { lackingPairs, makePairs } from "./pairs.ts";
import { debianFiles, diffieHellmanGroup, emptyCityDatabase, emptyCountryDatabase, emptyGeoDatabase, emptyStaple } from "./well-known.ts";

/** What a configuration names and CI cannot have, made for one run. */
export interface SuppliedFiles {
  readonly entries: readonly ArchiveEntry[];
  readonly supplied: readonly Supplied[];
  /** The certificate by which requests show who they are, where nginx asks for one. */
  readonly client?: Identity;
  /** The user and password of the password files that were made: "user:password". */
  readonly account?: string;
  /** Certificates and keys that the configuration names, whether they were there or not. */
  readonly pairs: readonly NamedPair[];
}

export interface SupplyInput {
  readonly engine: Engine;
  readonly container: string;
  readonly proxy: ProxyPlan;
  readonly service: Service;
  readonly config: Config;
  /** Directives of files that the container's start will write. */
  readonly rendered: readonly Directive[];
  /** Folders of the container that a task fills before nginx starts. */
  readonly filled: readonly string[];
}

/** One thing that was made, and where the configuration asks for it. */
interface Made {
  readonly entries: readonly ArchiveEntry[];
  readonly what: string;
  readonly why?: string;
  readonly directive?: Directive;
}

const account = "upstream-gate:upstream-gate";
const why = "it is not in the repository or the image, and a deployment brings its own";

/** Makes what the configuration names and the container lacks, so that nginx starts as it would where it is deployed. */
export async function supplyFiles(input: SupplyInput): Promise<SuppliedFiles> {
  const { proxy, config } = input;
  const files = new ContainerFiles(input.engine, input.container);
  const folder = config.main.slice(0, config.main.lastIndexOf("/"));
  const includes = includedFiles(input, [...config.absent, ...(await absentFrom(files, input.rendered, folder))]);
  const added = includes.flatMap(({ entries }) => entries.flatMap((entry) => (entry.kind === "file" ? parseNginx(entry.content.toString("utf8"), `/${entry.path}`).directives : [])));
  const directives = [...config.directives, ...input.rendered, ...added];
  const named = filesNamedBy(directives, folder);
  const isFilled = (path: string): boolean => input.filled.some((target) => path.startsWith(`${target}/`));
  const lacking = await lackingPairs(
    files,
    named.pairs.filter(({ certificate }) => !isFilled(certificate.path)),
    proxy.absent ?? [],
  );
  const others = (await lackingOthers(files, named, proxy.absent ?? [])).filter(({ path }) => !isFilled(path));
  const isTls = lacking.length > 0 || named.clients.length > 0 || others.some(({ kind }) => kind === "authority" || kind === "revoked");
  const tls = isTls ? await import("../../certificates/make.ts") : undefined;
  const authority = tls && (named.clients.length > 0 || others.length > 0) ? tls.makeCertificate({ names: [], kind: "ec", isAuthority: true }) : undefined;
  const revocation = tls && authority ? tls.makeRevocationList(authority) : "";
  const pairs = tls ? makePairs(lacking, tls.makeCertificate) : [];
  const clients = authority ? await trustedBeside(files, named.clients, authority, revocation) : [];
  const made: Made[] = [
    ...pairs.map(({ pair, entries, keepsKey }) => ({
      entries,
      what: `a self-signed certificate at ${pair.certificate.path}${keepsKey ? ", for the key that is there" : ""}`,
      directive: pair.certificate.directive,
    })),
    ...others.map((file) => ({ ...contentFor(file, authority?.certificate ?? "", revocation), directive: file.directive })),
    ...clients,
    ...includes,
    ...(proxy.kind === "stub" ? await hostFiles(files, directives) : []),
  ];
  return {
    entries: made.flatMap(({ entries }) => entries),
    supplied: made.map((each): Supplied => {
      const at = each.directive && placeOf(proxy, each.directive);
      return { what: each.what, why: each.why ?? why, ...(at ? { at } : {}) };
    }),
    pairs: named.pairs,
    ...(tls && authority && named.clients.length > 0 ? { client: tls.makeCertificate({ names: ["upstream-gate"], kind: "ec", issuer: authority }) } : {}),
    ...(others.some(({ kind }) => kind === "users") ? { account } : {}),
  };
}

/** Where a directive of the container's configuration stands in the repository. */
export function placeOf(proxy: ProxyPlan, { file, line }: Directive): Location | undefined {
  const deployed = proxy.files.find((each) => each.container === file || each.renderedAs === file);
  return deployed && { path: deployed.repo, line };
}

type Other = NamedFiles["others"][number];

/** The pass phrases of a key that was made do not matter, but nginx opens the file. */
async function lackingOthers(files: ContainerFiles, named: NamedFiles, absent: readonly string[]): Promise<Other[]> {
  const contents = await Promise.all(named.others.map(({ path }) => files.read(path)));
  return named.others.filter(({ path }, index) => {
    const content = absent.includes(path) ? undefined : contents[index];
    return content === undefined || isStandIn(content);
  });
}

function contentFor({ kind, path }: Other, authority: string, revocation: string): { readonly entries: ArchiveEntry[]; readonly what: string } {
  const made = (what: string, content: string | Buffer): { entries: ArchiveEntry[]; what: string } => ({ entries: [fileEntry(path, content)], what: `${what} at ${path}` });
  switch (kind) {
    case "authority":
      return made("a certificate authority of its own", authority);
    case "revoked":
      return made("an empty revocation list", revocation);
    case "group":
      return made("Diffie-Hellman parameters", diffieHellmanGroup);
    case "users":
      return made("a password file", `${account.replace(":", ":{PLAIN}")}\n`);
    case "ticket":
      return made("a key for session tickets", Buffer.alloc(80, "upstream-gate"));
    case "passwords":
      return made("a file of pass phrases", "upstream-gate\n");
    case "staple":
      return made("an OCSP response", emptyStaple);
    case "country":
      return made("a GeoIP database that knows no address", emptyCountryDatabase);
    case "city":
      return made("a GeoIP database that knows no address", emptyCityDatabase);
    case "geoip2":
      return made("a MaxMind database that knows no address", emptyGeoDatabase());
  }
}

/** Adds our authority to those that the project trusts: requests of the gate then get in beside its own clients. */
async function trustedBeside(files: ContainerFiles, clients: readonly NamedClients[], authority: Identity, revocation: string): Promise<Made[]> {
  const made = await Promise.all(
    clients.map(async ({ authorities, revoked }): Promise<Made[]> => {
      const trusted = await files.read(authorities.path);
      if (!trusted || !holdsCertificates(trusted)) return [];
      const list = revoked && (await files.read(revoked.path));
      return [
        {
          entries: [fileEntry(authorities.path, `${trusted.toString("latin1").trimEnd()}\n${authority.certificate}`), ...(revoked && list ? [appended(revoked, list, revocation)] : [])],
          what: `a client certificate for the requests, trusted beside those of ${authorities.path}`,
          why: "nginx asks clients for a certificate, and the key to make one is not in the repository",
          directive: authorities.directive,
        },
      ];
    }),
  );
  return made.flat();
}

function appended(file: NamedFile, content: Buffer, text: string): ArchiveEntry {
  return fileEntry(file.path, `${content.toString("latin1").trimEnd()}\n${text}`);
}

/** Files without a wildcard that directives include and that are not there. */
async function absentFrom(files: ContainerFiles, directives: readonly Directive[], folder: string): Promise<Config["absent"][number][]> {
  const included = [...walk(directives)].flatMap((by) => (by.name === "include" && by.args[0] && !/[*?[$]/.test(by.args[0].text) ? [{ path: resolvePath(folder, by.args[0].text), by }] : []));
  const contents = await Promise.all(included.map(({ path }) => files.read(path)));
  return included.filter((_, index) => contents[index] === undefined);
}

/** Included files that come with certbot, with the host's nginx, or from a folder that the deployment mounts: the repository cannot have them. */
function includedFiles({ proxy, service }: SupplyInput, all: Config["absent"]): Made[] {
  const outside = service.mounts.flatMap((mount) => (mount.kind === "volume" ? [`${mount.target}/`] : []));
  const absent = [...new Map(all.map((each) => [each.path, each])).values()];
  return absent.flatMap(({ path, by }): Made[] => {
    const ofHost = proxy.kind === "stub" ? debianFiles[path] : undefined;
    if (ofHost !== undefined) return [{ entries: fromDebian(path), what: `${path} as Debian's nginx has it`, why: "the image of the gate's own nginx does not have it", directive: by }];
    const isOutside = path.startsWith("/etc/letsencrypt/") || outside.some((folder) => path.startsWith(folder));
    return isOutside ? [{ entries: [fileEntry(path, "# supplied by Upstream Gate\n")], what: `an empty file at ${path}`, directive: by }] : [];
  });
}

function fromDebian(path: string): ArchiveEntry[] {
  const inner = path.endsWith("fastcgi-php.conf") ? ["/etc/nginx/fastcgi.conf"] : [];
  return [path, ...inner].flatMap((each) => (debianFiles[each] === undefined ? [] : [fileEntry(each, debianFiles[each])]));
}
