import { describe, expect, it } from "vitest";
import { PassThrough } from "node:stream";
import { record, sockets } from "../../test/helpers/evidence.ts";
import type { Environment } from "../boot/environment.ts";
import { LogBuffer } from "../boot/log-buffer.ts";
import { Notifier } from "../boot/notifier.ts";
import type { ServiceRecord } from "../model/evidence.ts";
import { withInterruptions } from "./interruption.ts";

/** An environment whose app says something at the given interruption and ends; every signal is written down. */
function environment(tells: number | undefined, signals: string[]): Environment {
  const log = new LogBuffer();
  log.add({ at: 1, stream: "out", text: "polling" });
  const changed = new Notifier();
  const running = { container: "c", isRunning: true, log, drained: () => Promise.resolve() };
  const tell = (): void => {
    if (signals.filter((signal) => signal === "SIGINT").length !== tells || !running.isRunning) return;
    log.add({ at: 2, stream: "err", text: "KeyboardInterrupt" });
    running.isRunning = false;
    changed.notify();
  };
  const engine = {
    kill: (_container: string, signal: string) => {
      signals.push(signal);
      tell();
      return Promise.resolve();
    },
    exec: (_container: string, command: readonly string[]) => {
      signals.push(command.join(" "));
      return Promise.resolve({ stream: new PassThrough() });
    },
  };
  return { engine, changed, signal: new AbortController().signal, running: () => running } as unknown as Environment;
}

const python = (changes: Partial<ServiceRecord> = {}): ServiceRecord => record("app", { processes: [{ pid: 1, command: "/usr/bin/python3 -u main.py" }], ...changes });
const deaf = [sockets("app", [])];

describe("a program that listens on nothing", () => {
  it("is interrupted, and what it says then is kept", async () => {
    const signals: string[] = [];
    const [app] = await withInterruptions(environment(1, signals), [python()], deaf);
    expect(app?.interrupted).toEqual(["KeyboardInterrupt"]);
    expect(signals).toEqual(["SIGINT"]);
  });

  it("is interrupted once more when it goes on, with what it started", async () => {
    const signals: string[] = [];
    const [app] = await withInterruptions(environment(2, signals), [python()], deaf);
    expect(app?.interrupted).toEqual(["KeyboardInterrupt"]);
    expect(signals).toEqual(["SIGINT", "sh -c kill -INT -1", "SIGINT"]);
  });

  it("may say nothing", async () => {
    const [app] = await withInterruptions(environment(undefined, []), [python()], deaf);
    expect(app).toEqual(python());
  });

  it.each<[string, ServiceRecord, typeof deaf]>([
    ["what listens", python(), [sockets("app", ["127.0.0.1:80"])]],
    ["what ended", python({ state: "exited" }), deaf],
    ["what does not tell where it was", record("app"), deaf],
    ["what nobody watched", python(), []],
  ])("leaves %s alone", async (_name, each, recorded) => {
    const signals: string[] = [];
    expect(await withInterruptions(environment(1, signals), [each], recorded)).toEqual([each]);
    expect(signals).toEqual([]);
  });
});
