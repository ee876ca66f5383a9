import type { Duplex } from "node:stream";
import type { DialectTrial } from "../model/protocols.ts";
import type { Dial } from "./client.ts";
import { httpStatus, showBytes, type Question, type Speech } from "./dialects.ts";

/** Where a peer is, and how it is reached. */
export interface Peer {
  readonly dial: Dial;
  readonly address: string;
  readonly port: number;
}

/** What came over a connection until enough was heard, the peer closed it, or time was up. */
interface Heard {
  readonly bytes: Buffer;
  readonly end: "enough" | "closed" | "silent" | "unreachable";
}

/** More than this of an answer is not listened to. */
const mostHeard = 2048;

/** Speaks to a peer in one protocol, over a connection of its own. Never rejects. */
export async function speak(peer: Peer, speech: Speech, question: Question, limitMs: number): Promise<DialectTrial> {
  const { bytes, end } = await exchange(peer, speech.message(question), limitMs, (heard) => speech.understands(heard) || heard.length >= 256);
  const status = httpStatus(bytes);
  const outcome = speech.understands(bytes) ? "understood" : bytes.length > 0 ? "otherwise" : end === "enough" ? "silent" : end;
  return { said: speech.said, outcome, ...(status === undefined ? {} : { status }), ...(bytes.length > 0 ? { heard: showBytes(bytes) } : {}) };
}

/** Listens to a peer without a word: some speak first. Never rejects. */
export async function listen(peer: Peer, limitMs: number): Promise<DialectTrial> {
  const { bytes, end } = await exchange(peer, undefined, limitMs, (heard) => heard.length > 0);
  return { said: "nothing", outcome: bytes.length > 0 ? "otherwise" : end === "enough" ? "silent" : end, ...(bytes.length > 0 ? { heard: showBytes(bytes) } : {}) };
}

async function exchange({ dial, address, port }: Peer, message: Buffer | undefined, limitMs: number, isEnough: (heard: Buffer) => boolean): Promise<Heard> {
  const limit = AbortSignal.timeout(limitMs);
  let stream: Duplex;
  try {
    stream = await dial(address, port, limit);
  } catch {
    return { bytes: Buffer.alloc(0), end: limit.aborted ? "silent" : "unreachable" };
  }
  let bytes: Buffer = Buffer.alloc(0);
  const end = await new Promise<Heard["end"]>((resolve) => {
    limit.addEventListener("abort", () => resolve("silent"), { once: true });
    stream.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]).subarray(0, mostHeard);
      if (isEnough(bytes)) resolve("enough");
    });
    for (const event of ["end", "close", "error"]) stream.once(event, () => resolve("closed"));
    if (message) stream.write(message, () => undefined);
  });
  stream.on("error", () => undefined).destroy();
  return { bytes, end };
}
