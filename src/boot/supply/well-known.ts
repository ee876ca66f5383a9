/** The group ffdhe2048 of RFC 7919. */
export const diffieHellmanGroup = `-----BEGIN DH PARAMETERS-----
MIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz
+8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a
87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7
YdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi
7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD
ssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==
-----END DH PARAMETERS-----
`;

/** An OCSP response that says nothing but "malformed request". */
export const emptyStaple = Buffer.from([0x30, 0x03, 0x0a, 0x01, 0x01]);

/** A GeoIP database (the format before MaxMind DB) that knows no address: one node, then the kind of database. */
export const emptyCountryDatabase = Buffer.from([0x00, 0xff, 0xff, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
export const emptyCityDatabase = Buffer.from([0x01, 0x00, 0x00, 0x01, 0x00, 0x00, 0xff, 0xff, 0xff, 0x02, 0x01, 0x00, 0x00]);

/** A MaxMind DB that knows no address: a tree of one node, an empty record, and what describes it. */
export function emptyGeoDatabase(): Buffer {
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x40 | value.length]), Buffer.from(value)]);
  const short = (value: number): Buffer => Buffer.from([0xa1, value]);
  const long = (value: number): Buffer => Buffer.from([0xc1, value]);
  const fields: readonly (readonly [string, Buffer])[] = [
    ["binary_format_major_version", short(2)],
    ["binary_format_minor_version", Buffer.from([0xa0])],
    ["build_epoch", Buffer.from([0x01, 0x02, 0x01])],
    ["database_type", text("GeoLite2-City")],
    ["description", Buffer.concat([Buffer.from([0xe1]), text("en"), text("empty")])],
    ["ip_version", short(6)],
    ["languages", Buffer.concat([Buffer.from([0x01, 0x04]), text("en")])],
    ["node_count", long(1)],
    ["record_size", short(24)],
  ];
  const metadata = [Buffer.from([0xe0 | fields.length]), ...fields.flatMap(([name, value]) => [text(name), value])];
  return Buffer.concat([Buffer.from([0, 0, 1, 0, 0, 1]), Buffer.alloc(16), Buffer.from([0xe0]), Buffer.from("\xab\xcd\xefMaxMind.com", "latin1"), ...metadata]);
}

/** Files that Debian's nginx brings and the official image does not, as Debian has them. */
export const debianFiles: Readonly<Record<string, string>> = {
  "/etc/nginx/proxy_params":
    "proxy_set_header Host $http_host;\nproxy_set_header X-Real-IP $remote_addr;\nproxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Proto $scheme;\n",
  "/etc/nginx/fastcgi.conf": "fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\ninclude fastcgi_params;\n",
  "/etc/nginx/snippets/fastcgi-php.conf":
    "fastcgi_split_path_info ^(.+?\\.php)(/.*)$;\ntry_files $fastcgi_script_name =404;\nset $path_info $fastcgi_path_info;\nfastcgi_param PATH_INFO $path_info;\nfastcgi_index index.php;\ninclude fastcgi.conf;\n",
  "/etc/nginx/snippets/snakeoil.conf": "ssl_certificate /etc/ssl/certs/ssl-cert-snakeoil.pem;\nssl_certificate_key /etc/ssl/private/ssl-cert-snakeoil.key;\n",
};
