import { r as failure } from "./failure.js";
import { i as repoPath } from "./location.js";
import { n as locate, t as indexLines } from "./lines.js";
import { lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";

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

export { Workspace as t };