import { createServer } from "node:http";
createServer((_, res) => res.end("<div id=__next>Pipit</div>")).listen(3000, "0.0.0.0");
