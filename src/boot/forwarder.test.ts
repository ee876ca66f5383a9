import { expect, it } from "vitest";
import { newRun, objectName } from "../docker/labels.ts";
import { proxyService, service } from "../../test/helpers/evidence.ts";
import type { Port } from "../model/units.ts";
import { forwardConfig } from "./forwarder.ts";
import { addressOnHost, withGateway } from "./host.ts";

const run = newRun();
const host = { container: "h", isRunning: true, addresses: { [objectName(run, "net-default")]: "10.0.0.9", [objectName(run, "net-back")]: "10.1.0.9" } };

it("listens on both families where the engine would, and writes addresses as nginx reads them", () => {
  const config = forwardConfig([
    { listen: "0.0.0.0", port: 8000 as Port, toHost: "10.0.0.2", toPort: 3000 as Port },
    { listen: "10.0.0.3", port: 9000 as Port, toHost: "::1", toPort: 9000 as Port },
  ]);
  expect(config.match(/listen [^;]+/g)).toEqual(["listen 0.0.0.0:8000", "listen [::]:8000 ipv6only=on", "listen 10.0.0.3:9000"]);
  expect(config).toContain("proxy_pass [::1]:9000;");
});

it("gives the emulated host's address, on a network of the service, to whoever asks for the real one's", () => {
  const mapped = proxyService({ attachments: [{ network: "back", aliases: [] }], settings: { extraHosts: ["host.docker.internal:host-gateway", "other:1.2.3.4"] } });
  expect(withGateway(mapped, host, run).settings.extraHosts).toEqual(["host.docker.internal:10.1.0.9", "other:1.2.3.4"]);
  const plain = service("app");
  expect(withGateway(plain, host, run)).toBe(plain);
  expect(addressOnHost(plain, host, run)).toBe("10.0.0.9");
});
