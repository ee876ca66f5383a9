import { r as failure } from "./failure.js";
import { n as folderOf, r as joinPath } from "./location.js";
import { t as parseYaml } from "./yaml.js";
import { n as parseNginx, o as isSideFile, r as walk, s as isSkipped } from "./parser.js";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

// src/plan/compose/examples.ts
/** Names under which projects commit a variables file with harmless values. */
const exampleNames = [
	".env.example",
	".env.sample",
	".env.dist",
	".env.template",
	"env.example",
	"example.env",
	".env.defaults",
	".env.development"
];
/** A committed stand-in for a variables file that is not there. */
function exampleFor(workspace, path) {
	return ownExample(workspace, path, exampleNames);
}
/** A committed stand-in for a file that is not there, named after it or as one of `others`. */
function ownExample(workspace, path, others = []) {
	const folder = folderOf(path);
	const name = path.slice(folder.length === 0 ? 0 : folder.length + 1);
	return [
		`${name}.example`,
		`${name}.sample`,
		`${name}.dist`,
		`${name}.template`,
		`${name}-example`,
		`${name}-sample`,
		`example${name}`,
		name.replace(/\.env$/, ".example.env"),
		...others
	].filter((each) => each !== name).map((each) => joinPath(folder, each)).find((each) => workspace.isFile(each));
}

// src/plan/compose/values.ts
/** The value at a path of plain data; undefined when there is none. */
function valueAt(data, path) {
	let value = data;
	for (const step of path) {
		if (typeof value !== "object" || value === null) return void 0;
		value = value[step];
	}
	return value;
}

