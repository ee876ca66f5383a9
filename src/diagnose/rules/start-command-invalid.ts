import type { ServiceRecord } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import type { Intervention } from "../../model/experiment.ts";
import type { Location } from "../../model/location.ts";
import type { Service, StartStep } from "../../model/plan.ts";
import type { ProgramFile, SourceFacts } from "../../model/source.ts";
import { outputOf, showExit } from "../crash.ts";
import { replaceWord } from "../edits.ts";
import { nearest } from "../../model/names.ts";
import { belongsTo, startStep } from "../places.ts";
import { unexpanded } from "../unexpanded.ts";
import { gatewayWitnesses, isRefused } from "../gateway.ts";
import { unsupervised } from "../supervised.ts";
import { defineRule, found, ruledOut, type Conclusion } from "../rule.ts";
import type { GatewaySymptom } from "../symptoms.ts";

/** What is wrong with a start command. */
interface Mistake {
  /** The word of the command that is wrong, as far as it is known. */
  readonly word: string;
  readonly what: string;
  readonly fix: string;
  readonly said: string;
  /** What the word should be. */
  readonly meant?: string;
  /** A way to start the same program that does not meet the mistake. */
  readonly instead?: readonly string[];
}

export const startCommandInvalid = defineRule({
  id: "start-command-invalid",
  title: "The start command cannot be run",
  since: "0.1.0",
  symptoms: ["exit", "gateway"],
  needs: ["sources"],
  explains: ["crash-on-start", "nothing-listens", "worker-died"],
  absent: "every start command could be run",
  doc: {
    what: "The command, the script or the module that should start is not there, may not be executed, or is made for another system.",
    why: "The engine or the shell gives up before the app's own code runs: exit codes 126 and 127, `exec format error`, `no such file or directory` for a script with Windows line ends.",
    fix: "Correct the name or path in CMD, ENTRYPOINT or `command`; give a script a Unix shebang line, Unix line ends and the executable bit.",
  },
  diagnose(symptom, { sources }) {
    if (symptom.kind === "gateway") return ofManager(symptom, sources);
    const { service, record } = symptom;
    const mistake = mistakeOf(service, record, sources);
    if (!mistake) return ruledOut(record.startError === undefined ? `the start command of ${service.name} was run` : `${service.name} could not be started for another reason`);
    const step = stepWith(service, mistake.word);
    const location = step?.at ?? service.at;
    const edits = mistake.meant === undefined ? [] : replaceWord(step?.at, mistake.word, mistake.meant);
    const intervention = interventionOf(service, record, mistake, edits);
    return found({
      confidence: "likely",
      title: `${service.name} cannot be started: ${mistake.what}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: relatedFile(service, mistake, sources, location),
      what: `${service.name} does not start: ${mistake.what}.`,
      why: "Without a process nothing listens, and nginx answers 502.",
      fix: { text: mistake.fix, edits },
      evidence: [{ kind: record.startError === undefined ? "log" : "exit", text: mistake.said }, ...(record.exits.length > 0 ? [{ kind: "exit" as const, text: showExit(record) }] : [])],
      ...(intervention ? { intervention } : {}),
    });
  },
});

/** The container runs, and the process manager in it could not start one of its programs. */
function ofManager(symptom: GatewaySymptom, sources: SourceFacts): Conclusion {
  const { service, record } = symptom;
  if (!service || !record || !isRefused(symptom)) return ruledOut("what nginx dials was started");
  const failed = record.state === "running" ? unsupervised(service, record, sources) : undefined;
  if (!failed) return ruledOut(`no process manager in ${service.name} tells of a program that it cannot start`);
  const location = failed.at ?? startStep(service)?.at ?? service.at;
  return found({
    confidence: failed.at ? "likely" : "possible",
    title: `a program in ${service.name} cannot be started: ${failed.what}`,
    service: service.name,
    ...(location ? { location } : {}),
    what: `${service.name} runs, and its process manager says of one of its programs: ${failed.said}.`,
    why: "The other programs run on; nothing listens where this one should, and nginx answers 502.",
    fix: { text: `Name a program that the image of ${service.name} has, or install ${failed.program}.`, edits: failed.edits },
    evidence: [{ kind: "log", text: failed.said }, ...gatewayWitnesses(symptom)],
    ...(failed.edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits: failed.edits, services: [service.name] } } : {}),
  });
}

function interventionOf(service: Service, record: ServiceRecord, mistake: Mistake, edits: readonly Edit[]): Intervention | undefined {
  if (mistake.instead) return { kind: "start-command", service: service.name, command: [...mistake.instead, ...argumentsAfter(service, record, mistake.word)] };
  return edits.length > 0 ? { kind: "edit-files", edits, services: [service.name] } : undefined;
}

/** What the wrong word is given: the rest of the words that the engine runs. */
function argumentsAfter(service: Service, record: ServiceRecord, word: string): readonly string[] {
  const entrypoint = service.entrypoint?.value ?? record.image.entrypoint;
  const command = service.command?.value ?? (service.entrypoint ? [] : record.image.command);
  const words = [...entrypoint, ...command];
  const at = words.findIndex((each) => each === word || each.endsWith(`/${word.replace(/^\.?\//, "")}`));
  return at === -1 ? [] : words.slice(at + 1);
}

function relatedFile(service: Service, mistake: Mistake, sources: SourceFacts, location: Location | undefined): { at: Location; note: string }[] {
  const file = sources.programs.find((each) => each.service === service.name && sameProgram(each, mistake.word));
  return file && mistake.meant === undefined && file.at.path !== location?.path ? [{ at: file.at, note: "this is the file" }] : [];
}

function sameProgram(file: ProgramFile, word: string): boolean {
  return file.container === word || file.container.endsWith(`/${word.replace(/^\.?\//, "")}`);
}

/** The step of the start whose text has the word; else the command. */
function stepWith(service: Service, word: string): StartStep | undefined {
  const name = word.slice(word.lastIndexOf("/") + 1);
  const main = startStep(service);
  if (main && (word === "" || main.text.includes(name))) return main;
  return service.start.findLast((step) => step.at !== undefined && name !== "" && step.text.includes(name)) ?? main;
}

function mistakeOf(service: Service, record: ServiceRecord, sources: SourceFacts): Mistake | undefined {
  const output = outputOf(record);
  const said = record.startError ?? output;
  return (
    engineMistake(service, record.startError, sources) ??
    shellMistake(service, record, output, sources) ??
    interpreterMistake(service, said, sources) ??
    unexpanded(record, output) ??
    serverMistake(service, output, sources)
  );
}

/** A program that the engine or a shell did not find. */
export function missingProgram(record: ServiceRecord, output: string): { readonly program: string; readonly said: string } | undefined {
  const engine = /exec: "([^"]+)": executable file not found in \$PATH/.exec(record.startError ?? "");
  if (engine) return { program: engine[1] ?? "", said: engine[0] };
  if (record.exits[0]?.code !== 127 && !/exit(?:ed)?(?: with)?(?: code| status)? 127/.test(output)) return undefined;
  const shell = /^.*?(?:sh|bash|line \d+|\d+): (?:\d+: )?([\w./@-]+): (?:command )?not found$/m.exec(output);
  return shell ? { program: shell[1] ?? "", said: shell[0].trim() } : undefined;
}

function engineMistake(service: Service, startError: string | undefined, sources: SourceFacts): Mistake | undefined {
  if (startError === undefined) return undefined;
  const said = startError.replace(/^.*?(?=exec|stat|open)/s, "").slice(0, 300);
  const absent = /exec: "([^"]+)": (?:executable file not found in \$PATH|stat [^:]+: no such file or directory)/.exec(startError) ?? /stat ([^:\s]+): no such file or directory/.exec(startError);
  if (absent) return notThere(service, absent[1] ?? "", said, sources);
  const denied = /exec: "([^"]+)": permission denied/.exec(startError) ?? /exec ([^:\s]+): permission denied/.exec(startError);
  if (denied) return notExecutable(denied[1] ?? "", said);
  return runtimeMistake(service, startError, sources);
}

