import { lastLines, readCrash, showExit } from "../crash.ts";
import { showDuration } from "../../model/units.ts";
import { absentPeer } from "../wanted.ts";
import { startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";
import { withoutStatement } from "../without-statement.ts";

export const crashOnStart = defineRule({
  id: "crash-on-start",
  title: "The app ends with an error at its start",
  since: "0.1.0",
  symptoms: ["exit"],
  needs: ["sources", "services"],
  absent: "everything that the proxy depends on kept running",
  doc: {
    what: "The app's process ends with an error before it can answer anything.",
    why: "With no process there is no listener: nginx cannot connect and answers 502. A restart policy hides this by starting the app again and again; the gate follows it once, and further where the app may have ended for want of a dependency.",
    fix: "The last lines of the app's output say what happened; the gate names the innermost line of the project's own code in them.",
  },
  diagnose({ service, record }, { sources, services }, plan) {
    const [exit] = record.exits;
    if (record.startError !== undefined) return unknown(`the engine could not start ${service.name}: ${record.startError.slice(0, 200)}`);
    if (!exit) return unknown(`${service.name} runs, but its health check fails`);
    if (record.unasked?.hasEnded === false) return ruledOut(`started once more and asked nothing, ${service.name} ran on for ${showDuration(record.unasked.ranMs)}`);
    const crash = readCrash(record, sources);
    if (exit.code === 0 && !crash) return ruledOut(`${service.name} ended with exit code 0 and told of no error`);
    const absent = absentPeer({ plan, service, records: services, sources }, record);
    if (absent !== undefined) return unknown(`${service.name} ended for want of ${absent}, which the project does not have: whether it is there in production cannot be told here`);
    const location = crash?.at ?? startPlace(service);
    const said = crash?.message ?? lastLines(record, 1)[0] ?? "it said nothing";
    return found({
      confidence: crash || exit.code !== 0 ? "likely" : "possible",
      title: `${service.name} ends at its start: ${said.slice(0, 120)}`,
      service: service.name,
      ...(location ? { location } : {}),
      what: `${service.name} ended: ${showExit(record)}. ${crash ? `Its last error: ${said}.` : `Its last words: ${said}.`}`,
      why: "Without a process nothing listens, and nginx answers 502.",
      fix: { text: crash?.at ? "Correct what raises the error on this line." : "Correct what ends the process; its output is quoted above.", edits: [] },
      evidence: [...(crash?.lines ?? lastLines(record, 8)).map((text) => ({ kind: "log" as const, text })), { kind: "exit", text: showExit(record) }],
      ...withoutStatement(crash?.at, service.name, "blank"),
    });
  },
});
