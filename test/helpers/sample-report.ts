import type { Finding } from "../../src/model/finding.ts";
import type { Location, RepoPath } from "../../src/model/location.ts";
import type { Plan, Service, ServiceRole } from "../../src/model/plan.ts";
import { millis, type Port } from "../../src/model/units.ts";
import { noTimings } from "../../src/model/timings.ts";
import type { Report, TrialProbe } from "../../src/model/verdict.ts";

// Reports for tests; no stage imports this.

/** A place in a file, with its line's text when given. */
export function at(path: string, line: number, text?: string): Location {
  return { path: path as RepoPath, line, ...(text === undefined ? {} : { text }) };
}

function service(name: string, role: ServiceRole, reference: string): Service {
  return {
    name,
    role,
    essential: true,
    at: at("compose.yaml", 2),
    image: { kind: "reference", reference },
    variables: { PASSWORD: { value: "hunter2", at: at("compose.yaml", 7) } },
    attachments: [{ network: "default", aliases: [name] }],
    mounts: [],
    needs: [],
    ports: [],
    paths: [],
    start: [{ text: "node server.js", at: at("Dockerfile", 11) }],
    settings: {},
  };
}

/** nginx dials app:8080. */
export function samplePlan(): Plan {
  const target = { host: "app", port: 8080, backup: false, down: false, at: at("nginx/app.conf", 14) };
  return {
    platform: "compose",
    topology: { value: "container", because: "nginx is a service of compose.yaml" },
    services: [service("app", "app", "node:22"), service("web", "proxy", "nginx:1.27")],
    networks: [{ name: "default", internal: false }],
    volumes: [],
    proxy: {
      service: "web",
      kind: "service",
      main: "/etc/nginx/nginx.conf",
      files: [{ container: "/etc/nginx/conf.d/app.conf", repo: "nginx/app.conf" as RepoPath, via: "bind of compose.yaml:12" }],
      servers: [{ names: ["app.example.com"], listens: [{ address: "0.0.0.0", port: 80, tls: false, isDefault: true, proxyProtocol: false, at: at("nginx/app.conf", 2) }] }],
      routes: [
        { server: 0, location: "/", directive: "proxy_pass", value: "http://app:8080", scheme: "http", at: at("nginx/app.conf", 14), sendsHost: "$host", hasVariables: false, targets: [target] },
      ],
      errors: [],
    },
    probes: [{ name: "root", method: "GET", scheme: "http", host: "app.example.com", port: 80 as Port, path: "/", route: 0 }],
    supplied: [{ what: "certificate /etc/ssl/app.pem", why: "it is not in the repository", at: at("nginx/app.conf", 4) }],
    notes: [{ text: "the service metrics was left out", at: at("compose.yaml", 30) }],
    startTimeout: { value: millis(60_000), because: "the default" },
    forwards: [],
    overlay: [],
  };
}

/** A proven port mismatch, with what is given changed. */
export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    cause: "port-mismatch",
    title: "nginx dials app:8080, but the app listens on 3000",
    level: "error",
    confidence: "proven",
    location: { ...at("nginx/app.conf", 14, "    proxy_pass http://app:8080;"), column: 5 },
    related: [{ at: at("Dockerfile", 9, "ENV PORT=3000"), note: "the port is set here" }],
    what: "nginx dials port 8080 of app; node listens on 3000.",
    why: "A connection to a port without a listener is refused, and nginx answers 502.",
    fix: { text: "Dial port 3000.", edits: [{ path: "nginx/app.conf" as RepoPath, startLine: 14, endLine: 14, replacement: "    proxy_pass http://app:3000;" }], safe: true },
    evidence: [
      { kind: "socket", text: "node listens on 0.0.0.0:3000" },
      { kind: "nginx", text: "connect() failed (111: Connection refused) while connecting to upstream" },
    ],
    service: "app",
    proof: { result: "confirmed", intervention: "nginx dials app:3000 instead of app:8080", control: "GET / -> 502", treatment: "GET / -> 200, 3 of 3" },
    ...changes,
  };
}

/** One result through the proxy, or direct to the app. */
export function sampleProbe(changes: Partial<TrialProbe> = {}): TrialProbe {
  return { name: "root", request: "GET http://app.example.com/", via: "proxy", probe: 0, status: 502, durationMs: 0.34, tries: 1, at: 4200, trial: "first", ...changes };
}