/** What the kernel says of a file that is there: a script without a usable interpreter, or a program for another machine. */
function runtimeMistake(service: Service, text: string, sources: SourceFacts): Mistake | undefined {
  const format = /exec (?:user process caused: |(\S+): )?exec format error/.exec(text);
  if (format) {
    const word = format[1] ?? scriptOf(service) ?? "";
    const file = sources.programs.find((each) => each.service === service.name && sameProgram(each, word));
    return {
      word,
      said: format[0],
      what: `${word} has no shebang line, or is made for another processor`,
      fix: "Begin the script with #!/bin/sh, or build the program for this platform.",
      ...(file ? { instead: ["/bin/sh", file.container] } : {}),
    };
  }
  const interpreter = /exec (\S+): no such file or directory|(?:^|\s)env: ['‘]?[\w.-]+(?:\\r|\r)['’]?: No such file/.exec(text);
  if (!interpreter) return undefined;
  const word = interpreter[1] ?? scriptOf(service) ?? "";
  const file = sources.programs.find((each) => each.service === service.name && sameProgram(each, word));
  if (!file) return notThere(service, word, interpreter[0].trim(), sources);
  if (!file.hasCarriageReturns)
    return { word, said: interpreter[0].trim(), what: `the interpreter that ${word} names in its first line is not in the image`, fix: "Name an interpreter that the image has." };
  return {
    word,
    said: interpreter[0].trim(),
    what: `${word} has Windows line ends, so its interpreter is sought with a carriage return in its name`,
    fix: `Save ${file.at.path} with Unix line ends (and keep it so: *.sh text eol=lf in .gitattributes).`,
    instead: ["/bin/sh", "-c", `tr -d '\\r' < ${file.container} > /tmp/upstream-gate-start && exec /bin/sh /tmp/upstream-gate-start "$@"`, "sh"],
  };
}

