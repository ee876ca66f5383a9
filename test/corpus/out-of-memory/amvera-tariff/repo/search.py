import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

index = bytearray(os.urandom(1024)) * (180 * 1024)


class Search(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"indexed": len(index)}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("0.0.0.0", 8000), Search).serve_forever()
