import { describe, expect, it } from "vitest";
import { at, plan, proxyPlan, proxyService } from "../../test/helpers/evidence.ts";
import type { NginxStartError } from "../model/evidence.ts";
import type { DeployedFile } from "../model/proxy.ts";
import { templateFault } from "./templates.ts";

const file: DeployedFile = { container: "/etc/nginx/templates/a.conf.template", renderedAs: "/etc/nginx/conf.d/a.conf", repo: "nginx/a.conf.template" as never, via: "bind" };
const error = (message: string): NginxStartError => ({ level: "emerg", message, file: "/etc/nginx/conf.d/a.conf", line: 2 });
const fault = (deployed: DeployedFile, message: string, line: string): string | undefined => {
  const planned = plan({ services: [proxyService({ variables: { APP_HOST: { value: "app" } } })], proxy: proxyPlan({ files: [deployed] }) });
  return templateFault(planned, error(message), at("nginx/a.conf.template", 2, line))?.what;
};

describe("templateFault", () => {
  it("names the variable that stayed as it is written", () => {
    expect(fault(file, 'invalid port in upstream "app:${APP_PORT}"', "  server ${APP_HOST}:${APP_PORT};")).toContain("APP_PORT is not defined there");
    expect(fault(file, 'unknown "app_port" variable', "  proxy_pass http://app:${APP_PORT};")).toContain("APP_PORT");
  });

  it("names what an envsubst without a list emptied", () => {
    expect(fault({ ...file, emptiesUnknown: true }, 'invalid number of arguments in "proxy_set_header" directive', "  proxy_set_header Host $host;")).toContain("$host in nginx/a.conf.template");
  });

  it.each([
    ["compose.yaml", `    command: sh -c "envsubst < /a > /b && nginx"`, `    command: sh -c "envsubst '$$APP_HOST $$APP_PORT' < /a > /b && nginx"`],
    ["start.sh", "envsubst </a >/b", "envsubst '$APP_HOST $APP_PORT' </a >/b"],
    ["Dockerfile", "CMD sh -c 'envsubst < /a > /b; nginx'", undefined],
    ["start.sh", "envsubst < /a > /b; envsubst < /c > /d", undefined],
    ["start.sh", "envsubst '$APP_HOST' < /a > /b", undefined],
  ])("gives envsubst the names that %s sets: %s", (path, text, becomes) => {
    const set = { value: "x", at: at("compose.yaml", 4, "") };
    const web = proxyService({ variables: { APP_HOST: set, APP_PORT: set, NGINX_VERSION: { value: "1" } }, start: [{ text, at: at(path, 7, text) }] });
    const planned = plan({ services: [web], proxy: proxyPlan({ files: [{ ...file, emptiesUnknown: true }] }) });
    const line = at("nginx/a.conf.template", 2, "  proxy_set_header Host $host;");
    expect(templateFault(planned, error("invalid number of arguments"), line)?.edits.map((edit) => edit.replacement)).toEqual(becomes === undefined ? [] : [becomes]);
  });

  it.each<[string, DeployedFile, string, string]>([
    ["the line has no variable", file, 'unknown directive "x"', "  x y;"],
    ["the variable is nginx's own and stays", file, 'invalid number of arguments in "set" directive', "  set $host;"],
    ["every variable is defined", { ...file, emptiesUnknown: true }, "invalid port", "  server ${APP_HOST}:x;"],
    ["the file is no template's", { container: "/etc/nginx/conf.d/a.conf", repo: "a.conf" as never, via: "bind" }, "invalid port", "  server ${APP_PORT};"],
  ])("says nothing when %s", (_name, deployed, message, line) => {
    expect(fault(deployed, message, line)).toBeUndefined();
  });
});
