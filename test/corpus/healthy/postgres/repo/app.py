import psycopg2
from flask import Flask

app = Flask(__name__)
connection = psycopg2.connect("")
connection.autocommit = True


@app.get("/")
def version():
    with connection.cursor() as cursor:
        cursor.execute("select current_date")
        return {"today": str(cursor.fetchone()[0])}
