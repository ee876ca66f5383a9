import { describe, expect, it } from "vitest";
import { filesNamedBy, type NamedFiles } from "./named-files.ts";
import { parseNginx } from "./parser.ts";

const read = (text: string): NamedFiles => filesNamedBy(parseNginx(text, "/etc/nginx/nginx.conf").directives, "/etc/nginx");
const pairs = (text: string): string[] => read(text).pairs.map(({ certificate, key, names }) => `${certificate.path} ${key.path} ${names.join(",")}`.trim());

describe("filesNamedBy", () => {
  it.each<[string, string, readonly string[]]>([
    ["a pair of a server", "http { server { server_name a.test *.a.test _ ~x; ssl_certificate /c/a.pem; ssl_certificate_key /c/a.key; } }", ["/c/a.pem /c/a.key a.test,*.a.test"]],
    ["relative paths", "http { server { ssl_certificate certs/./a.pem; ssl_certificate_key ../a.key; } }", ["/etc/nginx/certs/a.pem /etc/a.key"]],
    [
      "what a server inherits",
      "http { ssl_certificate_key /k; server { server_name a.test; ssl_certificate /a; } server { server_name b.test; ssl_certificate /b; } }",
      ["/a /k a.test", "/b /k b.test"],
    ],
    ["two pairs of one server, in their order", "http { server { ssl_certificate /r; ssl_certificate_key /rk; ssl_certificate /e; ssl_certificate_key /ek; } }", ["/r /rk", "/e /ek"]],
    ["a file that stands alone", "server { server_name a.test; ssl_certificate /a; ssl_certificate_key /k; }", ["/a /k a.test"]],
    ["a part of a server", "ssl_certificate /a; ssl_certificate_key /k;", ["/a /k"]],
    [
      "a path for each name",
      "http { server { server_name a.test b.test; ssl_certificate /c/$ssl_server_name.pem; ssl_certificate_key /c/${ssl_server_name}.key; } }",
      ["/c/a.test.pem /c/a.test.key a.test", "/c/b.test.pem /c/b.test.key b.test"],
    ],
    ["no path that only a request knows", "http { server { ssl_certificate $pem; ssl_certificate_key data:$key; } }", []],
    ["no certificate without a key", "http { server { ssl_certificate /a; } }", []],
    ["pairs of stream servers", "stream { server { ssl_certificate /a; ssl_certificate_key /k; } }", ["/a /k"]],
    ["what nginx shows to an upstream", "http { server { location / { proxy_ssl_certificate /p; proxy_ssl_certificate_key /pk; } } }", ["/p /pk"]],
  ])("reads %s", (_name, text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  it.each([
    ["HIGH:!aNULL:!MD5", false],
    ["ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384", true],
    ["ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256", false],
    ["TLS_AES_128_GCM_SHA256:DHE-RSA-AES256-SHA:!aNULL", true],
  ])("tells whether only an RSA key works: %s", (ciphers, expected) => {
    expect(read(`http { ssl_ciphers "${ciphers}"; server { ssl_certificate /a; ssl_certificate_key /k; } }`).pairs[0]?.needsRsa).toBe(expected);
  });

  it("reads what clients are asked for", () => {
    const server = (verify: string): NamedFiles => read(`http { server { ssl_client_certificate /ca; ssl_crl /crl; ssl_verify_client ${verify}; } }`);
    expect(server("on").clients).toMatchObject([{ authorities: { path: "/ca" }, revoked: { path: "/crl" } }]);
    expect([server("optional").clients.length, server("off").clients.length, server("optional_no_ca").clients.length]).toEqual([1, 0, 0]);
  });

  it("reads every other file, each once", () => {
    const text = "http { geoip2 /g.mmdb { $c country; } server { auth_basic_user_file users; auth_basic_user_file off; ssl_dhparam /dh; } server { ssl_dhparam /dh; ssl_password_file /p; } }";
    expect(read(text).others.map(({ kind, path, directive }) => `${kind} ${path} ${directive.line}`)).toEqual(["geoip2 /g.mmdb 1", "users /etc/nginx/users 1", "group /dh 1", "passwords /p 1"]);
  });
});
