import { describe, expect, it } from "vitest";
import { ended, noSources, service } from "../../test/helpers/evidence.ts";
import { denialsIn, pathOf } from "./denials.ts";

describe("denialsIn", () => {
  it.each([
    ["Error: EACCES: permission denied, mkdir '/app/uploads'", "denied /app/uploads"],
    ["Error: EROFS: read-only file system, open '/data/x.db'", "read-only /data/x.db"],
    ["PermissionError: [Errno 13] Permission denied: '/var/log/app.log'", "denied /var/log/app.log"],
    ["OSError: [Errno 30] Read-only file system: 'cache'", "read-only cache"],
    ["2026/01/02 10:00:00 open /var/lib/app/x.log: read-only file system", "read-only /var/lib/app/x.log"],
    ["app.rb:7:in `initialize': Permission denied @ rb_sysopen - log/app.log (Errno::EACCES)", "denied log/app.log"],
    ['The stream or file "/var/www/storage/logs/laravel.log" could not be opened in append mode: Failed to open stream: Permission denied', "denied /var/www/storage/logs/laravel.log"],
    ["mkdir: cannot create directory '/run/app': Read-only file system", "read-only /run/app"],
    ["/entrypoint.sh: 4: cannot create /etc/app.conf: Permission denied", "denied /etc/app.conf"],
    ["java.nio.file.AccessDeniedException: /opt/app/tmp", "denied /opt/app/tmp"],
    ["sqlite3.OperationalError: unable to open database file", "database "],
    ["sqlite3.OperationalError: attempt to write a readonly database", "database "],
    ["Error: listen EACCES: permission denied 0.0.0.0:80", "nothing"],
    ["  code: 'EACCES',", "nothing"],
    ["PermissionError: [Errno 13] Permission denied", "nothing"],
    ["connect EACCES /var/run/docker.sock", "nothing"],
    ["ERROR:  permission denied for table users", "nothing"],
    ["Error: boom", "nothing"],
  ])("reads %s", (line, expected) => {
    const [denial] = denialsIn([line]);
    expect(denial ? `${denial.kind} ${denial.path ?? ""}` : "nothing").toBe(expected);
  });
});

describe("pathOf", () => {
  const denial = { kind: "database", isFolder: false, said: "unable to open database file" } as const;

  it("finds the database among the variables", () => {
    expect(pathOf(denial, service("app", { variables: { DATABASE_URL: { value: "sqlite:////data/app.db" }, OTHER: { value: "x" } } }), ended("app", []), noSources)).toBe("/data/app.db");
    expect(pathOf(denial, service("app", { variables: { DB: { value: "var/app.sqlite3" } } }), ended("app", []), noSources)).toBe("/app/var/app.sqlite3");
  });

  it("does not choose among several", () => {
    expect(pathOf(denial, service("app", { variables: { A: { value: "/a.db" }, B: { value: "/b.db" } } }), ended("app", []), noSources)).toBeUndefined();
  });

  it("takes a relative path from the working folder", () => {
    expect(pathOf({ ...denial, kind: "denied", path: "./log/../app.log" }, service("app"), ended("app", []), noSources)).toBe("/app/app.log");
  });
});
