import { n as repositoryPrefix, t as pathPrefix } from "./checkout2.js";

export { pathPrefix, repositoryPrefix };