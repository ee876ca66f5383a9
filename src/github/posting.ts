import { relative, resolve } from "node:path";
import * as core from "@actions/core";
import { context } from "@actions/github";
import { failure } from "../model/failure.ts";
import type { Report } from "../model/verdict.ts";
import { prose } from "../report/markdown-text.ts";
import { cleanLine } from "../report/clean-text.ts";
import { pathPrefix } from "./checkout.ts";
import { readEvent } from "./event.ts";
import { identityOf } from "./identity.ts";
import { readSwitch } from "./inputs.ts";
import { postReport, type Wanted } from "./pull-request.ts";
import { withoutCommands } from "./without-commands.ts";
import { connectGithub } from "./rest.ts";
import type { ReadCommitted } from "./suggestions.ts";

/** What the workflow wants posted, and with what. */
export interface Posting {
  readonly token: string;
  readonly wanted: Wanted;
  readonly name: string;
}

/** Reads the inputs about posting, and takes the token out of the environment, where programs that are started could read it. Throws a Failure of kind "usage" for a switch that is neither true nor false. */
export function takePosting(): Posting {
  const token = core.getInput("token");
  delete process.env["INPUT_TOKEN"];
  return { token, wanted: { check: readSwitch("check", true), comment: readSwitch("comment", true), suggest: readSwitch("suggest", true) }, name: core.getInput("name") };
}

/** Posts the report to GitHub as far as it is wanted and there is a token. An interrupted run posts nothing: its time is short. */
export async function post(report: Report, { token, wanted, name }: Posting, more: { readonly directory: string; readonly read: ReadCommitted; readonly isNeutral: boolean }): Promise<void> {
  const environment = process.env;
  const repository = environment["GITHUB_REPOSITORY"] ?? "";
  const isWanted = wanted.check || wanted.comment || wanted.suggest;
  if (token === "" || repository === "" || !isWanted || report.failure?.kind === "interrupted") return;
  const workspace = environment["GITHUB_WORKSPACE"] ?? process.cwd();
  const event = readEvent({ name: context.eventName, payload: context.payload, sha: context.sha, repository });
  await postReport(report, {
    api: connectGithub(token, environment["GITHUB_API_URL"] || "https://api.github.com", event),
    event,
    identity: identityOf({ name, directory: relative(workspace, resolve(workspace, more.directory)) || ".", matrix: core.getInput("matrix"), workflow: context.workflow, job: context.job }),
    wanted,
    prefix: pathPrefix(more.directory, workspace),
    runUrl: `${environment["GITHUB_SERVER_URL"] || "https://github.com"}/${repository}/actions/runs/${context.runId}`,
    read: more.read,
    isNeutral: more.isNeutral,
  });
}

/** What is to come of a run where nothing applies: `neutral` passes the step, `fail` does not. Throws a Failure of kind "usage" for another word. */
export function passesWithoutProject(): boolean {
  const value = core.getInput("if-nothing").toLowerCase();
  if (value === "" || value === "neutral") return true;
  if (value === "fail") return false;
  throw failure("usage", `The input "if-nothing" is ${JSON.stringify(value)}; it can be neutral or fail.`, { remedy: "Set if-nothing to neutral or fail, or leave it out." });
}

/** Tells GitHub that nothing applies: a notice, the summary, outputs with the verdict "neutral". The step passes. */
export async function publishNeutral(report: Report, reportPath: string): Promise<void> {
  const reason = `Nothing to check: ${cleanLine(report.failure?.message ?? "", 300)}`;
  core.notice(withoutCommands(`${reason} No file of the folder speaks of nginx. Set directory where the project is elsewhere, or if-nothing to fail where this is a mistake.`), {
    title: "Upstream Gate",
  });
  for (const [name, value] of Object.entries({ verdict: "neutral", cause: "", findings: "0", report: reportPath, evidence: "" })) core.setOutput(name, value);
  await core.summary
    .emptyBuffer()
    .addRaw(`## Upstream Gate: nothing to check\n\n${prose(reason)} No file of the folder speaks of nginx.\n`)
    .write()
    .catch(() => undefined);
}
