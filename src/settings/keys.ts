/** What a value of the configuration is to be; reader, schema and page are made of it. */
export type Shape =
  /** A text or a number, and where `allowsSwitch` true or false; `pattern` is for the whole of it. */
  | { readonly kind: "text"; readonly pattern?: RegExp; readonly allowsSwitch?: boolean; readonly expected: string }
  | { readonly kind: "choice"; readonly of: readonly string[] }
  | { readonly kind: "duration"; readonly example: string }
  | { readonly kind: "size" }
  | { readonly kind: "number"; readonly above: number; readonly isWhole?: boolean; readonly most: number; readonly expected: string }
  | { readonly kind: "switch" }
  /** A list; where `orOne`, one entry may stand without it. */
  | { readonly kind: "list"; readonly of: Shape; readonly orOne: boolean; readonly expected: string }
  /** A map with known keys. */
  | { readonly kind: "map"; readonly keys: Keys }
  /** A map with names of the user's own. */
  | { readonly kind: "names"; readonly name: RegExp; readonly of: Shape; readonly expected: string }
  /** A short form, or a map that says more. */
  | { readonly kind: "either"; readonly short: Shape; readonly long: Shape };

export type Keys = Readonly<Record<string, Key>>;

export interface Key {
  readonly shape: Shape;
  /** What to write, in a few words; Markdown. */
  readonly value: string;
  /** What it does; Markdown. */
  readonly meaning: string;
  readonly isRequired?: boolean;
}

/** Words for `causes`. */
export const causeWords = ["off", "warning"] as const;

