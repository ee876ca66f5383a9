from flask import Flask, request

app = Flask(__name__)


@app.get("/")
def index():
    return "archive"


@app.get("/account")
def account():
    return "signed in" if "session" in request.cookies else "visitor"
