import type { VirtualServer } from "../model/proxy.ts";
import { matchesPattern } from "./pcre.ts";

/** What choosing a location needs to know of one. */
interface Choosable<T> {
  readonly modifier: "" | "=" | "^~" | "~" | "~*" | "@";
  readonly pattern: string;
  readonly children: readonly T[];
}

/** The location that nginx picks for a path (decoded, without arguments); undefined when none matches. */
export function selectLocation<T extends Choosable<T>>(locations: readonly T[], path: string): T | undefined {
  const exact = locations.find((location) => location.modifier === "=" && location.pattern === path);
  if (exact) return exact;
  const prefix = longestPrefix(locations, path);
  const nested = prefix && selectLocation(prefix.children, path);
  if (nested && (nested.modifier === "=" || prefix?.modifier === "^~")) return nested;
  if (prefix?.modifier !== "^~") {
    const regex = firstRegex(prefix?.children ?? [], path) ?? firstRegex(locations, path);
    if (regex) return selectLocation(regex.children, path) ?? regex;
  }
  return nested ?? prefix;
}

function longestPrefix<T extends Choosable<T>>(locations: readonly T[], path: string): T | undefined {
  return locations.filter((location) => (location.modifier === "" || location.modifier === "^~") && path.startsWith(location.pattern)).toSorted((a, b) => b.pattern.length - a.pattern.length)[0];
}

function firstRegex<T extends Choosable<T>>(locations: readonly T[], path: string): T | undefined {
  return locations.find((location) => (location.modifier === "~" || location.modifier === "~*") && matchesPattern(location.pattern, location.modifier === "~*", path));
}

/** The index of the server that nginx picks for a host on a port: exact name, longest `*.x`, longest `x.*`, first regex, default. */
export function selectServer(servers: readonly VirtualServer[], port: number, host: string): number | undefined {
  const candidates = servers.map((server, index) => ({ server, index })).filter(({ server }) => server.listens.some((listen) => listen.port === port));
  const name = host.toLowerCase();
  const best = candidates
    .map((candidate) => ({ ...candidate, rank: Math.max(0, ...candidate.server.names.map((pattern) => nameRank(pattern.toLowerCase(), name))) }))
    .toSorted((a, b) => b.rank - a.rank)[0];
  if (best && best.rank > 0) return best.index;
  const chosen = candidates.find(({ server }) => server.listens.some((listen) => listen.port === port && listen.isDefault)) ?? candidates[0];
  return chosen?.index;
}

/** 0: no match. Exact names rank above leading wildcards, those above trailing ones, those above regular expressions. */
function nameRank(pattern: string, name: string): number {
  if (pattern === name) return 4_000_000;
  if (pattern.startsWith(".") && (name === pattern.slice(1) || name.endsWith(pattern))) return name === pattern.slice(1) ? 4_000_000 : 3_000_000 + pattern.length;
  if (pattern.startsWith("*.") && name.endsWith(pattern.slice(1))) return 3_000_000 + pattern.length;
  if (pattern.endsWith(".*") && name.startsWith(pattern.slice(0, -1))) return 2_000_000 + pattern.length;
  if (pattern.startsWith("~")) return matchesPattern(pattern.slice(1), true, name) ? 1_000_000 : 0;
  return 0;
}
