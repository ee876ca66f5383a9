import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, proxyRecord, proxyService, proxyStartCase, refusedCase, service } from "../../../test/helpers/evidence.ts";
import { repo } from "../../../test/helpers/repository.ts";
import type { CertificateFile, Evidence } from "../../model/evidence.ts";

const lines = ["server {", "  listen 443 ssl;", "  ssl_certificate     /certs/site.crt;", "  ssl_certificate_key /certs/site.key;", "}"];
const pair = {
  certificate: { path: "/certs/site.crt", written: "/certs/site.crt", at: at("nginx/app.conf", 3) },
  key: { path: "/certs/site.key", written: "/certs/site.key", at: at("nginx/app.conf", 4) },
};

/** nginx ended with this message, and these files stand where the configuration looks. */
function stopped(message: string, files: readonly CertificateFile[], changed?: readonly number[]): Evidence {
  return proxyStartCase(message, undefined, {
    plan: { services: [service("app"), proxyService({ paths: [{ container: "/certs", repo: repo("deploy/certs"), kind: "folder", via: "bind" }] })] },
    sources: { proxyLines: lines.map((text, index) => at("nginx/app.conf", index + 1, text)), ...(changed ? { changed: { "nginx/app.conf": changed } } : {}) },
    facts: { proxy: proxyRecord({ state: "exited", startErrors: [{ level: "emerg", message }], certificates: { pairs: [pair], files } }) },
  });
}

const mismatched = 'SSL_CTX_use_PrivateKey("/certs/site.key") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)';
const noCertificate = 'cannot load certificate "/certs/site.crt": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)';
const noKey = 'cannot load certificate key "/certs/site.key": PEM_read_bio_PrivateKey() failed (SSL: error:1E08010C:DECODER routines::unsupported:No supported data to decode. Input type: PEM)';
const asksForPhrase =
  'cannot load certificate key "/certs/site.key": PEM_read_bio_PrivateKey() failed (SSL: error:0480006D:PEM routines::problems getting password error:04800068:PEM routines::bad password read)';

const certificate = { path: "/certs/site.crt", certificate: "aa" };
const wrongKey = { path: "/certs/site.key", key: "bb" };
const rightKey = { path: "/certs/other.key", key: "aa" };

