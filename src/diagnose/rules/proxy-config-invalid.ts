import type { NginxStartError } from "../../model/evidence.ts";
import type { Edit } from "../../model/edit.ts";
import { sameLine, type Location } from "../../model/location.ts";
import type { Plan } from "../../model/plan.ts";
import { repairOfSeveral, type Repair } from "../config-repairs.ts";
import { wholeLine } from "../edits.ts";
import { nearest } from "../../model/names.ts";
import { knownDirectives } from "../nginx-words.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";
import { templateFault } from "../templates.ts";
import { errorPlace } from "../unresolved.ts";

/** Messages that do not speak of the configuration itself, but of what it meets at run time. */
const othersBusiness =
  /host not found in|^bind\(\) to|cannot load certificate|no "ssl_certificate_key" is defined for certificate|SSL_CTX_|SSL_load_client_CA_file|BIO_new_file|setrlimit|(?:open|mkdir)\(\) "[^"]*" failed \((?!2:)|open\(\) "[^"]*\.pid"|still could not bind|worker_connections exceed/;

export const proxyConfigInvalid = defineRule({
  id: "proxy-config-invalid",
  title: "nginx refuses its configuration",
  since: "0.1.0",
  symptoms: ["proxy-start"],
  needs: ["sources"],
  absent: "nginx did not complain of its configuration",
  doc: {
    what: "The configuration has a mistake of grammar or meaning; nginx names it with file and line and does not start.",
    why: "nginx checks all of its configuration before it opens a port. One unknown directive or missing semicolon stops every site of that nginx.",
    fix: "Correct the line. `nginx -t` checks a configuration without starting; a missing semicolon shows at the next line, because nginx reads on to it.",
  },
  diagnose(symptom, { sources }, plan) {
    const error = symptom.errors.findLast((each) => each.level === "emerg" && !othersBusiness.test(each.message));
    if (!error) {
      const other = symptom.errors.findLast((each) => each.level === "emerg");
      return other ? ruledOut(`nginx loaded the configuration as such; it stopped at: ${other.message}`) : unknown("nginx ended without saying why");
    }
    const named = errorPlace(plan, error) ?? lineOfPath(error, sources.proxyLines);
    const template = templateFault(plan, error, located(named, sources.proxyLines));
    const repair = template ? undefined : (repairOfSeveral(plan, error, named, sources.proxyLines) ?? (named && repairOf(error, named, sources.proxyLines)));
    const location = template?.at ?? repair?.at ?? located(named, sources.proxyLines) ?? stepPlace(plan, error);
    const edits = template?.edits ?? repair?.edits ?? [];
    const trial = edits.length > 0 ? edits : (repair?.trial ?? withoutLine(location));
    return found({
      confidence: "likely",
      title: `nginx does not start: ${error.message}`,
      service: plan.proxy.service,
      ...(location ? { location } : {}),
      related: named && location && !sameLine(named, location) ? [{ at: located(named, sources.proxyLines) ?? named, note: "nginx stops here" }] : [],
      what: `nginx refuses the configuration: ${error.message}${error.file === undefined ? "" : ` in ${error.file}:${error.line}`}.${template ? ` ${template.what}` : ""}`,
      why: "nginx opens no port before its whole configuration is valid, so no request is answered.",
      fix: { text: template?.fix ?? repair?.text ?? "Correct the directive; nginx -t checks it.", edits },
      evidence: [{ kind: "nginx", text: `[${error.level}] ${error.message}${error.file === undefined ? "" : ` in ${error.file}:${error.line}`}` }],
      ...(trial.length > 0 ? { intervention: { kind: "edit-files" as const, edits: trial, services: [plan.proxy.service] } } : {}),
    });
  },
});

/** nginx names no line for a log or a cache whose folder is not there: the only line with that path. */
function lineOfPath({ message }: NginxStartError, lines: readonly Location[]): Location | undefined {
  const path = /^(?:open|mkdir)\(\) "([^"]+)" failed/.exec(message)?.[1];
  const naming = path === undefined ? [] : lines.filter((line) => line.text?.includes(path) === true);
  return naming.length === 1 ? naming[0] : undefined;
}

