import { describe, expect, it } from "vitest";
import { at, plan, proxyPlan } from "../../test/helpers/evidence.ts";
import { repo } from "../../test/helpers/repository.ts";
import type { Location } from "../model/location.ts";
import { repairOfSeveral } from "./config-repairs.ts";

const linesOf = (text: string): Location[] => text.split("\n").map((line, index) => at("nginx/app.conf", index + 1, line));
const repaired = (message: string, text: string, line: number | undefined): ReturnType<typeof repairOfSeveral> => {
  const lines = linesOf(text);
  const files = [{ container: "/etc/nginx/conf.d/app.conf", repo: repo("nginx/app.conf"), via: "a bind", at: at("compose.yaml", 12, "      - ./nginx/app.conf:/etc/nginx/conf.d/app.conf:ro") }];
  return repairOfSeveral(plan({ proxy: proxyPlan({ files }) }), { level: "emerg", message }, line === undefined ? undefined : lines[line - 1], lines);
};

describe("buffers that do not fit each other", () => {
  const message = '"uwsgi_busy_buffers_size" must be less than the size of all "uwsgi_buffers" minus one buffer';

  it("get the buffers that the first one needs", () => {
    expect(repaired(message, "location / {\n  uwsgi_buffer_size 32k;\n  uwsgi_pass a:1;\n}", undefined)).toMatchObject({
      at: { line: 2 },
      edits: [{ startLine: 2, replacement: "  uwsgi_buffer_size 32k;\n  uwsgi_buffers 4 32k;" }],
    });
  });

  it("are tried without the directive that nginx names where it is written", () => {
    const repair = repaired(message, "uwsgi_buffer_size 32k;\nuwsgi_buffers 4 32k;\nuwsgi_busy_buffers_size 128k;", undefined);
    expect(repair).toMatchObject({ at: { line: 3 }, edits: [], trial: [{ startLine: 3, replacement: "# uwsgi_busy_buffers_size 128k;" }] });
  });

  it("are left alone where several lines could be meant, or none", () => {
    expect(repaired(message, "uwsgi_buffer_size 32k;\nuwsgi_buffer_size 64k;", undefined)).toBeUndefined();
    expect(repaired(message, "proxy_buffer_size 32k;", undefined)).toBeUndefined();
  });
});

describe("a block that is there twice", () => {
  const text = "location /a {\n  if ($b) { return 404; }\n  root /a;\n}\nlocation /a {\n  root /b;\n  limit_except GET {\n    deny all;\n  }\n}\nlocation / { }";

  it("is left out as a whole", () => {
    expect(repaired('duplicate location "/a"', text, 5)).toMatchObject({ at: { line: 5 }, edits: [], trial: [{ startLine: 5, endLine: 10, replacement: "" }] });
  });

  it("is left alone where its end is not on a line of its own", () => {
    expect(repaired('duplicate location "/"', text, 11)).toBeUndefined();
  });
});

describe("a group without servers", () => {
  it("gets the first that is commented out", () => {
    expect(repaired("no servers are inside upstream", "upstream a {\n  # old\n  # server a:1;\n  # server b:1;\n}", 5)).toMatchObject({
      at: { line: 1 },
      edits: [{ startLine: 3, replacement: "  server a:1;" }],
    });
    expect(repaired("no servers are inside upstream", "upstream a {\n}", 2)).toMatchObject({ at: { line: 1 }, edits: [] });
  });
});

describe("a whole configuration among the fragments", () => {
  const message = '"worker_processes" directive is not allowed here';

  it("is put in place of nginx's own", () => {
    expect(repaired(message, "worker_processes 1;\nhttp {\n}", 1)).toMatchObject({
      at: { line: 1 },
      edits: [{ path: "compose.yaml", startLine: 12, replacement: "      - ./nginx/app.conf:/etc/nginx/nginx.conf:ro" }],
    });
  });

  it("is none without an http block", () => {
    expect(repaired(message, "worker_processes 1;\nserver {\n}", 1)).toBeUndefined();
  });
});
