import { n as cleanLine } from "./clean-text.js";

// src/report/services.ts
/** Where a service's image comes from: "postgres:16", "built from web/Dockerfile". */
function describeImage({ image }) {
	if (image.kind === "reference") return cleanLine(image.reference, 120);
	const recipe = image.inline === void 0 ? image.dockerfile : image.places ? "a Dockerfile of the gate" : "an inline Dockerfile";
	return cleanLine(`built from ${recipe}${image.target === void 0 ? "" : `, stage ${image.target}`}`, 160);
}

export { describeImage as t };