import { describe, expect, it } from "vitest";
import { plan, record, service } from "../../test/helpers/evidence.ts";
import { makeWorkspace, type Files } from "../../test/helpers/repository.ts";
import { loopbackPlaces, portPlaces } from "../diagnose/places.ts";
import { scanSources } from "./scan.ts";

const app = service("app", { start: [{ text: "run" }] });
const scan = (files: Files, port: number, changed?: Record<string, readonly number[]>): ReturnType<typeof scanSources> =>
  scanSources({ workspace: makeWorkspace(files), plan: plan({ services: [app] }), records: [record("app")], ports: new Set([port]), ...(changed ? { changed } : {}) });
const portLine = (files: Files, port: number, changed?: Record<string, readonly number[]>): string | undefined => {
  const [first] = portPlaces(app, scan(files, port, changed), port);
  return first && `${first.at.path}:${first.at.line}`;
};
const addressLine = (files: Files, port: number): string | undefined => {
  const [first] = loopbackPlaces(app, scan(files, port), port);
  return first && `${first.at.path}:${first.at.line}`;
};

describe("the line of a settings file that opens a port", () => {
  it.each<[string, string]>([
    ["config/puma.rb", 'threads 1, 5\nport ENV.fetch("PORT", 3100)\n'],
    ["puma.rb", 'workers 2\nbind "tcp://0.0.0.0:3100"\n'],
    ["unicorn.rb", "worker_processes 2\nlisten 3100\n"],
    ["gunicorn.conf.py", 'workers = 2\nbind = "0.0.0.0:3100"\n'],
    ["hypercorn.toml", 'workers = 2\nbind = ["0.0.0.0:3100"]\n'],
    ["vite.config.ts", "export default {\n  server: { port: 3100, strictPort: true },\n};\n"],
    ["vite.config.js", "const preview = {\n    port: 3100,\n};\n"],
    ["src/main/resources/application.properties", "app.name=a\nserver.port=3100\n"],
    ["src/main/resources/application.yml", "server:\n  port: 3100\n"],
    ["appsettings.json", '{\n  "Urls": "http://*:3100"\n}\n'],
    ["Properties/launchSettings.json", '{\n  "applicationUrl": "http://0.0.0.0:3100"\n}\n'],
    [".env", "A=1\nPORT=3100\n"],
    [".flaskenv", "FLASK_APP=a\nFLASK_RUN_PORT=3100\n"],
    ["docker/php/www.conf", "[www]\nlisten = 3100\n"],
    ["docker/supervisord.conf", "[program:web]\ncommand=gunicorn -b 0.0.0.0:3100 app:app\n"],
    ["package.json", '{\n  "scripts": { "start": "next start -p 3100" }\n}\n'],
    ["Procfile", "worker: celery\nweb: gunicorn -b :3100 app:app\n"],
    ["uwsgi.ini", "[uwsgi]\nhttp-socket = 0.0.0.0:3100\n"],
    [".streamlit/config.toml", "[server]\nport = 3100\n"],
  ])("%s", (path, text) => {
    expect(portLine({ [path]: text }, 3100)).toBe(`${path}:2`);
  });
});

describe("the line of a settings file that keeps a server on the loopback", () => {
  it.each<[string, string]>([
    ["config/puma.rb", 'threads 1, 5\nbind "tcp://127.0.0.1:3100"\n'],
    ["unicorn.rb", 'worker_processes 2\nlisten "127.0.0.1:3100"\n'],
    ["gunicorn.conf.py", 'workers = 2\nbind = "127.0.0.1:3100"\n'],
    ["hypercorn.toml", 'workers = 2\nbind = ["127.0.0.1:3100"]\n'],
    ["vite.config.ts", 'export default {\n  preview: { port: 3100, host: "localhost" },\n};\n'],
    ["src/main/resources/application.properties", "server.port=3100\nserver.address=127.0.0.1\n"],
    ["src/main/resources/application.yml", "server:\n  address: 127.0.0.1\n  port: 3100\n"],
    ["appsettings.json", '{\n  "Urls": "http://localhost:3100"\n}\n'],
    ["Program.cs", 'var builder = WebApplication.CreateBuilder(args);\nbuilder.WebHost.UseUrls("http://localhost:3100");\n'],
    ["appsettings.Production.json", '{ "Kestrel": { "Endpoints": { "Http": {\n  "Url": "http://127.0.0.1:3100" } } } }\n'],
    [".env", "PORT=3100\nHOST=127.0.0.1\n"],
    [".flaskenv", "FLASK_RUN_PORT=3100\nFLASK_RUN_HOST=127.0.0.1\n"],
    ["docker/php/www.conf", "[www]\nlisten = 127.0.0.1:3100\n"],
    ["docker/supervisord.conf", "[program:web]\ncommand=gunicorn -b 127.0.0.1:3100 app:app\n"],
    ["package.json", '{\n  "scripts": { "start": "next start -p 3100 -H 127.0.0.1" }\n}\n'],
    ["Procfile", "worker: celery\nweb: gunicorn -b 127.0.0.1:3100 app:app\n"],
    ["uwsgi.ini", "[uwsgi]\nhttp-socket = 127.0.0.1:3100\n"],
    ["deploy/uwsgi.ini", "[uwsgi]\nhttp = localhost:3100\n"],
    [".streamlit/config.toml", '[server]\naddress = "127.0.0.1"\nport = 3100\n'],
  ])("%s", (path, text) => {
    expect(addressLine({ [path]: text }, 3100)).toBe(`${path}:2`);
  });

  it.each<[string, string]>([
    ["appsettings.json", '{\n  "CatalogUrl": "http://localhost:3100"\n}\n'],
    ["config.py", 'A = 1\nAPI_URL = "http://127.0.0.1:3100"\n'],
    ["application.properties", "a=1\nspring.datasource.url=jdbc:mysql://127.0.0.1:3100/a\n"],
  ])("is none of a peer: %s", (path, text) => {
    expect(addressLine({ [path]: text }, 3100)).toBeUndefined();
  });
});

describe("of two lines that fit", () => {
  const two: Files = { "a/vite.config.js": "export default { server: { port: 3100 } };\n", "b/vite.config.js": "export default { server: { port: 3100 } };\n" };

  it("the one that was touched comes first", () => {
    expect(portLine(two, 3100)).toBe("a/vite.config.js:1");
    expect(portLine(two, 3100, { "b/vite.config.js": [1] })).toBe("b/vite.config.js:1");
  });

  it("what the environment says comes before a default, and Compose before the Dockerfile", () => {
    const set = service("app", { start: [{ text: "run" }], variables: { PORT: { value: "3100", at: { path: "compose.yaml" as never, line: 7 } } } });
    const files: Files = { Dockerfile: "FROM a\nENV PORT=3100\n", "server.js": "listen(process.env.PORT || 3100)\n" };
    expect(portPlaces(set, scan(files, 3100), 3100, ["PORT"]).map(({ at }) => `${at.path}:${at.line}`)[0]).toBe("compose.yaml:7");
    expect(portPlaces(app, scan(files, 3100), 3100, ["PORT"]).map(({ at }) => `${at.path}:${at.line}`)[0]).toBe("Dockerfile:2");
  });
});
