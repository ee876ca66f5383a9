import type { Identity } from "./identity.ts";
import { pageSize, readPages, type GithubApi } from "./rest.ts";

/** What a check run shows. Texts are Markdown of at most 65535 characters. */
export interface CheckText {
  readonly conclusion: "success" | "failure" | "neutral" | "timed_out";
  readonly title: string;
  readonly summary: string;
  readonly detailsUrl: string;
}

const mostCharacters = 65_535;
const mostPages = 5;

/**
 * Sets the check run of this gate on a commit: the one of an earlier attempt is updated, otherwise there is a new one. It carries no
 * annotations: the step's own stand on the same lines already, and an update could only add to them.
 */
export async function postCheckRun(api: GithubApi, sha: string, { name, key }: Identity, text: CheckText): Promise<void> {
  const { owner, repo } = api;
  const content = {
    name,
    external_id: key,
    status: "completed" as const,
    conclusion: text.conclusion,
    details_url: text.detailsUrl,
    output: { title: text.title, summary: text.summary.slice(0, mostCharacters) },
  };
  const known = await readPages(mostPages, (page) => readCheckRuns(api, sha, name, page));
  const mine = known.find((run) => run.external_id === key);
  if (mine) await api.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", { owner, repo, check_run_id: mine.id, ...content });
  else await api.request("POST /repos/{owner}/{repo}/check-runs", { owner, repo, head_sha: sha, ...content });
}

async function readCheckRuns({ request, owner, repo }: GithubApi, ref: string, name: string, page: number): Promise<readonly { readonly id: number | bigint; readonly external_id: string | null }[]> {
  const { data } = await request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", { owner, repo, ref, check_name: name, filter: "all", per_page: pageSize, page });
  return data.check_runs;
}
