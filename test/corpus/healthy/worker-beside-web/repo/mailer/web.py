import time
from pathlib import Path

from flask import Flask

app = Flask(__name__)


@app.get("/")
def enqueue():
    Path(f"/queue/{time.time_ns()}.job").touch()
    return {"queued": True}
