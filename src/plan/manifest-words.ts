/** What package managers say when the file that lists a project's packages is not there: the words, and its name where they do not hold it. */
const patterns: readonly (readonly [RegExp, string?])[] = [
  [/Could not open requirements file: \[Errno 2\] No such file or directory: '([^']+)'/],
  [/(?:ERROR: )?(?:File|Directory) '?\S*?'? (?:does not appear to be a Python project|is not installable)[^\n]*(?:setup\.py|pyproject\.toml)/, "pyproject.toml"],
  [/Poetry could not find a (pyproject\.toml) file/],
  [/No (Pipfile) present|(Pipfile) not found/i, "Pipfile"],
  [/(?:can only install|requires) (?:packages )?(?:with )?an existing (package-lock\.json)/],
  [/ENOENT[^\n]*open '([^'\n]*package\.json)'/i],
  [/Could not read (package\.json)/],
  [/Couldn't find a (package\.json) file/],
  [/No (package\.json)[^\n]* found in/],
  [/ERR_PNPM_NO_LOCKFILE/, "pnpm-lock.yaml"],
  [/Composer could not find a (composer\.json) file/],
  [/Could not locate (Gemfile)/],
  [/(go\.mod) file not found/],
  [/cannot find main module/, "go.mod"],
  [/there is no POM in this directory/, "pom.xml"],
  [/does not contain a Gradle build/, "build.gradle"],
  [/could not find `(Cargo\.toml)`/],
  [/MSB1009: Project file does not exist[^\n]*Switch: (\S+)/],
  [/MSB1003/, "*.csproj"],
];

/** The manifest that the output of a build step says is missing, as it names it; undefined when it says nothing of the kind. */
export function missingManifest(log: readonly string[]): string | undefined {
  for (const line of log.toReversed()) {
    for (const [pattern, name] of patterns) {
      const match = pattern.exec(line.slice(0, 1000));
      if (match) return match[1] ?? match[2] ?? name;
    }
  }
  return undefined;
}
