import { n as makeRevocationList, t as makeCertificate } from "./make.js";

export { makeCertificate, makeRevocationList };