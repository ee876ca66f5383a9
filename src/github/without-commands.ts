/**
 * Text in which the runner finds no command, even where commands are not stopped: neither `::name::` at the start of a line nor
 * `##[name]` anywhere. A space is put in; nothing is left out.
 */
export function withoutCommands(text: string): string {
  return text.replace(/##(?=\[)/g, "## ").replace(/^(\s*):(?=:)/gm, "$1: ");
}
