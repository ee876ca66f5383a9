import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { code, root, table } from "./render-docs.ts";

/** One incident of a public project, as test/incidents.yaml lists it. */
export interface Incident {
  readonly id: string;
  /** The thread, as `owner/name#number`, or a file of a repository. */
  readonly incident: string;
  /** The cause by which the gate finds it; absent when it does not. */
  readonly cause?: string;
  /** The case that shows it, below test/corpus or test/blind. */
  readonly case?: string;
  /** Why it is not found, or what must be given so that it is. */
  readonly why?: string;
}

/** What the case of an incident expects. */
export interface IncidentCase {
  readonly folder: string;
  readonly verdict: string;
  readonly cause?: string;
}

export function readIncidents(): Incident[] {
  return parse(readFileSync(join(root, "test", "incidents.yaml"), "utf8")) as Incident[];
}

/** The case of that name; undefined when neither folder holds it. */
export function incidentCase(name: string): IncidentCase | undefined {
  const folder = ["test/corpus", "test/blind"].map((each) => `${each}/${name}`).find((each) => existsSync(join(root, each, "case.yaml")));
  if (folder === undefined) return undefined;
  const { expect } = parse(readFileSync(join(root, folder, "case.yaml"), "utf8")) as { expect: { verdict: string; cause?: string } };
  return { folder, verdict: expect.verdict, ...(expect.cause === undefined ? {} : { cause: expect.cause }) };
}

/** The page of the incidents. */
export function renderIncidents(incidents: readonly Incident[]): string {
  const found = incidents.filter((each) => each.cause !== undefined && each.case !== undefined);
  const waited = incidents.filter((each) => each.cause === undefined && each.case !== undefined);
  const asked = incidents.filter((each) => each.cause !== undefined && each.case === undefined);
  return [
    "<!-- Rendered from test/incidents.yaml and the cases. Do not edit. -->",
    "",
    "# Real incidents",
    "",
    `${incidents.length} incidents behind nginx or a platform's router, from public threads in which somebody confirmed what was wrong.`,
    `${found.length} are found before the merge, each shown by a case of the same mistake that runs in Docker; ${asked.length} are found when the run is given what the last column says;`,
    `${waited.length} are no defect of the project and pass; the others are not found, and the last column says why.`,
    "",
    ...table(["", "incident", "found as", "shown by", "else"], incidents.map(row)),
    "",
  ].join("\n");
}

function row({ id, incident, cause, case: name, why }: Incident): string[] {
  const shown = name === undefined ? undefined : incidentCase(name);
  return [
    id,
    incident.includes("#") && !incident.includes(" ") ? `[${incident}](https://github.com/${incident.replace("#", "/issues/")})` : incident,
    cause === undefined ? (shown ? "passes" : "not found") : `[${code(cause)}](causes/${cause}.md)`,
    shown && name !== undefined ? `[${name}](../${shown.folder})` : "",
    why ?? "",
  ];
}
