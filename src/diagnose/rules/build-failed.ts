import type { BuildRecord } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import { buildWitnesses, lacksNetwork, lastComplaint } from "../builds.ts";
import { replaceWord } from "../edits.ts";
import { withoutStatement } from "../without-statement.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";

export const buildFailed = defineRule({
  id: "build-failed",
  title: "A step of the image build fails",
  since: "0.1.0",
  symptoms: ["build"],
  needs: ["builds"],
  absent: "every image could be built",
  doc: {
    what: "An instruction of the Dockerfile ends with an error: a compiler or test that fails, a package that does not exist, a base image with a misspelt tag, an instruction that Docker does not know.",
    why: "Without the image the app cannot be started. On a platform the old version goes on running, or nothing does and its proxy answers 503.",
    fix: "The step's own output says what is wrong; `docker build` shows the same. The page names the instruction, and the lines of the project that the output names.",
  },
  diagnose({ service, build }) {
    const { step } = build;
    const offline = lacksNetwork(build);
    if (offline !== undefined) return unknown(`a step of the build could not reach the network: ${offline.slice(0, 200)}`);
    if (step?.absent.length) return ruledOut(`the step lacks ${step.absent[0]?.name}`);
    const location = step?.at ?? service.image.at ?? service.at;
    const edits = correction(build);
    const code = /exit code: (\d+)/.exec(build.error ?? "")?.[1];
    return found({
      confidence: "likely",
      title: step ? `${step.keyword} fails${code === undefined ? "" : ` with exit code ${code}`}: the image of ${service.name} is not built` : `The image of ${service.name} cannot be built`,
      service: service.name,
      ...(location ? { location } : {}),
      related: (step?.mentions ?? []).map((at) => ({ at, note: "the output of the step names this line" })),
      what: `The image of ${service.name} is not built: ${lastComplaint(build).slice(0, 300)}`,
      why: "Without the image there is nothing to start, and nothing behind nginx.",
      fix: { text: step ? "Mend what the step complains of; docker build shows the same." : "Correct the build settings; docker build shows the same.", edits },
      evidence: buildWitnesses(build),
      ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } } : withoutStatement(step?.mentions[0], service.name, "blank")),
    });
  },
});

/** An instruction that Docker does not know, by the name that it takes to be meant. */
function correction(build: BuildRecord): Edit[] {
  const [, unknownWord = "", meant = ""] = /unknown instruction: (\w+) \(did you mean (\w+)\?\)/.exec(build.error ?? "") ?? [];
  return meant === "" ? [] : replaceWord(build.step?.at, unknownWord, meant);
}
