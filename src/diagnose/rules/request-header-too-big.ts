import type { Edit } from "../../model/edit.ts";
import type { Location } from "../../model/location.ts";
import type { Service } from "../../model/plan.ts";
import type { SourceFacts } from "../../model/source.ts";
import { replaceWord } from "../edits.ts";
import { gatewayWitnesses } from "../gateway.ts";
import { belongsTo, startPlace } from "../places.ts";
import { defineRule, found, ruledOut } from "../rule.ts";

export const requestHeaderTooBig = defineRule({
  id: "request-header-too-big",
  title: "The request header does not fit the app server's buffer",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["services", "sources"],
  absent: "no answer that nginx waited for failed",
  doc: {
    what: "uWSGI reads the head of a request into a buffer of `buffer-size` bytes, 4096 if nothing is set. Cookies, long URLs and headers that nginx adds make it bigger than that.",
    why: "uWSGI drops a request whose head does not fit and closes the connection. nginx sees it reset and answers 502: to visitors with large cookies only, which is why it works for everybody else.",
    fix: "Raise `buffer-size` (65535 at most), or send less in headers.",
  },
  diagnose(symptom, { sources }) {
    const { service, record, route } = symptom;
    if (!service || !record) return ruledOut("the address dialled is no port of a service of the project");
    const refusal = record.log.flatMap((line) => refusalIn(line.text, route.scheme) ?? []).at(-1);
    if (!refusal) return ruledOut(`the output of ${service.name} tells of no request that was too big`);
    const setting = settingOf(service, sources);
    const location = setting?.at ?? startPlace(service);
    const edits = setting?.edits ?? [];
    const size = refusal.size === undefined ? "" : ` of ${refusal.size} bytes`;
    return found({
      confidence: "likely",
      title: `the request header${size} does not fit uWSGI's buffer of ${refusal.max}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: route.at ? [{ at: route.at, note: "nginx passes the request on here" }] : [],
      what: `The head of ${symptom.probe.request}${size} is bigger than the ${refusal.max} bytes that uWSGI of ${service.name} takes.`,
      why: "uWSGI closes the connection without an answer, and nginx answers 502. Requests with fewer headers work.",
      fix: { text: setting ? `Raise buffer-size to ${roomy}.` : `Set buffer-size = ${roomy} for uWSGI; nothing sets it, so it is ${refusal.max}.`, edits },
      evidence: [{ kind: "log", text: refusal.said }, ...gatewayWitnesses(symptom)],
      ...(edits.length > 0
        ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } }
        : setting
          ? {}
          : { intervention: { kind: "set-variable" as const, service: service.name, name: "UWSGI_BUFFER_SIZE", value: String(roomy) } }),
    });
  },
});

/** Enough for nginx's own default of four request header buffers of 8 KB. */
const roomy = 32_768;

interface Refusal {
  readonly said: string;
  readonly max: number;
  readonly size?: number;
}

/** Over another protocol the size is made of letters of the request: it says nothing of how big that is. */
function refusalIn(said: string, scheme: string): Refusal | undefined {
  const block = /invalid request block size: (\d+) \(max (\d+)\)/.exec(said);
  if (block) return scheme === "uwsgi" ? { said, size: Number(block[1]), max: Number(block[2]) } : undefined;
  const head = /invalid HTTP request size \(max (\d+)\)/.exec(said);
  return head ? { said, max: Number(head[1]) } : undefined;
}

interface Setting {
  readonly at: Location;
  readonly edits: readonly Edit[];
}

/** Where the project sets the size: in the command that starts the server, else in a settings file. */
function settingOf(service: Service, sources: SourceFacts): Setting | undefined {
  const flag = /(?<![\w-])(?:--buffer-size|-b)(?:=|\s+|["']\s*,\s*["'])(\d{1,6})(?!\d)/;
  for (const { at } of service.start) {
    const value = flag.exec(at?.text ?? "")?.[1];
    if (at && value !== undefined) return { at, edits: replaceWord(at, value, String(roomy)) };
  }
  const [only, ...others] = (sources.timeouts ?? []).filter(({ name, at }) => name === "buffer-size" && belongsTo(service, at.path));
  return only && others.length === 0 ? { at: only.at, edits: replaceWord(only.at, only.value, String(roomy)) } : undefined;
}
