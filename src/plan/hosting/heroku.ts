import { joinPath, type RepoPath } from "../../model/location.ts";
import { indexLines, locate } from "../../text/lines.ts";
import { parseYaml } from "../../text/yaml.ts";
import { hostingRules, type Deployment } from "./deployment.ts";
import { dataAt, placeIn, textAt, textOf, textsAt } from "./yaml-values.ts";

/** Reads the `web` line of a `Procfile`; undefined when it has none: then nothing answers requests. */
export function readProcfile(file: RepoPath, text: string): Deployment | undefined {
  const lines = text.split(/\r?\n/);
  const index = lines.findIndex((line) => /^web\s*:\s*\S/.test(line));
  const command = /^web\s*:\s*(.*)$/.exec(lines[index] ?? "")?.[1]?.trim();
  if (command === undefined) return undefined;
  const at = locate(file, indexLines(text), index + 1);
  return { rules: hostingRules.heroku, file, at, command: { value: command, at }, variables: {} };
}

/** Reads `heroku.yml`. */
export function readHerokuYaml(file: RepoPath, text: string): Deployment | undefined {
  const yaml = parseYaml(file, text);
  const built = textAt(yaml, ["build", "docker", "web"]) ?? textAt(yaml, ["build", "docker", "web", "dockerfile"]);
  const path = built && joinPath("" as RepoPath, built.value);
  const command = textAt(yaml, ["run", "web"]) ?? textAt(yaml, ["run", "web", "command", 0]);
  const image = textAt(yaml, ["run", "web", "image"]);
  if (!built && !command && !image) return undefined;
  return {
    rules: hostingRules.heroku,
    file,
    at: built?.at ?? command?.at ?? placeIn(yaml, ["run"]),
    ...(command ? { command } : {}),
    variables: {},
    args: Object.fromEntries(Object.entries(textsAt(yaml, ["build", "config"])).map(([name, { value }]) => [name, value])),
    ...(built && path !== undefined ? { dockerfile: { ...built, value: path } } : {}),
  };
}

/** The variables that `app.json` gives values. */
export function readAppJson(file: RepoPath, text: string): Deployment["variables"] {
  const json = parseYaml(file, text);
  return Object.fromEntries(
    json.keys(["env"]).flatMap((name) => {
      const entry = dataAt(json.data, ["env", name]);
      const value = textOf(entry) ?? textOf(dataAt(entry, ["value"])) ?? (dataAt(entry, ["generator"]) === "secret" ? "upstream-gate" : undefined);
      return value === undefined ? [] : [[name, { value, at: placeIn(json, ["env", name]) }]];
    }),
  );
}
