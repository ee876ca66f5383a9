import type { NginxCase } from "./nginx.ts";
import { randomOf } from "./mutate.ts";

const folders = ["conf.d", "a", "a-b", "sites", "sites/inner", ".hidden", "[x]"];
const names = ["a.conf", "b.conf", "B.conf", "10.conf", "9.conf", ".dot.conf", "a b.conf", "é.conf", "a-.conf", "z", "[.conf", "a.conf.bak", "a*.conf", "\\a.conf"];
const patterns = [
  "conf.d/*.conf",
  "a*/*.conf",
  "*/*.conf",
  "sites/*/*.conf",
  "conf.d/[a-m].conf",
  "conf.d/[!a-m]*",
  "conf.d/[^a]*.conf",
  "conf.d/?.conf",
  "conf.d/??.conf",
  "conf.d/*",
  "conf.d/.*.conf",
  "conf.d/a.conf",
  "conf.d/[[:digit:]]*.conf",
  "conf.d/[[:upper:]].conf",
  "conf.d/a[*].conf",
  '"conf.d/a b.conf"',
  "conf.d/[",
  "conf.d/[.conf",
  "conf.d/[[].conf",
  "nowhere/*.conf",
  "conf.d/é.conf",
  "conf.d/*a*.conf",
  "./conf.d/../conf.d/*.conf",
  "conf.d//*.conf",
  "sites",
  "conf.d/[]a].conf",
  "conf.d/[a-].conf",
  "conf.d/[b-a].conf",
  "conf.d/\\\\a.con[f]",
  "conf.d/a\\*.con?",
  "[[]x]/*.conf",
  "conf.d/{a,b}.conf",
  "conf.d/*.{conf,bak}",
  "conf.d/[\\]].conf",
  "conf.d/[[:nonsense:]a].conf",
];

/** Folders with files that include each other, made by chance of names and patterns that are hard. */
export function includeTree(seed: number): NginxCase & { readonly name: string } {
  const random = randomOf(seed);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const files: Record<string, string> = {};
  for (let count = 3 + Math.floor(random() * 12); count > 0; count--) files[`${pick(folders)}/${pick(names)}`] = "";
  for (let count = 3; count > 0; count--) files[`conf.d/${pick(names)}`] = "";
  for (const path of Object.keys(files)) files[path] = random() < 0.1 ? "\n\nevents {" : random() < 0.3 ? `env A;\ninclude ${pick(["sites/*.conf", "a/*", "a-b/*.conf"])};\n` : "env A;\n";
  for (const path of Object.keys(files)) if (/^(?:sites|a|a-b)\//.test(path)) files[path] = "env B;\n";
  const lines = Array.from({ length: 1 + Math.floor(random() * 4) }, () => `include ${pick(patterns)};`);
  return { name: `tree ${seed}`, main: "nginx.conf", files: { ...files, "nginx.conf": `${lines.join("\n")}\nevents { }\n` } };
}
