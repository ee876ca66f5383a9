import type { Traceback } from "./traceback.ts";
import { node } from "./tracebacks-of-node.ts";
import { others } from "./tracebacks-of-others.ts";
import { python } from "./tracebacks-of-python.ts";

export const tracebacks: readonly Traceback[] = [...python, ...node, ...others];
