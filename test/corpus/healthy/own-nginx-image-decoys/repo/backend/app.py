from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/api/trails")
def trails():
    return jsonify([{"name": "Ridge", "km": 12.4}, {"name": "Lake", "km": 5.1}])
