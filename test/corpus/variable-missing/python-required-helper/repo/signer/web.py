from flask import Flask, jsonify

from .settings import SETTINGS

app = Flask(__name__)


@app.get("/")
def issuer():
    return jsonify(issuer=SETTINGS["issuer"])
