import * as core from "@actions/core";
import type { Report } from "../model/verdict.ts";
import { cleanLine } from "../report/clean-text.ts";
import { headlineOf } from "../report/headline.ts";
import { prose } from "../report/markdown-text.ts";
import { readChangedLines } from "./changed-lines.ts";
import { postCheckRun, type CheckText } from "./check-run.ts";
import { commentText, resolvedText, type TextContext } from "./comment-text.ts";
import { at, type GateEvent, type PullRequestEvent } from "./event.ts";
import { type Identity } from "./identity.ts";
import { withoutCommands } from "./without-commands.ts";
import { reasonOf, type GithubApi } from "./rest.ts";
import { postSuggestions } from "./review.ts";
import { postSticky, type StickyText } from "./sticky-comment.ts";
import { readyFixes, suggestionsOf, type ReadCommitted, type ReadyFix, type Suggestion } from "./suggestions.ts";

/** Which of the three are wanted. */
export interface Wanted {
  readonly check: boolean;
  readonly comment: boolean;
  readonly suggest: boolean;
}

export interface PostContext {
  readonly api: GithubApi;
  readonly event: GateEvent;
  readonly identity: Identity;
  readonly wanted: Wanted;
  /** What makes a path of the checked folder one of the repository. */
  readonly prefix: string;
  readonly runUrl: string;
  readonly read: ReadCommitted;
  /** Nothing applies: the check run is neutral. */
  readonly isNeutral: boolean;
}

/** Something that was not posted, and why. */
interface Missed {
  readonly what: string;
  readonly reason: string;
}

/**
 * Posts the check run, the suggestions and the comment, as far as GitHub takes them. What it does not take is named in one notice; in
 * a line of the log when there is nothing to report. Nothing is thrown, and nothing here changes the verdict.
 */
export async function postReport(report: Report, context: PostContext): Promise<void> {
  const missed: Missed[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      missed.push({ what, reason: reasonOf(error) });
      return false;
    }
  };
  const { event, identity } = context;
  const pull = event.pullRequest === undefined ? undefined : await currentPull(context, event.pullRequest, missed);
  const fixes = await readyFixes(report, context.prefix, context.read);
  const suggested = new Set<ReadyFix>();
  if (pull && context.wanted.suggest && (report.verdict !== "error" || context.isNeutral)) await attempt("suggestions", () => suggest(context, pull, fixes, suggested));
  const text: TextContext = { commit: event.sha, runUrl: context.runUrl, fixes, suggested };
  if (pull && context.wanted.comment) await attempt("comment", () => postSticky(context.api, pull.number, identity, stickyOf(report, context, text)));
  if (context.wanted.check) await attempt("check run", () => postCheckRun(context.api, event.sha, identity, checkOf(report, context, text)));
  tellMissed(missed, report);
}

/** The pull request where it still stands at the commit that was checked: an older run says nothing about a newer commit. */
async function currentPull({ api, wanted }: PostContext, pull: PullRequestEvent, missed: Missed[]): Promise<PullRequestEvent | undefined> {
  if (!wanted.comment && !wanted.suggest) return undefined;
  try {
    const { data } = await api.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { owner: api.owner, repo: api.repo, pull_number: pull.number });
    return at(data, "head", "sha") === pull.headSha && at(data, "state") === "open" ? pull : undefined;
  } catch (error) {
    missed.push({ what: wanted.comment && wanted.suggest ? "suggestions and comment" : wanted.comment ? "comment" : "suggestions", reason: reasonOf(error) });
    return undefined;
  }
}

async function suggest({ api, event, identity }: PostContext, pull: PullRequestEvent, fixes: readonly ReadyFix[], suggested: Set<ReadyFix>): Promise<void> {
  const diff = await readChangedLines(api, pull.number, new Set(fixes.flatMap(({ files }) => files.map(({ path }) => path))));
  const made = fixes.flatMap((fix): (readonly [ReadyFix, readonly Suggestion[]])[] => {
    const suggestions = suggestionsOf(fix, diff, identity);
    return suggestions ? [[fix, suggestions]] : [];
  });
  await postSuggestions(
    api,
    pull,
    identity,
    made.flatMap(([, suggestions]) => suggestions),
    event.sha,
  );
  for (const [fix] of made) suggested.add(fix);
}

/** A healthy pull request that was healthy before gets no comment, nor one about a run that could not be made. */
function stickyOf(report: Report, { identity: { name }, isNeutral }: PostContext, context: TextContext): StickyText {
  if (isNeutral) return { body: `### ${prose(name, 100)}: nothing to check\n\n${nothingText(report)}`, isNew: false };
  const body = report.verdict === "pass" && report.findings.length === 0 ? resolvedText(name, report, context) : commentText(name, report, context);
  return { body, isNew: report.verdict === "fail" };
}

function nothingText(report: Report): string {
  return prose(`Nothing to check. ${report.failure?.message ?? ""}`);
}

function checkOf(report: Report, { identity, runUrl, isNeutral }: PostContext, text: TextContext): CheckText {
  const conclusion = isNeutral ? "neutral" : report.verdict === "pass" ? "success" : report.failure?.kind === "timed-out" ? "timed_out" : "failure";
  const title = isNeutral ? "Nothing to check" : cleanLine(headlineOf(report), 250);
  return { conclusion, title, summary: isNeutral ? nothingText(report) : commentText(identity.name, report, text), detailsUrl: runUrl };
}

function tellMissed(missed: readonly Missed[], report: Report): void {
  if (missed.length === 0) return;
  const reasons = [...new Set(missed.map(({ reason }) => reason))].map((reason) => `${missed.flatMap((each) => (each.reason === reason ? [each.what] : [])).join(", ")} (${reason})`);
  const text = withoutCommands(`Not posted: ${reasons.join("; ")}. The annotations and the job summary hold the same. docs/permissions.md says which permissions are needed.`);
  if (report.verdict === "pass") core.info(text);
  else core.notice(text, { title: "Upstream Gate" });
}
