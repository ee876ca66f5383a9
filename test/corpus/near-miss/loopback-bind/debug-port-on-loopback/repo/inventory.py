import os
import socketserver
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Console(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"inventory> ")


def main():
    host, port = os.environ["CONSOLE_BIND"].split(":")
    console = socketserver.ThreadingTCPServer((host, int(port)), Console)
    threading.Thread(target=console.serve_forever, daemon=True).start()
    print(f"console on {host}:{port}")

    web = ThreadingHTTPServer(("0.0.0.0", 8080), SimpleHTTPRequestHandler)
    print("inventory started")
    web.serve_forever()


if __name__ == "__main__":
    main()
