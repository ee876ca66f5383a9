import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def load_model(layers=20):
    for layer in range(1, layers + 1):
        time.sleep(1)
        if layer % 5 == 0:
            print(f"model: {layer}/{layers} layers loaded")
    return {"layers": layers}


MODEL = load_model()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = str(MODEL).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
