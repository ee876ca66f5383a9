from flask import Flask

app = Flask(__name__)


@app.get("/")
def quote():
    return "Festina lente.\n"
