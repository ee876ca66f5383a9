/** What a peer can be told to understand. */
export type Dialect = "http" | "http2" | "fastcgi" | "uwsgi" | "scgi" | "redis" | "memcached" | "postgres";

/** What one address that nginx dials, or another port of the same service, understands: tried from nginx's place in the network. */
export interface PeerProtocols {
  readonly service: string;
  readonly address: string;
  readonly port: number;
  /** One entry for each message that was sent, and one for keeping silent. */
  readonly trials: readonly DialectTrial[];
  /** One entry for each TLS handshake that was tried. */
  readonly handshakes: readonly TlsTrial[];
}

/** One message in one protocol, and what came back. */
export interface DialectTrial {
  /** "nothing" when only listened. */
  readonly said: Dialect | "nothing";
  readonly outcome:
    | "understood"
    | "otherwise" // something came back that is no answer in this protocol
    | "closed" // the peer closed or reset the connection without a word
    | "silent" // nothing came in time
    | "unreachable";
  /** The status of an answer in HTTP. */
  readonly status?: number;
  /** The first bytes of what came back, unprintable ones as `\xHH`. */
  readonly heard?: string;
}

/** One TLS handshake, with this server name or (absent) with none, and a request over it. */
export interface TlsTrial {
  readonly serverName?: string;
  readonly outcome:
    | "accepted"
    | "rejected" // the peer speaks TLS and broke the handshake off
    | "not-tls" // something else came back
    | "closed"
    | "silent"
    | "unreachable";
  /** Number of the alert that the peer sent. */
  readonly alert?: number;
  readonly error?: string;
  /** "TLSv1.3". */
  readonly version?: string;
  readonly certificate?: PeerCertificate;
  /** The status of the answer to a request in HTTP/1.1 over it. */
  readonly status?: number;
}

export interface PeerCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** Names and addresses it is for; the common name when it has no others. */
  readonly names: readonly string[];
  readonly isSelfSigned: boolean;
  /** RFC 3339. */
  readonly validUntil: string;
}
