import type { Environment } from "../boot/environment.ts";
import type { KernelSocket } from "../network/sockets.ts";
import type { ListeningSocket, ServiceSockets } from "../model/evidence.ts";

/** Remembers what listens in one service's network namespace and since when. */
export class SocketWatch {
  readonly service: string;
  readonly #environment: Environment;
  readonly #since = new Map<string, number>();
  #last: readonly KernelSocket[] = [];
  #readAt = 0;
  /** Age of the container at which the set of sockets changed last. */
  changedAt = 0;
  /** Why it cannot be read; undefined while it can. */
  missing: string | undefined;

  constructor(environment: Environment, service: string) {
    this.#environment = environment;
    this.service = service;
  }

  /** The TCP ports that were seen. */
  get ports(): number[] {
    return this.#last.filter((socket) => socket.port > 0).map((socket) => socket.port);
  }

  /** The sockets now; the last ones known when they cannot be read any more. */
  async read(): Promise<readonly KernelSocket[]> {
    const running = this.#environment.running(this.service);
    if (!running || running.isDown) return this.#last;
    try {
      const witness = await this.#environment.witness(this.service);
      const { sockets } = await witness.sockets();
      this.#remember(sockets, running.age);
    } catch (error) {
      this.missing = error instanceof Error ? error.message : String(error);
    }
    return this.#last;
  }

  /** The sockets with their processes, for the evidence; undefined when nothing could ever be read. */
  async record(): Promise<ServiceSockets | undefined> {
    const running = this.#environment.running(this.service);
    let detailed: readonly (KernelSocket & Pick<ListeningSocket, "process">)[] = this.#last;
    if (running && !running.isDown) {
      try {
        detailed = await (await this.#environment.witness(this.service)).socketsWithProcesses();
        this.#remember(detailed, running.age);
      } catch (error) {
        this.missing = error instanceof Error ? error.message : String(error);
      }
    }
    if (this.#readAt === 0) return undefined;
    const sockets = detailed.map(({ family, address, port, process, v6Only }): ListeningSocket => ({
      family,
      address,
      port,
      since: this.#since.get(keyOf({ family, address, port })) ?? 0,
      ...(v6Only === true ? { v6Only } : {}),
      ...(process ? { process } : {}),
    }));
    return { service: this.service, sockets, readAt: this.#readAt };
  }

  #remember(sockets: readonly KernelSocket[], age: number): void {
    for (const socket of sockets) {
      if (this.#since.has(keyOf(socket))) continue;
      this.#since.set(keyOf(socket), age);
      this.changedAt = age;
    }
    this.#last = sockets;
    this.#readAt = Math.max(1, age);
  }
}

function keyOf(socket: Pick<KernelSocket, "family" | "address" | "port">): string {
  return `${socket.family} ${socket.address} ${socket.port}`;
}
