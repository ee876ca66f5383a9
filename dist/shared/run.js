import { $ as isSourceFile, B as parseDotenv, C as Environment, D as loadConfig, E as sourceColumn, F as baseName, G as walk, H as filesNamedBy, I as programOf, J as findPlugin, L as shellCommands, N as resolvePath, O as globMatcher, Q as isSkipped, S as buildImages, T as renderTemplate, U as named$1, W as parseNginx, X as toolEnvironment, Y as runCommand, Z as isSideFile, _ as readRecipe, a as observe, b as repoPathOf, i as isHostListName, k as matchGlob, m as containerChildren, n as namesPort$1, q as findClient, t as hostsNamed, v as recipeInstructions, w as makeUsualNetwork, x as fileCommands } from "./scan.js";
import { i as removeLeftovers, r as ofRun, t as abandoned } from "./leftovers2.js";
import { y as prepareClient } from "./targets.js";
import { r as newRun } from "./labels.js";
import { i as failureOf, r as failure, t as FailureError } from "./failure.js";
import { a as serviceNamed, i as needsHost, r as hostName, t as gatewayNames } from "./plan.js";
import { c as millis, d as port, i as repoPath, l as parseDuration, n as folderOf$1, r as joinPath, s as sourced, t as byDefault, u as parseSize } from "./location.js";
import { n as indexLines, r as locate, t as parseYaml } from "./yaml.js";
import { a as isHostAddress, c as pathSeenBy, d as serviceOfHost, f as serviceOfTarget, o as isLoopback, r as isAddressLiteral, t as desktopNames } from "./address.js";
import { n as scriptNameOf, r as scriptOf } from "./fastcgi.js";
import { n as showTarget } from "./proxy.js";
import { n as mayBeMisspoken, t as isFailing } from "./judgement.js";
import { n as noTimings, t as version } from "./version.js";
import { lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { tmpdir } from "node:os";

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
	isFile(path) {
		return path !== void 0 && this.kindOf(path) === "file";
	}
	/** The text of a file with the edits laid over it; undefined when it is absent, outside, binary or too large. */
	read(path) {
		if (!this.#texts.has(path)) this.#texts.set(path, this.#readText(path));
		return this.#texts.get(path);
	}
	/** The bytes of a file with the edits laid over it; undefined when there is none inside. */
	bytes(path) {
		if (this.#overlay.some((edit) => edit.path === path)) {
			const text = this.read(path);
			return text === void 0 ? void 0 : Buffer.from(text, "utf8");
		}
		const real = this.#inside(path);
		return real !== void 0 && statSync(real).isFile() ? readFileSync(real) : void 0;
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
/** What looks like a secret in any text: tokens in URLs and headers, keys, JSON web tokens. */
const patterns = [
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, mark("private key")],
	[/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):([^\s@/"']+)@/gi, `$1:${mark("password")}@`],
	[/\b(authorization|proxy-authorization|x-api-key|x-auth-token|cookie|set-cookie)(["']?\s*[:=]\s*["']?)([^\r\n"']{4,})/gi, `$1$2${mark("header")}`],
	[/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g, `$1 ${mark("token")}`],
	[/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, mark("token")],
	[/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|sk-[A-Za-z0-9_-]{20,}|glpat-[\w-]{16,}|\d{8,10}:AA[\w-]{30,})\b/g, mark("token")],
	[/\b((?:[a-z0-9_.-]*(?:password|passwd|secret|token|api_?key|access_?key))["']?\s*[=:]\s*(?!(?:os\.|process\.env|env\b|getenv|environ|System\.|Environment\.|config\b|settings\b|\$)[\w.]*\W)["']?)([^\s"',;&]{4,})/gi, `$1${mark("value")}`]
];
/** Whether the value of a variable of this name is a secret. */
function isSecretName(name) {
	if (name === "PWD" || harmlessName.test(name)) return false;
	const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(/[^a-z0-9]+/);
	return words.some((word, index) => secretWord.test(word) || /^keys?$/.test(word) && secretKey.test(words[index - 1] ?? "")) || secretEnd.test(words.at(-1) ?? "");
}
/**
* A redactor that knows the secrets among these variables: their values are taken out wherever they appear, whole values, longest
* first, and each line of those that span lines.
*/
function makeRedactor(variables) {
	const known = /* @__PURE__ */ new Map();
	for (const [name, { value }] of variables.flatMap((each) => Object.entries(each))) {
		const secrets = isSecretName(name) ? value.split("\n") : passwordsInUrl(value);
		for (const secret of secrets) {
			const trimmed = secret.trim();
			if (trimmed.length >= shortestValue && !commonValues.has(trimmed.toLowerCase()) && !/^\d{1,5}$/.test(trimmed)) known.set(trimmed, name);
		}
	}
	const values = [...known].toSorted(([a], [b]) => b.length - a.length);
	return (text) => {
		let clean = text;
		for (const [value, name] of values) clean = clean.replaceAll(value, mark(name));
		for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
		return clean;
	};
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
		return [name, key === "variables" && isSecretName(name) && typeof each === "object" && each !== null && "value" in each ? {
			...redactNode(each, redact, name),
			value: mark(name)
		} : redactNode(each, redact, name)];
	}));
}

