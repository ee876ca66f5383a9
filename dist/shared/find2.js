import { r as failure } from "./failure.js";
import { n as folderOf } from "./location.js";
import { s as isSkipped } from "./parser.js";
import { o as composeNames } from "./find.js";

// src/plan/compose/find.ts
const anyName = /^(docker-)?compose[\w.-]*\.ya?ml$/;
const forDevelopment = /override|test|dev|local|example|sample/;
/** Folders of a repository in which its Compose files stand, counted from the root. */
const deepest = 3;
const most = 12;
/**
* Sets of Compose files to try, the likeliest first: the given ones; the usual names in the root with their override; others there, alone
* and laid over the usual ones; those in folders; at last those that are named for development. What is only found by its name has to
* speak of nginx.
*/
function composeCandidates(inputs, workspace) {
	if (inputs.composeFiles.length > 0) return [{
		files: inputs.composeFiles.map((path) => givenFile(workspace, path)),
		isSure: true
	}];
	const folders = foldersWithCompose(workspace);
	const [root = []] = folders.filter(([folder]) => folder === "").map(([, names]) => names);
	const rest = folders.flatMap(([folder, names]) => folder === "" ? [] : setsIn(folder, names));
	const spoken = [...setsIn("", root), ...rest].filter((files, index) => index === 0 && folderOf(files[0] ?? "x/") === "" || files.some((path) => /nginx|openresty/i.test(workspace.read(path) ?? "")));
	const isLate = (files) => forDevelopment.test(files.at(-1)?.replace(/\.override\.ya?ml$/, "") ?? "");
	return [...spoken.filter((files) => !isLate(files)), ...spoken.filter(isLate)].slice(0, most).map((files, index) => ({
		files,
		isSure: index === 0 && isUsual(files[0])
	}));
}
/** Compose files by the folder they stand in, the nearest to the root first. */
function foldersWithCompose(workspace) {
	const found = /* @__PURE__ */ new Map();
	for (const entry of workspace.entries("", (path) => isSkipped(path) || path.split("/").length > deepest)) {
		const name = entry.path.slice(entry.path.lastIndexOf("/") + 1);
		if (entry.kind === "file" && anyName.test(name)) found.set(folderOf(entry.path), [...found.get(folderOf(entry.path)) ?? [], name]);
	}
	const depth = (path) => path === "" ? 0 : path.split("/").length;
	return [...found].toSorted(([a], [b]) => depth(a) - depth(b) || (a < b ? -1 : 1));
}
/** The sets that the files of one folder can form. */
function setsIn(folder, names) {
	const path = (name) => folder === "" ? name : `${folder}/${name}`;
	const [usual] = composeNames.filter((name) => names.includes(name));
	const override = usual === void 0 ? [] : names.filter((other) => other === usual.replace(/\.(ya?ml)$/, ".override.$1"));
	const others = names.filter((name) => name !== usual && !override.includes(name) && !composeNames.includes(name)).toSorted();
	return [
		...usual === void 0 ? [] : [[path(usual), ...override.map(path)]],
		...others.map((other) => [path(other)]),
		...usual === void 0 ? [] : others.map((other) => [path(usual), path(other)])
	];
}
function isUsual(path) {
	return path !== void 0 && composeNames.includes(path);
}
function givenFile(workspace, path) {
	const repo = workspace.toRepo(path);
	if (repo === void 0 || !workspace.isFile(repo)) throw failure("usage", `--compose-file ${path}: there is no such file in the project.`, { remedy: "Give a path inside the project." });
	return repo;
}

export { composeCandidates as t };