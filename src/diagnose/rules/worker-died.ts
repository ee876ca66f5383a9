import type { ServiceRecord } from "../../model/evidence.ts";
import type { Witness } from "../../model/finding.ts";
import type { Service } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { showDuration } from "../../model/units.ts";
import { lastLines, readCrash, showExit, type Crash } from "../crash.ts";
import { patienceIn } from "../../model/patience.ts";
import { cutOff } from "../cut.ts";
import { dialled, gatewayWitnesses } from "../gateway.ts";
import { startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import { withoutStatement } from "../without-statement.ts";
import type { ExitSymptom, GatewaySymptom } from "../symptoms.ts";

export const workerDied = defineRule({
  id: "worker-died",
  title: "The process that serves a request dies of it",
  since: "0.1.0",
  symptoms: ["gateway", "exit"],
  needs: ["sources"],
  absent: "no connection was cut before the answer, and everything kept running",
  doc: {
    what: "A request ends the process, worker or goroutine that serves it: an exception outside of the handler's own guard, a panic, a crash in a native library.",
    why: "With the process its connections go. nginx logs `upstream prematurely closed connection` or `recv() failed (104)` and answers 502. A process manager starts the next worker, which dies of the next request.",
    fix: "Handle the error where it is raised: the gate names the innermost line of the project's own code in what was said of the end.",
  },
  diagnose(symptom, { sources }) {
    return symptom.kind === "exit" ? ofContainer(symptom, sources) : ofWorker(symptom, sources);
  },
});

/** A container that ended: of a request only when it runs on without one. */
function ofContainer({ service, record }: ExitSymptom, sources: SourceFacts): Conclusion {
  if (record.exits.length === 0) return ruledOut(`${service.name} did not end`);
  if (!record.unasked) return ruledOut(`${service.name} ended before it was asked, or when it was not known to be`);
  const { ranMs, hasEnded } = record.unasked;
  if (hasEnded) return ruledOut(`started once more and asked nothing, ${service.name} ended too, after ${showDuration(ranMs)}`);
  return draft(service, record, sources, {
    confidence: "likely",
    what: `${service.name} ended when it was asked: ${showExit(record)}. Started once more and asked nothing, it ran on for ${showDuration(ranMs)}.`,
    witnesses: [{ kind: "exit", text: showExit(record) }],
  });
}

function ofWorker(symptom: GatewaySymptom, sources: SourceFacts): Conclusion {
  const { service, record } = symptom;
  if (!service || !record) return ruledOut("no service is behind the address");
  if (!cutOff(symptom)) return ruledOut(`${dialled(symptom)} cut no connection before its answer began`);
  const patience = patienceIn(record.log);
  if (patience) return ruledOut(`${patience.server} ended the worker itself, for the time it took`);
  const death = deathOf(record);
  if (!death) return ruledOut(`${service.name} runs on, and its output tells of no process that ended`);
  if (death.isSurvived && !isOwnFault(readCrash(record, sources))) return unknown(`${service.name} tells of an error in a request that no line of the project takes part in`);
  return draft(service, record, sources, {
    confidence: death.isKill ? "possible" : "likely",
    what: `${dialled(symptom)} took the connection and closed it without an answer; ${service.name} says \`${death.line}\`.`,
    death,
    witnesses: [{ kind: "log", text: death.line }, ...gatewayWitnesses(symptom)],
  });
}

interface Told {
  readonly confidence: "likely" | "possible";
  readonly what: string;
  /** What tells of it; absent when the container itself ended. */
  readonly death?: Death;
  readonly witnesses: readonly Witness[];
}

function draft(service: Service, record: ServiceRecord, sources: SourceFacts, { confidence, what, death, witnesses }: Told): Conclusion {
  const crash = crashOf(record, sources, death);
  const location = crash?.at ?? startPlace(service);
  const said = crash?.message.replace(/^.*\bhttp: panic serving \S+: /, "") ?? death?.line ?? lastLines(record, 1)[0] ?? "it said nothing";
  return found({
    confidence,
    title: `a request ends what serves it in ${service.name}: ${said.slice(0, 120)}`,
    service: service.name,
    ...(location ? { location } : {}),
    what: `${what}${crash && crash.message !== death?.line ? ` Its last error: \`${crash.message}\`.` : ""}`,
    why: "With the process that serves it the connection goes, and nginx answers 502. The next request meets the same end.",
    fix: { text: crash?.at ? "Correct what fails on this line, or handle the failure there." : "Correct what ends the process; what it said is quoted above.", edits: [] },
    evidence: [...(crash?.lines ?? lastLines(record, 6)).map((text) => ({ kind: "log" as const, text })), ...witnesses],
    ...withoutStatement(crash?.at, service.name, "blank"),
  });
}

/** What was said of an error; of a worker that a signal ended, only what a runtime says of that: any other error was survived. */
function crashOf(record: ServiceRecord, sources: SourceFacts, death: Death | undefined): Crash | undefined {
  const crash = readCrash(record, sources);
  return crash && (death?.isSignal !== true || /^Fatal Python error|\[BUG\]|^(?:panic|fatal error|SIG[A-Z]+): /.test(crash.message)) ? crash : undefined;
}

/** How the end of what serves a request is told, by process managers, runtimes and servers. Orderly ends are none. */
const deaths: readonly RegExp[] = [
  /\bWorker \(pid: ?\d+\) was sent SIG(?!TERM|INT|QUIT|HUP|USR)\w+!/, // gunicorn
  /\bWorker \(pid: ?\d+\) exited with code (?!0\b|3\b|4\b)\d+/, // gunicorn; 3 and 4 are of its boot
  /^DAMN ! worker \d+ \(pid: \d+\) died/, // uWSGI
  /\bchild \d+ exited (?:on signal (?!15\b)\d+|with code (?!0\b)\d+)/, // PHP-FPM
  /\breaped #<Process::Status: pid \d+ (?:SIG(?!TERM|QUIT|INT)\w+|exit [1-9])/, // unicorn
  /\bChild process \[\d+\] died/, // uvicorn
  /\bhttp: panic serving \S+: /, // Go
  /^Exception (?:occurred|happened) during processing of request from /, // Python's socketserver
  /^Fatal Python error: /,
  /\[BUG\] Segmentation fault/, // Ruby
  /^Node\.js v\d+\.\d+/, // the last line of an uncaught exception
  /\bSegmentation fault\b|\(core dumped\)/,
];

/** What gunicorn and PHP-FPM put before what they say. */
const logger = /^\[\d[^\]]*\] (?:\[\d+\] \[\w+\] |[A-Z]+: )/;

interface Death {
  readonly line: string;
  /** Anybody may have sent that signal. */
  readonly isKill: boolean;
  readonly isSignal: boolean;
  /** The process went on: the server caught it and closed the connection. */
  readonly isSurvived: boolean;
}

/** An error on a line of the project, and none of a client that went away or spoke something else. */
function isOwnFault(crash: Crash | undefined): boolean {
  return crash?.at !== undefined && !/^(?:ssl\.)?SSL|^(?:ConnectionReset|ConnectionAborted|BrokenPipe|Timeout)Error\b/.test(crash.message);
}

function deathOf(record: ServiceRecord): Death | undefined {
  for (const pattern of deaths) {
    const line = record.log
      .findLast(({ text }) => pattern.test(text))
      ?.text.replace(logger, "")
      .trim()
      .slice(0, 300);
    if (line !== undefined)
      return {
        line,
        isKill: /SIGKILL|signal 9\b/.test(line),
        isSignal: /\bSIG[A-Z]{2,}|\bsignal \d|Segmentation fault|core dumped/.test(line),
        isSurvived: /\bhttp: panic serving |during processing of request/.test(line),
      };
  }
  return undefined;
}
