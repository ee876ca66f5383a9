// src/model/units.ts
/** A port from a number or its decimal text; undefined for anything else. */
function port(value) {
	if (typeof value === "string" && !/^\d{1,5}$/.test(value)) return void 0;
	const number = Number(value);
	return Number.isInteger(number) && number >= 1 && number <= 65535 ? number : void 0;
}
/** Milliseconds from a finite number of them. */
function millis(value) {
	return Math.round(value);
}
const durationUnits = {
	ns: 1e-6,
	us: .001,
	µs: .001,
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
/** A duration such as `90s`, `1m30s`, `250ms`; a bare number counts in `bare` units. undefined when it is not one. */
function parseDuration(text, bare = "s") {
	const trimmed = text.trim();
	if (/^\d+(\.\d+)?$/.test(trimmed)) return millis(Number(trimmed) * (bare === "s" ? 1e3 : 1));
	if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d))+$/.test(trimmed)) return void 0;
	let total = 0;
	for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g)) total += Number(amount) * (durationUnits[unit ?? ""] ?? 0);
	return millis(total);
}
const sizeUnits = {
	b: 1,
	k: 1024,
	m: 1024 ** 2,
	g: 1024 ** 3,
	t: 1024 ** 4
};
/** A size such as `512m`, `1.5g`, `1073741824`, `256MiB`, as Docker reads it. undefined when it is not one. */
function parseSize(text) {
	const match = /^(\d+(?:\.\d+)?)\s*([bkmgt])?i?b?$/i.exec(text.trim());
	if (!match) return void 0;
	return Math.floor(Number(match[1]) * (sizeUnits[(match[2] ?? "b").toLowerCase()] ?? 1));
}
/** "74 ms", "3.2 s", "1 min 15 s". */
function showDuration(duration) {
	if (duration < 1e3) return `${Math.round(duration)} ms`;
	if (duration < 6e4) return `${(duration / 1e3).toFixed(1)} s`;
	return `${Math.floor(duration / 6e4)} min ${Math.round(duration % 6e4 / 1e3)} s`;
}
/** "512 MiB", "1.5 GiB", "900 B". */
function showSize(size) {
	const units = [
		"B",
		"KiB",
		"MiB",
		"GiB",
		"TiB"
	];
	let value = size;
	let unit = 0;
	while (value >= 1024 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[unit]}`;
}

// src/model/location.ts
/** `value`, set at `at`. */
function sourced(value, at) {
	return at === void 0 ? { value } : {
		value,
		at
	};
}
/** `value`, set by nobody; `because` names the rule that gives it. */
function byDefault(value, because) {
	return {
		value,
		because
	};
}
/**
* Makes a RepoPath of a relative path: folds `.`, `..` and repeated `/`.
* Answers undefined for a path that is absolute or leaves the root.
*/
function repoPath(path) {
	if (path.startsWith("/") || path.includes("\0")) return void 0;
	const parts = [];
	for (const part of path.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.pop() === void 0) return void 0;
	}
	return parts.join("/");
}
/** The folder that holds `path`; "" for a file at the root. */
function folderOf(path) {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
/** `path` inside `folder`, both from the root; undefined when it leaves the root. */
function joinPath(folder, path) {
	return repoPath(folder === "" ? path : `${folder}/${path}`);
}
/** "nginx/app.conf:14", as editors and terminals understand it. */
function showLocation(at) {
	return at.column === void 0 ? `${at.path}:${at.line}` : `${at.path}:${at.line}:${at.column}`;
}
/** The same line of the same file. */
function sameLine(a, b) {
	return a !== void 0 && b !== void 0 && a.path === b.path && a.line === b.line;
}

export { sameLine as a, millis as c, port as d, showDuration as f, repoPath as i, parseDuration as l, folderOf as n, showLocation as o, showSize as p, joinPath as r, sourced as s, byDefault as t, parseSize as u };