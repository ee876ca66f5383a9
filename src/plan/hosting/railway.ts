import { joinPath, type Location, type RepoPath } from "../../model/location.ts";
import { parseToml } from "../../text/toml.ts";
import { parseYaml } from "../../text/yaml.ts";
import { hostingRules, type Deployment } from "./deployment.ts";
import { textAt, textOf } from "./yaml-values.ts";

type Find = (...path: string[]) => { readonly value: string; readonly at?: Location } | undefined;

/** Reads `railway.json` or `railway.toml`. */
export function readRailway(file: RepoPath, text: string): Deployment | undefined {
  return deploymentOf(file, file.endsWith(".toml") ? tomlFinder(file, text) : jsonFinder(file, text));
}

function jsonFinder(file: RepoPath, text: string): Find {
  const json = parseYaml(file, text);
  return (...path) => textAt(json, path);
}

function tomlFinder(file: RepoPath, text: string): Find {
  const entries = parseToml(file, text);
  return (...path) => {
    const entry = entries.find((each) => each.path.join("\0") === path.join("\0"));
    const value = textOf(entry?.value);
    return entry && value !== undefined ? { value, at: entry.at } : undefined;
  };
}

function deploymentOf(file: RepoPath, find: Find): Deployment {
  const command = find("deploy", "startCommand");
  const dockerfile = find("build", "dockerfilePath");
  const path = dockerfile && joinPath("" as RepoPath, dockerfile.value.replace(/^\/+/, ""));
  const buildCommand = find("build", "buildCommand");
  return {
    rules: hostingRules.railway,
    file,
    at: command?.at ?? dockerfile?.at ?? find("build", "builder")?.at ?? { path: file, line: 1 },
    ...(command ? { command } : {}),
    variables: {},
    ...(dockerfile && path !== undefined ? { dockerfile: { ...dockerfile, value: path } } : {}),
    ...(buildCommand ? { buildCommand } : {}),
  };
}
