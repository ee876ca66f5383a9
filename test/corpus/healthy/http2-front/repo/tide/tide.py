from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def tide():
    return {"high": ["04:12", "16:37"], "low": ["10:20", "22:51"]}
