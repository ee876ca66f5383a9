import { joinPath, type Location, type RepoPath } from "../../../model/location.ts";
import type { ImageBuild } from "../../../model/plan.ts";
import type { Workspace } from "../../../workspace/workspace.ts";
import type { Cursor } from "./cursor.ts";
import type { UpsunApp, UpsunProject } from "./project.ts";
import { relationshipsOf } from "./project.ts";
import { startPhp, type ChosenRuntime } from "./runtimes.ts";
import { buildVariables } from "./variables.ts";

/** A line of a Dockerfile and what it follows from. */
export interface RecipeLine {
  readonly text: string;
  readonly at?: Location;
}

export interface RecipeInput {
  readonly workspace: Workspace;
  readonly project: UpsunProject;
  readonly app: UpsunApp;
  readonly runtimes: readonly ChosenRuntime[];
  /** Folders of /app that are mounted at run time, from /app on. */
  readonly mounts: readonly string[];
  /** Where PHP-FPM listens; absent for anything else. */
  readonly fpmListen?: string;
}

/** Tools that the platform's images have and the official ones may lack, where the project's own commands name them. */
const tools = ["jq", "curl", "git", "unzip", "make"];

/** Packages that are compiled while they are installed, and what their compilers need: the platform's images have it, the slim ones do not. */
const compiled: Readonly<Record<string, { readonly manifests: RegExp; readonly names: RegExp; readonly packages: readonly string[] }>> = {
  python: {
    manifests: /^(?:requirements[\w.-]*\.txt|Pipfile|pyproject\.toml)$/,
    names: /(?<![\w-])(?:psycopg2|psycopg\[c\]|mysqlclient|uwsgi|python-ldap|pycairo|xmlsec|pycurl)(?![\w-])/i,
    packages: ["build-essential", "pkg-config", "libpq-dev", "default-libmysqlclient-dev"],
  },
  ruby: { manifests: /^Gemfile$/, names: /^\s*gem\b/m, packages: ["build-essential", "pkg-config", "git", "libpq-dev", "default-libmysqlclient-dev", "libyaml-dev"] },
};

/** The stage that makes an app's image: what the platform does before a deployment. */
export function appStage(input: RecipeInput): RecipeLine[] {
  const { app, runtimes } = input;
  const [primary] = runtimes;
  const place = app.map.child("type").at ?? app.map.child("stack").keyAt ?? app.at;
  const folder = app.root === "" ? "./" : `${app.root}/`;
  return [
    { text: `FROM ${primary?.image ?? "debian:stable-slim"} AS ${stageName(app)}`, ...(place ? { at: place } : {}) },
    // "localhost" is 127.0.0.1 there; where it is ::1 as well, some servers take that alone.
    { text: "RUN echo 'precedence ::ffff:0:0/96 100' >> /etc/gai.conf" },
    ...toolLines(input),
    ...[...runtimes.slice(1), ...(needsNode(input) ? [usualNode] : [])].flatMap(secondLines),
    ...(runtimes[0]?.name === "nodejs" && names(commandsOf(input), "bun") ? [{ text: "RUN npm install -g bun" }] : []),
    ...(primary?.name === "php" ? phpLines(input) : []),
    ...Object.entries({ HOME: "/app", ...buildVariables(input.project, app) }).map(([name, value]) => ({ text: `ENV ${name}=${quoted(value)}` })),
    { text: "ENV PATH=/app/.global/bin:/app/.local/bin:$PATH" },
    { text: "WORKDIR /app" },
    { text: "ENTRYPOINT []" },
    { text: `COPY ["${folder}", "/app/"]` },
    ...dependencyLines(app),
    ...flavorLines(input),
    ...hookLines(app),
    ...mountLines(input.mounts),
  ];
}

/** The name of an app's stage. */
export function stageName({ name }: UpsunApp): string {
  return `app-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
}

/** The Dockerfile of the lines, which no file of the repository holds; the context is all of it. */
export function inlineBuild(project: UpsunProject, lines: readonly RecipeLine[], at: Location | undefined): ImageBuild {
  return {
    kind: "build",
    context: "" as RepoPath,
    dockerfile: project.path,
    inline: `${lines.map((line) => line.text).join("\n")}\n`,
    places: lines.map((line) => line.at ?? at ?? { path: project.path, line: 1 }),
    takesAll: true,
    leftOut: [project.path],
    args: {},
    ...(at ? { at } : {}),
  };
}

function quoted(value: string): string {
  return `"${value.replace(/[\\"$]/g, "\\$&").replace(/\n/g, " ")}"`;
}

/** A command as the platform's shell runs it: the status of the last one counts. */
function run(command: string): string {
  return `RUN ${JSON.stringify(["/bin/sh", "-c", command])}`;
}

