import type { Location } from "../../model/location.ts";
import type { Service } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { lastLines } from "../crash.ts";
import { showResult } from "../gateway.ts";
import { belongsTo, startPlace } from "../places.ts";
import { defineRule, found, ruledOut } from "../rule.ts";
import { withoutStatement } from "../without-statement.ts";

export const appReturnedError = defineRule({
  id: "app-returned-error",
  title: "The app itself answers 502, 503 or 504",
  since: "0.1.0",
  symptoms: ["status"],
  needs: ["sources"],
  absent: "no app answered 502, 503 or 504 itself",
  doc: {
    what: "nginx reached the app and passed its answer on: the status comes from the app, not from nginx.",
    why: "The app found something it needs not to be there, is in maintenance, or answers so on purpose. The proxy's configuration has no part in it.",
    fix: "See what the handler waits for. If the answer is right for this path, tell the gate what to expect of it, or have it ask another path.",
  },
  diagnose({ service, record, probe, directs, route }, { sources }) {
    if (probe.status === undefined || ![502, 503, 504].includes(probe.status)) return ruledOut("the app answered another status");
    const same = directs.find((direct) => direct.status === probe.status);
    if (!service) return ruledOut("the address is no service of the project");
    const status = probe.status;
    const place = placeOf(service, sources, status);
    const location = place?.at ?? startPlace(service);
    return found({
      confidence: same ? "likely" : "possible",
      title: `${service.name} itself answers ${status}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: route?.at ? [{ at: route.at, note: "nginx passes the request on here" }] : [],
      what: `nginx reached ${service.name}, which answered ${status} itself${same ? "; asked directly it answers the same" : ""}.${place && !place.isSure ? " Several lines of this file can answer so." : ""}`,
      why: "The answer was made by the app and passed on; nginx is not the cause.",
      fix: { text: "See why the handler answers so: usually something it needs is not there, or a maintenance switch is on.", edits: [] },
      evidence: [
        { kind: "attempt", text: showResult(probe) },
        ...directs.slice(0, 2).map((direct) => ({ kind: "attempt" as const, text: showResult(direct) })),
        ...(same?.body ? [{ kind: "attempt" as const, text: `body: ${same.body.slice(0, 200)}` }] : []),
        ...(record ? lastLines(record, 3).map((text) => ({ kind: "log" as const, text })) : []),
      ],
      ...withoutStatement(place?.at, service.name, "drop"),
    });
  },
});

function placeOf(service: Service, sources: SourceFacts, status: number): { at: Location; isSure: boolean } | undefined {
  const own = sources.statuses
    .filter((mention) => mention.status === status && mention.weight > 0 && belongsTo(service, mention.at.path) && !/\.(?:conf|ya?ml|json|toml|ini)$/.test(mention.at.path))
    .toSorted((a, b) => b.weight - a.weight);
  const [first, ...others] = own;
  if (!first) return undefined;
  const rivals = others.filter((other) => other.weight === first.weight);
  if (rivals.some((other) => other.at.path !== first.at.path)) return undefined;
  return { at: first.at, isSure: rivals.length === 0 };
}