// src/plan/compose/include.ts
/** The entries of a file's `include`; what names no file of the project (a URL, a variable) is left out. `base` is the folder of the file's own relative paths. */
function includesOf(file, base) {
	const listed = valueAt(file.data, ["include"]);
	if (!Array.isArray(listed)) return [];
	return listed.flatMap((entry, index) => {
		const paths = pathsAt(typeof entry === "string" ? entry : valueAt(entry, ["path"]), base);
		const [first] = paths;
		if (first === void 0) return [];
		const [folder = folderOf(first)] = pathsAt(valueAt(entry, ["project_directory"]), base);
		const at = file.locate(["include", index]);
		return [{
			paths,
			base: folder,
			envFiles: pathsAt(valueAt(entry, ["env_file"]), base),
			...at ? { at } : {}
		}];
	});
}
function pathsAt(value, base) {
	return (Array.isArray(value) ? value : [value]).flatMap((each) => typeof each === "string" && !/^[a-z]+:|\$/.test(each) ? joinPath(base, each) ?? [] : []);
}
/** The variables file of an entry as it is in the repository: the named one or `.env`, else a committed example; undefined when there is none of them. */
function envFileOf(workspace, path) {
	return workspace.isFile(path) ? path : exampleFor(workspace, path);
}
/** What is said of the entries' variables files that are not committed. */
function includeNotes(workspace, includes) {
	return includes.flatMap((include) => wantedEnvFiles(include).flatMap(({ path, isNamed }) => {
		const used = envFileOf(workspace, path);
		if (used === path || used === void 0 && !isNamed) return [];
		return [{
			text: used === void 0 ? `${path} is not in the repository: its variables are not set` : `${path} is not in the repository: ${used} is used in its place`,
			...include.at ? { at: include.at } : {}
		}];
	}));
}
function wantedEnvFiles(include) {
	return include.envFiles.length > 0 ? include.envFiles.map((path) => ({
		path,
		isNamed: true
	})) : [{
		path: besideOf(include.base, ".env"),
		isNamed: false
	}];
}
/** A file of a folder. */
function besideOf(folder, name) {
	return folder === "" ? name : `${folder}/${name}`;
}
/**
* The path by which `docker compose` is given a file: its own, or that of a copy when it has edits laid over it or includes others. A
* copy keeps its lines, but names what it includes by absolute paths and without variables files that are not there.
*/
function writtenFile(writer, path, base, depth = 0) {
	const { workspace, folder, root } = writer;
	const file = writer.fileAt(path);
	const includes = file && depth < 10 ? includesOf(file, base) : [];
	const isEdited = root === workspace.root && workspace.edits.some((edit) => edit.path === path);
	if (!file || includes.length === 0 && !isEdited) return join(root, path);
	const copy = join(folder, path.replaceAll("/", "__"));
	const text = workspace.read(path) ?? "";
	writeFileSync(copy, includes.length === 0 ? text : withIncludes(text, includes.map((include) => writtenInclude(writer, include, depth))));
	return copy;
}
function writtenInclude(writer, include, depth) {
	const { workspace, folder, root } = writer;
	const paths = include.paths.map((path) => writtenFile(writer, path, include.base, depth + 1));
	const resets = writer.resetsOf(include.paths.flatMap((path) => writer.fileAt(path) ?? []));
	const override = join(folder, `${include.paths.join("+").replaceAll("/", "__")}.override.yaml`);
	writeFileSync(override, resets);
	const env = wantedEnvFiles(include).flatMap(({ path }) => envFileOf(workspace, path) ?? []);
	return {
		path: [...paths, override],
		project_directory: join(root, include.base),
		...env.length > 0 ? { env_file: env.map((each) => workspace.absolute(each)) } : {}
	};
}
/** The text with other entries under its `include`, line for line. */
function withIncludes(text, entries) {
	const lines = text.split("\n");
	const first = lines.findIndex((line) => /^include\s*:/.test(line));
	if (first === -1) return text;
	const length = lines.slice(first + 1).findIndex((line) => /^[^\s#\-\]]/.test(line));
	const end = length === -1 ? lines.length : first + 1 + length;
	return [
		...lines.slice(0, first),
		`include: ${JSON.stringify(entries)}`,
		...Array.from({ length: end - first - 1 }, () => ""),
		...lines.slice(end)
	].join("\n");
}

// src/plan/compose/files.ts
/** Names that `docker compose` looks for, best first. */
const composeNames = [
	"compose.yaml",
	"compose.yml",
	"docker-compose.yml",
	"docker-compose.yaml"
];
/** The folder that relative paths in one of the files start from. */
function baseOf(files, path) {
	return files.bases.get(path) ?? files.folder;
}
/** Reads the given Compose files and those they lead to. Throws a Failure for a file that is absent or no YAML. */
function readComposeFiles(workspace, main) {
	const folder = folderOf(main[0] ?? "");
	const parsed = [];
	const bases = /* @__PURE__ */ new Map();
	const includes = [];
	const pending = main.map((path) => ({
		path,
		base: folder
	}));
	for (let next = pending.shift(); next; next = pending.shift()) {
		if (bases.has(next.path) || bases.size > 50) continue;
		bases.set(next.path, next.base);
		const file = readYaml(workspace, next.path, next.by);
		parsed.push(file);
		const included = includesOf(file, next.base);
		includes.push(...included);
		pending.push(...extendedFiles(file, next.base), ...included.flatMap(({ paths, base, at }) => paths.map((path) => ({
			path,
			base,
			...at ? { by: at } : {}
		}))));
	}
	return {
		main,
		folder,
		parsed,
		bases,
		includes
	};
}
function readYaml(workspace, path, by) {
	const text = workspace.read(path);
	if (text === void 0) throw failure("config-invalid", `The Compose file ${path} is not there.`, {
		remedy: "Give the path of an existing file, relative to the project.",
		...by ? { at: by } : {}
	});
	const file = parseYaml(path, text);
	const [error] = file.errors;
	if (file.data === void 0 && file.keys([]).length > 0) throw failure("config-invalid", `${path} repeats itself too often to be read.`, { remedy: "Use fewer aliases." });
	if (error) throw failure("config-invalid", `${path} is not valid YAML: ${error.message}.`, {
		at: error.at,
		remedy: "Correct the line; docker compose config shows the same."
	});
	return file;
}
/** Files named by `extends`. */
function extendedFiles(file, base) {
	return file.keys(["services"]).flatMap((name) => {
		const at = [
			"services",
			name,
			"extends",
			"file"
		];
		const value = valueAt(file.data, at);
		const path = typeof value === "string" && !/^[a-z]+:/.test(value) ? joinPath(base, value) : void 0;
		const by = file.locate(at);
		return path === void 0 ? [] : [{
			path,
			base: folderOf(path),
			...by ? { by } : {}
		}];
	});
}
/** Finds the lines of a service's keys in the files that define it; later files win, as they do in the merge. */
var ComposeLocator = class {
	#files;
	constructor(files) {
		this.#files = files.toReversed();
	}
	service(name) {
		return this.#first((file) => file.locateKey(["services", name]));
	}
	/** The place of a key of a service. */
	key(service, path) {
		return this.#inService(service, (file, base) => file.locate([...base, ...path]));
	}
	/** The place of a list entry or map key below `path` for which `matches` holds; entries are given as text or as their map. */
	entry(service, path, matches) {
		return this.#inService(service, (file, base) => {
			const value = valueAt(file.data, [...base, ...path]);
			if (Array.isArray(value)) {
				const index = value.findIndex((each) => matches(each));
				return index === -1 ? void 0 : file.locate([
					...base,
					...path,
					index
				]);
			}
			const key = file.keys([...base, ...path]).find((each) => matches(valueAt(value, [each]), each));
			return key === void 0 ? void 0 : file.locateKey([
				...base,
				...path,
				key
			]);
		});
	}
	#inService(service, find, depth = 0) {
		const own = this.#first((file) => find(file, ["services", service]));
		if (own !== void 0 || depth > 5) return own;
		for (const file of this.#files) {
			const extended = valueAt(file.data, [
				"services",
				service,
				"extends"
			]);
			const parent = typeof extended === "string" ? extended : valueAt(extended, ["service"]);
			const found = typeof parent === "string" && parent !== service ? this.#inService(parent, find, depth + 1) : void 0;
			if (found) return found;
		}
	}
	#first(find) {
		for (const file of this.#files) {
			const found = find(file);
			if (found) return found;
		}
	}
};

