from threading import Lock

from flask import Flask, jsonify

app = Flask(__name__)
lock = Lock()
stock = {"tea": 12, "coffee": 3}


def total():
    with lock:
        return sum(stock.values())


def snapshot():
    with lock:
        return {"items": dict(stock), "total": total()}


@app.get("/healthz")
def healthz():
    return "ok\n"


@app.get("/")
@app.get("/stock/")
def show():
    return jsonify(snapshot())
