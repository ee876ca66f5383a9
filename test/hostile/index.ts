import type { Attacks } from "./attack.ts";
import { containers } from "./containers.ts";
import { onEngine } from "./engine.ts";
import { events } from "./events.ts";
import { files } from "./files.ts";
import { peers } from "./peers.ts";
import { printed } from "./printed.ts";
import { revisions } from "./revisions.ts";
import { secrets } from "./secrets.ts";
import { sizes } from "./sizes.ts";

/** Every attack that is tried on the gate. */
export const kinds: readonly Attacks[] = [events, printed, secrets, files, containers, revisions, sizes, peers, onEngine];
