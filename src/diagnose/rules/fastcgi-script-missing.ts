import type { Edit } from "../../model/edit.ts";
import type { PathFacts } from "../../model/evidence.ts";
import { scriptNameOf } from "../../model/fastcgi.ts";
import type { Location, Sourced } from "../../model/location.ts";
import type { FastcgiRoute } from "../../model/proxy.ts";
import { replaceWord, wholeLine } from "../edits.ts";
import { showResult } from "../gateway.ts";
import { pathRecord, pathWitness, standsThere } from "../paths.ts";
import { preferChanged } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { ScriptSymptom } from "../symptoms.ts";

export const fastcgiScriptMissing = defineRule({
  id: "fastcgi-script-missing",
  title: "nginx names a script that PHP-FPM does not have",
  since: "0.1.0",
  symptoms: ["script"],
  needs: ["paths", "sources"],
  absent: "no FastCGI server lacked the script that nginx named",
  doc: {
    what: "`SCRIPT_FILENAME`, most often `$document_root` with the script's name behind it, is a path that is not in the container of PHP-FPM.",
    why: 'nginx sends no file, only a path, and PHP-FPM opens it in its own container. When nothing is there it answers 404 with `File not found.`, and nginx logs `FastCGI sent in stderr: "Primary script unknown"`. The folder that nginx serves files from need not have the same path there. `$realpath_root` is empty when the container of nginx container has no such folder.',
    fix: "Set `root` to a folder that both containers have at the same path, or name the path in PHP-FPM's container: `fastcgi_param SCRIPT_FILENAME /var/www/html/public$fastcgi_script_name;`.",
  },
  diagnose(symptom, { paths, sources }, plan) {
    const { service, route, script } = symptom;
    const { fastcgi } = route;
    const param = fastcgi?.params["SCRIPT_FILENAME"];
    if (!service || !fastcgi || !param) return ruledOut("the address dialled is no service of the project, or nginx names no script");
    const asked = pathRecord(paths, service.name, script);
    if (!asked) return unknown(`the files of ${service.name} could not be looked at`);
    const unresolved = unresolvedRoot(symptom, param);
    if (unresolved) return unresolved;
    if (standsThere(asked)) return unknown(`${service.name} has ${script}, and PHP-FPM could not open it`);
    const name = script.endsWith(scriptNameOf(fastcgi, symptom.asked)) ? scriptNameOf(fastcgi, symptom.asked) : script.slice(script.lastIndexOf("/"));
    const actual = nearest(existing(paths, service.name, name), script);
    const change = changeOf(fastcgi, param, script, actual === undefined ? undefined : actual.slice(0, -name.length), name, standsThere(pathRecord(paths, plan.proxy.service, script)) !== undefined);
    const placed = change.at ? preferChanged(sources, change.at, change.other, { first: "the path begins with this", second: change.note }) : { related: [] };
    const missing = asked.steps.at(-1)?.path ?? script;
    return found({
      confidence: actual === undefined ? "possible" : "likely",
      title: actual === undefined ? `nginx names ${script}, which ${service.name} does not have` : `nginx names ${script}; in ${service.name} it is ${actual}`,
      service: service.name,
      ...placed,
      related: [...placed.related, ...(route.at ? [{ at: route.at, note: `the request is passed to ${service.name} here` }] : [])],
      what: `nginx tells ${service.name} to run ${script}. In the container of ${service.name} there is no ${missing}${actual === undefined ? `, and no ${name.slice(1)} in the folders where it could be` : `; the script is at ${actual}`}.`,
      why: "PHP-FPM opens the path that nginx names in its own container. Nothing is there, so it answers 404 with `File not found.`",
      fix: {
        text: actual === undefined ? `Put the scripts into the image of ${service.name} or mount them, and name their path there.` : `Name the path that ${service.name} has: ${actual}.`,
        edits: change.edits,
      },
      evidence: [
        { kind: "attempt", text: showResult(symptom.probe) },
        ...symptom.directs.slice(0, 2).map((direct) => ({ kind: "attempt" as const, text: `${showResult(direct)}${direct.stderr === undefined ? "" : `: ${direct.stderr.split("\n")[0]}`}` })),
        ...symptom.errors
          .filter((error) => error.text.includes("Primary script unknown"))
          .slice(-1)
          .map((error) => ({ kind: "nginx" as const, text: error.text.slice(0, 500) })),
        ...pathWitness(paths, service.name, script),
        ...(actual === undefined ? [] : pathWitness(paths, service.name, actual)),
      ],
      ...(change.edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits: change.edits, services: [] } } : {}),
    });
  },
});

