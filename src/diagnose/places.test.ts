import { describe, expect, it } from "vitest";
import { at, noSources, plan, proxyService, service, sockets } from "../../test/helpers/evidence.ts";
import { repo } from "../../test/helpers/repository.ts";
import type { Port } from "../model/units.ts";
import type { Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import { replaceAt, replaceWord } from "./edits.ts";
import { serviceMeant } from "./meant.ts";
import { distance, nearest } from "../model/names.ts";
import { lists, packageOf, packageOfProgram } from "./packages.ts";
import { belongsTo, clearest, loopbackPlaces, portPlaces, preferChanged, readersOf, startPlace, type Candidate } from "./places.ts";
import { loopbackOnly, reachable, showSocket, socketsOf } from "./sockets.ts";

const show = (candidates: readonly Candidate[]): string[] => candidates.map((each) => `${each.at.path}:${each.at.line}`);
const facts = (changes: Partial<SourceFacts>): SourceFacts => ({ ...noSources, ...changes });

describe("belongsTo", () => {
  const mapped = (container: string, path: string): Service => service("app", { paths: [{ container, repo: repo(path), kind: "folder", via: "copy" }], start: [] });

  it.each<[string, Service, string, boolean]>([
    ["a file below a copied folder", mapped("/app", "backend"), "backend/a.py", true],
    ["a folder whose name begins alike", mapped("/app", "backend"), "backend-old/a.py", false],
    ["anything when the whole repository is copied", mapped("/app", ""), "x/y", true],
    ["the Dockerfile of the build", mapped("/app", "backend"), "Dockerfile", true],
    ["a file that the start leads to", service("app", { paths: [], image: { kind: "reference", reference: "x" }, start: [{ text: "x", at: at("run.sh", 1) }] }), "run.sh", true],
    [
      "the context of a build that shows no paths",
      service("app", { paths: [], start: [], image: { kind: "build", context: repo("svc"), dockerfile: repo("svc/Dockerfile"), args: {} } }),
      "svc/main.go",
      true,
    ],
    [
      "another folder than that context",
      service("app", { paths: [], start: [], image: { kind: "build", context: repo("svc"), dockerfile: repo("svc/Dockerfile"), args: {} } }),
      "other/main.go",
      false,
    ],
    ["anything of an image that others made", service("app", { paths: [], start: [], image: { kind: "reference", reference: "x" } }), "a.py", false],
  ])("%s", (_name, owner, path, expected) => {
    expect(belongsTo(owner, repo(path))).toBe(expected);
  });
});

describe("portPlaces", () => {
  it("prefers the start command to a variable, and that to a mention; EXPOSE is none", () => {
    const app = service("app", { start: [{ text: "serve -p 3000", at: at("Dockerfile", 9) }], variables: { PORT: { value: "3000", at: at("compose.yaml", 5) } } });
    const ports = [
      { port: 3000, at: at("server.js", 4, "listen(3000)"), weight: 6 },
      { port: 3000, at: at("Dockerfile", 6, "EXPOSE 3000"), weight: 8 },
    ];
    expect(show(portPlaces(app, facts({ ports }), 3000))).toEqual(["Dockerfile:9", "compose.yaml:5", "server.js:4"]);
  });

  it.each([
    ["3000", 3000, true],
    ["0.0.0.0:3000", 3000, true],
    ["13000", 3000, false],
    ["3000ms", 3000, false],
    ["3000.5", 3000, false],
  ])("reads %s", (value, port, expected) => {
    const app = service("app", { start: [], variables: { X: { value, at: at("compose.yaml", 5) } } });
    expect(portPlaces(app, noSources, port).length > 0).toBe(expected);
  });

  it("leaves lines of other services out", () => {
    const app = service("app", { start: [], paths: [{ container: "/app", repo: repo("app"), kind: "folder", via: "copy" }] });
    expect(portPlaces(app, facts({ ports: [{ port: 3000, at: at("api/server.js", 4), weight: 9 }] }), 3000)).toEqual([]);
  });

  it("does not count a default that a set variable overrides", () => {
    const app = service("app", { start: [] });
    const variables = [{ name: "PORT", at: at("server.js", 3), fallback: "3000" }];
    expect(show(portPlaces(app, facts({ variables }), 3000))).toEqual(["server.js:3"]);
    expect(portPlaces(app, facts({ variables }), 3000, ["PORT"])).toEqual([]);
  });
});

describe("loopbackPlaces", () => {
  const start = (text: string): Service => service("app", { start: [{ text, at: at("Dockerfile", 9) }] });

  it.each([
    ["gunicorn -b 127.0.0.1:8000 app:app", true],
    ["php -S localhost:8000", true],
    ["server --listen [::1]:80", true],
    ["curl http://localhost:8000 && server", false],
    ["wait-for localhost:5432", false],
    ["server --db postgres://localhost/x", false],
    ["server --listen 0.0.0.0:80", false],
  ])("start command %s: %s", (text, expected) => {
    expect(loopbackPlaces(start(text), noSources, 8000).length > 0).toBe(expected);
  });

  it("prefers the address that stands beside the port", () => {
    const hosts = [
      { host: "127.0.0.1", at: at("cache.js", 3), weight: 4 },
      { host: "127.0.0.1", at: at("server.js", 12), weight: 4 },
    ];
    const ports = [{ port: 8000, at: at("server.js", 12), weight: 5 }];
    expect(show(loopbackPlaces(service("app", { start: [] }), facts({ hosts, ports }), 8000))[0]).toBe("server.js:12");
  });
});

describe("other places", () => {
  it("takes the clearest of candidates, and none of two alike", () => {
    expect(clearest([])).toBeUndefined();
    expect(
      clearest([
        { at: at("a", 1), weight: 4 },
        { at: at("b", 1), weight: 3 },
      ])?.path,
    ).toBe("a");
    expect(
      clearest([
        { at: at("a", 1), weight: 4 },
        { at: at("b", 1), weight: 4 },
      ]),
    ).toBeUndefined();
  });

  it("starts at the command, else where the service is declared", () => {
    const command = { value: ["x"], at: at("compose.yaml", 6) };
    expect(
      startPlace(
        service("app", {
          command,
          start: [
            { text: "entry", at: at("Dockerfile", 8, 'ENTRYPOINT ["entry"]') },
            { text: "x", at: at("compose.yaml", 6) },
          ],
        }),
      )?.path,
    ).toBe("compose.yaml");
    expect(startPlace(service("app", { start: [] }))).toMatchObject({ path: "compose.yaml", line: 2 });
  });

  it("reads variables in the service's own files, tests left out", () => {
    const variables = ["a.py", "tests/a.py", "docs/a.py"].map((path) => ({ name: "A", at: at(path, 1) }));
    expect(readersOf(service("app"), facts({ variables }), "A").map((mention) => mention.at.path)).toEqual(["a.py"]);
  });

  it("prefers the line that was touched, and the first of two that were", () => {
    const [first, second] = [at("nginx.conf", 3), at("app.js", 5)];
    const place = (changed?: Record<string, readonly number[]>): string => preferChanged(facts(changed ? { changed } : {}), first, second, { first: "1", second: "2" }).location.path;
    expect([place(), place({ "app.js": [5] }), place({ "app.js": [4] }), place({ "app.js": [5], "nginx.conf": [3] })]).toEqual(["nginx.conf", "app.js", "nginx.conf", "nginx.conf"]);
    expect(preferChanged(noSources, first, at("nginx.conf", 3), { first: "1", second: "2" }).related).toEqual([]);
  });
});

describe("names", () => {
  it.each([
    ["app", "app", 0],
    ["app", "apo", 1],
    ["backend", "back-end", 1],
    ["", "abc", 3],
    ["short", "much-longer", 4],
  ])("%s and %s are %i apart", (a, b, expected) => {
    expect(distance(a, b)).toBe(expected);
  });

  it.each([
    ["apo", ["app", "db"], "app"],
    ["porxy_pass", ["proxy_pass", "fastcgi_pass"], "proxy_pass"],
    ["web", ["api"], undefined],
    ["app3", ["app1", "app2"], undefined],
    ["app", ["app"], undefined],
    ["apo", ["app", "app"], "app"],
  ])("%s of %j means %s", (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });
});

describe("edits", () => {
  const line = at("a.conf", 3, "  server app:8080; # app.local");

  it("replace the only occurrence of a word", () => {
    expect(replaceWord(line, "8080", "3000")[0]?.replacement).toBe("  server app:3000; # app.local");
    expect(replaceWord(at("a", 1, "8080 8080"), "8080", "1")).toEqual([]);
    expect(replaceWord(at("a", 1, "18080"), "8080", "1")).toEqual([]);
    expect(replaceWord(at("a", 1, "a+b"), "a+b", "c")[0]?.replacement).toBe("c");
  });

  it("touch no line whose text is not known whole", () => {
    expect(replaceWord(at("a", 1), "x", "y")).toEqual([]);
    expect(replaceWord(at("a", 1, `x${" ".repeat(299)}`), "x", "y")).toEqual([]);
    expect(replaceAt(line, undefined, "x")).toEqual([]);
  });

  it("touch no line that a secret was taken out of", () => {
    const clean = at("a.conf", 3, "  proxy_pass http://[redacted:HOST]:8080;");
    expect(replaceWord(clean, "8080", "3000")).toEqual([]);
    expect(replaceAt(clean, { line: 3, column: 36, length: 4 }, "3000")).toEqual([]);
  });
});

describe("packages", () => {
  it.each([
    ["python", "yaml", "PyYAML"],
    ["python", "flask_cors.core", "Flask-Cors"],
    ["python", "redis.client", "redis"],
    ["node", "@acme/log/pretty", "@acme/log"],
    ["node", "lodash/fp", "lodash"],
    ["ruby", "sinatra/base", "sinatra"],
  ] as const)("%s: %s comes with %s", (ecosystem, module, name) => {
    expect(packageOf(ecosystem, module)).toBe(name);
  });

  it("knows programs of packages, and none of the system", () => {
    expect([packageOfProgram("gunicorn")?.name, packageOfProgram("nest")?.name, packageOfProgram("ls")]).toEqual(["gunicorn", "@nestjs/cli", undefined]);
    expect(["toString", "constructor", "__proto__"].map((name) => [packageOfProgram(name), packageOf("python", name)])).toEqual(
      ["toString", "constructor", "__proto__"].map((name) => [undefined, name]),
    );
  });

  it("ignores case and dashes in Python's names only", () => {
    const manifest = { at: at("x", 1), names: ["flask_cors", "psycopg2-binary"], lines: 2 };
    expect(["Flask-Cors", "psycopg2", "flask"].map((name) => lists({ ecosystem: "python", ...manifest }, name))).toEqual([true, true, false]);
    expect(lists({ ecosystem: "node", ...manifest }, "Flask-Cors")).toBe(false);
  });
});

describe("sockets", () => {
  it("tells what other containers reach from what they do not", () => {
    const all = sockets("app", ["0.0.0.0:1", "127.0.0.1:2", "[::]:3", "[::1]:4", "/run/a.sock"]).sockets;
    expect([reachable(all).map((socket) => socket.port), loopbackOnly(all).map((socket) => socket.port)]).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(all.map(showSocket)).toEqual([
      "0.0.0.0:1 (node server.js, pid 7)",
      "127.0.0.1:2 (node server.js, pid 7)",
      "[::]:3 (node server.js, pid 7)",
      "[::1]:4 (node server.js, pid 7)",
      "/run/a.sock",
    ]);
  });

  it("finds them under the service whose namespace is shared", () => {
    const planned = plan({ services: [service("app", { networkOf: { value: "web" } }), proxyService()] });
    expect(socketsOf(planned, [sockets("web", ["0.0.0.0:1"])], "app")).toHaveLength(1);
    expect(socketsOf(planned, [sockets("app", ["0.0.0.0:1"])], "web")).toHaveLength(1);
    expect(socketsOf(planned, [], "app")).toBeUndefined();
  });
});

describe("serviceMeant", () => {
  const two = plan({ services: [service("api", { ports: [{ target: 9000 as Port, published: 8080 as Port }] }), service("site"), proxyService()] });

  it.each<[string, string, number, Parameters<typeof sockets>[1], Parameters<typeof sockets>[1], string | undefined]>([
    ["by the name that is near", "apii", 1, [], [], "api:1"],
    ["by the port that one alone has open", "x", 7000, ["0.0.0.0:9000"], ["0.0.0.0:7000"], "site:7000"],
    ["by the port on the host's side", "x", 8080, ["0.0.0.0:9000"], ["0.0.0.0:7000"], "api:9000"],
    ["by being the one that listens at all", "x", 1, [], ["0.0.0.0:7000"], "site:7000"],
    ["not at all when both fit", "x", 7000, ["0.0.0.0:7000"], ["0.0.0.0:7000"], undefined],
  ])("is found %s", (_name, host, port, api, site, expected) => {
    const meant = serviceMeant(two, [sockets("api", api), sockets("site", site)], host, port);
    expect(meant && `${meant.host}:${meant.port}`).toBe(expected);
  });

  it("shares a network with the proxy", () => {
    const apart = plan({ services: [service("api", { attachments: [{ network: "back", aliases: ["api"] }] }), proxyService()] });
    expect(serviceMeant(apart, [sockets("api", ["0.0.0.0:1"])], "apii", 1)).toBeUndefined();
  });
});
