import { join } from "node:path";
import { expect } from "vitest";
import { refuseUntrustedStep } from "../../src/github/cli-event.ts";
import { refuseForkCode } from "../../src/github/event.ts";
import { failureOf } from "../helpers/failures.ts";
import { makeRepository } from "../helpers/repository.ts";
import type { Attack, Attacks } from "./attack.ts";

const own = { id: 1, full_name: "acme/shop" };
const fork = { id: 2, full_name: "acme/shop" };

function refused(what: string, naive: string, name: string, payload: unknown): Attack {
  return {
    what,
    naive,
    holds: () => {
      const failure = failureOf(() => refuseForkCode({ name, payload }, false));
      expect([failure.kind, failure.remedy]).toEqual(["refused", expect.stringContaining("allow-fork-code")]);
      expect(() => refuseForkCode({ name, payload }, true)).not.toThrow();
    },
  };
}

export const events: Attacks = {
  title: "events",
  attacks: [
    refused("a fork's code under `pull_request_target`", "build it within reach of the repository's secrets", "pull_request_target", { pull_request: { head: { repo: fork }, base: { repo: own } } }),
    refused("a fork of the same name under `pull_request_target`", "compare names", "pull_request_target", {
      pull_request: { head: { repo: { ...fork, full_name: own.full_name } }, base: { repo: own } },
    }),
    refused("a fork that was deleted meanwhile", "take a missing repository for the own one", "pull_request_target", { pull_request: { head: { repo: null }, base: { repo: own } } }),
    refused("a fork's code in a `workflow_run`", "build what the run before it left", "workflow_run", { workflow_run: { event: "pull_request", head_repository: fork, repository: own } }),
    refused("a `workflow_run` after a privileged run", "trust that run's repository", "workflow_run", { workflow_run: { event: "pull_request_target", head_repository: own, repository: own } }),
    refused("a comment on a pull request", "build the request's code for whoever comments", "issue_comment", { issue: { number: 7, pull_request: {} } }),
    refused("a payload that tells nothing", "take silence for consent", "pull_request_target", {}),
    {
      what: "a fork's code under `pull_request_target`, by way of the command line tool",
      naive: "look at the event in the action alone",
      holds: () => {
        const path = join(makeRepository({ "event.json": JSON.stringify({ pull_request: { head: { repo: fork }, base: { repo: own } } }) }), "event.json");
        const environment = { GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: "pull_request_target", GITHUB_EVENT_PATH: path };
        expect(failureOf(() => refuseUntrustedStep(environment, false)).kind).toBe("refused");
        expect(failureOf(() => refuseUntrustedStep({ ...environment, GITHUB_EVENT_PATH: "/none" }, false)).kind).toBe("refused");
        for (const other of [{}, { ...environment, GITHUB_EVENT_NAME: "pull_request" }]) expect(() => refuseUntrustedStep(other, false)).not.toThrow();
        expect(() => refuseUntrustedStep(environment, true)).not.toThrow();
      },
    },
    {
      what: "a fork's name with a line end and a command",
      naive: "print it in the refusal",
      holds: () => {
        const payload = { pull_request: { head: { repo: { id: 2, full_name: "x\n::error::y" } }, base: { repo: own } } };
        expect(failureOf(() => refuseForkCode({ name: "pull_request_target", payload }, false)).message).not.toContain("::error");
      },
    },
  ],
};
