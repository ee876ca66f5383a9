import { r as failure } from "./failure.js";
import { t as nearest } from "./names.js";
import { i as parseSize, n as parseDuration, r as parseProcessors } from "./units.js";
import { a as didYouMean, t as readSettings } from "./read.js";
import { n as parseDotenv } from "./dotenv.js";
import { t as Workspace } from "./workspace.js";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

// src/model/inputs.ts
/** Ways to the host that a user can allow the project's containers, by name. */
const accessNames = [
	"privileged",
	"docker-socket",
	"host-files",
	"host-pid",
	"host-ipc",
	"host-uts",
	"host-users",
	"host-cgroup",
	"devices",
	"capabilities",
	"unconfined"
];

// src/command-line.ts
/** Options of `check` and `plan`, in the order of the contract. */
const checkOptions = {
	config: { type: "string" },
	app: { type: "string" },
	platform: { type: "string" },
	"compose-file": {
		type: "string",
		multiple: true
	},
	"nginx-config": {
		type: "string",
		multiple: true
	},
	topology: { type: "string" },
	image: { type: "string" },
	"env-file": {
		type: "string",
		multiple: true
	},
	base: { type: "string" },
	"start-timeout": { type: "string" },
	memory: { type: "string" },
	network: { type: "string" },
	cpus: { type: "string" },
	allow: {
		type: "string",
		multiple: true
	},
	"no-prove": { type: "boolean" },
	keep: { type: "boolean" },
	"allow-fork-code": { type: "boolean" },
	format: { type: "string" },
	report: { type: "string" },
	evidence: { type: "string" },
	sarif: { type: "string" },
	junit: { type: "string" },
	html: { type: "string" },
	logs: { type: "string" },
	quiet: { type: "boolean" },
	verbose: { type: "boolean" }
};
/** Options of `diagnose`. */
const diagnoseOptions = {
	format: checkOptions.format,
	report: checkOptions.report,
	sarif: checkOptions.sarif,
	junit: checkOptions.junit,
	html: checkOptions.html,
	logs: checkOptions.logs
};
/** Options that say where a run's results go, or how it is told; a run elsewhere gives the same answer without them. */
const surfaceOptions = [
	"format",
	"report",
	"evidence",
	"sarif",
	"junit",
	"html",
	"logs",
	"quiet",
	"verbose",
	"keep"
];
/** Parses words after a command. Throws a Failure of kind usage for an unknown option or a missing value. */
function parseWords(words, options, mostPositionals) {
	let parsed;
	try {
		parsed = parseArgs({
			args: [...words],
			options: {
				...options,
				help: {
					type: "boolean",
					short: "h"
				}
			},
			allowPositionals: true,
			strict: true
		});
	} catch (error) {
		const message = (error instanceof Error ? error.message : String(error)).split(". ")[0] ?? "";
		const meant = nearest(/^Unknown option '--([^']+)'/.exec(message)?.[1] ?? "", Object.keys(options));
		throw failure("usage", meant === void 0 ? message : `${message} (did you mean --${meant}?)`, { remedy: "upstream-gate --help lists the options." });
	}
	const extra = Number.isFinite(mostPositionals) ? parsed.positionals[mostPositionals] : void 0;
	if (extra !== void 0) throw failure("usage", `Unexpected argument: ${extra}`, { remedy: "upstream-gate --help shows the usage." });
	return parsed;
}
/**
* Makes Inputs of options and the configuration file; an option wins over a setting. Throws a Failure that names what is wrong, and one for
* an app that neither the configuration names nor `findApps` finds.
*/
function readInputs(directory, given, findApps = () => []) {
	const root = resolve(directory);
	if (!existsSync(root) || !statSync(root).isDirectory()) throw failure("usage", `${directory} is not a folder.`, { remedy: "Give the folder of the project to check." });
	const bare = {
		values: given,
		places: {}
	};
	const name = text(bare, "app");
	const settings = readSettings(root, text(bare, "config"), name);
	const app = name === void 0 ? noApp(settings) : chooseApp(name, settings.apps.length > 0 ? settings.apps : findApps(root));
	return {
		...inputsOf(app ? join(root, app.directory) : root, given, settings),
		...optional("app", app)
	};
}
/** Where the configuration names apps, one of them has to be chosen. */
function noApp({ apps }) {
	if (apps.length === 0) return void 0;
	throw failure("usage", `The configuration names ${apps.length === 1 ? "an app" : `${apps.length} apps`}: ${apps.map((each) => each.name).join(", ")}.`, { remedy: `Choose one with --app, such as --app ${apps[0]?.name ?? ""}; upstream-gate plan --matrix prints a matrix with a job for each.` });
}
function chooseApp(name, apps) {
	const found = apps.find((each) => each.name === name);
	if (found) return found;
	const names = apps.map((each) => each.name);
	throw failure("usage", `--app ${name}: there is no such app${didYouMean(name, names)}.`, { remedy: names.length > 0 ? `The apps are ${names.join(", ")}.` : "No apps were found here: leave --app out." });
}
function inputsOf(root, given, settings) {
	if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw failure("config-invalid", `${root} is not a folder.`, { remedy: "Correct the app's directory in the configuration." });
	const words = {
		values: {
			...settings.options,
			...defined(given)
		},
		places: {
			...settings.places,
			...Object.fromEntries(Object.keys(defined(given)).map((key) => [key, void 0]))
		}
	};
	const { values } = words;
	const startTimeout = measured(words, "start-timeout", (value) => parseDuration(value), "a duration such as 90s or 2m");
	const [envFile, ...laterFiles] = variablesFiles(words, root);
	const memory = measured(words, "memory", parseSize, "a size such as 512m or 1g");
	return {
		directory: root,
		platform: oneOf(words, "platform", [
			"auto",
			"compose",
			"dockerfile",
			"amvera",
			"upsun"
		]),
		composeFiles: list(values, "compose-file"),
		nginxConfigs: list(values, "nginx-config"),
		topology: oneOf(words, "topology", [
			"auto",
			"container",
			"host",
			"shared"
		]),
		network: oneOf(words, "network", ["open", "internal"]),
		prove: values["no-prove"] !== true,
		keep: values["keep"] === true,
		probes: settings.probes,
		allow: allowed(words),
		...optional("config", text(words, "config")),
		...optional("image", text(words, "image")),
		...optional("envFile", envFile),
		variables: {
			...Object.fromEntries(laterFiles.flatMap((path) => Object.entries(variablesIn(root, path)))),
			...settings.variables
		},
		services: settings.services,
		causes: settings.causes,
		standIns: settings.standIns,
		...optional("base", text(words, "base")),
		...optional("startTimeout", startTimeout),
		...optional("memory", memory),
		...optional("cpus", measured(words, "cpus", parseProcessors, "a number of processors such as 0.5 or 2"))
	};
}
function defined(given) {
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== void 0));
}
function variablesFiles(words, root) {
	const paths = list(words.values, "env-file");
	const workspace = new Workspace(root);
	const isSetting = words.places["env-file"] !== void 0;
	for (const path of paths) {
		const stats = statSync(resolve(root, path), { throwIfNoEntry: false });
		if (stats?.isDirectory() !== false) throw wrong(words, "env-file", path, stats ? "this is a folder, not a file" : "there is no such file", "Give a path relative to the project.");
		if (isSetting && !workspace.isFile(workspace.toRepo(path))) throw wrong(words, "env-file", path, "this is not a file inside the project", "Give a path inside the project.");
	}
	return paths;
}
/** Of several files the later ones are read here, and laid over the first. */
function variablesIn(root, path) {
	return parseDotenv(path, readFileSync(resolve(root, path), "utf8")).variables;
}
/** An option that is wrong is a matter of the command line, a setting one of its file. */
function wrong({ places }, key, value, because, remedy) {
	const at = places[key];
	return at ? failure("config-invalid", `${key}: ${value}: ${because}.`, {
		at,
		remedy
	}) : failure("usage", `--${key} ${value}: ${because}.`, { remedy });
}
/** Where to write results. Relative paths are from the current folder. */
function readDestinations(values, usualFormat) {
	const words = {
		values,
		places: {}
	};
	const path = (key) => {
		const value = text(words, key);
		return value === void 0 ? void 0 : resolve(value);
	};
	const format = values["format"] === void 0 ? usualFormat : oneOf(words, "format", [
		"pretty",
		"json",
		"github"
	]);
	const paths = [
		"report",
		"evidence",
		"sarif",
		"junit",
		"html",
		"logs"
	].map((key) => optional(key, path(key)));
	return Object.assign({ format }, ...paths);
}
/** The words that make the same run elsewhere: the command, the folder, and the options that bear on the answer. */
function commandOf(directory, given) {
	return [
		"check",
		directory,
		...Object.entries(given).flatMap(([name, value]) => {
			if (surfaceOptions.includes(name) || value === void 0 || value === false || value === "") return [];
			if (value === true) return [`--${name}`];
			return (typeof value === "string" ? [value] : value).flatMap((each) => [`--${name}`, each]);
		})
	];
}
function text({ values, places }, key) {
	const value = values[key];
	const at = places[key];
	if (value === "" && at) throw failure("config-invalid", `${key} needs a value.`, {
		at,
		remedy: "Give it one, or take the line out."
	});
	if (value === "") throw failure("usage", `--${key} needs a value.`, { remedy: "upstream-gate --help lists the options." });
	return typeof value === "string" ? value : void 0;
}
function list(values, key) {
	const value = values[key];
	return Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
}
function allowed(words) {
	const names = list(words.values, "allow");
	const stray = names.find((name) => !accessNames.some((known) => known === name));
	if (stray !== void 0) throw wrong(words, "allow", stray, `expected ${accessNames.join(", ")}${didYouMean(stray, accessNames)}`, "Name the access that the refusal names.");
	return names;
}
function oneOf(words, key, known) {
	const value = words.values[key] ?? known[0];
	const found = known.find((each) => each === value);
	if (found === void 0) throw wrong(words, key, String(value), `expected ${known.slice(0, -1).join(", ")} or ${known.at(-1)}${didYouMean(String(value), known)}`, "Choose one of them.");
	return found;
}
function measured(words, key, parse, expected) {
	const value = text(words, key);
	if (value === void 0) return void 0;
	const parsed = parse(value);
	if (parsed === void 0 || typeof parsed === "number" && parsed <= 0) throw wrong(words, key, value, `expected ${expected}`, "Correct the value.");
	return parsed;
}
function optional(key, value) {
	return value === void 0 ? {} : { [key]: value };
}

export { readDestinations as a, parseWords as i, commandOf as n, readInputs as o, diagnoseOptions as r, checkOptions as t };