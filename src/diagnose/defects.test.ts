import { describe, expect, it } from "vitest";
import { refusedError } from "../../test/helpers/evidence.ts";
import type { NginxError } from "../model/evidence.ts";
import { parseErrorRecord } from "../nginx/logs.ts";
import { defectOf, isCutShort } from "./defects.ts";

const logged = (message: string): NginxError => {
  const record = parseErrorRecord(
    `2026/01/01 00:00:00 [error] 7#7: *5 ${message}, client: 10.0.0.1, server: localhost, request: "GET / HTTP/1.1", upstream: "http://10.0.0.2:8080/", host: "localhost"`,
  );
  if (!record) throw new Error("not a record");
  return record;
};
const head = "while reading response header from upstream";

describe("a defect of an answer", () => {
  it.each([
    [`upstream sent invalid header: "X-Build\\x20Version: 1..." ${head}`, "a space", ["x-build "], "refuses"],
    [`upstream sent invalid header: "X-A\\x0d..." ${head}`, "a line end", ["x-a"], "refuses"],
    [`upstream sent invalid header: "\\x16\\x03..." ${head}`, "byte 0x16", [], "refuses"],
    [`upstream sent duplicate header line: "Content-Length: 5", previous value: "Content-Length: 5" ${head}`, "Content-Length twice", ["content-length"], "refuses"],
    [`upstream sent duplicate header line: "Transfer-Encoding: chunked", previous value: "Transfer-Encoding: chunked" ${head}`, "Transfer-Encoding twice", ["transfer-encoding"], "refuses"],
    [`upstream sent "Content-Length" and "Transfer-Encoding" headers at the same time ${head}`, "contradict", ["transfer-encoding", "content-length"], "refuses"],
    [`upstream sent "Transfer-Encoding" and "Content-Length" headers at the same time ${head}`, "contradict", ["transfer-encoding", "content-length"], "refuses"],
    [`upstream sent invalid "Content-Length" header: "Content-Length: 5, 5" ${head}`, 'no number: "5, 5"', ["content-length"], "refuses"],
    [`upstream sent unknown "Transfer-Encoding": "gzip" ${head}`, '"gzip"', ["transfer-encoding"], "refuses"],
    [`upstream sent invalid status "maintenance" ${head}`, '"maintenance"', ["status"], "refuses"],
    [`upstream sent HTTP/1.0 response with early hints ${head}`, "early hints", ["http/"], "refuses"],
    [`upstream sent invalid chunked response while reading upstream`, "chunked", ["transfer-encoding"], "breaks off"],
    [`upstream sent no valid HTTP/1.0 header ${head}`, "status line", ["http/"], "passes on as it is"],
  ])("is read out of %s", (message, words, headers, outcome) => {
    const defect = defectOf(logged(message));
    expect(defect).toMatchObject({ headers, outcome });
    expect(defect?.what).toContain(words);
  });

  it.each([
    `upstream prematurely closed connection ${head}`,
    `upstream sent too big header ${head}`,
    `upstream timed out (110: Connection timed out) ${head}`,
    `upstream sent unsupported FastCGI protocol version: 72 ${head}`,
    `upstream sent unexpected FastCGI record: 3 ${head}`,
    `upstream sent more data than specified in "Content-Length" header while reading upstream`,
  ])("is not %s", (message) => {
    expect(defectOf(logged(message))).toBeUndefined();
  });

  it("names the nginx that began to mind", () => {
    expect(defectOf(logged(`upstream sent "Content-Length" and "Transfer-Encoding" headers at the same time ${head}`))?.since).toBe("1.23.0");
    expect(defectOf(logged(`upstream sent invalid header: "A\\x20..." ${head}`))?.since).toBeUndefined();
  });

  it("in the length shows when nginx loses the address in the middle of an answer", () => {
    expect(isCutShort(logged("upstream prematurely closed connection while reading upstream"))).toBe(true);
    expect(isCutShort(logged(`upstream prematurely closed connection ${head}`))).toBe(false);
    expect(isCutShort(refusedError)).toBe(false);
  });
});
