import { spawn } from "node:child_process";
import { packArchive } from "../../src/docker/tar.ts";
import { docker } from "../helpers/engine.ts";

/** What nginx is given: a main file and what it includes, by path below the case's own folder. */
export interface NginxCase {
  readonly main: string;
  readonly files: Readonly<Record<string, string | Buffer>>;
}

/** What `nginx -t` says: the first thing it refuses, without file and line when it found that after reading everything. */
export interface NginxAnswer {
  readonly accepted: boolean;
  readonly message?: string;
  /** Below the case's folder. */
  readonly file?: string;
  readonly line?: number;
  /** Whether everything was read before that. */
  readonly isRead: boolean;
  /** Warnings with their lines. */
  readonly warnings: readonly { readonly message: string; readonly file: string; readonly line: number }[];
  /** The files it read, in order, when dumped. */
  readonly files: readonly string[];
}

export const stockImage = process.env["UPSTREAM_GATE_NGINX_IMAGE"] ?? "nginx:stable";

/** The folder of a case in nginx's container. */
export const folderOf = (index: number): string => `/cases/${index}`;

const between = "\x01\x02between cases\x02\x01";

/** Runs `nginx -t` on every case, each in its own folder of one container without a network. `dump` is `-T`. */
export async function askNginx(cases: readonly NginxCase[], options: { readonly image?: string; readonly dump?: boolean } = {}): Promise<NginxAnswer[]> {
  const archive = await packArchive(entriesOf(cases));
  const flag = options.dump === true ? "-T" : "-t";
  const loop = `tar -x -C / && rm -rf /etc/nginx/* && i=0; while [ $i -lt ${cases.length} ]; do read -r main < /cases/$i.main; nginx ${flag} -e stderr -c "/cases/$i/$main" 2>&1; printf '%s%s' "$?" '${between}'; i=$((i+1)); done`;
  const out = await pipeInto(["run", "--rm", "-i", "--network", "none", "--entrypoint", "sh", options.image ?? stockImage, "-c", loop], archive);
  const answers = out.split(between).slice(0, -1);
  if (answers.length !== cases.length) throw new Error(`nginx answered ${answers.length} of ${cases.length} cases: ${out.slice(-400)}`);
  return answers.map((answer, index) => readAnswer(answer, index));
}

function* entriesOf(cases: readonly NginxCase[]): Generator<{ readonly kind: "file"; readonly path: string; readonly content: Buffer; readonly mode: number }> {
  for (const [index, { main, files }] of cases.entries()) {
    yield { kind: "file", path: `cases/${index}.main`, content: Buffer.from(`${main}\n`), mode: 0o644 };
    for (const [path, content] of Object.entries(files)) yield { kind: "file", path: `cases/${index}/${path}`, content: Buffer.from(content as string), mode: 0o644 };
  }
}

function pipeInto(args: readonly string[], input: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(docker, args);
    const out: Buffer[] = [];
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
    child.stdin.on("error", () => undefined);
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(Buffer.concat(out).toString("utf8")) : reject(new Error(`docker ended with ${code}: ${err.slice(-400)}`))));
    child.stdin.end(input);
  });
}

const record = /(?:^|\n)(?:nginx: |[\d/]+ [\d:]+ )\[(\w+)\] (?:\d+#\d+: )?((?:(?!\n(?:nginx: |\d{4}\/))[^])*)/g;

function readAnswer(text: string, index: number): NginxAnswer {
  const records = [...text.matchAll(record)].map((match) => ({ level: match[1] ?? "", ...placeOf(match[2] ?? "", index) }));
  const refused = records.find(({ level }) => level === "emerg" || level === "crit");
  const warnings = records.filter(({ level }) => level === "warn").flatMap(({ message, file, line }) => (file === undefined || line === undefined ? [] : [{ message, file, line }]));
  const files = [...text.matchAll(/^# configuration file (.*):$/gm)].map((match) => below(match[1] ?? "", index));
  const accepted = text.endsWith("\n0") || text === "0";
  const isRead = accepted || / syntax is ok\n/.test(text);
  if (accepted) return { accepted, isRead, warnings, files };
  const { message, file, line } = refused ?? { message: `nginx ended without a message: ${text.slice(-200)}` };
  return { accepted, isRead, message, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }), warnings, files };
}

function placeOf(text: string, index: number): { readonly message: string; readonly file?: string; readonly line?: number } {
  const place = /^([^]*) in (\/cases\/\d+\/[^\n]*):(\d+)\n?/.exec(text);
  return place ? { message: below(place[1] ?? "", index), file: below(place[2] ?? "", index), line: Number(place[3]) } : { message: below(text.split("\n", 1)[0] ?? "", index) };
}

function below(text: string, index: number): string {
  return text.replaceAll(`${folderOf(index)}/`, "");
}
