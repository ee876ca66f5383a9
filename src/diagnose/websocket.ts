import type { ProbeResult } from "../model/evidence.ts";
import type { Edit } from "../model/edit.ts";
import type { Witness } from "../model/finding.ts";
import type { Plan } from "../model/plan.ts";
import type { Route, Setting } from "../model/proxy.ts";
import { addBehind, replaceDirective } from "./edits.ts";
import { showResult } from "./gateway.ts";
import { found, ruledOut, unknown, type Conclusion } from "./rule.ts";
import type { StatusSymptom } from "./symptoms.ts";

/** What nginx has to send on for a WebSocket, and does not do by itself. */
interface Lacking {
  readonly version: boolean;
  readonly upgrade: boolean;
  readonly connection: boolean;
}

/** A WebSocket that the app takes when it is asked directly, and that nginx passes on as an ordinary request. */
export function diagnoseUpgrade(symptom: StatusSymptom, plan: Plan): Conclusion {
  const { probe, directs, route, service } = symptom;
  if (plan.probes[probe.probe]?.websocket !== true) return ruledOut("the app answered in the protocol in which nginx asked it");
  if (!route || route.directive !== "proxy_pass") return ruledOut("the request was not passed on by proxy_pass");
  const taken = directs.find((direct) => direct.status === 101);
  if (!taken) return directs.length === 0 ? unknown("no WebSocket was asked for directly") : ruledOut("the app takes no WebSocket when it is asked directly either");
  const lacking = lackingOf(route);
  if (!lacking.version && !lacking.upgrade && !lacking.connection) return ruledOut("nginx sends HTTP/1.1 with Upgrade and Connection, as a WebSocket needs it");
  const edits = upgradeEdits(route, lacking);
  const names = [...(lacking.version ? ["HTTP/1.1"] : []), ...(lacking.upgrade ? ["Upgrade"] : []), ...(lacking.connection ? ["Connection"] : [])];
  return found({
    confidence: "likely",
    title: `nginx does not pass the WebSocket on to ${service?.name ?? "the app"}`,
    ...(service ? { service: service.name } : {}),
    ...(route.at ? { location: route.at } : {}),
    what: `${service?.name ?? "The app"} takes a WebSocket at ${plan.probes[probe.probe]?.path ?? "this path"} when it is asked directly. nginx passes the request on without ${names.join(" and ")}, and it is answered ${probe.status}.`,
    why: "Upgrade and Connection belong to one connection and are not passed on by themselves, and nginx asks in HTTP/1.0 unless told otherwise. The app sees an ordinary request.",
    fix: { text: `Send ${names.join(" and ")} on in this location.`, edits },
    evidence: witnesses(probe, taken),
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [plan.proxy.service] } } : {}),
  });
}

function witnesses(probe: ProbeResult, taken: ProbeResult): Witness[] {
  return [
    { kind: "attempt", text: showResult(probe) },
    { kind: "attempt", text: showResult(taken) },
  ];
}

function lackingOf(route: Route): Lacking {
  const headers = headersOf(route);
  const valueOf = (name: string): string | undefined => headers.find((setting) => setting.values[0]?.toLowerCase() === name)?.values[1];
  const version = route.settings?.find((setting) => setting.name === "proxy_http_version")?.values[0];
  const connection = valueOf("connection");
  return { version: version === undefined || version === "1.0", upgrade: valueOf("upgrade") === undefined, connection: connection === undefined || /^(?:close|keep-alive|)$/i.test(connection) };
}

function headersOf(route: Route): readonly Setting[] {
  return (route.settings ?? []).filter((setting) => setting.name === "proxy_set_header");
}

/** The lines that are lacking, behind the pass. A level's headers replace all of the outer ones: those that are inherited are written again. */
function upgradeEdits(route: Route, lacking: Lacking): Edit[] {
  const headers = headersOf(route);
  const inherited = headers.filter((setting) => setting.isInherited === true);
  if (inherited.some((setting) => setting.values.length < 2)) return [];
  const wrong = lacking.connection ? headers.find(isConnection) : undefined;
  const stale = lacking.version ? route.settings?.find((setting) => setting.name === "proxy_http_version" && setting.isInherited !== true) : undefined;
  const line = 'proxy_set_header Connection "upgrade";';
  const version = "proxy_http_version 1.1;";
  const isReplaced = wrong !== undefined && wrong.isInherited !== true;
  const again = inherited
    .filter((setting) => !(lacking.connection && isConnection(setting)))
    .map(({ values: [name = "", value = ""] }) => `proxy_set_header ${name} ${/^[$\w./:-]+$/.test(value) ? value : `"${value}"`};`);
  const wanted = [
    ...(lacking.version && !stale ? [version] : []),
    ...(lacking.upgrade || (lacking.connection && !isReplaced) ? again : []),
    ...(lacking.upgrade ? ["proxy_set_header Upgrade $http_upgrade;"] : []),
    ...(lacking.connection && !isReplaced ? [line] : []),
  ];
  return [
    ...(stale ? replaceDirective(stale.at, "proxy_http_version", [version]) : []),
    ...(isReplaced ? replaceDirective(wrong.at, "proxy_set_header", [line]) : []),
    ...(wanted.length > 0 ? addBehind(route.at, "proxy_pass", wanted) : []),
  ];
}

function isConnection(setting: Setting): boolean {
  return setting.values[0]?.toLowerCase() === "connection";
}
