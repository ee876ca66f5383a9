import { n as folderOf } from "./location.js";
import { o as isSideFile, s as isSkipped } from "./parser.js";
import { n as findNginxConfigs, o as composeNames } from "./find.js";

// src/plan/apps.ts
/** Folders of a repository in which an app may stand, counted from the root. */
const deepest = 3;
const mostEntries = 2e4;
const platformFiles = [
	"amvera.yml",
	"amvera.yaml",
	"amverum.yml",
	"amverum.yaml",
	".upsun/config.yaml",
	".platform.app.yaml"
];
const nginxWords = /nginx|openresty/i;
/**
* The projects of a repository: its own folder, when that is one; else the folders nearest to it that are, by name. A folder is a project when it has
* a Compose file and an nginx, a Dockerfile and an nginx configuration, or the file of a platform. Empty when there is none.
*/
function findApps(workspace) {
	const configs = findNginxConfigs(workspace).map(({ path }) => path);
	const folders = foldersOf(workspace);
	const inner = outermost(folders.filter((folder) => folder.path !== "" && isProject(workspace, folder, configs)).map(({ path }) => path));
	const outside = configs.filter((path) => !inner.some((folder) => path.startsWith(`${folder}/`)));
	const root = folders.find(({ path }) => path === "");
	if (root && isProject(workspace, root, outside)) return [{
		name: "root",
		directory: root.path
	}];
	return named(inner);
}
/** Folders down to a depth, with the files that they hold. */
function foldersOf(workspace) {
	const names = /* @__PURE__ */ new Map([["", []]]);
	let count = 0;
	for (const entry of workspace.entries("", (path) => isSkipped(path) || path.split("/").length > 5)) {
		if (++count > mostEntries) break;
		const folder = folderOf(entry.path);
		if (entry.kind === "folder") names.set(entry.path, names.get(entry.path) ?? []);
		if (entry.kind === "file") names.set(folder, [...names.get(folder) ?? [], entry.path.slice(folder === "" ? 0 : folder.length + 1)]);
	}
	return [...names].filter(([path]) => path.split("/").length <= deepest && !isSideFile(`${path}/x`)).map(([path, files]) => ({
		path,
		names: files
	}));
}
function isProject(workspace, { path, names }, configs) {
	const inside = (name) => path === "" ? name : `${path}/${name}`;
	const hasConfig = configs.some((config) => path === "" || config.startsWith(`${path}/`));
	const textOf = (name) => workspace.read(inside(name)) ?? "";
	if (platformFiles.some((name) => workspace.isFile(inside(name)))) return true;
	if (names.some((name) => composeNames.includes(name) && (hasConfig || nginxWords.test(textOf(name))))) return true;
	return names.includes("Dockerfile") && hasConfig && !isNginxImage(textOf("Dockerfile"));
}
/** An image of nginx alone stands beside the project that it belongs to. */
function isNginxImage(dockerfile) {
	const last = [...dockerfile.matchAll(/^\s*FROM\s+(\S+)/gim)].at(-1)?.[1] ?? "";
	return nginxWords.test(last);
}
/** Folders that lie in none of the others. */
function outermost(paths) {
	return paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(`${other}/`))).toSorted();
}
/** The folder's own name, where no other has it; else its path with dashes. */
function named(paths) {
	const last = (path) => path.slice(path.lastIndexOf("/") + 1);
	return paths.map((path) => {
		return {
			name: (paths.some((other) => other !== path && last(other) === last(path)) ? path.replaceAll("/", "-") : last(path)).replace(/[^\w.-]/g, "-"),
			directory: path
		};
	});
}

export { findApps as t };