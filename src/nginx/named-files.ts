import { named, walk, type Directive } from "./parser.ts";

/** A file beside the configuration that a directive names, by its absolute path. */
export interface NamedFile {
  readonly path: string;
  readonly directive: Directive;
}

/** A certificate with the key that belongs to it. */
export interface NamedPair {
  readonly certificate: NamedFile;
  readonly key: NamedFile;
  /** The names that it serves. */
  readonly names: readonly string[];
  /** Whether the ciphers are such that only an RSA key works. */
  readonly needsRsa: boolean;
  /** The pass phrases that nginx is given for the key. */
  readonly passwords?: NamedFile;
}

/** A file that decides which clients' certificates are accepted. */
export interface NamedClients {
  readonly authorities: NamedFile;
  readonly revoked?: NamedFile;
}

type FileKind = "authority" | "revoked" | "group" | "users" | "ticket" | "passwords" | "staple" | "country" | "city" | "geoip2";

const fileDirectives: Readonly<Record<string, FileKind>> = {
  ssl_client_certificate: "authority",
  ssl_trusted_certificate: "authority",
  proxy_ssl_trusted_certificate: "authority",
  grpc_ssl_trusted_certificate: "authority",
  uwsgi_ssl_trusted_certificate: "authority",
  ssl_crl: "revoked",
  proxy_ssl_crl: "revoked",
  grpc_ssl_crl: "revoked",
  uwsgi_ssl_crl: "revoked",
  ssl_dhparam: "group",
  auth_basic_user_file: "users",
  ssl_session_ticket_key: "ticket",
  ssl_password_file: "passwords",
  proxy_ssl_password_file: "passwords",
  grpc_ssl_password_file: "passwords",
  uwsgi_ssl_password_file: "passwords",
  ssl_stapling_file: "staple",
  geoip_country: "country",
  geoip_city: "city",
  geoip2: "geoip2",
};

/** Every file that a configuration names beside its includes, of each kind once. */
export interface NamedFiles {
  readonly pairs: readonly NamedPair[];
  readonly clients: readonly NamedClients[];
  readonly others: readonly (NamedFile & { readonly kind: FileKind })[];
}

/** Reads them out of a loaded configuration whose main file stands in `folder`: relative paths start there. */
export function filesNamedBy(directives: readonly Directive[], folder: string): NamedFiles {
  const all = [...walk(directives)];
  const scopes = scopesOf(directives);
  const toUpstreams = all.flatMap((directive) => (directive.block ? ["proxy_", "grpc_", "uwsgi_"].flatMap((prefix) => pairsIn([directive.block ?? []], prefix, folder)) : []));
  const others = all.flatMap((directive) => {
    const kind = fileDirectives[directive.name];
    const path = kind === undefined ? undefined : pathOf(directive, folder);
    return kind === undefined || path === undefined ? [] : [{ path, directive, kind }];
  });
  return {
    pairs: unique([...scopes.flatMap((scope) => pairsIn(scope, "", folder)), ...toUpstreams], ({ certificate, key }) => `${certificate.path}\n${key.path}`),
    clients: unique(
      scopes.flatMap((scope) => clientsIn(scope, folder)),
      ({ authorities }) => authorities.path,
    ),
    others: unique(others, ({ path, kind }) => `${kind}\n${path}`),
  };
}

/** Blocks around a setting, the innermost first. */
type Scope = readonly (readonly Directive[])[];

/** Each `server` block with what it inherits from; a file of its own may hold servers, or a part of one, without what is around them. */
function scopesOf(directives: readonly Directive[]): Scope[] {
  const http = named(directives, "http").flatMap((directive) => directive.block ?? []);
  const inBlocks = ["http", "stream"].flatMap((name) => named(directives, name).flatMap((outer) => named(outer.block, "server").map((server): Scope => [server.block ?? [], outer.block ?? []])));
  return [...inBlocks, ...named(directives, "server").map((server): Scope => [server.block ?? [], http]), [directives]];
}

