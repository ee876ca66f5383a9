import type { Edit } from "../../model/edit.ts";
import type { Intervention } from "../../model/experiment.ts";
import type { Location } from "../../model/location.ts";
import type { Service } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { millis, showDuration } from "../../model/units.ts";
import { patienceIn, type Patience } from "../../model/patience.ts";
import { cutOff } from "../cut.ts";
import { wholeLine, wholeText } from "../edits.ts";
import { dialled, gatewayWitnesses } from "../gateway.ts";
import { belongsTo, startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { GatewaySymptom } from "../symptoms.ts";

export const workerTimeout = defineRule({
  id: "worker-timeout",
  title: "The app server ends a worker before it has answered",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sources"],
  absent: "no connection was cut before the answer",
  doc: {
    what: "A request takes longer than the app server gives its workers: gunicorn's `--timeout` (30 s if nothing is set), uWSGI's `harakiri`, `request_terminate_timeout` of PHP-FPM, unicorn's `timeout`.",
    why: "The master process kills the worker, and with it the request. nginx sees the connection close without an answer and says 502 long before its own timeout would say 504. gunicorn may still answer 500 for a worker that it ends.",
    fix: "Raise the timeout of the app server, and `proxy_read_timeout` with it when the work takes more than 60 s. Work that takes minutes is better handed to a queue.",
  },
  diagnose(symptom, { sources }) {
    const { service, record } = symptom;
    if (!service || !record) return ruledOut("no service is behind the address");
    if (!cutOff(symptom) && symptom.probe.endedWorker === undefined) return ruledOut(`${dialled(symptom)} cut no connection before its answer began`);
    const patience = patienceIn(record.log);
    if (!patience) return ruledOut(`the output of ${service.name} tells of no worker that took too long`);
    const limit = limitOf(patience, service, sources);
    const waited = Math.max(symptom.probe.durationMs, ...symptom.directs.map((direct) => direct.durationMs));
    if (limit.ms !== undefined && waited < limit.ms / 2) return unknown(`${patience.server} ended a worker for the time it took, but this request was cut after ${showDuration(waited)}`);
    return draft(symptom, service, patience, limit, waited);
  },
});

/** The limit as the project sets it. */
interface Limit {
  /** As the reader knows it: "--timeout", "harakiri". */
  readonly name: string;
  /** Absent when nothing of the project sets it. */
  readonly ms?: number;
  readonly at?: Location;
  readonly edits: readonly Edit[];
}

/** What the trial allows. */
const longer = 120;
/** Settings in files, and how the start command says the same. */
const settings: Readonly<Record<string, { readonly names: readonly string[]; readonly flag?: RegExp }>> = {
  gunicorn: { names: ["timeout"], flag: /(?<![\w-])(?:--timeout|-t)(?:=|\s+|["']\s*,\s*["'])(\d{1,6})(?!\d)/g },
  uWSGI: { names: ["harakiri"], flag: /(?<![\w-])(?:--harakiri|-t)(?:=|\s+|["']\s*,\s*["'])(\d{1,6})(?!\d)/g },
  "PHP-FPM": { names: ["request_terminate_timeout"] },
  unicorn: { names: ["timeout"] },
  puma: { names: ["worker_timeout", "timeout"] },
};

function limitOf({ server }: Patience, service: Service, sources: SourceFacts): Limit {
  const { names = [], flag } = settings[server] ?? {};
  return (flag && flagLimit(service, server, flag)) ?? fileLimit(service, sources, names) ?? { name: names[0] ?? "the timeout", edits: [] };
}

/** The flag in the command that starts the server. */
function flagLimit(service: Service, server: string, flag: RegExp): Limit | undefined {
  const places = [...service.start.flatMap((step) => step.at ?? []), ...Object.values(service.variables).flatMap(({ value, at }) => (at && value.includes("--timeout") ? [at] : []))];
  for (const at of places) {
    const hits = [...(at.text ?? "").matchAll(flag)];
    const [hit] = hits;
    if (!hit || hits.length !== 1 || !new RegExp(server, "i").test(service.start.map((step) => step.text).join(" "))) continue;
    const from = hit.index + hit[0].length - (hit[1]?.length ?? 0);
    return { name: hit[0].match(/^-+\w+/)?.[0] ?? "the flag", ms: Number(hit[1]) * 1000, at, edits: withValue(at, from, hit[1] ?? "", String(longer)) };
  }
  return undefined;
}

/** The line of a settings file of the service, when there is one alone. */
function fileLimit(service: Service, sources: SourceFacts, names: readonly string[]): Limit | undefined {
  const own = (sources.timeouts ?? []).filter(({ name, at }) => names.includes(name) && belongsTo(service, at.path));
  const [only, ...others] = own;
  if (!only || others.length > 0) return undefined;
  const unit = /[smhd]$/.exec(only.value)?.[0] ?? "";
  const from = (only.at.text ?? "").lastIndexOf(only.value);
  return { name: only.name, ms: inMillis(Number.parseInt(only.value, 10), unit), at: only.at, edits: from === -1 ? [] : withValue(only.at, from, only.value, `${longer}${unit === "" ? "" : "s"}`) };
}

function inMillis(value: number, unit: string): number {
  return value * ({ m: 60, h: 3600, d: 86_400 }[unit] ?? 1) * 1000;
}

function withValue(at: Location, from: number, old: string, value: string): Edit[] {
  const text = wholeText(at);
  return text === undefined ? [] : [wholeLine(at, text.slice(0, from) + value + text.slice(from + old.length))];
}

/** The limit raised; where nothing sets gunicorn's, by the variable that it reads. */
function interventionOf({ server }: Patience, service: Service, { edits, ms }: Limit): Intervention | undefined {
  if (edits.length > 0) return { kind: "edit-files", edits, services: [service.name] };
  if (server !== "gunicorn" || ms !== undefined) return undefined;
  const given = service.variables["GUNICORN_CMD_ARGS"]?.value;
  return { kind: "set-variable", service: service.name, name: "GUNICORN_CMD_ARGS", value: `${given === undefined ? "" : `${given} `}--timeout ${longer}` };
}

function draft(symptom: GatewaySymptom, service: Service, patience: Patience, limit: Limit, waited: number): Conclusion {
  const location = limit.at ?? startPlace(service);
  const intervention = interventionOf(patience, service, limit);
  const { at } = symptom.route;
  return found({
    // Whether the request would ever be done, only more time tells.
    confidence: "possible",
    title: `${patience.server} ends the worker of ${service.name} ${limit.ms === undefined ? "for the time it takes" : `after ${showDuration(millis(limit.ms))}`}`,
    service: service.name,
    ...(location ? { location } : {}),
    related: at ? [{ at, note: "nginx passes the request on here" }] : [],
    what: `${patience.server} ended the worker that served the request, which had been waited for ${showDuration(waited)}: ${limit.name} ${limit.ms === undefined ? "is not set" : `allows ${showDuration(millis(limit.ms))}`}.`,
    why:
      symptom.probe.endedWorker === undefined
        ? "A worker takes its connections with it: nginx sees this one close without an answer and answers 502, whatever its own timeouts are."
        : `The worker is ended amid the request, which fails: what the client gets is the 500 of ${patience.server}, whatever nginx's timeouts are.`,
    fix: { text: `Raise ${limit.name}, or have the request done sooner.`, edits: limit.edits },
    evidence: [{ kind: "log", text: patience.line }, ...gatewayWitnesses(symptom)],
    ...(intervention ? { intervention } : {}),
  });
}
