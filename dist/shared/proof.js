import { n as cleanLine } from "./clean-text.js";
import { a as sentence } from "./headline.js";

// src/report/proof.ts
const resultWords = {
	refuted: "refuted: the change did not turn it green",
	inconclusive: "inconclusive"
};
/** What was changed and what came of it without and with the change, a clean line each; why it was not tried; nothing when neither is known. */
function proofLines({ proof }) {
	const because = proof.because === void 0 ? "" : `: ${sentence(proof.because)}`;
	if (proof.result === "not-attempted") return because === "" ? [] : [`not tried${because}`];
	return [
		...proof.result === "confirmed" ? [] : [`${resultWords[proof.result]}${because}`],
		...part("changed", proof.intervention),
		...part("without the change", proof.control),
		...part("with the change", proof.treatment)
	];
}
function part(label, text) {
	return text === void 0 || text === "" ? [] : [`${label}: ${cleanLine(text, 400)}`];
}

export { proofLines as t };