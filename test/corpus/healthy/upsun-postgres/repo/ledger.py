from flask import Flask, jsonify

from connections import cache, database

app = Flask(__name__)
connection = database()
counter = cache()


@app.get("/")
def total():
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(sum(amount), 0) from entries")
        (amount,) = cursor.fetchone()
    return jsonify(total=amount, visits=counter.incr("visits"))
