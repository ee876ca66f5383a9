import configparser
import hashlib
import json
import pathlib
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

settings = configparser.ConfigParser()
settings.read_string(pathlib.Path("/etc/catalogue.ini").read_text())
key = pathlib.Path("/run/secrets/signing_key").read_bytes()
password = pathlib.Path("/run/secrets/cache_password").read_text().strip()
books = json.loads(pathlib.Path("/var/lib/catalogue/books.json").read_text())

with socket.create_connection(("cache", 6379), timeout=5) as cache:
    cache.sendall(f"AUTH {password}\r\n".encode())
    if not cache.recv(64).startswith(b"+OK"):
        raise SystemExit("the cache does not take the password")


class Books(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"title": settings["server"]["title"], "books": books, "signed": hashlib.sha256(key).hexdigest()}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("", settings["server"].getint("port")), Books).serve_forever()
