import redis
from fastapi import FastAPI

app = FastAPI()
store = redis.Redis(host="redis")


@app.get("/")
def root():
    return {"pong": store.ping()}
