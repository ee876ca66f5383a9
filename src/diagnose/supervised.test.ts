import { describe, expect, it } from "vitest";
import { at, log, noSources, record, service } from "../../test/helpers/evidence.ts";
import { unsupervised } from "./supervised.ts";

const said = (...lines: readonly string[]): ReturnType<typeof unsupervised> =>
  unsupervised(service("app"), record("app", { log: log(lines) }), {
    ...noSources,
    supervised: [{ program: "/usr/bin/gunicorn3.9", at: at("supervisord.conf", 4, "command=/usr/bin/gunicorn3.9 app:app") }],
  });

describe("a program that a process manager cannot start", () => {
  it("is named with its line, and with its plain name in its place", () => {
    expect(said("INFO spawned: 'nginx' with pid 9", "INFO spawnerr: can't find command '/usr/bin/gunicorn3.9'", "INFO gave up: web entered FATAL state")).toMatchObject({
      program: "/usr/bin/gunicorn3.9",
      what: "/usr/bin/gunicorn3.9 is not in the image",
      at: { path: "supervisord.conf", line: 4 },
      edits: [{ startLine: 4, replacement: "command=gunicorn app:app" }],
    });
  });

  it.each([
    ["INFO spawnerr: command at '/srv/run' is not executable", "/srv/run may not be executed"],
    ["s6-supervise web: fatal: unable to spawn ./run: No such file or directory", undefined],
    ["s6-exec: fatal: unable to exec /srv/run: No such file or directory", "/srv/run is not in the image"],
  ])("is read out of %s", (line, what) => {
    if (what !== undefined) expect(said(line)?.what).toBe(what);
    expect(said(line)?.at).toBeUndefined();
  });

  it("is none where nobody says so", () => {
    expect(said("INFO success: web entered RUNNING state")).toBeUndefined();
  });
});
