import type { Engine, EngineEvent } from "../docker/engine.ts";

/** The event of a container's end with the code that the engine keeps: in events, a label of the image named exitCode stands in its place. */
export async function withExitCode(engine: Engine, event: EngineEvent): Promise<EngineEvent> {
  if (event.action !== "die") return event;
  try {
    const state = await engine.inspect(event.container);
    return state.running ? event : { ...event, exitCode: state.exitCode };
  } catch {
    return event;
  }
}
