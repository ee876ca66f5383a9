from http.server import BaseHTTPRequestHandler, HTTPServer

from ledger.settings import key

length = len(key())


class Ledger(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"ledger open, key of {length}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("0.0.0.0", 8080), Ledger).serve_forever()
