from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def forecast():
    return {"tomorrow": "sunny"}
