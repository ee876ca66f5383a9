import redis
from flask import Flask

app = Flask(__name__)
store = redis.Redis(host="store.internal", port=6379)
store.ping()


@app.get("/")
def archive():
    return {"visits": store.incr("visits")}
