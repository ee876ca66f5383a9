import { r as __require, t as __commonJSMin } from "./rolldown-runtime.js";
import { a as runLabel, i as objectName, o as serviceLabel, r as newRun } from "./labels.js";
import { t as require_undici } from "./undici.js";
import { a as serviceOfTarget, i as serviceOfHost, n as isAddressLiteral, r as isLoopback, t as serviceNamed } from "./plan.js";
import { n as indexLines, r as locate, t as parseYaml } from "./yaml.js";
import { i as removeLeftovers, r as ofRun, t as abandoned } from "./leftovers2.js";
import { n as LineSplitter } from "./streams.js";
import { r as failure, t as FailureError } from "./failure.js";
import { n as subjectOf, t as diagnose } from "./diagnose.js";
import { n as targetPort } from "./proxy.js";
import { t as isFailing } from "./judgement.js";
import { c as millis, d as port, f as showDuration, i as repoPath, l as parseDuration, n as folderOf, p as showSize, r as joinPath, s as sourced, t as byDefault, u as parseSize } from "./location.js";
import { n as noTimings, t as version } from "./version.js";
import { accessSync, constants, cpSync, lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, isAbsolute, join, relative, resolve, sep } from "node:path";
import net from "node:net";
import { Readable } from "node:stream";
import tls from "node:tls";
import { spawn } from "node:child_process";
import { homedir, tmpdir } from "node:os";

// src/docker/cli.ts
var import_undici = require_undici();
/** Largest output that is kept of each stream. */
const mostOutput = 16777216;
/** Runs a program without a shell. Never rejects but when the program cannot be started at all. */
function runCommand(program, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, {
			stdio: [
				"pipe",
				"pipe",
				"pipe"
			],
			...options.cwd === void 0 ? {} : { cwd: options.cwd },
			...options.env === void 0 ? {} : { env: options.env },
			...options.signal === void 0 ? {} : { signal: options.signal },
			...options.timeout === void 0 ? {} : { timeout: options.timeout }
		});
		const out = [];
		const err = [];
		const lines = options.onErrorLine && new LineSplitter(options.onErrorLine);
		collect(child.stdout, out);
		collect(child.stderr, err);
		child.stderr.on("data", (chunk) => lines?.push(chunk));
		child.on("error", (error) => error.name === "AbortError" ? resolve({
			code: 130,
			out: "",
			err: "interrupted"
		}) : reject(error));
		child.on("close", (code) => {
			lines?.end();
			resolve({
				code: code ?? 137,
				out: Buffer.concat(out).toString("utf8"),
				err: Buffer.concat(err).toString("utf8")
			});
		});
		child.stdin.on("error", () => void 0);
		child.stdin.end(options.input ?? "");
	});
}
function collect(stream, chunks) {
	let size = 0;
	stream.on("data", (chunk) => {
		size += chunk.length;
		if (size <= mostOutput) chunks.push(chunk);
	});
}
const pluginFolders = [
	"/usr/local/lib/docker/cli-plugins",
	"/usr/local/libexec/docker/cli-plugins",
	"/usr/lib/docker/cli-plugins",
	"/usr/libexec/docker/cli-plugins",
	"/Applications/Docker.app/Contents/Resources/cli-plugins"
];
/**
* Finds a plugin of the docker client (`buildx`, `compose`), where the client looks for it. It is run directly: an older client
* that comes first on the path may not know it. Throws a Failure that says what to install.
*/
function findPlugin(name, environment) {
	const found = [join(environment["DOCKER_CONFIG"] ?? join(homedir(), ".docker"), "cli-plugins"), ...pluginFolders].map((folder) => join(folder, `docker-${name}`)).find(isExecutable);
	if (found !== void 0) return {
		program: found,
		prefix: []
	};
	const standalone = onPath(`docker-${name}`, environment);
	if (standalone !== void 0) return {
		program: standalone,
		prefix: []
	};
	throw failure("tool-missing", name === "buildx" ? "The docker buildx plugin is not installed." : "The docker compose plugin is not installed.", { remedy: `Install it: on Debian and Ubuntu the package is docker-${name}${name === "compose" ? " or docker-compose-plugin" : " or docker-buildx-plugin"}.` });
}
/** The docker client itself; needed for pulls, which use its stored credentials. Throws a Failure when there is none. */
function findClient(environment) {
	const found = onPath("docker", environment);
	if (found === void 0) throw failure("tool-missing", "The docker client is not installed.", { remedy: "Install the Docker CLI; on Debian and Ubuntu the package is docker-cli or docker-ce-cli." });
	return {
		program: found,
		prefix: []
	};
}
function onPath(program, environment) {
	return (environment["PATH"] ?? "").split(delimiter).map((folder) => join(folder, program)).find(isExecutable);
}
function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
/** The environment for tools that read the project: without the runner's and our own secrets and inputs. */
function toolEnvironment(environment) {
	return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(GITHUB_TOKEN|GH_TOKEN|ACTIONS_.*TOKEN|ACTIONS_ID_.*|INPUT_.*|STATE_.*|NODE_AUTH_TOKEN|NPM_TOKEN)$/.test(name)));
}

// node_modules/events-universal/default.js
var require_default = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = __require("events");
}));

// node_modules/fast-fifo/fixed-size.js
var require_fixed_size = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = class FixedFIFO {
		constructor(hwm) {
			if (!(hwm > 0) || (hwm - 1 & hwm) !== 0) throw new Error("Max size for a FixedFIFO should be a power of two");
			this.buffer = new Array(hwm);
			this.mask = hwm - 1;
			this.top = 0;
			this.btm = 0;
			this.next = null;
		}
		clear() {
			this.top = this.btm = 0;
			this.next = null;
			this.buffer.fill(void 0);
		}
		push(data) {
			if (this.buffer[this.top] !== void 0) return false;
			this.buffer[this.top] = data;
			this.top = this.top + 1 & this.mask;
			return true;
		}
		shift() {
			const last = this.buffer[this.btm];
			if (last === void 0) return void 0;
			this.buffer[this.btm] = void 0;
			this.btm = this.btm + 1 & this.mask;
			return last;
		}
		peek() {
			return this.buffer[this.btm];
		}
		isEmpty() {
			return this.buffer[this.btm] === void 0;
		}
	};
}));

// node_modules/fast-fifo/index.js
var require_fast_fifo = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const FixedFIFO = require_fixed_size();
	module.exports = class FastFIFO {
		constructor(hwm) {
			this.hwm = hwm || 16;
			this.head = new FixedFIFO(this.hwm);
			this.tail = this.head;
			this.length = 0;
		}
		clear() {
			this.head = this.tail;
			this.head.clear();
			this.length = 0;
		}
		push(val) {
			this.length++;
			if (!this.head.push(val)) {
				const prev = this.head;
				this.head = prev.next = new FixedFIFO(2 * this.head.buffer.length);
				this.head.push(val);
			}
		}
		shift() {
			if (this.length !== 0) this.length--;
			const val = this.tail.shift();
			if (val === void 0 && this.tail.next) {
				const next = this.tail.next;
				this.tail.next = null;
				this.tail = next;
				return this.tail.shift();
			}
			return val;
		}
		peek() {
			const val = this.tail.peek();
			if (val === void 0 && this.tail.next) return this.tail.next.peek();
			return val;
		}
		isEmpty() {
			return this.length === 0;
		}
	};
}));

// node_modules/b4a/index.js
var require_b4a = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function isBuffer(value) {
		return Buffer.isBuffer(value) || value instanceof Uint8Array;
	}
	function isEncoding(encoding) {
		return Buffer.isEncoding(encoding);
	}
	function alloc(size, fill, encoding) {
		return Buffer.alloc(size, fill, encoding);
	}
	function allocUnsafe(size) {
		return Buffer.allocUnsafe(size);
	}
	function allocUnsafeSlow(size) {
		return Buffer.allocUnsafeSlow(size);
	}
	function byteLength(string, encoding) {
		return Buffer.byteLength(string, encoding);
	}
	function compare(a, b) {
		return Buffer.compare(a, b);
	}
	function concat(buffers, totalLength) {
		return Buffer.concat(buffers, totalLength);
	}
	function copy(source, target, targetStart, start, end) {
		return toBuffer(source).copy(target, targetStart, start, end);
	}
	function equals(a, b) {
		return toBuffer(a).equals(b);
	}
	function fill(buffer, value, offset, end, encoding) {
		return toBuffer(buffer).fill(value, offset, end, encoding);
	}
	function from(value, encodingOrOffset, length) {
		return Buffer.from(value, encodingOrOffset, length);
	}
	function includes(buffer, value, byteOffset, encoding) {
		return toBuffer(buffer).includes(value, byteOffset, encoding);
	}
	function indexOf(buffer, value, byfeOffset, encoding) {
		return toBuffer(buffer).indexOf(value, byfeOffset, encoding);
	}
	function lastIndexOf(buffer, value, byteOffset, encoding) {
		return toBuffer(buffer).lastIndexOf(value, byteOffset, encoding);
	}
	function swap16(buffer) {
		return toBuffer(buffer).swap16();
	}
	function swap32(buffer) {
		return toBuffer(buffer).swap32();
	}
	function swap64(buffer) {
		return toBuffer(buffer).swap64();
	}
	function toBuffer(buffer) {
		if (Buffer.isBuffer(buffer)) return buffer;
		return Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
	}
	function toString(buffer, encoding, start, end) {
		return toBuffer(buffer).toString(encoding, start, end);
	}
	function toHex(buffer, start, end) {
		return toBuffer(buffer).toString("hex", start, end);
	}
	function write(buffer, string, offset, length, encoding) {
		return toBuffer(buffer).write(string, offset, length, encoding);
	}
	function readDoubleBE(buffer, offset) {
		return toBuffer(buffer).readDoubleBE(offset);
	}
	function readDoubleLE(buffer, offset) {
		return toBuffer(buffer).readDoubleLE(offset);
	}
	function readFloatBE(buffer, offset) {
		return toBuffer(buffer).readFloatBE(offset);
	}
	function readFloatLE(buffer, offset) {
		return toBuffer(buffer).readFloatLE(offset);
	}
	function readInt32BE(buffer, offset) {
		return toBuffer(buffer).readInt32BE(offset);
	}
	function readInt32LE(buffer, offset) {
		return toBuffer(buffer).readInt32LE(offset);
	}
	function readUInt32BE(buffer, offset) {
		return toBuffer(buffer).readUInt32BE(offset);
	}
	function readUInt32LE(buffer, offset) {
		return toBuffer(buffer).readUInt32LE(offset);
	}
	function writeDoubleBE(buffer, value, offset) {
		return toBuffer(buffer).writeDoubleBE(value, offset);
	}
	function writeDoubleLE(buffer, value, offset) {
		return toBuffer(buffer).writeDoubleLE(value, offset);
	}
	function writeFloatBE(buffer, value, offset) {
		return toBuffer(buffer).writeFloatBE(value, offset);
	}
	function writeFloatLE(buffer, value, offset) {
		return toBuffer(buffer).writeFloatLE(value, offset);
	}
	function writeInt32BE(buffer, value, offset) {
		return toBuffer(buffer).writeInt32BE(value, offset);
	}
	function writeInt32LE(buffer, value, offset) {
		return toBuffer(buffer).writeInt32LE(value, offset);
	}
	function writeUInt32BE(buffer, value, offset) {
		return toBuffer(buffer).writeUInt32BE(value, offset);
	}
	function writeUInt32LE(buffer, value, offset) {
		return toBuffer(buffer).writeUInt32LE(value, offset);
	}
	module.exports = {
		isBuffer,
		isEncoding,
		alloc,
		allocUnsafe,
		allocUnsafeSlow,
		byteLength,
		compare,
		concat,
		copy,
		equals,
		fill,
		from,
		includes,
		indexOf,
		lastIndexOf,
		swap16,
		swap32,
		swap64,
		toBuffer,
		toString,
		toHex,
		write,
		readDoubleBE,
		readDoubleLE,
		readFloatBE,
		readFloatLE,
		readInt32BE,
		readInt32LE,
		readUInt32BE,
		readUInt32LE,
		writeDoubleBE,
		writeDoubleLE,
		writeFloatBE,
		writeFloatLE,
		writeInt32BE,
		writeInt32LE,
		writeUInt32BE,
		writeUInt32LE
	};
}));

// node_modules/text-decoder/lib/pass-through-decoder.js
var require_pass_through_decoder = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const b4a = require_b4a();
	module.exports = class PassThroughDecoder {
		constructor(encoding) {
			this.encoding = encoding;
		}
		get remaining() {
			return 0;
		}
		decode(data) {
			return b4a.toString(data, this.encoding);
		}
		flush() {
			return "";
		}
	};
}));

// node_modules/text-decoder/lib/utf8-decoder.js
var require_utf8_decoder = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const b4a = require_b4a();
	/**
	* https://encoding.spec.whatwg.org/#utf-8-decoder
	*/
	module.exports = class UTF8Decoder {
		constructor() {
			this._reset();
		}
		get remaining() {
			return this.bytesSeen;
		}
		decode(data) {
			if (data.byteLength === 0) return "";
			if (this.bytesNeeded === 0 && trailingIncomplete(data, 0) === 0) {
				this.bytesSeen = trailingBytesSeen(data);
				return b4a.toString(data, "utf8");
			}
			let result = "";
			let start = 0;
			if (this.bytesNeeded > 0) {
				while (start < data.byteLength) {
					const byte = data[start];
					if (byte < this.lowerBoundary || byte > this.upperBoundary) {
						result += "�";
						this._reset();
						break;
					}
					this.lowerBoundary = 128;
					this.upperBoundary = 191;
					this.codePoint = this.codePoint << 6 | byte & 63;
					this.bytesSeen++;
					start++;
					if (this.bytesSeen === this.bytesNeeded) {
						result += String.fromCodePoint(this.codePoint);
						this._reset();
						break;
					}
				}
				if (this.bytesNeeded > 0) return result;
			}
			const trailing = trailingIncomplete(data, start);
			const end = data.byteLength - trailing;
			if (end > start) result += b4a.toString(data, "utf8", start, end);
			for (let i = end; i < data.byteLength; i++) {
				const byte = data[i];
				if (this.bytesNeeded === 0) {
					if (byte <= 127) {
						this.bytesSeen = 0;
						result += String.fromCharCode(byte);
					} else if (byte >= 194 && byte <= 223) {
						this.bytesNeeded = 2;
						this.bytesSeen = 1;
						this.codePoint = byte & 31;
					} else if (byte >= 224 && byte <= 239) {
						if (byte === 224) this.lowerBoundary = 160;
						else if (byte === 237) this.upperBoundary = 159;
						this.bytesNeeded = 3;
						this.bytesSeen = 1;
						this.codePoint = byte & 15;
					} else if (byte >= 240 && byte <= 244) {
						if (byte === 240) this.lowerBoundary = 144;
						else if (byte === 244) this.upperBoundary = 143;
						this.bytesNeeded = 4;
						this.bytesSeen = 1;
						this.codePoint = byte & 7;
					} else {
						this.bytesSeen = 1;
						result += "�";
					}
					continue;
				}
				if (byte < this.lowerBoundary || byte > this.upperBoundary) {
					result += "�";
					i--;
					this._reset();
					continue;
				}
				this.lowerBoundary = 128;
				this.upperBoundary = 191;
				this.codePoint = this.codePoint << 6 | byte & 63;
				this.bytesSeen++;
				if (this.bytesSeen === this.bytesNeeded) {
					result += String.fromCodePoint(this.codePoint);
					this._reset();
				}
			}
			return result;
		}
		flush() {
			const result = this.bytesNeeded > 0 ? "�" : "";
			this._reset();
			return result;
		}
		_reset() {
			this.codePoint = 0;
			this.bytesNeeded = 0;
			this.bytesSeen = 0;
			this.lowerBoundary = 128;
			this.upperBoundary = 191;
		}
	};
	function trailingIncomplete(data, start) {
		const len = data.byteLength;
		if (len <= start) return 0;
		const limit = Math.max(start, len - 4);
		let i = len - 1;
		while (i > limit && (data[i] & 192) === 128) i--;
		if (i < start) return 0;
		const byte = data[i];
		let needed;
		if (byte <= 127) return 0;
		if (byte >= 194 && byte <= 223) needed = 2;
		else if (byte >= 224 && byte <= 239) needed = 3;
		else if (byte >= 240 && byte <= 244) needed = 4;
		else return 0;
		const available = len - i;
		return available < needed ? available : 0;
	}
	function trailingBytesSeen(data) {
		const len = data.byteLength;
		if (len === 0) return 0;
		const last = data[len - 1];
		if (last <= 127) return 0;
		if ((last & 192) !== 128) return 1;
		const limit = Math.max(0, len - 4);
		let i = len - 2;
		while (i >= limit && (data[i] & 192) === 128) i--;
		if (i < 0) return 1;
		const first = data[i];
		let needed;
		if (first >= 194 && first <= 223) needed = 2;
		else if (first >= 224 && first <= 239) needed = 3;
		else if (first >= 240 && first <= 244) needed = 4;
		else return 1;
		if (len - i !== needed) return 1;
		if (needed >= 3) {
			const second = data[i + 1];
			if (first === 224 && second < 160) return 1;
			if (first === 237 && second > 159) return 1;
			if (first === 240 && second < 144) return 1;
			if (first === 244 && second > 143) return 1;
		}
		return 0;
	}
}));

// node_modules/text-decoder/index.js
var require_text_decoder = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const PassThroughDecoder = require_pass_through_decoder();
	const UTF8Decoder = require_utf8_decoder();
	module.exports = class TextDecoder {
		constructor(encoding = "utf8") {
			this.encoding = normalizeEncoding(encoding);
			switch (this.encoding) {
				case "utf8":
					this.decoder = new UTF8Decoder();
					break;
				case "utf16le":
				case "base64": throw new Error("Unsupported encoding: " + this.encoding);
				default: this.decoder = new PassThroughDecoder(this.encoding);
			}
		}
		get remaining() {
			return this.decoder.remaining;
		}
		push(data) {
			if (typeof data === "string") return data;
			return this.decoder.decode(data);
		}
		write(data) {
			return this.push(data);
		}
		end(data) {
			let result = "";
			if (data) result = this.push(data);
			result += this.decoder.flush();
			return result;
		}
	};
	function normalizeEncoding(encoding) {
		encoding = encoding.toLowerCase();
		switch (encoding) {
			case "utf8":
			case "utf-8": return "utf8";
			case "ucs2":
			case "ucs-2":
			case "utf16le":
			case "utf-16le": return "utf16le";
			case "latin1":
			case "binary": return "latin1";
			case "base64":
			case "ascii":
			case "hex": return encoding;
			default: throw new Error("Unknown encoding: " + encoding);
		}
	}
}));

// node_modules/streamx/lib/errors.js
var require_errors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = class StreamError extends Error {
		constructor(msg, code, fn = StreamError) {
			super(msg);
			this.code = code;
			if (Error.captureStackTrace) Error.captureStackTrace(this, fn);
		}
		static isStreamDestroyed(err) {
			return err && err.code === "STREAM_DESTROYED";
		}
		static isPrematureClose(err) {
			return err && err.code === "PREMATURE_CLOSE";
		}
		static isAborted(err) {
			return err && err.code === "ABORTED";
		}
		static isBadArgument(err) {
			return err && err.code === "BAD_ARGUMENT";
		}
		get name() {
			return "StreamError";
		}
		static STREAM_DESTROYED() {
			return new StreamError("Stream was destroyed", "STREAM_DESTROYED", StreamError.STREAM_DESTROYED);
		}
		static PREMATURE_CLOSE(msg = "Premature close") {
			return new StreamError(msg, "PREMATURE_CLOSE", StreamError.PREMATURE_CLOSE);
		}
		static ABORTED() {
			return new StreamError("Stream aborted", "ABORTED", StreamError.ABORTED);
		}
		static BAD_ARGUMENT(msg = "Bad argument") {
			return new StreamError(msg, "BAD_ARGUMENT", StreamError.BAD_ARGUMENT);
		}
	};
}));

// node_modules/streamx/index.js
var require_streamx = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { EventEmitter } = require_default();
	const FIFO = require_fast_fifo();
	const TextDecoder = require_text_decoder();
	const StreamError = require_errors();
	const qmt = typeof queueMicrotask === "undefined" ? (fn) => global.process.nextTick(fn) : queueMicrotask;
	const OPENING = 1;
	const PREDESTROYING = 2;
	const DESTROYING = 4;
	const DESTROYED = 8;
	const NOT_OPENING = 536870910;
	const NOT_PREDESTROYING = 536870909;
	const READ_UPDATING = 32;
	const READ_PRIMARY = 64;
	const READ_QUEUED = 128;
	const READ_RESUMED = 256;
	const READ_PIPE_DRAINED = 512;
	const READ_ENDING = 1024;
	const READ_EMIT_DATA = 2048;
	const READ_EMIT_READABLE = 4096;
	const READ_EMITTED_READABLE = 8192;
	const READ_DONE = 16384;
	const READ_NEXT_TICK = 32768;
	const READ_READ_AHEAD = 131072;
	const READ_FLOWING = 768;
	const READ_ACTIVE_AND_NEEDS_PUSH = 65552;
	const READ_PRIMARY_AND_ACTIVE = 80;
	const READ_EMIT_READABLE_AND_QUEUED = 4224;
	const READ_RESUMED_READ_AHEAD = 131328;
	const READ_NOT_ACTIVE = 536870895;
	const READ_NON_PRIMARY_AND_PUSHED = 536805311;
	const READ_PUSHED = 536805375;
	const READ_PAUSED = 536870655;
	const READ_NOT_QUEUED = 536862591;
	const READ_NOT_ENDING = 536869887;
	const READ_PIPE_NOT_DRAINED = 536870143;
	const READ_NOT_NEXT_TICK = 536838143;
	const READ_NOT_UPDATING = 536870879;
	const READ_NO_READ_AHEAD = 536739839;
	const READ_PAUSED_NO_READ_AHEAD = 536739583;
	const WRITE_ACTIVE = 1 << 18;
	const WRITE_UPDATING = 2 << 18;
	const WRITE_PRIMARY = 4 << 18;
	const WRITE_QUEUED = 8 << 18;
	const WRITE_UNDRAINED = 16 << 18;
	const WRITE_DONE = 32 << 18;
	const WRITE_EMIT_DRAIN = 64 << 18;
	const WRITE_NEXT_TICK = 128 << 18;
	const WRITE_WRITING = 256 << 18;
	const WRITE_FINISHING = 512 << 18;
	const WRITE_CORKED = 1024 << 18;
	const WRITE_NOT_ACTIVE = 469499903;
	const WRITE_NON_PRIMARY = 535822335;
	const WRITE_NOT_FINISHING = 402391039;
	const WRITE_DRAINED = 532676607;
	const WRITE_NOT_QUEUED = 534773759;
	const WRITE_NOT_NEXT_TICK = 503316479;
	const WRITE_NOT_UPDATING = 536346623;
	const WRITE_NOT_CORKED = 268435455;
	const ACTIVE = 262160;
	const NOT_ACTIVE = 536608751;
	const DONE = 8404992;
	const DESTROY_STATUS = 14;
	const OPEN_STATUS = 15;
	const AUTO_DESTROY = 8405006;
	const NON_PRIMARY = 535822271;
	const ACTIVE_OR_TICKING = 33587200;
	const IS_OPENING = 33587215;
	const READ_PRIMARY_STATUS = 17423;
	const READ_STATUS = 16527;
	const READ_ENDING_STATUS = 1167;
	const READ_READABLE_STATUS = 12431;
	const SHOULD_NOT_READ = 214047;
	const READ_BACKPRESSURE_STATUS = 17422;
	const READ_UPDATE_SYNC_STATUS = 32879;
	const READ_NEXT_TICK_OR_OPENING = 32769;
	const WRITE_PRIMARY_STATUS = 142606351;
	const WRITE_QUEUED_AND_UNDRAINED = 6291456;
	const WRITE_QUEUED_AND_ACTIVE = 2359296;
	const WRITE_DRAIN_STATUS = 6553615;
	const WRITE_STATUS = 270794767;
	const WRITE_PRIMARY_AND_ACTIVE = 1310720;
	const WRITE_ACTIVE_AND_WRITING = 67371008;
	const WRITE_FINISHING_STATUS = 144965647;
	const WRITE_BACKPRESSURE_STATUS = 146800654;
	const WRITE_UPDATE_SYNC_STATUS = 35127311;
	const WRITE_DROP_DATA = 142606350;
	const asyncIterator = Symbol.asyncIterator || Symbol("asyncIterator");
	var WritableState = class {
		constructor(stream, { highWaterMark = 16384, map = null, mapWritable, byteLength, byteLengthWritable } = {}) {
			this.stream = stream;
			this.queue = new FIFO();
			this.highWaterMark = highWaterMark;
			this.buffered = 0;
			this.error = null;
			this.pipeline = null;
			this.drains = null;
			this.byteLength = byteLengthWritable || byteLength || defaultByteLength;
			this.map = mapWritable || map;
			this.afterWrite = afterWrite.bind(this);
			this.afterUpdateNextTick = updateWriteNT.bind(this);
		}
		get ending() {
			return (this.stream._duplexState & WRITE_FINISHING) !== 0;
		}
		get ended() {
			return (this.stream._duplexState & WRITE_DONE) !== 0;
		}
		push(data) {
			if ((this.stream._duplexState & WRITE_DROP_DATA) !== 0) return false;
			if (this.map !== null) data = this.map(data);
			this.buffered += this.byteLength(data);
			this.queue.push(data);
			if (this.buffered < this.highWaterMark) {
				this.stream._duplexState |= WRITE_QUEUED;
				return true;
			}
			this.stream._duplexState |= WRITE_QUEUED_AND_UNDRAINED;
			return false;
		}
		shift() {
			const data = this.queue.shift();
			this.buffered -= this.byteLength(data);
			if (this.buffered === 0) this.stream._duplexState &= WRITE_NOT_QUEUED;
			return data;
		}
		end(data) {
			if (typeof data === "function") this.stream.once("finish", data);
			else if (data !== void 0 && data !== null) this.push(data);
			this.stream._duplexState = (this.stream._duplexState | WRITE_FINISHING) & WRITE_NON_PRIMARY;
		}
		autoBatch(data, cb) {
			const buffer = [];
			const stream = this.stream;
			buffer.push(data);
			while ((stream._duplexState & WRITE_STATUS) === WRITE_QUEUED_AND_ACTIVE) buffer.push(stream._writableState.shift());
			if ((stream._duplexState & OPEN_STATUS) !== 0) return cb(null);
			stream._writev(buffer, cb);
		}
		update() {
			const stream = this.stream;
			stream._duplexState |= WRITE_UPDATING;
			do {
				while ((stream._duplexState & WRITE_STATUS) === WRITE_QUEUED) {
					const data = this.shift();
					stream._duplexState |= WRITE_ACTIVE_AND_WRITING;
					stream._write(data, this.afterWrite);
				}
				if ((stream._duplexState & WRITE_PRIMARY_AND_ACTIVE) === 0) this.updateNonPrimary();
			} while (this.continueUpdate() === true);
			stream._duplexState &= WRITE_NOT_UPDATING;
		}
		updateNonPrimary() {
			const stream = this.stream;
			if ((stream._duplexState & WRITE_FINISHING_STATUS) === WRITE_FINISHING) {
				stream._duplexState = stream._duplexState | WRITE_ACTIVE;
				stream._final(afterFinal.bind(this));
				return;
			}
			if ((stream._duplexState & DESTROY_STATUS) === DESTROYING) {
				if ((stream._duplexState & ACTIVE_OR_TICKING) === 0) {
					stream._duplexState |= ACTIVE;
					stream._destroy(afterDestroy.bind(this));
				}
				return;
			}
			if ((stream._duplexState & IS_OPENING) === OPENING) {
				stream._duplexState = (stream._duplexState | ACTIVE) & NOT_OPENING;
				stream._open(afterOpen.bind(this));
			}
		}
		continueUpdate() {
			if ((this.stream._duplexState & WRITE_NEXT_TICK) === 0) return false;
			this.stream._duplexState &= WRITE_NOT_NEXT_TICK;
			return true;
		}
		updateCallback() {
			if ((this.stream._duplexState & WRITE_UPDATE_SYNC_STATUS) === WRITE_PRIMARY) this.update();
			else this.updateNextTick();
		}
		updateNextTick() {
			if ((this.stream._duplexState & WRITE_NEXT_TICK) !== 0) return;
			this.stream._duplexState |= WRITE_NEXT_TICK;
			if ((this.stream._duplexState & WRITE_UPDATING) === 0) qmt(this.afterUpdateNextTick);
		}
	};
	var ReadableState = class {
		constructor(stream, { highWaterMark = 16384, map = null, mapReadable, byteLength, byteLengthReadable } = {}) {
			this.stream = stream;
			this.queue = new FIFO();
			this.highWaterMark = highWaterMark === 0 ? 1 : highWaterMark;
			this.buffered = 0;
			this.readAhead = highWaterMark > 0;
			this.error = null;
			this.pipeline = null;
			this.byteLength = byteLengthReadable || byteLength || defaultByteLength;
			this.map = mapReadable || map;
			this.pipeTo = null;
			this.afterRead = afterRead.bind(this);
			this.afterUpdateNextTick = updateReadNT.bind(this);
		}
		get ending() {
			return (this.stream._duplexState & READ_ENDING) !== 0;
		}
		get ended() {
			return (this.stream._duplexState & READ_DONE) !== 0;
		}
		pipe(pipeTo, cb) {
			if (this.pipeTo !== null) throw StreamError.BAD_ARGUMENT("Can only pipe to one destination");
			if (typeof cb !== "function") cb = null;
			this.stream._duplexState |= READ_PIPE_DRAINED;
			this.pipeTo = pipeTo;
			this.pipeline = new Pipeline(this.stream, pipeTo, cb);
			if (cb) this.stream.on("error", noop);
			if (isStreamx(pipeTo)) {
				pipeTo._writableState.pipeline = this.pipeline;
				if (cb) pipeTo.on("error", noop);
				pipeTo.on("finish", this.pipeline.finished.bind(this.pipeline));
			} else {
				const onerror = this.pipeline.done.bind(this.pipeline, pipeTo);
				const onclose = this.pipeline.done.bind(this.pipeline, pipeTo, null);
				pipeTo.on("error", onerror);
				pipeTo.on("close", onclose);
				pipeTo.on("finish", this.pipeline.finished.bind(this.pipeline));
			}
			pipeTo.on("drain", afterDrain.bind(this));
			this.stream.emit("piping", pipeTo);
			pipeTo.emit("pipe", this.stream);
		}
		push(data) {
			const stream = this.stream;
			if (data === null) {
				this.highWaterMark = 0;
				stream._duplexState = (stream._duplexState | READ_ENDING) & READ_NON_PRIMARY_AND_PUSHED;
				return false;
			}
			if (this.map !== null) {
				data = this.map(data);
				if (data === null) {
					stream._duplexState &= READ_PUSHED;
					return this.buffered < this.highWaterMark;
				}
			}
			this.buffered += this.byteLength(data);
			this.queue.push(data);
			stream._duplexState = (stream._duplexState | READ_QUEUED) & READ_PUSHED;
			return this.buffered < this.highWaterMark;
		}
		shift() {
			const data = this.queue.shift();
			this.buffered -= this.byteLength(data);
			if (this.buffered === 0) this.stream._duplexState &= READ_NOT_QUEUED;
			return data;
		}
		unshift(data) {
			const pending = [this.map !== null ? this.map(data) : data];
			while (this.buffered > 0) pending.push(this.shift());
			for (let i = 0; i < pending.length - 1; i++) {
				const data = pending[i];
				this.buffered += this.byteLength(data);
				this.queue.push(data);
			}
			this.push(pending[pending.length - 1]);
		}
		read() {
			const stream = this.stream;
			if ((stream._duplexState & READ_STATUS) === READ_QUEUED) {
				const data = this.shift();
				if (this.pipeTo !== null && this.pipeTo.write(data) === false) stream._duplexState &= READ_PIPE_NOT_DRAINED;
				if ((stream._duplexState & READ_EMIT_DATA) !== 0) stream.emit("data", data);
				return data;
			}
			if (this.readAhead === false) {
				stream._duplexState |= READ_READ_AHEAD;
				this.updateNextTick();
			}
			return null;
		}
		drain() {
			const stream = this.stream;
			while ((stream._duplexState & READ_STATUS) === READ_QUEUED && (stream._duplexState & READ_FLOWING) !== 0) {
				const data = this.shift();
				if (this.pipeTo !== null && this.pipeTo.write(data) === false) stream._duplexState &= READ_PIPE_NOT_DRAINED;
				if ((stream._duplexState & READ_EMIT_DATA) !== 0) stream.emit("data", data);
			}
		}
		update() {
			const stream = this.stream;
			stream._duplexState |= READ_UPDATING;
			do {
				this.drain();
				while (this.buffered < this.highWaterMark && (stream._duplexState & SHOULD_NOT_READ) === READ_READ_AHEAD) {
					stream._duplexState |= READ_ACTIVE_AND_NEEDS_PUSH;
					stream._read(this.afterRead);
					this.drain();
				}
				if ((stream._duplexState & READ_READABLE_STATUS) === READ_EMIT_READABLE_AND_QUEUED) {
					stream._duplexState |= READ_EMITTED_READABLE;
					stream.emit("readable");
				}
				if ((stream._duplexState & READ_PRIMARY_AND_ACTIVE) === 0) this.updateNonPrimary();
			} while (this.continueUpdate() === true);
			stream._duplexState &= READ_NOT_UPDATING;
		}
		updateNonPrimary() {
			const stream = this.stream;
			if ((stream._duplexState & READ_ENDING_STATUS) === READ_ENDING) {
				stream._duplexState = (stream._duplexState | READ_DONE) & READ_NOT_ENDING;
				stream.emit("end");
				if ((stream._duplexState & AUTO_DESTROY) === DONE) stream._duplexState |= DESTROYING;
				if (this.pipeTo !== null) this.pipeTo.end();
			}
			if ((stream._duplexState & DESTROY_STATUS) === DESTROYING) {
				if ((stream._duplexState & ACTIVE_OR_TICKING) === 0) {
					stream._duplexState |= ACTIVE;
					stream._destroy(afterDestroy.bind(this));
				}
				return;
			}
			if ((stream._duplexState & IS_OPENING) === OPENING) {
				stream._duplexState = (stream._duplexState | ACTIVE) & NOT_OPENING;
				stream._open(afterOpen.bind(this));
			}
		}
		continueUpdate() {
			if ((this.stream._duplexState & READ_NEXT_TICK) === 0) return false;
			this.stream._duplexState &= READ_NOT_NEXT_TICK;
			return true;
		}
		updateCallback() {
			if ((this.stream._duplexState & READ_UPDATE_SYNC_STATUS) === READ_PRIMARY) this.update();
			else this.updateNextTick();
		}
		updateNextTickIfOpen() {
			if ((this.stream._duplexState & READ_NEXT_TICK_OR_OPENING) !== 0) return;
			this.stream._duplexState |= READ_NEXT_TICK;
			if ((this.stream._duplexState & READ_UPDATING) === 0) qmt(this.afterUpdateNextTick);
		}
		updateNextTick() {
			if ((this.stream._duplexState & READ_NEXT_TICK) !== 0) return;
			this.stream._duplexState |= READ_NEXT_TICK;
			if ((this.stream._duplexState & READ_UPDATING) === 0) qmt(this.afterUpdateNextTick);
		}
	};
	var TransformState = class {
		constructor(stream) {
			this.data = null;
			this.afterTransform = afterTransform.bind(stream);
			this.afterFinal = null;
		}
	};
	var Pipeline = class {
		constructor(src, dst, cb) {
			this.from = src;
			this.to = dst;
			this.afterPipe = cb;
			this.error = null;
			this.pipeToFinished = false;
		}
		finished() {
			this.pipeToFinished = true;
		}
		done(stream, err) {
			if (err) this.error = err;
			if (stream === this.to) {
				this.to = null;
				if (this.from !== null) {
					if ((this.from._duplexState & READ_DONE) === 0 || !this.pipeToFinished) this.from.destroy(this.error || StreamError.PREMATURE_CLOSE("Writable stream closed"));
					return;
				}
			}
			if (stream === this.from) {
				this.from = null;
				if (this.to !== null) {
					if ((stream._duplexState & READ_DONE) === 0) this.to.destroy(this.error || StreamError.PREMATURE_CLOSE("Readable stream closed"));
					return;
				}
			}
			if (this.afterPipe !== null) this.afterPipe(this.error);
			this.to = this.from = this.afterPipe = null;
		}
	};
	function afterDrain() {
		this.stream._duplexState |= READ_PIPE_DRAINED;
		this.updateCallback();
	}
	function afterFinal(err) {
		const stream = this.stream;
		if (err) stream.destroy(err);
		if ((stream._duplexState & DESTROY_STATUS) === 0) {
			stream._duplexState |= WRITE_DONE;
			stream.emit("finish");
		}
		if ((stream._duplexState & AUTO_DESTROY) === DONE) stream._duplexState |= DESTROYING;
		stream._duplexState &= WRITE_NOT_FINISHING;
		if ((stream._duplexState & WRITE_UPDATING) === 0) this.update();
		else this.updateNextTick();
	}
	function afterDestroy(err) {
		const stream = this.stream;
		if (!err && !StreamError.isStreamDestroyed(this.error)) err = this.error;
		if (err) stream.emit("error", err);
		stream._duplexState |= DESTROYED;
		stream.emit("close");
		const rs = stream._readableState;
		const ws = stream._writableState;
		if (rs !== null && rs.pipeline !== null) rs.pipeline.done(stream, err);
		if (ws !== null) {
			while (ws.drains !== null && ws.drains.length > 0) ws.drains.shift().resolve(false);
			if (ws.pipeline !== null) ws.pipeline.done(stream, err);
		}
	}
	function afterWrite(err) {
		const stream = this.stream;
		if (err) stream.destroy(err);
		stream._duplexState &= WRITE_NOT_ACTIVE;
		if (this.drains !== null) tickDrains(this.drains);
		if ((stream._duplexState & WRITE_DRAIN_STATUS) === WRITE_UNDRAINED) {
			stream._duplexState &= WRITE_DRAINED;
			if ((stream._duplexState & WRITE_EMIT_DRAIN) === WRITE_EMIT_DRAIN) stream.emit("drain");
		}
		this.updateCallback();
	}
	function afterRead(err) {
		if (err) this.stream.destroy(err);
		this.stream._duplexState &= READ_NOT_ACTIVE;
		if (this.readAhead === false && (this.stream._duplexState & READ_RESUMED) === 0) this.stream._duplexState &= READ_NO_READ_AHEAD;
		this.updateCallback();
	}
	function updateReadNT() {
		if ((this.stream._duplexState & READ_UPDATING) === 0) {
			this.stream._duplexState &= READ_NOT_NEXT_TICK;
			this.update();
		}
	}
	function updateWriteNT() {
		if ((this.stream._duplexState & WRITE_UPDATING) === 0) {
			this.stream._duplexState &= WRITE_NOT_NEXT_TICK;
			this.update();
		}
	}
	function tickDrains(drains) {
		for (let i = 0; i < drains.length; i++) if (--drains[i].writes === 0) {
			drains.shift().resolve(true);
			i--;
		}
	}
	function afterOpen(err) {
		const stream = this.stream;
		if (err) stream.destroy(err);
		if ((stream._duplexState & DESTROYING) === 0) {
			if ((stream._duplexState & READ_PRIMARY_STATUS) === 0) stream._duplexState |= READ_PRIMARY;
			if ((stream._duplexState & WRITE_PRIMARY_STATUS) === 0) stream._duplexState |= WRITE_PRIMARY;
			stream.emit("open");
		}
		stream._duplexState &= NOT_ACTIVE;
		if (stream._writableState !== null) stream._writableState.updateCallback();
		if (stream._readableState !== null) stream._readableState.updateCallback();
	}
	function afterTransform(err, data) {
		if (data !== void 0 && data !== null) this.push(data);
		this._writableState.afterWrite(err);
	}
	function newListener(name) {
		if (this._readableState !== null) {
			if (name === "data") {
				this._duplexState |= 133376;
				this._readableState.updateNextTick();
			}
			if (name === "readable") {
				this._duplexState |= READ_EMIT_READABLE;
				this._readableState.updateNextTick();
			}
		}
		if (this._writableState !== null) {
			if (name === "drain") {
				this._duplexState |= WRITE_EMIT_DRAIN;
				this._writableState.updateNextTick();
			}
		}
	}
	var Stream = class extends EventEmitter {
		constructor(opts) {
			super();
			this._duplexState = 0;
			this._readableState = null;
			this._writableState = null;
			if (opts) {
				if (opts.open) this._open = opts.open;
				if (opts.destroy) this._destroy = opts.destroy;
				if (opts.predestroy) this._predestroy = opts.predestroy;
				if (opts.signal) opts.signal.addEventListener("abort", abort.bind(this));
			}
			this.on("newListener", newListener);
		}
		_open(cb) {
			cb(null);
		}
		_destroy(cb) {
			cb(null);
		}
		_predestroy() {}
		get readable() {
			return this._readableState !== null ? true : void 0;
		}
		get writable() {
			return this._writableState !== null ? true : void 0;
		}
		get destroyed() {
			return (this._duplexState & DESTROYED) !== 0;
		}
		get destroying() {
			return (this._duplexState & DESTROY_STATUS) !== 0;
		}
		destroy(err) {
			if ((this._duplexState & DESTROY_STATUS) === 0) {
				if (!err) err = StreamError.STREAM_DESTROYED();
				this._duplexState = (this._duplexState | DESTROYING) & NON_PRIMARY;
				if (this._readableState !== null) {
					this._readableState.highWaterMark = 0;
					this._readableState.error = err;
				}
				if (this._writableState !== null) {
					this._writableState.highWaterMark = 0;
					this._writableState.error = err;
				}
				this._duplexState |= PREDESTROYING;
				this._predestroy();
				this._duplexState &= NOT_PREDESTROYING;
				if (this._readableState !== null) this._readableState.updateNextTick();
				if (this._writableState !== null) this._writableState.updateNextTick();
			}
		}
	};
	var Readable = class Readable extends Stream {
		constructor(opts) {
			super(opts);
			this._duplexState |= 8519681;
			this._readableState = new ReadableState(this, opts);
			if (opts) {
				if (this._readableState.readAhead === false) this._duplexState &= READ_NO_READ_AHEAD;
				if (opts.read) this._read = opts.read;
				if (opts.eagerOpen) this._readableState.updateNextTick();
				if (opts.encoding) this.setEncoding(opts.encoding);
			}
		}
		static deferred(fn, opts) {
			const out = new PassThrough(opts);
			fn().then((src) => {
				if (src === null) return out.end();
				if (out.destroying) return;
				pipeline(src, out, noop);
			}).catch((err) => out.destroy(err));
			return out;
		}
		setEncoding(encoding) {
			const dec = new TextDecoder(encoding);
			const map = this._readableState.map || echo;
			this._readableState.map = mapOrSkip;
			return this;
			function mapOrSkip(data) {
				const next = dec.push(data);
				return next === "" && (data.byteLength !== 0 || dec.remaining > 0) ? null : map(next);
			}
		}
		_read(cb) {
			cb(null);
		}
		pipe(dest, cb) {
			this._readableState.updateNextTick();
			this._readableState.pipe(dest, cb);
			return dest;
		}
		read() {
			this._readableState.updateNextTick();
			return this._readableState.read();
		}
		push(data) {
			this._readableState.updateNextTickIfOpen();
			return this._readableState.push(data);
		}
		unshift(data) {
			this._readableState.updateNextTickIfOpen();
			return this._readableState.unshift(data);
		}
		resume() {
			this._duplexState |= READ_RESUMED_READ_AHEAD;
			this._readableState.updateNextTick();
			return this;
		}
		pause() {
			this._duplexState &= this._readableState.readAhead === false ? READ_PAUSED_NO_READ_AHEAD : READ_PAUSED;
			return this;
		}
		static _fromAsyncIterator(ite, opts) {
			let destroy;
			const rs = new Readable({
				...opts,
				read(cb) {
					ite.next().then(push).then(cb.bind(null, null)).catch(cb);
				},
				predestroy() {
					destroy = ite.return();
				},
				destroy(cb) {
					if (!destroy) return cb(null);
					destroy.then(cb.bind(null, null)).catch(cb);
				}
			});
			return rs;
			function push(data) {
				if (data.done) rs.push(null);
				else rs.push(data.value);
			}
		}
		static from(data, opts) {
			if (isReadStreamx(data)) return data;
			if (data[asyncIterator]) return this._fromAsyncIterator(data[asyncIterator](), opts);
			if (!Array.isArray(data)) data = data === void 0 ? [] : [data];
			let i = 0;
			return new Readable({
				...opts,
				read(cb) {
					this.push(i === data.length ? null : data[i++]);
					cb(null);
				}
			});
		}
		static isBackpressured(rs) {
			return (rs._duplexState & READ_BACKPRESSURE_STATUS) !== 0 || rs._readableState.buffered >= rs._readableState.highWaterMark;
		}
		static isPaused(rs) {
			return (rs._duplexState & READ_RESUMED) === 0;
		}
		[asyncIterator]() {
			const stream = this;
			let error = null;
			let promiseResolve = null;
			let promiseReject = null;
			this.on("error", (err) => {
				error = err;
			});
			this.on("readable", onreadable);
			this.on("close", onclose);
			return {
				[asyncIterator]() {
					return this;
				},
				next() {
					return new Promise(function(resolve, reject) {
						promiseResolve = resolve;
						promiseReject = reject;
						const data = stream.read();
						if (data !== null) ondata(data);
						else if ((stream._duplexState & DESTROYED) !== 0) ondata(null);
					});
				},
				return() {
					return destroy(null);
				},
				throw(err) {
					return destroy(err);
				}
			};
			function onreadable() {
				if (promiseResolve !== null) ondata(stream.read());
			}
			function onclose() {
				if (promiseResolve !== null) ondata(null);
			}
			function ondata(data) {
				if (promiseReject === null) return;
				if (error) promiseReject(error);
				else if (data === null && (stream._duplexState & READ_DONE) === 0) promiseReject(StreamError.STREAM_DESTROYED());
				else promiseResolve({
					value: data,
					done: data === null
				});
				promiseReject = promiseResolve = null;
			}
			function destroy(err) {
				stream.destroy(err);
				return new Promise((resolve, reject) => {
					if (stream._duplexState & DESTROYED) return resolve({
						value: void 0,
						done: true
					});
					stream.once("close", function() {
						if (err) reject(err);
						else resolve({
							value: void 0,
							done: true
						});
					});
				});
			}
		}
	};
	var Writable = class extends Stream {
		constructor(opts) {
			super(opts);
			this._duplexState |= 16385;
			this._writableState = new WritableState(this, opts);
			if (opts) {
				if (opts.writev) this._writev = opts.writev;
				if (opts.write) this._write = opts.write;
				if (opts.final) this._final = opts.final;
				if (opts.eagerOpen) this._writableState.updateNextTick();
			}
		}
		cork() {
			this._duplexState |= WRITE_CORKED;
		}
		uncork() {
			this._duplexState &= WRITE_NOT_CORKED;
			this._writableState.updateNextTick();
		}
		_writev(batch, cb) {
			cb(null);
		}
		_write(data, cb) {
			this._writableState.autoBatch(data, cb);
		}
		_final(cb) {
			cb(null);
		}
		static isBackpressured(ws) {
			return (ws._duplexState & WRITE_BACKPRESSURE_STATUS) !== 0;
		}
		static drained(ws) {
			if (ws.destroyed) return Promise.resolve(false);
			const state = ws._writableState;
			const writes = (isWritev(ws) ? Math.min(1, state.queue.length) : state.queue.length) + (ws._duplexState & WRITE_WRITING ? 1 : 0);
			if (writes === 0) return Promise.resolve(true);
			if (state.drains === null) state.drains = [];
			return new Promise((resolve) => {
				state.drains.push({
					writes,
					resolve
				});
			});
		}
		write(data) {
			this._writableState.updateNextTick();
			return this._writableState.push(data);
		}
		end(data) {
			this._writableState.updateNextTick();
			this._writableState.end(data);
			return this;
		}
	};
	var Duplex = class extends Readable {
		constructor(opts) {
			super(opts);
			this._duplexState = OPENING | this._duplexState & READ_READ_AHEAD;
			this._writableState = new WritableState(this, opts);
			if (opts) {
				if (opts.writev) this._writev = opts.writev;
				if (opts.write) this._write = opts.write;
				if (opts.final) this._final = opts.final;
			}
		}
		cork() {
			this._duplexState |= WRITE_CORKED;
		}
		uncork() {
			this._duplexState &= WRITE_NOT_CORKED;
			this._writableState.updateNextTick();
		}
		_writev(batch, cb) {
			cb(null);
		}
		_write(data, cb) {
			this._writableState.autoBatch(data, cb);
		}
		_final(cb) {
			cb(null);
		}
		write(data) {
			this._writableState.updateNextTick();
			return this._writableState.push(data);
		}
		end(data) {
			this._writableState.updateNextTick();
			this._writableState.end(data);
			return this;
		}
	};
	var Transform = class extends Duplex {
		constructor(opts) {
			super(opts);
			this._transformState = new TransformState(this);
			if (opts) {
				if (opts.transform) this._transform = opts.transform;
				if (opts.flush) this._flush = opts.flush;
			}
		}
		_write(data, cb) {
			if (this._readableState.buffered >= this._readableState.highWaterMark) this._transformState.data = data;
			else this._transform(data, this._transformState.afterTransform);
		}
		_read(cb) {
			if (this._transformState.data !== null) {
				const data = this._transformState.data;
				this._transformState.data = null;
				cb(null);
				this._transform(data, this._transformState.afterTransform);
			} else cb(null);
		}
		destroy(err) {
			super.destroy(err);
			if (this._transformState.data !== null) {
				this._transformState.data = null;
				this._transformState.afterTransform();
			}
		}
		_transform(data, cb) {
			cb(null, data);
		}
		_flush(cb) {
			cb(null);
		}
		_final(cb) {
			this._transformState.afterFinal = cb;
			this._flush(transformAfterFlush.bind(this));
		}
	};
	var PassThrough = class extends Transform {};
	function transformAfterFlush(err, data) {
		const cb = this._transformState.afterFinal;
		if (err) return cb(err);
		if (data !== null && data !== void 0) this.push(data);
		this.push(null);
		cb(null);
	}
	function pipelinePromise(...streams) {
		return new Promise((resolve, reject) => {
			return pipeline(...streams, (err) => {
				if (err) return reject(err);
				resolve();
			});
		});
	}
	function pipeline(stream, ...streams) {
		const all = Array.isArray(stream) ? [...stream, ...streams] : [stream, ...streams];
		const done = all.length && typeof all[all.length - 1] === "function" ? all.pop() : null;
		if (all.length < 2) throw StreamError.BAD_ARGUMENT("Pipeline requires at least 2 streams");
		let src = all[0];
		let dest = null;
		let error = null;
		for (let i = 1; i < all.length; i++) {
			dest = all[i];
			if (isStreamx(src)) src.pipe(dest, onerror);
			else {
				errorHandle(src, true, i > 1, onerror);
				src.pipe(dest);
			}
			src = dest;
		}
		if (done) {
			let fin = false;
			const autoDestroy = isStreamx(dest) || !!(dest._writableState && dest._writableState.autoDestroy);
			dest.on("error", (err) => {
				if (error === null) error = err;
			});
			dest.on("finish", () => {
				fin = true;
				if (!autoDestroy) done(error);
			});
			if (autoDestroy) dest.on("close", () => done(error || (fin ? null : StreamError.PREMATURE_CLOSE())));
		}
		return dest;
		function errorHandle(s, rd, wr, onerror) {
			s.on("error", onerror);
			s.on("close", onclose);
			function onclose() {
				if (rd && s._readableState && !s._readableState.ended) return onerror(StreamError.PREMATURE_CLOSE());
				if (wr && s._writableState && !s._writableState.ended) return onerror(StreamError.PREMATURE_CLOSE());
			}
		}
		function onerror(err) {
			if (!err || error) return;
			error = err;
			for (const s of all) s.destroy(err);
		}
	}
	function echo(s) {
		return s;
	}
	function isStream(stream) {
		return !!stream._readableState || !!stream._writableState;
	}
	function isStreamx(stream) {
		return typeof stream._duplexState === "number" && isStream(stream);
	}
	function isEnding(stream) {
		return !!stream._readableState && stream._readableState.ending;
	}
	function isEnded(stream) {
		return !!stream._readableState && stream._readableState.ended;
	}
	function isFinishing(stream) {
		return !!stream._writableState && stream._writableState.ending;
	}
	function isFinished(stream) {
		return !!stream._writableState && stream._writableState.ended;
	}
	function getStreamError(stream, opts = {}) {
		const err = stream._readableState && stream._readableState.error || stream._writableState && stream._writableState.error;
		return !opts.all && StreamError.isStreamDestroyed(err) ? null : err;
	}
	function isReadStreamx(stream) {
		return isStreamx(stream) && stream.readable;
	}
	function isDisturbed(stream) {
		return (stream._duplexState & OPENING) !== OPENING || (stream._duplexState & DESTROYING) === DESTROYING || (stream._duplexState & ACTIVE_OR_TICKING) !== 0;
	}
	function isTypedArray(data) {
		return typeof data === "object" && data !== null && typeof data.byteLength === "number";
	}
	function defaultByteLength(data) {
		return isTypedArray(data) ? data.byteLength : 1024;
	}
	function noop() {}
	function abort() {
		this.destroy(StreamError.ABORTED());
	}
	function isWritev(s) {
		return s._writev !== Writable.prototype._writev && s._writev !== Duplex.prototype._writev;
	}
	module.exports = {
		pipeline,
		pipelinePromise,
		isStream,
		isStreamx,
		isEnding,
		isEnded,
		isFinishing,
		isFinished,
		isDisturbed,
		getStreamError,
		Stream,
		Writable,
		Readable,
		Duplex,
		Transform,
		PassThrough
	};
}));

// node_modules/tar-stream/headers.js
var require_headers = /* @__PURE__ */ __commonJSMin(((exports) => {
	const b4a = require_b4a();
	const ZEROS = "0000000000000000000";
	const SEVENS = "7777777777777777777";
	const ZERO_OFFSET = "0".charCodeAt(0);
	const USTAR_MAGIC = b4a.from([
		117,
		115,
		116,
		97,
		114,
		0
	]);
	const USTAR_VER = b4a.from([ZERO_OFFSET, ZERO_OFFSET]);
	const GNU_MAGIC = b4a.from([
		117,
		115,
		116,
		97,
		114,
		32
	]);
	const GNU_VER = b4a.from([32, 0]);
	const MASK = 4095;
	const MAGIC_OFFSET = 257;
	const VERSION_OFFSET = 263;
	exports.decodeLongPath = function decodeLongPath(buf, encoding) {
		return decodeStr(buf, 0, buf.length, encoding);
	};
	exports.encodePax = function encodePax(opts) {
		let result = "";
		if (opts.name) result += addLength(" path=" + opts.name + "\n");
		if (opts.linkname) result += addLength(" linkpath=" + opts.linkname + "\n");
		const pax = opts.pax;
		if (pax) for (const key in pax) result += addLength(" " + key + "=" + pax[key] + "\n");
		return b4a.from(result);
	};
	exports.decodePax = function decodePax(buf) {
		const result = {};
		while (buf.length) {
			let i = 0;
			while (i < buf.length && buf[i] !== 32) i++;
			const len = parseInt(b4a.toString(buf.subarray(0, i)), 10);
			if (!len) return result;
			const b = b4a.toString(buf.subarray(i + 1, len - 1));
			const keyIndex = b.indexOf("=");
			if (keyIndex === -1) return result;
			result[b.slice(0, keyIndex)] = b.slice(keyIndex + 1);
			buf = buf.subarray(len);
		}
		return result;
	};
	exports.encode = function encode(opts) {
		const buf = b4a.alloc(512);
		let name = opts.name;
		let prefix = "";
		if (opts.typeflag === 5 && name[name.length - 1] !== "/") name += "/";
		if (b4a.byteLength(name) !== name.length) return null;
		while (b4a.byteLength(name) > 100) {
			const i = name.indexOf("/");
			if (i === -1) return null;
			prefix += prefix ? "/" + name.slice(0, i) : name.slice(0, i);
			name = name.slice(i + 1);
		}
		if (b4a.byteLength(name) > 100 || b4a.byteLength(prefix) > 155) return null;
		if (opts.linkname && b4a.byteLength(opts.linkname) > 100) return null;
		b4a.write(buf, name);
		b4a.write(buf, encodeOct(opts.mode & MASK, 6), 100);
		b4a.write(buf, encodeOct(opts.uid, 6), 108);
		b4a.write(buf, encodeOct(opts.gid, 6), 116);
		encodeSize(opts.size, buf, 124);
		b4a.write(buf, encodeOct(opts.mtime.getTime() / 1e3 | 0, 11), 136);
		buf[156] = ZERO_OFFSET + toTypeflag(opts.type);
		if (opts.linkname) b4a.write(buf, opts.linkname, 157);
		b4a.copy(USTAR_MAGIC, buf, MAGIC_OFFSET);
		b4a.copy(USTAR_VER, buf, VERSION_OFFSET);
		if (opts.uname) b4a.write(buf, opts.uname, 265);
		if (opts.gname) b4a.write(buf, opts.gname, 297);
		b4a.write(buf, encodeOct(opts.devmajor || 0, 6), 329);
		b4a.write(buf, encodeOct(opts.devminor || 0, 6), 337);
		if (prefix) b4a.write(buf, prefix, 345);
		b4a.write(buf, encodeOct(cksum(buf), 6), 148);
		return buf;
	};
	exports.decode = function decode(buf, filenameEncoding, allowUnknownFormat) {
		let typeflag = buf[156] === 0 ? 0 : buf[156] - ZERO_OFFSET;
		let name = decodeStr(buf, 0, 100, filenameEncoding);
		const mode = decodeOct(buf, 100, 8);
		const uid = decodeOct(buf, 108, 8);
		const gid = decodeOct(buf, 116, 8);
		const size = decodeOct(buf, 124, 12);
		const mtime = decodeOct(buf, 136, 12);
		const type = toType(typeflag);
		const linkname = buf[157] === 0 ? null : decodeStr(buf, 157, 100, filenameEncoding);
		const uname = decodeStr(buf, 265, 32);
		const gname = decodeStr(buf, 297, 32);
		const devmajor = decodeOct(buf, 329, 8);
		const devminor = decodeOct(buf, 337, 8);
		const c = cksum(buf);
		if (c === 256) return null;
		if (c !== decodeOct(buf, 148, 8)) throw new Error("Invalid tar header. Maybe the tar is corrupted or it needs to be gunzipped?");
		if (isUSTAR(buf)) {
			if (buf[345]) name = decodeStr(buf, 345, 155, filenameEncoding) + "/" + name;
		} else if (isGNU(buf)) {} else if (!allowUnknownFormat) throw new Error("Invalid tar header: unknown format.");
		if (typeflag === 0 && name && name[name.length - 1] === "/") typeflag = 5;
		return {
			name,
			mode,
			uid,
			gid,
			size,
			byteOffset: 0,
			mtime: /* @__PURE__ */ new Date(1e3 * mtime),
			type,
			linkname,
			uname,
			gname,
			devmajor,
			devminor,
			pax: null
		};
	};
	function isUSTAR(buf) {
		return b4a.equals(USTAR_MAGIC, buf.subarray(MAGIC_OFFSET, 263));
	}
	function isGNU(buf) {
		return b4a.equals(GNU_MAGIC, buf.subarray(MAGIC_OFFSET, 263)) && b4a.equals(GNU_VER, buf.subarray(VERSION_OFFSET, 265));
	}
	function clamp(index, len, defaultValue) {
		if (typeof index !== "number") return defaultValue;
		index = ~~index;
		if (index >= len) return len;
		if (index >= 0) return index;
		index += len;
		if (index >= 0) return index;
		return 0;
	}
	function toType(flag) {
		switch (flag) {
			case 0: return "file";
			case 1: return "link";
			case 2: return "symlink";
			case 3: return "character-device";
			case 4: return "block-device";
			case 5: return "directory";
			case 6: return "fifo";
			case 7: return "contiguous-file";
			case 72: return "pax-header";
			case 55: return "pax-global-header";
			case 27: return "gnu-long-link-path";
			case 28:
			case 30: return "gnu-long-path";
		}
		return null;
	}
	function toTypeflag(flag) {
		switch (flag) {
			case "file": return 0;
			case "link": return 1;
			case "symlink": return 2;
			case "character-device": return 3;
			case "block-device": return 4;
			case "directory": return 5;
			case "fifo": return 6;
			case "contiguous-file": return 7;
			case "pax-header": return 72;
		}
		return 0;
	}
	function indexOf(block, num, offset, end) {
		for (; offset < end; offset++) if (block[offset] === num) return offset;
		return end;
	}
	function cksum(block) {
		let sum = 256;
		for (let i = 0; i < 148; i++) sum += block[i];
		for (let j = 156; j < 512; j++) sum += block[j];
		return sum;
	}
	function encodeOct(val, n) {
		val = val.toString(8);
		if (val.length > n) return SEVENS.slice(0, n) + " ";
		return ZEROS.slice(0, n - val.length) + val + " ";
	}
	function encodeSizeBin(num, buf, off) {
		buf[off] = 128;
		for (let i = 11; i > 0; i--) {
			buf[off + i] = num & 255;
			num = Math.floor(num / 256);
		}
	}
	function encodeSize(num, buf, off) {
		if (num.toString(8).length > 11) encodeSizeBin(num, buf, off);
		else b4a.write(buf, encodeOct(num, 11), off);
	}
	function parse256(buf) {
		let positive;
		if (buf[0] === 128) positive = true;
		else if (buf[0] === 255) positive = false;
		else return null;
		const tuple = [];
		let i;
		for (i = buf.length - 1; i > 0; i--) {
			const byte = buf[i];
			if (positive) tuple.push(byte);
			else tuple.push(255 - byte);
		}
		let sum = 0;
		const l = tuple.length;
		for (i = 0; i < l; i++) sum += tuple[i] * Math.pow(256, i);
		return positive ? sum : -1 * sum;
	}
	function decodeOct(val, offset, length) {
		val = val.subarray(offset, offset + length);
		offset = 0;
		if (val[offset] & 128) return parse256(val);
		else {
			while (offset < val.length && val[offset] === 32) offset++;
			const end = clamp(indexOf(val, 32, offset, val.length), val.length, val.length);
			while (offset < end && val[offset] === 0) offset++;
			if (end === offset) return 0;
			return parseInt(b4a.toString(val.subarray(offset, end)), 8);
		}
	}
	function decodeStr(val, offset, length, encoding) {
		return b4a.toString(val.subarray(offset, indexOf(val, 0, offset, offset + length)), encoding);
	}
	function addLength(str) {
		const len = b4a.byteLength(str);
		let digits = Math.floor(Math.log(len) / Math.log(10)) + 1;
		if (len + digits >= Math.pow(10, digits)) digits++;
		return len + digits + str;
	}
}));

// node_modules/tar-stream/extract.js
var require_extract = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { Writable, Readable, getStreamError } = require_streamx();
	const FIFO = require_fast_fifo();
	const b4a = require_b4a();
	const headers = require_headers();
	const EMPTY = b4a.alloc(0);
	const MAX_HEADER_SIZE = 4194304;
	var BufferList = class {
		constructor() {
			this.buffered = 0;
			this.shifted = 0;
			this.queue = new FIFO();
			this._offset = 0;
		}
		push(buffer) {
			this.buffered += buffer.byteLength;
			this.queue.push(buffer);
		}
		shiftFirst(size) {
			return this.buffered === 0 ? null : this._next(size);
		}
		shift(size) {
			if (size > this.buffered) return null;
			if (size === 0) return EMPTY;
			let chunk = this._next(size);
			if (size === chunk.byteLength) return chunk;
			const chunks = [chunk];
			while ((size -= chunk.byteLength) > 0) {
				chunk = this._next(size);
				chunks.push(chunk);
			}
			return b4a.concat(chunks);
		}
		_next(size) {
			const buf = this.queue.peek();
			const rem = buf.byteLength - this._offset;
			if (size >= rem) {
				const sub = this._offset ? buf.subarray(this._offset, buf.byteLength) : buf;
				this.queue.shift();
				this._offset = 0;
				this.buffered -= rem;
				this.shifted += rem;
				return sub;
			}
			this.buffered -= size;
			this.shifted += size;
			return buf.subarray(this._offset, this._offset += size);
		}
	};
	var Source = class extends Readable {
		constructor(self, header, offset) {
			super();
			this.header = header;
			this.offset = offset;
			this._parent = self;
		}
		_read(cb) {
			if (this.header.size === 0) this.push(null);
			if (this._parent._stream === this) this._parent._update();
			cb(null);
		}
		_predestroy() {
			this._parent.destroy(getStreamError(this));
		}
		_detach() {
			if (this._parent._stream === this) {
				this._parent._stream = null;
				this._parent._missing = overflow(this.header.size);
				this._parent._update();
			}
		}
		_destroy(cb) {
			this._detach();
			cb(null);
		}
	};
	var Extract = class extends Writable {
		constructor(opts) {
			super(opts);
			if (!opts) opts = {};
			this._buffer = new BufferList();
			this._offset = 0;
			this._header = null;
			this._stream = null;
			this._missing = 0;
			this._longHeader = false;
			this._callback = noop;
			this._locked = false;
			this._finished = false;
			this._pax = null;
			this._paxGlobal = null;
			this._gnuLongPath = null;
			this._gnuLongLinkPath = null;
			this._filenameEncoding = opts.filenameEncoding || "utf-8";
			this._allowUnknownFormat = !!opts.allowUnknownFormat;
			this._unlockBound = this._unlock.bind(this);
		}
		_unlock(err) {
			this._locked = false;
			if (err) {
				this.destroy(err);
				this._continueWrite(err);
				return;
			}
			this._update();
		}
		_consumeHeader() {
			if (this._locked) return false;
			this._offset = this._buffer.shifted;
			try {
				this._header = headers.decode(this._buffer.shift(512), this._filenameEncoding, this._allowUnknownFormat);
			} catch (err) {
				this._continueWrite(err);
				return false;
			}
			if (!this._header) return true;
			this._header.byteOffset = this._buffer.shifted;
			switch (this._header.type) {
				case "gnu-long-path":
				case "gnu-long-link-path":
				case "pax-global-header":
				case "pax-header":
					this._longHeader = true;
					this._missing = this._header.size;
					if (this._missing > MAX_HEADER_SIZE) {
						this._continueWrite(/* @__PURE__ */ new Error("Header exceeds max size"));
						return false;
					}
					return true;
			}
			this._locked = true;
			this._applyLongHeaders();
			if (!(this._header.size >= 0)) {
				this._continueWrite(/* @__PURE__ */ new Error("Invalid header"));
				return false;
			}
			if (this._header.size === 0 || this._header.type === "directory") {
				this.emit("entry", this._header, this._createStream(), this._unlockBound);
				return true;
			}
			this._stream = this._createStream();
			this._missing = this._header.size;
			this.emit("entry", this._header, this._stream, this._unlockBound);
			return true;
		}
		_applyLongHeaders() {
			if (this._gnuLongPath) {
				this._header.name = this._gnuLongPath;
				this._gnuLongPath = null;
			}
			if (this._gnuLongLinkPath) {
				this._header.linkname = this._gnuLongLinkPath;
				this._gnuLongLinkPath = null;
			}
			if (this._pax) {
				if (this._pax.path) this._header.name = this._pax.path;
				if (this._pax.linkpath) this._header.linkname = this._pax.linkpath;
				if (this._pax.size) this._header.size = parseInt(this._pax.size, 10);
				this._header.pax = this._pax;
				this._pax = null;
			}
		}
		_decodeLongHeader(buf) {
			switch (this._header.type) {
				case "gnu-long-path":
					this._gnuLongPath = headers.decodeLongPath(buf, this._filenameEncoding);
					break;
				case "gnu-long-link-path":
					this._gnuLongLinkPath = headers.decodeLongPath(buf, this._filenameEncoding);
					break;
				case "pax-global-header":
					this._paxGlobal = headers.decodePax(buf);
					break;
				case "pax-header": this._pax = this._paxGlobal === null ? headers.decodePax(buf) : Object.assign({}, this._paxGlobal, headers.decodePax(buf));
			}
		}
		_consumeLongHeader() {
			this._longHeader = false;
			this._missing = overflow(this._header.size);
			const buf = this._buffer.shift(this._header.size);
			try {
				this._decodeLongHeader(buf);
			} catch (err) {
				this._continueWrite(err);
				return false;
			}
			return true;
		}
		_consumeStream() {
			const buf = this._buffer.shiftFirst(this._missing);
			if (buf === null) return false;
			this._missing -= buf.byteLength;
			const drained = this._stream.push(buf);
			if (this._missing === 0) {
				this._stream.push(null);
				if (drained) this._stream._detach();
				return drained && this._locked === false;
			}
			return drained;
		}
		_createStream() {
			return new Source(this, this._header, this._offset);
		}
		_update() {
			while (this._buffer.buffered > 0 && !this.destroying) {
				if (this._missing > 0) {
					if (this._stream !== null) {
						if (this._consumeStream() === false) return;
						continue;
					}
					if (this._longHeader === true) {
						if (this._missing > this._buffer.buffered) break;
						if (this._consumeLongHeader() === false) return false;
						continue;
					}
					const ignore = this._buffer.shiftFirst(this._missing);
					if (ignore !== null) this._missing -= ignore.byteLength;
					continue;
				}
				if (this._buffer.buffered < 512) break;
				if (this._stream !== null || this._consumeHeader() === false) return;
			}
			this._continueWrite(null);
		}
		_continueWrite(err) {
			const cb = this._callback;
			this._callback = noop;
			cb(err);
		}
		_write(data, cb) {
			this._callback = cb;
			this._buffer.push(data);
			this._update();
		}
		_final(cb) {
			this._finished = this._missing === 0 && this._buffer.buffered === 0;
			cb(this._finished ? null : /* @__PURE__ */ new Error("Unexpected end of data"));
		}
		_predestroy() {
			this._continueWrite(null);
		}
		_destroy(cb) {
			if (this._stream) this._stream.destroy(getStreamError(this));
			cb(null);
		}
		[Symbol.asyncIterator]() {
			let error = null;
			let promiseResolve = null;
			let promiseReject = null;
			let entryStream = null;
			let entryCallback = null;
			const extract = this;
			this.on("entry", onentry);
			this.on("error", (err) => {
				error = err;
			});
			this.on("close", onclose);
			return {
				[Symbol.asyncIterator]() {
					return this;
				},
				next() {
					return new Promise(onnext);
				},
				return() {
					return destroy(null);
				},
				throw(err) {
					return destroy(err);
				}
			};
			function consumeCallback(err) {
				if (!entryCallback) return;
				const cb = entryCallback;
				entryCallback = null;
				cb(err);
			}
			function onnext(resolve, reject) {
				if (error) return reject(error);
				if (entryStream) {
					resolve({
						value: entryStream,
						done: false
					});
					entryStream = null;
					return;
				}
				promiseResolve = resolve;
				promiseReject = reject;
				consumeCallback(null);
				if (extract._finished && promiseResolve) {
					promiseResolve({
						value: void 0,
						done: true
					});
					promiseResolve = promiseReject = null;
				}
			}
			function onentry(header, stream, callback) {
				entryCallback = callback;
				stream.on("error", noop);
				if (promiseResolve) {
					promiseResolve({
						value: stream,
						done: false
					});
					promiseResolve = promiseReject = null;
				} else entryStream = stream;
			}
			function onclose() {
				consumeCallback(error);
				if (!promiseResolve) return;
				if (error) promiseReject(error);
				else promiseResolve({
					value: void 0,
					done: true
				});
				promiseResolve = promiseReject = null;
			}
			function destroy(err) {
				extract.destroy(err);
				consumeCallback(err);
				return new Promise((resolve, reject) => {
					if (extract.destroyed) return resolve({
						value: void 0,
						done: true
					});
					extract.once("close", function() {
						if (err) reject(err);
						else resolve({
							value: void 0,
							done: true
						});
					});
				});
			}
		}
	};
	module.exports = function extract(opts) {
		return new Extract(opts);
	};
	function noop() {}
	function overflow(size) {
		size &= 511;
		return size && 512 - size;
	}
}));

// node_modules/tar-stream/constants.js
var require_constants = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const constants = {
		S_IFMT: 61440,
		S_IFDIR: 16384,
		S_IFCHR: 8192,
		S_IFBLK: 24576,
		S_IFIFO: 4096,
		S_IFLNK: 40960
	};
	try {
		module.exports = __require("fs").constants || constants;
	} catch {
		module.exports = constants;
	}
}));

// node_modules/tar-stream/pack.js
var require_pack = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { Readable, Writable, getStreamError } = require_streamx();
	const b4a = require_b4a();
	const constants = require_constants();
	const headers = require_headers();
	const DMODE = 493;
	const FMODE = 420;
	const END_OF_TAR = b4a.alloc(1024);
	var Sink = class extends Writable {
		constructor(pack, header, callback) {
			super({
				mapWritable,
				eagerOpen: true
			});
			this.written = 0;
			this.header = header;
			this._callback = callback;
			this._linkname = null;
			this._isLinkname = header.type === "symlink" && !header.linkname;
			this._isVoid = header.type !== "file" && header.type !== "contiguous-file";
			this._finished = false;
			this._pack = pack;
			this._openCallback = null;
			if (this._pack._stream === null) this._pack._stream = this;
			else this._pack._pending.push(this);
		}
		_open(cb) {
			this._openCallback = cb;
			if (this._pack._stream === this) this._continueOpen();
		}
		_continuePack(err) {
			if (this._callback === null) return;
			const callback = this._callback;
			this._callback = null;
			callback(err);
		}
		_continueOpen() {
			if (this._pack._stream === null) this._pack._stream = this;
			const cb = this._openCallback;
			this._openCallback = null;
			if (cb === null) return;
			if (this._pack.destroying) return cb(/* @__PURE__ */ new Error("pack stream destroyed"));
			if (this._pack._finalized) return cb(/* @__PURE__ */ new Error("pack stream is already finalized"));
			this._pack._stream = this;
			if (!this._isLinkname) this._pack._encode(this.header);
			if (this._isVoid) {
				this._finish();
				this._continuePack(null);
			}
			cb(null);
		}
		_write(data, cb) {
			if (this._isLinkname) {
				this._linkname = this._linkname ? b4a.concat([this._linkname, data]) : data;
				return cb(null);
			}
			if (this._isVoid) {
				if (data.byteLength > 0) return cb(/* @__PURE__ */ new Error("No body allowed for this entry"));
				return cb();
			}
			this.written += data.byteLength;
			if (this._pack.push(data)) return cb();
			this._pack._drain = cb;
		}
		_finish() {
			if (this._finished) return;
			this._finished = true;
			if (this._isLinkname) {
				this.header.linkname = this._linkname ? b4a.toString(this._linkname, "utf-8") : "";
				this._pack._encode(this.header);
			}
			overflow(this._pack, this.header.size);
			this._pack._done(this);
		}
		_final(cb) {
			if (this.written !== this.header.size) return cb(/* @__PURE__ */ new Error("Size mismatch"));
			this._finish();
			cb(null);
		}
		_getError() {
			return getStreamError(this) || /* @__PURE__ */ new Error("tar entry destroyed");
		}
		_predestroy() {
			this._pack.destroy(this._getError());
		}
		_destroy(cb) {
			this._pack._done(this);
			this._continuePack(this._finished ? null : this._getError());
			cb();
		}
	};
	var Pack = class extends Readable {
		constructor(opts) {
			super(opts);
			this._drain = noop;
			this._finalized = false;
			this._finalizing = false;
			this._pending = [];
			this._stream = null;
		}
		entry(header, buffer, callback) {
			if (this._finalized || this.destroying) throw new Error("already finalized or destroyed");
			if (typeof buffer === "function") {
				callback = buffer;
				buffer = null;
			}
			if (!callback) callback = noop;
			if (!header.size || header.type === "symlink") header.size = 0;
			if (!header.type) header.type = modeToType(header.mode);
			if (!header.mode) header.mode = header.type === "directory" ? DMODE : FMODE;
			if (!header.uid) header.uid = 0;
			if (!header.gid) header.gid = 0;
			if (!header.mtime) header.mtime = /* @__PURE__ */ new Date();
			if (typeof buffer === "string") buffer = b4a.from(buffer);
			const sink = new Sink(this, header, callback);
			if (b4a.isBuffer(buffer)) {
				header.size = buffer.byteLength;
				sink.write(buffer);
				sink.end();
				return sink;
			}
			if (sink._isVoid) return sink;
			return sink;
		}
		finalize() {
			if (this._stream || this._pending.length > 0) {
				this._finalizing = true;
				return;
			}
			if (this._finalized) return;
			this._finalized = true;
			this.push(END_OF_TAR);
			this.push(null);
		}
		_done(stream) {
			if (stream !== this._stream) return;
			this._stream = null;
			if (this._finalizing) this.finalize();
			if (this._pending.length) this._pending.shift()._continueOpen();
		}
		_encode(header) {
			if (!header.pax) {
				const buf = headers.encode(header);
				if (buf) {
					this.push(buf);
					return;
				}
			}
			this._encodePax(header);
		}
		_encodePax(header) {
			const paxHeader = headers.encodePax({
				name: header.name,
				linkname: header.linkname,
				pax: header.pax
			});
			const newHeader = {
				name: "PaxHeader",
				mode: header.mode,
				uid: header.uid,
				gid: header.gid,
				size: paxHeader.byteLength,
				mtime: header.mtime,
				type: "pax-header",
				linkname: header.linkname && "PaxHeader",
				uname: header.uname,
				gname: header.gname,
				devmajor: header.devmajor,
				devminor: header.devminor
			};
			this.push(headers.encode(newHeader));
			this.push(paxHeader);
			overflow(this, paxHeader.byteLength);
			newHeader.size = header.size;
			newHeader.type = header.type;
			this.push(headers.encode(newHeader));
		}
		_doDrain() {
			const drain = this._drain;
			this._drain = noop;
			drain();
		}
		_predestroy() {
			const err = getStreamError(this);
			if (this._stream) this._stream.destroy(err);
			while (this._pending.length) {
				const stream = this._pending.shift();
				stream.destroy(err);
				stream._continueOpen();
			}
			this._doDrain();
		}
		_read(cb) {
			this._doDrain();
			cb();
		}
	};
	module.exports = function pack(opts) {
		return new Pack(opts);
	};
	function modeToType(mode) {
		switch (mode & constants.S_IFMT) {
			case constants.S_IFBLK: return "block-device";
			case constants.S_IFCHR: return "character-device";
			case constants.S_IFDIR: return "directory";
			case constants.S_IFIFO: return "fifo";
			case constants.S_IFLNK: return "symlink";
		}
		return "file";
	}
	function noop() {}
	function overflow(self, size) {
		size &= 511;
		if (size) self.push(END_OF_TAR.subarray(0, 512 - size));
	}
	function mapWritable(buf) {
		return b4a.isBuffer(buf) ? buf : b4a.from(buf);
	}
}));

// node_modules/tar-stream/index.js
var require_tar_stream = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.extract = require_extract();
	exports.pack = require_pack();
}));

// src/docker/tar.ts
var import_tar_stream = require_tar_stream();
/** Packs entries, in their order, as a tar archive. Entries are taken as they are read, so that a large folder is never all in memory. */
function streamArchive(entries) {
	const archive = (0, import_tar_stream.pack)();
	const write = async () => {
		for (const entry of entries) await writeEntry(archive, entry);
		archive.finalize();
	};
	write().catch((error) => archive.destroy(error));
	return Readable.from(archive, { objectMode: false });
}
function writeEntry(archive, entry) {
	return new Promise((resolve, reject) => {
		const done = (error) => error ? reject(error) : resolve();
		const owner = {
			uid: "uid" in entry ? entry.uid ?? 0 : 0,
			gid: "gid" in entry ? entry.gid ?? 0 : 0
		};
		if (entry.kind === "file") archive.entry({
			name: entry.path,
			mode: entry.mode,
			...owner,
			size: entry.content.length
		}, entry.content, done);
		else if (entry.kind === "folder") archive.entry({
			name: entry.path,
			type: "directory",
			mode: entry.mode,
			...owner
		}, done);
		else archive.entry({
			name: entry.path,
			type: "symlink",
			linkname: entry.target
		}, done);
	});
}
/** The same as one buffer. */
async function packArchive(entries) {
	const chunks = [];
	for await (const chunk of streamArchive(entries)) chunks.push(chunk);
	return Buffer.concat(chunks);
}
/** Unpacks an archive in memory; files larger than `largest` bytes come without their content. */
async function unpackArchive(archive, largest = 8388608) {
	const entries = [];
	const reader = (0, import_tar_stream.extract)();
	reader.on("entry", (header, stream, next) => {
		const chunks = [];
		let size = 0;
		stream.on("data", (data) => {
			const chunk = data;
			size += chunk.length;
			if (size <= largest) chunks.push(chunk);
		});
		stream.on("end", () => {
			const common = {
				path: header.name.replace(/\/$/, ""),
				mode: header.mode ?? 420,
				uid: header.uid ?? 0,
				gid: header.gid ?? 0
			};
			if (header.type === "directory") entries.push({
				kind: "folder",
				...common
			});
			else if (header.type === "symlink") entries.push({
				kind: "link",
				path: common.path,
				target: header.linkname ?? ""
			});
			else if (header.type === "file") entries.push({
				kind: "file",
				...common,
				content: Buffer.concat(chunks)
			});
			next();
		});
	});
	await new Promise((resolve, reject) => {
		reader.on("finish", resolve).on("error", reject);
		Readable.from([archive]).pipe(reader);
	});
	return entries;
}
/** A file with the usual mode. */
function fileEntry(path, content, mode = 420) {
	return {
		kind: "file",
		path: path.replace(/^\/+/, ""),
		content: Buffer.from(content),
		mode
	};
}

// src/http/client.ts
/** How much of a body is kept; the rest is read and dropped, up to `mostRead`. */
const keptBody = 2048;
const mostRead = 1048576;
const connectTimeout = 3e3;
/** Sends one request over a connection of its own. Redirects are not followed, nothing is retried; never rejects. */
async function sendRequest(request, dial = dialDirectly) {
	const started = performance.now();
	const limit = AbortSignal.timeout(request.timeoutMs);
	const total = request.signal ? AbortSignal.any([limit, request.signal]) : limit;
	let localPort;
	const client = new import_undici.Client(`${request.scheme}://${bracketed(request.address)}:${request.port}`, {
		pipelining: 0,
		headersTimeout: request.timeoutMs,
		bodyTimeout: request.timeoutMs,
		allowH2: false,
		connect: (_options, callback) => {
			openSocket(request, dial, total).then((socket) => {
				localPort = socket.localPort;
				callback(null, socket);
			}, (error) => callback(error, null));
		}
	});
	const done = () => ({
		durationMs: performance.now() - started,
		...localPort === void 0 ? {} : { localPort }
	});
	try {
		const response = await client.request({
			method: request.method,
			path: request.path,
			headers: {
				host: request.host,
				"user-agent": "upstream-gate",
				accept: "*/*",
				...request.headers
			},
			signal: total
		});
		const body = await readBody(response.body);
		return {
			ok: true,
			status: response.statusCode,
			headers: flatten$1(response.headers),
			body,
			...done()
		};
	} catch (error) {
		return {
			ok: false,
			...classify(error),
			...done()
		};
	} finally {
		await client.destroy().catch(() => void 0);
	}
}
async function openSocket(request, dial, signal) {
	const socket = await dial(request.address, request.port, signal);
	if (request.scheme === "http") return socket;
	const name = request.host.replace(/:\d+$/, "");
	const secure = tls.connect({
		socket,
		rejectUnauthorized: false,
		ALPNProtocols: ["http/1.1"],
		...net.isIP(name) === 0 ? { servername: name } : {}
	});
	return new Promise((resolve, reject) => {
		secure.once("secureConnect", () => resolve(secure));
		secure.once("error", (error) => reject(Object.assign(error, { isTls: true })));
		secure.once("close", () => reject(Object.assign(/* @__PURE__ */ new Error("closed in the TLS handshake"), { isTls: true })));
	});
}
/** Connects from this process. */
const dialDirectly = (address, port, signal) => new Promise((resolve, reject) => {
	const socket = net.connect({
		host: address,
		port,
		signal
	});
	const timer = setTimeout(() => socket.destroy(Object.assign(/* @__PURE__ */ new Error("connect timed out"), { code: "ETIMEDOUT" })), connectTimeout);
	socket.once("connect", () => {
		clearTimeout(timer);
		socket.setNoDelay(true);
		resolve(socket);
	});
	socket.once("error", (error) => {
		clearTimeout(timer);
		reject(error);
	});
});
async function readBody(body) {
	const kept = [];
	let size = 0;
	for await (const chunk of body) {
		if (size < keptBody) kept.push(chunk);
		size += chunk.length;
		if (size > mostRead) break;
	}
	return Buffer.concat(kept).subarray(0, keptBody).toString("utf8");
}
function flatten$1(headers) {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value ?? ""]));
}
const errorCodes = {
	ECONNREFUSED: "refused",
	ECONNRESET: "reset",
	EPIPE: "reset",
	ETIMEDOUT: "timed-out",
	EHOSTUNREACH: "unreachable",
	ENETUNREACH: "unreachable",
	ENOTFOUND: "name-unknown",
	EAI_AGAIN: "name-unknown",
	UND_ERR_CONNECT_TIMEOUT: "timed-out",
	UND_ERR_HEADERS_TIMEOUT: "timed-out",
	UND_ERR_BODY_TIMEOUT: "timed-out",
	UND_ERR_SOCKET: "closed"
};
function classify(thrown) {
	const error = thrown;
	const text = error.message ?? String(thrown);
	if (error.name === "TimeoutError" || error.name === "AbortError") return {
		error: "timed-out",
		text
	};
	if (error.isTls === true || error.code?.startsWith("ERR_SSL") || error.code?.startsWith("ERR_TLS")) return {
		error: "tls",
		text
	};
	if (error.code?.startsWith("HPE_")) return {
		error: "not-http",
		text
	};
	return {
		error: errorCodes[error.code ?? ""] ?? "other",
		text
	};
}
function bracketed(address) {
	return address.includes(":") ? `[${address}]` : address;
}
/** Tries a TCP connection and closes it at once. Never rejects. */
async function tryPort(address, port, timeoutMs, dial = dialDirectly) {
	try {
		(await dial(address, port, AbortSignal.timeout(timeoutMs))).destroy();
		return "open";
	} catch (error) {
		const { error: kind } = classify(error);
		return kind === "refused" || kind === "reset" || kind === "closed" ? "refused" : kind === "unreachable" ? "unreachable" : "silent";
	}
}

// src/boot/files.ts
/** Puts what a service binds into its created container: folders through their volumes, files into its file system. */
async function uploadMounts(engine, workspace, container, service, isFilled) {
	for (const mount of service.mounts) if (mount.kind === "files" && mount.isFolder && !isFilled(mount)) await engine.upload(container, mount.target, streamArchive(folderEntries(workspace, mount.repo)));
	await uploadFiles(engine, container, service.mounts.flatMap((mount) => singleFile(workspace, mount) ?? []), service.settings.readOnly === true);
}
/**
* Puts files at their paths. The engine refuses a read-only container but for its volumes: there each folder is filled on its own.
*/
async function uploadFiles(engine, container, files, isReadOnly) {
	if (files.length === 0) return;
	if (!isReadOnly) return engine.upload(container, "/", await packArchive(files));
	for (const file of files) {
		const cut = file.path.lastIndexOf("/");
		await engine.upload(container, `/${file.path.slice(0, Math.max(0, cut))}`, await packArchive([{
			...file,
			path: file.path.slice(cut + 1)
		}]));
	}
}
/** The contents of a folder of the repository, as they stand; without its version control. */
function* folderEntries(workspace, folder) {
	for (const entry of workspace.entries(folder, (path) => path === ".git" || path.endsWith("/.git"))) {
		const path = folder === "" ? entry.path : entry.path.slice(folder.length + 1);
		const common = {
			path,
			mode: entry.mode,
			uid: entry.uid,
			gid: entry.gid
		};
		if (entry.kind === "folder") yield {
			kind: "folder",
			...common
		};
		else if (entry.kind === "link") yield {
			kind: "link",
			path,
			target: entry.target ?? ""
		};
		else {
			const content = workspace.bytes(entry.path);
			if (content !== void 0) yield {
				kind: "file",
				content,
				...common
			};
		}
	}
}
function singleFile(workspace, mount) {
	if (mount.kind === "text") return fileEntry(mount.target, mount.text, mount.mode);
	if (mount.kind !== "files" || mount.isFolder) return void 0;
	const content = workspace.bytes(mount.repo);
	return content === void 0 ? void 0 : fileEntry(mount.target, content, 420);
}

// src/boot/forwarder.ts
const configPath = "/upstream-gate-forward.conf";
/** Starts a forwarder in a running container's network namespace: nginx's own stream module, from the proxy's image. */
async function startForwarder(engine, run, image, inside, listenAddress, forward) {
	const container = await engine.create({
		name: objectName(run, `forward-${inside.slice(0, 12)}-${forward.port}`),
		image,
		labels: run.labels,
		entrypoint: ["nginx"],
		command: [
			"-c",
			configPath,
			"-g",
			"daemon off;"
		],
		user: "0",
		networkOf: inside,
		securityOpt: ["no-new-privileges"],
		healthcheck: { test: ["NONE"] },
		memory: 67108864,
		pids: 64
	});
	await engine.upload(container, "/", await packArchive([fileEntry(configPath, forwardConfig(listenAddress, forward))]));
	await engine.start(container);
	return container;
}
function forwardConfig(listenAddress, forward) {
	const to = forward.toHost.includes(":") ? `[${forward.toHost}]` : forward.toHost;
	return `worker_processes 1;
pid /tmp/upstream-gate-forward.pid;
error_log stderr info;
events { worker_connections 256; }
stream {
  server { listen ${listenAddress.includes(":") ? `[${listenAddress}]` : listenAddress}:${forward.port}; proxy_connect_timeout 5s; proxy_pass ${to}:${forward.toPort}; }
}
`;
}

// src/boot/notifier.ts
/** Lets many wait for the next change of something. */
var Notifier = class {
	#waiting = [];
	notify() {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}
	/** Resolves at the next `notify`, or after `atMost` milliseconds. */
	next(atMost) {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, atMost);
			this.#waiting.push(() => {
				clearTimeout(timer);
				resolve();
			});
		});
	}
};

// src/nginx/glob.ts
/**
* The files that a glob(3) pattern names: `*`, `?` and `[…]` never match `/` or a leading dot, matches are in byte order.
* `list` gives the absolute paths of everything directly in a folder.
*/
function matchGlob(pattern, list) {
	let paths = [""];
	for (const part of pattern.split("/").slice(1)) if (!/[*?[]/.test(part)) paths = paths.map((path) => `${path}/${part}`);
	else {
		const expression = globExpression(part);
		paths = paths.flatMap((folder) => list(folder === "" ? "/" : folder).filter((path) => expression.test(path.slice(path.lastIndexOf("/") + 1))));
	}
	return paths.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
/** A regular expression for one path part of a glob. */
function globExpression(part) {
	let expression = /^[*?[]/.test(part) ? "(?!\\.)" : "";
	for (let at = 0; at < part.length; at++) {
		const char = part.charAt(at);
		const close = char === "[" ? part.indexOf("]", at + 2) : -1;
		if (char === "*") expression += "[^/]*";
		else if (char === "?") expression += "[^/]";
		else if (close !== -1) {
			expression += `[${part.slice(at + 1, close).replace(/^!/, "^").replace(/[\\\]]/g, "\\$&")}]`;
			at = close;
		} else expression += char.replace(/[.+^${}()|\\[\]]/g, "\\$&");
	}
	return safeExpression(`^${expression}$`);
}
function safeExpression(source) {
	try {
		return new RegExp(source, "s");
	} catch {
		return /^(?!)$/;
	}
}

// src/nginx/lexer.ts
/** nginx reads its files through a buffer of this many bytes; no word or comment line may fill it. */
const bufferSize = 4096;
const space = /[ \t\r\n]/;
/**
* Reads nginx configuration word by word, as nginx's own ngx_conf_read_token does, byte for byte: a `#`, quote or brace is
* special only where a word begins, a bare word ends at white space, `;` or `{`, and no word may fill the read buffer.
*/
var Lexer = class {
	#bytes;
	#position = 0;
	#line = 1;
	#lineStart = 0;
	/** `text` is the file's text; it is lexed as UTF-8 bytes. */
	constructor(text) {
		this.#bytes = Buffer.from(text, "utf8").toString("latin1");
	}
	/** Reads up to the next `;`, `{`, `}` or the end. After an error nothing more can be read. */
	next() {
		const words = [];
		for (;;) {
			const skipped = this.#skipToWord();
			if (skipped !== void 0) return skipped;
			if (this.#position >= this.#bytes.length) return this.#atEnd(words);
			const char = this.#bytes.charAt(this.#position);
			if (char === ";" || char === "{" || char === "}") return this.#punctuation(char, words);
			const ended = this.#readWord(words);
			if (ended !== void 0) return ended;
		}
	}
	/** Skips the body of a `*_by_lua_block`, whose `{` was just read; answers its Lua text, or an error when it has no end. */
	skipLua() {
		const start = this.#position;
		const openedAt = this.#line;
		let depth = 1;
		while (this.#position < this.#bytes.length) {
			const rest = this.#bytes.slice(this.#position, this.#position + 64);
			const long = /^(?:--)?\[(=*)\[/.exec(rest);
			if (long) this.#skipUntil(`]${long[1] ?? ""}]`, long[0].length);
			else if (rest.startsWith("--")) this.#skipUntil("\n", 2);
			else if (rest.startsWith("\"") || rest.startsWith("'")) this.#skipLuaString(rest.charAt(0));
			else {
				const char = this.#advance();
				if (char === "{") depth++;
				if (char === "}" && --depth === 0) return { text: decode(this.#bytes.slice(start, this.#position - 1)) };
			}
		}
		return { error: {
			kind: "error",
			message: "unexpected end of file, expecting terminating characters \"}\" for lua block",
			line: openedAt
		} };
	}
	#skipUntil(end, skip) {
		const found = this.#bytes.indexOf(end, this.#position + skip);
		const stop = found === -1 ? this.#bytes.length : found + end.length;
		while (this.#position < stop) this.#advance();
	}
	#skipLuaString(quote) {
		this.#advance();
		while (this.#position < this.#bytes.length) {
			const char = this.#advance();
			if (char === "\\" && this.#position < this.#bytes.length) this.#advance();
			else if (char === quote || char === "\n") return;
		}
	}
	#advance() {
		const char = this.#bytes.charAt(this.#position++);
		if (char === "\n") {
			this.#line++;
			this.#lineStart = this.#position;
		}
		return char;
	}
	/** White space and comments. */
	#skipToWord() {
		while (this.#position < this.#bytes.length) {
			const char = this.#bytes.charAt(this.#position);
			if (space.test(char)) this.#advance();
			else if (char === "#") {
				const tooLong = this.#skipComment();
				if (tooLong !== void 0) return tooLong;
			} else return void 0;
		}
	}
	#skipComment() {
		const start = this.#position;
		while (this.#position < this.#bytes.length) {
			if (this.#position - start >= bufferSize) return tooLongBare(this.#bytes.slice(start, start + 10), this.#line);
			if (this.#advance() === "\n") return void 0;
		}
	}
	#atEnd(words) {
		if (words.length === 0) return {
			kind: "end",
			line: this.#line
		};
		return {
			kind: "error",
			message: "unexpected end of file, expecting \";\" or \"}\"",
			line: this.#line
		};
	}
	#punctuation(char, words) {
		const offset = this.#position;
		const line = this.#line;
		this.#advance();
		if (char === "}") return words.length === 0 ? {
			kind: "close",
			line,
			offset
		} : {
			kind: "error",
			message: "unexpected \"}\"",
			line
		};
		if (words.length === 0) return {
			kind: "error",
			message: `unexpected "${char}"`,
			line
		};
		return {
			kind: char === ";" ? "simple" : "block",
			words,
			line,
			offset
		};
	}
	/** Reads one word into `words`; answers when the word also ended the read. */
	#readWord(words) {
		const first = this.#bytes.charAt(this.#position);
		return first === "\"" || first === "'" ? this.#readQuoted(words, first) : this.#readBare(words);
	}
	#readBare(words) {
		const start = this.#position;
		const line = this.#line;
		const lineStart = this.#lineStart;
		let variable = false;
		while (this.#position < this.#bytes.length) {
			if (this.#position - start >= bufferSize) return tooLongBare(this.#bytes.slice(start, start + 10), line);
			const char = this.#bytes.charAt(this.#position);
			if (this.#position > start && (char === "{" && !variable || char === ";" || space.test(char))) {
				words.push(this.#token(start, this.#position, line, lineStart, ""));
				return this.#fillsBuffer(start, char) ? tooLongBare(this.#bytes.slice(start, start + 10), line) : void 0;
			}
			if (char !== "{") variable = char === "$";
			this.#advance();
			if (char === "\\" && this.#position < this.#bytes.length) this.#advance();
		}
		return {
			kind: "error",
			message: "unexpected end of file, expecting \";\" or \"}\"",
			line: this.#line
		};
	}
	#readQuoted(words, quote) {
		const open = this.#position;
		const line = this.#line;
		const lineStart = this.#lineStart;
		this.#advance();
		while (this.#position < this.#bytes.length) {
			if (this.#position - open - 1 >= bufferSize) return tooLongQuoted(quote, line);
			const char = this.#advance();
			if (char === "\\" && this.#position < this.#bytes.length) this.#advance();
			else if (char === quote) {
				words.push(this.#token(open, this.#position, line, lineStart, quote));
				return this.#afterQuote(words, open, quote, line);
			}
		}
		return {
			kind: "error",
			message: "unexpected end of file, expecting \";\" or \"}\"",
			line: this.#line
		};
	}
	/** Only white space, `;`, `{` or `)` may follow a closing quote; `)` begins a bare word. */
	#afterQuote(words, open, quote, line) {
		if (this.#position >= this.#bytes.length) return {
			kind: "error",
			message: "unexpected end of file, expecting \";\" or \"}\"",
			line: this.#line
		};
		if (this.#position - open - 1 >= bufferSize) return tooLongQuoted(quote, line);
		const char = this.#bytes.charAt(this.#position);
		if (space.test(char) || char === ")") return this.#fillsBuffer(open + 1, char) ? tooLongQuoted(quote, line) : void 0;
		if (char === ";" || char === "{") return this.#punctuation(char, words);
		return {
			kind: "error",
			message: `unexpected "${decode(char)}"`,
			line: this.#line
		};
	}
	/** Whether white space ends a word exactly where the buffer does: nginx then wants more and has no room. */
	#fillsBuffer(start, terminator) {
		const after = this.#position + 1;
		return space.test(terminator) && after - start >= bufferSize && after < this.#bytes.length;
	}
	#token(start, end, line, lineStart, quote) {
		const raw = this.#bytes.slice(start, end);
		const inner = quote === "" ? raw : raw.slice(1, -1);
		const firstLine = raw.split("\n", 1)[0] ?? "";
		return {
			text: decode(unescape(inner)),
			line,
			column: decode(this.#bytes.slice(lineStart, start)).length + 1,
			length: decode(firstLine).length,
			quote
		};
	}
};
function decode(bytes) {
	return /^\p{ASCII}*$/u.test(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}
function unescape(text) {
	return text.replace(/\\(["'\\trn])/g, (_, char) => ({
		t: "	",
		r: "\r",
		n: "\n"
	})[char] ?? char);
}
function tooLongBare(start, line) {
	return {
		kind: "error",
		message: `too long parameter "${decode(start)}..." started`,
		line
	};
}
function tooLongQuoted(quote, line) {
	return {
		kind: "error",
		message: `too long parameter, probably missing terminating "${quote}" character`,
		line
	};
}

// src/nginx/parser.ts
/** Blocks nested deeper than this are a problem: hostile input must not exhaust the stack. */
const deepest = 200;
/** Blocks whose rows are not directives; nginx refuses a nested `{` there. */
const rowBlocks = /* @__PURE__ */ new Set([
	"types",
	"map",
	"geo",
	"split_clients",
	"charset_map"
]);
/** Parses one file's text by nginx's grammar; includes are not followed. Never throws. */
function parseNginx(text, file) {
	const top = readBlock(new Lexer(text), file, void 0, 0);
	return top.problem === void 0 ? { directives: top.directives } : {
		directives: top.directives,
		problem: top.problem
	};
}
function readBlock(lexer, file, parent, depth) {
	const directives = [];
	const stop = (message, line) => ({
		directives,
		closeLine: line,
		problem: {
			message,
			file,
			line
		}
	});
	for (;;) {
		const read = lexer.next();
		if (read.kind === "error") return stop(read.message, read.line);
		if (read.kind === "end") return parent === void 0 ? {
			directives,
			closeLine: read.line
		} : stop("unexpected end of file, expecting \"}\"", read.line);
		if (read.kind === "close") return parent === void 0 ? stop("unexpected \"}\"", read.line) : {
			directives,
			closeLine: read.line
		};
		if (read.kind === "simple") directives.push(directiveOf(read, file));
		else if (parent !== void 0 && rowBlocks.has(parent)) return stop("unexpected \"{\"", read.line);
		else if (depth >= deepest) return stop("blocks are nested too deeply", read.line);
		else {
			const nested = readNested(lexer, file, read, depth);
			directives.push(nested.directive);
			if (nested.problem) return {
				directives,
				closeLine: nested.problem.line,
				problem: nested.problem
			};
		}
	}
}
function readNested(lexer, file, read, depth) {
	const directive = directiveOf(read, file);
	if (/_by_lua_block$/.test(directive.name)) {
		const lua = lexer.skipLua();
		if ("text" in lua) return { directive: {
			...directive,
			block: [],
			lua: lua.text
		} };
		const problem = lua.error.kind === "error" ? {
			message: lua.error.message,
			file,
			line: lua.error.line
		} : void 0;
		return problem ? {
			directive,
			problem
		} : { directive };
	}
	const block = readBlock(lexer, file, directive.name, depth + 1);
	const whole = {
		...directive,
		block: block.directives,
		closeLine: block.closeLine
	};
	return block.problem ? {
		directive: whole,
		problem: block.problem
	} : { directive: whole };
}
function directiveOf(read, file) {
	const [nameToken, ...args] = read.words;
	if (nameToken === void 0) throw new Error("the lexer gives at least one word");
	return {
		name: nameToken.text,
		nameToken,
		args,
		file,
		line: nameToken.line,
		endLine: read.line,
		endOffset: read.offset + 1
	};
}
/** Every directive below and including the given ones, depth first, in file order. */
function* walk(directives) {
	for (const directive of directives) {
		yield directive;
		if (directive.block) yield* walk(directive.block);
	}
}
/** The directives of that name directly in a block. */
function named$1(directives, name) {
	return (directives ?? []).filter((directive) => directive.name === name);
}

// src/nginx/config.ts
/** An include that includes itself ends here, as it would by running out of file handles in nginx. */
const deepestInclude = 30;
/**
* Loads the configuration whose main file is `main` as nginx does: includes relative to the main file's folder, wildcards in byte
* order without hidden files, a file included twice read twice. Stops at the first problem, like nginx.
* `tolerant` goes on past absent files, for planning.
*/
function loadConfig(main, files, tolerant = false) {
	const loader = new Loader(main, files, tolerant);
	const text = files.read(main);
	if (text === void 0) return {
		main,
		directives: [],
		files: [],
		absent: [],
		problem: {
			message: `open() "${main}" failed (2: No such file or directory)`,
			file: main,
			line: 0
		}
	};
	return {
		main,
		directives: loader.load(main, text, 0),
		files: [...loader.seen],
		absent: loader.absent,
		...loader.problem ? { problem: loader.problem } : {}
	};
}
var Loader = class {
	seen = /* @__PURE__ */ new Set();
	absent = [];
	problem;
	#folder;
	#files;
	#tolerant;
	#budget = 2e3;
	constructor(main, files, tolerant) {
		this.#folder = main.slice(0, main.lastIndexOf("/"));
		this.#files = files;
		this.#tolerant = tolerant;
	}
	load(path, text, depth) {
		this.seen.add(path);
		const parsed = parseNginx(text, path);
		const directives = this.#expand(parsed.directives, depth);
		this.problem ??= parsed.problem;
		return directives;
	}
	#expand(directives, depth) {
		const expanded = [];
		for (const directive of directives) {
			if (this.problem !== void 0 && !this.#tolerant) break;
			if (directive.name === "include" && directive.args.length === 1) expanded.push(...this.#include(directive, depth));
			else if (directive.block) expanded.push({
				...directive,
				block: this.#expand(directive.block, depth)
			});
			else expanded.push(directive);
		}
		return expanded;
	}
	#include(directive, depth) {
		const written = directive.args[0]?.text ?? "";
		const path = written.startsWith("/") ? written : `${this.#folder}/${written}`;
		if (depth >= deepestInclude || --this.#budget < 0) {
			this.problem ??= {
				message: `open() "${path}" failed (24: Too many open files)`,
				file: directive.file,
				line: directive.endLine
			};
			return [];
		}
		return /[*?[]/.test(path) ? this.#includeMatches(path, depth) : this.#includeFile(path, directive, depth);
	}
	#includeMatches(pattern, depth) {
		return matchGlob(pattern, (folder) => this.#files.list(folder)).flatMap((path) => {
			const text = this.#files.read(path);
			return text === void 0 || this.problem !== void 0 && !this.#tolerant ? [] : this.load(path, text, depth + 1);
		});
	}
	#includeFile(path, directive, depth) {
		const text = this.#files.read(path);
		if (text !== void 0) return this.load(path, text, depth + 1);
		this.absent.push({
			path,
			by: directive
		});
		if (!this.#tolerant) this.problem ??= {
			message: `open() "${path}" failed (2: No such file or directory)`,
			file: directive.file,
			line: directive.endLine
		};
		return [];
	}
};

// src/nginx/instrument.ts
/** Where our records go, in the proxy's container. The folder is a volume of ours, so that a read-only container has it too. */
const logFolder = "/upstream-gate";
const accessLogPath = `${logFolder}/access.log`;
const errorLogPath = `${logFolder}/error.log`;
const formatName = "upstream_gate_json";
/**
* The same configuration with our logs added: a JSON access log and an error log at `info`, beside the project's own. Only log
* directives are added or (for `access_log off`) replaced, each on the line where it stands, so that every line keeps its number.
* A text that does not parse comes back as it is: nginx shall complain of it as it stands.
*/
function instrument(text, options) {
	const parsed = parseNginx(text, "");
	if (parsed.problem) return text;
	const bytes = Buffer.from(text, "utf8").toString("latin1");
	const changes = [...options.isMain ? [inFront(errorLog)] : accessChanges(parsed.directives, bytes), ...parsed.directives.flatMap((directive) => nestedChanges(directive, bytes, options))];
	if (!options.isMain) changes.push(...errorLogChanges(parsed.directives));
	return applyChanges(bytes, changes);
}
const errorLog = `error_log ${errorLogPath} info;`;
const accessLog = `access_log ${accessLogPath} ${formatName};`;
function nestedChanges(directive, bytes, options) {
	if (directive.lua !== void 0 || directive.block === void 0) return [];
	const inside = directive.block.flatMap((child) => nestedChanges(child, bytes, options));
	const own = [
		...accessChanges(directive.block, bytes),
		...errorLogChanges(directive.block),
		...inside
	];
	if (directive.name !== "http") return own;
	return [after(directive, directive.block.some((child) => child.name === "access_log") ? logFormat(options) : `${logFormat(options)} ${accessLog}`), ...own];
}
/** A level with a log of its own ignores the outer ones: ours is added there too. `off` would silence ours and gives way to it. */
function accessChanges(block, bytes) {
	const logs = block.filter((directive) => directive.name === "access_log");
	const off = logs.filter((directive) => directive.args[0]?.text === "off");
	if (off.length > 0) return off.map((directive) => replace(directive, bytes, accessLog));
	return logs.slice(0, 1).map((directive) => after(directive, accessLog));
}
function errorLogChanges(block) {
	return block.filter((directive) => directive.name === "error_log").slice(0, 1).map((directive) => after(directive, errorLog));
}
function inFront(text) {
	return {
		from: 0,
		to: 0,
		text: `${text} `
	};
}
function after(directive, text) {
	return {
		from: directive.endOffset,
		to: directive.endOffset,
		text: ` ${text}`
	};
}
function replace(directive, bytes, text) {
	const from = bytes.lastIndexOf("access_log", directive.endOffset);
	const kept = bytes.slice(from, directive.endOffset).replace(/[^\n]/g, "");
	return {
		from,
		to: directive.endOffset,
		text: text + kept
	};
}
function applyChanges(bytes, changes) {
	let changed = bytes;
	for (const change of changes.toSorted((a, b) => b.from - a.from)) changed = changed.slice(0, change.from) + change.text + changed.slice(change.to);
	return Buffer.from(changed, "latin1").toString("utf8");
}
/** Field of our JSON line → nginx variable. Every value is quoted: nginx writes "-", lists and "009". */
const fields = [
	["connection", "connection"],
	["port", "remote_port"],
	["server", "server_name"],
	["host", "host"],
	["request", "request"],
	["status", "status"],
	["time", "request_time"],
	["addr", "upstream_addr"],
	["upstream", "upstream_status"],
	["connect", "upstream_connect_time"],
	["header", "upstream_header_time"],
	["response", "upstream_response_time"]
];
function logFormat(options) {
	const used = [...fields];
	if (atLeast(options.version, [
		1,
		11,
		4
	])) used.push(["received", "upstream_bytes_received"]);
	if (options.hasLimits && atLeast(options.version, [
		1,
		17,
		6
	])) used.push(["limitReq", "limit_req_status"], ["limitConn", "limit_conn_status"]);
	const body = used.map(([key, variable]) => `"${key}":"$${variable}"`).join(",");
	return `log_format ${formatName} escape=json '{${body}}';`;
}
/** Whether a version is known and not older than another. */
function atLeast(version, wanted) {
	if (version === void 0) return false;
	for (let part = 0; part < wanted.length; part++) {
		const difference = (version[part] ?? 0) - (wanted[part] ?? 0);
		if (difference !== 0) return difference > 0;
	}
	return true;
}
/** [1, 25, 3] of "nginx/1.25.3", "1.25.3-alpine", "1.25"; undefined when there is no version in it. */
function parseVersion(text) {
	const match = /(?:^|[^\d.])(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
	return match ? [
		match[1],
		match[2],
		match[3] ?? "0"
	].map(Number) : void 0;
}

// src/text/dotenv.ts
/**
* Parses a file of `NAME=value` lines as Compose reads it: `export` prefix, quotes (which may span lines), `#` comments, and
* `${NAME}`, `$NAME`, `${NAME:-default}` replaced from earlier lines and `outer`.
*/
function parseDotenv(path, text, outer = {}) {
	const lines = indexLines(text);
	const variables = {};
	const inherited = [];
	const errors = [];
	const lookUp = (name) => variables[name]?.value ?? outer[name];
	const pattern = /^[ \t]*(?:#.*|(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(?:([=:])[ \t]*("(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\n]*))?)?[ \t]*(?:#.*)?\r?$/gm;
	let expected = 0;
	for (const match of text.matchAll(pattern)) {
		reportSkipped(text.slice(expected, match.index), lines.positionOf(expected).line, errors);
		expected = match.index + match[0].length;
		const [, name, separator, value] = match;
		if (name === void 0) continue;
		const at = locate(path, lines, lines.positionOf(match.index + match[0].indexOf(name)).line);
		if (separator === void 0) inherited.push(name);
		else variables[name] = {
			value: readValue(value ?? "", lookUp),
			at
		};
	}
	reportSkipped(text.slice(expected), lines.positionOf(expected).line, errors);
	return {
		variables,
		inherited,
		errors
	};
}
function reportSkipped(text, firstLine, errors) {
	text.split("\n").forEach((line, index) => {
		if (line.trim() !== "") errors.push({
			line: firstLine + index,
			message: "expected NAME=value"
		});
	});
}
function readValue(raw, lookUp) {
	const text = raw.trim();
	if (text.startsWith("'") && text.endsWith("'") && text.length > 1) return text.slice(1, -1);
	if (text.startsWith("\"") && text.endsWith("\"") && text.length > 1) return expandVariables(text.slice(1, -1).replace(/\\([nrt"\\$])/g, (_, char) => ({
		n: "\n",
		r: "\r",
		t: "	"
	})[char] ?? char), lookUp);
	return expandVariables(text.replace(/[ \t]+#.*$/, "").trim(), lookUp);
}
/** Replaces `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}` in `text`; what is not known becomes empty; `$$` is a dollar. */
function expandVariables(text, lookUp) {
	return text.replace(/\$\$|\$\{([A-Za-z_]\w*)(?:(:?[-?+])([^}]*))?\}|\$([A-Za-z_]\w*)/g, (whole, braced, operator, word, bare) => {
		if (whole === "$$") return "$";
		const value = lookUp(braced ?? bare ?? "");
		if (operator === ":-" && (value ?? "") === "") return word ?? "";
		if (operator === "-" && value === void 0) return word ?? "";
		if (operator?.endsWith("+")) return (value ?? "") === "" ? "" : word ?? "";
		return value ?? "";
	});
}

// src/text/heredocs.ts
/** Words as BuildKit splits them to look for heredocs: at white space outside quotes, with the quotes kept. */
const rawWord = /(?:[^\s"'\\]|\\[\s\S]?|"(?:[^"\\]|\\[\s\S])*"?|'[^']*'?)+/g;
/** A heredoc is a word of its own: `<<EOF`, `<<-"EOF"`, `3<<EOF`; `<<<text`, `$((1<<N))` and `'a<<b'` are none. */
function markOf(word) {
	const match = /^\d*<<(-?)([^<]+)$/.exec(word);
	const name = match?.[2]?.replace(/["'\\]/g, "") ?? "";
	return name === "" ? void 0 : {
		name,
		isIndented: match?.[1] === "-"
	};
}
/** The bodies of the heredocs that an instruction's text begins, read from the lines at `start`; `next` is the first line behind them. */
function readHeredocs(lines, start, text) {
	const bodies = [];
	let next = start;
	if (!/^\s*(RUN|COPY|ADD)\b/i.test(text)) return {
		bodies,
		next
	};
	for (const [word] of text.matchAll(rawWord)) {
		const mark = markOf(word);
		if (!mark) continue;
		const body = [];
		while (next < lines.length && (mark.isIndented ? (lines[next] ?? "").replace(/^\t+/, "") : lines[next]) !== mark.name) body.push(lines[next++] ?? "");
		next++;
		bodies.push(body.join("\n"));
	}
	return {
		bodies,
		next: Math.min(next, lines.length)
	};
}
/** An instruction's text without what begins heredocs. */
function withoutHeredocs(text) {
	return text.replace(rawWord, (word) => markOf(word) ? "" : word);
}

// src/text/shell.ts
/**
* Splits a command line into words as a POSIX shell would, without expanding anything: quotes and backslashes are resolved,
* operators (`&&`, `|`, `;`, `&`, redirections) are words of their own. Never fails: an open quote ends with the text.
*/
function shellWords(text) {
	const words = [];
	let position = 0;
	while (position < text.length) {
		const operator = /^(?:&&|\|\||;;|>>|[;&|<>()]|\n)/.exec(text.slice(position, position + 2));
		if (operator) {
			words.push({
				text: operator[0],
				offset: position,
				quoted: false
			});
			position += operator[0].length;
		} else if (/[ \t\r]/.test(text.charAt(position))) position++;
		else {
			const word = readWord(text, position);
			words.push({
				text: word.text,
				offset: position,
				quoted: word.quoted
			});
			position = word.end;
		}
	}
	return words;
}
function readWord(text, start) {
	let value = "";
	let position = start;
	let quoted = false;
	while (position < text.length && !/[ \t\r\n;&|<>()]/.test(text.charAt(position))) {
		const char = text.charAt(position);
		if (char === "'" || char === "\"") {
			const end = closingQuote(text, position);
			value += unquote(text.slice(position + 1, end), char);
			position = end + 1;
			quoted = true;
		} else if (char === "\\") {
			if (text.charAt(position + 1) !== "\n") value += text.charAt(position + 1);
			position += 2;
		} else if (char === "$" && text.charAt(position + 1) === "{") {
			const end = text.indexOf("}", position);
			const stop = end === -1 ? text.length : end + 1;
			value += text.slice(position, stop);
			position = stop;
		} else {
			value += char;
			position++;
		}
	}
	return {
		text: value,
		end: Math.max(position, start + 1),
		quoted
	};
}
function closingQuote(text, open) {
	const quote = text.charAt(open);
	for (let at = open + 1; at < text.length; at++) if (quote === "\"" && text.charAt(at) === "\\") at++;
	else if (text.charAt(at) === quote) return at;
	return text.length;
}
function unquote(text, quote) {
	return quote === "'" ? text : text.replace(/\\([\\"$`\n])/g, (_, char) => char === "\n" ? "" : char);
}
/** The separate commands of a command line: words between `&&`, `||`, `;`, `|`, `&` and line ends. */
function shellCommands(text) {
	const commands = [[]];
	for (const word of shellWords(text)) if (!word.quoted && /^(?:&&|\|\||;;|[;&|()]|\n)$/.test(word.text)) commands.push([]);
	else commands.at(-1)?.push(word.text);
	return commands.filter((command) => command.length > 0);
}
/** Leading `NAME=value` words and prefixes that run another command in their place (`exec`, `env`, `sudo -u x`, `tini --`), taken off. */
function programOf(words) {
	let rest = words;
	for (;;) {
		const [first] = rest;
		if (first === void 0) return rest;
		if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(first)) rest = rest.slice(1);
		else if ([
			"exec",
			"nohup",
			"time",
			"command",
			"env",
			"setsid"
		].includes(baseName(first))) rest = rest.slice(1);
		else if ([
			"tini",
			"dumb-init",
			"catatonit"
		].includes(baseName(first))) rest = afterOptions(rest.slice(1), []);
		else if (["gosu", "su-exec"].includes(baseName(first))) rest = rest.slice(2);
		else if (baseName(first) === "timeout") rest = afterOptions(rest.slice(1), ["-k", "-s"]).slice(1);
		else return rest;
	}
}
function afterOptions(words, withValue) {
	let at = 0;
	while (at < words.length) {
		const word = words[at] ?? "";
		if (word === "--") return words.slice(at + 1);
		if (!word.startsWith("-")) break;
		at += withValue.includes(word) ? 2 : 1;
	}
	return words.slice(at);
}
/** "python3" of "/usr/bin/python3". */
function baseName(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}

// src/text/dockerfile.ts
const keywords = new Set("ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(" "));
/** Parses a Dockerfile. Never throws: what is not an instruction is in `errors`. `args` replaces the defaults of ARGs before FROM. */
function parseDockerfile(path, text, args = {}) {
	const lines = indexLines(text);
	const errors = [];
	const stages = [];
	const globals = {};
	for (const instruction of readInstructions(path, text, lines)) if (!keywords.has(instruction.keyword)) errors.push({
		message: `unknown instruction ${instruction.keyword}`,
		at: instruction.at
	});
	else if (instruction.keyword === "FROM") stages.push(startStage(instruction, globals));
	else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
	else if (instruction.keyword === "ARG") Object.assign(globals, argDefault(instruction, args, globals));
	else errors.push({
		message: `${instruction.keyword} stands before the first FROM`,
		at: instruction.at
	});
	if (stages.length === 0) errors.push({
		message: "there is no FROM",
		at: locate(path, lines, 1)
	});
	return {
		path,
		stages,
		errors
	};
}
function startStage(from, globals) {
	const words = from.text.split(/\s+/);
	const base = expandVariables(words[0] ?? "", (name) => globals[name]);
	return {
		...words[1]?.toLowerCase() === "as" && words[2] !== void 0 ? { name: words[2].toLowerCase() } : {},
		base,
		at: from.at,
		instructions: []
	};
}
function argDefault(instruction, args, globals) {
	const found = {};
	for (const { text } of shellWords(instruction.text)) {
		const [name = "", ...value] = text.split("=");
		const given = args[name] ?? (value.length > 0 ? expandVariables(value.join("="), (other) => globals[other]) : void 0);
		if (given !== void 0) found[name] = given;
	}
	return found;
}
function readInstructions(path, text, lines) {
	const raw = text.split("\n").map((line) => line.replace(/\r$/, ""));
	const escape = escapeCharacter(raw);
	const instructions = [];
	for (let index = 0; index < raw.length;) {
		if (/^\s*(#|$)/.test(raw[index] ?? "")) {
			index++;
			continue;
		}
		const joined = joinContinuations(raw, index, escape);
		const heredocs = readHeredocs(raw, joined.next, joined.text);
		instructions.push(toInstruction(joined.text, heredocs.bodies, locate(path, lines, index + 1, heredocs.next > index + 1 ? { endLine: heredocs.next } : {})));
		index = heredocs.next;
	}
	return instructions;
}
function escapeCharacter(raw) {
	for (const line of raw) {
		const directive = /^\s*#\s*([A-Za-z]+)\s*=\s*(\S+)\s*$/.exec(line);
		if (!directive) break;
		if (directive[1]?.toLowerCase() === "escape") return directive[2] ?? "\\";
	}
	return "\\";
}
function joinContinuations(raw, start, escape) {
	const parts = [];
	let next = start;
	for (; next < raw.length; next++) {
		const line = raw[next] ?? "";
		if (next > start && /^\s*(#|$)/.test(line)) continue;
		const trimmed = line.trimEnd();
		if (!trimmed.endsWith(escape)) {
			parts.push(trimmed);
			next++;
			break;
		}
		parts.push(trimmed.slice(0, -1));
	}
	return {
		text: parts.join(" ").trim(),
		next
	};
}
function toInstruction(text, heredocs, at) {
	const match = /^(\S+)\s*([\s\S]*)$/.exec(text);
	const keyword = (match?.[1] ?? "").toUpperCase();
	let rest = match?.[2] ?? "";
	const flags = {};
	for (let flag = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest); flag && keyword !== "CMD" && keyword !== "ENTRYPOINT"; flag = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest)) {
		flags[flag[1] ?? ""] = flag[2] ?? "";
		rest = rest.slice(flag[0].length);
	}
	const json = jsonForm(rest);
	return {
		keyword,
		text: rest.trim(),
		flags,
		heredocs,
		at,
		...json === void 0 ? {} : { json }
	};
}
function jsonForm(text) {
	if (!text.trimStart().startsWith("[")) return void 0;
	try {
		const value = JSON.parse(text);
		return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : void 0;
	} catch {
		return;
	}
}
/** The stage that a build makes: the one named or numbered by `target`, else the last. */
function targetStage(file, target) {
	if (target === void 0 || target === "") return file.stages.at(-1);
	return file.stages.find((stage) => stage.name === target.toLowerCase()) ?? (/^\d+$/.test(target) ? file.stages[Number(target)] : void 0);
}
/** The stage and the stages it starts from, first ancestor first; `base` is the image that the ancestor starts from. */
function stageLine(file, stage) {
	const line = [stage];
	for (;;) {
		const first = line[0] ?? stage;
		const parent = file.stages.slice(0, file.stages.indexOf(first)).findLast((other) => other.name === first.base.toLowerCase());
		if (!parent) return {
			stages: line,
			base: first.base
		};
		line.unshift(parent);
	}
}
/** Reads what a stage and its ancestors in this file set. What the base image sets is not known here. */
function imageSettings(file, stage, args = {}) {
	const { stages, base } = stageLine(file, stage);
	const settings = {
		base,
		baseAt: (stages[0] ?? stage).at,
		workingDir: "/",
		variables: {},
		exposed: [],
		volumes: []
	};
	const known = {};
	for (const instruction of stages.flatMap((each) => each.instructions)) applyInstruction(settings, instruction, known, args);
	return settings;
}
function applyInstruction(settings, instruction, known, args) {
	const expand = (text) => expandVariables(text, (name) => settings.variables[name]?.value ?? known[name]);
	switch (instruction.keyword) {
		case "WORKDIR":
			settings.workingDir = resolvePath(settings.workingDir, expand(unquoted$1(instruction.text)));
			break;
		case "ARG":
			Object.assign(known, argDefault(instruction, args, known));
			break;
		case "ENV":
			for (const [name, value] of environmentPairs(instruction.text)) settings.variables[name] = {
				value: expand(value),
				at: instruction.at
			};
			break;
		case "EXPOSE":
			for (const word of expand(instruction.text).split(/\s+/)) settings.exposed.push(...portsOf$1(word).map((value) => ({
				value,
				at: instruction.at
			})));
			break;
		case "USER":
			settings.user = {
				value: expand(instruction.text),
				at: instruction.at
			};
			break;
		case "VOLUME":
			settings.volumes.push(...instruction.json ?? instruction.text.split(/\s+/));
			break;
		case "ENTRYPOINT":
			settings.entrypoint = instruction;
			delete settings.command;
			break;
		case "CMD":
			settings.command = instruction;
			break;
		case "HEALTHCHECK": settings.healthcheck = instruction;
	}
}
/** Of a longer range only the first ports are kept. */
const mostPorts = 100;
/** `8000`, `8000/tcp`, `8000-8002`. */
function portsOf$1(word) {
	const [first = 0, last = first] = (word.split("/")[0] ?? "").split("-").map((text) => Number.parseInt(text, 10));
	const count = Math.min(last - first + 1, mostPorts);
	return first > 0 && count > 0 ? Array.from({ length: count }, (_, index) => first + index) : [];
}
function unquoted$1(text) {
	return shellWords(text).map((word) => word.text).join(" ");
}
/** The pairs of an ENV or LABEL instruction in either form (`NAME=value …` or `NAME value`). */
function environmentPairs(text) {
	const legacy = /^(\S+)\s+([\s\S]*)$/.exec(text);
	if (legacy && !(legacy[1] ?? "").includes("=")) return [[legacy[1] ?? "", legacy[2] ?? ""]];
	return shellWords(text).map((word) => [word.text.split("=")[0] ?? "", word.text.split("=").slice(1).join("=")]).filter(([name]) => name !== "");
}
/** `path` seen from the absolute folder `base`, folded; without trailing slash but for the root. */
function resolvePath(base, path) {
	const parts = [];
	for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
		if (part === "" || part === ".") continue;
		if (part === "..") parts.pop();
		else parts.push(part);
	}
	return `/${parts.join("/")}`;
}

// src/boot/proxy-config.ts
/** Folders that are fetched in all while includes lead to new ones. */
const mostFolders = 12;
/**
* Reads the configuration out of a created container of the proxy, adds our logs to the copy and puts it back. What the start
* renders from templates has not been rendered yet: the templates themselves are given the logs.
*/
async function observeProxy(engine, container, proxy, imageVersion, isReadOnly) {
	const files = /* @__PURE__ */ new Map();
	const main = proxy.main;
	const config = await readConfig(engine, container, main, files);
	const version = imageVersion === void 0 ? void 0 : parseVersion(imageVersion);
	const templates = proxy.files.filter((file) => file.renderedAs !== void 0).map((file) => file.container);
	for (const path of templates) await fetchInto(engine, container, path, files);
	const options = {
		hasLimits: [...files.values()].some((file) => /\blimit_(req|conn)\b/.test(file.text)),
		...version ? { version } : {}
	};
	const changed = [.../* @__PURE__ */ new Set([...config.files, ...templates])].flatMap((path) => {
		const file = files.get(path);
		const text = file && instrument(file.text, {
			isMain: path === main,
			...options
		});
		return file && text !== void 0 && text !== file.text ? [{
			...fileEntry(path, text, file.mode),
			uid: file.uid,
			gid: file.gid
		}] : [];
	});
	await engine.upload(container, "/", await packArchive([{
		kind: "folder",
		path: logFolder.slice(1),
		mode: 511
	}]));
	await uploadFiles(engine, container, changed, isReadOnly);
	return {
		files,
		config,
		...version ? { version } : {}
	};
}
async function readConfig(engine, container, main, files) {
	const fetched = /* @__PURE__ */ new Set();
	let wanted = [parentOf$1(main)];
	for (let round = 0; round < 4 && wanted.length > 0 && fetched.size < mostFolders; round++) {
		await Promise.all(wanted.map((folder) => fetchInto(engine, container, folder, files)));
		for (const folder of wanted) fetched.add(folder);
		const config = load(main, files);
		wanted = missingFolders(config, files).filter((folder) => ![...fetched].some((done) => folder === done || folder.startsWith(`${done}/`)));
		if (wanted.length === 0) return config;
	}
	return load(main, files);
}
function load(main, files) {
	return loadConfig(main, {
		read: (path) => files.get(resolvePath("/", path))?.text,
		list: (folder) => [...files.keys()].filter((path) => parentOf$1(path) === folder)
	}, true);
}
/** Folders that the configuration includes from and that were not fetched: outside the main file's own. */
function missingFolders(config, files) {
	const included = [...files].filter(([path]) => config.files.includes(path)).flatMap(([, file]) => [...file.text.matchAll(/^\s*include\s+["']?(\/[^\s;"']+)/gm)].map((match) => match[1] ?? ""));
	return [...new Set(included.map((path) => parentOf$1(path.replace(/[*?[].*$/, ""))))].filter((folder) => folder !== "" && folder !== "/");
}
async function fetchInto(engine, container, path, files) {
	const archive = await engine.download(container, path);
	if (!archive) return;
	const base = parentOf$1(path);
	const links = /* @__PURE__ */ new Map();
	for (const entry of await unpackArchive(archive, 1048576)) {
		const absolute = resolvePath("/", `${base}/${entry.path}`);
		if (entry.kind === "file" && !entry.content.subarray(0, 1e3).includes(0)) files.set(absolute, {
			text: entry.content.toString("utf8"),
			mode: entry.mode,
			uid: entry.uid ?? 0,
			gid: entry.gid ?? 0
		});
		if (entry.kind === "link") links.set(absolute, resolvePath(parentOf$1(absolute), entry.target));
	}
	for (const [link, target] of links) {
		if (!files.has(target) && !target.startsWith(`${path}/`) && links.size < 50) await fetchFile(engine, container, target, files);
		const file = files.get(target);
		if (file) files.set(link, file);
	}
}
/** The target of a link (`sites-enabled/site` → `sites-available/site`); devices and other special files are left alone. */
async function fetchFile(engine, container, path, files) {
	if (/^\/(dev|proc|sys)\//.test(path)) return;
	const archive = await engine.download(container, path);
	if (!archive) return;
	const [entry] = await unpackArchive(archive, 1048576);
	if (entry?.kind === "file") files.set(path, {
		text: entry.content.toString("utf8"),
		mode: entry.mode,
		uid: entry.uid ?? 0,
		gid: entry.gid ?? 0
	});
}
function parentOf$1(path) {
	return path.slice(0, path.lastIndexOf("/"));
}

// src/boot/log-buffer.ts
const keptFirst = 200;
const keptLast = 600;
const longestLine$1 = 2e3;
/** A container's output, bounded: the first lines and the last ones are kept. */
var LogBuffer = class {
	#first = [];
	#last = [];
	#dropped = 0;
	#count = 0;
	add(line) {
		this.#count++;
		const kept = line.text.length > longestLine$1 ? {
			...line,
			text: `${line.text.slice(0, longestLine$1)}…`
		} : line;
		if (this.#first.length < keptFirst) {
			this.#first.push(kept);
			return;
		}
		this.#last.push(kept);
		if (this.#last.length > keptLast) {
			this.#last.shift();
			this.#dropped++;
		}
	}
	/** Lines seen so far, kept or not. */
	get count() {
		return this.#count;
	}
	get dropped() {
		return this.#dropped;
	}
	lines() {
		return [...this.#first, ...this.#last];
	}
};

// src/boot/running.ts
/** One service's container while it is there, and what has been seen of it. */
var Running = class {
	service;
	image;
	container;
	imageConfig;
	log = new LogBuffer();
	exits = [];
	oomEvents = 0;
	health;
	/** The engine's clock, milliseconds since the epoch; 0 before the start. */
	startedAt = 0;
	startError;
	heldBackBy;
	addresses = {};
	#startedHere = 0;
	/** An end that was told before the start was. */
	#early;
	#follower;
	#changed;
	constructor(service, image, container, imageConfig, changed) {
		this.service = service;
		this.image = image;
		this.container = container;
		this.imageConfig = imageConfig;
		this.#changed = changed;
	}
	get isRunning() {
		return this.startedAt > 0 && this.exits.length === 0;
	}
	/** Why it cannot answer any more, or never could; undefined while it may. */
	get isDown() {
		return this.startError !== void 0 || this.heldBackBy !== void 0 || this.exits.length > 0;
	}
	/** Starts the container; a refusal of the engine is kept, not thrown. */
	async start(engine) {
		this.#startedHere = performance.now();
		try {
			await engine.start(this.container);
		} catch (error) {
			if (!(error instanceof Error) || error.name !== "EngineError") throw error;
			this.startError = error.message;
			this.#changed.notify();
			return;
		}
		const state = await engine.inspect(this.container);
		this.startedAt = state.startedAt;
		this.addresses = state.addresses;
		if (this.#early) this.#end(this.#early);
		if (!state.running && this.exits.length === 0) this.exits.push({
			code: state.exitCode,
			at: Math.max(0, state.finishedAt - state.startedAt),
			oomKilled: state.oomKilled
		});
		this.#follower = await engine.followLog(this.container, (line) => {
			this.log.add({
				at: Math.max(0, Math.round(line.time - this.startedAt)),
				stream: line.stream,
				text: line.text
			});
		});
		this.#changed.notify();
	}
	onEvent(event) {
		if (event.action === "oom") this.oomEvents++;
		else if (event.action === "die") {
			if (this.startedAt === 0) this.#early = event;
			else this.#end(event);
		} else if (event.action.startsWith("health_status: ")) this.health = event.action.slice(15);
		else return;
		this.#changed.notify();
	}
	#end(event) {
		if (this.exits.length === 0) this.exits.push({
			code: event.exitCode ?? 0,
			at: Math.max(0, Math.round(event.time - this.startedAt)),
			oomKilled: this.oomEvents > 0
		});
	}
	/** Milliseconds since the start, by our own clock; 0 before it. */
	get age() {
		return this.#startedHere === 0 ? 0 : Math.round(performance.now() - this.#startedHere);
	}
	/** Resolves when all output of an ended container has been read, or after ten seconds. */
	async drained() {
		if (this.exits.length === 0 || !this.#follower) return;
		let timer;
		const limit = new Promise((resolve) => timer = setTimeout(resolve, 1e4));
		await Promise.race([this.#follower.ended, limit]);
		clearTimeout(timer);
	}
	stopFollowing() {
		this.#follower?.stop();
	}
};

// src/boot/specification.ts
/**
* The container of a service: as the project has it, but for what would collide with another run or hide a crash — no published
* port, no fixed name, no restart by the engine.
*/
function specificationOf(service, input) {
	const [first] = service.attachments;
	const network = input.networkOf !== void 0 ? { networkOf: input.networkOf } : first ? { network: {
		name: objectName(input.run, `net-${first.network}`),
		aliases: first.aliases
	} } : {};
	return {
		name: objectName(input.run, `${service.name}-${input.generation}`),
		image: input.image,
		labels: {
			...input.run.labels,
			[serviceLabel]: service.name
		},
		...network,
		...settingsOf$1(service, input.networkOf !== void 0),
		variables: Object.entries(service.variables).map(([name, { value }]) => `${name}=${value}`),
		mounts: volumeMounts(service, input),
		tmpfs: service.mounts.flatMap((mount) => mount.kind === "tmpfs" ? [mount.target] : []),
		...service.entrypoint ? { entrypoint: service.entrypoint.value } : {},
		...service.command ? { command: service.command.value } : {},
		...service.healthcheck ? { healthcheck: service.healthcheck } : {},
		...service.memory ? { memory: service.memory.value } : {},
		...service.user ? { user: service.user.value } : {},
		...service.workingDir === void 0 ? {} : { workingDir: service.workingDir },
		...service.cpus === void 0 ? {} : { cpus: service.cpus }
	};
}
function settingsOf$1(service, sharesNetwork) {
	if (!sharesNetwork) return service.settings;
	const { hostname: _hostname, domainName: _domainName, extraHosts: _extraHosts, dns: _dns, dnsSearch: _dnsSearch, ...rest } = service.settings;
	return rest;
}
/** The name of the volume that stands for a mount, within a run. */
function volumeName(run, mount) {
	if (mount.kind === "volume") return objectName(run, `vol-${mount.volume}`);
	if (mount.kind === "files" && mount.isFolder) return objectName(run, `files-/${mount.repo}`);
}
function volumeMounts(service, input) {
	const mounts = service.mounts.flatMap((mount) => {
		const volume = volumeName(input.run, mount);
		return volume === void 0 || !("target" in mount) ? [] : [{
			volume,
			target: mount.target,
			readOnly: mount.kind === "volume" && mount.readOnly,
			copyImage: mount.kind === "volume"
		}];
	});
	const writable = service.settings.readOnly === true ? singleFileFolders(service).map((folder) => ({
		volume: objectName(input.run, `over-${service.name}${folder}`),
		target: folder,
		readOnly: false,
		copyImage: true
	})) : [];
	const logs = input.isProxy ? [{
		volume: objectName(input.run, `logs-${service.name}-${input.generation}`),
		target: logFolder,
		readOnly: false,
		copyImage: false
	}] : [];
	return [
		...mounts,
		...writable,
		...logs
	];
}
/** Nothing can be put into a read-only container but into its volumes: the folders of single files become volumes. */
function singleFileFolders(service) {
	const files = service.mounts.flatMap((mount) => mount.kind === "text" || mount.kind === "files" && !mount.isFolder ? [mount.target] : []);
	return [...new Set(files.map((path) => path.slice(0, path.lastIndexOf("/"))))].filter((folder) => folder !== "");
}

// src/network/sockets.ts
const listenState = "0A";
/** Parses /proc/net/tcp or tcp6: the sockets that listen. `::` serves IPv4 too, as the kernel's default has it. */
function parseTcpTable(text, family) {
	return text.split("\n").flatMap((line) => {
		const fields = line.trim().split(/\s+/);
		const [address, portHex] = (fields[1] ?? "").split(":");
		if (fields[3] !== listenState || address === void 0 || portHex === void 0) return [];
		const queued = Number.parseInt((fields[4] ?? "").split(":")[1] ?? "0", 16);
		return [{
			family,
			address: family === "tcp4" ? ipv4Of(address) : ipv6Of(address),
			port: Number.parseInt(portHex, 16),
			inode: fields[9] ?? "",
			queued
		}];
	});
}
/** Parses /proc/net/unix: stream sockets that accept connections, by path; abstract ones are left out. */
function parseUnixTable(text) {
	return text.split("\n").flatMap((line) => {
		const fields = line.trim().split(/\s+/);
		const path = fields.slice(7).join(" ");
		return (Number.parseInt(fields[3] ?? "0", 16) & 65536) !== 0 && path.startsWith("/") ? [{
			family: "unix",
			address: path,
			port: 0,
			inode: fields[6] ?? ""
		}] : [];
	});
}
/** The kernel prints each 32-bit word in host order; all machines Docker runs on are little-endian. */
function ipv4Of(hex) {
	return (hex.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)).join(".");
}
function ipv6Of(hex) {
	const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed()).join("").toLowerCase();
	if (bytes.startsWith("00000000000000000000ffff")) return `::ffff:${(bytes.slice(24).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join(".")}`;
	return compress((bytes.match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, "")));
}
function compress(groups) {
	let best = {
		start: -1,
		length: 1
	};
	for (let start = 0; start < groups.length; start++) {
		let length = 0;
		while (groups[start + length] === "0") length++;
		if (length > best.length) best = {
			start,
			length
		};
	}
	if (best.start === -1) return groups.join(":");
	return `${groups.slice(0, best.start).join(":")}::${groups.slice(best.start + best.length).join(":")}`;
}
/** Docker answers name look-ups on this address inside every container on a network of its own. */
const dockerResolver = "127.0.0.11";
/** Leaves out what is not the project's: the engine's own name server. */
function projectSockets(sockets) {
	return sockets.filter((socket) => socket.address !== dockerResolver);
}
/** Which process holds which socket, from `ls -l` of the processes' descriptor folders; the oldest holder counts. */
function processesByInode(listing, commands) {
	const found = /* @__PURE__ */ new Map();
	let pid = 0;
	for (const line of listing.split("\n")) {
		const folder = /^\/proc\/(\d+|self)\/fd:$/.exec(line);
		if (folder) pid = Number(folder[1]) || 0;
		const inode = / -> socket:\[(\d+)\]$/.exec(line)?.[1];
		const known = inode === void 0 ? void 0 : found.get(inode);
		if (inode !== void 0 && pid > 0 && (!known || pid < known.pid)) found.set(inode, {
			pid,
			command: commands.get(pid) ?? ""
		});
	}
	return found;
}
/** Whether a socket can be reached through an address that is not the container's own loopback. */
function isReachable(socket) {
	return socket.family !== "unix" && !/^127\.|^::1$|^::ffff:127\./.test(socket.address);
}

// src/boot/shell.ts
/**
* A shell in a container of ours that takes commands over its input, one after another. It ends when its input does: should the
* gate die, so does the container.
*/
var Shell = class Shell {
	#session;
	#buffer = "";
	#waiting;
	#queue = Promise.resolve();
	#counter = 0;
	#closed = false;
	constructor(session) {
		this.#session = session;
		session.stream.setEncoding("utf8");
		session.stream.on("data", (text) => this.#onData(text));
		const end = () => this.#end();
		session.stream.once("end", end).once("close", end).once("error", end);
	}
	/** Attaches to a created container whose main process is `sh` and starts it. */
	static async start(engine, container) {
		const session = await engine.attach(container);
		await engine.start(container);
		return new Shell(session);
	}
	/** Runs a script and answers what it printed. Rejects when the shell has ended or does not answer in time. */
	run(script, timeoutMs = 1e4) {
		const result = this.#queue.then(() => this.#send(script, timeoutMs));
		this.#queue = result.catch(() => void 0);
		return result;
	}
	close() {
		this.#end();
		this.#session.close();
	}
	#send(script, timeoutMs) {
		if (this.#closed) return Promise.reject(/* @__PURE__ */ new Error("the witness has ended"));
		const mark = `@@upstream-gate-${++this.#counter}@@`;
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => this.#fail(/* @__PURE__ */ new Error("the witness does not answer")), timeoutMs);
			const settle = (done) => (value) => {
				clearTimeout(timer);
				this.#waiting = void 0;
				done(value);
			};
			this.#waiting = {
				mark,
				resolve: settle(resolve),
				reject: settle(reject)
			};
			this.#session.stream.write(`{ ${script}\n} 2>/dev/null </dev/null; echo '${mark}'\n`);
		});
	}
	#onData(text) {
		this.#buffer += text;
		const waiting = this.#waiting;
		const end = waiting ? this.#buffer.indexOf(`${waiting.mark}\n`) : -1;
		if (!waiting || end === -1) return;
		const output = this.#buffer.slice(0, end);
		this.#buffer = this.#buffer.slice(end + waiting.mark.length + 1);
		waiting.resolve(output);
	}
	#fail(error) {
		this.#closed = true;
		this.#waiting?.reject(error);
	}
	#end() {
		if (!this.#closed) this.#fail(/* @__PURE__ */ new Error("the witness has ended"));
	}
};

// src/boot/witness.ts
const separator = "@@";
const readTcp = `cat /proc/net/tcp; echo ${separator}; cat /proc/net/tcp6; echo ${separator}; cat /proc/net/unix; echo ${separator}`;
const readProcesses = `for p in /proc/[0-9]*; do echo "\${p#/proc/} $(tr '\\0' ' ' < $p/cmdline)"; done; echo ${separator}; ls -l /proc/[0-9]*/fd /proc/self/fd; echo ${separator}`;
/**
* A container of ours in an app's network and process namespace, from the proxy's image: reads what listens there without
* needing anything in the app's own image.
*/
var Witness = class Witness {
	#engine;
	#container;
	#shell;
	constructor(engine, container, shell) {
		this.#engine = engine;
		this.#container = container;
		this.#shell = shell;
	}
	/** Starts it beside a running container. Throws an EngineError when that is not possible. */
	static async start(engine, run, image, beside) {
		const container = await engine.create({
			name: objectName(run, `witness-${beside.slice(0, 12)}`),
			image,
			labels: run.labels,
			entrypoint: ["/bin/sh"],
			command: [],
			input: true,
			user: "0",
			networkOf: beside,
			processesOf: beside,
			capAdd: ["SYS_PTRACE"],
			securityOpt: ["no-new-privileges"],
			healthcheck: { test: ["NONE"] },
			memory: 67108864,
			pids: 64
		});
		return new Witness(engine, container, await Shell.start(engine, container));
	}
	/** The listening sockets now, without the engine's own. */
	async sockets() {
		const [tcp4 = "", tcp6 = "", unix = ""] = (await this.#shell.run(readTcp)).split(`${separator}\n`);
		return { sockets: projectSockets([
			...parseTcpTable(tcp4, "tcp4"),
			...parseTcpTable(tcp6, "tcp6"),
			...parseUnixTable(unix)
		]) };
	}
	/** The same with the process that holds each. */
	async socketsWithProcesses() {
		const { sockets } = await this.sockets();
		const [commands = "", links = ""] = (await this.#shell.run(readProcesses)).split(`${separator}\n`);
		const names = new Map(commands.split("\n").map((line) => [Number(line.split(" ")[0]), line.slice(line.indexOf(" ") + 1).trim()]));
		const holders = processesByInode(links, names);
		return sockets.map((socket) => {
			const process = holders.get(socket.inode);
			return process ? {
				...socket,
				process
			} : socket;
		});
	}
	async stop() {
		this.#shell.close();
		await this.#engine.remove(this.#container);
	}
};

// src/boot/environment.ts
/** Reserved for a service that nobody runs. */
const discardPort = 9;
/** The running set: networks, services, proxy, and our own containers beside them. Made by `boot`, taken away by `close`. */
var Environment = class Environment {
	changed = new Notifier();
	#context;
	#running = /* @__PURE__ */ new Map();
	#retired = [];
	#extras = [];
	#networks = /* @__PURE__ */ new Set();
	#volumes = /* @__PURE__ */ new Set();
	#filled = /* @__PURE__ */ new Set();
	#witnesses = /* @__PURE__ */ new Map();
	#bootedAt = performance.now();
	#plan;
	#images;
	#workspace;
	#generation = 0;
	#reach;
	#events;
	constructor(plan, images, workspace, context) {
		this.#plan = plan;
		this.#images = images;
		this.#workspace = workspace;
		this.#context = context;
	}
	/** Starts everything the plan names, in the order of need. The caller closes it, also after an error. */
	static async boot(plan, images, workspace, context) {
		const environment = new Environment(plan, images, workspace, context);
		try {
			await environment.#open();
			await environment.#bringUp(plan.services.map((service) => service.name));
		} catch (error) {
			await environment.close();
			throw error;
		}
		return environment;
	}
	get plan() {
		return this.#plan;
	}
	get engine() {
		return this.#context.engine;
	}
	get signal() {
		return this.#context.signal;
	}
	/** What runs, by service. */
	running(name) {
		return this.#running.get(name);
	}
	all() {
		return [...this.#running.values()];
	}
	get proxy() {
		return this.#running.get(this.#plan.proxy.service);
	}
	/** The container whose network namespace a service lives in: its own, or the one it shares. */
	namespaceOf(name) {
		const shared = serviceNamed(this.#plan, name)?.networkOf?.value;
		return this.#running.get(shared ?? name);
	}
	/** The address of a service on a network that it shares with the proxy; its first one when they share none. */
	addressOf(name) {
		const own = this.namespaceOf(name)?.addresses ?? {};
		const theirs = this.namespaceOf(this.#plan.proxy.service)?.addresses ?? {};
		const shared = Object.keys(own).find((network) => theirs[network]);
		return (shared === void 0 ? Object.values(own)[0] : own[shared]) || void 0;
	}
	/**
	* Whether containers can be dialled from this process. Found out once, by a port on which nobody listens: a refusal comes from the
	* container itself, while a remote engine, a firewall or a proxy in between give silence or anything else.
	*/
	canReach() {
		this.#reach ??= this.#tryReach();
		return this.#reach;
	}
	async #tryReach() {
		const address = this.addressOf(this.#plan.proxy.service) ?? this.all().map((running) => this.addressOf(running.service.name)).find((each) => each !== void 0);
		return this.engine.isLocal && address !== void 0 && await tryPort(address, discardPort, 500) === "refused";
	}
	/** The witness beside a service's container, started when it is first asked for. Rejects when it cannot be there. */
	witness(name) {
		const beside = this.namespaceOf(name);
		const image = this.#images.get(this.#plan.proxy.service);
		if (!beside || image === void 0) return Promise.reject(/* @__PURE__ */ new Error("there is no container to look into"));
		const known = this.#witnesses.get(beside.container);
		if (known) return known;
		const started = Witness.start(this.engine, this.#context.run, image, beside.container);
		this.#witnesses.set(beside.container, started);
		started.catch(() => void 0);
		return started;
	}
	note(text) {
		this.#context.onEvent({
			at: Math.round(performance.now() - this.#bootedAt),
			text
		});
	}
	/**
	* Turns the environment into that of another plan: containers whose specification or files differ are made again, with the proxy,
	* which keeps the addresses it resolved at its start. `again` are made again although nothing differs.
	*/
	async change(plan, images, workspace, again = []) {
		const before = this.#plan;
		const differing = plan.services.filter((service) => again.includes(service.name) || differs(service, serviceNamed(before, service.name), plan, before) || images.get(service.name) !== this.#images.get(service.name));
		const names = /* @__PURE__ */ new Set([...differing.map((service) => service.name), plan.proxy.service]);
		for (const service of plan.services) if (this.#waitsFor(service, names)) names.add(service.name);
		for (const service of plan.services) if (service.networkOf && names.has(service.networkOf.value)) names.add(service.name);
		this.#plan = plan;
		this.#images = images;
		this.#workspace = workspace;
		this.#forgetFilled(plan);
		await this.#takeDown([...names]);
		await this.#bringUp([...names]);
	}
	/** Whether a service never started, or ended, for want of one that is now made again. */
	#waitsFor(service, again) {
		const running = this.#running.get(service.name);
		if (running?.heldBackBy !== void 0) return true;
		return running?.isDown === true && service.role !== "task" && service.needs.some((need) => again.has(need.service));
	}
	/** Stops following what runs and leaves it where it is. */
	detach() {
		this.#events?.stop();
		for (const running of [...this.#running.values(), ...this.#retired]) running.stopFollowing();
	}
	/** Removes everything that was made; nothing of it is left running. */
	async close() {
		this.detach();
		const witnesses = await Promise.allSettled(this.#witnesses.values());
		await Promise.allSettled(witnesses.map(async (witness) => witness.status === "fulfilled" ? witness.value.stop() : void 0));
		const containers = [...this.#extras, ...[...this.#running.values()].map((running) => running.container)];
		await Promise.allSettled(containers.map((container) => this.engine.remove(container)));
		await Promise.allSettled([...[...this.#networks].map((network) => this.engine.removeNetwork(network)), ...[...this.#volumes].map((volume) => this.engine.removeVolume(volume))]);
	}
	async #open() {
		const { engine, run } = this.#context;
		const networks = this.#plan.networks.map(async (network) => {
			const name = objectName(run, `net-${network.name}`);
			this.#networks.add(name);
			await engine.createNetwork(name, {
				internal: network.internal,
				labels: run.labels
			});
		});
		const events = engine.watch(`${runLabel}=${run.id}`, (event) => {
			for (const running of this.#running.values()) if (running.container === event.container) running.onEvent(event);
		});
		[this.#events] = await Promise.all([events, ...networks]);
	}
	async #bringUp(names) {
		const services = this.#plan.services.filter((service) => names.includes(service.name));
		const created = new Map(services.filter((service) => !service.networkOf).map((service) => [service.name, this.#create(service)]));
		const started = /* @__PURE__ */ new Map();
		const start = (name) => {
			const known = started.get(name) ?? (names.includes(name) ? this.#startInOrder(name, start, created.get(name)) : Promise.resolve());
			started.set(name, known);
			return known;
		};
		await allOrFirstError([...names.map(start), ...created.values()]);
		await this.#startForwarders(names);
	}
	async #create(service) {
		const { engine, run } = this.#context;
		const image = this.#images.get(service.name);
		if (image === void 0) return void 0;
		const shared = service.networkOf && this.#running.get(service.networkOf.value);
		const isProxy = service.name === this.#plan.proxy.service;
		const specification = specificationOf(service, {
			run,
			image,
			generation: ++this.#generation,
			isProxy,
			...shared ? { networkOf: shared.container } : {}
		});
		const fresh = (specification.mounts ?? []).map((mount) => mount.volume).filter((volume) => !this.#volumes.has(volume));
		for (const volume of fresh) this.#volumes.add(volume);
		const [imageConfig] = await Promise.all([engine.image(image), ...fresh.map((volume) => engine.createVolume(volume, run.labels))]);
		const running = new Running(service, image, await engine.create(specification), imageConfig, this.changed);
		this.#running.set(service.name, running);
		if (!shared) await Promise.all(service.attachments.slice(1).map((attachment) => engine.connect(running.container, objectName(run, `net-${attachment.network}`), attachment.aliases)));
		await uploadMounts(engine, this.#workspace, running.container, service, (mount) => {
			const volume = volumeName(run, mount);
			const isFilled = volume !== void 0 && this.#filled.has(volume);
			if (volume !== void 0) this.#filled.add(volume);
			return isFilled;
		});
		if (isProxy) await this.#uploadChanged(running.container, service.settings.readOnly === true);
		if (isProxy) await observeProxy(engine, running.container, this.#plan.proxy, imageConfig?.variables["NGINX_VERSION"], service.settings.readOnly === true);
		return running;
	}
	async #startInOrder(name, start, created) {
		const service = serviceNamed(this.#plan, name);
		if (!service) return;
		await created;
		const blocking = await this.#waitForNeeds(service, start);
		if (service.networkOf) {
			await start(service.networkOf.value);
			if (this.#running.get(service.networkOf.value)?.isRunning === true) await this.#create(service);
		}
		const running = this.#running.get(name);
		if (!running) return;
		this.#context.signal.throwIfAborted();
		if (blocking !== void 0) {
			running.heldBackBy = blocking;
			this.note(`${name} is held back: ${blocking} is not ready`);
			return;
		}
		await running.start(this.engine);
		this.note(running.startError === void 0 ? `${name} started` : `${name} could not be started`);
	}
	/** Waits for what a service needs; answers the name of a need that failed. */
	async #waitForNeeds(service, start) {
		const dialled = service.name === this.#plan.proxy.service ? this.#plan.services.filter((other) => other.role === "app" && other.networkOf?.value !== service.name) : [];
		const needs = [...service.needs, ...dialled.filter((other) => !service.needs.some((need) => need.service === other.name)).map((other) => ({
			service: other.name,
			condition: "started",
			required: true
		}))];
		const results = await Promise.all(needs.map(async (need) => await this.#isMet(need, start) || !need.required ? void 0 : need.service));
		const areAllDown = dialled.length > 0 && dialled.every((other) => this.#running.get(other.name)?.isDown !== false);
		return results.find((each) => each !== void 0) ?? (areAllDown ? dialled[0]?.name : void 0);
	}
	async #isMet(need, start) {
		await start(need.service);
		const running = this.#running.get(need.service);
		if (!running) return serviceNamed(this.#plan, need.service) === void 0;
		const deadline = performance.now() + this.#plan.startTimeout.value;
		for (;;) {
			this.#context.signal.throwIfAborted();
			const state = needState(need, running);
			if (state !== "waiting") return state === "met";
			if (performance.now() > deadline) return false;
			await this.changed.next(1e3);
		}
	}
	/** Folders in which a trial changes files are filled again. */
	#forgetFilled(plan) {
		for (const mount of plan.services.flatMap((service) => service.mounts)) {
			const volume = volumeName(this.#context.run, mount);
			if (volume !== void 0 && mount.kind === "files" && plan.overlay.some((edit) => mount.repo === "" || edit.path.startsWith(`${mount.repo}/`))) this.#filled.delete(volume);
		}
	}
	/** Files that a trial changes in the proxy's own image are put over it; no new image is needed for text. */
	async #uploadChanged(container, isReadOnly) {
		const entries = this.#plan.proxy.files.filter((file) => this.#plan.overlay.some((edit) => edit.path === file.repo)).flatMap((file) => {
			const content = this.#workspace.bytes(file.repo);
			return content === void 0 ? [] : [fileEntry(file.container, content)];
		});
		await uploadFiles(this.engine, container, entries, isReadOnly);
	}
	async #startForwarders(names) {
		for (const forward of this.#plan.forwards) {
			if (!names.includes(forward.inside) && !names.includes(this.#plan.proxy.service)) continue;
			const inside = this.namespaceOf(forward.inside);
			const image = this.#images.get(this.#plan.proxy.service);
			const address = forward.listen === "self" ? this.addressOf(forward.inside) : forward.listen;
			if (!inside?.isRunning || image === void 0 || address === void 0) continue;
			this.#extras.push(await startForwarder(this.engine, this.#context.run, image, inside.container, address, forward));
		}
	}
	async #takeDown(names) {
		const gone = names.flatMap((name) => this.#running.get(name) ?? []);
		const extras = this.#extras.splice(0);
		const witnesses = gone.flatMap((running) => this.#witnesses.get(running.container) ?? []);
		for (const running of gone) {
			running.stopFollowing();
			this.#retired.push(running);
			this.#running.delete(running.service.name);
			this.#witnesses.delete(running.container);
		}
		await Promise.allSettled(witnesses.map(async (witness) => (await witness).stop()));
		await Promise.all([...extras, ...gone.map((running) => running.container)].map((container) => this.engine.remove(container)));
	}
};
/** Waits for all, so that nothing is still being made when the first error is told. */
async function allOrFirstError(works) {
	const failed = (await Promise.allSettled(works)).find((result) => result.status === "rejected");
	if (failed) throw failed.reason;
}
/** How a need stands now. */
function needState(need, running) {
	const [exit] = running.exits;
	if (running.startError !== void 0 || running.heldBackBy !== void 0) return "failed";
	if (need.condition === "completed") return exit === void 0 ? "waiting" : exit.code === 0 ? "met" : "failed";
	if (need.condition === "started") return "met";
	if (exit) return "failed";
	return running.health === "healthy" ? "met" : running.health === "unhealthy" ? "failed" : "waiting";
}
/** Whether a service has to be made again for a changed plan. */
function differs(service, before, plan, old) {
	if (JSON.stringify(service) !== JSON.stringify(before)) return true;
	return plan.overlay.slice(old.overlay.length).map((edit) => edit.path).some((path) => service.mounts.some((mount) => mount.kind === "files" && (mount.repo === path || path.startsWith(`${mount.repo}/`) || mount.repo === "")));
}

// src/build/build-log.ts
/** Reads the plain progress output of a failed `buildx build`. */
function parseBuildFailure(output) {
	const lines = output.split("\n").map((line) => line.replace(/\r$/, ""));
	const error = (lines.findLast((line) => line.startsWith("ERROR: ")) ?? lines.findLast((line) => line.trim() !== "") ?? "").replace(/^ERROR: (failed to (?:solve|build): )?/, "");
	const marked = lines.flatMap((line) => {
		const match = /^\s*(\d+) \| >>> /.exec(line);
		return match ? [Number(match[1])] : [];
	});
	const [line] = marked;
	const endLine = marked.at(-1);
	return {
		error,
		log: stepLog(lines),
		...line === void 0 ? {} : { line },
		...endLine === void 0 || endLine === line ? {} : { endLine }
	};
}
function stepLog(lines) {
	const step = lines.findLast((line) => /^#\d+ ERROR: /.test(line))?.split(" ")[0];
	if (step === void 0) return [];
	const own = new RegExp(`^${step} \\d+\\.\\d+ `);
	return lines.filter((line) => own.test(line)).map((line) => line.replace(own, "")).slice(-60);
}
/** Whether a builder's or puller's error speaks of the way to the registry, not of what was asked for. */
function isRegistryTrouble(error) {
	return /no such host|i\/o timeout|connection refused|connection reset|TLS handshake|temporary failure|network is unreachable|too many requests|toomanyrequests|429|50[0234] |unexpected EOF|context deadline exceeded|x509|server misbehaving|unauthorized|authentication required|denied: requested access/i.test(error) && /registry|manifest|pull|source metadata|Head "|Get "|lookup|dial tcp|toomanyrequests|denied/i.test(error);
}
/** Whether the engine's disk is full. */
function isDiskFull(error) {
	return /no space left on device/i.test(error);
}

// src/build/build.ts
/** Builds or fetches the images of a plan's services, each once. Throws a Failure for what is not the project's fault. */
async function buildImages(plan, context) {
	const images = /* @__PURE__ */ new Map();
	const records = [];
	const groups = /* @__PURE__ */ new Map();
	for (const service of plan.services) {
		const key = JSON.stringify(service.image.kind === "build" ? {
			...service.image,
			at: void 0
		} : service.image.reference);
		groups.set(key, [...groups.get(key) ?? [], service]);
	}
	await Promise.all([...groups.values()].map(async (services) => {
		const [first] = services;
		if (!first) return;
		const { image, record } = first.image.kind === "build" ? await buildOne(first, first.image, plan, context) : {
			image: await fetchOne(first, first.image.reference, context),
			record: void 0
		};
		for (const service of services) if (image !== void 0) images.set(service.name, image);
		if (record) records.push(record);
	}));
	return {
		images,
		records
	};
}
async function fetchOne(service, reference, context) {
	if (await context.engine.image(reference)) return reference;
	context.onLine(service.name, `pulling ${reference}`);
	const { program, prefix } = context.client();
	const platform = service.settings.platform === void 0 ? [] : ["--platform", service.settings.platform];
	const result = await runCommand(program, [
		...prefix,
		"pull",
		"--quiet",
		...platform,
		reference
	], {
		env: toolEnvironment(context.environment),
		signal: context.signal
	});
	if (result.code === 0) return reference;
	context.signal.throwIfAborted();
	throw pullFailure(service, reference, result.err.trim());
}
function pullFailure(service, reference, words) {
	const at = service.image.at ?? service.at;
	if (isDiskFull(words)) return failure("disk-full", "The Docker engine has no disk space left.", {
		remedy: "Free space: docker system prune",
		detail: words
	});
	return failure("image-unavailable", `The image ${reference} of the service ${service.name} cannot be pulled.`, {
		...at ? { at } : {},
		remedy: isRegistryTrouble(words) ? "Log in to its registry, or check the network; docker pull shows the same." : "Check its name and tag; docker pull shows the same.",
		detail: words
	});
}
async function buildOne(service, build, plan, context) {
	const started = performance.now();
	const tag = `${objectName(context.run, service.name)}:${plan.overlay.length > 0 ? "changed" : "latest"}`;
	const folder = mkdtempSync(join(tmpdir(), "upstream-gate-build-"));
	try {
		const first = await runBuild(service, build, plan, context, tag, folder);
		const result = first.code !== 0 && lacksFrontend(first.err) ? await runBuild(service, build, plan, context, tag, folder, true) : first;
		context.signal.throwIfAborted();
		const durationMs = Math.round(performance.now() - started);
		if (result.code === 0) return {
			image: tag,
			record: {
				service: service.name,
				ok: true,
				durationMs,
				log: []
			}
		};
		const failed = parseBuildFailure(result.err);
		if (isDiskFull(failed.error)) throw failure("disk-full", "The Docker engine has no disk space left.", {
			remedy: "Free space: docker system prune",
			detail: failed.error
		});
		if (isRegistryTrouble(failed.error)) throw baseFailure(service, build, failed.error, failed.line);
		return { record: {
			service: service.name,
			ok: false,
			durationMs,
			...failed
		} };
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
function baseFailure(service, build, words, line) {
	return failure("image-unavailable", `The base image of the service ${service.name} cannot be pulled: ${words.slice(0, 300)}`, {
		at: {
			path: build.dockerfile,
			line: line ?? 1
		},
		remedy: "Log in to its registry, or check the network; docker build shows the same."
	});
}
/** Whether the image that a `# syntax=` line names cannot be had; the engine has a frontend of its own. */
function lacksFrontend(words) {
	return /failed to (?:resolve source metadata for|solve:) [^\n]*docker\/dockerfile/.test(words);
}
async function runBuild(service, build, plan, context, tag, folder, withoutSyntax = false) {
	const { program, prefix } = context.buildx();
	const changed = plan.overlay.some((edit) => build.context === "" || edit.path.startsWith(`${build.context}/`) || edit.path === build.dockerfile);
	const source = changed ? changedContext(build, context.workspace, folder) : context.workspace.absolute(build.context);
	const options = [
		"--load",
		"--progress",
		"plain",
		"--tag",
		tag,
		"--file",
		dockerfilePath(build, context.workspace, folder, changed || withoutSyntax, withoutSyntax),
		...Object.entries(context.run.labels).flatMap(([name, value]) => ["--label", `${name}=${value}`]),
		...Object.entries(build.args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
		...build.target === void 0 ? [] : ["--target", build.target],
		...service.settings.platform === void 0 ? [] : ["--platform", service.settings.platform]
	];
	return runCommand(program, [
		...prefix,
		"build",
		...options,
		source
	], {
		env: {
			...toolEnvironment(context.environment),
			BUILDX_NO_DEFAULT_ATTESTATIONS: "1",
			BUILDKIT_PROGRESS: "plain"
		},
		signal: context.signal,
		onErrorLine: (line) => context.onLine(service.name, line)
	});
}
function dockerfilePath(build, workspace, folder, changed, withoutSyntax) {
	if (build.inline === void 0 && !changed) return workspace.absolute(build.dockerfile);
	const path = join(folder, "Dockerfile");
	const text = build.inline ?? workspace.read(build.dockerfile) ?? "";
	writeFileSync(path, withoutSyntax ? text.replace(/^(\s*)#\s*syntax\s*=.*$/im, "$1# ") : text);
	return path;
}
/** A copy of the build context with the trial's edits in it. */
function changedContext(build, workspace, folder) {
	const copy = join(folder, "context");
	cpSync(workspace.absolute(build.context), copy, {
		recursive: true,
		verbatimSymlinks: true,
		filter: (path) => !path.endsWith("/.git")
	});
	for (const path of new Set(workspace.edits.map((edit) => edit.path))) {
		const inside = build.context === "" ? path : path.startsWith(`${build.context}/`) ? path.slice(build.context.length + 1) : void 0;
		const text = workspace.read(path);
		if (inside !== void 0 && text !== void 0) writeFileSync(join(copy, inside), text);
	}
	return copy;
}

// src/nginx/logs.ts
/** Records that are kept; the rest of a flood is dropped from the middle. */
const mostRecords = 400;
/** Parses an error log. A record begins at a time stamp and may span lines; what is before the first is dropped. */
function parseErrorLog(text) {
	const records = text.split(/^(?=\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[)/m).filter((record) => /^\d{4}\//.test(record));
	return (records.length <= mostRecords ? records : [...records.slice(0, mostRecords / 2), ...records.slice(-200)]).flatMap((record) => parseErrorRecord(record.trimEnd()) ?? []);
}
/** Parses one record; undefined when it is not one. The request and names in it are the client's text: hostile. */
function parseErrorRecord(text) {
	const head = /^\S+ \S+ \[(\w+)\] \d+#\d+: (?:\*(\d+) )?([\s\S]*)$/.exec(text);
	if (!head) return void 0;
	const [, level = "", connection, rest = ""] = head;
	const context = /^([\s\S]*?)(?:, client: [^,]*)(?:, server: ([^,]*))?(?:, request: "([\s\S]*?)")?(?:, subrequest: "([\s\S]*?)")?(?:, upstream: "([\s\S]*?)")?(?:, host: "([\s\S]*?)")?(?:, referrer: "[\s\S]*")?$/.exec(rest);
	const body = context?.[1] ?? rest.replace(/, client: [\s\S]*$/, "");
	const parts = /^([\s\S]*?)(?: \((\d+): [^)]*\))?(?: while ([\s\S]*))?$/.exec(body);
	const optional = {
		errno: parts?.[2] === void 0 ? void 0 : Number(parts[2]),
		action: parts?.[3],
		connection: connection === void 0 ? void 0 : Number(connection),
		server: context?.[2],
		request: context?.[3],
		subrequest: context?.[4],
		upstream: context?.[5],
		host: context?.[6]
	};
	return {
		level,
		message: parts?.[1] ?? body,
		text,
		...withoutUndefined(optional)
	};
}
/** Parses what nginx says when it does not start (stderr or log), without the doubles that an image with two logs prints. */
function parseStartErrors(text) {
	const found = /* @__PURE__ */ new Map();
	for (const line of text.split("\n")) {
		const match = /(?:^|\s)(?:nginx|openresty): \[(emerg|alert|crit|error|warn)\] (.*)$/.exec(line) ?? /^\S+ \S+ \[(emerg|alert|crit|error|warn)\] \d+#\d+: (.*)$/.exec(line);
		if (!match) continue;
		const [, level = "", body = ""] = match;
		const placed = /^(.*) in (\/[^\s:]+|\S+):(\d+)$/.exec(body.trim());
		const record = placed ? {
			level,
			message: placed[1] ?? body,
			file: placed[2] ?? "",
			line: Number(placed[3])
		} : {
			level,
			message: body.trim()
		};
		found.set(`${record.message}|${placed?.[2]}|${placed?.[3]}`, record);
	}
	return [...found.values()];
}
/** Parses our own JSON access log; lines that are not ours are passed over, and doubles, which files included at one level can make. */
function parseAccessLog(text) {
	const records = [...new Set(text.split("\n"))].flatMap((line) => parseAccessLine(line) ?? []);
	return records.length <= mostRecords ? records : [...records.slice(0, mostRecords / 2), ...records.slice(-200)];
}
function parseAccessLine(line) {
	if (!line.startsWith("{\"connection\":")) return void 0;
	let fields;
	try {
		fields = JSON.parse(line);
	} catch {
		return;
	}
	const attempts = (key) => splitAttempts(fields[key] ?? "");
	return {
		connection: Number(fields["connection"]),
		remotePort: Number(fields["port"]),
		server: fields["server"] ?? "",
		host: fields["host"] ?? "",
		request: fields["request"] ?? "",
		status: Number(fields["status"]),
		requestTime: Number(fields["time"]),
		upstreamAddr: attempts("addr"),
		upstreamStatus: attempts("upstream"),
		connectTime: attempts("connect"),
		headerTime: attempts("header"),
		responseTime: attempts("response"),
		bytesReceived: attempts("received"),
		...withoutUndefined({
			limitReq: fields["limitReq"] || void 0,
			limitConn: fields["limitConn"] || void 0
		})
	};
}
/** nginx parts retries by ", " and internal redirects by " : ". */
function splitAttempts(value) {
	return value === "" ? [] : value.split(/, | : /);
}
function withoutUndefined(value) {
	return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== void 0));
}

// src/evidence/collect.ts
/** Gathers the facts of a trial. Never throws for what cannot be had: each key says why it is missing. */
async function collectFacts(input) {
	const { environment } = input;
	const notBooted = { missing: "nothing was started" };
	const [sockets, services, proxy, names] = environment ? await Promise.all([
		attempt(() => collectSockets(input)),
		attempt(() => Promise.all(environment.plan.services.map((service) => collectService(environment, service.name)))),
		attempt(() => collectProxy(environment)),
		attempt(() => collectNames(environment))
	]) : [
		notBooted,
		notBooted,
		notBooted,
		notBooted
	];
	return {
		builds: { value: input.builds },
		services,
		sockets,
		proxy,
		probes: environment ? { value: input.results } : notBooted,
		names,
		sources: input.isFailing ? await attempt(() => Promise.resolve(input.sources("value" in services ? services.value : []))) : { missing: "not read: nothing failed" }
	};
}
async function attempt(collect) {
	try {
		return { value: await collect() };
	} catch (error) {
		return { missing: error instanceof Error ? error.message : String(error) };
	}
}
async function collectSockets(input) {
	if (!input.isFailing) return [];
	return (await Promise.all([...input.watches.values()].map((watch) => watch.record()))).flatMap((each) => each ?? []);
}
async function collectService(environment, name) {
	const running = environment.running(name);
	if (!running) return {
		name,
		state: "not-started",
		exits: [],
		log: [],
		truncated: 0,
		image: {
			reference: "",
			exposed: [],
			entrypoint: [],
			command: [],
			workingDir: "/",
			user: ""
		},
		variables: [],
		processes: [],
		addresses: [],
		watchedMs: 0
	};
	await running.drained();
	const [state, usage, processes] = await Promise.all([
		environment.engine.inspect(running.container),
		running.isRunning ? environment.engine.usage(running.container) : void 0,
		running.isRunning ? environment.engine.processes(running.container) : []
	]);
	const limit = running.service.memory?.value ?? 0;
	const config = running.imageConfig;
	return {
		name,
		state: running.startError !== void 0 || running.heldBackBy !== void 0 || running.startedAt === 0 ? "not-started" : running.exits.length > 0 ? "exited" : "running",
		exits: running.exits.map((exit) => ({
			...exit,
			oomKilled: exit.oomKilled || state.oomKilled
		})),
		log: running.log.lines(),
		truncated: running.log.dropped,
		memory: {
			limit,
			peak: usage?.memoryPeak ?? 0,
			oomEvents: running.oomEvents
		},
		image: {
			reference: referenceOf(environment.plan, running),
			exposed: config?.exposed ?? [],
			entrypoint: config?.entrypoint ?? [],
			command: config?.command ?? [],
			workingDir: config?.workingDir ?? "/",
			user: config?.user ?? ""
		},
		variables: [.../* @__PURE__ */ new Set([...Object.keys(config?.variables ?? {}), ...Object.keys(running.service.variables)])],
		processes,
		watchedMs: running.exits[0]?.at ?? running.age,
		addresses: Object.values(environment.namespaceOf(name)?.addresses ?? {}).filter((address) => address !== ""),
		...running.startError === void 0 ? {} : { startError: running.startError },
		...running.heldBackBy === void 0 ? {} : { heldBackBy: running.heldBackBy },
		...state.health ? { health: state.health } : {}
	};
}
/** The image as the project names it, not as a run does. */
function referenceOf(plan, running) {
	const { image } = running.service;
	return image.kind === "reference" ? image.reference : `built from ${image.dockerfile}`;
}
async function collectProxy(environment) {
	const running = environment.proxy;
	if (!running) return {
		state: "not-started",
		observed: false,
		startErrors: [],
		errors: [],
		attempts: []
	};
	await running.drained();
	const logs = await readLogs(environment, running);
	const output = running.log.lines().map((line) => line.text).join("\n");
	const version = running.imageConfig?.variables["NGINX_VERSION"];
	return {
		state: running.startError !== void 0 || running.heldBackBy !== void 0 || running.startedAt === 0 ? "not-started" : running.exits.length > 0 ? "exited" : "running",
		observed: logs !== void 0,
		startErrors: parseStartErrors(`${output}\n${running.exits.length > 0 ? logs?.error ?? "" : ""}`),
		errors: parseErrorLog(logs?.error || output),
		attempts: parseAccessLog(logs?.access ?? ""),
		...version === void 0 ? {} : { version }
	};
}
async function readLogs(environment, running) {
	const archive = await environment.engine.download(running.container, logFolder);
	if (!archive) return void 0;
	const entries = await unpackArchive(archive, 4194304);
	const text = (name) => {
		const entry = entries.find((each) => each.path.endsWith(name));
		return entry?.kind === "file" ? entry.content.toString("utf8") : void 0;
	};
	const error = text("error.log");
	return error === void 0 ? void 0 : {
		error,
		access: text("access.log") ?? ""
	};
}
async function collectNames(environment) {
	return [...new Set(environment.plan.proxy.routes.flatMap((route) => route.targets.map((target) => target.host)))].filter((host) => host !== "").map((name) => {
		const service = environment.plan.services.find((each) => each.attachments.some((attachment) => attachment.aliases.includes(name)));
		const address = service && environment.addressOf(service.name);
		return {
			name,
			addresses: address === void 0 ? [] : [address]
		};
	});
}

// src/evidence/redact.ts
/** Words of a name that make it one of a secret wherever they stand; also as the end of a word, as in PGPASSWORD. */
const secretWord = /(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|credential)s?$|^pwd$|^(?:db|pg|mysql|redis|smtp)pass$/;
/** Words that do so at the end of a name only: AUTH_SERVICE_URL and COOKIE_DOMAIN tell nothing. */
const secretEnd = /^(?:pass|auth|dsn|salt|signature|cookie|jwt|encryption|license)$/;
/** What a KEY is that must not be told. */
const secretKey = /^(?:api|access|account|app|auth|deploy|encryption|hmac|jwt|license|master|private|secret|service|session|shared|signing|ssh|storage|webhook)$/;
const harmlessName = /(_FILE|_PATH|_DIR|_HOST|_PORT|_URL_PREFIX|_ENABLED|_TTL|_NAME|_DOMAIN|_ISSUER|_AUDIENCE|_LENGTH|_ROUNDS|_TIMEOUT|_EXPIR\w*|_METHOD|_TYPE|_USER|_ALGORITHM)$/i;
/** Values shorter than this are not taken out of other text: that would shred it. */
const shortestValue = 5;
const commonValues = /* @__PURE__ */ new Set([
	"true",
	"false",
	"postgres",
	"password",
	"localhost",
	"example",
	"development",
	"production",
	"default",
	"secret",
	"admin",
	"mysql",
	"redis",
	"mariadb",
	"test12"
]);
const mark = (name) => `[redacted:${name}]`;
/** What looks like a secret in any text: tokens in URLs and headers, keys, JSON web tokens. */
const patterns = [
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, mark("private key")],
	[/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):([^\s@/"']+)@/gi, `$1:${mark("password")}@`],
	[/\b(authorization|proxy-authorization|x-api-key|x-auth-token|cookie|set-cookie)(["']?\s*[:=]\s*["']?)([^\r\n"']{4,})/gi, `$1$2${mark("header")}`],
	[/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g, `$1 ${mark("token")}`],
	[/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, mark("token")],
	[/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|sk-[A-Za-z0-9_-]{20,}|glpat-[\w-]{16,}|\d{8,10}:AA[\w-]{30,})\b/g, mark("token")],
	[/\b((?:[a-z0-9_.-]*(?:password|passwd|secret|token|api_?key|access_?key))["']?\s*[=:]\s*["']?)([^\s"',;&]{4,})/gi, `$1${mark("value")}`]
];
/** Whether the value of a variable of this name is a secret. */
function isSecretName(name) {
	if (name === "PWD" || harmlessName.test(name)) return false;
	const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(/[^a-z0-9]+/);
	return words.some((word, index) => secretWord.test(word) || /^keys?$/.test(word) && secretKey.test(words[index - 1] ?? "")) || secretEnd.test(words.at(-1) ?? "");
}
/**
* A redactor that knows the secrets among these variables: their values are taken out wherever they appear, whole values, longest
* first, and each line of those that span lines.
*/
function makeRedactor(variables) {
	const known = /* @__PURE__ */ new Map();
	for (const [name, { value }] of variables.flatMap((each) => Object.entries(each))) {
		const secrets = isSecretName(name) ? value.split("\n") : passwordsInUrl(value);
		for (const secret of secrets) {
			const trimmed = secret.trim();
			if (trimmed.length >= shortestValue && !commonValues.has(trimmed.toLowerCase()) && !/^\d{1,5}$/.test(trimmed)) known.set(trimmed, name);
		}
	}
	const values = [...known].toSorted(([a], [b]) => b.length - a.length);
	return (text) => {
		let clean = text;
		for (const [value, name] of values) clean = clean.replaceAll(value, mark(name));
		for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
		return clean;
	};
}
function passwordsInUrl(value) {
	const match = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s@]+)@/i.exec(value);
	return match?.[1] === void 0 ? [] : [match[1], safeDecode(match[1])];
}
function safeDecode(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
/** The same data with every text in it redacted; the values of secret variables as a whole. */
function redactDeep(value, redact) {
	return redactNode(value, redact, void 0);
}
function redactNode(value, redact, key) {
	if (typeof value === "string") return redact(value);
	if (Array.isArray(value)) return value.map((each) => redactNode(each, redact, void 0));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, each]) => {
		return [name, key === "variables" && isSecretName(name) && typeof each === "object" && each !== null && "value" in each ? {
			...redactNode(each, redact, name),
			value: mark(name)
		} : redactNode(each, redact, name)];
	}));
}

// src/boot/relay.ts
/**
* Connects its input and output to HOST PORT ($0 $1), with whatever the image has for that. A failed connection ends it with the
* error's number on the error output.
*/
const relayScript = `
if command -v perl >/dev/null 2>&1; then exec perl -e '
  use Socket; my ($h, $p) = @ARGV; $| = 1;
  my $v6 = $h =~ /:/; socket(S, $v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0) or die;
  my $a = $v6 ? Socket::pack_sockaddr_in6($p, Socket::inet_pton(AF_INET6, $h)) : sockaddr_in($p, inet_aton($h));
  unless (connect(S, $a)) { print STDERR "errno=" . ($! + 0) . "\\n"; exit 1 }
  print STDERR "connected\\n";
  my $in = 1;
  while (1) {
    my $r = ""; vec($r, fileno(S), 1) = 1; vec($r, 0, 1) = 1 if $in;
    select($r, undef, undef, undef);
    if (vec($r, fileno(S), 1)) { my $n = sysread(S, my $b, 65536); exit 0 unless $n; syswrite(STDOUT, $b) }
    if ($in && vec($r, 0, 1)) { my $n = sysread(STDIN, my $b, 65536); if ($n) { syswrite(S, $b) } else { $in = 0; shutdown(S, 1) } }
  }' "$0" "$1"
fi
if command -v bash >/dev/null 2>&1; then exec bash -c 'exec 3<>"/dev/tcp/$0/$1" || { echo errno=111 >&2; exit 1; }; echo connected >&2; cat <&3 & c=$!; cat >&3 & wait $c' "$0" "$1"; fi
if command -v nc >/dev/null 2>&1; then echo connected >&2; nc "$0" "$1" || { echo errno=111 >&2; exit 1; }; exit 0; fi
echo none >&2; exit 127
`;
const errnoNames = {
	101: "ENETUNREACH",
	104: "ECONNRESET",
	110: "ETIMEDOUT",
	111: "ECONNREFUSED",
	113: "EHOSTUNREACH"
};
/** Dials from inside a running container's network namespace, by a command run in it. */
function relayThrough(engine, container) {
	return async (address, port, signal) => {
		const session = await engine.exec(container, [
			"sh",
			"-c",
			relayScript,
			address,
			String(port)
		]);
		signal.addEventListener("abort", () => session.close(), { once: true });
		await connected(session, signal);
		return session.stream;
	};
}
/** Resolves when the relay reports its connection; rejects with the error it names. */
function connected(session, signal) {
	return new Promise((resolve, reject) => {
		const check = () => {
			const text = session.errors();
			const errno = /errno=(\d+)/.exec(text)?.[1];
			if (errno !== void 0) reject(Object.assign(/* @__PURE__ */ new Error(`connect failed (${errno})`), { code: errnoNames[Number(errno)] ?? "EOTHER" }));
			else if (text.includes("connected")) resolve();
			else if (text.includes("none")) reject(Object.assign(/* @__PURE__ */ new Error("the proxy's image has nothing to connect with"), { code: noTool }));
		};
		session.onErrors(check);
		session.stream.once("close", () => reject(/* @__PURE__ */ new Error("the relay ended")));
		signal.addEventListener("abort", () => reject(Object.assign(/* @__PURE__ */ new Error("connect timed out"), { code: "ETIMEDOUT" })), { once: true });
		check();
	});
}
/** The code of the error when the container has no program to connect with. */
const noTool = "ENOTOOL";

// src/probe/judge.ts
/** What of the user's demands an answer does not meet; undefined when it meets all. */
function unmetExpectation(result, expect) {
	if (!expect || result.status === void 0) return void 0;
	if (expect.status && !expect.status.includes(result.status)) return `status ${result.status}, expected ${expect.status.join(" or ")}`;
	for (const [name, value] of Object.entries(expect.headers ?? {})) {
		const found = result.headers?.[name.toLowerCase()];
		if (found !== value) return `header ${name} is ${found === void 0 ? "absent" : JSON.stringify(found)}, expected ${JSON.stringify(value)}`;
	}
	if (expect.body !== void 0 && !(result.body ?? "").includes(expect.body)) return `the body does not contain ${JSON.stringify(expect.body)}`;
	if (expect.maxTime !== void 0 && result.durationMs > expect.maxTime) return `it took ${Math.round(result.durationMs)} ms, expected at most ${expect.maxTime} ms`;
}

// src/probe/quiet.ts
/** Share of one processor below which a container counts as idle. */
const idleShare = .05;
/** Tells how long a container has been at rest: no output, next to no processor time, no new process. */
var QuietWatch = class {
	#environment;
	#service;
	#lines = -1;
	#cpu = 0;
	#processes = 0;
	#sampledAt = 0;
	#busyAt = performance.now();
	constructor(environment, service) {
		this.#environment = environment;
		this.#service = service;
	}
	/** Takes a sample; answers for how many milliseconds nothing has happened. */
	async sample() {
		const running = this.#environment.running(this.#service);
		const usage = running?.isRunning ? await this.#environment.engine.usage(running.container) : void 0;
		const now = performance.now();
		if (!running || !usage) return 0;
		const elapsed = now - this.#sampledAt;
		const share = (usage.cpu - this.#cpu) / 1e6 / elapsed;
		if (this.#sampledAt === 0 || running.log.count !== this.#lines || usage.processes !== this.#processes || share > idleShare) this.#busyAt = now;
		this.#lines = running.log.count;
		this.#cpu = usage.cpu;
		this.#processes = usage.processes;
		this.#sampledAt = now;
		return now - this.#busyAt;
	}
};

// src/probe/readiness.ts
/** A listener on another port has to stand this long, with everything else at rest, before it counts as the app's own. */
const settleMs$1 = 5e3;
/** A listener on the right port of the loopback alone cannot be joined by one on all addresses: less patience is needed. */
const loopbackSettleMs = 3e3;
const quietMs = 2500;
/** From then on the sockets themselves are looked at, not just knocked on. */
const knockOnlyMs = 700;
/** Waits until a target can be dialled, or until it is certain or time is up that it cannot. */
async function waitForTarget(target, context) {
	const { environment } = context;
	const quiet = new QuietWatch(environment, target.service);
	const began = performance.now();
	const budget = environment.plan.startTimeout.value;
	let pause = 15;
	for (;;) {
		environment.signal.throwIfAborted();
		const running = environment.running(target.service);
		if (!running || running.isDown) return "down";
		const knocked = await knock(target, environment);
		if (knocked === "open") return "open";
		if (running.age > budget) return "expired";
		if (knocked === void 0 || performance.now() - began > knockOnlyMs) {
			const sockets = await context.watch.read();
			if (knocked === void 0 && serves(sockets, target)) return "open";
			if (await isConclusive(target, sockets, context, quiet)) return "elsewhere";
		}
		await environment.changed.next(pause);
		pause = Math.min(pause * 1.5, 250);
	}
}
/** Tries the port from here; undefined when that would show nothing. */
async function knock(target, environment) {
	const address = environment.addressOf(target.service);
	if (address === void 0 || isLoopback(target.host) || !await environment.canReach()) return void 0;
	return await tryPort(address, target.port, 1e3) === "open" ? "open" : "closed";
}
/** Whether a socket takes connections for the target. */
function serves(sockets, target) {
	return sockets.some((socket) => socket.port === target.port && socket.family !== "unix" && (isLoopback(target.host) || isReachable(socket)));
}
async function isConclusive(target, sockets, context, quiet) {
	const running = context.environment.running(target.service);
	const tcp = sockets.filter((socket) => socket.family !== "unix");
	if (!running || tcp.length === 0) return false;
	const quietFor = await quiet.sample();
	const steady = running.age - context.watch.changedAt;
	if (tcp.some((socket) => socket.port === target.port)) return steady >= loopbackSettleMs && quietFor >= quietMs;
	return steady >= settleMs$1 && quietFor >= quietMs && !context.mentionsPort(target.service, target.port);
}
/** Waits until one of the services listens on the port where others can reach it, or until all have come to rest. For an address that leads nowhere. */
async function waitForAny(port, environment, watches) {
	const resting = watches.map((watch) => ({
		watch,
		quiet: new QuietWatch(environment, watch.service)
	}));
	for (;;) {
		environment.signal.throwIfAborted();
		const states = await Promise.all(resting.map(({ watch, quiet }) => restState(port, environment, watch, quiet)));
		if (states.includes("open") || states.every((state) => state === "resting")) return;
		await environment.changed.next(250);
	}
}
async function restState(port, environment, watch, quiet) {
	const running = environment.running(watch.service);
	if (!running || running.isDown) return "resting";
	if ((await watch.read()).some((socket) => socket.port === port && isReachable(socket))) return "open";
	return running.age - watch.changedAt >= settleMs$1 && await quiet.sample() >= quietMs || running.age > environment.plan.startTimeout.value ? "resting" : "moving";
}

// src/probe/send.ts
/** Longer than nginx's own usual patience (60 s): its 504 shall be seen, not our impatience. */
const requestTimeoutMs = 75e3;
/** Sends one probe to the proxy. */
async function sendThroughProxy(environment, probe, signal) {
	const { proxy, engine } = environment;
	const address = environment.addressOf(environment.plan.proxy.service);
	if (!proxy || address === void 0) return {
		ok: false,
		error: "unreachable",
		text: "the proxy has no address",
		durationMs: 0
	};
	const dial = await environment.canReach() ? dialDirectly : relayThrough(engine, proxy.container);
	return sendRequest({
		method: probe.method,
		scheme: probe.scheme,
		address,
		port: probe.port,
		host: hostOf$1(probe),
		path: probe.path,
		timeoutMs: requestTimeoutMs,
		signal,
		...probe.headers ? { headers: probe.headers } : {}
	}, dial);
}
function hostOf$1(probe) {
	const usual = probe.scheme === "https" ? 443 : 80;
	return probe.port === usual ? probe.host : `${probe.host}:${probe.port}`;
}
/** Sends a probe straight to the app, from the proxy's place in the network, as nginx would pass it on. */
async function sendDirect(environment, probe, target, dial, timeoutMs) {
	const route = probe.route === void 0 ? void 0 : environment.plan.proxy.routes[probe.route];
	const scheme = route?.scheme === "https" ? "https" : "http";
	return sendRequest({
		method: probe.method,
		scheme,
		address: target.address,
		port: target.port,
		host: passedHost(probe, route, target),
		path: passedPath(probe, route),
		timeoutMs
	}, dial);
}
/** The Host header that nginx sends on. */
function passedHost(probe, route, target) {
	const written = route?.sendsHost ?? "$host";
	if (written === "$proxy_host") return route?.group ?? (target.port === 80 ? target.host : `${target.host}:${target.port}`);
	return written.includes("$") ? probe.host : written;
}
/** The path that nginx sends on: the URI of `proxy_pass` takes the place of the matched prefix. */
function passedPath(probe, route) {
	if (route?.uri === void 0 || route.uri.includes("$")) return probe.path;
	const prefix = route.location.replace(/^(?:=|\^~)\s*/, "");
	return probe.path.startsWith(prefix) ? route.uri + probe.path.slice(prefix.length) : probe.path;
}
/** Dials from the proxy's network namespace while it runs; from here otherwise. */
function dialFromProxy(environment) {
	const { proxy, engine } = environment;
	return proxy?.isRunning === true ? relayThrough(engine, proxy.container) : dialDirectly;
}
/** An answer as a result of the trial. */
function resultOf(plan, index, via, answer, more) {
	const probe = plan.probes[index];
	const common = {
		name: probe?.name ?? "",
		request: `${probe?.method ?? "GET"} ${probe?.name ?? ""}`,
		via,
		probe: index,
		durationMs: Math.round(answer.durationMs * 10) / 10,
		tries: more.tries,
		at: more.at,
		...more.target ? { target: more.target } : {},
		...answer.localPort === void 0 ? {} : { localPort: answer.localPort }
	};
	return answer.ok ? {
		...common,
		status: answer.status,
		headers: answer.headers,
		body: answer.body
	} : {
		...common,
		error: answer.error,
		errorText: answer.text
	};
}

// src/probe/socket-watch.ts
/** Remembers what listens in one service's network namespace and since when. */
var SocketWatch = class {
	service;
	#environment;
	#since = /* @__PURE__ */ new Map();
	#last = [];
	#readAt = 0;
	/** Age of the container at which the set of sockets changed last. */
	changedAt = 0;
	/** Why it cannot be read; undefined while it can. */
	missing;
	constructor(environment, service) {
		this.#environment = environment;
		this.service = service;
	}
	/** The TCP ports that were seen. */
	get ports() {
		return this.#last.filter((socket) => socket.port > 0).map((socket) => socket.port);
	}
	/** The sockets now; the last ones known when they cannot be read any more. */
	async read() {
		const running = this.#environment.running(this.service);
		if (!running || running.isDown) return this.#last;
		try {
			const { sockets } = await (await this.#environment.witness(this.service)).sockets();
			this.#remember(sockets, running.age);
		} catch (error) {
			this.missing = error instanceof Error ? error.message : String(error);
		}
		return this.#last;
	}
	/** The sockets with their processes, for the evidence; undefined when nothing could ever be read. */
	async record() {
		const running = this.#environment.running(this.service);
		let detailed = this.#last;
		if (running && !running.isDown) try {
			detailed = await (await this.#environment.witness(this.service)).socketsWithProcesses();
			this.#remember(detailed, running.age);
		} catch (error) {
			this.missing = error instanceof Error ? error.message : String(error);
		}
		if (this.#readAt === 0) return void 0;
		const sockets = detailed.map(({ family, address, port, process }) => ({
			family,
			address,
			port,
			since: this.#since.get(keyOf$1({
				family,
				address,
				port
			})) ?? 0,
			...process ? { process } : {}
		}));
		return {
			service: this.service,
			sockets,
			readAt: this.#readAt
		};
	}
	#remember(sockets, age) {
		for (const socket of sockets) {
			if (this.#since.has(keyOf$1(socket))) continue;
			this.#since.set(keyOf$1(socket), age);
			this.changedAt = age;
		}
		this.#last = sockets;
		this.#readAt = Math.max(1, age);
	}
};
function keyOf$1(socket) {
	return `${socket.family} ${socket.address} ${socket.port}`;
}

// src/probe/observe.ts
/** A failing answer counts once it has stood this long, and come this often, with the app at rest. */
const settleMs = 3e3;
const leastTries = 3;
const mostAtOnce = 8;
/** Waits for what the proxy dials, then sends every probe through the proxy and straight to the app. */
async function observe(context) {
	const { environment } = context;
	const watches = /* @__PURE__ */ new Map();
	const watchOf = (service) => {
		const known = watches.get(service) ?? new SocketWatch(environment, service);
		watches.set(service, known);
		return known;
	};
	const readiness = /* @__PURE__ */ new Map();
	const waits = /* @__PURE__ */ new Map();
	const ready = (target) => {
		const key = `${target.service}:${target.port}`;
		const wait = waits.get(key) ?? waitForTarget(target, {
			environment,
			watch: watchOf(target.service),
			mentionsPort: context.mentionsPort
		});
		waits.set(key, wait);
		return wait.then((how) => {
			if (!readiness.has(key)) environment.note(`${key} is ${how}`);
			readiness.set(key, how);
			return how;
		});
	};
	await waitForStrays(environment, watchOf);
	if (environment.plan.probes.length === 0) await proxyIsUp(environment, environment.plan.proxy.servers[0]?.listens[0]?.port ?? 80);
	const results = [];
	await inTurn(environment.plan.probes, async (probe, index) => {
		const states = await Promise.all(targetsOf$1(environment, probe).map(ready));
		results.push(...await sendProbe(environment, probe, index, states));
	});
	return {
		results: results.toSorted((a, b) => a.probe - b.probe || (a.via === b.via ? 0 : a.via === "proxy" ? -1 : 1)),
		watches,
		readiness
	};
}
/** Addresses that lead to no service: what they may mean is only known once the others listen. */
async function waitForStrays(environment, watchOf) {
	const { plan } = environment;
	const strays = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.port > 0 && (isLoopback(target.host) || !target.host.includes(".")) && !serviceOfTarget(plan, target.host));
	if (strays.length === 0) return;
	const others = plan.services.filter((service) => service.role !== "proxy" && service.role !== "task" && environment.running(service.name)?.isRunning === true).slice(0, mostAtOnce);
	await Promise.all([...new Set(strays.map((target) => target.port))].map((port) => waitForAny(port, environment, others.map((service) => watchOf(service.name)))));
}
/** Runs a task for every item, a few at once. */
async function inTurn(items, task) {
	const queue = items.map((item, index) => ({
		item,
		index
	}));
	const work = async () => {
		for (let next = queue.shift(); next; next = queue.shift()) await task(next.item, next.index);
	};
	await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, work));
}
/** The addresses behind a probe's route that belong to services of the plan. */
function targetsOf$1(environment, probe) {
	return ((probe.route === void 0 ? void 0 : environment.plan.proxy.routes[probe.route])?.targets ?? []).flatMap((target) => {
		const port = targetPort(target);
		const service = serviceOfTarget(environment.plan, target.host);
		return port === void 0 || !service || target.down || target.backup ? [] : [{
			service: service.name,
			host: target.host,
			port
		}];
	});
}
async function sendProbe(environment, probe, index, states) {
	const direct = directResults(environment, probe, index);
	if (!await proxyIsUp(environment, probe.port)) return [resultOf(environment.plan, index, "proxy", {
		ok: false,
		error: "refused",
		text: "the proxy does not listen",
		durationMs: 0
	}, {
		tries: 0,
		at: 0
	}), ...await direct];
	if (states.length > 0 && states.every((state) => state === "down")) return [resultOf(environment.plan, index, "proxy", {
		ok: false,
		error: "unreachable",
		text: "not asked: what nginx would dial has ended",
		durationMs: 0
	}, {
		tries: 0,
		at: Math.round(environment.proxy?.age ?? 0)
	})];
	const result = await throughProxy(environment, probe, index, states.length > 0 && states.every((state) => state !== "open"));
	return [result, ...isFailing(result, probe.expect) ? await directResults(environment, probe, index) : await direct];
}
/** Repeats a failing request until it succeeds, or until its failure can no longer be one of starting up. */
async function throughProxy(environment, probe, index, isHopeless) {
	const began = performance.now();
	const quiet = targetsOf$1(environment, probe).map((target) => new QuietWatch(environment, target.service));
	let pause = 100;
	for (let tries = 1;; tries++) {
		environment.signal.throwIfAborted();
		const at = Math.round(environment.proxy?.age ?? 0);
		const result = resultOf(environment.plan, index, "proxy", await sendWhileUp(environment, probe), {
			tries,
			at
		});
		const unmet = unmetExpectation(result, probe.expect);
		const judged = unmet === void 0 ? result : {
			...result,
			unmet
		};
		if (!isFailing(judged, probe.expect)) return judged;
		const stood = performance.now() - began;
		if (isHopeless || areAllGone(environment, probe) || result.error === "timed-out" && result.durationMs >= 75e3 || result.status === 504) return judged;
		if (tries >= leastTries && stood >= settleMs && await isAtRest(environment, probe, quiet, result)) return judged;
		await environment.changed.next(pause);
		pause = Math.min(pause * 1.6, 1e3);
	}
}
/** How long a request may go on after what it waits for is gone: packets to a vanished address are not refused, they are lost. */
const lostMs = 1e3;
/** Sends a probe, and gives up soon after nginx or the last container that could answer it has ended. */
async function sendWhileUp(environment, probe) {
	const isProxyGone = () => environment.proxy?.isDown !== false;
	const controller = new AbortController();
	const wereGone = areAllGone(environment, probe);
	const answer = sendThroughProxy(environment, probe, controller.signal);
	let isAnswered = false;
	const watch = async () => {
		while (!isAnswered) {
			const gone = isProxyGone() || !wereGone && areAllGone(environment, probe);
			await environment.changed.next(lostMs);
			if (gone && !isAnswered) controller.abort();
		}
	};
	const watched = watch();
	const result = await answer;
	isAnswered = true;
	environment.changed.notify();
	await watched;
	if (!controller.signal.aborted || result.ok) return result;
	return {
		...result,
		error: "closed",
		text: isProxyGone() ? "nginx ended before it answered" : "what nginx waited for ended before it answered"
	};
}
/** Whether every container that could answer a probe has ended. */
function areAllGone(environment, probe) {
	const targets = targetsOf$1(environment, probe);
	return targets.length > 0 && targets.every((target) => environment.running(target.service)?.isDown !== false);
}
/** Whether more waiting cannot help: the app is gone, its time is up, or nothing moves in it. A 503 may be its own "not yet". */
async function isAtRest(environment, probe, quiet, result) {
	const services = targetsOf$1(environment, probe).map((target) => environment.running(target.service));
	if (services.every((running) => running?.isDown !== false)) return true;
	if (services.every((running) => (running?.age ?? 0) > environment.plan.startTimeout.value)) return true;
	const idle = await Promise.all(quiet.map((watch) => watch.sample()));
	return result.status !== 503 && idle.every((each) => each >= 1e3);
}
async function proxyIsUp(environment, port) {
	const address = environment.addressOf(environment.plan.proxy.service);
	const deadline = performance.now() + environment.plan.startTimeout.value;
	for (let pause = 10;; pause = Math.min(pause * 1.5, 250)) {
		environment.signal.throwIfAborted();
		const { proxy } = environment;
		if (!proxy || proxy.isDown || proxy.startedAt === 0) return false;
		if (address !== void 0 && await proxyListens(environment, proxy.container, address, port)) return true;
		if (performance.now() > deadline) return false;
		await environment.changed.next(pause);
	}
}
/** Where its address cannot be dialled from here, nginx is asked from inside its own container. */
async function proxyListens(environment, container, address, port) {
	if (await environment.canReach()) return await tryPort(address, port, 1e3) === "open";
	return await tryPort("127.0.0.1", port, 2e3, relayThrough(environment.engine, container)) === "open";
}
async function directResults(environment, probe, index) {
	const route = probe.route === void 0 ? void 0 : environment.plan.proxy.routes[probe.route];
	if (route && route.scheme !== "http" && route.scheme !== "https") return [];
	const dial = dialFromProxy(environment);
	return Promise.all(targetsOf$1(environment, probe).filter((target) => environment.running(target.service)?.isDown === false).map(async (target) => {
		const address = isLoopback(target.host) ? target.host : environment.addressOf(target.service) ?? target.host;
		const answer = await sendDirect(environment, probe, {
			...target,
			address
		}, dial, 1e4);
		return resultOf(environment.plan, index, "direct", answer, {
			tries: 1,
			at: Math.round(environment.proxy?.age ?? 0),
			target: {
				service: target.service,
				address,
				port: target.port
			}
		});
	}));
}

// src/prove/apply.ts
/** The changes to files of the repository that an intervention makes; none when it changes the plan alone. */
function editsOf(intervention) {
	return intervention.kind === "redial" || intervention.kind === "edit-files" ? intervention.edits : [];
}
/** Whether it can be tried at all: a redial needs a line or a variable that it can change. */
function isTryable(intervention) {
	return intervention.kind !== "redial" || intervention.edits.length > 0 || intervention.variable !== void 0;
}
/** The services whose containers have to be made again for it, beside the proxy. */
function servicesOf(intervention) {
	switch (intervention.kind) {
		case "redial": return [];
		case "extend-start": return intervention.health === true ? [intervention.service] : [];
		case "edit-files": return intervention.services;
		default: return [intervention.service];
	}
}
/** The plan with the intervention made, but for its edits to files, which the plan is read from. */
function applyIntervention(plan, intervention) {
	switch (intervention.kind) {
		case "redial": return intervention.variable ? withVariable(redialled(plan, intervention), intervention.variable.service, intervention.variable.name, intervention.variable.value) : plan;
		case "edit-files": return plan;
		case "forward-loopback": return {
			...plan,
			forwards: [...plan.forwards, {
				inside: intervention.service,
				listen: "self",
				port: intervention.port,
				toHost: intervention.address,
				toPort: intervention.port
			}]
		};
		case "set-variable": return withVariable(plan, intervention.service, intervention.name, intervention.value);
		case "raise-memory": return withService(plan, intervention.service, (service) => ({
			...service,
			memory: {
				value: intervention.bytes,
				because: "raised for this trial"
			}
		}));
		case "extend-start": return extended(plan, intervention);
		case "start-command": return withService(plan, intervention.service, (service) => ({
			...service,
			entrypoint: {
				value: intervention.command,
				because: "changed for this trial"
			},
			command: { value: [] }
		}));
	}
}
/** More time before the gate gives up and, where a health check gave up, before that does. */
function extended(plan, { service, timeout, health }) {
	const longer = {
		...plan,
		startTimeout: {
			value: millis(plan.startTimeout.value + timeout),
			because: "extended for this trial"
		}
	};
	if (health !== true) return longer;
	return withService(longer, service, (each) => each.healthcheck ? {
		...each,
		healthcheck: {
			...each.healthcheck,
			startPeriod: millis((each.healthcheck.startPeriod ?? 0) + timeout)
		}
	} : each);
}
function withService(plan, name, change) {
	return {
		...plan,
		services: plan.services.map((service) => service.name === name ? change(service) : service)
	};
}
function withVariable(plan, name, variable, value) {
	return withService(plan, name, (service) => ({
		...service,
		variables: {
			...service.variables,
			[variable]: {
				value,
				because: "set for this trial"
			}
		}
	}));
}
function redialled(plan, { from, to }) {
	const routes = plan.proxy.routes.map((route) => ({
		...route,
		targets: route.targets.map((target) => target.host === from.host && target.port === from.port ? {
			...target,
			...to
		} : target)
	}));
	return {
		...plan,
		proxy: {
			...plan.proxy,
			routes
		}
	};
}
/** What was done, in the past tense, for the reader. */
function describeIntervention(intervention) {
	switch (intervention.kind) {
		case "redial": return `nginx dialled ${intervention.to.host}:${intervention.to.port} in place of ${intervention.from.host}:${intervention.from.port}, in a copy`;
		case "edit-files": return `${intervention.edits.map((edit) => `${edit.path}:${edit.startLine} became \`${edit.replacement.trim()}\``).join(", ")}, in a copy`;
		case "forward-loopback": return `a forwarder inside ${intervention.service} passed port ${intervention.port} on to ${intervention.address}`;
		case "set-variable": return `${intervention.name} was set for ${intervention.service}`;
		case "raise-memory": return `${intervention.service} was given ${showSize(intervention.bytes)} of memory`;
		case "extend-start": return `${intervention.service} was given ${showDuration(intervention.timeout)} more`;
		case "start-command": return `${intervention.service} was started by \`${intervention.command.join(" ")}\``;
	}
}

// src/laboratory.ts
/** A laboratory over the running environment: containers that a change does not touch stay as they are. */
function makeLaboratory(context) {
	const { environment, plan, images, workspace } = context;
	const run = async (trial) => {
		const { results } = await observe({
			environment,
			mentionsPort: context.mentionsPort
		});
		context.onProbes(results.map((result) => ({
			...result,
			trial
		})));
		return outcomeOf(environment, results);
	};
	return {
		async control(intervention) {
			if (intervention.kind === "extend-start" && intervention.health !== true) return context.first;
			environment.note("control trial: the same once more, unchanged");
			await environment.change(plan, images, workspace, servicesOf(intervention));
			return run("control");
		},
		async treatment(intervention) {
			environment.note(`treatment trial: ${describeIntervention(intervention)}`);
			try {
				const changed = await changedTrial(context, intervention);
				if (typeof changed === "string") return changed;
				await environment.change(changed.plan, changed.images, changed.workspace, servicesOf(intervention));
				return await run("treatment");
			} catch (error) {
				if (error instanceof FailureError && error.failure.kind !== "interrupted") return `the change could not be made: ${error.failure.message}`;
				throw error;
			}
		}
	};
}
async function changedTrial(context, intervention) {
	const edits = editsOf(intervention);
	if (edits.length === 0) return {
		plan: applyIntervention(context.plan, intervention),
		images: context.images,
		workspace: context.workspace
	};
	const workspace = context.workspace.withEdits(edits);
	const plan = applyIntervention(await context.replan(workspace), intervention);
	const rebuilt = await rebuild(context, plan, workspace, edits);
	return typeof rebuilt === "string" ? rebuilt : {
		plan,
		workspace,
		images: rebuilt
	};
}
/** Builds anew what has a changed file in its context; the proxy's own text files are uploaded in place of a build. */
async function rebuild(context, plan, workspace, edits) {
	const deployed = new Set(plan.proxy.files.map((file) => file.repo));
	const touched = edits.filter((edit) => !deployed.has(edit.path));
	const services = plan.services.filter((service) => {
		const { image } = service;
		return image.kind === "build" && touched.some((edit) => edit.path === image.dockerfile || image.context === "" || edit.path.startsWith(`${image.context}/`));
	});
	if (services.length === 0) return context.images;
	const built = await buildImages({
		...plan,
		services
	}, {
		...context.build,
		workspace
	});
	const failed = built.records.find((record) => !record.ok);
	return failed ? `the changed image of ${failed.service} could not be built: ${(failed.error ?? "").slice(0, 200)}` : new Map([...context.images, ...built.images]);
}
/** What a trial showed, for the proof. */
function outcomeOf(environment, probes) {
	const states = environment.all().map((running) => {
		const [exit] = running.exits;
		return [running.service.name, running.startError !== void 0 ? "could not be started" : exit ? `exit code ${exit.code}` : running.startedAt === 0 ? "not started" : "running"];
	});
	const words = environment.all().filter((running) => running.exits.length > 0).map((running) => [running.service.name, (running.log.lines().findLast((line) => line.text.trim() !== "")?.text ?? "").replace(/[\d:./-]+/g, "#")]);
	return {
		probes,
		states: new Map(states),
		words: new Map(words)
	};
}

// src/plan/compose/files.ts
/** Names that `docker compose` looks for, best first. */
const composeNames = [
	"compose.yaml",
	"compose.yml",
	"docker-compose.yml",
	"docker-compose.yaml"
];
/** Reads the given Compose files and those they lead to. Throws a Failure for a file that is absent or no YAML. */
function readComposeFiles(workspace, main) {
	const parsed = [];
	const pending = main.map((path) => ({ path }));
	const seen = /* @__PURE__ */ new Set();
	for (let next = pending.shift(); next; next = pending.shift()) {
		if (seen.has(next.path) || seen.size > 50) continue;
		seen.add(next.path);
		const file = readYaml(workspace, next.path, next.by);
		parsed.push(file);
		pending.push(...linkedFiles(file));
	}
	return {
		main,
		folder: folderOf(main[0] ?? ""),
		parsed
	};
}
function readYaml(workspace, path, by) {
	const text = workspace.read(path);
	if (text === void 0) throw failure("config-invalid", `The Compose file ${path} is not there.`, {
		remedy: "Give the path of an existing file, relative to the project.",
		...by ? { at: by } : {}
	});
	const file = parseYaml(path, text);
	const [error] = file.errors;
	if (error) throw failure("config-invalid", `${path} is not valid YAML: ${error.message}.`, {
		at: error.at,
		remedy: "Correct the line; docker compose config shows the same."
	});
	return file;
}
/** Files named by `extends` and `include`. */
function linkedFiles(file) {
	const found = [];
	const add = (value, at) => {
		const path = typeof value === "string" && !/^[a-z]+:/.test(value) ? joinPath(folderOf(file.path), value) : void 0;
		const by = file.locate(at);
		if (path !== void 0) found.push({
			path,
			...by ? { by } : {}
		});
	};
	for (const name of file.keys(["services"])) add(valueAt(file.data, [
		"services",
		name,
		"extends",
		"file"
	]), [
		"services",
		name,
		"extends",
		"file"
	]);
	const include = valueAt(file.data, ["include"]);
	if (Array.isArray(include)) include.forEach((entry, index) => {
		const paths = typeof entry === "string" ? entry : valueAt(entry, ["path"]);
		for (const path of Array.isArray(paths) ? paths : [paths]) add(path, ["include", index]);
	});
	return found;
}
/** The value at a path of plain data; undefined when there is none. */
function valueAt(data, path) {
	let value = data;
	for (const step of path) {
		if (typeof value !== "object" || value === null) return void 0;
		value = value[step];
	}
	return value;
}
/** Finds the lines of a service's keys in the files that define it; later files win, as they do in the merge. */
var ComposeLocator = class {
	#files;
	constructor(files) {
		this.#files = files.toReversed();
	}
	service(name) {
		return this.#first((file) => file.locateKey(["services", name]));
	}
	/** The place of a key of a service. */
	key(service, path) {
		return this.#inService(service, (file, base) => file.locate([...base, ...path]));
	}
	/** The place of a list entry or map key below `path` for which `matches` holds; entries are given as text or as their map. */
	entry(service, path, matches) {
		return this.#inService(service, (file, base) => {
			const value = valueAt(file.data, [...base, ...path]);
			if (Array.isArray(value)) {
				const index = value.findIndex((each) => matches(each));
				return index === -1 ? void 0 : file.locate([
					...base,
					...path,
					index
				]);
			}
			const key = file.keys([...base, ...path]).find((each) => matches(valueAt(value, [each]), each));
			return key === void 0 ? void 0 : file.locateKey([
				...base,
				...path,
				key
			]);
		});
	}
	#inService(service, find, depth = 0) {
		const own = this.#first((file) => find(file, ["services", service]));
		if (own !== void 0 || depth > 5) return own;
		for (const file of this.#files) {
			const extended = valueAt(file.data, [
				"services",
				service,
				"extends"
			]);
			const parent = typeof extended === "string" ? extended : valueAt(extended, ["service"]);
			const found = typeof parent === "string" && parent !== service ? this.#inService(parent, find, depth + 1) : void 0;
			if (found) return found;
		}
	}
	#first(find) {
		for (const file of this.#files) {
			const found = find(file);
			if (found) return found;
		}
	}
};

// src/nginx/template.ts
/**
* Renders a template as envsubst does: `$NAME` and `${NAME}`, no defaults. With `onlyDefined` (the official image gives envsubst the
* list of variables that exist) an undefined reference stays as it is; without it (a bare `envsubst`) it becomes empty.
* Lines stay lines as long as no value holds a line end.
*/
function renderTemplate(text, variables, options) {
	const substitutions = [];
	const undefinedNames = [];
	const applies = options.filter ?? (() => true);
	return {
		text: text.split("\n").map((source, index) => {
			let result = "";
			let done = 0;
			for (const match of source.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)) {
				const name = match[1] ?? match[2] ?? "";
				const known = applies(name) ? variables[name] : void 0;
				if (known === void 0 && (options.onlyDefined || !applies(name))) {
					undefinedNames.push({
						name,
						line: index + 1
					});
					continue;
				}
				result += source.slice(done, match.index);
				const from = known ?? {
					value: "",
					because: `${name} is not set`
				};
				substitutions.push({
					line: index + 1,
					column: result.length + 1,
					length: from.value.length,
					sourceColumn: match.index + 1,
					sourceLength: match[0].length,
					variable: name,
					from
				});
				result += from.value;
				done = match.index + match[0].length;
			}
			return result + source.slice(done);
		}).join("\n"),
		substitutions,
		undefinedNames
	};
}
/** Where a stretch of a rendered line stands in the template: its source column, and the substitution it comes from or touches. */
function sourceColumn(substitutions, line, column, length) {
	let shift = 0;
	for (const one of substitutions) {
		if (one.line !== line) continue;
		if (one.column + one.length <= column && !(one.length === 0 && one.column === column)) shift += one.sourceLength - one.length;
		else if (one.column < column + length) return {
			column: column + shift,
			touched: one
		};
	}
	return { column: column + shift };
}

// src/text/copies.ts
/**
* What a stage takes from the build context, directly and through `COPY --from` of other stages, in the order of the file.
* A copied folder's contents land in the destination; a file lands in it (when it ends in "/") or as it.
*/
function copiedPaths(file, stage, args = {}) {
	const copied = [];
	const settings = imageSettings(file, stage, args);
	let workingDir = "/";
	const folders = /* @__PURE__ */ new Set(["/"]);
	for (const instruction of stageLine(file, stage).stages.flatMap((each) => each.instructions)) {
		if (instruction.keyword === "WORKDIR") workingDir = resolvePath(workingDir, expandVariables(instruction.text, (name) => settings.variables[name]?.value ?? args[name]));
		folders.add(workingDir);
		if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
		const landed = copiedBy(instruction, file, workingDir, folders, (name) => settings.variables[name]?.value ?? args[name], args);
		for (const copy of landed) if (copy.destination.endsWith("/")) folders.add(copy.destination.slice(0, -1));
		copied.push(...landed);
	}
	return copied;
}
function copiedBy(instruction, file, workingDir, folders, lookUp, args) {
	const words = (instruction.json ?? shellWords(withoutHeredocs(instruction.text)).map((word) => word.text)).map((word) => expandVariables(word, lookUp));
	const target = words.at(-1);
	if (target === void 0 || words.length < 2) return [];
	const sources = words.slice(0, -1).filter((source) => !/^[a-z]+:\/\//.test(source));
	const absolute = resolvePath(workingDir, target);
	const destination = (/(^|\/)\.{0,2}$/.test(target) || words.length > 2 || folders.has(absolute)) && absolute !== "/" ? `${absolute}/` : absolute;
	const from = instruction.flags["from"];
	if (from === void 0) return sources.map((source) => ({
		source,
		destination,
		at: instruction.at
	}));
	const origin = targetStage(file, from);
	return origin === void 0 ? [] : sources.flatMap((source) => throughStage(copiedPaths(file, origin, args), source, destination, instruction.at));
}
/** What of an earlier stage's copies is under `source`, moved to `destination`. */
function throughStage(earlier, source, destination, at) {
	const wanted = resolvePath("/", source);
	const moved = destination.replace(/\/$/, "");
	return earlier.flatMap((copy) => {
		const had = copy.destination.replace(/\/$/, "");
		if (had === wanted || had.startsWith(`${wanted === "/" ? "" : wanted}/`)) return [{
			source: copy.source,
			destination: `${moved}${had.slice(wanted === "/" ? 0 : wanted.length)}${copy.destination.endsWith("/") ? "/" : ""}`,
			at
		}];
		const prefix = had === "" ? "/" : `${had}/`;
		if (!wanted.startsWith(prefix)) return [];
		const inside = wanted.slice(prefix.length);
		return [{
			source: joinSource(copy.source, inside),
			destination,
			at
		}];
	});
}
function joinSource(source, inside) {
	const base = source.replace(/\/+$/, "");
	return base === "" || base === "." ? inside : `${base}/${inside}`;
}

// src/plan/docker-ignore.ts
/** Reads the ignore file of a build: the Dockerfile's own (`Dockerfile.dockerignore`), else the context's. */
function readIgnore(workspace, build) {
	const general = joinPath(build.context, ".dockerignore");
	const rules = (workspace.read(`${build.dockerfile}.dockerignore`) ?? (general === void 0 ? void 0 : workspace.read(general)) ?? "").split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")).map((line) => ({
		keep: line.startsWith("!"),
		expression: ruleExpression(line.replace(/^!/, ""))
	}));
	return (path) => {
		const inside = build.context === "" ? path : path.startsWith(`${build.context}/`) ? path.slice(build.context.length + 1) : void 0;
		if (inside === void 0 || inside === "") return false;
		return rules.reduce((ignored, rule) => rule.expression.test(inside) ? !rule.keep : ignored, false);
	};
}
/** A pattern matches a path and everything below it; `**` matches any number of folders. */
function ruleExpression(pattern) {
	const source = pattern.replace(/^\.?\/+/, "").replace(/\/+$/, "").replace(/\*\*\/?|[*?]|[.+^${}()|\\]/g, (part) => {
		if (part === "**/") return "(?:.*/)?";
		if (part === "**") return ".*";
		if (part === "*") return "[^/]*";
		return part === "?" ? "[^/]" : `\\${part}`;
	});
	try {
		return new RegExp(`^${source}(?:/|$)`);
	} catch {
		return /^(?!)$/;
	}
}

// src/plan/image-recipe.ts
/** Reads the Dockerfile of a build; undefined when it is not there or has no such stage. */
function readRecipe(workspace, build) {
	const text = build.inline ?? workspace.read(build.dockerfile);
	if (text === void 0) return void 0;
	const file = parseDockerfile(build.dockerfile, text, build.args);
	const stage = targetStage(file, build.target);
	if (!stage) return void 0;
	return {
		file,
		stage,
		settings: imageSettings(file, stage, build.args),
		paths: pathsOf(workspace, build, file, stage)
	};
}
/** Every instruction that has a part in the stage, ancestors first. */
function recipeInstructions(recipe) {
	return stageLine(recipe.file, recipe.stage).stages.flatMap((stage) => stage.instructions);
}
function pathsOf(workspace, build, file, stage) {
	const ignored = readIgnore(workspace, build);
	return copiedPaths(file, stage, build.args).flatMap((copy) => matchSources(workspace, build, copy.source).filter((repo) => !ignored(repo)).map((repo) => {
		const kind = workspace.kindOf(repo) === "folder" ? "folder" : "file";
		const name = repo.slice(repo.lastIndexOf("/") + 1);
		return {
			container: copy.destination.endsWith("/") && kind === "file" ? `${copy.destination}${name}` : copy.destination.replace(/\/$/, ""),
			repo,
			kind,
			via: "copy",
			at: copy.at
		};
	}));
}
function matchSources(workspace, build, source) {
	const plain = source.replace(/^\/+/, "");
	if (!/[*?[]/.test(plain)) {
		const repo = joinPath(build.context, plain);
		return repo !== void 0 && workspace.kindOf(repo) !== void 0 ? [repo] : [];
	}
	const cut = plain.lastIndexOf("/");
	const folder = joinPath(build.context, cut === -1 ? "" : plain.slice(0, cut));
	if (folder === void 0) return [];
	const expression = globExpression(plain.slice(cut + 1));
	return workspace.list(folder).filter((name) => expression.test(name)).flatMap((name) => joinPath(folder, name) ?? []);
}

// src/workspace/paths.ts
/** The repository path that a container path comes from, with the mapping that put it there; undefined when none does. */
function repoPathOf(paths, container) {
	for (const mapping of paths.toReversed()) {
		if (mapping.container === container) return {
			repo: mapping.repo,
			by: mapping
		};
		if (mapping.kind === "folder" && (mapping.container === "" || mapping.container === "/" || container.startsWith(`${mapping.container}/`))) {
			const inside = container.slice(mapping.container.replace(/\/$/, "").length + 1);
			return {
				repo: mapping.repo === "" ? inside : `${mapping.repo}/${inside}`,
				by: mapping
			};
		}
	}
}

// src/plan/container-view.ts
/** Builds the view. Reads files of the repository only. */
function viewContainer(input) {
	const plain = plainFiles(input, stockFiles(input));
	const steps = templateSteps(input, plain);
	const rendered = /* @__PURE__ */ new Map();
	for (const step of steps) {
		const text = plain.read(step.from);
		if (text !== void 0) rendered.set(step.to, {
			result: render(text, step, input.variables),
			from: step.from
		});
	}
	return {
		steps,
		read: (path) => rendered.get(path)?.result.text ?? plain.read(path),
		list: (folder) => [.../* @__PURE__ */ new Set([...plain.list(folder), ...[...rendered.keys()].filter((path) => parentOf(path) === folder)])],
		origin: (path) => {
			const made = rendered.get(path);
			const found = repoPathOf(input.paths, made?.from ?? path);
			if (!found || !input.workspace.isFile(found.repo)) return void 0;
			return made ? {
				...found,
				template: made.from,
				rendered: made.result
			} : found;
		}
	};
}
function parentOf(path) {
	return path.slice(0, path.lastIndexOf("/")) || "/";
}
function stockFiles(input) {
	const stock = new Map(Object.entries(input.layout.stock));
	const instructions = input.recipe ? recipeInstructions(input.recipe) : [];
	for (const instruction of instructions.filter((each) => each.keyword === "RUN")) for (const match of instruction.text.matchAll(/\brm\s+((?:-\w+\s+)*)((?:[^\s;&|]+\s*)+)/g)) for (const path of (match[2] ?? "").trim().split(/\s+/)) removeStock(stock, path);
	return stock;
}
function removeStock(stock, pattern) {
	const folder = pattern.replace(/\/?\*?$/, "");
	for (const path of stock.keys()) if (path === pattern || folder.startsWith("/etc/nginx/") && path.startsWith(`${folder}/`)) stock.delete(path);
}
function plainFiles(input, stock) {
	const { workspace, paths } = input;
	const hidden = (path) => paths.some((mapping) => mapping.via === "bind" && mapping.kind === "folder" && path.startsWith(`${mapping.container}/`));
	return {
		read: (path) => {
			const normal = resolvePath("/", path);
			const found = repoPathOf(paths, normal);
			return (found && workspace.read(found.repo)) ?? (hidden(normal) ? void 0 : stock.get(normal));
		},
		list: (folder) => {
			const names = /* @__PURE__ */ new Set();
			for (const path of stock.keys()) if (parentOf(path) === folder && !hidden(path)) names.add(path);
			for (const mapping of paths) {
				if (parentOf(mapping.container) === folder) names.add(mapping.container);
				const inside = mapping.kind === "folder" ? repoPathOf([mapping], folder === mapping.container ? folder : `${folder}/.`) : void 0;
				if (inside) for (const name of workspace.list(inside.repo.replace(/\/?\.$/, ""))) names.add(`${folder}/${name}`);
			}
			return [...names];
		}
	};
}
function render(text, step, variables) {
	const filter = step.filter === void 0 ? void 0 : safeRegex(step.filter);
	const listed = step.names && new Set(step.names);
	const applies = (name) => (filter?.test(name) ?? true) && (listed?.has(name) ?? true);
	return renderTemplate(text, variables, {
		onlyDefined: step.onlyDefined,
		filter: applies
	});
}
function safeRegex(source) {
	try {
		return new RegExp(source);
	} catch {
		return;
	}
}
function templateSteps(input, files) {
	return [...officialSteps(input, files), ...shellSteps(input, files)];
}
/** What `20-envsubst-on-templates.sh` does; only when the official entrypoint runs and is given nginx to start. */
function officialSteps(input, files) {
	const entrypoint = input.entrypoint ?? (input.recipe?.settings.entrypoint ? [""] : void 0);
	const program = input.command?.[0] ?? "nginx";
	if (!(input.layout.rendersTemplates && (entrypoint === void 0 || entrypoint[0]?.endsWith("/docker-entrypoint.sh") === true)) || program !== "nginx" && program !== "nginx-debug") return [];
	const value = (name, usual) => input.variables[name]?.value || usual;
	const folder = value("NGINX_ENVSUBST_TEMPLATE_DIR", "/etc/nginx/templates");
	const suffix = value("NGINX_ENVSUBST_TEMPLATE_SUFFIX", ".template");
	const output = value("NGINX_ENVSUBST_OUTPUT_DIR", "/etc/nginx/conf.d");
	const filter = input.variables["NGINX_ENVSUBST_FILTER"]?.value;
	return filesBelow$1(files, folder, 0).filter((path) => path.endsWith(suffix)).map((path) => ({
		from: path,
		to: `${output}${path.slice(folder.length, -suffix.length)}`,
		onlyDefined: true,
		...filter ? { filter } : {}
	}));
}
function filesBelow$1(files, folder, depth) {
	if (depth > 4) return [];
	return files.list(folder).flatMap((path) => files.read(path) === void 0 ? filesBelow$1(files, path, depth + 1) : [path]);
}
/** `envsubst ['$LIST'] < FROM > TO` in the command, the entrypoint or a script of the repository that they run. */
function shellSteps(input, files) {
	const words = [...input.entrypoint ?? instructionWords(input.recipe?.settings.entrypoint), ...input.command ?? instructionWords(input.recipe?.settings.command)];
	const scripts = words.flatMap((word) => word.split(/\s+/)).filter((word) => /\.(sh|bash)$|entrypoint/.test(word)).flatMap((word) => files.read(resolvePath(input.recipe?.settings.workingDir ?? "/", word)) ?? []);
	return [...[words.join(" "), ...scripts].join("\n").matchAll(/envsubst\s+(?:(['"])(.*?)\1\s*)?<\s*["']?([^\s"'<>|;&]+)["']?\s*>\s*["']?([^\s"'<>|;&]+)/gs)].map((match) => {
		const names = match[2] === void 0 ? void 0 : [...match[2].matchAll(/\$\{?([A-Za-z_]\w*)\}?/g)].map((name) => name[1] ?? "");
		return {
			from: match[3] ?? "",
			to: match[4] ?? "",
			onlyDefined: false,
			...names ? { names } : {}
		};
	});
}
function instructionWords(instruction) {
	return instruction === void 0 ? [] : instruction.json ?? [instruction.text];
}
/** The main configuration file that a command names with `-c`; undefined when it names none. */
function mainFromCommand(words) {
	const text = words.join(" ");
	return /\b(?:nginx|openresty)\b[^;&|]*?\s-c\s+["']?([^\s"';&|]+)/.exec(text)?.[1];
}
/** A Location of the mapping that brought a file, for the reader. */
function viaText(mapping) {
	const place = mapping.at === void 0 ? "" : ` in ${mapping.at.path}:${mapping.at.line}`;
	return {
		via: `${mapping.via === "copy" ? "COPY" : mapping.via === "bind" ? "bind" : "config"}${place}`,
		...mapping.at ? { at: mapping.at } : {}
	};
}

// src/plan/nginx-layout.ts
const wrap = (includes) => `user nginx;\nevents { worker_connections 1024; }\nhttp {\n    include /etc/nginx/mime.types;\n    default_type application/octet-stream;\n${includes}}\n`;
const stockDefault = "server {\n    listen 80;\n    server_name localhost;\n    location / {\n        root /usr/share/nginx/html;\n    }\n}\n";
const parameters = Object.fromEntries([
	"mime.types",
	"fastcgi_params",
	"fastcgi.conf",
	"uwsgi_params",
	"scgi_params",
	"proxy_params",
	"koi-utf",
	"koi-win",
	"win-utf"
].map((name) => [`/etc/nginx/${name}`, name === "mime.types" ? "types { }\n" : ""]));
const official = {
	kind: "official",
	main: "/etc/nginx/nginx.conf",
	stock: {
		...parameters,
		"/etc/nginx/nginx.conf": wrap("    include /etc/nginx/conf.d/*.conf;\n"),
		"/etc/nginx/conf.d/default.conf": stockDefault
	},
	rendersTemplates: true
};
const openresty = {
	kind: "openresty",
	main: "/usr/local/openresty/nginx/conf/nginx.conf",
	stock: {
		...Object.fromEntries(Object.entries(parameters).map(([path, text]) => [path.replace("/etc/nginx/", "/usr/local/openresty/nginx/conf/"), text])),
		"/usr/local/openresty/nginx/conf/nginx.conf": wrap("    include /etc/nginx/conf.d/*.conf;\n").replace("/etc/nginx/mime.types", "mime.types"),
		"/etc/nginx/conf.d/default.conf": stockDefault
	},
	rendersTemplates: false
};
const snippets = {
	"/etc/nginx/snippets/fastcgi-php.conf": "",
	"/etc/nginx/snippets/snakeoil.conf": ""
};
const debian = {
	kind: "debian",
	main: "/etc/nginx/nginx.conf",
	stock: {
		...parameters,
		...snippets,
		"/etc/nginx/nginx.conf": wrap("    include /etc/nginx/conf.d/*.conf;\n    include /etc/nginx/sites-enabled/*;\n"),
		"/etc/nginx/sites-enabled/default": stockDefault
	},
	rendersTemplates: false
};
const alpine = {
	kind: "alpine",
	main: "/etc/nginx/nginx.conf",
	stock: {
		...parameters,
		"/etc/nginx/nginx.conf": wrap("    include /etc/nginx/http.d/*.conf;\n"),
		"/etc/nginx/http.d/default.conf": stockDefault
	},
	rendersTemplates: false
};
/** The layout of an image named like an nginx distribution; undefined for any other image. */
function layoutOfImage(reference) {
	const name = reference.replace(/@.*$/, "").replace(/:[^/]*$/, "");
	const last = name.slice(name.lastIndexOf("/") + 1);
	if (/openresty/.test(name)) return openresty;
	return last === "nginx" || last === "nginx-unprivileged" || last === "nginx-alpine" || /(^|\/)nginxinc\//.test(name) ? official : void 0;
}
/** The layout of an image that the repository builds: its base's, or that of the package it installs. */
function layoutOfRecipe(recipe) {
	const base = layoutOfImage(recipe.settings.base);
	if (base) return base;
	const runs = recipeInstructions(recipe).filter((instruction) => instruction.keyword === "RUN").map((instruction) => [instruction.text, ...instruction.heredocs].join("\n"));
	if (runs.some((text) => /\bapk\s+(?:[^;&|]*\s)?add\b[^;&|]*\bnginx\b/.test(text))) return alpine;
	if (runs.some((text) => /\bapt(?:-get)?\s+(?:[^;&|]*\s)?install\b[^;&|]*\bnginx\b/.test(text) || /\b(?:yum|dnf|microdnf)\s+[^;&|]*install\b[^;&|]*\bnginx\b/.test(text))) return debian;
}
/** The layout for a stub of ours: the official image. */
const stubLayout = official;

// src/nginx/pcre.ts
/** A PCRE pattern of nginx as a JavaScript expression; undefined when it uses what JavaScript lacks or is malformed. */
function toExpression(pattern, ignoreCase) {
	const inline = /^\(\?i\)/.exec(pattern);
	const source = pattern.slice(inline?.[0].length ?? 0).replace(/\(\?P?<([A-Za-z_]\w*)>/g, "(?<$1>").replace(/\(\?P=(\w+)\)/g, "\\k<$1>").replace(/([*+?}])\+/g, "$1").replace(/\\A/g, "^").replace(/\\[zZ]/g, "$");
	try {
		return new RegExp(source, ignoreCase || inline ? "is" : "s");
	} catch {
		return;
	}
}
/** A text that the pattern matches, as short and plain as can be found; undefined when none is. */
function sampleOf(pattern, ignoreCase = false) {
	const expression = toExpression(pattern, ignoreCase);
	if (expression === void 0) return void 0;
	const sampler = new Sampler(pattern);
	for (const filler of [
		"x",
		"1",
		"index",
		"a"
	]) {
		const sample = sampler.run(filler);
		if (sample !== void 0 && expression.test(sample)) return sample;
	}
}
/** Walks a pattern once, taking the first alternative and the fewest repetitions. */
var Sampler = class {
	#pattern;
	#position = 0;
	#filler = "x";
	#depth = 0;
	constructor(pattern) {
		this.#pattern = pattern.replace(/^\(\?[a-z]+\)/, "");
	}
	run(filler) {
		this.#position = 0;
		this.#filler = filler;
		this.#depth = 0;
		const text = this.#alternatives();
		return this.#position >= this.#pattern.length ? text : void 0;
	}
	#peek() {
		return this.#pattern.charAt(this.#position);
	}
	#alternatives() {
		let first;
		for (;;) {
			const sequence = this.#sequence();
			first = first === void 0 || first === "" && sequence !== "" ? sequence : first;
			if (this.#peek() !== "|") return first;
			this.#position++;
		}
	}
	#sequence() {
		let text = "";
		while (this.#position < this.#pattern.length && this.#peek() !== "|" && this.#peek() !== ")") {
			const atom = this.#atom();
			text += atom.repeat(Math.min(this.#repetitions(), 64));
		}
		return text;
	}
	#repetitions() {
		const quantifier = /^(?:[*+?]|\{(\d*),?\d*\})[?+]?/.exec(this.#pattern.slice(this.#position));
		if (!quantifier) return 1;
		this.#position += quantifier[0].length;
		if (quantifier[1] !== void 0) return Number(quantifier[1] || 0);
		return quantifier[0].startsWith("+") ? 1 : 0;
	}
	#atom() {
		const char = this.#peek();
		this.#position++;
		if (char === "(") return this.#group();
		if (char === "[") return this.#characterClass();
		if (char === "\\") return this.#escape();
		if (char === "^" || char === "$") return "";
		return char === "." ? this.#filler.charAt(0) : char;
	}
	#group() {
		const opener = /^\?(?:P?<[A-Za-z_]\w*>|[:>|]|<?[=!]|[a-z]+:)/.exec(this.#pattern.slice(this.#position));
		this.#position += opener?.[0].length ?? 0;
		const isAssertion = opener !== null && /[=!]$/.test(opener[0]);
		if (++this.#depth > 50) this.#position = this.#pattern.length + 1;
		const text = this.#alternatives();
		this.#depth--;
		this.#position++;
		return isAssertion ? "" : text;
	}
	#characterClass() {
		const rest = this.#pattern.slice(this.#position);
		const body = /^\^?\]?(?:\\.|\[:\w+:\]|[^\]])*/s.exec(rest)?.[0] ?? "";
		this.#position += body.length + 1;
		const accepts = toExpression(`^[${body}]$`, false);
		return [...this.#filler, ..."x1a0Ab-_./ ~"].find((candidate) => accepts?.test(candidate)) ?? "";
	}
	#escape() {
		const char = this.#peek();
		this.#position++;
		if (char === "d") return "1";
		if (char === "w") return this.#filler.charAt(0);
		if (char === "s") return " ";
		if (char === "S" || char === "D" || char === "W") return char === "W" ? "-" : "x";
		return /[bBAzZ]/.test(char) ? "" : char;
	}
};

// src/nginx/select.ts
/** The location that nginx picks for a path (decoded, without arguments); undefined when none matches. */
function selectLocation(locations, path) {
	const exact = locations.find((location) => location.modifier === "=" && location.pattern === path);
	if (exact) return exact;
	const prefix = longestPrefix(locations, path);
	const nested = prefix && selectLocation(prefix.children, path);
	if (nested && (nested.modifier === "=" || prefix?.modifier === "^~")) return nested;
	if (prefix?.modifier !== "^~") {
		const regex = firstRegex(prefix?.children ?? [], path) ?? firstRegex(locations, path);
		if (regex) return selectLocation(regex.children, path) ?? regex;
	}
	return nested ?? prefix;
}
function longestPrefix(locations, path) {
	return locations.filter((location) => (location.modifier === "" || location.modifier === "^~") && path.startsWith(location.pattern)).toSorted((a, b) => b.pattern.length - a.pattern.length)[0];
}
function firstRegex(locations, path) {
	return locations.find((location) => (location.modifier === "~" || location.modifier === "~*") && toExpression(location.pattern, location.modifier === "~*")?.test(path) === true);
}
/** The index of the server that nginx picks for a host on a port: exact name, longest `*.x`, longest `x.*`, first regex, default. */
function selectServer(servers, port, host) {
	const candidates = servers.map((server, index) => ({
		server,
		index
	})).filter(({ server }) => server.listens.some((listen) => listen.port === port));
	const name = host.toLowerCase();
	const best = candidates.map((candidate) => ({
		...candidate,
		rank: Math.max(0, ...candidate.server.names.map((pattern) => nameRank(pattern.toLowerCase(), name)))
	})).toSorted((a, b) => b.rank - a.rank)[0];
	if (best && best.rank > 0) return best.index;
	return (candidates.find(({ server }) => server.listens.some((listen) => listen.port === port && listen.isDefault)) ?? candidates[0])?.index;
}
/** 0: no match. Exact names rank above leading wildcards, those above trailing ones, those above regular expressions. */
function nameRank(pattern, name) {
	if (pattern === name) return 4e6;
	if (pattern.startsWith(".") && (name === pattern.slice(1) || name.endsWith(pattern))) return name === pattern.slice(1) ? 4e6 : 3e6 + pattern.length;
	if (pattern.startsWith("*.") && name.endsWith(pattern.slice(1))) return 3e6 + pattern.length;
	if (pattern.endsWith(".*") && name.startsWith(pattern.slice(0, -1))) return 2e6 + pattern.length;
	if (pattern.startsWith("~")) return toExpression(pattern.slice(1), true)?.test(name) === true ? 1e6 : 0;
	return 0;
}

// src/plan/probes.ts
/** More routes than this are not all asked; the rest is noted. */
const mostProbes = 40;
/**
* One request for each virtual server and location that passes requests on, by a path that nginx leads there. A route that no
* plain GET reaches is noted instead.
*/
function deriveProbes(planned) {
	const probes = [];
	const notes = [];
	planned.proxy.routes.forEach((route, index) => {
		const server = planned.proxy.servers[route.server];
		const listen = server && chooseListen(server);
		const path = pathFor(planned, route, index);
		const because = server === void 0 || listen === void 0 ? "its server listens on no TCP port" : path === void 0 ? "no path was found that leads there" : unreachable(planned, route, path);
		if (because !== void 0 || path === void 0 || !server || !listen) notes.push({
			text: `${route.location === "" ? route.directive : `location ${route.location}`} is not asked: ${because}`,
			...route.at ? { at: route.at } : {}
		});
		else probes.push(probeFor(planned, route, index, server, listen, path));
	});
	return {
		probes: uniqueProbes(probes).slice(0, mostProbes),
		notes
	};
}
/** A plain listener is asked before one with TLS. */
function chooseListen(server) {
	const usable = server.listens.filter((listen) => listen.port > 0 && !listen.proxyProtocol);
	return usable.find((listen) => !listen.tls) ?? usable[0];
}
function probeFor(planned, route, index, server, listen, path) {
	const host = hostFor(planned.proxy.servers, route.server, listen.port);
	const scheme = listen.tls ? "https" : "http";
	const usual = scheme === "https" ? 443 : 80;
	const shown = `${scheme}://${host}${listen.port === usual ? "" : `:${listen.port}`}${path}`;
	const at = route.locationAt ?? route.at ?? server.at;
	return {
		name: shown,
		method: "GET",
		scheme,
		host,
		port: port(listen.port) ?? 80,
		path,
		route: index,
		...at ? { at } : {}
	};
}
/** A Host that nginx leads to this server on this port. */
function hostFor(servers, index, listenPort) {
	const candidates = [
		...(servers[index]?.names ?? []).flatMap((name) => hostOf(name) ?? []),
		"localhost",
		"upstream-gate.test",
		"127.0.0.1"
	];
	return candidates.find((host) => selectServer(servers, listenPort, host) === index) ?? candidates[0] ?? "localhost";
}
function hostOf(name) {
	if (name === "" || name === "_" || name.includes("$")) return void 0;
	if (name.startsWith("~")) return sampleOf(name.slice(1), true);
	return name.replace(/^\*?\./, name.startsWith("*") ? "www." : "").replace(/\.\*$/, ".test");
}
function pathFor(planned, route, index) {
	const location = planned.routeLocations[index];
	const locations = planned.blocks[route.server]?.locations ?? [];
	if (location === void 0) return pathOutside(locations);
	if (location.modifier === "@") return pathToNamed(planned, route, location.pattern);
	return candidatePaths(location).find((path) => selectLocation(locations, path) === location);
}
function candidatePaths(location) {
	const { modifier, pattern } = location;
	if (modifier === "=") return [pattern];
	if (modifier === "~" || modifier === "~*") {
		const sample = sampleOf(pattern, modifier === "~*");
		return sample === void 0 ? [] : [
			"/index.php",
			sample,
			`/${sample}`,
			`/upstream-gate${sample.startsWith("/") ? "" : "/"}${sample}`
		].filter((path) => path.startsWith("/"));
	}
	return [
		pattern,
		`${pattern}${pattern.endsWith("/") ? "" : "/"}`,
		`${pattern}upstream-gate`,
		`${pattern}/upstream-gate`
	].filter((path) => path.startsWith("/"));
}
/** A path that no location block takes, for a pass directly in `server`. */
function pathOutside(locations) {
	return ["/", "/upstream-gate"].find((path) => selectLocation(locations, path) === void 0);
}
/** A named location is reached through the `try_files` or `error_page` of another. */
function pathToNamed(planned, route, name) {
	const block = planned.blocks[route.server];
	const leads = (directives) => (directives ?? []).some((directive) => directive.name === "try_files" && directive.args.at(-1)?.text === name) || (directives ?? []).some((directive) => directive.name === "error_page" && directive.args.at(-1)?.text === name && directive.args.some((arg) => arg.text === "404"));
	const caller = flatten(block?.locations ?? []).find((location) => location.modifier !== "@" && leads(location.directive.block));
	if (caller) return candidatePaths(caller).map((path) => path.endsWith("/") ? `${path}upstream-gate` : path).find((path) => selectLocation(block?.locations ?? [], path) === caller);
	return leads(block?.directive.block) ? "/upstream-gate" : void 0;
}
function flatten(locations) {
	return locations.flatMap((location) => [location, ...flatten(location.children)]);
}
/** Why a request for the path ends before it is passed on; undefined when nothing in the configuration says so. */
function unreachable(planned, route, path) {
	const block = planned.blocks[route.server];
	if (block && named$1(block.directive.block, "return").length > 0) return "its server answers everything with `return`";
	const location = block && selectLocation(block.locations, path);
	const own = location?.directive.block;
	if (location && location.modifier !== "@" && named$1(own, "internal").length > 0) return "it is internal";
	if (named$1(own, "return").length > 0) return "the location answers with `return`";
}
function uniqueProbes(probes) {
	const seen = /* @__PURE__ */ new Set();
	return probes.filter((probe) => !seen.has(probe.name) && seen.add(probe.name));
}

// src/nginx/address.ts
const schemeOf = {
	proxy_pass: "http",
	fastcgi_pass: "fastcgi",
	uwsgi_pass: "uwsgi",
	scgi_pass: "scgi",
	grpc_pass: "grpc",
	memcached_pass: "memcached"
};
/** Takes the argument of a pass directive apart; undefined when it is not an address (`proxy_pass app` without a scheme). */
function parsePass(directive, value) {
	const scheme = /^(https?|grpcs?|suwsgi|uwsgi|fastcgi|scgi):\/\//i.exec(value);
	if (directive === "proxy_pass" && !scheme) return void 0;
	const skipped = scheme?.[0].length ?? 0;
	const address = parseAddress(value.slice(skipped));
	if (address === void 0) return void 0;
	const named = scheme?.[1]?.toLowerCase();
	const kind = named === void 0 || named === "suwsgi" ? schemeOf[directive] : named;
	return {
		...address,
		scheme: kind,
		hostOffset: address.hostOffset + skipped,
		...address.portOffset === void 0 ? {} : { portOffset: address.portOffset + skipped }
	};
}
/** Takes `host:port/uri`, `[::1]:port`, `unix:/path:/uri` apart. */
function parseAddress(text) {
	const unix = /^unix:([^:]+)(?::(.*))?$/.exec(text);
	if (unix) return {
		host: "",
		port: 0,
		socket: unix[1] ?? "",
		uri: unix[2] ?? "",
		hostOffset: 0
	};
	const match = /^(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([/?#].*)?$/s.exec(text);
	const host = match?.[1] ?? "";
	if (!match || host === "") return void 0;
	const digits = match[2];
	return {
		host: host.replace(/^\[|\]$/g, ""),
		port: digits === void 0 ? 0 : Number(digits),
		uri: match[3] ?? "",
		hostOffset: 0,
		...digits === void 0 ? {} : { portOffset: host.length + 1 }
	};
}
/** The port that nginx dials when none is written; 0 where it demands one. */
function defaultPort(scheme, inGroup) {
	if (scheme === "https" && !inGroup) return 443;
	if (scheme === "https" || scheme === "http" || inGroup) return 80;
	return 0;
}

// src/nginx/variables.ts
/** How many texts one argument may stand for before the rest is left out. */
const mostTexts = 16;
/** What the configuration's own `set`, `map`, `geo` and `split_clients` can put into a variable. */
var Variables = class {
	#http;
	constructor(http) {
		this.#http = http;
	}
	/**
	* The texts that `token` can stand for at request time, as far as the configuration's own assignments tell. `scope` are the blocks
	* around it, innermost first. A variable that comes from the request leaves nothing.
	*/
	expand(token, file, scope) {
		let texts = [{
			text: token.text,
			token,
			file
		}];
		for (let round = 0; round < 4 && texts.some((one) => /\$/.test(one.text)); round++) texts = texts.flatMap((one) => this.#expandOnce(one, scope)).slice(0, mostTexts);
		return texts.filter((one) => !one.text.includes("$"));
	}
	#expandOnce(one, scope) {
		const reference = /\$(?:\{(\w+)\}|(\w+))/.exec(one.text);
		if (!reference) return [one];
		const name = reference[1] ?? reference[2] ?? "";
		if (requestOnly.has(name)) return [{
			...one,
			text: one.text.replace(reference[0], "")
		}];
		return this.#valuesOf(name, scope).map((value) => {
			const startsAddress = reference.index === 0 || /^[a-z]+:\/\/$/.test(one.text.slice(0, reference.index));
			const text = one.text.slice(0, reference.index) + value.token.text + one.text.slice(reference.index + reference[0].length);
			return startsAddress ? {
				text,
				token: value.token,
				file: value.file
			} : {
				...one,
				text
			};
		});
	}
	#valuesOf(name, scope) {
		for (const block of scope) {
			const values = [...walk(block.filter((directive) => directive.name === "set" || directive.name === "if"))].filter((directive) => directive.name === "set" && directive.args[0]?.text === `$${name}`).flatMap((directive) => directive.args[1] ? [{
				token: directive.args[1],
				file: directive.file
			}] : []);
			if (values.length > 0) return values;
		}
		return this.#rowsOf(name);
	}
	#rowsOf(name) {
		for (const kind of [
			"map",
			"geo",
			"split_clients"
		]) for (const block of named$1(this.#http, kind)) {
			if (block.args.at(-1)?.text !== `$${name}`) continue;
			return (block.block ?? []).filter((row) => ![
				"hostnames",
				"volatile",
				"ranges",
				"proxy",
				"delete"
			].includes(row.name)).flatMap((row) => row.args[0] ? [{
				token: row.args[0],
				file: row.file
			}] : []);
		}
		return [];
	}
};
/** Variables of the request that only ever stand in the URI part of an address. */
const requestOnly = /* @__PURE__ */ new Set([
	"request_uri",
	"uri",
	"document_uri",
	"args",
	"is_args",
	"query_string"
]);

// src/nginx/servers.ts
const passDirectives = /* @__PURE__ */ new Set([
	"proxy_pass",
	"fastcgi_pass",
	"uwsgi_pass",
	"scgi_pass",
	"grpc_pass",
	"memcached_pass"
]);
/** Reads the virtual servers and routes out of a loaded configuration. */
function readServers(config, placeOf) {
	const http = named$1(config.directives, "http").flatMap((directive) => directive.block ?? []);
	const context = {
		http,
		groups: readGroups(http),
		variables: new Variables(http),
		placeOf
	};
	const blocks = named$1(http, "server").filter((directive) => directive.block).map((directive) => readServer(directive, placeOf));
	const routes = [];
	const routeLocations = [];
	blocks.forEach((block, server) => {
		for (const { pass, location, scope } of passesOf(block)) {
			routes.push(readRoute(pass, location, scope, server, context));
			routeLocations.push(location);
		}
	});
	return {
		blocks,
		routes,
		routeLocations
	};
}
function readGroups(http) {
	return new Map(named$1(http, "upstream").map((directive) => [directive.args[0]?.text ?? "", directive]));
}
function readServer(directive, placeOf) {
	const block = directive.block ?? [];
	const names = named$1(block, "server_name").flatMap((each) => each.args.map((arg) => arg.text));
	const listens = named$1(block, "listen").flatMap((each) => readListen(each, placeOf) ?? []);
	const sslOn = named$1(block, "ssl").some((each) => each.args[0]?.text === "on");
	const at = placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length).at;
	const effective = listens.length > 0 ? listens : [{
		address: "*",
		port: 80,
		tls: false,
		isDefault: false,
		proxyProtocol: false
	}];
	return {
		directive,
		locations: readLocations(block),
		server: {
			names,
			listens: sslOn ? effective.map((listen) => ({
				...listen,
				tls: true
			})) : effective,
			...at ? { at } : {}
		}
	};
}
function readListen(directive, placeOf) {
	const [address, ...flags] = directive.args.map((arg) => arg.text);
	if (address === void 0) return void 0;
	const at = placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length).at;
	const has = (flag) => flags.includes(flag);
	const rest = {
		tls: has("ssl"),
		isDefault: has("default_server") || has("default"),
		proxyProtocol: has("proxy_protocol"),
		...at ? { at } : {}
	};
	if (address.startsWith("unix:")) return {
		address,
		port: 0,
		...rest
	};
	const match = /^(?:(\[[^\]]+\]|[^:]+):)?(\d+)$/.exec(address) ?? (/^\d+$/.test(address) ? null : /^(\[[^\]]+\]|[^:]+)()$/.exec(address));
	if (!match) return void 0;
	return {
		address: match[1] ?? "*",
		port: match[2] === "" ? 80 : Number(match[2]),
		...rest
	};
}
function readLocations(block) {
	return block.filter((directive) => directive.name === "location" && directive.block).map((directive) => {
		const { modifier, pattern } = locationPattern(directive.args.map((arg) => arg.text));
		return {
			modifier,
			pattern,
			directive,
			children: readLocations(directive.block ?? [])
		};
	});
}
function locationPattern(words) {
	const [first = "", second] = words;
	if (second !== void 0) return {
		modifier: isModifier(first) ? first : "",
		pattern: second
	};
	const glued = /^(=|\^~|~\*|~|@)(.*)$/s.exec(first);
	if (!glued) return {
		modifier: "",
		pattern: first
	};
	return {
		modifier: glued[1],
		pattern: glued[1] === "@" ? first : glued[2] ?? ""
	};
}
function isModifier(text) {
	return text === "=" || text === "^~" || text === "~" || text === "~*";
}
function passesOf(block) {
	const server = block.directive.block ?? [];
	return [...passesIn(server, void 0, [server]), ...block.locations.flatMap((location) => passesInLocation(location, [server]))];
}
function passesInLocation(location, outer) {
	const own = location.directive.block ?? [];
	const scope = [own, ...outer];
	return [...passesIn(own, location, scope), ...location.children.flatMap((child) => passesInLocation(child, scope))];
}
function passesIn(directives, location, scope) {
	return directives.flatMap((directive) => {
		if (passDirectives.has(directive.name) && directive.args.length > 0) return [{
			pass: directive,
			location,
			scope
		}];
		if ((directive.name === "if" || directive.name === "limit_except") && directive.block) return passesIn(directive.block, location, [directive.block, ...scope]);
		return [];
	});
}
function readRoute(pass, location, scope, server, context) {
	const directive = pass.name;
	const argument = pass.args[0];
	const parsed = context.variables.expand(argument, pass.file, scope).map((one) => ({
		one,
		address: parsePass(directive, one.text)
	})).filter((each) => each.address !== void 0);
	const targets = parsed.flatMap(({ one, address }) => address ? targetsOf(address, one.token, one.file, one.text, context) : []);
	const first = parsed[0]?.address;
	const at = context.placeOf(pass.file, pass.line, pass.nameToken.column, pass.nameToken.length).at;
	const locationAt = location && context.placeOf(location.directive.file, location.directive.line, location.directive.nameToken.column, location.directive.nameToken.length).at;
	return {
		server,
		location: location === void 0 ? "" : location.modifier === "" || location.modifier === "@" ? location.pattern : `${location.modifier} ${location.pattern}`,
		directive,
		value: argument.text,
		scheme: first?.scheme ?? (directive === "proxy_pass" ? "http" : directive.replace("_pass", "")),
		hasVariables: argument.text.includes("$"),
		sendsHost: sentHost([...scope, context.http]),
		...directive === "proxy_pass" && first?.uri ? { uri: first.uri } : {},
		targets: uniqueTargets(targets),
		...locationAt ? { locationAt } : {},
		...at ? { at } : {},
		...first && context.groups.has(first.host) ? { group: first.host } : {}
	};
}
/** proxy_set_header is all or nothing per level: the innermost level that has any decides. */
function sentHost(scope) {
	return (scope.map((block) => named$1(block, "proxy_set_header")).find((headers) => headers.length > 0) ?? []).find((header) => header.args[0]?.text.toLowerCase() === "host")?.args[1]?.text ?? "$proxy_host";
}
function targetsOf(address, token, file, text, context) {
	const group = address.socket === void 0 ? context.groups.get(address.host) : void 0;
	if (group) return named$1(group.block, "server").flatMap((server) => groupTarget(server, context) ?? []);
	return [targetAt(address, address.port || defaultPort(address.scheme, false), token, file, text, context, {
		backup: false,
		down: false
	})];
}
function groupTarget(server, context) {
	const [token, ...flags] = server.args;
	if (token === void 0) return void 0;
	const address = parseAddress(token.text);
	if (address === void 0) return void 0;
	const has = (flag) => flags.some((arg) => arg.text === flag);
	return targetAt(address, address.port || defaultPort("http", true), token, server.file, token.text, context, {
		backup: has("backup"),
		down: has("down")
	});
}
function targetAt(address, port, token, file, text, context, flags) {
	const whole = context.placeOf(file, token.line, token.column, token.length);
	if (address.socket !== void 0) return {
		host: "",
		port: 0,
		socket: address.socket,
		...flags,
		...whole.at ? { at: whole.at } : {}
	};
	const literal = token.text === text;
	const offset = token.column + (token.quote === "" ? 0 : 1);
	const host = literal ? context.placeOf(file, token.line, offset + address.hostOffset, address.host.length) : whole;
	const digits = literal && address.portOffset !== void 0 ? context.placeOf(file, token.line, offset + address.portOffset, String(address.port).length) : void 0;
	return {
		host: address.host,
		port,
		...flags,
		...whole.at ? { at: whole.at } : {},
		...literal && host.span ? { hostSpan: host.span } : {},
		...host.from ? { hostFrom: host.from } : {},
		...digits?.span ? { portSpan: digits.span } : {},
		...digits?.from ? { portFrom: digits.from } : {}
	};
}
function uniqueTargets(targets) {
	const seen = /* @__PURE__ */ new Set();
	return targets.filter((target) => {
		const key = target.socket ?? `${target.host}:${target.port}`;
		return !seen.has(key) && seen.add(key);
	});
}

// src/plan/proxy.ts
/** Reads what the proxy of a service would do out of its container view. */
function planProxy(workspace, service, kind, main, view) {
	const config = loadConfig(main, view, true);
	const model = readServers(config, placesIn(workspace, view));
	return {
		proxy: {
			service,
			kind,
			main,
			files: deployedFiles(config, view),
			servers: model.blocks.map((block) => block.server),
			routes: model.routes,
			errors: configErrors(workspace, config, view)
		},
		blocks: model.blocks,
		routeLocations: model.routeLocations,
		config
	};
}
/** How many routes lead somewhere: what tells the proxy of a project from other nginx services. */
function dialledRoutes(model) {
	return model.routes.filter((route) => route.targets.length > 0 || route.hasVariables);
}
/** Translates places in container files to places in the repository, through templates. */
function placesIn(workspace, view) {
	return (file, line, column, length) => {
		const origin = view.origin(file);
		if (!origin) return {};
		const mapped = origin.rendered ? sourceColumn(origin.rendered.substitutions, line, column, length) : { column };
		const at = workspace.locate(origin.repo, line, { column: mapped.column });
		if (mapped.touched) return {
			at,
			from: mapped.touched.from
		};
		return {
			at,
			span: {
				line,
				column: mapped.column,
				length
			}
		};
	};
}
function deployedFiles(config, view) {
	return config.files.flatMap((path) => {
		const origin = view.origin(path);
		if (!origin) return [];
		const deployed = {
			repo: origin.repo,
			...viaText(origin.by)
		};
		return [origin.template === void 0 ? {
			container: path,
			...deployed
		} : {
			container: origin.template,
			renderedAs: path,
			...deployed
		}];
	});
}
function configErrors(workspace, config, view) {
	const place = (file, line) => {
		const origin = view.origin(file);
		return origin && line > 0 ? {
			at: workspace.locate(origin.repo, line),
			file
		} : { file };
	};
	const syntax = config.problem ? [{
		message: config.problem.message,
		...place(config.problem.file, config.problem.line)
	}] : [];
	const absent = config.absent.map(({ path, by }) => ({
		message: `open() "${path}" failed (2: No such file or directory)`,
		...place(by.file, by.endLine)
	}));
	return [...syntax, ...absent];
}

// src/workspace/source-files.ts
const skippedFolders = /* @__PURE__ */ new Set([
	"node_modules",
	".git",
	"vendor",
	"venv",
	".venv",
	"env",
	"__pycache__",
	"dist",
	"build",
	"target",
	".next",
	".nuxt",
	"coverage",
	".idea",
	".vscode",
	"site-packages",
	"bower_components",
	".terraform",
	".cache"
]);
const sourceEndings = /\.(py|js|mjs|cjs|ts|mts|cts|jsx|tsx|rb|ru|go|java|kt|kts|scala|groovy|php|pl|pm|psgi|rs|cs|fs|vb|ex|exs|erl|lua|swift|dart|clj|cr|nim|c|cc|cpp|h|sh|bash|ya?ml|json|toml|ini|cfg|conf|properties|env|xml|edn|hcl)$/i;
const sourceNames = /(^|\/)(\.env[\w.-]*|Procfile|Dockerfile[\w.-]*|[\w.-]*\.Dockerfile|Makefile|Rakefile|Gemfile|config\.ru|entrypoint[\w.-]*|start[\w-]*|run[\w-]*)$/;
const noise = /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|composer\.lock|poetry\.lock|[\w.-]*\.min\.js|[\w.-]*\.map)$/;
/** Folders that hold what others wrote or tools made. */
function isSkipped(path) {
	return skippedFolders.has(path.slice(path.lastIndexOf("/") + 1));
}
/** Whether a file, by its name, is a program or configuration that people write. */
function isSourceFile(path) {
	return (sourceEndings.test(path) || sourceNames.test(path)) && !noise.test(path);
}
/** Whether a file is a test or an example: a line in it decides nothing about the running app. */
function isSideFile(path) {
	return /(^|\/)(tests?|__tests__|spec|specs|e2e|fixtures?|examples?|docs?|samples?|mocks?)\//i.test(path) || /\.(test|spec)\.\w+$|(^|\/)test_[\w-]+\.py$|_test\.(go|py|rb)$/i.test(path);
}

// src/plan/mentions.ts
const cache = /* @__PURE__ */ new WeakMap();
/** Whether a source or configuration file at or below a path holds one of the names in quotes or as a host (`name:`, `//name`). */
function mentionsWord(workspace, path, names) {
	const patterns = [...names].map((name) => new RegExp(`["'\`/@=]${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:["'\`/:?]|$)`, "m"));
	return textsBelow(workspace, path).some((text) => patterns.some((pattern) => pattern.test(text)));
}
function textsBelow(workspace, path) {
	const known = cache.get(workspace) ?? /* @__PURE__ */ new Map();
	cache.set(workspace, known);
	const found = known.get(path) ?? readBelow(workspace, path);
	known.set(path, found);
	return found;
}
function readBelow(workspace, path) {
	if (workspace.kindOf(path) === "file") return isSourceFile(path) ? [workspace.read(path) ?? ""] : [];
	const texts = [];
	for (const entry of workspace.entries(path, isSkipped)) {
		if (texts.length >= 1500) break;
		if (entry.kind === "file" && isSourceFile(entry.path)) texts.push(workspace.read(entry.path) ?? "");
	}
	return texts;
}

// src/plan/roles.ts
/** Gives every service its role, and marks those that the proxy's answers depend on. */
function assignRoles(workspace, services, proxy) {
	const dialled = new Set(proxy.routes.flatMap((route) => route.targets).flatMap((target) => serviceOfHost(services, proxy.service, target.host)?.name ?? []));
	for (const published of publishedDialled(services, proxy)) dialled.add(published);
	const essential = closure(workspace, services, [
		proxy.service,
		...dialled,
		...hasStrays(services, proxy) ? services.map((service) => service.name) : []
	]);
	const tasks = new Set(services.flatMap((service) => service.needs.filter((need) => need.condition === "completed").map((need) => need.service)));
	return services.map((service) => {
		const isEssential = essential.has(service.name);
		const role = service.name === proxy.service ? "proxy" : dialled.has(service.name) ? "app" : tasks.has(service.name) ? "task" : isEssential ? "dependency" : "other";
		return {
			...service,
			role,
			essential: isEssential
		};
	});
}
/** Services meant by an address that only reaches the proxy itself: the one that has or publishes that port. */
function publishedDialled(services, proxy) {
	const ports = proxy.routes.flatMap((route) => route.targets).filter((target) => isLoopback(target.host) || target.host === "host.docker.internal").map((target) => target.port);
	const others = services.filter((service) => service.name !== proxy.service);
	const meant = others.filter((service) => service.ports.some((each) => ports.includes(each.target) || each.published !== void 0 && ports.includes(each.published)));
	if (ports.length === 0) return [];
	return (meant.length > 0 ? meant : others).map((service) => service.name);
}
/** Whether a plain name is dialled that no service has: any of them may be meant. */
function hasStrays(services, proxy) {
	const targets = proxy.routes.flatMap((route) => route.targets);
	return proxy.routes.some((route) => route.targets.length === 0) || targets.some((target) => target.port > 0 && !isLoopback(target.host) && !/[.:]/.test(target.host) && !serviceOfHost(services, proxy.service, target.host));
}
/** The given services and all they need: declared, in whose namespace they live, or named in their variables, commands or sources. */
function closure(workspace, services, from) {
	const reached = /* @__PURE__ */ new Set();
	const pending = [...from];
	for (let name = pending.pop(); name !== void 0; name = pending.pop()) {
		const service = services.find((each) => each.name === name);
		if (!service || reached.has(name)) continue;
		reached.add(name);
		pending.push(...service.needs.map((need) => need.service), ...service.networkOf ? [service.networkOf.value] : []);
		for (const other of services) if (!reached.has(other.name) && refersTo(workspace, service, other)) pending.push(other.name);
	}
	return reached;
}
function refersTo(workspace, service, other) {
	const names = /* @__PURE__ */ new Set([other.name, ...other.attachments.flatMap((attachment) => attachment.aliases)]);
	if ([
		...Object.values(service.variables).map((variable) => variable.value),
		...service.start.map((step) => step.text),
		...service.needs.map((need) => need.service)
	].some((text) => [...names].some((name) => new RegExp(`(^|[^\\w.-])${escape(name)}($|[^\\w-])`).test(text)))) return true;
	return service.role !== "proxy" && service.paths.some((mapping) => mentionsWord(workspace, mapping.repo, names));
}
function escape(text) {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// src/plan/start-chain.ts
/** Steps of one start are followed this far. */
const mostSteps = 400;
/**
* What starts in the container: the entrypoint and command as written, then the package scripts, shell scripts and process
* files they lead to, line by line, and at last the program file itself.
*/
function startChain(input) {
	const { recipe } = input;
	const entrypoint = input.entrypoint ? listStep(input.entrypoint) : instructionStep(recipe?.settings.entrypoint);
	const command = input.command ? listStep(input.command) : input.entrypoint ? void 0 : instructionStep(recipe?.settings.command);
	const chain = new Chain(input);
	for (const step of [entrypoint, command]) if (step) chain.add(step.step, step.words);
	return chain.steps;
}
function listStep(list) {
	if (list.value.length === 0) return void 0;
	return {
		step: {
			text: list.value.map(quoted$1).join(" "),
			...list.at ? { at: list.at } : {}
		},
		words: list.value
	};
}
function quoted$1(word) {
	return /^[\w@%+=:,./$-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
function instructionStep(instruction) {
	if (!instruction) return void 0;
	return {
		step: {
			text: instruction.text,
			at: instruction.at
		},
		words: instruction.json ?? [
			"sh",
			"-c",
			instruction.text
		]
	};
}
var Chain = class {
	steps = [];
	#input;
	#seen = /* @__PURE__ */ new Set();
	constructor(input) {
		this.#input = input;
	}
	add(step, words) {
		if (this.steps.length >= mostSteps) return;
		this.steps.push(step);
		const shell = /^(?:ba|da|a|z)?sh$/.test(baseName(words[0] ?? "")) && /^-\w*c$/.test(words[1] ?? "") ? words[2] : void 0;
		const commands = shell === void 0 ? [words] : shellCommands(shell);
		for (const command of commands) this.#follow(programOf(command), this.#input.workingDir);
	}
	#follow(words, folder) {
		const [program = "", ...args] = words;
		const name = baseName(program);
		if (/^(npm|yarn|pnpm|bun)$/.test(name)) this.#packageScript(args, folder);
		else if (/^(?:ba|da|a|z)?sh$/.test(name)) this.#file(args.find((arg) => !arg.startsWith("-")), folder);
		else if (name === "supervisord") this.#lines(optionValue(args, ["-c", "--configuration"]) ?? "/etc/supervisor/supervisord.conf", folder);
		else if (/^(honcho|foreman|overmind|hivemind)$/.test(name)) this.#lines(optionValue(args, ["-f", "--procfile"]) ?? "Procfile", folder);
		else if (/^(python[\d.]*|node|nodejs|ruby|php|perl|deno|bun|ts-node|tsx|nodemon)$/.test(name)) this.#program(args, folder);
		else if (program.includes("/") || /\.\w+$/.test(program)) this.#file(program, folder);
		else for (const arg of args) this.#argument(arg, folder);
	}
	/** A file among a server's arguments, or the module that `module:callable` names. */
	#argument(arg, folder) {
		const module = /^([A-Za-z_][\w.]*):[A-Za-z_]\w*(?:\(.*\))?$/.exec(arg)?.[1];
		if (module !== void 0) {
			const path = module.replaceAll(".", "/");
			for (const candidate of [`${path}.py`, `${path}/__init__.py`]) this.#mention(candidate, folder);
		} else if (/\.(sh|py|js|mjs|cjs|ts|rb|ru|php|pl|conf|ini|ya?ml|toml)$/.test(arg)) this.#mention(arg, folder);
	}
	#repo(path, folder) {
		const found = repoPathOf(this.#input.paths, resolvePath(folder, path));
		return found && this.#input.workspace.isFile(found.repo) ? found.repo : void 0;
	}
	/** A script of a shell is followed line by line; any other file is the program. */
	#file(path, folder) {
		if (path === void 0) return;
		const repo = this.#repo(path, folder);
		const text = repo === void 0 ? void 0 : this.#input.workspace.read(repo);
		if (repo === void 0 || text === void 0) return;
		if (/^#!.*\b(?:ba|da|a|z)?sh\b/.test(text) || /\.(sh|bash)$/.test(repo)) this.#scriptLines(repo, text, folder);
		else this.#mention(path, folder);
	}
	#scriptLines(repo, text, folder) {
		if (this.#seen.has(repo)) return;
		this.#seen.add(repo);
		text.split("\n").forEach((line, index) => {
			const trimmed = line.trim();
			if (trimmed === "" || trimmed.startsWith("#")) return;
			this.steps.push({
				text: trimmed,
				at: this.#input.workspace.locate(repo, index + 1)
			});
			for (const command of shellCommands(trimmed)) this.#follow(programOf(command), folder);
		});
	}
	#lines(path, folder) {
		const repo = this.#repo(path, folder);
		const text = repo === void 0 ? void 0 : this.#input.workspace.read(repo);
		if (repo === void 0 || text === void 0 || this.#seen.has(repo)) return;
		this.#seen.add(repo);
		text.split("\n").forEach((line, index) => {
			const command = /^\s*(?:command\s*=|[\w-]+:)\s*(.+)$/.exec(line)?.[1];
			if (command === void 0) return;
			this.steps.push({
				text: command,
				at: this.#input.workspace.locate(repo, index + 1)
			});
			for (const words of shellCommands(command)) this.#follow(programOf(words), folder);
		});
	}
	#packageScript(args, folder) {
		const words = args.filter((arg) => !arg.startsWith("-"));
		const script = words[0] === "run" || words[0] === "run-script" ? words[1] : words[0];
		const prefix = optionValue(args, [
			"--prefix",
			"--cwd",
			"-C"
		]);
		const place = prefix === void 0 ? folder : resolvePath(folder, prefix);
		const repo = this.#repo("package.json", place);
		const text = repo === void 0 ? void 0 : this.#input.workspace.read(repo);
		if (repo === void 0 || text === void 0 || script === void 0 || this.#seen.has(`${repo} ${script}`)) return;
		this.#seen.add(`${repo} ${script}`);
		const file = parseYaml(repo, text);
		const command = file.source(["scripts", script]);
		const at = file.locate(["scripts", script]);
		if (command === void 0 || at === void 0) return;
		const unquoted = command.replace(/^"|"$/g, "").replaceAll("\\\"", "\"");
		this.steps.push({
			text: unquoted,
			at
		});
		for (const words2 of shellCommands(unquoted)) this.#follow(programOf(words2), place);
	}
	/** The file an interpreter is given, or the module of `-m`. */
	#program(args, folder) {
		const moduleAt = args.indexOf("-m");
		const module = moduleAt === -1 ? void 0 : args[moduleAt + 1];
		if (module !== void 0) {
			const path = module.replaceAll(".", "/");
			for (const candidate of [`${path}.py`, `${path}/__main__.py`]) this.#mention(candidate, folder);
			this.#follow(args.slice(moduleAt + 1), folder);
			return;
		}
		const file = args.find((arg) => !arg.startsWith("-"));
		if (file === void 0) return;
		for (const candidate of [
			file,
			`${file}.js`,
			`${file}/index.js`
		]) this.#mention(candidate, folder);
	}
	#mention(path, folder) {
		const repo = this.#repo(path, folder);
		if (repo === void 0 || this.#seen.has(repo)) return;
		this.#seen.add(repo);
		this.steps.push({
			text: path,
			at: this.#input.workspace.locate(repo, 1)
		});
	}
};
/** The value of `--name value` or `--name=value` among words. */
function optionValue(words, names) {
	for (const [index, word] of words.entries()) for (const name of names) {
		if (word === name) return words[index + 1];
		if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
	}
}

// src/plan/timeouts.ts
/** How long an app may take when nothing says otherwise. */
const usualStartTimeout = millis(6e4);
/** The start budget: the user's, else a minute, or longer where a health check of the project allows longer. */
function startTimeout(inputs, services) {
	if (inputs.startTimeout !== void 0) return {
		value: inputs.startTimeout,
		because: "given by --start-timeout"
	};
	const declared = services.flatMap((service) => {
		const check = service.healthcheck;
		if (!check || check.startPeriod === void 0) return [];
		return [{
			value: millis(check.startPeriod + (check.interval ?? 3e4) * (check.retries ?? 3)),
			...check.at ? { at: check.at } : {},
			because: `the health check of ${service.name} allows it`
		}];
	});
	return [byDefault(usualStartTimeout, "the gate's usual start budget"), ...declared].reduce((longest, each) => each.value > longest.value ? each : longest);
}

// src/plan/compose/model.ts
/**
* Lets `docker compose config` merge and resolve the files. Variables files of services are left out of it (their lines are read
* here, and one that is not committed must not stop the plan). Throws a Failure with the file and line when Compose refuses.
*/
async function composeModel(workspace, files, run, envFile) {
	const folder = mkdtempSync(join(tmpdir(), "upstream-gate-"));
	try {
		const override = join(folder, "override.yaml");
		const resets = servicesWithEnvFile(files).map((name) => `  ${JSON.stringify(name)}:\n    env_file: !reset []\n`);
		writeFileSync(override, resets.length > 0 ? `services:\n${resets.join("")}` : "services: {}\n");
		const given = files.main.flatMap((path, index) => ["-f", changedFile(workspace, path, join(folder, `${index}.yaml`)) ?? workspace.absolute(path)]);
		const result = await run([
			...envFile === void 0 ? [] : ["--env-file", envFile],
			"--project-directory",
			workspace.absolute(files.folder),
			...given,
			"-f",
			override,
			"config",
			"--format",
			"json"
		], workspace.absolute(files.folder));
		if (result.code !== 0) throw refusal(workspace, files, result.err, result.code);
		return {
			model: JSON.parse(result.out, unescapeDollars),
			unset: unsetVariables(result.err)
		};
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
/** A file with a trial's edits laid over it, written out; undefined when there are none. */
function changedFile(workspace, path, copy) {
	if (!workspace.edits.some((edit) => edit.path === path)) return void 0;
	writeFileSync(copy, workspace.read(path) ?? "");
	return copy;
}
/** What Compose prints could be given to it again, so every dollar in it is doubled. */
function unescapeDollars(_key, value) {
	return typeof value === "string" ? value.replaceAll("$$", "$") : value;
}
function servicesWithEnvFile(files) {
	const names = files.parsed.filter((file) => files.main.includes(file.path)).flatMap((file) => file.keys(["services"]));
	return [...new Set(names)].filter((name) => files.parsed.some((file) => hasEnvFile(file.data, name, 0)));
}
function hasEnvFile(data, service, depth) {
	if (valueAt(data, [
		"services",
		service,
		"env_file"
	]) !== void 0) return true;
	const extended = valueAt(data, [
		"services",
		service,
		"extends"
	]);
	const parent = typeof extended === "string" ? extended : valueAt(extended, ["service"]);
	return typeof parent === "string" && depth < 5 && (valueAt(extended, ["file"]) !== void 0 || hasEnvFile(data, parent, depth + 1));
}
function unsetVariables(warnings) {
	return [...new Set([...warnings.matchAll(/The \\?"([^"\\]+)\\?" variable is not set/g)].map((match) => match[1] ?? ""))];
}
function refusal(workspace, files, words, code) {
	if (code === 130) return failure("interrupted", "Interrupted while docker compose read the project.");
	const message = (words.trim().split("\n").findLast((line) => line.trim() !== "" && !line.includes("level=warning")) ?? "").trim();
	const shown = message.replaceAll(`${workspace.root}/`, "");
	const at = refusedPlace(files, message);
	return failure("config-invalid", `docker compose refuses ${files.main.join(" + ")}: ${shown}`, {
		...at ? { at } : {},
		remedy: `Correct it until this succeeds: docker compose ${files.main.map((path) => `-f ${path}`).join(" ")} config`
	});
}
/** The place that a message of Compose speaks of, when it names a key path or a line. */
function refusedPlace(files, message) {
	const [first] = files.parsed;
	const line = /line (\d+)/.exec(message)?.[1];
	if (line !== void 0 && first) return {
		path: first.path,
		line: Number(line)
	};
	const path = /services\.([\w.-]+)/.exec(message)?.[1]?.split(".");
	const missing = /required variable (\w+)/.exec(message)?.[1];
	for (const file of files.parsed.toReversed()) for (let length = path?.length ?? 0; length > 0; length--) {
		const at = file.locateKey(["services", ...(path ?? []).slice(0, length)]);
		if (at && missing === void 0) return at;
	}
	return first === void 0 ? void 0 : {
		path: first.path,
		line: 1
	};
}
/** Where a Compose file uses a variable, by its first line. */
function variableUse(workspace, files, name) {
	for (const path of files.main) {
		const index = (workspace.read(path) ?? "").split("\n").findIndex((line) => new RegExp(`\\$\\{?${name.replace(/\W/g, "")}\\b`).test(line));
		if (index !== -1) return workspace.locate(path, index + 1);
	}
}

// src/plan/compose/variables.ts
/** Names under which projects commit a variables file with harmless values. */
const exampleNames = [
	".env.example",
	".env.sample",
	".env.dist",
	".env.template",
	"env.example",
	"example.env",
	".env.defaults",
	".env.development"
];
/** A committed stand-in for a variables file that is not there. */
function exampleFor(workspace, path) {
	const folder = folderOf(path);
	const name = path.slice(folder.length === 0 ? 0 : folder.length + 1);
	return [
		`${name}.example`,
		`${name}.sample`,
		`${name}.dist`,
		`${name}.template`,
		`example${name}`,
		name.replace(/\.env$/, ".example.env"),
		...exampleNames
	].filter((each) => each !== name).map((each) => joinPath(folder, each)).find((each) => workspace.isFile(each));
}
/** The variables of a service: its variables files in order, then `environment`, each with its line. */
function serviceVariables(workspace, files, locator, name, service, outer, fallback) {
	const variables = {};
	const notes = [];
	for (const file of envFilesOf(files, name, 0)) {
		const used = workspace.isFile(file.path) ? file.path : (file.path && exampleFor(workspace, file.path)) ?? fallback;
		if (used !== file.path && (file.required || used !== void 0)) notes.push({
			text: used === void 0 ? `${file.written} is not in the repository: its variables are not set` : `${file.written} is not in the repository: ${used} is used in its place`,
			...file.at ? { at: file.at } : {}
		});
		const text = used === void 0 ? void 0 : workspace.read(used);
		if (used !== void 0 && text !== void 0) Object.assign(variables, parseDotenv(used, text, outer).variables);
	}
	for (const [key, value] of Object.entries(service.environment ?? {})) {
		const given = value ?? outer[key];
		if (given === void 0) continue;
		const at = locator.entry(name, ["environment"], (entry, mapKey) => mapKey === key || typeof entry === "string" && (entry === key || entry.startsWith(`${key}=`)));
		variables[key] = at ? {
			value: given,
			at
		} : { value: given };
	}
	return {
		variables,
		notes
	};
}
function envFilesOf(files, name, depth) {
	return files.parsed.flatMap((file) => {
		const folder = files.main.includes(file.path) ? files.folder : folderOf(file.path);
		const extended = valueAt(file.data, [
			"services",
			name,
			"extends"
		]);
		const parent = typeof extended === "string" ? extended : valueAt(extended, ["service"]);
		const inherited = typeof parent === "string" && parent !== name && depth < 5 ? envFilesOf(files, parent, depth + 1) : [];
		const value = valueAt(file.data, [
			"services",
			name,
			"env_file"
		]);
		const list = value === void 0 || value === null ? [] : Array.isArray(value) ? value : [value];
		return [...inherited, ...list.flatMap((entry, index) => {
			const written = typeof entry === "string" ? entry : valueAt(entry, ["path"]);
			if (typeof written !== "string") return [];
			const at = file.locate([
				"services",
				name,
				"env_file",
				index
			]) ?? file.locate([
				"services",
				name,
				"env_file"
			]);
			return [{
				written,
				path: joinPath(folder, written),
				required: valueAt(entry, ["required"]) !== false,
				...at ? { at } : {}
			}];
		})];
	});
}

// src/plan/compose/services.ts
/** Turns the services of the merged model into ours, each value with its line. */
function draftServices(context) {
	const notes = [];
	const supplied = [];
	const hostAccess = /* @__PURE__ */ new Map();
	return {
		services: Object.entries(context.model.services).map(([name, service]) => {
			const access = hostAccessOf(context, name, service);
			if (access) hostAccess.set(name, access);
			const { variables, notes: more } = serviceVariables(context.workspace, context.files, context.locator, name, service, context.environment, context.envFallback);
			notes.push(...more);
			return draftService(context, name, service, variables, supplied, notes);
		}),
		notes,
		supplied,
		hostAccess
	};
}
function draftService(context, name, service, variables, supplied, notes) {
	const { locator } = context;
	const at = locator.service(name);
	const list = (key) => {
		const value = service[key];
		return value === null || value === void 0 ? {} : { [key]: sourced(value, locator.key(name, [key])) };
	};
	const memory = memoryOf(context, name, service);
	const cpus = Number(service.cpus ?? service.deploy?.resources?.limits?.cpus ?? 0);
	const healthcheck = healthcheckOf(context, name, service);
	const shared = /^service:(.+)$/.exec(service.network_mode ?? "")?.[1];
	return {
		name,
		...at ? { at } : {},
		image: imageOf(context, name, service),
		...list("entrypoint"),
		...list("command"),
		variables,
		...service.working_dir === void 0 ? {} : { workingDir: service.working_dir },
		...service.user === void 0 ? {} : { user: sourced(service.user, locator.key(name, ["user"])) },
		attachments: attachmentsOf(context, name, service),
		...shared === void 0 ? {} : { networkOf: sourced(shared, locator.key(name, ["network_mode"])) },
		mounts: mountsOf(context, name, service, supplied, notes),
		needs: needsOf(context, name, service),
		...healthcheck ? { healthcheck } : {},
		...memory ? { memory } : {},
		...cpus > 0 ? { cpus } : {},
		ports: portsOf(context, name, service),
		settings: settingsOf(service),
		...service.restart === void 0 ? {} : { restart: sourced(service.restart, locator.key(name, ["restart"])) }
	};
}
function imageOf(context, name, service) {
	const at = context.locator.key(name, [service.build ? "build" : "image"]) ?? context.locator.service(name);
	const placed = at ? { at } : {};
	if (!service.build) {
		if (service.image === void 0) throw failure("config-invalid", `The service ${name} has neither an image nor a build.`, {
			...placed,
			remedy: "Give it one."
		});
		return {
			kind: "reference",
			reference: service.image,
			...placed
		};
	}
	const { context: folder = ".", dockerfile = "Dockerfile", dockerfile_inline: inline, target, args = {} } = service.build;
	const inside = /^[a-z+]+:\/\/|^git@/.test(folder) ? void 0 : context.workspace.toRepo(folder);
	const file = inside === void 0 ? void 0 : context.workspace.toRepo(dockerfile.startsWith("/") ? dockerfile : `${context.workspace.absolute(inside)}/${dockerfile}`);
	if (inside === void 0 || file === void 0) throw failure("refused", `The service ${name} is built from ${folder}, which is outside the project.`, {
		...placed,
		remedy: "Check the folder that holds both, or give the image with --image."
	});
	const known = Object.entries(args).flatMap(([key, value]) => value === null ? context.environment[key] === void 0 ? [] : [[key, context.environment[key]]] : [[key, value]]);
	return {
		kind: "build",
		context: inside,
		dockerfile: file,
		...inline === void 0 ? {} : { inline },
		...target === void 0 ? {} : { target },
		args: Object.fromEntries(known),
		...placed
	};
}
function attachmentsOf(context, name, service) {
	if (service.network_mode !== void 0 && service.network_mode !== "bridge") return [];
	const networks = service.networks ?? { default: null };
	const own = [
		name,
		`${context.model.name}-${name}-1`,
		...service.container_name === void 0 ? [] : [service.container_name]
	];
	return Object.entries(networks).map(([network, settings]) => {
		const linked = linkAliases(context.model, name, network);
		const at = context.locator.entry(name, ["networks"], (entry, key) => key === network || entry === network);
		return {
			network,
			aliases: [.../* @__PURE__ */ new Set([
				...own,
				...settings?.aliases ?? [],
				...linked
			])],
			...at ? { at } : {}
		};
	});
}
/** Names that other services' `links: [name:alias]` give this one. */
function linkAliases(model, name, network) {
	return Object.values(model.services).filter((other) => other.networks === void 0 || network in other.networks).flatMap((other) => other.links ?? []).flatMap((link) => link.split(":")[0] === name && link.includes(":") ? [link.split(":")[1] ?? ""] : []);
}
function needsOf(context, name, service) {
	const conditions = {
		service_healthy: "healthy",
		service_completed_successfully: "completed"
	};
	const declared = Object.entries(service.depends_on ?? {}).map(([other, need]) => {
		const at = context.locator.entry(name, ["depends_on"], (entry, key) => key === other || entry === other);
		return {
			service: other,
			condition: conditions[need.condition] ?? "started",
			required: need.required !== false,
			...at ? { at } : {}
		};
	});
	const shared = /^service:(.+)$/.exec(service.network_mode ?? "")?.[1];
	const implied = shared === void 0 || shared in (service.depends_on ?? {}) ? [] : [{
		service: shared,
		condition: "started",
		required: true
	}];
	return [...declared, ...implied];
}
function healthcheckOf(context, name, service) {
	const check = service.healthcheck;
	if (!check) return void 0;
	const at = context.locator.key(name, ["healthcheck"]);
	const limitAt = check.start_period === void 0 ? check.retries === void 0 ? void 0 : context.locator.key(name, ["healthcheck", "retries"]) : context.locator.key(name, ["healthcheck", "start_period"]);
	const durations = {
		interval: check.interval,
		timeout: check.timeout,
		startPeriod: check.start_period,
		startInterval: check.start_interval
	};
	const parsed = Object.entries(durations).flatMap(([key, text]) => {
		const value = text === void 0 ? void 0 : parseDuration(text);
		return value === void 0 ? [] : [[key, value]];
	});
	return {
		test: check.disable === true ? ["NONE"] : check.test ?? [],
		...Object.fromEntries(parsed),
		...check.retries === void 0 ? {} : { retries: check.retries },
		...at ? { at } : {},
		...limitAt ? { limitAt } : {}
	};
}
function memoryOf(context, name, service) {
	const own = service.mem_limit;
	const size = parseSize(String(own ?? service.deploy?.resources?.limits?.memory ?? ""));
	if (size === void 0 || size === 0) return void 0;
	return sourced(size, context.locator.key(name, own === void 0 ? [
		"deploy",
		"resources",
		"limits",
		"memory"
	] : ["mem_limit"]));
}
/** Whether a text as `8000-8010`, `8000` or a variable's use can stand for the port. */
function includesPort(text, wanted) {
	const range = /^(\d+)(?:-(\d+))?$/.exec(text ?? "");
	return range ? Number(range[1]) <= wanted && wanted <= Number(range[2] ?? range[1]) : text?.includes("$") === true;
}
function portsOf(context, name, service) {
	return (service.ports ?? []).flatMap((entry) => {
		const target = port(entry.target);
		const published = entry.published === void 0 ? void 0 : port(entry.published.split("-")[0] ?? "");
		if (target === void 0 || entry.protocol === "udp") return [];
		const at = context.locator.entry(name, ["ports"], (written) => namesPort$1(written, entry.target, published)) ?? context.locator.key(name, ["ports"]);
		return [{
			target,
			...published === void 0 ? {} : { published },
			...entry.host_ip === void 0 ? {} : { hostAddress: entry.host_ip },
			...at ? { at } : {}
		}];
	});
}
function namesPort$1(written, target, published) {
	if (typeof written === "object" && written !== null) {
		const entry = written;
		return Number(entry.target) === target && (entry.published === void 0 || published === void 0 || includesPort(String(entry.published), published));
	}
	const [inside, outside] = String(written).replace(/\$\{[^}]*\}/g, "$").replace(/\/\w+$/, "").split(/:(?![^[]*\])/).toReversed();
	return includesPort(inside, target) && (outside === void 0 || published === void 0 || includesPort(outside, published));
}
/** Folders of the host that are only there to give time, name resolution or the engine; nothing is lost without them. */
const ignoredHostPaths = /^\/(etc\/(localtime|timezone|resolv\.conf|hosts)|var\/run\/docker\.sock|run\/docker\.sock|proc|sys|dev)(\/|$)/;
function mountsOf(context, name, service, supplied, notes) {
	const mounts = (service.volumes ?? []).flatMap((volume, index) => mountOf(context, name, volume, index, supplied, notes));
	const tmpfs = typeof service.tmpfs === "string" ? [service.tmpfs] : service.tmpfs ?? [];
	const texts = [...(service.configs ?? []).flatMap((each) => textMount(context, context.model.configs?.[each.source], each.target ?? `/${each.source}`, each.mode, 292)), ...(service.secrets ?? []).flatMap((each) => textMount(context, context.model.secrets?.[each.source], each.target ?? `/run/secrets/${each.source}`, each.mode, 292))];
	return [
		...mounts,
		...tmpfs.map((target) => ({
			kind: "tmpfs",
			target
		})),
		...texts
	];
}
function mountOf(context, name, volume, index, supplied, notes) {
	const at = context.locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === volume.target);
	const common = {
		target: volume.target,
		readOnly: volume.read_only === true,
		...at ? { at } : {}
	};
	if (volume.type === "tmpfs") return [{
		kind: "tmpfs",
		target: volume.target,
		...at ? { at } : {}
	}];
	if (volume.type === "volume") return [{
		kind: "volume",
		volume: volume.source ?? `${name}-anonymous-${index}`,
		...common
	}];
	if (volume.type !== "bind" || volume.source === void 0) return [];
	const inside = context.workspace.toRepo(volume.source);
	if (inside === void 0) {
		if (ignoredHostPaths.test(volume.source)) return [];
		supplied.push({
			what: `an empty folder at ${volume.target}`,
			why: `${name} binds ${volume.source} of the host, which CI does not have`,
			...at ? { at } : {}
		});
		return [{
			kind: "volume",
			volume: `host-${volume.source}`,
			...common
		}];
	}
	const kind = context.workspace.kindOf(inside);
	if (kind === void 0) notes.push({
		text: `${inside || "."} is not in the repository: Docker would make an empty folder of it`,
		...at ? { at } : {}
	});
	return [{
		kind: "files",
		repo: inside,
		isFolder: kind !== "file",
		...common
	}];
}
function mountTarget(entry) {
	if (typeof entry === "object" && entry !== null) return String(entry.target).replace(/(.)\/$/, "$1");
	const parts = String(entry).split(":");
	return (parts.length === 1 ? parts[0] : parts[1])?.replace(/(.)\/$/, "$1");
}
function textMount(context, text, target, mode, usual) {
	if (!text) return [];
	const inside = text.file === void 0 ? void 0 : context.workspace.toRepo(text.file);
	if (inside !== void 0) return [{
		kind: "files",
		repo: inside,
		target,
		isFolder: false,
		readOnly: true
	}];
	const content = text.content ?? (text.environment === void 0 ? void 0 : context.environment[text.environment]);
	return content === void 0 ? [] : [{
		kind: "text",
		text: content,
		target,
		mode: mode === void 0 ? usual : Number.parseInt(String(mode), 8)
	}];
}
function settingsOf(service) {
	const settings = {
		init: service.init,
		readOnly: service.read_only,
		tty: service.tty,
		stdinOpen: service.stdin_open,
		hostname: service.hostname,
		domainName: service.domainname,
		platform: service.platform,
		capAdd: service.cap_add,
		capDrop: service.cap_drop,
		securityOpt: service.security_opt,
		sysctls: service.sysctls,
		ulimits: service.ulimits && Object.entries(service.ulimits).map(([name, limit]) => typeof limit === "number" ? {
			name,
			soft: limit,
			hard: limit
		} : {
			name,
			soft: limit.soft,
			hard: limit.hard
		}),
		extraHosts: service.extra_hosts?.map((entry) => entry.replace("=", ":")),
		dns: service.dns,
		dnsSearch: service.dns_search,
		groupAdd: service.group_add?.map(String),
		shmSize: service.shm_size === void 0 ? void 0 : parseSize(service.shm_size),
		pids: service.pids_limit ?? service.deploy?.resources?.limits?.pids,
		stopSignal: service.stop_signal
	};
	return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== void 0));
}
/** Capabilities by which a container can leave itself. */
function isHostCapability(capability) {
	return /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_RAWIO)$/i.test(capability);
}
/** `seccomp:unconfined`, `apparmor=unconfined`, `label:disable`. */
function isUnconfined(option) {
	return /[:=](?:unconfined|disable)$/i.test(option);
}
function hostAccessOf(context, name, service) {
	const at = (key) => {
		const found = context.locator.key(name, [key]);
		return found ? { at: found } : {};
	};
	if (service.privileged === true) return {
		what: "privileged",
		...at("privileged")
	};
	if (service.pid === "host") return {
		what: "pid: host",
		...at("pid")
	};
	if (service.ipc === "host") return {
		what: "ipc: host",
		...at("ipc")
	};
	if (service.network_mode === "host") return {
		what: "network_mode: host",
		...at("network_mode")
	};
	if ((service.devices ?? []).length > 0) return {
		what: "devices",
		...at("devices")
	};
	for (const [key, isAccess] of [["cap_add", isHostCapability], ["security_opt", isUnconfined]]) {
		const asked = service[key]?.find(isAccess);
		const placed = asked === void 0 ? void 0 : context.locator.entry(name, [key], (entry) => entry === asked) ?? context.locator.key(name, [key]);
		if (asked !== void 0) return {
			what: `${key}: ${asked}`,
			...placed ? { at: placed } : {}
		};
	}
	const socket = (service.volumes ?? []).find((volume) => volume.type === "bind" && /docker\.sock$|^\/$|^\/(proc|sys|dev|var\/lib\/docker)(\/|$)/.test(volume.source ?? ""));
	if (!socket) return void 0;
	const placed = context.locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === socket.target);
	return {
		what: `a bind of ${socket.source}`,
		...placed ? { at: placed } : {}
	};
}

// src/plan/compose/plan.ts
/** What the planner says when a Compose project has no nginx that passes requests on. */
var NoProxyError = class extends Error {};
/** Plans a Compose project. Throws a Failure when its files are invalid, NoProxyError when no service is a proxy. */
async function planCompose(inputs, workspace, main, run, environment) {
	const files = readComposeFiles(workspace, main);
	const outer = toolEnvironment(environment);
	const interpolation = interpolationFile(inputs, workspace, files);
	const { model, unset } = await composeModel(workspace, files, run, interpolation.path);
	const locator = new ComposeLocator(files.parsed);
	const drafts = draftServices({
		workspace,
		files,
		locator,
		model,
		environment: outer,
		...interpolation.fallback === void 0 ? {} : { envFallback: interpolation.fallback }
	});
	const reads = drafts.services.map((draft) => readService(workspace, draft));
	const chosen = chooseProxy(workspace, reads);
	if (!chosen) throw new NoProxyError(`no service of ${main.join(" + ")} runs nginx with a configuration that passes requests on`);
	const finished = finishServices(workspace, reads, chosen, drafts);
	const services = withInputs(inputs, finished.services);
	const roleNotes = finished.notes;
	const { probes, notes: probeNotes } = deriveProbes(chosen);
	const unsetNotes = unset.map((name) => {
		const at = variableUse(workspace, files, name);
		return {
			text: `the variable ${name} is not set: it is empty`,
			...at ? { at } : {}
		};
	});
	const networks = networksOf(model, services);
	return {
		platform: "compose",
		topology: topologyOf$1(chosen.proxy.service, services),
		services,
		networks,
		volumes: [...new Set(services.flatMap((service) => service.mounts.flatMap((mount) => mount.kind === "volume" ? [mount.volume] : [])))],
		proxy: chosen.proxy,
		probes,
		supplied: drafts.supplied,
		notes: [
			...interpolation.notes,
			...unsetNotes,
			...drafts.notes,
			...roleNotes,
			...probeNotes
		],
		startTimeout: startTimeout(inputs, services),
		forwards: [],
		overlay: workspace.edits
	};
}
/** The file that fills `${…}`: the given one, `.env`, else a committed example. */
function interpolationFile(inputs, workspace, files) {
	if (inputs.envFile !== void 0) {
		const inside = workspace.toRepo(inputs.envFile);
		return {
			path: inputs.envFile,
			notes: [],
			...inside === void 0 ? {} : { fallback: inside }
		};
	}
	const usual = files.folder === "" ? ".env" : `${files.folder}/.env`;
	if (workspace.isFile(usual)) return { notes: [] };
	const example = exampleFor(workspace, usual);
	if (example === void 0) return { notes: [] };
	return {
		path: workspace.absolute(example),
		fallback: example,
		notes: [{ text: `${usual} is not in the repository: ${example} is used in its place` }]
	};
}
function readService(workspace, draft) {
	const recipe = draft.image.kind === "build" ? readRecipe(workspace, draft.image) : void 0;
	const binds = draft.mounts.flatMap((mount) => mount.kind === "files" ? [{
		container: mount.target.replace(/(.)\/$/, "$1"),
		repo: mount.repo,
		kind: mount.isFolder ? "folder" : "file",
		via: "bind",
		...mount.at ? { at: mount.at } : {}
	}] : []);
	const layout = draft.image.kind === "reference" ? layoutOfImage(draft.image.reference) : recipe && layoutOfRecipe(recipe);
	return {
		draft,
		recipe,
		paths: [...recipe?.paths ?? [], ...binds],
		layout
	};
}
/**
* The nginx that stands in front: it passes requests on and no other nginx dials it; one that publishes ports is preferred, then
* the one with the most routes.
*/
function chooseProxy(workspace, reads) {
	const candidates = reads.flatMap((read) => {
		const planned = read.layout && planProxyOf(workspace, read, read.layout);
		return planned && (dialledRoutes(planned.proxy).length > 0 || isBroken(planned) || meansToPass(workspace, planned)) ? [{
			read,
			planned
		}] : [];
	});
	const dialled = new Set(candidates.flatMap(({ planned }) => planned.proxy.routes.flatMap((route) => route.targets.map((target) => target.host))));
	const rank = ({ read, planned }) => (namesOf(read.draft).some((name) => dialled.has(name)) ? 0 : 1e3) + (read.draft.ports.length > 0 ? 500 : 0) + dialledRoutes(planned.proxy).length;
	return candidates.toSorted((a, b) => rank(b) - rank(a))[0]?.planned;
}
/** A configuration of the project's own that does not parse may well be the proxy's. */
function isBroken(planned) {
	return planned.proxy.errors.some((error) => error.at !== void 0);
}
/** A file of the project's own may ask to pass requests on in a place where nginx will not have it. */
function meansToPass(workspace, planned) {
	return planned.proxy.files.some((file) => [...walk(parseNginx(workspace.read(file.repo) ?? "", file.repo).directives)].some((directive) => directive.name.endsWith("_pass")));
}
function planProxyOf(workspace, read, layout) {
	const entrypoint = read.draft.entrypoint?.value;
	const command = read.draft.command?.value ?? read.recipe?.settings.command?.json;
	const variables = {
		...read.recipe?.settings.variables,
		...read.draft.variables
	};
	const view = viewContainer({
		workspace,
		layout,
		recipe: read.recipe,
		paths: read.paths,
		variables,
		entrypoint,
		command
	});
	const kind = layout.kind === "official" || layout.kind === "openresty" ? "service" : "inside";
	const main = mainFromCommand([...entrypoint ?? [], ...command ?? []]) ?? layout.main;
	return planProxy(workspace, read.draft.name, kind, main, view);
}
function namesOf(draft) {
	return draft.attachments.flatMap((attachment) => attachment.aliases);
}
function finishServices(workspace, reads, chosen, drafts) {
	const all = reads.map(({ draft, recipe, paths }) => {
		const workingDir = draft.workingDir ?? recipe?.settings.workingDir ?? "/";
		const start = startChain({
			workspace,
			recipe,
			paths,
			workingDir,
			entrypoint: draft.entrypoint,
			command: draft.command
		});
		return {
			...draft,
			role: "other",
			essential: false,
			paths,
			start
		};
	});
	const services = assignRoles(workspace, all, chosen.proxy);
	const needed = services.filter((service) => service.essential);
	for (const service of needed) {
		const access = drafts.hostAccess.get(service.name);
		if (access) throw failure("refused", `The service ${service.name} asks for access to the host (${access.what}), which the gate does not give.`, {
			...access.at ? { at: access.at } : {},
			remedy: "Take it out for CI, for example with a Compose file of its own given by --compose-file."
		});
	}
	const left = services.filter((service) => !service.essential).map((service) => service.name);
	return {
		services: needed,
		notes: left.length > 0 ? [{ text: `not started, since nothing that the proxy reaches seems to need it: ${left.join(", ")}` }] : []
	};
}
/** The image and memory that the user gives, where they can be meant for one service only. */
function withInputs(inputs, services) {
	const { image, memory } = inputs;
	if (inputs.topology !== "auto" && inputs.topology !== "container" && !services.some((service) => service.networkOf)) throw failure("usage", `--topology ${inputs.topology}: the nginx of this Compose project runs in a container of its own.`, { remedy: "Leave --topology out, or check the nginx configuration alone with --platform dockerfile." });
	const apps = services.filter((service) => service.role === "app" && service.image.kind === "build");
	if (image !== void 0 && apps.length !== 1) throw failure("usage", `--image ${image}: ${apps.length} services that nginx dials are built here; it is not clear which one is meant.`, { remedy: "Name the images in the Compose file." });
	return services.map((service) => {
		const isApp = service.role === "app";
		const given = image !== void 0 && service === apps[0] ? { image: {
			kind: "reference",
			reference: image
		} } : {};
		const limit = memory !== void 0 && isApp && !service.memory ? { memory: {
			value: memory,
			because: "given by --memory"
		} } : {};
		return {
			...service,
			...given,
			...limit
		};
	});
}
function networksOf(model, services) {
	return [...new Set(services.flatMap((service) => service.attachments.map((attachment) => attachment.network)))].map((name) => ({
		name,
		internal: model.networks?.[name]?.internal === true
	}));
}
function topologyOf$1(proxy, services) {
	const own = services.find((service) => service.name === proxy);
	if (own?.networkOf) return {
		...sourced("shared", own.networkOf.at),
		because: `${proxy} shares the network namespace of ${own.networkOf.value}`
	};
	const sharer = services.find((service) => service.networkOf?.value === proxy);
	if (sharer?.networkOf) return {
		...sourced("shared", sharer.networkOf.at),
		because: `${sharer.name} shares the network namespace of ${proxy}`
	};
	return {
		...byDefault("container", `nginx runs in the container of the service ${proxy}`),
		...own?.at ? { at: own.at } : {}
	};
}

// src/plan/outside.ts
/** An address of the range that is kept for documentation: nobody has it. */
const nowhere = "192.0.2.1";
/**
* The plan without what lies outside the project: hosts on the internet that the proxy dials are given an address that leads nowhere,
* so that nginx starts without a network, and no request is sent to them.
*/
function withoutOutside(plan) {
	const hosts = [...new Set(plan.proxy.routes.flatMap((route) => route.targets).filter((target) => isOutside(plan, target)).map((target) => target.host))];
	if (hosts.length === 0) return plan;
	const asked = plan.probes.filter((probe) => !leadsOutside(plan, probe.route === void 0 ? void 0 : plan.proxy.routes[probe.route]));
	const notes = plan.probes.filter((probe) => !asked.includes(probe)).map((probe) => ({
		text: `${probe.name} is not asked: it leads outside the project`,
		...probe.at ? { at: probe.at } : {}
	}));
	const supplied = hosts.map((host) => {
		const at = plan.proxy.routes.flatMap((route) => route.targets).find((target) => target.host === host)?.at;
		return {
			what: `the name ${host}, with an address that leads nowhere`,
			why: "it is outside the project and not asked",
			...at ? { at } : {}
		};
	});
	return {
		...plan,
		services: named(plan, hosts.filter((host) => !isAddressLiteral(host))),
		probes: asked,
		notes: [...plan.notes, ...notes],
		supplied: [...plan.supplied, ...supplied]
	};
}
function named(plan, hosts) {
	return plan.services.map((service) => {
		const known = service.settings.extraHosts ?? [];
		const added = hosts.filter((host) => !known.some((entry) => entry.split(/[:=]/)[0] === host)).map((host) => `${host}:${nowhere}`);
		return service.name === plan.proxy.service && added.length > 0 && !service.networkOf ? {
			...service,
			settings: {
				...service.settings,
				extraHosts: [...known, ...added]
			}
		} : service;
	});
}
function leadsOutside(plan, route) {
	return route !== void 0 && route.targets.length > 0 && route.targets.every((target) => isOutside(plan, target));
}
/** A name with a dot or an address that no service has. A plain name can only be meant for a service. */
function isOutside(plan, target) {
	const { host } = target;
	if (target.socket !== void 0 || host === "" || host === "host.docker.internal" || isLoopback(host) || serviceOfTarget(plan, host)) return false;
	return isAddressLiteral(host) || host.includes(".");
}

// src/plan/user-probes.ts
/** The plan with the user's requests after the derived ones; one that asks the same takes the derived one's place. */
function withUserProbes(plan, listed) {
	if (listed.length === 0) return plan;
	const own = listed.map((probe) => planned(plan, probe));
	return {
		...plan,
		probes: [...plan.probes.filter((probe) => !own.some((other) => other.method === probe.method && other.name === probe.name)), ...own]
	};
}
function planned(plan, listed) {
	const model = modelFor(plan, listed);
	const host = listed.host ?? model?.host ?? "localhost";
	const scheme = model?.scheme ?? "http";
	const port = model?.port ?? 80;
	const name = `${scheme}://${host}${port === (scheme === "https" ? 443 : 80) ? "" : `:${port}`}${listed.path}`;
	const { method, path, headers, expect, at } = listed;
	return {
		name,
		method,
		scheme,
		host,
		port,
		path,
		...headers ? { headers } : {},
		...model?.route === void 0 ? {} : { route: model.route },
		...expect ? { expect } : {},
		...at ? { at } : {}
	};
}
/** The derived request that takes the same way: same host, and the longest location that the path begins with. */
function modelFor(plan, listed) {
	const hosts = plan.probes.filter((probe) => listed.host === void 0 || probe.host === listed.host);
	const prefixOf = (probe) => probe.route === void 0 ? "" : (plan.proxy.routes[probe.route]?.location ?? "").replace(/^(?:=|\^~|~\*?)\s*/, "");
	return hosts.filter((probe) => listed.path.startsWith(prefixOf(probe))).toSorted((a, b) => prefixOf(b).length - prefixOf(a).length)[0] ?? hosts[0];
}

// src/plan/dockerfile/find.ts
/** Names under which an app's recipe is looked for in a folder. */
const dockerfileName = /^(Dockerfile|Containerfile)$/;
/** All Dockerfiles of the repository, nearest to the root first. */
function findDockerfiles(workspace) {
	return filesBelow(workspace).filter((path) => dockerfileName.test(path.slice(path.lastIndexOf("/") + 1))).toSorted(byDepth);
}
/** Files that hold an nginx configuration with a pass directive, the likeliest first. */
function findNginxConfigs(workspace) {
	return filesBelow(workspace).filter((path) => /\.(conf|template|tmpl|nginx|vhost)$|(^|\/)(sites-(available|enabled)|nginx)\/[^/]+$|nginx/i.test(path) && !/\.(md|ya?ml|json|sh|service|py|js|ts|html|lock|Dockerfile)$|(^|\/)Dockerfile/i.test(path) && !isSideFile(path)).flatMap((path) => readCandidate(workspace, path) ?? []).toSorted((a, b) => rank(b) - rank(a) || byDepth(a.path, b.path));
}
/** Reads a file as nginx configuration; undefined when it has neither servers nor routes. */
function readCandidate(workspace, path) {
	const text = workspace.read(path);
	if (text === void 0) return void 0;
	const { directives } = parseNginx(text, path);
	const all = [...walk(directives)];
	const routes = all.filter((directive) => /^(proxy|fastcgi|uwsgi|scgi|grpc)_pass$/.test(directive.name)).length;
	if (!all.some((directive) => directive.name === "server" && directive.block) || routes === 0) return void 0;
	return {
		path,
		isFull: directives.some((directive) => directive.name === "http" && directive.block),
		isTemplate: /\.(template|tmpl)$/.test(path),
		routes
	};
}
function rank(found) {
	const path = found.path.toLowerCase();
	return (path.includes("prod") ? 2 : 0) + (/(^|\/)(nginx|deploy|proxy|infra|docker)\//.test(path) ? 1 : 0) + (/\b(dev|local|example|sample|old|bak)\b/.test(path) ? -4 : 0) + (found.routes > 0 ? 1 : 0);
}
function filesBelow(workspace) {
	const paths = [];
	for (const entry of workspace.entries("", (path) => isSkipped(path) || path.split("/").length > 5)) {
		if (entry.kind === "file") paths.push(entry.path);
		if (paths.length > 2e4) break;
	}
	return paths;
}
function byDepth(a, b) {
	return a.split("/").length - b.split("/").length || (a < b ? -1 : 1);
}

// src/plan/dockerfile/plan.ts
/** The image of the proxy that stands in where the project brings none. */
const stubImage = "nginx:stable";
const network = "default";
/** Plans a project of a Dockerfile and an nginx configuration. Throws a Failure when one of them is missing. */
function planDockerfile(inputs, workspace) {
	const configs = chooseConfigs(inputs, workspace);
	const recipes = inputs.image === void 0 ? chooseDockerfiles(workspace) : [];
	const stub = stubProxy(workspace, configs.chosen);
	const hosts = dialledHosts(stub);
	const { apps, notes } = inputs.image === void 0 ? buildApps(inputs, workspace, recipes, hosts) : {
		apps: [imageApp(inputs, workspace, inputs.image, hosts)],
		notes: []
	};
	const topology = topologyOf(inputs, stub.planned, hosts);
	const proxyService = stubService(configs.chosen, stub.mounts, stub.paths, topology.value === "shared" ? apps[0]?.name : void 0);
	const services = [...apps, proxyService];
	const { probes, notes: probeNotes } = deriveProbes(stub.planned);
	const host = topology.value === "host" ? onHost(workspace, stub.planned.proxy, apps[0]) : void 0;
	return {
		platform: "dockerfile",
		topology,
		services,
		networks: [{
			name: network,
			internal: false
		}],
		volumes: [],
		proxy: host?.proxy ?? stub.planned.proxy,
		probes,
		supplied: [...host?.supplied ?? [], {
			what: `nginx (${stubImage}) in front of the app`,
			why: "the project has a configuration for nginx and no container of its own for it"
		}],
		notes: [
			...configs.notes,
			...notes,
			...probeNotes
		],
		startTimeout: startTimeout(inputs, services),
		forwards: host?.forwards ?? [],
		overlay: workspace.edits
	};
}
function chooseConfigs(inputs, workspace) {
	if (inputs.nginxConfigs.length > 0) return {
		chosen: inputs.nginxConfigs.map((path) => givenConfig(workspace, path)),
		notes: []
	};
	const [first, ...others] = findNginxConfigs(workspace);
	if (!first) throw failure("project-not-found", "The repository has no nginx configuration that passes requests on.", { remedy: "Name it with --nginx-config PATH." });
	const notes = [{
		text: `${first.path} is taken for the proxy's configuration: it was found by its content`,
		at: workspace.locate(first.path, 1)
	}];
	return {
		chosen: [first],
		notes: others.length > 0 ? [...notes, { text: `not used: ${others.map((other) => other.path).join(", ")}; choose with --nginx-config` }] : notes
	};
}
function givenConfig(workspace, path) {
	const repo = workspace.toRepo(path);
	if (repo === void 0 || !workspace.isFile(repo)) throw failure("usage", `--nginx-config ${path}: there is no such file in the project.`, { remedy: "Give a path inside the project." });
	return readCandidate(workspace, repo) ?? {
		path: repo,
		isFull: isFull(workspace, repo),
		isTemplate: /\.(template|tmpl)$/.test(repo),
		routes: 0
	};
}
function isFull(workspace, path) {
	return parseNginx(workspace.read(path) ?? "", path).directives.some((directive) => directive.name === "http" || directive.name === "events");
}
function chooseDockerfiles(workspace) {
	const found = findDockerfiles(workspace);
	if (found.length === 0) throw failure("project-not-found", "The repository has no Dockerfile.", { remedy: "Give the app's image with --image REF, or a Compose file with --compose-file." });
	return found;
}
/** Puts the configuration where its kind is deployed, with the files it includes that stand beside it. */
function stubProxy(workspace, configs) {
	const mounts = [{
		kind: "text",
		text: "",
		target: "/etc/nginx/conf.d/default.conf",
		mode: 420
	}];
	const main = configs.find((config) => config.isFull);
	for (const config of configs) {
		mounts.push(fileMount(config.path, deployedPath(config)));
		mounts.push(...includedMounts(workspace, config));
	}
	const paths = mounts.flatMap((mount) => mount.kind === "files" ? [{
		container: mount.target,
		repo: mount.repo,
		kind: mount.isFolder ? "folder" : "file",
		via: "config"
	}] : []);
	const layout = {
		...stubLayout,
		stock: Object.fromEntries(Object.entries(stubLayout.stock).filter(([path]) => !path.startsWith("/etc/nginx/conf.d/") && !(main && path === "/etc/nginx/nginx.conf")))
	};
	const view = viewContainer({
		workspace,
		layout,
		recipe: void 0,
		paths,
		variables: {},
		entrypoint: void 0,
		command: void 0
	});
	return {
		planned: planProxy(workspace, "proxy", "stub", stubLayout.main, view),
		mounts,
		paths
	};
}
function fileMount(repo, target, isFolder = false) {
	return {
		kind: "files",
		repo,
		target,
		isFolder,
		readOnly: true
	};
}
function deployedPath(config) {
	if (config.isFull) return "/etc/nginx/nginx.conf";
	const name = config.path.slice(config.path.lastIndexOf("/") + 1);
	if (config.isTemplate) return `/etc/nginx/templates/${name.replace(/\.tmpl$/, ".template")}`;
	return `/etc/nginx/conf.d/${name.endsWith(".conf") ? name : `${name}.conf`}`;
}
/** Files and folders beside the configuration that its includes name, at the paths where nginx looks. */
function includedMounts(workspace, config) {
	const { directives } = parseNginx(workspace.read(config.path) ?? "", config.path);
	const folder = folderOf(config.path);
	return [...walk(directives)].filter((directive) => directive.name === "include").flatMap((directive) => {
		const relative = (directive.args[0]?.text ?? "").replace(/^\/etc\/nginx\//, "");
		if (relative.startsWith("/") || relative === "" || relative === "mime.types") return [];
		const part = /[*?[]/.test(relative) ? relative.slice(0, Math.max(0, relative.search(/[*?[]/))).replace(/\/[^/]*$/, "") : relative;
		const repo = part === "" ? void 0 : joinPath(folder, part);
		const kind = repo === void 0 ? void 0 : workspace.kindOf(repo);
		return repo !== void 0 && kind !== void 0 ? [fileMount(repo, `/etc/nginx/${part}`, kind === "folder")] : [];
	});
}
/** Host names that the configuration dials and that only this project can mean. */
function dialledHosts(stub) {
	const hosts = stub.planned.proxy.routes.flatMap((route) => route.targets.map((target) => target.host));
	return [...new Set(hosts)].filter((host) => host !== "" && !isLoopback(host) && !isAddressLiteral(host) && (!host.includes(".") || host === "host.docker.internal"));
}
function buildApps(inputs, workspace, dockerfiles, hosts) {
	const byFolder = new Map(dockerfiles.map((path) => [folderOf(path).split("/").at(-1) ?? "", path]));
	const matched = hosts.flatMap((host) => {
		const path = byFolder.get(host);
		return path === void 0 ? [] : [{
			host,
			path
		}];
	});
	if (matched.length > 0 && matched.length === hosts.length) return {
		apps: matched.map(({ host, path }) => appService(inputs, workspace, host, buildOf(path), [host])),
		notes: []
	};
	const [first] = dockerfiles;
	const notes = dockerfiles.length > 1 ? [{
		text: `${first} is taken for the app; not built: ${dockerfiles.slice(1).join(", ")}`,
		at: workspace.locate(first, 1)
	}] : [];
	return {
		apps: [appService(inputs, workspace, "app", buildOf(first), ["app", ...hosts])],
		notes
	};
}
function buildOf(dockerfile) {
	return {
		kind: "build",
		context: folderOf(dockerfile),
		dockerfile,
		args: {}
	};
}
function imageApp(inputs, workspace, reference, hosts) {
	return appService(inputs, workspace, "app", {
		kind: "reference",
		reference
	}, ["app", ...hosts]);
}
function appService(inputs, workspace, name, image, aliases) {
	const build = image.kind === "build" ? image : firstBuild(workspace);
	const recipe = build && readRecipe(workspace, build);
	const { memory } = inputs;
	const start = startChain({
		workspace,
		recipe,
		paths: recipe?.paths ?? [],
		workingDir: recipe?.settings.workingDir ?? "/",
		entrypoint: void 0,
		command: void 0
	});
	return {
		name,
		...recipe ? { at: recipe.stage.at } : {},
		role: "app",
		essential: true,
		image,
		variables: givenVariables(inputs, workspace),
		attachments: [{
			network,
			aliases: [...new Set(aliases)]
		}],
		mounts: [],
		needs: [],
		...memory === void 0 ? {} : { memory: {
			value: memory,
			because: "given by --memory"
		} },
		ports: [],
		paths: recipe?.paths ?? [],
		start,
		settings: {}
	};
}
/** With `--image`, the repository's own Dockerfile still tells where the image's files come from. */
function firstBuild(workspace) {
	const [path] = findDockerfiles(workspace);
	return path === void 0 ? void 0 : buildOf(path);
}
function givenVariables(inputs, workspace) {
	const path = inputs.envFile === void 0 ? void 0 : workspace.toRepo(inputs.envFile);
	const text = path === void 0 ? void 0 : workspace.read(path);
	return path !== void 0 && text !== void 0 ? { ...parseDotenv(path, text).variables } : {};
}
function stubService(configs, mounts, paths, inside) {
	const [first] = configs;
	return {
		name: "proxy",
		...first ? { at: {
			path: first.path,
			line: 1
		} } : {},
		role: "proxy",
		essential: true,
		image: {
			kind: "reference",
			reference: stubImage
		},
		variables: {},
		attachments: inside === void 0 ? [{
			network,
			aliases: ["proxy"]
		}] : [],
		...inside === void 0 ? {} : { networkOf: byDefault(inside, "nginx and the app share a network namespace in this topology") },
		mounts,
		needs: [],
		ports: [],
		paths,
		start: [],
		settings: {}
	};
}
function topologyOf(inputs, planned, hosts) {
	if (inputs.topology !== "auto") return byDefault(inputs.topology, "given by --topology");
	const loopback = planned.proxy.routes.flatMap((route) => route.targets).find((target) => isLoopback(target.host) && target.port > 0);
	if (loopback && hosts.length === 0) return {
		...sourced("host", loopback.at),
		because: `${loopback.host}:${loopback.port} is dialled and no container name: nginx stands on the host beside a published port`
	};
	return byDefault("container", "the configuration dials names, as between containers");
}
/**
* nginx on the host beside a published port: what Docker's port proxy does is done by forwarders in the proxy's network namespace.
* From there on the routes name what stands behind them; nginx still dials what its configuration says.
*/
function onHost(workspace, proxy, app) {
	if (!app) return {
		proxy,
		forwards: [],
		supplied: []
	};
	const dialled = proxy.routes.flatMap((route) => route.targets).filter((target) => isLoopback(target.host) && target.port > 0);
	const ports = new Map(dialled.map((target) => [target.port, publishedPort(workspace, app, target.port)]));
	const routes = proxy.routes.map((route) => ({
		...route,
		targets: route.targets.map((target) => isLoopback(target.host) && target.port > 0 ? behind(target, app, ports.get(target.port) ?? target.port) : target)
	}));
	const forwards = [...ports].flatMap(([outside, inside]) => {
		const from = port(outside);
		const to = port(inside);
		return from === void 0 || to === void 0 ? [] : [{
			inside: proxy.service,
			listen: "127.0.0.1",
			port: from,
			toHost: app.name,
			toPort: to
		}];
	});
	const supplied = [...ports].map(([outside, inside]) => ({
		what: `port ${inside} of ${app.name}, published on the host as ${outside}`,
		why: "nginx dials the host, and the repository does not say how the container is published there"
	}));
	return {
		proxy: {
			...proxy,
			routes
		},
		forwards,
		supplied
	};
}
function behind({ hostSpan: _hostSpan, portSpan: _portSpan, ...target }, app, port) {
	return {
		...target,
		host: app.name,
		port
	};
}
/** Which port of the container is published as one of the host: the only one that EXPOSE names, else the same. */
function publishedPort(workspace, app, outside) {
	const recipe = app.image.kind === "build" ? readRecipe(workspace, app.image) : void 0;
	const exposed = [...new Set((recipe?.settings.exposed ?? []).map((each) => each.value))];
	const [only] = exposed;
	return exposed.length === 1 && only !== void 0 ? only : outside;
}

// src/plan/plan.ts
/** Plans the project: finds its kind, reads its files, resolves what would be built, booted and asked. Touches no engine. */
async function makePlan(inputs, context) {
	return withUserProbes(withoutOutside(await planProject(inputs, context)), inputs.probes);
}
async function planProject(inputs, context) {
	const { workspace } = context;
	if (inputs.platform === "amvera" || inputs.platform === "upsun") throw failure("usage", `The platform ${inputs.platform} is not supported yet.`, { remedy: "Use --platform compose or dockerfile." });
	const candidates = composeCandidates(inputs, workspace);
	if (inputs.platform === "compose" && candidates.length === 0) throw failure("project-not-found", `There is no Compose file in ${workspace.root}.`, { remedy: `Add ${composeNames[0]}, or name it with --compose-file.` });
	const reasons = [];
	for (const files of inputs.platform === "dockerfile" ? [] : candidates) try {
		return await planCompose(inputs, workspace, files, context.runCompose, context.environment);
	} catch (error) {
		if (!(error instanceof NoProxyError)) throw error;
		reasons.push(error.message);
	}
	if (inputs.platform === "compose") throw failure("project-not-found", `${sentence(reasons)}.`, { remedy: "Name the Compose file with the proxy with --compose-file, or use --platform dockerfile." });
	return planDockerfile(inputs, workspace);
}
/** Sets of Compose files to try: the given ones, else the usual names with their override, then others in the root that may hold the proxy. */
function composeCandidates(inputs, workspace) {
	if (inputs.composeFiles.length > 0) return [inputs.composeFiles.map((path) => givenFile(workspace, path))];
	const names = workspace.list("");
	const usual = composeNames.filter((name) => names.includes(name)).slice(0, 1);
	const override = usual.flatMap((name) => names.filter((other) => other === name.replace(/\.(ya?ml)$/, ".override.$1")));
	const others = names.filter((name) => /^(docker-)?compose[\w.-]+\.ya?ml$/.test(name) && !usual.includes(name) && !/override|test|dev|local/.test(name));
	const merged = usual.length > 0 ? others.map((other) => [...usual, other]) : [];
	return [
		...usual.length > 0 ? [[...usual, ...override]] : [],
		...others.map((other) => [other]),
		...merged
	];
}
function givenFile(workspace, path) {
	const repo = workspace.toRepo(path);
	if (repo === void 0 || !workspace.isFile(repo)) throw failure("usage", `--compose-file ${path}: there is no such file in the project.`, { remedy: "Give a path inside the project." });
	return repo;
}
function sentence(parts) {
	const text = parts.join("; ");
	return text.charAt(0).toUpperCase() + text.slice(1);
}

// src/prove/experiment.ts
/** More experiments than this cost more than they tell. */
const mostExperiments = 6;
/** Tries the findings' interventions, best first, for each symptom until one is confirmed. */
async function prove(candidates, first, laboratory, subjectOf) {
	const experiments = [];
	const tried = /* @__PURE__ */ new Map();
	const settled = /* @__PURE__ */ new Set();
	for (const { finding, symptom } of candidates) {
		const { intervention } = finding;
		if (!intervention || settled.has(symptom) || tried.size >= mostExperiments) continue;
		const key = JSON.stringify(intervention);
		const proof = tried.get(key) ?? await proveOne(finding, intervention, first, laboratory);
		tried.set(key, proof);
		if (proof.result === "confirmed") settled.add(symptom);
		experiments.push({
			cause: finding.cause,
			subject: subjectOf(finding),
			proof
		});
	}
	return experiments;
}
async function proveOne(finding, intervention, first, laboratory) {
	const described = describeIntervention(intervention);
	if (!isTryable(intervention)) return {
		result: "not-attempted",
		because: "the line to change could not be rewritten by itself"
	};
	const control = await laboratory.control(intervention);
	const relevant = relevantProbes(finding, first);
	const again = stillFailing(relevant, control);
	if (again.length === 0) return {
		result: "inconclusive",
		intervention: described,
		control: showProbes(relevant, control),
		because: "without the change it passed this time: the failure is not stable"
	};
	const treatment = await laboratory.treatment(intervention);
	if (typeof treatment === "string") return {
		result: "inconclusive",
		intervention: described,
		control: showProbes(again, control),
		treatment,
		because: treatment
	};
	return {
		...judge(finding, again, control, treatment),
		intervention: described,
		control: showProbes(again, control),
		treatment: showProbes(again, treatment) + stateOf(finding, treatment)
	};
}
/** Green where it was red; refuted only when nothing at all has changed. */
function judge(finding, relevant, control, treatment) {
	const still = stillFailing(relevant, treatment);
	const broken = passing(control).filter((key) => !passing(treatment).includes(key) && keysOf(treatment).includes(key));
	if (still.length === 0 && broken.length === 0) return { result: "confirmed" };
	if (still.length === 0) return {
		result: "inconclusive",
		because: "it passes now, but something else has failed"
	};
	const isSame = still.length === relevant.length && showProbes(relevant, control) === showProbes(relevant, treatment) && endOf(finding, control) === endOf(finding, treatment);
	return isSame && isDecisive(finding.intervention) ? { result: "refuted" } : {
		result: "inconclusive",
		because: isSame ? "this change alone did not help" : "the change made a difference, but something still fails"
	};
}
/** Whether a change that does not help speaks against the cause: a value, a line or a command that was only guessed does not. */
function isDecisive(intervention) {
	return intervention !== void 0 && intervention.kind !== "set-variable" && intervention.kind !== "edit-files" && intervention.kind !== "start-command";
}
function endOf(finding, outcome) {
	const service = finding.service ?? "";
	return `${outcome.states.get(service)} ${outcome.words?.get(service)}`;
}
/** Stands for every request through the proxy: a proxy that does not start may have left nothing to ask. */
const anything = "*";
function matches$1(key, result) {
	return key === anything ? result.via === "proxy" : keyOf(result) === key;
}
/** A request by its name and the way it took. */
function keyOf(result) {
	return result.via === "proxy" ? result.name : `${result.name} ${result.target?.service}`;
}
function keysOf(outcome) {
	return outcome.probes.map(keyOf);
}
function isBad(result) {
	return result.error !== void 0 || result.unmet !== void 0 || result.status === void 0 || [
		500,
		502,
		503,
		504
	].includes(result.status);
}
/** The requests that the finding is about: those through the proxy that fail, else those straight to its service. */
function relevantProbes(finding, first) {
	const failing = first.probes.filter(isBad);
	const proxied = failing.filter((result) => result.via === "proxy");
	const own = proxied.filter((result) => finding.service === void 0 || first.probes.some((direct) => direct.via === "direct" && direct.probe === result.probe && direct.target?.service === finding.service));
	const chosen = own.length > 0 ? own : proxied.length > 0 ? proxied : failing.filter((result) => result.target?.service === finding.service);
	return first.probes.length === 0 ? [anything] : chosen.map(keyOf);
}
function stillFailing(keys, outcome) {
	return keys.filter((key) => outcome.probes.every((result) => !matches$1(key, result) || isBad(result)));
}
function passing(outcome) {
	return outcome.probes.filter((result) => result.via === "proxy" && !isBad(result)).map(keyOf);
}
/** "GET http://localhost/ -> 502". */
function showProbes(keys, outcome) {
	return keys.slice(0, 3).map((key) => {
		const result = outcome.probes.find((each) => matches$1(key, each));
		return result ? `${result.request} -> ${result.status ?? result.error ?? "no answer"}` : "nginx did not start";
	}).join(", ") + (keys.length > 3 ? ` and ${keys.length - 3} more` : "");
}
function stateOf(finding, outcome) {
	const state = outcome.states.get(finding.service ?? "");
	return state === void 0 || state === "running" ? "" : ` (${finding.service}: ${state})`;
}

// src/sources/changed.ts
/** Lines added or changed since a revision, by path from the folder: what `git diff` against their merge base says. Throws a Failure for an unknown revision. */
async function changedLines(folder, base, environment) {
	if (base.startsWith("-")) throw failure("usage", `--base ${base}: this is no revision.`, { remedy: "Give a branch, a tag or a commit." });
	const git = (...args) => runCommand("git", [
		"-C",
		folder,
		"-c",
		"core.quotePath=false",
		"-c",
		"diff.external=",
		...args
	], {
		env: {
			...toolEnvironment(environment),
			GIT_OPTIONAL_LOCKS: "0"
		},
		timeout: 3e4
	});
	const merged = await git("merge-base", base, "HEAD");
	const diff = await git("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/", "--relative", merged.code === 0 ? merged.out.trim() : base, "--");
	if (diff.code !== 0) throw failure("usage", `--base ${base}: git does not know this revision here.`, {
		remedy: "Fetch it first (actions/checkout with fetch-depth: 0), or leave --base out.",
		detail: diff.err.trim().slice(0, 400)
	});
	return parseDiff(diff.out);
}
/** Reads the new side's line numbers out of a diff without context. */
function parseDiff(diff) {
	const lines = /* @__PURE__ */ new Map();
	let path = "";
	let left = 0;
	for (const line of diff.split("\n")) {
		if (left > 0 && /^[-+ ]/.test(line)) {
			left -= line.startsWith(" ") ? 2 : 1;
			continue;
		}
		const file = /^\+\+\+ (.+?)\t?$/.exec(line)?.[1];
		if (file !== void 0) path = /^b\/(.+)$/.exec(unquoted(file))?.[1] ?? "";
		const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
		if (!hunk) continue;
		const [removed, first, added] = [
			Number(hunk[1] ?? 1),
			Number(hunk[2]),
			Number(hunk[3] ?? 1)
		];
		left = removed + added;
		if (path !== "") lines.set(path, [...lines.get(path) ?? [], ...Array.from({ length: added }, (_, index) => first + index)]);
	}
	return Object.fromEntries(lines);
}
const escapes = {
	a: "\x07",
	b: "\b",
	t: "	",
	n: "\n",
	v: "\v",
	f: "\f",
	r: "\r"
};
/** A path as git quotes it, in the manner of C; one without quotes as it is. */
function unquoted(path) {
	const inside = /^"(.*)"$/.exec(path)?.[1];
	if (inside === void 0) return path;
	const bytes = inside.replace(/\\([0-7]{3}|.)/g, (_, escape) => escape.length === 3 ? String.fromCharCode(Number.parseInt(escape, 8)) : escapes[escape] ?? escape);
	return /[\u0080-\u00ff]/.test(bytes) && !/[^\p{ASCII}\u0080-\u00ff]/u.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
}

// src/sources/code-lines.ts
const longestLine = 600;
/** The lines of a file that are not comments or empty. */
function codeLines(path, text) {
	const isSide = isSideFile(path);
	const marks = /\.(py|rb|ru|sh|bash|ya?ml|toml|ini|conf|cfg|properties|env|pl|pm|ex|exs|cr)$|(^|\/)(\.env[\w.-]*|Procfile|Dockerfile[\w.-]*|Makefile|Gemfile)$/.test(path) ? /^\s*[#;]|\s#\s.*$/ : /^\s*(?:\/\/|\*|\/\*)|\s\/\/\s.*$/;
	return text.split("\n").flatMap((raw, index) => {
		if (raw.length > longestLine) return [];
		const comment = marks.exec(raw);
		const code = comment === null ? raw : raw.slice(0, comment.index);
		return code.trim() === "" ? [] : [{
			path,
			line: index + 1,
			text: code.replace(/\r$/, ""),
			isSide
		}];
	});
}

// src/sources/manifests.ts
const names = /(^|\/)(requirements[\w.-]*\.txt|requirements\/[\w.-]+\.txt|Pipfile|pyproject\.toml|setup\.py|package\.json|Gemfile|composer\.json|go\.mod|pom\.xml|build\.gradle(\.kts)?)$/;
/** Whether a file, by its name, lists what must be installed. */
function isManifest(path) {
	return names.test(path);
}
/** Reads the names that a manifest lists; the place is that of its list. */
function readManifest(workspace, path, text) {
	const lines = text.replace(/\n$/, "").split("\n").length;
	return listed(workspace, path, text).map((manifest) => ({
		...manifest,
		lines: text.trim() === "" ? 0 : lines
	}));
}
function listed(workspace, path, text) {
	const file = path.slice(path.lastIndexOf("/") + 1);
	const first = workspace.locate(path, 1);
	if (file === "package.json") return [jsonManifest(path, text, "node", [
		"dependencies",
		"optionalDependencies",
		"peerDependencies"
	]), {
		...jsonManifest(path, text, "node", ["devDependencies"]),
		isDevelopment: true
	}];
	if (file === "composer.json") return [jsonManifest(path, text, "php", ["require", "require-dev"])];
	if (file.endsWith(".txt")) return [{
		ecosystem: "python",
		at: first,
		names: matches(text, /^\s*([A-Za-z0-9][\w.-]*)/gm)
	}];
	if (file === "Pipfile" || file === "pyproject.toml" || file === "setup.py") return [{
		ecosystem: "python",
		at: lineWith(workspace, path, text, /dependencies|install_requires|\[packages\]/),
		names: matches(text, /["']([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[<>=!~;].*)?["']|^\s*([A-Za-z0-9][\w.-]*)\s*=\s*["'{]/gm)
	}];
	if (file === "Gemfile") return [{
		ecosystem: "ruby",
		at: first,
		names: matches(text, /^\s*gem\s+["']([\w.-]+)["']/gm)
	}];
	if (file === "go.mod") return [{
		ecosystem: "go",
		at: lineWith(workspace, path, text, /^require/m),
		names: matches(text, /^\s*(?:require\s+)?([\w.-]+\.[\w./-]+)\s+v/gm)
	}];
	return [{
		ecosystem: "java",
		at: lineWith(workspace, path, text, /<dependencies>|dependencies\s*\{/),
		names: matches(text, /<artifactId>([^<]+)<|["'][\w.]+:([\w.-]+)(?::[^"']*)?["']/g)
	}];
}
function jsonManifest(path, text, ecosystem, keys) {
	const file = parseYaml(path, text);
	const key = keys.find((each) => file.locateKey([each]) !== void 0);
	const at = (key === void 0 ? void 0 : file.locateKey([key])) ?? {
		path,
		line: 1,
		text: indexLines(text).lineText(1)
	};
	const listedNames = keys.flatMap((each) => file.keys([each]).map((name) => ({
		name,
		version: file.source([each, name])?.replace(/^"|"$/g, "") ?? "*",
		place: file.locateKey([each, name])
	})));
	return {
		ecosystem,
		at,
		names: listedNames.map(({ name }) => name),
		versions: Object.fromEntries(listedNames.map(({ name, version }) => [name, version])),
		entries: Object.fromEntries(listedNames.flatMap(({ name, place }) => place ? [[name, place]] : []))
	};
}
function lineWith(workspace, path, text, pattern) {
	const index = text.split("\n").findIndex((line) => pattern.test(line));
	return workspace.locate(path, Math.max(1, index + 1));
}
function matches(text, pattern) {
	return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? []);
}

// src/sources/literals.ts
const opens = /\b(?:app|server|srv|http|https|router|fastify|io|api|e|r|g|svc)?\.?(?:listen|Listen|ListenAndServe(?:TLS)?|serve|Serve|serve_forever|run|Run|start|bind|Bind|createServer|ServeHTTP|make_server|TCPServer|HTTPServer|run_simple|runserver|UseUrls|server_bind)\s*\(/;
const serverWords = /\b(?:gunicorn|uvicorn|hypercorn|daphne|waitress(?:-serve)?|puma|unicorn|thin|rackup|passenger|flask|next|nuxt|vite|serve|http-server|webpack|php|java|uwsgi|plackup|starman|hypnotoad|streamlit|runserver|dotnet|mix)\b/;
const portWords = /port\b|_?port["']?\s*[:=]|\bport\d*\b|--port|--bind|\b-p\b|\b-b\b|listen|bind|addr|0\.0\.0\.0|127\.0\.0\.1|localhost|server\.port|SERVER_PORT|\[::\]/i;
const elsewhere = /\b(?:connect|createConnection|createClient|createPool|axios|fetch|requests\.|redis|postgres|mysql|mongo|amqp|smtp|kafka|DATABASE|_DB_|DB_|db_port|database|timeout|cors|origin|EXPOSE|proxy_pass|webhook|metrics|health_?check)\b/i;
/** Numbers of a line that can be ports, weighed by how much the line looks like the one that opens it. */
function portMentions(line, kept) {
	const found = [];
	for (const match of line.text.matchAll(/(?<![\w.-])(?:0x)?(\d{2,5})(?![\w]|\.\d|%|\s*\*|\s*\/)|(?<=[\w\]]:)(\d{2,5})(?!\d|\.\d|\w)/g)) {
		const port = Number(match[1] ?? match[2]);
		if (port < 1 || port > 65535) continue;
		const weight = weigh(line, portScore(line.text));
		if (weight > 0 || kept.has(port)) found.push({
			port,
			weight,
			at: placeOf(line, match.index)
		});
	}
	return found;
}
function portScore(text) {
	return (opens.test(text) ? 5 : 0) + (portWords.test(text) ? 3 : 0) + (serverWords.test(text) ? 2 : 0) - (elsewhere.test(text) ? 4 : 0);
}
const hostPattern = /(?<![\w.-])(127\.0\.0\.1|localhost|::1|0\.0\.0\.0|\[::1\]|\[::\])(?![\w.-])/g;
const hostWords = /\bhost(?:name)?\b["']?\s*[:=]|--host(?:name)?\b|--bind\b|--address\b|--listen\b|(?:^|\s)-(?:b|l|a|o|H|S)\s|\bbind(?:_?address|_?host|_?ip)?\b|\bHOST(?:NAME)?\b|\baddress\b|\baddr\b|\blisten\b|\binterface\b|server\.address|\bip\b/i;
const notListening = /\b(?:https?|redis|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|amqp|ws|wss|smtp):\/\/|\b(?:connect|createClient|createPool|createConnection|fetch|axios|requests\.|cors|origin|allowed_?hosts|ALLOWED_HOSTS|DB_HOST|DATABASE|REDIS|MYSQL|POSTGRES|MONGO|SMTP|MAIL|CACHE|proxy_pass|healthcheck|curl|wget)\b/i;
/** Literal addresses of a line that a server could be told to listen on. */
function hostMentions(line) {
	return [...line.text.matchAll(hostPattern)].flatMap((match) => {
		const weight = weigh(line, (opens.test(line.text) ? 5 : 0) + (hostWords.test(line.text) ? 3 : 0) + (serverWords.test(line.text) ? 2 : 0) - (notListening.test(line.text) ? 5 : 0));
		return weight > 0 ? [{
			host: match[1] ?? "",
			weight,
			at: placeOf(line, match.index)
		}] : [];
	});
}
/** Lines that name a gateway status as something to answer. */
function statusMentions(line) {
	return [...line.text.matchAll(/(?<![\w.])(50[234])(?![\w.])|\b(?:HTTP_?50[234]\w*|SERVICE_UNAVAILABLE|ServiceUnavailable|BAD_GATEWAY|BadGateway|GATEWAY_TIMEOUT|GatewayTimeout)\b/g)].flatMap((match) => {
		const status = match[1] === void 0 ? statusOfName(match[0]) : Number(match[1]);
		const weight = weigh(line, /status|abort|raise|throw|return|respond|response|writeHead|WriteHeader|sendStatus|http_response_code|halt|render|Error|exception|head\b|HTTP\//i.test(line.text) ? 4 : 0);
		return weight > 0 ? [{
			status,
			weight,
			at: placeOf(line, match.index)
		}] : [];
	});
}
function statusOfName(name) {
	const digits = /50[234]/.exec(name)?.[0];
	if (digits !== void 0) return Number(digits);
	return /unavailable/i.test(name) ? 503 : /timeout/i.test(name) ? 504 : 502;
}
function weigh(line, score) {
	return Math.max(0, Math.min(10, score - (line.isSide ? 6 : 0)));
}
function placeOf(line, index) {
	return {
		path: line.path,
		line: line.line,
		column: index + 1,
		text: line.text.slice(0, 300)
	};
}

// src/sources/variables.ts
const quoted = `["'\`]([A-Za-z_]\\w*)["'\`]`;
const fallback = `(?:\\s*,\\s*(?:default\\s*[=:]\\s*)?(["'\`]?)([^"'\`),]*)\\2)?`;
/** How programs read an environment variable: group 1 is the name, a group 3 the literal used when it is not set. */
const readers = [
	/process\.env\.([A-Za-z_]\w*)(?:\s*(?:\|\||\?\?)\s*(["'`]?)([^"'`);,\s]*)\2)?/g,
	new RegExp(`process\\.env\\[${quoted}\\](?:\\s*(?:\\|\\||\\?\\?)\\s*(["'\`]?)([^"'\`);,\\s]*)\\2)?`, "g"),
	new RegExp(`(?:Deno\\.env\\.get|Bun\\.env)\\(${quoted}\\)`, "g"),
	new RegExp(`os\\.environ\\[${quoted}\\]`, "g"),
	new RegExp(`(?:os\\.environ\\.get|os\\.getenv|(?<!System\\.)getenv|environ\\.get|environ)\\(\\s*${quoted}${fallback}`, "g"),
	new RegExp(`\\b(?:env|config|env\\.(?:str|int|bool|list|url|db|db_url|cache_url))\\(\\s*${quoted}${fallback}`, "g"),
	new RegExp(`(?<!\\$_)ENV\\[${quoted}\\](?:\\s*\\|\\|\\s*(["'\`]?)([^"'\`)\\s]*)\\2)?`, "g"),
	new RegExp(`ENV\\.fetch\\(?\\s*${quoted}${fallback}`, "g"),
	new RegExp(`\\$_(?:ENV|SERVER)\\[${quoted}\\]`, "g"),
	/\$ENV\{["']?([A-Za-z_]\w*)["']?\}/g,
	new RegExp(`(?:os\\.Getenv|os\\.LookupEnv|syscall\\.Getenv|System\\.getenv|Environment\\.GetEnvironmentVariable|env::var(?:_os)?|env!|option_env!|System\\.get_env|System\\.fetch_env!?|viper\\.(?:BindEnv|Get\\w*))\\(\\s*${quoted}${fallback}`, "g")
];
const shellReader = /\$\{([A-Z_][A-Z0-9_]*)(?:(:?[-=?])([^}]*))?\}|\$([A-Z_][A-Z0-9_]*)\b/g;
const placeholder = /\$\{([A-Za-z_][\w.-]*)(?::([^}]*))?\}/g;
/** The lines of a file that read environment variables. */
function variableMentions(path, text) {
	const isShell = /\.(sh|bash)$|(^|\/)(entrypoint|start|run)[\w.-]*$/.test(path) || /^#!.*\bsh\b/.test(text);
	const isSettings = /\.(properties|ya?ml|toml|xml|conf)$/.test(path);
	return [
		...codeLines(path, text).flatMap((line) => {
			const at = (index) => ({
				path,
				line: line.line,
				column: index + 1,
				text: line.text.slice(0, 300)
			});
			return (isShell ? [shellReader] : isSettings ? [placeholder] : readers).flatMap((pattern) => [...line.text.matchAll(pattern)].flatMap((match) => {
				const name = match[1] ?? match[4];
				const value = isSettings ? match[2] : isShell ? shellDefault(match) : literalOf(match);
				return name === void 0 ? [] : [{
					name,
					at: at(match.index),
					...value === void 0 || value === "" ? {} : { fallback: value }
				}];
			}));
		}),
		...destructured(path, text),
		.../BaseSettings/.test(text) ? settingsFields(path, text) : []
	];
}
/** What stands for the variable in `${NAME:-default}`; nothing in `${NAME:?message}`. */
function shellDefault([, , operator, word]) {
	return operator?.endsWith("?") === true ? void 0 : word;
}
/** A default beside a reading; what stands for nothing is none, nor what is done instead: `|| fail("…")`. */
function literalOf([text, , quote, value = ""]) {
	if (quote !== "") return value;
	return /\|\||\?\?/.test(text) && /[({]|^(?:raise|throw|abort|exit|die|fail|panic)$/.test(value) || /^(?:None|null|nil|undefined)$/.test(value) ? void 0 : value;
}
/** `const { PORT = 3000, HOST } = process.env` */
function destructured(path, text) {
	return [...text.matchAll(/\{([^{}]*)\}\s*=\s*process\.env\b/g)].flatMap((match) => {
		return [...(match[1] ?? "").matchAll(/([A-Za-z_]\w*)\s*(?::\s*\w+\s*)?(?:=\s*(["'`]?)([^"'`,]*)\2)?\s*(?:,|$)/g)].map((field) => {
			const offset = match.index + 1 + field.index;
			const line = text.slice(0, offset).split("\n").length;
			return {
				name: field[1] ?? "",
				at: {
					path,
					line,
					text: (text.split("\n")[line - 1] ?? "").slice(0, 300)
				},
				...field[3] ? { fallback: field[3] } : {}
			};
		});
	});
}
/** Fields of a pydantic settings class: each is read from the variable of its name, in any case. */
function settingsFields(path, text) {
	let isInside = false;
	return codeLines(path, text).flatMap((line) => {
		if (/^class\s+\w+\(.*BaseSettings/.test(line.text)) isInside = true;
		else if (/^\S/.test(line.text)) isInside = false;
		const field = isInside ? /^\s+([A-Za-z_]\w*)\s*:\s*[^=]+(?:=\s*(.+))?$/.exec(line.text) : null;
		if (!field || field[1] === "model_config") return [];
		return [{
			name: (field[1] ?? "").toUpperCase(),
			at: {
				path,
				line: line.line,
				text: line.text.slice(0, 300)
			},
			...field[2] ? { fallback: field[2].trim() } : {}
		}];
	});
}

// src/sources/frames.ts
/** How programs name a line of a file: group 1 is the path, group 2 the line. */
const shapes = [
	/File "([^"]+)", line (\d+)/g,
	/\bin (\/[^\s:()]+|[\w./-]+\.php) on line (\d+)/g,
	/ at (\S+) line (\d+)/g,
	/((?:\/|\b)[\w.@+/-]*\.[A-Za-z]\w*)>?[:(](\d+)/g,
	/((?:\/|\b)[\w.@+/-]*?[\w-]+): (?:line )?(\d+): /g
];
const mostFrames = 300;
/** The places that containers' output names, as far as the repository has them. */
function frameMentions(workspace, plan, records, files) {
	const found = /* @__PURE__ */ new Map();
	for (const record of records) {
		const service = plan.services.find((each) => each.name === record.name);
		if (!service) continue;
		for (const { text } of record.log) for (const [, file = "", line = ""] of shapes.flatMap((shape) => [...text.matchAll(shape)])) {
			const key = `${record.name} ${file}:${line}`;
			const path = found.has(key) ? void 0 : repoFile(workspace, service, record, files, file, packagedPath(text, file));
			if (path !== void 0 && found.size < mostFrames) found.set(key, {
				service: record.name,
				file,
				at: workspace.locate(path, Number(line))
			});
		}
	}
	return [...found.values()];
}
/** Java names a file without its folder, which is that of the class's package: "com/acme/Main.java". */
function packagedPath(text, file) {
	const packageName = /\bat (?:[\w.@-]*\/{1,2})?((?:[a-z_]\w*\.)+)[A-Z]/.exec(text)?.[1];
	return packageName === void 0 || file.includes("/") ? void 0 : `${packageName.replaceAll(".", "/")}${file}`;
}
/** The repository's file behind a path of the container; for a path of a build stage or a name without folders, the one file that ends alike. */
function repoFile(workspace, service, record, files, file, packaged) {
	const container = resolvePath(record.image.workingDir || "/", file);
	const mapped = repoPathOf(service.paths, container)?.repo;
	if (mapped !== void 0 && workspace.isFile(mapped)) return isOwn(mapped) ? mapped : void 0;
	if (mapped !== void 0 && file.includes("/") || !isOwn(container)) return void 0;
	return packaged === void 0 ? bySuffix(service, files, container) : onlyOne(sourcesOf(service, files), packaged);
}
function isOwn(path) {
	return !/(^|\/)(node_modules|site-packages|dist-packages|vendor|gems|\.venv|venv)\//.test(path) && !path.startsWith("/usr/lib/") && !path.startsWith("/usr/local/lib/");
}
function bySuffix(service, files, container) {
	const inside = sourcesOf(service, files);
	const parts = container.split("/").filter((part) => part !== "");
	return parts.map((_, from) => onlyOne(inside, parts.slice(from).join("/"))).find((path) => path !== void 0);
}
/** The files that a service can be built from. */
function sourcesOf(service, files) {
	const context = service.image.kind === "build" ? service.image.context : void 0;
	return context === void 0 ? [] : files.filter((path) => context === "" || path.startsWith(`${context}/`));
}
function onlyOne(files, ending) {
	const matching = files.filter((path) => path === ending || path.endsWith(`/${ending}`));
	return matching.length === 1 ? matching[0] : void 0;
}

// src/sources/programs.ts
/** The repository's files that the start commands of services name. */
function programFiles(workspace, services, records) {
	return services.flatMap((service) => {
		const record = records.find((each) => each.name === service.name);
		return [...new Set([
			...record?.image.entrypoint ?? [],
			...record?.image.command ?? [],
			...service.entrypoint?.value ?? [],
			...service.command?.value ?? [],
			...service.start.map((step) => step.text)
		].flatMap((text) => shellWords(text).map((word) => word.text)))].flatMap((word) => programFile(workspace, service, resolvePath(service.workingDir ?? record?.image.workingDir ?? "/", word)));
	});
}
function programFile(workspace, service, container) {
	const repo = repoPathOf(service.paths, container)?.repo;
	if (repo === void 0 || !workspace.isFile(repo)) return [];
	const bytes = workspace.bytes(repo);
	const mode = statSync(workspace.absolute(repo)).mode;
	return [{
		service: service.name,
		container,
		at: workspace.locate(repo, 1),
		isExecutable: (mode & 73) !== 0,
		hasCarriageReturns: bytes?.includes("\r\n") ?? false
	}];
}

// src/sources/scan.ts
/** How much is read of a large repository. */
const mostFiles = 4e3;
const mostMentions = 3e3;
/** Reads the project's own files for lines that could decide a port, an address, a variable, a status or a start. */
function scanSources({ workspace, plan, records, ports, changed }) {
	const facts = {
		ports: [],
		hosts: [],
		variables: [],
		statuses: [],
		manifests: []
	};
	const files = sourceFiles(workspace);
	for (const path of files) {
		const text = workspace.read(path);
		if (text === void 0) continue;
		if (isManifest(path)) facts.manifests.push(...readManifest(workspace, path, text));
		facts.variables.push(...variableMentions(path, text));
		for (const line of codeLines(path, text)) {
			facts.ports.push(...portMentions(line, ports));
			facts.hosts.push(...hostMentions(line));
			facts.statuses.push(...statusMentions(line));
		}
	}
	return {
		ports: strongest(facts.ports),
		hosts: strongest(facts.hosts),
		variables: facts.variables.slice(0, mostMentions),
		statuses: strongest(facts.statuses),
		manifests: facts.manifests,
		frames: frameMentions(workspace, plan, records, files),
		programs: programFiles(workspace, plan.services, records),
		proxyLines: records.some((record) => record.name === plan.proxy.service && record.state === "exited") ? proxyLines(workspace, plan) : [],
		files,
		...changed ? { changed } : {}
	};
}
function proxyLines(workspace, plan) {
	return [...new Set(plan.proxy.files.map((file) => file.repo))].flatMap((path) => (workspace.read(path) ?? "").split("\n").map((text, index) => ({
		path,
		line: index + 1,
		text: text.replace(/\r$/, "").slice(0, 300)
	}))).slice(0, mostMentions);
}
/** Whether a source or settings file at or below one of the paths names the port; files that speak of the proxy's side are left out. */
function namesPort(workspace, paths, port, except) {
	const pattern = new RegExp(`(?<![\\w.])${port}(?![\\w.]|\\d)`);
	const isIn = (path) => paths.some((each) => each === "" || path === each || path.startsWith(`${each}/`));
	return sourceFiles(workspace).filter((path) => isIn(path) && !except.has(path) && !isSideFile(path) && !/(^|\/)(docker-)?compose[\w.-]*\.ya?ml$|^\.github\//.test(path)).some((path) => codeLines(path, workspace.read(path) ?? "").some((line) => pattern.test(line.text)));
}
function sourceFiles(workspace) {
	const found = [];
	for (const entry of workspace.entries("", isSkipped)) {
		if (entry.kind === "file" && (isSourceFile(entry.path) || isManifest(entry.path))) found.push(entry.path);
		if (found.length >= mostFiles) break;
	}
	return found;
}
function strongest(mentions) {
	return mentions.length <= mostMentions ? [...mentions] : mentions.toSorted((a, b) => b.weight - a.weight).slice(0, mostMentions);
}

// src/stopwatch.ts
/** Adds up the milliseconds of each stage. */
var Stopwatch = class {
	#began = performance.now();
	#spent = { ...noTimings };
	async time(stage, work) {
		const began = performance.now();
		try {
			return await work();
		} finally {
			this.#spent[stage] += performance.now() - began;
		}
	}
	timings() {
		const rounded = Object.entries({
			...this.#spent,
			total: performance.now() - this.#began
		}).map(([stage, spent]) => [stage, Math.round(spent)]);
		return Object.fromEntries(rounded);
	}
};

// src/text/edits.ts
/** Lays whole-line edits over a text. Later edits see the lines of the original. Line ends are kept. */
function applyEdits(text, edits) {
	if (edits.length === 0) return text;
	const lines = text.split("\n");
	const end = lines[0]?.endsWith("\r") === true ? "\r" : "";
	for (const edit of edits.toSorted((a, b) => b.startLine - a.startLine)) {
		const replacement = edit.replacement.split("\n").map((line) => line + end);
		lines.splice(edit.startLine - 1, edit.endLine - edit.startLine + 1, ...replacement);
	}
	return lines.join("\n");
}

// src/workspace/workspace.ts
/** Larger files are not read as text. */
const largestText = 2097152;
/**
* The project's files: read-only, and never outside its folder, also not through links. A trial's edits are laid over the text
* that is read, without touching the disk.
*/
var Workspace = class Workspace {
	/** Absolute, links resolved. */
	root;
	#overlay;
	#texts = /* @__PURE__ */ new Map();
	/** Throws a Failure when the folder does not exist. */
	constructor(directory, overlay = []) {
		this.#overlay = overlay;
		try {
			this.root = realpathSync(directory);
			if (!statSync(this.root).isDirectory()) throw new Error("not a folder");
		} catch {
			throw failure("usage", `${directory} is not a folder.`, { remedy: "Give the folder of the project to check." });
		}
	}
	/** The same files with edits laid over them. */
	withEdits(edits) {
		return edits.length === 0 ? this : new Workspace(this.root, [...this.#overlay, ...edits]);
	}
	get edits() {
		return this.#overlay;
	}
	absolute(path) {
		return join(this.root, path);
	}
	/** The path of an absolute or root-relative path inside the project; undefined when it is outside. */
	toRepo(path) {
		const absolute = isAbsolute(path) ? resolve(path) : resolve(this.root, path);
		const inside = relative(this.root, absolute).split(sep).join("/");
		return inside.startsWith("../") || inside === ".." || isAbsolute(inside) ? void 0 : repoPath(inside);
	}
	/** What stands at a path, links followed as long as they stay inside; undefined for nothing or outside. */
	kindOf(path) {
		const real = this.#inside(path);
		if (real === void 0) return void 0;
		const stats = statSync(real);
		return stats.isDirectory() ? "folder" : stats.isFile() ? "file" : void 0;
	}
	isFile(path) {
		return path !== void 0 && this.kindOf(path) === "file";
	}
	/** The text of a file with the edits laid over it; undefined when it is absent, outside, binary or too large. */
	read(path) {
		if (!this.#texts.has(path)) this.#texts.set(path, this.#readText(path));
		return this.#texts.get(path);
	}
	/** The bytes of a file with the edits laid over it; undefined when there is none inside. */
	bytes(path) {
		if (this.#overlay.some((edit) => edit.path === path)) {
			const text = this.read(path);
			return text === void 0 ? void 0 : Buffer.from(text, "utf8");
		}
		const real = this.#inside(path);
		return real !== void 0 && statSync(real).isFile() ? readFileSync(real) : void 0;
	}
	/** Names directly in a folder, sorted; empty when there is none. */
	list(folder) {
		const real = this.#inside(folder);
		if (real === void 0 || !statSync(real).isDirectory()) return [];
		return readdirSync(real).toSorted();
	}
	/** Everything in a folder, depth first, folders before their contents; links are not followed. `skip` leaves out by path. */
	*entries(folder, skip = () => false) {
		for (const name of this.list(folder)) {
			const path = folder === "" ? name : `${folder}/${name}`;
			if (skip(path)) continue;
			const entry = this.#entry(path);
			if (entry === void 0) continue;
			yield entry;
			if (entry.kind === "folder") yield* this.entries(path, skip);
		}
	}
	/** A line of a file as a Location with its text. */
	locate(path, line, more = {}) {
		const text = this.read(path);
		return text === void 0 ? {
			path,
			line,
			...more
		} : locate(path, indexLines(text), line, more);
	}
	#entry(path) {
		const stats = lstatSync(join(this.root, path), { throwIfNoEntry: false });
		if (!stats) return void 0;
		const common = {
			path,
			mode: stats.mode & 4095,
			uid: stats.uid,
			gid: stats.gid
		};
		if (stats.isSymbolicLink()) return {
			...common,
			kind: "link",
			target: readlinkSync(join(this.root, path))
		};
		if (stats.isDirectory()) return {
			...common,
			kind: "folder"
		};
		return stats.isFile() ? {
			...common,
			kind: "file"
		} : void 0;
	}
	/** The real path of something inside; undefined when it is absent or a link leads outside. */
	#inside(path) {
		try {
			const real = realpathSync(join(this.root, path));
			return real === this.root || real.startsWith(this.root + sep) ? real : void 0;
		} catch {
			return;
		}
	}
	#readText(path) {
		const real = this.#inside(path);
		if (real === void 0) return void 0;
		const stats = statSync(real);
		if (!stats.isFile() || stats.size > largestText) return void 0;
		const bytes = readFileSync(real);
		if (bytes.subarray(0, 8e3).includes(0)) return void 0;
		return applyEdits(bytes.toString("utf8"), this.#overlay.filter((edit) => edit.path === path));
	}
};

// src/run.ts
/** No run takes longer. */
const deadlineMs = 24e5;
/** The whole gate: plan, build, boot, probe, collect, diagnose, prove. Never throws but for bugs; whatever was made is gone when it answers. */
async function runGate(inputs, context) {
	const deadline = AbortSignal.timeout(deadlineMs);
	const gate = new Gate(inputs, {
		...context,
		signal: AbortSignal.any([context.signal, deadline])
	});
	try {
		const result = await gate.run();
		return {
			...result,
			report: {
				...result.report,
				timings: gate.timings
			}
		};
	} catch (error) {
		return { report: gate.failed(deadline.aborted ? {
			kind: "timed-out",
			message: `The run was not over after ${deadlineMs / 6e4} minutes.`,
			remedy: "See which part took so long in the timings; --no-prove leaves the trials out."
		} : failureOf(error, context.signal)) };
	}
}
/** The Failure that an error stands for; a bug of ours is one too. */
function failureOf(error, signal) {
	if (error instanceof FailureError) return error.failure;
	if (signal?.aborted === true) return {
		kind: "interrupted",
		message: "Interrupted.",
		remedy: "Run it again."
	};
	return {
		kind: "internal",
		message: `This is a fault of Upstream Gate, not of the project: ${error instanceof Error ? error.message : String(error)}`,
		remedy: "Please report it with the command and this message.",
		...error instanceof Error && error.stack !== void 0 ? { detail: error.stack } : {}
	};
}
var Gate = class {
	#inputs;
	#context;
	#run = newRun();
	#watch = new Stopwatch();
	#timeline = [];
	#probes = [];
	#plan;
	#redact = makeRedactor([]);
	constructor(inputs, context) {
		this.#inputs = inputs;
		this.#context = context;
		context.onRun?.(this.#run.id);
	}
	get timings() {
		return this.#watch.timings();
	}
	async run() {
		const { environment, signal } = this.#context;
		const workspace = new Workspace(this.#inputs.directory);
		const engine = await this.#context.connect();
		const planContext = {
			workspace,
			environment,
			runCompose: composeRunner(environment, signal)
		};
		const leftovers = engine.info().then(() => removeLeftovers(engine, abandoned));
		const [plan, changed] = await this.#watch.time("plan", () => Promise.all([
			makePlan(this.#inputs, planContext),
			this.#inputs.base === void 0 ? void 0 : changedLines(workspace.root, this.#inputs.base, environment),
			leftovers
		]));
		this.#plan = plan;
		this.#redact = makeRedactor(plan.services.map((service) => service.variables));
		requireProbes(plan);
		this.#context.onProgress(`plan: ${plan.services.length} services, ${plan.probes.length} requests through ${plan.proxy.service}`);
		const build = {
			engine,
			workspace,
			run: this.#run,
			environment,
			signal,
			buildx: () => findPlugin("buildx", environment),
			client: () => findClient(environment),
			onLine: (service, line) => this.#progress(`${service}: ${line}`)
		};
		try {
			return await this.#trial({
				engine,
				workspace,
				plan,
				planContext,
				build,
				...changed ? { changed } : {}
			});
		} finally {
			if (!this.#inputs.keep) await this.#watch.time("cleanup", () => removeLeftovers(engine, ofRun(this.#run.id)));
		}
	}
	async #trial(stage) {
		const { engine, workspace, plan, build } = stage;
		const { images, records } = await this.#watch.time("build", () => buildImages(plan, build));
		if (records.find((record) => !record.ok && serviceNamed(plan, record.service)?.essential === true)) return this.#conclude(stage, await this.#collect(stage, records, void 0, void 0), []);
		const boot = {
			engine,
			run: this.#run,
			signal: this.#context.signal,
			onEvent: (event) => this.#note(event)
		};
		const running = await this.#watch.time("boot", () => Environment.boot(plan, images, workspace, boot));
		try {
			const mentionsPort = portMentioner(workspace, plan);
			const seen = await this.#watch.time("probe", () => observe({
				environment: running,
				mentionsPort
			}));
			this.#probes.push(...seen.results.map((result) => ({
				...result,
				trial: "first"
			})));
			if (!isSuspect(running, seen)) return this.#passed(this.#context.keepsEvidence === true ? this.#evidence(stage, await this.#collect(stage, records, running, seen), []) : void 0);
			const facts = await this.#watch.time("diagnose", () => this.#collect(stage, records, running, seen));
			const experiments = this.#inputs.prove ? await this.#watch.time("prove", () => this.#prove(stage, facts, running, seen, images, mentionsPort)) : [];
			return this.#conclude(stage, facts, experiments);
		} finally {
			if (this.#inputs.keep) running.detach();
			else await this.#watch.time("cleanup", () => running.close());
		}
	}
	#collect(stage, builds, environment, seen) {
		const { workspace, plan, changed } = stage;
		const sockets = [...seen?.watches.values() ?? []].flatMap((watch) => watch.ports);
		const ports = /* @__PURE__ */ new Set([...sockets, ...plan.proxy.routes.flatMap((route) => route.targets.map((target) => target.port))]);
		return collectFacts({
			builds,
			environment,
			watches: seen?.watches ?? /* @__PURE__ */ new Map(),
			results: seen?.results ?? [],
			isFailing: true,
			sources: (services) => scanSources({
				workspace,
				plan,
				records: services,
				ports,
				...changed ? { changed } : {}
			})
		});
	}
	async #prove(stage, facts, environment, seen, images, mentionsPort) {
		const { plan, workspace, planContext, build } = stage;
		const { candidates } = diagnose({
			plan,
			facts,
			experiments: []
		});
		const first = outcomeOf(environment, seen.results);
		const replan = (changed) => makePlan(this.#inputs, {
			...planContext,
			workspace: changed
		});
		const laboratory = makeLaboratory({
			environment,
			plan,
			images,
			workspace,
			first,
			build,
			replan,
			mentionsPort,
			onProbes: (probes) => this.#probes.push(...probes)
		});
		return prove(candidates, first, laboratory, subjectOf);
	}
	#evidence(stage, facts, experiments) {
		return redactDeep({
			schema: 1,
			tool: {
				name: "upstream-gate",
				version
			},
			run: this.#run.id,
			plan: stage.plan,
			facts,
			experiments,
			timings: this.#watch.timings()
		}, this.#redact);
	}
	#conclude(stage, facts, experiments) {
		const evidence = this.#evidence(stage, facts, experiments);
		const diagnosis = diagnose(evidence);
		const verdict = diagnosis.symptoms.length > 0 ? "fail" : "pass";
		return {
			report: this.#report(verdict, diagnosis, evidence),
			evidence
		};
	}
	#passed(evidence) {
		return {
			report: this.#report("pass", {
				findings: [],
				ruledOut: [],
				unknown: [],
				symptoms: [],
				candidates: []
			}, evidence),
			...evidence ? { evidence } : {}
		};
	}
	failed(reason) {
		return redactDeep({
			version,
			verdict: "error",
			failure: reason,
			...this.#plan ? { plan: this.#plan } : {},
			findings: [],
			ruledOut: [],
			unknown: [],
			probes: this.#probes,
			sockets: [],
			timeline: this.#timeline,
			timings: this.#watch.timings()
		}, this.#redact);
	}
	#report(verdict, diagnosis, evidence) {
		const { findings, ruledOut, unknown } = diagnosis;
		const sockets = evidence && "value" in evidence.facts.sockets ? evidence.facts.sockets.value : [];
		return redactDeep({
			version,
			verdict,
			...this.#plan ? { plan: this.#plan } : {},
			findings,
			ruledOut,
			unknown,
			probes: this.#probes,
			sockets,
			timeline: this.#timeline,
			timings: this.#watch.timings()
		}, this.#redact);
	}
	#note(event) {
		this.#timeline.push(event);
		this.#progress(event.text);
	}
	#progress(text) {
		this.#context.onProgress(this.#redact(text));
	}
};
/** A proxy whose configuration is sound and passes nothing on leaves nothing to judge. */
function requireProbes(plan) {
	if (!(plan.probes.length === 0 && plan.proxy.errors.length === 0 && plan.proxy.routes.length > 0)) return;
	throw failure("project-not-found", `No request can be derived from the configuration of ${plan.proxy.service}: ${plan.notes.map((note) => note.text).join("; ").slice(0, 400)}`, { remedy: "List a request under probes in .github/upstream-gate.yml." });
}
function composeRunner(environment, signal) {
	return async (args, cwd) => {
		const { program, prefix } = findPlugin("compose", environment);
		return runCommand(program, [...prefix, ...args], {
			cwd,
			env: toolEnvironment(environment),
			signal
		});
	};
}
/** Whether anything calls for a diagnosis: a request that failed, a peer that refused, a container that is down. */
function isSuspect(environment, seen) {
	const { plan } = environment;
	const refused = seen.results.some((result) => result.via === "proxy" ? isFailing(result, plan.probes[result.probe]?.expect) : result.error === "refused");
	const down = environment.all().some((running) => running.isDown && running.service.essential && !(running.service.role !== "app" && running.service.role !== "proxy" && running.exits[0]?.code === 0));
	const differing = seen.results.some((result) => result.via === "proxy" && result.status === 500 && seen.results.some((other) => other.via === "direct" && other.probe === result.probe && other.status !== 500));
	return refused || down || differing || plan.probes.length === 0;
}
/** Whether anything on a service's side names a port: files that only speak of the proxy do not count. */
function portMentioner(workspace, plan) {
	const except = new Set(plan.proxy.files.map((file) => file.repo));
	const known = /* @__PURE__ */ new Map();
	return (name, port) => {
		const key = `${name} ${port}`;
		const service = serviceNamed(plan, name);
		const paths = service ? [...service.paths.map((mapping) => mapping.repo), ...service.image.kind === "build" ? [service.image.context] : []] : [];
		const inVariables = service !== void 0 && [...Object.values(service.variables).map((variable) => variable.value), ...service.start.map((step) => step.text)].some((text) => new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text));
		const found = known.get(key) ?? (inVariables || namesPort(workspace, paths, port, except));
		known.set(key, found);
		return found;
	};
}
/** Plans without touching an engine. */
async function planProjectOnly(inputs, environment) {
	return makePlan(inputs, {
		workspace: new Workspace(inputs.directory),
		environment,
		runCompose: composeRunner(environment, new AbortController().signal)
	});
}

export { toolEnvironment as a, runCommand as i, planProjectOnly as n, runGate as r, failureOf as t };