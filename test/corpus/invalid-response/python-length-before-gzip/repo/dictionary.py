import gzip
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = {"nginx": "web server", "upstream": "against the current", "gateway": "entrance"}


class Dictionary(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({word: [meaning] * 40 for word, meaning in WORDS.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(gzip.compress(body))


ThreadingHTTPServer(("", 8000), Dictionary).serve_forever()
