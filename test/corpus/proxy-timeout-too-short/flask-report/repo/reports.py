import os
import time

from flask import Flask, jsonify

app = Flask(__name__)
ROWS = 240_000


def rows():
    """The ledger answers at its own pace."""
    pace = int(os.environ["ROWS_PER_SECOND"])
    for first in range(0, ROWS, pace):
        time.sleep(1)
        yield from range(first, min(first + pace, ROWS))


@app.get("/")
def index():
    return jsonify(reports=["monthly"])


@app.get("/monthly")
def monthly():
    return jsonify(total=sum(rows()))
