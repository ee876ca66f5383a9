import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, attempt, direct, evidence, proxied, proxyPlan, proxyRecord, proxyService, record, refusedError, route, service, sockets, target, type Given } from "../../../test/helpers/evidence.ts";
import type { Evidence, NginxError, PathFacts, PathRecord, PathStep } from "../../model/evidence.ts";
import type { Mount, Plan, Service } from "../../model/plan.ts";
import type { Target } from "../../model/proxy.ts";
import type { SocketMention } from "../../model/source.ts";
import type { Port } from "../../model/units.ts";

const passLine = "    server unix:/run/app/app.sock;";
const dialled = "/run/app/app.sock";

function socketTarget(path = dialled, changes: Partial<Target> = {}): Target {
  return { host: "", port: 0, socket: path, service: "app", backup: false, down: false, at: at("nginx/app.conf", 14, passLine.replace(dialled, path)), ...changes };
}

function volume(name: string, folder: string, file = "compose.yaml", line = 5): Mount {
  return { kind: "volume", volume: name, target: folder, readOnly: false, at: at(file, line, `      - ${name}:${folder}`) };
}

function socketError(errno: number, path = dialled): NginxError {
  return {
    level: "crit",
    message: `connect() to unix:${path} failed`,
    errno,
    action: "connecting to upstream",
    connection: 5,
    request: "GET / HTTP/1.1",
    text: `[crit] connect() to unix:${path} failed (${errno}: x)`,
  };
}

function step(path: string, kind: PathStep["kind"], mode = 0o755, uid = 0, gid = 0): PathStep {
  return { path, kind, mode, uid, gid };
}

const there = (name: string, mode = 0o777, uid = 0, gid = 0): PathRecord => ({
  service: name,
  path: dialled,
  steps: [step("/run", "folder"), step("/run/app", "folder"), step(dialled, "socket", mode, uid, gid)],
});
const absent = (name: string): PathRecord => ({ service: name, path: dialled, steps: [step("/run", "folder"), step("/run/app", "folder"), step(dialled, "absent", 0)] });
const worker = { uid: 101, gid: 101, groups: [101] };
const looked = (...records: readonly PathRecord[]): PathFacts => ({ records, workers: [worker], users: { web: { "101": "nginx" }, app: { "33": "www-data" } } });
const mention = (kind: SocketMention["kind"], file: string, line: number, text: string, socket?: string): SocketMention => ({
  kind,
  at: at(file, line, text),
  ...(socket === undefined ? {} : { socket }),
});

interface Shape {
  readonly app?: Partial<Service>;
  readonly proxy?: Partial<Service>;
  readonly target?: Target;
  readonly errno?: number;
  readonly open?: readonly string[];
  readonly paths?: PathFacts;
  readonly sources?: readonly SocketMention[];
  readonly plan?: Partial<Plan>;
}

/** nginx answers 502: its connection to a Unix socket failed. */
function socketCase(shape: Shape = {}): Evidence {
  const dials = shape.target ?? socketTarget();
  const path = dials.socket ?? dialled;
  const services = [service("app", { mounts: [volume("run", "/run/app")], ...shape.app }), proxyService({ mounts: [volume("run", "/run/app", "compose.yaml", 17)], ...shape.proxy })];
  const errno = shape.errno ?? 2;
  const given: Given = {
    plan: { services, proxy: proxyPlan({ routes: [route([dials], { value: "http://app" })] }), ...shape.plan },
    sources: { sockets: shape.sources ?? [] },
    facts: {
      services: [record("app"), record("web")],
      sockets: [sockets("app", shape.open ?? [])],
      proxy: proxyRecord({ attempts: [attempt(502, `unix:${path}`)], errors: [socketError(errno, path)] }),
      probes: [proxied(502), direct(errno === 13 ? { status: 200 } : { error: "refused" }, 0)],
      paths: shape.paths ?? looked(absent("web")),
    },
  };
  return evidence(given);
}

