import type { Healthcheck } from "../model/plan.ts";
import { parseDuration } from "../model/units.ts";
import type { Instruction } from "../text/dockerfile.ts";

const durations = { interval: "interval", timeout: "timeout", "start-period": "startPeriod", "start-interval": "startInterval" } as const;

/** The health check that an image's HEALTHCHECK instruction declares; undefined without one, or when it is not of a known form. */
export function healthOfImage(instruction: Instruction | undefined): Healthcheck | undefined {
  const [, word = "", text = ""] = /^(CMD|NONE)\b\s*([\s\S]*)$/i.exec(instruction?.text.trim() ?? "") ?? [];
  if (!instruction || word === "") return undefined;
  const test = word.toUpperCase() === "NONE" ? ["NONE"] : testOf(text.trim());
  const times = Object.entries(durations).flatMap(([flag, key]) => {
    const value = parseDuration(instruction.flags[flag] ?? "");
    return value === undefined ? [] : [[key, value] as const];
  });
  const retries = Number(instruction.flags["retries"] ?? 0);
  return { test, ...Object.fromEntries(times), ...(retries > 0 ? { retries } : {}), at: instruction.at, testAt: instruction.at };
}

/** In the form of a list the words are run as they are, else by a shell. */
function testOf(text: string): string[] {
  const words = text.startsWith("[") ? listOf(text) : undefined;
  return words ? ["CMD", ...words] : ["CMD-SHELL", text];
}

function listOf(text: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((word) => typeof word === "string") ? parsed : undefined;
  } catch {
    return undefined;
  }
}
