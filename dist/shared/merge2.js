import { n as mergeFiles, t as filesOf } from "./merge.js";

export { filesOf, mergeFiles };