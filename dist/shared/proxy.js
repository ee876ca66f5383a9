// src/model/proxy.ts
/** An address as nginx prints it: "app:3000" or "unix:/run/app.sock". */
function showTarget(target) {
	return target.socket === void 0 ? `${target.host}:${target.port}` : `unix:${target.socket}`;
}
/** The target's port as a Port; undefined for a Unix socket. */
function targetPort(target) {
	return target.port > 0 ? target.port : void 0;
}

export { targetPort as n, showTarget as t };