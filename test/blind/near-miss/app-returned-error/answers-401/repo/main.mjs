import http from "node:http";

http
  .createServer((request, response) => {
    if (!request.headers.authorization) {
      console.error(`error: 401 unauthorized ${request.method} ${request.url}`);
      response.writeHead(401, { "www-authenticate": 'Bearer realm="registry"', "content-type": "application/json" });
      return response.end(JSON.stringify({ errors: [{ code: "UNAUTHORIZED" }] }));
    }
    response.end("{}");
  })
  .listen(5000);
