/** What a runner of GitHub makes of a step's output. */
export interface RunnerView {
  /** Commands that it took, by name; `add-mask` and `stop-commands` left out. */
  readonly commands: readonly string[];
  readonly masks: readonly string[];
  /** Whether it takes no commands any more. */
  readonly isStopped: boolean;
}

/** Reads an output as the runner does: `::name::` where a line begins, `##[name]` anywhere in it, nothing while commands are stopped. */
export function runnerView(output: string): RunnerView {
  const commands: string[] = [];
  const masks: string[] = [];
  let token: string | undefined;
  for (const line of output.split(/\r\n|\r|\n/)) {
    const [, name, value = ""] = /^\s*::([\w-]+)(?: [^:]*)?::(.*)/.exec(line) ?? /##\[([\w-]+)(?: [^\]]*)?\](.*)/.exec(line) ?? [];
    if (name === undefined) continue;
    if (token !== undefined) token = name === token ? undefined : token;
    else if (name === "stop-commands") token = value;
    else if (name === "add-mask") masks.push(decodeURIComponent(value));
    else commands.push(name);
  }
  return { commands, masks, isStopped: token !== undefined };
}

/** What `act` writes to the standard output. */
export async function printedBy(act: () => unknown): Promise<string> {
  const write = process.stdout.write.bind(process.stdout);
  let printed = "";
  process.stdout.write = ((chunk: string | Uint8Array) => {
    printed += String(chunk);
    return true;
  }) as typeof process.stdout.write;
  try {
    await act();
  } finally {
    process.stdout.write = write;
  }
  return printed;
}
