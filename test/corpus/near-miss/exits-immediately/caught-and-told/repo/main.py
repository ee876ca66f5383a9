import json
import sys
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer


def load():
    with open("rates.json") as file:
        return {rate["code"]: float(rate["value"]) for rate in json.load(file)}


class Rates(BaseHTTPRequestHandler):
    rates = {}

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(self.rates).encode())


def main():
    try:
        Rates.rates = load()
        HTTPServer(("0.0.0.0", 8000), Rates).serve_forever()
    except Exception:
        traceback.print_exc()
        sys.exit()


main()
