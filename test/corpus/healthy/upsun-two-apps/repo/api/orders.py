from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/api/orders")
def orders():
    return jsonify([101, 102])
