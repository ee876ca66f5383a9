import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Museum(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{"exhibits": 214}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")
context.minimum_version = ssl.TLSVersion.TLSv1_3

server = ThreadingHTTPServer(("0.0.0.0", 8443), Museum)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print("museum on 8443")
server.serve_forever()
