// src/model/plan.ts
/** Stands for the host, whose place in the network is emulated, wherever a service's name is expected. No service can be called so. */
const hostName = "@host";
/** What Compose and the engine take for the host's address in `extra_hosts`. */
const hostGateway = "host-gateway";
/** Names that a service's `extra_hosts` give the host. */
function gatewayNames(service) {
	return (service?.settings.extraHosts ?? []).filter((entry) => entry.endsWith(`:${hostGateway}`)).map((entry) => entry.slice(0, -13));
}
/** Whether anything of the plan lives on the host or can dial it. */
function needsHost(plan) {
	return plan.forwards.some((forward) => forward.inside === "@host") || plan.services.some((service) => service.networkOf?.value === "@host" || gatewayNames(service).length > 0);
}
/** The service of that name; undefined when the plan has none. */
function serviceNamed(plan, name) {
	return plan.services.find((service) => service.name === name);
}

export { serviceNamed as a, needsHost as i, hostGateway as n, hostName as r, gatewayNames as t };