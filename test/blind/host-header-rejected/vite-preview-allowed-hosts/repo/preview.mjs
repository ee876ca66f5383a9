import { createServer } from "node:http";
import { readFileSync } from "node:fs";

const config = JSON.parse(readFileSync("preview.config.json", "utf8"));

createServer((request, response) => {
  const host = (request.headers.host ?? "").split(":")[0];
  const isAddress = /^[\d.]+$/.test(host) || host === "localhost";
  if (!isAddress && !config.allowedHosts.includes(host)) {
    response.writeHead(403, { "content-type": "text/plain" });
    return response.end(`Blocked request. This host ("${host}") is not allowed.\nTo allow this host, add "${host}" to allowedHosts in preview.config.json.`);
  }
  response.end("<div id=app></div>");
}).listen(config.port, "0.0.0.0");
