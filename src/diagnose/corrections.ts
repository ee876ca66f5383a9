import type { Edit } from "../model/edit.ts";
import type { Intervention } from "../model/experiment.ts";
import { sameLine, type Location } from "../model/location.ts";
import type { Service } from "../model/plan.ts";
import { wholeLine, wholeText } from "./edits.ts";
import type { Endpoint } from "./endpoints.ts";
import { literally } from "../model/pattern.ts";

/** Where a host is written, and how the line or the variable is put right. */
export interface Correction {
  readonly at?: Location;
  readonly edits: readonly Edit[];
  readonly intervention?: Intervention;
}

/** The text with a host, and the port behind it, exchanged where it stands as one; undefined when it is not there once. */
export function withHost(text: string, from: Pick<Endpoint, "host" | "port">, host: string, port: number | undefined): string | undefined {
  const escaped = literally(from.host);
  const places = [`(?<=@)\\[?${escaped}\\]?`, `(?<=:\\/\\/)\\[?${escaped}\\]?`, `(?<=host=)${escaped}`, `(?<=["'])${escaped}(?=["':])`, `(?<=[\\s=:,(]|^)${escaped}`];
  for (const place of places) {
    const hits = [...text.matchAll(new RegExp(`${place}(?::(\\d{1,5}))?(?=[/"'\\s,;)?\\]]|$)`, "g"))];
    const [hit] = hits;
    if (!hit) continue;
    if (hits.length > 1) return undefined;
    const written = hit[1];
    const isOther = port !== undefined && from.port !== undefined && from.port !== port;
    const tail = text.slice(hit.index + hit[0].length);
    const shown = written === undefined ? (isOther && from.port === undefined ? `:${port}` : "") : `:${isOther ? port : written}`;
    const rest = written === undefined && isOther ? tail.replace(new RegExp(`(?<!\\d)${from.port}(?!\\d)`), String(port)) : tail;
    return text.slice(0, hit.index) + host + shown + rest;
  }
  return undefined;
}

/** How a service is told to dial another host and port. */
export function redirected(service: Service, endpoint: Endpoint, lines: readonly Endpoint[], host: string, port: number | undefined): Correction {
  // A variable may be filled in from a file of its own: then the host stands there.
  const spot = [endpoint, ...lines.filter((each) => each.host === endpoint.host && each.at?.path.includes(".env") === true)].find((each) => each.at?.text?.includes(endpoint.host) === true);
  const isPortApart = endpoint.portVariable !== undefined && port !== undefined && port !== endpoint.port;
  const at = isPortApart && host === endpoint.host ? endpoint.portVariable.at : (spot?.at ?? endpoint.at);
  const edits = [
    ...(host === endpoint.host && isPortApart ? [] : lineEdits(spot?.at, (text) => withHost(text, endpoint, host, isPortApart ? undefined : port))),
    ...(isPortApart ? portEdits(endpoint, port) : []),
  ];
  const intervention = interventionOf(service, endpoint, edits, host, isPortApart ? undefined : port, isPortApart ? port : undefined);
  return { ...(at ? { at } : {}), edits, ...(intervention ? { intervention } : {}) };
}

function portEdits(endpoint: Endpoint, port: number): Edit[] {
  const pattern = new RegExp(`(?<!\\d)${endpoint.port}(?!\\d)`);
  return lineEdits(endpoint.portVariable?.at, (text) => (pattern.test(text) ? text.replace(pattern, String(port)) : undefined));
}

function lineEdits(at: Location | undefined, change: (text: string) => string | undefined): Edit[] {
  const text = wholeText(at);
  const changed = text === undefined ? undefined : change(text);
  return at && changed !== undefined && changed !== text ? [wholeLine(at, changed)] : [];
}

function interventionOf(service: Service, endpoint: Endpoint, edits: readonly Edit[], host: string, port: number | undefined, portApart: number | undefined): Intervention | undefined {
  const needed = (host === endpoint.host && portApart !== undefined ? 0 : 1) + (portApart === undefined ? 0 : 1);
  if (edits.length === needed) return { kind: "edit-files", edits, services: [service.name] };
  if (portApart !== undefined && host === endpoint.host && endpoint.portVariable) return { kind: "set-variable", service: service.name, name: endpoint.portVariable.name, value: String(portApart) };
  const value = endpoint.variable && withHost(endpoint.variable.value, endpoint, host, port);
  return endpoint.variable && value !== undefined && portApart === undefined ? { kind: "set-variable", service: service.name, name: endpoint.variable.name, value } : undefined;
}

/** A line of a list with another of the same kind behind it. */
export function anotherEntry(at: Location | undefined, word: string, added: string): Edit[] {
  const text = wholeText(at);
  if (!at || text === undefined) return [];
  const item = /^(\s*-\s+)["']?([\w.-]+)["']?\s*$/.exec(text);
  if (item && item[2] === word) return [wholeLine(at, `${text}\n${item[1] ?? ""}${added}`)];
  const inline = /^(\s*[\w.-]+:\s*\[)([^\]]*)(\].*)$/.exec(text);
  return inline ? [wholeLine(at, `${inline[1] ?? ""}${(inline[2] ?? "").trimEnd()}, ${added}${inline[3] ?? ""}`)] : [];
}

/** The place and its note, unless it is the main one. */
export function besides(location: Location | undefined, at: Location | undefined, note: string): { at: Location; note: string }[] {
  return at && !sameLine(at, location) ? [{ at, note }] : [];
}
