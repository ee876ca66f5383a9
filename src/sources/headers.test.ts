import { describe, expect, it } from "vitest";
import type { RepoPath } from "../model/location.ts";
import { headerMentions } from "./headers.ts";

const namesIn = (text: string): string[] => headerMentions({ path: "app" as RepoPath, line: 3, text, isSide: false }).map(({ name }) => name);

describe("headerMentions", () => {
  it.each([
    [`        self.send_header("Content-Length", str(len(body)))`, "content-length"],
    [`    ->with('X-Build Version', '1.4.2')`, "x-build version"],
    [`      "content-length": Buffer.byteLength(page),`, "content-length"],
    [`w.Header().Set("Transfer-Encoding", "gzip")`, "transfer-encoding"],
    [`header("Content-Length: $length");`, "content-length"],
    [`header('Status: maintenance');`, "status"],
    [`headers["x-build"] = version`, "x-build"],
    [`  'Retry After: 120',`, "retry after"],
    ["response.write(`Content-Length: ${size}\\r\\n`)", "content-length"],
    [`conn.sendall(b"HTTP/1.1 OK\\r\\n")`, "http/"],
  ])("finds the name in %s", (text, name) => {
    expect(namesIn(text)).toContain(name);
  });

  it.each([`length = request.headers.get("Content-Length")`, `requests.get(url, headers={"Accept-Encoding": "gzip"})`, `print("no headers here")`, `die "cannot listen: $!"`, `const name = "plain"`])(
    "finds none in %s",
    (text) => {
      expect(namesIn(text)).toEqual([]);
    },
  );

  it("leaves out tests, and weighs a line that sets one higher", () => {
    expect(headerMentions({ path: "test/app.py" as RepoPath, line: 1, text: `self.send_header("X-A", "1")`, isSide: true })).toEqual([]);
    const weigh = (text: string): number | undefined => headerMentions({ path: "app" as RepoPath, line: 1, text, isSide: false })[0]?.weight;
    expect(weigh(`setHeader("X-A", "1")`)).toBeGreaterThan(weigh(`const name = "X-A"`) ?? 99);
  });
});
