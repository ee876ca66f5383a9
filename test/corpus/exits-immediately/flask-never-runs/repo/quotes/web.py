import random

from flask import Flask

app = Flask(__name__)

QUOTES = [
    "Simple is better than complex.",
    "Errors should never pass silently.",
]


@app.get("/")
def quote():
    return random.choice(QUOTES)
