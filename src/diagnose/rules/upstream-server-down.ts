import type { Edit } from "../../model/edit.ts";
import { showTarget, type Target } from "../../model/proxy.ts";
import { wholeLine, wholeText } from "../edits.ts";
import { gatewayWitnesses } from "../gateway.ts";
import { defineRule, found, ruledOut } from "../rule.ts";

export const upstreamServerDown = defineRule({
  id: "upstream-server-down",
  title: "Every server of the upstream group is marked down",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["proxy"],
  absent: "no answer that nginx waited for failed",
  doc: {
    what: "The `upstream` group that the request is passed on to has no server left: each of its `server` lines carries `down`.",
    why: "`down` takes a server out of the group for good, whether it runs or not. With none left nginx dials nobody and answers 502; its log says `no live upstreams`.",
    fix: "Remove `down` from the server that is to answer.",
  },
  diagnose(symptom, _facts, plan) {
    const { route, errors } = symptom;
    const { targets } = route;
    if (targets.length === 0 || !targets.every((target) => target.down)) return ruledOut("a server of the group is not marked down");
    if (!errors.some((error) => error.message.startsWith("no live upstreams"))) return ruledOut("nginx does not say that no server was left");
    const [first] = targets;
    const edits = targets.flatMap(withoutDown);
    const isWhole = edits.length === targets.length;
    const shown = targets.map(showTarget).join(", ");
    return found({
      confidence: "likely",
      title: targets.length === 1 ? `${shown}, the group's only server, is marked down` : `all ${targets.length} servers of the group are marked down`,
      ...(first?.at ? { location: first.at } : {}),
      related: [
        ...targets.slice(1).flatMap(({ at }) => (at ? [{ at, note: "marked down as well" }] : [])),
        ...(route.at ? [{ at: route.at, note: "the request is passed on to the group here" }] : []),
      ],
      what: `${route.value} leads to a group of ${targets.length === 1 ? "one server" : `${targets.length} servers`} (${shown}), and \`down\` stands on ${targets.length === 1 ? "its line" : "each line"}.`,
      why: "nginx dials no server that is marked down, whether it runs or not. With none left it answers 502 at once.",
      fix: { text: "Remove `down` from the servers that are to answer.", edits: isWhole ? edits : [] },
      evidence: gatewayWitnesses(symptom),
      ...(isWhole ? { intervention: { kind: "edit-files" as const, edits, services: [plan.proxy.service] } } : {}),
    });
  },
});

/** The server's line without the word; none when it is not there once. */
function withoutDown({ at }: Target): Edit[] {
  const text = wholeText(at);
  const hits = text === undefined ? [] : [...text.matchAll(/\s+down(?=\s|;)/g)];
  return at && text !== undefined && hits.length === 1 ? [wholeLine(at, text.replace(/\s+down(?=\s|;)/, ""))] : [];
}
