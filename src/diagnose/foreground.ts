import type { Edit } from "../model/edit.ts";
import type { Location } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import type { SourceFacts, StartCommand } from "../model/source.ts";
import { wholeLine, wholeText } from "./edits.ts";
import { belongsTo } from "./places.ts";
import { literally } from "../model/pattern.ts";

/** What sends a server to the background, and the same line without that. */
export interface Detachment {
  readonly at: Location;
  /** "`--daemon` sends gunicorn to the background". */
  readonly what: string;
  readonly fix: string;
  readonly edits: readonly Edit[];
  /** The words of it, for a command that no line of the project can be edited for. */
  readonly flag?: string;
}

interface Habit {
  readonly program: RegExp;
  /** The words that detach, anywhere behind the program. */
  readonly flag?: RegExp;
  /** The second word that makes it detach. */
  readonly verb?: RegExp;
  /** It detaches unless one of these words is there. */
  readonly unless?: RegExp;
  /** What is written in place of program and verb. */
  readonly instead?: (words: readonly string[]) => readonly string[] | undefined;
  /** Words put behind the program. */
  readonly add?: readonly string[];
}

/** How servers are made to leave the foreground. */
const habits: readonly Habit[] = [
  { program: /^gunicorn$/, flag: /^(?:-D|--daemon)$/ },
  { program: /^php-fpm[\d.]*$/, flag: /^(?:-D|--daemonize)$/ },
  { program: /^uwsgi$/, flag: /^--daemonize2?(?:=.*)?$/ },
  { program: /^(?:unicorn|unicorn_rails|rackup|plackup|starman|starlet|passenger|rainbows|twiggy)$/, flag: /^(?:-D|--daemonize|--daemon)$/ },
  { program: /^(?:puma|thin|rails|webrick)$/, flag: /^(?:-d|--daemon|--daemonize)$/ },
  { program: /^start-stop-daemon$/, flag: /^(?:-b|--background)$/ },
  { program: /^php$/, flag: /^(?:-d|-D|--daemon|--daemonize)$/, verb: /\.php$|^artisan$/ },
  { program: /^pm2$/, verb: /^(?:start|reload|restart)$/, unless: /^--no-daemon$/, instead: () => ["pm2-runtime", "start"] },
  { program: /^forever$/, verb: /^start$/, instead: () => ["forever"] },
  { program: /^caddy$/, verb: /^start$/, instead: () => ["caddy", "run"] },
  { program: /^catalina\.sh$/, verb: /^start$/, instead: () => ["catalina.sh", "run"] },
  { program: /^(?:apachectl|apache2ctl)$/, verb: /^(?:start|restart|graceful)$/, unless: /FOREGROUND/, instead: ([program = ""]) => [program, "-D", "FOREGROUND"] },
  { program: /^httpd$/, unless: /FOREGROUND|^-(?:t|v|V|S|M|l|L)$/, add: ["-D", "FOREGROUND"] },
  { program: /^(?:service|systemctl|rc-service)$/, unless: /^(?:status|stop)$/, instead: foregroundOf },
  { program: /^supervisord$/, unless: /^(?:-n|--nodaemon|-v|--version)$/, add: ["-n"] },
  { program: /^nginx$/, unless: /daemon off|^-[tTsvVh]$/, add: ["-g", "daemon off;"] },
  { program: /^openresty$/, unless: /daemon off|^-[tTsvVh]$/, add: ["-g", "daemon off;"] },
  { program: /^lighttpd$/, unless: /^-(?:D|t|v|V|h)/, add: ["-D"] },
  { program: /^hypnotoad$/, unless: /^(?:-f|--foreground|-t|-s)$/, add: ["-f"] },
  { program: /^spawn-fcgi$/, unless: /^-n$/, add: ["-n"] },
];

/** Services that stand beside a server and are meant to be in the background. */
const beside = /^(?:redis(?:-server)?|memcached|cron|crond|anacron|rsyslogd?|syslogd?|sshd?|postgresql|mysql|mariadb|rabbitmq-server|dbus|supercronic|tail)$/;

