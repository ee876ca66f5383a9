/** What `--help` prints. */
export const usage = `upstream-gate: boots a project behind its own nginx configuration and names the root cause of 502/503 on the line that caused it

usage: upstream-gate check [DIR] [options]     the gate: plan, build, boot, probe, diagnose, prove, report
       upstream-gate plan [DIR] [options]      what would be built, booted, proxied and probed; touches no engine
       upstream-gate plan --matrix [DIR]       the apps of a repository as a GitHub Actions matrix, with --base REV those that changed
       upstream-gate merge-reports FILE…       one report of those of several apps; --matrix JSON names the apps that must have one
       upstream-gate diagnose EVIDENCE         diagnoses a stored evidence file again, without Docker
       upstream-gate explain [CAUSE]           the page of one root cause, or the catalogue (--lang en, ru)
       upstream-gate init [DIR]                writes a workflow for the repository; never overwrites
       upstream-gate clean                     removes what earlier runs left

options of check:
  --config FILE           configuration (default .github/upstream-gate.yml, optional)
  --app NAME              one app of a repository that holds several
  --platform NAME         auto, compose, dockerfile, amvera, upsun
  --compose-file FILE     may be repeated
  --nginx-config PATH     may be repeated
  --topology NAME         auto, container, host, shared
  --image REF             an image that is already built
  --env-file FILE         variables for the project; may be repeated
  --base REV              lines changed since REV are preferred as the place of a cause
  --start-timeout TIME    how long the app may take to start, such as 90s
  --memory SIZE           memory limit of the app, such as 512m
  --network NAME          open; internal: the containers reach each other and nothing else
  --cpus NUMBER           processors that the app may use, such as 0.5
  --allow NAME            access to the host that a service may have, such as docker-socket; may be repeated
  --no-prove              no counterfactual trials
  --keep                  leave containers and images where they are
  --allow-fork-code       run a fork's code where a workflow's event gives it this repository's token and secrets
  --format NAME           pretty, json, github
  --report FILE           JSON report          --evidence FILE   evidence, for diagnose
  --sarif FILE            SARIF 2.1.0          --junit FILE      JUnit XML
  --html FILE             one HTML page        --logs DIR        whole logs, of a failed run
  --quiet                 no progress, and one line for a pass
  --verbose               the output of image builds, line by line

diagnose takes --format, --report, --sarif, --junit, --html and --logs.

exit codes: 0 pass, 1 the gate failed, 2 bad usage or configuration, 3 could not run
`;
