from flask import Flask, jsonify

import config

app = Flask(__name__)


@app.route("/")
def home():
    return jsonify(centre=config.MAP_CENTRE, zoom=config.START_ZOOM)
