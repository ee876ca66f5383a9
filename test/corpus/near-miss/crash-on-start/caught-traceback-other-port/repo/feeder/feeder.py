import traceback

from flask import Flask

from sources import load_sources

app = Flask(__name__)

try:
    sources = load_sources()
except Exception:
    traceback.print_exc()
    sources = []


@app.get("/")
def feed():
    return {"sources": sources}
