from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Admin(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"admin\n")


ThreadingHTTPServer(("", 9000), Admin).serve_forever()
