import { EngineError, type ContainerSpec, type Engine } from "../docker/engine.ts";
import type { RunIdentity } from "../docker/labels.ts";
import { Turns } from "./turns.ts";

/** The volumes of a run, by their names at the engine. */
export class Volumes {
  readonly #engine: Engine;
  readonly #run: RunIdentity;
  readonly #names = new Set<string>();
  readonly #turns = new Turns();

  constructor(engine: Engine, run: RunIdentity) {
    this.#engine = engine;
    this.#run = run;
  }

  /**
   * Creates a container after its volumes, and answers its id. The engine fills a new volume from the image of the first container that has
   * it, and two at once get in each other's way: those that share one come one after another. Rejects as the engine does.
   */
  create(specification: ContainerSpec): Promise<string> {
    const names = (specification.mounts ?? []).map((mount) => mount.volume);
    return this.#turns.take(names, async () => {
      const fresh = names.filter((name) => !this.#names.has(name));
      for (const name of fresh) this.#names.add(name);
      await Promise.all(fresh.map((name) => this.#engine.createVolume(name, this.#run.labels)));
      return this.#createYielding(specification);
    });
  }

  async #createYielding(specification: ContainerSpec): Promise<string> {
    try {
      return await this.#engine.create(specification);
    } catch (error) {
      // Whether the image has a file where a folder of the host is bound, only the engine knows.
      const path = error instanceof EngineError ? /\/merged(\/.*) is not (?:a )?directory/.exec(error.message)?.[1] : undefined;
      const mounts = (specification.mounts ?? []).filter((mount) => mount.givesWay !== true || mount.target !== path);
      if (mounts.length === (specification.mounts ?? []).length) throw error;
      return this.#createYielding({ ...specification, mounts });
    }
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Removes one at the engine. Rejects as the engine does. */
  async remove(name: string): Promise<void> {
    await this.#engine.removeVolume(name);
    this.#names.delete(name);
  }

  /** Removes all that are left; answers how each went. */
  removeAll(): Promise<PromiseSettledResult<void>[]> {
    return Promise.allSettled([...this.#names].map((name) => this.remove(name)));
  }
}
