import { chmodSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeRepository } from "../../test/helpers/repository.ts";
import { SshAgent, sshArguments } from "./ssh.ts";

const options = ["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30"];

describe("sshArguments", () => {
  it.each([
    ["ssh://far", ["--", "far", "docker", "system", "dial-stdio"]],
    ["ssh://me@far.example:2222", ["-l", "me", "-p", "2222", "--", "far.example", "docker", "system", "dial-stdio"]],
    ["ssh://[::1]/run/user/1/docker.sock", ["--", "::1", "docker", "--host", "unix:///run/user/1/docker.sock", "system", "dial-stdio"]],
  ])("reaches %s", (host, expected) => {
    expect(sshArguments(host)).toEqual([...options, ...expected]);
  });

  it.each(["ssh://", "tcp://far", "ssh://-oProxyCommand=x", "ssh://-l@far", "ssh://me:secret@far", "ssh://far/$(touch x)", "ssh://far/a b", "ssh://far;x", "ssh://far?x"])("takes no %s", (host) => {
    expect(sshArguments(host)).toBeUndefined();
  });
});

/** An environment in which `ssh` is a script. */
function environmentWith(script: string): NodeJS.ProcessEnv {
  const folder = makeRepository({});
  writeFileSync(join(folder, "ssh"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "ssh"), 0o755);
  return { PATH: `${folder}:${process.env["PATH"] ?? ""}` };
}

function ask(agent: SshAgent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, path: "/_ping" }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.once("end", () => resolve(text));
    });
    sent.once("error", reject).end();
  });
}

describe("SshAgent", () => {
  it("sends requests through one connection after another", async () => {
    const answer = "while read -r line; do case $line in GET*) printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\n%s\\n' $((n += 1)) ;; esac; done";
    const agent = new SshAgent(["far"], environmentWith(answer));
    expect([await ask(agent), await ask(agent)]).toEqual(["1\n", "2\n"]);
    agent.destroy();
  });

  it.each([
    ["says why ssh ended", "echo 'me@far: Permission denied (publickey).' >&2; exit 255", "me@far: Permission denied (publickey)."],
    ["tells the exit code where ssh says nothing", "exit 3", "ssh ended with exit code 3"],
  ])("%s", async (_what, script, message) => {
    await expect(ask(new SshAgent(["far"], environmentWith(script)))).rejects.toThrow(message);
  });

  it("says that there is no ssh", async () => {
    await expect(ask(new SshAgent(["far"], { PATH: makeRepository({}) }))).rejects.toThrow("ssh could not be started");
  });
});