const text: Shape = { kind: "text", pattern: /[\s\S]/, expected: "a text" };
const paths: Shape = { kind: "list", of: { kind: "text", pattern: /[\s\S]/, expected: "a path" }, orOne: true, expected: "a path or a list of paths" };
const urlPath: Shape = { kind: "text", pattern: /^\/[^\s\p{Cc}]*$/u, expected: "a path that begins with / and has no spaces" };
const host: Shape = { kind: "text", pattern: /^[\w.:[\]-]+$/, expected: "a host name" };
const status: Shape = { kind: "number", above: 99, most: 599, isWhole: true, expected: "an HTTP status" };
const headers: Shape = {
  kind: "names",
  name: /^[\w!#$%&'*+.^`|~-]+$/,
  of: { kind: "text", pattern: /^[^\r\n\0]*$/, allowsSwitch: true, expected: "a text" },
  expected: "a map of header names and texts",
};
const variables: Shape = {
  kind: "names",
  name: /^[A-Za-z_][\w.-]*$/,
  of: { kind: "text", pattern: /^[^\0]*$/, allowsSwitch: true, expected: "a text" },
  expected: "a map of variable names and texts",
};
const cpus: Shape = { kind: "number", above: 0, most: 999, expected: "a number of processors such as 0.5 or 2" };

/** What a user's probe demands. */
export const expectKeys: Keys = {
  status: {
    shape: { kind: "list", of: status, orOne: true, expected: "an HTTP status or a list of them" },
    value: "a status or a list",
    meaning: "the answer has one of them; a 503 listed here passes",
  },
  headers: { shape: headers, value: "map", meaning: "the answer has these headers with exactly these values" },
  body: { shape: { kind: "text", allowsSwitch: true, expected: "a text that the answer holds" }, value: "text", meaning: "the answer contains it, within its first 2 KiB" },
  "max-time": { shape: { kind: "duration", example: "500ms or 2s" }, value: "a duration", meaning: "the answer is there within it" },
};

/** One request of the user's own. */
export const probeKeys: Keys = {
  path: { shape: urlPath, value: "text", meaning: "begins with `/`, has no spaces; required", isRequired: true },
  method: { shape: { kind: "text", pattern: /^[A-Za-z]+$/, expected: "an HTTP method such as GET" }, value: "text", meaning: "`GET` when absent" },
  host: { shape: host, value: "text", meaning: "the host name asked for; by default that of a derived request that takes the same way" },
  headers: { shape: headers, value: "map", meaning: "request headers" },
  websocket: { shape: { kind: "switch" }, value: "`true`", meaning: "ask for a WebSocket; the answer is to be 101 unless `expect` names a status" },
  expect: { shape: { kind: "map", keys: expectKeys }, value: "map", meaning: "what the answer has to be, see below" },
};

/** What can be set for one service. */
export const serviceKeys: Keys = {
  memory: { shape: { kind: "size" }, value: "a size", meaning: "its memory limit, in place of the project's own" },
  cpus: { shape: cpus, value: "a number", meaning: "how many processors it may use, in place of the project's own limit" },
  variables: { shape: variables, value: "map", meaning: "environment variables of this service alone, over those that the project sets" },
};

/** What is answered in place of a host outside the project. */
export const standInKeys: Keys = {
  host: { shape: { kind: "text", pattern: /^(?!-)[A-Za-z0-9.-]+$/, expected: "a host name without port" }, value: "text", meaning: "the name that is dialled; required", isRequired: true },
  port: {
    shape: { kind: "list", of: { kind: "number", above: 0, most: 65535, isWhole: true, expected: "a port" }, orOne: true, expected: "a port or a list of ports" },
    value: "a port or a list",
    meaning: "where it listens; 80 when absent",
  },
  status: { shape: status, value: "a status", meaning: "what it answers; 200 when absent" },
  body: { shape: { kind: "text", allowsSwitch: true, expected: "a text" }, value: "text", meaning: "what it answers; `{}` when absent" },
};

/** Settings that have an option of the same name, or a meaning for one app. */
export const projectKeys: Keys = {
  platform: {
    shape: { kind: "choice", of: ["auto", "compose", "dockerfile", "amvera", "upsun"] },
    value: "`auto`, `compose`, `dockerfile`, `amvera`, `upsun`",
    meaning: "the kind of project; `auto` goes by the platform's file at the root, then by Compose files and Dockerfiles, see [platforms](platforms.md), and `upsun` stands for Platform.sh too",
  },
  "compose-file": { shape: paths, value: "a path or a list", meaning: "Compose files in the order in which they apply; by default the one that Compose would find, with its override" },
  "nginx-config": {
    shape: paths,
    value: "a path or a list",
    meaning: "nginx configuration files, which an nginx of the gate runs; they take the place of whatever nginx a Compose project has",
  },
  topology: {
    shape: { kind: "choice", of: ["auto", "container", "host", "shared"] },
    value: "`auto`, `container`, `host`, `shared`",
    meaning: "where nginx stands; derived when `auto`. A Compose project whose nginx is one of its services takes what the file says; name the configuration of another nginx with `nginx-config`",
  },
  image: {
    shape: text,
    value: "an image reference",
    meaning: "an image of the app that is already built; in a Compose project it stands for the one service that nginx dials and that is built",
  },
  "env-file": {
    shape: paths,
    value: "a path or a list",
    meaning: "variables: for Compose the file that fills `${…}`; otherwise the app's environment. As a setting it names files inside the project. Of several, later ones win",
  },
  variables: { shape: variables, value: "map", meaning: "variables like those of `env-file`, over them: they fill `${…}` of Compose files, and are the app's environment otherwise" },
  "start-timeout": {
    shape: { kind: "duration", example: "90s or 2m" },
    value: "a duration",
    meaning: "how long the app may take to open its port; 60 s, or longer where a health check of the project allows longer",
  },
  network: {
    shape: { kind: "choice", of: ["open", "internal"] },
    value: "`open`, `internal`",
    meaning: "`internal`: the containers reach each other and nothing outside; builds still do. `open` when absent",
  },
  memory: { shape: { kind: "size" }, value: "a size", meaning: "memory limit of the app, where the project sets none: that of a tariff, for example" },
  cpus: { shape: cpus, value: "a number", meaning: "processors that the app may use, such as `0.5`, where the project sets none" },
  services: {
    shape: { kind: "names", name: /^[\w.-]+$/, of: { kind: "map", keys: serviceKeys }, expected: "a map of services" },
    value: "map",
    meaning: "limits and variables of single services, see below",
  },
  probes: {
    shape: { kind: "list", of: { kind: "either", short: urlPath, long: { kind: "map", keys: probeKeys } }, orOne: false, expected: "a list" },
    value: "a list",
    meaning: "requests of your own, see below",
  },
  causes: {
    shape: { kind: "names", name: /^[a-z0-9-]+$/, of: { kind: "choice", of: causeWords }, expected: "a map of causes" },
    value: "map",
    meaning: "causes that are switched off or lowered to a warning, see below",
  },
  "stand-in": {
    shape: { kind: "list", of: { kind: "either", short: standInKeys["host"]?.shape ?? text, long: { kind: "map", keys: standInKeys } }, orOne: true, expected: "a host or a list of hosts" },
    value: "a host or a list",
    meaning: "hosts outside the project in whose place the gate answers, see below",
  },
};

/** One app of a repository that holds several. */
export const appKeys: Keys = {
  directory: { shape: { kind: "text", pattern: /[\s\S]/, expected: "a path of a folder" }, value: "a path", meaning: "its folder, relative to the checked one; required", isRequired: true },
  ...projectKeys,
};

/** The whole file. */
export const fileKeys: Keys = {
  ...projectKeys,
  apps: {
    shape: { kind: "names", name: /^[A-Za-z0-9][\w.-]*$/, of: { kind: "map", keys: appKeys }, expected: "a map of apps" },
    value: "map",
    meaning: "the apps of a repository that holds several, see below",
  },
};
