const { mkdirSync, writeFileSync } = require("node:fs");

const items = [{ name: "lamp", price: 40 }, { name: "chair" }];

mkdirSync("dist", { recursive: true });
for (const item of items) {
  writeFileSync(`dist/${item.name}.txt`, item.price.toFixed(2));
}
