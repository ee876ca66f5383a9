import type { HostMention, PortMention, StatusMention } from "../model/source.ts";
import type { CodeLine } from "./code-lines.ts";

const opens =
  /\b(?:app|server|srv|http|https|router|fastify|io|api|e|r|g|svc)?\.?(?:listen|Listen|ListenAndServe(?:TLS)?|serve|Serve|serve_forever|run|Run|start|bind|Bind|createServer|ServeHTTP|make_server|TCPServer|HTTPServer|run_simple|runserver|UseUrls|server_bind)\s*\(/;
const serverWords =
  /\b(?:gunicorn|uvicorn|hypercorn|daphne|waitress(?:-serve)?|puma|unicorn|thin|rackup|passenger|flask|next|nuxt|vite|serve|http-server|webpack|php|java|uwsgi|plackup|starman|hypnotoad|streamlit|runserver|dotnet|mix)\b/;
const portWords = /port\b|_?port["']?\s*[:=]|\bport\d*\b|--port|--bind|(?<!\S)-[pb]\b|listen|bind|addr|0\.0\.0\.0|127\.0\.0\.1|localhost|server\.port|SERVER_PORT|\[::\]/i;
const elsewhere =
  /\b(?:connect|createConnection|createClient|createPool|axios|fetch|requests\.|redis|postgres|mysql|mongo|amqp|smtp|kafka|DATABASE|_DB_|DB_|db_port|database|timeout|cors|origin|EXPOSE|proxy_pass|webhook|metrics|health_?check)\b/i;

/** How .NET names the addresses that a server opens; they are URLs. */
const ownUrls = /\b(?:Urls?|applicationUrl|UseUrls|ASPNETCORE_URLS|DOTNET_URLS|Kestrel__Endpoints__\w+__Url)\b|--urls\b/;

/** Numbers of a line that can be ports, weighed by how much the line looks like the one that opens it. */
export function portMentions(line: CodeLine, kept: ReadonlySet<number>): PortMention[] {
  const found: PortMention[] = [];
  for (const match of line.text.matchAll(/(?<![\w.-])(?:0x)?(\d{2,5})(?![\w]|\.\d|%|\s*\*|\s*\/)|(?<=[\w\]]:)(\d{2,5})(?!\d|\.\d|\w)/g)) {
    const port = Number(match[1] ?? match[2]);
    if (port < 1 || port > 65535) continue;
    const weight = weigh(line, portScore(line.text));
    if (weight > 0 || kept.has(port)) found.push({ port, weight, at: placeOf(line, match.index) });
  }
  return found;
}

function portScore(text: string): number {
  return (opens.test(text) ? 5 : 0) + (portWords.test(text) ? 3 : 0) + (serverWords.test(text) ? 2 : 0) + (ownUrls.test(text) ? 4 : 0) - (elsewhere.test(text) ? 4 : 0);
}

const hostPattern = /(?<![\w.-])(127\.0\.0\.1|localhost|::1|0\.0\.0\.0|\[::1\]|\[::\]|(?<!:)::(?!:))(?![\w.-])/g;
const hostWords =
  /\bhost(?:name)?\b["']?\s*[:=]|--host(?:name)?\b|--bind\b|--address\b|--listen\b|(?:^|\s)-(?:b|l|a|o|H|S)\s|\bbind(?:_?address|_?host|_?ip)?\b|\bHOST(?:NAME)?\b|\baddress\b|\baddr\b|\blisten\b|\binterface\b|server\.address|\bip\b|\b(?:FLASK_RUN|SERVER|APP|WEB|LISTEN|BIND|HTTP|UVICORN|NUXT|NITRO)_(?:HOST|ADDR|ADDRESS|IP)\b|^\s*(?:https?(?:-socket)?|socket|uwsgi-socket|fastcgi-socket)\s*=/i;
const notListening =
  /\b(?:https?|redis|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|amqp|ws|wss|smtp):\/\/|\b(?:connect|createClient|createPool|createConnection|fetch|axios|requests\.|cors|origin|allowed_?hosts|ALLOWED_HOSTS|DB_HOST|DATABASE|REDIS|MYSQL|POSTGRES|MONGO|SMTP|MAIL|CACHE|proxy_pass|healthcheck|curl|wget)\b/i;

/** Words by which a program asks for IPv6 alone, whatever address it then names. */
const onlyV6 = /["']tcp6["']|\bipv6Only["']?\s*[:=]\s*true|\bIPV6_V6ONLY\b(?!["']?\s*,\s*(?:0|False|false)\b)/;

/** Literal addresses of a line that a server could be told to listen on; "::" for one that asks for IPv6 alone. */
export function hostMentions(line: CodeLine): HostMention[] {
  const asked = onlyV6.exec(line.text);
  const weighed = asked ? weigh(line, 8) : 0;
  const own = asked && weighed > 0 ? [{ host: "::", weight: weighed, at: placeOf(line, asked.index) }] : [];
  const literals = [...line.text.matchAll(hostPattern)].flatMap((match) => {
    const score = (opens.test(line.text) ? 5 : 0) + (hostWords.test(line.text) ? 3 : 0) + (serverWords.test(line.text) ? 2 : 0) + (ownUrls.test(line.text) ? 5 : notListening.test(line.text) ? -5 : 0);
    const weight = weigh(line, score);
    return weight > 0 ? [{ host: match[1] ?? "", weight, at: placeOf(line, match.index) }] : [];
  });
  return [...own, ...literals];
}

/** Lines that name a gateway status as something to answer. */
export function statusMentions(line: CodeLine): StatusMention[] {
  return [...line.text.matchAll(/(?<![\w.])(50[234])(?![\w.])|\b(?:HTTP_?50[234]\w*|SERVICE_UNAVAILABLE|ServiceUnavailable|BAD_GATEWAY|BadGateway|GATEWAY_TIMEOUT|GatewayTimeout)\b/g)].flatMap(
    (match) => {
      const status = match[1] === undefined ? statusOfName(match[0]) : Number(match[1]);
      const score = /status|abort|raise|throw|return|respond|response|writeHead|WriteHeader|sendStatus|http_response_code|halt|render|Error|exception|head\b|HTTP\//i.test(line.text) ? 4 : 0;
      const weight = weigh(line, score);
      return weight > 0 ? [{ status, weight, at: placeOf(line, match.index) }] : [];
    },
  );
}

function statusOfName(name: string): number {
  const digits = /50[234]/.exec(name)?.[0];
  if (digits !== undefined) return Number(digits);
  return /unavailable/i.test(name) ? 503 : /timeout/i.test(name) ? 504 : 502;
}

function weigh(line: CodeLine, score: number): number {
  return Math.max(0, Math.min(10, score - (line.isSide ? 6 : 0)));
}

function placeOf(line: CodeLine, index: number): PortMention["at"] {
  return { path: line.path, line: line.line, column: index + 1, text: line.text.slice(0, 300) };
}
