import { joinPath, type RepoPath, type Sourced } from "../../model/location.ts";
import { parseYaml, type YamlFile, type YamlPath } from "../../text/yaml.ts";
import { hostingRules, type Deployment } from "./deployment.ts";
import { dataAt, placeIn, portOf, textAt, textOf } from "./yaml-values.ts";

/** Reads the first web service of `render.yaml`. */
export function readRender(file: RepoPath, text: string): Deployment | undefined {
  const yaml = parseYaml(file, text);
  const services = dataAt(yaml.data, ["services"]);
  if (!Array.isArray(services)) return undefined;
  const index = services.findIndex((service: unknown) => dataAt(service, ["type"]) === "web" && !["static"].includes(textOf(dataAt(service, ["runtime"]) ?? dataAt(service, ["env"])) ?? ""));
  if (index === -1) return undefined;
  const base: YamlPath = ["services", index];
  const of = (key: string): Sourced<string> | undefined => textAt(yaml, [...base, key]);
  const command = of("dockerCommand") ?? of("startCommand");
  const dockerfile = of("dockerfilePath");
  const root = pathOf(of("rootDir")) ?? ("" as RepoPath);
  const path = dockerfile && joinPath(root, dockerfile.value);
  const context = pathOf(of("dockerContext")) ?? root;
  const variables = variablesOf(yaml, [...base, "envVars"]);
  const port = portOf(variables["PORT"]?.value);
  const image = textAt(yaml, [...base, "image", "url"]);
  const buildCommand = of("buildCommand");
  const mount = textAt(yaml, [...base, "disk", "mountPath"]);
  return {
    rules: hostingRules.render,
    file,
    at: placeIn(yaml, [...base, "type"]),
    ...(port === undefined ? {} : { port: { value: port, ...(variables["PORT"]?.at ? { at: variables["PORT"].at } : {}) } }),
    ...(command ? { command } : {}),
    variables,
    ...(dockerfile && path !== undefined ? { dockerfile: { ...dockerfile, value: path } } : {}),
    context,
    ...(image ? { image } : {}),
    ...(buildCommand ? { buildCommand } : {}),
    ...(mount ? { volumes: [mount] } : {}),
  };
}

function pathOf(text: Sourced<string> | undefined): RepoPath | undefined {
  return text && joinPath("" as RepoPath, text.value);
}

function variablesOf(yaml: YamlFile, path: YamlPath): Record<string, Sourced<string>> {
  const listed = dataAt(yaml.data, path);
  if (!Array.isArray(listed)) return {};
  return Object.fromEntries(
    listed.flatMap((entry: unknown, index) => {
      const name = textOf(dataAt(entry, ["key"]));
      const value = textOf(dataAt(entry, ["value"])) ?? (dataAt(entry, ["generateValue"]) === true ? "upstream-gate" : undefined);
      return name === undefined || value === undefined ? [] : [[name, { value, at: yaml.locate([...path, index, "value"]) ?? placeIn(yaml, [...path, index]) }]];
    }),
  );
}