// src/plan/compose/files.ts
/** Names that `docker compose` looks for, best first. */
const composeNames = [
	"compose.yaml",
	"compose.yml",
	"docker-compose.yml",
	"docker-compose.yaml"
];
/** Reads the given Compose files and those they lead to. Throws a Failure for a file that is absent or no YAML. */
function readComposeFiles(workspace, main) {
	const parsed = [];
	const pending = main.map((path) => ({ path }));
	const seen = /* @__PURE__ */ new Set();
	for (let next = pending.shift(); next; next = pending.shift()) {
		if (seen.has(next.path) || seen.size > 50) continue;
		seen.add(next.path);
		const file = readYaml(workspace, next.path, next.by);
		parsed.push(file);
		pending.push(...linkedFiles(file));
	}
	return {
		main,
		folder: folderOf$1(main[0] ?? ""),
		parsed
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
	if (error) throw failure("config-invalid", `${path} is not valid YAML: ${error.message}.`, {
		at: error.at,
		remedy: "Correct the line; docker compose config shows the same."
	});
	return file;
}
/** Files named by `extends` and `include`. */
function linkedFiles(file) {
	const found = [];
	const add = (value, at) => {
		const path = typeof value === "string" && !/^[a-z]+:/.test(value) ? joinPath(folderOf$1(file.path), value) : void 0;
		const by = file.locate(at);
		if (path !== void 0) found.push({
			path,
			...by ? { by } : {}
		});
	};
	for (const name of file.keys(["services"])) add(valueAt(file.data, [
		"services",
		name,
		"extends",
		"file"
	]), [
		"services",
		name,
		"extends",
		"file"
	]);
	const include = valueAt(file.data, ["include"]);
	if (Array.isArray(include)) include.forEach((entry, index) => {
		const paths = typeof entry === "string" ? entry : valueAt(entry, ["path"]);
		for (const path of Array.isArray(paths) ? paths : [paths]) add(path, ["include", index]);
	});
	return found;
}
/** The value at a path of plain data; undefined when there is none. */
function valueAt(data, path) {
	let value = data;
	for (const step of path) {
		if (typeof value !== "object" || value === null) return void 0;
		value = value[step];
	}
	return value;
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
	const spoken = [...setsIn("", root), ...rest].filter((files, index) => index === 0 && folderOf$1(files[0] ?? "x/") === "" || files.some((path) => /nginx|openresty/i.test(workspace.read(path) ?? "")));
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
		if (entry.kind === "file" && anyName.test(name)) found.set(folderOf$1(entry.path), [...found.get(folderOf$1(entry.path)) ?? [], name]);
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

// src/plan/beside.ts
/** Programs that serve nothing: shells and their words, what prepares a start, and nginx itself with its image's entrypoint. */
const quiet = new Set("nginx nginx-debug openresty docker-entrypoint.sh sh bash ash dash envsubst supervisord echo printf set export unset exec sleep cat sed awk grep cp mv ln mkdir rm chown chmod touch test [ [[ if then elif else fi for while until do done case esac in wait trap source . cd tail tee cut tr date eval true false : read local return exit find xargs openssl id whoami ls env kill service certbot acme.sh cron crond inotifywait logrotate dockerize gomplate confd consul-template apk apt-get } {".split(" "));
/** Whether an app runs beside nginx in its container, or may: where nothing tells what starts, an image that is not made for nginx alone. */
function isBesideApp(layout, steps) {
	return programBeside(steps) !== void 0 || steps.length === 0 && [
		"debian",
		"alpine",
		"unknown"
	].includes(layout.kind);
}
/** A program besides nginx that a container starts, as its chain of start steps tells; undefined when nginx is alone in it. */
function programBeside(steps) {
	const scripts = new Set(steps.flatMap((step) => step.at ? [baseName(step.at.path)] : []));
	const functions = new Set(steps.flatMap((step) => [...step.text.matchAll(/([A-Za-z_]\w*)\s*\(\s*\)/g)].map((match) => match[1] ?? "")));
	return steps.flatMap((step) => /^\s*\[/.test(step.text) ? [jsonWords(step.text)] : shellCommands(step.text)).map((words) => baseName(programOf(words)[0] ?? "")).find((name) => /^[A-Za-z][\w.+-]*$/.test(name) && !quiet.has(name) && !functions.has(name) && !scripts.has(name) && !/\.(conf|sh|bash)$/.test(name) && !name.includes("="));
}
function jsonWords(text) {
	try {
		const words = JSON.parse(text);
		return Array.isArray(words) ? words.map(String) : [];
	} catch {
		return [];
	}
}
/** What a RUN writes into nginx's configuration by itself: only the built image tells what it becomes. */
function buildNotes(instructions, main) {
	let workingDir = "/";
	return instructions.flatMap((instruction) => {
		if (instruction.keyword === "WORKDIR") workingDir = resolvePath(workingDir, instruction.text);
		if (instruction.keyword !== "RUN") return [];
		const edited = fileCommands(instruction, workingDir, () => void 0).flatMap((command) => command.kind === "edit" ? command.sources : []);
		const folder = main.slice(0, main.lastIndexOf("/"));
		return edited.filter((path) => path.startsWith(`${folder}/`) || path.startsWith("/etc/nginx/")).map((path) => ({
			text: `RUN changes ${path} by itself: the plan shows what stood there before`,
			at: instruction.at
		}));
	});
}

// src/plan/container-view.ts
/** Builds the view. Reads files of the repository only. */
function viewContainer(given) {
	const stock = stockFiles(given);
	const input = {
		...given,
		paths: [...given.paths, ...linkedPaths(given, stock)]
	};
	const plain = plainFiles(input, stock);
	const steps = templateSteps(input, plain);
	const rendered = /* @__PURE__ */ new Map();
	for (const step of steps) {
		const text = plain.read(step.from);
		if (text !== void 0) rendered.set(step.to, {
			result: render(text, step, input.variables),
			from: step.from
		});
	}
	return {
		steps,
		read: (path) => rendered.get(path)?.result.text ?? plain.read(path),
		list: (folder) => [.../* @__PURE__ */ new Set([...plain.list(folder), ...[...rendered.keys()].filter((path) => parentOf(path) === folder)])],
		origin: (path) => {
			const made = rendered.get(path);
			const found = repoPathOf(input.paths, made?.from ?? path);
			if (!found || !input.workspace.isFile(found.repo)) return void 0;
			return made ? {
				...found,
				template: made.from,
				rendered: made.result
			} : found;
		}
	};
}
function parentOf(path) {
	return path.slice(0, path.lastIndexOf("/")) || "/";
}
/** What the repository puts behind a link that the image has. */
function linkedPaths({ layout, paths }, stock) {
	return Object.entries(layout.links ?? {}).flatMap(([link, target]) => {
		const found = stock.has(link) && repoPathOf(paths, link) === void 0 ? repoPathOf(paths, target) : void 0;
		return found ? [{
			...found.by,
			container: link,
			repo: found.repo,
			kind: "file"
		}] : [];
	});
}
function stockFiles(input) {
	const stock = new Map(Object.entries(input.layout.stock));
	let workingDir = "/";
	for (const instruction of input.recipe ? recipeInstructions(input.recipe) : []) {
		if (instruction.keyword === "WORKDIR") workingDir = resolvePath(workingDir, instruction.text);
		if (instruction.keyword !== "RUN") continue;
		for (const command of fileCommands(instruction, workingDir, (name) => input.variables[name]?.value)) if (command.kind === "remove" || command.kind === "move") for (const path of command.sources) removeStock(stock, path);
	}
	return stock;
}
function removeStock(stock, pattern) {
	const folder = pattern.replace(/\/?\*$/, "");
	const matches = globMatcher(pattern.slice(pattern.lastIndexOf("/") + 1));
	for (const path of stock.keys()) if (parentOf(path) === parentOf(pattern) && matches(path.slice(path.lastIndexOf("/") + 1)) || path.startsWith(`${folder}/`)) stock.delete(path);
}
function plainFiles(input, stock) {
	const { workspace, paths } = input;
	const hidden = (path) => paths.some((mapping) => mapping.via === "bind" && mapping.kind === "folder" && path.startsWith(`${mapping.container}/`));
	return {
		read: (path) => {
			const normal = resolvePath("/", path);
			const found = repoPathOf(paths, normal);
			return (found && workspace.read(found.repo)) ?? (hidden(normal) ? void 0 : stock.get(normal));
		},
		list: (folder) => {
			const names = /* @__PURE__ */ new Set();
			for (const path of stock.keys()) if (parentOf(path) === folder && !hidden(path)) names.add(path);
			return [.../* @__PURE__ */ new Set([...names, ...containerChildren(workspace, paths, folder)])];
		}
	};
}
function render(text, step, variables) {
	const filter = step.filter === void 0 ? void 0 : safeRegex(step.filter);
	const listed = step.names && new Set(step.names);
	const applies = (name) => (filter?.test(name) ?? true) && (listed?.has(name) ?? true);
	return renderTemplate(text, variables, {
		onlyDefined: step.onlyDefined,
		filter: applies
	});
}
function safeRegex(source) {
	try {
		return new RegExp(source);
	} catch {
		return;
	}
}
function templateSteps(input, files) {
	return [...officialSteps(input, files), ...shellSteps(input, files)];
}
/** What `20-envsubst-on-templates.sh` does; only when the official entrypoint runs and is given nginx to start. */
function officialSteps(input, files) {
	const entrypoint = input.entrypoint ?? (input.recipe?.settings.entrypoint ? [""] : void 0);
	const program = input.command?.[0] ?? "nginx";
	if (!(input.layout.rendersTemplates && (entrypoint === void 0 || entrypoint[0]?.endsWith("/docker-entrypoint.sh") === true)) || program !== "nginx" && program !== "nginx-debug") return [];
	const value = (name, usual) => input.variables[name]?.value || usual;
	const folder = value("NGINX_ENVSUBST_TEMPLATE_DIR", "/etc/nginx/templates");
	const suffix = value("NGINX_ENVSUBST_TEMPLATE_SUFFIX", ".template");
	const output = value("NGINX_ENVSUBST_OUTPUT_DIR", "/etc/nginx/conf.d");
	const filter = input.variables["NGINX_ENVSUBST_FILTER"]?.value;
	return filesBelow$1(files, folder, 0).filter((path) => path.endsWith(suffix)).map((path) => ({
		from: path,
		to: `${output}${path.slice(folder.length, -suffix.length)}`,
		onlyDefined: true,
		...filter ? { filter } : {}
	}));
}
function filesBelow$1(files, folder, depth) {
	if (depth > 4) return [];
	return files.list(folder).flatMap((path) => files.read(path) === void 0 ? filesBelow$1(files, path, depth + 1) : [path]);
}
/** `envsubst ['$LIST'] < FROM > TO` in the command, the entrypoint or a script of the repository that they run. */
function shellSteps(input, files) {
	const words = [...input.entrypoint ?? instructionWords(input.recipe?.settings.entrypoint), ...input.command ?? instructionWords(input.recipe?.settings.command)];
	const scripts = words.flatMap((word) => word.split(/\s+/)).filter((word) => /\.(sh|bash)$|entrypoint/.test(word)).flatMap((word) => files.read(resolvePath(input.recipe?.settings.workingDir ?? "/", word)) ?? []);
	return [...[words.join(" "), ...scripts].join("\n").matchAll(/envsubst\s+(?:(['"])(.*?)\1\s*)?<\s*["']?([^\s"'<>|;&]+)["']?\s*>\s*["']?([^\s"'<>|;&]+)/gs)].map((match) => {
		const names = match[2] === void 0 ? void 0 : [...match[2].matchAll(/\$\{?([A-Za-z_]\w*)\}?/g)].map((name) => name[1] ?? "");
		return {
			from: match[3] ?? "",
			to: match[4] ?? "",
			onlyDefined: false,
			...names ? { names } : {}
		};
	});
}
function instructionWords(instruction) {
	return instruction === void 0 ? [] : instruction.json ?? [instruction.text];
}
/** The main configuration file that a command names with `-c`; undefined when it names none. */
function mainFromCommand(words) {
	const text = words.join(" ");
	return /\b(?:nginx|openresty)\b[^;&|]*?\s-c\s+["']?([^\s"';&|]+)/.exec(text)?.[1];
}
/** A Location of the mapping that brought a file, for the reader. */
function viaText(mapping) {
	const place = mapping.at === void 0 ? "" : ` in ${mapping.at.path}:${mapping.at.line}`;
	return {
		via: `${mapping.via === "copy" ? "COPY" : mapping.via === "run" ? "RUN" : mapping.via}${place}`,
		...mapping.at ? { at: mapping.at } : {}
	};
}

// src/plan/image-health.ts
const durations = {
	interval: "interval",
	timeout: "timeout",
	"start-period": "startPeriod",
	"start-interval": "startInterval"
};
/** The health check that an image's HEALTHCHECK instruction declares; undefined without one, or when it is not of a known form. */
function healthOfImage(instruction) {
	const [, word = "", text = ""] = /^(CMD|NONE)\b\s*([\s\S]*)$/i.exec(instruction?.text.trim() ?? "") ?? [];
	if (!instruction || word === "") return void 0;
	const test = word.toUpperCase() === "NONE" ? ["NONE"] : testOf(text.trim());
	const times = Object.entries(durations).flatMap(([flag, key]) => {
		const value = parseDuration(instruction.flags[flag] ?? "");
		return value === void 0 ? [] : [[key, value]];
	});
	const retries = Number(instruction.flags["retries"] ?? 0);
	return {
		test,
		...Object.fromEntries(times),
		...retries > 0 ? { retries } : {},
		at: instruction.at,
		testAt: instruction.at
	};
}
/** In the form of a list the words are run as they are, else by a shell. */
function testOf(text) {
	const words = text.startsWith("[") ? listOf(text) : void 0;
	return words ? ["CMD", ...words] : ["CMD-SHELL", text];
}
function listOf(text) {
	try {
		const parsed = JSON.parse(text);
		return Array.isArray(parsed) && parsed.every((word) => typeof word === "string") ? parsed : void 0;
	} catch {
		return;
	}
}

// src/plan/nginx-layout.ts
const wrap = (includes) => `user nginx;\nevents { worker_connections 1024; }\nhttp {\n    include /etc/nginx/mime.types;\n    default_type application/octet-stream;\n${includes}}\n`;
const stockDefault = "server {\n    listen 80;\n    server_name localhost;\n    location / {\n        root /usr/share/nginx/html;\n    }\n}\n";
const fastcgiParams = "QUERY_STRING $query_string; REQUEST_METHOD $request_method; CONTENT_TYPE $content_type; CONTENT_LENGTH $content_length; SCRIPT_NAME $fastcgi_script_name; REQUEST_URI $request_uri; DOCUMENT_URI $document_uri; DOCUMENT_ROOT $document_root; SERVER_PROTOCOL $server_protocol; REQUEST_SCHEME $scheme; HTTPS $https if_not_empty; GATEWAY_INTERFACE CGI/1.1; SERVER_SOFTWARE nginx/$nginx_version; REMOTE_ADDR $remote_addr; REMOTE_PORT $remote_port; SERVER_ADDR $server_addr; SERVER_PORT $server_port; SERVER_NAME $server_name; REDIRECT_STATUS 200;".split(/; ?/).filter((param) => param !== "").map((param) => `fastcgi_param ${param};\n`).join("");
const stockTexts = {
	"mime.types": "types { }\n",
	fastcgi_params: fastcgiParams,
	"fastcgi.conf": `fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\n${fastcgiParams}`
};
const parameters = Object.fromEntries([
	"mime.types",
	"fastcgi_params",
	"fastcgi.conf",
	"uwsgi_params",
	"scgi_params",
	"proxy_params",
	"koi-utf",
	"koi-win",
	"win-utf"
].map((name) => [`/etc/nginx/${name}`, stockTexts[name] ?? ""]));
const official = {
	kind: "official",
	main: "/etc/nginx/nginx.conf",
	stock: {
		...parameters,
		"/etc/nginx/nginx.conf": wrap("    include /etc/nginx/conf.d/*.conf;\n"),
		"/etc/nginx/conf.d/default.conf": stockDefault
	},
	rendersTemplates: true
};
const unprivileged = {
	...official,
	stock: {
		...official.stock,
		"/etc/nginx/conf.d/default.conf": stockDefault.replace("listen 80;", "listen 8080;")
	}
};
const bitnamiFolder = "/opt/bitnami/nginx/conf";
const bitnami = {
	kind: "bitnami",
	main: `${bitnamiFolder}/nginx.conf`,
	stock: {
		...movedTo(bitnamiFolder),
		[`${bitnamiFolder}/nginx.conf`]: wrap(`    include ${bitnamiFolder}/server_blocks/*.conf;\n`).replace("/etc/nginx/mime.types", "mime.types")
	},
	rendersTemplates: false
};
function movedTo(folder) {
	return Object.fromEntries(Object.entries(parameters).map(([path, text]) => [path.replace("/etc/nginx", folder), text]));
}
const openresty = {
	kind: "openresty",
	main: "/usr/local/openresty/nginx/conf/nginx.conf",
	stock: {
		...movedTo("/usr/local/openresty/nginx/conf"),
		"/usr/local/openresty/nginx/conf/nginx.conf": wrap("    include /etc/nginx/conf.d/*.conf;\n").replace("/etc/nginx/mime.types", "mime.types"),
		"/etc/nginx/conf.d/default.conf": stockDefault
	},
	rendersTemplates: false
};
const snippets = {
	"/etc/nginx/snippets/fastcgi-php.conf": "fastcgi_split_path_info ^(.+?\\.php)(/.*)$;\ntry_files $fastcgi_script_name =404;\nset $path_info $fastcgi_path_info;\nfastcgi_param PATH_INFO $path_info;\nfastcgi_index index.php;\ninclude fastcgi.conf;\n",
	"/etc/nginx/snippets/snakeoil.conf": ""
};
const debian = {
	kind: "debian",
	main: "/etc/nginx/nginx.conf",
	stock: {
		...parameters,
		...snippets,
		"/etc/nginx/nginx.conf": wrap("    include /etc/nginx/conf.d/*.conf;\n    include /etc/nginx/sites-enabled/*;\n"),
		"/etc/nginx/sites-enabled/default": stockDefault
	},
	links: { "/etc/nginx/sites-enabled/default": "/etc/nginx/sites-available/default" },
	rendersTemplates: false
};
const alpine = {
	kind: "alpine",
	main: "/etc/nginx/nginx.conf",
	stock: {
		...parameters,
		"/etc/nginx/nginx.conf": wrap("    include /etc/nginx/http.d/*.conf;\n"),
		"/etc/nginx/http.d/default.conf": stockDefault
	},
	rendersTemplates: false
};
/** nginx in the usual place of an image that we do not know: whatever of its usual folders there is gets included. */
const unknownLayout = {
	kind: "unknown",
	main: "/etc/nginx/nginx.conf",
	stock: {
		...parameters,
		...snippets,
		"/etc/nginx/nginx.conf": wrap([
			"conf.d/*.conf",
			"http.d/*.conf",
			"sites-enabled/*"
		].map((name) => `    include /etc/nginx/${name};\n`).join(""))
	},
	rendersTemplates: false
};
/** The layout of an image named like an nginx distribution; undefined for any other image. */
function layoutOfImage(reference) {
	const name = reference.replace(/@.*$/, "").replace(/:[^/]*$/, "");
	const last = name.slice(name.lastIndexOf("/") + 1);
	if (/openresty/.test(name)) return openresty;
	if (/(^|\/)bitnami\w*\/nginx$/.test(name)) return bitnami;
	if (/(^|\/)ubuntu\/nginx$/.test(name)) return debian;
	if (last === "nginx-unprivileged") return unprivileged;
	return last === "nginx" || last === "nginx-alpine" || /(^|\/)nginxinc\//.test(name) ? official : void 0;
}
/** The layout of an image that the repository builds: its base's, or that of the package it installs. */
function layoutOfRecipe(recipe) {
	const base = layoutOfImage(recipe.settings.base);
	if (base) return base;
	const runs = recipeInstructions(recipe).filter((instruction) => instruction.keyword === "RUN").map((instruction) => [instruction.text, ...instruction.heredocs].join("\n"));
	if (runs.some((text) => /\bapk\s+(?:[^;&|]*\s)?add\b[^;&|]*\bnginx\b/.test(text))) return alpine;
	if (runs.some((text) => /\bapt(?:-get)?\s+(?:[^;&|]*\s)?install\b[^;&|]*\bnginx\b/.test(text) || /\b(?:yum|dnf|microdnf)\s+[^;&|]*install\b[^;&|]*\bnginx\b/.test(text))) return debian;
}
/** The layout for a stub of ours: the official image. */
const stubLayout = official;

// src/nginx/pcre.ts
/** A PCRE pattern of nginx as a JavaScript expression; undefined when it uses what JavaScript lacks or is malformed. */
function toExpression(pattern, ignoreCase) {
	const inline = /^\(\?i\)/.exec(pattern);
	const source = pattern.slice(inline?.[0].length ?? 0).replace(/\(\?P?<([A-Za-z_]\w*)>/g, "(?<$1>").replace(/\(\?P=(\w+)\)/g, "\\k<$1>").replace(/([*+?}])\+/g, "$1").replace(/\\A/g, "^").replace(/\\[zZ]/g, "$");
	try {
		return new RegExp(source, ignoreCase || inline ? "is" : "s");
	} catch {
		return;
	}
}
/** Whether a pattern of nginx matches a text; false when it is malformed. */
function matchesPattern(pattern, ignoreCase, text) {
	return toExpression(pattern, ignoreCase)?.test(text) === true;
}
/** A repetition of what itself repeats or has a choice: such a pattern can take for ever to miss a long text. */
const nested = /[*+}|][^()]*\)[*+{]|\)+[*+{]\??\)[*+{]/;
function isWorthTrying(pattern, sample) {
	return sample.length <= 16 || !nested.test(pattern);
}
/** A text that the pattern matches, as short and plain as can be found; undefined when none is. */
function sampleOf(pattern, ignoreCase = false) {
	const expression = toExpression(pattern, ignoreCase);
	if (expression === void 0) return void 0;
	const sampler = new Sampler(pattern);
	for (const filler of [
		"x",
		"1",
		"index",
		"a"
	]) {
		const sample = sampler.run(filler);
		if (sample !== void 0 && isWorthTrying(pattern, sample) && expression.test(sample)) return sample;
	}
}
/** A path longer than this is no use as a request. */
const longestSample = 2e3;
/** Walks a pattern once, taking the first alternative and the fewest repetitions. */
var Sampler = class {
	#pattern;
	#position = 0;
	#filler = "x";
	#depth = 0;
	#isHopeless = false;
	constructor(pattern) {
		this.#pattern = pattern.replace(/^\(\?[a-z]+\)/, "");
	}
	run(filler) {
		this.#position = 0;
		this.#filler = filler;
		this.#depth = 0;
		this.#isHopeless = false;
		const text = this.#alternatives();
		return this.#position >= this.#pattern.length && !this.#isHopeless ? text : void 0;
	}
	#peek() {
		return this.#pattern.charAt(this.#position);
	}
	#alternatives() {
		let first;
		for (;;) {
			const sequence = this.#sequence();
			first = first === void 0 || first === "" && sequence !== "" ? sequence : first;
			if (this.#peek() !== "|") return first;
			this.#position++;
		}
	}
	#sequence() {
		let text = "";
		while (this.#position < this.#pattern.length && this.#peek() !== "|" && this.#peek() !== ")") {
			const atom = this.#atom();
			text += atom.repeat(Math.min(this.#repetitions(), 64));
			if (text.length > longestSample) this.#giveUp();
		}
		return text;
	}
	#giveUp() {
		this.#isHopeless = true;
		this.#position = this.#pattern.length;
	}
	#repetitions() {
		const quantifier = /^(?:[*+?]|\{(\d*),?\d*\})[?+]?/.exec(this.#pattern.slice(this.#position));
		if (!quantifier) return 1;
		this.#position += quantifier[0].length;
		if (quantifier[1] !== void 0) return Number(quantifier[1] || 0);
		return quantifier[0].startsWith("+") ? 1 : 0;
	}
	#atom() {
		const char = this.#peek();
		this.#position++;
		if (char === "(") return this.#group();
		if (char === "[") return this.#characterClass();
		if (char === "\\") return this.#escape();
		if (char === "^" || char === "$") return "";
		return char === "." ? this.#filler.charAt(0) : char;
	}
	#group() {
		const opener = /^\?(?:P?<[A-Za-z_]\w*>|[:>|]|<?[=!]|[a-z]+:)/.exec(this.#pattern.slice(this.#position));
		this.#position += opener?.[0].length ?? 0;
		const isAssertion = opener !== null && /[=!]$/.test(opener[0]);
		if (++this.#depth > 50) this.#giveUp();
		const text = this.#alternatives();
		this.#depth--;
		this.#position++;
		return isAssertion ? "" : text;
	}
	#characterClass() {
		const rest = this.#pattern.slice(this.#position);
		const body = /^\^?\]?(?:\\.|\[:\w+:\]|[^\]])*/s.exec(rest)?.[0] ?? "";
		this.#position += body.length + 1;
		const accepts = toExpression(`^[${body}]$`, false);
		return [...this.#filler, ..."x1a0Ab-_./ ~"].find((candidate) => accepts?.test(candidate)) ?? "";
	}
	#escape() {
		const char = this.#peek();
		this.#position++;
		if (char === "d") return "1";
		if (char === "w") return this.#filler.charAt(0);
		if (char === "s") return " ";
		if (char === "S" || char === "D" || char === "W") return char === "W" ? "-" : "x";
		return /[bBAzZ]/.test(char) ? "" : char;
	}
};

// src/nginx/select.ts
/** The location that nginx picks for a path (decoded, without arguments); undefined when none matches. */
function selectLocation(locations, path) {
	const exact = locations.find((location) => location.modifier === "=" && location.pattern === path);
	if (exact) return exact;
	const prefix = longestPrefix(locations, path);
	const nested = prefix && selectLocation(prefix.children, path);
	if (nested && (nested.modifier === "=" || prefix?.modifier === "^~")) return nested;
	if (prefix?.modifier !== "^~") {
		const regex = firstRegex(prefix?.children ?? [], path) ?? firstRegex(locations, path);
		if (regex) return selectLocation(regex.children, path) ?? regex;
	}
	return nested ?? prefix;
}
function longestPrefix(locations, path) {
	return locations.filter((location) => (location.modifier === "" || location.modifier === "^~") && path.startsWith(location.pattern)).toSorted((a, b) => b.pattern.length - a.pattern.length)[0];
}
function firstRegex(locations, path) {
	return locations.find((location) => (location.modifier === "~" || location.modifier === "~*") && matchesPattern(location.pattern, location.modifier === "~*", path));
}
/** The index of the server that nginx picks for a host on a port: exact name, longest `*.x`, longest `x.*`, first regex, default. */
function selectServer(servers, port, host) {
	const candidates = servers.map((server, index) => ({
		server,
		index
	})).filter(({ server }) => server.listens.some((listen) => listen.port === port));
	const name = host.toLowerCase();
	const best = candidates.map((candidate) => ({
		...candidate,
		rank: Math.max(0, ...candidate.server.names.map((pattern) => nameRank(pattern.toLowerCase(), name)))
	})).toSorted((a, b) => b.rank - a.rank)[0];
	if (best && best.rank > 0) return best.index;
	return (candidates.find(({ server }) => server.listens.some((listen) => listen.port === port && listen.isDefault)) ?? candidates[0])?.index;
}
/** 0: no match. Exact names rank above leading wildcards, those above trailing ones, those above regular expressions. */
function nameRank(pattern, name) {
	if (pattern === name) return 4e6;
	if (pattern.startsWith(".") && (name === pattern.slice(1) || name.endsWith(pattern))) return name === pattern.slice(1) ? 4e6 : 3e6 + pattern.length;
	if (pattern.startsWith("*.") && name.endsWith(pattern.slice(1))) return 3e6 + pattern.length;
	if (pattern.endsWith(".*") && name.startsWith(pattern.slice(0, -1))) return 2e6 + pattern.length;
	if (pattern.startsWith("~")) return matchesPattern(pattern.slice(1), true, name) ? 1e6 : 0;
	return 0;
}

// src/plan/listeners.ts
/**
* The listeners of a server that a request can be sent to, one for each port, the best first: plain before TLS, unless the server
* sends plain requests elsewhere; one that everybody reaches before one for the container alone.
*/
function listenersOf(planned, index) {
	const server = planned.proxy.servers[index];
	const isTlsWanted = asksForScheme(planned.blocks[index]?.directive.block ?? []);
	const rank = (listen) => (listen.tls === isTlsWanted ? 0 : 2) + (insideAddress(planned.proxy.servers, listen) === void 0 ? 0 : 1) + (listen.proxyProtocol ? 4 : 0);
	const usable = (server?.listens ?? []).filter((listen) => listen.port > 0 && listen.quic !== true && isOurs(listen.address)).toSorted((a, b) => rank(a) - rank(b));
	return usable.filter((listen, at) => usable.findIndex((other) => other.port === listen.port) === at);
}
/** Whether an `if` of the server looks at the scheme or port, as those do that redirect to HTTPS. */
function asksForScheme(block) {
	return block.some((directive) => directive.name === "if" && directive.args.some((arg) => /\$(?:scheme|https|server_port|ssl_protocol)\b/.test(arg.text)));
}
/** Why no request can be sent to a server: "on no TCP port", "on 10.0.0.5:80 alone, an address that CI does not have". */
function listenedTo(server) {
	const foreign = server?.listens.find((listen) => listen.port > 0 && !isOurs(listen.address));
	return foreign ? `on ${foreign.address}:${foreign.port} alone, an address that CI does not have` : "on no TCP port";
}
/** Whether an address is one that any container has. */
function isOurs(address) {
	return isAny(address) || isLoopback(bare(address)) || !/^[\d.]+$|:/.test(bare(address));
}
function isAny(address) {
	return address === "*" || address === "0.0.0.0" || address === "[::]";
}
function bare(address) {
	return address.replace(/^\[|\]$/g, "");
}
/** The address by which only the container itself reaches a listener; undefined for one that others reach over IPv4. */
function insideAddress(servers, listen) {
	if (isLoopback(bare(listen.address))) return bare(listen.address) === "localhost" ? "127.0.0.1" : bare(listen.address);
	if (listen.address !== "[::]") return void 0;
	return servers.some((server) => server.listens.some((other) => other.port === listen.port && other.quic !== true && (other.address === "*" || other.address === "0.0.0.0"))) ? void 0 : "::1";
}
/** The requests as clients make them: who comes by a published port reaches no listener of the container alone. */
function throughPublished(probes, ports) {
	return probes.map(({ inside, ...probe }) => inside === void 0 || ports.some(({ target }) => target === probe.port) ? probe : {
		...probe,
		inside
	});
}

// src/plan/scripts.ts
/** More scripts than this are no better to ask. */
const mostScripts = 50;
/** Paths of the scripts that stand in a route's root, `/index.php` first, then the ones nearest to the root. */
function existingScripts({ workspace, mappings }, { root }) {
	if (!root) return [];
	const found = [...new Set(mappings.flatMap((paths) => repoPathOf(paths, root.value.replace(/(.)\/$/, "$1"))?.repo ?? []))].filter((folder) => workspace.kindOf(folder) === "folder").flatMap((folder) => scriptsBelow(workspace, folder));
	const depth = (path) => path.split("/").length;
	const rank = (path) => depth(path) * 2 - (path.endsWith("/index.php") ? 1 : 0);
	return [...new Set(found)].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
function scriptsBelow(workspace, folder) {
	const found = [];
	for (const entry of workspace.entries(folder, isSkipped)) {
		if (entry.kind === "file" && entry.path.endsWith(".php")) found.push(`/${folder === "" ? entry.path : entry.path.slice(folder.length + 1)}`);
		if (found.length >= mostScripts) break;
	}
	return found;
}
/** The script that must be there for a probe: one that stands in the project, or that the configuration itself names as the one for everything. */
function demandedScript(context, route, server, probe) {
	const { fastcgi } = route;
	const script = fastcgi && scriptOf(fastcgi, probe.path);
	if (!fastcgi || script?.endsWith(".php") !== true) return void 0;
	const name = scriptNameOf(fastcgi, probe.path);
	return scriptOf(fastcgi, "/upstream-gate.php") === script || existingScripts(context, fastcgi).includes(name) || isNamed(route, server, name) && mayExist(context, fastcgi, name) ? script : void 0;
}
/** Whether a script of that name can be there at all: not where the root is a folder of the project, and the project has no such file. */
function mayExist({ workspace, mappings }, { root }, name) {
	if ((root && mappings.flatMap((paths) => repoPathOf(paths, root.value.replace(/(.)\/$/, "$1"))?.repo ?? []).some((folder) => workspace.kindOf(folder) === "folder")) !== true) return true;
	return [...new Set(mappings.flatMap((paths) => paths.filter((mapping) => mapping.kind === "folder").map((mapping) => mapping.repo)))].some((folder) => [...workspace.entries(folder, isSkipped)].some((entry) => entry.kind === "file" && `/${entry.path}`.endsWith(name)));
}
/** Whether the configuration leads requests to this very script: by `try_files`, `rewrite` or `error_page`, or in a location that has its name. */
function isNamed(route, server, script) {
	if (route.location.replaceAll("\\", "").includes(script.slice(1))) return true;
	return [...walk(server)].some(({ name, args }) => name === "try_files" && args.at(-1)?.text.replace(/[?$].*$/s, "") === script || name === "rewrite" && args[1]?.text.replace(/[?$].*$/s, "") === script);
}

// src/plan/probes.ts
/** More routes than this are not all asked; the rest is noted. */
const mostProbes = 40;
/**
* One request for each virtual server and location that passes requests on, by a path that nginx leads there. A route that no
* plain GET reaches is noted instead.
*/
function deriveProbes(planned, scripts) {
	const probes = [];
	const notes = [];
	planned.proxy.routes.forEach((route, index) => {
		const server = planned.proxy.servers[route.server];
		const listen = server && listenersOf(planned, route.server)[0];
		const path = pathFor(planned, route, index, scripts);
		const because = server === void 0 || listen === void 0 ? `its server listens ${listenedTo(server)}` : path === void 0 ? pathless(planned.routeLocations[index]) : unreachable(planned, route, path);
		if (because !== void 0 || path === void 0 || !server || !listen) notes.push({
			text: `${route.location === "" ? route.directive : `location ${route.location}`} is not asked: ${because}`,
			...route.at ? { at: route.at } : {}
		});
		else {
			const probe = probeFor(planned, route, index, server, listen, path);
			const script = demandedScript(scripts, route, planned.blocks[route.server]?.directive.block ?? [], probe);
			probes.push(script === void 0 ? probe : {
				...probe,
				script
			});
		}
	});
	return {
		probes: uniqueProbes([...probes, ...furtherListeners(planned, probes)]).slice(0, mostProbes),
		notes
	};
}
/** What each server hears on its other ports: its first request once more. */
function furtherListeners(planned, probes) {
	return planned.proxy.servers.flatMap((server, index) => {
		const first = probes.find((probe) => probe.route !== void 0 && planned.proxy.routes[probe.route]?.server === index);
		const route = first?.route === void 0 ? void 0 : planned.proxy.routes[first.route];
		if (!first || first.route === void 0 || !route) return [];
		const { route: number, path, script } = first;
		return listenersOf(planned, index).slice(1).map((listen) => ({
			...probeFor(planned, route, number, server, listen, path),
			...script === void 0 ? {} : { script }
		}));
	});
}
function probeFor(planned, route, index, server, listen, path) {
	const { host, isInvented } = hostFor(planned.proxy.servers, route.server, listen.port);
	const scheme = listen.tls ? "https" : "http";
	const usual = scheme === "https" ? 443 : 80;
	const shown = `${scheme}://${host}${listen.port === usual ? "" : `:${listen.port}`}${path}`;
	const at = route.locationAt ?? route.at ?? server.at;
	const inside = insideAddress(planned.proxy.servers, listen);
	const dialled = {
		port: port(listen.port) ?? 80,
		...inside === void 0 ? {} : { inside },
		...listen.proxyProtocol ? { proxyProtocol: true } : {}
	};
	return {
		name: shown,
		...callFor(route),
		scheme,
		host,
		...dialled,
		path,
		route: index,
		...at ? { at } : {},
		...isInvented ? { isHostInvented: true } : {}
	};
}
/** A gRPC server takes calls, not GET: one without a message, of a method it need not know, has an answer too. */
function callFor(route) {
	return route.directive === "grpc_pass" ? {
		method: "POST",
		headers: {
			"content-type": "application/grpc",
			te: "trailers"
		}
	} : { method: "GET" };
}
/** A Host that nginx leads to this server on this port, and whether no line of the project has it as a name of its own. */
function hostFor(servers, index, listenPort) {
	const names = servers[index]?.names ?? [];
	const candidates = [
		...names.flatMap((name) => hostOf(name) ?? []),
		"localhost",
		"upstream-gate.test",
		"127.0.0.1"
	];
	const host = candidates.find((each) => selectServer(servers, listenPort, each) === index) ?? candidates[0] ?? "localhost";
	return {
		host,
		isInvented: host === "localhost" || !names.includes(host)
	};
}
function hostOf(name) {
	if (name === "" || name === "_" || name.includes("$")) return void 0;
	if (name.startsWith("~")) return sampleOf(name.slice(1), true);
	return name.replace(/^\*?\./, name.startsWith("*") ? "www." : "").replace(/\.\*$/, ".test");
}
function pathFor(planned, route, index, scripts) {
	const location = planned.routeLocations[index];
	const locations = planned.blocks[route.server]?.locations ?? [];
	if (location === void 0) return pathOutside(locations);
	if (location.modifier === "@") return pathToNamed(planned, route, location.pattern);
	if (named$1(location.directive.block, "internal").length > 0) return pathThroughFallback(locations, location);
	return [...scriptPaths(planned, route, scripts), ...candidatePaths(location)].find((path) => selectLocation(locations, path) === location);
}
/** Scripts to ask in place of one that need not exist; none where the configuration itself leads to `/index.php`. */
function scriptPaths(planned, route, scripts) {
	if (!route.fastcgi || !/^~/.test(route.location)) return [];
	return isNamed(route, planned.blocks[route.server]?.directive.block ?? [], "/index.php") && mayExist(scripts, route.fastcgi, "/index.php") ? [] : existingScripts(scripts, route.fastcgi);
}
function candidatePaths(location) {
	const { modifier, pattern } = location;
	if (modifier === "=") return [pattern];
	if (modifier === "~" || modifier === "~*") {
		const sample = sampleOf(pattern, modifier === "~*");
		return sample === void 0 ? [] : [
			"/index.php",
			sample,
			`/${sample}`,
			`/upstream-gate${sample.startsWith("/") ? "" : "/"}${sample}`
		].filter((path) => path.startsWith("/"));
	}
	return [
		pattern,
		`${pattern}${pattern.endsWith("/") ? "" : "/"}`,
		`${pattern}upstream-gate`,
		`${pattern}/upstream-gate`
	].filter((path) => path.startsWith("/"));
}
/** A path that no location block takes, for a pass directly in `server`. */
function pathOutside(locations) {
	return ["/", "/upstream-gate"].find((path) => selectLocation(locations, path) === void 0);
}
/** An internal location is reached through the last resort of another's `try_files`, as in `try_files $uri /index.php$is_args$args`. */
function pathThroughFallback(locations, wanted) {
	const caller = flatten(locations).find((location) => {
		const path = (named$1(location.directive.block, "try_files").at(-1)?.args.at(-1)?.text ?? "").replace(/[?$].*$/, "");
		return location !== wanted && path.startsWith("/") && selectLocation(locations, path) === wanted;
	});
	return caller && candidatePaths(caller).find((path) => selectLocation(locations, path) === caller);
}
/** A named location is reached through the `try_files` or `error_page` of another. */
function pathToNamed(planned, route, name) {
	const block = planned.blocks[route.server];
	const leads = (directives) => (directives ?? []).some((directive) => directive.name === "try_files" && directive.args.at(-1)?.text === name) || (directives ?? []).some((directive) => directive.name === "error_page" && directive.args.at(-1)?.text === name && directive.args.some((arg) => arg.text === "404"));
	const caller = flatten(block?.locations ?? []).find((location) => location.modifier !== "@" && leads(location.directive.block));
	if (caller) return candidatePaths(caller).map((path) => path.endsWith("/") ? `${path}upstream-gate` : path).find((path) => selectLocation(block?.locations ?? [], path) === caller);
	return leads(block?.directive.block) ? "/upstream-gate" : void 0;
}
function flatten(locations) {
	return locations.flatMap((location) => [location, ...flatten(location.children)]);
}
function pathless(location) {
	return named$1(location?.directive.block, "internal").length > 0 ? "it is internal, and no other location falls back to it" : "no path was found that leads there";
}
/** Why a request for the path ends before it is passed on; undefined when nothing in the configuration says so. */
function unreachable(planned, route, path) {
	const block = planned.blocks[route.server];
	if (block && returnsOther(block.directive.block)) return "its server answers everything with `return`";
	const own = (block && selectLocation(block.locations, path))?.directive.block;
	if (returnsOther(own)) return "the location answers with `return`";
}
/** Whether a block answers everything by itself, with anything but what says that the site is out of order: that is asked, and found. */
function returnsOther(block) {
	const [first] = named$1(block, "return");
	return first !== void 0 && !/^50[0234]$/.test(first.args[0]?.text ?? "");
}
function uniqueProbes(probes) {
	const seen = /* @__PURE__ */ new Set();
	return probes.filter((probe) => !seen.has(probe.name) && seen.add(probe.name));
}

// src/nginx/conditions.ts
/**
* What an `if` asks and, as far as the configuration's own assignments and the project's files tell, whether it holds. `scope` are
* the blocks around what it guards, innermost first.
*/
function readCondition(directive, scope, context) {
	const condition = directive.args.map((arg) => arg.text).join(" ").replace(/^\(\s*|\s*\)$/g, "");
	const file = /^(!?)-[fe]\s+(\S+)$/.exec(condition);
	return {
		condition,
		...file ? aboutFile(file[2] ?? "", file[1] === "!", scope, context) : aboutVariable(condition, directive, scope, context)
	};
}
/** A file that the project brings is there; of any other nothing is known. */
function aboutFile(path, isNegated, scope, context) {
	const root = scope.flatMap((block) => named$1(block, "root").slice(-1))[0]?.args[0]?.text ?? "/etc/nginx/html";
	const at = context.fileAt(path.replace("$document_root", root));
	if (!at) return {};
	return isNegated ? { holds: false } : {
		holds: true,
		switchAt: at
	};
}
function aboutVariable(condition, directive, scope, context) {
	const parts = /^(\$\w+)(?:\s+(=|!=|~\*?|!~\*?)\s+(.*))?$/.exec(condition);
	if (!parts) return {};
	const [, name = "", operator, wanted = ""] = parts;
	const possible = context.variables.expand({
		...directive.nameToken,
		text: name
	}, directive.file, scope);
	const holding = possible.filter(({ text }) => holds(text, operator, wanted));
	const [only] = holding;
	const switchAt = holding.length === 1 && only ? placeOf(only, context) : void 0;
	return {
		...possible.length === 0 ? {} : isSame(holding, possible),
		...switchAt ? { switchAt } : {}
	};
}
function isSame(holding, possible) {
	return holding.length === possible.length ? { holds: true } : holding.length === 0 ? { holds: false } : {};
}
function holds(value, operator, wanted) {
	if (operator === void 0) return value !== "" && value !== "0";
	if (operator === "=" || operator === "!=") return value === wanted === (operator === "=");
	return toExpression(wanted, operator.endsWith("*"))?.test(value) === true !== operator.startsWith("!");
}
function placeOf({ token, file }, { placeOf: find }) {
	return find(file, token.line, token.column, token.length).at;
}

// src/nginx/variables.ts
/** How many texts one argument may stand for before the rest is left out. */
const mostTexts = 16;
/** What the configuration's own `set`, `map`, `geo` and `split_clients` can put into a variable. */
var Variables = class {
	#http;
	constructor(http) {
		this.#http = http;
	}
	/**
	* The texts that `token` can stand for at request time, as far as the configuration's own assignments tell. `scope` are the blocks
	* around it, innermost first; `known` are values that are certain. A variable that comes from the request leaves nothing, in the URI
	* part an empty text.
	*/
	expand(token, file, scope, known = {}) {
		let texts = [{
			text: token.text,
			token,
			file
		}];
		for (let round = 0; round < 4 && texts.some((one) => /\$/.test(one.text)); round++) texts = texts.flatMap((one) => this.#expandOnce(one, scope, known)).slice(0, mostTexts);
		return texts.filter((one) => !one.text.includes("$"));
	}
	#expandOnce(one, scope, known) {
		const reference = /\$(?:\{(\w+)\}|(\w+))/.exec(one.text);
		if (!reference) return [one];
		const name = reference[1] ?? reference[2] ?? "";
		const before = one.text.slice(0, reference.index);
		const given = known[name];
		if (given !== void 0) return [{
			...one,
			text: before + given + one.text.slice(before.length + reference[0].length)
		}];
		const values = this.#valuesOf(name, scope);
		const isInUri = /^[a-z]+:\/\/[^/$]+\//.test(before);
		if (requestOnly.has(name) || isInUri && values.length === 0) return [{
			...one,
			text: before + one.text.slice(before.length + reference[0].length),
			...isInUri ? { isPartial: true } : {}
		}];
		return values.map((value) => {
			const startsAddress = reference.index === 0 || /^[a-z]+:\/\/$/.test(one.text.slice(0, reference.index));
			const text = one.text.slice(0, reference.index) + value.token.text + one.text.slice(reference.index + reference[0].length);
			return startsAddress ? {
				text,
				token: value.token,
				file: value.file
			} : {
				...one,
				text
			};
		});
	}
	#valuesOf(name, scope) {
		for (const block of scope) {
			const values = [...walk(block.filter((directive) => directive.name === "set" || directive.name === "if"))].filter((directive) => directive.name === "set" && directive.args[0]?.text === `$${name}`).flatMap((directive) => directive.args[1] ? [{
				token: directive.args[1],
				file: directive.file
			}] : []);
			if (values.length > 0) return values;
		}
		return this.#rowsOf(name);
	}
	#rowsOf(name) {
		for (const kind of [
			"map",
			"geo",
			"split_clients"
		]) for (const block of named$1(this.#http, kind)) {
			if (block.args.at(-1)?.text !== `$${name}`) continue;
			return (block.block ?? []).filter((row) => ![
				"hostnames",
				"volatile",
				"ranges",
				"proxy",
				"delete"
			].includes(row.name)).flatMap((row) => row.args[0] ? [{
				token: row.args[0],
				file: row.file
			}] : []);
		}
		return [];
	}
};
/** Variables of the request that only ever stand in the URI part of an address. */
const requestOnly = /* @__PURE__ */ new Set([
	"request_uri",
	"uri",
	"document_uri",
	"args",
	"is_args",
	"query_string"
]);

// src/nginx/guards.ts
/** The servers, each with what may answer in it before anybody is asked. */
function guardedServers(config, blocks, context) {
	const http = named$1(config.directives, "http").flatMap((directive) => directive.block ?? []);
	const reader = new GuardReader(http, context);
	return blocks.map((block) => reader.server(block));
}
var GuardReader = class {
	#http;
	#context;
	#conditions;
	constructor(http, context) {
		this.#http = http;
		this.#context = context;
		this.#conditions = {
			...context,
			variables: new Variables(http)
		};
	}
	server({ server, directive, locations }) {
		const scope = [directive.block ?? [], this.#http];
		const guards = [...this.#returns(scope), ...this.#limits(scope, true)];
		const inside = locations.map((location) => this.#location(location, scope));
		return guards.length > 0 || inside.some(isGuarded) ? {
			...server,
			guards,
			locations: inside
		} : server;
	}
	#location({ modifier, pattern, directive, children }, outer) {
		const scope = [directive.block ?? [], ...outer];
		const tried = named$1(directive.block, "try_files").at(-1);
		const last = tried?.args.at(-1)?.text ?? "";
		const handsTo = /^[@/]/.test(last) ? last.replace(/[?$].*$/, "") : "";
		return {
			modifier,
			pattern,
			guards: [
				...this.#returns(scope),
				...this.#limits(scope, pattern === "/" && (modifier === "" || modifier === "^~")),
				...tried ? this.#lastResort(tried, last) : []
			],
			...handsTo === "" ? {} : { handsTo },
			children: children.map((child) => this.#location(child, scope))
		};
	}
	/** `return` of the innermost block and of its `if` blocks, in their order. */
	#returns(scope) {
		return (scope[0] ?? []).flatMap((directive) => {
			if (directive.name === "return") return this.#returned(directive);
			if (directive.name !== "if" || !directive.block) return [];
			const asked = readCondition(directive, [directive.block, ...scope], this.#conditions);
			return named$1(directive.block, "return").flatMap((each) => this.#returned(each).map(({ holds: _always, ...guard }) => ({
				...guard,
				...asked
			})));
		});
	}
	#returned(directive) {
		const status = Number(directive.args[0]?.text);
		return status >= 500 && status <= 599 ? [{
			kind: "return",
			status,
			...this.#place(directive),
			holds: true
		}] : [];
	}
	#lastResort(tried, last) {
		const status = Number(/^=(5\d\d)$/.exec(last)?.[1]);
		const files = tried.args.slice(0, -1).map((arg) => arg.text);
		return Number.isNaN(status) ? [] : [{
			kind: "try_files",
			status,
			...this.#place(tried),
			condition: `there is no file ${files.join(" or ")}`
		}];
	}
	/** Limits are all or nothing per level: the innermost level that has any decides. */
	#limits(scope, isWholeServer) {
		return ["limit_conn", "limit_req"].flatMap((kind) => {
			const depth = scope.findIndex((block) => named$1(block, kind).length > 0);
			const status = Number(scope.map((block) => named$1(block, `${kind}_status`)[0]).find((each) => each !== void 0)?.args[0]?.text ?? 503);
			return named$1(scope[depth], kind).flatMap((directive) => this.#limit(kind, directive, status, isWholeServer || depth > 0));
		});
	}
	#limit(kind, directive, status, isWide) {
		const words = directive.args.map((arg) => arg.text);
		const zone = kind === "limit_conn" ? words[0] : words.flatMap((word) => /^zone=(.+)$/.exec(word)?.[1] ?? [])[0];
		if (zone === void 0) return [];
		const burst = Number(words.flatMap((word) => /^burst=(\d+)$/.exec(word)?.[1] ?? [])[0] ?? 0);
		return [{
			kind,
			status,
			zone,
			...kind === "limit_req" ? { burst } : {},
			...this.#place(directive),
			...isWide ? { isWide: true } : {}
		}];
	}
	#place(directive) {
		const { at } = this.#context.placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length);
		return at ? { at } : {};
	}
};
function isGuarded(location) {
	return location.guards.length > 0 || location.children.some(isGuarded);
}

