from flask import Flask

app = Flask(__name__)


@app.get("/admin/")
def admin():
    return "<h1>Members: 41</h1>"
