import { describe, expect, it } from "vitest";
import { errorsOf, readSchema, type Json } from "../../test/helpers/schema-check.ts";
import { makeRepository } from "../../test/helpers/repository.ts";
import { rules } from "../diagnose/rules/index.ts";
import { FailureError } from "../model/failure.ts";
import { fileKeys, type Keys, type Shape } from "./keys.ts";
import { readSettings, requireKnownCauses, usualSettingsPath } from "./read.ts";
import { renderSettingsSchema, schemaAddress, schemaComment } from "./schema.ts";

const root = readSchema("upstream-gate");

/** Whether the reader takes a configuration; JSON is YAML. */
function isRead(data: Json): boolean {
  try {
    const { causes } = readSettings(makeRepository({ [usualSettingsPath]: JSON.stringify(data) }), undefined);
    requireKnownCauses(
      causes,
      rules.map((rule) => rule.id),
    );
    return true;
  } catch (error) {
    if (error instanceof FailureError) return false;
    throw error;
  }
}

/** "apps.*.probes.[].expect.status" of every key that the reader knows. */
function pathsOfKeys(keys: Keys, prefix = ""): string[] {
  return Object.entries(keys).flatMap(([name, { shape }]) => [`${prefix}${name}`, ...pathsBelow(shape, `${prefix}${name}.`)]);
}

function pathsBelow(shape: Shape, prefix: string): string[] {
  if (shape.kind === "map") return pathsOfKeys(shape.keys, prefix);
  if (shape.kind === "list") return pathsBelow(shape.of, prefix);
  if (shape.kind === "either") return [...pathsBelow(shape.short, prefix), ...pathsBelow(shape.long, prefix)];
  return shape.kind === "names" ? pathsBelow(shape.of, `${prefix}*.`) : [];
}

/** The same of every key that the schema knows; the names of causes are no keys. */
function pathsOfSchema(schema: Json | undefined, prefix = ""): string[] {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return [];
  const reference = typeof schema["$ref"] === "string" ? schema["$ref"].replace("#/properties/", "") : undefined;
  if (reference !== undefined) return pathsOfSchema((root["properties"] as { [name: string]: Json })[reference], prefix);
  const properties = (schema["properties"] ?? {}) as { [name: string]: Json };
  const own = Object.entries(properties).flatMap(([name, each]) => (prefix.endsWith("causes.") ? [] : [`${prefix}${name}`, ...pathsOfSchema(each, `${prefix}${name}.`)]));
  const others = [schema["items"], ...(Array.isArray(schema["anyOf"]) ? schema["anyOf"] : [])];
  return [...own, ...others.flatMap((each) => pathsOfSchema(each, prefix)), ...pathsOfSchema(schema["additionalProperties"], `${prefix}*.`)];
}

describe("the schema of the configuration", () => {
  it("has every key that is read, and no other", () => {
    const known = [...new Set(pathsOfSchema(root))].toSorted();
    expect(known).toEqual([...new Set(pathsOfKeys(fileKeys))].toSorted());
    expect(known).toContain("apps.*.probes.expect.max-time");
  });

  it("is what the table renders, and names every cause", () => {
    expect(JSON.parse(renderSettingsSchema(rules.map((rule) => rule.id)))).toEqual(root);
    expect(JSON.stringify(root)).toContain('"worker-timeout":{"enum":["off","warning",false]}');
  });

  it("is named by the header comment as it is published", () => {
    expect(schemaComment).toBe(`# yaml-language-server: $schema=${schemaAddress}`);
    expect(schemaAddress).toMatch(/\/schema\/upstream-gate\.schema\.json$/);
  });

  const probe = (more: { [name: string]: Json }): Json => ({ probes: [{ path: "/", ...more }] });

  it.each<Json>([
    {},
    { platform: "compose", topology: "host", image: "app:1", memory: "512m", "start-timeout": "1m30s", cpus: 0.5 },
    { memory: 536870912, "start-timeout": 90, "compose-file": "a.yaml", "nginx-config": ["a.conf", "b.conf"], "env-file": ["a.env", "b.env"] },
    { variables: { A: "x", B_2: 7, C: true }, services: { app: { memory: "1g", cpus: 2, variables: { A: "" } } } },
    { causes: { "rate-limited": "off", "app-hangs": "warning", "worker-died": false } },
    { "stand-in": "api.example.com" },
    { "stand-in": ["a.example", { host: "b.example", port: [80, 443], status: 503, body: "no" }] },
    {
      probes: ["/", { path: "/a", method: "POST", host: "a.example:8080", headers: { "X-Id": 7 }, websocket: true, expect: { status: [200, 302], headers: { A: "b" }, body: 1, "max-time": "500ms" } }],
    },
    { apps: { shop: { directory: "services/shop", memory: "1g", probes: ["/"], causes: { "app-hangs": "off" } }, "a.b": { directory: "." } }, memory: "1g" },
  ])("takes what is read: %j", (data) => {
    expect(isRead(data)).toBe(true);
    expect(errorsOf(root, root, data)).toEqual([]);
  });

  it.each<Json>([
    [],
    { plattform: "compose" },
    { platform: "heroku" },
    { platform: true },
    { topology: "x" },
    { image: "" },
    { image: ["a"] },
    { memory: "lots" },
    { memory: 0 },
    { "start-timeout": "soon" },
    { "start-timeout": "0s" },
    { cpus: 0 },
    { cpus: "two" },
    { "compose-file": [{ a: "b" }] },
    { "env-file": [""] },
    { variables: ["A=b"] },
    { variables: { "1A": "b" } },
    { variables: { A: ["b"] } },
    { services: ["app"] },
    { services: { app: { memori: "1g" } } },
    { services: { "a b": { memory: "1g" } } },
    { causes: { "app-hangs": "error" } },
    { causes: { "app-hang": "off" } },
    { causes: ["app-hangs"] },
    { "stand-in": "https://a.example" },
    { "stand-in": [{ port: 80 }] },
    { "stand-in": [{ host: "a.example", port: 0 }] },
    { "stand-in": [{ host: "a.example", status: 99 }] },
    { allow: ["privileged"] },
    { probes: "/" },
    { probes: [7] },
    { probes: [{ method: "GET" }] },
    probe({ metod: "GET" }),
    probe({ method: 1 }),
    probe({ host: "a b" }),
    probe({ headers: { "X Y": "a" } }),
    probe({ headers: { X: "a\nb" } }),
    probe({ websocket: "yes" }),
    probe({ expect: { status: 99 } }),
    probe({ expect: { status: 200.5 } }),
    probe({ expect: { body: ["a"] } }),
    probe({ expect: { "max-time": 0 } }),
    { apps: ["a"] },
    { apps: { a: {} } },
    { apps: { a: { directory: "a", apps: {} } } },
    { apps: { "-a": { directory: "a" } } },
  ])("refuses what is not read: %j", (data) => {
    expect(isRead(data)).toBe(false);
    expect(errorsOf(root, root, data)).not.toEqual([]);
  });
});
