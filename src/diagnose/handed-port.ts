import type { ListeningSocket } from "../model/evidence.ts";
import type { Location } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";
import type { SourceFacts } from "../model/source.ts";
import { belongsTo, clearest, portPlaces } from "./places.ts";

/** A port that a service is given by a variable, and the line that fixes another one in its place. */
export interface HandedPort {
  readonly name: string;
  /** Where the variable is set. */
  readonly setAt: Location;
  readonly fixedAt: Location;
  readonly fixedPort: number;
}

/** PORT, or what frameworks and people call the one to listen on. */
const isPortName = (name: string): boolean => /^(?:(?:APP|WEB|HTTP|SERVER|LISTEN|API|NUXT|NITRO|UVICORN|FLASK_RUN|SERVICE|NODE|BACKEND|ASPNETCORE_HTTP|CONTAINER)_?)?PORTS?$/.test(name);

/** The variable that hands a service the port which is dialled, when nothing of the service reads it and one line fixes the port that is open instead. */
export function ignoredPort(service: Service, sources: SourceFacts, target: Target, open: readonly ListeningSocket[], set: readonly string[]): HandedPort | undefined {
  const handed = variablesOf(service, sources).find(({ name, value }) => isPortName(name) && value.trim() === String(target.port));
  const ports = [...new Set(open.map((socket) => socket.port))];
  const [fixedPort] = ports;
  // What nginx dials by way of the host is the host's port, not the one that the app was handed.
  if (target.through || !handed || fixedPort === undefined || ports.length > 1 || isRead(service, sources, handed.name)) return undefined;
  const fixedAt = clearest(portPlaces(service, sources, fixedPort, set).filter(({ at }) => !isSetting(service, at)));
  return fixedAt ? { name: handed.name, setAt: handed.at, fixedAt, fixedPort } : undefined;
}

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly at: Location;
}

/** What the container gets: by its own settings, else by ENV of its Dockerfile. */
function variablesOf(service: Service, sources: SourceFacts): Setting[] {
  const own = Object.entries(service.variables).flatMap(([name, { value, at }]): Setting[] => (at ? [{ name, value, at }] : []));
  const dockerfile = service.image.kind === "build" ? service.image.dockerfile : undefined;
  const lines = sources.ports.filter(({ at }) => at.path === dockerfile && /^\s*ENV\s/i.test(at.text ?? "")).map(({ at }) => at);
  const built = lines.flatMap((at) => [...(at.text ?? "").matchAll(/(?<=\s)(\w+)[= ]"?(\d{2,5})"?(?=\s|$)/g)].map(([, name = "", value = ""]): Setting => ({ name, value, at })));
  return [...own, ...built.filter(({ name }) => own.every((each) => each.name !== name))];
}

/** Whether a program, a start command or another setting of the service names the variable. */
function isRead(service: Service, sources: SourceFacts, name: string): boolean {
  const names = new RegExp(`\\$\\{?${name}\\b|\\b${name}=`);
  const isMentioned = sources.variables.some((mention) => mention.name === name && belongsTo(service, mention.at.path));
  return isMentioned || service.start.some((step) => names.test(step.text)) || Object.values(service.variables).some(({ value }) => names.test(value));
}

/** A line that sets a variable fixes no port in the program. */
function isSetting(service: Service, at: Location): boolean {
  return Object.values(service.variables).some((variable) => variable.at?.path === at.path && variable.at.line === at.line) || /^\s*(?:ENV|EXPOSE|ARG)\b/i.test(at.text ?? "");
}
