import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as core from "@actions/core";
import { expect } from "vitest";
import { guardCrashes } from "../../src/github/crash.ts";
import { publish } from "../../src/github/publish.ts";
import { withoutCommands } from "../../src/github/without-commands.ts";
import type { Report } from "../../src/model/verdict.ts";
import { cleanJson, cleanLine, cleanText } from "../../src/report/clean-text.ts";
import { renderConsole } from "../../src/report/console.ts";
import { renderJunit } from "../../src/report/junit.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderPlan } from "../../src/report/plan-text.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { failedReport, harmful, hostileReport, samplePlan } from "../helpers/sample-report.ts";
import type { Attack, Attacks } from "./attack.ts";
import { printedBy, runnerView } from "./runner.ts";

interface Published {
  readonly log: string;
  readonly summary: string;
  readonly outputs: string;
}

/** All that GitHub gets of a report. */
async function published(report: Report, paths: { reportPath?: string } = {}): Promise<Published> {
  const folder = mkdtempSync(join(tmpdir(), "upstream-gate-hostile-"));
  const before = { ...process.env };
  for (const [name, variable] of [
    ["summary", "GITHUB_STEP_SUMMARY"],
    ["outputs", "GITHUB_OUTPUT"],
  ] as const) {
    writeFileSync(join(folder, name), "");
    process.env[variable] = join(folder, name);
  }
  Reflect.set(core.summary, "_filePath", undefined);
  try {
    const log = await printedBy(() => publish(report, { summary: renderMarkdown(report), text: renderConsole(report, { color: false }), ...paths }));
    return { log, summary: readFileSync(join(folder, "summary"), "utf8"), outputs: readFileSync(join(folder, "outputs"), "utf8") };
  } finally {
    process.env = before;
    process.exitCode = undefined;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the runner takes from a report in which every text of the project's is this one: nothing but the annotations that we make. */
async function commandsOf(text: string): Promise<readonly string[]> {
  const { commands, isStopped } = runnerView((await published(hostileReport(text))).log);
  expect(isStopped).toBe(false);
  return commands;
}

/** Whether the runner takes nothing at all from an output. */
function isQuiet(output: string): boolean {
  const { commands, masks, isStopped } = runnerView(output);
  return commands.length + masks.length === 0 && !isStopped;
}

/** What is taken from a report without hostile texts. */
function honest(): Promise<readonly string[]> {
  return commandsOf("harmless");
}

function inLog(what: string, naive: string, text: string): Attack {
  return {
    what,
    naive,
    hits: () => !isQuiet(`app | ${text}\n${text}\n`),
    holds: async () => {
      expect(await commandsOf(text)).toEqual(await honest());
      expect(isQuiet(withoutCommands(cleanLine(text, 200)))).toBe(true);
    },
  };
}

function onTerminal(what: string, naive: string, text: string): Attack {
  return {
    what,
    naive,
    hits: () => harmful.test(text),
    holds: () => {
      for (const shown of [renderConsole(hostileReport(text), { color: false }), renderMarkdown(hostileReport(text)), cleanText(text)]) expect(shown).not.toMatch(harmful);
      expect(cleanJson(JSON.stringify({ text }))).not.toMatch(harmful);
    },
  };
}

/** Markdown outside of code spans and fences, where it would act; with what is escaped taken out. */
function activeMarkdown(markdown: string): string {
  const outside: string[] = [];
  let fence = "";
  for (const line of markdown.split("\n")) {
    const run = /^`{3,}/.exec(line)?.[0] ?? "";
    if (fence === "" && run !== "") fence = run;
    else if (fence !== "" && line === fence) fence = "";
    else if (fence === "") outside.push(line.replace(/(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)/g, "").replace(/\\./g, ""));
  }
  return outside.join("\n");
}

/** The summary without what is the same in each: the drawing of the request's way, and the link to the cause's page. */
function withoutOurs(markdown: string): string {
  return markdown.replace(/^```mermaid\n[\s\S]*?\n```$/gm, "").replace(/^\[More about [a-z-]+\]\(https:\/\/github\.com\/upstream-gate\/upstream-gate\/blob\/main\/docs\/causes\/[a-z-]+\.md\)$/gm, "");
}

/** The drawings of a summary, without the words in them that are no Mermaid. */
function drawings(markdown: string): string[] {
  return [...markdown.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map(([, body = ""]) => body);
}

function inSummary(what: string, naive: string, text: string, harm: RegExp): Attack {
  return {
    what,
    naive,
    hits: () => harm.test(activeMarkdown(`The app says: ${text}\n\n${text}\n`)),
    holds: () => {
      const markdown = renderMarkdown(hostileReport(text));
      expect(activeMarkdown(withoutOurs(markdown)).replace(/<\/?(?:details|summary|sub|br)>/g, "")).not.toMatch(harm);
      expect(markdown.match(/<details>/g)?.length ?? 0).toBe(renderMarkdown(hostileReport("plain")).match(/<details>/g)?.length ?? 0);
      expect(markdown.match(/^<\/details>$/gm)?.length ?? 0).toBe(markdown.match(/^<details>$/gm)?.length ?? 0);
    },
  };
}

const mermaid = '```mermaid\ngraph TD; a-->b; click a "https://evil.example"\n```';

export const printed: Attacks = {
  title: "log and summary",
  attacks: [
    inLog("a container prints `::error file=x::` at the start of a line", "annotate the pull request in our name", "::error file=src/a.js,line=1::pwned"),
    inLog("a container prints `::add-mask::` and a common letter", "blank the whole log", "::add-mask::e"),
    inLog("a command behind white space", "strip only what begins the line", " \t ::warning::pwned"),
    inLog("`##[error]` in the middle of a line", "look at line starts only", "ok ##[error]pwned"),
    inLog("`##[add-matcher]` with a file of the repository", "let the runner read later lines by the project's patterns", "x ##[add-matcher]evil.json"),
    inLog("a carriage return before a command", "print it, and the runner sees a new line", "ok\r::error::pwned"),
    inLog("`::stop-commands::` with a token of the container's own", "lose all annotations that follow", "::stop-commands::mine"),
    {
      what: "an old token that ends the stop of commands",
      naive: "use one fixed token, which the container prints to have commands taken again",
      hits: () => runnerView("::stop-commands::upstream-gate\n::upstream-gate::\n::error::pwned\n::stop-commands::x\n::x::\n").commands.length > 0,
      holds: async () => {
        const tokens: (string | undefined)[] = [];
        for (const report of [failedReport(), failedReport()]) tokens.push(/::stop-commands::(\S+)/.exec((await published(report)).log)?.[1]);
        expect(new Set(tokens).size).toBe(2);
        expect(await commandsOf(`::${tokens[0]}::\n::error::pwned`)).toEqual(await honest());
      },
    },
    {
      what: "the token itself, read in the log while the job runs",
      naive: "print the token unmasked",
      holds: async () => {
        const { log } = await published(failedReport());
        const token = /::stop-commands::(\S+)/.exec(log)?.[1] ?? "";
        expect(log.indexOf(`::add-mask::${token}`)).toBeLessThan(log.indexOf(`::stop-commands::${token}`));
        expect(log).toContain(`::add-mask::${token}`);
      },
    },
    {
      what: "a fault of ours whose message holds `::error` and `##[`",
      naive: "let Node print the stack as it is",
      hits: () => runnerView(`${new Error("x\n::error::pwned ##[error]y").stack}`).commands.length > 0,
      holds: () => {
        let told = "";
        let code = 0;
        const onCrash = guardCrashes({ write: (text: unknown) => ((told += String(text)), true) } as never, (given) => (code = given));
        process.removeListener("uncaughtException", onCrash);
        process.removeListener("unhandledRejection", onCrash);
        onCrash(new Error("x\n::error::pwned\u001b[31m ##[error]y"));
        expect(isQuiet(told)).toBe(true);
        expect([code, harmful.test(told)]).toEqual([3, false]);
      },
    },
    {
      what: "an annotation's file name with a line end and `::`",
      naive: "print a command of the file name's making",
      holds: async () => {
        const { log } = await published(hostileReport("\n::error file=y::pwned,line=1::"));
        expect(runnerView(log).commands).toEqual(await honest());
      },
    },
    {
      what: "an output value that ends the delimiter of `GITHUB_OUTPUT`",
      naive: "set outputs of the attacker's choice",
      hits: () => /^verdict=pass$/m.test(`report<<EOF\nx\nEOF\nverdict=pass\nEOF\n`),
      holds: async () => {
        const { outputs } = await published(failedReport(), { reportPath: "x\nEOF\nverdict=pass\nghadelimiter_0\nverdict<<A\npass\nA" });
        const names: string[] = [];
        for (let rest = outputs; rest !== "";) {
          const [, name = "", delimiter = ""] = /^(\w+)<<(\S+)\n/.exec(rest) ?? [];
          names.push(name);
          rest = rest.slice(rest.indexOf(`\n${delimiter}\n`) + delimiter.length + 2);
        }
        expect(names).toEqual(["verdict", "cause", "findings", "report", "evidence", "html"]);
      },
    },
    onTerminal("terminal colours, cursor moves and titles in a log line", "repaint the reader's terminal", "\u001b[2J\u001b[1;1Hpass \u001b]0;title\u0007 \u009b31m"),
    onTerminal("an operating system command that never ends", "swallow the lines that follow", "\u001b]52;c;ZXZpbA=="),
    onTerminal("text turned round by bidirectional controls", "show another line than the file has", "admin\u202e\u2066// ok\u2069"),
    onTerminal("zero-width and invisible characters in a name", "show two names as the same", "ap\u200bp\u2060\ufeff"),
    onTerminal("a backspace and a bell over what was printed", "let a line rewrite itself", "fail\u0008\u0008\u0008\u0008pass\u0007"),
    inSummary("`</details><script>` in a message", "close the fold and open a script", "</details><script>alert(1)</script>", /<\/?(?:details|script)/i),
    inSummary("an image on the attacker's server", "load it for everyone who reads the summary", "![x](https://evil.example/y.png)", /!\[|https?:\/\//),
    inSummary("an HTML image", "load it for everyone who reads the summary", '<img src="https://evil.example/y.png">', /<img/i),
    inSummary("a link with a friendly text", "send readers elsewhere", "[the log](https://evil.example)", /\]\(/),
    inSummary("a bare address", "link it", "see https://evil.example/x and www.evil.example", /https?:\/\/|www\.(?!&)/),
    inSummary("`@mentions` of users and teams", "notify them", "@octocat @org/team", /@(?=[\w-])/),
    inSummary("references to other issues", "link and cross-post to them", "#12 and GH-12", /#(?=\d)/),
    inSummary("an HTML comment that is never closed", "hide the rest of the summary", "<!-- the rest is gone", /<!--/),
    inSummary("fences that close the code block", "act as Markdown from there", "```\n# Approved\n```", /^# Approved/m),
    inSummary("a table cell that ends early", "add columns and rows", "a | **pass** | b", /\*\*pass\*\*/),
    {
      what: "a Mermaid diagram",
      naive: "draw it, with links of the attacker's",
      hits: () => /^```mermaid$/m.test(`The app says:\n${mermaid}\n`),
      holds: () => {
        const markdown = renderMarkdown(hostileReport(mermaid));
        expect(withoutOurs(markdown)).not.toMatch(/^\s*(?:`{3,}|~{3,})\s*mermaid/im);
        const ours = drawings(renderMarkdown(hostileReport("plain")));
        expect(drawings(markdown)).toHaveLength(ours.length);
        for (const [index, drawing] of drawings(markdown).entries()) {
          expect(drawing.split("\n")).toHaveLength(ours[index]?.split("\n").length ?? 0);
          expect(drawing).not.toMatch(/^\s*click\b|https?:\/\/|javascript:/im);
        }
      },
    },
    inSummary("a formula", "render it over the text", "$$\\color{white}{gone}$$", /\$\$/),
    {
      what: "a summary of many mebibytes",
      naive: "lose the whole summary, which GitHub drops beyond 1 MiB",
      holds: () => {
        const long = Array.from({ length: 400 }, (_, index) => ({
          ...failedReport().findings[0],
          title: `${index} ${"x".repeat(5000)}`,
          evidence: Array.from({ length: 50 }, () => ({ kind: "log" as const, text: "y".repeat(4000) })),
        }));
        const report = { ...failedReport(), findings: long } as Report;
        expect(Buffer.byteLength(renderMarkdown(report))).toBeLessThanOrEqual(1024 * 1024);
      },
    },
    {
      what: "XML that closes its element in a JUnit message",
      naive: "report testcases of the attacker's",
      holds: () => {
        const xml = renderJunit(hostileReport(']]></failure></testcase><testcase name="forged"/>\u0000\ud800'));
        expect(xml).not.toContain('<testcase name="forged"/>');
        // oxlint-disable-next-line no-control-regex -- XML forbids them
        expect(xml).not.toMatch(/[\u0000-\u0008\ufffe]|\p{Surrogate}/u);
      },
    },
    {
      what: "a SARIF address that leads out of the repository",
      naive: "let code scanning open another scheme",
      holds: () => {
        const sarif = JSON.parse(renderSarif(hostileReport("javascript:alert(1)//?#"), [])) as { runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[] };
        for (const { locations } of sarif.runs[0]?.results ?? []) for (const { physicalLocation } of locations) expect(physicalLocation.artifactLocation.uri).not.toMatch(/^[a-z]+:|[?#\n]/i);
      },
    },
    {
      what: "the output of `plan` in a workflow",
      naive: "print the names of services as they are",
      holds: () => {
        const plan = samplePlan();
        const text = renderPlan({ ...plan, notes: [{ text: "x\n::error::pwned\n##[error]y" }] });
        expect(isQuiet(withoutCommands(text))).toBe(true);
      },
    },
  ],
};
