import { r as hostName, t as gatewayNames } from "./plan.js";

// src/model/address.ts
/** "127.0.0.1", "::1", "localhost": what only reaches one's own network namespace. */
function isLoopback(host) {
	return host === "localhost" || host === "::1" || host === "0:0:0:0:0:0:0:1" || /^127(\.\d{1,3}){3}$/.test(host) || /^::ffff:127\./i.test(host);
}
/** Whether the text is a literal IPv4 or IPv6 address. */
function isAddressLiteral(host) {
	return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(":") && /^[0-9a-f:.]+$/i.test(host);
}
/** Names under which a container reaches its host where Docker Desktop provides them; elsewhere only `extra_hosts` does. */
const desktopNames = [
	"host.docker.internal",
	"gateway.docker.internal",
	"docker.for.mac.localhost",
	"docker.for.mac.host.internal",
	"docker.for.win.localhost"
];
/** Whether the proxy reaches the host, or what is emulated of it, by this address. */
function isHostAddress(services, proxyName, host) {
	const proxy = services.find((service) => service.name === proxyName);
	return proxy?.networkOf?.value === "@host" ? isLoopback(host) : gatewayNames(proxy).includes(host);
}
/** The service that a host name reaches from the proxy's networks, else one that has the name elsewhere. */
function serviceOfHost(services, proxyName, host) {
	const proxy = services.find((service) => service.name === proxyName);
	if (isLoopback(host)) {
		if (proxy?.networkOf?.value === "@host") return services.find((service) => service !== proxy && service.networkOf?.value === "@host");
		return services.find((service) => service.networkOf?.value === proxyName) ?? services.find((service) => service.name === proxy?.networkOf?.value);
	}
	const networks = new Set(proxy?.attachments.map((attachment) => attachment.network));
	const named = services.filter((service) => service.attachments.some((attachment) => attachment.aliases.includes(host)));
	return named.find((service) => service.attachments.some((attachment) => networks.has(attachment.network) && attachment.aliases.includes(host))) ?? named[0] ?? services.find((service) => service.name === host && service.networkOf?.value === "@host");
}
/** The service behind a target of the plan's proxy. */
function serviceOfTarget(plan, host) {
	if (isLoopback(host) && plan.proxy.kind === "inside") return plan.services.find((service) => service.name === plan.proxy.service);
	return serviceOfHost(plan.services, plan.proxy.service, host);
}
/** The service behind an address that the proxy dials: by its host name, or the one that is to open its Unix socket. */
function serviceOf(plan, target) {
	return (target.service === void 0 ? void 0 : plan.services.find((service) => service.name === target.service)) ?? (target.socket === void 0 ? serviceOfTarget(plan, target.host) : void 0);
}
/** A path without what Linux folds: `/var/run` is `/run`, and repeated or final slashes say nothing. */
function plainPath(path) {
	return path.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1").replace(/^\/var\/run(?=\/|$)/, "/run");
}
/** Where one container finds what another has at a path: through the folder that both mount, or because they are one. undefined when they share no such folder. */
function pathSeenBy(from, to, path) {
	if (from.name === to.name) return path;
	const plain = plainPath(path);
	const own = mountOver(from, plain);
	const source = own && sharedName(own);
	const other = source === void 0 ? void 0 : to.mounts.find((mount) => sharedName(mount) === source);
	return own && other ? plainPath(`${plainPath(other.target)}/${plain.slice(plainPath(own.target).length)}`) : void 0;
}
/** The mount that a path of a container lies in; undefined when it is the container's own. */
function mountOver(service, path) {
	const plain = plainPath(path);
	return service.mounts.filter((mount) => plain.startsWith(`${plainPath(mount.target).replace(/\/$/, "")}/`)).toSorted((a, b) => plainPath(b.target).length - plainPath(a.target).length)[0];
}
/** What tells that two mounts hold the same files; undefined for what no other container can have. */
function sharedName(mount) {
	if (mount.kind === "volume") return `volume ${mount.volume}`;
	return mount.kind === "files" && mount.isFolder ? `files ${mount.repo}` : void 0;
}
/** The folders that lead to a path, from the outermost, and the path itself: "/run", "/run/php", "/run/php/fpm.sock". */
function foldersAbove(path) {
	const parts = path.split("/").filter((part) => part !== "");
	return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}
/** Whether the path of a Unix socket is one by which a program is controlled, or that of a tool beside the app: no app answers requests on it. */
function isControlSocket(path) {
	return controlNames.test(path);
}
const controlNames = /(?:^|\/)(?:supervisord?\.sock|supervisor\.sock|dbus\/|docker\.sock$|containerd\/|systemd\/|gnupg\/|S\.gpg|\.X11-unix\/|s6[^/]*\/|mysqld?x?\.sock|\.s\.PGSQL\.|redis[^/]*\.sock|memcached[^/]*\.sock|pumactl|\.pm2\/|passenger\.|control\.(?:sock|unit))/i;

export { isHostAddress as a, pathSeenBy as c, serviceOfHost as d, serviceOfTarget as f, isControlSocket as i, plainPath as l, foldersAbove as n, isLoopback as o, isAddressLiteral as r, mountOver as s, desktopNames as t, serviceOf as u };