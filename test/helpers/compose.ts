import type { RunCompose } from "../../src/plan/compose/model.ts";

/** What `docker compose config --format json` would print of the services; networks and name as Compose fills them in. */
export function composeJson(services: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ name: "shop", services, networks: { default: { name: "shop_default" } }, ...more });
}

export interface FakeCompose {
  readonly run: RunCompose;
  /** The words of each call. */
  readonly calls: readonly (readonly string[])[];
}

/** A `docker compose` that prints a text, or refuses with one. */
export function fakeCompose(out: string, refusal?: { readonly code: number; readonly err: string }, warnings = ""): FakeCompose {
  const calls: (readonly string[])[] = [];
  return {
    calls,
    run: (args) => {
      calls.push(args);
      return Promise.resolve(refusal ? { code: refusal.code, out: "", err: refusal.err } : { code: 0, out, err: warnings });
    },
  };
}
