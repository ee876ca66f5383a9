import type { RepoPath } from "../model/location.ts";
import type { PeerMention } from "../model/source.ts";
import { codeLines, type CodeLine } from "./code-lines.ts";

const hostText = String.raw`(?:\[[0-9a-f:]+\]|[a-z0-9](?:[\w.-]*\w)?)`;

/** How programs and settings name another program: group 1 is its host, group 2 its port. */
const patterns: readonly RegExp[] = [
  new RegExp(String.raw`\b[a-z][a-z0-9+.-]{1,30}:\/\/(?:[^\s:/@"'${"`"}]*(?::[^\s/@"'${"`"}]*)?@)?(${hostText})(?::(\d{2,5}))?`, "gi"),
  new RegExp(String.raw`(?:^|[\s;:"'(])host=["']?(${hostText})(?:.{0,80}?\bport=["']?(\d{2,5}))?`, "gi"),
  new RegExp(String.raw`\b(?:\w{0,40}[_.-])?(?:host(?:name)?|server|addr(?:ess)?|endpoint)["']?\s*(?:=>|[:=])\s*["'](${hostText})["'](?:.{0,80}?\bport["']?\s*(?:=>|[:=])\s*["']?(\d{2,5}))?`, "gi"),
  new RegExp(String.raw`["'](${hostText}):(\d{2,5})["']`, "gi"),
  new RegExp(String.raw`\b\w*(?:connect|dial|open)\w*\(\s*["'](${hostText})["']\s*,\s*["']?(\d{2,5})`, "gi"),
];
/** `ENV CACHE_HOST=redis`, `DB_HOST=db` in a variables file, `db_host: db` in settings: without quotes. */
const settings = new RegExp(String.raw`^\s*(?:ENV\s+|export\s+|-\s+)?\w*(?:HOST(?:NAME)?|SERVER|ADDR(?:ESS)?|ENDPOINT)(?:=|:\s+| )(${hostText})(?::(\d{2,5}))?\s*$`, "gi");

/** Hosts that stand for every address, or are part of something else. */
const isNoPeer = /^(?:0\.0\.0\.0|\d+|::|true|false|null|none|example\.(?:com|org|net))$|\.(?:js|mjs|cjs|ts|py|rb|go|php|java|sh|html?|css|json|ya?ml)$/i;

/** The lines of a file that name the host of another program to connect to. */
export function peerMentions(path: RepoPath, text: string): PeerMention[] {
  return codeLines(path, text)
    .filter((line) => !line.isSide)
    .flatMap(mentionsOf);
}

function mentionsOf(line: CodeLine): PeerMention[] {
  const isSettings = /(^|\/)(?:\.env[\w.-]*|[\w.-]*\.env|[\w.-]*Dockerfile[\w.-]*)$|\.(?:ya?ml|ini|properties|toml|cfg)$/i.test(line.path);
  const found = [...patterns, ...(isSettings ? [settings] : [])].flatMap((pattern) =>
    [...line.text.matchAll(pattern)].map((match) => ({ host: (match[1] ?? "").replace(/^\[|\]$/g, ""), port: match[2] === undefined ? undefined : Number(match[2]) })),
  );
  const hosts = new Map<string, PeerMention>();
  for (const { host, port } of found) {
    if (isNoPeer.test(host) || (hosts.has(host) && port === undefined)) continue;
    hosts.set(host, { host, ...(port === undefined ? {} : { port }), at: { path: line.path, line: line.line, text: line.text.slice(0, 300) } });
  }
  return [...hosts.values()];
}
