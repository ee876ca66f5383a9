from fastapi import FastAPI

from pricing.api import router

app = FastAPI(title="Quote service")
app.include_router(router, prefix="/quotes")


@app.get("/")
async def root():
    return {"service": "quotes"}
