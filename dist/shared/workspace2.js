import { t as Workspace } from "./workspace.js";

export { Workspace };