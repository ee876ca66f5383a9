import { t as writeOutputs } from "./outputs.js";

export { writeOutputs };