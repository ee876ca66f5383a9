import { t as publish } from "./publish.js";

export { publish };