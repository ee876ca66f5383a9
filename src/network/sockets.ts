import type { ListeningSocket, ProcessRecord } from "../model/evidence.ts";

/** A listening socket as the kernel's tables show it. */
export interface KernelSocket {
  readonly family: ListeningSocket["family"];
  readonly address: string;
  readonly port: number;
  readonly inode: string;
  /** Set when it was tried: it takes no connection over IPv4. */
  readonly v6Only?: boolean;
  /** Connections waiting to be accepted, and how many may. */
  readonly queued?: number;
}

const listenState = "0A";

/** Parses /proc/net/tcp or tcp6: the sockets that listen. `::` serves IPv4 too, as the kernel's default has it. */
export function parseTcpTable(text: string, family: "tcp4" | "tcp6"): KernelSocket[] {
  return text.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [address, portHex] = (fields[1] ?? "").split(":");
    if (fields[3] !== listenState || address === undefined || portHex === undefined) return [];
    const queued = Number.parseInt((fields[4] ?? "").split(":")[1] ?? "0", 16);
    return [{ family, address: family === "tcp4" ? ipv4Of(address) : ipv6Of(address), port: Number.parseInt(portHex, 16), inode: fields[9] ?? "", queued }];
  });
}

/** Parses /proc/net/unix: stream sockets that accept connections, by path as the program gave it; abstract ones are left out. */
export function parseUnixTable(text: string): KernelSocket[] {
  return text.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const path = fields.slice(7).join(" ");
    const accepts = (Number.parseInt(fields[3] ?? "0", 16) & 0x10000) !== 0;
    return accepts && path !== "" && !path.startsWith("@") ? [{ family: "unix" as const, address: path, port: 0, inode: fields[6] ?? "" }] : [];
  });
}

/** The kernel prints each 32-bit word in host order; all machines Docker runs on are little-endian. */
function ipv4Of(hex: string): string {
  return (hex.match(/../g) ?? [])
    .toReversed()
    .map((byte) => Number.parseInt(byte, 16))
    .join(".");
}

function ipv6Of(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? [])
    .flatMap((word) => (word.match(/../g) ?? []).toReversed())
    .join("")
    .toLowerCase();
  if (bytes.startsWith("00000000000000000000ffff")) return `::ffff:${(bytes.slice(24).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join(".")}`;
  const groups = (bytes.match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, ""));
  return compress(groups);
}

function compress(groups: readonly string[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === "0") length++;
    if (length > best.length) best = { start, length };
  }
  if (best.start === -1) return groups.join(":");
  return `${groups.slice(0, best.start).join(":")}::${groups.slice(best.start + best.length).join(":")}`;
}

/** Docker answers name look-ups on this address inside every container on a network of its own. */
const dockerResolver = "127.0.0.11";

/** Leaves out what is not the project's: the engine's own name server. */
export function projectSockets(sockets: readonly KernelSocket[]): KernelSocket[] {
  return sockets.filter((socket) => socket.address !== dockerResolver);
}

/** Which process holds which socket, from `ls -l` of the processes' descriptor folders; the oldest holder counts. */
export function processesByInode(listing: string, commands: ReadonlyMap<number, string>): Map<string, ProcessRecord> {
  const found = new Map<string, ProcessRecord>();
  let pid = 0;
  for (const line of listing.split("\n")) {
    const folder = /^\/proc\/(\d+|self)\/fd:$/.exec(line);
    if (folder) pid = Number(folder[1]) || 0;
    const inode = / -> socket:\[(\d+)\]$/.exec(line)?.[1];
    const known = inode === undefined ? undefined : found.get(inode);
    if (inode !== undefined && pid > 0 && (!known || pid < known.pid)) found.set(inode, { pid, command: commands.get(pid) ?? "" });
  }
  return found;
}

/** Whether a socket can be reached through an address that is not the container's own loopback. */
export function isReachable(socket: Pick<ListeningSocket, "address" | "family">): boolean {
  return socket.family !== "unix" && !/^127\.|^::1$|^::ffff:127\./.test(socket.address);
}
