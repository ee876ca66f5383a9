import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = int(os.environ.get("PORT", "8000"))


class Wiki(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<h1>Wiki</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("0.0.0.0", PORT), Wiki)
    print(f"Listening on http://127.0.0.1:{PORT} (open it in your browser)")
    print("WARNING: This is a development server. Do not use it in a production deployment.")
    server.serve_forever()
