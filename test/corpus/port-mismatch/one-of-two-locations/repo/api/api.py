import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TICKETS = [{"id": 17, "subject": "Printer on fire", "open": True}]


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(TICKETS).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("", int(os.environ["LISTEN_PORT"])), Api).serve_forever()
