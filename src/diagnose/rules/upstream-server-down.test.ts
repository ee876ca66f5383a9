import { describe, expect, it } from "vitest";
import { becauseOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, attempt, evidence, proxied, proxyPlan, proxyRecord, route, target } from "../../../test/helpers/evidence.ts";
import type { Target } from "../../model/proxy.ts";
import { parseErrorRecord } from "../../nginx/logs.ts";

function server(line: number, text: string, down: boolean): Target {
  return target(/server (\w+)/.exec(text)?.[1], 3000, { down, at: at("nginx.conf", line, text) });
}

/** nginx passes on to a group and answers 502 with these words in its log. */
function group(targets: readonly Target[], message = "no live upstreams"): ReturnType<typeof evidence> {
  const error = parseErrorRecord(
    `2026/01/01 00:00:00 [error] 7#7: *5 ${message} while connecting to upstream, client: 10.0.0.1, server: localhost, request: "GET / HTTP/1.1", upstream: "http://group/"`,
  );
  if (!error) throw new Error("not a record");
  return evidence({
    plan: { proxy: proxyPlan({ routes: [route(targets, { value: "http://group" })] }) },
    facts: { proxy: proxyRecord({ attempts: [attempt(502, "group")], errors: [error] }), probes: [proxied(502)] },
  });
}

describe("upstream-server-down", () => {
  it("is every line that says down, and the fix removes the word from each", () => {
    const finding = findingOf("upstream-server-down", group([server(3, "    server app:3000 down;", true), server(4, "    server db:3000 weight=2 down max_fails=1;", true)]));
    expect([placeOf(finding), finding.title]).toEqual(["nginx.conf:3", "all 2 servers of the group are marked down"]);
    expect(finding.fix.edits.map((edit) => edit.replacement)).toEqual(["    server app:3000;", "    server db:3000 weight=2 max_fails=1;"]);
  });

  it("edits nothing when both stand on one line", () => {
    const text = "upstream g { server app:3000 down; server db:3000 down; }";
    expect(findingOf("upstream-server-down", group([server(3, text, true), server(3, text, true)])).fix.edits).toEqual([]);
  });

  it("is not it when one server is left, or when nginx dialled somebody", () => {
    expect(becauseOf("upstream-server-down", group([server(3, "server app:3000 down;", true), server(4, "server db:3000;", false)]))).toContain("is not marked down");
    expect(fateOf("upstream-server-down", group([server(3, "server app:3000 down;", true)], "connect() failed (113: No route to host)"))).not.toContain("found");
  });
});
