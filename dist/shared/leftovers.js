import { i as removeLeftovers, n as notInUse, r as ofRun, t as abandoned } from "./leftovers2.js";

export { abandoned, notInUse, ofRun, removeLeftovers };