import type { ImageRecipe } from "./image-recipe.ts";
import { recipeInstructions } from "./image-recipe.ts";

/** How an image lays out nginx when the project replaces nothing. */
export interface NginxLayout {
  readonly kind: "official" | "openresty" | "debian" | "alpine" | "bitnami" | "unknown";
  /** The main configuration file. */
  readonly main: string;
  /** Files that the image brings, as far as they matter: path to text. */
  readonly stock: Readonly<Record<string, string>>;
  /** Links among them: path to target. */
  readonly links?: Readonly<Record<string, string>>;
  /** Whether the official entrypoint renders `/etc/nginx/templates`. */
  readonly rendersTemplates: boolean;
}

const wrap = (includes: string): string => `user nginx;\nevents { worker_connections 1024; }\nhttp {\n    include /etc/nginx/mime.types;\n    default_type application/octet-stream;\n${includes}}\n`;
const stockDefault = "server {\n    listen 80;\n    server_name localhost;\n    location / {\n        root /usr/share/nginx/html;\n    }\n}\n";
const fastcgiParams =
  "QUERY_STRING $query_string; REQUEST_METHOD $request_method; CONTENT_TYPE $content_type; CONTENT_LENGTH $content_length; SCRIPT_NAME $fastcgi_script_name; REQUEST_URI $request_uri; DOCUMENT_URI $document_uri; DOCUMENT_ROOT $document_root; SERVER_PROTOCOL $server_protocol; REQUEST_SCHEME $scheme; HTTPS $https if_not_empty; GATEWAY_INTERFACE CGI/1.1; SERVER_SOFTWARE nginx/$nginx_version; REMOTE_ADDR $remote_addr; REMOTE_PORT $remote_port; SERVER_ADDR $server_addr; SERVER_PORT $server_port; SERVER_NAME $server_name; REDIRECT_STATUS 200;"
    .split(/; ?/)
    .filter((param) => param !== "")
    .map((param) => `fastcgi_param ${param};\n`)
    .join("");
const fastcgiConf = `fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\n${fastcgiParams}`;
const stockTexts: Readonly<Record<string, string>> = { "mime.types": "types { }\n", fastcgi_params: fastcgiParams, "fastcgi.conf": fastcgiConf };
const parameters = Object.fromEntries(
  ["mime.types", "fastcgi_params", "fastcgi.conf", "uwsgi_params", "scgi_params", "proxy_params", "koi-utf", "koi-win", "win-utf"].map((name) => [`/etc/nginx/${name}`, stockTexts[name] ?? ""]),
);

const official: NginxLayout = {
  kind: "official",
  main: "/etc/nginx/nginx.conf",
  stock: { ...parameters, "/etc/nginx/nginx.conf": wrap("    include /etc/nginx/conf.d/*.conf;\n"), "/etc/nginx/conf.d/default.conf": stockDefault },
  rendersTemplates: true,
};

const unprivileged: NginxLayout = { ...official, stock: { ...official.stock, "/etc/nginx/conf.d/default.conf": stockDefault.replace("listen 80;", "listen 8080;") } };

const bitnamiFolder = "/opt/bitnami/nginx/conf";
const bitnami: NginxLayout = {
  kind: "bitnami",
  main: `${bitnamiFolder}/nginx.conf`,
  stock: {
    ...movedTo(bitnamiFolder),
    [`${bitnamiFolder}/nginx.conf`]: wrap(`    include ${bitnamiFolder}/server_blocks/*.conf;\n`).replace("/etc/nginx/mime.types", "mime.types"),
  },
  rendersTemplates: false,
};

function movedTo(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([path, text]) => [path.replace("/etc/nginx", folder), text]));
}

