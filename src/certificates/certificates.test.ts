import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeCertificate, makeRevocationList } from "./make.ts";
import { holdsCertificates, isStandIn, privateKeyIn, readPem } from "./pem.ts";

const own = makeCertificate({ names: ["shop.example.com", "*.shop.example.com", "10.0.0.7"], kind: "ec" });
const bytes = (text: string): Buffer => Buffer.from(text);
const locked = createPrivateKey(own.key).export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "tomato" }) as string;

describe("makeCertificate", () => {
  it("makes a certificate for all names, valid now, with the key that belongs to it", () => {
    const certificate = new X509Certificate(own.certificate);
    expect(["shop.example.com", "www.shop.example.com"].map((name) => certificate.checkHost(name) !== undefined)).toEqual([true, true]);
    expect(certificate.checkIP("10.0.0.7")).toBe("10.0.0.7");
    expect(certificate.checkPrivateKey(createPrivateKey(own.key))).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 24 * 3600_000);
  });

  it.each<["ec" | "rsa", string]>([
    ["ec", "ec"],
    ["rsa", "rsa"],
  ])("makes keys of the kind %s", (kind, type) => {
    expect(createPrivateKey(makeCertificate({ names: ["a.test"], kind }).key).asymmetricKeyType).toBe(type);
  });

  it.each([
    ["RSA", generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey],
    ["Ed25519", generateKeyPairSync("ed25519").privateKey],
  ])("certifies a key that is there already: %s", (_name, key) => {
    const made = new X509Certificate(makeCertificate({ names: ["a.test"], kind: "ec", key }).certificate);
    expect([made.checkPrivateKey(key), made.verify(made.publicKey)]).toEqual([true, true]);
  });

  it("lets an authority sign", () => {
    const authority = makeCertificate({ names: [], kind: "ec", isAuthority: true });
    const client = new X509Certificate(makeCertificate({ names: ["client"], kind: "rsa", issuer: authority }).certificate);
    const issuer = new X509Certificate(authority.certificate);
    expect([issuer.ca, client.ca, client.checkIssued(issuer), client.verify(issuer.publicKey)]).toEqual([true, false, true, true]);
    expect(makeRevocationList(authority)).toMatch(/^-----BEGIN X509 CRL-----\n[A-Za-z0-9+/=\n]+-----END X509 CRL-----\n$/);
  });

  it("refuses a key that cannot sign", () => {
    expect(() => makeCertificate({ names: [], kind: "ec", key: generateKeyPairSync("x25519").privateKey })).toThrow("x25519");
  });
});

describe("readPem", () => {
  const certificate = readPem(bytes(own.certificate)).certificate;

  it("gives a certificate and its key the same fingerprint, and others another", () => {
    expect(certificate).toMatch(/^[0-9a-f]{16}$/);
    expect(readPem(bytes(own.key))).toEqual({ key: certificate, isLocked: false });
    expect(readPem(bytes(makeCertificate({ names: [], kind: "ec" }).key)).key).not.toBe(certificate);
  });

  it("reads one file with both, whatever stands around them", () => {
    expect(readPem(bytes(`subject=shop\r\n${own.certificate}${own.key}`))).toEqual({ certificate, key: certificate, isLocked: false });
  });

  it("opens a key with the right pass phrase only", () => {
    expect(readPem(bytes(locked))).toEqual({ isLocked: true });
    expect(readPem(bytes(locked), ["potato"])).toEqual({ isLocked: true });
    expect(readPem(bytes(locked), ["potato", "tomato"])).toEqual({ key: certificate, isLocked: false });
    expect(privateKeyIn(bytes(locked))).toBeUndefined();
  });

  it.each(["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", own.certificate.slice(0, 200)])(
    "finds nothing in what is broken (%#)",
    (text) => {
      expect(readPem(bytes(text))).toEqual({ isLocked: false });
    },
  );
});

describe("holdsCertificates", () => {
  it.each<[string, string, boolean]>([
    ["one", own.certificate, true],
    ["two", own.certificate + own.certificate, true],
    ["a key", own.key, false],
    ["one and a broken one", `${own.certificate}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`, false],
  ])("%s", (_name, text, expected) => {
    expect(holdsCertificates(bytes(text))).toBe(expected);
  });
});

describe("isStandIn", () => {
  it.each<[string, string, boolean]>([
    ["an empty file", " \n", true],
    ["a file sealed by git-crypt", "\0GITCRYPT\0\u0001\u0002", true],
    ["a pointer of Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n", true],
    ["an Ansible vault", "$ANSIBLE_VAULT;1.1;AES256\n6162\n", true],
    ["a certificate", own.certificate, false],
    ["a key under a pass phrase", locked, false],
    ["a remark", "# put the certificate here\n", false],
  ])("%s", (_name, text, expected) => {
    expect(isStandIn(Buffer.from(text, "latin1"))).toBe(expected);
  });
});
