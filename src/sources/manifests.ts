import type { RepoPath } from "../model/location.ts";
import type { Manifest } from "../model/source.ts";
import { parseYaml } from "../text/yaml.ts";
import { indexLines } from "../text/lines.ts";
import type { Workspace } from "../workspace/workspace.ts";

const names =
  /(^|\/)(requirements[\w.-]*\.txt|requirements\/[\w.-]+\.txt|Pipfile|pyproject\.toml|setup\.py|package\.json|Gemfile|composer\.json|go\.mod|pom\.xml|build\.gradle(\.kts)?|cpanfile|[\w.-]*Dockerfile[\w.-]*)$/;

/** Whether a file, by its name, lists what must be installed. */
export function isManifest(path: RepoPath): boolean {
  return names.test(path);
}

/** Reads the names that a manifest lists; the place is that of its list. */
export function readManifest(workspace: Workspace, path: RepoPath, text: string): Manifest[] {
  const lines = text.replace(/\n$/, "").split("\n").length;
  return listed(workspace, path, text).map((manifest) => ({ ...manifest, lines: text.trim() === "" ? 0 : lines }));
}

function listed(workspace: Workspace, path: RepoPath, text: string): Omit<Manifest, "lines">[] {
  const file = path.slice(path.lastIndexOf("/") + 1);
  const first = workspace.locate(path, 1);
  if (file === "package.json")
    return [jsonManifest(path, text, "node", ["dependencies", "optionalDependencies", "peerDependencies"]), { ...jsonManifest(path, text, "node", ["devDependencies"]), isDevelopment: true }];
  if (file === "composer.json") return [jsonManifest(path, text, "php", ["require", "require-dev"])];
  if (file.endsWith(".txt")) return [{ ecosystem: "python", at: first, names: matches(text, /^\s*([A-Za-z0-9][\w.-]*)/gm) }];
  if (file === "Pipfile" || file === "pyproject.toml" || file === "setup.py")
    return [
      {
        ecosystem: "python",
        at: lineWith(workspace, path, text, /dependencies|install_requires|\[packages\]/),
        names: matches(text, /["']([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[<>=!~;].*)?["']|^\s*([A-Za-z0-9][\w.-]*)\s*=\s*["'{]/gm),
      },
    ];
  if (file.includes("Dockerfile")) return debianManifest(workspace, path, text);
  if (file === "cpanfile") return [{ ecosystem: "perl", at: first, names: matches(text, /^\s*(?:requires|recommends)\s*\(?\s*["']?([\w:]+)/gm) }];
  if (file === "Gemfile") return [{ ecosystem: "ruby", at: first, names: matches(text, /^\s*gem\s+["']([\w.-]+)["']/gm) }];
  if (file === "go.mod") return [{ ecosystem: "go", at: lineWith(workspace, path, text, /^require/m), names: matches(text, /^\s*(?:require\s+)?([\w.-]+\.[\w./-]+)\s+v/gm) }];
  return [{ ecosystem: "java", at: lineWith(workspace, path, text, /<dependencies>|dependencies\s*\{/), names: matches(text, /<artifactId>([^<]+)<|["'][\w.]+:([\w.-]+)(?::[^"']*)?["']/g) }];
}

const perlPackage = /(?<![\w.-])(lib[a-z0-9.+-]+-perl)(?![\w.-])/g;

/** Packages of Perl modules that an image installs from its distribution; the place is the line that names the last of them. */
function debianManifest(workspace: Workspace, path: RepoPath, text: string): Omit<Manifest, "lines">[] {
  const lines = text.split("\n");
  const last = lines.findLastIndex((line) => !/^\s*#/.test(line) && /lib[a-z0-9.+-]+-perl(?![\w.-])/.test(line));
  return last === -1 || !/\bapt(?:-get)?\b[^\n]*\binstall\b/.test(text) ? [] : [{ ecosystem: "perl", at: workspace.locate(path, last + 1), names: matches(text, perlPackage) }];
}

function jsonManifest(path: RepoPath, text: string, ecosystem: "node" | "php", keys: readonly string[]): Omit<Manifest, "lines"> {
  const file = parseYaml(path, text);
  const key = keys.find((each) => file.locateKey([each]) !== undefined);
  const at = (key === undefined ? undefined : file.locateKey([key])) ?? { path, line: 1, text: indexLines(text).lineText(1) };
  const scripts = file.keys(["scripts"]);
  const listedNames = keys.flatMap((each) => file.keys([each]).map((name) => ({ name, version: file.source([each, name])?.replace(/^"|"$/g, "") ?? "*", place: file.locateKey([each, name]) })));
  return {
    ecosystem,
    at,
    names: listedNames.map(({ name }) => name),
    ...(scripts.length > 0 ? { scripts } : {}),
    versions: Object.fromEntries(listedNames.map(({ name, version }) => [name, version])),
    entries: Object.fromEntries(listedNames.flatMap(({ name, place }) => (place ? [[name, place]] : []))),
  };
}

function lineWith(workspace: Workspace, path: RepoPath, text: string, pattern: RegExp): Manifest["at"] {
  const index = text.split("\n").findIndex((line) => pattern.test(line));
  return workspace.locate(path, Math.max(1, index + 1));
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? []);
}
