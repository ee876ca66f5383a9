import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Ajv, type ValidateFunction } from "ajv";
import { hunksOf } from "../../src/github/changed-lines.ts";

// A server that speaks GitHub's REST for the requests that the action makes, and holds each of them against what GitHub publishes.

type Json = Record<string, unknown>;

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: "query" | "path"; readonly required: boolean; readonly schema: Json }[];
  readonly body?: Json;
}

const published = JSON.parse(readFileSync(new URL("github-openapi.json", import.meta.url), "utf8")) as { hosts: Record<string, Record<string, Operation>> };
const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, formats: { "date-time": (text: string) => !Number.isNaN(Date.parse(text)), int64: true, uri: true } });
const queryAjv = new Ajv({ strict: false, coerceTypes: true, formats: { int64: true, "date-time": true } });

/** One request as it came. */
export interface Taken {
  /** "POST /repos/{owner}/{repo}/check-runs" */
  readonly route: string;
  readonly path: string;
  readonly body: Json;
  readonly status: number;
}

export interface FakeFile {
  readonly filename: string;
  readonly status: string;
  readonly patch?: string;
  readonly previous_filename?: string;
}

export interface FakeComment {
  id: number;
  body: string;
  user: { login: string; type: string };
  path?: string;
  line?: number | null;
  start_line?: number | null;
  in_reply_to_id?: number;
}

/** What the server holds; tests change it between runs. */
export interface FakeGithub {
  readonly url: string;
  readonly taken: Taken[];
  /** Where a request did not fit what GitHub publishes. */
  readonly problems: string[];
  pull: { number: number; state: string; head: { sha: string } };
  files: FakeFile[];
  comments: FakeComment[];
  reviews: FakeComment[];
  checks: (Json & { id: number; head_sha: string })[];
  /** Answers in place of what the server would do: by route, a status. */
  failing: Map<string, number>;
  /** The login of a user's token; undefined for an app's. */
  viewer: string | undefined;
  /** Ends the server; throws when there were problems. */
  close(): Promise<void>;
}

export const botUser = { login: "github-actions[bot]", type: "Bot" };
export const fakeToken = "ghs_0123456789abcdefghijklmnopqrstuvwxyz";

export async function startGithub(pull: FakeGithub["pull"]): Promise<FakeGithub> {
  const server = createServer((request, response) => void handle(github, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const github: FakeGithub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: [],
    problems: [],
    pull,
    files: [],
    comments: [],
    reviews: [],
    checks: [],
    failing: new Map(),
    viewer: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (github.problems.length > 0) throw new Error(`requests that do not fit what GitHub publishes:\n${github.problems.join("\n")}`);
    },
  };
  return github;
}

async function handle(github: FakeGithub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const url = new URL(request.url ?? "/", "http://localhost");
  const found = routeOf(request.method ?? "", url.pathname);
  const body = text === "" ? {} : (JSON.parse(text) as Json);
  if (!found) github.problems.push(`${request.method} ${url.pathname} is no operation that is published`);
  else check(github, found, url, text === "" ? undefined : body);
  if (request.headers.authorization !== `token ${fakeToken}`) github.problems.push(`authorization: ${request.headers.authorization}`);
  const forced = found && github.failing.get(found.route);
  const [status, answer] = forced ? [forced, { message: messages[forced] ?? "Server Error" }] : found ? answerOf(github, found, url, body) : [404, { message: "Not Found" }];
  github.taken.push({ route: found?.route ?? "", path: url.pathname, body, status });
  response.writeHead(status, { "content-type": "application/json", ...(status === 429 ? { "retry-after": "60" } : {}) }).end(answer === undefined ? "" : JSON.stringify(answer));
}

const messages: Readonly<Record<number, string>> = {
  403: "Resource not accessible by integration",
  404: "Not Found",
  422: "Validation Failed",
  429: "You have exceeded a secondary rate limit.",
};

interface Found {
  readonly route: string;
  readonly values: Readonly<Record<string, string>>;
}

function routeOf(method: string, path: string): Found | undefined {
  for (const route of Object.keys(published.hosts["github.com"] ?? {})) {
    const [verb, template = ""] = route.split(" ");
    const match = verb === method ? new RegExp(`^${template.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`).exec(path) : null;
    if (match) return { route, values: { ...match.groups } };
  }
  return undefined;
}

const validators = new Map<string, ValidateFunction>();

/** A schema is compiled once: that takes far longer than to validate. */
function validatorOf(by: Ajv, key: string, schema: () => Json): ValidateFunction {
  const validator = validators.get(key) ?? by.compile(schema());
  validators.set(key, validator);
  return validator;
}

