import { r as failure } from "./failure.js";
import { i as repoPath, o as showLocation } from "./location.js";
import { i as parseSize, n as parseDuration } from "./units.js";
import { t as parseYaml } from "./yaml.js";
import { t as Workspace } from "./workspace.js";
import { t as nearest } from "./names.js";
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

// src/settings/check.ts
/** Throws a Failure with file, line and what is expected for the first value that is not as its shape says. Absent values are right. */
function checkShape(file, path, shape, value) {
	switch (shape.kind) {
		case "map": return checkMap(file, path, shape.keys, value);
		case "names": return checkNames(file, path, shape, value);
		case "list": return checkList(file, path, shape, value);
		case "either": return checkShape(file, path, typeof value === "string" ? shape.short : shape.long, value);
		case "choice": return checkChoice(file, path, shape.of, value);
		default: if (!isRight(shape, value)) throw wrong(file, path, `${nameOf(path)} is to be ${expectedOf(shape)}`);
	}
}
function isRight(shape, value) {
	switch (shape.kind) {
		case "text": return (isText(value) || shape.allowsSwitch === true && typeof value === "boolean") && (shape.pattern?.test(String(value)) ?? true);
		case "duration": return isText(value) && (parseDuration(String(value)) ?? 0) > 0;
		case "size": return isText(value) && (parseSize(String(value)) ?? 0) > 0;
		case "number": return typeof value === "number" && value > shape.above && value <= shape.most && (shape.isWhole !== true || Number.isInteger(value));
		case "switch": return typeof value === "boolean";
	}
}
/** "a text", for a message. */
function expectedOf(shape) {
	switch (shape.kind) {
		case "duration": return `a duration such as ${shape.example}`;
		case "size": return "a size such as 512m or 1g";
		case "switch": return "true or false";
		default: return shape.expected;
	}
}
function checkChoice(file, path, known, value) {
	const word = value === false && known.includes("off") ? "off" : value;
	if (!isText(word)) throw wrong(file, path, `${nameOf(path)} is to be a text`);
	if (!known.includes(String(word))) throw wrong(file, path, `${nameOf(path)} is to be ${listed(known)}; it is ${JSON.stringify(word)}${didYouMean(String(word), known)}`);
}
function checkList(file, path, shape, value) {
	if (!Array.isArray(value)) {
		if (!shape.orOne || typeof value === "object" && shape.of.kind !== "either") throw wrong(file, path, `${nameOf(path)} is to be ${shape.expected}`);
		return checkEntry(file, path, shape, value);
	}
	value.forEach((entry, index) => checkEntry(file, [...path, index], shape, entry));
}
function checkEntry(file, path, { of, expected }, value) {
	const isScalar = of.kind === "text" || of.kind === "number";
	if (isScalar && !isRight(of, value)) throw wrong(file, path, `${nameOf(path)} is to be ${expected}`);
	if (!isScalar) checkShape(file, path, of, value);
}
function checkMap(file, path, keys, value) {
	if (path.length === 0 && !isGiven(value)) return;
	if (!isRecord(value)) throw wrong(file, path, `${nameOf(path)} is to be a map of keys and values`);
	const known = Object.keys(keys);
	const stray = file.keys(path).find((key) => !known.includes(key));
	if (stray !== void 0) throw wrong(file, [...path, stray], `there is no setting "${stray}" here${didYouMean(stray, known)}; known are ${known.join(", ")}`, file.locateKey([...path, stray]));
	for (const [key, { shape, isRequired }] of Object.entries(keys)) {
		const given = value[key];
		if (isGiven(given)) checkShape(file, [...path, key], shape, given);
		else if (isRequired === true) throw wrong(file, [...path, key], `${key} is to be ${"expected" in shape ? shape.expected : "given"}`);
	}
}
function checkNames(file, path, { name, of, expected }, value) {
	if (!isRecord(value)) throw wrong(file, path, `${nameOf(path)} is to be ${expected}`);
	const stray = file.keys(path).find((key) => !name.test(key));
	if (stray !== void 0) throw wrong(file, [...path, stray], `${JSON.stringify(stray)} is no name for ${nameOf(path)}, which is to be ${expected}`, file.locateKey([...path, stray]));
	for (const [key, each] of Object.entries(value)) if (isGiven(each)) checkShape(file, [...path, key], of, each);
}
/** ' (did you mean "x"?)' where one of the known words is near; else nothing. */
function didYouMean(word, known) {
	const meant = nearest(word, known);
	return meant === void 0 ? "" : ` (did you mean "${meant}"?)`;
}
/** "a, b or c". */
function listed(words) {
	return words.length < 2 ? words[0] ?? "" : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
function nameOf(path) {
	const last = path.findLast((step) => typeof step === "string");
	return last === void 0 ? "the file" : String(last);
}
function isText(value) {
	return typeof value === "string" || typeof value === "number";
}
/** Whether a key has a value: one without is as good as absent. */
function isGiven(value) {
	return value !== void 0 && value !== null;
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** The Failure for a value that is not as it should be, at its line or the nearest above it. */
function wrong(file, path, message, place) {
	const at = place ?? file.locate(path) ?? file.locate(path.slice(0, -1)) ?? {
		path: file.path,
		line: 1
	};
	return failure("config-invalid", `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, {
		at,
		remedy: "docs/configuration.md lists the settings."
	});
}

// src/workspace/regular-file.ts
/**
* The text of a file that may be anything: a FIFO, a device or a folder is not waited for, a large one not read. Throws an error with a
* `code` as the system's do; EINVAL for what is no regular file, EFBIG for more than `most` bytes.
*/
function readRegularFile(path, most = 2097152) {
	const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const stats = fstatSync(file);
		const code = stats.isDirectory() ? "EISDIR" : !stats.isFile() ? "EINVAL" : stats.size > most ? "EFBIG" : void 0;
		if (code !== void 0) throw Object.assign(/* @__PURE__ */ new Error(`${path} is not a file to be read`), { code });
		return readFileSync(file, "utf8");
	} finally {
		closeSync(file);
	}
}

// src/settings/keys.ts
/** Words for `causes`. */
const causeWords = ["off", "warning"];
const text = {
	kind: "text",
	pattern: /[\s\S]/,
	expected: "a text"
};
const paths = {
	kind: "list",
	of: {
		kind: "text",
		pattern: /[\s\S]/,
		expected: "a path"
	},
	orOne: true,
	expected: "a path or a list of paths"
};
const urlPath = {
	kind: "text",
	pattern: /^\/[^\s\p{Cc}]*$/u,
	expected: "a path that begins with / and has no spaces"
};
const host = {
	kind: "text",
	pattern: /^[\w.:[\]-]+$/,
	expected: "a host name"
};
const status = {
	kind: "number",
	above: 99,
	most: 599,
	isWhole: true,
	expected: "an HTTP status"
};
const headers = {
	kind: "names",
	name: /^[\w!#$%&'*+.^`|~-]+$/,
	of: {
		kind: "text",
		pattern: /^[^\r\n\0]*$/,
		allowsSwitch: true,
		expected: "a text"
	},
	expected: "a map of header names and texts"
};
const variables = {
	kind: "names",
	name: /^[A-Za-z_][\w.-]*$/,
	of: {
		kind: "text",
		pattern: /^[^\0]*$/,
		allowsSwitch: true,
		expected: "a text"
	},
	expected: "a map of variable names and texts"
};
const cpus = {
	kind: "number",
	above: 0,
	most: 999,
	expected: "a number of processors such as 0.5 or 2"
};
/** What a user's probe demands. */
const expectKeys = {
	status: {
		shape: {
			kind: "list",
			of: status,
			orOne: true,
			expected: "an HTTP status or a list of them"
		},
		value: "a status or a list",
		meaning: "the answer has one of them; a 503 listed here passes"
	},
	headers: {
		shape: headers,
		value: "map",
		meaning: "the answer has these headers with exactly these values"
	},
	body: {
		shape: {
			kind: "text",
			allowsSwitch: true,
			expected: "a text that the answer holds"
		},
		value: "text",
		meaning: "the answer contains it, within its first 2 KiB"
	},
	"max-time": {
		shape: {
			kind: "duration",
			example: "500ms or 2s"
		},
		value: "a duration",
		meaning: "the answer is there within it"
	}
};
/** One request of the user's own. */
const probeKeys = {
	path: {
		shape: urlPath,
		value: "text",
		meaning: "begins with `/`, has no spaces; required",
		isRequired: true
	},
	method: {
		shape: {
			kind: "text",
			pattern: /^[A-Za-z]+$/,
			expected: "an HTTP method such as GET"
		},
		value: "text",
		meaning: "`GET` when absent"
	},
	host: {
		shape: host,
		value: "text",
		meaning: "the host name asked for; by default that of a derived request that takes the same way"
	},
	headers: {
		shape: headers,
		value: "map",
		meaning: "request headers"
	},
	websocket: {
		shape: { kind: "switch" },
		value: "`true`",
		meaning: "ask for a WebSocket; the answer is to be 101 unless `expect` names a status"
	},
	expect: {
		shape: {
			kind: "map",
			keys: expectKeys
		},
		value: "map",
		meaning: "what the answer has to be, see below"
	}
};
/** What can be set for one service. */
const serviceKeys = {
	memory: {
		shape: { kind: "size" },
		value: "a size",
		meaning: "its memory limit, in place of the project's own"
	},
	cpus: {
		shape: cpus,
		value: "a number",
		meaning: "how many processors it may use, in place of the project's own limit"
	},
	variables: {
		shape: variables,
		value: "map",
		meaning: "environment variables of this service alone, over those that the project sets"
	}
};
/** What is answered in place of a host outside the project. */
const standInKeys = {
	host: {
		shape: {
			kind: "text",
			pattern: /^(?!-)[A-Za-z0-9.-]+$/,
			expected: "a host name without port"
		},
		value: "text",
		meaning: "the name that is dialled; required",
		isRequired: true
	},
	port: {
		shape: {
			kind: "list",
			of: {
				kind: "number",
				above: 0,
				most: 65535,
				isWhole: true,
				expected: "a port"
			},
			orOne: true,
			expected: "a port or a list of ports"
		},
		value: "a port or a list",
		meaning: "where it listens; 80 when absent"
	},
	status: {
		shape: status,
		value: "a status",
		meaning: "what it answers; 200 when absent"
	},
	body: {
		shape: {
			kind: "text",
			allowsSwitch: true,
			expected: "a text"
		},
		value: "text",
		meaning: "what it answers; `{}` when absent"
	}
};
/** Settings that have an option of the same name, or a meaning for one app. */
const projectKeys = {
	platform: {
		shape: {
			kind: "choice",
			of: [
				"auto",
				"compose",
				"dockerfile",
				"amvera",
				"upsun"
			]
		},
		value: "`auto`, `compose`, `dockerfile`, `amvera`, `upsun`",
		meaning: "the kind of project; `auto` goes by the platform's file at the root, then by Compose files and Dockerfiles, see [platforms](platforms.md), and `upsun` stands for Platform.sh too"
	},
	"compose-file": {
		shape: paths,
		value: "a path or a list",
		meaning: "Compose files in the order in which they apply; by default the one that Compose would find, with its override"
	},
	"nginx-config": {
		shape: paths,
		value: "a path or a list",
		meaning: "nginx configuration files, which an nginx of the gate runs; they take the place of whatever nginx a Compose project has"
	},
	topology: {
		shape: {
			kind: "choice",
			of: [
				"auto",
				"container",
				"host",
				"shared"
			]
		},
		value: "`auto`, `container`, `host`, `shared`",
		meaning: "where nginx stands; derived when `auto`. A Compose project whose nginx is one of its services takes what the file says; name the configuration of another nginx with `nginx-config`"
	},
	image: {
		shape: text,
		value: "an image reference",
		meaning: "an image of the app that is already built; in a Compose project it stands for the one service that nginx dials and that is built"
	},
	"env-file": {
		shape: paths,
		value: "a path or a list",
		meaning: "variables: for Compose the file that fills `${…}`; otherwise the app's environment. As a setting it names files inside the project. Of several, later ones win"
	},
	variables: {
		shape: variables,
		value: "map",
		meaning: "variables like those of `env-file`, over them: they fill `${…}` of Compose files, and are the app's environment otherwise"
	},
	"start-timeout": {
		shape: {
			kind: "duration",
			example: "90s or 2m"
		},
		value: "a duration",
		meaning: "how long the app may take to open its port; 60 s, or longer where a health check of the project allows longer"
	},
	network: {
		shape: {
			kind: "choice",
			of: ["open", "internal"]
		},
		value: "`open`, `internal`",
		meaning: "`internal`: the containers reach each other and nothing outside; builds still do. `open` when absent"
	},
	memory: {
		shape: { kind: "size" },
		value: "a size",
		meaning: "memory limit of the app, where the project sets none: that of a tariff, for example"
	},
	cpus: {
		shape: cpus,
		value: "a number",
		meaning: "processors that the app may use, such as `0.5`, where the project sets none"
	},
	services: {
		shape: {
			kind: "names",
			name: /^[\w.-]+$/,
			of: {
				kind: "map",
				keys: serviceKeys
			},
			expected: "a map of services"
		},
		value: "map",
		meaning: "limits and variables of single services, see below"
	},
	probes: {
		shape: {
			kind: "list",
			of: {
				kind: "either",
				short: urlPath,
				long: {
					kind: "map",
					keys: probeKeys
				}
			},
			orOne: false,
			expected: "a list"
		},
		value: "a list",
		meaning: "requests of your own, see below"
	},
	causes: {
		shape: {
			kind: "names",
			name: /^[a-z0-9-]+$/,
			of: {
				kind: "choice",
				of: causeWords
			},
			expected: "a map of causes"
		},
		value: "map",
		meaning: "causes that are switched off or lowered to a warning, see below"
	},
	"stand-in": {
		shape: {
			kind: "list",
			of: {
				kind: "either",
				short: standInKeys["host"]?.shape ?? text,
				long: {
					kind: "map",
					keys: standInKeys
				}
			},
			orOne: true,
			expected: "a host or a list of hosts"
		},
		value: "a host or a list",
		meaning: "hosts outside the project in whose place the gate answers, see below"
	}
};
/** One app of a repository that holds several. */
const appKeys = {
	directory: {
		shape: {
			kind: "text",
			pattern: /[\s\S]/,
			expected: "a path of a folder"
		},
		value: "a path",
		meaning: "its folder, relative to the checked one; required",
		isRequired: true
	},
	...projectKeys
};
/** The whole file. */
const fileKeys = {
	...projectKeys,
	apps: {
		shape: {
			kind: "names",
			name: /^[A-Za-z0-9][\w.-]*$/,
			of: {
				kind: "map",
				keys: appKeys
			},
			expected: "a map of apps"
		},
		value: "map",
		meaning: "the apps of a repository that holds several, see below"
	}
};

// src/settings/read.ts
/** Where the configuration is sought when no other file is named. */
const usualSettingsPath = ".github/upstream-gate.yml";
/** The settings that mean the same as the options of their names. */
const optionKeys = [
	"platform",
	"compose-file",
	"nginx-config",
	"topology",
	"image",
	"env-file",
	"start-timeout",
	"memory",
	"cpus",
	"network"
];
const noSettings = {
	options: {},
	places: {},
	probes: [],
	variables: {},
	services: [],
	causes: [],
	standIns: [],
	apps: []
};
/**
* Reads the configuration; empty settings when none is named and none is there. With the name of one of its apps, what it says of that app is
* laid over what it says of all. Throws a Failure with file and line for one that cannot be understood.
*/
function readSettings(directory, named, app) {
	const text = readText(directory, named === void 0 ? join(directory, usualSettingsPath) : resolve(directory, named), named);
	if (text === void 0) return noSettings;
	const file = parseYaml(named ?? ".github/upstream-gate.yml", text);
	const [problem] = file.errors;
	if (problem) throw failure("config-invalid", problem.message.split("\n")[0] ?? "", {
		at: problem.at,
		remedy: "Correct the YAML."
	});
	checkShape(file, [], {
		kind: "map",
		keys: fileKeys
	}, file.data);
	const apps = appsOf(file);
	return {
		...sectionOf(new Section(file, apps.some((each) => each.name === app) ? app : void 0)),
		apps
	};
}
/** undefined when the usual file is not there. */
function readText(directory, path, named) {
	try {
		if (named === void 0 && new Workspace(directory).isStray(".github/upstream-gate.yml")) throw Object.assign(/* @__PURE__ */ new Error("stray"), { code: "a link that leads out of the project" });
		return readRegularFile(path);
	} catch (error) {
		const code = error.code ?? "";
		const isAbsent = code === "ENOENT" || code === "ENOTDIR";
		if (named === void 0 && isAbsent) return void 0;
		const because = isAbsent ? "there is no such file" : code === "EISDIR" ? "this is a folder, not a file" : `it cannot be read (${code})`;
		if (named === void 0) throw failure("config-invalid", `${usualSettingsPath}: ${because}.`, { remedy: "Put the settings into a file of this name, or name another with --config." });
		throw failure("usage", `--config ${named}: ${because}.`, { remedy: `Give a path relative to the project, or leave it out to use ${usualSettingsPath}.` });
	}
}
function appsOf(file) {
	return Object.entries(recordAt(recordAt(file.data)["apps"])).map(([name, value]) => {
		const path = [
			"apps",
			name,
			"directory"
		];
		const written = textOf(recordAt(value)["directory"]);
		const directory = written === void 0 ? void 0 : repoPath(written);
		if (directory === void 0) throw wrong(file, written === void 0 ? path.slice(0, -1) : path, "directory is to be the path of a folder inside the repository");
		return {
			name,
			directory
		};
	});
}
/** What the file says of everything, with what it says of one app over it. */
var Section = class {
	file;
	#app;
	constructor(file, app) {
		this.file = file;
		this.#app = app;
	}
	/** The path of a key where it holds; undefined when it has no value. */
	path(key) {
		return this.paths(key).at(-1);
	}
	/** Both places of a key, the one that wins last. */
	paths(key) {
		const own = this.#app === void 0 ? [] : [[
			"apps",
			this.#app,
			key
		]];
		return [[key], ...own].filter((path) => isGiven(this.value(path)));
	}
	value(path) {
		return path.reduce((node, step) => Array.isArray(node) ? node[Number(step)] : recordAt(node)[String(step)], this.file.data);
	}
	/** Entries of a map by name, from both places. */
	entries(key) {
		const all = this.paths(key).flatMap((path) => Object.entries(recordAt(this.value(path))).flatMap(([name, value]) => isGiven(value) ? [[name, [...path, name]]] : []));
		return [...new Map(all)];
	}
	/** Entries of a list, or the one that stands without it. */
	list(key) {
		const path = this.path(key);
		const value = path && this.value(path);
		if (path === void 0) return [];
		return Array.isArray(value) ? value.map((_, index) => [...path, index]) : [path];
	}
	sourced(path, value) {
		const at = this.file.locate(path);
		return at ? {
			value,
			at
		} : { value };
	}
};
function sectionOf(section) {
	return {
		...optionsOf(section),
		probes: section.list("probes").map((path) => probeOf(section, path)),
		variables: Object.fromEntries(section.entries("variables").map(([name, path]) => [name, section.sourced(path, textOf(section.value(path)) ?? "")])),
		services: section.entries("services").map(([name, path]) => serviceOf(section, name, path)),
		causes: section.entries("causes").map(([cause, path]) => ({
			cause,
			level: section.value(path) === "warning" ? "warning" : "off",
			...placed(section.file.locateKey(path))
		})),
		standIns: section.list("stand-in").map((path) => standInOf(section, path))
	};
}
function optionsOf(section) {
	const given = optionKeys.flatMap((key) => {
		const path = section.path(key);
		return path ? [{
			key,
			path,
			value: section.value(path)
		}] : [];
	});
	const isList = (key) => projectKeys[key]?.shape.kind === "list";
	const options = given.map(({ key, value }) => [key, isList(key) ? (Array.isArray(value) ? value : [value]).map(String) : String(value)]);
	const places = given.flatMap(({ key, path }) => {
		const at = section.file.locate(path);
		return at ? [[key, at]] : [];
	});
	return {
		options: Object.fromEntries(options),
		places: Object.fromEntries(places)
	};
}
function serviceOf(section, service, path) {
	const { memory, cpus, variables } = recordAt(section.value(path));
	const size = parseSize(textOf(memory) ?? "");
	const set = section.file.locateKey(path);
	return {
		service,
		because: set ? `set at ${showLocation({
			path: set.path,
			line: set.line
		})}` : "set in the configuration",
		...size === void 0 ? {} : { memory: size },
		...isGiven(cpus) ? { cpus: Number(cpus) } : {},
		variables: textsOf(variables),
		...placed(set)
	};
}
function standInOf(section, path) {
	const value = section.value(path);
	const at = placed(section.file.locate(path));
	if (typeof value === "string") return {
		host: value,
		ports: [80],
		status: 200,
		body: "{}",
		...at
	};
	const { host, port, status, body } = recordAt(value);
	const ports = (Array.isArray(port) ? port : [port ?? 80]).map(Number);
	return {
		host: String(host),
		ports: [...new Set(ports)],
		status: Number(status ?? 200),
		body: textOf(body) ?? "{}",
		...at
	};
}
function probeOf(section, path) {
	const entry = section.value(path);
	const at = placed(section.file.locate(path));
	if (typeof entry === "string") return {
		path: entry,
		method: "GET",
		...at
	};
	const { path: asked, method, host, headers, websocket, expect } = recordAt(entry);
	const expected = isGiven(expect) ? expectationOf(recordAt(expect)) : void 0;
	const wanted = websocket === true && expected?.status === void 0 ? {
		...expected,
		status: [101]
	} : expected;
	return {
		path: String(asked),
		method: (textOf(method) ?? "GET").toUpperCase(),
		...isGiven(host) ? { host: String(host) } : {},
		...isGiven(headers) ? { headers: textsOf(headers) } : {},
		...websocket === true ? { websocket } : {},
		...wanted ? { expect: wanted } : {},
		...at
	};
}
function expectationOf({ status, headers, body, "max-time": longest }) {
	const statuses = isGiven(status) ? (Array.isArray(status) ? status : [status]).map(Number) : [];
	const text = textOf(body);
	const maxTime = parseDuration(textOf(longest) ?? "");
	return {
		...statuses.length > 0 ? { status: statuses } : {},
		...isGiven(headers) ? { headers: textsOf(headers) } : {},
		...text === void 0 ? {} : { body: text },
		...maxTime === void 0 ? {} : { maxTime }
	};
}
function placed(at) {
	return at ? { at } : {};
}
function textsOf(value) {
	return Object.fromEntries(Object.entries(recordAt(value)).map(([name, each]) => [name, textOf(each) ?? ""]));
}
/** The text of a scalar; undefined for maps, lists and nothing. */
function textOf(value) {
	return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : void 0;
}
function recordAt(value) {
	return typeof value === "object" && value !== null ? value : {};
}
/** Throws a Failure for a cause that nobody knows, on its line. */
function requireKnownCauses(causes, known) {
	const stray = causes.find(({ cause }) => !known.includes(cause));
	if (!stray) return;
	throw failure("config-invalid", `There is no cause "${stray.cause}"${didYouMean(stray.cause, known)}.`, {
		...stray.at ? { at: stray.at } : {},
		remedy: "upstream-gate explain lists the causes."
	});
}

export { didYouMean as a, readRegularFile as i, requireKnownCauses as n, usualSettingsPath as r, readSettings as t };