import type { Sourced } from "../../model/location.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { makeIngress, type Ingress } from "../platforms/ingress.ts";
import { numberSpan } from "./used-port.ts";

/** A plain reverse proxy of ours to a port of an app, for a project that has none; `because` says why it is that port. */
export function plainProxy(workspace: Workspace, app: string, port: Sourced<number>, because: string): Ingress {
  const span = port.because === undefined ? numberSpan(port.at, port.value) : undefined;
  const upstream = { kind: "port", protocol: "http", port: { ...port, because: port.because ?? because }, ...(span ? { span } : {}) } as const;
  const ingress = makeIngress({ workspace, facts: { topology: "container", label: "the project" }, app, upstream });
  const at = port.at ? { at: port.at } : {};
  return { ...ingress, supplied: { what: `a plain reverse proxy to port ${port.value} of ${app}`, why: `the project has no nginx of its own, and requests come there: ${because}`, ...at } };
}
