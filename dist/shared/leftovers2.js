import { a as runLabel, n as isAlive, t as isAbandoned } from "./labels.js";

// src/boot/leftovers.ts
/** What runs that have died left behind. */
const abandoned = (object) => isAbandoned(object.labels, Date.now());
/** What any run made, but for those that go on. */
const notInUse = (object) => !isAlive(object.labels);
/** What one run made. */
function ofRun(id) {
	return (object) => object.labels[runLabel] === id;
}
/** Removes objects that carry our label, containers first; answers how many are gone. Nothing without the label is ever touched. */
async function removeLeftovers(engine, isLeftover) {
	const objects = (await engine.owned()).filter(isLeftover);
	const ofKind = (kind) => objects.filter((object) => object.kind === kind);
	const removals = await Promise.allSettled(ofKind("container").map((object) => engine.remove(object.id)));
	const rest = await Promise.allSettled([
		...ofKind("network").map((object) => engine.removeNetwork(object.id)),
		...ofKind("volume").map((object) => engine.removeVolume(object.id)),
		...ofKind("image").map((object) => engine.removeImage(object.id))
	]);
	return [...removals, ...rest].filter((result) => result.status === "fulfilled").length;
}

export { removeLeftovers as i, notInUse as n, ofRun as r, abandoned as t };