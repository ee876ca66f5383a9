import type { Engine, Session } from "../docker/engine.ts";

/** Characters of one answer. */
const mostOutput = 8 * 1024 * 1024;

/**
 * A shell in a container of ours that takes commands over its input, one after another. It ends when its input does: should the
 * gate die, so does the container.
 */
export class Shell {
  readonly #session: Session;
  #buffer = "";
  #waiting: { readonly mark: string; readonly resolve: (output: string) => void; readonly reject: (error: Error) => void } | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #counter = 0;
  #closed = false;

  private constructor(session: Session) {
    this.#session = session;
    session.stream.setEncoding("utf8");
    session.stream.on("data", (text: string) => this.#onData(text));
    const end = (): void => this.#end();
    session.stream.once("end", end).once("close", end).once("error", end);
  }

  /** Attaches to a created container whose main process is `sh` and starts it. */
  static async start(engine: Engine, container: string): Promise<Shell> {
    const session = await engine.attach(container);
    await engine.start(container);
    return new Shell(session);
  }

  /** Runs a script and answers what it printed. Rejects when the shell has ended or does not answer in time. */
  run(script: string, timeoutMs = 10_000): Promise<string> {
    const result = this.#queue.then(() => this.#send(script, timeoutMs));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  close(): void {
    this.#end();
    this.#session.close();
  }

  #send(script: string, timeoutMs: number): Promise<string> {
    if (this.#closed) return Promise.reject(new Error("the witness has ended"));
    const mark = `@@upstream-gate-${++this.#counter}@@`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(new Error("the witness does not answer")), timeoutMs);
      const settle =
        <T>(done: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer);
          this.#waiting = undefined;
          done(value);
        };
      this.#waiting = { mark, resolve: settle(resolve), reject: settle(reject) };
      this.#session.stream.write(`{ ${script}\n} 2>/dev/null </dev/null; echo '${mark}'\n`);
    });
  }

  #onData(text: string): void {
    this.#buffer += text;
    if (this.#buffer.length > mostOutput) return this.#overflow();
    const waiting = this.#waiting;
    const end = waiting ? this.#buffer.indexOf(`${waiting.mark}\n`) : -1;
    if (!waiting || end === -1) return;
    const output = this.#buffer.slice(0, end);
    this.#buffer = this.#buffer.slice(end + waiting.mark.length + 1);
    waiting.resolve(output);
  }

  /** The shell is the image's own: what floods us is none to work with. */
  #overflow(): void {
    this.#buffer = "";
    this.#fail(new Error("the witness prints too much"));
    this.#session.close();
  }

  #fail(error: Error): void {
    this.#closed = true;
    this.#waiting?.reject(error);
  }

  #end(): void {
    if (!this.#closed) this.#fail(new Error("the witness has ended"));
  }
}
