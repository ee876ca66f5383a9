from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def events():
    return {"events": []}
