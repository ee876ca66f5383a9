import type { Traceback } from "./traceback.ts";
import { compiled } from "./tracebacks-of-compiled.ts";
import { node } from "./tracebacks-of-node.ts";
import { others } from "./tracebacks-of-others.ts";
import { python } from "./tracebacks-of-python.ts";
import { scripts } from "./tracebacks-of-scripts.ts";

export const tracebacks: readonly Traceback[] = [...python, ...node, ...others, ...compiled, ...scripts];
