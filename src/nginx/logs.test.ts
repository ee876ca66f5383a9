import { describe, expect, it } from "vitest";
import { parseAccessLog, parseErrorLog, parseStartErrors } from "./logs.ts";

describe("error log", () => {
  it("takes a connect error apart", () => {
    const text =
      '2026/01/02 03:04:05 [error] 29#29: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 172.18.0.1, server: example.com, request: "GET /a, b HTTP/1.1", upstream: "http://172.18.0.2:8080/a", host: "example.com"';
    expect(parseErrorLog(`${text}\n`)).toEqual([
      {
        level: "error",
        connection: 7,
        message: "connect() failed",
        errno: 111,
        action: "connecting to upstream",
        server: "example.com",
        request: "GET /a, b HTTP/1.1",
        upstream: "http://172.18.0.2:8080/a",
        host: "example.com",
        text,
      },
    ]);
  });

  it("keeps a record together that spans lines, and one that was cut", () => {
    const log =
      '2026/01/02 03:04:05 [error] 1#1: *1 FastCGI sent in stderr: "PHP message: a\nb" while reading response header from upstream, client: 1.1.1.1, server: , request: "GET / HTTP/1.1", upstream: "fastcgi://1.1.1.2:9000", host: "x"\n2026/01/02 03:04:06 [error] 1#1: *2 upstream timed out (110: Operation timed out) while connecting to upstream, client: 1.1.1.1, server: , request: "GET /aaaa\n';
    expect(parseErrorLog(log)).toMatchObject([
      { message: 'FastCGI sent in stderr: "PHP message: a\nb"', upstream: "fastcgi://1.1.1.2:9000" },
      { errno: 110, action: "connecting to upstream", connection: 2 },
    ]);
  });

  it("takes neither words nor quotes of what a FastCGI server wrote for nginx's own", () => {
    const text =
      '2026/01/02 03:04:05 [error] 1#1: *3 FastCGI sent in stderr: "PHP message: gave up (111: no luck) while reading\n, client: nobody, server: x" while reading response header from upstream, client: 10.0.0.1, server: shop.test, request: "GET /?q=", upstream: "fastcgi://10.0.0.2:9000", host: "shop.test", referrer: "http://a/"';
    expect(parseErrorLog(text)).toMatchObject([
      {
        message: 'FastCGI sent in stderr: "PHP message: gave up (111: no luck) while reading\n, client: nobody, server: x"',
        action: "reading response header from upstream",
        server: "shop.test",
        request: "GET /?q=",
        upstream: "fastcgi://10.0.0.2:9000",
        host: "shop.test",
      },
    ]);
    expect(parseErrorLog(text)[0]?.errno).toBeUndefined();
  });

  it("keeps what a record holds that nginx cut at 2048 bytes", () => {
    const cut = `2026/01/02 03:04:05 [error] 1#1: *3 connect() failed (113: Host is unreachable) while connecting to upstream, client: ::1, server: _, request: "GET /${"a".repeat(2000)}`.slice(
      0,
      2048,
    );
    const [record] = parseErrorLog(`${cut}\n2026/01/02 03:04:06 [info] 1#1: *4 client 10.0.0.1 closed keepalive connection\n`);
    expect(record).toMatchObject({ errno: 113, action: "connecting to upstream", connection: 3, server: "_" });
    expect(record?.request).toMatch(/^GET \/a+$/);
  });

  it("reads bytes that are no UTF-8, and a flood of look-alikes in time", () => {
    const bytes = Buffer.concat([
      Buffer.from('2026/01/02 03:04:05 [info] 1#1: *9 client sent invalid method, client: 10.0.0.1, server: _, request: "'),
      Buffer.from([0x16, 3, 1, 0xff, 0xfe]),
      Buffer.from('"\n'),
    ]);
    expect(parseErrorLog(bytes.toString("utf8"))).toMatchObject([{ connection: 9, server: "_" }]);
    const flood = `2026/01/02 03:04:05 [error] 1#1: *9 x, client: 1.1.1.1${', server: a, request: "b", upstream: "c", host: "d"'.repeat(20_000)} while`;
    const before = performance.now();
    parseErrorLog(flood);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it("reads resolver records without a connection", () => {
    expect(parseErrorLog("2026/01/02 03:04:05 [error] 9#9: send() failed (111: Connection refused) while resolving, resolver: 127.0.0.11:53\n")).toMatchObject([
      { errno: 111, action: "resolving, resolver: 127.0.0.11:53" },
    ]);
  });
});

describe("start errors", () => {
  it("joins the two forms and takes the place off", () => {
    const text =
      '2026/01/02 03:04:05 [emerg] 1#1: host not found in upstream "web" in /etc/nginx/conf.d/default.conf:5\nnginx: [emerg] host not found in upstream "web" in /etc/nginx/conf.d/default.conf:5\n';
    expect(parseStartErrors(text)).toEqual([{ level: "emerg", message: 'host not found in upstream "web"', file: "/etc/nginx/conf.d/default.conf", line: 5 }]);
  });

  it("keeps messages without a place", () => {
    expect(parseStartErrors('nginx: [emerg] no "events" section in configuration\n')).toEqual([{ level: "emerg", message: 'no "events" section in configuration' }]);
  });
});

describe("access log", () => {
  it("reads what an old nginx writes, which escapes in its own way", () => {
    const line =
      '{"connection":"4","number":"1","port":"50312","server":"_","host":"x","request":"GET /\\x22 HTTP/1.1","status":"404","time":"0.001","addr":"-","upstream":"-","connect":"-","header":"-","response":"-","escape":"none"}';
    expect(parseAccessLog(line)).toMatchObject([{ request: 'GET /" HTTP/1.1', status: 404, upstreamAddr: [], upstreamStatus: [], headerTime: [] }]);
  });

  it("takes a doubled line once, and two requests of one connection twice", () => {
    const line = (number: number): string =>
      `{"connection":"4","number":"${number}","port":"50312","server":"_","host":"x","request":"GET / HTTP/1.1","status":"200","time":"0.000","addr":"","upstream":""}`;
    expect(parseAccessLog([line(1), line(1), line(2)].join("\n"))).toHaveLength(2);
  });

  it("splits attempts and passes over other lines", () => {
    const line =
      '{"connection":"4","port":"50312","server":"_","host":"x","request":"GET / HTTP/1.1","status":"502","time":"0.001","addr":"10.0.0.1:80, 10.0.0.2:80","upstream":"502, 502","connect":"-, -","header":"-, -","response":"0.000, 0.001"}';
    expect(parseAccessLog(`junk\n${line}\n{"connection":broken\n`)).toMatchObject([
      { connection: 4, remotePort: 50312, status: 502, upstreamAddr: ["10.0.0.1:80", "10.0.0.2:80"], headerTime: ["-", "-"], bytesReceived: [] },
    ]);
  });
});
