/** Encoded forms that are shorter could stand anywhere by chance. */
const shortest = 8;

/** How a secret looks where it was encoded: in a URL, in JSON, in base64 (also amid other text) and in hexadecimal. The secret itself is not among them. */
export function encodingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inText = [encodeURIComponent(secret.replace(/\p{Surrogate}/gu, "\ufffd")), JSON.stringify(secret).slice(1, -1)];
  const asBytes = [bytes.toString("hex"), bytes.toString("hex").toUpperCase(), ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset))];
  return [...new Set([...inText, ...asBytes.filter((text) => text.length >= shortest)])].filter((text) => text !== secret);
}

/** The characters of base64 that depend on these bytes alone, when `offset` bytes modulo three come before them. */
function base64At(bytes: Buffer, offset: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  const inside = whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  return [inside, inside.replaceAll("+", "-").replaceAll("/", "_")];
}
