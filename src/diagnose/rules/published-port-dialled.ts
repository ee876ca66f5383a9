import { dialled, gatewayWitnesses, isRefused } from "../gateway.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";
import { reachable, socketsOf, socketWitnesses } from "../sockets.ts";
import { redialPort } from "../redial.ts";
import { publishedAs } from "./port-mismatch.ts";

export const publishedPortDialled = defineRule({
  id: "published-port-dialled",
  title: "nginx dials the host's side of a published port",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sockets"],
  absent: "no port that nginx dials is refused",
  doc: {
    what: "`ports: \"8000:80\"` publishes the container's port 80 as port 8000 of the host. Between containers only the container's own port exists, and nginx dials the other one.",
    why: "Containers talk over their own network, where the port mapping does not apply: nobody listens on the host's port there, and the connection is refused.",
    fix: "Dial the right-hand side of the mapping: the port on which the app listens in its container.",
  },
  diagnose(symptom, facts, plan) {
    const { service, target } = symptom;
    if (!service || !target || target.port === 0) return ruledOut("the address dialled is no port of a service of the project");
    if (target.through) return ruledOut(`nginx dials the host, where ${target.through.port} is published`);
    if (!isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    const sockets = socketsOf(plan, facts.sockets, service.name);
    if (!sockets) return unknown(`the sockets of ${service.name} could not be read`);
    if (sockets.some((socket) => socket.port === target.port)) return ruledOut(`something listens on port ${target.port} of ${service.name}`);
    const mapping = publishedAs(service, target.port, reachable(sockets));
    if (!mapping) return ruledOut(`${target.port} is not the host's side of a port that ${service.name} publishes`);
    const redial = redialPort(target, mapping.target, plan);
    const location = target.portFrom?.at ?? target.portAt ?? target.at;
    return found({
      confidence: "likely",
      title: `nginx dials ${dialled(symptom)}, the port on the host; in the container it is ${mapping.target}`,
      service: service.name,
      ...(location ? { location } : {}),
      related: mapping.at ? [{ at: mapping.at, note: `${mapping.target} in the container is published as ${target.port} on the host` }] : [],
      what: `nginx dials port ${target.port} of ${service.name}. That is the host's side of the mapping ${target.port}:${mapping.target}; in the container ${service.name} listens on ${mapping.target}.`,
      why: "Port mappings apply on the host only. On the containers' network nobody listens on the host's port, and nginx answers 502.",
      fix: { text: `Dial ${service.name}:${mapping.target}.`, edits: redial.edits },
      evidence: [...socketWitnesses(service.name, reachable(sockets)), ...gatewayWitnesses(symptom)],
      intervention: redial.intervention,
    });
  },
});
