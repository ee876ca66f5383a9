import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import {
  at,
  attempt,
  crashCase,
  direct,
  ended,
  evidence,
  plan,
  proxied,
  proxyPlan,
  proxyRecord,
  proxyService,
  proxyStartCase,
  record,
  refusedError,
  route,
  service,
  sockets,
  target,
  type Given,
} from "../../../test/helpers/evidence.ts";
import type { Plan, Service } from "../../model/plan.ts";
import { startLines } from "../../sources/start-commands.ts";
import type { PortMention } from "../../model/source.ts";

function withApp(changes: Partial<Service>): Partial<Plan> {
  return { services: [service("app", changes), ...plan().services.slice(1)] };
}

/** The app's start lines, as the sources have them once it ended. */
const started = (changed: Partial<Plan>): Given => ({ plan: changed, sources: { startLines: startLines(changed.services ?? [], [ended("app", [], 0)]) } });

const start = (text: string): Partial<Plan> => withApp({ start: [{ text, at: at("Dockerfile", 9, `CMD ${text}`) }] });

describe("exits-immediately", () => {
  const entrypoint = (lines: readonly string[]): ReturnType<typeof evidence> => {
    const steps = [
      { text: '["entrypoint"]', at: at("app/Dockerfile", 6, 'ENTRYPOINT ["entrypoint"]') },
      ...lines.map((text, index) => ({ text, at: at("app/entrypoint.sh", index + 2, text) })),
      { text: '["gunicorn", "app:app"]', at: at("app/Dockerfile", 7, 'CMD ["gunicorn", "app:app"]') },
    ];
    return crashCase(["ready"], started(withApp({ start: steps })), 0);
  };

  it("is an entrypoint that does not run its command", () => {
    const finding = findingOf("exits-immediately", entrypoint(["set -e", "echo ready"]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["app/entrypoint.sh:3", 'echo ready\nexec "$@"']);
  });

  it("is no matter of a program in another language, whatever it is called", () => {
    const steps = [
      { text: '["python", "entrypoint.py"]', at: at("app/Dockerfile", 6, 'ENTRYPOINT ["python", "entrypoint.py"]') },
      { text: "entrypoint.py", at: at("app/entrypoint.py", 1, "import sys") },
      { text: '["--port", "80"]', at: at("app/Dockerfile", 7, 'CMD ["--port", "80"]') },
    ];
    expect(findingOf("exits-immediately", crashCase(["ready"], started(withApp({ start: steps })), 0)).title).not.toContain("without running");
  });

  it.each(['exec "$@"', "$@", 'sh -c "$*"', "exec gunicorn app:app"])("is another matter where the script hands over by %s", (line) => {
    expect(findingOf("exits-immediately", entrypoint(["set -e", line])).title).not.toContain("without running");
  });

  it("is the flag that detaches the server", () => {
    const finding = findingOf("exits-immediately", crashCase([], started(start("gunicorn -D app:app")), 0));
    expect([placeOf(finding), finding.confidence]).toEqual(["Dockerfile:9", "likely"]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files", edits: [{ replacement: "CMD gunicorn app:app" }], services: ["app"] });
  });

  it("tries the container's own words without the flag where no line has them both", () => {
    const given = { start: [{ text: "gunicorn --daemon app:app", at: at("compose.yaml", 5, "    command:") }], command: { value: ["gunicorn", "--daemon", "app:app"], at: at("compose.yaml", 5) } };
    expect(findingOf("exits-immediately", crashCase([], started(withApp(given)), 0)).intervention).toEqual({ kind: "start-command", service: "app", command: ["gunicorn", "app:app"] });
  });

  it("is a shell or interpreter without anything to run", () => {
    const given = (...command: readonly string[]) => crashCase([], { plan: withApp({ command: { value: command, at: at("compose.yaml", 5) } }) }, 0);
    expect(findingOf("exits-immediately", given("/bin/bash")).title).toContain("bash has no terminal");
    expect(findingOf("exits-immediately", given("python3")).title).toContain("python3 has no terminal");
    expect(findingOf("exits-immediately", given("bash", "python")).title).toContain("comes to its end");
  });

  it("is a program that runs to its end and complains of nothing", () => {
    expect(fateOf("exits-immediately", crashCase(["12 routes registered"], {}, 0))).toBe("found at Dockerfile:9");
    expect(fateOf("exits-immediately", crashCase(["could not reach the mail server, giving up"], {}, 0))).toBe("unknown");
  });

  it.each<[string, ReturnType<typeof evidence>]>([
    ["the exit code is another", crashCase([], started(start("gunicorn -D app:app")), 1)],
    ["an error was told before", crashCase(["Traceback (most recent call last):", '  File "/app/a.py", line 1, in <module>', "ValueError: x"], {}, 0)],
    ["it runs", evidence()],
  ])("is not found when %s", (_name, given) => {
    expect(causesOf(given)).not.toContain("exits-immediately");
  });

  it("explains nothing that has an exit code of its own", () => {
    expect(causesOf(crashCase([], {}, 0))).toEqual(["exits-immediately"]);
  });
});

const mention = (path: string, line: number, port: number, text: string, weight = 8): PortMention => ({ port, weight, at: at(path, line, text) });
const taken = "Error: listen EADDRINUSE: address already in use 0.0.0.0:3000";
const frame = "    at Server.listen (node:net:2103:7)";

describe("port-in-use", () => {
  it("is the line with the address that was refused", () => {
    const ports = [mention("index.js", 4, 3000, "server.listen(3000);"), mention("lib/side.js", 9, 3000, "other.listen(3000, '0.0.0.0');")];
    const finding = findingOf("port-in-use", crashCase([taken, frame], { sources: { ports } }));
    expect([placeOf(finding), finding.related.map((each) => each.at.path)]).toEqual(["lib/side.js:9", ["index.js"]]);
    expect(finding.fix.edits).toEqual([{ path: "lib/side.js", startLine: 9, endLine: 9, replacement: "other.listen(3001, '0.0.0.0');" }]);
  });

  it("changes neither of two lines that it cannot tell apart", () => {
    const ports = [mention("a.js", 4, 3000, "a.listen(3000);"), mention("b.js", 9, 3000, "b.listen(3000);")];
    const finding = findingOf("port-in-use", crashCase([taken.replace("0.0.0.0", "::"), frame], { sources: { ports } }));
    expect([finding.fix.edits, finding.intervention]).toEqual([[], undefined]);
  });

  it("does not move a line that both listeners have their port from", () => {
    const environment = { NODE_OPTIONS: { value: "--inspect=0.0.0.0:9229", at: at("compose.yaml", 5, "NODE_OPTIONS: --inspect=0.0.0.0:9229") } };
    const finding = findingOf("port-in-use", crashCase(["Starting inspector on 0.0.0.0:9229 failed: address already in use"], { plan: withApp({ variables: environment }) }, 12));
    expect([placeOf(finding), finding.fix.edits, finding.intervention]).toEqual(["compose.yaml:5", [], undefined]);
  });

  it("is the line that the program's own frame names", () => {
    const ports = [mention("a.js", 4, 3000, "a.listen(3000);"), mention("b.js", 9, 3000, "b.listen(3000);")];
    const frames = [{ service: "app", file: "/app/a.js", at: at("a.js", 4, "a.listen(3000);") }];
    expect(fateOf("port-in-use", crashCase([taken.replace("0.0.0.0", "::"), frame, "    at Object.<anonymous> (/app/a.js:4:3)"], { sources: { ports, frames } }))).toBe("found at a.js:4");
  });

  it.each<[string, readonly string[], number]>([
    ["Go", ["2026/01/02 10:00:00 listen tcp :8080: bind: address already in use"], 8080],
    [
      "Python",
      [
        "Traceback (most recent call last):",
        '  File "/usr/lib/python3.12/socketserver.py", line 478, in server_bind',
        "    self.socket.bind(self.server_address)",
        "OSError: [Errno 98] Address already in use",
      ],
      8080,
    ],
    ["uvicorn", ["ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use"], 8000],
    ["gunicorn", ["[2026-01-02 10:00:00 +0000] [1] [ERROR] Connection in use: ('0.0.0.0', 8000)", "[2026-01-02 10:00:05 +0000] [1] [ERROR] Can't connect to ('0.0.0.0', 8000)"], 8000],
    ["Ruby", ['app.rb:3:in `initialize\': Address already in use - bind(2) for "0.0.0.0" port 4567 (Errno::EADDRINUSE)'], 4567],
    ["PHP", ["Failed to listen on 0.0.0.0:8000 (reason: Address already in use)"], 8000],
    ["php-fpm", ["ERROR: unable to bind listening socket for address '9000': Address already in use (98)"], 8080],
    ["Spring", ["APPLICATION FAILED TO START", "", "Description:", "", "Web server failed to start. Port 8081 was already in use."], 8081],
    ["Rust", ["thread 'main' panicked at src/main.rs:4:10:", 'called `Result::unwrap()` on an `Err` value: Os { code: 98, kind: AddrInUse, message: "Address already in use" }'], 8080],
    ["Apache", ["(98)Address already in use: AH00072: make_sock: could not bind to address [::]:8082"], 8082],
    [".NET", ["Unhandled exception. System.IO.IOException: Failed to bind to address http://0.0.0.0:5000: address already in use."], 5000],
  ])("reads the words of %s", (_name, output, port) => {
    const finding = findingOf("port-in-use", crashCase(output));
    expect(finding.title).toContain(`port ${port} is taken`);
  });

  it.each<[string, readonly string[]]>([
    ["what was survived", ["inspector: listen EADDRINUSE: address already in use 0.0.0.0:9229", "TypeError: x", "    at f (/app/a.js:1:1)"]],
    ["something else", ["Error: listen EACCES: permission denied 0.0.0.0:80", frame]],
  ])("is not found after %s", (_name, output) => {
    expect(fateOf("port-in-use", crashCase(output))).toBe("ruled out");
  });

  const shared = (): Given => ({
    plan: {
      services: [
        service("app"),
        service("admin", { networkOf: { value: "app" }, attachments: [], start: [{ text: "gunicorn -b :8080 admin:app", at: at("compose.yaml", 9, "command: gunicorn -b :8080 admin:app") }] }),
        proxyService(),
      ],
      proxy: proxyPlan({ routes: [route([target("app", 8081)])] }),
    },
    facts: {
      services: [record("app"), ended("admin", ["Connection in use: ('0.0.0.0', 8080)"]), record("web")],
      sockets: [sockets("app", ["0.0.0.0:8080"])],
      proxy: proxyRecord({ attempts: [attempt(502, "10.0.0.2:8081")], errors: [refusedError] }),
      probes: [proxied(502), direct({ error: "refused" }, 8081)],
    },
  });

  it("is the service that shares a namespace, and takes the port that nginx dials in vain", () => {
    const finding = findingOf("port-in-use", evidence(shared()));
    expect(finding.title).toBe("admin ends because port 8080 is taken by app");
    expect(finding.fix.edits).toMatchObject([{ replacement: "command: gunicorn -b :8081 admin:app" }]);
    expect(finding.intervention).toMatchObject({ services: ["admin", "app"] });
  });

  it("leaves nothing for nginx's refused connection to explain", () => {
    expect(causesOf(evidence(shared()))).toEqual(["port-in-use"]);
  });

  it("is nginx's listen line, or the app's port where nginx dials another", () => {
    const words = "bind() to 0.0.0.0:80 failed (98: Address already in use)";
    const servers = [{ names: ["localhost"], listens: [{ address: "0.0.0.0", port: 80, tls: false, isDefault: true, proxyProtocol: false, at: at("nginx/app.conf", 2, "    listen 80;") }] }];
    const given = (port: number): Given => ({
      plan: {
        services: [service("app", { start: [{ text: "serve 80", at: at("Dockerfile", 9, "CMD serve 80") }] }), proxyService({ networkOf: { value: "app" } })],
        proxy: proxyPlan({ servers, routes: [route([target("127.0.0.1", port)])] }),
      },
      facts: { services: [record("app"), ended("web", [words])], sockets: [sockets("app", ["0.0.0.0:80"])] },
    });
    const moved = findingOf("port-in-use", proxyStartCase(words, undefined, given(3000)));
    expect([placeOf(moved), moved.fix.edits[0]?.replacement]).toEqual(["Dockerfile:9", "CMD serve 3000"]);
    const other = findingOf("port-in-use", proxyStartCase(words, undefined, given(80)));
    expect([placeOf(other), other.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:2", "    listen 81;"]);
  });
});

describe("privileged-port", () => {
  const denied = "Error: listen EACCES: permission denied 0.0.0.0:80";
  const dials = { proxy: proxyPlan({ routes: [route([target("app", 80)])] }) };

  it("moves the app's port and nginx's together", () => {
    const ports = [mention("app.js", 4, 80, "server.listen(80);")];
    const finding = findingOf("privileged-port", crashCase([denied, frame], { plan: dials, sources: { ports } }));
    expect(placeOf(finding)).toBe("app.js:4");
    expect(finding.fix.edits.map((edit) => edit.replacement)).toEqual(["server.listen(8080);", "    proxy_pass http://app:8080;"]);
    expect(finding.intervention).toMatchObject({ kind: "edit-files" });
  });

  it("allows low ports where a line cannot be rewritten, and names the user and the setting", () => {
    const app = { user: { value: "1000", at: at("compose.yaml", 4) }, settings: { sysctls: { "net.ipv4.ip_unprivileged_port_start": "1024" } } };
    const finding = findingOf("privileged-port", crashCase([denied, frame], { plan: { ...dials, ...withApp(app) } }));
    expect(finding.intervention).toEqual({ kind: "open-low-ports", service: "app" });
    expect(finding.title).toContain("as user 1000");
    expect(finding.related.map((each) => each.at.line)).toEqual([4]);
    expect(finding.evidence.map((each) => each.text)).toContain("app has net.ipv4.ip_unprivileged_port_start=1024");
  });

  it.each<[string, readonly string[]]>([
    ["Go", ["2026/01/02 10:00:00 listen tcp :80: bind: permission denied"]],
    [
      "Python, which names no port",
      [
        "Traceback (most recent call last):",
        '  File "/usr/lib/python3.12/socketserver.py", line 478, in server_bind',
        "    self.socket.bind(self.server_address)",
        "PermissionError: [Errno 13] Permission denied",
      ],
    ],
    ["Ruby", ['app.rb:3:in `initialize\': Permission denied - bind(2) for "0.0.0.0" port 80 (Errno::EACCES)']],
    ["PHP", ["Failed to listen on 0.0.0.0:80 (reason: Permission denied)"]],
    ["Apache", ["(13)Permission denied: AH00072: make_sock: could not bind to address 0.0.0.0:80"]],
  ])("reads the words of %s", (_name, output) => {
    expect(findingOf("privileged-port", crashCase(output, { plan: dials })).title).toContain("may not open port 80");
  });

  it.each<[string, readonly string[]]>([
    ["a Unix socket", ["Error: listen EACCES: permission denied /run/app/app.sock", frame]],
    ["a Unix socket, by Go", ["2026/01/02 10:00:00 listen unix /run/app.sock: bind: permission denied"]],
    ["a file", ["PermissionError: [Errno 13] Permission denied: '/data/shop.db'"]],
    ["a file, with a port in the output", ["listening on port 80", "Error: EACCES: permission denied, mkdir '/data'", "    at Object.mkdirSync (node:fs:1)"]],
    ["a high port", ["2026/01/02 10:00:00 listen tcp :8080: bind: permission denied"]],
  ])("is not found for %s", (_name, output) => {
    expect(fateOf("privileged-port", crashCase(output, { plan: dials }))).toBe("ruled out");
  });

  it("is nginx's own listen line", () => {
    const words = "bind() to 0.0.0.0:80 failed (13: Permission denied)";
    const finding = findingOf("privileged-port", proxyStartCase(words, undefined));
    expect([finding.service, finding.intervention]).toEqual(["web", { kind: "open-low-ports", service: "web" }]);
    expect(becauseOf("port-in-use", proxyStartCase(words, undefined))).toBe("nginx did not miss a port");
  });

  it("needs what it was not given", () => {
    expect(fateOf("privileged-port", crashCase([denied], { facts: { sources: "not read" } }))).toBe("unknown");
  });
});
