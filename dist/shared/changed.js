import { r as failure } from "./failure.js";
import { i as toolEnvironment, r as runCommand } from "./cli.js";

// src/sources/git.ts
/**
* What no repository may decide: a folder of the project can be made to look like a repository with a configuration of its own, whose
* programs git would start.
*/
const settings = {
	"safe.bareRepository": "explicit",
	"core.fsmonitor": "false",
	"core.hooksPath": "/dev/null",
	"core.quotePath": "false",
	"core.sshCommand": "false",
	"diff.external": "",
	"protocol.allow": "never"
};
/** Runs git on a folder, without hooks, monitors, other programs or the network; at most 30 seconds. Rejects when there is no git. */
function runGit(folder, args, environment) {
	const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
	const env = {
		...toolEnvironment(environment),
		GIT_OPTIONAL_LOCKS: "0",
		GIT_NO_LAZY_FETCH: "1",
		GIT_TERMINAL_PROMPT: "0"
	};
	return runCommand("git", [
		"-C",
		folder,
		...options,
		...args
	], {
		env,
		timeout: 3e4
	});
}

// src/sources/changed.ts
/** Lines added or changed since a revision, by path from the folder: what `git diff` against their merge base says. Throws a Failure for an unknown revision. */
async function changedLines(folder, base, environment) {
	return parseDiff(await diffSince(folder, base, environment, [
		"--no-color",
		"--unified=0",
		"--src-prefix=a/",
		"--dst-prefix=b/"
	]));
}
/** Files added, changed or removed since a revision, as paths from the folder. Throws a Failure for an unknown revision. */
async function changedFiles(folder, base, environment) {
	return (await diffSince(folder, base, environment, [
		"--name-only",
		"--no-renames",
		"-z"
	])).split("\0").filter((name) => name !== "");
}
/** What `git diff` prints of a folder against the merge base. */
async function diffSince(folder, base, environment, options) {
	if (base.startsWith("-")) throw failure("usage", `--base ${base}: this is no revision.`, { remedy: "Give a branch, a tag or a commit." });
	const git = (...args) => runGit(folder, args, environment);
	const merged = await git("merge-base", base, "HEAD");
	const from = merged.code === 0 ? merged.out.trim() : base;
	const diff = await git("diff", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", ...options, "--relative", from, "--");
	if (diff.code !== 0) throw failure("usage", `--base ${base}: git does not know this revision here.`, {
		remedy: "Fetch it first (actions/checkout with fetch-depth: 0), or leave --base out.",
		detail: diff.err.trim().slice(0, 400)
	});
	return diff.out;
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
		if (file !== void 0) path = /^b\/(.+)$/s.exec(unquoted(file))?.[1] ?? "";
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

export { changedLines as n, runGit as r, changedFiles as t };