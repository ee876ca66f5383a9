import redis
from flask import Flask

app = Flask(__name__)
store = redis.Redis(host="cache")


@app.get("/")
def index():
    return f"seen {store.incr('seen')} times"
