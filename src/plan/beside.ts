import type { Note, StartStep } from "../model/plan.ts";
import { baseName, programOf, shellCommands } from "../text/shell.ts";
import { resolvePath, type Instruction } from "../text/dockerfile.ts";
import { fileCommands } from "./file-commands.ts";
import type { NginxLayout } from "./nginx-layout.ts";

/** Programs that serve nothing: shells and their words, what prepares a start, and nginx itself with its image's entrypoint. */
const quiet = new Set(
  (
    "nginx nginx-debug openresty docker-entrypoint.sh sh bash ash dash envsubst supervisord echo printf set export unset exec sleep cat sed awk grep cp mv ln mkdir rm chown chmod touch test [ [[ if then elif else fi " +
    "for while until do done case esac in wait trap source . cd tail tee cut tr date eval true false : read local return exit find xargs openssl id whoami ls env kill service certbot acme.sh cron crond inotifywait logrotate dockerize gomplate confd consul-template apk apt-get } {"
  ).split(" "),
);

/** Whether an app runs beside nginx in its container, or may: where nothing tells what starts, an image that is not made for nginx alone. */
export function isBesideApp(layout: NginxLayout, steps: readonly StartStep[]): boolean {
  return programBeside(steps) !== undefined || (steps.length === 0 && ["debian", "alpine", "unknown"].includes(layout.kind));
}

/** A program besides nginx that a container starts, as its chain of start steps tells; undefined when nginx is alone in it. */
export function programBeside(steps: readonly StartStep[]): string | undefined {
  const scripts = new Set(steps.flatMap((step) => (step.at ? [baseName(step.at.path)] : [])));
  const functions = new Set(steps.flatMap((step) => [...step.text.matchAll(/([A-Za-z_]\w*)\s*\(\s*\)/g)].map((match) => match[1] ?? "")));
  const commands = steps.flatMap((step) => (/^\s*\[/.test(step.text) ? [jsonWords(step.text)] : shellCommands(step.text)));
  return commands
    .map((words) => baseName(programOf(words)[0] ?? ""))
    .find((name) => /^[A-Za-z][\w.+-]*$/.test(name) && !quiet.has(name) && !functions.has(name) && !scripts.has(name) && !/\.(conf|sh|bash)$/.test(name) && !name.includes("="));
}

function jsonWords(text: string): string[] {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) ? words.map(String) : [];
  } catch {
    return [];
  }
}

/** What a RUN writes into nginx's configuration by itself: only the built image tells what it becomes. */
export function buildNotes(instructions: readonly Instruction[], main: string): Note[] {
  let workingDir = "/";
  return instructions.flatMap((instruction): Note[] => {
    if (instruction.keyword === "WORKDIR") workingDir = resolvePath(workingDir, instruction.text);
    if (instruction.keyword !== "RUN") return [];
    const edited = fileCommands(instruction, workingDir, () => undefined).flatMap((command) => (command.kind === "edit" ? command.sources : []));
    const folder = main.slice(0, main.lastIndexOf("/"));
    return edited
      .filter((path) => path.startsWith(`${folder}/`) || path.startsWith("/etc/nginx/"))
      .map((path) => ({ text: `RUN changes ${path} by itself: the plan shows what stood there before`, at: instruction.at }));
  });
}
