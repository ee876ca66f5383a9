import { createServer } from "node:http";

const invoices = [
  { number: "2024-001", total: 180 },
  { number: "2024-002", total: 96.5 },
];

createServer((request, response) => {
  const number = request.url.slice(1);
  const found = number === "" ? invoices : invoices.find((invoice) => invoice.number === number);
  response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(found ?? { error: "unknown invoice" }));
}).listen(3000, () => console.log("invoices on 3000"));
