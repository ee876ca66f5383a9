import type { ServiceRecord } from "../../model/evidence.ts";
import type { Intervention } from "../../model/experiment.ts";
import { sameLine } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { wholeLine, wholeText } from "../edits.ts";
import { lastLines, readCrash, showExit } from "../crash.ts";
import { detachmentOf, nameOf, type Detachment } from "../foreground.ts";
import { startPlace } from "../places.ts";
import { servedInstead } from "../servers.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";

export const exitsImmediately = defineRule({
  id: "exits-immediately",
  title: "The main process does not stay in the foreground",
  since: "0.1.0",
  symptoms: ["exit"],
  needs: ["sources"],
  absent: "everything that the proxy depends on kept running",
  doc: {
    what: "The container's first process ends without an error: the server was sent to the background (`--daemon`, `daemonize = yes`, `service … start`, `pm2 start`, `&` at the end of a script), or the command never starts one (a shell without a terminal, a script that comes to its end).",
    why: "A container lives as long as its first process. When that ends, everything else in it is killed, the server in the background as well; then nothing listens, and nginx answers 502.",
    fix: "Start the server in the foreground: without `--daemon`, `php-fpm -F`, `nginx -g 'daemon off;'`, `supervisord -n`, `pm2-runtime`, `exec` in the last line of a script.",
  },
  diagnose({ service, record }, { sources }, plan) {
    const [exit] = record.exits;
    if (record.startError !== undefined) return ruledOut(`${service.name} could not be started at all`);
    if (!exit) return ruledOut(`${service.name} keeps running`);
    if (exit.code !== 0) return ruledOut(`${service.name} ended with exit code ${exit.code}`);
    const detachment = detachmentOf(service, sources);
    if (detachment) return detached(service, record, detachment);
    const crash = readCrash(record, sources);
    if (crash) return ruledOut(`${service.name} told of an error before it ended: ${crash.message.slice(0, 120)}`);
    return unpassed(service, record) ?? finished(plan, service, record, sources);
  },
});

function detached(service: Service, record: ServiceRecord, detachment: Detachment): Conclusion {
  const start = startPlace(service);
  const { edits } = detachment;
  const intervention = edits.length > 0 ? { kind: "edit-files" as const, edits, services: [service.name] } : startWithout(service, record, detachment.flag);
  return found({
    confidence: "likely",
    title: `${service.name} ends at once: ${detachment.what}`,
    service: service.name,
    location: detachment.at,
    related: start && !sameLine(start, detachment.at) ? [{ at: start, note: "the container starts here" }] : [],
    what: `${service.name} ended without an error: ${showExit(record)}. ${detachment.what}.`,
    why: "A container ends with its first process, and the server in the background is killed with it. Nothing listens then, and nginx answers 502.",
    fix: { text: detachment.fix, edits },
    evidence: [...lastLines(record, 4).map((text) => ({ kind: "log" as const, text })), { kind: "exit", text: showExit(record) }],
    ...(intervention ? { intervention } : {}),
  });
}

/** The container's own words without the flag. */
function startWithout(service: Service, record: ServiceRecord, flag: string | undefined): Intervention | undefined {
  const words = wordsOf(service, record);
  if (flag === undefined || words.filter((word) => word === flag).length !== 1) return undefined;
  return { kind: "start-command", service: service.name, command: words.filter((word) => word !== flag) };
}

function wordsOf(service: Service, record: ServiceRecord): readonly string[] {
  const entrypoint = service.entrypoint?.value ?? record.image.entrypoint;
  return [...entrypoint, ...(service.command?.value ?? (service.entrypoint ? [] : record.image.command))];
}

/** Shells and interpreters that read their input to its end when no file is given to them. */
const interactive = /^(?:ba|da|a|z|k)?sh$|^(?:python[\d.]*|node|nodejs|irb|ruby|perl|lua|julia|R|ghci|iex|erl|jshell|psql)$/;

