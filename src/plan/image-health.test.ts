import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../text/dockerfile.ts";
import { repo } from "../../test/helpers/repository.ts";
import { healthOfImage } from "./image-health.ts";

function health(line: string): ReturnType<typeof healthOfImage> {
  const [stage] = parseDockerfile(repo("Dockerfile"), `FROM scratch\n${line}\n`, {}).stages;
  return healthOfImage(stage?.instructions.find((each) => each.keyword === "HEALTHCHECK"));
}

describe("healthOfImage", () => {
  it.each([
    ["HEALTHCHECK CMD curl -f http://localhost/ || exit 1", { test: ["CMD-SHELL", "curl -f http://localhost/ || exit 1"] }],
    ['HEALTHCHECK --interval=2s --retries=5 CMD ["wget", "-q", "http://localhost/"]', { test: ["CMD", "wget", "-q", "http://localhost/"], interval: 2000, retries: 5 }],
    ["HEALTHCHECK --start-period=1m --start-interval=500ms --timeout=3s \\\n  CMD pg_isready", { test: ["CMD-SHELL", "pg_isready"], startPeriod: 60_000, startInterval: 500, timeout: 3000 }],
    ['HEALTHCHECK CMD ["broken', { test: ["CMD-SHELL", '["broken'] }],
    ["HEALTHCHECK NONE", { test: ["NONE"] }],
  ])("reads %s", (line, expected) => {
    expect(health(line)).toMatchObject({ ...expected, testAt: { path: "Dockerfile", line: 2 } });
  });

  it.each(["CMD node server.js", "HEALTHCHECK", "HEALTHCHECK curl -f http://localhost/"])("finds none in %s", (line) => {
    expect(health(line)).toBeUndefined();
  });
});
