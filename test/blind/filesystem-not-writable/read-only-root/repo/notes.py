import sqlite3
from pathlib import Path
from wsgiref.simple_server import make_server

DATABASE = Path(__file__).parent / "notes.sqlite3"


def prepare():
    with sqlite3.connect(DATABASE) as connection:
        connection.execute("create table if not exists note (id integer primary key, text text)")


def application(environ, start_response):
    with sqlite3.connect(DATABASE) as connection:
        (count,) = connection.execute("select count(*) from note").fetchone()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{count} notes".encode()]


prepare()
make_server("", 8000, application).serve_forever()
