import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Search(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"hits": []}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("0.0.0.0", 7700), Search).serve_forever()
