import { o as __toESM } from "./rolldown-runtime.js";
import { a as serviceNamed } from "./plan.js";
import { c as pathSeenBy, u as serviceOf } from "./address.js";
import { r as targetPort, t as passedPath } from "./proxy.js";
import net from "node:net";
import tls from "node:tls";

// src/http/client.ts
/** How much of a body is kept; the rest is read and dropped, up to `mostRead`. */
const keptBody = 2048;
const mostRead = 1048576;
/** An event stream that has lived this long is one that works. */
const streamMs = 5e3;
/** A body of which something came within this time before the limit is still on its way. */
const flowingMs = 1e4;
/** Far beyond what any proxy takes: what is too large for nginx shall be seen, and measured. */
const largestHeader = 262144;
/** Characters of one header that are kept. */
const keptHeader = 4096;
const connectTimeout = 3e3;
let library;
/** Loads what requests are made with; called early, so that it is there when the first one is due. */
function prepareClient() {
	library ??= import("./undici2.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	return library;
}
/** Sends one request over a connection of its own. Redirects are not followed, nothing is retried; never rejects. */
async function sendRequest(request, dial = dialDirectly) {
	const { Client } = await prepareClient();
	const started = performance.now();
	const limit = AbortSignal.timeout(request.timeoutMs);
	const total = request.signal ? AbortSignal.any([limit, request.signal]) : limit;
	let localPort;
	const client = new Client(request.port === 0 ? `${request.scheme}://localhost` : `${request.scheme}://${bracketed(request.address)}:${request.port}`, {
		pipelining: 0,
		headersTimeout: request.timeoutMs,
		bodyTimeout: request.timeoutMs,
		maxHeaderSize: largestHeader,
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
			signal: total,
			responseHeaders: "raw"
		});
		const raw = response.headers;
		const headers = flatten(raw);
		const { body, broken } = await readBody(response.body, headers["content-type"]?.startsWith("text/event-stream") === true);
		const received = {
			status: response.statusCode,
			headers,
			headerBytes: sizeOfHead(response.statusText, raw),
			body
		};
		return broken === void 0 ? {
			ok: true,
			...received,
			...done()
		} : {
			ok: false,
			...received,
			...cutOff(broken),
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
/** What a server presents is not judged: certificates are supplied, and old protocols are the project's own choice. */
const leniently = {
	rejectUnauthorized: false,
	minVersion: "TLSv1",
	ciphers: "DEFAULT@SECLEVEL=0"
};
/** The first line of the PROXY protocol, version 1, with the connection's own addresses where they are known. */
function proxyLine(socket) {
	const { localAddress, remoteAddress, localPort, remotePort } = socket;
	const [from, to] = net.isIPv4(localAddress ?? "") && net.isIPv4(remoteAddress ?? "") ? [localAddress, remoteAddress] : ["127.0.0.1", "127.0.0.1"];
	return `PROXY TCP4 ${from} ${to} ${localPort ?? 65535} ${remotePort ?? 80}\r\n`;
}
/** Connects for a request; with https through the TLS handshake. Rejects when either fails. */
async function openSocket(request, dial, signal) {
	const socket = await dial(request.address, request.port, signal);
	if (request.proxyProtocol === true) socket.write(proxyLine(socket));
	if (request.scheme === "http") return socket;
	const name = request.host.replace(/:\d+$/, "");
	const identity = request.identity ? {
		cert: request.identity.certificate,
		key: request.identity.key
	} : {};
	const secure = tls.connect({
		socket,
		...leniently,
		ALPNProtocols: ["http/1.1"],
		...identity,
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
	const socket = net.connect(port === 0 ? {
		path: address,
		signal
	} : {
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
/** What came of a body, and the error that broke it off. A stream is left after a while; what still flows at the limit is not broken. */
async function readBody(body, isStream) {
	const kept = [];
	let size = 0;
	let last = performance.now();
	let isEnough = false;
	const leave = () => {
		isEnough = true;
		body.destroy();
	};
	const timer = isStream ? setTimeout(leave, streamMs) : void 0;
	const text = () => Buffer.concat(kept).subarray(0, keptBody).toString("utf8");
	try {
		for await (const chunk of body) {
			if (size < keptBody) kept.push(chunk);
			size += chunk.length;
			last = performance.now();
			if (size > mostRead) break;
		}
	} catch (error) {
		const isFlowing = classify(error).error === "timed-out" && performance.now() - last < flowingMs && size > 0;
		if (!isEnough && !isFlowing) return {
			body: text(),
			broken: error
		};
	} finally {
		clearTimeout(timer);
	}
	return { body: text() };
}
/** Why an answer broke off: a peer that is gone has closed, whatever the parser says of it. */
function cutOff(thrown) {
	const { error, text } = classify(thrown);
	return {
		error: error === "other" || thrown.code === wrongLength ? "closed" : error,
		text
	};
}
function pairs(raw) {
	return raw.flatMap((name, index) => index % 2 === 0 ? [[String(name), String(raw[index + 1] ?? "")]] : []);
}
function flatten(raw) {
	const flat = /* @__PURE__ */ new Map();
	for (const [name, value] of pairs(raw)) {
		const known = flat.get(name.toLowerCase());
		flat.set(name.toLowerCase(), (known === void 0 ? value : `${known}, ${value}`).slice(0, keptHeader));
	}
	return Object.fromEntries(flat);
}
/** As the head stands on the wire: "HTTP/1.1 200 OK", ": " within and a line end after each line, an empty line. */
function sizeOfHead(statusText, raw) {
	const lines = raw.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);
	return 13 + Buffer.byteLength(statusText) + 2 + lines + 2;
}
/** undici's code for a body of another length than announced, and for one that is announced in two ways. */
const wrongLength = "UND_ERR_RES_CONTENT_LENGTH_MISMATCH";
const errorCodes = {
	ECONNREFUSED: "refused",
	ENOENT: "refused",
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
	UND_ERR_SOCKET: "closed",
	UND_ERR_HEADERS_OVERFLOW: "not-http",
	[wrongLength]: "not-http"
};
/** What an error that was thrown while a request was made comes to. */
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
	if (error.code?.startsWith("HPE_") === true || error.name === "HTTPParserError") return {
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
/** Parses /proc/net/unix: stream sockets that accept connections, by path as the program gave it; abstract ones are left out. */
function parseUnixTable(text) {
	return text.split("\n").flatMap((line) => {
		const fields = line.trim().split(/\s+/);
		const path = fields.slice(7).join(" ");
		return (Number.parseInt(fields[3] ?? "0", 16) & 65536) !== 0 && path !== "" && !path.startsWith("@") ? [{
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

// src/boot/relay.ts
const perlLoop = `
  print STDERR "connected\\n";
  my $in = 1;
  while (1) {
    my $r = ""; vec($r, fileno(S), 1) = 1; vec($r, 0, 1) = 1 if $in;
    select($r, undef, undef, undef);
    if (vec($r, fileno(S), 1)) { my $n = sysread(S, my $b, 65536); exit 0 unless $n; syswrite(STDOUT, $b) }
    if ($in && vec($r, 0, 1)) { my $n = sysread(STDIN, my $b, 65536); if ($n) { syswrite(S, $b) } else { $in = 0; shutdown(S, 1) } }
  }`;
/**
* Connects its input and output to HOST PORT ($0 $1), with whatever the image has for that. A failed connection ends it with the
* error's number on the error output.
*/
const relayScript = `
if command -v perl >/dev/null 2>&1; then exec perl -e '
  use Socket; my ($h, $p) = @ARGV; $| = 1;
  my $v6 = $h =~ /:/; socket(S, $v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0) or die;
  my $a = $v6 ? Socket::pack_sockaddr_in6($p, Socket::inet_pton(AF_INET6, $h)) : sockaddr_in($p, inet_aton($h));
  unless (connect(S, $a)) { print STDERR "errno=" . ($! + 0) . "\\n"; exit 1 }${perlLoop}' "$0" "$1"
fi
if command -v bash >/dev/null 2>&1; then exec bash -c 'exec 3<>"/dev/tcp/$0/$1" || { echo errno=111 >&2; exit 1; }; echo connected >&2; cat <&3 & c=$!; cat >&3 & wait $c' "$0" "$1"; fi
if command -v nc >/dev/null 2>&1; then echo connected >&2; nc "$0" "$1" || { echo errno=111 >&2; exit 1; }; exit 0; fi
echo none >&2; exit 127
`;
/** The same to the Unix socket at the path $0. */
const unixRelayScript = `
if command -v perl >/dev/null 2>&1; then exec perl -e '
  use Socket; my ($p) = @ARGV; $| = 1;
  socket(S, AF_UNIX, SOCK_STREAM, 0) or die;
  unless (connect(S, pack_sockaddr_un($p))) { print STDERR "errno=" . ($! + 0) . "\\n"; exit 1 }${perlLoop}' "$0"
fi
if command -v python3 >/dev/null 2>&1; then exec python3 -c '
import os, select, socket, sys
s = socket.socket(socket.AF_UNIX)
try: s.connect(sys.argv[1])
except OSError as e: sys.exit("errno=%d" % e.errno)
os.write(2, b"connected\\n")
inputs = [s, 0]
while True:
    ready = select.select(inputs, [], [])[0]
    if s in ready:
        data = s.recv(65536)
        if not data: break
        os.write(1, data)
    if 0 in ready:
        data = os.read(0, 65536)
        if data: s.sendall(data)
        else: inputs.remove(0); s.shutdown(socket.SHUT_WR)
' "$0"
fi
if command -v php >/dev/null 2>&1; then exec php -r '
  $s = @stream_socket_client("unix://" . $argv[1], $errno);
  if (!$s) { fwrite(STDERR, "errno=" . $errno . "\\n"); exit(1); }
  fwrite(STDERR, "connected\\n"); $in = true;
  stream_set_blocking($s, false); stream_set_blocking(STDIN, false);
  while (true) {
    $r = $in ? [$s, STDIN] : [$s]; $w = $e = null;
    if (!stream_select($r, $w, $e, null)) exit(1);
    if (in_array($s, $r, true)) { $b = fread($s, 65536); if ($b === "" || $b === false) { if (feof($s)) exit(0); } else fwrite(STDOUT, $b); }
    if (in_array(STDIN, $r, true)) { $b = fread(STDIN, 65536); if ($b === "" || $b === false) { if (feof(STDIN)) { $in = false; stream_socket_shutdown($s, STREAM_SHUT_WR); } } else fwrite($s, $b); }
  }' -- "$0"
fi
if command -v node >/dev/null 2>&1; then exec node -e '
  const s = require("net").connect(process.argv[1]);
  s.once("connect", () => { process.stderr.write("connected\\n"); process.stdin.pipe(s); s.pipe(process.stdout); });
  s.once("error", (e) => { process.stderr.write("errno=" + -e.errno + "\\n"); process.exit(1); });
' -- "$0"
fi
echo none >&2; exit 127
`;
const errnoNames = {
	2: "ENOENT",
	13: "EACCES",
	101: "ENETUNREACH",
	104: "ECONNRESET",
	110: "ETIMEDOUT",
	111: "ECONNREFUSED",
	113: "EHOSTUNREACH"
};
/** Dials from inside a running container's network namespace, by a command run in it. */
function relayThrough(engine, container) {
	return async (address, port, signal) => {
		const session = await engine.exec(container, port === 0 ? [
			"sh",
			"-c",
			unixRelayScript,
			address
		] : [
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

// src/http/dialects.ts
/** The status of an answer in HTTP/1; undefined when it is none. */
function httpStatus(heard) {
	const match = /^HTTP\/1\.[01] (\d{3})\b/.exec(heard.subarray(0, 40).toString("latin1"));
	return match ? Number(match[1]) : void 0;
}
const starts = (...words) => {
	return (heard) => words.some((word) => heard.subarray(0, word.length).toString("latin1") === word);
};
/** The protocols by name. None of the messages changes anything in the peer but for the request that the probe makes anyway. */
const speeches = {
	http: {
		said: "http",
		message: ({ method, path, host }) => Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: upstream-gate\r\nAccept: */*\r\nConnection: close\r\n\r\n`),
		understands: (heard) => httpStatus(heard) !== void 0
	},
	http2: {
		said: "http2",
		message: () => Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), Buffer.from([
			0,
			0,
			0,
			4,
			0,
			0,
			0,
			0,
			0
		])]),
		understands: (heard) => heard.length >= 9 && heard[3] === 4 && heard.readUIntBE(0, 3) % 6 === 0 && heard.readUInt32BE(5) === 0
	},
	fastcgi: {
		said: "fastcgi",
		message: () => fastcgiQuestion("FCGI_MPXS_CONNS"),
		understands: (heard) => heard.length >= 8 && heard[0] === 1 && [
			3,
			6,
			7,
			10,
			11
		].includes(heard[1] ?? 0)
	},
	uwsgi: {
		said: "uwsgi",
		message: (question) => uwsgiPacket(variablesOf(question)),
		understands: (heard) => httpStatus(heard) !== void 0 || starts("Status: ")(heard)
	},
	scgi: {
		said: "scgi",
		message: (question) => scgiPacket(variablesOf(question)),
		understands: (heard) => httpStatus(heard) !== void 0 || /^(?:[A-Za-z][\w-]*: [^\r\n]{0,300}\r?\n){0,20}(?:Status: \d{3}|Content-Type: )/i.test(heard.subarray(0, 1e3).toString("latin1"))
	},
	redis: {
		said: "redis",
		message: () => Buffer.from("PING\r\n"),
		understands: starts("+PONG", "-NOAUTH", "-DENIED", "-LOADING", "-MISCONF")
	},
	memcached: {
		said: "memcached",
		message: () => Buffer.from("version\r\n"),
		understands: starts("VERSION ")
	},
	postgres: {
		said: "postgres",
		message: () => Buffer.from([
			0,
			0,
			0,
			8,
			4,
			210,
			22,
			47
		]),
		understands: (heard) => heard.length === 1 && (heard[0] === 83 || heard[0] === 78)
	}
};
/** FCGI_GET_VALUES: asks the server of itself, runs no script. */
function fastcgiQuestion(name) {
	const content = Buffer.concat([Buffer.from([name.length, 0]), Buffer.from(name)]);
	const padding = (8 - content.length % 8) % 8;
	return Buffer.concat([
		Buffer.from([
			1,
			9,
			0,
			0,
			0,
			content.length,
			padding,
			0
		]),
		content,
		Buffer.alloc(padding)
	]);
}
function variablesOf({ method, path, host }) {
	const [before = "/", query = ""] = path.split("?", 2);
	return [
		["CONTENT_LENGTH", "0"],
		["SCGI", "1"],
		["REQUEST_METHOD", method],
		["REQUEST_URI", path],
		["PATH_INFO", before],
		["QUERY_STRING", query],
		["SERVER_PROTOCOL", "HTTP/1.1"],
		["SERVER_NAME", host.replace(/:\d+$/, "")],
		["SERVER_PORT", "80"],
		["HTTP_HOST", host]
	];
}
function uwsgiPacket(variables) {
	const sized = (text) => {
		const bytes = Buffer.from(text);
		const size = Buffer.alloc(2);
		size.writeUInt16LE(bytes.length);
		return Buffer.concat([size, bytes]);
	};
	const body = Buffer.concat(variables.flatMap(([name, value]) => [sized(name), sized(value)]));
	const head = Buffer.alloc(4);
	head.writeUInt16LE(body.length, 1);
	return Buffer.concat([head, body]);
}
function scgiPacket(variables) {
	const body = Buffer.from(variables.map(([name, value]) => `${name}\0${value}\0`).join(""));
	return Buffer.concat([
		Buffer.from(`${body.length}:`),
		body,
		Buffer.from(",")
	]);
}
/** The first bytes of a text that may be binary, for the reader. */
function showBytes(heard, most = 160) {
	return heard.subarray(0, most).toString("latin1").replace(/[^\x20-\x7e]/g, (character) => character === "\r" ? "\\r" : character === "\n" ? "\\n" : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

// src/http/upgrade.ts
/** Sixteen bytes, as a key has to have. It guards against answers out of a cache, of which there is none here. */
const key = Buffer.from("upstream-gate-ws").toString("base64");
/** More than this of an answer's head is not read. */
const mostHead = 16384;
/** Asks for a WebSocket over a connection of its own, which is closed once the answer's head is there; 101 is the answer hoped for. Never rejects. */
async function requestUpgrade(request, dial = dialDirectly) {
	const started = performance.now();
	const limit = AbortSignal.timeout(request.timeoutMs);
	const total = request.signal ? AbortSignal.any([limit, request.signal]) : limit;
	const took = () => performance.now() - started;
	try {
		const socket = await openSocket(request, dial, total);
		const { localPort } = socket;
		const port = localPort === void 0 ? {} : { localPort };
		const head = new Promise((resolve) => {
			let bytes = Buffer.alloc(0);
			socket.on("data", (chunk) => {
				bytes = Buffer.concat([bytes, chunk]).subarray(0, mostHead);
				if (bytes.includes("\r\n\r\n") || bytes.length === mostHead) resolve(bytes.toString("latin1"));
			});
			for (const event of [
				"end",
				"close",
				"error"
			]) socket.once(event, () => resolve(bytes.length > 0 ? bytes.toString("latin1") : void 0));
			total.addEventListener("abort", () => resolve(void 0), { once: true });
		});
		socket.write(messageOf(request), () => void 0);
		const text = await head;
		socket.on("error", () => void 0).destroy();
		if (text === void 0) return {
			ok: false,
			error: total.aborted ? "timed-out" : "closed",
			text: total.aborted ? "no answer in time" : "other side closed",
			durationMs: took(),
			...port
		};
		const status = httpStatus(Buffer.from(text, "latin1"));
		if (status === void 0) return {
			ok: false,
			error: "not-http",
			text: "the answer is no HTTP",
			durationMs: took(),
			...port
		};
		return {
			ok: true,
			status,
			headers: headersOf(text),
			headerBytes: text.indexOf("\r\n\r\n") + 4,
			body: text.slice(text.indexOf("\r\n\r\n") + 4, 2048),
			durationMs: took(),
			...port
		};
	} catch (error) {
		const { error: kind, text } = classify(error);
		return {
			ok: false,
			error: kind,
			text,
			durationMs: took()
		};
	}
}
function messageOf({ method, path, host, headers }) {
	const wanted = {
		host,
		"user-agent": "upstream-gate",
		upgrade: "websocket",
		connection: "Upgrade",
		"sec-websocket-version": "13",
		"sec-websocket-key": key,
		...headers
	};
	return `${[`${method} ${path} HTTP/1.1`, ...Object.entries(wanted).map(([name, value]) => `${name}: ${value}`)].map((line) => [...line].filter((character) => character >= " ").join("")).join("\r\n")}\r\n\r\n`;
}
function headersOf(text) {
	const [head = ""] = text.split("\r\n\r\n", 1);
	const lines = head.split("\r\n").slice(1, 100);
	return Object.fromEntries(lines.flatMap((line) => line.includes(":") ? [[line.slice(0, line.indexOf(":")).trim().toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]] : []));
}

// src/probe/send.ts
/** Longer than nginx's own usual patience (60 s): its 504 shall be seen, not our impatience. */
const requestTimeoutMs = 75e3;
/** Sends one probe to the proxy; where nginx asks for a user of a password file that the run supplied, once more as that user. */
async function sendThroughProxy(environment, probe, signal) {
	const answer = await sendOnce(environment, probe, probe.headers, signal);
	const account = environment.supply?.account;
	const isAsked = answer.ok && answer.status === 401 && /^basic\b/i.test(answer.headers["www-authenticate"] ?? "");
	if (account === void 0 || !isAsked || Object.keys(probe.headers ?? {}).some((name) => name.toLowerCase() === "authorization")) return answer;
	return sendOnce(environment, probe, {
		...probe.headers,
		authorization: `Basic ${Buffer.from(account).toString("base64")}`
	}, signal);
}
async function sendOnce(environment, probe, headers, signal) {
	const { proxy, supply } = environment;
	const address = probe.inside ?? environment.addressOf(environment.plan.proxy.service);
	if (!proxy || address === void 0) return {
		ok: false,
		error: "unreachable",
		text: "the proxy has no address",
		durationMs: 0
	};
	return senderFor(probe)({
		method: probe.method,
		scheme: probe.scheme,
		address,
		port: probe.port,
		host: hostOf(probe),
		path: probe.path,
		timeoutMs: requestTimeoutMs,
		signal,
		...probe.proxyProtocol === true ? { proxyProtocol: true } : {},
		...supply?.client ? { identity: supply.client } : {},
		...headers ? { headers } : {}
	}, await dialProxy(environment, probe));
}
/** Dials the proxy from here where that is possible; what only its own container reaches, from inside that. */
async function dialProxy(environment, probe) {
	const { proxy, engine } = environment;
	return proxy && (probe.inside !== void 0 || !await environment.canReach()) ? relayThrough(engine, proxy.container) : dialDirectly;
}
function senderFor(probe) {
	return probe.websocket === true ? requestUpgrade : sendRequest;
}
function hostOf(probe) {
	const usual = probe.scheme === "https" ? 443 : 80;
	return probe.port === usual ? probe.host : `${probe.host}:${probe.port}`;
}
/** Sends a probe straight to the app, from the proxy's place in the network, as nginx would pass it on; with another Host header when one is given. */
async function sendDirect(environment, probe, target, dial, timeoutMs, host) {
	const route = probe.route === void 0 ? void 0 : environment.plan.proxy.routes[probe.route];
	const scheme = route?.scheme === "https" ? "https" : "http";
	return senderFor(probe)({
		method: probe.method,
		scheme,
		address: target.address,
		port: target.port,
		host: host ?? passedHost(probe, route, target),
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
	const { status, headers, headerBytes, body } = answer;
	const received = status === void 0 ? {} : {
		status,
		...headers ? { headers } : {},
		...headerBytes === void 0 ? {} : { headerBytes },
		...body === void 0 ? {} : { body }
	};
	return answer.ok ? {
		...common,
		...received
	} : {
		...common,
		...received,
		error: answer.error,
		errorText: answer.text
	};
}

// src/probe/targets.ts
/** The addresses behind a probe's route that belong to services of the plan. */
function targetsOf(environment, probe) {
	const { plan } = environment;
	return ((probe.route === void 0 ? void 0 : plan.proxy.routes[probe.route])?.targets ?? []).flatMap((target) => {
		const port = targetPort(target);
		const service = serviceOf(plan, target);
		if (!service || target.down || target.backup) return [];
		if (target.socket !== void 0) return [{
			service: service.name,
			host: "",
			port: 0,
			socket: socketPath(plan, service, target.socket)
		}];
		return port === void 0 ? [] : [{
			service: service.name,
			host: target.host,
			port
		}];
	});
}
function socketPath(plan, service, dialled) {
	const proxy = serviceNamed(plan, plan.proxy.service);
	return (proxy && pathSeenBy(proxy, service, dialled)) ?? dialled;
}

export { classify as _, resultOf as a, tryPort as b, httpStatus as c, relayThrough as d, isReachable as f, projectSockets as g, processesByInode as h, requestTimeoutMs as i, showBytes as l, parseUnixTable as m, dialFromProxy as n, sendDirect as o, parseTcpTable as p, passedHost as r, sendThroughProxy as s, targetsOf as t, speeches as u, leniently as v, prepareClient as y };