import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { sessionCookies } from "./session.js";

const server = createServer((request, response) => {
  if (!/\bvisitor\.0=/.test(request.headers.cookie ?? "")) {
    response.setHeader("Set-Cookie", sessionCookies(randomUUID()));
  }
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end("<h1>Storefront</h1>\n");
});

server.listen(Number(process.env.PORT ?? 3000), "0.0.0.0", () => console.log("storefront is up"));
