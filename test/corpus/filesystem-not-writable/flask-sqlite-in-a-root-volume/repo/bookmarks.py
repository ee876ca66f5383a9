import os
import sqlite3

from flask import Flask

app = Flask(__name__)
path = os.environ["DATABASE"]

with sqlite3.connect(path) as database:
    database.execute("CREATE TABLE IF NOT EXISTS bookmarks (url TEXT PRIMARY KEY, title TEXT)")


@app.get("/")
def index():
    with sqlite3.connect(path) as database:
        (count,) = database.execute("SELECT count(*) FROM bookmarks").fetchone()
    return {"bookmarks": count}


app.run(host="0.0.0.0", port=8000)
