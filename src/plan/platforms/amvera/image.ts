import type { Location, RepoPath } from "../../../model/location.ts";
import type { ImageBuild, ImageSource } from "../../../model/plan.ts";
import { dataAt, isOn, textAt } from "./values.ts";
import type { AmveraFile } from "./read.ts";

/** A line of a Dockerfile and the line of the repository that it follows from. */
interface Line {
  readonly text: string;
  readonly at?: Location;
}

/** How one kind of project is built and started. */
export interface Recipe {
  readonly image: ImageSource;
  /** The command line, for a shell in the app's folder; absent where the image's own is started. */
  readonly command?: string;
  readonly commandAt?: Location;
}

const folder = "/app";

/** The image that Amvera would build of a project without a Dockerfile, and its start, by the documented images and rules. */
export function recipeOf(file: AmveraFile, isFile: (path: string) => boolean): Recipe {
  const kind = `${file.environment}/${file.toolchain}`;
  return (recipes[kind] ?? pip)({ file, isFile });
}

interface Given {
  readonly file: AmveraFile;
  readonly isFile: (path: string) => boolean;
}

const recipes: Readonly<Record<string, (given: Given) => Recipe>> = {
  "python/pip": pip,
  "node/npm": npm,
  "node/browser": browser,
  "jvm/maven": maven,
  "jvm/gradle": gradle,
  "golang/go": go,
  "csharp/dotnet": dotnet,
  "csharp/mono": mono,
  "ruby/bundle": bundle,
  "php/composer": composer,
};

function pip({ file, isFile }: Given): Recipe {
  const path = cleanPath(textOf(file, "build.requirementsPath") ?? "requirements.txt");
  const at = atOf(file, "build.requirementsPath");
  // a list that is not there is passed over without a word
  const install = isFile(path) ? [run(`pip install -r ${quote(path)}`, at)] : [];
  return {
    image: built(file, [...base(file, "python", "3"), ...copied(file), run("python3 -m venv /app/venv", versionAt(file)), { text: "ENV VIRTUAL_ENV=/app/venv PATH=/app/venv/bin:$PATH" }, ...install]),
    ...started(file, "python3", ["scriptName"]),
  };
}

function npm({ file }: Given): Recipe {
  const more = textOf(file, "build.additionalCommands");
  const command = more === undefined ? "npm install" : `npm install && ${more}`;
  const install = isOn(file.yaml, ["build", "skip"]) ? [] : [run(command, atOf(file, "build.additionalCommands"))];
  const sources = [...base(file, "node", "latest"), ...copied(file), ...install];
  return { image: built(file, withArtifacts(file, sources, base(file, "node", "latest"), undefined)), ...started(file, "node", ["nodeArguments", "scriptName", "scriptArguments"]) };
}

/** Static files behind nginx, which sends index.html for what is no file. */
function browser({ file }: Given): Recipe {
  const more = textOf(file, "build.additionalCommands") ?? "npm run build";
  const sources = [...base(file, "node", "latest"), ...copied(file), run(`npm install && ${more}`, atOf(file, "build.additionalCommands"))];
  const site = "server { listen 80 default_server; root /usr/share/nginx/html; location / { try_files $uri $uri/ /index.html; } }";
  const served = [{ text: "FROM nginx:stable" }, run(`printf '%s' ${quote(site)} > /etc/nginx/conf.d/default.conf && rm -rf /usr/share/nginx/html`)];
  return { image: built(file, withArtifacts(file, sources, served, { "build/*": "/" }, "/usr/share/nginx/html")) };
}

function maven({ file }: Given): Recipe {
  return jvm(file, `maven:3-openjdk-${version(file, "17")}`, spaced("mvn clean package", textOf(file, "build.args")), { "target/*.jar": "/" });
}

function gradle({ file }: Given): Recipe {
  return jvm(file, `gradle:jdk${version(file, "17")}`, spaced("gradle build", textOf(file, "build.args")), { "build/libs/*.jar": "/" });
}

