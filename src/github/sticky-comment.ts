import { marker, ownComments, type Identity } from "./identity.ts";
import { pageSize, readPages, type GithubApi } from "./rest.ts";

/** What the comment is to be: written in any case, or only where one stands already. */
export interface StickyText {
  readonly body: string;
  readonly isNew: boolean;
}

const mostPages = 30;

/** Writes the one comment of this gate on a pull request: the one that stands is rewritten, and left when it says the same. */
export async function postSticky(api: GithubApi, number: number, identity: Identity, { body, isNew }: StickyText): Promise<void> {
  const { owner, repo } = api;
  const mark = marker(identity, "comment");
  const text = `${mark}\n${body}`;
  const [standing] = await ownComments(api, await readPages(mostPages, (page) => readComments(api, number, page), hasMark(mark)), mark);
  if (standing === undefined) {
    if (isNew) await api.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { owner, repo, issue_number: number, body: text });
  } else if (standing.body !== text) await api.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { owner, repo, comment_id: standing.id, body: text });
}

interface Comment {
  readonly id: number | bigint;
  readonly body?: string | undefined;
}

async function readComments({ request, owner, repo }: GithubApi, number: number, page: number): Promise<Comment[]> {
  const { data } = await request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { owner, repo, issue_number: number, per_page: pageSize, page });
  return data;
}

/** An app's comment with the marker is certainly ours: no further page is needed. */
function hasMark(mark: string): (comments: readonly Comment[]) => boolean {
  return (comments) => comments.some((comment) => comment.body?.startsWith(mark) === true && (comment as { user?: { type?: string } | null }).user?.type === "Bot");
}
