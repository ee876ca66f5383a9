import { describe, expect, it } from "vitest";
import { isEngineTrouble } from "./build-log.ts";

describe("isEngineTrouble", () => {
  it.each([
    ['error during connect: Head "http://127.0.0.1:2376/_ping": EOF', true],
    ["Cannot connect to the Docker daemon at tcp://10.0.0.1:2375. Is the docker daemon running?", true],
    ['ERROR: no builder "far" found', true],
    ['process "/bin/sh -c npm ci" did not complete successfully: exit code: 1', false],
    ["cannot copy to non-directory: /app", false],
    ['process "/bin/sh -c docker ps || echo Cannot connect to the Docker daemon" did not complete successfully: exit code: 1', false],
  ])("of %j is %j", (words, expected) => {
    expect(isEngineTrouble(words)).toBe(expected);
  });
});
