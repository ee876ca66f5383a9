import { makeCertificate, type Identity } from "../certificates/make.ts";
import type { StandIn } from "../model/inputs.ts";
import type { Mount, Plan, Service, Supplied } from "../model/plan.ts";
import { stubImage } from "./stub.ts";

/** The one container that answers for all of them. */
const serviceName = "stand-in";
const tlsPort = 443;
const certificatePath = "/etc/nginx/stand-in.pem";
const keyPath = "/etc/nginx/stand-in.key";
const identities = new Map<string, Identity>();

/** The plan with a container that answers to the names of hosts outside the project. */
export function withStandIns(plan: Plan, listed: readonly StandIn[]): Plan {
  if (listed.length === 0) return plan;
  const hosts = [...new Set(listed.map(({ host }) => host))];
  const networks = plan.networks.map(({ name }) => name);
  const [first] = listed;
  const service: Service = {
    name: plan.services.some((each) => each.name === serviceName) ? "upstream-gate-stand-in" : serviceName,
    ...(first?.at ? { at: first.at } : {}),
    role: "dependency",
    essential: true,
    image: { kind: "reference", reference: stubImage },
    variables: {},
    attachments: networks.map((network) => ({ network, aliases: hosts })),
    mounts: mountsFor(listed, hosts),
    needs: [],
    ports: [],
    paths: [],
    start: [],
    settings: {},
  };
  const supplied = listed.map(({ host, ports, status, at }): Supplied => ({
    what: `${host} (port ${ports.join(", ")}), which answers ${status}`,
    why: "the configuration asks for a stand-in of this host outside the project",
    ...(at ? { at } : {}),
  }));
  return { ...plan, services: [...plan.services, service], supplied: [...plan.supplied, ...supplied] };
}

function mountsFor(listed: readonly StandIn[], hosts: readonly string[]): Mount[] {
  const text = (target: string, content: string): Mount => ({ kind: "text", text: content, target, mode: 0o644 });
  const configuration = text("/etc/nginx/conf.d/default.conf", standInConfig(listed));
  if (!listed.some(({ ports }) => ports.includes(tlsPort))) return [configuration];
  const identity = identityFor(hosts);
  return [configuration, text(certificatePath, identity.certificate), text(keyPath, identity.key)];
}

/** The same for each plan of a run: a container whose files differ would be made again. */
function identityFor(hosts: readonly string[]): Identity {
  const key = hosts.join(" ");
  const known = identities.get(key) ?? makeCertificate({ names: hosts, kind: "ec" });
  identities.set(key, known);
  return known;
}

/** One server for each host and port; port 443 speaks TLS with a certificate that nobody has signed. */
export function standInConfig(listed: readonly StandIn[]): string {
  const servers = listed.flatMap(({ host, ports, status, body }) =>
    ports.map((port) => {
      const tls = port === tlsPort ? ` ssl_certificate ${certificatePath}; ssl_certificate_key ${keyPath};` : "";
      return `server { listen ${port}${port === tlsPort ? " ssl" : ""}; server_name ${host};${tls} location / { default_type application/json; return ${status} ${quoted(body)}; } }`;
    }),
  );
  // nginx has no other way to write a dollar.
  return ['geo $dollar { default "$"; }', ...servers, ""].join("\n");
}

function quoted(body: string): string {
  return `"${body.replace(/["\\]/g, "\\$&").replaceAll("$", "${dollar}")}"`;
}
