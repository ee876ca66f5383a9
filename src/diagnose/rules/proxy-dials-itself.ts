import { isHostAddress, isLoopback } from "../../model/address.ts";
import { dialled, gatewayWitnesses, isRefused } from "../gateway.ts";
import { serviceMeant } from "../meant.ts";
import { redialEdits } from "../redial.ts";
import { defineRule, found, ruledOut } from "../rule.ts";
import { socketsOf, socketWitnesses } from "../sockets.ts";

export const proxyDialsItself = defineRule({
  id: "proxy-dials-itself",
  title: "nginx dials its own container",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["sockets"],
  explains: ["port-mismatch"],
  absent: "nginx dials no loopback address",
  doc: {
    what: "`proxy_pass http://localhost:3000` in a container means that container itself, where only nginx runs. The app is in another one.",
    why: "Every container has its own loopback. Nobody but nginx listens there, the connection is refused (or comes back to nginx itself), and nginx answers 502.",
    fix: "Dial the app by its service name: `proxy_pass http://app:3000`. `localhost` is right only where nginx and the app share a network namespace, or where nginx is installed on the host.",
  },
  diagnose(symptom, facts, plan) {
    const { target } = symptom;
    if (!target || target.port === 0 || !isLoopback(target.host)) return ruledOut(`nginx dials ${dialled(symptom)}, which is not its own loopback`);
    if (isHostAddress(plan.services, plan.proxy.service, target.host)) return ruledOut(`nginx runs on the host: ${target.host} is the host, where ports are published`);
    if (symptom.service) return ruledOut(`${symptom.service.name} shares the network namespace of nginx: ${target.host} is right`);
    const isOwn = plan.proxy.servers.some((server) => server.listens.some((listen) => listen.port === target.port));
    if (!isOwn && !isRefused(symptom)) return ruledOut(`the connection to ${dialled(symptom)} was not refused`);
    const meant = serviceMeant(plan, facts.sockets, target.host, target.port);
    const edits = meant ? redialEdits(target, meant) : [];
    const location = target.hostFrom?.at ?? target.at;
    return found({
      confidence: meant ? "likely" : "possible",
      title: meant ? `nginx dials ${dialled(symptom)}, which is its own container; ${meant.service.name} is another` : `nginx dials ${dialled(symptom)}, which is its own container`,
      ...(meant ? { service: meant.service.name } : {}),
      ...(location ? { location } : {}),
      related: meant?.service.at ? [{ at: meant.service.at, note: `${meant.service.name} runs in a container of its own` }] : [],
      what: `nginx runs in the container ${plan.proxy.service} and dials ${dialled(symptom)} there; ${isOwn ? "that is nginx itself" : "nothing listens there"}.${meant ? ` The service meant is most likely ${meant.service.name}: ${meant.because}.` : ""}`,
      why: "localhost in a container is that container alone. The connection never leaves it, and nginx answers 502.",
      fix: { text: meant ? `Dial ${meant.host}:${meant.port}.` : "Dial the app by its service name.", edits },
      evidence: [...(meant ? socketWitnesses(meant.service.name, socketsOf(plan, facts.sockets, meant.service.name) ?? []) : []), ...gatewayWitnesses(symptom)],
      ...(meant ? { intervention: { kind: "redial" as const, from: { host: target.host, port: target.port }, to: { host: meant.host, port: meant.port }, edits } } : {}),
    });
  },
});
