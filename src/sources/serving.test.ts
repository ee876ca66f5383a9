import { describe, expect, it } from "vitest";
import type { RepoPath } from "../model/location.ts";
import { routeMentions, timeoutMentions } from "./serving.ts";

const line = (path: string, text: string, isSide = false): Parameters<typeof timeoutMentions>[0] => ({ path: path as RepoPath, line: 4, text, isSide });

describe("timeoutMentions", () => {
  it.each([
    ["gunicorn.conf.py", "timeout = 30", "timeout", "30"],
    ["deploy/gunicorn/config.py", "timeout = 30", "timeout", "30"],
    ["docker/www.conf", "request_terminate_timeout = 2s", "request_terminate_timeout", "2s"],
    ["uwsgi.ini", "harakiri = 20", "harakiri", "20"],
    ["uwsgi.yaml", "  harakiri: 20", "harakiri", "20"],
    ["config/puma.rb", "worker_timeout 60", "worker_timeout", "60"],
    ["config/unicorn.rb", "timeout(15)", "timeout", "15"],
  ])("%s: %s", (path, text, name, value) => {
    expect(timeoutMentions(line(path, text))).toMatchObject([{ name, value, at: { path, line: 4 } }]);
  });

  it.each([
    ["client.py", "timeout = 30"],
    ["gunicorn.conf.py", "graceful_timeout = 30"],
    ["gunicorn.conf.py", 'timeout = int(os.environ["T"])'],
    ["nginx.conf", "proxy_read_timeout 30;"],
    ["config/database.rb", "timeout 15"],
  ])("none in %s: %s", (path, text) => {
    expect(timeoutMentions(line(path, text))).toEqual([]);
  });

  it("leaves examples out", () => {
    expect(timeoutMentions(line("examples/gunicorn.conf.py", "timeout = 30", true))).toEqual([]);
  });
});

describe("routeMentions", () => {
  const paths = new Set(["/", "/stock/", "/users/7"]);
  const found = (path: string, text: string): string[] => routeMentions(line(path, text), paths).map((mention) => mention.path);

  it.each([
    ["app.js", `app.get("/stock", async (req, res) => {`, ["/stock/"]],
    ["app.js", `app.get('/users/:id', show);`, ["/users/7"]],
    ["app.js", `  if (request.url === "/stock/") {`, ["/stock/"]],
    ["app.py", `@app.route("/users/<int:user>")`, ["/users/7"]],
    ["urls.py", `    path("stock/", views.stock),`, ["/stock/"]],
    ["urls.py", `    path("", views.home),`, ["/"]],
    ["main.go", `	mux.HandleFunc("GET /users/{id}", user)`, ["/users/7"]],
    ["main.go", `	http.HandleFunc("/", home)`, ["/"]],
    ["app.rb", `  get "/stock/" do`, ["/stock/"]],
    ["Users.java", `    @GetMapping("/users/{id}")`, ["/users/7"]],
  ])("%s: %s", (path, text, expected) => {
    expect(found(path, text)).toEqual(expected);
  });

  it.each([
    ["app.js", `const folder = "/stock";`],
    ["app.js", `app.get("/stocks", list);`],
    ["app.js", `app.get("/users", list);`],
    ["settings.yaml", `path: "/stock/"`],
  ])("none in %s: %s", (path, text) => {
    expect(found(path, text)).toEqual([]);
  });
});