function scriptOf(service: Service): string | undefined {
  return service.start.flatMap((step) => /(\/?[\w./-]+\.sh)\b/.exec(step.text)?.[1] ?? [])[0];
}

function notExecutable(word: string, said: string): Mistake {
  return { word, said, what: `${word} may not be executed`, fix: `Give it the executable bit: git update-index --chmod=+x, or RUN chmod +x ${word} in the Dockerfile.`, instead: ["/bin/sh", word] };
}

function notThere(service: Service, word: string, said: string, sources: SourceFacts): Mistake {
  const meant = nearestFile(service, word, sources);
  const name = word.slice(word.lastIndexOf("/") + 1);
  // What is installed elsewhere than the path says is found by its name alone.
  const byName = meant === undefined && word.startsWith("/") && name !== "" ? { instead: [name] } : {};
  return {
    word,
    said,
    what: `${word} is not in the image`,
    fix: meant === undefined ? `Name a program that the image has, or install ${word}.` : `Write ${meant} in place of ${word}.`,
    ...(meant === undefined ? byName : { meant }),
  };
}

/** A file of the service whose name or place is close to a wrong one, written as the wrong one is. */
function nearestFile(service: Service, word: string, sources: SourceFacts): string | undefined {
  const own = sources.files.filter((file) => belongsTo(service, file));
  const name = word.slice(word.lastIndexOf("/") + 1);
  const near = nearest(
    name,
    own.map((file) => file.slice(file.lastIndexOf("/") + 1)),
  );
  if (near !== undefined) return word.slice(0, word.length - name.length) + near;
  const elsewhere = own.filter((file) => file.endsWith(`/${name}`) || file === name);
  const [only] = elsewhere;
  const context = service.image.kind === "build" ? service.image.context : "";
  return elsewhere.length === 1 && only !== undefined && !word.startsWith("/") ? only.slice(context === "" ? 0 : context.length + 1) : undefined;
}

function shellMistake(service: Service, record: ServiceRecord, output: string, sources: SourceFacts): Mistake | undefined {
  const missing = missingProgram(record, output);
  if (missing) return notThere(service, missing.program, missing.said, sources);
  if (record.exits[0]?.code !== 126 && record.exits[0]?.code !== 127) return runtimeMistake(service, output, sources);
  const denied = /^.*?(?:sh|bash|line \d+|\d+): (?:\d+: )?([\w./@-]+): Permission denied$/im.exec(output);
  return denied ? notExecutable(denied[1] ?? "", denied[0].trim()) : runtimeMistake(service, output, sources);
}

