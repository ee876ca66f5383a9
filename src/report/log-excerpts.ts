import type { BuildRecord, Facts, ServiceRecord } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Report } from "../model/verdict.ts";
import { cleanLine } from "./clean-text.ts";

/** The output of one container, build or of nginx; clean lines, oldest first. */
export interface LogExcerpt {
  readonly title: string;
  /** The name of the file that holds the whole of it, in a folder of logs. */
  readonly file: string;
  readonly lines: readonly string[];
}

/** What was logged, whole, what matters to a finding first. Empty where nothing was collected. */
export function logsOf(report: Report, finding?: Finding): LogExcerpt[] {
  const { facts } = report;
  if (facts === undefined) return [];
  const proxyName = report.plan?.proxy.service;
  const services = valueOf<readonly ServiceRecord[]>(facts.services) ?? [];
  const rank = ({ name, state }: ServiceRecord): number => (name === finding?.service ? 0 : state === "running" ? (name === proxyName ? 2 : 3) : 1);
  const builds = (valueOf<readonly BuildRecord[]>(facts.builds) ?? []).filter((build) => !build.ok);
  const all = [...builds.map(buildLog), ...errorLog(facts), ...services.toSorted((a, b) => rank(a) - rank(b)).map(serviceLog)];
  return all.filter(({ lines }) => lines.length > 0);
}

/** The last lines of a log, and how many went before. */
export function lastLines({ lines }: LogExcerpt, most: number): { readonly lines: readonly string[]; readonly left: number } {
  const left = Math.max(0, lines.length - most);
  return { lines: lines.slice(left), left };
}

function buildLog({ service, error, log }: BuildRecord): LogExcerpt {
  return { title: `Build of ${cleanLine(service, 80)}`, file: fileName(`build-${service}`), lines: [...log, ...(error === undefined ? [] : [error])].map(clean) };
}

function serviceLog({ name, log, truncated }: ServiceRecord): LogExcerpt {
  const lines = log.map(({ at, text }) => `${(at / 1000).toFixed(2).padStart(7)}s  ${clean(text)}`);
  const note = truncated > 0 ? [`${truncated} lines between the first and the last ones were not kept`] : [];
  return { title: `Output of ${cleanLine(name, 80)}`, file: fileName(name), lines: [...note, ...lines] };
}

function errorLog({ proxy }: Facts): LogExcerpt[] {
  const record = valueOf(proxy);
  const errors = (record?.errors ?? []).filter(({ level }) => !["notice", "info", "debug"].includes(level));
  return [{ title: "Error log of nginx", file: "nginx-error.log", lines: errors.map(({ text }) => clean(text)) }];
}

function fileName(name: string): string {
  return `${name
    .replace(/[^\w.-]/g, "_")
    .replace(/^\.+/, "_")
    .slice(0, 80)}.log`;
}

function valueOf<T>(collected: { readonly value: T } | { readonly missing: string } | undefined): T | undefined {
  return collected !== undefined && "value" in collected ? collected.value : undefined;
}

function clean(text: string): string {
  return cleanLine(text, 400);
}
