import type { FactTypes } from "../../model/evidence.ts";
import type { Finding } from "../../model/finding.ts";
import { besides } from "../corrections.ts";
import { showExit } from "../crash.ts";
import { denialsIn, pathOf, type Denial } from "../denials.ts";
import { lastWordsOf } from "../troubles.ts";
import { lastLines } from "../crash.ts";
import { serviceNamed, type Plan } from "../../model/plan.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import type { ExitSymptom, ProxySymptom, StatusSymptom } from "../symptoms.ts";
import { obstacleTo } from "../obstacles.ts";

export const filesystemNotWritable = defineRule({
  id: "filesystem-not-writable",
  title: "A program may not write where it writes at its start",
  since: "0.1.0",
  symptoms: ["exit", "status", "proxy-start"],
  needs: ["services", "sources"],
  explains: ["crash-on-start", "app-returned-error"],
  absent: "nothing ended, nginx started, and no app answered 502, 503 or 504",
  doc: {
    what: "The app, or nginx itself, opens a file for writing, or makes a folder, where it may not: the mount or the whole container is read-only, or the path belongs to root and the app runs as another user.",
    why: "The app ends at its start, or answers 503 because it cannot store anything. nginx answers 502 without a process behind it. nginx that may not write its process id or its temporary files does not start at all.",
    fix: "Make that one path writable: mount it without `ro`, give a read-only container a tmpfs or a volume there, or give the folder to the user in the Dockerfile.",
  },
  diagnose(symptom, { services, sources }, plan) {
    if (symptom.kind === "proxy-start") return refusedToNginx(symptom, sources, plan);
    const { service, record } = symptom;
    if (!service || !record) return ruledOut("the address is no service of the project");
    const lines = wordsOf(symptom, { services, sources });
    if (typeof lines === "string") return ruledOut(lines);
    const [denial] = denialsIn(lines);
    if (!denial) return ruledOut(`the output of ${service.name} tells of no file that it may not write`);
    const path = pathOf(denial, service, record, sources);
    const obstacle = obstacleTo({ plan, service, record, sources }, denial, path);
    if (!obstacle) return unknown(`${service.name} may not write ${path ?? "a file"}, and no mount, user or setting of the project says why`);
    return found({
      confidence: obstacle.confidence,
      title: `${service.name} may not write ${path ?? "its database file"}: ${obstacle.because}`,
      service: service.name,
      ...(obstacle.at ? { location: obstacle.at } : {}),
      related: besides(obstacle.at, obstacle.relatedAt, "the path is mounted here"),
      what: `${service.name} was refused ${path === undefined ? "a file" : path}: ${denial.said}. ${obstacle.what}`,
      why: record.exits.length > 0 ? "The app gives up; nothing is left to answer, and nginx answers 502." : "The app runs, and answers with an error itself because it cannot write.",
      fix: { text: obstacle.fix, edits: obstacle.edits },
      evidence: evidenceOf(denial, symptom),
      ...(obstacle.trial.length > 0 ? { intervention: { kind: "edit-files", edits: obstacle.trial, services: [service.name] } } : {}),
    });
  },
});

/** Folders that nginx writes at its start in the official image, beside that of its process id. */
const nginxFolders = ["/var/cache/nginx", "/run"];

function refusedToNginx({ errors, record }: ProxySymptom, sources: FactTypes["sources"], plan: Plan): Conclusion {
  const service = serviceNamed(plan, plan.proxy.service);
  const told = errors.filter((error) => error.level === "emerg").flatMap((error) => [...error.message.matchAll(/^(open|mkdir|chown)\(\) "([^"]+)" failed \((13|30): ([^)]*)\)/g)]);
  const [[said = "", call = "", path = "", errno] = []] = told;
  if (!service || said === "") return ruledOut("nginx was refused no file that it writes");
  const denial: Denial = { kind: errno === "30" ? "read-only" : "denied", path, isFolder: call !== "open", said };
  // /var/run is a link to /run.
  const others = nginxFolders.filter((folder) => !(folder === "/run" && path.startsWith("/var/run/")));
  const obstacle = obstacleTo({ plan, service, record, sources }, denial, path, others);
  if (!obstacle) return unknown(`nginx may not write ${path}, and no mount, user or setting of the project says why`);
  return found({
    confidence: obstacle.confidence,
    title: `nginx may not write ${path}: ${obstacle.because}`,
    service: service.name,
    ...(obstacle.at ? { location: obstacle.at } : {}),
    related: besides(obstacle.at, obstacle.relatedAt, "the path is mounted here"),
    what: `nginx in ${service.name} was refused ${path}: ${said}. ${obstacle.what}`,
    why: "nginx writes its process id and makes folders for temporary files before it serves anything. Without them it does not start.",
    fix: { text: obstacle.fix, edits: obstacle.edits },
    evidence: [{ kind: "nginx", text: said }, ...(record.exits.length > 0 ? [{ kind: "exit" as const, text: showExit(record) }] : [])],
    ...(obstacle.trial.length > 0 ? { intervention: { kind: "edit-files", edits: obstacle.trial, services: [service.name] } } : {}),
  });
}

function wordsOf(symptom: ExitSymptom | StatusSymptom, { sources }: Pick<FactTypes, "services" | "sources">): readonly string[] | string {
  const { record } = symptom;
  if (!record) return [];
  if (symptom.kind === "exit") {
    const [exit] = record.exits;
    // 126: the shell may not run it, which is not a matter of writing.
    return !exit ? `${record.name} did not end` : exit.code === 126 ? "the start command was refused, not a file" : lastWordsOf(record, sources);
  }
  if (symptom.probe.status === undefined || ![502, 503, 504].includes(symptom.probe.status)) return "the app answered another status";
  return [...symptom.directs.flatMap((direct) => direct.body?.slice(0, 2000).split("\n") ?? []), ...lastLines(record, 20)];
}

function evidenceOf(denial: Denial, { record }: ExitSymptom | StatusSymptom): Finding["evidence"] {
  return [{ kind: "log", text: denial.said }, ...(record && record.exits.length > 0 ? [{ kind: "exit" as const, text: showExit(record) }] : [])];
}
