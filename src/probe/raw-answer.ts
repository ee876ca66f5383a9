import type { Environment } from "../boot/environment.ts";
import type { Dial } from "../http/client.ts";
import type { NginxError, ProbeResult, RawAnswer } from "../model/evidence.ts";
import type { Probe } from "../model/plan.ts";
import { passedPath, type Route } from "../model/proxy.ts";
import { targetsOf } from "./targets.ts";
import { dialFromProxy, passedHost } from "./send.ts";

/** Bytes that are kept of an answer, and that are read of it. */
const keptBytes = 4096;
const mostBytes = 1024 * 1024;
const timeoutMs = 10_000;
const mostAnswers = 8;

/** Words by which nginx says that it could not make sense of what an address sent. */
const senseless = /^upstream sent (?:invalid|duplicate|unknown|no valid|"|HTTP\/1\.0 response with)/;

function isSenseless({ message, action }: NginxError): boolean {
  return senseless.test(message) || (message.startsWith("upstream prematurely closed") && action?.startsWith("reading upstream") === true);
}

/**
 * The results, with what the addresses send that gave an answer of which nginx could make nothing: they are asked once more, from
 * the same place and in the same version of HTTP. Asks nobody when nginx found nothing wrong with an answer.
 */
export async function withRawAnswers(environment: Environment, results: readonly ProbeResult[], errors: readonly NginxError[]): Promise<readonly ProbeResult[]> {
  if (!errors.some(isSenseless)) return results;
  // Only the bytes tell what an answer without a status line is.
  const rank = (result: ProbeResult): number => (result.error === "not-http" ? 0 : 1);
  const failed = results.filter((result) => result.via === "proxy" && (result.error !== undefined || result.status === 502)).toSorted((a, b) => rank(a) - rank(b));
  const asked = failed.flatMap(({ probe }) => results.filter((result) => result.via === "direct" && result.probe === probe)).slice(0, mostAnswers);
  const answers = await Promise.all(asked.map((direct) => rawAnswer(environment, direct)));
  return results.map((result) => {
    const raw = answers[asked.indexOf(result)];
    return raw ? { ...result, raw } : result;
  });
}

async function rawAnswer(environment: Environment, { probe: index, target }: ProbeResult): Promise<RawAnswer | undefined> {
  const probe = environment.plan.probes[index];
  const route = probe?.route === undefined ? undefined : environment.plan.proxy.routes[probe.route];
  const written = probe && targetsOf(environment, probe).find((each) => each.service === target?.service && each.port === target.port);
  if (!probe || !target || !written || route?.scheme !== "http" || environment.running(target.service)?.isDown !== false) return undefined;
  const httpVersion = versionFor(route, environment.proxy?.imageConfig?.variables["NGINX_VERSION"]);
  return { httpVersion, ...(await readRaw(dialFromProxy(environment), target.address, target.port, requestText(probe, route, written, httpVersion))) };
}

/** nginx 1.29.7 and later speak HTTP/1.1 to upstreams where nothing else is set. */
function versionFor(route: Route, nginx: string | undefined): string {
  const set = route.tuning?.find((each) => each.name === "proxy_http_version")?.args[0];
  const [major = 0, minor = 0, patch = 0] = (nginx ?? "").split(/[.-]/).map(Number);
  const isLate = major > 1 || (major === 1 && (minor > 29 || (minor === 29 && patch >= 7)));
  return set === "1.0" || set === "1.1" ? set : isLate ? "1.1" : "1.0";
}

function requestText(probe: Probe, route: Route, target: { readonly host: string; readonly port: number }, version: string): string {
  const lines = [`${probe.method} ${passedPath(probe, route)} HTTP/${version}`, `Host: ${passedHost(probe, route, target)}`, "Connection: close", "User-Agent: upstream-gate", "Accept: */*"];
  // The words come from the project's files: none may end a line.
  return `${lines.map((line) => [...line].filter((character) => character >= " ").join("")).join("\r\n")}\r\n\r\n`;
}

/** What comes in answer to a text. Never rejects. */
async function readRaw(dial: Dial, address: string, port: number, text: string): Promise<Pick<RawAnswer, "head" | "bytes" | "bodyBytes" | "ended">> {
  const kept: Buffer[] = [];
  let bytes = 0;
  let ended: RawAnswer["ended"] = "closed";
  try {
    const limit = AbortSignal.timeout(timeoutMs);
    const socket = await dial(address, port, limit);
    limit.addEventListener("abort", () => {
      ended = "timed-out";
      socket.destroy();
    });
    socket.write(text);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      kept.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) {
        ended = "unfinished";
        break;
      }
    }
  } catch {
    if (ended === "closed") ended = "failed";
  }
  const all = Buffer.concat(kept);
  const end = all.indexOf("\r\n\r\n");
  return { head: all.subarray(0, keptBytes).toString("latin1"), bytes, ended, ...(end === -1 ? {} : { bodyBytes: bytes - end - 4 }) };
}
