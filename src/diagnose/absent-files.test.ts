import { describe, expect, it } from "vitest";
import { evidence, log, plan, record } from "../../test/helpers/evidence.ts";
import type { ServiceRecord } from "../model/evidence.ts";
import { requireBoundFiles } from "./absent-files.ts";

const ended: Partial<ServiceRecord> = { state: "exited", exits: [{ code: 1, at: 400, oomKilled: false }] };

/** What is said of an app that binds a path of the host and says something before it ends. */
function refusalOf(target: string, said: string, changes: Partial<ServiceRecord> = ended): string {
  const absentBinds = [{ service: "app", source: "/opt/shop", isOfHost: true, target }];
  const { facts } = evidence({ facts: { services: [record("app", { log: log([said]), ...changes }), record("web")] } });
  try {
    requireBoundFiles({ ...plan(), absentBinds }, facts);
    return "";
  } catch (error) {
    return String(error);
  }
}

describe("a container that ended for want of a file that it binds", () => {
  it.each([
    ["/srv/config.json", "Error: ENOENT: no such file or directory, open '/srv/config.json'"],
    ["/srv/config.json", "FileNotFoundError: [Errno 2] No such file or directory: 'config.json'"],
    ["/srv/conf/", "panic: open /srv/conf/app.toml: no such file or directory"],
    ["/srv/conf", "open conf/app.toml: no such file or directory"],
    ["/srv/conf", "/srv/conf: Is a directory"],
  ])("is not judged: %s, %s", (target, said) => {
    expect(refusalOf(target, said)).toContain(`The service app needs ${target}, which it binds from /opt/shop of the host`);
  });

  it.each<[string, string, string, Partial<ServiceRecord>?]>([
    ["names another path", "/srv/config.json", "open '/srv/config.json5': no such file or directory"],
    ["names the folder in passing", "/data", "KeyError: 'SECRET' (data in /data)"],
    ["only has a word like it", "/srv/conf", "no such file: reconf/x"],
    ["runs on", "/srv/config.json", "ENOENT: no such file or directory, open '/srv/config.json'; using defaults", { state: "running", exits: [] }],
  ])("is judged when it %s", (_what, target, said, changes) => {
    expect(refusalOf(target, said, changes)).toBe("");
  });
});
