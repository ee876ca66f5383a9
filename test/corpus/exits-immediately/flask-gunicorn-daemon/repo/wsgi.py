from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/")
def balance():
    return jsonify(account="main", balance=1204)
