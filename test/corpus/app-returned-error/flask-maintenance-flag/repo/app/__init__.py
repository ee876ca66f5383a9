import os

from flask import Flask, abort, jsonify

app = Flask(__name__)
app.config["MAINTENANCE"] = os.environ.get("MAINTENANCE", "off") == "on"


@app.before_request
def refuse_during_maintenance():
    if app.config["MAINTENANCE"]:
        abort(503, "Back soon.")


@app.get("/")
def rooms():
    return jsonify(rooms=[101, 102, 201])
