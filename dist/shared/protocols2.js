import { n as tryProtocols, t as isInVain } from "./protocols.js";

export { isInVain };