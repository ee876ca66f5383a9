import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{model(3)}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def load(path):
    with open(path) as file:
        weights = json.load(file)
    time.sleep(1.5)
    factor = weights["factor"]
    return lambda x: x * factor


server = ThreadingHTTPServer(("", 8000), Handler)
model = load("weights.json")
server.serve_forever()
