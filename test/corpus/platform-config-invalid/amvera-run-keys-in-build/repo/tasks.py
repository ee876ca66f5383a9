from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def tasks():
    return []
