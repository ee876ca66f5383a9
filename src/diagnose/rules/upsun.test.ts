import { describe, expect, it } from "vitest";
import {
  at,
  attempt,
  crashCase,
  plan,
  proxied,
  direct,
  proxyPlan,
  proxyRecord,
  proxyService,
  refusedCase,
  refusedError,
  route,
  service,
  sockets,
  target,
  noSources,
} from "../../../test/helpers/evidence.ts";
import { becauseOf, causesOf, findingOf } from "../../../test/helpers/conclusions.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Location } from "../../model/location.ts";
import type { Service } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import type { SourceFacts } from "../../model/source.ts";

const file = ".upsun/config.yaml";
const family = at(file, 6, "      socket_family: tcp");

/** An app of Upsun with nginx in its network, which dials the address. */
function hosted(dialled: Target, changes: Partial<Service> = {}): { plan: ReturnType<typeof plan> } {
  const app = service("app", { variables: { PORT: { value: "8888", at: family } }, ...changes });
  return {
    plan: plan({ platform: "upsun", topology: { value: "shared" }, services: [app, proxyService({ networkOf: { value: "app" }, attachments: [] })], proxy: proxyPlan({ routes: [route([dialled])] }) }),
  };
}

const dialled = (changes: Partial<Target> = {}): Target => {
  const { hostSpan: _host, portSpan: _port, ...rest } = target("127.0.0.1", 8888, { at: family, service: "app", ...changes });
  return rest;
};

const readOnly = (readOnlyAt: Location, changes: Partial<Service> = {}): Partial<Service> => ({ settings: { readOnly: true, readOnlyAt }, ...changes });

describe("an app of Upsun that ignores PORT", () => {
  const fixed = (place: Location, start?: Service["start"]): Evidence => {
    const sources: SourceFacts = { ...noSources, ports: [{ port: 3000, at: place, weight: 9 }] };
    return refusedCase(["127.0.0.1:3000", "0.0.0.0:80"], { ...hosted(dialled(), start ? { start } : {}), facts: { sources } });
  };

  it.each<[string, Location, string]>([
    ["JavaScript", at("server.js", 4, "app.listen(3000);"), "app.listen(process.env.PORT);"],
    ["anything else", at("main.go", 4, '\thttp.ListenAndServe(":3000", nil)'), '\thttp.ListenAndServe(":8888", nil)'],
  ])("is to read it where it listens, in %s", (_name, place, replacement) => {
    const finding = findingOf("port-variable-ignored", fixed(place));
    expect(finding).toMatchObject({ location: { path: place.path, line: 4 }, fix: { edits: [{ replacement }], text: expect.stringContaining("the platform chooses it") as string } });
  });

  it("is to take it in its start command", () => {
    const place = at(file, 9, "        start: puma -p 3000");
    const evidence = fixed(place, [{ text: "puma -p 3000", at: place }]);
    expect(findingOf("port-variable-ignored", evidence).fix.edits).toMatchObject([{ replacement: "        start: puma -p $PORT" }]);
  });

  it("is not told to leave the loopback", () => {
    const evidence = fixed(at("server.js", 4, "app.listen(3000, '127.0.0.1');"));
    expect(causesOf(evidence)).not.toContain("loopback-bind");
  });
});

describe("the socket family of Upsun", () => {
  const edit = { path: family.path, startLine: 6, endLine: 6, replacement: "      socket_family: unix" };

  it("is changed in its file, not in an nginx that nobody has", () => {
    const evidence = refusedCase(["/run/app.sock", "0.0.0.0:80"], hosted(dialled({ otherFamily: edit }), { start: [{ text: "gunicorn -b unix:/run/app.sock app", at: at(file, 8) }] }));
    expect(findingOf("socket-family-mismatch", evidence)).toMatchObject({ location: { path: file, line: 6 }, fix: { edits: [edit] } });
  });

  it("is changed to a port too", () => {
    const other = { ...edit, replacement: "      socket_family: tcp" };
    const socket = dialled({ host: "", port: 0, socket: "/run/app.sock", otherFamily: other });
    const error = { ...refusedError, errno: 2, message: "connect() to unix:/run/app.sock failed (2: No such file or directory) while connecting to upstream" };
    const proxy = proxyRecord({ attempts: [attempt(502, "unix:/run/app.sock")], errors: [error] });
    const evidence = refusedCase(["127.0.0.1:8888", "0.0.0.0:80"], { ...hosted(socket), facts: { proxy, probes: [proxied(502), direct({ error: "refused" }, 0)] } });
    expect(findingOf("socket-family-mismatch", evidence).fix.edits).toEqual([other]);
  });
});

describe("a path of Upsun that cannot be written", () => {
  const denied = (path: string, changes: Partial<Service>): Evidence => crashCase([`OSError: [Errno 30] Read-only file system: '${path}'`], hosted(dialled(), changes));
  const mounts = at(file, 5, "    mounts:");
  const mount = { kind: "volume" as const, volume: "m", target: "/app/uploads", readOnly: false, at: at(file, 6, '      "uploads":') };

  it("lacks a mount beside the others", () => {
    const finding = findingOf("filesystem-not-writable", denied("/app/data", readOnly(mounts, { mounts: [mount] })));
    expect(finding.location).toMatchObject({ path: file, line: 5 });
    expect(finding.fix.edits).toEqual([{ path: file, startLine: 6, endLine: 5, replacement: '      "data": { source: storage, source_path: data }' }]);
  });

  it("lacks a mount of its own where there is none", () => {
    const finding = findingOf("filesystem-not-writable", denied("/app/var/log/app.log", readOnly(at(file, 3, "    type: php:8.3"))));
    expect(finding.fix.edits).toEqual([{ path: file, startLine: 3, endLine: 2, replacement: '    mounts:\n      "var/log": { source: storage, source_path: var_log }' }]);
  });

  it.each([
    ["outside of the app", "/data/x"],
    ["directly beside the code", "/app/app.db"],
  ])("has no mount that helps %s", (_name, path) => {
    const finding = findingOf("filesystem-not-writable", denied(path, readOnly(mounts, { mounts: [mount] })));
    expect(finding.fix.edits).toEqual([]);
  });
});

describe("several apps of Upsun in one network", () => {
  it("are told apart by whom nginx means", () => {
    const other = service("api", { networkOf: { value: "app" }, attachments: [] });
    const { plan: shared } = hosted(dialled({ port: 8889, service: "api" }));
    const evidence = refusedCase(["127.0.0.1:8888", "127.0.0.1:3000", "0.0.0.0:80"], {
      plan: { ...shared, services: [...shared.services, other] },
      facts: { sockets: [sockets("app", ["127.0.0.1:8888", "127.0.0.1:3000", "0.0.0.0:80"])] },
    });
    expect(findingOf("port-mismatch", evidence).what).toContain("of api");
    expect(becauseOf("loopback-bind", evidence)).toContain("beside api");
  });
});
