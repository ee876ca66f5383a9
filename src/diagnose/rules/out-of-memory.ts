import type { ServiceRecord } from "../../model/evidence.ts";
import type { Witness } from "../../model/finding.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { showSize, type Bytes } from "../../model/units.ts";
import { replaceWord } from "../edits.ts";
import { lastLines, showExit } from "../crash.ts";
import { startPlace } from "../places.ts";
import { defineRule, found, ruledOut, unknown } from "../rule.ts";

/** What programs say when memory runs out. */
const words = /out of memory|outofmemory|cannot allocate memory|memoryerror|std::bad_alloc|heap limit|allocation failed|exhausted memory|allowed memory size|OOMKilled|ENOMEM/i;
/** gunicorn says so of every worker that was killed, also of one that it killed itself. */
const guessed = /was sent SIGKILL! Perhaps out of memory\?/;
/** What is said of a process that was killed, for whatever reason. */
const killed = /\bKilled\b|signal(?:ed)? (?:9|KILL|SIGKILL)|exited on signal 9|was sent SIGKILL|exit(?:ed)?(?: with)?(?: code| status)? 137/i;

export const outOfMemory = defineRule({
  id: "out-of-memory",
  title: "The kernel ends the app for want of memory",
  since: "0.1.0",
  symptoms: ["exit", "gateway", "status"],
  needs: ["services"],
  explains: ["crash-on-start", "nothing-listens", "slow-start", "app-returned-error", "start-command-invalid", "worker-died"],
  absent: "nothing that the proxy depends on was ended",
  doc: {
    what: "A process needed more memory than its container may have, and the kernel killed it.",
    why: "When a container reaches its limit the kernel kills a process of it with SIGKILL. Exit code 137 alone does not show this: anyone may send that signal. The gate asks for two independent witnesses.",
    fix: "Raise the limit, or lower the need: fewer workers, smaller caches, a bounded heap.",
  },
  diagnose(symptom, _facts, plan) {
    const { service, record } = symptom;
    if (!service || !record) return ruledOut("no service is behind the address");
    const witnesses = witnessesOf(record);
    if (witnesses.length === 0) return ruledOut(`the kernel reported no lack of memory in ${service.name}`);
    if (witnesses.length === 1) return unknown(`one witness only speaks for it (${witnesses[0]?.text}); two are needed`);
    const limit = record.memory?.limit ?? 0;
    if (limit === 0 && !witnesses.some((witness) => witness.kind === "cgroup")) return unknown(`${service.name} has no memory limit of its own, and the engine reported no kill for memory`);
    const location = service.memory?.at ?? startPlace(service);
    const more = Math.max(limit * 8, 1024 ** 3) as Bytes;
    return found({
      confidence: "likely",
      title: limit > 0 ? `${service.name} is killed at its memory limit of ${showSize(limit)}` : `${service.name} takes all the memory that it can get, and is killed`,
      service: service.name,
      ...(location ? { location } : {}),
      what: `${service.name} was killed for want of memory. ${limit > 0 ? `Its limit is ${showSize(limit)}` : "The project sets it no limit; the gate lets a container have most of the machine's memory"}${record.memory && record.memory.peak > 0 ? `, its peak was ${showSize(record.memory.peak)}` : ""}.`,
      why:
        symptom.kind === "exit"
          ? "At the limit the kernel kills the process; nothing is left to answer, and nginx answers 502."
          : "At the limit the kernel kills a worker while it serves; the request it had is lost.",
      fix: { text: limit > 0 ? fixText(service, limit, plan) : `Make ${service.name} need less memory.`, edits: limitEdits(service, limit, more) },
      evidence: [...witnesses, ...(record.exits.length > 0 ? [{ kind: "exit" as const, text: showExit(record) }] : [])],
      ...(plan.services.includes(service) && limit > 0 ? { intervention: { kind: "raise-memory" as const, service: service.name, bytes: more } } : {}),
    });
  },
});

/** Independent witnesses: the engine's event or flag, a death by SIGKILL, the program's own words, a peak at the limit. A death alone is none of a lack of memory. */
function witnessesOf(record: ServiceRecord): Witness[] {
  const [exit] = record.exits;
  const { memory } = record;
  const lines = lastLines(record, 40);
  const said = lines.find((line) => words.test(line) && !guessed.test(line));
  const death = exit?.code === 137 ? "the main process ended by SIGKILL (exit code 137)" : lines.find((line) => killed.test(line));
  const isAtLimit = memory !== undefined && memory.limit > 0 && memory.peak >= memory.limit * 0.97;
  const ofMemory = [
    ...(exit?.oomKilled === true || (memory?.oomEvents ?? 0) > 0 ? [{ kind: "cgroup" as const, text: "the engine reported a kill for want of memory" }] : []),
    ...(isAtLimit ? [{ kind: "cgroup" as const, text: `memory peaked at ${showSize(memory.peak)} of ${showSize(memory.limit)}` }] : []),
    ...(said === undefined ? [] : [{ kind: "log" as const, text: said }]),
  ];
  return ofMemory.length > 0 && death !== undefined ? [...ofMemory, { kind: "exit", text: death }] : ofMemory;
}

/** A limit that was given for the run stands for a plan or tariff: what the trial took is the figure to choose by. */
function fixText(service: Service, limit: number, plan: Plan): string {
  if (plan.platformFiles === undefined || service.memory?.at !== undefined) return `Raise the memory limit of ${service.name}, or make it need less.`;
  return `Choose a tariff with more memory than ${showSize(limit)}, or make ${service.name} need less. A trial tells how much it took.`;
}

function limitEdits(service: Service, limit: number, more: Bytes): ReturnType<typeof replaceWord> {
  const written = /(?:mem_limit|memory)\s*:\s*["']?([\d.]+\s*[a-zA-Z]*)/.exec(service.memory?.at?.text ?? "")?.[1];
  return written === undefined || limit === 0 ? [] : replaceWord(service.memory?.at, written.trim(), `${Math.ceil(more / 1024 / 1024)}m`);
}
