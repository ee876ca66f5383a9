import type { AbsentFile, BuildRecord } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import { buildWitnesses, lineWith } from "../builds.ts";
import { replaceWord, wholeLine } from "../edits.ts";
import { defineRule, found, ruledOut } from "../rule.ts";

export const copySourceMissing = defineRule({
  id: "copy-source-missing",
  title: "COPY names a file that the build context lacks",
  since: "0.1.0",
  symptoms: ["build"],
  needs: ["builds"],
  explains: ["build-failed"],
  absent: "every image could be built",
  doc: {
    what: "A COPY or ADD names a file or folder that is not in the build context: misspelt, in another folder, in other case, or left out by `.dockerignore`.",
    why: "The builder sees only the context folder. What is not in it, or what `.dockerignore` keeps out, does not exist for COPY, and the build ends there.",
    fix: "Write the path as it is in the context, case included, or take the file out of `.dockerignore`. Paths are relative to the context (`build: context:`), not to the Dockerfile.",
  },
  diagnose({ service, build }) {
    const { step } = build;
    if (step === undefined || (step.keyword !== "COPY" && step.keyword !== "ADD")) return ruledOut(`the step that failed is no COPY`);
    const [absent] = step.absent;
    if (absent === undefined) return ruledOut("everything that the COPY names is in the context");
    const location = lineWith(build, absent.name);
    const edits = editsFor(build, absent, location);
    const [meant] = absent.alike;
    const uncommittedAt = meant ? undefined : absent.uncommittedAt;
    return found({
      // What git ignores may be there where the image is built for production.
      confidence: uncommittedAt ? "possible" : "likely",
      title: `${step.keyword} names "${absent.name}", which ${absent.ignoredAt ? `${absent.ignoredAt.path} leaves out` : uncommittedAt ? `${uncommittedAt.path} keeps out of the repository` : "is not in the build context"}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: absent.ignoredAt
        ? [{ at: absent.ignoredAt, note: "this line keeps it out of the context" }]
        : uncommittedAt
          ? [{ at: uncommittedAt, note: "this line keeps it out of the repository" }]
          : [],
      what: `The image of ${service.name} is not built: ${step.keyword} names "${absent.name}", ${state(absent)}`,
      why: "COPY takes files from the build context alone. Without the image there is nothing to start, and nothing behind nginx.",
      fix: {
        text: absent.ignoredAt
          ? `Take ${absent.name} out of ${absent.ignoredAt.path}.`
          : meant
            ? `Write ${meant.path}, as the file is called.`
            : uncommittedAt
              ? `Make ${absent.name} in the job before the check, as it is made where the image is built for production; or mount it instead of copying it.`
              : `Add ${absent.name} to the context, or take the COPY out.`,
        edits,
      },
      evidence: buildWitnesses(build),
      ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } } : {}),
    });
  },
});

function state(absent: AbsentFile): string {
  if (absent.ignoredAt) return `which is in the repository and kept out of the context by ${absent.ignoredAt.path}:${absent.ignoredAt.line}.`;
  const alike = absent.alike.map((each) => each.path).join(", ");
  return `which the build context does not have.${alike === "" ? "" : ` It has ${alike}.`}${absent.outside === undefined ? "" : ` The repository has ${absent.outside}, outside the context.`}`;
}

function editsFor(build: BuildRecord, absent: AbsentFile, at: Location | undefined): Edit[] {
  if (absent.ignoredAt?.text !== undefined) return [wholeLine(absent.ignoredAt, `${absent.ignoredAt.text}\n!${absent.name.replace(/^(\.?\/)+/, "")}`)];
  const [meant, second] = absent.alike;
  if (meant === undefined || (second !== undefined && !isSameBut(meant.path, absent.name))) return [];
  return replaceWord(at, absent.name, absent.name.startsWith("./") ? `./${meant.path}` : meant.path);
}

/** Whether two paths differ in case alone. */
function isSameBut(a: string, b: string): boolean {
  return a.toLowerCase() === b.replace(/^(\.?\/)+/, "").toLowerCase();
}
