import { n as publishMatrix, t as publish } from "./publish.js";

export { publish, publishMatrix };