from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def readings():
    return [{"meter": "A-17", "kwh": 4012.5}]
