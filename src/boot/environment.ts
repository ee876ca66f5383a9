import type { Engine } from "../docker/engine.ts";
import { objectName, runLabel, type RunIdentity } from "../docker/labels.ts";
import { fileEntry } from "../docker/tar.ts";
import { tryPort } from "../http/client.ts";
import { settleAll } from "../model/result.ts";
import type { Need, Plan, Service } from "../model/plan.ts";
import { serviceNamed } from "../model/plan.ts";
import type { TimelineEvent } from "../model/verdict.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { uploadFiles, uploadMounts } from "./files.ts";
import { startForwarder } from "./forwarder.ts";
import { Notifier } from "./notifier.ts";
import { observeProxy } from "./proxy-config.ts";
import { Reviver } from "./revival.ts";
import { Running } from "./running.ts";
import { specificationOf, volumeName } from "./specification.ts";
import type { SuppliedFiles } from "./supply/supply.ts";
import { Witness } from "./witness.ts";

/** Reserved for a service that nobody runs. */
const discardPort = 9;

/**
 * Makes the network that most plans use, before there is a plan: it takes as long as planning. Answers its name; undefined when that
 * was not possible, which whoever needs it will find out.
 */
export async function makeUsualNetwork(engine: Engine, run: RunIdentity): Promise<string | undefined> {
  const name = objectName(run, "net-default");
  try {
    await engine.createNetwork(name, { internal: false, labels: run.labels });
    return name;
  } catch {
    return undefined;
  }
}

export interface BootContext {
  /** From `makeUsualNetwork`. */
  readonly usualNetwork?: Promise<string | undefined>;
  readonly engine: Engine;
  readonly run: RunIdentity;
  readonly signal: AbortSignal;
  readonly onEvent: (event: TimelineEvent) => void;
}

/** The running set: networks, services, proxy, and our own containers beside them. Made by `boot`, taken away by `close`. */
export class Environment {
  readonly changed = new Notifier();
  /** What the proxy was given because its container lacked it; undefined until its configuration was read. */
  supply: SuppliedFiles | undefined;
  readonly #context: BootContext;
  readonly #running = new Map<string, Running>();
  readonly #retired: Running[] = [];
  readonly #extras: string[] = [];
  readonly #networks = new Set<string>();
  readonly #volumes = new Set<string>();
  readonly #filled = new Set<string>();
  readonly #witnesses = new Map<string, Promise<Witness>>();
  readonly #reviver = new Reviver(this);
  readonly #bootedAt = performance.now();
  #plan: Plan;
  #images: ReadonlyMap<string, string>;
  #workspace: Workspace;
  #generation = 0;
  #reach: Promise<boolean> | undefined;
  #events: { stop(): void } | undefined;

  private constructor(plan: Plan, images: ReadonlyMap<string, string>, workspace: Workspace, context: BootContext) {
    this.#plan = plan;
    this.#images = images;
    this.#workspace = workspace;
    this.#context = context;
  }

  /** Starts everything the plan names, in the order of need. The caller closes it, also after an error. */
  static async boot(plan: Plan, images: ReadonlyMap<string, string>, workspace: Workspace, context: BootContext): Promise<Environment> {
    const environment = new Environment(plan, images, workspace, context);
    try {
      await environment.#open();
      await environment.#bringUp(plan.services.map((service) => service.name));
    } catch (error) {
      await environment.close();
      throw error;
    }
    return environment;
  }

  get plan(): Plan {
    return this.#plan;
  }

  get engine(): Engine {
    return this.#context.engine;
  }

  get signal(): AbortSignal {
    return this.#context.signal;
  }

  /** What runs, by service. */
  running(name: string): Running | undefined {
    return this.#running.get(name);
  }

