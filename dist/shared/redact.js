import { r as failure } from "./failure.js";
import { i as repoPath } from "./location.js";
import { n as indexLines, r as locate } from "./yaml.js";
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";

// src/workspace/regular-file.ts
/**
* The text of a file that may be anything: a FIFO, a device or a folder is not waited for, a large one not read. Throws an error with a
* `code` as the system's do; EINVAL for what is no regular file, EFBIG for more than `most` bytes.
*/
function readRegularFile(path, most = 2097152) {
	const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const stats = fstatSync(file);
		const code = stats.isDirectory() ? "EISDIR" : !stats.isFile() ? "EINVAL" : stats.size > most ? "EFBIG" : void 0;
		if (code !== void 0) throw Object.assign(/* @__PURE__ */ new Error(`${path} is not a file to be read`), { code });
		return readFileSync(file, "utf8");
	} finally {
		closeSync(file);
	}
}

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
/** Larger files are not read at all. */
const largestFile = 1073741824;
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
	/** Whether something stands at a path that is neither a file nor a folder inside: a link that leads outside or nowhere, a pipe, a device. */
	isStray(path) {
		return this.kindOf(path) === void 0 && lstatSync(join(this.root, path), { throwIfNoEntry: false }) !== void 0;
	}
	isFile(path) {
		return path !== void 0 && this.kindOf(path) === "file";
	}
	/** The text of a file with the edits laid over it; undefined when it is absent, outside, binary or too large. */
	read(path) {
		if (!this.#texts.has(path)) this.#texts.set(path, this.#readText(path));
		return this.#texts.get(path);
	}
	/** The bytes of a file with the edits laid over it; undefined when there is none inside, or it is too large. */
	bytes(path) {
		if (this.#overlay.some((edit) => edit.path === path)) {
			const text = this.read(path);
			return text === void 0 ? void 0 : Buffer.from(text, "utf8");
		}
		const real = this.#inside(path);
		const stats = real === void 0 ? void 0 : statSync(real);
		return real !== void 0 && stats?.isFile() === true && stats.size <= largestFile ? readFileSync(real) : void 0;
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

// src/evidence/encodings.ts
/** Encoded forms that are shorter could stand anywhere by chance. */
const shortest = 8;
/** How a secret looks where it was encoded: in a URL, in JSON, in base64 (also amid other text) and in hexadecimal. The secret itself is not among them. */
function encodingsOf(secret) {
	const bytes = Buffer.from(secret);
	const inText = [encodeURIComponent(secret.replace(/\p{Surrogate}/gu, "�")), JSON.stringify(secret).slice(1, -1)];
	const asBytes = [
		bytes.toString("hex"),
		bytes.toString("hex").toUpperCase(),
		...[
			0,
			1,
			2
		].flatMap((offset) => base64At(bytes, offset))
	];
	return [.../* @__PURE__ */ new Set([...inText, ...asBytes.filter((text) => text.length >= shortest)])].filter((text) => text !== secret);
}
/** The characters of base64 that depend on these bytes alone, when `offset` bytes modulo three come before them. */
function base64At(bytes, offset) {
	const inside = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64").slice(Math.ceil(offset * 8 / 6), Math.floor((offset + bytes.length) * 8 / 6));
	return [inside, inside.replaceAll("+", "-").replaceAll("/", "_")];
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
const headerName = /^(?:authorization|proxy-authorization|x-api-key|x-auth-token|cookie|set-cookie)$/i;
/** What looks like a secret in any text: tokens in URLs and headers, keys, JSON web tokens. */
const patterns = [
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, mark("private key")],
	[/(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"']{0,200}):([^\s@/"']{1,400})@/gi, `$1:${mark("password")}@`],
	[/\b(authorization|proxy-authorization|x-api-key|x-auth-token|cookie|set-cookie)(["']?\s*[:=]\s*["']?|["']\s*,\s*["'])([^\r\n"']{4,})/gi, `$1$2${mark("header")}`],
	[/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g, `$1 ${mark("token")}`],
	[/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, mark("token")],
	[/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|sk-[A-Za-z0-9_-]{20,}|glpat-[\w-]{16,}|\d{8,10}:AA[\w-]{30,})\b/g, mark("token")],
	[/(?<![a-z0-9_])((?:[a-z0-9_.-]{0,64}(?:password|passwd|secret|token|api_?key|access_?key))["']?\s*[=:]\s*(?!(?:os\.|process\.env|env\b|getenv|environ|System\.|Environment\.|config\b|settings\b|\$)[\w.]*\W)["']?)([^\s"',;&]{4,})/gi, `$1${mark("value")}`]
];
/** Whether the value of a variable of this name is a secret. */
function isSecretName(name) {
	if (name === "PWD" || harmlessName.test(name)) return false;
	const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(/[^a-z0-9]+/);
	return words.some((word, index) => secretWord.test(word) || /^keys?$/.test(word) && secretKey.test(words[index - 1] ?? "")) || secretEnd.test(words.at(-1) ?? "");
}
/**
* A redactor that knows the secrets among these variables: their values are taken out wherever they appear, whole values, longest
* first, each line of those that span lines, and their encoded forms.
*/
function makeRedactor(variables) {
	const values = [...secretsIn(variables)].flatMap(([secret, name]) => [secret, ...encodingsOf(secret)].map((text) => [text, name])).toSorted(([a], [b]) => b.length - a.length);
	return (text) => {
		let clean = text;
		for (const [value, name] of values) clean = clean.replaceAll(value, () => mark(name));
		for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
		return clean;
	};
}
/** The secrets among variables, each with the name of its variable: whole values, or the lines of those that span lines. */
function secretsIn(variables) {
	const known = /* @__PURE__ */ new Map();
	for (const [name, { value }] of variables.flatMap((each) => Object.entries(each))) {
		const secrets = isSecretName(name) ? value.split("\n") : passwordsInUrl(value);
		for (const secret of secrets) {
			const trimmed = secret.trim();
			if (trimmed.length >= shortestValue && !commonValues.has(trimmed.toLowerCase()) && !/^\d{1,5}$/.test(trimmed)) known.set(trimmed, name);
		}
	}
	return known;
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
		if (typeof each === "string" && headerName.test(name)) return [name, mark("header")];
		return [name, key === "variables" && isSecretName(name) && typeof each === "object" && each !== null && "value" in each ? {
			...redactNode(each, redact, name),
			value: mark(name)
		} : redactNode(each, redact, name)];
	}));
}

export { readRegularFile as a, Workspace as i, redactDeep as n, secretsIn as r, makeRedactor as t };