/** A file that a template step wrote is decided by its template; when that is unknown, by the service. */
function stepPlace(plan: Plan, error: NginxStartError): Location | undefined {
  const file = plan.proxy.files.find((each) => each.container === error.file);
  return file?.at ?? plan.services.find((service) => service.name === plan.proxy.service)?.at;
}

function located(at: Location | undefined, lines: readonly Location[]): Location | undefined {
  return at && (lines.find((line) => sameLine(line, at)) ?? at);
}

function repairOf(error: NginxStartError, named: Location, lines: readonly Location[]): Repair | undefined {
  const directive = /^unknown directive "(.+)"$/.exec(error.message)?.[1];
  if (directive !== undefined) return respelt(directive, located(named, lines)) ?? endedBefore(named, lines);
  if (/^(?:unexpected "\}"|unexpected "\{"|invalid number of arguments|directive "[^"]+" is not terminated|invalid parameter|invalid value|unexpected end of file)/.test(error.message))
    return endedBefore(named, lines, /in "([^"]+)" directive|directive "([^"]+)"/.exec(error.message)?.slice(1).find(Boolean));
  if (error.message.startsWith("invalid URL prefix")) return prefixed(located(named, lines));
  return undefined;
}

function respelt(directive: string, at: Location | undefined): Repair | undefined {
  const meant = nearest(directive, knownDirectives);
  const index = at?.text?.indexOf(directive) ?? -1;
  if (meant === undefined || at?.text === undefined || index === -1) return undefined;
  return { at, edits: [wholeLine(at, at.text.slice(0, index) + meant + at.text.slice(index + directive.length))], text: `Write ${meant} in place of ${directive}.` };
}

/** The line before which a semicolon is missing: the last one up to the named line that ends neither a directive nor a block. */
function endedBefore(named: Location, lines: readonly Location[], directive?: string): Repair | undefined {
  const before = lines.filter((line) => line.path === named.path && line.line <= named.line && named.line - line.line <= 20).toReversed();
  const open = before.find(
    (line, index) =>
      !isComment(line) &&
      !/[;{}]\s*(?:#.*)?$/.test(line.text ?? "") &&
      !(index === 0 && before.length > 1 && /[;{}]/.test(line.text ?? "")) &&
      (directive === undefined || startsWith(line, directive)),
  );
  if (open?.text === undefined) return undefined;
  return {
    at: open,
    edits: [
      wholeLine(
        open,
        open.text.replace(/\s*(#.*)?$/, (_, comment: string | undefined) => (comment === undefined ? ";" : `; ${comment}`)),
      ),
    ],
    text: "End the directive with a semicolon.",
  };
}

function startsWith(line: Location, directive: string): boolean {
  return (line.text ?? "").trimStart().startsWith(`${directive} `) || (line.text ?? "").trim() === directive;
}

function isComment(line: Location): boolean {
  return /^\s*(#|$)/.test(line.text ?? "");
}

function prefixed(at: Location | undefined): Repair | undefined {
  const match = /^(\s*(?:proxy_pass|grpc_pass)\s+)(\S.*)$/.exec(at?.text ?? "");
  if (!at || !match) return undefined;
  const scheme = match[1]?.includes("grpc") === true ? "grpc" : "http";
  return { at, edits: [wholeLine(at, `${match[1]}${scheme}://${match[2]}`)], text: `Begin the address with ${scheme}://.` };
}

/** Leaving out a directive that stands on one line of its own shows whether it is the only thing wrong. */
function withoutLine(at: Location | undefined): Edit[] {
  return at?.text !== undefined && /^\s*[\w]+\s[^{}]*;\s*(?:#.*)?$/.test(at.text) ? [wholeLine(at, `# ${at.text}`)] : [];
}
