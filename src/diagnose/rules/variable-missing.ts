import type { ServiceRecord } from "../../model/evidence.ts";
import { sameLine, type Location } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { lastLines, readCrash, showExit } from "../crash.ts";
import { readersOf } from "../places.ts";
import { defineRule, found, ruledOut } from "../rule.ts";

/** A variable that a program said it needs. */
interface Missing {
  readonly name: string;
  readonly said: string;
  /** Lines that read it and have nothing to put in its place. */
  readonly readers: readonly Location[];
}

export const variableMissing = defineRule({
  id: "variable-missing",
  title: "An environment variable that the app needs is not set",
  since: "0.1.0",
  symptoms: ["exit"],
  needs: ["sources", "services"],
  explains: ["crash-on-start", "worker-died"],
  absent: "nothing that the proxy depends on ended",
  doc: {
    what: "The app reads an environment variable at its start, does not find it, and ends.",
    why: "The variable is set on the developer's machine or in a file that is not committed, and nothing sets it where the app is deployed.",
    fix: "Set the variable where the deployment declares its environment, or give the reading line a default.",
  },
  diagnose({ service, record }, { sources }, plan) {
    const missing = missingOf(service, record, sources);
    if (!missing) return ruledOut(`the output of ${service.name} names no variable that is not set`);
    const crash = readCrash(record, sources);
    const reader = missing.readers.find((at) => sameLine(at, crash?.at)) ?? missing.readers[0];
    const declared = service.variables[missing.name]?.at ?? declarations(service) ?? service.at;
    const location = reader ?? declared;
    const value = plausibleValue(missing.name, plan, service);
    return found({
      confidence: "likely",
      title: `${missing.name} is not set for ${service.name}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: reader && declared ? [{ at: declared, note: `${missing.name} is not set here` }] : [],
      what: `${service.name} ends at its start (${showExit(record)}): ${missing.said}. Its container has no ${missing.name}.`,
      why: "The app gives up without the variable; nothing is left to answer, and nginx answers 502.",
      fix: { text: `Set ${missing.name} for ${service.name}, or give it a default where it is read.`, edits: [] },
      evidence: [
        { kind: "log", text: missing.said },
        ...(crash?.lines ?? lastLines(record, 4)).filter((line) => line.trim() !== missing.said).map((text) => ({ kind: "log" as const, text })),
        { kind: "exit", text: showExit(record) },
      ],
      intervention: { kind: "set-variable", service: service.name, name: missing.name, value },
    });
  },
});

/** The first variable declared for a service: where one would add another. */
function declarations(service: Service): Location | undefined {
  return Object.values(service.variables).find((variable) => variable.at !== undefined)?.at;
}

const lacks =
  /missing|required|must (?:be|have)|not (?:been )?(?:set|defined|found|provided|specified|configured|present)|isn't set|undefined|unset|unbound|no (?:value|such)|need|expected|empty|invalid|absent|without|could not resolve placeholder|parameter (?:null or )?not set|KeyError|key not found|NotPresent|environment variable/i;

function missingOf(service: Service, record: ServiceRecord, sources: SourceFacts): Missing | undefined {
  const lines = lastLines(record, 120);
  for (const [index, line] of lines.entries()) {
    const context = lines.slice(Math.max(0, index - 3), index + 2).join("\n");
    if (!lacks.test(context)) continue;
    for (const name of namesIn(line)) {
      if (isSet(service, record, name)) continue;
      const readers = readersOf(service, sources, name)
        .filter((mention) => mention.fallback === undefined)
        .map((mention) => mention.at);
      if (readers.length > 0 || isToldPlainly(line, lines[index - 1], name)) return { name, said: line.trim().slice(0, 300), readers };
    }
  }
  return fieldOf(service, record, sources, lines);
}

function namesIn(line: string): string[] {
  return [...new Set([...line.matchAll(/(?<![\w./-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)(?![\w/])/g)].map((match) => match[1] ?? "").filter((name) => name.length >= 3))];
}

/** An image that others made has no sources here: then its own words must name an environment variable as such. */
function isToldPlainly(line: string, before: string | undefined, name: string): boolean {
  if (!name.includes("_")) return false;
  const text = `${before ?? ""} ${line}`;
  return /environment variable|\benv(?:ironment)? var|parameter (?:null or )?not set|unbound variable|You (?:must|need to) specify/i.test(text);
}

function isSet(service: Service, record: ServiceRecord, name: string): boolean {
  const planned = service.variables[name];
  return planned ? planned.value !== "" : record.variables.includes(name);
}

/** Settings classes name their fields in small letters: "database_url / Field required". */
function fieldOf(service: Service, record: ServiceRecord, sources: SourceFacts, lines: readonly string[]): Missing | undefined {
  for (const [index, line] of lines.entries()) {
    if (!/^\s*Field required/i.test(line)) continue;
    const field = (lines[index - 1] ?? "").trim();
    const readers = sources.variables.filter((mention) => mention.name.toLowerCase() === field.toLowerCase()).map((mention) => mention.at);
    if (/^\w+$/.test(field) && readers.length > 0 && !isSet(service, record, field.toUpperCase())) return { name: field.toUpperCase(), said: `${field}: ${line.trim()}`, readers };
  }
  return undefined;
}

/** A value of the kind that the name asks for. */
function plausibleValue(name: string, plan: Plan, service: Service): string {
  const database = plan.services.find((each) => each.name !== service.name && each.image.kind === "reference" && /postgres|postgis|mysql|mariadb|mongo|redis|valkey/.test(each.image.reference));
  if (/(DATABASE|POSTGRES|PG|MYSQL|MARIADB|MONGO\w*|REDIS|DB|CACHE|BROKER|CELERY\w*)_?(URL|URI|DSN)$|_DSN$/.test(name)) return databaseUrl(name, database);
  if (/(URL|URI|ENDPOINT|ORIGIN)$/.test(name)) return "http://localhost";
  if (/PORT$/.test(name)) return String(plan.proxy.routes.flatMap((route) => route.targets).find((target) => target.port > 0)?.port ?? 8080);
  if (/(HOST|ADDR|ADDRESS)$/.test(name)) return database?.name ?? "localhost";
  if (/(TIMEOUT|COUNT|SIZE|LIMIT|WORKERS|THREADS|TTL|ID|NUMBER|MAX|MIN|_N)$/.test(name)) return "1";
  if (/(DEBUG|ENABLED?|DISABLED?|VERBOSE)$/.test(name)) return "false";
  return "upstream-gate";
}

function databaseUrl(name: string, database: Service | undefined): string {
  const value = (key: RegExp, usual: string): string => Object.entries(database?.variables ?? {}).find(([each]) => key.test(each))?.[1].value ?? usual;
  const image = database?.image.kind === "reference" ? database.image.reference : name.toLowerCase();
  const host = database?.name ?? "localhost";
  if (/redis|valkey|cache|broker|celery/.test(image)) return `redis://${host}:6379/0`;
  if (/mongo/.test(image)) return `mongodb://${host}:27017/app`;
  if (/mysql|maria/.test(image))
    return `mysql://${value(/(MYSQL|MARIADB)_USER$/, "root")}:${value(/(MYSQL|MARIADB)(_ROOT)?_PASSWORD$/, "root")}@${host}:3306/${value(/(MYSQL|MARIADB)_DATABASE$/, "app")}`;
  return `postgresql://${value(/POSTGRES_USER$/, "postgres")}:${value(/POSTGRES_PASSWORD$/, "postgres")}@${host}:5432/${value(/POSTGRES_DB$/, "postgres")}`;
}