function jvm(file: AmveraFile, builder: string, command: string, artifacts: Readonly<Record<string, string>>): Recipe {
  const sources = [from(textOf(file, "build.image") ?? builder, versionAt(file)), ...copied(file), run(command, atOf(file, "build.args"))];
  const runtime = textOf(file, "run.image") ?? `bellsoft/liberica-openjre-debian:${version(file, "17")}`;
  return { image: built(file, withArtifacts(file, sources, [from(runtime, versionAt(file)), { text: `WORKDIR ${folder}` }], artifacts)), ...started(file, "java -jar", ["jarName"]) };
}

/** Every program of the module is built; the one that there is gets started. */
function go({ file }: Given): Recipe {
  const sources = [
    from(textOf(file, "build.image") ?? `golang:${version(file, "latest")}`, versionAt(file)),
    ...copied(file),
    run("mkdir -p /usr/local/app && go build -o /usr/local/app/ ./...", versionAt(file)),
  ];
  const at = versionAt(file);
  return { image: built(file, sources), command: 'exec "$(ls -d /usr/local/app/* | head -n 1)"', ...(at ? { commandAt: at } : {}) };
}

function dotnet({ file }: Given): Recipe {
  const name = textOf(file, "run.buildFileName") ?? "";
  const command = name.startsWith("bin/publish/") ? "dotnet publish -c Release -o bin/publish" : "dotnet build -c Release -o bin";
  const image = textOf(file, "build.image") ?? `mcr.microsoft.com/dotnet/sdk:${version(file, "8.0")}`;
  const sources = [from(image, versionAt(file)), ...copied(file), run(spaced(command, textOf(file, "build.args")), atOf(file, "build.args"))];
  return { image: built(file, sources), ...started(file, name.endsWith(".dll") ? "dotnet" : "", ["buildFileName"]) };
}

function mono({ file }: Given): Recipe {
  const main = textOf(file, "build.mainFile") ?? "";
  const sources = [
    from(textOf(file, "build.image") ?? `mono:${version(file, "latest")}`, versionAt(file)),
    ...copied(file),
    run(`mcs -out:/app/main.exe ${quote(main)}`, atOf(file, "build.mainFile")),
  ];
  const at = atOf(file, "build.mainFile");
  return { image: built(file, sources), command: "exec mono main.exe", ...(at ? { commandAt: at } : {}) };
}

function bundle({ file, isFile }: Given): Recipe {
  const install = isFile("Gemfile") ? [run("bundle install")] : [];
  const sources = [from(textOf(file, "build.image") ?? `ruby:${version(file, "latest")}`, versionAt(file)), ...copied(file), ...install];
  return { image: built(file, sources), ...started(file, "ruby", ["mainScript"]) };
}

/** No public page tells this image: the official one with Apache is taken, whose start command real files name. */
function composer({ file, isFile }: Given): Recipe {
  const tag = version(file, "8.3");
  const install = isFile("composer.json") ? [{ text: "COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer" }, run("composer install --no-dev --no-interaction")] : [];
  const sources = [from(`php:${tag.includes("-") ? tag : `${tag}-apache`}`, versionAt(file)), { text: "WORKDIR /var/www/html" }, { text: "COPY . ." }, ...install];
  return { image: built(file, sources), ...started(file, "", []) };
}

function base(file: AmveraFile, image: string, usual: string): Line[] {
  return [from(`${image}:${version(file, usual)}`, versionAt(file)), { text: `WORKDIR ${folder}` }];
}

function from(image: string, at?: Location): Line {
  return { text: `FROM ${image.replace(/[^\w./:@-]/g, "")}`, ...(at ? { at } : {}) };
}

function copied(file: AmveraFile): Line[] {
  const at = file.yaml.locateKey(["meta"]);
  return [{ text: `WORKDIR ${folder}` }, { text: "COPY . .", ...(at ? { at } : {}) }];
}