function check(github: FakeGithub, { route, values }: Found, url: URL, body: Json | undefined): void {
  for (const [host, operations] of Object.entries(published.hosts)) {
    const operation = operations[route];
    const wrong = (what: string): void => void github.problems.push(`${host}: ${route}: ${what}`);
    if (!operation) return wrong("not published");
    for (const { name, in: place, schema } of operation.parameters) {
      const given = place === "path" ? values[name] : (url.searchParams.get(name) ?? undefined);
      if (given !== undefined && !validatorOf(queryAjv, `${host}${route}${name}`, () => ({ type: "object", properties: { value: schema } }))({ value: decodeURIComponent(given) }))
        wrong(`${name}=${given}`);
    }
    for (const name of url.searchParams.keys()) if (!operation.parameters.some((each) => each.in === "query" && each.name === name)) wrong(`no query ${name}`);
    if ((operation.body === undefined) !== (body === undefined)) wrong("a body where none is, or none");
    if (operation.body === undefined || body === undefined) continue;
    const { body: schema } = operation;
    const validate = validatorOf(ajv, host + route, () => closed(schema));
    if (!validate(body)) wrong(ajv.errorsText(validate.errors));
  }
}

/** The same schema, which takes no properties beside those it names: GitHub would pass over them in silence. */
function closed(schema: Json): Json {
  const names = schema["properties"] as Record<string, Json> | undefined;
  const { items } = schema;
  return {
    ...schema,
    ...(names ? { properties: Object.fromEntries(Object.entries(names).map(([name, each]) => [name, closed(each)])), additionalProperties: false } : {}),
    ...(items ? { items: closed(items as Json) } : {}),
  };
}

function answerOf(github: FakeGithub, { route, values }: Found, url: URL, body: Json): [number, unknown] {
  const page = <T>(list: readonly T[]): T[] => {
    const size = Number(url.searchParams.get("per_page") ?? 30);
    const number = Number(url.searchParams.get("page") ?? 1);
    return list.slice(size * (number - 1), size * number);
  };
  const id = 1000 + github.taken.length;
  switch (route) {
    case "GET /user":
      return github.viewer === undefined ? [403, { message: messages[403] }] : [200, { login: github.viewer }];
    case "GET /repos/{owner}/{repo}/pulls/{pull_number}":
      return Number(values["pull_number"]) === github.pull.number ? [200, github.pull] : [404, { message: "Not Found" }];
    case "GET /repos/{owner}/{repo}/pulls/{pull_number}/files":
      return [200, page(github.files)];
    case "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments":
      return [200, page(url.searchParams.get("direction") === "desc" ? github.reviews.toReversed() : github.reviews)];
    case "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments":
      return postReview(github, id, body);
    case "PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}":
      return change(github.reviews, values["comment_id"], body);
    case "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}":
      github.reviews = github.reviews.filter(({ id: each }) => each !== Number(values["comment_id"]));
      return [204, undefined];
    case "GET /repos/{owner}/{repo}/issues/{issue_number}/comments":
      return [200, page(github.comments)];
    case "POST /repos/{owner}/{repo}/issues/{issue_number}/comments":
      github.comments.push({ id, body: String(body["body"]), user: botUser });
      return [201, { id }];
    case "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}":
      return change(github.comments, values["comment_id"], body);
    case "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": {
      const found = github.checks.filter((each) => each.head_sha === values["ref"] && each["name"] === url.searchParams.get("check_name"));
      return [200, { total_count: found.length, check_runs: page(found) }];
    }
    case "POST /repos/{owner}/{repo}/check-runs":
      github.checks.push({ ...body, id, head_sha: String(body["head_sha"]) });
      return [201, { id }];
    case "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}":
      return change(github.checks, values["check_run_id"], body);
    default:
      return [404, { message: "Not Found" }];
  }
}

/** As GitHub does: a line that is not in the diff is refused. */
function postReview(github: FakeGithub, id: number, body: Json): [number, unknown] {
  const file = github.files.find((each) => each.filename === body["path"]);
  const isShown = (line: unknown): boolean => hunksOf(file?.patch ?? "").some(({ start, lines }) => Number(line) >= start && Number(line) < start + lines.length);
  const { line, start_line: first = line } = body;
  if (body["commit_id"] !== github.pull.head.sha || !isShown(line) || !isShown(first))
    return [422, { message: "Validation Failed", errors: [{ field: "pull_request_review_thread.line", code: "invalid" }] }];
  github.reviews.push({ id, body: String(body["body"]), path: String(body["path"]), line: Number(line), start_line: first === line ? null : Number(first), user: botUser });
  return [201, { id }];
}

function change(list: readonly { readonly id: number }[], id: string | undefined, body: Json): [number, unknown] {
  const found = list.find((each) => each.id === Number(id));
  if (!found) return [404, { message: "Not Found" }];
  Object.assign(found, body);
  return [200, found];
}
