import { sameLine, type Location } from "../../model/location.ts";
import type { Plan, Service } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import { replaceWord } from "../edits.ts";
import { dialled, gatewayWitnesses, isRefused } from "../gateway.ts";
import { ignoredPort, type HandedPort } from "../handed-port.ts";
import { defineRule, found, ruledOut, unknown, type Conclusion } from "../rule.ts";
import { loopbackOnly, socketsOf, socketWitnesses } from "../sockets.ts";
import type { GatewaySymptom } from "../symptoms.ts";
import { dialable } from "./port-mismatch.ts";

export const portVariableIgnored = defineRule({
  id: "port-variable-ignored",
  title: "The app ignores the port that it is handed",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sockets", "sources", "services"],
  absent: "no connection that nginx tried was refused",
  doc: {
    what: "The service is given a port by a variable, PORT or the like, and nginx dials that port. The app never reads the variable and listens on a number in its source or start command.",
    why: "Compose and platforms only set the variable; they open nothing. nginx dials the agreed port, where nobody listens, and answers 502.",
    fix: "Read the variable where the app listens (`process.env.PORT`, `os.environ['PORT']`, `os.Getenv(\"PORT\")`, `--bind 0.0.0.0:$PORT` in a shell), or put the agreed number there.",
  },
  diagnose(symptom, facts, plan) {
    const { service, target } = symptom;
    if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
    if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    const sockets = socketsOf(plan, facts.sockets, service.name);
    if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
    if (sockets.some((socket) => socket.port === target.port)) return ruledOut(`something listens on port ${target.port} of ${service.name}`);
    const open = dialable(service, target, sockets, facts.sockets, plan);
    if (open.length === 0) return ruledOut(loopbackOnly(sockets).length > 0 ? `${service.name} listens on the loopback only` : `${service.name} listens on no port at all`);
    const set = facts.services.find((record) => record.name === service.name)?.variables ?? [];
    const handed = ignoredPort(service, facts.sources, target, open, set);
    if (!handed) return ruledOut(`no variable that ${service.name} ignores hands it port ${target.port}`);
    return draft(symptom, service, target, handed, socketWitnesses(service.name, open), plan);
  },
});

function draft(symptom: GatewaySymptom, service: Service, target: Target, { name, setAt, fixedAt, fixedPort }: HandedPort, sockets: ReturnType<typeof socketWitnesses>, plan: Plan): Conclusion {
  // Where the platform chooses the number, only the variable has it.
  const isChosen = plan.platform === "upsun";
  const edits = replaceWord(fixedAt, String(fixedPort), isChosen ? wordFor(service, fixedAt, name, target.port) : String(target.port));
  const dialledAt = target.portFrom?.at ?? target.at;
  return found({
    confidence: "likely",
    title: `${service.name} is handed ${name}=${target.port} and listens on ${fixedPort} all the same`,
    service: service.name,
    location: fixedAt,
    related: [{ at: setAt, note: `${name} is set here` }, ...(dialledAt ? [{ at: dialledAt, note: `nginx dials ${target.port} here` }] : [])],
    what: `${service.name} has ${name}=${target.port}, the port that nginx dials. Nothing in its files reads ${name}; it listens on ${fixedPort}, as this line says.`,
    why: "A variable opens nothing by itself: a connection to a port without a listener is refused, and nginx answers 502.",
    fix: { text: isChosen ? `Listen on the port that ${name} names: the platform chooses it.` : `Listen on the port that ${name} names, or put ${target.port} in place of ${fixedPort}.`, edits },
    evidence: [...sockets, ...gatewayWitnesses(symptom)],
    ...(edits.length > 0 ? { intervention: { kind: "edit-files" as const, edits, services: [service.name] } } : {}),
  });
}

/** What stands for the variable's value on a line: a shell and JavaScript can read it in place; for anything else the number is tried. */
function wordFor(service: Service, at: Location, name: string, port: number): string {
  if (sameLine(service.command?.at, at) || service.start.some((step) => sameLine(step.at, at) && /\.ya?ml$/.test(at.path))) return `$${name}`;
  return /\.[cm]?[jt]sx?$/.test(at.path) && !/["'`][^"'`]*\d+[^"'`]*["'`]/.test(at.text ?? "") ? ["process", "env", name].join(".") : String(port);
}
