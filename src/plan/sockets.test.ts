import { describe, expect, it } from "vitest";
import { at, plan as evidencePlan, proxyPlan, proxyService, route, service } from "../../test/helpers/evidence.ts";
import { inputsFor, lines, makeWorkspace, type Files } from "../../test/helpers/repository.ts";
import type { Mount, Plan, Service } from "../model/plan.ts";
import type { Target } from "../model/proxy.ts";
import { planDockerfile } from "./dockerfile/plan.ts";
import { withSocketOwners } from "./socket-owners.ts";

const dockerfile = lines("FROM php:8.3-fpm", "WORKDIR /var/www/html", "COPY . .");
const conf = (...body: readonly string[]): string => lines("server {", "  listen 80;", ...body, "}");

function planOf(files: Files): Plan {
  const workspace = makeWorkspace({ Dockerfile: dockerfile, ...files });
  return planDockerfile(inputsFor(workspace.root, {}), workspace);
}

const volume = (name: string, folder: string): Mount => ({ kind: "volume", volume: name, target: folder, readOnly: false });
const dialled: Target = { host: "", port: 0, socket: "/run/php/fpm.sock", backup: false, down: false, at: at("nginx.conf", 3, "fastcgi_pass unix:/run/php/fpm.sock;") };

describe("withSocketOwners", () => {
  function ownerOf(services: readonly Service[], kind: "service" | "inside" = "service", files: Files = {}): string | undefined {
    const proxy = proxyPlan({ kind, routes: [route([dialled], { scheme: "fastcgi", directive: "fastcgi_pass" })] });
    return withSocketOwners(makeWorkspace({ Dockerfile: "FROM node:22\n", ...files }), proxy, services).routes[0]?.targets[0]?.service;
  }
  const web = (...mounts: Mount[]): Service => proxyService({ mounts });

  it.each<[string, readonly Service[], "service" | "inside", string | undefined]>([
    ["who shares the folder", [web(volume("s", "/run/php")), service("php", { mounts: [volume("s", "/sock")] }), service("job")], "service", "php"],
    ["nginx's own container where the app lives in it", [web()], "inside", "web"],
    ["who shares the folder, although another app lives beside nginx", [web(volume("s", "/run/php")), service("php", { mounts: [volume("s", "/run/php")] })], "inside", "php"],
    ["who starts with its path, where nobody shares it", [web(), service("a"), service("b", { start: [{ text: "gunicorn --bind unix:/run/x/fpm.sock app" }] })], "service", "b"],
    ["the one that runs PHP-FPM", [web(), service("a"), service("b", { image: { kind: "reference", reference: "php:8.3-fpm" } })], "service", "b"],
    ["the only one that is built here", [web(), service("a"), service("db", { image: { kind: "reference", reference: "postgres:16" }, paths: [], start: [] })], "service", "a"],
    ["nobody where two could be it", [web(), service("a"), service("b")], "service", undefined],
  ])("is %s", (_name, services, kind, expected) => {
    expect(ownerOf(services, kind)).toBe(expected);
  });

  it("reads the files of the services", () => {
    const of = (name: string): Partial<Service> => ({ paths: [{ container: "/srv", repo: name as never, kind: "folder", via: "copy" }] });
    expect(ownerOf([web(), service("a", of("a")), service("b", of("b"))], "service", { "b/pool.conf": "listen = /run/php/fpm.sock\n" })).toBe("b");
  });

  it("changes nothing without a Unix socket", () => {
    const proxy = evidencePlan().proxy;
    expect(withSocketOwners(makeWorkspace({}), proxy, evidencePlan().services)).toBe(proxy);
  });
});

describe("a Dockerfile project with a Unix socket", () => {
  const usual = (): Plan => planOf({ "nginx.conf": conf("  location / { proxy_pass http://unix:/run/app/app.sock; }") });

  it("gives nginx and the app its folder in common", () => {
    const planned = usual();
    expect(planned.services.map((each) => each.mounts.flatMap((mount) => (mount.kind === "volume" ? [`${mount.volume} ${mount.target}`] : [])))).toEqual([
      ["sockets-/run/app /run/app"],
      ["sockets-/run/app /run/app"],
    ]);
    expect([planned.volumes, planned.proxy.routes[0]?.targets[0]?.service]).toEqual([["sockets-/run/app"], "app"]);
    expect(planned.supplied.map((each) => each.what)).toContain("the folder /run/app, shared by nginx and the app");
  });

  it("runs nginx's workers as a Debian host does, unless the project brings the main file", () => {
    const texts = (of: Plan): string[] => of.services.flatMap((each) => each.mounts.flatMap((mount) => (mount.kind === "text" && mount.target === "/etc/nginx/nginx.conf" ? [mount.text] : [])));
    expect(texts(usual())).toEqual([expect.stringContaining("user www-data;")]);
    const full = lines("events {}", "http {", "  server { listen 80; location / { proxy_pass http://unix:/run/app/app.sock; } }", "}");
    expect(texts(planOf({ "nginx.conf": full }))).toEqual([]);
    expect(texts(planOf({ "nginx.conf": conf("  location / { proxy_pass http://app:3000; }") }))).toEqual([]);
  });
});

