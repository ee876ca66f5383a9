import { F as imageSettings, G as unpackArchive, H as shellWords, I as parseDockerfile, L as resolvePath, P as placeOf, R as stageLine, T as Environment, U as readPem, _ as copiesOf, c as readProxyLogs, d as parseStartErrors, f as lookAt, h as userNames, i as withInterruptedFrames, l as parseAccessLog, m as nginxWorkers, o as observe, p as memoryPeak, r as scanSources, s as SocketWatch, u as parseErrorLog, v as matchSources, w as buildImages, x as ignoringLine } from "./scan.js";
import { t as FailureError } from "./failure.js";
import { a as serviceNamed } from "./plan.js";
import { o as showDuration, s as showSize, t as millis } from "./units.js";
import { t as fatalProblems } from "./platform.js";
import { n as subjectOf, t as diagnose } from "./diagnose.js";
import { c as pathSeenBy, n as foldersAbove, o as isLoopback, r as isAddressLiteral, u as serviceOf } from "./address.js";
import { n as folderOf, r as joinPath } from "./location.js";
import { t as nearest } from "./names.js";
import { t as expandVariables } from "./dotenv.js";
import { s as isSkipped } from "./parser.js";
import { n as tryProtocols } from "./protocols.js";
import { t as passedPath } from "./proxy.js";
import { n as dialFromProxy, r as passedHost, t as targetsOf } from "./targets.js";
import { i as scriptOf, r as scriptNameOf } from "./patience.js";
import { t as isFailing } from "./judgement.js";

// src/prove/apply.ts
/** The changes to files of the repository that an intervention makes; none when it changes the plan alone. */
function editsOf(intervention) {
	return intervention.kind === "redial" || intervention.kind === "edit-files" ? intervention.edits : [];
}
/** Whether it can be tried at all: a redial needs a line or a variable that it can change. */
function isTryable(intervention) {
	return intervention.kind !== "redial" || intervention.edits.length > 0 || intervention.variable !== void 0;
}
/** The services whose containers have to be made again for it, beside the proxy. */
function servicesOf(intervention) {
	switch (intervention.kind) {
		case "redial": return [];
		case "extend-start": return intervention.health === true ? [intervention.service] : [];
		case "edit-files": return intervention.services;
		default: return [intervention.service];
	}
}
/** The plan with the intervention made, but for its edits to files, which the plan is read from. */
function applyIntervention(plan, intervention) {
	switch (intervention.kind) {
		case "redial": return intervention.variable ? withVariable(redialled(plan, intervention), intervention.variable.service, intervention.variable.name, intervention.variable.value) : plan;
		case "edit-files":
		case "start-after": return plan;
		case "forward-loopback": return {
			...plan,
			forwards: [...plan.forwards, {
				inside: intervention.service,
				listen: "self",
				port: intervention.port,
				toHost: intervention.address,
				toPort: intervention.port
			}]
		};
		case "supply-pair": return {
			...plan,
			proxy: {
				...plan.proxy,
				absent: intervention.paths
			}
		};
		case "open-socket": return {
			...plan,
			opened: [...plan.opened ?? [], {
				service: intervention.service,
				path: intervention.path
			}]
		};
		case "set-variable": return withVariable(plan, intervention.service, intervention.name, intervention.value);
		case "open-low-ports": return withLowPorts(plan, intervention.service);
		case "raise-memory": return withService(plan, intervention.service, (service) => ({
			...service,
			memory: {
				value: intervention.bytes,
				because: "raised for this trial"
			}
		}));
		case "extend-start": return extended(plan, intervention);
		case "waive-health": return waived(plan, intervention.service);
		case "start-command": return withService(plan, intervention.service, (service) => ({
			...service,
			entrypoint: {
				value: intervention.command,
				because: "changed for this trial"
			},
			command: { value: [] }
		}));
	}
}
/** More time before the gate gives up and, where a health check gave up, before that does. */
function extended(plan, { service, timeout, health }) {
	const longer = {
		...plan,
		startTimeout: {
			value: millis(plan.startTimeout.value + timeout),
			because: "extended for this trial"
		}
	};
	if (health !== true) return longer;
	return withService(longer, service, (each) => each.healthcheck ? {
		...each,
		healthcheck: {
			...each.healthcheck,
			startPeriod: millis((each.healthcheck.startPeriod ?? 0) + timeout)
		}
	} : each);
}
function waived(plan, name) {
	const services = plan.services.map((service) => ({
		...service,
		needs: service.needs.map((need) => need.service === name && need.condition === "healthy" ? {
			...need,
			condition: "started"
		} : need)
	}));
	return {
		...plan,
		services
	};
}
/** The setting belongs to the namespace: it is made where that is opened. */
function withLowPorts(plan, name) {
	return withService(plan, plan.services.find((service) => service.name === name)?.networkOf?.value ?? name, (service) => ({
		...service,
		settings: {
			...service.settings,
			sysctls: {
				...service.settings.sysctls,
				"net.ipv4.ip_unprivileged_port_start": "0"
			}
		}
	}));
}
function withService(plan, name, change) {
	return {
		...plan,
		services: plan.services.map((service) => service.name === name ? change(service) : service)
	};
}
function withVariable(plan, name, variable, value) {
	return withService(plan, name, (service) => ({
		...service,
		variables: {
			...service.variables,
			[variable]: {
				value,
				because: "set for this trial"
			}
		}
	}));
}
function redialled(plan, { from, to }) {
	const routes = plan.proxy.routes.map((route) => ({
		...route,
		targets: route.targets.map((target) => target.host === from.host && target.port === from.port ? {
			...target,
			...to
		} : target)
	}));
	return {
		...plan,
		proxy: {
			...plan.proxy,
			routes
		}
	};
}
function describeEdit({ path, startLine, endLine, replacement }) {
	const text = replacement.split("\n").map((line) => line.trim()).join(" / ");
	if (endLine < startLine) return `\`${text}\` was put in front of ${path}:${startLine}`;
	return text === "" ? `${path}:${startLine} was left out` : `${path}:${startLine} became \`${text}\``;
}
/** What was done, in the past tense, for the reader. */
function describeIntervention(intervention) {
	switch (intervention.kind) {
		case "redial": return `nginx dialled ${intervention.to.host}:${intervention.to.port} in place of ${intervention.from.host}:${intervention.from.port}, in a copy`;
		case "edit-files": return `${intervention.edits.map(describeEdit).join(", ")}, in a copy`;
		case "forward-loopback": return `a forwarder inside ${intervention.service} passed port ${intervention.port} on to ${intervention.address}`;
		case "supply-pair": return `a certificate and key that belong together stood at ${intervention.paths.join(" and ")}`;
		case "open-socket": return `everybody was let to ${intervention.path} in ${intervention.service}`;
		case "set-variable": return `${intervention.name} was set for ${intervention.service}`;
		case "open-low-ports": return `${intervention.service} was allowed to open ports below 1024`;
		case "raise-memory": return `${intervention.service} was given ${showSize(intervention.bytes)} of memory`;
		case "extend-start": return `${intervention.service} was given ${showDuration(intervention.timeout)} more`;
		case "waive-health": return `what waits for ${intervention.service} to be healthy was started without that`;
		case "start-after": return `${intervention.service} was started once ${intervention.dependency} took connections`;
		case "start-command": return `${intervention.service} was started by \`${intervention.command.join(" ")}\``;
	}
}

