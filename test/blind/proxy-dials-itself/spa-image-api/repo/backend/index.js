const http = require("http");
http
  .createServer((req, res) => {
    res.setHeader("content-type", "application/json");
    if (req.url === "/api/users/me") return res.end(JSON.stringify({ name: "Ada" }));
    res.statusCode = 404;
    res.end(JSON.stringify({ error: "not found" }));
  })
  .listen(3000, () => console.log("backend: 3000"));
