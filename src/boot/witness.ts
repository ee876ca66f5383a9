import type { Engine } from "../docker/engine.ts";
import { objectName, type RunIdentity } from "../docker/labels.ts";
import { parseTcpTable, parseUnixTable, processesByInode, projectSockets, type KernelSocket } from "../network/sockets.ts";
import type { ListeningSocket } from "../model/evidence.ts";
import type { Viewpoint } from "./look.ts";
import { Shell } from "./shell.ts";

const separator = "@@";
const readTcp = `cat /proc/net/tcp; echo ${separator}; cat /proc/net/tcp6; echo ${separator}; cat /proc/net/unix; echo ${separator}`;
const readProcesses = `for p in /proc/[0-9]*; do echo "\${p#/proc/} $(tr '\\0' ' ' < $p/cmdline)"; done; echo ${separator}; ls -l /proc/[0-9]*/fd /proc/self/fd; echo ${separator}`;

const mostTried = 8;

/** Says of each port whether 127.0.0.1 refuses a connection, by whatever the image has to connect with; nothing when it has none. */
function dialV4(ports: readonly number[]): string {
  const tries = ports.map((port) => `if $dial 127.0.0.1 ${port}; then echo taken ${port}; else echo refused ${port}; fi`);
  return `perl_dial() { perl -e 'use Socket; socket(S, AF_INET, SOCK_STREAM, 0) or exit 0; exit(connect(S, sockaddr_in($ARGV[1], inet_aton($ARGV[0]))) ? 0 : $! == 111)' "$1" "$2"; }
bash_dial() { bash -c 'exec 3<>/dev/tcp/$0/$1' "$1" "$2"; }
nc_dial() { nc -w 2 "$1" "$2"; }
if command -v perl >/dev/null; then dial=perl_dial; elif command -v bash >/dev/null; then dial=bash_dial; elif command -v nc >/dev/null; then dial=nc_dial; else dial=; fi
[ -z "$dial" ] || { ${tries.join("; ")}; }`;
}

/** What one look at a network namespace shows. */
export interface SocketReading {
  readonly sockets: readonly KernelSocket[];
}

/**
 * A container of ours in an app's network and process namespace, from the proxy's image: reads what listens there without
 * needing anything in the app's own image.
 */
export class Witness {
  readonly #engine: Engine;
  readonly #container: string;
  readonly #shell: Shell;

  private constructor(engine: Engine, container: string, shell: Shell) {
    this.#engine = engine;
    this.#container = container;
    this.#shell = shell;
  }

  /** Starts it beside a running container. Throws an EngineError when that is not possible. */
  static async start(engine: Engine, run: RunIdentity, image: string, beside: string): Promise<Witness> {
    const container = await engine.create({
      name: objectName(run, `witness-${beside.slice(0, 12)}`),
      image,
      labels: run.labels,
      entrypoint: ["/bin/sh"],
      command: [],
      input: true,
      user: "0",
      networkOf: beside,
      processesOf: beside,
      capAdd: ["SYS_PTRACE"],
      securityOpt: ["no-new-privileges"],
      healthcheck: { test: ["NONE"] },
      memory: 64 * 1024 * 1024,
      pids: 64,
    });
    return new Witness(engine, container, await Shell.start(engine, container));
  }

  /** The listening sockets now, without the engine's own. */
  async sockets(): Promise<SocketReading> {
    const [tcp4 = "", tcp6 = "", unix = ""] = (await this.#shell.run(readTcp)).split(`${separator}\n`);
    return { sockets: projectSockets([...parseTcpTable(tcp4, "tcp4"), ...parseTcpTable(tcp6, "tcp6"), ...parseUnixTable(unix)]) };
  }

  /** The same with the process that holds each. */
  async socketsWithProcesses(): Promise<readonly (KernelSocket & Pick<ListeningSocket, "process">)[]> {
    const { sockets } = await this.#tried((await this.sockets()).sockets);
    const [commands = "", links = ""] = (await this.#shell.run(readProcesses)).split(`${separator}\n`);
    const names = new Map(commands.split("\n").map((line): [number, string] => [Number(line.split(" ")[0]), line.slice(line.indexOf(" ") + 1).trim()]));
    const holders = processesByInode(links, names);
    return sockets.map((socket) => {
      const process = holders.get(socket.inode);
      return process ? { ...socket, process } : socket;
    });
  }

  /** The files of the container beside it. */
  get view(): Viewpoint {
    return { engine: this.#engine, container: this.#container, root: "/proc/1/root" };
  }

  /** The kernel does not show which of its sockets on `::` take IPv4 too: each that has no twin there is dialled by it. */
  async #tried(sockets: readonly KernelSocket[]): Promise<SocketReading> {
    const isDoubtful = ({ address, port }: KernelSocket): boolean => address === "::" && !sockets.some((other) => other.family === "tcp4" && other.port === port);
    const doubtful = [...new Set(sockets.filter(isDoubtful).map((socket) => socket.port))].slice(0, mostTried);
    if (doubtful.length === 0) return { sockets };
    const refused = new Set((await this.#shell.run(dialV4(doubtful))).split("\n").flatMap((line) => /^refused (\d+)$/.exec(line)?.[1] ?? []));
    return { sockets: sockets.map((socket) => (isDoubtful(socket) && refused.has(String(socket.port)) ? { ...socket, v6Only: true } : socket)) };
  }

  async stop(): Promise<void> {
    this.#shell.close();
    await this.#engine.remove(this.#container);
  }
}
