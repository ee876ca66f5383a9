import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  CertificateList,
  Extension,
  Extensions,
  GeneralName,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  TBSCertList,
  Time,
  Validity,
  Version,
  id_ce_basicConstraints,
  id_ce_subjectAltName,
} from "@peculiar/asn1-x509";
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { isIP } from "node:net";

/** A certificate with its key, both as PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateOrder {
  /** The names that it is for: host names, with wildcards, and addresses. */
  readonly names: readonly string[];
  /** The kind of key to make. */
  readonly kind: "ec" | "rsa";
  /** A private key that is there already and gets its certificate. */
  readonly key?: KeyObject;
  /** Who signs it; without one it signs itself. */
  readonly issuer?: Identity;
  /** Whether it may sign others. */
  readonly isAuthority?: boolean;
}

const commonName = "2.5.4.3";
const dayMs = 24 * 3600_000;

/** Makes a certificate that is valid from yesterday to the day after tomorrow. Throws when the given key cannot sign. */
export function makeCertificate(order: CertificateOrder): Identity {
  const key = order.key ?? makeKey(order.kind);
  const signer = order.issuer ? createPrivateKey(order.issuer.key) : key;
  const algorithm = signatureAlgorithm(signer);
  const serial = randomBytes(15);
  const subject = nameOf((order.isAuthority === true ? "Upstream Gate authority" : (order.names[0] ?? "upstream-gate")).slice(0, 64));
  const body = new TBSCertificate({
    version: Version.v3,
    serialNumber: Uint8Array.of(1, ...serial).buffer,
    signature: algorithm,
    issuer: order.issuer ? subjectOf(order.issuer) : subject,
    validity: new Validity({ notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + 2 * dayMs) }),
    subject,
    subjectPublicKeyInfo: AsnConvert.parse(createPublicKey(key).export({ type: "spki", format: "der" }), SubjectPublicKeyInfo),
    extensions: new Extensions([...alternativeNames(order.names), basicConstraints(order.isAuthority === true)]),
  });
  const signatureValue = signed(AsnConvert.serialize(body), signer);
  const certificate = AsnConvert.serialize(new Certificate({ tbsCertificate: body, signatureAlgorithm: algorithm, signatureValue }));
  return { certificate: pem("CERTIFICATE", certificate), key: key.export({ type: "pkcs8", format: "pem" }) as string };
}

/** A list of revoked certificates with nothing on it, as PEM. */
export function makeRevocationList(issuer: Identity): string {
  const signer = createPrivateKey(issuer.key);
  const algorithm = signatureAlgorithm(signer);
  const body = new TBSCertList({
    version: Version.v2,
    signature: algorithm,
    issuer: subjectOf(issuer),
    thisUpdate: new Time(new Date(Date.now() - dayMs)),
    nextUpdate: new Time(new Date(Date.now() + 2 * dayMs)),
  });
  const list = new CertificateList({ tbsCertList: body, signatureAlgorithm: algorithm, signature: signed(AsnConvert.serialize(body), signer) });
  return pem("X509 CRL", AsnConvert.serialize(list));
}

function makeKey(kind: CertificateOrder["kind"]): KeyObject {
  return kind === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey : generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
}

function signatureAlgorithm(key: KeyObject): AlgorithmIdentifier {
  switch (key.asymmetricKeyType) {
    case "rsa":
      return new AlgorithmIdentifier({ algorithm: "1.2.840.113549.1.1.11", parameters: Uint8Array.of(5, 0).buffer });
    case "ec":
      return new AlgorithmIdentifier({ algorithm: "1.2.840.10045.4.3.2" });
    case "ed25519":
      return new AlgorithmIdentifier({ algorithm: "1.3.101.112" });
    default:
      throw new Error(`a key of type ${key.asymmetricKeyType} signs no certificate here`);
  }
}

function signed(body: ArrayBuffer, key: KeyObject): ArrayBuffer {
  const signature = sign(key.asymmetricKeyType === "ed25519" ? null : "sha256", new Uint8Array(body), key);
  return new Uint8Array(signature).buffer;
}

function nameOf(text: string): Name {
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: commonName, value: new AttributeValue({ utf8String: text }) })])]);
}

function subjectOf({ certificate }: Identity): Name {
  return AsnConvert.parse(derOf(certificate), Certificate).tbsCertificate.subject;
}

function alternativeNames(names: readonly string[]): Extension[] {
  if (names.length === 0) return [];
  const list = new SubjectAlternativeName(names.map((name) => new GeneralName(isIP(name) === 0 ? { dNSName: name } : { iPAddress: name })));
  return [new Extension({ extnID: id_ce_subjectAltName, extnValue: new OctetString(AsnConvert.serialize(list)) })];
}

function basicConstraints(isAuthority: boolean): Extension {
  return new Extension({ extnID: id_ce_basicConstraints, critical: true, extnValue: new OctetString(AsnConvert.serialize(new BasicConstraints({ cA: isAuthority }))) });
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

function derOf(text: string): Buffer {
  return Buffer.from(text.replace(/-----[^-]+-----/g, ""), "base64");
}
