import type { Dialect } from "../model/protocols.ts";

/** What is asked in protocols that carry a request. */
export interface Question {
  readonly method: string;
  readonly path: string;
  /** The Host header. */
  readonly host: string;
}

/** One protocol: how to speak it, and how to tell an answer in it. */
export interface Speech {
  readonly said: Dialect;
  readonly message: (question: Question) => Buffer;
  readonly understands: (heard: Buffer) => boolean;
}

/** The status of an answer in HTTP/1; undefined when it is none. */
export function httpStatus(heard: Buffer): number | undefined {
  const match = /^HTTP\/1\.[01] (\d{3})\b/.exec(heard.subarray(0, 40).toString("latin1"));
  return match ? Number(match[1]) : undefined;
}

const starts = (...words: readonly string[]): Speech["understands"] => {
  return (heard) => words.some((word) => heard.subarray(0, word.length).toString("latin1") === word);
};

/** The protocols by name. None of the messages changes anything in the peer but for the request that the probe makes anyway. */
export const speeches: Readonly<Record<Dialect, Speech>> = {
  http: {
    said: "http",
    message: ({ method, path, host }) => Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: upstream-gate\r\nAccept: */*\r\nConnection: close\r\n\r\n`),
    understands: (heard) => httpStatus(heard) !== undefined,
  },
  http2: {
    said: "http2",
    message: () => Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])]),
    understands: (heard) => heard.length >= 9 && heard[3] === 4 && heard.readUIntBE(0, 3) % 6 === 0 && heard.readUInt32BE(5) === 0,
  },
  fastcgi: {
    said: "fastcgi",
    message: () => fastcgiQuestion("FCGI_MPXS_CONNS"),
    understands: (heard) => heard.length >= 8 && heard[0] === 1 && [3, 6, 7, 10, 11].includes(heard[1] ?? 0),
  },
  uwsgi: {
    said: "uwsgi",
    message: (question) => uwsgiPacket(variablesOf(question)),
    understands: (heard) => httpStatus(heard) !== undefined || starts("Status: ")(heard),
  },
  scgi: {
    said: "scgi",
    message: (question) => scgiPacket(variablesOf(question)),
    understands: (heard) => httpStatus(heard) !== undefined || /^(?:[A-Za-z][\w-]*: [^\r\n]{0,300}\r?\n){0,20}(?:Status: \d{3}|Content-Type: )/i.test(heard.subarray(0, 1000).toString("latin1")),
  },
  redis: { said: "redis", message: () => Buffer.from("PING\r\n"), understands: starts("+PONG", "-NOAUTH", "-DENIED", "-LOADING", "-MISCONF") },
  memcached: { said: "memcached", message: () => Buffer.from("version\r\n"), understands: starts("VERSION ") },
  postgres: { said: "postgres", message: () => Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]), understands: (heard) => heard.length === 1 && (heard[0] === 0x53 || heard[0] === 0x4e) },
};

/** FCGI_GET_VALUES: asks the server of itself, runs no script. */
function fastcgiQuestion(name: string): Buffer {
  const content = Buffer.concat([Buffer.from([name.length, 0]), Buffer.from(name)]);
  const padding = (8 - (content.length % 8)) % 8;
  return Buffer.concat([Buffer.from([1, 9, 0, 0, 0, content.length, padding, 0]), content, Buffer.alloc(padding)]);
}

function variablesOf({ method, path, host }: Question): [string, string][] {
  const [before = "/", query = ""] = path.split("?", 2);
  return [
    ["CONTENT_LENGTH", "0"],
    ["SCGI", "1"],
    ["REQUEST_METHOD", method],
    ["REQUEST_URI", path],
    ["PATH_INFO", before],
    ["QUERY_STRING", query],
    ["SERVER_PROTOCOL", "HTTP/1.1"],
    ["SERVER_NAME", host.replace(/:\d+$/, "")],
    ["SERVER_PORT", "80"],
    ["HTTP_HOST", host],
  ];
}

function uwsgiPacket(variables: readonly (readonly [string, string])[]): Buffer {
  const sized = (text: string): Buffer => {
    const bytes = Buffer.from(text);
    const size = Buffer.alloc(2);
    size.writeUInt16LE(bytes.length);
    return Buffer.concat([size, bytes]);
  };
  const body = Buffer.concat(variables.flatMap(([name, value]) => [sized(name), sized(value)]));
  const head = Buffer.alloc(4);
  head.writeUInt16LE(body.length, 1);
  return Buffer.concat([head, body]);
}

function scgiPacket(variables: readonly (readonly [string, string])[]): Buffer {
  const body = Buffer.from(variables.map(([name, value]) => `${name}\0${value}\0`).join(""));
  return Buffer.concat([Buffer.from(`${body.length}:`), body, Buffer.from(",")]);
}

/** The first bytes of a text that may be binary, for the reader. */
export function showBytes(heard: Buffer, most = 160): string {
  return heard
    .subarray(0, most)
    .toString("latin1")
    .replace(/[^\x20-\x7e]/g, (character) => (character === "\r" ? "\\r" : character === "\n" ? "\\n" : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`));
}