/** `$realpath_root` makes nginx resolve a folder of its own container; where it has none, the name of the script begins with nothing. */
function unresolvedRoot({ errors, route, service, probe, directs }: ScriptSymptom, param: Sourced<string>): Conclusion | undefined {
  const folder = errors.map((error) => /^realpath\(\) "([^"]*)" failed/.exec(error.message)?.[1]).findLast((each) => each !== undefined);
  if (folder === undefined || !param.at || !param.value.includes("$realpath_root")) return undefined;
  const edits = replaceWord(param.at, "$realpath_root", "$document_root");
  return found({
    confidence: "likely",
    title: `nginx cannot resolve ${folder}, which its own container does not have`,
    ...(service ? { service: service.name } : {}),
    location: param.at,
    related: route.fastcgi?.root?.at ? [{ at: route.fastcgi.root.at, note: "the root is set here" }] : [],
    what: `\`$realpath_root\` is ${folder} with its links followed. nginx's container has no ${folder}: what it names to ${service?.name ?? "the FastCGI server"} is the script without its folder.`,
    why: "`$realpath_root` is resolved in nginx's own container, while `$document_root` is passed on as it is written. PHP-FPM has no script of the name that is left and answers 404 with `File not found.`",
    fix: { text: `Name the script by $document_root, or mount ${folder} into nginx's container.`, edits },
    evidence: [
      { kind: "attempt", text: showResult(probe) },
      ...directs.slice(0, 2).map((direct) => ({ kind: "attempt" as const, text: showResult(direct) })),
      ...errors
        .filter((error) => error.message.startsWith("realpath()"))
        .slice(-1)
        .map((error) => ({ kind: "nginx" as const, text: error.text.slice(0, 500) })),
    ],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [] } } : {}),
  });
}

/** Places in a service's container at which a script of that name stands, in the order in which they were looked for. */
function existing(paths: PathFacts, service: string, name: string): string[] {
  return paths.records.filter((record) => record.service === service && record.path.endsWith(name) && standsThere(record)?.kind === "file").map((record) => record.path);
}

/** The one whose folders are most like those that were named, from the end. */
function nearest(places: readonly string[], script: string): string | undefined {
  const wanted = script.split("/").toReversed();
  const alike = (path: string): number => {
    const parts = path.split("/").toReversed();
    const differing = parts.findIndex((part, index) => part !== wanted[index]);
    return differing === -1 ? parts.length : differing;
  };
  const isPublic = (path: string): number => (/\/(?:public|web|htdocs|webroot)\//.test(path) ? 1 : 0);
  return places.toSorted((a, b) => alike(b) - alike(a) || isPublic(b) - isPublic(a))[0];
}

interface Change {
  readonly at: Location | undefined;
  readonly other: Location | undefined;
  readonly note: string;
  readonly edits: Edit[];
}

/** The line to change: `root` where nginx itself has nothing there either, else the parameter, since files are served from that root. */
function changeOf(fastcgi: FastcgiRoute, param: Sourced<string>, script: string, folder: string | undefined, name: string, isServed: boolean): Change {
  const { root } = fastcgi;
  const usesRoot = /\$\{?(?:document_root|realpath_root|request_filename)\b/.test(param.value);
  if (usesRoot && root?.at && (!isServed || param.at === undefined))
    return { at: root.at, other: param.at, note: "the root becomes part of the script's path here", edits: isServed || folder === undefined ? [] : replaceWord(root.at, root.value, folder || "/") };
  const at = param.at ?? root?.at;
  return { at, other: usesRoot ? root?.at : undefined, note: "files are served from this root", edits: folder === undefined ? [] : paramEdits(param, usesRoot, script, folder, name) };
}

function paramEdits(param: Sourced<string>, usesRoot: boolean, script: string, folder: string, name: string): Edit[] {
  const text = param.at?.text;
  if (!param.at || text === undefined || text.length >= 300) return [];
  const written = usesRoot ? /\$\{?(?:document_root|realpath_root)\}?/.exec(param.value)?.[0] : script.endsWith(name) ? script.slice(0, -name.length) : undefined;
  if (written === undefined || written === "" || text.split(written).length !== 2) return [];
  return [
    wholeLine(
      param.at,
      text.replace(written, () => folder),
    ),
  ];
}
