// src/model/judgement.ts
/** Statuses by which a gateway says that it could not get an answer. */
const gatewayStatuses = /* @__PURE__ */ new Set([
	502,
	503,
	504
]);
/** Whether a result speaks of a gateway that failed, or breaks what the user demands. An app that answers anything else has answered. */
function isFailing(result, expect) {
	if (result.error !== void 0 || result.unmet !== void 0) return true;
	const { status } = result;
	if (status === void 0) return true;
	if (expect?.status?.includes(status) === true) return false;
	return gatewayStatuses.has(status) || result.refusal !== void 0;
}

export { isFailing as t };