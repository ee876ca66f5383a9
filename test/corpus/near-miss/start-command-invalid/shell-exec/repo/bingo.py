from flask import Flask

app = Flask(__name__)


@app.get("/")
def card():
    return {"card": [4, 18, 33]}