// src/nginx/limits.ts
/** The limits that files of the project set on connections, open files and requests. */
function readLimits(config, placeOf) {
	const http = named$1(config.directives, "http").flatMap((directive) => directive.block ?? []);
	const events = named$1(config.directives, "events").flatMap((directive) => directive.block ?? []);
	const made = (kind, directive, token, value, name) => {
		if (token === void 0 || !Number.isFinite(value)) return [];
		const { at } = placeOf(directive.file, token.line, token.column, token.length);
		return at ? [{
			kind,
			value,
			text: token.text,
			at,
			...name === void 0 ? {} : { name }
		}] : [];
	};
	const single = (directive) => made(directive.name, directive, directive.args[0], Number(directive.args[0]?.text));
	const zone = (directive) => {
		const name = directive.args.flatMap((arg) => /^zone=([^:]+)/.exec(arg.text)?.[1] ?? [])[0];
		const rate = directive.args.find((arg) => arg.text.startsWith("rate="));
		return directive.name === "limit_conn_zone" ? made("limit_conn_zone", directive, directive.args[1], 0, name) : made("limit_req_zone", directive, rate, perMinute(rate?.text ?? ""), name);
	};
	const member = (server) => {
		const most = server.args.find((arg) => /^max_conns=\d+$/.test(arg.text));
		return made("max_conns", server, most, Number(most?.text.slice(10)), server.args[0]?.text);
	};
	return [
		...named$1(config.directives, "worker_rlimit_nofile").flatMap(single),
		...named$1(events, "worker_connections").flatMap(single),
		...[...named$1(http, "limit_req_zone"), ...named$1(http, "limit_conn_zone")].flatMap(zone),
		...named$1(http, "upstream").flatMap((group) => named$1(group.block, "server").flatMap(member))
	];
}
/** Requests a minute of "rate=10r/s" or "rate=5r/m"; NaN for anything else. */
function perMinute(text) {
	const match = /^rate=(\d+)r\/([sm])$/.exec(text);
	return match ? Number(match[1]) * (match[2] === "s" ? 60 : 1) : NaN;
}

// src/nginx/address.ts
const schemeOf = {
	proxy_pass: "http",
	fastcgi_pass: "fastcgi",
	uwsgi_pass: "uwsgi",
	scgi_pass: "scgi",
	grpc_pass: "grpc",
	memcached_pass: "memcached"
};
/** Takes the argument of a pass directive apart; undefined when it is not an address (`proxy_pass app` without a scheme). */
function parsePass(directive, value) {
	const scheme = /^(https?|grpcs?|suwsgi|uwsgi|fastcgi|scgi):\/\//i.exec(value);
	if (directive === "proxy_pass" && !scheme) return void 0;
	const skipped = scheme?.[0].length ?? 0;
	const address = parseAddress(value.slice(skipped));
	if (address === void 0) return void 0;
	const named = scheme?.[1]?.toLowerCase();
	const kind = named === void 0 || named === "suwsgi" ? schemeOf[directive] : named;
	return {
		...address,
		scheme: kind,
		hostOffset: address.hostOffset + skipped,
		...address.portOffset === void 0 ? {} : { portOffset: address.portOffset + skipped }
	};
}
/** Takes `host:port/uri`, `[::1]:port`, `unix:/path:/uri` apart. */
function parseAddress(text) {
	const unix = /^unix:([^:]+)(?::(.*))?$/.exec(text);
	if (unix) return {
		host: "",
		port: 0,
		socket: unix[1] ?? "",
		uri: unix[2] ?? "",
		hostOffset: 0
	};
	const match = /^(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([/?#].*)?$/s.exec(text);
	const host = match?.[1] ?? "";
	if (!match || host === "") return void 0;
	const digits = match[2];
	return {
		host: host.replace(/^\[|\]$/g, ""),
		port: digits === void 0 ? 0 : Number(digits),
		uri: match[3] ?? "",
		hostOffset: 0,
		...digits === void 0 ? {} : { portOffset: host.length + 1 }
	};
}
/** The port that nginx dials when none is written; 0 where it demands one. */
function defaultPort(scheme, inGroup) {
	if (scheme === "https" && !inGroup) return 443;
	if (scheme === "https" || scheme === "http" || inGroup) return 80;
	return 0;
}

// src/nginx/fastcgi.ts
/** What holds for a `fastcgi_pass`: `scope` are the blocks around it, innermost first. Parameters are all or nothing per level. */
function readFastcgi(scope, placeOf) {
	const params = scope.map((block) => named$1(block, "fastcgi_param")).find((level) => level.length > 0) ?? [];
	const root = rootOf(scope, placeOf);
	const index = innermost(scope, "fastcgi_index")?.args[0]?.text;
	return {
		params: Object.fromEntries(params.flatMap((param) => param.args[1] ? [[param.args[0]?.text ?? "", sourced(param.args[1].text, placeOf(param))]] : [])),
		splits: innermost(scope, "fastcgi_split_path_info")?.args[0]?.text.includes("php") === true,
		...root ? { root } : {},
		...index === void 0 ? {} : { index }
	};
}
/** The root of the innermost block that has one. What `alias`, a variable or a relative path makes of it depends on the request or the image. */
function rootOf(scope, placeOf) {
	const directive = scope.find((block) => block.some((directive) => directive.name === "root" || directive.name === "alias"))?.findLast((each) => each.name === "root" || each.name === "alias");
	const text = directive?.args[0]?.text;
	if (!directive || directive.name === "alias" || text?.startsWith("/") !== true || text.includes("$")) return void 0;
	return sourced(text, placeOf(directive));
}
function innermost(scope, name) {
	return scope.flatMap((block) => named$1(block, name).slice(0, 1))[0];
}

// src/nginx/tuning.ts
const tuned = /^(?:(?:proxy|fastcgi|uwsgi|scgi|grpc)_(?:(?:connect|send|read)_timeout|buffer_size|buffers|busy_buffers_size)|proxy_http_version)$/;
/** The timeouts, buffers and HTTP version in effect in a block; `scope` are the blocks around the pass, innermost first. Of each directive the innermost level decides. */
function tuningOf(scope, placeOf) {
	return [...new Set(scope.flatMap((block) => block.map((directive) => directive.name).filter((name) => tuned.test(name))))].flatMap((name) => {
		const depth = scope.findIndex((block) => named$1(block, name).length > 0);
		const directive = named$1(scope[depth], name)[0];
		return directive === void 0 || directive.args.length === 0 ? [] : [readTuning(directive, depth, placeOf)];
	});
}
function readTuning(directive, depth, placeOf) {
	const { name, args, file, line, nameToken } = directive;
	const { at } = placeOf(file, line, nameToken.column, nameToken.length);
	const places = args.map((arg) => placeOf(file, arg.line, arg.column, arg.length));
	const from = places.find((place) => place.from)?.from;
	const [first] = places;
	const last = places.at(-1);
	const span = args.every((arg) => arg.line === line) && first?.span && last?.span && first.span && last.span ? {
		...first.span,
		length: last.span.column + last.span.length - first.span.column
	} : void 0;
	return {
		name,
		args: args.map((arg) => arg.text),
		depth,
		...at ? { at } : {},
		...span ? { span } : {},
		...from ? { from } : {}
	};
}

// src/nginx/servers.ts
const passDirectives = /* @__PURE__ */ new Set([
	"proxy_pass",
	"fastcgi_pass",
	"uwsgi_pass",
	"scgi_pass",
	"grpc_pass",
	"memcached_pass"
]);
/** Reads the virtual servers and routes out of a loaded configuration. */
function readServers(config, placeOf) {
	const http = named$1(config.directives, "http").flatMap((directive) => directive.block ?? []);
	const context = {
		http,
		groups: readGroups(http),
		variables: new Variables(http),
		placeOf
	};
	const blocks = withSharedListens(named$1(http, "server").filter((directive) => directive.block).map((directive) => readServer(directive, placeOf)));
	const routes = [];
	const routeLocations = [];
	blocks.forEach((block, server) => {
		for (const found of passesOf(block)) {
			routes.push(readRoute(found, {
				index: server,
				server: block.server
			}, context));
			routeLocations.push(found.location);
		}
	});
	return {
		blocks,
		routes,
		routeLocations
	};
}
function readGroups(http) {
	return new Map(named$1(http, "upstream").map((directive) => [directive.args[0]?.text ?? "", directive]));
}
function readServer(directive, placeOf) {
	const block = directive.block ?? [];
	const names = named$1(block, "server_name").flatMap((each) => each.args.map((arg) => arg.text));
	const [naming] = named$1(block, "server_name");
	const namesAt = naming && placeOf(naming.file, naming.line, naming.nameToken.column, naming.nameToken.length).at;
	const listens = named$1(block, "listen").flatMap((each) => readListen(each, placeOf) ?? []);
	const sslOn = named$1(block, "ssl").some((each) => each.args[0]?.text === "on");
	const at = placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length).at;
	const effective = listens.length > 0 ? listens : [{
		address: "*",
		port: 80,
		tls: false,
		isDefault: false,
		proxyProtocol: false
	}];
	return {
		directive,
		locations: readLocations(block),
		server: {
			names,
			listens: sslOn ? effective.map((listen) => ({
				...listen,
				tls: true
			})) : effective,
			...at ? { at } : {},
			...namesAt ? { namesAt } : {}
		}
	};
}
/** Servers on one address and port have one socket: what one of them says of TLS and the PROXY protocol holds for all. */
function withSharedListens(blocks) {
	const all = blocks.flatMap(({ server }) => server.listens);
	const shared = (listen) => {
		const same = all.filter((other) => other.address === listen.address && other.port === listen.port && listen.port > 0 && other.quic === listen.quic);
		return {
			...listen,
			tls: listen.tls || same.some((other) => other.tls),
			proxyProtocol: listen.proxyProtocol || same.some((other) => other.proxyProtocol)
		};
	};
	return blocks.map((block) => ({
		...block,
		server: {
			...block.server,
			listens: block.server.listens.map(shared)
		}
	}));
}
function readListen(directive, placeOf) {
	const [address, ...flags] = directive.args.map((arg) => arg.text);
	if (address === void 0) return void 0;
	const at = placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length).at;
	const has = (flag) => flags.includes(flag);
	const rest = {
		tls: has("ssl"),
		isDefault: has("default_server") || has("default"),
		proxyProtocol: has("proxy_protocol"),
		...has("quic") || has("http3") ? { quic: true } : {},
		...at ? { at } : {}
	};
	if (address.startsWith("unix:")) return {
		address,
		port: 0,
		...rest
	};
	const match = /^(?:(\[[^\]]+\]|[^:]+):)?(\d+)(?:-\d+)?$/.exec(address) ?? /^(\[[^\]]+\]|[^:]+)()$/.exec(address);
	if (!match) return void 0;
	return {
		address: match[1] === "[::]" && has("ipv6only=off") ? "*" : match[1] ?? "*",
		port: match[2] === "" ? 80 : Number(match[2]),
		...rest
	};
}
function readLocations(block) {
	return block.filter((directive) => directive.name === "location" && directive.block).map((directive) => {
		const { modifier, pattern } = locationPattern(directive.args.map((arg) => arg.text));
		return {
			modifier,
			pattern,
			directive,
			children: readLocations(directive.block ?? [])
		};
	});
}
function locationPattern(words) {
	const [first = "", second] = words;
	if (second !== void 0) return {
		modifier: isModifier(first) ? first : "",
		pattern: second
	};
	const glued = /^(=|\^~|~\*|~|@)(.*)$/s.exec(first);
	if (!glued) return {
		modifier: "",
		pattern: first
	};
	return {
		modifier: glued[1],
		pattern: glued[1] === "@" ? first : glued[2] ?? ""
	};
}
function isModifier(text) {
	return text === "=" || text === "^~" || text === "~" || text === "~*";
}
function passesOf(block) {
	const server = block.directive.block ?? [];
	return [...passesIn(server, void 0, [server]), ...block.locations.flatMap((location) => passesInLocation(location, [server]))];
}
function passesInLocation(location, outer) {
	const own = location.directive.block ?? [];
	const scope = [own, ...outer];
	return [...passesIn(own, location, scope), ...location.children.flatMap((child) => passesInLocation(child, scope))];
}
function passesIn(directives, location, scope) {
	return directives.flatMap((directive) => {
		if (passDirectives.has(directive.name) && directive.args.length > 0) return [{
			pass: directive,
			location,
			scope
		}];
		if ((directive.name === "if" || directive.name === "limit_except") && directive.block) return passesIn(directive.block, location, [directive.block, ...scope]).map((pass) => ({
			...pass,
			isConditional: true
		}));
		return [];
	});
}
function readRoute({ pass, location, scope, isConditional }, { index, server }, context) {
	const tuning = tuningOf([...scope, context.http], context.placeOf);
	const directive = pass.name;
	const argument = pass.args[0];
	const isAlwaysTls = server.listens.every((listen) => listen.tls);
	const parsed = context.variables.expand(argument, pass.file, scope, { scheme: isAlwaysTls ? "https" : "http" }).map((one) => ({
		one,
		address: parsePass(directive, one.text)
	})).filter((each) => each.address !== void 0);
	const targets = parsed.flatMap(({ one, address }) => address ? targetsOf$1(address, one.token, one.file, one.text, context).map((target) => ({
		...target,
		...portBeside(target, pass, one.token, context)
	})) : []);
	const first = parsed[0]?.address;
	const at = context.placeOf(pass.file, pass.line, pass.nameToken.column, pass.nameToken.length).at;
	const settings = settingsOf$1(directive, [...scope, context.http], context.placeOf);
	const locationAt = location && context.placeOf(location.directive.file, location.directive.line, location.directive.nameToken.column, location.directive.nameToken.length).at;
	return {
		server: index,
		location: location === void 0 ? "" : location.modifier === "" || location.modifier === "@" ? location.pattern : `${location.modifier} ${location.pattern}`,
		directive,
		value: argument.text,
		scheme: first?.scheme ?? (directive === "proxy_pass" ? "http" : directive.replace("_pass", "")),
		hasVariables: argument.text.includes("$"),
		sendsHost: sentHost([...scope, context.http]),
		...directive === "proxy_pass" && first?.uri && parsed[0]?.one.isPartial !== true ? { uri: first.uri } : {},
		targets: uniqueTargets(targets),
		...settings.length > 0 ? { settings } : {},
		...resolverOf([...scope, context.http], context),
		...locationAt ? { locationAt } : {},
		...at ? { at } : {},
		...first && context.groups.has(first.host) ? { group: first.host } : {},
		...tuning.length > 0 ? { tuning } : {},
		...isConditional ? { isConditional } : {},
		...directive === "fastcgi_pass" ? { fastcgi: readFastcgi([...scope, context.http], (each) => context.placeOf(each.file, each.line, each.nameToken.column, each.nameToken.length).at) } : {}
	};
}
/** The innermost level that names a resolver decides. */
function resolverOf(scope, { placeOf }) {
	const directive = scope.flatMap((block) => named$1(block, "resolver").slice(0, 1))[0];
	if (!directive) return {};
	const at = placeOf(directive.file, directive.line, directive.nameToken.column, directive.nameToken.length).at;
	return { resolver: {
		addresses: directive.args.map((arg) => arg.text).filter((text) => !text.includes("=")),
		...at ? { at } : {}
	} };
}
/** How the peer is spoken to, by the directives of the pass's own family. */
function settingsOf$1(pass, scope, placeOf) {
	const family = pass.replace("_pass", "");
	const wanted = new RegExp(`^${family}_(?:ssl_\\w+|http_version|set_header)$`);
	return [...new Set(scope.flatMap((block) => block.map((directive) => directive.name)).filter((name) => wanted.test(name)))].flatMap((name) => {
		const directives = inEffect(scope, name);
		const isInherited = !(scope[0] ?? []).some((directive) => directive.name === name);
		return directives.map((directive) => readSetting(directive, isInherited, placeOf));
	});
}
/** Of a header that carries more than the protocol and the request's own variables only the name is told: its value may be a secret. */
function readSetting({ name, args, file, line, nameToken }, isInherited, placeOf) {
	const { at } = placeOf(file, line, nameToken.column, nameToken.length);
	const [header = "", value = ""] = args.map((arg) => arg.text);
	const isTold = !name.endsWith("_set_header") || /^(?:host|upgrade|connection)$/i.test(header) || /^(?:\$\w+|https?)?$/.test(value);
	const place = at && (isTold ? at : {
		path: at.path,
		line: at.line
	});
	return {
		name,
		values: isTold ? args.map((arg) => arg.text) : [header],
		...isInherited ? { isInherited } : {},
		...place ? { at: place } : {}
	};
}
/** All or nothing: of a directive counts the innermost level that has it. */
function inEffect(scope, name) {
	return scope.map((block) => named$1(block, name)).find((directives) => directives.length > 0) ?? [];
}
/** The Host header among those that are set. */
function sentHost(scope) {
	return inEffect(scope, "proxy_set_header").find((header) => header.args[0]?.text.toLowerCase() === "host")?.args[1]?.text ?? "$proxy_host";
}
function targetsOf$1(address, token, file, text, context) {
	const group = address.socket === void 0 ? context.groups.get(address.host) : void 0;
	if (group) return named$1(group.block, "server").flatMap((server) => groupTarget(server, context) ?? []);
	return [targetAt(address, address.port || defaultPort(address.scheme, false), token, file, text, context, {
		backup: false,
		down: false
	})];
}
function groupTarget(server, context) {
	const [token, ...flags] = server.args;
	if (token === void 0) return void 0;
	const address = parseAddress(token.text);
	if (address === void 0) return void 0;
	const has = (flag) => flags.some((arg) => arg.text === flag);
	return targetAt(address, address.port || defaultPort("http", true), token, server.file, token.text, context, {
		backup: has("backup"),
		down: has("down")
	});
}
/** `http://$app:8080`: the host comes from the variable's line, the port stands here. */
function portBeside(target, pass, hostToken, context) {
	const argument = pass.args[0];
	const digits = /(?<=\$(?:\w+|\{\w+\}):)\d+(?=[/?]|$)/.exec(argument.text);
	if (argument === hostToken || target.portSpan || !digits || Number(digits[0]) !== target.port) return {};
	const column = argument.column + (argument.quote === "" ? 0 : 1) + digits.index;
	const { at, span } = context.placeOf(pass.file, argument.line, column, digits[0].length);
	return at && span ? {
		portSpan: span,
		portAt: at
	} : {};
}
function targetAt(address, port, token, file, text, context, flags) {
	const whole = context.placeOf(file, token.line, token.column, token.length);
	if (address.socket !== void 0) return {
		host: "",
		port: 0,
		socket: address.socket,
		...flags,
		...whole.at ? { at: whole.at } : {},
		...whole.from ? { hostFrom: whole.from } : {}
	};
	const shift = text.indexOf(token.text);
	const offset = token.column + (token.quote === "" ? 0 : 1) - shift;
	const isWithin = (start, length) => shift >= 0 && start >= shift && start + length <= shift + token.text.length;
	const literal = isWithin(address.hostOffset, address.host.length);
	const brackets = address.host.includes(":") ? 2 : 0;
	const host = literal ? context.placeOf(file, token.line, offset + address.hostOffset, address.host.length + brackets) : whole;
	const length = String(address.port).length;
	const digits = address.portOffset !== void 0 && isWithin(address.portOffset, length) ? context.placeOf(file, token.line, offset + (address.portOffset ?? 0), length) : void 0;
	return {
		host: address.host,
		port,
		...flags,
		...whole.at ? { at: whole.at } : {},
		...literal && host.span ? { hostSpan: host.span } : {},
		...host.from ? { hostFrom: host.from } : {},
		...digits?.span ? { portSpan: digits.span } : {},
		...digits?.from ? { portFrom: digits.from } : {}
	};
}
function uniqueTargets(targets) {
	const seen = /* @__PURE__ */ new Set();
	return targets.filter((target) => {
		const key = target.socket ?? `${target.host}:${target.port}`;
		return !seen.has(key) && seen.add(key);
	});
}

