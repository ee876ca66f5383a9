const http = require("node:http");

const recipes = [
  { id: 1, name: "Gazpacho" },
  { id: 2, name: "Borscht" },
];

const server = http.createServer((request, response) => {
  const found = request.url === "/" ? recipes : recipes.filter((recipe) => request.url === `/${recipe.id}`);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(found));
});

server.listen(3000, () => console.log("recipes are served"));
