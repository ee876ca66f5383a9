import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { makeRedactor, redactDeep, secretsIn } from "../../src/evidence/redact.ts";
import { maskSecrets } from "../../src/github/masks.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { parseDotenv } from "../../src/text/dotenv.ts";
import { outerVariables, plannedVariables } from "../../src/sources/secrets.ts";
import { Workspace } from "../../src/workspace/workspace.ts";
import { composeJson, fakeCompose } from "../helpers/compose.ts";
import { inputsFor, lines, makeRepository, repo } from "../helpers/repository.ts";
import type { Attack, Attacks } from "./attack.ts";
import { printedBy, runnerView } from "./runner.ts";

const nginx = "server { listen 80; location / { proxy_pass http://app:3000; } }\n";
const repository = {
  "nginx.conf": nginx,
  "compose.yaml": "services:\n  app:\n    build: .\n  web:\n    image: nginx\n",
  ".env": "REDIS_PASS=plum-orchard-19\nHARMLESS=visible\n",
  "config/mail.env": "SMTP_PASSWORD=kettle/drum+77\n",
  "password.txt": "brass-lantern-42\n",
  Dockerfile: lines("FROM node:22", 'ENV API_KEY="cobalt-fjord-88" PORT=3000', "ARG NPM_TOKEN=amber-willow-31"),
};

/** What the gate takes out of texts when it has planned a project that keeps secrets in all these places. */
async function redactorOfProject(): Promise<(text: string) => string> {
  const root = makeRepository(repository);
  const workspace = new Workspace(root);
  const services = {
    app: {
      build: { context: root, args: { BUILD_SECRET: "velvet-anvil-55" } },
      environment: { DB_PASSWORD: "hunter2hunter2", DATABASE_URL: "postgres://app:s3cr%40tpw@db/app", TLS_KEY_SECRET: "first-secret-line\nsecond-secret-line" },
      networks: { default: null },
      secrets: [{ source: "db" }],
    },
    web: { image: "nginx", volumes: [{ type: "bind", source: join(root, "nginx.conf"), target: "/etc/nginx/conf.d/default.conf" }], networks: { default: null } },
  };
  const compose = composeJson(services, { secrets: { db: { file: join(root, "password.txt") } } });
  const plan = await makePlan(inputsFor(root), { workspace, runCompose: fakeCompose(compose).run, environment: {} });
  return makeRedactor([...outerVariables(workspace, { DEPLOY_TOKEN: "granite-harbor-64" }), ...plannedVariables(plan, workspace, join(root, "config/mail.env"))]);
}

function leak(what: string, naive: string, text: string, secret: string): Attack {
  return {
    what,
    naive,
    hits: () => text.includes(secret),
    holds: async () => {
      const clean = (await redactorOfProject())(text);
      expect(clean).not.toContain(secret);
      expect(clean).toContain("[redacted:");
    },
  };
}

/** A project whose `.env` is a link to a file of the runner's. */
function linkedHome(): string {
  const root = makeRepository({});
  symlinkSync(join(makeRepository({ credentials: "AWS_SECRET=leaked-from-home\n" }), "credentials"), join(root, ".env"));
  return root;
}

const value = "hunter2hunter2";
const base64 = Buffer.from(value).toString("base64").replace(/=+$/, "");
const amid = Buffer.from(`user:${value}!`).toString("base64");

