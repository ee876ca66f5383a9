import type { Engine, EngineEvent } from "../docker/engine.ts";
import { objectName, runLabel, type RunIdentity } from "../docker/labels.ts";
import { isReachable } from "./reach.ts";
import { settleAll } from "../model/result.ts";
import type { Bytes } from "../model/units.ts";
import type { Need, NetworkPlan, Plan, Service } from "../model/plan.ts";
import { hostName, needsHost, serviceNamed } from "../model/plan.ts";
import type { TimelineEvent } from "../model/timings.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { withExitCode } from "./exit-code.ts";
import { uploadMounts } from "./files.ts";
import { startForwards } from "./forwards.ts";
import { Host, withGateway, type Namespace } from "./host.ts";
import type { Viewpoint } from "./look.ts";
import { afterTheirNeeds, differs, filledFor, needsOf, needState, needWords } from "./needs.ts";
import { Notifier } from "./notifier.ts";
import { observeProxy } from "./proxy-config.ts";
import { proxyFolders, refilledVolumes, uploadChanged } from "./proxy-folders.ts";
import { Reviver } from "./revival.ts";
import { Running } from "./running.ts";
import { socketVolumes, specificationOf, volumeName } from "./specification.ts";
import type { SuppliedFiles } from "./supply/supply.ts";
import { Volumes } from "./volumes.ts";
import { Witness } from "./witness.ts";

/**
 * Makes the network that most plans use, before there is a plan: it takes as long as planning. Answers what was made; undefined when
 * that was not possible, which whoever needs it will find out.
 */
export async function makeUsualNetwork(engine: Engine, run: RunIdentity, internal: boolean): Promise<NetworkPlan | undefined> {
  const usual = { name: "default", internal };
  try {
    await engine.createNetwork(objectName(run, `net-${usual.name}`), { internal, labels: run.labels });
    return usual;
  } catch {
    return undefined;
  }
}

export interface BootContext {
  /** What a container may have at most, in bytes. */
  readonly mostMemory?: Bytes;
  /** From `makeUsualNetwork`. */
  readonly usualNetwork?: Promise<NetworkPlan | undefined>;
  readonly engine: Engine;
  readonly run: RunIdentity;
  readonly signal: AbortSignal;
  readonly onEvent: (event: TimelineEvent) => void;
  /** Told what is waited for and why; without a reason once it is not waited for any more. */
  readonly onWait?: (what: string, because: string | undefined) => void;
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
  readonly #volumes: Volumes;
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
  #host: Host | undefined;

