from flask import Flask

from .storage import connection

app = Flask(__name__)


@app.get("/")
def entries():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM entries")
        return {"entries": cursor.fetchone()[0]}
