from flask import Flask, jsonify, request

app = Flask(__name__)


@app.get("/")
def index():
    return jsonify(service="orders", scheme=request.headers.get("X-Forwarded-Proto", "http"))
