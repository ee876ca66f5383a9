import type { RepoPath } from "../../model/location.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { readAppEngine } from "./app-engine.ts";
import type { Deployment } from "./deployment.ts";
import { readFly } from "./fly.ts";
import { readAppJson, readHerokuYaml, readProcfile } from "./heroku.ts";
import { readKamal } from "./kamal.ts";
import { readRailway } from "./railway.ts";
import { readRender } from "./render.ts";

/** The files by which platforms deploy a repository, at its root; the first that says how counts. */
const readers: readonly { readonly path: string; readonly read: (file: RepoPath, text: string) => Deployment | undefined; readonly onlyWithoutDockerfile?: true }[] = [
  { path: "heroku.yml", read: readHerokuYaml },
  { path: "fly.toml", read: readFly },
  { path: "render.yaml", read: readRender },
  { path: "railway.json", read: readRailway },
  { path: "railway.toml", read: readRailway },
  { path: "app.yaml", read: readAppEngine },
  { path: "config/deploy.yml", read: readKamal },
  // With a Dockerfile it may be there for a process manager alone.
  { path: "Procfile", read: readProcfile, onlyWithoutDockerfile: true },
];

/** How the repository is deployed by a platform's file, and the files of other platforms beside it. */
export function findDeployment(workspace: Workspace): { readonly deployment?: Deployment; readonly others: readonly RepoPath[] } {
  const hasDockerfile = workspace.kindOf("Dockerfile" as RepoPath) === "file";
  const found = readers.flatMap(({ path, read, onlyWithoutDockerfile }) => {
    const file = path as RepoPath;
    const text = onlyWithoutDockerfile === true && hasDockerfile ? undefined : workspace.read(file);
    const deployment = text === undefined ? undefined : read(file, text);
    return deployment ? [deployment] : [];
  });
  const [first, ...others] = found;
  if (!first) return { others: [] };
  return { deployment: withHerokuParts(workspace, first), others: others.map((each) => each.file).filter((file) => !(isHeroku(first) && file === "Procfile")) };
}

function isHeroku({ file }: Deployment): boolean {
  return file === "heroku.yml" || file === "Procfile";
}

/** What stands in Heroku's other files: the variables of `app.json`, and the command of the Procfile where `heroku.yml` has none. */
function withHerokuParts(workspace: Workspace, deployment: Deployment): Deployment {
  if (!isHeroku(deployment)) return deployment;
  const app = workspace.read("app.json" as RepoPath);
  const variables = { ...(app === undefined ? {} : readAppJson("app.json" as RepoPath, app)), ...deployment.variables };
  return { ...deployment, variables };
}
