import { describe, expect, it } from "vitest";
import { makeWorkspace, repo } from "../../test/helpers/repository.ts";
import { gitIgnoringLine } from "./git-ignore.ts";

describe("a path that git ignores", () => {
  it.each<[string, string, number | undefined]>([
    ["certs/", "nginx/certs/site.pem", 1],
    ["# all\n\n*.pem", "nginx/certs/site.pem", 3],
    ["/certs", "nginx/certs/site.pem", undefined],
    ["nginx/certs/*.key", "nginx/certs/site.pem", undefined],
    ["nginx/**/site.*", "nginx/certs/site.pem", 1],
    ["*.pem\n!site.pem", "nginx/certs/site.pem", undefined],
    ["nginx/cert?", "nginx/certs", 1],
    ["pem", "nginx/certs/site.pem", undefined],
    ["/", "nginx/certs/site.pem", undefined],
  ])("by %j: %s", (text, path, line) => expect(gitIgnoringLine(makeWorkspace({ ".gitignore": text }), repo(path))?.line).toBe(line));

  it("is told by the ignore file of a folder above it, the nearest first", () => {
    const workspace = makeWorkspace({ ".gitignore": "*.pem\n", "nginx/.gitignore": "/certs/\n" });
    expect(gitIgnoringLine(workspace, repo("nginx/certs/site.pem"))?.path).toBe("nginx/.gitignore");
    expect(gitIgnoringLine(workspace, repo("other/site.pem"))?.path).toBe(".gitignore");
  });
});
