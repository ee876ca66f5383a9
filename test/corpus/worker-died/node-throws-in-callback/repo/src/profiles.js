const { readFile } = require("node:fs");
const { join } = require("node:path");

const file = join(__dirname, "../data/profiles.json");

exports.names = (done) => {
  readFile(file, "utf8", (_error, text) => {
    done(JSON.parse(text).profiles.map((profile) => profile.name));
  });
};