  private constructor(plan: Plan, images: ReadonlyMap<string, string>, workspace: Workspace, context: BootContext) {
    this.#plan = plan;
    this.#images = images;
    this.#workspace = workspace;
    this.#context = context;
    this.#volumes = new Volumes(context.engine, context.run);
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

  readonly all = (): readonly Running[] => [...this.#running.values()];

  get proxy(): Running | undefined {
    return this.#running.get(this.#plan.proxy.service);
  }

  /** The container whose network namespace a service lives in: its own, or the one it shares. */
  namespaceOf(name: string): Namespace | undefined {
    const place = serviceNamed(this.#plan, name)?.networkOf?.value ?? name;
    return place === hostName ? this.#host : this.#running.get(place);
  }

  /** The address of a service on a network that it shares with the proxy; its first one when they share none. */
  addressOf(name: string): string | undefined {
    const own = this.namespaceOf(name)?.addresses ?? {};
    const theirs = this.namespaceOf(this.#plan.proxy.service)?.addresses ?? {};
    const shared = Object.keys(own).find((network) => theirs[network]);
    return (shared === undefined ? Object.values(own)[0] : own[shared]) || undefined;
  }

  /**
   * Whether containers can be dialled from this process. Found out once: the bridge of their network has to be this machine's own, and a port
   * on which nobody listens has to refuse. From within a container, or with a remote engine, the same address may be somebody else's.
   */
  canReach(): Promise<boolean> {
    this.#reach ??= isReachable(this, [this.#plan.proxy.service, ...this.#running.keys()]);
    return this.#reach;
  }

  /** The witness beside a service's container, started when it is first asked for. Rejects when it cannot be there. */
  witness(name: string): Promise<Witness> {
    const namespace = this.namespaceOf(name);
    // The host's own container has none of the processes of those who live in its network.
    const beside = namespace instanceof Host ? this.#running.get(name) : namespace;
    const image = this.#images.get(this.#plan.proxy.service);
    if (!beside || image === undefined) return Promise.reject(new Error("there is no container to look into"));
    const known = this.#witnesses.get(beside.container);
    if (known) return known;
    const started = Witness.start(this.engine, this.#context.run, image, beside.container);
    this.#witnesses.set(beside.container, started);
    started.catch(() => undefined);
    return started;
  }

  /** How a service's files can be looked at while it runs. Rejects when they cannot. */
  async viewOf(name: string): Promise<Viewpoint> {
    const running = this.#running.get(name);
    if (running?.isRunning !== true) throw new Error(`${name} does not run`);
    // A witness is beside the container that owns the network: for one that only shares it, that is another.
    return running.service.networkOf ? { engine: this.engine, container: running.container, root: "" } : (await this.witness(name)).view;
  }

  /** Resolves when other containers can connect to a service: true; false when it is down, or listens on nothing for `atMost` milliseconds. */
  listens(name: string, atMost: number): Promise<boolean> {
    return this.#reviver.listens(name, atMost);
  }

  /** Requests are sent from now on to what runs. */
  asked(): void {
    this.#reviver.isAsked = true;
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

  readonly waiting = (what: string, because?: string): void => this.#context.onWait?.(what, because);

  readonly note = (text: string, started?: string): void => this.#context.onEvent({ at: Math.round(performance.now() - this.#bootedAt), text, ...(started === undefined ? {} : { started }) });

  /**
   * Turns the environment into that of another plan: containers whose specification or files differ are made again, with the proxy,
   * which keeps the addresses it resolved at its start. `again` are made again although nothing differs.
   */
  async change(plan: Plan, images: ReadonlyMap<string, string>, workspace: Workspace, again: readonly string[] = []): Promise<void> {
    this.#reviver.isAsked = false;
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
    for (const volume of refilledVolumes(this.#context.run, before, plan)) this.#filled.delete(volume);
    await this.#takeDown([...names]);
    await this.#emptySocketFolders(names);
    await this.#bringUp([...names]);
  }

  /** Makes the containers of services again as they are planned, with the proxy. */
  again(names: readonly string[]): Promise<void> {
    return this.change(this.#plan, this.#images, this.#workspace, names);
  }

  /** Whether a service never started, or ended, for want of one that is now made again. */
  #waitsFor(service: Service, again: ReadonlySet<string>): boolean {
    const running = this.#running.get(service.name);
    if (running?.heldBackBy !== undefined) return true;
    return running?.isDown === true && service.role !== "task" && service.needs.some((need) => again.has(need.service));
  }

  /** A socket that a removed container left in a volume would be in the way of the next one: such a volume goes with all who mount it. */
  async #emptySocketFolders(gone: ReadonlySet<string>): Promise<void> {
    for (const [volume, users] of socketVolumes(this.#context.run, this.#plan)) {
      if (!this.#volumes.has(volume) || !users.every((name) => gone.has(name) || !this.#running.has(name))) continue;
      await this.#volumes.remove(volume);
      this.#filled.delete(volume);
    }
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
    const ours = [...witnesses, ...(this.#host ? [this.#host] : [])];
    const gone = await Promise.allSettled([...ours.map((each) => each.stop()), ...containers.map((container) => this.engine.remove(container))]);
    const networks = await Promise.allSettled([...this.#networks].map((network) => this.engine.removeNetwork(network)));
    return [...gone, ...networks, ...(await this.#volumes.removeAll())].every((result) => result.status === "fulfilled");
  }

  async #open(): Promise<void> {
    const { engine, run } = this.#context;
    const usual = await this.#context.usualNetwork;
    const isUsual = ({ name }: NetworkPlan): boolean => name === usual?.name;
    const isAsPlanned = this.#plan.networks.find(isUsual)?.internal !== !usual?.internal;
    if (usual) this.#networks.add(objectName(run, `net-${usual.name}`));
    if (usual && !isAsPlanned) await engine.removeNetwork(objectName(run, `net-${usual.name}`));
    const networks = this.#plan.networks.filter((network) => !isUsual(network) || !isAsPlanned).map((network) => this.#makeNetwork(network));
    const events = engine.watch(`${runLabel}=${run.id}`, (event) => void this.#onEvent(event));
    [this.#events] = await Promise.all([events, ...networks]);
  }

  async #onEvent(event: EngineEvent): Promise<void> {
    const running = this.all().find((each) => each.container === event.container);
    running?.onEvent(await withExitCode(this.engine, event));
  }

  async #makeNetwork({ name, internal }: NetworkPlan): Promise<void> {
    const { engine, run } = this.#context;
    const made = objectName(run, `net-${name}`);
    this.#networks.add(made);
    await engine.createNetwork(made, { internal, labels: run.labels });
    await this.#host?.join(made);
  }

  /** What a changed plan has beside the first: networks, and the host. */
  async #prepare(): Promise<void> {
    const { engine, run } = this.#context;
    await Promise.all(this.#plan.networks.filter((network) => !this.#networks.has(objectName(run, `net-${network.name}`))).map((network) => this.#makeNetwork(network)));
    const image = this.#images.get(this.#plan.proxy.service);
    if (image !== undefined && needsHost(this.#plan)) this.#host ??= await Host.start(engine, run, image, this.#plan);
  }

  async #bringUp(names: readonly string[]): Promise<void> {
    await this.#prepare();
    const services = this.#plan.services.filter((service) => names.includes(service.name));
    const created = new Map(afterTheirNeeds(services.filter((service) => !service.networkOf)).map((service) => [service.name, this.#create(service)]));
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
    const shared = service.networkOf && this.namespaceOf(service.name);
    const isProxy = service.name === this.#plan.proxy.service;
    const folders = isProxy ? proxyFolders(this.#plan, service) : { configFolders: [], ownFolders: [] };
    const specification = specificationOf(withGateway(service, this.#host, run), {
      run,
      image,
      generation: ++this.#generation,
      isProxy,
      ...folders,
      hostTargets: (this.#plan.absentBinds ?? []).flatMap((bind) => (bind.isOfHost && bind.service === service.name ? [bind.target] : [])),
      ...(shared ? { networkOf: shared.container } : {}),
      ...(this.#context.mostMemory === undefined ? {} : { mostMemory: this.#context.mostMemory }),
    });
    const [imageConfig, container] = await Promise.all([engine.image(image), this.#volumes.create(specification)]);
    const running = new Running(service, image, container, imageConfig, this.changed);
    this.#running.set(service.name, running);
    if (!shared) await Promise.all(service.attachments.slice(1).map((attachment) => engine.connect(running.container, objectName(run, `net-${attachment.network}`), attachment.aliases)));
    await uploadMounts(engine, this.#workspace, { container: running.container, specification }, service, (mount) => {
      const volume = volumeName(run, mount, folders.ownFolders);
      const isFilled = volume !== undefined && this.#filled.has(volume);
      if (volume !== undefined) this.#filled.add(volume);
      return isFilled;
    });
    if (isProxy) await uploadChanged(engine, this.#workspace, this.#plan, running.container, service.settings.readOnly === true);
    if (isProxy) this.supply = await observeProxy(engine, running.container, this.#plan.proxy, service, imageConfig?.variables ?? {}, filledFor(service, this.#plan));
    return running;
  }

  async #startInOrder(name: string, start: (name: string) => Promise<void>, created: Promise<unknown> | undefined): Promise<void> {
    const service = serviceNamed(this.#plan, name);
    if (!service) return;
    await created;
    const blocking = await this.#waitForNeeds(service, start);
    if (service.networkOf) {
      await start(service.networkOf.value);
      if (this.namespaceOf(name)?.isRunning === true) await this.#create(service);
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
    if (running.startError === undefined) this.note(`${name} started`, name);
    else this.note(`${name} could not be started`);
  }

  /** Waits for what a service needs; answers the name of a need that failed. */
  async #waitForNeeds(service: Service, start: (name: string) => Promise<void>): Promise<string | undefined> {
    const { needs, dialled } = needsOf(this.#plan, service);
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
      this.waiting(need.service, state === "waiting" ? needWords(need) : undefined);
      if (state !== "waiting") return state === "met";
      if (performance.now() > deadline) return false;
      await this.changed.next(1000);
    }
  }

  async #startForwarders(names: readonly string[]): Promise<void> {
    const image = this.#images.get(this.#plan.proxy.service);
    if (image !== undefined) this.#extras.push(...(await startForwards(this, this.#host, this.#context.run, image, names)));
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
