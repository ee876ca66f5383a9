import os

from fastapi import FastAPI

app = FastAPI(title=os.environ.get("API_TITLE", "API"))


@app.get("/")
def root() -> dict[str, str]:
    return {"service": app.title}


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
