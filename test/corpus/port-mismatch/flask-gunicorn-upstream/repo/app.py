import os

import redis
from flask import Flask

app = Flask(__name__)
cache = redis.Redis(host=os.environ.get("REDIS_HOST", "localhost"), port=6379)


@app.get("/")
def index():
    return f"<p>Seen {cache.incr('hits')} times</p>"


@app.get("/health")
def health():
    return {"status": "ok"}
