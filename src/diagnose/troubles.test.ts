import { describe, expect, it } from "vitest";
import { ended, noSources } from "../../test/helpers/evidence.ts";
import { lastTroubles, troublesIn } from "./troubles.ts";

const told = (line: string): string => {
  const [trouble] = troublesIn([line]);
  return trouble ? [trouble.kind, trouble.refused, trouble.host, trouble.address, trouble.port].filter((part) => part !== undefined).join(" ") : "nothing";
};

describe("troublesIn", () => {
  it.each([
    ['psycopg2.OperationalError: could not translate host name "db" to address: Name or service not known', "unknown-name db"],
    ['connection to server at "db" (172.18.0.2), port 5432 failed: Connection refused', "refused db 172.18.0.2 5432"],
    ["Error: connect ECONNREFUSED 172.18.0.2:6379", "refused 172.18.0.2 6379"],
    ["Error: connect ECONNREFUSED ::1:5432", "refused ::1 5432"],
    ["Error: getaddrinfo ENOTFOUND mongo", "unknown-name mongo"],
    ["dial tcp: lookup cache on 127.0.0.11:53: no such host", "unknown-name cache"],
    ["2026/01/02 10:00:00 store: dial tcp 172.18.0.2:6380: connect: connection refused", "refused 172.18.0.2 6380"],
    ["redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.", "refused cache 6379"],
    ["Connection refused - connect(2) for 172.18.0.3:6379 (redis://cache:6379)", "refused 172.18.0.3 6379"],
    ["PDO::__construct(): php_network_getaddresses: getaddrinfo for mysql failed: Name or service not known", "unknown-name mysql"],
    ["java.net.UnknownHostException: broker", "unknown-name broker"],
    ["org.postgresql.util.PSQLException: Connection to db:5432 refused.", "refused db 5432"],
    ['FATAL:  password authentication failed for user "app"', "rejected password"],
    ['FATAL:  database "shop" does not exist', "rejected database"],
    ['FATAL:  role "shop" does not exist', "rejected user"],
    ["WRONGPASS invalid username-password pair or user is disabled.", "rejected password"],
    ["Access denied for user 'app'@'172.18.0.4' (using password: YES)", "rejected password"],
    ["FATAL:  the database system is starting up", "starting"],
    ["connect ETIMEDOUT 10.0.0.7:5432", "silent 10.0.0.7 5432"],
    ["Error: listen EADDRINUSE: address already in use 0.0.0.0:3000", "nothing"],
    ["listening on db:5432", "nothing"],
    ["ValueError: bad page size", "nothing"],
    ["ModuleNotFoundError: No module named psycopg2", "nothing"],
    ["Connection refused at server.js:12", "refused"],
  ])("reads %s", (line, expected) => {
    expect(told(line)).toBe(expected);
  });

  it("puts first what names a place", () => {
    expect(troublesIn(["Connection refused", "connect ECONNREFUSED 10.0.0.3:6379"]).map((trouble) => trouble.port)).toEqual([6379, undefined]);
  });

  it("needs no long time for a hostile line", () => {
    const began = performance.now();
    troublesIn([`connection to ${"a".repeat(100_000)} refused ${"a.".repeat(20_000)}:1`, `getaddrinfo ${"x:".repeat(30_000)}`]);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe("lastTroubles", () => {
  it("reads the account of the end, not what was told before it", () => {
    const crash = ["Traceback (most recent call last):", '  File "/app/main.py", line 3, in <module>', "    int('ten')", "ValueError: invalid literal"];
    expect(lastTroubles(ended("app", ["no cache: Error 111 connecting to cache:6379. Connection refused.", ...crash]), noSources)).toEqual([]);
  });

  it("reads the last lines where there is no account", () => {
    expect(lastTroubles(ended("app", ["dial tcp 10.0.0.3:6379: connect: connection refused"]), noSources)).toHaveLength(1);
  });
});
