from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ranges import RangeTable

print("loading address ranges")
TABLE = RangeTable(records=32_000_000)
print("ranges loaded")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = TABLE.country(self.headers.get("X-Real-IP", "127.0.0.1")).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
