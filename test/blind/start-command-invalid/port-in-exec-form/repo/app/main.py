from fastapi import FastAPI

app = FastAPI(title="Explore")


@app.get("/")
async def root():
    return {"city": "Varna"}
