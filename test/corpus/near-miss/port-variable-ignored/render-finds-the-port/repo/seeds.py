import os

from flask import Flask, jsonify

app = Flask(__name__)
app.secret_key = os.environ["SESSION_KEY"]


@app.get("/")
def seeds():
    return jsonify(season=os.environ["SEASON"], seeds=["borage", "chard"])
