import type { CertificateFile, CertificateRecord, NamedPath, NginxStartError } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import type { Witness } from "../../model/finding.ts";
import { sameLine, type Location } from "../../model/location.ts";
import type { Plan } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { replaceWord } from "../edits.ts";
import { defineRule, found, ruledOut, unknown, type Draft } from "../rule.ts";
import type { ProxySymptom } from "../symptoms.ts";

/** What nginx says it cannot use, and how. */
interface Complaint {
  readonly kind: "certificate" | "key" | "mismatch" | "authority" | "no-key";
  readonly path: string;
  readonly error: NginxStartError;
}

const complaints: readonly (readonly [RegExp, Complaint["kind"]])[] = [
  [/^cannot load certificate "([^"]+)"/, "certificate"],
  [/^cannot load certificate key "([^"]+)"/, "key"],
  [/^SSL_CTX_use_PrivateKey\w*\("([^"]+)"\) failed/, "mismatch"],
  [/^SSL_(?:CTX_load_verify_locations|load_client_CA_file)\("([^"]+)"\) failed/, "authority"],
  [/^no "ssl_certificate_key" is defined for certificate "([^"]+)"/, "no-key"],
];

/** A certificate or key of the configuration with everything that is known of it. */
interface Case {
  readonly complaint: Complaint;
  readonly plan: Plan;
  readonly record: CertificateRecord;
  readonly pair?: CertificateRecord["pairs"][number];
  readonly sources: SourceFacts;
  /** The configuration's line of a named path, with its text. */
  readonly lineOf: (named: NamedPath) => Location | undefined;
  readonly fileAt: (path: string) => CertificateFile | undefined;
}

/** What is wrong, told apart by what the files hold. */
type Account = Pick<Draft, "title" | "location" | "related" | "what" | "fix">;

export const certificateUnusable = defineRule({
  id: "certificate-unusable",
  title: "nginx cannot use a certificate or its key",
  since: "0.1.0",
  symptoms: ["proxy-start"],
  needs: ["proxy", "sources"],
  absent: "nginx did not complain of a certificate or key",
  doc: {
    what: "A certificate and the key beside it do not belong together, one of them is named in place of the other, the key has a pass phrase that nginx is not given, or the file is not PEM.",
    why: "nginx loads every certificate and key when it starts, and starts not at all when one pair is unusable: one site takes all others with it. A pair that is merely not in the repository is no fault: the gate supplies one.",
    fix: "Name the key that belongs to the certificate. `openssl x509 -noout -pubkey -in FILE` and `openssl pkey -pubout -in FILE` print the same for a pair. Give a pass phrase with `ssl_password_file`, or store the key without one.",
  },
  diagnose(symptom, { proxy, sources }, plan) {
    const complaint = complaintOf(symptom);
    if (!complaint) return ruledOut("nginx does not complain of a certificate or key");
    if (/BIO_new_file\(\)|fopen\(|No such file|Permission denied/.test(complaint.error.message)) return unknown(`nginx cannot open ${complaint.path}, and it is not known what a deployment has there`);
    const record = proxy.certificates ?? { pairs: [], files: [] };
    const lineOf = ({ at, path, written }: NamedPath): Location | undefined =>
      at ? (sources.proxyLines.find((line) => sameLine(line, at)) ?? at) : sources.proxyLines.find((line) => line.text?.includes(written === "" ? path : written));
    const fileAt = (path: string): CertificateFile | undefined => record.files.find((file) => file.path === path);
    const pair = record.pairs.find(({ certificate, key }) => (complaint.kind === "certificate" ? certificate.path : key.path) === complaint.path);
    return found(draftOf({ complaint, plan, record, sources, lineOf, fileAt, ...(pair ? { pair } : {}) }));
  },
});

function complaintOf({ errors }: ProxySymptom): Complaint | undefined {
  const error = errors.findLast((each) => each.level === "emerg");
  for (const [pattern, kind] of error ? complaints : []) {
    const path = pattern.exec(error?.message ?? "")?.[1];
    if (path !== undefined && error) return { kind, path, error };
  }
  return undefined;
}

function draftOf(it: Case): Draft {
  const account = accountOf(it);
  const { edits } = account.fix;
  const service = it.plan.proxy.service;
  const paths = it.pair ? [...new Set([it.pair.certificate.path, it.pair.key.path])] : it.complaint.kind === "no-key" ? [] : [it.complaint.path];
  const supply = paths.length > 0 ? { intervention: { kind: "supply-pair" as const, service, paths } } : {};
  return {
    confidence: "likely",
    service,
    ...account,
    why: "nginx loads every certificate and key before it opens a port, so no site of it is served.",
    evidence: [{ kind: "nginx", text: `[${it.complaint.error.level}] ${it.complaint.error.message}` }, ...paths.flatMap((path) => contentWitness(it, path))],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service] } } : supply),
  };
}

