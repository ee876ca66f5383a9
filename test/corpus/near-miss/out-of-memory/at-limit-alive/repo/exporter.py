import os
from http.server import BaseHTTPRequestHandler, HTTPServer

PATH = "/tmp/export.csv"


def build_export(megabytes: int) -> None:
    row = b"2024-05-01;subscription;19.90\n" * 34952
    with open(PATH, "wb") as file:
        for _ in range(megabytes):
            file.write(row)
    with open(PATH, "rb") as file:
        while file.read(1 << 20):
            pass


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{os.path.getsize(PATH)} bytes\n".encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)


build_export(140)
print("export ready, memory is tight: 0 MB free")
HTTPServer(("", 8000), Handler).serve_forever()
