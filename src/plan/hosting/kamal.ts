import { joinPath, type RepoPath } from "../../model/location.ts";
import { parseYaml } from "../../text/yaml.ts";
import { hostingRules, type Deployment } from "./deployment.ts";
import { dataAt, placeIn, portAt, textAt, textsAt } from "./yaml-values.ts";

/** Reads Kamal's `config/deploy.yml`; undefined for a file of that name that is another tool's, or a service that Kamal's proxy leaves alone. */
export function readKamal(file: RepoPath, text: string): Deployment | undefined {
  const yaml = parseYaml(file, text);
  if (!textAt(yaml, ["service"]) || !textAt(yaml, ["image"]) || dataAt(yaml.data, ["proxy"]) === false) return undefined;
  const port = portAt(yaml, ["proxy", "app_port"]);
  const command = textAt(yaml, ["servers", "web", "cmd"]);
  const dockerfile = textAt(yaml, ["builder", "dockerfile"]);
  const path = dockerfile && joinPath("" as RepoPath, dockerfile.value);
  const target = textAt(yaml, ["builder", "target"])?.value;
  return {
    rules: hostingRules.kamal,
    file,
    at: placeIn(yaml, ["proxy"]),
    ...(port ? { port } : {}),
    ...(command ? { command } : {}),
    variables: dataAt(yaml.data, ["env", "clear"]) === undefined ? textsAt(yaml, ["env"]) : textsAt(yaml, ["env", "clear"]),
    ...(dockerfile && path !== undefined ? { dockerfile: { ...dockerfile, value: path } } : {}),
    ...(target === undefined ? {} : { target }),
    args: Object.fromEntries(Object.entries(textsAt(yaml, ["builder", "args"])).map(([name, { value }]) => [name, value])),
  };
}
