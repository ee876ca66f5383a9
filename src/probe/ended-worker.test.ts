import { expect, it } from "vitest";
import type { Environment } from "../boot/environment.ts";
import { LogBuffer } from "../boot/log-buffer.ts";
import { Notifier } from "../boot/notifier.ts";
import { EndedWorkerWatch } from "./ended-worker.ts";

const killed = "[CRITICAL] WORKER TIMEOUT (pid:7)";

/** An environment of one app, and a way to let it say something. */
function environment(): { environment: Environment; say: (text: string) => void } {
  const log = new LogBuffer();
  const changed = new Notifier();
  const say = (text: string): void => {
    log.add({ at: 1, stream: "err", text });
    changed.notify();
  };
  return { environment: { changed, running: (name: string) => (name === "app" ? { log } : undefined) } as unknown as Environment, say };
}

it("tells what was said since, also when it comes late", async () => {
  const { environment: given, say } = environment();
  say(killed.replace("7", "6"));
  const watch = new EndedWorkerWatch(given, ["gone", "app"]);
  say("GET / 500");
  const line = watch.line();
  say(killed);
  expect(await line).toBe(killed);
});

it("takes no line of before for one of this request", async () => {
  const { environment: given, say } = environment();
  say(killed);
  const watch = new EndedWorkerWatch(given, ["app"]);
  say("GET / 500");
  expect(await watch.line()).toBeUndefined();
});
