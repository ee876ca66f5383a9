import { n as changedApps, r as matrixOf, t as appsOf } from "./matrix2.js";

export { appsOf, matrixOf };