describe("unix-socket-path-mismatch", () => {
  it("is the proxy's line when the app listens on another path of the shared folder", () => {
    const finding = findingOf("unix-socket-path-mismatch", socketCase({ open: ["/run/app/app-2.sock"] }));
    expect([placeOf(finding), finding.confidence]).toEqual(["nginx/app.conf:14", "likely"]);
    expect(finding.fix.edits[0]?.replacement).toBe("    server unix:/run/app/app-2.sock;");
    expect(finding.intervention).toMatchObject({ kind: "edit-files", services: [] });
  });

  it("names the path that nginx has where the folder stands elsewhere", () => {
    const given = socketCase({ app: { mounts: [volume("run", "/srv/tmp")] }, open: ["/srv/tmp/puma.sock"] });
    expect(findingOf("unix-socket-path-mismatch", given).fix.edits[0]?.replacement).toBe("    server unix:/run/app/puma.sock;");
  });

  it("is the app's line when nginx cannot have the socket where it is", () => {
    const line = mention("path", "puma.rb", 3, 'bind "unix:///tmp/app.sock"', "/tmp/app.sock");
    const finding = findingOf("unix-socket-path-mismatch", socketCase({ open: ["/tmp/app.sock"], sources: [line] }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["puma.rb:3", 'bind "unix:///run/app/app.sock"']);
    expect(finding.intervention).toMatchObject({ services: ["app"] });
  });

  it("chooses among several sockets the one that is named most alike", () => {
    const finding = findingOf("unix-socket-path-mismatch", socketCase({ target: socketTarget("/run/app/php8.2-fpm.sock"), open: ["/run/app/aaa.sock", "/run/app/php8.3-fpm.sock"] }));
    expect([finding.confidence, finding.title]).toEqual(["possible", expect.stringContaining("php8.3-fpm.sock")]);
  });

  it.each<[string, Shape, string, string | undefined]>([
    ["two volumes", { app: { mounts: [volume("app-run", "/run/app")] } }, "compose.yaml:17", "      - app-run:/run/app"],
    [
      "a volume of the app alone, nginx binding its configuration",
      {
        proxy: {
          mounts: [
            { kind: "files", repo: "n.conf" as never, target: "/etc/nginx/conf.d/n.conf", isFolder: false, readOnly: true, at: at("compose.yaml", 20, "      - ./n.conf:/etc/nginx/conf.d/n.conf") },
          ],
        },
      },
      "compose.yaml:5",
      "      - run:/run/app",
    ],
    ["a volume of nginx alone", { app: { mounts: [] } }, "compose.yaml:17", undefined],
    ["no volume at all", { app: { mounts: [] }, proxy: { mounts: [] } }, "nginx/app.conf:14", undefined],
  ])("is a volume that is not shared: %s", (_name, shape, place, replacement) => {
    const finding = findingOf("unix-socket-path-mismatch", socketCase({ ...shape, open: [dialled] }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual([place, replacement]);
  });

  it.each<[string, Shape, string]>([
    ["nobody listens on a Unix socket", { open: ["0.0.0.0:8000"] }, "but on 0.0.0.0:8000"],
    ["nothing listens at all", {}, "no socket at all"],
    ["only a socket of control is open", { open: ["/var/run/supervisor.sock"] }, "no socket at all"],
    ["the socket was opened meanwhile", { open: [dialled], paths: looked(there("web")) }, "nginx's container has it"],
    ["nginx was kept off", { open: [dialled], errno: 13, paths: looked(there("web")) }, "failed with error 13"],
    ["the queue of the socket is full", { open: [dialled], errno: 11, paths: looked(there("web")) }, "failed with error 11"],
  ])("is ruled out when %s", (_name, shape, because) => {
    expect(becauseOf("unix-socket-path-mismatch", socketCase(shape))).toContain(because);
    expect(causesOf(socketCase(shape))).not.toContain("unix-socket-path-mismatch");
  });

  it("is unknown when nothing tells whose socket it is", () => {
    const { service: _service, ...orphan } = socketTarget();
    expect(fateOf("unix-socket-path-mismatch", socketCase({ target: orphan, open: ["/run/app/b.sock"] }))).toBe("unknown");
  });
});

describe("unix-socket-permission", () => {
  const denied: Shape = { errno: 13, open: [dialled], paths: looked(there("web", 0o660, 33, 33)) };

  it.each<[string, readonly SocketMention[], string, string | undefined]>([
    [
      "the mode of a pool",
      [mention("path", "pool.conf", 2, "listen = /run/app/app.sock", dialled), mention("owner", "pool.conf", 3, "listen.owner = www-data"), mention("mode", "pool.conf", 4, "listen.mode = 0660")],
      "pool.conf:4",
      "listen.mode = 0666",
    ],
    ["a pool without a mode", [mention("path", "pool.conf", 2, "listen = /run/app/app.sock", dialled)], "pool.conf:2", "listen.mode = 0666"],
    ["a umask in a settings file", [mention("umask", "gunicorn.conf.py", 3, "umask = 0o007")], "gunicorn.conf.py:3", "umask = 0"],
    ["a mode that the program sets", [mention("chmod", "app.py", 9, "os.chmod(path, 0o600)")], "app.py:9", "os.chmod(path, 0o666)"],
    ["a call that listens, where nothing sets a mode", [mention("listen", "server.js", 7, "server.listen(path)")], "server.js:7", undefined],
  ])("is %s", (_name, sources, place, replacement) => {
    const finding = findingOf("unix-socket-permission", socketCase({ ...denied, sources }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual([place, replacement]);
    expect(finding.intervention?.kind).toBe(replacement === undefined ? "open-socket" : "edit-files");
  });

  it("names users and mode", () => {
    expect(findingOf("unix-socket-permission", socketCase(denied)).title).toBe("nginx's user nginx (101) may not open /run/app/app.sock: mode 0660, of www-data (33) and group 33");
  });

  it("is the owner where nginx is a user of the same container", () => {
    const inside = socketTarget(dialled, { service: "web" });
    const sources = [
      mention("path", "pool.conf", 2, "listen = /run/app/app.sock", dialled),
      mention("owner", "pool.conf", 3, "listen.owner = root"),
      mention("mode", "pool.conf", 4, "listen.mode = 0660"),
    ];
    const web = proxyService({ paths: [{ container: "/", repo: "" as never, kind: "folder", via: "copy" }] });
    const given = socketCase({ ...denied, target: inside, sources, plan: { services: [web], proxy: proxyPlan({ kind: "inside", routes: [route([inside])] }) } });
    const finding = findingOf("unix-socket-permission", given);
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["pool.conf:3", "listen.owner = nginx"]);
  });

  it("is a folder that nginx may not search", () => {
    const record: PathRecord = { service: "web", path: dialled, steps: [step("/run", "folder"), step("/run/app", "folder", 0o700, 33, 33), step(dialled, "socket", 0o777, 33, 33)] };
    const finding = findingOf("unix-socket-permission", socketCase({ ...denied, paths: looked(record), sources: [mention("chmod", "Dockerfile", 6, "RUN mkdir -p -m 700 /run/app")] }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["Dockerfile:6", "RUN mkdir -p -m 755 /run/app"]);
  });

  it.each<[string, Shape, "unknown" | "ruled out"]>([
    ["the modes let nginx in", { ...denied, paths: looked(there("web", 0o660, 101, 0)) }, "unknown"],
    ["a group of nginx's may", { ...denied, paths: { ...looked(there("web", 0o660, 0, 33)), workers: [{ ...worker, groups: [101, 33] }] } }, "unknown"],
    ["nginx runs as root", { ...denied, paths: { ...looked(there("web", 0o600, 33, 33)), workers: [{ uid: 0, gid: 0, groups: [] }] } }, "unknown"],
    ["nothing could be looked at", { ...denied, paths: looked() }, "unknown"],
    ["there is no such socket", { open: [] }, "ruled out"],
  ])("is %s: %s", (_name, shape, fate) => {
    expect(fateOf("unix-socket-permission", socketCase(shape))).toBe(fate);
  });
});

describe("socket-family-mismatch", () => {
  it("is the proxy's line when a port is open in place of the socket", () => {
    const finding = findingOf("socket-family-mismatch", socketCase({ open: ["0.0.0.0:8000"] }));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:14", "    server app:8000;"]);
  });

  it("proposes no redial to a port that nginx cannot reach", () => {
    const finding = findingOf("socket-family-mismatch", socketCase({ open: ["127.0.0.1:8000"] }));
    expect([finding.confidence, finding.fix.edits, finding.intervention]).toEqual(["possible", [], undefined]);
  });

  const onPath = (app: Partial<Service>, sources: readonly SocketMention[] = [], web: Partial<Service> = {}): Evidence =>
    evidence({
      plan: { services: [service("app", app), proxyService(web)], proxy: proxyPlan() },
      sources: { sockets: sources },
      facts: {
        sockets: [sockets("app", ["/run/app/app.sock"])],
        proxy: proxyRecord({ attempts: [attempt(502, "10.0.0.2:8080")], errors: [refusedError] }),
        probes: [proxied(502), direct({ error: "refused" })],
      },
    });

  it("is the proxy's line when a socket is open in place of the port, and nothing else claims it", () => {
    const given = onPath({ mounts: [volume("run", "/run/app")] }, [], { mounts: [volume("run", "/sockets")] });
    const finding = findingOf("socket-family-mismatch", given);
    expect(finding.fix.edits[0]?.replacement).toBe("    proxy_pass http://unix:/sockets/app.sock;");
    expect(causesOf(given)).toEqual(["socket-family-mismatch"]);
  });

  it("is not claimed for a socket that a program opened for itself: then nothing listens", () => {
    expect(causesOf(onPath({}))).toEqual(["nothing-listens"]);
  });

  it("changes the app's line where nginx cannot have the socket", () => {
    const pool = mention("path", "pool.conf", 2, "listen = /run/app/app.sock", "/run/app/app.sock");
    const finding = findingOf("socket-family-mismatch", onPath({}, [pool]));
    expect([placeOf(finding), finding.fix.edits[0]]).toMatchObject(["nginx/app.conf:14", { path: "pool.conf", replacement: "listen = 8080" }]);
    expect(finding.intervention).toMatchObject({ services: ["app"] });
  });

  it.each<[string, Shape]>([
    ["another Unix socket is open", { open: ["/run/app/b.sock", "0.0.0.0:8000"] }],
    ["nothing is open", {}],
    ["nginx was kept off", { errno: 13, open: ["0.0.0.0:8000"] }],
  ])("is ruled out when %s", (_name, shape) => {
    expect(fateOf("socket-family-mismatch", socketCase(shape))).toBe("ruled out");
  });

  it("does not take nginx's own ports and those of other routes for the app's where nginx lives in its container", () => {
    const inside = socketTarget(dialled, { service: "web" });
    const api = target("127.0.0.1", 8000);
    const given = evidence({
      plan: { services: [proxyService({ mounts: [] })], proxy: proxyPlan({ kind: "inside", routes: [route([inside]), route([api], { location: "/api/" })] }) },
      facts: {
        services: [record("web")],
        sockets: [sockets("web", ["0.0.0.0:80", "127.0.0.1:8000"])],
        proxy: proxyRecord({ attempts: [attempt(502, `unix:${dialled}`)], errors: [socketError(2)] }),
        probes: [proxied(502), direct({ error: "refused" }, 0, "web")],
        paths: looked(absent("web")),
      },
    });
    expect(causesOf(given)).toEqual(["nothing-listens"]);
  });
});

describe("fastcgi-script-missing", () => {
  const rootLine = at("nginx/app.conf", 4, "    root /var/www/html;");
  const paramLine = at("nginx/app.conf", 12, "        fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;");
  const file = (name: string, path: string): PathRecord => ({ service: name, path, steps: [step(path, "file", 0o644)] });
  const none = (name: string, path: string): PathRecord => ({ service: name, path, steps: [step("/var", "folder"), step(path, "absent", 0)] });
  const script = "/var/www/html/index.php";

  function scriptCase(records: readonly PathRecord[], param = { value: "$document_root$fastcgi_script_name", at: paramLine }, changes: Given["facts"] = {}): Evidence {
    const dials = target("app", 9000);
    const php = route([dials], {
      location: "~ \\.php$",
      directive: "fastcgi_pass",
      scheme: "fastcgi",
      fastcgi: { params: { SCRIPT_FILENAME: param }, root: { value: "/var/www/html", at: rootLine }, splits: false },
    });
    const unmet = `the FastCGI server has no script ${script}`;
    return evidence({
      plan: {
        proxy: proxyPlan({ routes: [php] }),
        probes: [{ name: "http://localhost/index.php", method: "GET", scheme: "http", host: "localhost", port: 80 as Port, path: "/index.php", route: 0, script }],
      },
      facts: {
        services: [record("app"), record("web")],
        proxy: proxyRecord({
          attempts: [attempt(404, "10.0.0.2:9000", true)],
          errors: [{ level: "error", message: 'FastCGI sent in stderr: "Primary script unknown"', connection: 5, text: 'FastCGI sent in stderr: "Primary script unknown"' }],
        }),
        probes: [proxied(404, { unmet, body: "File not found.\n" }), { ...direct({ status: 404 }, 9000), stderr: "Primary script unknown" }],
        paths: looked(...records),
        ...changes,
      },
    });
  }

  it("is the root where nginx has nothing there either", () => {
    const finding = findingOf("fastcgi-script-missing", scriptCase([none("app", script), none("web", script), file("app", "/var/www/html/public/index.php")]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:4", "    root /var/www/html/public;"]);
  });

  it("is the parameter where nginx serves files from its root", () => {
    const finding = findingOf("fastcgi-script-missing", scriptCase([none("app", script), file("web", script), file("app", "/app/public/index.php")]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:12", "        fastcgi_param SCRIPT_FILENAME /app/public$fastcgi_script_name;"]);
  });

  it("replaces a folder that is written out", () => {
    const param = { value: "/var/www/html$fastcgi_script_name", at: at("nginx/app.conf", 12, "    fastcgi_param SCRIPT_FILENAME /var/www/html$fastcgi_script_name;") };
    expect(findingOf("fastcgi-script-missing", scriptCase([none("app", script), file("app", "/srv/index.php")], param)).fix.edits[0]?.replacement).toBe(
      "    fastcgi_param SCRIPT_FILENAME /srv$fastcgi_script_name;",
    );
  });

  it("is the parameter when nginx has no such root to resolve", () => {
    const param = { value: "$realpath_root$fastcgi_script_name", at: at("nginx/app.conf", 12, "    fastcgi_param SCRIPT_FILENAME $realpath_root$fastcgi_script_name;") };
    const said = { level: "crit", message: 'realpath() "/var/www/html" failed', errno: 2, connection: 5, text: 'realpath() "/var/www/html" failed (2: No such file or directory)' };
    const given = scriptCase([file("app", script), none("web", script)], param, {
      proxy: proxyRecord({ attempts: [attempt(404, "10.0.0.2:9000", true)], errors: [said, { ...said, text: "Primary script unknown", message: "FastCGI sent in stderr" }] }),
      probes: [proxied(404, { body: "File not found.", unmet: "x" }), direct({ status: 200 }, 9000)],
    });
    const finding = findingOf("fastcgi-script-missing", given);
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:12", "    fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;"]);
  });

  it("is only possible when the script is nowhere to be found", () => {
    const finding = findingOf("fastcgi-script-missing", scriptCase([none("app", script)]));
    expect([finding.confidence, finding.intervention]).toEqual(["possible", undefined]);
  });

  it("is unknown when the script is there, or nothing was looked at", () => {
    expect(fateOf("fastcgi-script-missing", scriptCase([file("app", script)]))).toBe("unknown");
    expect(fateOf("fastcgi-script-missing", scriptCase([]))).toBe("unknown");
  });

  it("is no symptom when PHP-FPM did not say so, or the user expects the status", () => {
    const records = [none("app", script), file("app", "/srv/index.php")];
    const silent = scriptCase(records, undefined, {
      proxy: proxyRecord({ attempts: [attempt(404, "10.0.0.2:9000", true)] }),
      probes: [proxied(404, { body: "File not found.\n", unmet: "x" }), direct({ status: 404 }, 9000)],
    });
    expect(causesOf(silent)).toEqual([]);
    const well = scriptCase(records, undefined, { probes: [proxied(404, { body: "No such page" }), direct({ status: 404 }, 9000)] });
    expect(causesOf(well)).toEqual([]);
  });
});

it("leaves the rules of ports out of a Unix socket's failure", () => {
  const causes = causesOf(socketCase({ open: ["/run/app/b.sock"] }));
  expect(causes).toEqual(["unix-socket-path-mismatch"]);
});

describe("a Unix socket that another server of the group covers for", () => {
  const both = (errors: readonly NginxError[]): Evidence => {
    const other = target("app", 8080);
    const given = socketCase({ open: ["/run/app/b.sock"] });
    return {
      ...given,
      plan: { ...given.plan, proxy: proxyPlan({ routes: [route([socketTarget(), other])] }) },
      facts: { ...given.facts, proxy: { value: proxyRecord({ attempts: [attempt(200, "10.0.0.2:8080", true)], errors }) }, probes: { value: [proxied(200), direct({ error: "refused" }, 0)] } },
    };
  };

  it("is told when nginx itself found nobody", () => {
    expect(causesOf(both([socketError(2)]))).toEqual(["unix-socket-path-mismatch"]);
  });

  it("is nothing when only our own try failed: whose it is may be a guess", () => {
    expect(causesOf(both([]))).toEqual([]);
  });
});
