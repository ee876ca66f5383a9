import http.server
import time

print("reading the index")
time.sleep(3)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"12 documents\n")


http.server.HTTPServer(("0.0.0.0", 7700), Handler).serve_forever()