/** `service nginx start`, `systemctl start nginx`: the same in the foreground, where it is known. */
function foregroundOf(words: readonly string[]): readonly string[] | undefined {
  const name = words.slice(1).find((word) => !/^(?:start|restart|reload|-.*)$/.test(word)) ?? "";
  if (name === "nginx") return ["nginx", "-g", "daemon off;"];
  if (/^(?:apache2|httpd)$/.test(name)) return ["apachectl", "-D", "FOREGROUND"];
  const version = /^php([\d.]*)-fpm$/.exec(name)?.[1];
  return version === undefined ? undefined : [`php-fpm${version}`, "-F"];
}

/** The last thing in a service's start that sends a server to the background; undefined when nothing is seen to. */
export function detachmentOf(service: Service, sources: SourceFacts): Detachment | undefined {
  const steps = (sources.startLines ?? []).filter((line) => line.service === service.name).map((line) => detachedBy(line.commands, line.at));
  const setting = (sources.detaching ?? []).find((at) => belongsTo(service, at.path));
  return steps.findLast((each) => each !== undefined) ?? (setting ? ofSetting(setting) : undefined);
}

function ofSetting(at: Location): Detachment {
  const written = (at.text ?? "").trim();
  const flipped = wholeText(at)?.replace(/\b(yes|true|True|on|1|no|false|0)(?=\s*;?\s*$)/, (word) => opposites[word] ?? word);
  const edits = flipped === undefined ? [] : [wholeLine(at, flipped === at.text ? "" : flipped)];
  return { at, what: `\`${written}\` sends the server to the background`, fix: "Leave the server in the foreground.", edits };
}

const opposites: Readonly<Record<string, string>> = { yes: "no", true: "false", True: "False", on: "off", "1": "0", no: "yes", false: "true", "0": "1" };

function detachedBy(commands: readonly StartCommand[], at: Location): Detachment | undefined {
  const found = commands.flatMap((command, index) => ofHabit(command.words, at) ?? ofAmpersand(command, at, commands.slice(index + 1)) ?? []);
  return found.at(-1);
}

/** What runs a server for someone else: `bundle exec puma`, `poetry run gunicorn`, `python -m gunicorn`. */
function withoutRunner(words: readonly string[]): readonly string[] {
  const [first = "", second = ""] = words.map(nameOf);
  if (/^(?:bundle|poetry|pipenv|uv|npx|pnpm|yarn)$/.test(first)) return words.slice(/^(?:exec|run|dlx)$/.test(second) ? 2 : 1);
  if (/^python[\d.]*$/.test(first)) return second === "-m" ? words.slice(2) : words;
  return words;
}

function ofHabit(given: readonly string[], at: Location): Detachment | undefined {
  const words = withoutRunner(given);
  const name = nameOf(words[0] ?? "");
  const script = /^\/etc\/init\.d\/([\w.-]+)$/.exec(words[0] ?? "")?.[1];
  if (script !== undefined) return beside.test(script) ? undefined : replaced(at, words, ["service", script, "start"], foregroundOf(["service", script, "start"]));
  const habit = habits.find((each) => each.program.test(name));
  if (!habit || words.slice(1).some((word) => beside.test(word))) return undefined;
  const rest = words.slice(1);
  if (habit.verb && !habit.verb.test(rest[0] ?? "")) return undefined;
  if (habit.flag) {
    const flag = rest.find((word) => habit.flag?.test(word));
    return flag === undefined ? undefined : withoutFlag(at, name, flag, rest);
  }
  if (habit.unless && rest.some((word) => habit.unless?.test(word))) return undefined;
  if (habit.add) return withWords(at, words[0] ?? "", habit.add);
  const count = habit.verb ? 2 : words.length;
  return replaced(at, words.slice(0, count), words.slice(0, count), habit.instead?.(words));
}

