import type { Intervention } from "../model/experiment.ts";
import type { Location } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import type { Wanted } from "./wanted.ts";

/** Where a service is given what a dependency refuses, and where the dependency is told what it takes. */
export interface Credential {
  readonly at?: Location;
  /** The variable of the service that holds it. */
  readonly name?: string;
  /** The dependency's own line and variable. */
  readonly given?: { readonly name: string; readonly at?: Location };
  readonly intervention?: Intervention;
}

type Part = "password" | "user" | "database";

const ownVariables: Readonly<Record<Part, RegExp>> = {
  password: /^(?:POSTGRES|MYSQL|MARIADB|MONGO_INITDB_ROOT|RABBITMQ_DEFAULT|REDIS)_(?:PASSWORD|PASS)$/,
  user: /^(?:POSTGRES_USER|MYSQL_USER|MARIADB_USER|MONGO_INITDB_ROOT_USERNAME|RABBITMQ_DEFAULT_USER)$/,
  database: /^(?:POSTGRES_DB|MYSQL_DATABASE|MARIADB_DATABASE|MONGO_INITDB_DATABASE)$/,
};
const theirVariables: Readonly<Record<Part, RegExp>> = { password: /(?:PASS(?:WORD|WD)?|PWD)$/, user: /USER(?:NAME)?$/, database: /(?:DATABASE|_DB|DB_?NAME|_NAME|^DB)$/ };

/** The variable by which a service tells a dependency the part that it refuses, with the trial that sets it as the dependency has it. */
export function credentialOf(service: Service, dependency: Service, wanted: Wanted): Credential {
  const part = wanted.trouble.refused ?? "password";
  const given = Object.entries(dependency.variables).find(([name]) => ownVariables[part].test(name));
  const source = given ? { given: { name: given[0], ...(given[1].at ? { at: given[1].at } : {}) } } : dependency.command?.at ? { given: { name: "requirepass", at: dependency.command.at } } : {};
  const value = valueOf(dependency, part, given?.[1].value);
  const { endpoint } = wanted;
  const inUrl = endpoint?.variable && /:\/\//.test(endpoint.variable.value) ? endpoint.variable : undefined;
  if (inUrl && endpoint) {
    const corrected = value === undefined ? undefined : withPart(inUrl.value, part, value);
    return { name: inUrl.name, ...source, ...(endpoint.at ? { at: endpoint.at } : {}), ...trial(service, inUrl.name, inUrl.value, corrected) };
  }
  const apart = partVariable(service, part, endpoint?.variable?.name);
  if (!apart) return { ...source, ...(endpoint?.at ? { at: endpoint.at } : {}) };
  const [name, held] = apart;
  return { name, ...source, ...(held.at ? { at: held.at } : {}), ...trial(service, name, held.value, value) };
}

/** What the image's program takes when its own variable is not set. */
function valueOf(dependency: Service, part: Part, given: string | undefined): string | undefined {
  if (given !== undefined) return given;
  const command = dependency.command?.value ?? [];
  const flag = command.indexOf("--requirepass");
  if (part === "password") return flag === -1 ? undefined : command[flag + 1];
  const user = Object.entries(dependency.variables).find(([name]) => ownVariables.user.test(name))?.[1].value;
  return dependency.image.kind === "reference" && /postg/.test(dependency.image.reference) ? (user ?? "postgres") : undefined;
}

function partVariable(service: Service, part: Part, hostVariable: string | undefined): [string, Service["variables"][string]] | undefined {
  const all = Object.entries(service.variables).filter(([name]) => theirVariables[part].test(name));
  const prefix = hostVariable?.replace(/_?(?:HOST(?:NAME)?|SERVER|ADDR(?:ESS)?)$/, "");
  const near = prefix === undefined || prefix === "" ? [] : all.filter(([name]) => name.startsWith(prefix));
  return near.length === 1 ? near[0] : all.length === 1 ? all[0] : undefined;
}

function trial(service: Service, name: string, before: string, value: string | undefined): { intervention?: Intervention } {
  return value === undefined || value === before ? {} : { intervention: { kind: "set-variable", service: service.name, name, value } };
}

/** A URL with another password, user or database. */
function withPart(url: string, part: Part, value: string): string | undefined {
  const match = /^([a-z][\w+.:-]*?:\/\/)(?:([^\s:/@]*)(?::([^\s@]*))?@)?([^/?\s]+)(\/[^?]*)?(.*)$/i.exec(url);
  if (!match) return undefined;
  const [, scheme = "", user = "", password = "", place = "", path = "", rest = ""] = match;
  const parts = { user, password, database: path.slice(1), [part]: part === "database" ? value : encodeURIComponent(value) };
  const info = parts.password === "" ? parts.user : `${parts.user}:${parts.password}`;
  return `${scheme}${info === "" ? "" : `${info}@`}${place}${parts.database === "" && path === "" ? "" : `/${parts.database}`}${rest}`;
}