// src/laboratory.ts
/** A laboratory over the running environment: containers that a change does not touch stay as they are. */
function makeLaboratory(context) {
	const { environment, plan, images, workspace } = context;
	const run = async (trial) => {
		const { results } = await observe({
			environment,
			mentionsPort: context.mentionsPort,
			namedHosts: context.namedHosts,
			isRepeated: true
		});
		context.onProbes(results.map((result) => ({
			...result,
			trial
		})));
		return outcomeOf(environment, results);
	};
	return {
		async control(intervention) {
			if (intervention.kind === "extend-start" && intervention.health !== true) return context.first;
			if (intervention.kind === "start-after") return context.first;
			environment.note("control trial: the same once more, unchanged");
			await environment.change(plan, images, workspace, servicesOf(intervention));
			return run("control");
		},
		async treatment(intervention) {
			environment.note(`treatment trial: ${describeIntervention(intervention)}`);
			try {
				if (intervention.kind === "start-after" && !await environment.listens(intervention.dependency, plan.startTimeout.value)) return `${intervention.dependency} took no connections`;
				const changed = await changedTrial(context, intervention);
				if (typeof changed === "string") return changed;
				await environment.change(changed.plan, changed.images, changed.workspace, servicesOf(intervention));
				const outcome = await run("treatment");
				return intervention.kind === "raise-memory" ? {
					...outcome,
					peaks: await peakOf(environment, intervention.service)
				} : outcome;
			} catch (error) {
				if (error instanceof FailureError && error.failure.kind !== "interrupted") return `the change could not be made: ${error.failure.message}`;
				throw error;
			}
		}
	};
}
/** What a service took of memory so far: the kernel's own record, else what it takes now. */
async function peakOf(environment, service) {
	const running = environment.all().find((each) => each.service.name === service && each.isRunning);
	if (!running) return /* @__PURE__ */ new Map();
	const [peak, usage] = await Promise.all([memoryPeak(environment.engine, running.container), environment.engine.usage(running.container)]);
	return /* @__PURE__ */ new Map([[service, peak ?? usage?.memoryPeak ?? 0]]);
}
async function changedTrial(context, intervention) {
	const edits = editsOf(intervention);
	if (edits.length === 0) return {
		plan: applyIntervention(context.plan, intervention),
		images: context.images,
		workspace: context.workspace
	};
	const workspace = context.workspace.withEdits(edits);
	const plan = applyIntervention(await context.replan(workspace), intervention);
	const rebuilt = await rebuild(context, plan, workspace, edits);
	return typeof rebuilt === "string" ? rebuilt : {
		plan,
		workspace,
		images: rebuilt
	};
}
/** Builds anew what has a changed file in its context; the proxy's own text files are uploaded in place of a build. */
async function rebuild(context, plan, workspace, edits) {
	const deployed = /* @__PURE__ */ new Set([...plan.proxy.files.filter((file) => file.isPart !== true).map((file) => file.repo), ...plan.platformFiles ?? []]);
	const touched = edits.filter((edit) => !deployed.has(edit.path));
	const services = plan.services.filter((service) => {
		const { image } = service;
		if (plan.platformFiles && isRewritten(image, serviceNamed(context.plan, service.name)?.image)) return true;
		return image.kind === "build" && touched.some((edit) => edit.path === image.dockerfile || image.context === "" || edit.path.startsWith(`${image.context}/`));
	});
	if (services.length === 0) return context.images;
	const built = await buildImages({
		...plan,
		services
	}, {
		...context.build,
		workspace
	});
	const failed = built.records.find((record) => !record.ok);
	return failed ? `the changed image of ${failed.service} could not be built: ${(failed.error ?? "").slice(0, 200)}` : new Map([...context.images, ...built.images]);
}
/** Whether a platform builds otherwise since its file reads otherwise. */
function isRewritten(image, before) {
	const key = (each) => JSON.stringify({
		...each,
		at: void 0,
		places: void 0
	});
	return key(image) !== key(before);
}
/** What a trial showed, for the proof. */
function outcomeOf(environment, probes) {
	const states = environment.all().map((running) => {
		const [exit] = running.exits;
		return [running.service.name, running.startError !== void 0 ? "could not be started" : exit ? `exit code ${exit.code}` : running.startedAt === 0 ? "not started" : "running"];
	});
	const words = environment.all().filter((running) => running.exits.length > 0).map((running) => [running.service.name, (running.log.lines().findLast((line) => line.text.trim() !== "")?.text ?? "").replace(/[\d:./-]+/g, "#")]);
	return {
		probes,
		states: new Map(states),
		words: new Map(words)
	};
}

// src/build-laboratory.ts
/** A laboratory without an environment: each trial builds the images and, when they can be built, boots and asks the whole project. */
function makeBuildLaboratory(context) {
	return {
		control: () => trial(context, context.plan, context.workspace, "control"),
		async treatment(intervention) {
			try {
				const workspace = context.workspace.withEdits(editsOf(intervention));
				return await trial(context, await context.replan(workspace), workspace, "treatment");
			} catch (error) {
				if (error instanceof FailureError && error.failure.kind !== "interrupted") return `the change could not be made: ${error.failure.message}`;
				throw error;
			}
		}
	};
}
async function trial(context, plan, workspace, name) {
	if (fatalProblems(plan).length > 0) return refusedOutcome;
	const { images, records } = await buildImages(plan, {
		...context.build,
		workspace
	});
	if (records.some((record) => !record.ok)) return unbuiltOutcome(records);
	const environment = await Environment.boot(plan, images, workspace, context.boot);
	try {
		const { results } = await observe({
			environment,
			mentionsPort: context.mentionsPort,
			namedHosts: context.namedHosts
		});
		context.onProbes(results.map((result) => ({
			...result,
			trial: name
		})));
		return outcomeOf(environment, results);
	} finally {
		await environment.close();
	}
}
/** What a trial showed that its platform refuses. */
const refusedOutcome = {
	probes: [],
	states: /* @__PURE__ */ new Map([["the platform", "refuses its file"]])
};
/** What a trial showed that ended with the build. */
function unbuiltOutcome(records) {
	return {
		probes: [],
		states: new Map(records.filter((record) => !record.ok).map((record) => [record.service, "could not be built"]))
	};
}

// src/evidence/names.ts
/** More names than this are not looked up. */
const mostNames = 8;
const patienceMs$2 = 5e3;
/** Whoever answers more is no resolver. */
const mostOutput = 4096;
/** What the system of the proxy's container answers for the names that nginx dials; none when it does not run or has no program to ask with. */
async function collectNames(environment) {
	const { plan, proxy } = environment;
	const hosts = plan.proxy.routes.flatMap((route) => route.targets).map((target) => (target.through ?? target).host);
	const names = [...new Set(hosts)].filter((host) => host !== "" && !isAddressLiteral(host) && !isLoopback(host)).slice(0, mostNames);
	if (proxy?.isRunning !== true) return [];
	return (await Promise.all(names.map(async (name) => ({
		name,
		addresses: await lookUp(environment, proxy.container, name)
	})))).flatMap(({ name, addresses }) => addresses ? [{
		name,
		addresses
	}] : []);
}
/** The addresses of a name; undefined when nothing was answered. */
async function lookUp(environment, container, name) {
	const session = await environment.engine.exec(container, [
		"getent",
		"hosts",
		name
	]);
	const timer = setTimeout(() => session.close(), patienceMs$2);
	let text = "";
	try {
		for await (const chunk of session.stream) {
			text += String(chunk).slice(0, mostOutput);
			if (text.length >= mostOutput) return void 0;
		}
	} finally {
		clearTimeout(timer);
		session.close();
	}
	const code = await session.exitCode();
	if (code !== 0 && code !== 2) return void 0;
	return text.split("\n").flatMap((line) => /^([0-9a-f.:]+)\s/.exec(line)?.[1] ?? []);
}

