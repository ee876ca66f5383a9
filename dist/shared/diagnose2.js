import { n as subjectOf, t as diagnose } from "./diagnose.js";

export { diagnose, subjectOf };