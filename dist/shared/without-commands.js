// src/github/without-commands.ts
/**
* Text in which the runner finds no command, even where commands are not stopped: neither `::name::` at the start of a line nor
* `##[name]` anywhere. A space is put in; nothing is left out.
*/
function withoutCommands(text) {
	return text.replace(/##(?=\[)/g, "## ").replace(/^(\s*):(?=:)/gm, "$1: ");
}

export { withoutCommands as t };