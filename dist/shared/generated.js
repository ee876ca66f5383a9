import { r as place } from "./headline.js";

// src/report/generated.ts
/** Folders and files that tools write and nobody edits. */
const generatedPath = /(?:^|\/)(?:node_modules|bower_components|site-packages|__pycache__|\.venv|venv|\.next|\.nuxt|\.svelte-kit|\.git|coverage)\/|(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|composer\.lock|Gemfile\.lock|poetry\.lock|Pipfile\.lock|uv\.lock|Cargo\.lock|go\.sum)$|\.min\.(?:js|css)$|\.map$/;
/** Whether a path is one that only tools write, by its name alone. */
function hasGeneratedName(path) {
	return generatedPath.test(path);
}
/** The report with no place in a generated file: the first related line of the project's own takes the place's part, else there is none. */
function withoutGenerated(report, isGenerated) {
	return {
		...report,
		findings: report.findings.map((finding) => moved(finding, isGenerated))
	};
}
function moved(finding, isGenerated) {
	const related = finding.related.filter(({ at }) => !isGenerated(at.path));
	const { location, ...placeless } = finding;
	if (location === void 0 || !isGenerated(location.path)) return {
		...finding,
		related
	};
	const [first, ...others] = related;
	const what = `${finding.what} It was seen at ${place(location)}, a generated file.`;
	return {
		...placeless,
		...first === void 0 ? {} : { location: first.at },
		related: others,
		what
	};
}

export { withoutGenerated as n, hasGeneratedName as t };