describe("certificate-unusable", () => {
  it("names the key that belongs to the certificate, and proves it by that line", () => {
    const finding = findingOf("certificate-unusable", stopped(mismatched, [certificate, wrongKey, rightKey]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:4", "  ssl_certificate_key /certs/other.key;"]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", services: ["web"] });
    expect(finding.related).toMatchObject([{ at: { line: 3 }, note: "the certificate" }]);
  });

  it("names the certificate when only that is there", () => {
    const finding = findingOf("certificate-unusable", stopped(mismatched, [certificate, wrongKey, { path: "/certs/new.crt", certificate: "bb" }]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:3", "  ssl_certificate     /certs/new.crt;"]);
  });

  it("prefers the line that was changed when either could be", () => {
    const files = [certificate, wrongKey, rightKey, { path: "/certs/new.crt", certificate: "bb" }];
    expect([fateOf("certificate-unusable", stopped(mismatched, files)), fateOf("certificate-unusable", stopped(mismatched, files, [3]))]).toEqual([
      "found at nginx/app.conf:4",
      "found at nginx/app.conf:3",
    ]);
  });

  it("tries a pair of its own when the right file is nowhere or more than one", () => {
    for (const more of [[], [rightKey, { ...rightKey, path: "/certs/third.key" }]]) {
      const finding = findingOf("certificate-unusable", stopped(mismatched, [certificate, wrongKey, ...more]));
      expect(finding.fix).toMatchObject({ edits: [], text: expect.stringContaining("deploy/certs/site.key") as string });
      expect(finding.intervention).toEqual({ kind: "supply-pair", service: "web", paths: ["/certs/site.crt", "/certs/site.key"] });
    }
  });

  it("exchanges two paths that are named in each other's place", () => {
    const finding = findingOf(
      "certificate-unusable",
      stopped(noCertificate, [
        { path: "/certs/site.crt", key: "aa" },
        { path: "/certs/site.key", certificate: "aa" },
      ]),
    );
    expect(placeOf(finding)).toBe("nginx/app.conf:3");
    expect(finding.fix.edits.map((edit) => edit.replacement)).toEqual(["  ssl_certificate     /certs/site.key;", "  ssl_certificate_key /certs/site.crt;"]);
  });

  it("says that a key has a pass phrase, and names the open one beside it", () => {
    const locked = { path: "/certs/site.key", isLocked: true };
    expect(findingOf("certificate-unusable", stopped(asksForPhrase, [certificate, locked]))).toMatchObject({
      title: expect.stringContaining("pass phrase") as string,
      intervention: { kind: "supply-pair" },
    });
    expect(findingOf("certificate-unusable", stopped(asksForPhrase, [certificate, locked, rightKey])).fix.edits[0]?.replacement).toBe("  ssl_certificate_key /certs/other.key;");
  });

  it.each<[string, string, readonly CertificateFile[], RegExp, string]>([
    ["another format", noCertificate, [{ path: "/certs/site.crt", isNone: true }, wrongKey], /is no certificate in PEM form/, "nginx/app.conf:3"],
    ["a certificate named as key", noKey, [certificate, { path: "/certs/site.key", certificate: "aa" }], /holds a certificate, no key/, "nginx/app.conf:4"],
    [
      "a key named as certificate",
      noCertificate,
      [
        { path: "/certs/site.crt", key: "aa" },
        { path: "/certs/site.key", key: "aa" },
      ],
      /holds a private key, no certificate/,
      "nginx/app.conf:3",
    ],
  ])("says what a file holds: %s", (_name, message, files, title, place) => {
    const finding = findingOf("certificate-unusable", stopped(message, files));
    expect(finding.title).toMatch(title);
    expect(placeOf(finding)).toBe(place);
  });

  it("names the key of a certificate that has none", () => {
    const finding = findingOf("certificate-unusable", stopped('no "ssl_certificate_key" is defined for certificate "/certs/site.crt"', [certificate, rightKey]));
    expect(finding.fix.edits).toMatchObject([{ startLine: 3, replacement: "  ssl_certificate     /certs/site.crt;\n  ssl_certificate_key /certs/other.key;" }]);
  });

  it("leaves no other rule the same symptom", () => {
    expect(causesOf(stopped(mismatched, [certificate, wrongKey]))).toEqual(["certificate-unusable"]);
  });

  it.each<[string, Evidence, string]>([
    [
      "a file that nobody supplied is not there",
      stopped('cannot load certificate "/x.pem": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/x.pem, r))', []),
      "unknown",
    ],
    ["a file may not be read", stopped('cannot load certificate key "/x.key": BIO_new_file() failed (SSL: error:8000000D:system library::Permission denied:calling fopen(/x.key, r))', []), "unknown"],
    ["nginx stops at a directive", stopped('unknown directive "ssl_certficate"', [certificate, wrongKey]), "ruled out"],
    [
      "nginx only warns of stapling",
      proxyStartCase("x", 1, { facts: { proxy: proxyRecord({ state: "exited", startErrors: [{ level: "warn", message: '"ssl_stapling" ignored, issuer certificate not found' }] }) } }),
      "ruled out",
    ],
    ["the connection is refused", refusedCase(["0.0.0.0:3000"]), "ruled out"],
  ])("is not found when %s", (_name, given, fate) => {
    expect(fateOf("certificate-unusable", given)).toBe(fate);
  });

  it("says what is lacking when a file cannot be opened", () => {
    expect(becauseOf("certificate-unusable", stopped('cannot load certificate "/x.pem": BIO_new_file() failed', []))).toContain("/x.pem");
  });
});
