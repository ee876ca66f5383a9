import { o as readInputs } from "./command-line.js";
import { r as failure, t as FailureError } from "./failure.js";
import { a as serviceNamed, r as hostName } from "./plan.js";
import { t as findApps } from "./apps2.js";
import { t as composeCandidates } from "./find2.js";
import { n as findNginxConfigs, t as findDockerfiles } from "./find.js";
import { r as usualSettingsPath, t as readSettings } from "./read.js";
import { t as Workspace } from "./workspace.js";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

// src/settings/schema.ts
/** Where the schema of the released version is: what the header comment of a configuration names for an editor. */
const schemaAddress = "https://raw.githubusercontent.com/upstream-gate/upstream-gate/v1/schema/upstream-gate.schema.json";
/** The first line of a configuration, by which editors know the schema. */
const schemaComment = `# yaml-language-server: $schema=${schemaAddress}`;

// src/workflows.ts
/** The versions that a written workflow names; ours is the one that follows the major version. */
const checkout = "actions/checkout@v4";
const upload = "actions/upload-artifact@v4";
const download = "actions/download-artifact@v4";
const gate = "upstream-gate/upstream-gate@v1";
const head = `name: upstream-gate
on:
  pull_request:
permissions:
  contents: read
jobs:
`;
/** `fetch-depth: 0` lets the gate see which lines the pull request changed. */
const checkoutStep = `      - uses: ${checkout}
        with:
          fetch-depth: 0
          persist-credentials: false
`;
/** One job for a repository of one project. */
function singleWorkflow() {
	return `${head}  gate:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
${checkoutStep}      - uses: ${gate}
`;
}
/** A job that lists the apps that changed, one for each of them, and one that merges their reports. */
function matrixWorkflow() {
	const some = `needs.apps.outputs.matrix != '{"include":[]}'`;
	return `${head}  apps:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    outputs:
      matrix: \${{ steps.apps.outputs.matrix }}
    steps:
${checkoutStep}      - id: apps
        uses: ${gate}
        with:
          mode: matrix
  gate:
    name: gate (\${{ matrix.app }})
    needs: apps
    if: ${some}
    runs-on: ubuntu-latest
    timeout-minutes: 20
    strategy:
      fail-fast: false
      matrix: \${{ fromJSON(needs.apps.outputs.matrix) }}
    steps:
${checkoutStep}      - uses: ${gate}
        with:
          app: \${{ matrix.app }}
          report: reports/\${{ matrix.app }}.json
      - uses: ${upload}
        if: always()
        with:
          name: upstream-gate-\${{ matrix.app }}
          path: reports/\${{ matrix.app }}.json
  report:
    needs: [apps, gate]
    if: always() && needs.apps.result == 'success' && ${some}
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: ${download}
        with:
          path: reports
          pattern: upstream-gate-*
          merge-multiple: true
      - uses: ${gate}
        with:
          mode: merge
          reports: reports
          apps: \${{ needs.apps.outputs.matrix }}
          report: upstream-gate.json
`;
}

