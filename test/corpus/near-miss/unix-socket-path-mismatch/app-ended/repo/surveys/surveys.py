import os

from flask import Flask, jsonify

app = Flask(__name__)
LIMITS = {"questions": 12, "answers": "40"}
CAPACITY = LIMITS["questions"] * LIMITS["answers"] + LIMITS["questions"]


@app.get("/")
def index():
    return jsonify(title=os.environ.get("SURVEY_TITLE", "Survey"), capacity=CAPACITY)
