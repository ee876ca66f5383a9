from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MENU = "Café crème, Gâteau, Thé à la menthe\n"


class Menu(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(MENU)))
        self.end_headers()
        self.wfile.write(MENU.encode())


ThreadingHTTPServer(("", 8000), Menu).serve_forever()
