import os

import psycopg2
from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*), coalesce(sum(total), 0) FROM orders")
        count, total = cursor.fetchone()
    return {"orders": count, "total": total}
