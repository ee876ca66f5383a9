from fastapi import FastAPI

from app import config

app = FastAPI()


@app.get("/")
def search(q: str = ""):
    return {"index": config.index_name, "size": config.page_size, "hits": []}
