import { describe, expect, it } from "vitest";
import { plan, proxyService, service } from "../../test/helpers/evidence.ts";
import { isAddressLiteral, isLoopback, serviceOfHost } from "./address.ts";
import { exitCodeOf, failure, type FailureKind } from "./failure.ts";
import { isFailing } from "./judgement.ts";
import { folderOf, joinPath, repoPath, sameLine, showLocation, type RepoPath } from "./location.ts";
import { showTarget, targetPort } from "./proxy.ts";
import { parseDuration, parseSize, port, showDuration, showSize } from "./units.ts";
import { exitCodeForVerdict } from "./verdict.ts";

describe("isFailing", () => {
  it.each([
    ["an answer", { status: 200 }, false],
    ["an error of the app's own", { status: 500 }, false],
    ["a gateway's error", { status: 502 }, true],
    ["no answer", { error: "refused" as const }, true],
    ["nothing at all", {}, true],
    ["the 500 of an ended worker", { status: 500, endedWorker: "[CRITICAL] WORKER TIMEOUT (pid:7)" }, true],
    ["a demand that is not met", { status: 200, unmet: "status 200, expected 204" }, true],
  ])("%s: %j", (_name, result, expected) => {
    expect(isFailing(result)).toBe(expected);
  });

  it("lets the user expect a gateway's error", () => {
    expect([isFailing({ status: 503 }, { status: [503] }), isFailing({ status: 502 }, { status: [503] })]).toEqual([false, true]);
  });
});

describe("repoPath", () => {
  it.each([
    ["a/./b//c", "a/b/c"],
    ["./a", "a"],
    ["a/../b", "b"],
    ["", ""],
    [".", ""],
    ["..", undefined],
    ["a/../../b", undefined],
    ["/etc/passwd", undefined],
    ["a\0b", undefined],
  ])("%j is %j", (text, expected) => {
    expect(repoPath(text)).toBe(expected);
  });

  it("joins without leaving the root", () => {
    expect([joinPath("a/b" as RepoPath, "../c"), joinPath("" as RepoPath, "c"), joinPath("a" as RepoPath, "../../c")]).toEqual(["a/c", "c", undefined]);
    expect([folderOf("a/b/c" as RepoPath), folderOf("a" as RepoPath)]).toEqual(["a/b", ""]);
  });

  it("shows and compares places", () => {
    const at = { path: "a" as RepoPath, line: 3 };
    expect([showLocation(at), showLocation({ ...at, column: 2 })]).toEqual(["a:3", "a:3:2"]);
    expect([sameLine(at, { ...at, column: 9 }), sameLine(at, { ...at, line: 4 }), sameLine(undefined, undefined)]).toEqual([true, false, false]);
  });
});

describe("units", () => {
  it.each([
    [1, 1],
    ["65535", 65_535],
    [0, undefined],
    [65_536, undefined],
    ["80a", undefined],
    ["", undefined],
    [1.5, undefined],
    ["-1", undefined],
    [" 80", undefined],
  ])("port %j is %j", (value, expected) => {
    expect(port(value)).toBe(expected);
  });

  it.each([
    ["90", 90_000],
    ["1m30s", 90_000],
    ["250ms", 250],
    ["1.5s", 1500],
    ["2h", 7_200_000],
    ["100us", 0],
    [" 5s ", 5000],
    ["5x", undefined],
    ["", undefined],
    ["-5s", undefined],
    ["s", undefined],
    ["1 s", undefined],
  ])("duration %j is %j ms", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it("counts a bare number in the unit that is asked for", () => {
    expect(parseDuration("90", "ms")).toBe(90);
  });

  it.each([
    ["512m", 512 * 1024 ** 2],
    ["1.5g", 1.5 * 1024 ** 3],
    ["1073741824", 1024 ** 3],
    ["256MiB", 256 * 1024 ** 2],
    ["2KB", 2048],
    ["10b", 10],
    ["", undefined],
    ["lots", undefined],
    ["-1m", undefined],
    ["5x", undefined],
  ])("size %j is %j", (text, expected) => {
    expect(parseSize(text)).toBe(expected);
  });

  it.each([
    [74, "74 ms"],
    [3200, "3.2 s"],
    [75_000, "1 min 15 s"],
  ])("shows %i ms as %s", (value, text) => expect(showDuration(value)).toBe(text));
  it.each([
    [900, "900 B"],
    [512 * 1024 ** 2, "512 MiB"],
    [1.5 * 1024 ** 3, "1.5 GiB"],
    [1024 ** 5, "1024 TiB"],
  ])("shows %i bytes as %s", (value, text) => expect(showSize(value)).toBe(text));
});

describe("addresses", () => {
  it.each(["localhost", "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])("%s is a loopback", (host) => expect(isLoopback(host)).toBe(true));
  it.each(["0.0.0.0", "::", "app", "localhost.example.com", "127.example.com", "10.0.0.1"])("%s is none", (host) => expect(isLoopback(host)).toBe(false));
  it.each([
    ["10.0.0.1", true],
    ["fe80::1", true],
    ["app", false],
    ["10.0.0.1.example.com", false],
    ["a:80", true],
  ])("%s is a literal: %s", (host, expected) => expect(isAddressLiteral(host)).toBe(expected));

  it("means the owner of a name on the proxy's networks before one elsewhere", () => {
    const near = service("near", { attachments: [{ network: "default", aliases: ["api"] }] });
    const far = service("far", { attachments: [{ network: "back", aliases: ["api", "db"] }] });
    const find = (host: string): string | undefined => serviceOfHost([far, near, proxyService()], "web", host)?.name;
    expect([find("api"), find("db"), find("none"), find("localhost")]).toEqual(["near", "far", undefined, undefined]);
  });

  it("means what shares the proxy's namespace by a loopback, whichever of the two shares", () => {
    const sharing = service("app", { networkOf: { value: "web" }, attachments: [] });
    expect(serviceOfHost([sharing, proxyService()], "web", "127.0.0.1")?.name).toBe("app");
    expect(serviceOfHost([service("app"), proxyService({ networkOf: { value: "app" } })], "web", "localhost")?.name).toBe("app");
  });

  it("shows a target as nginx does", () => {
    expect([showTarget({ host: "app", port: 80 }), showTarget({ host: "", port: 0, socket: "/run/a.sock" })]).toEqual(["app:80", "unix:/run/a.sock"]);
    const [target] = plan().proxy.routes[0]?.targets ?? [];
    expect(target && targetPort(target)).toBe(8080);
    expect(target && targetPort({ ...target, port: 0 })).toBeUndefined();
  });
});

describe("failures", () => {
  const codes: Readonly<Record<FailureKind, 2 | 3>> = {
    usage: 2,
    "config-invalid": 2,
    "project-not-found": 2,
    refused: 2,
    "engine-unreachable": 3,
    "engine-too-old": 3,
    "tool-missing": 3,
    "image-unavailable": 3,
    "disk-full": 3,
    interrupted: 3,
    "timed-out": 3,
    internal: 3,
  };

  it.each(Object.entries(codes))("%s ends with %i, as the contract says", (kind, code) => {
    expect(exitCodeOf(kind as FailureKind)).toBe(code);
  });

  it("are errors with their message, and a verdict has its own codes", () => {
    expect(failure("usage", "No.", { remedy: "Yes." })).toMatchObject({ message: "No.", failure: { kind: "usage", message: "No.", remedy: "Yes." } });
    expect([exitCodeForVerdict("pass"), exitCodeForVerdict("fail")]).toEqual([0, 1]);
  });
});
