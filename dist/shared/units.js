// src/model/units.ts
/** A port from a number or its decimal text; undefined for anything else. */
function port(value) {
	if (typeof value === "string" && !/^\d{1,5}$/.test(value)) return void 0;
	const number = Number(value);
	return Number.isInteger(number) && number >= 1 && number <= 65535 ? number : void 0;
}
/** Milliseconds from a finite number of them. */
function millis(value) {
	return Math.round(value);
}
const durationUnits = {
	ns: 1e-6,
	us: .001,
	µs: .001,
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
/** A duration such as `90s`, `1m30s`, `250ms`; a bare number counts in `bare` units. undefined when it is not one. */
function parseDuration(text, bare = "s") {
	const trimmed = text.trim();
	if (/^\d+(\.\d+)?$/.test(trimmed)) return millis(Number(trimmed) * (bare === "s" ? 1e3 : 1));
	if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d))+$/.test(trimmed)) return void 0;
	let total = 0;
	for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g)) total += Number(amount) * (durationUnits[unit ?? ""] ?? 0);
	return millis(total);
}
const sizeUnits = {
	b: 1,
	k: 1024,
	m: 1024 ** 2,
	g: 1024 ** 3,
	t: 1024 ** 4
};
/** A size such as `512m`, `1.5g`, `1073741824`, `256MiB`, as Docker reads it. undefined when it is not one. */
function parseSize(text) {
	const match = /^(\d+(?:\.\d+)?)\s*([bkmgt])?i?b?$/i.exec(text.trim());
	if (!match) return void 0;
	return Math.floor(Number(match[1]) * (sizeUnits[(match[2] ?? "b").toLowerCase()] ?? 1));
}
/** A number of processors such as `0.5` or `2`; undefined for what is none, or more than a machine has. */
function parseProcessors(text) {
	const value = /^\d{1,3}(?:\.\d{1,3})?$/.test(text.trim()) ? Number(text) : 0;
	return value > 0 ? value : void 0;
}
/** "74 ms", "3.2 s", "1 min 15 s". */
function showDuration(duration) {
	if (duration < 1e3) return `${Math.round(duration)} ms`;
	if (duration < 6e4) return `${(duration / 1e3).toFixed(1)} s`;
	return `${Math.floor(duration / 6e4)} min ${Math.round(duration % 6e4 / 1e3)} s`;
}
/** "512 MiB", "1.5 GiB", "900 B". */
function showSize(size) {
	const units = [
		"B",
		"KiB",
		"MiB",
		"GiB",
		"TiB"
	];
	let value = size;
	let unit = 0;
	while (value >= 1024 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[unit]}`;
}

export { port as a, parseSize as i, parseDuration as n, showDuration as o, parseProcessors as r, showSize as s, millis as t };