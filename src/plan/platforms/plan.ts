import type { Inputs } from "../../model/inputs.ts";
import type { Note, Plan, Service, Supplied } from "../../model/plan.ts";
import type { PlatformProblem } from "../../model/platform.ts";
import type { RepoPath } from "../../model/location.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import { deriveProbes } from "../probes.ts";
import { sharedSockets } from "../shared-sockets.ts";
import { withSocketOwners } from "../socket-owners.ts";
import { startTimeout } from "../timeouts.ts";
import type { PlatformFacts } from "./facts.ts";
import { ingressName, type Ingress } from "./ingress.ts";

/** Everything that the plan of a platform's project is made of. */
export interface PlatformParts {
  readonly inputs: Inputs;
  readonly workspace: Workspace;
  readonly facts: PlatformFacts;
  /** Files that only the platform reads. */
  readonly files: readonly RepoPath[];
  /** The app, then what it needs. */
  readonly services: readonly Service[];
  readonly ingress: Ingress;
  readonly problems: readonly PlatformProblem[];
  readonly notes: readonly Note[];
  readonly supplied?: readonly Supplied[];
}

const network = "default";

/** The plan of a project whose proxy the gate itself writes. */
export function platformPlan(parts: PlatformParts): Plan {
  const { inputs, workspace, facts, ingress } = parts;
  const placed = [...parts.services, ingress.service];
  const sharing = sharedSockets(ingress.planned.proxy, placed);
  const { services } = sharing;
  const { probes, notes } = deriveProbes(ingress.planned, { workspace, mappings: services.map((service) => service.paths) });
  return {
    platform: facts.id,
    topology: {
      value: facts.topology,
      because: facts.topology === "shared" ? `${facts.label}'s nginx stands in the app's own container` : `${facts.label}'s nginx stands in front of the app's container`,
    },
    services,
    networks: [{ name: network, internal: false }],
    volumes: [...new Set([...sharing.volumes, ...services.flatMap((service) => service.mounts.flatMap((mount) => (mount.kind === "volume" ? [mount.volume] : [])))])],
    proxy: withSocketOwners(workspace, ingress.planned.proxy, services),
    probes,
    supplied: [...(parts.supplied ?? []), ...sharing.supplied, ingress.supplied],
    notes: [...parts.notes, ...parts.problems.filter((problem) => problem.isFatal !== true).map(noteOf), ...notes],
    startTimeout: startTimeout(inputs, services),
    forwards: [],
    overlay: workspace.edits,
    ...problemsOf(parts),
  };
}

/** The plan of a project that its platform would not deploy: nothing runs, and the problems say why. */
export function refusedPlan(parts: Omit<PlatformParts, "services" | "ingress">): Plan {
  const { inputs, workspace, facts } = parts;
  return {
    platform: facts.id,
    topology: { value: facts.topology, because: `it is so on ${facts.label}` },
    services: [],
    networks: [],
    volumes: [],
    proxy: { service: ingressName, kind: "stub", main: "/etc/nginx/nginx.conf", files: [], servers: [], routes: [], errors: [] },
    probes: [],
    supplied: [...(parts.supplied ?? [])],
    notes: [...parts.notes, ...parts.problems.filter((problem) => problem.isFatal !== true).map(noteOf)],
    startTimeout: startTimeout(inputs, []),
    forwards: [],
    overlay: workspace.edits,
    ...problemsOf(parts),
  };
}

function problemsOf({ problems, files }: Pick<PlatformParts, "problems" | "files">): Pick<Plan, "platformProblems" | "platformFiles"> {
  return { ...(problems.length > 0 ? { platformProblems: problems } : {}), platformFiles: files };
}

/** What the platform does not read is told also where the run passes. */
function noteOf(problem: PlatformProblem): Note {
  return { text: problem.meant === undefined ? `${problem.what}; expected is ${problem.expected}` : `${problem.what}; did you mean ${problem.meant}?`, at: problem.at };
}
