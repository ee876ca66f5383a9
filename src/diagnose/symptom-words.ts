import type { NginxStartError, ProbeResult } from "../model/evidence.ts";
import type { Symptom } from "./symptoms.ts";

/** A symptom in a few words, for the reader and for what stays unknown. */
export function describeSymptom(symptom: Symptom): string {
  switch (symptom.kind) {
    case "platform":
      return `${symptom.problem.at.path} cannot be deployed: ${symptom.problem.what}`;
    case "build":
      return `the image of ${symptom.service.name} could not be built: ${symptom.build.error ?? "the builder did not say why"}${symptom.build.line === undefined ? "" : ` (line ${symptom.build.line} of its Dockerfile)`}`;
    case "exit":
      return symptom.record.startError !== undefined
        ? `${symptom.service.name} could not be started`
        : symptom.record.exits.length > 0
          ? `${symptom.service.name} ended with exit code ${symptom.record.exits[0]?.code}`
          : `${symptom.service.name} is unhealthy`;
    case "proxy-start":
      return `nginx did not start${showStartError(symptom.errors)}`;
    case "gateway":
      return symptom.probe.status !== undefined && symptom.probe.error !== undefined
        ? `the answer ${symptom.probe.status} to ${symptom.probe.request} broke off`
        : symptom.probe.error === "not-http" || symptom.probe.error === "closed"
          ? `${symptom.probe.request} got no usable answer through nginx (${symptom.probe.error})`
          : symptom.probe.endedWorker !== undefined
            ? `${symptom.probe.request} was answered ${symptom.probe.status} while the app server of ${symptom.service?.name ?? "the app"} ended its worker`
            : `${symptom.probe.request} was answered ${symptom.probe.status ?? symptom.probe.error} by nginx${showUnmet(symptom.probe)}`;
    case "status":
      return `${symptom.probe.request} was answered ${symptom.probe.status ?? symptom.probe.error} by ${symptom.service?.name ?? "the app"}${showUnmet(symptom.probe)}`;
    case "local":
      return `${symptom.probe.request} was answered ${symptom.probe.status} by nginx, which asked nobody`;
    case "refusal":
      return `${symptom.probe.request} was answered ${symptom.probe.status} by ${symptom.service?.name ?? "the app"}, which refuses the host ${symptom.refusal.sent}`;
    case "script":
      return `${symptom.probe.request} was answered 404 by ${symptom.service?.name ?? "the FastCGI server"}, which has no script ${symptom.script}`;
    case "misspoken":
      return `${symptom.probe.request} was answered 400 by ${symptom.service?.name ?? "the app"}, which did not understand what nginx passed on`;
    case "silence":
      return `${symptom.probe.request} got no answer from nginx (${symptom.probe.error})`;
  }
}

function showStartError(errors: readonly NginxStartError[]): string {
  const told = errors.filter((each) => each.level === "emerg");
  // "still could not bind()" says what was said before, without the address.
  const error = told.findLast((each) => !each.message.startsWith("still could not")) ?? told.at(-1);
  return error === undefined ? "" : `: ${error.message}${error.file === undefined ? "" : ` in ${error.file}:${error.line}`}`;
}

function showUnmet(probe: ProbeResult): string {
  return probe.unmet === undefined ? "" : `, which is not what the probe expects: ${probe.unmet}`;
}
