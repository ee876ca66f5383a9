import { fileKeys, type Keys, type Shape } from "./keys.ts";

type Json = Readonly<Record<string, unknown>>;

/** Where the schema of the released version is: what the header comment of a configuration names for an editor. */
export const schemaAddress = "https://raw.githubusercontent.com/upstream-gate/upstream-gate/v1/schema/upstream-gate.schema.json";

/** The first line of a configuration, by which editors know the schema. */
export const schemaComment = `# yaml-language-server: $schema=${schemaAddress}`;

/** The JSON Schema of the configuration, made of the same table as its reader; `causes` are the ids that can be named. Ends in a newline. */
export function renderSettingsSchema(causes: readonly string[]): string {
  const { causes: own, ...rest } = mapSchema(fileKeys, causes)["properties"] as Record<string, Json>;
  const apps = rest["apps"] as { additionalProperties: { properties: Record<string, Json> } };
  // Written once: what can be said of all apps can be said of each.
  const shared = Object.fromEntries(Object.keys(rest).flatMap((key) => (key === "apps" ? [] : [[key, { $ref: `#/properties/${key}` }]])));
  const { directory } = apps.additionalProperties.properties;
  const ofApp = { ...apps.additionalProperties, properties: { directory, ...shared, causes: { $ref: "#/properties/causes" } } };
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Upstream Gate configuration",
    description: "What .github/upstream-gate.yml can say. Every key is optional.",
    ...mapSchema({}, causes),
    properties: { ...rest, causes: own, apps: { ...apps, additionalProperties: ofApp } },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function mapSchema(keys: Keys, causes: readonly string[]): Json {
  const required = Object.entries(keys).flatMap(([name, key]) => (key.isRequired === true ? [name] : []));
  const properties = Object.fromEntries(
    Object.entries(keys).map(([name, { shape, meaning }]) => [name, { description: sentence(meaning), ...(name === "causes" ? causesSchema(shape, causes) : schemaOf(shape, causes)) }]),
  );
  return { type: "object", additionalProperties: false, ...(required.length > 0 ? { required } : {}), properties };
}

function causesSchema(shape: Shape, causes: readonly string[]): Json {
  const level = shape.kind === "names" ? schemaOf(shape.of, causes) : {};
  return { type: "object", additionalProperties: false, properties: Object.fromEntries(causes.map((cause) => [cause, level])) };
}

function schemaOf(shape: Shape, causes: readonly string[]): Json {
  switch (shape.kind) {
    case "text":
      return textSchema(shape);
    case "choice":
      return { enum: [...shape.of, ...(shape.of.includes("off") ? [false] : [])] };
    case "duration":
      return measure("^(?=.*[1-9])(\\d+(\\.\\d+)?|(\\d+(\\.\\d+)?(ns|us|µs|ms|s|m|h|d))+)$");
    case "size":
      return measure("^(?=.*[1-9])\\d+(\\.\\d+)?\\s*[bkmgtBKMGT]?[iI]?[bB]?$");
    case "number":
      return { type: shape.isWhole === true ? "integer" : "number", exclusiveMinimum: shape.above, maximum: shape.most };
    case "switch":
      return { type: "boolean" };
    case "list": {
      const items = schemaOf(shape.of, causes);
      return shape.orOne ? { anyOf: [items, { type: "array", items }] } : { type: "array", items };
    }
    case "map":
      return mapSchema(shape.keys, causes);
    case "names":
      return { type: "object", propertyNames: { pattern: shape.name.source }, additionalProperties: schemaOf(shape.of, causes) };
    case "either":
      return { anyOf: [schemaOf(shape.short, causes), schemaOf(shape.long, causes)] };
  }
}

function textSchema({ pattern, allowsSwitch }: Extract<Shape, { readonly kind: "text" }>): Json {
  const takesNumbers = pattern?.test("1") ?? true;
  const types = ["string", ...(takesNumbers ? ["number"] : []), ...(allowsSwitch === true ? ["boolean"] : [])];
  return { type: types.length === 1 ? "string" : types, ...(pattern === undefined || pattern.source === "[\\s\\S]*" ? {} : { pattern: pattern.source }) };
}

function measure(pattern: string): Json {
  return {
    anyOf: [
      { type: "string", pattern },
      { type: "number", exclusiveMinimum: 0 },
    ],
  };
}

function sentence(meaning: string): string {
  const text = meaning.replace(/, see below$/, "").replace(/; required$/, "");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
