import type { FactTypes, NginxError, ProxyRecord, RawAnswer, ServiceRecord } from "../../model/evidence.ts";
import type { Witness } from "../../model/finding.ts";
import type { Location } from "../../model/location.ts";
import type { Service } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { defectOf, isCutShort, type Defect } from "../defects.ts";
import { dialled, gatewayWitnesses } from "../gateway.ts";
import { belongsTo, clearest } from "../places.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import { withoutStatement } from "../without-statement.ts";
import type { GatewaySymptom } from "../symptoms.ts";

type Known = Pick<FactTypes, "proxy" | "sources">;

export const invalidResponse = defineRule({
  id: "invalid-response",
  title: "The app's answer is not valid HTTP",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["proxy", "sources"],
  absent: "nginx found nothing wrong with what it was answered",
  doc: {
    what: "The app answers, and its answer breaks the rules of HTTP: a header name with a space, Content-Length beside Transfer-Encoding, a length that is not that of the body.",
    why: "nginx cannot tell where such an answer begins or ends. It refuses it with 502, or breaks off what it has already begun to pass on. Browsers and test clients are more lenient, so the app seems fine without nginx. Since 1.23.0 nginx refuses contradicting or repeated length headers, which older versions let through.",
    fix: "Leave Content-Length, Transfer-Encoding and Connection to the server library. What forwards another server's answer has to leave out the headers that speak of its connection. Count a length in bytes, after compression.",
  },
  diagnose(symptom, facts) {
    const error = symptom.errors.findLast((each) => defectOf(each) !== undefined);
    const defect = error && defectOf(error);
    const asked = symptom.directs.find(({ raw, target }) => raw !== undefined && (symptom.target === undefined || target?.port === symptom.target.port));
    if (error && defect) return judge(symptom, facts, error, defect, asked?.raw);
    const cut = symptom.errors.findLast(isCutShort);
    return cut ? judgeLength(symptom, facts, cut, asked?.raw) : ruledOut("nginx found nothing wrong with the form of an answer");
  },
});

function judge(symptom: GatewaySymptom, facts: Known, error: NginxError, defect: Defect, raw: RawAnswer | undefined): Conclusion {
  if (defect.isAmbiguous === true) {
    if (!raw) return unknown(`${dialled(symptom)} sends no status line, and what it sends could not be read`);
    if (!raw.head.startsWith("HTTP/")) return ruledOut(`${dialled(symptom)} does not answer in HTTP at all`);
  }
  return draft(symptom, facts, error, defect, raw, "likely");
}

/** An address that closes in the middle: with the body at its end, the length that it announced was wrong. */
function judgeLength(symptom: GatewaySymptom, facts: Known, error: NginxError, raw: RawAnswer | undefined): Conclusion {
  if (!raw) return unknown(`${dialled(symptom)} closed in the middle of its answer, and the answer could not be read directly`);
  const announced = announcedLength(raw);
  if (announced === undefined) return ruledOut("the answer that broke off announces no length");
  if (raw.ended !== "closed" || raw.bodyBytes === undefined || raw.bodyBytes >= announced) return ruledOut("asked directly, the answer is as long as it announces");
  const defect: Defect = { what: `announces a body of ${announced} bytes and closes after ${raw.bodyBytes}`, headers: ["content-length"], outcome: "breaks off" };
  return draft(symptom, facts, error, defect, raw, isUntroubled(symptom.record) ? "likely" : "possible");
}

/** Whether nothing suggests that the app ended or threw while it answered. */
function isUntroubled(record: ServiceRecord | undefined): boolean {
  return record?.exits.length === 0 && !record.log.some(({ text }) => /\b(?:traceback|exception|panic|fatal|segfault|signal|worker|killed|error)\b/i.test(text));
}

function announcedLength({ head }: RawAnswer): number | undefined {
  const digits = /^content-length:\s*(\d{1,15})\s*$/im.exec(head.split("\r\n\r\n")[0] ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const outcomes: Readonly<Record<Defect["outcome"], string>> = {
  refuses: "nginx throws the answer away and answers 502.",
  "breaks off": "The client already has its status: nginx can only close the connection, and the answer lacks its end.",
  "passes on as it is": "nginx takes what comes for an answer in HTTP/0.9, which has no headers, and passes the bytes on as they are.",
};

function draft(symptom: GatewaySymptom, facts: Known, error: NginxError, defect: Defect, raw: RawAnswer | undefined, confidence: "likely" | "possible"): Conclusion {
  const { service, route } = symptom;
  const name = service?.name ?? dialled(symptom);
  const handler = service && handlerOf(service, facts.sources, defect);
  const location = handler ?? route.at;
  return found({
    confidence,
    title: `${name} ${defect.what}`.slice(0, 160),
    ...(service ? { service: service.name } : {}),
    ...(location ? { location } : {}),
    related: handler && route.at ? [{ at: route.at, note: "nginx passes the request on here" }] : [],
    what: `${name} ${defect.what}.${showVersion(defect, facts.proxy)}`,
    why: outcomes[defect.outcome],
    fix: { text: fixOf(defect), edits: [] },
    evidence: [...rawWitnesses(dialled(symptom), raw), ...gatewayWitnesses({ ...symptom, errors: [error] })],
    ...(service ? withoutStatement(handler, service.name, "drop") : {}),
  });
}

function showVersion({ since }: Defect, { version }: ProxyRecord): string {
  return since === undefined ? "" : ` nginx ${since} and later refuse that${version === undefined ? "" : ` (this is ${version})`}; older ones let it pass.`;
}

function fixOf({ headers }: Defect): string {
  const [first = ""] = headers;
  if (first === "http/") return "Begin the answer with a line like `HTTP/1.1 200 OK`, or leave it to a server library.";
  if (first === "transfer-encoding") return "Leave Transfer-Encoding out, and let the server library choose how the body is sent.";
  if (first === "content-length") return "Set Content-Length once, to the number of bytes that are really sent, or leave it out.";
  if (first === "status") return "Give the status as a number of three digits, with words behind it if at all.";
  return "Give the header a name of letters, digits and hyphens.";
}

/** The project's line that sets one of the headers, when one alone does. */
function handlerOf(service: Service, sources: SourceFacts, defect: Defect): Location | undefined {
  const own = (sources.headers ?? []).filter((mention) => mention.weight > 0 && belongsTo(service, mention.at.path));
  for (const wanted of defect.headers) {
    const setting = own.filter(({ name }) => name === wanted || ((wanted.length > 2 || wanted.endsWith(" ")) && name.startsWith(wanted) && !defaultNames.has(wanted)));
    const place = clearest(setting.toSorted((a, b) => b.weight - a.weight));
    if (place) return place;
  }
  return undefined;
}

/** Names that are whole: a longer one is another header. */
const defaultNames: ReadonlySet<string> = new Set(["content-length", "transfer-encoding", "status", "http/"]);

function rawWitnesses(address: string, raw: RawAnswer | undefined): Witness[] {
  if (!raw) return [];
  const [head = ""] = raw.head.split("\r\n\r\n");
  const lines = head.split("\r\n").slice(0, 8);
  const body = raw.bodyBytes === undefined ? "" : `, then ${raw.bodyBytes} bytes of body`;
  return [{ kind: "attempt", text: `asked in HTTP/${raw.httpVersion}, ${address} sends ${lines.map((line) => JSON.stringify(line.slice(0, 120))).join(" ")}${body}` }];
}
