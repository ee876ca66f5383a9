import os
import random

from flask import Flask

app = Flask(__name__)

QUOTES = {
    "en": ["Simple is better than complex.", "Errors should never pass silently."],
    "de": ["Einfach ist besser als komplex."],
}


@app.route("/")
def quote():
    return random.choice(QUOTES[os.environ.get("QUOTES_LANG", "en")])