/** The app's own commands, as text. */
function commandsOf({ workspace, app }: RecipeInput): string {
  const environment = joinPath(app.root, ".environment");
  const commands = ["hooks", "web", "workers", "crons"].map((key) => JSON.stringify(app.map.child(key).value ?? "").replaceAll("\\n", " ")).join("\n");
  return `${commands}\n${(environment === undefined ? undefined : workspace.read(environment)) ?? ""}`;
}

function names(text: string, program: string): boolean {
  return new RegExp(`(?<![\\w./-])${program}(?![\\w./-])`).test(text);
}

function compilers({ workspace, app, runtimes }: RecipeInput): readonly string[] {
  const known = compiled[runtimes[0]?.name ?? ""];
  const manifests = known ? workspace.list(app.root).filter((name) => known.manifests.test(name)) : [];
  return known && manifests.some((name) => known.names.test(workspace.read((app.root === "" ? name : `${app.root}/${name}`) as RepoPath) ?? "")) ? known.packages : [];
}

/** The programs of Node stand in every image of the platform. */
function needsNode(input: RecipeInput): boolean {
  if (input.runtimes.some(({ name }) => name === "nodejs")) return false;
  const text = commandsOf(input);
  return input.app.map.child("dependencies", "nodejs").keys.length > 0 || ["npm", "npx", "node", "yarn"].some((program) => names(text, program));
}

function toolLines(input: RecipeInput): RecipeLine[] {
  const text = commandsOf(input);
  const named = tools.filter((tool) => names(text, tool));
  const packages = [...new Set([...named, ...(named.includes("git") || named.includes("curl") ? ["ca-certificates"] : []), ...compilers(input)])];
  return packages.length === 0 ? [] : [{ text: `RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages.join(" ")} && rm -rf /var/lib/apt/lists/*` }];
}

const usualNode = { name: "nodejs", image: "node:22-slim" };

/** Of a further runtime only what its official image keeps below /usr/local. */
function secondLines({ name, image }: Pick<ChosenRuntime, "name" | "image">): RecipeLine[] {
  if (name === "nodejs") return [{ text: `COPY --from=${image} /usr/local/bin /usr/local/bin` }, { text: `COPY --from=${image} /usr/local/lib/node_modules /usr/local/lib/node_modules` }];
  if (name === "golang") return [{ text: `COPY --from=${image} /usr/local/go /usr/local/go` }, { text: "ENV PATH=/usr/local/go/bin:$PATH" }];
  return [];
}

/** Extensions of PHP whose sources come with the image and need no further library. */
const ownExtensions = new Set(["bcmath", "calendar", "exif", "gettext", "mysqli", "opcache", "pcntl", "pdo_mysql", "shmop", "sockets", "sysvmsg", "sysvsem", "sysvshm"]);

/** Extensions that the official image of PHP has from the start, and those that nothing of an app depends on. */
const givenExtensions =
  /^(?:core|ctype|curl|date|dom|fileinfo|filter|ftp|hash|iconv|json|libxml|mbstring|mysqlnd|openssl|pcre|pdo|pdo_sqlite|phar|posix|random|readline|reflection|session|simplexml|sodium|spl|sqlite3|standard|tokenizer|xml|xmlreader|xmlwriter|zlib|pdo_pgsql|pgsql|redis|blackfire|newrelic|xdebug|tideways(?:_xhprof)?)$/;

/** Extensions that the file or the list of packages names. */
function extensionsOf({ workspace, app }: RecipeInput): string[] {
  const manifest = joinPath(app.root, "composer.json");
  const required = [...((manifest === undefined ? undefined : workspace.read(manifest)) ?? "").matchAll(/"ext-(\w{2,30})"\s*:/g)].map((match) => (match[1] ?? "").toLowerCase());
  const listed = [app.map.child("runtime", "extensions"), ...stackEntries(app).map((entry) => entry.child("extensions"))].flatMap((list) => list.texts);
  return [...new Set([...listed, ...required])].filter((name) => /^\w+$/.test(name));
}

/** Runtimes of a stack that are maps: `- "php@8.4": { extensions: … }`. */
function stackEntries({ map }: UpsunApp): Cursor[] {
  const stack = map.child("stack");
  const list = Array.isArray(stack.value) ? stack : stack.child("runtimes");
  return Array.isArray(list.value) ? list.value.flatMap((_, index) => list.child(index).entries.map(([, entry]) => entry)) : [];
}

