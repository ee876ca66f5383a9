import { spawn, type ChildProcessByStdio } from "node:child_process";
import { Agent } from "node:http";
import type { Socket } from "node:net";
import { Duplex, type Readable, type Writable } from "node:stream";

/** As much as is kept of what the ssh client says, in characters. */
const mostSaid = 2000;

/**
 * The arguments with which the ssh client reaches an engine, as the docker client calls it: it never asks anything, so keys have to be
 * there already. Undefined for an address that is none of ssh, or that a shell could read otherwise than it is meant.
 */
export function sshArguments(host: string): readonly string[] | undefined {
  const [, user, name = "", port, path = ""] = /^ssh:\/\/(?:([\w.][\w.-]*)@)?(\[[\da-fA-F:.]+\]|[\w.][\w.-]*)(?::(\d{1,5}))?(\/[\w./-]*)?$/.exec(host) ?? [];
  if (name === "") return undefined;
  const login = [...(user === undefined ? [] : ["-l", user]), ...(port === undefined ? [] : ["-p", port])];
  const socket = path.length > 1 ? ["--host", `unix://${path}`] : [];
  return ["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30", ...login, "--", name.replace(/^\[|\]$/g, ""), "docker", ...socket, "system", "dial-stdio"];
}

/** Connections to an engine, each the input and output of an ssh client. They are used again: to open one takes many times a request. */
export class SshAgent extends Agent {
  readonly #args: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;

  constructor(args: readonly string[], environment: NodeJS.ProcessEnv) {
    super({ keepAlive: true });
    this.#args = args;
    this.#environment = environment;
  }

  override createConnection(): Duplex {
    const child = spawn("ssh", this.#args, { stdio: ["pipe", "pipe", "pipe"], env: this.#environment });
    const stream = streamOf(child);
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-mostSaid)));
    child.once("error", (error) => stream.destroy(new Error(`ssh could not be started: ${error.message}`)));
    // Only its end tells whether that of its output was a good one.
    child.once("close", (code) => (code === 0 ? stream.push(null) : stream.destroy(new Error(said.trim() || `ssh ended with exit code ${code}`))));
    // Requests hear of it by themselves; a connection that none uses may fail unheard.
    stream.on("error", () => undefined);
    return asSocket(stream, (isHeld) => {
      for (const each of [child, child.stdin as Socket, child.stdout as Socket, child.stderr as Socket]) each[isHeld ? "ref" : "unref"]();
    });
  }
}

/** What a program reads and writes, as one stream; the program ends with it. */
function streamOf(child: ChildProcessByStdio<Writable, Readable, Readable>): Duplex {
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    write: (chunk: Buffer, _encoding, done) => void child.stdin.write(chunk, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill();
      done(error);
    },
  });
  // That it reads no more says less than its end, which follows.
  child.stdin.on("error", () => undefined);
  child.stdout.on("data", (chunk: Buffer) => {
    if (!stream.push(chunk)) child.stdout.pause();
  });
  return stream;
}

/** The agent treats what it keeps as a socket: it lets go of it while no request needs it, which would else keep the program from ending. */
function asSocket(stream: Duplex, hold: (isHeld: boolean) => void): Duplex {
  const itself = (): Duplex => stream;
  const holding = (isHeld: boolean) => (): Duplex => {
    hold(isHeld);
    return stream;
  };
  return Object.assign(stream, { setKeepAlive: itself, setNoDelay: itself, setTimeout: itself, ref: holding(true), unref: holding(false) });
}
