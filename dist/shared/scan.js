import { i as __require, t as __commonJSMin } from "./rolldown-runtime.js";
import { r as failure } from "./failure.js";
import { r as joinPath } from "./location.js";
import { t as parseYaml } from "./yaml.js";
import { n as locate, t as indexLines } from "./lines.js";
import { t as expandVariables } from "./dotenv.js";
import { t as isFailing } from "./judgement.js";
import { a as serviceNamed, i as needsHost, n as hostGateway, r as hostName, t as gatewayNames } from "./plan.js";
import { f as serviceOfTarget, i as isControlSocket, l as plainPath$1, n as foldersAbove, o as isLoopback, s as mountOver, t as desktopNames } from "./address.js";
import { a as rowBlocks, c as isSourceFile, i as mainContext, n as parseNginx, o as isSideFile, r as walk, s as isSkipped, t as named } from "./parser.js";
import { i as toolEnvironment, r as runCommand } from "./cli.js";
import { t as EngineError } from "./engine.js";
import { a as runLabel, i as objectName, o as serviceLabel } from "./labels.js";
import { a as literally, n as fastcgiParameters, t as patienceIn } from "./patience.js";
import { t as passedPath } from "./proxy.js";
import { _ as classify, a as resultOf, b as tryPort, d as relayThrough, f as isReachable$1, g as projectSockets, h as processesByInode, i as requestTimeoutMs, m as parseUnixTable, n as dialFromProxy, o as sendDirect, p as parseTcpTable, r as passedHost, s as sendThroughProxy, t as targetsOf } from "./targets.js";
import { cpSync, lstatSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { Readable } from "node:stream";
import { X509Certificate, createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { tmpdir } from "node:os";

// src/boot/reach.ts
/** Reserved for a service that nobody runs. */
const discardPort = 9;
/**
* Whether containers can be dialled from this process; found out by the first of the services that has an address. The bridge of their
* network has to be this machine's own, and a port on which nobody listens has to refuse.
*/
async function isReachable(places, names) {
	if (!places.engine.isLocal) return false;
	const name = names.find((each) => places.addressOf(each) !== void 0);
	const container = name === void 0 ? void 0 : places.namespaceOf(name)?.container;
	const address = name === void 0 ? void 0 : places.addressOf(name);
	if (container === void 0 || address === void 0 || !(await places.engine.inspect(container)).bridged.includes(address)) return false;
	return await tryPort(address, discardPort, 500) === "refused";
}

// src/model/result.ts
/** Waits until all have ended, and then throws the first error there was: nothing is still being made when it is told. */
async function settleAll(works) {
	const failed = (await Promise.allSettled(works)).find((result) => result.status === "rejected");
	if (failed) throw failed.reason;
}

// src/boot/exit-code.ts
/** The event of a container's end with the code that the engine keeps: in events, a label of the image named exitCode stands in its place. */
async function withExitCode(engine, event) {
	if (event.action !== "die") return event;
	try {
		const state = await engine.inspect(event.container);
		return state.running ? event : {
			...event,
			exitCode: state.exitCode
		};
	} catch {
		return event;
	}
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
/** Unpacks an archive in memory, as far as it goes where it was cut; of a file larger than `largest` bytes only a beginning comes. */
async function unpackArchive(archive, largest = 8388608) {
	const entries = [];
	const reader = (0, import_tar_stream.extract)();
	reader.on("entry", (header, stream, next) => {
		const chunks = [];
		let size = 0;
		stream.on("error", () => void 0);
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
				content: Buffer.concat(chunks),
				...size > largest ? { isCut: true } : {}
			});
			next();
		});
	});
	await new Promise((resolve, reject) => {
		reader.on("finish", resolve).on("error", (error) => /unexpected end/i.test(error.message) ? resolve() : reject(error));
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

// src/boot/files.ts
/** Puts what a service binds into its created container: folders through their volumes, files into its file system. */
async function uploadMounts(engine, workspace, { container, specification }, service, isFilled) {
	for (const mount of service.mounts) {
		if (mount.kind !== "files" || !mount.isFolder || isFilled(mount)) continue;
		const readOnly = specification.mounts?.find((each) => each.target === mount.target && each.readOnly);
		const fill = (into) => engine.upload(into, mount.target, streamArchive(folderEntries(workspace, mount.repo)));
		try {
			await (readOnly ? throughAnother(engine, specification, readOnly, fill) : fill(container));
		} catch (error) {
			throw isOverFile(error) ? folderOverFile(workspace, service, mount) : error;
		}
	}
	await uploadFiles(engine, container, service.mounts.flatMap((mount) => singleFile(workspace, mount) ?? []), service.settings.readOnly === true);
}
function isOverFile(error) {
	return error instanceof EngineError && /not a? ?directory|over existing file/.test(error.message);
}
function folderOverFile(workspace, { name }, { repo, target, at }) {
	const what = workspace.kindOf(repo) === void 0 ? "which is not in the repository" : "a folder";
	return failure("config-invalid", `${name} binds ${repo}, ${what}, over the file ${target} of its image: Docker makes a folder of what is not there, and mounts no folder over a file.`, {
		remedy: "Commit the file, or an example of it and bind that. What git ignores is not there in CI.",
		...at ? { at } : {}
	});
}
/** The engine refuses to fill a read-only volume: another container, never started, has it writable meanwhile. */
async function throughAnother(engine, { name, image, labels }, mount, fill) {
	const filler = await engine.create({
		name: `${name}-filler`,
		image,
		labels,
		mounts: [{
			...mount,
			readOnly: false
		}]
	});
	try {
		await fill(filler);
	} finally {
		await engine.remove(filler);
	}
}
/**
* Puts files at their paths. The engine refuses a read-only container but for its volumes: there each folder is filled on its own.
*/
async function uploadFiles(engine, container, files, isReadOnly) {
	if (files.length === 0) return;
	if (!isReadOnly) return engine.upload(container, "/", await packArchive(files));
	for (const file of files) await uploadIntoVolume(engine, container, file);
}
/** The folder itself may not be there yet: then the nearest one above it that is. */
async function uploadIntoVolume(engine, container, file) {
	let cut = file.path.lastIndexOf("/");
	for (;;) try {
		return await engine.upload(container, `/${file.path.slice(0, Math.max(0, cut))}`, await packArchive([{
			...file,
			path: file.path.slice(cut + 1)
		}]));
	} catch (error) {
		const above = file.path.lastIndexOf("/", cut - 1);
		if (above <= 0 || !await isMissing(engine, container, `/${file.path.slice(0, cut)}`)) throw error;
		cut = above;
	}
}
async function isMissing(engine, container, folder) {
	return await engine.download(container, folder) === void 0;
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
	if (mount.kind === "text") return {
		...fileEntry(mount.target, mount.text, mount.mode),
		...mount.uid === void 0 ? {} : { uid: mount.uid },
		...mount.gid === void 0 ? {} : { gid: mount.gid }
	};
	if (mount.kind !== "files" || mount.isFolder) return void 0;
	const content = workspace.bytes(mount.repo);
	return content === void 0 ? void 0 : fileEntry(mount.target, content, 420);
}

// src/boot/forwarder.ts
const configPath = "/upstream-gate-forward.conf";
/**
* Addresses given as arguments become the namespace's own, by whatever the image has for it (perl by the kernel's SIOCSIFADDR and SIOCSIFNETMASK).
* Without IPv6 in the kernel nobody can listen there, nor would the engine.
*/
const startScript = `for address; do
  ip addr add "$address/32" dev lo 2>/dev/null || ifconfig lo:0 "$address" netmask 255.255.255.255 2>/dev/null || perl -e '
    use Socket; socket(S, AF_INET, SOCK_DGRAM, 0) or die; my @set = ([0x8916, $ARGV[0]], [0x891c, "255.255.255.255"]);
    for (@set) { ioctl(S, $_->[0], pack("a16 S n a4 x8", "lo:0", AF_INET, 0, inet_aton($_->[1]))) or die }' "$address"
done
[ -e /proc/net/if_inet6 ] || sed -i '/\\[::\\]/d' ${configPath}
exec nginx -c ${configPath} -g 'daemon off;'`;
const startPatienceMs = 5e3;
/** Starts a forwarder in a running container's network namespace (nginx's own stream module, from the proxy's image), which is `added` these addresses; resolves once it listens. Undefined when that container has ended meanwhile. */
async function startForwarder(engine, run, image, inside, relays, added = []) {
	const container = await engine.create({
		name: objectName(run, `forward-${inside.slice(0, 12)}-${relays.map((relay) => relay.port).join("-")}`),
		image,
		labels: run.labels,
		entrypoint: [
			"/bin/sh",
			"-c",
			startScript,
			"sh"
		],
		command: added,
		...added.length > 0 ? { capAdd: ["NET_ADMIN"] } : {},
		user: "0",
		networkOf: inside,
		securityOpt: ["no-new-privileges"],
		healthcheck: { test: ["NONE"] },
		memory: 67108864,
		pids: 64
	});
	await engine.upload(container, "/", await packArchive([fileEntry(configPath, forwardConfig(relays))]));
	try {
		await engine.start(container);
	} catch (error) {
		await engine.remove(container);
		if ((await engine.inspect(inside)).running) throw error;
		return;
	}
	await listens(engine, container);
	return container;
}
/** nginx names its workers once its sockets are open; when it ends instead, that shows by what it was to carry. */
async function listens(engine, container) {
	let timer;
	let isUp = () => void 0;
	const up = new Promise((resolve) => isUp = resolve);
	const limit = new Promise((resolve) => timer = setTimeout(resolve, startPatienceMs));
	const follower = await engine.followLog(container, false, (line) => {
		if (line.text.includes("start worker process ")) isUp();
	});
	await Promise.race([
		up,
		follower.ended,
		limit
	]);
	clearTimeout(timer);
	follower.stop();
}
/** One server for each relay; what listens on all IPv4 addresses listens on those of IPv6 too, as the engine's port proxy does. */
function forwardConfig(relays) {
	return `worker_processes 1;
pid /tmp/upstream-gate-forward.pid;
error_log stderr info;
events { worker_connections 256; }
stream {
${relays.flatMap((relay) => {
		const to = `proxy_connect_timeout 5s; proxy_pass ${bracketed(relay.toHost)}:${relay.toPort}; }`;
		const own = `  server { listen ${bracketed(relay.listen)}:${relay.port}; ${to}`;
		return relay.listen === "0.0.0.0" ? [own, `  server { listen [::]:${relay.port} ipv6only=on; ${to}`] : [own];
	}).join("\n")}
}
`;
}
function bracketed(address) {
	return address.includes(":") ? `[${address}]` : address;
}

// src/boot/shell.ts
/** Characters of one answer. */
const mostOutput$1 = 8388608;
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
		if (this.#buffer.length > mostOutput$1) return this.#overflow();
		const waiting = this.#waiting;
		const end = waiting ? this.#buffer.indexOf(`${waiting.mark}\n`) : -1;
		if (!waiting || end === -1) return;
		const output = this.#buffer.slice(0, end);
		this.#buffer = this.#buffer.slice(end + waiting.mark.length + 1);
		waiting.resolve(output);
	}
	/** The shell is the image's own: what floods us is none to work with. */
	#overflow() {
		this.#buffer = "";
		this.#fail(/* @__PURE__ */ new Error("the witness prints too much"));
		this.#session.close();
	}
	#fail(error) {
		this.#closed = true;
		this.#waiting?.reject(error);
	}
	#end() {
		if (!this.#closed) this.#fail(/* @__PURE__ */ new Error("the witness has ended"));
	}
};

