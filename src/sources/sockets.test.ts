import { describe, expect, it } from "vitest";
import { direct, plan, proxied, proxyPlan, proxyService, route, service, sockets, target } from "../../test/helpers/evidence.ts";
import { makeWorkspace, repo } from "../../test/helpers/repository.ts";
import type { Mount } from "../model/plan.ts";
import type { Port } from "../model/units.ts";
import { codeLines } from "./code-lines.ts";
import { pathRequests } from "./paths.ts";
import { socketMentions } from "./sockets.ts";

const found = (text: string, path = "app.conf"): string[] =>
  codeLines(repo(path), text)
    .flatMap((line) => socketMentions(line))
    .map((each) => (each.socket === undefined ? each.kind : `${each.kind} ${each.socket}`));

describe("socketMentions", () => {
  it.each<[string, string, readonly string[]]>([
    ["pool.conf", "listen = /run/php/php8.3-fpm.sock", ["path /run/php/php8.3-fpm.sock"]],
    ["pool.conf", "listen.mode = 0660", ["mode"]],
    ["pool.conf", "listen.owner = www-data", ["owner"]],
    ["pool.conf", ";listen.mode = 0660", []],
    ["puma.rb", 'bind "unix:///app/tmp/puma.sock?umask=0111"', ["path /app/tmp/puma.sock", "umask"]],
    ["Dockerfile", 'CMD ["gunicorn", "--bind", "unix:/run/g", "app:app"]', ["path /run/g", "listen"]],
    ["start.sh", "mkdir -p /run/app && chmod 700 /run/app", ["chmod"]],
    ["server.js", "server.listen(path)", ["listen"]],
    ["main.go", 'net.Listen("unix", "/tmp/a.socket")', ["path /tmp/a.socket", "listen"]],
    ["main.py", "import socket", []],
    ["tests/test_a.py", 'bind("/run/a.sock")', []],
  ])("reads %s: %s", (path, text, expected) => {
    expect(found(text, path)).toEqual(expected);
  });

  it("is done soon with a hostile line", () => {
    const began = performance.now();
    found(`${"/a".repeat(290)}${"--umask ".repeat(2)}`);
    expect(performance.now() - began).toBeLessThan(200);
  });
});

describe("pathRequests", () => {
  const volume = (folder: string): Mount => ({ kind: "volume", volume: "s", target: folder, readOnly: false });
  const socketPlan = plan({
    services: [service("app", { mounts: [volume("/srv/run")] }), proxyService({ mounts: [volume("/run/app")] })],
    proxy: proxyPlan({ routes: [route([target("", 0, { socket: "/run/app/a.sock", service: "app" })])] }),
  });

  it("looks at what is dialled and what is open, on both sides", () => {
    const asked = pathRequests(makeWorkspace({}), socketPlan, [proxied(502), direct({ error: "refused" }, 0)], [sockets("app", ["/srv/run/b.sock"])]);
    expect(asked.map((each) => `${each.service} ${each.path}`)).toEqual(["web /run/app/a.sock", "app /srv/run/a.sock", "app /srv/run/b.sock", "web /run/app/b.sock"]);
  });

  it("looks at nothing when nothing failed, or no socket has a part in it", () => {
    expect(pathRequests(makeWorkspace({}), socketPlan, [proxied(200)], [])).toEqual([]);
    expect(pathRequests(makeWorkspace({}), plan(), [proxied(502)], [sockets("app", ["0.0.0.0:3000"])])).toEqual([]);
  });

  it("looks for a script where the project puts it and where images have it", () => {
    const fastcgi = { params: { SCRIPT_FILENAME: { value: "$document_root$fastcgi_script_name" } }, root: { value: "/srv/www" }, splits: false };
    const php = plan({
      services: [service("app", { paths: [{ container: "/code", repo: repo("src"), kind: "folder", via: "copy" }] }), proxyService()],
      proxy: proxyPlan({ routes: [route([target("app", 9000)], { scheme: "fastcgi", directive: "fastcgi_pass", fastcgi })] }),
      probes: [{ name: "x", method: "GET", scheme: "http", host: "localhost", port: 80 as Port, path: "/index.php", route: 0, script: "/srv/www/index.php" }],
    });
    const asked = pathRequests(makeWorkspace({ "src/web/index.php": "<?php", "src/node_modules/index.php": "", "src/a.txt": "" }), php, [proxied(404, { unmet: "x" })], []).map(
      (each) => `${each.service} ${each.path}`,
    );
    expect(asked.slice(0, 3)).toEqual(["app /srv/www/index.php", "app /code/web/index.php", "app /var/www/html/index.php"]);
    expect(asked.at(-1)).toBe("web /srv/www/index.php");
  });
});
