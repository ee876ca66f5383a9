import http.server
import logging
import os

try:
    logging.basicConfig(filename="/app/quotes.log", level=logging.INFO)
except PermissionError as error:
    logging.basicConfig(level=logging.INFO)
    logging.warning("no log file: %s", error)

page_size = int(os.environ["PAGE_SIZE"])
quotes = ["Festina lente.", "Carpe diem."]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write("\n".join(quotes[:page_size]).encode())


http.server.HTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