// src/plan/dockerfile/find.ts
/** Names under which an app's recipe is looked for in a folder. */
const dockerfileName = /^(Dockerfile|Containerfile)$/;
/** All Dockerfiles of the repository, nearest to the root first. */
function findDockerfiles(workspace) {
	return filesBelow(workspace).filter((path) => dockerfileName.test(path.slice(path.lastIndexOf("/") + 1))).toSorted(byDepth);
}
/** Files that hold an nginx configuration with a pass directive, the likeliest first. */
function findNginxConfigs(workspace) {
	return filesBelow(workspace).filter((path) => /\.(conf|template|tmpl|nginx|vhost)$|(^|\/)(sites-(available|enabled)|nginx)\/[^/]+$|nginx/i.test(path) && !/\.(md|ya?ml|json|sh|service|py|js|ts|html|lock|Dockerfile|erb|ep|j2|jinja2?|mustache|hbs|tt|sample|example|dist|bak|old|orig)$|(^|\/)Dockerfile/i.test(path) && !isSideFile(path)).flatMap((path) => readCandidate(workspace, path) ?? []).toSorted((a, b) => rank(b) - rank(a) || byDepth(a.path, b.path));
}
/** Reads a file as nginx configuration; undefined when it has neither servers nor routes. */
function readCandidate(workspace, path) {
	const text = workspace.read(path);
	if (text === void 0) return void 0;
	const { directives } = parseNginx(text, path);
	const all = [...walk(directives)];
	const routes = all.filter((directive) => /^(proxy|fastcgi|uwsgi|scgi|grpc)_pass$/.test(directive.name)).length;
	if (!all.some((directive) => directive.name === "server" && directive.block) || routes === 0) return void 0;
	return {
		path,
		isFull: directives.some((directive) => directive.name === "http" && directive.block),
		isTemplate: /\.(template|tmpl)$/.test(path),
		routes
	};
}
function rank(found) {
	const path = found.path.toLowerCase();
	return (path.includes("prod") ? 2 : 0) + (/(^|\/)(nginx|deploy|proxy|infra|docker)\//.test(path) ? 1 : 0) + (/\b(dev|local|example|sample|old|bak)\b/.test(path) ? -4 : 0) + (found.routes > 0 ? 1 : 0);
}
function filesBelow(workspace) {
	const paths = [];
	for (const entry of workspace.entries("", (path) => isSkipped(path) || path.split("/").length > 5)) {
		if (entry.kind === "file") paths.push(entry.path);
		if (paths.length > 2e4) break;
	}
	return paths;
}
function byDepth(a, b) {
	return a.split("/").length - b.split("/").length || (a < b ? -1 : 1);
}

export { baseOf as a, includeNotes as c, exampleFor as d, ownExample as f, ComposeLocator as i, writtenFile as l, findNginxConfigs as n, composeNames as o, readCandidate as r, readComposeFiles as s, findDockerfiles as t, valueAt as u };