import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

/** A task that notes its begin, and ends when it is told to. */
function task(name: string, notes: string[]): { run: () => Promise<string>; end: () => void; fail: () => void } {
  let [end, fail] = [(): void => undefined, (): void => undefined];
  const ended = new Promise<string>((resolve, reject) => ([end, fail] = [() => resolve(name), () => reject(new Error(name))]));
  const run = (): Promise<string> => {
    notes.push(name);
    return ended;
  };
  return { run, end, fail };
}

it("lets tasks of one key go one after another, others at once", async () => {
  const notes: string[] = [];
  const turns = new Turns();
  const [first, second, other] = [task("first", notes), task("second", notes), task("other", notes)];
  const done = [turns.take(["a"], first.run), turns.take(["a", "b"], second.run), turns.take(["c"], other.run)];
  other.end();
  await done[2];
  expect(notes).toEqual(["first", "other"]);
  first.end();
  second.end();
  expect(await Promise.all(done)).toEqual(["first", "second", "other"]);
  expect(notes).toEqual(["first", "other", "second"]);
});

it("goes on after a task that failed, and tells its own caller", async () => {
  const turns = new Turns();
  const first = task("first", []);
  const failed = turns.take(["a"], first.run);
  const next = turns.take(["a"], () => Promise.resolve("next"));
  first.fail();
  await expect(failed).rejects.toThrow("first");
  expect(await next).toBe("next");
});
