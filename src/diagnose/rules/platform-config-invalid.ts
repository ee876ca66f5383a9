import type { Edit } from "../../model/edit.ts";
import type { FactTypes } from "../../model/evidence.ts";
import type { Plan } from "../../model/plan.ts";
import type { Changed, PlatformProblem } from "../../model/platform.ts";
import { dialled, isRefused } from "../gateway.ts";
import { defineRule, found, ruledOut, type Conclusion } from "../rule.ts";
import { socketsOf } from "../sockets.ts";
import type { Symptom } from "../symptoms.ts";

/** What of a run each symptom can come from. */
const parts: Readonly<Record<string, readonly Changed[]>> = {
  build: ["build"],
  exit: ["start", "files", "build"],
  gateway: ["port", "start", "serving"],
  status: ["serving", "files"],
};

export const platformConfigInvalid = defineRule({
  id: "platform-config-invalid",
  title: "The platform's file is not as the platform reads it",
  since: "0.1.0",
  symptoms: ["platform", "build", "exit", "gateway", "status"],
  needs: ["builds"],
  wants: ["sockets"],
  explains: [
    "port-mismatch",
    "port-variable-ignored",
    "start-command-invalid",
    "crash-on-start",
    "exits-immediately",
    "nothing-listens",
    "dependency-not-installed",
    "dependency-manifest-missing",
    "build-failed",
    "copy-source-missing",
  ],
  absent: "no platform's file is there, or all of it is read as it stands",
  doc: {
    what: "A key of the platform's file is misspelt, stands in the wrong section, or has a value of another kind than the platform takes. The platform does not read it and goes by its default, or refuses the file.",
    why: "Platforms pass over what they do not know. A port under a wrong name leaves the default one in force, and the platform's proxy dials where nobody listens; a command where a file name belongs is looked for as a file, and the program ends at once.",
    fix: "Write the key as the platform's reference has it, in the section where it belongs. docs/platforms.md lists what is read of each file.",
  },
  diagnose(symptom, facts, plan) {
    if (symptom.kind === "platform") return report(symptom.problem, plan, "likely", "The platform stops there: nothing is built or started, and its proxy has nobody to ask.");
    const problems = plan.platformProblems ?? [];
    if (problems.length === 0) return ruledOut(isHosted(plan) ? "all of the platform's file is read as it stands" : "the project has no platform's file");
    const wanted = problems.filter((problem) => problem.manifest === undefined && parts[symptom.kind]?.includes(problem.changes) === true);
    if (wanted.length === 0) return ruledOut("what the platform does not read of its file has no part in this");
    if (symptom.kind === "gateway" && !isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    return ofWanted(symptom, wanted, facts, plan);
  },
});

function isHosted(plan: Plan): boolean {
  return plan.platformFiles !== undefined;
}

/** A port that was meant explains a refusal only when the app opened it. */
function ofWanted(symptom: Exclude<Symptom, { kind: "platform" }>, wanted: readonly PlatformProblem[], facts: Partial<Pick<FactTypes, "sockets">>, plan: Plan): Conclusion {
  const service = "service" in symptom ? symptom.service : undefined;
  const open = (service && facts.sockets && socketsOf(plan, facts.sockets, service.name)) ?? [];
  const [problem] = wanted.filter((each) => each.changes !== "port" || each.port === undefined || open.some((socket) => socket.port === each.port));
  if (!problem) return ruledOut(`${service?.name ?? "the app"} does not listen on ${wanted[0]?.port}, the port that the unread key has`);
  return report(problem, plan, problem.edits.length > 0 ? "likely" : "possible", effects[problem.changes], service?.name);
}

const effects: Readonly<Record<Changed, string>> = {
  nothing: "",
  port: "The platform's proxy dials its default port in place of the one that the file was to set. Nobody listens there: the connection is refused, and it answers 502.",
  start: "What is started is not what was meant; it ends, and the platform's proxy has nobody to ask.",
  build: "The image is built otherwise than was meant, and what is started in it lacks something.",
  files: "The files that the app starts from are not where it looks for them.",
  serving: "The platform's proxy answers otherwise than was meant.",
};

function report(problem: PlatformProblem, plan: Plan, confidence: "likely" | "possible", why: string, service?: string): Conclusion {
  const edits = editsWith(problem, plan);
  const services = plan.services.filter((each) => each.role === "app").map((each) => each.name);
  const name = service ?? services[0];
  return found({
    confidence,
    title: problem.title ?? (problem.meant === undefined ? problem.what : `${problem.what}: did you mean ${problem.meant}?`),
    ...(name === undefined ? {} : { service: name }),
    location: problem.at,
    what: `${sentence(problem.what)}. Expected is ${problem.expected}.`,
    why,
    fix: { text: problem.meant === undefined ? `Write ${problem.expected}.` : problem.key.endsWith(`.${problem.meant}`) ? `Put ${problem.expected}.` : `Write ${problem.meant}.`, edits },
    evidence: [{ kind: "config", text: `${problem.at.path}:${problem.at.line}${problem.at.text === undefined ? "" : `: ${problem.at.text.trim()}`}` }],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services } } : {}),
  });
}

/** A port alone is put right by itself; what keeps the app from starting together with everything else that is read otherwise. */
function editsWith(problem: PlatformProblem, plan: Plan): readonly Edit[] {
  const isSection = problem.meant !== undefined && /^\w+$/.test(problem.meant) && problem.key.endsWith(`.${problem.meant}`);
  // A section that is put right takes its keys with it.
  if (isSection || problem.changes === "port" || problem.edits.length === 0) return problem.edits;
  const others = (plan.platformProblems ?? []).filter((each) => each !== problem && each.changes !== "nothing" && each.manifest === undefined);
  return others.reduce((edits, each) => joined(edits, each.edits) ?? edits, problem.edits);
}

/** Edits of two problems as one; lines that both add behind the same one are added after each other. undefined when they are at odds. */
function joined(first: readonly Edit[], second: readonly Edit[]): readonly Edit[] | undefined {
  let edits = first;
  for (const edit of second) {
    const same = edits.find((each) => each.path === edit.path && each.startLine <= edit.endLine && edit.startLine <= each.endLine);
    if (!same) edits = [...edits, edit];
    else {
      const both = same.startLine === edit.startLine && same.endLine === edit.endLine ? addedBoth(same.replacement, edit.replacement) : undefined;
      if (both === undefined) return undefined;
      edits = edits.map((each) => (each === same ? { ...each, replacement: both } : each));
    }
  }
  return edits;
}

function addedBoth(first: string, second: string): string | undefined {
  const [a, b] = [first.split("\n"), second.split("\n")];
  const shared = a.findIndex((line, index) => line !== b[index]);
  return shared > 0 ? [...a, ...b.slice(shared)].join("\n") : undefined;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