const direct: Partial<TrialProbe> = { via: "direct", status: 200, durationMs: 3.1, target: { service: "app", address: "172.18.0.3", port: 3000 } };

/** A gate that failed because of the finding given. */
export function failedReport(finding: Finding = sampleFinding()): Report {
  return {
    version: "0.1.0",
    verdict: "fail",
    plan: samplePlan(),
    findings: [finding],
    ruledOut: [{ cause: "out-of-memory", because: "peak memory was 40 MiB of 512 MiB" }],
    unknown: [{ cause: "keepalive-race", because: "no drill was run" }],
    probes: [sampleProbe(), sampleProbe(direct), sampleProbe({ trial: "control" }), sampleProbe({ trial: "treatment", status: 200 })],
    sockets: [
      {
        service: "app",
        readAt: 4200,
        sockets: [
          { family: "tcp4", address: "0.0.0.0", port: 3000, process: { pid: 7, command: "/usr/local/bin/node server.js" }, since: 400 },
          { family: "tcp4", address: "127.0.0.11", port: 41235, since: 0 },
        ],
      },
    ],
    timeline: [
      { at: 0, text: "network made" },
      { at: 1200, text: "app started" },
    ],
    timings: { ...noTimings, boot: 4200, probe: 90, total: 12_300 },
  };
}

/** A gate that passed. */
export function passedReport(): Report {
  return { ...failedReport(), verdict: "pass", findings: [], probes: [sampleProbe({ status: 200, durationMs: 4 })] };
}

/** A run that could not be made. */
export function brokenReport(): Report {
  return {
    version: "0.1.0",
    verdict: "error",
    failure: {
      kind: "engine-unreachable",
      message: "Docker does not answer at unix:///var/run/docker.sock",
      remedy: "Start Docker",
      at: at(".github/upstream-gate.yml", 3, "engine: local"),
      detail: "dial unix: connect: no such file",
    },
    findings: [],
    ruledOut: [],
    unknown: [],
    probes: [],
    sockets: [],
    timeline: [],
    timings: noTimings,
  };
}

/** What must not be in a text that is printed: every control character but the line feed, bidi and zero-width characters. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
export const harmful = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufffe]/;

/** Texts that a hostile project or container could print. */
export const hostileTexts: readonly string[] = [
  "::error file=x::pwned",
  "\n::add-mask::a",
  "##[error]pwned",
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J",
  "</details><script>alert(1)</script>",
  "a | b `c` ``` @octocat #12 https://evil.example/x.png ![x](https://evil.example/y) www.evil.example",
  "abc\u202edcba\u2066x\u2069\u200b\u0000\u0008",
  "100%0A::error::pwned",
  "```\n# heading\n```",
  "]]> <!-- & \" ' \ufffe \ud800",
];

/** A failed report in which every text of the project's is hostile. */
export function hostileReport(text: string): Report {
  const place = at(`dir/na\nme${text}`, 3, text);
  const finding = sampleFinding({
    title: text,
    what: text,
    why: text,
    location: place,
    related: [{ at: place, note: text }],
    fix: { text, edits: [{ path: place.path, startLine: 3, endLine: 3, replacement: `${text}\n${text}` }], safe: false },
    evidence: [{ kind: "log", text }],
    proof: { result: "inconclusive", intervention: text, control: text, treatment: text, because: text },
  });
  const report = failedReport(finding);
  const plan = samplePlan();
  return {
    ...report,
    plan: {
      ...plan,
      supplied: [{ what: text, why: text, at: place }],
      notes: [{ text, at: place }],
      services: plan.services.map((each) => ({ ...each, image: { kind: "reference", reference: text } })),
    },
    ruledOut: [{ cause: "x", because: text }],
    unknown: [{ cause: "x", because: text }],
    probes: [sampleProbe({ request: text, name: text, unmet: text }), sampleProbe({ ...direct, request: text, errorText: text })],
    sockets: report.sockets.map((each) => ({ ...each, sockets: [{ family: "unix", address: text, port: 0, process: { pid: 1, command: text }, since: 0 }] })),
    timeline: [{ at: 1, text }],
  };
}
