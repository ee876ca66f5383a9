// src/model/proxy.ts
/** An address as nginx prints it: "app:3000" or "unix:/run/app.sock". */
function showTarget(target) {
	if (target.socket !== void 0) return `unix:${target.socket}`;
	return `${target.host.includes(":") ? `[${target.host}]` : target.host}:${target.port}`;
}
/** The target's port as a Port; undefined for a Unix socket. */
function targetPort(target) {
	return target.port > 0 ? target.port : void 0;
}

export { targetPort as n, showTarget as t };