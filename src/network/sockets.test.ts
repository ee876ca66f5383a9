import { describe, expect, it } from "vitest";
import { isReachable, parseTcpTable, parseUnixTable, processesByInode, projectSockets } from "./sockets.ts";

const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const tcp = (address: string, state = "0A", inode = "4711", queue = "00000000:00000000"): string =>
  `   0: ${address} 00000000:0000 ${state} ${queue} 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0`;

describe("parseTcpTable", () => {
  it.each([
    ["00000000:1F90", "0.0.0.0", 8080],
    ["0100007F:0BB8", "127.0.0.1", 3000],
    ["0B00007F:A5C3", "127.0.0.11", 42435],
    ["020011AC:0050", "172.17.0.2", 80],
  ])("reads the IPv4 address %s", (text, address, port) => {
    expect(parseTcpTable(`${head}\n${tcp(text)}\n`, "tcp4")).toMatchObject([{ family: "tcp4", address, port, inode: "4711" }]);
  });

  it.each([
    ["00000000000000000000000000000000:0050", "::"],
    ["00000000000000000000000001000000:0050", "::1"],
    ["0000000000000000FFFF00000100007F:0050", "::ffff:127.0.0.1"],
    ["B80D01200000000000000000EFBEADDE:0050", "2001:db8::dead:beef"],
    ["000080FE00000000FF0011021C1E81FE:0050", "fe80::211:ff:fe81:1e1c"],
  ])("reads the IPv6 address %s", (text, address) => {
    expect(parseTcpTable(`${head}\n${tcp(text)}`, "tcp6")[0]?.address).toBe(address);
  });

  it("keeps what listens, with the connections that wait", () => {
    const text = [head, tcp("00000000:0050", "01"), tcp("00000000:0051", "0A", "1", "00000000:00000081"), tcp("00000000:0052", "06")].join("\n");
    expect(parseTcpTable(text, "tcp4")).toMatchObject([{ port: 81, queued: 129 }]);
  });

  it.each(["", "nonsense", head, "   0: zz", "cat: /proc/net/tcp6: No such file or directory"])("finds nothing in %j", (text) => {
    expect(parseTcpTable(text, "tcp6")).toEqual([]);
  });
});

describe("parseUnixTable", () => {
  it("keeps sockets with a path that accept connections", () => {
    const text = [
      "Num       RefCount Protocol Flags    Type St Inode Path",
      "0000000000000000: 00000002 00000000 00010000 0001 01 100 /run/app.sock",
      "0000000000000000: 00000002 00000000 00010000 0001 01 101 /run/with space.sock",
      "0000000000000000: 00000002 00000000 00010000 0001 01 102 @abstract",
      "0000000000000000: 00000003 00000000 00000000 0001 03 103 /run/connected.sock",
      "0000000000000000: 00000003 00000000 00000000 0001 03 104",
    ].join("\n");
    expect(parseUnixTable(text).map(({ address, inode }) => [address, inode])).toEqual([
      ["/run/app.sock", "100"],
      ["/run/with space.sock", "101"],
    ]);
  });
});

describe("projectSockets", () => {
  it("leaves the engine's name server out", () => {
    const sockets = parseTcpTable([tcp("0B00007F:A5C3"), tcp("0100007F:0050")].join("\n"), "tcp4");
    expect(projectSockets(sockets).map((socket) => socket.address)).toEqual(["127.0.0.1"]);
  });
});

describe("processesByInode", () => {
  it("names the oldest process that holds a socket", () => {
    const listing = [
      "/proc/12/fd:",
      "lrwx 1 root root 64 Jan 1 3 -> socket:[4711]",
      "lrwx 1 root root 64 Jan 1 4 -> /dev/null",
      "",
      "/proc/7/fd:",
      "lrwx 1 3 -> socket:[4711]",
      "/proc/self/fd:",
      "lrwx 1 5 -> socket:[9]",
    ].join("\n");
    const found = processesByInode(
      listing,
      new Map([
        [7, "gunicorn: master"],
        [12, "gunicorn: worker"],
      ]),
    );
    expect(found.get("4711")).toEqual({ pid: 7, command: "gunicorn: master" });
    expect(found.has("9")).toBe(false);
  });
});

describe("isReachable", () => {
  it.each([
    ["tcp4", "0.0.0.0", true],
    ["tcp4", "127.0.0.1", false],
    ["tcp4", "127.1.2.3", false],
    ["tcp6", "::", true],
    ["tcp6", "::1", false],
    ["tcp6", "::ffff:127.0.0.1", false],
    ["unix", "/run/app.sock", false],
  ] as const)("%s %s: %s", (family, address, expected) => {
    expect(isReachable({ family, address })).toBe(expected);
  });
});
