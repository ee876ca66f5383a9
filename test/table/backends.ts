import type { Files } from "../helpers/repository.ts";

/** Something that nginx passes requests to: how it runs, how it is dialled, and how a configuration gets it wrong. */
export interface Backend {
  readonly name: string;
  /** Files of its image's folder. */
  readonly files: Files;
  /** Port that it listens on; 0 for a Unix socket at `socketPath`. */
  readonly port: number;
  /** Directives in `http` before the server; `at` is the address to dial. */
  readonly http?: (at: Address) => string;
  /** Directives of the location that pass the request on, in the right way and in a wrong one. */
  readonly pass: (at: Address) => string;
  readonly wrong: (at: Address) => string;
  /** Extra words of the `listen` directive, and directives beside it. */
  readonly listen?: { readonly words: string; readonly beside: string };
  /** Causes of which one has to be told for the wrong way. */
  readonly causes: readonly string[];
}

/** An address as the configuration writes it: a service's name, or the loopback. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export const socketPath = "/run/app/app.sock";
const portCauses = ["port-mismatch", "published-port-dialled", "nothing-listens", "loopback-bind"];

const dockerfile = (...more: readonly string[]): string => ["FROM node:22-slim", "WORKDIR /srv", ...more, "COPY server.js .", 'CMD ["node", "server.js"]', ""].join("\n");
const node = (server: string, ...more: readonly string[]): Files => ({ Dockerfile: dockerfile(...more), "server.js": server });

const plain = node(`const http = require("node:http");
http.createServer((request, response) => response.end("answered " + request.url + "\\n")).listen(3000, "0.0.0.0");
`);

/** A server of a protocol that frames the request: reads until \`isWhole\`, then answers. */
const framed = (isWhole: string): Files =>
  node(`const net = require("node:net");
const answer = "Status: 200 OK\\r\\nContent-Type: text/plain\\r\\n\\r\\nanswered\\n";
const isWhole = ${isWhole};
net.createServer((socket) => {
  let read = Buffer.alloc(0);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    read = Buffer.concat([read, chunk]);
    if (isWhole(read)) socket.end(process.env.RAW ? answer.replace("Status:", "HTTP/1.1") : answer);
  });
}).listen(3000, "0.0.0.0");
`);

const php: Files = {
  Dockerfile: "FROM php:8.3-fpm\nCOPY zz-table.conf /usr/local/etc/php-fpm.d/\nCOPY index.php /var/www/html/\nRUN mkdir -p /run/app && chmod 777 /run/app\n",
  "index.php": '<?php echo "answered\\n";\n',
  "zz-table.conf": "[www]\nlisten = 3000\n",
};
const fastcgi = (target: string): string => `include fastcgi_params; fastcgi_param SCRIPT_FILENAME /var/www/html/index.php; fastcgi_pass ${target};`;
const dial = ({ host, port }: Address): string => `${host}:${port}`;
const off = ({ host, port }: Address): Address => ({ host, port: port + 7 });
const http = (at: Address): string => `http://${dial(at)}`;

