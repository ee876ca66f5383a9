import { describe, expect, it } from "vitest";
import { inputsFor, lines, makeWorkspace, repo, type Files } from "../../test/helpers/repository.ts";
import type { Plan } from "../model/plan.ts";
import { buildNotes, isBesideApp, programBeside } from "./beside.ts";
import { planOwnImage } from "./dockerfile/own-image.ts";
import { readRecipe, recipeInstructions, type ImageRecipe } from "./image-recipe.ts";
import { layoutOfImage, unknownLayout } from "./nginx-layout.ts";
import { startChain } from "./start-chain.ts";

const pass = (address: string): string => lines("server {", "  listen 80;", "  location / {", `    proxy_pass http://${address};`, "  }", "}");
const debian = ["FROM debian:stable-slim", "RUN apt-get update && apt-get install -y nginx"];

function recipeOf(files: Files): ImageRecipe {
  const recipe = readRecipe(makeWorkspace(files), { kind: "build", context: repo(""), dockerfile: repo("Dockerfile"), args: {} });
  if (!recipe) throw new Error("there is no recipe");
  return recipe;
}

function planOf(files: Files): Plan | undefined {
  const workspace = makeWorkspace(files);
  return planOwnImage(inputsFor(workspace.root), workspace);
}

/** What nginx of the project's own image reads, and what it dials. */
function deployed(files: Files): { files: string[]; dials: string[] } {
  const proxy = planOf(files)?.proxy;
  return {
    files: proxy?.files.map((file) => `${file.container} <- ${file.repo} (${file.via})`) ?? [],
    dials: proxy?.routes.flatMap((route) => route.targets.map((target) => `${target.host}:${target.port}`)) ?? [],
  };
}

