/** The versions that a written workflow names; ours is the one that follows the major version. */
const checkout = "actions/checkout@v4";
const upload = "actions/upload-artifact@v4";
const download = "actions/download-artifact@v4";
const gate = "upstream-gate/upstream-gate@v1";

const head = `name: upstream-gate
on:
  pull_request:
permissions:
  contents: read
jobs:
`;

/** `fetch-depth: 0` lets the gate see which lines the pull request changed. */
const checkoutStep = `      - uses: ${checkout}
        with:
          fetch-depth: 0
          persist-credentials: false
`;

/** One job for a repository of one project. */
export function singleWorkflow(): string {
  return `${head}  gate:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
${checkoutStep}      - uses: ${gate}
`;
}

/** A job that lists the apps that changed, one for each of them, and one that merges their reports. */
export function matrixWorkflow(): string {
  const some = `needs.apps.outputs.matrix != '{"include":[]}'`;
  return `${head}  apps:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    outputs:
      matrix: \${{ steps.apps.outputs.matrix }}
    steps:
${checkoutStep}      - id: apps
        uses: ${gate}
        with:
          mode: matrix
  gate:
    name: gate (\${{ matrix.app }})
    needs: apps
    if: ${some}
    runs-on: ubuntu-latest
    timeout-minutes: 20
    strategy:
      fail-fast: false
      matrix: \${{ fromJSON(needs.apps.outputs.matrix) }}
    steps:
${checkoutStep}      - uses: ${gate}
        with:
          app: \${{ matrix.app }}
          report: reports/\${{ matrix.app }}.json
      - uses: ${upload}
        if: always()
        with:
          name: upstream-gate-\${{ matrix.app }}
          path: reports/\${{ matrix.app }}.json
  report:
    needs: [apps, gate]
    if: always() && needs.apps.result == 'success' && ${some}
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: ${download}
        with:
          path: reports
          pattern: upstream-gate-*
          merge-multiple: true
      - uses: ${gate}
        with:
          mode: merge
          reports: reports
          apps: \${{ needs.apps.outputs.matrix }}
          report: upstream-gate.json
`;
}
