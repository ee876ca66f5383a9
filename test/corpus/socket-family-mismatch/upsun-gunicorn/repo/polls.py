from flask import Flask

app = Flask(__name__)


@app.get("/")
def polls():
    return {"open": ["lunch", "offsite"]}