// src/init.ts
const workflowPath = ".github/workflows/upstream-gate.yml";
/**
* Writes a workflow fitted to the repository, and a configuration where it needs one; answers what was done, for the reader. Never overwrites: throws a
* Failure when the workflow is there, and for a repository of no kind that is known.
*/
async function initialise(directory, values, planOf) {
	const root = resolve(directory);
	if (existsSync(join(root, workflowPath))) throw failure("usage", `${workflowPath} is there already; nothing was written.`, { remedy: "Delete it first, or edit it by hand." });
	const workspace = new Workspace(root);
	const named = readSettings(root, void 0).apps;
	const apps = named.length > 0 ? named : findApps(workspace);
	const proposal = apps.length > 1 ? severalApps(apps) : await oneProject(workspace, planOf, () => readInputs(directory, named[0] ? {
		...values,
		app: named[0].name
	} : values));
	const lines = [`Found ${proposal.found}.`, written(root, workflowPath, proposal.workflow)];
	if (proposal.settings !== void 0) lines.push(existsSync(join(root, ".github/upstream-gate.yml")) ? `${usualSettingsPath} is there already and was left as it is.` : written(root, usualSettingsPath, proposal.settings));
	return `${[...lines, ...proposal.advice === void 0 ? [] : [proposal.advice]].join("\n")}\n`;
}
function written(root, path, text) {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text, { flag: "wx" });
	return `Wrote ${path}.`;
}
function severalApps(apps) {
	const entries = apps.map(({ name, directory }) => `  ${JSON.stringify(name).replace(/^"([A-Za-z][\w-]*)"$/, "$1")}:\n    directory: ${JSON.stringify(directory).replace(/^"([\w./-]+)"$/, "$1")}\n`);
	return {
		found: `${apps.length} apps: ${apps.map(({ name, directory }) => `${name} (${directory})`).join(", ")}`,
		workflow: matrixWorkflow(),
		settings: `${schemaComment}\napps:\n${entries.join("")}`,
		advice: "Each pull request checks the apps that it changes, each in a job of its own, and merges their reports."
	};
}
/** A repository of one project; one whose plan lacks something is recognised by its files, and what is lacking is said. */
async function oneProject(workspace, planOf, read) {
	try {
		const inputs = read();
		const plan = await planOf(inputs);
		const doubt = doubtOf(workspace, inputs, plan);
		return {
			found: kindOf(plan),
			workflow: singleWorkflow(),
			...doubt === void 0 ? {} : {
				settings: doubt,
				advice: `Look at ${usualSettingsPath}: there was more than one to choose from.`
			},
			...adviceOn(plan, doubt)
		};
	} catch (error) {
		const kind = error instanceof FailureError && (error.failure.kind === "project-not-found" || error.failure.kind === "usage") ? unplannedKind(workspace) : void 0;
		if (kind === void 0 || !(error instanceof FailureError)) throw error;
		return {
			found: kind.found,
			workflow: singleWorkflow(),
			...kind.settings === void 0 ? {} : { settings: kind.settings },
			advice: `It cannot be checked as it is: ${error.failure.message} ${error.failure.remedy ?? ""}`.trim()
		};
	}
}
function adviceOn({ services, probes, proxy }, doubt) {
	if (doubt !== void 0) return {};
	return { advice: `On every pull request ${count(services.length, "service is", "services are")} booted and ${count(probes.length, "request")} sent through ${proxy.service}.` };
}
/** "1 request", "3 requests". */
function count(amount, one, many = `${one}s`) {
	return `${amount} ${amount === 1 ? one : many}`;
}
function kindOf(plan) {
	const { platform, proxy, topology } = plan;
	if (platform === "amvera" || platform === "upsun") return `a project for ${platform === "amvera" ? "Amvera" : "Upsun"}`;
	const kind = platform === "compose" ? "a Compose project" : "a Dockerfile";
	if (proxy.kind === "inside") return `${kind} with nginx inside the image of ${proxy.service}`;
	if (serviceNamed(plan, proxy.service)?.networkOf?.value === "@host" || topology.value === "host") return `${kind} and an nginx on the host (${configOf(plan)})`;
	return proxy.kind === "stub" ? `${kind} and an nginx configuration (${configOf(plan)})` : `${kind} with nginx in ${proxy.service}`;
}
function configOf({ proxy }) {
	return proxy.files.find(({ repo }) => repo !== "")?.repo ?? proxy.main;
}
/** The configuration that settles what was only guessed: which of several Compose files or nginx configurations is meant. */
function doubtOf(workspace, inputs, plan) {
	const chosen = composeCandidates(inputs, workspace).length === 1 ? [] : plan.notes.flatMap(({ text }) => /^(.+) is taken for the deployment:/.exec(text)?.[1]?.split(" + ") ?? []);
	const compose = chosen.length === 0 ? "" : `# The one with the proxy.\ncompose-file: ${listOf(chosen)}\n`;
	const configs = findNginxConfigs(workspace).map(({ path }) => path);
	const used = new Set(plan.proxy.files.map(({ repo }) => repo));
	const others = configs.filter((path) => !used.has(path));
	const taken = configs.filter((path) => used.has(path)).slice(0, 1);
	const nginx = plan.proxy.kind === "stub" && others.length > 0 && taken.length > 0 ? `# Found as well, and not used: ${others.slice(0, 10).join(", ")}.\nnginx-config: ${listOf(taken)}\n` : "";
	return compose + nginx === "" ? void 0 : `${schemaComment}\n${compose}${nginx}`;
}
function listOf(paths) {
	const quoted = paths.map((path) => JSON.stringify(path).replace(/^"([\w./-]+)"$/, "$1"));
	return quoted.length === 1 ? quoted[0] ?? "" : `[${quoted.join(", ")}]`;
}
/** What a project that cannot be planned is by its files; undefined when they tell nothing. */
function unplannedKind(workspace) {
	const has = (...paths) => paths.some((path) => workspace.toRepo(path) !== void 0 && existsSync(join(workspace.root, path)));
	if (has("amvera.yml", "amvera.yaml", "amverum.yml", "amverum.yaml")) return { found: "a project for Amvera" };
	if (has(".upsun/config.yaml", ".platform.app.yaml")) return { found: "a project for Upsun" };
	const [dockerfile] = findDockerfiles(workspace);
	if (dockerfile === void 0 || findNginxConfigs(workspace).length > 0) return void 0;
	return {
		found: `a Dockerfile (${dockerfile}) and no nginx configuration`,
		settings: `${schemaComment}\n# The configuration of the nginx in front of the app, once it is in the repository:\n# nginx-config: deploy/nginx.conf\n`
	};
}

export { initialise };