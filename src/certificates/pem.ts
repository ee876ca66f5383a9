import { createHash, createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from "node:crypto";

/** A private key that was read; what is in it stays in it. */
export type PrivateKey = KeyObject;

/** What a file of certificates and keys holds, without telling a key. */
export interface PemContent {
  /** Fingerprint of the public key in its first certificate. */
  readonly certificate?: string;
  /** Fingerprint of the public half of its first private key. */
  readonly key?: string;
  /** Whether its private key takes a pass phrase that is not known. */
  readonly isLocked: boolean;
}

const certificateBlock = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/;
const keyBlock = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[A-Za-z0-9+/=\s:,-]+?-----END (?:[A-Z]+ )?PRIVATE KEY-----/;

/** Reads a file as OpenSSL does: what stands around the blocks does not matter. Never throws. */
export function readPem(content: Buffer, passPhrases: readonly string[] = []): PemContent {
  const text = content.toString("latin1");
  const certificate = certificateBlock.exec(text)?.[0];
  const key = keyBlock.exec(text)?.[0];
  const own = certificate === undefined ? undefined : attempt(() => new X509Certificate(certificate).publicKey);
  const unlocked = privateKeyIn(content, passPhrases);
  return {
    ...(own ? { certificate: fingerprint(own) } : {}),
    ...(unlocked ? { key: fingerprint(createPublicKey(unlocked)) } : {}),
    isLocked: key !== undefined && !unlocked && /ENCRYPTED/.test(key),
  };
}

/** The first private key of a file, when it can be read with one of the pass phrases or none. */
export function privateKeyIn(content: Buffer, passPhrases: readonly string[] = []): KeyObject | undefined {
  const key = keyBlock.exec(content.toString("latin1"))?.[0];
  if (key === undefined) return undefined;
  if (!/ENCRYPTED/.test(key)) return attempt(() => createPrivateKey(key));
  for (const passphrase of passPhrases) {
    const unlocked = attempt(() => createPrivateKey({ key, passphrase }));
    if (unlocked) return unlocked;
  }
  return undefined;
}

/** Whether every certificate of a file can be read, and there is one. */
export function holdsCertificates(content: Buffer): boolean {
  const blocks = content.toString("latin1").match(new RegExp(certificateBlock, "g")) ?? [];
  return blocks.length > 0 && blocks.every((block) => attempt(() => new X509Certificate(block)) !== undefined);
}

/** Whether a file only stands for another that a deployment brings: empty, a pointer, or sealed for the repository. */
export function isStandIn(content: Buffer): boolean {
  const start = content.subarray(0, 200).toString("latin1");
  return (
    start.trim() === "" ||
    /^(?:\0GITCRYPT\0|version https:\/\/git-lfs\.github\.com\/|\$ANSIBLE_VAULT;|-----BEGIN PGP MESSAGE-----|-----BEGIN AGE ENCRYPTED FILE-----|age-encryption\.org\/)/.test(start)
  );
}

function fingerprint(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
