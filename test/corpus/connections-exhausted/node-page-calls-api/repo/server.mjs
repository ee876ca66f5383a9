import { createServer } from "node:http";

const api = process.env.API_URL ?? "http://localhost:3000/api";
const items = [{ name: "Teapot", price: 18 }];

async function page() {
  const answer = await fetch(`${api}/items`, { headers: { host: "shop.example.com" } });
  if (!answer.ok) throw new Error(`items: ${answer.status}`);
  const list = await answer.json();
  return `<ul>${list.map((item) => `<li>${item.name}</li>`).join("")}</ul>`;
}

createServer(async (request, response) => {
  if (request.url === "/api/items") {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(items));
    return;
  }
  try {
    response.setHeader("content-type", "text/html");
    response.end(await page());
  } catch (error) {
    console.error(error.message);
    response.writeHead(502);
    response.end("The shop is closed.");
  }
}).listen(3000);
