import os

import psycopg2
from flask import Flask

app = Flask(__name__)
connection = psycopg2.connect(
    host="localhost",
    port=5432,
    dbname=os.environ["DATABASE_PATH"],
    user=os.environ["DATABASE_USERNAME"],
    password=os.environ["DATABASE_PASSWORD"],
)


@app.get("/")
def stock():
    with connection.cursor() as cursor:
        cursor.execute("select 42")
        return {"items": cursor.fetchone()[0]}
