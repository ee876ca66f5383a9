import os

from flask import Flask, jsonify

app = Flask(__name__)
meals = {"monday": "soup", "tuesday": "dal"}


@app.get("/")
def index():
    return f"<h1>{os.environ['PLANNER_TITLE']}</h1>"


@app.get("/api/meals")
def list_meals():
    return jsonify(meals)