function contentWitness({ fileAt }: Case, path: string): Witness[] {
  const file = fileAt(path);
  if (!file) return [];
  const holds = [
    ...(file.certificate === undefined ? [] : [`a certificate for the public key ${file.certificate}`]),
    ...(file.key === undefined ? [] : [`the private key of the public key ${file.key}`]),
    ...(file.isLocked === true ? ["a private key under a pass phrase"] : []),
  ];
  return [{ kind: "config", text: `${path} holds ${holds.join(" and ") || "neither a certificate nor a key in PEM form"}` }];
}

function accountOf(it: Case): Account {
  const { complaint, pair } = it;
  if (complaint.kind === "no-key") return withoutKey(it);
  if (!pair)
    return unreadable(it, { path: complaint.path, written: complaint.path }, complaint.kind === "authority" ? "certificate of an authority" : complaint.kind === "key" ? "key" : "certificate");
  if (complaint.kind === "mismatch") return mismatch(it, pair);
  if (complaint.kind === "certificate") return isSwapped(it, pair) ? swapped(it, pair) : unreadable(it, pair.certificate, "certificate", pair.key);
  return it.fileAt(pair.key.path)?.isLocked === true || /bad password read|bad decrypt|problems getting password/.test(complaint.error.message)
    ? locked(it, pair)
    : unreadable(it, pair.key, "key", pair.certificate);
}

type Pair = NonNullable<Case["pair"]>;

function mismatch(it: Case, { certificate, key }: Pair): Account {
  const [first, second] = bySide(it, { certificate, key });
  const fitting = first.file;
  return {
    title: `the key ${key.written} does not belong to the certificate ${certificate.written}`,
    ...(first.at ? { location: first.at } : {}),
    related: second.at ? [{ at: second.at, note: `the ${second.what}` }] : [],
    what: `The private key in ${key.path} is not the one of the certificate in ${certificate.path}: their public keys differ.${fitting ? ` ${fitting.path} holds the ${first.what} that belongs to the other.` : ""}`,
    fix: fitting
      ? { text: `Name ${fitting.path}.`, edits: renamed(first.named, first.at, fitting) }
      : { text: `Put the key that belongs to the certificate at ${shown(it.plan, key.path)}, or the certificate that was made for this key at ${shown(it.plan, certificate.path)}.`, edits: [] },
  };
}

interface Side {
  readonly what: "key" | "certificate";
  readonly named: NamedPath;
  readonly at: Location | undefined;
  /** The file that would match the other side. */
  readonly file: CertificateFile | undefined;
}

/** The two lines of a pair, first the one to change: that for which there is a file, the one changed since the base, the key's. */
function bySide(it: Case, { certificate, key }: Pair): [Side, Side] {
  const wantedKey = it.fileAt(certificate.path)?.certificate;
  const wantedCertificate = it.fileAt(key.path)?.key;
  const ofKey: Side = { what: "key", named: key, at: it.lineOf(key), file: wantedKey === undefined ? undefined : other(it, key.path, (file) => file.key === wantedKey) };
  const ofCertificate: Side = {
    what: "certificate",
    named: certificate,
    at: it.lineOf(certificate),
    file: wantedCertificate === undefined ? undefined : other(it, certificate.path, (file) => file.certificate === wantedCertificate),
  };
  const isTouched = ({ at }: Side): boolean => at !== undefined && it.sources.changed?.[at.path]?.includes(at.line) === true;
  const weight = (side: Side): number => (side.file ? 2 : 0) + (isTouched(side) ? 1 : 0);
  return weight(ofCertificate) > weight(ofKey) ? [ofCertificate, ofKey] : [ofKey, ofCertificate];
}

/** Each of the two files holds what the other one should. */
function isSwapped({ fileAt }: Case, { certificate, key }: Pair): boolean {
  const first = fileAt(certificate.path);
  const second = fileAt(key.path);
  return first?.certificate === undefined && (first?.key !== undefined || first?.isLocked === true) && second?.certificate !== undefined && second.key === undefined;
}

function swapped(it: Case, { certificate, key }: Pair): Account {
  const certificateAt = it.lineOf(certificate);
  const keyAt = it.lineOf(key);
  const edits = [...replaceWord(certificateAt, certificate.written, key.written), ...replaceWord(keyAt, key.written, certificate.written)];
  return {
    title: "the certificate and its key are named in each other's place",
    ...(certificateAt ? { location: certificateAt } : {}),
    related: keyAt ? [{ at: keyAt, note: "names the certificate in place of the key" }] : [],
    what: `${certificate.path}, named as the certificate, holds a private key, and ${key.path}, named as its key, holds the certificate.`,
    fix: { text: "Exchange the two paths.", edits: edits.length === 2 ? edits : [] },
  };
}

