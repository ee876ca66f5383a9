import { Duplex } from "node:stream";
import { StringDecoder } from "node:string_decoder";

// src/docker/streams.ts
/** Takes apart the engine's multiplexed output: frames of an 8-byte head (stream number, length) and a body. */
var Demultiplexer = class {
	#pending = Buffer.alloc(0);
	#onData;
	constructor(onData) {
		this.#onData = onData;
	}
	push(chunk) {
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
};
/** Cuts a byte stream into lines of text; the last one counts when `end` is called. Lines longer than `longest` are cut. */
var LineSplitter = class {
	#decoder = new StringDecoder("utf8");
	#rest = "";
	#onLine;
	#longest;
	constructor(onLine, longest = 4e3) {
		this.#onLine = onLine;
		this.#longest = longest;
	}
	push(data) {
		const lines = (this.#rest + this.#decoder.write(data)).split("\n");
		this.#rest = (lines.pop() ?? "").slice(0, this.#longest);
		for (const line of lines) this.#onLine(line.replace(/\r$/, "").slice(0, this.#longest));
	}
	end() {
		if (this.#rest !== "") this.#onLine(this.#rest);
		this.#rest = "";
	}
};
/** Wraps the engine's hijacked connection as the plain byte stream of a process: its output is taken out of the frames. */
function plainStream(connection, onError) {
	const plain = new Duplex({
		allowHalfOpen: true,
		read: () => void connection.resume(),
		write: (chunk, _encoding, done) => void (connection.writable ? connection.write(chunk, done) : done(/* @__PURE__ */ new Error("closed"))),
		final: (done) => void connection.end(done),
		destroy: (error, done) => {
			connection.destroy();
			done(error);
		}
	});
	const demultiplexer = new Demultiplexer((stream, data) => {
		if (stream === "err") onError(data);
		else if (!plain.push(data)) connection.pause();
	});
	connection.on("data", (chunk) => demultiplexer.push(chunk));
	connection.once("end", () => plain.push(null));
	connection.once("close", () => void (plain.destroyed || plain.push(null)));
	connection.once("error", (error) => plain.destroy(error));
	return plain;
}

export { LineSplitter as n, plainStream as r, Demultiplexer as t };