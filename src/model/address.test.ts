import { describe, expect, it } from "vitest";
import { plan, proxyPlan, proxyService, route, service, target } from "../../test/helpers/evidence.ts";
import { foldersAbove, isControlSocket, mountOver, pathSeenBy, plainPath, serviceOf } from "./address.ts";
import type { Mount, Service } from "./plan.ts";

const volume = (name: string, folder: string): Mount => ({ kind: "volume", volume: name, target: folder, readOnly: false });
const withMounts = (name: string, ...mounts: Mount[]): Service => service(name, { mounts });

describe("plainPath", () => {
  it.each([
    ["///var/run//php/fpm.sock", "/run/php/fpm.sock"],
    ["/var/run", "/run"],
    ["/var/runner/a", "/var/runner/a"],
    ["/run/php/", "/run/php"],
    ["/", "/"],
  ])("makes %s %s", (path, expected) => {
    expect(plainPath(path)).toBe(expected);
  });
});

describe("pathSeenBy", () => {
  it.each<[string, Service, Service, string | undefined]>([
    ["a volume at the same place", withMounts("a", volume("v", "/run/php")), withMounts("b", volume("v", "/run/php")), "/run/php/fpm.sock"],
    ["a volume at another place", withMounts("a", volume("v", "/var/run/php/")), withMounts("b", volume("v", "/sockets")), "/sockets/fpm.sock"],
    ["the innermost mount", withMounts("a", volume("outer", "/run"), volume("inner", "/run/php")), withMounts("b", volume("outer", "/x"), volume("inner", "/y")), "/y/fpm.sock"],
    ["different volumes", withMounts("a", volume("v", "/run/php")), withMounts("b", volume("w", "/run/php")), undefined],
    ["no volume", withMounts("a"), withMounts("b", volume("v", "/run/php")), undefined],
    ["a tmpfs", withMounts("a", { kind: "tmpfs", target: "/run/php" }), withMounts("b", { kind: "tmpfs", target: "/run/php" }), undefined],
    ["one container", withMounts("a"), withMounts("a"), "/run/php/fpm.sock"],
  ])("goes through %s", (_name, from, to, expected) => {
    expect(pathSeenBy(from, to, "/run/php/fpm.sock")).toBe(expected);
  });

  it("takes no folder for one that only begins alike", () => {
    expect(mountOver(withMounts("a", volume("v", "/run/ph")), "/run/php/fpm.sock")).toBeUndefined();
  });
});

describe("serviceOf", () => {
  it("is the service that is to open the socket", () => {
    const given = plan({ services: [service("app"), proxyService()], proxy: proxyPlan({ routes: [route([target("", 0, { socket: "/run/a.sock", service: "app" })])] }) });
    const [first] = given.proxy.routes[0]?.targets ?? [];
    expect(first && serviceOf(given, first)?.name).toBe("app");
    expect(serviceOf(given, target("", 0, { socket: "/run/a.sock" }))).toBeUndefined();
    expect(serviceOf(given, target("app"))?.name).toBe("app");
  });
});

it("names the folders that lead to a path", () => {
  expect(foldersAbove("/run//php/fpm.sock")).toEqual(["/run", "/run/php", "/run/php/fpm.sock"]);
});

it.each([
  ["/var/run/supervisor.sock", true],
  ["/run/mysqld/mysqld.sock", true],
  ["/run/app/controller.sock", false],
  ["/run/php/php8.3-fpm.sock", false],
  ["/run/supervised/app.sock", false],
])("takes %s for a socket of control: %s", (path, expected) => {
  expect(isControlSocket(path)).toBe(expected);
});
