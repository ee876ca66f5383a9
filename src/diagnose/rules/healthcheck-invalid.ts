import type { Edit } from "../../model/edit.ts";
import type { ServiceRecord } from "../../model/evidence.ts";
import type { Healthcheck, Plan, Service } from "../../model/plan.ts";
import { replaceWord, wholeLine, wholeText } from "../edits.ts";
import { healthFault, healthUrl, patienceOf, type HealthFault, type HealthUrl } from "../health.ts";
import { lastLines } from "../crash.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";
import { showSocket, socketsOf } from "../sockets.ts";

export const healthcheckInvalid = defineRule({
  id: "healthcheck-invalid",
  title: "The health check fails although the app serves",
  since: "0.1.0",
  symptoms: ["exit"],
  needs: ["services", "sockets"],
  explains: ["slow-start"],
  absent: "nothing that is waited for was unhealthy",
  doc: {
    what: "The health check can never pass: it runs a program that the image does not have (`curl` in a slim image), asks a port or an address at which the app does not listen, or a path that the app does not know.",
    why: "What waits for the service with `condition: service_healthy` is not started: neither is nginx, and nobody answers. A platform takes an unhealthy container out of its router and answers 502 or 503.",
    fix: "Let the check use what the image has, and ask the port, address and path that the app serves.",
  },
  diagnose({ service, record }, facts, plan) {
    const check = service.healthcheck;
    if (record.state !== "running" || record.health?.status !== "unhealthy" || !check) return ruledOut(`no health check of ${service.name} gave up on it`);
    const sockets = socketsOf(plan, facts.sockets, service.name);
    const fault = healthFault(service, record, sockets);
    if (!fault) return unknown(`what the health check of ${service.name} says does not tell what is wrong with it`);
    if (fault.kind === "status" && fault.status >= 500) return ruledOut(`${service.name} answers its health check with ${fault.status}`);
    const asked = healthUrl(check);
    const edits = editsFor(fault, check, asked, record);
    const location = check.testAt ?? check.at;
    const [waiting] = waitingFor(plan, service);
    return found({
      confidence: "likely",
      title: titleOf(service, fault, asked),
      service: service.name,
      ...(location ? { location } : {}),
      related: waiting?.at ? [{ at: waiting.at, note: `${waiting.name} waits for it to be healthy` }] : [],
      what: `The health check of ${service.name} failed until its patience of about ${Math.round(patienceOf(check) / 1000)} s was over: ${fault.said.slice(0, 200)}. The container runs on.`,
      why: `${waiting?.name ?? "What waits for it"} is started only once ${service.name} is healthy, so it never is.`,
      fix: { text: fixFor(service, fault, asked), edits },
      evidence: [
        { kind: "log", text: fault.said.slice(0, 300) },
        ...(sockets ?? [])
          .slice(0, 4)
          .map((socket) => ({ kind: "socket" as const, text: `${service.name} listens on ${showSocket(socket)} since ${(socket.since / 1000).toFixed(1)} s after its start` })),
        ...lastLines(record, 2).map((text) => ({ kind: "log" as const, text })),
      ],
      intervention: edits.length > 0 ? { kind: "edit-files", edits, services: [service.name] } : { kind: "waive-health", service: service.name },
    });
  },
});

function waitingFor(plan: Plan, service: Service): { name: string; at?: Service["at"] }[] {
  return plan.services.flatMap((other) => {
    const need = other.needs.find((each) => each.service === service.name && each.condition === "healthy");
    return need ? [{ name: other.name, ...(need.at ? { at: need.at } : {}) }] : [];
  });
}

function titleOf({ name }: Service, fault: HealthFault, asked: HealthUrl | undefined): string {
  switch (fault.kind) {
    case "program":
      return `the health check of ${name} runs ${fault.program}, which its image does not have`;
    case "status":
      return `the health check of ${name} asks ${asked?.path ?? "/"}, which ${name} answers with ${fault.status}`;
    case "port":
      return `the health check of ${name} asks port ${fault.asked}, but ${name} listens on ${fault.open.join(", ")}`;
    case "family":
      return `the health check of ${name} asks localhost by IPv6, but ${name} listens on IPv4 only`;
  }
}

function fixFor({ name }: Service, fault: HealthFault, asked: HealthUrl | undefined): string {
  switch (fault.kind) {
    case "program":
      return `Check with a program that the image of ${name} has, or install ${fault.program} in it.`;
    case "status":
      return `Ask a path that ${name} answers with 200, in place of ${asked?.path ?? "/"}.`;
    case "port":
      return `Ask port ${fault.open.join(" or ")} in the health check of ${name}.`;
    case "family":
      return "Ask 127.0.0.1 in place of localhost.";
  }
}

function editsFor(fault: HealthFault, check: Healthcheck, asked: HealthUrl | undefined, record: ServiceRecord): Edit[] {
  if (!asked) return [];
  const [open] = fault.kind === "port" && fault.open.length === 1 ? fault.open : [];
  if (open !== undefined) return portEdits(check, asked, open);
  if (fault.kind === "family") return replaceWord(check.testAt, "localhost", "127.0.0.1");
  return fault.kind === "program" ? otherProgram(check, asked, record) : [];
}

function portEdits({ testAt }: Healthcheck, asked: HealthUrl, port: number): Edit[] {
  const text = wholeText(testAt);
  if (!testAt || text === undefined || text.split(asked.text).length !== 2) return [];
  const [scheme = "", rest = ""] = asked.text.split("://");
  return [wholeLine(testAt, text.replace(asked.text, `${scheme}://${rest.replace(/^([^/]*?)(?::\d+)?(?=\/|$)/, `$1:${port}`)}`))];
}

/** How a runtime asks for a URL by itself and ends with 1 unless that is answered well. */
const askers: readonly (readonly [RegExp, (program: string, url: string) => readonly string[]])[] = [
  [/^node(?:js)?$/, (program, url) => [program, "-e", "fetch('URL').then((r) => { if (!r.ok) throw r.status; })".replace("URL", () => url)]],
  [/^python[\d.]*$/, (program, url) => [program, "-c", `import urllib.request; urllib.request.urlopen('${url}')`]],
  [/^ruby[\d.]*$/, (program, url) => [program, "-rnet/http", "-e", `exit Net::HTTP.get_response(URI('${url}')).is_a?(Net::HTTPSuccess)`]],
];

/** The same question asked by what runs in the container anyway. */
function otherProgram({ testAt }: Healthcheck, asked: HealthUrl, record: ServiceRecord): Edit[] {
  const line = /^(\s*test:\s*)(?:\[.*\]|[^|>[\s].*)$/.exec(wholeText(testAt) ?? "");
  const instruction = /^(HEALTHCHECK\b.*?\bCMD\s+).*[^\\]$/.exec(wholeText(testAt) ?? "");
  const programs = record.processes.flatMap(({ command }) => command.trim().split(/\s+/, 1)).map((program) => program.slice(program.lastIndexOf("/") + 1));
  const [words] = programs.flatMap((program) => {
    const ask = askers.find(([shape]) => shape.test(program))?.[1];
    return ask ? [ask(program, asked.text)] : [];
  });
  if (!testAt || !words) return [];
  const shown = (list: readonly string[]): string => `[${list.map((word) => JSON.stringify(word)).join(", ")}]`;
  if (line) return [wholeLine(testAt, `${line[1] ?? ""}${shown(["CMD", ...words])}`)];
  return instruction ? [wholeLine(testAt, `${instruction[1] ?? ""}${shown(words)}`)] : [];
}
