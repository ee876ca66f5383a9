import { expect } from "vitest";
import { LogBuffer } from "../../src/boot/log-buffer.ts";
import { parseBuildFailure } from "../../src/build/build-log.ts";
import { runCommand } from "../../src/docker/cli.ts";
import { Demultiplexer, LineSplitter } from "../../src/docker/streams.ts";
import { fileEntry, packArchive, unpackArchive } from "../../src/docker/tar.ts";
import { makeRedactor } from "../../src/evidence/redact.ts";
import { loadConfig } from "../../src/nginx/config.ts";
import { parseAccessLog, parseErrorLog, parseStartErrors } from "../../src/nginx/logs.ts";
import { parseNginx } from "../../src/nginx/parser.ts";
import { readComposeFiles } from "../../src/plan/compose/files.ts";
import { cleanText } from "../../src/report/clean-text.ts";
import { diagnoseEvidence } from "../../src/replay.ts";
import { parseDockerfile } from "../../src/text/dockerfile.ts";
import { parseDotenv } from "../../src/text/dotenv.ts";
import { shellWords } from "../../src/text/shell.ts";
import { parseYaml } from "../../src/text/yaml.ts";
import { failureOf } from "../helpers/failures.ts";
import { makeWorkspace, repo } from "../helpers/repository.ts";
import type { Attack, Attacks } from "./attack.ts";

/** The most that anything here may take. A regular expression that goes wrong takes hours. */
const mostMs = 4000;

function inTime(act: () => unknown): void {
  const started = performance.now();
  act();
  expect(performance.now() - started).toBeLessThan(mostMs);
}

const evil: readonly string[] = [
  "a.".repeat(50_000),
  "-".repeat(100_000),
  "password".repeat(12_000),
  `${"a".repeat(50_000)}=`,
  "eyJ".repeat(30_000),
  "http://".repeat(14_000),
  `${" ".repeat(100_000)}x`,
  "((((".repeat(20_000),
  "\"'".repeat(40_000),
  "\\".repeat(99_999),
  "$".repeat(100_000),
  "${".repeat(40_000),
  "[::".repeat(30_000),
  `2026/01/01 00:00:00 [error] 1#1: *1 ${", client: ".repeat(10_000)}`,
  `2026/01/01 00:00:00 [error] 1#1: *1 connect() ${'"'.repeat(50_000)} while ${" while ".repeat(9000)}`,
  `\u001b]${"\u001b[".repeat(40_000)}`,
  'A="\n'.repeat(20_000),
  '  File "x", line '.repeat(6000),
  "    at ".repeat(14_000),
];

function slowLine(what: string, read: (text: string) => unknown): Attack {
  return {
    what,
    naive: "search it with an expression that tries every split of the line",
    holds: () => {
      for (const text of evil) inTime(() => read(text));
    },
  };
}

