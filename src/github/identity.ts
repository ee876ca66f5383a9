import { cleanLine } from "../report/clean-text.ts";
import { at } from "./event.ts";
import type { GithubApi } from "./rest.ts";

/** Which of several gates this one is. */
export interface Identity {
  /** The name of the check run. */
  readonly name: string;
  /** Tells the comments and check runs of different workflows, jobs and shards apart. */
  readonly key: string;
}

/** What an identity is made of: inputs as written, and the runner's variables. */
export interface IdentityParts {
  readonly name: string;
  readonly directory: string;
  /** The job's matrix as JSON; "null" without one. */
  readonly matrix: string;
  readonly workflow: string;
  readonly job: string;
}

/** The name as it is set, else "Upstream Gate" with the folder and the values of the matrix. */
export function identityOf({ name, directory, matrix, workflow, job }: IdentityParts): Identity {
  const shard = [...new Set([...(directory === "." ? [] : [directory]), ...matrixValues(matrix)])].join(", ");
  const usual = shard === "" ? "Upstream Gate" : `Upstream Gate (${shard})`;
  const shown = cleanLine(name.trim() === "" ? usual : name.trim(), 100);
  return { name: shown, key: [workflow, job, shown].map(keyPart).join("/") };
}

/** Text that can stand inside an HTML comment and ends at the next "/". */
function keyPart(text: string): string {
  return encodeURIComponent(cleanLine(text, 200)).replaceAll("-", "%2D");
}

function matrixValues(json: string): string[] {
  try {
    const values: unknown[] = Object.values((JSON.parse(json) as object | null) ?? {});
    return values.flatMap((value) => (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [String(value)] : []));
  } catch {
    return [];
  }
}

/** The first line of a comment of ours: shown to nobody, looked for by the next run. `part` is one word. */
export function marker({ key }: Identity, part: string): string {
  return `<!-- upstream-gate:${part}:${key} -->`;
}

/**
 * Those comments that begin with the marker and are our own: an app's, or of the user whose token it is. A stranger can copy the
 * marker, and what he wrote is neither changed nor taken for ours.
 */
export async function ownComments<T extends { readonly body?: string | undefined }>(api: GithubApi, comments: readonly T[], mark: string): Promise<T[]> {
  const marked = comments.filter((comment) => comment.body?.startsWith(mark) === true);
  const isBot = (comment: T): boolean => at(comment, "user", "type") === "Bot";
  if (marked.every(isBot)) return marked;
  const login = await viewer(api);
  return marked.filter((comment) => isBot(comment) || (login !== undefined && at(comment, "user", "login") === login));
}

/** The login of a user's token; undefined for an app's, which may not ask. */
async function viewer({ request }: GithubApi): Promise<string | undefined> {
  const answer = await request("GET /user").catch(() => undefined);
  return answer?.data.login;
}
