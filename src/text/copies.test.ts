import { describe, expect, it } from "vitest";
import { lines, repo } from "../../test/helpers/repository.ts";
import { copiedPaths } from "./copies.ts";
import { parseDockerfile, targetStage } from "./dockerfile.ts";

/** "source > destination @line" of each copy into the target. */
function copies(text: readonly string[], target?: string, args: Record<string, string> = {}): string[] {
  const file = parseDockerfile(repo("Dockerfile"), lines(...text), args);
  const stage = targetStage(file, target);
  return stage ? copiedPaths(file, stage, args).map((copy) => `${copy.source} > ${copy.destination} @${copy.at.line}`) : [];
}

describe("copiedPaths", () => {
  it.each([
    ["a file as a file", ["FROM a", "COPY x /y"], ["x > /y @2"]],
    ["a file into a folder", ["FROM a", "COPY x /y/"], ["x > /y/ @2"]],
    ["several into a folder", ["FROM a", "COPY x y /z"], ["x > /z/ @2", "y > /z/ @2"]],
    ["relative to WORKDIR", ["FROM a", "WORKDIR /srv", "COPY . ."], [". > /srv/ @3"]],
    ["into WORKDIR by its name", ["FROM a", "WORKDIR /srv", "COPY package.json /srv"], ["package.json > /srv/ @3"]],
    ["into a folder made by an earlier copy", ["FROM a", "COPY a b /srv/", "COPY c /srv"], ["a > /srv/ @2", "b > /srv/ @2", "c > /srv/ @3"]],
    ["into the root", ["FROM a", "COPY . /"], [". > / @2"]],
    ["in JSON form", ["FROM a", 'COPY ["a b", "/c d/"]'], ["a b > /c d/ @2"]],
    ["with variables", ["FROM a", "ENV HOME=/srv", "COPY x $HOME/y"], ["x > /srv/y @3"]],
    ["ADD from the network is left out", ["FROM a", "ADD https://x.test/y /y"], []],
    ["a heredoc is no source", ["FROM a", "COPY <<EOF /y", "x", "EOF"], []],
    ["a file beside a heredoc", ["FROM a", 'COPY <<-"EOF" x /y/', "x", "EOF"], ["x > /y/ @2"]],
    ["a file lands in a folder that base images have", ["FROM nginx", "COPY nginx.conf /etc/nginx/conf.d"], ["nginx.conf > /etc/nginx/conf.d/ @2"]],
    ["a file lands in a folder made before", ["FROM a", "RUN apt-get update && mkdir -p /srv/conf /srv/x; true", "COPY a.conf /srv/conf"], ["a.conf > /srv/conf/ @3"]],
    ["a file lands as what no folder is", ["FROM a", "RUN mkdir -p /srv/conf", "COPY a.conf /srv/config"], ["a.conf > /srv/config @3"]],
    ["COPY without a target is nothing", ["FROM a", "COPY x"], []],
  ])("%s", (_name, text, expected) => {
    expect(copies(text)).toEqual(expected);
  });

  it("uses build arguments, given before their default", () => {
    const text = ["FROM a", "ARG DIR=/one", "COPY x $DIR/"];
    expect(copies(text, undefined, { DIR: "/two" })).toEqual(["x > /two/ @3"]);
  });

  it("follows COPY --from to the context, folder by folder and file by file, at the line of the second copy", () => {
    const text = ["FROM node AS build", "WORKDIR /src", "COPY web .", "FROM nginx", "COPY --from=build /src/conf /etc/nginx", "COPY --from=build /src/ /all/"];
    expect(copies(text)).toEqual(["web/conf > /etc/nginx/ @5", "web > /all/ @6"]);
  });

  it("finds what an earlier stage copied below the folder that is taken", () => {
    const text = ["FROM node AS build", "COPY a /src/one/", "COPY b /src/two/b", "FROM nginx", "COPY --from=build /src /dst"];
    expect(copies(text)).toEqual(["a > /dst/one/ @5", "b > /dst/two/b @5"]);
  });

  it("does not take a folder whose name only begins alike", () => {
    expect(copies(["FROM node AS build", "COPY a /src-old/", "FROM nginx", "COPY --from=build /src /dst"])).toEqual([]);
  });

  it("takes stages by number and leaves foreign images out", () => {
    const text = ["FROM node", "COPY a /a", "FROM nginx", "COPY --from=0 /a /b", "COPY --from=busybox:1 /bin/sh /sh"];
    expect(copies(text)).toEqual(["a > /b @4"]);
  });

  it("counts copies of the stages that a stage starts from", () => {
    expect(copies(["FROM node AS base", "WORKDIR /srv", "COPY a .", "FROM base", "COPY b ."])).toEqual(["a > /srv/ @3", "b > /srv/ @5"]);
  });

  it("stops at the target", () => {
    expect(copies(["FROM node AS one", "COPY a /", "FROM one AS two", "COPY b /"], "one")).toEqual(["a > / @2"]);
  });
});
