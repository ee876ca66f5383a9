/** Lets tasks that name the same key go one after another, in the order in which they came. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs the task once all that named one of its keys before have ended, well or not. Rejects as the task does. */
  take<T>(keys: readonly string[], task: () => Promise<T>): Promise<T> {
    const turn = Promise.allSettled(keys.flatMap((key) => this.#last.get(key) ?? [])).then(task);
    for (const key of keys) this.#last.set(key, turn);
    return turn;
  }
}
