import time

from flask import Flask

app = Flask(__name__)


@app.get("/")
def poem():
    time.sleep(1)
    app.logger.warning("no WORKER TIMEOUT today")
    return "The fog comes on little cat feet.\n"
