import { describe, expect, it } from "vitest";
import { at, ended, noSources, service } from "../../test/helpers/evidence.ts";
import type { Service } from "../model/plan.ts";
import type { SourceFacts } from "../model/source.ts";
import { startLines } from "../sources/start-commands.ts";
import { detachmentOf, type Detachment } from "./foreground.ts";

function sourcesOf(app: Service, changes: Partial<SourceFacts> = {}): SourceFacts {
  return { ...noSources, startLines: startLines([app], [ended("app", [], 0)]), ...changes };
}

/** The start command `text`, as the line `line` has it. */
function detached(text: string, line = `CMD ${text}`): Detachment | undefined {
  const app = service("app", { start: [{ text, at: at("Dockerfile", 9, line) }] });
  return detachmentOf(app, sourcesOf(app));
}

describe("detachmentOf", () => {
  it.each([
    ["gunicorn app:app -D -b :80", "CMD gunicorn app:app -b :80"],
    ['["gunicorn", "--daemon", "app:app"]', 'CMD ["gunicorn", "app:app"]'],
    ['["sh", "-c", "flask db upgrade && gunicorn --daemon app:app"]', 'CMD ["sh", "-c", "flask db upgrade && gunicorn app:app"]'],
    ["python -m gunicorn app:app --daemon", "CMD python -m gunicorn app:app"],
    ["bundle exec puma -d -p 3000", "CMD bundle exec puma -p 3000"],
    ["php-fpm8.3 -D", "CMD php-fpm8.3"],
    ["uwsgi --ini app.ini --daemonize /var/log/uwsgi.log", "CMD uwsgi --ini app.ini"],
    ["uwsgi --daemonize=/tmp/log --http :80", "CMD uwsgi --http :80"],
    ["pm2 start server.js --name api", "CMD pm2-runtime start server.js --name api"],
    ['["pm2", "start", "server.js"]', 'CMD ["pm2-runtime", "start", "server.js"]'],
    ["supervisord -c /etc/supervisord.conf", "CMD supervisord -n -c /etc/supervisord.conf"],
    ['["/usr/bin/supervisord", "-c", "/etc/s.conf"]', 'CMD ["/usr/bin/supervisord", "-n", "-c", "/etc/s.conf"]'],
    ["php-fpm -D && nginx", "CMD php-fpm -D && nginx -g 'daemon off;'"],
    ["service apache2 start", "CMD apachectl -D FOREGROUND"],
    ["service php8.3-fpm start", "CMD php-fpm8.3 -F"],
    ["/etc/init.d/nginx start", "CMD nginx -g 'daemon off;'"],
    ["caddy start --config /etc/Caddyfile", "CMD caddy run --config /etc/Caddyfile"],
    ["python worker.py & python app.py &", "CMD python worker.py & python app.py"],
    ["nohup node server.js > /var/log/app.log 2>&1 &", "CMD nohup node server.js > /var/log/app.log 2>&1"],
  ])("finds what detaches %s", (text, edited) => {
    expect(detached(text)?.edits.map((edit) => edit.replacement)).toEqual([edited]);
  });

  it.each([
    ["gunicorn app:app -b 0.0.0.0:8000"],
    ["node server.js > /dev/null 2>&1"],
    ["node worker.js & node web.js & wait"],
    ["exec node web.js"],
    ["nginx -t"],
    ["nginx -g 'daemon off;'"],
    ["supervisord -n"],
    ["supervisord --nodaemon -c /etc/s.conf"],
    ["pm2 start app.js --no-daemon"],
    ["pm2-runtime start app.js"],
    ["service cron start"],
    ["redis-server --port 6380 &"],
    ["apachectl -D FOREGROUND"],
    ["php -d memory_limit=256M -S 0.0.0.0:80"],
    ["echo --daemon"],
    ["curl 'http://a/?x=1&y=2'"],
  ])("finds nothing in %s", (text) => {
    expect(detached(text)).toBeUndefined();
  });

  it("knows a service that it cannot write in the foreground, and a line that it cannot rewrite", () => {
    expect(detached("service tomcat9 start")).toMatchObject({ edits: [] });
    expect(detached("gunicorn --daemon app:app", "    command:")).toMatchObject({ edits: [], flag: "--daemon" });
  });

  it("takes the last step that detaches, before a setting", () => {
    const start = ["php-fpm -D", "gunicorn --daemon a:b", "echo ready"].map((text, index) => ({ text, at: at("start.sh", index + 2, text) }));
    const setting = at("gunicorn.conf.py", 4, "daemon = True");
    expect(detachmentOf(service("app", { start }), sourcesOf(service("app", { start }), { detaching: [setting] }))?.at.line).toBe(3);
    expect(detachmentOf(service("app"), { ...noSources, detaching: [setting] })).toMatchObject({ at: setting, edits: [{ replacement: "daemon = False" }] });
  });

  it("leaves a setting out that names a file, and one that has no part in the service", () => {
    const setting = at("uwsgi.ini", 4, "daemonize = /var/log/uwsgi.log");
    expect(detachmentOf(service("app"), { ...noSources, detaching: [setting] })?.edits.map((edit) => edit.replacement)).toEqual([""]);
    expect(detachmentOf(service("app", { paths: [{ container: "/app", repo: "web" as never, kind: "folder", via: "copy" }] }), { ...noSources, detaching: [setting] })).toBeUndefined();
  });
});
