import type { EvidenceKey } from "../../model/evidence.ts";
import type { Rule } from "../rule.ts";
import type { SymptomKind } from "../symptoms.ts";
import { addressFamilyMismatch } from "./address-family-mismatch.ts";
import { appHangs } from "./app-hangs.ts";
import { appReturnedError } from "./app-returned-error.ts";
import { buildFailed } from "./build-failed.ts";
import { certificateUnusable } from "./certificate-unusable.ts";
import { connectionsExhausted } from "./connections-exhausted.ts";
import { copySourceMissing } from "./copy-source-missing.ts";
import { crashOnStart } from "./crash-on-start.ts";
import { dependencyManifestMissing } from "./dependency-manifest-missing.ts";
import { dependencyNotInstalled } from "./dependency-not-installed.ts";
import { dependencyNotReady } from "./dependency-not-ready.ts";
import { dependencyUnreachable } from "./dependency-unreachable.ts";
import { exitsImmediately } from "./exits-immediately.ts";
import { fastcgiScriptMissing } from "./fastcgi-script-missing.ts";
import { filesystemNotWritable } from "./filesystem-not-writable.ts";
import { healthcheckInvalid } from "./healthcheck-invalid.ts";
import { hostGatewayMissing } from "./host-gateway-missing.ts";
import { hostHeaderRejected } from "./host-header-rejected.ts";
import { invalidResponse } from "./invalid-response.ts";
import { loopbackBind } from "./loopback-bind.ts";
import { maintenanceMode } from "./maintenance-mode.ts";
import { networksDisjoint } from "./networks-disjoint.ts";
import { nothingListens } from "./nothing-listens.ts";
import { outOfMemory } from "./out-of-memory.ts";
import { platformConfigInvalid } from "./platform-config-invalid.ts";
import { portInUse } from "./port-in-use.ts";
import { portMismatch } from "./port-mismatch.ts";
import { portVariableIgnored } from "./port-variable-ignored.ts";
import { privilegedPort } from "./privileged-port.ts";
import { proxyConfigInvalid } from "./proxy-config-invalid.ts";
import { proxyDialsItself } from "./proxy-dials-itself.ts";
import { proxyTimeoutTooShort } from "./proxy-timeout-too-short.ts";
import { publishedPortDialled } from "./published-port-dialled.ts";
import { rateLimited } from "./rate-limited.ts";
import { requestHeaderTooBig } from "./request-header-too-big.ts";
import { resolverUnusable } from "./resolver-unusable.ts";
import { responseHeaderTooBig } from "./response-header-too-big.ts";
import { slowStart } from "./slow-start.ts";
import { socketFamilyMismatch } from "./socket-family-mismatch.ts";
import { startCommandInvalid } from "./start-command-invalid.ts";
import { unixSocketPathMismatch } from "./unix-socket-path-mismatch.ts";
import { unixSocketPermission } from "./unix-socket-permission.ts";
import { upstreamHostUnknown } from "./upstream-host-unknown.ts";
import { upstreamProtocolMismatch } from "./upstream-protocol-mismatch.ts";
import { upstreamSchemeMismatch } from "./upstream-scheme-mismatch.ts";
import { upstreamServerDown } from "./upstream-server-down.ts";
import { upstreamTlsRejected } from "./upstream-tls-rejected.ts";
import { variableMissing } from "./variable-missing.ts";
import { workerDied } from "./worker-died.ts";
import { workerTimeout } from "./worker-timeout.ts";

/** A rule whose types have been forgotten; `diagnose` may only be called with what it declares. */
export type AnyRule = Rule<SymptomKind, EvidenceKey>;

/** The catalogue, by id. */
export const rules: readonly AnyRule[] = [
  addressFamilyMismatch,
  appHangs,
  appReturnedError,
  buildFailed,
  certificateUnusable,
  connectionsExhausted,
  copySourceMissing,
  crashOnStart,
  dependencyManifestMissing,
  dependencyNotInstalled,
  dependencyNotReady,
  dependencyUnreachable,
  exitsImmediately,
  fastcgiScriptMissing,
  filesystemNotWritable,
  healthcheckInvalid,
  hostGatewayMissing,
  hostHeaderRejected,
  invalidResponse,
  loopbackBind,
  maintenanceMode,
  networksDisjoint,
  nothingListens,
  outOfMemory,
  platformConfigInvalid,
  portInUse,
  portMismatch,
  portVariableIgnored,
  privilegedPort,
  proxyConfigInvalid,
  proxyDialsItself,
  proxyTimeoutTooShort,
  publishedPortDialled,
  rateLimited,
  requestHeaderTooBig,
  resolverUnusable,
  responseHeaderTooBig,
  slowStart,
  socketFamilyMismatch,
  startCommandInvalid,
  unixSocketPathMismatch,
  unixSocketPermission,
  upstreamHostUnknown,
  upstreamProtocolMismatch,
  upstreamSchemeMismatch,
  upstreamServerDown,
  upstreamTlsRejected,
  variableMissing,
  workerDied,
  workerTimeout,
] as unknown as readonly AnyRule[];

/** The rule of a cause; undefined for an unknown id. */
export function ruleOf(id: string): AnyRule | undefined {
  return rules.find((rule) => rule.id === id);
}
