import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RATES = {"EUR": 1.0}


def refresh():
    while True:
        RATES["updated"] = int(time.time())
        print("rates refreshed")
        time.sleep(15)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(RATES).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


threading.Thread(target=refresh).start()

if __name__ == "main":
    ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
