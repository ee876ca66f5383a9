from flask import Flask

app = Flask(__name__)


@app.get("/")
def latest():
    reports = {}
    return reports["latest"]


@app.get("/health")
def health():
    return {"ok": True}
