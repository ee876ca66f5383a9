import os

import redis
from flask import Flask

app = Flask(__name__)
cache = redis.Redis(host=os.environ["REDIS_HOST"], socket_connect_timeout=1)


@app.get("/")
def index():
    try:
        return f"{cache.incr('views')} views"
    except redis.exceptions.RedisError:
        app.logger.exception("cache is away: connection refused")
        return "some views"
