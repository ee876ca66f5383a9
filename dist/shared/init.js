import { r as failure } from "./failure.js";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// src/init.ts
const workflowPath = ".github/workflows/upstream-gate.yml";
/** Writes a workflow for the project and answers what was done, for the reader. Never overwrites: throws a Failure when the file is there. */
function writeWorkflow(directory, plan) {
	const path = join(directory, workflowPath);
	if (existsSync(path)) throw failure("usage", `${workflowPath} is there already; nothing was written.`, { remedy: "Delete it first, or edit it by hand." });
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, workflow(), { flag: "wx" });
	return `${workflowPath} written: on every pull request ${count(plan.services.length, "service is", "services are")} booted and ${count(plan.probes.length, "request")} sent through ${plan.proxy.service}.\n`;
}
/** "1 request", "3 requests". */
function count(amount, one, many = `${one}s`) {
	return `${amount} ${amount === 1 ? one : many}`;
}
function workflow() {
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

export { writeWorkflow };