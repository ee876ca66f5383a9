import type { Files } from "../helpers/repository.ts";
import { socketPath, type Address, type Backend } from "./backends.ts";

/** A way in which projects bring nginx. */
export interface Shape {
  readonly name: string;
  readonly topology: "container" | "host" | "shared";
  /** The project, with a configuration that is right or wrong; undefined where this makes no sense. */
  readonly project: (backend: Backend, isWrong: boolean) => Files | undefined;
}

interface Configured {
  readonly at: Address;
  readonly isWrong: boolean;
  readonly port?: number;
}

function server(backend: Backend, { at, isWrong, port = 80 }: Configured): string {
  const { words, beside } = backend.listen ?? { words: "", beside: "" };
  const pass = isWrong ? backend.wrong(at) : backend.pass(at);
  return `${backend.http?.(at) ?? ""}
server {
    listen ${port}${words === "" ? "" : ` ${words}`};
    server_name table.example.com;
    ${beside}
    location / {
        ${pass}
    }
}
`;
}

function full(backend: Backend, configured: Configured, more = ""): string {
  return `worker_processes 1;\n${more}events { worker_connections 128; }\nhttp {\n${server(backend, configured)}}\n`;
}

const app: Address = { host: "app", port: 3000 };
const loopback: Address = { host: "127.0.0.1", port: 3000 };

const inFolder = (folder: string, files: Files): Files => Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

/** A Compose project of the app and an nginx service; a Unix socket is shared by a volume. */
function compose(backend: Backend, nginx: string, files: Files, more = ""): Files {
  const shared = backend.port === 0 ? `    volumes:\n      - sockets:${socketPath.replace(/\/[^/]*$/, "")}\n` : "";
  const own = nginx.includes("    volumes:\n") ? nginx.replace("    volumes:\n", shared === "" ? "    volumes:\n" : shared) : nginx + shared;
  return {
    "compose.yaml": `services:\n  app:\n    build: ./app\n${shared}  web:\n${own}    depends_on: [app]\n    ports:\n      - "8080:80"\n${more}${shared === "" ? "" : "volumes:\n  sockets:\n"}`,
    ...inFolder("app", backend.files),
    ...files,
  };
}

const container =
  (nginx: string, path: string, config: (backend: Backend, configured: Configured) => string, files: Files = {}, port = 80): Shape["project"] =>
  (backend, isWrong) =>
    compose(backend, nginx, { ...files, [path]: config(backend, { at: app, isWrong, port }) });

const bind = (image: string, from: string, to: string): string => `    image: ${image}\n    volumes:\n      - ./${from}:${to}:ro\n`;

/** Dollars of nginx's own variables stay: the template step only knows those of its environment. */
const asTemplate =
  (config: typeof server): typeof server =>
  (backend, configured) =>
    config(backend, configured).replaceAll("app:", "${UPSTREAM_HOST}:");

/** The app's image with nginx in it, both started by one script. */
function inside(backend: Backend, isWrong: boolean): Files | undefined {
  const recipe = backend.files["Dockerfile"] ?? "";
  const command = /CMD (\[.*\])/.exec(recipe)?.[1];
  const start = command === undefined ? "php-fpm" : (JSON.parse(command) as string[]).join(" ");
  const text = recipe.replace(/CMD .*\n/, "");
  return {
    ...backend.files,
    Dockerfile: `${text}RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled/default\nCOPY site.conf /etc/nginx/conf.d/site.conf\nCOPY start.sh /start.sh\nENTRYPOINT []\nCMD ["sh", "/start.sh"]\n`,
    "site.conf": server(backend, { at: loopback, isWrong }),
    "start.sh": `#!/bin/sh\n${start} &\nexec nginx -g 'daemon off;'\n`,
  };
}

const usesResolver = (backend: Backend): boolean => backend.pass(app).includes("resolver");

