import os

import psycopg2
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def count():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from issue")
        return {"issues": cursor.fetchone()[0]}
