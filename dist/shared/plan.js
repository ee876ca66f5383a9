// src/model/address.ts
/** "127.0.0.1", "::1", "localhost": what only reaches one's own network namespace. */
function isLoopback(host) {
	return host === "localhost" || host === "::1" || host === "0:0:0:0:0:0:0:1" || /^127(\.\d{1,3}){3}$/.test(host) || /^::ffff:127\./i.test(host);
}
/** Whether the text is a literal IPv4 or IPv6 address. */
function isAddressLiteral(host) {
	return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(":") && /^[0-9a-f:.]+$/i.test(host);
}
/** The service that a host name reaches from the proxy's networks, else one that has the name elsewhere. */
function serviceOfHost(services, proxyName, host) {
	const proxy = services.find((service) => service.name === proxyName);
	if (isLoopback(host)) return services.find((service) => service.networkOf?.value === proxyName) ?? services.find((service) => service.name === proxy?.networkOf?.value);
	const networks = new Set(proxy?.attachments.map((attachment) => attachment.network));
	const named = services.filter((service) => service.attachments.some((attachment) => attachment.aliases.includes(host)));
	return named.find((service) => service.attachments.some((attachment) => networks.has(attachment.network) && attachment.aliases.includes(host))) ?? named[0];
}
/** The service behind a target of the plan's proxy. */
function serviceOfTarget(plan, host) {
	if (isLoopback(host) && plan.proxy.kind === "inside") return plan.services.find((service) => service.name === plan.proxy.service);
	return serviceOfHost(plan.services, plan.proxy.service, host);
}

// src/model/plan.ts
/** The service of that name; undefined when the plan has none. */
function serviceNamed(plan, name) {
	return plan.services.find((service) => service.name === name);
}

export { serviceOfTarget as a, serviceOfHost as i, isAddressLiteral as n, isLoopback as r, serviceNamed as t };