import os

import redis
from flask import Flask

store = redis.Redis(host=os.environ["REDIS_HOST"], port=int(os.environ["REDIS_PORT"]))
store.ping()

app = Flask(__name__)


@app.get("/")
def guests():
    return {"guests": store.incr("guests")}


app.run(host="0.0.0.0", port=8000)
