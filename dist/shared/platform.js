// src/model/platform.ts
/** The problems that leave nothing to boot. */
function fatalProblems(plan) {
	return (plan.platformProblems ?? []).filter((problem) => problem.isFatal === true);
}

export { fatalProblems as t };