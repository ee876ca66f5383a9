from flask import Flask

app = Flask(__name__)


@app.get("/")
def customers():
    return {"customers": 3}
