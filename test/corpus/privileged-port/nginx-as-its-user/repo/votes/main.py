from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Votes(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"yes: 4, no: 2\n"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("0.0.0.0", 8000), Votes).serve_forever()
