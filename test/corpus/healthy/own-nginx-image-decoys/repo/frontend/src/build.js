const { mkdirSync, writeFileSync } = require("node:fs");

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/index.html`, "<!doctype html><title>Trails</title><script>fetch('/api/trails')</script>\n");
