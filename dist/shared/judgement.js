// src/model/judgement.ts
/** Statuses by which a gateway says that it could not get an answer. */
const gatewayStatuses = /* @__PURE__ */ new Set([
	502,
	503,
	504
]);
/** Whether a result speaks of a gateway that failed, or breaks what the user demands. An app that answers anything else has answered; for an ended worker its server did. */
function isFailing(result, expect) {
	if (result.error !== void 0 || result.unmet !== void 0) return true;
	const { status } = result;
	if (status === void 0) return true;
	if (expect?.status?.includes(status) === true) return false;
	return gatewayStatuses.has(status) || result.refusal !== void 0 || result.endedWorker !== void 0;
}
/** Whether an answer may come from a server that was spoken to in the wrong protocol: some say so by a 400, which nginx passes on. */
function mayBeMisspoken(plan, result) {
	const probe = plan.probes[result.probe];
	const route = probe?.route === void 0 ? void 0 : plan.proxy.routes[probe.route];
	return result.status === 400 && route !== void 0 && route.scheme !== "https" && route.scheme !== "grpcs" && probe?.expect?.status?.includes(400) !== true;
}

export { mayBeMisspoken as n, isFailing as t };