export const secrets: Attacks = {
  title: "secrets",
  attacks: [
    leak("a password of the Compose file in a log line", "store the log", `connecting with ${value}`, value),
    leak("a secret of `.env` that only a command line holds", "know the variables of services alone", "redis-server --requirepass plum-orchard-19", "plum-orchard-19"),
    leak("a secret of the file given with `--env-file`", "know the variables of services alone", "mail: login kettle/drum+77 refused", "kettle/drum+77"),
    leak("the content of a file under Compose's `secrets`", "forget that files hold them", "read brass-lantern-42 from /run/secrets/db", "brass-lantern-42"),
    leak("a secret of the Dockerfile's ENV", "know Compose files alone", "x-key cobalt-fjord-88", "cobalt-fjord-88"),
    leak("a default of a build argument", "know Compose files alone", "npm uses amber-willow-31", "amber-willow-31"),
    leak("a build argument of the Compose file", "print the build's output as it comes", "#7 0.2 + curl -u x:velvet-anvil-55", "velvet-anvil-55"),
    leak("a secret of the workflow step itself", "trust the runner to mask it in files too", "env: granite-harbor-64", "granite-harbor-64"),
    leak("one line of a secret over several lines", "look for the whole value", "bad key: second-secret-line", "second-secret-line"),
    leak("a secret in base64", "look for the plain value", `Zm9v ${base64}`, base64),
    leak("a secret in base64 amid other text", "look for the value's own base64", `auth ${amid}`, amid.slice(8, 20)),
    leak("a secret in hexadecimal", "look for the plain value", `dump ${Buffer.from(value).toString("hex")}`, Buffer.from(value).toString("hex")),
    leak("a secret as a URL has it", "look for the plain value", "GET /?q=kettle%2Fdrum%2B77", "kettle%2Fdrum%2B77"),
    leak("the password of a database address, decoded", "look for it as it is written", 'auth failed for "s3cr@tpw"', "s3cr@tpw"),
    leak("credentials in an address nobody declared", "know declared secrets alone", "proxy http://bob:opal-quill-9@proxy:3128 failed", "opal-quill-9"),
    leak("an Authorization header in a dump", "know declared secrets alone", "> Authorization: Basic Ym9iOm9wYWwtcXVpbGw=", "Ym9iOm9wYWwtcXVpbGw="),
    leak("a GitHub token in a git error", "know declared secrets alone", `fatal: https://x-access-token:ghs_${"a".repeat(36)}@github.com/`, `ghs_${"a".repeat(36)}`),
    leak("a private key in a stack trace", "know declared secrets alone", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----", "MIIEvQIBADANBg"),
    leak("a secret whose mark would be a replacement pattern", "let `$&` in a name put it back", `password=${value}$&`, value),
    {
      what: "a cookie among the headers of an answer",
      naive: "look for `set-cookie:` in texts, while the record has the name and the value apart",
      hits: () => JSON.stringify({ headers: { "set-cookie": "sid=maple-comet-73" } }).includes("maple-comet-73"),
      holds: () => {
        const clean = JSON.stringify(redactDeep({ headers: { "set-cookie": "sid=maple-comet-73; Path=/", Authorization: "Digest maple-comet-73", server: "nginx" } }, makeRedactor([])));
        expect(clean).not.toContain("maple-comet-73");
        expect(clean).toContain("nginx");
      },
    },
    {
      what: "a mistake in the Compose file on the line of a secret",
      naive: "know secrets only once the project is understood",
      holds: () => {
        const workspace = new Workspace(makeRepository(repository));
        expect(makeRedactor(outerVariables(workspace, {}))("docker compose refuses compose.yaml: invalid interpolation plum-orchard-19")).not.toContain("plum-orchard-19");
      },
    },
    {
      what: "a secret printed before its mask",
      naive: "mask the whole value once, while the runner compares line by line",
      hits: () => !runnerView("::add-mask::one-secret%0Atwo-secret\n").masks.includes("two-secret"),
      holds: async () => {
        const known = [...secretsIn([{ KEY_SECRET: { value: "mask-line-one\nmask-line-two" } }]).keys()];
        const printed = await printedBy(() => maskSecrets([...known, "mask-line-three\r\nmask-line-four"]));
        expect(runnerView(printed).masks).toEqual(["mask-line-one", "mask-line-two", "mask-line-three", "mask-line-four"]);
      },
    },
    {
      what: "a secret of one letter, to blank the log or shred the report",
      naive: "mask every value of a variable named PASSWORD",
      hits: () => "a passed gate".replaceAll("a", "***") !== "a passed gate",
      holds: () => {
        const variables = [{ A_PASSWORD: { value: "a" }, B_TOKEN: { value: "true" }, C_SECRET: { value: "\n" }, D_PASSWORD: { value: "1234" } }];
        expect([...secretsIn(variables).keys()]).toEqual([]);
        expect(makeRedactor(variables)("a passed gate is true 1234")).toBe("a passed gate is true 1234");
      },
    },
    {
      what: "a variables file that is a link to the runner's own files",
      naive: "read and keep what it leads to",
      hits: () => JSON.stringify(parseDotenv(repo(".env"), readFileSync(join(linkedHome(), ".env"), "utf8")).variables).includes("leaked-from-home"),
      holds: () => expect(JSON.stringify(outerVariables(new Workspace(linkedHome()), {}))).not.toContain("leaked-from-home"),
    },
  ],
};