// src/plan/proxy.ts
/** Reads what the proxy of a service would do out of its container view. */
function planProxy(workspace, service, kind, main, view) {
	const config = loadConfig(main, view, true);
	const placeOf = placesIn(workspace, view);
	const model = readServers(config, placeOf);
	const limits = readLimits(config, placeOf);
	return {
		proxy: {
			service,
			kind,
			main,
			files: deployedFiles(config, view),
			servers: guardedServers(config, model.blocks, {
				placeOf,
				fileAt: (path) => deployedAt(workspace, view, path)
			}),
			routes: model.routes,
			...limits.length > 0 ? { limits } : {},
			errors: configErrors(workspace, config, view)
		},
		blocks: model.blocks,
		routeLocations: model.routeLocations,
		config
	};
}
/** How many routes lead somewhere: what tells the proxy of a project from other nginx services. */
function dialledRoutes(model) {
	return model.routes.filter((route) => route.targets.length > 0 || route.hasVariables);
}
/** Translates places in container files to places in the repository, through templates. */
function placesIn(workspace, view) {
	return (file, line, column, length) => {
		const origin = view.origin(file);
		if (!origin) return {};
		const mapped = origin.rendered ? sourceColumn(origin.rendered.substitutions, line, column, length) : { column };
		const at = workspace.locate(origin.repo, line, { column: mapped.column });
		if (mapped.touched) return {
			at,
			from: mapped.touched.from
		};
		return {
			at,
			span: {
				line,
				column: mapped.column,
				length
			}
		};
	};
}
function deployedFiles(config, view) {
	return config.files.flatMap((path) => {
		const origin = view.origin(path);
		if (!origin) return [];
		const deployed = {
			repo: origin.repo,
			...viaText(origin.by)
		};
		if (origin.template === void 0) return [{
			container: path,
			...deployed
		}];
		const empties = view.steps.some((step) => step.to === path && !step.onlyDefined && step.names === void 0);
		return [{
			container: origin.template,
			renderedAs: path,
			...deployed,
			...empties ? { emptiesUnknown: true } : {}
		}];
	});
}
/** The line that brings a file of the project to a path of the container, else the file itself. */
function deployedAt(workspace, view, path) {
	const origin = view.origin(path);
	return origin && (origin.by.kind === "file" && origin.by.at ? origin.by.at : workspace.locate(origin.repo, 1));
}
function configErrors(workspace, config, view) {
	const place = (file, line) => {
		const origin = view.origin(file);
		return origin && line > 0 ? {
			at: workspace.locate(origin.repo, line),
			file
		} : { file };
	};
	const syntax = config.problem ? [{
		message: config.problem.message,
		...place(config.problem.file, config.problem.line)
	}] : [];
	const absent = config.absent.map(({ path, by }) => ({
		message: `open() "${path}" failed (2: No such file or directory)`,
		...place(by.file, by.endLine)
	}));
	return [...syntax, ...absent];
}

// src/plan/host.ts
/**
* The plan with the host in it, where something lives there or dials it: each published port is a forward inside the host, and a
* target that names the host's side of one is the service behind it from there on.
*/
function withHost(plan) {
	const bridged = isOnHost(plan, plan.proxy.service) ? [] : bridgedPorts(plan);
	if (!needsHost(plan) && bridged.length === 0) return plan;
	const forwards = publishedForwards(plan);
	const routes = plan.proxy.routes.map((route) => ({
		...route,
		targets: route.targets.map((target) => throughHost(plan, forwards, target))
	}));
	const toHost = bridged.map((port) => ({
		inside: plan.proxy.service,
		listen: bridgeAddress,
		port,
		toHost: hostName,
		toPort: port
	}));
	return {
		...plan,
		forwards: [
			...plan.forwards,
			...forwards,
			...toHost
		],
		proxy: {
			...plan.proxy,
			routes
		},
		supplied: [...plan.supplied, ...suppliedHost(plan, forwards)]
	};
}
/** The address of the host on the engine's own bridge, unless its configuration says otherwise: it is often written where a name should stand. */
const bridgeAddress = "172.17.0.1";
/** Ports dialled at the bridge's address that a service of the project publishes. What else is there is outside the project. */
function bridgedPorts(plan) {
	const dialled = new Set(plan.proxy.routes.flatMap((route) => route.targets.filter((target) => target.host === bridgeAddress).map((target) => target.port)));
	return publishedForwards(plan).flatMap((forward) => dialled.has(forward.port) && !isLoopback(forward.listen) ? [forward.port] : []);
}
/** What the engine's port proxy would do on the host. What lives on the host needs none, and a port that it takes is its own. */
function publishedForwards(plan) {
	const taken = new Set(isOnHost(plan, plan.proxy.service) ? plan.proxy.servers.flatMap((server) => server.listens.map((listen) => listen.port)) : []);
	return plan.services.filter((service) => service.attachments.length > 0).flatMap((service) => service.ports.flatMap(({ target, published, hostAddress, at }) => published === void 0 || taken.has(published) || !taken.add(published) ? [] : [{
		inside: hostName,
		listen: listenAddress(hostAddress),
		port: published,
		toHost: service.name,
		toPort: target,
		...at ? { at } : {}
	}]));
}
/** An address of the real host's is any address of the emulated one. */
function listenAddress(hostAddress) {
	return hostAddress !== void 0 && isLoopback(hostAddress) ? hostAddress : "0.0.0.0";
}
function isOnHost(plan, name) {
	return serviceNamed(plan, name)?.networkOf?.value === hostName;
}
/** Whether an address of the proxy's can only be meant for the host, whether or not it leads there. */
function namesHost(services, proxy, host) {
	return isHostAddress(services, proxy.service, host) || desktopNames.includes(host) || host === bridgeAddress;
}
/** What runs on the host beside the proxy: the ports that it opens are the host's. */
function residents(services, proxy) {
	return services.filter((service) => service.name !== proxy.service && service.networkOf?.value === "@host");
}
function throughHost(plan, forwards, target) {
	const fromInside = isOnHost(plan, plan.proxy.service);
	const isBridged = !fromInside && target.host === bridgeAddress;
	if (!isBridged && !isHostAddress(plan.services, plan.proxy.service, target.host)) return target;
	const forward = forwards.find((each) => each.port === target.port && (fromInside || !isLoopback(each.listen)));
	if (forward) return behind(target, forward.toHost, forward.toPort, forward.at);
	const resident = fromInside || isBridged ? void 0 : residents(plan.services, plan.proxy)[0];
	return resident ? behind(target, resident.name, target.port, resident.networkOf?.at) : target;
}
/** The target as the service's own port, with the address of the host by which it is dialled. */
function behind(target, service, port, at) {
	return {
		...target,
		host: service,
		port,
		through: {
			host: target.host,
			port: target.port,
			...at ? { at } : {}
		}
	};
}
function suppliedHost(plan, forwards) {
	const ports = forwards.map((forward) => forward.port);
	const named = plan.services.find((service) => gatewayNames(service).length > 0);
	const on = plan.services.find((service) => service.networkOf?.value === hostName);
	const at = on?.networkOf?.at ?? named?.at;
	return [{
		what: `a host of its own${ports.length > 0 ? `, with the published ports ${ports.join(", ")}` : ""}`,
		why: on ? `${on.name} runs on the host, and nothing may reach the real one` : `${named?.name ?? plan.proxy.service} dials the host, and nothing may reach the real one`,
		...at ? { at } : {}
	}];
}

// src/plan/mentions.ts
const cache = /* @__PURE__ */ new WeakMap();
/** Whether a source or configuration file at or below a path holds one of the names in quotes or as a host (`name:`, `//name`). */
function mentionsWord(workspace, path, names) {
	const patterns = [...names].map((name) => new RegExp(`["'\`/@=]${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:["'\`/:?]|$)`, "m"));
	return textsBelow(workspace, path).some((text) => patterns.some((pattern) => pattern.test(text)));
}
function textsBelow(workspace, path) {
	const known = cache.get(workspace) ?? /* @__PURE__ */ new Map();
	cache.set(workspace, known);
	const found = known.get(path) ?? readBelow(workspace, path);
	known.set(path, found);
	return found;
}
function readBelow(workspace, path) {
	if (workspace.kindOf(path) === "file") return isSourceFile(path) ? [workspace.read(path) ?? ""] : [];
	const texts = [];
	for (const entry of workspace.entries(path, isSkipped)) {
		if (texts.length >= 1500) break;
		if (entry.kind === "file" && isSourceFile(entry.path)) texts.push(workspace.read(entry.path) ?? "");
	}
	return texts;
}

