import type { ServiceRecord } from "../model/evidence.ts";
import type { Intervention } from "../model/experiment.ts";
import type { Plan, Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import { lists } from "./packages.ts";
import { belongsTo } from "./places.ts";

/** The words by which a server of the project's manifest serves a Python module on a port. */
type Server = (module: string, port: number) => readonly string[];

/** By the package that brings it; the first that a manifest lists is tried. `app` is what most call their application. */
const servers: readonly (readonly [string, Server])[] = [
  ["uvicorn", (module, port) => ["python", "-m", "uvicorn", `${module}:app`, "--host", "0.0.0.0", "--port", String(port)]],
  ["gunicorn", (module, port) => ["python", "-m", "gunicorn", "--bind", `0.0.0.0:${port}`, `${module}:app`]],
  ["flask", (module, port) => ["python", "-m", "flask", "--app", module, "run", "--host", "0.0.0.0", "--port", String(port)]],
];

/** A trial in which a Python program that only defines its application is served; none where nothing tells by what, or on which port. */
export function servedInstead(plan: Plan, service: Service, record: ServiceRecord, sources: SourceFacts): Intervention | undefined {
  const module = moduleOf([...(service.entrypoint?.value ?? record.image.entrypoint), ...(service.command?.value ?? record.image.command)]);
  const ports = new Set(plan.proxy.routes.flatMap((route) => route.targets.filter((target) => target.service === service.name || isNamed(service, target.host)).map((target) => target.port)));
  const manifests = sources.manifests.filter((each) => each.ecosystem === "python" && belongsTo(service, each.at.path));
  const server = servers.find(([name]) => manifests.some((each) => lists(each, name)))?.[1];
  const [port] = ports;
  if (module === undefined || !server || port === undefined || port === 0 || ports.size !== 1) return undefined;
  return { kind: "start-command", service: service.name, command: server(module, port) };
}

function isNamed(service: Service, host: string): boolean {
  return service.attachments.some((attachment) => attachment.aliases.includes(host));
}

/** "python -m shop.web" and "python shop/web.py" start the module shop.web. */
function moduleOf(words: readonly string[]): string | undefined {
  const [program = "", ...others] = words.filter((word) => word !== "-u");
  if (!/^(?:.*\/)?python[\d.]*$/.test(program)) return undefined;
  if (others[0] === "-m") return others[1];
  return others.length === 1 && /^[\w/]+\.py$/.test(others[0] ?? "") && !others[0]?.startsWith("/") ? others[0]?.slice(0, -3).replaceAll("/", ".") : undefined;
}
