from flask import Flask, jsonify

application = Flask(__name__)

LINES = {"7": ["06:10", "06:40"], "12": ["06:05", "06:25"]}


@application.get("/")
def index():
    return "Timetable"


@application.get("/lines/<line>")
def line(line):
    return jsonify(LINES.get(line, []))