function withoutFlag(at: Location, name: string, flag: string, rest: readonly string[]): Detachment {
  const text = wholeText(at);
  const value = /^--daemonize2?$/.test(flag) && name === "uwsgi" ? rest[rest.indexOf(flag) + 1] : undefined;
  const words = value === undefined ? [flag] : [flag, value];
  const edited = text === undefined ? undefined : cut(text, words);
  return { at, what: `\`${flag}\` sends ${name} to the background`, fix: `Leave out ${words.join(" ")}.`, edits: edited === undefined ? [] : [wholeLine(at, edited)], flag };
}

/** The text without these words, as a shell or a list in JSON writes them; undefined when they are not there once. */
function cut(text: string, words: readonly string[]): string | undefined {
  const inShell = new RegExp(`[ \\t]+${words.map(literally).join("[ \\t]+")}(?=[\\s"'&|;]|$)`, "g");
  const inList = new RegExp(`,[ \\t]*${words.map((word) => `["']${literally(word)}["']`).join(",[ \\t]*")}`, "g");
  const hits = [...text.matchAll(inList), ...text.matchAll(inShell)];
  const [hit] = hits;
  return hits.length === 1 && hit ? text.slice(0, hit.index) + text.slice(hit.index + hit[0].length) : undefined;
}

function withWords(at: Location, program: string, words: readonly string[]): Detachment {
  const name = nameOf(program);
  const text = wholeText(at);
  const inList = new RegExp(`(["'])${literally(program)}\\1(?=\\s*[,\\]])`);
  const hits = text === undefined ? [] : [...text.matchAll(new RegExp(`(?<![\\w./-])${literally(program)}(?![\\w./-])`, "g"))];
  const hit = hits.at(-1);
  const shown = words.map((word) => (/[ ;]/.test(word) ? `'${word}'` : word)).join(" ");
  const edited =
    text === undefined || !hit
      ? undefined
      : inList.test(text)
        ? text.replace(inList, (whole) => `${whole}, ${words.map((word) => JSON.stringify(word)).join(", ")}`)
        : `${text.slice(0, hit.index + program.length)} ${shown}${text.slice(hit.index + program.length)}`;
  return { at, what: `${name} without \`${words.join(" ")}\` goes to the background`, fix: `Start it as ${name} ${shown}.`, edits: edited === undefined ? [] : [wholeLine(at, edited)] };
}

function replaced(at: Location, written: readonly string[], shown: readonly string[], instead: readonly string[] | undefined): Detachment {
  const text = wholeText(at);
  const what = `\`${shown.join(" ")}\` starts a server in the background and comes back`;
  if (instead === undefined) return { at, what, fix: "Start the server itself, in the foreground.", edits: [] };
  const line = instead.map((word) => (/[ ;]/.test(word) ? `'${word}'` : word)).join(" ");
  const inShell = new RegExp(written.map(literally).join("[ \\t]+"));
  const inList = new RegExp(written.map((word) => `["']${literally(word)}["']`).join(",[ \\t]*"));
  const list = instead.map((word) => JSON.stringify(word)).join(", ");
  const edited = text === undefined ? undefined : inList.test(text) ? text.replace(inList, () => list) : inShell.test(text) ? text.replace(inShell, () => line) : undefined;
  return { at, what, fix: `Write ${line}.`, edits: edited === undefined ? [] : [wholeLine(at, edited)] };
}

/** A command that the shell does not wait for. */
function ofAmpersand(command: StartCommand, at: Location, later: readonly StartCommand[]): Detachment | undefined {
  const name = nameOf(command.words[0] ?? "");
  if (!command.isInBackground || beside.test(name) || later.some(({ words }) => words[0] === "wait")) return undefined;
  const text = wholeText(at);
  const edited = text?.replace(/[ \t]*(?<![&>])&[ \t]*(?=["'\]\s]*$)/, "");
  const edits = edited === undefined || edited === text ? [] : [wholeLine(at, edited)];
  return { at, what: `\`&\` sends ${name} to the background, and the shell comes to its end`, fix: "Leave out the & of the server, or end the script with wait.", edits };
}

/** "gunicorn" of "/usr/local/bin/gunicorn". */
export function nameOf(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1);
}
