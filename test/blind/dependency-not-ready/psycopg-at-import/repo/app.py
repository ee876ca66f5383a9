import os

import psycopg2
from flask import Flask

app = Flask(__name__)
connection = psycopg2.connect(os.environ["DATABASE_URL"])


@app.get("/")
def version():
    with connection.cursor() as cursor:
        cursor.execute("select version()")
        return cursor.fetchone()[0]
