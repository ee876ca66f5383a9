import { byDefault, sourced, type Sourced } from "../../model/location.ts";
import type { Note } from "../../model/plan.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { otherPorts, tlsPorts, exposedPort } from "../hosting/used-port.ts";
import { plainProxy } from "../hosting/plain-proxy.ts";
import { readRecipe } from "../image-recipe.ts";
import type { DraftService } from "./draft.ts";
import type { ComposeFront } from "./stub.ts";

/** A service that may answer the requests, and the port on which it would. */
interface Candidate {
  readonly draft: DraftService;
  readonly port: Sourced<number>;
  readonly because: string;
}

/** Names of services that people open in a browser, the likeliest first. */
const frontNames = /^(?:web|www|site|frontend|front|gateway|app|server|api|backend)\b/i;

/** Images that pass requests on or are watched, not apps: what stands behind them is meant. */
const notApps =
  /(?:^|\/)(?:traefik|caddy|haproxy|envoy|nginx|httpd|adminer|phpmyadmin|pgadmin4?|mailhog|mailpit|grafana|prometheus|portainer[\w-]*|flower|redis-commander|mongo-express|kibana|minio)(?::|$)/i;

/** A plain reverse proxy of ours in front of the service that the project publishes; undefined when none can be meant. */
export function composePlain(workspace: Workspace, drafts: readonly DraftService[]): ComposeFront | undefined {
  const candidates = drafts.flatMap((draft) => candidateOf(workspace, draft) ?? []);
  const [chosen, ...others] = candidates.toSorted((a, b) => rank(b) - rank(a));
  if (!chosen) return undefined;
  const { draft, port, because } = chosen;
  const name = drafts.some((each) => each.name === "ingress") ? "upstream-gate-ingress" : "ingress";
  const { planned, service, supplied } = plainProxy(workspace, draft.name, port, because);
  const assumed: Note = { text: `assumed: requests come to port ${port.value} of ${draft.name}: ${because}`, ...(port.at ? { at: port.at } : {}) };
  const left: Note[] = others.length > 0 ? [{ text: `not asked: ${others.map((each) => each.draft.name).join(", ")}; put an nginx in front, or name a configuration with --nginx-config` }] : [];
  return {
    planned: { ...planned, proxy: { ...planned.proxy, service: name } },
    service: { ...service, name, attachments: draft.attachments.map(({ network }) => ({ network, aliases: [name] })) },
    topology: byDefault("container", "a plain reverse proxy stands in front of the app's container"),
    notes: [assumed, ...left],
    supplied,
  };
}

/** A service on a network that publishes a port, or that is built here and exposes one. */
function candidateOf(workspace: Workspace, draft: DraftService): Candidate | undefined {
  const isBuilt = draft.image.kind === "build";
  if (draft.attachments.length === 0 || (draft.image.kind === "reference" && notApps.test(draft.image.reference.split("@")[0] ?? ""))) return undefined;
  const published = draft.ports.filter(({ target }) => !otherPorts.has(target) && !tlsPorts.has(target));
  const [first] = published.toSorted((a, b) => Number(isWeb(b.published ?? b.target)) - Number(isWeb(a.published ?? a.target)));
  if (first && (isBuilt || isWeb(first.target) || isWeb(first.published ?? 0))) {
    return { draft, port: sourced<number>(first.target, first.at), because: first.published === undefined ? "it is published" : `it is published as ${first.published}` };
  }
  const exposed = draft.image.kind === "build" && draft.ports.length === 0 ? exposedPort(readRecipe(workspace, draft.image)) : undefined;
  return exposed && { draft, port: exposed.port, because: exposed.because };
}

function isWeb(port: number): boolean {
  return port === 80 || (port >= 3000 && port < 3100) || (port >= 4000 && port < 4100) || (port >= 5000 && port < 5100) || (port >= 8000 && port < 9100);
}

function rank({ draft, port }: Candidate): number {
  const published = draft.ports.find((each) => each.target === port.value)?.published;
  return (
    (draft.image.kind === "build" ? 100 : 0) +
    (published === 80 || published === 443 ? 50 : 0) +
    (published === undefined ? 0 : 20) +
    (frontNames.test(draft.name) ? 10 : 0) +
    (port.value === 80 ? 1 : 0)
  );
}
