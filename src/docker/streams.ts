import { Duplex } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** Takes apart the engine's multiplexed output: frames of an 8-byte head (stream number, length) and a body. */
export class Demultiplexer {
  #pending: Buffer = Buffer.alloc(0);
  readonly #onData: (stream: "out" | "err", data: Buffer) => void;

  constructor(onData: (stream: "out" | "err", data: Buffer) => void) {
    this.#onData = onData;
  }

  push(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    let at = 0;
    while (this.#pending.length - at >= 8) {
      const length = this.#pending.readUInt32BE(at + 4);
      if (this.#pending.length - at < 8 + length) break;
      this.#onData(this.#pending[at] === 2 ? "err" : "out", this.#pending.subarray(at + 8, at + 8 + length));
      at += 8 + length;
    }
    this.#pending = this.#pending.subarray(at);
  }
}

/** Cuts a byte stream into lines of text; the last one counts when `end` is called. Lines longer than `longest` are cut. */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";
  readonly #onLine: (line: string) => void;
  readonly #longest: number;

  constructor(onLine: (line: string) => void, longest = 4000) {
    this.#onLine = onLine;
    this.#longest = longest;
  }

  push(data: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(data)).split("\n");
    this.#rest = (lines.pop() ?? "").slice(0, this.#longest);
    for (const line of lines) this.#onLine(line.replace(/\r$/, "").slice(0, this.#longest));
  }

  end(): void {
    if (this.#rest !== "") this.#onLine(this.#rest);
    this.#rest = "";
  }
}

/** Wraps the engine's hijacked connection as the plain byte stream of a process: its output is taken out of the frames. */
export function plainStream(connection: Duplex, onError: (data: Buffer) => void): Duplex {
  const plain = new Duplex({
    allowHalfOpen: true,
    read: () => void connection.resume(),
    write: (chunk: Buffer, _encoding, done) => void (connection.writable ? connection.write(chunk, done) : done(new Error("closed"))),
    final: (done) => void connection.end(done),
    destroy: (error, done) => {
      connection.destroy();
      done(error);
    },
  });
  const demultiplexer = new Demultiplexer((stream, data) => {
    if (stream === "err") onError(data);
    else if (!plain.push(data)) connection.pause();
  });
  connection.on("data", (chunk: Buffer) => demultiplexer.push(chunk));
  connection.once("end", () => plain.push(null));
  connection.once("close", () => void (plain.destroyed || plain.push(null)));
  connection.once("error", (error) => plain.destroy(error));
  return plain;
}
