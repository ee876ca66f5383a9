import os
import time

import psycopg2
from flask import Flask

app = Flask(__name__)


def connect():
    while True:
        try:
            return psycopg2.connect(os.environ["DATABASE_URL"])
        except psycopg2.OperationalError as error:
            print("database is not ready:", str(error).strip())
            time.sleep(2)


@app.get("/")
def index():
    return f"<h1>{os.environ['SITE_TITLE']}</h1>"


if __name__ == "__main__":
    connection = connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS posts (id serial PRIMARY KEY, body text)")
    app.run(host="0.0.0.0", port=5000)
