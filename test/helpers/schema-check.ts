import { readFileSync } from "node:fs";

// A small validator for our JSON Schemas; for tests, no stage imports this.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** One of the schemas that are shipped. */
export function readSchema(name: "report" | "evidence" | "upstream-gate"): JsonObject {
  return JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), "utf8")) as JsonObject;
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
const typeOf = (value: Json): string => (value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value);
const annotations = new Set(["$schema", "$defs", "title", "description"]);

/** What of a value breaks a schema, whose references are of `root`. Knows the keywords that our schemas use; throws for others. */
export function errorsOf(root: JsonObject, schema: JsonObject, value: Json, path = "$"): string[] {
  return Object.entries(schema).flatMap(([keyword, argument]) => (annotations.has(keyword) ? [] : keywordErrors(root, keyword, argument, schema, value, path)));
}

function keywordErrors(root: JsonObject, keyword: string, argument: Json, schema: JsonObject, value: Json, path: string): string[] {
  const wrong = (isRight: boolean): string[] => (isRight ? [] : [`${path}: ${keyword} ${JSON.stringify(argument)}, found ${JSON.stringify(value)}`]);
  const text = typeof argument === "string" ? argument : "";
  switch (keyword) {
    case "type":
      return wrong((Array.isArray(argument) ? argument : [argument]).some((each) => typeOf(value) === each || (each === "number" && typeOf(value) === "integer")));
    case "const":
      return wrong(value === argument);
    case "enum":
      return wrong(Array.isArray(argument) && argument.includes(value));
    case "minimum":
      return wrong(typeof value !== "number" || value >= Number(argument));
    case "maximum":
      return wrong(typeof value !== "number" || value <= Number(argument));
    case "pattern":
      return wrong(typeof value !== "string" || new RegExp(text, "u").test(value));
    case "required":
      return wrong(!isObject(value) || (Array.isArray(argument) && argument.every((name) => typeof name === "string" && name in value)));
    case "properties":
      return isObject(value) && isObject(argument) ? Object.entries(value).flatMap(([name, each]) => (isObject(argument[name]) ? errorsOf(root, argument[name], each, `${path}.${name}`) : [])) : [];
    case "propertyNames":
      return isObject(value) && isObject(argument) ? Object.keys(value).flatMap((name) => errorsOf(root, argument, name, `${path}.${name}`)) : [];
    case "exclusiveMinimum":
      return wrong(typeof value !== "number" || value > Number(argument));
    case "additionalProperties":
      if (isObject(argument)) return isObject(value) ? Object.entries(value).flatMap(([name, each]) => errorsOf(root, argument, each, `${path}.${name}`)) : [];
      return wrong(!isObject(value) || Object.keys(value).every((name) => isObject(schema["properties"]) && name in schema["properties"]));
    case "items":
      return Array.isArray(value) && isObject(argument) ? value.flatMap((each, index) => errorsOf(root, argument, each, `${path}[${index}]`)) : [];
    case "oneOf":
      return wrong(Array.isArray(argument) && argument.filter((each) => isObject(each) && errorsOf(root, each, value).length === 0).length === 1);
    case "anyOf":
      return wrong(Array.isArray(argument) && argument.some((each) => isObject(each) && errorsOf(root, each, value).length === 0));
    case "$ref":
      return errorsOf(root, resolve(root, text), value, path);
    default:
      throw new Error(`unknown keyword ${keyword}`);
  }
}

function resolve(root: JsonObject, reference: string): JsonObject {
  const target = reference
    .replace("#/", "")
    .split("/")
    .reduce<Json | undefined>((node, name) => (isObject(node) ? node[name] : undefined), root);
  if (!isObject(target)) throw new Error(`no ${reference}`);
  return target;
}