function locked(it: Case, { certificate, key, passwords }: Pair): Account {
  const keyAt = it.lineOf(key);
  const wanted = it.fileAt(certificate.path)?.certificate;
  const open = wanted === undefined ? undefined : other(it, key.path, (file) => file.key === wanted);
  const given = passwords ? `, and none of the pass phrases in ${passwords.path} opens it` : "";
  return {
    title: `the key ${key.written} has a pass phrase that nginx is not given`,
    ...(keyAt ? { location: keyAt } : {}),
    related: [],
    what: `The private key in ${key.path} is encrypted${given}. nginx asks for the pass phrase at its start, and nobody is there to type it.`,
    fix: open
      ? { text: `Name ${open.path}, which holds the same key without a pass phrase.`, edits: renamed(key, keyAt, open) }
      : { text: "Give the pass phrase in a file named by ssl_password_file, or store the key without one (openssl pkey -in FILE -out FILE).", edits: [] },
  };
}

/** A file that holds something else: a certificate in place of a key, another format, no PEM at all. */
function unreadable(it: Case, named: NamedPath, what: string, partner?: NamedPath): Account {
  const at = it.lineOf(named);
  const file = it.fileAt(named.path);
  const theirs = partner && it.fileAt(partner.path);
  const fitting =
    what === "key"
      ? theirs?.certificate !== undefined && other(it, named.path, (each) => each.key === theirs.certificate)
      : theirs?.key !== undefined && other(it, named.path, (each) => each.certificate === theirs.key);
  const holds = file?.certificate !== undefined ? "a certificate" : file?.key !== undefined || file?.isLocked === true ? "a private key" : undefined;
  const content = holds === undefined ? `is no PEM file: it holds no ${what} that OpenSSL can read` : `holds ${holds} and no ${what}`;
  return {
    title: `${named.written} ${holds === undefined ? `is no ${what} in PEM form` : `holds ${holds}, no ${what}`}`,
    ...(at ? { location: at } : {}),
    related: [],
    what: `${named.path} is named as the ${what} and ${content}.${fitting ? ` ${fitting.path} holds the ${what} that fits.` : ""}`,
    fix: fitting ? { text: `Name ${fitting.path}.`, edits: renamed(named, at, fitting) } : { text: `Put the ${what} there as PEM, the text that begins with -----BEGIN.`, edits: [] },
  };
}

function withoutKey(it: Case): Account {
  const at = it.lineOf({ path: it.complaint.path, written: it.complaint.path });
  const own = it.fileAt(it.complaint.path);
  const fitting = own?.certificate === undefined ? undefined : other(it, it.complaint.path, (file) => file.key === own.certificate);
  const line =
    at?.text !== undefined && fitting
      ? [{ path: at.path, startLine: at.line, endLine: at.line, replacement: `${at.text}\n${/^\s*/.exec(at.text)?.[0] ?? ""}ssl_certificate_key ${fitting.path};` }]
      : [];
  return {
    title: `the certificate ${it.complaint.path} has no key`,
    ...(at ? { location: at } : {}),
    related: [],
    what: `No ssl_certificate_key goes with the certificate ${it.complaint.path}.`,
    fix: { text: `Name its key with ssl_certificate_key${fitting ? `: ${fitting.path}` : ""}.`, edits: line },
  };
}

/** The file of the repository that stands at a path of the container; the path when none does. */
function shown(plan: Plan, path: string): string {
  const paths = plan.services.find((service) => service.name === plan.proxy.service)?.paths ?? [];
  const mapping = paths.findLast(({ container, kind }) => path === container || (kind === "folder" && path.startsWith(`${container}/`)));
  return mapping === undefined ? path : `${mapping.repo}${path.slice(mapping.container.length)}`.replace(/^\//, "");
}

/** The only other file beside a path that holds what is wanted. */
function other({ record }: Case, path: string, isWanted: (file: CertificateFile) => boolean): CertificateFile | undefined {
  const fitting = record.files.filter((file) => file.path !== path && isWanted(file));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The line with another file named, written as the old one was where both are in one folder. */
function renamed(named: NamedPath, at: Location | undefined, file: CertificateFile): Edit[] {
  const folder = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
  const path = folder(file.path) === folder(named.path) ? folder(named.written) + file.path.slice(folder(file.path).length) : file.path;
  return replaceWord(at, named.written, path);
}
