import { describe, expect, it } from "vitest";
import { lines, repo } from "../../test/helpers/repository.ts";
import { hostListMentions, isHostListName } from "./host-lists.ts";

const read = (path: string, ...text: readonly string[]): unknown[] => hostListMentions(repo(path), lines(...text)).map(({ at, hosts, lastAt }) => [at.line, hosts, lastAt?.line]);

describe("hostListMentions", () => {
  it.each<[string, string, readonly string[]]>([
    ["settings.py", 'ALLOWED_HOSTS = ["shop.example.com", ".example.org"]', ["shop.example.com", ".example.org"]],
    ["settings.py", 'ALLOWED_HOSTS = os.environ.get("HOSTS", "a.example,b.example").split(",")', ["a.example", "b.example"]],
    ["settings.py", "ALLOWED_HOSTS = []", []],
    ["app/main.py", 'app.add_middleware(TrustedHostMiddleware, allowed_hosts=["api.example"])', ["api.example"]],
    ["config/environments/production.rb", 'config.hosts << "rails.example"', ["rails.example"]],
    ["app.rb", 'set :host_authorization, { permitted_hosts: ["sinatra.example"] }', ["sinatra.example"]],
    ["vite.config.js", "server: { allowedHosts: ['vite.example'] },", ["vite.example"]],
    ["appsettings.json", '  "AllowedHosts": "net.example;localhost"', ["net.example", "localhost"]],
  ])("reads %s: %s", (path, text, hosts) => {
    expect(read(path, "", text)).toEqual([[2, hosts, undefined]]);
  });

  it("follows a list over lines, and names its last entry", () => {
    expect(read("settings.py", "ALLOWED_HOSTS = [", '  "a.example",', '  "b.example",', "]", 'OTHER = ["c.example"]')).toEqual([[1, ["a.example", "b.example"], 3]]);
  });

  it.each([
    ["import { TrustedHostMiddleware } from './x.js'"],
    ["if host not in settings.ALLOWED_HOSTS:"],
    ["# ALLOWED_HOSTS = ['x.example']"],
    ['DATABASE_HOST = "db.example"'],
    ["disallowed_hosts_total.inc()"],
  ])("passes over %s", (text) => {
    expect(read("a.py", text)).toEqual([]);
  });

  it("does not run away with a list that has no end", () => {
    expect(read("a.py", 'ALLOWED_HOSTS = ["a.example",', ...Array.from({ length: 40 }, () => '"b.example",'))).toEqual([[1, ["a.example"], undefined]]);
  });
});

describe("isHostListName", () => {
  it.each(["ALLOWED_HOSTS", "DJANGO_ALLOWED_HOSTS", "APP_TRUSTED_HOSTS", "AllowedHosts", "N8N_ALLOWED_HOST"])("takes %s", (name) => expect(isHostListName(name)).toBe(true));
  it.each(["DB_HOST", "HOST", "HOSTNAME", "ALLOWED_ORIGINS", "DISALLOWED_HOSTS"])("does not take %s", (name) => expect(isHostListName(name)).toBe(false));
});
