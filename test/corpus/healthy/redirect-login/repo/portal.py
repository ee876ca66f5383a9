from flask import Flask, redirect, request

app = Flask(__name__)


@app.before_request
def require_login():
    if request.path != "/login" and "session" not in request.cookies:
        return redirect("/login", code=301)


@app.get("/login")
def login():
    return "<form method=post></form>"


@app.get("/")
def home():
    return "welcome"
