import { describe, expect, it } from "vitest";
import { isSecretName, makeRedactor, redactDeep } from "./redact.ts";

const redactor = (variables: Record<string, string>) => makeRedactor([Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }]))]);

describe("isSecretName", () => {
  it.each([
    "DB_PASSWORD",
    "SECRET_KEY",
    "API_TOKEN",
    "APIKEY",
    "AWS_ACCESS_KEY_ID",
    "SENTRY_DSN",
    "JWT_PRIVATE_KEY",
    "password",
    "PGPASSWORD",
    "MYSQL_PWD",
    "DB_PASS",
    "PASSWD",
    "HTPASSWD",
    "SECRET_KEY_BASE",
    "JWT_SECRET",
    "GITHUB_TOKEN",
    "DATABASE_DSN",
    "BASIC_AUTH",
    "AUTH_TOKEN",
    "APP_KEY",
    "RAILS_MASTER_KEY",
    "stripeApiKey",
    "CLIENTSECRET",
    "ERLANG_COOKIE",
  ])("%s is one", (name) => expect(isSecretName(name)).toBe(true));
  it.each([
    "PORT",
    "DATABASE_URL",
    "POSTGRES_PASSWORD_FILE",
    "TOKEN_TTL",
    "AUTH_METHOD",
    "HOME",
    "PWD",
    "AUTHOR_NAME",
    "AUTH_SERVICE_URL",
    "COMPASS_URL",
    "PASSENGER_APP_ENV",
    "BYPASS_PATHS",
    "COOKIE_DOMAIN",
    "TOKENIZERS_PARALLELISM",
    "KEYBOARD",
    "PUBLIC_KEY",
    "SALT_ROUNDS",
  ])("%s is none", (name) => expect(isSecretName(name)).toBe(false));
});

describe("makeRedactor", () => {
  it("takes the values of secret variables out wherever they stand", () => {
    const redact = redactor({ DB_PASSWORD: "hunter22", PORT: "30000" });
    expect(redact("login with hunter22 at 30000 (hunter22)")).toBe("login with [redacted:DB_PASSWORD] at 30000 ([redacted:DB_PASSWORD])");
  });

  it("takes the longer of two values first", () => {
    expect(redactor({ A_TOKEN: "abcdef", B_TOKEN: "abcdefgh" })("abcdefgh")).toBe("[redacted:B_TOKEN]");
  });

  it("takes each line of a value over several lines", () => {
    expect(redactor({ PRIVATE_KEY: "first-line\nsecond-line" })("x second-line y")).toBe("x [redacted:PRIVATE_KEY] y");
  });

  it("leaves short, numeric and common values where they are: they would shred the text", () => {
    expect(redactor({ A_PASSWORD: "abc", B_PASSWORD: "postgres", C_TOKEN: "12345" })("abc postgres 12345")).toBe("abc postgres 12345");
  });

  it("knows the password inside a URL of any variable, encoded and plain", () => {
    const redact = redactor({ DATABASE_URL: "postgresql://app:p%40ssw0rd@db/app" });
    expect(redact("auth failed for p@ssw0rd and p%40ssw0rd")).toBe("auth failed for [redacted:DATABASE_URL] and [redacted:DATABASE_URL]");
  });

  it.each([
    ["a password in a URL", "connect redis://:s3cretpw@cache:6379/0", "s3cretpw"],
    ["a URL with a user", "amqp://user:pa-ss.w0rd@mq/", "pa-ss.w0rd"],
    ["a bearer token", "sent Bearer abcdef0123456789", "abcdef0123456789"],
    ["a header", "Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"],
    ["a cookie", "set-cookie: session=0123456789abcdef; Path=/", "0123456789abcdef"],
    ["a JSON web token", "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln", "eyJzdWIiOiIxMjM0In0"],
    ["a GitHub token", `using ghp_${"a".repeat(36)} now`, "a".repeat(36)],
    ["an AWS key", "key AKIAIOSFODNN7EXAMPLE used", "AKIAIOSFODNN7EXAMPLE"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "MIIEow"],
    ["a private key without its end", "-----BEGIN PRIVATE KEY-----\nMIIEow", "MIIEow"],
    ["a setting in a log", "config: db_password=letmein99 host=db", "letmein99"],
    ["a setting in JSON", '{"client_secret": "zzz-yyy-xxx"}', "zzz-yyy-xxx"],
  ])("takes out %s without knowing it", (_name, text, secret) => {
    const clean = redactor({})(text);
    expect(clean).not.toContain(secret);
    expect(clean).toContain("[redacted:");
  });

  it.each(['api_token = "os.path[x]"', "secret=plain-text-value", "SECRET: 'env-value-1'"])("does not take %s for the reading of a variable", (text) => {
    expect(makeRedactor([])(text)).toContain("[redacted:value]");
  });

  it.each([
    'secret = os.environ["SIGNING_KEY"]',
    "const token = process.env.API_TOKEN;",
    "password: ENV.fetch('DB_PASSWORD')",
    "GET /login 200",
    "listening on http://0.0.0.0:3000",
    "KeyError: 'SECRET_KEY'",
    "tokens: 7",
    "nginx: [emerg] host not found",
  ])("leaves %s alone", (text) => {
    expect(redactor({})(text)).toBe(text);
  });

  it("is the same done twice", () => {
    const redact = redactor({ DB_PASSWORD: "hunter22" });
    const once = redact("postgres://app:hunter22@db token=abcdefgh hunter22");
    expect(redact(once)).toBe(once);
  });
});

describe("redactDeep", () => {
  it("hides secret variables whole, keeps their places, and redacts every other text", () => {
    const redact = redactor({ DB_PASSWORD: "hunter22" });
    const clean = redactDeep({ variables: { A_TOKEN: { value: "x", at: { line: 3 } }, PORT: { value: "80" } }, log: ["hunter22", 7, null], nested: { text: "pw hunter22" } }, redact);
    expect(clean.variables).toEqual({ A_TOKEN: { value: "[redacted:A_TOKEN]", at: { line: 3 } }, PORT: { value: "80" } });
    expect(clean).toMatchObject({ log: ["[redacted:DB_PASSWORD]", 7, null], nested: { text: "pw [redacted:DB_PASSWORD]" } });
  });

  it("does not change what it is given", () => {
    const given = Object.freeze({ list: Object.freeze(["token=abcdefgh"]) });
    redactDeep(given, redactor({}));
    expect(given.list[0]).toBe("token=abcdefgh");
  });
});
