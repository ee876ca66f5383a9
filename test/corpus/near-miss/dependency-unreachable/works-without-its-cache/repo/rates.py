import os

import redis
from flask import Flask

app = Flask(__name__)
cache = redis.Redis.from_url(os.environ["CACHE_URL"])

try:
    cache.ping()
except redis.RedisError as error:
    app.logger.error("no cache: %s", error)
    cache = None


@app.get("/")
def rates():
    return {"EUR": 1, "CHF": 0.94, "cached": cache is not None}


app.run(host="0.0.0.0", port=8000)
