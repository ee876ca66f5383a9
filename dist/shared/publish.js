import { n as publishMatrix, t as publish } from "./publish2.js";

export { publish, publishMatrix };