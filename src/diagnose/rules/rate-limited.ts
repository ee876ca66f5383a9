import type { Edit } from "../../model/edit.ts";
import type { Guard, ProxyLimit } from "../../model/proxy.ts";
import { replaceWord } from "../edits.ts";
import { showResult } from "../gateway.ts";
import { preferChanged } from "../places.ts";
import { defineRule, found, ruledOut } from "../rule.ts";
import type { LocalSymptom } from "../symptoms.ts";

export const rateLimited = defineRule({
  id: "rate-limited",
  title: "A limit of nginx refuses ordinary requests",
  since: "0.1.0",
  symptoms: ["local"],
  needs: ["sources"],
  absent: "no limit of nginx refused a request",
  doc: {
    what: "`limit_req` or `limit_conn` answers 503 to requests that come one at a time, up to 15 s apart. What was refused at the gate's own pace is sent again alone and ever more slowly, and counts only when that is refused too. A limit for the whole site that lets a second request through only after more than 15 s, without a burst, is asked twice.",
    why: "A page of a browser is many requests from one address. Beyond the rate and the burst nginx answers 503, or what limit_req_status says, and asks nobody. A limiter that answers 429 is not counted: that status says what it is.",
    fix: "Raise the rate, add a burst with `nodelay`, or set the limit for the location that needs it alone.",
  },
  diagnose(symptom, { sources }, plan) {
    const { attempt, probe } = symptom;
    const kind = attempt.limitReq === "REJECTED" ? "limit_req" : attempt.limitConn === "REJECTED" ? "limit_conn" : undefined;
    if (kind === undefined) return ruledOut("nginx's record of the request names no limit that refused it");
    const said = symptom.errors.find((error) => error.message.startsWith("limiting "));
    const name = /by zone "([^"]+)"/.exec(said?.message ?? "")?.[1];
    const guard = plan.probes[probe.probe]?.guards?.find((each) => each.kind === kind && (name === undefined || each.zone === name));
    const zone = plan.proxy.limits?.find((limit) => limit.kind === `${kind}_zone` && limit.name === (guard?.zone ?? name));
    const edits = higher(kind, guard, zone);
    const placed = guard?.at && preferChanged(sources, guard.at, zone?.at, { first: "the limit is applied here", second: "the zone and its rate are set here" });
    const limit = zone && kind === "limit_req" ? `${zone.text.replace("rate=", "")}${guard?.burst ? ` with a burst of ${guard.burst}` : ", without a burst"}` : (guard?.at?.text?.trim() ?? kind);
    return found({
      confidence: guard ? "likely" : "possible",
      title: `${kind} refuses ordinary requests${zone && kind === "limit_req" ? `: ${limit}` : ""}`,
      ...(placed ? { location: placed.location } : {}),
      related: [...(placed?.related ?? []), ...(symptom.route?.at ? [{ at: symptom.route.at, note: "the request would be passed on here" }] : [])],
      what: `The zone ${guard?.zone ?? name ?? ""} (${limit}) refused ${probe.request} ${refusals(symptom)}.`,
      why: "A limit counts the requests of one address. What is beyond it nginx answers by itself.",
      fix: { text: kind === "limit_req" ? "Raise the rate or give the limit a burst; keep strict limits to the locations that need them." : "Raise the number of connections.", edits },
      evidence: [
        { kind: "attempt", text: showResult(probe) },
        ...symptom.directs.slice(0, 1).map((direct) => ({ kind: "attempt" as const, text: showResult(direct) })),
        { kind: "nginx", text: said?.text.slice(0, 500) ?? `"${attempt.request}": ${kind} REJECTED` },
        ...(zone?.at.text === undefined ? [] : [{ kind: "config" as const, text: zone.at.text.trim() }]),
      ],
      ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [] } } : {}),
    });
  },
});

function refusals({ probe }: LocalSymptom): string {
  return probe.tries > 1 ? `also when it was sent alone, ${probe.tries} times in all and ever more slowly` : "when it was sent alone";
}

/** The limit raised to what a browser needs: the rate where the project sets it, else a burst. */
function higher(kind: "limit_req" | "limit_conn", guard: Guard | undefined, zone: ProxyLimit | undefined): Edit[] {
  if (kind === "limit_conn") return replaceWord(guard?.at, /\s(\d+)\s*;/.exec(guard?.at?.text ?? "")?.[1] ?? "", "100");
  const raised = zone ? replaceWord(zone.at, zone.text, "rate=10r/s") : [];
  const word = `zone=${guard?.zone ?? ""}`;
  return raised.length > 0 ? raised : replaceWord(guard?.at, word, `${word} burst=20 nodelay`);
}
