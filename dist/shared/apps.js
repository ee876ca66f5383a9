import { t as findApps } from "./apps2.js";

export { findApps };