import { A as sourceColumn, B as programOf, C as fileCommands, D as mostMemory, E as makeUsualNetwork, H as shellWords, L as resolvePath, M as globMatcher, N as matchGlob, O as saysHeldBack, S as repoPathOf, T as Environment, V as shellCommands, W as filesNamedBy, a as isHostListName, b as recipeInstructions, g as containerChildren, j as loadConfig, k as renderTemplate, n as namesPort$1, o as observe, t as hostsNamed, w as buildImages, y as readRecipe, z as baseName } from "./scan.js";
import { i as removeLeftovers, r as ofRun, t as abandoned } from "./leftovers2.js";
import { y as prepareClient } from "./targets.js";
import { t as requireBoundFiles } from "./absent-files.js";
import { n as folderOf$1, o as showLocation, r as joinPath, s as sourced, t as byDefault$1 } from "./location.js";
import { i as toolEnvironment, n as findPlugin, r as runCommand, t as findClient } from "./cli.js";
import { r as newRun } from "./labels.js";
import { n as redactDeep, r as secretsIn, t as makeRedactor } from "./redact.js";
import { n as parseDotenv } from "./dotenv.js";
import { i as readRegularFile, n as requireKnownCauses } from "./read.js";
import { i as failureOf, r as failure, t as FailureError } from "./failure.js";
import { a as serviceNamed, i as needsHost, r as hostName, t as gatewayNames } from "./plan.js";
import { t as fatalProblems } from "./platform.js";
import { t as composeCandidates } from "./find2.js";
import { a as baseOf, c as includeNotes, d as exampleFor, f as ownExample, i as ComposeLocator, l as writtenFile, n as findNginxConfigs, o as composeNames, r as readCandidate, s as readComposeFiles, t as findDockerfiles, u as valueAt } from "./find.js";
import { c as isSourceFile, n as parseNginx, o as isSideFile, r as walk, s as isSkipped, t as named$1 } from "./parser.js";
import { a as port, i as parseSize, n as parseDuration, t as millis } from "./units.js";
import { a as isHostAddress, c as pathSeenBy, d as serviceOfHost, f as serviceOfTarget, o as isLoopback, r as isAddressLiteral, t as desktopNames } from "./address.js";
import { a as literally, i as scriptOf, r as scriptNameOf } from "./patience.js";
import { t as parseYaml } from "./yaml.js";
import { n as showTarget } from "./proxy.js";
import { t as makeCertificate } from "./make.js";
import { t as nearest } from "./names.js";
import { n as locate, t as indexLines } from "./lines.js";
import { n as mayBeMisspoken, t as isFailing } from "./judgement.js";
import { n as changedLines } from "./changed.js";
import { n as noTimings, t as version$1 } from "./version.js";
import { t as Workspace } from "./workspace.js";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { devNull, tmpdir } from "node:os";

// src/boot/privileges.ts
/** Services whose programs say that they may not become another user, as sudo does in a container that keeps it from it. */
function heldBackServices(environment) {
	return environment.all().filter((running) => running.service.settings.newPrivileges !== true && running.log.lines().some((line) => saysHeldBack(line.text))).map((running) => running.service.name);
}
/** The plan in which these services' programs may gain what the container's own root has anyway. */
function withNewPrivileges(plan, names) {
	const notes = names.flatMap((name) => {
		const at = plan.services.find((service) => service.name === name)?.at;
		return {
			text: `${name} runs with new privileges: its own program asks for them, as sudo does`,
			...at ? { at } : {}
		};
	});
	return {
		...plan,
		services: plan.services.map((service) => names.includes(service.name) ? {
			...service,
			settings: {
				...service.settings,
				newPrivileges: true
			}
		} : service),
		notes: [...plan.notes, ...notes]
	};
}

// src/diagnose/tolerate.ts
/**
* Lowers and drops findings as the user asks. A symptom is tolerated when the cause that explains it best is one of theirs; any other fails the
* gate as before, and is said to be unrecognised when no error is left that could stand for it. Pure.
*/
function tolerate(diagnosis, settings) {
	const settingOf = ({ cause, level }) => level === "error" ? settings.find((each) => each.cause === cause) : void 0;
	const { findings, symptoms, candidates } = diagnosis;
	if (!findings.some((finding) => settingOf(finding))) return {
		...diagnosis,
		failing: symptoms
	};
	const failing = symptoms.filter((_, index) => {
		const best = candidates.find((candidate) => candidate.symptom === index);
		return best === void 0 || settingOf(best.finding) === void 0;
	});
	const kept = findings.flatMap((finding) => {
		const setting = settingOf(finding);
		return setting === void 0 ? [finding] : setting.level === "warning" ? [{
			...finding,
			level: "warning"
		}] : [];
	});
	const off = settings.filter(({ cause, level }) => level === "off" && findings.some((finding) => finding.cause === cause));
	const open = kept.some((finding) => finding.level === "error") ? [] : failing.map((because) => ({
		cause: "unrecognised",
		because
	}));
	return {
		...diagnosis,
		findings: kept,
		unknown: [
			...off.map(switchedOff),
			...diagnosis.unknown,
			...open
		],
		failing
	};
}
function switchedOff({ cause, at }) {
	return {
		cause,
		because: `it was found and is switched off${at ? ` at ${showLocation({
			path: at.path,
			line: at.line
		})}` : ""}: it does not fail the gate`
	};
}

// src/excerpts.ts
/** Lines shown before and after a place. */
const around = 2;
const mostFiles$1 = 20;
/** The lines of the project around the places of findings, one stretch for places that are close; unredacted. */
function excerptsOf(workspace, findings) {
	const wanted = /* @__PURE__ */ new Map();
	for (const { path, line } of findings.flatMap((finding) => [...finding.location ? [finding.location] : [], ...finding.related.map((each) => each.at)])) {
		if (!wanted.has(path) && wanted.size >= mostFiles$1) continue;
		const lines = wanted.get(path) ?? /* @__PURE__ */ new Set();
		for (let each = Math.max(1, line - around); each <= line + around; each++) lines.add(each);
		wanted.set(path, lines);
	}
	return [...wanted].flatMap(([path, lines]) => stretchesOf(path, workspace.read(path)?.split(/\r?\n/) ?? [], lines));
}
function stretchesOf(path, text, wanted) {
	const stretches = [];
	for (const line of [...wanted].toSorted((a, b) => a - b)) {
		const content = text[line - 1];
		if (content === void 0 || line === text.length && content === "") continue;
		const last = stretches.at(-1);
		if (last !== void 0 && last.from + last.lines.length === line) last.lines.push(content);
		else stretches.push({
			path,
			from: line,
			lines: [content]
		});
	}
	return stretches;
}

