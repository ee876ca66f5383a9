import os
import pwd
import ssl
from http.server import BaseHTTPRequestHandler, HTTPServer

authorities = "/etc/ssl/certs/ca-certificates.crt"
if os.path.exists(authorities):
    ssl.create_default_context(cafile=authorities)
print("running as", pwd.getpwuid(os.getuid()).pw_name, "with logs", os.listdir("/var/log/orders"))


class Orders(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{"open": 3}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("0.0.0.0", 8000), Orders).serve_forever()
