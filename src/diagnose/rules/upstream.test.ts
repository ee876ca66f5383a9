import { describe, expect, it } from "vitest";
import { becauseOf, causesOf, fateOf, findingOf, placeOf } from "../../../test/helpers/conclusions.ts";
import { at, attempt, direct, evidence, plan, probe, proxied, proxyPlan, proxyRecord, record, route, sockets, target } from "../../../test/helpers/evidence.ts";
import type { Evidence, NginxError, ProbeResult } from "../../model/evidence.ts";
import type { DialectTrial, PeerCertificate, PeerProtocols, TlsTrial } from "../../model/protocols.ts";
import type { Route, Setting } from "../../model/proxy.ts";

type Said = DialectTrial["said"];

const http = (status: number): DialectTrial => ({ said: "http", outcome: "understood", status, heard: `HTTP/1.1 ${status} x` });
const closed = (said: Said): DialectTrial => ({ said, outcome: "closed" });
const knows = (said: Said): DialectTrial => ({ said, outcome: "understood", heard: "x" });
const notTls: TlsTrial = { outcome: "not-tls" };

function peer(trials: readonly DialectTrial[], handshakes: readonly TlsTrial[] = [notTls], port = 8080): PeerProtocols {
  return { service: "app", address: "10.0.0.2", port, trials, handshakes };
}

interface Given {
  /** The directive as it stands in nginx/app.conf:14. */
  readonly line: string;
  readonly changes?: Partial<Route>;
  readonly probe: ProbeResult;
  readonly directs?: readonly ProbeResult[];
  readonly peers: readonly PeerProtocols[];
  /** nginx's own record. */
  readonly said?: string;
  readonly isAnswered?: boolean;
}