// src/plan/roles.ts
/** Gives every service its role, and marks those that the proxy's answers depend on. */
function assignRoles(workspace, services, proxy) {
	const dialled = new Set(proxy.routes.flatMap((route) => route.targets).flatMap((target) => target.service ?? serviceOfHost(services, proxy.service, target.host)?.name ?? []));
	for (const published of publishedDialled(services, proxy)) dialled.add(published);
	const essential = closure(workspace, services, [
		proxy.service,
		...dialled,
		...hasStrays(services, proxy) ? services.map((service) => service.name) : []
	]);
	const tasks = new Set(services.flatMap((service) => service.needs.filter((need) => need.condition === "completed").map((need) => need.service)));
	return services.map((service) => {
		const isEssential = essential.has(service.name);
		const role = service.name === proxy.service ? "proxy" : dialled.has(service.name) ? "app" : tasks.has(service.name) ? "task" : isEssential ? "dependency" : "other";
		return {
			...service,
			role,
			essential: isEssential
		};
	});
}
/** Services meant by an address that only reaches the proxy itself or the host: the one that has or publishes that port. */
function publishedDialled(services, proxy) {
	const targets = proxy.routes.flatMap((route) => route.targets).filter((target) => target.port > 0);
	const own = targets.filter((target) => isLoopback(target.host)).map((target) => target.port);
	const ofHost = targets.filter((target) => namesHost(services, proxy, target.host)).map((target) => target.port);
	const ports = [...own, ...ofHost];
	const others = services.filter((service) => service.name !== proxy.service);
	const meant = others.filter((service) => service.ports.some((each) => ports.includes(each.target) || each.published !== void 0 && ports.includes(each.published)));
	const possible = own.length > 0 ? others : ofHost.length > 0 ? residents(services, proxy) : [];
	return (meant.length > 0 ? meant : possible).map((service) => service.name);
}
/** Whether a plain name is dialled that no service has: any of them may be meant. */
function hasStrays(services, proxy) {
	const targets = proxy.routes.flatMap((route) => route.targets);
	return proxy.routes.some((route) => route.targets.length === 0) || targets.some((target) => target.socket !== void 0 && target.service === void 0) || targets.some((target) => target.port > 0 && !isLoopback(target.host) && !/[.:]/.test(target.host) && !serviceOfHost(services, proxy.service, target.host));
}
/** The given services and all they need: declared, in whose namespace they live, or named in their variables, commands or sources. */
function closure(workspace, services, from) {
	const reached = /* @__PURE__ */ new Set();
	const pending = [...from];
	for (let name = pending.pop(); name !== void 0; name = pending.pop()) {
		const service = services.find((each) => each.name === name);
		if (!service || reached.has(name)) continue;
		reached.add(name);
		pending.push(...service.needs.map((need) => need.service), ...service.networkOf ? [service.networkOf.value] : []);
		for (const other of services) if (!reached.has(other.name) && refersTo(workspace, service, other)) pending.push(other.name);
	}
	return reached;
}
function refersTo(workspace, service, other) {
	const names = /* @__PURE__ */ new Set([other.name, ...other.attachments.flatMap((attachment) => attachment.aliases)]);
	if ([
		...Object.values(service.variables).map((variable) => variable.value),
		...service.start.map((step) => step.text),
		...service.needs.map((need) => need.service)
	].some((text) => [...names].some((name) => new RegExp(`(^|[^\\w.-])${escape(name)}($|[^\\w-])`).test(text)))) return true;
	return service.role !== "proxy" && service.paths.some((mapping) => mentionsWord(workspace, mapping.repo, names));
}
function escape(text) {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// src/plan/socket-owners.ts
/** The proxy with every Unix socket that it dials given to the service that is to open it, where the files tell which. */
function withSocketOwners(workspace, proxy, services) {
	if (!proxy.routes.some((route) => route.targets.some((target) => target.socket !== void 0))) return proxy;
	return {
		...proxy,
		routes: proxy.routes.map((route) => ({
			...route,
			targets: route.targets.map((target) => owned(workspace, proxy, services, route, target))
		}))
	};
}
function owned(workspace, proxy, services, route, target) {
	const own = services.find((service) => service.name === proxy.service);
	if (target.socket === void 0 || !own) return target;
	const service = ownerOf(workspace, proxy, own, services, route, target.socket);
	return service ? {
		...target,
		service: service.name
	} : target;
}
/** Who shares the socket's folder with the proxy; else the proxy's own container where the app lives in it; else whoever names the socket. */
function ownerOf(workspace, proxy, own, services, route, socket) {
	const others = services.filter((service) => service !== own);
	const sharing = others.filter((service) => pathSeenBy(own, service, socket) !== void 0);
	if (sharing.length === 1) return sharing[0];
	if (sharing.length === 0 && proxy.kind === "inside") return own;
	const candidates = sharing.length > 0 ? sharing : others;
	const [first, second] = candidates.map((service) => ({
		service,
		score: scoreOf(workspace, own, service, route, socket)
	})).toSorted((a, b) => b.score - a.score);
	if (first && first.score > (second?.score ?? 0)) return first.service;
	const built = candidates.filter((service) => service.image.kind === "build");
	return first?.score === 0 && built.length === 1 ? built[0] : void 0;
}
function scoreOf(workspace, own, service, route, socket) {
	const name = socket.slice(socket.lastIndexOf("/") + 1);
	const isNeeded = own.needs.some((need) => need.service === service.name) ? 1 : 0;
	const isPhp = route.scheme === "fastcgi" && looksLikeFpm(workspace, service) ? 2 : 0;
	return (names(workspace, service, name) ? 4 : 0) + isPhp + (names(workspace, service, "") || isPhp > 0 ? isNeeded : 0);
}
/** Whether a service's command, variables or files name a socket; any at all for "". */
function names(workspace, service, name) {
	if ([...Object.values(service.variables).map((variable) => variable.value), ...service.start.map((step) => step.text)].some((text) => name === "" ? /\.sock\b|\bunix:/.test(text) : text.includes(name))) return true;
	return name !== "" && service.paths.some((mapping) => mentionsWord(workspace, mapping.repo, /* @__PURE__ */ new Set([name])));
}
function looksLikeFpm(workspace, { image, start }) {
	const base = image.kind === "reference" ? image.reference : image.inline ?? workspace.read(image.dockerfile) ?? "";
	return /php[^\n]*fpm|fpm[^\n]*php/.test(base) || start.some((step) => step.text.includes("php-fpm"));
}

// src/plan/start-chain.ts
/** Steps of one start are followed this far. */
const mostSteps = 400;
/**
* What starts in the container: the entrypoint and command as written, then the package scripts, shell scripts and process
* files they lead to, line by line, and at last the program file itself.
*/
function startChain(input) {
	const { recipe } = input;
	const entrypoint = input.entrypoint ? listStep(input.entrypoint) : instructionStep(recipe?.settings.entrypoint);
	const command = input.command ? listStep(input.command) : input.entrypoint ? void 0 : instructionStep(recipe?.settings.command);
	const chain = new Chain(input);
	for (const step of [entrypoint, command]) if (step) chain.add(step.step, step.words);
	return chain.steps;
}
function listStep(list) {
	if (list.value.length === 0) return void 0;
	return {
		step: {
			text: list.value.map(quoted).join(" "),
			...list.at ? { at: list.at } : {}
		},
		words: list.value
	};
}
function quoted(word) {
	return /^[\w@%+=:,./$-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
function instructionStep(instruction) {
	if (!instruction) return void 0;
	return {
		step: {
			text: instruction.text,
			at: instruction.at
		},
		words: instruction.json ?? [
			"sh",
			"-c",
			instruction.text
		]
	};
}
var Chain = class {
	steps = [];
	#input;
	#seen = /* @__PURE__ */ new Set();
	constructor(input) {
		this.#input = input;
	}
	add(step, words) {
		if (this.steps.length >= mostSteps) return;
		this.steps.push(step);
		const shell = /^(?:ba|da|a|z)?sh$/.test(baseName(words[0] ?? "")) && /^-\w*c$/.test(words[1] ?? "") ? words[2] : void 0;
		const commands = shell === void 0 ? [words] : shellCommands(shell);
		for (const command of commands) this.#follow(programOf(command), this.#input.workingDir);
	}
	#follow(words, folder) {
		const [program = "", ...args] = words;
		const name = baseName(program);
		if (/^(npm|yarn|pnpm|bun)$/.test(name)) this.#packageScript(args, folder);
		else if (/^(?:ba|da|a|z)?sh$/.test(name)) this.#file(args.find((arg) => !arg.startsWith("-")), folder);
		else if (name === "supervisord") this.#supervisor(optionValue(args, ["-c", "--configuration"]), folder);
		else if (/^(honcho|foreman|overmind|hivemind)$/.test(name)) this.#lines(optionValue(args, ["-f", "--procfile"]) ?? "Procfile", folder);
		else if (/^(python[\d.]*|node|nodejs|ruby|php|perl|deno|bun|ts-node|tsx|nodemon)$/.test(name)) this.#program(args, folder);
		else if (program.includes("/")) this.#file(program, folder);
		else if (this.#onPath(program) !== void 0) this.#file(this.#onPath(program), folder);
		else if (/\.\w+$/.test(program)) this.#file(program, folder);
		else for (const arg of args) this.#argument(arg, folder);
	}
	/** A file among a server's arguments, or the module that `module:callable` names. */
	#argument(arg, folder) {
		const module = /^([A-Za-z_][\w.]*):[A-Za-z_]\w*(?:\(.*\))?$/.exec(arg)?.[1];
		if (module !== void 0) {
			const path = module.replaceAll(".", "/");
			for (const candidate of [`${path}.py`, `${path}/__init__.py`]) this.#mention(candidate, folder);
		} else if (/\.(sh|py|js|mjs|cjs|ts|rb|ru|php|pl|conf|ini|ya?ml|toml)$/.test(arg)) this.#mention(arg, folder);
	}
	/** Where a program named without a folder is found, when the repository brings it. */
	#onPath(program) {
		return program === "" ? void 0 : [
			"/usr/local/sbin",
			"/usr/local/bin",
			"/usr/sbin",
			"/usr/bin",
			"/sbin",
			"/bin"
		].map((folder) => `${folder}/${program}`).find((path) => this.#repo(path, "/") !== void 0);
	}
	#repo(path, folder) {
		const found = repoPathOf(this.#input.paths, resolvePath(folder, path));
		return found && this.#input.workspace.isFile(found.repo) ? found.repo : void 0;
	}
	/** A script of a shell is followed line by line; any other file is the program. */
	#file(path, folder) {
		if (path === void 0) return;
		const repo = this.#repo(path, folder);
		const text = repo === void 0 ? void 0 : this.#input.workspace.read(repo);
		if (repo === void 0 || text === void 0) return;
		if (/^#!.*\b(?:ba|da|a|z)?sh\b/.test(text) || /\.(sh|bash)$/.test(repo)) this.#scriptLines(repo, text, folder);
		else this.#mention(path, folder);
	}
	#scriptLines(repo, text, folder) {
		if (this.#seen.has(repo)) return;
		this.#seen.add(repo);
		text.split("\n").forEach((line, index) => {
			const trimmed = line.trim();
			if (trimmed === "" || trimmed.startsWith("#")) return;
			this.steps.push({
				text: trimmed,
				at: this.#input.workspace.locate(repo, index + 1)
			});
			for (const command of shellCommands(trimmed)) this.#follow(programOf(command), folder);
		});
	}
	#lines(path, folder) {
		const repo = this.#repo(path, folder);
		const text = repo === void 0 ? void 0 : this.#input.workspace.read(repo);
		if (repo === void 0 || text === void 0 || this.#seen.has(repo)) return;
		this.#seen.add(repo);
		text.split("\n").forEach((line, index) => {
			const command = /^\s*(?:command\s*=|[\w-]+:)\s*(.+)$/.exec(line)?.[1];
			if (command === void 0) return;
			this.steps.push({
				text: command,
				at: this.#input.workspace.locate(repo, index + 1)
			});
			for (const words of shellCommands(command)) this.#follow(programOf(words), folder);
		});
	}
	/** The programs of a supervisor's file and of those that it includes; without `-c`, where supervisord looks for it. */
	#supervisor(given, folder) {
		const usual = [
			`${folder}/supervisord.conf`,
			`${folder}/etc/supervisord.conf`,
			"/etc/supervisord.conf",
			"/etc/supervisor/supervisord.conf"
		];
		const path = given === void 0 ? usual.find((each) => this.#repo(each, "/") !== void 0) : resolvePath(folder, given);
		const repo = path === void 0 ? void 0 : this.#repo(path, "/");
		const text = repo === void 0 ? void 0 : this.#input.workspace.read(repo);
		const includes = text === void 0 ? "/etc/supervisor/conf.d/*.conf" : /^\[include\][^[]*?^\s*files\s*=\s*(.+)$/m.exec(text)?.[1] ?? "";
		if (repo !== void 0 && text !== void 0) this.#programs(repo, text, folder);
		const base = path === void 0 ? "/etc/supervisor" : path.slice(0, path.lastIndexOf("/"));
		for (const pattern of includes.trim().split(/\s+/).filter((each) => each !== "")) for (const file of matchGlob(resolvePath(base, pattern), (each) => containerChildren(this.#input.workspace, this.#input.paths, each))) {
			const included = this.#repo(file, "/");
			const content = included === void 0 ? void 0 : this.#input.workspace.read(included);
			if (included !== void 0 && content !== void 0) this.#programs(included, content, folder);
		}
	}
	/** `command=` of each `[program:…]`, run in its `directory=`. */
	#programs(repo, text, folder) {
		if (this.#seen.has(repo)) return;
		this.#seen.add(repo);
		const lines = text.split("\n");
		for (const [index, line] of lines.entries()) {
			const command = /^\s*command\s*=\s*(.+)$/.exec(line)?.[1]?.replace(/\s;.*$/, "");
			if (command === void 0) continue;
			const end = lines.findIndex((each, other) => other > index && each.startsWith("["));
			const start = lines.findLastIndex((each, other) => other <= index && each.startsWith("["));
			const directory = lines.slice(Math.max(0, start), end === -1 ? void 0 : end).flatMap((each) => /^\s*directory\s*=\s*(\S+)/.exec(each)?.[1] ?? [])[0];
			this.steps.push({
				text: command,
				at: this.#input.workspace.locate(repo, index + 1)
			});
			for (const words of shellCommands(command)) this.#follow(programOf(words), directory ?? folder);
		}
	}
	#packageScript(args, folder) {
		const words = args.filter((arg) => !arg.startsWith("-"));
		const script = words[0] === "run" || words[0] === "run-script" ? words[1] : words[0];
		const prefix = optionValue(args, [
			"--prefix",
			"--cwd",
			"-C"
		]);
		const place = prefix === void 0 ? folder : resolvePath(folder, prefix);
		const repo = this.#repo("package.json", place);
		const text = repo === void 0 ? void 0 : this.#input.workspace.read(repo);
		if (repo === void 0 || text === void 0 || script === void 0 || this.#seen.has(`${repo} ${script}`)) return;
		this.#seen.add(`${repo} ${script}`);
		const file = parseYaml(repo, text);
		const command = file.source(["scripts", script]);
		const at = file.locate(["scripts", script]);
		if (command === void 0 || at === void 0) return;
		const unquoted = command.replace(/^"|"$/g, "").replaceAll("\\\"", "\"");
		this.steps.push({
			text: unquoted,
			at
		});
		for (const words2 of shellCommands(unquoted)) this.#follow(programOf(words2), place);
	}
	/** The file an interpreter is given, or the module of `-m`. */
	#program(args, folder) {
		const moduleAt = args.indexOf("-m");
		const module = moduleAt === -1 ? void 0 : args[moduleAt + 1];
		if (module !== void 0) {
			const path = module.replaceAll(".", "/");
			for (const candidate of [`${path}.py`, `${path}/__main__.py`]) this.#mention(candidate, folder);
			this.#follow(args.slice(moduleAt + 1), folder);
			return;
		}
		const file = args.find((arg) => !arg.startsWith("-"));
		if (file === void 0) return;
		for (const candidate of [
			file,
			`${file}.js`,
			`${file}/index.js`
		]) this.#mention(candidate, folder);
	}
	#mention(path, folder) {
		const repo = this.#repo(path, folder);
		if (repo === void 0 || this.#seen.has(repo)) return;
		this.#seen.add(repo);
		this.steps.push({
			text: path,
			at: this.#input.workspace.locate(repo, 1)
		});
	}
};
/** The value of `--name value` or `--name=value` among words. */
function optionValue(words, names) {
	for (const [index, word] of words.entries()) for (const name of names) {
		if (word === name) return words[index + 1];
		if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
	}
}

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

// src/plan/stub.ts
/** The image of the proxy that stands in where the project brings none. */
const stubImage = "nginx:stable";
/** The configuration that the user names, else the likeliest found. Throws a Failure when there is none. */
function chooseConfigs(inputs, workspace) {
	if (inputs.nginxConfigs.length > 0) return {
		chosen: inputs.nginxConfigs.map((path) => givenConfig(workspace, path)),
		notes: []
	};
	const [first, ...others] = findNginxConfigs(workspace);
	if (!first) throw failure("project-not-found", "The repository has no nginx configuration that passes requests on.", { remedy: "Name it with --nginx-config PATH." });
	const notes = [{
		text: `${first.path} is taken for the proxy's configuration: it was found by its content`,
		at: workspace.locate(first.path, 1)
	}];
	return {
		chosen: [first],
		notes: others.length > 0 ? [...notes, { text: `not used: ${others.map((other) => other.path).join(", ")}; choose with --nginx-config` }] : notes
	};
}
function givenConfig(workspace, path) {
	const repo = workspace.toRepo(path);
	if (repo === void 0 || !workspace.isFile(repo)) throw failure("usage", `--nginx-config ${path}: there is no such file in the project.`, { remedy: "Give a path inside the project." });
	return readCandidate(workspace, repo) ?? {
		path: repo,
		isFull: isFull(workspace, repo),
		isTemplate: /\.(template|tmpl)$/.test(repo),
		routes: 0
	};
}
function isFull(workspace, path) {
	return parseNginx(workspace.read(path) ?? "", path).directives.some((directive) => directive.name === "http" || directive.name === "events");
}
/** Puts the configuration where its kind is deployed, with the files it includes that stand beside it. */
function stubProxy(workspace, configs, name) {
	const mounts = [{
		kind: "text",
		text: "",
		target: "/etc/nginx/conf.d/default.conf",
		mode: 420
	}];
	const main = configs.find((config) => config.isFull);
	for (const config of configs) {
		mounts.push(fileMount(config.path, deployedPath(config)));
		mounts.push(...includedMounts(workspace, config));
	}
	const paths = mounts.flatMap((mount) => mount.kind === "files" ? [{
		container: mount.target,
		repo: mount.repo,
		kind: mount.isFolder ? "folder" : "file",
		via: "config"
	}] : []);
	const layout = {
		...stubLayout,
		stock: Object.fromEntries(Object.entries(stubLayout.stock).filter(([path]) => !path.startsWith("/etc/nginx/conf.d/") && !(main && path === "/etc/nginx/nginx.conf")))
	};
	const view = viewContainer({
		workspace,
		layout,
		recipe: void 0,
		paths,
		variables: {},
		entrypoint: void 0,
		command: void 0
	});
	return {
		planned: planProxy(workspace, name, "stub", stubLayout.main, view),
		mounts,
		paths
	};
}
function fileMount(repo, target, isFolder = false) {
	return {
		kind: "files",
		repo,
		target,
		isFolder,
		readOnly: true
	};
}
function deployedPath(config) {
	if (config.isFull) return "/etc/nginx/nginx.conf";
	const name = config.path.slice(config.path.lastIndexOf("/") + 1);
	if (config.isTemplate) return `/etc/nginx/templates/${name.replace(/\.tmpl$/, ".template")}`;
	return `/etc/nginx/conf.d/${name.endsWith(".conf") ? name : `${name}.conf`}`;
}
/** Files and folders beside the configuration that its includes name, at the paths where nginx looks. */
function includedMounts(workspace, config) {
	const { directives } = parseNginx(workspace.read(config.path) ?? "", config.path);
	const folder = folderOf$1(config.path);
	return [...walk(directives)].filter((directive) => directive.name === "include").flatMap((directive) => {
		const relative = (directive.args[0]?.text ?? "").replace(/^\/etc\/nginx\//, "");
		if (relative.startsWith("/") || relative === "" || relative === "mime.types") return [];
		const part = /[*?[]/.test(relative) ? relative.slice(0, Math.max(0, relative.search(/[*?[]/))).replace(/\/[^/]*$/, "") : relative;
		const repo = part === "" ? void 0 : joinPath(folder, part);
		const kind = repo === void 0 ? void 0 : workspace.kindOf(repo);
		return repo !== void 0 && kind !== void 0 ? [fileMount(repo, `/etc/nginx/${part}`, kind === "folder")] : [];
	});
}
/** Host names that the configuration dials and that only this project can mean. */
function dialledHosts(stub) {
	const hosts = stub.planned.proxy.routes.toSorted((a, b) => Number(b.location === "/") - Number(a.location === "/")).flatMap((route) => route.targets.map((target) => target.host));
	return [...new Set(hosts)].filter((host) => host !== "" && !isLoopback(host) && !isAddressLiteral(host) && (!host.includes(".") || host === "host.docker.internal"));
}
/** The container of the stub: on networks of its own, or in the network namespace of another. */
function stubService(stub, configs, attachments, inside) {
	const [first] = configs;
	return {
		name: stub.planned.proxy.service,
		...first ? { at: {
			path: first.path,
			line: 1
		} } : {},
		role: "proxy",
		essential: true,
		image: {
			kind: "reference",
			reference: stubImage
		},
		variables: {},
		attachments: inside === void 0 ? attachments : [],
		...inside === void 0 ? {} : { networkOf: inside },
		mounts: stub.mounts,
		needs: [],
		ports: [],
		paths: stub.paths,
		start: [],
		settings: {}
	};
}
/** Where the stub stands: as asked for, else on the host when its configuration dials the loopback and no name. */
function stubTopology(inputs, proxy, dialsNames) {
	if (inputs.topology !== "auto") return byDefault(inputs.topology, "given by --topology");
	const loopback = proxy.routes.flatMap((route) => route.targets).find((target) => isLoopback(target.host) && target.port > 0);
	if (loopback && !dialsNames) return {
		...sourced("host", loopback.at),
		because: `${showTarget(loopback)} is dialled and no container name: nginx stands on the host beside a published port`
	};
	const dialsSocket = !dialsNames && proxy.routes.some((route) => route.targets.some((target) => target.socket !== void 0));
	return byDefault("container", dialsSocket ? "the configuration dials a Unix socket, whose folder nginx and the app have in common" : "the configuration dials names, as between containers");
}
/** In whose network namespace a stub of this topology stands; undefined for one of its own. */
function standsIn(topology, app) {
	if (topology.value === "host") return byDefault(hostName, "nginx stands on the host in this topology");
	return topology.value === "shared" && app !== void 0 ? byDefault(app, "nginx and the app share a network namespace in this topology") : void 0;
}
/** What is said of the stub. */
const suppliedStub = {
	what: `nginx (${stubImage}) in front of the app`,
	why: "the project has a configuration for nginx and no container of its own for it"
};

// src/plan/timeouts.ts
/** How long an app may take when nothing says otherwise. */
const usualStartTimeout = millis(6e4);
/** The start budget: the user's, else a minute, or longer where a health check of the project allows longer. */
function startTimeout(inputs, services) {
	if (inputs.startTimeout !== void 0) return {
		value: inputs.startTimeout,
		because: "given by --start-timeout"
	};
	const declared = services.flatMap((service) => {
		const check = service.healthcheck;
		if (!check || check.startPeriod === void 0) return [];
		return [{
			value: millis(check.startPeriod + (check.interval ?? 3e4) * (check.retries ?? 3)),
			...check.at ? { at: check.at } : {},
			because: `the health check of ${service.name} allows it`
		}];
	});
	return [byDefault(usualStartTimeout, "the gate's usual start budget"), ...declared].reduce((longest, each) => each.value > longest.value ? each : longest);
}

// src/plan/compose/model.ts
/**
* Lets `docker compose config` merge and resolve the files. Variables files of services are left out of it (their lines are read
* here, and one that is not committed must not stop the plan). Throws a Failure with the file and line when Compose refuses.
*/
async function composeModel(workspace, files, run, envFile, profiles = "declared") {
	const folder = mkdtempSync(join(tmpdir(), "upstream-gate-"));
	try {
		const override = join(folder, "override.yaml");
		const resets = servicesWithEnvFile(files).map((name) => `  ${JSON.stringify(name)}:\n    env_file: !reset []\n`);
		writeFileSync(override, resets.length > 0 ? `services:\n${resets.join("")}` : "services: {}\n");
		const given = files.main.flatMap((path, index) => ["-f", changedFile(workspace, path, join(folder, `${index}.yaml`)) ?? workspace.absolute(path)]);
		const env = envFile === void 0 ? [] : ["--env-file", envFile];
		const all = profiles === "all" ? ["--profile", "*"] : [];
		const result = await run([
			...env,
			...all,
			"--project-directory",
			workspace.absolute(files.folder),
			...given,
			"-f",
			override,
			"config",
			"--format",
			"json"
		], workspace.absolute(files.folder));
		if (result.code !== 0) throw refusal(workspace, files, result.err, result.code);
		return {
			model: JSON.parse(result.out, unescapeDollars),
			unset: unsetVariables(result.err)
		};
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
/** A file with a trial's edits laid over it, written out; undefined when there are none. */
function changedFile(workspace, path, copy) {
	if (!workspace.edits.some((edit) => edit.path === path)) return void 0;
	writeFileSync(copy, workspace.read(path) ?? "");
	return copy;
}
/** What Compose prints could be given to it again, so every dollar in it is doubled. */
function unescapeDollars(_key, value) {
	return typeof value === "string" ? value.replaceAll("$$", "$") : value;
}
function servicesWithEnvFile(files) {
	const names = files.parsed.filter((file) => files.main.includes(file.path)).flatMap((file) => file.keys(["services"]));
	return [...new Set(names)].filter((name) => files.parsed.some((file) => hasEnvFile(file.data, name, 0)));
}
function hasEnvFile(data, service, depth) {
	if (valueAt(data, [
		"services",
		service,
		"env_file"
	]) !== void 0) return true;
	const extended = valueAt(data, [
		"services",
		service,
		"extends"
	]);
	const parent = typeof extended === "string" ? extended : valueAt(extended, ["service"]);
	return typeof parent === "string" && depth < 5 && (valueAt(extended, ["file"]) !== void 0 || hasEnvFile(data, parent, depth + 1));
}
function unsetVariables(warnings) {
	return [...new Set([...warnings.matchAll(/The \\?"([^"\\]+)\\?" variable is not set/g)].map((match) => match[1] ?? ""))];
}
function refusal(workspace, files, words, code) {
	if (code === 130) return failure("interrupted", "Interrupted while docker compose read the project.");
	const message = (words.trim().split("\n").findLast((line) => line.trim() !== "" && !line.includes("level=warning")) ?? "").trim();
	const shown = message.replaceAll(`${workspace.root}/`, "");
	const at = refusedPlace(files, message);
	return failure("config-invalid", `docker compose refuses ${files.main.join(" + ")}: ${shown}`, {
		...at ? { at } : {},
		remedy: `Correct it until this succeeds: docker compose ${files.main.map((path) => `-f ${path}`).join(" ")} config`
	});
}
/** The place that a message of Compose speaks of, when it names a key path or a line. */
function refusedPlace(files, message) {
	const [first] = files.parsed;
	const line = /line (\d+)/.exec(message)?.[1];
	if (line !== void 0 && first) return {
		path: first.path,
		line: Number(line)
	};
	const path = /services\.([\w.-]+)/.exec(message)?.[1]?.split(".");
	const missing = /required variable (\w+)/.exec(message)?.[1];
	for (const file of files.parsed.toReversed()) for (let length = path?.length ?? 0; length > 0; length--) {
		const at = file.locateKey(["services", ...(path ?? []).slice(0, length)]);
		if (at && missing === void 0) return at;
	}
	return first === void 0 ? void 0 : {
		path: first.path,
		line: 1
	};
}
/** Where a Compose file uses a variable, by its first line. */
function variableUse(workspace, files, name) {
	for (const path of files.main) {
		const index = (workspace.read(path) ?? "").split("\n").findIndex((line) => new RegExp(`\\$\\{?${name.replace(/\W/g, "")}\\b`).test(line));
		if (index !== -1) return workspace.locate(path, index + 1);
	}
}

// src/plan/compose/hollow-mounts.ts
/**
* Mounts of single files that the repository does not have: the configuration names their targets as files, so an empty file stands
* there and what belongs there is supplied. Without that the engine would make folders of them.
*/
function withoutHollowMounts(workspace, planned, parts) {
	const { named, included } = filePaths(planned);
	const service = parts.services.find((each) => each.name === planned.proxy.service);
	const hollow = (service?.mounts ?? []).filter((mount) => named.has(mount.target) && (isOfHost(mount) || isAbsent(workspace, mount)) || included.has(mount.target) && isOfHost(mount));
	if (!service || hollow.length === 0) return parts;
	const mounts = service.mounts.map((mount) => hollow.includes(mount) ? {
		kind: "text",
		text: "",
		target: mount.target,
		mode: 420,
		...mount.at ? { at: mount.at } : {}
	} : mount);
	const ofFolder = ({ what }) => hollow.find((mount) => what === `an empty folder at ${mount.target}`);
	const isOfHollow = ({ text }) => hollow.some((mount) => mount.kind === "files" && text.startsWith(`${mount.repo} is not in the repository`));
	return {
		services: parts.services.map((each) => each === service ? {
			...each,
			mounts
		} : each),
		supplied: parts.supplied.flatMap((each) => {
			const mount = ofFolder(each);
			return mount === void 0 ? [each] : included.has(mount.target) ? [{
				...each,
				what: `an empty file at ${mount.target}`
			}] : [];
		}),
		notes: parts.notes.filter((each) => !isOfHollow(each))
	};
}
function filePaths({ config, proxy }) {
	const { pairs, others } = filesNamedBy(config.directives, proxy.main.slice(0, proxy.main.lastIndexOf("/")));
	return {
		named: /* @__PURE__ */ new Set([...pairs.flatMap(({ certificate, key }) => [certificate.path, key.path]), ...others.map(({ path }) => path)]),
		included: new Set(config.absent.map(({ path }) => path))
	};
}
/** A path of the host: whatever is there, CI does not have it. */
function isOfHost(mount) {
	return mount.kind === "volume" && mount.volume.startsWith("host-");
}
function isAbsent(workspace, mount) {
	return mount.kind === "files" && mount.isFolder && workspace.kindOf(mount.repo) === void 0;
}

// src/plan/compose/variables.ts
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
	const folder = folderOf$1(path);
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
		...exampleNames
	].filter((each) => each !== name).map((each) => joinPath(folder, each)).find((each) => workspace.isFile(each));
}
/** The variables of a service: its variables files in order, then `environment`, each with its line. */
function serviceVariables(workspace, files, locator, name, service, outer, fallback) {
	const variables = {};
	const notes = [];
	for (const file of envFilesOf(files, name, 0)) {
		const used = workspace.isFile(file.path) ? file.path : (file.path && exampleFor(workspace, file.path)) ?? fallback;
		if (used !== file.path && (file.required || used !== void 0)) notes.push({
			text: used === void 0 ? `${file.written} is not in the repository: its variables are not set` : `${file.written} is not in the repository: ${used} is used in its place`,
			...file.at ? { at: file.at } : {}
		});
		const text = used === void 0 ? void 0 : workspace.read(used);
		if (used !== void 0 && text !== void 0) Object.assign(variables, parseDotenv(used, text, outer).variables);
	}
	for (const [key, value] of Object.entries(service.environment ?? {})) {
		const given = value ?? outer[key];
		if (given === void 0) continue;
		const at = locator.entry(name, ["environment"], (entry, mapKey) => mapKey === key || typeof entry === "string" && (entry === key || entry.startsWith(`${key}=`)));
		variables[key] = at ? {
			value: given,
			at
		} : { value: given };
	}
	return {
		variables,
		notes
	};
}
function envFilesOf(files, name, depth) {
	return files.parsed.flatMap((file) => {
		const folder = files.main.includes(file.path) ? files.folder : folderOf$1(file.path);
		const extended = valueAt(file.data, [
			"services",
			name,
			"extends"
		]);
		const parent = typeof extended === "string" ? extended : valueAt(extended, ["service"]);
		const inherited = typeof parent === "string" && parent !== name && depth < 5 ? envFilesOf(files, parent, depth + 1) : [];
		const value = valueAt(file.data, [
			"services",
			name,
			"env_file"
		]);
		const list = value === void 0 || value === null ? [] : Array.isArray(value) ? value : [value];
		return [...inherited, ...list.flatMap((entry, index) => {
			const written = typeof entry === "string" ? entry : valueAt(entry, ["path"]);
			if (typeof written !== "string") return [];
			const at = file.locate([
				"services",
				name,
				"env_file",
				index
			]) ?? file.locate([
				"services",
				name,
				"env_file"
			]);
			return [{
				written,
				path: joinPath(folder, written),
				required: valueAt(entry, ["required"]) !== false,
				...at ? { at } : {}
			}];
		})];
	});
}

// src/plan/compose/services.ts
/** Turns the services of the merged model into ours, each value with its line. */
function draftServices(context) {
	const notes = [];
	const supplied = [];
	const hostAccess = /* @__PURE__ */ new Map();
	return {
		services: Object.entries(context.model.services).map(([name, service]) => {
			const access = hostAccessOf(context, name, service);
			if (access) hostAccess.set(name, access);
			const { variables, notes: more } = serviceVariables(context.workspace, context.files, context.locator, name, service, context.environment, context.envFallback);
			notes.push(...more);
			return draftService(context, name, service, variables, supplied, notes);
		}),
		notes,
		supplied,
		hostAccess
	};
}
function draftService(context, name, service, variables, supplied, notes) {
	const { locator } = context;
	const at = locator.service(name);
	const list = (key) => {
		const value = service[key];
		return value === null || value === void 0 ? {} : { [key]: sourced(value, locator.key(name, [key])) };
	};
	const memory = memoryOf(context, name, service);
	const cpus = Number(service.cpus ?? service.deploy?.resources?.limits?.cpus ?? 0);
	const healthcheck = healthcheckOf(context, name, service);
	const networksAt = locator.key(name, ["networks"]);
	const shared = /^service:(.+)$/.exec(service.network_mode ?? "")?.[1];
	return {
		name,
		...at ? { at } : {},
		image: imageOf(context, name, service),
		...list("entrypoint"),
		...list("command"),
		variables,
		...service.working_dir === void 0 ? {} : { workingDir: service.working_dir },
		...service.user === void 0 ? {} : { user: sourced(service.user, locator.key(name, ["user"])) },
		attachments: attachmentsOf(context, name, service),
		...networksAt ? { networksAt } : {},
		...shared === void 0 ? {} : { networkOf: sourced(shared, locator.key(name, ["network_mode"])) },
		...service.network_mode === "host" ? { networkOf: sourced(hostName, locator.key(name, ["network_mode"])) } : {},
		mounts: mountsOf(context, name, service, supplied, notes),
		needs: needsOf(context, name, service),
		...healthcheck ? { healthcheck } : {},
		...memory ? { memory } : {},
		...cpus > 0 ? { cpus } : {},
		ports: portsOf(context, name, service),
		settings: settingsOf(service, (path) => locator.key(name, path)),
		...service.restart === void 0 ? {} : { restart: sourced(service.restart, locator.key(name, ["restart"])) }
	};
}
function imageOf(context, name, service) {
	const at = context.locator.key(name, [service.build ? "build" : "image"]) ?? context.locator.service(name);
	const placed = at ? { at } : {};
	if (!service.build) {
		if (service.image === void 0) throw failure("config-invalid", `The service ${name} has neither an image nor a build.`, {
			...placed,
			remedy: "Give it one."
		});
		return {
			kind: "reference",
			reference: service.image,
			...placed
		};
	}
	const { context: folder = ".", dockerfile = "Dockerfile", dockerfile_inline: inline, target, args = {} } = service.build;
	const inside = /^[a-z+]+:\/\/|^git@/.test(folder) ? void 0 : context.workspace.toRepo(folder);
	const file = inside === void 0 ? void 0 : context.workspace.toRepo(dockerfile.startsWith("/") ? dockerfile : `${context.workspace.absolute(inside)}/${dockerfile}`);
	if (inside === void 0 || file === void 0) throw failure("refused", `The service ${name} is built from ${folder}, which is outside the project.`, {
		...placed,
		remedy: "Check the folder that holds both, or give the image with --image."
	});
	const known = Object.entries(args).flatMap(([key, value]) => value === null ? context.environment[key] === void 0 ? [] : [[key, context.environment[key]]] : [[key, value]]);
	return {
		kind: "build",
		context: inside,
		dockerfile: file,
		...inline === void 0 ? {} : { inline },
		...target === void 0 ? {} : { target },
		args: Object.fromEntries(known),
		...placed
	};
}
function attachmentsOf(context, name, service) {
	if (service.network_mode !== void 0 && service.network_mode !== "bridge") return [];
	const networks = service.networks ?? { default: null };
	const own = [
		name,
		`${context.model.name}-${name}-1`,
		...service.container_name === void 0 ? [] : [service.container_name]
	];
	return Object.entries(networks).map(([network, settings]) => {
		const linked = linkAliases(context.model, name, network);
		const at = context.locator.entry(name, ["networks"], (entry, key) => key === network || entry === network);
		return {
			network,
			aliases: [.../* @__PURE__ */ new Set([
				...own,
				...settings?.aliases ?? [],
				...linked
			])],
			...at ? { at } : {}
		};
	});
}
/** Names that other services' `links: [name:alias]` give this one. */
function linkAliases(model, name, network) {
	return Object.values(model.services).filter((other) => other.networks === void 0 || network in other.networks).flatMap((other) => other.links ?? []).flatMap((link) => link.split(":")[0] === name && link.includes(":") ? [link.split(":")[1] ?? ""] : []);
}
function needsOf(context, name, service) {
	const conditions = {
		service_healthy: "healthy",
		service_completed_successfully: "completed"
	};
	const declared = Object.entries(service.depends_on ?? {}).map(([other, need]) => {
		const at = context.locator.entry(name, ["depends_on"], (entry, key) => key === other || entry === other);
		return {
			service: other,
			condition: conditions[need.condition] ?? "started",
			required: need.required !== false,
			...at ? { at } : {}
		};
	});
	const shared = /^service:(.+)$/.exec(service.network_mode ?? "")?.[1];
	const implied = shared === void 0 || shared in (service.depends_on ?? {}) ? [] : [{
		service: shared,
		condition: "started",
		required: true
	}];
	return [...declared, ...implied];
}
function healthcheckOf(context, name, service) {
	const check = service.healthcheck;
	if (!check) return void 0;
	const at = context.locator.key(name, ["healthcheck"]);
	const testAt = context.locator.key(name, ["healthcheck", "test"]);
	const limitAt = check.start_period === void 0 ? check.retries === void 0 ? void 0 : context.locator.key(name, ["healthcheck", "retries"]) : context.locator.key(name, ["healthcheck", "start_period"]);
	const durations = {
		interval: check.interval,
		timeout: check.timeout,
		startPeriod: check.start_period,
		startInterval: check.start_interval
	};
	const parsed = Object.entries(durations).flatMap(([key, text]) => {
		const value = text === void 0 ? void 0 : parseDuration(text);
		return value === void 0 ? [] : [[key, value]];
	});
	return {
		test: check.disable === true ? ["NONE"] : check.test ?? [],
		...Object.fromEntries(parsed),
		...check.retries === void 0 ? {} : { retries: check.retries },
		...at ? { at } : {},
		...testAt ? { testAt } : {},
		...limitAt ? { limitAt } : {}
	};
}
function memoryOf(context, name, service) {
	const own = service.mem_limit;
	const size = parseSize(String(own ?? service.deploy?.resources?.limits?.memory ?? ""));
	if (size === void 0 || size === 0) return void 0;
	return sourced(size, context.locator.key(name, own === void 0 ? [
		"deploy",
		"resources",
		"limits",
		"memory"
	] : ["mem_limit"]));
}
/** Whether a text as `8000-8010`, `8000` or a variable's use can stand for the port. */
function includesPort(text, wanted) {
	const range = /^(\d+)(?:-(\d+))?$/.exec(text ?? "");
	return range ? Number(range[1]) <= wanted && wanted <= Number(range[2] ?? range[1]) : text?.includes("$") === true;
}
function portsOf(context, name, service) {
	return (service.ports ?? []).flatMap((entry) => {
		const target = port(entry.target);
		const published = entry.published === void 0 ? void 0 : port(entry.published.split("-")[0] ?? "");
		if (target === void 0 || entry.protocol === "udp") return [];
		const at = context.locator.entry(name, ["ports"], (written) => namesPort(written, entry.target, published)) ?? context.locator.key(name, ["ports"]);
		return [{
			target,
			...published === void 0 ? {} : { published },
			...entry.host_ip === void 0 ? {} : { hostAddress: entry.host_ip },
			...at ? { at } : {}
		}];
	});
}
function namesPort(written, target, published) {
	if (typeof written === "object" && written !== null) {
		const entry = written;
		return Number(entry.target) === target && (entry.published === void 0 || published === void 0 || includesPort(String(entry.published), published));
	}
	const [inside, outside] = String(written).replace(/\$\{[^}]*\}/g, "$").replace(/\/\w+$/, "").split(/:(?![^[]*\])/).toReversed();
	return includesPort(inside, target) && (outside === void 0 || published === void 0 || includesPort(outside, published));
}
/** Folders of the host that are only there to give time, name resolution or the engine; nothing is lost without them. */
const ignoredHostPaths = /^\/(etc\/(localtime|timezone|resolv\.conf|hosts)|var\/run\/docker\.sock|run\/docker\.sock|proc|sys|dev)(\/|$)/;
function mountsOf(context, name, service, supplied, notes) {
	const mounts = (service.volumes ?? []).flatMap((volume, index) => mountOf(context, name, volume, index, supplied, notes));
	const tmpfs = typeof service.tmpfs === "string" ? [service.tmpfs] : service.tmpfs ?? [];
	const texts = [...(service.configs ?? []).flatMap((each) => textMount(context, context.model.configs?.[each.source], each.target ?? `/${each.source}`, each.mode, 292)), ...(service.secrets ?? []).flatMap((each) => textMount(context, context.model.secrets?.[each.source], each.target ?? `/run/secrets/${each.source}`, each.mode, 292))];
	return [
		...mounts,
		...tmpfs.map((target) => ({
			kind: "tmpfs",
			target
		})),
		...texts
	];
}
function mountOf(context, name, volume, index, supplied, notes) {
	const at = context.locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === volume.target);
	const common = {
		target: volume.target,
		readOnly: volume.read_only === true,
		...at ? { at } : {}
	};
	if (volume.type === "tmpfs") return [{
		kind: "tmpfs",
		target: volume.target,
		...at ? { at } : {}
	}];
	if (volume.type === "volume") return [{
		kind: "volume",
		volume: volume.source ?? `${name}-anonymous-${index}`,
		...common
	}];
	if (volume.type !== "bind" || volume.source === void 0) return [];
	const inside = context.workspace.toRepo(volume.source);
	if (inside === void 0) {
		if (ignoredHostPaths.test(volume.source)) return [];
		supplied.push({
			what: `an empty folder at ${volume.target}`,
			why: `${name} binds ${volume.source} of the host, which CI does not have`,
			...at ? { at } : {}
		});
		return [{
			kind: "volume",
			volume: `host-${volume.source}`,
			...common
		}];
	}
	const kind = context.workspace.kindOf(inside);
	if (kind === void 0) notes.push({
		text: `${inside || "."} is not in the repository: Docker would make an empty folder of it`,
		...at ? { at } : {}
	});
	return [{
		kind: "files",
		repo: inside,
		isFolder: kind !== "file",
		...common
	}];
}
function mountTarget(entry) {
	if (typeof entry === "object" && entry !== null) return String(entry.target).replace(/(.)\/$/, "$1");
	const parts = String(entry).replace(/\$\{[^}]*\}/g, "$").split(":");
	return (parts.length === 1 ? parts[0] : parts[1])?.replace(/(.)\/$/, "$1");
}
function textMount(context, text, target, mode, usual) {
	if (!text) return [];
	const inside = text.file === void 0 ? void 0 : context.workspace.toRepo(text.file);
	if (inside !== void 0) return [{
		kind: "files",
		repo: inside,
		target,
		isFolder: false,
		readOnly: true
	}];
	const content = text.content ?? (text.environment === void 0 ? void 0 : context.environment[text.environment]);
	return content === void 0 ? [] : [{
		kind: "text",
		text: content,
		target,
		mode: mode === void 0 ? usual : Number.parseInt(String(mode), 8)
	}];
}
/** A limit at the line that gives its number: the soft one decides. */
function ulimitOf(name, limit, locate) {
	const isPlain = typeof limit === "number";
	const at = locate(isPlain ? ["ulimits", name] : [
		"ulimits",
		name,
		"soft"
	]);
	const hardAt = isPlain ? void 0 : locate([
		"ulimits",
		name,
		"hard"
	]);
	return {
		name,
		...isPlain ? {
			soft: limit,
			hard: limit
		} : {
			soft: limit.soft,
			hard: limit.hard
		},
		...at ? { at } : {},
		...hardAt ? { hardAt } : {}
	};
}
function settingsOf(service, locate) {
	const settings = {
		init: service.init,
		readOnly: service.read_only,
		readOnlyAt: service.read_only === true ? locate(["read_only"]) : void 0,
		tty: service.tty,
		stdinOpen: service.stdin_open,
		hostname: service.hostname,
		domainName: service.domainname,
		platform: service.platform,
		capAdd: service.cap_add,
		capDrop: service.cap_drop,
		securityOpt: service.security_opt,
		sysctls: service.sysctls,
		ulimits: service.ulimits && Object.entries(service.ulimits).map(([name, limit]) => ulimitOf(name, limit, locate)),
		extraHosts: service.extra_hosts?.map((entry) => entry.replace("=", ":")),
		dns: service.dns,
		dnsSearch: service.dns_search,
		groupAdd: service.group_add?.map(String),
		shmSize: service.shm_size === void 0 ? void 0 : parseSize(service.shm_size),
		pids: service.pids_limit ?? service.deploy?.resources?.limits?.pids,
		stopSignal: service.stop_signal
	};
	return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== void 0));
}
/** Capabilities by which a container can leave itself. */
function isHostCapability(capability) {
	return /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_RAWIO)$/i.test(capability);
}
/** `seccomp:unconfined`, `apparmor=unconfined`, `label:disable`. */
function isUnconfined(option) {
	return /[:=](?:unconfined|disable)$/i.test(option);
}
function hostAccessOf(context, name, service) {
	const at = (key) => {
		const found = context.locator.key(name, [key]);
		return found ? { at: found } : {};
	};
	if (service.privileged === true) return {
		what: "privileged",
		...at("privileged")
	};
	if (service.pid === "host") return {
		what: "pid: host",
		...at("pid")
	};
	if (service.ipc === "host") return {
		what: "ipc: host",
		...at("ipc")
	};
	if ((service.devices ?? []).length > 0) return {
		what: "devices",
		...at("devices")
	};
	for (const [key, isAccess] of [["cap_add", isHostCapability], ["security_opt", isUnconfined]]) {
		const asked = service[key]?.find(isAccess);
		const placed = asked === void 0 ? void 0 : context.locator.entry(name, [key], (entry) => entry === asked) ?? context.locator.key(name, [key]);
		if (asked !== void 0) return {
			what: `${key}: ${asked}`,
			...placed ? { at: placed } : {}
		};
	}
	const socket = (service.volumes ?? []).find((volume) => volume.type === "bind" && /docker\.sock$|^\/$|^\/(proc|sys|dev|var\/lib\/docker)(\/|$)/.test(volume.source ?? ""));
	if (!socket) return void 0;
	const placed = context.locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === socket.target);
	return {
		what: `a bind of ${socket.source}`,
		...placed ? { at: placed } : {}
	};
}

// src/plan/compose/stub.ts
/** The stub with the configuration that the user names or the repository has; undefined when there is none, or it has nothing to do with these services. */
function composeStub(inputs, workspace, drafts) {
	if (inputs.nginxConfigs.length === 0 && findNginxConfigs(workspace).length === 0) return void 0;
	const configs = chooseConfigs(inputs, workspace);
	const name = drafts.some((draft) => draft.name === "proxy") ? "upstream-gate-proxy" : "proxy";
	const stub = stubProxy(workspace, configs.chosen, name);
	const targets = stub.planned.proxy.routes.flatMap((route) => route.targets);
	if (!drafts.some((draft) => draft.image.kind === "build") && !targets.some((target) => drafts.some((draft) => isMeant(draft, target)))) return void 0;
	const named = drafts.filter((draft) => targets.some((target) => answersTo(draft, target.host)));
	const topology = stubTopology(inputs, stub.planned.proxy, named.length > 0);
	const meant = [
		...named,
		...drafts.filter((draft) => targets.some((target) => isMeant(draft, target))),
		...drafts.filter((draft) => draft.image.kind === "build")
	];
	const inside = standsIn(topology, meant[0]?.name);
	return {
		planned: stub.planned,
		service: stubService(stub, configs.chosen, attachmentsTo(name, named.length > 0 ? named : drafts), inside),
		topology,
		notes: configs.notes
	};
}
function answersTo(draft, host) {
	return draft.attachments.some((attachment) => attachment.aliases.includes(host));
}
/** Whether a target can be meant for a service: by its name, or by a port of the host that it has or publishes. */
function isMeant(draft, target) {
	const isHost = isLoopback(target.host) || desktopNames.includes(target.host);
	return answersTo(draft, target.host) || isHost && draft.ports.some((each) => each.target === target.port || each.published === target.port);
}
function attachmentsTo(name, drafts) {
	return [...new Set(drafts.flatMap((draft) => draft.attachments.map((attachment) => attachment.network)))].map((network) => ({
		network,
		aliases: [name]
	}));
}

// src/plan/compose/plan.ts
/** What the planner says when a Compose project has no nginx that passes requests on. */
var NoProxyError = class extends Error {};
/** Plans a Compose project. Throws a Failure when its files are invalid, NoProxyError when it has no proxy of this kind. */
async function planCompose(inputs, workspace, main, kind, run, environment, profiles = "declared") {
	const files = readComposeFiles(workspace, main);
	const outer = toolEnvironment(environment);
	const interpolation = interpolationFile(inputs, workspace, files);
	const { model, unset } = await composeModel(workspace, files, run, interpolation.path, profiles);
	const locator = new ComposeLocator(files.parsed);
	const drafts = draftServices({
		workspace,
		files,
		locator,
		model,
		environment: outer,
		...interpolation.fallback === void 0 ? {} : { envFallback: interpolation.fallback }
	});
	const reads = drafts.services.map((draft) => readService(workspace, draft));
	const stub = kind === "stub" ? composeStub(inputs, workspace, drafts.services) : void 0;
	const chosen = kind === "stub" ? stub?.planned : chooseProxy(workspace, reads);
	if (!chosen) throw new NoProxyError(`no service of ${main.join(" + ")} runs nginx with a configuration that passes requests on`);
	const finished = finishServices(workspace, reads, chosen, drafts, stub?.service);
	const given = withInputs(inputs, finished.services, stub !== void 0);
	const { services, supplied, notes } = withoutHollowMounts(workspace, chosen, {
		services: given,
		supplied: drafts.supplied,
		notes: drafts.notes
	});
	const roleNotes = finished.notes;
	const { probes, notes: probeNotes } = deriveProbes(chosen, {
		workspace,
		mappings: services.map((service) => service.paths)
	});
	const unsetNotes = unset.map((name) => {
		const at = variableUse(workspace, files, name);
		return {
			text: `the variable ${name} is not set: it is empty`,
			...at ? { at } : {}
		};
	});
	const networks = networksOf(model, services);
	return {
		platform: "compose",
		topology: stub?.topology ?? topologyOf(chosen.proxy, services),
		services,
		networks,
		volumes: [...new Set(services.flatMap((service) => service.mounts.flatMap((mount) => mount.kind === "volume" ? [mount.volume] : [])))],
		proxy: finished.proxy,
		probes: throughPublished(probes, services.find((service) => service.name === chosen.proxy.service)?.ports ?? []),
		supplied: [...supplied, ...stub ? [suppliedStub] : []],
		notes: [
			...foundNotes(inputs, main, profiles),
			...imageNotes(reads, chosen),
			...interpolation.notes,
			...stub?.notes ?? [],
			...unsetNotes,
			...notes,
			...roleNotes,
			...probeNotes
		],
		startTimeout: startTimeout(inputs, services),
		forwards: [],
		overlay: workspace.edits
	};
}
/** What was chosen without being asked for. */
function foundNotes(inputs, main, profiles) {
	const [first] = main;
	const isUsual = first !== void 0 && composeNames.includes(first) && main.every((path) => path === first || path.includes("override"));
	const at = first === void 0 ? {} : { at: {
		path: first,
		line: 1
	} };
	return [...inputs.composeFiles.length > 0 || isUsual ? [] : [{
		text: `${main.join(" + ")} is taken for the deployment: it is the one with the proxy; choose with --compose-file`,
		...at
	}], ...profiles === "all" ? [{
		text: "all profiles are on: without them nothing passes requests on",
		...at
	}] : []];
}
/** What the repository does not tell of the proxy's image. */
function imageNotes(reads, { proxy }) {
	const read = reads.find(({ draft }) => draft.name === proxy.service);
	if (!read) return [];
	const { image } = read.draft;
	const base = image.kind === "reference" ? image.reference : read.recipe?.settings.base;
	const at = image.at ?? read.draft.at;
	const guess = {
		text: `${base ?? "the image"} is taken for one with nginx in the usual place, since files are put into /etc/nginx`,
		...at ? { at } : {}
	};
	return [...read.layout?.kind === "unknown" ? [guess] : [], ...read.recipe ? buildNotes(recipeInstructions(read.recipe), proxy.main) : []];
}
/** The file that fills `${…}`: the given one, `.env`, else a committed example. */
function interpolationFile(inputs, workspace, files) {
	if (inputs.envFile !== void 0) {
		const inside = workspace.toRepo(inputs.envFile);
		return {
			path: inputs.envFile,
			notes: [],
			...inside === void 0 ? {} : { fallback: inside }
		};
	}
	const usual = files.folder === "" ? ".env" : `${files.folder}/.env`;
	if (workspace.isFile(usual)) return { notes: [] };
	const example = exampleFor(workspace, usual);
	if (example === void 0) return { notes: [] };
	return {
		path: workspace.absolute(example),
		fallback: example,
		notes: [{ text: `${usual} is not in the repository: ${example} is used in its place` }]
	};
}
function readService(workspace, draft) {
	const recipe = draft.image.kind === "build" ? readRecipe(workspace, draft.image) : void 0;
	const binds = draft.mounts.flatMap((mount) => mount.kind === "files" ? [{
		container: mount.target.replace(/(.)\/$/, "$1"),
		repo: mount.repo,
		kind: mount.isFolder ? "folder" : "file",
		via: "bind",
		...mount.at ? { at: mount.at } : {}
	}] : []);
	const paths = [...recipe?.paths ?? [], ...binds];
	return {
		draft,
		recipe,
		paths,
		layout: (draft.image.kind === "reference" ? layoutOfImage(draft.image.reference) : recipe && layoutOfRecipe(recipe)) ?? (paths.some((mapping) => mapping.container.startsWith("/etc/nginx/")) ? unknownLayout : void 0)
	};
}
/**
* The nginx that stands in front: it passes requests on and no other nginx dials it; one that publishes ports is preferred, then
* the one with the most routes.
*/
function chooseProxy(workspace, reads) {
	const candidates = reads.flatMap((read) => {
		const planned = read.layout && planProxyOf(workspace, read, read.layout);
		return planned && (dialledRoutes(planned.proxy).length > 0 || isBroken(planned) || meansToPass(workspace, planned)) ? [{
			read,
			planned
		}] : [];
	});
	const dialled = new Set(candidates.flatMap(({ planned }) => planned.proxy.routes.flatMap((route) => route.targets.map((target) => target.host))));
	const rank = ({ read, planned }) => (namesOf(read.draft).some((name) => dialled.has(name)) ? 0 : 1e3) + (read.draft.ports.length > 0 ? 500 : 0) + dialledRoutes(planned.proxy).length;
	return candidates.toSorted((a, b) => rank(b) - rank(a))[0]?.planned;
}
/** A configuration of the project's own that does not parse may well be the proxy's. */
function isBroken(planned) {
	return planned.proxy.errors.some((error) => error.at !== void 0);
}
/** A file of the project's own may ask to pass requests on in a place where nginx will not have it. */
function meansToPass(workspace, planned) {
	return planned.proxy.files.some((file) => [...walk(parseNginx(workspace.read(file.repo) ?? "", file.repo).directives)].some((directive) => directive.name.endsWith("_pass")));
}
function planProxyOf(workspace, read, layout) {
	const entrypoint = read.draft.entrypoint?.value;
	const command = read.draft.command?.value ?? read.recipe?.settings.command?.json;
	const variables = {
		...read.recipe?.settings.variables,
		...read.draft.variables
	};
	const view = viewContainer({
		workspace,
		layout,
		recipe: read.recipe,
		paths: read.paths,
		variables,
		entrypoint,
		command
	});
	const kind = !(read.recipe === void 0 && layout.kind !== "unknown" && read.draft.image.kind === "reference") && isBesideApp(layout, startOf(workspace, read)) ? "inside" : "service";
	const main = mainFromCommand([...entrypoint ?? [], ...command ?? []]) ?? layout.main;
	return planProxy(workspace, read.draft.name, kind, main, view);
}
function namesOf(draft) {
	return draft.attachments.flatMap((attachment) => attachment.aliases);
}
function startOf(workspace, { draft, recipe, paths }) {
	const workingDir = draft.workingDir ?? recipe?.settings.workingDir ?? "/";
	return startChain({
		workspace,
		recipe,
		paths,
		workingDir,
		entrypoint: draft.entrypoint,
		command: draft.command
	});
}
function finishServices(workspace, reads, chosen, drafts, stub) {
	const all = reads.map(({ draft, recipe, paths }) => {
		const healthcheck = draft.healthcheck ?? healthOfImage(recipe?.settings.healthcheck);
		return {
			...draft,
			...healthcheck ? { healthcheck } : {},
			role: "other",
			essential: false,
			paths,
			start: startOf(workspace, {
				draft,
				recipe,
				paths
			})
		};
	});
	const every = stub ? [...all, stub] : all;
	const proxy = withSocketOwners(workspace, chosen.proxy, every);
	const services = assignRoles(workspace, every, proxy);
	const needed = services.filter((service) => service.essential);
	for (const service of needed) {
		const access = drafts.hostAccess.get(service.name);
		if (access) throw failure("refused", `The service ${service.name} asks for access to the host (${access.what}), which the gate does not give.`, {
			...access.at ? { at: access.at } : {},
			remedy: "Take it out for CI, for example with a Compose file of its own given by --compose-file."
		});
	}
	const left = services.filter((service) => !service.essential).map((service) => service.name);
	return {
		services: needed,
		proxy,
		notes: left.length > 0 ? [{ text: `not started, since nothing that the proxy reaches seems to need it: ${left.join(", ")}` }] : []
	};
}
/** The image and memory that the user gives, where they can be meant for one service only. */
function withInputs(inputs, services, isStub) {
	const { image, memory } = inputs;
	if (!isStub && inputs.topology !== "auto" && inputs.topology !== "container" && !services.some((service) => service.networkOf)) throw failure("usage", `--topology ${inputs.topology}: the nginx of this Compose project runs in a container of its own.`, { remedy: "Leave --topology out, or name the configuration of the nginx that is meant with --nginx-config." });
	const apps = services.filter((service) => service.role === "app" && service.image.kind === "build");
	if (image !== void 0 && apps.length !== 1) throw failure("usage", `--image ${image}: ${apps.length} services that nginx dials are built here; it is not clear which one is meant.`, { remedy: "Name the images in the Compose file." });
	return services.map((service) => {
		const isApp = service.role === "app";
		const given = image !== void 0 && service === apps[0] ? { image: {
			kind: "reference",
			reference: image
		} } : {};
		const limit = memory !== void 0 && isApp && !service.memory ? { memory: {
			value: memory,
			because: "given by --memory"
		} } : {};
		return {
			...service,
			...given,
			...limit
		};
	});
}
function networksOf(model, services) {
	return [...new Set(services.flatMap((service) => service.attachments.map((attachment) => attachment.network)))].map((name) => ({
		name,
		internal: model.networks?.[name]?.internal === true
	}));
}
function topologyOf({ service: proxy, kind }, services) {
	const own = services.find((service) => service.name === proxy);
	if (own?.networkOf?.value === "@host") return {
		...sourced("host", own.networkOf.at),
		because: `${proxy} runs in the network of the host`
	};
	if (kind === "inside") return {
		...sourced("shared", own?.at),
		because: `nginx runs inside the container of ${proxy}, beside ${programBeside(own?.start ?? []) ?? "the app"}`
	};
	if (own?.networkOf) return {
		...sourced("shared", own.networkOf.at),
		because: `${proxy} shares the network namespace of ${own.networkOf.value}`
	};
	const sharer = services.find((service) => service.networkOf?.value === proxy);
	if (sharer?.networkOf) return {
		...sourced("shared", sharer.networkOf.at),
		because: `${sharer.name} shares the network namespace of ${proxy}`
	};
	return {
		...byDefault("container", `nginx runs in the container of the service ${proxy}`),
		...own?.at ? { at: own.at } : {}
	};
}

// src/plan/guards.ts
/** A request is handed on by `try_files` no more often than this. */
const mostHops = 4;
/** The plan whose requests know what nginx may answer itself on their way. */
function withGuards(plan) {
	return plan.proxy.servers.every((server) => server.guards === void 0) ? plan : {
		...plan,
		probes: plan.probes.map((probe) => guarded(plan.proxy.servers, probe))
	};
}
function guarded(servers, probe) {
	const index = selectServer(servers, probe.port, probe.host);
	const server = index === void 0 ? void 0 : servers[index];
	const guards = server ? guardsOn(server, probe.path.replace(/[?#].*$/, "")) : [];
	return index !== void 0 && guards.length > 0 ? {
		...probe,
		server: index,
		guards
	} : probe;
}
/** What stands on the way of a path through a server, in nginx's order: the server's own, then the location's, then where that hands over. */
function guardsOn(server, path) {
	const { guards = [], locations = [] } = server;
	const ways = [];
	let location = selectLocation(locations, path);
	while (location !== void 0 && !ways.includes(location) && ways.length < mostHops) {
		ways.push(location);
		const { handsTo } = location;
		location = handsTo === void 0 ? void 0 : handsTo.startsWith("@") ? locations.find((each) => each.modifier === "@" && each.pattern === handsTo) : selectLocation(locations, handsTo);
	}
	return ways.length === 0 ? [...guards] : [...guards.filter((guard) => guard.kind === "return"), ...ways.flatMap((each) => each.guards)];
}

// src/plan/notices.ts
/** The plan with notes of what may be otherwise in production than here, one line for each matter. */
function withNotices(plan) {
	const notices = [...loopbackNotice(plan), ...loadNotice(plan)];
	return notices.length === 0 ? plan : {
		...plan,
		notes: [...plan.notes, ...notices]
	};
}
/** `localhost` where it is right: which of its two addresses is dialled first depends on the machine. */
function loopbackNotice(plan) {
	const target = plan.topology.value === "container" ? void 0 : targetsOf(plan).find((each) => (each.through ?? each).host === "localhost");
	return target ? [notice(`localhost is ::1 as well as 127.0.0.1 where the machine has IPv6, and nginx dials either: write 127.0.0.1 unless both are listened on`, target)] : [];
}
/** Names without a variable are looked up once: a drill, not a boot, shows what that means. */
function loadNotice(plan) {
	const named = plan.proxy.routes.filter((route) => !route.hasVariables).flatMap((route) => route.targets).filter((target) => !target.through && !isLoopback(target.host) && !isAddressLiteral(target.host) && serviceOfTarget(plan, target.host));
	const names = [...new Set(named.map((target) => target.host))];
	const [first] = named;
	const shown = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more are` : names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are` : `${names[0]} is`;
	return first ? [notice(`${shown} looked up once, when nginx loads: reload it after a deployment that gives a container another address`, first)] : [];
}
function targetsOf(plan) {
	return plan.proxy.routes.flatMap((route) => route.targets);
}
function notice(text, { at }) {
	return {
		text,
		isStanding: true,
		...at ? { at } : {}
	};
}

// src/plan/outside.ts
/** An address of the range that is kept for documentation: nobody has it. */
const nowhere = "192.0.2.1";
/**
* The plan without what lies outside the project: hosts on the internet that the proxy dials are given an address that leads nowhere,
* so that nginx starts without a network, and no request is sent to them.
*/
function withoutOutside(plan) {
	const hosts = [...new Set(plan.proxy.routes.flatMap((route) => route.targets).filter((target) => isOutside(plan, target)).map((target) => target.host))];
	if (hosts.length === 0) return plan;
	const asked = plan.probes.filter((probe) => !leadsOutside(plan, probe.route === void 0 ? void 0 : plan.proxy.routes[probe.route]));
	const notes = plan.probes.filter((probe) => !asked.includes(probe)).map((probe) => ({
		text: `${probe.name} is not asked: it leads ${toProgram(plan, probe.route) ? "to a program on the host, " : ""}outside the project`,
		...probe.at ? { at: probe.at } : {}
	}));
	const supplied = hosts.filter((host) => !isHostAddress(plan.services, plan.proxy.service, host)).map((host) => {
		const at = plan.proxy.routes.flatMap((route) => route.targets).find((target) => target.host === host)?.at;
		return {
			what: `the name ${host}, with an address that leads nowhere`,
			why: "it is outside the project and not asked",
			...at ? { at } : {}
		};
	});
	return {
		...plan,
		services: named(plan, hosts.filter((host) => !isAddressLiteral(host))),
		probes: asked,
		notes: [...plan.notes, ...notes],
		supplied: [...plan.supplied, ...supplied]
	};
}
function toProgram(plan, route) {
	return route !== void 0 && plan.proxy.routes[route]?.targets.some((target) => isHostAddress(plan.services, plan.proxy.service, target.host)) === true;
}
function named(plan, hosts) {
	return plan.services.map((service) => {
		const known = service.settings.extraHosts ?? [];
		const added = hosts.filter((host) => !known.some((entry) => entry.split(/[:=]/)[0] === host)).map((host) => `${host}:${nowhere}`);
		return service.name === plan.proxy.service && added.length > 0 && (!service.networkOf || service.networkOf.value === "@host") ? {
			...service,
			settings: {
				...service.settings,
				extraHosts: [...known, ...added]
			}
		} : service;
	});
}
function leadsOutside(plan, route) {
	return route !== void 0 && route.targets.length > 0 && route.targets.every((target) => isOutside(plan, target));
}
/** A name with a dot or an address that no service has. In a Compose project a plain name can only be meant for a service. */
function isOutside(plan, target) {
	const { host } = target;
	if (target.socket !== void 0 || host === "" || isLoopback(host) || serviceOfTarget(plan, host)) return false;
	if (isHostAddress(plan.services, plan.proxy.service, host)) return !isContainerPort(plan, target.port);
	if (desktopNames.includes(host)) return false;
	return isAddressLiteral(host) || host.includes(".") || plan.platform === "dockerfile";
}
/** A port that a service has but publishes as another is dialled by mistake; one that no service knows belongs to a program on the host. */
function isContainerPort(plan, port) {
	return plan.services.some((service) => service.ports.some((each) => each.target === port));
}

// src/plan/user-probes.ts
/** The plan with the user's requests after the derived ones; one that asks the same takes the derived one's place. */
function withUserProbes(plan, listed) {
	if (listed.length === 0) return plan;
	const own = listed.map((probe) => planned(plan, probe));
	return {
		...plan,
		probes: [...plan.probes.filter((probe) => !own.some((other) => other.method === probe.method && other.name === probe.name)), ...own]
	};
}
function planned(plan, listed) {
	const model = modelFor(plan, listed);
	const host = listed.host ?? model?.host ?? "localhost";
	const listening = model ?? plan.probes[0];
	const scheme = listening?.scheme ?? "http";
	const port = listening?.port ?? 80;
	const name = `${listed.websocket === true ? scheme.replace("http", "ws") : scheme}://${host}${port === (scheme === "https" ? 443 : 80) ? "" : `:${port}`}${listed.path}`;
	const { method, path, headers, expect, at } = listed;
	return {
		name,
		method,
		scheme,
		host,
		port,
		path,
		...headers ? { headers } : {},
		...listed.host === void 0 && model?.isHostInvented === true ? { isHostInvented: true } : {},
		...listed.websocket === true ? { websocket: true } : {},
		...model?.route === void 0 ? {} : { route: model.route },
		...expect ? { expect } : {},
		...at ? { at } : {}
	};
}
/** The derived request that takes the same way: same host, and the longest location that the path begins with. */
function modelFor(plan, listed) {
	const hosts = plan.probes.filter((probe) => listed.host === void 0 || probe.host === listed.host);
	const prefixOf = (probe) => probe.route === void 0 ? "" : (plan.proxy.routes[probe.route]?.location ?? "").replace(/^(?:=|\^~|~\*?)\s*/, "");
	return hosts.filter((probe) => listed.path.startsWith(prefixOf(probe))).toSorted((a, b) => prefixOf(b).length - prefixOf(a).length)[0] ?? hosts[0];
}

// src/plan/shared-sockets.ts
/** Debian's nginx, as most hosts have it, runs its workers as www-data; the official image as another user, who may not open what www-data may. */
const hostConfig = `user www-data;
worker_processes auto;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;

events {
    worker_connections 1024;
}

http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    keepalive_timeout 65;
    include /etc/nginx/conf.d/*.conf;
}
`;
/**
* Gives the proxy and the apps of a project without a Compose file the folders of the Unix sockets that the proxy dials in common:
* on a host the app's container would bind them.
*/
function sharedSockets(proxy, services) {
	const folders = [...new Map(proxy.routes.flatMap((route) => route.targets).flatMap((target) => target.socket === void 0 ? [] : [[folderOf(target.socket), target]]))].filter(([folder]) => folder !== "");
	const mounts = folders.map(([folder]) => ({
		kind: "volume",
		volume: `sockets-${folder}`,
		target: folder,
		readOnly: false
	}));
	return {
		services: services.map((service) => service.name === proxy.service || service.role === "app" ? {
			...service,
			mounts: [
				...service.mounts,
				...mounts,
				...ownConfig(service, proxy, folders.length > 0)
			]
		} : service),
		volumes: folders.map(([folder]) => `sockets-${folder}`),
		supplied: folders.map(([folder, { at }]) => ({
			what: `the folder ${folder}, shared by nginx and the app`,
			why: "nginx dials a Unix socket in it, which both must see",
			...at ? { at } : {}
		}))
	};
}
function folderOf(socket) {
	return socket.slice(0, Math.max(0, socket.lastIndexOf("/")));
}
/** The main file of a host's nginx, where the project brings none. */
function ownConfig(service, proxy, isNeeded) {
	const isGiven = proxy.files.some((file) => file.container === proxy.main);
	return isNeeded && !isGiven && service.name === proxy.service ? [{
		kind: "text",
		text: hostConfig,
		target: proxy.main,
		mode: 420
	}] : [];
}

// src/plan/dockerfile/plan.ts
const network$1 = "default";
/** Plans a project of a Dockerfile and an nginx configuration. Throws a Failure when one of them is missing. */
function planDockerfile(inputs, workspace) {
	const configs = chooseConfigs(inputs, workspace);
	const recipes = inputs.image === void 0 ? chooseDockerfiles(workspace) : [];
	const stub = stubProxy(workspace, configs.chosen, "proxy");
	const { proxy } = stub.planned;
	const hosts = dialledHosts(stub);
	const { apps, notes } = inputs.image === void 0 ? buildApps(inputs, workspace, recipes, hosts) : {
		apps: [imageApp(inputs, workspace, inputs.image, hosts)],
		notes: []
	};
	const topology = stubTopology(inputs, proxy, hosts.length > 0);
	const [first] = apps;
	const host = topology.value === "host" && first ? publishedOnHost(workspace, proxy, first) : void 0;
	const attachments = [{
		network: network$1,
		aliases: [proxy.service]
	}];
	const placed = [...host ? [host.app, ...apps.slice(1)] : apps, stubService(stub, configs.chosen, attachments, standsIn(topology, first?.name))];
	const sharing = sharedSockets(proxy, placed);
	const { services } = sharing;
	const { probes, notes: probeNotes } = deriveProbes(stub.planned, {
		workspace,
		mappings: services.map((service) => service.paths)
	});
	return {
		platform: "dockerfile",
		topology,
		services,
		networks: [{
			name: network$1,
			internal: false
		}],
		volumes: sharing.volumes,
		proxy: withSocketOwners(workspace, proxy, services),
		probes,
		supplied: [
			...host?.supplied ?? [],
			...sharing.supplied,
			suppliedStub
		],
		notes: [
			...configs.notes,
			...notes,
			...probeNotes
		],
		startTimeout: startTimeout(inputs, services),
		forwards: [],
		overlay: workspace.edits
	};
}
function chooseDockerfiles(workspace) {
	const found = findDockerfiles(workspace);
	if (found.length === 0) throw failure("project-not-found", "The repository has no Dockerfile.", { remedy: "Give the app's image with --image REF, or a Compose file with --compose-file." });
	return found;
}
/** Services for the hosts that nginx dials, built from the Dockerfiles that can be meant by them. */
function buildApps(inputs, workspace, dockerfiles, hosts) {
	const byFolder = new Map(dockerfiles.map((path) => [folderOf$1(path).split("/").at(-1) ?? "", path]));
	const matched = hosts.flatMap((host) => {
		const path = byFolder.get(host);
		return path === void 0 ? [] : [{
			host,
			path
		}];
	});
	if (matched.length > 0 && matched.length === hosts.length) return {
		apps: matched.map(({ host, path }) => appService(inputs, workspace, host, buildOf$1(path), [host])),
		notes: []
	};
	const [first] = dockerfiles.filter((path) => !matched.some((each) => each.path === path));
	const unmatched = hosts.filter((host) => !matched.some((each) => each.host === host));
	const apps = matched.map(({ host, path }) => appService(inputs, workspace, host, buildOf$1(path), [host]));
	const taken = unmatched.length > 1 && matched.length > 0 ? [] : unmatched.slice(0, 1);
	if (first === void 0 || apps.length > 0 && taken.length === 0) return {
		apps,
		notes: []
	};
	const others = dockerfiles.filter((path) => path !== first && !matched.some((each) => each.path === path));
	const notes = others.length > 0 ? [{
		text: `${first} is taken for the app; not built: ${others.join(", ")}`,
		at: workspace.locate(first, 1)
	}] : [];
	return {
		apps: [...apps, appService(inputs, workspace, "app", buildOf$1(first), ["app", ...taken])],
		notes
	};
}
function buildOf$1(dockerfile) {
	return {
		kind: "build",
		context: folderOf$1(dockerfile),
		dockerfile,
		args: {}
	};
}
function imageApp(inputs, workspace, reference, hosts) {
	return appService(inputs, workspace, "app", {
		kind: "reference",
		reference
	}, ["app", ...hosts]);
}
/** A service of one image on the project's only network. */
function appService(inputs, workspace, name, image, aliases) {
	const build = image.kind === "build" ? image : firstBuild(workspace);
	const recipe = build && readRecipe(workspace, build);
	const { memory } = inputs;
	const start = startChain({
		workspace,
		recipe,
		paths: recipe?.paths ?? [],
		workingDir: recipe?.settings.workingDir ?? "/",
		entrypoint: void 0,
		command: void 0
	});
	return {
		name,
		...recipe ? { at: recipe.stage.at } : {},
		role: "app",
		essential: true,
		image,
		variables: givenVariables(inputs, workspace),
		attachments: [{
			network: network$1,
			aliases: [...new Set(aliases)]
		}],
		mounts: [],
		needs: [],
		...memory === void 0 ? {} : { memory: {
			value: memory,
			because: "given by --memory"
		} },
		ports: [],
		paths: recipe?.paths ?? [],
		start,
		settings: {}
	};
}
/** With `--image`, the repository's own Dockerfile still tells where the image's files come from. */
function firstBuild(workspace) {
	const [path] = findDockerfiles(workspace);
	return path === void 0 ? void 0 : buildOf$1(path);
}
function givenVariables(inputs, workspace) {
	const path = inputs.envFile === void 0 ? void 0 : workspace.toRepo(inputs.envFile);
	const text = path === void 0 ? void 0 : workspace.read(path);
	return path !== void 0 && text !== void 0 ? { ...parseDotenv(path, text).variables } : {};
}
/**
* The app as it is deployed beside an nginx on the host: what nginx dials there is published by it. The repository does not say so;
* nothing else would make sense of its configuration.
*/
function publishedOnHost(workspace, proxy, app) {
	const dialled = proxy.routes.flatMap((route) => route.targets).filter((target) => isLoopback(target.host) && target.port > 0);
	const ports = [...new Set(dialled.map((target) => target.port))].flatMap((outside) => {
		const published = port(outside);
		const target = port(publishedPort(workspace, app, outside));
		return published === void 0 || target === void 0 ? [] : [{
			target,
			published
		}];
	});
	const supplied = ports.map(({ target, published }) => ({
		what: `port ${target} of ${app.name}, published on the host as ${published}`,
		why: "nginx dials the host, and the repository does not say how the container is published there"
	}));
	return {
		app: {
			...app,
			ports
		},
		supplied
	};
}
/** Which port of the container is published as one of the host: the only one that EXPOSE names, else the same. */
function publishedPort(workspace, app, outside) {
	const recipe = app.image.kind === "build" ? readRecipe(workspace, app.image) : void 0;
	const exposed = [...new Set((recipe?.settings.exposed ?? []).map((each) => each.value))];
	const [only] = exposed;
	return exposed.length === 1 && only !== void 0 ? only : outside;
}

// src/plan/dockerfile/own-image.ts
const network = "default";
/**
* Plans a project without Compose one of whose Dockerfiles makes an nginx with a configuration that passes requests on: beside the app
* in one image, or in an image of its own. Undefined when there is none, or when the user chose a configuration or topology.
*/
function planOwnImage(inputs, workspace) {
	if (inputs.image !== void 0 || inputs.nginxConfigs.length > 0 || inputs.topology !== "auto") return void 0;
	const dockerfiles = findDockerfiles(workspace);
	const [own] = dockerfiles.flatMap((path) => ownImage(inputs, workspace, path) ?? []).toSorted((a, b) => dialledRoutes(b.planned.proxy).length - dialledRoutes(a.planned.proxy).length);
	if (!own) return void 0;
	const { proxy } = own.planned;
	const others = dockerfiles.filter((path) => path !== own.path);
	const hosts = [...new Set(proxy.routes.flatMap((route) => route.targets.map((target) => target.host)))].filter((host) => host !== "" && !isLoopback(host) && !isAddressLiteral(host) && !host.includes("."));
	const { apps, notes } = hosts.length === 0 || others.length === 0 ? {
		apps: [],
		notes: ignored(workspace, own.path, others)
	} : buildApps(inputs, workspace, others, hosts);
	const services = [...apps, own.service];
	const owned = withSocketOwners(workspace, proxy, services);
	const { probes, notes: probeNotes } = deriveProbes(own.planned, {
		workspace,
		mappings: services.map((service) => service.paths)
	});
	return {
		platform: "dockerfile",
		topology: proxy.kind === "inside" ? {
			...sourced("shared", own.service.at),
			because: `nginx runs inside the image of ${own.path}, beside ${programBeside(own.service.start) ?? "the app"}`
		} : {
			...sourced("container", own.service.at),
			because: `nginx runs in the image of ${own.path}`
		},
		services,
		networks: [{
			name: network,
			internal: false
		}],
		volumes: [],
		proxy: owned,
		probes,
		supplied: [],
		notes: [
			...notes,
			...buildNotes(recipeInstructions(own.recipe), proxy.main),
			...probeNotes
		],
		startTimeout: startTimeout(inputs, services),
		forwards: [],
		overlay: workspace.edits
	};
}
function ownImage(inputs, workspace, path) {
	const build = buildOf(workspace, path);
	const recipe = readRecipe(workspace, build);
	const layout = recipe && layoutOfRecipe(recipe);
	if (!recipe || !layout) return void 0;
	const service = {
		...appService(inputs, workspace, "web", build, ["web"]),
		role: "proxy"
	};
	const command = recipe.settings.command?.json;
	const view = viewContainer({
		workspace,
		layout,
		recipe,
		paths: recipe.paths,
		variables: {
			...recipe.settings.variables,
			...service.variables
		},
		entrypoint: void 0,
		command
	});
	const main = mainFromCommand(service.start.map((step) => step.text)) ?? layout.main;
	const planned = planProxy(workspace, service.name, isBesideApp(layout, service.start) ? "inside" : "service", main, view);
	return planned.proxy.files.length > 0 && dialledRoutes(planned.proxy).length > 0 ? {
		path,
		service,
		recipe,
		planned
	} : void 0;
}
/** The Dockerfile's folder as context, else the root where only that has the files it copies. */
function buildOf(workspace, dockerfile) {
	const beside = {
		kind: "build",
		context: folderOf$1(dockerfile),
		dockerfile,
		args: {}
	};
	const fromRoot = {
		...beside,
		context: ""
	};
	const count = (build) => readRecipe(workspace, build)?.paths.length ?? 0;
	return count(fromRoot) > count(beside) ? fromRoot : beside;
}
function ignored(workspace, path, others) {
	return others.length === 0 ? [] : [{
		text: `${path} is taken for the project: it has nginx with it; not built: ${others.join(", ")}`,
		at: workspace.locate(path, 1)
	}];
}

// src/plan/plan.ts
/** Plans the project: finds its kind, reads its files, resolves what would be built, booted and asked. Touches no engine. */
async function makePlan(inputs, context) {
	return withGuards(withUserProbes(withNotices(withoutOutside(withHost(await planProject(inputs, context)))), inputs.probes));
}
async function planProject(inputs, context) {
	const { workspace } = context;
	if (inputs.platform === "amvera" || inputs.platform === "upsun") throw failure("usage", `The platform ${inputs.platform} is not supported yet.`, { remedy: "Use --platform compose or dockerfile." });
	const candidates = composeCandidates(inputs, workspace);
	if (inputs.platform === "compose" && candidates.length === 0) throw failure("project-not-found", `There is no Compose file in ${workspace.root}.`, { remedy: `Add ${composeNames[0]}, or name it with --compose-file.` });
	const reasons = [];
	for (const { candidate, kind } of inputs.platform === "dockerfile" ? [] : waysToPlan(inputs, candidates)) {
		const plan = await tryCompose(inputs, context, candidate, kind, reasons);
		if (plan) return plan;
	}
	if (inputs.platform === "compose") throw failure("project-not-found", `${sentence([...new Set(reasons.map((reason) => reason.message))])}.`, { remedy: "Name the Compose file with the proxy with --compose-file, or use --platform dockerfile." });
	try {
		return planOwnImage(inputs, workspace) ?? planDockerfile(inputs, workspace);
	} catch (error) {
		throw reasons.find((reason) => reason instanceof FailureError) ?? error;
	}
}
/**
* The proxy is a service of the Compose files; else our own in front of what is the project's for certain. A configuration that the user
* names takes the place of whatever nginx the files have.
*/
function waysToPlan(inputs, candidates) {
	const isNamed = inputs.nginxConfigs.length > 0;
	return [...isNamed ? [] : candidates.map((candidate) => ({
		candidate,
		kind: "service"
	})), ...candidates.filter((candidate, index) => candidate.isSure || isNamed && index === 0).map((candidate) => ({
		candidate,
		kind: "stub"
	}))];
}
/** Plans one set of Compose files; undefined when its proxy is not there. What was only found by its name may also be no project by itself. */
async function tryCompose(inputs, { workspace, runCompose, environment }, { files, isSure }, kind, reasons) {
	for (const profiles of usesProfiles(workspace, files) ? ["declared", "all"] : ["declared"]) try {
		return await planCompose(inputs, workspace, files, kind, runCompose, environment, profiles);
	} catch (error) {
		const isAbout = error instanceof FailureError && (error.failure.kind === "config-invalid" || error.failure.kind === "refused");
		if (!(error instanceof NoProxyError) && (isSure || !isAbout)) throw error;
		reasons.push(error);
	}
}
function usesProfiles(workspace, files) {
	return files.some((path) => /^\s+profiles\s*:/m.test(workspace.read(path) ?? ""));
}
function sentence(parts) {
	const text = parts.join("; ");
	return text.charAt(0).toUpperCase() + text.slice(1);
}

// src/sources/changed.ts
/** Lines added or changed since a revision, by path from the folder: what `git diff` against their merge base says. Throws a Failure for an unknown revision. */
async function changedLines(folder, base, environment) {
	if (base.startsWith("-")) throw failure("usage", `--base ${base}: this is no revision.`, { remedy: "Give a branch, a tag or a commit." });
	const git = (...args) => runCommand("git", [
		"-C",
		folder,
		"-c",
		"core.quotePath=false",
		"-c",
		"diff.external=",
		...args
	], {
		env: {
			...toolEnvironment(environment),
			GIT_OPTIONAL_LOCKS: "0"
		},
		timeout: 3e4
	});
	const merged = await git("merge-base", base, "HEAD");
	const diff = await git("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/", "--relative", merged.code === 0 ? merged.out.trim() : base, "--");
	if (diff.code !== 0) throw failure("usage", `--base ${base}: git does not know this revision here.`, {
		remedy: "Fetch it first (actions/checkout with fetch-depth: 0), or leave --base out.",
		detail: diff.err.trim().slice(0, 400)
	});
	return parseDiff(diff.out);
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
		if (file !== void 0) path = /^b\/(.+)$/.exec(unquoted(file))?.[1] ?? "";
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

// src/stopwatch.ts
/** Adds up the milliseconds of each stage. */
var Stopwatch = class {
	#began = performance.now();
	#spent = { ...noTimings };
	async time(stage, work) {
		const began = performance.now();
		try {
			return await work();
		} finally {
			this.#spent[stage] += performance.now() - began;
		}
	}
	timings() {
		const rounded = Object.entries({
			...this.#spent,
			total: performance.now() - this.#began
		}).map(([stage, spent]) => [stage, Math.round(spent)]);
		return Object.fromEntries(rounded);
	}
};

// src/run.ts
/** No run takes longer. */
const deadlineMs = 24e5;
/** The whole gate: plan, build, boot, probe, collect, diagnose, prove. Never throws but for bugs; whatever was made is gone when it answers. */
async function runGate(inputs, context) {
	const deadline = AbortSignal.timeout(deadlineMs);
	const gate = new Gate(inputs, {
		...context,
		signal: AbortSignal.any([context.signal, deadline])
	});
	try {
		const result = await gate.run();
		return {
			...result,
			report: {
				...result.report,
				timings: gate.timings
			}
		};
	} catch (error) {
		return { report: gate.failed(deadline.aborted ? {
			kind: "timed-out",
			message: `The run was not over after ${deadlineMs / 6e4} minutes.`,
			remedy: "See which part took so long in the timings; --no-prove leaves the trials out."
		} : failureOf(error, context.signal)) };
	}
}
var Gate = class {
	#inputs;
	#context;
	#run = newRun();
	#watch = new Stopwatch();
	#timeline = [];
	#probes = [];
	#plan;
	/** Whether cleanup has to look by label for what is still there. */
	#mayHaveLeft = true;
	#sweeping;
	#redact = makeRedactor([]);
	constructor(inputs, context) {
		this.#inputs = inputs;
		this.#context = context;
		context.onRun?.(this.#run.id);
	}
	get timings() {
		return this.#watch.timings();
	}
	async run() {
		const workspace = new Workspace(this.#inputs.directory);
		const engine = await this.#context.connect();
		const usualNetwork = makeUsualNetwork(engine, this.#run);
		prepareClient();
		try {
			const stage = await this.#prepare(workspace, engine);
			return await this.#trial(stage, usualNetwork);
		} finally {
			await Promise.all([usualNetwork, this.#sweep(engine)]);
			if ((!this.#inputs.keep || this.#plan === void 0) && this.#mayHaveLeft) await this.#watch.time("cleanup", () => removeLeftovers(engine, ofRun(this.#run.id)).catch(() => 0));
		}
	}
	/** Removes what dead runs left. It is in nobody's way, so it goes while this run's own things go. */
	#sweep(engine) {
		this.#sweeping ??= removeLeftovers(engine, abandoned).catch(() => 0);
		return this.#sweeping;
	}
	async #prepare(workspace, engine) {
		const { environment, signal } = this.#context;
		const planContext = {
			workspace,
			environment,
			runCompose: composeRunner(environment, signal)
		};
		const [plan, changed] = await this.#watch.time("plan", () => Promise.all([
			makePlan(this.#inputs, planContext),
			this.#inputs.base === void 0 ? void 0 : changedLines(workspace.root, this.#inputs.base, environment),
			engine.info()
		]));
		this.#plan = plan;
		this.#redact = makeRedactor(plan.services.map((service) => service.variables));
		requireProbes(plan);
		this.#progress(`plan: ${plan.services.length} services, ${plan.probes.length} requests through ${plan.proxy.service}`);
		const build = {
			engine,
			workspace,
			run: this.#run,
			environment,
			signal,
			buildx: () => findPlugin("buildx", environment),
			client: () => findClient(environment),
			onLine: (service, line) => this.#progress(`${service}: ${line}`)
		};
		const replan = (edited) => makePlan(this.#inputs, {
			...planContext,
			workspace: edited
		});
		return {
			workspace,
			plan,
			build,
			replan,
			mentionsPort: portMentioner(workspace, plan),
			namedHosts: hostNamer(workspace, plan),
			...changed ? { changed } : {}
		};
	}
	async #trial(stage, usualNetwork) {
		const { workspace, plan, build } = stage;
		const { images, records } = await this.#watch.time("build", () => buildImages(plan, build));
		const boot = {
			usualNetwork,
			engine: build.engine,
			run: this.#run,
			signal: this.#context.signal,
			onEvent: (event) => this.#note(event)
		};
		if (records.some((record) => !record.ok && serviceNamed(plan, record.service)?.essential === true)) return this.#unbuilt(stage, records, boot);
		const running = await this.#watch.time("boot", () => Environment.boot(plan, images, workspace, boot));
		this.#plan = {
			...plan,
			supplied: [...plan.supplied, ...running.supply?.supplied ?? []]
		};
		try {
			const seen = await this.#watch.time("probe", () => observe({
				environment: running,
				mentionsPort: stage.mentionsPort,
				namedHosts: stage.namedHosts
			}));
			if (seen.notes.length > 0) this.#plan = {
				...this.#plan,
				notes: [...this.#plan.notes, ...seen.notes.map((text) => ({ text }))]
			};
			this.#probes.push(...seen.results.map((result) => ({
				...result,
				trial: "first"
			})));
			if (!isSuspect(running, seen) && this.#context.keepsEvidence !== true) return this.#passed();
			return await this.#inquire(stage, records, running, seen, images);
		} finally {
			this.#sweep(build.engine);
			if (this.#inputs.keep) running.detach();
			else this.#mayHaveLeft = !await this.#watch.time("cleanup", () => running.close()) || records.length > 0;
		}
	}
	async #unbuilt(stage, records, boot) {
		const [{ collect, experimentWithBuilds }, { diagnose }] = await Promise.all([import("./inquiry.js"), import("./diagnose2.js")]);
		const facts = await this.#watch.time("diagnose", () => collect(stage, records, void 0, void 0));
		const tried = this.#inputs.prove ? await this.#watch.time("prove", () => experimentWithBuilds(stage, facts, records, boot, (probes) => this.#probes.push(...probes))) : [];
		const evidence = this.#evidence(stage, facts, tried);
		return this.#conclude(diagnose(evidence), evidence);
	}
	/** What a healthy run is spared: facts, diagnosis, trials. */
	async #inquire(stage, records, running, seen, images) {
		const [{ collect, experiment }, { diagnose }] = await Promise.all([import("./inquiry.js"), import("./diagnose2.js")]);
		const facts = await this.#watch.time("diagnose", () => collect(stage, records, running, seen));
		const tried = this.#inputs.prove ? await this.#watch.time("prove", () => experiment(stage, facts, running, seen, images, (probes) => this.#probes.push(...probes))) : [];
		const evidence = this.#evidence(stage, facts, tried);
		return this.#conclude(diagnose(evidence), evidence);
	}
	#evidence(stage, facts, experiments) {
		return redactDeep({
			schema: 1,
			tool: {
				name: "upstream-gate",
				version
			},
			run: this.#run.id,
			plan: this.#plan ?? stage.plan,
			facts,
			experiments,
			timings: this.#watch.timings()
		}, this.#redact);
	}
	#conclude(diagnosis, evidence) {
		if (diagnosis.symptoms.length === 0 && this.#probes.length === 0) throw nothingAsked(evidence.plan);
		const verdict = diagnosis.symptoms.length > 0 ? "fail" : "pass";
		return {
			report: this.#report(verdict, diagnosis, evidence),
			evidence
		};
	}
	#passed() {
		return { report: this.#report("pass", {
			findings: [],
			ruledOut: [],
			unknown: [],
			symptoms: [],
			candidates: []
		}, void 0) };
	}
	failed(reason) {
		return redactDeep({
			version,
			verdict: "error",
			failure: reason,
			...this.#plan ? { plan: this.#plan } : {},
			findings: [],
			ruledOut: [],
			unknown: [],
			probes: this.#probes,
			sockets: [],
			timeline: this.#timeline,
			timings: this.#watch.timings()
		}, this.#redact);
	}
	#report(verdict, diagnosis, evidence) {
		const { findings, ruledOut, unknown } = diagnosis;
		const sockets = evidence && "value" in evidence.facts.sockets ? evidence.facts.sockets.value : [];
		return redactDeep({
			version,
			verdict,
			...this.#plan ? { plan: this.#plan } : {},
			findings,
			ruledOut,
			unknown,
			probes: this.#probes,
			sockets,
			timeline: this.#timeline,
			timings: this.#watch.timings()
		}, this.#redact);
	}
	#note(event) {
		this.#timeline.push(event);
		this.#progress(event.text);
	}
	#progress(text) {
		this.#context.onProgress(this.#redact(text));
	}
};
/** A proxy whose configuration is sound and passes nothing on leaves nothing to judge. */
function requireProbes(plan) {
	if (plan.probes.length === 0 && plan.proxy.errors.length === 0 && plan.proxy.routes.length > 0) throw nothingAsked(plan);
}
/** Nothing was found wrong because nothing was asked: that is no pass. */
function nothingAsked(plan) {
	const notes = plan.notes.filter((note) => note.isStanding !== true).map((note) => note.text).join("; ").slice(0, 400);
	return failure("project-not-found", `No request can be derived from the configuration of ${plan.proxy.service}${notes === "" ? "" : `: ${notes}`}`, { remedy: "List a request under probes in .github/upstream-gate.yml." });
}
function composeRunner(environment, signal) {
	return async (args, cwd) => {
		const { program, prefix } = findPlugin("compose", environment);
		return runCommand(program, [...prefix, ...args], {
			cwd,
			env: {
				...toolEnvironment(environment),
				PWD: cwd
			},
			signal
		});
	};
}
/** Whether anything calls for a diagnosis: a request that failed, a peer that refused, a container that is down. */
function isSuspect(environment, seen) {
	const { plan } = environment;
	const refused = seen.results.some((result) => result.via === "proxy" ? isFailing(result, plan.probes[result.probe]?.expect) : result.error === "refused");
	const down = environment.all().some((running) => running.isDown && running.service.essential && !(running.service.role !== "app" && running.service.role !== "proxy" && running.exits[0]?.code === 0));
	const differing = seen.results.some((result) => result.via === "proxy" && result.status === 500 && seen.results.some((other) => other.via === "direct" && other.probe === result.probe && other.status !== 500));
	const misspoken = seen.results.some((result) => result.via === "proxy" && mayBeMisspoken(plan, result));
	return refused || down || differing || misspoken || plan.probes.length === 0;
}
/** Whether anything on a service's side names a port, or the path of a socket: files that only speak of the proxy do not count. */
function portMentioner(workspace, plan) {
	const except = new Set(plan.proxy.files.map((file) => file.repo));
	const known = /* @__PURE__ */ new Map();
	return (name, port) => {
		const key = `${name} ${port}`;
		const service = serviceNamed(plan, name);
		const paths = service ? [...service.paths.map((mapping) => mapping.repo), ...service.image.kind === "build" ? [service.image.context] : []] : [];
		const inVariables = (service ? [...Object.values(service.variables).map((variable) => variable.value), ...service.start.map((step) => step.text)] : []).some((text) => typeof port === "string" ? text.includes(port) : new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text));
		const found = known.get(key) ?? (inVariables || namesPort$1(workspace, paths, port, except));
		known.set(key, found);
		return found;
	};
}
/** Hosts that a service's settings name as those it answers to. */
function hostNamer(workspace, plan) {
	return (name) => {
		const service = serviceNamed(plan, name);
		const paths = service ? [...service.paths.map((mapping) => mapping.repo), ...service.image.kind === "build" ? [service.image.context] : []] : [];
		const set = Object.entries(service?.variables ?? {}).flatMap(([variable, { value }]) => isHostListName(variable) ? value.split(/[\s,;]+/) : []);
		return [.../* @__PURE__ */ new Set([...set, ...hostsNamed(workspace, paths)])].filter((host) => /^[\w-]+(?:\.[\w-]+)*(?::\d+)?$/.test(host));
	};
}
/** Plans without touching an engine. */
async function planProjectOnly(inputs, environment) {
	return makePlan(inputs, {
		workspace: new Workspace(inputs.directory),
		environment,
		runCompose: composeRunner(environment, new AbortController().signal)
	});
}

export { runGate as n, Workspace as r, planProjectOnly as t };