import type { PullRequestEvent } from "./event.ts";
import { marker, ownComments, type Identity } from "./identity.ts";
import { pageSize, readPages, type GithubApi } from "./rest.ts";
import type { Suggestion } from "./suggestions.ts";

interface ReviewComment {
  readonly id: number | bigint;
  readonly body?: string;
  readonly path: string;
  /** null when the line is no longer in the diff. */
  readonly line?: number | null;
  readonly start_line?: number | null;
  /** The comment that it answers. */
  readonly in_reply_to_id?: number | bigint;
}

const mostPages = 10;

/**
 * Brings the suggestions on a pull request up to date: one that stands is left or rewritten, a new one is posted. One that is no
 * longer made goes, thread and all; where somebody has answered it stays and says that it is resolved. `commit` is for the reader.
 */
export async function postSuggestions(api: GithubApi, pull: PullRequestEvent, identity: Identity, wanted: readonly Suggestion[], commit: string): Promise<void> {
  const comments = await readComments(api, pull.number);
  const standing = await ownComments(api, comments, marker(identity, "suggestion"));
  const pairs = wanted.flatMap((suggestion) =>
    standing
      .filter((comment) => isAt(comment, suggestion))
      .slice(0, 1)
      .map((comment) => [comment, suggestion] as const),
  );
  const kept = new Map(pairs);
  for (const comment of standing) {
    const suggestion = kept.get(comment);
    if (suggestion) await rewrite(api, comment, suggestion.body);
    else if (comments.some((each) => each.in_reply_to_id === comment.id)) await rewrite(api, comment, resolvedBody(identity, comment.body ?? "", commit));
    else await api.request("DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}", { owner: api.owner, repo: api.repo, comment_id: comment.id });
  }
  const placed = new Set(kept.values());
  for (const suggestion of wanted) if (!placed.has(suggestion)) await postOne(api, pull, suggestion);
}

function isAt(comment: ReviewComment, { path, line, startLine }: Suggestion): boolean {
  return comment.path === path && comment.line === line && (comment.start_line ?? comment.line) === startLine;
}

async function readComments(api: GithubApi, number: number): Promise<ReviewComment[]> {
  const { owner, repo } = api;
  return readPages(mostPages, async (page): Promise<ReviewComment[]> => {
    const { data } = await api.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", { owner, repo, pull_number: number, per_page: pageSize, page, sort: "created", direction: "desc" });
    return data;
  });
}

async function rewrite({ request, owner, repo }: GithubApi, comment: ReviewComment, body: string): Promise<void> {
  if (body !== comment.body) await request("PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}", { owner, repo, comment_id: comment.id, body });
}

async function postOne({ request, owner, repo }: GithubApi, pull: PullRequestEvent, { path, startLine, line, body }: Suggestion): Promise<void> {
  const start = startLine < line ? { start_line: startLine, start_side: "RIGHT" as const } : {};
  await request("POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", { owner, repo, pull_number: pull.number, commit_id: pull.headSha, path, line, side: "RIGHT", ...start, body });
}

const resolvedMark = "<!-- resolved -->";

/** The body of a suggestion that is no longer made. One that says so already keeps its words. */
function resolvedBody(identity: Identity, body: string, commit: string): string {
  if (body.includes(`\n${resolvedMark}\n`)) return body;
  const title = /^\*\*`+[\w-]+`+\*\*/m.exec(body)?.[0] ?? "The suggestion";
  return [marker(identity, "suggestion"), resolvedMark, `${title}: resolved. The gate no longer makes this suggestion, as of ${commit.slice(0, 7)}.`].join("\n");
}
