import psycopg2
from fastapi import FastAPI

app = FastAPI()
connection = psycopg2.connect(host="postgres", user="postgres", password="password")


@app.get("/")
def root():
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return {"database": cursor.fetchone()[0] == 1}
