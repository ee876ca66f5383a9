// src/report/pages.ts
/** Where the pages of the causes are published. */
const pages = "https://github.com/upstream-gate/upstream-gate/blob/main/docs/causes";
/** The address of a cause's page; undefined for what is no id of a cause. */
function causePage(cause) {
	return /^[a-z]+(?:-[a-z0-9]+)*$/.test(cause) ? `${pages}/${cause}.md` : void 0;
}

export { causePage as t };