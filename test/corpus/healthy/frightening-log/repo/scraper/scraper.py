import logging
import os
import threading
import time

import requests
from flask import Flask, jsonify

logging.basicConfig(format="%(asctime)s [%(levelname)s] %(message)s")
log = logging.getLogger("scraper")
app = Flask(__name__)
failures = {}


def poll():
    while True:
        for url in os.environ["SOURCES"].split(","):
            try:
                requests.get(url, timeout=2)
            except requests.RequestException:
                failures[url] = failures.get(url, 0) + 1
                log.exception("FATAL: connection to %s failed, giving up on this source", url)
                log.critical("Error: connect ECONNREFUSED, 502 Bad Gateway, out of memory? worker will be restarted")
        time.sleep(1)


threading.Thread(target=poll, daemon=True).start()


@app.get("/")
def status():
    return jsonify(failures=failures)
