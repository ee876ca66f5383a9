import { createServer, get } from "node:http";

const origin = process.env.ARTICLES ?? "http://localhost:4000";

function withBanner(html) {
  return html.replace("<body>", "<body><aside>Subscribe!</aside>");
}

createServer((request, response) => {
  get(origin + request.url, async (upstream) => {
    let html = "";
    for await (const chunk of upstream) html += chunk;
    const page = withBanner(html);
    response.writeHead(upstream.statusCode, {
      ...upstream.headers,
      "content-length": Buffer.byteLength(page),
    });
    response.end(page);
  }).on("error", () => response.writeHead(500).end());
}).listen(3000, "0.0.0.0");
