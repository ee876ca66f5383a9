from flask import Flask, jsonify, request

from .library import length_of

app = Flask(__name__)


@app.get("/")
def thumbs():
    name = request.args.get("format", "jpeg")
    return jsonify(format=name, length=length_of(name))
