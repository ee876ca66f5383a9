import { o as showLocation } from "./location.js";
import { r as hostName } from "./plan.js";
import { n as showTarget } from "./proxy.js";
import { o as showDuration, s as showSize } from "./units.js";
import { n as cleanLine } from "./clean-text.js";
import { t as describeImage } from "./services.js";
import { a as makePaint, t as alignColumns } from "./terminal.js";

// src/report/plan-text.ts
const noColor = makePaint(false);
/**
* What would be built, booted, proxied and probed, each value with its place or its reason, for a terminal. Variables are named,
* their values are never shown. Ends in a newline.
*/
function renderPlan(plan) {
	return `${[
		["Project", projectRows(plan)],
		...plan.services.map((service) => [`Service ${cleanLine(service.name, 60)} (${service.role}${service.essential ? "" : ", not needed by the proxy"})`, serviceRows(service)]),
		[`Proxy (${proxyKind(plan.proxy)})`, proxyRows(plan.proxy)],
		["Probes", plan.probes.map((probe) => probeRow(probe, plan.proxy))],
		["Supplied", plan.supplied.map(({ what, why, at }) => [
			what,
			why,
			placeOf(at)
		])],
		["Notes", plan.notes.map(({ text, at }) => [
			"",
			text,
			placeOf(at)
		])]
	].filter(([, rows]) => rows.length > 0).map(([title, rows]) => [title, ...rowLines(rows)].join("\n")).join("\n\n")}\n`;
}
function rowLines(rows) {
	const clean = rows.map(([name, value, origin]) => [
		cleanLine(name, 60),
		cleanLine(value, 160),
		origin === "" ? "" : `<- ${cleanLine(origin, 200)}`
	]);
	return alignColumns(clean, noColor).map((line) => `  ${line}`);
}
function placeOf(at) {
	return at === void 0 ? "" : showLocation({
		path: at.path,
		line: at.line
	});
}
function originOf(value) {
	return [placeOf(value.at), value.because ?? ""].filter((part) => part !== "").join(", ") || "built in";
}
function sourcedRow(name, value, show) {
	return value === void 0 ? [] : [[
		name,
		show(value.value),
		originOf(value)
	]];
}
function projectRows(plan) {
	return [
		[
			"platform",
			plan.platform,
			""
		],
		...sourcedRow("topology", plan.topology, (topology) => topologyWords[topology]),
		...sourcedRow("start timeout", plan.startTimeout, showDuration)
	];
}
const topologyWords = {
	container: "container: nginx runs in a container of its own",
	host: "host: nginx runs on the host, beside the published ports",
	shared: "shared: nginx runs in the app's own network namespace"
};
function serviceRows(service) {
	const words = (parts) => parts.join(" ");
	return [
		...service.at === void 0 ? [] : [[
			"declared",
			"",
			placeOf(service.at)
		]],
		[
			"image",
			describeImage(service),
			placeOf(service.image.at)
		],
		...sourcedRow("entrypoint", service.entrypoint, words),
		...sourcedRow("command", service.command, words),
		...service.start.map((step) => [
			"starts",
			step.text,
			placeOf(step.at)
		]),
		...sourcedRow("user", service.user, String),
		...sourcedRow("memory", service.memory, showSize),
		...sourcedRow("network of", service.networkOf, (name) => name === "@host" ? "the host" : name),
		...service.attachments.map(({ network, aliases, at }) => [
			"network",
			`${network}${aliases.length > 0 ? ` as ${aliases.join(", ")}` : ""}`,
			placeOf(at)
		]),
		...service.ports.map(({ target, published, at }) => [
			"port",
			published === void 0 ? String(target) : `${target}, published as ${published}`,
			placeOf(at)
		]),
		...service.needs.map(({ service: name, condition, at }) => [
			"waits for",
			`${name} (${condition})`,
			placeOf(at)
		]),
		...healthRows(service.healthcheck),
		...service.mounts.map(mountRow),
		...Object.entries(service.variables).map(([name, value]) => [
			"variable",
			name,
			originOf(value)
		])
	];
}
function healthRows(check) {
	return check === void 0 ? [] : [[
		"healthcheck",
		check.test.join(" "),
		placeOf(check.at)
	]];
}
function mountRow(mount) {
	return [
		"mount",
		`${mountSource(mount)} at ${mount.target}`,
		placeOf(mount.at)
	];
}
function mountSource(mount) {
	switch (mount.kind) {
		case "files": return mount.repo === "" ? "the project" : mount.repo;
		case "volume": return `volume ${mount.volume}`;
		case "text": return "a text";
		case "tmpfs": return "memory";
	}
}
function proxyKind({ kind, service, files }) {
	if (kind === "stub" && files.length === 0) return "our nginx in the place of the platform's";
	if (kind === "stub") return "our nginx with the project's configuration";
	return cleanLine(kind === "inside" ? `nginx inside ${service}` : `service ${service}`, 80);
}
function proxyRows(proxy) {
	return [
		[
			"main",
			proxy.main,
			""
		],
		...proxy.files.map(({ container, repo, via, at }) => [
			"file",
			`${repo} as ${container}`,
			[via, placeOf(at)].filter((part) => part !== "").join(", ")
		]),
		...proxy.servers.flatMap((server) => server.listens.map((listen) => [
			"listens",
			`${listen.port > 0 ? `${listen.address}:${listen.port}` : listen.address}${listen.tls ? " with TLS" : ""} for ${server.names.join(" ") || "any name"}`,
			placeOf(listen.at ?? server.at)
		])),
		...proxy.routes.map((route) => [
			"route",
			routeText(route),
			placeOf(route.at)
		]),
		...proxy.errors.map(({ message, at, file }) => [
			"error",
			message,
			placeOf(at) || (file ?? "")
		])
	];
}
function routeText(route) {
	const targets = route.targets.map(showTarget).join(", ");
	return `${route.location === "" ? "server" : `location ${route.location}`}: ${route.directive} ${route.value}${targets === "" ? "" : `, which dials ${targets}`}`;
}
function probeRow(probe, proxy) {
	const port = probe.port === (probe.scheme === "https" ? 443 : 80) ? "" : `:${probe.port}`;
	const route = probe.route === void 0 ? void 0 : proxy.routes[probe.route];
	const why = probe.at === void 0 ? route === void 0 ? "" : `for the route at ${placeOf(route.at)}` : placeOf(probe.at);
	return [
		probe.name,
		`${probe.method} ${probe.scheme}://${probe.host}${port}${probe.path}${expected(probe)}`,
		why
	];
}
function expected({ expect }) {
	return expect?.status === void 0 ? "" : `, expects ${expect.status.join(" or ")}`;
}

export { renderPlan };