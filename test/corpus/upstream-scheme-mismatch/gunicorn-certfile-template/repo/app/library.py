from flask import Flask, jsonify

app = Flask(__name__)
books = [{"isbn": "9780141439518", "title": "Pride and Prejudice"}]


@app.get("/")
def shelf():
    return jsonify(books)
