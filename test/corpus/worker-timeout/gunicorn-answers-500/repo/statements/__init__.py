import time

from flask import Flask, jsonify

app = Flask(__name__)


class Ledger:
    """Answers a query in the background; the caller asks until it is done."""

    def __init__(self, seconds):
        self.done_at = time.monotonic() + seconds

    def poll(self):
        return time.monotonic() >= self.done_at


@app.get("/")
def statement():
    ledger = Ledger(5)
    while not ledger.poll():
        time.sleep(0.05)
    return jsonify(balance=1200)
