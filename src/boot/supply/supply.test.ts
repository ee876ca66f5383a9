import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { at, proxyPlan, proxyService } from "../../../test/helpers/evidence.ts";
import { repo } from "../../../test/helpers/repository.ts";
import { makeCertificate } from "../../certificates/make.ts";
import { readPem } from "../../certificates/pem.ts";
import type { Engine } from "../../docker/engine.ts";
import { fileEntry, packArchive } from "../../docker/tar.ts";
import type { Service } from "../../model/plan.ts";
import type { ProxyPlan } from "../../model/proxy.ts";
import { loadConfig } from "../../nginx/config.ts";
import { supplyFiles, type SuppliedFiles } from "./supply.ts";

interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly proxy?: Partial<ProxyPlan>;
  readonly service?: Partial<Service>;
}

/** What a container with these files is given for a configuration. */
function supply(text: string, { files = {}, proxy = {}, service = {} }: Given = {}): Promise<SuppliedFiles> {
  const main = "/etc/nginx/nginx.conf";
  const download = async (_container: string, path: string): Promise<Buffer | undefined> => {
    const content = files[path];
    return content === undefined ? undefined : packArchive([fileEntry(path.slice(path.lastIndexOf("/")), content)]);
  };
  const config = loadConfig(main, { read: (path) => ({ ...files, [main]: text })[path], list: () => [] }, true);
  const deployed = [{ container: main, repo: repo("nginx.conf"), via: "bind" }];
  return supplyFiles({ engine: { download } as unknown as Engine, container: "c", proxy: proxyPlan({ files: deployed, ...proxy }), service: proxyService(service), config, rendered: [], filled: [] });
}

const textAt = (made: SuppliedFiles, path: string): string | undefined => {
  const entry = made.entries.find((each) => `/${each.path}` === path);
  return entry?.kind === "file" ? entry.content.toString("latin1") : entry?.kind;
};
const paths = (made: SuppliedFiles): string[] => made.entries.map((entry) => `/${entry.path}`);
const server = (...body: readonly string[]): string => `events {}\nhttp {\nserver {\nlisten 443 ssl;\nserver_name shop.test;\n${body.join("\n")}\n}\n}\n`;
const pair = server("ssl_certificate /c/a.crt;", "ssl_certificate_key /c/a.key;");
const own = makeCertificate({ names: ["shop.test"], kind: "ec" });

