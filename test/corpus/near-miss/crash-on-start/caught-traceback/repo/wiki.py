import json
import logging

from flask import Flask, jsonify

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
log = logging.getLogger("wiki")

app = Flask(__name__)


def warm_index():
    with open("/var/cache/wiki/index.json", encoding="utf-8") as file:
        return json.load(file)


try:
    index = warm_index()
except OSError:
    log.exception("search index could not be loaded, starting with an empty one")
    index = {}


@app.get("/")
def home():
    return jsonify(pages=len(index))
