from flask import Flask

app = Flask(__name__)


@app.get("/")
def depot():
    return {"trams": 14}