describe("the configuration that an image deploys", () => {
  it.each<[string, readonly string[], string]>([
    [
      "a link from sites-available",
      ["COPY sites/a /etc/nginx/sites-available/", "RUN rm /etc/nginx/sites-enabled/default && ln -s /etc/nginx/sites-available/a /etc/nginx/sites-enabled/a"],
      "RUN in Dockerfile:4",
    ],
    ["a relative link into the folder", ["COPY sites /etc/nginx/sites-available", "RUN rm /etc/nginx/sites-enabled/* ; ln -sf ../sites-available/a /etc/nginx/sites-enabled/"], "RUN in Dockerfile:4"],
    ["a link made inside the folder", ["COPY sites /etc/nginx/sites-available", "RUN cd /etc/nginx/sites-enabled && rm default && ln -s ../sites-available/a"], "RUN in Dockerfile:4"],
    ["the link that the package makes", ["COPY sites/a /etc/nginx/sites-available/default"], "COPY in Dockerfile:3"],
    ["a copy made by RUN", ["WORKDIR /app", "COPY . .", "RUN rm -f /etc/nginx/sites-enabled/default && cp sites/a /etc/nginx/sites-enabled/"], "RUN in Dockerfile:5"],
    ["a file that is moved", ["COPY sites/a /tmp/a", "RUN mv /tmp/a /etc/nginx/sites-enabled/default"], "RUN in Dockerfile:4"],
    [
      "a heredoc",
      ["COPY sites /etc/nginx/sites-available", "RUN <<EOF", "rm /etc/nginx/sites-enabled/default", "ln -s /etc/nginx/sites-available/a /etc/nginx/sites-enabled/a", "EOF"],
      "RUN in Dockerfile:4",
    ],
  ])("is found through %s", (_name, recipe, via) => {
    const found = deployed({ Dockerfile: lines(...debian, ...recipe), "sites/a": pass("app:1000"), "sites/b": pass("other:2000"), "nginx.conf": pass("decoy:3000") });
    expect(found.dials).toEqual(["app:1000"]);
    expect(found.files.join()).toContain(`<- sites/a (${via})`);
  });

  it("is all that a wildcard or a linked folder brings", () => {
    const sites: Files = { "sites/a": pass("app:1000"), "sites/b": pass("other:2000") };
    const wildcard = ["COPY sites/ /etc/nginx/sites-available/", "RUN rm /etc/nginx/sites-enabled/default && ln -s /etc/nginx/sites-available/* /etc/nginx/sites-enabled/"];
    expect(deployed({ ...sites, Dockerfile: lines(...debian, ...wildcard) }).dials).toEqual(["app:1000", "other:2000"]);
    const contents = ["COPY . /src", "RUN cp -r /src/sites/. /etc/nginx/conf.d"];
    expect(deployed({ "sites/a.conf": pass("app:1000"), Dockerfile: lines(...debian, ...contents) }).dials).toEqual(["app:1000"]);
  });

  it("comes out of the stage that is built last, under the name it is given", () => {
    const recipe = lines(
      "FROM node:22 AS build",
      "WORKDIR /app",
      "COPY . .",
      "FROM nginx:stable",
      "RUN rm /etc/nginx/conf.d/default.conf",
      "COPY --from=build /app/conf/nginx.conf.complete /etc/nginx/conf.d/site.conf",
    );
    const found = deployed({ Dockerfile: recipe, "conf/nginx.conf": pass("decoy:1"), "conf/nginx.conf.complete": pass("app:2"), "nginx.conf": pass("decoy:3") });
    expect(found).toEqual({ files: ["/etc/nginx/conf.d/site.conf <- conf/nginx.conf.complete (COPY in Dockerfile:6)"], dials: ["app:2"] });
  });

  it("is not the repository's when nothing puts it into the image", () => {
    expect(planOf({ Dockerfile: lines(...debian), "nginx.conf": pass("app:1000") })).toBeUndefined();
  });

  it("is noted where RUN writes it by itself", () => {
    const recipe = recipeOf({
      Dockerfile: lines(...debian, "RUN sed -i 's/80/8080/' /etc/nginx/nginx.conf && echo 'gzip on;' > /etc/nginx/conf.d/gzip.conf", "RUN sed s/a/b/ /etc/nginx/x && echo > /srv/y"),
    });
    expect(buildNotes(recipeInstructions(recipe), "/etc/nginx/nginx.conf").map((note) => `${note.at?.line} ${note.text.split(" ")[2]}`)).toEqual([
      "3 /etc/nginx/nginx.conf",
      "3 /etc/nginx/conf.d/gzip.conf",
    ]);
  });
});

