import { n as runGate, t as planProjectOnly } from "./run.js";

export { planProjectOnly, runGate };