export const backends: readonly Backend[] = [
  { name: "HTTP", files: plain, port: 3000, pass: (at) => `proxy_pass ${http(at)};`, wrong: (at) => `proxy_pass ${http(off(at))};`, causes: portCauses },
  { name: "HTTP with a URI", files: plain, port: 3000, pass: (at) => `proxy_pass ${http(at)}/base/;`, wrong: (at) => `proxy_pass ${http(off(at))}/base/;`, causes: portCauses },
  {
    name: "a group of servers",
    files: plain,
    port: 3000,
    http: (at) => `upstream pool { server ${dial(at)}; server ${dial(at)} backup; }`,
    pass: () => "proxy_pass http://pool;",
    wrong: (at) => `proxy_pass ${http(off(at))};`,
    causes: portCauses,
  },
  {
    name: "an address in a variable",
    files: plain,
    port: 3000,
    pass: (at) => `resolver 127.0.0.11; set $backend ${http(at)}; proxy_pass $backend;`,
    wrong: (at) => `set $backend ${http(at)}; proxy_pass $backend;`,
    causes: ["resolver-unusable"],
  },
  {
    name: "an address chosen by a map",
    files: plain,
    port: 3000,
    http: (at) => `map $uri $chosen { default ${dial(at)}; } map $uri $mistaken { default ${dial(off(at))}; }`,
    pass: () => "resolver 127.0.0.11; proxy_pass http://$chosen;",
    wrong: () => "resolver 127.0.0.11; proxy_pass http://$mistaken;",
    causes: portCauses,
  },
  { name: "FastCGI over TCP", files: php, port: 3000, pass: (at) => fastcgi(dial(at)), wrong: (at) => fastcgi(dial(off(at))), causes: portCauses },
  {
    name: "FastCGI over a Unix socket",
    files: { ...php, "zz-table.conf": `[www]\nlisten = ${socketPath}\nlisten.mode = 0666\n` },
    port: 0,
    pass: () => fastcgi(`unix:${socketPath}`),
    wrong: () => fastcgi("unix:/run/app/other.sock"),
    causes: ["unix-socket-path-mismatch"],
  },
  {
    name: "HTTP over a Unix socket",
    files: node(
      `const fs = require("node:fs");
const server = require("node:http").createServer((request, response) => response.end("answered\\n"));
fs.rmSync("${socketPath}", { force: true });
server.listen("${socketPath}", () => fs.chmodSync("${socketPath}", 0o666));
`,
      "RUN mkdir -p /run/app && chmod 777 /run/app",
    ),
    port: 0,
    pass: () => `proxy_pass http://unix:${socketPath};`,
    wrong: () => "proxy_pass http://unix:/run/app/other.sock;",
    causes: ["unix-socket-path-mismatch"],
  },
  {
    name: "uwsgi",
    files: framed("(read) => read.length >= 4 && read.length >= 4 + read.readUInt16LE(1)"),
    port: 3000,
    pass: (at) => `include uwsgi_params; uwsgi_pass ${dial(at)};`,
    wrong: (at) => `include uwsgi_params; uwsgi_pass ${dial(off(at))};`,
    causes: portCauses,
  },
  {
    name: "SCGI",
    files: framed('(read) => { const length = /^(\\d+):/.exec(read.toString("latin1")); return length !== null && read.length > Number(length[1]) + length[0].length; }'),
    port: 3000,
    pass: (at) => `include scgi_params; scgi_pass ${dial(at)};`,
    wrong: (at) => `include scgi_params; scgi_pass ${dial(off(at))};`,
    causes: portCauses,
  },
  {
    name: "gRPC",
    files: node(`const http2 = require("node:http2");
const server = http2.createServer();
server.on("stream", (stream) => {
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "12" }));
  stream.end();
});
server.listen(3000, "0.0.0.0");
`),
    port: 3000,
    pass: (at) => `grpc_pass grpc://${dial(at)};`,
    wrong: (at) => `proxy_pass ${http(at)};`,
    causes: ["upstream-protocol-mismatch"],
  },
  {
    name: "a WebSocket",
    files: node(`const http = require("node:http");
const { createHash } = require("node:crypto");
const server = http.createServer((request, response) => response.end("answered\\n"));
server.on("upgrade", (request, socket) => {
  const accept = createHash("sha1").update(request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");
  socket.write("HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: " + accept + "\\r\\n\\r\\n");
});
server.listen(3000, "0.0.0.0");
`),
    port: 3000,
    pass: (at) => `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; proxy_pass ${http(at)};`,
    wrong: (at) => `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; proxy_pass ${http(off(at))};`,
    causes: portCauses,
  },
  {
    name: "TLS",
    files: node(
      `const https = require("node:https");
const fs = require("node:fs");
https.createServer({ key: fs.readFileSync("key.pem"), cert: fs.readFileSync("cert.pem") }, (request, response) => response.end("answered\\n")).listen(3000, "0.0.0.0");
`,
      "RUN apt-get update && apt-get install -y --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*",
      "RUN openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=app -keyout key.pem -out cert.pem",
    ),
    port: 3000,
    pass: (at) => `proxy_ssl_server_name on; proxy_pass https://${dial(at)};`,
    wrong: (at) => `proxy_pass ${http(at)};`,
    causes: ["upstream-scheme-mismatch"],
  },
  {
    name: "HTTP, with HTTP/2 in front",
    files: plain,
    port: 3000,
    listen: { words: "ssl http2", beside: "ssl_certificate /etc/nginx/tls/site.crt; ssl_certificate_key /etc/nginx/tls/site.key;" },
    pass: (at) => `proxy_pass ${http(at)};`,
    wrong: (at) => `proxy_pass ${http(off(at))};`,
    causes: portCauses,
  },
];
