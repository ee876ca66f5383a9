import { r as failure } from "./failure.js";
import { t as findApps } from "./apps2.js";
import { t as readSettings } from "./read.js";
import { t as changedFiles } from "./changed.js";
import { t as Workspace } from "./workspace.js";
import { resolve } from "node:path";

// src/matrix.ts
/** GitHub starts no more jobs of one matrix. */
const mostApps = 256;
/** The apps that the configuration names, else those that are found. Throws a Failure when there are none, or more than a matrix can have. */
function appsOf(directory, config) {
	const root = resolve(directory);
	const named = readSettings(root, config).apps;
	const apps = named.length > 0 ? named : findApps(new Workspace(root));
	if (apps.length === 0) throw failure("project-not-found", "No project was found: no folder has a Compose file and an nginx, or a Dockerfile and an nginx configuration.", { remedy: "Name the apps in .github/upstream-gate.yml: apps: { NAME: { directory: PATH } }." });
	if (apps.length > mostApps) throw failure("config-invalid", `There are ${apps.length} apps; a matrix can have ${mostApps} jobs.`, { remedy: "Check some of them in a workflow of their own." });
	return apps;
}
/** The matrix of these apps; with a base revision, of those that changed since. */
async function matrixOf(directory, apps, base, environment) {
	return { include: (base === void 0 ? apps : changedApps(apps, await changedFiles(resolve(directory), base, environment))).map(({ name, directory: folder }) => ({
		app: name,
		directory: folder === "" ? "." : folder
	})) };
}
/** The apps whose folders hold a changed file: all of them when another file changed, since any may use it. What is only read by people counts for nobody. */
function changedApps(apps, changed) {
	const told = changed.filter((path) => !/\.(md|markdown|rst|adoc|png|jpe?g|gif|svg)$|(^|\/)(LICENSE|CODEOWNERS|\.gitignore)$/i.test(path));
	const isIn = (path, { directory }) => directory === "" || path.startsWith(`${directory}/`);
	if (told.some((path) => !apps.some((app) => isIn(path, app)))) return apps;
	return apps.filter((app) => told.some((path) => isIn(path, app)));
}

export { changedApps as n, matrixOf as r, appsOf as t };