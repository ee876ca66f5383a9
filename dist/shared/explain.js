import { n as rules, r as nearest, t as ruleOf } from "./rules.js";
import { r as failure } from "./failure.js";

// src/explain.ts
/** The page of one root cause as plain text; the catalogue without one. Throws a Failure for an unknown id. */
function explain(cause) {
	if (cause === void 0) return `${catalogue().join("\n")}\n\nupstream-gate explain CAUSE shows one of them.\n`;
	const rule = ruleOf(cause);
	if (!rule) {
		const meant = nearest(cause, rules.map((each) => each.id));
		throw failure("usage", `There is no root cause "${cause}".`, { remedy: meant === void 0 ? "upstream-gate explain lists them." : `Did you mean ${meant}?` });
	}
	const { what, why, fix } = rule.doc;
	return `${rule.id}: ${rule.title}\n\nWhat happens\n${wrapped(what)}\n\nWhy\n${wrapped(why)}\n\nWhat to do\n${wrapped(fix)}\n`;
}
function catalogue() {
	const width = Math.max(...rules.map((rule) => rule.id.length));
	return rules.map((rule) => `${rule.id.padEnd(width)}  ${rule.title}`);
}
function wrapped(text) {
	const lines = [];
	for (const word of text.split(" ")) {
		const last = lines.at(-1);
		if (last !== void 0 && last.length + word.length < 96) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(`  ${word}`);
	}
	return lines.join("\n");
}

export { explain };