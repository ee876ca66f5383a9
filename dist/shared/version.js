// src/model/timings.ts
/** All zeros. */
const noTimings = {
	plan: 0,
	build: 0,
	boot: 0,
	probe: 0,
	diagnose: 0,
	prove: 0,
	cleanup: 0,
	total: 0
};

// src/version.ts
/** The version of the program; a test holds it equal to package.json's. */
const version = "0.1.0";

export { noTimings as n, version as t };