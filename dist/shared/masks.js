import { t as maskSecrets } from "./masks2.js";

export { maskSecrets };