function phpLines(input: RecipeInput): RecipeLine[] {
  const { app, project, fpmListen } = input;
  const named = extensionsOf(input);
  const others = named.filter((name) => !ownExtensions.has(name) && !givenExtensions.test(name));
  const types = relationshipsOf(app.map).flatMap(({ service }) => project.services.find((each) => each.name === service)?.type ?? []);
  const wanted = [...new Set([...named.filter((name) => ownExtensions.has(name)), ...(types.some((type) => /^(?:mysql|mariadb|oracle-mysql)/.test(type)) ? ["pdo_mysql", "mysqli"] : [])])];
  const needsPostgres = types.some((type) => type.startsWith("postgresql")) || named.includes("pdo_pgsql");
  const needsRedis = types.some((type) => /^(?:redis|valkey)/.test(type)) || named.includes("redis");
  const pool = ["[www]", `listen = ${fpmListen ?? "9000"}`, "clear_env = no", "user = root", "group = root"].map((line) => `'${line}'`).join(" ");
  return [
    ...(wanted.length > 0 ? [{ text: `RUN docker-php-ext-install ${wanted.join(" ")}` }] : []),
    ...(needsPostgres ? [{ text: `RUN php -m | grep -qi pdo_pgsql || (apt-get update -qq && apt-get install -y -qq libpq-dev && docker-php-ext-install pdo_pgsql pgsql)` }] : []),
    ...(needsRedis ? [{ text: "RUN php -m | grep -qi '^redis$' || (pecl install redis && docker-php-ext-enable redis)" }] : []),
    ...(others.length > 0
      ? [{ text: "COPY --from=mlocati/php-extension-installer:2 /usr/bin/install-php-extensions /usr/local/bin/" }, { text: `RUN install-php-extensions ${others.join(" ")}` }]
      : []),
    ...(usesComposer(input) ? [{ text: "COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer" }, { text: "ENV COMPOSER_ALLOW_SUPERUSER=1" }] : []),
    { text: `RUN printf '%s\\n' ${pool} > /usr/local/etc/php-fpm.d/zz-upsun.conf && printf '#!/bin/sh\\nexec php-fpm -F -R "$@"\\n' > ${startPhp} && chmod 755 ${startPhp}` },
  ];
}

function usesComposer(input: RecipeInput): boolean {
  const { map, root } = input.app;
  const manifest = joinPath(root, "composer.json");
  return (map.child("build", "flavor").text !== "none" && input.workspace.isFile(manifest)) || names(commandsOf(input), "composer");
}

/** `dependencies`: tools for all of the app, by language. */
function dependencyLines({ map }: UpsunApp): RecipeLine[] {
  const installers: Readonly<Record<string, (name: string, version: string) => string>> = {
    nodejs: (name, version) => `npm install -g --force ${shellWord(version === "*" ? name : `${name}@${version}`)}`,
    python3: (name, version) => `pip install ${shellWord(version === "*" ? name : /^[\d.]+$/.test(version) ? `${name}==${version}` : `${name}${version}`)}`,
    ruby: (name, version) => `gem install ${shellWord(name)}${version === "*" ? "" : ` -v ${shellWord(version)}`}`,
    php: (name, version) => (name === "composer/composer" ? ":" : `composer global require ${shellWord(`${name}:${version}`)}`),
  };
  return map.child("dependencies").entries.flatMap(([language, list]) =>
    list.entries.flatMap(([name, entry]): RecipeLine[] => {
      const installer = installers[language];
      const at = entry.keyAt;
      return installer ? [{ text: run(installer(name, entry.text ?? "*")), ...(at ? { at } : {}) }] : [];
    }),
  );
}

function shellWord(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** What the platform runs by itself where the manifest is there and the app did not turn it off. */
function flavorLines({ workspace, app, runtimes }: RecipeInput): RecipeLine[] {
  const flavor = app.map.child("build", "flavor");
  const known = runtimes[0]?.runtime.flavor;
  const manifest = known && joinPath(app.root, known.manifest);
  const isAsked = flavor.text === undefined ? app.map.child("stack").value === undefined : flavor.text !== "none";
  if (!known || !isAsked || !workspace.isFile(manifest)) return [];
  const at = flavor.at ?? app.map.child("type").at;
  return [{ text: run(known.command), ...(at ? { at } : {}) }];
}

function hookLines({ map }: UpsunApp): RecipeLine[] {
  const hook = map.child("hooks", "build");
  const at = hook.keyAt ?? hook.at;
  return hook.text === undefined || hook.text.trim() === "" ? [] : [{ text: run(hook.text), ...(at ? { at } : {}) }];
}

/** A mount hides what stood there. */
function mountLines(mounts: readonly string[]): RecipeLine[] {
  if (mounts.length === 0) return [];
  const paths = mounts.map((mount) => shellWord(`/app/${mount}`)).join(" ");
  return [{ text: `RUN rm -rf ${paths} && mkdir -p ${paths}` }];
}
