import type { Engine, EngineEvent, ImageConfig, LogFollower } from "../docker/engine.ts";
import type { ExitRecord } from "../model/evidence.ts";
import type { Service } from "../model/plan.ts";
import { LogBuffer } from "./log-buffer.ts";
import type { Notifier } from "./notifier.ts";

/** One service's container while it is there, and what has been seen of it. */
export class Running {
  readonly service: Service;
  readonly image: string;
  readonly container: string;
  readonly imageConfig: ImageConfig | undefined;
  readonly log = new LogBuffer();
  readonly exits: ExitRecord[] = [];
  /** Ends after which it was started again, with the last line of output each. */
  readonly restarts: (ExitRecord & { readonly words: string })[] = [];
  oomEvents = 0;
  health: string | undefined;
  /** The engine's clock, milliseconds since the epoch; 0 before the start. */
  startedAt = 0;
  startError: string | undefined;
  heldBackBy: string | undefined;
  addresses: Readonly<Record<string, string>> = {};
  #startedHere = 0;
  /** An end that was told before the start was. */
  #early: EngineEvent | undefined;
  #follower: LogFollower | undefined;
  readonly #changed: Notifier;

  constructor(service: Service, image: string, container: string, imageConfig: ImageConfig | undefined, changed: Notifier) {
    this.service = service;
    this.image = image;
    this.container = container;
    this.imageConfig = imageConfig;
    this.#changed = changed;
  }

  get isRunning(): boolean {
    return this.startedAt > 0 && this.exits.length === 0;
  }

  /** Why it cannot answer any more, or never could; undefined while it may. */
  get isDown(): boolean {
    return this.startError !== undefined || this.heldBackBy !== undefined || this.exits.length > 0;
  }

  /** Starts the container; a refusal of the engine is kept, not thrown. */
  async start(engine: Engine): Promise<void> {
    this.#startedHere = performance.now();
    try {
      await engine.start(this.container);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "EngineError") throw error;
      this.startError = error.message;
      this.#changed.notify();
      return;
    }
    const state = await engine.inspect(this.container);
    const isAgain = this.restarts.length > 0;
    this.startedAt = state.startedAt;
    this.addresses = state.addresses;
    if (this.#early && (!isAgain || this.#early.time >= this.startedAt)) this.#end(this.#early);
    if (!state.running && this.exits.length === 0) this.exits.push({ code: state.exitCode, at: Math.max(0, state.finishedAt - state.startedAt), oomKilled: state.oomKilled });
    this.#follower = await engine.followLog(this.container, this.service.settings.tty === true, (line) => {
      // The engine tells of the earlier starts again.
      if (isAgain && line.time < state.startedAt) return;
      this.log.add({ at: Math.max(0, Math.round(line.time - this.startedAt)), stream: line.stream, text: line.text });
    });
    this.#changed.notify();
  }

  /** Starts the container once more after its end; `words` are its last ones. */
  async restart(engine: Engine, words: string): Promise<void> {
    await this.drained();
    this.stopFollowing();
    this.restarts.push(...this.exits.splice(0).map((exit) => ({ ...exit, words })));
    this.startedAt = 0;
    this.#early = undefined;
    this.health = undefined;
    await this.start(engine);
  }

  onEvent(event: EngineEvent): void {
    if (event.action === "oom") this.oomEvents++;
    else if (event.action === "die") {
      if (this.startedAt === 0) this.#early = event;
      else if (this.restarts.length === 0 || event.time >= this.startedAt) this.#end(event);
    } else if (event.action.startsWith("health_status: ")) this.health = event.action.slice("health_status: ".length);
    else return;
    this.#changed.notify();
  }

  #end(event: EngineEvent): void {
    if (this.exits.length === 0) this.exits.push({ code: event.exitCode ?? 0, at: Math.max(0, Math.round(event.time - this.startedAt)), oomKilled: this.oomEvents > 0 });
  }

  /** Milliseconds since the start, by our own clock; 0 before it. */
  get age(): number {
    return this.#startedHere === 0 ? 0 : Math.round(performance.now() - this.#startedHere);
  }

  /** Resolves when all output of an ended container has been read, or after ten seconds. */
  async drained(): Promise<void> {
    if (this.exits.length === 0 || !this.#follower) return;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, 10_000)));
    await Promise.race([this.#follower.ended, limit]);
    clearTimeout(timer);
  }

  stopFollowing(): void {
    this.#follower?.stop();
  }
}
