from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def atlas():
    return {"maps": 12}
