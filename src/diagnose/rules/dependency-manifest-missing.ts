import type { AbsentFile, BuildRecord } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import type { Plan } from "../../model/plan.ts";
import { buildWitnesses, lineWith } from "../builds.ts";
import { replaceWord, wholeLine } from "../edits.ts";
import { lastLines, showExit } from "../crash.ts";
import { defineRule, found, ruledOut, type Conclusion } from "../rule.ts";
import type { ExitSymptom } from "../symptoms.ts";

export const dependencyManifestMissing = defineRule({
  id: "dependency-manifest-missing",
  title: "The file that lists the packages is not there",
  since: "0.1.0",
  symptoms: ["build", "exit"],
  needs: ["builds"],
  explains: ["build-failed", "dependency-not-installed", "start-command-invalid", "crash-on-start"],
  absent: "every image could be built, and nothing that the proxy depends on ended",
  doc: {
    what: "A build step installs packages from a file (`requirements.txt`, `package.json`, `package-lock.json`, `Gemfile`, `composer.json`, `go.mod`, `pom.xml`) that is not where the step looks for it.",
    why: "The file is in another folder, has another name, or is copied into the image only after the step that reads it. The package manager ends with an error, and the build with it.",
    fix: "Name the file by its path in the image, seen from `WORKDIR`, and copy it before the step that installs from it.",
  },
  diagnose(symptom, _facts, plan) {
    if (symptom.kind === "exit") return passedOver(symptom, plan);
    const { service, build } = symptom;
    const { step } = build;
    if (step?.keyword !== "RUN") return ruledOut("the step that failed installs nothing");
    const [absent] = step.absent;
    if (absent === undefined) return ruledOut("the output of the step names no missing list of packages");
    const location = lineWith(build, absent.name) ?? step.at;
    const { edits, text } = fixFor(build, absent, location, step.workingDir);
    return found({
      confidence: "likely",
      title: `${absent.name} is not there when the packages of ${service.name} are installed`,
      service: service.name,
      location,
      related: absent.ignoredAt ? [{ at: absent.ignoredAt, note: "this line keeps it out of the context" }] : [],
      what: `The image of ${service.name} is not built: the step works in ${step.workingDir} and finds no ${absent.name} there. ${whereabouts(absent)}`,
      why: "A package manager that does not find its list ends with an error. Without the image there is nothing to start, and nothing behind nginx.",
      fix: { text, edits },
      evidence: buildWitnesses(build),
      ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } } : {}),
    });
  },
});

/** A platform that does not find the list goes on without it: only the start shows what is lacking. */
function passedOver({ service, record }: ExitSymptom, plan: Plan): Conclusion {
  const problem = plan.platformProblems?.find((each) => each.manifest !== undefined);
  if (!problem) return ruledOut("no list of packages that is read was found missing");
  const said = lastLines(record, 200).findLast((line) => /No module named|ModuleNotFoundError|command not found|: not found$|No such file or directory|PackageNotFoundError/.test(line));
  if (said === undefined) return ruledOut(`the output of ${service.name} names nothing that is not installed`);
  return found({
    confidence: "likely",
    title: `${problem.manifest} is not there, so no package is installed for ${service.name}`,
    service: service.name,
    location: problem.at,
    what: `${sentence(problem.what)}. ${service.name} ends at its start (${showExit(record)}): ${said}.`,
    why: "The platform passes over a list of packages that is not there. The program ends when what it imports is not there; nothing is left to answer.",
    fix: { text: problem.meant === undefined ? `Add ${problem.manifest} to the repository.` : `Name ${problem.meant}.`, edits: problem.edits },
    evidence: [
      { kind: "log", text: said },
      { kind: "exit", text: showExit(record) },
    ],
    ...(problem.edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits: problem.edits, services: [service.name] } } : {}),
  });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function whereabouts(absent: AbsentFile): string {
  const [meant] = absent.alike;
  if (absent.ignoredAt) return `${absent.ignoredAt.path}:${absent.ignoredAt.line} keeps it out of the build context.`;
  if (meant === undefined) return "The build context has no such file.";
  return meant.landed === undefined ? `The build context has ${meant.path}; no COPY before this step takes it.` : `The image has ${meant.landed}, from ${meant.path}.`;
}

interface MadeFix {
  readonly edits: Edit[];
  readonly text: string;
}

function fixFor(build: BuildRecord, absent: AbsentFile, at: Location, workingDir: string): MadeFix {
  const [meant] = absent.alike;
  if (absent.ignoredAt?.text !== undefined) return { text: `Take ${absent.name} out of ${absent.ignoredAt.path}.`, edits: [wholeLine(absent.ignoredAt, `${absent.ignoredAt.text}\n!${absent.name}`)] };
  if (absent.name === "package-lock.json" && meant === undefined) return { text: "Commit package-lock.json, or install with npm install.", edits: replaceWord(at, "ci", "install") };
  if (meant === undefined) return { text: `Add ${absent.name} to the build context and copy it before this step.`, edits: [] };
  if (meant.landed !== undefined) {
    const seen = meant.landed.startsWith(`${workingDir}/`) ? meant.landed.slice(workingDir.length + 1) : meant.landed;
    const edits = replaceWord(at, absent.name, seen);
    return { text: edits.length > 0 ? `Name ${seen}.` : `Run the step in ${meant.landed.replace(/\/[^/]*$/, "")}, where ${meant.path} is, or copy it to ${workingDir}.`, edits };
  }
  const first = build.step?.at;
  const target = absent.name.startsWith("/") ? absent.name : `./${absent.name.replace(/^\.\//, "")}`;
  return { text: `Copy ${meant.path} before this step.`, edits: first?.text === undefined ? [] : [wholeLine(first, `COPY ${meant.path} ${target}\n${first.text}`)] };
}