describe("an nginx that lives beside the app", () => {
  const inside = (command: string, more: Files): Files => ({
    Dockerfile: lines(
      "FROM python:3.12-slim",
      "RUN apt-get install -y nginx supervisor && rm /etc/nginx/sites-enabled/default",
      "COPY site.conf /etc/nginx/conf.d/",
      "COPY . /app",
      "WORKDIR /app",
      "COPY run /usr/local/bin/run",
      "COPY programs /etc/supervisor/conf.d/",
      command,
    ),
    "site.conf": pass("127.0.0.1:8000"),
    run: "",
    "programs/none": "",
    ...more,
  });

  it.each<[string, string, Files, string]>([
    ["a script on the path", 'CMD ["run"]', { run: "#!/bin/sh\nnginx\nexec gunicorn app:app\n" }, "gunicorn"],
    ["a script without a suffix", 'ENTRYPOINT ["bin/start"]', { "bin/start": "#!/bin/sh\nset -e\nnode server.js &\nnginx -g 'daemon off;'\n" }, "node"],
    [
      "supervisord, by the folder that its package includes",
      'CMD ["supervisord", "-n"]',
      { "programs/web.conf": "[program:nginx]\ncommand=nginx\n[program:web]\ncommand=uvicorn main:app\n" },
      "uvicorn",
    ],
    [
      "supervisord, by what its file includes",
      'CMD ["supervisord", "-c", "/app/sup.conf"]',
      { "sup.conf": "[supervisord]\nnodaemon=true\n[include]\nfiles = sup.d/*.ini\n", "sup.d/web.ini": "[program:web]\ncommand=puma\n" },
      "puma",
    ],
  ])("is told by %s", (_name, command, files, program) => {
    const planned = planOf(inside(command, files));
    expect(planned).toMatchObject({ topology: { value: "shared", at: { path: "Dockerfile" } }, proxy: { kind: "inside", service: "web" } });
    expect(planned?.topology.because).toContain(`beside ${program}`);
    expect(planned?.services).toHaveLength(1);
  });

  it("is none where its image starts nginx alone", () => {
    const planned = planOf({
      "web/Dockerfile": lines(...debian, "COPY site /etc/nginx/sites-enabled/default", 'CMD ["sh", "-c", "envsubst < /a > /b && exec nginx"]'),
      "web/site": pass("app:8000"),
      "app/Dockerfile": lines("FROM node:22"),
    });
    expect(planned).toMatchObject({ topology: { value: "container" }, proxy: { kind: "service" } });
    expect(planned?.services.map((each) => [each.name, each.role])).toEqual([
      ["app", "app"],
      ["web", "proxy"],
    ]);
  });

  it("may be where nothing tells what an image starts that is not made for nginx", () => {
    const official = layoutOfImage("nginx:stable");
    expect(official && isBesideApp(official, [])).toBe(false);
    expect(isBesideApp(unknownLayout, [])).toBe(true);
    expect(programBeside([{ text: '["/docker-entrypoint.sh", "nginx"]' }, { text: "while :; do sleep 6h; nginx -s reload; done & exec nginx" }])).toBeUndefined();
  });

  it("is not beside a function of its own start script", () => {
    expect(programBeside([{ text: "is_ready() {" }, { text: "if ! is_ready; then apk add openssl; fi" }, { text: "exec nginx" }])).toBeUndefined();
    expect(programBeside([{ text: "is_ready() {" }, { text: "gunicorn app:app &" }, { text: "exec nginx" }])).toBe("gunicorn");
  });

  it("follows each program in its own folder", () => {
    const workspace = makeWorkspace({
      Dockerfile: lines("FROM python:3.12-slim", "COPY . /srv", "COPY sup.conf /etc/supervisord.conf", 'CMD ["supervisord"]'),
      "sup.conf": "[program:a]\ncommand=python main.py ; the app\ndirectory=/srv/a\n[program:b]\ncommand=python main.py\ndirectory=/srv/b\n",
      "a/main.py": "",
      "b/main.py": "",
    });
    const recipe = readRecipe(workspace, { kind: "build", context: repo(""), dockerfile: repo("Dockerfile"), args: {} });
    const steps = startChain({ workspace, recipe, paths: recipe?.paths ?? [], workingDir: "/", entrypoint: undefined, command: undefined });
    expect(steps.map((step) => `${step.at?.path}:${step.at?.line}`)).toEqual(["Dockerfile:4", "sup.conf:2", "a/main.py:1", "sup.conf:5", "b/main.py:1"]);
  });
});

describe("layoutOfImage", () => {
  it.each<[string, string | undefined]>([
    ["nginx:1.27-alpine", "/etc/nginx/nginx.conf"],
    ["nginxinc/nginx-unprivileged:1.27-alpine", "/etc/nginx/nginx.conf"],
    ["openresty/openresty:bookworm", "/usr/local/openresty/nginx/conf/nginx.conf"],
    ["bitnami/nginx:1.27", "/opt/bitnami/nginx/conf/nginx.conf"],
    ["bitnamilegacy/nginx", "/opt/bitnami/nginx/conf/nginx.conf"],
    ["ghcr.io/acme/nginx@sha256:1", "/etc/nginx/nginx.conf"],
    ["acme/web", undefined],
  ])("knows where %s has its configuration", (image, main) => {
    expect(layoutOfImage(image)?.main).toBe(main);
  });

  it("knows that the unprivileged image listens on 8080", () => {
    expect(layoutOfImage("nginxinc/nginx-unprivileged")?.stock["/etc/nginx/conf.d/default.conf"]).toContain("listen 8080;");
  });
});
