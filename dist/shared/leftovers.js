import { i as removeLeftovers, n as anything, r as ofRun, t as abandoned } from "./leftovers2.js";

export { abandoned, anything, ofRun, removeLeftovers };