import type { ServiceRecord } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import type { Service } from "../../model/plan.ts";
import type { Manifest, SourceFacts } from "../../model/source.ts";
import { wholeLine, wholeText } from "../edits.ts";
import { lastLines, outputOf, readCrash, showExit } from "../crash.ts";
import { debianOfPerl, lists, packageOf, packageOfProgram } from "../packages.ts";
import { belongsTo, startPlace } from "../places.ts";
import { defineRule, found, ruledOut } from "../rule.ts";
import { missingProgram } from "./start-command-invalid.ts";
import { literally } from "../../model/pattern.ts";

/** Something that a program asked for and that is not installed. */
interface Missing {
  readonly ecosystem: Manifest["ecosystem"];
  /** The name to install it by. */
  readonly name: string;
  /** The words that say so. */
  readonly said: string;
}

export const dependencyNotInstalled = defineRule({
  id: "dependency-not-installed",
  title: "A package that the app needs is not installed",
  since: "0.1.0",
  symptoms: ["exit"],
  needs: ["sources"],
  explains: ["crash-on-start", "start-command-invalid", "worker-died"],
  absent: "nothing that the proxy depends on ended",
  doc: {
    what: "The app imports a module, or starts a program, that is not in the image.",
    why: "The package is installed on the developer's machine and is not in the manifest from which the image installs, or it is a development dependency there. The process ends at the import.",
    fix: "Add the package to the manifest (`requirements.txt`, `package.json`, `Gemfile`, `composer.json`) and build again.",
  },
  diagnose({ service, record }, { sources }) {
    const missing = missingOf(service, record, sources);
    if (!missing) return ruledOut(`the output of ${service.name} names no missing module`);
    const manifests = sources.manifests.filter((each) => each.ecosystem === missing.ecosystem && belongsTo(service, each.at.path));
    const lacking = manifests.find((each) => each.isDevelopment !== true && !lists(each, missing.name));
    const listed = manifests.find((each) => each.isDevelopment !== true && lists(each, missing.name));
    const development = listed ? undefined : manifests.find((each) => each.isDevelopment === true && lists(each, missing.name));
    const importedAt = readCrash(record, sources)?.at;
    const location = (listed ? undefined : lacking?.at) ?? importedAt ?? startPlace(service);
    const edits = listed || !lacking ? [] : development ? moved(lacking, development, missing.name) : addition(lacking, missing.name, "*");
    return found({
      confidence: "likely",
      title: `${missing.name} is not installed in the image of ${service.name}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: importedAt && importedAt !== location ? [{ at: importedAt, note: "it is asked for here" }] : [],
      what: `${service.name} ends at its start (${showExit(record)}): ${missing.said}. ${listed ? `${listed.at.path} lists ${missing.name}, but the image does not have it.` : development ? `${development.at.path} lists ${missing.name} for development only.` : lacking ? `${lacking.at.path} does not list ${missing.name}.` : "No manifest of its kind was found."}`,
      why: "A program ends when what it imports is not there; nothing is left to answer, and nginx answers 502.",
      fix: { text: listed ? `Have the image install what ${listed.at.path} lists, ${missing.name} included.` : `Add ${missing.name} to ${lacking?.at.path ?? "the manifest"}.`, edits },
      evidence: [
        { kind: "log", text: missing.said },
        ...lastLines(record, 4)
          .filter((line) => line !== missing.said)
          .map((text) => ({ kind: "log" as const, text })),
        { kind: "exit", text: showExit(record) },
      ],
      ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } } : {}),
    });
  },
});

/** What the words of each ecosystem name: group 1 is the module. */
const patterns: readonly (readonly [Manifest["ecosystem"], RegExp])[] = [
  ["python", /(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)'?/],
  ["python", /^\S*python[\d.]*: No module named ([\w.]+)$/],
  ["node", /Cannot find (?:module|package) '([^'./][^']*)'/],
  ["ruby", /cannot load such file -- ([\w][\w./-]*) \(LoadError\)/],
  ["ruby", /Could not find gem '([\w.-]+)[^']*'/],
  ["ruby", /Could not find ([\w.-]+?)-\d[\w.]* in (?:any of the sources|locally installed gems|cached gems)/],
  ["perl", /Can't locate ([\w/]+\.pm) in @INC/],
  ["php", /Failed opening required '[^']*\/(vendor)\/autoload\.php'/],
  ["java", /(?:ClassNotFoundException|NoClassDefFoundError): ([\w./$]+)/],
];

function missingOf(service: Service, record: ServiceRecord, sources: SourceFacts): Missing | undefined {
  const lines = lastLines(record, 200);
  for (const [ecosystem, pattern] of patterns) {
    const said = lines.findLast((line) => pattern.test(line));
    const module = said === undefined ? undefined : pattern.exec(said)?.[1];
    if (said === undefined || module === undefined || isOwn(service, sources, ecosystem, module)) continue;
    return { ecosystem, name: packageOf(ecosystem, module), said: said.trim() };
  }
  return missingTool(record);
}

/** A program of a package, named by the shell or the engine as not found. */
function missingTool(record: ServiceRecord): Missing | undefined {
  const missing = missingProgram(record, outputOf(record));
  const brought = missing && packageOfProgram(missing.program);
  return brought ? { ...brought, said: missing.said } : undefined;
}

/** Programs that are given the app's module. */
const servers = /\b(?:gunicorn|uvicorn|hypercorn|daphne|waitress-serve|granian|uwsgi|celery|flask)\b/;

/** A module of the project itself is not a package: then its place or name is wrong. */
function isOwn(service: Service, sources: SourceFacts, ecosystem: Manifest["ecosystem"], module: string): boolean {
  if (module.startsWith("/")) return true;
  if (ecosystem === "perl") return sources.files.some((file) => file === module || file.endsWith(`/${module}`));
  const path = ecosystem === "python" ? module.split(".")[0] : module.split("/")[0];
  const own = sources.files.some((file) => belongsTo(service, file) && new RegExp(`(^|/)${literally(path ?? "")}(\\.\\w+$|/)`).test(file));
  const isStarted = service.start.some((step) => new RegExp(`(?<![\\w.])${literally(path ?? "")}(?:\\.\\w+)*(?::\\w+|(?=["'\\]\\s]*$))`).test(step.text) && servers.test(step.text));
  return own || (ecosystem === "python" && isStarted);
}

/** The lines that add a package; none where the manifest's form is not plain. */
function addition(manifest: Manifest, name: string, version: string): Edit[] {
  const { path } = manifest.at;
  if (path.endsWith(".txt")) return [{ path, startLine: manifest.lines + 1, endLine: manifest.lines, replacement: name }];
  if (path.endsWith("Gemfile")) return [{ path, startLine: manifest.lines + 1, endLine: manifest.lines, replacement: `gem "${name}"` }];
  if (manifest.ecosystem === "perl") return perlAddition(manifest.at, name);
  if (path.endsWith("package.json")) return jsonAddition(manifest.at, name, version, manifest.names.length > 0);
  return [];
}

function perlAddition(at: Location, name: string): Edit[] {
  const text = wholeText(at);
  if (text === undefined) return [];
  if (at.path.endsWith("cpanfile")) return [{ path: at.path, startLine: at.line, endLine: at.line - 1, replacement: `requires '${name}';` }];
  return [wholeLine(at, text.replace(/^(.*(?<![\w.-])lib[a-z0-9.+-]+-perl)(?![\w.-])/, `$1 ${debianOfPerl(name)}`))];
}

/** An entry taken out of the development list and added to the other: npm leaves out what stands in both. None where a comma would be left over. */
function moved(to: Manifest, from: Manifest, name: string): Edit[] {
  const entry = from.entries?.[name];
  const isRemovable = entry?.text !== undefined && /^\s*"[^"]+"\s*:\s*"[^"]*",?\s*$/.test(entry.text) && (entry.text.trimEnd().endsWith(",") || from.names.length === 1);
  const added = addition(to, name, from.versions?.[name] ?? "*");
  return entry && isRemovable && added.length > 0 ? [...added, { path: entry.path, startLine: entry.line, endLine: entry.line, replacement: "" }] : [];
}

function jsonAddition(at: Location, name: string, version: string, hasOthers: boolean): Edit[] {
  const opened = /^(\s*)"dependencies"\s*:\s*\{\s*$/.exec(at.text ?? "");
  if (opened && hasOthers) return [{ path: at.path, startLine: at.line + 1, endLine: at.line, replacement: `${opened[1]}  "${name}": "${version}",` }];
  const empty = /^(\s*"dependencies"\s*:\s*\{)\s*(\},?)\s*$/.exec(at.text ?? "");
  return empty ? [{ path: at.path, startLine: at.line, endLine: at.line, replacement: `${empty[1]} "${name}": "${version}" ${empty[2]}` }] : [];
}
