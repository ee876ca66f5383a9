import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

entries = []
threading.Timer(5, entries.append, [1]).start()


class Feed(BaseHTTPRequestHandler):
    def do_GET(self):
        ready = bool(entries) or self.path != "/ready"
        self.send_response(200 if ready else 503)
        self.end_headers()
        self.wfile.write(b"[]")


HTTPServer(("", 7000), Feed).serve_forever()