// src/evidence/certificates.ts
/** Folders and bytes that are looked through for a certificate or key that could be meant. */
const mostFolders = 6;
const largestFolder = 8388608;
const largestFile = 65536;
const mostFiles$1 = 100;
/** What the proxy's configuration names as certificates and keys, and what those files and their neighbours hold; no key is kept. */
async function collectCertificates(environment, running) {
	const { proxy } = environment.plan;
	const pairs = environment.supply?.pairs ?? [];
	const place = ({ path, directive }) => {
		const at = placeOf(proxy, directive);
		return {
			path,
			written: directive.args[0]?.text ?? "",
			...at ? { at } : {}
		};
	};
	const folders = new Set(pairs.flatMap(({ certificate, key }) => [parentOf(certificate.path), parentOf(key.path)]));
	const files = await Promise.all([...folders].slice(0, mostFolders).map((folder) => filesIn(environment, running.container, folder)));
	return {
		pairs: pairs.map(({ certificate, key, passwords }) => ({
			certificate: place(certificate),
			key: place(key),
			...passwords ? { passwords: place(passwords) } : {}
		})),
		files: files.flat().slice(0, mostFiles$1)
	};
}
async function filesIn(environment, container, folder) {
	const archive = await environment.engine.download(container, folder);
	if (!archive || archive.length > largestFolder) return [];
	return (await unpackArchive(archive, largestFile)).flatMap((entry) => {
		const path = `${parentOf(folder)}/${entry.path}`;
		if (entry.kind !== "file" || parentOf(path) !== folder || entry.content.length === 0) return [];
		const { certificate, key, isLocked } = readPem(entry.content);
		const isNone = certificate === void 0 && key === void 0 && !isLocked;
		return [{
			path,
			...certificate === void 0 ? {} : { certificate },
			...key === void 0 ? {} : { key },
			...isLocked ? { isLocked } : {},
			...isNone ? { isNone } : {}
		}];
	});
}
function parentOf(path) {
	return path.slice(0, path.lastIndexOf("/"));
}

// src/evidence/paths.ts
const mostLinks = 8;
const mostPaths = 60;
/** Looks at paths in the containers that run; services that cannot be looked into are left out. */
async function collectPaths(environment, requests) {
	if (requests.length === 0) return {
		records: [],
		workers: [],
		users: {}
	};
	const services = [.../* @__PURE__ */ new Set([environment.plan.proxy.service, ...requests.map((request) => request.service)])];
	const views = await Promise.allSettled(services.map((service) => environment.viewOf(service)));
	const seen = services.flatMap((service, index) => {
		const view = views[index];
		return view?.status === "fulfilled" ? [[service, view.value]] : [];
	});
	const own = seen.find(([service]) => service === environment.plan.proxy.service)?.[1];
	const paths = (service) => [...new Set(requests.filter((request) => request.service === service).map((request) => request.path))].slice(0, mostPaths);
	const [records, users, workers] = await Promise.all([
		Promise.all(seen.map(([service, view]) => recordsOf(service, view, paths(service)))),
		Promise.all(seen.map(async ([service, view]) => [service, Object.fromEntries(await userNames(view))])),
		own ? nginxWorkers(own) : []
	]);
	return {
		records: records.flat(),
		workers,
		users: usedNames(Object.fromEntries(users), records.flat(), workers)
	};
}
/** Names of the users that are spoken of, and no others. */
function usedNames(users, records, workers) {
	const used = new Set([...records.flatMap((record) => record.steps.map((step) => step.uid)), ...workers.map((worker) => worker.uid)].map(String));
	return Object.fromEntries(Object.entries(users).map(([service, names]) => [service, Object.fromEntries(Object.entries(names).filter(([uid]) => used.has(uid)))]));
}
async function recordsOf(service, view, paths) {
	const walks = paths.filter((path) => path.startsWith("/") && path.length < 1e3 && !path.includes("\0")).map((path) => ({
		asked: path,
		path,
		steps: [],
		isDone: false
	}));
	for (let round = 0; round < mostLinks && walks.some((walk) => !walk.isDone); round++) {
		const open = walks.filter((walk) => !walk.isDone);
		const wanted = [...new Set(open.flatMap((walk) => foldersAbove(walk.path)))];
		const entries = new Map((await lookAt(view, wanted)).map((entry) => [entry.path, entry]));
		for (const walk of open) advance(walk, entries);
	}
	return walks.map(({ asked, steps }) => ({
		service,
		path: asked,
		steps
	}));
}
/** Goes along a path as far as it leads; a link on the way gives another path to go. */
function advance(walk, entries) {
	const steps = [];
	for (const folder of foldersAbove(walk.path)) {
		const entry = entries.get(folder);
		if (entry?.link) {
			walk.path = resolved(folder, entry.link) + walk.path.slice(folder.length);
			return;
		}
		steps.push(stepOf(folder, entry));
		if (entry?.mode === void 0) break;
	}
	walk.steps = steps;
	walk.isDone = true;
}
function resolved(link, target) {
	const parts = target.startsWith("/") ? [] : link.split("/").slice(1, -1);
	for (const part of target.split("/")) if (part === "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return `/${parts.join("/")}`;
}
const kinds = {
	16384: "folder",
	32768: "file",
	49152: "socket"
};
function stepOf(path, entry) {
	if (entry?.mode === void 0) return {
		path,
		kind: "absent",
		mode: 0,
		uid: 0,
		gid: 0
	};
	return {
		path,
		kind: kinds[entry.mode & 61440] ?? "other",
		mode: entry.mode & 4095,
		uid: entry.uid,
		gid: entry.gid
	};
}

// src/evidence/collect.ts
/** Gathers the facts of a trial. Never throws for what cannot be had: each key says why it is missing. */
async function collectFacts(input) {
	const { environment } = input;
	const notBooted = { missing: "nothing was started" };
	const [sockets, services, proxy] = environment ? await Promise.all([
		attempt(() => collectSockets(input)),
		attempt(() => Promise.all(environment.plan.services.map((service) => collectService(environment, service.name, input.listening.get(service.name))))),
		attempt(() => collectProxy(environment))
	]) : [
		notBooted,
		notBooted,
		notBooted
	];
	const errors = "value" in proxy ? proxy.value.errors : [];
	return {
		builds: { value: input.builds },
		services,
		sockets,
		proxy,
		probes: environment ? await attempt(() => input.askRaw(environment, errors)) : notBooted,
		sources: await attempt(() => Promise.resolve(input.sources("value" in services ? services.value : []))),
		paths: environment ? await attempt(() => collectPaths(environment, input.paths("value" in sockets ? sockets.value : []))) : notBooted,
		protocols: environment ? await attempt(() => input.protocols(environment)) : notBooted
	};
}
async function attempt(collect) {
	try {
		return { value: await collect() };
	} catch (error) {
		return { missing: error instanceof Error ? error.message : String(error) };
	}
}
async function collectSockets(input) {
	return (await Promise.all([...input.watches.values()].map((watch) => watch.record()))).flatMap((each) => each ?? []);
}
async function collectService(environment, name, listening) {
	const running = environment.running(name);
	if (!running) return {
		name,
		state: "not-started",
		exits: [],
		log: [],
		truncated: 0,
		image: {
			reference: "",
			exposed: [],
			entrypoint: [],
			command: [],
			workingDir: "/",
			user: ""
		},
		variables: [],
		processes: [],
		addresses: [],
		watchedMs: 0
	};
	await running.drained();
	const [state, usage, processes] = await Promise.all([
		environment.engine.inspect(running.container),
		running.isRunning ? environment.engine.usage(running.container) : void 0,
		running.isRunning ? environment.engine.processes(running.container) : []
	]);
	const limit = running.service.memory?.value ?? 0;
	const config = running.imageConfig;
	return {
		name,
		state: running.startError !== void 0 || running.heldBackBy !== void 0 || running.startedAt === 0 ? "not-started" : running.exits.length > 0 ? "exited" : "running",
		exits: running.exits.map((exit) => ({
			...exit,
			oomKilled: exit.oomKilled || state.oomKilled
		})),
		log: running.log.lines(),
		...running.restarts.length > 0 ? { restarts: running.restarts.map(({ code, at, oomKilled }) => ({
			code,
			at,
			oomKilled
		})) } : {},
		...listening ? { listening } : {},
		truncated: running.log.dropped,
		memory: {
			limit,
			peak: usage?.memoryPeak ?? 0,
			oomEvents: running.oomEvents
		},
		image: {
			reference: referenceOf(environment.plan, running),
			exposed: config?.exposed ?? [],
			entrypoint: config?.entrypoint ?? [],
			command: config?.command ?? [],
			workingDir: config?.workingDir ?? "/",
			user: config?.user ?? ""
		},
		variables: [.../* @__PURE__ */ new Set([...Object.keys(config?.variables ?? {}), ...Object.keys(running.service.variables)])],
		processes,
		watchedMs: running.exits[0]?.at ?? running.age,
		addresses: Object.values(environment.namespaceOf(name)?.addresses ?? {}).filter((address) => address !== ""),
		...running.startError === void 0 ? {} : { startError: running.startError },
		...running.heldBackBy === void 0 ? {} : { heldBackBy: running.heldBackBy },
		...state.health ? { health: state.health } : {}
	};
}
/** The image as the project names it, not as a run does. */
function referenceOf(plan, running) {
	const { image } = running.service;
	return image.kind === "reference" ? image.reference : `built from ${image.dockerfile}`;
}
async function collectProxy(environment) {
	const running = environment.proxy;
	if (!running) return {
		state: "not-started",
		observed: false,
		startErrors: [],
		errors: [],
		attempts: []
	};
	await running.drained();
	const [logs, names] = await Promise.all([readProxyLogs(environment.engine, running.container), collectNames(environment)]);
	const output = running.log.lines().map((line) => line.text).join("\n");
	const version = running.imageConfig?.variables["NGINX_VERSION"];
	const certificates = running.exits.length > 0 ? await collectCertificates(environment, running) : void 0;
	return {
		state: running.startError !== void 0 || running.heldBackBy !== void 0 || running.startedAt === 0 ? "not-started" : running.exits.length > 0 ? "exited" : "running",
		observed: logs !== void 0,
		startErrors: parseStartErrors(`${output}\n${running.exits.length > 0 ? logs?.error ?? "" : ""}`),
		errors: parseErrorLog(logs?.error || output),
		attempts: parseAccessLog(logs?.access ?? ""),
		...version === void 0 ? {} : { version },
		...certificates && certificates.pairs.length > 0 ? { certificates } : {},
		...names.length > 0 ? { names } : {}
	};
}

// src/plan/git-ignore.ts
/** The line of a `.gitignore` that keeps a path out of the repository; undefined when none does. Ignore files of the folders above it count. */
function gitIgnoringLine(workspace, path) {
	for (let folder = folderOf(path);; folder = folderOf(folder)) {
		const found = lineIn(workspace, folder, path);
		if (found !== void 0 || folder === "") return found;
	}
}
function lineIn(workspace, folder, path) {
	const file = folder === "" ? ".gitignore" : `${folder}/.gitignore`;
	const inside = folder === "" ? path : path.slice(folder.length + 1);
	const last = (workspace.read(file) ?? "").split(/\r?\n/).map((text, index) => ({
		text: text.trim(),
		line: index + 1
	})).findLast(({ text }) => text !== "" && !text.startsWith("#") && expressionOf(text.replace(/^!/, "")).test(inside));
	return last && !last.text.startsWith("!") ? workspace.locate(file, last.line) : void 0;
}
/** A pattern without a slash before its end matches at any depth; a match takes everything below it. */
function expressionOf(pattern) {
	const clean = pattern.replace(/^\/+|\/+$/g, "");
	const source = clean.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (part) => {
		if (part === "**/") return "(?:.*/)?";
		if (part === "**") return ".*";
		return part === "*" ? "[^/]*" : part === "?" ? "[^/]" : `\\${part}`;
	});
	const isAnywhere = !pattern.replace(/\/+$/, "").includes("/");
	return clean === "" ? /^(?!)$/ : new RegExp(`^${isAnywhere ? "(?:.*/)?" : ""}${source}(?:/|$)`);
}