/** What holds in a scope: the innermost block that has the directive decides. */
function effective(scope: Scope, name: string): readonly Directive[] {
  return scope.map((block) => named(block, name)).find((found) => found.length > 0) ?? [];
}

/** Certificates and keys in their order: the first key belongs to the first certificate. */
function pairsIn(scope: Scope, prefix: string, folder: string): NamedPair[] {
  const names = serverNames(scope);
  const keys = effective(scope, `${prefix}ssl_certificate_key`);
  const [passwords] = effective(scope, `${prefix}ssl_password_file`).flatMap((directive) => fileOf(directive, folder));
  const needsRsa = effective(scope, `${prefix}ssl_ciphers`).some((directive) => isRsaOnly(directive.args[0]?.text ?? ""));
  return effective(scope, `${prefix}ssl_certificate`).flatMap((directive, index) => {
    const key = keys[index];
    if (key === undefined) return [];
    return namesFor(directive, names).flatMap((name) =>
      fileOf(directive, folder, name).flatMap((certificate) =>
        fileOf(key, folder, name).map((own): NamedPair => ({ certificate, key: own, names: name === undefined ? names : [name], needsRsa, ...(passwords ? { passwords } : {}) })),
      ),
    );
  });
}

/** The names by which a path has to be completed: a path may name the server that the client asks for. */
function namesFor(directive: Directive, names: readonly string[]): (string | undefined)[] {
  return /\$\{?ssl_server_name/.test(directive.args[0]?.text ?? "") ? [...names] : [undefined];
}

function clientsIn(scope: Scope, folder: string): NamedClients[] {
  const [verify] = effective(scope, "ssl_verify_client");
  if (verify === undefined || !["on", "optional"].includes(verify.args[0]?.text ?? "")) return [];
  const [authorities] = [...effective(scope, "ssl_client_certificate"), ...effective(scope, "ssl_trusted_certificate")].flatMap((directive) => fileOf(directive, folder));
  const [revoked] = effective(scope, "ssl_crl").flatMap((directive) => fileOf(directive, folder));
  return authorities ? [{ authorities, ...(revoked ? { revoked } : {}) }] : [];
}

function serverNames(scope: Scope): string[] {
  const written = named(scope[0] ?? [], "server_name").flatMap((directive) => directive.args.map((arg) => arg.text.replace(/^\.(?=\w)/, "*.")));
  return written.filter((name) => /^(?:\*\.)?[\w-]+(?:\.[\w-]+)*$/.test(name) && name !== "_");
}

/** A list of ciphers that all take an RSA key, by their names. */
function isRsaOnly(ciphers: string): boolean {
  const parts = ciphers.split(/[:, ]/).filter((part) => part !== "" && !/^[!+@-]/.test(part) && !part.startsWith("TLS_"));
  return parts.length > 0 && parts.every((part) => /RSA/.test(part) && !/ECDSA/.test(part));
}

function fileOf(directive: Directive, folder: string, serverName?: string): NamedFile[] {
  const path = pathOf(directive, folder, serverName);
  return path === undefined ? [] : [{ path, directive }];
}

/** The absolute path that a directive gives; undefined for what is no file, or is known only to a request. */
function pathOf(directive: Directive, folder: string, serverName?: string): string | undefined {
  const written = directive.args[0]?.text ?? "";
  const text = serverName === undefined ? written : written.replace(/\$\{ssl_server_name\}|\$ssl_server_name\b/g, serverName);
  if (text === "" || text === "off" || text.includes("$") || /^(?:data|engine|store):/.test(text)) return undefined;
  return text.startsWith("/") ? fold(text) : fold(`${folder}/${text}`);
}

function fold(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map(items.toReversed().map((item) => [keyOf(item), item]));
  return [...byKey.values()].toReversed();
}
