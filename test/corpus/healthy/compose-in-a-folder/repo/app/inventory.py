import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ITEMS = [{"sku": "A-100", "left": 12}, {"sku": "B-220", "left": 0}]


class Inventory(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(ITEMS).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("", 8000), Inventory).serve_forever()
