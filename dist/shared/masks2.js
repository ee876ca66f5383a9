import { u as setSecret } from "./core.js";
import { r as withCommandsTaken } from "./quiet-log.js";

// src/github/masks.ts
/** More masks than this slow the runner's log down. */
const mostMasks = 400;
const masked = /* @__PURE__ */ new Set();
/** Has the runner blank these values in everything that the job prints from now on; each line by itself, since it reads the log line by line. */
function maskSecrets(values) {
	const fresh = values.flatMap((value) => value.split(/\r?\n/)).filter((line) => line.trim() !== "" && !masked.has(line));
	const lines = [...new Set(fresh)].slice(0, Math.max(0, mostMasks - masked.size));
	if (lines.length === 0) return;
	withCommandsTaken(() => {
		for (const line of lines) {
			masked.add(line);
			setSecret(line);
		}
	});
}

export { maskSecrets as t };