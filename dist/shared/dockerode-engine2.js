import { t as connectEngine } from "./dockerode-engine.js";

export { connectEngine };