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

export { sameLine as a, repoPath as i, folderOf as n, showLocation as o, joinPath as r, sourced as s, byDefault as t };