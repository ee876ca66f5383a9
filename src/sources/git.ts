import { runCommand, toolEnvironment, type CommandResult } from "../docker/cli.ts";

/**
 * What no repository may decide: a folder of the project can be made to look like a repository with a configuration of its own, whose
 * programs git would start.
 */
const settings = {
  "safe.bareRepository": "explicit",
  "core.fsmonitor": "false",
  "core.hooksPath": "/dev/null",
  "core.quotePath": "false",
  "core.sshCommand": "false",
  "diff.external": "",
  "protocol.allow": "never",
};

/** Runs git on a folder, without hooks, monitors, other programs or the network; at most 30 seconds. Rejects when there is no git. */
export function runGit(folder: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<CommandResult> {
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const env = { ...toolEnvironment(environment), GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" };
  return runCommand("git", ["-C", folder, ...options, ...args], { env, timeout: 30_000 });
}
