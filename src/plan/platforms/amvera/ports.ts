import type { Edit } from "../../../model/edit.ts";
import type { Location, RepoPath, Sourced } from "../../../model/location.ts";
import type { Note } from "../../../model/plan.ts";
import type { PlatformProblem } from "../../../model/platform.ts";
import type { PortLine, Span } from "../../../model/proxy.ts";
import type { YamlFile } from "../../../text/yaml.ts";
import { platformFacts } from "../facts.ts";
import { appended, childIndent } from "../schema-edits.ts";
import { portsAt, type WrittenPort } from "./values.ts";

const { usual } = platformFacts.amvera.port;

/** The port of the container that the domain leads to. */
export interface DialledPort {
  readonly port: Sourced<number>;
  readonly span?: Span;
  readonly portLine?: PortLine;
  readonly notes: readonly Note[];
  readonly problems: readonly PlatformProblem[];
}

/** What the ingress dials: the container's port that is paired with the service port 80, which a domain leads to. */
export function dialledPort(file: YamlFile | undefined, text: string): DialledPort {
  const container = file ? portsAt(file, ["run", "containerPort"]) : [];
  const service = file ? portsAt(file, ["run", "servicePort"]) : [];
  const wrong = [...container, ...service].filter((each) => each.port < 1 || each.port > 65_535);
  const problems = [...wrong.map((each) => rangeProblem(each)), ...lengthProblem(container, service)];
  const index = Math.max(
    0,
    service.findIndex((each) => each.port === usual),
  );
  const chosen = container[index] ?? container[0];
  const notes = serviceNotes(service, chosen?.port ?? usual);
  if (chosen && !wrong.includes(chosen)) return { port: { value: chosen.port, at: chosen.at }, ...(chosen.span ? { span: chosen.span } : {}), notes, problems };
  return { ...byDefault(file, text), notes, problems };
}

/** The port that counts where the file sets none: with the line below which it would be set. */
function byDefault(file: YamlFile | undefined, text: string): Pick<DialledPort, "port" | "portLine"> {
  const because = file ? "Amvera's default, since run.containerPort is not set" : "Amvera's default, since there is no amvera.yml";
  if (!file) return { port: { value: usual, because } };
  const at = file.locateKey(["run", "containerPort"]) ?? file.locateKey(["run"]) ?? file.locateKey(["meta"]) ?? { path: file.path, line: 1 };
  const portLine = lineFor(file, text);
  return { port: { value: usual, at, because }, ...(portLine ? { portLine } : {}) };
}

/** Where containerPort would be written. */
function lineFor(file: YamlFile, text: string): PortLine | undefined {
  const own = file.locateKey(["run", "containerPort"]);
  if (own?.text !== undefined) return { path: file.path, startLine: own.line, endLine: own.line, before: `${/^\s*/.exec(own.text)?.[0] ?? ""}containerPort: `, after: "" };
  const run = file.locateKey(["run"]);
  if (run?.text !== undefined) {
    const isBlock = /^run:\s*(?:#.*|null|~)?$/.test(run.text.trimEnd());
    const before = `${run.text.trimEnd().replace(/:\s*(?:null|~)$/, ":")}\n${" ".repeat(childIndent(file, ["run"]))}containerPort: `;
    return isBlock ? { path: file.path, startLine: run.line, endLine: run.line, before, after: "" } : undefined;
  }
  const [edit] = appended(file, text, ["run:", "  containerPort: "]);
  return edit && { path: edit.path, startLine: edit.startLine, endLine: edit.endLine, before: edit.replacement, after: "" };
}

function rangeProblem({ port, at }: WrittenPort): PlatformProblem {
  return { key: "run.containerPort", at, what: `${port} is no port`, expected: "a number from 1 to 65535", changes: "port", edits: [] };
}

function lengthProblem(container: readonly WrittenPort[], service: readonly WrittenPort[]): PlatformProblem[] {
  const [first] = service;
  if (!first || container.length === service.length || container.length === 0) return [];
  const counts = `\`run.containerPort\` has ${container.length} ${container.length === 1 ? "port" : "ports"} and \`run.servicePort\` ${service.length}`;
  return [{ key: "run.servicePort", at: first.at, what: `${counts}: they pair up by their places, and the rest leads nowhere`, expected: "lists of the same length", changes: "nothing", edits: [] }];
}

/** What only the web console decides. */
function serviceNotes(service: readonly WrittenPort[], asked: number): Note[] {
  const [first] = service;
  if (!first) return [];
  const others = service.filter((each) => each.port !== usual).map((each) => each.port);
  if (!service.some((each) => each.port === usual))
    return [
      {
        text: `servicePort ${first.port} is not 80, where a domain of Amvera leads unless the web console says otherwise: make it 80, or set the path of the domain to ${first.port} there`,
        at: first.at,
      },
    ];
  return others.length > 0 ? [{ text: `only port ${asked} is asked: which path leads to service port ${others.join(", ")} stands in the web console`, at: first.at }] : [];
}

/** A text in quotes, which YAML would read as a number otherwise. */
export function quotedEdit(path: RepoPath, at: Location, value: string): Edit[] {
  const { text, column } = at;
  if (text === undefined || column === undefined) return [];
  return [{ path, startLine: at.line, endLine: at.line, replacement: `${text.slice(0, column - 1)}"${value}"${text.slice(column - 1 + value.length)}` }];
}
