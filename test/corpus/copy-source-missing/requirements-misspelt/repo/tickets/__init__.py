from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/")
def index():
    return jsonify(open=3, waiting=1)
