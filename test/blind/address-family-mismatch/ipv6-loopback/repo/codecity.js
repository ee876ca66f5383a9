const { createServer } = require("http");
const login = createServer((request, response) => response.end("login"));
login.listen({ port: 7781, host: "127.0.0.1" });
