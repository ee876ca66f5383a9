import type { AccessRecord, NginxError, NginxStartError } from "../model/evidence.ts";

/** Records that are kept; the rest of a flood is dropped from the middle. */
const mostRecords = 400;

/** Parses an error log. A record begins at a time stamp and may span lines; what is before the first is dropped. */
export function parseErrorLog(text: string): NginxError[] {
  const records = text.split(/^(?=\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[)/m).filter((record) => /^\d{4}\//.test(record));
  const kept = records.length <= mostRecords ? records : [...records.slice(0, mostRecords / 2), ...records.slice(-mostRecords / 2)];
  return kept.flatMap((record) => parseErrorRecord(record.trimEnd()) ?? []);
}

/** Parses one record; undefined when it is not one. The request and names in it are the client's text: hostile. */
export function parseErrorRecord(text: string): NginxError | undefined {
  const head = /^\S+ \S+ \[(\w+)\] \d+#\d+: (?:\*(\d+) )?/.exec(text);
  if (!head) return undefined;
  const [whole, level = "", connection] = head;
  const rest = text.slice(whole.length);
  const client = /, client: (?:[\da-fA-F.:]+|unix:)(?=, |$)/.exec(rest);
  const { message, errno, action } = parseMessage(client ? rest.slice(0, client.index) : rest.replace(/, client: [^"]*$/, ""));
  const context = client ? parseContext(rest.slice(client.index + client[0].length)) : {};
  const optional = { errno, action, connection: connection === undefined ? undefined : Number(connection), ...context };
  return { level, message, text, ...withoutUndefined(optional) };
}

/** The message before its context: `MSG (ERRNO: text) while ACTION`. What a FastCGI server wrote stands in it and may hold any of these words. */
function parseMessage(body: string): { message: string; errno?: number | undefined; action?: string | undefined } {
  const cut = body.lastIndexOf(" while ");
  const told = cut === -1 || body.indexOf('"', cut) !== -1 ? body : body.slice(0, cut);
  const errno = / \((\d+): [^()]*\)$/.exec(told.slice(-200));
  return {
    message: errno ? told.slice(0, -errno[0].length) : told,
    errno: errno ? Number(errno[1]) : undefined,
    action: told === body ? undefined : body.slice(cut + " while ".length),
  };
}

/** Parts of the context after the client, in the order in which nginx writes them. */
const contextKeys = ["server", "request", "subrequest", "upstream", "host", "referrer"] as const;

/**
 * Takes the context apart from left to right. A value in quotes ends where the next part begins, else at the end: its own quotes
 * are not escaped, and a record that was cut has no last one.
 */
function parseContext(text: string): Partial<Record<"server" | "request" | "subrequest" | "upstream" | "host", string>> {
  const found: Partial<Record<(typeof contextKeys)[number], string>> = {};
  const starts = contextKeys.map((key) => `, ${key}: ${key === "server" ? "" : '"'}`);
  let at = 0;
  for (const [index, key] of contextKeys.entries()) {
    const start = starts[index] ?? "";
    if (!text.startsWith(start, at)) continue;
    const from = at + start.length;
    const ends = starts.slice(index + 1).flatMap((next) => {
      const end = text.indexOf(key === "server" ? next : `"${next}`, from);
      return end === -1 ? [] : [end];
    });
    const end = ends.length > 0 ? Math.min(...ends) : text.endsWith('"') && key !== "server" ? text.length - 1 : text.length;
    found[key] = text.slice(from, Math.max(from, end));
    at = Math.min(text.length, key === "server" ? end : end + 1);
  }
  const { referrer: _referrer, ...context } = found;
  return context;
}

/** Parses what nginx says when it does not start (stderr or log), without the doubles that an image with two logs prints. */
export function parseStartErrors(text: string): NginxStartError[] {
  const found = new Map<string, NginxStartError>();
  for (const line of text.split("\n")) {
    const match = /(?:^|\s)(?:nginx|openresty): \[(emerg|alert|crit|error|warn)\] (.*)$/.exec(line) ?? /^\S+ \S+ \[(emerg|alert|crit|error|warn)\] \d+#\d+: (.*)$/.exec(line);
    if (!match) continue;
    const [, level = "", body = ""] = match;
    const placed = /^(.*) in (\/[^\s:]+|\S+):(\d+)$/.exec(body.trim());
    const record = placed ? { level, message: placed[1] ?? body, file: placed[2] ?? "", line: Number(placed[3]) } : { level, message: body.trim() };
    found.set(`${record.message}|${placed?.[2]}|${placed?.[3]}`, record);
  }
  return [...found.values()];
}

/** Parses our own JSON access log; lines that are not ours are passed over, and doubles, which files included at one level can make. */
export function parseAccessLog(text: string): AccessRecord[] {
  const records = [...new Set(text.split("\n"))].flatMap((line) => parseAccessLine(line) ?? []);
  return records.length <= mostRecords ? records : [...records.slice(0, mostRecords / 2), ...records.slice(-mostRecords / 2)];
}

function parseAccessLine(line: string): AccessRecord | undefined {
  if (!line.startsWith('{"connection":')) return undefined;
  const fields = readFields(line);
  if (!fields) return undefined;
  const attempts = (key: string): string[] => splitAttempts(fields[key] ?? "");
  return {
    connection: Number(fields["connection"]),
    remotePort: Number(fields["port"]),
    server: fields["server"] ?? "",
    host: fields["host"] ?? "",
    request: fields["request"] ?? "",
    status: Number(fields["status"]),
    requestTime: Number(fields["time"]),
    upstreamAddr: attempts("addr"),
    upstreamStatus: attempts("upstream"),
    connectTime: attempts("connect"),
    headerTime: attempts("header"),
    responseTime: attempts("response"),
    bytesReceived: attempts("received"),
    ...withoutUndefined({ limitReq: fields["limitReq"] || undefined, limitConn: fields["limitConn"] || undefined }),
  };
}

/** The line's fields; undefined when it is not one of ours. An old nginx escapes in its own way and writes "-" for what is unset. */
function readFields(line: string): Record<string, string> | undefined {
  const fields = parseJson(line) ?? parseJson(line.replace(/\\x([\dA-Fa-f]{2})/g, "\\u00$1"));
  const tried = ["addr", "upstream", "connect", "header", "response", "received"];
  return fields?.["escape"] === "none" && fields["addr"] === "-" ? { ...fields, ...Object.fromEntries(tried.map((key) => [key, ""])) } : fields;
}

function parseJson(text: string): Record<string, string> | undefined {
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    return undefined;
  }
}

/** nginx parts retries by ", " and internal redirects by " : ". */
function splitAttempts(value: string): string[] {
  return value === "" ? [] : value.split(/, | : /);
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
