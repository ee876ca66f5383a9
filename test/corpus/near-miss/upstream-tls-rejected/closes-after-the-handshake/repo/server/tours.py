import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Tours(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.headers.get("X-Tour-Group") is None:
            self.close_connection = True
            return
        body = b'{"tours": 3}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")

server = ThreadingHTTPServer(("0.0.0.0", 8443), Tours)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print("tours on 8443")
server.serve_forever()
