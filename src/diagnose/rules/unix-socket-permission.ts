import { gatewayWitnesses, socketErrno } from "../gateway.ts";
import { deniedAt, pathRecord, pathWitness, seenByService, showMode, showUser, standsThere } from "../paths.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";
import { accessPlace } from "../socket-access.ts";

const permissionDenied = 13;

export const unixSocketPermission = defineRule({
  id: "unix-socket-permission",
  title: "nginx's user may not open the app's Unix socket",
  since: "0.1.0",
  symptoms: ["gateway"],
  needs: ["paths", "sources"],
  absent: "no Unix socket that nginx dials refused it",
  doc: {
    what: "The app listens on the Unix socket that nginx dials, but the socket's mode and owner, or those of a folder that leads to it, keep the user of nginx's workers off.",
    why: "To connect to a Unix socket a process needs the right to write to it, and the right to search every folder on the way. nginx answers 502 and logs `connect() to unix:… failed (13: Permission denied)`. Root may do everything, so that a test made as root shows nothing.",
    fix: "Widen the mode of the socket (`listen.mode = 0666`, gunicorn's `--umask 0`, uWSGI's `chmod-socket = 666`), or give it to nginx's user (`listen.owner`, `listen.group`). Between containers only the numbers of users and groups count, not their names.",
  },
  diagnose(symptom, { paths, sources }, plan) {
    const { service, target } = symptom;
    if (target?.socket === undefined) return ruledOut("nginx dials no Unix socket");
    const errno = socketErrno(symptom);
    if (errno !== permissionDenied) return ruledOut(errno === undefined ? `nginx was not kept off ${target.socket}` : `nginx's connection to ${target.socket} failed with error ${errno}, not with 13`);
    if (!service) return unknown(`nothing tells which service is to open ${target.socket}`);
    const record = pathRecord(paths, plan.proxy.service, target.socket);
    if (!record || paths.workers.length === 0) return unknown(`mode and owner of ${target.socket} could not be read`);
    const worker = paths.workers.find((each) => deniedAt(record, each) !== undefined);
    const denied = worker && deniedAt(record, worker);
    if (!worker || !denied) return unknown(`mode and owner of ${target.socket} let nginx's user in; something else keeps it off`);
    const path = seenByService(plan, service, target.socket) ?? target.socket;
    const name = showUser(paths, plan.proxy.service, worker.uid);
    const workerName = service.name === plan.proxy.service ? paths.users[plan.proxy.service]?.[String(worker.uid)] : undefined;
    const place = accessPlace({ plan, service, sources, path, denied, ...(workerName === undefined ? {} : { workerName }) });
    const others = worker.groups.filter((group) => group !== worker.gid);
    const owner = `of ${showUser(paths, service.name, denied.uid)} and group ${denied.gid}`;
    const what = denied.kind === "folder" ? `the folder ${denied.path} has mode ${showMode(denied.mode)}, ${owner}` : `that socket has mode ${showMode(denied.mode)}, ${owner}`;
    return found({
      confidence: "likely",
      title: `nginx's user ${name} may not open ${target.socket}: mode ${showMode(denied.mode)}, ${owner}`,
      service: service.name,
      ...(place.at ? { location: place.at } : {}),
      related: target.at ? [{ at: target.at, note: "nginx dials it here" }] : [],
      what: `${service.name} listens on ${path}, but ${what}. nginx's workers run as ${name}, group ${worker.gid}${others.length > 0 ? `, also ${others.slice(0, 6).join(", ")}` : ""}.`,
      why: `nginx needs the right to ${denied.kind === "folder" ? "search the folder" : "write to the socket"} and has it neither as owner, by a group, nor as anybody. It answers 502.`,
      fix: {
        text:
          workerName === undefined
            ? `Let others ${denied.kind === "folder" ? `search ${denied.path} (mode 0755)` : "write to the socket (mode 0666)"}, or give it to the user ${worker.uid} or the group ${worker.gid}.`
            : `Give the socket to ${workerName}, or let others write to it (mode 0666).`,
        edits: place.edits,
      },
      evidence: [...pathWitness(paths, plan.proxy.service, target.socket), ...(standsThere(record) ? [] : pathWitness(paths, service.name, path)), ...gatewayWitnesses(symptom)],
      intervention: place.edits.length > 0 ? { kind: "edit-files", edits: place.edits, services: [service.name] } : { kind: "open-socket", service: service.name, path },
    });
  },
});
