from http.server import BaseHTTPRequestHandler, HTTPServer


class Accounts(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "8")
        self.end_headers()
        self.wfile.write(b"accounts")


HTTPServer(("0.0.0.0", 8000), Accounts).serve_forever()
