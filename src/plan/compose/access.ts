/** What Docker gives every container. */
const usualCapabilities = new Set(["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"]);
/** Databases ask for these and say a word in their log without them; they work all the same, so they are left out. */
const idleCapabilities = new Set(["SYS_NICE"]);

function plainName(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, "");
}

/** Whether a capability is left out without a word of refusal. */
export function isIdleCapability(capability: string): boolean {
  return idleCapabilities.has(plainName(capability));
}

/** Whether a capability is more than Docker gives every container. */
export function isExtraCapability(capability: string): boolean {
  return !usualCapabilities.has(plainName(capability)) && !isIdleCapability(capability);
}

/** Whether a `security_opt` may take confinement away: anything but those that are known to add some, or to ask for the usual. */
export function isLooser(option: string): boolean {
  return !/^(?:no-new-privileges(?:[:=]true)?|seccomp[:=]builtin|apparmor[:=]docker-default)$/.test(option);
}
