import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type Docker from "dockerode";
import { failure } from "../model/failure.ts";

const run = promisify(execFile);

/** Where the engine is, as the docker client would find it: DOCKER_HOST, the current context, the usual sockets. */
export async function connectionOptions(environment: NodeJS.ProcessEnv): Promise<{ options: Docker.DockerOptions; host: string }> {
  const host = environment["DOCKER_HOST"] || (await contextHost(environment)) || defaultSocket(environment);
  const unix = /^unix:\/\/(.+)$/.exec(host);
  if (unix) return { options: { socketPath: unix[1] ?? "" }, host };
  const remote = /^(tcp|https?):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(host);
  if (!remote) {
    throw failure("engine-unreachable", `The Docker address ${host} is of a kind that the gate does not speak.`, {
      remedy: "Use a unix:// or tcp:// address; for ssh://, forward the socket first: ssh -L /tmp/docker.sock:/var/run/docker.sock HOST.",
    });
  }
  return { options: { ...tlsOptions(environment, remote[1] ?? "", Number(remote[3] ?? 2375)), host: (remote[2] ?? "").replace(/^\[|\]$/g, ""), port: Number(remote[3] ?? 2375) }, host };
}

function tlsOptions(environment: NodeJS.ProcessEnv, scheme: string, port: number): Docker.DockerOptions {
  const verify = environment["DOCKER_TLS_VERIFY"] !== undefined && environment["DOCKER_TLS_VERIFY"] !== "";
  if (!verify && scheme !== "https" && port !== 2376) return { protocol: "http" };
  const folder = environment["DOCKER_CERT_PATH"] ?? join(homedir(), ".docker");
  const read = (name: string): { [key: string]: Buffer } => (existsSync(join(folder, name)) ? { [name]: readFileSync(join(folder, name)) } : {});
  const files = { ...read("ca.pem"), ...read("cert.pem"), ...read("key.pem") };
  return { protocol: "https", ...(files["ca.pem"] ? { ca: files["ca.pem"] } : {}), ...(files["cert.pem"] ? { cert: files["cert.pem"] } : {}), ...(files["key.pem"] ? { key: files["key.pem"] } : {}) };
}

async function contextHost(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const name = environment["DOCKER_CONTEXT"] || currentContext(environment);
  if (name === undefined || name === "default") return undefined;
  try {
    const { stdout } = await run("docker", ["context", "inspect", "-f", "{{.Endpoints.docker.Host}}", name], { timeout: 10_000 });
    return stdout.trim() || undefined;
  } catch {
    throw failure("engine-unreachable", `The Docker context "${name}" cannot be read.`, { remedy: "Run: docker context ls" });
  }
}

function currentContext(environment: NodeJS.ProcessEnv): string | undefined {
  try {
    const file = join(environment["DOCKER_CONFIG"] ?? join(homedir(), ".docker"), "config.json");
    const { currentContext: name } = JSON.parse(readFileSync(file, "utf8")) as { currentContext?: unknown };
    return typeof name === "string" && name !== "" ? name : undefined;
  } catch {
    return undefined;
  }
}

function defaultSocket(environment: NodeJS.ProcessEnv): string {
  const runtime = environment["XDG_RUNTIME_DIR"];
  const candidates = ["/var/run/docker.sock", ...(runtime ? [join(runtime, "docker.sock")] : []), join(homedir(), ".docker/run/docker.sock"), join(homedir(), ".docker/desktop/docker.sock")];
  return `unix://${candidates.find((path) => existsSync(path)) ?? "/var/run/docker.sock"}`;
}
