import type { Engine } from "../docker/engine.ts";
import { objectName, type RunIdentity } from "../docker/labels.ts";
import { gatewayNames, hostGateway, hostName, serviceNamed, type Plan, type Service } from "../model/plan.ts";
import { Shell } from "./shell.ts";

/** A network namespace that services and forwarders join. */
export interface Namespace {
  readonly container: string;
  readonly isRunning: boolean;
  /** Address on each network it is on. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** The name servers of the host, as the engine notes them in what it writes; then whoever asks for a container's name is told there is none. */
const ownResolver = `servers=$(sed -n 's/^# ExtServers: \\[\\(.*\\)\\]$/\\1/p' /etc/resolv.conf | tr -s ' ' '\\n' | grep -E '^[0-9.]+$')
{ for server in \${servers:-127.0.0.1}; do echo "nameserver $server"; done; echo 'options timeout:1 attempts:1'; } > /tmp/resolv.conf; cat /tmp/resolv.conf > /etc/resolv.conf`;

/**
 * The host, emulated: a container of ours on every network of the run. Forwarders in it stand for published ports, and what a project runs in
 * the host's network lives in its namespace. Nothing of it reaches the real host.
 */
export class Host implements Namespace {
  readonly container: string;
  readonly isRunning = true;
  addresses: Readonly<Record<string, string>>;
  readonly #engine: Engine;
  readonly #shell: Shell;

  private constructor(engine: Engine, container: string, shell: Shell, addresses: Readonly<Record<string, string>>) {
    this.#engine = engine;
    this.container = container;
    this.#shell = shell;
    this.addresses = addresses;
  }

  /** Starts it. Throws an EngineError when that is not possible. */
  static async start(engine: Engine, run: RunIdentity, image: string, plan: Plan): Promise<Host> {
    const [first, ...others] = plan.networks.map((network) => objectName(run, `net-${network.name}`));
    const proxy = serviceNamed(plan, plan.proxy.service);
    const isInhabited = plan.services.some((service) => service.networkOf?.value === hostName);
    const names = proxy?.networkOf?.value === hostName ? (proxy.settings.extraHosts ?? []).filter((entry) => !entry.endsWith(`:${hostGateway}`)) : [];
    const container = await engine.create({
      name: objectName(run, "host"),
      image,
      labels: run.labels,
      entrypoint: ["/bin/sh"],
      command: [],
      input: true,
      user: "0",
      ...(first === undefined ? {} : { network: { name: first, aliases: [] } }),
      ...(names.length > 0 ? { extraHosts: names } : {}),
      securityOpt: ["no-new-privileges"],
      healthcheck: { test: ["NONE"] },
      memory: 64 * 1024 * 1024,
      pids: 64,
    });
    await Promise.all(others.map((network) => engine.connect(container, network, [])));
    const shell = await Shell.start(engine, container);
    // On the host nobody knows the names of containers.
    if (isInhabited) await shell.run(ownResolver);
    return new Host(engine, container, shell, (await engine.inspect(container)).addresses);
  }

  /** Joins a network that a changed plan has beside those of the first. */
  async join(network: string): Promise<void> {
    await this.#engine.connect(this.container, network, []);
    this.addresses = (await this.#engine.inspect(this.container)).addresses;
  }

  async stop(): Promise<void> {
    this.#shell.close();
    await this.#engine.remove(this.container);
  }
}

/** The address by which a service reaches the emulated host: on a network of both. */
export function addressOnHost(service: Service | undefined, host: Namespace | undefined, run: RunIdentity): string | undefined {
  const own = (service?.attachments ?? []).map((attachment) => host?.addresses[objectName(run, `net-${attachment.network}`)]);
  return own.find((each) => each !== undefined && each !== "");
}

/** The service with the emulated host's address wherever it asks for the real one's. */
export function withGateway(service: Service, host: Namespace | undefined, run: RunIdentity): Service {
  if (!host || gatewayNames(service).length === 0) return service;
  const address = addressOnHost(service, host, run) ?? "127.0.0.1";
  const extraHosts = (service.settings.extraHosts ?? []).map((entry) => (entry.endsWith(`:${hostGateway}`) ? `${entry.slice(0, -hostGateway.length)}${address}` : entry));
  return { ...service, settings: { ...service.settings, extraHosts } };
}

/** Addresses of the real host by which a service reaches the emulated one. */
export function addedAddresses(plan: Plan, place: string): string[] {
  return [...new Set(plan.forwards.filter((forward) => forward.inside === place && forward.toHost === hostName).map((forward) => forward.listen))];
}
