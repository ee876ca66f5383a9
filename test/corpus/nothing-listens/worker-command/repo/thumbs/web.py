import os

import redis
from flask import Flask, request

app = Flask(__name__)
queue = redis.Redis(host=os.environ["REDIS_HOST"])


@app.get("/")
def index():
    return {"queued": queue.llen("thumbs")}


@app.post("/thumbs")
def enqueue():
    queue.rpush("thumbs", request.get_data())
    return "", 202
