import type { RepoPath } from "../../model/location.ts";
import type { YamlFile, YamlPath } from "../../text/yaml.ts";

/**
 * A text that stands in a Compose file, with the lines that it has there: empty lines before it, and its indentation kept. A place in it
 * is then the same place of the Compose file. Undefined when its lines are not those of the file.
 */
export function inlineText(files: readonly YamlFile[], path: YamlPath, content: string): { readonly path: RepoPath; readonly text: string } | undefined {
  const file = files.findLast((each) => each.locate(path) !== undefined);
  const block = file?.block(path);
  if (!file || !block) return undefined;
  const lines = content.replace(/\n$/, "").split("\n");
  const indent = " ".repeat(block.indent);
  return { path: file.path, text: `${"\n".repeat(block.line - 1)}${lines.map((line) => (line === "" ? "" : `${indent}${line}`)).join("\n")}\n` };
}
