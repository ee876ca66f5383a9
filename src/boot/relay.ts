import type { Engine, Session } from "../docker/engine.ts";
import type { Dial } from "../http/client.ts";

const perlLoop = `
  print STDERR "connected\\n";
  my $in = 1;
  while (1) {
    my $r = ""; vec($r, fileno(S), 1) = 1; vec($r, 0, 1) = 1 if $in;
    select($r, undef, undef, undef);
    if (vec($r, fileno(S), 1)) { my $n = sysread(S, my $b, 65536); exit 0 unless $n; syswrite(STDOUT, $b) }
    if ($in && vec($r, 0, 1)) { my $n = sysread(STDIN, my $b, 65536); if ($n) { syswrite(S, $b) } else { $in = 0; shutdown(S, 1) } }
  }`;

/**
 * Connects its input and output to HOST PORT ($0 $1), with whatever the image has for that. A failed connection ends it with the
 * error's number on the error output.
 */
const relayScript = `
if command -v perl >/dev/null 2>&1; then exec perl -e '
  use Socket; my ($h, $p) = @ARGV; $| = 1;
  my $v6 = $h =~ /:/; socket(S, $v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0) or die;
  my $a = $v6 ? Socket::pack_sockaddr_in6($p, Socket::inet_pton(AF_INET6, $h)) : sockaddr_in($p, inet_aton($h));
  unless (connect(S, $a)) { print STDERR "errno=" . ($! + 0) . "\\n"; exit 1 }${perlLoop}' "$0" "$1"
fi
if command -v bash >/dev/null 2>&1; then exec bash -c 'exec 3<>"/dev/tcp/$0/$1" || { echo errno=111 >&2; exit 1; }; echo connected >&2; cat <&3 & c=$!; cat >&3 & wait $c' "$0" "$1"; fi
if command -v nc >/dev/null 2>&1; then echo connected >&2; nc "$0" "$1" || { echo errno=111 >&2; exit 1; }; exit 0; fi
echo none >&2; exit 127
`;

/** The same to the Unix socket at the path $0. */
const unixRelayScript = `
if command -v perl >/dev/null 2>&1; then exec perl -e '
  use Socket; my ($p) = @ARGV; $| = 1;
  socket(S, AF_UNIX, SOCK_STREAM, 0) or die;
  unless (connect(S, pack_sockaddr_un($p))) { print STDERR "errno=" . ($! + 0) . "\\n"; exit 1 }${perlLoop}' "$0"
fi
if command -v python3 >/dev/null 2>&1; then exec python3 -c '
import os, select, socket, sys
s = socket.socket(socket.AF_UNIX)
try: s.connect(sys.argv[1])
except OSError as e: sys.exit("errno=%d" % e.errno)
os.write(2, b"connected\\n")
inputs = [s, 0]
while True:
    ready = select.select(inputs, [], [])[0]
    if s in ready:
        data = s.recv(65536)
        if not data: break
        os.write(1, data)
    if 0 in ready:
        data = os.read(0, 65536)
        if data: s.sendall(data)
        else: inputs.remove(0); s.shutdown(socket.SHUT_WR)
' "$0"
fi
if command -v php >/dev/null 2>&1; then exec php -r '
  $s = @stream_socket_client("unix://" . $argv[1], $errno);
  if (!$s) { fwrite(STDERR, "errno=" . $errno . "\\n"); exit(1); }
  fwrite(STDERR, "connected\\n"); $in = true;
  stream_set_blocking($s, false); stream_set_blocking(STDIN, false);
  while (true) {
    $r = $in ? [$s, STDIN] : [$s]; $w = $e = null;
    if (!stream_select($r, $w, $e, null)) exit(1);
    if (in_array($s, $r, true)) { $b = fread($s, 65536); if ($b === "" || $b === false) { if (feof($s)) exit(0); } else fwrite(STDOUT, $b); }
    if (in_array(STDIN, $r, true)) { $b = fread(STDIN, 65536); if ($b === "" || $b === false) { if (feof(STDIN)) { $in = false; stream_socket_shutdown($s, STREAM_SHUT_WR); } } else fwrite($s, $b); }
  }' -- "$0"
fi
if command -v node >/dev/null 2>&1; then exec node -e '
  const s = require("net").connect(process.argv[1]);
  s.once("connect", () => { process.stderr.write("connected\\n"); process.stdin.pipe(s); s.pipe(process.stdout); });
  s.once("error", (e) => { process.stderr.write("errno=" + -e.errno + "\\n"); process.exit(1); });
' -- "$0"
fi
echo none >&2; exit 127
`;

const errnoNames: Readonly<Record<number, string>> = { 2: "ENOENT", 13: "EACCES", 101: "ENETUNREACH", 104: "ECONNRESET", 110: "ETIMEDOUT", 111: "ECONNREFUSED", 113: "EHOSTUNREACH" };

/** Dials from inside a running container's network namespace, by a command run in it. */
export function relayThrough(engine: Engine, container: string): Dial {
  return async (address, port, signal) => {
    const session = await engine.exec(container, port === 0 ? ["sh", "-c", unixRelayScript, address] : ["sh", "-c", relayScript, address, String(port)]);
    signal.addEventListener("abort", () => session.close(), { once: true });
    await connected(session, signal);
    return session.stream;
  };
}

/** Resolves when the relay reports its connection; rejects with the error it names. */
function connected(session: Session, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      const text = session.errors();
      const errno = /errno=(\d+)/.exec(text)?.[1];
      if (errno !== undefined) reject(Object.assign(new Error(`connect failed (${errno})`), { code: errnoNames[Number(errno)] ?? "EOTHER" }));
      else if (text.includes("connected")) resolve();
      else if (text.includes("none")) reject(Object.assign(new Error("the proxy's image has nothing to connect with"), { code: noTool }));
    };
    session.onErrors(check);
    session.stream.once("close", () => reject(new Error("the relay ended")));
    signal.addEventListener("abort", () => reject(Object.assign(new Error("connect timed out"), { code: "ETIMEDOUT" })), { once: true });
    check();
  });
}

/** The code of the error when the container has no program to connect with. */
export const noTool = "ENOTOOL";
