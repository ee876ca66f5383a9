import { describe, expect, it } from "vitest";
import { at, noSources, plan, proxyPlan, record, route, service, target } from "../../test/helpers/evidence.ts";
import { servedInstead } from "./servers.ts";

const tried = (command: readonly string[], packages: readonly string[], ports: readonly number[] = [8000]): readonly string[] | undefined => {
  const planned = plan({ proxy: proxyPlan({ routes: ports.map((port) => route([target("app", port)])) }) });
  const image = { ...record("app").image, command };
  const manifests = [{ ecosystem: "python" as const, at: at("requirements.txt", 1), names: packages, lines: packages.length }];
  const found = servedInstead(planned, service("app"), record("app", { image }), { ...noSources, manifests });
  return found?.kind === "start-command" ? found.command : undefined;
};

describe("a Python program that only defines its application", () => {
  it.each<[readonly string[], readonly string[], string]>([
    [["python", "-m", "shop.web"], ["Flask"], "python -m flask --app shop.web run --host 0.0.0.0 --port 8000"],
    [["python3", "-u", "shop/web.py"], ["flask", "gunicorn"], "python -m gunicorn --bind 0.0.0.0:8000 shop.web:app"],
    [["/usr/bin/python3.12", "main.py"], ["fastapi", "uvicorn"], "python -m uvicorn main:app --host 0.0.0.0 --port 8000"],
  ])("%j is served", (command, packages, words) => {
    expect(tried(command, packages)?.join(" ")).toBe(words);
  });

  it("is left alone where nothing tells how", () => {
    expect(tried(["python", "main.py"], ["requests"])).toBeUndefined();
    expect(tried(["python", "main.py", "serve"], ["flask"])).toBeUndefined();
    expect(tried(["./run.sh"], ["flask"])).toBeUndefined();
    expect(tried(["python", "main.py"], ["flask"], [8000, 9000])).toBeUndefined();
  });
});
