import { createServer } from "node:http";

const backend = `http://${process.env.BACKEND_HOST}:${process.env.BACKEND_PORT}`;

createServer(async (request, response) => {
  const orders = await fetch(`${backend}/api/orders`).then((answer) => answer.json());
  response.setHeader("content-type", "text/html");
  response.end(`<h1>${orders.length} orders</h1>`);
}).listen(process.env.PORT, "localhost");
