from http.server import BaseHTTPRequestHandler, HTTPServer


class Stock(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"42")

    def log_message(self, *arguments):
        pass


HTTPServer(("", 3000), Stock).serve_forever()
