from fastapi import FastAPI

app = FastAPI(title="skatepark")


@app.get("/")
def root() -> dict:
    return {"ramps": 4}