export const shapes: readonly Shape[] = [
  { name: "a server for conf.d", topology: "container", project: container(bind("nginx:stable", "web/site.conf", "/etc/nginx/conf.d/default.conf"), "web/site.conf", server) },
  { name: "a full nginx.conf", topology: "container", project: container(bind("nginx:stable", "web/nginx.conf", "/etc/nginx/nginx.conf"), "web/nginx.conf", full) },
  {
    name: "a template of the official image",
    topology: "container",
    project: container(
      `    image: nginx:stable\n    environment:\n      UPSTREAM_HOST: app\n    volumes:\n      - ./web/site.conf.template:/etc/nginx/templates/default.conf.template:ro\n`,
      "web/site.conf.template",
      asTemplate(server),
    ),
  },
  {
    name: "envsubst in the command",
    topology: "container",
    project: container(
      `    image: nginx:stable\n    environment:\n      UPSTREAM_HOST: app\n    command: sh -c "envsubst '$$UPSTREAM_HOST' < /etc/nginx/site.template > /etc/nginx/conf.d/default.conf && exec nginx -g 'daemon off;'"\n    volumes:\n      - ./web/site.template:/etc/nginx/site.template:ro\n`,
      "web/site.template",
      asTemplate(server),
    ),
  },
  {
    name: "an nginx image of its own",
    topology: "container",
    project: container("    build: ./web\n", "web/site.conf", server, { "web/Dockerfile": "FROM nginx:stable\nCOPY site.conf /etc/nginx/conf.d/default.conf\n" }),
  },
  {
    name: "sites-enabled of Debian's nginx",
    topology: "container",
    project: container("    build: ./web\n", "web/site", server, {
      "web/Dockerfile":
        'FROM debian:stable-slim\nRUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/* && rm /etc/nginx/sites-enabled/default\nCOPY site /etc/nginx/sites-available/site\nRUN ln -s /etc/nginx/sites-available/site /etc/nginx/sites-enabled/site\nCMD ["nginx", "-g", "daemon off;"]\n',
    }),
  },
  { name: "the Alpine image", topology: "container", project: container(bind("nginx:1.27-alpine", "web/site.conf", "/etc/nginx/conf.d/default.conf"), "web/site.conf", server) },
  {
    name: "the unprivileged image",
    topology: "container",
    project: container(bind("nginxinc/nginx-unprivileged:1.27-alpine", "web/site.conf", "/etc/nginx/conf.d/default.conf"), "web/site.conf", server, {}, 8080),
  },
  { name: "OpenResty", topology: "container", project: container(bind("openresty/openresty:bookworm", "web/site.conf", "/etc/nginx/conf.d/default.conf"), "web/site.conf", server) },
  {
    name: "a shared network namespace",
    topology: "shared",
    project: (backend, isWrong) =>
      usesResolver(backend)
        ? undefined
        : compose(backend, `${bind("nginx:stable", "web/site.conf", "/etc/nginx/conf.d/default.conf")}    network_mode: "service:app"\n`, {
            "web/site.conf": server(backend, { at: loopback, isWrong }),
          }),
  },
  { name: "inside the app's image", topology: "shared", project: (backend, isWrong) => (usesResolver(backend) ? undefined : inside(backend, isWrong)) },
  {
    name: "on the host, beside a Dockerfile",
    topology: "host",
    project: (backend, isWrong) => (usesResolver(backend) || backend.port === 0 ? undefined : { ...backend.files, "deploy/nginx/site.conf": server(backend, { at: loopback, isWrong }) }),
  },
  {
    name: "on the host, beside Compose",
    topology: "host",
    project: (backend, isWrong) =>
      usesResolver(backend) || backend.port === 0
        ? undefined
        : {
            "compose.yaml": 'services:\n  app:\n    build: ./app\n    ports:\n      - "127.0.0.1:3000:3000"\n',
            ...inFolder("app", backend.files),
            "deploy/nginx/site.conf": server(backend, { at: loopback, isWrong }),
          },
  },
];