// src/boot/host.ts
/** The name servers of the host, as the engine notes them in what it writes; then whoever asks for a container's name is told there is none. */
const ownResolver = `servers=$(sed -n 's/^# ExtServers: \\[\\(.*\\)\\]$/\\1/p' /etc/resolv.conf | tr -s ' ' '\\n' | grep -E '^[0-9.]+$')
{ for server in \${servers:-127.0.0.1}; do echo "nameserver $server"; done; echo 'options timeout:1 attempts:1'; } > /tmp/resolv.conf; cat /tmp/resolv.conf > /etc/resolv.conf`;
/**
* The host, emulated: a container of ours on every network of the run. Forwarders in it stand for published ports, and what a project runs in
* the host's network lives in its namespace. Nothing of it reaches the real host.
*/
var Host = class Host {
	container;
	isRunning = true;
	addresses;
	#engine;
	#shell;
	constructor(engine, container, shell, addresses) {
		this.#engine = engine;
		this.container = container;
		this.#shell = shell;
		this.addresses = addresses;
	}
	/** Starts it. Throws an EngineError when that is not possible. */
	static async start(engine, run, image, plan) {
		const [first, ...others] = plan.networks.map((network) => objectName(run, `net-${network.name}`));
		const proxy = serviceNamed(plan, plan.proxy.service);
		const isInhabited = plan.services.some((service) => service.networkOf?.value === hostName);
		const names = proxy?.networkOf?.value === "@host" ? (proxy.settings.extraHosts ?? []).filter((entry) => !entry.endsWith(`:${hostGateway}`)) : [];
		const container = await engine.create({
			name: objectName(run, "host"),
			image,
			labels: run.labels,
			entrypoint: ["/bin/sh"],
			command: [],
			input: true,
			user: "0",
			...first === void 0 ? {} : { network: {
				name: first,
				aliases: []
			} },
			...names.length > 0 ? { extraHosts: names } : {},
			securityOpt: ["no-new-privileges"],
			healthcheck: { test: ["NONE"] },
			memory: 67108864,
			pids: 64
		});
		await Promise.all(others.map((network) => engine.connect(container, network, [])));
		const shell = await Shell.start(engine, container);
		if (isInhabited) await shell.run(ownResolver);
		return new Host(engine, container, shell, (await engine.inspect(container)).addresses);
	}
	/** Joins a network that a changed plan has beside those of the first. */
	async join(network) {
		await this.#engine.connect(this.container, network, []);
		this.addresses = (await this.#engine.inspect(this.container)).addresses;
	}
	async stop() {
		this.#shell.close();
		await this.#engine.remove(this.container);
	}
};
/** The address by which a service reaches the emulated host: on a network of both. */
function addressOnHost(service, host, run) {
	return (service?.attachments ?? []).map((attachment) => host?.addresses[objectName(run, `net-${attachment.network}`)]).find((each) => each !== void 0 && each !== "");
}
/** The service with the emulated host's address wherever it asks for the real one's. */
function withGateway(service, host, run) {
	if (!host || gatewayNames(service).length === 0) return service;
	const address = addressOnHost(service, host, run) ?? "127.0.0.1";
	const extraHosts = (service.settings.extraHosts ?? []).map((entry) => entry.endsWith(`:${"host-gateway"}`) ? `${entry.slice(0, -hostGateway.length)}${address}` : entry);
	return {
		...service,
		settings: {
			...service.settings,
			extraHosts
		}
	};
}
/** Addresses of the real host by which a service reaches the emulated one. */
function addedAddresses(plan, place) {
	return [...new Set(plan.forwards.filter((forward) => forward.inside === place && forward.toHost === "@host").map((forward) => forward.listen))];
}

// src/boot/forwards.ts
/** Starts the plan's forwarders in the namespaces of these services, in all when the proxy is among them; answers their containers. */
async function startForwards(ground, host, run, image, names) {
	const { plan, engine } = ground;
	const places = [...new Set(plan.forwards.map((forward) => forward.inside))].filter((inside) => names.includes(inside) || names.includes(plan.proxy.service));
	return (await Promise.all(places.map(async (place) => {
		const namespace = place === "@host" ? host : ground.namespaceOf(place);
		const relays = plan.forwards.filter((forward) => forward.inside === place).flatMap((forward) => relayOf(ground, host, run, forward));
		if (!namespace?.isRunning || relays.length === 0) return void 0;
		return startForwarder(engine, run, image, namespace.container, relays, addedAddresses(plan, place));
	}))).filter((container) => container !== void 0);
}
/** A published port of what does not run is closed: it is left out. */
function relayOf(ground, host, run, forward) {
	if (forward.inside === "@host") {
		const address = ground.running(forward.toHost)?.isRunning === true ? Object.values(ground.namespaceOf(forward.toHost)?.addresses ?? {})[0] : void 0;
		return address === void 0 ? [] : [{
			...forward,
			toHost: address
		}];
	}
	const listen = forward.listen === "self" ? ground.addressOf(forward.inside) : forward.listen;
	const toHost = forward.toHost === "@host" ? addressOnHost(serviceNamed(ground.plan, forward.inside), host, run) : forward.toHost;
	return listen === void 0 || toHost === void 0 ? [] : [{
		...forward,
		listen,
		toHost
	}];
}

// src/boot/needs.ts
/** How a need stands now. */
function needState(need, running) {
	const [exit] = running.exits;
	if (running.startError !== void 0 || running.heldBackBy !== void 0) return "failed";
	if (need.condition === "completed") return exit === void 0 ? "waiting" : exit.code === 0 ? "met" : "failed";
	if (need.condition === "started") return "met";
	if (exit) return "failed";
	return running.health === "healthy" ? "met" : running.health === "unhealthy" ? "failed" : "waiting";
}
/** Why a service that another needs is waited for. */
function needWords({ condition }) {
	return condition === "completed" ? "what needs it starts once it has done its work" : "what needs it starts once its health check passes";
}
/** Whether a service has to be made again for a changed plan. */
function differs(service, before, plan, old) {
	if (JSON.stringify(service) !== JSON.stringify(before)) return true;
	return plan.overlay.slice(old.overlay.length).map((edit) => edit.path).some((path) => service.mounts.some((mount) => mount.kind === "files" && (mount.repo === path || path.startsWith(`${mount.repo}/`) || mount.repo === "")));
}
/** Where a service has volumes that a task, which it waits for, has as well: what they hold then is the task's work. */
function filledFor(service, plan) {
	const tasks = service.needs.filter((need) => need.condition === "completed").flatMap((need) => serviceNamed(plan, need.service) ?? []);
	const volumes = new Set(tasks.flatMap((task) => task.mounts.flatMap((mount) => mount.kind === "volume" ? [mount.volume] : [])));
	return service.mounts.flatMap((mount) => mount.kind === "volume" && volumes.has(mount.volume) ? [mount.target.replace(/\/$/, "")] : []);
}
/**
* What a service waits for: its declared needs and, for the proxy, the apps that it dials: nginx resolves their names once, at its start.
* Which of two containers that wait for nothing comes first is chance. An app that is held back until something is healthy comes second
* for certain: then the project's own nginx starts without it, as it does in production, unless its restart policy makes that good.
*/
function needsOf(plan, service) {
	const isEager = plan.proxy.kind === "service" && !mayRestart(service);
	const dialled = service.name === plan.proxy.service ? plan.services.filter((other) => other.role === "app" && other.networkOf?.value !== service.name && (!isEager || isDeclared(service, other) || !isHeldBack(plan, other))) : [];
	const implied = dialled.filter((other) => !isDeclared(service, other)).map((other) => ({
		service: other.name,
		condition: "started",
		required: true
	}));
	return {
		needs: [...service.needs, ...implied],
		dialled
	};
}
/** The services, each after those of them that it needs: what Compose makes first fills a volume that both have. */
function afterTheirNeeds(services) {
	const ordered = /* @__PURE__ */ new Set();
	const seen = /* @__PURE__ */ new Set();
	const add = (service) => {
		if (seen.has(service)) return;
		seen.add(service);
		for (const other of services) if (isDeclared(service, other)) add(other);
		ordered.add(service);
	};
	for (const service of services) add(service);
	return [...ordered];
}
function mayRestart(service) {
	return !["no", ""].includes(service.restart?.value ?? "no");
}
function isDeclared(service, other) {
	return service.needs.some((need) => need.service === other.name);
}
/** Whether it is started only once something is healthy, which takes a second at least. */
function isHeldBack(plan, service, seen = []) {
	return service.needs.some((need) => {
		const other = serviceNamed(plan, need.service);
		return need.condition === "healthy" || other !== void 0 && !seen.includes(other.name) && isHeldBack(plan, other, [...seen, service.name]);
	});
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

// src/nginx/named-files.ts
const fileDirectives = {
	ssl_client_certificate: "authority",
	ssl_trusted_certificate: "authority",
	proxy_ssl_trusted_certificate: "authority",
	grpc_ssl_trusted_certificate: "authority",
	uwsgi_ssl_trusted_certificate: "authority",
	ssl_crl: "revoked",
	proxy_ssl_crl: "revoked",
	grpc_ssl_crl: "revoked",
	uwsgi_ssl_crl: "revoked",
	ssl_dhparam: "group",
	auth_basic_user_file: "users",
	ssl_session_ticket_key: "ticket",
	ssl_password_file: "passwords",
	proxy_ssl_password_file: "passwords",
	grpc_ssl_password_file: "passwords",
	uwsgi_ssl_password_file: "passwords",
	ssl_stapling_file: "staple",
	geoip_country: "country",
	geoip_city: "city",
	geoip2: "geoip2"
};
/** Reads them out of a loaded configuration whose main file stands in `folder`: relative paths start there. */
function filesNamedBy(directives, folder) {
	const all = [...walk(directives)];
	const scopes = scopesOf(directives);
	const toUpstreams = all.flatMap((directive) => directive.block ? [
		"proxy_",
		"grpc_",
		"uwsgi_"
	].flatMap((prefix) => pairsIn([directive.block ?? []], prefix, folder)) : []);
	const others = all.flatMap((directive) => {
		const kind = fileDirectives[directive.name];
		const path = kind === void 0 ? void 0 : pathOf(directive, folder);
		return kind === void 0 || path === void 0 ? [] : [{
			path,
			directive,
			kind
		}];
	});
	return {
		pairs: unique([...scopes.flatMap((scope) => pairsIn(scope, "", folder)), ...toUpstreams], ({ certificate, key }) => `${certificate.path}\n${key.path}`),
		clients: unique(scopes.flatMap((scope) => clientsIn(scope, folder)), ({ authorities }) => authorities.path),
		others: unique(others, ({ path, kind }) => `${kind}\n${path}`)
	};
}
/** Each `server` block with what it inherits from; a file of its own may hold servers, or a part of one, without what is around them. */
function scopesOf(directives) {
	const http = named(directives, "http").flatMap((directive) => directive.block ?? []);
	return [
		...["http", "stream"].flatMap((name) => named(directives, name).flatMap((outer) => named(outer.block, "server").map((server) => [server.block ?? [], outer.block ?? []]))),
		...named(directives, "server").map((server) => [server.block ?? [], http]),
		[directives]
	];
}
/** What holds in a scope: the innermost block that has the directive decides. */
function effective(scope, name) {
	return scope.map((block) => named(block, name)).find((found) => found.length > 0) ?? [];
}
/** Certificates and keys in their order: the first key belongs to the first certificate. */
function pairsIn(scope, prefix, folder) {
	const names = serverNames(scope);
	const keys = effective(scope, `${prefix}ssl_certificate_key`);
	const [passwords] = effective(scope, `${prefix}ssl_password_file`).flatMap((directive) => fileOf(directive, folder));
	const needsRsa = effective(scope, `${prefix}ssl_ciphers`).some((directive) => isRsaOnly(directive.args[0]?.text ?? ""));
	return effective(scope, `${prefix}ssl_certificate`).flatMap((directive, index) => {
		const key = keys[index];
		if (key === void 0) return [];
		return namesFor(directive, names).flatMap((name) => fileOf(directive, folder, name).flatMap((certificate) => fileOf(key, folder, name).map((own) => ({
			certificate,
			key: own,
			names: name === void 0 ? names : [name],
			needsRsa,
			...passwords ? { passwords } : {}
		}))));
	});
}
/** The names by which a path has to be completed: a path may name the server that the client asks for. */
function namesFor(directive, names) {
	return /\$\{?ssl_server_name/.test(directive.args[0]?.text ?? "") ? [...names] : [void 0];
}
function clientsIn(scope, folder) {
	const [verify] = effective(scope, "ssl_verify_client");
	if (verify === void 0 || !["on", "optional"].includes(verify.args[0]?.text ?? "")) return [];
	const [authorities] = [...effective(scope, "ssl_client_certificate"), ...effective(scope, "ssl_trusted_certificate")].flatMap((directive) => fileOf(directive, folder));
	const [revoked] = effective(scope, "ssl_crl").flatMap((directive) => fileOf(directive, folder));
	return authorities ? [{
		authorities,
		...revoked ? { revoked } : {}
	}] : [];
}
function serverNames(scope) {
	return named(scope[0] ?? [], "server_name").flatMap((directive) => directive.args.map((arg) => arg.text.replace(/^\.(?=\w)/, "*."))).filter((name) => /^(?:\*\.)?[\w-]+(?:\.[\w-]+)*$/.test(name) && name !== "_");
}
/** A list of ciphers that all take an RSA key, by their names. */
function isRsaOnly(ciphers) {
	const parts = ciphers.split(/[:, ]/).filter((part) => part !== "" && !/^[!+@-]/.test(part) && !part.startsWith("TLS_"));
	return parts.length > 0 && parts.every((part) => /RSA/.test(part) && !/ECDSA/.test(part));
}
function fileOf(directive, folder, serverName) {
	const path = pathOf(directive, folder, serverName);
	return path === void 0 ? [] : [{
		path,
		directive
	}];
}
/** The absolute path that a directive gives; undefined for what is no file, or is known only to a request. */
function pathOf(directive, folder, serverName) {
	const written = directive.args[0]?.text ?? "";
	const text = serverName === void 0 ? written : written.replace(/\$\{ssl_server_name\}|\$ssl_server_name\b/g, serverName);
	if (text === "" || text === "off" || text.includes("$") || /^(?:data|engine|store):/.test(text)) return void 0;
	return text.startsWith("/") ? fold(text) : fold(`${folder}/${text}`);
}
function fold(path) {
	const parts = [];
	for (const part of path.split("/")) if (part === "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return `/${parts.join("/")}`;
}
function unique(items, keyOf) {
	return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toReversed();
}

// src/certificates/pem.ts
const certificateBlock = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/;
const keyBlock = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[A-Za-z0-9+/=\s:,-]+?-----END (?:[A-Z]+ )?PRIVATE KEY-----/;
/** Reads a file as OpenSSL does: what stands around the blocks does not matter. Never throws. */
function readPem(content, passPhrases = []) {
	const text = content.toString("latin1");
	const certificate = certificateBlock.exec(text)?.[0];
	const key = keyBlock.exec(text)?.[0];
	const own = certificate === void 0 ? void 0 : attempt(() => new X509Certificate(certificate).publicKey);
	const unlocked = privateKeyIn(content, passPhrases);
	return {
		...own ? { certificate: fingerprint(own) } : {},
		...unlocked ? { key: fingerprint(createPublicKey(unlocked)) } : {},
		isLocked: key !== void 0 && !unlocked && /ENCRYPTED/.test(key)
	};
}
/** The first private key of a file, when it can be read with one of the pass phrases or none. */
function privateKeyIn(content, passPhrases = []) {
	const key = keyBlock.exec(content.toString("latin1"))?.[0];
	if (key === void 0) return void 0;
	if (!/ENCRYPTED/.test(key)) return attempt(() => createPrivateKey(key));
	for (const passphrase of passPhrases) {
		const unlocked = attempt(() => createPrivateKey({
			key,
			passphrase
		}));
		if (unlocked) return unlocked;
	}
}
/** Whether every certificate of a file can be read, and there is one. */
function holdsCertificates(content) {
	const blocks = content.toString("latin1").match(new RegExp(certificateBlock, "g")) ?? [];
	return blocks.length > 0 && blocks.every((block) => attempt(() => new X509Certificate(block)) !== void 0);
}
/** Whether a file only stands for another that a deployment brings: empty, a pointer, or sealed for the repository. */
function isStandIn(content) {
	const start = content.subarray(0, 200).toString("latin1");
	return start.trim() === "" || /^(?:\0GITCRYPT\0|version https:\/\/git-lfs\.github\.com\/|\$ANSIBLE_VAULT;|-----BEGIN PGP MESSAGE-----|-----BEGIN AGE ENCRYPTED FILE-----|age-encryption\.org\/)/.test(start);
}
function fingerprint(key) {
	return createHash("sha256").update(key.export({
		type: "spki",
		format: "der"
	})).digest("hex").slice(0, 16);
}
function attempt(read) {
	try {
		return read();
	} catch {
		return;
	}
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
			settings.workingDir = resolvePath(settings.workingDir, expand(unquoted(instruction.text)));
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
			for (const word of expand(instruction.text).split(/\s+/)) settings.exposed.push(...portsOf(word).map((value) => ({
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
function portsOf(word) {
	const [first = 0, last = first] = (word.split("/")[0] ?? "").split("-").map((text) => Number.parseInt(text, 10));
	const count = Math.min(last - first + 1, mostPorts);
	return first > 0 && count > 0 ? Array.from({ length: count }, (_, index) => first + index) : [];
}
function unquoted(text) {
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

// src/boot/supply/container-files.ts
const mostLinks = 5;
/** Reads single files of a created container; each path once. */
var ContainerFiles = class {
	#engine;
	#container;
	#known = /* @__PURE__ */ new Map();
	constructor(engine, container) {
		this.#engine = engine;
		this.#container = container;
	}
	/** A file's content, through symbolic links; undefined when there is no file. */
	read(path) {
		const known = this.#known.get(path) ?? this.#fetch(path, 0);
		this.#known.set(path, known);
		return known;
	}
	/** Whether something stands at the path. */
	async exists(path) {
		return await this.#engine.download(this.#container, path) !== void 0;
	}
	async #fetch(path, links) {
		if (/^\/(?:proc|sys|dev)\//.test(path)) return void 0;
		const archive = await this.#engine.download(this.#container, path);
		const [entry] = archive ? await unpackArchive(archive, 1048576) : [];
		if (entry?.kind === "file") return entry.content;
		if (entry?.kind !== "link" || links >= mostLinks) return void 0;
		return this.#fetch(resolvePath(path.slice(0, path.lastIndexOf("/")), entry.target), links + 1);
	}
};

// src/boot/supply/host.ts
const why$1 = "it belongs to the host that nginx runs on, and the gate's own nginx stands in for that";
/** The user and the folders that a configuration counts on where our own image runs it. */
async function hostFiles(files, directives) {
	const all = [...walk(directives)];
	return (await Promise.all([missingUser(files, all), missingFolders$1(files, all)])).flat();
}
async function missingUser(files, all) {
	const directive = all.find(({ name }) => name === "user");
	const name = directive?.args[0]?.text ?? "";
	const group = directive?.args[1]?.text ?? name;
	const [users, groups] = await Promise.all([files.read("/etc/passwd"), files.read("/etc/group")]);
	if (!directive || !/^[\w.-]+$/.test(name) || !/^[\w.-]+$/.test(group) || !users || !groups) return [];
	const has = (list, wanted) => list.toString("utf8").split("\n").some((line) => line.startsWith(`${wanted}:`));
	const added = (list, line) => `${list.toString("utf8").trimEnd()}\n${line}\n`;
	const entries = [...has(users, name) ? [] : [fileEntry("/etc/passwd", added(users, `${name}:x:64733:64733::/nonexistent:/usr/sbin/nologin`))], ...has(groups, group) ? [] : [fileEntry("/etc/group", added(groups, `${group}:x:64733:`))]];
	return entries.length > 0 ? [{
		entries,
		what: `the user ${name}${group === name ? "" : ` and the group ${group}`}`,
		why: why$1,
		directive
	}] : [];
}
/** Which argument of a directive is a file whose folder nginx does not make. */
const paths = {
	access_log: "file",
	error_log: "file",
	pid: "file",
	lock_file: "file",
	proxy_cache_path: "folder",
	fastcgi_cache_path: "folder"
};
async function missingFolders$1(files, all) {
	const wanted = /* @__PURE__ */ new Map();
	for (const directive of all) {
		const path = paths[directive.name] === void 0 ? "" : directive.args[0]?.text ?? "";
		const folder = path.replace(/\/+$/, "").replace(/\/[^/]*$/, "");
		if (path.startsWith("/") && !path.includes("$") && folder !== "" && !wanted.has(folder)) wanted.set(folder, directive);
	}
	return (await Promise.all([...wanted].map(async ([folder, directive]) => await files.exists(folder) ? [] : [{
		folder,
		directive
	}]))).flat().map(({ folder, directive }) => ({
		entries: [{
			kind: "folder",
			path: folder.slice(1),
			mode: 493
		}],
		what: `the folder ${folder}`,
		why: why$1,
		directive
	}));
}

// src/boot/supply/pairs.ts
/** The pairs of which something is lacking. `absent`: paths that count as empty, whatever stands there. */
async function lackingPairs(files, pairs, absent) {
	const states = await Promise.all(pairs.map((pair) => stateOf(files, pair, absent)));
	return pairs.flatMap((pair, index) => {
		const state = states[index];
		return state?.kind === "lacking" ? [{
			pair,
			...state.key ? { key: state.key } : {}
		}] : [];
	});
}
async function stateOf(files, pair, absent) {
	const read = async (path) => {
		const content = absent.includes(path) ? void 0 : await files.read(path);
		return content === void 0 || isStandIn(content) ? void 0 : content;
	};
	const [certificate, key, passwords] = await Promise.all([
		read(pair.certificate.path),
		read(pair.key.path),
		pair.passwords && read(pair.passwords.path)
	]);
	if (!key) return { kind: "lacking" };
	const isUnknown = pair.passwords !== void 0 && !passwords && isLocked(key);
	if (certificate && !isUnknown) return { kind: "whole" };
	const own = certificate ? void 0 : privateKeyIn(key, passwords?.toString("utf8").split(/\r?\n/));
	return {
		kind: "lacking",
		...own ? { key: own } : {}
	};
}
function isLocked(key) {
	return /ENCRYPTED/.test(key.toString("latin1")) && !privateKeyIn(key) && !holdsCertificates(key);
}
/** Makes the pairs. Pairs that name one key get certificates for one key. */
function makePairs(lacking, make) {
	const made = /* @__PURE__ */ new Map();
	const keyFor = (path) => made.get(path)?.key;
	return lacking.map(({ pair, key }) => {
		const known = key ?? privateKeyIn(Buffer.from(keyFor(pair.key.path) ?? ""));
		const identity = make({
			names: pair.names.length > 0 ? pair.names : ["localhost"],
			kind: pair.needsRsa ? "rsa" : "ec",
			...known ? { key: known } : {}
		});
		made.set(pair.key.path, identity);
		return {
			pair,
			keepsKey: key !== void 0,
			entries: entriesOf(pair, identity, key !== void 0)
		};
	});
}
/** One file may hold both. What nginx reads while it serves, its workers read, who are not root. */
function entriesOf({ certificate, key }, identity, keepsKey) {
	if (certificate.path === key.path) return [fileEntry(key.path, identity.key + identity.certificate)];
	return [fileEntry(certificate.path, identity.certificate), ...keepsKey ? [] : [fileEntry(key.path, identity.key)]];
}

// src/boot/supply/well-known.ts
/** The group ffdhe2048 of RFC 7919. */
const diffieHellmanGroup = `-----BEGIN DH PARAMETERS-----
MIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz
+8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a
87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7
YdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi
7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD
ssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==
-----END DH PARAMETERS-----
`;
/** An OCSP response that says nothing but "malformed request". */
const emptyStaple = Buffer.from([
	48,
	3,
	10,
	1,
	1
]);
/** A GeoIP database (the format before MaxMind DB) that knows no address: one node, then the kind of database. */
const emptyCountryDatabase = Buffer.from([
	0,
	255,
	255,
	0,
	255,
	255,
	255,
	255,
	255,
	1
]);
const emptyCityDatabase = Buffer.from([
	1,
	0,
	0,
	1,
	0,
	0,
	255,
	255,
	255,
	2,
	1,
	0,
	0
]);
/** A MaxMind DB that knows no address: a tree of one node, an empty record, and what describes it. */
function emptyGeoDatabase() {
	const text = (value) => Buffer.concat([Buffer.from([64 | value.length]), Buffer.from(value)]);
	const short = (value) => Buffer.from([161, value]);
	const long = (value) => Buffer.from([193, value]);
	const fields = [
		["binary_format_major_version", short(2)],
		["binary_format_minor_version", Buffer.from([160])],
		["build_epoch", Buffer.from([
			1,
			2,
			1
		])],
		["database_type", text("GeoLite2-City")],
		["description", Buffer.concat([
			Buffer.from([225]),
			text("en"),
			text("empty")
		])],
		["ip_version", short(6)],
		["languages", Buffer.concat([Buffer.from([1, 4]), text("en")])],
		["node_count", long(1)],
		["record_size", short(24)]
	];
	const metadata = [Buffer.from([224 | fields.length]), ...fields.flatMap(([name, value]) => [text(name), value])];
	return Buffer.concat([
		Buffer.from([
			0,
			0,
			1,
			0,
			0,
			1
		]),
		Buffer.alloc(16),
		Buffer.from([224]),
		Buffer.from("«ÍïMaxMind.com", "latin1"),
		...metadata
	]);
}
/** Files that Debian's nginx brings and the official image does not, as Debian has them. */
const debianFiles = {
	"/etc/nginx/proxy_params": "proxy_set_header Host $http_host;\nproxy_set_header X-Real-IP $remote_addr;\nproxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Proto $scheme;\n",
	"/etc/nginx/fastcgi.conf": "fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\ninclude fastcgi_params;\n",
	"/etc/nginx/snippets/fastcgi-php.conf": "fastcgi_split_path_info ^(.+?\\.php)(/.*)$;\ntry_files $fastcgi_script_name =404;\nset $path_info $fastcgi_path_info;\nfastcgi_param PATH_INFO $path_info;\nfastcgi_index index.php;\ninclude fastcgi.conf;\n",
	"/etc/nginx/snippets/snakeoil.conf": "ssl_certificate /etc/ssl/certs/ssl-cert-snakeoil.pem;\nssl_certificate_key /etc/ssl/private/ssl-cert-snakeoil.key;\n"
};

// src/boot/supply/supply.ts
const account = "upstream-gate:upstream-gate";
const why = "it is not in the repository or the image, and a deployment brings its own";
/** Makes what the configuration names and the container lacks, so that nginx starts as it would where it is deployed. */
async function supplyFiles(input) {
	const { proxy, config } = input;
	const files = new ContainerFiles(input.engine, input.container);
	const folder = config.main.slice(0, config.main.lastIndexOf("/"));
	const includes = includedFiles(input, [...config.absent, ...await absentFrom(files, input.rendered, folder)]);
	const added = includes.flatMap(({ entries }) => entries.flatMap((entry) => entry.kind === "file" ? parseNginx(entry.content.toString("utf8"), `/${entry.path}`).directives : []));
	const directives = [
		...config.directives,
		...input.rendered,
		...added
	];
	const named = filesNamedBy(directives, folder);
	const isFilled = (path) => input.filled.some((target) => path.startsWith(`${target}/`));
	const lacking = await lackingPairs(files, named.pairs.filter(({ certificate }) => !isFilled(certificate.path)), proxy.absent ?? []);
	const others = (await lackingOthers(files, named, proxy.absent ?? [])).filter(({ path }) => !isFilled(path));
	const tls = lacking.length > 0 || named.clients.length > 0 || others.some(({ kind }) => kind === "authority" || kind === "revoked") ? await import("./make2.js") : void 0;
	const authority = tls && (named.clients.length > 0 || others.length > 0) ? tls.makeCertificate({
		names: [],
		kind: "ec",
		isAuthority: true
	}) : void 0;
	const revocation = tls && authority ? tls.makeRevocationList(authority) : "";
	const pairs = tls ? makePairs(lacking, tls.makeCertificate) : [];
	const clients = authority ? await trustedBeside(files, named.clients, authority, revocation) : [];
	const made = [
		...pairs.map(({ pair, entries, keepsKey }) => ({
			entries,
			what: `a self-signed certificate at ${pair.certificate.path}${keepsKey ? ", for the key that is there" : ""}`,
			directive: pair.certificate.directive
		})),
		...others.map((file) => ({
			...contentFor(file, authority?.certificate ?? "", revocation),
			directive: file.directive
		})),
		...clients,
		...includes,
		...proxy.kind === "stub" ? await hostFiles(files, directives) : []
	];
	return {
		entries: made.flatMap(({ entries }) => entries),
		supplied: made.map((each) => {
			const at = each.directive && placeOf$3(proxy, each.directive);
			return {
				what: each.what,
				why: each.why ?? why,
				...at ? { at } : {}
			};
		}),
		pairs: named.pairs,
		...tls && authority && named.clients.length > 0 ? { client: tls.makeCertificate({
			names: ["upstream-gate"],
			kind: "ec",
			issuer: authority
		}) } : {},
		...others.some(({ kind }) => kind === "users") ? { account } : {}
	};
}
/** Where a directive of the container's configuration stands in the repository. */
function placeOf$3(proxy, { file, line }) {
	const deployed = proxy.files.find((each) => each.container === file || each.renderedAs === file);
	return deployed && {
		path: deployed.repo,
		line
	};
}
/** The pass phrases of a key that was made do not matter, but nginx opens the file. */
async function lackingOthers(files, named, absent) {
	const contents = await Promise.all(named.others.map(({ path }) => files.read(path)));
	return named.others.filter(({ path }, index) => {
		const content = absent.includes(path) ? void 0 : contents[index];
		return content === void 0 || isStandIn(content);
	});
}
function contentFor({ kind, path }, authority, revocation) {
	const made = (what, content) => ({
		entries: [fileEntry(path, content)],
		what: `${what} at ${path}`
	});
	switch (kind) {
		case "authority": return made("a certificate authority of its own", authority);
		case "revoked": return made("an empty revocation list", revocation);
		case "group": return made("Diffie-Hellman parameters", diffieHellmanGroup);
		case "users": return made("a password file", `${account.replace(":", ":{PLAIN}")}\n`);
		case "ticket": return made("a key for session tickets", Buffer.alloc(80, "upstream-gate"));
		case "passwords": return made("a file of pass phrases", "upstream-gate\n");
		case "staple": return made("an OCSP response", emptyStaple);
		case "country": return made("a GeoIP database that knows no address", emptyCountryDatabase);
		case "city": return made("a GeoIP database that knows no address", emptyCityDatabase);
		case "geoip2": return made("a MaxMind database that knows no address", emptyGeoDatabase());
	}
}
/** Adds our authority to those that the project trusts: requests of the gate then get in beside its own clients. */
async function trustedBeside(files, clients, authority, revocation) {
	return (await Promise.all(clients.map(async ({ authorities, revoked }) => {
		const trusted = await files.read(authorities.path);
		if (!trusted || !holdsCertificates(trusted)) return [];
		const list = revoked && await files.read(revoked.path);
		return [{
			entries: [fileEntry(authorities.path, `${trusted.toString("latin1").trimEnd()}\n${authority.certificate}`), ...revoked && list ? [appended(revoked, list, revocation)] : []],
			what: `a client certificate for the requests, trusted beside those of ${authorities.path}`,
			why: "nginx asks clients for a certificate, and the key to make one is not in the repository",
			directive: authorities.directive
		}];
	}))).flat();
}
function appended(file, content, text) {
	return fileEntry(file.path, `${content.toString("latin1").trimEnd()}\n${text}`);
}
/** Files without a wildcard that directives include and that are not there. */
async function absentFrom(files, directives, folder) {
	const included = [...walk(directives)].flatMap((by) => by.name === "include" && by.args[0] && !/[*?[$]/.test(by.args[0].text) ? [{
		path: resolvePath(folder, by.args[0].text),
		by
	}] : []);
	const contents = await Promise.all(included.map(({ path }) => files.read(path)));
	return included.filter((_, index) => contents[index] === void 0);
}
/** Included files that come with certbot, with the host's nginx, or from a folder that the deployment mounts: the repository cannot have them. */
function includedFiles({ proxy, service }, all) {
	const outside = service.mounts.flatMap((mount) => mount.kind === "volume" ? [`${mount.target}/`] : []);
	return [...new Map(all.map((each) => [each.path, each])).values()].flatMap(({ path, by }) => {
		if ((proxy.kind === "stub" ? debianFiles[path] : void 0) !== void 0) return [{
			entries: fromDebian(path),
			what: `${path} as Debian's nginx has it`,
			why: "the image of the gate's own nginx does not have it",
			directive: by
		}];
		return path.startsWith("/etc/letsencrypt/") || outside.some((folder) => path.startsWith(folder)) ? [{
			entries: [fileEntry(path, "# supplied by Upstream Gate\n")],
			what: `an empty file at ${path}`,
			directive: by
		}] : [];
	});
}
function fromDebian(path) {
	return [path, ...path.endsWith("fastcgi-php.conf") ? ["/etc/nginx/fastcgi.conf"] : []].flatMap((each) => debianFiles[each] === void 0 ? [] : [fileEntry(each, debianFiles[each])]);
}

// src/nginx/glob.ts
/**
* The files that a glob(3) pattern names: `*`, `?` and `[…]` never match `/` or a leading dot, `\` makes the next character plain,
* matches are in byte order. `list` gives the absolute paths of everything directly in a folder.
*/
function matchGlob(pattern, list) {
	let paths = [""];
	for (const part of pattern.split("/").slice(1)) if (!/[*?[]/.test(part)) paths = paths.map((path) => `${path}/${part.replace(/\\(.)/gs, "$1")}`);
	else {
		const matches = globMatcher(part);
		paths = paths.flatMap((folder) => namesIn(folder, list).flatMap((name) => matches(name) ? `${folder}/${name}` : []));
	}
	return paths.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
function namesIn(folder, list) {
	return list(folder === "" ? "/" : folder).map((path) => path.slice(path.lastIndexOf("/") + 1));
}
/** Answers whether a name matches one path part of a glob, in time proportional to both lengths. */
function globMatcher(part) {
	const places = compile(toBytes(part));
	const hidesDots = /^[*?[]/.test(part);
	return (name) => !(hidesDots && name.startsWith(".")) && matchPlaces(places, toBytes(name));
}
/** glob(3) of a program without a locale goes by bytes. */
function toBytes(text) {
	return Buffer.from(text, "utf8").toString("latin1");
}
function matchPlaces(places, name) {
	let place = 0;
	let star = -1;
	let retry = 0;
	for (let at = 0; at < name.length;) {
		const accepts = places[place];
		if (place < places.length && accepts === void 0) {
			star = place++;
			retry = at;
		} else if (accepts?.(name.charAt(at)) === true) {
			place++;
			at++;
		} else if (star !== -1) {
			place = star + 1;
			at = ++retry;
		} else return false;
	}
	return places.slice(place).every((accepts) => accepts === void 0);
}
function compile(part) {
	const places = [];
	for (let at = 0; at < part.length;) {
		const char = part.charAt(at);
		const set = char === "[" ? readSet(part, at) : void 0;
		if (set) {
			places.push(set.accepts);
			at = set.end;
			continue;
		}
		const plain = char === "\\" && at + 1 < part.length ? part.charAt(at + 1) : char;
		if (char === "*") places.push(void 0);
		else places.push(char === "?" ? () => true : (other) => other === plain);
		at += char === "\\" ? 2 : 1;
	}
	return places;
}
/** Reads `[…]`; undefined when it has no end, and is an ordinary character. */
function readSet(part, open) {
	const negated = /[!^]/.test(part.charAt(open + 1));
	const first = open + (negated ? 2 : 1);
	const members = [];
	let isValid = true;
	for (let at = first; at < part.length;) {
		if (part.charAt(at) === "]" && at > first) return {
			accepts: (char) => isValid && members.some((member) => member(char)) !== negated,
			end: at + 1
		};
		const named = /^\[:(\w+):\]/.exec(part.slice(at, at + 16));
		if (named) {
			const expression = classes[named[1] ?? ""];
			isValid &&= expression !== void 0;
			members.push((char) => expression?.test(char) === true);
			at += named[0].length;
			continue;
		}
		const low = plainAt(part, at);
		const high = part.charAt(low.next) === "-" && part.charAt(low.next + 1) !== "]" && low.next + 1 < part.length ? plainAt(part, low.next + 1) : void 0;
		members.push((char) => char >= low.char && char <= (high ?? low).char);
		at = (high ?? low).next;
	}
}
function plainAt(part, at) {
	const isEscaped = part.charAt(at) === "\\" && at + 1 < part.length;
	return {
		char: part.charAt(isEscaped ? at + 1 : at),
		next: at + (isEscaped ? 2 : 1)
	};
}
const classes = {
	alpha: /[A-Za-z]/,
	digit: /\d/,
	alnum: /[A-Za-z\d]/,
	upper: /[A-Z]/,
	lower: /[a-z]/,
	punct: /[!-/:-@[-`{-~]/,
	space: /[ \t-\r]/,
	blank: /[ \t]/,
	xdigit: /[\dA-Fa-f]/,
	graph: /[!-~]/,
	print: /[ -~]/,
	cntrl: /[\0-\x1f\x7f]/
};

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
		directives: loader.load(main, text, mainContext, 0),
		files: [...loader.seen],
		absent: loader.absent,
		...loader.problem ? { problem: loader.problem } : {}
	};
}
/** Blocks in whose rows `include` is no more than a key. */
const withoutIncludes = /* @__PURE__ */ new Set(["charset_map", "split_clients"]);
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
	load(path, text, parent, depth) {
		this.seen.add(path);
		const parsed = parseNginx(text, path, { parent });
		const directives = this.#expand(parsed.directives, parent, depth);
		this.problem ??= parsed.problem;
		return directives;
	}
	#stops() {
		return this.problem !== void 0 && !this.#tolerant;
	}
	#expand(directives, parent, depth) {
		const expanded = [];
		for (const directive of directives) {
			if (this.#stops()) break;
			if (this.#isInclude(directive, parent)) for (const included of this.#include(directive, parent, depth)) expanded.push(included);
			else expanded.push(directive.block ? {
				...directive,
				block: this.#expand(directive.block, directive.name, depth)
			} : directive);
		}
		return expanded;
	}
	#isInclude(directive, parent) {
		if (directive.name !== "include" || directive.block || withoutIncludes.has(parent)) return false;
		return directive.args.length === 1 || !rowBlocks.has(parent);
	}
	#include(directive, parent, depth) {
		const [only, ...others] = directive.args;
		if (only === void 0 || others.length > 0) return this.#refuse(directive, "invalid number of arguments in \"include\" directive");
		const path = only.text.startsWith("/") ? only.text : `${this.#folder}/${only.text}`;
		if (depth >= deepestInclude || --this.#budget < 0) return this.#refuse(directive, `open() "${path}" failed (24: Too many open files)`);
		const paths = /[*?[]/.test(path) && parent !== "geo" ? matchGlob(path, (folder) => this.#list(folder)) : [path];
		const directives = [];
		for (const each of paths) {
			if (this.#stops()) break;
			for (const included of this.#includeFile(each, directive, parent, depth, paths.length === 1 && each === path)) directives.push(included);
		}
		return directives;
	}
	#includeFile(path, directive, parent, depth, isNamed) {
		const text = this.#files.read(plainPath(path));
		if (text !== void 0) return this.load(path, text, parent, depth + 1);
		if (this.#list(path).length > 0) return this.#refuse(directive, `pread() "${path}" failed (21: Is a directory)`);
		if (!isNamed) return [];
		this.absent.push({
			path,
			by: directive
		});
		return this.#tolerant ? [] : this.#refuse(directive, `open() "${path}" failed (2: No such file or directory)`);
	}
	#list(folder) {
		return this.#files.list(plainPath(folder));
	}
	#refuse(directive, message) {
		this.problem ??= {
			message,
			file: directive.file,
			line: directive.endLine
		};
		return [];
	}
};
/** An absolute path without empty parts, `.` and `..`. */
function plainPath(path) {
	const parts = [];
	for (const part of path.split("/")) if (part === "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return `/${parts.join("/")}`;
}

// src/nginx/instrument.ts
/** Where our records go, in the proxy's container. The folder is a volume of ours, so that a read-only container has it too. */
const logFolder = "/upstream-gate";
const accessLogPath = `${logFolder}/access.log`;
const errorLogPath = `${logFolder}/error.log`;
/** The format stands in a file of its own, where no template step of the project can replace its variables. */
const formatPath = `${logFolder}/format.conf`;
const formatName = "upstream_gate_json";
const errorLog = `error_log ${errorLogPath} info;`;
const accessLog = `access_log ${accessLogPath} ${formatName};`;
const httpLogs = `include ${formatPath};`;
/** The blocks that may hold logs, and what each may hold; any other is left alone (a `map`'s rows are not directives). */
const inside = {
	main: {
		http: "http",
		stream: "stream",
		mail: "stream"
	},
	http: {
		server: "http",
		location: "http",
		if: "http",
		limit_except: "http"
	},
	stream: { server: "stream" }
};
/**
* The same file with our logs added: a JSON access log and an error log at `info`, beside the project's own. Only log directives are
* added or (for `access_log off`) replaced, each on the line where it stands, so that every line keeps its number; every other byte
* stays. A file that does not parse, or has our logs already, comes back as it is.
*/
function instrument(content, options) {
	const bytes = content.toString("latin1");
	const parsed = parseNginx(asciiOf(bytes), "");
	if (parsed.problem || [
		"/upstream-gate/error.log",
		"/upstream-gate/access.log",
		"/upstream-gate/format.conf"
	].some((path) => bytes.includes(path))) return content;
	const changes = [
		...options.isMain ? [{
			from: 0,
			to: 0,
			text: `${errorLog} `
		}] : errorLogChanges(parsed.directives),
		...options.level === "http" ? accessChanges(parsed.directives, bytes) : [],
		...parsed.directives.flatMap((directive) => nestedChanges(directive, bytes, options.level))
	];
	return Buffer.from(applyChanges(bytes, changes), "latin1");
}
/**
* The level at which each file of a configuration stands; a file included where no log may be is not among them. Nothing at all is,
* when the file with `http` does not parse: our format would be missing, and nginx would complain of that first.
*/
function fileLevels(config, textOf) {
	const levels = /* @__PURE__ */ new Map([[config.main, "main"]]);
	collectLevels(config.directives, "main", levels);
	const holders = config.directives.filter((directive) => directive.name === "http").map((directive) => directive.file);
	return [config.main, ...holders].some((path) => parseNginx(textOf(path) ?? "", path).problem) ? /* @__PURE__ */ new Map() : levels;
}
function collectLevels(directives, level, levels) {
	for (const directive of directives) {
		const known = levels.get(directive.file);
		if (known === void 0 || known === "http" && level === "stream") levels.set(directive.file, level);
		const next = inside[level][directive.name];
		if (next !== void 0 && directive.block) collectLevels(directive.block, next, levels);
	}
}
/** The text with one character for each byte: what is not ASCII means nothing to the grammar, and may not be UTF-8. */
function asciiOf(bytes) {
	return bytes.replace(/[\x80-\xff]/g, "x");
}
function nestedChanges(directive, bytes, outer) {
	const level = inside[outer][directive.name];
	if (level === void 0 || directive.block === void 0) return [];
	const { block } = directive;
	const nested = block.flatMap((child) => nestedChanges(child, bytes, level));
	const own = [
		...level === "http" ? accessChanges(block, bytes) : [],
		...errorLogChanges(block),
		...nested
	];
	if (directive.name !== "http") return own;
	return [after(directive, block.some((child) => child.name === "access_log") ? httpLogs : `${httpLogs} ${accessLog}`), ...own];
}
/** A level with a log of its own ignores the outer ones: ours is added there too. `off` would silence ours and gives way to it. */
function accessChanges(block, bytes) {
	const logs = block.filter((directive) => directive.name === "access_log");
	const off = logs.filter((directive) => directive.args.length === 1 && directive.args[0]?.text === "off");
	if (off.length > 0) return off.map((directive) => replace(directive, bytes, accessLog));
	return logs.slice(0, 1).map((directive) => after(directive, accessLog));
}
function errorLogChanges(block) {
	return block.filter((directive) => directive.name === "error_log").slice(0, 1).map((directive) => after(directive, errorLog));
}
function after(directive, text) {
	return {
		from: directive.endOffset,
		to: directive.endOffset,
		text: ` ${text}`
	};
}
function replace(directive, bytes, text) {
	const from = directive.nameToken.offset;
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
	return changed;
}
/** Field of our JSON line → nginx variable. Every value is quoted: nginx writes "-", lists and "009". */
const fields = [
	["connection", "connection"],
	["number", "connection_requests"],
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
/** The file that defines our format. Before 1.11.8 nginx writes `\x22` for a quote and "-" for what is unset. */
function formatFile(options) {
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
	const knowsJson = options.version === void 0 || atLeast(options.version, [
		1,
		11,
		8
	]);
	const body = used.map(([key, variable]) => `"${key}":"$${variable}"`).join(",");
	return knowsJson ? `log_format ${formatName} escape=json '{${body}}';\n` : `log_format ${formatName} '{${body},"escape":"none"}';\n`;
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

// src/boot/proxy-config.ts
/** Folders that are fetched in all while includes lead to new ones. */
const mostFolders = 12;
/**
* Reads the configuration out of a created container of the proxy, adds our logs to the copy and puts it back. What the start
* renders from templates has not been rendered yet: the templates themselves are given the logs. Answers what the proxy was given
* because its container lacked it.
*/
async function observeProxy(engine, container, proxy, service, imageVariables, filled = []) {
	const isReadOnly = service.settings.readOnly === true;
	const files = /* @__PURE__ */ new Map();
	const config = await readConfig(engine, container, proxy.main, files);
	const templates = new Map(proxy.files.flatMap((file) => file.renderedAs === void 0 ? [] : [[file.renderedAs, file.container]]));
	for (const path of templates.values()) await fetchInto(engine, container, path, files);
	const rendered = asRendered(files, templates, {
		...Object.fromEntries(Object.entries(imageVariables).map(([name, value]) => [name, { value }])),
		...service.variables
	});
	const complete = load(proxy.main, rendered);
	const imageVersion = imageVariables["NGINX_VERSION"];
	const version = imageVersion === void 0 ? void 0 : parseVersion(imageVersion);
	const hasLimits = complete.files.some((path) => /\blimit_(req|conn)\b/.test(rendered.get(path)?.text ?? ""));
	await engine.upload(container, logFolder, await packArchive(logFiles(formatFile({
		hasLimits,
		...version ? { version } : {}
	}))));
	const fromTemplates = [...templates.keys()].flatMap((path) => parseNginx(rendered.get(path)?.text ?? "", path).directives);
	const supply = await supplyFiles({
		engine,
		container,
		proxy,
		service,
		config,
		rendered: fromTemplates,
		filled
	});
	const changed = instrumented(complete, rendered);
	if (!isReadOnly) {
		await uploadFiles(engine, container, [...supply.entries, ...changed], false);
		return supply;
	}
	await tryUpload(engine, container, changed);
	return await tryUpload(engine, container, supply.entries) ? supply : {
		...supply,
		entries: [],
		supplied: []
	};
}
/** The files of our folder. The logs are there from the start, since nginx may be started by a user who could not make them. */
function logFiles(format) {
	const name = (path) => path.slice(logFolder.length);
	return [
		fileEntry(name(formatPath), format),
		fileEntry(name(accessLogPath), "", 438),
		fileEntry(name(errorLogPath), "", 438)
	];
}
/**
* Puts files into a read-only container as far as the engine allows: a folder that the repository does not name is no volume.
* Answers whether all are there; when the first is refused no other is put.
*/
async function tryUpload(engine, container, files) {
	let isComplete = true;
	for (const [index, file] of files.entries()) try {
		await uploadFiles(engine, container, [file], true);
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		isComplete = false;
		if (index === 0) break;
	}
	return isComplete;
}
/** The files as they will stand once the templates have been rendered; what is put back is the template. */
function asRendered(files, templates, variables) {
	const rendered = [...templates].flatMap(([path, template]) => {
		const file = files.get(template);
		return file ? [[path, {
			...file,
			text: renderTemplate(file.text, variables, { onlyDefined: true }).text
		}]] : [];
	});
	return new Map([...files, ...rendered]);
}
function instrumented(config, files) {
	const changed = /* @__PURE__ */ new Map();
	for (const [path, level] of fileLevels(config, (each) => files.get(each)?.text)) {
		const file = files.get(path);
		const content = file && instrument(file.content, {
			isMain: path === config.main,
			level
		});
		if (file && content && content !== file.content) changed.set(file.path, {
			kind: "file",
			path: file.path.slice(1),
			content,
			mode: file.mode,
			uid: file.uid,
			gid: file.gid
		});
	}
	return [...changed.values()];
}
async function readConfig(engine, container, main, files) {
	const fetched = /* @__PURE__ */ new Set();
	let wanted = [parentOf(main)];
	for (let round = 0; round < 4 && wanted.length > 0 && fetched.size < mostFolders; round++) {
		await Promise.all(wanted.map((folder) => fetchInto(engine, container, folder, files)));
		for (const folder of wanted) fetched.add(folder);
		wanted = missingFolders(load(main, files), files).filter((folder) => ![...fetched].some((done) => folder === done || folder.startsWith(`${done}/`)));
	}
	return load(main, files);
}
/** The files and folders directly in a folder, of the files below it. */
function childrenOf(paths, folder) {
	const inside = folder.endsWith("/") ? folder : `${folder}/`;
	const names = /* @__PURE__ */ new Set();
	for (const path of paths) if (path.startsWith(inside)) names.add(path.slice(inside.length).split("/", 1)[0] ?? "");
	return [...names].map((name) => inside + name);
}
function load(main, files) {
	return loadConfig(main, {
		read: (path) => files.get(resolvePath("/", path))?.text,
		list: (folder) => childrenOf(files.keys(), folder)
	}, true);
}
/** Folders that the configuration includes from and that were not fetched: outside the main file's own. */
function missingFolders(config, files) {
	const included = config.files.flatMap((path) => [...walk(parseNginx(files.get(path)?.text ?? "", path).directives)]).filter((directive) => directive.name === "include").map((directive) => resolvePath(parentOf(config.main), directive.args[0]?.text ?? ""));
	return [...new Set(included.map((path) => parentOf(path.replace(/[*?[].*$/, ""))))].filter((folder) => folder !== "" && folder !== "/");
}
async function fetchInto(engine, container, path, files) {
	const links = /* @__PURE__ */ new Map();
	for (const [absolute, entry] of await fetchEntries(engine, container, path)) {
		if (entry.kind === "file") addFile(files, absolute, entry);
		if (entry.kind === "link") links.set(absolute, resolvePath(parentOf(absolute), entry.target));
	}
	for (const [link, target] of [...links].slice(0, 50)) {
		if (!target.startsWith(`${path}/`) && !files.has(target) && isOrdinary(target)) {
			for (const [absolute, entry] of await fetchEntries(engine, container, target)) if (entry.kind === "file") addFile(files, absolute, entry);
		}
		const behind = [...files].filter(([absolute]) => absolute === target || absolute.startsWith(`${target}/`));
		for (const [absolute, file] of behind) files.set(`${link}${absolute.slice(target.length)}`, file);
	}
}
/** Whether a link leads to configuration: not to a device (logs) or a folder of modules. */
function isOrdinary(target) {
	return !/^\/(dev|proc|sys|usr\/lib(64)?)\//.test(target);
}
/** The entries of a file or folder in the container, by absolute path; none when it is not there. */
async function fetchEntries(engine, container, path) {
	const archive = await engine.download(container, path);
	return (archive ? await unpackArchive(archive, 1048576) : []).map((entry) => [resolvePath("/", `${parentOf(path)}/${entry.path}`), entry]);
}
/** Keeps what can be configuration: text, and all of it. */
function addFile(files, path, entry) {
	const { content, mode, uid = 0, gid = 0 } = entry;
	if (entry.isCut !== true && !content.subarray(0, 1e3).includes(0)) files.set(path, {
		path,
		content,
		text: content.toString("utf8"),
		mode,
		uid,
		gid
	});
}
function parentOf(path) {
	return path.slice(0, path.lastIndexOf("/"));
}

// src/boot/limits.ts
/** Processes and threads of a container whose project sets no limit, and the most that one may ask for. */
const usualPids = 4096;
const mostPids = 16384;
/** `memory` is what a container may have at most, in bytes; undefined where that is not known. */
function limitsOf({ settings, memory: own }, memory) {
	const asked = [own?.value, memory].filter((bytes) => bytes !== void 0);
	return {
		pids: settings.pids !== void 0 && settings.pids > 0 ? Math.min(settings.pids, mostPids) : usualPids,
		securityOpt: [...(settings.securityOpt ?? []).filter((option) => !option.startsWith("no-new-privileges")), ...noNewPrivileges(settings)],
		...asked.length > 0 ? { memory: Math.min(...asked) } : {}
	};
}
function noNewPrivileges({ newPrivileges }) {
	return newPrivileges === true ? [] : ["no-new-privileges"];
}
/** Of the engine's memory: what is left keeps the machine and the gate alive. */
function mostMemory(total) {
	return total > 0 ? Math.floor(total * .8) : void 0;
}
/** What sudo and its like say when they may not become another user. */
const heldBack = /"no new privileges" flag is set|effective uid is not 0, is \S+ on a file system with the 'nosuid' option|must be suid to work properly|not installed setuid/;
/** Whether a line of output tells that a program could not gain privileges. */
function saysHeldBack(line) {
	return heldBack.test(line);
}

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
	} } : { isAlone: true };
	return {
		name: objectName(input.run, `${service.name}-${input.generation}`),
		image: input.image,
		labels: {
			...input.run.labels,
			[serviceLabel]: service.name
		},
		...network,
		...settingsOf(service, input.networkOf !== void 0),
		variables: Object.entries(service.variables).map(([name, { value }]) => `${name}=${value}`),
		mounts: volumeMounts(service, input),
		tmpfs: service.mounts.flatMap((mount) => mount.kind === "tmpfs" ? [mount.options === void 0 ? mount.target : `${mount.target}:${mount.options}`] : []),
		...service.entrypoint ? { entrypoint: service.entrypoint.value } : {},
		...service.command ? { command: service.command.value } : {},
		...service.healthcheck ? { healthcheck: service.healthcheck } : {},
		...limitsOf(service, input.mostMemory),
		...service.user ? { user: service.user.value } : {},
		...service.workingDir === void 0 ? {} : { workingDir: service.workingDir },
		...service.cpus === void 0 ? {} : { cpus: service.cpus }
	};
}
function settingsOf(service, sharesNetwork) {
	const { readOnlyAt: _place, newPrivileges: _privileges, ...settings } = service.settings;
	if (!sharesNetwork) return settings;
	const { hostname: _hostname, domainName: _domainName, extraHosts: _extraHosts, dns: _dns, dnsSearch: _dnsSearch, ...rest } = settings;
	return rest;
}
/** The name of the volume that stands for a mount, within a run; `ownFolders` are not shared with other services. */
function volumeName(run, mount, ownFolders = []) {
	if (mount.kind === "volume") return objectName(run, `vol-${mount.volume}`);
	if (mount.kind === "files" && mount.isFolder) return objectName(run, `${ownFolders.includes(mount.repo) ? "own" : "files"}-/${mount.repo}`);
}
/** The volumes that hold Unix sockets which the proxy dials, and the services that mount each. */
function socketVolumes(run, plan) {
	const proxy = serviceNamed(plan, plan.proxy.service);
	const volumes = plan.proxy.routes.flatMap((route) => route.targets.flatMap((target) => target.socket ?? [])).flatMap((socket) => {
		const mount = proxy && mountOver(proxy, socket);
		return (mount && volumeName(run, mount)) ?? [];
	});
	const usersOf = (volume) => plan.services.filter((service) => service.mounts.some((mount) => volumeName(run, mount) === volume)).map((service) => service.name);
	return new Map(volumes.map((volume) => [volume, usersOf(volume)]));
}
function volumeMounts(service, input) {
	const mounts = service.mounts.flatMap((mount) => {
		const volume = volumeName(input.run, mount, input.ownFolders);
		return volume === void 0 || !("target" in mount) ? [] : [{
			volume,
			target: mount.target,
			readOnly: (mount.kind === "volume" ? mount.readOnly : isKeptReadOnly(service, mount)) && !input.isProxy,
			copyImage: mount.kind === "volume" && mount.isEmpty !== true,
			...input.hostTargets?.includes(mount.target) === true ? { givesWay: true } : {}
		}];
	});
	const writable = service.settings.readOnly === true ? [.../* @__PURE__ */ new Set([...singleFileFolders(service), ...input.configFolders ?? []])].filter((folder) => !mounts.some((mount) => mount.target === folder)).map((folder) => ({
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
/** Whether a folder that the project binds read-only is so in the run too: not where something else is put into it. */
function isKeptReadOnly(service, mount) {
	return mount.kind === "files" && mount.isFolder && mount.readOnly && !service.mounts.some((other) => other !== mount && other.target.startsWith(`${mount.target.replace(/\/$/, "")}/`));
}
/** Nothing can be put into a read-only container but into its volumes: the folders of single files become volumes. */
function singleFileFolders(service) {
	const files = service.mounts.flatMap((mount) => mount.kind === "text" || mount.kind === "files" && !mount.isFolder ? [mount.target] : []);
	return [...new Set(files.map((path) => path.slice(0, path.lastIndexOf("/"))))].filter((folder) => folder !== "");
}

// src/boot/proxy-folders.ts
/**
* Folders of the container that hold the proxy's configuration, and folders of the repository that it gets a copy of for itself: our
* logs, which stand in the configuration there, would break another nginx that reads the same files.
*/
function proxyFolders(plan, service) {
	const paths = [plan.proxy.main, ...plan.proxy.files.map((file) => file.container)];
	const own = service.mounts.flatMap((mount) => mount.kind === "files" && mount.isFolder && paths.some((path) => path.startsWith(`${mount.target}/`)) ? [mount.repo] : []);
	return {
		configFolders: [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))))],
		ownFolders: own
	};
}
/** Volumes with files of the repository that this trial or the one before changes: they are filled again. */
function refilledVolumes(run, before, plan) {
	const edited = [...before.overlay, ...plan.overlay].map((edit) => edit.path);
	const replaced = [...before.proxy.absent ?? [], ...plan.proxy.absent ?? []];
	const proxy = serviceNamed(plan, plan.proxy.service);
	const ownFolders = proxy ? proxyFolders(plan, proxy).ownFolders : [];
	const isTouched = (mount) => edited.some((path) => mount.repo === "" || path.startsWith(`${mount.repo}/`)) || replaced.some((path) => path.startsWith(`${mount.target}/`));
	return plan.services.flatMap((service) => service.mounts.flatMap((mount) => mount.kind === "files" && isTouched(mount) ? volumeName(run, mount, service === proxy ? ownFolders : []) ?? [] : []));
}
/** Files that a trial changes in the proxy's own image are put over it; no new image is needed for text. */
async function uploadChanged(engine, workspace, plan, container, isReadOnly) {
	const entries = plan.proxy.files.filter((file) => file.isPart !== true && plan.overlay.some((edit) => edit.path === file.repo)).flatMap((file) => {
		const content = workspace.bytes(file.repo);
		return content === void 0 ? [] : [fileEntry(file.container, content)];
	});
	await uploadFiles(engine, container, entries, isReadOnly);
}

// src/boot/revival.ts
/** A project that needs more starts than this does not come up. */
const mostRestarts = 5;
/** How long a dependency may take to take connections before a restart is tried without it, in milliseconds. */
const listenMs = 2e4;
/**
* Starts services again that ended, where the project has it so: in production their restart policy brings them up. One that may have ended
* for want of another that took no connections yet is given it; one without a dependency gets a second start, as long as nobody has asked it
* anything: it may have had to set something up. What ends of a request has ended.
*/
var Reviver = class {
	#ground;
	/** Whether requests have been sent to what runs now. */
	isAsked = false;
	#revivals = /* @__PURE__ */ new Map();
	constructor(ground) {
		this.#ground = ground;
	}
	/** Whether other containers can connect to a service: true as soon as they can; false when it is down, or listens on nothing for `atMost` milliseconds. */
	async listens(name, atMost) {
		const ground = this.#ground;
		const deadline = performance.now() + atMost;
		for (let pause = 50;; pause = Math.min(pause * 1.5, 500)) {
			ground.signal.throwIfAborted();
			const running = ground.running(name);
			if (!running || running.isDown) return false;
			if (running.isRunning && await this.#isOpen(name)) return true;
			if (performance.now() > deadline) return false;
			await ground.changed.next(pause);
		}
	}
	async #isOpen(name) {
		try {
			return (await (await this.#ground.witness(name)).sockets()).sockets.some(isReachable$1);
		} catch {
			return false;
		}
	}
	/** Answers whether it was started again; false when it is left as it ended. */
	revive(name) {
		const running = this.#ground.running(name);
		if (!running) return Promise.resolve(false);
		const known = this.#revivals.get(running);
		if (known) return known;
		const revival = this.#revive(running).finally(() => this.#revivals.delete(running));
		this.#revivals.set(running, revival);
		return revival;
	}
	async #revive(running) {
		const { plan, changed } = this.#ground;
		const { service } = running;
		const [exit] = running.exits;
		const others = dependenciesOf(plan, service);
		const isLone = others.length === 0;
		if (!exit || exit.at > plan.startTimeout.value || isLone && this.isAsked || !isRestarted(service, exit.code) || sharesNetwork(plan, service)) return false;
		await running.drained();
		const delay = restartDelay(running.restarts, lastWords(running), isLone ? 1 : 2);
		if (delay === void 0) return false;
		const open = await Promise.all(others.map((other) => this.listens(other.name, listenMs)));
		if (!isLone && !open.includes(true)) return false;
		for (const until = performance.now() + delay; performance.now() < until;) await changed.next(until - performance.now() + 1);
		this.#ground.note(`${service.name} ended with exit code ${exit.code} and is started again, as its restart policy has it`);
		await this.#startAgain(running);
		return true;
	}
	/** nginx keeps the addresses it resolved at its start, and does not start without them: it follows. */
	async #startAgain(running) {
		const before = this.#ground.addressOf(running.service.name);
		await this.#restart(running);
		const { proxy } = this.#ground;
		if (!proxy || proxy.startedAt === 0 || proxy.exits.length === 0 && this.#ground.addressOf(running.service.name) === before) return;
		if (proxy.exits.length === 0) await this.#ground.engine.kill(proxy.container);
		while (proxy.exits.length === 0) await this.#ground.changed.next(1e3);
		await this.#restart(proxy);
	}
	async #restart(running) {
		await this.#ground.forgetWitness(running.container);
		await running.restart(this.#ground.engine, lastWords(running));
	}
};
/** Whether the project has the engine start a container again that ended so, as `restart:` says. */
function isRestarted(service, exitCode) {
	const policy = service.restart?.value ?? "no";
	if (policy === "always" || policy === "unless-stopped") return true;
	return /^on-failure(?::\d+)?$/.test(policy) && exitCode !== 0;
}
/** Services that a service may have ended for want of: what it declares to need, and what else the app depends on; never the proxy or what runs once. */
function dependenciesOf(plan, service) {
	const networks = service.attachments.map((attachment) => attachment.network);
	const isNeeded = (other) => other.role === "dependency" || service.needs.some((need) => need.service === other.name);
	return plan.services.filter((other) => other.essential && other.name !== service.name && other.name !== plan.proxy.service && other.role !== "task" && isNeeded(other) && other.attachments.some((attachment) => networks.includes(attachment.network)));
}
/** A container in whose network namespace others live cannot be started again without them. */
function sharesNetwork(plan, service) {
	return service.networkOf !== void 0 || plan.services.some((other) => other.networkOf?.value === service.name);
}
/**
* How long to wait before a container is started again, in milliseconds; undefined when it is left as it ended: with everything there
* that it needs it was started again (`atLeast` times), and came to the same end.
*/
function restartDelay(restarts, words, atLeast = 2) {
	if (restarts.length >= mostRestarts || restarts.length >= atLeast && restarts.at(-1)?.words === words) return void 0;
	return 1e3 * restarts.length;
}
/** The last line of output without numbers: tells one end from another. */
function lastWords(running) {
	return (running.log.lines().findLast((line) => line.text.trim() !== "")?.text ?? "").replace(/[\d:./-]+/g, "#");
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
	/** Ends after which it was started again, with the last line of output each. */
	restarts = [];
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
		const isAgain = this.restarts.length > 0;
		this.startedAt = state.startedAt;
		this.addresses = state.addresses;
		if (this.#early && (!isAgain || this.#early.time >= this.startedAt)) this.#end(this.#early);
		if (!state.running && this.exits.length === 0) this.exits.push({
			code: state.exitCode,
			at: Math.max(0, state.finishedAt - state.startedAt),
			oomKilled: state.oomKilled
		});
		this.#follower = await engine.followLog(this.container, this.service.settings.tty === true, (line) => {
			if (isAgain && line.time < state.startedAt) return;
			this.log.add({
				at: Math.max(0, Math.round(line.time - this.startedAt)),
				stream: line.stream,
				text: line.text
			});
		});
		this.#changed.notify();
	}
	/** Starts the container once more after its end; `words` are its last ones. */
	async restart(engine, words) {
		await this.drained();
		this.stopFollowing();
		this.restarts.push(...this.exits.splice(0).map((exit) => ({
			...exit,
			words
		})));
		this.startedAt = 0;
		this.#early = void 0;
		this.health = void 0;
		await this.start(engine);
	}
	onEvent(event) {
		if (event.action === "oom") this.oomEvents++;
		else if (event.action === "die") {
			if (this.startedAt === 0) this.#early = event;
			else if (this.restarts.length === 0 || event.time >= this.startedAt) this.#end(event);
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

// src/boot/turns.ts
/** Lets tasks that name the same key go one after another, in the order in which they came. */
var Turns = class {
	#last = /* @__PURE__ */ new Map();
	/** Runs the task once all that named one of its keys before have ended, well or not. Rejects as the task does. */
	take(keys, task) {
		const turn = Promise.allSettled(keys.flatMap((key) => this.#last.get(key) ?? [])).then(task);
		for (const key of keys) this.#last.set(key, turn);
		return turn;
	}
};

// src/boot/volumes.ts
/** The volumes of a run, by their names at the engine. */
var Volumes = class {
	#engine;
	#run;
	#names = /* @__PURE__ */ new Set();
	#turns = new Turns();
	constructor(engine, run) {
		this.#engine = engine;
		this.#run = run;
	}
	/**
	* Creates a container after its volumes, and answers its id. The engine fills a new volume from the image of the first container that has
	* it, and two at once get in each other's way: those that share one come one after another. Rejects as the engine does.
	*/
	create(specification) {
		const names = (specification.mounts ?? []).map((mount) => mount.volume);
		return this.#turns.take(names, async () => {
			const fresh = names.filter((name) => !this.#names.has(name));
			for (const name of fresh) this.#names.add(name);
			await Promise.all(fresh.map((name) => this.#engine.createVolume(name, this.#run.labels)));
			return this.#createYielding(specification);
		});
	}
	async #createYielding(specification) {
		try {
			return await this.#engine.create(specification);
		} catch (error) {
			const path = error instanceof EngineError ? /\/merged(\/.*) is not (?:a )?directory/.exec(error.message)?.[1] : void 0;
			const mounts = (specification.mounts ?? []).filter((mount) => mount.givesWay !== true || mount.target !== path);
			if (mounts.length === (specification.mounts ?? []).length) throw error;
			return this.#createYielding({
				...specification,
				mounts
			});
		}
	}
	has(name) {
		return this.#names.has(name);
	}
	/** Removes one at the engine. Rejects as the engine does. */
	async remove(name) {
		await this.#engine.removeVolume(name);
		this.#names.delete(name);
	}
	/** Removes all that are left; answers how each went. */
	removeAll() {
		return Promise.allSettled([...this.#names].map((name) => this.remove(name)));
	}
};

// src/boot/witness.ts
const separator = "@@";
const readTcp = `cat /proc/net/tcp; echo ${separator}; cat /proc/net/tcp6; echo ${separator}; cat /proc/net/unix; echo ${separator}`;
const readProcesses = `for p in /proc/[0-9]*; do echo "\${p#/proc/} $(tr '\\0' ' ' < $p/cmdline)"; done; echo ${separator}; ls -l /proc/[0-9]*/fd /proc/self/fd; echo ${separator}`;
const mostTried = 8;
/** Says of each port whether 127.0.0.1 refuses a connection, by whatever the image has to connect with; nothing when it has none. */
function dialV4(ports) {
	return `perl_dial() { perl -e 'use Socket; socket(S, AF_INET, SOCK_STREAM, 0) or exit 0; exit(connect(S, sockaddr_in($ARGV[1], inet_aton($ARGV[0]))) ? 0 : $! == 111)' "$1" "$2"; }
bash_dial() { bash -c 'exec 3<>/dev/tcp/$0/$1' "$1" "$2"; }
nc_dial() { nc -w 2 "$1" "$2"; }
if command -v perl >/dev/null; then dial=perl_dial; elif command -v bash >/dev/null; then dial=bash_dial; elif command -v nc >/dev/null; then dial=nc_dial; else dial=; fi
[ -z "$dial" ] || { ${ports.map((port) => `if $dial 127.0.0.1 ${port}; then echo taken ${port}; else echo refused ${port}; fi`).join("; ")}; }`;
}
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
		const { sockets } = await this.#tried((await this.sockets()).sockets);
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
	/** The files of the container beside it. */
	get view() {
		return {
			engine: this.#engine,
			container: this.#container,
			root: "/proc/1/root"
		};
	}
	/** The kernel does not show which of its sockets on `::` take IPv4 too: each that has no twin there is dialled by it. */
	async #tried(sockets) {
		const isDoubtful = ({ address, port }) => address === "::" && !sockets.some((other) => other.family === "tcp4" && other.port === port);
		const doubtful = [...new Set(sockets.filter(isDoubtful).map((socket) => socket.port))].slice(0, mostTried);
		if (doubtful.length === 0) return { sockets };
		const refused = new Set((await this.#shell.run(dialV4(doubtful))).split("\n").flatMap((line) => /^refused (\d+)$/.exec(line)?.[1] ?? []));
		return { sockets: sockets.map((socket) => isDoubtful(socket) && refused.has(String(socket.port)) ? {
			...socket,
			v6Only: true
		} : socket) };
	}
	async stop() {
		this.#shell.close();
		await this.#engine.remove(this.#container);
	}
};

// src/boot/environment.ts
/**
* Makes the network that most plans use, before there is a plan: it takes as long as planning. Answers what was made; undefined when
* that was not possible, which whoever needs it will find out.
*/
async function makeUsualNetwork(engine, run, internal) {
	const usual = {
		name: "default",
		internal
	};
	try {
		await engine.createNetwork(objectName(run, `net-${usual.name}`), {
			internal,
			labels: run.labels
		});
		return usual;
	} catch {
		return;
	}
}
/** The running set: networks, services, proxy, and our own containers beside them. Made by `boot`, taken away by `close`. */
var Environment = class Environment {
	changed = new Notifier();
	/** What the proxy was given because its container lacked it; undefined until its configuration was read. */
	supply;
	#context;
	#running = /* @__PURE__ */ new Map();
	#retired = [];
	#extras = [];
	#networks = /* @__PURE__ */ new Set();
	#volumes;
	#filled = /* @__PURE__ */ new Set();
	#witnesses = /* @__PURE__ */ new Map();
	#reviver = new Reviver(this);
	#bootedAt = performance.now();
	#plan;
	#images;
	#workspace;
	#generation = 0;
	#reach;
	#events;
	#host;
	constructor(plan, images, workspace, context) {
		this.#plan = plan;
		this.#images = images;
		this.#workspace = workspace;
		this.#context = context;
		this.#volumes = new Volumes(context.engine, context.run);
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
	all = () => [...this.#running.values()];
	get proxy() {
		return this.#running.get(this.#plan.proxy.service);
	}
	/** The container whose network namespace a service lives in: its own, or the one it shares. */
	namespaceOf(name) {
		const place = serviceNamed(this.#plan, name)?.networkOf?.value ?? name;
		return place === "@host" ? this.#host : this.#running.get(place);
	}
	/** The address of a service on a network that it shares with the proxy; its first one when they share none. */
	addressOf(name) {
		const own = this.namespaceOf(name)?.addresses ?? {};
		const theirs = this.namespaceOf(this.#plan.proxy.service)?.addresses ?? {};
		const shared = Object.keys(own).find((network) => theirs[network]);
		return (shared === void 0 ? Object.values(own)[0] : own[shared]) || void 0;
	}
	/**
	* Whether containers can be dialled from this process. Found out once: the bridge of their network has to be this machine's own, and a port
	* on which nobody listens has to refuse. From within a container, or with a remote engine, the same address may be somebody else's.
	*/
	canReach() {
		this.#reach ??= isReachable(this, [this.#plan.proxy.service, ...this.#running.keys()]);
		return this.#reach;
	}
	/** The witness beside a service's container, started when it is first asked for. Rejects when it cannot be there. */
	witness(name) {
		const namespace = this.namespaceOf(name);
		const beside = namespace instanceof Host ? this.#running.get(name) : namespace;
		const image = this.#images.get(this.#plan.proxy.service);
		if (!beside || image === void 0) return Promise.reject(/* @__PURE__ */ new Error("there is no container to look into"));
		const known = this.#witnesses.get(beside.container);
		if (known) return known;
		const started = Witness.start(this.engine, this.#context.run, image, beside.container);
		this.#witnesses.set(beside.container, started);
		started.catch(() => void 0);
		return started;
	}
	/** How a service's files can be looked at while it runs. Rejects when they cannot. */
	async viewOf(name) {
		const running = this.#running.get(name);
		if (running?.isRunning !== true) throw new Error(`${name} does not run`);
		return running.service.networkOf ? {
			engine: this.engine,
			container: running.container,
			root: ""
		} : (await this.witness(name)).view;
	}
	/** Resolves when other containers can connect to a service: true; false when it is down, or listens on nothing for `atMost` milliseconds. */
	listens(name, atMost) {
		return this.#reviver.listens(name, atMost);
	}
	/** Requests are sent from now on to what runs. */
	asked() {
		this.#reviver.isAsked = true;
	}
	/** Starts a service again that ended, where its restart policy would have brought it up; answers whether it was started. */
	revive(name) {
		return this.#reviver.revive(name);
	}
	/** Ends the witness beside a container: it looks into a namespace that is no more. */
	async forgetWitness(container) {
		const witness = this.#witnesses.get(container);
		this.#witnesses.delete(container);
		await witness?.then((each) => each.stop()).catch(() => void 0);
	}
	waiting = (what, because) => this.#context.onWait?.(what, because);
	note = (text, started) => this.#context.onEvent({
		at: Math.round(performance.now() - this.#bootedAt),
		text,
		...started === void 0 ? {} : { started }
	});
	/**
	* Turns the environment into that of another plan: containers whose specification or files differ are made again, with the proxy,
	* which keeps the addresses it resolved at its start. `again` are made again although nothing differs.
	*/
	async change(plan, images, workspace, again = []) {
		this.#reviver.isAsked = false;
		const before = this.#plan;
		const differing = plan.services.filter((service) => again.includes(service.name) || differs(service, serviceNamed(before, service.name), plan, before) || images.get(service.name) !== this.#images.get(service.name));
		const names = /* @__PURE__ */ new Set([...differing.map((service) => service.name), plan.proxy.service]);
		for (const service of plan.services) if (this.#waitsFor(service, names)) names.add(service.name);
		for (const service of plan.services) if (service.networkOf && names.has(service.networkOf.value)) names.add(service.name);
		this.#plan = plan;
		this.#images = images;
		this.#workspace = workspace;
		for (const volume of refilledVolumes(this.#context.run, before, plan)) this.#filled.delete(volume);
		await this.#takeDown([...names]);
		await this.#emptySocketFolders(names);
		await this.#bringUp([...names]);
	}
	/** Makes the containers of services again as they are planned, with the proxy. */
	again(names) {
		return this.change(this.#plan, this.#images, this.#workspace, names);
	}
	/** Whether a service never started, or ended, for want of one that is now made again. */
	#waitsFor(service, again) {
		const running = this.#running.get(service.name);
		if (running?.heldBackBy !== void 0) return true;
		return running?.isDown === true && service.role !== "task" && service.needs.some((need) => again.has(need.service));
	}
	/** A socket that a removed container left in a volume would be in the way of the next one: such a volume goes with all who mount it. */
	async #emptySocketFolders(gone) {
		for (const [volume, users] of socketVolumes(this.#context.run, this.#plan)) {
			if (!this.#volumes.has(volume) || !users.every((name) => gone.has(name) || !this.#running.has(name))) continue;
			await this.#volumes.remove(volume);
			this.#filled.delete(volume);
		}
	}
	/** Stops following what runs and leaves it where it is. */
	detach() {
		this.#events?.stop();
		for (const running of [...this.#running.values(), ...this.#retired]) running.stopFollowing();
	}
	/** Removes everything that was made; answers whether the engine did it all. */
	async close() {
		this.detach();
		const witnesses = (await Promise.allSettled(this.#witnesses.values())).flatMap((each) => each.status === "fulfilled" ? [each.value] : []);
		const containers = [...this.#extras, ...[...this.#running.values()].map((running) => running.container)];
		const ours = [...witnesses, ...this.#host ? [this.#host] : []];
		const gone = await Promise.allSettled([...ours.map((each) => each.stop()), ...containers.map((container) => this.engine.remove(container))]);
		const networks = await Promise.allSettled([...this.#networks].map((network) => this.engine.removeNetwork(network)));
		return [
			...gone,
			...networks,
			...await this.#volumes.removeAll()
		].every((result) => result.status === "fulfilled");
	}
	async #open() {
		const { engine, run } = this.#context;
		const usual = await this.#context.usualNetwork;
		const isUsual = ({ name }) => name === usual?.name;
		const isAsPlanned = this.#plan.networks.find(isUsual)?.internal !== !usual?.internal;
		if (usual) this.#networks.add(objectName(run, `net-${usual.name}`));
		if (usual && !isAsPlanned) await engine.removeNetwork(objectName(run, `net-${usual.name}`));
		const networks = this.#plan.networks.filter((network) => !isUsual(network) || !isAsPlanned).map((network) => this.#makeNetwork(network));
		const events = engine.watch(`${runLabel}=${run.id}`, (event) => void this.#onEvent(event));
		[this.#events] = await Promise.all([events, ...networks]);
	}
	async #onEvent(event) {
		this.all().find((each) => each.container === event.container)?.onEvent(await withExitCode(this.engine, event));
	}
	async #makeNetwork({ name, internal }) {
		const { engine, run } = this.#context;
		const made = objectName(run, `net-${name}`);
		this.#networks.add(made);
		await engine.createNetwork(made, {
			internal,
			labels: run.labels
		});
		await this.#host?.join(made);
	}
	/** What a changed plan has beside the first: networks, and the host. */
	async #prepare() {
		const { engine, run } = this.#context;
		await Promise.all(this.#plan.networks.filter((network) => !this.#networks.has(objectName(run, `net-${network.name}`))).map((network) => this.#makeNetwork(network)));
		const image = this.#images.get(this.#plan.proxy.service);
		if (image !== void 0 && needsHost(this.#plan)) this.#host ??= await Host.start(engine, run, image, this.#plan);
	}
	async #bringUp(names) {
		await this.#prepare();
		const services = this.#plan.services.filter((service) => names.includes(service.name));
		const created = new Map(afterTheirNeeds(services.filter((service) => !service.networkOf)).map((service) => [service.name, this.#create(service)]));
		const started = /* @__PURE__ */ new Map();
		const start = (name) => {
			const known = started.get(name) ?? (names.includes(name) ? this.#startInOrder(name, start, created.get(name)) : Promise.resolve());
			started.set(name, known);
			return known;
		};
		await settleAll([...names.map(start), ...created.values()]);
		await this.#startForwarders(names);
	}
	async #create(service) {
		const { engine, run } = this.#context;
		const image = this.#images.get(service.name);
		if (image === void 0) return void 0;
		const shared = service.networkOf && this.namespaceOf(service.name);
		const isProxy = service.name === this.#plan.proxy.service;
		const folders = isProxy ? proxyFolders(this.#plan, service) : {
			configFolders: [],
			ownFolders: []
		};
		const specification = specificationOf(withGateway(service, this.#host, run), {
			run,
			image,
			generation: ++this.#generation,
			isProxy,
			...folders,
			hostTargets: (this.#plan.absentBinds ?? []).flatMap((bind) => bind.isOfHost && bind.service === service.name ? [bind.target] : []),
			...shared ? { networkOf: shared.container } : {},
			...this.#context.mostMemory === void 0 ? {} : { mostMemory: this.#context.mostMemory }
		});
		const [imageConfig, container] = await Promise.all([engine.image(image), this.#volumes.create(specification)]);
		const running = new Running(service, image, container, imageConfig, this.changed);
		this.#running.set(service.name, running);
		if (!shared) await Promise.all(service.attachments.slice(1).map((attachment) => engine.connect(running.container, objectName(run, `net-${attachment.network}`), attachment.aliases)));
		await uploadMounts(engine, this.#workspace, {
			container: running.container,
			specification
		}, service, (mount) => {
			const volume = volumeName(run, mount, folders.ownFolders);
			const isFilled = volume !== void 0 && this.#filled.has(volume);
			if (volume !== void 0) this.#filled.add(volume);
			return isFilled;
		});
		if (isProxy) await uploadChanged(engine, this.#workspace, this.#plan, running.container, service.settings.readOnly === true);
		if (isProxy) this.supply = await observeProxy(engine, running.container, this.#plan.proxy, service, imageConfig?.variables ?? {}, filledFor(service, this.#plan));
		return running;
	}
	async #startInOrder(name, start, created) {
		const service = serviceNamed(this.#plan, name);
		if (!service) return;
		await created;
		const blocking = await this.#waitForNeeds(service, start);
		if (service.networkOf) {
			await start(service.networkOf.value);
			if (this.namespaceOf(name)?.isRunning === true) await this.#create(service);
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
		if (running.startError === void 0) this.note(`${name} started`, name);
		else this.note(`${name} could not be started`);
	}
	/** Waits for what a service needs; answers the name of a need that failed. */
	async #waitForNeeds(service, start) {
		const { needs, dialled } = needsOf(this.#plan, service);
		const results = await Promise.all(needs.map(async (need) => await this.#isMet(need, start) || !need.required ? void 0 : need.service));
		for (const other of dialled) while (this.#running.get(other.name)?.isDown === true && await this.revive(other.name));
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
			if (state === "failed" && await this.revive(need.service)) continue;
			this.waiting(need.service, state === "waiting" ? needWords(need) : void 0);
			if (state !== "waiting") return state === "met";
			if (performance.now() > deadline) return false;
			await this.changed.next(1e3);
		}
	}
	async #startForwarders(names) {
		const image = this.#images.get(this.#plan.proxy.service);
		if (image !== void 0) this.#extras.push(...await startForwards(this, this.#host, this.#context.run, image, names));
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

// src/build/build-log.ts
/** Characters of the builder's last word that are kept. */
const longestError = 4e3;
/** Reads the plain progress output of a failed `buildx build`. */
function parseBuildFailure(output) {
	const lines = output.split("\n").map((line) => line.replace(/\r$/, ""));
	const error = (lines.findLast((line) => line.startsWith("ERROR: ")) ?? lines.findLast((line) => line.trim() !== "") ?? "").replace(/^ERROR: (failed to (?:solve|build): )?/, "").slice(0, longestError);
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
	return lines.filter((line) => own.test(line)).map((line) => line.replace(own, "").slice(0, longestError)).slice(-60);
}
/** Whether a builder's or puller's error speaks of the way to the registry, not of what was asked for. */
function isRegistryTrouble(error) {
	return /no such host|i\/o timeout|connection refused|connection reset|TLS handshake|temporary failure|network is unreachable|too many requests|toomanyrequests|429|50[0234] |unexpected EOF|context deadline exceeded|x509|server misbehaving|unauthorized|authentication required|denied: requested access/i.test(error) && /registry|manifest|pull|source metadata|Head "|Get "|lookup|dial tcp|toomanyrequests|denied/i.test(error);
}
/** Whether a failure is one of the way to the engine, not of the build. */
function isEngineTrouble(text) {
	return /^(?:ERROR: )?(?:error during connect:|cannot connect to the docker daemon|cannot load builder|no builder .* found|failed to initialize builder)/i.test(text.trim());
}
/** Whether the engine's disk is full. */
function isDiskFull(error) {
	return /no space left on device/i.test(error);
}

// src/build/build.ts
/** What can be a name of an image; anything else could be an option or a path of the engine's interface. */
const imageReference = /^[a-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]*\w)*(?::[\w.-]+)?(?:@\w+:[0-9a-f]+)?$/i;
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
	await settleAll([...groups.values()].map(async (services) => {
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
	if (!imageReference.test(reference)) throw failure("config-invalid", `The service ${service.name} names ${JSON.stringify(reference)}, which is no image.`, {
		...service.image.at ? { at: service.image.at } : {},
		remedy: "Correct the name."
	});
	if (await context.engine.image(reference)) return reference;
	context.onLine(service.name, `pulling ${reference}`);
	const { program, prefix } = context.client();
	const platform = service.settings.platform === void 0 ? [] : ["--platform", service.settings.platform];
	const result = await runCommand(program, [
		...prefix,
		"pull",
		"--quiet",
		...platform,
		"--",
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
	refuseStray(service, build, context.workspace);
	const tag = `${objectName(context.run, service.name)}:${plan.overlay.length > 0 ? "changed" : "latest"}`;
	const folder = realpathSync(mkdtempSync(join(tmpdir(), "upstream-gate-build-")));
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
		if (failed.line === void 0 && isEngineTrouble(failed.error)) throw failure("engine-unreachable", `buildx does not reach the Docker engine: ${failed.error.slice(0, 300)}`, {
			remedy: "Check that this succeeds: docker buildx inspect",
			detail: failed.error
		});
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
/** The builder follows the links of the path to a context and to a Dockerfile, wherever they lead. */
function refuseStray(service, build, workspace) {
	const ignored = ignoreFiles(build);
	const stray = [
		build.context,
		...build.inline === void 0 ? [build.dockerfile] : [],
		...ignored
	].find((path) => workspace.isStray(path));
	if (stray === void 0) return;
	throw failure("refused", `The service ${service.name} is built from ${stray}, which is neither a file nor a folder inside the project.`, {
		...build.at ? { at: build.at } : {},
		remedy: "Put what it leads to into the project."
	});
}
function ignoreFiles({ context, dockerfile }) {
	return [`${dockerfile}.dockerignore`, context === "" ? ".dockerignore" : `${context}/.dockerignore`];
}
function baseFailure(service, build, words, line) {
	return failure("image-unavailable", `The base image of the service ${service.name} cannot be pulled: ${words.slice(0, 300)}`, {
		at: build.places?.[(line ?? 1) - 1] ?? {
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
	const isPlugin = Boolean(context.environment["DOCKER_TLS_VERIFY"]);
	return runCommand(program, [
		...prefix,
		...isPlugin ? ["buildx"] : [],
		"build",
		...options,
		source
	], {
		env: {
			...toolEnvironment(context.environment),
			...isPlugin ? { DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: "docker" } : {},
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
	if (build.takesAll === true) writeFileSync(`${path}.dockerignore`, `${[".git", ...build.leftOut ?? []].join("\n")}\n`);
	writeFileSync(path, withoutSyntax ? text.replace(/^(\s*)#\s*syntax\s*=.*$/im, "$1# ") : text);
	return path;
}
/** A copy of the build context with the trial's edits in it. */
function changedContext(build, workspace, folder) {
	const copy = join(folder, "context");
	cpSync(workspace.absolute(build.context), copy, {
		recursive: true,
		verbatimSymlinks: true,
		filter: (path) => !path.endsWith("/.git") && isCopied(path)
	});
	for (const path of new Set(workspace.edits.map((edit) => edit.path))) {
		const inside = build.context === "" ? path : path.startsWith(`${build.context}/`) ? path.slice(build.context.length + 1) : void 0;
		const text = workspace.read(path);
		if (inside !== void 0 && text !== void 0) writeInside(copy, inside, text);
	}
	return copy;
}
/** Pipes, sockets and devices cannot be copied, and no build needs them. */
function isCopied(path) {
	const stats = lstatSync(path);
	return stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();
}
/** Writes into the copy and nowhere else: a link in it may lead back to the project, or outside. */
function writeInside(copy, path, text) {
	const target = realpathSync(join(copy, path, ".."));
	const file = join(target, basename(path));
	const link = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
	if (target !== copy && !target.startsWith(copy + sep)) throw failure("refused", `${path} cannot be changed for a trial: a link leads out of the build's folder.`);
	if (link) rmSync(file);
	writeFileSync(file, text);
}

// src/plan/file-commands.ts
/** The file commands of a RUN instruction, in their order, as far as its text tells. */
function fileCommands(instruction, workingDir, lookUp) {
	const text = [withoutHeredocs(instruction.text), ...instruction.heredocs].join("\n");
	const commands = instruction.json ? [instruction.json] : shellCommands(expandVariables(text, (name) => lookUp(name) ?? `\${${name}}`));
	let folder = workingDir;
	return commands.flatMap((words) => {
		const [program = "", ...args] = programOf(words);
		if (program === "cd") {
			folder = resolvePath(folder, args[0] ?? "/");
			return [];
		}
		return commandOf(baseName(program), args, folder, instruction.at) ?? [];
	});
}
function commandOf(program, args, folder, at) {
	const written = args.indexOf(">") === -1 ? args.indexOf(">>") : args.indexOf(">");
	if (written !== -1) return {
		kind: "edit",
		sources: absolute(args.slice(written + 1, written + 2), folder),
		target: "",
		intoFolder: false,
		at
	};
	const options = args.filter((arg) => arg.startsWith("-"));
	const paths = args.filter((arg) => !arg.startsWith("-"));
	const has = (letter, long) => options.some((option) => option === long || /^-\w+$/.test(option) && option.includes(letter));
	switch (program) {
		case "rm": return {
			kind: "remove",
			sources: absolute(paths, folder),
			target: "",
			intoFolder: false,
			at
		};
		case "mkdir": return {
			kind: "folder",
			sources: absolute(paths, folder),
			target: "",
			intoFolder: false,
			at
		};
		case "sed": return has("i", "--in-place") ? {
			kind: "edit",
			sources: absolute(paths.slice(1), folder),
			target: "",
			intoFolder: false,
			at
		} : void 0;
		case "tee": return {
			kind: "edit",
			sources: absolute(paths, folder),
			target: "",
			intoFolder: false,
			at
		};
		case "cp": return placed("copy", paths, folder, folder, at);
		case "mv": return placed("move", paths, folder, folder, at);
		case "ln": return placed("link", paths, folder, has("s", "--symbolic") ? void 0 : folder, at);
		default: return;
	}
}
/** `from` is where relative sources start; undefined for symbolic links, whose words count from the folder they are put in. */
function placed(kind, paths, folder, from, at) {
	const written = paths.length === 1 && kind === "link" ? "." : paths.at(-1);
	const sources = paths.length === 1 && kind === "link" ? paths : paths.slice(0, -1);
	if (written === void 0 || sources.length === 0) return void 0;
	const target = resolvePath(folder, written);
	const intoFolder = /(^|\/)\.{0,2}$/.test(written) || sources.length > 1 || sources.some((source) => /[*?[]/.test(source));
	const base = from ?? (intoFolder || nginxFolders.has(target) ? target : target.slice(0, target.lastIndexOf("/")) || "/");
	return {
		kind,
		sources: sources.map((source) => `${resolvePath(base, source)}${source.endsWith("/.") ? "/." : ""}`),
		target,
		intoFolder: intoFolder || nginxFolders.has(target),
		at
	};
}
function absolute(paths, folder) {
	return paths.map((path) => resolvePath(folder, path));
}
/** Folders that an installed nginx has. */
const nginxFolders = new Set([
	"",
	"/conf.d",
	"/http.d",
	"/sites-available",
	"/sites-enabled",
	"/snippets",
	"/modules-enabled",
	"/templates"
].map((name) => `/etc/nginx${name}`));

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

// src/text/copies.ts
/** Folders that the base images have, as far as files are copied into them without a slash at the end. */
const usualFolders = [
	..."/ /etc /home /opt /root /srv /tmp /usr /usr/bin /usr/local /usr/local/bin /usr/local/sbin /usr/share /usr/src /var /var/lib /var/www /var/www/html".split(" "),
	..."/docker-entrypoint.d /docker-entrypoint-initdb.d /usr/share/nginx /usr/share/nginx/html /usr/local/openresty/nginx/conf".split(" "),
	...[
		"conf.d",
		"http.d",
		"sites-available",
		"sites-enabled",
		"snippets",
		"modules-enabled"
	].map((name) => `/etc/nginx/${name}`),
	..."/etc/nginx /etc/ssl /etc/ssl/certs /etc/ssl/private /etc/supervisor /etc/supervisor/conf.d /etc/apache2/sites-available /etc/cron.d /etc/init.d".split(" "),
	..."/usr/local/etc /usr/local/etc/php /usr/local/etc/php/conf.d /usr/local/etc/php-fpm.d /usr/local/tomcat/webapps /usr/local/apache2/htdocs".split(" ")
];
/** Folders that `mkdir` makes in a RUN. */
function madeFolders(text) {
	return [...text.matchAll(/\bmkdir\s+((?:-\S+\s+)*)([^;&|\n]+)/g)].flatMap((match) => (match[2] ?? "").split(/\s+/)).filter((word) => /^[\w./-]+$/.test(word) && !word.startsWith("-"));
}
/**
* What a stage takes from the build context, directly and through `COPY --from` of other stages, in the order of the file.
* A copied folder's contents land in the destination; a file lands in it (when it ends in "/") or as it.
*/
function copiedPaths(file, stage, args = {}) {
	const copied = [];
	const settings = imageSettings(file, stage, args);
	let workingDir = "/";
	const folders = new Set(usualFolders);
	for (const instruction of stageLine(file, stage).stages.flatMap((each) => each.instructions)) {
		if (instruction.keyword === "WORKDIR") workingDir = resolvePath(workingDir, expandVariables(instruction.text, (name) => settings.variables[name]?.value ?? args[name]));
		folders.add(workingDir);
		if (instruction.keyword === "RUN") for (const folder of madeFolders(instruction.text)) folders.add(resolvePath(workingDir, folder));
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
	const { rules } = readRules(workspace, build);
	return (path) => lastRule(rules, build, path)?.keep === false;
}
/** The line that keeps a path out of a build's context; undefined when it is in it. */
function ignoringLine(workspace, build, path) {
	const { file, rules } = readRules(workspace, build);
	const rule = lastRule(rules, build, path);
	return rule?.keep === false ? workspace.locate(file, rule.line) : void 0;
}
function readRules(workspace, build) {
	const own = `${build.dockerfile}.dockerignore`;
	if (build.takesAll === true) return {
		file: own,
		rules: []
	};
	const file = workspace.read(own) === void 0 ? joinPath(build.context, ".dockerignore") ?? own : own;
	return {
		file,
		rules: (workspace.read(file) ?? "").split(/\r?\n/).map((text, index) => ({
			text: text.trim(),
			line: index + 1
		})).filter(({ text }) => text !== "" && !text.startsWith("#")).map(({ text, line }) => ({
			line,
			keep: text.startsWith("!"),
			expression: ruleExpression(text.replace(/^!/, ""))
		}))
	};
}
function lastRule(rules, build, path) {
	const inside = build.context === "" ? path : path.startsWith(`${build.context}/`) ? path.slice(build.context.length + 1) : void 0;
	return inside === void 0 || inside === "" ? void 0 : rules.findLast((rule) => rule.expression.test(inside));
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
	const paths = pathsOf(workspace, build, file, stage).map((mapping) => ({
		...mapping,
		...placedAt(build, mapping.at)
	}));
	const { at } = {
		at: stage.at,
		...placedAt(build, stage.at)
	};
	return {
		file,
		stage: {
			...stage,
			at
		},
		settings: imageSettings(file, stage, build.args),
		paths
	};
}
/** The line of the repository that a line of a Dockerfile follows from which the gate wrote. */
function placedAt({ places }, at) {
	const place = at && places?.[at.line - 1];
	return place ? { at: place } : {};
}
/** Every instruction that has a part in the stage, ancestors first. */
function recipeInstructions(recipe) {
	return stageLine(recipe.file, recipe.stage).stages.flatMap((stage) => stage.instructions);
}
/** What COPY and ADD bring, and where RUN puts copies and links of it, in the order of the file. */
function pathsOf(workspace, build, file, stage) {
	const copied = copiesOf(workspace, build, file, stage);
	const settings = imageSettings(file, stage, build.args);
	const lookUp = (name) => settings.variables[name]?.value ?? build.args[name];
	const paths = [];
	let workingDir = "/";
	for (const instruction of stageLine(file, stage).stages.flatMap((each) => each.instructions)) {
		if (instruction.keyword === "WORKDIR") workingDir = resolvePath(workingDir, expandVariables(instruction.text, lookUp));
		if (instruction.keyword === "COPY" || instruction.keyword === "ADD") paths.push(...copied.filter((mapping) => mapping.at === instruction.at));
		if (instruction.keyword === "RUN") for (const command of fileCommands(instruction, workingDir, lookUp)) paths.push(...placedBy(workspace, paths, command));
	}
	return paths;
}
/** The mappings that a RUN's copy, link or move of repository files adds. */
function placedBy(workspace, paths, command) {
	if (command.kind !== "copy" && command.kind !== "link" && command.kind !== "move") return [];
	const intoFolder = command.intoFolder || paths.some((mapping) => mapping.kind === "folder" && mapping.container === command.target);
	return command.sources.flatMap((source) => /[*?[]/.test(source) ? matchGlob(source, (folder) => containerChildren(workspace, paths, folder)) : [source]).flatMap((source) => {
		const isContents = source.endsWith("/.");
		const from = source.replace(/\/\.$/, "");
		const repo = repoPathOf(paths, from)?.repo;
		const kind = repo === void 0 ? void 0 : workspace.kindOf(repo);
		if (repo === void 0 || kind === void 0) return [];
		return [{
			container: intoFolder && !isContents ? `${command.target}${from.slice(from.lastIndexOf("/"))}` : command.target,
			repo,
			kind: kind === "folder" ? "folder" : "file",
			via: "run",
			at: command.at
		}];
	});
}
/** Absolute paths of what the repository puts directly into a folder of the container. */
function containerChildren(workspace, paths, folder) {
	const names = /* @__PURE__ */ new Set();
	for (const mapping of paths) {
		if ((mapping.container.slice(0, mapping.container.lastIndexOf("/")) || "/") === folder) names.add(mapping.container);
		const inside = mapping.kind === "folder" ? repoPathOf([mapping], folder === mapping.container ? folder : `${folder}/.`) : void 0;
		if (inside) for (const name of workspace.list(inside.repo.replace(/\/?\.$/, ""))) names.add(`${folder}/${name}`);
	}
	return [...names];
}
/** Paths of the context that a stage copies and where they land, in the order of the file. */
function copiesOf(workspace, build, file, stage) {
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
/** Paths of the repository that a source of a COPY names, wildcards too; ignored ones among them. */
function matchSources(workspace, build, source) {
	const plain = resolvePath("/", source).slice(1);
	if (!/[*?[]/.test(plain)) {
		const repo = joinPath(build.context, plain);
		return repo !== void 0 && workspace.kindOf(repo) !== void 0 ? [repo] : [];
	}
	const cut = plain.lastIndexOf("/");
	const folder = joinPath(build.context, cut === -1 ? "" : plain.slice(0, cut));
	if (folder === void 0) return [];
	const matches = globMatcher(plain.slice(cut + 1));
	return workspace.list(folder).filter((name) => matches(name)).flatMap((name) => joinPath(folder, name) ?? []);
}

// src/boot/look.ts
const timeoutMs = 1e4;
const mostOutput = 262144;
const statScript = "root=$0; for p; do printf \"%s\\0\" \"$(stat -c \"%f %u %g\" \"$root$p\" 2>/dev/null || echo absent)\" \"$(readlink \"$root$p\" 2>/dev/null)\"; done";
const workerScript = "for p in /proc/[0-9]*; do case \"$(tr \"\\0\" \" \" < $p/cmdline 2>/dev/null)\" in \"nginx: worker\"*) echo \"worker $(grep -E \"^(Uid|Gid|Groups):\" $p/status | tr \"\\t\\n\" \"  \")\";; esac; done";
const openScript = "root=$0; for p; do chmod a+rwx \"$root$p\"; done";
/** What stands at paths, in their order. Rejects when the command could not be run. */
async function lookAt(view, paths) {
	if (paths.length === 0) return [];
	const words = (await run(view, [
		"sh",
		"-c",
		statScript,
		view.root,
		...paths
	])).split("\0");
	return paths.map((path, index) => {
		const found = /^([0-9a-f]+) (\d+) (\d+)$/.exec(words[index * 2] ?? "");
		const link = words[index * 2 + 1] ?? "";
		return found ? {
			path,
			mode: Number.parseInt(found[1] ?? "0", 16),
			uid: Number(found[2]),
			gid: Number(found[3]),
			link
		} : {
			path,
			uid: 0,
			gid: 0,
			link: ""
		};
	});
}
/** As whom nginx's workers run in that container's process namespace; each kind once. */
async function nginxWorkers(view) {
	const found = (await run(view, [
		"sh",
		"-c",
		workerScript
	])).split("\n").flatMap((line) => {
		const match = /^worker Uid:\s+\d+\s+(\d+)\s[\d\s]*Gid:\s+\d+\s+(\d+)\s[\d\s]*Groups:([\d\s]*)$/.exec(line);
		const groups = (match?.[3] ?? "").trim().split(/\s+/).filter((group) => group !== "");
		return match ? [[line, {
			uid: Number(match[1]),
			gid: Number(match[2]),
			groups: groups.map(Number)
		}]] : [];
	});
	return [...new Map(found).values()];
}
/** Names of users by their number, as the container has them; empty without such a file. */
async function userNames(view) {
	const text = await run(view, [
		"sh",
		"-c",
		"head -c 65536 \"$0/etc/passwd\" 2>/dev/null",
		view.root
	]);
	return new Map(text.split("\n").map((line) => line.split(":")).flatMap(([name, , uid]) => name !== void 0 && /^[\w.-]{1,32}$/.test(name) && /^\d+$/.test(uid ?? "") ? [[Number(uid), name]] : []).toReversed());
}
/** Lets everybody open paths: folders to be searched, a socket to be written to. */
async function openPaths(view, paths) {
	await run(view, [
		"sh",
		"-c",
		openScript,
		view.root,
		...paths
	]);
}
/** The most memory that a container took so far, in bytes, by the kernel's record; undefined where there is none to read. */
async function memoryPeak(engine, container) {
	const told = await run({
		engine,
		container
	}, ["cat", "/sys/fs/cgroup/memory.peak"]);
	return /^\d{1,15}\s*$/.test(told) ? Number(told) : void 0;
}
/** What a command prints. Its arguments are never read by a shell. */
async function run({ engine, container }, command) {
	const session = await engine.exec(container, command, { user: "0" });
	const timer = setTimeout(() => session.close(), timeoutMs);
	const chunks = [];
	let size = 0;
	try {
		session.stream.end();
		for await (const chunk of session.stream) {
			chunks.push(chunk);
			size += chunk.length;
			if (size > mostOutput) break;
		}
	} finally {
		clearTimeout(timer);
		session.close();
	}
	return Buffer.concat(chunks).toString("utf8");
}

// src/probe/host-trials.ts
/** Statuses by which an app can say that it does not answer to a host. */
const refusing = /* @__PURE__ */ new Set([
	400,
	403,
	421
]);
const mostHosts = 12;
const patienceMs = 5e3;
/** Whether an answer can mean that the app does not answer to the host. */
function mayRefuseHost({ status }) {
	return status !== void 0 && refusing.has(status);
}
/**
* Asks the app directly with other Host headers when its answer can mean that it refuses the one nginx passes on; undefined when it
* refuses all alike, when something else than the header makes the difference, or when nothing speaks of a list of hosts: an app may
* well know some tenants and not others.
*/
async function tryHosts(environment, probe, result, target, named) {
	const route = probe.route === void 0 ? void 0 : environment.plan.proxy.routes[probe.route];
	if (result.status === void 0 || !mayRefuseHost(result) || probe.expect?.status?.includes(result.status) === true) return void 0;
	if (!route || route.scheme !== "http" && route.scheme !== "https") return void 0;
	const sent = passedHost(probe, route, target);
	if (!(sent !== probe.host && route.sendsHost === "$proxy_host") && named.length === 0 && !/\bhosts?\b/i.test(result.body ?? "")) return void 0;
	const ask = statusFor(environment, probe, target);
	if (await ask(sent) !== result.status) return void 0;
	const served = environment.plan.proxy.servers.flatMap((server) => server.names).filter((name) => /^[\w-]+(?:\.[\w-]+)+$/.test(name));
	const others = [.../* @__PURE__ */ new Set([
		"localhost",
		probe.host,
		target.host,
		`${target.host}:${target.port}`,
		...named,
		...served
	])].filter((host) => host !== sent).slice(0, mostHosts);
	const taken = (await Promise.all(others.map(async (host) => ({
		host,
		status: await ask(host)
	})))).flatMap(({ host, status }) => status !== void 0 && isTaken(status) ? [{
		host,
		status
	}] : []);
	if (taken.length === 0) return void 0;
	if (sent !== probe.host || probe.isHostInvented !== true) return {
		kind: "refused",
		refusal: {
			sent,
			taken
		}
	};
	const known = taken.find(({ host }) => host.includes(".") && !isLoopback(host));
	return {
		kind: "made-up",
		sent,
		...known ? { host: known.host } : {}
	};
}
function statusFor(environment, probe, target) {
	const dial = dialFromProxy(environment);
	const address = isLoopback(target.host) ? target.host : target.address;
	return async (host) => {
		const answer = await sendDirect(environment, probe, {
			...target,
			address
		}, dial, patienceMs, host);
		return answer.ok ? answer.status : void 0;
	};
}
/** An answer of an app that knows the host: it serves, sends elsewhere, asks who it is, or has no such page. */
function isTaken(status) {
	return status >= 200 && status < 400 || status === 401 || status === 404;
}

// src/probe/ended-worker.ts
/** How long the engine may take to hand on a line that was written before the answer. */
const deliveryMs = 1e3;
/** Watches from now on whether the app server of one of the services says that it ended a worker for the time it took. */
var EndedWorkerWatch = class {
	#environment;
	#before;
	constructor(environment, services) {
		this.#environment = environment;
		this.#before = new Map(services.map((service) => [service, environment.running(service)?.log.count ?? 0]));
	}
	/** The line in which it says so; undefined when none has come by now, or within the time that the engine needs to hand it on. */
	async line() {
		const until = performance.now() + deliveryMs;
		for (let left = deliveryMs; left > 0; left = until - performance.now()) {
			const line = this.#lineNow();
			if (line !== void 0) return line;
			await this.#environment.changed.next(left);
		}
		return this.#lineNow();
	}
	#lineNow() {
		return [...this.#before].map(([service, before]) => this.#patienceOf(service, before)).find((line) => line !== void 0);
	}
	#patienceOf(service, before) {
		const log = this.#environment.running(service)?.log;
		return log && log.count > before ? patienceIn(log.lines().slice(before - log.count))?.line : void 0;
	}
};

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
/** What PHP-FPM answers in place of a script that it does not have. */
const noScript = /^File not found\.\s*$/;
/** Whether PHP-FPM answered that it does not have a script which the project leads to. */
function isScriptMissing(result, probe) {
	return probe.script !== void 0 && result.status === 404 && probe.expect === void 0 && noScript.test(result.body ?? "");
}
/** What an answer to a probe does not meet: the user's demands, or that a script is there which the project leads to. undefined when it meets all. */
function unmetBy(result, probe) {
	return isScriptMissing(result, probe) ? `the FastCGI server has no script ${probe.script}` : unmetExpectation(result, probe.expect);
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
	const head = /^\S+ \S+ \[(\w+)\] \d+#\d+: (?:\*(\d+) )?/.exec(text);
	if (!head) return void 0;
	const [whole, level = "", connection] = head;
	const rest = text.slice(whole.length);
	const client = /, client: (?:[\da-fA-F.:]+|unix:)(?=, |$)/.exec(rest);
	const { message, errno, action } = parseMessage(client ? rest.slice(0, client.index) : rest.replace(/, client: [^"]*$/, ""));
	const context = client ? parseContext(rest.slice(client.index + client[0].length)) : {};
	return {
		level,
		message,
		text,
		...withoutUndefined({
			errno,
			action,
			connection: connection === void 0 ? void 0 : Number(connection),
			...context
		})
	};
}
/** The message before its context: `MSG (ERRNO: text) while ACTION`. What a FastCGI server wrote stands in it and may hold any of these words. */
function parseMessage(body) {
	const cut = body.lastIndexOf(" while ");
	const told = cut === -1 || body.indexOf("\"", cut) !== -1 ? body : body.slice(0, cut);
	const errno = / \((\d+): [^()]*\)$/.exec(told.slice(-200));
	return {
		message: errno ? told.slice(0, -errno[0].length) : told,
		errno: errno ? Number(errno[1]) : void 0,
		action: told === body ? void 0 : body.slice(cut + 7)
	};
}
/** Parts of the context after the client, in the order in which nginx writes them. */
const contextKeys = [
	"server",
	"request",
	"subrequest",
	"upstream",
	"host",
	"referrer"
];
/**
* Takes the context apart from left to right. A value in quotes ends where the next part begins, else at the end: its own quotes
* are not escaped, and a record that was cut has no last one.
*/
function parseContext(text) {
	const found = {};
	const starts = contextKeys.map((key) => `, ${key}: ${key === "server" ? "" : "\""}`);
	let at = 0;
	for (const [index, key] of contextKeys.entries()) {
		const start = starts[index] ?? "";
		if (!text.startsWith(start, at)) continue;
		const from = at + start.length;
		const ends = starts.slice(index + 1).flatMap((next) => {
			const end = text.indexOf(key === "server" ? next : `"${next}`, from);
			return end === -1 ? [] : [end];
		});
		const end = ends.length > 0 ? Math.min(...ends) : text.endsWith("\"") && key !== "server" ? text.length - 1 : text.length;
		found[key] = text.slice(from, Math.max(from, end));
		at = Math.min(text.length, key === "server" ? end : end + 1);
	}
	const { referrer: _referrer, ...context } = found;
	return context;
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
	const fields = readFields(line);
	if (!fields) return void 0;
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
/** The line's fields; undefined when it is not one of ours. An old nginx escapes in its own way and writes "-" for what is unset. */
function readFields(line) {
	const fields = parseJson(line) ?? parseJson(line.replace(/\\x([\dA-Fa-f]{2})/g, "\\u00$1"));
	const tried = [
		"addr",
		"upstream",
		"connect",
		"header",
		"response",
		"received"
	];
	return fields?.["escape"] === "none" && fields["addr"] === "-" ? {
		...fields,
		...Object.fromEntries(tried.map((key) => [key, ""]))
	} : fields;
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
/** nginx parts retries by ", " and internal redirects by " : ". */
function splitAttempts(value) {
	return value === "" ? [] : value.split(/, | : /);
}
function withoutUndefined(value) {
	return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== void 0));
}

// src/boot/proxy-logs.ts
/** The most that is read of the logs, in bytes. */
const mostRead$1 = 4194304;
/** Our own two logs out of the proxy's container; undefined when our directives are not in effect there. */
async function readProxyLogs(engine, container) {
	const archive = await engine.download(container, logFolder);
	if (!archive) return void 0;
	const entries = await unpackArchive(archive, mostRead$1);
	const text = (name) => {
		const entry = entries.find((each) => each.path.endsWith(name));
		return entry?.kind === "file" ? entry.content.toString("utf8") : void 0;
	};
	const error = text("error.log");
	return error === void 0 || error === "" ? void 0 : {
		error,
		access: text("access.log") ?? ""
	};
}
/** The requests that nginx has recorded so far; undefined when it does not record them. */
async function readAttempts(engine, container) {
	const logs = await readProxyLogs(engine, container);
	return logs && parseAccessLog(logs.access);
}

// src/probe/pace.ts
/** No request is waited for longer than this in all, in seconds. */
const mostPatience = 15;
/** nginx writes its record once the answer is out: it may be a moment behind. */
const recordWithinMs = 500;
/** nginx's own record of a request just answered; undefined when it has none. */
async function recordOf(environment, result) {
	const { proxy, engine } = environment;
	const deadline = performance.now() + recordWithinMs;
	for (;;) {
		const attempts = proxy && await readAttempts(engine, proxy.container);
		const alike = attempts?.filter((attempt) => attempt.status === result.status) ?? [];
		const record = result.localPort === void 0 ? alike.at(-1) : alike.findLast((attempt) => attempt.remotePort === result.localPort);
		if (record || attempts === void 0 || performance.now() > deadline) return record;
		await environment.changed.next(20);
	}
}
function guardsOf(probe, status, isLimit) {
	return (probe.guards ?? []).filter((guard) => guard.status === status && guard.kind.startsWith("limit_") === isLimit);
}
/** Whether nginx answered a request out of its configuration, without asking anybody: more waiting cannot help. */
async function isAnsweredByRule(environment, probe, result) {
	if (guardsOf(probe, result.status, false).length === 0) return false;
	const record = await recordOf(environment, result);
	return record !== void 0 && record.upstreamAddr.every((address) => address === "" || address === "-") && !isRejected(record);
}
function isRejected(record) {
	return record.limitReq === "REJECTED" || record.limitConn === "REJECTED";
}
/** How long a limit takes to let the next request through, in seconds: the slowest on a request's way. */
function refillOf(plan, probe, isAsked = () => true) {
	const zones = (probe.guards ?? []).filter((guard) => guard.kind === "limit_req" && isAsked(guard)).map((guard) => guard.zone);
	const rates = (plan.proxy.limits ?? []).filter((limit) => limit.kind === "limit_req_zone" && limit.value > 0 && zones.includes(limit.name));
	return Math.max(0, ...rates.map((limit) => 60 / limit.value));
}
/** Pauses between repeats, in seconds: ever calmer, up to where the limit must let a request through, if patience reaches so far. */
function pausesFor(refill) {
	const short = 3;
	return refill <= short ? [
		1,
		2,
		4,
		8
	] : [
		1,
		2,
		Math.min(refill + .5, mostPatience) - short
	];
}
/** Repeats one at a time what nginx's own limits refused, so that the gate's haste is never what is found. One for each observation. */
var Pace = class {
	#environment;
	#turn = Promise.resolve();
	/** Zones that refused a request at the calmest pace. */
	#closed = /* @__PURE__ */ new Set();
	#repeated = /* @__PURE__ */ new Set();
	#calmed = 0;
	constructor(environment) {
		this.#environment = environment;
	}
	/** What the reader should know of it; empty when no limit was in the way. */
	get notes() {
		const refused = this.#calmed === 1 ? "1 request was" : `${this.#calmed} requests were`;
		return this.#calmed === 0 ? [] : [`${refused} refused by a limit of nginx at the gate's own pace, and passed at a calmer one`];
	}
	/** Whether one of nginx's limits refused it, by its own record. */
	async isRefused(probe, result) {
		if (guardsOf(probe, result.status, true).length === 0) return false;
		const record = await recordOf(this.#environment, result);
		return record !== void 0 && isRejected(record);
	}
	/** Whether one answer says too little: a limit for the whole site that takes longer than our patience to let a second request through. */
	needsSecond(probe) {
		const zones = (probe.guards ?? []).filter((guard) => guard.isWide === true && guard.burst === 0 && isFailing({ status: guard.status }));
		const isSlow = zones.length > 0 && refillOf(this.#environment.plan, probe, (guard) => zones.includes(guard)) > mostPatience;
		const key = zones.map((guard) => guard.zone).join();
		return isSlow && !this.#repeated.has(key) && this.#repeated.add(key).size > 0;
	}
	/** Sends again and again until it is not refused, or patience ends; `refused` is what came so far. */
	calmly(probe, refused, send) {
		const turn = this.#turn.then(() => this.#repeat(probe, refused, send));
		this.#turn = turn.catch(() => void 0);
		return turn;
	}
	async #repeat(probe, refused, send) {
		const zones = guardsOf(probe, refused.status, true).map((guard) => guard.zone ?? "");
		let result = refused;
		if (zones.some((zone) => this.#closed.has(zone))) return {
			result,
			isRefused: true
		};
		for (const pause of pausesFor(refillOf(this.#environment.plan, probe))) {
			await rest(pause * 1e3, this.#environment.signal);
			result = await send();
			const isFailed = isFailing(result, probe.expect);
			if (isFailed && await this.isRefused(probe, result)) continue;
			if (!isFailed) this.#calmed++;
			return {
				result,
				isRefused: false
			};
		}
		for (const zone of zones) this.#closed.add(zone);
		return {
			result,
			isRefused: true
		};
	}
};
/** Waits without asking, which is what is measured here; rejects when the run is interrupted. */
function rest(ms, signal) {
	return new Promise((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			reject(signal.reason);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener("abort", stop);
			resolve();
		}, ms);
		signal.addEventListener("abort", stop, { once: true });
	});
}

// src/probe/patience.ts
/** What the requests that nginx gave up on may cost beyond their own time. */
var Patience = class {
	/** The longest that an address may take to begin with when the project allows this much for a start. */
	#startMs;
	/** Whether addresses are asked with patience; otherwise only nginx is asked again. */
	#isThorough;
	#leftMs = 15e4;
	constructor(startMs, isThorough) {
		this.#startMs = startMs;
		this.#isThorough = isThorough;
	}
	/**
	* What stands when nginx gave up waiting: the addresses are asked alone, with more time than nginx gave them. Where one of them
	* answers in less, nginx's verdict may have been that of a first request, or of several at once, and nginx is asked again.
	*/
	async settle(proxied, directs, again) {
		if (!this.#isThorough) return proxied.durationMs > shortMs ? [proxied, ...directs] : [await this.#retried(proxied, again), ...directs];
		const asked = this.#leftMs > 0 ? await this.#ask(proxied, again) : [];
		const isQuicker = asked.length === 0 ? proxied.durationMs <= shortMs : asked.some((direct) => isWhole(direct) && direct.durationMs < proxied.durationMs);
		const known = asked.length > 0 ? asked : directs;
		return isQuicker && this.#leftMs > 0 ? [await this.#retried(proxied, again), ...known] : [proxied, ...known];
	}
	async #ask(proxied, again) {
		const timeout = Math.round(Math.min(requestTimeoutMs, Math.max(this.#startMs, proxied.durationMs + 15e3)));
		const first = await this.#timed(() => again.direct(timeout));
		const second = first.some((direct) => isWhole(direct) && direct.durationMs >= proxied.durationMs && direct.durationMs < affordableMs) ? await this.#timed(() => again.direct(timeout)) : [];
		return first.map((direct, index) => {
			const other = second[index];
			return other !== void 0 && isWhole(other) && other.durationMs < direct.durationMs ? other : direct;
		});
	}
	#retried(proxied, again) {
		return this.#timed(() => again.proxied(proxied.tries + 1));
	}
	async #timed(ask) {
		const began = performance.now();
		const result = await ask();
		this.#leftMs -= performance.now() - began;
		return result;
	}
};
/** A failure that took no longer than this is waited for once more without knowing better. */
const shortMs = 2e4;
/** An answer that took no longer than this is waited for twice. */
const affordableMs = 3e4;
/** Whether nginx gave up waiting: for an answer, or in the middle of one. */
function isGivenUp(result) {
	return result.status === 504 || isBrokenOff(result);
}
/** Whether an answer began and did not come to its end. */
function isBrokenOff(result) {
	return result.status !== void 0 && result.error !== void 0;
}
function isWhole(result) {
	return result.status !== void 0 && result.error === void 0;
}

// src/probe/quiet.ts
/** Share of one processor below which a container counts as idle. */
const idleShare = .05;
/** The same where a health check starts programs in it again and again. */
const checkedShare = .4;
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
		const isChecked = running.service.healthcheck !== void 0 || running.imageConfig?.hasHealthcheck === true;
		const isBusy = share > (isChecked ? checkedShare : idleShare) || !isChecked && usage.processes !== this.#processes;
		if (this.#sampledAt === 0 || running.log.count !== this.#lines || isBusy) this.#busyAt = now;
		this.#lines = running.log.count;
		this.#cpu = usage.cpu;
		this.#processes = usage.processes;
		this.#sampledAt = now;
		return now - this.#busyAt;
	}
};

// src/probe/readiness.ts
/** A target in a few words: "app:8080", "app:/run/app.sock". */
function showWatched({ service, port, socket }) {
	return `${service}:${socket ?? port}`;
}
/** A listener on another port has to stand this long, with everything else at rest, before it counts as the app's own. */
const settleMs$1 = 5e3;
/** What an app opens beside its own port may well come first where it is a Unix socket. */
const unixSettleMs = 1e4;
/** A listener on the right port of the loopback alone cannot be joined by one on all addresses: less patience is needed. */
const loopbackSettleMs = 3e3;
const quietMs = 2500;
/** From then on the sockets themselves are looked at, not just knocked on. */
const knockOnlyMs = 700;
/** Waits until a target can be dialled, or until it is certain or time is up that it cannot. */
async function waitForTarget(target, context) {
	const { environment } = context;
	const name = showWatched(target);
	environment.waiting(name, "nginx dials it, and nothing answers there yet");
	try {
		return await untilKnown(target, context, (because) => environment.waiting(name, because));
	} finally {
		environment.waiting(name);
	}
}
async function untilKnown(target, context, tell) {
	const { environment } = context;
	const quiet = new QuietWatch(environment, target.service);
	const began = performance.now();
	const budget = environment.plan.startTimeout.value;
	let pause = 15;
	for (;;) {
		environment.signal.throwIfAborted();
		const running = environment.running(target.service);
		if (running?.isDown === true && await environment.revive(target.service)) continue;
		if (!running || running.isDown) return "down";
		const knocked = await knock(target, environment);
		if (knocked === "open") return "open";
		if (running.age > budget) return "expired";
		if (knocked === void 0 || performance.now() - began > knockOnlyMs) {
			const sockets = await context.watch.read();
			tell(waitWords(target, sockets));
			if (knocked === void 0 && serves(sockets, target)) return "open";
			if (await isConclusive(target, withoutNginx(environment, target, sockets), context, quiet)) return "elsewhere";
		}
		await environment.changed.next(pause);
		pause = Math.min(pause * 1.5, 250);
	}
}
/** Why a target is still waited for, by what listens in its service. */
function waitWords({ service }, sockets) {
	const open = [...new Set(sockets.filter((socket) => socket.family !== "unix" && socket.address !== "127.0.0.11").map((socket) => isReachable$1(socket) ? String(socket.port) : `${socket.address}:${socket.port}`))];
	return open.length === 0 ? `nginx dials it, and ${service} listens on no port yet` : `nginx dials it, and ${service} listens on ${open.slice(0, 3).join(", ")} so far`;
}
/** Tries the port from here; undefined when that would show nothing. */
async function knock(target, environment) {
	const address = environment.addressOf(target.service);
	if (address === void 0 || target.socket !== void 0 || isLoopback(target.host) || !await environment.canReach()) return void 0;
	return await tryPort(address, target.port, 1e3) === "open" ? "open" : "closed";
}
/** Whether a socket takes connections for the target. */
function serves(sockets, target) {
	const { socket: path } = target;
	if (path !== void 0) return sockets.some((socket) => socket.family === "unix" && isSameSocket(socket.address, path));
	return sockets.some((socket) => socket.port === target.port && socket.family !== "unix" && (isLoopback(target.host) || isReachable$1(socket)));
}
/** The sockets without nginx's own where it lives in the same namespace: they say nothing of the app. */
function withoutNginx(environment, target, sockets) {
	const { proxy } = environment.plan;
	if (environment.namespaceOf(target.service) !== environment.namespaceOf(proxy.service)) return sockets;
	const listens = proxy.servers.flatMap((server) => server.listens.map((listen) => listen.port));
	return sockets.filter((socket) => socket.family === "unix" || !listens.includes(socket.port));
}
/** A path that a program gave relative to its own folder is taken for the same by its name. */
function isSameSocket(opened, path) {
	return opened.startsWith("/") ? plainPath$1(opened) === plainPath$1(path) : path.endsWith(`/${opened.replace(/^\.\//, "")}`);
}
async function isConclusive(target, sockets, context, quiet) {
	const running = context.environment.running(target.service);
	const own = sockets.filter((socket) => socket.family !== "unix" || !isControlSocket(socket.address));
	const tcp = own.filter((socket) => socket.family !== "unix");
	if (!running || own.length === 0) return false;
	const quietFor = await quiet.sample();
	const steady = running.age - context.watch.changedAt;
	if (target.socket !== void 0 || tcp.length === 0) return steady >= unixSettleMs && quietFor >= quietMs && !context.mentionsPort(target.service, target.socket ?? target.port);
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
	if ((await watch.read()).some((socket) => socket.port === port && isReachable$1(socket))) return "open";
	return running.age - watch.changedAt >= settleMs$1 && await quiet.sample() >= quietMs || running.age > environment.plan.startTimeout.value ? "resting" : "moving";
}

// src/http/fastcgi.ts
const version = 1;
const types = {
	begin: 1,
	end: 3,
	params: 4,
	input: 5,
	output: 6,
	errors: 7
};
const requestId = 1;
const responder = 1;
const headLength = 8;
const largestContent = 65535;
/** How much of an answer is read, of its body kept, and of its error stream kept. */
const mostRead = 1048576;
const keptBody = 2048;
const keptErrors = 2048;
/** Sends one request and reads its answer. Never rejects. */
async function sendFastcgi(call, dial) {
	const started = performance.now();
	const signal = AbortSignal.timeout(call.timeoutMs);
	const took = () => ({ durationMs: performance.now() - started });
	let stream;
	try {
		stream = await dial(call.address, call.port, signal);
		const reply = await exchange(stream, encodeRequest(call.params), signal);
		const stderr = reply.errors === "" ? {} : { stderr: reply.errors };
		if (reply.problem !== void 0) return {
			ok: false,
			error: reply.problem === "closed" ? "closed" : "not-http",
			text: reply.text,
			...stderr,
			...took()
		};
		return {
			...parseOutput(reply.output),
			...stderr,
			...took()
		};
	} catch (error) {
		return {
			ok: false,
			...classify(error),
			...took()
		};
	} finally {
		stream?.destroy();
	}
}
/** The records of a request without a body. */
function encodeRequest(params) {
	const pairs = Buffer.concat(Object.entries(params).map(([name, value]) => encodePair(Buffer.from(name), Buffer.from(value))));
	const chunks = [record(types.begin, Buffer.from([
		0,
		responder,
		0,
		0,
		0,
		0,
		0,
		0
	]))];
	for (let from = 0; from < pairs.length; from += largestContent) chunks.push(record(types.params, pairs.subarray(from, from + largestContent)));
	return Buffer.concat([
		...chunks,
		record(types.params, Buffer.alloc(0)),
		record(types.input, Buffer.alloc(0))
	]);
}
function record(type, content) {
	const head = Buffer.from([
		version,
		type,
		0,
		requestId,
		content.length >> 8,
		content.length & 255,
		0,
		0
	]);
	return Buffer.concat([head, content]);
}
function encodePair(name, value) {
	return Buffer.concat([
		encodeLength(name.length),
		encodeLength(value.length),
		name,
		value
	]);
}
function encodeLength(length) {
	if (length < 128) return Buffer.from([length]);
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE((length | 2147483648) >>> 0);
	return bytes;
}
function exchange(stream, request, signal) {
	const reader = new RecordReader();
	return new Promise((resolve, reject) => {
		const settle = (problem, text = "") => resolve({
			output: reader.output,
			errors: reader.errors,
			text,
			...problem === void 0 ? {} : { problem }
		});
		signal.addEventListener("abort", () => reject(Object.assign(/* @__PURE__ */ new Error("no answer in time"), { name: "TimeoutError" })), { once: true });
		stream.on("data", (chunk) => {
			const state = reader.push(chunk);
			if (state === "ended") settle();
			else if (state === "foreign") settle("foreign", "the answer is no FastCGI record");
		});
		stream.once("error", reject);
		const end = () => settle("closed", "the server closed the connection before its answer was complete");
		stream.once("end", end).once("close", end);
		stream.write(request);
	});
}
/** Takes the records of one answer apart, however they are cut. Keeps at most `mostRead` bytes. */
var RecordReader = class {
	#pending = Buffer.alloc(0);
	#output = [];
	#errors = [];
	#size = 0;
	get output() {
		return Buffer.concat(this.#output);
	}
	/** What the server wrote to its error stream, as text. */
	get errors() {
		return Buffer.concat(this.#errors).subarray(0, keptErrors).toString("utf8").trim();
	}
	/** Takes bytes in; "ended" once the answer is complete or too long to be read on. */
	push(chunk) {
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
};
/** A CGI answer as one of HTTP: `Status` tells the status, 200 without it. */
function parseOutput(output) {
	const text = output.toString("latin1");
	const blank = /\r?\n\r?\n/.exec(text);
	if (!blank) return {
		ok: false,
		error: output.length === 0 ? "closed" : "not-http",
		text: output.length === 0 ? "the server ended the request without an answer" : "the answer has no end of its headers"
	};
	const headers = Object.fromEntries(text.slice(0, blank.index).split(/\r?\n/).flatMap((line) => {
		const colon = line.indexOf(":");
		return colon > 0 ? [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]] : [];
	}));
	const status = Number.parseInt(headers["status"] ?? (headers["location"] === void 0 ? "200" : "302"), 10);
	if (!(status >= 100 && status <= 599)) return {
		ok: false,
		error: "not-http",
		text: `the answer has the status ${JSON.stringify(headers["status"])}`
	};
	const start = blank.index + blank[0].length;
	return {
		ok: true,
		status,
		headers,
		headerBytes: start,
		body: output.subarray(start, start + keptBody).toString("utf8")
	};
}

// src/probe/direct.ts
/** How long an address may take to answer where nothing calls for more patience. */
const usualTimeoutMs = 1e4;
const knockTimeoutMs = 2e3;
/** The same request past nginx, from its place, to every address behind the route that speaks HTTP or FastCGI. */
async function directResults(environment, probe, index, targets, timeoutMs = usualTimeoutMs) {
	const route = probe.route === void 0 ? void 0 : environment.plan.proxy.routes[probe.route];
	if (route && ![
		"http",
		"https",
		"fastcgi"
	].includes(route.scheme)) return refusals(environment, index, targets);
	if (route?.scheme === "fastcgi" && route.fastcgi === void 0) return [];
	return Promise.all(targets.filter((target) => environment.running(target.service)?.isDown === false && isNear(environment, target.service)).map(async (target) => {
		const address = target.socket ?? (isLoopback(target.host) ? target.host : environment.addressOf(target.service) ?? target.host);
		const answer = await ask(environment, probe, route, {
			...target,
			address
		}, timeoutMs);
		const asked = {
			service: target.service,
			address,
			port: target.port
		};
		const told = "stderr" in answer && typeof answer.stderr === "string" ? { stderr: answer.stderr } : {};
		return {
			...resultOf(environment.plan, index, "direct", answer, {
				tries: 1,
				at: Math.round(environment.proxy?.age ?? 0),
				target: asked
			}),
			...told
		};
	}));
}
/** Of a protocol that is not spoken here only that nobody takes the connection can be told. */
async function refusals(environment, index, targets) {
	const near = targets.filter((target) => target.socket === void 0 && environment.running(target.service)?.isDown === false && isNear(environment, target.service));
	return (await Promise.all(near.map(async (target) => {
		const address = isLoopback(target.host) ? target.host : environment.addressOf(target.service) ?? target.host;
		const began = performance.now();
		if (await tryPort(address, target.port, knockTimeoutMs, dialFromProxy(environment)) !== "refused") return [];
		const answer = {
			ok: false,
			error: "refused",
			text: "the connection was refused",
			durationMs: performance.now() - began
		};
		return [resultOf(environment.plan, index, "direct", answer, {
			tries: 1,
			at: Math.round(environment.proxy?.age ?? 0),
			target: {
				service: target.service,
				address,
				port: target.port
			}
		})];
	}))).flat();
}
async function ask(environment, probe, route, target, timeoutMs) {
	const dial = dialFor(environment, target);
	if (route?.fastcgi === void 0) return sendDirect(environment, probe, target, dial, timeoutMs);
	const { method, path, host, port, scheme } = probe;
	return sendFastcgi({
		address: target.address,
		port: target.port,
		params: fastcgiParameters(route.fastcgi, {
			method,
			path,
			host,
			port,
			scheme
		}),
		timeoutMs
	}, dial);
}
/**
* From nginx's container. A Unix socket is dialled in the app's own: whether nginx has it too is for nginx to show, and an image of
* nginx may have nothing to dial it with.
*/
function dialFor(environment, target) {
	const running = environment.running(target.service);
	return target.socket !== void 0 && running?.isRunning === true ? relayThrough(environment.engine, running.container) : dialFromProxy(environment);
}
/** Whether the proxy can reach a service: it has a network in common with it, or lives in the same namespace. */
function isNear(environment, name) {
	const [own, theirs] = [environment.namespaceOf(name), environment.namespaceOf(environment.plan.proxy.service)];
	return own === theirs || Object.keys(own?.addresses ?? {}).some((network) => theirs?.addresses[network]);
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
		const sockets = detailed.map(({ family, address, port, process, v6Only }) => ({
			family,
			address,
			port,
			since: this.#since.get(keyOf({
				family,
				address,
				port
			})) ?? 0,
			...v6Only === true ? { v6Only } : {},
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
			if (this.#since.has(keyOf(socket))) continue;
			this.#since.set(keyOf(socket), age);
			this.changedAt = age;
		}
		this.#last = sockets;
		this.#readAt = Math.max(1, age);
	}
};
function keyOf(socket) {
	return `${socket.family} ${socket.address} ${socket.port}`;
}

// src/probe/observe.ts
/** A failing answer counts once it has stood this long, and come this often, with the app at rest. */
const settleMs = 3e3;
/** PHP-FPM prints a line for every request, so that it never comes to rest; what is to be put in place while it runs has this long. */
const scriptSettleMs = 1e4;
const leastTries = 3;
/** Each try of a request that fails only after nginx's own patience takes this long: fewer will do. */
const longTryMs = 2e4;
/** App servers give a worker a second at least; half of it may have gone by when a request comes. */
const shortestPatienceMs = 500;
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
		const key = showWatched(target);
		const wait = waits.get(key) ?? waitForTarget(target, {
			environment,
			watch: watchOf(target.service),
			mentionsPort: context.mentionsPort
		});
		waits.set(key, wait);
		return wait.then(async (how) => {
			if (how === "open" && !readiness.has(key)) await openForAll(environment, target);
			if (!readiness.has(key)) environment.note(`${key} is ${how}`);
			readiness.set(key, how);
			return how;
		});
	};
	await waitForStrays(environment, watchOf);
	if (environment.plan.probes.length === 0) await proxyIsUp(environment, { port: environment.plan.proxy.servers[0]?.listens[0]?.port ?? 80 });
	const results = [];
	const pace = new Pace(environment);
	const exchanged = /* @__PURE__ */ new Set();
	await inTurn(environment.plan.probes, async (probe, index) => {
		const states = await Promise.all(targetsOf(environment, probe).map(ready));
		environment.asked();
		results.push(...await sendProbe(context, {
			pace,
			exchanged
		}, probe, index, states));
	});
	await reviveOthers(environment);
	await settleGivenUp(environment, results, new Patience(environment.plan.startTimeout.value, context.isRepeated !== true));
	return {
		results: results.toSorted((a, b) => a.probe - b.probe || (a.via === b.via ? 0 : a.via === "proxy" ? -1 : 1)),
		watches,
		readiness,
		notes: [
			...pace.notes,
			...exchanged,
			...restartNotes(environment)
		]
	};
}
/** Services that nginx does not dial are asked nothing: whether their restart policy brings them up is seen to here. */
async function reviveOthers(environment) {
	const others = environment.all().filter((running) => running.service.essential && running.service.role === "dependency" && running.exits.length > 0);
	await Promise.all(others.map((running) => environment.revive(running.service.name)));
}
/** What the reader has to know of an app that only came up at a later start. */
function restartNotes(environment) {
	return environment.all().flatMap(({ service, restarts, isRunning }) => {
		const [first] = restarts;
		if (!first || !isRunning || service.role === "proxy") return [];
		return [`${service.name} ended ${(first.at / 1e3).toFixed(1)} s after its start (exit code ${first.code}) and came up when it was started again, as its restart policy (${service.restart?.value}) has it`];
	});
}
/** Requests that nginx gave up on are sent again one by one, when no other keeps the app busy. Changes `results`. */
async function settleGivenUp(environment, results, patience) {
	for (const result of results.filter((each) => each.via === "proxy" && isGivenUp(each))) {
		environment.signal.throwIfAborted();
		const index = result.probe;
		const probe = environment.plan.probes[index];
		if (!probe || areAllGone(environment, probe)) continue;
		const own = results.filter((each) => each.probe === index);
		const settled = await patience.settle(result, own.filter((each) => each.via === "direct"), {
			direct: (timeoutMs) => directResults(environment, probe, index, targetsOf(environment, probe), timeoutMs),
			proxied: (tries) => sendOnce(environment, probe, index, tries)
		});
		results.splice(0, results.length, ...results.filter((each) => each.probe !== index), ...settled);
	}
}
/** Addresses that lead to no service: what they may mean is only known once the others listen. */
async function waitForStrays(environment, watchOf) {
	const { plan } = environment;
	const strays = plan.proxy.routes.flatMap((route) => route.targets).filter((target) => target.port > 0 && (isLoopback(target.host) || desktopNames.includes(target.host) || !target.host.includes(".")) && !serviceOfTarget(plan, target.host));
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
/** In a treatment trial: the socket's mode and those of its folders are widened in the running container. */
async function openForAll(environment, target) {
	if (environment.plan.opened?.some((each) => each.service === target.service && each.path === target.socket) === true && target.socket !== void 0) await openPaths(await environment.viewOf(target.service), [...foldersAbove(plainPath$1(target.socket)), ...foldersAbove(target.socket)]);
}
async function sendProbe(context, shared, probe, index, states) {
	const { environment } = context;
	const direct = directResults(environment, probe, index, targetsOf(environment, probe));
	if (!await proxyIsUp(environment, probe)) return [resultOf(environment.plan, index, "proxy", {
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
	const isHopeless = states.length > 0 && states.every((state) => state !== "open");
	const settled = await throughProxy(environment, shared.pace, probe, index, isHopeless, vainCheck(environment, probe, direct));
	environment.waiting(waitName(probe));
	const result = await underItsHost(context, shared, probe, index, settled);
	return [result, ...isFailing(result, probe.expect) && !isGivenUp(result) ? await directResults(environment, probe, index, targetsOf(environment, probe)) : await direct];
}
/** The result, with what the app makes of the Host header where it may refuse that alone. A host of our own making is exchanged for one that it takes. */
async function underItsHost(context, { pace, exchanged }, probe, index, result) {
	const { environment } = context;
	const [target] = targetsOf(environment, probe);
	if (!target || !mayRefuseHost(result)) return result;
	const address = environment.addressOf(target.service) ?? target.host;
	const trial = await tryHosts(environment, probe, result, {
		...target,
		address
	}, context.namedHosts(target.service));
	if (trial?.kind === "refused") return {
		...result,
		refusal: trial.refusal
	};
	if (trial?.kind !== "made-up") return result;
	exchanged.add(`${target.service} refuses the host ${trial.sent}, which the gate made up for want of a server_name${trial.host === void 0 ? "" : `: it is asked for ${trial.host}`}`);
	if (trial.host === void 0) return result;
	return {
		...await throughProxy(environment, pace, {
			...probe,
			host: trial.host
		}, index, false, () => Promise.resolve(false)),
		request: result.request.replace(`//${probe.host}`, `//${trial.host}`)
	};
}
/** Repeats a failing request until it succeeds, or until its failure can no longer be one of starting up or of our own haste. */
async function throughProxy(environment, pace, probe, index, isHopeless, isInVain) {
	const began = performance.now();
	const quiet = targetsOf(environment, probe).map((target) => new QuietWatch(environment, target.service));
	let pause = 100;
	let tries = 0;
	let wasInVain = false;
	const send = async () => {
		environment.signal.throwIfAborted();
		tries++;
		return sendOnce(environment, probe, index, tries, isInVain);
	};
	for (;;) {
		let judged = await send();
		if (!isFailing(judged, probe.expect) && pace.needsSecond(probe)) judged = await send();
		if (isFailing(judged, probe.expect) && await pace.isRefused(probe, judged)) {
			const calm = await pace.calmly(probe, judged, send);
			if (calm.isRefused) return calm.result;
			judged = calm.result;
		}
		if (!isFailing(judged, probe.expect)) return judged;
		const result = judged;
		environment.waiting(waitName(probe), `${result.status ?? result.error} at try ${tries}; a failure counts once it has lasted and the app is at rest`);
		const stood = performance.now() - began;
		if (isHopeless || areAllGone(environment, probe) || result.error === "timed-out" && result.durationMs >= doubtMs || result.status === 504) return judged;
		if (result.endedWorker !== void 0 && tries >= leastTries) return result;
		if (isBrokenOff(result) && (tries >= leastTries || result.durationMs >= settleMs)) return result;
		if (tries >= leastTries && stood >= scriptSettleMs && isScriptMissing(judged, probe)) return judged;
		if (wasInVain) return judged;
		if ((tries >= leastTries || stood >= longTryMs) && stood >= settleMs) {
			if (await isAnsweredByRule(environment, probe, result) || await isAtRest(environment, probe, quiet, result)) return judged;
			wasInVain = await isInVain();
		}
		await environment.changed.next(pause);
		pause = Math.min(pause * 1.6, 1e3);
	}
}
/** What a request is called while its answer is waited for. */
function waitName({ method, path }) {
	return `a good answer to ${method} ${path}`;
}
/** Sends a probe through the proxy and holds the answer against what the user expects. */
async function sendOnce(environment, probe, index, tries, isInVain = () => Promise.resolve(false)) {
	const at = Math.round(environment.proxy?.age ?? 0);
	const watch = new EndedWorkerWatch(environment, targetsOf(environment, probe).map((target) => target.service));
	const result = resultOf(environment.plan, index, "proxy", await sendWhileUp(environment, probe, isInVain), {
		tries,
		at
	});
	const unmet = unmetBy(result, probe);
	const endedWorker = result.status === 500 && result.durationMs >= shortestPatienceMs ? await watch.line() : void 0;
	return {
		...result,
		...unmet === void 0 ? {} : { unmet },
		...endedWorker === void 0 ? {} : { endedWorker }
	};
}
function vainCheck(environment, probe, direct) {
	let known;
	let isAnswered = false;
	let results = [];
	direct.then((settled) => {
		results = settled;
		isAnswered = true;
	});
	const find = async () => (await import("./protocols2.js")).isInVain(environment, probe);
	return () => {
		if (!isAnswered || results.some((result) => result.error === "timed-out" || result.error === "refused" || result.status !== void 0 && isInClear(environment, probe))) return Promise.resolve(false);
		known ??= find();
		return known;
	};
}
function isInClear(environment, probe) {
	return probe.route !== void 0 && environment.plan.proxy.routes[probe.route]?.scheme === "http";
}
/** An answer that takes this long may be none: then it is looked into whether nginx is understood at all. */
const doubtMs = 5e3;
/** How long a request may go on after what it waits for is gone: packets to a vanished address are not refused, they are lost. */
const lostMs = 1e3;
/** Sends a probe, and gives up soon after nginx or the last container that could answer it has ended, or when what nginx dials cannot understand it. */
async function sendWhileUp(environment, probe, isInVain) {
	const isProxyGone = () => environment.proxy?.isDown !== false;
	const controller = new AbortController();
	const wereGone = areAllGone(environment, probe);
	const answer = sendThroughProxy(environment, probe, controller.signal);
	let isAnswered = false;
	const doubt = performance.now() + doubtMs;
	const watch = async () => {
		while (!isAnswered) {
			const gone = isProxyGone() || areAllGone(environment, probe);
			await environment.changed.next(wereGone ? settleMs : lostMs);
			if ((gone || performance.now() > doubt && !isAnswered && await isInVain()) && !isAnswered) controller.abort();
		}
	};
	const watched = watch();
	const result = await answer;
	isAnswered = true;
	environment.changed.notify();
	await watched;
	if (!controller.signal.aborted || result.ok) return result;
	const why = isProxyGone() ? "nginx ended before it answered" : areAllGone(environment, probe) ? "what nginx waited for ended before it answered" : void 0;
	return why === void 0 ? {
		...result,
		error: "timed-out",
		text: "not waited for longer: what nginx waits for speaks another protocol"
	} : {
		...result,
		error: "closed",
		text: why
	};
}
/** Whether every container that could answer a probe has ended. */
function areAllGone(environment, probe) {
	const targets = targetsOf(environment, probe);
	return targets.length > 0 && targets.every((target) => environment.running(target.service)?.isDown !== false);
}
/** Whether more waiting cannot help: the app is gone, its time is up, or nothing moves in it. A 503 may be its own "not yet". */
async function isAtRest(environment, probe, quiet, result) {
	const services = targetsOf(environment, probe).map((target) => environment.running(target.service));
	if (services.every((running) => running?.isDown !== false)) return true;
	if (services.every((running) => (running?.age ?? 0) > environment.plan.startTimeout.value)) return true;
	const idle = await Promise.all(quiet.map((watch) => watch.sample()));
	return result.status !== 503 && idle.every((each) => each >= 1e3);
}
async function proxyIsUp(environment, dialled) {
	const address = environment.addressOf(environment.plan.proxy.service);
	const deadline = performance.now() + environment.plan.startTimeout.value;
	for (let pause = 10;; pause = Math.min(pause * 1.5, 250)) {
		environment.signal.throwIfAborted();
		const { proxy } = environment;
		if (!proxy || proxy.isDown || proxy.startedAt === 0) return false;
		if (address !== void 0 && await proxyListens(environment, proxy.container, address, dialled)) return true;
		if (performance.now() > deadline) return false;
		await environment.changed.next(pause);
	}
}
/** Where its address cannot be dialled from here, nginx is asked from inside its own container. */
async function proxyListens(environment, container, address, { port, inside }) {
	if (inside === void 0 && await environment.canReach()) return await tryPort(address, port, 1e3) === "open";
	return await tryPort(inside ?? "127.0.0.1", port, 2e3, relayThrough(environment.engine, container)) === "open";
}

// src/sources/code-lines.ts
const longestLine = 600;
/** The lines of a file that are not comments or empty. */
function codeLines(path, text) {
	const isSide = isSideFile(path);
	const marks = /\.(py|rb|ru|sh|bash|ya?ml|toml|ini|conf|cfg|properties|env|pl|pm|ex|exs|cr)$|(^|\/)(\.env[\w.-]*|\.flaskenv|Procfile|Dockerfile[\w.-]*|Makefile|Gemfile)$/.test(path) ? /^\s*[#;]|\s#\s.*$/ : /^\s*(?:\/\/|\*|\/\*)|\s\/\/\s.*$/;
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

// src/sources/host-lists.ts
/** How settings of accepted Host headers are called: ALLOWED_HOSTS, allowedHosts, trusted_hosts, permitted_hosts, config.hosts. */
const settingName = /(?<![a-z])(?:allowed|trusted|permitted|accepted|valid)_?host(?:name)?s?(?![a-z])|\bconfig\.hosts\b/i;
const literal = /(["'`])((?:(?!\1).){0,300})\1/g;
const hostText$1 = /^\*?\.?[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?$/;
/** A list is followed over no more lines than this. */
const longestList = 15;
/** Whether a variable of this name can hold the Host headers that an app takes. */
function isHostListName(name) {
	return settingName.test(name);
}
/** The settings in a file that say which Host headers are taken, with the hosts that they name. */
function hostListMentions(path, text) {
	if (!settingName.test(text)) return [];
	const lines = codeLines(path, text);
	return lines.flatMap((line, index) => {
		if (line.isSide || !settingName.test(line.text)) return [];
		const list = linesOfList(lines, index);
		const hosts = list.flatMap(hostsOf);
		const last = list.findLast((each) => hostsOf(each).length > 0) ?? line;
		if (hosts.length === 0 && !/[[(]\s*[\])]/.test(line.text) && !/environ|env\b|ENV|getenv/.test(line.text)) return [];
		return [{
			at: placeOf$2(line),
			hosts,
			...last === line ? {} : { lastAt: placeOf$2(last) }
		}];
	});
}
/** The lines from the one that names the setting to the one that closes its list. */
function linesOfList(lines, from) {
	const first = lines[from];
	if (!first) return [];
	const start = settingName.exec(first.text)?.index ?? 0;
	let depth = 0;
	const list = [];
	for (const [index, line] of lines.slice(from, from + longestList).entries()) {
		list.push(line);
		const part = index === 0 ? line.text.slice(start) : line.text;
		depth += (part.match(/[[{(]/g)?.length ?? 0) - (part.match(/[\]})]/g)?.length ?? 0);
		if (depth <= 0) break;
	}
	return depth > 0 ? [first] : list;
}
/** Hosts in the literals of a line, also where one holds several: "a.example, b.example". */
function hostsOf(line) {
	return [...line.text.matchAll(literal)].flatMap((match) => (match[2] ?? "").split(/[\s,;]+/)).filter((word) => hostText$1.test(word) && !settingName.test(word) && isHost(word));
}
function isHost(word) {
	return word.includes(".") || word === "localhost" || /^[a-z][a-z0-9-]*(?::\d+)?$/.test(word);
}
function placeOf$2(line) {
	return {
		path: line.path,
		line: line.line,
		text: line.text.slice(0, 300)
	};
}

// src/sources/detaching.ts
/** Settings by which a server leaves the foreground: `daemonize = yes`, `daemon = True`, `daemon on;`, `nodaemon=false`. */
const settings$1 = /^\s*(?:daemonize2?(?:\s*=\s*|\s+)(?!(?:no|false|0|off|nil)\b)\S+|daemon\s*=\s*(?:True|true|yes|1)|daemon\s+on\s*;|nodaemon\s*=\s*(?:false|0|no))\s*$/;
/** Lines of a settings file that send a server to the background. */
function detachingLines(path, text) {
	if (!/daemon/.test(text)) return [];
	return codeLines(path, text).filter((line) => !line.isSide && settings$1.test(line.text)).map((line) => ({
		path: line.path,
		line: line.line,
		text: line.text.slice(0, 300)
	}));
}

// src/sources/manifests.ts
const names = /(^|\/)(requirements[\w.-]*\.txt|requirements\/[\w.-]+\.txt|Pipfile|pyproject\.toml|setup\.py|package\.json|Gemfile|composer\.json|go\.mod|pom\.xml|build\.gradle(\.kts)?|cpanfile|[\w.-]*Dockerfile[\w.-]*)$/;
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
	if (file.includes("Dockerfile")) return debianManifest(workspace, path, text);
	if (file === "cpanfile") return [{
		ecosystem: "perl",
		at: first,
		names: matches(text, /^\s*(?:requires|recommends)\s*\(?\s*["']?([\w:]+)/gm)
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
const perlPackage = /(?<![\w.-])(lib[a-z0-9.+-]+-perl)(?![\w.-])/g;
/** Packages of Perl modules that an image installs from its distribution; the place is the line that names the last of them. */
function debianManifest(workspace, path, text) {
	const last = text.split("\n").findLastIndex((line) => !/^\s*#/.test(line) && /lib[a-z0-9.+-]+-perl(?![\w.-])/.test(line));
	return last === -1 || !/\bapt(?:-get)?\b[^\n]*\binstall\b/.test(text) ? [] : [{
		ecosystem: "perl",
		at: workspace.locate(path, last + 1),
		names: matches(text, perlPackage)
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
	const scripts = file.keys(["scripts"]);
	const listedNames = keys.flatMap((each) => file.keys([each]).map((name) => ({
		name,
		version: file.source([each, name])?.replace(/^"|"$/g, "") ?? "*",
		place: file.locateKey([each, name])
	})));
	return {
		ecosystem,
		at,
		names: listedNames.map(({ name }) => name),
		...scripts.length > 0 ? { scripts } : {},
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

// src/sources/headers.ts
/** Calls and fields by which programs set headers of an answer. */
const sets = /\b(?:set_?header|send_header|add_?header|append_?header|put_?header|header|headers|Header\(\)|writeHead|withHeader|withAddedHeader|with|add|set)\b/i;
/** A header's name between quotes, or in front of a colon at the start of a quoted text. */
const quoted$2 = /(["'`])([A-Za-z][^"'`\r\n:]{1,60}?)(?:\1|:(?=\s))/g;
/** Names as headers have them: several words with hyphens, or one of a few. */
const usual = /^(?:[A-Za-z][\w.]*(?:-[\w.]+)+(?:\s[\w.-]+)*|status)$/i;
/** In front of a colon a name may have spaces by mistake. */
const mistaken = /^[A-Z][\w.]*(?:[- ][\w.]+)+$/;
const statusLine = /["'`]HTTP\/(?:\d|\$|%|#)/;
const requests = /\b(?:fetch|axios|requests\.|request\.headers|req\.headers|curl|getHeader|get_header|Header\.Get|allow(?:ed)?_?headers|proxy_set_header)\b/i;
/** Literal names of headers in a line that sets one, lower case; "http/" where a line writes a status line itself. */
function headerMentions(line) {
	if (line.isSide || requests.test(line.text)) return [];
	const weight = sets.test(line.text) ? 6 : 3;
	const names = [...line.text.matchAll(quoted$2)].flatMap((match) => {
		const name = (match[2] ?? "").trimEnd();
		return usual.test(name) || match[0].endsWith(":") && mistaken.test(name) ? [{
			name: name.toLowerCase(),
			weight,
			at: placeOf$1(line, match.index)
		}] : [];
	});
	const status = statusLine.exec(line.text);
	return status ? [...names, {
		name: "http/",
		weight: 6,
		at: placeOf$1(line, status.index)
	}] : names;
}
function placeOf$1(line, index) {
	return {
		path: line.path,
		line: line.line,
		column: index + 1,
		text: line.text.slice(0, 300)
	};
}

// src/sources/environment-helpers.ts
/** A reading of the environment by a name that a variable of the program holds: group 1 is that variable. */
const byName = /(?:process\.env\[|os\.environ\[|os\.environ\.get\(|os\.getenv\(|os\.Getenv\(|os\.LookupEnv\(|System\.getenv\(|Environment\.GetEnvironmentVariable\(|(?<![\w$.])ENV\[|ENV\.fetch\(|(?<![\w.])getenv\(|\$_ENV\[|\$ENV\{|env::var\()\s*&?(\$?[A-Za-z_]\w*)\s*[\]),}]/;
/** Heads of functions: group 1 is the name, the others are its parameters. */
const heads = [/(?:\bfunction\s+|\bdef\s+(?:self\.)?|\bfunc\s+|\bfn\s+|\bsub\s+|\bString\s+)([A-Za-z_]\w*[?!]?)\s*\(?([^)]*)/, /\b(?:const|let|var)\s+([A-Za-z_]\w*)\s*=\s*(?:async\s*)?(?:function\s*)?(?:\(([^)]*)|(\w+)\s*=>)/];
const farthest = 6;
/** Names of functions that read the environment variable whose name they are given. */
function environmentHelpers(path, text) {
	if (!/env/i.test(text)) return [];
	const lines = codeLines(path, text);
	return lines.flatMap((line, index) => {
		const parameter = byName.exec(line.text)?.[1];
		return parameter === void 0 || line.isSide ? [] : enclosing(lines.slice(Math.max(0, index - farthest), index + 1), parameter) ?? [];
	});
}
/** The function around the last of the lines that has a parameter of that name. */
function enclosing(lines, parameter) {
	const name = new RegExp(`(?<![\\w$])${parameter.replace("$", "\\$")}(?!\\w)`);
	const nearest = lines.map((line) => heads.map((head) => head.exec(line.text)).find((match) => match !== null)).findLast((match) => match !== void 0);
	return nearest && name.test(`${nearest[2] ?? ""} ${nearest[3] ?? ""}`) ? nearest[1] : void 0;
}
/** Lines that ask such a function for a variable and give it nothing to put in its place. */
function askedMentions(lines, helpers) {
	return lines.flatMap((line) => line.isSide ? [] : [...line.text.matchAll(/(?<![\w$.])([A-Za-z_]\w*[?!]?)[( ]\s*(["'])([A-Z][A-Z0-9_]{2,80})\2\s*(?=[);}]|$)/g)].filter((match) => helpers.has(match[1] ?? "")).map((match) => ({
		name: match[3] ?? "",
		at: {
			path: line.path,
			line: line.line,
			column: match.index + 1,
			text: line.text.slice(0, 300)
		}
	})));
}

// src/sources/guards.ts
/** `if __name__ == "main":`, with anything but `__main__` that was meant to be it. */
const guard = /^if\s*\(?\s*(?:__name__\s*==\s*(["'])([^"']{0,40})\1|(["'])([^"']{0,40})\3\s*==\s*__name__)\s*\)?\s*:/;
/** Main guards of a Python file that name another word than `__main__`. */
function misspeltGuards(path, text) {
	if (!path.endsWith(".py") || !text.includes("__name__")) return [];
	return codeLines(path, text).flatMap((line) => {
		const match = guard.exec(line.text);
		const word = match?.[2] ?? match?.[4];
		return word === void 0 || word === "__main__" || line.isSide || !/main|name/i.test(word) ? [] : [{
			path,
			line: line.line,
			text: line.text.slice(0, 300)
		}];
	});
}

// src/sources/literals.ts
const opens = /\b(?:app|server|srv|http|https|router|fastify|io|api|e|r|g|svc)?\.?(?:listen|Listen|ListenAndServe(?:TLS)?|serve|Serve|serve_forever|run|Run|start|bind|Bind|createServer|ServeHTTP|make_server|TCPServer|HTTPServer|run_simple|runserver|UseUrls|server_bind)\s*\(/;
const serverWords = /\b(?:gunicorn|uvicorn|hypercorn|daphne|waitress(?:-serve)?|puma|unicorn|thin|rackup|passenger|flask|next|nuxt|vite|serve|http-server|webpack|php|java|uwsgi|plackup|starman|hypnotoad|streamlit|runserver|dotnet|mix)\b/;
const portWords = /port\b|_?port["']?\s*[:=]|\bport\d*\b|--port|--bind|(?<!\S)-[pb]\b|listen|bind|addr|0\.0\.0\.0|127\.0\.0\.1|localhost|server\.port|SERVER_PORT|\[::\]/i;
const elsewhere = /\b(?:connect|createConnection|createClient|createPool|axios|fetch|requests\.|redis|postgres|mysql|mongo|amqp|smtp|kafka|DATABASE|_DB_|DB_|db_port|database|timeout|cors|origin|EXPOSE|proxy_pass|webhook|metrics|health_?check)\b/i;
/** How .NET names the addresses that a server opens; they are URLs. */
const ownUrls = /\b(?:Urls?|applicationUrl|UseUrls|ASPNETCORE_URLS|DOTNET_URLS|Kestrel__Endpoints__\w+__Url)\b|--urls\b/;
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
	return (opens.test(text) ? 5 : 0) + (portWords.test(text) ? 3 : 0) + (serverWords.test(text) ? 2 : 0) + (ownUrls.test(text) ? 4 : 0) - (elsewhere.test(text) ? 4 : 0);
}
const hostPattern = /(?<![\w.-])(127\.0\.0\.1|localhost|::1|0\.0\.0\.0|\[::1\]|\[::\]|(?<!:)::(?!:))(?![\w.-])/g;
const hostWords = /\bhost(?:name)?\b["']?\s*[:=]|--host(?:name)?\b|--bind\b|--address\b|--listen\b|(?:^|\s)-(?:b|l|a|o|H|S)\s|\bbind(?:_?address|_?host|_?ip)?\b|\bHOST(?:NAME)?\b|\baddress\b|\baddr\b|\blisten\b|\binterface\b|server\.address|\bip\b|\b(?:FLASK_RUN|SERVER|APP|WEB|LISTEN|BIND|HTTP|UVICORN|NUXT|NITRO)_(?:HOST|ADDR|ADDRESS|IP)\b|^\s*(?:https?(?:-socket)?|socket|uwsgi-socket|fastcgi-socket)\s*=/i;
const notListening = /\b(?:https?|redis|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|amqp|ws|wss|smtp):\/\/|\b(?:connect|createClient|createPool|createConnection|fetch|axios|requests\.|cors|origin|allowed_?hosts|ALLOWED_HOSTS|DB_HOST|DATABASE|REDIS|MYSQL|POSTGRES|MONGO|SMTP|MAIL|CACHE|proxy_pass|healthcheck|curl|wget)\b/i;
/** Words by which a program asks for IPv6 alone, whatever address it then names. */
const onlyV6 = /["']tcp6["']|\bipv6Only["']?\s*[:=]\s*true|\bIPV6_V6ONLY\b(?!["']?\s*,\s*(?:0|False|false)\b)/;
/** Literal addresses of a line that a server could be told to listen on; "::" for one that asks for IPv6 alone. */
function hostMentions(line) {
	const asked = onlyV6.exec(line.text);
	const weighed = asked ? weigh(line, 8) : 0;
	const own = asked && weighed > 0 ? [{
		host: "::",
		weight: weighed,
		at: placeOf(line, asked.index)
	}] : [];
	const literals = [...line.text.matchAll(hostPattern)].flatMap((match) => {
		const weight = weigh(line, (opens.test(line.text) ? 5 : 0) + (hostWords.test(line.text) ? 3 : 0) + (serverWords.test(line.text) ? 2 : 0) + (ownUrls.test(line.text) ? 5 : notListening.test(line.text) ? -5 : 0));
		return weight > 0 ? [{
			host: match[1] ?? "",
			weight,
			at: placeOf(line, match.index)
		}] : [];
	});
	return [...own, ...literals];
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

// src/sources/sockets.ts
const pathPattern = /(?:unix:(?:\/\/(?=\/))?)?((?:[\w.-]*\/)[\w./-]*\.sock(?:et)?(?![\w/]))|unix:(?:\/\/(?=\/))?(\/[\w./-]+)/g;
/** What a line does to the access to a socket or folder, and how surely. The first that fits counts. */
const accessKinds = [
	["mode", /^\s*listen\.mode\s*=|\bchmod[-_]socket\b/],
	["owner", /^\s*listen\.(?:owner|acl_users)\s*=/],
	["group", /^\s*listen\.(?:group|acl_groups)\s*=/],
	["umask", /--umask\b|\bumask\s*[=(]|\bumask\s+0?[0-7]{3}\b|[?&]umask=|process\.umask/],
	["chmod", /\b(?:chmod|chmodSync|chown|mkdir|mkdirSync|makedirs|mkdir_p|install)\b/],
	["listen", /\.listen\s*\(|\bListen\s*\(\s*"unix"|\bserve_forever\b|\bunix_socket\b|--uds\b|\bbind\b/]
];
/** Paths of Unix sockets in a line, and what it says of who may open them. */
function socketMentions(line) {
	const at = (index) => ({
		path: line.path,
		line: line.line,
		column: index + 1,
		text: line.text.slice(0, 300)
	});
	if (line.isSide) return [];
	const paths = [...line.text.matchAll(pathPattern)].map((match) => ({
		kind: "path",
		socket: match[1] ?? match[2] ?? "",
		at: at(match.index)
	}));
	const access = accessKinds.find(([, pattern]) => pattern.test(line.text));
	return [...paths, ...access ? [{
		kind: access[0],
		at: at(Math.max(0, line.text.search(access[1])))
	}] : []];
}

// src/sources/serving.ts
/** Where app servers are told how long a request may take, or how big its head may be: what the file is, and the line; group 1 is the setting, group 2 its value. */
const timeoutLines = [
	[/(?:^|\/)[^/]*gunicorn[^/]*\.py$|(?:^|\/)gunicorn\/[^/]+\.py$/, /^\s*(timeout)\s*=\s*(\d{1,6})\s*$/],
	[/\.(?:conf|ini)$/, /^\s*(request_terminate_timeout)\s*=\s*(\d{1,6}[smhd]?)\s*$/],
	[/\.(?:ini|ya?ml|toml|cfg)$/, /^\s*(harakiri|buffer-size)\s*[=:]\s*(\d{1,6})\s*$/],
	[/(?:^|\/)(?:puma|unicorn)[^/]*\.rb$|(?:^|\/)(?:puma|unicorn)\/[^/]+\.rb$/, /^\s*(worker_timeout|timeout)[\s(]+(\d{1,6})\)?\s*$/]
];
/** The line's limit on a request that the app server takes. */
function timeoutMentions(line) {
	return timeoutLines.flatMap(([file, pattern]) => {
		const [, name = "", value = ""] = file.test(line.path) && !line.isSide && pattern.exec(line.text) || [];
		return name === "" ? [] : [{
			name,
			value,
			at: {
				path: line.path,
				line: line.line,
				text: line.text.slice(0, 300)
			}
		}];
	});
}
/** What stands beside a path that is answered on this line. */
const routing = /\b(?:get|all|any|use|route|routes|handle|handler|handlefunc|mount|mount_proc|path|re_path|url|pathname|request_uri|path_info|mapping|getmapping|requestmapping|mapget|when|case|match)\b/i;
const programs = /\.(?:py|js|mjs|cjs|ts|mts|cts|jsx|tsx|rb|ru|go|java|kt|kts|scala|groovy|php|pl|psgi|rs|cs|fs|ex|exs|lua|swift|dart|clj|cr)$/i;
const quoted$1 = /(["'`])((?:[A-Z]+ )?\/?[^"'`\s]*)\1/g;
/** The requested paths that the line names as one to be answered. */
function routeMentions(line, paths) {
	if (line.isSide || !isProgram$1(line.path) || !routing.test(line.text)) return [];
	const rooted = [...line.text.matchAll(quoted$1)].map(([, , literal = ""]) => literal.replace(/^[A-Z]+ /, "")).flatMap((literal) => literal.startsWith("/") ? [literal] : /^(?:re_)?path\(/.test(line.text.trim()) ? [`/${literal}`] : []);
	return [...paths].filter((path) => rooted.some((literal) => answers(literal, path))).map((path) => ({
		path,
		at: {
			path: line.path,
			line: line.line,
			text: line.text.slice(0, 300)
		}
	}));
}
function isProgram$1(path) {
	return programs.test(path);
}
/** Whether a route as frameworks write it leads a path to its handler: "/users/:id", "/users/<int:id>", "/users/{id}". */
function answers(literal, path) {
	const [wanted, given] = [literal, path].map((each) => (each.split("?")[0] ?? "").split("/").filter((part) => part !== ""));
	return wanted.length === given.length && wanted.every((part, index) => part === given[index] || /^(?::\w+|<[^>]+>|\{[^}]+\}|\*)$/.test(part));
}

// src/sources/supervised.ts
/** The programs that a file of supervisord's settings starts. */
function supervisedPrograms(path, text) {
	if (!/\.(?:conf|ini|cfg)$/.test(path) || !/^\[program:/m.test(text)) return [];
	return codeLines(path, text).flatMap((line) => {
		const program = /^\s*command\s*=\s*["']?([^\s"']+)/.exec(line.text)?.[1];
		return program === void 0 || line.isSide ? [] : [{
			program,
			at: {
				path,
				line: line.line,
				text: line.text.slice(0, 300)
			}
		}];
	});
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

// src/sources/users.ts
/** The last USER instruction of each image that is built from the repository. */
function userMentions(workspace, services) {
	return services.flatMap(({ name, image }) => {
		if (image.kind !== "build" || image.inline !== void 0) return [];
		const text = workspace.read(image.dockerfile);
		const file = text === void 0 ? void 0 : parseDockerfile(image.dockerfile, text, image.args);
		const stage = file && targetStage(file, image.target);
		if (!file || !stage) return [];
		const last = stageLine(file, stage).stages.flatMap((each) => each.instructions).findLast((instruction) => instruction.keyword === "USER");
		return last ? [{
			service: name,
			user: last.text.trim(),
			at: last.at
		}] : [];
	});
}

// src/sources/frames.ts
/** How programs name a line of a file: group 1 is the path, group 2 the line. */
const shapes = [
	/File "([^"]+)", line (\d+)/g,
	/\bin (\/[^\s:()]+|[\w./-]+\.php) on line (\d+)/g,
	/ at (\S+) line (\d+)/g,
	/ in ((?:[A-Za-z]:)?[^\s:][^:]*):line (\d+)/g,
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

// src/sources/peers.ts
const hostText = String.raw`(?:\[[0-9a-f:]+\]|[a-z0-9](?:[\w.-]*\w)?)`;
/** How programs and settings name another program: group 1 is its host, group 2 its port. */
const patterns = [
	new RegExp(String.raw`\b[a-z][a-z0-9+.-]{1,30}:\/\/(?:[^\s:/@"'${"`"}]*(?::[^\s/@"'${"`"}]*)?@)?(${hostText})(?::(\d{2,5}))?`, "gi"),
	new RegExp(String.raw`(?:^|[\s;:"'(])host=["']?(${hostText})(?:.{0,80}?\bport=["']?(\d{2,5}))?`, "gi"),
	new RegExp(String.raw`\b(?:\w{0,40}[_.-])?(?:host(?:name)?|server|addr(?:ess)?|endpoint)["']?\s*(?:=>|[:=])\s*["'](${hostText})["'](?:.{0,80}?\bport["']?\s*(?:=>|[:=])\s*["']?(\d{2,5}))?`, "gi"),
	new RegExp(String.raw`["'](${hostText}):(\d{2,5})["']`, "gi"),
	new RegExp(String.raw`\b\w*(?:connect|dial|open)\w*\(\s*["'](${hostText})["']\s*,\s*["']?(\d{2,5})`, "gi")
];
/** `ENV CACHE_HOST=redis`, `DB_HOST=db` in a variables file, `db_host: db` in settings: without quotes. */
const settings = new RegExp(String.raw`^\s*(?:ENV\s+|export\s+|-\s+)?\w*(?:HOST(?:NAME)?|SERVER|ADDR(?:ESS)?|ENDPOINT)(?:=|:\s+| )(${hostText})(?::(\d{2,5}))?\s*$`, "gi");
/** Hosts that stand for every address, or are part of something else. */
const isNoPeer = /^(?:0\.0\.0\.0|\d+|::|true|false|null|none|example\.(?:com|org|net))$|\.(?:js|mjs|cjs|ts|py|rb|go|php|java|sh|html?|css|json|ya?ml)$/i;
/** The lines of a file that name the host of another program to connect to. */
function peerMentions(path, text) {
	return codeLines(path, text).filter((line) => !line.isSide).flatMap(mentionsOf);
}
function mentionsOf(line) {
	const isSettings = /(^|\/)(?:\.env[\w.-]*|[\w.-]*\.env|[\w.-]*Dockerfile[\w.-]*)$|\.(?:ya?ml|ini|properties|toml|cfg)$/i.test(line.path);
	const found = [...patterns, ...isSettings ? [settings] : []].flatMap((pattern) => [...line.text.matchAll(pattern)].map((match) => ({
		host: (match[1] ?? "").replace(/^\[|\]$/g, ""),
		port: match[2] === void 0 ? void 0 : Number(match[2])
	})));
	const hosts = /* @__PURE__ */ new Map();
	for (const { host, port } of found) {
		if (isNoPeer.test(host) || hosts.has(host) && port === void 0) continue;
		hosts.set(host, {
			host,
			...port === void 0 ? {} : { port },
			at: {
				path: line.path,
				line: line.line,
				text: line.text.slice(0, 300)
			}
		});
	}
	return [...hosts.values()];
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

// src/sources/start-commands.ts
/** The start of every service that ended, command by command. */
function startLines(services, records) {
	const ended = new Set(records.filter((record) => record.exits.length > 0).map((record) => record.name));
	return services.filter((service) => ended.has(service.name)).flatMap((service) => service.start.slice(-100).flatMap(({ text, at }) => at ? [{
		service: service.name,
		at,
		commands: commandsOf(text)
	}] : []));
}
/** The commands of a line, each with whether `&` ends it; a list in JSON is one command, or a shell's text. */
function commandsOf(text) {
	const list = jsonWords(text);
	if (list) return scriptOf(list) === void 0 ? [{
		words: programOf(list),
		isInBackground: false
	}] : commandsOf(scriptOf(list) ?? "");
	const commands = separated(shellWords(text));
	const [only] = commands;
	const script = commands.length === 1 && only ? scriptOf(only.words) : void 0;
	return script === void 0 ? commands.map((command) => ({
		...command,
		words: programOf(command.words)
	})) : separated(shellWords(script)).map((each) => ({
		...each,
		words: programOf(each.words)
	}));
}
function separated(words) {
	const commands = [{
		words: [],
		isInBackground: false
	}];
	for (const [index, { text, quoted }] of words.entries()) {
		const last = commands.at(-1);
		if (isRedirection(words, index)) continue;
		if (quoted || !/^(?:&&|\|\||;;|[;&|()]|\n)$/.test(text)) last?.words.push(text);
		else {
			if (text === "&" && last) last.isInBackground = true;
			commands.push({
				words: [],
				isInBackground: false
			});
		}
	}
	return commands.filter((command) => command.words.length > 0);
}
/** What `sh -c` is given. */
function scriptOf(words) {
	return /^(?:\/bin\/)?(?:ba|da|a)?sh$/.test(words[0] ?? "") && /^-\w*c$/.test(words[1] ?? "") ? words[2] : void 0;
}
/** The `&` of `2>&1` ends no command. */
function isRedirection(words, index) {
	const [before, word] = [words[index - 1], words[index]];
	return word?.text === "&" && before !== void 0 && /[<>]$/.test(before.text) && before.offset + before.text.length === word.offset;
}
function jsonWords(text) {
	if (!text.startsWith("[")) return void 0;
	try {
		const words = JSON.parse(text);
		return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : void 0;
	} catch {
		return;
	}
}

// src/sources/scan.ts
/** How much is read of a large repository. */
const mostFiles = 4e3;
const mostMentions = 3e3;
/** Reads the project's own files for lines that could decide a port, an address, a variable, a status or a start. */
function scanSources({ workspace, plan, records, ports, changed }) {
	const hostLists = [];
	const timeouts = [];
	const routes = [];
	const paths = new Set(plan.probes.map((probe) => passedPath(probe, probe.route === void 0 ? void 0 : plan.proxy.routes[probe.route])));
	const detaching = [];
	const guards = [];
	const supervised = [];
	const helpers = /* @__PURE__ */ new Set();
	const peers = [];
	const facts = {
		ports: [],
		hosts: [],
		variables: [],
		statuses: [],
		headers: [],
		sockets: [],
		manifests: []
	};
	const files = sourceFiles(workspace);
	for (const path of files) {
		const text = workspace.read(path);
		if (text === void 0) continue;
		if (isManifest(path)) facts.manifests.push(...readManifest(workspace, path, text));
		facts.variables.push(...variableMentions(path, text));
		hostLists.push(...hostListMentions(path, text));
		detaching.push(...detachingLines(path, text));
		guards.push(...misspeltGuards(path, text));
		supervised.push(...supervisedPrograms(path, text));
		for (const name of environmentHelpers(path, text)) helpers.add(name);
		if (!path.endsWith(".conf")) peers.push(...peerMentions(path, text));
		for (const line of codeLines(path, text)) {
			facts.ports.push(...portMentions(line, ports));
			facts.hosts.push(...hostMentions(line));
			facts.statuses.push(...statusMentions(line));
			timeouts.push(...timeoutMentions(line));
			routes.push(...routeMentions(line, paths));
			if (isProgram(path)) facts.headers.push(...headerMentions(line));
			facts.sockets.push(...socketMentions(line));
		}
	}
	if (helpers.size > 0) facts.variables.push(...files.flatMap((path) => askedMentions(codeLines(path, workspace.read(path) ?? ""), helpers)));
	const started = startLines(plan.services, records);
	return {
		ports: strongest(facts.ports),
		hosts: strongest(facts.hosts),
		variables: facts.variables.slice(0, mostMentions),
		statuses: strongest(facts.statuses),
		headers: strongest(facts.headers),
		...dialsSocket(plan) || hasSocketPath(facts.sockets) ? { sockets: facts.sockets.slice(0, mostMentions) } : {},
		manifests: facts.manifests,
		frames: frameMentions(workspace, plan, records, files),
		programs: programFiles(workspace, plan.services, records),
		proxyLines: records.some((record) => record.name === plan.proxy.service && record.state === "exited") ? proxyLines(workspace, plan) : [],
		files,
		...hostLists.length > 0 ? { hostLists: hostLists.slice(0, mostMentions) } : {},
		...timeouts.length > 0 ? { timeouts: timeouts.slice(0, mostMentions) } : {},
		...routes.length > 0 ? { routes: routes.slice(0, mostMentions) } : {},
		...started.length > 0 ? { startLines: started } : {},
		...detaching.length > 0 ? { detaching: detaching.slice(0, mostMentions) } : {},
		...supervised.length > 0 ? { supervised: supervised.slice(0, mostMentions) } : {},
		...guards.length > 0 ? { guards: guards.slice(0, mostMentions) } : {},
		...peers.length > 0 ? { peers: peers.slice(0, mostMentions) } : {},
		users: userMentions(workspace, plan.services),
		...changed ? { changed } : {}
	};
}
/** Settings of a proxy name headers too; only a program writes those of an answer. */
function isProgram(path) {
	return !/\.(?:conf|ya?ml|json|toml|ini|cfg|properties|xml|env)$|(^|\/)\.env/.test(path);
}
function dialsSocket(plan) {
	return plan.proxy.routes.some((route) => route.targets.some((target) => target.socket !== void 0));
}
/** Lines about modes and folders matter only where there are sockets. */
function hasSocketPath(mentions) {
	return mentions.some((mention) => mention.kind === "path");
}
function proxyLines(workspace, plan) {
	return [...new Set(plan.proxy.files.map((file) => file.repo))].flatMap((path) => (workspace.read(path) ?? "").split("\n").map((text, index) => ({
		path,
		line: index + 1,
		text: text.replace(/\r$/, "").slice(0, 300)
	}))).slice(0, mostMentions);
}
/** Whether a source or settings file at or below one of the paths names the port or the path; files that speak of the proxy's side are left out. */
function namesPort(workspace, paths, port, except) {
	const pattern = typeof port === "string" ? new RegExp(literally(port)) : new RegExp(`(?<![\\w.])${port}(?![\\w.]|\\d)`);
	const isIn = (path) => paths.some((each) => each === "" || path === each || path.startsWith(`${each}/`));
	return sourceFiles(workspace).filter((path) => isIn(path) && !except.has(path) && !isSideFile(path) && !/(^|\/)(docker-)?compose[\w.-]*\.ya?ml$|^\.github\//.test(path)).some((path) => codeLines(path, workspace.read(path) ?? "").some((line) => pattern.test(line.text)));
}
/** The hosts that settings of accepted Host headers name, below one of the paths. */
function hostsNamed(workspace, paths) {
	const isIn = (path) => paths.some((each) => each === "" || path === each || path.startsWith(`${each}/`));
	const mentions = sourceFiles(workspace).filter(isIn).flatMap((path) => hostListMentions(path, workspace.read(path) ?? ""));
	return [...new Set(mentions.flatMap((mention) => mention.hosts))];
}
/** The facts with the lines that an interrupted program named. */
function withInterruptedFrames(sources, workspace, plan, records) {
	const told = records.flatMap((record) => record.interrupted ? [{
		...record,
		log: record.interrupted.map((text) => ({
			at: 0,
			stream: "err",
			text
		}))
	}] : []);
	return told.length === 0 ? sources : {
		...sources,
		frames: [...sources.frames, ...frameMentions(workspace, plan, told, sources.files)]
	};
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

export { sourceColumn as A, programOf as B, fileCommands as C, mostMemory as D, makeUsualNetwork as E, imageSettings as F, unpackArchive as G, shellWords as H, parseDockerfile as I, resolvePath as L, globMatcher as M, matchGlob as N, saysHeldBack as O, placeOf$3 as P, stageLine as R, repoPathOf as S, Environment as T, readPem as U, shellCommands as V, filesNamedBy as W, copiesOf as _, isHostListName as a, recipeInstructions as b, readProxyLogs as c, parseStartErrors as d, lookAt as f, containerChildren as g, userNames as h, withInterruptedFrames as i, loadConfig as j, renderTemplate as k, parseAccessLog as l, nginxWorkers as m, namesPort as n, observe as o, memoryPeak as p, scanSources as r, SocketWatch as s, hostsNamed as t, parseErrorLog as u, matchSources as v, buildImages as w, ignoringLine as x, readRecipe as y, baseName as z };