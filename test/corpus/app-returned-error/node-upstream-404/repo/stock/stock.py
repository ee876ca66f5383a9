import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Stock(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/v2/stock":
            self.send_error(404)
            return
        body = json.dumps([{"sku": "A-1", "left": 4}]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("0.0.0.0", 9000), Stock).serve_forever()
