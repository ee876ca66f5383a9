import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import type { ServiceRecord } from "../../model/evidence.ts";
import { serviceNamed, type Need, type Plan, type Service } from "../../model/plan.ts";
import { besides } from "../corrections.ts";
import { showExit } from "../crash.ts";
import { wholeLine, wholeText } from "../edits.ts";
import { portOfImage } from "../endpoints.ts";
import { openPorts, showWanted, wantedBy } from "../wanted.ts";
import { startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { ProxySymptom } from "../symptoms.ts";
import { errorPlace, ownerOf, shareNetwork, unresolvedName } from "../unresolved.ts";
import { lastTroubles } from "../troubles.ts";

export const dependencyNotReady = defineRule({
  id: "dependency-not-ready",
  title: "The app starts before its dependency takes connections",
  since: "0.1.0",
  symptoms: ["exit", "proxy-start"],
  needs: ["services", "sources"],
  explains: ["crash-on-start", "variable-missing"],
  absent: "nothing that the proxy depends on ended, and nginx started",
  doc: {
    what: "The app connects to a database, a cache or another service at its start, and ends when that takes no connections yet. Started a little later it works. nginx does the same with the name of an app that is started after it.",
    why: "`depends_on` alone waits for the dependency's container, not for what runs in it. The app is gone by the time the dependency is ready, and nginx answers 502.",
    fix: "Give the dependency a health check and wait for it with `condition: service_healthy`, have the app try again, or have a restart policy start it again.",
  },
  diagnose(symptom, { services, sources }, plan) {
    if (symptom.kind === "proxy-start") return nginxTooEarly(symptom, services, plan);
    const { service, record } = symptom;
    if (record.exits.length === 0) return ruledOut(`${service.name} did not end`);
    const troubles = lastTroubles(record, sources);
    if (troubles.length === 0) return ruledOut(`the last words of ${service.name} name no other program`);
    const wanted = wantedBy({ plan, service, records: services, sources }, troubles);
    if (!wanted) return unknown(`${service.name} cannot reach another program, and which one is not known`);
    const { peer, trouble } = wanted;
    if (peer.kind !== "service" || !peer.isShared) return ruledOut(`${showWanted(wanted)} leads ${service.name} to no other service of the project`);
    const dependency = peer.service;
    if (trouble.kind === "rejected") return ruledOut(`${dependency.name} took the connection and refused the ${trouble.refused ?? "password"}`);
    if (peer.record?.state !== "running") return ruledOut(`${dependency.name} itself does not run`);
    if (!peer.record.listening) return unknown(`what listens in ${dependency.name} could not be read`);
    const open = openPorts(peer.record);
    if (open.length === 0) return unknown(`${dependency.name} takes no connections at all`);
    if (wanted.port !== undefined && !open.includes(wanted.port)) return ruledOut(`${dependency.name} does not listen on port ${wanted.port}`);
    const again = record.restarts?.length ?? 0;
    if (again > 0) return ruledOut(`${service.name} was started again when ${dependency.name} took connections, and ended again`);
    const need = service.needs.find((each) => each.service === dependency.name);
    const location = need?.at ?? startPlace(service);
    const edits = need ? waitEdits(service, dependency) : [];
    return found({
      confidence: "likely",
      title: `${service.name} does not wait until ${dependency.name} takes connections`,
      service: service.name,
      ...(location ? { location } : {}),
      related: besides(location, dependency.healthcheck?.at ?? dependency.at, dependency.healthcheck ? "its health check, which nobody waits for" : "the dependency, which has no health check"),
      what: `${service.name} ended (${showExit(record)}) because it could not connect to ${showWanted(wanted)}. ${dependency.name} takes connections there by now.`,
      why: waitsFor(need),
      fix: {
        text: `Wait for ${dependency.name}: ${dependency.healthcheck ? "" : "give it a health check, and "}let ${service.name} depend on it with \`condition: service_healthy\`${service.needs.length === 0 ? "" : " in `depends_on`"}.`,
        edits,
      },
      evidence: [
        { kind: "log", text: trouble.said },
        { kind: "exit", text: showExit(record) },
        { kind: "socket", text: `${dependency.name} listens on port ${open.join(", ")} by now` },
      ],
      intervention: { kind: "start-after", service: service.name, dependency: dependency.name },
    });
  },
});

/** nginx resolves the names that it dials at its start; a container that is not started has none. */
function nginxTooEarly(symptom: ProxySymptom, records: readonly ServiceRecord[], plan: Plan): Conclusion {
  const unresolved = unresolvedName(symptom);
  const app = unresolved && ownerOf(plan, unresolved.host);
  const proxy = serviceNamed(plan, plan.proxy.service);
  if (!unresolved || !app || !proxy) return ruledOut("nginx does not miss the name of a service");
  const isThere = records.some((record) => record.name === app.name && record.state === "running");
  if (!isThere || !shareNetwork(plan, app.name)) return ruledOut(`"${unresolved.host}" is the name of ${app.name}, which ${isThere ? "runs on other networks" : "does not run"}`);
  const need = app.needs.find((each) => each.condition === "healthy");
  const edits = dependsEdits(proxy, app);
  const location = edits.length > 0 ? proxy.image.at : proxy.at;
  return found({
    confidence: "likely",
    title: `nginx starts before ${app.name}, whose name it needs`,
    service: proxy.name,
    ...(location ? { location } : {}),
    related: [
      ...(unresolved.error ? [errorPlace(plan, unresolved.error)].flatMap((at) => (at ? [{ at, note: "nginx looks the name up here, at its start" }] : [])) : []),
      ...(need?.at ? [{ at: need.at, note: `${app.name} is started only once ${need.service} is healthy` }] : []),
    ],
    what: `nginx was started at once and found no host "${unresolved.host}": ${app.name} is started later${need ? `, once ${need.service} is healthy` : ""}. It runs by now.`,
    why: "A name is known while its container runs. nginx looks it up once, at its start, and ends when it is not there; nothing starts it again.",
    fix: { text: `Let ${proxy.name} depend on ${app.name}, or give it a restart policy.`, edits },
    evidence: unresolved.said,
    intervention: { kind: "start-after", service: proxy.name, dependency: app.name },
  });
}

function waitsFor(need: Need | undefined): string {
  if (!need) return "Nothing makes the app wait for it. The app ends, and nginx answers 502.";
  return need.condition === "healthy"
    ? "The health check that is waited for passes before connections are taken. The app ends, and nginx answers 502."
    : "`depends_on` waits for the start of the container, not for what runs in it. The app ends, and nginx answers 502.";
}

/** Every need written with its condition, and a health check where there is none. None when one of the lines has another form. */
function waitEdits(service: Service, dependency: Service): Edit[] {
  const check = dependency.healthcheck ? [] : checkEdits(dependency);
  const needs = needEdits(service, dependency);
  return needs.length > 0 && (dependency.healthcheck || check.length > 0) ? [...check, ...needs] : [];
}

/** A `depends_on` for a service that has none; none where its first line has another form. */
function dependsEdits({ needs, at, image }: Service, app: Service): Edit[] {
  const text = wholeText(image.at);
  const indent = /^(\s+)(?:image|build):\s*\S/.exec(text ?? "")?.[1];
  if (needs.length > 0 || !at || !image.at || text === undefined || indent === undefined || image.at.path !== at.path) return [];
  return [wholeLine(image.at, `${text}\n${indent}depends_on:\n${indent}  - ${app.name}`)];
}

const conditions: Readonly<Record<Need["condition"], string>> = { started: "service_started", healthy: "service_healthy", completed: "service_completed_successfully" };

function indentOf(at: Location | undefined): number {
  return /^\s*/.exec(at?.text ?? "")?.[0].length ?? 0;
}

function needEdits({ needs, image }: Service, dependency: Service): Edit[] {
  const conditionOf = (need: Need): string => (need.service === dependency.name ? "service_healthy" : conditions[need.condition]);
  const [first] = needs;
  const inline = /^(\s*)depends_on:\s*\[[^\]]*\]\s*$/.exec(wholeText(first?.at) ?? "");
  if (inline && first?.at) {
    const lines = needs.map((need) => `${inline[1]}  ${need.service}:\n${inline[1]}    condition: ${conditionOf(need)}`);
    return [wholeLine(first.at, [`${inline[1]}depends_on:`, ...lines].join("\n"))];
  }
  const edits = needs.flatMap((need): Edit[] => {
    const item = /^(\s*)-\s+["']?[\w.-]+["']?\s*$/.exec(wholeText(need.at) ?? "");
    // A list may stand no deeper than its key; what replaces it must.
    const indent = indentOf(need.at) > indentOf(image.at) ? (item?.[1] ?? "") : `${item?.[1] ?? ""}  `;
    return item && need.at ? [wholeLine(need.at, `${indent}${need.service}:\n${indent}  condition: ${conditionOf(need)}`)] : [];
  });
  return edits.length === needs.length ? edits : [];
}

/** What an image's own tools say of whether it takes connections. */
const checks: Readonly<Record<number, (user: string) => string>> = {
  5432: (user) => `["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "${user}"]`,
  3306: () => '["CMD", "mysqladmin", "ping", "-h", "127.0.0.1"]',
  6379: () => '["CMD", "redis-cli", "ping"]',
};

function checkEdits(dependency: Service): Edit[] {
  const { at } = dependency.image;
  const image = /^(\s*)image:\s*\S+\s*$/.exec(wholeText(at) ?? "");
  const user = dependency.variables["POSTGRES_USER"]?.value ?? "postgres";
  const check = checks[portOfImage(dependency) ?? 0]?.(user);
  if (!at || !image || check === undefined || !/^[\w-]+$/.test(user)) return [];
  const indent = image[1] ?? "";
  return [wholeLine(at, [wholeText(at), `${indent}healthcheck:`, `${indent}  test: ${check}`, `${indent}  interval: 2s`, `${indent}  retries: 15`].join("\n"))];
}
