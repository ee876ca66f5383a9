import { failure } from "../model/failure.ts";
import type { Finding } from "../model/finding.ts";
import type { App } from "../model/inputs.ts";
import type { Location } from "../model/location.ts";
import { noTimings, type Timings } from "../model/timings.ts";
import type { Report, TrialProbe } from "../model/verdict.ts";

/** A report as it is written: what the reader of one rests on. */
interface WrittenReport extends Pick<Report, "verdict" | "ruledOut" | "unknown"> {
  readonly schema: number;
  readonly tool: { readonly version: string };
  readonly failure: Report["failure"] | null;
  readonly findings: readonly WrittenFinding[];
  readonly probes: readonly WrittenProbe[];
  readonly timings: Timings;
  readonly apps: readonly App[];
}

type WrittenFinding = Omit<Finding, "location" | "related"> & { readonly location: Location | null; readonly related: readonly (Location & { readonly note: string })[] };
type WrittenProbe = Pick<TrialProbe, "name" | "request" | "via" | "durationMs" | "trial"> & { readonly status: number | null; readonly ok?: boolean };

/** Reads a JSON report back. Throws a Failure of kind usage for a text that is none, or of another version. */
export function readReport(text: string, name: string): Report {
  const data = parse(text, name);
  const [app] = data.apps;
  return {
    version: String(data.tool.version),
    verdict: data.verdict,
    ...(data.failure ? { failure: data.failure } : {}),
    findings: data.findings.map(({ location, related, ...rest }) => ({ ...rest, ...(location ? { location } : {}), related: related.map(({ note, ...at }) => ({ at, note })) })),
    ruledOut: data.ruledOut,
    unknown: data.unknown,
    probes: probesOf(data.probes),
    sockets: [],
    timeline: [],
    timings: { ...noTimings, ...data.timings },
    ...(app && data.apps.length === 1 ? { app: { name: String(app.name), directory: app.directory } } : {}),
  };
}

/** What is written as the control is the first trial, until a request through the proxy comes again. */
function probesOf(written: readonly WrittenProbe[]): TrialProbe[] {
  const names = [...new Set(written.map((probe) => probe.name))];
  const isAgain = ({ via, request }: WrittenProbe, index: number): boolean => via === "proxy" && written.findIndex((other) => other.via === "proxy" && other.request === request) < index;
  const end = written.findIndex(isAgain);
  return written.map(({ status, trial, ...probe }, index) => ({
    ...probe,
    ...(status === null ? {} : { status }),
    trial: trial === "treatment" ? trial : end === -1 || index < end ? "first" : "control",
    probe: names.indexOf(probe.name),
    tries: 1,
    at: 0,
  }));
}

function parse(text: string, name: string): WrittenReport {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw noReport(name, `it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(data) || data["schema"] !== 1)
    throw noReport(name, isRecord(data) && "schema" in data ? `it has version ${String(data["schema"])}, and this program reads version 1` : "it has no version");
  const isList = ["findings", "ruledOut", "unknown", "probes"].every((key) => Array.isArray(data[key]) && (data[key] as unknown[]).every(isRecord));
  const verdict = String(data["verdict"]);
  if (!isList || !isRecord(data["tool"]) || !["pass", "fail", "error"].includes(verdict)) throw noReport(name, "it has no verdict, findings and probes");
  const apps = Array.isArray(data["apps"]) ? (data["apps"] as unknown[]).filter(isRecord) : [];
  return { ...(data as unknown as WrittenReport), apps: apps as unknown as App[] };
}

function noReport(name: string, because: string): Error {
  return failure("usage", `${name} is not a report: ${because}.`, { remedy: "Give files that check wrote with --report FILE." });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
