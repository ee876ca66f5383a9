import { describe, expect, it } from "vitest";
import { lines, repo } from "../../test/helpers/repository.ts";
import { detachingLines } from "./detaching.ts";

const read = (path: string, ...text: readonly string[]): number[] => detachingLines(repo(path), lines(...text)).map((at) => at.line);

describe("detachingLines", () => {
  it.each([
    ["docker/php/www.conf", "daemonize = yes"],
    ["uwsgi.ini", "daemonize = /var/log/uwsgi.log"],
    ["gunicorn.conf.py", "daemon = True"],
    ["nginx.conf", "daemon on;"],
    ["supervisord.conf", "nodaemon=false"],
    ["redis.conf", "daemonize yes"],
  ])("reads %s: %s", (path, text) => {
    expect(read(path, "# daemon", text)).toEqual([2]);
  });

  it.each([
    ["docker/php/www.conf", "daemonize = no"],
    ["docker/php/www.conf", ";daemonize = yes"],
    ["nginx.conf", "daemon off;"],
    ["supervisord.conf", "nodaemon=true"],
    ["app.py", "thread = Thread(target=poll, daemon=True)"],
    ["app.py", "self.daemon = daemon"],
    ["tests/gunicorn.conf.py", "daemon = True"],
  ])("does not read %s: %s", (path, text) => {
    expect(read(path, text)).toEqual([]);
  });
});
