from flask import Flask

app = Flask(__name__)


@app.get("/")
def home():
    return "<h1>Members</h1>"


@app.get("/login")
def login():
    return "<form method=post></form>"
