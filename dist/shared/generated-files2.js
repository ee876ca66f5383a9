import { i as toolEnvironment, r as runCommand } from "./cli.js";
import { t as hasGeneratedName } from "./generated.js";
import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";

// src/generated-files.ts
/** What generators write at the head of what they write. */
const head = /@generated\b|\bcode generated\b.*\bdo not edit\b|\bauto-?generated (?:by|file|code)\b|\bthis file (?:is|was) (?:auto-?)?generated\b/i;
/** Of the paths that findings name, those that are generated: by name, by git (ignored, `linguist-generated`), or by their first lines. Never throws. */
async function generatedFiles(directory, { findings }, environment) {
	const paths = [...new Set(findings.flatMap((finding) => [...finding.location ? [finding.location.path] : [], ...finding.related.map(({ at }) => at.path)]))].filter((path) => !path.includes("\0"));
	if (paths.length === 0) return /* @__PURE__ */ new Set();
	const [ignored, marked] = await Promise.all([gitPaths(directory, environment, [
		"check-ignore",
		"-z",
		"--stdin"
	], paths), markedPaths(directory, environment, paths)]);
	return new Set(paths.filter((path) => hasGeneratedName(path) || ignored.has(path) || marked.has(path) || hasGeneratedHead(join(directory, path))));
}
/** Paths whose `linguist-generated` attribute is set. The output is triples of path, attribute and value. */
async function markedPaths(directory, environment, paths) {
	const fields = [...await gitOutput(directory, environment, [
		"check-attr",
		"-z",
		"--stdin",
		"linguist-generated"
	], paths)];
	return new Set(fields.flatMap((path, index) => index % 3 === 0 && ["set", "true"].includes(fields[index + 2] ?? "") ? [path] : []));
}
async function gitPaths(directory, environment, words, paths) {
	return new Set(await gitOutput(directory, environment, words, paths));
}
async function gitOutput(directory, environment, words, paths) {
	const options = {
		cwd: directory,
		env: toolEnvironment(environment),
		input: paths.map((path) => `${path}\0`).join(""),
		timeout: 1e4
	};
	return (await runCommand("git", words, options).catch(() => void 0))?.out.split("\0").slice(0, -1) ?? [];
}
function hasGeneratedHead(path) {
	try {
		const file = openSync(path, "r");
		try {
			const buffer = Buffer.alloc(600);
			return head.test(buffer.toString("utf8", 0, readSync(file, buffer)).split("\n").slice(0, 6).join("\n"));
		} finally {
			closeSync(file);
		}
	} catch {
		return false;
	}
}

export { generatedFiles as t };