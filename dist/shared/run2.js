import { n as planProjectOnly, r as runGate, t as failureOf } from "./run.js";

export { failureOf, planProjectOnly, runGate };