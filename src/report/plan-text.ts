import { showLocation, type Location, type Sourced } from "../model/location.ts";
import { hostName, type Healthcheck, type Mount, type Plan, type Probe, type Service } from "../model/plan.ts";
import { showTarget, type ProxyPlan, type Route } from "../model/proxy.ts";
import { showDuration, showSize } from "../model/units.ts";
import { cleanLine } from "./clean-text.ts";
import { describeImage } from "./services.ts";
import { alignColumns, makePaint } from "./terminal.ts";

/** A value, and where it comes from. */
type Row = readonly [string, string, string];

const noColor = makePaint(false);

/**
 * What would be built, booted, proxied and probed, each value with its place or its reason, for a terminal. Variables are named,
 * their values are never shown. Ends in a newline.
 */
export function renderPlan(plan: Plan): string {
  const sections: readonly (readonly [string, readonly Row[]])[] = [
    ["Project", projectRows(plan)],
    ...plan.services.map((service) => [`Service ${cleanLine(service.name, 60)} (${service.role}${service.essential ? "" : ", not needed by the proxy"})`, serviceRows(service)] as const),
    [`Proxy (${proxyKind(plan.proxy)})`, proxyRows(plan.proxy)],
    ["Probes", plan.probes.map((probe) => probeRow(probe, plan.proxy))],
    ["Supplied", plan.supplied.map(({ what, why, at }): Row => [what, why, placeOf(at)])],
    ["Notes", plan.notes.map(({ text, at }): Row => ["", text, placeOf(at)])],
  ];
  const blocks = sections.filter(([, rows]) => rows.length > 0).map(([title, rows]) => [title, ...rowLines(rows)].join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

function rowLines(rows: readonly Row[]): string[] {
  const clean = rows.map(([name, value, origin]) => [cleanLine(name, 60), cleanLine(value, 160), origin === "" ? "" : `<- ${cleanLine(origin, 200)}`]);
  return alignColumns(clean, noColor).map((line) => `  ${line}`);
}

function placeOf(at: Location | undefined): string {
  return at === undefined ? "" : showLocation({ path: at.path, line: at.line });
}

function originOf(value: Sourced<unknown>): string {
  return [placeOf(value.at), value.because ?? ""].filter((part) => part !== "").join(", ") || "built in";
}

function sourcedRow<T>(name: string, value: Sourced<T> | undefined, show: (value: T) => string): Row[] {
  return value === undefined ? [] : [[name, show(value.value), originOf(value)]];
}

function projectRows(plan: Plan): Row[] {
  return [["platform", plan.platform, ""], ...sourcedRow("topology", plan.topology, (topology) => topologyWords[topology]), ...sourcedRow("start timeout", plan.startTimeout, showDuration)];
}

const topologyWords = {
  container: "container: nginx runs in a container of its own",
  host: "host: nginx runs on the host, beside the published ports",
  shared: "shared: nginx runs in the app's own network namespace",
} as const;

function serviceRows(service: Service): Row[] {
  const words = (parts: readonly string[]): string => parts.join(" ");
  return [
    ...(service.at === undefined ? [] : ([["declared", "", placeOf(service.at)]] satisfies Row[])),
    ["image", describeImage(service), placeOf(service.image.at)],
    ...sourcedRow("entrypoint", service.entrypoint, words),
    ...sourcedRow("command", service.command, words),
    ...service.start.map((step): Row => ["starts", step.text, placeOf(step.at)]),
    ...sourcedRow("user", service.user, String),
    ...sourcedRow("memory", service.memory, showSize),
    ...sourcedRow("network of", service.networkOf, (name) => (name === hostName ? "the host" : name)),
    ...service.attachments.map(({ network, aliases, at }): Row => ["network", `${network}${aliases.length > 0 ? ` as ${aliases.join(", ")}` : ""}`, placeOf(at)]),
    ...service.ports.map(({ target, published, at }): Row => ["port", published === undefined ? String(target) : `${target}, published as ${published}`, placeOf(at)]),
    ...service.needs.map(({ service: name, condition, at }): Row => ["waits for", `${name} (${condition})`, placeOf(at)]),
    ...healthRows(service.healthcheck),
    ...service.mounts.map(mountRow),
    ...Object.entries(service.variables).map(([name, value]): Row => ["variable", name, originOf(value)]),
  ];
}

function healthRows(check: Healthcheck | undefined): Row[] {
  return check === undefined ? [] : [["healthcheck", check.test.join(" "), placeOf(check.at)]];
}

function mountRow(mount: Mount): Row {
  return ["mount", `${mountSource(mount)} at ${mount.target}`, placeOf(mount.at)];
}

function mountSource(mount: Mount): string {
  switch (mount.kind) {
    case "files":
      return mount.repo === "" ? "the project" : mount.repo;
    case "volume":
      return `volume ${mount.volume}`;
    case "text":
      return "a text";
    case "tmpfs":
      return "memory";
  }
}

function proxyKind({ kind, service, files }: ProxyPlan): string {
  if (kind === "stub" && files.length === 0) return "our nginx in the place of the platform's";
  if (kind === "stub") return "our nginx with the project's configuration";
  return cleanLine(kind === "inside" ? `nginx inside ${service}` : `service ${service}`, 80);
}

function proxyRows(proxy: ProxyPlan): Row[] {
  return [
    ["main", proxy.main, ""],
    ...proxy.files.map(({ container, repo, via, at }): Row => ["file", `${repo} as ${container}`, [via, placeOf(at)].filter((part) => part !== "").join(", ")]),
    ...proxy.servers.flatMap((server) =>
      server.listens.map((listen): Row => [
        "listens",
        `${listen.port > 0 ? `${listen.address}:${listen.port}` : listen.address}${listen.tls ? " with TLS" : ""} for ${server.names.join(" ") || "any name"}`,
        placeOf(listen.at ?? server.at),
      ]),
    ),
    ...proxy.routes.map((route): Row => ["route", routeText(route), placeOf(route.at)]),
    ...proxy.errors.map(({ message, at, file }): Row => ["error", message, placeOf(at) || (file ?? "")]),
  ];
}

function routeText(route: Route): string {
  const targets = route.targets.map(showTarget).join(", ");
  return `${route.location === "" ? "server" : `location ${route.location}`}: ${route.directive} ${route.value}${targets === "" ? "" : `, which dials ${targets}`}`;
}

function probeRow(probe: Probe, proxy: ProxyPlan): Row {
  const port = probe.port === (probe.scheme === "https" ? 443 : 80) ? "" : `:${probe.port}`;
  const route = probe.route === undefined ? undefined : proxy.routes[probe.route];
  const why = probe.at === undefined ? (route === undefined ? "" : `for the route at ${placeOf(route.at)}`) : placeOf(probe.at);
  return [probe.name, `${probe.method} ${probe.scheme}://${probe.host}${port}${probe.path}${expected(probe)}`, why];
}

function expected({ expect }: Probe): string {
  return expect?.status === undefined ? "" : `, expects ${expect.status.join(" or ")}`;
}
