from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/")
def books():
    return jsonify(["Moby-Dick", "Emma"])


@app.get("/covers/<path:name>")
def cover(name):
    return f"cover of {name}\n"


@app.get("/covers/")
def covers():
    return "covers\n"
