import { describe, expect, it } from "vitest";
import { becauseOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, attempt, evidence, log, noSources, plan, proxied, proxyPlan, proxyRecord, record, route, service, target } from "../../../test/helpers/evidence.ts";
import type { Route } from "../../model/proxy.ts";
import type { StartStep } from "../../model/plan.ts";
import type { TimeoutMention } from "../../model/source.ts";
import { parseErrorRecord } from "../../nginx/logs.ts";

interface Told {
  readonly said: string;
  readonly scheme?: Route["scheme"];
  readonly start?: readonly StartStep[];
  readonly settings?: readonly TimeoutMention[];
}

/** nginx's connection was reset; the app server said why. */
function reset({ said, scheme = "uwsgi", start = [], settings = [] }: Told): ReturnType<typeof evidence> {
  const message = "recv() failed (104: Connection reset by peer) while reading response header from upstream";
  const error = parseErrorRecord(`2026/01/01 00:00:00 [error] 7#7: *5 ${message}, client: 10.0.0.1, server: localhost, request: "GET / HTTP/1.1", upstream: "uwsgi://10.0.0.2:8080"`);
  if (!error) throw new Error("not a record");
  return evidence({
    plan: { services: [service("app", { start }), ...plan().services.slice(1)], proxy: proxyPlan({ routes: [route([target()], { scheme })] }) },
    facts: {
      services: [record("app", { log: log(["spawned uWSGI worker 1", said]) }), record("web")],
      proxy: proxyRecord({ attempts: [attempt(502, "10.0.0.2:8080")], errors: [error] }),
      probes: [proxied(502)],
      sources: { ...noSources, timeouts: settings },
    },
  });
}

const tooBig = "invalid request block size: 5595 (max 4096)...skip";
const started = { text: "uwsgi --ini uwsgi.ini", at: at("Dockerfile", 6, 'CMD ["uwsgi", "--ini", "uwsgi.ini"]') };

describe("request-header-too-big", () => {
  it("is the start command where nothing sets the size, tried by the variable that uWSGI reads", () => {
    const finding = findingOf("request-header-too-big", reset({ said: tooBig, start: [started] }));
    expect([placeOf(finding), finding.title]).toEqual(["Dockerfile:6", "the request header of 5595 bytes does not fit uWSGI's buffer of 4096"]);
    expect([finding.fix.edits, finding.intervention]).toEqual([[], { kind: "set-variable", service: "app", name: "UWSGI_BUFFER_SIZE", value: "32768" }]);
  });

  it.each([
    ["uwsgi --socket :3031 --buffer-size 2048", "uwsgi --socket :3031 --buffer-size 32768"],
    ["uwsgi --socket :3031 -b 2048", "uwsgi --socket :3031 -b 32768"],
    ['CMD ["uwsgi", "--buffer-size", "2048"]', 'CMD ["uwsgi", "--buffer-size", "32768"]'],
  ])("is the flag of %s", (text, becomes) => {
    expect(findingOf("request-header-too-big", reset({ said: tooBig, start: [{ text, at: at("compose.yaml", 4, text) }] })).fix.edits[0]?.replacement).toBe(becomes);
  });

  it("is the line of the settings file", () => {
    const settings = [{ name: "buffer-size", value: "2048", at: at("uwsgi.ini", 5, "buffer-size = 2048") }];
    const finding = findingOf("request-header-too-big", reset({ said: tooBig, start: [started], settings }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["uwsgi.ini:5", "buffer-size = 32768"]);
  });

  it("is told over HTTP by other words", () => {
    expect(findingOf("request-header-too-big", reset({ said: "invalid HTTP request size (max 2048)...skip", scheme: "http" })).title).toBe("the request header does not fit uWSGI's buffer of 2048");
  });

  it.each([
    ["the size is letters of a request in another protocol", { said: "invalid request block size: 21573 (max 4096)...skip", scheme: "http" as const }],
    ["the app says nothing of it", { said: "SIGSEGV" }],
  ])("is not it when %s", (_name, told) => {
    expect(becauseOf("request-header-too-big", reset(told))).toContain("tells of no request that was too big");
  });
});
