import { describe, expect, it } from "vitest";
import type { RepoPath } from "../model/location.ts";
import type { Route } from "../model/proxy.ts";
import { loadConfig } from "./config.ts";
import { readServers } from "./servers.ts";

/** The routes of a configuration in one file, which stands in the repository. */
function routesOf(text: string): readonly Route[] {
  const config = loadConfig("/etc/nginx/nginx.conf", { read: () => text, list: () => [] });
  const lines = text.split("\n");
  return readServers(config, (_file, line, column, length) => ({ at: { path: "nginx.conf" as RepoPath, line, column, text: lines[line - 1] ?? "" }, span: { line, column, length } })).routes;
}

const config = `http {
  proxy_read_timeout 10s;
  proxy_buffers 4 8k;
  server {
    listen 80;
    proxy_read_timeout 20s; proxy_send_timeout 5s;
    location /a { proxy_pass http://app; proxy_read_timeout 30s; proxy_http_version 1.1; proxy_buffers 8 8k; }
    location /b {
      proxy_pass http://app;
      fastcgi_read_timeout 1s;
      proxy_set_header Host $host;
      location /b/c { proxy_pass http://app; proxy_buffer_size
        16k; }
    }
    location /d { if ($arg_x) { proxy_pass http://app; } }
  }
}
`;

describe("the tuning of a route", () => {
  const [a, b, c, d] = routesOf(config);
  const shown = (route: Route | undefined): string[] => (route?.tuning ?? []).map(({ name, args, depth }) => `${name} ${args.join(" ")} @${depth}`).toSorted();

  it("is what the innermost level says", () => {
    expect(shown(a)).toEqual(["proxy_buffers 8 8k @0", "proxy_http_version 1.1 @0", "proxy_read_timeout 30s @0", "proxy_send_timeout 5s @1"]);
    expect(shown(b)).toEqual(["fastcgi_read_timeout 1s @0", "proxy_buffers 4 8k @2", "proxy_read_timeout 20s @1", "proxy_send_timeout 5s @1"]);
  });

  it("is inherited by a nested location and by an `if` block", () => {
    expect(shown(c)).toContain("proxy_read_timeout 20s @2");
    expect(shown(c)).toContain("proxy_buffer_size 16k @0");
    expect([shown(d).includes("proxy_read_timeout 20s @2"), d?.isConditional, c?.isConditional]).toEqual([true, true, undefined]);
  });

  it("knows the stretch of all its arguments, when they are on one line", () => {
    const buffers = a?.tuning?.find(({ name }) => name === "proxy_buffers");
    const { line = 0, column = 0, length = 0 } = buffers?.span ?? {};
    expect(config.split("\n")[line - 1]?.slice(column - 1, column - 1 + length)).toBe("8 8k");
    expect(c?.tuning?.find(({ name }) => name === "proxy_buffer_size")?.span).toBeUndefined();
  });

  it("is absent where nothing is set", () => {
    expect(routesOf("http { server { location / { proxy_pass http://app; } } }")[0]).not.toHaveProperty("tuning");
  });
});
