import type { RepoPath, Sourced } from "../../model/location.ts";
import type { ImageBuild } from "../../model/plan.ts";
import type { Workspace } from "../../workspace/workspace.ts";

/** An image for a project without a Dockerfile, and what it was made from. */
export interface Generated {
  readonly image: ImageBuild;
  /** "python:3.12-slim and requirements.txt". */
  readonly what: string;
  readonly usualCommand?: string;
}

interface Kind {
  readonly manifest: string;
  readonly base: (version: string | undefined) => string;
  readonly version: (workspace: Workspace, at: (name: string) => RepoPath) => string | undefined;
  readonly build: (text: string) => readonly string[];
  readonly command?: (text: string) => string | undefined;
}

const numbered = (text: string | undefined): string | undefined => /(\d+(?:\.\d+)?)/.exec(text ?? "")?.[1];

/** How the platforms build a project by its manifest: the usual image of its language, its packages, its build script. */
const kinds: readonly Kind[] = [
  {
    manifest: "requirements.txt",
    base: (version = "3.12") => `python:${version}-slim`,
    version: (workspace, at) => numbered(workspace.read(at("runtime.txt")) ?? workspace.read(at(".python-version"))),
    build: () => ["pip install -r requirements.txt"],
  },
  {
    manifest: "package.json",
    base: (version = "22") => `node:${version}-slim`,
    version: (workspace, at) => /"node"\s*:\s*"[^"\d]*(\d+)/.exec(workspace.read(at("package.json")) ?? "")?.[1],
    build: (text) => ["npm install", ...(/"build"\s*:/.test(text) ? ["npm run build"] : [])],
    command: (text) => (/"start"\s*:/.test(text) ? "npm start" : undefined),
  },
  {
    manifest: "Gemfile",
    base: (version = "3.3") => `ruby:${version}-slim`,
    version: (workspace, at) => /^\s*ruby\s+["'](\d+\.\d+)/m.exec(workspace.read(at("Gemfile")) ?? "")?.[1],
    build: () => ["bundle install"],
  },
  {
    manifest: "go.mod",
    base: (version = "1.23") => `golang:${version}`,
    version: (workspace, at) => /^go\s+(\d+\.\d+)/m.exec(workspace.read(at("go.mod")) ?? "")?.[1],
    build: () => ["mkdir -p bin && go build -o bin/ ./..."],
  },
];

/** The image that a platform would make of a folder, as near as the manifest tells; undefined for a language that is not known here. */
export function generatedImage(workspace: Workspace, folder: RepoPath, buildCommand: Sourced<string> | undefined): Generated | undefined {
  const at = (name: string): RepoPath => (folder === "" ? name : `${folder}/${name}`) as RepoPath;
  const kind = kinds.find(({ manifest }) => workspace.isFile(at(manifest)));
  if (!kind) return undefined;
  const text = workspace.read(at(kind.manifest)) ?? "";
  const base = kind.base(kind.version(workspace, at));
  const steps = buildCommand ? [buildCommand.value.replace(/\s*\n\s*/g, " && ")] : kind.build(text);
  const lines = [
    `FROM ${base}`,
    "ENV PYTHONUNBUFFERED=1",
    "WORKDIR /app",
    "COPY . .",
    ...steps.map((step) => `RUN ${JSON.stringify(["sh", "-c", step])}`),
    "ENV PATH=/app/bin:/app/node_modules/.bin:$PATH",
  ];
  const usualCommand = kind.command?.(text);
  const image: ImageBuild = { kind: "build", context: folder, dockerfile: at(kind.manifest), inline: `${lines.join("\n")}\n`, args: {} };
  return { image, what: `${base} and ${at(kind.manifest)}`, ...(usualCommand === undefined ? {} : { usualCommand }) };
}
