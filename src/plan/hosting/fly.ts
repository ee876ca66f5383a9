import { joinPath, type RepoPath, type Sourced } from "../../model/location.ts";
import { parseToml, type TomlEntry } from "../../text/toml.ts";
import { hostingRules, type Deployment } from "./deployment.ts";
import { dataAt, portOf, textOf } from "./yaml-values.ts";

/** Reads `fly.toml`. */
export function readFly(file: RepoPath, text: string): Deployment | undefined {
  const entries = parseToml(file, text);
  const find = (...path: string[]): TomlEntry | undefined => entries.find((entry) => entry.path.join("\0") === path.join("\0"));
  const textAt = (...path: string[]): Sourced<string> | undefined => sourcedText(find(...path));
  const app = find("app") ?? entries[0];
  if (!app) return undefined;
  const portEntry = find("http_service", "internal_port") ?? find("services", "internal_port");
  const port = portOf(portEntry?.value);
  const process = firstText(find("http_service", "processes")?.value ?? find("services", "processes")?.value) ?? "app";
  const command = textAt("processes", process) ?? textAt("experimental", "cmd");
  const dockerfile = textAt("build", "dockerfile");
  const path = dockerfile && joinPath("" as RepoPath, dockerfile.value);
  const target = textAt("build", "build-target")?.value;
  const image = textAt("build", "image");
  const mount = find("mounts", "destination") ?? find("mount", "destination");
  const volume = sourcedText(mount);
  return {
    rules: hostingRules.fly,
    file,
    at: portEntry?.at ?? find("http_service", "force_https")?.at ?? app.at,
    ...(port !== undefined && portEntry ? { port: { value: port, at: portEntry.at } } : {}),
    ...(command ? { command } : {}),
    variables: tableOf(entries, "env"),
    ...(dockerfile && path !== undefined ? { dockerfile: { ...dockerfile, value: path } } : {}),
    ...(target === undefined ? {} : { target }),
    args: Object.fromEntries(Object.entries({ ...tableOf(entries, "build", "args") }).map(([name, { value }]) => [name, value])),
    ...(image ? { image } : {}),
    ...(volume ? { volumes: [volume] } : {}),
  };
}

function sourcedText(entry: TomlEntry | undefined): Sourced<string> | undefined {
  const text = textOf(entry?.value);
  return entry && text !== undefined ? { value: text, at: entry.at } : undefined;
}

function firstText(value: unknown): string | undefined {
  return textOf(Array.isArray(value) ? dataAt(value, [0]) : value);
}

/** The texts directly below a table. */
function tableOf(entries: readonly TomlEntry[], ...table: string[]): Record<string, Sourced<string>> {
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const name = entry.path[table.length];
      const isBelow = entry.path.length === table.length + 1 && table.every((step, index) => entry.path[index] === step);
      const text = sourcedText(entry);
      return isBelow && name !== undefined && text ? [[name, text]] : [];
    }),
  );
}
