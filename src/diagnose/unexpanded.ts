import type { ServiceRecord } from "../model/evidence.ts";

/** A variable of the start command that came to the program as it is written. */
export interface Unexpanded {
  /** As the command has it: "$PORT", "$$". */
  readonly word: string;
  readonly said: string;
  readonly what: string;
  readonly fix: string;
  /** The same command with a shell that expands it. */
  readonly instead: readonly string[];
}

/** Reads a variable that nobody expanded out of a program's complaint, where its command has the same; undefined when there is none. */
export function unexpanded(record: ServiceRecord, output: string): Unexpanded | undefined {
  const words = [...record.image.entrypoint, ...record.image.command];
  const script = words.findIndex((word, index) => index > 0 && /^-\w*c$/.test(words[index - 1] ?? "") && /(?:^|\/)(?:ba|da|a)?sh$/.test(words[0] ?? ""));
  return script === -1 ? inExecForm(words, output) : doubled(words, script, output);
}

/** No shell stands between: the program is given the dollar and the name. */
function inExecForm(words: readonly string[], output: string): Unexpanded | undefined {
  const variable = words.flatMap((word) => /\$\{?[A-Za-z_]\w*[^\s"']*/.exec(word)?.[0] ?? []).find((each) => output.includes(each));
  if (variable === undefined || words.some((word) => /[\s;&|<>'"`]/.test(word))) return undefined;
  return {
    word: variable,
    said: lineWith(output, variable),
    what: `${variable} is not expanded: the command is in exec form, which no shell reads`,
    fix: `Write the command in shell form, or as ["sh", "-c", "exec ${words.join(" ")}"].`,
    instead: ["/bin/sh", "-c", `exec ${words.join(" ")}`],
  };
}

/** `$$` is the shell's own number: `$${PORT}` becomes `1{PORT}`. */
function doubled(words: readonly string[], at: number, output: string): Unexpanded | undefined {
  const text = words[at] ?? "";
  const name = /\$\$\{?([A-Za-z_]\w*)/.exec(text)?.[1];
  const said = name === undefined ? undefined : new RegExp(`\\d+\\{?${name}\\b`).exec(output)?.[0];
  if (name === undefined || said === undefined) return undefined;
  return {
    word: "$$",
    said: lineWith(output, said),
    what: `$$ is the number of the shell, so that ${name} comes to the program as ${said}`,
    fix: `Write one dollar: $\{${name}}.`,
    instead: words.map((word, index) => (index === at ? word.replaceAll("$$", "$") : word)),
  };
}

function lineWith(output: string, text: string): string {
  return (output.split("\n").find((line) => line.includes(text)) ?? text).trim().slice(0, 300);
}
