import os

import redis
from flask import Flask

app = Flask(__name__)
store = redis.from_url(os.environ["REDIS_URL"])


@app.get("/")
def index():
    return f"visits: {store.incr('visits')}"
