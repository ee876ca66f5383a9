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
/** The path that nginx sends on: the URI of `proxy_pass` takes the place of the matched prefix, or of all where the address has variables. */
function passedPath(probe, route) {
	if (route?.uri === void 0 || route.uri.includes("$")) return probe.path;
	if (route.hasVariables === true) return route.uri;
	const prefix = route.location.replace(/^(?:=|\^~)\s*/, "");
	return probe.path.startsWith(prefix) ? route.uri + probe.path.slice(prefix.length) : probe.path;
}

export { showTarget as n, targetPort as r, passedPath as t };