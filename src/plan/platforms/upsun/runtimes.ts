import type { UpsunApp } from "./project.ts";

/** What stands for a runtime of the platform in a run. Data. */
export interface Runtime {
  /** The official image; `{v}` stands for the version. */
  readonly image: string;
  /** The commands that the platform runs by itself before the build hook, by the file that calls for them. */
  readonly flavor?: { readonly manifest: string; readonly command: string };
  /** What starts where the app names no command. */
  readonly start?: readonly string[];
  readonly socketFamily: "tcp" | "unix";
  readonly protocol: "http" | "fastcgi";
}

/** The script with which PHP is started on the platform. */
export const startPhp = "/usr/bin/start-php-app";

const plain = { socketFamily: "tcp", protocol: "http" } as const;

const runtimes: Readonly<Record<string, Runtime>> = {
  python: { image: "python:{v}-slim", ...plain },
  nodejs: { image: "node:{v}-slim", flavor: { manifest: "package.json", command: "npm install" }, ...plain },
  php: {
    image: "php:{v}-fpm",
    flavor: { manifest: "composer.json", command: "composer --no-ansi --no-interaction install --no-progress --prefer-dist --optimize-autoloader" },
    start: [startPhp],
    socketFamily: "unix",
    protocol: "fastcgi",
  },
  ruby: { image: "ruby:{v}-slim", ...plain },
  golang: { image: "golang:{v}", ...plain },
  rust: { image: "rust:{v}-slim", ...plain },
  java: { image: "maven:3-eclipse-temurin-{v}", ...plain },
  dotnet: { image: "mcr.microsoft.com/dotnet/sdk:{v}", ...plain },
  elixir: { image: "elixir:{v}-slim", ...plain },
};

/** A runtime with its version as an app asks for it. */
export interface ChosenRuntime {
  /** "python". */
  readonly name: string;
  readonly version: string;
  readonly runtime: Runtime;
  readonly image: string;
}

/** The runtimes of an app, the one that serves first; none when its type is none that is known. */
export function runtimesOf({ map }: UpsunApp): ChosenRuntime[] {
  const stack = map.child("stack");
  const listed = stack.child("runtimes").texts;
  const given = [...(Array.isArray(stack.value) ? stack.texts : listed), ...runtimeNames(Array.isArray(stack.value) ? stack : stack.child("runtimes"))];
  const wanted = given.length > 0 ? given : [map.child("type").text ?? ""];
  return wanted.flatMap((text) => chosen(text) ?? []);
}

/** Entries of a list that are maps: `- "php@8.4": { extensions: … }`. */
function runtimeNames(list: UpsunApp["map"]): string[] {
  return Array.isArray(list.value) ? list.value.flatMap((_, index) => list.child(index).keys.filter((key) => key.includes("@"))) : [];
}

function chosen(text: string): ChosenRuntime | undefined {
  const [, name = "", version = ""] = /^([a-z]+)[:@]([\w.]+)$/.exec(text.trim()) ?? [];
  const runtime = runtimes[name];
  return runtime && version !== "" ? { name, version, runtime, image: runtime.image.replace("{v}", version) } : undefined;
}
