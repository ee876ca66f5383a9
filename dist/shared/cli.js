import { n as LineSplitter } from "./streams.js";
import { r as failure } from "./failure.js";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { spawn } from "node:child_process";
import { homedir } from "node:os";

// src/docker/cli.ts
/** How long an interrupted tool may take to end by itself. */
const stubbornMs = 5e3;
/** Largest output that is kept of each stream: its end, where tools say what went wrong. In bytes. */
const mostOutput = 16777216;
/** Runs a program without a shell. Never rejects but when the program cannot be started at all. */
function runCommand(program, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, {
			stdio: [
				"pipe",
				"pipe",
				"pipe"
			],
			...options.cwd === void 0 ? {} : { cwd: options.cwd },
			...options.env === void 0 ? {} : { env: options.env },
			...options.signal === void 0 ? {} : { signal: options.signal },
			...options.timeout === void 0 ? {} : { timeout: options.timeout }
		});
		const out = [];
		const err = [];
		const lines = options.onErrorLine && new LineSplitter(options.onErrorLine);
		collect(child.stdout, out);
		collect(child.stderr, err);
		child.stderr.on("data", (chunk) => lines?.push(chunk));
		let force;
		child.on("error", (error) => {
			if (error.name !== "AbortError") reject(error);
			else force = setTimeout(() => child.kill("SIGKILL"), stubbornMs);
		});
		child.on("close", (code) => {
			clearTimeout(force);
			lines?.end();
			if (options.signal?.aborted === true) resolve({
				code: 130,
				out: "",
				err: "interrupted"
			});
			else resolve({
				code: code ?? 137,
				out: Buffer.concat(out).toString("utf8"),
				err: Buffer.concat(err).toString("utf8")
			});
		});
		child.stdin.on("error", () => void 0);
		child.stdin.end(options.input ?? "");
	});
}
function collect(stream, chunks) {
	let size = 0;
	stream.on("data", (chunk) => {
		chunks.push(chunk);
		size += chunk.length;
		while (size > mostOutput) size -= chunks.shift()?.length ?? size;
	});
}
const pluginFolders = [
	"/usr/local/lib/docker/cli-plugins",
	"/usr/local/libexec/docker/cli-plugins",
	"/usr/lib/docker/cli-plugins",
	"/usr/libexec/docker/cli-plugins",
	"/Applications/Docker.app/Contents/Resources/cli-plugins"
];
/**
* Finds a plugin of the docker client (`buildx`, `compose`), where the client looks for it. It is run directly: an older client
* that comes first on the path may not know it. Throws a Failure that says what to install.
*/
function findPlugin(name, environment) {
	const found = [join(environment["DOCKER_CONFIG"] ?? join(homedir(), ".docker"), "cli-plugins"), ...pluginFolders].map((folder) => join(folder, `docker-${name}`)).find(isExecutable);
	if (found !== void 0) return {
		program: found,
		prefix: []
	};
	const standalone = onPath(`docker-${name}`, environment);
	if (standalone !== void 0) return {
		program: standalone,
		prefix: []
	};
	throw failure("tool-missing", name === "buildx" ? "The docker buildx plugin is not installed." : "The docker compose plugin is not installed.", { remedy: `Install it: on Debian and Ubuntu the package is docker-${name}${name === "compose" ? " or docker-compose-plugin" : " or docker-buildx-plugin"}.` });
}
/** The docker client itself; needed for pulls, which use its stored credentials. Throws a Failure when there is none. */
function findClient(environment) {
	const found = onPath("docker", environment);
	if (found === void 0) throw failure("tool-missing", "The docker client is not installed.", { remedy: "Install the Docker CLI; on Debian and Ubuntu the package is docker-cli or docker-ce-cli." });
	return {
		program: found,
		prefix: []
	};
}
function onPath(program, environment) {
	return (environment["PATH"] ?? "").split(delimiter).map((folder) => join(folder, program)).find(isExecutable);
}
function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
/** The environment for tools that read the project: without the runner's and our own secrets and inputs. */
function toolEnvironment(environment) {
	return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(GITHUB_TOKEN|GH_TOKEN|ACTIONS_.*TOKEN|ACTIONS_ID_.*|INPUT_.*|STATE_.*|NODE_AUTH_TOKEN|NPM_TOKEN)$/.test(name)));
}

export { toolEnvironment as i, findPlugin as n, runCommand as r, findClient as t };