import type { Environment } from "../boot/environment.ts";

/** Share of one processor below which a container counts as idle. */
const idleShare = 0.05;
/** The same where a health check starts programs in it again and again. */
const checkedShare = 0.4;

/** Tells how long a container has been at rest: no output, next to no processor time, no new process. */
export class QuietWatch {
  readonly #environment: Environment;
  readonly #service: string;
  #lines = -1;
  #cpu = 0;
  #processes = 0;
  #sampledAt = 0;
  #busyAt = performance.now();

  constructor(environment: Environment, service: string) {
    this.#environment = environment;
    this.#service = service;
  }

  /** Takes a sample; answers for how many milliseconds nothing has happened. */
  async sample(): Promise<number> {
    const running = this.#environment.running(this.#service);
    const usage = running?.isRunning ? await this.#environment.engine.usage(running.container) : undefined;
    const now = performance.now();
    if (!running || !usage) return 0;
    const elapsed = now - this.#sampledAt;
    const share = (usage.cpu - this.#cpu) / 1e6 / elapsed;
    const isChecked = running.service.healthcheck !== undefined || running.imageConfig?.hasHealthcheck === true;
    const isBusy = share > (isChecked ? checkedShare : idleShare) || (!isChecked && usage.processes !== this.#processes);
    if (this.#sampledAt === 0 || running.log.count !== this.#lines || isBusy) this.#busyAt = now;
    this.#lines = running.log.count;
    this.#cpu = usage.cpu;
    this.#processes = usage.processes;
    this.#sampledAt = now;
    return now - this.#busyAt;
  }
}