// src/sources/secrets.ts
const mostFiles = 40;
/** A file that holds more than a few lines is no secret, but data. */
const mostLines$1 = 60;
/** What can hold secrets before anything of the project is understood: the step's own environment, variables files in the project's root. */
function outerVariables(workspace, environment) {
	return [Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => value === void 0 ? [] : [[name, { value }]])), ...dotenvFiles(workspace, [""])];
}
/** What can hold secrets in a project: variables, build arguments, files given as secrets, variables files beside what the plan rests on. */
function plannedVariables(plan, workspace, envFile) {
	const files = plan.services.flatMap((service) => [
		service.at?.path,
		service.image.at?.path,
		...Object.values(service.variables).map((variable) => variable.at?.path)
	]);
	const folders = [...new Set(files.flatMap((path) => path === void 0 ? [] : [folderOf$1(path)]))].filter((folder) => folder !== "");
	return [
		...plan.services.flatMap((service) => [
			service.variables,
			buildVariables$1(service, workspace),
			...service.mounts.map((mount) => secretFile(mount, workspace))
		]),
		...dotenvFiles(workspace, folders),
		...envFile === void 0 ? [] : [outsideFile(envFile, workspace)]
	];
}
function dotenvFiles(workspace, folders) {
	return folders.flatMap((folder) => workspace.list(folder).filter((name) => /^\.env\b|\.env$/.test(name)).map((name) => folder === "" ? name : `${folder}/${name}`)).slice(0, mostFiles).map((path) => parseDotenv(path, workspace.read(path) ?? "").variables);
}
/** The file that was named for the run may lie anywhere. */
function outsideFile(path, workspace) {
	try {
		return parseDotenv("", readRegularFile(path.startsWith("/") ? path : workspace.absolute(path))).variables;
	} catch {
		return {};
	}
}
/** Arguments of a build, and what its Dockerfile sets. */
function buildVariables$1({ image }, workspace) {
	if (image.kind !== "build") return {};
	const set = [...(image.inline ?? workspace.read(image.dockerfile) ?? "").matchAll(/^[ \t]*(?:ENV|ARG)[ \t]+(.{1,4000})$/gim)].flatMap(([, line = ""]) => [...line.matchAll(/([A-Za-z_]\w*)(?:=|[ \t]+)("[^"]*"|'[^']*'|\S+)/g)]).map(([, name = "", value = ""]) => [name, { value: value.replace(/^(["'])(.*)\1$/, "$2") }]);
	return {
		...Object.fromEntries(set),
		...Object.fromEntries(Object.entries(image.args).map(([name, value]) => [name, { value }]))
	};
}
/** A file of Compose's `secrets`, as a variable whose name says so. */
function secretFile(mount, workspace) {
	if (!/^\/(?:var\/)?run\/secrets\//.test(mount.target)) return {};
	const text = mount.kind === "text" ? mount.text : mount.kind === "files" && !mount.isFolder ? workspace.read(mount.repo) ?? "" : "";
	return text === "" || text.split("\n").length > mostLines$1 ? {} : { [`${mount.target.slice(mount.target.lastIndexOf("/") + 1)}_secret`]: { value: text } };
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
			return (found && (found.by.text ?? workspace.read(found.repo))) ?? (hidden(normal) ? void 0 : stock.get(normal));
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
	return filesBelow(files, folder, 0).filter((path) => path.endsWith(suffix)).map((path) => ({
		from: path,
		to: `${output}${path.slice(folder.length, -suffix.length)}`,
		onlyDefined: true,
		...filter ? { filter } : {}
	}));
}
function filesBelow(files, folder, depth) {
	if (depth > 4) return [];
	return files.list(folder).flatMap((path) => files.read(path) === void 0 ? filesBelow(files, path, depth + 1) : [path]);
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
		...names.flatMap((name) => hostOf$1(name) ?? []),
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
function hostOf$1(name) {
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
		if (origin.by.text !== void 0 && at.text?.includes("$") === true) return { at };
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
			...viaText(origin.by),
			...origin.by.text === void 0 ? {} : { isPart: true }
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
	const patterns = [...names].map((name) => new RegExp(`["'\`/@=]${literally(name)}(?:["'\`/:?]|$)`, "m"));
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
	].some((text) => [...names].some((name) => new RegExp(`(^|[^\\w.-])${literally(name)}($|[^\\w-])`).test(text)))) return true;
	return service.role !== "proxy" && service.paths.some((mapping) => mentionsWord(workspace, mapping.repo, names));
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
	if (first?.score === 0 && built.length === 1) return built[0];
	return own.image.kind === "build" && !others.some((service) => service.role === "app") ? own : void 0;
}
function scoreOf(workspace, own, service, route, socket) {
	const name = socket.slice(socket.lastIndexOf("/") + 1);
	const isNeeded = own.needs.some((need) => need.service === service.name) ? 1 : 0;
	const isPhp = route.scheme === "fastcgi" && looksLikeFpm(workspace, service) ? 2 : 0;
	return (names$1(workspace, service, name) ? 4 : 0) + isPhp + (names$1(workspace, service, "") || isPhp > 0 ? isNeeded : 0);
}
/** Whether a service's command, variables or files name a socket; any at all for "". */
function names$1(workspace, service, name) {
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
			text: list.value.map(quoted$2).join(" "),
			...list.at ? { at: list.at } : {}
		},
		words: list.value
	};
}
function quoted$2(word) {
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
	return [byDefault$1(usualStartTimeout, "the gate's usual start budget"), ...declared].reduce((longest, each) => each.value > longest.value ? each : longest);
}

// src/plan/compose/interpolation.ts
/** Finds what fills `${…}` in Compose files; `outer` is the environment that Compose runs in. */
function interpolationOf(inputs, workspace, files, outer) {
	if (inputs.envFile !== void 0) {
		const inside = workspace.toRepo(inputs.envFile);
		return {
			path: inputs.envFile,
			notes: [],
			names: namesIn(givenText(inputs.envFile), outer, inside),
			...inside === void 0 ? {} : { fallback: inside }
		};
	}
	const usual = files.folder === "" ? ".env" : `${files.folder}/.env`;
	if (workspace.isFile(usual)) return {
		notes: [],
		names: namesIn(workspace.read(usual), outer, usual)
	};
	const example = exampleFor(workspace, usual);
	if (example === void 0 && workspace.isStray(usual)) return {
		path: devNull,
		names: namesIn("", outer, void 0),
		notes: [{ text: `${usual} is not a file inside the project: it is not read` }]
	};
	if (example === void 0) return {
		notes: [],
		names: namesIn("", outer, void 0)
	};
	const names = namesIn(workspace.read(example), outer, example);
	return {
		path: workspace.absolute(example),
		fallback: example,
		names,
		notes: [{ text: `${usual} is not in the repository: ${example} is used in its place` }]
	};
}
/** A file that cannot be read is told by Compose. */
function givenText(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}
function namesIn(text, outer, from) {
	const { variables } = parseDotenv(from ?? "", text ?? "", outer);
	const value = (name) => outer[name] ?? variables[name]?.value;
	return {
		has: (name) => (value(name) ?? "") !== "",
		value,
		...from === void 0 ? {} : { from }
	};
}

// src/plan/compose/missing.ts
/** Names shown before the rest is only counted. */
const mostShown = 20;
/** Variables that the files demand with `${NAME:?…}` and for which `isKnown` does not hold, each at its first use. */
function demandedVariables(workspace, files, isKnown) {
	const found = /* @__PURE__ */ new Map();
	for (const { path } of files.parsed) (workspace.read(path) ?? "").split("\n").forEach((line, index) => {
		if (line.trimStart().startsWith("#")) return;
		for (const [whole, name = ""] of line.matchAll(/(?<!\$)\$\{([A-Za-z_]\w*):?\?/g)) if (!isKnown(name) && !found.has(name)) found.set(name, {
			name,
			at: workspace.locate(path, index + 1, { column: line.indexOf(whole) + 1 })
		});
	});
	return [...found.values()];
}
/** Where the files use a variable, by its first line. */
function variableUse(workspace, files, name) {
	const use = new RegExp(`\\$\\{?${name.replace(/\W/g, "")}\\b`);
	for (const { path } of files.parsed) {
		const index = (workspace.read(path) ?? "").split("\n").findIndex((line) => use.test(line));
		if (index !== -1) return workspace.locate(path, index + 1);
	}
}
/** "A (compose.yaml:3), B (compose.yaml:7)". */
function listVariables(missing) {
	return `${missing.slice(0, mostShown).map(({ name, at }) => at ? `${name} (${at.path}:${at.line})` : name).join(", ")}${missing.length > mostShown ? ` and ${missing.length - mostShown} more` : ""}`;
}
/** One note for all variables that are empty because nothing sets them. */
function unsetNotes(missing, folder) {
	const [first] = missing;
	if (!first) return [];
	const at = first.at ? { at: first.at } : {};
	if (missing.length === 1) return [{
		text: `the variable ${first.name} is not set: it is empty`,
		...at
	}];
	return [{
		text: `variables that are not set, and so empty: ${listVariables(missing)}; values can stand in ${folder === "" ? "" : `${folder}/`}.env.example`,
		...at
	}];
}
/** What to do about variables that nothing sets: the file that is committed, or one for this run. */
function variablesRemedy(missing, folder, used) {
	const example = used ?? `${folder === "" ? "" : `${folder}/`}.env.example`;
	const values = missing.slice(0, mostShown).map(({ name }) => `${name}=…`);
	return `${used === void 0 ? `Commit ${example} with a value for each, which is used where there is no .env` : `Add them to ${example}`}; or for one run: printf '%s\\n' ${values.join(" ")} > ci.env && upstream-gate check --env-file ci.env`;
}

// src/plan/compose/model.ts
/**
* Lets `docker compose config` merge and resolve the files. Variables files of services are left out of it (their lines are read
* here, and one that is not committed must not stop the plan). Throws a Failure with the file and line when Compose refuses.
*/
async function composeModel(workspace, files, run, { path: envFile, names }, profiles = "declared") {
	const folder = mkdtempSync(join(realpathSync(tmpdir()), "upstream-gate-"));
	try {
		const root = hasEditedBase(workspace, files) ? copiedTree(workspace, files, join(folder, basename(workspace.root))) : workspace.root;
		const override = join(folder, "override.yaml");
		const resetsOf = (among) => resets(servicesWithEnvFile(files, among));
		writeFileSync(override, resetsOf(files.parsed.filter((file) => files.main.includes(file.path))));
		const writer = {
			workspace,
			root,
			folder,
			fileAt: (path) => files.parsed.find((file) => file.path === path),
			resetsOf
		};
		const given = files.main.flatMap((path) => ["-f", writtenFile(writer, path, baseOf(files, path))]);
		const usual = root === workspace.root || names.from === void 0 ? void 0 : workspace.absolute(names.from);
		const variables = envFile ?? usual;
		const env = variables === void 0 ? [] : ["--env-file", variables];
		const all = profiles === "all" ? ["--profile", "*"] : [];
		const { code, out, err } = await run([
			...env,
			...all,
			"--project-directory",
			join(root, files.folder),
			...given,
			"-f",
			override,
			"config",
			"--format",
			"json"
		], workspace.absolute(files.folder));
		const result = {
			code,
			out: out.replaceAll(root, workspace.root),
			err: err.replaceAll(root, workspace.root)
		};
		if (code !== 0) throw refusal(workspace, files, result, names);
		return {
			model: modelOf(result.out, files),
			unset: unsetVariables(err)
		};
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
/** Output that was cut, as of a file that repeats itself without end, is no model. */
function modelOf(out, files) {
	try {
		return JSON.parse(out, unescapeDollars);
	} catch {
		throw failure("config-invalid", `${files.main.join(" + ")} is too large: docker compose prints ${Math.round(out.length / 1024 / 1024)} MiB of it and more.`, { remedy: "Make it smaller." });
	}
}
/** Whether a file that others extend has edits laid over it: no place in the files that Compose is given names it. */
function hasEditedBase(workspace, files) {
	const named = [...files.main, ...files.includes.flatMap((include) => include.paths)];
	return files.parsed.some(({ path }) => !named.includes(path) && workspace.edits.some((edit) => edit.path === path));
}
/** Writes the Compose files with their edits into a folder, as they stand towards each other; answers the folder. */
function copiedTree(workspace, files, root) {
	for (const { path } of files.parsed) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), workspace.read(path) ?? "");
	}
	return root;
}
/** What Compose prints could be given to it again, so every dollar in it is doubled. */
function unescapeDollars(_key, value) {
	return typeof value === "string" ? value.replaceAll("$$", "$") : value;
}
/** An override that leaves the variables files of services out. */
function resets(services) {
	if (services.length === 0) return "services: {}\n";
	return `services:\n${services.map((service) => `  ${JSON.stringify(service)}:\n    env_file: !reset []\n`).join("")}`;
}
/** Services of some files that have variables files, wherever those are named. */
function servicesWithEnvFile(files, among) {
	const names = among.flatMap((file) => file.keys(["services"]));
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
function refusal(workspace, files, { err, code }, names) {
	if (code === 137) return failure("config-invalid", `docker compose was not done with ${files.main.join(" + ")} in time.`, { remedy: `See what it waits for: docker compose ${files.main.map((path) => `-f ${path}`).join(" ")} config` });
	if (code === 130) return failure("interrupted", "Interrupted while docker compose read the project.");
	const message = (err.trim().split("\n").findLast((line) => line.trim() !== "" && !line.includes("level=warning")) ?? "").trim();
	const demanded = /required variable \w+ is missing/.test(message) ? demandedVariables(workspace, files, names.has) : [];
	if (demanded.length > 0) return lacking(files, demanded, names.from);
	const shown = message.replaceAll(`${workspace.root}/`, "");
	const at = refusedPlace(files, message);
	const unset = unsetVariables(err).map((name) => ({
		name,
		at: variableUse(workspace, files, name)
	}));
	const because = unset.length === 0 ? "" : ` Not set, and so empty: ${listVariables(unset.map(placed$3))}.`;
	return failure("config-invalid", `docker compose refuses ${files.main.join(" + ")}: ${shown}${because === "" ? "" : `${/[.!?]$/.test(shown) ? "" : "."}${because}`}`, {
		...at ? { at } : {},
		remedy: unset.length > 0 ? `${variablesRemedy(unset.map(placed$3), files.folder, names.from)}.` : `Correct it until this succeeds: docker compose ${files.main.map((path) => `-f ${path}`).join(" ")} config`
	});
}
function placed$3({ name, at }) {
	return {
		name,
		...at ? { at } : {}
	};
}
/** Compose tells of one variable at a time; all that it would ask for are told at once. */
function lacking(files, demanded, used) {
	const [first] = demanded;
	const all = demanded.length === 1 ? "a variable that nothing sets" : `${demanded.length} variables that nothing sets`;
	return failure("config-invalid", `${files.main.join(" + ")} demands ${all}: ${listVariables(demanded)}.`, {
		...first?.at ? { at: first.at } : {},
		remedy: `${variablesRemedy(demanded, files.folder, used)}.`
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
	for (const file of files.parsed.toReversed()) for (let length = path?.length ?? 0; length > 0; length--) {
		const at = file.locateKey(["services", ...(path ?? []).slice(0, length)]);
		if (at) return at;
	}
	return first === void 0 ? void 0 : {
		path: first.path,
		line: 1
	};
}

// src/plan/compose/confine.ts
/**
* Throws a Failure when the files would make `docker compose config` read anything outside the project: it follows every path and link,
* and what it reads ends in the containers. Variables files of services of the main files are not among them: Compose is not given those.
*/
function refuseOutside(workspace, files) {
	for (const file of files.parsed) for (const reading of readingsOf(file, files)) if (!isInside(workspace, reading)) throw refused(reading);
	const folders = new Set(files.parsed.filter((file) => !files.main.includes(file.path)).map((file) => folderOf$1(file.path)));
	for (const folder of folders) {
		const written = folder === "" ? ".env" : `${folder}/.env`;
		if (folder !== files.folder && workspace.isStray(written)) throw refused({
			what: "the variables file",
			written,
			at: void 0,
			from: ""
		});
	}
}
function refused({ what, written, at }) {
	return failure("refused", `${what.charAt(0).toUpperCase()}${what.slice(1)} ${written} is not a file inside the project, and Compose would read it.`, {
		...at ? { at } : {},
		remedy: "Name a file of the project, or check the folder that holds both."
	});
}
function readingsOf(file, files) {
	const isMain = files.main.includes(file.path);
	const from = isMain ? files.folder : folderOf$1(file.path);
	const reading = (what, path, value, start = from) => texts(value).map((written) => ({
		what,
		written,
		at: file.locate(path) ?? file.locateKey(path),
		from: start
	}));
	const included = valueAt(file.data, ["include"]);
	return [...(Array.isArray(included) ? included : []).flatMap((entry, index) => [
		...reading("the included file", ["include", index], typeof entry === "string" ? entry : valueAt(entry, ["path"]), folderOf$1(file.path)),
		...reading("the variables file", ["include", index], valueAt(entry, ["env_file"])),
		...reading("the folder", ["include", index], valueAt(entry, ["project_directory"]))
	]), ...file.keys(["services"]).flatMap((name) => [
		...reading("the extended file", [
			"services",
			name,
			"extends",
			"file"
		], valueAt(file.data, [
			"services",
			name,
			"extends",
			"file"
		]), folderOf$1(file.path)),
		...isMain ? [] : reading("the variables file", [
			"services",
			name,
			"env_file"
		], valueAt(file.data, [
			"services",
			name,
			"env_file"
		])),
		...reading("the labels file", [
			"services",
			name,
			"label_file"
		], valueAt(file.data, [
			"services",
			name,
			"label_file"
		]))
	])];
}
/** The paths of a key that takes one, a list of them, or maps with a `path`. */
function texts(value) {
	return (Array.isArray(value) ? value : [value]).flatMap((entry) => {
		const text = typeof entry === "string" ? entry : valueAt(entry, ["path"]);
		return typeof text === "string" ? [text] : [];
	});
}
/** What Compose takes for an address, whether or not a file of that name is there. */
const remote = /^[\w+.-]+:|^[\w.-]+@|^github\.com\/|\.git(?:#|$)/i;
/** What is absent is no danger. A variable in a path may name anything, an address is fetched. */
function isInside(workspace, { written, from }) {
	if (/[$\0]/.test(written) || remote.test(written)) return false;
	const path = written.startsWith("/") ? workspace.toRepo(written) : joinPath(from, written);
	return path !== void 0 && !workspace.isStray(path);
}

// src/plan/compose/absent-binds.ts
const prefix = "host-";
/** The name of the volume that stands in place of a path of the host. */
function hostVolume(source) {
	return prefix + source;
}
/** The path of the host in whose place a mount stands; undefined when it is none of those. */
function hostSource(mount) {
	return mount.kind === "volume" && mount.volume.startsWith(`${prefix}/`) ? mount.volume.slice(5) : void 0;
}
/** Names that are those of files: in place of such a one an empty folder would only mislead. */
const fileName = /\.(?:conf|cnf|cfg|ini|json5?|ya?ml|toml|env|properties|xml|pem|crt|cer|key|p12|pfx|jks|txt|sql|sh|py|[cm]?[jt]s|rb|php|lua|db|sqlite3?|sock|mmdb|so|jar|log)$|(?:^|\/)\.env(?:\.\w+)?$/i;
/**
* The services without binds of single files that CI does not have, but for the proxy, whose files are supplied: what the image has there
* stays, and who needs another one says that there is none. With every bind of that kind, these and those that a folder stands in place of.
*/
function withoutAbsentFiles(workspace, parts, proxy) {
	const absentBinds = parts.services.flatMap((service) => service.mounts.flatMap((mount) => absentBind(workspace, service, mount) ?? []));
	const leftOut = absentBinds.filter((bind) => bind.service !== proxy && fileName.test(bind.target));
	const isLeftOut = (service, target) => leftOut.some((bind) => bind.service === service && bind.target === target);
	return {
		services: parts.services.map((service) => ({
			...service,
			mounts: service.mounts.filter((mount) => !isLeftOut(service.name, mount.target))
		})),
		supplied: parts.supplied.map((each) => leftOut.reduce((entry, { target }) => entry.what === suppliedFolder(target) ? {
			...entry,
			what: `nothing at ${target}`
		} : entry, each)),
		notes: parts.notes.map((each) => leftOut.reduce((note, { source }) => note.text === absentNote(source) ? {
			...note,
			text: `${source} is not in the repository: nothing is put in its place`
		} : note, each)),
		absentBinds
	};
}
/** How the report calls what stands in place of a path of the host. */
function suppliedFolder(target) {
	return `an empty folder at ${target}`;
}
/** What is noted of a bind of the project that the repository does not have. */
function absentNote(path) {
	return `${path || "."} is not in the repository: Docker would make an empty folder of it`;
}
function absentBind(workspace, service, mount) {
	const host = hostSource(mount);
	const source = host ?? (mount.kind === "files" && mount.isFolder && workspace.kindOf(mount.repo) === void 0 ? mount.repo : void 0);
	return source === void 0 ? void 0 : {
		service: service.name,
		source,
		isOfHost: host !== void 0,
		target: mount.target,
		..."at" in mount && mount.at ? { at: mount.at } : {}
	};
}

// src/plan/compose/hollow-mounts.ts
/**
* Mounts of single files that the repository does not have: the configuration names their targets as files, so an empty file stands
* there and what belongs there is supplied. Without that the engine would make folders of them.
*/
function withoutHollowMounts(workspace, planned, parts) {
	const { named, included } = filePaths(planned);
	const service = parts.services.find((each) => each.name === planned.proxy.service);
	const hollow = (service?.mounts ?? []).filter((mount) => named.has(mount.target) && (hostSource(mount) !== void 0 || isAbsent(workspace, mount)) || included.has(mount.target) && hostSource(mount) !== void 0);
	if (!service || hollow.length === 0) return parts;
	const mounts = service.mounts.map((mount) => hollow.includes(mount) ? {
		kind: "text",
		text: "",
		target: mount.target,
		mode: 420,
		...mount.at ? { at: mount.at } : {}
	} : mount);
	const ofFolder = ({ what }) => hollow.find((mount) => what === suppliedFolder(mount.target));
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
function isAbsent(workspace, mount) {
	return mount.kind === "files" && mount.isFolder && workspace.kindOf(mount.repo) === void 0;
}

// src/plan/hosting/yaml-values.ts
/** The value at a path of plain data; undefined when there is none. */
function dataAt$1(data, path) {
	return path.reduce((value, step) => typeof value === "object" && value !== null ? value[step] : void 0, data);
}
/** A text or number as a text. */
function textOf$1(value) {
	return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : void 0;
}
/** The text of a scalar with its line. */
function textAt$1(file, path) {
	const text = textOf$1(dataAt$1(file.data, path));
	return text === void 0 ? void 0 : sourced(text, file.locate(path));
}
/** A number that can be a port, with its line. */
function portAt(file, path) {
	const text = textAt$1(file, path);
	const port = portOf(text?.value);
	return text && port !== void 0 ? {
		...text,
		value: port
	} : void 0;
}
/** A port written as a number; undefined for anything else. */
function portOf(value) {
	const port = typeof value === "string" && /^\d{1,5}$/.test(value.trim()) ? Number(value) : value;
	return typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65536 ? port : void 0;
}
/** The texts of a map of names, each with its line. */
function textsAt(file, path) {
	return Object.fromEntries(file.keys(path).flatMap((key) => {
		const text = textAt$1(file, [...path, key]);
		return text ? [[key, text]] : [];
	}));
}
/** A place in a file: that of the path, else of the file. */
function placeIn(file, path) {
	return file.locateKey(path) ?? file.locate(path) ?? {
		path: file.path,
		line: 1
	};
}

// src/plan/hosting/used-port.ts
/** Ports of tools beside the app, and of databases: never those by which requests come. */
const otherPorts = /* @__PURE__ */ new Set([
	22,
	25,
	53,
	465,
	587,
	1025,
	1433,
	1521,
	2375,
	2376,
	3306,
	4317,
	4318,
	5432,
	5672,
	5678,
	5005,
	6379,
	9090,
	9092,
	9229,
	11211,
	15672,
	27017
]);
/** Ports on which TLS is spoken as a rule. */
const tlsPorts = /* @__PURE__ */ new Set([443, 8443]);
/** The port that a Dockerfile and what it starts name: EXPOSE, the start command, ENV PORT, the program's own default; undefined when none does. */
function usedPort(workspace, recipe, service) {
	return exposedPort(recipe) ?? commandPort(service) ?? variablePort(recipe) ?? sourcePort(workspace, service);
}
/** The only port that EXPOSE names, or the only one of them that can be the app's. */
function exposedPort(recipe) {
	const likely = (recipe?.settings.exposed ?? []).filter(({ value }) => !otherPorts.has(value) && !tlsPorts.has(value));
	const named = portOf(recipe?.settings.variables["PORT"]?.value);
	const [first] = likely.filter(({ value }) => value === named).concat(likely);
	return first && {
		port: first,
		because: "EXPOSE names it"
	};
}
/** A port that the start command fixes by a number. */
function commandPort({ start }) {
	for (const step of start.slice(0, 1)) {
		const text = step.text.replace(/["',[\]]+/g, " ");
		const found = /(?:--port|--http-port|--server\.port|-p|--listen|--bind|-b|--addr|-S)[ =]+(?:\[?[\w.:*]*\]?:)?(\d{2,5})(?![\w.])/.exec(text) ?? /\b(?:0\.0\.0\.0|127\.0\.0\.1|localhost):(\d{2,5})\b/.exec(text);
		const port = portOf(found?.[1]);
		if (port !== void 0) return {
			port: {
				value: port,
				...step.at ? { at: step.at } : {}
			},
			because: "the start command names it"
		};
	}
}
function variablePort(recipe) {
	const written = recipe?.settings.variables["PORT"];
	const port = portOf(written?.value);
	return written && port !== void 0 ? {
		port: {
			...written,
			value: port
		},
		because: "PORT is set to it"
	} : void 0;
}
const listening = [
	/(?:env\.PORT|ENV\.fetch\(\s*["']PORT["']|ENV\[["']PORT["']\]|(?:getenv|environ(?:\.get)?)[([]\s*["']PORT["'][\])]?|Getenv\("PORT"\))[^\n\d]{0,24}(\d{2,5})\b/g,
	/\.listen\(\s*(\d{2,5})\b/g,
	/ListenAndServe(?:TLS)?\(\s*"[^"\n:]*:(\d{2,5})"/g,
	/\b(?:port|PORT)["']?\s*(?:=|:|\|\||\?\?)\s*["']?(\d{4,5})\b/g,
	/\b(?:HTTPServer|TCPServer(?:\.new)?)\(\s*\(?\s*["'][^"'\n]*["']\s*,\s*(\d{2,5})\b/g
];
/** The only port that the files which are started listen on, as far as their text tells. */
function sourcePort(workspace, { start }) {
	const found = [];
	for (const path of new Set(start.flatMap((step) => step.at?.path ?? []))) (workspace.read(path) ?? "").split("\n").forEach((line, index) => {
		for (const pattern of listening) for (const match of line.slice(0, 400).matchAll(pattern)) {
			const value = portOf(match[1]);
			if (value !== void 0 && !otherPorts.has(value)) found.push({
				value,
				at: workspace.locate(path, index + 1)
			});
		}
	});
	const [first] = found;
	return first && found.every(({ value }) => value === first.value) ? {
		port: first,
		because: "the program names it"
	} : void 0;
}
/** Where a number stands on its line, when it stands there once. */
function numberSpan(at, value) {
	const places = [...(at?.text ?? "").matchAll(new RegExp(`(?<![\\d.])${value}(?![\\d.])`, "g"))];
	const [only] = places;
	return at && only && places.length === 1 ? {
		line: at.line,
		column: only.index + 1,
		length: String(value).length
	} : void 0;
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
	if (inputs.topology !== "auto") return byDefault$1(inputs.topology, "given by --topology");
	const loopback = proxy.routes.flatMap((route) => route.targets).find((target) => isLoopback(target.host) && target.port > 0);
	if (loopback && !dialsNames) return {
		...sourced("host", loopback.at),
		because: `${showTarget(loopback)} is dialled and no container name: nginx stands on the host beside a published port`
	};
	const dialsSocket = !dialsNames && proxy.routes.some((route) => route.targets.some((target) => target.socket !== void 0));
	return byDefault$1("container", dialsSocket ? "the configuration dials a Unix socket, whose folder nginx and the app have in common" : "the configuration dials names, as between containers");
}
/** In whose network namespace a stub of this topology stands; undefined for one of its own. */
function standsIn(topology, app) {
	if (topology.value === "host") return byDefault$1(hostName, "nginx stands on the host in this topology");
	return topology.value === "shared" && app !== void 0 ? byDefault$1(app, "nginx and the app share a network namespace in this topology") : void 0;
}
/** What is said of the stub. */
const suppliedStub = {
	what: `nginx (${stubImage}) in front of the app`,
	why: "the project has a configuration for nginx and no container of its own for it"
};

// src/plan/platforms/ingress.ts
/** The service that a platform's nginx is here. */
const ingressName = "ingress";
const configPath$1 = "/etc/nginx/conf.d/default.conf";
const network$5 = "default";
/** Our nginx in the place of the platform's, with a configuration written for it: its routes lead to lines of the platform's file. */
function makeIngress(input) {
	const { workspace, facts, app } = input;
	const text = ingressText(input);
	const mounts = [{
		kind: "text",
		text,
		target: configPath$1,
		mode: 420
	}, ...input.mounts ?? []];
	const layout = {
		...stubLayout,
		stock: {
			...stubLayout.stock,
			[configPath$1]: text
		}
	};
	const view = viewContainer({
		workspace,
		layout,
		recipe: void 0,
		paths: [],
		variables: {},
		entrypoint: void 0,
		command: void 0
	});
	const planned = planProxy(workspace, ingressName, "stub", stubLayout.main, view);
	const service = {
		name: ingressName,
		role: "proxy",
		essential: true,
		image: {
			kind: "reference",
			reference: stubImage
		},
		variables: {},
		attachments: facts.topology === "shared" ? [] : [{
			network: network$5,
			aliases: [ingressName]
		}],
		...facts.topology === "shared" ? { networkOf: {
			value: app,
			because: `nginx and the app share a container on ${facts.label}`
		} } : {},
		mounts,
		needs: [],
		ports: [],
		paths: [],
		start: [],
		settings: {}
	};
	return {
		planned: {
			...planned,
			proxy: {
				...planned.proxy,
				routes: planned.proxy.routes.map((route) => placed$2(route, input))
			}
		},
		service,
		supplied: {
			what: `nginx (${stubImage}) in front of the app`,
			why: `${facts.label} has an nginx of its own there, whose configuration is not in the repository`
		}
	};
}
/** A route of the written configuration with the lines that it follows from. */
function placed$2(route, input) {
	const location = input.locations?.find((each) => route.location === each.path) ?? input.locations?.find((each) => each.passthru !== false);
	const targets = route.targets.map((target) => placedTarget$1(target, input));
	const at = targets[0]?.at ?? location?.at;
	return {
		...route,
		...at ? { at } : {},
		...location?.at ? { locationAt: location.at } : {},
		targets
	};
}
function placedTarget$1(target, { upstream, app }) {
	const { kind } = upstream;
	if (kind === "socket") return {
		...target,
		service: app,
		...upstream.path.at ? { at: upstream.path.at } : {}
	};
	const { port, span, portLine } = upstream;
	return {
		...target,
		...port.at ? { at: port.at } : {},
		...span ? { portSpan: span } : {},
		...portLine ? { portLine } : {},
		...port.because === void 0 ? {} : { portBecause: port.because }
	};
}
/** The address as `proxy_pass` and `fastcgi_pass` have it. */
function addressOf$2({ upstream, facts, app }) {
	if (upstream.kind === "socket") return `unix:${upstream.path.value}`;
	return `${facts.topology === "shared" ? "127.0.0.1" : app}:${upstream.port.value}`;
}
/** The configuration. Whatever goes into it from the repository is checked by the platform's reader: paths, numbers, names. */
function ingressText(input) {
	const locations = input.locations ?? [{
		path: "/",
		passthru: true
	}];
	const names = input.names ?? ["_"];
	const blocks = locations.flatMap((location, index) => locationBlocks(location, index, passOf(input)));
	return [
		"map $http_upgrade $connection_upgrade { default upgrade; '' close; }",
		"server {",
		"    listen 80 default_server;",
		`    server_name ${names.join(" ")};`,
		"    client_max_body_size 0;",
		...blocks.map((line) => `    ${line}`),
		"}",
		""
	].join("\n");
}
function passOf(input) {
	const address = addressOf$2(input);
	const own = input.passLines ?? [];
	if (input.upstream.protocol === "fastcgi") return [
		"include fastcgi_params;",
		...own,
		`fastcgi_pass ${address};`
	];
	return [
		"proxy_http_version 1.1;",
		"proxy_set_header Host $http_host;",
		"proxy_set_header Upgrade $http_upgrade;",
		"proxy_set_header Connection $connection_upgrade;",
		"proxy_set_header X-Real-IP $remote_addr;",
		"proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
		"proxy_set_header X-Forwarded-Host $http_host;",
		"proxy_set_header X-Forwarded-Proto $scheme;",
		...own,
		`proxy_pass http://${address}${input.upstream.kind === "socket" ? ":" : ""};`
	];
}
/** A location: the app alone, files alone, or files first and the app for the rest. */
function locationBlocks(location, index, pass) {
	const { path, passthru, root, allow = true } = location;
	const inner = pass.map((line) => `    ${line}`);
	const indexLine = location.index && location.index.length > 0 ? [`    index ${location.index.join(" ")};`] : [];
	if (root === void 0 || !allow) return [
		`location ${path} {`,
		...passthru === false ? ["    return 403;"] : inner,
		"}"
	];
	const files = path === "/" ? `    root ${root};` : `    alias ${root};`;
	if (passthru === false) return [
		`location ${path} {`,
		files,
		...indexLine,
		"    try_files $uri $uri/ =404;",
		"}"
	];
	return [
		`location ${path} {`,
		files,
		...indexLine,
		`    try_files $uri @app${index};`,
		"}",
		`location @app${index} {`,
		...inner,
		"}"
	];
}

// src/plan/hosting/plain-proxy.ts
/** A plain reverse proxy of ours to a port of an app, for a project that has none; `because` says why it is that port. */
function plainProxy(workspace, app, port, because) {
	const span = port.because === void 0 ? numberSpan(port.at, port.value) : void 0;
	const upstream = {
		kind: "port",
		protocol: "http",
		port: {
			...port,
			because: port.because ?? because
		},
		...span ? { span } : {}
	};
	const ingress = makeIngress({
		workspace,
		facts: {
			topology: "container",
			label: "the project"
		},
		app,
		upstream
	});
	const at = port.at ? { at: port.at } : {};
	return {
		...ingress,
		supplied: {
			what: `a plain reverse proxy to port ${port.value} of ${app}`,
			why: `the project has no nginx of its own, and requests come there: ${because}`,
			...at
		}
	};
}

// src/plan/compose/plain.ts
/** Names of services that people open in a browser, the likeliest first. */
const frontNames = /^(?:web|www|site|frontend|front|gateway|app|server|api|backend)\b/i;
/** Images that pass requests on or are watched, not apps: what stands behind them is meant. */
const notApps = /(?:^|\/)(?:traefik|caddy|haproxy|envoy|nginx|httpd|adminer|phpmyadmin|pgadmin4?|mailhog|mailpit|grafana|prometheus|portainer[\w-]*|flower|redis-commander|mongo-express|kibana|minio)(?::|$)/i;
/** A plain reverse proxy of ours in front of the service that the project publishes; undefined when none can be meant. */
function composePlain(workspace, drafts) {
	const [chosen, ...others] = drafts.flatMap((draft) => candidateOf(workspace, draft) ?? []).toSorted((a, b) => rank(b) - rank(a));
	if (!chosen) return void 0;
	const { draft, port, because } = chosen;
	const name = drafts.some((each) => each.name === "ingress") ? "upstream-gate-ingress" : "ingress";
	const { planned, service, supplied } = plainProxy(workspace, draft.name, port, because);
	const assumed = {
		text: `assumed: requests come to port ${port.value} of ${draft.name}: ${because}`,
		...port.at ? { at: port.at } : {}
	};
	const left = others.length > 0 ? [{ text: `not asked: ${others.map((each) => each.draft.name).join(", ")}; put an nginx in front, or name a configuration with --nginx-config` }] : [];
	return {
		planned: {
			...planned,
			proxy: {
				...planned.proxy,
				service: name
			}
		},
		service: {
			...service,
			name,
			attachments: draft.attachments.map(({ network }) => ({
				network,
				aliases: [name]
			}))
		},
		topology: byDefault$1("container", "a plain reverse proxy stands in front of the app's container"),
		notes: [assumed, ...left],
		supplied
	};
}
/** A service on a network that publishes a port, or that is built here and exposes one. */
function candidateOf(workspace, draft) {
	const isBuilt = draft.image.kind === "build";
	if (draft.attachments.length === 0 || draft.image.kind === "reference" && notApps.test(draft.image.reference.split("@")[0] ?? "")) return void 0;
	const [first] = draft.ports.filter(({ target }) => !otherPorts.has(target) && !tlsPorts.has(target)).toSorted((a, b) => Number(isWeb(b.published ?? b.target)) - Number(isWeb(a.published ?? a.target)));
	if (first && (isBuilt || isWeb(first.target) || isWeb(first.published ?? 0))) return {
		draft,
		port: sourced(first.target, first.at),
		because: first.published === void 0 ? "it is published" : `it is published as ${first.published}`
	};
	const exposed = draft.image.kind === "build" && draft.ports.length === 0 ? exposedPort(readRecipe(workspace, draft.image)) : void 0;
	return exposed && {
		draft,
		port: exposed.port,
		because: exposed.because
	};
}
function isWeb(port) {
	return port === 80 || port >= 3e3 && port < 3100 || port >= 4e3 && port < 4100 || port >= 5e3 && port < 5100 || port >= 8e3 && port < 9100;
}
function rank({ draft, port }) {
	const published = draft.ports.find((each) => each.target === port.value)?.published;
	return (draft.image.kind === "build" ? 100 : 0) + (published === 80 || published === 443 ? 50 : 0) + (published === void 0 ? 0 : 20) + (frontNames.test(draft.name) ? 10 : 0) + (port.value === 80 ? 1 : 0);
}

// src/plan/compose/replicas.ts
/** Containers of one service that are run: more of them show no more. */
const mostRun = 2;
/** How many containers of a service Compose would start. */
function replicasOf({ scale, deploy }) {
	return scale ?? deploy?.replicas ?? 1;
}
/** The names that Compose gives the containers of a service. */
function containerNames({ name: project }, name, service) {
	return Array.from({ length: Math.min(Math.max(replicasOf(service), 1), 100) }, (_, index) => `${project}-${name}-${index + 1}`);
}
/** The drafts without services of which no container is started, and what is said of them. */
function withoutUnscaled({ model, locator }, drafts) {
	const isNone = ({ name }) => replicasOf(model.services[name] ?? {}) === 0;
	const notes = drafts.filter(isNone).map(({ name }) => {
		const at = locator.key(name, ["scale"]) ?? locator.key(name, ["deploy", "replicas"]);
		return {
			text: `${name} is not started: it has no replicas`,
			...at ? { at } : {}
		};
	});
	return {
		services: drafts.filter((draft) => !isNone(draft)),
		notes
	};
}
/** The services with a second container of each that has replicas: its name leads to several addresses then. The proxy stays alone. */
function withReplicas(model, services, proxy) {
	const copied = services.filter(({ name, role }) => name !== proxy && (role === "app" || role === "dependency") && replicasOf(model.services[name] ?? {}) >= mostRun);
	const copies = new Map(copied.map((service) => [service.name, copyOf(model, services, service)]));
	const all = services.flatMap((service) => {
		const copy = copies.get(service.name);
		return copy ? [alone(model, service), copy] : [service];
	});
	const notes = copied.flatMap(({ name, at }) => {
		const count = replicasOf(model.services[name] ?? {});
		return count > mostRun ? [{
			text: `${mostRun} of the ${count} replicas of ${name} are run`,
			...at ? { at } : {}
		}] : [];
	});
	return {
		services: all.map((service) => ({
			...service,
			needs: service.needs.flatMap((need) => [need, ...needOfCopy(need, copies)])
		})),
		notes
	};
}
function needOfCopy(need, copies) {
	const copy = copies.get(need.service);
	return copy ? [{
		...need,
		service: copy.name
	}] : [];
}
/** The first container: the names of the others are theirs. */
function alone(model, service) {
	return {
		...service,
		attachments: renamed$1(service.attachments, containerNames(model, service.name, model.services[service.name] ?? {}).slice(1))
	};
}
function copyOf(model, services, service) {
	const wished = `${service.name}-${mostRun}`;
	const name = services.some((other) => other.name === wished) ? `${service.name}-replica-${mostRun}` : wished;
	const [first = ""] = containerNames(model, service.name, model.services[service.name] ?? {});
	const prefix = `${service.name}-anonymous-`;
	const mounts = service.mounts.map((mount) => mount.kind === "volume" && mount.volume.startsWith(prefix) ? {
		...mount,
		volume: `${name}${mount.volume.slice(service.name.length)}`
	} : mount);
	return {
		...service,
		name,
		mounts,
		ports: [],
		attachments: renamed$1(service.attachments, [first])
	};
}
function renamed$1(attachments, without) {
	return attachments.map((attachment) => ({
		...attachment,
		aliases: attachment.aliases.filter((alias) => !without.includes(alias))
	}));
}

// src/plan/compose/access.ts
/** What Docker gives every container. */
const usualCapabilities = /* @__PURE__ */ new Set([
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"NET_RAW",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT"
]);
/** Databases ask for these and say a word in their log without them; they work all the same, so they are left out. */
const idleCapabilities = /* @__PURE__ */ new Set(["SYS_NICE"]);
function plainName(capability) {
	return capability.toUpperCase().replace(/^CAP_/, "");
}
/** Whether a capability is left out without a word of refusal. */
function isIdleCapability(capability) {
	return idleCapabilities.has(plainName(capability));
}
/** Whether a capability is more than Docker gives every container. */
function isExtraCapability(capability) {
	return !usualCapabilities.has(plainName(capability)) && !isIdleCapability(capability);
}
/** Whether a `security_opt` may take confinement away: anything but those that are known to add some, or to ask for the usual. */
function isLooser(option) {
	return !/^(?:no-new-privileges(?:[:=]true)?|seccomp[:=]builtin|apparmor[:=]docker-default)$/.test(option);
}

// src/plan/compose/inline-text.ts
/**
* A text that stands in a Compose file, with the lines that it has there: empty lines before it, and its indentation kept. A place in it
* is then the same place of the Compose file. Undefined when its lines are not those of the file.
*/
function inlineText(files, path, content) {
	const file = files.findLast((each) => each.locate(path) !== void 0);
	const block = file?.block(path);
	if (!file || !block) return void 0;
	const lines = content.replace(/\n$/, "").split("\n");
	const indent = " ".repeat(block.indent);
	return {
		path: file.path,
		text: `${"\n".repeat(block.line - 1)}${lines.map((line) => line === "" ? "" : `${indent}${line}`).join("\n")}\n`
	};
}

// src/plan/compose/texts.ts
/** What a secret holds that the repository does not: the same for all who read it, so that a password fits on both sides. */
const standInSecret = "upstream-gate";
/** A certificate or key: an empty file stands there, and what belongs into it is supplied where the proxy's configuration names it. */
const isCertificate = (path) => /\.(?:pem|crt|cer|cert|key)$/i.test(path);
/** The files that the configs and secrets of a service are to it. */
function textMounts(context, name, service, told) {
	return [...(service.configs ?? []).map((each) => grantOf(context, "config", name, each)), ...(service.secrets ?? []).map((each) => grantOf(context, "secret", name, each))].flatMap((grant) => mountOf$2(context, grant, told));
}
function grantOf({ locator }, kind, service, grant) {
	const { source, target = source, mode, uid, gid } = grant;
	const base = kind === "config" ? "/" : "/run/secrets/";
	const at = locator.entry(service, [`${kind}s`], (entry) => entry === source || typeof entry === "object" && entry !== null && entry.source === source);
	const owner = {
		mode: typeof mode === "string" ? Number.parseInt(mode, 8) : mode ?? 292,
		...numbered$1("uid", uid),
		...numbered$1("gid", gid)
	};
	return {
		kind,
		service,
		source,
		target: target.startsWith("/") ? target : `${base}${target}`,
		owner,
		...at ? { at } : {}
	};
}
function numbered$1(key, value) {
	return value !== void 0 && /^\d+$/.test(value) ? { [key]: Number(value) } : {};
}
function mountOf$2(context, grant, told) {
	const text = (grant.kind === "config" ? context.model.configs : context.model.secrets)?.[grant.source];
	if (!text) return [];
	const placed = grant.at ? { at: grant.at } : {};
	const file = text.file === void 0 ? void 0 : committed(context, text.file);
	if (file !== void 0) {
		if (!file.isItself) told.notes.push({
			text: `${context.workspace.toRepo(text.file ?? "") ?? text.file} is not in the repository: ${file.path} is used in its place`,
			...placed
		});
		return [{
			kind: "files",
			repo: file.path,
			target: grant.target,
			isFolder: context.workspace.kindOf(file.path) === "folder",
			readOnly: true,
			...placed
		}];
	}
	const content = text.content ?? (text.environment === void 0 ? void 0 : context.variable(text.environment));
	const origin = text.content === void 0 ? void 0 : inlineText(context.files.parsed, [
		`${grant.kind}s`,
		grant.source,
		"content"
	], text.content);
	const common = {
		kind: "text",
		target: grant.target,
		...grant.owner,
		...placed
	};
	if (origin) return [{
		...common,
		text: origin.text,
		repo: origin.path
	}];
	return [{
		...common,
		text: content ?? standIn(context, grant, text, told)
	}];
}
/** The file of the repository that holds a text, or the example beside it. */
function committed({ workspace }, path) {
	const inside = workspace.toRepo(path);
	if (inside === void 0) return void 0;
	if (workspace.kindOf(inside) !== void 0) return {
		path: inside,
		isItself: true
	};
	const example = ownExample(workspace, inside);
	return example === void 0 ? void 0 : {
		path: example,
		isItself: false
	};
}
function standIn({ workspace }, grant, text, { supplied }) {
	const inside = text.file === void 0 ? void 0 : workspace.toRepo(text.file) ?? text.file;
	const isEmpty = grant.kind === "config" || isCertificate(grant.target) || isCertificate(text.file ?? "");
	const because = text.external === true ? "is external" : inside === void 0 ? `is the variable ${text.environment}, which is not set` : `is in ${inside}, which is not in the repository`;
	supplied.push({
		what: `${isEmpty ? "an empty file" : `the text "${standInSecret}"`} at ${grant.target}`,
		why: `the ${grant.kind} ${grant.source} of ${grant.service} ${because}`,
		...grant.at ? { at: grant.at } : {}
	});
	return isEmpty ? "" : standInSecret;
}

// src/plan/compose/mounts.ts
/** Paths of the host that are only there to give time, names, users or the engine; the image has its own. */
const ignoredHostPaths = /^\/(etc\/(localtime|timezone|resolv\.conf|hosts|hostname|machine-id|passwd|group|shadow)|var\/run\/docker\.sock|run\/docker\.sock|proc|sys|dev)(\/|$)/;
/** What a service mounts: volumes, binds of the project's files, memory, configs and secrets. */
function mountsOf$1(context, name, service, told) {
	const mounts = (service.volumes ?? []).flatMap((volume, index) => mountOf$1(context, name, volume, index, told));
	const tmpfs = (typeof service.tmpfs === "string" ? [service.tmpfs] : service.tmpfs ?? []).map((entry) => {
		const [target = "", options] = entry.split(":");
		return {
			kind: "tmpfs",
			target,
			...options === void 0 ? {} : { options }
		};
	});
	return [
		...mounts,
		...tmpfs,
		...textMounts(context, name, service, told)
	];
}
function mountOf$1(context, name, volume, index, told) {
	const at = context.locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === volume.target);
	const placed = at ? { at } : {};
	if (volume.type === "tmpfs") return [{
		kind: "tmpfs",
		target: volume.target,
		...tmpfsOptions(volume),
		...placed
	}];
	const common = {
		target: volume.target,
		readOnly: volume.read_only === true,
		...placed
	};
	if (volume.type === "volume") return [namedVolume(context, name, volume, common, index, told)];
	return volume.type === "bind" && volume.source !== void 0 ? bindMount(context, name, volume.source, common, told) : [];
}
function tmpfsOptions({ tmpfs }) {
	const options = [...tmpfs?.size === void 0 ? [] : [`size=${tmpfs.size}`], ...tmpfs?.mode === void 0 ? [] : [`mode=${tmpfs.mode.toString(8)}`]];
	return options.length > 0 ? { options: options.join(",") } : {};
}
/** A volume of the run's own; one that is only a name for a folder of the project is a bind of it. */
function namedVolume(context, name, { source }, common, index, told) {
	const options = source === void 0 ? void 0 : context.model.volumes?.[source]?.driver_opts;
	const folder = options?.device !== void 0 && /(^|,)r?bind(,|$)/.test(options.o ?? "") ? context.workspace.toRepo(options.device) : void 0;
	if (folder === void 0) return {
		kind: "volume",
		volume: source ?? `${name}-anonymous-${index}`,
		...common
	};
	noteAbsent(context, folder, common.at, told);
	return {
		kind: "files",
		repo: folder,
		isFolder: true,
		...common
	};
}
function bindMount(context, name, source, common, told) {
	const inside = context.workspace.toRepo(source);
	if (inside !== void 0) {
		noteAbsent(context, inside, common.at, told);
		return [{
			kind: "files",
			repo: inside,
			isFolder: context.workspace.kindOf(inside) !== "file",
			...common
		}];
	}
	if (ignoredHostPaths.test(source)) return [];
	told.supplied.push({
		what: suppliedFolder(common.target),
		why: `${name} binds ${source} of the host, which CI does not have`,
		...common.at ? { at: common.at } : {}
	});
	return [{
		kind: "volume",
		volume: hostVolume(source),
		...common
	}];
}
function noteAbsent({ workspace }, path, at, { notes }) {
	if (workspace.kindOf(path) === void 0) notes.push({
		text: absentNote(path),
		...at ? { at } : {}
	});
}
/** The path in the container that an entry of `volumes` names. */
function mountTarget(entry) {
	if (typeof entry === "object" && entry !== null) return String(entry.target).replace(/(.)\/$/, "$1");
	const parts = String(entry).replace(/\$\{[^}]*\}/g, "$").split(":");
	return (parts.length === 1 ? parts[0] : parts[1])?.replace(/(.)\/$/, "$1");
}
/** The services with what `volumes_from` gives them of others'. */
function withVolumesFrom(model, drafts) {
	return drafts.map((draft) => {
		const mounts = (model.services[draft.name]?.volumes_from ?? []).flatMap((entry) => {
			const [from, mode] = entry.split(":");
			return (drafts.find((each) => each.name === from)?.mounts ?? []).filter((mount) => mount.kind === "volume" || mount.kind === "files").map((mount) => mode === "ro" ? {
				...mount,
				readOnly: true
			} : mount);
		}).reduce((all, mount) => all.some((each) => each.target === mount.target) ? all : [...all, mount], draft.mounts);
		return mounts === draft.mounts ? draft : {
			...draft,
			mounts
		};
	});
}

// src/plan/compose/host-access.ts
const isSocket = (source) => /docker\.sock$/.test(source);
const isHostFolder = (source) => /^\/$|^\/(proc|sys|dev|var\/lib\/docker)(\/|$)/.test(source);
/** Every way in which a service would reach the host itself, with its line. */
function hostAccessOf(context, name, service) {
	const { locator } = context;
	const access = (isAsked, allowed, what, at) => isAsked ? [{
		name: allowed,
		what,
		...at ? { at } : {}
	}] : [];
	const key = (of) => locator.key(name, [of]);
	const listed = (of, allowed, isAccess) => (service[of] ?? []).filter(isAccess).flatMap((asked) => access(true, allowed, `${of}: ${asked}`, locator.entry(name, [of], (entry) => entry === asked) ?? key(of)));
	const bound = (allowed, isAccess) => bindsOf(service, isAccess).flatMap((volume) => access(true, allowed, `a bind of ${volume.source ?? ""}`, locator.entry(name, ["volumes"], (entry) => mountTarget(entry) === volume.target)));
	return [
		...access(service.privileged === true, "privileged", "privileged", key("privileged")),
		...access(service.pid === "host", "host-pid", "pid: host", key("pid")),
		...access(service.ipc === "host", "host-ipc", "ipc: host", key("ipc")),
		...access(service.uts === "host", "host-uts", "uts: host", key("uts")),
		...access(service.userns_mode === "host", "host-users", "userns_mode: host", key("userns_mode")),
		...access(service.cgroup === "host", "host-cgroup", "cgroup: host", key("cgroup")),
		...access((service.devices ?? []).length > 0, "devices", "devices", key("devices")),
		...listed("cap_add", "capabilities", isExtraCapability),
		...listed("security_opt", "unconfined", isLooser),
		...bound("docker-socket", isSocket),
		...bound("host-files", isHostFolder)
	];
}
function bindsOf(service, isAccess) {
	return (service.volumes ?? []).filter((volume) => volume.type === "bind" && isAccess(volume.source ?? ""));
}
/** What the container of a service is given beyond the usual, for the ways to the host that are allowed. */
function accessSettings(context, name, service) {
	const has = new Set(hostAccessOf(context, name, service).map((each) => each.name).filter((each) => context.allowed.includes(each)));
	const binds = [...has.has("docker-socket") ? bindsOf(service, isSocket) : [], ...has.has("host-files") ? bindsOf(service, isHostFolder) : []];
	return {
		...has.has("privileged") ? { privileged: true } : {},
		...has.has("host-pid") ? { processes: "host" } : {},
		...has.has("host-ipc") ? { ipc: "host" } : {},
		...has.has("host-uts") ? { uts: "host" } : {},
		...has.has("host-users") ? { users: "host" } : {},
		...has.has("host-cgroup") ? { cgroup: "host" } : {},
		...has.has("devices") ? { devices: devicesOf(service) } : {},
		...binds.length > 0 ? { binds: binds.map((volume) => ({
			source: volume.source ?? "",
			target: volume.target,
			readOnly: volume.read_only === true
		})) } : {}
	};
}
function devicesOf(service) {
	return (service.devices ?? []).map((device) => {
		const [source = "", target = source, permissions = "rwm"] = typeof device === "string" ? device.split(":") : [
			device.source,
			device.target,
			device.permissions
		];
		return {
			source,
			target,
			permissions
		};
	});
}

// src/plan/compose/outside.ts
/** What the services use that is made outside the project, and what they get in its place. */
function suppliedOutside({ model, locator }, services) {
	const supplied = (what, external, at) => ({
		what,
		why: `${external} is made outside the project`,
		...at ? { at } : {}
	});
	const networks = Object.entries(model.networks ?? {}).flatMap(([name, network]) => {
		const user = services.find((service) => service.attachments.some((attachment) => attachment.network === name));
		if (network?.external !== true || !user) return [];
		return [supplied(`an empty network as ${name}`, `the external network ${network.name ?? name}`, user.attachments.find((attachment) => attachment.network === name)?.at)];
	});
	const volumes = Object.entries(model.volumes ?? {}).flatMap(([name, volume]) => {
		const user = services.find((service) => service.mounts.some((mount) => mount.kind === "volume" && mount.volume === name));
		const isRemote = volume?.driver_opts !== void 0 || volume?.driver !== void 0 && volume.driver !== "local";
		if (volume?.external !== true && !isRemote || !user) return [];
		const at = user.mounts.find((mount) => mount.kind === "volume" && mount.volume === name)?.at ?? locator.service(user.name);
		return [supplied(`an empty volume as ${name}`, volume?.external === true ? `the external volume ${volume.name ?? name}` : `what the volume ${name} holds`, at)];
	});
	return [...networks, ...volumes];
}
/** What is said of hardware that a service reserves and the gate does not give. */
function hardwareNotes({ model, locator }) {
	return Object.entries(model.services).flatMap(([name, service]) => {
		const at = locator.key(name, ["gpus"]) ?? locator.key(name, [
			"deploy",
			"resources",
			"reservations",
			"devices"
		]);
		return (service.gpus ?? []).length > 0 || (service.deploy?.resources?.reservations?.devices ?? []).length > 0 ? [{
			text: `${name} reserves devices such as GPUs, which it does not get here`,
			...at ? { at } : {}
		}] : [];
	});
}

// src/plan/compose/variables.ts
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
		const folder = baseOf(files, file.path);
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
	const told = {
		supplied: [],
		notes: []
	};
	const hostAccess = /* @__PURE__ */ new Map();
	const drafts = Object.entries(context.model.services).map(([name, service]) => {
		const [refused] = hostAccessOf(context, name, service).filter((each) => !context.allowed.includes(each.name));
		if (refused) hostAccess.set(name, refused);
		const { variables, notes } = serviceVariables(context.workspace, context.files, context.locator, name, service, context.environment, context.envFallback);
		told.notes.push(...notes);
		return draftService(context, name, service, variables, told);
	});
	const { services, notes } = withoutUnscaled(context, withVolumesFrom(context.model, drafts));
	return {
		services,
		notes: [
			...told.notes,
			...notes,
			...hardwareNotes(context)
		],
		supplied: [...told.supplied, ...suppliedOutside(context, services)],
		hostAccess
	};
}
function draftService(context, name, service, variables, told) {
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
	const shared = sharedNetwork(context, name, service, told);
	const restart = restartOf(context, name, service);
	return {
		name,
		...at ? { at } : {},
		image: imageOf$1(context, name, service),
		...list("entrypoint"),
		...list("command"),
		variables,
		...service.working_dir === void 0 ? {} : { workingDir: service.working_dir },
		...service.user === void 0 ? {} : { user: sourced(service.user, locator.key(name, ["user"])) },
		attachments: attachmentsOf(context, name, service),
		...networksAt ? { networksAt } : {},
		...shared === void 0 ? {} : { networkOf: sourced(shared, locator.key(name, ["network_mode"])) },
		...service.network_mode === "host" ? { networkOf: sourced(hostName, locator.key(name, ["network_mode"])) } : {},
		mounts: mountsOf$1(context, name, service, told),
		needs: needsOf$1(context, name, service),
		...healthcheck ? { healthcheck } : {},
		...memory ? { memory } : {},
		...cpus > 0 ? { cpus } : {},
		ports: portsOf(context, name, service),
		settings: {
			...settingsOf(service, (path) => locator.key(name, path)),
			...accessSettings(context, name, service)
		},
		...restart ? { restart } : {}
	};
}
/** The service whose network a service lives in, by `service:NAME` or by the name of its container. */
function sharedNetwork(context, name, service, { notes }) {
	const [, kind, other = ""] = /^(service|container):(.+)$/.exec(service.network_mode ?? "") ?? [];
	if (kind !== "container") return kind === void 0 ? void 0 : other;
	const found = Object.entries(context.model.services).find(([each, { container_name: own }]) => own === other || `${context.model.name}-${each}-1` === other)?.[0];
	const at = context.locator.key(name, ["network_mode"]);
	if (found === void 0) notes.push({
		text: `${name} is to live in the network of the container ${other}, which is outside the project: it gets one of its own`,
		...at ? { at } : {}
	});
	return found;
}
/** What the engine does when a container ends; `deploy` wins over `restart`, as in Compose. */
function restartOf({ locator }, name, { deploy, restart }) {
	const policy = deploy?.restart_policy;
	if (!policy) return restart === void 0 ? void 0 : sourced(restart, locator.key(name, ["restart"]));
	const names = {
		none: "no",
		any: "always"
	};
	const condition = policy.condition ?? "any";
	const attempts = condition === "on-failure" && policy.max_attempts !== void 0 ? `:${policy.max_attempts}` : "";
	return sourced(`${names[condition] ?? condition}${attempts}`, locator.key(name, [
		"deploy",
		"restart_policy",
		"condition"
	]) ?? locator.key(name, ["deploy", "restart_policy"]));
}
function imageOf$1(context, name, service) {
	const at = context.locator.key(name, [service.build ? "build" : "image"]) ?? context.locator.service(name);
	const placed = at ? { at } : {};
	if (!service.build) {
		const maker = service.image === void 0 ? void 0 : Object.entries(context.model.services).find(([, other]) => other.build && other.image === service.image);
		if (maker) return {
			...imageOf$1(context, maker[0], maker[1]),
			...placed
		};
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
	if (service.network_mode !== void 0 && service.network_mode !== "bridge" && !isLost(context, service.network_mode)) return [];
	const networks = service.networks ?? { default: null };
	const own = [
		name,
		...containerNames(context.model, name, service),
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
/** Whether it is the network of a container that the project does not have. */
function isLost({ model }, mode) {
	return mode.startsWith("container:") && !Object.entries(model.services).some(([name, { container_name: own }]) => [own, `${model.name}-${name}-1`].includes(mode.slice(10)));
}
/** Names that other services' `links: [name:alias]` give this one. */
function linkAliases(model, name, network) {
	return Object.values(model.services).filter((other) => other.networks === void 0 || network in other.networks).flatMap((other) => other.links ?? []).flatMap((link) => link.split(":")[0] === name && link.includes(":") ? [link.split(":")[1] ?? ""] : []);
}
function needsOf$1(context, name, service) {
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
	const shared = sharedNetwork(context, name, service, {
		supplied: [],
		notes: []
	});
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
		capAdd: service.cap_add?.filter((each) => !isIdleCapability(each)),
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
		notes: configs.notes,
		supplied: suppliedStub
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
	refuseOutside(workspace, files);
	const outer = toolEnvironment(environment);
	const interpolation = interpolationOf(inputs, workspace, files, outer);
	const { model, unset } = await composeModel(workspace, files, run, interpolation, profiles);
	const locator = new ComposeLocator(files.parsed);
	const drafts = draftServices({
		workspace,
		files,
		locator,
		model,
		environment: outer,
		variable: interpolation.names.value,
		allowed: inputs.allow ?? [],
		...interpolation.fallback === void 0 ? {} : { envFallback: interpolation.fallback }
	});
	const reads = drafts.services.map((draft) => readService(workspace, draft));
	const stub = kind === "service" ? void 0 : kind === "stub" ? composeStub(inputs, workspace, drafts.services) : composePlain(workspace, drafts.services);
	const chosen = kind === "service" ? chooseProxy(workspace, reads) : stub?.planned;
	if (!chosen) throw new NoProxyError(`no service of ${main.join(" + ")} runs nginx with a configuration that passes requests on`);
	const finished = finishServices(workspace, reads, chosen, drafts, stub?.service);
	const given = withInputs(inputs, finished.services, stub !== void 0);
	const { services: single, supplied, notes, absentBinds } = withoutAbsentFiles(workspace, withoutHollowMounts(workspace, chosen, {
		services: given,
		supplied: drafts.supplied,
		notes: drafts.notes
	}), chosen.proxy.service);
	const { services, notes: replicaNotes } = withReplicas(model, single, chosen.proxy.service);
	const roleNotes = [...finished.notes, ...replicaNotes];
	const { probes, notes: probeNotes } = deriveProbes(chosen, {
		workspace,
		mappings: services.map((service) => service.paths)
	});
	const missing = unset.map((name) => {
		const at = variableUse(workspace, files, name);
		return {
			name,
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
		supplied: [...supplied, ...stub ? [stub.supplied] : []],
		notes: once([
			...foundNotes(inputs, main, profiles),
			...imageNotes(reads, chosen),
			...interpolation.notes,
			...stub?.notes ?? [],
			...includeNotes(workspace, files.includes),
			...unsetNotes(missing, files.folder),
			...notes,
			...roleNotes,
			...probeNotes
		]),
		...absentBinds.length > 0 ? { absentBinds } : {},
		startTimeout: startTimeout(inputs, services),
		forwards: [],
		overlay: workspace.edits
	};
}
/** The notes without those that say the same of another place. */
function once(notes) {
	return notes.filter((note, index) => notes.findIndex((other) => other.text === note.text) === index);
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
function readService(workspace, draft) {
	const recipe = draft.image.kind === "build" ? readRecipe(workspace, draft.image) : void 0;
	const binds = draft.mounts.flatMap((mount) => mount.kind === "files" ? [{
		container: mount.target.replace(/(.)\/$/, "$1"),
		repo: mount.repo,
		kind: mount.isFolder ? "folder" : "file",
		via: "bind",
		...mount.at ? { at: mount.at } : {}
	}] : []);
	const texts = draft.mounts.flatMap((mount) => mount.kind === "text" && mount.repo !== void 0 ? [{
		container: mount.target,
		repo: mount.repo,
		kind: "file",
		via: "config",
		text: mount.text,
		...mount.at ? { at: mount.at } : {}
	}] : []);
	const paths = [
		...recipe?.paths ?? [],
		...binds,
		...texts
	];
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
	const kind = !(read.recipe === void 0 && layout.kind !== "unknown" && read.draft.image.kind === "reference") && isBesideApp(layout, startOf$1(workspace, read)) ? "inside" : "service";
	const main = mainFromCommand([...entrypoint ?? [], ...command ?? []]) ?? layout.main;
	return planProxy(workspace, read.draft.name, kind, main, view);
}
function namesOf(draft) {
	return draft.attachments.flatMap((attachment) => attachment.aliases);
}
function startOf$1(workspace, { draft, recipe, paths }) {
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
			start: startOf$1(workspace, {
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
			remedy: `Allow it with --allow ${access.name} where the project is trusted, or take it out for CI, for example with a Compose file of its own given by --compose-file.`
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
	const { image, memory, cpus } = inputs;
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
		const part = cpus !== void 0 && isApp && service.cpus === void 0 ? { cpus } : {};
		return {
			...service,
			...given,
			...limit,
			...part
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
		...byDefault$1("container", `nginx runs in the container of the service ${proxy}`),
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
	const notices = plan.platformFiles ? [] : [...loopbackNotice(plan), ...loadNotice(plan)];
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
	if (plan.proxy.kind === "stub" && plan.proxy.files.length === 0) return [];
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
* so that nginx starts without a network, and no request is sent to them. `unanswered` are outside whoever has their name.
*/
function withoutOutside(plan, unanswered = []) {
	const hosts = [...new Set(plan.proxy.routes.flatMap((route) => route.targets).filter((target) => isOutside(plan, target, unanswered)).map((target) => target.host))];
	if (hosts.length === 0) return plan;
	const asked = plan.probes.filter((probe) => !leadsOutside(plan, probe.route === void 0 ? void 0 : plan.proxy.routes[probe.route], unanswered));
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
function leadsOutside(plan, route, unanswered) {
	return route !== void 0 && route.targets.length > 0 && route.targets.every((target) => isOutside(plan, target, unanswered));
}
/** A name with a dot or an address that no service has. In a Compose project a plain name can only be meant for a service. */
function isOutside(plan, target, unanswered) {
	const { host } = target;
	if (unanswered.includes(host)) return true;
	if (target.socket !== void 0 || host === "" || isLoopback(host) || serviceOfTarget(plan, host)) return false;
	if (isHostAddress(plan.services, plan.proxy.service, host)) return !isContainerPort(plan, target.port);
	if (desktopNames.includes(host)) return false;
	return isAddressLiteral(host) || host.includes(".") || plan.platform === "dockerfile";
}
/** A port that a service has but publishes as another is dialled by mistake; one that no service knows belongs to a program on the host. */
function isContainerPort(plan, port) {
	return plan.services.some((service) => service.ports.some((each) => each.target === port));
}

// src/plan/stand-ins.ts
/** The one container that answers for all of them. */
const serviceName = "stand-in";
const tlsPort = 443;
const certificatePath = "/etc/nginx/stand-in.pem";
const keyPath = "/etc/nginx/stand-in.key";
const identities = /* @__PURE__ */ new Map();
/** The plan with a container that answers to the names of hosts outside the project. */
function withStandIns(plan, listed) {
	if (listed.length === 0) return plan;
	const hosts = [...new Set(listed.map(({ host }) => host))];
	const networks = plan.networks.map(({ name }) => name);
	const [first] = listed;
	const service = {
		name: plan.services.some((each) => each.name === serviceName) ? "upstream-gate-stand-in" : serviceName,
		...first?.at ? { at: first.at } : {},
		role: "dependency",
		essential: true,
		image: {
			kind: "reference",
			reference: stubImage
		},
		variables: {},
		attachments: networks.map((network) => ({
			network,
			aliases: hosts
		})),
		mounts: mountsFor(listed, hosts),
		needs: [],
		ports: [],
		paths: [],
		start: [],
		settings: {}
	};
	const supplied = listed.map(({ host, ports, status, at }) => ({
		what: `${host} (port ${ports.join(", ")}), which answers ${status}`,
		why: "the configuration asks for a stand-in of this host outside the project",
		...at ? { at } : {}
	}));
	return {
		...plan,
		services: [...plan.services, service],
		supplied: [...plan.supplied, ...supplied]
	};
}
function mountsFor(listed, hosts) {
	const text = (target, content) => ({
		kind: "text",
		text: content,
		target,
		mode: 420
	});
	const configuration = text("/etc/nginx/conf.d/default.conf", standInConfig(listed));
	if (!listed.some(({ ports }) => ports.includes(tlsPort))) return [configuration];
	const identity = identityFor(hosts);
	return [
		configuration,
		text(certificatePath, identity.certificate),
		text(keyPath, identity.key)
	];
}
/** The same for each plan of a run: a container whose files differ would be made again. */
function identityFor(hosts) {
	const key = hosts.join(" ");
	const known = identities.get(key) ?? makeCertificate({
		names: hosts,
		kind: "ec"
	});
	identities.set(key, known);
	return known;
}
/** One server for each host and port; port 443 speaks TLS with a certificate that nobody has signed. */
function standInConfig(listed) {
	return [
		"geo $dollar { default \"$\"; }",
		...listed.flatMap(({ host, ports, status, body }) => ports.map((port) => {
			return `server { listen ${port}${port === tlsPort ? " ssl" : ""}; server_name ${host};${port === tlsPort ? ` ssl_certificate ${certificatePath}; ssl_certificate_key ${keyPath};` : ""} location / { default_type application/json; return ${status} ${quoted$1(body)}; } }`;
		})),
		""
	].join("\n");
}
function quoted$1(body) {
	return `"${body.replace(/["\\]/g, "\\$&").replaceAll("$", "${dollar}")}"`;
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
	const isGiven = proxy.files.some((file) => file.container === proxy.main) || service.mounts.some((mount) => mount.target === proxy.main);
	return isNeeded && !isGiven && service.name === proxy.service ? [{
		kind: "text",
		text: hostConfig,
		target: proxy.main,
		mode: 420
	}] : [];
}

// src/plan/dockerfile/plan.ts
const network$4 = "default";
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
		network: network$4,
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
			name: network$4,
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
		apps: matched.map(({ host, path }) => appService$1(inputs, workspace, host, buildOf$1(path), [host])),
		notes: []
	};
	const [first] = dockerfiles.filter((path) => !matched.some((each) => each.path === path));
	const unmatched = hosts.filter((host) => !matched.some((each) => each.host === host));
	const apps = matched.map(({ host, path }) => appService$1(inputs, workspace, host, buildOf$1(path), [host]));
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
		apps: [...apps, appService$1(inputs, workspace, "app", buildOf$1(first), ["app", ...taken])],
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
	return appService$1(inputs, workspace, "app", {
		kind: "reference",
		reference
	}, ["app", ...hosts]);
}
/** A service of one image on the project's only network. */
function appService$1(inputs, workspace, name, image, aliases) {
	const build = image.kind === "build" ? image : firstBuild(workspace);
	const recipe = build && readRecipe(workspace, build);
	const { memory, cpus } = inputs;
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
			network: network$4,
			aliases: [...new Set(aliases)]
		}],
		mounts: [],
		needs: [],
		...memory === void 0 ? {} : { memory: {
			value: memory,
			because: "given by --memory"
		} },
		...cpus === void 0 ? {} : { cpus },
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
	return {
		...path !== void 0 && text !== void 0 ? parseDotenv(path, text).variables : {},
		...inputs.variables
	};
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

// src/plan/platforms/facts.ts
const platformFacts = {
	amvera: {
		id: "amvera",
		label: "Amvera",
		files: [
			"amvera.yml",
			"amvera.yaml",
			"amverum.yml",
			"amverum.yaml"
		],
		topology: "container",
		port: {
			usual: 80,
			key: "run.containerPort",
			variable: "PORT"
		},
		variables: { AMVERA: "1" },
		fileSystem: "writable",
		appFolder: "/app"
	},
	upsun: {
		id: "upsun",
		label: "Upsun",
		files: [".upsun/config.yaml", ".platform.app.yaml"],
		topology: "shared",
		port: {
			usual: 8888,
			variable: "PORT"
		},
		variables: { PLATFORM_APP_DIR: "/app" },
		fileSystem: "read-only",
		appFolder: "/app"
	}
};
/** The file of a platform that counts, and those of the same platform that it does not read beside it. */
function filesOf$1(facts, isFile) {
	const [read, ...others] = facts.files.filter(isFile);
	return {
		...read === void 0 ? {} : { read },
		others
	};
}

// src/plan/platforms/plan.ts
const network$3 = "default";
/** The plan of a project whose proxy the gate itself writes. */
function platformPlan(parts) {
	const { inputs, workspace, facts, ingress } = parts;
	const placed = [...parts.services, ingress.service];
	const sharing = sharedSockets(ingress.planned.proxy, placed);
	const { services } = sharing;
	const { probes, notes } = deriveProbes(ingress.planned, {
		workspace,
		mappings: services.map((service) => service.paths)
	});
	return {
		platform: facts.id,
		topology: {
			value: facts.topology,
			because: facts.topology === "shared" ? `${facts.label}'s nginx stands in the app's own container` : `${facts.label}'s nginx stands in front of the app's container`
		},
		services,
		networks: [{
			name: network$3,
			internal: false
		}],
		volumes: [.../* @__PURE__ */ new Set([...sharing.volumes, ...services.flatMap((service) => service.mounts.flatMap((mount) => mount.kind === "volume" ? [mount.volume] : []))])],
		proxy: withSocketOwners(workspace, ingress.planned.proxy, services),
		probes,
		supplied: [
			...parts.supplied ?? [],
			...sharing.supplied,
			ingress.supplied
		],
		notes: [
			...parts.notes,
			...parts.problems.filter((problem) => problem.isFatal !== true).map(noteOf),
			...notes
		],
		startTimeout: startTimeout(inputs, services),
		forwards: [],
		overlay: workspace.edits,
		...problemsOf$1(parts)
	};
}
/** The plan of a project that its platform would not deploy: nothing runs, and the problems say why. */
function refusedPlan(parts) {
	const { inputs, workspace, facts } = parts;
	return {
		platform: facts.id,
		topology: {
			value: facts.topology,
			because: `it is so on ${facts.label}`
		},
		services: [],
		networks: [],
		volumes: [],
		proxy: {
			service: ingressName,
			kind: "stub",
			main: "/etc/nginx/nginx.conf",
			files: [],
			servers: [],
			routes: [],
			errors: []
		},
		probes: [],
		supplied: [...parts.supplied ?? []],
		notes: [...parts.notes, ...parts.problems.filter((problem) => problem.isFatal !== true).map(noteOf)],
		startTimeout: startTimeout(inputs, []),
		forwards: [],
		overlay: workspace.edits,
		...problemsOf$1(parts)
	};
}
function problemsOf$1({ problems, files }) {
	return {
		...problems.length > 0 ? { platformProblems: problems } : {},
		platformFiles: files
	};
}
/** What the platform does not read is told also where the run passes. */
function noteOf(problem) {
	return {
		text: problem.meant === void 0 ? `${problem.what}; expected is ${problem.expected}` : `${problem.what}; did you mean ${problem.meant}?`,
		at: problem.at
	};
}

// src/plan/platforms/schema-edits.ts
/** A key of one line written otherwise; none when its line cannot be rewritten by itself. */
function renameKey(file, path, name) {
	const at = file.locateKey(path);
	const key = path.at(-1) ?? "";
	if (at?.text === void 0 || at.column === void 0) return [];
	const rest = at.text.slice(at.column - 1);
	if (!rest.startsWith(`${key}:`)) return [];
	return [lineEdit(at, at.text.slice(0, at.column - 1) + name + rest.slice(key.length))];
}
/** The only occurrence of a value on its line written otherwise. */
function renameValue(at, value, replacement) {
	const { text } = at;
	if (text === void 0 || text.split(value).length !== 2) return [];
	return [lineEdit(at, text.replace(value, () => replacement))];
}
/** A key of one line put where it belongs: into its section, which is begun at the end of the file when there is none. */
function moveKey(file, text, from, to) {
	const at = file.locateKey(from);
	const section = to.slice(0, -1);
	const name = to.at(-1) ?? "";
	const value = at?.text === void 0 ? void 0 : /^\s*[\w-]+:\s+(\S.*)$/.exec(at.text)?.[1];
	if (!at || value === void 0 || section.length !== 1 || file.source(from) === void 0) return [];
	const home = file.locateKey(section);
	const line = `${name}: ${value}`;
	const isLast = text.split("\n").findLastIndex((each) => each.trim() !== "") === at.line - 1;
	if (!home && (from.length === 1 || isLast)) return [lineEdit(at, `${section[0]}:\n  ${line}`)];
	if (!home) return [lineEdit(at, ""), ...appended(file, text, [`${section[0]}:`, `  ${line}`])];
	const indent = " ".repeat(childIndent(file, section));
	if (isBehind(text, home.line, at.line)) return [lineEdit(at, indent + line)];
	return home.text === void 0 ? [] : [lineEdit(at, ""), lineEdit(home, `${home.text}\n${indent}${line}`)];
}
/** Lines put at the end of a file. */
function appended(file, text, lines) {
	const written = text.split("\n");
	const last = written.at(-1) === "" ? written.length - 1 : written.length;
	return [{
		path: file.path,
		startLine: last,
		endLine: last,
		replacement: [(written[last - 1] ?? "").replace(/\r$/, ""), ...lines].join("\n")
	}];
}
/** How far the keys of a section are indented; two columns when it has none. */
function childIndent(file, section) {
	const [first] = file.keys(section);
	const column = first === void 0 ? void 0 : file.locateKey([...section, first])?.column;
	return column === void 0 ? 2 : column - 1;
}
/** Whether a line follows a section directly, so that it belongs to it once it is indented. */
function isBehind(text, section, line) {
	const between = text.split("\n").slice(section, line - 1);
	return line > section && between.every((each) => each.trim() === "" || /^\s/.test(each) || each.trimStart().startsWith("#"));
}
function lineEdit(at, replacement) {
	return {
		path: at.path,
		startLine: at.line,
		endLine: at.line,
		replacement
	};
}

// src/plan/platforms/amvera/values.ts
/** The text of a value as it is written: `3.10` stays `3.10`. Undefined for what is absent, empty, a section or a list. */
function textAt(file, path) {
	const text = file.source(path);
	const at = file.locate(path);
	if (text === void 0 || at === void 0 || dataAt(file.data, path) === null) return void 0;
	const plain = text.trim();
	return plain === "" ? void 0 : {
		value: plain,
		at
	};
}
/** What stands at a path, as plain data. */
function dataAt(data, path) {
	return path.reduce((value, step) => typeof value === "object" && value !== null ? value[step] : void 0, data);
}
/** Whether a switch is on: `true`, `yes` and the like, quoted or not. */
function isOn(file, path) {
	return /^(?:true|yes|on)$/i.test(textAt(file, path)?.value ?? "");
}
/** The ports at a path, written as a number, a text of numbers or a list; empty when there is none. */
function portsAt(file, path) {
	const value = dataAt(file.data, path);
	if (Array.isArray(value)) return value.flatMap((_, index) => portsAt(file, [...path, index]));
	const at = textAt(file, path) ? file.locate(path) : void 0;
	if (at?.text === void 0 || at.column === void 0) return [];
	const offset = at.column - 1;
	return [...(/^["']?[\d\s,]+/.exec(at.text.slice(offset))?.[0] ?? "").matchAll(/\d+/g)].map((match) => ({
		port: Number(match[0]),
		at,
		span: {
			line: at.line,
			column: offset + match.index + 1,
			length: match[0].length
		}
	}));
}

// src/plan/platforms/amvera/image.ts
const folder = "/app";
/** The image that Amvera would build of a project without a Dockerfile, and its start, by the documented images and rules. */
function recipeOf(file, isFile) {
	const kind = `${file.environment}/${file.toolchain}`;
	return (recipes[kind] ?? pip)({
		file,
		isFile
	});
}
const recipes = {
	"python/pip": pip,
	"node/npm": npm,
	"node/browser": browser,
	"jvm/maven": maven,
	"jvm/gradle": gradle,
	"golang/go": go,
	"csharp/dotnet": dotnet,
	"csharp/mono": mono,
	"ruby/bundle": bundle,
	"php/composer": composer
};
function pip({ file, isFile }) {
	const path = cleanPath(textOf(file, "build.requirementsPath") ?? "requirements.txt");
	const at = atOf(file, "build.requirementsPath");
	const install = isFile(path) ? [run$1(`pip install -r ${quote(path)}`, at)] : [];
	return {
		image: built(file, [
			...base(file, "python", "3"),
			...copied(file),
			run$1("python3 -m venv /app/venv", versionAt(file)),
			{ text: "ENV VIRTUAL_ENV=/app/venv PATH=/app/venv/bin:$PATH" },
			...install
		]),
		...started(file, "python3", ["scriptName"])
	};
}
function npm({ file }) {
	const more = textOf(file, "build.additionalCommands");
	const command = more === void 0 ? "npm install" : `npm install && ${more}`;
	const install = isOn(file.yaml, ["build", "skip"]) ? [] : [run$1(command, atOf(file, "build.additionalCommands"))];
	return {
		image: built(file, withArtifacts(file, [
			...base(file, "node", "latest"),
			...copied(file),
			...install
		], base(file, "node", "latest"), void 0)),
		...started(file, "node", [
			"nodeArguments",
			"scriptName",
			"scriptArguments"
		])
	};
}
/** Static files behind nginx, which sends index.html for what is no file. */
function browser({ file }) {
	const more = textOf(file, "build.additionalCommands") ?? "npm run build";
	return { image: built(file, withArtifacts(file, [
		...base(file, "node", "latest"),
		...copied(file),
		run$1(`npm install && ${more}`, atOf(file, "build.additionalCommands"))
	], [{ text: "FROM nginx:stable" }, run$1(`printf '%s' ${quote("server { listen 80 default_server; root /usr/share/nginx/html; location / { try_files $uri $uri/ /index.html; } }")} > /etc/nginx/conf.d/default.conf && rm -rf /usr/share/nginx/html`)], { "build/*": "/" }, "/usr/share/nginx/html")) };
}
function maven({ file }) {
	return jvm(file, `maven:3-openjdk-${version(file, "17")}`, spaced("mvn clean package", textOf(file, "build.args")), { "target/*.jar": "/" });
}
function gradle({ file }) {
	return jvm(file, `gradle:jdk${version(file, "17")}`, spaced("gradle build", textOf(file, "build.args")), { "build/libs/*.jar": "/" });
}
function jvm(file, builder, command, artifacts) {
	return {
		image: built(file, withArtifacts(file, [
			from(textOf(file, "build.image") ?? builder, versionAt(file)),
			...copied(file),
			run$1(command, atOf(file, "build.args"))
		], [from(textOf(file, "run.image") ?? `bellsoft/liberica-openjre-debian:${version(file, "17")}`, versionAt(file)), { text: `WORKDIR ${folder}` }], artifacts)),
		...started(file, "java -jar", ["jarName"])
	};
}
/** Every program of the module is built; the one that there is gets started. */
function go({ file }) {
	const sources = [
		from(textOf(file, "build.image") ?? `golang:${version(file, "latest")}`, versionAt(file)),
		...copied(file),
		run$1("mkdir -p /usr/local/app && go build -o /usr/local/app/ ./...", versionAt(file))
	];
	const at = versionAt(file);
	return {
		image: built(file, sources),
		command: "exec \"$(ls -d /usr/local/app/* | head -n 1)\"",
		...at ? { commandAt: at } : {}
	};
}
function dotnet({ file }) {
	const name = textOf(file, "run.buildFileName") ?? "";
	const command = name.startsWith("bin/publish/") ? "dotnet publish -c Release -o bin/publish" : "dotnet build -c Release -o bin";
	return {
		image: built(file, [
			from(textOf(file, "build.image") ?? `mcr.microsoft.com/dotnet/sdk:${version(file, "8.0")}`, versionAt(file)),
			...copied(file),
			run$1(spaced(command, textOf(file, "build.args")), atOf(file, "build.args"))
		]),
		...started(file, name.endsWith(".dll") ? "dotnet" : "", ["buildFileName"])
	};
}
function mono({ file }) {
	const main = textOf(file, "build.mainFile") ?? "";
	const sources = [
		from(textOf(file, "build.image") ?? `mono:${version(file, "latest")}`, versionAt(file)),
		...copied(file),
		run$1(`mcs -out:/app/main.exe ${quote(main)}`, atOf(file, "build.mainFile"))
	];
	const at = atOf(file, "build.mainFile");
	return {
		image: built(file, sources),
		command: "exec mono main.exe",
		...at ? { commandAt: at } : {}
	};
}
function bundle({ file, isFile }) {
	const install = isFile("Gemfile") ? [run$1("bundle install")] : [];
	return {
		image: built(file, [
			from(textOf(file, "build.image") ?? `ruby:${version(file, "latest")}`, versionAt(file)),
			...copied(file),
			...install
		]),
		...started(file, "ruby", ["mainScript"])
	};
}
/** No public page tells this image: the official one with Apache is taken, whose start command real files name. */
function composer({ file, isFile }) {
	const tag = version(file, "8.3");
	const install = isFile("composer.json") ? [{ text: "COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer" }, run$1("composer install --no-dev --no-interaction")] : [];
	return {
		image: built(file, [
			from(`php:${tag.includes("-") ? tag : `${tag}-apache`}`, versionAt(file)),
			{ text: "WORKDIR /var/www/html" },
			{ text: "COPY . ." },
			...install
		]),
		...started(file, "", [])
	};
}
function base(file, image, usual) {
	return [from(`${image}:${version(file, usual)}`, versionAt(file)), { text: `WORKDIR ${folder}` }];
}
function from(image, at) {
	return {
		text: `FROM ${image.replace(/[^\w./:@-]/g, "")}`,
		...at ? { at } : {}
	};
}
function copied(file) {
	const at = file.yaml.locateKey(["meta"]);
	return [{ text: `WORKDIR ${folder}` }, {
		text: "COPY . .",
		...at ? { at } : {}
	}];
}
/** In the exec form: what stands in the file is one argument of the shell, and no line of a Dockerfile. */
function run$1(command, at) {
	return {
		text: `RUN ${JSON.stringify([
			"sh",
			"-c",
			command
		])}`,
		...at ? { at } : {}
	};
}
function version(file, usual) {
	return textOf(file, "meta.toolchain.version") ?? usual;
}
function versionAt(file) {
	return atOf(file, "meta.toolchain.version") ?? file.yaml.locateKey(["meta", "environment"]) ?? file.yaml.locateKey(["meta"]);
}
function textOf(file, key) {
	return textAt(file.yaml, key.split("."))?.value;
}
function atOf(file, key) {
	return textAt(file.yaml, key.split("."))?.at;
}
/** A file's path as it stands in the app's folder. */
function cleanPath(path) {
	return path.replace(/^\/app\//, "").replace(/^(?:\.?\/)+/, "");
}
function quote(word) {
	return `'${word.replaceAll("'", "'\\''")}'`;
}
function spaced(...words) {
	return words.filter((word) => word !== void 0 && word !== "").join(" ");
}
/** The command of the file, else the program with the values of its keys behind it. */
function started(file, program, keys) {
	const own = textAt(file.yaml, ["run", "command"]);
	if (own) return {
		command: own.value,
		...own.at ? { commandAt: own.at } : {}
	};
	const values = keys.flatMap((key) => textAt(file.yaml, ["run", key]) ?? []);
	const at = keys.flatMap((key) => /(?:Name|Script)$/.test(key) ? atOf(file, `run.${key}`) ?? [] : [])[0] ?? file.yaml.locateKey(["run"]);
	return program === "" && values.length === 0 ? {} : {
		command: spaced(program, ...values.map((each) => each.value)),
		...at ? { commandAt: at } : {}
	};
}
/** A second image with what `build.artifacts` names, flattened into the app's folder; the first one where that is everything. */
function withArtifacts(file, sources, runtime, usual, target = folder) {
	const written = dataAt(file.yaml.data, ["build", "artifacts"]);
	const artifacts = typeof written === "object" && written !== null && !Array.isArray(written) ? Object.entries(written).filter((entry) => typeof entry[1] === "string" && /^[\w.*?@/[\] -]+$/.test(entry[0])) : Object.entries(usual ?? {});
	if (artifacts.length === 0 || artifacts.length === 1 && artifacts[0]?.[0] === "*" && usual === void 0) return [...sources];
	const at = file.yaml.locateKey(["build", "artifacts"]);
	const gathered = artifacts.map(([glob, to]) => {
		const place = `/artifacts/${cleanPath(to)}`;
		return `mkdir -p ${quote(place)} && for each in ${glob.replace(/^(?:\.?\/)+/, "")}; do [ ! -e "$each" ] || cp -R "$each" ${quote(place)}; done`;
	});
	const [first, ...others] = sources;
	return [
		...first ? [{
			...first,
			text: `${first.text} AS sources`
		}] : [],
		...others,
		run$1(gathered.join(" && "), at),
		...runtime,
		{
			text: `COPY --from=sources /artifacts/ ${target}/`,
			...at ? { at } : {}
		}
	];
}
/** A build of the whole repository by lines of ours; each knows the line of the repository that it follows from. */
function built(file, lines) {
	const usual = file.yaml.locateKey(["meta"]) ?? {
		path: file.path,
		line: 1
	};
	return {
		kind: "build",
		context: "",
		dockerfile: file.path,
		inline: `${lines.map((line) => line.text).join("\n")}\n`,
		args: {},
		places: lines.map((line) => line.at ?? usual),
		takesAll: true
	};
}

// src/plan/platforms/amvera/ports.ts
const { usual } = platformFacts.amvera.port;
/** What the ingress dials: the container's port that is paired with the service port 80, which a domain leads to. */
function dialledPort$1(file, text) {
	const container = file ? portsAt(file, ["run", "containerPort"]) : [];
	const service = file ? portsAt(file, ["run", "servicePort"]) : [];
	const wrong = [...container, ...service].filter((each) => each.port < 1 || each.port > 65535);
	const problems = [...wrong.map((each) => rangeProblem(each)), ...lengthProblem(container, service)];
	const chosen = container[Math.max(0, service.findIndex((each) => each.port === usual))] ?? container[0];
	const notes = serviceNotes(service, chosen?.port ?? usual);
	if (chosen && !wrong.includes(chosen)) return {
		port: {
			value: chosen.port,
			at: chosen.at
		},
		...chosen.span ? { span: chosen.span } : {},
		notes,
		problems
	};
	return {
		...byDefault(file, text),
		notes,
		problems
	};
}
/** The port that counts where the file sets none: with the line below which it would be set. */
function byDefault(file, text) {
	const because = file ? "Amvera's default, since run.containerPort is not set" : "Amvera's default, since there is no amvera.yml";
	if (!file) return { port: {
		value: usual,
		because
	} };
	const at = file.locateKey(["run", "containerPort"]) ?? file.locateKey(["run"]) ?? file.locateKey(["meta"]) ?? {
		path: file.path,
		line: 1
	};
	const portLine = lineFor(file, text);
	return {
		port: {
			value: usual,
			at,
			because
		},
		...portLine ? { portLine } : {}
	};
}
/** Where containerPort would be written. */
function lineFor(file, text) {
	const own = file.locateKey(["run", "containerPort"]);
	if (own?.text !== void 0) return {
		path: file.path,
		startLine: own.line,
		endLine: own.line,
		before: `${/^\s*/.exec(own.text)?.[0] ?? ""}containerPort: `,
		after: ""
	};
	const run = file.locateKey(["run"]);
	if (run?.text !== void 0) {
		const isBlock = /^run:\s*(?:#.*|null|~)?$/.test(run.text.trimEnd());
		const before = `${run.text.trimEnd().replace(/:\s*(?:null|~)$/, ":")}\n${" ".repeat(childIndent(file, ["run"]))}containerPort: `;
		return isBlock ? {
			path: file.path,
			startLine: run.line,
			endLine: run.line,
			before,
			after: ""
		} : void 0;
	}
	const [edit] = appended(file, text, ["run:", "  containerPort: "]);
	return edit && {
		path: edit.path,
		startLine: edit.startLine,
		endLine: edit.endLine,
		before: edit.replacement,
		after: ""
	};
}
function rangeProblem({ port, at }) {
	return {
		key: "run.containerPort",
		at,
		what: `${port} is no port`,
		expected: "a number from 1 to 65535",
		changes: "port",
		edits: []
	};
}
function lengthProblem(container, service) {
	const [first] = service;
	if (!first || container.length === service.length || container.length === 0) return [];
	const counts = `\`run.containerPort\` has ${container.length} ${container.length === 1 ? "port" : "ports"} and \`run.servicePort\` ${service.length}`;
	return [{
		key: "run.servicePort",
		at: first.at,
		what: `${counts}: they pair up by their places, and the rest leads nowhere`,
		expected: "lists of the same length",
		changes: "nothing",
		edits: []
	}];
}
/** What only the web console decides. */
function serviceNotes(service, asked) {
	const [first] = service;
	if (!first) return [];
	const others = service.filter((each) => each.port !== usual).map((each) => each.port);
	if (!service.some((each) => each.port === usual)) return [{
		text: `servicePort ${first.port} is not 80, where a domain of Amvera leads unless the web console says otherwise: make it 80, or set the path of the domain to ${first.port} there`,
		at: first.at
	}];
	return others.length > 0 ? [{
		text: `only port ${asked} is asked: which path leads to service port ${others.join(", ")} stands in the web console`,
		at: first.at
	}] : [];
}
/** A text in quotes, which YAML would read as a number otherwise. */
function quotedEdit(path, at, value) {
	const { text, column } = at;
	if (text === void 0 || column === void 0) return [];
	return [{
		path,
		startLine: at.line,
		endLine: at.line,
		replacement: `${text.slice(0, column - 1)}"${value}"${text.slice(column - 1 + value.length)}`
	}];
}

// src/plan/platforms/schema.ts
const expectations = {
	map: "a section with keys of its own",
	texts: "a section of names and texts",
	text: "a text",
	path: "a path",
	flag: "true or false",
	ports: "a port number, or several separated by commas",
	list: "a list",
	any: "a value"
};
/** What a value of a kind is called. */
function expectationOf(schema) {
	return schema.among ? `one of ${schema.among.join(", ")}` : expectations[schema.kind];
}
/** Reads a file by its platform's schema and tells every key that is unknown, misplaced, of another flavour or of another kind. */
function readStrictly(file, text, schema, options) {
	return new StrictReader(file, text, schema, options).problems([], schema, file.data);
}
var StrictReader = class {
	#file;
	#text;
	#options;
	#leaves;
	constructor(file, text, schema, options) {
		this.#file = file;
		this.#text = text;
		this.#options = options;
		this.#leaves = leavesOf(schema, []);
	}
	problems(path, schema, value) {
		if (value === null || value === void 0) return [];
		if (!fits(schema, value)) return [this.#mistyped(path, schema, value)];
		if (schema.each) {
			const { each } = schema;
			return entriesOf(value).flatMap(([key, child]) => this.problems([...path, key], each, child));
		}
		if (schema.kind !== "map" || !schema.keys) return [];
		const { keys } = schema;
		return this.#file.keys(path).flatMap((key) => {
			const known = keys[key];
			const child = value[key];
			if (!known) return child === null || child === void 0 ? this.#empty([...path, key]) : [this.#stray(path, key, child, keys)];
			return this.#isRead(known) ? this.problems([...path, key], known, child) : this.#foreign([...path, key], known, child);
		});
	}
	#isRead({ only }) {
		return only === void 0 || this.#options.flavour === void 0 || only.some((each) => each === this.#options.flavour || this.#options.flavour?.startsWith(`${each}/`) === true);
	}
	#at(path, isKey) {
		return (isKey ? this.#file.locateKey(path) : this.#file.locate(path)) ?? this.#file.locateKey(path) ?? {
			path: this.#file.path,
			line: 1
		};
	}
	/** An unknown key without a value: only its children, if they slipped out of it, matter. */
	#empty(path) {
		const key = String(path.at(-1));
		const section = this.#leaves.find((leaf) => leaf.path.length === 1 && leaf.path[0] === key && leaf.schema.kind === "map");
		if (section && path.length === 2) return [this.#slipped(path, key, section.schema)];
		const what = `\`${key}\` is no key of ${sectionName(path.slice(0, -1))}, and has nothing below it`;
		return [{
			key: path.join("."),
			at: this.#at(path, true),
			what,
			expected: "a known key",
			changes: "nothing",
			edits: []
		}];
	}
	/** A section that is indented too far: what belongs below it stands beside it. */
	#slipped(path, key, { changes }) {
		const at = this.#at(path, true);
		const what = `\`${key}\` stands in ${sectionName(path.slice(0, -1))} and has nothing below it: its keys stand beside it`;
		const edits = at.text === void 0 ? [] : [{
			path: at.path,
			startLine: at.line,
			endLine: at.line,
			replacement: at.text.trim()
		}];
		return {
			key: path.join("."),
			at,
			what,
			expected: `\`${key}\` at the top level`,
			meant: key,
			changes,
			edits
		};
	}
	#mistyped(path, schema, value) {
		const key = path.join(".");
		const shown = Array.isArray(value) ? "a list" : plainText(value) === void 0 ? "a section" : `\`${plainText(value)?.slice(0, 60)}\``;
		const meant = schema.among && typeof value === "string" ? nearest(value.toLowerCase(), schema.among) : void 0;
		const at = this.#at(path, typeof value === "object");
		return {
			key,
			at,
			what: `${key === "" ? "the file" : `\`${key}\``} is ${shown}`,
			expected: expectationOf(schema),
			...meant === void 0 ? {} : { meant },
			changes: schema.changes,
			edits: meant === void 0 ? [] : renameValue(at, String(value), meant)
		};
	}
	/** A key that this flavour of project does not read. */
	#foreign(path, schema, value) {
		if (value === null || value === void 0) return [];
		const key = path.join(".");
		return [{
			key,
			at: this.#at(path, true),
			what: `\`${key}\` is not read for ${this.#options.flavour ?? "this kind of project"}`,
			expected: `it for ${(schema.only ?? []).join(", ")} alone`,
			changes: "nothing",
			edits: []
		}];
	}
	#stray(path, key, value, siblings) {
		const leaf = this.#meantBy(path, key, value, siblings);
		const at = this.#at([...path, key], true);
		const meant = leaf?.path.join(".");
		const isMisplaced = leaf !== void 0 && leaf.path.at(-1) === key;
		const section = sectionName(path);
		const what = isMisplaced ? `\`${key}\` stands ${path.length === 0 ? "at" : "in"} ${section}, where ${this.#options.label} does not read it` : `\`${key}\` is no key of ${section}, so ${this.#options.label} does not read it`;
		const isSet = meant !== void 0 && this.#file.source(leaf?.path ?? []) !== void 0;
		const isSame = meant !== void 0 && this.#options.inForce(meant) === plainText(value);
		const port = leaf?.schema.kind === "ports" ? Number.parseInt(plainText(value) ?? "", 10) : NaN;
		return {
			key: [...path, key].join("."),
			at,
			what,
			expected: leaf ? `\`${meant}\`: ${expectationOf(leaf.schema)}` : `one of ${Object.keys(siblings).join(", ")}`,
			...meant === void 0 ? {} : { meant },
			changes: leaf === void 0 || isSame || isSet ? "nothing" : leaf.schema.changes,
			...Number.isNaN(port) ? {} : { port },
			edits: leaf === void 0 || isSet || isSame || !fits(leaf.schema, value) ? [] : this.#edits(path, key, leaf)
		};
	}
	#edits(path, key, { path: to }) {
		const from = [...path.map(String), key];
		return from.length === to.length && path.every((step, index) => step === to[index]) ? renameKey(this.#file, from, to.at(-1) ?? "") : moveKey(this.#file, this.#text, from, to);
	}
	/** The key that is likeliest meant: of that name elsewhere, by another word for it, or spelt like it. */
	#meantBy(path, key, value, siblings) {
		const isNear = (leaf) => leaf.path.length === path.length + 1 && path.every((step, index) => step === leaf.path[index]);
		const read = this.#leaves.filter((leaf) => this.#isRead(leaf.schema)).toSorted((a, b) => Number(isNear(b)) - Number(isNear(a)));
		const word = plainWord(key);
		const named = read.find((leaf) => plainWord(leaf.path.at(-1) ?? "") === word && fits(leaf.schema, value));
		const alias = read.find((leaf) => leaf.schema.also?.includes(word) === true);
		const here = nearest(key, Object.keys(siblings));
		const spelt = here ?? nearest(key, [...new Set(read.map((leaf) => leaf.path.at(-1) ?? ""))]);
		return named ?? alias ?? (spelt === void 0 ? void 0 : read.find((leaf) => leaf.path.at(-1) === spelt && (here === void 0 || isNear(leaf))));
	}
};
function leavesOf(schema, path) {
	return Object.entries(schema.keys ?? {}).flatMap(([key, child]) => {
		const leaf = {
			path: [...path, key],
			schema: child
		};
		return [leaf, ...leavesOf(child, leaf.path)];
	});
}
function entriesOf(value) {
	return Array.isArray(value) ? value.map((child, index) => [index, child]) : Object.entries(value);
}
function sectionName(path) {
	return path.length === 0 ? "the top level" : `\`${path.join(".")}\``;
}
function plainWord(key) {
	return key.toLowerCase().replace(/[-_ ]/g, "");
}
function plainText(value) {
	return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : void 0;
}
function isPortText(text) {
	return /^\s*\d{1,5}\s*(?:,\s*\d{1,5}\s*)*$/.test(text);
}
/** Whether a value is of the kind that a key takes. */
function fits({ kind, among }, value) {
	const isScalar = [
		"string",
		"number",
		"boolean"
	].includes(typeof value);
	if (among) return isScalar && among.includes(String(value));
	switch (kind) {
		case "map": return typeof value === "object" && value !== null && !Array.isArray(value);
		case "texts": return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((each) => plainText(each) !== void 0);
		case "text": return typeof value === "string" || typeof value === "number";
		case "path": return typeof value === "string";
		case "flag": return typeof value === "boolean" || /^(?:yes|no|true|false|on|off)$/i.test(plainText(value) ?? "");
		case "ports": return Array.isArray(value) ? value.length > 0 && value.every((each) => isPortText(plainText(each) ?? "")) : isPortText(plainText(value) ?? "");
		case "list": return Array.isArray(value);
		case "any": return true;
	}
}

// src/plan/platforms/amvera/schema.ts
/** The kinds of project that Amvera builds, each with its toolchains, the usual one first. */
const toolchains = {
	docker: ["docker"],
	python: ["pip"],
	node: ["npm", "browser"],
	jvm: ["maven", "gradle"],
	golang: ["go"],
	csharp: ["dotnet", "mono"],
	ruby: ["bundle"],
	php: ["composer"]
};
/** What people write for an environment. */
const environmentWords = {
	nodejs: "node",
	javascript: "node",
	python3: "python",
	py: "python",
	java: "jvm",
	kotlin: "jvm",
	go: "golang",
	dotnet: "csharp",
	"c#": "csharp",
	net: "csharp",
	dockerfile: "docker"
};
const hasImages = [
	"jvm",
	"golang",
	"csharp",
	"ruby"
];
/** Every key of amvera.yml that public sources show, where it belongs and for which kinds of project it is read. */
const amveraSchema = {
	kind: "map",
	changes: "start",
	keys: {
		meta: {
			kind: "map",
			changes: "build",
			keys: {
				environment: {
					kind: "text",
					changes: "build",
					also: [
						"env",
						"language",
						"runtime",
						"stack",
						"framework"
					]
				},
				toolchain: {
					kind: "map",
					changes: "build",
					keys: {
						name: {
							kind: "text",
							changes: "build",
							also: [
								"tool",
								"packagemanager",
								"buildtool"
							]
						},
						version: {
							kind: "text",
							changes: "build",
							also: [
								"pythonversion",
								"nodeversion",
								"tag"
							]
						}
					}
				}
			}
		},
		build: {
			kind: "map",
			changes: "build",
			keys: {
				dockerfile: {
					kind: "path",
					changes: "build",
					only: ["docker"],
					also: ["dockerfilepath", "file"]
				},
				skip: {
					kind: "flag",
					changes: "build",
					only: ["docker", "node"]
				},
				requirementsPath: {
					kind: "path",
					changes: "build",
					only: ["python"],
					also: [
						"requirements",
						"requirementsfile",
						"requirementstxt",
						"dependencies"
					]
				},
				useCache: {
					kind: "flag",
					changes: "nothing",
					only: ["python"]
				},
				additionalCommands: {
					kind: "text",
					changes: "build",
					only: ["node"],
					also: [
						"commands",
						"command",
						"buildcommand",
						"script",
						"scripts",
						"run"
					]
				},
				artifacts: {
					kind: "texts",
					changes: "build",
					only: [
						"node",
						"jvm",
						"csharp"
					],
					also: [
						"outputs",
						"output",
						"files"
					]
				},
				image: {
					kind: "text",
					changes: "build",
					only: hasImages,
					also: ["baseimage", "builder"]
				},
				args: {
					kind: "text",
					changes: "build",
					only: ["jvm", "csharp"],
					also: ["buildargs", "arguments"]
				},
				mainFile: {
					kind: "path",
					changes: "build",
					only: ["csharp/mono"]
				}
			}
		},
		run: {
			kind: "map",
			changes: "start",
			keys: {
				image: {
					kind: "text",
					changes: "start",
					only: ["docker", ...hasImages]
				},
				command: {
					kind: "text",
					changes: "start",
					only: [
						"docker",
						"python",
						"node/npm",
						"php"
					],
					also: [
						"cmd",
						"start",
						"startcommand",
						"entrypoint",
						"exec",
						"run",
						"runcommand"
					]
				},
				args: {
					kind: "text",
					changes: "start",
					only: ["docker"],
					also: ["arguments", "params"]
				},
				scriptName: {
					kind: "path",
					changes: "start",
					only: ["python", "node/npm"],
					also: [
						"script",
						"main",
						"file",
						"mainfile",
						"app"
					]
				},
				scriptArguments: {
					kind: "text",
					changes: "start",
					only: ["node/npm"],
					also: ["scriptargs"]
				},
				nodeArguments: {
					kind: "text",
					changes: "start",
					only: ["node/npm"],
					also: ["nodeargs", "nodeoptions"]
				},
				jarName: {
					kind: "path",
					changes: "start",
					only: ["jvm"],
					also: ["jar", "jarfile"]
				},
				buildFileName: {
					kind: "path",
					changes: "start",
					only: ["csharp/dotnet"],
					also: ["dll", "assembly"]
				},
				mainScript: {
					kind: "path",
					changes: "start",
					only: ["ruby"],
					also: [
						"script",
						"scriptname",
						"main"
					]
				},
				persistenceMount: {
					kind: "path",
					changes: "files",
					also: [
						"persistencefolder",
						"persistencepath",
						"mountpath",
						"mount",
						"volume",
						"volumes",
						"storage",
						"data"
					]
				},
				containerPort: {
					kind: "ports",
					changes: "port",
					also: [
						"port",
						"ports",
						"internalport",
						"appport",
						"targetport",
						"listenport",
						"httpport"
					]
				},
				servicePort: {
					kind: "ports",
					changes: "port",
					also: ["externalport", "publicport"]
				}
			}
		}
	}
};

// src/plan/platforms/amvera/scripts.ts
const root = "";
/** The keys that name what is started, by kind of project: where none is set there is nothing to start. */
const startKeys = {
	"python/pip": ["scriptName", "command"],
	"node/npm": ["scriptName", "command"],
	"jvm/maven": ["jarName"],
	"jvm/gradle": ["jarName"],
	"csharp/dotnet": ["buildFileName"],
	"ruby/bundle": ["mainScript"]
};
/** What is wrong with the keys that say what is started: none at all, or a command where one file belongs. */
function scriptProblems(workspace, yaml, environment, toolchain) {
	const keys = startKeys[`${environment}/${toolchain}`] ?? [];
	const written = keys.filter((key) => textAt(yaml, ["run", key]) !== void 0);
	if (keys.length > 0 && written.length === 0) return hasStray(yaml, keys) ? [] : [nothingToStart(yaml, keys)];
	if (!keys.includes("scriptName")) return [];
	if (written.length === 2) return bothKeys(yaml);
	return commandAsScript(workspace, yaml, environment === "node" ? "node" : "python");
}
/** Whether the file has such a key, or a word for it, in another place: the reader tells of that. */
function hasStray(yaml, keys) {
	const words = [
		...keys,
		"cmd",
		"start",
		"startCommand",
		"comand",
		"commands",
		"script",
		"main"
	];
	return [
		[],
		["run"],
		["build"],
		["meta"]
	].some((section) => yaml.keys(section).some((key) => words.some((word) => word.toLowerCase() === key.toLowerCase().replace(/[-_]/g, ""))));
}
function nothingToStart(yaml, keys) {
	const at = yaml.locateKey(["run"]) ?? {
		path: yaml.path,
		line: 1
	};
	const shown = keys.map((key) => `run.${key}`).join(" or ");
	return {
		key: "run",
		at,
		what: `neither the file nor a default says what is started: there is no ${shown}`,
		expected: shown,
		changes: "start",
		isFatal: true,
		edits: []
	};
}
function bothKeys(yaml) {
	const at = yaml.locateKey(["run", "scriptName"]);
	return at ? [{
		key: "run.scriptName",
		at,
		what: "`run.scriptName` and `run.command` are both set; the command is taken",
		expected: "one of them",
		changes: "nothing",
		edits: []
	}] : [];
}
/** `python3 uvicorn app:app` and `node start` look for files of that name. */
function commandAsScript(workspace, yaml, program) {
	const written = textAt(yaml, ["run", "scriptName"]);
	const at = yaml.locateKey(["run", "scriptName"]);
	if (!written || !at || isScript(workspace, written.value, program)) return [];
	const command = commandFor(workspace, written.value, program);
	if (command === void 0) return [];
	const started = program === "node" ? "node" : "python3";
	return [{
		key: "run.scriptName",
		at,
		title: "`run.scriptName` holds a command, where one file belongs",
		what: `\`run.scriptName\` is \`${written.value.slice(0, 80)}\`, which is no file but a command: \`${started}\` looks for a file of that name`,
		expected: "the path of one file",
		meant: `run.command: ${command}`,
		changes: "start",
		edits: commandEdits(at, command)
	}];
}
/** Whether a file of that name is there as the interpreter would find it. */
function isScript(workspace, name, program) {
	return (program === "node" ? [
		"",
		".js",
		".cjs",
		".json",
		".node",
		"/index.js",
		"/package.json"
	] : [""]).some((ending) => workspace.isFile(joinPath(root, `${name.replace(/^\/app\//, "")}${ending}`))) && !/\.(sh|bash)$/.test(name);
}
/** The command that is meant by a value that names no file; undefined when it may be a file that is only not there. */
function commandFor(workspace, value, program) {
	if (/\.(sh|bash)$/.test(value) && workspace.isFile(joinPath(root, value))) return `sh ${value}`;
	if (program === "node" && /^[\w:-]+$/.test(value) && hasPackageScript(workspace, value)) return value === "start" ? "npm start" : `npm run ${value}`;
	const [first = "", ...others] = value.split(/\s+/);
	if (others.length === 0) return void 0;
	const script = joinPath(root, first);
	return workspace.isFile(script) ? `${program === "node" ? "node" : "python3"} ${value}` : value;
}
function hasPackageScript(workspace, name) {
	const path = "package.json";
	const text = workspace.read(path);
	return text !== void 0 && parseYaml(path, text).source(["scripts", name]) !== void 0;
}
function commandEdits(at, command) {
	const indent = /^(\s*)scriptName:\s*\S/.exec(at.text ?? "")?.[1];
	const shown = /^[\w./-][^#'"\\]*$/.test(command) && !/:(?:\s|$)/.test(command) ? command : JSON.stringify(command);
	return indent === void 0 ? [] : [{
		path: at.path,
		startLine: at.line,
		endLine: at.line,
		replacement: `${indent}command: ${shown}`
	}];
}

// src/plan/platforms/amvera/read.ts
/** Where the data of an app is kept when the file does not say. */
const usualMount = "/data";
/** Reads the file; what is wrong with it is in `problems`. */
function readAmvera(workspace, path) {
	const text = workspace.read(path) ?? "";
	const yaml = parseYaml(path, text);
	const [error] = yaml.errors;
	const { environment, problems: environmentProblems } = readEnvironment(yaml);
	const chosen = readToolchain(yaml, environment ?? "docker");
	const shared = {
		path,
		text,
		yaml,
		environment,
		toolchain: chosen.toolchain
	};
	if (error) return {
		...shared,
		problems: [unreadable(error.message, error.at)]
	};
	const flavour = environment === "docker" ? "docker" : `${environment}/${chosen.toolchain}`;
	const strict = readStrictly(yaml, text, amveraSchema, {
		label: "Amvera",
		...environment ? { flavour } : {},
		inForce: (key) => inForce(yaml, key)
	});
	const problems = [
		...metaProblem(yaml, path),
		...environmentProblems,
		...chosen.problems,
		...versionProblem(yaml, path),
		...environment === "python" ? manifestProblem(workspace, yaml) : [],
		...scriptProblems(workspace, yaml, environment, chosen.toolchain),
		...strict
	];
	return {
		...shared,
		problems
	};
}
function unreadable(message, at) {
	return {
		key: "",
		at,
		what: `the file is no YAML: ${message}`,
		expected: "YAML with the sections meta, build and run",
		changes: "start",
		isFatal: true,
		edits: []
	};
}
/** What counts where a stray key is not read. */
function inForce(yaml, key) {
	const path = key.split(".");
	const defaults = {
		"run.containerPort": String(platformFacts.amvera.port.usual),
		"run.servicePort": String(platformFacts.amvera.port.usual),
		"run.persistenceMount": usualMount,
		"build.requirementsPath": "requirements.txt",
		"meta.environment": "docker",
		"build.skip": "false"
	};
	const ports = key.endsWith("Port") ? portsAt(yaml, path) : [];
	return ports.length > 0 ? ports.map((each) => each.port).join(",") : textAt(yaml, path)?.value ?? defaults[key];
}
function readEnvironment(yaml) {
	const written = textAt(yaml, ["meta", "environment"]);
	if (!written) return {
		environment: "docker",
		problems: []
	};
	const known = Object.keys(toolchains);
	const environment = known.find((each) => each === written.value);
	if (environment) return {
		environment,
		problems: []
	};
	const meant = environmentWords[written.value.toLowerCase()] ?? nearest(written.value.toLowerCase(), known);
	if (meant === void 0 || !written.at) return {
		environment: void 0,
		problems: []
	};
	return {
		environment: meant,
		problems: [{
			...valueProblem("meta.environment", written, known, meant),
			isFatal: true
		}]
	};
}
function readToolchain(yaml, environment) {
	const known = toolchains[environment];
	const usual = known[0] ?? "";
	const written = textAt(yaml, [
		"meta",
		"toolchain",
		"name"
	]);
	if (!written || known.includes(written.value)) return {
		toolchain: written?.value ?? usual,
		problems: []
	};
	const meant = nearest(written.value.toLowerCase(), known) ?? (known.length === 1 ? usual : void 0);
	return {
		toolchain: meant ?? usual,
		problems: [valueProblem("meta.toolchain.name", written, known, meant)]
	};
}
function valueProblem(key, written, known, meant) {
	const at = written.at;
	return {
		key,
		at,
		what: `\`${key}\` is \`${written.value}\`, which Amvera does not have`,
		expected: `one of ${known.join(", ")}`,
		...meant === void 0 ? {} : { meant },
		changes: "build",
		edits: meant === void 0 ? [] : renameValue(at, written.value, meant)
	};
}
/** Documentation calls the section optional; a deployment was refused for want of it. */
function metaProblem(yaml, path) {
	if (yaml.keys([]).includes("meta") || yaml.keys([]).length === 0) return [];
	return [{
		key: "meta",
		at: {
			path,
			line: 1
		},
		what: "there is no section `meta`, without which Amvera has refused files; docker is taken for the environment",
		expected: "`meta` with environment and toolchain",
		changes: "nothing",
		edits: []
	}];
}
/** A list of packages that is not there is passed over without a word, and the app finds nothing of it installed. */
function manifestProblem(workspace, yaml) {
	const written = textAt(yaml, ["build", "requirementsPath"]);
	const name = (written?.value ?? "requirements.txt").replace(/^\/app\//, "").replace(/^(?:\.?\/)+/, "");
	const path = joinPath("", name);
	if (path === void 0 || workspace.isFile(path)) return [];
	const lists = requirementLists(workspace);
	const [only, second] = lists;
	const meant = nearest(name, lists) ?? (second === void 0 ? only : void 0);
	if (!written && meant === void 0) return [];
	const at = written?.at ?? yaml.locateKey(["build"]) ?? {
		path: yaml.path,
		line: 1
	};
	const what = `there is no ${name}, so Amvera installs no packages`;
	const edits = meant === void 0 || !written ? [] : renameValue(at, written.value, meant);
	return [{
		key: "build.requirementsPath",
		at,
		what,
		expected: "the path of a list of packages",
		...meant === void 0 ? {} : { meant },
		changes: "build",
		manifest: name,
		edits
	}];
}
/** Files of the repository that look like lists for pip, nearest to the root first. */
function requirementLists(workspace) {
	const found = [];
	for (const entry of workspace.entries("", isSkipped)) {
		if (entry.kind === "file" && /(?:^|\/)(?:requirements?[\w.-]*\.(?:txt|in)|requirements\/[\w.-]+\.txt)$/i.test(entry.path)) found.push(entry.path);
		if (found.length >= 20) break;
	}
	return found.toSorted((a, b) => a.split("/").length - b.split("/").length || a.localeCompare(b));
}
/** `3.10` without quotes is 3.1 to YAML; Amvera's own pages write it so. */
function versionProblem(yaml, path) {
	const at = [
		"meta",
		"toolchain",
		"version"
	];
	const value = dataAt(yaml.data, at);
	const written = textAt(yaml, at);
	if (typeof value !== "number" || !written?.at || String(value) === written.value) return [];
	const what = `the version ${written.value} stands without quotes, and is the number ${value} to YAML`;
	return [{
		key: at.join("."),
		at: written.at,
		what,
		expected: `"${written.value}" in quotes`,
		changes: "nothing",
		edits: quotedEdit(path, written.at, written.value)
	}];
}

// src/plan/platforms/amvera/plan.ts
const facts = platformFacts.amvera;
const appName = "app";
/** Where Amvera looks for a Dockerfile when the file names none, in its order. */
const dockerfiles = [
	"amvera/Dockerfile",
	"Dockerfile",
	"docker/Dockerfile",
	"deploy/Dockerfile",
	"deployment/Dockerfile"
];
/** Plans a project as Amvera deploys it: without a file of its own, from its Dockerfile with every default. */
function planAmvera(inputs, workspace, path) {
	const file = path === void 0 ? void 0 : readAmvera(workspace, path);
	if (file && file.environment === void 0 && fatalProblems({ platformProblems: file.problems }).length === 0) throw unknownEnvironment(file);
	const port = dialledPort$1(file?.yaml, file?.text ?? "");
	const app = chooseApp(inputs, workspace, file);
	const problems = [...withRoot(file?.problems ?? [], app.problems), ...port.problems];
	const parts = {
		inputs,
		workspace,
		facts,
		files: path === void 0 ? [] : [path],
		problems,
		notes: [...besideNotes(workspace, path), ...port.notes]
	};
	if (!app.chosen || fatalProblems({ platformProblems: problems }).length > 0) return refusedPlan(parts);
	const service = makeApp$1(inputs, workspace, file, app.chosen, port);
	const hidden = mountProblems(workspace, file, service);
	const upstream = {
		kind: "port",
		protocol: "http",
		port: port.port,
		...port.span ? { span: port.span } : {},
		...port.portLine ? { portLine: port.portLine } : {}
	};
	return platformPlan({
		...parts,
		problems: [...problems, ...hidden],
		services: [service],
		ingress: makeIngress({
			workspace,
			facts,
			app: appName,
			upstream
		})
	});
}
/** No Dockerfile is missed by a project whose environment only stands in the wrong place: that is what is told then. */
function withRoot(problems, lacking) {
	const stray = lacking.length === 0 ? void 0 : problems.find((problem) => problem.meant === "meta.environment" && problem.key !== "meta.environment");
	return stray ? problems.map((problem) => problem === stray ? {
		...problem,
		isFatal: true
	} : problem) : [...problems, ...lacking];
}
function unknownEnvironment({ yaml, path }) {
	const written = textAt(yaml, ["meta", "environment"]);
	return failure("config-invalid", `${path}: the environment ${written?.value} is none that the gate can build.`, {
		...written?.at ? { at: written.at } : {},
		remedy: "Give the app's image with --image REF, or choose --platform dockerfile."
	});
}
function chooseApp(inputs, workspace, file) {
	const isDocker = file === void 0 || file.environment === "docker";
	if (inputs.image !== void 0) return {
		chosen: {
			image: {
				kind: "reference",
				reference: inputs.image
			},
			...dockerStart(file)
		},
		problems: []
	};
	if (!isDocker) return {
		chosen: generated(workspace, file),
		problems: []
	};
	const reference = file && textAt(file.yaml, ["run", "image"]);
	if (reference) return {
		chosen: {
			image: {
				kind: "reference",
				reference: reference.value,
				...reference.at ? { at: reference.at } : {}
			},
			...dockerStart(file)
		},
		problems: []
	};
	const found = findDockerfile(workspace, file);
	if ("problem" in found) return { problems: [found.problem] };
	return {
		chosen: {
			image: {
				kind: "build",
				context: "",
				dockerfile: found.path,
				args: {}
			},
			...dockerStart(file)
		},
		problems: []
	};
}
/** The image by the documented rules; what is started is given to the container, so that its place is known. */
function generated(workspace, file) {
	const recipe = recipeOf(file, (path) => workspace.isFile(joinPath("", path)));
	if (recipe.command === void 0) return { image: recipe.image };
	return {
		image: recipe.image,
		command: {
			value: [
				"sh",
				"-c",
				recipe.command
			],
			...recipe.commandAt ? { at: recipe.commandAt } : {}
		}
	};
}
/** `run.command` takes the place of ENTRYPOINT and `run.args` that of CMD. */
function dockerStart(file) {
	if (file?.environment !== "docker") return {};
	const command = textAt(file.yaml, ["run", "command"]);
	const args = textAt(file.yaml, ["run", "args"]);
	return {
		...command ? { entrypoint: {
			...command,
			value: words$1(command.value)
		} } : {},
		...args ? { command: {
			...args,
			value: words$1(args.value)
		} } : {}
	};
}
/** The words of a command; a shell is asked only where it takes one. */
function words$1(text) {
	return /[;&|<>$`]/.test(text) ? [
		"sh",
		"-c",
		text
	] : shellWords(text).map((word) => word.text);
}
function findDockerfile(workspace, file) {
	const written = file && textAt(file.yaml, ["build", "dockerfile"]);
	const named = file && typeof dataAt(file.yaml.data, ["build", "dockerfile"]) === "string" ? written : void 0;
	const path = named ? joinPath("", named.value.replace(/^\/+/, "")) : dockerfiles.find((each) => workspace.isFile(each));
	if (path !== void 0 && workspace.isFile(path)) return { path };
	const others = findDockerfiles(workspace);
	const isSkipped = file !== void 0 && isOn(file.yaml, ["build", "skip"]);
	const at = named?.at ?? file?.yaml.locateKey([isSkipped ? "build" : "meta"]) ?? file?.yaml.locateKey(["run"]) ?? (file && {
		path: file.path,
		line: 1
	});
	if (!at) throw failure("project-not-found", `There is neither amvera.yml nor a Dockerfile in ${workspace.root}.`, { remedy: "Add one of them: Amvera builds nothing without." });
	return { problem: named ? absentDockerfile(named.value, at, others) : noDockerfile(at, others, isSkipped) };
}
function absentDockerfile(name, at, others) {
	const meant = nearest(name.replace(/^(?:\.?\/)+/, ""), others) ?? (others.length === 1 ? others[0] : void 0);
	const edits = meant === void 0 ? [] : renameValue(at, name, meant);
	return {
		key: "build.dockerfile",
		at,
		what: `\`build.dockerfile\` is \`${name}\`, and there is no such file`,
		expected: "the path of a Dockerfile",
		...meant === void 0 ? {} : { meant },
		changes: "build",
		isFatal: true,
		edits
	};
}
function noDockerfile(at, others, isSkipped) {
	const elsewhere = others.length > 0 ? `; ${others.slice(0, 3).join(", ")} is in none of them` : "";
	const what = isSkipped ? "the build is skipped, and `run.image` names no image" : `no Dockerfile is where Amvera looks for one: ${dockerfiles.join(", ")}${elsewhere}`;
	return {
		key: isSkipped ? "run.image" : "build.dockerfile",
		at,
		what,
		expected: isSkipped ? "run.image" : "a Dockerfile, build.dockerfile or another meta.environment",
		changes: "build",
		isFatal: true,
		edits: []
	};
}
function makeApp$1(inputs, workspace, file, chosen, port) {
	const service = appService$1(inputs, workspace, appName, chosen.image, [appName]);
	const recipe = chosen.image.kind === "build" ? readRecipe(workspace, chosen.image) : void 0;
	const { entrypoint, command } = chosen;
	const own = {
		...entrypoint ? { entrypoint } : {},
		...command ? { command } : {}
	};
	const start = startChain({
		workspace,
		recipe,
		paths: recipe?.paths ?? [],
		workingDir: recipe?.settings.workingDir ?? "/",
		entrypoint,
		command
	});
	const handed = Object.fromEntries(Object.entries(facts.variables).map(([name, value]) => [name, {
		value,
		because: `${facts.label} sets it`
	}]));
	const portVariable = { [facts.port.variable]: {
		value: String(port.port.value),
		because: "Amvera hands the app the port of run.containerPort"
	} };
	return {
		...service,
		...own,
		...file ? { at: file.yaml.locateKey(["run"]) ?? service.at ?? {
			path: file.path,
			line: 1
		} } : {},
		variables: {
			...handed,
			...portVariable,
			...service.variables
		},
		mounts: [mountOf(workspace, file, service)],
		start,
		settings: { sysctls: { "net.ipv4.ip_unprivileged_port_start": "1024" } }
	};
}
function mountOf(workspace, file, service) {
	const written = file && textAt(file.yaml, ["run", "persistenceMount"]);
	const isSound = written !== void 0 && /^\/[\w./ -]+$/.test(written.value) && !written.value.split("/").includes("..");
	const target = isSound ? written.value.replace(/\/+$/, "") : usualMount;
	return {
		kind: "volume",
		volume: "persistence",
		target,
		readOnly: false,
		...isSound && written.at ? { at: written.at } : {},
		...isHiding(workspace, target, service) ? { isEmpty: true } : {}
	};
}
/** Whether a volume at a path covers files of the repository. */
function isHiding(workspace, mount, { paths }) {
	const inside = repoPathOf(paths, mount);
	return paths.some((mapping) => `${mapping.container}/`.startsWith(`${mount}/`)) || inside !== void 0 && workspace.kindOf(inside.repo) === "folder";
}
/** The volume is empty at first: what the image has at its place, or below it, is hidden. */
function mountProblems(workspace, file, service) {
	const written = file && textAt(file.yaml, ["run", "persistenceMount"]);
	if (!written?.at) return [];
	const { value, at } = written;
	const key = "run.persistenceMount";
	const expected = `an absolute path outside ${facts.appFolder}, such as ${usualMount}`;
	const edits = renameValue(at, value, usualMount);
	if (!value.startsWith("/")) return [{
		key,
		at,
		what: `\`${key}\` is \`${value}\`, which is no absolute path`,
		expected,
		changes: "nothing",
		edits
	}];
	const mount = value.replace(/\/+$/, "");
	if (isHiding(workspace, mount, service)) return [{
		key,
		at,
		what: `the volume at \`${value}\` hides what the repository has there`,
		expected,
		changes: "files",
		edits
	}];
	return `${mount}/`.startsWith(`${facts.appFolder}/`) ? [{
		key,
		at,
		what: `the volume at \`${value}\` stands in the folder of the app, where Amvera's pages advise against one`,
		expected,
		changes: "nothing",
		edits
	}] : [];
}
/** What else the repository has for a deployment, and does not count here. */
function besideNotes(workspace, path) {
	const { others } = filesOf$1(facts, (each) => workspace.isFile(each));
	const contrary = others.map((other) => ({
		text: `${path} is read and ${other} is not: Amvera does not say which of the two it takes; keep one`,
		at: workspace.locate(other, 1)
	}));
	const compose = [
		"compose.yaml",
		"compose.yml",
		"docker-compose.yml",
		"docker-compose.yaml"
	].filter((each) => workspace.isFile(each));
	const misnamed = path === void 0 ? workspace.list("").filter((name) => /^amver(?:a|um)\b.*\.ya?ml/i.test(name)) : [];
	return [
		...contrary,
		...compose.map((each) => ({
			text: `${each} is not read: Amvera takes no Compose file; check it with --platform compose`,
			isStanding: true
		})),
		...misnamed.map((each) => ({ text: `${each} is not read: Amvera looks for amvera.yml or amvera.yaml` }))
	];
}

// src/plan/platforms/upsun/project.ts
/** The relationships of an app or worker, in the order of the file. */
function relationshipsOf(map) {
	return map.child("relationships").entries.map(([name, entry]) => {
		const { text, value } = entry;
		const at = entry.keyAt ?? entry.at;
		const place = at ? { at } : {};
		if (text !== void 0) {
			const [service = name, endpoint] = text.split(":");
			return {
				name,
				service,
				...endpoint === void 0 ? {} : { endpoint },
				...place
			};
		}
		if (value === null || value === void 0) return {
			name,
			service: name,
			...place
		};
		const endpoint = entry.child("endpoint").text;
		return {
			name,
			service: entry.child("service").text ?? name,
			...endpoint === void 0 ? {} : { endpoint },
			...place
		};
	});
}

// src/plan/platforms/upsun/runtimes.ts
/** The script with which PHP is started on the platform. */
const startPhp = "/usr/bin/start-php-app";
const plain = {
	socketFamily: "tcp",
	protocol: "http"
};
const runtimes = {
	python: {
		image: "python:{v}-slim",
		...plain
	},
	nodejs: {
		image: "node:{v}-slim",
		flavor: {
			manifest: "package.json",
			command: "npm install"
		},
		...plain
	},
	php: {
		image: "php:{v}-fpm",
		flavor: {
			manifest: "composer.json",
			command: "composer --no-ansi --no-interaction install --no-progress --prefer-dist --optimize-autoloader"
		},
		start: [startPhp],
		socketFamily: "unix",
		protocol: "fastcgi"
	},
	ruby: {
		image: "ruby:{v}-slim",
		...plain
	},
	golang: {
		image: "golang:{v}",
		...plain
	},
	rust: {
		image: "rust:{v}-slim",
		...plain
	},
	java: {
		image: "maven:3-eclipse-temurin-{v}",
		...plain
	},
	dotnet: {
		image: "mcr.microsoft.com/dotnet/sdk:{v}",
		...plain
	},
	elixir: {
		image: "elixir:{v}-slim",
		...plain
	}
};
/** The runtimes of an app, the one that serves first; none when its type is none that is known. */
function runtimesOf({ map }) {
	const stack = map.child("stack");
	const listed = stack.child("runtimes").texts;
	const given = [...Array.isArray(stack.value) ? stack.texts : listed, ...runtimeNames(Array.isArray(stack.value) ? stack : stack.child("runtimes"))];
	return (given.length > 0 ? given : [map.child("type").text ?? ""]).flatMap((text) => chosen(text) ?? []);
}
/** Entries of a list that are maps: `- "php@8.4": { extensions: … }`. */
function runtimeNames(list) {
	return Array.isArray(list.value) ? list.value.flatMap((_, index) => list.child(index).keys.filter((key) => key.includes("@"))) : [];
}
function chosen(text) {
	const [, name = "", version = ""] = /^([a-z]+)[:@]([\w.]+)$/.exec(text.trim()) ?? [];
	const runtime = runtimes[name];
	return runtime && version !== "" ? {
		name,
		version,
		runtime,
		image: runtime.image.replace("{v}", version)
	} : void 0;
}

// src/plan/platforms/upsun/cursor.ts
/** A place in a YAML document: its value, its line, and the way to what is below it. */
var Cursor = class Cursor {
	#file;
	#steps;
	#workspace;
	constructor(workspace, file, steps = []) {
		this.#workspace = workspace;
		this.#file = file;
		this.#steps = steps;
	}
	get path() {
		return this.#file.path;
	}
	/** The plain value; undefined where the document has nothing. */
	get value() {
		return this.#steps.reduce((value, step) => isRecord(value) || Array.isArray(value) ? value[step] : void 0, this.#file.data);
	}
	/** A scalar as text; undefined for a map, a list or nothing. */
	get text() {
		const { value } = this;
		return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? (this.#file.source(this.#steps) ?? String(value)).trim() : void 0;
	}
	/** The place of the value; of its key for a map or list. */
	get at() {
		return this.#file.locate(this.#steps);
	}
	get keyAt() {
		return this.#file.locateKey(this.#steps);
	}
	/** Keys of the map, in the order of the file. */
	get keys() {
		return this.#file.keys(this.#steps);
	}
	child(...steps) {
		return new Cursor(this.#workspace, this.#file, [...this.#steps, ...steps]);
	}
	/** Children of the map by their keys. */
	get entries() {
		return this.keys.map((key) => [key, this.child(key)]);
	}
	/** Texts of a list of scalars; of the scalar itself. */
	get texts() {
		const { value } = this;
		if (Array.isArray(value)) return value.flatMap((_, index) => this.child(index).text ?? []);
		return this.text === void 0 ? [] : [this.text];
	}
	/** The lines of a block scalar (`|`) with their places; of any other text the one line it stands on. */
	get lines() {
		const { text, at } = this;
		if (text === void 0 || at === void 0) return [];
		const written = text.replace(/\n+$/, "").split("\n");
		return /[:-]\s*(?:[&!]\S+\s+)*\|[-+\d]*\s*(?:#.*)?$/.test(at.text ?? "") ? written.map((line, index) => ({
			text: line,
			at: this.#workspace.locate(this.path, at.line + 1 + index)
		})) : [{
			text,
			at
		}];
	}
};
/** The document of a file; undefined when there is no such file. */
function openYaml(workspace, path) {
	const text = workspace.read(path);
	if (text === void 0) return void 0;
	const file = parseYaml(path, text);
	return {
		cursor: new Cursor(workspace, file),
		errors: file.errors
	};
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/plan/platforms/upsun/routes.ts
/** The domain that `{default}` and `{all}` stand for in a run. */
const defaultDomain = "main-bvxea6i-upstreamgate.eu-5.platformsh.site";
/** The routes of a map, in the order of the file; a key that is no address is read as far as it goes. */
function readRoutes(map) {
	return map.entries.map(([key, route]) => {
		const type = route.child("type").text;
		const upstream = route.child("upstream").text;
		const to = route.child("to").text;
		const at = route.child("upstream").at ?? route.keyAt;
		return {
			key,
			...addressOf$1(key),
			kind: type === "redirect" || type === "proxy" ? type : "upstream",
			...upstream === void 0 ? {} : { app: upstream.split(":")[0] ?? upstream },
			...to === void 0 ? {} : { to },
			map: route,
			...at ? { at } : {}
		};
	});
}
function addressOf$1(key) {
	const [, host = "", path = ""] = /^(?:https?:\/*)?([^/]*)(.*)$/.exec(key) ?? [];
	return {
		host: host === "" ? "{default}" : host,
		path: path.replace(/\/+$/, "") || "/"
	};
}
/** The Host header by which a request reaches a route. */
function hostOfRoute(route) {
	return route.host.replace(/\{(?:default|all)\}/, defaultDomain).replace(/^\*\./, "www.");
}
/** The name under which nginx has the route's server. */
function serverNameOf(route) {
	return route.host.replace(/\{(?:default|all)\}/, defaultDomain);
}
/** The address of a route as the platform tells it in PLATFORM_ROUTES. */
function urlOfRoute(route) {
	return `${/^http:/.test(route.key) ? "http" : "https"}://${serverNameOf(route)}${route.path === "/" ? "/" : `${route.path}/`}`;
}

// src/plan/platforms/upsun/variables.ts
/** The variables that an app is given at run time: the platform's, those of its relationships, then its own. */
function runVariables(project, app, listen, endpoints, documentRoot) {
	return {
		...platformVariables(project, app, documentRoot),
		PLATFORM_RELATIONSHIPS: given(encoded(Object.fromEntries(endpoints.map((endpoint) => [endpoint.relationship, [relationOf(endpoint)]])))),
		PLATFORM_ROUTES: given(encoded(routesOf(project))),
		...Object.fromEntries(endpoints.flatMap(endpointVariables).map(([name, value]) => [name, given(value)])),
		...listen ? listenVariable(app, listen) : {},
		...ownVariables(app.map)
	};
}
/** PORT or SOCKET; the line is the one that chose between them. */
function listenVariable({ map, at }, listen) {
	const place = map.child("web", "upstream", "socket_family").at ?? map.child("web").keyAt ?? at;
	const value = listen.kind === "port" ? String(listen.port) : listen.path;
	const because = listen.kind === "port" ? "the platform hands the app the port that it dials" : "the platform hands the app the socket that it dials";
	return { [listen.kind === "port" ? "PORT" : "SOCKET"]: {
		value,
		because,
		...place ? { at: place } : {}
	} };
}
/** What the build does not have yet: by their absence programs tell it from a deployment. */
const laterVariables = /^PLATFORM_(?:DOCUMENT_ROOT|BRANCH|ENVIRONMENT|ENVIRONMENT_TYPE|SMTP_HOST)$/;
/** What the build has too. */
function buildVariables(project, app) {
	const given = {
		...platformVariables(project, app, ""),
		...ownVariables(app.map)
	};
	return Object.fromEntries(Object.entries(given).flatMap(([name, { value }]) => laterVariables.test(name) ? [] : [[name, value]]));
}
function platformVariables(project, app, documentRoot) {
	const own = isRecord(app.map.value) ? app.map.value : {};
	const values = {
		PLATFORM_APP_DIR: "/app",
		PLATFORM_SOURCE_DIR: "/app",
		PLATFORM_APP_COMMAND: app.map.child("web", "commands", "start").text ?? "",
		PLATFORM_APPLICATION: encoded({
			...own,
			name: app.name
		}),
		PLATFORM_APPLICATION_NAME: app.name,
		PLATFORM_BRANCH: "main",
		PLATFORM_DOCUMENT_ROOT: documentRoot,
		PLATFORM_ENVIRONMENT: "main-bvxea6i",
		PLATFORM_ENVIRONMENT_TYPE: "production",
		PLATFORM_PROJECT: "upstreamgate",
		PLATFORM_PROJECT_ENTROPY: "b7c41f0a9d2e4c6f8a1b3d5e7f901234b7c41f0a9d2e4c6f8a1b3d5e7f901234",
		PLATFORM_SMTP_HOST: "",
		PLATFORM_TREE_ID: "0123456789abcdef0123456789abcdef01234567",
		PLATFORM_VARIABLES: encoded(otherVariables(app.map)),
		PLATFORM_CACHE_DIR: "/tmp/cache",
		...project.dialect === "upsun" ? { PLATFORM_VENDOR: "upsun" } : { PLATFORM_VENDOR: "platformsh" }
	};
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, given(value)]));
}
function given(value) {
	return {
		value,
		because: "set by the platform"
	};
}
function encoded(value) {
	return Buffer.from(JSON.stringify(value)).toString("base64");
}
/** `variables.env`, each with its line. */
function ownVariables(map) {
	return Object.fromEntries(map.child("variables", "env").entries.map(([name, entry]) => {
		const { at } = entry;
		return [name, {
			value: entry.text ?? JSON.stringify(entry.value),
			...at ? { at } : {}
		}];
	}));
}
/** Variables of other prefixes reach the app in one JSON text: "php:memory_limit". */
function otherVariables(map) {
	const prefixes = map.child("variables").entries.filter(([prefix]) => prefix !== "env");
	return Object.fromEntries(prefixes.flatMap(([prefix, entries]) => entries.entries.map(([name, entry]) => [`${prefix}:${name}`, entry.value])));
}
function relationOf({ relationship, ...endpoint }) {
	return {
		...endpoint,
		cluster: "upstreamgate-main-bvxea6i",
		hostname: `${endpoint.service}.service._.internal`,
		instance_ips: [],
		ip: endpoint.host,
		epoch: 0,
		fragment: null,
		host_mapped: false,
		public: false,
		query: endpoint.path === null ? {} : { is_master: true },
		relationship
	};
}
function endpointVariables({ relationship, service, type, rel, host, port, scheme, username, password, path }) {
	const prefix = relationship.toUpperCase().replace(/[^A-Z0-9]/g, "_");
	return Object.entries({
		HOST: host,
		HOSTNAME: host,
		PORT: port,
		SCHEME: scheme,
		USERNAME: username,
		PASSWORD: password,
		PATH: path,
		SERVICE: service,
		TYPE: type,
		REL: rel
	}).map(([name, value]) => [`${prefix}_${name}`, value === null ? "" : String(value)]);
}
function routesOf(project) {
	return Object.fromEntries(project.routes.map((route, index) => [urlOfRoute(route), {
		original_url: route.key,
		type: route.kind,
		...route.app === void 0 ? {} : { upstream: route.app },
		...route.to === void 0 ? {} : { to: route.to },
		id: route.map?.child("id").text ?? null,
		primary: route.map?.child("primary").value === true || index === 0,
		production_url: urlOfRoute(route),
		attributes: {},
		host: hostOfRoute(route)
	}]));
}

// src/plan/platforms/upsun/image.ts
/** Tools that the platform's images have and the official ones may lack, where the project's own commands name them. */
const tools = [
	"jq",
	"curl",
	"git",
	"unzip",
	"make"
];
/** Packages that are compiled while they are installed, and what their compilers need: the platform's images have it, the slim ones do not. */
const compiled = {
	python: {
		manifests: /^(?:requirements[\w.-]*\.txt|Pipfile|pyproject\.toml)$/,
		names: /(?<![\w-])(?:psycopg2|psycopg\[c\]|mysqlclient|uwsgi|python-ldap|pycairo|xmlsec|pycurl)(?![\w-])/i,
		packages: [
			"build-essential",
			"pkg-config",
			"libpq-dev",
			"default-libmysqlclient-dev"
		]
	},
	ruby: {
		manifests: /^Gemfile$/,
		names: /^\s*gem\b/m,
		packages: [
			"build-essential",
			"pkg-config",
			"git",
			"libpq-dev",
			"default-libmysqlclient-dev",
			"libyaml-dev"
		]
	}
};
/** The stage that makes an app's image: what the platform does before a deployment. */
function appStage(input) {
	const { app, runtimes } = input;
	const [primary] = runtimes;
	const place = app.map.child("type").at ?? app.map.child("stack").keyAt ?? app.at;
	const folder = app.root === "" ? "./" : `${app.root}/`;
	return [
		{
			text: `FROM ${primary?.image ?? "debian:stable-slim"} AS ${stageName(app)}`,
			...place ? { at: place } : {}
		},
		{ text: "RUN echo 'precedence ::ffff:0:0/96 100' >> /etc/gai.conf" },
		...toolLines(input),
		...[...runtimes.slice(1), ...needsNode(input) ? [usualNode] : []].flatMap(secondLines),
		...runtimes[0]?.name === "nodejs" && names(commandsOf(input), "bun") ? [{ text: "RUN npm install -g bun" }] : [],
		...primary?.name === "php" ? phpLines(input) : [],
		...Object.entries({
			HOME: "/app",
			...buildVariables(input.project, app)
		}).map(([name, value]) => ({ text: `ENV ${name}=${quoted(value)}` })),
		{ text: "ENV PATH=/app/.global/bin:/app/.local/bin:$PATH" },
		{ text: "WORKDIR /app" },
		{ text: "ENTRYPOINT []" },
		{ text: `COPY ["${folder}", "/app/"]` },
		...dependencyLines(app),
		...flavorLines(input),
		...hookLines(app),
		...mountLines(input.mounts)
	];
}
/** The name of an app's stage. */
function stageName({ name }) {
	return `app-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
}
/** The Dockerfile of the lines, which no file of the repository holds; the context is all of it. */
function inlineBuild(project, lines, at) {
	return {
		kind: "build",
		context: "",
		dockerfile: project.path,
		inline: `${lines.map((line) => line.text).join("\n")}\n`,
		places: lines.map((line) => line.at ?? at ?? {
			path: project.path,
			line: 1
		}),
		takesAll: true,
		leftOut: [project.path],
		args: {},
		...at ? { at } : {}
	};
}
function quoted(value) {
	return `"${value.replace(/[\\"$]/g, "\\$&").replace(/\n/g, " ")}"`;
}
/** A command as the platform's shell runs it: the status of the last one counts. */
function run(command) {
	return `RUN ${JSON.stringify([
		"/bin/sh",
		"-c",
		command
	])}`;
}
/** The app's own commands, as text. */
function commandsOf({ workspace, app }) {
	const environment = joinPath(app.root, ".environment");
	return `${[
		"hooks",
		"web",
		"workers",
		"crons"
	].map((key) => JSON.stringify(app.map.child(key).value ?? "").replaceAll("\\n", " ")).join("\n")}\n${(environment === void 0 ? void 0 : workspace.read(environment)) ?? ""}`;
}
function names(text, program) {
	return new RegExp(`(?<![\\w./-])${program}(?![\\w./-])`).test(text);
}
function compilers({ workspace, app, runtimes }) {
	const known = compiled[runtimes[0]?.name ?? ""];
	const manifests = known ? workspace.list(app.root).filter((name) => known.manifests.test(name)) : [];
	return known && manifests.some((name) => known.names.test(workspace.read(app.root === "" ? name : `${app.root}/${name}`) ?? "")) ? known.packages : [];
}
/** The programs of Node stand in every image of the platform. */
function needsNode(input) {
	if (input.runtimes.some(({ name }) => name === "nodejs")) return false;
	const text = commandsOf(input);
	return input.app.map.child("dependencies", "nodejs").keys.length > 0 || [
		"npm",
		"npx",
		"node",
		"yarn"
	].some((program) => names(text, program));
}
function toolLines(input) {
	const text = commandsOf(input);
	const named = tools.filter((tool) => names(text, tool));
	const packages = [.../* @__PURE__ */ new Set([
		...named,
		...named.includes("git") || named.includes("curl") ? ["ca-certificates"] : [],
		...compilers(input)
	])];
	return packages.length === 0 ? [] : [{ text: `RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages.join(" ")} && rm -rf /var/lib/apt/lists/*` }];
}
const usualNode = {
	name: "nodejs",
	image: "node:22-slim"
};
/** Of a further runtime only what its official image keeps below /usr/local. */
function secondLines({ name, image }) {
	if (name === "nodejs") return [{ text: `COPY --from=${image} /usr/local/bin /usr/local/bin` }, { text: `COPY --from=${image} /usr/local/lib/node_modules /usr/local/lib/node_modules` }];
	if (name === "golang") return [{ text: `COPY --from=${image} /usr/local/go /usr/local/go` }, { text: "ENV PATH=/usr/local/go/bin:$PATH" }];
	return [];
}
/** Extensions of PHP whose sources come with the image and need no further library. */
const ownExtensions = /* @__PURE__ */ new Set([
	"bcmath",
	"calendar",
	"exif",
	"gettext",
	"mysqli",
	"opcache",
	"pcntl",
	"pdo_mysql",
	"shmop",
	"sockets",
	"sysvmsg",
	"sysvsem",
	"sysvshm"
]);
/** Extensions that the official image of PHP has from the start, and those that nothing of an app depends on. */
const givenExtensions = /^(?:core|ctype|curl|date|dom|fileinfo|filter|ftp|hash|iconv|json|libxml|mbstring|mysqlnd|openssl|pcre|pdo|pdo_sqlite|phar|posix|random|readline|reflection|session|simplexml|sodium|spl|sqlite3|standard|tokenizer|xml|xmlreader|xmlwriter|zlib|pdo_pgsql|pgsql|redis|blackfire|newrelic|xdebug|tideways(?:_xhprof)?)$/;
/** Extensions that the file or the list of packages names. */
function extensionsOf({ workspace, app }) {
	const manifest = joinPath(app.root, "composer.json");
	const required = [...((manifest === void 0 ? void 0 : workspace.read(manifest)) ?? "").matchAll(/"ext-(\w{2,30})"\s*:/g)].map((match) => (match[1] ?? "").toLowerCase());
	const listed = [app.map.child("runtime", "extensions"), ...stackEntries(app).map((entry) => entry.child("extensions"))].flatMap((list) => list.texts);
	return [.../* @__PURE__ */ new Set([...listed, ...required])].filter((name) => /^\w+$/.test(name));
}
/** Runtimes of a stack that are maps: `- "php@8.4": { extensions: … }`. */
function stackEntries({ map }) {
	const stack = map.child("stack");
	const list = Array.isArray(stack.value) ? stack : stack.child("runtimes");
	return Array.isArray(list.value) ? list.value.flatMap((_, index) => list.child(index).entries.map(([, entry]) => entry)) : [];
}
function phpLines(input) {
	const { app, project, fpmListen } = input;
	const named = extensionsOf(input);
	const others = named.filter((name) => !ownExtensions.has(name) && !givenExtensions.test(name));
	const types = relationshipsOf(app.map).flatMap(({ service }) => project.services.find((each) => each.name === service)?.type ?? []);
	const wanted = [.../* @__PURE__ */ new Set([...named.filter((name) => ownExtensions.has(name)), ...types.some((type) => /^(?:mysql|mariadb|oracle-mysql)/.test(type)) ? ["pdo_mysql", "mysqli"] : []])];
	const needsPostgres = types.some((type) => type.startsWith("postgresql")) || named.includes("pdo_pgsql");
	const needsRedis = types.some((type) => /^(?:redis|valkey)/.test(type)) || named.includes("redis");
	const pool = [
		"[www]",
		`listen = ${fpmListen ?? "9000"}`,
		"clear_env = no",
		"user = root",
		"group = root"
	].map((line) => `'${line}'`).join(" ");
	return [
		...wanted.length > 0 ? [{ text: `RUN docker-php-ext-install ${wanted.join(" ")}` }] : [],
		...needsPostgres ? [{ text: `RUN php -m | grep -qi pdo_pgsql || (apt-get update -qq && apt-get install -y -qq libpq-dev && docker-php-ext-install pdo_pgsql pgsql)` }] : [],
		...needsRedis ? [{ text: "RUN php -m | grep -qi '^redis$' || (pecl install redis && docker-php-ext-enable redis)" }] : [],
		...others.length > 0 ? [{ text: "COPY --from=mlocati/php-extension-installer:2 /usr/bin/install-php-extensions /usr/local/bin/" }, { text: `RUN install-php-extensions ${others.join(" ")}` }] : [],
		...usesComposer(input) ? [{ text: "COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer" }, { text: "ENV COMPOSER_ALLOW_SUPERUSER=1" }] : [],
		{ text: `RUN printf '%s\\n' ${pool} > /usr/local/etc/php-fpm.d/zz-upsun.conf && printf '#!/bin/sh\\nexec php-fpm -F -R "$@"\\n' > ${startPhp} && chmod 755 ${startPhp}` }
	];
}
function usesComposer(input) {
	const { map, root } = input.app;
	const manifest = joinPath(root, "composer.json");
	return map.child("build", "flavor").text !== "none" && input.workspace.isFile(manifest) || names(commandsOf(input), "composer");
}
/** `dependencies`: tools for all of the app, by language. */
function dependencyLines({ map }) {
	const installers = {
		nodejs: (name, version) => `npm install -g --force ${shellWord(version === "*" ? name : `${name}@${version}`)}`,
		python3: (name, version) => `pip install ${shellWord(version === "*" ? name : /^[\d.]+$/.test(version) ? `${name}==${version}` : `${name}${version}`)}`,
		ruby: (name, version) => `gem install ${shellWord(name)}${version === "*" ? "" : ` -v ${shellWord(version)}`}`,
		php: (name, version) => name === "composer/composer" ? ":" : `composer global require ${shellWord(`${name}:${version}`)}`
	};
	return map.child("dependencies").entries.flatMap(([language, list]) => list.entries.flatMap(([name, entry]) => {
		const installer = installers[language];
		const at = entry.keyAt;
		return installer ? [{
			text: run(installer(name, entry.text ?? "*")),
			...at ? { at } : {}
		}] : [];
	}));
}
function shellWord(word) {
	return `'${word.replaceAll("'", "'\\''")}'`;
}
/** What the platform runs by itself where the manifest is there and the app did not turn it off. */
function flavorLines({ workspace, app, runtimes }) {
	const flavor = app.map.child("build", "flavor");
	const known = runtimes[0]?.runtime.flavor;
	const manifest = known && joinPath(app.root, known.manifest);
	const isAsked = flavor.text === void 0 ? app.map.child("stack").value === void 0 : flavor.text !== "none";
	if (!known || !isAsked || !workspace.isFile(manifest)) return [];
	const at = flavor.at ?? app.map.child("type").at;
	return [{
		text: run(known.command),
		...at ? { at } : {}
	}];
}
function hookLines({ map }) {
	const hook = map.child("hooks", "build");
	const at = hook.keyAt ?? hook.at;
	return hook.text === void 0 || hook.text.trim() === "" ? [] : [{
		text: run(hook.text),
		...at ? { at } : {}
	}];
}
/** A mount hides what stood there. */
function mountLines(mounts) {
	if (mounts.length === 0) return [];
	const paths = mounts.map((mount) => shellWord(`/app/${mount}`)).join(" ");
	return [{ text: `RUN rm -rf ${paths} && mkdir -p ${paths}` }];
}

// src/plan/platforms/upsun/locations.ts
/** Paths that can stand in a configuration of nginx as they are. */
const plainPath = /^[\w./@%+~-]*$/;
/** The locations of an app, most of them as written; where it names none, the app takes everything. */
function webLocations({ map, at }) {
	const locations = map.child("web", "locations");
	const legacy = map.child("web", "document_root").text;
	if (locations.keys.length === 0) {
		const place = map.child("web").keyAt ?? at;
		const root = legacy === void 0 ? {} : { root: trimmed(legacy) };
		const passthru = map.child("web", "passthru").text ?? true;
		return [{
			path: "/",
			...root,
			passthru,
			index: map.child("web", "index_files").texts,
			allow: true,
			scripts: true,
			exceptions: [],
			...place ? { at: place } : {}
		}];
	}
	return locations.entries.flatMap(([key, location]) => plainPath.test(key) ? [readLocation(key, location)] : []);
}
function readLocation(key, location) {
	const root = location.child("root").text;
	const script = location.child("passthru").text;
	const at = location.child("passthru").at ?? location.keyAt;
	const allow = location.child("allow").value !== false;
	return {
		path: `/${trimmed(key)}`,
		...root !== void 0 && plainPath.test(root) ? { root: trimmed(root) } : {},
		passthru: script === void 0 || script === "false" ? false : script === "true" || !plainPath.test(script) ? true : `/${trimmed(script)}`,
		index: location.child("index").texts.filter((name) => plainPath.test(name) && name !== ""),
		allow,
		scripts: location.child("scripts").value !== false,
		exceptions: location.child("rules").entries.flatMap(([pattern, rule]) => (rule.child("allow").value ?? allow) !== allow && isPattern(pattern) ? [pattern] : []),
		...at ? { at } : {}
	};
}
/** Whether nginx can be given a pattern between quotation marks. */
function isPattern(pattern) {
	if (/["\n\r\0]/.test(pattern) || pattern === "" || pattern.length > 500) return false;
	try {
		return new RegExp(pattern) instanceof RegExp;
	} catch {
		return false;
	}
}
function trimmed(path) {
	return path.replace(/^[./]*\/|^\.$/, "").replace(/\/+$/, "");
}
/** The folder of the files at "/", as the platform tells it to the app. */
function documentRoot(locations) {
	const root = locations.find((location) => location.path === "/")?.root;
	return root === void 0 || root === "" ? "/app" : `/app/${root}`;
}

// src/plan/platforms/upsun/services.ts
const postgres = {
	image: "postgres:{v}",
	scheme: "pgsql",
	port: 5432,
	username: "main",
	password: "main",
	path: "main",
	variables: {
		POSTGRES_USER: "main",
		POSTGRES_PASSWORD: "main",
		POSTGRES_DB: "main"
	},
	ready: [
		"pg_isready",
		"-h",
		"127.0.0.1",
		"-U",
		"main"
	]
};
const mariadb = {
	image: "mariadb:{v}",
	scheme: "mysql",
	port: 3306,
	username: "user",
	password: "main",
	path: "main",
	variables: {
		MARIADB_USER: "user",
		MARIADB_PASSWORD: "main",
		MARIADB_DATABASE: "main",
		MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: "1"
	},
	ready: [
		"healthcheck.sh",
		"--connect",
		"--innodb_initialized"
	]
};
const redis = {
	image: "redis:{v}",
	scheme: "redis",
	port: 6379,
	ready: ["redis-cli", "ping"]
};
const types = {
	postgresql: postgres,
	mysql: mariadb,
	mariadb,
	"oracle-mysql": {
		...mariadb,
		image: "mysql:{v}",
		variables: {
			MYSQL_USER: "user",
			MYSQL_PASSWORD: "main",
			MYSQL_DATABASE: "main",
			MYSQL_ALLOW_EMPTY_PASSWORD: "1"
		},
		ready: [
			"mysqladmin",
			"ping",
			"-h",
			"127.0.0.1",
			"-u",
			"user",
			"-pmain"
		]
	},
	redis,
	"redis-persistent": redis,
	valkey: {
		image: "valkey/valkey:{v}",
		scheme: "valkey",
		port: 6379,
		ready: ["valkey-cli", "ping"]
	},
	"valkey-persistent": {
		image: "valkey/valkey:{v}",
		scheme: "valkey",
		port: 6379,
		ready: ["valkey-cli", "ping"]
	},
	memcached: {
		image: "memcached:{v}",
		scheme: "memcached",
		port: 11211
	},
	rabbitmq: {
		image: "rabbitmq:{v}",
		scheme: "amqp",
		port: 5672,
		username: "guest",
		password: "guest",
		ready: [
			"rabbitmq-diagnostics",
			"-q",
			"ping"
		]
	},
	mongodb: {
		image: "mongo:{v}",
		scheme: "mongodb",
		port: 27017,
		username: "main",
		password: "main",
		path: "main",
		variables: {
			MONGO_INITDB_ROOT_USERNAME: "main",
			MONGO_INITDB_ROOT_PASSWORD: "main",
			MONGO_INITDB_DATABASE: "main"
		}
	},
	opensearch: {
		image: "opensearchproject/opensearch:{v}",
		scheme: "http",
		port: 9200,
		variables: {
			"discovery.type": "single-node",
			DISABLE_SECURITY_PLUGIN: "true",
			DISABLE_INSTALL_DEMO_CONFIG: "true"
		}
	},
	elasticsearch: {
		image: "elasticsearch:{v}",
		scheme: "http",
		port: 9200,
		variables: {
			"discovery.type": "single-node",
			"xpack.security.enabled": "false"
		}
	}
};
/** The host name by which an app reaches what a relationship leads to. */
function hostOf(relationship) {
	return `${relationship}.internal`;
}
/** What a relationship tells of a service; undefined for a type that no image stands for. */
function endpointOf({ name, endpoint }, service) {
	const known = types[typeName(service)];
	if (!known) return void 0;
	const { scheme, port, username = null, password = null, path = null } = known;
	return {
		relationship: name,
		service: service.name,
		type: service.type,
		rel: endpoint ?? typeName(service).replace(/-persistent$/, ""),
		host: hostOf(name),
		port,
		scheme,
		username,
		password,
		path
	};
}
/** What an app waits for: that the service takes connections, where there is a command that tells. */
function readinessOf(service) {
	return types[typeName(service)]?.ready ? "healthy" : "started";
}
function typeName(service) {
	return service.type.split(":")[0] ?? "";
}
/** The container that stands for a service, under the names of the relationships that lead to it; undefined for a type that no image stands for. */
function planService(service, hosts, network) {
	const known = types[typeName(service)];
	const version = service.type.split(":")[1] ?? "latest";
	if (!known) return void 0;
	const at = service.map.child("type").at ?? service.at;
	const place = at ? { at } : {};
	return {
		name: service.name,
		...service.at ? { at: service.at } : {},
		role: "dependency",
		essential: known.ready !== void 0,
		image: {
			kind: "reference",
			reference: known.image.replace("{v}", version),
			...place
		},
		...known.command ? { command: { value: known.command } } : {},
		variables: Object.fromEntries(Object.entries(known.variables ?? {}).map(([name, value]) => [name, {
			value,
			because: "the platform makes the service so"
		}])),
		attachments: [{
			network,
			aliases: [...hosts]
		}],
		mounts: [],
		needs: [],
		...known.ready ? { healthcheck: readyCheck(known.ready) } : {},
		ports: [],
		paths: [],
		start: [],
		settings: {}
	};
}
function readyCheck(command) {
	return {
		test: ["CMD", ...command],
		interval: millis(1e3),
		timeout: millis(5e3),
		retries: 60,
		startInterval: millis(500)
	};
}

// src/plan/platforms/upsun/app.ts
/** What an app becomes: a container with a read-only file system, its mounts writable, started by its command. */
function planApp(input) {
	const { workspace, project, app } = input;
	const runtimes = runtimesOf(app);
	const primary = runtimes[0]?.runtime;
	const written = app.map.child("web", "upstream", "protocol").text;
	const protocol = written === "fastcgi" || written === "http" ? written : primary?.protocol ?? "http";
	const listen = listenOf(input, familyOf(app));
	const locations = webLocations(app);
	const mounts = mountsOf(app);
	const fpmListen = runtimes[0]?.name === "php" ? { fpmListen: listen.kind === "socket" ? listen.path : `127.0.0.1:${listen.port}` } : {};
	const stage = appStage({
		workspace,
		project,
		app,
		runtimes,
		mounts: mounts.map((mount) => mount.target.slice(5)),
		...fpmListen
	});
	const service = appService(input, {
		stage,
		listen,
		mounts,
		locations,
		usualStart: primary?.start
	});
	const hook = hookTask(input, service);
	return {
		input,
		services: hook ? [hook, {
			...service,
			needs: [...service.needs, {
				service: hook.name,
				condition: "completed",
				required: false
			}]
		}] : [service],
		stage,
		listen,
		protocol,
		locations,
		mounts
	};
}
/** Workers: the app's image with a command of their own, which nobody sends requests to. */
function planWorkers({ input, services }) {
	const app = services.at(-1);
	if (!app) return [];
	return input.app.map.child("workers").entries.flatMap(([name, worker]) => {
		const start = worker.child("commands", "start");
		if (start.text === void 0) return [];
		const { at: _place, ...rest } = app;
		const at = worker.keyAt;
		const { PORT: _port, SOCKET: _socket, ...variables } = app.variables;
		const command = commandOf(start);
		return [{
			...rest,
			...at ? { at } : {},
			name: `${app.name}-${name}`,
			role: "other",
			essential: false,
			variables,
			command,
			networkOf: sourced(input.owner, at),
			attachments: [],
			start: startOf(input, start, command),
			needs: app.needs
		}];
	});
}
/** What the app is asked to listen on: a port, or a Unix socket. */
function familyOf(app) {
	return app.map.child("web", "upstream", "socket_family").text ?? runtimesOf(app)[0]?.runtime.socketFamily ?? "tcp";
}
function listenOf({ isAlone, index, app }, family) {
	if (family === "unix") return {
		kind: "socket",
		path: isAlone || index === 0 ? "/run/app.sock" : `/run/${app.name.replace(/[^\w-]/g, "_")}.sock`
	};
	return {
		kind: "port",
		port: platformFacts.upsun.port.usual + index
	};
}
/** Writable folders of an app. */
function mountsOf({ name, map }) {
	return map.child("mounts").entries.flatMap(([key, mount]) => {
		const path = key.replace(/^\/+|\/+$/g, "");
		const at = mount.keyAt;
		const inside = joinPath("", path);
		return inside === void 0 || inside === "" || !/^[\w./@%+~ -]+$/.test(inside) ? [] : [{
			kind: "volume",
			volume: `mount-${name}-${inside.replace(/[^\w-]/g, "-")}`,
			target: `/app/${inside}`,
			readOnly: false,
			...at ? { at } : {}
		}];
	});
}
/** Folders beside /app into which an app of the platform may write. */
const writableFolders = [
	"/tmp",
	"/var/tmp",
	"/var/log"
];
function appService(input, { stage, listen, mounts, locations, usualStart }) {
	const { inputs, project, app, owner, network } = input;
	const start = app.map.child("web", "commands", "start");
	const isServed = start.text !== void 0 || usualStart !== void 0;
	const command = start.text === void 0 ? {
		value: usualStart ?? ["sleep", "infinity"],
		because: "the platform starts it so"
	} : commandOf(start);
	const endpoints = endpointsOf(project, app);
	const readOnlyAt = app.map.child("mounts").keyAt ?? app.map.entries[0]?.[1].keyAt ?? app.at;
	const ownHosts = input.project.apps.flatMap((each) => relationshipsOf(each.map).filter(({ service }) => project.apps.some((other) => other.name === service))).map(({ name }) => hostOf(name));
	const isOwner = app.name === owner;
	return {
		name: app.name,
		...app.at ? { at: app.at } : {},
		role: isServed ? "app" : "other",
		essential: true,
		image: inputs.image === void 0 ? inlineBuild(project, stage, app.map.child("type").at ?? app.at) : {
			kind: "reference",
			reference: inputs.image
		},
		...entrypointOf(input),
		command,
		variables: runVariables(project, app, listen, endpoints, documentRoot(locations)),
		workingDir: "/app",
		attachments: isOwner ? [{
			network,
			aliases: [...new Set(ownHosts)]
		}] : [],
		...isOwner ? {} : { networkOf: {
			value: owner,
			because: "each app has its nginx beside it, and one nginx stands for all of them"
		} },
		mounts: [
			...mounts,
			...writableFolders.map((target) => ({
				kind: "volume",
				volume: `${app.name}${target.replaceAll("/", "-")}`,
				target,
				readOnly: false
			})),
			...runFolder(input)
		],
		needs: needsOf(project, endpoints),
		...inputs.memory === void 0 ? {} : { memory: {
			value: inputs.memory,
			because: "given by --memory"
		} },
		ports: [],
		paths: pathsOf(app),
		start: startOf(input, start, command),
		settings: {
			readOnly: true,
			...readOnlyAt ? { readOnlyAt } : {}
		}
	};
}
/** Services are there before an app starts; another app is not. */
function needsOf(project, endpoints) {
	const services = endpoints.flatMap((endpoint) => project.services.find((each) => each.name === endpoint.service) ?? []);
	return [...new Set(services)].map((service) => ({
		service: service.name,
		condition: readinessOf(service),
		required: false
	}));
}
/** The folder of sockets is shared with nginx where the app has one there. */
function runFolder({ project, app: { name } }) {
	return project.apps.some((app) => familyOf(app) === "unix") ? [] : [{
		kind: "volume",
		volume: `${name}-run`,
		target: "/run",
		readOnly: false
	}];
}
function pathsOf({ root }) {
	return [{
		container: "/app",
		repo: root,
		kind: "folder",
		via: "copy"
	}];
}
function commandOf(start) {
	const lines = start.lines.filter((line) => line.text.trim() !== "");
	return sourced([
		"/bin/sh",
		"-c",
		(start.text ?? "").trimEnd()
	], lines.length === 1 ? lines[0]?.at : start.at);
}
/** A file that the platform's shell reads before every command of the app. */
function entrypointOf({ workspace, app }) {
	const path = joinPath(app.root, ".environment");
	if (path === void 0 || !workspace.isFile(path)) return {};
	return { entrypoint: {
		value: [
			"/bin/sh",
			"-c",
			". /app/.environment; exec \"$@\"",
			"sh"
		],
		because: "the platform reads .environment first"
	} };
}
/** The command with what it leads to; each line of a longer one with its own place. */
function startOf({ workspace, app }, start, command) {
	const chain = startChain({
		workspace,
		recipe: void 0,
		paths: pathsOf(app),
		workingDir: "/app",
		entrypoint: void 0,
		command
	});
	const lines = start.lines.length > 1 ? start.lines.filter((line) => line.text.trim() !== "") : [];
	const [first, ...rest] = chain;
	const own = command.at;
	return first === void 0 ? chain : [
		{
			...first,
			...own && start.text !== void 0 ? { text: start.text.trimEnd() } : {}
		},
		...lines,
		...rest
	];
}
function endpointsOf(project, app) {
	return relationshipsOf(app.map).flatMap((relation) => {
		const service = project.services.find((each) => each.name === relation.service);
		const other = project.apps.find((each) => each.name === relation.service);
		if (service) return endpointOf(relation, service) ?? [];
		if (!other) return [];
		return [{
			relationship: relation.name,
			service: other.name,
			type: other.map.child("type").text ?? "",
			rel: "http",
			host: hostOf(relation.name),
			port: 80,
			scheme: "http",
			username: null,
			password: null,
			path: null
		}];
	});
}
/** The deploy hook runs once before requests come, with the app's mounts and services; that it fails stops nothing. */
function hookTask(input, app) {
	const hook = input.app.map.child("hooks", "deploy");
	if (hook.text === void 0 || hook.text.trim() === "") return void 0;
	const { healthcheck: _check, networkOf: _network, ...rest } = app;
	const { PORT: _port, SOCKET: _socket, ...variables } = app.variables;
	const command = commandOf(hook);
	return {
		...rest,
		name: `${app.name}-deploy`,
		...hook.keyAt ? { at: hook.keyAt } : {},
		role: "task",
		essential: false,
		command,
		variables,
		attachments: [{
			network: input.network,
			aliases: []
		}],
		start: startOf(input, hook, command)
	};
}

// src/plan/platforms/upsun/nginx.ts
/** Writes what the routes and the apps' locations come to. */
function writeNginx(routes, apps) {
	const servers = [...publicServers(routes, apps), ...apps.flatMap((app) => app.hosts.map((name) => ({
		name,
		routes: [{
			path: "/",
			app
		}]
	})))];
	const writer = new Writer();
	for (const [index, server] of servers.entries()) writer.server(server, index);
	return {
		text: `${preamble}${writer.lines.join("\n")}\n`,
		marks: writer.marks
	};
}
const preamble = "map $http_upgrade $connection_upgrade { default upgrade; '' close; }\n";
/** The main file: nginx runs as the user whom the app runs as, and so may open whatever socket that opens. */
const mainConfig = `user root;
worker_processes 1;
error_log /var/log/nginx/error.log notice;
pid /var/run/upsun-nginx.pid;

events {
    worker_connections 1024;
}

http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    keepalive_timeout 65;
    server_names_hash_bucket_size 512;
    include /etc/nginx/conf.d/*.conf;
}
`;
function publicServers(routes, apps) {
	const names = [...new Set(routes.map(serverNameOf))].filter((name) => /^[\w.*-]+$/.test(name));
	const ofName = (name) => routes.filter((route) => serverNameOf(route) === name && /^[\w./@%+~-]*$/.test(route.path)).flatMap(({ kind, path, app, to }) => {
		const fronted = apps.find((each) => each.name === app);
		if (kind === "redirect") return to !== void 0 && /^https?:\/\/[\w.{}/:@%+~?&=-]*$/.test(to) ? [{
			path,
			to: to.replace(/\{\w+\}/g, name.replace(/^(?:www|\*)\./, ""))
		}] : [];
		return fronted ? [{
			path,
			app: fronted
		}] : [];
	});
	return names.map((name) => ({
		name,
		routes: unique(ofName(name))
	})).filter((server) => server.routes.length > 0).toSorted((a, b) => Number(b.routes.some(({ app }) => app)) - Number(a.routes.some(({ app }) => app)));
}
/** http and https are one here: of two routes of one address the one that leads to an app counts. */
function unique(routes) {
	return routes.filter((route, index) => route.app ? routes.findIndex((each) => each.app && each.path === route.path) === index : !routes.some((each, other) => each.path === route.path && (each.app || other < index)));
}
var Writer = class {
	lines = [];
	marks = [];
	#fallbacks = 0;
	server({ name, routes }, index) {
		this.lines.push("server {", `    listen 80${index === 0 ? " default_server" : ""};`, `    server_name ${name};`, "    client_max_body_size 250m;");
		const taken = /* @__PURE__ */ new Set();
		for (const { path, app, to } of routes.toSorted((a, b) => b.path.length - a.path.length)) {
			if (to !== void 0) this.#block(path, taken, [`return 301 ${to};`]);
			if (app) for (const [at, location] of placesOf(path, app.locations)) this.#location(at, location, app, index, taken);
		}
		this.#block("/", taken, ["return 404;"]);
		this.lines.push("}");
	}
	/** A location, unless that path has one already. */
	#block(pattern, taken, body) {
		if (taken.has(pattern)) return false;
		taken.add(pattern);
		this.lines.push(`    location ${pattern} {`, ...body.map((line) => `        ${line}`), "    }");
		return true;
	}
	#location(path, location, app, server, taken) {
		const files = filesOf(path, location, app);
		if (files === void 0 || !location.allow && location.exceptions.length === 0) {
			if (this.#block(path, taken, location.passthru === false ? ["return 403;"] : passLines(app, location)) && location.passthru !== false) this.#mark(server, path, app, location);
			return;
		}
		const pattern = path === "/" ? path : `${path}/`;
		if (taken.has(pattern)) return;
		const fallback = location.passthru === false ? "=404" : `@app${this.#fallbacks++}`;
		this.#block(pattern, taken, [
			...files.lines,
			...fileLines(location, app, fallback, location.allow),
			...exceptionLines(path, location, app, fallback),
			...files.runsScripts ? scriptLines(location, app, fallback) : []
		]);
		if (files.runsScripts) this.#mark(server, scriptPattern, app, location);
		if (fallback === "=404") return;
		this.#block(fallback, taken, passLines(app, location));
		this.#mark(server, fallback, app, location);
	}
	#mark(server, location, { name }, { at }) {
		this.marks.push({
			server,
			location,
			app: name,
			...at ? { at } : {}
		});
	}
};
/** The locations of an app below a route's path: those that lie there and, at the path itself, the nearest above. */
function placesOf(path, locations) {
	const isBelow = (inner, outer) => outer === "/" || inner === outer || inner.startsWith(`${outer}/`);
	const inside = locations.filter((location) => isBelow(location.path, path)).map((location) => [location.path, location]);
	if (inside.some(([at]) => at === path)) return inside;
	const above = locations.filter((location) => isBelow(path, location.path)).toSorted((a, b) => b.path.length - a.path.length)[0];
	return above ? [[path, above], ...inside] : inside;
}
const scriptPattern = "~ [^/]\\.php(/|$)";
/** Where nginx finds the files of a location; undefined when it has none. */
function filesOf(path, location, app) {
	if (location.root === void 0) return void 0;
	const root = joined(app.folder, location.root);
	const runs = app.protocol === "fastcgi" && location.scripts && location.allow;
	if (path === "/") return {
		lines: [`root ${root};`],
		runsScripts: runs
	};
	return {
		lines: [`alias ${root}${location.path === "/" ? path : path.slice(location.path.length)}/;`],
		runsScripts: false
	};
}
function joined(folder, path) {
	return path === "" ? folder : `${folder}/${path}`;
}
function fileLines(location, app, fallback, allow) {
	if (!allow) return [fallback === "=404" ? "return 403;" : `try_files /.upsun-none ${fallback};`];
	const isPhp = app.protocol === "fastcgi";
	const scripts = location.index.filter((name) => name.endsWith(".php"));
	const plain = location.index.filter((name) => !name.endsWith(".php"));
	if (isPhp && scripts.length > 0 && location.scripts) return [`index ${location.index.join(" ")};`, `try_files $uri $uri/ ${fallback};`];
	return [`try_files $uri ${plain.map((name) => `$uri/${name}`).join(" ")} ${fallback};`.replace(/ {2,}/g, " ")];
}
/** Paths where files are sent although the location sends none, or the other way round. */
function exceptionLines(path, location, app, fallback) {
	if (path !== "/") return [];
	return location.exceptions.flatMap((pattern) => [
		`location ~ "${pattern}" {`,
		...fileLines(location, app, fallback, !location.allow).map((line) => `    ${line}`),
		"}"
	]);
}
function scriptLines(location, app, fallback) {
	const own = ["fastcgi_split_path_info ^(.+?\\.php)(/.*)$;", `try_files $fastcgi_script_name ${fallback};`];
	return [
		`location ${scriptPattern} {`,
		...[...own, ...fastcgiLines(app, location, "$fastcgi_script_name", "$fastcgi_path_info")].map((line) => `    ${line}`),
		"}"
	];
}
function passLines(app, location) {
	if (app.protocol === "fastcgi") return fastcgiLines(app, location, typeof location.passthru === "string" ? location.passthru : "/index.php", "");
	return [
		"proxy_http_version 1.1;",
		"proxy_set_header Host $http_host;",
		"proxy_set_header Upgrade $http_upgrade;",
		"proxy_set_header Connection $connection_upgrade;",
		"proxy_set_header X-Client-IP $remote_addr;",
		"proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
		"proxy_set_header X-Forwarded-Host $http_host;",
		"proxy_set_header X-Forwarded-Proto https;",
		"proxy_read_timeout 300s;",
		`proxy_pass http://${addressOf(app)}${app.listen.kind === "socket" ? ":" : ""};`
	];
}
/** Parameters of FastCGI, with the script as the app's own container has it. */
function fastcgiLines(app, location, script, pathInfo) {
	const root = joined("/app", location.root ?? "");
	const params = {
		SCRIPT_FILENAME: `${root}${script}`,
		SCRIPT_NAME: script,
		DOCUMENT_ROOT: root,
		...pathInfo === "" ? {} : { PATH_INFO: pathInfo },
		QUERY_STRING: "$query_string",
		REQUEST_METHOD: "$request_method",
		CONTENT_TYPE: "$content_type",
		CONTENT_LENGTH: "$content_length",
		REQUEST_URI: "$request_uri",
		DOCUMENT_URI: "$document_uri",
		SERVER_PROTOCOL: "$server_protocol",
		GATEWAY_INTERFACE: "CGI/1.1",
		SERVER_SOFTWARE: "nginx",
		REMOTE_ADDR: "$remote_addr",
		SERVER_ADDR: "$server_addr",
		SERVER_PORT: "443",
		SERVER_NAME: "$host",
		HTTPS: "on",
		HTTP_X_FORWARDED_PROTO: "https",
		REDIRECT_STATUS: "200"
	};
	return [
		...Object.entries(params).map(([name, value]) => `fastcgi_param ${name} ${value};`),
		"fastcgi_read_timeout 300s;",
		`fastcgi_pass ${addressOf(app)};`
	];
}
function addressOf({ listen }) {
	return listen.kind === "port" ? `127.0.0.1:${listen.port}` : `unix:${listen.path}`;
}

// src/plan/platforms/upsun/front.ts
const configPath = "/etc/nginx/conf.d/default.conf";
/** The platform's router and the nginx of each app in one, in the network namespace that the apps share. */
function upsunIngress(workspace, project, apps) {
	const fronted = apps.map((app) => frontedApp(project, app, apps.length === 1));
	const { text, marks } = writeNginx(project.routes.map((route) => ({
		...route,
		...appBehind(project, route)
	})), fronted);
	const view = viewContainer({
		workspace,
		layout: {
			...stubLayout,
			stock: {
				...stubLayout.stock,
				[configPath]: text,
				[stubLayout.main]: mainConfig
			}
		},
		recipe: void 0,
		paths: [],
		variables: {},
		entrypoint: void 0,
		command: void 0
	});
	const planned = planProxy(workspace, ingressName, "stub", stubLayout.main, view);
	const routes = planned.proxy.routes.map((route) => placed$1(route, marks, apps));
	return {
		planned: {
			...planned,
			proxy: {
				...planned.proxy,
				routes
			}
		},
		service: proxyService(project, apps, fronted, text),
		supplied: {
			what: `nginx (${stubImage}) in front of the ${apps.length === 1 ? "app" : "apps"}`,
			why: "the platform has one there, configured by web.locations and routes"
		}
	};
}
/** The app that a route ends at: by way of a cache that is a service, the app which that one has a relationship with. */
function appBehind(project, { app }) {
	const isApp = (name) => project.apps.some((each) => each.name === name);
	const service = isApp(app) ? void 0 : project.services.find((each) => each.name === app);
	const [only, ...others] = project.apps;
	const behind = service && (relationshipsOf(service.map).find((relation) => isApp(relation.service))?.service ?? (others.length === 0 ? only?.name : void 0));
	return behind === void 0 ? {} : { app: behind };
}
function frontedApp(project, { input, listen, protocol, locations }, isAlone) {
	const { name } = input.app;
	const hosts = project.apps.flatMap((app) => relationshipsOf(app.map).filter((relation) => relation.service === name && !project.services.some((service) => service.name === name)));
	return {
		name,
		listen,
		protocol,
		locations,
		folder: isAlone ? "/app" : `/apps/${stageName(input.app)}`,
		hosts: [...new Set(hosts.map((relation) => hostOf(relation.name)))]
	};
}
function proxyService(project, apps, fronted, text) {
	const [owner] = apps;
	const sends = apps.filter(({ locations }) => locations.some((location) => location.root !== void 0));
	const mounts = sends.flatMap(({ mounts: own, input }) => {
		const folder = fronted.find((each) => each.name === input.app.name)?.folder ?? "/app";
		return own.flatMap((mount) => mount.kind === "volume" ? [{
			...mount,
			target: mount.target.replace(/^\/app/, folder)
		}] : []);
	});
	return {
		name: ingressName,
		role: "proxy",
		essential: true,
		image: sends.length > 0 && owner?.input.inputs.image === void 0 ? withFiles(project, sends, fronted) : {
			kind: "reference",
			reference: stubImage
		},
		variables: {},
		attachments: [],
		networkOf: {
			value: owner?.input.owner ?? "app",
			because: "nginx and the app share a container on the platform"
		},
		mounts: [
			{
				kind: "text",
				text: mainConfig,
				target: stubLayout.main,
				mode: 420
			},
			{
				kind: "text",
				text,
				target: configPath,
				mode: 420
			},
			...mounts
		],
		needs: [],
		ports: [],
		paths: [],
		start: [],
		settings: {}
	};
}
/** nginx's image with the files of the apps as their builds left them. */
function withFiles(project, apps, fronted) {
	const copies = apps.map(({ input: { app } }) => ({ text: `COPY --from=${stageName(app)} /app ${fronted.find((each) => each.name === app.name)?.folder ?? "/app"}` }));
	return inlineBuild(project, [
		...apps.flatMap((app) => app.stage),
		{ text: `FROM ${stubImage}` },
		...copies
	], void 0);
}
/** A route of the written configuration with the lines that it follows from. */
function placed$1(route, marks, apps) {
	const mark = marks.find((each) => each.server === route.server && each.location === route.location);
	const app = apps.find((each) => each.input.app.name === mark?.app);
	if (!mark || !app) return route;
	const at = dialledAt(app);
	return {
		...route,
		...at.at ? { at: at.at } : {},
		...mark.at ? { locationAt: mark.at } : {},
		targets: route.targets.map((target) => placedTarget(target, app, at))
	};
}
function placedTarget(target, { input, listen }, { at, because }) {
	const otherFamily = familyEdit(input.app, listen.kind === "port" ? "unix" : "tcp");
	return {
		...target,
		service: input.app.name,
		...at ? { at } : {},
		...listen.kind === "port" ? { portBecause: because } : {},
		...otherFamily ? { otherFamily } : {}
	};
}
/** The app's file with the other kind of address: the key with another value, else a new key where it belongs; undefined where the file is written otherwise. */
function familyEdit({ map }, family) {
	const web = map.child("web");
	const upstream = web.child("upstream");
	const { at } = upstream.child("socket_family");
	if (at?.text !== void 0) return {
		path: at.path,
		startLine: at.line,
		endLine: at.line,
		replacement: at.text.replace(/\b(?:tcp|unix)\b(?!.*\b(?:tcp|unix)\b)/, family)
	};
	const isThere = upstream.keys.length > 0;
	const first = (isThere ? upstream : web).entries[0]?.[1].keyAt;
	const indent = /^\s+(?=["'\w])/.exec(first?.text ?? "")?.[0];
	if (!first || indent === void 0 || (first.column ?? 0) !== indent.length + 1) return void 0;
	const lines = isThere ? [`${indent}socket_family: ${family}`] : [`${indent}upstream:`, `${indent}  socket_family: ${family}`];
	return {
		path: first.path,
		startLine: first.line,
		endLine: first.line - 1,
		replacement: lines.join("\n")
	};
}
/** The line that decides what nginx dials: the key of the socket family, else where it could stand. */
function dialledAt({ input, listen }) {
	const at = input.app.map.child("web", "upstream", "socket_family").at ?? input.app.map.child("web", "upstream").keyAt ?? input.app.map.child("web").keyAt ?? input.app.at;
	const name = listen.kind === "port" ? "PORT" : "SOCKET";
	return {
		...at ? { at } : {},
		because: `the platform hands it to the app in ${name}`
	};
}

// src/plan/platforms/upsun/keys.ts
const location = {
	keys: [
		"root",
		"expires",
		"passthru",
		"scripts",
		"index",
		"allow",
		"headers",
		"rules",
		"request_buffering"
	],
	below: {
		rules: { below: { "*": { keys: [
			"expires",
			"passthru",
			"scripts",
			"allow",
			"headers"
		] } } },
		request_buffering: { keys: ["enabled", "max_request_size"] }
	}
};
const commands = { keys: [
	"pre_start",
	"start",
	"post_start"
] };
const containerKeys = [
	"firewall",
	"variables",
	"timezone",
	"mounts",
	"relationships",
	"access",
	"disk",
	"size",
	"resources",
	"container_profile"
];
const web = {
	keys: [
		...containerKeys,
		"locations",
		"commands",
		"upstream",
		"document_root",
		"passthru",
		"index_files",
		"whitelist",
		"blacklist",
		"expires",
		"move_to_root"
	],
	below: {
		locations: { below: { "*": location } },
		commands,
		upstream: { keys: ["socket_family", "protocol"] }
	}
};
const appKeys = [
	...containerKeys,
	"type",
	"stack",
	"source",
	"web",
	"workers",
	"build",
	"dependencies",
	"hooks",
	"crons",
	"runtime",
	"additional_hosts",
	"preflight",
	"operations",
	"name"
];
/** An app. */
const appSchema = {
	keys: appKeys,
	below: {
		source: { keys: ["root", "operations"] },
		web,
		workers: { below: { "*": {
			keys: [...containerKeys, "commands"],
			below: { commands }
		} } },
		build: { keys: ["flavor", "caches"] },
		hooks: { keys: [
			"build",
			"deploy",
			"post_deploy"
		] },
		crons: { below: { "*": { keys: [
			"spec",
			"commands",
			"shutdown_timeout",
			"timeout",
			"cmd"
		] } } }
	}
};
/** A service. */
const serviceSchema = { keys: [
	"type",
	"size",
	"disk",
	"access",
	"configuration",
	"relationships",
	"firewall",
	"resources",
	"container_profile"
] };
/** A route. */
const routeSchema = { keys: [
	"type",
	"upstream",
	"to",
	"id",
	"primary",
	"attributes",
	"redirects",
	"tls",
	"cache",
	"ssi",
	"sticky"
] };
/** The parts of `.upsun/config.yaml`; other keys beside them are let be. */
const topKeys = [
	"applications",
	"services",
	"routes"
];

// src/plan/platforms/upsun/schema.ts
/** What the platform refuses in the files, as far as that can be told for certain; and keys that it may not know, which change nothing here. */
function problemsOf(project, files) {
	return [
		...project.dialect === "upsun" ? files.flatMap(topProblems) : [],
		...project.apps.flatMap((app) => keyProblems(app.map, appSchema, project.dialect === "upsun" ? `applications.${app.name}` : "")),
		...project.services.flatMap((service) => keyProblems(service.map, serviceSchema, `services.${service.name}`)),
		...project.routes.flatMap((route) => route.map ? keyProblems(route.map, routeSchema, `routes.${route.key}`) : []),
		...project.apps.flatMap(appProblems),
		...project.apps.flatMap((app) => relationshipProblems(project, app)),
		...routeProblems(project)
	];
}
function topProblems(file) {
	return file.keys.flatMap((key) => {
		const meant = topKeys.includes(key) ? void 0 : nearest(key, topKeys);
		return meant === void 0 || file.keys.includes(meant) ? [] : [unknownKey(file.child(key), key, "", "the file", [meant], meant)];
	});
}
/** Keys of a map and of those below it that the schema does not have. */
function keyProblems(map, schema, path) {
	if (!isRecord(map.value)) return [];
	return map.entries.flatMap(([key, child]) => {
		const { keys } = schema;
		if (keys && !keys.includes(key)) return [unknownKey(child, key, path, `\`${nameOf(path)}\``, keys, nearest(key, keys.filter((each) => !map.keys.includes(each))))];
		const next = schema.below?.[key] ?? schema.below?.["*"];
		return next ? keyProblems(child, next, path === "" ? key : `${path}.${key}`) : [];
	});
}
function nameOf(path) {
	return path === "" ? "the app" : path.split(".").slice(path.startsWith("applications.") ? 2 : 0).join(".") || path;
}
/** A key that nothing like it is known of may be newer than what is known here: it is told, and no more. */
function unknownKey(child, key, path, owner, keys, meant) {
	const at = child.keyAt ?? {
		path: child.path,
		line: 1
	};
	const full = path === "" ? key : `${path}.${key}`;
	const what = `\`${key}\` is no key of ${owner}`;
	if (meant === void 0) return {
		key: full,
		at,
		what,
		expected: listed(keys),
		changes: "nothing",
		edits: []
	};
	return {
		key: full,
		at,
		what,
		expected: `\`${meant}\``,
		meant: `\`${meant}\``,
		changes: "serving",
		isFatal: true,
		edits: renamed(at, key, meant)
	};
}
function listed(keys) {
	return keys.length > 8 ? `one of ${keys.slice(0, 8).join(", ")} and ${keys.length - 8} more` : `one of ${keys.join(", ")}`;
}
/** The line with one word in place of another, where that stands there once as a word of its own. */
function renamed(at, word, by) {
	const text = at?.text;
	if (!at || text === void 0 || text.length >= 300) return [];
	const whole = new RegExp(`(?<![\\w.-])${literally(word)}(?![\\w.-])`, "g");
	if ([...text.matchAll(whole)].length !== 1) return [];
	return [{
		path: at.path,
		startLine: at.line,
		endLine: at.line,
		replacement: text.replace(whole, by)
	}];
}
function appProblems({ name, map, at }) {
	const place = at ?? {
		path: map.path,
		line: 1
	};
	const family = map.child("web", "upstream", "socket_family");
	const written = family.text;
	const isFamily = written === void 0 || written === "tcp" || written === "unix";
	return [...map.child("type").text === void 0 && map.child("stack").value === void 0 ? [{
		key: "type",
		at: place,
		what: `${name} has neither \`type\` nor \`stack\``,
		expected: "a type such as `python:3.12`",
		changes: "build",
		isFatal: true,
		edits: []
	}] : [], ...isFamily ? [] : [familyProblem(family, written)]];
}
function familyProblem(family, written) {
	const at = family.at ?? {
		path: family.path,
		line: 1
	};
	const meant = nearest(written, ["tcp", "unix"]);
	return {
		key: "web.upstream.socket_family",
		at,
		what: `\`${written}\` is no socket family`,
		expected: "`tcp` or `unix`",
		...meant === void 0 ? {} : { meant: `\`${meant}\`` },
		changes: "serving",
		isFatal: true,
		edits: meant === void 0 ? [] : renamed(at, written, meant)
	};
}
/** The other end of a relationship has to be a service or app of the project. */
function relationshipProblems(project, app) {
	const names = [...project.services.map((service) => service.name), ...project.apps.map((each) => each.name)];
	return relationshipsOf(app.map).flatMap(({ name, service, at }) => {
		if (names.includes(service)) return [];
		const place = at ?? app.at ?? {
			path: app.map.path,
			line: 1
		};
		const others = names.filter((each) => each !== app.name);
		return [missing(`relationships.${name}`, place, `the relationship \`${name}\` leads to \`${service}\`, which is no service or app of the project`, service, others)];
	});
}
function routeProblems(project) {
	const apps = project.apps.map((app) => app.name);
	const names = [...apps, ...project.services.map((service) => service.name)];
	return project.routes.flatMap((route) => {
		if (route.kind !== "upstream" || route.app === void 0 || names.includes(route.app) || apps.length === 0) return [];
		return [missing(`routes.${route.key}.upstream`, route.at ?? {
			path: project.path,
			line: 1
		}, `the route \`${route.key}\` leads to \`${route.app}\`, which is no app of the project`, route.app, apps)];
	});
}
/** A name that nothing has; what is meant is the one like it, else the only one that there is. */
function missing(key, at, what, name, names) {
	const meant = nearest(name, names) ?? (names.length === 1 ? names[0] : void 0);
	return {
		key,
		at,
		what,
		expected: names.length === 0 ? "a service that the file declares under `services`" : `the name of one: ${names.join(", ")}`,
		...meant === void 0 ? {} : { meant: `\`${meant}\`` },
		changes: "serving",
		isFatal: true,
		edits: meant === void 0 ? [] : renamed(at, name, meant)
	};
}

// src/plan/platforms/upsun/read.ts
const upsunFolder = ".upsun";
const appFile = ".platform.app.yaml";
/** How deep below the root the files of apps are looked for. */
const deepest = 4;
/** The files that describe a project for Upsun or Platform.sh, the main one first; none when it is for neither. */
function upsunFiles(workspace) {
	const upsun = workspace.list(upsunFolder).filter((name) => /\.ya?ml$/.test(name)).map((name) => `${upsunFolder}/${name}`).toSorted((a, b) => Number(/\/config\.yaml$/.test(b)) - Number(/\/config\.yaml$/.test(a)) || (a < b ? -1 : 1)).filter((path) => openYaml(workspace, path)?.cursor.keys.some((key) => /^(?:applications?|services?|routes?)$/.test(key)) === true || path.endsWith("/config.yaml"));
	return upsun.length > 0 ? upsun : platformFiles(workspace);
}
function platformFiles(workspace) {
	const root = appFile;
	const lists = [".platform/applications.yaml"].filter((path) => workspace.isFile(path));
	const own = workspace.isFile(root) ? [root] : [];
	const nested = workspace.kindOf(".platform") === "folder" ? nestedFiles(workspace) : [];
	return [
		...own,
		...nested,
		...lists
	];
}
function nestedFiles(workspace) {
	const found = [];
	for (const entry of workspace.entries("", isSkipped)) if (entry.kind === "file" && entry.path.endsWith(`/${appFile}`) && entry.path.split("/").length <= deepest && !isSideFile(entry.path)) found.push(entry.path);
	return found.toSorted((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
}
/** Reads what the files say; undefined when the project has none of them. */
function readUpsun(workspace) {
	const [path, ...others] = upsunFiles(workspace);
	if (path === void 0) return void 0;
	const files = [path, ...others].flatMap((each) => openYaml(workspace, each) ?? []);
	const errors = files.flatMap(({ errors: found }) => found.slice(0, 1).map((error) => ({
		key: "",
		at: error.at,
		what: `the file is no valid YAML: ${error.message}`,
		expected: "YAML",
		changes: "serving",
		isFatal: true,
		edits: []
	})));
	const isUpsun = path.startsWith(`${upsunFolder}/`);
	const parts = isUpsun ? ofUpsun(files.map((file) => file.cursor)) : ofPlatform(workspace, files.map((file) => file.cursor));
	const routes = parts.routes.flatMap((map) => readRoutes(map));
	const known = routes.length > 0 ? routes : usualRoutes(parts.apps);
	const project = {
		dialect: isUpsun ? "upsun" : "platform.sh",
		path,
		apps: parts.apps,
		services: parts.services,
		routes: known
	};
	return {
		...project,
		problems: errors.length > 0 ? errors : problemsOf(project, files.map((file) => file.cursor))
	};
}
/** All files of the folder are one document. */
function ofUpsun(files) {
	return {
		apps: files.flatMap((file) => file.child("applications").entries.map(([name, map]) => appOf(name, map, ""))),
		services: files.flatMap((file) => servicesOf(file.child("services"))),
		routes: files.map((file) => file.child("routes"))
	};
}
function ofPlatform(workspace, files) {
	const apps = files.flatMap((file) => {
		if (!file.path.endsWith("/applications.yaml")) return [appOf(file.child("name").text ?? "app", file, folderOf$1(file.path))];
		return (Array.isArray(file.value) ? file.value.map((_, index) => file.child(index)) : file.entries.map(([, map]) => map)).map((map, index) => appOf(map.child("name").text ?? file.keys[index] ?? "app", map, ""));
	});
	const beside = (name) => {
		const file = openYaml(workspace, `.platform/${name}.yaml`);
		return file ? [file.cursor] : [];
	};
	return {
		apps,
		services: beside("services").flatMap(servicesOf),
		routes: beside("routes")
	};
}
function appOf(name, map, folder) {
	const written = (map.child("source", "root").text ?? "").replace(/^\/+/, "");
	const at = map.child("name").at ?? map.keyAt ?? map.child("type").at;
	return {
		name,
		map,
		root: written === "" ? folder : joinPath("", written) ?? folder,
		...at ? { at } : {}
	};
}
function servicesOf(map) {
	return map.entries.map(([name, service]) => {
		const at = service.keyAt;
		return {
			name,
			type: service.child("type").text ?? "",
			map: service,
			...at ? { at } : {}
		};
	});
}
/** Without routes the one app answers at the environment's own address. */
function usualRoutes(apps) {
	const [first] = apps;
	return first ? [{
		key: "https://{default}/",
		host: "{default}",
		path: "/",
		kind: "upstream",
		app: first.name,
		...first.at ? { at: first.at } : {}
	}] : [];
}

// src/plan/platforms/upsun/plan.ts
const network$2 = "default";
/** Plans a project by its files for Upsun or Platform.sh. Throws a Failure when there are none, or no image stands for an app's type. */
function planUpsun(inputs, workspace) {
	const project = readUpsun(workspace);
	if (!project) throw failure("project-not-found", "There is no .upsun/config.yaml and no .platform.app.yaml.", { remedy: "Add one of them, or choose another --platform." });
	const facts = {
		...platformFacts.upsun,
		label: project.dialect === "upsun" ? "Upsun" : "Platform.sh"
	};
	const shared = {
		inputs,
		workspace,
		facts,
		files: [],
		problems: project.problems,
		notes: [...notesOf(project), ...composeNotes(workspace, facts.label)]
	};
	if (project.problems.some((problem) => problem.isFatal === true)) return refusedPlan(shared);
	const apps = appsOf(project);
	const planned = apps.map((app, index) => planApp({
		inputs,
		workspace,
		project,
		app,
		index,
		network: network$2,
		isAlone: apps.length === 1,
		owner: apps[0]?.name ?? "app"
	}));
	const services = [
		...planned.flatMap(({ services: own }) => own),
		...planned.flatMap((each) => planWorkers(each)),
		...dependencies(project, apps)
	];
	const ingress = upsunIngress(workspace, project, planned);
	const plan = platformPlan({
		...shared,
		services,
		ingress,
		supplied: suppliedOf(project, services)
	});
	const probes = plan.probes.length > 0 ? plan.probes : siteProbes(project);
	return {
		...plan,
		probes: probes.map((probe) => probe.host.endsWith("main-bvxea6i-upstreamgate.eu-5.platformsh.site") ? {
			...probe,
			isHostInvented: true
		} : probe)
	};
}
/** Where no app is passed anything, the files themselves are asked for. */
function siteProbes({ routes }) {
	const [route] = routes.filter((each) => each.kind === "upstream");
	if (!route) return [];
	const host = hostOfRoute(route);
	return [{
		name: `http://${host}${route.path}`,
		method: "GET",
		scheme: "http",
		host,
		port: 80,
		path: route.path,
		...route.at ? { at: route.at } : {}
	}];
}
function appsOf(project) {
	const [first] = project.apps;
	if (!first) throw failure("project-not-found", `${project.path} declares no app.`, { remedy: "Declare one under applications." });
	for (const app of project.apps) {
		if (runtimesOf(app).length > 0) continue;
		const at = app.map.child("type").at ?? app.at;
		const type = app.map.child("type").text ?? "without a type";
		throw failure("refused", `The app ${app.name} is of the type ${type}, for which the gate has no image.`, {
			...at ? { at } : {},
			remedy: "Use --platform compose or dockerfile where the project has such files."
		});
	}
	return project.apps;
}
/** The services that apps have relationships with, each under the names of those. */
function dependencies(project, apps) {
	const relations = apps.flatMap((app) => relationshipsOf(app.map));
	return project.services.flatMap((service) => {
		const hosts = [...new Set(relations.filter((each) => each.service === service.name).map((each) => hostOf(each.name)))];
		return hosts.length === 0 ? [] : planService(service, hosts, network$2) ?? [];
	});
}
function suppliedOf(project, services) {
	return services.filter((service) => service.role === "dependency" && service.image.kind === "reference").map((service) => {
		const type = project.services.find((each) => each.name === service.name)?.type ?? service.name;
		const image = service.image.kind === "reference" ? service.image.reference : "";
		return {
			what: `${service.name} (${image})`,
			why: `the platform runs ${type} for the app`,
			...service.at ? { at: service.at } : {}
		};
	});
}
function notesOf(project) {
	const unknown = project.services.filter((service) => !endpointOf({
		name: service.name,
		service: service.name
	}, service));
	const proxied = project.routes.filter((route) => route.kind === "proxy");
	return [
		...unknown.map((service) => note(`the service ${service.name} of type ${service.type} is not started: no image stands for it`, service.at)),
		...proxied.map((route) => note(`the route ${route.key} is not asked: it leads outside the project`, route.at)),
		...project.apps.flatMap((app) => appNotes(app))
	];
}
/** A Compose file beside the platform's own is not what is deployed there. */
function composeNotes(workspace, label) {
	return composeNames.filter((name) => workspace.isFile(name)).map((name) => note(`${name} is not read: ${label} takes no Compose file; check it with --platform compose`, void 0));
}
function appNotes({ map, name }) {
	const commands = map.child("web", "commands");
	const packages = map.child("stack", "packages");
	return [
		...["pre_start", "post_start"].flatMap((key) => commands.child(key).text === void 0 ? [] : [note(`${key} of ${name} is not run`, commands.child(key).at)]),
		...packages.value === void 0 ? [] : [note(`the packages of the stack of ${name} are not installed`, packages.keyAt)],
		...map.child("crons").keys.length > 0 ? [note(`the crons of ${name} are not run`, map.child("crons").keyAt)] : []
	];
}
function note(text, at) {
	return {
		text,
		isStanding: true,
		...at ? { at } : {}
	};
}

// src/plan/platforms/choose.ts
/** The platforms that can be planned. */
const planners = {
	amvera: planAmvera,
	upsun: planUpsun
};
/**
* The plan by the platform that is asked for or whose file stands at the root; undefined when it is none of them. A platform does not
* read Compose files, so its own file goes before those; a configuration or Compose file that the user names goes before both.
*/
function planByPlatform(inputs, workspace) {
	const { platform } = inputs;
	if (platform === "compose" || platform === "dockerfile") return void 0;
	const isNamed = inputs.composeFiles.length > 0 || inputs.nginxConfigs.length > 0;
	const wanted = platform === "auto" ? isNamed ? [] : Object.values(platformFacts) : [platformFacts[platform]];
	for (const facts of wanted) {
		const { read } = filesOf$1(facts, (path) => workspace.isFile(path));
		const plan = planners[facts.id];
		if (read !== void 0 || facts.id === "upsun" && upsunFiles(workspace).length > 0 || platform !== "auto") return plan(inputs, workspace, read);
	}
}

// src/plan/user-services.ts
/** The plan with the limits and variables that the user sets for its services. Throws a Failure for a service that the plan has not. */
function withUserServices(plan, inputs) {
	const listed = inputs.services ?? [];
	requireKnown(plan, listed);
	if (listed.length === 0 && inputs.cpus === void 0) return plan;
	const services = plan.services.map((service) => {
		const limited = inputs.cpus !== void 0 && service.role === "app" && service.cpus === void 0 ? {
			...service,
			cpus: inputs.cpus
		} : service;
		const settings = listed.find((each) => each.service === service.name);
		return settings ? withSettings(limited, settings) : limited;
	});
	return {
		...plan,
		services
	};
}
/** The lines of the configuration are no lines of the project: what is set there names its place in words. */
function withSettings(service, { memory, cpus, variables, because }) {
	const set = Object.entries(variables).map(([name, value]) => [name, {
		value,
		because
	}]);
	return {
		...service,
		...memory === void 0 ? {} : { memory: {
			value: memory,
			because
		} },
		...cpus === void 0 ? {} : { cpus },
		variables: {
			...service.variables,
			...Object.fromEntries(set)
		}
	};
}
function requireKnown(plan, listed) {
	const names = plan.services.map((service) => service.name);
	const stray = listed.find(({ service }) => !names.includes(service));
	if (!stray) return;
	const meant = nearest(stray.service, names);
	throw failure("config-invalid", `No service "${stray.service}" is started${meant === void 0 ? "" : ` (did you mean "${meant}"?)`}; the services are ${names.join(", ")}.`, {
		...stray.at ? { at: stray.at } : {},
		remedy: "Correct the name, or take the entry out."
	});
}

// src/plan/dockerfile/own-image.ts
const network$1 = "default";
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
			name: network$1,
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
		...appService$1(inputs, workspace, "web", build, ["web"]),
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

// src/plan/hosting/deployment.ts
const hostingRules = {
	fly: {
		label: "Fly.io",
		usualPort: 8080,
		because: "Fly.io's default, since no internal_port is set"
	},
	heroku: {
		label: "Heroku",
		usualPort: 17364,
		variable: "PORT",
		because: "Heroku hands out any port by PORT"
	},
	render: {
		label: "Render",
		usualPort: 1e4,
		variable: "PORT",
		takesOtherPorts: true,
		because: "Render's default for PORT"
	},
	railway: {
		label: "Railway",
		usualPort: 8080,
		variable: "PORT",
		takesOtherPorts: true,
		because: "Railway hands out a port by PORT"
	},
	appEngine: {
		label: "App Engine",
		usualPort: 8080,
		variable: "PORT",
		because: "App Engine dials 8080"
	},
	kamal: {
		label: "Kamal",
		usualPort: 80,
		because: "Kamal's default, since no proxy.app_port is set"
	},
	dockerfile: {
		label: "the Dockerfile",
		because: "no line names it"
	}
};

// src/plan/hosting/app-engine.ts
/** Reads App Engine's `app.yaml`; undefined for a file of that name that is another tool's. */
function readAppEngine(file, text) {
	const yaml = parseYaml(file, text);
	const runtime = textAt$1(yaml, ["runtime"]);
	if (!runtime || !/^(?:python|nodejs|node|ruby|go|php|java|custom)/.test(runtime.value)) return void 0;
	const command = textAt$1(yaml, ["entrypoint"]) ?? (/^python3/.test(runtime.value) ? {
		value: "gunicorn -b :$PORT main:app",
		at: placeIn(yaml, ["runtime"])
	} : void 0);
	return {
		rules: hostingRules.appEngine,
		file,
		at: placeIn(yaml, ["runtime"]),
		...command && runtime.value !== "custom" ? { command } : {},
		variables: textsAt(yaml, ["env_variables"])
	};
}

// src/text/toml.ts
/** Values in brackets or quotes that span more lines than this are not read. */
const mostLines = 200;
/**
* Reads the keys of a TOML text with their lines: tables, dotted keys, texts, numbers, flags, lists and inline tables. What cannot be read
* is left out; dates are texts.
*/
function parseToml(path, text) {
	const index = indexLines(text);
	const lines = text.split(/\r?\n/);
	const entries = [];
	const seen = /* @__PURE__ */ new Set();
	let table = [];
	for (let at = 0; at < lines.length; at++) {
		const line = (lines[at] ?? "").trim();
		const header = /^\[(\[)?([^[\]]+)\]\]?\s*(?:#.*)?$/.exec(line);
		if (header) {
			table = keyOf(header[2] ?? "");
			if (header[1] !== void 0 && table && seen.has(table.join("\0"))) table = void 0;
			else if (table) seen.add(table.join("\0"));
			continue;
		}
		const pair = /^((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.*)$/.exec(line);
		const key = pair && keyOf(pair[1] ?? "");
		if (!pair || !key) continue;
		const whole = wholeValue(lines, at, pair[2] ?? "");
		const value = new ValueReader(whole.text).value();
		if (table !== void 0 && value !== void 0) entries.push({
			path: [...table, ...key],
			value,
			at: locate(path, index, at + 1)
		});
		at += whole.more;
	}
	return entries;
}
function keyOf(text) {
	return text.match(/"[^"]*"|'[^']*'|[\w-]+/g)?.map((part) => part.replace(/^(["'])(.*)\1$/, "$2"));
}
/** A value with the lines that it goes on over. */
function wholeValue(lines, at, first) {
	let text = first;
	let more = 0;
	while (isOpen(text) && more < mostLines && at + more + 1 < lines.length) text += `\n${lines[at + ++more] ?? ""}`;
	return {
		text,
		more
	};
}
function isOpen(text) {
	for (const mark of ["\"\"\"", "'''"]) if (text.startsWith(mark)) return text.indexOf(mark, 3) === -1;
	if (!/^[[{]/.test(text)) return false;
	const bare = text.replace(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g, "").replace(/#[^\n]*/g, "");
	return (bare.match(/[[{]/g)?.length ?? 0) > (bare.match(/[\]}]/g)?.length ?? 0);
}
/** Reads one value; undefined for what is none. */
var ValueReader = class {
	#text;
	#at = 0;
	constructor(text) {
		this.#text = text;
	}
	value(depth = 0) {
		this.#skip();
		const rest = this.#text.slice(this.#at);
		const quoted = /^(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')/.exec(rest);
		if (quoted) {
			this.#at += quoted[0].length;
			const [, long, rawLong, basic, raw] = quoted;
			return unescape(long?.replace(/^\n/, "") ?? basic) ?? rawLong?.replace(/^\n/, "") ?? raw ?? "";
		}
		if (depth > 10) return void 0;
		if (rest.startsWith("[")) return this.#list(depth);
		if (rest.startsWith("{")) return this.#map(depth);
		const word = /^[^\s,#\]}]+/.exec(rest)?.[0];
		if (word === void 0) return void 0;
		this.#at += word.length;
		if (word === "true" || word === "false") return word === "true";
		const number = Number(word.replaceAll("_", ""));
		return Number.isNaN(number) ? word : number;
	}
	#list(depth) {
		const values = [];
		this.#at++;
		while (!this.#ends("]")) {
			const value = this.value(depth + 1);
			if (value === void 0) break;
			values.push(value);
			if (!this.#takes(",")) break;
		}
		this.#takes("]");
		return values;
	}
	#map(depth) {
		const values = {};
		this.#at++;
		while (!this.#ends("}")) {
			const key = /^\s*("[^"\n]*"|'[^'\n]*'|[\w.-]+)\s*=/.exec(this.#text.slice(this.#at));
			if (!key) break;
			this.#at += key[0].length;
			values[(key[1] ?? "").replace(/^(["'])(.*)\1$/, "$2")] = this.value(depth + 1);
			if (!this.#takes(",")) break;
		}
		this.#takes("}");
		return values;
	}
	#skip() {
		const space = /^(?:\s|#[^\n]*)*/.exec(this.#text.slice(this.#at));
		this.#at += space?.[0].length ?? 0;
	}
	#ends(mark) {
		this.#skip();
		return this.#at >= this.#text.length || this.#text[this.#at] === mark;
	}
	#takes(mark) {
		this.#skip();
		if (this.#text[this.#at] !== mark) return false;
		this.#at++;
		return true;
	}
};
function unescape(text) {
	return text?.replace(/\\(["\\nrt])/g, (_, char) => ({
		n: "\n",
		r: "\r",
		t: "	"
	})[char] ?? char);
}

// src/plan/hosting/fly.ts
/** Reads `fly.toml`. */
function readFly(file, text) {
	const entries = parseToml(file, text);
	const find = (...path) => entries.find((entry) => entry.path.join("\0") === path.join("\0"));
	const textAt = (...path) => sourcedText(find(...path));
	const app = find("app") ?? entries[0];
	if (!app) return void 0;
	const portEntry = find("http_service", "internal_port") ?? find("services", "internal_port");
	const port = portOf(portEntry?.value);
	const command = textAt("processes", firstText(find("http_service", "processes")?.value ?? find("services", "processes")?.value) ?? "app") ?? textAt("experimental", "cmd");
	const dockerfile = textAt("build", "dockerfile");
	const path = dockerfile && joinPath("", dockerfile.value);
	const target = textAt("build", "build-target")?.value;
	const image = textAt("build", "image");
	const volume = sourcedText(find("mounts", "destination") ?? find("mount", "destination"));
	return {
		rules: hostingRules.fly,
		file,
		at: portEntry?.at ?? find("http_service", "force_https")?.at ?? app.at,
		...port !== void 0 && portEntry ? { port: {
			value: port,
			at: portEntry.at
		} } : {},
		...command ? { command } : {},
		variables: tableOf(entries, "env"),
		...dockerfile && path !== void 0 ? { dockerfile: {
			...dockerfile,
			value: path
		} } : {},
		...target === void 0 ? {} : { target },
		args: Object.fromEntries(Object.entries({ ...tableOf(entries, "build", "args") }).map(([name, { value }]) => [name, value])),
		...image ? { image } : {},
		...volume ? { volumes: [volume] } : {}
	};
}
function sourcedText(entry) {
	const text = textOf$1(entry?.value);
	return entry && text !== void 0 ? {
		value: text,
		at: entry.at
	} : void 0;
}
function firstText(value) {
	return textOf$1(Array.isArray(value) ? dataAt$1(value, [0]) : value);
}
/** The texts directly below a table. */
function tableOf(entries, ...table) {
	return Object.fromEntries(entries.flatMap((entry) => {
		const name = entry.path[table.length];
		const isBelow = entry.path.length === table.length + 1 && table.every((step, index) => entry.path[index] === step);
		const text = sourcedText(entry);
		return isBelow && name !== void 0 && text ? [[name, text]] : [];
	}));
}

// src/plan/hosting/heroku.ts
/** Reads the `web` line of a `Procfile`; undefined when it has none: then nothing answers requests. */
function readProcfile(file, text) {
	const lines = text.split(/\r?\n/);
	const index = lines.findIndex((line) => /^web\s*:\s*\S/.test(line));
	const command = /^web\s*:\s*(.*)$/.exec(lines[index] ?? "")?.[1]?.trim();
	if (command === void 0) return void 0;
	const at = locate(file, indexLines(text), index + 1);
	return {
		rules: hostingRules.heroku,
		file,
		at,
		command: {
			value: command,
			at
		},
		variables: {}
	};
}
/** Reads `heroku.yml`. */
function readHerokuYaml(file, text) {
	const yaml = parseYaml(file, text);
	const built = textAt$1(yaml, [
		"build",
		"docker",
		"web"
	]) ?? textAt$1(yaml, [
		"build",
		"docker",
		"web",
		"dockerfile"
	]);
	const path = built && joinPath("", built.value);
	const command = textAt$1(yaml, ["run", "web"]) ?? textAt$1(yaml, [
		"run",
		"web",
		"command",
		0
	]);
	const image = textAt$1(yaml, [
		"run",
		"web",
		"image"
	]);
	if (!built && !command && !image) return void 0;
	return {
		rules: hostingRules.heroku,
		file,
		at: built?.at ?? command?.at ?? placeIn(yaml, ["run"]),
		...command ? { command } : {},
		variables: {},
		args: Object.fromEntries(Object.entries(textsAt(yaml, ["build", "config"])).map(([name, { value }]) => [name, value])),
		...built && path !== void 0 ? { dockerfile: {
			...built,
			value: path
		} } : {}
	};
}
/** The variables that `app.json` gives values. */
function readAppJson(file, text) {
	const json = parseYaml(file, text);
	return Object.fromEntries(json.keys(["env"]).flatMap((name) => {
		const entry = dataAt$1(json.data, ["env", name]);
		const value = textOf$1(entry) ?? textOf$1(dataAt$1(entry, ["value"])) ?? (dataAt$1(entry, ["generator"]) === "secret" ? "upstream-gate" : void 0);
		return value === void 0 ? [] : [[name, {
			value,
			at: placeIn(json, ["env", name])
		}]];
	}));
}

// src/plan/hosting/kamal.ts
/** Reads Kamal's `config/deploy.yml`; undefined for a file of that name that is another tool's, or a service that Kamal's proxy leaves alone. */
function readKamal(file, text) {
	const yaml = parseYaml(file, text);
	if (!textAt$1(yaml, ["service"]) || !textAt$1(yaml, ["image"]) || dataAt$1(yaml.data, ["proxy"]) === false) return void 0;
	const port = portAt(yaml, ["proxy", "app_port"]);
	const command = textAt$1(yaml, [
		"servers",
		"web",
		"cmd"
	]);
	const dockerfile = textAt$1(yaml, ["builder", "dockerfile"]);
	const path = dockerfile && joinPath("", dockerfile.value);
	const target = textAt$1(yaml, ["builder", "target"])?.value;
	return {
		rules: hostingRules.kamal,
		file,
		at: placeIn(yaml, ["proxy"]),
		...port ? { port } : {},
		...command ? { command } : {},
		variables: dataAt$1(yaml.data, ["env", "clear"]) === void 0 ? textsAt(yaml, ["env"]) : textsAt(yaml, ["env", "clear"]),
		...dockerfile && path !== void 0 ? { dockerfile: {
			...dockerfile,
			value: path
		} } : {},
		...target === void 0 ? {} : { target },
		args: Object.fromEntries(Object.entries(textsAt(yaml, ["builder", "args"])).map(([name, { value }]) => [name, value]))
	};
}

// src/plan/hosting/railway.ts
/** Reads `railway.json` or `railway.toml`. */
function readRailway(file, text) {
	return deploymentOf(file, file.endsWith(".toml") ? tomlFinder(file, text) : jsonFinder(file, text));
}
function jsonFinder(file, text) {
	const json = parseYaml(file, text);
	return (...path) => textAt$1(json, path);
}
function tomlFinder(file, text) {
	const entries = parseToml(file, text);
	return (...path) => {
		const entry = entries.find((each) => each.path.join("\0") === path.join("\0"));
		const value = textOf$1(entry?.value);
		return entry && value !== void 0 ? {
			value,
			at: entry.at
		} : void 0;
	};
}
function deploymentOf(file, find) {
	const command = find("deploy", "startCommand");
	const dockerfile = find("build", "dockerfilePath");
	const path = dockerfile && joinPath("", dockerfile.value.replace(/^\/+/, ""));
	const buildCommand = find("build", "buildCommand");
	return {
		rules: hostingRules.railway,
		file,
		at: command?.at ?? dockerfile?.at ?? find("build", "builder")?.at ?? {
			path: file,
			line: 1
		},
		...command ? { command } : {},
		variables: {},
		...dockerfile && path !== void 0 ? { dockerfile: {
			...dockerfile,
			value: path
		} } : {},
		...buildCommand ? { buildCommand } : {}
	};
}

// src/plan/hosting/render.ts
/** Reads the first web service of `render.yaml`. */
function readRender(file, text) {
	const yaml = parseYaml(file, text);
	const services = dataAt$1(yaml.data, ["services"]);
	if (!Array.isArray(services)) return void 0;
	const index = services.findIndex((service) => dataAt$1(service, ["type"]) === "web" && !["static"].includes(textOf$1(dataAt$1(service, ["runtime"]) ?? dataAt$1(service, ["env"])) ?? ""));
	if (index === -1) return void 0;
	const base = ["services", index];
	const of = (key) => textAt$1(yaml, [...base, key]);
	const command = of("dockerCommand") ?? of("startCommand");
	const dockerfile = of("dockerfilePath");
	const root = pathOf(of("rootDir")) ?? "";
	const path = dockerfile && joinPath(root, dockerfile.value);
	const context = pathOf(of("dockerContext")) ?? root;
	const variables = variablesOf(yaml, [...base, "envVars"]);
	const port = portOf(variables["PORT"]?.value);
	const image = textAt$1(yaml, [
		...base,
		"image",
		"url"
	]);
	const buildCommand = of("buildCommand");
	const mount = textAt$1(yaml, [
		...base,
		"disk",
		"mountPath"
	]);
	return {
		rules: hostingRules.render,
		file,
		at: placeIn(yaml, [...base, "type"]),
		...port === void 0 ? {} : { port: {
			value: port,
			...variables["PORT"]?.at ? { at: variables["PORT"].at } : {}
		} },
		...command ? { command } : {},
		variables,
		...dockerfile && path !== void 0 ? { dockerfile: {
			...dockerfile,
			value: path
		} } : {},
		context,
		...image ? { image } : {},
		...buildCommand ? { buildCommand } : {},
		...mount ? { volumes: [mount] } : {}
	};
}
function pathOf(text) {
	return text && joinPath("", text.value);
}
function variablesOf(yaml, path) {
	const listed = dataAt$1(yaml.data, path);
	if (!Array.isArray(listed)) return {};
	return Object.fromEntries(listed.flatMap((entry, index) => {
		const name = textOf$1(dataAt$1(entry, ["key"]));
		const value = textOf$1(dataAt$1(entry, ["value"])) ?? (dataAt$1(entry, ["generateValue"]) === true ? "upstream-gate" : void 0);
		return name === void 0 || value === void 0 ? [] : [[name, {
			value,
			at: yaml.locate([
				...path,
				index,
				"value"
			]) ?? placeIn(yaml, [...path, index])
		}]];
	}));
}

// src/plan/hosting/find.ts
/** The files by which platforms deploy a repository, at its root; the first that says how counts. */
const readers = [
	{
		path: "heroku.yml",
		read: readHerokuYaml
	},
	{
		path: "fly.toml",
		read: readFly
	},
	{
		path: "render.yaml",
		read: readRender
	},
	{
		path: "railway.json",
		read: readRailway
	},
	{
		path: "railway.toml",
		read: readRailway
	},
	{
		path: "app.yaml",
		read: readAppEngine
	},
	{
		path: "config/deploy.yml",
		read: readKamal
	},
	{
		path: "Procfile",
		read: readProcfile,
		onlyWithoutDockerfile: true
	}
];
/** How the repository is deployed by a platform's file, and the files of other platforms beside it. */
function findDeployment(workspace) {
	const hasDockerfile = workspace.kindOf("Dockerfile") === "file";
	const [first, ...others] = readers.flatMap(({ path, read, onlyWithoutDockerfile }) => {
		const file = path;
		const text = onlyWithoutDockerfile === true && hasDockerfile ? void 0 : workspace.read(file);
		const deployment = text === void 0 ? void 0 : read(file, text);
		return deployment ? [deployment] : [];
	});
	if (!first) return { others: [] };
	return {
		deployment: withHerokuParts(workspace, first),
		others: others.map((each) => each.file).filter((file) => !(isHeroku(first) && file === "Procfile"))
	};
}
function isHeroku({ file }) {
	return file === "heroku.yml" || file === "Procfile";
}
/** What stands in Heroku's other files: the variables of `app.json`, and the command of the Procfile where `heroku.yml` has none. */
function withHerokuParts(workspace, deployment) {
	if (!isHeroku(deployment)) return deployment;
	const app = workspace.read("app.json");
	const variables = {
		...app === void 0 ? {} : readAppJson("app.json", app),
		...deployment.variables
	};
	return {
		...deployment,
		variables
	};
}

// src/plan/hosting/generated.ts
const numbered = (text) => /(\d+(?:\.\d+)?)/.exec(text ?? "")?.[1];
/** How the platforms build a project by its manifest: the usual image of its language, its packages, its build script. */
const kinds = [
	{
		manifest: "requirements.txt",
		base: (version = "3.12") => `python:${version}-slim`,
		version: (workspace, at) => numbered(workspace.read(at("runtime.txt")) ?? workspace.read(at(".python-version"))),
		build: () => ["pip install -r requirements.txt"]
	},
	{
		manifest: "package.json",
		base: (version = "22") => `node:${version}-slim`,
		version: (workspace, at) => /"node"\s*:\s*"[^"\d]*(\d+)/.exec(workspace.read(at("package.json")) ?? "")?.[1],
		build: (text) => ["npm install", .../"build"\s*:/.test(text) ? ["npm run build"] : []],
		command: (text) => /"start"\s*:/.test(text) ? "npm start" : void 0
	},
	{
		manifest: "Gemfile",
		base: (version = "3.3") => `ruby:${version}-slim`,
		version: (workspace, at) => /^\s*ruby\s+["'](\d+\.\d+)/m.exec(workspace.read(at("Gemfile")) ?? "")?.[1],
		build: () => ["bundle install"]
	},
	{
		manifest: "go.mod",
		base: (version = "1.23") => `golang:${version}`,
		version: (workspace, at) => /^go\s+(\d+\.\d+)/m.exec(workspace.read(at("go.mod")) ?? "")?.[1],
		build: () => ["mkdir -p bin && go build -o bin/ ./..."]
	}
];
/** The image that a platform would make of a folder, as near as the manifest tells; undefined for a language that is not known here. */
function generatedImage(workspace, folder, buildCommand) {
	const at = (name) => folder === "" ? name : `${folder}/${name}`;
	const kind = kinds.find(({ manifest }) => workspace.isFile(at(manifest)));
	if (!kind) return void 0;
	const text = workspace.read(at(kind.manifest)) ?? "";
	const base = kind.base(kind.version(workspace, at));
	const steps = buildCommand ? [buildCommand.value.replace(/\s*\n\s*/g, " && ")] : kind.build(text);
	const lines = [
		`FROM ${base}`,
		"ENV PYTHONUNBUFFERED=1",
		"WORKDIR /app",
		"COPY . .",
		...steps.map((step) => `RUN ${JSON.stringify([
			"sh",
			"-c",
			step
		])}`),
		"ENV PATH=/app/bin:/app/node_modules/.bin:$PATH"
	];
	const usualCommand = kind.command?.(text);
	return {
		image: {
			kind: "build",
			context: folder,
			dockerfile: at(kind.manifest),
			inline: `${lines.join("\n")}\n`,
			args: {}
		},
		what: `${base} and ${at(kind.manifest)}`,
		...usualCommand === void 0 ? {} : { usualCommand }
	};
}

// src/plan/hosting/plan.ts
const network = "default";
/**
* Plans a project without a proxy of its own: its app alone, behind a plain reverse proxy of ours to the port that the file of its
* platform or its Dockerfile names. With `needsFile` only where such a file is there: undefined otherwise. Throws a Failure when nothing
* can be built, or no port is named.
*/
function planHosted(inputs, workspace, needsFile) {
	const { deployment: found, others } = findDeployment(workspace);
	if (needsFile && !found) return void 0;
	const deployment = found ?? dockerfileAlone(inputs, workspace);
	if (!deployment) return void 0;
	const app = makeApp(inputs, workspace, deployment);
	const used = dialledPort(workspace, deployment, app);
	const { variable, label } = deployment.rules;
	const handed = variable === void 0 ? {} : { [variable]: handedPort(deployment, used, variable) };
	const service = {
		...app.service,
		variables: {
			...app.service.variables,
			...handed
		}
	};
	const ingress = plainProxy(workspace, service.name, used.port, used.because);
	const services = [service, ingress.service];
	const { probes, notes } = deriveProbes(ingress.planned, {
		workspace,
		mappings: services.map((each) => each.paths)
	});
	const otherNotes = others.length > 0 ? [{
		text: `${deployment.file} is taken for the deployment; not read: ${others.join(", ")}`,
		at: deployment.at
	}] : [];
	return {
		platform: "dockerfile",
		topology: {
			value: "container",
			because: `${label === hostingRules.dockerfile.label ? "nothing of the project" : label} stands in front of the app's container`
		},
		services,
		networks: [{
			name: network,
			internal: false
		}],
		volumes: service.mounts.flatMap((mount) => mount.kind === "volume" ? [mount.volume] : []),
		proxy: ingress.planned.proxy,
		probes,
		supplied: [ingress.supplied],
		notes: [
			assumption(deployment, service, used),
			...otherNotes,
			...app.notes,
			...notes
		],
		startTimeout: startTimeout(inputs, services),
		forwards: [],
		overlay: workspace.edits,
		...found ? { platformFiles: [found.file] } : {}
	};
}
/** The Dockerfile that is nearest to the root, with no platform; undefined when there is none. */
function dockerfileAlone(inputs, workspace) {
	const [path] = findDockerfiles(workspace);
	if (path === void 0) return void 0;
	const at = workspace.locate(path, 1);
	const image = inputs.image === void 0 ? {} : { image: {
		value: inputs.image,
		because: "given by --image"
	} };
	return {
		rules: hostingRules.dockerfile,
		file: path,
		at,
		variables: {},
		dockerfile: sourced(path, void 0),
		context: folderOf$1(path),
		...image
	};
}
function assumption({ rules, file }, service, { port, because }) {
	const how = rules.label === hostingRules.dockerfile.label ? "" : `, as ${rules.label} does by ${file}`;
	return {
		text: `assumed: requests come to port ${port.value} of ${service.name}${how}: ${because}`,
		...port.at ? { at: port.at } : {}
	};
}
function handedPort({ rules, at }, { port }, variable) {
	return {
		value: String(port.value),
		at: port.at ?? at,
		because: `${rules.label} hands out the port by ${variable}`
	};
}
/** The port of the platform's file; where the platform takes any, the one that the project fixes; else the platform's own. */
function dialledPort(workspace, { rules, port, file }, { service, recipe }) {
	if (port) return {
		port,
		because: `${rules.label} dials the port of this line`
	};
	const fixed = rules.takesOtherPorts === true ? commandPort(service) ?? exposedPort(recipe) : void 0;
	if (fixed) return fixed;
	if (rules.usualPort !== void 0) return {
		port: {
			value: rules.usualPort,
			because: rules.because
		},
		because: rules.because
	};
	const used = usedPort(workspace, recipe, service);
	if (used) return used;
	throw failure("project-not-found", `No line of ${file} or of what it starts names the port on which requests come, and there is no nginx configuration.`, {
		at: workspace.locate(file, 1),
		remedy: "Add EXPOSE with the port to the Dockerfile, or name an nginx configuration with --nginx-config PATH."
	});
}
function makeApp(inputs, workspace, deployment) {
	const { image, usualCommand, notes } = imageOf(inputs, workspace, deployment);
	const base = appService$1(inputs, workspace, "app", image, ["app"]);
	const recipe = image.kind === "build" ? readRecipe(workspace, image) : void 0;
	const written = deployment.command ?? (usualCommand === void 0 ? void 0 : {
		value: usualCommand,
		at: deployment.at
	});
	const command = written && {
		...written,
		value: words(written.value, usualCommand !== void 0 || deployment.rules.variable !== void 0)
	};
	const start = startChain({
		workspace,
		recipe,
		paths: recipe?.paths ?? [],
		workingDir: recipe?.settings.workingDir ?? "/",
		entrypoint: void 0,
		command
	});
	const example = exampleVariables(inputs, workspace);
	const mounts = (deployment.volumes ?? []).map((target, index) => ({
		kind: "volume",
		volume: `disk-${index}`,
		target: target.value,
		readOnly: false,
		...target.at ? { at: target.at } : {}
	}));
	return {
		service: {
			...base,
			at: deployment.at,
			variables: {
				...example.variables,
				...deployment.variables,
				...base.variables
			},
			mounts,
			start,
			...command ? { command } : {}
		},
		recipe,
		notes: [...notes, ...example.notes]
	};
}
/** The words of a command; a shell is asked where the platform asks one or only a shell understands it. */
function words(text, isShell) {
	return isShell || /[;&|<>$`*]/.test(text) ? [
		"sh",
		"-c",
		text
	] : shellWords(text).map((word) => word.text);
}
/** The image that the file names, its Dockerfile or the one of the folder, else one made by the manifest of its language. */
function imageOf(inputs, workspace, deployment) {
	const given = inputs.image === void 0 ? deployment.image : { value: inputs.image };
	if (given) return {
		image: {
			kind: "reference",
			reference: given.value,
			...given.at ? { at: given.at } : {}
		},
		notes: []
	};
	const context = deployment.context ?? "";
	const usual = context === "" ? "Dockerfile" : `${context}/Dockerfile`;
	const path = deployment.dockerfile?.value ?? usual;
	if (workspace.isFile(path)) {
		const target = deployment.target === void 0 ? {} : { target: deployment.target };
		return {
			image: {
				kind: "build",
				context,
				dockerfile: path,
				args: deployment.args ?? {},
				...target,
				...deployment.dockerfile?.at ? { at: deployment.dockerfile.at } : {}
			},
			notes: []
		};
	}
	const generated = deployment.dockerfile ? void 0 : generatedImage(workspace, context, deployment.buildCommand);
	if (generated) {
		const note = {
			text: `built from ${generated.what}, in place of what ${deployment.rules.label} makes of it`,
			at: deployment.at
		};
		return {
			image: generated.image,
			notes: [note],
			...deployment.command || generated.usualCommand === void 0 ? {} : { usualCommand: generated.usualCommand }
		};
	}
	throw failure("project-not-found", `${deployment.file} names no image, there is no ${path}, and no manifest tells how to build the project.`, {
		at: deployment.dockerfile?.at ?? deployment.at,
		remedy: "Give the app's image with --image REF."
	});
}
/** Values that the project commits as an example, where no file is given: what a platform holds itself is not in the repository. */
function exampleVariables(inputs, workspace) {
	const path = inputs.envFile === void 0 ? [".env.example", ".env.sample"].find((each) => workspace.isFile(each)) : void 0;
	const text = path === void 0 ? void 0 : workspace.read(path);
	if (path === void 0 || text === void 0) return {
		variables: {},
		notes: []
	};
	const { PORT: _port, ...variables } = parseDotenv(path, text).variables;
	return {
		variables,
		notes: [{ text: `the variables of ${path} are set, since those of the deployment are not in the repository` }]
	};
}

// src/plan/plan.ts
/** Plans the project: finds its kind, reads its files, resolves what would be built, booted and asked. Touches no engine. */
async function makePlan(inputs, context) {
	const planned = withStandIns(withUserServices(await planProject(inputs, context), inputs), inputs.standIns ?? []);
	const plan = withGuards(withUserProbes(withNotices(withoutOutside(withHost(planned), unansweredHosts(planned, inputs))), inputs.probes));
	return inputs.network === "internal" ? {
		...plan,
		networks: plan.networks.map((network) => ({
			...network,
			internal: true
		}))
	} : plan;
}
/** Hosts whose stand-in nginx does not reach: on the host nobody knows the names of containers. */
function unansweredHosts(plan, { standIns = [] }) {
	return serviceNamed(plan, plan.proxy.service)?.networkOf?.value === "@host" ? standIns.map(({ host }) => host) : [];
}
async function planProject(inputs, context) {
	const { workspace } = context;
	const hosted = planByPlatform(inputs, workspace);
	if (hosted) return hosted;
	const candidates = composeCandidates(inputs, workspace);
	if (inputs.platform === "compose" && candidates.length === 0) throw failure("project-not-found", `There is no Compose file in ${workspace.root}.`, { remedy: `Add ${composeNames[0]}, or name it with --compose-file.` });
	const reasons = [];
	for (const { candidate, kind } of inputs.platform === "dockerfile" ? [] : waysToPlan(inputs, candidates)) {
		const plan = await tryCompose(inputs, context, candidate, kind, reasons);
		if (plan) return plan;
	}
	try {
		return await planWithoutNginx(inputs, context, candidates, reasons);
	} catch (error) {
		throw reasons.find((reason) => reason instanceof FailureError) ?? error;
	}
}
/**
* The plan of a project none of whose Compose files has an nginx: by an image or configuration beside them, else behind a plain proxy of
* ours, by the file of its platform, the usual Compose file or its Dockerfile.
*/
async function planWithoutNginx(inputs, context, candidates, reasons) {
	const { workspace } = context;
	const isCompose = inputs.platform === "compose";
	const hasConfigs = inputs.nginxConfigs.length > 0 || findNginxConfigs(workspace).length > 0;
	const plan = (isCompose ? void 0 : planOwnImage(inputs, workspace) ?? (hasConfigs && mayUse(inputs, workspace) ? planDockerfile(inputs, workspace) : void 0)) ?? (isCompose || inputs.composeFiles.length > 0 ? void 0 : planHosted(inputs, workspace, true));
	if (plan) return plan;
	const [first] = inputs.platform === "dockerfile" || hasConfigs ? [] : candidates.filter((candidate) => candidate.isSure || inputs.composeFiles.length > 0);
	const behindPlain = first && await tryCompose(inputs, context, first, "plain", reasons);
	if (behindPlain) return behindPlain;
	if (isCompose) throw failure("project-not-found", `${sentence([...new Set(reasons.map((reason) => reason.message))])}.`, { remedy: "Name the Compose file with the proxy with --compose-file, or use --platform dockerfile." });
	return planHosted(inputs, workspace, false) ?? planDockerfile(inputs, workspace);
}
/** Whether something can stand behind a configuration that was found. */
function mayUse(inputs, workspace) {
	return inputs.nginxConfigs.length > 0 || inputs.image !== void 0 || findDockerfiles(workspace).length > 0;
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

// src/report/app-report.ts
/** Where the configuration stands whose lines a report of an app may name. */
const settingsPath = ".github/upstream-gate.yml";
/** The report of an app with every place as the repository has it, whose folder the app's is in. */
function inRepository(report, app) {
	if (app === void 0) return report;
	const moved = (item) => item.at ? {
		...item,
		at: placed(app, item.at)
	} : item;
	return {
		...report,
		app,
		findings: report.findings.map((finding) => findingIn(app, finding)),
		...report.excerpts ? { excerpts: report.excerpts.map((excerpt) => ({
			...excerpt,
			path: pathIn(app, excerpt.path)
		})) } : {},
		...report.failure ? { failure: moved(report.failure) } : {},
		...report.plan ? { plan: {
			...report.plan,
			supplied: report.plan.supplied.map(moved),
			notes: report.plan.notes.map(moved),
			topology: moved(report.plan.topology)
		} } : {}
	};
}
function findingIn(app, finding) {
	return {
		...finding,
		...finding.location ? { location: placed(app, finding.location) } : {},
		related: finding.related.map(({ at, note }) => ({
			at: placed(app, at),
			note
		})),
		fix: {
			...finding.fix,
			edits: finding.fix.edits.map((edit) => ({
				...edit,
				path: pathIn(app, edit.path)
			}))
		}
	};
}
function placed(app, at) {
	return {
		...at,
		path: pathIn(app, at.path)
	};
}
function pathIn({ directory }, path) {
	return path === settingsPath ? path : joinPath(directory, path) ?? path;
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
/** Compose reads a few files; what takes longer hangs. */
const composeMs = 6e4;
/** Lines of the builds that are shown as they come. */
const mostBuildLines = 5e3;
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
			report: inRepository({
				...result.report,
				timings: gate.timings
			}, inputs.app)
		};
	} catch (error) {
		const reason = deadline.aborted ? {
			kind: "timed-out",
			message: `The run was not over after ${deadlineMs / 6e4} minutes.`,
			remedy: "See which part took so long in the timings; --no-prove leaves the trials out."
		} : failureOf(error, context.signal);
		return { report: inRepository(gate.failed(reason), inputs.app) };
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
	/** Bytes of the engine's machine. */
	#memory = 0;
	#stage;
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
		const usualNetwork = makeUsualNetwork(engine, this.#run, this.#inputs.network === "internal");
		prepareClient();
		try {
			const stage = await this.#prepare(workspace, engine);
			return await this.#trial(stage, usualNetwork);
		} finally {
			await Promise.all([usualNetwork, this.#sweep(engine)]);
			if ((!this.#inputs.keep || this.#plan === void 0) && this.#mayHaveLeft) await this.#time("cleanup", () => removeLeftovers(engine, ofRun(this.#run.id)).catch(() => 0));
		}
	}
	/** Keeps secrets out of everything that is told from here on. */
	#know(variables) {
		this.#redact = makeRedactor(variables);
		this.#context.onSecrets?.([...secretsIn(variables).keys()]);
	}
	/** Removes what dead runs left. It is in nobody's way, so it goes while this run's own things go. */
	#sweep(engine) {
		this.#sweeping ??= removeLeftovers(engine, abandoned).catch(() => 0);
		return this.#sweeping;
	}
	async #prepare(workspace, engine) {
		const { environment, signal } = this.#context;
		await requireCauses(this.#inputs);
		this.#know(outerVariables(workspace, environment));
		const planContext = planContextOf(this.#inputs, workspace, environment, signal);
		const [plan, changed, machine] = await this.#time("plan", () => Promise.all([
			makePlan(this.#inputs, planContext),
			this.#inputs.base === void 0 ? void 0 : changedLines(workspace.root, this.#inputs.base, environment),
			engine.info()
		]));
		this.#plan = plan;
		this.#memory = machine.memory;
		this.#know([...outerVariables(workspace, environment), ...plannedVariables(plan, workspace, this.#inputs.envFile)]);
		requireProbes(plan);
		this.#tell({
			kind: "note",
			text: `${plan.services.length} services, ${plan.probes.length} requests through ${plan.proxy.service}`
		});
		const tools = {
			buildx: () => findPlugin("buildx", environment),
			client: () => findClient(environment)
		};
		let printed = 0;
		const onLine = (service, line) => {
			if (++printed <= mostBuildLines) this.#tell(printed < mostBuildLines ? {
				kind: "output",
				service,
				text: line
			} : {
				kind: "note",
				text: "the builds print more, which is not shown"
			});
		};
		const build = {
			engine,
			workspace,
			run: this.#run,
			environment,
			signal,
			...tools,
			onLine
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
		const most = mostMemory(this.#memory);
		const boot = {
			...most === void 0 ? {} : { mostMemory: most },
			usualNetwork,
			engine: build.engine,
			run: this.#run,
			signal: this.#context.signal,
			onEvent: (event) => this.#note(event),
			onWait: (what, because) => this.#tell(because === void 0 ? {
				kind: "waited",
				what
			} : {
				kind: "wait",
				what,
				because
			})
		};
		if (fatalProblems(plan).length > 0) return this.#unbuilt(stage, [], boot);
		const { images, records } = await this.#time("build", () => buildImages(plan, build));
		if (records.some((record) => !record.ok && serviceNamed(plan, record.service)?.essential === true)) return this.#unbuilt(stage, records, boot);
		const running = await this.#time("boot", () => Environment.boot(plan, images, workspace, boot));
		this.#plan = {
			...plan,
			supplied: [...plan.supplied, ...running.supply?.supplied ?? []]
		};
		try {
			const first = await this.#observe(stage, running);
			const held = isSuspect(running, first) ? heldBackServices(running) : [];
			if (held.length > 0) return await this.#retry(withPrivileges(stage, held), records, running, images);
			return await this.#judge(stage, records, running, first, images);
		} finally {
			this.#sweep(build.engine);
			if (this.#inputs.keep) running.detach();
			else this.#mayHaveLeft = !await this.#time("cleanup", () => running.close()) || records.length > 0;
		}
	}
	#observe(stage, running) {
		return this.#time("probe", () => observe({
			environment: running,
			mentionsPort: stage.mentionsPort,
			namedHosts: stage.namedHosts
		}));
	}
	/** The same once more with a stage in which programs may do what they were kept from. */
	async #retry(stage, records, running, images) {
		await this.#time("boot", () => running.change(stage.plan, images, stage.workspace));
		this.#plan = {
			...stage.plan,
			supplied: this.#plan?.supplied ?? stage.plan.supplied
		};
		return this.#judge(stage, records, running, await this.#observe(stage, running), images);
	}
	async #judge(stage, records, running, seen, images) {
		if (this.#plan && seen.notes.length > 0) this.#plan = {
			...this.#plan,
			notes: [...this.#plan.notes, ...seen.notes.map((text) => ({ text }))]
		};
		this.#probes.push(...seen.results.map((result) => ({
			...result,
			trial: "first"
		})));
		if (!isSuspect(running, seen) && this.#context.keepsEvidence !== true) return this.#passed();
		return this.#inquire(stage, records, running, seen, images);
	}
	async #unbuilt(stage, records, boot) {
		const [{ collect, experimentWithBuilds }, { diagnose }] = await Promise.all([import("./inquiry.js"), import("./diagnose2.js")]);
		const facts = await this.#time("diagnose", () => collect(stage, records, void 0, void 0));
		const tried = this.#inputs.prove ? await this.#time("prove", () => experimentWithBuilds(stage, facts, records, boot, (probes) => this.#probes.push(...probes))) : [];
		const evidence = this.#evidence(stage, facts, tried);
		return this.#conclude(diagnose(evidence), evidence);
	}
	/** What a healthy run is spared: facts, diagnosis, trials. */
	async #inquire(stage, records, running, seen, images) {
		const [{ collect, experiment }, { diagnose }] = await Promise.all([import("./inquiry.js"), import("./diagnose2.js")]);
		const facts = await this.#time("diagnose", () => collect(stage, records, running, seen));
		requireBoundFiles(stage.plan, facts);
		const tried = this.#inputs.prove ? await this.#time("prove", () => experiment(stage, facts, running, seen, images, (probes) => this.#probes.push(...probes))) : [];
		const evidence = this.#evidence(stage, facts, tried);
		return this.#conclude(diagnose(evidence), evidence);
	}
	#evidence(stage, facts, experiments) {
		return redactDeep({
			schema: 1,
			tool: {
				name: "upstream-gate",
				version: version$1
			},
			run: this.#run.id,
			plan: this.#plan ?? stage.plan,
			facts,
			experiments,
			timings: this.#watch.timings(),
			timeline: this.#timeline
		}, this.#redact);
	}
	#conclude(diagnosis, evidence) {
		if (diagnosis.symptoms.length === 0 && this.#probes.length === 0) throw nothingAsked(evidence.plan);
		const tolerated = tolerate(diagnosis, this.#inputs.causes ?? []);
		return {
			report: this.#report(tolerated.failing.length > 0 ? "fail" : "pass", tolerated, evidence),
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
			version: version$1,
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
		const excerpts = findings.length > 0 ? excerptsOf(new Workspace(this.#inputs.directory), findings) : [];
		const report = redactDeep({
			version: version$1,
			verdict,
			...this.#plan ? { plan: this.#plan } : {},
			findings,
			ruledOut,
			unknown,
			probes: this.#probes,
			sockets,
			timeline: this.#timeline,
			timings: this.#watch.timings(),
			excerpts
		}, this.#redact);
		return evidence ? {
			...report,
			facts: evidence.facts
		} : report;
	}
	#note(event) {
		this.#timeline.push(event);
		this.#tell({
			kind: "note",
			text: event.text
		});
	}
	#time(stage, work) {
		if (stage !== this.#stage) this.#tell({
			kind: "stage",
			stage
		});
		this.#stage = stage;
		return this.#watch.time(stage, work);
	}
	#tell(event) {
		this.#context.onProgress(redactDeep(event, this.#redact));
	}
};
/** The stage in which these services' programs may gain privileges, also in its trials. */
function withPrivileges(stage, names) {
	return {
		...stage,
		plan: withNewPrivileges(stage.plan, names),
		replan: async (edited) => withNewPrivileges(await stage.replan(edited), names)
	};
}
/** A proxy whose configuration is sound and passes nothing on leaves nothing to judge. */
function requireProbes(plan) {
	if (plan.probes.length === 0 && plan.proxy.errors.length === 0 && plan.proxy.routes.length > 0) throw nothingAsked(plan);
}
/** Nothing was found wrong because nothing was asked: that is no pass. */
function nothingAsked(plan) {
	const notes = plan.notes.filter((note) => note.isStanding !== true).map((note) => note.text).join("; ").slice(0, 400);
	return failure("project-not-found", `No request can be derived from the configuration of ${plan.proxy.service}${notes === "" ? "" : `: ${notes}`}`, { remedy: "List a request under probes in .github/upstream-gate.yml." });
}
/** Causes that the configuration speaks of have to be ones that there are. */
async function requireCauses({ causes = [] }) {
	if (causes.length === 0) return;
	const { rules } = await import("./rules2.js");
	requireKnownCauses(causes, rules.map((rule) => rule.id));
}
/** What planning is given: Compose and the services see the user's variables as if they were exported. */
function planContextOf(inputs, workspace, environment, signal) {
	const own = Object.fromEntries(Object.entries(inputs.variables ?? {}).map(([name, { value }]) => [name, value]));
	return {
		workspace,
		environment: {
			...environment,
			...own
		},
		runCompose: composeRunner(environment, own, signal)
	};
}
function composeRunner(environment, own, signal) {
	return async (args, cwd) => {
		const { program, prefix } = findPlugin("compose", environment);
		return runCommand(program, [...prefix, ...args], {
			cwd,
			env: {
				...toolEnvironment(environment),
				...own,
				PWD: cwd
			},
			signal,
			timeout: composeMs
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
	const except = /* @__PURE__ */ new Set([...plan.proxy.files.filter((file) => file.isPart !== true).map((file) => file.repo), ...plan.platformFiles ?? []]);
	const known = /* @__PURE__ */ new Map();
	return (name, port) => {
		const key = `${name} ${port}`;
		const service = serviceNamed(plan, name);
		const paths = service ? [...service.paths.map((mapping) => mapping.repo), ...service.image.kind === "build" ? [service.image.context] : []] : [];
		const set = Object.entries(service?.variables ?? {}).filter(([variable, { at, because }]) => at !== void 0 || because === void 0 || namesPort$1(workspace, paths, variable, except));
		const inVariables = (service ? [...set.map(([, { value }]) => value), ...service.start.map((step) => step.text)] : []).some((text) => typeof port === "string" ? text.includes(port) : new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text));
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
	await requireCauses(inputs);
	return makePlan(inputs, planContextOf(inputs, new Workspace(inputs.directory), environment, new AbortController().signal));
}

export { runGate as n, planProjectOnly as t };