import type { NginxError } from "../model/evidence.ts";

/** What nginx found wrong with an answer. */
export interface Defect {
  /** What the app did, after its name: "sends …". */
  readonly what: string;
  /** Names of the headers that a line may set to cause it, lower case, likeliest first; "http/" for the status line. */
  readonly headers: readonly string[];
  /** The first nginx that minds. */
  readonly since?: string;
  /** What nginx does then. */
  readonly outcome: "refuses" | "breaks off" | "passes on as it is";
  /** Whether it takes the bytes themselves to know that this was meant to be HTTP. */
  readonly isAmbiguous?: true;
}

type Reader = (match: RegExpExecArray) => Defect;

const strict = "1.23.0";

const readers: readonly (readonly [RegExp, Reader])[] = [
  [
    /^upstream sent invalid header: "([^"]{0,200})/,
    (match) => {
      const [name = "", code = ""] = (match[1] ?? "").split("\\x");
      const character = code.startsWith("20") ? "a space" : code.startsWith("0d") || code.startsWith("0a") ? "a line end" : `the byte 0x${code.slice(0, 2)}`;
      return {
        what: `sends a header that has ${character} behind ${JSON.stringify(name)}, in its name`,
        headers: name === "" ? [] : [`${name.toLowerCase()}${code.startsWith("20") ? " " : ""}`],
        outcome: "refuses",
      };
    },
  ],
  [/^upstream sent duplicate header line: "([\w-]{1,60})/, (match) => ({ what: `sends the header ${match[1]} twice`, headers: [(match[1] ?? "").toLowerCase()], since: strict, outcome: "refuses" })],
  [
    /^upstream sent "(?:Content-Length|Transfer-Encoding)" and "(?:Content-Length|Transfer-Encoding)" headers at the same time/,
    () => ({ what: "sends Content-Length and Transfer-Encoding in one answer, which contradict each other", headers: ["transfer-encoding", "content-length"], since: strict, outcome: "refuses" }),
  ],
  [
    /^upstream sent invalid "Content-Length" header: "?(?:Content-Length: )?([^"]{0,100})/,
    (match) => ({ what: `sends a Content-Length that is no number: ${JSON.stringify((match[1] ?? "").trim())}`, headers: ["content-length"], since: strict, outcome: "refuses" }),
  ],
  [
    /^upstream sent unknown "Transfer-Encoding": "([^"]{0,100})/,
    (match) => ({ what: `sends the Transfer-Encoding ${JSON.stringify(match[1] ?? "")}; nginx knows "chunked" alone`, headers: ["transfer-encoding"], since: strict, outcome: "refuses" }),
  ],
  [
    /^upstream sent invalid status "([^"]{0,100})/,
    (match) => ({ what: `sends the status ${JSON.stringify(match[1] ?? "")}, which does not begin with a number`, headers: ["status"], outcome: "refuses" }),
  ],
  [/^upstream sent HTTP\/1\.0 response with early hints/, () => ({ what: "sends early hints (103) in HTTP/1.0, which has none", headers: ["http/"], outcome: "refuses" })],
  [/^upstream sent invalid chunked response/, () => ({ what: "announces a chunked body and sends one that is not", headers: ["transfer-encoding"], outcome: "breaks off" })],
  [/^upstream sent no valid HTTP\/1\.0 header/, () => ({ what: "sends a status line that is none", headers: ["http/"], outcome: "passes on as it is", isAmbiguous: true })],
];

/** What an error of nginx says is wrong with an answer; undefined when it speaks of something else. */
export function defectOf(error: NginxError): Defect | undefined {
  for (const [pattern, read] of readers) {
    const match = pattern.exec(error.message);
    if (match) return read(match);
  }
  return undefined;
}

/** Whether nginx lost an address in the middle of an answer. */
export function isCutShort(error: NginxError): boolean {
  return error.message.startsWith("upstream prematurely closed connection") && error.action?.startsWith("reading upstream") === true;
}
