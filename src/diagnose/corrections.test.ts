import { describe, expect, it } from "vitest";
import { at } from "../../test/helpers/evidence.ts";
import { anotherEntry, withHost } from "./corrections.ts";

describe("withHost", () => {
  it.each([
    ["  URL: redis://localhost:6379", { host: "localhost", port: 6379 }, "redis", 6379, "  URL: redis://redis:6379"],
    ["  URL: postgres://postgres:pw@postgres:5432/postgres", { host: "postgres", port: 5432 }, "database", 5432, "  URL: postgres://postgres:pw@database:5432/postgres"],
    ["REDIS_HOST=localhost", { host: "localhost" }, "cache", 6379, "REDIS_HOST=cache"],
    ['const address = "queue:6380"', { host: "queue", port: 6380 }, "queue", 6379, 'const address = "queue:6379"'],
    ['connect(host="localhost", port=5433)', { host: "localhost", port: 5433 }, "db", 5432, 'connect(host="db", port=5432)'],
    ["pgsql:host=localhost;port=5432", { host: "localhost", port: 5432 }, "db", 5432, "pgsql:host=db;port=5432"],
    ['["db", "db"]', { host: "db" }, "database", undefined, undefined],
    ["nothing here", { host: "db" }, "database", undefined, undefined],
  ])("puts %s right", (text, from, host, port, expected) => {
    expect(withHost(text, from, host, port)).toBe(expected);
  });
});

describe("anotherEntry", () => {
  it.each([
    ["      - front", "      - front\n      - back"],
    ["    networks: [front]", "    networks: [front, back]"],
    ["    networks:", undefined],
  ])("adds to %s", (text, expected) => {
    expect(anotherEntry(at("compose.yaml", 4, text), "front", "back")[0]?.replacement).toBe(expected);
  });
});
