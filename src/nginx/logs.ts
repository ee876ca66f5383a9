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
  const head = /^\S+ \S+ \[(\w+)\] \d+#\d+: (?:\*(\d+) )?([\s\S]*)$/.exec(text);
  if (!head) return undefined;
  const [, level = "", connection, rest = ""] = head;
  const context =
    /^([\s\S]*?)(?:, client: [^,]*)(?:, server: ([^,]*))?(?:, request: "([\s\S]*?)")?(?:, subrequest: "([\s\S]*?)")?(?:, upstream: "([\s\S]*?)")?(?:, host: "([\s\S]*?)")?(?:, referrer: "[\s\S]*")?$/.exec(
      rest,
    );
  const body = context?.[1] ?? rest.replace(/, client: [\s\S]*$/, "");
  const parts = /^([\s\S]*?)(?: \((\d+): [^)]*\))?(?: while ([\s\S]*))?$/.exec(body);
  const optional = {
    errno: parts?.[2] === undefined ? undefined : Number(parts[2]),
    action: parts?.[3],
    connection: connection === undefined ? undefined : Number(connection),
    server: context?.[2],
    request: context?.[3],
    subrequest: context?.[4],
    upstream: context?.[5],
    host: context?.[6],
  };
  return { level, message: parts?.[1] ?? body, text, ...withoutUndefined(optional) };
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
  let fields: Record<string, string>;
  try {
    fields = JSON.parse(line) as Record<string, string>;
  } catch {
    return undefined;
  }
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

/** nginx parts retries by ", " and internal redirects by " : ". */
function splitAttempts(value: string): string[] {
  return value === "" ? [] : value.split(/, | : /);
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
