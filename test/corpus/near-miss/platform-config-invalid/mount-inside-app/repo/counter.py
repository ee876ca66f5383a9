import pathlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

store = pathlib.Path("data/count")
store.parent.mkdir(exist_ok=True)


class Counter(BaseHTTPRequestHandler):
    def do_GET(self):
        count = int(store.read_text()) + 1 if store.exists() else 1
        store.write_text(str(count))
        body = str(count).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("0.0.0.0", 8000), Counter).serve_forever()
