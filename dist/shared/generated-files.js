import { t as generatedFiles } from "./generated-files2.js";

export { generatedFiles };