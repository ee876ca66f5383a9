const { EventEmitter } = require("node:events");

const feed = new EventEmitter();
let items;

exports.load = () => {
  items = ["lamp", "rug"];
  feed.emit("loaded");
};

exports.catalogue = () => new Promise((resolve) => feed.once("loaded", () => resolve(items)));