function given({ line, changes = {}, probe: result, directs = [], peers, said, isAnswered = false }: Given): Evidence {
  const place = at("nginx/app.conf", 14, `    ${line}`);
  const [directive = "proxy_pass", value = ""] = line.replace(";", "").split(" ");
  const scheme = (/^([a-z]+):\/\//.exec(value)?.[1] ?? directive.replace("_pass", "")) as Route["scheme"];
  const routes = [route([target("app", 8080, { at: place })], { directive: directive as Route["directive"], value, scheme, at: place, ...changes })];
  const error: NginxError = { level: "error", message: "", connection: 5, request: "GET / HTTP/1.1", text: said ?? "" };
  return evidence({
    plan: { proxy: proxyPlan({ routes }) },
    facts: {
      services: [record("app"), record("db"), record("web")],
      sockets: [sockets("app", ["0.0.0.0:8080"])],
      proxy: proxyRecord({ attempts: [attempt(result.status ?? 502, "10.0.0.2:8080", isAnswered)], errors: said === undefined ? [] : [error] }),
      probes: [result, ...directs],
      protocols: peers,
    },
  });
}

const editOf = (facts: Evidence, cause: string): string | undefined => findingOf(cause, facts).fix.edits[0]?.replacement;

describe("upstream-scheme-mismatch", () => {
  const scheme = "upstream-scheme-mismatch";
  const secured: TlsTrial = { outcome: "accepted", status: 200, version: "TLSv1.3" };

  it("is https onto a plain port, with the scheme exchanged", () => {
    const facts = given({ line: "proxy_pass https://app:8080;", probe: proxied(502), directs: [direct({ error: "tls" })], peers: [peer([http(200)])] });
    expect(placeOf(findingOf(scheme, facts))).toBe("nginx/app.conf:14");
    expect(editOf(facts, scheme)).toBe("    proxy_pass http://app:8080;");
    expect(causesOf(facts)).toEqual([scheme]);
  });

  it("is http onto a port that takes TLS alone and closes", () => {
    const facts = given({ line: "proxy_pass http://app:8080;", probe: proxied(502), directs: [direct({ error: "closed" })], peers: [peer([closed("http")], [secured])] });
    expect(editOf(facts, scheme)).toBe("    proxy_pass https://app:8080;");
  });

  it("is a 400 that the TLS port gives to plain HTTP; a 400 is then no answer in its trials", () => {
    const facts = given({ line: "proxy_pass http://app:8080;", probe: proxied(400), directs: [direct({ status: 400 })], peers: [peer([http(400)], [secured])], isAnswered: true });
    expect(findingOf(scheme, facts).intervention).toMatchObject({ kind: "edit-files", failing: [400] });
  });

  it("is none when the app gives 400 over TLS as well, or takes no TLS", () => {
    const line = "proxy_pass http://app:8080;";
    const alike = { ...secured, status: 400 };
    for (const handshake of [alike, notTls])
      expect(causesOf(given({ line, probe: proxied(400), directs: [direct({ status: 400 })], peers: [peer([http(400)], [handshake])], isAnswered: true }))).toEqual([]);
  });

  it("writes out the port that the scheme implied, and leaves an upstream group's name alone", () => {
    const changes = { targets: [target("app", 80)] };
    const bare = given({ line: "proxy_pass http://app/api/;", changes, probe: proxied(502), peers: [peer([closed("http")], [secured], 80)] });
    expect(editOf(bare, scheme)).toBe("    proxy_pass https://app:80/api/;");
    const group = given({ line: "proxy_pass $scheme://app;", changes: { scheme: "https", group: "app" }, probe: proxied(502), peers: [peer([http(200)])] });
    expect(editOf(group, scheme)).toBe("    proxy_pass http://app;");
  });

  it("is the variable that holds the address", () => {
    const place = at("compose.yaml", 9, "      APP_URL: http://app:8080");
    const changes: Partial<Route> = { at: at("nginx/app.conf", 14, "    proxy_pass ${APP_URL};"), targets: [target("app", 8080, { hostFrom: { value: "http://app:8080", at: place } })] };
    const facts = given({ line: "proxy_pass http://app:8080;", changes, probe: proxied(502), peers: [peer([closed("http")], [secured])] });
    expect(placeOf(findingOf(scheme, facts))).toBe("compose.yaml:9");
    expect(editOf(facts, scheme)).toBe("      APP_URL: https://app:8080");
  });

  it("is ruled out where both sides agree, and unknown where nothing was tried", () => {
    const line = "proxy_pass http://app:8080;";
    expect(fateOf(scheme, given({ line, probe: proxied(502), peers: [peer([closed("http")])] }))).toBe("ruled out");
    expect(fateOf(scheme, given({ line, probe: proxied(502), peers: [] }))).toBe("unknown");
    expect(becauseOf(scheme, given({ line, probe: proxied(502), directs: [direct({ status: 200 })], peers: [] }))).toContain("answers in HTTP");
  });
});

describe("upstream-protocol-mismatch", () => {
  const protocol = "upstream-protocol-mismatch";
  const line = "proxy_pass http://app:8080;";

  it.each([
    [line, "fastcgi", "    fastcgi_pass app:8080;"],
    [line, "uwsgi", "    include uwsgi_params;\n    uwsgi_pass app:8080;"],
    [line, "scgi", "    include scgi_params;\n    scgi_pass app:8080;"],
    [line, "http2", "    grpc_pass grpc://app:8080;"],
  ] as const)("is %s onto %s", (written, said, replacement) => {
    const facts = given({ line: written, probe: proxied(502), directs: [direct({ error: "closed" })], peers: [peer([closed("http"), knows(said)])] });
    expect(editOf(facts, protocol)).toContain(replacement);
    expect(causesOf(facts)).toEqual([protocol]);
  });

  it.each(["fastcgi_pass app:8080;", "uwsgi_pass app:8080;", "grpc_pass grpc://app:8080;"])("is %s onto HTTP", (written) => {
    const facts = given({ line: written, probe: proxied(502), peers: [peer([http(200)])] });
    expect(editOf(facts, protocol)).toBe("    proxy_pass http://app:8080;");
  });

  it("names the script by the folder of the app's container", () => {
    expect(editOf(given({ line, probe: proxied(502), peers: [peer([closed("http"), knows("fastcgi")])] }), protocol)).toContain("SCRIPT_FILENAME /app$fastcgi_script_name;");
  });

  it("is a 400 that an HTTP server gives to uwsgi, and none that a uwsgi app gives", () => {
    const written = "uwsgi_pass app:8080;";
    expect(causesOf(given({ line: written, probe: proxied(400), peers: [peer([http(200)])], isAnswered: true }))).toEqual([protocol]);
    expect(causesOf(given({ line: written, probe: proxied(400), peers: [peer([closed("http"), { said: "uwsgi", outcome: "understood", status: 400 }])], isAnswered: true }))).toEqual([]);
    expect(causesOf(given({ line: written, probe: proxied(400), peers: [peer([http(400)])], isAnswered: true }))).toEqual([]);
  });

  it("dials the port where nginx's protocol is spoken when there is one", () => {
    const facts = given({ line, probe: proxied(undefined, { error: "not-http" }), peers: [peer([closed("http"), knows("http2")]), peer([http(200)], [notTls], 3000)] });
    expect(editOf(facts, protocol)).toBe("    proxy_pass http://app:3000;");
  });

  it("knows strangers by what they say, and proposes no directive for them", () => {
    const greeting: DialectTrial = { said: "http", outcome: "otherwise", heard: "SSH-2.0-OpenSSH_9.2\\r\\n" };
    const finding = findingOf(protocol, given({ line, probe: proxied(undefined, { error: "not-http" }), peers: [peer([greeting])] }));
    expect([finding.title, finding.fix.edits]).toEqual(["nginx speaks HTTP/1.1 to app:8080, where app speaks SSH", []]);
  });

  it("takes a server that answers HTTP to gibberish for one that speaks HTTP, though it closed our request", () => {
    const gibberish: DialectTrial = { said: "memcached", outcome: "otherwise", heard: "HTTP/1.1 400 Bad Request\\r\\n" };
    const answer: DialectTrial = { said: "uwsgi", outcome: "understood", status: 200, heard: "HTTP/1.1 200 OK" };
    expect(causesOf(given({ line, probe: proxied(502), peers: [peer([closed("http"), answer, gibberish])] }))).toEqual([]);
  });

  it("is unknown when the peer left something without an answer", () => {
    expect(fateOf(protocol, given({ line, probe: proxied(502), peers: [peer([{ said: "http", outcome: "silent" }])] }))).toBe("unknown");
    expect(fateOf(protocol, given({ line, probe: proxied(502), peers: [peer([closed("http"), closed("fastcgi")])] }))).toBe("ruled out");
  });

  describe("of a WebSocket", () => {
    const asked = [{ ...probe, name: "ws://localhost/", websocket: true, expect: { status: [101] } }];
    const refused = proxied(426, { name: "ws://localhost/", unmet: "status 426, expected 101" });
    const taken = direct({ status: 101 });
    const upgrade = (settings: readonly Setting[], directs: readonly ProbeResult[] = [taken]): Evidence => {
      const facts = given({ line, changes: { settings }, probe: refused, directs, peers: [], isAnswered: true });
      return { ...facts, plan: { ...plan({ proxy: facts.plan.proxy }), probes: asked } };
    };
    const header = (name: string, value: string, changes: Partial<Setting> = {}): Setting => ({ name: "proxy_set_header", values: [name, value], ...changes });

    it("adds what is lacking behind the pass, with the headers of outer blocks that it would take away", () => {
      expect(
        editOf(upgrade([header("Host", "$host", { isInherited: true })]), protocol)
          ?.split("\n")
          .map((text) => text.trim()),
      ).toEqual([line, "proxy_http_version 1.1;", "proxy_set_header Host $host;", "proxy_set_header Upgrade $http_upgrade;", 'proxy_set_header Connection "upgrade";']);
    });

    it("proposes no line when a header's value is not known", () => {
      expect(findingOf(protocol, upgrade([{ name: "proxy_set_header", values: ["X-Key"], isInherited: true }])).fix.edits).toEqual([]);
    });

    it("changes a Connection header and a version that are in the way", () => {
      const version: Setting = { name: "proxy_http_version", values: ["1.0"], at: at("nginx/app.conf", 15, "    proxy_http_version 1.0;") };
      const connection = header("Connection", "", { at: at("nginx/app.conf", 16, '    proxy_set_header Connection "";') });
      const { edits } = findingOf(protocol, upgrade([version, connection, header("Upgrade", "$http_upgrade")])).fix;
      expect(edits.map((edit) => [edit.startLine, edit.replacement.trim()])).toEqual([
        [15, "proxy_http_version 1.1;"],
        [16, 'proxy_set_header Connection "upgrade";'],
      ]);
    });

    it("is ruled out when nginx sends all of it, or the app refuses it directly too", () => {
      const full = [{ name: "proxy_http_version", values: ["1.1"] }, header("Upgrade", "$http_upgrade"), header("Connection", "$connection_upgrade")];
      expect(fateOf(protocol, upgrade(full))).toBe("ruled out");
      expect(fateOf(protocol, upgrade([], [direct({ status: 404 })]))).toBe("ruled out");
    });
  });
});

describe("upstream-tls-rejected", () => {
  const cause = "upstream-tls-rejected";
  const line = "proxy_pass https://app:8080;";
  const certificate: PeerCertificate = { subject: "CN=shop", issuer: "CN=Shop CA", names: ["shop.internal"], isSelfSigned: false, validUntil: "2030-01-01T00:00:00.000Z" };
  const taken = (serverName?: string, version = "TLSv1.3"): TlsTrial => ({ ...(serverName === undefined ? {} : { serverName }), outcome: "accepted", status: 200, version, certificate });
  const broken = (alert: number, serverName?: string): TlsTrial => ({ ...(serverName === undefined ? {} : { serverName }), outcome: "rejected", alert });
  const setting = (name: string, value: string, row: number): Setting => ({ name: `proxy_ssl_${name}`, values: value.split(" "), at: at("nginx/app.conf", row, `    proxy_ssl_${name} ${value};`) });
  const tls = (said: string, handshakes: readonly TlsTrial[], settings: readonly Setting[] = [], changes: Partial<Route> = {}): Evidence =>
    given({ line, changes: { settings, ...changes }, probe: proxied(502), peers: [peer([closed("http")], handshakes)], said });
  const alert40 = "SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::ssl/tls alert handshake failure:SSL alert number 40) while SSL handshaking to upstream";
  const alert70 = "SSL_do_handshake() failed (SSL: error:0A00042E:SSL routines::tlsv1 alert protocol version:SSL alert number 70) while SSL handshaking to upstream";

  it("is a server name that nginx does not send", () => {
    const facts = tls(alert40, [broken(40), taken("app")]);
    expect(editOf(facts, cause)).toBe("    proxy_pass https://app:8080;\n    proxy_ssl_server_name on;");
    expect(causesOf(facts)).toEqual([cause]);
  });

  it("adds the name when nginx would send another one", () => {
    expect(editOf(tls(alert40, [broken(40), broken(112, "app"), taken("localhost")]), cause)).toContain("proxy_ssl_server_name on;\n    proxy_ssl_name localhost;");
  });

  it("changes the line that turns the name off", () => {
    const finding = findingOf(cause, tls(alert40, [broken(40), taken("app")], [setting("server_name", "off", 15)]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:15", "    proxy_ssl_server_name on;"]);
  });

  it("is a name that the certificate does not have; a group is checked by its own name", () => {
    const said = 'upstream SSL certificate does not match "backend" while SSL handshaking to upstream';
    const finding = findingOf(cause, tls(said, [taken(), taken("backend")], [setting("verify", "on", 15)], { group: "backend" }));
    expect([finding.confidence, finding.fix.edits[0]?.replacement]).toEqual(["likely", "    proxy_pass https://app:8080;\n    proxy_ssl_name shop.internal;"]);
  });

  it("tries an untrusted certificate without verification, and does not advise that as an edit", () => {
    const said = "upstream SSL certificate verify error: (20:unable to get local issuer certificate) while SSL handshaking to upstream";
    const finding = findingOf(cause, tls(said, [taken()], [setting("verify", "on", 15)]));
    expect([placeOf(finding), finding.fix.edits]).toEqual(["nginx/app.conf:15", []]);
    expect(finding.intervention).toMatchObject({ edits: [{ startLine: 15, replacement: "    proxy_ssl_verify off;" }] });
    expect(finding.what).toContain("signed by CN=Shop CA");
  });

  it("is a version that nginx does not offer", () => {
    const finding = findingOf(cause, tls(alert70, [taken()], [setting("protocols", "TLSv1 TLSv1.2", 3)]));
    expect([placeOf(finding), finding.fix.edits[0]?.replacement]).toEqual(["nginx/app.conf:3", "    proxy_ssl_protocols TLSv1 TLSv1.2 TLSv1.3;"]);
    expect(editOf(tls(alert70, [taken()]), cause)).toContain("proxy_ssl_protocols TLSv1.2 TLSv1.3;");
  });

  it("is the ciphers when the version is offered", () => {
    const settings = [setting("protocols", "TLSv1.2", 3), setting("ciphers", "AES128-SHA", 4)];
    expect(placeOf(findingOf(cause, tls(alert40, [taken(undefined, "TLSv1.2")], settings)))).toBe("nginx/app.conf:4");
  });

  it("is a client certificate that is demanded, without a trial", () => {
    const said = "SSL_read() failed (SSL: error:0A00045C:SSL routines::tlsv13 alert certificate required:SSL alert number 116) while reading response header from upstream";
    expect(findingOf(cause, tls(said, [broken(116), broken(116, "app")]))).toMatchObject({ title: "app demands a certificate of nginx", confidence: "likely", proof: { result: "not-attempted" } });
  });

  it("is only possible when no term is known to be the reason", () => {
    expect(findingOf(cause, tls(alert40, [broken(40), broken(40, "app")]))).toMatchObject({ confidence: "possible" });
  });

  it("is ruled out without a complaint of nginx, and where the peer takes no TLS", () => {
    expect(fateOf(cause, given({ line, probe: proxied(502), peers: [peer([closed("http")], [taken()])] }))).toBe("ruled out");
    expect(fateOf(cause, given({ line, probe: proxied(502), peers: [peer([http(200)])], said: alert40 }))).toBe("ruled out");
  });
});
