from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def polls():
    return {"open": 3, "closed": 12}
