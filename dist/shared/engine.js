// src/docker/engine.ts
/** What the engine refused to do, in its own words. */
var EngineError = class extends Error {
	status;
	constructor(message, status) {
		super(message);
		this.name = "EngineError";
		this.status = status;
	}
};

export { EngineError as t };