// src/plan/manifest-words.ts
/** What package managers say when the file that lists a project's packages is not there: the words, and its name where they do not hold it. */
const patterns = [
	[/Could not open requirements file: \[Errno 2\] No such file or directory: '([^']+)'/],
	[/(?:ERROR: )?(?:File|Directory) '?\S*?'? (?:does not appear to be a Python project|is not installable)[^\n]*(?:setup\.py|pyproject\.toml)/, "pyproject.toml"],
	[/Poetry could not find a (pyproject\.toml) file/],
	[/No (Pipfile) present|(Pipfile) not found/i, "Pipfile"],
	[/(?:can only install|requires) (?:packages )?(?:with )?an existing (package-lock\.json)/],
	[/ENOENT[^\n]*open '([^'\n]*package\.json)'/i],
	[/Could not read (package\.json)/],
	[/Couldn't find a (package\.json) file/],
	[/No (package\.json)[^\n]* found in/],
	[/ERR_PNPM_NO_LOCKFILE/, "pnpm-lock.yaml"],
	[/Composer could not find a (composer\.json) file/],
	[/Could not locate (Gemfile)/],
	[/(go\.mod) file not found/],
	[/cannot find main module/, "go.mod"],
	[/there is no POM in this directory/, "pom.xml"],
	[/does not contain a Gradle build/, "build.gradle"],
	[/could not find `(Cargo\.toml)`/],
	[/MSB1009: Project file does not exist[^\n]*Switch: (\S+)/],
	[/MSB1003/, "*.csproj"]
];
/** The manifest that the output of a build step says is missing, as it names it; undefined when it says nothing of the kind. */
function missingManifest(log) {
	for (const line of log.toReversed()) for (const [pattern, name] of patterns) {
		const match = pattern.exec(line.slice(0, 1e3));
		if (match) return match[1] ?? match[2] ?? name;
	}
}

