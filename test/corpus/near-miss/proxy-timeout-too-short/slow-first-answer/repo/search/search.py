import json
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer


@cache
def index():
    time.sleep(8)
    return {"nginx": 3, "upstream": 5}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(index()).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("0.0.0.0", 5000), Handler).serve_forever()