  all(): readonly Running[] {
    return [...this.#running.values()];
  }

  get proxy(): Running | undefined {
    return this.#running.get(this.#plan.proxy.service);
  }

  /** The container whose network namespace a service lives in: its own, or the one it shares. */
  namespaceOf(name: string): Running | undefined {
    const shared = serviceNamed(this.#plan, name)?.networkOf?.value;
    return this.#running.get(shared ?? name);
  }

  /** The address of a service on a network that it shares with the proxy; its first one when they share none. */
  addressOf(name: string): string | undefined {
    const own = this.namespaceOf(name)?.addresses ?? {};
    const theirs = this.namespaceOf(this.#plan.proxy.service)?.addresses ?? {};
    const shared = Object.keys(own).find((network) => theirs[network]);
    return (shared === undefined ? Object.values(own)[0] : own[shared]) || undefined;
  }

  /**
   * Whether containers can be dialled from this process. Found out once, by a port on which nobody listens: a refusal comes from the
   * container itself, while a remote engine, a firewall or a proxy in between give silence or anything else.
   */
  canReach(): Promise<boolean> {
    this.#reach ??= this.#tryReach();
    return this.#reach;
  }

  async #tryReach(): Promise<boolean> {
    const address =
      this.addressOf(this.#plan.proxy.service) ??
      this.all()
        .map((running) => this.addressOf(running.service.name))
        .find((each) => each !== undefined);
    return this.engine.isLocal && address !== undefined && (await tryPort(address, discardPort, 500)) === "refused";
  }

  /** The witness beside a service's container, started when it is first asked for. Rejects when it cannot be there. */
  witness(name: string): Promise<Witness> {
    const beside = this.namespaceOf(name);
    const image = this.#images.get(this.#plan.proxy.service);
    if (!beside || image === undefined) return Promise.reject(new Error("there is no container to look into"));
    const known = this.#witnesses.get(beside.container);
    if (known) return known;
    const started = Witness.start(this.engine, this.#context.run, image, beside.container);
    this.#witnesses.set(beside.container, started);
    started.catch(() => undefined);
    return started;
  }

  /** Resolves when other containers can connect to a service: true; false when it is down, or listens on nothing for `atMost` milliseconds. */
  listens(name: string, atMost: number): Promise<boolean> {
    return this.#reviver.listens(name, atMost);
  }

  /** Starts a service again that ended, where its restart policy would have brought it up; answers whether it was started. */
  revive(name: string): Promise<boolean> {
    return this.#reviver.revive(name);
  }

  /** Ends the witness beside a container: it looks into a namespace that is no more. */
  async forgetWitness(container: string): Promise<void> {
    const witness = this.#witnesses.get(container);
    this.#witnesses.delete(container);
    await witness?.then((each) => each.stop()).catch(() => undefined);
  }

  note(text: string): void {
    this.#context.onEvent({ at: Math.round(performance.now() - this.#bootedAt), text });
  }

  /**
   * Turns the environment into that of another plan: containers whose specification or files differ are made again, with the proxy,
   * which keeps the addresses it resolved at its start. `again` are made again although nothing differs.
   */
  async change(plan: Plan, images: ReadonlyMap<string, string>, workspace: Workspace, again: readonly string[] = []): Promise<void> {
    const before = this.#plan;
    const differing = plan.services.filter(
      (service) => again.includes(service.name) || differs(service, serviceNamed(before, service.name), plan, before) || images.get(service.name) !== this.#images.get(service.name),
    );
    const names = new Set([...differing.map((service) => service.name), plan.proxy.service]);
    for (const service of plan.services) if (this.#waitsFor(service, names)) names.add(service.name);
    for (const service of plan.services) if (service.networkOf && names.has(service.networkOf.value)) names.add(service.name);
    this.#plan = plan;
    this.#images = images;
    this.#workspace = workspace;
    this.#forgetFilled(before, plan);
    await this.#takeDown([...names]);
    await this.#bringUp([...names]);
  }

  /** Whether a service never started, or ended, for want of one that is now made again. */
  #waitsFor(service: Service, again: ReadonlySet<string>): boolean {
    const running = this.#running.get(service.name);
    if (running?.heldBackBy !== undefined) return true;
    return running?.isDown === true && service.role !== "task" && service.needs.some((need) => again.has(need.service));
  }

  /** Stops following what runs and leaves it where it is. */
  detach(): void {
    this.#events?.stop();
    for (const running of [...this.#running.values(), ...this.#retired]) running.stopFollowing();
  }

  /** Removes everything that was made; answers whether the engine did it all. */
  async close(): Promise<boolean> {
    this.detach();
    const witnesses = (await Promise.allSettled(this.#witnesses.values())).flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const containers = [...this.#extras, ...[...this.#running.values()].map((running) => running.container)];
    const gone = await Promise.allSettled([...witnesses.map((witness) => witness.stop()), ...containers.map((container) => this.engine.remove(container))]);
    const rest = await Promise.allSettled([...[...this.#networks].map((network) => this.engine.removeNetwork(network)), ...[...this.#volumes].map((volume) => this.engine.removeVolume(volume))]);
    return [...gone, ...rest].every((result) => result.status === "fulfilled");
  }

  async #open(): Promise<void> {
    const { engine, run } = this.#context;
    const usual = await this.#context.usualNetwork;
    if (usual !== undefined) this.#networks.add(usual);
    const networks = this.#plan.networks.map(async (network) => {
      const name = objectName(run, `net-${network.name}`);
      if (name === usual && !network.internal) return;
      this.#networks.add(name);
      await engine.createNetwork(name, { internal: network.internal, labels: run.labels });
    });
    const events = engine.watch(`${runLabel}=${run.id}`, (event) => {
      for (const running of this.#running.values()) if (running.container === event.container) running.onEvent(event);
    });
    [this.#events] = await Promise.all([events, ...networks]);
  }

  async #bringUp(names: readonly string[]): Promise<void> {
    const services = this.#plan.services.filter((service) => names.includes(service.name));
    const created = new Map(services.filter((service) => !service.networkOf).map((service) => [service.name, this.#create(service)]));
    const started = new Map<string, Promise<void>>();
    const start = (name: string): Promise<void> => {
      const known = started.get(name) ?? (names.includes(name) ? this.#startInOrder(name, start, created.get(name)) : Promise.resolve());
      started.set(name, known);
      return known;
    };
    await settleAll([...names.map(start), ...created.values()]);
    await this.#startForwarders(names);
  }

  async #create(service: Service): Promise<Running | undefined> {
    const { engine, run } = this.#context;
    const image = this.#images.get(service.name);
    if (image === undefined) return undefined;
    const shared = service.networkOf && this.#running.get(service.networkOf.value);
    const isProxy = service.name === this.#plan.proxy.service;
    const specification = specificationOf(service, { run, image, generation: ++this.#generation, isProxy, ...(shared ? { networkOf: shared.container } : {}) });
    const fresh = (specification.mounts ?? []).map((mount) => mount.volume).filter((volume) => !this.#volumes.has(volume));
    for (const volume of fresh) this.#volumes.add(volume);
    const [imageConfig] = await Promise.all([engine.image(image), ...fresh.map((volume) => engine.createVolume(volume, run.labels))]);
    const running = new Running(service, image, await engine.create(specification), imageConfig, this.changed);
    this.#running.set(service.name, running);
    if (!shared) await Promise.all(service.attachments.slice(1).map((attachment) => engine.connect(running.container, objectName(run, `net-${attachment.network}`), attachment.aliases)));
    await uploadMounts(engine, this.#workspace, { container: running.container, specification }, service, (mount) => {
      const volume = volumeName(run, mount);
      const isFilled = volume !== undefined && this.#filled.has(volume);
      if (volume !== undefined) this.#filled.add(volume);
      return isFilled;
    });
    if (isProxy) await this.#uploadChanged(running.container, service.settings.readOnly === true);
    if (isProxy) this.supply = (await observeProxy(engine, running.container, this.#plan.proxy, service, imageConfig?.variables ?? {})).supply;
    return running;
  }

  async #startInOrder(name: string, start: (name: string) => Promise<void>, created: Promise<unknown> | undefined): Promise<void> {
    const service = serviceNamed(this.#plan, name);
    if (!service) return;
    await created;
    const blocking = await this.#waitForNeeds(service, start);
    if (service.networkOf) {
      await start(service.networkOf.value);
      if (this.#running.get(service.networkOf.value)?.isRunning === true) await this.#create(service);
    }
    const running = this.#running.get(name);
    if (!running) return;
    this.#context.signal.throwIfAborted();
    if (blocking !== undefined) {
      running.heldBackBy = blocking;
      this.note(`${name} is held back: ${blocking} is not ready`);
      return;
    }
    await running.start(this.engine);
    this.note(running.startError === undefined ? `${name} started` : `${name} could not be started`);
  }

  /** Waits for what a service needs; answers the name of a need that failed. */
  async #waitForNeeds(service: Service, start: (name: string) => Promise<void>): Promise<string | undefined> {
    const isProxy = service.name === this.#plan.proxy.service;
    // nginx resolves the names it dials once, at its start.
    const dialled = isProxy ? this.#plan.services.filter((other) => other.role === "app" && other.networkOf?.value !== service.name) : [];
    const needs: Need[] = [
      ...service.needs,
      ...dialled.filter((other) => !service.needs.some((need) => need.service === other.name)).map((other) => ({ service: other.name, condition: "started" as const, required: true })),
    ];
    const results = await Promise.all(needs.map(async (need) => ((await this.#isMet(need, start)) || !need.required ? undefined : need.service)));
    for (const other of dialled) while (this.#running.get(other.name)?.isDown === true && (await this.revive(other.name)));
    // With nobody left to dial, nginx would only say that it does not find their names.
    const areAllDown = dialled.length > 0 && dialled.every((other) => this.#running.get(other.name)?.isDown !== false);
    return results.find((each) => each !== undefined) ?? (areAllDown ? dialled[0]?.name : undefined);
  }

  async #isMet(need: Need, start: (name: string) => Promise<void>): Promise<boolean> {
    await start(need.service);
    const running = this.#running.get(need.service);
    if (!running) return serviceNamed(this.#plan, need.service) === undefined;
    const deadline = performance.now() + this.#plan.startTimeout.value;
    for (;;) {
      this.#context.signal.throwIfAborted();
      const state = needState(need, running);
      if (state === "failed" && (await this.revive(need.service))) continue;
      if (state !== "waiting") return state === "met";
      if (performance.now() > deadline) return false;
      await this.changed.next(1000);
    }
  }

  /** Folders in which this trial or the one before changes files are filled again. */
  #forgetFilled(before: Plan, plan: Plan): void {
    const edited = [...before.overlay, ...plan.overlay].map((edit) => edit.path);
    const replaced = [...(before.proxy.absent ?? []), ...(plan.proxy.absent ?? [])];
    for (const mount of plan.services.flatMap((service) => service.mounts)) {
      const volume = volumeName(this.#context.run, mount);
      if (
        volume !== undefined &&
        mount.kind === "files" &&
        (edited.some((path) => mount.repo === "" || path.startsWith(`${mount.repo}/`)) || replaced.some((path) => path.startsWith(`${mount.target}/`)))
      )
        this.#filled.delete(volume);
    }
  }

  /** Files that a trial changes in the proxy's own image are put over it; no new image is needed for text. */
  async #uploadChanged(container: string, isReadOnly: boolean): Promise<void> {
    const changed = this.#plan.proxy.files.filter((file) => this.#plan.overlay.some((edit) => edit.path === file.repo));
    const entries = changed.flatMap((file) => {
      const content = this.#workspace.bytes(file.repo);
      return content === undefined ? [] : [fileEntry(file.container, content)];
    });
    await uploadFiles(this.engine, container, entries, isReadOnly);
  }

  async #startForwarders(names: readonly string[]): Promise<void> {
    for (const forward of this.#plan.forwards) {
      if (!names.includes(forward.inside) && !names.includes(this.#plan.proxy.service)) continue;
      const inside = this.namespaceOf(forward.inside);
      const image = this.#images.get(this.#plan.proxy.service);
      const address = forward.listen === "self" ? this.addressOf(forward.inside) : forward.listen;
      if (!inside?.isRunning || image === undefined || address === undefined) continue;
      const forwarder = await startForwarder(this.engine, this.#context.run, image, inside.container, address, forward);
      if (forwarder !== undefined) this.#extras.push(forwarder);
    }
  }

  async #takeDown(names: readonly string[]): Promise<void> {
    const gone = names.flatMap((name) => this.#running.get(name) ?? []);
    const extras = this.#extras.splice(0);
    const witnesses = gone.flatMap((running) => this.#witnesses.get(running.container) ?? []);
    for (const running of gone) {
      running.stopFollowing();
      this.#retired.push(running);
      this.#running.delete(running.service.name);
      this.#witnesses.delete(running.container);
    }
    await Promise.allSettled(witnesses.map(async (witness) => (await witness).stop()));
    await Promise.all([...extras, ...gone.map((running) => running.container)].map((container) => this.engine.remove(container)));
  }
}

/** How a need stands now. */
function needState(need: Need, running: Running): "met" | "failed" | "waiting" {
  const [exit] = running.exits;
  if (running.startError !== undefined || running.heldBackBy !== undefined) return "failed";
  if (need.condition === "completed") return exit === undefined ? "waiting" : exit.code === 0 ? "met" : "failed";
  if (need.condition === "started") return "met";
  if (exit) return "failed";
  return running.health === "healthy" ? "met" : running.health === "unhealthy" ? "failed" : "waiting";
}

/** Whether a service has to be made again for a changed plan. */
function differs(service: Service, before: Service | undefined, plan: Plan, old: Plan): boolean {
  if (JSON.stringify(service) !== JSON.stringify(before)) return true;
  const changed = plan.overlay.slice(old.overlay.length).map((edit) => edit.path);
  return changed.some((path) => service.mounts.some((mount) => mount.kind === "files" && (mount.repo === path || path.startsWith(`${mount.repo}/`) || mount.repo === "")));
}