describe("scripts of FastCGI routes", () => {
  const php = ["  location ~ \\.php$ {", "    include fastcgi_params;", "    fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;", "    fastcgi_pass app:9000;", "  }"];
  const probeOf = (files: Files, ...body: readonly string[]): Plan["probes"][number] | undefined => planOf({ ...files, "nginx.conf": conf(...body) }).probes[0];

  it("asks a script that is there, and demands it", () => {
    expect(probeOf({ "public/feed.php": "<?php", "public/sub/a.php": "<?php" }, "  root /var/www/html/public;", ...php)).toMatchObject({ path: "/feed.php", script: "/var/www/html/public/feed.php" });
    expect(probeOf({ "public/feed.php": "<?php", "public/index.php": "<?php" }, "  root /var/www/html/public;", ...php)).toMatchObject({
      path: "/index.php",
      script: "/var/www/html/public/index.php",
    });
  });

  it("demands no script that need not be there", () => {
    expect(probeOf({}, "  root /srv;", "  index index.php index.html;", ...php)).toMatchObject({ path: "/index.php" });
    expect(probeOf({}, "  root /srv;", "  index index.php index.html;", ...php)).not.toHaveProperty("script");
  });

  it.each<[string, readonly string[]]>([
    ["try_files leads to it", ["  root /srv;", "  location / { try_files $uri $uri/ /index.php?$query_string; }", ...php]],
    ["a rewrite leads to it", ["  root /srv;", "  location / { rewrite ^ /index.php last; }", ...php]],
    ["a location has its name", ["  root /srv;", ...php.map((line) => line.replace("\\.php$", "^/index\\.php(/|$)"))]],
  ])("demands the front controller when %s, wherever its root is", (_name, body) => {
    expect(probeOf({ "public/feed.php": "<?php" }, ...body)).toMatchObject({ path: "/index.php", script: "/srv/index.php" });
  });

  it("demands no front controller that the project does not have, though a usual line leads to it", () => {
    const body = ["  root /var/www/html/public;", "  location / { try_files $uri /index.php?$args; }", ...php];
    expect(probeOf({ "public/feed.php": "<?php" }, ...body)).toMatchObject({ path: "/feed.php", script: "/var/www/html/public/feed.php" });
    const elsewhere = probeOf({ "public/feed.php": "<?php", "app/index.php": "<?php" }, ...body);
    expect(elsewhere).toMatchObject({ path: "/index.php", script: "/var/www/html/public/index.php" });
  });

  it("demands the script that every request is passed to", () => {
    expect(probeOf({}, "  location / {", "    include fastcgi_params;", "    fastcgi_param SCRIPT_FILENAME /app/index.php;", "    fastcgi_pass app:9000;", "  }")).toMatchObject({
      path: "/",
      script: "/app/index.php",
    });
  });

  it("takes the parameters of the innermost level that has any, and the root around it", () => {
    const planned = planOf({ "nginx.conf": conf("  root /srv/site;", "  fastcgi_param SCRIPT_FILENAME /outer.php;", "  fastcgi_index index.php;", ...php) });
    const { fastcgi } = planned.proxy.routes[0] ?? {};
    expect(fastcgi).toMatchObject({
      root: { value: "/srv/site", at: { line: 3 } },
      index: "index.php",
      splits: false,
      params: { SCRIPT_FILENAME: { at: { path: "nginx.conf", line: 8 } }, QUERY_STRING: { value: "$query_string" } },
    });
  });

  it("knows no root that depends on the request or the image", () => {
    for (const line of ["  root $site;", "  root html;", "  root /a/$host;"]) expect(planOf({ "nginx.conf": conf(line, ...php) }).proxy.routes[0]?.fastcgi).not.toHaveProperty("root");
  });
});
