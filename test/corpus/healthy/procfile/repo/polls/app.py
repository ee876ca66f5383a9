import os

from flask import Flask, jsonify

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]


@app.get("/")
def polls():
    return jsonify(title=os.environ["POLL_TITLE"], votes=[])
