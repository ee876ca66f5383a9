import requests
from flask import Flask, jsonify

app = Flask(__name__)
session = requests.Session()


@app.get("/")
def home():
    return jsonify(name="status-board", agent=session.headers["User-Agent"])
