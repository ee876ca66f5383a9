// src/model/names.ts
/** How many single-character changes make one word of the other; `most` + 1 when more than `most`. */
function distance(a, b, most = 3) {
	if (Math.abs(a.length - b.length) > most) return most + 1;
	let before = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) row[j] = Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
		before = row;
	}
	return before[b.length] ?? most + 1;
}
/** The one candidate that is nearest to a word, no further than a third of its length; undefined when none is, or several are. */
function nearest(word, candidates) {
	const most = Math.max(1, Math.floor(word.length / 3));
	const [first, second] = [...new Set(candidates)].map((candidate) => ({
		candidate,
		far: distance(word, candidate, most)
	})).filter(({ far }) => far > 0 && far <= most).toSorted((a, b) => a.far - b.far);
	return first && (second === void 0 || second.far > first.far) ? first.candidate : void 0;
}

export { nearest as t };