import { t as liveLog } from "./live-log2.js";

export { liveLog };