from fastapi import FastAPI

from app.db import connect

app = FastAPI()


@app.get("/")
def notes():
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("select 1")
        return {"database": cursor.fetchone()[0]}
