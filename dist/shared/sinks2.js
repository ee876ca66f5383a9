import { n as sinkOptions, t as progressSink } from "./sinks.js";

export { progressSink, sinkOptions };