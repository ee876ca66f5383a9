from fastapi import FastAPI

from service.health import router

app = FastAPI()
app.include_router(router)


@app.get("/")
def root():
    return {"service": "accounts"}
