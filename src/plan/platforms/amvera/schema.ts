import type { KeySchema } from "../schema.ts";

/** The kinds of project that Amvera builds, each with its toolchains, the usual one first. */
export const toolchains = {
  docker: ["docker"],
  python: ["pip"],
  node: ["npm", "browser"],
  jvm: ["maven", "gradle"],
  golang: ["go"],
  csharp: ["dotnet", "mono"],
  ruby: ["bundle"],
  php: ["composer"],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type Environment = keyof typeof toolchains;

/** What people write for an environment. */
export const environmentWords: Readonly<Record<string, Environment>> = {
  nodejs: "node",
  javascript: "node",
  python3: "python",
  py: "python",
  java: "jvm",
  kotlin: "jvm",
  go: "golang",
  dotnet: "csharp",
  "c#": "csharp",
  net: "csharp",
  dockerfile: "docker",
};

const hasImages = ["jvm", "golang", "csharp", "ruby"];

/** Every key of amvera.yml that public sources show, where it belongs and for which kinds of project it is read. */
export const amveraSchema: KeySchema = {
  kind: "map",
  changes: "start",
  keys: {
    meta: {
      kind: "map",
      changes: "build",
      keys: {
        environment: { kind: "text", changes: "build", also: ["env", "language", "runtime", "stack", "framework"] },
        toolchain: {
          kind: "map",
          changes: "build",
          keys: {
            name: { kind: "text", changes: "build", also: ["tool", "packagemanager", "buildtool"] },
            version: { kind: "text", changes: "build", also: ["pythonversion", "nodeversion", "tag"] },
          },
        },
      },
    },
    build: {
      kind: "map",
      changes: "build",
      keys: {
        dockerfile: { kind: "path", changes: "build", only: ["docker"], also: ["dockerfilepath", "file"] },
        skip: { kind: "flag", changes: "build", only: ["docker", "node"] },
        requirementsPath: { kind: "path", changes: "build", only: ["python"], also: ["requirements", "requirementsfile", "requirementstxt", "dependencies"] },
        useCache: { kind: "flag", changes: "nothing", only: ["python"] },
        additionalCommands: { kind: "text", changes: "build", only: ["node"], also: ["commands", "command", "buildcommand", "script", "scripts", "run"] },
        artifacts: { kind: "texts", changes: "build", only: ["node", "jvm", "csharp"], also: ["outputs", "output", "files"] },
        image: { kind: "text", changes: "build", only: hasImages, also: ["baseimage", "builder"] },
        args: { kind: "text", changes: "build", only: ["jvm", "csharp"], also: ["buildargs", "arguments"] },
        mainFile: { kind: "path", changes: "build", only: ["csharp/mono"] },
      },
    },
    run: {
      kind: "map",
      changes: "start",
      keys: {
        image: { kind: "text", changes: "start", only: ["docker", ...hasImages] },
        command: { kind: "text", changes: "start", only: ["docker", "python", "node/npm", "php"], also: ["cmd", "start", "startcommand", "entrypoint", "exec", "run", "runcommand"] },
        args: { kind: "text", changes: "start", only: ["docker"], also: ["arguments", "params"] },
        scriptName: { kind: "path", changes: "start", only: ["python", "node/npm"], also: ["script", "main", "file", "mainfile", "app"] },
        scriptArguments: { kind: "text", changes: "start", only: ["node/npm"], also: ["scriptargs"] },
        nodeArguments: { kind: "text", changes: "start", only: ["node/npm"], also: ["nodeargs", "nodeoptions"] },
        jarName: { kind: "path", changes: "start", only: ["jvm"], also: ["jar", "jarfile"] },
        buildFileName: { kind: "path", changes: "start", only: ["csharp/dotnet"], also: ["dll", "assembly"] },
        mainScript: { kind: "path", changes: "start", only: ["ruby"], also: ["script", "scriptname", "main"] },
        persistenceMount: { kind: "path", changes: "files", also: ["persistencefolder", "persistencepath", "mountpath", "mount", "volume", "volumes", "storage", "data"] },
        containerPort: { kind: "ports", changes: "port", also: ["port", "ports", "internalport", "appport", "targetport", "listenport", "httpport"] },
        servicePort: { kind: "ports", changes: "port", also: ["externalport", "publicport"] },
      },
    },
  },
};
