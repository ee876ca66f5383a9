import type { Edit } from "../../model/edit.ts";
import type { NginxError } from "../../model/evidence.ts";
import type { Witness } from "../../model/finding.ts";
import { sameLine, type Location } from "../../model/location.ts";
import { serviceNamed, type Plan } from "../../model/plan.ts";
import type { ProxyLimit, Route } from "../../model/proxy.ts";
import { replaceWord } from "../edits.ts";
import { gatewayWitnesses, showResult } from "../gateway.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { GatewaySymptom, SilenceSymptom, StatusSymptom } from "../symptoms.ts";

type Asked = GatewaySymptom | StatusSymptom | SilenceSymptom;

/** A limit that a few requests used up. */
interface Exhausted {
  /** "4 worker_connections". */
  readonly limit: string;
  readonly of: string;
  readonly at?: Location;
  readonly edits: readonly Edit[];
  /** Services whose containers must be made again with the higher limit. */
  readonly services: readonly string[];
  readonly fix: string;
}

/** No few requests use up as many connections as this: then it is something else. */
const plenty = 100;
const emptyPool = /^(\d+) worker_connections are not enough/;
const tooManyFiles = 24;

export const connectionsExhausted = defineRule({
  id: "connections-exhausted",
  title: "A limit on connections is used up by a few requests",
  since: "0.1.0",
  symptoms: ["gateway", "status", "silence"],
  needs: ["proxy"],
  explains: ["app-returned-error"],
  absent: "nginx had a connection for every request",
  doc: {
    what: "`worker_connections`, `max_conns` or the number of open files (`nofile`, `worker_rlimit_nofile`) is so low that nginx has no connection left for single requests.",
    why: "A request that is passed on takes two connections of a worker, and listening sockets count too. Without a free one nginx answers 500 or nothing at all. An address whose `max_conns` are in use is passed over, and nginx answers 502 with `no live upstreams`.",
    fix: "Raise the limit: nginx's own default for `worker_connections` is 512, and the engine's for open files is far higher than any worker needs.",
  },
  diagnose(symptom, { proxy }, plan) {
    if (symptom.kind === "status") return nested(symptom, proxy.errors, plan);
    const errors = symptom.kind === "gateway" ? symptom.errors : proxy.errors.filter((error) => error.connection === undefined);
    const pool = errors.find((error) => emptyPool.test(error.message));
    if (pool) return poolIsEmpty(symptom, pool, plan);
    const files = errors.find((error) => error.errno === tooManyFiles && /^(?:socket|accept4?)\(\)/.test(error.message));
    if (files) return told(symptom, files, openFiles(plan));
    if (symptom.kind === "silence") return ruledOut("nginx's error log speaks of no lack of connections");
    return groupIsFull(symptom, plan);
  },
});

function poolIsEmpty(symptom: GatewaySymptom | SilenceSymptom, error: NginxError, plan: Plan): Conclusion {
  const number = Number(emptyPool.exec(error.message)?.[1]);
  if (number >= plenty) return unknown(`${number} worker_connections are used up, and not by the requests of the gate`);
  const limit = plan.proxy.limits?.find((each) => each.kind === "worker_connections" && each.value === number);
  const edits = limit ? replaceWord(limit.at, limit.text, "1024") : [];
  return told(symptom, error, {
    limit: `${number} worker_connections`,
    of: "a worker of nginx",
    edits,
    services: [],
    fix: "Set worker_connections to 1024.",
    ...(limit ? { at: limit.at } : {}),
  });
}

function openFiles(plan: Plan): Exhausted {
  const own = plan.proxy.limits?.find((each) => each.kind === "worker_rlimit_nofile");
  const proxy = serviceNamed(plan, plan.proxy.service);
  const given = proxy?.settings.ulimits?.find((each) => each.name === "nofile");
  const fix = "Raise the limit to 65536, or leave it to the engine.";
  if (own) return { limit: `worker_rlimit_nofile ${own.value}`, of: "a worker of nginx", at: own.at, edits: replaceWord(own.at, own.text, "65536"), services: [], fix };
  if (!given) return { limit: "the number of open files", of: "nginx", edits: [], services: [], fix };
  const both = [
    [given.at, given.soft],
    [given.hardAt, given.hard],
  ] as const;
  const edits = both.flatMap(([at, value]) => (at ? replaceWord(at, String(value), "65536") : []));
  return { limit: `nofile ${given.soft}`, of: plan.proxy.service, edits, services: [plan.proxy.service], fix, ...(given.at ? { at: given.at } : {}) };
}

/** An app that asks something through nginx while it answers: its own request finds no connection left. */
function nested(symptom: StatusSymptom, errors: readonly NginxError[], plan: Plan): Conclusion {
  const addresses = symptom.record?.addresses ?? [];
  const own = errors.filter((error) => addresses.some((address) => error.text.includes(`, client: ${address},`)));
  const full = own.find((error) => error.message.startsWith("no live upstreams"));
  const limits = symptom.route ? maxConns(plan, symptom.route) : [];
  if (!full || limits.length === 0 || own.some((error) => error.errno !== undefined)) return ruledOut("nginx had a connection for every request of the app");
  return told(symptom, full, fullGroup(limits));
}

function maxConns(plan: Plan, route: Route): ProxyLimit[] {
  return (plan.proxy.limits ?? []).filter((each) => each.kind === "max_conns" && each.value > 0 && route.targets.some((target) => sameLine(target.at, each.at)));
}

function fullGroup(limits: readonly ProxyLimit[]): Exhausted {
  const [first] = limits;
  return {
    limit: limits.map((each) => each.text).join(", "),
    of: first?.name ?? "the address",
    edits: limits.flatMap((each) => replaceWord(each.at, each.text, "max_conns=100")),
    services: [],
    fix: "Raise max_conns, or remove it.",
    ...(first ? { at: first.at } : {}),
  };
}

/** "No live upstreams" without an earlier failure of theirs: all their connections were in use. */
function groupIsFull(symptom: GatewaySymptom, plan: Plan): Conclusion {
  const full = symptom.errors.find((error) => error.message.startsWith("no live upstreams"));
  if (!full) return ruledOut("nginx had a connection for the request");
  if (symptom.errors.some((error) => error.errno !== undefined)) return ruledOut("the addresses failed before nginx passed over them");
  const limits = maxConns(plan, symptom.route);
  return limits.length === 0 ? ruledOut("no max_conns is set for the addresses") : told(symptom, full, fullGroup(limits));
}

function told(symptom: Asked, error: NginxError, { limit, of, at, edits, services, fix }: Exhausted): Conclusion {
  return found({
    confidence: at ? "likely" : "possible",
    title: `Too few connections: ${limit}`,
    ...(at ? { location: at } : {}),
    related: symptom.kind !== "silence" && symptom.route?.at ? [{ at: symptom.route.at, note: "the request would be passed on here" }] : [],
    what: `${limit} of ${of} were used up by requests that came a few at a time: ${error.message}${error.errno === undefined ? "" : ` (${error.errno})`}.`,
    why: "A request that nginx passes on takes a connection on each side. Without a free one it can only refuse.",
    fix: { text: fix, edits },
    evidence: witnesses(symptom, error),
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services } } : {}),
  });
}

function witnesses(symptom: Asked, error: NginxError): Witness[] {
  if (symptom.kind === "gateway") return gatewayWitnesses(symptom);
  return [
    { kind: "attempt", text: showResult(symptom.probe) },
    { kind: "nginx", text: error.text.slice(0, 500) },
  ];
}
