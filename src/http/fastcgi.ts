import type { Duplex } from "node:stream";
import { classify, type Dial, type HttpAnswer } from "./client.ts";

// The FastCGI protocol as far as one request over a connection of its own needs it: https://fastcgi-archives.github.io/FastCGI_Specification.html

/** One request to a FastCGI server. */
export interface FastcgiCall {
  readonly address: string;
  /** 0 where `address` is the path of a Unix socket. */
  readonly port: number;
  readonly params: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** An answer, with what the server wrote to its error stream beside it. */
export type FastcgiAnswer = HttpAnswer & { readonly stderr?: string };

const version = 1;
const types = { begin: 1, end: 3, params: 4, input: 5, output: 6, errors: 7 } as const;
const requestId = 1;
const responder = 1;
const headLength = 8;
const largestContent = 0xffff;

/** How much of an answer is read, of its body kept, and of its error stream kept. */
const mostRead = 1024 * 1024;
const keptBody = 2048;
const keptErrors = 2048;

/** Sends one request and reads its answer. Never rejects. */
export async function sendFastcgi(call: FastcgiCall, dial: Dial): Promise<FastcgiAnswer> {
  const started = performance.now();
  const signal = AbortSignal.timeout(call.timeoutMs);
  const took = (): { durationMs: number } => ({ durationMs: performance.now() - started });
  let stream: Duplex | undefined;
  try {
    stream = await dial(call.address, call.port, signal);
    const reply = await exchange(stream, encodeRequest(call.params), signal);
    const stderr = reply.errors === "" ? {} : { stderr: reply.errors };
    if (reply.problem !== undefined) return { ok: false, error: reply.problem === "closed" ? "closed" : "not-http", text: reply.text, ...stderr, ...took() };
    return { ...parseOutput(reply.output), ...stderr, ...took() };
  } catch (error) {
    return { ok: false, ...classify(error), ...took() };
  } finally {
    stream?.destroy();
  }
}

/** The records of a request without a body. */
export function encodeRequest(params: Readonly<Record<string, string>>): Buffer {
  const pairs = Buffer.concat(Object.entries(params).map(([name, value]) => encodePair(Buffer.from(name), Buffer.from(value))));
  const chunks: Buffer[] = [record(types.begin, Buffer.from([0, responder, 0, 0, 0, 0, 0, 0]))];
  for (let from = 0; from < pairs.length; from += largestContent) chunks.push(record(types.params, pairs.subarray(from, from + largestContent)));
  return Buffer.concat([...chunks, record(types.params, Buffer.alloc(0)), record(types.input, Buffer.alloc(0))]);
}

function record(type: number, content: Buffer): Buffer {
  const head = Buffer.from([version, type, 0, requestId, content.length >> 8, content.length & 0xff, 0, 0]);
  return Buffer.concat([head, content]);
}

function encodePair(name: Buffer, value: Buffer): Buffer {
  return Buffer.concat([encodeLength(name.length), encodeLength(value.length), name, value]);
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((length | 0x80000000) >>> 0);
  return bytes;
}

interface Reply {
  readonly output: Buffer;
  readonly errors: string;
  /** "closed": the peer closed before the end of the answer; "foreign": what came is no FastCGI. */
  readonly problem?: "closed" | "foreign";
  readonly text: string;
}

function exchange(stream: Duplex, request: Buffer, signal: AbortSignal): Promise<Reply> {
  const reader = new RecordReader();
  return new Promise((resolve, reject) => {
    const settle = (problem?: Reply["problem"], text = ""): void => resolve({ output: reader.output, errors: reader.errors, text, ...(problem === undefined ? {} : { problem }) });
    signal.addEventListener("abort", () => reject(Object.assign(new Error("no answer in time"), { name: "TimeoutError" })), { once: true });
    stream.on("data", (chunk: Buffer) => {
      const state = reader.push(chunk);
      if (state === "ended") settle();
      else if (state === "foreign") settle("foreign", "the answer is no FastCGI record");
    });
    stream.once("error", reject);
    const end = (): void => settle("closed", "the server closed the connection before its answer was complete");
    stream.once("end", end).once("close", end);
    stream.write(request);
  });
}

/** Takes the records of one answer apart, however they are cut. Keeps at most `mostRead` bytes. */
export class RecordReader {
  #pending: Buffer = Buffer.alloc(0);
  readonly #output: Buffer[] = [];
  readonly #errors: Buffer[] = [];
  #size = 0;

  get output(): Buffer {
    return Buffer.concat(this.#output);
  }

  /** What the server wrote to its error stream, as text. */
  get errors(): string {
    return Buffer.concat(this.#errors).subarray(0, keptErrors).toString("utf8").trim();
  }

  /** Takes bytes in; "ended" once the answer is complete or too long to be read on. */
  push(chunk: Buffer): "open" | "ended" | "foreign" {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      if (this.#pending.length > 0 && this.#pending[0] !== version) return "foreign";
      if (this.#pending.length < headLength) return "open";
      const length = this.#pending.readUInt16BE(4);
      const whole = headLength + length + (this.#pending[6] ?? 0);
      if (this.#pending.length < whole) return "open";
      const type = this.#pending[1];
      const content = this.#pending.subarray(headLength, headLength + length);
      this.#pending = this.#pending.subarray(whole);
      if (type === types.end) return "ended";
      if (type !== types.output && type !== types.errors) return "foreign";
      (type === types.output ? this.#output : this.#errors).push(content);
      this.#size += length;
      if (this.#size > mostRead) return "ended";
    }
  }
}

/** A CGI answer as one of HTTP: `Status` tells the status, 200 without it. */
function parseOutput(
  output: Buffer,
):
  | { readonly ok: true; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly headerBytes: number; readonly body: string }
  | Omit<Extract<HttpAnswer, { ok: false }>, "durationMs"> {
  const text = output.toString("latin1");
  const blank = /\r?\n\r?\n/.exec(text);
  if (!blank)
    return { ok: false, error: output.length === 0 ? "closed" : "not-http", text: output.length === 0 ? "the server ended the request without an answer" : "the answer has no end of its headers" };
  const headers = Object.fromEntries(
    text
      .slice(0, blank.index)
      .split(/\r?\n/)
      .flatMap((line): [string, string][] => {
        const colon = line.indexOf(":");
        return colon > 0 ? [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]] : [];
      }),
  );
  const status = Number.parseInt(headers["status"] ?? (headers["location"] === undefined ? "200" : "302"), 10);
  if (!(status >= 100 && status <= 599)) return { ok: false, error: "not-http", text: `the answer has the status ${JSON.stringify(headers["status"])}` };
  const start = blank.index + blank[0].length;
  return { ok: true, status, headers, headerBytes: start, body: output.subarray(start, start + keptBody).toString("utf8") };
}
