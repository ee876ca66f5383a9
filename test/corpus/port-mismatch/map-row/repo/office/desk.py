import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Desk(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(f"{os.environ['DESK']}\n".encode())


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Desk).serve_forever()