/** Each alias names the one before ten times: nine levels are a thousand million. */
const laughs = ["a0: &a0 [lol]", ...Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 10 }, () => `*a${index}`).join(", ")}]`)].join("\n");

function composeMistake(text: string): string {
  return failureOf(() => readComposeFiles(makeWorkspace({ "compose.yaml": text }), [repo("compose.yaml")])).kind;
}

export const sizes: Attacks = {
  title: "size and time",
  attacks: [
    slowLine("a log line made for slow expressions, against the redactor", makeRedactor([{ A_PASSWORD: { value: "hunter2hunter2" } }])),
    slowLine("the same against what takes escape sequences out", (text) => cleanText(text, Infinity)),
    slowLine("the same against the readers of nginx's logs", (text) => [parseErrorLog(text), parseAccessLog(text), parseStartErrors(text)]),
    slowLine("the same against the reader of a failed build", (text) => parseBuildFailure(`#1 ERROR: ${text}\nERROR: ${text}\n${text}`)),
    slowLine("the same against the readers of Dockerfiles, variables files and command lines", (text) => [
      parseDockerfile(repo("Dockerfile"), `FROM x\nRUN ${text}\nENV ${text}`),
      parseDotenv(repo(".env"), `A=${text}`),
      shellWords(text),
    ]),
    slowLine("the same against the reader of nginx's configuration", (text) => parseNginx(text, "nginx.conf")),
    {
      what: "a YAML file of aliases that are a thousand million words",
      naive: "expand them",
      holds: () => {
        inTime(() => parseYaml(repo("x.yaml"), laughs));
        expect(composeMistake(`${laughs}\nservices: {app: {image: x, env_file: /etc/passwd}}\n`)).toBe("config-invalid");
      },
    },
    {
      what: "a second document in a Compose file",
      naive: "check the first, while Compose reads all",
      holds: () => expect(composeMistake("services: {app: {image: x}}\n---\nservices: {app: {env_file: /etc/passwd}}\n")).toBe("config-invalid"),
    },
    {
      what: "YAML nested a hundred thousand deep",
      naive: "overflow the stack",
      holds: () => inTime(() => expect(composeMistake(`services: ${"[".repeat(100_000)}`)).toBe("config-invalid")),
    },
    {
      what: "a YAML map that is merged into itself",
      naive: "descend for ever",
      holds: () => inTime(() => expect(["config-invalid", "none"]).toContain(mergedIntoItself())),
    },
    {
      what: "nginx blocks nested a hundred thousand deep",
      naive: "overflow the stack",
      holds: () => inTime(() => parseNginx("a {".repeat(100_000), "nginx.conf")),
    },
    {
      what: "nginx files that include themselves",
      naive: "read for ever",
      holds: () => inTime(() => loadConfig("/c/nginx.conf", { read: () => "include /c/*.conf; include /c/nginx.conf;\n", list: () => ["a.conf", "b.conf", "nginx.conf"] })),
    },
    {
      what: "an evidence file that is no evidence",
      naive: "trust its shape",
      holds: () => {
        for (const text of ["", "null", "[]", "{", '{"schema":1}', `{"schema":1,"plan":{},"facts":{"services":{"value":"x"}}}`, "[".repeat(100_000)])
          expect(() => diagnoseEvidence(text, "x.json")).toThrow(/./);
      },
    },
    {
      what: "a log of gigabytes",
      naive: "keep it all",
      holds: () => {
        const log = new LogBuffer();
        const text = "x".repeat(100_000);
        for (let index = 0; index < 50_000; index++) log.add({ at: index, stream: "out", text });
        expect([log.lines().length, log.count, Math.max(...log.lines().map((line) => line.text.length))]).toEqual([800, 50_000, 2001]);
      },
    },
    {
      what: "a line of output that never ends",
      naive: "wait for its end with all of it in memory",
      holds: () => {
        const lines: string[] = [];
        const splitter = new LineSplitter((line) => lines.push(line));
        const chunk = Buffer.alloc(1024 * 1024, "x");
        inTime(() => {
          for (let index = 0; index < 200; index++) splitter.push(chunk);
          splitter.end();
        });
        expect(lines.map((line) => line.length)).toEqual([4000]);
      },
    },
    {
      what: "output in which frames of the engine are cut at every byte",
      naive: "lose what stands between them",
      holds: () => {
        let heard = "";
        const parts = new Demultiplexer((_stream, data) => (heard += data.toString()));
        const frame = Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 5]), Buffer.from("hello")]);
        for (const byte of Buffer.concat([frame, frame])) parts.push(Buffer.from([byte]));
        expect(heard).toBe("hellohello");
      },
    },
    {
      what: "a tool whose output never ends",
      naive: "keep it all, or the beginning alone",
      holds: async () => {
        const { out, code } = await runCommand("sh", ["-c", "head -c 60000000 /dev/zero | tr '\\0' x; echo the end"], {});
        expect([code, out.length <= 17 * 1024 * 1024, out.endsWith("the end\n")]).toEqual([0, true, true]);
      },
    },
    {
      what: "an archive that is cut, or whose file is larger than what is kept",
      naive: "fail, or keep all of it",
      holds: async () => {
        const archive = await packArchive([fileEntry("a", "small"), fileEntry("b", Buffer.alloc(100_000))]);
        expect(await unpackArchive(archive, 1000)).toMatchObject([{ path: "a" }, { path: "b", isCut: true }]);
        expect(await unpackArchive(archive.subarray(0, 4000))).toMatchObject([{ path: "a" }]);
      },
    },
  ],
};

function mergedIntoItself(): string {
  try {
    readComposeFiles(makeWorkspace({ "compose.yaml": "services: &s\n  app: {image: x}\n  <<: *s\n" }), [repo("compose.yaml")]);
    return "none";
  } catch (error) {
    return (error as { failure?: { kind: string } }).failure?.kind ?? String(error);
  }
}