// src/plan/build-step.ts
/** More files than this are not compared by name. */
const mostFiles = 5e3;
/** The instruction at which a build failed and the files that it lacks; undefined when the builder named no line of it. */
function describeStep(workspace, build, record) {
	const step = readStep(workspace, build, record);
	const at = step && build.places?.[step.at.line - 1];
	return step && at ? {
		...step,
		at,
		lines: [at]
	} : step;
}
function readStep(workspace, build, record) {
	const text = build.inline ?? workspace.read(build.dockerfile);
	if (text === void 0 || record.line === void 0) return void 0;
	const file = parseDockerfile(build.dockerfile, text, build.args);
	const stage = file.stages.find((each) => each.at.line === record.line);
	if (stage) return {
		keyword: "FROM",
		at: stage.at,
		lines: [stage.at],
		workingDir: "/",
		absent: [],
		mentions: []
	};
	const place = file.stages.flatMap((each) => each.instructions.flatMap((instruction) => instruction.at.line === record.line ? [{
		file,
		stage: each,
		instruction
	}] : []))[0];
	if (place) return describe(workspace, build, record, place);
	const at = build.inline === void 0 ? workspace.locate(build.dockerfile, record.line) : {
		path: build.dockerfile,
		line: record.line
	};
	return {
		keyword: /^\s*(\w+)/.exec(at.text ?? "")?.[1] ?? "",
		at,
		lines: [at],
		workingDir: "/",
		absent: [],
		mentions: []
	};
}
function describe(workspace, build, record, place) {
	const { instruction } = place;
	const { at } = instruction;
	const workingDir = workingDirAt(place, build);
	const last = record.endLine ?? at.endLine ?? at.line;
	const lines = Array.from({ length: Math.max(1, last - at.line + 1) }, (_, index) => build.inline === void 0 ? workspace.locate(build.dockerfile, at.line + index) : at);
	const landed = copiesOf(workspace, build, place.file, place.stage).filter((mapping) => (mapping.at?.line ?? 0) < at.line);
	const absent = instruction.keyword === "RUN" ? absentManifest(workspace, build, record, landed, workingDir) : absentSources(workspace, build, instruction, place);
	return {
		keyword: instruction.keyword,
		at,
		lines,
		workingDir,
		absent,
		mentions: mentionsIn(workspace, build, record.log, landed, workingDir)
	};
}
function workingDirAt({ file, stage, instruction }, build) {
	const { variables } = imageSettings(file, stage, build.args);
	return stageLine(file, stage).stages.flatMap((each) => each.instructions).filter((each) => each.keyword === "WORKDIR" && each.at.line < instruction.at.line).reduce((folder, each) => resolvePath(folder, expandVariables(each.text, (name) => variables[name]?.value ?? build.args[name])), "/");
}
/** Sources of a COPY or ADD that the context does not have. */
function absentSources(workspace, build, instruction, { file, stage }) {
	if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD" || instruction.flags["from"] !== void 0) return [];
	const { variables } = imageSettings(file, stage, build.args);
	return (instruction.json ?? shellWords(instruction.text).map((word) => word.text)).map((word) => expandVariables(word, (name) => variables[name]?.value ?? build.args[name])).slice(0, -1).filter((source) => !/^[a-z]+:\/\/|^git@|^<</.test(source)).flatMap((source) => absentSource(workspace, build, source) ?? []);
}
function absentSource(workspace, build, source) {
	const found = matchSources(workspace, build, source);
	const ignored = found.map((path) => ignoringLine(workspace, build, path));
	if (found.length > 0 && ignored.some((at) => at === void 0)) return void 0;
	const [ignoredAt] = ignored;
	if (ignoredAt) return {
		name: source,
		alike: [],
		ignoredAt
	};
	const clean = source.replace(/^(\.?\/)+/, "").replace(/\/$/, "");
	const above = outsideOf(workspace, build, clean);
	const wanted = joinPath(build.context, clean);
	const uncommittedAt = wanted === void 0 ? void 0 : gitIgnoringLine(workspace, wanted);
	return {
		name: source,
		alike: alikeFiles(workspace, build, clean).map((path) => ({ path })),
		...uncommittedAt ? { uncommittedAt } : {},
		...above === void 0 ? {} : { outside: above }
	};
}
/** Where the repository has a file of that path when the context is one of its folders. */
function outsideOf(workspace, build, name) {
	const candidates = [joinPath(build.context, name), joinPath("", name.replace(/^(\.\.\/)+/, ""))];
	return build.context === "" ? void 0 : candidates.find((path) => path !== void 0 && path !== "" && workspace.kindOf(path) !== void 0 && !path.startsWith(`${build.context}/`));
}
/** Paths of the context that may be meant by one that is not there: the same in other case, the same name elsewhere, one like it. */
function alikeFiles(workspace, build, name, isExact = false) {
	const paths = contextPaths(workspace, build);
	const base = baseOf(name);
	const folder = name.slice(0, Math.max(0, name.length - base.length));
	const sameCase = paths.filter((path) => path.toLowerCase() === name.toLowerCase());
	const elsewhere = paths.filter((path) => baseOf(path) === base);
	if (isExact) return [.../* @__PURE__ */ new Set([...sameCase, ...elsewhere])].slice(0, 4);
	const near = nearest(base, paths.filter((path) => path.slice(0, path.length - baseOf(path).length) === folder).map(baseOf));
	const ending = paths.filter((path) => base.includes(".") && baseOf(path).replace(/\.\w+$/, "").toLowerCase() === base.replace(/\.\w+$/, "").toLowerCase() && path.startsWith(folder));
	return [.../* @__PURE__ */ new Set([
		...sameCase,
		...elsewhere,
		...near === void 0 ? [] : [`${folder}${near}`],
		...ending
	])].slice(0, 4);
}
function contextPaths(workspace, build) {
	const paths = [];
	for (const entry of workspace.entries(build.context, isSkipped)) {
		if (ignoringLine(workspace, build, entry.path) === void 0) paths.push(build.context === "" ? entry.path : entry.path.slice(build.context.length + 1));
		if (paths.length >= mostFiles) break;
	}
	return paths.toSorted((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
}
/** The manifest that a tool says it cannot find. */
function absentManifest(workspace, build, record, landed, workingDir) {
	const name = missingManifest(record.log);
	if (name === void 0) return [];
	const inContext = name.startsWith("/") ? baseOf(name) : name;
	const isFixed = !/requirements|\.txt$/.test(inContext);
	const alike = alikeFiles(workspace, build, inContext.replace(/^\.\//, ""), isFixed).map((path) => {
		const at = landedAt(landed, build, path);
		return at === void 0 ? { path } : {
			path,
			landed: at
		};
	});
	const wanted = resolvePath(workingDir, name);
	const ignored = joinPath(build.context, inContext);
	const ignoredAt = ignored !== void 0 && workspace.isFile(ignored) ? ignoringLine(workspace, build, ignored) : void 0;
	return [{
		name,
		alike: alike.filter((each) => each.landed !== wanted),
		...ignoredAt ? { ignoredAt } : {}
	}];
}
/** Where a file of the context has been copied to. */
function landedAt(landed, build, path) {
	const repo = joinPath(build.context, path);
	for (const mapping of landed.toReversed()) {
		if (mapping.repo === repo) return mapping.container;
		if (mapping.kind === "folder" && repo !== void 0 && (mapping.repo === "" || repo.startsWith(`${mapping.repo}/`))) return `${mapping.container === "/" ? "" : mapping.container}/${mapping.repo === "" ? repo : repo.slice(mapping.repo.length + 1)}`;
	}
}
/** Places of the project in a step's output: "src/cart.ts:14:3", "src/cart.ts(14,3)", `File "setup.py", line 3`. */
function mentionsIn(workspace, build, log, landed, workingDir) {
	const found = log.flatMap((line) => {
		const match = /(?:^|[\s("'])((?:\/|\.{1,2}\/)?[\w@.-]+(?:\/[\w@.[\]-]+)*\.\w{1,6})["']?(?::|\(|, line )(\d{1,6})\b/.exec(line);
		const repo = match ? repoOf(workspace, build, landed, resolvePath(workingDir, match[1] ?? "")) : void 0;
		return match && repo !== void 0 ? [workspace.locate(repo, Number(match[2]))] : [];
	});
	return found.filter((at, index) => at.text !== void 0 && found.findIndex((other) => other.path === at.path && other.line === at.line) === index).slice(0, 3);
}
function repoOf(workspace, build, landed, container) {
	for (const mapping of landed.toReversed()) {
		const prefix = mapping.container === "/" ? "/" : `${mapping.container}/`;
		const inside = mapping.container === container ? "" : mapping.kind === "folder" && container.startsWith(prefix) ? container.slice(prefix.length) : void 0;
		const repo = inside === void 0 ? void 0 : inside === "" ? mapping.repo : joinPath(mapping.repo, inside);
		if (repo !== void 0 && workspace.isFile(repo)) return repo;
	}
}
function baseOf(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}

// src/probe/interruption.ts
/** How long an interrupted program has to say where it was. */
const patienceMs$1 = 1500;
/** Runtimes that tell on which line they were when they are interrupted. */
const telling = /(?:^|[\s/])(?:python|ruby)[\d.]*(?:\s|$)/;
/** Every process but the first of the container and this one. */
const interruptAll = [
	"sh",
	"-c",
	"kill -INT -1"
];
/**
* The records with what the services that run and listen on nothing say when they are interrupted: the line that they were on. They are gone
* afterwards, which changes nothing for requests that they do not take.
*/
async function withInterruptions(environment, records, sockets) {
	const isDeaf = (name) => sockets.some((each) => each.service === name && each.sockets.length === 0);
	const stuck = records.filter((record) => record.state === "running" && isDeaf(record.name) && record.processes.some(({ command }) => telling.test(command)));
	const told = await Promise.all(stuck.map((record) => withInterruption(environment, record)));
	return records.map((record) => told.find(({ name }) => name === record.name) ?? record);
}
async function withInterruption(environment, record) {
	const running = environment.running(record.name);
	if (running?.isRunning !== true) return record;
	const before = running.log.count;
	try {
		await interrupt(environment, running);
		if (running.isRunning) await interrupt(environment, running);
		await running.drained();
	} catch (error) {
		if (environment.signal.aborted) throw error;
	}
	const said = running.log.lines().slice(-Math.max(1, running.log.count - before)).map(({ text }) => text);
	return running.log.count === before ? record : {
		...record,
		interrupted: said.slice(-80)
	};
}
async function interrupt({ engine, signal, changed }, running) {
	const until = performance.now() + patienceMs$1;
	await engine.kill(running.container, "SIGINT");
	if (running.isRunning) (await engine.exec(running.container, interruptAll, { user: "0" })).stream.end();
	for (let left = patienceMs$1; running.isRunning && left > 0; left = until - performance.now()) {
		signal.throwIfAborted();
		await changed.next(left);
	}
}

// src/model/peer-words.ts
/** Words of a program that could not reach or use another one. */
const peerWords = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)\b|connection (?:to .{1,160} )?(?:was )?(?:refused|failed|timed out)|could(?: not|n't) (?:connect|translate host name|resolve)|can(?:not|'t) connect|failed to connect|unable to connect|error connecting|name or service not known|temporary failure in name resolution|nodename nor servname|no such host|server misbehaving|UnknownHost|unknown (?:mysql server )?host|getaddrinfo|no route to host|network is unreachable|i\/o timeout|waiting for .{1,60}(?:to (?:be|come|become|start)|:\d{2,5}|database|postgres|mysql|redis|mongo|rabbit)|authentication failed|access denied for user|WRONGPASS|NOAUTH|AUTH <password>|no password (?:supplied|was provided)|client password must be|(?:database|role|user) "[^"]{1,80}" does not exist|unknown database|is starting up|is unavailable|not ready/i;

// src/probe/dependencies.ts
/** A program that takes no connections after this time since its start is not waited for, in milliseconds. */
const patienceMs = 2e4;
/**
* What listens in the services that another one may have wanted: looked at when the output of one speaks of a program it could not
* reach, and after each had time to come up.
*/
async function watchDependencies(environment) {
	const { plan } = environment;
	await Promise.all(environment.all().map((running) => running.drained()));
	const speaks = environment.all().filter((running) => running.service.essential && running.service.role !== "proxy" && running.log.lines().some((line) => peerWords.test(line.text)));
	if (speaks.length === 0) return /* @__PURE__ */ new Map();
	const others = environment.all().filter((running) => running.service.role !== "proxy" && running.service.role !== "task" && running.isRunning && (running.service.essential || running.service.image.kind === "reference"));
	const seen = await Promise.all(others.map(async (running) => {
		const { name } = running.service;
		await environment.listens(name, speaks.includes(running) ? 0 : Math.max(0, Math.min(patienceMs, plan.startTimeout.value) - running.age));
		const record = await new SocketWatch(environment, name).record();
		return record ? [[name, record.sockets]] : [];
	}));
	return new Map(seen.flat());
}

// src/probe/raw-answer.ts
/** Bytes that are kept of an answer, and that are read of it. */
const keptBytes = 4096;
const mostBytes = 1048576;
const timeoutMs = 1e4;
const mostAnswers = 8;
/** Words by which nginx says that it could not make sense of what an address sent. */
const senseless = /^upstream sent (?:invalid|duplicate|unknown|no valid|"|HTTP\/1\.0 response with)/;
function isSenseless({ message, action }) {
	return senseless.test(message) || message.startsWith("upstream prematurely closed") && action?.startsWith("reading upstream") === true;
}
/**
* The results, with what the addresses send that gave an answer of which nginx could make nothing: they are asked once more, from
* the same place and in the same version of HTTP. Asks nobody when nginx found nothing wrong with an answer.
*/
async function withRawAnswers(environment, results, errors) {
	if (!errors.some(isSenseless)) return results;
	const rank = (result) => result.error === "not-http" ? 0 : 1;
	const asked = results.filter((result) => result.via === "proxy" && (result.error !== void 0 || result.status === 502)).toSorted((a, b) => rank(a) - rank(b)).flatMap(({ probe }) => results.filter((result) => result.via === "direct" && result.probe === probe)).slice(0, mostAnswers);
	const answers = await Promise.all(asked.map((direct) => rawAnswer(environment, direct)));
	return results.map((result) => {
		const raw = answers[asked.indexOf(result)];
		return raw ? {
			...result,
			raw
		} : result;
	});
}
async function rawAnswer(environment, { probe: index, target }) {
	const probe = environment.plan.probes[index];
	const route = probe?.route === void 0 ? void 0 : environment.plan.proxy.routes[probe.route];
	const written = probe && targetsOf(environment, probe).find((each) => each.service === target?.service && each.port === target.port);
	if (!probe || !target || !written || route?.scheme !== "http" || environment.running(target.service)?.isDown !== false) return void 0;
	const httpVersion = versionFor(route, environment.proxy?.imageConfig?.variables["NGINX_VERSION"]);
	return {
		httpVersion,
		...await readRaw(dialFromProxy(environment), target.address, target.port, requestText(probe, route, written, httpVersion))
	};
}
/** nginx 1.29.7 and later speak HTTP/1.1 to upstreams where nothing else is set. */
function versionFor(route, nginx) {
	const set = route.tuning?.find((each) => each.name === "proxy_http_version")?.args[0];
	const [major = 0, minor = 0, patch = 0] = (nginx ?? "").split(/[.-]/).map(Number);
	return set === "1.0" || set === "1.1" ? set : major > 1 || major === 1 && (minor > 29 || minor === 29 && patch >= 7) ? "1.1" : "1.0";
}
function requestText(probe, route, target, version) {
	return `${[
		`${probe.method} ${passedPath(probe, route)} HTTP/${version}`,
		`Host: ${passedHost(probe, route, target)}`,
		"Connection: close",
		"User-Agent: upstream-gate",
		"Accept: */*"
	].map((line) => [...line].filter((character) => character >= " ").join("")).join("\r\n")}\r\n\r\n`;
}
/** What comes in answer to a text. Never rejects. */
async function readRaw(dial, address, port, text) {
	const kept = [];
	let bytes = 0;
	let ended = "closed";
	try {
		const limit = AbortSignal.timeout(timeoutMs);
		const socket = await dial(address, port, limit);
		limit.addEventListener("abort", () => {
			ended = "timed-out";
			socket.destroy();
		});
		socket.write(text);
		for await (const chunk of socket) {
			kept.push(chunk);
			bytes += chunk.length;
			if (bytes > mostBytes) {
				ended = "unfinished";
				break;
			}
		}
	} catch {
		if (ended === "closed") ended = "failed";
	}
	const all = Buffer.concat(kept);
	const end = all.indexOf("\r\n\r\n");
	return {
		head: all.subarray(0, keptBytes).toString("latin1"),
		bytes,
		ended,
		...end === -1 ? {} : { bodyBytes: bytes - end - 4 }
	};
}

// src/probe/unasked.ts
/** Nobody waits longer than this for an end that may not come. */
const longestMs = 2e4;
/**
* The records with what became of the services that opened their port and ended, when they are started once more and asked nothing:
* whether a request ended them, or they themselves. The containers that they are records of are gone afterwards.
*/
async function withUnaskedRuns(environment, records, readiness) {
	const isAsked = (name) => [...readiness].some(([key, how]) => how === "open" && key.startsWith(`${name}:`));
	const ended = records.filter(({ name, exits }) => exits[0] !== void 0 && name !== environment.plan.proxy.service && isAsked(name) && patienceFor(exits[0].at) <= longestMs);
	if (ended.length === 0) return records;
	try {
		await environment.again(ended.map(({ name }) => name));
	} catch (error) {
		if (environment.signal.aborted) throw error;
		return records;
	}
	const watched = await Promise.all(ended.map((record) => withUnaskedRun(environment, record)));
	return records.map((record) => watched.find(({ name }) => name === record.name) ?? record);
}
/** Twice its first life: the same start can take longer the second time. */
function patienceFor(firstLifeMs) {
	return firstLifeMs * 2 + 1e3;
}
async function withUnaskedRun(environment, record) {
	const running = environment.running(record.name);
	if (!running || running.startError !== void 0 || running.heldBackBy !== void 0) return record;
	const patience = patienceFor(record.exits[0]?.at ?? 0);
	while (!running.isDown && running.age < patience) {
		environment.signal.throwIfAborted();
		await environment.changed.next(Math.max(1, patience - running.age));
	}
	return {
		...record,
		unasked: {
			ranMs: running.exits[0]?.at ?? running.age,
			hasEnded: running.isDown
		}
	};
}

// src/prove/experiment.ts
/** More experiments than this cost more than they tell. */
const mostExperiments = 6;
/** Tries the findings' interventions, best first, for each symptom until one is confirmed; lines without their effect only then. */
async function prove(candidates, first, laboratory, subjectOf) {
	const experiments = [];
	const tried = /* @__PURE__ */ new Map();
	const settled = /* @__PURE__ */ new Set();
	const refuted = /* @__PURE__ */ new Set();
	for (const { finding, symptom } of inOrder(candidates)) {
		const { intervention } = finding;
		if (!intervention || settled.has(symptom) || tried.size >= mostExperiments) continue;
		if (isBlank(finding) && candidates.find((each) => each.symptom === symptom && !refuted.has(each.finding))?.finding !== finding) continue;
		const key = JSON.stringify(intervention);
		const proof = tried.get(key) ?? await proveOne(finding, intervention, first, laboratory);
		tried.set(key, proof);
		if (proof.result === "confirmed") settled.add(symptom);
		if (proof.result === "refuted") refuted.add(finding);
		experiments.push({
			cause: finding.cause,
			subject: subjectOf(finding),
			proof
		});
	}
	return experiments;
}
/** A line without its effect silences many a cause: every other change comes first. */
function inOrder(candidates) {
	return candidates.toSorted((a, b) => Number(isBlank(a.finding)) - Number(isBlank(b.finding)));
}
function isBlank({ intervention }) {
	return intervention?.kind === "edit-files" && intervention.isBlank === true;
}
async function proveOne(finding, intervention, first, laboratory) {
	const described = describeIntervention(intervention);
	if (!isTryable(intervention)) return {
		result: "not-attempted",
		because: "the line to change could not be rewritten by itself"
	};
	const control = await laboratory.control(intervention);
	const relevant = relevantProbes(finding, first);
	const again = stillFailing(relevant, control, badFor(intervention));
	if (again.length === 0) return {
		result: "inconclusive",
		intervention: described,
		control: showProbes(relevant, control),
		because: "without the change it passed this time: the failure is not stable"
	};
	const treatment = await laboratory.treatment(intervention);
	if (typeof treatment === "string") return {
		result: "inconclusive",
		intervention: described,
		control: showProbes(again, control),
		treatment,
		because: treatment
	};
	return {
		...judge(finding, again, control, treatment),
		intervention: described,
		control: showProbes(again, control),
		treatment: showProbes(again, treatment) + stateOf(finding, treatment) + neededBy(finding, treatment)
	};
}
/** Green where it was red; refuted only when nothing at all has changed. */
function judge(finding, relevant, control, treatment) {
	const isBad = badFor(finding.intervention);
	const still = stillFailing(relevant, treatment, isBad);
	const broken = passing(control, isBad).filter((key) => !passing(treatment, isBad).includes(key) && keysOf(treatment).includes(key));
	if (still.length === 0 && broken.length === 0) return { result: "confirmed" };
	if (still.length === 0) return {
		result: "inconclusive",
		because: "it passes now, but something else has failed"
	};
	const isSame = still.length === relevant.length && showProbes(relevant, control) === showProbes(relevant, treatment) && endOf(finding, control) === endOf(finding, treatment);
	return isSame && isDecisive(finding.intervention) ? { result: "refuted" } : {
		result: "inconclusive",
		because: isSame ? "this change alone did not help" : "the change made a difference, but something still fails"
	};
}
/** Whether a change that does not help speaks against the cause: a value, a line or a command that was only guessed does not. */
function isDecisive(intervention) {
	if (intervention?.kind === "edit-files" && intervention.isDecisive === true) return true;
	return intervention !== void 0 && intervention.kind !== "set-variable" && intervention.kind !== "edit-files" && intervention.kind !== "start-command";
}
function endOf(finding, outcome) {
	const service = finding.service ?? "";
	return `${outcome.states.get(service)} ${outcome.words?.get(service)}`;
}
/** Stands for every request through the proxy: a proxy that does not start may have left nothing to ask. */
const anything = "*";
function matches(key, result) {
	return key === anything ? result.via === "proxy" : keyOf(result) === key;
}
/** A request by its name and the way it took. */
function keyOf(result) {
	return result.via === "proxy" ? result.name : `${result.name} ${result.target?.service}`;
}
function keysOf(outcome) {
	return outcome.probes.map(keyOf);
}
/** Tells results that fail in the trials of an intervention. */
function badFor(intervention) {
	const failing = [
		500,
		502,
		503,
		504,
		...intervention?.kind === "edit-files" ? intervention.failing ?? [] : []
	];
	return (result) => result.error !== void 0 || result.unmet !== void 0 || result.refusal !== void 0 || result.status === void 0 || failing.includes(result.status);
}
/** The requests that the finding is about: those through the proxy that fail, else those straight to its service. */
function relevantProbes(finding, first) {
	const failing = first.probes.filter(badFor(void 0));
	const proxied = failing.filter((result) => result.via === "proxy");
	const isOwn = (result) => finding.service === void 0 || first.probes.some((direct) => direct.via === "direct" && direct.probe === result.probe && direct.target?.service === finding.service);
	const own = [proxied.filter(isOwn), proxied.length > 0 ? [] : first.probes.filter((result) => result.via === "proxy" && badFor(finding.intervention)(result))].find((results) => results.length > 0) ?? [];
	const chosen = own.length > 0 ? own : proxied.length > 0 ? proxied : failing.filter((result) => result.target?.service === finding.service);
	return first.probes.length === 0 ? [anything] : chosen.map(keyOf);
}
function stillFailing(keys, outcome, isBad) {
	return keys.filter((key) => outcome.probes.every((result) => !matches(key, result) || isBad(result)));
}
function passing(outcome, isBad) {
	return outcome.probes.filter((result) => result.via === "proxy" && !isBad(result)).map(keyOf);
}
/** "GET http://localhost/ -> 502". */
function showProbes(keys, outcome) {
	return keys.slice(0, 3).map((key) => {
		const result = outcome.probes.find((each) => matches(key, each));
		return result ? `${result.request} -> ${showAnswer(result)}` : withoutAnswer(outcome);
	}).join(", ") + (keys.length > 3 ? ` and ${keys.length - 3} more` : "");
}
/** Why there was nothing to ask. */
function withoutAnswer(outcome) {
	if (outcome.states.has("the platform")) return "nothing is deployed";
	const unbuilt = [...outcome.states].find(([, state]) => state === "could not be built")?.[0];
	return unbuilt === void 0 ? "nginx did not start" : `the image of ${unbuilt} could not be built`;
}
function showAnswer({ status, error }) {
	return status === void 0 ? error ?? "no answer" : error === void 0 ? String(status) : `${status}, broken off`;
}
/** The figure to choose a limit or a tariff by. */
function neededBy(finding, outcome) {
	const peak = outcome.peaks?.get(finding.service ?? "");
	return peak === void 0 || peak <= 0 ? "" : ` (${finding.service} took ${showSize(peak)})`;
}
function stateOf(finding, outcome) {
	const state = outcome.states.get(finding.service ?? "");
	return state === void 0 || state === "running" || state === "could not be built" ? "" : ` (${finding.service}: ${state})`;
}

// src/sources/paths.ts
/** Where PHP images and guides put what is served. */
const usualRoots = [
	"/var/www/html",
	"/var/www/html/public",
	"/var/www",
	"/var/www/public",
	"/app",
	"/app/public",
	"/srv/app/public",
	"/usr/share/nginx/html"
];
const mostScripts = 20;
/** What to look at in the containers: the sockets and scripts of routes on which a request failed, where nginx names them and where they could be. */
function pathRequests(workspace, plan, results, sockets) {
	const failing = results.filter((result) => result.via === "proxy" ? isFailing(result, plan.probes[result.probe]?.expect) || result.status === 500 : result.error === "refused");
	return [...new Set(failing.flatMap((result) => plan.probes[result.probe] ?? []))].flatMap((probe) => {
		const route = probe.route === void 0 ? void 0 : plan.proxy.routes[probe.route];
		return route ? [...socketRequests(plan, route, sockets), ...scriptRequests(workspace, plan, route, probe)] : [];
	});
}
function socketRequests(plan, route, recorded) {
	const proxy = serviceNamed(plan, plan.proxy.service);
	return route.targets.flatMap((target) => {
		const service = serviceOf(plan, target);
		const opened = (recorded.find((each) => each.service === service?.name)?.sockets ?? []).filter((socket) => socket.family === "unix").map((socket) => socket.address);
		const dialled = target.socket === void 0 ? [] : [target.socket];
		if (!proxy || dialled.length === 0 && opened.length === 0) return [];
		const seen = (from, to, paths) => paths.flatMap((path) => ({
			service: to.name,
			path: pathSeenBy(from, to, path) ?? path
		}));
		return service ? [
			...seen(proxy, proxy, dialled),
			...seen(proxy, service, dialled),
			...seen(service, service, opened),
			...seen(service, proxy, opened)
		] : seen(proxy, proxy, dialled);
	});
}
function scriptRequests(workspace, plan, route, probe) {
	const { fastcgi } = route;
	const script = probe.script ?? (fastcgi && scriptOf(fastcgi, probe.path));
	const [target] = route.targets;
	const service = target && serviceOf(plan, target);
	if (!fastcgi || !service || script === void 0) return [];
	const name = script.endsWith(scriptNameOf(fastcgi, probe.path)) ? scriptNameOf(fastcgi, probe.path) : script.slice(script.lastIndexOf("/"));
	const roots = [...usualRoots, ...service.workingDir === void 0 ? [] : [service.workingDir, `${service.workingDir}/public`]];
	return [...[
		script,
		...deployedScripts(workspace, service, name),
		...roots.map((root) => root + name)
	].map((path) => ({
		service: service.name,
		path
	})), {
		service: plan.proxy.service,
		path: script
	}];
}
/** Where the service's container has files of the project with that name. */
function deployedScripts(workspace, service, name) {
	const found = [];
	for (const mapping of service.paths) {
		if (mapping.kind !== "folder") continue;
		for (const entry of workspace.entries(mapping.repo, isSkipped)) {
			const inside = `/${mapping.repo === "" ? entry.path : entry.path.slice(mapping.repo.length + 1)}`;
			if (entry.kind === "file" && inside.endsWith(name)) found.push(mapping.container + inside);
			if (found.length >= mostScripts) return found;
		}
	}
	return found;
}

// src/inquiry.ts
/** Gathers the facts of the first trial; of builds alone when nothing was booted. */
async function collect({ workspace, plan, changed }, builds, environment, seen) {
	const open = [...seen?.watches.values() ?? []].flatMap((watch) => watch.ports);
	const ports = /* @__PURE__ */ new Set([...open, ...plan.proxy.routes.flatMap((route) => route.targets.map((target) => target.port))]);
	const listening = environment ? await watchDependencies(environment) : /* @__PURE__ */ new Map();
	const facts = await collectFacts({
		listening,
		builds: builds.map((record) => withStep(workspace, plan, record)),
		environment,
		watches: seen?.watches ?? /* @__PURE__ */ new Map(),
		results: seen?.results ?? [],
		askRaw: (running, errors) => withRawAnswers(running, seen?.results ?? [], errors),
		paths: (sockets) => pathRequests(workspace, plan, seen?.results ?? [], sockets),
		sources: (services) => scanSources({
			workspace,
			plan,
			records: services,
			ports,
			...changed ? { changed } : {}
		}),
		protocols: (running) => tryProtocols(running, seen?.results ?? [], seen?.watches ?? /* @__PURE__ */ new Map())
	});
	if (!environment || !seen || !("value" in facts.services)) return facts;
	const interrupted = await withInterruptions(environment, facts.services.value, "value" in facts.sockets ? facts.sockets.value : []);
	const sources = "value" in facts.sources ? { value: withInterruptedFrames(facts.sources.value, workspace, plan, interrupted) } : facts.sources;
	return {
		...facts,
		sources,
		services: { value: await withUnaskedRuns(environment, interrupted, seen.readiness) }
	};
}
/** Tries what the findings of a failed build, or of a file that the platform refuses, propose: each trial builds, boots and asks the whole project. */
function experimentWithBuilds(stage, facts, records, boot, onProbes) {
	const { candidates } = diagnose({
		plan: stage.plan,
		facts,
		experiments: []
	});
	return prove(candidates, records.length === 0 ? refusedOutcome : unbuiltOutcome(records), makeBuildLaboratory({
		...stage,
		boot,
		onProbes
	}), subjectOf);
}
function withStep(workspace, plan, record) {
	const image = serviceNamed(plan, record.service)?.image;
	const step = record.ok || image?.kind !== "build" ? void 0 : describeStep(workspace, image, record);
	return step ? {
		...record,
		step
	} : record;
}
/** Tries what the findings propose, in the environment that is still there. */
function experiment({ workspace, plan, build, replan, mentionsPort, namedHosts }, facts, environment, seen, images, onProbes) {
	const { candidates } = diagnose({
		plan,
		facts,
		experiments: []
	});
	const first = outcomeOf(environment, seen.results);
	const laboratory = makeLaboratory({
		environment,
		plan,
		images,
		workspace,
		first,
		build,
		replan,
		mentionsPort,
		namedHosts,
		onProbes
	});
	return prove(candidates, first, laboratory, subjectOf);
}

export { collect, experiment, experimentWithBuilds };