/** Words of a program that ends because something is missing or wrong, and says so in its own way. */
const complaint =
  /\b(?:errors?|fail(?:ed|ure)?|exception|fatal|cannot|can't|could ?n[o']t|unable|refused|denied|missing|not (?:found|set|valid|available|ready|supported)|invalid|abort(?:ed|ing)?|usage:|required)\b/i;

/** An entrypoint script that comes to its end without handing over to the command; undefined when there is none. */
function unpassed(service: Service, record: ServiceRecord): Conclusion | undefined {
  const [first, ...rest] = service.start;
  const path = rest[0]?.at?.path;
  const script = rest.filter((step) => step.at?.path === path && path !== first?.at?.path);
  const [command] = rest.filter((step) => step.at?.path !== path);
  const at = script.at(-1)?.at;
  const isHandedOver = script.some((step) => /\$[@*1]|\$\{[@*1]\}|\bexec\b/.test(step.text));
  const text = wholeText(at);
  // Of a shell script the steps are its lines; of any other program, only its name.
  if (!first || !command || !at || text?.trim() !== script.at(-1)?.text.trim() || isHandedOver) return undefined;
  const edits = text === undefined ? [] : [wholeLine(at, `${text}\n${/^\s*/.exec(text)?.[0] ?? ""}exec "$@"`)];
  const shown = command.text.slice(0, 80);
  return found({
    confidence: "likely",
    title: `the entrypoint of ${service.name} ends without running its command ${shown}`,
    service: service.name,
    location: at,
    related: command.at ? [{ at: command.at, note: "the command that is never run" }] : [],
    what: `${path ?? "The entrypoint"} is handed \`${shown}\` as its arguments, and nothing in it runs them: ${showExit(record)}, without an error.`,
    why: "With an ENTRYPOINT the CMD is no program of its own, only what the entrypoint is called with. When the script ends, so does the container.",
    fix: { text: 'End the script with `exec "$@"`, which runs the command in its place.', edits },
    evidence: [...lastLines(record, 4).map((line) => ({ kind: "log" as const, text: line })), { kind: "exit", text: showExit(record) }],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } } : {}),
  });
}

function finished(plan: Plan, service: Service, record: ServiceRecord, sources: SourceFacts): Conclusion {
  const words = wordsOf(service, record);
  const name = nameOf(words.at(-1) ?? "");
  const isShell = interactive.test(name) && words.slice(0, -1).every((word) => !word.startsWith("-") && !interactive.test(nameOf(word)));
  const last = lastLines(record, 6);
  const complains = last.findLast((line) => complaint.test(line));
  if (!isShell && complains !== undefined) return unknown(`${service.name} ended with exit code 0, and its output speaks of a fault: ${complains.trim().slice(0, 160)}`);
  const location = startPlace(service);
  const shown = words.join(" ").slice(0, 120);
  const intervention = isShell ? undefined : servedInstead(plan, service, record, sources);
  return found({
    confidence: "likely",
    title: isShell ? `${service.name} ends at once: ${name} has no terminal and nothing to run` : `${service.name} comes to its end: nothing in it keeps serving`,
    service: service.name,
    ...(location ? { location } : {}),
    what: isShell
      ? `\`${shown}\` reads commands from an input that is at its end, and stops. ${service.name} ended: ${showExit(record)}.`
      : `\`${shown}\` ran to its end and told of no error: ${showExit(record)}. ${last.length === 0 ? "It said nothing." : `Its last words: ${last.at(-1)?.trim().slice(0, 160)}.`}`,
    why: "A container ends with its first process. What it starts has to be a server that goes on running; nothing listens otherwise, and nginx answers 502.",
    fix: {
      text: isShell ? "Name the program that serves." : "Start the server: let the program call its run or listen function, or name the server that runs it (gunicorn, uvicorn, puma, php-fpm).",
      edits: [],
    },
    evidence: [...last.map((text) => ({ kind: "log" as const, text })), { kind: "exit", text: showExit(record) }],
    ...(intervention ? { intervention } : {}),
  });
}
