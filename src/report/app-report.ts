import type { Finding } from "../model/finding.ts";
import type { App } from "../model/inputs.ts";
import { joinPath, type Location, type RepoPath } from "../model/location.ts";
import type { Report } from "../model/verdict.ts";

/** Where the configuration stands whose lines a report of an app may name. */
const settingsPath = ".github/upstream-gate.yml";

/** The report of an app with every place as the repository has it, whose folder the app's is in. */
export function inRepository(report: Report, app: App | undefined): Report {
  if (app === undefined) return report;
  const moved = <T extends { readonly at?: Location }>(item: T): T => (item.at ? { ...item, at: placed(app, item.at) } : item);
  return {
    ...report,
    app,
    findings: report.findings.map((finding) => findingIn(app, finding)),
    ...(report.excerpts ? { excerpts: report.excerpts.map((excerpt) => ({ ...excerpt, path: pathIn(app, excerpt.path) })) } : {}),
    ...(report.failure ? { failure: moved(report.failure) } : {}),
    ...(report.plan ? { plan: { ...report.plan, supplied: report.plan.supplied.map(moved), notes: report.plan.notes.map(moved), topology: moved(report.plan.topology) } } : {}),
  };
}

function findingIn(app: App, finding: Finding): Finding {
  return {
    ...finding,
    ...(finding.location ? { location: placed(app, finding.location) } : {}),
    related: finding.related.map(({ at, note }) => ({ at: placed(app, at), note })),
    fix: { ...finding.fix, edits: finding.fix.edits.map((edit) => ({ ...edit, path: pathIn(app, edit.path) })) },
  };
}

function placed(app: App, at: Location): Location {
  return { ...at, path: pathIn(app, at.path) };
}

function pathIn({ directory }: App, path: RepoPath): RepoPath {
  return path === settingsPath ? path : (joinPath(directory, path) ?? path);
}
