const { EventEmitter, once } = require("node:events");

const bus = new EventEmitter();

/** The settings, as soon as the configuration service has announced them. */
exports.load = async () => {
  const [settings] = await once(bus, "settings");
  return settings;
};