/** What interpreters say when the file they are given is not there. */
const scripts: readonly RegExp[] = [
  /can't open file '([^']+)': \[Errno 2\]/,
  /Could not open input file: (\S+)/,
  /No such file or directory -- (\S+) \(LoadError\)/,
  /Can't open perl script "([^"]+)"/,
  /Unable to access jarfile (\S+)/,
  /Could not find or load main class ([\w.$]+)/,
  /(?:sh|bash): (?:\d+: )?(?:cannot open|can't open) '?([^\s':]+)'?/,
  /Cannot find module '(\/[^']+)'(?![\s\S]*Require stack:\s*\n\s*- \/)/,
];

function interpreterMistake(service: Service, said: string, sources: SourceFacts): Mistake | undefined {
  for (const pattern of scripts) {
    const match = pattern.exec(said);
    const path = match?.[1];
    if (match === null || path === undefined) continue;
    const step = service.start.find((each) => path === each.text || path.endsWith(`/${lastWord(each.text)}`) || each.text.includes(path.slice(path.lastIndexOf("/") + 1)));
    if (!step) continue;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const written = step.text.split(/[\s"',[\]]+/).find((word) => word === name || word.endsWith(`/${name}`)) ?? name;
    return notThere(service, written, firstLine(match[0]), sources);
  }
  const script = /(?:Missing script: "?|npm error Missing script: "?|error Command ")([\w:-]+)"?/.exec(said)?.[1];
  if (script === undefined) return undefined;
  const meant = scriptMeant(service, sources, script);
  return {
    word: script,
    said: firstLine(said.slice(said.indexOf(script) - 20)),
    what: `package.json has no script "${script}"`,
    fix: meant === undefined ? `Add the script "${script}" to package.json, or start one that is there.` : `Start "${meant}", or add the script "${script}" to package.json.`,
    ...(meant === undefined ? {} : { meant }),
  };
}

/** The script that is there: one whose name is near, or the same without what stands behind a colon. */
function scriptMeant(service: Service, sources: SourceFacts, script: string): string | undefined {
  const there = sources.manifests.filter((each) => each.isDevelopment !== true && belongsTo(service, each.at.path)).flatMap((each) => each.scripts ?? []);
  const plain = script.split(":")[0] ?? script;
  return nearest(script, there) ?? (plain !== script && there.includes(plain) ? plain : undefined);
}

function lastWord(text: string): string {
  return text.split(/\s+/).at(-1) ?? text;
}

function firstLine(text: string): string {
  return (text.trim().split("\n")[0] ?? "").slice(0, 300);
}

/** What application servers say when the module or object they are given is not there. */
const servers: readonly RegExp[] = [
  /Failed to find attribute '(\w+)' in '([\w.]+)'/,
  /Attribute "(\w+)" not found in module "([\w.]+)"/,
  /Could not import module "([\w.]+)"/,
  /Could not import '([\w.]+)'/,
  /Failed to find Flask application or factory in module '([\w.]+)'/,
  /No module named '?([\w./-]+)'?/,
];

function serverMistake(service: Service, output: string, sources: SourceFacts): Mistake | undefined {
  for (const pattern of servers) {
    const match = pattern.exec(output);
    const word = match?.[1];
    const module = match?.[2] ?? word;
    if (match === null || word === undefined || module === undefined) continue;
    const isStarted = service.start.some((step) => new RegExp(`(?<![\\w.])${module.replaceAll(".", "\\.")}(?::\\w+|$|(?=["'\\s]))`).test(step.text));
    if (!isStarted) continue;
    const meant = match[2] === undefined ? moduleMeant(module, modulesOf(service, sources)) : nearestObject(word, output);
    return {
      word,
      said: match[0],
      what: match[2] === undefined ? `there is no module ${module}` : `${module} has no ${word}`,
      fix: meant === undefined ? "Name the module and the object as they are." : `Write ${meant} in place of ${word}.`,
      ...(meant === undefined ? {} : { meant }),
    };
  }
  return undefined;
}

/** A path in place of a name, or the name that is nearest. */
function moduleMeant(module: string, modules: readonly string[]): string | undefined {
  const last = module.slice(module.lastIndexOf("/") + 1);
  return module.includes("/") && modules.includes(last) ? last : nearest(module, modules);
}

function modulesOf(service: Service, sources: SourceFacts): string[] {
  const context = service.image.kind === "build" ? service.image.context : "";
  return sources.files
    .filter((file) => belongsTo(service, file) && file.endsWith(".py"))
    .map((file) =>
      file
        .slice(context === "" ? 0 : context.length + 1)
        .replace(/(\/__init__)?\.py$/, "")
        .replaceAll("/", "."),
    );
}

/** Servers look for the usual names themselves; the one that is a letter off is meant. */
function nearestObject(word: string, output: string): string | undefined {
  const suggested = /Did you mean:? '?(\w+)'?/.exec(output)?.[1];
  return suggested ?? nearest(word, ["app", "application", "create_app", "main", "api", "server", "asgi", "wsgi"]);
}