/** In the exec form: what stands in the file is one argument of the shell, and no line of a Dockerfile. */
function run(command: string, at?: Location): Line {
  return { text: `RUN ${JSON.stringify(["sh", "-c", command])}`, ...(at ? { at } : {}) };
}

function version(file: AmveraFile, usual: string): string {
  return textOf(file, "meta.toolchain.version") ?? usual;
}

function versionAt(file: AmveraFile): Location | undefined {
  return atOf(file, "meta.toolchain.version") ?? file.yaml.locateKey(["meta", "environment"]) ?? file.yaml.locateKey(["meta"]);
}

function textOf(file: AmveraFile, key: string): string | undefined {
  return textAt(file.yaml, key.split("."))?.value;
}

function atOf(file: AmveraFile, key: string): Location | undefined {
  return textAt(file.yaml, key.split("."))?.at;
}

/** A file's path as it stands in the app's folder. */
function cleanPath(path: string): string {
  return path.replace(/^\/app\//, "").replace(/^(?:\.?\/)+/, "");
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function spaced(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== "").join(" ");
}

/** The command of the file, else the program with the values of its keys behind it. */
function started(file: AmveraFile, program: string, keys: readonly string[]): Pick<Recipe, "command" | "commandAt"> {
  const own = textAt(file.yaml, ["run", "command"]);
  if (own) return { command: own.value, ...(own.at ? { commandAt: own.at } : {}) };
  const values = keys.flatMap((key) => textAt(file.yaml, ["run", key]) ?? []);
  const at = keys.flatMap((key) => (/(?:Name|Script)$/.test(key) ? (atOf(file, `run.${key}`) ?? []) : []))[0] ?? file.yaml.locateKey(["run"]);
  return program === "" && values.length === 0 ? {} : { command: spaced(program, ...values.map((each) => each.value)), ...(at ? { commandAt: at } : {}) };
}

/** A second image with what `build.artifacts` names, flattened into the app's folder; the first one where that is everything. */
function withArtifacts(file: AmveraFile, sources: readonly Line[], runtime: readonly Line[], usual: Readonly<Record<string, string>> | undefined, target = folder): Line[] {
  const written = dataAt(file.yaml.data, ["build", "artifacts"]);
  const isMap = typeof written === "object" && written !== null && !Array.isArray(written);
  const artifacts = isMap
    ? Object.entries(written as Record<string, unknown>).filter((entry): entry is [string, string] => typeof entry[1] === "string" && /^[\w.*?@/[\] -]+$/.test(entry[0]))
    : Object.entries(usual ?? {});
  if (artifacts.length === 0 || (artifacts.length === 1 && artifacts[0]?.[0] === "*" && usual === undefined)) return [...sources];
  const at = file.yaml.locateKey(["build", "artifacts"]);
  const gathered = artifacts.map(([glob, to]) => {
    const place = `/artifacts/${cleanPath(to)}`;
    return `mkdir -p ${quote(place)} && for each in ${glob.replace(/^(?:\.?\/)+/, "")}; do [ ! -e "$each" ] || cp -R "$each" ${quote(place)}; done`;
  });
  const [first, ...others] = sources;
  return [
    ...(first ? [{ ...first, text: `${first.text} AS sources` }] : []),
    ...others,
    run(gathered.join(" && "), at),
    ...runtime,
    { text: `COPY --from=sources /artifacts/ ${target}/`, ...(at ? { at } : {}) },
  ];
}

/** A build of the whole repository by lines of ours; each knows the line of the repository that it follows from. */
function built(file: AmveraFile, lines: readonly Line[]): ImageBuild {
  const usual = file.yaml.locateKey(["meta"]) ?? { path: file.path, line: 1 };
  return {
    kind: "build",
    context: "" as RepoPath,
    dockerfile: file.path,
    inline: `${lines.map((line) => line.text).join("\n")}\n`,
    args: {},
    places: lines.map((line) => line.at ?? usual),
    takesAll: true,
  };
}
