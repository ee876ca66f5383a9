import { t as renderMarkdown } from "./markdown.js";

export { renderMarkdown };