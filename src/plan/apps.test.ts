import { describe, expect, it } from "vitest";
import { lines, makeWorkspace, type Files } from "../../test/helpers/repository.ts";
import { findApps } from "./apps.ts";

const conf = lines("server {", "  location / { proxy_pass http://app:3000; }", "}");
const compose = lines("services:", "  web:", "    image: nginx:stable");
const dockerfile = "FROM node:22\n";

const found = (files: Files): string[] => findApps(makeWorkspace(files)).map(({ name, directory }) => `${name}=${directory}`);

describe("findApps", () => {
  it.each<[string, Files, readonly string[]]>([
    ["nothing", { "README.md": "" }, []],
    ["a Compose file with nginx at the root", { "compose.yaml": compose, "apps/a/compose.yaml": compose }, ["root="]],
    ["a Dockerfile and a configuration at the root", { Dockerfile: dockerfile, "deploy/nginx.conf": conf }, ["root="]],
    ["a project with its nginx in a folder beside it", { Dockerfile: dockerfile, "nginx/Dockerfile": "FROM nginx\n", "nginx/site.conf": conf }, ["root="]],
    ["folders with Compose files", { "shop/compose.yaml": compose, "blog/docker-compose.yml": compose }, ["blog=blog", "shop=shop"]],
    ["a Compose file beside a configuration that it does not name", { "shop/compose.yaml": "services: {}\n", "shop/etc/site.conf": conf }, ["shop=shop"]],
    [
      "folders with Dockerfiles and configurations",
      { "services/a/Dockerfile": dockerfile, "services/a/nginx.conf": conf, "services/b/Dockerfile": dockerfile, "services/b/conf/nginx.conf": conf },
      ["a=services/a", "b=services/b"],
    ],
    ["platforms", { "a/amvera.yml": "", "b/.upsun/config.yaml": "" }, ["a=a", "b=b"]],
    ["databases for development at the root", { "compose.yaml": "services:\n  db:\n    image: postgres\n", "a/compose.yaml": compose, "b/compose.yaml": compose }, ["a=a", "b=b"]],
    ["two folders of one name", { "one/api/compose.yaml": compose, "two/api/compose.yaml": compose, "two/web/compose.yaml": compose }, ["one-api=one/api", "two-api=two/api", "web=two/web"]],
    ["a project in a project", { "shop/compose.yaml": compose, "shop/plugin/compose.yaml": compose, "b/compose.yaml": compose }, ["b=b", "shop=shop"]],
    ["an app without any nginx", { "a/Dockerfile": dockerfile, "b/compose.yaml": compose }, ["b=b"]],
    ["an image of nginx alone", { "proxy/Dockerfile": "FROM nginx:1.27\n", "proxy/site.conf": conf, "b/compose.yaml": compose }, ["b=b"]],
    ["what others wrote, and tests", { "node_modules/x/compose.yaml": compose, "test/fixtures/a/compose.yaml": compose, "examples/a/compose.yaml": compose }, []],
    ["a folder that is too deep", { "a/b/c/d/compose.yaml": compose }, []],
  ])("in a repository with %s", (_name, files, expected) => {
    expect(found(files)).toEqual(expected);
  });
});
