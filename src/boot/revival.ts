import type { Engine } from "../docker/engine.ts";
import type { Plan, Service } from "../model/plan.ts";
import { isReachable } from "../network/sockets.ts";
import type { Notifier } from "./notifier.ts";
import type { Running } from "./running.ts";
import type { Witness } from "./witness.ts";

/** A project that needs more starts than this does not come up. */
const mostRestarts = 5;
/** How long a dependency may take to take connections before a restart is tried without it, in milliseconds. */
const listenMs = 20_000;

/** What a reviver needs of the environment. */
export interface RevivalGround {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly signal: AbortSignal;
  readonly changed: Notifier;
  readonly proxy: Running | undefined;
  running(name: string): Running | undefined;
  addressOf(name: string): string | undefined;
  witness(name: string): Promise<Witness>;
  forgetWitness(container: string): Promise<void>;
  note(text: string): void;
}

/**
 * Starts services again that ended, where the project has it so: in production their restart policy brings them up. One that may have ended
 * for want of another that took no connections yet is given it; one without a dependency gets a second start, as long as nobody has asked it
 * anything: it may have had to set something up. What ends of a request has ended.
 */
export class Reviver {
  readonly #ground: RevivalGround;
  /** Whether requests have been sent to what runs now. */
  isAsked = false;
  readonly #revivals = new Map<Running, Promise<boolean>>();

  constructor(ground: RevivalGround) {
    this.#ground = ground;
  }

  /** Whether other containers can connect to a service: true as soon as they can; false when it is down, or listens on nothing for `atMost` milliseconds. */
  async listens(name: string, atMost: number): Promise<boolean> {
    const ground = this.#ground;
    const deadline = performance.now() + atMost;
    for (let pause = 50; ; pause = Math.min(pause * 1.5, 500)) {
      ground.signal.throwIfAborted();
      const running = ground.running(name);
      if (!running || running.isDown) return false;
      if (running.isRunning && (await this.#isOpen(name))) return true;
      if (performance.now() > deadline) return false;
      await ground.changed.next(pause);
    }
  }

  async #isOpen(name: string): Promise<boolean> {
    try {
      return (await (await this.#ground.witness(name)).sockets()).sockets.some(isReachable);
    } catch {
      return false;
    }
  }

  /** Answers whether it was started again; false when it is left as it ended. */
  revive(name: string): Promise<boolean> {
    const running = this.#ground.running(name);
    if (!running) return Promise.resolve(false);
    const known = this.#revivals.get(running);
    if (known) return known;
    const revival = this.#revive(running).finally(() => this.#revivals.delete(running));
    this.#revivals.set(running, revival);
    return revival;
  }

  async #revive(running: Running): Promise<boolean> {
    const { plan, changed } = this.#ground;
    const { service } = running;
    const [exit] = running.exits;
    const others = dependenciesOf(plan, service);
    const isLone = others.length === 0;
    if (!exit || exit.at > plan.startTimeout.value || (isLone && this.isAsked) || !isRestarted(service, exit.code) || sharesNetwork(plan, service)) return false;
    await running.drained();
    const delay = restartDelay(running.restarts, lastWords(running), isLone ? 1 : 2);
    if (delay === undefined) return false;
    const open = await Promise.all(others.map((other) => this.listens(other.name, listenMs)));
    if (!isLone && !open.includes(true)) return false;
    for (const until = performance.now() + delay; performance.now() < until;) await changed.next(until - performance.now() + 1);
    this.#ground.note(`${service.name} ended with exit code ${exit.code} and is started again, as its restart policy has it`);
    await this.#startAgain(running);
    return true;
  }

  /** nginx keeps the addresses it resolved at its start, and does not start without them: it follows. */
  async #startAgain(running: Running): Promise<void> {
    const before = this.#ground.addressOf(running.service.name);
    await this.#restart(running);
    const { proxy } = this.#ground;
    if (!proxy || proxy.startedAt === 0 || (proxy.exits.length === 0 && this.#ground.addressOf(running.service.name) === before)) return;
    if (proxy.exits.length === 0) await this.#ground.engine.kill(proxy.container);
    while (proxy.exits.length === 0) await this.#ground.changed.next(1000);
    await this.#restart(proxy);
  }

  async #restart(running: Running): Promise<void> {
    await this.#ground.forgetWitness(running.container);
    await running.restart(this.#ground.engine, lastWords(running));
  }
}

/** Whether the project has the engine start a container again that ended so, as `restart:` says. */
export function isRestarted(service: Service, exitCode: number): boolean {
  const policy = service.restart?.value ?? "no";
  if (policy === "always" || policy === "unless-stopped") return true;
  return /^on-failure(?::\d+)?$/.test(policy) && exitCode !== 0;
}

/** Services that a service may have ended for want of: what it declares to need, and what else the app depends on; never the proxy or what runs once. */
export function dependenciesOf(plan: Plan, service: Service): Service[] {
  const networks = service.attachments.map((attachment) => attachment.network);
  const isNeeded = (other: Service): boolean => other.role === "dependency" || service.needs.some((need) => need.service === other.name);
  return plan.services.filter(
    (other) =>
      other.essential &&
      other.name !== service.name &&
      other.name !== plan.proxy.service &&
      other.role !== "task" &&
      isNeeded(other) &&
      other.attachments.some((attachment) => networks.includes(attachment.network)),
  );
}

/** A container in whose network namespace others live cannot be started again without them. */
function sharesNetwork(plan: Plan, service: Service): boolean {
  return service.networkOf !== undefined || plan.services.some((other) => other.networkOf?.value === service.name);
}

/**
 * How long to wait before a container is started again, in milliseconds; undefined when it is left as it ended: with everything there
 * that it needs it was started again (`atLeast` times), and came to the same end.
 */
export function restartDelay(restarts: readonly { readonly words: string }[], words: string, atLeast = 2): number | undefined {
  if (restarts.length >= mostRestarts || (restarts.length >= atLeast && restarts.at(-1)?.words === words)) return undefined;
  return 1000 * restarts.length;
}

/** The last line of output without numbers: tells one end from another. */
function lastWords(running: Running): string {
  return (running.log.lines().findLast((line) => line.text.trim() !== "")?.text ?? "").replace(/[\d:./-]+/g, "#");
}
