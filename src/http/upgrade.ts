import { classify, dialDirectly, openSocket, type Dial, type HttpAnswer, type HttpRequest } from "./client.ts";
import { httpStatus } from "./dialects.ts";

/** Sixteen bytes, as a key has to have. It guards against answers out of a cache, of which there is none here. */
const key = Buffer.from("upstream-gate-ws").toString("base64");
/** More than this of an answer's head is not read. */
const mostHead = 16 * 1024;

/** Asks for a WebSocket over a connection of its own, which is closed once the answer's head is there; 101 is the answer hoped for. Never rejects. */
export async function requestUpgrade(request: HttpRequest, dial: Dial = dialDirectly): Promise<HttpAnswer> {
  const started = performance.now();
  const limit = AbortSignal.timeout(request.timeoutMs);
  const total = request.signal ? AbortSignal.any([limit, request.signal]) : limit;
  const took = (): number => performance.now() - started;
  try {
    const socket = await openSocket(request, dial, total);
    const { localPort } = socket as { localPort?: number };
    const port = localPort === undefined ? {} : { localPort };
    const head = new Promise<string | undefined>((resolve) => {
      let bytes: Buffer = Buffer.alloc(0);
      socket.on("data", (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]).subarray(0, mostHead);
        if (bytes.includes("\r\n\r\n") || bytes.length === mostHead) resolve(bytes.toString("latin1"));
      });
      for (const event of ["end", "close", "error"]) socket.once(event, () => resolve(bytes.length > 0 ? bytes.toString("latin1") : undefined));
      total.addEventListener("abort", () => resolve(undefined), { once: true });
    });
    socket.write(messageOf(request), () => undefined);
    const text = await head;
    socket.on("error", () => undefined).destroy();
    if (text === undefined) return { ok: false, error: total.aborted ? "timed-out" : "closed", text: total.aborted ? "no answer in time" : "other side closed", durationMs: took(), ...port };
    const status = httpStatus(Buffer.from(text, "latin1"));
    if (status === undefined) return { ok: false, error: "not-http", text: "the answer is no HTTP", durationMs: took(), ...port };
    return { ok: true, status, headers: headersOf(text), headerBytes: text.indexOf("\r\n\r\n") + 4, body: text.slice(text.indexOf("\r\n\r\n") + 4, 2048), durationMs: took(), ...port };
  } catch (error) {
    const { error: kind, text } = classify(error);
    return { ok: false, error: kind, text, durationMs: took() };
  }
}

function messageOf({ method, path, host, headers }: HttpRequest): string {
  const wanted = {
    host,
    "user-agent": "upstream-gate",
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": key,
    ...headers,
  };
  const lines = [`${method} ${path} HTTP/1.1`, ...Object.entries(wanted).map(([name, value]) => `${name}: ${value}`)];
  // The words come from the project's files: none may end a line.
  return `${lines.map((line) => [...line].filter((character) => character >= " ").join("")).join("\r\n")}\r\n\r\n`;
}

function headersOf(text: string): Record<string, string> {
  const [head = ""] = text.split("\r\n\r\n", 1);
  const lines = head.split("\r\n").slice(1, 100);
  return Object.fromEntries(lines.flatMap((line) => (line.includes(":") ? [[line.slice(0, line.indexOf(":")).trim().toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]] : [])));
}
