import type { Environment } from "../boot/environment.ts";
import { isAddressLiteral, isLoopback } from "../model/address.ts";
import type { NameLookUp } from "../model/evidence.ts";

/** More names than this are not looked up. */
const mostNames = 8;
const patienceMs = 5000;
/** Whoever answers more is no resolver. */
const mostOutput = 4096;

/** What the system of the proxy's container answers for the names that nginx dials; none when it does not run or has no program to ask with. */
export async function collectNames(environment: Environment): Promise<NameLookUp[]> {
  const { plan, proxy } = environment;
  const hosts = plan.proxy.routes.flatMap((route) => route.targets).map((target) => (target.through ?? target).host);
  const names = [...new Set(hosts)].filter((host) => host !== "" && !isAddressLiteral(host) && !isLoopback(host)).slice(0, mostNames);
  if (proxy?.isRunning !== true) return [];
  const found = await Promise.all(names.map(async (name) => ({ name, addresses: await lookUp(environment, proxy.container, name) })));
  return found.flatMap(({ name, addresses }) => (addresses ? [{ name, addresses }] : []));
}

/** The addresses of a name; undefined when nothing was answered. */
async function lookUp(environment: Environment, container: string, name: string): Promise<string[] | undefined> {
  const session = await environment.engine.exec(container, ["getent", "hosts", name]);
  const timer = setTimeout(() => session.close(), patienceMs);
  let text = "";
  try {
    for await (const chunk of session.stream) {
      text += String(chunk).slice(0, mostOutput);
      if (text.length >= mostOutput) return undefined;
    }
  } finally {
    clearTimeout(timer);
    session.close();
  }
  const code = await session.exitCode();
  // 2: getent's word for a name that it does not find. Anything else says nothing of the name.
  if (code !== 0 && code !== 2) return undefined;
  return text.split("\n").flatMap((line) => /^([0-9a-f.:]+)\s/.exec(line)?.[1] ?? []);
}
