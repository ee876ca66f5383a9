import os

from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/")
def index():
    return jsonify(title=os.environ.get("SURVEY_TITLE", "Survey"), questions=3)


@app.get("/healthz")
def healthz():
    return "ok"
