import os

from flask import Flask, jsonify

app = Flask(__name__)
app.logger.setLevel(os.environ.get("LOG_LEVEL", "warning").upper())


@app.get("/")
def today():
    return jsonify(city="Riga", degrees=4)
