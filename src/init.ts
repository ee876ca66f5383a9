import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { failure } from "./model/failure.ts";
import type { Plan } from "./model/plan.ts";

const workflowPath = ".github/workflows/upstream-gate.yml";

/** Writes a workflow for the project and answers what was done, for the reader. Never overwrites: throws a Failure when the file is there. */
export function writeWorkflow(directory: string, plan: Plan): string {
  const path = join(directory, workflowPath);
  if (existsSync(path)) throw failure("usage", `${workflowPath} is there already; nothing was written.`, { remedy: "Delete it first, or edit it by hand." });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, workflow(), { flag: "wx" });
  return `${workflowPath} written: on every pull request ${count(plan.services.length, "service is", "services are")} booted and ${count(plan.probes.length, "request")} sent through ${plan.proxy.service}.\n`;
}

/** "1 request", "3 requests". */
function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

function workflow(): string {
  return `name: upstream-gate
on:
  pull_request:
permissions:
  contents: read
jobs:
  gate:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: upstream-gate/upstream-gate@v1
`;
}