const openresty: NginxLayout = {
  kind: "openresty",
  main: "/usr/local/openresty/nginx/conf/nginx.conf",
  stock: {
    ...movedTo("/usr/local/openresty/nginx/conf"),
    "/usr/local/openresty/nginx/conf/nginx.conf": wrap("    include /etc/nginx/conf.d/*.conf;\n").replace("/etc/nginx/mime.types", "mime.types"),
    "/etc/nginx/conf.d/default.conf": stockDefault,
  },
  rendersTemplates: false,
};

const phpSnippet =
  "fastcgi_split_path_info ^(.+?\\.php)(/.*)$;\ntry_files $fastcgi_script_name =404;\nset $path_info $fastcgi_path_info;\nfastcgi_param PATH_INFO $path_info;\nfastcgi_index index.php;\ninclude fastcgi.conf;\n";
const snippets = { "/etc/nginx/snippets/fastcgi-php.conf": phpSnippet, "/etc/nginx/snippets/snakeoil.conf": "" };

const debian: NginxLayout = {
  kind: "debian",
  main: "/etc/nginx/nginx.conf",
  stock: {
    ...parameters,
    ...snippets,
    "/etc/nginx/nginx.conf": wrap("    include /etc/nginx/conf.d/*.conf;\n    include /etc/nginx/sites-enabled/*;\n"),
    "/etc/nginx/sites-enabled/default": stockDefault,
  },
  links: { "/etc/nginx/sites-enabled/default": "/etc/nginx/sites-available/default" },
  rendersTemplates: false,
};

const alpine: NginxLayout = {
  kind: "alpine",
  main: "/etc/nginx/nginx.conf",
  stock: { ...parameters, "/etc/nginx/nginx.conf": wrap("    include /etc/nginx/http.d/*.conf;\n"), "/etc/nginx/http.d/default.conf": stockDefault },
  rendersTemplates: false,
};

/** nginx in the usual place of an image that we do not know: whatever of its usual folders there is gets included. */
export const unknownLayout: NginxLayout = {
  kind: "unknown",
  main: "/etc/nginx/nginx.conf",
  stock: { ...parameters, ...snippets, "/etc/nginx/nginx.conf": wrap(["conf.d/*.conf", "http.d/*.conf", "sites-enabled/*"].map((name) => `    include /etc/nginx/${name};\n`).join("")) },
  rendersTemplates: false,
};

/** The layout of an image named like an nginx distribution; undefined for any other image. */
export function layoutOfImage(reference: string): NginxLayout | undefined {
  const name = reference.replace(/@.*$/, "").replace(/:[^/]*$/, "");
  const last = name.slice(name.lastIndexOf("/") + 1);
  if (/openresty/.test(name)) return openresty;
  if (/(^|\/)bitnami\w*\/nginx$/.test(name)) return bitnami;
  if (/(^|\/)ubuntu\/nginx$/.test(name)) return debian;
  if (last === "nginx-unprivileged") return unprivileged;
  return last === "nginx" || last === "nginx-alpine" || /(^|\/)nginxinc\//.test(name) ? official : undefined;
}

/** The layout of an image that the repository builds: its base's, or that of the package it installs. */
export function layoutOfRecipe(recipe: ImageRecipe): NginxLayout | undefined {
  const base = layoutOfImage(recipe.settings.base);
  if (base) return base;
  const runs = recipeInstructions(recipe)
    .filter((instruction) => instruction.keyword === "RUN")
    .map((instruction) => [instruction.text, ...instruction.heredocs].join("\n"));
  if (runs.some((text) => /\bapk\s+(?:[^;&|]*\s)?add\b[^;&|]*\bnginx\b/.test(text))) return alpine;
  if (runs.some((text) => /\bapt(?:-get)?\s+(?:[^;&|]*\s)?install\b[^;&|]*\bnginx\b/.test(text) || /\b(?:yum|dnf|microdnf)\s+[^;&|]*install\b[^;&|]*\bnginx\b/.test(text))) return debian;
  return undefined;
}

/** The layout for a stub of ours: the official image. */
export const stubLayout = official;
