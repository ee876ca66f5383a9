/** The keys that each map of a file may have; `*` stands for any name. From the schemas that the vendor's own command line tool checks with. */
export interface KeySet {
  /** Absent: any key is taken. */
  readonly keys?: readonly string[];
  readonly below?: Readonly<Record<string, KeySet>>;
}

const location: KeySet = {
  keys: ["root", "expires", "passthru", "scripts", "index", "allow", "headers", "rules", "request_buffering"],
  below: { rules: { below: { "*": { keys: ["expires", "passthru", "scripts", "allow", "headers"] } } }, request_buffering: { keys: ["enabled", "max_request_size"] } },
};

const commands: KeySet = { keys: ["pre_start", "start", "post_start"] };

const containerKeys = ["firewall", "variables", "timezone", "mounts", "relationships", "access", "disk", "size", "resources", "container_profile"];

const web: KeySet = {
  keys: [...containerKeys, "locations", "commands", "upstream", "document_root", "passthru", "index_files", "whitelist", "blacklist", "expires", "move_to_root"],
  below: { locations: { below: { "*": location } }, commands, upstream: { keys: ["socket_family", "protocol"] } },
};

const appKeys = [...containerKeys, "type", "stack", "source", "web", "workers", "build", "dependencies", "hooks", "crons", "runtime", "additional_hosts", "preflight", "operations", "name"];

/** An app. */
export const appSchema: KeySet = {
  keys: appKeys,
  below: {
    source: { keys: ["root", "operations"] },
    web,
    workers: { below: { "*": { keys: [...containerKeys, "commands"], below: { commands } } } },
    build: { keys: ["flavor", "caches"] },
    hooks: { keys: ["build", "deploy", "post_deploy"] },
    crons: { below: { "*": { keys: ["spec", "commands", "shutdown_timeout", "timeout", "cmd"] } } },
  },
};

/** A service. */
export const serviceSchema: KeySet = { keys: ["type", "size", "disk", "access", "configuration", "relationships", "firewall", "resources", "container_profile"] };

/** A route. */
export const routeSchema: KeySet = { keys: ["type", "upstream", "to", "id", "primary", "attributes", "redirects", "tls", "cache", "ssi", "sticky"] };

/** The parts of `.upsun/config.yaml`; other keys beside them are let be. */
export const topKeys: readonly string[] = ["applications", "services", "routes"];
