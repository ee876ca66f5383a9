import { n as rules, t as ruleOf } from "./rules.js";

export { rules };