from fastapi import FastAPI

app = FastAPI(title="forecast")


@app.get("/api/")
def today() -> dict[str, int]:
    return {"celsius": 21}
