import { cleanText } from "../report/clean-text.ts";
import { withoutCommands } from "./without-commands.ts";

/** Has what nobody caught told like everything else: Node would print the error as it is, and a runner act on what stands in it. */
export function guardCrashes(stream: Pick<NodeJS.WriteStream, "write"> = process.stderr, exit: (code: number) => void = (code) => process.exit(code)): (error: unknown) => void {
  const onCrash = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    stream.write(`This is a fault of Upstream Gate, not of the project: ${withoutCommands(cleanText(text))}\n`);
    exit(3);
  };
  process.on("uncaughtException", onCrash);
  process.on("unhandledRejection", onCrash);
  return onCrash;
}