describe("supplyFiles", () => {
  it("makes a pair that belongs together, for the names of its server, and says where it is asked for", async () => {
    const made = await supply(pair);
    expect(made.supplied).toMatchObject([{ what: "a self-signed certificate at /c/a.crt", at: { path: "nginx.conf", line: 6 } }]);
    const certificate = textAt(made, "/c/a.crt") ?? "";
    expect(new X509Certificate(certificate).checkHost("shop.test")).toBe("shop.test");
    expect(readPem(Buffer.from(textAt(made, "/c/a.key") ?? "")).key).toBe(readPem(Buffer.from(certificate)).certificate);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ["both are there", { "/c/a.crt": own.certificate, "/c/a.key": own.key }, []],
    ["both are there and do not match, which is nginx's to say", { "/c/a.crt": own.certificate, "/c/a.key": makeCertificate({ names: [], kind: "ec" }).key }, []],
    ["the key is a secret", { "/c/a.crt": own.certificate }, ["/c/a.crt", "/c/a.key"]],
    ["the key is an empty file", { "/c/a.crt": own.certificate, "/c/a.key": "\n" }, ["/c/a.crt", "/c/a.key"]],
    ["only the key is there, and is kept", { "/c/a.key": own.key }, ["/c/a.crt"]],
  ])("when %s", async (_name, files, expected) => {
    expect(paths(await supply(pair, { files }))).toEqual(expected);
  });

  it("certifies the key that is there", async () => {
    const made = await supply(pair, { files: { "/c/a.key": own.key } });
    expect(readPem(Buffer.from(textAt(made, "/c/a.crt") ?? "")).certificate).toBe(readPem(Buffer.from(own.key)).key);
    expect(made.supplied[0]?.what).toContain("for the key that is there");
  });

  it("takes paths for empty in a trial, whatever stands there", async () => {
    const files = { "/c/a.crt": own.certificate, "/c/a.key": own.key };
    expect(paths(await supply(pair, { files, proxy: { absent: ["/c/a.crt", "/c/a.key"] } }))).toEqual(["/c/a.crt", "/c/a.key"]);
  });

  it("gives one key to certificates that share it, and puts both in one file where one is named", async () => {
    const made = await supply(
      `http { ssl_certificate_key /k; server { server_name a.test; ssl_certificate /a; } server { server_name b.test; ssl_certificate /b; } server { ssl_certificate /both; ssl_certificate_key /both; } }`,
    );
    const fingerprints = ["/a", "/b"].map((path) => readPem(Buffer.from(textAt(made, path) ?? "")).certificate);
    const key = readPem(Buffer.from(made.entries.filter((entry) => entry.path === "k").map((entry) => (entry.kind === "file" ? entry.content.toString() : ""))[0] ?? "")).key;
    expect(fingerprints).toEqual([key, key]);
    const both = readPem(Buffer.from(textAt(made, "/both") ?? ""));
    expect(both.key).toBe(both.certificate);
  });

  it("adds its authority to those that clients are checked against, and keeps a certificate of it for requests", async () => {
    const made = await supply(server("ssl_certificate /c/a.crt;", "ssl_certificate_key /c/a.key;", "ssl_client_certificate /ca.pem;", "ssl_verify_client on;"), {
      files: { "/c/a.crt": own.certificate, "/c/a.key": own.key, "/ca.pem": own.certificate },
    });
    const trusted = textAt(made, "/ca.pem") ?? "";
    const blocks = trusted.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    expect(trusted.startsWith(own.certificate.trimEnd())).toBe(true);
    expect(new X509Certificate(made.client?.certificate ?? "").checkIssued(new X509Certificate(blocks[1] ?? ""))).toBe(true);
  });

  it("leaves a list of authorities alone that nginx could not read", async () => {
    const made = await supply(server("ssl_client_certificate /ca.pem;", "ssl_verify_client on;"), { files: { "/ca.pem": own.key } });
    expect(paths(made)).toEqual([]);
  });

  it("makes password files with an account for the requests", async () => {
    const made = await supply(server("auth_basic_user_file users;"));
    expect([textAt(made, "/etc/nginx/users"), made.account]).toEqual(["upstream-gate:{PLAIN}upstream-gate\n", "upstream-gate:upstream-gate"]);
    expect((await supply(server("auth_basic_user_file users;"), { files: { "/etc/nginx/users": "a:b\n" } })).account).toBeUndefined();
  });

  it.each<[string, string, RegExp]>([
    ["ssl_dhparam", "/dh", /^-----BEGIN DH PARAMETERS-----/],
    ["ssl_trusted_certificate", "/ca", /^-----BEGIN CERTIFICATE-----/],
    ["ssl_crl", "/crl", /^-----BEGIN X509 CRL-----/],
    ["ssl_session_ticket_key", "/t", /^[^]{80}$/],
    ["ssl_password_file", "/p", /^.+\n$/],
    ["ssl_stapling_file", "/s", /^0.{4}$/s],
    ["geoip2", "/g {}", /MaxMind\.com/],
  ])("makes what %s names", async (directive, path, content) => {
    const made = await supply(server(path.endsWith("{}") ? `${directive} ${path}` : `${directive} ${path};`));
    expect(textAt(made, path.replace(" {}", ""))).toMatch(content);
  });

  it.each<[string, Given, readonly string[]]>([
    ["/etc/letsencrypt/options-ssl-nginx.conf", {}, ["/etc/letsencrypt/options-ssl-nginx.conf"]],
    ["/etc/nginx/ssl-params.conf", {}, []],
    ["/mnt/conf/extra.conf", { service: { mounts: [{ kind: "volume", volume: "host-/srv", target: "/mnt/conf", readOnly: true, at: at("compose.yaml", 9) }] } }, ["/mnt/conf/extra.conf"]],
    ["/etc/nginx/proxy_params", {}, []],
    ["/etc/nginx/proxy_params", { proxy: { kind: "stub" } }, ["/etc/nginx/proxy_params"]],
    ["snippets/snakeoil.conf", { proxy: { kind: "stub" } }, ["/etc/ssl/certs/ssl-cert-snakeoil.pem", "/etc/ssl/private/ssl-cert-snakeoil.key", "/etc/nginx/snippets/snakeoil.conf"]],
  ])("invents no include but those that come with something outside: %s (%#)", async (include, given, expected) => {
    expect(paths(await supply(server(`include ${include};`), given))).toEqual(expected);
  });

  it("gives its own nginx the user and the folders of the host, and a project's nginx neither", async () => {
    const text = "user deploy; error_log /var/log/club/e.log; events {} http { access_log /var/log/club/a.log; proxy_cache_path /srv/cache/club keys_zone=a:1m; }";
    const files = { "/etc/passwd": "root:x:0:0::/root:/bin/sh\n", "/etc/group": "root:x:0:\n" };
    const made = await supply(text, { files, proxy: { kind: "stub" } });
    expect(textAt(made, "/etc/passwd")).toMatch(/^root:.*\ndeploy:x:\d+:\d+:.*\n$/);
    expect(paths(made)).toEqual(["/etc/passwd", "/etc/group", "/var/log/club", "/srv/cache"]);
    expect(paths(await supply(text, { files }))).toEqual([]);
  });
});
