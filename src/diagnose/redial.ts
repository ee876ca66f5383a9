import type { Edit } from "../model/edit.ts";
import type { Intervention } from "../model/experiment.ts";
import type { Plan } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";
import { replaceAt, replaceWord } from "./edits.ts";
import type { Meant } from "./meant.ts";

/** The address replaced by that of another service. */
export function redialEdits(target: Target, meant: Pick<Meant, "host" | "port">): Edit[] {
  if (target.hostFrom) return replaceWord(target.hostFrom.at, target.host, meant.host);
  const { hostSpan, portSpan } = target;
  if (meant.port === target.port || !hostSpan) return replaceAt(target.at, hostSpan, meant.host);
  if (!portSpan) return target.portFrom ? replaceAt(target.at, hostSpan, meant.host) : replaceAt(target.at, hostSpan, `${meant.host}:${meant.port}`);
  if (portSpan.line !== hostSpan.line) return [];
  return replaceAt(target.at, { ...hostSpan, length: portSpan.column + portSpan.length - hostSpan.column }, `${meant.host}:${meant.port}`);
}

/** nginx dialling another port of the same host. */
export function redialPort(target: Target, port: number, plan: Plan): { intervention: Intervention; edits: Edit[] } {
  const implied = target.portSpan === undefined && target.portFrom === undefined;
  const { portLine } = target;
  const edits = portLine
    ? [{ path: portLine.path, startLine: portLine.startLine, endLine: portLine.endLine, replacement: `${portLine.before}${port}${portLine.after}` }]
    : target.portFrom
      ? replaceWord(target.portFrom.at, String(target.port), String(port))
      : implied
        ? replaceAt(target.at, target.hostSpan, `${target.host}:${port}`)
        : replaceAt(target.portAt ?? target.at, target.portSpan, String(port));
  const name =
    target.portFrom &&
    Object.entries(plan.services.find((each) => each.name === plan.proxy.service)?.variables ?? {}).find(
      ([, variable]) => variable === target.portFrom || (variable.value === target.portFrom?.value && variable.at?.line === target.portFrom.at?.line),
    )?.[0];
  // the variable may hold more than the port: "app:8000", "http://app:8000"
  const value = target.portFrom?.value.replace(new RegExp(`(?<![\\w.])${target.port}(?!\\w)`), String(port)) ?? String(port);
  const variable = name === undefined ? {} : { variable: { service: plan.proxy.service, name, value } };
  return { edits, intervention: { kind: "redial", from: { host: target.host, port: target.port }, to: { host: target.host, port }, edits: name === undefined ? edits : [], ...variable } };
}
