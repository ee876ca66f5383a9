from flask import Flask, jsonify, request

app = Flask(__name__)


@app.get("/")
def index():
    return jsonify(service="billing", scheme=request.headers.get("X-Forwarded-Proto", "http"))


@app.get("/status")
def status():
    return jsonify(ok=True)
