import { getOctokit } from "@actions/github";
import { cleanLine } from "../report/clean-text.ts";
import type { GateEvent } from "./event.ts";

/** Requests to GitHub's REST API, typed by route. */
export type Request = ReturnType<typeof getOctokit>["request"];

/** GitHub for one repository. */
export interface GithubApi {
  readonly request: Request;
  readonly owner: string;
  readonly repo: string;
}

/** Milliseconds that one request may take, and all of a run together. */
export interface Patience {
  readonly request: number;
  readonly all: number;
}

const usualPatience: Patience = { request: 10_000, all: 30_000 };

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The API at `baseUrl` for the event's repository. Nothing is tried twice. */
export function connectGithub(token: string, baseUrl: string, { owner, repo }: Pick<GateEvent, "owner" | "repo">, patience = usualPatience): GithubApi {
  const octokit = getOctokit(token, { baseUrl, log: silent });
  const overall = AbortSignal.timeout(patience.all);
  octokit.hook.before("request", (options) => {
    options.request = { ...options.request, signal: AbortSignal.any([overall, AbortSignal.timeout(patience.request)]) };
  });
  return { request: octokit.request, owner, repo };
}

/** The most entries that GitHub puts on one page. */
export const pageSize = 100;

/** Entries of a list that goes over pages, until a page is not full, `isEnough`, or `mostPages` were read. */
export async function readPages<T>(mostPages: number, readPage: (page: number) => Promise<readonly T[]>, isEnough: (entries: readonly T[]) => boolean = () => false): Promise<T[]> {
  const entries: T[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const found = await readPage(page);
    entries.push(...found);
    if (found.length < pageSize || isEnough(entries)) break;
  }
  return entries;
}

/** Why a request came to nothing, as words for the reader: "403 Resource not accessible by integration". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no reason was given";
  if (error.name === "AbortError" || error.name === "TimeoutError" || /aborted|timeout/i.test(error.message)) return "no answer in time";
  const status = "status" in error && typeof error.status === "number" && "response" in error && error.response !== undefined ? `${error.status} ` : "";
  return status + cleanLine(error.message.replace(/ - https?:\/\/\S+/g, ""), 160);
}
